"""The one-step algorithm as a user of the command line meets it."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
import support
from osgeo import gdal, ogr

FIELDS = [
    "scene_id",
    "row",
    "col",
    "valid_fraction",
    "cluster",
    "probability",
    "second_cluster",
    "second_probability",
    "ambiguous",
    "exemplar_rank",
    "umap_x",
    "umap_y",
    "subcluster",
]
LABELS = ("scene_id", "cluster", "second_cluster", "ambiguous", "exemplar_rank")


@pytest.fixture(scope="module")
def rows(mapped):
    return support.table(mapped[1] / "map.gpkg")


def labels(rows):
    return [tuple(row[name] for name in LABELS) for row in rows]


def close(rows, others):
    """Tell whether two tables agree, numbers up to rounding."""
    return labels(rows) == labels(others) and all(
        row[name] == pytest.approx(other[name], abs=1e-5)
        for row, other in zip(rows, others)
        for name in ("valid_fraction", "probability", "umap_x", "umap_y")
    )


def test_the_results_are_plain_values(mapped):
    answer, folder, _ = mapped
    results = answer.results
    scenes = (support.COLUMNS // support.SIZE) * (support.ROWS // support.SIZE)
    assert set(results) == {"OUTPUT", "FEATURES", "CLUSTER_MODEL", "CLUSTERS", "SCENES", "SKIPPED"}
    assert results["OUTPUT"] == str(folder / "map.gpkg")
    assert results["FEATURES"] == str(folder / "features.parquet")
    assert results["CLUSTER_MODEL"] == str(folder / "model.npz")
    assert results["SCENES"] == scenes
    assert results["SKIPPED"] == 0
    assert 2 <= results["CLUSTERS"] <= 60


def test_the_log_names_every_step_with_its_time(mapped):
    log = mapped[0].log
    for step in ("Features: ", "Projection: ", "Clusters: "):
        line = next(line for line in log.splitlines() if line.startswith(step))
        assert line.endswith(" s")
        assert " in " in line


def test_only_the_three_files_are_written(mapped):
    assert sorted(p.name for p in mapped[1].iterdir()) == [
        "features.parquet",
        "map.gpkg",
        "model.npz",
    ]


def test_nothing_temporary_is_left(mapped):
    assert mapped[2] == []


def test_the_attributes_are_those_of_the_documentation(rows):
    assert list(rows[0]) == FIELDS
    assert [row["scene_id"] for row in rows] == list(range(1, len(rows) + 1))
    assert [(row["row"], row["col"]) for row in rows[:16]] == [
        *((0, col) for col in range(15)),
        (1, 0),
    ]
    assert all(0.95 < row["valid_fraction"] <= 1 for row in rows)
    assert all(0 < row["probability"] <= 1 for row in rows)


def test_clusters_are_numbered_from_one_by_falling_size(mapped, rows):
    counts = Counter(row["cluster"] for row in rows)
    sizes = [counts[number] for number in range(1, mapped[0].results["CLUSTERS"] + 1)]
    assert sum(sizes) == len(rows)
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > 0


def test_ambiguous_scenes_have_a_second_cluster_that_is_nearly_as_likely(rows):
    for row in rows:
        assert row["second_cluster"] != row["cluster"]
        if row["ambiguous"]:
            assert row["second_cluster"] is not None
            assert row["probability"] < 2 / 3 + 1e-6
            assert row["second_probability"] > row["probability"] / 2
        assert (row["second_probability"] is None) == (row["second_cluster"] is None)
    assert any(row["second_cluster"] is None for row in rows)


def test_each_cluster_has_exemplars_ranked_from_one(mapped, rows):
    for cluster in range(1, mapped[0].results["CLUSTERS"] + 1):
        own = [row["exemplar_rank"] for row in rows if row["cluster"] == cluster]
        ranks = sorted(rank for rank in own if rank is not None)
        assert ranks == list(range(1, min(5, len(own)) + 1))


def test_footprints_lie_on_pixel_corners(mapped, crop):
    transform = gdal.Open(crop).GetGeoTransform()
    found = support.pixel_corners(mapped[1] / "map.gpkg", transform)
    assert abs(found - found.round()).max() < 1e-6
    sides = found.max(axis=1) - found.min(axis=1)
    assert abs(sides - support.SIZE).max() < 1e-6
    assert abs(found[:, 0] % support.SIZE).max() < 1e-6


def test_the_layer_has_the_raster_crs(mapped, crop):
    layer, raster = ogr.Open(str(mapped[1] / "map.gpkg")), gdal.Open(crop)
    assert layer.GetLayer(0).GetSpatialRef().IsSame(raster.GetSpatialRef())


def test_the_style_is_inside_the_geopackage(mapped):
    with sqlite3.connect(mapped[1] / "map.gpkg") as database:
        (style, default), *others = database.execute(
            "select styleQML, useAsDefault from layer_styles where f_table_name = 'map'"
        ).fetchall()
    assert not others
    assert default
    count = mapped[0].results["CLUSTERS"]
    assert 'type="categorizedSymbol"' in style
    assert 'attr="cluster"' in style
    assert f'label="Cluster {count} (' in style
    assert f'label="Cluster {count + 1} (' not in style


@pytest.mark.parametrize("extension", ["geojson", "shp"])
def test_the_style_lies_beside_other_formats(qgis, mapped, tmp_path, extension):
    folder = mapped[1]
    path = tmp_path / f"map.{extension}"
    answer = qgis.run(
        "applyclusters",
        FEATURES_FILE=folder / "features.parquet",
        CLUSTER_MODEL=folder / "model.npz",
        OUTPUT=path,
    )
    assert answer.results["OUTPUT"] == str(path)
    style = (tmp_path / "map.qml").read_text(encoding="utf-8")
    assert 'label="Cluster 1 (' in style
    assert len(support.table(path)) == answer.results["SCENES"]


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_the_example_model_gives_the_same_map(qgis, crop, rows, tmp_path):
    answer = qgis.run(
        str(support.MODEL),
        raster=crop,
        size=support.SIZE,
        seed=0,
        **{
            "clusterfeatures:clusters": tmp_path / "map.gpkg",
            "clusterfeatures:cluster_model": tmp_path / "model.npz",
        },
    )
    assert answer.code == 0, answer.stderr
    assert close(support.table(tmp_path / "map.gpkg"), rows)
    with sqlite3.connect(tmp_path / "map.gpkg") as database:
        assert database.execute("select count(*) from layer_styles").fetchone() == (1,)


def test_the_steps_one_by_one_give_the_same_map(qgis, crop, rows, mapped, tmp_path):
    grid, features, embedding = (
        tmp_path / n for n in ("grid.gpkg", "features.parquet", "embedding.parquet")
    )
    made = qgis.run("scenegrid", INPUT=crop, SIZE=support.SIZE, MIN_VALID=0, OUTPUT=grid).results
    assert made == {"OUTPUT": str(grid), "SCENES": len(rows), "SKIPPED": 0}
    made = qgis.run("extractfeatures", INPUT=crop, GRID=grid, OUTPUT=features).results
    assert made == {"OUTPUT": str(features), "SCENES": len(rows), "SKIPPED": 0}
    made = qgis.run(
        "projectfeatures", INPUT=features, OUTPUT=embedding, PROJECTOR=tmp_path / "projector.npz"
    ).results
    assert made["SCENES"] == len(rows)
    made = qgis.run(
        "clusterfeatures",
        INPUT=embedding,
        PROJECTOR=tmp_path / "projector.npz",
        OUTPUT=tmp_path / "map.gpkg",
        CLUSTER_MODEL=tmp_path / "model.npz",
    ).results
    assert made["CLUSTERS"] == mapped[0].results["CLUSTERS"]
    assert close(support.table(tmp_path / "map.gpkg"), rows)


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_saved_clusters_are_found_again_on_the_same_raster(qgis, crop, rows, mapped, tmp_path):
    answer = qgis.run(
        "applyclusters",
        INPUT=crop,
        CLUSTER_MODEL=mapped[1] / "model.npz",
        OUTPUT=tmp_path / "again.gpkg",
        FEATURES=tmp_path / "again.parquet",
    )
    assert answer.results["CLUSTERS"] == mapped[0].results["CLUSTERS"]
    again = support.table(tmp_path / "again.gpkg")
    assert [row["cluster"] for row in again] == [row["cluster"] for row in rows]
    assert answer.results["FEATURES"] == str(tmp_path / "again.parquet")


def test_saved_clusters_are_found_in_features(qgis, rows, mapped, tmp_path):
    folder = mapped[1]
    answer = qgis.run(
        "applyclusters",
        FEATURES_FILE=folder / "features.parquet",
        CLUSTER_MODEL=folder / "model.npz",
        OUTPUT=tmp_path / "again.gpkg",
    )
    assert answer.results["FEATURES"] == str(folder / "features.parquet")
    again = support.table(tmp_path / "again.gpkg")
    assert labels(again) == labels(rows)


def test_saved_clusters_are_found_on_another_raster(qgis, mapped, tmp_path):
    other = support.crop_demo(tmp_path / "other.tif", column=1100, row=1000, width=320, height=256)
    results = qgis.run(
        "applyclusters",
        INPUT=other,
        CLUSTER_MODEL=mapped[1] / "model.npz",
        OUTPUT=tmp_path / "other.gpkg",
    ).results
    rows = support.table(results["OUTPUT"])
    assert (
        len(rows) == results["SCENES"] == 10 * 8
    )  # the size of the scenes comes with the clusters
    numbers = {row["cluster"] for row in rows if row["cluster"] is not None}
    assert len(numbers) > 1
    assert max(numbers) <= results["CLUSTERS"] == mapped[0].results["CLUSTERS"]


def test_scenes_without_data_get_no_cluster(qgis, crop, tmp_path):
    values = support.read_pixels(crop).copy()
    values[:, :, :200] = 0
    source = gdal.Open(crop)
    holed = support.write_raster(
        tmp_path / "holed.tif", values, source.GetGeoTransform(), 3857, nodata=0
    )
    results = qgis.run(
        "clusterscenes",
        INPUT=holed,
        SIZE=support.SIZE,
        INPUT_SIZE=56,
        PROJECTION="PCA",
        OUTPUT=tmp_path / "map.gpkg",
    ).results
    rows = support.table(tmp_path / "map.gpkg")
    empty = [row for row in rows if row["cluster"] is None]
    # Columns 0 to 5 hold nothing; of column 6 a fourth is missing.
    assert {row["col"] for row in empty} == set(range(6))
    assert results["SKIPPED"] == len(empty) == 6 * 12
    for row in empty:
        assert row["valid_fraction"] == 0
        for name in FIELDS[4:]:
            assert row[name] is None
    assert all(0.7 < row["valid_fraction"] <= 0.75 for row in rows if row["col"] == 6)
    with sqlite3.connect(tmp_path / "map.gpkg") as database:
        (style,) = database.execute("select styleQML from layer_styles").fetchone()
    assert 'label="No cluster (72)"' in style


def test_another_seed_may_give_another_map_but_as_many_scenes(qgis, mapped, tmp_path):
    folder = mapped[1]
    results = qgis.run(
        "projectfeatures",
        INPUT=folder / "features.parquet",
        PROJECTION="PCA",
        DIMENSIONS=5,
        SEED=3,
        OUTPUT=tmp_path / "embedding.parquet",
        PROJECTOR=tmp_path / "projector.npz",
    ).results
    assert results["SCENES"] == mapped[0].results["SCENES"]
    for method, most in (("k-means", 7), ("HDBSCAN", 60)):
        made = qgis.run(
            "clusterfeatures",
            INPUT=tmp_path / "embedding.parquet",
            CLUSTERING=method,
            MAX_CLUSTERS=7,
            MIN_SCENES=4,
            SEED=3,
            OUTPUT=tmp_path / f"{method}.gpkg",
        ).results
        assert 1 <= made["CLUSTERS"] <= most
        assert len(support.table(made["OUTPUT"])) == mapped[0].results["SCENES"]


def test_a_raster_alone_gives_a_map(qgis, tmp_path):
    """One click: nothing is given but the raster."""
    crop = support.crop_demo(tmp_path / "small.tif", width=120, height=100)
    answer = qgis.run("clusterscenes", INPUT=crop, OUTPUT=tmp_path / "map.gpkg")
    results = answer.results
    assert results["SCENES"] >= 500
    assert results["CLUSTERS"] >= 2
    (scale,) = [line for line in answer.log.splitlines() if line.startswith("Scale: ")]
    size = int(scale.partition("(SIZE=")[2].split()[0])
    assert results["SCENES"] == -(-120 // size) * -(-100 // size)
    assert "Near it: SIZE=" in answer.log


def test_too_few_scenes_are_refused_at_once_with_the_size_that_would_do(qgis, crop, tmp_path):
    # A model that is nowhere: it is not looked for.
    answer = qgis.run(
        "clusterscenes", INPUT=crop, SIZE=190, WEIGHTS=tmp_path / "none.pth",
        OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    assert "There are only 9 scenes of 190 x 190 pixels" in answer.sentence
    # 480 x 384 pixels: 19.2 pixels for 500.
    assert "Choose a size of at most 19 pixels" in answer.sentence

"""Features and clusters through QGIS, step by step and all at once."""

from __future__ import annotations

import numpy as np
import pytest
import support
from osgeo import gdal, ogr

from rs_deepcluster_plugin.core.features.scene_file import provenance_of

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
]
LEAVES = ["subcluster"]  # of the merge tree of the Dirichlet process mixture
# Of one of each of the kinds of imagery: 8-bit, 16-bit of 10 bands, of 4 bands, in degrees.
RASTERS = {
    "landsat7_san_francisco.tif": 224,
    "sentinel2_10band_int16.tif": None,
    "berlin_hymap/hymap_berlin_BGRN_3.6m.tif": 60,
    "naip_north_dakota/m_4709963_se_14_1_20120731.tif": None,
    "swellendam_aerial/3320D_2010_315_RGB_LATLNG.tif": 112,
}


def chained(run, features, folder, **clusters):
    """Project and cluster features with the quick methods."""
    embedding, projector = folder / "embedding.parquet", folder / "projector.npz"
    made = run(
        "projectfeatures", INPUT=features, PROJECTION="PCA", OUTPUT=embedding, PROJECTOR=projector
    )
    assert made["OUTPUT"] == str(embedding)
    return run(
        "clusterfeatures",
        INPUT=embedding,
        PROJECTOR=projector,
        CLUSTER_MODEL=folder / "clusters.npz",
        **clusters,
    )


@pytest.mark.parametrize("extension", ["gpkg", "shp", "geojson", "fgb"])
def test_a_map_goes_into_any_kind_of_file_with_its_style(run, fitted, tmp_path, extension):
    from qgis.core import QgsVectorLayer

    path = tmp_path / f"map.{extension}"
    made = run(
        "applyclusters",
        FEATURES_FILE=fitted["FEATURES"],
        CLUSTER_MODEL=fitted["CLUSTER_MODEL"],
        OUTPUT=path,
    )
    assert made["OUTPUT"].split("|")[0] == str(path)
    layer = QgsVectorLayer(made["OUTPUT"], "map", "ogr")
    assert layer.isValid()
    assert layer.featureCount() == made["SCENES"] == fitted["SCENES"]
    names = [field.name() for field in layer.fields() if field.name() != "fid"]
    # A shapefile keeps ten characters.
    expected = [*FIELDS, *LEAVES]
    assert names == [name[:10] for name in expected] if extension == "shp" else names == expected
    assert layer.renderer().type() == "categorizedSymbol"
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels[0].startswith("Cluster 1 (")
    assert len(labels) == made["CLUSTERS"]


def test_a_map_in_memory_has_the_types_of_its_attributes(run, fitted):
    from qgis.core import NULL

    made = run(
        "applyclusters",
        FEATURES_FILE=fitted["FEATURES"],
        CLUSTER_MODEL=fitted["CLUSTER_MODEL"],
        OUTPUT="memory:",
    )
    layer = made["OUTPUT"]
    assert [field.name() for field in layer.fields()] == [*FIELDS, *LEAVES]
    types = {field.name(): field.typeName() for field in layer.fields()}
    assert types["cluster"] == types["exemplar_rank"] == "integer"
    assert types["probability"] == types["umap_x"] == "double"
    assert types["ambiguous"] == "boolean"
    first = next(layer.getFeatures())
    assert isinstance(first["cluster"], int)
    assert isinstance(first["ambiguous"], bool)
    ranks = [feature["exemplar_rank"] for feature in layer.getFeatures()]
    assert ranks.count(1) == made["CLUSTERS"]
    assert NULL in ranks


def test_a_grid_of_any_polygons_in_another_crs_makes_the_scenes(run, crop, tmp_path):
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsGeometry,
        QgsProject,
    )

    x0, dx, _, y0, _, dy = gdal.Open(crop).GetGeoTransform()
    rng = np.random.default_rng(1)
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:3857"),
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsProject.instance(),
    )
    shapes = []
    for place in rng.uniform(20, 330, (24, 2)):
        x, y = x0 + place[0] * dx, y0 + place[1] * dy
        whole = QgsGeometry.fromWkt(
            f"MULTIPOLYGON((({x} {y},{x + 900} {y - 200},{x + 500} {y - 1000},{x} {y})),"
            f"(({x + 1000} {y},{x + 1200} {y},{x + 1200} {y - 300},{x + 1000} {y})))"
        )
        whole.transform(to_degrees)
        shapes.append(whole.asWkt(17))
    far = "MULTIPOLYGON(((10 50,11 50,11 51,10 50)))"
    grid = support.write_polygons(
        tmp_path / "grid.gpkg", [*shapes, far], 4326, kind=ogr.wkbMultiPolygon
    )
    features = run(
        "extractfeatures", INPUT=crop, GRID=grid, INPUT_SIZE=56, MIN_VALID=0.3,
        OUTPUT=tmp_path / "features.parquet",
    )  # fmt: skip
    assert (features["SCENES"], features["SKIPPED"]) == (25, 1)
    made = chained(
        run, features["OUTPUT"], tmp_path, CLUSTERING="k-means", N_CLUSTERS=3,
        OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    assert (made["CLUSTERS"], made["SCENES"], made["SKIPPED"]) == (3, 25, 1)
    source = ogr.Open(made["OUTPUT"])
    assert source.GetLayer(0).GetGeomType() == ogr.wkbMultiPolygon
    rows = support.table(made["OUTPUT"])
    assert [row["scene_id"] for row in rows] == list(range(1, 26))
    assert rows[-1]["cluster"] is None
    assert rows[0]["cluster"] in (1, 2, 3)
    # Without a common size of scenes, a new raster needs a grid of its own.
    again = run(
        "applyclusters", INPUT=crop, SIZE=96, CLUSTER_MODEL=tmp_path / "clusters.npz",
        OUTPUT="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert again["SCENES"] == 20


def cut_into_images(crop, folder, driver, extension):
    """Cut the crop into 20 images."""
    for row in range(4):
        for column in range(5):
            gdal.Translate(
                str(folder / f"r{row}c{column}.{extension}"),
                crop,
                format=driver,
                srcWin=[96 * column, 96 * row, 96, 96],
            )
    for leftover in folder.glob("*.aux.xml"):
        leftover.unlink()


def test_a_folder_of_plain_images_becomes_a_table_of_clusters(run, crop, tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    cut_into_images(crop, folder, "PNG", "png")
    for world in folder.glob("*.wld"):
        world.unlink()
    (folder / "broken.png").write_text("no image")
    made = run(
        "foldertofeatures", FOLDER=folder, INPUT_SIZE=56, OUTPUT=tmp_path / "features.parquet"
    )
    assert (made["SCENES"], made["SKIPPED"], made["UNREADABLE"]) == (20, 0, 1)
    assert provenance_of(made["OUTPUT"]).orientations == 4
    clusters = chained(
        run, made["OUTPUT"], tmp_path, CLUSTERING="k-means", N_CLUSTERS=3,
        OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    rows = support.table(clusters["OUTPUT"])
    assert [row["name"] for row in rows[:6]] == [*(f"r0c{c}.png" for c in range(5)), "r1c0.png"]
    assert {row["cluster"] for row in rows} == {1, 2, 3}
    source = ogr.Open(clusters["OUTPUT"])
    assert source.GetLayer(0).GetGeomType() == ogr.wkbNone
    in_memory = run(
        "applyclusters",
        FEATURES_FILE=made["OUTPUT"],
        CLUSTER_MODEL=tmp_path / "clusters.npz",
        OUTPUT="memory:",
    )["OUTPUT"]
    assert not in_memory.isSpatial()
    assert in_memory.featureCount() == 20


def test_a_folder_of_georeferenced_images_becomes_a_map(run, crop, tmp_path):
    folder = tmp_path / "images"
    (folder / "more").mkdir(parents=True)
    cut_into_images(crop, folder, "GTiff", "tif")
    moved = folder / "r3c4.tif"
    gdal.Warp(str(folder / "more" / "moved.tif"), str(moved), dstSRS="EPSG:32610")
    moved.unlink()
    made = run(
        "foldertofeatures", FOLDER=folder, CRS="EPSG:3857", INPUT_SIZE=56,
        OUTPUT=tmp_path / "features.parquet",
    )  # fmt: skip
    assert (made["SCENES"], made["UNREADABLE"]) == (20, 0)
    clusters = chained(
        run, made["OUTPUT"], tmp_path, CLUSTERING="HDBSCAN", MIN_SCENES=3,
        OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    rows, rings = support.table(clusters["OUTPUT"]), support.corners(clusters["OUTPUT"])
    places = {row["name"]: ring for row, ring in zip(rows, rings)}
    x0, dx, _, y0, _, dy = gdal.Open(crop).GetGeoTransform()
    # The image in another system stands in its place.
    corner = places["more/moved.tif"].min(axis=0), places["more/moved.tif"].max(axis=0)
    assert corner[0] == pytest.approx((x0 + 384 * dx, y0 + 384 * dy), abs=8 * 30)
    assert corner[1] == pytest.approx((x0 + 480 * dx, y0 + 288 * dy), abs=8 * 30)
    assert places["r0c0.tif"].max(axis=0) == pytest.approx((x0 + 96 * dx, y0), abs=1e-6)


def test_the_example_model_runs_and_its_clusters_can_be_applied(run, crop, tmp_path):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(support.MODEL))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    outputs = {
        definition.name(): str(tmp_path / definition.name().replace(":", "_"))
        for definition in model.destinationParameterDefinitions()
    }
    names = {name.split(":")[-1]: name for name in outputs}
    parameters = {
        "raster": crop,
        "size": 48,
        "seed": 4,
        names["clusters"]: str(tmp_path / "map.gpkg"),
        names["cluster_model"]: str(tmp_path / "model.npz"),
    }
    fine, message = model.checkParameterValues(parameters, context)
    assert fine, message
    made = processing.run(model, parameters, context=context, feedback=feedback)
    rows = support.table(made[names["clusters"]])
    again = run(
        "applyclusters",
        INPUT=crop,
        CLUSTER_MODEL=made[names["cluster_model"]],
        OUTPUT=tmp_path / "again.gpkg",
    )
    assert [row["cluster"] for row in support.table(again["OUTPUT"])] == [
        row["cluster"] for row in rows
    ]


@pytest.fixture(scope="module")
def embedded(run, fitted, tmp_path_factory):
    """Parameters of Cluster features for the fitted features, in two dimensions."""
    folder = tmp_path_factory.mktemp("embedded")
    made = run(
        "projectfeatures", INPUT=fitted["FEATURES"], PROJECTION="PCA",
        OUTPUT=folder / "embedding.parquet", PROJECTOR=folder / "projector.npz",
    )  # fmt: skip
    return {"INPUT": made["OUTPUT"], "PROJECTOR": made["PROJECTOR"]}


@pytest.mark.parametrize(
    ("label", "changes"),
    [
        ("Dirichlet process mixture", {}),
        ("Gaussian mixture", {"MAX_CLUSTERS": 6}),
        ("k-means", {}),
        ("Mini-batch k-means", {"N_CLUSTERS": 4}),
        ("Fuzzy c-means", {"N_CLUSTERS": 4, "FUZZINESS": 1.6}),
        ("ISODATA", {"N_CLUSTERS": 5, "SPLIT_DEVIATION": 0.3, "MERGE_PAIRS": 1}),
        ("Ward", {"N_CLUSTERS": 4}),
        ("HDBSCAN", {"MIN_SCENES": 5}),
        ("Leiden", {"LEIDEN_RESOLUTION": 0.5, "LEIDEN_NEIGHBORS": 10}),
    ],
)
def test_each_method_gives_a_map_with_memberships_that_can_be_applied(
    run, fitted, embedded, tmp_path, label, changes
):
    made = run(
        "clusterfeatures", **embedded, CLUSTERING=label, MEMBERSHIPS=True, **changes,
        OUTPUT=tmp_path / "map.gpkg", CLUSTER_MODEL=tmp_path / "model.npz",
    )  # fmt: skip
    count = made["CLUSTERS"]
    assert count >= 2
    assert count == changes.get("N_CLUSTERS", count) or label == "ISODATA"
    rows = support.table(made["OUTPUT"])
    names = [f"member_{k}" for k in range(1, count + 1)]
    leaves = LEAVES if label == "Dirichlet process mixture" else []
    assert [name for name in rows[0] if name != "fid"] == [*FIELDS, *leaves, *names]
    for row in rows:
        shares = [row[name] for name in names]
        assert all(0 <= share <= 1 for share in shares)
        if row["cluster"] is None:
            assert label == "HDBSCAN"
            continue
        assert shares[row["cluster"] - 1] == pytest.approx(row["probability"], abs=1e-6)
        if label in ("HDBSCAN", "Dirichlet process mixture"):  # what is missing to 1 is noise
            assert sum(shares) < 1 + 1e-5
        else:
            assert sum(shares) == pytest.approx(1, abs=1e-5)
    again = run(
        "applyclusters", FEATURES_FILE=fitted["FEATURES"], CLUSTER_MODEL=made["CLUSTER_MODEL"],
        MEMBERSHIPS=True, OUTPUT=tmp_path / "again.gpkg",
    )  # fmt: skip
    applied = support.table(again["OUTPUT"])
    assert [row["cluster"] for row in applied] == [row["cluster"] for row in rows]
    assert [row[names[0]] for row in applied] == pytest.approx([row[names[0]] for row in rows])


NOT_BESIDE = {
    "Extent (EXTENT)": {"EXTENT": "1,2,3,4"},
    "Scene or cell size (SIZE), Context (CONTEXT)": {"SIZE": 8, "CONTEXT": 64},
    "Mask (MASK)": {"MASK": "mask.gpkg"},
}


@pytest.mark.parametrize("named", NOT_BESIDE)
def test_what_would_have_no_effect_on_features_is_refused(run, tmp_path, named):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    features, model = tmp_path / "f.parquet", tmp_path / "m.npz"
    features.touch()
    model.touch()
    given = dict(NOT_BESIDE[named])
    if "MASK" in given:
        given["MASK"] = tmp_path / given["MASK"]
        support.write_polygons(given["MASK"], [support.box(0, 0, 9, 9)], 32633)
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as caught:
        run(
            "applyclusters", FEATURES_FILE=features, CLUSTER_MODEL=model, feedback=feedback,
            OUTPUT=tmp_path / "a.gpkg", **given,
        )  # fmt: skip
    said = feedback.textLog() + str(caught.value)
    assert f"{named}: of no effect on a features file, which is taken whole." in said
    assert not (tmp_path / "a.gpkg").exists()


def test_a_shapefile_has_the_memberships_of_the_largest_clusters(run, embedded, tmp_path):
    made = run(
        "clusterfeatures", **embedded, CLUSTERING="k-means", N_CLUSTERS=110, MEMBERSHIPS=True,
        OUTPUT=tmp_path / "map.shp",
    )  # fmt: skip
    assert made["CLUSTERS"] == 110
    for row in support.table(made["OUTPUT"]):
        names = [name for name in row if name.startswith("member")]
        assert names == [f"member_{k}" for k in range(1, 101)]
        if row["cluster"] <= 100:
            own = row[f"member_{row['cluster']}"]
            assert own == pytest.approx(row["probabilit"], abs=1e-6)


def test_regions_are_contiguous_on_the_grid(run, embedded, tmp_path):
    made = run(
        "clusterfeatures", **embedded, CLUSTERING="Ward", N_CLUSTERS=6, SPATIAL=True,
        MEMBERSHIPS=True, OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    assert made["CLUSTERS"] == 6
    rows = support.table(made["OUTPUT"])
    left = {(row["row"], row["col"]): row["cluster"] for row in rows}
    assert len(left) == made["SCENES"] == 180
    regions = []
    while left:
        start, cluster = left.popitem()
        regions.append(cluster)
        edge = [start]
        while edge:
            row, col = edge.pop()
            for near in ((row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)):
                if left.get(near) == cluster:
                    del left[near]
                    edge.append(near)
    assert sorted(regions) == [1, 2, 3, 4, 5, 6]
    assert all(sum(row[f"member_{k}"] for k in range(1, 7)) == pytest.approx(1) for row in rows)


def test_regions_of_what_has_no_grid_are_refused(run, crop, embedded, tmp_path):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="k-means makes no contiguous regions"):
        run(
            "clusterfeatures", **embedded, CLUSTERING="k-means", SPATIAL=True,
            OUTPUT="TEMPORARY_OUTPUT",
        )  # fmt: skip
    x0, dx, _, y0, _, dy = gdal.Open(crop).GetGeoTransform()
    shapes = []
    for place in np.random.default_rng(2).uniform(20, 330, (20, 2)):
        x, y = x0 + place[0] * dx, y0 + place[1] * dy
        shapes.append(f"POLYGON(({x} {y},{x + 900} {y},{x + 900} {y - 900},{x} {y}))")
    grid = support.write_polygons(tmp_path / "grid.gpkg", shapes, 3857)
    features = run(
        "extractfeatures", INPUT=crop, GRID=grid, INPUT_SIZE=56, MIN_VALID=0.1,
        OUTPUT=tmp_path / "features.parquet",
    )  # fmt: skip
    with pytest.raises(QgsProcessingException, match=r"need scenes on a regular grid.*Scene grid"):
        chained(
            run, features["OUTPUT"], tmp_path, CLUSTERING="Ward", SPATIAL=True,
            OUTPUT="TEMPORARY_OUTPUT",
        )  # fmt: skip


def test_two_bands_one_band_and_many_bands_give_a_map(run, tmp_path):
    many = support.write_raster(tmp_path / "many.tif", support.texture(7, dtype="float32"))
    for bands in ([2], [4, 1], [7, 6, 5, 4, 3, 2, 1]):
        made = run(
            "extractfeatures", INPUT=many, BANDS=bands, SIZE=32, INPUT_SIZE=28,
            OUTPUT=tmp_path / "features.parquet",
        )  # fmt: skip
        assert (made["SCENES"], made["SKIPPED"]) == (20, 0)


@pytest.mark.parametrize("name", RASTERS)
def test_the_rasters_that_are_shared_all_give_a_map(run, tmp_path, name):
    path = support.SHARED / name
    if not path.is_file():
        pytest.skip(f"the raster {name} is not here")
    source = gdal.Open(str(path))
    size = RASTERS[name] or int((source.RasterXSize * source.RasterYSize / 100) ** 0.5)
    made = run(
        "clusterscenes",
        INPUT=path,
        SIZE=size,
        INPUT_SIZE=56,
        PROJECTION="PCA",
        CLUSTERING="k-means",
        OUTPUT=tmp_path / "map.gpkg",
    )
    assert 40 <= made["SCENES"] <= 160
    assert made["CLUSTERS"] >= 2
    rows = support.table(made["OUTPUT"])
    assert sum(row["cluster"] is None for row in rows) == made["SKIPPED"] < made["SCENES"] / 2
    found = support.pixel_corners(made["OUTPUT"], source.GetGeoTransform())
    assert abs(found - found.round()).max() < 1e-6


def test_saved_clusters_have_other_levels_of_detail(run, fitted, embedded, tmp_path):
    counts = {}
    model = tmp_path / "model.npz"
    made = run(
        "clusterfeatures", **embedded, OUTPUT=tmp_path / "map.gpkg", CLUSTER_MODEL=model,
    )  # fmt: skip
    for detail in ("as saved", "coarse", "balanced", "fine"):
        level = run(
            "applyclusters", FEATURES_FILE=fitted["FEATURES"], CLUSTER_MODEL=model, DETAIL=detail,
            OUTPUT=tmp_path / f"{detail}.gpkg",
        )  # fmt: skip
        counts[detail] = len({row["cluster"] for row in support.table(level["OUTPUT"])})
    assert counts["as saved"] == counts["balanced"] == made["CLUSTERS"]
    assert counts["coarse"] < counts["fine"]
    fine = run("clusterfeatures", **embedded, DETAIL="fine", OUTPUT=tmp_path / "again.gpkg")
    assert fine["CLUSTERS"] == counts["fine"]


def test_a_method_without_a_tree_has_no_other_level(run, fitted, embedded, tmp_path):
    from qgis.core import QgsProcessingException

    model = tmp_path / "model.npz"
    run(
        "clusterfeatures", **embedded, CLUSTERING="k-means", N_CLUSTERS=3,
        OUTPUT=tmp_path / "map.gpkg", CLUSTER_MODEL=model,
    )  # fmt: skip
    with pytest.raises(QgsProcessingException, match="k-means have one level of detail only"):
        run(
            "applyclusters", FEATURES_FILE=fitted["FEATURES"], CLUSTER_MODEL=model, DETAIL="fine",
            OUTPUT=tmp_path / "fine.gpkg",
        )  # fmt: skip

"""Embeddings of others through QGIS: in, and on to clusters, similar scenes and a report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import gdal, ogr, osr

SIDE, DIMS = 48, 12


def three_kinds(seed=0):
    """Pixels of three kinds, each with a direction of its own; returns them and their kinds."""
    rng = np.random.default_rng(seed)
    kinds = np.repeat(np.repeat(rng.integers(0, 3, (SIDE // 4, SIDE // 4)), 4, axis=0), 4, axis=1)
    centers = np.eye(DIMS)[:3] * 4 + 1
    values = centers[kinds] + 0.3 * rng.normal(size=(SIDE, SIDE, DIMS))
    return values.transpose(2, 0, 1).astype(np.float32), kinds


def write_embedding(path: Path, values, epsg=32633):
    made = gdal.GetDriverByName("GTiff").Create(
        str(path), values.shape[2], values.shape[1], values.shape[0], gdal.GDT_Float32
    )
    made.SetGeoTransform((500_000, 10, 0, 5_000_000, 0, -10))
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    made.SetProjection(system.ExportToWkt())
    for band, plane in enumerate(values, start=1):
        made.GetRasterBand(band).WriteRaster(
            0, 0, *plane.shape[::-1], np.ascontiguousarray(plane).tobytes()
        )
    del made
    return str(path)


@pytest.fixture(scope="module")
def raster(tmp_path_factory):
    values, kinds = three_kinds()
    return write_embedding(tmp_path_factory.mktemp("theirs") / "embedding.tif", values), kinds


@pytest.fixture(scope="module")
def chain(run, raster, tmp_path_factory):
    """Import, projection and clusters; returns all results."""
    folder = tmp_path_factory.mktemp("chain")
    found = run(
        "importembeddings", INPUT=raster[0], SIZE=4, MODEL_NAME="theirs 1",
        OUTPUT=folder / "features.parquet", OUTPUT_STAC=folder / "features.json",
    )  # fmt: skip
    projected = run(
        "projectfeatures", INPUT=found["OUTPUT"], PROJECTION="PCA", DIMENSIONS=3,
        OUTPUT=folder / "embedding.parquet", PROJECTOR=folder / "projector.npz",
    )  # fmt: skip
    clustered = run(
        "clusterfeatures", INPUT=projected["OUTPUT"], PROJECTOR=projected["PROJECTOR"],
        CLUSTERING="k-means", N_CLUSTERS=3, CLUSTER_MODEL=folder / "model.npz",
        OUTPUT=folder / "map.gpkg",
    )  # fmt: skip
    return {"features": found, "clusters": clustered, "folder": folder}


def test_a_raster_of_embeddings_becomes_a_map_of_its_kinds(chain, raster):
    assert chain["features"]["SCENES"] == (SIDE // 4) ** 2
    assert (chain["features"]["SKIPPED"], chain["features"]["DIMENSIONS"]) == (0, DIMS)
    rows = support.table(chain["clusters"]["OUTPUT"].split("|")[0])
    kinds = raster[1][::4, ::4]
    pairs = {(kinds[row["row"], row["col"]], row["cluster"]) for row in rows}
    assert len(pairs) == 3  # each kind is one cluster


def test_a_stac_item_is_written_where_it_is_asked_for(chain):
    item = json.loads(Path(chain["features"]["OUTPUT_STAC"]).read_text(encoding="utf-8"))
    assert item["assets"]["embeddings"]["href"] == "./features.parquet"
    assert item["properties"]["emb:runtime_parameters"]["model"] == {"id": "theirs 1"}
    assert item["properties"]["gsd"] == 40


def test_similar_scenes_are_found_in_embeddings_of_the_same_model_only(
    run, chain, raster, tmp_path
):
    from qgis.core import QgsProcessingException

    again, kinds = three_kinds(seed=5)
    other = write_embedding(tmp_path / "second.tif", again)
    same = run(
        "importembeddings", INPUT=other, SIZE=4, MODEL_NAME="Theirs 1",
        OUTPUT=tmp_path / "same.parquet",
    )  # fmt: skip
    first = raster[1][0, 0]
    found = run(
        "findsimilar", SCENES="1", FEATURES=chain["features"]["OUTPUT"],
        FEATURES_SEARCHED=same["OUTPUT"], NUMBER=10, OUTPUT=tmp_path / "similar.gpkg",
    )  # fmt: skip
    rows = support.table(found["OUTPUT"].split("|")[0])
    assert len(rows) == 10
    assert {kinds[::4, ::4].ravel()[row["scene_id"] - 1] for row in rows} == {first}
    strange = run(
        "importembeddings", INPUT=other, SIZE=4, MODEL_NAME="theirs 2",
        OUTPUT=tmp_path / "strange.parquet",
    )  # fmt: skip
    with pytest.raises(QgsProcessingException, match="model 'theirs 2', and .* with 'theirs 1'"):
        run(
            "findsimilar", SCENES="1", FEATURES=chain["features"]["OUTPUT"],
            FEATURES_SEARCHED=strange["OUTPUT"], OUTPUT=tmp_path / "none.gpkg",
        )  # fmt: skip
    applied = run(
        "applyclusters", FEATURES_FILE=same["OUTPUT"],
        CLUSTER_MODEL=chain["clusters"]["CLUSTER_MODEL"], OUTPUT=tmp_path / "applied.gpkg",
    )  # fmt: skip
    assert applied["CLUSTERS"] == 3
    with pytest.raises(QgsProcessingException, match="theirs 1 that were imported.*Import those"):
        run(
            "applyclusters", INPUT=other, CLUSTER_MODEL=chain["clusters"]["CLUSTER_MODEL"],
            OUTPUT=tmp_path / "none.gpkg",
        )  # fmt: skip


def test_the_report_shows_the_embedding_in_its_first_bands(run, chain, tmp_path):
    made = run("clusterreport", INPUT=chain["clusters"]["OUTPUT"], OUTPUT=tmp_path / "r.html")
    text = Path(made["OUTPUT"]).read_text(encoding="utf-8")
    assert made["CLUSTERS"] == 3
    assert "There are no pictures" not in text
    assert "Dimensions of the features" in text
    for unknown in ("Pooling of tokens", "Input size", "Orientations"):
        assert unknown not in text


def test_a_geopackage_that_gdal_wrote_is_read_and_mapped_without_a_raster(run, tmp_path):
    """Points with a vector as a list, as ogr2ogr makes it of GeoParquet."""
    values = three_kinds()[0]
    path = tmp_path / "theirs.gpkg"
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("tiles", system, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("embedding", ogr.OFTRealList))
    layer.CreateField(ogr.FieldDefn("tile", ogr.OFTString))
    for row in range(0, SIDE, 4):
        for col in range(0, SIDE, 4):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(
                ogr.CreateGeometryFromWkt(f"POINT({500_020 + 10 * col} {4_999_980 - 10 * row})")
            )
            feature["embedding"] = values[:, row, col].astype(float).tolist()
            feature["tile"] = f"{row}-{col}"
            layer.CreateFeature(feature)
    del layer, source
    found = run(
        "importembeddings", INPUT_TABLE=path, MODEL_NAME="theirs 1", OUTPUT=tmp_path / "f.parquet"
    )
    assert (found["SCENES"], found["SKIPPED"], found["DIMENSIONS"]) == (144, 0, DIMS)
    projected = run(
        "projectfeatures", INPUT=found["OUTPUT"], PROJECTION="PCA", DIMENSIONS=3,
        OUTPUT=tmp_path / "e.parquet", PROJECTOR=tmp_path / "p.npz",
    )  # fmt: skip
    made = run(
        "clusterfeatures", INPUT=projected["OUTPUT"], PROJECTOR=projected["PROJECTOR"],
        CLUSTERING="k-means", N_CLUSTERS=3, OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    shown = ogr.Open(made["OUTPUT"].split("|")[0])
    layer = shown.GetLayer(0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32633"
    first = next(iter(layer))
    assert first["tile"] == "0-0"
    assert first.GetGeometryRef().GetEnvelope() == (500_000, 500_040, 4_999_960, 5_000_000)
    report = run("clusterreport", INPUT=made["OUTPUT"], OUTPUT=tmp_path / "r.html")
    text = Path(report["OUTPUT"]).read_text(encoding="utf-8")
    assert "There are no pictures, for it is not known which raster" in text


def test_polygons_of_another_reference_system_take_their_pixels(run, raster, tmp_path):
    path = tmp_path / "fields.gpkg"
    system, degrees = osr.SpatialReference(), osr.SpatialReference()
    system.ImportFromEPSG(32633)
    degrees.ImportFromEPSG(4326)
    for one in (system, degrees):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    shape = ogr.CreateGeometryFromWkt(support.box(500_000, 4_999_920, 500_080, 5_000_000))
    shape.Transform(osr.CoordinateTransformation(system, degrees))
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("fields", degrees, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("owner", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(shape)
    feature["owner"] = "me"
    layer.CreateFeature(feature)
    del feature, layer, source
    found = run(
        "importembeddings", INPUT=raster[0], GRID=path, MODEL_NAME="theirs 1",
        OUTPUT=tmp_path / "f.parquet",
    )  # fmt: skip
    assert (found["SCENES"], found["SKIPPED"]) == (1, 0)


def test_what_cannot_be_imported_is_said_in_one_sentence(run, raster, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    odd = tmp_path / "odd.gpkg"
    odd.write_text("no table")
    cases = {
        "Give either a table with embeddings or a raster.": {},
        "or a raster, and not both.": {"INPUT": raster[0], "INPUT_TABLE": odd},
        "neither a Parquet file nor a GeoPackage": {"INPUT_TABLE": odd},
        "Extent (EXTENT): of no effect on a table": {"INPUT_TABLE": odd, "EXTENT": "1,2,3,4"},
        "does not say which model": {"INPUT": raster[0]},
    }
    for said, given in cases.items():
        feedback = QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException) as caught:
            run("importembeddings", feedback=feedback, **given, OUTPUT=tmp_path / "f.parquet")
        assert said in feedback.textLog() + str(caught.value)
        assert not (tmp_path / "f.parquet").exists()


def test_the_history_of_a_map_says_where_its_vectors_are_from(chain):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    path = chain["clusters"]["OUTPUT"].split("|")[0]
    notes = LayerTable(Path(path), "map").notes
    assert notes["provenance"]["foreign"] == "raster"
    assert notes["provenance"]["model"] == "theirs 1"
    assert json.dumps(notes["bands"]) == "[1, 2, 3]"


# --- Two dates -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two_dates(run, tmp_path_factory):
    """Features of two dates of 576 cells, cluster layers of both, and which cells changed."""
    folder = tmp_path_factory.mktemp("dates")
    rng = np.random.default_rng(3)
    kinds = rng.integers(0, 3, (24, 24))
    changed = rng.random(kinds.shape) < 0.08
    later = np.where(changed, (kinds + 1) % 3, kinds)
    turned = np.linalg.qr(rng.normal(size=(DIMS, DIMS)))[0]
    found = {"changed": changed.ravel()}
    for name, own, turn in (("before", kinds, np.eye(DIMS)), ("after", later, turned)):
        cells = (np.eye(DIMS)[own] * 4 + 0.4 * rng.normal(size=(24, 24, DIMS))) @ turn
        values = np.repeat(np.repeat(cells, 2, axis=0), 2, axis=1).transpose(2, 0, 1)
        raster = write_embedding(folder / f"{name}.tif", values.astype(np.float32))
        found[name] = run(
            "importembeddings", INPUT=raster, SIZE=2, MODEL_NAME="theirs 1",
            OUTPUT=folder / f"{name}.parquet",
        )["OUTPUT"]  # fmt: skip
        path = folder / f"{name}.gpkg"
        system = osr.SpatialReference()
        system.ImportFromEPSG(32633)
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        layer = source.CreateLayer("map", system, ogr.wkbPolygon)
        layer.CreateField(ogr.FieldDefn("scene_id", ogr.OFTInteger64))
        layer.CreateField(ogr.FieldDefn("kind", ogr.OFTString))
        for number, kind in enumerate(own.ravel().tolist()):
            feature = ogr.Feature(layer.GetLayerDefn())
            x, y = 500_000 + 20 * (number % 24), 5_000_000 - 20 * (number // 24)
            feature.SetGeometry(ogr.CreateGeometryFromWkt(support.box(x, y - 20, x + 20, y)))
            feature["scene_id"], feature["kind"] = number + 1, ["water", "field", "wood"][kind]
            layer.CreateFeature(feature)
        del feature, layer, source
        found[f"{name}_map"] = str(path)
    return found


def test_what_changed_between_two_dates_is_a_styled_layer(run, two_dates, tmp_path):
    from qgis.core import QgsVectorLayer

    made = run(
        "comparefeatures", BEFORE=two_dates["before"], AFTER=two_dates["after"],
        OUTPUT=tmp_path / "change.gpkg",
    )  # fmt: skip
    changed = two_dates["changed"]
    assert (made["SCENES"], made["LEFT_OUT"]) == (576, 0)
    assert made["SEPARATION"] > 2
    rows = support.table(made["OUTPUT"].split("|")[0])
    found = np.array([bool(row["changed"]) for row in rows])
    assert made["CHANGED"] == found.sum()
    assert found[changed].mean() > 0.95
    assert found[~changed].mean() < 0.01
    scores = np.array([row["score"] for row in rows])
    np.testing.assert_array_equal(found, scores >= made["THRESHOLD_FOUND"])
    layer = QgsVectorLayer(made["OUTPUT"], "change", "ogr")
    assert layer.renderer().type() == "graduatedSymbol"
    assert layer.renderer().ranges()[0].label().startswith("Unchanged (below ")
    assert layer.crs().authid() == "EPSG:32633"


def test_changes_are_named_by_the_classes_of_two_maps(run, two_dates, tmp_path):
    from qgis.core import QgsVectorLayer

    made = run(
        "comparefeatures", BEFORE=two_dates["before"], AFTER=two_dates["after"],
        BEFORE_MAP=two_dates["before_map"], BEFORE_FIELD="kind",
        AFTER_MAP=two_dates["after_map"], AFTER_FIELD="kind", OUTPUT=tmp_path / "change.gpkg",
    )  # fmt: skip
    rows = support.table(made["OUTPUT"].split("|")[0])
    named = {row["change"] for row in rows if row["changed"]}
    assert named == {"water → field", "field → wood", "wood → water"}
    assert {row["change"] for row in rows if not row["changed"]} == {None}
    assert [row["before"] for row in rows if not row["changed"]] == [
        row["after"] for row in rows if not row["changed"]
    ]
    layer = QgsVectorLayer(made["OUTPUT"], "change", "ogr")
    assert layer.renderer().type() == "categorizedSymbol"


def test_classes_of_other_scenes_with_the_same_numbers_name_no_changes(run, two_dates, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    path = str(shutil.copy(two_dates["after_map"], tmp_path / "other.gpkg"))
    source = ogr.Open(path, 1)
    layer = source.GetLayer(0)
    for name in ("row", "col"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger))
    for number, feature in enumerate(layer):  # of a grid half as wide
        feature["row"], feature["col"] = divmod(number, 12)
        layer.SetFeature(feature)
    del feature, layer, source
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as raised:
        run(
            "comparefeatures", feedback=feedback, BEFORE=two_dates["before"],
            AFTER=two_dates["after"], AFTER_MAP=path, AFTER_FIELD="kind",
            OUTPUT=tmp_path / "change.gpkg",
        )  # fmt: skip
    said = f"{raised.value} {feedback.textLog()}"
    assert "after.parquet holds the features of other scenes" in said
    assert not (tmp_path / "change.gpkg").exists()


DATES = [
    support.SHARED / f"naip_north_dakota/m_4709963_se_14_1_{date}.tif"
    for date in ("20120731", "20200831")
]


@pytest.mark.skipif(not support.LONG, reason="takes minutes: RSDEEPCLUSTER_LONG")
@pytest.mark.skipif(not DATES[0].exists(), reason="../shared/data is not there")
def test_water_on_both_dates_has_not_changed(run, tmp_path):
    """By NDWI, which features of red, green and blue know nothing of."""
    size, share = 32, 0.8
    water = []
    for path in DATES:
        source = gdal.Open(str(path))
        bands = [
            np.frombuffer(
                source.GetRasterBand(band).ReadRaster(buf_type=gdal.GDT_Float32), dtype=np.float32
            ).reshape(source.RasterYSize, source.RasterXSize)
            for band in (2, 4)
        ]
        water.append(bands[0] > bands[1])
    files = [
        run("extractfeatures", INPUT=path, SIZE=size, OUTPUT=tmp_path / f"{number}.parquet")[
            "OUTPUT"
        ]
        for number, path in enumerate(DATES)
    ]
    made = run("comparefeatures", BEFORE=files[0], AFTER=files[1], OUTPUT=tmp_path / "c.gpkg")
    rows = support.table(made["OUTPUT"].split("|")[0])
    high, wide = water[1].shape
    columns = -(-wide // size)
    before, after = np.zeros(len(rows)), np.zeros(len(rows))
    for place, row in enumerate(rows):
        top = min((row["scene_id"] - 1) // columns * size, high - size)
        left = min((row["scene_id"] - 1) % columns * size, wide - size)
        part = np.s_[top : top + size, left : left + size]
        before[place], after[place] = (mask[part].mean() for mask in water)
    changed = np.array([bool(row["changed"]) for row in rows])
    stable = (before > share) & (after > share)
    one = (np.maximum(before, after) > share) & (np.minimum(before, after) < 1 - share)
    assert stable.sum() > 80
    assert changed[stable].mean() < 0.1
    assert changed[one].mean() > 0.4
    assert 0.01 < changed.mean() < 0.2


def test_dates_that_are_the_same_have_no_change_and_no_threshold(run, two_dates, tmp_path):
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    made = run(
        "comparefeatures", feedback=feedback, BEFORE=two_dates["before"],
        AFTER=two_dates["before"], OUTPUT=tmp_path / "same.gpkg",
    )  # fmt: skip
    assert (made["CHANGED"], made["THRESHOLD_FOUND"]) == (0, None)
    assert "are not of two groups" in feedback.textLog()

"""Many rasters as one, through QGIS."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import gdal, ogr

HALVES = {"west": (0, 0, 250, 384), "east": (250, 0, 230, 384)}


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sheets(crop, tmp_path_factory):
    """The demo's piece in two sheets."""
    folder = tmp_path_factory.mktemp("sheets")
    for name, window in HALVES.items():
        gdal.Translate(str(folder / f"{name}.tif"), crop, srcWin=window)
    return folder


@pytest.fixture(scope="module")
def mapped(run, sheets, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mapped")
    return run(
        "clusterscenes", INPUT=sheets / "west.tif", SHEETS=[str(sheets / "east.tif")],
        TONE="one stretch for all", **support.WHOLE, OUTPUT=folder / "map.gpkg",
        FEATURES=folder / "features.parquet", CLUSTER_MODEL=folder / "model.npz",
        OUTPUT_RASTER=folder / "map.tif", OUTPUT_SHEETS=folder / "sheets.csv",
    )  # fmt: skip


def test_the_map_of_sheets_is_the_map_of_the_whole(mapped, fitted):
    found, wanted = support.table(mapped["OUTPUT"]), support.table(fitted["OUTPUT"])
    same = ("scene_id", "row", "col", "valid_fraction", "cluster", "umap_x", "probability")
    assert [[one[k] for k in same] for one in found] == [[one[k] for k in same] for one in wanted]
    assert np.array_equal(support.corners(mapped["OUTPUT"]), support.corners(fitted["OUTPUT"]))
    for one in found:  # columns of 32 pixels; the eighth has 26 of them in the west
        assert one["source"] == ("west.tif" if one["col"] < 8 else "east.tif")
    rows = read_csv(mapped["OUTPUT_SHEETS"])
    assert [(row["source"], row["status"]) for row in rows] == [
        ("west.tif", "used"), ("east.tif", "used"),
    ]  # fmt: skip
    assert [int(row["scenes"]) for row in rows] == [8 * 12, 7 * 12]
    assert gdal.Open(mapped["OUTPUT_RASTER"]).RasterXSize == 15


def test_pictures_come_from_all_sheets(mapped, run, tmp_path, crop):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    noted = LayerTable(Path(mapped["OUTPUT"]), "map").source("raster")
    assert noted.endswith("features.sheets.vrt")
    assert np.array_equal(support.read_pixels(noted), support.read_pixels(crop))
    made = run("clusterreport", INPUT=mapped["OUTPUT"], OUTPUT=tmp_path / "report.html")
    page = Path(made["OUTPUT"]).read_text(encoding="utf-8")
    assert "There are no pictures" not in page
    assert "data:image/jpeg" in page


def test_a_run_that_fails_leaves_nothing_beside_its_features(run, sheets, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    given = {**support.WHOLE, "SIZE": 64, "CLUSTERING": "k-means", "SPATIAL": True}
    with pytest.raises(QgsProcessingException) as refused:
        run(
            "clusterscenes", feedback=feedback, INPUT=sheets / "west.tif",
            SHEETS=[str(sheets / "east.tif")], **given, OUTPUT=tmp_path / "map.gpkg",
            FEATURES=tmp_path / "f.parquet",
        )  # fmt: skip
    assert "makes no contiguous regions" in f"{refused.value} {feedback.textLog()}"
    assert "Features: " in feedback.textLog()
    assert list(tmp_path.iterdir()) == []


def test_a_table_warns_of_tones_that_were_changed(mapped, run, sheets, tmp_path):
    from qgis.core import QgsProcessingFeedback

    noted = tmp_path / "f.sheets.vrt"
    made = gdal.BuildVRT(str(noted), [str(sheets / f"{name}.tif") for name in HALVES])
    for tone in ("", "YES"):
        if tone:
            made.SetMetadataItem("SHEETS_TONED", tone, "RSDEEPCLUSTER")
        made.FlushCache()
        feedback = QgsProcessingFeedback(False)
        run(
            "clustertable", feedback=feedback, INPUT=mapped["OUTPUT"], RASTER=noted,
            BAND_STATISTICS=True, OUTPUT=tmp_path / f"table{tone}.csv",
        )  # fmt: skip
        assert ("the tones of sheets were changed" in feedback.textLog()) == bool(tone)


@pytest.mark.parametrize("kind", ["folder", "text", "vrt", "index", "geojson", "stac", "layers"])
def test_sheets_come_from_all_kinds_of_lists(run, sheets, tmp_path, kind):
    east = str(sheets / "east.tif")
    given = {"SHEETS_FROM": tmp_path / f"list.{kind}"}
    if kind == "folder":
        given = {"SHEETS_FROM": sheets}
    elif kind == "layers":
        given = {"SHEETS": [east, str(sheets / "west.tif")]}
    elif kind == "text":
        given = {"SHEETS_FROM": tmp_path / "list.txt"}
        given["SHEETS_FROM"].write_text(east)
    elif kind == "vrt":
        gdal.BuildVRT(str(tmp_path / "list.vrt"), [east, str(sheets / "west.tif")])
    elif kind == "index":
        given = {"SHEETS_FROM": tmp_path / "index.gpkg"}
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(given["SHEETS_FROM"]))
        layer = source.CreateLayer("index", None, ogr.wkbNone)
        layer.CreateField(ogr.FieldDefn("location", ogr.OFTString))
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("location", east)
        layer.CreateFeature(feature)
        del feature, layer, source
    else:
        item = {"type": "Feature", "id": "east", "geometry": None, "properties": {}}
        if kind == "geojson":
            item["properties"] = {"location": east}
        else:
            given["SHEETS_FROM"] = tmp_path / "list.json"
            item["assets"] = {"visual": {"href": east, "type": "image/tiff"}}
        found = {"type": "FeatureCollection", "features": [item]}
        given["SHEETS_FROM"].write_text(json.dumps(found))
    made = run(
        "scenegrid", INPUT=sheets / "west.tif", **given, SIZE=32, OUTPUT=tmp_path / "grid.gpkg",
    )  # fmt: skip
    found = support.table(made["OUTPUT"])
    assert len(found) == 15 * 12
    assert {one["source"] for one in found} == {"west.tif", "east.tif"}


def test_an_index_says_dates_and_names_no_addresses(sheets, tmp_path):
    from rs_deepcluster_plugin.processing.parameters.collection import _tile_index

    path = tmp_path / "index.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("index", None, ogr.wkbNone)
    layer.CreateField(ogr.FieldDefn("location", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("date", ogr.OFTDate))
    for place, date in ((str(sheets / "east.tif"), "2020/02/03"), ("https://e.com/a.tif", None)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("location", place)
        if date:
            feature.SetField("date", date)
        layer.CreateFeature(feature)
    del feature, layer, source
    assert _tile_index(str(path)) == (
        (str(sheets / "east.tif"), "2020-02-03"), ("https://e.com/a.tif", ""),
    )  # fmt: skip


def test_a_grid_has_no_dates_of_its_own():
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    declared = {
        name: registry.algorithmById(f"rsdeepcluster:{name}").parameterDefinition("EACH_DATE")
        for name in ("scenegrid", "clusterscenes")
    }
    assert declared["scenegrid"] is None
    assert declared["clusterscenes"] is not None


def test_a_table_is_made_of_one_raster_too(run, sheets, tmp_path):
    made = run(
        "scenegrid", INPUT=sheets / "west.tif", SIZE=32, OUTPUT=tmp_path / "grid.gpkg",
        OUTPUT_SHEETS=tmp_path / "sheets.csv",
    )  # fmt: skip
    (row,) = read_csv(made["OUTPUT_SHEETS"])
    assert (row["source"], int(row["scenes"])) == ("west.tif", made["SCENES"])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("missing.txt", None, "does not exist"),
        ("list.json", '{"type": "FeatureCollection", "features": []}', "names no rasters"),
        ("index.gpkg", "no layer", "cannot be opened as a tile index"),
    ],
)
def test_a_bad_list_is_said_in_a_sentence(run, sheets, tmp_path, name, text, words):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(QgsProcessingException) as refused:
        run(
            "scenegrid", feedback=feedback, INPUT=sheets / "west.tif", SIZE=32,
            SHEETS_FROM=tmp_path / name, OUTPUT=tmp_path / "grid.gpkg",
        )  # fmt: skip
    assert words in f"{refused.value} {feedback.textLog()}"

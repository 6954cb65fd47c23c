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


def test_a_layer_that_is_not_there_is_named(provider, sheets, tmp_path):
    from qgis.core import QgsProcessingContext

    given = {"INPUT": str(sheets / "west.tif"), "OUTPUT": str(tmp_path / "o.gpkg"), "SIZE": 32}
    (tmp_path / "text.tif").write_text("no raster")
    for name, words in {"gone.tif": "does not exist", "text.tif": "that QGIS can open"}.items():
        for value in ([str(sheets / "east.tif"), str(tmp_path / name)],
                      f"{sheets / 'east.tif'};{tmp_path / name}"):  # fmt: skip
            alg = provider.algorithm("scenegrid").create()
            fine, message = alg.checkParameterValues(
                {**given, "SHEETS": value}, QgsProcessingContext()
            )
            assert not fine
            assert message.startswith(str(tmp_path / name))
            assert words in message


def test_layers_beside_a_file_that_is_not_there_are_not_blamed(provider, sheets, tmp_path):
    from qgis.core import QgsProcessingContext, QgsRasterLayer

    east = QgsRasterLayer(str(sheets / "east.tif"), "east")
    given = {"INPUT": str(sheets / "west.tif"), "OUTPUT": str(tmp_path / "o.gpkg"), "SIZE": 32}
    both = f"{sheets / 'west.tif'};{sheets / 'east.tif'}"
    for value, words in (
        ([east, str(tmp_path / "gone.tif")], f"{tmp_path / 'gone.tif'} does not exist"),
        (both, "Give SHEETS once for each raster"),
    ):
        alg = provider.algorithm("scenegrid").create()
        fine, message = alg.checkParameterValues({**given, "SHEETS": value}, QgsProcessingContext())
        assert not fine
        assert words in message


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


# --- Each algorithm with a raster ---------------------------------------------------------------

# Those that measure or show what scenes lie on take the raster that the scenes' layer has noted:
# of a collection, that is the virtual raster of all sheets. Maps that are assessed or compared are
# maps, not imagery: a mosaic of them is a virtual raster.
NO_SHEETS = {"classraster", "clusterreport", "clustertable", "suggestnames", "assessaccuracy"}


def test_each_algorithm_with_a_raster_takes_more_rasters(provider):
    from qgis.core import QgsProcessingParameterRasterLayer

    found = {
        alg.name(): alg
        for alg in provider.algorithms()
        if any(isinstance(d, QgsProcessingParameterRasterLayer) for d in alg.parameterDefinitions())
    }
    assert len(found) - len(NO_SHEETS) == 11
    for name, alg in found.items():
        several = {"SHEETS", "SHEETS_FROM", "ASSET", "OUTPUT_SHEETS"}
        declared = {d.name() for d in alg.parameterDefinitions()}
        assert (several & declared) == (set() if name in NO_SHEETS else several), name


@pytest.fixture(scope="module")
def overlapping(crop, tmp_path_factory):
    """The demo's piece in two sheets that have 50 columns in common."""
    folder = tmp_path_factory.mktemp("overlapping")
    for name, window in {"west": (0, 0, 250, 384), "east": (200, 0, 280, 384)}.items():
        gdal.Translate(str(folder / f"{name}.tif"), crop, srcWin=window)
    return folder


def test_segments_of_sheets_are_those_of_the_whole(run, overlapping, crop, tmp_path):
    whole = run("segmentscenes", INPUT=crop, SIZE=1500, OUTPUT=tmp_path / "whole.gpkg")
    made = run(
        "segmentscenes", INPUT=overlapping / "west.tif", SHEETS_FROM=overlapping, SIZE=1500,
        OUTPUT=tmp_path / "sheets.gpkg", OUTPUT_SHEETS=tmp_path / "sheets.csv",
    )  # fmt: skip
    shapes = []
    for one in (made, whole):
        source = ogr.Open(one["OUTPUT"])
        shapes.append([f.GetGeometryRef().ExportToWkt() for f in source.GetLayer(0)])
    assert shapes[0] == shapes[1]
    sources = [one["source"] for one in support.table(made["OUTPUT"])]
    assert set(sources) == {"west.tif", "east.tif"}
    for row in read_csv(made["OUTPUT_SHEETS"]):
        assert int(row["scenes"]) == sources.count(row["source"])


def test_pixels_of_sheets_have_the_classes_of_the_whole(run, overlapping, crop, tmp_path):
    given = {"METHOD": "k-means", "CLUSTERS": 4, "SAMPLE": 5000}
    sheets = {"INPUT": overlapping / "west.tif", "SHEETS_FROM": overlapping}
    whole = run("pixelclusters", INPUT=crop, **given, OUTPUT=tmp_path / "whole.tif",
                SIGNATURES=tmp_path / "whole.json")  # fmt: skip
    made = run("pixelclusters", **sheets, **given, OUTPUT=tmp_path / "sheets.tif",
               SIGNATURES=tmp_path / "sheets.json", OUTPUT_SHEETS=tmp_path / "t.csv")  # fmt: skip
    wanted = support.read_pixels(whole["OUTPUT"])
    assert np.array_equal(support.read_pixels(made["OUTPUT"]), wanted)
    placed = gdal.Open(made["OUTPUT"]).GetGeoTransform()
    assert placed == gdal.Open(whole["OUTPUT"]).GetGeoTransform()
    assert [(r["status"], r["scenes"]) for r in read_csv(made["OUTPUT_SHEETS"])] == 2 * [
        ("used", "")
    ]
    likely = [
        run("maximumlikelihood", **one, SIGNATURES_FILE=whole["SIGNATURES"],
            OUTPUT=tmp_path / f"{name}_ml.tif", SIGNATURES=tmp_path / "again.json")["OUTPUT"]
        for name, one in (("whole", {"INPUT": crop}), ("sheets", sheets))
    ]  # fmt: skip
    assert np.array_equal(support.read_pixels(likely[0]), support.read_pixels(likely[1]))


def test_tiles_of_embeddings_are_imported_as_one(run, overlapping, crop, tmp_path):
    given = {"SIZE": 48, "MODEL_NAME": "bands"}
    whole = run("importembeddings", INPUT=crop, **given, OUTPUT=tmp_path / "whole.parquet")
    made = run(
        "importembeddings", INPUT=overlapping / "west.tif", SHEETS=[str(overlapping / "east.tif")],
        **given, OUTPUT=tmp_path / "sheets.parquet",
    )  # fmt: skip
    assert (made["SCENES"], made["DIMENSIONS"]) == (whole["SCENES"], whole["DIMENSIONS"])
    assert (tmp_path / "sheets.sheets.vrt").is_file()


def test_more_rasters_without_the_first_are_refused(run, overlapping, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as refused:
        run(
            "refinemodel", feedback=feedback, FOLDER=overlapping, SHEETS_FROM=overlapping,
            OUTPUT_MODEL=tmp_path / "m.safetensors", OUTPUT=tmp_path / "m.gpkg",
        )  # fmt: skip
    assert "of no effect on a folder of images" in f"{refused.value} {feedback.textLog()}"


@pytest.mark.skipif(not support.LONG, reason="takes a minute")
def test_models_are_made_of_sheets(run, overlapping, crop, tmp_path):
    """What trains takes sheets, and sees the same ground as on the whole."""
    sheets = {"INPUT": overlapping / "west.tif", "SHEETS_FROM": overlapping}
    table = tmp_path / "sheets.csv"
    shape = gdal.Info(crop, format="json")["cornerCoordinates"]
    (left, top), (right, bottom) = shape["upperLeft"], shape["lowerRight"]
    step = (right - left) / 10
    boxes = [
        support.box(left + i * step, bottom + j * step, left + (i + 1) * step,
                    bottom + (j + 1) * step)
        for i in range(10) for j in range(int((top - bottom) / step))
    ]  # fmt: skip
    polygons = tmp_path / "classes.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(polygons))
    raster = gdal.Open(crop)
    layer = source.CreateLayer("classes", raster.GetSpatialRef(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    for number, box in enumerate(boxes):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(box))
        feature.SetField("class", "east" if number % 10 > 4 else "west")
        layer.CreateFeature(feature)
    del feature, layer, source
    tiny = {"INPUT_SIZE": 28, "TRAIN_SIZE": 28, "EPOCHS": 1, "PRECISION": "fp32", "BLOCKS": "2"}
    tuned = [
        run("finetunemodel", **one, POLYGONS=polygons, CLASS_FIELD="class", FROZEN=1, **tiny,
            OUTPUT=tmp_path / f"{name}.safetensors", OUTPUT_HTML=tmp_path / f"{name}.html",
            **more)
        for name, one, more in (
            ("whole", {"INPUT": crop}, {}), ("sheets", sheets, {"OUTPUT_SHEETS": table})
        )
    ]  # fmt: skip
    for name in ("SCENES", "CLASSES", "VAL_ACCURACY"):
        assert tuned[0][name] == tuned[1][name]
    assert [row["status"] for row in read_csv(table)] == ["used", "used"]
    refined = run(
        "refinemodel", **sheets, SIZE=32, METHOD="SCAN", CLUSTERS=3, EPOCHS=1, COPIES=1,
        INPUT_SIZE=28, PRECISION="fp32", OUTPUT_MODEL=tmp_path / "r.safetensors",
        OUTPUT=tmp_path / "r.gpkg", FEATURES=tmp_path / "r.parquet", OUTPUT_SHEETS=table,
    )  # fmt: skip
    found = [one["source"] for one in support.table(refined["OUTPUT"])]
    assert [int(row["scenes"]) for row in read_csv(table)] == [
        found.count("west.tif"), found.count("east.tif"),
    ]  # fmt: skip
    assert np.array_equal(
        support.read_pixels(str(tmp_path / "r.sheets.vrt")), support.read_pixels(crop)
    )


@pytest.mark.skipif(not support.LONG, reason="takes a minute")
def test_a_scale_is_suggested_for_sheets(run, overlapping, crop, tmp_path):
    shape = gdal.Info(crop, format="json")["cornerCoordinates"]
    (left, top), (right, bottom) = shape["upperLeft"], shape["lowerRight"]
    x, y, pixel = (left + right) / 2, (top + bottom) / 2, (right - left) / 480
    reach = 40 * pixel  # few pixels, and few sizes
    extent = f"{x - reach},{x + reach},{y - reach},{y + reach} [EPSG:3857]"
    made = [
        run("suggestscale", **one, EXTENT=extent, INPUT_SIZE=28, PRECISION="fp32",
            OUTPUT=tmp_path / f"{name}.gpkg", OUTPUT_HTML=tmp_path / f"{name}.html")
        for name, one in (
            ("whole", {"INPUT": crop}),
            ("sheets", {"INPUT": overlapping / "west.tif", "SHEETS_FROM": overlapping}),
        )
    ]  # fmt: skip
    for name in ("SIZE", "CONTEXT", "CELLS"):
        assert made[0][name] == made[1][name]


def test_the_report_shows_where_scenes_go_from_date_to_date(run, tmp_path):
    pytest.importorskip("qgis.PyQt.QtSvg")
    from qgis.PyQt.QtCore import QByteArray
    from qgis.PyQt.QtGui import QImage, QPainter
    from qgis.PyQt.QtSvg import QSvgRenderer

    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "dated.gpkg"))
    layer = source.CreateLayer("dated", None, ogr.wkbPolygon)
    for name in ("scene_id", "row", "col", "cluster"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger))
    layer.CreateField(ogr.FieldDefn("date", ogr.OFTString))
    clusters = {"2020-05-01": [1] * 6 + [2] * 4, "2021-05-01": [1] * 3 + [2] * 7}
    for day, numbers in clusters.items():
        for place, cluster in enumerate(numbers):
            feature = ogr.Feature(layer.GetLayerDefn())
            box = support.box(10 * place, 0, 10 * place + 10, 10)
            feature.SetGeometry(ogr.CreateGeometryFromWkt(box))
            values = (layer.GetFeatureCount() + 1, 0, place, cluster, day)
            for number, value in enumerate(values):
                feature.SetField(number, value)
            layer.CreateFeature(feature)
    del feature, layer, source
    made = run("clusterreport", INPUT=tmp_path / "dated.gpkg", OUTPUT=tmp_path / "r.html")
    page = Path(made["OUTPUT"]).read_text(encoding="utf-8")
    assert "From 2020-05-01 to 2021-05-01, 70% of 10 scenes stay in their cluster" in page
    assert "Cluster 1 to Cluster 2, 2020-05-01 to 2021-05-01: 3 scenes" in page
    # It is a picture: where the band goes that moves, there is the color of its cluster.
    start = page.index('<svg class="flows"')
    drawing = page[start : page.index("</svg>", start) + 6]
    drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.save(str(tmp_path / "flows.png"))
    column = [image.pixel(40, y) & 0xFFFFFF for y in range(image.height())]  # the first bars
    colors = [color for color in dict.fromkeys(column) if color != 0xFFFFFF]
    first, second = sorted((column.count(color) for color in colors), reverse=True)[:2]
    assert abs(first / (first + second) - 0.6) < 0.02
    middle = image.width() // 2
    drawn = sum(image.pixel(middle, y) & 0xFFFFFF != 0xFFFFFF for y in range(image.height()))
    assert drawn > image.height() / 2


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("refinemodel", {"FOLDER": "", "TONE": "matched to the neighbors", "EDGES": 1, "SIZE": 224},
         ["Scenes at the edge (EDGES): of no effect on a folder of images.",
          "Tone of more rasters (TONE): of no effect on a folder of images."]),
        ("finetunemodel", {"FOLDER": "", "TONE": "one stretch for all", "EXTENT": "0,1,0,1"},
         ["Tone of more rasters (TONE): of no effect on a folder of labeled images.",
          "Extent (EXTENT): of no effect on a folder of labeled images."]),
        ("applyclusters",
         {"FEATURES_FILE": "a.parquet", "CLUSTER_MODEL": "a.npz", "PRECISION": "fp32",
          "EDGES": "drop", "SCHEDULER": "", "EACH_DATE": "false"},
         ["Scenes at the edge (EDGES): of no effect on a features file.",
          "Precision (PRECISION): of no effect on a features file."]),
        ("clusterscenes",
         {"INPUT": "raster", "TONE": 3, "EACH_DATE": True, "ASSET": "", "RESOLUTION": 5},
         ["Pixel size of a web layer (map units) (RESOLUTION): of no effect on a raster file.",
          "Tone of more rasters (TONE), Each date by itself (EACH_DATE): of no effect on a single "
          "raster."]),
    ],
)  # fmt: skip
def test_what_has_no_effect_is_said(provider, crop, tmp_path, name, given, said):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    for file in ("a.parquet", "a.npz"):
        (tmp_path / file).touch()
    places = {"raster": crop, "": tmp_path}
    given = {
        key: str(tmp_path / value) if str(value).startswith("a.") else value
        for key, value in given.items()
    }
    for key in ("INPUT", "FOLDER"):
        if key in given:
            given[key] = str(places[given[key]])
    algorithm = provider.algorithm(name).create()
    # As a dialog does, which hands over all that there is.
    full = {one.name(): one.defaultValue() for one in algorithm.parameterDefinitions()}
    for values, wanted in (({}, []), (given, said)):
        kept = {
            k: v
            for k, v in given.items()
            if k in ("INPUT", "FOLDER", "FEATURES_FILE", "CLUSTER_MODEL")
        }
        kept = {**full, **kept, **values}
        kept.update({k: "TEMPORARY_OUTPUT" for k in full if k in ("OUTPUT", "FEATURES")})
        feedback = QgsProcessingFeedback(False)
        made = algorithm.create()
        assert made.prepareAlgorithm(kept, QgsProcessingContext(), feedback), feedback.textLog()
        assert sorted(made.notes) == sorted(wanted)
        assert all(note in feedback.textLog() for note in wanted)

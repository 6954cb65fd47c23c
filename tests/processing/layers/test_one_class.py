"""All algorithms that read a class out of a field see the same classes in it."""

from __future__ import annotations

import json
import re

import pytest
import support
from osgeo import gdal, ogr, osr

# As fields of text, of real numbers and files of comma-separated values hold two classes.
TEXTS = ["311.0", " 311", "311", "Open  water ", "Open water", None, "", "  "]
REALS = [311.0, 311.0, 311.0, 12.0, 12.0, None, float("nan"), None]
CASES = {"texts": ["311", "Open water"], "reals": ["12", "311"]}
SIDE = 32 * 10.0


@pytest.fixture(scope="module")
def raster(tmp_path_factory):
    return support.write_raster(
        tmp_path_factory.mktemp("raster") / "r.tif", support.texture(3, 64, 160)
    )


@pytest.fixture(scope="module", params=["gpkg", "shp", "csv"])
def layer(request, tmp_path_factory):
    """Eight scenes over the raster; a shapefile cuts names, a text file has only texts."""
    path = tmp_path_factory.mktemp("layer") / f"scenes.{request.param}"
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    driver = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "csv": "CSV"}[request.param]
    options = ["GEOMETRY=AS_WKT", "CREATE_CSVT=YES"] if driver == "CSV" else []
    made = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    held = made.CreateLayer("scenes", system, ogr.wkbPolygon, options)
    kinds = {
        "scene_id": ogr.OFTInteger, "cluster": ogr.OFTInteger, "texts": ogr.OFTString,
        "reals": ogr.OFTReal, "class_code": ogr.OFTString, "class_name": ogr.OFTString,
    }  # fmt: skip
    for name, kind in kinds.items():
        held.CreateField(ogr.FieldDefn(name, kind))
    for place in range(8):
        feature = ogr.Feature(held.GetLayerDefn())
        feature["scene_id"], feature["cluster"] = place + 1, place // 2 + 1
        for name, values in (("texts", TEXTS), ("reals", REALS), ("class_code", TEXTS)):
            if values[place] is not None:
                feature[name] = values[place]
        x, y = 500_000 + SIDE * (place % 4), 5_000_000 - SIDE * (place // 4)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(support.box(x, y - SIDE, x + SIDE, y)))
        held.CreateFeature(feature)
    return str(path)


def dissolved(run, layer, field, raster, folder):
    made = run("dissolveclasses", INPUT=layer, FIELD=field, OUTPUT=folder / "d.gpkg")
    return [row["code"] for row in support.table(made["OUTPUT"])]


def drawn(run, layer, field, raster, folder):
    run("classraster", INPUT=layer, FIELD=field, RASTER=raster, OUTPUT=folder / "c.tif")
    source = gdal.Open(str(folder / "c.tif"))
    band = source.GetRasterBand(1)
    table = band.GetDefaultRAT()
    return [table.GetValueAsString(row, 1) for row in range(table.GetRowCount())]


def assessed(run, layer, field, raster, folder):
    made = run(
        "assessaccuracy", INPUT=layer, MAP_FIELD=field, MAP_VALUES="classes",
        REFERENCE_LAYER=layer, REFERENCE_FIELD=field, OUTPUT_CLASSES=folder / "a.csv",
    )  # fmt: skip
    assert (made["OVERALL"], made["SCENES"]) == (1, 5)
    return [row["class"] for row in support.table(made["OUTPUT_CLASSES"])]


def assessed_by_field(run, layer, field, raster, folder):
    made = run(
        "assessaccuracy", INPUT=layer, MAP_FIELD=field, MAP_VALUES="classes",
        REFERENCE_FIELD=field, OUTPUT_CLASSES=folder / "a.csv",
    )  # fmt: skip
    assert (made["OVERALL"], made["SCENES"]) == (1, 5)
    return [row["class"] for row in support.table(made["OUTPUT_CLASSES"])]


def sampled(run, layer, field, raster, folder):
    made = run("validationsample", INPUT=layer, MAP_FIELD=field, SIZE=5, OUTPUT=folder / "s.gpkg")
    return {row["map_class"] for row in support.table(made["OUTPUT"])}


def compared(run, layer, field, raster, folder):
    made = run(
        "comparemaps", BEFORE=layer, AFTER=layer, BEFORE_FIELD=field, AFTER_FIELD=field,
        VALUES="the same on both maps", OUTPUT=folder / "m.gpkg",
    )  # fmt: skip
    assert (made["UNCHANGED"], made["SCENES"]) == (1, 5)
    rows = support.table(made["OUTPUT"])
    assert [row["before"] for row in rows] == [row["after"] for row in rows]
    return {row["after"] for row in rows} - {None}


def learned(run, layer, field, raster, folder):
    run(
        "maximumlikelihood", INPUT=raster, POLYGONS=layer, CLASS_FIELD=field,
        OUTPUT=folder / "m.tif", SIGNATURES=folder / "s.json",
    )  # fmt: skip
    return [c["name"] for c in json.loads((folder / "s.json").read_text())["classes"]]


READERS = (dissolved, drawn, assessed, assessed_by_field, sampled, compared, learned)


@pytest.mark.parametrize("field", list(CASES))
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_field_has_the_same_classes_everywhere(run, layer, raster, tmp_path, read, field):
    assert sorted(read(run, layer, field, raster, tmp_path)) == CASES[field]


def test_the_class_of_a_scene_is_the_same_in_tables_and_reports(run, layer, tmp_path):
    run("clusterreport", INPUT=layer, OUTPUT=tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert re.search(r"\b311\b", page)
    assert "311.0" not in page
    assert "Open  water" not in page
    rows = support.table(run("clustertable", INPUT=layer, OUTPUT=tmp_path / "t.gpkg")["OUTPUT"])
    assert [row["class_code"] for row in rows] == ["311", None, None, None]


def test_a_field_of_dates_has_texts_as_they_are_written(qgis_app):
    """Not as Python shows Qt's objects."""
    from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

    from rs_deepcluster_plugin.processing.layers.values import text_of

    day, time = QDate(2021, 5, 30), QTime(9, 8, 7)
    assert [text_of(value) for value in (day, time, QDate(), QDateTime())] == [
        "2021-05-30", "09:08:07", "", "",
    ]  # fmt: skip
    assert text_of(QDateTime(day, time, Qt.TimeSpec.UTC)) == "2021-05-30T09:08:07Z"


@pytest.mark.parametrize("code", ["311", "311.0", " 311 ", 311.0])
def test_a_schema_and_a_mapping_mean_the_class_of_the_field(run, three, tmp_path, code):
    import shutil

    layer = shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg")
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "t.gpkg"))
    table = made.CreateLayer("t", None, ogr.wkbNone)
    table.CreateField(ogr.FieldDefn("cluster", ogr.OFTReal))
    kind = ogr.OFTReal if isinstance(code, float) else ogr.OFTString
    table.CreateField(ogr.FieldDefn("class_code", kind))
    feature = ogr.Feature(table.GetLayerDefn())
    feature["cluster"], feature["class_code"] = 1.0, code
    table.CreateFeature(feature)
    del feature, table, made
    run("assignclasses", INPUT=layer, TABLE=tmp_path / "t.gpkg", SCHEMA="CORINE")
    assert {row["class_code"] for row in support.table(layer)} == {None, "311"}
    (tmp_path / "own.json").write_text(json.dumps([{"code": code, "name": "Forest"}]))
    made = run("schemafromfile", SCHEMA_FILE=tmp_path / "own.json", OUTPUT=tmp_path / "s.gpkg")
    assert [row["code"] for row in support.table(made["OUTPUT"])] == ["311"]


def test_the_latest_label_is_told_by_its_moment_however_it_is_written(qgis_app, tmp_path):
    from qgis.core import (
        QgsFeature,
        QgsProcessingContext,
        QgsProcessingFeatureSource,
        QgsProcessingFeedback,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QDateTime, Qt

    from rs_deepcluster_plugin.processing.layers.labels import LabelFields, read_labels
    from rs_deepcluster_plugin.worker import array_files

    def order(kind, times):
        layer = QgsVectorLayer(f"None?field=scene_id:int&field=kind&field=at:{kind}", "l", "memory")
        for number, time in enumerate(times):
            row = QgsFeature(layer.fields())
            row.setAttributes([number, "Sea", time])
            assert layer.dataProvider().addFeature(row)
        context = QgsProcessingContext()
        source = QgsProcessingFeatureSource(layer, context)
        path = tmp_path / "labels.npz"
        fields = LabelFields("kind", "", "at")
        read_labels(source, fields, None, None, path, context, QgsProcessingFeedback())
        return array_files.read(path)["scene_id"].tolist()

    zones = ["2026-05-01T10:00:00+02:00", "2026-05-01T09:00:00Z", "2026-05-01T08:30:00.500Z"]
    assert order("string", zones) == [0, 2, 1]
    # What one leaves to the clock of this computer is between what the others say of it.
    now = QDateTime.fromString("2026-05-01T09:00:00", Qt.DateFormat.ISODate)
    around = [now.addSecs(step).toUTC().toString(Qt.DateFormat.ISODate) for step in (60, -60)]
    assert order("string", [around[0], "2026-05-01T09:00:00", around[1]]) == [2, 1, 0]
    assert order("string", ["10", "9", "9.5", None]) == [3, 1, 2, 0]
    assert order("string", ["10", "9", "", " "]) == [2, 3, 1, 0]  # as in tables of text
    assert order("string", ["2026-06", "2026-05-31", None]) == [2, 1, 0]
    assert order("datetime", [now.addMSecs(900), now.addMSecs(100), now]) == [2, 1, 0]


@pytest.mark.parametrize(("apart", "said"), [(3, "several dates in one place"), (400, None)])
def test_two_dates_in_one_place_are_no_map_though_their_grids_are_a_little_apart(
    qgis_app, apart, said
):
    from qgis.core import (
        QgsFeature,
        QgsGeometry,
        QgsProcessingContext,
        QgsProcessingFeatureSource,
        QgsProcessingFeedback,
        QgsVectorLayer,
    )

    from rs_deepcluster_plugin.core.base.errors import LayerError
    from rs_deepcluster_plugin.processing.layers.read import read_scenes

    fields = "field=scene_id:int&field=cluster:int&field=date:string"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32633&{fields}", "l", "memory")
    for date, shift in (("2012", 0), ("2020", apart)):
        for number in range(25):
            row, column = divmod(number, 5)
            x, y = 100 * column + shift, 100 * row + 3
            width = 1 if column == 4 else 100  # the raster ends there
            scene = QgsFeature(layer.fields())
            scene.setAttributes([number, 1, date])
            scene.setGeometry(QgsGeometry.fromWkt(support.box(x, y, x + width, y + 100)))
            assert layer.dataProvider().addFeature(scene)
    context = QgsProcessingContext()
    source = QgsProcessingFeatureSource(layer, context)
    if said is None:
        read_scenes(source, context, QgsProcessingFeedback(), one_date=True)
        return
    with pytest.raises(LayerError, match=said):
        read_scenes(source, context, QgsProcessingFeedback(), one_date=True)

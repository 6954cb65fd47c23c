"""Class schemas through QGIS: tables, files and styles that QGIS itself writes."""

from __future__ import annotations

import json

import pytest
import support

NASTY = 'code,name,color\n1,"=1+1, ""b""",red\n2,<b>a</b>,\n'


def rows(layer):
    from qgis.core import NULL

    names = [f.name() for f in layer.fields() if f.name() != "fid"]
    return [[None if f[n] == NULL else f[n] for n in names] for f in layer.getFeatures()]


def opened(path):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "opened", "ogr")
    assert layer.isValid()
    return layer


def test_a_shipped_schema_becomes_a_table_and_a_file(run, tmp_path):
    made = run(
        "schemafromfile",
        SCHEMA="CORINE",
        OUTPUT="TEMPORARY_OUTPUT",
        JSON=tmp_path / "schema.json",
    )
    assert made["CLASSES"] == 64
    found = rows(made["OUTPUT"])
    assert len(found) == 64
    assert found[2] == ["111", "Continuous urban fabric", "#e6004d", None, "11"]
    written = json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    assert written["classes"][2]["code"] == "111"
    assert "European Environment Agency" in written["source"]


def test_one_level_is_a_schema_of_its_own(run):
    made = run("schemafromfile", SCHEMA="NLCD", LEVEL=2, OUTPUT="TEMPORARY_OUTPUT")
    assert made["CLASSES"] == 20
    assert {row[4] for row in rows(made["OUTPUT"])} == {None}


@pytest.mark.parametrize("extension", ["gpkg", "csv", "shp"])
def test_a_schema_table_is_a_schema_again(run, tmp_path, extension):
    (tmp_path / "own.csv").write_text(NASTY)
    output = tmp_path / f"table.{'dbf' if extension == 'shp' else extension}"
    run(
        "schemafromfile",
        SCHEMA="from file",
        SCHEMA_FILE=tmp_path / "own.csv",
        OUTPUT=tmp_path / f"table.{extension}",
    )
    again = run("schemafromfile", SCHEMA_TABLE=output, OUTPUT="TEMPORARY_OUTPUT")
    first, second = rows(again["OUTPUT"])
    assert first[:3] == ["1", '=1+1, "b"', "#ff0000"]
    assert second[:2] == ["2", "<b>a</b>"]
    if extension == "csv":
        assert "'=1+1" in output.read_text(encoding="utf-8")


def test_a_table_shows_the_colors_of_its_classes_when_it_is_opened(run, tmp_path):
    run("schemafromfile", SCHEMA="WorldCover", OUTPUT=tmp_path / "table.gpkg")
    layer = opened(tmp_path / "table.gpkg")
    styles = {s.rule(): s for s in layer.conditionalStyles().fieldStyles("color")}
    style = styles["@value = '#006400'"]
    assert style.backgroundColor().name() == "#006400"
    assert style.textColor().name() == "#ffffff"
    assert len(styles) == 11
    assert layer.attributeDisplayName(layer.fields().lookupField("parent")) == "Parent"


def test_a_memory_table_shows_the_colors_too(run):
    made = run("schemafromfile", SCHEMA="LCCS", OUTPUT="TEMPORARY_OUTPUT")
    assert len(made["OUTPUT"].conditionalStyles().fieldStyles("color")) == 8


def test_a_categorized_style_that_qgis_wrote_is_read(run, tmp_path):
    from qgis.core import (
        QgsCategorizedSymbolRenderer,
        QgsRendererCategory,
        QgsSymbol,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtGui import QColor

    for kind in ("Polygon", "LineString", "Point"):
        layer = QgsVectorLayer(f"{kind}?field=code:string", "a", "memory")
        categories = []
        for value, color in (("311", "#80ff00"), ("312", "#00a600"), (None, "#ffffff")):
            symbol = QgsSymbol.defaultSymbol(layer.geometryType())
            symbol.setColor(QColor(color))
            categories.append(QgsRendererCategory(value, symbol, f"Forest <{value}>"))
        layer.setRenderer(QgsCategorizedSymbolRenderer("code", categories))
        path = tmp_path / f"{kind}.qml"
        layer.saveNamedStyle(str(path))
        made = run("schemafromfile", SCHEMA_FILE=path, OUTPUT="TEMPORARY_OUTPUT")
        assert [row[:3] for row in rows(made["OUTPUT"])] == [
            ["311", "Forest <311>", "#80ff00"],
            ["312", "Forest <312>", "#00a600"],
        ]


def test_a_paletted_style_that_qgis_wrote_is_read(run, tmp_path):
    from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
    from qgis.PyQt.QtGui import QColor

    layer = QgsRasterLayer(support.write_raster(tmp_path / "a.tif", support.texture()), "a")
    classes = [QgsPalettedRasterRenderer.Class(7, QColor("#0000ff"), 'Sea & "bay"')]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    layer.saveNamedStyle(str(tmp_path / "a.qml"))
    made = run("schemafromfile", SCHEMA_FILE=tmp_path / "a.qml", OUTPUT="TEMPORARY_OUTPUT")
    assert [row[:3] for row in rows(made["OUTPUT"])] == [["7", 'Sea & "bay"', "#0000ff"]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SCHEMA": "from file"}, "none was given"),
        ({"SCHEMA_FILE": "own.csv", "SCHEMA_TABLE": "own.csv"}, "Both a schema file and"),
        ({"SCHEMA_FILE": "twice.csv"}, "code 1 occurs twice in the schema twice"),
        ({"SCHEMA_TABLE": "twice.csv"}, "code 1 occurs twice in the schema twice"),
        ({"SCHEMA": "WorldCover", "LEVEL": 2}, "has 1 level, and level 2 was asked"),
    ],
)
def test_a_schema_that_cannot_be_had_is_refused(run, tmp_path, given, sentence):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    (tmp_path / "own.csv").write_text(NASTY)
    (tmp_path / "twice.csv").write_text("code,name\n1,a\n1,b\n")
    paths = {k: tmp_path / v if str(v).endswith(".csv") else v for k, v in given.items()}
    output, feedback = tmp_path / "table.gpkg", QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        run("schemafromfile", OUTPUT=output, JSON=tmp_path / "s.json", feedback=feedback, **paths)
    assert sentence in feedback.textLog()
    assert not output.exists()
    assert not (tmp_path / "s.json").exists()

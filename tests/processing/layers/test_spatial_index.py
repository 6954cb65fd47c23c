"""The spatial index of a GeoPackage is GDAL's own, and one can cancel while it is made."""

from __future__ import annotations

import sqlite3
import time

import numpy as np
import pytest
import support
from osgeo import gdal, ogr

KINDS = ("Polygon", "MultiPolygon", "Point")
COUNT = 12_000  # more than are put into the index at once


def shapes_of(kind, count):
    """Return shapes in a grid as WKB, some of them empty or none at all."""
    from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle

    found = []
    for number in range(count):
        row, column = divmod(number, 300)
        x, y = 500_000.1 + 10 * column, 5_000_000.7 - 10 * row
        box = QgsGeometry.fromRect(QgsRectangle(x, y - 10, x + 10, y))
        if kind == "MultiPolygon":
            box.convertToMultiType()
        if kind == "Point":
            box = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        found.append(bytes(box.asWkb()))
    found[count // 2] = b""
    return found


@pytest.fixture
def written(provider):
    """Write shapes to a destination as our algorithms write layers."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsFeature,
        QgsFields,
        QgsGeometry,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsWkbTypes,
    )

    from rs_deepcluster_plugin import compat
    from rs_deepcluster_plugin.processing.layers import write

    fields = QgsFields()
    fields.append(compat.field("scene_id", "int"))

    def features(shapes):
        for number, shape in enumerate(shapes, start=1):
            feature = QgsFeature(fields)
            feature.setAttributes([number])
            if shape:
                geometry = QgsGeometry()
                geometry.fromWkb(shape)
                feature.setGeometry(geometry)
            yield feature

    def write_shapes(destination, shapes, kind="Polygon", feedback=None):
        return write.write_features(
            provider.algorithm("scenegrid").create(), features(shapes), {"OUTPUT": destination},
            QgsProcessingContext(), feedback or QgsProcessingFeedback(False), fields,
            getattr(QgsWkbTypes.Type, kind), QgsCoordinateReferenceSystem("EPSG:32633"),
        )  # fmt: skip

    return write_shapes


def index_of(path, table):
    """Return the content of an index, and all that makes it one."""
    base = sqlite3.connect(path)
    assert base.execute("SELECT rtreecheck(?)", [f"rtree_{table}_geom"]).fetchone() == ("ok",)
    found = (
        base.execute(f'SELECT * FROM "rtree_{table}_geom" ORDER BY id').fetchall(),
        base.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name LIKE 'rtree_%' AND "
            "tbl_name = ? ORDER BY name", [table]
        ).fetchall(),
        base.execute("SELECT * FROM gpkg_extensions WHERE table_name = ?", [table]).fetchall(),
    )  # fmt: skip
    base.close()
    return found


@pytest.mark.parametrize("among", [False, True], ids=["alone", "among others"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_index_is_that_of_gdal(written, tmp_path, kind, among):
    path, table = tmp_path / "made.gpkg", "made"
    destination = str(path)
    if among:
        support.write_polygons(path, ["POLYGON ((0 0, 0 1, 1 1, 0 0))"], 32633)
        table = "of two words"
        destination = f"ogr:dbname='{path}' table=\"{table}\" (geom)"
    shapes = shapes_of(kind, COUNT)
    made = written(destination, shapes, kind)
    own = tmp_path / "own.gpkg"
    gdal.VectorTranslate(str(own), str(path), layers=[table])
    rows, parts, notes = index_of(path, table)
    assert len(rows) == len(shapes) - 1
    assert (rows, parts, notes) == index_of(own, table)
    assert len(parts) >= 5  # triggers
    # What GDAL finds by the index in a rectangle is what lies there.
    layer = (source := ogr.Open(str(path))).GetLayerByName(table)
    layer.SetSpatialFilterRect(500_405, 4_999_605, 500_495, 4_999_795)
    hits = {feature["scene_id"] for feature in layer}
    places = np.arange(COUNT)
    x, y = 500_000.1 + 10 * (places % 300), 5_000_000.7 - 10 * (places // 300)
    wide = 0 if kind == "Point" else 10
    inside = (x <= 500_495) & (x + wide >= 500_405) & (y >= 4_999_605) & (y - wide <= 4_999_795)
    assert hits == {int(place) + 1 for place in places[inside] if shapes[place]}
    assert len(hits) > 100
    del layer, source
    # A scene that is added later gets into it.
    target = gdal.OpenEx(made.split("|")[0], gdal.OF_VECTOR | gdal.OF_UPDATE)
    feature = ogr.Feature(target.GetLayerByName(table).GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkb(shapes[0]))
    target.GetLayerByName(table).CreateFeature(feature)
    del feature, target
    assert len(index_of(path, table)[0]) == len(shapes)


@pytest.mark.parametrize("among", [False, True], ids=["alone", "among others"])
def test_an_index_that_is_being_made_can_be_canceled(written, tmp_path, monkeypatch, among):
    from qgis.core import QgsProcessingFeedback

    from rs_deepcluster_plugin.processing.layers import write
    from rs_deepcluster_plugin.worker.host.client import Cancelled

    path = tmp_path / "map.gpkg"
    destination = str(path)
    if among:
        support.write_polygons(path, ["POLYGON ((0 0, 0 1, 1 1, 0 0))"], 32633)
        destination = f"ogr:dbname='{path}' table=\"new\" (geom)"
    before = path.read_bytes() if among else None
    feedback, pressed, real = QgsProcessingFeedback(False), [], write._execute

    def press(target, statement):
        real(target, statement)
        if statement.startswith('INSERT INTO "rtree_'):
            pressed.append(time.monotonic())
            feedback.cancel()

    monkeypatch.setattr(write, "_execute", press)
    shapes = shapes_of("Polygon", 60_000)
    with pytest.raises(Cancelled):
        written(destination, shapes, feedback=feedback)
    assert time.monotonic() - pressed[0] < 2
    assert len(pressed) == 1
    if among:
        assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == (["map.gpkg"] if among else [])

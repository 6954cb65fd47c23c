"""Polygons between reference systems, with what their edges become there."""

from __future__ import annotations

import math

import numpy as np
import pytest
import support
from osgeo import ogr, osr

# 30 x 30 scenes of 400 km around the north pole.
POLAR = (-6e6, 40_000, 0, 6e6, 0, -40_000)
PIXELS, SIZE = 300, 10


def transformation(source, target):
    systems = []
    for code in (source, target):
        system = osr.SpatialReference()
        system.ImportFromEPSG(code)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        systems.append(system)
    return osr.CoordinateTransformation(*systems)


@pytest.fixture(scope="module")
def polar(tmp_path_factory):
    values = np.full((1, PIXELS, PIXELS), 9, dtype=np.uint8)
    return support.write_raster(tmp_path_factory.mktemp("polar") / "p.tif", values, POLAR, 3413)


def scenes_in(run, raster, mask, **more):
    made = run("scenegrid", INPUT=raster, SIZE=SIZE, MASK=mask, OUTPUT="TEMPORARY_OUTPUT", **more)
    return {(f["row"], f["col"]) for f in made["OUTPUT"].getFeatures()}


def squares():
    """Return row, column and corners of all scenes of the polar raster."""
    side = SIZE * 40_000
    for row in range(PIXELS // SIZE):
        for col in range(PIXELS // SIZE):
            x, y = -6e6 + side * col, 6e6 - side * row
            yield row, col, (x, y - side, x + side, y)


@pytest.mark.parametrize("latitude", [45, 60, 80])
def test_a_cap_in_degrees_is_a_disk_on_a_polar_map(run, polar, tmp_path, latitude):
    text = support.box(-180, latitude, 180, 90)
    mask = support.write_polygons(tmp_path / "mask.gpkg", [text], 4326)
    x, y, _ = transformation(4326, 3413).TransformPoint(0.0, float(latitude))
    radius = math.hypot(x, y)
    right = {
        (row, col)
        for row, col, (x0, y0, x1, y1) in squares()
        if math.hypot(max(x0, 0, -x1), max(y0, 0, -y1)) < radius
    }
    assert scenes_in(run, polar, mask) == right


def test_a_sector_in_degrees_is_one_on_a_polar_map(run, polar, tmp_path):
    mask = support.write_polygons(tmp_path / "mask.gpkg", [support.box(-30, 55, 100, 75)], 4326)
    # The same with a vertex every hundredth of a degree.
    lon, lat = np.arange(-30, 100, 0.01), np.arange(55, 75, 0.01)
    ring = [
        *((x, 55.0) for x in lon), *((100.0, y) for y in lat), *((x, 75.0) for x in lon[::-1]),
        *((-30.0, y) for y in lat[::-1]),
    ]  # fmt: skip
    moved = transformation(4326, 3413).TransformPoints([(float(x), float(y)) for x, y in ring])
    text = ",".join(f"{x} {y}" for x, y, _ in [*moved, moved[0]])
    sector = ogr.CreateGeometryFromWkt(f"POLYGON(({text}))").MakeValid()
    right = {
        (row, col)
        for row, col, corners in squares()
        if sector.Intersection(ogr.CreateGeometryFromWkt(support.box(*corners))).GetArea() > 1e6
    }
    assert 50 < len(right) < 300
    assert scenes_in(run, polar, mask) == right


def test_a_polar_box_is_a_cap_in_degrees_and_may_cross_the_date_line(run, tmp_path):
    values = np.full((1, 180, 360), 9, dtype=np.uint8)
    raster = support.write_raster(tmp_path / "w.tif", values, (-180, 1, 0, 90, 0, -1), 4326)
    boxes = {"pole": (-2e6, -2e6, 2e6, 2e6), "line": (-3.5e6, 0.5e6, -1.5e6, 3e6)}
    back = transformation(4326, 3413)
    lon, lat = np.meshgrid(np.arange(-180, 180.01, 0.25), np.arange(40, 90.01, 0.25))
    points = list(zip(lon.ravel().tolist(), lat.ravel().tolist()))
    moved = np.array(back.TransformPoints(points))[:, :2]
    for name, (x0, y0, x1, y1) in boxes.items():
        text = support.box(x0, y0, x1, y1)
        mask = support.write_polygons(tmp_path / f"{name}.gpkg", [text], 3413)
        found = scenes_in(run, raster, mask)
        inside = ((moved > (x0, y0)) & (moved < (x1, y1))).all(axis=1)
        rows, columns = (90 - lat.ravel()[inside]) / SIZE, (lon.ravel()[inside] + 180) / SIZE
        within = (rows % 1 > 0) & (columns % 1 > 0)  # not on an edge of two scenes
        sure = set(zip(rows[within].astype(int).tolist(), columns[within].astype(int).tolist()))
        assert sure <= found
        assert len(found) <= len(sure) + 8  # slivers of half a degree that the points have missed


def test_curves_are_followed(run, polar, tmp_path):
    # A circle of 2,000 km around the pole, as arcs; its corners make a square of 800 km less.
    arcs = "CURVEPOLYGON(CIRCULARSTRING(2000000 0,0 2000000,-2000000 0,0 -2000000,2000000 0))"
    mask = support.write_polygons(tmp_path / "mask.gpkg", [arcs], 3413, kind=ogr.wkbCurvePolygon)
    right = {
        (row, col)
        for row, col, (x0, y0, x1, y1) in squares()
        if math.hypot(max(x0, 0, -x1), max(y0, 0, -y1)) < 2e6
    }
    assert scenes_in(run, polar, mask) == right


def test_moved_polygons_keep_their_area(run):
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsCoordinateTransformContext,
        QgsGeometry,
    )

    from rs_deepcluster_plugin.processing.layers import geometry

    # An equal-area map of the globe; by formula, the ring between 30 and 60 degrees north of a
    # quarter of the WGS 84 ellipsoid, less a hole.
    shape = QgsGeometry.fromWkt(
        "POLYGON((0 30,90 30,90 60,0 60,0 30),(10 40,10 50,80 50,80 40,10 40))"
    )
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:3035"),
        QgsCoordinateTransformContext(),
    )  # fmt: skip
    (moved,), lost = geometry.move_polygons([bytes(shape.asWkb())], transform)
    assert not lost

    def zone(latitude):
        a, squared = 6_378_137.0, 0.0066943799901413165
        sine, e = math.sin(math.radians(latitude)), math.sqrt(squared)
        rest = sine / (1 - squared * sine**2) + math.atanh(e * sine) / e
        return a**2 * (1 - squared) / 2 * rest

    right = math.radians(90) * (zone(60) - zone(30)) - math.radians(70) * (zone(50) - zone(40))
    assert geometry.geometry_of(moved).area() == pytest.approx(right, rel=1e-4)
    straight = QgsGeometry(shape)
    straight.transform(transform)
    assert abs(straight.area() / right - 1) > 0.01  # which is why


def test_polygons_without_a_place_are_left_out_and_that_is_said(run, polar, tmp_path):
    from qgis.core import QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        said = ""

        def pushWarning(self, text):
            self.said += text

    # The other pole has none on this map.
    boxes = [support.box(-180, -90, 180, -70), support.box(0, 70, 10, 80)]
    mask = support.write_polygons(tmp_path / "mask.gpkg", boxes, 4326)
    feedback = Feedback()
    found = scenes_in(run, polar, mask, feedback=feedback)
    assert 0 < len(found) < 40
    assert "1 feature of mask is left out" in feedback.said


def test_of_a_polygon_that_reaches_too_far_what_is_near_counts(run, polar, tmp_path):
    mask = support.write_polygons(tmp_path / "mask.gpkg", [support.box(-180, -90, 180, 90)], 4326)
    assert len(scenes_in(run, polar, mask)) == (PIXELS // SIZE) ** 2


# References and labels


def labeled_layer(kind, rows, crs="EPSG:32633", label="double"):
    """Make a layer in memory, which keeps a NaN; files of most formats do not."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer(f"{kind}?crs={crs}&field=label:{label}", "labels", "memory")
    for text, value in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([value])
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
    return layer


@pytest.fixture
def four_scenes(tmp_path):
    """Two rows of two scenes of 100 m with classes 1 to 4."""
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "map.gpkg"))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    layer = made.CreateLayer("map", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class_code", ogr.OFTString))
    for number, (x, y) in enumerate(((0, 100), (100, 100), (0, 0), (100, 0)), start=1):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, str(number))
        x, y = 500_000 + x, 5_000_000 + y
        feature.SetGeometry(ogr.CreateGeometryFromWkt(support.box(x, y, x + 100, y + 100)))
        layer.CreateFeature(feature)
    del layer, made
    return str(tmp_path / "map.gpkg")


@pytest.mark.parametrize(
    ("place", "scenes"),
    [((50, 150), {"1"}), ((100, 150), {"1"}), ((100, 100), {"1"}), ((100, 50), {"3"}),
     ((200, 50), {"4"})],
)  # fmt: skip
def test_a_reference_point_on_an_edge_counts_once(run, four_scenes, tmp_path, place, scenes):
    x, y = place
    points = labeled_layer("Point", [(f"POINT({500_000 + x} {5_000_000 + y})", 1.0)])
    made = run("assessaccuracy", INPUT=four_scenes, REFERENCE_LAYER=points,
               REFERENCE_FIELD="label", OUTPUT=tmp_path / "matrix.gpkg")  # fmt: skip
    assert made["SCENES"] == 1
    rows = support.table(tmp_path / "matrix.gpkg")
    assert {row["map_class"] for row in rows if row["total"]} == scenes


def test_nan_is_no_label_of_a_reference(run, four_scenes):
    nan = float("nan")
    texts = [support.box(500_000 + x, 5_000_100, 500_100 + x, 5_000_200) for x in (0, 100)]
    polygons = labeled_layer("Polygon", list(zip(texts, (1.0, nan))))
    made = run("assessaccuracy", INPUT=four_scenes, REFERENCE_LAYER=polygons,
               REFERENCE_FIELD="label")  # fmt: skip
    assert (made["SCENES"], made["OVERALL"]) == (1, 1.0)


def test_nan_is_no_class_of_labeled_polygons(run, tmp_path):
    raster = support.write_raster(tmp_path / "r.tif", support.texture())
    texts = [support.box(500_000 + x, 4_999_750, 500_300 + x, 4_999_990) for x in (20, 420, 820)]
    polygons = labeled_layer("Polygon", list(zip(texts, (1.0, 2.0, float("nan")))))
    made = run("maximumlikelihood", INPUT=raster, POLYGONS=polygons, CLASS_FIELD="label",
               OUTPUT=tmp_path / "out.tif", SIGNATURES=tmp_path / "s.json")  # fmt: skip
    assert made["CLASSES"] == 2


@pytest.mark.parametrize("ids", [(5, 5, 7), (5, None, 7), (1.5, 2.0, 3.0)])
def test_scene_ids_that_name_no_scene_are_given_anew_and_that_is_said(
    run, fitted, crop, tmp_path, ids
):
    from osgeo import gdal
    from qgis.core import QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        said = ""

        def pushWarning(self, text):
            self.said += text

    x0, xc, _, y0, _, yc = gdal.Open(crop).GetGeoTransform()
    system = osr.SpatialReference(gdal.Open(crop).GetProjection())
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "grid.gpkg"))
    layer = made.CreateLayer("grid", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("scene_id", ogr.OFTReal))
    for number, value in enumerate(ids):
        feature = ogr.Feature(layer.GetLayerDefn())
        if value is not None:
            feature.SetField(0, value)
        left, top = x0 + 40 * number * xc, y0
        text = support.box(left, top + 32 * yc, left + 32 * xc, top)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        layer.CreateFeature(feature)
    del layer, made
    feedback = Feedback()
    run("extractfeatures", INPUT=crop, GRID=tmp_path / "grid.gpkg", INPUT_SIZE=56,
        PRECISION="fp32", OUTPUT=tmp_path / "features.parquet", feedback=feedback)  # fmt: skip
    found = run("applyclusters", FEATURES_FILE=tmp_path / "features.parquet",
                CLUSTER_MODEL=fitted["CLUSTER_MODEL"], OUTPUT=tmp_path / "out.gpkg")  # fmt: skip
    rows = support.table(found["OUTPUT"])
    assert [row["scene_id"] for row in rows] == [1, 2, 3]
    assert [row["scene_id_"] for row in rows] == list(ids)  # as they were
    assert "numbered anew, 1 to 3" in feedback.said


def test_polygons_that_are_scenes_keep_what_they_had(run, fitted, crop, tmp_path):
    from osgeo import gdal

    x0, xc, _, y0, _, yc = gdal.Open(crop).GetGeoTransform()
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "lakes.gpkg"))
    system = osr.SpatialReference(gdal.Open(crop).GetProjection())
    layer = made.CreateLayer("lakes", system, ogr.wkbPolygon)
    for name, kind in (("key", ogr.OFTInteger64), ("label", ogr.OFTString), ("depth", ogr.OFTReal),
                       ("seen", ogr.OFTDate), ("cluster", ogr.OFTString)):  # fmt: skip
        layer.CreateField(ogr.FieldDefn(name, kind))
    rows = [(2**40, "Øst <b>", 1.5, "2024/02/29", "a"), (7, None, 2.0, None, "b")]
    for number, values in enumerate(rows):
        feature = ogr.Feature(layer.GetLayerDefn())
        for place, value in enumerate(values):
            if value is not None:
                feature.SetField(place, value)
        left = x0 + 40 * number * xc
        text = support.box(left, y0 + 32 * yc, left + 32 * xc, y0)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        layer.CreateFeature(feature)
    del layer, made
    run("extractfeatures", INPUT=crop, GRID=tmp_path / "lakes.gpkg", INPUT_SIZE=56,
        PRECISION="fp32", OUTPUT=tmp_path / "features.parquet")  # fmt: skip
    found = run("applyclusters", FEATURES_FILE=tmp_path / "features.parquet",
                CLUSTER_MODEL=fitted["CLUSTER_MODEL"], OUTPUT=tmp_path / "out.gpkg")  # fmt: skip
    names = ("fid_", "key", "label", "depth", "seen", "cluster_")
    kept = [tuple(row[name] for name in names) for row in support.table(found["OUTPUT"])]
    assert kept == [
        (1, 2**40, "Øst <b>", 1.5, "2024-02-29", "a"), (2, 7, None, 2.0, None, "b")
    ]  # fmt: skip
    numbers = range(1, fitted["CLUSTERS"] + 1)
    assert all(row["cluster"] in numbers for row in support.table(found["OUTPUT"]))


def test_polygons_that_are_scenes_keep_their_reference_system_and_every_vertex(
    run, fitted, crop, tmp_path
):
    """Ten-sided fields in degrees on a raster in meters, the last one half beside it."""
    from osgeo import gdal
    from qgis.core import QgsDistanceArea, QgsGeometry

    raster = gdal.Open(crop)
    x0, xc, _, y0, _, yc = raster.GetGeoTransform()
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    system = osr.SpatialReference(raster.GetProjection())
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    there = osr.CoordinateTransformation(system, degrees)
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "fields.gpkg"))
    layer = made.CreateLayer("fields", degrees, ogr.wkbPolygon)
    angles = np.linspace(0, 2 * np.pi, 11)
    for column, row in ((40, 40), (120, 60), (raster.RasterXSize, 200)):
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for angle in angles:
            x, y, _ = there.TransformPoint(
                x0 + (column + 25 * np.cos(angle)) * xc, y0 + (row + 25 * np.sin(angle)) * yc
            )
            ring.AddPoint_2D(x, y)
        shape = ogr.Geometry(ogr.wkbPolygon)
        shape.AddGeometry(ring)
        shape.CloseRings()
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    del layer, made
    given = [feature["geometry"] for feature in _shapes(tmp_path / "fields.gpkg")[1]]
    run("extractfeatures", INPUT=crop, GRID=tmp_path / "fields.gpkg", INPUT_SIZE=56, MIN_VALID=0.3,
        PRECISION="fp32", OUTPUT=tmp_path / "features.parquet")  # fmt: skip
    found = run("applyclusters", FEATURES_FILE=tmp_path / "features.parquet",
                CLUSTER_MODEL=fitted["CLUSTER_MODEL"], OUTPUT=tmp_path / "out.gpkg")  # fmt: skip
    alike = run("findsimilar", FEATURES=tmp_path / "features.parquet", SCENES="1",
                OUTPUT=tmp_path / "alike.gpkg")  # fmt: skip
    for path in (found["OUTPUT"], alike["OUTPUT"]):
        epsg, rows = _shapes(path)
        assert epsg == "4326"
        assert all(row["geometry"] in given for row in rows)
    rows = _shapes(found["OUTPUT"])[1]
    assert [row["geometry"] for row in rows] == given
    fractions = [row["valid_fraction"] for row in rows]
    assert fractions[:2] == [1, 1]
    assert fractions[2] == pytest.approx(0.5, abs=0.03)
    # What hangs over the raster's edge is no ground that was mapped.
    table = run("clustertable", INPUT=found["OUTPUT"], OUTPUT=tmp_path / "table.csv")
    area = sum(float(row["area"]) for row in support.table(table["OUTPUT"]))
    measure = QgsDistanceArea()
    measure.setEllipsoid("EPSG:7030")
    whole = []
    for wkb in given:
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        whole.append(measure.measureArea(shape))
    assert area == pytest.approx(whole[0] + whole[1] + whole[2] / 2, rel=5e-3)


def _shapes(path):
    """Return the EPSG code of a layer, and its rows with their geometries as WKB."""
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    rows = [
        {**feature.items(), "geometry": bytes(feature.GetGeometryRef().ExportToWkb())}
        for feature in layer
    ]
    return layer.GetSpatialRef().GetAuthorityCode(None), rows

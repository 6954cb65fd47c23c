"""Classes add up to the ground that they cover, whatever the reference system says of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import support
from osgeo import ogr, osr

WIDE, HIGH = 40, 30  # pixels of the rasters
METERS = 'LOCAL_CS["site grid",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
FEET = METERS.replace('"metre",1', '"US survey foot",0.304800609601219')
UNNAMED = (
    'PROJCS["ours",GEOGCS["a",DATUM["b",SPHEROID["c",6370997,0]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Lambert_Azimuthal_Equal_Area"],'
    'PARAMETER["latitude_of_center",50],PARAMETER["longitude_of_center",10],'
    'PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]'
)
MARS = "+proj=laea +lat_0=10 +lon_0=20 +a=3396190 +rf=169.894447223612"
GLOBE = 510_065_621_724_088.44
# System, geotransform, square meters. Those of ellipsoids are by pyproj's Geod along 120,000 points
# of the border, those of whole globes and of planes by formula.
CASES = {
    "a UTM zone": ("EPSG:32633", (499_000, 10, 0, 5_210_000, 0, -10), 120_096.0557),
    "a turned raster": ("EPSG:32633", (499_000, 8, 6, 5_210_000, 6, -8), 120_096.0532),
    "degrees": ("EPSG:4326", (10, 0.01, 0, 47, 0, -0.01), 1_017_433_246.0205),
    "degrees of the world": ("EPSG:4326", (-180, 9, 0, 90, 0, -6), GLOBE),
    "degrees from 0 to 360": ("EPSG:4326", (0, 9, 0, 90, 0, -6), GLOBE),
    # Pixels whose middles are on the poles reach beyond them.
    "degrees beyond the poles": ("EPSG:4326", (-180, 9, 0, 93, 0, -6.2), GLOBE),
    "grads": ("EPSG:4807", (1, 0.02, 0, 52, 0, -0.02), 3_315_950_016.6),
    "the north pole": ("EPSG:3413", (-3e6, 150_000, 0, 3e6, 0, -200_000), 35_514_748_200_855),
    "the south pole": ("EPSG:3031", (-2.5e6, 150_000, 0, 2.5e6, 0, -150_000), 26_816_179_201_806),
    "Europe": ("EPSG:3035", (2.5e6, 100_000, 0, 5.4e6, 0, -130_000), 1.56e13),
    "the world, equal area": (
        "EPSG:6933", (-17_367_530.44, 868_376.52, 0, 7_314_540.83, 0, -487_636.05),
        WIDE * 868_376.52 * HIGH * 487_636.05,
    ),
    "web Mercator": ("EPSG:3857", (-2e6, 100_000, 0, 9e6, 0, -130_000), 5_720_459_387_694),
    "feet": ("EPSG:2227", (6e6, 33, 0, 2.1e6, 0, -33), 121_423.3749),
    "a site in meters": (METERS, (0, 0.1, 0, 28.8, 0, -0.1), 12.0),
    "a site in feet": (FEET, (0, 1, 0, 30, 0, -1), 1200 * 0.304800609601219**2),
    "the Moon": ("+proj=longlat +R=1737400 +no_defs", (-180, 9, 0, 90, 0, -6),
                 4 * math.pi * 1_737_400**2),
    "Mars": (MARS, (-1e6, 50_000, 0, 1e6, 0, -60_000), 3.6e12),
    "no authority": (UNNAMED, (-1e6, 50_000, 0, 1e6, 0, -60_000), 3.6e12),
}  # fmt: skip
# Size and stride; with 12, scenes hang over the right and the lower edge.
GRIDS = {"side by side": (10, 10), "overlapping": (10, 5), "over the edge": (12, 12)}


def system_of(crs):
    made = osr.SpatialReference()
    assert made.SetFromUserInput(crs) == 0
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def cluster_layer(path, crs, transform, size, stride, classes="1122", known=True):
    """Write scenes of a grid as the cluster layer of a raster, with classes in alternate rows.

    It is as Cluster a raster writes it, but for what nothing here looks at.
    """
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
    from rs_deepcluster_plugin.core.features.scene_file import Provenance

    x0, xc, xr, y0, yc, yr = transform

    def corners(left, top, right, bottom):
        pixels = ((left, top), (right, top), (right, bottom), (left, bottom))
        return [(x0 + c * xc + r * xr, y0 + c * yc + r * yr) for c, r in pixels]

    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    system = system_of(crs) if crs else None
    layer = made.CreateLayer("map", system, ogr.wkbPolygon)
    for name, kind in (("scene_id", ogr.OFTInteger64), ("row", ogr.OFTInteger),
                       ("col", ogr.OFTInteger), ("valid_fraction", ogr.OFTReal),
                       ("cluster", ogr.OFTInteger), ("probability", ogr.OFTReal),
                       ("class_code", ogr.OFTString), ("truth", ogr.OFTString)):  # fmt: skip
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.StartTransaction()
    number = 0
    for row, top in enumerate(range(0, HIGH - size + stride, stride)):
        for col, left in enumerate(range(0, WIDE - size + stride, stride)):
            number += 1
            right, bottom = left + size, top + size
            inside = (min(right, WIDE) - left) * (min(bottom, HIGH) - top)
            code = classes[(row + col) % len(classes)]
            feature = ogr.Feature(layer.GetLayerDefn())
            values = (number, row, col, inside / size**2, int(code), 0.5 + 0.4 * (number % 7) / 7,
                      code, code if number % 3 else "1")  # fmt: skip
            for place, value in enumerate(values):
                feature.SetField(place, value)
            ring = corners(left, top, right, bottom)
            text = ",".join(f"{x!r} {y!r}" for x, y in [*ring, ring[0]])
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({text}))"))
            layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, made
    if known:
        frame = [float(v) for corner in corners(0, 0, WIDE, HIGH) for v in corner]
        wkt = system.ExportToWkt() if crs else ""
        made = Provenance(
            identity="made", model="made", weights=None, blocks=None, pooling="recipe",
            input_size=14, part_dims=(1,), bands=(1,), scaling_low=(0.0,), scaling_high=(1.0,),
            minimum_valid=0.5, source="", crs_wkt=wkt, frame=tuple(frame),
        )  # fmt: skip
        LayerTable(path).set_notes({"provenance": made.to_json()})
    return str(path)


@pytest.fixture
def listen(run):
    """Run an algorithm; returns its results and all that it said."""
    from qgis.core import QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.said = []

        def pushInfo(self, text):
            self.said.append(text)

        def pushWarning(self, text):
            self.said.append(text)

    def run_and_listen(name, **parameters):
        feedback = Feedback()
        return run(name, feedback=feedback, **parameters), " ".join(feedback.said)

    return run_and_listen


def totals(listen, layer, folder):
    """Return the sums of areas in all tables and products, in square meters, and what was said."""
    found, said = {}, {}
    for name, table, column, unit, parameters in (
        ("dissolveclasses", "OUTPUT", "area", 1, {"INPUT": layer}),
        ("clustertable", "OUTPUT", "area", 1, {"INPUT": layer, "BAND_STATISTICS": False}),
        ("assessaccuracy", "OUTPUT_CLASSES", "area_ha", 1e4,
         {"INPUT": layer, "REFERENCE_FIELD": "truth"}),
        ("comparemaps", "OUTPUT_TABLE", "area_ha", 1e4, {"BEFORE": layer, "AFTER": layer}),
    ):  # fmt: skip
        path = folder / f"{name}.gpkg"
        if name == "comparemaps":
            parameters["OUTPUT"] = folder / "change.gpkg"
        _, said[name] = listen(name, **parameters, **{table: path})
        values = [row[column] for row in support.table(path)]
        assert values, name
        found[name] = None if None in values else unit * sum(values)
        assert "nan" not in said[name].lower(), said[name]
    return found, said


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_classes_add_up_to_the_area_of_the_data(listen, tmp_path, case, grid):
    crs, transform, right = case
    layer = cluster_layer(tmp_path / "map.gpkg", crs, transform, *grid)
    found, said = totals(listen, layer, tmp_path)
    assert found == pytest.approx(dict.fromkeys(found, right), rel=1e-4)
    assert not any("measured" in text for text in said.values())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_right_values_are_those_of_pyproj(case):
    pyproj = pytest.importorskip("pyproj")
    crs, (x0, xc, xr, y0, yc, yr), right = case
    system = pyproj.CRS(crs)
    if system.is_engineering or right == GLOBE or crs.startswith("+proj=longlat"):
        return  # by formula
    along = np.linspace(0, 1, 30_001)[:-1]
    col = np.concatenate([WIDE * along, 0 * along + WIDE, WIDE - WIDE * along, 0 * along])
    row = np.concatenate([0 * along, HIGH * along, 0 * along + HIGH, HIGH - HIGH * along])
    x, y = x0 + col * xc + row * xr, y0 + col * yc + row * yr
    base = system.geodetic_crs
    if not system.is_geographic:
        x, y = pyproj.Transformer.from_crs(system, base, always_xy=True).transform(x, y)
    unit = math.degrees(base.axis_info[0].unit_conversion_factor)
    found = abs(system.get_geod().polygon_area_perimeter(x * unit, y * unit)[0])
    if crs == "EPSG:6933":  # a band around the globe, which has no inside
        return
    # Edges along a parallel are no shortest lines, but these points are close.
    assert found == pytest.approx(right, rel=1e-6)


def test_two_classes_of_the_world_in_alternate_rows_have_half_of_it_each(listen, tmp_path):
    transform = (-180, 9, 0, 90, 0, -6)
    layer = cluster_layer(tmp_path / "map.gpkg", "EPSG:4326", transform, 5, 5, "12")
    made = ogr.Open(layer, True)
    made.ExecuteSQL("UPDATE map SET class_code = 1 + row % 2, cluster = 1 + row % 2")
    del made
    listen("dissolveclasses", INPUT=layer, OUTPUT=tmp_path / "classes.gpkg")
    for row in support.table(tmp_path / "classes.gpkg"):
        assert row["area"] == pytest.approx(GLOBE / 2, rel=1e-6)


@pytest.mark.parametrize("name", ["degrees", "the north pole", "Europe", "a site in meters"])
def test_parts_of_classes_add_up_too(listen, tmp_path, name):
    crs, transform, right = CASES[name]
    layer = cluster_layer(tmp_path / "map.gpkg", crs, transform, 12, 6)
    listen("dissolveclasses", INPUT=layer, PARTS="one feature for each area",
           OUTPUT=tmp_path / "parts.gpkg")  # fmt: skip
    rows = support.table(tmp_path / "parts.gpkg")
    assert len(rows) > 2
    assert sum(row["area"] for row in rows) == pytest.approx(right, rel=1e-4)


@pytest.mark.parametrize("proj", ["+proj=moll", "+proj=sinu"])
def test_what_lies_beyond_the_oval_of_the_world_is_no_ground(listen, tmp_path, proj):
    # Half axes of the maps of a sphere: 2 * 2 ** 0.5 * R and pi * R wide, half as high.
    half = 6_371_000 * (2 * 2**0.5 if proj == "+proj=moll" else math.pi)
    transform = (-half, 2 * half / WIDE, 0, half / 2, 0, -half / HIGH)
    layer = cluster_layer(tmp_path / "map.gpkg", f"{proj} +R=6371000", transform, 5, 5)
    listen("clustertable", INPUT=layer, BAND_STATISTICS=False,
           OUTPUT=tmp_path / "table.gpkg")  # fmt: skip
    found = sum(row["area"] for row in support.table(tmp_path / "table.gpkg"))
    assert found == pytest.approx(4 * math.pi * 6_371_000**2, rel=1e-3)


def test_polygons_that_overlap_share_what_they_cover(run, tmp_path):
    # Two octagons and a square, by hand: no cells of a grid.
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsGeometry,
        QgsProcessingContext,
        QgsProcessingFeedback,
    )

    from rs_deepcluster_plugin.processing.layers import area

    plane = QgsCoordinateReferenceSystem.fromWkt(METERS)
    texts = (
        "POLYGON((0 0,2 0,3 1,3 2,2 3,0 3,0 0))",  # 8.0
        "POLYGON((1 0,5 0,5 3,1 3,1 0),(3.5 1,4.5 1,4.5 2,3.5 2,3.5 1))",  # 12 less 1
        "POLYGON((10 0,11 0,11 1,10 1,10 0))",
    )
    shapes = [bytes(QgsGeometry.fromWkt(text).asWkb()) for text in texts] + [b""]
    found = area.measure(shapes, plane, QgsProcessingContext(), QgsProcessingFeedback(False))
    assert found.values[:3] == pytest.approx([8 - 2.5, 11 - 2.5, 1])  # they have 5 in common
    assert np.isnan(found.values[3])
    assert found.total(np.array([0, 0, 1, -1]), 3)[:2] == pytest.approx([14, 1])


def test_a_hundred_thousand_scenes_take_seconds(run):
    import time

    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsProcessingContext,
        QgsProcessingFeedback,
    )

    from rs_deepcluster_plugin.processing.layers import area, geometry

    rows, columns = (part.ravel() for part in np.indices((320, 320)))
    left, bottom = 300_000 + 300.0 * columns, 5_000_000 + 300.0 * rows
    right, top = left + 600, bottom + 600  # each overlaps its neighbors
    points = np.stack([left, bottom, right, bottom, right, top, left, top, left, bottom], axis=1)
    every = np.arange(len(rows))
    shapes = geometry.Rings(
        points.reshape(-1, 2), 5 * every, every < 0, every, every, len(every)
    ).wkb()
    start = time.process_time()
    found = area.measure(
        shapes, QgsCoordinateReferenceSystem("EPSG:32633"), QgsProcessingContext(),
        QgsProcessingFeedback(False),
    )  # fmt: skip
    assert time.process_time() - start < 10
    assert found.values.sum() == pytest.approx(321 * 321 * 300**2, rel=1e-3)


def test_what_cannot_be_measured_is_empty_and_said(listen, tmp_path):
    # Coordinates of the Earth's center: no map.
    transform = (4e6, 10, 0, 5e6, 0, -10)
    layer = cluster_layer(tmp_path / "map.gpkg", "EPSG:4978", transform, 10, 10)
    found, said = totals(listen, layer, tmp_path)
    assert set(found.values()) == {None}
    assert all("cannot be measured" in text for text in said.values())
    made, text = listen("assessaccuracy", INPUT=layer, REFERENCE_FIELD="truth",
                        OUTPUT_CLASSES=tmp_path / "classes.gpkg",
                        OUTPUT_HTML=tmp_path / "report.html")  # fmt: skip
    assert made["OVERALL_ADJUSTED"] is None
    assert "by area" not in text
    for row in support.table(tmp_path / "classes.gpkg"):
        assert {row[name] for name in ("area_ha", "est_ha", "est_low", "est_high")} == {None}
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "nan" not in page.split("<body")[1].replace("nano", "")


def test_without_a_reference_system_areas_are_in_map_units_and_that_is_said(listen, tmp_path):
    layer = cluster_layer(tmp_path / "map.gpkg", "", (0, 2, 0, 60, 0, -2), 10, 5)
    found, said = totals(listen, layer, tmp_path)
    assert found == pytest.approx(dict.fromkeys(found, 4 * WIDE * HIGH))
    assert all("square map units" in text for text in said.values())


def test_scenes_over_an_edge_that_is_not_known_count_in_full_and_that_is_said(listen, tmp_path):
    crs, transform, right = CASES["a site in meters"]
    layer = cluster_layer(tmp_path / "map.gpkg", crs, transform, 12, 12, known=False)
    found, said = totals(listen, layer, tmp_path)
    assert found == pytest.approx(dict.fromkeys(found, right * 48 * 36 / (WIDE * HIGH)))
    assert all("not known where the raster ends" in text for text in said.values())
    whole = cluster_layer(tmp_path / "whole.gpkg", crs, transform, 10, 10, known=False)
    _, said = totals(listen, whole, tmp_path)
    assert not any("not known" in text for text in said.values())


def test_the_strata_of_an_assessment_are_weighted_by_ground(listen, tmp_path):
    # Of class 1 and 2 there are as many scenes, in degrees from the equator to the pole.
    layer = cluster_layer(tmp_path / "map.gpkg", "EPSG:4326", (0, 1, 0, 90, 0, -3), 10, 10, "1")
    made = ogr.Open(layer, True)
    made.ExecuteSQL("UPDATE map SET class_code = 1 + (row = 2), truth = 1 + (row = 2)")
    made.ExecuteSQL("UPDATE map SET truth = '1' WHERE scene_id = 9")
    del made
    found, _ = listen("assessaccuracy", INPUT=layer, REFERENCE_FIELD="truth",
                      OUTPUT_CLASSES=tmp_path / "classes.gpkg")  # fmt: skip
    # Row 2 is from the equator to 30 degrees; by the sphere it is half of the half globe.
    rows = {row["class"]: row for row in support.table(tmp_path / "classes.gpkg")}
    share = rows["2"]["area_ha"] / (rows["1"]["area_ha"] + rows["2"]["area_ha"])
    assert share == pytest.approx(0.5, abs=2e-3)
    assert found["OVERALL_ADJUSTED"] == pytest.approx(1 - share / 4)


def test_clusters_of_a_run_end_where_their_raster_ends(run, tmp_path):
    raster = support.write_raster(tmp_path / "r.tif", support.texture())  # 160 x 128 of 10 m
    made = run("clusterscenes", INPUT=raster, **{**support.WHOLE, "SIZE": 36}, STRIDE=18,
               EDGES="keep", N_CLUSTERS=2, CLUSTERING="k-means",
               OUTPUT=tmp_path / "map.gpkg", FEATURES=tmp_path / "f.parquet",
               CLUSTER_MODEL=tmp_path / "m.npz")  # fmt: skip
    if made["SKIPPED"]:
        pytest.skip("a scene has no cluster, so the clusters do not cover the raster")
    run("clustertable", INPUT=made["OUTPUT"], OUTPUT=tmp_path / "table.gpkg")
    found = sum(row["area"] for row in support.table(tmp_path / "table.gpkg"))
    # By pyproj's Geod.
    assert found == pytest.approx(2_049_639, rel=1e-3)
    run("dissolveclasses", INPUT=made["OUTPUT"], OUTPUT=tmp_path / "classes.gpkg")
    source = ogr.Open(str(tmp_path / "classes.gpkg"))
    # The polygons too: left, right, bottom, top.
    assert source.GetLayer(0).GetExtent() == (500_000, 501_600, 4_998_720, 5_000_000)

"""Scene grids of rasters as they really come, through QGIS."""

from __future__ import annotations

import math

import numpy as np
import pytest
import support
from osgeo import gdal

WIDTH, HEIGHT = 160, 128
PLACES = {
    "in degrees": ((18.49895843, 2.4999999368e-5, 0, -33.9733595034, 0, -2.4999999368e-5), 4326),
    "of pixels that are not square": ((500_000, 7.5, 0, 5_000_000, 0, -12.25), 32633),
    "south up": ((500_000, 10, 0, 4_990_000, 0, 10), 32633),
    "rotated": (
        (
            500_000,
            10 * math.cos(0.5),
            10 * math.sin(0.5),
            5_000_000,
            10 * math.sin(0.5),
            -10 * math.cos(0.5),
        ),
        32633,
    ),
    "sheared": ((500_000, 10, 2.5, 5_000_000, 1.5, -12), 32633),
    "of feet": ((2_000_000, 3.3, 0, 500_000, 0, -3.3), 2263),
}


@pytest.fixture
def raster(tmp_path):
    return support.write_raster(tmp_path / "made.tif", support.texture())


@pytest.mark.parametrize("place", PLACES)
def test_scenes_lie_on_the_pixels_of_a_raster(run, tmp_path, place):
    transform, epsg = PLACES[place]
    path = support.write_raster(tmp_path / "made.tif", support.texture(), transform, epsg)
    made = run("scenegrid", INPUT=path, SIZE=32, OUTPUT=tmp_path / "grid.gpkg")
    assert made["SCENES"] == 5 * 4
    kept = gdal.Open(path).GetGeoTransform()
    found = support.pixel_corners(made["OUTPUT"], kept)
    rows = support.table(made["OUTPUT"])
    expected = np.array([(row["col"] * 32, row["row"] * 32) for row in rows])
    assert abs(found[:, 0] - expected).max() < 1e-6
    assert abs(found.max(axis=1) - expected - 32).max() < 1e-6
    assert abs(found.min(axis=1) - expected).max() < 1e-6


@pytest.mark.parametrize("extension", ["gpkg", "shp", "geojson", "fgb", None])
def test_a_grid_goes_into_any_kind_of_layer(run, raster, tmp_path, extension):
    output = tmp_path / f"grid.{extension}" if extension else "TEMPORARY_OUTPUT"
    made = run("scenegrid", INPUT=raster, SIZE=64, STRIDE=32, EDGES="drop", OUTPUT=output)
    assert made["SCENES"] == 4 * 3
    if extension is None:
        layer = made["OUTPUT"]
        assert layer.providerType() == "memory"
        assert layer.featureCount() == 12
        assert [field.name() for field in layer.fields()] == [
            "scene_id", "row", "col", "valid_fraction",
        ]  # fmt: skip
    else:
        # FlatGeobuf puts them in an order of its own.
        rows = sorted(support.table(output), key=lambda row: row["scene_id"])
        assert len(rows) == 12
        assert rows[-1]["scene_id"] == 12
        assert (rows[-1]["row"], rows[-1]["col"]) == (2, 3)


def test_scenes_that_hang_over_the_edge_are_kept_with_what_they_hold(run, raster):
    kept = run(
        "scenegrid", INPUT=raster, SIZE=48, MIN_VALID=0, EDGES="keep", OUTPUT="TEMPORARY_OUTPUT"
    )
    assert kept["SCENES"] == 4 * 3
    last = list(kept["OUTPUT"].getFeatures())[-1]
    assert last["valid_fraction"] == pytest.approx((160 - 144) * (128 - 96) / 48**2)
    some = run(
        "scenegrid", INPUT=raster, SIZE=48, MIN_VALID=0.5, EDGES="keep", OUTPUT="TEMPORARY_OUTPUT"
    )
    assert some["SCENES"] + some["SKIPPED"] == 12
    assert some["SKIPPED"] > 0


def test_sizes_in_map_units_become_pixels(run, raster):
    made = run(
        "scenegrid", INPUT=raster, SIZE=323, STRIDE=160, UNITS="map units", EDGES="drop",
        OUTPUT="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert made["SCENES"] == 9 * 7
    box = next(made["OUTPUT"].getFeatures()).geometry().boundingBox()
    assert (box.width(), box.height()) == (320, 320)


@pytest.mark.parametrize("epsg", [32633, 4326, 3857])
def test_an_extent_may_come_in_any_crs(run, raster, epsg):
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsProject,
        QgsRectangle,
    )

    own, other = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (32633, epsg))
    transform = QgsCoordinateTransform(own, other, QgsProject.instance())
    half = transform.transformBoundingBox(QgsRectangle(500_003, 4_998_800, 500_797, 4_999_997))
    extent = (
        f"{half.xMinimum()!r},{half.xMaximum()!r},{half.yMinimum()!r},{half.yMaximum()!r} "
        f"[EPSG:{epsg}]"
    )
    made = run("scenegrid", INPUT=raster, SIZE=32, EXTENT=extent, EDGES="drop",
               OUTPUT="TEMPORARY_OUTPUT")  # fmt: skip
    first = next(made["OUTPUT"].getFeatures()).geometry().boundingBox()
    if epsg == 32633:  # elsewhere the rectangle around the turned one is a little larger
        assert made["SCENES"] == 2 * 3
        assert (first.xMinimum(), first.yMaximum()) == (500_000, 5_000_000)
    assert 6 <= made["SCENES"] < 20
    assert made["OUTPUT"].crs() == own


@pytest.mark.parametrize("epsg", [32633, 4326])
def test_only_scenes_within_a_mask_are_made_in_any_crs(run, raster, tmp_path, epsg):
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsGeometry,
        QgsProject,
    )

    shape = QgsGeometry.fromWkt(support.box(500_010, 4_999_400, 500_600, 4_999_990))
    own, other = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (32633, epsg))
    shape.transform(QgsCoordinateTransform(own, other, QgsProject.instance()))
    mask = support.write_polygons(tmp_path / "mask.gpkg", [shape.asWkt(17)], epsg)
    made = run("scenegrid", INPUT=raster, SIZE=32, MASK=mask, OUTPUT="TEMPORARY_OUTPUT")
    found = {(f["row"], f["col"]) for f in made["OUTPUT"].getFeatures()}
    assert found == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_mask_may_be_the_selected_polygons_of_a_layer(run, raster, tmp_path):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

    shapes = [
        support.box(500_010, 4_999_700, 500_300, 4_999_990),
        support.box(501_300, 4_998_800, 501_500, 4_999_000),
    ]
    layer = QgsVectorLayer(
        support.write_polygons(tmp_path / "mask.gpkg", shapes, 32633), "mask", "ogr"
    )
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("$id = 2")
    try:
        made = run(
            "scenegrid",
            INPUT=raster,
            SIZE=32,
            MASK=QgsProcessingFeatureSourceDefinition(layer.id(), True),
            OUTPUT="TEMPORARY_OUTPUT",
        )
    finally:
        QgsProject.instance().removeMapLayer(layer)
    assert [(f["row"], f["col"]) for f in made["OUTPUT"].getFeatures()] == [(3, 4)]


def test_nodata_alpha_and_nan_count_as_no_data(run, tmp_path):
    values = support.texture()
    nodata, alpha = values.copy(), np.concatenate([values, np.full_like(values[:1], 255)])
    nodata[:, :, :32], alpha[3, :, :32] = 0, 0
    nan = values.astype(np.float64)
    nan[1, :, :32] = np.nan
    paths = [
        support.write_raster(tmp_path / "nodata.tif", nodata, nodata=0),
        support.write_raster(tmp_path / "alpha.tif", alpha, alpha=True),
        support.write_raster(tmp_path / "nan.tif", nan),
    ]
    for path in paths:
        made = run("scenegrid", INPUT=path, SIZE=32, OUTPUT="TEMPORARY_OUTPUT")
        assert (made["SCENES"], made["SKIPPED"]) == (16, 4), path


def test_a_raster_in_a_geopackage_or_a_virtual_one_is_read(run, raster, tmp_path):
    from qgis.core import QgsRasterLayer

    gdal.Translate(str(tmp_path / "many.gpkg"), raster, format="GPKG",
                   creationOptions=["RASTER_TABLE=scene"])  # fmt: skip
    gdal.BuildVRT(str(tmp_path / "made.vrt"), [raster]).FlushCache()
    layer = QgsRasterLayer(f"GPKG:{tmp_path / 'many.gpkg'}:scene", "scene")
    assert layer.isValid()
    for source in (layer, str(tmp_path / "many.gpkg"), str(tmp_path / "made.vrt")):
        made = run("scenegrid", INPUT=source, SIZE=32, OUTPUT="TEMPORARY_OUTPUT")
        assert made["SCENES"] >= 20, source


@pytest.mark.parametrize("method", ["SLIC", "Felzenszwalb"])
def test_segments_cover_the_valid_pixels_and_have_features(run, tmp_path, method):
    from osgeo import ogr

    values = support.texture()
    values[:, :20, :30] = 0
    path = support.write_raster(tmp_path / "made.tif", values, nodata=0)
    made = run(
        "segmentscenes", INPUT=path, METHOD=method, SIZE=300, SCALE=500, MIN_SIZE=100,
        OUTPUT=tmp_path / "segments.gpkg",
    )  # fmt: skip
    rows = support.table(made["OUTPUT"])
    assert list(rows[0]) == ["scene_id", "pixels", "valid_fraction", "area"]
    assert [row["scene_id"] for row in rows] == list(range(1, made["SCENES"] + 1))
    assert sum(row["pixels"] for row in rows) == 160 * 128 - 20 * 30
    # On the ellipsoid; in the middle of a UTM zone, the map is 0.08 % smaller.
    assert all(row["area"] == pytest.approx(row["pixels"] * 100, rel=1e-3) for row in rows)
    assert all(row["pixels"] >= 100 for row in rows)
    assert all(0 < row["valid_fraction"] <= 1 for row in rows)
    layer = ogr.Open(made["OUTPUT"])
    areas = [feature.GetGeometryRef().GetArea() for feature in layer.GetLayer(0)]
    assert areas == pytest.approx([row["area"] for row in rows], rel=1e-3)
    features = run("extractfeatures", INPUT=path, GRID=made["OUTPUT"], INPUT_SIZE=56,
                   OUTPUT=tmp_path / "features.parquet")  # fmt: skip
    assert features["SCENES"] == made["SCENES"]
    assert features["SKIPPED"] == sum(row["valid_fraction"] < 0.5 for row in rows)


def test_segments_of_an_extent_of_chosen_bands(run, raster):
    extent = "500400,500800,4999400,4999800 [EPSG:32633]"
    made = run(
        "segmentscenes", INPUT=raster, BANDS="2", SIZE=100, EXTENT=extent,
        OUTPUT="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert sum(f["pixels"] for f in made["OUTPUT"].getFeatures()) == 40 * 40
    box = made["OUTPUT"].extent()
    assert (box.xMinimum(), box.yMaximum()) == (500_400, 4_999_800)


def test_scales_come_as_a_table_and_a_report(run, raster, tmp_path):
    made = run(
        "suggestscale", INPUT=raster, INPUT_SIZE=112, PRECISION="fp32",
        OUTPUT=tmp_path / "scales.gpkg", OUTPUT_HTML=tmp_path / "scales.html",
    )  # fmt: skip
    rows = support.table(made["OUTPUT"])
    # 160 x 128 pixels of 10 m: 500 cells or more, and as many as the grid has.
    assert [row["size"] for row in rows] == [3, 4, 6]
    assert [row["context"] for row in rows] == [24, 32, 48]
    assert [row["size_map"] for row in rows] == [30, 40, 60]
    assert [row["context_map"] for row in rows] == [240, 320, 480]
    assert [row["cells"] for row in rows] == [54 * 43, 40 * 32, 27 * 22]
    (best,) = (row for row in rows if row["proposed"])
    assert best["score"] == max(row["score"] for row in rows)
    assert (made["SIZE"], made["CONTEXT"], made["CELLS"]) == (
        best["size"], best["context"], best["cells"],
    )  # fmt: skip
    page = (tmp_path / "scales.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg") == 4
    assert f"SIZE={best['size']} CONTEXT={best['context']}" in page
    assert "size, m" in page
    # What is proposed is what is taken where nothing is given.
    features = run(
        "extractfeatures", INPUT=raster, INPUT_SIZE=112, PRECISION="fp32",
        OUTPUT=tmp_path / "features.parquet",
    )  # fmt: skip
    assert features["SCENES"] == -(-160 // best["size"]) * -(-128 // best["size"])


def test_a_grid_of_a_context_has_eight_cells_along_it(run, raster):
    made = run("scenegrid", INPUT=raster, CONTEXT=64, OUTPUT="TEMPORARY_OUTPUT")
    assert made["SCENES"] == (160 // 8) * (128 // 8)
    made = run("scenegrid", INPUT=raster, CONTEXT=1280, UNITS="map units",
               OUTPUT="TEMPORARY_OUTPUT")  # fmt: skip
    assert made["SCENES"] == (160 // 16) * (128 // 16)

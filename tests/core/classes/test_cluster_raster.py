"""Clusters as a raster: what it is drawn on, against GDAL's own rasterizing."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine

from rs_deepcluster_plugin.core.classes.class_raster import Drawing, drawing_order
from rs_deepcluster_plugin.core.classes.cluster_raster import (
    BANDS,
    NO_CLUSTER,
    lay_cells,
    write_cluster_raster,
)
from rs_deepcluster_plugin.core.scenes.blocks import area_of
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster

NORTH_UP = (500_000.0, 2.0, 0.0, 4_500_000.0, 0.0, -2.0)
TURNED = (500_000.0, 1.2, 0.9, 4_500_000.0, 0.9, -1.2)
DEGREES = (12.0, 1 / 3600 / 7, 0.0, 48.0, 0.0, -1 / 3600 / 11)


def blocks_of(grid, size=100):
    return lambda: [grid.wkb(start, start + size) for start in range(0, len(grid), size)]


def laid(transform, shape, settings):
    grid = make_grid(transform, shape, settings)
    return grid, lay_cells(grid.rows, grid.cols, blocks_of(grid))


@pytest.mark.parametrize("transform", [NORTH_UP, TURNED, DEGREES])
@pytest.mark.parametrize("edges", ["shift", "keep", "drop"])
def test_each_cell_is_the_pixel_that_its_footprint_covers(transform, edges):
    grid, cells = laid(transform, (203, 305), GridSettings(size=(10, 7), edges=edges))
    expected = Affine.from_gdal(*transform) @ Affine.scale(10, 7)
    assert np.allclose(cells.sheet.transform, expected.to_gdal(), rtol=1e-9, atol=1e-15)
    _, _, width, height = cells.sheet.window
    assert (height, width) == (grid.rows.max() + 1, grid.cols.max() + 1)
    found = cells((0, 0, width, height))
    centers = shapely.centroid(shapely.from_wkb(grid.wkb()))
    cols, rows = ~expected @ (shapely.get_x(centers), shapely.get_y(centers))
    there = found[np.floor(rows).astype(int), np.floor(cols).astype(int)]
    assert (there == np.arange(len(grid))).all()
    assert (found >= 0).sum() == len(grid)


def test_what_is_left_of_a_grid_starts_at_its_first_row_and_column():
    mask = shapely.to_wkb(shapely.box(500_050, 4_499_800, 500_130, 4_499_900))
    grid, cells = laid(NORTH_UP, (200, 200), GridSettings(size=10, mask=mask))
    left, top = grid.cols.min(), grid.rows.min()
    assert min(left, top) > 0
    assert cells.sheet.transform == (500_000 + 20 * left, 20, 0, 4_500_000 - 20 * top, 0, -20)
    assert (cells(cells.sheet.window) >= 0).sum() == len(grid)


def test_the_last_digits_of_cells_in_degrees_do_not_add_up():
    cells = laid(DEGREES, (8, 400_000), GridSettings(size=4))[1]
    expected = (Affine.from_gdal(*DEGREES) @ Affine.scale(4)).to_gdal()
    far = np.array([1, 100_000, 2])
    ways = np.reshape(cells.sheet.transform, (2, 3)) - np.reshape(expected, (2, 3))
    assert np.abs(ways @ far).max() < 1e-6 * 4 / 3600 / 11


@pytest.mark.parametrize("stride", [5, 15])
def test_cells_that_overlap_or_lie_apart_are_no_pixels(stride):
    assert laid(NORTH_UP, (200, 200), GridSettings(size=10, stride=stride))[1] is None


def test_other_polygons_are_no_pixels():
    grid = make_grid(NORTH_UP, (100, 100), GridSettings(size=10))
    shapes = grid.wkb()
    rows, cols = grid.rows, grid.cols

    def found(changed, rows=rows, cols=cols):
        return lay_cells(rows, cols, lambda: [changed])

    assert found(shapes) is not None
    for shape in (
        shapely.box(500_000, 4_499_990, 500_010, 4_500_000).buffer(1),
        shapely.box(500_000, 4_499_985, 500_020, 4_500_000),  # shorter than its place
        shapely.Polygon([(500_000, 4_500_000), (500_020, 4_500_000), (500_018, 4_499_980),
                         (500_000, 4_499_980)]),
        None,
    ):  # fmt: skip
        changed = shapes.copy()
        changed[0] = None if shape is None else shapely.to_wkb(shape)
        assert found(changed) is None
    twice = cols.copy()
    twice[1] = 0
    assert found(shapes, cols=twice) is None
    numbered = np.arange(1, len(shapes) + 1)
    assert found(shapes, numbered, np.zeros_like(cols)) is None


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.tif"
    place = {"crs": "EPSG:32633", "transform": Affine.from_gdal(*NORTH_UP)}
    with rasterio.open(
        path, "w", driver="GTiff", width=60, height=50, count=1, dtype="uint8", **place
    ) as raster:
        raster.write(np.ones((1, 50, 60), dtype=np.uint8))
    return path


def test_where_scenes_overlap_the_likelier_one_counts(source, tmp_path):
    grid = make_grid(NORTH_UP, (50, 60), GridSettings(size=10, stride=5))
    assert lay_cells(grid.rows, grid.cols, blocks_of(grid)) is None
    random = np.random.default_rng(0)
    clusters = random.integers(0, 5, len(grid))
    seconds = random.integers(0, 5, len(grid)) * (clusters > 0)
    sure = random.random(len(grid))
    shown = np.where(clusters > 0, sure, -1)
    path = tmp_path / "clusters.tif"
    with Raster(str(source)) as raster:
        area = area_of(raster)
        drawing = Drawing(area, grid.wkb(), np.arange(len(grid)), drawing_order(shown))
        write_cluster_raster(path, area, drawing, clusters, sure, seconds)
    order = np.argsort(shown, kind="stable")
    shapes = shapely.from_wkb(grid.wkb())[order]
    with rasterio.open(path) as written:
        assert written.crs.to_epsg() == 32633
        assert written.transform == Affine.from_gdal(*NORTH_UP)
        assert (written.nodata, written.descriptions) == (NO_CLUSTER, BANDS)
        for band, values in enumerate((clusters, np.where(clusters > 0, sure, 0), seconds), 1):
            burnt = np.where(values > 0, values, NO_CLUSTER)[order].tolist()
            expected = rasterize(
                zip(shapes, burnt), (50, 60), fill=NO_CLUSTER,
                transform=written.transform, dtype="float32",
            )  # fmt: skip
            assert (written.read(band) == expected).all()

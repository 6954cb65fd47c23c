"""Polygons as scenes: only what lies inside them counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings, extract, make_provenance
from rs_deepcluster_plugin.core.features.scene_file import Provenance, SceneFile
from rs_deepcluster_plugin.core.scenes.grid import (
    GridSettings,
    grid_of_polygons,
    make_grid,
    pixel_to_map,
)
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes, scaling_of, valid_fractions

TRANSFORMS = {
    "north up": (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0),
    "south up": (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, 10.0),
    "rotated": (500_000.0, 8.5, 5.3, 5_000_000.0, 5.3, -8.5),
    "degrees": (20.412345678901234, 2.2e-5, 0.0, -34.0123456789, 0.0, -2.1e-5),
}
SHAPE = (90, 110)
SETTINGS = ExtractSettings(
    model=ModelSettings(input_size=56), engine=EngineSettings(device="cpu", precision="fp32")
)


def blob(transform, col=50, row=45, radius=20, seed=0):
    """Draw a polygon with a wavy outline around a pixel."""
    random = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * np.pi, 41)[:-1]
    radii = radius * (1 + 0.3 * np.sin(3 * angles + random.uniform(0, 6)))
    xs, ys = pixel_to_map(transform, col + radii * np.cos(angles), row + radii * np.sin(angles))
    return shapely.Polygon(np.stack([xs, ys], axis=1))


def scenes_of(transform, *shapes, shape=SHAPE):
    count = len(shapes)
    numbers = np.arange(1, count + 1)
    wkb = np.asarray(shapely.to_wkb(list(shapes)), dtype=object)
    return grid_of_polygons(transform, shape, wkb, numbers, numbers, np.zeros(count, dtype=int))


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=TRANSFORMS)
def test_inside_are_the_pixels_whose_centers_the_polygon_holds(transform):
    hole = shapely.difference(blob(transform), blob(transform, radius=6, seed=1))
    grid = scenes_of(transform, blob(transform), hole)
    for index, shape in enumerate((blob(transform), hole)):
        col, row, width, height = grid.windows[index]
        rows, cols = np.mgrid[row : row + height, col : col + width] + 0.5
        expected = shapely.contains_xy(shape, *pixel_to_map(transform, cols, rows))
        # A center on the outline, to the last digit, may fall to either side.
        assert (grid.inside(index) != expected).sum() <= 1
        assert 0.2 < expected.mean() < 0.9


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=TRANSFORMS)
@pytest.mark.parametrize("edges", ["shift", "keep", "drop"])
def test_cells_of_a_grid_fill_their_windows(transform, edges):
    made = make_grid(transform, SHAPE, GridSettings(size=32, edges=edges))
    grid = grid_of_polygons(transform, SHAPE, made.wkb(), made.scene_ids, made.rows, made.cols)
    assert all(grid.inside(index) is None for index in range(len(grid)))
    assert all(made.inside(index) is None for index in range(len(made)))


def test_a_polygon_without_a_center_has_the_pixels_that_it_touches():
    transform = TRANSFORMS["north up"]
    xs, ys = pixel_to_map(transform, np.array([10, 30, 30, 10]), np.array([20.1, 20.1, 20.3, 20.3]))
    grid = scenes_of(transform, shapely.Polygon(np.stack([xs, ys], axis=1)))
    assert grid.inside(0).sum() == 20


def test_the_valid_fraction_is_that_of_the_polygon(write_tif):
    values = np.full((3, *SHAPE), 7, dtype=np.uint8)
    values[:, :, 50:] = 0  # the right half of the first polygon; all around the second is nothing
    values[:, 5:16, 85:96] = 7
    values[:, 5, 85] = 0
    with Raster(write_tif(values, nodata=0)) as raster:
        transform = raster.transform
        left = shapely.Polygon(np.stack(pixel_to_map(
            transform, np.array([40, 60, 50]), np.array([30, 30, 60])), axis=1))  # fmt: skip
        corner = shapely.Polygon(np.stack(pixel_to_map(
            transform, np.array([86, 95, 95, 88]), np.array([6, 6, 15, 15])), axis=1))  # fmt: skip
        grid = scenes_of(transform, left, corner)
        fractions = valid_fractions(raster, grid)
    assert fractions[0] == pytest.approx(0.5, abs=0.03)
    assert fractions[1] == 1


def test_of_a_polygon_over_the_edge_of_a_whole_raster_the_share_on_it_counts(write_tif):
    values = np.full((3, *SHAPE), 7, dtype=np.uint8)
    with Raster(write_tif(values)) as raster:
        assert raster.complete
        shapes = [
            blob(raster.transform, col, row) for col, row in ((0, 45), (110, 45), (50, 2), (50, 85))
        ]
        xs, ys = pixel_to_map(raster.transform, np.array([0, 110]), np.array([90, 0]))
        frame = shapely.box(xs[0], ys[0], xs[1], ys[1])
        expected = [shapely.intersection(s, frame).area / s.area for s in shapes]
        fractions = valid_fractions(raster, scenes_of(raster.transform, *shapes))
    assert fractions == pytest.approx(expected, abs=0.02)
    assert all(0.3 < fraction < 0.95 for fraction in fractions)


@pytest.mark.skipif(not DEFAULT_WEIGHTS.is_file(), reason="the default model is not there")
def test_features_of_a_polygon_do_not_depend_on_what_lies_around_it(write_tif, tmp_path):
    random = np.random.default_rng(3)
    ground = random.integers(0, 60, (3, *SHAPE)).astype(np.uint8)
    lake = blob(TRANSFORMS["north up"])
    rows, cols = np.mgrid[: SHAPE[0], : SHAPE[1]] + 0.5
    inside = shapely.contains_xy(lake, *pixel_to_map(TRANSFORMS["north up"], cols, rows))
    other = ground.copy()
    other[:, ~inside] = np.arange(3)[:, None] * 20 + 180
    cell = shapely.box(500_000, 4_999_680, 500_320, 5_000_000)

    def features_of(values, name, **changes):
        path = write_tif(values, name=f"{name}.tif")
        with Raster(path) as raster:
            grid = replace(scenes_of(raster.transform, lake, cell), **changes)
            scaling = scaling_of(raster, replace(SETTINGS, scaling="type"))
            encoder = load_encoder(SETTINGS.model)
            made = make_provenance(
                path, raster.bands, encoder, SETTINGS, scaling, "", raster=raster, grid=grid
            )
            extract(
                RasterScenes(raster, grid, scaling), encoder, made, SETTINGS.engine,
                tmp_path / f"{name}.parquet", tmp_path / "cache",
            )  # fmt: skip
        file = SceneFile(tmp_path / f"{name}.parquet", "features")
        assert file.provenance.inside_only is not changes.get("whole_windows", False)
        return file.take(np.arange(2))

    here, there = features_of(ground, "here"), features_of(other, "there")
    assert np.array_equal(here[0], there[0])
    assert not np.allclose(here[1], there[1], atol=0.1)
    # Clusters of earlier versions are applied to features as they were then.
    before = features_of(other, "before", whole_windows=True)
    assert not np.allclose(before[0], there[0], atol=0.1)
    assert np.array_equal(before[1], there[1])


def test_features_of_earlier_versions_saw_whole_windows(provenance):
    values = provenance().to_json()
    del values["inside_only"]
    assert Provenance.from_json(values).inside_only is False

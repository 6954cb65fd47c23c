from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_cell_encoder
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features import scale
from rs_deepcluster_plugin.core.features.scale import (
    FEWEST_CELLS,
    MOST_CELLS,
    count_pixels,
    list_sizes,
    measure_scales,
)
from rs_deepcluster_plugin.core.scenes.grid import CELLS_ALONG, GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.scaling import Scaling

SCALING = Scaling((0.0,) * 3, (255.0,) * 3)
needs_model = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)


@pytest.fixture(scope="module")
def model():
    """A token for each cell: the smallest input there is."""
    encoder = load_cell_encoder(ModelSettings(input_size=112), CELLS_ALONG)
    return encoder, make_engine(replace(encoder), EngineSettings(device="cpu", precision="fp32"))


def fields(side, field=29, seed=0):
    """Squares of three kinds of ground, told apart by brightness and roughness."""
    random = np.random.default_rng(seed)
    kinds = random.integers(0, 3, (-(-side // field),) * 2).repeat(field, 0).repeat(field, 1)
    kinds = kinds[:side, :side]
    rough = random.normal(0, 1, (3, side, side)) * np.array([3, 20, 40])[kinds]
    return np.clip(np.array([60, 120, 180])[kinds] + rough, 1, 254).astype(np.uint8)


@pytest.mark.parametrize(
    "shape",
    [(23, 23), (30, 40), (64, 64), (100, 100), (443, 489), (1917, 2181), (5000, 5000),
     (10_980, 10_980), (40_000, 30_000), (200_000, 90_000), (12, 4000), (5, 101)],
)  # fmt: skip
def test_the_sizes_give_neither_too_few_cells_nor_too_many(shape):
    sizes = list_sizes(shape[0] * shape[1], shape)
    assert sizes == sorted(set(sizes))
    for size in sizes:
        # What make_grid lays, with cells at the edge and without.
        whole = (shape[0] // size) * (shape[1] // size)
        assert whole >= 0.8 * FEWEST_CELLS
        assert shape[0] * shape[1] / size**2 >= FEWEST_CELLS
        assert shape[0] * shape[1] / size**2 <= MOST_CELLS or shape[0] * shape[1] < 9 * MOST_CELLS
    made = make_grid((0, 1, 0, 0, 0, -1), shape, GridSettings(size=sizes[-1]))
    assert len(made) >= FEWEST_CELLS


def test_a_raster_with_fewer_pixels_than_cells_are_wanted_gets_cells_of_a_pixel():
    assert list_sizes(15 * 15, (15, 15)) == [1]


def test_a_fine_raster_offers_each_size_between_the_bounds():
    # 1000 x 1000 pixels: sqrt(1e6 / 50000) = 4.5 to sqrt(1e6 / 500) = 44.7
    assert list_sizes(1e6, (1000, 1000)) == [6, 8, 12, 16, 24, 32]


def test_only_pixels_with_data_count(write_tif):
    values = fields(200)
    values[:, :, 120:] = 0
    with Raster(write_tif(values, nodata=0), ()) as raster:
        pixels, shape = count_pixels(raster, GridSettings())
        assert pixels == pytest.approx(200 * 120, rel=0.01)
        assert shape == (200, 200)
        # Of the extent 100 x 50 pixels hold data.
        extent = (500_700, 4_999_500, 502_000, 5_000_000)
        pixels, shape = count_pixels(raster, GridSettings(extent=extent))
        assert pixels == pytest.approx(50 * 50, rel=0.05)
        assert shape == (50, 130)


def test_only_what_lies_in_the_mask_counts(write_tif):
    circle = shapely.Point(501_000, 4_999_000).buffer(500, quad_segs=64)
    # A quarter of another lies on the raster, whose pixels are 10 m wide.
    corner = shapely.Point(500_000, 5_000_000).buffer(400, quad_segs=64)
    mask = shapely.to_wkb(shapely.union(circle, corner))
    with Raster(write_tif(fields(200)), ()) as raster:
        pixels, _ = count_pixels(raster, GridSettings(mask=mask))
    assert pixels == pytest.approx(math.pi * (50**2 + 40**2 / 4), rel=0.01)


def test_the_share_between_cells_is_that_of_an_analysis_of_variance():
    from scipy.stats import f_oneway

    random = np.random.default_rng(0)
    values = random.normal(0, 1, (1, 12, 12)) + np.arange(9).reshape(3, 3).repeat(4, 0).repeat(4, 1)
    moments = scale._Moments()
    moments.add(values, np.ones((12, 12), dtype=bool), 4)
    cells = values[0].reshape(3, 4, 3, 4).swapaxes(1, 2).reshape(9, 16)
    f = f_oneway(*cells).statistic
    # F = (between / 8) / (within / 135) of the sums of squares.
    ratio = f * 8 / 135
    assert moments.between() == pytest.approx(ratio / (1 + ratio), rel=1e-9)


@needs_model
def test_the_sweep_measures_every_size_and_proposes_the_best(write_tif, model, recorder):
    encoder, engine = model
    with Raster(write_tif(fields(160)), ()) as raster:
        found = measure_scales(raster, GridSettings(), SCALING, encoder, engine, 0.5, recorder)
        again = measure_scales(raster, GridSettings(), SCALING, encoder, engine, 0.5)
    scales = [one for one, _ in found]
    assert [one.size for one in scales] == [3, 4, 6]
    assert [one.context for one in scales] == [24, 32, 48]
    assert [one.cells for one in scales] == [math.ceil(160 / n) ** 2 for n in (3, 4, 6)]
    assert [one.proposed for one in scales].count(True) == 1
    assert max(scales, key=lambda one: one.score).proposed
    for one in scales:
        assert one.score == pytest.approx(math.sqrt(one.between * one.stability))
        assert one.seconds > 0
    # Fields of 29 pixels, with noise in them: larger cells mix more of it.
    assert scales[0].between > scales[1].between > scales[2].between
    assert recorder.fractions == sorted(recorder.fractions)
    # What is chosen hangs on no clock.
    assert [replace(one, seconds=0) for one in scales] == [
        replace(one, seconds=0) for one, _ in again
    ]


@needs_model
def test_clusters_of_ground_are_stabler_than_clusters_of_noise(write_tif, model):
    encoder, engine = model
    noise = np.random.default_rng(1).integers(1, 254, (3, 160, 160)).astype(np.uint8)
    stabilities = []
    for values in (fields(160), noise):
        with Raster(write_tif(values), ()) as raster:
            found = measure_scales(raster, GridSettings(), SCALING, encoder, engine, 0.5)
        stabilities.append([one.stability for one, _ in found])
    assert np.mean(stabilities[0]) > np.mean(stabilities[1]) + 0.1


@needs_model
def test_windows_without_data_are_left_out_of_the_sweep(write_tif, model):
    encoder, engine = model
    values = fields(200)
    values[:, 60:] = 0
    with Raster(write_tif(values, nodata=0), ()) as raster:
        found = measure_scales(raster, GridSettings(), SCALING, encoder, engine, 0.5)
        assert [one.cells for one, _ in found] == [round(200 * 60 / n**2) for n in (3, 4)]
    values[:] = 0
    with (
        Raster(write_tif(values, nodata=0), ()) as raster,
        pytest.raises(SceneError, match="No cell has at least 50% valid data"),
    ):
        measure_scales(raster, GridSettings(), SCALING, encoder, engine, 0.5)


@needs_model
def test_a_raster_of_fewer_pixels_than_cells_are_wanted_is_not_swept(write_tif, model):
    with (
        Raster(write_tif(fields(20)), ()) as raster,
        pytest.raises(SceneError, match="only 400 pixels with data"),
    ):
        measure_scales(raster, GridSettings(), SCALING, *model, 0.5)

"""Scenes with holes are told apart by their ground, and not by their holes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from rs_deepcluster_plugin.core.engine import EngineSettings
from rs_deepcluster_plugin.core.extract import (
    ExtractSettings,
    RasterScenes,
    extract,
    make_provenance,
    scaling_of,
    valid_fractions,
)
from rs_deepcluster_plugin.core.features import SceneFile
from rs_deepcluster_plugin.core.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.models import DEFAULT_WEIGHTS, ModelSettings, load_encoder
from rs_deepcluster_plugin.core.project import Normalizer
from rs_deepcluster_plugin.core.raster import Raster

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "landsat7_san_francisco.tif"
pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
SIZE, SCENES = 32, 20  # pixels, and whole scenes along each side
SETTINGS = ExtractSettings(
    model=ModelSettings(input_size=56), engine=EngineSettings(device="cpu", precision="fp32")
)


def alikes_of(path, folder, edges):
    """Return the valid fractions of scenes, and the ten that are most like each (n, 10)."""
    with Raster(str(path)) as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=SIZE, edges=edges))
        scaling, encoder = scaling_of(raster, SETTINGS), load_encoder(SETTINGS.model)
        made = make_provenance(
            str(path), raster.bands, encoder, SETTINGS, scaling, "", raster=raster, grid=grid
        )
        extract(
            RasterScenes(raster, grid, scaling), encoder, made, SETTINGS.engine,
            folder / "features.parquet", folder / "cache",
        )  # fmt: skip
    (block,) = SceneFile(folder / "features.parquet", "features").blocks()
    vectors = block.vectors[block.has_vector]
    vectors = Normalizer.fit(vectors, made.part_dims)(vectors)
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    return block.valid_fractions[block.has_vector], np.argsort(-alike, axis=1)[:, :10]


@pytest.fixture
def piece(tmp_path):
    """A piece of the demo whose last row and column of scenes lie by 0.62 on it."""
    side = SIZE * SCENES + round(0.62 * SIZE)
    with rasterio.open(DEMO) as source:
        values = source.read(window=Window(700, 700, side, side))
        profile = {**source.profile, "width": side, "height": side, "nodata": None}
    path = tmp_path / "piece.tif"

    def write(values=values, **options):
        with rasterio.open(path, "w", **{**profile, **options}) as target:
            target.write(values)
        return path

    return values, write


def test_scenes_over_the_edge_are_not_like_each_other_for_what_they_lack(piece, tmp_path):
    fractions, alike = alikes_of(piece[1](), tmp_path, "keep")
    partial = (fractions > 0.5) & (fractions < 0.75)
    assert partial.sum() == 2 * SCENES
    # By chance it would be 0.09, and it is 0.10; filled with the mean of the scene, 0.33.
    assert partial[alike[partial]].mean() < 0.2


def test_by_default_all_scenes_of_a_whole_raster_are_whole(piece):
    with Raster(str(piece[1]())) as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=SIZE))
        fractions = valid_fractions(raster, grid)
    assert len(fractions) == (SCENES + 1) ** 2
    assert (fractions == 1).all()

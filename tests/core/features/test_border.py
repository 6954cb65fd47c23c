"""Scenes with holes are told apart by their ground, and not by their holes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from rs_deepcluster_plugin.core.clusters.model import ClusterSettings, fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, project
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features.extract import (
    ExtractSettings,
    extract,
    make_provenance,
)
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes, scaling_of, valid_fractions

DEMO = Path(__file__).parents[3] / "resources" / "demo" / "landsat7_san_francisco.tif"
pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
SIZE, SCENES = 32, 20  # pixels, and whole scenes along each side
SETTINGS = ExtractSettings(
    model=ModelSettings(input_size=56), engine=EngineSettings(device="cpu", precision="fp32")
)


def extracted(path, folder, edges, size=SIZE, settings=SETTINGS):
    """Write the features of a raster's scenes."""
    with Raster(str(path)) as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=size, edges=edges))
        scaling, encoder = scaling_of(raster, settings), load_encoder(settings.model)
        made = make_provenance(
            str(path), raster.bands, encoder, settings, scaling, "", raster=raster, grid=grid
        )
        extract(
            RasterScenes(raster, grid, scaling), encoder, made, settings.engine,
            folder / "features.parquet", folder / "cache",
        )  # fmt: skip
    return SceneFile(folder / "features.parquet", "features")


def test_scenes_over_the_edge_make_no_cluster_of_the_demo_raster(tmp_path):
    """The worst that a lack of data tells of a cluster; filled with a mean, it is 0.98."""
    from sklearn.metrics import roc_auc_score

    settings = replace(SETTINGS, model=ModelSettings(input_size=112))
    features = extracted(DEMO, tmp_path, "keep", 85, settings)
    project(features, ProjectionSettings(), tmp_path / "embedding.parquet")
    blocks = list(SceneFile(tmp_path / "embedding.parquet", "embedding").blocks())
    vectors = np.concatenate([block.vectors for block in blocks])
    fractions = np.concatenate([block.valid_fractions for block in blocks])
    found = fit_clusters(vectors, ClusterSettings(), features.provenance, None)[1]
    inside = found.clusters > 0
    clusters, fractions = found.clusters[inside], fractions[inside]
    assert ((fractions > 0.5) & (fractions < 0.75)).sum() > 40
    worst = max(roc_auc_score(clusters == number, -fractions) for number in np.unique(clusters))
    assert len(np.unique(clusters)) > 1
    assert worst < 0.7


@pytest.fixture
def piece(tmp_path):
    """A piece of the demo whose last row and column of scenes lie by 0.62 on it."""
    side = SIZE * SCENES + round(0.62 * SIZE)
    with rasterio.open(DEMO) as source:
        values = source.read(window=Window(700, 700, side, side))
        profile = {**source.profile, "width": side, "height": side, "nodata": None}
    with rasterio.open(tmp_path / "piece.tif", "w", **profile) as target:
        target.write(values)
    return str(tmp_path / "piece.tif")


def test_scenes_over_the_edge_are_not_like_each_other_for_what_they_lack(piece, tmp_path):
    features = extracted(piece, tmp_path, "keep")
    (block,) = features.blocks()
    fractions, vectors = block.valid_fractions[block.has_vector], block.vectors[block.has_vector]
    vectors = Normalizer.fit(vectors, features.provenance.part_dims)(vectors)
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -np.inf)
    alike = np.argsort(-similarity, axis=1)[:, :10]
    partial = (fractions > 0.5) & (fractions < 0.75)
    assert partial.sum() == 2 * SCENES
    # By chance it would be 0.09, and it is 0.10; filled with the mean of the scene, 0.33.
    assert partial[alike[partial]].mean() < 0.2


def test_by_default_all_scenes_of_a_whole_raster_are_whole(piece):
    with Raster(piece) as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=SIZE))
        fractions = valid_fractions(raster, grid)
    assert len(fractions) == (SCENES + 1) ** 2
    assert (fractions == 1).all()

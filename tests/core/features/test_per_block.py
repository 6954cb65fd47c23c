from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("rasterio")

from textures import EXTRACT, MODEL, write_classes

from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.load import load_backbone, load_encoder
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features import per_block as blocks
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.sources import (
    FolderScenes,
    images_in,
)

PLACES = np.array([0, 3, 7, 11])


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    return write_classes(tmp_path_factory.mktemp("blocks"), each=4)


def extracted(images, folder, encoder, model=MODEL):
    settings = replace(EXTRACT, model=model, engine=EngineSettings("cpu", "fp32"))
    paths = images_in(images)
    scenes = FolderScenes(paths, images, (), settings, None, "", silent)
    made = extraction.make_provenance(
        str(images), scenes.bands, encoder, settings, scenes.scaling, ""
    )
    path = folder / f"{encoder.identity[:8]}.parquet"
    extraction.extract(scenes, encoder, made, settings.engine, path, folder)
    return SceneFile(path, "features"), scenes


@pytest.mark.parametrize(
    "changes", [{}, {"pooling": "cls"}, {"blocks": (2, 5)}, {"blocks": (8,), "pooling": "patch"}]
)
def test_one_pass_gives_the_features_and_the_tokens_of_each_block(images, tmp_path, changes):
    model = replace(MODEL, **changes)
    every, encoder = blocks.load_every_block(model), load_encoder(model)
    assert [part.block for part in every.parts] == list(range(9))
    assert {part.pool for part in every.parts} == {changes.get("pooling", "both")}
    file, _ = extracted(images, tmp_path, every, model)
    # The features are what the model gives by itself, whitened or not.
    expected = extracted(images, tmp_path, encoder, model)[0].take(PLACES)
    found = blocks.make_block_features(file, PLACES, every, load_encoder(model), model)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() < 2e-3 * np.abs(expected).max()
    # A block's tokens are those of a model of that block alone.
    pooling = every.parts[0].pool
    alone = replace(model, blocks=(4,), pooling=pooling)
    tokens = extracted(images, tmp_path, load_encoder(alone), alone)[0].take(np.arange(12))
    tokens = Normalizer.fit(tokens, (tokens.shape[1],))(tokens)
    mine = blocks.normalize_block(file, np.arange(12), every, 4)
    assert (mine * tokens).sum(axis=1).min() > 0.999
    assert np.allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-4)


def test_the_tokens_are_those_of_timms_own_forward_pass(images, tmp_path):
    every = blocks.load_every_block(MODEL)
    file, scenes = extracted(images, tmp_path, every)
    image = torch.from_numpy(scenes.read(0)[0])[None]
    loaded = load_backbone(MODEL, 28, same_tokens=True)
    vit, header = loaded.vit, loaded.header
    mean, std = (torch.tensor(v).reshape(1, 3, 1, 1) for v in (header.mean, header.std))
    resized = torch.nn.functional.interpolate(image, (28, 28), mode="bicubic", antialias=True)
    with torch.inference_mode():
        found = vit.get_intermediate_layers(
            (resized.clamp(0, 1) - mean) / std, n=[3], return_prefix_tokens=True
        )[0]
        patches, prefix = found
        norm = torch.nn.functional.layer_norm
        expected = torch.cat(
            [norm(prefix, prefix.shape[-1:])[:, 0], norm(patches, patches.shape[-1:]).mean(1)], 1
        )[0].numpy()
    stored = file.take(np.array([0]), slice(3 * 768, 4 * 768))[0]
    cosine = stored @ expected / np.linalg.norm(stored) / np.linalg.norm(expected)
    assert cosine > 0.999


def test_columns_are_read_without_the_others(images, tmp_path):
    file, _ = extracted(images, tmp_path, blocks.load_every_block(MODEL))
    whole = file.take(PLACES)
    assert np.array_equal(file.take(PLACES, slice(768, 1536)), whole[:, 768:1536])

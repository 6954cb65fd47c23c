from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from rs_deepcluster_plugin.core.base.errors import ModelError
from rs_deepcluster_plugin.core.encoder.engine import Averaging, EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.likeness import compare_classes, compare_turned
from rs_deepcluster_plugin.core.encoder.load import (
    find_weights,
    load_cell_encoder,
    load_encoder,
)
from rs_deepcluster_plugin.core.encoder.orientations import (
    ORIENTATIONS,
    turn_images,
    turn_tokens_back,
)
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.encoder.weights_file import write_weights

EXACT = EngineSettings(device="cpu", precision="fp32")
SMALL = ModelSettings(input_size=56)


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(0).random((3, 3, 56, 56), dtype=np.float32)


@functools.cache
def engine_of(orientations):
    return make_engine(load_encoder(replace(SMALL, orientations=orientations)), EXACT)


def test_tokens_turn_back_to_where_their_pixels_were(images):
    seen = {turn_images(images, kind).tobytes() for kind in range(8)}
    assert len(seen) == 8
    pixels = images.transpose(0, 2, 3, 1)
    for kind in range(8):
        turned = turn_images(images, kind).transpose(0, 2, 3, 1)
        np.testing.assert_array_equal(turn_tokens_back(turned, kind), pixels)


def test_features_are_the_mean_of_those_of_the_orientations(images):
    plain = engine_of(1)
    upright = plain(images)
    quarters = [plain(np.rot90(images, k, axes=(2, 3)).copy()) for k in range(4)]
    mirrored = [plain(np.rot90(images, k, axes=(2, 3))[..., ::-1].copy()) for k in range(4)]
    for count, expected in (
        (2, [quarters[0], quarters[2]]), (4, quarters), (8, quarters + mirrored),
    ):  # fmt: skip
        found = engine_of(count)(images)
        np.testing.assert_allclose(found, np.mean(expected, axis=0), atol=1e-4)
        assert np.abs(found - upright).max() > 0.1  # the model does tell directions apart


def test_a_scene_that_is_turned_has_the_same_features(images):
    turned = np.rot90(images, axes=(2, 3)).copy()
    plain, four = engine_of(1), engine_of(4)
    assert np.abs(plain(turned) - plain(images)).max() > 0.1
    np.testing.assert_allclose(four(turned), four(images), atol=1e-4)


def test_tokens_of_cells_turn_with_the_window(images):
    encoder = load_cell_encoder(replace(SMALL, orientations=4), 2)
    side, pattern = encoder.tokens, encoder.reduction.pattern
    # What a place alone gives is the same at the four places that turns bring together.
    np.testing.assert_allclose(np.rot90(pattern), pattern, atol=1e-6)
    engine = make_engine(encoder, EXACT)
    tokens = engine(images).reshape(3, side, side, -1)
    turned = engine(np.rot90(images, axes=(2, 3)).copy()).reshape(3, side, side, -1)
    np.testing.assert_allclose(turned, np.rot90(tokens, axes=(1, 2)), atol=1e-3)


def test_windows_without_data_have_no_tokens_and_break_nothing(images):
    """As in a corner of a raster that has none: all windows that travel together are left out."""
    encoder = load_cell_encoder(replace(SMALL, orientations=8), 2)
    dims = encoder.tokens**2 * sum(encoder.part_dims)
    assert make_engine(encoder, EXACT)(images[:0]).shape == (0, dims)
    assert engine_of(2)(images[:0]).shape == (0, engine_of(2)(images).shape[1])


def test_an_engine_gets_all_orientations_at_once(images):
    """Its threads have work each only where there are as many images as they can take."""

    class Seen:
        device, precision, name = "cpu", "fp32", ""
        passes, batch = 1, 4

        def __init__(self):
            self.counts = []

        def __call__(self, some):
            self.counts.append(len(some))
            return engine_of(1)(some)

    seen = Seen()
    averaging = Averaging(seen, 8, 0)
    np.testing.assert_array_equal(averaging(images), engine_of(8)(images))
    assert seen.counts == [24]
    assert averaging.batch == 1  # an image is eight to it


def test_features_of_other_orientations_do_not_mix():
    made = {load_encoder(replace(SMALL, orientations=count)).identity for count in (1, 2, 4)}
    assert len(made) == 3
    with pytest.raises(ModelError, match="3 orientations; choose one of 1, 2, 4, 8"):
        load_encoder(replace(SMALL, orientations=3))


def test_a_run_looks_up_as_often_as_before():
    assert engine_of(1).passes == 1
    assert engine_of(8).passes == 8


def test_the_likeness_of_averages_is_known_from_that_of_turned_scenes():
    """Features of a class, an image and one of its directions, compared as they come out."""
    random = np.random.default_rng(0)
    classes, each, dims = 20, 60, 300
    labels = np.repeat(np.arange(classes), each)
    image = random.normal(size=(classes, dims))[labels] * 0.5
    image += random.normal(size=(len(labels), dims))
    seen = [image + random.normal(size=image.shape) for _ in range(4)]
    turned = compare_turned(seen[0], lambda kind: seen[kind])
    assert turned == pytest.approx(1.25 / 2.25, abs=0.01)
    told = compare_classes(seen[0], labels).averaged(turned, 4)
    measured = compare_classes(np.mean(seen, axis=0), labels)
    for name in ("within", "between", "border", "length"):
        assert getattr(told, name) == pytest.approx(getattr(measured, name), rel=0.03, abs=0.003)


def test_the_default_model_knows_the_likeness_of_averages():
    header = find_weights(ModelSettings())[1]
    assert 0.5 < header.turned < 1
    alike = [header.likeness_of(count) for count in ORIENTATIONS]
    assert alike[0] == header.likeness
    assert sorted(one.within for one in alike) == [one.within for one in alike]
    assert load_encoder(replace(SMALL, orientations=4)).likeness == alike[2]
    older = replace(header, turned=None)
    assert older.likeness_of(1) == header.likeness
    assert older.likeness_of(4) is None


def test_a_model_of_an_earlier_version_says_what_it_does_not_know(tmp_path, recorder):
    tensors, header = find_weights(ModelSettings())
    path = tmp_path / "own.safetensors"
    write_weights(path, tensors, replace(header, turned=None), header.quantization)
    own = replace(SMALL, weights=str(path))
    assert load_encoder(own, recorder).likeness == header.likeness
    assert recorder.lines == []
    assert load_encoder(replace(own, orientations=4), recorder).likeness is None
    (line,) = recorder.lines
    assert "Fine-tune it again, or choose 1 orientation." in line

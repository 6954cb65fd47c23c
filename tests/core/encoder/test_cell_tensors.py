from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from rs_deepcluster_plugin.core.base.errors import ModelError
from rs_deepcluster_plugin.core.encoder.cell_tensors import (
    TokenMoments,
    take_reduction,
    tensors_for_cells,
)
from rs_deepcluster_plugin.core.encoder.load import (
    find_weights,
    load_cell_encoder,
    load_encoder,
)
from rs_deepcluster_plugin.core.encoder.settings import (
    DEFAULT_WEIGHTS,
    CellRecipe,
    ModelSettings,
    tokens_along,
)
from rs_deepcluster_plugin.core.encoder.weights_file import write_weights

pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
SCENES = "9faebf5042fbb08f69a2b2e4c332c62bc5af48ebecc74d89b01ead5bf85f0a79"


@pytest.fixture
def written(tmp_path):
    """Write the default model with other tensors or another header; returns its path."""

    def write(changes=(), **header):
        tensors, about = find_weights(ModelSettings())
        for name, tensor in dict(changes).items():
            if tensor is None:
                del tensors[name]
            else:
                tensors[name] = tensor
        path = tmp_path / "changed.safetensors"
        write_weights(path, tensors, replace(about, **header), about.quantization)
        return ModelSettings(weights=str(path))

    return write


def test_what_cells_need_changes_no_scene():
    """Features files of versions without cells stay valid."""
    assert load_encoder(ModelSettings()).identity == SCENES


def test_the_embedded_model_has_a_recipe_for_cells():
    encoder = load_cell_encoder(ModelSettings(), 8)
    assert encoder.cells == CellRecipe((4, 6), (1, 3, 7))
    assert (encoder.tokens, encoder.input_size, encoder.cell_dims) == (16, 224, 384)
    assert len(encoder.module.vit.blocks) == 7
    # The directions of the reduction are orthogonal but for the two blocks' scale.
    matrix = encoder.reduction.matrix
    product = matrix @ matrix.T
    assert np.linalg.matrix_rank(matrix) == 384
    assert np.abs(product - np.diag(np.diag(product))).max() < 0.2 * np.diag(product).min()


def test_other_blocks_have_tokens_as_they_are():
    encoder = load_cell_encoder(ModelSettings(blocks=(2, 8)), 4)
    assert encoder.reduction is None
    assert (encoder.cells.blocks, encoder.cell_dims, encoder.tokens) == ((2, 8), 768, 16)
    assert encoder.identity != load_cell_encoder(ModelSettings(), 4).identity


def test_a_model_that_has_nothing_for_cells_takes_the_blocks_of_its_recipe(written):
    gone = dict.fromkeys(("cells_pattern", "cells_center", "cells_matrix"))
    encoder = load_cell_encoder(written(gone, cells=None), 8)
    assert encoder.cells == CellRecipe((6, 8))
    assert encoder.reduction is None


def test_a_cell_has_whole_tokens():
    sides = {along: along * tokens_along(ModelSettings(), along, 14) for along in range(1, 40)}
    assert sides[1] == sides[2] == sides[4] == sides[8] == sides[16] == 16
    assert sides[5] == 15
    assert sides[20] == 20
    assert all(side % along == 0 for along, side in sides.items())


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({"cells_center": None}, {}),
        ({"cells_pattern": torch.zeros(16, 15, 768)}, {}),
        ({"cells_matrix": torch.zeros(384, 700)}, {}),
        ({"cells_matrix": torch.zeros(0, 768)}, {}),
        ({}, {"cells": None}),
        ({}, {"cells": CellRecipe((6, 4))}),
        ({}, {"cells": CellRecipe((4, 6), (1, 2))}),
        ({}, {"cells": CellRecipe((4, 6), (1, 10001))}),
        ({}, {"cells": CellRecipe(())}),
    ],
)
def test_tensors_that_do_not_fit_are_refused(written, changes, header):
    with pytest.raises(ModelError, match="cut short or damaged"):
        load_cell_encoder(written(changes, **header), 8)


def test_a_pattern_that_is_the_same_everywhere_stays_so():
    tensors = {
        "cells_pattern": torch.full((16, 16, 6), 2.5).half(),
        "cells_center": torch.zeros(6).half(),
        "cells_matrix": torch.eye(6).half(),
        "other": torch.zeros(1),
    }
    taken = take_reduction(tensors, 10)
    assert list(tensors) == ["other"]
    np.testing.assert_allclose(taken.pattern, np.full((10, 10, 6), 2.5), rtol=1e-6)
    assert take_reduction(tensors, 10) is None


def test_the_widest_directions_are_those_of_principal_components():
    """Places and parts are taken out by hand, and scikit-learn finds the directions."""
    from sklearn.decomposition import PCA

    random = np.random.default_rng(0)
    tokens = random.normal(size=(200, 9, 8)) @ random.normal(size=(8, 8)) * 3
    tokens += 5 * random.normal(size=(1, 9, 8))  # what is there at every place
    moments = TokenMoments(9, 8)
    for part in np.split(tokens.astype(np.float32), 4):
        moments.add(part)
    fitted, kept = moments.solve((3, 5), 4)
    means = tokens.mean(axis=0)
    np.testing.assert_allclose(
        fitted.pattern, (means - means.mean(axis=0)).reshape(3, 3, 8), atol=1e-4
    )
    left = (tokens - means).reshape(-1, 8)
    scale = np.concatenate([np.full(n, left[:, p].var(axis=0).sum() ** -0.5) for n, p in (
        (3, slice(0, 3)), (5, slice(3, 8)))])  # fmt: skip
    pca = PCA(4).fit(left * scale)
    assert kept == pytest.approx(pca.explained_variance_ratio_.sum(), abs=1e-4)
    wide = fitted.reduce(tokens.reshape(-1, 8) - np.tile(fitted.pattern.reshape(9, 8), (200, 1)))
    expected = pca.transform(left * scale)
    np.testing.assert_allclose(np.abs(wide), np.abs(expected), atol=2e-3)


def test_what_was_fitted_comes_back_from_a_file():
    random = np.random.default_rng(1)
    moments = TokenMoments(4, 6)
    moments.add(random.normal(size=(50, 4, 6)).astype(np.float32))
    fitted, _ = moments.solve((6,), 3)
    back = take_reduction(tensors_for_cells(fitted), 2)
    tokens = random.normal(size=(2, 2, 2, 6)).astype(np.float32)
    np.testing.assert_allclose(
        back.reduce(back.without_place(tokens)), fitted.reduce(fitted.without_place(tokens)),
        atol=5e-3,
    )  # fmt: skip

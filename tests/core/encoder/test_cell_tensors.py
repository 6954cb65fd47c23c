from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from rs_deepcluster_plugin.core.base.errors import ModelError
from rs_deepcluster_plugin.core.encoder.cell_tensors import take_reduction
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
    sides = {along: along * tokens_along(ModelSettings(), along) for along in range(1, 40)}
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

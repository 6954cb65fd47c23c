"""What a model file has for cells: where tokens lie left out of them, and fewer numbers of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..base.arrays import Vectors
from .whitening import Tensors

PATTERN, CELL_CENTER, CELL_MATRIX = "cells_pattern", "cells_center", "cells_matrix"
CELL_NAMES = (PATTERN, CELL_CENTER, CELL_MATRIX)  # of the tensors


@dataclass(frozen=True)
class CellReduction:
    """Turns tokens, or means of them, into the few numbers that are kept of a cell.

    A token tells where in its window it lies, beside what lies there, and the same ground looks
    different wherever another window sees it. What tokens have from their place alone is their mean
    over the images of the source at that place; it is subtracted.
    """

    pattern: Vectors
    """Of shape (t, t, d) for images of t x t tokens."""

    center: Vectors
    """Of shape (d,)."""

    matrix: Vectors
    """Of shape (dims, d): the widest directions of the source's tokens."""

    def without_place(self, tokens: Vectors) -> Vectors:
        """Subtract the pattern from the tokens (n, t, t, d) of windows."""
        return tokens - self.pattern

    def reduce(self, means: Vectors) -> Vectors:
        """Turn means (..., d) of such tokens into (..., dims) numbers."""
        return np.asarray((means - self.center) @ self.matrix.T, dtype=np.float32)


def take_reduction(tensors: Tensors, side: int) -> CellReduction | None:
    """Take what is for cells out of a model's tensors.

    Parameters
    ----------
    tensors
        By name; those for cells are removed.
    side
        Tokens along the side of a window; the pattern is resampled to it.

    Returns
    -------
    reduction
        None where the model has none.
    """
    found: list[Any] = [tensors.pop(name, None) for name in CELL_NAMES]
    if any(tensor is None for tensor in found):
        return None
    pattern, center, matrix = (tensor.float().cpu() for tensor in found)
    if len(pattern) != side:
        from torch.nn.functional import interpolate

        maps = pattern.permute(2, 0, 1)[None]
        shown = interpolate(maps, (side, side), mode="bilinear", antialias=True)
        pattern = shown[0].permute(1, 2, 0)
    return CellReduction(pattern.numpy().copy(), center.numpy(), matrix.numpy())

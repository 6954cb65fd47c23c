"""What a model file has for cells: where tokens lie left out of them, and fewer numbers of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, Vectors
from ..base.packages import import_package
from .whitening import Tensors

PATTERN, CELL_CENTER, CELL_MATRIX = "cells_pattern", "cells_center", "cells_matrix"
CELL_NAMES = (PATTERN, CELL_CENTER, CELL_MATRIX)  # of the tensors
PATTERN_SIDE = 16  # tokens along the side of the windows that it is fitted to
CELL_DIMS = 384  # numbers kept; 96 % of the spread by the model that comes with the plugin


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

    def without_place(
        self, tokens: Vectors, down: int = 0, across: int = 0, each: int = 1
    ) -> Vectors:
        """Subtract the pattern from the tokens (n, t, t, d) of windows.

        Of one token in every ``each``, these are those from ``down`` and ``across`` on.
        """
        return np.asarray(tokens - self.pattern[down::each, across::each])

    def reduce(self, means: Vectors) -> Vectors:
        """Turn means (..., d) of such tokens into (..., dims) numbers."""
        # One product: NumPy makes one of each row of cells otherwise, and takes four times as long.
        flat = np.asarray(means - self.center).reshape(-1, means.shape[-1])
        return np.asarray(flat @ self.matrix.T, dtype=np.float32).reshape(
            *means.shape[:-1], len(self.matrix)
        )


class TokenMoments:
    """Sums of tokens by their place in the window, and of their products over all places."""

    def __init__(self, places: int, dims: int) -> None:
        self.count = 0
        self.sums = np.zeros((places, dims))
        self.products = np.zeros((dims, dims))

    def add(self, tokens: Vectors) -> None:
        """Take in the tokens (n, places, dims) of some windows."""
        self.count += len(tokens)
        self.sums += tokens.sum(axis=0, dtype=np.float64)
        rows = tokens.reshape(-1, tokens.shape[-1])
        self.products += rows.T @ rows

    def solve(self, widths: Sequence[int], dims: int = CELL_DIMS) -> tuple[CellReduction, float]:
        """Find the pattern, and the widest directions of what is left without it.

        Parameters
        ----------
        widths
            Of the parts of the tokens; each counts as much as the others.
        dims
            Directions that are kept, at most as many as tokens have numbers.

        Returns
        -------
        reduction
            For windows of as many places as were counted, which are a square.
        kept
            Share of the spread that it keeps, from 0 to 1.
        """
        means = self.sums / self.count
        center = means.mean(axis=0)
        spread = self.products / (self.count * len(means)) - means.T @ means / len(means)
        edges = np.cumsum((0, *widths))
        parts = [slice(start, stop) for start, stop in zip(edges, edges[1:])]
        scale = np.concatenate(
            [np.full(p.stop - p.start, max(np.trace(spread[p, p]), 1e-12) ** -0.5) for p in parts]
        )
        variances, directions = np.linalg.eigh(spread * np.outer(scale, scale))
        matrix = directions[:, ::-1][:, :dims].T * scale
        side = round(len(means) ** 0.5)
        pattern = (means - center).reshape(side, side, -1)
        kept = float(variances[::-1][:dims].sum() / variances.sum())
        return CellReduction(_single(pattern), _single(center), _single(matrix)), kept


def tensors_for_cells(reduction: CellReduction) -> Tensors:
    """Return the tensors that a model file has of a reduction, as float16."""
    torch = import_package("torch")
    parts = (reduction.pattern, reduction.center, reduction.matrix)
    return {
        name: torch.from_numpy(part).half().contiguous() for name, part in zip(CELL_NAMES, parts)
    }


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


def _single(values: npt.NDArray[Any] | FloatArray) -> Vectors:
    return np.ascontiguousarray(values, dtype=np.float32)

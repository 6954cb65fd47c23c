"""The whitening of tokens: the last step from an image to its feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .settings import FeaturePart

WHITENING, CENTER = "whitening", "whitening_center"  # names of the tensors

Tensors = dict[str, Any]


@dataclass(frozen=True)
class Whitening:
    """Turns the tokens of a recipe into the feature (see `finetune.fit_whitening`).

    Each part of the tokens is given length 1, centered, and given length 1 again; the matrix then
    evens out the spread of its directions.
    """

    matrix: Any
    """torch tensor (dims, d) of the d tokens."""

    center: Any
    """torch tensor (d,)."""


def take_whitening(plain: Tensors) -> Whitening | None:
    """Take the whitening out of a model's tensors."""
    matrix, center = plain.pop(WHITENING, None), plain.pop(CENTER, None)
    return None if matrix is None else Whitening(matrix, center)


def whiten(
    tokens: npt.NDArray[np.float32], whitening: Whitening, lengths: Sequence[int]
) -> npt.NDArray[np.float32]:
    """Whiten tokens (n, d) of parts of these lengths, as the module of an encoder does."""
    edges = np.cumsum(lengths)[:-1]

    def units(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        parts = np.split(values, edges, axis=1)
        sizes = [np.maximum(np.linalg.norm(p, axis=1, keepdims=True), 1e-12) for p in parts]
        return np.concatenate([p / size for p, size in zip(parts, sizes)], axis=1)

    centred = units(units(tokens) - whitening.center.numpy())
    return np.asarray(centred @ whitening.matrix.numpy().T, dtype=np.float32)


def token_lengths(parts: Sequence[FeaturePart], total: int) -> tuple[int, ...]:
    """Lengths of the parts of so many tokens."""
    counts = [2 if part.pool == "both" else 1 for part in parts]
    return tuple(count * (total // sum(counts)) for count in counts)

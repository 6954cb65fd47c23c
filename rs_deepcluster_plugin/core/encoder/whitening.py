"""The whitening of tokens: the last step from an image to its feature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, Vectors
from ..base.packages import import_package
from .settings import FeaturePart

WHITENING, CENTER = "whitening", "whitening_center"  # names of the tensors

Tensors = dict[str, Any]


@dataclass(frozen=True)
class Whitening:
    """Turns the tokens of a recipe into the feature (see `fit_whitening`).

    Each part of the tokens is given length 1, centered, and given length 1 again; the matrix then
    evens out the spread of its directions.
    """

    matrix: Any
    """torch tensor (dims, d) of the d tokens."""

    center: Any
    """torch tensor (d,)."""


def take_whitening(plain: Tensors) -> Whitening | None:
    """Take the whitening out of a model's tensors.

    Parameters
    ----------
    plain
        Tensors by name, not quantized; those of the whitening are removed.

    Returns
    -------
    whitening
        None where the model has none.
    """
    matrix, center = plain.pop(WHITENING, None), plain.pop(CENTER, None)
    return None if matrix is None else Whitening(matrix, center)


def whiten(tokens: Vectors, whitening: Whitening, lengths: Sequence[int]) -> Vectors:
    """Whiten tokens, as the module of an encoder does.

    Parameters
    ----------
    tokens
        Of shape (n, d).
    whitening
        Fitted to d tokens.
    lengths
        Lengths of the parts of the tokens; their sum is d.

    Returns
    -------
    features
        Of shape (n, dims).
    """
    edges = np.cumsum(lengths)[:-1]

    def units(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        parts = np.split(values, edges, axis=1)
        sizes = [np.maximum(np.linalg.norm(p, axis=1, keepdims=True), 1e-12) for p in parts]
        return np.concatenate([p / size for p, size in zip(parts, sizes)], axis=1)

    centered = units(units(tokens) - whitening.center.numpy())
    return np.asarray(centered @ whitening.matrix.numpy().T, dtype=np.float32)


def token_lengths(parts: Sequence[FeaturePart], total: int) -> tuple[int, ...]:
    """Return the lengths of the parts of tokens; a part that is "both" is twice as long as others.

    Parameters
    ----------
    total
        Length of all parts together.

    Returns
    -------
    lengths
        One for each part.

    Examples
    --------
    >>> token_lengths([FeaturePart(5, "patch"), FeaturePart(11, "both")], 1152)
    (384, 768)
    """
    counts = [2 if part.pool == "both" else 1 for part in parts]
    return tuple(count * (total // sum(counts)) for count in counts)


def fit_whitening(
    tokens: Vectors, lengths: Iterable[int], dimensions: int, share: float
) -> Whitening:
    """Fit what evens out the spread of features to those of the source.

    A few directions of the tokens have most of the variance, and say what all scenes of the
    source differ in most; others are drowned by them. Each direction (principal component of the
    tokens) is divided by its standard deviation; ``share`` of the mean variance is added first,
    so that noise is not blown up. Only the ``dimensions`` widest are kept (Jégou & Chum 2012,
    section 3; it also tells why to center before the length is made 1).

    Parameters
    ----------
    tokens
        Of shape (n, d).
    lengths
        Lengths of the parts of the tokens; their sum is d.
    dimensions
        Length of the features; at most d are kept.
    share
        Of the mean variance, 0.3 for instance.

    Returns
    -------
    whitening
        Its matrix is of shape (at most ``dimensions``, d).
    """
    torch = import_package("torch")
    edges = np.cumsum(list(lengths))[:-1]

    def units(values: FloatArray) -> FloatArray:
        parts = np.split(values, edges, axis=1)
        return np.concatenate(
            [p / np.maximum(np.linalg.norm(p, axis=1, keepdims=True), 1e-9) for p in parts], axis=1
        )

    values = units(tokens.astype(np.float64))
    center = values.mean(axis=0)
    values = units(values - center)
    values -= values.mean(axis=0)
    variances, directions = np.linalg.eigh(values.T @ values / len(values))
    variances, directions = variances[::-1].clip(0), directions[:, ::-1].T
    scale = np.sqrt(variances + share * variances.mean() + 1e-12)
    # Only ratios count; so that numbers stay of the size of the tokens', the widest stays as it is.
    matrix = directions / scale[:, None] * scale[0]
    return Whitening(
        torch.from_numpy(matrix[:dimensions].astype(np.float32)),
        torch.from_numpy(center.astype(np.float32)),
    )

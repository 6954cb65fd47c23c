"""Where a new scene goes in an embedding: to most of its nearest fitted scenes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..base import compiled
from ..base.arrays import FloatArray, IntArray, Vectors
from ..base.nearest import find_nearest
from ..base.parallel import run_side_by_side

# Of a map's standard deviation, and a power; chosen by the NMI of scenes left out of the fit.
_AROUND, _PEAKED = 0.3, 16
# Along so many axes so many are found that the nearest in all dimensions are among them: of the
# 15 nearest of 20,000 fitted scenes or cells 99.98 % and more.
_AXES, _CANDIDATES, _POWERS = 192, 64, 3
_PIECE = 256  # queries at a time; their products with 20,000 scenes fit into the processor's cache


def find_strengths(distances: Vectors) -> FloatArray:
    """Return UMAP's membership strengths of neighbors.

    They are exp(-(d - rho) / sigma), with rho the nearest distance and sigma such that a row sums
    up to log2(k); sigma is found by bisection.

    Parameters
    ----------
    distances
        Distances to k neighbors, of shape (n, k), ascending in each row.

    Returns
    -------
    ndarray of shape (n, k)
        Strengths from 0 to 1; that of the nearest neighbor is 1.

    References
    ----------
    McInnes, Healy & Melville 2018, "UMAP: Uniform Manifold Approximation and Projection", section
    3.1.
    """
    shifted = (distances - distances[:, :1]).astype(np.float64)
    target = np.log2(max(distances.shape[1], 2))
    low = np.zeros(len(distances))
    high = np.full(len(distances), 4.0)
    for _ in range(40):
        middle = (low + high) / 2
        total = np.exp(-shifted / np.maximum(middle, 1e-12)[:, None]).sum(axis=1)
        low = np.where(total < target, middle, low)
        high = np.where(total < target, high, middle)
    weights: FloatArray = np.exp(-shifted / np.maximum(high, 1e-12)[:, None])
    return weights


@dataclass(frozen=True)
class Axes:
    """A few axes along which most of a reference lies."""

    directions: Vectors
    """Of length 1 and at right angles, of shape (d, p)."""

    reference: Vectors
    """The reference along them, of shape (m, p)."""


def find_axes(reference: Vectors) -> Axes | None:
    """Find a few axes along which most of some rows lies.

    Parameters
    ----------
    reference
        Rows of shape (m, d).

    Returns
    -------
    Axes
        None where the rows are too few, or have too few dimensions, to gain by it.

    References
    ----------
    Halko, Martinsson & Tropp 2011, "Finding structure with randomness", algorithm 4.4.
    """
    dims = reference.shape[1]
    if min(dims, len(reference)) < 2 * _AXES:
        return None
    found: Vectors = np.random.default_rng(0).normal(size=(dims, _AXES)).astype(np.float32)
    for _ in range(_POWERS):
        found = np.linalg.qr(reference.T @ (reference @ found))[0].astype(np.float32)
    return Axes(found, reference @ found)


def find_nearest_alone(
    queries: Vectors, reference: Vectors, count: int, metric: str, axes: Axes | None = None
) -> tuple[IntArray, Vectors]:
    """Find nearest neighbors as `find_nearest` does, whatever queries come together.

    A product of matrices rounds otherwise for one query than for many, and means of scenes are so
    alike that their order hangs on it. So more than are wanted are found, and compared one by one.

    Parameters
    ----------
    queries
        Rows of length 1, of shape (n, d).
    reference
        Rows of length 1 among which neighbors are looked for, of shape (m, d).
    count
        Neighbors of each query, at most m.
    metric
        "cosine" or "euclidean".
    axes
        Those of `find_axes`, along which neighbors are found, before they are compared in all
        dimensions.

    Returns
    -------
    places, distances : ndarrays of shape (n, count)
        Rows of the reference, nearest first; of rows at the same distance, the first.
    """
    starts = range(0, len(queries), _PIECE)
    if axes is None:
        more = min(2 * count, len(reference))
        candidates = find_nearest(queries, reference, more, metric)[0]
    else:
        more = min(max(_CANDIDATES, 4 * count), len(reference))
        along = queries @ axes.directions
        candidates = np.empty((len(queries), more), dtype=np.int64)
        for start in starts:
            some = slice(start, start + _PIECE)
            candidates[some] = find_nearest(along[some], axes.reference, more, metric)[0]

    def compare(start: int) -> Vectors:
        some = slice(start, start + _PIECE)
        return compiled.multiply_chosen(queries[some], reference, candidates[some])

    apart = 1 - np.concatenate(run_side_by_side(compare, starts))
    order = np.lexsort((candidates, apart), axis=1)[:, :count]
    apart = np.clip(np.take_along_axis(apart, order, axis=1), 0, 2)
    distances = np.sqrt(2 * apart) if metric == "euclidean" else apart
    return np.take_along_axis(candidates, order, axis=1), distances


def find_densest(positions: Vectors, places: IntArray, weights: FloatArray) -> Vectors:
    """Return where most of some positions are.

    That is their mean, weighted by a high power of the density around each of them. The densest one
    alone would leap where two are about as dense. Positions that UMAP left out, NaN, do not count.

    Parameters
    ----------
    positions
        Positions of the fitted scenes, of shape (f, k).
    places
        Rows of the positions that each new scene is placed by, of shape (n, m).
    weights
        How much each of these counts, of shape (n, m).

    Returns
    -------
    ndarray of shape (n, k)
        Places, in units of the positions.
    """
    near = positions[places].astype(np.float64)
    lost = ~np.isfinite(near).all(axis=2)
    near[lost] = 0
    weights = np.where(lost, 0, weights)
    width = _AROUND * (float(np.nanstd(positions)) or 1.0)
    squared = ((near[:, :, None] - near[:, None]) ** 2).sum(axis=3)
    density = (np.exp(-squared / (2 * width**2)) * weights[:, None]).sum(axis=2)
    density = np.where(lost, 0, density / np.maximum(density.max(axis=1, keepdims=True), 1e-300))
    shares = weights * density**_PEAKED
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
    return np.asarray(np.einsum("nm,nmk->nk", shares, near), dtype=np.float32)

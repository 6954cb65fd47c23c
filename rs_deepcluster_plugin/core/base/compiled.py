"""Loops that NumPy has no fast words for, compiled by numba once and kept on disk.

They hold no lock, so that threads run side by side, and add up in one order whatever the number of
threads: the same input gives the same bytes. Only the worker has numba, which is loaded when the
first of them is called.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np

from .arrays import FloatArray, IntArray, Vectors

_Function = TypeVar("_Function", bound=Callable[..., Any])

_NEGLIGIBLE = math.log(1e-12)


def _compile_when_called(function: _Function) -> _Function:
    @functools.lru_cache(maxsize=1)
    def dispatcher() -> Any:
        import numba

        # Sums may be taken in parts, which processors do at once.
        loose = {"reassoc", "contract", "nsz"}
        return numba.njit(cache=True, nogil=True, fastmath=loose)(function)

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        return dispatcher()(*arguments)

    vars(call)["dispatcher"] = dispatcher
    return cast(_Function, call)


@_compile_when_called
def divide(
    points: FloatArray,
    weights: FloatArray,
    ends: IntArray,
    means: FloatArray,
    precisions: FloatArray,
    offsets: FloatArray,
) -> FloatArray:
    """Return the shares of components in points.

    Points are in groups, one after the other, and each group has C components of its own.

    Parameters
    ----------
    points
        Points of shape (n, d).
    weights
        Weights of the points, of shape (n,).
    ends
        Where each group ends among the points, of shape (G,).
    means
        Where the log densities are highest, of shape (G, d, C).
    precisions
        Symmetric matrices of shape (G, d, d, C) by which the log densities fall off. Only the part
        on and below the diagonal is read.
    offsets
        Log densities at the means, of shape (G, C).

    Returns
    -------
    ndarray
        Shares of shape (n, C). Each row sums up to the point's weight; shares below 1e-12 of the
        largest are 0.
    """
    dims, count = means.shape[1], means.shape[2]
    shares = np.zeros((len(points), count))
    logs = np.empty(count)
    start = 0
    for group in range(len(ends)):
        for i in range(start, ends[group]):
            logs[:] = offsets[group]
            for a in range(dims):
                for b in range(a + 1):
                    half = 0.5 if a == b else 1.0
                    for k in range(count):
                        logs[k] -= (
                            half
                            * precisions[group, a, b, k]
                            * (points[i, a] - means[group, a, k])
                            * (points[i, b] - means[group, b, k])
                        )
            top = -np.inf
            for k in range(count):
                top = max(top, logs[k])
            total = 0.0
            for k in range(count):
                if logs[k] - top > _NEGLIGIBLE:
                    shares[i, k] = math.exp(logs[k] - top)
                    total += shares[i, k]
            for k in range(count):
                if shares[i, k] > 0:
                    shares[i, k] *= weights[i] / total
        start = ends[group]
    return shares


@_compile_when_called
def summarize(
    points: FloatArray, weights: FloatArray, ends: IntArray, shares: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the sums over each group that its components are fitted to.

    Parameters
    ----------
    points
        Points of shape (n, d).
    weights
        Weights of the points, of shape (n,).
    ends
        Where each group ends among the points, of shape (G,).
    shares
        Shares of shape (n, C) that `divide` found with the same weights and groups.

    Returns
    -------
    counts
        Sums of the shares, of shape (G, C).
    sums
        Sums of the points times their shares, of shape (G, C, d).
    products
        Sums of the points' outer products times their shares, of shape (G, C, d, d).
    entropies
        What each component contributes to the entropy of the shares, in nats, of shape (G, C).
    """
    dims, count = points.shape[1], shares.shape[1]
    counts = np.zeros((len(ends), count))
    sums = np.zeros((len(ends), count, dims))
    products = np.zeros((len(ends), count, dims, dims))
    entropies = np.zeros((len(ends), count))
    start = 0
    for group in range(len(ends)):
        for i in range(start, ends[group]):
            for k in range(count):
                share = shares[i, k]
                if share > 0:
                    counts[group, k] += share
                    entropies[group, k] -= share * math.log(share / weights[i])
                    for a in range(dims):
                        part = share * points[i, a]
                        sums[group, k, a] += part
                        for b in range(a + 1):
                            products[group, k, a, b] += part * points[i, b]
        start = ends[group]
    for group in range(len(ends)):
        for k in range(count):
            for a in range(dims):
                for b in range(a):
                    products[group, k, b, a] = products[group, k, a, b]
    return counts, sums, products, entropies


@_compile_when_called
def rank_shared(
    values: Vectors,
    places: IntArray,
    cosines: Vectors,
    ends: IntArray,
    members: IntArray,
    weight: float,
    rows: IntArray,
) -> tuple[IntArray, Vectors]:
    """Return the nearest neighbors by cosine and by the neighbors that rows share.

    See `nearest.find_nearest_by_shared`, which calls this block by block.

    Parameters
    ----------
    values
        Rows of length 1, of shape (n, d).
    places
        The c nearest neighbors of each row by cosine, nearest first, of shape (n, c).
    cosines
        Their cosines, of shape (n, c).
    ends
        The rows that have row ``j`` among their neighbors are ``members`` from ``ends[j]`` to
        ``ends[j + 1]``; of shape (n + 1,).
    members
        Rows of shape (n * c,).
    weight
        What shared neighbors count, from 0 to 1; cosines count the rest.
    rows
        The rows to look at, of shape (m,).

    Returns
    -------
    best
        Neighbors of shape (m, c), the most similar first. The first is the row itself.
    similarities
        Their similarities from 0 to 1, of shape (m, c), but for the row itself, which has 2.
    """
    total, count = places.shape
    best = np.empty((len(rows), count), dtype=np.int64)
    similarities = np.empty((len(rows), count), dtype=np.float32)
    common = np.zeros(total, dtype=np.int64)
    known = np.zeros(total, dtype=np.bool_)
    touched = np.empty(total, dtype=np.int64)
    found = np.empty(total + 1, dtype=np.int64)
    scores = np.empty(total + 1, dtype=np.float64)
    for row in range(len(rows)):
        i = rows[row]
        size = 0
        for j in places[i]:
            for place in range(ends[j], ends[j + 1]):
                other = members[place]
                if common[other] == 0:
                    touched[size] = other
                    size += 1
                common[other] += 1
        found[0], scores[0], known[i] = i, 2.0, True  # itself comes first
        chosen, least = 1, np.inf
        for column in range(count):
            j = places[i, column]
            score = (1 - weight) * max(cosines[i, column], 0.0)
            score += weight * common[j] / (2 * count - common[j])
            least = min(least, score)
            if not known[j]:
                found[chosen], scores[chosen], known[j] = j, score, True
                chosen += 1
        # All others are less alike than the last neighbor: most share too few to make up for it.
        most = (1 - weight) * max(cosines[i, count - 1], 0.0)
        for place in range(size):
            j = touched[place]
            shared = weight * common[j] / (2 * count - common[j])
            if not known[j] and shared + most > least:
                cosine = np.float32(0)
                for a in range(values.shape[1]):
                    cosine += values[i, a] * values[j, a]
                score = shared + (1 - weight) * max(float(cosine), 0.0)
                if score > least:
                    found[chosen], scores[chosen] = j, score
                    chosen += 1
        order = np.argsort(-scores[:chosen], kind="mergesort")[:count]
        for column in range(count):
            best[row, column] = found[order[column]]
            similarities[row, column] = scores[order[column]]
        known[i] = False
        known[places[i]] = False
        common[touched[:size]] = 0
    return best, similarities


@_compile_when_called
def multiply_chosen(queries: Vectors, rows: Vectors, chosen: IntArray) -> Vectors:
    """Return the products of each query with some rows, each by itself.

    Parameters
    ----------
    queries
        Queries of shape (n, d).
    rows
        Rows of shape (m, d).
    chosen
        Those that each query is multiplied by, of shape (n, c).

    Returns
    -------
    ndarray
        Products of shape (n, c).
    """
    products = np.empty(chosen.shape, dtype=np.float32)
    for i in range(chosen.shape[0]):
        for k in range(chosen.shape[1]):
            product = np.float32(0)
            for a in range(queries.shape[1]):
                product += queries[i, a] * rows[chosen[i, k], a]
            products[i, k] = product
    return products

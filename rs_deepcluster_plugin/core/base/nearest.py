"""Nearest neighbors in many dimensions, block by block."""

from __future__ import annotations

import numpy as np

from .arrays import IntArray, Vectors
from .parallel import run_side_by_side

_BLOCK = 2048  # queries at a time; with 20,000 references their distances take 160 MB


def find_nearest(
    queries: Vectors, reference: Vectors, count: int, metric: str
) -> tuple[IntArray, Vectors]:
    """Exact nearest neighbors of queries (n, d) among the reference (m, d).

    Rows must have length 1. Returns places (n, count) and distances (n, count), nearest first.
    Exact search by matrix products is faster here than an approximate index, which would have to
    be compiled in every process.
    """
    import torch

    places = np.empty((len(queries), count), dtype=np.int64)
    distances = np.empty((len(queries), count), dtype=np.float32)
    columns = torch.from_numpy(np.ascontiguousarray(reference)).T
    for start in range(0, len(queries), _BLOCK):
        block = slice(start, start + _BLOCK)
        similarity = torch.from_numpy(np.ascontiguousarray(queries[block])) @ columns
        best = similarity.topk(count, dim=1)
        places[block] = best.indices.numpy()
        distances[block] = 1 - best.values.numpy()
    np.clip(distances, 0, 2, out=distances)
    if metric == "euclidean":
        distances = np.sqrt(2 * distances)  # of rows of length 1
    return places, distances


def find_nearest_by_shared(
    values: Vectors, count: int, metric: str, weight: float
) -> tuple[IntArray, Vectors]:
    """Nearest neighbors among values (n, d) by cosine and by the neighbors that scenes share.

    Similarity is ``weight`` times the Jaccard index of the two scenes' ``count`` nearest neighbors
    and the rest times their cosine. Scenes at the border of a cluster are near to scenes of
    another, but have few neighbors in common with them (Jarvis & Patrick 1973, "Clustering using
    a similarity measure based on shared near neighbors"; mixed with the distance itself as in
    Zhong et al. 2017, "Re-ranking person re-identification with k-reciprocal encoding").

    Returns places (n, count) and distances (n, count), nearest first; the first is the scene
    itself.
    """
    if not weight:
        return find_nearest(values, values, count, metric)
    from . import compiled

    near, apart = find_nearest(values, values, count, "cosine")
    members = np.argsort(near, axis=None, kind="stable") // count
    ends = np.concatenate([[0], np.cumsum(np.bincount(near.ravel(), minlength=len(values)))])

    def rank(start: int) -> tuple[IntArray, Vectors]:
        rows = np.arange(start, min(start + _BLOCK, len(values)))
        return compiled.rank_shared(values, near, 1 - apart, ends, members, weight, rows)

    ranked = run_side_by_side(rank, range(0, len(values), _BLOCK))
    places = np.concatenate([found for found, _ in ranked])
    distances = np.clip(1 - np.concatenate([similarity for _, similarity in ranked]), 0, 1)
    return places, np.sqrt(2 * distances) if metric == "euclidean" else distances


def normalize_rows(values: Vectors) -> Vectors:
    """Scale rows (n, d) to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, 1e-12), dtype=np.float32)

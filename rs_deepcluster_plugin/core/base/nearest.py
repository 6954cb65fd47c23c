"""Nearest neighbors in many dimensions, block by block."""

from __future__ import annotations

import numpy as np

from .arrays import IntArray, Vectors
from .parallel import run_side_by_side

BLOCK_ROWS = 2048  # queries at a time; with 20,000 references their distances take 160 MB


def find_nearest(
    queries: Vectors, reference: Vectors, count: int, metric: str
) -> tuple[IntArray, Vectors]:
    """Find exact nearest neighbors by matrix products.

    That is faster here than an approximate index, which would have to be compiled in every process.

    Parameters
    ----------
    queries : ndarray of shape (n, d)
        Rows of length 1.
    reference : ndarray of shape (m, d)
        Rows of length 1, among which neighbors are looked for.
    count
        Neighbors of each query.
    metric
        "cosine" or "euclidean".

    Returns
    -------
    places, distances : ndarrays of shape (n, count)
        Rows of the reference, nearest first.

    Examples
    --------
    >>> import numpy as np
    >>> axes = np.eye(3, dtype=np.float32)
    >>> find_nearest(axes[:1], axes, 1, "cosine")[0].tolist()
    [[0]]
    """
    import torch

    places = np.empty((len(queries), count), dtype=np.int64)
    distances = np.empty((len(queries), count), dtype=np.float32)
    columns = torch.from_numpy(np.ascontiguousarray(reference)).T
    for start in range(0, len(queries), BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
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
    """Find nearest neighbors by cosine and by the neighbors that scenes share.

    Similarity is ``weight`` times the Jaccard index of the two scenes' nearest neighbors, and the
    rest times their cosine. Scenes at the border of a cluster are near to scenes of another, but
    have few neighbors in common with them.

    Parameters
    ----------
    values : ndarray of shape (n, d)
        Rows of length 1.
    count
        Neighbors of each scene, itself included.
    metric
        "cosine" or "euclidean", of the distances that are returned.
    weight
        From 0, where only the cosine counts, to 1.

    Returns
    -------
    places, distances : ndarrays of shape (n, count)
        Nearest first; the first is the scene itself.

    References
    ----------
    Jarvis & Patrick 1973, "Clustering using a similarity measure based on shared near neighbors";
    mixed with the distance itself as in Zhong et al. 2017, "Re-ranking person re-identification
    with k-reciprocal encoding".
    """
    if not weight:
        return find_nearest(values, values, count, metric)
    from . import compiled

    near, apart = find_nearest(values, values, count, "cosine")
    members = np.argsort(near, axis=None, kind="stable") // count
    ends = np.concatenate([[0], np.cumsum(np.bincount(near.ravel(), minlength=len(values)))])

    def rank(start: int) -> tuple[IntArray, Vectors]:
        rows = np.arange(start, min(start + BLOCK_ROWS, len(values)))
        return compiled.rank_shared(values, near, 1 - apart, ends, members, weight, rows)

    ranked = run_side_by_side(rank, range(0, len(values), BLOCK_ROWS))
    places = np.concatenate([found for found, _ in ranked])
    distances = np.clip(1 - np.concatenate([similarity for _, similarity in ranked]), 0, 1)
    return places, np.sqrt(2 * distances) if metric == "euclidean" else distances


def normalize_rows(values: Vectors) -> Vectors:
    """Scale rows to length 1; rows of zeros stay.

    Parameters
    ----------
    values
        Rows of shape (n, d).

    Returns
    -------
    ndarray
        Rows of shape (n, d) in single precision.

    Examples
    --------
    >>> import numpy as np
    >>> normalize_rows(np.array([[3, 4], [0, 0]], dtype=np.float32)).round(2).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, 1e-12), dtype=np.float32)

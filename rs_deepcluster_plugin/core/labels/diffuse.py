"""Features that take over from their nearest neighbors: what lies together in them moves closer.

A few labels say little of 768 numbers, and much of the groups that the scenes themselves form. So
each scene's features become a mean of its own and of those around it in the features, again and
again, without any label: a linear classifier is then right with a fraction of the labels.

Who is near to whom is asked of features in which neighbors are alike: directions in which they
differ most say least of what a scene is, and count less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..base.arrays import FloatArray, IntArray, Vectors
from ..base.nearest import find_nearest, normalize_rows
from ..base.parallel import run_side_by_side
from ..base.progress import Progress, silent

_STEPS = 40
_COLUMNS = 64  # at a time, so that they stay in the processor's cache
_LOOKED_AT = 5000  # scenes by which it is told what neighbors differ in
_CLOSE = 5  # neighbors of each of them
_EVEN = 5.0  # of the mean variance that is added to each direction's before it is divided out
_ONE_SIDED = 0.2  # weight of a neighbor that does not count the scene among its own
_OWN = 0.25  # of a scene's own features, beside what they became: more labels tell these apart


@dataclass(frozen=True)
class Diffusion:
    """Scenes that others are diffused by, and what became of them.

    References
    ----------
    Zhou et al. 2004, "Learning with local and global consistency", whose labels are features here;
    Wu et al. 2019, "Simplifying graph convolutional networks"; Hastie & Tibshirani 1996,
    "Discriminant adaptive nearest neighbor classification", whose classes are neighborhoods here.
    """

    reference: Vectors
    """Features (m, d) in which neighbors are looked for: evened out, of length 1."""

    evening: Vectors
    """The matrix (d, d) that these were made by."""

    diffused: Vectors
    """What the features themselves became, of shape (m, d); not normalized."""

    degrees: FloatArray
    """Sums of the weights of the neighbors of each, (m,)."""

    reaches: Vectors
    """Cosine distances (m,) within which each counts others among its own neighbors."""

    neighbors: int
    strength: float
    """Share of the neighbors in a scene's features, from 0, where nothing changes, below 1."""

    @classmethod
    def fit(
        cls, values: Vectors, neighbors: int, strength: float, progress: Progress = silent
    ) -> Diffusion:
        """Diffuse normalized features (m, d) over the graph of their nearest neighbors."""
        count = min(neighbors, len(values) - 1)
        if strength == 0 or count < 1:
            none = np.zeros((1, 0), dtype=np.float32)
            return cls(values[:0], none, values[:0], np.empty(0), none[0], 0, 0.0)
        evening = _even_out(values)
        reference = normalize_rows(values @ evening)
        progress(0.1)
        graph, degrees, reaches = _graph(reference, count)
        progress(0.3)
        done: list[int] = []

        def walk(start: int) -> Vectors:
            own = np.ascontiguousarray(values[:, start : start + _COLUMNS])
            moved = own
            for _ in range(_STEPS):
                moved = strength * (graph @ moved) + (1 - strength) * own
            done.append(start)
            progress(0.3 + 0.7 * len(done) * _COLUMNS / max(values.shape[1], _COLUMNS))
            return moved

        parts = run_side_by_side(walk, range(0, values.shape[1], _COLUMNS))
        diffused = np.concatenate(parts, axis=1).astype(np.float32)
        return cls(reference, evening, diffused, degrees, reaches, count, strength)

    def __call__(self, values: Vectors) -> Vectors:
        """Diffuse normalized features (n, d) of other scenes, to rows of length 1."""
        if self.strength == 0 or len(values) == 0:
            return normalize_rows(values)
        evened = normalize_rows(values @ self.evening)
        places, distances = find_nearest(evened, self.reference, self.neighbors, "cosine")
        both = distances <= self.reaches[places]
        weights = (both + _ONE_SIDED) * np.maximum(1 - distances.astype(np.float64), 0)
        own = np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
        weights /= np.sqrt(own * self.degrees[places])
        around = np.einsum("nk,nkd->nd", weights.astype(np.float32), self.diffused[places])
        return _beside(self.strength * around + (1 - self.strength) * values, values)

    def of_reference(self, values: Vectors, places: IntArray) -> Vectors:
        """Return the features of reference scenes at ``places``, which are ``values`` (m, d)."""
        if self.strength == 0:
            return normalize_rows(values)
        return _beside(self.diffused[places], values)


def _beside(moved: Vectors, values: Vectors) -> Vectors:
    """Return what features (n, d) became with a part of what they were, rows of length 1."""
    return normalize_rows(normalize_rows(moved) + _OWN * normalize_rows(values))


def _even_out(values: Vectors) -> Vectors:
    """Return the matrix (d, d) that evens out what the nearest neighbors among rows differ in."""
    chosen = values[np.linspace(0, len(values) - 1, min(len(values), _LOOKED_AT)).astype(np.int64)]
    near = find_nearest(chosen, values, min(_CLOSE + 1, len(values)), "cosine")[0]
    spread = np.zeros((values.shape[1], values.shape[1]))
    for column in near.T:
        apart = (values[column] - chosen).astype(np.float64)
        spread += apart.T @ apart
    variances, directions = np.linalg.eigh(spread)
    total = variances.mean()
    if total <= 0:  # all neighbors are twins
        return np.eye(values.shape[1], dtype=np.float32)
    scale = (np.maximum(variances, 0) / total + _EVEN) ** -0.5
    return np.asarray(directions * scale @ directions.T, dtype=np.float32)


def _graph(values: Vectors, count: int) -> tuple[Any, FloatArray, Vectors]:
    """Return the symmetric graph (m, m) of nearest neighbors, normalized, its degrees and reaches.

    Those that find each other count most: that a scene finds another, but not the other it, is the
    rule at the border of a group.
    """
    from scipy.sparse import csr_matrix, diags

    near, apart = find_nearest(values, values, count + 1, "cosine")
    mine = np.arange(len(values))[:, None]
    weights = np.where(near == mine, 0, np.maximum(1 - apart, 0))
    # Of twins any may be found before the scene itself: no more than ``count`` are left.
    weights[:, -1] = np.where((near == mine).any(axis=1), weights[:, -1], 0)
    ends = np.arange(0, near.size + 1, near.shape[1])
    links = csr_matrix((weights.ravel().astype(np.float64), near.ravel(), ends))
    links.resize(len(values), len(values))
    links = links.minimum(links.T) + _ONE_SIDED * links.maximum(links.T)
    degrees = np.maximum(np.asarray(links.sum(axis=1)).ravel(), 1e-12)
    scale = diags(1 / np.sqrt(degrees))
    reaches = np.where(weights[:, -1] > 0, apart[:, -1], apart[:, -2])
    return (scale @ links @ scale).astype(np.float32).tocsr(), degrees, reaches

"""What the clustering methods share: their settings, their interface and a few types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from ..archive import Arrays
from ..features import Vectors

Memberships = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ClusterSettings:
    """How an embedding is divided into clusters."""

    method: str = "dpgmm"
    max_clusters: int = 60
    """Dirichlet process: upper bound of the number of clusters. k-means: the number itself."""

    detail: str = "balanced"
    """Dirichlet process: the level of the merge tree, "coarse", "balanced" or "fine"."""

    min_scenes: int = 10
    """HDBSCAN: the smallest group that counts as a cluster."""

    exemplars: int = 5
    seed: int = 0
    fit_scenes: int = 20_000
    """At most this many scenes, drawn by the seed, are fitted; the others are assigned."""


class ClusterMethod(Protocol):
    """What a clustering method offers; its arrays are all of its fitted state."""

    LABEL: ClassVar[str]
    """What it is called in dialogs and tables."""

    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> ClusterMethod:
        """Fit on an embedding (n, k)."""

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters; what a row lacks to 1 is noise."""

    def reordered(self, order: Labels) -> ClusterMethod:
        """Keep only the clusters in ``order``, numbered in that order."""


def softmax(log: Memberships) -> Memberships:
    """Turn log weights (n, K) into rows that sum to one."""
    shifted = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))

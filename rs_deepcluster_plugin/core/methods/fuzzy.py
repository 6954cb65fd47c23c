"""Fuzzy c-means."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..errors import SceneError
from ..features import Vectors
from .base import ClusterSettings, Memberships, Points, softmax
from .fitted import PerCluster, squared_distances
from .number import number_of_clusters

_ITERATIONS, _TOLERANCE = 300, 1e-4


@dataclass(frozen=True)
class FuzzyCMeans(PerCluster):
    """Fuzzy c-means (Bezdek 1981), from the centers of k-means.

    Memberships and centers are updated in turn, by theorem 11.1 of Bezdek, until no membership
    changes by more than 0.0001.
    """

    LABEL: ClassVar[str] = "Fuzzy c-means"

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> FuzzyCMeans:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import KMeans
        from sklearn.exceptions import ConvergenceWarning

        if not settings.fuzziness > 1:
            raise SceneError(
                f"The fuzziness is {settings.fuzziness:g}. Choose one above 1; 2 is usual."
            )
        values = embedding.astype(np.float64)
        model = KMeans(number_of_clusters(values, settings), n_init=10, random_state=settings.seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than K
            centers = model.fit(values).cluster_centers_
        before = fuzzy_memberships(values, centers, settings.fuzziness)
        for _ in range(_ITERATIONS):
            centers = fuzzy_centers(values, before, settings.fuzziness)
            after = fuzzy_memberships(values, centers, settings.fuzziness)
            change, before = np.abs(after - before).max(), after
            if change <= _TOLERANCE:
                break
        return cls({"centers": centers, "fuzziness": np.full(len(centers), settings.fuzziness)})

    def memberships(self, embedding: Vectors) -> Memberships:
        """Memberships (n, K), of which each row sums to one."""
        fuzziness = float(self.arrays["fuzziness"][0])
        return fuzzy_memberships(embedding, self.arrays["centers"], fuzziness)


def fuzzy_memberships(embedding: Points, centers: Memberships, fuzziness: float) -> Memberships:
    """Memberships (n, K) of scenes (n, k): 1 / sum over j of (d_i / d_j) ** (2 / (m - 1)).

    It is worked out in logarithms, for ``fuzziness`` m near 1. A scene at a center is all its.
    """
    squared = np.maximum(squared_distances(embedding, centers), np.finfo(np.float64).tiny)
    return softmax(-np.log(squared) / (fuzziness - 1))


def fuzzy_centers(embedding: Points, memberships: Memberships, fuzziness: float) -> Memberships:
    """Centers (K, k): means of the scenes (n, k), weighted by their memberships to the m."""
    weights = memberships**fuzziness
    return np.asarray((weights.T @ embedding) / weights.sum(axis=0)[:, None])

"""k-means."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..archive import Arrays
from ..errors import SceneError
from ..features import Vectors
from .base import ClusterSettings, Labels, Memberships, softmax


@dataclass(frozen=True)
class KMeansClusters:
    """k-means; memberships are those of equal round Gaussians around the centers."""

    LABEL: ClassVar[str] = "k-means"
    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> KMeansClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import KMeans
        from sklearn.exceptions import ConvergenceWarning

        if settings.max_clusters > len(embedding):
            raise SceneError(
                f"{settings.max_clusters} clusters were asked for, but only {len(embedding)} "
                "scenes have enough valid data. Choose fewer clusters or smaller scenes."
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than K
            model = KMeans(settings.max_clusters, n_init=10, random_state=settings.seed)
            model.fit(embedding)
        variance = model.inertia_ / max(embedding.size, 1)
        return cls(
            {
                "centers": model.cluster_centers_.astype(np.float64),
                "variances": np.full(len(model.cluster_centers_), max(variance, 1e-12)),
            }
        )

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters."""
        centers, variances = self.arrays["centers"], self.arrays["variances"]
        squared = np.empty((len(embedding), len(centers)))
        for k, center in enumerate(centers):
            squared[:, k] = ((embedding - center) ** 2).sum(axis=1)
        return softmax(-0.5 * squared / variances)

    def reordered(self, order: Labels) -> KMeansClusters:
        """Keep only the clusters in ``order``."""
        return KMeansClusters({k: v[order] for k, v in self.arrays.items()})

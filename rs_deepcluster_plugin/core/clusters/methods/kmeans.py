"""k-means."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import ClassVar

from ...base.arrays import Vectors
from .base import CommonSettings, FitContext
from .fitted import CenterClusters
from .number import choose_number


@dataclass(frozen=True)
class KMeansClusters(CenterClusters[CommonSettings]):
    """k-means (Lloyd 1982) from k-means++ starts; the number of clusters is that of `number`."""

    LABEL: ClassVar[str] = "k-means"
    HELP: ClassVar[str] = "as many clusters as asked for"
    USES: ClassVar[tuple[str, ...]] = ("n_clusters", "max_clusters")

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: CommonSettings, context: FitContext | None = None
    ) -> KMeansClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import KMeans
        from sklearn.exceptions import ConvergenceWarning

        model = KMeans(choose_number(embedding, settings), n_init=10, random_state=settings.seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than K
            model.fit(embedding)
        return cls.at(model.cluster_centers_, embedding, model.labels_)

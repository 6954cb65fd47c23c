"""Mini-batch k-means."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import ClassVar

from ...base.arrays import Vectors
from .base import CommonSettings, FitContext
from .fitted import CenterClusters
from .number import choose_number


@dataclass(frozen=True)
class MiniBatchKMeansClusters(CenterClusters[CommonSettings]):
    """Mini-batch k-means (Sculley 2010), fitted on all scenes however many they are."""

    LABEL: ClassVar[str] = "Mini-batch k-means"
    HELP: ClassVar[str] = "as many clusters as asked for, of very many scenes"
    USES: ClassVar[tuple[str, ...]] = ("n_clusters", "max_clusters")
    FITS_ALL_SCENES: ClassVar[bool] = True

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: CommonSettings, context: FitContext | None = None
    ) -> MiniBatchKMeansClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import MiniBatchKMeans
        from sklearn.exceptions import ConvergenceWarning

        model = MiniBatchKMeans(
            choose_number(embedding, settings), n_init=10, random_state=settings.seed
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than K
            model.fit(embedding)
        return cls.at(model.cluster_centers_, embedding, model.labels_)

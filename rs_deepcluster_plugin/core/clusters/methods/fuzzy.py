"""Fuzzy c-means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import Vectors
from ...base.errors import SceneError
from ..centers import fuzzy_c_means, memberships
from .base import ClusterSettings, Memberships
from .fitted import PerCluster
from .number import number_of_clusters

_ITERATIONS, _TOLERANCE = 300, 1e-4


@dataclass(frozen=True)
class FuzzyCMeans(PerCluster):
    """Fuzzy c-means (Bezdek 1981); `core.pixels.clusterers` has the algorithm."""

    LABEL: ClassVar[str] = "Fuzzy c-means"

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> FuzzyCMeans:
        """Fit on an embedding (n, k)."""
        if not settings.fuzziness > 1:
            raise SceneError(
                f"The fuzziness is {settings.fuzziness:g}. Choose one above 1; 2 is usual."
            )
        values = embedding.astype(np.float64)
        count = number_of_clusters(values, settings)
        centers = fuzzy_c_means(
            values, count, settings.fuzziness, settings.seed, _ITERATIONS, _TOLERANCE
        )
        return cls({"centers": centers, "fuzziness": np.full(len(centers), settings.fuzziness)})

    def memberships(self, embedding: Vectors) -> Memberships:
        """Memberships (n, K), of which each row sums to one."""
        fuzziness = float(self.arrays["fuzziness"][0])
        return memberships(embedding, self.arrays["centers"], fuzziness)

"""ISODATA."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import Vectors
from ...base.errors import SceneError
from ..centers import IsodataSettings, isodata
from .base import ClusterSettings
from .fitted import Centers, squared_distances
from .number import number_of_clusters


@dataclass(frozen=True)
class IsodataClusters(Centers):
    """ISODATA (Ball & Hall 1965): k-means that splits wide clusters and merges near ones.

    Lengths are shares of the embedding's spread, so that the settings suit any embedding. It
    starts from as many centers as are desired, chosen by k-means++.
    """

    LABEL: ClassVar[str] = "ISODATA"

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> IsodataClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import kmeans_plusplus

        _check(settings)
        values = embedding.astype(np.float64)
        desired = number_of_clusters(values, settings)
        start, _ = kmeans_plusplus(values, desired, random_state=settings.seed)
        spread = float(np.sqrt(values.var(axis=0).mean()))
        centers = isodata(
            values,
            IsodataSettings(
                clusters=desired,
                minimum=max(min(settings.min_scenes, len(values) // (2 * desired)), 1),
                deviation=settings.split_deviation * spread,
                distance=settings.merge_distance * spread * np.sqrt(values.shape[1]),
                pairs=settings.merge_pairs,
                iterations=settings.iterations,
            ),
            start,
        )
        labels = squared_distances(values, centers).argmin(axis=1)
        return cls.at(centers, values, labels)


def _check(settings: ClusterSettings) -> None:
    """Refuse what no ISODATA can work with."""
    for name, value, least in (
        ("the fewest scenes of a cluster", settings.min_scenes, 1),
        ("the standard deviation for splitting", settings.split_deviation, 0),
        ("the distance for merging", settings.merge_distance, 0),
        ("the most merged pairs", settings.merge_pairs, 0),
        ("the most iterations", settings.iterations, 1),
    ):
        if not value >= least:
            raise SceneError(f"For ISODATA {name} is {value:g}. Choose at least {least}.")

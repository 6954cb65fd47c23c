"""ISODATA."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import Vectors
from ...base.errors import SceneError
from ...base.plain import setting
from ..centers import IsodataLimits, isodata
from .base import CommonSettings, FitContext
from .fitted import CenterClusters, squared_distances
from .number import choose_number


@dataclass(frozen=True)
class IsodataSettings(CommonSettings):
    """Settings of ISODATA."""

    split_deviation: float = setting(
        0.4,
        "Standard deviation for splitting",
        "A cluster that spreads more than this along one axis may be split; as a share of the "
        "standard deviation of all scenes.",
        minimum=0.001,
        maximum=10,
    )
    merge_distance: float = setting(
        0.2,
        "Distance for merging",
        "Clusters whose centers are nearer than this are merged; as a share of the root mean "
        "square distance of all scenes to their mean.",
        minimum=0,
        maximum=10,
    )
    merge_pairs: int = setting(
        2,
        "Most merged pairs",
        "Most pairs of clusters that are merged in one iteration.",
        minimum=0,
        maximum=1000,
    )
    iterations: int = setting(
        20,
        "Most iterations",
        "It ends before where an iteration changes nothing.",
        minimum=1,
        maximum=1000,
    )


@dataclass(frozen=True)
class IsodataClusters(CenterClusters[IsodataSettings]):
    """ISODATA (Ball & Hall 1965): k-means that splits wide clusters and merges near ones.

    Lengths are shares of the embedding's spread, so that the settings suit any embedding. It
    starts from as many centers as are desired, chosen by k-means++.
    """

    LABEL: ClassVar[str] = "ISODATA"
    HELP: ClassVar[str] = "infers the number of clusters, from a desired one"
    SETTINGS: ClassVar[type[CommonSettings]] = IsodataSettings
    USES: ClassVar[tuple[str, ...]] = ("n_clusters", "max_clusters", "min_scenes")

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: IsodataSettings, context: FitContext | None = None
    ) -> IsodataClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import kmeans_plusplus

        _check(settings)
        values = embedding.astype(np.float64)
        desired = choose_number(values, settings)
        start, _ = kmeans_plusplus(values, desired, random_state=settings.seed)
        spread = float(np.sqrt(values.var(axis=0).mean()))
        centers = isodata(
            values,
            IsodataLimits(
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


def _check(settings: IsodataSettings) -> None:
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

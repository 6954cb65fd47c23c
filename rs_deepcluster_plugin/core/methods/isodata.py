"""ISODATA."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..errors import SceneError
from ..features import Vectors
from .base import ClusterSettings, Labels, Points
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
            start,
            IsodataLimits(
                desired=desired,
                min_members=min(settings.min_scenes, len(values) // (2 * desired)),
                max_deviation=settings.split_deviation * spread,
                min_distance=settings.merge_distance * spread * np.sqrt(values.shape[1]),
                merge_pairs=settings.merge_pairs,
                iterations=settings.iterations,
            ),
        )
        labels = squared_distances(values, centers).argmin(axis=1)
        return cls.at(centers, values, labels)


@dataclass(frozen=True)
class IsodataLimits:
    """The parameters of ISODATA, lengths in units of the points."""

    desired: int
    min_members: int
    max_deviation: float
    min_distance: float
    merge_pairs: int
    iterations: int


def isodata(points: Points, start: Points, limits: IsodataLimits) -> Points:
    """Find centers (K, k) of points (n, k), starting from others (K', k).

    The steps are those of Tou & Gonzalez 1974, "Pattern Recognition Principles", section 3.3.6,
    and end early where an iteration changes nothing. A split moves the two new centers by half a
    standard deviation along the widest axis.
    """
    centers, before = start.astype(np.float64), np.empty(0)
    for iteration in range(1, limits.iterations + 1):
        distances = np.sqrt(squared_distances(points, centers))
        labels = distances.argmin(axis=1)
        sizes = np.bincount(labels, minlength=len(centers))
        kept = np.flatnonzero(sizes >= min(max(limits.min_members, 1), sizes.max()))
        members = [points[labels == k] for k in kept]
        sizes = sizes[kept]
        centers = np.stack([some.mean(axis=0) for some in members])
        # At an even iteration the one before has tried both to split and to merge.
        settled = iteration % 2 == 0 and np.array_equal(centers, before)
        if settled or iteration == limits.iterations:
            break
        before = centers
        few = 2 * len(centers) <= limits.desired
        many = len(centers) >= 2 * limits.desired
        split = None
        if few or not (iteration % 2 == 0 or many):
            split = _split(centers, members, limits, few)
        centers = split if split is not None else _merged(centers, sizes, limits)
    return centers


def _split(
    centers: Points, members: list[Points], limits: IsodataLimits, few: bool
) -> Points | None:
    """Split the clusters that are too wide; None where there are none."""
    sizes = np.array([len(some) for some in members])
    lengths = np.array(
        [np.sqrt(((some - c) ** 2).sum(axis=1)).mean() for some, c in zip(members, centers)]
    )
    overall = (sizes * lengths).sum() / sizes.sum()
    deviations = np.stack([some.std(axis=0) for some in members])
    widest = deviations.argmax(axis=1)
    wide = deviations.max(axis=1) > limits.max_deviation
    large = (lengths > overall) & (sizes > 2 * (limits.min_members + 1))
    chosen = wide & (large | few)
    if not chosen.any():
        return None
    made = []
    for k, center in enumerate(centers):
        if not chosen[k]:
            made.append(center)
            continue
        shift = np.zeros_like(center)
        shift[widest[k]] = deviations[k, widest[k]] / 2
        made += [center + shift, center - shift]
    return np.stack(made)


def _merged(centers: Points, sizes: Labels, limits: IsodataLimits) -> Points:
    """Merge the pairs that are too near, the nearest first and each cluster once."""
    first, second = np.triu_indices(len(centers), 1)
    apart = np.sqrt(((centers[first] - centers[second]) ** 2).sum(axis=1))
    gone: set[int] = set()
    made: list[Points] = []
    for pair in np.argsort(apart, kind="stable").tolist():
        i, j = int(first[pair]), int(second[pair])
        if apart[pair] >= limits.min_distance or len(made) == limits.merge_pairs:
            break
        if i not in gone and j not in gone:
            gone |= {i, j}
            made.append((sizes[i] * centers[i] + sizes[j] * centers[j]) / (sizes[i] + sizes[j]))
    rest = [center for k, center in enumerate(centers) if k not in gone]
    return np.stack(rest + made)


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

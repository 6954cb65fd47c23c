"""Three forms in which fitted clusters are kept: centers, Gaussians, and labelled scenes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ...base.archive import Arrays
from .base import Labels, Memberships, Points, softmax

PerClusterT = TypeVar("PerClusterT", bound="PerCluster")
CentersT = TypeVar("CentersT", bound="Centers")
LabelledScenesT = TypeVar("LabelledScenesT", bound="LabelledScenes")


@dataclass(frozen=True)
class PerCluster:
    """Clusters whose arrays all have one row for each cluster."""

    arrays: Arrays

    def reordered(self: PerClusterT, order: Labels) -> PerClusterT:
        """Keep only the clusters in ``order``."""
        return type(self)({name: array[order] for name, array in self.arrays.items()})


@dataclass(frozen=True)
class Centers(PerCluster):
    """Centers (K, k); memberships are those of equal round Gaussians around them."""

    @classmethod
    def around(cls: type[CentersT], embedding: Points, labels: Labels) -> CentersT:
        """Take the means of the scenes (n, k) of each label (n,), which count from 0."""
        values = embedding.astype(np.float64)
        centers = np.stack([values[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
        return cls.at(centers, values, labels)

    @classmethod
    def at(cls: type[CentersT], centers: Points, embedding: Points, labels: Labels) -> CentersT:
        """Take given centers; the variance is that of the scenes around those of their labels."""
        variance = max(float(((embedding - centers[labels]) ** 2).mean()), 1e-12)
        return cls(
            {"centers": centers.astype(np.float64), "variances": np.full(len(centers), variance)}
        )

    def memberships(self, embedding: Points) -> Memberships:
        """Probabilities (n, K) of the clusters."""
        squared = squared_distances(embedding, self.arrays["centers"])
        return softmax(-0.5 * squared / self.arrays["variances"])


@dataclass(frozen=True)
class Gaussians(PerCluster):
    """Weighted Gaussians: means (K, k), Cholesky factors of precisions, log weights with norms."""

    def memberships(self, embedding: Points) -> Memberships:
        """Responsibilities (n, K) of the components."""
        return softmax(component_logs(embedding, self.arrays))


@dataclass(frozen=True)
class LabelledScenes:
    """Fitted scenes ``points`` (m, k) with ``labels`` (m,), -1 for none; ``voters`` is a number.

    A new scene's memberships are the shares of the labels among its nearest fitted scenes. A
    fitted scene keeps its own label, which gets half of its vote.
    """

    arrays: Arrays

    def memberships(self, embedding: Points) -> Memberships:
        """Shares (n, K) of the vote."""
        from sklearn.neighbors import NearestNeighbors

        points, labels = self.arrays["points"], self.arrays["labels"]
        index = NearestNeighbors(n_neighbors=int(self.arrays["voters"])).fit(points)
        places = index.kneighbors(embedding, return_distance=False)
        # One more column takes the votes of scenes without a label.
        votes = np.zeros((len(embedding), int(labels.max()) + 2))
        np.add.at(votes, (np.arange(len(embedding))[:, None], labels[places]), 1)
        votes /= places.shape[1]
        itself = np.flatnonzero((points[places[:, 0]] == embedding).all(axis=1))
        votes[itself] /= 2
        votes[itself, labels[places[itself, 0]]] += 0.5
        return votes[:, :-1]

    def reordered(self: LabelledScenesT, order: Labels) -> LabelledScenesT:
        """Keep only the clusters in ``order``."""
        labels = self.arrays["labels"]
        number = np.full(int(labels.max()) + 2, -1, dtype=np.int64)  # the last one is for -1
        number[order] = np.arange(len(order))
        return type(self)({**self.arrays, "labels": number[labels]})


def component_logs(embedding: Points, arrays: Arrays) -> Memberships:
    """Return log weight plus log density (n, K) of scenes (n, k); arrays as in `Gaussians`."""
    means, factors = arrays["means"], arrays["precisions_cholesky"]
    log = np.empty((len(embedding), len(means)))
    for k, (mean, factor) in enumerate(zip(means, factors)):
        scaled = (embedding - mean) @ factor
        log[:, k] = arrays["offsets"][k] - 0.5 * (scaled**2).sum(axis=1)
    return log


def squared_distances(embedding: Points, centers: Points) -> Memberships:
    """Return squared distances (n, K) of scenes (n, k) to centers (K, k), without cancellation."""
    squared = np.empty((len(embedding), len(centers)))
    for k, center in enumerate(centers):
        squared[:, k] = ((embedding - center) ** 2).sum(axis=1)
    return squared

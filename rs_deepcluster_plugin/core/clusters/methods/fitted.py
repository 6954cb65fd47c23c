"""Three forms in which fitted clusters are kept: centers, Gaussians, and scenes that vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import numpy as np

from ...base.archive import Arrays
from ...base.arrays import FloatArray, IntArray
from ...base.foreign import Form
from .base import ClusterMethod, Points, SettingsT, softmax

PerClusterT = TypeVar("PerClusterT", bound="PerCluster[Any]")
CenterClustersT = TypeVar("CenterClustersT", bound="CenterClusters[Any]")
VotingScenesT = TypeVar("VotingScenesT", bound="VotingScenes[Any]")


@dataclass(frozen=True)
class PerCluster(ClusterMethod[SettingsT]):
    """Clusters whose arrays all have one row for each cluster."""

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return len(next(iter(self.arrays.values())))

    def reorder(self: PerClusterT, order: IntArray) -> PerClusterT:
        """Keep only the clusters in ``order``."""
        return type(self)({name: array[order] for name, array in self.arrays.items()})


@dataclass(frozen=True)
class CenterClusters(PerCluster[SettingsT]):
    """Centers (K, k); memberships are those of equal round Gaussians around them."""

    FORMS: ClassVar[dict[str, Form]] = {
        "centers": Form("f", ("K", "k")),
        "variances": Form("f", ("K",), low=1e-300),
    }

    @classmethod
    def around(cls: type[CenterClustersT], embedding: Points, labels: IntArray) -> CenterClustersT:
        """Take the means of the scenes (n, k) of each label (n,), which count from 0."""
        values = embedding.astype(np.float64)
        centers = np.stack([values[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
        return cls.at(centers, values, labels)

    @classmethod
    def at(
        cls: type[CenterClustersT], centers: Points, embedding: Points, labels: IntArray
    ) -> CenterClustersT:
        """Take given centers; the variance is that of the scenes around those of their labels."""
        variance = max(float(((embedding - centers[labels]) ** 2).mean()), 1e-12)
        return cls(
            {"centers": centers.astype(np.float64), "variances": np.full(len(centers), variance)}
        )

    def memberships(self, embedding: Points) -> FloatArray:
        """Return the probabilities (n, K) of the clusters."""
        squared = squared_distances(embedding, self.arrays["centers"])
        return softmax(-0.5 * squared / self.arrays["variances"])


@dataclass(frozen=True)
class GaussianClusters(PerCluster[SettingsT]):
    """Weighted Gaussians: means (K, k), Cholesky factors of precisions, log weights with norms."""

    FORMS: ClassVar[dict[str, Form]] = {
        "means": Form("f", ("K", "k")),
        "precisions_cholesky": Form("f", ("K", "k", "k")),
        "offsets": Form("f", ("K",)),
    }

    def memberships(self, embedding: Points) -> FloatArray:
        """Return the responsibilities (n, K) of the components."""
        return softmax(component_logs(embedding, self.arrays))


@dataclass(frozen=True)
class VotingScenes(ClusterMethod[SettingsT]):
    """Fitted scenes ``points`` (m, k) with ``labels`` (m,), -1 for none; ``voters`` is a number.

    A new scene's memberships are the shares of the labels among its nearest fitted scenes. A
    fitted scene keeps its own label, which gets half of its vote.
    """

    FORMS: ClassVar[dict[str, Form]] = {
        "points": Form("f", ("m", "k")),
        "labels": Form("i", ("m",), low=-1, below="m"),
        "voters": Form("i", (), low=1, below="m"),
    }

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return int(self.arrays["labels"].max()) + 1

    def memberships(self, embedding: Points) -> FloatArray:
        """Return the shares (n, K) of the vote."""
        from sklearn.neighbors import NearestNeighbors

        points, labels = self.arrays["points"], self.arrays["labels"]
        index = NearestNeighbors(n_neighbors=int(self.arrays["voters"])).fit(points)
        places = index.kneighbors(embedding, return_distance=False)
        # One more column takes the votes of scenes without a label.
        votes = np.zeros((len(embedding), self.clusters + 1))
        np.add.at(votes, (np.arange(len(embedding))[:, None], labels[places]), 1)
        votes /= places.shape[1]
        itself = np.flatnonzero((points[places[:, 0]] == embedding).all(axis=1))
        votes[itself] /= 2
        votes[itself, labels[places[itself, 0]]] += 0.5
        return votes[:, :-1]

    def reorder(self: VotingScenesT, order: IntArray) -> VotingScenesT:
        """Keep only the clusters in ``order``."""
        labels = self.arrays["labels"]
        number = np.full(self.clusters + 1, -1, dtype=np.int64)  # the last one is for -1
        number[order] = np.arange(len(order))
        return type(self)({**self.arrays, "labels": number[labels]})


def component_logs(embedding: Points, arrays: Arrays) -> FloatArray:
    """Return the log weight plus the log density of each component at scenes.

    Parameters
    ----------
    embedding
        Places of the scenes, of shape (n, k).
    arrays
        The arrays of `GaussianClusters`, of K components.

    Returns
    -------
    ndarray of shape (n, K)
        Logarithms, in nats.
    """
    means, factors = arrays["means"], arrays["precisions_cholesky"]
    log = np.empty((len(embedding), len(means)))
    for k, (mean, factor) in enumerate(zip(means, factors)):
        scaled = (embedding - mean) @ factor
        log[:, k] = arrays["offsets"][k] - 0.5 * (scaled**2).sum(axis=1)
    return log


def squared_distances(embedding: Points, centers: Points) -> FloatArray:
    """Return the squared Euclidean distances of scenes to centers, without cancellation.

    Parameters
    ----------
    embedding
        Places of the scenes, of shape (n, k).
    centers
        Centers of shape (K, k).

    Returns
    -------
    ndarray of shape (n, K)
        Squared distances, in squared units of the embedding.
    """
    squared = np.empty((len(embedding), len(centers)))
    for k, center in enumerate(centers):
        squared[:, k] = ((embedding - center) ** 2).sum(axis=1)
    return squared

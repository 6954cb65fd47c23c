"""HDBSCAN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import FloatArray, IntArray, Vectors
from ...base.errors import SceneError
from ...base.foreign import Form
from .base import ClusterMethod, CommonSettings, FitContext


@dataclass(frozen=True)
class HdbscanClusters(ClusterMethod[CommonSettings]):
    """HDBSCAN; a new scene joins its nearest fitted scene, if that is near enough.

    Near enough is the distance within which 99 of 100 of the cluster's own scenes have a
    neighbor of the same cluster.
    """

    LABEL: ClassVar[str] = "HDBSCAN"
    FORMS: ClassVar[dict[str, Form]] = {
        "points": Form("f", ("m", "k")),
        "labels": Form("i", ("m",), low=-1, below="K"),
        "strengths": Form("f", ("m",), low=0, high=1),
        "reach": Form("f", ("K",), low=0),
    }
    HELP: ClassVar[str] = "finds dense groups and leaves the rest without a cluster"
    USES: ClassVar[tuple[str, ...]] = ("min_scenes",)

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: CommonSettings, context: FitContext | None = None
    ) -> HdbscanClusters:
        """Fit on an embedding (n, k)."""
        from scipy.spatial import cKDTree
        from sklearn.cluster import HDBSCAN

        size = min(settings.min_scenes, len(embedding) // 2)
        model = HDBSCAN(min_cluster_size=max(size, 2), copy=True).fit(embedding)
        labels = model.labels_.astype(np.int64)
        count = int(labels.max()) + 1
        if count == 0:
            raise SceneError(
                "HDBSCAN found no cluster: all scenes count as noise. Lower the smallest cluster "
                "size, or choose the Dirichlet-process mixture."
            )
        reach = np.zeros(count)
        for label in range(count):
            own = embedding[labels == label]
            reach[label] = np.percentile(cKDTree(own).query(own, k=2)[0][:, 1], 99)
        return cls(
            {
                "points": embedding.astype(np.float32),
                "labels": labels,
                "strengths": model.probabilities_.astype(np.float64),
                "reach": reach,
            }
        )

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return len(self.arrays["reach"])

    def memberships(self, embedding: Vectors) -> FloatArray:
        """Return the strength of the one cluster a scene joins; rows of zeros are noise."""
        from scipy.spatial import cKDTree

        distance, place = cKDTree(self.arrays["points"]).query(embedding)
        label = self.arrays["labels"][place]
        reach = self.arrays["reach"]
        member = (label >= 0) & (distance <= reach[label] + 1e-6)
        result = np.zeros((len(embedding), len(reach)))
        rows = np.flatnonzero(member)
        # At the edge of a cluster HDBSCAN's strength may be 0; the scene still belongs to it.
        result[rows, label[rows]] = np.maximum(self.arrays["strengths"][place[rows]], 1e-3)
        return result

    def reorder(self, order: IntArray) -> HdbscanClusters:
        """Keep only the clusters in ``order``."""
        number = np.full(len(self.arrays["reach"]) + 1, -1, dtype=np.int64)
        number[order] = np.arange(len(order))
        labels = number[self.arrays["labels"]]
        return HdbscanClusters(
            {**self.arrays, "labels": labels, "reach": self.arrays["reach"][order]}
        )

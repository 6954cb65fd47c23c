"""Leiden communities of the graph of nearest neighbors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import Vectors
from ...base.errors import DependencyError, SceneError
from .base import ClusterSettings
from .fitted import LabelledScenes


@dataclass(frozen=True)
class LeidenClusters(LabelledScenes):
    """Communities (Traag, Waltman & van Eck 2019) of scenes that are linked to their neighbors.

    The number of clusters follows from the resolution of the modularity that is maximized
    (Reichardt & Bornholdt 2006). A new scene's cluster is voted by its nearest fitted scenes, as
    many as the graph gives each.
    """

    LABEL: ClassVar[str] = "Leiden"

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> LeidenClusters:
        """Fit on an embedding (n, k)."""
        try:
            import igraph
            import leidenalg
        except ImportError as error:
            raise DependencyError(
                f"The packages leidenalg and igraph cannot be loaded ({error}). "
                'Run the algorithm "Set up the worker", or choose another clustering.'
            ) from error
        from sklearn.neighbors import kneighbors_graph

        if not settings.resolution > 0:
            raise SceneError(
                f"The resolution is {settings.resolution:g}. Choose one above 0; 1 is usual."
            )
        if settings.neighbors < 1:
            raise SceneError(
                f"{settings.neighbors} neighbors were asked for. Choose at least one; 15 is usual."
            )
        points = embedding.astype(np.float32)
        voters = min(settings.neighbors, len(points) - 1)
        links = kneighbors_graph(points, voters).tocoo()
        pairs = np.stack([links.row, links.col], axis=1)
        # A link counts once, whether one or both are the other's neighbor.
        pairs = np.unique(np.sort(pairs, axis=1), axis=0)
        graph = igraph.Graph(n=len(points), edges=pairs.tolist())
        found = leidenalg.find_partition(
            graph,
            leidenalg.RBConfigurationVertexPartition,
            resolution_parameter=settings.resolution,
            n_iterations=-1,
            seed=settings.seed,
        )
        return cls(
            {
                "points": points,
                "labels": np.asarray(found.membership, dtype=np.int64),
                "voters": np.asarray(voters),
            }
        )

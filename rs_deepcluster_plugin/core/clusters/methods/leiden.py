"""Leiden communities of the graph of nearest neighbors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import Vectors
from ...base.errors import DependencyError, SceneError
from ...base.plain import setting
from .base import CommonSettings, FitContext
from .fitted import VotingScenes


@dataclass(frozen=True)
class LeidenSettings(CommonSettings):
    """Settings of Leiden."""

    resolution: float = setting(
        0.3,
        "Resolution of the communities",
        "Larger values give more clusters; 1 is modularity.",
        minimum=0.001,
        maximum=100,
        parameter="LEIDEN_RESOLUTION",
    )
    neighbors: int = setting(
        15,
        "Neighbors in the graph",
        "Each scene is linked to as many of its nearest scenes of the embedding; as many vote for "
        "the cluster of a new scene.",
        minimum=1,
        maximum=500,
        parameter="LEIDEN_NEIGHBORS",
    )


@dataclass(frozen=True)
class LeidenClusters(VotingScenes[LeidenSettings]):
    """Communities (Traag, Waltman & van Eck 2019) of scenes that are linked to their neighbors.

    The number of clusters follows from the resolution of the modularity that is maximized
    (Reichardt & Bornholdt 2006). A new scene's cluster is voted by its nearest fitted scenes, as
    many as the graph gives each.
    """

    LABEL: ClassVar[str] = "Leiden"
    HELP: ClassVar[str] = "infers the number of clusters, from a graph of neighbors"
    SETTINGS: ClassVar[type[CommonSettings]] = LeidenSettings

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: LeidenSettings, context: FitContext | None = None
    ) -> LeidenClusters:
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

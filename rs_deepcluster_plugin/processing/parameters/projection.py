"""The projection of features onto few dimensions."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext

from ...core.clusters.project import METRICS, ProjectionSettings
from ..framework.algorithm import Algorithm
from .kinds import SEED, Group, Parameters, setting_of

PROJECTIONS = {"UMAP": "umap", "PCA": "pca"}


def projection(help: str) -> Any:
    """Return the choice of the projection."""
    return setting_of(
        ProjectionSettings, "method", "PROJECTION", "Projection", help, options=PROJECTIONS
    )


class ProjectionParameters(Group):
    """The projection's settings."""

    METHOD = projection(
        "UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are "
        "centered and L2-normalized first."
    )
    NEIGHBORS = setting_of(
        ProjectionSettings, "neighbors", "NEIGHBORS", "Neighbors",
        "UMAP: small values keep local detail, large ones the overall shape.",
    )  # fmt: skip
    DIMENSIONS = setting_of(
        ProjectionSettings, "dimensions", "DIMENSIONS", "Dimensions",
        "Dimensions of the embedding. The first two become umap_x and umap_y.",
    )  # fmt: skip
    MIN_DISTANCE = setting_of(
        ProjectionSettings, "minimum_distance", "MIN_DISTANCE", "Minimum distance",
        "UMAP: how close points may lie. 0 is best for clusters.",
    )  # fmt: skip
    METRIC = setting_of(
        ProjectionSettings, "metric", "METRIC", "Metric", "UMAP: how features are compared.",
        options=METRICS,
    )  # fmt: skip
    SHARED = setting_of(
        ProjectionSettings, "shared", "SHARED", "Weight of shared neighbors",
        "UMAP: scenes are near when their features are alike, and when they have many of their "
        "neighbors in common; this is the weight of the latter. 0: features only.",
    )  # fmt: skip
    MUTUAL = setting_of(
        ProjectionSettings, "mutual", "MUTUAL", "Mutuality",
        "UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one "
        "of them is enough, as in UMAP itself; more separates clusters.",
    )  # fmt: skip

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> ProjectionSettings:
        """Read the projection, with the seed that is declared beside it."""
        seed = SEED.read(alg, parameters, context)
        return self.read_settings(ProjectionSettings, alg, parameters, context, seed=seed)

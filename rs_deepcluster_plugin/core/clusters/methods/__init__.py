"""The clustering methods, one file each, and all of their settings.

A new method is a file with its class, and its settings where it has some of its own; it is named
here, in `METHODS` and among the bases of `ClusterSettings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .base import ClusterMethod
from .dpgmm import DirichletProcessMixture
from .fuzzy import FuzzyCMeans, FuzzySettings
from .gmm import GaussianMixtureClusters
from .hdbscan import HdbscanClusters
from .isodata import IsodataClusters, IsodataSettings
from .kmeans import KMeansClusters
from .leiden import LeidenClusters, LeidenSettings
from .minibatch import MiniBatchKMeansClusters
from .ward import WardClusters

METHODS: dict[str, type[ClusterMethod[Any]]] = {
    "dpgmm": DirichletProcessMixture,
    "gmm": GaussianMixtureClusters,
    "kmeans": KMeansClusters,
    "minibatch": MiniBatchKMeansClusters,
    "fuzzy": FuzzyCMeans,
    "isodata": IsodataClusters,
    "ward": WardClusters,
    "hdbscan": HdbscanClusters,
    "leiden": LeidenClusters,
}
"""The methods by the names that settings and files use."""


@dataclass(frozen=True)
class ClusterSettings(LeidenSettings, IsodataSettings, FuzzySettings):
    """How an embedding is divided into clusters: the settings of all methods, side by side.

    Those that a method has for itself are declared beside it; it passes over those of others.
    """

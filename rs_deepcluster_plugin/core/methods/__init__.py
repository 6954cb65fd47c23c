"""The clustering methods, one file each, by the names that settings and files use."""

from __future__ import annotations

from typing import Any

from .dpgmm import DirichletProcessMixture
from .hdbscan import HdbscanClusters
from .kmeans import KMeansClusters

METHODS: dict[str, Any] = {
    "dpgmm": DirichletProcessMixture,
    "kmeans": KMeansClusters,
    "hdbscan": HdbscanClusters,
}

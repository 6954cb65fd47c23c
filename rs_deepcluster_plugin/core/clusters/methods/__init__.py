"""The clustering methods, one file each, by the names that settings and files use."""

from __future__ import annotations

from typing import Any

from .dpgmm import DirichletProcessMixture
from .fuzzy import FuzzyCMeans
from .gmm import GaussianMixtureClusters
from .hdbscan import HdbscanClusters
from .isodata import IsodataClusters
from .kmeans import KMeansClusters
from .leiden import LeidenClusters
from .minibatch import MiniBatchKMeansClusters
from .ward import WardClusters

METHODS: dict[str, Any] = {
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

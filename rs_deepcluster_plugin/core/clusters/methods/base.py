"""What the clustering methods share: their settings, their interface and a few types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from ...base.archive import Arrays
from ...base.arrays import Vectors

Memberships = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Points = npt.NDArray[Any]
"""Scenes (n, k) in single or double precision."""


@dataclass(frozen=True)
class ClusterSettings:
    """How an embedding is divided into clusters."""

    method: str = "dpgmm"
    max_clusters: int = 60
    """Upper bound of the number of clusters where the method infers it."""

    detail: str = "balanced"
    """Dirichlet process: the level of the merge tree, "coarse", "balanced" or "fine"."""

    min_scenes: int = 10
    """HDBSCAN and ISODATA: the smallest group that counts as a cluster."""

    exemplars: int = 5
    seed: int = 0
    fit_scenes: int = 20_000
    """At most this many scenes, drawn by the seed, are fitted; the others are assigned."""

    n_clusters: int | None = None
    """k-means, mini-batch k-means, fuzzy c-means, Ward and Gaussian mixture: the number of
    clusters; ISODATA: the one desired. None: inferred, see `number` and `gmm`."""

    fuzziness: float = 2.0
    """Fuzzy c-means: the exponent m of the memberships; near 1 they are all or nothing."""

    split_deviation: float = 0.4
    """ISODATA: a cluster that spreads more along an axis may be split; as a share of the
    embedding's standard deviation (root mean square over its axes)."""

    merge_distance: float = 0.2
    """ISODATA: clusters whose centers are nearer are merged; as a share of the root mean square
    distance of the scenes to their mean."""

    merge_pairs: int = 2
    """ISODATA: most pairs merged in one iteration."""

    iterations: int = 20
    """ISODATA: most iterations."""

    spatial: bool = False
    """Ward: clusters are contiguous regions of the scene grid."""

    resolution: float = 0.3
    """Leiden: larger values give more clusters; 1 is modularity."""

    neighbors: int = 15
    """Leiden: neighbors of a scene in the graph."""


@dataclass(frozen=True)
class Evidence:
    """What levels of a merge tree are compared by, beside the scenes' places."""

    features: Points | None = None
    """Those (n, d) that the embedding was made of, None where they are not at hand."""

    passing: bool = False
    """Scenes pass into each other, as the windows of a raster do."""


class ClusterMethod(Protocol):
    """What a clustering method offers; its arrays are all of its fitted state.

    A method that scales to any number of scenes says so by ``FIT_ALL = True``. One whose clusters
    can be regions of the scene grid has ``fit_regions(embedding, settings, cells)`` too, which
    returns the regions of the scenes beside what `fit` returns (see `ward`). ``notes()``, where a
    method has it, are lines about the fit for the log.
    """

    LABEL: ClassVar[str]
    """What it is called in dialogs and tables."""

    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> ClusterMethod:
        """Fit on an embedding (n, k)."""

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters; what a row lacks to 1 is noise."""

    def reordered(self, order: Labels) -> ClusterMethod:
        """Keep only the clusters in ``order``, numbered in that order."""


def softmax(log: Memberships) -> Memberships:
    """Turn log weights (n, K) into rows that sum to one."""
    shifted = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))

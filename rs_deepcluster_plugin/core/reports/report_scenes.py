"""What a cluster report shows of its scenes: exemplars, ambiguous ones, and a sample of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray
from ..base.sampling import draw
from ..clusters.model import exemplar_ranks

_AMBIGUOUS, _SURE = 24, 0.9  # scenes shown, and the probability from which none is ambiguous
NONE = 65535  # no cluster, class or picture, in 16 bits


@dataclass(frozen=True)
class ReportScenes:
    """Scenes of a cluster layer; arrays are of shape (n,), NaN where a value is missing."""

    ids: FloatArray
    clusters: FloatArray
    """The current clusters: as edited, else as fitted."""

    fitted: FloatArray
    probabilities: FloatArray
    second_clusters: FloatArray
    """The next likely cluster, in the numbers of ``fitted``."""

    second_probabilities: FloatArray
    ambiguous: FloatArray
    exemplar_ranks: FloatArray
    subclusters: FloatArray
    places: FloatArray
    """Places in the embedding, (n, 2)."""

    areas: FloatArray
    """Square meters."""

    classes: IntArray
    """Places in `About.classes`, -1 for scenes without a class."""

    geometries: Sequence[bytes]
    """Polygons (WKB, in the raster's coordinate reference system), empty where there is none."""

    names: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def placed(self) -> BoolArray:
        """Tell which scenes (n,) have a place in the embedding."""
        return np.asarray(np.isfinite(self.places).all(axis=1))


@dataclass(frozen=True)
class ReportClusters:
    """Clusters 0 to K - 1 in the order of their numbers, and the scenes' places among them."""

    numbers: IntArray
    of_scene: IntArray
    """Of shape (n,), -1 for scenes without a cluster."""

    sizes: IntArray

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, clusters: FloatArray) -> ReportClusters:
        """Take the clusters that occur."""
        known = np.isfinite(clusters)
        numbers = np.unique(clusters[known]).astype(np.int64)
        of_scene = np.full(len(clusters), -1, dtype=np.int64)
        of_scene[known] = np.searchsorted(numbers, clusters[known])
        return cls(numbers, of_scene, np.bincount(of_scene[known], minlength=len(numbers)))


@dataclass(frozen=True)
class ShownScenes:
    """What the report is about: scenes, their clusters, and which of them it points out."""

    scenes: ReportScenes
    clusters: ReportClusters
    seconds: IntArray
    """Second clusters (n,) among the current ones, -1 for none."""

    typical: list[IntArray]
    """Exemplars of each cluster."""

    doubtful: IntArray

    @classmethod
    def of(cls, scenes: ReportScenes, clusters: ReportClusters, exemplars: int) -> ShownScenes:
        """Choose the scenes."""
        seconds = find_seconds(scenes, clusters)
        typical = choose_exemplars(scenes, clusters, exemplars)
        return cls(scenes, clusters, seconds, typical, choose_ambiguous(scenes, clusters, seconds))


def find_seconds(scenes: ReportScenes, clusters: ReportClusters) -> IntArray:
    """Return the scenes' second clusters among the current ones.

    Where clusters were edited, a fitted cluster is the one that most of its scenes are in now.

    Parameters
    ----------
    scenes
        The n scenes.
    clusters
        Their current clusters.

    Returns
    -------
    ndarray
        Places among the clusters, of shape (n,), -1 for none.
    """
    found = np.full(len(scenes), -1, dtype=np.int64)
    both = np.isfinite(scenes.fitted) & (clusters.of_scene >= 0)
    for number in np.unique(scenes.second_clusters[np.isfinite(scenes.second_clusters)]):
        members = clusters.of_scene[both & (scenes.fitted == number)]
        if len(members):
            found[scenes.second_clusters == number] = np.bincount(members).argmax()
    found[found == clusters.of_scene] = -1  # merged into one
    return found


def choose_exemplars(scenes: ReportScenes, clusters: ReportClusters, count: int) -> list[IntArray]:
    """Choose the most typical scenes of each cluster: as ranked by the fit, else anew.

    Parameters
    ----------
    scenes
        The scenes.
    clusters
        Their current clusters.
    count
        Scenes of each cluster, at most.

    Returns
    -------
    list
        For each cluster the places of its exemplars among the scenes, the most typical first.
    """
    ranks = np.where(scenes.exemplar_ranks > 0, scenes.exemplar_ranks, np.inf)
    present = scenes.placed
    anew = exemplar_ranks(
        scenes.places.astype(np.float32),
        np.where(present, clusters.of_scene + 1, 0),
        len(clusters),
        count,
    )
    order = np.lexsort(
        (
            -np.nan_to_num(scenes.probabilities),
            np.where(anew > 0, anew.astype(np.float64), np.inf),
            ranks,
            clusters.of_scene,
        )
    )
    edges = np.searchsorted(clusters.of_scene[order], np.arange(len(clusters) + 1))
    return [order[start : min(stop, start + count)] for start, stop in zip(edges[:-1], edges[1:])]


def choose_ambiguous(scenes: ReportScenes, clusters: ReportClusters, seconds: IntArray) -> IntArray:
    """Choose the scenes whose second cluster comes nearest to the first.

    Parameters
    ----------
    scenes
        The n scenes.
    clusters
        Their current clusters.
    seconds
        Their second clusters, of shape (n,), as `find_seconds` returns them.

    Returns
    -------
    ndarray
        Places of at most 24 scenes, the most ambiguous first. Those of a probability of 0.9 or more
        are not among them.
    """
    first = scenes.probabilities
    second = np.where(
        np.isfinite(scenes.second_probabilities),
        scenes.second_probabilities,
        np.minimum(first, 1 - first),
    )
    found = np.flatnonzero((clusters.of_scene >= 0) & (seconds >= 0) & (first < _SURE))
    return found[np.argsort((first - second)[found], kind="stable")][:_AMBIGUOUS]


def sample_scenes(clusters: ReportClusters, taken: Sequence[int], most: int) -> IntArray:
    """Draw scenes of all clusters beside those taken, the more the larger the cluster is.

    The share of a cluster follows the root of its size, so that small ones are seen too.

    Parameters
    ----------
    clusters
        The clusters, and the scenes in them.
    taken
        Places of scenes that are not drawn.
    most
        How many scenes are drawn at most.

    Returns
    -------
    ndarray
        Places of the scenes, of shape (m,).
    """
    free = clusters.of_scene >= 0
    free[list(taken)] = False
    if int(free.sum()) <= most:
        return np.flatnonzero(free)
    shares = np.sqrt(clusters.sizes)
    quotas = np.floor(most * shares / shares.sum()).astype(np.int64)
    drawn = [
        draw(np.flatnonzero(free & (clusters.of_scene == k)), int(quota), 0)
        for k, quota in enumerate(quotas)
        if quota > 0
    ]
    return np.concatenate([np.empty(0, dtype=np.int64), *drawn])

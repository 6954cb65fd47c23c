"""Agglomerative clustering by Ward's criterion, of the embedding or into contiguous regions."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import IntArray, Vectors
from ...base.errors import SceneError
from ...base.sampling import draw
from ...scenes.neighbors import grid_graph
from .base import CommonSettings, FitContext, Points
from .fitted import CenterClusters
from .number import check_number, choose_number

_MOST_SCENES = 8_000  # their distances take 256 MB
_MOST_CELLS = 100_000  # they take a minute


@dataclass(frozen=True)
class WardClusters(CenterClusters[CommonSettings]):
    """Agglomerative clustering that merges what adds least to the variance (Ward 1963).

    The tree is of at most 8,000 scenes, drawn by the seed; each scene then joins the cluster with
    the nearest center, so that scenes of another raster are treated as those of the first.

    With cells of a grid only clusters that touch along an edge are merged, all scenes are in the
    tree, and each cluster is one contiguous region.
    """

    LABEL: ClassVar[str] = "Ward"
    HELP: ClassVar[str] = (
        "as many clusters as asked for, by merging (agglomerative); contiguous regions on request"
    )
    USES: ClassVar[tuple[str, ...]] = ("n_clusters", "max_clusters")
    MAKES_REGIONS: ClassVar[bool] = True

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: CommonSettings, context: FitContext | None = None
    ) -> WardClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import AgglomerativeClustering

        rows = draw(np.arange(len(embedding)), _MOST_SCENES, settings.seed)
        sample = embedding[rows].astype(np.float64)
        count = choose_number(sample, settings)
        count = min(count, len(np.unique(sample, axis=0)))  # identical scenes stay together
        return cls.around(sample, AgglomerativeClustering(count).fit_predict(sample))

    @classmethod
    def fit_regions(
        cls, embedding: Vectors, settings: CommonSettings, cells: IntArray
    ) -> tuple[WardClusters, IntArray]:
        """Fit contiguous regions on an embedding (n, k) of scenes at ``cells`` (n, 2) of a grid.

        Returns the clusters, by which they are found on another raster without being contiguous,
        and the region of each scene (n,), counted from 0.

        Raises
        ------
        SceneError
            A number of regions that is not possible, or too many scenes.
        """
        labels = _regions(embedding.astype(np.float64), settings, cells)
        return cls.around(embedding, labels), labels


def _regions(values: Points, settings: CommonSettings, cells: IntArray) -> IntArray:
    """Cut the trees of all parts of the grid so that the regions are as many as asked for.

    Parts that do not touch grow by themselves: of all their next merges the cheapest is always
    made first, as if they were in one tree.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    total = len(values)
    if total > _MOST_CELLS:
        raise SceneError(
            f"Contiguous regions of {total:,} scenes would take too long; at most "
            f"{_MOST_CELLS:,} are possible. Choose larger scenes or a smaller extent."
        )
    graph = grid_graph(cells)
    parts, part = connected_components(graph, directed=False)
    order = np.argsort(part, kind="stable")
    edges = np.searchsorted(part[order], np.arange(parts + 1))
    graph = graph[order][:, order]
    first_new = total
    trees = []
    for start, stop in zip(edges[:-1], edges[1:]):
        if stop - start > 1:
            members = order[start:stop]
            links = graph[start:stop, start:stop]
            trees.append(_merges(values[members], links, members, first_new))
            first_new += len(members) - 1
    merges = list(heapq.merge(*trees))
    count = _number_of_regions(values, settings, parts, np.array([merge[0] for merge in merges]))
    made = merges[: total - count]
    news = np.array([[new, new] for _, new, _, _ in made], dtype=np.int64).ravel()
    olds = np.array([pair for _, _, *pair in made], dtype=np.int64).ravel()
    links = coo_matrix((np.ones(len(news)), (news, olds)), shape=(first_new, first_new))
    _, labels = np.unique(
        connected_components(links, directed=False)[1][:total], return_inverse=True
    )
    return labels.astype(np.int64)


def _merges(
    values: Points, graph: object, members: IntArray, first_new: int
) -> Iterator[tuple[float, int, int, int]]:
    """Yield the merges of one part: growth of the squared error, new node, and the two old."""
    from sklearn.cluster import ward_tree

    children, _, count, _, distances = ward_tree(values, connectivity=graph, return_distance=True)
    nodes = np.concatenate([members, first_new + np.arange(len(children))])
    for step, ((one, two), distance) in enumerate(zip(children, distances)):
        new = int(nodes[count + step])
        yield 0.5 * float(distance) ** 2, new, int(nodes[one]), int(nodes[two])


def _number_of_regions(values: Points, settings: CommonSettings, parts: int, growth: Points) -> int:
    """Return the number asked for, else that of the highest index of Caliński & Harabasz 1974.

    The index follows for every number from the growth of the squared error with each merge. The
    silhouette would not do: a region may well be like another one far away.
    """
    total = len(values)
    if settings.n_clusters is not None:
        count = check_number(settings.n_clusters, total)
        if count < parts:
            raise SceneError(
                f"The scenes lie in {parts} parts that do not touch, so there are at least as many "
                f"regions, and {count} were asked for. Choose at least {parts} clusters, or scenes "
                "without gaps."
            )
        return count
    error = float(((values - values.mean(axis=0)) ** 2).sum())
    within = np.concatenate([[0.0], np.cumsum(growth)])  # after 0, 1, 2 ... merges
    numbers = total - np.arange(len(within))
    fits = (numbers >= 2) & (numbers < total) & (numbers <= settings.max_clusters)
    if not fits.any() or error <= 0:
        return parts
    within, numbers = np.maximum(within[fits], 1e-12 * error), numbers[fits]
    index = (error - within) / (numbers - 1) / (within / (total - numbers))
    return int(numbers[len(index) - 1 - index[::-1].argmax()])

"""The merge tree and its levels in a cluster report."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..base.arrays import FloatArray, IntArray
from ..clusters.layer_tree import ClusterTree
from ..clusters.merge_tree import ward
from .report_map import cluster_colors, swatch
from .report_scenes import ReportClusters, ReportScenes

# The tree's picture, in units of a pixel.
_TREE_WIDTH, _TREE_LABELS = 800, 380


def merges_of(
    scenes: ReportScenes, clusters: ReportClusters, tree: ClusterTree | None
) -> list[tuple[int, int, float]]:
    """Merge the clusters two by two.

    It follows the tree of the fit where the clusters are as fitted, else Ward's criterion on the
    clusters' mean places.

    Parameters
    ----------
    scenes
        The scenes.
    clusters
        Their K current clusters.
    tree
        The merge tree of the fit, where the layer has one.

    Returns
    -------
    list
        Two nodes and a height for each merge. Nodes below K are clusters, and those from K on are
        earlier merges. The list is empty where some cluster has no scene with a place.

    References
    ----------
    Ward 1963, "Hierarchical Grouping to Optimize an Objective Function".
    """
    count = len(clusters)
    member = clusters.of_scene >= 0
    if tree is not None and np.array_equal(scenes.clusters, scenes.fitted, equal_nan=True):
        leaves = scenes.subclusters if tree.field == "subcluster" else scenes.fitted
        known = member & (leaves >= 1) & (leaves <= tree.leaves)
        node = np.full(tree.leaves + 1, -1, dtype=np.int64)
        node[leaves[known].astype(np.int64)] = clusters.of_scene[known]
        merges = _follow_merges(tree.merges, tree.heights, node, count)
        if len(merges) == count - 1:
            return merges
    placed = member & scenes.placed
    sizes = np.bincount(clusters.of_scene[placed], minlength=count).astype(np.float64)
    if not sizes.all():
        return []
    sums = [
        np.bincount(clusters.of_scene[placed], axis, minlength=count)
        for axis in scenes.places[placed].T
    ]
    joined, heights = ward(sizes, np.stack(sums, axis=1) / sizes[:, None])
    return _follow_merges(joined, heights, np.arange(count), count)


def _follow_merges(
    merges: IntArray, heights: FloatArray, node: IntArray, count: int
) -> list[tuple[int, int, float]]:
    """Follow merges of which the first group stays; ``node`` is where each is, -1 for nowhere."""
    found: list[tuple[int, int, float]] = []
    node = node.copy()
    for (one, other), height in zip(merges.tolist(), heights.tolist()):
        a, b = int(node[one]), int(node[other])
        if a < 0 or b < 0:
            node[one] = max(a, b)
        elif a != b:
            found.append((a, b, height))
            node[one] = count + len(found) - 1
    return found


def draw_tree(merges: list[tuple[int, int, float]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Lay the tree out: leaves from top to bottom at the right, the root at the left.

    Parameters
    ----------
    merges
        The merges of all clusters into one, as `merges_of` returns them.
    rows
        What is said about each cluster.

    Returns
    -------
    dict
        Width and height in pixels, the lines as an SVG path, and the rows as leaves, from top to
        bottom, each with its x and y.
    """
    count = len(rows)
    step = 24 if count <= 60 else 16
    order: list[int] = []
    waiting = [count + len(merges) - 1]
    while waiting:
        node = waiting.pop()
        if node < count:
            order.append(node)
        else:
            waiting += [merges[node - count][1], merges[node - count][0]]
    ys = np.zeros(count + len(merges))
    ys[order] = step * (np.arange(count) + 0.5)
    tallest = max(height for *_, height in merges) or 1.0
    xs = np.full(count + len(merges), float(_TREE_WIDTH))
    lines = []
    for number, (a, b, height) in enumerate(merges, start=count):
        # By the root, else the many small merges would be on one line.
        xs[number] = 10 + (_TREE_WIDTH - 10) * (1 - math.sqrt(height / tallest))
        ys[number] = (ys[a] + ys[b]) / 2
        at = f"{xs[number]:.1f}"
        lines.append(f"M{xs[a]:.1f},{ys[a]:.1f}H{at}V{ys[b]:.1f}H{xs[b]:.1f}")
    return {
        "width": _TREE_WIDTH + _TREE_LABELS,
        "height": step * count,
        "path": "".join(lines) + f"M{xs[-1]:.1f},{ys[-1]:.1f}h-10",
        "leaves": [{**rows[k], "x": _TREE_WIDTH, "y": float(ys[k])} for k in order],
    }


def describe_tree_levels(scenes: ReportScenes, tree: ClusterTree | None) -> list[dict[str, Any]]:
    """Lay the levels that hold out below each other, from coarse to fine, as they were found.

    In each level the parts of a cluster are where the cluster is in the level above.

    Parameters
    ----------
    scenes
        The scenes.
    tree
        The merge tree of the fit, where the layer has one.

    Returns
    -------
    list
        For each level a dict: the number of clusters, whether it is shown and held, the clusters
        with their shares and swatches, and how those of the level above are split. The list is
        empty where there is no tree of subclusters, or a clustered scene has no subcluster.
    """
    if tree is None or tree.leaves < 2 or tree.field != "subcluster":
        return []
    fitted = np.nan_to_num(scenes.fitted).astype(np.int64)
    leaves = np.where(fitted > 0, np.nan_to_num(scenes.subclusters), 0).astype(np.int64)
    if not (leaves[fitted > 0] > 0).all() or leaves.max(initial=0) > tree.leaves:
        return []
    levels = tree.levels(leaves, fitted)
    places: dict[int, int] = {}  # of the clusters of the level above
    rows: list[dict[str, Any]] = []
    for place, level in enumerate(levels):
        shares = dict(level.shares())
        splits = levels[place - 1].splits(level) if place else []
        parent = {part: number for number, parts in splits for part, _ in parts}
        order = sorted(shares)
        if place:
            keys = {k: (places.get(parent.get(k, k), 0), -shares[k]) for k in order}
            order.sort(key=keys.__getitem__)
        places = {number: rank for rank, number in enumerate(order)}
        colors = cluster_colors(np.array(order, dtype=np.int64))
        rows.append(
            {
                "count": level.count,
                "is_shown": level.is_shown,
                "is_held": level.is_held,
                "clusters": [
                    {"number": number, "share": shares[number], "swatch": swatch(*color)}
                    for number, color in zip(order, colors)
                ],
                "splits": [
                    {
                        "number": number,
                        "parts": [{"number": part, "share": share} for part, share in parts],
                    }
                    for number, parts in splits
                ],
            }
        )
    return rows

"""Smoothing a map: the majority in a neighborhood, and small groups that dissolve.

Labels are whole numbers; 0 is a scene that has none, which neither votes nor changes.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray
from ..scenes.neighbors import pair_neighbors

_SCORES = 8_000_000  # in memory at a time
_DIGITS = 9  # sums that differ by less are equal


@dataclass(frozen=True)
class Neighbors:
    """Pairs of scenes that see each other, each pair once; all arrays are of shape (m,)."""

    one: IntArray
    other: IntArray
    weights: FloatArray
    """How much one counts for the other."""

    borders: FloatArray
    """Length of their common border, 0 where they have none."""


def grid_neighbors(cells: IntArray, radius: int = 1) -> Neighbors:
    """Find the neighbors among cells of a grid.

    Parameters
    ----------
    cells : ndarray of shape (n, 2)
        Rows and columns.
    radius
        Neighbors are at most so many rows and columns away: 8 where it is 1.

    Returns
    -------
    Neighbors
        Those that share an edge have a border of length 1.
    """
    ones, others, borders = [], [], []
    for down in range(radius + 1):
        for right in range(-radius if down else 1, radius + 1):
            one, other = pair_neighbors(cells, down, right)
            ones.append(one)
            others.append(other)
            borders.append(np.full(len(one), float(down + abs(right) == 1)))
    one = np.concatenate(ones)
    return Neighbors(one, np.concatenate(others), np.ones(len(one)), np.concatenate(borders))


def find_bordering(one: IntArray, other: IntArray, lengths: FloatArray) -> Neighbors:
    """Return polygons that share a border as neighbors.

    Parameters
    ----------
    one, other
        Places of the two polygons of each pair, of shape (m,).
    lengths
        Lengths of their common borders, of shape (m,), all in the same unit.

    Returns
    -------
    Neighbors
        One counts for the other by the length of their border, 1 where it is the mean of all.
    """
    weights = lengths / (lengths.mean() if len(lengths) else 1.0)
    return Neighbors(one, other, weights, lengths)


def vote_majority(
    labels: IntArray,
    weights: FloatArray,
    neighbors: Neighbors,
    free: BoolArray,
    center: float = 1.0,
    iterations: int = 1,
) -> IntArray:
    """Give each scene the label with the largest weight in its neighborhood.

    Where its own label has as much weight as the best other one, a scene keeps it; of equal others
    the lowest wins.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        0 is a scene without one, which neither votes nor changes.
    weights : ndarray of shape (n,)
        How much each scene counts.
    neighbors
        Of all scenes.
    free : ndarray of shape (n,)
        Scenes that may change, all at a time in each iteration.
    center
        A scene's own weight counts so many times for itself.
    iterations
        How often all vote, at most.

    Returns
    -------
    ndarray of shape (n,)
        Labels.
    """
    kinds, codes = np.unique(labels, return_inverse=True)
    unlabeled = int(kinds[0] == 0) if len(kinds) else 0
    now = codes.astype(np.int64)
    free = free & (labels != 0)
    for _ in range(iterations):
        after = _vote(now, weights, neighbors, center, len(kinds), unlabeled)
        after = np.where(free, after, now)
        if np.array_equal(after, now):
            break
        now = after
    return np.asarray(kinds[now])


def _vote(
    codes: IntArray,
    weights: FloatArray,
    neighbors: Neighbors,
    center: float,
    kinds: int,
    start: int,
) -> IntArray:
    """Return the winner (n,) among the codes from ``start`` of each scene's neighborhood."""
    total = len(codes)
    one, other = neighbors.one, neighbors.other
    for_one, for_other = weights[other] * neighbors.weights, weights[one] * neighbors.weights
    best, own = np.full(total, -1.0), np.zeros(total)
    winner = codes.copy()
    step = max(_SCORES // max(total, 1), 1)
    for low in range(start, kinds, step):
        width = min(step, kinds - low)
        scores = np.zeros(total * width)
        for target, voter, weight in ((one, other, for_one), (other, one, for_other)):
            place = codes[voter] - low
            inside = (place >= 0) & (place < width)
            scores += np.bincount(
                target[inside] * width + place[inside], weight[inside], total * width
            )
        table = scores.reshape(total, width)
        here = np.flatnonzero((codes >= low) & (codes < low + width))
        table[here, codes[here] - low] += center * weights[here]
        table = np.round(table, _DIGITS)
        own[here] = table[here, codes[here] - low]
        highest = table.max(axis=1)
        better = highest > best
        best = np.where(better, highest, best)
        winner = np.where(better, table.argmax(axis=1) + low, winner)
    return np.asarray(np.where(best > own, winner, codes))


def dissolve_small(
    labels: IntArray, weights: FloatArray, neighbors: Neighbors, free: BoolArray, minimum: int
) -> IntArray:
    """Dissolve connected groups of fewer scenes than a minimum.

    Scenes are connected by borders. The smallest group goes first. It takes the label of the
    neighbors with which it has the longest border, each stretch times the weight of the scene on
    the other side, and is then one group with them; of equal ones the lowest label wins. Groups
    with a scene that is not free stay, and so do those that border on nothing.

    Parameters
    ----------
    labels, weights, neighbors, free
        As for `vote_majority`.
    minimum
        Scenes of a group that stays.

    Returns
    -------
    ndarray of shape (n,)
        Labels.
    """
    touching = (neighbors.borders > 0) & (labels[neighbors.one] != 0)
    touching &= labels[neighbors.other] != 0
    one, other = neighbors.one[touching], neighbors.other[touching]
    borders = neighbors.borders[touching]
    same = labels[one] == labels[other]
    group = _components(len(labels), one[same], other[same])
    sizes = np.bincount(group)
    names = np.full(len(sizes), 0, dtype=np.int64)
    names[group] = labels
    kept = np.zeros(len(sizes), dtype=bool)
    kept[group[~free]] = True
    around: list[dict[int, float]] = [{} for _ in sizes]
    one, other, borders = one[~same], other[~same], borders[~same]
    for a, b, for_a, for_b in zip(
        group[one].tolist(), group[other].tolist(),
        (borders * weights[other]).tolist(), (borders * weights[one]).tolist(),
    ):  # fmt: skip
        around[a][b] = around[a].get(b, 0.0) + for_a
        around[b][a] = around[b].get(a, 0.0) + for_b
    size, name, stays = sizes.tolist(), names.tolist(), kept.tolist()
    into = list(range(len(size)))
    queue = [(size[g], g) for g in range(len(size)) if size[g] < minimum and name[g]]
    heapq.heapify(queue)
    while queue:
        count, small = heapq.heappop(queue)
        if into[small] != small or size[small] != count or stays[small] or not around[small]:
            continue
        strength: dict[int, float] = {}
        for near, border in around[small].items():
            strength[name[near]] = strength.get(name[near], 0.0) + border
        label = min(strength, key=lambda one: (-round(strength[one], _DIGITS), one))
        joined = [small, *(near for near in around[small] if name[near] == label)]
        whole = max(joined, key=lambda one: (len(around[one]), -one))
        name[whole] = label
        for part in joined:
            if part == whole:
                continue
            into[part] = whole
            size[whole] += size[part]
            stays[whole] = stays[whole] or stays[part]
            for near, border in around[part].items():
                back = around[near].pop(part)
                if near != whole:
                    around[whole][near] = around[whole].get(near, 0.0) + border
                    around[near][whole] = around[near].get(whole, 0.0) + back
            around[part] = {}
        if size[whole] < minimum:
            heapq.heappush(queue, (size[whole], whole))
    roots = np.array(into, dtype=np.int64)
    while not np.array_equal(roots, roots[roots]):
        roots = roots[roots]
    return np.array(name, dtype=np.int64)[roots][group]


def _components(count: int, one: IntArray, other: IntArray) -> IntArray:
    """Return the connected component (n,), from 0, of each of ``count`` scenes linked in pairs."""
    root = np.arange(count)
    while True:
        a, b = root[one], root[other]
        apart = a != b
        if not apart.any():
            return np.unique(root, return_inverse=True)[1].astype(np.int64)
        np.minimum.at(root, np.maximum(a[apart], b[apart]), np.minimum(a[apart], b[apart]))
        while not np.array_equal(root, root[root]):
            root = root[root]

"""The outlines of areas of equal cells: what a union of them gives, in one pass over their edges.

The border of an area is cut into straight segments that have it on their left; each ends in a turn,
which tells what follows on it. Outer rings go counterclockwise, holes clockwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..base.arrays import BoolArray, Int32Array, IntArray


@dataclass(frozen=True)
class Outlines:
    """Areas of equal cells that meet along an edge, and the rings around them.

    No ring meets itself: where an area meets itself at a corner alone, what it encloses there is a
    hole that touches the outer ring. So all polygons are valid.
    """

    areas: Int32Array
    """The area of each cell (rows from below, columns), -1 for none."""

    values: IntArray
    """Of the areas, ascending."""

    corners: Int32Array
    """Columns and rows (n, 2) of the corners of the rings, one ring after the other; each ends
    where it starts."""

    starts: IntArray
    """Where each ring begins among the corners (rings,)."""

    owners: Int32Array
    """The area of each ring (rings,), ascending; its outer ring comes before its holes."""


class _Segments(NamedTuple):
    """Straight pieces of borders in one direction.

    Vertices are counted along the direction: by rows for those that go east or west, else by
    columns.
    """

    starts: Int32Array
    """Vertices, ascending."""

    ends: Int32Array
    turns: Any
    """Directions of what follows: 0 east, 1 north, 2 west, 3 south."""

    owners: Int32Array


def trace_outlines(cells: IntArray) -> Outlines:
    """Find the areas of equal cells, and the rings around them.

    Parameters
    ----------
    cells
        Values from 0 (rows from below, columns), negative for none.

    Returns
    -------
    Outlines
        On the lattice of the edges of cells.
    """
    areas, values = find_areas(cells)
    if not len(values):
        none = np.empty(0, dtype=np.int32)
        return Outlines(areas, values, none.reshape(0, 2), none.astype(np.int64), none)
    height, width = (count + 1 for count in areas.shape)  # of the lattice's vertices
    padded = np.pad(areas, 1, constant_values=-1)
    ways = [_find_segments(padded, way) for way in range(4)]
    first = np.cumsum([0, *(len(one.starts) for one in ways)])
    following = np.empty(first[-1], dtype=np.int32)
    for way, one in enumerate(ways):
        across = height if way % 2 else width
        for turn in ((way + 1) % 4, (way + 3) % 4):
            mine = np.flatnonzero(one.turns == turn)
            line, place = np.divmod(one.ends[mine], across)
            crossing = place * (height + width - across) + line  # counted the other way
            found = np.searchsorted(ways[turn].starts, crossing)
            following[first[way] + mine] = first[turn] + found
    places = [np.divmod(one.starts, height if way % 2 else width) for way, one in enumerate(ways)]
    columns = np.concatenate([place[1 - way % 2] for way, place in enumerate(places)])
    rows = np.concatenate([place[way % 2] for way, place in enumerate(places)])
    owners = np.concatenate([one.owners for one in ways])
    del ways, places, padded
    order, starts = _in_rings(following)
    del following
    owners = owners[order[starts]]
    columns, rows = columns[order], rows[order]
    # No hole reaches as far to the left as the ring that it lies in.
    sequence = np.lexsort((np.minimum.reduceat(columns, starts), owners))
    lengths = np.diff(np.append(starts, len(order)))[sequence] + 1
    ends = np.cumsum(lengths)
    take = np.arange(ends[-1], dtype=np.int32)
    take += np.repeat((starts[sequence] - (ends - lengths)).astype(np.int32), lengths)
    take[ends - 1] = starts[sequence]
    corners = np.stack([columns[take], rows[take]], axis=1)
    return Outlines(areas, values, corners, ends - lengths, owners[sequence])


def find_areas(cells: IntArray) -> tuple[Int32Array, IntArray]:
    """Find the areas of equal cells that meet along an edge.

    Parameters
    ----------
    cells
        As for `trace_outlines`.

    Returns
    -------
    areas
        The number of each cell's area, of the same shape, -1 for none.
    values
        Of the areas, ascending; those of one value are in the order of their first cells.
    """
    new = np.ones(cells.shape, dtype=bool)
    new[:, 1:] = cells[:, 1:] != cells[:, :-1]
    runs = np.cumsum(new, dtype=np.int32).reshape(cells.shape) - 1
    meets = (cells[1:] == cells[:-1]) & (cells[1:] >= 0)
    # Of two runs that meet in many cells, the first one tells.
    meets[:, 1:] &= new[1:, 1:] | new[:-1, 1:]
    below, above = runs[:-1][meets], runs[1:][meets]
    values = cells[new]  # of the runs
    parents = np.arange(len(values), dtype=np.int32)
    while True:
        one, other = parents[below], parents[above]
        apart = one != other
        if not apart.any():
            break
        below, above, one, other = (part[apart] for part in (below, above, one, other))
        parents[np.maximum(one, other)] = np.minimum(one, other)
        while (parents[parents] != parents).any():
            parents = parents[parents]
    roots = np.unique(parents[values >= 0])
    roots = roots[np.argsort(values[roots], kind="stable")]
    numbers = np.full(len(parents), -1, dtype=np.int32)
    numbers[roots] = np.arange(len(roots))
    return numbers[parents][runs], values[roots]


def _find_segments(areas: Int32Array, way: int) -> _Segments:
    """Find the segments that go one way; ``areas`` have a border of cells without any."""
    around = (areas[1:, 1:], areas[1:, :-1], areas[:-1, :-1], areas[:-1, 1:])
    # Of the edge that ends at a vertex: the cells beside it, and those beside what goes on.
    ahead, own, beside, opposite = (around[(way + turn) % 4] for turn in range(4))
    there = (own >= 0) & (own != beside)
    turns = np.full(there.shape, (way + 1) % 4, dtype=np.int8)
    turns[ahead == own] = way
    turns[opposite == own] = (way + 3) % 4
    if way % 2:
        there, turns, own = there.T, turns.T, own.T
    ends, turns, own = np.flatnonzero(there).astype(np.int32), turns[there], own[there]
    last: BoolArray = turns != way
    if way < 2:
        starts = ends[np.append(True, last[:-1])] - 1
    else:  # the order is against the way
        starts = ends[np.append(last[1:], True)] + 1
    return _Segments(starts, ends[last], turns[last], own[last])


def _in_rings(following: Int32Array) -> tuple[Int32Array, IntArray]:
    """Put segments in the order of their rings, and tell where each ring begins.

    Steps double from one round to the next, so that rings of a million take twenty.
    """
    every = np.arange(len(following), dtype=np.int32)
    lowest, further = every, following
    while (lowest[following] != lowest).any():
        lowest = np.minimum(lowest, lowest[further])
        further = further[further]
    heads = lowest == every
    left, further = (~heads).astype(np.int32), np.where(heads, every, following)
    while (further != lowest).any():
        left = left + left[further]
        further = further[further]
    lengths = np.bincount(lowest, minlength=len(every))[heads]
    starts = np.cumsum(lengths) - lengths
    ring = (np.cumsum(heads, dtype=np.int32) - 1)[lowest]
    left[heads] = lengths
    order = np.empty_like(following)
    order[(starts + lengths)[ring] - left] = every
    return order, starts

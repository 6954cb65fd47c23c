"""Scenes of a grid on the lattice of their edges, where they are quick to cut and to merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import FloatArray, IntArray

_POINTS = 5  # of the ring of a rectangle
_LENGTH = 13 + 16 * _POINTS  # bytes of its WKB
_MULTI = b"\x01\x06\x00\x00\x00\x01\x00\x00\x00"
_SINGLE = b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00"
_SNAP = 1e-6  # of a rectangle's side; edges that are nearer are one
_MOST_CELLS = 50_000_000


@dataclass(frozen=True)
class Rectangles:
    """Edges ``xs`` and ``ys``, ascending, and the rectangles (n, 4) as places on them.

    A rectangle is left, bottom, right and top.
    """

    xs: FloatArray
    ys: FloatArray
    places: IntArray
    frame: tuple[float, float, float, float, float, float] | None = None
    """(a, b, c, d, e, f) where the grid is turned: a place x, y on the edges is
    a x + c y + e, b x + d y + f on the map. None where it is that place itself."""

    def paint(self, values: IntArray, order: IntArray) -> IntArray:
        """Return the value of each cell (rows from below, columns), -1 for none.

        ``order`` (m,) are the rectangles that are painted, one over the other.
        """
        cells = np.full((len(self.ys) - 1, len(self.xs) - 1), -1, dtype=np.int64)
        windows = np.column_stack([self.places[order], values[order]])
        for left, bottom, right, top, value in windows.tolist():
            cells[bottom:top, left:right] = value
        return cells

    def boxes(self, cells: IntArray) -> tuple[FloatArray, IntArray]:
        """Return rectangles (k, 4) on the lattice that cover equal cells, and their values (k,).

        Cells are merged along rows, and equal ones in rows that follow on each other.
        """
        height, width = cells.shape
        padded = np.full((height, width + 1), -1, dtype=np.int64)
        padded[:, :width] = cells
        flat = padded.ravel()
        starts = np.flatnonzero(np.diff(flat, prepend=-2))
        ends = np.append(starts[1:], len(flat))
        inside = flat[starts] >= 0
        starts, ends = starts[inside], ends[inside]
        rows, left = np.divmod(starts, width + 1)
        right = left + ends - starts
        value = flat[starts]
        order = np.lexsort((rows, value, right, left))
        rows, left, right, value = (part[order] for part in (rows, left, right, value))
        new = np.ones(len(order), dtype=bool)
        new[1:] = (
            (np.diff(rows) != 1)
            | (np.diff(left) != 0)
            | (np.diff(right) != 0)
            | (np.diff(value) != 0)
        )
        first = np.flatnonzero(new)
        last = np.append(first[1:], len(order)) - 1
        found = np.column_stack(
            [
                self.xs[left[first]],
                self.ys[rows[first]],
                self.xs[right[first]],
                self.ys[rows[last] + 1],
            ]
        )
        return found, value[first]


def read_corners(shapes: Sequence[bytes]) -> FloatArray | None:
    """Read the rings of polygons of four corners.

    Parameters
    ----------
    shapes
        Polygons (n,) as little-endian WKB, or multipolygons of one polygon.

    Returns
    -------
    points
        Of shape (n, 5, 2), the last point of each is its first; None where one of the shapes is of
        another kind, and where there are none.
    """
    rings = b"".join(
        shape[len(_MULTI) :] if shape.startswith(_MULTI) else shape for shape in shapes
    )
    if len(shapes) == 0 or len(rings) != _LENGTH * len(shapes):
        return None
    raw = np.frombuffer(rings, dtype=np.uint8).reshape(len(shapes), _LENGTH)
    if (raw[:, : len(_SINGLE)] != np.frombuffer(_SINGLE, dtype=np.uint8)).any():
        return None
    return np.ascontiguousarray(raw[:, len(_SINGLE) :]).view("<f8").reshape(-1, _POINTS, 2)


def find_rectangles(shapes: Sequence[bytes]) -> Rectangles | None:
    """Find the rectangles that scenes are, if they are cells of a grid.

    These are rectangles or parallelograms with the same directions of their edges.

    Parameters
    ----------
    shapes
        Footprints (n,) as little-endian WKB: polygons, or multipolygons of one polygon.

    Returns
    -------
    rectangles
        The n rectangles on the lattice of their edges. None where one of the shapes is no such
        rectangle, and where the grid would be too large, as that of cells in no order is.
    """
    points = read_corners(shapes)
    if points is None:
        return None
    start, one, _, other, _ = points[0]
    sides = np.column_stack([one - start, other - start])
    frame = None
    if np.count_nonzero(sides) != 2:  # turned or sheared
        if abs(np.linalg.det(sides)) <= _SNAP * np.linalg.norm(sides) ** 2:
            return None
        points = (points - start) @ np.linalg.inv(sides).T
        (a, c), (b, d) = sides.tolist()
        frame = (a, b, c, d, *start.tolist())
    low, high = points.min(axis=1), points.max(axis=1)
    step = _SNAP * (high - low).min(axis=0)
    # Of a rectangle, each corner is at an end of both axes, and each side goes along one of them.
    at_low = np.abs(points - low[:, None]) <= step
    at_high = np.abs(points - high[:, None]) <= step
    turns = (at_low[:, 1:] != at_low[:, :-1]).sum(axis=2)
    if not (at_low ^ at_high).all() or not (turns == 1).all():
        return None
    edges, places = [], []
    for axis in range(2):
        values, place = np.unique(
            np.concatenate([low[:, axis], high[:, axis]]), return_inverse=True
        )
        own = np.diff(values, prepend=-np.inf) > step[axis]
        edges.append(values[own])
        places.append((np.cumsum(own) - 1)[place].reshape(2, -1))
    if (len(edges[0]) - 1) * (len(edges[1]) - 1) > _MOST_CELLS:
        return None
    (left, right), (bottom, top) = places
    windows = np.column_stack([left, bottom, right, top]).astype(np.int64)
    return Rectangles(edges[0], edges[1], windows, frame)

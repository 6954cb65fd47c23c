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
_BLOCK = 50_000  # shapes that are in hand at once


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
        left, bottom, right, top = self.places.T
        if (right - left == 1).all() and (top - bottom == 1).all():
            cells[bottom[order], left[order]] = values[order]  # of several in one cell, the last
            return cells
        for start in range(0, len(order), _BLOCK):
            some = order[start : start + _BLOCK]
            windows = np.column_stack([self.places[some], values[some]])
            for x0, y0, x1, y1, value in windows.tolist():
                cells[y0:y1, x0:x1] = value
        return cells

    def on_map(self, xs: FloatArray, ys: FloatArray) -> FloatArray:
        """Return places on the map (n, 2) of places on the lattice (n,)."""
        if self.frame is None:
            return np.stack([xs, ys], axis=1)
        a, b, c, d, e, f = self.frame
        return np.stack([a * xs + c * ys + e, b * xs + d * ys + f], axis=1)


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
    first = read_corners(shapes[:1])
    if first is None:
        return None
    start, one, _, other, _ = first[0]
    sides = np.column_stack([one - start, other - start])
    frame = inverse = None
    if np.count_nonzero(sides) != 2:  # turned or sheared
        if abs(np.linalg.det(sides)) <= _SNAP * np.linalg.norm(sides) ** 2:
            return None
        inverse = np.linalg.inv(sides).T
        (a, c), (b, d) = sides.tolist()
        frame = (a, b, c, d, *start.tolist())

    def corners(block: int) -> FloatArray | None:
        points = read_corners(shapes[block : block + _BLOCK])
        return points if points is None or inverse is None else (points - start) @ inverse

    blocks = range(0, len(shapes), _BLOCK)
    low, high = np.empty((len(shapes), 2)), np.empty((len(shapes), 2))
    for block in blocks:
        points = corners(block)
        if points is None:
            return None
        points.min(axis=1, out=low[block : block + _BLOCK])
        points.max(axis=1, out=high[block : block + _BLOCK])
    step = _SNAP * (high - low).min(axis=0)
    for block in blocks:
        points = corners(block)
        if points is None or not _are_rectangles(points, step):
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


def _are_rectangles(points: FloatArray, step: FloatArray) -> bool:
    """Tell whether each corner (n, 5, 2) is at an end of both axes, and each side along one."""
    at_low = np.abs(points - points.min(axis=1)[:, None]) <= step
    at_high = np.abs(points - points.max(axis=1)[:, None]) <= step
    turns = (at_low[:, 1:] != at_low[:, :-1]).sum(axis=2)
    return bool((at_low ^ at_high).all() and (turns == 1).all())

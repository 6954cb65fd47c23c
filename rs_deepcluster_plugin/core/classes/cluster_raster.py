"""Clusters and their probabilities as a raster, a pixel for each scene where these are cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from ..base.arrays import FloatArray, IntArray, ObjectArray
from ..base.progress import Progress, silent
from ..scenes.blocks import Area, RasterWriter, Sheet, Window
from ..scenes.grid import MAX_SCENES, GeoTransform, map_to_pixel
from ..scenes.rectangles import read_corners

BANDS = ("cluster", "probability", "second_cluster")
"""Names of the bands: those of the layer's fields."""

NO_CLUSTER = -1
"""No data: where there is no scene, or one without a cluster or without a second one."""

_BLOCK = 65_536  # scenes that are looked at at once
_SNAP = 1e-3  # of a cell; a corner that is nearer to where it should be is there


class CellSheet:
    """Scenes that are the cells of one lattice, as the pixels of a raster.

    Parameters
    ----------
    transform
        Of the raster whose pixels the cells are.
    rows, cols
        Places of the scenes (n,) on it.
    """

    def __init__(self, transform: GeoTransform, rows: IntArray, cols: IntArray) -> None:
        width, height = int(cols.max()) + 1, int(rows.max()) + 1
        self.sheet = Sheet(transform, (0, 0, width, height))
        self._places = np.full((height, width), -1, dtype=np.int32)
        self._places[rows, cols] = np.arange(len(rows), dtype=np.int32)

    def holds_all(self, rows: IntArray, cols: IntArray) -> bool:
        """Tell whether each of the scenes that it was made of has a pixel of its own."""
        every = np.arange(len(rows), dtype=np.int32)
        return all(
            bool((self._places[rows[part], cols[part]] == every[part]).all())
            for part in _parts(len(rows))
        )

    def __call__(self, window: Window) -> IntArray:
        """Return the place among the scenes of each pixel of a window, -1 where there is none."""
        col, row, width, height = window
        return np.asarray(self._places[row : row + height, col : col + width], dtype=np.int64)


def _parts(count: int) -> list[slice]:
    return [slice(start, start + _BLOCK) for start in range(0, count, _BLOCK)]


def all_differ(rows: IntArray, cols: IntArray) -> bool:
    """Tell whether no two scenes (n,) have the same row and column."""
    keys = (rows - rows.min(initial=0)) * (int(np.ptp(cols)) + 1 if len(cols) else 1)
    keys += cols - cols.min(initial=0)
    keys.sort()
    return not bool((keys[1:] == keys[:-1]).any())


def lay_cells(
    rows: IntArray, cols: IntArray, footprints: Callable[[], Iterable[ObjectArray]]
) -> CellSheet | None:
    """Find the lattice that scenes are the cells of.

    Parameters
    ----------
    rows, cols
        Places of the scenes (n,) on their grid.
    footprints
        Reads all footprints as WKB, in blocks.

    Returns
    -------
    CellSheet or None
        None where the scenes are no cells that touch and don't overlap: polygons of other kinds,
        or with a stride that is not their size. Cells in the last row and column may be cut.
    """
    count = len(rows)
    # In single precision, edges are known to a ten-thousandth of what is looked for.
    starts, edges = np.empty((count, 2)), np.empty((count, 2, 2), dtype=np.float32)
    step, longest = np.zeros((2, 2)), np.zeros(2)
    done = 0
    for block in footprints():
        known = read_corners(block.tolist()) if all(block) else None
        if known is None:
            return None
        sides = known[:, [1, 3]] - known[:, :1]
        bent = np.abs(known[:, 2] - known[:, 0] - sides.sum(axis=1)).max()
        if bent > _SNAP * _longest(sides):
            return None  # no parallelogram
        lengths = np.hypot(*np.moveaxis(sides, 2, 0))
        for axis, place in enumerate(lengths.argmax(axis=0).tolist()):
            if lengths[place, axis] > longest[axis]:  # those of the last row and column may be cut
                longest[axis], step[axis] = lengths[place, axis], sides[place, axis]
        part = slice(done, done + len(known))
        starts[part], edges[part] = known[:, 0], sides
        done += len(known)
    if not done:
        return None
    rows, cols = rows - rows.min(), cols - cols.min()
    height, width = int(rows.max()) + 1, int(cols.max()) + 1
    if height * width > MAX_SCENES:
        return None
    for part in _parts(count):
        whole = np.stack([cols[part] < width - 1, rows[part] < height - 1], axis=1)
        off = np.hypot(*np.moveaxis(edges[part] - step, 2, 0)) / longest
        lengths = np.hypot(*np.moveaxis(edges[part], 2, 0)) / longest
        if (off[whole] > _SNAP).any() or (lengths > 1 + _SNAP).any():
            return None
    del edges
    first = int((rows + cols).argmin())
    places = np.stack([cols, rows], axis=1).astype(np.float64)
    origin, begin = starts[first].copy(), places[first].copy()
    steps = _fit_steps(starts, origin, places, begin, step)
    origin -= begin @ steps
    (xc, yc), (xr, yr) = steps.tolist()
    transform = (float(origin[0]), xc, xr, float(origin[1]), yc, yr)
    touching = np.abs(steps - step).max() <= _SNAP * _longest(step)
    if not touching or abs(xc * yr - xr * yc) <= 1e-9 * np.hypot(xc, yc) * np.hypot(xr, yr):
        return None
    for part in _parts(count):
        found = np.stack(map_to_pixel(transform, *starts[part].T), axis=1)
        if np.abs(found - places[part]).max() > _SNAP:
            return None
    sheet = CellSheet(transform, rows, cols)
    return sheet if sheet.holds_all(rows, cols) else None


def _longest(edges: FloatArray) -> float:
    return float(np.hypot(edges[..., 0], edges[..., 1]).max())


def _fit_steps(
    starts: FloatArray, origin: FloatArray, places: FloatArray, begin: FloatArray, step: FloatArray
) -> FloatArray:
    """Return the way (2, 2) on the map to the next column, and to the next row.

    Over many cells it is known to more digits than a cell's own edges are; those are taken where
    they fit as well, and where there is but one row or column.
    """
    off = (
        np.abs((places[part] - begin) @ step - (starts[part] - origin)).max()
        for part in _parts(len(starts))
    )
    if max(off) <= 1e-6 * _longest(step):
        return step
    ways, places = starts - origin, places - begin
    some = places.any(axis=0)
    fitted = step.copy()
    if some.any():
        fitted[some] = np.linalg.lstsq(places[:, some], ways, rcond=None)[0]
    return fitted


def write_cluster_raster(
    path: str | Path,
    area: Area | Sheet,
    draw: Callable[[Window], IntArray],
    clusters: IntArray,
    probabilities: FloatArray,
    second_clusters: IntArray,
    crs_wkt: str = "",
    progress: Progress = silent,
) -> None:
    """Write what a layer says of the clusters of its scenes as a raster.

    Parameters
    ----------
    path
        GeoTIFF of three bands, `BANDS`, of 32-bit floats, where `NO_CLUSTER` is no data.
    area
        The grid that the raster has.
    draw
        Returns the scenes in a window (height, width) of it, -1 for none.
    clusters, probabilities, second_clusters
        Of the scenes (n,), as in the layer; 0 for none.
    crs_wkt
        Coordinate reference system of the raster; "": that of the area's.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    windows = area.windows()
    with RasterWriter(
        path, area, "float32", NO_CLUSTER, crs_wkt, bands=len(BANDS), names=BANDS
    ) as writer:
        for number, window in enumerate(windows):
            progress(number / len(windows))
            places = draw(window)
            mask = places >= 0
            some = places[mask]
            first, sure, second = clusters[some], probabilities[some], second_clusters[some]
            bands = (
                np.where(first > 0, first, NO_CLUSTER),
                np.where((first > 0) & np.isfinite(sure), sure, NO_CLUSTER),
                np.where(second > 0, second, NO_CLUSTER),
            )
            writer.write(window, mask, np.stack(bands, axis=1).astype(np.float32))

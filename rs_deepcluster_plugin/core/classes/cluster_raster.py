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
        self._places[rows, cols] = np.arange(len(rows))

    def __call__(self, window: Window) -> IntArray:
        """Return the place among the scenes of each pixel of a window, -1 where there is none."""
        col, row, width, height = window
        return np.asarray(self._places[row : row + height, col : col + width], dtype=np.int64)


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
    corners, sides = [], []
    for block in footprints():
        known = read_corners(block.tolist()) if all(block) else None
        if known is None:
            return None
        corners.append(known[:, 0])
        sides.append(known[:, [1, 3]] - known[:, :1])
        if np.abs(known[:, 2] - known[:, 0] - sides[-1].sum(axis=1)).max() > _SNAP * _longest(
            sides[-1]
        ):
            return None  # no parallelogram
    if not corners:
        return None
    starts, edges = np.concatenate(corners), np.concatenate(sides)
    rows, cols = rows - rows.min(), cols - cols.min()
    height, width = int(rows.max()) + 1, int(cols.max()) + 1
    if height * width > MAX_SCENES:
        return None
    # Those of the last row and column may be cut.
    across, down = (edges[np.hypot(*edges[:, axis].T).argmax(), axis] for axis in (0, 1))
    step = np.array([across, down])
    whole = np.stack([cols < width - 1, rows < height - 1], axis=1)
    off = np.hypot(*np.moveaxis(edges - step, 2, 0)) / np.hypot(*step.T)
    lengths = np.hypot(*np.moveaxis(edges, 2, 0)) / np.hypot(*step.T)
    if (off[whole] > _SNAP).any() or (lengths > 1 + _SNAP).any():
        return None
    first = int((rows + cols).argmin())
    places = np.stack([cols, rows], axis=1).astype(np.float64)
    steps = _fit_steps(starts - starts[first], places - places[first], step)
    origin = starts[first] - places[first] @ steps
    (xc, yc), (xr, yr) = steps.tolist()
    transform = (float(origin[0]), xc, xr, float(origin[1]), yc, yr)
    touching = np.abs(steps - step).max() <= _SNAP * _longest(step)
    if not touching or abs(xc * yr - xr * yc) <= 1e-9 * np.hypot(xc, yc) * np.hypot(xr, yr):
        return None
    found = np.stack(map_to_pixel(transform, starts[:, 0], starts[:, 1]), axis=1)
    if np.abs(found - places).max() > _SNAP:
        return None
    if len(np.unique(rows * width + cols)) < len(rows):
        return None
    return CellSheet(transform, rows, cols)


def _longest(edges: FloatArray) -> float:
    return float(np.hypot(edges[..., 0], edges[..., 1]).max())


def _fit_steps(ways: FloatArray, places: FloatArray, step: FloatArray) -> FloatArray:
    """Return the way (2, 2) on the map to the next column, and to the next row.

    Over many cells it is known to more digits than a cell's own edges are; those are taken where
    they fit as well, and where there is but one row or column.
    """
    if np.abs(places @ step - ways).max() <= 1e-6 * _longest(step):
        return step
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
    values = np.empty((len(clusters), len(BANDS)), dtype=np.float32)
    there = clusters > 0
    values[:, 0] = np.where(there, clusters, NO_CLUSTER)
    values[:, 1] = np.where(there & np.isfinite(probabilities), probabilities, NO_CLUSTER)
    values[:, 2] = np.where(second_clusters > 0, second_clusters, NO_CLUSTER)
    windows = area.windows()
    with RasterWriter(
        path, area, "float32", NO_CLUSTER, crs_wkt, bands=len(BANDS), names=BANDS
    ) as writer:
        for number, window in enumerate(windows):
            progress(number / len(windows))
            places = draw(window)
            mask = places >= 0
            writer.write(window, mask, values[places[mask]])

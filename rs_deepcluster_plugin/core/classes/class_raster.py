"""Scenes drawn onto the grid of a raster, block by block: their classes, and what is below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from ..base.errors import SceneError
from ..base.progress import Progress, silent
from ..scenes.blocks import Area, Window, class_writer, write_class_names
from ..scenes.grid import map_to_pixel
from ..scenes.rectangles import read_corners
from .legend import MapClass, add_pixels, raster_values

_BLOCK = 50_000  # scenes whose corners are in hand at once


class Drawing:
    """Scenes on the grid of a raster; a later one covers an earlier one.

    A scene holds the pixels whose centers are in it.

    Parameters
    ----------
    area : Area
        The raster, or a part of it.
    geometries : ndarray of shape (n,)
        WKB polygons in the CRS of the raster; empty ones are left out.
    values : ndarray of shape (n,)
        What to draw, at least 0; scenes with -1 are left out.
    order : ndarray of shape (n,)
        Places of the scenes, those on top last.

    Raises
    ------
    SceneError
        None of the scenes is on the raster.
    """

    def __init__(
        self, area: Area, geometries: ObjectArray, values: IntArray, order: IntArray
    ) -> None:
        transform = area.raster.transform

        def to_pixels(points: FloatArray) -> FloatArray:
            return np.column_stack(map_to_pixel(transform, points[:, 0], points[:, 1]))

        there = np.fromiter(map(bool, geometries), dtype=bool, count=len(geometries))
        drawn = order[(values[order] >= 0) & there[order]]
        self._shapes: Any = None
        bounds = _boxes(geometries, drawn, to_pixels)
        if bounds is None:
            import shapely

            shapes = shapely.from_wkb(geometries[drawn])
            full = ~shapely.is_empty(shapes)
            drawn = drawn[full]
            self._shapes = shapely.transform(shapes[full], to_pixels)
            bounds = shapely.bounds(self._shapes).reshape(-1, 4)
        self._values = values[drawn]
        # A pixel is in where its center, at one half, is; edges within a hair of one are on it.
        self._edges = np.ceil(bounds - 0.5 - 1e-6).astype(np.int64)
        if self._shapes is not None:
            self._edges += (-1, -1, 1, 1)
        col, row, width, height = area.window
        if not self._within((col, row, width, height)).any():
            raise SceneError(
                f"None of the scenes is on the raster {area.raster.path}. Choose the raster that "
                "they were made of, or another one of the same area."
            )

    def __call__(self, window: Window) -> IntArray:
        """Return the values in a window (height, width), -1 where there is no scene."""
        from rasterio.features import rasterize
        from rasterio.transform import Affine

        col, row, width, height = window
        found = np.full((height, width), -1, dtype=np.int64)
        hit = np.flatnonzero(self._within(window))
        if not len(hit):
            return found
        if self._shapes is None:
            edges = (self._edges[hit] - (col, row, col, row)).clip(min=0)
            for (left, top, right, bottom), value in zip(
                edges.tolist(), self._values[hit].tolist()
            ):
                found[top:bottom, left:right] = value
            return found
        drawn = rasterize(
            zip(self._shapes[hit], self._values[hit].tolist()),
            out_shape=(height, width),
            fill=-1,
            transform=Affine.translation(col, row),
            dtype="int32",
        )
        return np.asarray(drawn, dtype=np.int64)

    def _within(self, window: Window) -> BoolArray:
        col, row, width, height = window
        left, top, right, bottom = self._edges.T
        inside = (left < col + width) & (right > col) & (top < row + height) & (bottom > row)
        return np.asarray(inside)


def _boxes(
    geometries: ObjectArray, places: IntArray, to_pixels: Callable[[FloatArray], FloatArray]
) -> FloatArray | None:
    """Return the boxes (m, 4) that scenes are, in pixels; None where one of them is none.

    Cells are many, and as shapes they take ten times the memory.
    """
    found = np.empty((len(places), 4))
    for start in range(0, len(places), _BLOCK):
        some = geometries[places[start : start + _BLOCK]].tolist()
        known = read_corners(some)
        if known is None:
            return None
        corners = to_pixels(known.reshape(-1, 2)).reshape(known.shape)
        low, high = corners.min(axis=1), corners.max(axis=1)
        x, y = np.moveaxis(corners - low[:, None], 2, 0)
        areas = np.abs((x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1]).sum(axis=1)) / 2
        extent = (high - low).prod(axis=1)
        if not np.isclose(areas, extent, rtol=1e-6, atol=0).all():
            return None
        found[start : start + _BLOCK] = np.concatenate([low, high], axis=1)
    return found


def drawing_order(probabilities: FloatArray) -> IntArray:
    """Return the places of scenes (n,) by rising probability; those without one come first."""
    return np.asarray(np.argsort(np.nan_to_num(probabilities, nan=-1.0), kind="stable"))


def write_class_map(
    path: str | Path,
    area: Area,
    drawing: Drawing,
    classes: Sequence[MapClass],
    crs_wkt: str = "",
    progress: Progress = silent,
) -> list[MapClass]:
    """Write scenes as a raster of classes with colors and an attribute table.

    Parameters
    ----------
    path
        GeoTIFF of the classes, 8 bits up to value 255, else 16. Names, pixels and colors are
        written beside it.
    area
        The raster, or its part, whose grid the map has.
    drawing
        Draws places in ``classes``.
    classes
        Classes that scenes may have.
    crs_wkt
        Coordinate reference system of the map; "": that of the raster.

    Returns
    -------
    list of MapClass
        The classes with their pixels, by value.

    Raises
    ------
    OutputError
        There are no classes, values do not fit into 16 bits, or the file cannot be written.
    """
    ordered, nodata = raster_values(list(classes))
    values = np.array([entry.value for entry in classes], dtype=np.int64)
    counts = np.zeros(len(classes), dtype=np.int64)
    windows = area.windows()
    with class_writer(path, area, ordered, crs_wkt, nodata) as writer:
        for number, window in enumerate(windows):
            progress(number / len(windows))
            places = drawing(window)
            mask = places >= 0
            counts += np.bincount(places[mask], minlength=len(classes))
            writer.write(window, mask, values[places[mask]])
    pixels = dict(zip(values.tolist(), counts.tolist()))
    found = add_pixels(ordered, pixels)
    write_class_names(path, found)
    return found


@dataclass(frozen=True)
class BandStatistics:
    """Means and standard deviations (groups, bands) of valid pixels, NaN where there are none."""

    bands: tuple[int, ...]
    means: FloatArray
    deviations: FloatArray


def band_statistics(
    area: Area, drawing: Drawing, groups: int, progress: Progress = silent
) -> BandStatistics:
    """Measure the pixels of groups of scenes, in one pass over the raster.

    A pixel that several scenes share counts for the one that is drawn last.

    Parameters
    ----------
    area
        The raster, or its part.
    drawing
        Draws the groups of the scenes, from 0 to ``groups`` - 1.
    groups
        Number of groups.

    Returns
    -------
    BandStatistics
        Means and standard deviations of shape (groups, bands), in units of the raster.
    """
    bands = area.raster.bands
    counts, sums, squares = (np.zeros((len(bands), groups)) for _ in range(3))
    shift: Any = None  # near the mean, so that large values leave digits for their spread
    windows = area.windows()
    for number, window in enumerate(windows):
        progress(number / len(windows))
        places = drawing(window)
        if (places < 0).all():
            continue
        values, valid = area.raster.read(window)
        valid &= places >= 0
        if shift is None and valid.any():
            shift = [float(v[m].mean()) if m.any() else 0.0 for v, m in zip(values, valid)]
        for band, (layer, mask) in enumerate(zip(values, valid)):
            group = places[mask]
            some = layer[mask].astype(np.float64) - (shift[band] if shift else 0.0)
            counts[band] += np.bincount(group, minlength=groups)
            sums[band] += np.bincount(group, some, minlength=groups)
            squares[band] += np.bincount(group, some * some, minlength=groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / counts
        spread = np.sqrt(np.maximum(squares / counts - means**2, 0))
    start = np.zeros(len(bands)) if shift is None else np.asarray(shift)
    return BandStatistics(bands, (means + start[:, None]).T, spread.T)

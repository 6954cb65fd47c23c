"""What the rasters of a collection are: each is looked at once, and none stays open."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...base.arrays import FloatArray, IntArray
from ...base.errors import RasterError
from ...base.progress import Progress, silent
from ...base.values import say_count
from ..grid import GeoTransform, map_to_pixel, pixel_to_map
from ..raster import NoData, Raster, Storage, is_remote, is_same_raster
from .listing import (
    CollectionSettings,
    LeftOut,
    ListedSheet,
    date_of,
    list_sheets,
    without_repeats,
)
from .warped import Warp, WarpedRaster, name_system, plan_warp

_DRIFT = 0.5  # pixels that a sheet may be off the lattice, at any of its corners
_MANY = 100  # rasters, which take so long to look at that it is said
_LOOK = 64  # pixels along a picture of a sheet by which copies are known
_FARTHEST = 2**31  # pixels along the side of a collection, as in any raster of GDAL's


@dataclass(frozen=True)
class RasterSheet:
    """A raster of a collection."""

    path: str
    name: str
    """As it is told from the others: its path from the folder that all have in common."""

    date: str | None
    box: tuple[int, int, int, int]
    """Column and row of its upper left pixel on the collection's lattice, width and height."""

    fingerprint: str
    complete: bool
    """None of its pixels can be without data."""

    off: float
    """How far its pixels are off the lattice, in pixels."""

    storage: Storage
    warp: Warp | None = None
    """How it is brought onto the lattice; None: its pixels are those of the lattice."""

    def open(
        self, bands: Sequence[int], no_data: Sequence[NoData] = (), stored: bool = False
    ) -> Raster:
        """Open it on the pixels of the lattice; see `Raster`."""
        return _open_warped(self.path, self.warp, bands, no_data, stored)


def _open_warped(
    path: str, warp: Warp | None, bands: Sequence[int], no_data: Sequence[NoData], stored: bool
) -> Raster:
    if warp is None:
        return Raster(path, bands, no_data, stored)
    return WarpedRaster(path, warp, bands, no_data, stored)


@dataclass(frozen=True)
class Survey:
    """The sheets of a collection on the one lattice of their pixels."""

    sheets: tuple[RasterSheet, ...]
    left_out: tuple[LeftOut, ...]
    transform: GeoTransform
    shape: tuple[int, int]
    bands: tuple[int, ...]
    """That are read of all of them."""

    @property
    def boxes(self) -> IntArray:
        """Places of the sheets, (n, 4)."""
        return np.array([sheet.box for sheet in self.sheets], dtype=np.int64)


@dataclass(frozen=True)
class _Found:
    listed: ListedSheet
    date: str | None
    shape: tuple[int, int]
    transform: GeoTransform
    fingerprint: str
    complete: bool
    picture: FloatArray
    storage: Storage
    warp: Warp | None


def survey_sheets(
    first: str, settings: CollectionSettings, bands: Sequence[int], no_data: Sequence[NoData] = (),
    stored: bool = False, progress: Progress = silent,
) -> Survey:  # fmt: skip
    """Look at all rasters of a collection.

    The first one decides. Others are sheets where they have as many bands and the same type of
    data. Where they have its reference system and size of pixels too, these may lie up to half a
    pixel off its own, and are taken for those of the lattice, as they are. Others are warped onto
    it (`plan_warp`), if their pixels are of half to twice the size. What else there is, and what
    can't be read, is left out with the reason. So is what is there twice.

    Parameters
    ----------
    first
        The raster that the user has chosen; of a virtual raster that is a mosaic of the others,
        these are taken alone.
    settings
        Which others there are.
    bands, no_data, stored
        As `Raster` takes them.

    Returns
    -------
    Survey
        At least the first, or what it is a mosaic of.

    Raises
    ------
    RasterError
        The first cannot be read, or a list of the others; or the sheets lie too far apart, or lack
        the nodata value of a virtual raster of them.
    """
    from rasterio.errors import RasterioError

    listed, left = list_sheets(settings)
    listed, again = without_repeats(listed)
    left += again
    others = [one for one in listed if not is_same_raster(first, one.path)]
    own = next((one for one in listed if is_same_raster(first, one.path)), ListedSheet(first))
    with Raster(first, bands, no_data, stored) as raster:
        likeness = _Likeness(raster)
        parts = {os.path.realpath(name) for name in raster.files if name != raster.path}
        mosaic = bool(parts) and parts <= {os.path.realpath(one.path) for one in others}
        found = [] if mosaic else [_look_at(raster, replace(own, path=first), None)]
        declared = raster.storage.nodata if mosaic else ()
    if len(others) >= _MANY:
        progress.log(f"Looking at {len(others):,} more rasters.")
    for place, one in enumerate(others):
        progress(place / len(others))
        try:
            warp = None
            with Raster(one.path) as raster:
                reason = likeness.compare(raster)
                if not reason and not likeness.has_pixels_of(raster):
                    planned = plan_warp(raster, likeness.transform, likeness.crs, no_data)
                    reason = planned if isinstance(planned, str) else ""
                    warp = None if isinstance(planned, str) else planned
                    raster.read_last()
            if not reason:
                with _open_warped(one.path, warp, likeness.bands, no_data, stored) as raster:
                    reason = likeness.compare_values(raster)
                    if not reason:
                        found.append(_look_at(raster, one, warp))
                        continue
        except (RasterError, RasterioError) as error:
            reason = _why_unread(one.path, str(error))
        left.append(LeftOut(one.path, reason))
    found, copies = _without_copies(found)
    left += copies
    if not found:
        raise RasterError(
            f"None of the rasters that {first} is made of can be read as one: {left[0].path} "
            f"{left[0].reason}"
        )
    if declared:
        _check_no_data(first, declared, found, likeness.bands, no_data)
    return _on_lattice(found, left, likeness)


class _Likeness:
    """What sheets must have in common with the first."""

    def __init__(self, raster: Raster) -> None:
        self.transform, self.shape, self.crs = raster.transform, raster.shape, raster.crs
        self.kind, self.bands = raster.kind, raster.bands
        self.count, self.georeferenced = len(raster.data_bands), raster.georeferenced

    def compare(self, raster: Raster) -> str:
        """Return why a raster is no sheet of the same collection, "" where it is."""
        if not raster.georeferenced:
            return "is not georeferenced. Georeference it first."
        if (raster.crs is None) != (self.crs is None):
            return (
                f"has another coordinate reference system ({name_system(raster.crs)}, the first "
                f"{name_system(self.crs)}). Assign the one that is missing first."
            )
        if len(raster.data_bands) != self.count:
            return (
                f"has {say_count(len(raster.data_bands), 'band')}, the first {self.count}. Take "
                "the bands that both have (gdal_translate -b)."
            )
        return ""

    def has_pixels_of(self, raster: Raster) -> bool:
        """Tell whether pixels are those of the first but for a shift; others must be warped."""
        steps = np.array(raster.transform)[[1, 2, 4, 5]], np.array(self.transform)[[1, 2, 4, 5]]
        longest = max(*raster.shape, *self.shape)
        apart = np.abs(steps[0] - steps[1]).max() * longest
        return bool(raster.crs == self.crs and apart <= _DRIFT * np.abs(steps[1]).max())

    def compare_values(self, raster: Raster) -> str:
        """Return why the bands of a raster can't be compared, "" where they can."""
        if raster.kind != self.kind:
            return (
                f"has values of the type {raster.kind}, the first {self.kind}. Convert it to that "
                "of the first (gdal_translate -ot)."
            )
        return ""


def _why_unread(path: str, error: str) -> str:
    """Return why a raster can't be read, without its path, which is named beside it."""
    named = f"{path} "
    return error[len(named) :] if error.startswith(named) else f"cannot be read: {error}"


def _look_at(raster: Raster, listed: ListedSheet, warp: Warp | None) -> _Found:
    """Note what is asked of a sheet later."""
    height, width = raster.shape
    if warp is None:
        raster.read_last()
    look = min(height, _LOOK), min(width, _LOOK)
    picture = raster.overview((0, 0, width, height), look)[0]
    tags = {**raster.tags("IMAGERY"), **raster.tags()}
    return _Found(
        listed, date_of(listed, tags), raster.shape, raster.transform,
        raster.fingerprint(), raster.complete, np.asarray(picture, dtype=np.float64),
        raster.storage, warp,
    )  # fmt: skip


def _check_no_data(
    first: str, declared: Sequence[float | None], found: Sequence[_Found], bands: Sequence[int],
    no_data: Sequence[NoData],
) -> None:  # fmt: skip
    """Refuse sheets that lack the nodata value of the virtual raster, which is not read itself."""
    for band in bands:
        value = declared[band - 1]
        if value is None or any(b == band and low <= value <= high for b, low, high in no_data):
            continue
        for one in found:
            if not one.storage.masked and one.storage.nodata[band - 1] is None:
                raise RasterError(
                    f"{first} takes {value:g} for no data, and {one.listed.path}, which it is made "
                    f"of, names no such value. Give {value:g} as additional no-data value of the "
                    "layer (Properties > Transparency), or set it in the files (gdal_edit.py "
                    "-a_nodata); or leave the list out, and the virtual raster is read as it is."
                )


def _without_copies(found: list[_Found]) -> tuple[list[_Found], list[LeftOut]]:
    """Keep one of those that lie in one place, are of one date and show the same."""
    kept: dict[tuple[Any, ...], list[_Found]] = {}
    copies: list[LeftOut] = []
    for one in found:
        alike = kept.setdefault((one.shape, one.transform, one.date), [])
        twin = next((o for o in alike if np.array_equal(o.picture, one.picture)), None)
        if twin is None:
            alike.append(one)
        else:
            copies.append(
                LeftOut(one.listed.path, f"is a copy of {twin.listed.path}, and counts once.")
            )
    gone = {copy.path for copy in copies}
    return [one for one in found if one.listed.path not in gone], copies


def _on_lattice(found: list[_Found], left: list[LeftOut], likeness: _Likeness) -> Survey:
    """Place sheets on the pixels of the first, and count these from where the sheets begin."""
    first = likeness.transform
    corners = np.array([[one.transform[0], one.transform[3]] for one in found])
    exact = np.stack(map_to_pixel(first, corners[:, 0], corners[:, 1]), axis=1)
    starts = np.floor(exact + 0.5).astype(np.int64)
    sizes = np.array([one.shape[::-1] for one in found], dtype=np.int64)
    origin, end = starts.min(axis=0), (starts + sizes).max(axis=0)
    if (end - origin).max() >= _FARTHEST:
        raise RasterError(
            f"The rasters lie {(end - origin).max():,} pixels apart, which is too far for one "
            "map. Leave out those that lie elsewhere."
        )
    x0, xc, xr, y0, yc, yr = first
    x0, y0 = pixel_to_map(first, *origin.tolist())
    lead = np.flatnonzero((starts == origin).all(axis=1))
    if len(lead) and np.abs(exact[lead[0]] - origin).max() < 1e-3:
        x0, y0 = corners[lead[0]].tolist()  # to its last digit
    names = _names([one.listed.path for one in found])
    sheets = [
        RasterSheet(
            one.listed.path, name, one.date, (*(start - origin).tolist(), *size.tolist()),
            one.fingerprint, one.complete, float(np.abs(where - start).max()),
            one.storage, one.warp,
        )
        for one, name, start, size, where in zip(found, names, starts, sizes, exact)
    ]  # fmt: skip
    width, height = (end - origin).tolist()
    transform = x0, xc, xr, y0, yc, yr
    return Survey(tuple(sheets), tuple(left), transform, (height, width), likeness.bands)


def _names(paths: Sequence[str]) -> list[str]:
    """Return the names of files, with as much of their folders as tells them apart."""
    names = [Path(path.split("?")[0]).name for path in paths]
    if len(set(names)) == len(names):
        return names
    if any(is_remote(path) for path in paths):
        return list(paths)
    try:
        common = os.path.commonpath([str(Path(path).absolute().parent) for path in paths])
        return [Path(os.path.relpath(Path(path).absolute(), common)).as_posix() for path in paths]
    except ValueError:  # on several drives of Windows
        return list(paths)

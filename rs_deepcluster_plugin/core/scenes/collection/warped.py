"""A sheet in another reference system, or with pixels of another size, on those of the first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...base.arrays import BoolArray, FloatArray, Image
from ...base.errors import RasterError
from ..grid import GeoTransform, map_to_pixel, pixel_to_map
from ..raster import NoData, Raster, Storage, are_counts, move_points

_MOST = 2.0  # times that pixels may be larger or smaller than those of the first,
_INEXACT = 0.02  # and a little more, which projections do
_FINE = 0.75  # of a pixel of the first; smaller ones are averaged
_ALONG = 32  # steps along each edge of a footprint
_SLACK = 1e-6  # pixels that an edge may be off by rounding
_LARGEST = 4.0  # times the area that a sheet should have; what has more lies across a seam
_PICTURE = 300_000  # pixels of a picture that is not warped itself
_TOLERANCE = 0.01  # pixels that GDAL may be off where it interpolates coordinates


@dataclass(frozen=True)
class Warp:
    """The pixels that a sheet is warped onto, and how."""

    crs_wkt: str
    transform: GeoTransform
    shape: tuple[int, int]
    method: str
    """One of rasterio's names: nearest, bilinear or average."""

    told: str
    """What it was before, as in "from EPSG:32634, bilinear"."""


def plan_warp(
    raster: Raster, transform: GeoTransform, crs: Any, no_data: Sequence[NoData] = ()
) -> Warp | str:
    """Find the pixels of a lattice that a raster covers when it is warped onto them.

    Parameters
    ----------
    raster
        Open, with a reference system where the lattice has one.
    transform, crs
        Of the lattice.
    no_data
        Further values that are no data: they are not to be mixed with others.

    Returns
    -------
    Warp or str
        The smallest box around the footprint, whose edges are followed in steps. Values are
        interpolated, those of pixels that are much smaller than the lattice's averaged; numbers of
        colors are taken from the nearest pixel. Or a text, why it can't be warped.
    """
    if crs is None:
        return (
            "has pixels of another size than the first, and neither has a coordinate reference "
            "system. Assign it to both first."
        )
    height, width = raster.shape
    x, y = width / 2, height / 2
    middle = np.array([[x, y], [x + 1, y], [x, y + 1]])
    systems = raster.crs, crs
    at = _moved(middle, raster.transform, transform, *systems)
    steps = np.linspace(0, 1, _ALONG + 1)
    edges = [np.stack([steps, np.full_like(steps, end)], axis=1) for end in (0, 1)]
    ring = np.concatenate([*edges, *(edge[:, ::-1] for edge in edges)]) * (width, height)
    around = _moved(ring, raster.transform, transform, *systems)
    if not (np.isfinite(at).all() and np.isfinite(around).all()):
        return (
            "lies where the coordinate reference system of the first does not reach. Take another "
            "raster as the first, or see whether its own is right."
        )
    sides = np.hypot(*(at[1:] - at[0]).T)
    most = _MOST * (1 + _INEXACT)
    if sides.max() > most or sides.min() < 1 / most:
        wide, high = sides.tolist()
        return (
            f"has pixels of {wide:.3g} x {high:.3g} of the first, and only those of half to twice "
            "the size are warped. Resample it first."
        )
    low = np.floor(around.min(axis=0) + _SLACK).astype(np.int64)
    high = np.ceil(around.max(axis=0) - _SLACK).astype(np.int64)
    columns, rows = (high - low).tolist()
    if columns * rows > _LARGEST * (width * sides[0] + 2) * (height * sides[1] + 2):
        return (
            "lies across a seam of the coordinate reference system of the first, such as the "
            "antimeridian. Cut it there, and leave out the part beyond."
        )
    if raster.soft_alphas:
        return (
            f"is to be warped, but band {raster.soft_alphas[0]} is tagged as alpha and holds data. "
            "Take the tag away (gdal_edit.py -colorinterp_N undefined), or warp it first."
        )
    if len({repr(one) for one in raster.storage.nodata}) > 1:
        return "is to be warped, but its bands have different no-data values. Warp it first."
    without_alpha = len(raster.data_bands) == len(raster.storage.nodata)
    if raster.storage.masked and without_alpha and raster.storage.nodata[0] is not None:
        return (
            "is to be warped, but it has a no-data value and a mask, of which GDAL heeds one. "
            "Take one of them away."
        )
    if len(set(raster.storage.types)) > 1:
        return "is to be warped, but its bands have different types of data. Warp it first."
    method = "average" if np.sqrt(sides.prod()) < _FINE else "bilinear"
    if raster.palettes or no_data:
        method = "nearest"
    x0, y0 = pixel_to_map(transform, *low.tolist())
    moved = x0, *transform[1:3], y0, *transform[4:]
    before = name_system(raster.crs)
    if raster.crs == crs:
        before = f"pixels of {abs(raster.transform[1]):.6g} x {abs(raster.transform[5]):.6g}"
    return Warp(crs.to_wkt(), moved, (rows, columns), method, f"from {before}, {method}")


def _moved(
    places: FloatArray, own: GeoTransform, other: GeoTransform, crs: Any, target: Any
) -> FloatArray:
    """Return where places (n, 2) in one raster's pixels lie in those of another, inf where not.

    Parameters
    ----------
    own, other
        Geotransforms of the two.
    crs, target
        Their reference systems (rasterio's).
    """
    x, y = pixel_to_map(own, places[:, 0], places[:, 1])
    if crs != target:
        moved = move_points(crs, target, np.stack([x, y], axis=1))
        if moved is None:
            return np.full(places.shape, np.inf)
        x, y = moved.T
    with np.errstate(invalid="ignore"):  # of what is infinitely far
        return np.stack(map_to_pixel(other, x, y), axis=1)


def _unlikely(kind: np.dtype[Any]) -> float | None:
    """Return a value of a type that is hardly data, None where each value may be."""
    if kind.kind == "f":
        return float("nan")
    if kind.kind == "i":
        return float(np.iinfo(kind).min)
    return float(np.iinfo(kind).max) if kind == np.uint32 else None


def name_system(crs: Any) -> str:
    """Name a coordinate reference system (rasterio's) by its code."""
    if crs is None:
        return "none"
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else "one without a code"


class WarpedRaster(Raster):
    """A raster that is read as if it had been warped onto other pixels; what is beside it is none.

    GDAL does it where and when a window is read. Masks are those of the nearest pixels.

    Parameters
    ----------
    path, bands, no_data, stored
        As `Raster` takes them.
    warp
        Its new pixels.
    """

    def __init__(
        self, path: str, warp: Warp, bands: Sequence[int] = (), no_data: Sequence[NoData] = (),
        stored: bool = False,
    ) -> None:  # fmt: skip
        self._warp, self._added, self._together = warp, False, False
        super().__init__(path, bands, no_data, stored)
        self._black_is_nodata = self._together and not self.palettes

    def __enter__(self) -> WarpedRaster:
        return self

    def __exit__(self, *details: object) -> None:
        super().__exit__(*details)
        self._source.close()

    def _open(self, name: str, options: dict[str, str]) -> Any:
        import rasterio
        from rasterio.crs import CRS
        from rasterio.enums import ColorInterp, Resampling
        from rasterio.transform import Affine
        from rasterio.vrt import WarpedVRT

        self._source = source = rasterio.open(name, **options)
        kind = np.dtype(source.dtypes[0])
        nodata, alpha = source.nodatavals[0], ColorInterp.alpha in source.colorinterp
        masked = any(
            not {flag.name for flag in flags} & {"all_valid", "nodata"}
            for flags in source.mask_flag_enums
        )
        # Without any, what lies beside it or is masked becomes a value that can't be data, or that
        # the raster has none of, else there is an alpha band: a mask in the two other types alone.
        if nodata is None and not alpha:
            nodata = _unlikely(kind)
        more: dict[str, Any] = {"dtype": kind.name}  # rasterio makes int16 of int8
        # Counts that start at 0 with no data 0 lack data where all bands do, and where those do
        # that are read; see `Raster`. What is 0 in one of them would become 1 beside that value, so
        # there is an alpha band, too.
        self._together = together = are_counts(nodata, kind)
        if together:
            more |= {"src_nodata": None if masked and not alpha else 0, "nodata": None}
            more["add_alpha"] = self._added = not alpha
        elif nodata is not None:
            # Where there are such values, GDAL does not heed a mask.
            more |= {"src_nodata": None if masked and not alpha else nodata, "nodata": nodata}
        elif not alpha:
            more["add_alpha"] = self._added = True
        height, width = self._warp.shape
        warped = WarpedVRT(
            source, crs=CRS.from_wkt(self._warp.crs_wkt), height=height, width=width,
            transform=Affine.from_gdal(*self._warp.transform), tolerance=_TOLERANCE,
            resampling=Resampling[self._warp.method],
            warp_extras={"UNIFIED_SRC_NODATA": "YES" if together else "NO"}, **more,
        )  # fmt: skip
        if not (together and alpha):
            return warped
        # As by gdalwarp, and not by rasterio, the alpha band is none of the bands that are no data
        # where all of them are 0.
        with warped:
            text = warped.tags(ns="xml:VRT")["xml:VRT"]
        band = source.colorinterp.index(ColorInterp.alpha) + 1
        return rasterio.open(
            re.sub(rf'<BandMapping src="{band}".*?</BandMapping>', "", text, flags=re.DOTALL)
        )

    def _is_mask(self, band: int) -> bool:
        return True  # one that is not is never warped

    def overview(self, window: Sequence[int], shape: tuple[int, int]) -> tuple[Image, BoolArray]:
        """Read a window at another resolution; see `Raster.overview`.

        Warping all pixels of a large file for a small picture takes long, so its pixels are those
        of a picture of the file itself.
        """
        from rasterio.crs import CRS

        if shape[0] * shape[1] > _PICTURE or window[2] * window[3] <= 4 * shape[0] * shape[1]:
            return super().overview(window, shape)
        col, row, width, height = window
        x = col + (np.arange(shape[1]) + 0.5) * (width / shape[1])
        y = row + (np.arange(shape[0]) + 0.5) * (height / shape[0])
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        with Raster(self.path, self.bands, self.no_data, self.stored) as plain:
            its = plain.transform, CRS.from_wkt(self._warp.crs_wkt), plain.crs
            at = _moved(places, self.transform, *its).reshape(*shape, 2)
            size = np.array(plain.shape[::-1])
            inside = (np.isfinite(at) & (at >= 0) & (at < size)).all(axis=2)
            values = np.zeros((len(self.bands), *shape), dtype=self._dtype)
            valid = np.zeros(values.shape, dtype=bool)
            if not inside.any():
                return values, valid
            found = np.floor(at[inside]).astype(np.int64)
            low, high = found.min(axis=0), found.max(axis=0) + 1
            steps = np.maximum((high - low) // (4 * max(shape)), 1)
            count = -(-(high - low) // steps)
            picture, there = plain.overview(
                (*low.tolist(), *(high - low).tolist()), (int(count[1]), int(count[0]))
            )
        across, down = ((found - low) * count // (high - low)).T
        values[:, inside], valid[:, inside] = picture[:, down, across], there[:, down, across]
        return values, valid

    @property
    def storage(self) -> Storage:
        """How all bands are stored, with an alpha band that there may be now."""
        found = super().storage
        counts = self.data_bands if self._together else found.counts
        return replace(found, masked=found.masked or self._added, counts=counts)

    def tags(self, domain: str = "") -> dict[str, str]:
        """Return what the file says of itself."""
        return dict(self._source.tags(ns=domain or None))

    def fingerprint(self) -> str:
        """Hash of which data this is, and how it is warped."""
        whole = f"{super().fingerprint()} {self._warp.crs_wkt} {self._warp.method}"
        return hashlib.sha256(whole.encode()).hexdigest()

    def virtual(self) -> str:
        """Return the text of a virtual raster, which GDAL opens in place of a file."""
        found = self._dataset.tags(ns="xml:VRT").get("xml:VRT")
        if not found:
            raise RasterError(f"{self.path} cannot be warped. Warp it first.")
        return str(found)

"""Reading rasters: bands, valid data, and scaling that is the same for all scenes."""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import BoolArray, FloatArray, Image, IntArray
from ..base.errors import RasterError
from ..base.progress import Progress
from ..base.values import say_count
from .band_names import COLORS, find_wavelengths, infrared_bands, red_green_blue
from .grid import GeoTransform
from .scaling import ENOUGH_PIXELS, Scaling, sample_values, scaling_of_values, type_scaling

NoData = tuple[int, float, float]
"""A band, and the lowest and the highest of its values that count as no data."""
_SAMPLE_SIDE = 128  # pixels
_WINDOWS = 16  # along each axis
_SMALL = 2048 * 2048  # pixels; a raster up to this size is read whole for its statistics
_OPTION = "|option:"  # what QGIS puts between a raster's path and its open options
_EXACT = 2**24  # float32 holds whole numbers up to here
_LARGEST = float(np.finfo(np.float32).max)
_GRAYS = 16  # values between nothing and full that an alpha band may have; more are soft edges
_CONTAINERS = ("/vsizip/", "/vsitar/", "/vsigzip/", "/vsi7z/", "/vsirar/")
_NETWORK = {
    "GDAL_HTTP_CONNECTTIMEOUT": "10",  # seconds
    # What nothing has come of for so many seconds is given up. What is slow goes on: a request may
    # be for the whole of a file, where a server knows no parts.
    "GDAL_HTTP_LOW_SPEED_TIME": "60",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1",  # bytes a second
    # Reading on, GDAL asks for twice as much each time, up to 4 MB, and gives nothing out before
    # all of it is there: seconds from a slow source. It asks for no more than it can hold.
    "CPL_VSIL_CURL_CACHE_SIZE": "1048576",
}
REMOTE = re.compile(r"(https?|s3|gs|az|abfs|ftp)://|/vsi(curl|s3|gs|az|adls|oss|swift)", re.I)
_ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".7z", ".rar")


@dataclass(frozen=True)
class _Channel:
    """What one of the bands that are read is made of."""

    band: int
    dtype: np.dtype[Any]
    color: int | None = None
    """Red (0), green or blue of the band's palette; None: the band itself."""

    scale: float = 1.0
    offset: float = 0.0

    @property
    def plain(self) -> bool:
        """True where values are taken as they are stored."""
        return self.color is None and (self.scale, self.offset) == (1.0, 0.0)

    @property
    def wide(self) -> bool:
        """True where float32 would not keep values apart that the file does."""
        if self.color is not None:
            return False
        if self.dtype.itemsize > 4 or (self.dtype.kind in "ui" and self.dtype.itemsize == 4):
            return True
        if self.dtype.kind == "f":
            return self.offset != 0
        steps = np.iinfo(self.dtype).max + abs(self.offset / self.scale)
        return bool(steps > _EXACT)

    def limits(self) -> tuple[float, float]:
        """Return the range of the data type; floats are taken as they are."""
        if self.color is not None:
            return 0.0, 255.0
        limits = type_scaling([self.dtype])
        if self.dtype.kind not in "ui":
            return limits.low[0], limits.high[0]
        low, high = sorted(
            end * self.scale + self.offset for end in (limits.low[0], limits.high[0])
        )
        return low, high


@dataclass(frozen=True)
class Storage:
    """How the bands of a file are stored, in their order."""

    nodata: tuple[float | None, ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    types: tuple[str, ...]
    masked: bool
    """A mask or an alpha band says what is no data, rather than a value."""

    alphas: tuple[int, ...]
    """Numbers of the alpha bands that are masks."""

    counts: tuple[int, ...]
    """Numbers of the bands of an unsigned type with nodata 0; see `Raster`."""


class Raster:
    """An open raster; reads windows as floats with a mask of valid values for each band.

    What is valid follows GDAL's mask of the band: nodata values, mask bands and alpha bands. NaN,
    infinities and what float32 cannot hold are not valid either, nor are transparent colors of a
    palette. In data of an unsigned type with nodata 0, a pixel is without data where all bands
    read are 0; an alpha band with many gray values is not a mask. Windows may hang over the
    raster's edge; what is outside is not valid.

    Values are those that the file's scale and offset make of what is stored. A band of palette
    numbers is read as three: red, green and blue. ``bands`` then names it three times.

    Parameters
    ----------
    path : str
        What GDAL opens, with open options as QGIS writes them: ``path|option:NAME=VALUE``.
    bands : sequence of int
        Empty: red, green and blue (`bandnames`), else the first three that are no alpha bands.
    no_data : sequence of (band, low, high)
        Further values that are no data.
    stored : bool
        Leave scale and offset be, and palettes, as files of earlier versions have it.
    """

    boxes: IntArray | None = None
    """Where there is data at all (n, 4): column, row, width, height; None: anywhere."""

    def __init__(
        self, path: str, bands: Sequence[int] = (), no_data: Sequence[NoData] = (),
        stored: bool = False,
    ) -> None:  # fmt: skip
        from rasterio.enums import ColorInterp

        self.path, self.stored = path, stored
        self._dataset: Any = self._open_whole()
        dataset = self._dataset
        self._lock = threading.RLock()  # a dataset is read by one thread at a time
        self.no_data: tuple[NoData, ...] = tuple((band, low, high) for band, low, high in no_data)
        self.shape: tuple[int, int] = (dataset.height, dataset.width)
        self.transform: GeoTransform = tuple(dataset.transform.to_gdal())
        self._interpretation = list(dataset.colorinterp)
        self._alphas = [i + 1 for i, c in enumerate(self._interpretation) if c == ColorInterp.alpha]
        self._soft: list[int] | None = None
        chosen = tuple(bands) or self._default_bands()
        self._check_bands(chosen)
        self.palettes = [
            band
            for band in dict.fromkeys(chosen)
            if self._interpretation[band - 1] == ColorInterp.palette and not stored
        ]
        """Bands read that hold numbers of colors."""

        self._channels = self._make_channels(chosen, stored)
        self.bands = tuple(channel.band for channel in self._channels)
        self.types = [np.dtype(dataset.dtypes[band - 1]) for band in self.bands]
        self._dtype = np.dtype("f8" if any(c.wide for c in self._channels) else "f4")
        self._read_bands = list(dict.fromkeys(self.bands))
        self._places = [self._read_bands.index(band) for band in self.bands]
        self._tables = {band: self._table(band) for band in self.palettes}
        self._no_data = tuple(item for item in self.no_data if item[0] in self.bands)
        self._find_masks()

    def _open_whole(self) -> Any:
        """Return the dataset of a raster that has a grid, or no place at all."""
        from rasterio.errors import RasterioError

        name, options = split_source(self.path)
        try:
            dataset = self._open(name, options)
        except RasterioError as error:
            if "Range downloading not supported" in str(error):
                raise RasterError(
                    f"{self.path} cannot be read in parts: its server gives whole files alone (no "
                    "range requests). Download it, and take the copy."
                ) from error
            if is_remote(self.path):
                raise RasterError(
                    f"{self.path} does not answer, or is no raster. Check the address and the "
                    "connection."
                ) from error
            there = file_of(self.path).exists()
            raise RasterError(
                f"{self.path} cannot be opened as a raster. Choose a raster file that GDAL reads"
                + (
                    ", or where only QGIS can open it, save it as GeoTIFF there (Export > Save As)."
                    if there
                    else "."
                )
            ) from error
        if dataset.count == 0:
            raise RasterError(f"{self.path} holds several rasters. Choose one of its subdatasets.")
        if dataset.transform.is_identity and (dataset.gcps[0] or dataset.rpcs is not None):
            what = "control points" if dataset.gcps[0] else "polynomial coefficients (RPCs)"
            raise RasterError(
                f"{self.path} has {what} in place of a grid on the map. Warp it first "
                "(Raster > Projections > Warp), and take the result."
            )
        return dataset

    def _check_bands(self, chosen: Sequence[int]) -> None:
        """Refuse bands that there are not, or that cannot be read."""
        count = self._dataset.count
        for band in chosen:
            if not 1 <= band <= count:
                raise RasterError(
                    f"Band {band} was asked for, but the raster has {say_count(count, 'band')}. "
                    f"Choose from 1 to {count}."
                )
            if np.dtype(self._dataset.dtypes[band - 1]).kind == "c":
                raise RasterError(
                    f"Band {band} holds complex numbers. Convert them to amplitudes first."
                )

    def _find_masks(self) -> None:
        """Find what says of each band read which of its pixels are no data."""
        from rasterio.enums import MaskFlags

        dataset = self._dataset
        flags = [set(dataset.mask_flag_enums[band - 1]) for band in self._read_bands]
        types = [np.dtype(dataset.dtypes[band - 1]) for band in self._read_bands]
        # One mask of the whole file, or one for each band (no flag at all).
        known = {MaskFlags.all_valid, MaskFlags.nodata, MaskFlags.alpha}
        self._masked = [index for index, f in enumerate(flags) if not f & known]
        self._one_mask = bool(self._masked) and all(MaskFlags.per_dataset in f for f in flags)
        self._nodata = [
            _representable(dataset.nodatavals[band - 1], dtype)
            for band, dtype in zip(self._read_bands, types)
        ]
        # Counts that start at 0 with nodata 0: a band that is 0 beside others that are not is a
        # dark surface (water in the near infrared), and only all bands together are no data, as
        # by gdalwarp's UNIFIED_SRC_NODATA=YES. Not those that are not read: one of them may have a
        # value everywhere, such as an alpha band that is not said to be one.
        self._black_is_nodata = not self.palettes and all(
            are_counts(n, t) for n, t in zip(self._nodata, types)
        )
        # GDAL takes floats for nodata that are next to it, as other programs round it; and the
        # values of a whole pixel together where the file says so.
        for index, (f, dtype) in enumerate(zip(flags, types)):
            together = MaskFlags.per_dataset in f
            exact = dtype.kind in "ui" and dtype.itemsize <= 4
            asked = together or (self._nodata[index] is not None and not exact)
            if MaskFlags.nodata in f and asked:
                self._masked.append(index)
                self._nodata[index] = None

    def _open(self, name: str, options: dict[str, str]) -> Any:
        """Return rasterio's dataset."""
        import rasterio

        limit_network()
        return rasterio.open(name, **options)

    def opener(self) -> Callable[[], Raster]:
        """Return what opens it again in another process, and can be sent there."""
        return partial(Raster, self.path, self.bands, self.no_data, self.stored)

    def __enter__(self) -> Raster:
        return self

    def __exit__(self, *_: object) -> None:
        self._dataset.close()

    @property
    def georeferenced(self) -> bool:
        """False where pixels have no place on the map."""
        return (
            self.transform[:3] != (0.0, 1.0, 0.0)
            or abs(self.transform[5]) != 1.0
            or (self.transform[3] != 0.0)
        )

    @property
    def crs(self) -> Any:
        """Coordinate reference system of the file (rasterio's), None where it names none."""
        return self._dataset.crs

    @property
    def files(self) -> tuple[str, ...]:
        """The file, and those that belong to it or that it is made of."""
        return tuple(self._dataset.files)

    @property
    def data_bands(self) -> tuple[int, ...]:
        """Numbers of all bands of the file but alpha bands."""
        masks = self._alpha
        return tuple(b for b in range(1, self._dataset.count + 1) if b not in masks) or (1,)

    @property
    def soft_alphas(self) -> list[int]:
        """Numbers of the bands that are tagged as alpha and hold data."""
        return [band for band in self._alphas if band not in self._alpha]

    @property
    def storage(self) -> Storage:
        """How all bands of the file are stored."""
        dataset = self._dataset
        named = {"all_valid", "nodata"}
        masked = any(not {f.name for f in flags} & named for flags in dataset.mask_flag_enums)
        counts = tuple(
            band
            for band in self.data_bands
            if are_counts(dataset.nodatavals[band - 1], np.dtype(dataset.dtypes[band - 1]))
        )
        return Storage(
            tuple(dataset.nodatavals), tuple(dataset.scales), tuple(dataset.offsets),
            tuple(dataset.dtypes), masked, tuple(self._alpha), counts,
        )  # fmt: skip

    @property
    def small(self) -> bool:
        """True where the raster is read whole for its statistics."""
        return self.shape[0] * self.shape[1] <= _SMALL

    @property
    def complete(self) -> bool:
        """True where no pixel inside the raster can be without data."""
        return (
            not self._alpha
            and not self._masked
            and not self._no_data
            and all(n is None for n in self._nodata)
            and all(t.kind in "ui" for t in self.types)
            and all((t[:, 3] > 0).all() and self._covers(b) for b, t in self._tables.items())
        )

    def fingerprint(self) -> str:
        """Hash of which data this is: files, sizes, times of change, bands."""
        digest = hashlib.sha256()
        for name in [self.path, *sorted(self.files)]:
            digest.update(str(name).encode())
            with contextlib.suppress(OSError):
                stat = file_of(name).stat()
                digest.update(f"{stat.st_size} {stat.st_mtime_ns}".encode())
        digest.update(repr((self.shape, self.transform, self.bands)).encode())
        if self._no_data:
            digest.update(repr(self._no_data).encode())
        return digest.hexdigest()

    @property
    def limits(self) -> Scaling:
        """Range of the bands' data types, floats as they are; see `type_scaling`."""
        limits = [channel.limits() for channel in self._channels]
        return Scaling(tuple(low for low, _ in limits), tuple(high for _, high in limits))

    @property
    def kind(self) -> str:
        """What values of the raster can be compared with: those of the same data type or unit."""
        first = self._channels[0]
        if first.color is not None:
            return "uint8"
        if not first.plain:
            return "scaled"
        return "float" if first.dtype.kind == "f" else first.dtype.name

    def name_bands(self) -> str:
        """Numbers of the bands read with their names, such as "4 (B04), 3 (B03), 2 (B02)"."""
        texts = []
        for band in self.bands if not self.palettes else dict.fromkeys(self.bands):
            name = self._dataset.descriptions[band - 1] or ""
            kind = self._interpretation[band - 1].name
            if band in self.palettes:
                name = "colors of its palette"
            elif not name and kind in ("red", "green", "blue"):
                name = kind
            texts.append(f"{band} ({name})" if name else str(band))
        return ", ".join(texts)

    def band_names(self) -> list[str]:
        """Descriptions of the bands read, "" where the file has none."""
        return [self._dataset.descriptions[band - 1] or "" for band in self.bands]

    def tags(self, domain: str = "") -> dict[str, str]:
        """Return what the file says of itself, by name, in one of GDAL's domains."""
        return dict(self._dataset.tags(ns=domain or None))

    def log(self, progress: Progress, more: str = "") -> None:
        """Log what is read, and how; ``more`` goes after the bands."""
        height, width = self.shape
        progress.log(f"Raster: {width} x {height} pixels, bands {self.name_bands()}{more}.")
        for note in self.notes():
            progress.log(note)

    def notes(self) -> list[str]:
        """Sentences about what is read other than as it is stored."""
        found = []
        factors: dict[tuple[float, float], list[int]] = {}
        for c in self._channels:
            if c.color is None and not c.plain:
                factors.setdefault((c.scale, c.offset), []).append(c.band)
        if factors:
            each = "; ".join(
                f"x {scale:g}{f' {offset:+g}' if offset else ''} in band{'s' * (len(bands) > 1)} "
                + ", ".join(map(str, dict.fromkeys(bands)))
                for (scale, offset), bands in factors.items()
            )
            found.append(f"Scale and offset of the file are applied: {each}.")
        found += [
            f"Band {band} is tagged as alpha but has many gray values, so it is not a mask: it is "
            "taken for data."
            for band in self.soft_alphas
        ]
        if self._no_data:
            each = ", ".join(
                f"{low:g}" + ("" if low == high else f" to {high:g}") + f" in band {band}"
                for band, low, high in self._no_data
            )
            found.append(f"Additional no data of the layer: {each}.")
        _, options = split_source(self.path)
        if options:
            each = ", ".join(f"{name}={value}" for name, value in options.items())
            found.append(f"Open options of the layer: {each}.")
        return found

    def read(self, window: Sequence[int]) -> tuple[Image, BoolArray]:
        """Read a window (column, row, width, height).

        Returns
        -------
        tuple
            Values and validity, both of shape (bands, height, width).
        """
        from rasterio.windows import Window

        col, row, width, height = (int(v) for v in window)
        top, left = max(row, 0), max(col, 0)
        bottom, right = min(row + height, self.shape[0]), min(col + width, self.shape[1])
        count = len(self.bands)
        if (left, top, right, bottom) == (col, row, col + width, row + height) and width * height:
            return self._read_inside(Window(col, row, width, height))
        values = np.zeros((count, height, width), dtype=self._dtype)
        valid = np.zeros((count, height, width), dtype=bool)
        if left < right and top < bottom:
            inside = np.s_[:, top - row : bottom - row, left - col : right - col]
            values[inside], valid[inside] = self._read_inside(
                Window(left, top, right - left, bottom - top)
            )
        return values, valid

    def read_last(self) -> None:
        """Read the last pixel, which a file that was cut off lacks.

        Raises
        ------
        RasterError
            It is damaged.
        """
        height, width = self.shape
        self.read((width - 1, height - 1, 1, 1))

    def overview(self, window: Sequence[int], shape: tuple[int, int]) -> tuple[Image, BoolArray]:
        """Read a window (column, row, width, height) inside the raster at another resolution.

        ``shape`` is the height and width of what is returned. Overviews are used where the file
        has them, else the nearest pixels are read.
        """
        from rasterio.windows import Window

        return self._read_inside(Window(*(int(v) for v in window)), shape)

    def sample(self, windows: int = _WINDOWS) -> Iterator[tuple[Image, BoolArray]]:
        """Read a sample that represents the whole raster, as `read` does.

        Small rasters are read whole, others through their overviews or, where they have none, in
        ``windows`` x ``windows`` windows on a regular lattice; random pixels would each cost a
        whole block. More windows than by default are smaller ones on a denser lattice, and pass
        the overviews by, for data that is thin.
        """
        height, width = self.shape
        if self.small:
            rows_at_once = max(1, _SMALL // 4 // width)
            for row in range(0, height, rows_at_once):
                yield self.read((0, row, width, min(rows_at_once, height - row)))
            return
        if windows == _WINDOWS and self._dataset.overviews(self.bands[0]):
            scale = math.sqrt(height * width / _SMALL)
            shape = max(round(height / scale), 1), max(round(width / scale), 1)
            yield self._read_inside(None, shape)
            return
        for window in self._lattice(windows):
            yield self.read(window)

    def wavelengths(self) -> list[float | None]:
        """Return the wavelength of each band of the file in micrometers, None where not known."""
        return find_wavelengths(self._dataset.descriptions, self._wavelengths())

    def _default_bands(self) -> tuple[int, ...]:
        """Red, green and blue by name or color interpretation, else the first ones but alpha."""
        named = red_green_blue(self._dataset.descriptions, self._wavelengths())
        if named:
            return named
        names = [c.name for c in self._interpretation]
        if all(color in names for color in ("red", "green", "blue")):
            return tuple(names.index(color) + 1 for color in ("red", "green", "blue"))
        colors = [b for b in range(1, self._dataset.count + 1) if b not in self._alphas]
        return tuple(colors[:3]) or (1,)

    def colors(self) -> list[str]:
        """Return what each band of the file is: blue, green, red, nir, swir1, swir2 or ""."""
        descriptions, wavelengths = self._dataset.descriptions, self._wavelengths()
        kinds = [c.name for c in self._interpretation]
        found = infrared_bands(descriptions, wavelengths)
        named = red_green_blue(descriptions, wavelengths)
        if named is None and all(color in kinds for color in COLORS):
            red, green, blue = (kinds.index(color) + 1 for color in COLORS)
            named = red, green, blue
        found |= dict(zip(COLORS, named or ()))
        of_band = {band: color for color, band in found.items()}
        return [of_band.get(band, "") for band in range(1, self._dataset.count + 1)]

    def _wavelengths(self) -> list[str]:
        """Return what the file says about the wavelength of each band, "" for nothing."""
        found = []
        for band in range(1, self._dataset.count + 1):
            tags = {**self._dataset.tags(band), **self._dataset.tags(band, ns="IMAGERY")}
            own = {key.lower(): value for key, value in tags.items()}
            micrometers = own.get("central_wavelength_um")
            number = next(
                (own[key] for key in ("wavelength", "central_wavelength") if key in own), ""
            )
            unit = next(
                (own[key] for key in ("wavelength_units", "wavelength_unit") if key in own), ""
            )
            found.append(f"{micrometers} um" if micrometers else f"{number} {unit}".strip())
        return found

    @property
    def _alpha(self) -> list[int]:
        """Alpha bands that are masks; found by looking at their values, once."""
        if self._soft is None:
            self._soft = [band for band in self._alphas if self._is_mask(band)]
        return self._soft

    def _is_mask(self, band: int) -> bool:
        """Tell a mask from data under the tag of an alpha band: most of a mask is 0 or full."""
        from rasterio.errors import RasterioError
        from rasterio.windows import Window

        height, width = self.shape
        windows: list[Any] = [None]
        options: dict[str, Any] = {}
        if not self.small:
            if self._dataset.overviews(band):
                scale = math.sqrt(height * width / _SMALL)
                options["out_shape"] = max(round(height / scale), 1), max(round(width / scale), 1)
            else:
                windows = [Window(*window) for window in self._lattice(_WINDOWS)]
        try:
            values = np.concatenate(
                [self._dataset.read(band, window=w, **options).ravel() for w in windows]
            )
        except RasterioError:
            return True  # a damaged file is reported when its data are read
        shown = values[values != 0]
        full = np.iinfo(values.dtype).max if values.dtype.kind in "ui" else values.max(initial=0)
        gray = shown[shown != full]
        return len(gray) <= len(shown) / 2 or len(np.unique(gray)) <= _GRAYS

    def _lattice(self, windows: int) -> Iterator[tuple[int, int, int, int]]:
        """Windows on a regular lattice over the raster."""
        height, width = self.shape
        side = _SAMPLE_SIDE * _WINDOWS // windows
        for row in np.linspace(0, height - side, windows).clip(0).astype(int).tolist():
            for col in np.linspace(0, width - side, windows).clip(0).astype(int).tolist():
                yield col, row, min(side, width), min(side, height)

    def _make_channels(self, chosen: Sequence[int], stored: bool) -> list[_Channel]:
        """Return what the bands chosen are made of; a palette is three."""
        dataset, channels = self._dataset, []
        # Three times the same palette is what came out of one before.
        whole = [band for band in self.palettes if chosen.count(band) % 3 == 0]
        met = dict.fromkeys(self.palettes, 0)
        for band in chosen:
            dtype = np.dtype(dataset.dtypes[band - 1])
            if band not in self.palettes:
                scale, offset = dataset.scales[band - 1], dataset.offsets[band - 1]
                if stored or not (math.isfinite(scale) and math.isfinite(offset) and scale):
                    scale, offset = 1.0, 0.0
                channels.append(_Channel(band, dtype, None, float(scale), float(offset)))
            elif band in whole:
                channels.append(_Channel(band, dtype, met[band] % 3))
                met[band] += 1
            else:
                channels += [_Channel(band, dtype, color) for color in range(3)]
        return channels

    def _table(self, band: int) -> npt.NDArray[np.uint8]:
        """Colors of a palette (n, 4); a table that is all transparent says nothing by it."""
        colors = self._dataset.colormap(band)
        table = np.zeros((max(colors) + 1, 4), dtype=np.uint8)
        for index, color in colors.items():
            table[index] = color
        if not table[:, 3].any():
            table[:, 3] = 255
        return table

    def _covers(self, band: int) -> bool:
        """Tell whether a palette has a color for all numbers its band can hold."""
        return len(self._tables[band]) > np.iinfo(self._dataset.dtypes[band - 1]).max

    def _read_inside(
        self, window: Any, shape: tuple[int, int] | None = None
    ) -> tuple[Image, BoolArray]:
        from rasterio.errors import RasterioError

        bands = self._read_bands
        options: dict[str, Any] = {"window": window}
        if shape is not None:
            options["out_shape"] = shape
        self._lock.acquire()
        try:
            if len({self._dataset.dtypes[band - 1] for band in bands}) == 1 and shape is None:
                raw = list(self._dataset.read(bands, **options))
            else:  # rasterio reads bands of one type at a time
                raw = [self._dataset.read(band, **options) for band in bands]
            own = np.ones((len(bands), *raw[0].shape), dtype=bool)
            if self._black_is_nodata:
                own &= np.any([layer != 0 for layer in raw], axis=0)
            else:
                for index, nodata in enumerate(self._nodata):
                    if nodata is not None:
                        own[index] = raw[index] != nodata
            if self._masked and self._one_mask:
                own &= self._dataset.read_masks(bands[0], **options) > 0
            else:
                for index in self._masked:
                    own[index] &= self._dataset.read_masks(bands[index], **options) > 0
            for alpha in self._alpha:
                if alpha not in bands:
                    own &= self._dataset.read(alpha, **options) > 0
        except RasterioError as error:
            remedy = (
                "The address does not answer any more, or the file there is damaged: check the "
                "connection, and run again. What is finished is kept."
                if is_remote(self.path)
                else "The file is damaged: get a new copy."
            )
            raise RasterError(
                f"{self.path} cannot be read to its end ({_first_line(error)}). {remedy}"
            ) from error
        finally:
            self._lock.release()
        return self._values(raw, own)

    def _values(self, raw: list[npt.NDArray[Any]], own: BoolArray) -> tuple[Image, BoolArray]:
        """Make the channels out of what is stored in the bands and where that is data."""
        valid = own[self._places] if self._places != list(range(len(raw))) else own
        values = np.empty((len(self._channels), *raw[0].shape), dtype=self._dtype)
        for channel, place, layer, mask in zip(self._channels, self._places, values, valid):
            stored = raw[place]
            with np.errstate(over="ignore", invalid="ignore"):  # float32 may not hold it
                if channel.color is not None:
                    table = self._tables[channel.band]
                    known = (stored >= 0) & (stored < len(table))
                    numbers = np.where(known, stored, 0)
                    layer[:] = table[numbers, channel.color]
                    mask &= known & (table[numbers, 3] > 0)
                elif channel.plain:
                    layer[:] = stored
                else:
                    layer[:] = stored.astype(np.float64) * channel.scale + channel.offset
            for band, low, high in self._no_data:
                if band == channel.band:
                    seen = layer if channel.color is None else stored
                    ends = np.array((low, high))
                    if seen.dtype.kind == "f":  # as the values were rounded
                        with np.errstate(over="ignore"):
                            ends = ends.astype(seen.dtype)
                    mask &= ~((seen >= ends[0]) & (seen <= ends[1]))
            if stored.dtype.kind == "f":
                mask &= np.abs(layer) <= _LARGEST
                layer[~mask] = 0
        return values, valid


def are_counts(nodata: float | None, kind: np.dtype[Any]) -> bool:
    """Tell whether values of a type and with a nodata value count from 0, which is also no data."""
    return nodata == 0 and kind.kind == "u"


def split_source(source: str) -> tuple[str, dict[str, str]]:
    """Divide what QGIS calls a raster's source into the path and its open options.

    Returns
    -------
    path
        What GDAL opens.
    options
        Values by name.

    Examples
    --------
    >>> split_source("city.jp2|option:NUM_THREADS=2")
    ('city.jp2', {'NUM_THREADS': '2'})
    """
    path, *options = source.split(_OPTION)
    pairs = (option.partition("=") for option in options)
    return path, {name: value for name, _, value in pairs}


def move_points(crs: Any, target: Any, places: FloatArray) -> FloatArray | None:
    """Move points (n, 2) into another reference system (rasterio's), None where no way leads there.

    There is none from or to systems that lie nowhere on the earth, as those of a building site.
    """
    from rasterio._err import CPLE_BaseError  # some of GDAL's come as they are
    from rasterio.errors import RasterioError
    from rasterio.warp import transform

    try:
        return np.stack(transform(crs, target, *places.T.tolist()), axis=1)
    except (RasterioError, RuntimeError, CPLE_BaseError):
        return None


def limit_network() -> None:
    """Have GDAL wait briefly for what is far away, unless the environment says how long.

    It gives up addresses of which nothing comes, and asks for a megabyte at a time at most.
    """
    for name, value in _NETWORK.items():
        os.environ.setdefault(name, value)


def is_remote(path: str) -> bool:
    """Tell whether a path leads over a network."""
    return REMOTE.match(path) is not None


def file_of(source: str | Path) -> Path:
    """Return the file on disk that holds a raster, which may lie in an archive."""
    name = split_source(str(source))[0]
    for prefix in _CONTAINERS:
        if name.startswith(prefix):
            inside = Path(name[len(prefix) :])
            places = (inside, *inside.parents)
            there = next((p for p in places if p.is_file()), None)
            return there or next((p for p in places if p.suffix.lower() in _ARCHIVES), inside)
    return Path(name)


def is_same_raster(source: str, other: str) -> bool:
    """Tell whether two sources, as QGIS writes them, are the same raster of one file."""
    path, there = split_source(source)[0], split_source(other)[0]
    if path == there:
        return True
    with contextlib.suppress(OSError):
        return os.path.samefile(path, there)
    return False


def percentile_scaling(raster: Raster, low: float, high: float) -> Scaling:
    """Scale each band of a raster from its percentiles ``low`` and ``high`` to 0..1.

    The percentiles are those of the valid pixels of `Raster.sample`, of more windows where a band
    has fewer than 10,000 of them.

    Parameters
    ----------
    low, high
        From 0 to 100, the first below the second.

    Returns
    -------
    scaling
        For the bands that the raster reads.

    Raises
    ------
    RasterError
        The percentiles are out of order or range, a band has no valid value, or the file is
        damaged.
    """
    for windows in (_WINDOWS, 4 * _WINDOWS, 8 * _WINDOWS):
        values = sample_values(raster.sample(windows))
        if all(band.size >= ENOUGH_PIXELS for band in values) or raster.small:
            break
    return scaling_of_values(values, low, high, raster.path)


def _representable(nodata: float | None, dtype: np.dtype[Any]) -> float | None:
    """Return the nodata value as pixels of this type can hold it, None where they cannot."""
    if nodata is None or not math.isfinite(nodata):
        return None  # NaN and infinities are never valid anyway
    if dtype.kind in "ui":
        limits = np.iinfo(dtype)
        if nodata != int(nodata) or not limits.min <= nodata <= limits.max:
            return None
        return int(nodata)
    return float(np.asarray(nodata).astype(dtype))


def _first_line(error: BaseException) -> str:
    error = error.__cause__ or error  # rasterio's own text only points there
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")

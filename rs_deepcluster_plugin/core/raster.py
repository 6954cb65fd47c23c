"""Reading rasters: bands, valid data, and scaling that is the same for all scenes."""

from __future__ import annotations

import contextlib
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import RasterError
from .grid import GeoTransform

Image = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_SAMPLE_SIDE = 128  # pixels
_WINDOWS = 16  # along each axis
_ENOUGH = 10_000  # valid pixels for percentiles
_SMALL = 2048 * 2048  # pixels; a raster up to this size is read whole for its statistics


@dataclass(frozen=True)
class Scaling:
    """Linear scaling of each band to 0..1; values beyond ``low`` and ``high`` are clipped."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def __call__(self, values: Image) -> Image:
        """Scale values of shape (bands, height, width)."""
        low = np.asarray(self.low, dtype=np.float32)[:, None, None]
        span = np.asarray(self.high, dtype=np.float32)[:, None, None] - low
        span[span <= 0] = 1
        scaled: Image = (values - low) / span
        return np.clip(scaled, 0, 1, out=scaled)


class Raster:
    """An open raster; reads windows as float32 with a mask of valid values for each band.

    Nodata values, NaN, infinities, alpha bands and mask bands all count as not valid; in data of
    an unsigned type with nodata 0, a pixel is without data where all bands read are 0. Windows may
    hang over the raster's edge; what is outside is not valid.
    """

    def __init__(self, path: str, bands: Sequence[int] = ()) -> None:
        import rasterio
        from rasterio.enums import ColorInterp, MaskFlags
        from rasterio.errors import RasterioError

        try:
            self._dataset: Any = rasterio.open(path)
        except RasterioError as error:
            raise RasterError(
                f"{path} cannot be opened as a raster. Choose a raster file that GDAL reads."
            ) from error
        dataset = self._dataset
        if dataset.count == 0:
            raise RasterError(
                f"{path} holds several rasters and none by itself. Choose one of its subdatasets."
            )
        self.path = path
        self.shape: tuple[int, int] = (dataset.height, dataset.width)
        affine = dataset.transform
        self.transform: GeoTransform = tuple(affine.to_gdal())
        interpretation = list(dataset.colorinterp)
        self._alpha = [i + 1 for i, c in enumerate(interpretation) if c == ColorInterp.alpha]
        self.bands = tuple(bands) or self._default_bands(interpretation)
        for band in self.bands:
            if not 1 <= band <= dataset.count:
                count = dataset.count
                raise RasterError(
                    f"Band {band} was asked for, but the raster has "
                    f"{count} band{'s' if count > 1 else ''}. Choose from 1 to {count}."
                )
            if np.dtype(dataset.dtypes[band - 1]).kind == "c":
                raise RasterError(
                    f"Band {band} holds complex numbers. Convert them to amplitudes first."
                )
        self.types = [np.dtype(dataset.dtypes[band - 1]) for band in self.bands]
        flags = [set(dataset.mask_flag_enums[band - 1]) for band in self.bands]
        known = {MaskFlags.all_valid, MaskFlags.nodata, MaskFlags.alpha}
        # One mask of the whole file, or one for each band (no flag at all).
        self._masked = [index for index, f in enumerate(flags) if not f & known]
        self._one_mask = all(MaskFlags.per_dataset in f for f in flags)
        self._nodata = [
            _representable(dataset.nodatavals[band - 1], dtype)
            for band, dtype in zip(self.bands, self.types)
        ]
        # Counts that start at 0 with nodata 0: a band that is 0 beside others that are not is a
        # dark surface (water in the near infrared), and only all bands together are no data.
        self._black_is_nodata = all(
            n == 0 and t.kind == "u" for n, t in zip(self._nodata, self.types)
        )

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
    def data_bands(self) -> tuple[int, ...]:
        """Numbers of all bands of the file that are no alpha bands."""
        return tuple(b for b in range(1, self._dataset.count + 1) if b not in self._alpha) or (1,)

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
            and all(n is None for n in self._nodata)
            and all(t.kind in "ui" for t in self.types)
        )

    def fingerprint(self) -> str:
        """Hash of which data this is: files, sizes, times of change, bands."""
        digest = hashlib.sha256()
        for name in [self.path, *sorted(self._dataset.files)]:
            digest.update(str(name).encode())
            with contextlib.suppress(OSError):
                stat = Path(name).stat()
                digest.update(f"{stat.st_size} {stat.st_mtime_ns}".encode())
        digest.update(repr((self.shape, self.transform, self.bands)).encode())
        return digest.hexdigest()

    def read(self, window: Sequence[int]) -> tuple[Image, Mask]:
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
        values = np.zeros((count, height, width), dtype=np.float32)
        valid = np.zeros((count, height, width), dtype=bool)
        if left < right and top < bottom:
            inside = np.s_[:, top - row : bottom - row, left - col : right - col]
            values[inside], valid[inside] = self._read_inside(
                Window(left, top, right - left, bottom - top)
            )
        return values, valid

    def overview(self, window: Sequence[int], shape: tuple[int, int]) -> tuple[Image, Mask]:
        """Read a window (column, row, width, height) inside the raster at another resolution.

        ``shape`` is the height and width of what is returned. Overviews are used where the file
        has them, else the nearest pixels are read.
        """
        from rasterio.windows import Window

        return self._read_inside(Window(*(int(v) for v in window)), shape)

    def sample(self, windows: int = _WINDOWS) -> Iterator[tuple[Image, Mask]]:
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
        side = _SAMPLE_SIDE * _WINDOWS // windows
        for row in np.linspace(0, height - side, windows).clip(0).astype(int):
            for col in np.linspace(0, width - side, windows).clip(0).astype(int):
                yield self.read((col, row, min(side, width), min(side, height)))

    def _default_bands(self, interpretation: list[Any]) -> tuple[int, ...]:
        """Red, green and blue by color interpretation, else the first three that are no alpha."""
        names = [c.name for c in interpretation]
        if all(color in names for color in ("red", "green", "blue")):
            return tuple(names.index(color) + 1 for color in ("red", "green", "blue"))
        count = self._dataset.count
        return tuple([b for b in range(1, count + 1) if b not in self._alpha][:3]) or (1,)

    def _read_inside(self, window: Any, shape: tuple[int, int] | None = None) -> tuple[Image, Mask]:
        from rasterio.errors import RasterioError

        bands = list(self.bands)
        options: dict[str, Any] = {"window": window}
        if shape is not None:
            options["out_shape"] = shape
        try:
            if len(set(self.types)) == 1 and shape is None:
                raw = self._dataset.read(bands, **options)
            else:  # rasterio reads bands of one type at a time
                raw = np.stack([self._dataset.read(band, **options) for band in bands])
            valid = np.ones(raw.shape, dtype=bool)
            if self._black_is_nodata:
                valid &= (raw != 0).any(axis=0)
            else:
                for index, nodata in enumerate(self._nodata):
                    if nodata is not None:
                        valid[index] = raw[index] != nodata
            with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
                values = raw.astype(np.float32)
            if raw.dtype.kind == "f":
                valid &= np.isfinite(values)
            if self._masked and self._one_mask:
                valid &= self._dataset.read_masks(bands[0], **options) > 0
            else:
                for index in self._masked:
                    valid[index] &= self._dataset.read_masks(bands[index], **options) > 0
            for alpha in self._alpha:
                if alpha not in bands:
                    valid &= self._dataset.read(alpha, **options) > 0
        except RasterioError as error:
            raise RasterError(
                f"{self.path} cannot be read to its end ({_first_line(error)}). "
                "The file is damaged: get a new copy."
            ) from error
        if raw.dtype.kind == "f":
            values[~valid] = 0
        return values, valid


def percentile_scaling(raster: Raster, low: float, high: float) -> Scaling:
    """Scale each band of a raster from its percentiles ``low`` and ``high`` to 0..1.

    The percentiles (0 to 100) are those of the valid pixels of `Raster.sample`.

    Raises
    ------
    RasterError
        No valid value was found.
    """
    for windows in (_WINDOWS, 4 * _WINDOWS, 8 * _WINDOWS):
        values = sample_values(raster.sample(windows))
        if all(band.size >= _ENOUGH for band in values) or raster.small:
            break
    return scaling_of_values(values, low, high, raster.path)


def sample_values(samples: Iterator[tuple[Image, Mask]]) -> list[Image]:
    """Gather the valid values of each band in samples of `Raster.sample`."""
    columns: list[list[Image]] = []
    for values, valid in samples:
        columns = columns or [[] for _ in values]
        for column, band_values, band_valid in zip(columns, values, valid):
            column.append(band_values[band_valid])
    return [np.concatenate(column) for column in columns]


def scaling_of_values(values: list[Image], low: float, high: float, name: str) -> Scaling:
    """Scale from the percentiles of each band's values; see `percentile_scaling`."""
    if not 0 <= low < high <= 100:
        raise RasterError(
            f"The percentiles are {low:g} and {high:g}. "
            "Choose a lower one from 0 that is below an upper one up to 100."
        )
    empty = [str(i + 1) for i, band in enumerate(values) if band.size == 0]
    if empty:
        which = (
            "" if len(empty) == len(values) else f" in number {', '.join(empty)} of its bands used"
        )
        raise RasterError(
            f"{name} has no valid data{which}: all pixels looked at are nodata. "
            "Choose another raster or other bands, or correct the nodata value."
        )
    limits = [np.percentile(band, (low, high)) for band in values]
    return Scaling(
        tuple(float(limit[0]) for limit in limits), tuple(float(limit[1]) for limit in limits)
    )


def type_scaling(types: Sequence[np.dtype[Any]]) -> Scaling:
    """Scale the full range of each band's data type to 0..1; floats are taken as they are."""
    limits = [
        (float(np.iinfo(t).min), float(np.iinfo(t).max)) if t.kind in "ui" else (0.0, 1.0)
        for t in types
    ]
    return Scaling(tuple(low for low, _ in limits), tuple(high for _, high in limits))


def to_three_channels(bands: Image) -> Image:
    """Make the three channels of the model out of any number of bands.

    Three bands are taken as they are. Of more, channel ``i`` is the mean of bands ``i``, ``i+3``,
    ``i+6`` and so on; this is what repeating the filters of the first layer gives, the rule of
    timm for ``in_chans``. One band makes all three channels; with two, the third is their mean.

    Parameters
    ----------
    bands : ndarray of shape (n, height, width)
    """
    count = len(bands)
    if count == 3:
        return bands
    if count == 1:
        return np.repeat(bands, 3, axis=0)
    if count == 2:
        return np.concatenate([bands, bands.mean(axis=0, keepdims=True)])
    return np.stack([bands[channel::3].mean(axis=0) for channel in range(3)])


def to_bands(bands: Image, count: int) -> Image:
    """Make the bands of a model that takes ``count`` out of bands (n, height, width).

    A model of three takes any number (`to_three_channels`), others only their own.
    """
    return to_three_channels(bands) if count == 3 else bands


def fill_invalid(bands: Image, valid: Mask) -> Image:
    """Fill what is not valid with the mean of the scene's valid values, band by band.

    A flat fill adds no structure of its own; the mean leaves the scene's tone as it is.
    """
    if valid.all():
        return bands
    counts = valid.sum(axis=(1, 2))
    sums = np.where(valid, bands, 0).sum(axis=(1, 2), dtype=np.float64)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), 0.5).astype(np.float32)
    return np.where(valid, bands, means[:, None, None])


def valid_fraction(valid: Mask) -> float:
    """Share of the pixels at which all bands are valid."""
    return float(valid.all(axis=0).mean()) if valid.size else 0.0


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

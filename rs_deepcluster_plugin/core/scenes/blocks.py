"""Rasters window by window: their valid pixels in, classes and probabilities out."""

from __future__ import annotations

import contextlib
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from xml.etree import ElementTree  # nosec B405 # written, never read

import numpy as np
import numpy.typing as npt

from ..base.arrays import BoolArray, Image, IntArray
from ..base.errors import OutputError, RasterError
from ..base.files import write_whole
from ..base.progress import Progress, silent
from .grid import GeoTransform, pixel_to_map, window_of_extent
from .raster import NoData, Raster

Window = tuple[int, int, int, int]
"""Column, row, width and height in pixels."""


BLOCK = 1024  # pixels; with 10 bands, a block takes 50 MB
_KEPT_IN_MEMORY = 64_000_000  # bytes of labels that need no file


@dataclass(frozen=True)
class Area:
    """The part of a raster that is worked on, cut into blocks."""

    raster: Raster
    window: Window
    block: int = BLOCK

    @property
    def pixels(self) -> int:
        """Pixels of the area, valid or not."""
        return self.window[2] * self.window[3]

    def windows(self) -> list[Window]:
        """Blocks of the area, in reading order."""
        return _cut(self.window, self.block)

    def read(self, window: Window) -> tuple[Image, BoolArray]:
        """Values of the valid pixels (n, bands) and where they are (height, width).

        A pixel is valid where all bands are.
        """
        values, valid = self.raster.read(window)
        mask: BoolArray = np.asarray(valid.all(axis=0))
        return values[:, mask].T, mask

    def indices(self, window: Window, mask: BoolArray) -> IntArray:
        """Places of a window's valid pixels in the area, counted in reading order."""
        rows, cols = np.nonzero(mask)
        col, row = window[0] - self.window[0], window[1] - self.window[1]
        return np.asarray((rows + row) * self.window[2] + cols + col, dtype=np.int64)


@dataclass(frozen=True)
class Sheet:
    """A raster that is to be written where there is none of its kind."""

    transform: GeoTransform
    window: Window

    def windows(self) -> list[Window]:
        """Blocks of the raster, in reading order."""
        return _cut(self.window, BLOCK)


def _cut(window: Window, block: int) -> list[Window]:
    col, row, width, height = window
    return [
        (left, top, min(block, col + width - left), min(block, row + height - top))
        for top in range(row, row + height, block)
        for left in range(col, col + width, block)
    ]


def open_pixels(
    path: str, bands: Sequence[int] = (), no_data: Sequence[NoData] = (), stored: bool = False,
    measured: bool = False, opened: Callable[[Sequence[int]], Raster] | None = None,
) -> Raster:  # fmt: skip
    """Open a raster with the bands given, or with all that are no alpha bands.

    Parameters
    ----------
    path
        What GDAL opens, with open options as `Raster` takes them.
    bands
        Numbers of the bands, from 1.
    no_data, stored
        As `Raster` takes them.
    measured
        Whether values must be such that a mean of them makes sense, which palette numbers are not.
    opened
        Opens it with these bands, where it is one of a collection.

    Returns
    -------
    raster
        Open; the caller closes it.

    Raises
    ------
    RasterError
        The raster cannot be opened, a band does not exist or is given twice, or its values are
        numbers of colors where they are to be ``measured``.
    """
    if len(set(bands)) < len(bands):
        raise RasterError(
            f"A band is chosen twice: {', '.join(map(str, bands))}. Choose each band once."
        )
    if not bands:
        with Raster(path) as raster:
            bands = raster.data_bands
    raster = Raster(path, bands, no_data, stored) if opened is None else opened(bands)
    if measured and raster.palettes:
        raster.__exit__()
        raise RasterError(
            f"Band {raster.palettes[0]} of {path} holds numbers of colors in a palette, which are "
            "no measurements that could be compared. Turn it into red, green and blue first "
            "(Raster > Conversion > PCT to RGB), or choose another raster."
        )
    return raster


def area_of(
    raster: Raster, extent: tuple[float, float, float, float] | None = None, block: int = BLOCK
) -> Area:
    """Return the part of a raster within an extent, or all of it.

    Parameters
    ----------
    extent
        xmin, ymin, xmax, ymax in the raster's coordinate reference system.
    block
        Side of the area's blocks in pixels.

    Returns
    -------
    area
        All pixels that the extent covers, even in part, as far as the raster goes.

    Raises
    ------
    SceneError
        The extent does not meet the raster.
    RasterError
        There is an extent, and the raster's geotransform has no area.
    """
    height, width = raster.shape
    window = (0, 0, width, height)
    if extent is not None:
        window = window_of_extent(raster.transform, extent, raster.shape)
    return Area(raster, window, block)


def sample_pixels(
    area: Area, size: int, seed: int = 0, progress: Progress = silent
) -> tuple[Image, int]:
    """Draw valid pixels at random over the whole area, in one pass through it.

    Each pixel has a number that follows from its place and the seed; those with the smallest are
    drawn. So every valid pixel has the same chance, and the blocks do not matter. The numbers are
    those of splitmix64 (Steele et al. 2014).

    Parameters
    ----------
    size
        How many pixels to draw; where fewer are valid, all of these are.
    seed
        The same seed draws the same pixels.

    Returns
    -------
    sample
        Values of shape (at most ``size``, bands), in random order.
    total
        How many valid pixels the area has.

    Raises
    ------
    RasterError
        There are no valid pixels, or the file is damaged.
    """
    kept: list[Image] = []
    keys: list[npt.NDArray[np.uint64]] = []
    limit = np.uint64(0xFFFFFFFFFFFFFFFF)
    total = held = 0
    windows = area.windows()
    for number, window in enumerate(windows):
        progress(number / len(windows))
        values, mask = area.read(window)
        total += len(values)
        drawn = _mix_bits(area.indices(window, mask), seed)
        small = drawn <= limit
        kept.append(values[small])
        keys.append(drawn[small])
        held += len(keys[-1])
        if held > 2 * size:
            kept, keys = _keep_smallest(kept, keys, size)
            held, limit = len(keys[0]), keys[0].max()
    if total == 0:
        raise RasterError(
            f"{area.raster.path} has no valid data: all pixels looked at are nodata. "
            "Choose another raster, extent or bands, or correct the nodata value."
        )
    (sample,), _ = _keep_smallest(kept, keys, size)
    return sample, total


class LabelStore:
    """Labels of an area's blocks until their final numbers are known.

    They are kept in memory, and on disk where they are many, in a file without a name that goes
    when the process does.
    """

    def __init__(self, folder: str | Path) -> None:
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by __exit__
            max_size=_KEPT_IN_MEMORY, dir=str(folder)
        )
        self._lengths: list[int] = []

    def __enter__(self) -> LabelStore:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, labels: IntArray) -> None:
        """Keep the labels (n,), none above 65,535, of the next block's valid pixels."""
        packed = zlib.compress(labels.astype(np.uint16).tobytes(), 1)
        self._file.write(packed)
        self._lengths.append(len(packed))

    def __iter__(self) -> Iterator[npt.NDArray[np.uint16]]:
        self._file.seek(0)
        for length in self._lengths:
            yield np.frombuffer(zlib.decompress(self._file.read(length)), dtype=np.uint16)


class RasterWriter:
    """Writes a GeoTIFF of one or more bands window by window, on the grid of an area.

    Tiled and compressed; the file appears only when it is whole.
    """

    def __init__(
        self, path: str | Path, area: Area | Sheet, dtype: str, nodata: int, crs_wkt: str = "",
        colors: dict[int, tuple[int, int, int, int]] | None = None, bands: int = 1,
        names: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._path, self._area, self._nodata = Path(path), area, nodata
        self._colors, self._names = colors, names
        self._dtype = np.dtype(dtype)
        _, _, width, height = area.window
        self._profile: dict[str, Any] = {
            "driver": "GTiff",
            "width": width,
            "height": height,
            "count": bands,
            "dtype": dtype,
            "nodata": nodata,
            "tiled": True,
            "blockxsize": 256,
            "blockysize": 256,
            "compress": "deflate",
            "bigtiff": "if_safer",
            "interleave": "band",
            "photometric": "palette" if colors else "minisblack",
            **_place(area, crs_wkt),
        }

    def __enter__(self) -> RasterWriter:
        import rasterio
        from rasterio.errors import RasterioError

        self._stack = contextlib.ExitStack()
        # Statistics, names, overviews and the style of a file that was there before.
        ends = [".aux.xml", ".ovr", ".msk"]
        old = [Path(f"{self._path}{end}") for end in ends]
        if self._path.exists():
            old.append(self._path.with_suffix(".qml"))
        partial = self._stack.enter_context(write_whole(self._path, old))
        self._stack.push(lambda kind, *_: self._check(partial) if kind is None else None)
        # Files beside it are written by us, under its final name.
        self._stack.enter_context(rasterio.Env(GDAL_PAM_ENABLED=False))
        try:
            self._dataset = self._stack.enter_context(rasterio.open(partial, "w", **self._profile))
        except RasterioError as error:
            self._stack.close()
            raise _explain_unwritten(self._path) from error
        if self._colors:
            self._dataset.write_colormap(1, self._colors)
        for band, name in enumerate(self._names, start=1):
            self._dataset.set_band_description(band, name)
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        from rasterio.errors import RasterioError

        try:
            self._stack.__exit__(kind, error, trace)
        except RasterioError as failure:
            raise _explain_unwritten(self._path) from failure

    def _check(self, partial: Path) -> None:
        """Make sure that all blocks are in the file: closing it says nothing of a full disk."""
        import rasterio
        from rasterio.errors import RasterioError

        try:
            with rasterio.open(partial) as written:
                size = partial.stat().st_size
                for band in range(1, written.count + 1):
                    for (row, col), _ in written.block_windows(band):
                        where = f"{col}_{row}"
                        start, length = (
                            int(written.get_tag_item(f"{kind}_{where}", "TIFF", band) or 0)
                            for kind in ("BLOCK_OFFSET", "BLOCK_SIZE")
                        )
                        # A block of nothing but no data may be left out.
                        if start + length > size:
                            raise _explain_unwritten(self._path)
        except RasterioError as error:
            raise _explain_unwritten(self._path) from error

    def write(self, window: Window, mask: BoolArray, values: npt.NDArray[Any]) -> None:
        """Write the values (n,) or (n, bands) of a window's valid pixels."""
        from rasterio.errors import RasterioError
        from rasterio.windows import Window as Place

        bands = self._profile["count"]
        block = np.full((bands, *mask.shape), self._nodata, dtype=self._dtype)
        block[:, mask] = values.reshape(len(values), bands).T
        col, row, width, height = window
        col, row = col - self._area.window[0], row - self._area.window[1]
        try:
            self._dataset.write(block, window=Place(col, row, width, height))
        except RasterioError as error:
            raise _explain_unwritten(self._path) from error


class ColoredClass(Protocol):
    """A class as rasters show it."""

    @property
    def value(self) -> int:
        """What its pixels are."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def color(self) -> str:
        """#rrggbb."""

    @property
    def pixels(self) -> int:
        """How many it has."""


def class_writer(
    path: str | Path,
    area: Area,
    classes: Sequence[ColoredClass],
    crs_wkt: str = "",
    nodata: int = 0,
) -> RasterWriter:
    """Return a writer of classes in their colors; 16 bits come above class 255.

    Parameters
    ----------
    path
        GeoTIFF to write.
    area
        What the file covers, pixel by pixel.
    classes
        Their values are those of the pixels.
    crs_wkt
        Coordinate reference system of the file; empty, or not readable: that of the area's raster.
    nodata
        Value of pixels without a class, shown transparent.

    Returns
    -------
    writer
        To be used in a ``with`` statement; writes one band of type uint8 or uint16.
    """
    colors = {nodata: (0, 0, 0, 0), **{c.value: _rgba(c.color) for c in classes}}
    dtype = "uint8" if max(colors) <= 255 else "uint16"
    return RasterWriter(path, area, dtype, nodata, crs_wkt, colors)


def write_class_names(path: str | Path, classes: Sequence[ColoredClass]) -> None:
    """Write names, pixels and colors beside a class raster, where GDAL looks for them.

    GeoTIFF has no place for category names; GDAL keeps them, and the attribute table that newer
    QGIS shows, in ``.aux.xml``.

    Parameters
    ----------
    path
        The class raster; ``.aux.xml`` is added to its name.
    classes
        At least one.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    root = ElementTree.Element("PAMDataset")
    band = ElementTree.SubElement(root, "PAMRasterBand", band="1")
    names = {c.value: c.name for c in classes}
    listed = ElementTree.SubElement(band, "CategoryNames")
    for value in range(max(names) + 1):
        ElementTree.SubElement(listed, "Category").text = names.get(value, "")
    table = ElementTree.SubElement(band, "GDALRasterAttributeTable", tableType="thematic")
    # Types are GDAL's: 0 integer, 2 text; uses are value (MinMax), name, count, red, green, blue.
    fields = (("Value", 0, 5), ("Class", 2, 2), ("Pixels", 0, 1),
              ("Red", 0, 6), ("Green", 0, 7), ("Blue", 0, 8))  # fmt: skip
    for index, (name, kind, usage) in enumerate(fields):
        field = ElementTree.SubElement(table, "FieldDefn", index=str(index))
        for tag, text in (("Name", name), ("Type", str(kind)), ("Usage", str(usage))):
            ElementTree.SubElement(field, tag).text = text
    for index, c in enumerate(classes):
        row = ElementTree.SubElement(table, "Row", index=str(index))
        for text in (str(c.value), c.name, str(c.pixels), *map(str, _rgba(c.color)[:3])):
            ElementTree.SubElement(row, "F").text = text
    with write_whole(f"{path}.aux.xml") as partial:
        ElementTree.ElementTree(root).write(partial, encoding="utf-8", xml_declaration=False)


def _keep_smallest(
    values: list[Image], keys: list[npt.NDArray[np.uint64]], size: int
) -> tuple[list[Image], list[npt.NDArray[np.uint64]]]:
    """Keep the values with the smallest keys, in the order of these."""
    joined, all_keys = np.concatenate(values), np.concatenate(keys)
    order = np.argsort(all_keys, kind="stable")[:size]
    return [joined[order]], [all_keys[order]]


def _mix_bits(indices: IntArray, seed: int) -> npt.NDArray[np.uint64]:
    """Numbers that look drawn by chance, one for each index (splitmix64, Steele et al. 2014)."""
    start = np.random.default_rng(seed).integers(2**63, dtype=np.uint64)
    z = indices.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + start
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


def _place(area: Area | Sheet, crs_wkt: str) -> dict[str, Any]:
    """Georeference of an area: what QGIS says the CRS is, else what the file says."""
    from rasterio.crs import CRS
    from rasterio.errors import CRSError
    from rasterio.transform import Affine

    found = {}
    crs, transform = None, None
    if isinstance(area, Sheet):
        transform = area.transform
    else:
        crs = area.raster.crs
        transform = area.raster.transform if area.raster.georeferenced else None
    if crs_wkt:
        with contextlib.suppress(CRSError):
            crs = CRS.from_wkt(crs_wkt)
    if crs is not None:
        found["crs"] = crs
    if transform is not None:
        col, row = area.window[:2]
        _, xc, xr, _, yc, yr = transform
        x0, y0 = pixel_to_map(transform, col, row)
        found["transform"] = Affine(xc, xr, x0, yc, yr, y0)
    return found


def _rgba(color: str) -> tuple[int, int, int, int]:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue, 255


def _explain_unwritten(path: Path) -> OutputError:
    return OutputError(
        f"{path} cannot be written as a GeoTIFF. Check that the disk has space and that no other "
        "program holds the file, or choose another folder."
    )

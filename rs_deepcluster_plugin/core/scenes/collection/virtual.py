"""A collection as a virtual raster, which QGIS and GDAL open where no sheet alone would do."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # nosec B405 # written, never read

import numpy as np

from ...base.files import write_whole
from ..raster import is_remote, split_source
from .mosaic import Mosaic
from .survey import RasterSheet
from .warped import WarpedRaster

ENDING = ".sheets.vrt"
"""What the name of a virtual raster of a collection ends with."""

_TYPES = {"uint8": "Byte", "bool": "Byte"}
_DOMAIN, _TONED, _DATED = "RSDEEPCLUSTER", "SHEETS_TONED", "SHEETS_OF_DATES"  # of its metadata
_SHOWN = "SHEETS_WITH_NO_DATA"
_PRESENT = "0:nan,1:1"  # a table of GDAL's: what is 0 is no data
_TOGETHER = "", _PRESENT  # of the sum of all bands that are read
_ROUNDING = 1e-4  # of a stored number, by which a scale may miss it
_CAUTIONS = {
    _TONED: "the tones of sheets were changed, and only in the bands that the model has seen",
    _DATED: "of sheets of several dates that cover the same ground, it shows one",
    _SHOWN: "numbers of colors that the layer's properties name as no data are data in it",
}


def write_virtual_raster(path: str | Path, mosaic: Mosaic, crs_wkt: str) -> None:
    """Write a virtual raster of all sheets in their tones, for pictures.

    Where sheets overlap, it shows one that may not be that of the scene: no virtual raster can tell
    which that is. It has no data where no sheet has any, and where sheets differ in how they are
    stored, its bands are floats. What else is not measured on it stands in it; see `caution_of`.

    Parameters
    ----------
    path
        The file, a .vrt.
    mosaic
        The collection.
    crs_wkt
        Its reference system.

    Raises
    ------
    OSError
        It cannot be written.
    """
    import rasterio

    (height, width), place = mosaic.shape, Path(path)
    root = ElementTree.Element("VRTDataset", rasterXSize=str(width), rasterYSize=str(height))
    ElementTree.SubElement(root, "SRS", dataAxisToSRSAxisMapping="1,2").text = crs_wkt
    numbers = ", ".join(repr(float(number)) for number in mosaic.transform)
    ElementTree.SubElement(root, "GeoTransform").text = numbers
    listed = ElementTree.SubElement(root, "Metadata", domain=_DOMAIN)
    name, options = split_source(mosaic.survey.sheets[0].path)
    # Some may lack an alpha band, also one that the raster has which they were given with.
    count = min(len(sheet.storage.nodata) for sheet in mosaic.survey.sheets)
    warped = {}
    for number, sheet in enumerate(mosaic.survey.sheets):
        if sheet.warp is not None:
            with WarpedRaster(sheet.path, sheet.warp) as raster:
                warped[number] = raster.virtual()
    with rasterio.open(name, **options) as first:
        kinds = [one.name for one in first.colorinterp[:count]]
        colored = {band for band, *_ in mosaic.no_data if kinds[band - 1 : band] == ["palette"]}
        true = {
            _TONED: bool(mosaic.tones), _DATED: mosaic.stacked(),
            _SHOWN: any(_hidden(mosaic, band) is None for band in colored),
        }  # fmt: skip
        for key, said in true.items():
            if said:
                ElementTree.SubElement(listed, "MDI", key=key).text = "YES"
        for band in range(1, count + 1):
            _add_band(root, first, band, mosaic, place, warped)
    with write_whole(place) as partial:
        ElementTree.ElementTree(root).write(partial, encoding="utf-8")


def _hidden(mosaic: Mosaic, band: int) -> float | None:
    """Return the one number of a color that the layer says is no data, None where there is none.

    There is none either where it can't be said in a band with a palette, which heeds one value of
    each sheet or its mask.
    """
    ranges = {(low, high) for one, low, high in mosaic.no_data if one == band}
    if len(ranges) != 1:
        return None
    value, high = ranges.pop()
    for one in (sheet.storage for sheet in mosaic.survey.sheets):
        if one.masked or one.nodata[band - 1] not in (None, value):
            return None
    return value if value == high else None


def _masks(sheet: RasterSheet, band: int, mosaic: Mosaic) -> list[tuple[str, str]]:
    """Return what of a sheet says where a band is no data, if a source of GDAL's can't.

    Returns
    -------
    list
        Bands of the sheet as GDAL names them, "" for the sum of those that are read, and tables
        that take their values to 1, and those of no data to NaN.
    """
    own, at = sheet.storage, band - 1
    kind = np.dtype(own.types[at])
    ranges = [
        (low, high) if mosaic.stored else _stored(low, high, own.scales[at], own.offsets[at])
        for one, low, high in mosaic.no_data
        if one == band
    ]
    read = set(mosaic.bands)
    together = band in read and len(read) > 1 and read <= set(own.counts)  # see `Raster`
    # GDAL takes the fourth band of four for their mask, and no fifth.
    unheard = own.alphas and (sheet.warp is not None or len(own.types) > 4)
    if not (ranges or together or unheard):
        return []
    found = [(str(alpha), "0:nan,1e-9:1") for alpha in own.alphas]
    if together:
        found.append(_TOGETHER)
    elif own.nodata[at] is not None or (own.masked and not own.alphas):
        found.append((f"mask,{band}", _PRESENT))
    return found + [(str(band), _table(low, high, kind)) for low, high in ranges]


def _stored(low: float, high: float, scale: float, offset: float) -> tuple[float, float]:
    """Return the range of what is stored for a range of values."""
    first, last = sorted(((low - offset) / scale, (high - offset) / scale))
    return first, last


def _table(low: float, high: float, kind: np.dtype[Any]) -> str:
    """Return a table of GDAL's, between whose points it interpolates: NaN from low to high."""
    if kind.kind == "f":
        low, high = (float(np.asarray(end, kind)) for end in (low, high))
        ends = (
            np.nextafter(np.asarray(low, kind), -np.inf),
            np.nextafter(np.asarray(high, kind), np.inf),
        )
        before, after = map(float, ends)
    else:  # scale and offset leave no whole numbers
        limits = np.iinfo(kind)
        low = math.ceil(max(low, limits.min) - _ROUNDING)
        high = math.floor(min(high, limits.max) + _ROUNDING)
        before, after = low - 0.5, high + 0.5
    if low > high:
        return "0:1,1:1"
    points = [(before, "1"), (low, "nan"), (high, "nan"), (after, "1")]
    told = ",".join(f"{at!r}:{what}" for at, what in points if math.isfinite(at))
    return told or "0:nan,1:nan"  # of all numbers


def _masked(
    file: str, options: dict[str, str], sheet: RasterSheet, band: int, kind: str,
    masks: list[tuple[str, str]], read: Iterable[int],
) -> str:  # fmt: skip
    """Return the text of a virtual raster of one band of a sheet, NaN where it is no data.

    ``masks`` are as `_masks` returns them, and ``read`` the bands that are read.
    """
    place = os.path.abspath(file) if os.path.isfile(file) else file
    width, height = map(str, sheet.box[2:])

    def made(function: str, sources: list[tuple[str, str]]) -> Any:
        root = ElementTree.Element("VRTDataset", rasterXSize=width, rasterYSize=height)
        drawn = ElementTree.SubElement(
            root, "VRTRasterBand", dataType=kind, band="1", subClass="VRTDerivedRasterBand"
        )
        ElementTree.SubElement(drawn, "PixelFunctionType").text = function
        ElementTree.SubElement(drawn, "SourceTransferType").text = kind
        for number, table in sources:
            source = ElementTree.SubElement(drawn, "ComplexSource")
            named = ElementTree.SubElement(source, "SourceFilename", relativeToVRT="0")
            named.text = place if number else total
            if options and number:
                _add_options(source, options)
            ElementTree.SubElement(source, "SourceBand").text = number or "1"
            if table:
                ElementTree.SubElement(source, "LUT").text = table
        return ElementTree.tostring(root, encoding="unicode")

    total = ""
    if _TOGETHER in masks:
        total = made("sum", [(str(one), "") for one in dict.fromkeys(read)])
    return str(made("mul", [(str(band), ""), *masks]))


def _add_options(source: Any, options: dict[str, str]) -> None:
    listed = ElementTree.SubElement(source, "OpenOptions")
    for key, value in options.items():
        ElementTree.SubElement(listed, "OOI", key=key).text = value


def _add_band(
    root: Any, first: Any, band: int, mosaic: Mosaic, place: Path, warped: dict[int, str]
) -> None:
    """Add a band as the first sheet has it, and its part in all sheets.

    Those that are ``warped`` are virtual rasters themselves, within this one.
    """
    at, stored = band - 1, [sheet.storage for sheet in mosaic.survey.sheets]
    count = min(len(one.nodata) for one in stored)
    kinds = [one.name for one in first.colorinterp[:count]]
    nodata = [one.nodata[at] for one in stored]
    factors = [(one.scales[at], one.offsets[at]) for one in stored]
    if mosaic.stored:
        factors = [(1.0, 0.0)] * len(stored)
    toned = bool(mosaic.tones) and band in mosaic.bands
    masked = any(one.masked for one in stored) and "alpha" not in kinds
    unlike = len(set(map(repr, nodata))) > 1 or len(set(factors)) > 1
    hidden = _hidden(mosaic, band) if kinds[at] == "palette" else None
    if hidden is not None:
        nodata = [hidden] * len(stored)
    further = any(one == band for one, *_ in mosaic.no_data)
    floats = kinds[at] not in ("palette", "alpha") and (toned or masked or unlike or further)
    own = np.dtype(first.dtypes[at])
    kind = (np.result_type(own, np.float32) if floats else own).name
    kind = _TYPES.get(kind, kind.capitalize().replace("Uint", "UInt"))
    made = ElementTree.SubElement(root, "VRTRasterBand", dataType=kind, band=str(band))

    def add(tag: str, text: Any) -> None:
        ElementTree.SubElement(made, tag).text = str(text)

    if first.descriptions[at]:
        add("Description", first.descriptions[at])
    if nodata[0] is not None or floats:
        add("NoDataValue", "nan" if floats else repr(float(nodata[0] or 0)))
    add("ColorInterp", kinds[at].capitalize())
    if not floats and factors[0] != (1.0, 0.0):
        add("Offset", float(factors[0][1]))
        add("Scale", float(factors[0][0]))
    if kinds[at] == "palette":
        table = ElementTree.SubElement(made, "ColorTable")
        for color in first.colormap(band).values():
            parts = {f"c{number}": str(part) for number, part in enumerate(color, start=1)}
            ElementTree.SubElement(table, "Entry", parts)
    for number, (sheet, box) in enumerate(zip(mosaic.survey.sheets, mosaic.places.tolist())):
        source = ElementTree.SubElement(made, "ComplexSource")
        file, options = split_source(sheet.path)
        beside = False
        if number in warped:
            file, options = warped[number], {}
        masks = _masks(sheet, band, mosaic) if floats else []
        if masks:
            file, options = _masked(file, options, sheet, band, kind, masks, mosaic.bands), {}
        elif number not in warped:
            file, beside = _as_seen_from(file, place)
        named = ElementTree.SubElement(source, "SourceFilename", relativeToVRT=str(int(beside)))
        named.text = file
        if options:
            _add_options(source, options)
        ElementTree.SubElement(source, "SourceBand").text = "1" if masks else str(band)
        col, row, width, height = map(str, box)
        size: dict[str, Any] = {"xSize": width, "ySize": height}
        ElementTree.SubElement(source, "SrcRect", xOff="0", yOff="0", **size)
        ElementTree.SubElement(source, "DstRect", xOff=col, yOff=row, **size)
        if sheet.storage.masked and not masks:
            ElementTree.SubElement(source, "UseMaskBand").text = "true"
        nothing = math.nan if masks else nodata[number]
        if nothing is not None:
            ElementTree.SubElement(source, "NODATA").text = repr(float(nothing))
        if floats:
            tone, (scale, offset) = mosaic.tones.get(number), factors[number]
            gain, shift = 1.0, 0.0
            if tone is not None and toned:
                channel = mosaic.bands.index(band)
                gain, shift = tone.gain[channel], tone.offset[channel]
            ElementTree.SubElement(source, "ScaleOffset").text = repr(float(gain * offset + shift))
            ElementTree.SubElement(source, "ScaleRatio").text = repr(float(gain * scale))


def remove_virtual_raster(path: str | Path) -> None:
    """Remove what `write_virtual_raster` has written, and no other file."""
    place = Path(path)
    if place.is_file() and f'domain="{_DOMAIN}"' in place.read_text("utf-8", errors="replace"):
        place.unlink()


def caution_of(path: str | Path) -> str:
    """Return why values that are measured on a virtual raster are not the scenes' own, else "".

    Any raster may be given.
    """
    place = Path(path)
    if not place.name.endswith(ENDING) or not place.is_file():
        return ""
    text = place.read_text(encoding="utf-8", errors="replace")
    why = [reason for key, reason in _CAUTIONS.items() if f'<MDI key="{key}">' in text]
    if not why:
        return ""
    return (
        f"What is measured on {place.name} is not what the scenes were made of: {'; '.join(why)}. "
        "Give one raster in its place."
    )


def _as_seen_from(file: str, place: Path) -> tuple[str, bool]:
    """Return a path from the folder of a virtual raster, and True; else the name, and False.

    Subdatasets and addresses are no paths, and no path leads from one drive of Windows to another.
    """
    if not is_remote(file) and Path(file).is_file():
        with contextlib.suppress(ValueError):
            return os.path.relpath(file, place.parent), True
    return file, False

"""A collection as a virtual raster, which QGIS and GDAL open where no sheet alone would do."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # nosec B405 # written, never read

import numpy as np

from ...base.files import write_whole
from ..raster import split_source
from .listing import is_remote
from .mosaic import Mosaic

_TYPES = {"uint8": "Byte", "bool": "Byte"}


def write_virtual_raster(path: str | Path, mosaic: Mosaic, crs_wkt: str) -> None:
    """Write a virtual raster of all sheets in their tones, for pictures.

    Where sheets overlap, it shows one that may not be that of the scene: no virtual raster can tell
    which that is.

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
    name, options = split_source(mosaic.survey.sheets[0].path)
    with rasterio.open(name, **options) as first:
        for band in range(1, first.count + 1):
            _add_band(root, first, band, mosaic, place)
    with write_whole(place) as partial:
        ElementTree.ElementTree(root).write(partial, encoding="utf-8")


def _add_band(root: Any, first: Any, band: int, mosaic: Mosaic, place: Path) -> None:
    """Add a band as the first sheet has it, and its part in all sheets."""
    toned = bool(mosaic.tones) and band in mosaic.bands and band not in mosaic.palettes
    kind = "float32" if toned else np.dtype(first.dtypes[band - 1]).name
    kind = _TYPES.get(kind, kind.capitalize().replace("Uint", "UInt"))
    made = ElementTree.SubElement(root, "VRTRasterBand", dataType=kind, band=str(band))

    def add(tag: str, text: Any) -> None:
        ElementTree.SubElement(made, tag).text = str(text)

    if first.descriptions[band - 1]:
        add("Description", first.descriptions[band - 1])
    nodata = first.nodatavals[band - 1]
    if nodata is not None or toned:
        add("NoDataValue", "nan" if toned else repr(float(nodata)))
    interpretation = first.colorinterp[band - 1].name
    add("ColorInterp", interpretation.capitalize())
    scale, offset = first.scales[band - 1], first.offsets[band - 1]
    if mosaic.stored:
        scale, offset = 1.0, 0.0
    elif not toned and (scale, offset) != (1.0, 0.0):
        add("Offset", float(offset))
        add("Scale", float(scale))
    if interpretation == "palette":
        table = ElementTree.SubElement(made, "ColorTable")
        for color in first.colormap(band).values():
            parts = {f"c{number}": str(part) for number, part in enumerate(color, start=1)}
            ElementTree.SubElement(table, "Entry", parts)
    for number, (sheet, box) in enumerate(zip(mosaic.survey.sheets, mosaic.places.tolist())):
        source = ElementTree.SubElement(made, "ComplexSource")
        file, own = split_source(sheet.path)
        file, beside = _as_seen_from(file, place)
        named = ElementTree.SubElement(source, "SourceFilename", relativeToVRT=str(int(beside)))
        named.text = file
        if own:
            listed = ElementTree.SubElement(source, "OpenOptions")
            for key, value in own.items():
                ElementTree.SubElement(listed, "OOI", key=key).text = value
        ElementTree.SubElement(source, "SourceBand").text = str(band)
        col, row, width, height = map(str, box)
        size: dict[str, Any] = {"xSize": width, "ySize": height}
        ElementTree.SubElement(source, "SrcRect", xOff="0", yOff="0", **size)
        ElementTree.SubElement(source, "DstRect", xOff=col, yOff=row, **size)
        if nodata is not None:
            ElementTree.SubElement(source, "NODATA").text = repr(float(nodata))
        tone = mosaic.tones.get(number)
        if toned:
            channel = mosaic.bands.index(band)
            gain, shift = (tone.gain[channel], tone.offset[channel]) if tone else (1.0, 0.0)
            ElementTree.SubElement(source, "ScaleOffset").text = repr(float(gain * offset + shift))
            ElementTree.SubElement(source, "ScaleRatio").text = repr(float(gain * scale))


def _as_seen_from(file: str, place: Path) -> tuple[str, bool]:
    """Return a path from the folder of a virtual raster, and True; else the name, and False.

    Subdatasets and addresses are no paths, and no path leads from one drive of Windows to another.
    """
    if not is_remote(file) and Path(file).is_file():
        with contextlib.suppress(ValueError):
            return os.path.relpath(file, place.parent), True
    return file, False

"""The map of a report: scenes in the colors of their groups, over a quick-look of their raster."""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, IntArray
from ..base.errors import RasterError
from ..base.palette import HATCHES, color_of, hatch_of
from ..base.progress import Progress
from ..scenes.grid import GeoTransform, map_to_pixel
from ..scenes.raster import Raster
from ..scenes.scaling import Scaling
from .render import Html
from .thumbnails import GROUND, Pixels, data_uri, read_window

_MAP = 1400  # pixels, the longer side of the map
_STRIP = 256  # rows of the map that are read at once
_FINEST = 3  # a small raster is enlarged so much at most
_FINER = 3  # times the map's resolution: what is read, and then smoothed
_PERIOD = 8  # pixels from line to line


@dataclass(frozen=True)
class Footprints:
    """Footprints of scenes in pixel coordinates; ``bounds`` (n, 4) are NaN where there is none."""

    shapes: npt.NDArray[Any]
    bounds: FloatArray
    limits: tuple[int, int] | None
    """Height and width of the raster, None where there is none."""

    @classmethod
    def of(
        cls, geometries: Sequence[bytes], transform: GeoTransform = (0, 1, 0, 0, 0, -1),
        limits: tuple[int, int] | None = None,
    ) -> Footprints:  # fmt: skip
        """Put polygons (WKB) on the pixels of a raster."""
        import shapely

        wkb = np.array([item or None for item in geometries], dtype=object)
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        shapes[~np.isin(shapely.get_type_id(shapes), (3, 6))] = None
        shapes = shapely.force_2d(shapes)
        points = shapely.get_coordinates(shapes)
        moved = np.stack(map_to_pixel(transform, points[:, 0], points[:, 1]), axis=1)
        shapes = shapely.set_coordinates(shapes, moved)
        bounds = np.asarray(shapely.bounds(shapes), dtype=np.float64).reshape(-1, 4)
        bounds[~np.isfinite(bounds).all(axis=1)] = np.nan
        made = cls(shapes, bounds, limits)
        if limits is not None and len(points) and made.frame() is None:
            raise RasterError(
                "No scene of the layer lies on the raster. Choose the raster that the clusters "
                "were made of."
            )
        return made

    def windows(self) -> IntArray:
        """Return the whole pixels around the scenes (n, 4), empty where there are none."""
        known = np.nan_to_num(self.bounds, nan=0.0).clip(-1e9, 1e9)
        start, stop = np.floor(known[:, :2] + 1e-3), np.ceil(known[:, 2:] - 1e-3)
        return np.concatenate([start, stop - start], axis=1).astype(np.int64)

    def frame(self) -> tuple[float, float, float, float] | None:
        """Return left, top, width and height of all scenes, as far as they lie on the raster."""
        known = self.bounds[np.isfinite(self.bounds).all(axis=1)]
        if not len(known):
            return None
        (left, top), (right, bottom) = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
        if self.limits is not None:
            left, top = max(math.floor(left + 1e-3), 0), max(math.floor(top + 1e-3), 0)
            right = min(math.ceil(right - 1e-3), self.limits[1])
            bottom = min(math.ceil(bottom - 1e-3), self.limits[0])
        if not (left < right and top < bottom):
            return None
        return float(left), float(top), float(right - left), float(bottom - top)

    def draw(self, frame: tuple[float, float, float, float], size: tuple[int, int]) -> IntArray:
        """Draw the scenes into an array (height, width): their places from 1, 0 for none.

        What lies in the hole of another is not covered by it.
        """
        import shapely
        from PIL import Image as Pillow
        from PIL import ImageDraw

        left, top, width, height = frame
        scale = np.array([size[0] / width, size[1] / height])
        canvas = Pillow.new("I", size)
        pen = ImageDraw.Draw(canvas)
        bounds = (self.bounds - (left, top, left, top)) * np.tile(scale, 2)
        areas = np.nan_to_num(shapely.area(self.shapes))
        boxes = np.prod(self.bounds[:, 2:] - self.bounds[:, :2], axis=1)
        full = areas >= 0.999 * boxes
        for scene in np.argsort(-areas, kind="stable").tolist():
            if not areas[scene] > 0:
                break
            if full[scene]:
                x0, y0, x1, y1 = np.round(bounds[scene]).astype(int).tolist()
                pen.rectangle((x0, y0, max(x1 - 1, x0), max(y1 - 1, y0)), fill=scene + 1)
                continue
            for part in shapely.get_parts(self.shapes[scene]):
                for number, ring in enumerate((part.exterior, *part.interiors)):
                    points = (shapely.get_coordinates(ring) - (left, top)) * scale
                    fill = 0 if number else scene + 1
                    pen.polygon([tuple(p) for p in points.tolist()], fill=fill)
        return np.asarray(canvas, dtype=np.int64)


def draw_map(
    footprints: Footprints,
    groups: Sequence[tuple[str, IntArray, Sequence[tuple[str, int]]]],
    meters_per_unit: float,
    ground: tuple[Raster, Scaling] | None,
    progress: Progress,
) -> dict[str, Any] | None:
    """Draw scenes by groups, and the raster below them.

    Parameters
    ----------
    footprints
        Where the n scenes are.
    groups
        Names of layers; the scenes' places (n,) in a list of colors, -1 for none; and that list:
        #rrggbb and the number of a hatch.
    meters_per_unit
        Length of a unit of the raster's coordinate reference system; 0 where it is not known.
    ground
        The raster, and which of its values become 0 and 1; None: nothing is drawn below the scenes.

    Returns
    -------
    dict or None
        Width and height in pixels, the layers by name and the ground as data URIs, the scale bar
        (None without a length) and the scene of each pixel, packed. None without footprints.
    """
    from PIL import Image as Pillow

    frame = footprints.frame()
    if frame is None:
        return None
    factor = _MAP / max(frame[2:])
    if ground is not None:
        factor = min(factor, _FINEST)
    size = max(round(frame[2] * factor), 1), max(round(frame[3] * factor), 1)
    drawn = footprints.draw(frame, size)
    made: dict[str, Any] = {
        "width": size[0],
        "height": size[1],
        "layers": [
            (name, Html(data_uri(Pillow.fromarray(_color_scenes(drawn, places, colors)), "PNG")))
            for name, places, colors in groups
        ],
        "ground": "",
        "bar": None,
        # Each row less the one above it: most of it is 0, and packs well.
        "scenes": packed_bytes(
            zlib.compress(np.diff(drawn, axis=0, prepend=0).astype("<i4").tobytes(), 9)
        ),
    }
    pixel = 1.0
    if ground is not None:
        raster, scaling = ground
        made["ground"] = Html(_quick_look(raster, scaling, frame, size, progress))
        pixel = math.hypot(raster.transform[1], raster.transform[4])
    length = frame[2] * pixel * meters_per_unit
    if length > 0:
        power = 10.0 ** math.floor(math.log10(length / 4))
        nice = max(n * power for n in (1, 2, 5) if n * power <= length / 4)
        text = f"{nice / 1000:g} km" if nice >= 1000 else f"{nice:g} m"
        made["bar"] = {"share": round(100 * nice / length, 2), "text": text}
    return made


def _quick_look(
    raster: Raster, scaling: Scaling, frame: tuple[float, float, float, float],
    size: tuple[int, int], progress: Progress,
) -> str:  # fmt: skip
    """Read the part of a raster that the map shows, strip by strip, as data URI."""
    from PIL import Image as Pillow

    left, top, width, height = (int(v) for v in frame)
    shown = Pillow.new("RGB", size, GROUND)
    strips = -(-size[1] // _STRIP)
    edges = np.linspace(0, height, strips + 1).astype(int)
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist()):
        progress(start / height)
        window = (left, top + start, width, stop - start)
        picture = read_window(raster, window, _FINER * max(size), scaling) if stop > start else None
        if picture is not None:
            place = [round(edge * size[1] / height) for edge in (start, stop)]
            strip = Pillow.fromarray(picture).resize((size[0], max(place[1] - place[0], 1)))
            shown.paste(strip, (0, place[0]))
    return data_uri(shown, "JPEG", quality=82)


def _color_scenes(drawn: IntArray, groups: IntArray, colors: Sequence[tuple[str, int]]) -> Pixels:
    """Color drawn scenes by their groups (n,), whose colors are #rrggbb with a hatch."""
    group = np.concatenate([[-1], groups])[drawn]
    table = np.zeros((len(colors) + 1, 4), dtype=np.uint8)  # the last row is for no group
    table[:-1, :3] = [_rgb(color) for color, _ in colors]
    table[:-1, 3] = 255
    image: Pixels = table[group]
    rows, cols = np.ogrid[: drawn.shape[0], : drawn.shape[1]]
    lines = {135: rows + cols, 45: rows - cols, 0: rows + 0 * cols, 90: cols + 0 * rows}
    for number in range(1, len(HATCHES)):
        of_hatch = np.array([hatch == number for _, hatch in colors] + [False])
        if of_hatch.any():
            inked = np.any([lines[angle] % _PERIOD == 0 for angle in HATCHES[number]], axis=0)
            inked &= of_hatch[group]
            inks = np.array([_rgb(_ink(color)) for color, _ in colors], dtype=np.uint8)
            image[inked, :3] = inks[group[inked]]
    return image


def cluster_colors(numbers: IntArray) -> list[tuple[str, int]]:
    """Return color and hatch of clusters, as QGIS's style has them."""
    return [(color_of(number), hatch_of(number)) for number in numbers.tolist()]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _ink(color: str) -> str:
    """Return what is seen on a color: white or black."""
    low, *_, high = sorted(_rgb(color))
    return "#ffffff" if low + high < 255 else "#000000"


def swatch(color: str, hatch: int) -> str:
    """Return a color with its hatch as CSS background.

    Parameters
    ----------
    color
        The color (#rrggbb).
    hatch
        Place of the hatch in `HATCHES`.

    Examples
    --------
    >>> swatch("#0072b2", 0)
    '#0072b2'
    """
    lines = [
        f"repeating-linear-gradient({angle}deg, {_ink(color)} 0 1px, transparent 1px 4px)"
        for angle in HATCHES[hatch]
    ]
    return ", ".join([*lines, color])


def packed_bytes(content: bytes) -> str:
    """Return bytes as text, in base64.

    Parameters
    ----------
    content
        The bytes.
    """
    return base64.b64encode(content).decode()

"""Small pictures of scenes, cut from their raster or made of their image files, and their sheets.

A sheet holds many pictures in one JPEG: a page with thousands of them loads a few images.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..base.arrays import BoolArray, Image, IntArray
from ..base.errors import RasterError
from ..scenes.channels import to_three_channels
from ..scenes.raster import Raster
from ..scenes.scaling import Scaling

Pixels = npt.NDArray[np.uint8]

SHEET_COLUMNS = 16  # pictures in a row of a sheet, and rows of a full sheet
GROUND = (209, 214, 219)  # where there is no data
_FINER = 4  # times the pixels of a picture: what is read, and then smoothed
_BLOCK = 16  # pixels; JPEG mixes the colors within one, so no two pictures share any


class PictureSource(Protocol):
    """Where the pictures of scenes come from."""

    def read(self, scene: int, side: int) -> Pixels | None:
        """Return a scene (height, width, 3), about ``side`` pixels or more; None where none is."""


class RasterPictures:
    """Pictures of scenes that are windows (n, 4) of a raster: column, row, width, height.

    Of cells, a picture shows what lies in ``size`` pixels around each, with the cell outlined.
    """

    def __init__(
        self, raster: Raster, windows: IntArray, scaling: Scaling,
        size: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        self._raster, self._windows, self._scaling = raster, windows, scaling
        self._size = size

    def read(self, scene: int, side: int) -> Pixels | None:
        """Read the part of a window that lies on the raster, large ones at less resolution."""
        own = clip_window(self._windows[scene], self._raster.shape)
        if own is None:
            return None
        if self._size is None:
            return read_window(self._raster, own, _FINER * side, self._scaling)
        col, row, width, height = self._windows[scene].tolist()
        wide, high = max(self._size[0], width), max(self._size[1], height)
        around = (col - (wide - width) // 2, row - (high - height) // 2, wide, high)
        shown = clip_window(around, self._raster.shape) or own  # in which the cell is, always
        picture = read_window(self._raster, shown, _FINER * side, self._scaling)
        return None if picture is None else _with_outline(picture, side, own, shown)


def _with_outline(picture: Pixels, side: int, own: Sequence[int], shown: Sequence[int]) -> Pixels:
    """Bring a picture of a window to its size on a sheet, and outline another window in it."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    fitted = np.array(ImageOps.contain(Pillow.fromarray(picture), (side, side)))
    scale = fitted.shape[1] / shown[2], fitted.shape[0] / shown[3]
    left, top = ((own[axis] - shown[axis]) * scale[axis] for axis in (0, 1))
    draw_outline(fitted, left, top, left + own[2] * scale[0], top + own[3] * scale[1])
    return fitted


def draw_outline(
    picture: npt.NDArray[np.uint8], left: float, top: float, right: float, bottom: float
) -> None:
    """Draw a white frame with a dark one around it, which is seen on any ground.

    Parameters
    ----------
    picture
        Of shape (height, width, 3) or with an opacity (height, width, 4); it is changed.
    left, top, right, bottom
        Edges of what is outlined, in pixels of the picture; the frame lies just outside.
    """
    height, width, bands = picture.shape
    for off, shade in ((2, 0), (1, 255)):
        first, low = round(left) - off, round(top) - off
        last, high = round(right) + off, round(bottom) + off
        rows, cols = slice(max(low, 0), min(high, height)), slice(max(first, 0), min(last, width))
        color = np.array([shade, shade, shade, 255], dtype=np.uint8)[:bands]
        for col in (first, last - 1):
            if 0 <= col < width:
                picture[rows, col] = color
        for row in (low, high - 1):
            if 0 <= row < height:
                picture[row, cols] = color


class FolderPictures:
    """Pictures of scenes that are the files of a folder."""

    def __init__(
        self, folder: str | Path, names: Sequence[str], bands: Sequence[int], scaling: Scaling,
        stored: bool = False, kinds: Mapping[str, Scaling] | None = None,
    ) -> None:  # fmt: skip
        self._folder, self._names = Path(folder), names
        self._bands, self._scaling = tuple(bands), scaling
        self._stored, self._kinds = stored, kinds or {}

    def read(self, scene: int, side: int) -> Pixels | None:
        """Read an image; one that is gone or damaged has no picture."""
        name = Path(self._names[scene])
        path = self._folder / name
        if name.is_absolute() or ".." in name.parts or not path.is_file():
            return None
        try:
            with self._opened(str(path)) as image:
                whole = (0, 0, image.shape[1], image.shape[0])
                scaling = self._kinds.get(image.kind, self._scaling)
                return read_window(image, whole, _FINER * side, _cut_scaling(scaling, image))
        except RasterError:
            return None

    def _opened(self, path: str) -> Raster:
        """Open an image by the bands of most, or by its own where it has not as many."""
        try:
            image = Raster(path, self._bands, stored=self._stored)
        except RasterError:
            return Raster(path, stored=self._stored)
        if len(image.bands) != len(self._bands):  # a palette among others
            image.__exit__()
            return Raster(path, stored=self._stored)
        return image


def _cut_scaling(scaling: Scaling, image: Raster) -> Scaling:
    """Cut a scaling to the bands that an image has."""
    count = len(image.bands)
    return Scaling(scaling.low[:count], scaling.high[:count])


def clip_window(window: Sequence[int], shape: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """Return the part of a window that lies on a raster.

    Parameters
    ----------
    window
        Column, row, width and height in pixels.
    shape
        Height and width of the raster in pixels.

    Returns
    -------
    tuple or None
        Column, row, width and height; None where nothing of the window lies on the raster.

    Examples
    --------
    >>> clip_window((-2, 1, 5, 4), (10, 10))
    (0, 1, 3, 4)
    """
    col, row, width, height = (int(v) for v in window)
    left, top = max(col, 0), max(row, 0)
    right, bottom = min(col + width, shape[1]), min(row + height, shape[0])
    return (left, top, right - left, bottom - top) if left < right and top < bottom else None


def read_window(
    raster: Raster, window: Sequence[int], most: int, scaling: Scaling
) -> Pixels | None:
    """Read a window inside a raster as colors.

    Parameters
    ----------
    raster
        The open raster.
    window
        Column, row, width and height in pixels.
    most
        Longest side of what is read, in pixels; larger windows are read at less resolution.
    scaling
        Which values of the bands become 0 and 1.

    Returns
    -------
    ndarray or None
        Red, green and blue from 0 to 255, of shape (height, width, 3); None where there is no data.

    Raises
    ------
    RasterError
        The raster cannot be read.
    """
    _, _, width, height = window
    factor = min(1.0, most / max(width, height))
    shape = max(round(height * factor), 1), max(round(width * factor), 1)
    values, valid = raster.overview(window, shape)
    return to_pixels(scaling(values), valid) if valid.any() else None


def to_pixels(scaled: Image, valid: BoolArray) -> Pixels:
    """Turn bands into 8-bit colors.

    Parameters
    ----------
    scaled
        Bands of shape (n, height, width), values from 0 to 1.
    valid
        Which of the values are data, of the same shape. Pixels without data in some band are gray.

    Returns
    -------
    ndarray
        Red, green and blue from 0 to 255, of shape (height, width, 3).
    """
    colors = np.round(255 * to_three_channels(scaled)).clip(0, 255).astype(np.uint8)
    colors = colors.transpose(1, 2, 0)
    colors[~valid.all(axis=0)] = GROUND
    return np.ascontiguousarray(colors)


class Sheets:
    """Sheets that pictures are put on one after the other, each on a square of ``pitch`` pixels."""

    def __init__(self, side: int) -> None:
        self.side, self.pitch = side, -(-side // _BLOCK) * _BLOCK
        self.count = 0
        self._sheets: list[str] = []
        self._open: Any = None

    def add(self, picture: Pixels) -> int:
        """Add a picture (height, width, 3); returns its number, counted from 0."""
        from PIL import Image as Pillow
        from PIL import ImageOps

        place = self.count % SHEET_COLUMNS**2
        if place == 0:
            self._close()
            size = SHEET_COLUMNS * self.pitch
            self._open = Pillow.new("RGB", (size, size), GROUND)
        fitted = ImageOps.contain(Pillow.fromarray(picture), (self.side, self.side))
        row, column = divmod(place, SHEET_COLUMNS)
        left = column * self.pitch + (self.side - fitted.width) // 2
        self._open.paste(fitted, (left, row * self.pitch + (self.side - fitted.height) // 2))
        self.count += 1
        return self.count - 1

    def finish(self) -> list[str]:
        """Return all sheets as data URIs."""
        self._close()
        return self._sheets

    def _close(self) -> None:
        if self._open is not None:
            rows = -(-((self.count - 1) % SHEET_COLUMNS**2 + 1) // SHEET_COLUMNS)
            used = self._open.crop((0, 0, self._open.width, rows * self.pitch))
            self._sheets.append(data_uri(used, "JPEG", quality=80))
            self._open = None


def data_uri(picture: Any, kind: str, **options: Any) -> str:
    """Return a Pillow image as data URI.

    Parameters
    ----------
    picture
        The Pillow image.
    kind
        "JPEG" or "PNG".
    **options
        Further arguments of Pillow's ``save``, such as the quality.
    """
    held = io.BytesIO()
    picture.save(held, format=kind, optimize=True, **options)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(held.getvalue()).decode()

"""Pictures of scenes, cut from their raster in the background."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QThread, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPixmap

from ..core.features.scene_file import Provenance
from ..core.reports.thumbnails import draw_outline
from ..core.scenes.raster import split_source
from ..processing.collector import Hold
from . import tr
from .scenes import PanelScenes

SIDE = 96  # pixels
_AROUND = 2  # times the side of a scene that is to be seen among what lies around it
_KEPT = 2000  # pictures: 72 MB


class Picture(NamedTuple):
    """Where the pictures come from, and how values become colors."""

    path: str
    bands: tuple[int, ...]
    low: Any
    high: Any
    applied: bool = False
    """Whether low and high are those after scale and offset of the raster, and of palettes."""

    size: tuple[int, int] | None = None
    """Width and height in pixels of a picture of a cell; None: a scene is a picture by itself."""


class Images(QObject):
    """Pictures of the scenes of a layer; those that are kept at once, the others later."""

    arrived = pyqtSignal(int)
    """The picture of the scene with this key is here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._layer: QgsVectorLayer | None = None
        self._cutter: _Cutter | None = None
        self._transform: QgsCoordinateTransform | None = None
        self._picture: Picture | None = None
        self._scenes: PanelScenes | None = None
        self._around = False
        self.reason = ""
        """Why there are no pictures, "" where there are."""

    def follow(self, layer: QgsVectorLayer | None, scenes: PanelScenes | None) -> None:
        """Take the pictures of another layer, or none."""
        picture = None
        self._scenes = scenes
        if scenes is not None:
            picture, self.reason = _picture(scenes, self._around)
        if layer is self._layer and picture == self._picture:
            return
        self.stop()
        self._layer, self._picture = layer, picture
        if layer is None or picture is None:
            return
        dataset = _opened(picture.path)
        if dataset is None:
            self.reason = tr("{} cannot be opened, so there are no pictures of the scenes.").format(
                picture.path
            )
            return
        self._transform = None
        crs = QgsCoordinateReferenceSystem.fromWkt(dataset.GetProjection() or "")
        if crs.isValid() and layer.crs().isValid() and crs != layer.crs():
            self._transform = QgsCoordinateTransform(layer.crs(), crs, QgsProject.instance())
        self._cutter = _Cutter(picture, self)
        self._cutter.cut.connect(self._keep)
        self._cutter.start()

    def set_around(self, around: bool) -> None:
        """Show what lies around scenes that are pictures by themselves, too, or not any more."""
        self._around = around
        self.follow(self._layer, self._scenes)

    def stop(self) -> None:
        """Stop cutting and forget the pictures."""
        if self._cutter is not None:
            self._cutter.cut.disconnect()
            self._cutter.stop()
            self._cutter = None
        self._kept.clear()
        self._layer = self._picture = None

    def get(self, fid: int) -> QPixmap | None:
        """Return a picture that is here; it stays a while longer."""
        picture = self._kept.get(fid)
        if picture is not None:
            self._kept.move_to_end(fid)
        return picture

    def want(self, fids: Sequence[int], first: bool = False) -> None:
        """Ask for pictures in place of those that were asked for before, or before them."""
        missing = [fid for fid in fids if fid not in self._kept]
        if self._cutter is None or self._layer is None or (first and not missing):
            return
        request = QgsFeatureRequest().setFilterFids(missing).setNoAttributes()
        boxes = {}
        for feature in self._layer.getFeatures(request) if missing else ():
            if not feature.hasGeometry():
                continue
            box = feature.geometry().boundingBox()
            try:
                box = self._transform.transformBoundingBox(box) if self._transform else box
            except QgsCsException:
                continue
            sides = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            boxes[feature.id()] = sides
        self._cutter.want([(fid, boxes[fid]) for fid in missing if fid in boxes], first)

    def _keep(self, fid: int, image: QImage) -> None:
        self._kept[fid] = QPixmap.fromImage(image)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(fid)


class _Cutter(QThread):
    """Cuts pictures, those that were asked for last first; nothing that is out of date."""

    cut = pyqtSignal(int, QImage)
    _idle = pyqtSignal()

    def __init__(self, picture: Picture, parent: QObject) -> None:
        super().__init__(parent)
        self._picture = picture
        self._changed = threading.Condition()
        self._wanted: list[tuple[int, tuple[float, ...]]] = []
        self._stopped = False
        self._hold = Hold()  # while the thread does not wait
        self._idle.connect(self._rest)

    def want(self, wanted: list[tuple[int, tuple[float, ...]]], first: bool) -> None:
        """Cut these, in place of what was wanted or before it."""
        self._hold = Hold()
        with self._changed:
            self._wanted = wanted + self._wanted if first else wanted
            self._changed.notify()

    def stop(self) -> None:
        """End; returns when the thread has ended."""
        hold = Hold()
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self.wait()
        hold.release()
        self._hold.release()
        self.deleteLater()

    def _rest(self) -> None:
        """Let go of garbage collection when nothing more is wanted."""
        with self._changed:  # the thread waits, or works again
            if not self._wanted:
                self._hold.release()

    def run(self) -> None:
        """Cut until stopped. A dataset belongs to the thread that opened it."""
        dataset = _opened(self._picture.path)
        while dataset is not None:
            with self._changed:
                while not self._wanted and not self._stopped:
                    self._idle.emit()
                    self._changed.wait()
                if self._stopped:
                    return
                fid, box = self._wanted.pop(0)
            self.cut.emit(fid, cut(dataset, self._picture, box))


def cut(dataset: Any, picture: Picture, box: tuple[float, ...], side: int = SIDE) -> QImage:
    """Return the picture of a box, transparent where there is no raster."""
    image = np.zeros((side, side, 4), dtype=np.uint8)
    x0, xc, xr, y0, yc, yr = dataset.GetGeoTransform()
    if xr == yc == 0:
        columns = sorted((x - x0) / xc for x in (box[0], box[2]))
        rows = sorted((y - y0) / yr for y in (box[1], box[3]))
        shown = [columns, rows]
        if picture.size is not None:
            shown = [_around(*ends, length) for ends, length in zip(shown, picture.size)]
        _read(dataset, picture, *shown, image)
        if picture.size is not None:
            scale = side / max(high - low for low, high in shown)
            (left, right), (top, bottom) = (
                [(end - low) * scale for end in ends]
                for ends, (low, _) in zip((columns, rows), shown)
            )
            draw_outline(image, left, top, right, bottom)
    # Qt takes bytes as they are in memory: red, green, blue, alpha.
    kind = QImage.Format.Format_RGBA8888
    data = image.tobytes()  # it has a name, so that it is there until it is copied
    return QImage(data, side, side, 4 * side, kind).copy()


def _around(low: float, high: float, length: int) -> list[float]:
    """Return the ends of so many pixels with these in their middle."""
    more = max(length - (high - low), 0) / 2
    return [low - more, high + more]


def _read(
    dataset: Any, picture: Picture, columns: list[float], rows: list[float], image: Any
) -> None:
    """Read a window into an image (side, side, 4), in its own proportions."""
    side = len(image)
    across = [max(0, round(columns[0])), min(dataset.RasterXSize, round(columns[1]))]
    down = [max(0, round(rows[0])), min(dataset.RasterYSize, round(rows[1]))]
    if across[1] <= across[0] or down[1] <= down[0]:
        return
    scale = side / max(columns[1] - columns[0], rows[1] - rows[0])
    width = max(1, min(side, math.floor((across[1] - across[0]) * scale + 0.5)))
    height = max(1, min(side, math.floor((down[1] - down[0]) * scale + 0.5)))
    left = min(side - width, max(0, round((across[0] - columns[0]) * scale)))
    top = min(side - height, max(0, round((down[0] - rows[0]) * scale)))
    bands = [dataset.GetRasterBand(band) for band in picture.bands]
    tables = [band.GetColorTable() if picture.applied else None for band in bands]
    smooth = gdal.GRIORA_Average if scale < 1 else gdal.GRIORA_Bilinear
    try:
        data = dataset.ReadRaster(
            across[0], down[0], across[1] - across[0], down[1] - down[0],
            buf_xsize=width, buf_ysize=height, buf_type=gdal.GDT_Float64,
            band_list=list(picture.bands),
            resample_alg=gdal.GRIORA_NearestNeighbour if any(tables) else smooth,
        )  # fmt: skip
    except RuntimeError:
        return
    if not data:
        return
    values = np.frombuffer(data, dtype=np.float64).reshape(len(bands), height, width).copy()
    for color, (band, table) in enumerate(zip(bands, tables)):
        if table is not None:  # its numbers are of colors, and the three bands are one
            colors = [table.GetColorEntry(entry)[color] for entry in range(table.GetCount())]
            values[color] = np.array(colors)[values[color].astype(int).clip(0, len(colors) - 1)]
        elif picture.applied:
            factor, offset = band.GetScale(), band.GetOffset()
            values[color] = values[color] * (1 if factor is None else factor) + (offset or 0)
    low, high = (np.array(limit)[:, None, None] for limit in (picture.low, picture.high))
    shade = np.nan_to_num(255 * (values - low) / np.where(high > low, high - low, 1))
    part = image[top : top + height, left : left + width]
    part[..., :3] = np.clip(shade, 0, 255).astype(np.uint8).transpose(1, 2, 0)
    part[..., 3] = 255


def _picture(scenes: PanelScenes, around: bool) -> tuple[Picture | None, str]:
    """Return where the pictures come from, or None and why there are none."""
    noted = str(scenes.notes.get("raster") or "")
    if not noted:
        return None, tr("The layer does not note its raster, so there are no pictures of scenes.")
    path = scenes.layer_table.source("raster")
    if not path:
        return None, tr(
            "The raster {} is not there any more: put it beside the GeoPackage to see the scenes."
        ).format(noted)
    bands = [int(band) for band in scenes.notes.get("bands") or [1]]
    scaling = scenes.notes.get("scaling") or {}
    low = scaling.get("low") or [0.0] * len(bands)
    high = scaling.get("high") or [255.0] * len(bands)
    values = scenes.notes.get("provenance")
    made = Provenance.from_json(values) if values else None
    size = made.picture_size if made is not None else None
    if around and size is None and made is not None and made.scene_size is not None:
        size = _AROUND * made.scene_size[0], _AROUND * made.scene_size[1]
    places = [0, 1, 2] if len(bands) >= 3 else [0, 0, 0]
    picture = Picture(
        path,
        tuple(bands[place] for place in places),
        tuple(float(low[place]) for place in places),
        tuple(float(high[place]) for place in places),
        bool(scaling.get("applied")),
        size,
    )
    return picture, ""


def _opened(path: str) -> Any:
    """Open a raster; None where it can't be, whether GDAL raises or not."""
    path, options = split_source(path)
    try:
        return gdal.OpenEx(
            path, gdal.OF_RASTER, open_options=[f"{n}={value}" for n, value in options.items()]
        )
    except RuntimeError:
        return None


def later(parent: QObject, milliseconds: int, do: Any) -> QTimer:
    """Return a timer that does something once, a while after it was started last."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(do)
    return timer

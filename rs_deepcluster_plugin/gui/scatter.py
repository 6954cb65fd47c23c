"""The embedding as a scatter of all scenes, to look at and to select in with a lasso."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextOption,
    QWheelEvent,
)
from qgis.PyQt.QtWidgets import QApplication, QWidget

from . import tr
from .images import SIDE, Images, later
from .scenes import PanelScenes, Selection

_NEAR = 10  # pixels from a scene that count as on it
_FEW = 20_000  # scenes that are drawn as smooth dots
_MARGIN = 14
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_ADD = Qt.KeyboardModifier.ShiftModifier
_SUBTRACT = Qt.KeyboardModifier.ControlModifier


class Scatter(QWidget):
    """The scenes at their places in the embedding.

    Points are written into the buffer of an image by NumPy: a hundred thousand take some ten
    milliseconds. Few are drawn at twice the size and scaled down, so that they are smooth.
    """

    def __init__(self, images: Images, selection: Selection, parent: QWidget) -> None:
        super().__init__(parent)
        self._images, self._selection = images, selection
        self._scenes: PanelScenes | None = None
        self._there: Any = np.zeros(0, dtype=np.int64)  # places of scenes that have a point
        self._colors: Any = np.zeros(0, dtype=np.uint32)
        self._image: QImage | None = None
        self._center, self._scale, self._whole = np.zeros(2), 1.0, 1.0
        self._lasso = QPolygonF()
        self._panned: QPoint | None = None
        self._space = False
        self._hovered = -1
        self._hover = later(self, 40, self._find_hovered)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(140, 120)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Embedding of the scenes"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        images.arrived.connect(self._show_arrived)

    def sizeHint(self) -> QSize:
        """Return the size that it likes to have."""
        return QSize(320, 300)

    def show_scenes(self, scenes: PanelScenes | None, keep_view: bool = False) -> None:
        """Show the scenes of a layer."""
        self._scenes = scenes
        self._hovered = -1
        self._there = np.zeros(0, dtype=np.int64)
        if scenes is not None:
            # Not in the order of the scenes: no cluster lies over the others.
            inside = np.flatnonzero(np.isfinite(scenes.x) & np.isfinite(scenes.y))
            self._there = np.random.default_rng(0).permutation(inside)
        if not keep_view:
            self.show_all()
        self._redraw()

    def set_colors(self, colors: Any) -> None:
        """Color the scenes (n,), as 0xAARRGGBB."""
        self._colors = colors
        self._redraw()

    def show_selection(self, source: object) -> None:
        """Show which scenes are selected."""
        self._redraw()

    def show_all(self) -> None:
        """Show the whole embedding."""
        if self._scenes is not None and len(self._there):
            points = np.stack([self._scenes.x[self._there], self._scenes.y[self._there]])
            low, high = points.min(axis=1), points.max(axis=1)
            span = np.maximum(high - low, 1e-9)
            room = np.array([self.width(), self.height()]) - 2 * _MARGIN
            self._center = (low + high) / 2
            self._scale = self._whole = float(np.maximum(room / span, 1e-9).min())
        self._redraw()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the widget, or about its middle."""
        if not len(self._there):
            return
        factor = float(np.clip(self._scale * factor, self._whole / 2, self._whole * 200))
        factor /= self._scale
        middle = np.array([self.width() / 2, self.height() / 2])
        place = middle if at is None else np.array([at.x(), at.y()])
        offset = (place - middle) * (1, -1) / self._scale
        self._center = self._center + offset * (1 - 1 / factor)
        self._scale *= factor
        self._redraw()

    def pan(self, across: float, down: float) -> None:
        """Move the points by pixels."""
        self._center = self._center + np.array([-across, down]) / self._scale
        self._redraw()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is shown."""
        old = event.oldSize()
        if self._scale == self._whole or not old.isValid():
            self.show_all()
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colors of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and zoom by the keyboard."""
        steps = {
            Qt.Key.Key_Left: (40, 0),
            Qt.Key.Key_Right: (-40, 0),
            Qt.Key.Key_Up: (0, 40),
            Qt.Key.Key_Down: (0, -40),
        }
        if event.key() in steps:
            self.pan(*steps[event.key()])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.25)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(0.8)
        elif event.key() == Qt.Key.Key_Home:
            self.show_all()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End panning with the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        """Forget the space bar."""
        self._space = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a lasso, or panning."""
        self._forget_hovered()
        if event.button() == _MIDDLE or (event.button() == _LEFT and self._space):
            self._panned = event.pos()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == _LEFT:
            self._lasso = QPolygonF([QPointF(event.pos())])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the lasso, pan, or look at the scene below."""
        if self._panned is not None:
            step = event.pos() - self._panned
            self._panned = event.pos()
            self.pan(step.x(), step.y())
        elif not self._lasso.isEmpty():
            self._lasso.append(QPointF(event.pos()))
            self.update()
        else:
            self._hover.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what is in the lasso, or the scene below."""
        if self._panned is not None:
            self._panned = None
            shape = Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.CrossCursor
            self.setCursor(shape)
        if event.button() != _LEFT or self._lasso.isEmpty():
            return
        lasso, self._lasso = self._lasso, QPolygonF()
        box = lasso.boundingRect()
        if max(box.width(), box.height()) < QApplication.startDragDistance() / 2:
            place = self._nearest(event.pos())
            found = np.array([place] if place >= 0 else [], dtype=np.int64)
        else:
            found = self._inside(lasso)
        self._select(found, event.modifiers())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show no scene any more."""
        self._forget_hovered()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the points, the lasso and the scene below the mouse."""
        painter = QPainter(self)
        if self._image is None:
            self._image = self._draw()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QPalette.ColorRole.Text)
        if self._scenes is not None and not len(self._there):
            painter.setPen(ink)
            text = tr("The layer has no embedding (umap_x, umap_y).")
            box = QRectF(self.rect()).adjusted(8, 8, -8, -8)
            painter.drawText(box, text, QTextOption(Qt.AlignmentFlag.AlignCenter))
        if not self._lasso.isEmpty():
            tint = self.palette().color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(tint, 1.5, Qt.PenStyle.DashLine))
            tint.setAlpha(40)
            painter.setBrush(tint)
            painter.drawPolygon(self._lasso)
        if self._hovered >= 0:
            self._paint_hovered(painter, ink)
        edge = QColor(ink)
        edge.setAlpha(60)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        focus = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(focus if self.hasFocus() else edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # Points

    def _redraw(self) -> None:
        self._image = None
        self.update()

    def points(self) -> Any:
        """Return where the scenes are in the widget (n, 2); NaN for those that have no point."""
        if self._scenes is None:
            return np.zeros((0, 2))
        x = (self._scenes.x - self._center[0]) * self._scale + self.width() / 2
        y = (self._center[1] - self._scenes.y) * self._scale + self.height() / 2
        return np.stack([x, y], axis=1)

    def _draw(self) -> QImage:
        """Draw the points: those that are selected over the others, which then fade."""
        base = self.palette().color(QPalette.ColorRole.Base)
        count = len(self._there)
        fine = 2 if count <= _FEW else 1
        width, height = max(1, self.width() * fine), max(1, self.height() * fine)
        pixels = np.full((height, width), base.rgba(), dtype=np.uint32)
        scenes = self._scenes
        ready = scenes is not None and len(self._colors) == len(scenes)
        if ready and count and len(self._selection.mask) == len(scenes):
            with np.errstate(invalid="ignore"):
                places = np.nan_to_num(self.points()[self._there] * fine, nan=-99)
            places = np.clip(places, -99, 99_999).astype(np.int64)
            colors = self._colors[self._there]
            chosen = self._selection.mask[self._there]
            zoomed = min(2.0, (self._scale / self._whole) ** 0.5)
            size = (3.0 if count <= 4000 else 2.2) if fine == 2 else 0.8
            radius = size * fine * max(1.0, zoomed)
            if chosen.any() and not chosen.all():
                faded = _mixed(colors[~chosen], base.rgba(), 0.72)
                _stamp(pixels, places[~chosen], faded, radius)
                ink = self.palette().color(QPalette.ColorRole.Text).rgba()
                some = places[chosen]
                if len(some) <= _FEW:
                    _stamp(pixels, some, np.full(len(some), ink, np.uint32), radius + fine)
                _stamp(pixels, some, colors[chosen], radius)
            else:
                _stamp(pixels, places, colors, radius)
        data = pixels.tobytes()  # it has a name, so that it is there until it is copied
        return QImage(data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()

    def _inside(self, lasso: QPolygonF) -> Any:
        """Return the places of the scenes inside a lasso: it is filled, and they look it up."""
        mask = QImage(self.size(), QImage.Format.Format_Grayscale8)
        mask.fill(0)
        painter = QPainter(mask)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255))
        painter.drawPolygon(lasso)
        painter.end()
        size = mask.bytesPerLine() * mask.height()
        filled = np.frombuffer(mask.constBits().asstring(size), np.uint8)
        filled = filled.reshape(mask.height(), mask.bytesPerLine())
        points = np.clip(self.points()[self._there], -9, 1e6).astype(np.int64)
        seen = (points >= 0).all(axis=1) & (points < (self.width(), self.height())).all(axis=1)
        there, points = self._there[seen], points[seen]
        return np.sort(there[filled[points[:, 1], points[:, 0]] > 0])

    def _nearest(self, position: QPoint) -> int:
        """Return the place of the scene at a position, -1 where there is none."""
        if not len(self._there):
            return -1
        offset = self.points()[self._there] - (position.x(), position.y())
        far = (offset**2).sum(axis=1)
        nearest = int(far.argmin())
        return int(self._there[nearest]) if far[nearest] <= _NEAR**2 else -1

    def _select(self, found: Any, modifiers: Qt.KeyboardModifier) -> None:
        if self._scenes is None:
            return
        mask = np.zeros(len(self._scenes), dtype=bool)
        mask[found] = True
        if modifiers & _ADD:
            mask |= self._selection.mask
        elif modifiers & _SUBTRACT:
            mask = self._selection.mask & ~mask
        self._selection.select(mask, self)

    # The scene below the mouse

    def _find_hovered(self) -> None:
        place = self._nearest(self.mapFromGlobal(self.cursor().pos()))
        if place != self._hovered:
            self._hovered = place
            if place >= 0 and self._scenes is not None:
                self._images.want([int(self._scenes.fid[place])], first=True)
            self.update()

    def _forget_hovered(self) -> None:
        self._hover.stop()
        if self._hovered >= 0:
            self._hovered = -1
            self.update()

    def _show_arrived(self, fid: int) -> None:
        if self._hovered >= 0 and self._scenes is not None:
            self.update()

    def _paint_hovered(self, painter: QPainter, ink: QColor) -> None:
        """Paint the picture of a scene and what it is, near its point and inside the widget."""
        scenes = self._scenes
        if scenes is None or self._hovered >= len(scenes):
            return
        x, y = self.points()[self._hovered]
        lines = scenes.describe(self._hovered).split(" · ")
        picture = self._images.get(int(scenes.fid[self._hovered]))
        metrics = self.fontMetrics()
        across = max([SIDE, *(metrics.horizontalAdvance(line) for line in lines)]) + 12
        down = (SIDE + 6 if picture is not None else 0) + metrics.height() * len(lines) + 12
        left = x + 14 if x + 14 + across < self.width() else x - 14 - across
        top = min(max(2, y - down / 2), max(2, self.height() - down - 2))
        box = QRectF(max(2, left), top, across, down)
        color = scenes.cluster_color(int(scenes.cluster[self._hovered]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2))
        painter.drawEllipse(QPointF(x, y), 6, 6)
        painter.setBrush(self.palette().color(QPalette.ColorRole.ToolTipBase))
        painter.setPen(QPen(color, 2))
        painter.drawRoundedRect(box, 4, 4)
        corner = box.topLeft() + QPointF(6, 6)
        if picture is not None:
            painter.drawPixmap(corner, picture)
            corner += QPointF(0, SIDE + 6)
        painter.setPen(self.palette().color(QPalette.ColorRole.ToolTipText))
        for number, text in enumerate(lines):
            down = metrics.ascent() + number * metrics.height()
            painter.drawText(corner + QPointF(0, down), text)


def _stamp(pixels: Any, places: Any, colors: Any, radius: float) -> None:
    """Write dots of colors (m,) at places (m, 2) into pixels (height, width)."""
    height, width = pixels.shape
    reach = int(np.ceil(radius))
    inside = (places >= reach).all(axis=1)
    inside &= (places[:, 0] < width - reach) & (places[:, 1] < height - reach)
    flat, at = pixels.reshape(-1), places[inside, 1] * width + places[inside, 0]
    shown = colors[inside]
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            if across**2 + down**2 <= radius**2 + 0.5:
                flat[at + (down * width + across)] = shown


def _mixed(colors: Any, other: int, share: float) -> Any:
    """Mix colors (m,) with another one."""
    parts = colors.view(np.uint8).reshape(-1, 4).astype(np.float32)
    base = np.array([other], dtype=np.uint32).view(np.uint8).astype(np.float32)
    return (parts * (1 - share) + base * share).astype(np.uint8).view(np.uint32).reshape(-1)

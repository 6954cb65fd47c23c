"""Thumbnails of the selected scenes, their exemplars first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from qgis.PyQt.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextOption,
)
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from . import fill_in_count, tr
from .images import SIDE, Images, later
from .scenes import PanelScenes, Selection

_BLOCK = 300  # scenes that are added when one scrolls to the end
_GAP = 6
FID, COLOR, SECOND = (Qt.ItemDataRole.UserRole + number for number in (1, 2, 3))


class _Title(QLabel):
    """A line that ends in an ellipsis where it has no room, and is whole in its tooltip."""

    def setText(self, text: str) -> None:
        """Say something else."""
        super().setText(text)
        self.setToolTip(text)

    def shown(self) -> str:
        """Return what there is room for."""
        mode = Qt.TextElideMode.ElideRight
        return str(self.fontMetrics().elidedText(self.text(), mode, self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is room for."""
        align = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        align.setWrapMode(QTextOption.WrapMode.NoWrap)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(QRectF(self.rect()), self.shown(), align)
        painter.end()


class ThumbnailModel(QAbstractListModel):
    """Scenes in an order, as many as were scrolled to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scenes: PanelScenes | None = None
        self.places: Any = np.zeros(0, dtype=np.int64)
        self.notes: Sequence[str] = ()
        self._colors: tuple[Any, Any, Any] = (None, None, None)
        self._count = 0

    def paint_by(self, colors: Any, second: Any, share: Any) -> None:
        """Take colors (n,) of scenes, and others with a share in them; None: those of clusters."""
        self._colors = colors, second, share

    def show(self, scenes: PanelScenes | None, places: Any, notes: Sequence[str] = ()) -> None:
        """Show the scenes at places (m,), with a note about each or none at all."""
        self.beginResetModel()
        self._scenes, self.places, self.notes = scenes, places, notes
        self._count = min(_BLOCK, len(places))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many scenes there are so far."""
        return 0 if parent.isValid() else self._count

    def canFetchMore(self, parent: QModelIndex) -> bool:
        """Tell whether there are more."""
        return not parent.isValid() and self._count < len(self.places)

    def fetchMore(self, parent: QModelIndex) -> None:
        """Add more."""
        more = min(_BLOCK, len(self.places) - self._count)
        self.beginInsertRows(QModelIndex(), self._count, self._count + more - 1)
        self._count += more
        self.endInsertRows()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the key, the color and the description of a scene."""
        if not index.isValid() or self._scenes is None:
            return None
        place = int(self.places[index.row()])
        if role == FID:
            return int(self._scenes.fid[place])
        colors, second, share = self._colors
        if role == COLOR and colors is not None:
            return QColor.fromRgba(int(colors[place]))
        if role == COLOR:
            return self._scenes.cluster_color(int(self._scenes.cluster[place]))
        if role == SECOND and second is not None:
            return QColor.fromRgba(int(second[place])), float(share[place])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            note = self.notes[index.row()] if self.notes else ""
            return " · ".join(filter(None, [self._scenes.describe(place), note]))
        return None

    def describe(self) -> str:
        """Say which scenes are shown."""
        if self._scenes is None or not len(self.places):
            return ""
        clusters = np.unique(self._scenes.cluster[self.places])
        count = len(self.places)
        scenes = fill_in_count(count, tr("1 scene"), tr("{:,} scenes"))
        if len(self.places) == len(self._scenes):
            return tr("All clusters: {}").format(scenes)
        names = ", ".join(str(number) if number else tr("none") for number in clusters[:6].tolist())
        names += ", …" if len(clusters) > 6 else ""
        many = tr("Clusters {}: {}") if len(clusters) > 1 else tr("Cluster {}: {}")
        return many.format(names, scenes)


class _ThumbnailDelegate(QStyledItemDelegate):
    """Paints a picture over a bar in the color of its cluster."""

    def __init__(self, images: Images, parent: QWidget) -> None:
        super().__init__(parent)
        self._images = images

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return the size of a thumbnail."""
        return QSize(SIDE + _GAP, SIDE + _GAP + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paint a thumbnail."""
        rect = QRect(option.rect.topLeft() + QPoint(_GAP // 2, _GAP // 2), QSize(SIDE, SIDE))
        picture = self._images.get(index.data(FID))
        if picture is not None:
            painter.drawPixmap(rect, picture)
        else:
            shade = QColor(option.palette.color(QPalette.ColorRole.Mid))
            shade.setAlpha(70)
            painter.fillRect(rect, shade)
        painter.fillRect(QRect(rect.left(), rect.bottom() + 1, SIDE, 4), index.data(COLOR))
        second = index.data(SECOND)
        if second is not None:  # as long as it is likely
            long = round(SIDE * second[1])
            painter.fillRect(QRect(rect.right() + 1 - long, rect.bottom() + 1, long, 4), second[0])
        frame = rect.adjusted(0, 0, 0, 4)
        if option.state & QStyle.StateFlag.State_Selected:
            color = option.palette.color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(color, 4))
            painter.drawRect(frame.adjusted(0, 0, -1, 0))
        if option.state & QStyle.StateFlag.State_HasFocus:
            color = option.palette.color(QPalette.ColorRole.Text)
            painter.setPen(QPen(color, 1, Qt.PenStyle.DotLine))
            painter.drawRect(frame.adjusted(-3, -3, 2, 2))


class _View(QListView):
    """The thumbnails; says when others come into view."""

    moved = pyqtSignal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say that other thumbnails are in view."""
        super().resizeEvent(event)
        self.moved.emit()


class Thumbnails(QWidget):
    """Thumbnails of the selected scenes, or of all where none is selected."""

    zoomed = pyqtSignal(int)
    """The scene with this key is to be shown on the map."""

    def __init__(self, images: Images, selection: Selection, parent: QWidget) -> None:
        super().__init__(parent)
        self._images, self._selection = images, selection
        self._scenes: PanelScenes | None = None
        self._syncing = False
        self._offered: Any = None
        self._notes: Sequence[str] = ()
        self.title = _Title(self)
        self.title.setMinimumWidth(1)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.view = _View(self)
        self.scenes = ThumbnailModel(self)
        self.view.setModel(self.scenes)
        self.view.setItemDelegate(_ThumbnailDelegate(images, self.view))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setGridSize(QSize(SIDE + _GAP, SIDE + _GAP + 4))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.verticalScrollBar().setSingleStep(SIDE // 2)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName(tr("Thumbnails of scenes"))
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        box.addLayout(self.head)
        box.addWidget(self.view, 1)
        box.addWidget(self.reason, 1)
        self._load = later(self, 20, self._want)
        self.view.moved.connect(self._load.start)
        self.view.verticalScrollBar().valueChanged.connect(self._load_soon)
        self.scenes.rowsInserted.connect(self._load_soon)
        self.view.selectionModel().selectionChanged.connect(self._choose)
        self.view.doubleClicked.connect(self._zoom)
        images.arrived.connect(self._repaint)

    def show_scenes(self, scenes: PanelScenes | None) -> None:
        """Show the scenes of a layer."""
        self._scenes = scenes
        reason = self._images.reason if scenes is not None else ""
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.view.setVisible(not reason)
        self.title.setVisible(not reason)
        self.show_selection(None)

    @property
    def offering(self) -> bool:
        """Whether scenes are shown that are worth a look, and not those that are selected."""
        return self._offered is not None and self.scenes.places is self._offered

    def offer(self, places: Any, notes: Sequence[str] = (), keep: bool = False) -> None:
        """Offer scenes (m,) to look at, with notes, where no others are selected; None: none.

        The one that is selected among those before stays the first, if it is to be kept.
        """
        shown, chosen = self.offering, self._selection.places
        if keep and places is not None and shown and len(chosen) == 1:
            row = np.flatnonzero(self._offered == chosen[0])
            if len(row) and chosen[0] not in places:
                note = self._notes[int(row[0])] if self._notes else ""
                notes = [note, *notes] if notes else ()
                places = np.concatenate([chosen, places])
        same = places is not None and shown and np.array_equal(places, self._offered)
        self._offered, self._notes = places, notes
        if same:
            self.scenes.places, self.scenes.notes = places, notes
            self.view.viewport().update()
        elif shown or not len(chosen):
            self.show_selection(None, keep=shown)

    def paint_by(self, colors: Any, second: Any = None, share: Any = None) -> None:
        """Take colors (n,) of scenes, and others with a share in them; None: those of clusters."""
        self.scenes.paint_by(colors, second, share)
        self.view.viewport().update()

    def go_to(self, place: int) -> None:
        """Select one of the scenes that are shown."""
        row = np.flatnonzero(self.scenes.places == place)
        if len(row):
            while row[0] >= self.scenes.rowCount():
                self.scenes.fetchMore(QModelIndex())
            index = self.scenes.index(int(row[0]), 0)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def show_selection(self, source: object, keep: bool = False) -> None:
        """Show the scenes that are selected elsewhere; what is selected here stays in its place."""
        if source is self:
            return
        scenes, places, notes = self._scenes, np.zeros(0, dtype=np.int64), ()
        if scenes is not None and len(self._selection.mask) == len(scenes):
            some = self._selection.places
            if self._offered is not None and (keep or not len(some)):
                places, notes = self._offered, self._notes
            else:
                places = scenes.order(some if len(some) else np.arange(len(scenes)))
        self._syncing = True
        self.scenes.show(scenes, places, notes)
        if keep and len(self._selection.places) == 1:
            self.go_to(int(self._selection.places[0]))
        self._syncing = False
        self.title.setText("" if self.offering else self.scenes.describe())
        self._load.start()

    def _load_soon(self, *_: Any) -> None:
        self._load.start()

    def _zoom(self, index: QModelIndex) -> None:
        self.zoomed.emit(index.data(FID))

    def _repaint(self, _: int) -> None:
        self.view.viewport().update()

    def _choose(self, *_: Any) -> None:
        if self._syncing or self._scenes is None:
            return
        mask = np.zeros(len(self._scenes), dtype=bool)
        rows = [index.row() for index in self.view.selectionModel().selectedIndexes()]
        mask[self.scenes.places[rows]] = True
        self._selection.select(mask, self)

    def _want(self) -> None:
        """Ask for the pictures that are in view, and for the row after them."""
        if self._scenes is None or not self.scenes.rowCount():
            return
        bottom = self.view.viewport().height() + SIDE
        first = self.view.indexAt(QPoint(_GAP, _GAP))
        found = []
        for row in range(max(0, first.row()), self.scenes.rowCount()):
            index = self.scenes.index(row)
            if self.view.visualRect(index).top() > bottom:
                break
            found.append(index.data(FID))
        self._images.want(found)

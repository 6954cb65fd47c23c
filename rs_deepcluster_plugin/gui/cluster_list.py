"""The list of clusters: rows are dragged onto each other, and classes are dropped on them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from qgis.PyQt.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QRectF,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QResizeEvent, QTextOption
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from . import say_number, tr
from .scenes import PanelScenes, Row, Selection

CLUSTERS_MIME = "application/x-rsdeepcluster-clusters"
CLASS_MIME = "application/x-rsdeepcluster-class"
CLUSTER, SCENES, PROBABILITY, CLASS = range(4)
_RIGHT = (SCENES, PROBABILITY)
_ROOM_FOR_PROBABILITY = 250  # pixels of the list
COLOR, PART, KEY = (Qt.ItemDataRole.UserRole + number for number in (1, 2, 3))


def pack(mime: str, value: Any) -> QMimeData:
    """Return what is dragged."""
    data = QMimeData()
    data.setData(mime, QByteArray(json.dumps(value).encode()))
    return data


def unpack(data: QMimeData, mime: str) -> Any:
    """Return what was dragged here, None where it is something else."""
    return json.loads(bytes(data.data(mime)).decode()) if data.hasFormat(mime) else None


class ClusterTableModel(QAbstractTableModel):
    """Clusters with size, mean probability and class."""

    merged = pyqtSignal(list, int)
    """Clusters were dropped on another."""

    assigned = pyqtSignal(str, list)
    """A class was dropped on a cluster."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._scenes: PanelScenes | None = None
        self._selected: Any = np.zeros(1, dtype=np.int64)
        self._sorted = (CLUSTER, Qt.SortOrder.AscendingOrder)

    def show(self, scenes: PanelScenes | None, cluster: Any = None) -> None:
        """Show the clusters of a layer, or those of other numbers (n,) for its scenes."""
        self.beginResetModel()
        self._scenes = scenes
        self.rows = scenes.rows(cluster) if scenes is not None else []
        self._order()
        self.endResetModel()

    def set_selected(self, counts: Any) -> None:
        """Show how many scenes of each cluster number are selected."""
        self._selected = counts
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, CLASS))

    def selected(self, row: Row) -> int:
        """Return how many scenes of a cluster are selected."""
        return int(self._selected[row.cluster]) if row.cluster < len(self._selected) else 0

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of clusters."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the names of the columns."""
        roles = Qt.ItemDataRole
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == roles.ToolTipRole and section == PROBABILITY:
            return tr("Mean probability of the scenes")
        if role in (roles.DisplayRole, roles.ToolTipRole):  # a narrow list cuts the names
            return (tr("Cluster"), tr("Scenes"), tr("p"), tr("Class"))[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts, and the colors and parts that the delegate paints."""
        if not index.isValid() or self._scenes is None:
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == COLOR and column == CLUSTER:
            return self._scenes.cluster_color(row.cluster)
        if role == COLOR and column == CLASS and row.code:
            return self._scenes.class_color(row.code)
        if role == PART and column == SCENES:
            return self.selected(row) / row.scenes
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(row, CLASS) if column == CLASS else self._hint(row)
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Clusters can be dragged, and dropped on."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.rows[index.row()].cluster:
            flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        clusters = [self.rows[index.row()].cluster for index in before]
        self._sorted = (column, order)
        self._order()
        place = {row.cluster: at for at, row in enumerate(self.rows)}
        after = [self.index(place[c], i.column()) for c, i in zip(clusters, before)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that nothing is moved: dropping changes clusters, not the list."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here."""
        return [CLUSTERS_MIME, CLASS_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        """Return the clusters of rows."""
        rows = sorted({index.row() for index in indexes})
        return pack(CLUSTERS_MIME, [self.rows[row].cluster for row in rows])

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: QModelIndex
    ) -> bool:
        """Allow drops on rows, but not of clusters on themselves alone."""
        if not parent.isValid() or not self.rows[parent.row()].cluster:
            return False
        clusters = unpack(data, CLUSTERS_MIME)
        if clusters is not None:
            return bool(set(clusters) - {self.rows[parent.row()].cluster})
        return data.hasFormat(CLASS_MIME)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: QModelIndex
    ) -> bool:
        """Say what was dropped on which cluster."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        target = self.rows[parent.row()].cluster
        code, clusters = unpack(data, CLASS_MIME), unpack(data, CLUSTERS_MIME)
        if clusters is not None:
            self.merged.emit(sorted({*clusters, target}), target)
        else:
            self.assigned.emit(code, [target])
        return True

    def _order(self) -> None:
        column, order = self._sorted
        keys = {
            CLUSTER: lambda row: row.cluster,
            SCENES: lambda row: row.scenes,
            PROBABILITY: lambda row: -1.0 if np.isnan(row.probability) else row.probability,
            CLASS: lambda row: (row.code == "", row.code),
        }
        self.rows.sort(key=lambda row: row.cluster)
        self.rows.sort(key=keys[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self.rows.sort(key=lambda row: row.cluster == 0)  # no cluster: always last

    def _text(self, row: Row, column: int) -> str:
        if column == CLUSTER:
            return str(row.cluster) if row.cluster else tr("none")
        if column == SCENES:
            part = self.selected(row)
            return f"{part} / {row.scenes}" if 0 < part < row.scenes else str(row.scenes)
        if column == PROBABILITY:
            return "" if np.isnan(row.probability) else say_number(row.probability, ".2f")
        if not row.code or self._scenes is None:
            return ""
        name = self._scenes.class_name(row.code)
        return name if row.share > 0.999 else f"{name} ({row.share:.0%})"

    def _hint(self, row: Row) -> str:
        if not row.cluster:
            return tr("Scenes without a cluster")
        text = tr("Cluster {}: drag it onto another to merge the two").format(row.cluster)
        if np.isnan(row.probability):
            return text
        return text + tr("; mean probability {}").format(self._text(row, PROBABILITY))


class SwatchDelegate(QStyledItemDelegate):
    """Paints swatches before texts, keys after them, and how much of a row is selected."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Leave room for the swatch, and put numbers to the right."""
        super().initStyleOption(option, index)
        if index.column() in _RIGHT:
            option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paint a cell."""
        part = index.data(PART)
        color = index.data(COLOR)
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if part and not chosen:
            tint = QColor(option.palette.color(QPalette.ColorRole.Highlight))
            tint.setAlpha(90)
            painter.fillRect(
                QRectF(rect.left(), rect.bottom() - 3, rect.width() * part, 3), tint.darker(110)
            )
            tint.setAlpha(40)
            painter.fillRect(rect, tint)
        if color is None:
            super().paint(painter, option, index)
            return
        side = min(14, rect.height() - 6)
        shifted = QStyleOptionViewItem(option)
        if chosen:
            painter.fillRect(rect, option.palette.color(QPalette.ColorRole.Highlight))
        key = index.data(KEY)
        shifted.rect = rect.adjusted(side + 6, 0, -side - 8 if key else 0, 0)
        super().paint(painter, shifted, index)
        box = QRectF(rect.left() + 5, rect.center().y() - side / 2 + 0.5, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(color)
        edge = QColor(option.palette.color(QPalette.ColorRole.Text))
        edge.setAlpha(90)
        painter.setPen(edge)
        painter.drawRoundedRect(box, 3, 3)
        if key:  # as a key of the keyboard
            cap = box.translated(rect.width() - side - 10, 0)
            ink = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(option.palette.color(ink))
            painter.setOpacity(0.6)
            painter.drawRoundedRect(cap, 3, 3)
            painter.drawText(cap, key, QTextOption(Qt.AlignmentFlag.AlignCenter))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> Any:
        """Give rows some air."""
        size = super().sizeHint(option, index)
        size.setHeight(max(size.height() + 4, 24))
        if index.data(COLOR) is not None:
            size.setWidth(size.width() + 22)
        return size


class ClusterList(QTreeView):
    """The list of clusters."""

    def __init__(self, selection: Selection, parent: QWidget) -> None:
        super().__init__(parent)
        self.clusters = ClusterTableModel(self)
        self._selection = selection
        self._scenes: PanelScenes | None = None
        self._cluster: Any = np.zeros(0, dtype=np.int64)
        self._syncing = False
        self.setModel(self.clusters)
        self.setItemDelegate(SwatchDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSortingEnabled(True)
        self.sortByColumn(CLUSTER, Qt.SortOrder.AscendingOrder)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setDropIndicatorShown(True)
        self.setAccessibleName(tr("Clusters"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        # The last one would keep the room that a hidden column had, and be cut without an ellipsis.
        header.setStretchLastSection(False)
        header.setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(30)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumWidth(150)  # its numbers, and the beginning of the class
        for column in (CLUSTER, SCENES, PROBABILITY):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().selectionChanged.connect(self._choose)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room of a narrow list to the classes; the probability is in the tooltip."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        narrow, header = self.viewport().width() < _ROOM_FOR_PROBABILITY, self.header()
        self.setColumnHidden(PROBABILITY, narrow)
        modes = QHeaderView.ResizeMode
        for column in (CLUSTER, SCENES):
            header.setSectionResizeMode(column, modes.Fixed if narrow else modes.ResizeToContents)
            if narrow:  # the numbers alone, without their headings
                header.resizeSection(column, self.sizeHintForColumn(column) + 6)

    def show_scenes(self, scenes: PanelScenes | None, cluster: Any = None) -> None:
        """Show the clusters of a layer, or those of other numbers (n,) for its scenes."""
        current = self.current()
        bar = self.verticalScrollBar().value()
        self._syncing = True
        self._scenes = scenes
        if scenes is not None:
            self._cluster = scenes.cluster if cluster is None else cluster
        self.clusters.show(scenes, cluster)
        self._fit_columns()
        self._go_to(current)
        self._syncing = False
        self.verticalScrollBar().setValue(bar)
        self.show_selection(None)

    def show_selection(self, source: object) -> None:
        """Show which clusters are selected, wholly or partly."""
        if self._scenes is None or len(self._selection.mask) != len(self._scenes):
            return
        self.clusters.set_selected(np.bincount(self._cluster[self._selection.mask]))
        if source is self:
            return
        chosen = QItemSelection()
        for at, row in enumerate(self.clusters.rows):
            if self.clusters.selected(row) == row.scenes:
                chosen.select(self.clusters.index(at, 0), self.clusters.index(at, CLASS))
        self._syncing = True
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._syncing = False

    def chosen(self) -> list[int]:
        """Return the clusters of the selected rows, in the order of their numbers."""
        rows = self.selectionModel().selectedRows()
        numbers = {self.clusters.rows[index.row()].cluster for index in rows}
        return sorted(numbers - {0})

    def current(self) -> int:
        """Return the cluster that the keyboard is on, 0 for none."""
        index = self.currentIndex()
        return self.clusters.rows[index.row()].cluster if index.isValid() else 0

    def _go_to(self, cluster: int) -> None:
        for at, row in enumerate(self.clusters.rows):
            if cluster and row.cluster == cluster:
                self.selectionModel().setCurrentIndex(
                    self.clusters.index(at, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )

    def _choose(self, *_: Any) -> None:
        if self._syncing or self._scenes is None:
            return
        numbers = {
            self.clusters.rows[i.row()].cluster for i in self.selectionModel().selectedRows()
        }
        chosen = np.zeros(int(self._cluster.max(initial=0)) + 1, dtype=bool)
        chosen[list(numbers)] = True
        self._selection.select(chosen[self._cluster], self)

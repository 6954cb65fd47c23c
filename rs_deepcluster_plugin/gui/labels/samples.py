"""The classes that have labels: how many, what became of them, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from .. import say_number, tr
from ..cluster_list import COLOR, SwatchDelegate

CLASS, LABELS, SCENES, RIGHT = range(4)
_MOST_NAMED = 3


class ClassSample(NamedTuple):
    """A class with labels."""

    code: str
    name: str
    color: str
    labels: int
    """Scenes whose label it is."""

    denied: int
    """Scenes of which it is known that they are not of it."""

    scenes: int = 0
    """Scenes that are taken for it."""

    checked: int = 0
    """Labeled scenes that were kept aside."""

    right: int = 0
    """Of these, those that the others tell right."""

    taken_for: str = ""
    """Classes that they are taken for, with their numbers."""


class Checked(NamedTuple):
    """How right labels are that were kept aside."""

    codes: list[str]
    """Of k classes."""

    confusion: Any
    """How many of each class (k, k) were taken for each."""

    checked: Any
    """How many of each class (k,) were kept aside, those that were taken for none included."""

    def tell(self, sample: ClassSample, name: Callable[[str], str]) -> ClassSample:
        """Return a sample with what is known of its class; ``name`` gives those of others."""
        if sample.code not in self.codes:
            return sample
        place = self.codes.index(sample.code)
        taken = self.confusion[place].copy()
        right, taken[place] = int(taken[place]), 0
        others = [at for at in np.argsort(-taken, kind="stable").tolist() if taken[at]]
        named = (f"{name(self.codes[at])} ({taken[at]})" for at in others[:_MOST_NAMED])
        return sample._replace(
            checked=int(self.checked[place]), right=right, taken_for=", ".join(named)
        )


class SampleModel(QAbstractTableModel):
    """Classes with the numbers of their labels and of the scenes that follow from them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ClassSample] = []

    def show(self, rows: list[ClassSample]) -> None:
        """Show classes; as long as they are the same, the selection stays."""
        if [row.code for row in rows] != [row.code for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        elif rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, RIGHT))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of classes."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Class"), tr("Labels"), tr("Scenes"), tr("Right"))[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("Classes that have labels"),
                tr("Labeled scenes, and those that are labeled as not of the class"),
                tr("Scenes that are taken for the class"),
                tr("Of the labels in blocks of the map that are kept aside, how many are right"),
            )[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts and colors."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == COLOR and column == CLASS:
            return QColor(row.color)
        if role == Qt.ItemDataRole.ToolTipRole and column == RIGHT and row.taken_for:
            return tr("{} is also taken for: {}").format(row.name, row.taken_for)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.name
        return None

    def _text(self, row: ClassSample, column: int) -> str:
        if column == CLASS:
            return row.name
        if column == LABELS:
            return f"{row.labels} / {row.denied}" if row.denied else str(row.labels)
        if column == SCENES:
            return say_number(row.scenes, ",") if row.scenes else ""
        return f"{row.right / row.checked:.0%}" if row.checked else ""


class SampleList(QWidget):
    """The classes with labels, a menu of what can be done with them, and a threshold."""

    threshold_changed = pyqtSignal(str, float)
    """The class with this code needs a probability of so much."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.samples = SampleModel(self)
        self.view = QTreeView(self)
        self.view.setModel(self.samples)
        self.view.setItemDelegate(SwatchDelegate(self.view))
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Training samples"))
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        for column in (LABELS, SCENES, RIGHT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.hint = QLabel(
            tr(
                "Select scenes and press the key of a class, or click on it: a few scenes of each "
                "class are often enough. Shift and the key say that they are not of it."
            ),
            self,
        )
        self.hint.setWordWrap(True)
        self.hint.setMargin(8)
        self.menu = QMenu(tr("Samples"), self)
        self.button = QToolButton(self)
        self.button.setText(tr("Samples"))
        self.button.setToolTip(tr("Merge, rename, recolor, delete, load and save training samples"))
        self.button.setMenu(self.menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 99)
        self.slider.setMinimumWidth(60)
        self.slider.setAccessibleName(tr("Lowest probability of the class"))
        self.slider.setToolTip(
            tr("Scenes that are less likely of the current class than that get none")
        )
        self.threshold = QLabel(self)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.slider, 1)
        row.addWidget(self.threshold)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.hint, 1)
        box.addWidget(self.view, 1)
        box.addLayout(row)
        self._thresholds: dict[str, float] = {}
        self.slider.valueChanged.connect(self._set_threshold)
        self.view.selectionModel().currentChanged.connect(self._show_threshold)
        self.samples.modelReset.connect(self._show_threshold)
        self.show_samples([], {})

    def show_samples(self, rows: list[ClassSample], thresholds: dict[str, float]) -> None:
        """Show classes with labels."""
        current = self.current()
        self._thresholds = thresholds
        self.samples.show(rows)
        self.hint.setVisible(not rows)
        self.view.setVisible(bool(rows))
        codes = [row.code for row in rows]
        if rows and not self.view.currentIndex().isValid():
            at = codes.index(current) if current in codes else 0
            self.view.selectionModel().setCurrentIndex(
                self.samples.index(at, 0), self.view.selectionModel().SelectionFlag.NoUpdate
            )
        self._show_threshold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for beside the names."""
        super().resizeEvent(event)
        letters = self.view.fontMetrics().averageCharWidth()
        for column, wide in ((RIGHT, 36), (SCENES, 28)):
            self.view.setColumnHidden(column, self.width() < wide * letters)

    def current(self) -> str:
        """Return the code of the class that the keyboard is on, "" for none."""
        index = self.view.currentIndex()
        return self.samples.rows[index.row()].code if index.isValid() else ""

    def chosen(self) -> list[ClassSample]:
        """Return the selected classes, else the one that the keyboard is on."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        if not rows and self.view.currentIndex().isValid():
            rows = [self.view.currentIndex().row()]
        return [self.samples.rows[row] for row in rows]

    def _show_threshold(self, *_: Any) -> None:
        code = self.current()
        percent = round(100 * self._thresholds.get(code, 0.0))
        self.slider.setEnabled(bool(code))
        self.slider.blockSignals(True)
        self.slider.setValue(percent)
        self.slider.blockSignals(False)
        self.threshold.setText(tr("p ≥ {} %").format(percent))

    def _set_threshold(self, percent: int) -> None:
        self.threshold.setText(tr("p ≥ {} %").format(percent))
        if self.current():
            self.threshold_changed.emit(self.current(), percent / 100)

"""The slider along the merge tree."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from ..core.clusters.layer_tree import ClusterTree
from . import tr
from .images import later

_PAUSE = 900  # milliseconds without another key before a level is taken
_MARK, _WIDTH = 5, 3  # pixels, height and width of a mark


class LevelSlider(QSlider):
    """A slider with marks below it, from one to the next of which go Page Up and Page Down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.marks: list[int] = []

    def mark(self, values: Sequence[int]) -> None:
        """Mark values, ascending; none takes the marks away."""
        self.marks = [value for value in values if self.minimum() <= value <= self.maximum()]
        self.updateGeometry()
        self.update()

    def mark_place(self, value: int) -> QPointF:
        """Return the middle of the lower edge of a mark, which is just below the handle."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl
        style = self.style()
        groove = style.subControlRect(control, option, part.SC_SliderGroove, self)
        handle = style.subControlRect(control, option, part.SC_SliderHandle, self)
        along = QStyle.sliderPositionFromValue(
            self.minimum(),
            self.maximum(),
            value,
            groove.width() - handle.width(),
            option.upsideDown,
        )
        lower = min(handle.y() + handle.height() + 1 + _MARK, self.height())
        return QPointF(groove.x() + handle.width() / 2 + along, lower)

    def sizeHint(self) -> QSize:
        """Leave room for the marks; the slider stays in the middle."""
        return super().sizeHint() + QSize(0, 2 * _MARK)

    def minimumSizeHint(self) -> QSize:
        """Leave room for the marks."""
        return super().minimumSizeHint() + QSize(0, 2 * _MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the slider, and the marks."""
        super().paintEvent(event)
        painter = QPainter(self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        color = self.palette().color(group, QPalette.ColorRole.WindowText)
        for value in self.marks:
            place = self.mark_place(value)
            painter.fillRect(
                QRectF(place.x() - _WIDTH / 2, place.y() - _MARK, _WIDTH, _MARK), color
            )
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next mark by Page Up and Page Down, where there are any."""
        up, down = Qt.Key.Key_PageUp, Qt.Key.Key_PageDown
        if not self.marks or event.key() not in (up, down):
            super().keyPressEvent(event)
            return
        now = self.value()
        if event.key() == up:
            self.setValue(min((mark for mark in self.marks if mark > now), default=now))
        else:
            self.setValue(max((mark for mark in self.marks if mark < now), default=now))


class Detail(QWidget):
    """The number of clusters: seen at once while it is changed, and taken when it was let go."""

    previewed = pyqtSignal(int)
    taken = pyqtSignal(int)
    given_up = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = 0
        self.slider = LevelSlider(self)
        self.slider.setMinimumWidth(90)
        self.slider.setAccessibleName(tr("Detail: number of clusters"))
        self.number = QSpinBox(self)
        self.number.setKeyboardTracking(False)
        self.number.setAccessibleName(tr("Number of clusters"))
        self.label = QLabel(tr("&Detail"), self)
        self.label.setBuddy(self.slider)
        self.setMaximumWidth(330)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.label)
        box.addWidget(self.slider, 1)
        box.addWidget(self.number)
        self._pause = later(self, _PAUSE, self._take)
        self.slider.valueChanged.connect(self._preview)
        self.slider.sliderReleased.connect(self._take)
        self.number.valueChanged.connect(self.slider.setValue)
        for widget in (self.slider, self.number):
            widget.installEventFilter(self)

    @property
    def previewing(self) -> bool:
        """Whether a level is shown that is not taken yet."""
        return self.slider.value() != self._now

    def show_tree(self, tree: ClusterTree | None, count: int) -> None:
        """Show a tree, and how many clusters there are now."""
        self._pause.stop()
        self.setEnabled(tree is not None and tree.leaves > 1)
        leaves = tree.leaves if tree is not None else max(1, count)
        self._now = min(max(1, count), leaves)
        for widget in (self.slider, self.number):
            widget.blockSignals(True)
            widget.setRange(1, leaves)
            widget.blockSignals(False)
        held = tree.held if tree is not None and tree.leaves > 1 else ()
        self.slider.mark(held)
        self.reset()
        hint = tr("Fewer or more clusters, along the tree in which they merge (1 to {})").format(
            leaves
        )
        if tree is not None and tree.details:
            names = {"coarse": tr("coarse"), "balanced": tr("balanced"), "fine": tr("fine")}
            hint += ": " + ", ".join(f"{names.get(k, k)} {v}" for k, v in tree.details.items())
        told = ""
        if held:
            told = tr(
                "Marked are the levels that hold: {}. Page Up and Page Down go to them."
            ).format(", ".join(map(str, held)))
            hint += ".\n" + told
        self.slider.setAccessibleDescription(told)
        if tree is None:
            hint = tr("The layer does not note the tree in which its clusters merge.")
        self.setToolTip(hint)

    def reset(self) -> None:
        """Show the number of clusters that there are."""
        self._pause.stop()
        for widget in (self.slider, self.number):
            widget.blockSignals(True)
            widget.setValue(self._now)
            widget.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes a level, Escape goes back."""
        if event.type() == QEvent.Type.KeyPress and self.previewing:
            if event.key() == Qt.Key.Key_Escape:
                self.given_up.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.slider:
                self._take()
                return True
        return False

    def _preview(self, count: int) -> None:
        self.number.blockSignals(True)
        self.number.setValue(count)
        self.number.blockSignals(False)
        self.previewed.emit(count)
        if not self.slider.isSliderDown():
            self._pause.start()

    def _take(self) -> None:
        self._pause.stop()
        if self.previewing:
            self.taken.emit(self.slider.value())

"""The slider along the merge tree."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

from ..core.clustertree import ClusterTree
from . import tr
from .images import later

_PAUSE = 900  # milliseconds without another key before a level is taken


class Detail(QWidget):
    """The number of clusters: seen at once while it is changed, and taken when it was let go."""

    previewed = pyqtSignal(int)
    taken = pyqtSignal(int)
    given_up = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = 0
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
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
        self.reset()
        hint = tr("Fewer or more clusters, along the tree in which they merge (1 to {})").format(
            leaves
        )
        if tree is not None and tree.details:
            names = {"coarse": tr("coarse"), "balanced": tr("balanced"), "fine": tr("fine")}
            hint += ": " + ", ".join(f"{names.get(k, k)} {v}" for k, v in tree.details.items())
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

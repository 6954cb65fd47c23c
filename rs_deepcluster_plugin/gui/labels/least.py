"""The slider of the least similarity that a scene has to have."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction, QHBoxLayout, QLabel, QSlider, QWidget

from .. import say_number, tr

_STEPS = 1000  # of 1


class LeastSimilarity(QWidget):
    """A slider in the tools, shown while similar scenes are looked for."""

    action: QAction | None = None
    """Shows it among the tools."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        self.slider.setFixedWidth(90)
        self.slider.setAccessibleName(tr("Lowest similarity"))
        self.slider.setToolTip(tr("Scenes that are less similar than that are not selected"))
        self._text = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(self.slider)
        row.addWidget(self._text)

    def least(self) -> float:
        """Return the similarity that the slider says."""
        return self.slider.value() / _STEPS

    def show_least(self, least: float) -> None:
        """Show the slider, at a similarity."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(_STEPS * least))
        self.slider.blockSignals(False)
        self._text.setText(f"≥ {say_number(least, '.2f')}")
        if self.action is not None:
            self.action.setVisible(True)

    def hide_least(self) -> None:
        """Hide the slider."""
        if self.action is not None:
            self.action.setVisible(False)

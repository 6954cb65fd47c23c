"""The page of QGIS's options: what the cache may hold, what it holds, and a button to empty it."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon, QShowEvent
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QPushButton, QWidget

from ..core.base.errors import DeepClusterError
from ..processing.framework.algorithm import LIMIT_SETTING, limit_setting
from ..worker.host.cache import describe_cached, find_cached
from . import tr

_ICON = Path(__file__).parents[1] / "resources" / "icons" / "provider.svg"


class OptionsPage(QgsOptionsPageWidget):
    """What can be set and done about the cache."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.limit = QDoubleSpinBox(self)
        self.limit.setRange(0, 100_000)
        self.limit.setDecimals(1)
        self.limit.setSuffix(tr(" GB"))
        self.limit.setSpecialValueText(tr("no limit"))
        self.limit.setToolTip(
            tr("A run that begins removes what stopped runs have left, the oldest first.")
        )
        self.held = QLabel(self)
        self.held.setWordWrap(True)
        self.empty = QPushButton(tr("Clear the cache …"), self)
        self.empty.clicked.connect(self._empty)
        rows = QFormLayout(self)
        rows.addRow(tr("Most that stopped runs may leave"), self.limit)
        rows.addRow(tr("The cache holds"), self.held)
        rows.addRow("", self.empty)
        try:
            self.limit.setValue(float(limit_setting()))
        except ValueError:  # it was typed in somewhere else, and says so when a run begins
            self.limit.clear()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what the cache holds only when that is seen."""
        super().showEvent(event)
        self._look()

    def apply(self) -> None:
        """Keep the limit: the dialog was accepted."""
        from processing.core.ProcessingConfig import ProcessingConfig

        ProcessingConfig.setSettingValue(LIMIT_SETTING, self.limit.value())

    def _look(self) -> None:
        try:
            lines = [describe_cached(kind, some) for kind, some in find_cached().items()]
        except DeepClusterError as error:
            lines = [str(error)]
        self.held.setText("\n".join(lines))

    def _empty(self) -> None:
        """Ask what is to be removed, by the algorithm's own dialog."""
        from processing import createAlgorithmDialog

        dialog = createAlgorithmDialog("rsdeepcluster:clearcache")
        if dialog is not None:  # the provider may be turned off
            dialog.exec()
            dialog.close()  # Esc only hides it
            self._look()


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when QGIS shows its options."""

    def __init__(self) -> None:
        super().__init__("RS DeepCluster", QIcon(str(_ICON)))

    def createWidget(self, parent: QWidget | None = None) -> OptionsPage:
        """Return a page; the dialog owns it."""
        return OptionsPage(parent)

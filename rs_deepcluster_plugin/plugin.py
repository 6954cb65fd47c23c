"""The plugin object: it adds the provider, and on the desktop the workbench and the options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QLocale, Qt, QTimer, QTranslator

from .processing.provider import Provider

_RESOURCES = Path(__file__).parent / "resources"
_ICON = _RESOURCES / "icons" / "workbench.svg"
_MENU = "RS DeepCluster"
_NOTED = ("RsDeepCluster", "/workbench")
"""Where a project notes that it was saved with the workbench open."""


def translate_to(language: str) -> QTranslator | None:
    """Let the plugin speak QGIS's language, "pt_BR" or "de", where it knows that; None: English."""
    translator = QTranslator()
    folder = str(_RESOURCES / "i18n")
    if not translator.load(QLocale(language), "rs_deepcluster", "_", folder, ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


class RsDeepClusterPlugin:
    """Adds the Processing provider to QGIS, on the desktop and under ``qgis_process``."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._provider: Provider | None = None
        self._action: Any = None
        self._workbench: Any = None
        self._options: Any = None
        self._translator = translate_to(QgsApplication.locale())
        self._links: Any = None

    def initProcessing(self) -> None:
        """Add the provider; ``qgis_process`` calls only this."""
        self._provider = Provider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Start on the desktop. The workbench is made when it is asked for."""
        from qgis.PyQt.QtGui import QIcon
        from qgis.PyQt.QtWidgets import QAction

        from .gui.options import OptionsFactory
        from .gui.set_up import Links

        self.initProcessing()
        self._links = Links(self._iface.mainWindow())
        self._options = OptionsFactory()
        self._iface.registerOptionsWidgetFactory(self._options)
        text = QCoreApplication.translate("RsDeepCluster", "Cluster workbench")
        self._action = QAction(QIcon(str(_ICON)), text, self._iface.mainWindow())
        self._action.setObjectName("RsDeepClusterWorkbenchAction")
        self._action.setCheckable(True)
        self._action.toggled.connect(self._show_workbench)
        self._iface.addPluginToMenu(_MENU, self._action)
        self._iface.addToolBarIcon(self._action)
        QgsProject.instance().writeProject.connect(self._note_workbench)
        QgsProject.instance().readProject.connect(self._reopen_soon)

    def unload(self) -> None:
        """Take away everything that was added."""
        if self._action is not None:
            QgsProject.instance().writeProject.disconnect(self._note_workbench)
            QgsProject.instance().readProject.disconnect(self._reopen_soon)
        if self._workbench is not None:
            self._workbench.close_down()
            self._iface.removeDockWidget(self._workbench)
            self._workbench.deleteLater()
            self._workbench = None
        if self._action is not None:
            self._iface.removePluginMenu(_MENU, self._action)
            self._iface.removeToolBarIcon(self._action)
            self._action.deleteLater()
            self._action = None
        if self._links is not None:
            self._links.close_down()
            self._links = None
        if self._options is not None:
            self._iface.unregisterOptionsWidgetFactory(self._options)
            self._options = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def _note_workbench(self, _: Any) -> None:
        """Note in a project that is being saved whether the workbench is open."""
        if self._action.isChecked():
            QgsProject.instance().writeEntryBool(*_NOTED, True)
        else:
            QgsProject.instance().removeEntry(*_NOTED)

    def _reopen_soon(self, _: Any) -> None:
        """Open the workbench when a project has been read that was saved with it."""
        QTimer.singleShot(0, self._reopen)

    def _reopen(self) -> None:
        if self._action is not None and QgsProject.instance().readBoolEntry(*_NOTED, False)[0]:
            self._action.setChecked(True)

    def _show_workbench(self, wanted: bool) -> None:
        """Show or hide the workbench."""
        if self._workbench is None:
            from .gui.workbench import Workbench

            self._workbench = Workbench(self._iface)
            window = self._iface.mainWindow()
            if not window.restoreDockWidget(self._workbench):
                area = Qt.DockWidgetArea.BottomDockWidgetArea
                self._iface.addDockWidget(area, self._workbench)
            self._workbench.setToggleVisibilityAction(self._action)
        self._workbench.setUserVisible(wanted)

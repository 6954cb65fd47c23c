"""A main window with a map, as a plugin sees QGIS: for pictures of the panel and for its tests."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsLayerTreeModel, QgsMapLayer, QgsProject
from qgis.gui import (
    QgsLayerTreeMapCanvasBridge,
    QgsLayerTreeView,
    QgsMapCanvas,
    QgsMapToolPan,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QSettings,
    Qt,
    QTimer,
    pyqtSignal,
)
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QToolBar, QWidget


def start() -> QgsApplication:
    """Start QGIS with a screen and with Processing, in a profile of its own."""
    profile = tempfile.mkdtemp(prefix="rsdc_profile_")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile)
    app = QgsApplication([], True, profile)
    app.setOrganizationName("RsDeepClusterDesktop")  # QGIS's own settings are not touched
    app.initQgis()
    sys.path.append(str(Path(app.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    return app


class Desktop(QObject):
    """What the workbench asks of ``iface``: a main window, a canvas and the active layer."""

    currentLayerChanged = pyqtSignal(QgsMapLayer)  # noqa: N815 - the name in QGIS

    def __init__(self, width: int = 1500, height: int = 940) -> None:
        super().__init__()
        self._window = QMainWindow()
        self._window.setWindowTitle("QGIS")
        self._canvas = QgsMapCanvas(self._window)
        self._canvas.setCanvasColor(Qt.GlobalColor.white)
        self._tool = QgsMapToolPan(self._canvas)
        self._canvas.setMapTool(self._tool)
        self._window.setCentralWidget(self._canvas)
        self._tree = QgsLayerTreeView(self._window)
        model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot(), self._tree)
        self._tree.setModel(model)
        layers = QDockWidget("Layers", self._window)
        layers.setObjectName("Layers")
        layers.setWidget(self._tree)
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, layers)
        self._window.resizeDocks([layers], [190], Qt.Orientation.Horizontal)
        self._bridge = QgsLayerTreeMapCanvasBridge(
            QgsProject.instance().layerTreeRoot(), self._canvas
        )
        self._bridge.setAutoSetupOnFirstLayer(False)
        self._bar = QToolBar("Plugins", self._window)
        self._bar.setObjectName("Plugins")
        self._window.addToolBar(self._bar)
        # QGIS has this shortcut too: the panel is to get its own keys all the same.
        self.undo = QAction("Undo", self._window)
        self.undo.setShortcut("Ctrl+Z")
        self._window.addAction(self.undo)
        self._window.menuBar().addMenu("Edit").addAction(self.undo)
        self._plugins = self._window.menuBar().addMenu("Plugins")
        self.pages: list[QObject] = []
        self._layer: QgsMapLayer | None = None
        self._window.resize(width, height)
        QgsProject.instance().layersWillBeRemoved.connect(self._forget)

    def show(self) -> None:
        """Show the window."""
        self._window.show()
        self._window.activateWindow()
        spin(0.05)

    def close(self) -> None:
        """Close the window, and delete what is in it: the collector might do it in any thread."""
        QgsProject.instance().layersWillBeRemoved.disconnect(self._forget)
        self._window.close()
        self._tool = self._bridge = self._layer = None
        sip.delete(self._window)

    def set_layer(self, layer: QgsMapLayer | None) -> None:
        """Make a layer the active one."""
        self._layer = layer
        self._tree.setCurrentLayer(layer)
        self.currentLayerChanged.emit(layer)

    def _forget(self, ids: list[str]) -> None:
        if self._layer is not None and self._layer.id() in ids:
            self.set_layer(None)

    # What QgisInterface has

    def mainWindow(self) -> QMainWindow:  # noqa: N802, D102
        return self._window

    def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802, D102
        return self._canvas

    def activeLayer(self) -> QgsMapLayer | None:  # noqa: N802, D102
        return self._layer

    def addDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget) -> None:  # noqa: N802, D102
        self._window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: QDockWidget) -> None:  # noqa: N802, D102
        self._window.removeDockWidget(dock)

    def addPluginToMenu(self, name: str, action: QAction) -> None:  # noqa: N802, D102
        self._plugins.addAction(action)

    def removePluginMenu(self, name: str, action: QAction) -> None:  # noqa: N802, D102
        self._plugins.removeAction(action)

    def addToolBarIcon(self, action: QAction) -> None:  # noqa: N802, D102
        self._bar.addAction(action)

    def removeToolBarIcon(self, action: QAction) -> None:  # noqa: N802, D102
        self._bar.removeAction(action)

    def registerOptionsWidgetFactory(self, factory: QObject) -> None:  # noqa: N802, D102
        self.pages.append(factory)

    def unregisterOptionsWidgetFactory(self, factory: QObject) -> None:  # noqa: N802, D102
        self.pages.remove(factory)

    def actions(self) -> list[QAction]:
        """Return what plugins have added."""
        return [*self._bar.actions(), *self._plugins.actions()]


def spin(seconds: float = 0.0, until: Any = None, what: str = "it") -> float:
    """Let Qt work for a time, or until something is true; returns the seconds it took."""
    begin = time.monotonic()
    while True:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gone = time.monotonic() - begin
        if until is not None and until():
            return gone
        if gone >= seconds:
            assert until is None, f"waited {seconds} s for {what}"
            return gone
        loop = QEventLoop()  # not only its events: the plugin asks whether a loop runs, as in QGIS
        QTimer.singleShot(5, loop.quit)
        loop.exec()


def grab(widget: QWidget, path: Path) -> None:
    """Write a picture of a widget."""
    spin(0.1)
    widget.grab().save(str(path))

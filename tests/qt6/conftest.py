"""PyQt6 with QGIS stubbed: no QGIS 4 can be had where these tests run, but its Qt can.

What QGIS makes of Qt is real here (`qgis.PyQt`, docks, message bars); of the rest of QGIS each
class is there, and does nothing. The tests can't show whether QGIS 4 does what is asked of it.
"""

from __future__ import annotations

import enum
import importlib.abc
import importlib.machinery
import os
import sqlite3
import struct
import sys
import types
from pathlib import Path

import numpy as np
import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parents[2]
STAGE = ROOT / "build" if (ROOT / "build" / "rs_deepcluster_plugin").is_dir() else ROOT


class _Meta(type):
    """Gives a class whatever is asked of it: enums in it, and their members, are scoped."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Meta(name, (_Nothing,), {}) if name[:1].isupper() else _Nothing()
        setattr(cls, name, made)
        return made

    def __or__(cls, other):
        return cls

    def __ror__(cls, other):
        return cls


class _Nothing(metaclass=_Meta):
    """An object that takes all calls and gives nothing back."""

    def __init__(self, *args, **named):
        pass

    def __call__(self, *args, **named):
        return _Nothing()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing()

    def __bool__(self):
        return False

    def __iter__(self):
        return iter(())

    def __int__(self):
        return 0


class _Module(types.ModuleType):
    """A module that has a class for every name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Meta(name, (_Nothing,), {})
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds QGIS, GDAL and Processing, which are not there."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("qgis", "osgeo", "processing"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        if module.__name__.startswith("qgis.PyQt."):
            _fill_qt(module)
        elif module.__name__ == "qgis.PyQt":
            from PyQt6 import sip

            module.sip = sip
        elif module.__name__ == "qgis.core":
            _fill_core(module)
        elif module.__name__ == "qgis.gui":
            _fill_gui(module)


def _fill_qt(module):
    """As QGIS's own qgis.PyQt does."""
    name = module.__name__.rpartition(".")[2]
    real = importlib.import_module(f"PyQt6.{name}")
    module.__dict__.update({k: v for k, v in vars(real).items() if not k.startswith("__")})
    if name == "QtWidgets":
        from PyQt6.QtGui import QAction, QShortcut

        module.QAction, module.QShortcut = QAction, QShortcut

    def lack(wanted):
        raise AttributeError(f"PyQt6.{name} has no {wanted}")

    module.__class__ = types.ModuleType  # what Qt 6 has not is not there
    module.__getattr__ = lack


def _fill_core(module):
    from PyQt6.QtCore import QObject, pyqtSignal
    from PyQt6.QtGui import QIcon

    class MessageLevel(enum.IntEnum):
        Info, Warning, Critical, Success = range(4)

    class Qgis:
        MessageLevel = None

        @staticmethod
        def versionInt():
            return 40000

    Qgis.MessageLevel = MessageLevel

    class QgsMapLayer(QObject):
        selectionChanged = pyqtSignal()
        dataChanged = pyqtSignal()
        subsetStringChanged = pyqtSignal()
        afterCommitChanges = pyqtSignal()
        rendererChanged = pyqtSignal()
        nameChanged = pyqtSignal()
        willBeDeleted = pyqtSignal()

    class QgsVectorLayer(QgsMapLayer):
        """A layer in a GeoPackage, with a selection."""

        def __init__(self, path):
            super().__init__()
            self.path, self.chosen, self.subset = path, [], ""

        def source(self):
            return f"{self.path}|layername=map"

        def selectByIds(self, ids):
            self.chosen = ids
            self.selectionChanged.emit()

        def __getattr__(self, name):
            answers = {
                "id": "the_layer", "name": "Scenes", "providerType": "ogr", "isValid": True,
                "selectedFeatureIds": self.chosen, "subsetString": self.subset, "renderer": None,
                "isSpatial": True,
            }  # fmt: skip
            return lambda *_: answers.get(name, _Nothing())

    class QgsProviderRegistry:
        @classmethod
        def instance(cls):
            return cls()

        def decodeUri(self, provider, source):
            path, _, table = source.partition("|layername=")
            return {"path": path, "layerName": table}

    class QgsApplication:
        asked = []
        """Algorithms that were run, and their parameters."""

        @staticmethod
        def getThemeIcon(name):
            return QIcon()

        @staticmethod
        def processingRegistry():
            return _Registry()

    class _Registry:
        def createAlgorithmById(self, name):
            return _Algorithm(name)

    class _Algorithm:
        def __init__(self, name):
            self.name = name

        def canExecute(self):
            return True, ""

        def checkParameterValues(self, parameters, context):
            return True, ""

        def run(self, parameters, context, feedback):
            QgsApplication.asked.append((self.name, parameters))
            return {}, True

    class QgsSettings(dict):
        def value(self, key, default=None):
            return default

        def setValue(self, key, value):
            pass

    class QgsProcessingFeedback(QObject):
        progressChanged = pyqtSignal(float)

        def __init__(self, log=True):
            super().__init__()

    for one in (
        Qgis, QgsMapLayer, QgsVectorLayer, QgsProviderRegistry, QgsApplication, QgsSettings,
        QgsProcessingFeedback,
    ):  # fmt: skip
        setattr(module, one.__name__, one)
    module.NULL = None
    module.QgsProcessingException = type("QgsProcessingException", (Exception,), {})
    module.QgsCsException = type("QgsCsException", (Exception,), {})


def _fill_gui(module):
    from PyQt6.QtGui import QColor
    from PyQt6.QtWidgets import QDockWidget, QFrame, QTextBrowser, QToolButton, QVBoxLayout

    class QgsDockWidget(QDockWidget):
        def setUserVisible(self, wanted):
            self.setVisible(wanted)

        def setToggleVisibilityAction(self, action):
            self.toggled = action

    class QgsMessageBar(QFrame):
        def __init__(self, parent):
            super().__init__(parent)
            self.items = []
            QVBoxLayout(self)

        def pushMessage(self, text, level, seconds):
            item = QFrame(self)
            browser = QTextBrowser(item)
            browser.setPlainText(text)
            box = QVBoxLayout(item)
            box.addWidget(browser)
            self.layout().addWidget(item)
            self.items.append(item)

        def clearWidgets(self):
            self.items.clear()

        def currentItem(self):
            return self.items[-1] if self.items else None

    class QgsColorButton(QToolButton):
        def setColor(self, color):
            self.chosen = color

        def color(self):
            return QColor(self.chosen)

    for one in (QgsDockWidget, QgsMessageBar, QgsColorButton):
        setattr(module, one.__name__, one)


sys.path.insert(0, str(STAGE))
sys.meta_path.insert(0, _Finder())


@pytest.fixture(scope="session")
def app():
    from PyQt6.QtWidgets import QApplication

    return QApplication([])


def write_layer(path, scenes=120, clusters=4):
    """Write a cluster layer with a merge tree, as SQLite has it."""
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
    from rs_deepcluster_plugin.core.clusters.layer_tree import ward_tree

    number = np.arange(scenes) % clusters + 1
    angle = 2 * np.pi * number / clusters
    rng = np.random.default_rng(1)
    place = 8 * np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, 0.4, (scenes, 2))
    base = sqlite3.connect(path)
    with base:
        base.execute("PRAGMA application_id = 1196444487")
        base.execute(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT, "
            "description TEXT, last_change TEXT, srs_id INTEGER)"
        )
        base.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT)")
        base.execute(
            "CREATE TABLE map (fid INTEGER PRIMARY KEY, geom BLOB, scene_id INTEGER, cluster "
            "INTEGER, probability REAL, exemplar_rank INTEGER, umap_x REAL, umap_y REAL)"
        )
        base.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('map', 'features')")
        base.execute("INSERT INTO gpkg_geometry_columns VALUES ('map', 'geom')")
        base.executemany(
            "INSERT INTO map VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (i + 1, struct.pack("<2s", b"GP"), 1000 + i, int(number[i]), 0.9,
                 1 if i < clusters else None, float(place[i, 0]), float(place[i, 1]))
                for i in range(scenes)
            ],
        )  # fmt: skip
    base.close()
    LayerTable(path).set_notes({"tree": ward_tree(place, number).to_json()})
    return number


class Interface:
    """What the workbench asks of ``iface``."""

    def __init__(self, window, layer):
        self.window, self.layer = window, layer
        self.currentLayerChanged = _Signal()

    def mainWindow(self):
        return self.window

    def activeLayer(self):
        return self.layer

    def mapCanvas(self):
        return _Nothing()


class _Signal:
    def connect(self, slot):
        self.slot = slot

    def disconnect(self, slot):
        self.slot = None

"""The provider and its settings."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..core.base.resume import DEFAULT_LIMIT
from . import algorithms
from .framework.algorithm import ICONS, LIMIT_SETTING, PYTHON_SETTING, Algorithm


def find_algorithms() -> list[type[Algorithm]]:
    """Return the algorithms: each is in a file that is named after its id."""
    found = []
    for module in pkgutil.walk_packages(algorithms.__path__, f"{algorithms.__name__}."):
        if not module.ispkg:
            name = module.name.rpartition(".")[2]
            members = vars(importlib.import_module(module.name)).values()
            found += [one for one in members if getattr(one, "NAME", None) == name]
    return found


class Provider(QgsProcessingProvider):
    """Algorithms of RS DeepCluster."""

    def id(self) -> str:
        """Return the id that models and scripts use."""
        return "rsdeepcluster"

    def name(self) -> str:
        """Return the name in the toolbox."""
        return "RS DeepCluster"

    def icon(self) -> QIcon:
        """Return our own icon."""
        return QIcon(str(Path(ICONS) / "provider.svg"))

    def defaultRasterFileExtension(self) -> str:
        """Return the one kind of raster that is written."""
        return "tif"

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """Return what a raster that is written may be called."""
        return ["tif", "tiff"]

    def load(self) -> bool:
        """Add the settings and the algorithms."""
        from processing.core.ProcessingConfig import ProcessingConfig, Setting

        # Kept: Processing may be unloaded before us, and imported anew it knows no settings.
        self._config = ProcessingConfig
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(
            Setting(
                self.name(),
                PYTHON_SETTING,
                self.tr("Python interpreter of the worker (empty: find it)"),
                "",
            )
        )
        ProcessingConfig.addSetting(
            Setting(
                self.name(),
                LIMIT_SETTING,
                self.tr("Most that stopped runs may leave in the cache (GB; 0: no limit)"),
                float(DEFAULT_LIMIT),
            )
        )
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self) -> None:
        """Remove the settings."""
        for name in (PYTHON_SETTING, LIMIT_SETTING):
            self._config.settings.pop(name, None)
        self._config.settingIcons.pop(self.name(), None)

    def loadAlgorithms(self) -> None:
        """Add one instance of each algorithm."""
        for algorithm in find_algorithms():
            self.addAlgorithm(algorithm())

"""The plugin object: it adds the provider, and nothing else."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication

from .processing.provider import Provider


class RsDeepClusterPlugin:
    """Adds the Processing provider to QGIS, on the desktop and under ``qgis_process``."""

    def __init__(self, iface: Any) -> None:
        self._provider: Provider | None = None

    def initProcessing(self) -> None:
        """Add the provider; ``qgis_process`` calls only this."""
        self._provider = Provider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Start on the desktop."""
        self.initProcessing()

    def unload(self) -> None:
        """Take the provider away."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None

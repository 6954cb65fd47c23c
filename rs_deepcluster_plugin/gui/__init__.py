"""The widgets: they show cluster layers and run the algorithms, they never compute."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Translate."""
    return QCoreApplication.translate("RsDeepCluster", text)

"""RS DeepCluster: deep clustering of remote sensing scenes in QGIS."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name QGIS looks for
    """Return the plugin object; ``iface`` is None under ``qgis_process``."""
    from .plugin import RsDeepClusterPlugin

    return RsDeepClusterPlugin(iface)

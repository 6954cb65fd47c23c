"""RS DeepCluster: deep clustering of remote sensing scenes in QGIS."""

from __future__ import annotations

import sys
from typing import Any

# QGIS forgets the modules that it has seen `import` bring, not the algorithms, which are found by
# name. A plugin that is installed over another one would be half of each until QGIS is started
# anew: what is there before the package itself is of the one that was there before.
for _name in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
    del sys.modules[_name]


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name QGIS looks for
    """Return the plugin object; ``iface`` is None under ``qgis_process``."""
    from .plugin import RsDeepClusterPlugin

    return RsDeepClusterPlugin(iface)

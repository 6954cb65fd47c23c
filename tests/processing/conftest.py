"""QGIS without a screen and without the user's profile, once for all tests here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def qgis_app(tmp_path_factory):
    """QGIS with Processing, and the plugin importable: staged where it is, else the checkout."""
    sys.path.insert(0, os.environ.get("RSDEEPCLUSTER_STAGE") or str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(tmp_path_factory.mktemp("profile"))
    if not os.environ.get("XDG_RUNTIME_DIR"):
        os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("runtime"))

    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    plugins = str(Path(app.pkgDataPath()) / "python" / "plugins")
    sys.path.append(plugins)

    from processing.core.Processing import Processing

    Processing.initialize()
    yield app
    Processing.deinitialize()
    app.exitQgis()

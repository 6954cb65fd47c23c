"""The plugin manager installs a version over another one, in a QGIS that goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import support

_CODE = """
import sys
from pathlib import Path
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
sys.path[:0] = [sys.argv[1], str(Path(app.pkgDataPath()) / "python" / "plugins")]
from processing.core.Processing import Processing
Processing.initialize()
from qgis import utils
utils.plugin_paths = [sys.argv[1]]
utils.updateAvailablePlugins()
name = "rs_deepcluster_plugin"
file = Path(sys.argv[1], name, "processing", "algorithms", "scenes", "scenegrid.py")
for _ in range(2):
    assert utils.loadPlugin(name) and utils.startProcessingPlugin(name)
    said = QgsApplication.processingRegistry().algorithmById("rsdeepcluster:scenegrid")
    print(said.displayName(), flush=True)
    old = file.read_text(encoding="utf-8")
    file.write_text(old.replace('LABEL = "Scene grid"', 'LABEL = "Another grid"'), encoding="utf-8")
    del said
    assert utils.unloadPlugin(name)
"""


def test_a_plugin_that_is_installed_over_another_has_nothing_of_it(tmp_path):
    name = "rs_deepcluster_plugin"
    large = shutil.ignore_patterns("models", "demo", "__pycache__")
    shutil.copytree(support.stage() / name, tmp_path / name, ignore=large)
    environ = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path), "QGIS_PLUGINPATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(tmp_path)],
        env=environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-2:] == ["Scene grid", "Another grid"], done.stderr

"""The end of the tests, whatever one of them still holds: a crash there counts as a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import support

# Layers opened in each way, and one read, held as by a test that keeps the exception it has caught.
# Whoever collects after QGIS has ended, as pytest does, closes them without GDAL.
_HOLDING = """
import gc, sys
sys.path.insert(0, sys.argv[1])
import support
from qgis.core import (
    QgsApplication, QgsProcessingContext, QgsProcessingUtils, QgsProject, QgsProviderRegistry,
    QgsVectorLayer,
)

application = QgsApplication([], False)
application.initQgis()
gc.disable()

def hold():
    try:
        raise ValueError
    except ValueError as error:
        caught = error
    opened = QgsVectorLayer(sys.argv[2])
    features = opened.getFeatures()
    assert next(features).isValid()
    context, project = QgsProcessingContext(), QgsProject()
    assert QgsProcessingUtils.mapLayerFromString(sys.argv[2], context).isValid()
    assert project.addMapLayer(QgsVectorLayer(sys.argv[2])).isValid()
    if sys.argv[3] == "circle":  # in which anything may be, also what is not looked for by kind
        provider = QgsProviderRegistry.instance().createProvider("ogr", sys.argv[2])
        assert provider.isValid()
    return caught

kept = [hold()] if sys.argv[3] == "kept" else [hold()].clear()
support.delete_layers()
application.exitQgis()
del kept
gc.collect()
print("ended")
"""


@pytest.mark.parametrize("held", ["kept", "circle"])
def test_layers_that_are_left_do_not_take_qgis_down(tmp_path, held):
    path = support.write_polygons(tmp_path / "a.gpkg", [support.box(0, 0, 1, 1)], 32633)
    tests = Path(support.__file__).parent
    ended = subprocess.run(
        [sys.executable, "-c", _HOLDING, str(tests), str(path), held],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "ended"), ended.stderr

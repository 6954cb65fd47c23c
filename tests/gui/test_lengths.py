"""Lengths in the dialogs of algorithms say what they are measured in."""

from __future__ import annotations

import pytest
import support
from desktop import spin
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsRasterLayer,
)

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def opened(window, tmp_path):
    """Open the dialog of an algorithm, with a raster of pixels of 10 m in the project."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialogs = []
    path = support.write_raster(tmp_path / "made.tif", support.texture())
    QgsProject.instance().addMapLayer(QgsRasterLayer(path, "made"))

    def open_dialog(name):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"rsdeepcluster:{name}")
        dialogs.append(AlgorithmDialog(algorithm.create()))
        dialogs[-1].show()
        spin(0.05)
        wrappers = dialogs[-1].mainWidget().wrappers
        return dialogs[-1], wrappers

    yield open_dialog
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()
    spin(0.05)


def give(wrapper, value):
    wrapper.setParameterValue(value, QgsProcessingContext())
    spin(0.02)


def test_a_length_is_shown_in_pixels_and_on_the_ground(opened):
    dialog, wrappers = opened("clusterscenes")
    size, context, units = (wrappers[name] for name in ("SIZE", "CONTEXT", "UNITS"))
    assert (size.parameterValue(), context.parameterValue()) == (None, None)
    assert (size._unit.text(), size._number.text()) == ("pixels", "Not set")
    give(size, 48)
    assert (size._unit.text(), size._number.text()) == ("pixels = 480 meters", "48")
    give(units, "map units")
    assert size._unit.text() == "meters = 4.8 pixels"
    assert context._unit.text() == "meters"
    size._number.setValue(320.5)  # as by hand
    spin(0.02)
    assert (size._unit.text(), size._number.text()) == ("meters = 32.05 pixels", "320.5")
    size._number.setValue(320)
    given = dialog.createProcessingParameters()  # what runs
    assert (given["SIZE"], given["CONTEXT"], given["UNITS"]) == (320, None, "map units")
    size._number.clear()
    assert dialog.createProcessingParameters()["SIZE"] is None


def test_the_unit_is_that_of_the_raster_that_is_chosen(opened, tmp_path):
    degrees = (18.5, 2.5e-5, 0, -33.97, 0, -2.5e-5)
    path = support.write_raster(tmp_path / "degrees.tif", support.texture(), degrees, 4326)
    layer = QgsProject.instance().addMapLayer(QgsRasterLayer(path, "degrees"))
    _, wrappers = opened("scenegrid")
    give(wrappers["SIZE"], 8)
    give(wrappers["INPUT"], layer.id())
    assert wrappers["SIZE"]._unit.text() == "pixels = 0.0002 degrees"
    give(wrappers["UNITS"], "map units")
    assert wrappers["STRIDE"]._unit.text() == "degrees"


def test_a_scene_size_that_must_be_there_starts_with_the_usual_one(opened):
    _, wrappers = opened("refinemodel")
    assert wrappers["SIZE"].parameterValue() == 224
    assert wrappers["SIZE"]._number.text() == "224"


def test_batches_and_models_have_the_widgets_of_qgis(window, tmp_path):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog

    path = support.write_raster(tmp_path / "made.tif", support.texture())
    QgsProject.instance().addMapLayer(QgsRasterLayer(path, "made"))
    algorithm = QgsApplication.processingRegistry().algorithmById("rsdeepcluster:scenegrid")
    batch = BatchAlgorithmDialog(algorithm.create())
    model = ModelerParametersDialog(algorithm.create(), QgsProcessingModelAlgorithm())
    spin(0.05)
    held = [batch.mainWidget().wrappers[0], list(model.widget.widget.wrappers.values())]
    assert all(held)
    for one in (w for wrappers in held for w in wrappers):
        assert one is None or not hasattr(one, "_unit")
    for dialog in (batch, model):
        dialog.show()
        spin(0.05)
        dialog.close()
        dialog.deleteLater()
    spin(0.05)

"""Choices and lists of files in the dialogs of algorithms, in the language of the user."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import support
from desktop import spin
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingModelAlgorithm

sys.path.insert(0, str(support.ROOT / "scripts"))
import translations

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def german(window):
    """The plugin's texts in German, in algorithms that are created from here on."""
    from qgis.PyQt.QtCore import QCoreApplication

    from rs_deepcluster_plugin.plugin import translate_to

    translator = translate_to("de_DE")
    yield translations.read("de")
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def opened(window):
    """Open the dialog of an algorithm; returns it and its widgets by their names."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialogs = []

    def open_dialog(name):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"rsdeepcluster:{name}")
        dialogs.append(AlgorithmDialog(algorithm.create()))
        dialogs[-1].show()
        spin(0.05)
        return dialogs[-1], dialogs[-1].mainWidget().wrappers

    yield open_dialog
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()
    spin(0.05)


def shown(box):
    return [box.itemText(at) for at in range(box.count())]


def test_choices_are_shown_in_german_and_stay_what_they_are(german, opened):
    dialog, wrappers = opened("scenegrid")
    edges = wrappers["EDGES"]
    box = edges.box
    assert shown(box) == ["behalten", "auslassen", "verschieben"]
    box.setCurrentIndex(1)  # as by hand
    assert edges.parameterValue() == "drop"
    edges.setParameterValue("shift", QgsProcessingContext())  # as from the history
    assert box.currentText() == "verschieben"
    edges.setParameterValue(0, QgsProcessingContext())  # as QGIS's help tells people to
    assert (box.currentText(), edges.parameterValue()) == ("behalten", "keep")
    # What QGIS notes of it is the same in all languages.
    given = {"EDGES": edges.parameterValue(), "INPUT": "a.tif"}
    command = dialog.algorithm().asPythonCommand(given, QgsProcessingContext())
    assert "'EDGES':'keep'" in command


def test_in_english_choices_are_qgis_s_own(opened):
    _, wrappers = opened("scenegrid")
    assert type(wrappers["EDGES"]).__name__ != "_ChoiceWrapper"
    assert wrappers["EDGES"].parameterDefinition().usesStaticStrings()


def test_choices_of_models_and_batches_are_german_too(german):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
    from qgis.core import QgsProcessingModelChildParameterSource
    from qgis.PyQt.QtWidgets import QComboBox

    algorithm = QgsApplication.processingRegistry().algorithmById("rsdeepcluster:scenegrid")
    model = ModelerParametersDialog(algorithm.create(), QgsProcessingModelAlgorithm())
    batch = BatchAlgorithmDialog(algorithm.create())
    spin(0.05)
    wanted = ["behalten", "auslassen", "verschieben"]
    widget = model.widget.widget.wrappers["EDGES"]
    (box,) = (one for one in widget.findChildren(QComboBox) if shown(one) == wanted)
    box.setCurrentIndex(2)
    value = widget.value()
    static = QgsProcessingModelChildParameterSource.fromStaticValue(0).source()
    assert (value.source(), value.staticValue()) == (static, "shift")
    row = batch.mainWidget().wrappers[0]
    one = next(w for w in row if w is not None and w.parameterDefinition().name() == "EDGES")
    assert shown(one.box) == wanted
    one.box.setCurrentIndex(1)
    assert one.parameterValue() == "drop"
    for dialog in (model, batch):
        dialog.close()
        dialog.deleteLater()
    spin(0.05)


def test_more_features_are_chosen_as_files(opened, monkeypatch, tmp_path):
    from qgis.PyQt.QtWidgets import QFileDialog

    asked = []

    def choose(_, title, folder, filter):
        asked.append((title, folder, filter))
        return [f"{tmp_path}/b.parquet", f"{tmp_path}/c d.parquet"], filter

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    dialog, wrappers = opened("clustertogether")
    more = wrappers["MORE_FEATURES"]
    more.setParameterValue(f"{tmp_path}/a.parquet; {tmp_path}/b.parquet", QgsProcessingContext())
    wrappers["INPUT"].setParameterValue(f"{tmp_path}/z.parquet", QgsProcessingContext())
    more.button.click()
    paths = [f"{tmp_path}/{name}.parquet" for name in ("a", "b", "c d")]
    assert asked == [("More features", str(tmp_path), "More features (*.parquet)")]
    assert dialog.createProcessingParameters()["MORE_FEATURES"] == "; ".join(paths)
    assert dialog.algorithm().more.read_all(
        dialog.algorithm(), {"MORE_FEATURES": "; ".join(paths)}, QgsProcessingContext()
    ) == paths  # fmt: skip


def test_more_folders_are_chosen_one_by_one(opened, monkeypatch, tmp_path):
    from qgis.PyQt.QtWidgets import QFileDialog

    given = iter(["/one", "", "/two"])  # in between it is canceled
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(given))
    _, wrappers = opened("finetunemodel")
    more = wrappers["MORE_FOLDERS"]
    for _ in range(3):
        more.button.click()
    assert more.parameterValue() == "/one; /two"


# Dialogs with widgets of each of our kinds, opened and deleted; how many are held at last.
_DIALOGS = """
import os, sys
sys.path[:0] = sys.argv[1:3]
import desktop
app, window = desktop.start(), desktop.Desktop()
from processing.gui.AlgorithmDialog import AlgorithmDialog
from rs_deepcluster_plugin import classFactory, plugin as module
translator = module.translate_to("de_DE")
plugin = classFactory(window)
plugin.initGui()
from rs_deepcluster_plugin.gui import parameters
most = 0
for name in ("clusterscenes", "clustertogether", "finetunemodel", "clusterscenes"):
    algorithm = app.processingRegistry().algorithmById("rsdeepcluster:" + name)
    dialog = AlgorithmDialog(algorithm.create())
    dialog.show()
    desktop.spin(0.2)
    dialog.resize(700, 700)
    desktop.spin(0.1)
    most = max(most, len(parameters._held))
    dialog.close()
    dialog.deleteLater()
    del dialog
    desktop.spin(0.2)
print(most, len(parameters._held), flush=True)
os._exit(0)
"""


def test_widgets_of_ours_outlive_neither_their_dialog_nor_what_python_has_of_them():
    """Freed memory is filled with other values here: what looks at it crashes at once."""
    environ = {**os.environ, "PYTHONMALLOC": "debug", "MALLOC_PERTURB_": "165"}
    done = subprocess.run(
        [sys.executable, "-c", _DIALOGS, support.stage(), support.ROOT / "scripts"],
        env=environ, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    most, left = map(int, done.stdout.split()[-2:])
    assert most > 10
    assert left == 0

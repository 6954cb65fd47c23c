"""The offer to set up the worker where it is missed."""

from __future__ import annotations

import pytest


@pytest.fixture
def without_worker(monkeypatch, tmp_path):
    """A computer on which nothing was set up yet."""
    monkeypatch.delenv("RSDEEPCLUSTER_PYTHON", raising=False)
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))


def opened(window, monkeypatch, titles):
    """Note the dialog that comes next, and close it."""
    from processing.tools import general
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication

    monkeypatch.setattr(general, "iface", window)

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None or not hasattr(dialog, "runButton"):
            QTimer.singleShot(50, look)
            return
        titles.append(dialog.windowTitle())
        dialog.reject()

    QTimer.singleShot(50, look)


def place_of_link(view):
    from qgis.PyQt.QtCore import QPoint

    rows, columns = range(0, view.viewport().height(), 4), range(0, view.viewport().width(), 6)
    return next(QPoint(x, y) for y in rows for x in columns if view.anchorAt(QPoint(x, y)))


def test_a_dialog_that_cannot_open_links_to_the_set_up(window, without_worker, monkeypatch):
    from desktop import spin
    from processing.gui.MessageDialog import MessageDialog
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import Qt, QTimer
    from qgis.PyQt.QtTest import QTest

    registry = QgsApplication.processingRegistry()
    fine, message = registry.createAlgorithmById("rsdeepcluster:clusterscenes").canExecute()
    assert not fine
    assert message.endswith('<a href="rsdeepcluster:setupworker">Set up the worker</a>')
    # As the toolbox shows it.
    dialog, titles = MessageDialog(), []
    dialog.setMessage(f"<h3>This algorithm cannot be run :-( </h3>\n{message}")

    def follow():
        opened(window, monkeypatch, titles)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of_link(view))

    view = dialog.txtMessage
    QTimer.singleShot(200, follow)
    QTimer.singleShot(15_000, dialog.close)  # else a failure would wait for ever
    dialog.exec()
    spin(20, lambda: titles, "the dialog to open")
    assert titles[0].endswith("Set up the worker")  # with the group before it in QGIS 3.40
    dialog.deleteLater()
    spin(0.05)


def press_the_button(bench, monkeypatch):
    """Press what the panel's message offers, and return the titles of the dialogs that come."""
    from desktop import spin
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QPushButton

    spin(0.1)
    item, titles = bench.panel.bar.currentItem(), []
    (button,) = item.findChildren(QPushButton)
    assert button.isVisible()
    assert "<" not in item.text()
    assert "Python packages that the worker needs are missing" in item.text()
    opened(bench.window, monkeypatch, titles)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    spin(20, lambda: titles, "the dialog to open")
    return titles


def test_the_panel_has_a_button_for_it(bench, without_worker, monkeypatch):
    panel = bench.panel
    panel.selection.select(panel.scenes.cluster == 2, None)
    panel.similar.trigger()
    titles = press_the_button(bench, monkeypatch)
    assert titles[0].endswith("Set up the worker")  # with the group before it in QGIS 3.40


def test_label_mode_has_it_too(with_features, bench, without_worker, monkeypatch):
    assert not bench.panel.enter_labels()
    assert press_the_button(bench, monkeypatch)[0].endswith("Set up the worker")


def test_without_a_desktop_messages_are_plain(window, without_worker):
    from qgis.core import QgsApplication

    from rs_deepcluster_plugin.processing.framework.algorithm import offer_links

    registry = QgsApplication.processingRegistry()
    algorithm = registry.createAlgorithmById("rsdeepcluster:clusterscenes")
    offer_links(False)
    assert "<" not in algorithm.canExecute()[1]
    offer_links(True)

"""The plugin under Qt 6: all modules import, and the workbench works, with QGIS stubbed."""

from __future__ import annotations

import importlib
import pkgutil
import time
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import STAGE, Interface, write_layer
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMainWindow, QTextBrowser

Left, Plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NAME = "rs_deepcluster_plugin"


def modules():
    found = [NAME, f"{NAME}.plugin", f"{NAME}.compat"]
    for part in ("gui", "processing"):
        package = STAGE / NAME / part
        found += [
            module.name for module in pkgutil.walk_packages([str(package)], f"{NAME}.{part}.")
        ]
    return found


@pytest.mark.parametrize("name", modules())
def test_every_module_imports(app, name):
    importlib.import_module(name)


def spin(seconds=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


@pytest.fixture
def bench(app, tmp_path):
    from qgis.core import QgsApplication, QgsVectorLayer

    from rs_deepcluster_plugin.gui.workbench import Workbench

    number = write_layer(tmp_path / "map.gpkg")
    layer = QgsVectorLayer(tmp_path / "map.gpkg")
    window = QMainWindow()
    window.resize(1400, 800)
    iface = Interface(window, layer)
    panel = Workbench(iface)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, panel)
    window.show()
    spin()
    QgsApplication.asked.clear()
    yield SimpleNamespace(
        panel=panel, layer=layer, number=number, window=window, asked=QgsApplication.asked
    )
    panel.close_down()
    window.close()
    window.deleteLater()
    spin()


def press(widget, key, modifier=Plain):
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)
    spin(0.02)


def click_row(bench, row, modifier=Plain):
    view = bench.panel.clusters
    spot = view.visualRect(view.clusters.index(row, 1)).center()
    QTest.mouseClick(view.viewport(), Left, modifier, spot)
    spin(0.02)


def test_the_layer_is_shown(bench):
    model = bench.panel.clusters.clusters
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == list("1234")
    assert bench.panel.count.text() == "120 scenes, 4 clusters"
    image = bench.panel.scatter.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3)
              for y in range(0, image.height(), 3)}  # fmt: skip
    assert {bench.panel.scenes.cluster_color(cluster).name() for cluster in range(1, 5)} <= colors
    assert not bench.panel.grab().isNull()


def test_rows_and_keys_run_algorithms(bench):
    click_row(bench, 0)
    assert bench.layer.chosen == (np.flatnonzero(bench.number == 1) + 1).tolist()
    click_row(bench, 2, Qt.KeyboardModifier.ControlModifier)
    assert bench.panel.clusters.chosen() == [1, 3]
    press(bench.panel.clusters, Qt.Key.Key_M)
    press(bench.panel.clusters, Qt.Key.Key_2)
    names = [name.partition(":")[2] for name, _ in bench.asked]
    assert names == ["mergeclusters", "assignclasses"]
    assert bench.asked[0][1]["CLUSTERS"] == "1,3"
    second = bench.panel.classes.classes.code(2)
    assert bench.asked[1][1]["MAPPING"] == f"1={second}, 3={second}"
    press(bench.panel.clusters, Qt.Key.Key_Escape)
    assert bench.layer.chosen == []


def test_a_lasso_and_a_wheel_in_the_embedding(bench):
    scatter = bench.panel.scatter
    points = scatter.points()[bench.number == 2]
    (left, top), (right, bottom) = points.min(0) - 6, points.max(0) + 6
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    way = [QPoint(round(x), round(y)) for x, y in corners]
    QTest.mousePress(scatter, Left, Plain, way[0])
    for spot in way[1:]:
        QTest.mouseMove(scatter, spot)
        spin(0.02)
    QTest.mouseRelease(scatter, Left, Plain, way[-1])
    spin()
    assert bench.layer.chosen == (np.flatnonzero(bench.number == 2) + 1).tolist()
    spread = np.ptp(scatter.points(), axis=0)
    middle = QPointF(scatter.rect().center())
    wheel = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, Plain,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(scatter, wheel)
    assert (np.ptp(scatter.points(), axis=0) > 1.2 * spread).all()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Home):
        press(scatter, key)
    assert np.allclose(np.ptp(scatter.points(), axis=0), spread, atol=1)
    bench.panel.grab()


def test_the_slider_tries_a_level_and_takes_it_back(bench):
    slider = bench.panel.detail.slider
    assert slider.value() == 4
    press(slider, Qt.Key.Key_Left)
    spin(0.1)
    assert bench.panel.clusters.clusters.rowCount() == 3
    press(slider, Qt.Key.Key_Escape)
    assert slider.value() == 4
    bench.panel.detail.grab()


def test_classes_menus_and_messages(bench):
    panel = bench.panel
    panel.classes.filter.setText("tree")
    assert panel.classes.classes.rowCount() >= 1
    panel.classes.filter.setText("")
    panel.classes.grab()
    click_row(bench, 1)
    panel._fill_move_menu()
    assert len(panel.move_menu.actions()) == 2
    text = "A long sentence that says what to do. " * 20
    panel._fail(text)
    spin()
    shown = panel.bar.currentItem().findChild(QTextBrowser)
    assert shown.height() >= shown.document().size().height()
    panel._show_keys()
    press(panel.thumbnails.view, Qt.Key.Key_Right)
    panel.thumbnails.grab()


def test_a_narrow_panel_and_another_layer(bench):
    bench.window.removeDockWidget(bench.panel)
    bench.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, bench.panel)
    bench.panel.show()
    bench.panel.resize(420, 900)
    spin()
    bench.panel.follow(None)
    assert bench.panel.pages.currentIndex() == 0
    assert "Select a cluster layer" in bench.panel.reason.text()


def test_a_class_dialog_gives_a_class(bench):
    from rs_deepcluster_plugin.gui.class_list import _ClassDialog

    dialog = _ClassDialog("7", 3, bench.panel)
    dialog._name.setText("Kelp")
    entry = dialog.entry()
    assert (entry.code, entry.name) == ("7", "Kelp")
    assert entry.color.startswith("#")

"""The cluster workbench as an analyst uses it: with the mouse and by keys, on a real screen."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import subprocess
import time
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest
import support
from conftest import GROUND, make_layer
from desktop import spin
from qgis.PyQt.QtCore import QPoint, QPointF, Qt, QThread
from qgis.PyQt.QtGui import QColor, QCursor, QImage, QPalette, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyleOptionSlider, QToolButton

Left, Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
None_ = Qt.KeyboardModifier.NoModifier
xdotool = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed")
pytestmark = pytest.mark.usefixtures("qgis")


def press(widget, key, *modifiers):
    widget.setFocus()
    every = None_
    for modifier in modifiers:
        every |= getattr(Qt.KeyboardModifier, modifier)
    QTest.keyClick(widget, getattr(Qt.Key, f"Key_{key}"), every)
    spin(0.02)


def spot_of_row(bench, cluster):
    view = bench.panel.clusters
    at = [row.cluster for row in view.clusters.rows].index(cluster)
    return view.visualRect(view.clusters.index(at, 1)).center()


def click_row(bench, cluster, modifier="NoModifier"):
    view = bench.panel.clusters
    spot = spot_of_row(bench, cluster)
    QTest.mouseClick(view.viewport(), Left, getattr(Qt.KeyboardModifier, modifier), spot)
    spin(0.02)


def point(xy):
    return QPoint(round(float(xy[0])), round(float(xy[1])))


def move(widget, to):
    """Move the mouse of the screen."""
    QTest.mouseMove(widget, to)
    spin(0.03)


def draw_lasso(bench, cluster, modifier="NoModifier"):
    """Draw a lasso around the points of a cluster, as with the mouse."""
    scatter = bench.panel.scatter
    points = scatter.points()[bench.panel.scenes.cluster == cluster]
    (left, top), (right, bottom) = points.min(0) - 5, points.max(0) + 5
    way = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    held = getattr(Qt.KeyboardModifier, modifier)
    QTest.mousePress(scatter, Left, held, point(way[0]))
    for corner in way[1:]:
        move(scatter, point(corner))
    QTest.mouseRelease(scatter, Left, held, point(way[-1]))
    spin(0.02)


def scenes_of(bench, *clusters):
    return set((np.flatnonzero(np.isin(bench.number, clusters)) + 1).tolist())


def selected(bench):
    return set(bench.layer.selectedFeatureIds())


def colors_in(widget):
    """Return the colors of a picture of a widget, as (r, g, b)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    pixels = data.reshape(image.height(), image.bytesPerLine() // 4, 4)[..., :3]
    return set(map(tuple, np.unique(pixels.reshape(-1, 3), axis=0).tolist()))


def palette(*clusters):
    from rs_deepcluster_plugin.processing.layers.style import cluster_color

    return {cluster_color(cluster).getRgb()[:3] for cluster in clusters}


def history(bench):
    return [
        (edit.algorithm, edit.state)
        for edit in type(bench.panel.scenes.layer_table)(bench.path).history()
    ]


def complaint(bench):
    item = bench.panel.bar.currentItem()
    return item.text() if item is not None else ""


def column(bench, number):
    model = bench.panel.clusters.clusters
    return [model.index(row, number).data() for row in range(model.rowCount())]


# What is shown


def test_without_a_cluster_layer_the_panel_says_what_to_do(window, tmp_path, made):
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer

    window.plugin._action.trigger()
    panel = window.plugin._workbench
    assert panel.isVisible()
    assert panel.reason.isVisible()
    assert "Select a cluster layer" in panel.reason.text()
    entry = QgsApplication.processingRegistry().algorithmById("rsdeepcluster:clusterscenes")
    assert f'"{entry.displayName()}"' in panel.reason.text()
    others = [
        (QgsRasterLayer(str(made.path.with_suffix(".tif")), "raster"), "Select a cluster layer"),
        (QgsVectorLayer("Point?field=cluster:int", "points", "memory"), "is not in a GeoPackage"),
    ]
    shapes = support.write_polygons(tmp_path / "b.gpkg", [support.box(0, 0, 1, 1)], 32633)
    others.append((QgsVectorLayer(shapes, "b", "ogr"), "was not made by RS DeepCluster"))
    for layer, text in others:
        QgsProject.instance().addMapLayer(layer)
        window.set_layer(layer)
        assert text in panel.reason.text()
        assert panel.reason.isVisible()
    assert panel.reason.text().count(". ") <= 1


def test_clusters_are_rows_with_size_mean_probability_and_color(bench):
    sizes = np.bincount(bench.number)
    assert column(bench, 0) == ["1", "2", "3", "4", "5", "6", "none"]
    assert column(bench, 1) == [str(size) for size in [*sizes[1:], sizes[0]]]
    means = [bench.sure[bench.number == cluster].mean() for cluster in range(1, 7)]
    assert column(bench, 2) == [*(f"{mean:.2f}" for mean in means), ""]
    assert palette(1, 2, 3, 4, 5, 6) <= colors_in(bench.panel.clusters)
    assert palette(1, 2, 3, 4, 5, 6) <= colors_in(bench.panel.scatter)


def test_a_click_on_a_header_sorts(bench):
    header = bench.panel.clusters.header()
    spot = QPoint(header.sectionViewportPosition(1) + 10, 8)
    for _ in range(2):
        QTest.mouseClick(header.viewport(), Left, None_, spot)
    sizes = [int(text) for text in column(bench, 1)[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert column(bench, 0)[-1] == "none"


def test_thumbnails_are_cut_from_the_raster_in_the_background(bench):
    view = bench.panel.thumbnails.view
    spin(5, lambda: bench.panel.images.get(view.model().index(0, 0).data(257)), "a picture")
    spin(0.3)
    # The first are exemplars: one of each cluster, whose ground has a color of its own.
    assert set(GROUND) <= colors_in(view)
    cutter = bench.panel.images._cutter
    assert cutter.isRunning()
    # Those that are no longer wanted are not cut.
    bench.panel.images._kept.clear()
    bench.panel.images.want(list(range(1, 250)))
    bench.panel.images.want([250])
    assert len(cutter._wanted) <= 1
    spin(1, lambda: bench.panel.images.get(250), "the picture")
    assert bench.panel.images.get(249) is None
    first = [bench.panel.thumbnails.scenes.places[row] for row in range(6)]
    assert bench.number[first].tolist() == [1, 2, 3, 4, 5, 6]
    assert bench.rank[first].tolist() == [1] * 6


def test_without_its_raster_the_layer_still_works(window, tmp_path, gdal_quiet):
    from qgis.core import QgsVectorLayer

    made = make_layer(tmp_path / "moved.gpkg")
    made.path.with_suffix(".tif").unlink()
    layer = QgsVectorLayer(str(made.path), "moved", "ogr")
    window.plugin._action.trigger()
    window.set_layer(layer)
    panel = window.plugin._workbench
    assert panel.thumbnails.reason.isVisible()
    assert "moved.tif is not there any more" in panel.thumbnails.reason.text()
    assert panel.clusters.clusters.rowCount() == 7
    window.set_layer(None)


# One selection everywhere


def test_a_click_on_a_row_selects_its_scenes_everywhere(bench):
    click_row(bench, 3)
    assert selected(bench) == scenes_of(bench, 3)
    assert set(bench.panel.thumbnails.scenes.places + 1) == scenes_of(bench, 3)
    click_row(bench, 5, "ControlModifier")
    assert selected(bench) == scenes_of(bench, 3, 5)
    assert bench.panel.clusters.chosen() == [3, 5]
    spin(0.3)
    # Scenes that are not selected fade in the embedding.
    seen = colors_in(bench.panel.scatter)
    assert palette(3, 5) <= seen
    assert not palette(1, 2, 4, 6) & seen


def test_a_lasso_selects_and_adds_and_takes_away(bench):
    draw_lasso(bench, 2)
    assert selected(bench) == scenes_of(bench, 2)
    assert bench.panel.clusters.chosen() == [2]
    draw_lasso(bench, 4, "ShiftModifier")
    assert selected(bench) == scenes_of(bench, 2, 4)
    draw_lasso(bench, 2, "ControlModifier")
    assert selected(bench) == scenes_of(bench, 4)


def test_a_click_on_a_point_selects_its_scene(bench):
    scatter = bench.panel.scatter
    at = int(np.flatnonzero(bench.number == 6)[0])
    spot = point(scatter.points()[at])
    QTest.mouseClick(scatter, Left, None_, spot)
    (one,) = selected(bench)
    assert bench.number[one - 1] == 6
    QTest.mouseClick(scatter, Left, None_, point((2, 2)))
    assert selected(bench) == set()


def test_what_is_selected_on_the_map_is_selected_in_the_panel(bench):
    some = sorted(scenes_of(bench, 1))[:4]
    bench.layer.selectByIds(some + sorted(scenes_of(bench, 4)))
    assert bench.panel.clusters.chosen() == [4]
    assert column(bench, 1)[0] == f"4 / {len(scenes_of(bench, 1))}"
    assert set(bench.panel.thumbnails.scenes.places + 1) == {*some, *scenes_of(bench, 4)}


def test_a_picture_of_a_cell_shows_what_is_around_it_with_the_cell_outlined():
    from osgeo import gdal

    from rs_deepcluster_plugin.gui.images import Picture, cut

    dataset = gdal.GetDriverByName("MEM").Create("", 60, 60, 1)
    dataset.SetGeoTransform((1000, 2, 0, 5000, 0, -2))
    values = np.full((60, 60), 100, dtype=np.uint8)
    values[20:30, 30:40] = 250
    dataset.GetRasterBand(1).WriteArray(values)
    box = (1060.0, 4940.0, 1080.0, 4960.0)  # columns 30 to 40, rows 20 to 30

    def pixels(size):
        picture = Picture("", (1, 1, 1), (0.0,) * 3, (255.0,) * 3, True, size)
        image = cut(dataset, picture, box, 100)
        seen = np.frombuffer(image.bits().asarray(40_000), dtype=np.uint8)
        return seen.reshape(100, 100, 4).copy()  # the image's memory goes with it

    found = pixels((50, 50))
    assert (found[..., 3] == 255).all()
    assert (found[42:58, 42:58, 0] > 200).all()
    for edge in (39, 60):
        assert (found[39:61, edge] == 255).all()
        assert (found[edge, 39:61] == 255).all()
    assert (found[:36, :, 0] == 100).all()
    assert (found[64:, :, 0] == 100).all()
    assert (pixels(None)[5:-5, 5:-5, 0] == 250).all()


def test_a_click_on_a_thumbnail_selects_its_scene_and_a_double_click_goes_there(bench):
    click_row(bench, 2)
    view = bench.panel.thumbnails.view
    spot = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Left, None_, spot)
    (one,) = selected(bench)
    assert one == bench.panel.thumbnails.scenes.places[1] + 1
    assert set(bench.panel.thumbnails.scenes.places + 1) == scenes_of(bench, 2)
    before = bench.canvas.extent().width()
    QTest.mouseDClick(view.viewport(), Left, None_, spot)
    spin(0.1)
    center = bench.layer.getFeature(one).geometry().centroid().asPoint()
    assert bench.canvas.extent().contains(center)
    assert bench.canvas.extent().width() < before


def test_arrow_keys_and_space_select_thumbnails(bench):
    press(bench.panel.thumbnails.view, "Right")
    press(bench.panel.thumbnails.view, "Right")
    places = bench.panel.thumbnails.scenes.places
    assert selected(bench) <= set((places[:3] + 1).tolist())
    assert len(selected(bench)) == 1
    press(bench.panel.thumbnails.view, "Escape")
    assert selected(bench) == set()


def test_the_embedding_is_zoomed_and_moved_by_mouse_and_keys(bench):
    scatter = bench.panel.scatter
    start = scatter.points()[5]
    spot = point(start)
    wheel = QWheelEvent(
        QPointF(spot), QPointF(scatter.mapToGlobal(spot)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, None_, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = np.ptp(scatter.points()[bench.number > 0], axis=0)
    QApplication.sendEvent(scatter, wheel)
    assert (np.ptp(scatter.points()[bench.number > 0], axis=0) > 1.2 * before).all()
    assert np.allclose(scatter.points()[5], start, atol=1)  # what is under the mouse stays
    QTest.mousePress(scatter, Middle, None_, point((50, 50)))
    move(scatter, point((70, 40)))
    QTest.mouseRelease(scatter, Middle, None_, point((70, 40)))
    assert np.allclose(scatter.points()[5], start + np.array([20, -10]), atol=1)
    press(scatter, "Left")
    assert np.allclose(scatter.points()[5], start + np.array([60, -10]), atol=1)
    press(scatter, "Home")
    assert np.allclose(scatter.points()[5], start, atol=1)
    QTest.keyPress(scatter, Qt.Key.Key_Space)
    QTest.mousePress(scatter, Left, None_, point((50, 50)))
    move(scatter, point((60, 60)))
    QTest.mouseRelease(scatter, Left, None_, point((60, 60)))
    QTest.keyRelease(scatter, Qt.Key.Key_Space)
    assert np.allclose(scatter.points()[5], start + 10, atol=1)
    assert selected(bench) == set()


def test_the_scene_below_the_mouse_is_shown(bench):
    scatter = bench.panel.scatter
    at = int(np.flatnonzero(bench.number == 3)[0])
    spot = point(scatter.points()[at])
    before = colors_in(scatter)
    QCursor.setPos(scatter.mapToGlobal(point((3, 3))))
    spin(0.1)
    QCursor.setPos(scatter.mapToGlobal(spot))
    spin(3, lambda: scatter._hovered >= 0, "the scene below the mouse")
    assert bench.number[scatter._hovered] == 3
    spin(3, lambda: GROUND[2] in colors_in(scatter), "its picture")
    assert GROUND[2] not in before


# Commands


def test_m_merges_the_selected_clusters_into_the_one_that_was_clicked_last(bench):
    click_row(bench, 2)
    click_row(bench, 5, "ControlModifier")
    press(bench.panel.clusters, "M")
    assert complaint(bench) == ""
    assert column(bench, 0) == ["1", "3", "4", "5", "6", "none"]
    assert history(bench) == [("mergeclusters", "done")]
    # What was selected stays so, and is the new cluster.
    assert selected(bench) == scenes_of(bench, 2, 5)
    assert bench.panel.clusters.chosen() == [5]
    values = {f["edited_cluster"] for f in bench.layer.getSelectedFeatures()}
    assert values == {5}
    assert {f["cluster"] for f in bench.layer.getSelectedFeatures()} == {2, 5}


def test_undo_and_redo_have_keys_that_the_main_window_has_too(bench):
    triggered = []
    bench.window.undo.triggered.connect(lambda: triggered.append(1))
    bench.panel.merge_into([1, 2], 1)
    assert "Merged clusters 1 and 2 into 1" in bench.panel.undo.toolTip()
    press(bench.panel.clusters, "Z", "ControlModifier")
    assert len(column(bench, 0)) == 7
    assert history(bench) == [("mergeclusters", "undone")]
    assert "Merged clusters 1 and 2 into 1" in bench.panel.redo.toolTip()
    press(bench.panel.scatter, "Y", "ControlModifier")
    assert len(column(bench, 0)) == 6
    assert triggered == []


@xdotool
def test_a_row_that_is_dragged_onto_another_is_merged_into_it(bench, screen):
    rows = bench.panel.clusters.viewport()
    drag(rows, spot_of_row(bench, 6), rows, spot_of_row(bench, 2), screen)
    spin(5, lambda: history(bench), "the merge")
    assert column(bench, 0) == ["1", "2", "3", "4", "5", "none"]
    values = {f["edited_cluster"] for f in bench.layer.getFeatures() if f["cluster"] in (2, 6)}
    assert values == {2}


def drag(source, begin, target, end, screen, meanwhile=None):
    """Drag with the mouse of the X server, from a spot of a widget to one of another."""
    one, other = source.mapToGlobal(begin), target.mapToGlobal(end)
    steps = [f"mousemove {one.x()} {one.y()}", "sleep 0.1", "mousedown 1", "sleep 0.1"]
    for part in (0.1, 0.3, 0.6, 0.9, 1.0):
        x = one.x() + part * (other.x() - one.x())
        y = one.y() + part * (other.y() - one.y())
        steps += [f"mousemove {x:.0f} {y:.0f}", "sleep 0.1"]
    # Qt stays in its own loop from the first move of a drag to the release of the button.
    parts = [[*steps, "mouseup 1"]] if meanwhile is None else [steps, ["mouseup 1"]]
    for part in parts:
        mouse = subprocess.Popen(["xdotool", *" ".join(part).split()], env={"DISPLAY": screen})
        spin(10, lambda mouse=mouse: mouse.poll() is not None, "the mouse")
        spin(0.1)
        if part is steps:
            meanwhile()
    spin(0.2)


def test_the_detail_slider_recolors_at_once_and_merges_when_it_is_let_go(bench):
    slider = bench.panel.detail.slider
    assert slider.value() == 6
    press(slider, "Left")
    press(slider, "Left")
    spin(0.2)
    # Seen at once, but not yet done.
    assert len([c for c in column(bench, 0) if c != "none"]) == 4
    categories = bench.layer.renderer().categories()
    assert len({category.symbol().color().name() for category in categories}) == 4
    assert history(bench) == []
    spin(3, lambda: history(bench), "the merge")
    assert history(bench) == [("mergeclusters", "done")]
    assert len([c for c in column(bench, 0) if c != "none"]) == 4
    values = {f["edited_cluster"] for f in bench.layer.getFeatures() if f["cluster"]}
    assert len(values) == 4


def test_escape_takes_the_slider_back(bench):
    before = [c.symbol().color().name() for c in renderer_of(bench)]
    press(bench.panel.detail.slider, "Left")
    spin(0.2)
    assert len(column(bench, 0)) == 6
    press(bench.panel.detail.slider, "Escape")
    spin(1.2)
    assert len(column(bench, 0)) == 7
    assert history(bench) == []
    assert [c.symbol().color().name() for c in renderer_of(bench)] == before


@pytest.fixture
def marked(bench):
    """Note two levels that hold with the layer."""
    layer_table = bench.panel.scenes.layer_table
    layer_table.set_notes({"tree": {**layer_table.notes["tree"], "held": [3, 5]}})
    bench.panel.refresh()
    spin(0.1)
    return bench


def handle_of(slider):
    """Return where the handle of a slider is."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(control, option, part, slider)


def test_levels_that_hold_are_marked_below_the_slider(marked):
    detail = marked.panel.detail
    slider = detail.slider
    # Below the handle nothing is drawn but the marks, where the middle of the handle comes.
    image = slider.grab().toImage()
    ratio = image.width() / slider.width()
    row = round((handle_of(slider).bottom() + 4) * ratio)
    colors = [image.pixelColor(x, row).name() for x in range(image.width())]
    back = max(set(colors), key=colors.count)
    inked = [x / ratio for x, color in enumerate(colors) if color != back]
    handles = {}
    for value in range(1, 7):
        slider.blockSignals(True)
        slider.setValue(value)
        handles[value] = handle_of(slider).center().x() + 0.5
    slider.setValue(6)
    slider.blockSignals(False)
    near = [min(handles, key=lambda value: abs(handles[value] - x)) for x in inked]
    assert set(near) == {3, 5}
    assert all(abs(handles[value] - x) <= 2.5 for value, x in zip(near, inked))
    assert "Marked are the levels that hold: 3, 5." in detail.toolTip()
    assert slider.accessibleDescription() in detail.toolTip()


def test_page_up_and_down_go_to_the_marks(marked):
    slider = marked.panel.detail.slider
    assert slider.value() == 6
    for key, value in (("PageUp", 6), ("PageDown", 5), ("PageDown", 3), ("PageDown", 3)):
        press(slider, key)
        assert slider.value() == value
    press(slider, "Left")
    press(slider, "PageUp")
    assert slider.value() == 3
    spin(0.2)
    assert len([c for c in column(marked, 0) if c != "none"]) == 3
    press(slider, "Escape")
    assert slider.value() == 6
    assert history(marked) == []


def test_a_layer_without_levels_that_hold_has_no_marks(bench):
    detail = bench.panel.detail
    assert detail.slider.marks == []
    assert "Marked" not in detail.toolTip()
    assert detail.slider.accessibleDescription() == ""
    press(detail.slider, "PageDown")  # as in any slider
    assert detail.slider.value() == 1
    press(detail.slider, "Escape")


def renderer_of(bench):
    """Style the layer as the algorithms do, and return its categories."""
    if bench.layer.renderer().type() != "categorizedSymbol":
        from rs_deepcluster_plugin.processing.layers.style import style_table

        style_table(bench.layer, bench.panel.scenes.layer_table)
    return bench.layer.renderer().categories()


def test_another_command_while_a_level_is_tried_leaves_no_trace_of_it(bench):
    renderer_of(bench)
    press(bench.panel.detail.slider, "Left")
    press(bench.panel.detail.slider, "Left")
    spin(0.1)
    bench.panel.merge_into([5, 6], 5)
    spin(1.2)
    assert history(bench) == [("mergeclusters", "done")]
    assert bench.panel.detail.slider.value() == 5
    colors = {c.value(): c.symbol().color().getRgb()[:3] for c in renderer_of(bench)}
    assert all({colors[cluster]} == palette(cluster) for cluster in range(1, 6))


@xdotool
def test_the_slider_is_dragged_with_the_mouse(bench, screen):
    slider = bench.panel.detail.slider
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    control = QStyle.ComplexControl.CC_Slider
    handle = slider.style().subControlRect(
        control, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    seen = []

    def look():
        seen.extend([len(column(bench, 0)), history(bench)])

    drag(slider, handle.center(), slider, point((slider.width() / 2, 5)), screen, look)
    assert seen[0] < 7
    assert seen[1] == []
    assert history(bench) == [("mergeclusters", "done")]


def test_s_splits_a_cluster_in_the_background(bench):
    click_row(bench, 1)
    press(bench.panel.clusters, "S")
    assert bench.panel.commands.busy
    assert bench.panel.running.isVisible()
    assert not bench.panel.undo.isEnabled()
    spin(90, lambda: not bench.panel.commands.busy, "the split")
    assert ("splitcluster", "done") in history(bench), complaint(bench)
    assert column(bench, 0) == ["1", "2", "3", "4", "5", "6", "7", "none"]
    assert not bench.panel.running.isVisible()


def test_a_split_is_cancelled(bench):
    click_row(bench, 1)
    press(bench.panel.clusters, "S")
    button = bench.panel.running.findChild(QToolButton)
    QTest.mouseClick(button, Left)
    assert spin(20, lambda: not bench.panel.commands.busy, "the end") < 5
    assert history(bench) == []
    assert len(column(bench, 0)) == 7


def test_selected_scenes_are_moved_to_a_cluster_by_the_menu(bench):
    some = sorted(scenes_of(bench, 1))[:5]
    bench.layer.selectByIds(some)
    press(bench.panel.scatter, "C")
    menu = bench.panel.move_menu
    assert menu.isVisible()
    for key in ("Down", "Right", "Down"):  # into "To cluster", and there to its second entry
        QTest.keyClick(QApplication.activePopupWidget(), getattr(Qt.Key, f"Key_{key}"))
        spin(0.05)
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    spin(0.1)
    assert history(bench) == [("reassignscenes", "done")], complaint(bench)
    assert {f["edited_cluster"] for f in bench.layer.getFeatures(some)} == {2}
    (edit,) = bench.panel.scenes.layer_table.history()
    assert edit.parameters["SCENES"] == "1000, 1006-1009"  # so that a model can repeat it


def test_only_the_selected_scenes_are_moved_where_others_have_their_numbers(bench):
    """As in layers that were merged."""
    with sqlite3.connect(bench.path) as base:
        base.execute("UPDATE map SET scene_id = scene_id - 60 WHERE fid > 60")
    base.close()
    bench.panel.refresh()
    some = [3, 4, 9]
    bench.layer.selectByIds(some)
    bench.panel._move(CLUSTER=2)
    assert history(bench) == [("reassignscenes", "done")], complaint(bench)
    clusters = bench.panel.scenes.layer_table.read("cluster", "edited_cluster")
    edited = (clusters["edited_cluster"] > 0) & (clusters["edited_cluster"] != clusters["cluster"])
    assert set(clusters["fid"][edited].tolist()) <= set(some)
    assert {f["edited_cluster"] for f in bench.layer.getFeatures(some)} == {2}


def test_f_selects_similar_scenes(with_features, bench):
    one = min(scenes_of(bench, 3))
    bench.layer.selectByIds([one])
    bench.panel.many.setValue(12)
    press(bench.panel.scatter, "F")
    assert bench.panel.running.isVisible()
    spin(60, lambda: not bench.panel.commands.busy, "the search")
    assert "12 of" in bench.panel.said.text(), complaint(bench)
    assert one in selected(bench)
    assert len(selected(bench)) in (12, 13)
    assert selected(bench) <= scenes_of(bench, 3)
    assert history(bench) == []


def choose_schema(bench, name):
    combo = bench.panel.classes.choice
    combo.setCurrentIndex(combo.findText(name))
    combo.activated.emit(combo.currentIndex())


def classes_of(bench, *clusters):
    return {
        (f["class_code"], f["class_name"], f["class_source"])
        for f in bench.layer.getFeatures()
        if f["cluster"] in clusters
    }


def test_a_number_gives_its_class_to_the_selected_clusters(bench):
    choose_schema(bench, "WorldCover")
    third = bench.panel.classes.classes.classes[2]
    click_row(bench, 2)
    click_row(bench, 4, "ControlModifier")
    press(bench.panel.clusters, "3")
    assert complaint(bench) == ""
    assert classes_of(bench, 2, 4) == {(third.code, third.name, "cluster")}
    assert history(bench) == [("assignclasses", "done")]
    assert column(bench, 3) == ["", third.name, "", third.name, "", "", ""]
    # The map and the embedding have the colors of classes now, and those of clusters if asked.
    assert QColor(third.color).getRgb()[:3] in colors_in(bench.panel.clusters)
    assert bench.layer.renderer().classAttribute() == "class_code"
    bench.layer.removeSelection()
    seen = colors_in(bench.panel.scatter)
    assert QColor(third.color).getRgb()[:3] in seen
    assert not palette(2, 4) & seen
    colors = bench.panel.colors
    assert colors.isEnabled()
    press(colors, "Up")
    assert bench.layer.renderer().classAttribute() != "class_code"
    assert palette(1, 2, 3, 4, 5, 6) <= colors_in(bench.panel.scatter)
    bench.panel.assign(third.code, [1])
    assert bench.layer.renderer().classAttribute() != "class_code"
    press(bench.panel.clusters, "Z", "ControlModifier")
    press(bench.panel.clusters, "Z", "ControlModifier")
    assert set(column(bench, 3)) == {""}


def test_enter_on_a_class_gives_it_to_the_selected_scenes(bench):
    choose_schema(bench, "Dynamic World")
    some = sorted(scenes_of(bench, 1))[:7]
    bench.layer.selectByIds(some)
    view = bench.panel.classes.view
    press(view, "Down")
    press(view, "Down")
    code = bench.panel.classes.current()
    press(view, "Return")
    assert complaint(bench) == ""
    assert [name for name, _ in history(bench)] == ["assignclasses", "reassignscenes"]
    got = {(f["class_code"], f["class_source"]) for f in bench.layer.getFeatures(some)}
    assert got == {(code, "scene")}
    share = len(some) / len(scenes_of(bench, 1))
    if share > 0.5:
        assert column(bench, 3)[0].endswith(f"({share:.0%})")


@xdotool
def test_a_class_is_dropped_on_a_cluster(bench, screen):
    choose_schema(bench, "NLCD")
    view, rows = bench.panel.classes.view, bench.panel.clusters.viewport()
    spot = view.visualRect(view.model().index(1, 0)).center()
    drag(view.viewport(), spot, rows, spot_of_row(bench, 3), screen)
    spin(5, lambda: history(bench), "the class")
    entry = bench.panel.classes.classes.classes[1]
    assert classes_of(bench, 3) == {(entry.code, entry.name, "cluster")}
    assert (None, None, None) not in classes_of(bench, 3)
    # Dropped on one of several selected rows it is for all of them.
    click_row(bench, 1)
    click_row(bench, 2, "ControlModifier")
    drag(view.viewport(), spot, rows, spot_of_row(bench, 2), screen)
    spin(5, lambda: len(history(bench)) == 2, "the class")
    assert classes_of(bench, 1, 2) == {(entry.code, entry.name, "cluster")}


def test_a_class_is_added_and_the_schema_filtered(bench, tmp_path):
    from rs_deepcluster_plugin.core.classes.schema import SchemaClass
    from rs_deepcluster_plugin.core.classes.schema_files import read_schema

    choose_schema(bench, "WorldCover")
    bench.panel.classes.append(SchemaClass("77", 'Kelp, "bull" <b>', "#123456"))
    schema = read_schema(tmp_path / "map_schema.json")
    assert schema.get("77").color == "#123456"
    bench.panel.classes.filter.setText("kelp")
    assert bench.panel.classes.classes.rowCount() == 1
    click_row(bench, 5)
    press(bench.panel.clusters, "1")
    assert complaint(bench) == ""
    assert classes_of(bench, 5) == {("77", 'Kelp, "bull" <b>', "cluster")}
    assert column(bench, 3)[4] == 'Kelp, "bull" <b>'
    bench.panel.classes.append(SchemaClass("77", "again"))
    assert "77" in complaint(bench)
    assert read_schema(tmp_path / "map_schema.json") == schema


def test_a_schema_comes_from_a_file_or_not_at_all(bench, tmp_path):
    (tmp_path / "own.csv").write_text("code,name,color\n1,Sea,#0000ff\n2,Land,#00ff00\n")
    bench.panel.classes.open(str(tmp_path / "own.csv"))
    assert bench.panel.classes.choice.currentText() == "own.csv"
    bench.panel.classes.open(str(tmp_path / "none.csv"))
    assert "none.csv" in complaint(bench)
    click_row(bench, 6)
    press(bench.panel.clusters, "2")
    assert classes_of(bench, 6) == {("2", "Land", "cluster")}
    assert bench.panel.scenes.schema.codes == ("1", "2")


def test_a_long_name_of_a_schema_ends_with_an_ellipsis(bench, tmp_path):
    from qgis.PyQt.QtWidgets import QProxyStyle

    class Watching(QProxyStyle):
        texts: ClassVar[list[str]] = []

        def drawControl(self, element, option, painter, widget=None):
            if element == self.ControlElement.CE_ComboBoxLabel:
                self.texts.append(option.currentText)
            super().drawControl(element, option, painter, widget)

    name = "land_cover_of_the_county_after_the_survey_of_2026.csv"
    (tmp_path / name).write_text("code,name,color\n1,Sea,#0000ff\n2,Land,#00ff00\n")
    choice, style = bench.panel.classes.choice, Watching()
    before = choice.style()
    choice.setStyle(style)
    try:
        bench.panel.classes.open(str(tmp_path / name))
        choice.grab()
        shown = style.texts[-1]
        assert shown.endswith("…")
        assert name.startswith(shown[:-1])
        assert len(shown) > 5
        assert choice.toolTip().startswith(name)
        choose_schema(bench, "NLCD")
        choice.grab()
        assert style.texts[-1] == "NLCD"
        bench.panel.classes.open(str(tmp_path / name))
        choice.showPopup()
        assert choice.view().viewport().width() >= choice.fontMetrics().horizontalAdvance(name)
        choice.hidePopup()
    finally:
        choice.setStyle(before)


def test_an_error_is_a_sentence_in_the_panel_and_nothing_is_lost(bench):
    bench.layer.startEditing()
    index = bench.layer.fields().lookupField("probability")
    bench.layer.changeAttributeValue(1, index, 0.25)
    bench.panel.merge_into([1, 2], 1)
    assert "has edits that are not saved" in complaint(bench)
    assert bench.panel.bar.isVisible()
    assert history(bench) == []
    assert bench.layer.isModified()
    bench.panel.bar.clearWidgets()
    click_row(bench, 1)
    press(bench.panel.clusters, "S")  # in the background it is no other
    assert "has edits that are not saved" in complaint(bench)
    assert not bench.panel.commands.busy
    bench.layer.rollBack()


# It survives


def test_edits_by_hand_are_shown_when_they_are_saved(bench):
    bench.layer.startEditing()
    index = bench.layer.fields().lookupField("cluster")
    for fid in scenes_of(bench, 6):
        bench.layer.changeAttributeValue(fid, index, 9)
    assert bench.layer.commitChanges()
    spin(2, lambda: "9" in column(bench, 0), "the new cluster")
    assert column(bench, 0) == ["1", "2", "3", "4", "5", "9", "none"]


def test_a_new_name_is_shown(bench):
    bench.layer.setName("Another name")
    assert "Another name" in bench.panel.windowTitle()


@pytest.mark.parametrize("what", ["splitting", "hidden"])
def test_unloading_and_removal_come_at_any_time(bench, what):
    from qgis.core import QgsApplication, QgsProject

    if what == "splitting":
        click_row(bench, 1)
        press(bench.panel.clusters, "S")
        bench.window.plugin.unload()
        spin(10, lambda: not QgsApplication.taskManager().activeTasks(), "the end of the task")
        return
    bench.panel.close()
    QgsProject.instance().removeMapLayer(bench.layer.id())
    spin(0.2)
    bench.window.plugin._action.trigger()
    spin(0.1)
    assert bench.panel.reason.isVisible()


@pytest.mark.parametrize("moment", ["plain", "selected", "sliding", "splitting", "edited"])
def test_the_panel_survives_the_removal_of_its_layer(bench, moment):
    from qgis.core import QgsProject

    if moment == "selected":
        click_row(bench, 2)
    if moment == "sliding":
        press(bench.panel.detail.slider, "Left")
        spin(0.1)
    if moment == "splitting":
        click_row(bench, 1)
        press(bench.panel.clusters, "S")
    if moment == "edited":
        bench.layer.startEditing()
        bench.layer.selectAll()
        bench.layer.deleteSelectedFeatures()
    if moment == "plain":
        QgsProject.instance().clear()
    else:
        QgsProject.instance().removeMapLayer(bench.layer.id())
    spin(1.2 if moment == "sliding" else 0.2)
    assert bench.panel.reason.isVisible()
    assert bench.panel.scenes is None
    assert bench.panel.clusters.clusters.rowCount() == 0
    if moment == "splitting":  # nobody waits for it any more
        assert spin(10, lambda: not bench.panel.commands.busy, "its end") < 5
    press(bench.panel.scatter, "M")
    press(bench.panel.scatter, "Z", "ControlModifier")


def test_the_panel_follows_the_active_layer(bench, tmp_path):
    from qgis.core import QgsProject, QgsVectorLayer

    other = make_layer(tmp_path / "other.gpkg", scenes=60, clusters=3)
    layer = QgsVectorLayer(str(other.path), "other", "ogr")
    QgsProject.instance().addMapLayer(layer)
    bench.window.set_layer(layer)
    assert column(bench, 0) == ["1", "2", "3", "none"]
    bench.layer.selectAll()
    assert bench.panel.selection.count == 0
    bench.window.set_layer(bench.layer)
    assert bench.panel.selection.count == 300
    assert "300 selected" in bench.panel.count.text()


def test_unloading_takes_everything_away(bench):
    window = bench.window
    assert len(window.actions()) == 2
    window.plugin.unload()
    spin(0.1)
    assert window.actions() == []
    assert window.mainWindow().findChildren(type(bench.panel)) == []
    assert not [t for t in window.mainWindow().findChildren(QThread) if t.isRunning()]
    bench.layer.selectAll()
    window.set_layer(bench.layer)
    window.plugin.initGui()
    window.plugin._action.trigger()
    assert column(SimpleNamespace(panel=window.plugin._workbench), 0)[0] == "1"


def test_a_closed_panel_reads_nothing_until_it_is_opened(bench):
    bench.panel.close()
    spin(0.05)
    assert not bench.window.plugin._action.isChecked()
    known = bench.panel.scenes
    bench.layer.dataChanged.emit()
    spin(0.3)
    assert bench.panel.scenes is known
    bench.window.plugin._action.trigger()
    spin(0.1)
    assert bench.panel.isVisible()
    assert bench.panel.scenes is not known


@pytest.mark.parametrize("opened", [True, False])
def test_the_panel_comes_back_with_the_project(bench, tmp_path, opened):
    from qgis.core import QgsProject

    project, path = QgsProject.instance(), str(tmp_path / "saved.qgz")
    if not opened:
        bench.panel.close()
    assert project.write(path)
    assert not project.isDirty()
    project.clear()
    bench.panel.close()
    bench.window.plugin.unload()  # as when QGIS is started again
    bench.window.plugin.initGui()
    assert project.read(path)
    spin(0.3)
    plugin = bench.window.plugin
    assert plugin._action.isChecked() == opened
    assert (plugin._workbench is not None and plugin._workbench.isVisible()) == opened
    plugin.unload()  # and nothing listens any more
    assert project.write(path)
    plugin.initGui()


# Keyboard, looks and speed


def test_tab_goes_through_all_parts_and_each_has_a_name(bench):
    panel = bench.panel
    wanted = [
        panel.clusters, panel.classes.choice, panel.classes.filter, panel.classes.view,
        panel.thumbnails.view, panel.scatter,
    ]  # fmt: skip
    assert all(widget.accessibleName() for widget in [*wanted, panel.detail.slider, panel.colors])
    panel.clusters.setFocus()
    met = []
    for _ in range(12):
        met.append(QApplication.focusWidget())
        press(QApplication.focusWidget(), "Tab")
    places = [met.index(widget) for widget in wanted]
    assert places == sorted(places)


def test_the_panel_is_readable_in_a_dark_theme(bench):
    light = QApplication.palette()
    dark = QPalette(light)
    roles = QPalette.ColorRole
    for role, color in (
        (roles.Window, "#353535"), (roles.Base, "#232323"), (roles.Text, "#eeeeee"),
        (roles.WindowText, "#eeeeee"), (roles.Highlight, "#2a82da"),
    ):  # fmt: skip
        dark.setColor(role, QColor(color))
    try:
        QApplication.setPalette(dark)
        spin(0.1)
        seen = colors_in(bench.panel.scatter)
        assert (0x23, 0x23, 0x23) in seen
        assert (255, 255, 255) not in seen
        assert palette(1, 2, 3, 4, 5, 6) <= seen
        assert (0x23, 0x23, 0x23) in colors_in(bench.panel.clusters.viewport())
    finally:
        QApplication.setPalette(light)


def test_a_narrow_panel_has_its_parts_below_each_other(bench):
    window = bench.window.mainWindow()
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, bench.panel)
    window.resizeDocks([bench.panel], [420], Qt.Orientation.Horizontal)
    spin(0.2)
    tops = [p.mapTo(bench.panel, p.rect().topLeft()).y() for p in panes(bench)]
    assert tops == sorted(tops)
    assert tops[0] < tops[1] < tops[2]
    assert bench.panel.detail.isVisible()


def panes(bench):
    return bench.panel.lists, bench.panel.thumbnails, bench.panel.scatter


def test_a_hundred_thousand_scenes_stay_fluid(window, tmp_path):
    from qgis.core import QgsProject, QgsVectorLayer

    made = make_layer(tmp_path / "big.gpkg", scenes=100_000, clusters=30, columns=400, notes=False)
    layer = QgsVectorLayer(str(made.path), "big", "ogr")
    QgsProject.instance().addMapLayer(layer)
    window.plugin._action.trigger()
    window.set_layer(layer)
    spin(0.3)
    panel = window.plugin._workbench
    assert panel.count.text().startswith("100,000 scenes, 30 clusters")
    views = (panel.clusters.viewport(), panel.thumbnails.view.viewport(), panel.scatter)

    def seconds(select):
        """From a selection to the last part that has shown it."""
        begin = time.perf_counter()
        select()
        for view in views:
            view.repaint()
        taken = time.perf_counter() - begin
        layer.removeSelection()
        return taken

    half = list(range(1, 50_001))
    taken = {
        "map": [seconds(lambda: layer.selectByIds(half)) for _ in range(5)],
        "rows": [seconds(panel.clusters.selectAll) for _ in range(5)],
    }
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(medians)
    # 200 ms are promised; a machine that others use as well may take longer.
    assert all(median < 0.5 for median in medians.values()), medians


# What is left out, and what is not


def test_a_job_ends_with_its_layer(bench):
    from qgis.core import QgsProject

    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    click_row(bench, 1)
    press(bench.panel.clusters, "S")
    heard = bench.panel.commands._heard
    QgsProject.instance().removeMapLayer(bench.layer.id())
    assert heard.isCanceled()
    spin(10, lambda: not bench.panel.commands.busy, "its end")
    assert LayerTable(bench.path).history() == []  # it was not computed to its end
    assert complaint(bench) == ""


def test_a_job_goes_on_while_another_layer_is_looked_at(bench, tmp_path):
    from qgis.core import QgsProject, QgsVectorLayer

    other = make_layer(tmp_path / "other.gpkg", scenes=60, clusters=3)
    layer = QgsVectorLayer(str(other.path), "other", "ogr")
    QgsProject.instance().addMapLayer(layer)
    click_row(bench, 1)
    press(bench.panel.clusters, "S")
    bench.window.set_layer(layer)
    QgsProject.instance().removeMapLayer(layer.id())  # not the one that the job is about
    spin(90, lambda: not bench.panel.commands.busy, "the split")
    bench.window.set_layer(bench.layer)
    assert history(bench) == [("splitcluster", "done")], complaint(bench)


def test_the_plugin_is_unloaded_after_processing(window, monkeypatch):
    """QGIS unloads plugins in any order, and forgets the modules of those that are gone."""
    import sys

    from processing.core.ProcessingConfig import ProcessingConfig

    assert "RSDEEPCLUSTER_PYTHON" in ProcessingConfig.settings
    for name in [name for name in sys.modules if name.partition(".")[0] == "processing"]:
        monkeypatch.delitem(sys.modules, name)
    raised = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: raised.append(error))
    window.plugin.unload()
    assert raised == []
    assert "RSDEEPCLUSTER_PYTHON" not in ProcessingConfig.settings
    assert "RS DeepCluster" not in ProcessingConfig.settingIcons


def color_of_scene(bench, fid):
    """Return the color that the map has in the middle of a scene, as (r, g, b)."""
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings

    settings = QgsMapSettings()
    settings.setLayers([bench.layer])
    settings.setDestinationCrs(bench.layer.crs())
    box = bench.layer.getFeature(fid).geometry().boundingBox()
    box.scale(0.5)
    settings.setExtent(box)
    settings.setOutputSize(bench.canvas.size())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).getRgb()[:3]


def test_the_first_class_leaves_the_other_clusters_their_colors(bench):
    choose_schema(bench, "WorldCover")
    third = bench.panel.classes.classes.classes[2]
    click_row(bench, 2)
    press(bench.panel.clusters, "3")
    bench.layer.removeSelection()
    assert complaint(bench) == ""
    assert bench.layer.renderer().classAttribute() == "class_code"
    first = {cluster: min(scenes_of(bench, cluster)) for cluster in range(1, 7)}
    seen = {cluster: color_of_scene(bench, fid) for cluster, fid in first.items()}
    wanted = {cluster: next(iter(palette(cluster))) for cluster in first}
    assert seen == {**wanted, 2: QColor(third.color).getRgb()[:3]}
    assert palette(1, 3, 4, 5, 6) <= colors_in(bench.panel.scatter)
    # What the clusters become is followed: those that are merged have one color.
    bench.panel.merge_into([5, 6], 5)
    assert color_of_scene(bench, first[6]) == wanted[5]
    # The style in the file is the same.
    from qgis.core import QgsVectorLayer

    bench.layer = QgsVectorLayer(f"{bench.path}|layername=map", "again", "ogr")
    assert color_of_scene(bench, first[6]) == color_of_scene(bench, first[5]) == wanted[5]
    assert color_of_scene(bench, first[2]) == QColor(third.color).getRgb()[:3]


def test_digits_are_for_classes_and_not_for_headings(bench):
    choose_schema(bench, "CORINE Land Cover")
    model = bench.panel.classes.classes
    entries = model.classes
    parents = {entry.parent for entry in entries}
    assert entries[0].code in parents
    keys = {entry.code: model.index(at, 0).data(259) for at, entry in enumerate(entries)}
    assert {code: key for code, key in keys.items() if key} == dict(
        zip(("111", "112", "121", "122", "123", "124", "131", "132", "133"), "123456789")
    )
    assert "its key" in model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "its key" not in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    click_row(bench, 4)
    press(bench.panel.clusters, "1")
    assert {code for code, _, _ in classes_of(bench, 4)} == {"111"}, complaint(bench)
    # Keys go with what the filter shows.
    bench.panel.classes.filter.setText("water")
    click_row(bench, 3)
    press(bench.panel.clusters, "2")
    assert [e.code for e in model.classes if e.code not in parents][1] in {
        code for code, _, _ in classes_of(bench, 3)
    }
    bench.panel.classes.filter.setText("artificial surfaces")
    assert [entry.code for entry in model.classes] == ["1"]
    before = history(bench)
    press(bench.panel.clusters, "1")
    assert history(bench) == before


@pytest.mark.parametrize("narrow", [False, True])
def test_messages_are_not_cut(bench, narrow):
    from qgis.PyQt.QtWidgets import QTextBrowser

    if narrow:
        window = bench.window.mainWindow()
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, bench.panel)
        window.resizeDocks([bench.panel], [420], Qt.Orientation.Horizontal)
        spin(0.2)
    text = "This sentence says what was found and what to do, and it is a rather long one. " * 6
    bench.panel._fail(text)
    spin(0.1)
    shown = bench.panel.bar.findChild(QTextBrowser)
    assert shown.toPlainText().strip() == text.strip()
    assert shown.verticalScrollBar().maximum() == 0
    assert shown.viewport().height() >= shown.document().size().height()
    spot = shown.mapTo(bench.panel.body, shown.rect().bottomLeft())
    assert bench.panel.body.rect().contains(spot)
    bench.panel.bar.clearWidgets()
    bench.panel._warn("Short.")
    spin(0.1)
    assert bench.panel.bar.height() < 60
    said = bench.panel.said
    bench.panel._say(text)
    spin(0.1)
    assert said.heightForWidth(said.width()) <= said.height()
    assert said.width() > 200


def test_a_filtered_layer_shows_what_is_in_the_filter(bench):
    assert bench.layer.setSubsetString('"cluster" in (2, 4) and "probability" > 0.7')
    kept = np.isin(bench.number, (2, 4)) & (bench.sure > 0.7)
    spin(2, lambda: len(bench.panel.scenes) == kept.sum(), "the scenes in the filter")
    assert column(bench, 0) == ["2", "4"]
    sizes = [str((kept & (bench.number == cluster)).sum()) for cluster in (2, 4)]
    assert column(bench, 1) == sizes
    assert (bench.panel.scenes.fid - 1).tolist() == np.flatnonzero(kept).tolist()
    count = bench.panel.count.text()
    assert count.startswith(f"{kept.sum()} scenes, 2 clusters in the filter of the layer")
    assert not palette(1, 3, 5, 6) & colors_in(bench.panel.scatter)
    click_row(bench, 4)
    assert selected(bench) == set((np.flatnonzero(kept & (bench.number == 4)) + 1).tolist())
    press(bench.panel.clusters, "1")
    assert "has a filter" in complaint(bench)
    assert history(bench) == []
    assert bench.layer.setSubsetString("")
    spin(2, lambda: len(bench.panel.scenes) == 300, "all scenes")
    assert len(column(bench, 0)) == 7

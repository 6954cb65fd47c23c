"""The workbench on a small screen, by the keyboard and for a screen reader, and single clusters."""

from __future__ import annotations

import itertools

import pytest


@pytest.fixture
def small(bench):
    """QGIS on a screen of 1280 x 800, with as many rows of tools as people have."""
    from desktop import spin
    from qgis.PyQt.QtWidgets import QToolBar

    window = bench.window.mainWindow()
    window.resize(1280, 800)
    for name in ("File", "Digitizing", "Database"):
        bar = QToolBar(name)
        bar.addAction(name)
        window.addToolBarBreak()
        window.addToolBar(bar)
    spin(0.1)
    return bench


def dock(bench, area, size):
    from desktop import spin
    from qgis.PyQt.QtCore import Qt

    window, areas = bench.window.mainWindow(), Qt.DockWidgetArea
    window.addDockWidget(area, bench.panel)
    spin(0.1)
    across = area in (areas.RightDockWidgetArea, areas.LeftDockWidgetArea)
    way = Qt.Orientation.Horizontal if across else Qt.Orientation.Vertical
    window.resizeDocks([bench.panel], [size], way)
    spin(0.2)
    assert (window.width(), window.height()) == (1280, 800)  # it was not pushed wider


def inside(panel, widget):
    """Tell whether all of a widget can be seen in the panel."""
    from qgis.PyQt.QtCore import QPoint, QRect

    place = QRect(widget.mapTo(panel, QPoint(0, 0)), widget.size())
    return widget.isVisible() and panel.rect().contains(place)


def parts(panel):
    return (
        panel.clusters, panel.classes.choice, panel.classes.filter, panel.classes.view,
        panel.thumbnails.view, panel.scatter, panel.detail.slider, panel.detail.number,
        panel.colors, panel.help, panel.count,
    )  # fmt: skip


def test_docked_right_it_is_usable_with_400_pixels(small):
    from qgis.PyQt.QtCore import Qt

    panel = small.panel
    dock(small, Qt.DockWidgetArea.RightDockWidgetArea, 400)
    assert panel.width() == 400
    assert small.canvas.width() > 600
    assert [type(w).__name__ for w in parts(panel) if not inside(panel, w)] == []
    assert panel.panes.orientation() == Qt.Orientation.Vertical
    # The list says more than numbers: there is room for the names of classes.
    assert panel.clusters.header().sectionSize(3) >= 70
    assert panel.clusters.isColumnHidden(2)
    assert "mean probability 0." in panel.clusters.clusters.index(0, 0).data(
        Qt.ItemDataRole.ToolTipRole
    )
    # A heading that has no room ends in an ellipsis, and is in the tooltip.
    assert panel.clusters.header().textElideMode() == Qt.TextElideMode.ElideRight
    model, across = panel.clusters.model(), Qt.Orientation.Horizontal
    names = [model.headerData(k, across, Qt.ItemDataRole.ToolTipRole) for k in range(4)]
    assert names == ["Cluster", "Scenes", "Mean probability of the scenes", "Class"]
    dock(small, Qt.DockWidgetArea.RightDockWidgetArea, 700)
    assert panel.width() == 700


def test_below_the_map_all_panes_lie_beside_each_other(small):
    from qgis.PyQt.QtCore import Qt

    panel = small.panel
    dock(small, Qt.DockWidgetArea.BottomDockWidgetArea, 260)
    assert panel.height() <= 300
    assert [type(w).__name__ for w in parts(panel) if not inside(panel, w)] == []
    assert panel.panes.orientation() == Qt.Orientation.Horizontal
    assert not panel.clusters.isColumnHidden(2)
    # From the side it comes back below, and the other way round.
    dock(small, Qt.DockWidgetArea.RightDockWidgetArea, 400)
    dock(small, Qt.DockWidgetArea.BottomDockWidgetArea, 260)
    assert panel.panes.orientation() == Qt.Orientation.Horizontal


@pytest.mark.parametrize("width", [680, 900])
def test_between_other_panels_its_list_is_not_cut(small, width):
    from desktop import spin
    from qgis.PyQt.QtCore import Qt

    panel = small.panel
    panel.setFloating(True)
    panel.resize(width, 300)
    spin(0.2)
    assert panel.panes.orientation() == Qt.Orientation.Horizontal
    seen = panel.clusters.visibleRegion().boundingRect()
    assert seen.width() == panel.clusters.width() >= 150
    # Names of classes end in an ellipsis inside the list, and so does the line above the pictures.
    assert panel.clusters.header().length() <= panel.clusters.viewport().width()
    title = panel.thumbnails.title
    title.setText("All clusters: " + 200 * "1")
    assert title.shown().endswith("…")
    assert title.fontMetrics().horizontalAdvance(title.shown()) <= title.width()
    assert title.toolTip() == title.text()
    title.setText("1")
    assert title.shown() == "1"
    panel.setFloating(False)


def test_tab_goes_through_all_parts_and_each_has_a_name(bench):
    from desktop import spin
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QAbstractButton, QApplication

    panel = bench.panel
    panel.clusters.setFocus()
    spin(0.05)
    order, names = [], []
    for _ in range(40):
        widget = QApplication.focusWidget()
        if widget in order:
            break
        order.append(widget)
        if panel.isAncestorOf(widget):
            # What Qt tells a screen reader; PyQt does not have QAccessible.
            own = widget.text() if isinstance(widget, QAbstractButton) else ""
            names.append((type(widget).__name__, widget.accessibleName() or own))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    wanted = [
        panel.clusters, panel.classes.choice, panel.classes.add, panel.classes.filter,
        panel.classes.view, panel.thumbnails.view, panel.scatter,
    ]  # fmt: skip
    places = [order.index(widget) for widget in wanted]
    assert places == sorted(places)
    assert {panel.detail.slider, panel.detail.number, panel.parts, panel.many} <= set(order)
    assert [kind for kind, name in names if not name.strip()] == []


def choose_in_menu(widget, text):
    """Open the menu of a widget as its key does, and choose in it."""
    from qgis.PyQt.QtCore import QEvent, Qt, QTimer
    from qgis.PyQt.QtGui import QContextMenuEvent
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QApplication

    found = []

    def choose():
        menu = QApplication.activePopupWidget()
        (action,) = [a for a in menu.actions() if a.text() == text]
        found.append(action.isEnabled())
        if action.isEnabled():
            QTest.mouseClick(
                menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center()
            )
        else:
            menu.close()

    QTimer.singleShot(100, choose)
    middle = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, widget.mapToGlobal(middle))
    assert event.type() == QEvent.Type.ContextMenu
    QApplication.sendEvent(widget, event)
    return found == [True]


def colors_of(canvas):
    """Return colors that the map shows."""
    from desktop import spin

    canvas.refresh()
    canvas.waitWhileRendering()
    spin(0.2)
    picture = canvas.grab().toImage()
    places = itertools.product(range(0, picture.width(), 5), range(0, picture.height(), 5))
    return {picture.pixelColor(x, y).name() for x, y in places}


def test_one_cluster_is_shown_alone_and_all_of_them_again(bench):
    from desktop import spin
    from qgis.PyQt.QtGui import QColor

    panel, layer = bench.panel, bench.layer
    panel._run("mergeclusters", MODE="named clusters", CLUSTERS="5,6", INTO=5)
    spin(0.2)

    def shown():
        categories = layer.renderer().categories()
        return [category.value() for category in categories if category.renderState()]

    before = shown()
    assert {1, 2, 3, 4, 5} <= set(before)
    panel.selection.select(panel.scenes.cluster == 3, None)
    spin(0.05)
    assert choose_in_menu(panel.clusters, "Show only these clusters on the map")
    assert shown() == [3]
    color = QColor(panel.scenes.cluster_color(1)).name()
    assert color not in colors_of(bench.canvas)
    assert layer.selectedFeatureCount() == int((bench.number == 3).sum())
    assert choose_in_menu(panel.clusters, "Show all clusters")
    assert shown() == before
    assert color in colors_of(bench.canvas)


def test_the_map_tip_says_cluster_class_and_probability(bench):
    from desktop import spin
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

    panel, layer = bench.panel, bench.layer
    panel.classes._use("CORINE")
    panel.assign("311", [2])
    spin(0.2)

    def tip(cluster):
        """Return what QGIS shows; see QgsMapTip::fetchFeature."""
        at = int((bench.number == cluster).argmax())
        for feature in layer.getFeatures(f'"scene_id" = {1000 + at}'):
            scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
            context = QgsExpressionContext(scopes)
            context.setFeature(feature)
            text = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
            return text, f"<br>p = {bench.sure[at]:.2f}"
        return "", ""

    text, probability = tip(2)
    assert text == f"<b>Cluster 2</b><br>Broad-leaved forest{probability}"
    text, probability = tip(3)
    assert text == f"<b>Cluster 3</b>{probability}"
    assert tip(0)[0] == "No cluster"

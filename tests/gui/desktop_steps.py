"""What `test_real_qgis` has QGIS do: given to its option --code, once for each start of QGIS.

Positions go out as lines of JSON, to be clicked on from outside, and so does what became of it.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["STEPS_FOLDER"])
PROJECT = FOLDER / "project.qgz"
TIMERS = []  # else they and what they call are a circle, which Python collects while it is needed


def say(**what):
    """Write a line."""
    with (FOLDER / "said").open("a") as file:
        file.write(json.dumps(what) + "\n")


def middle(widget, rect):
    """Return the window of QGIS and the place of the middle of a part of a widget in it.

    Where the window is on the screen Qt may not know, without a window manager.
    """
    window = iface.mainWindow()
    spot = widget.mapTo(window, rect.center())
    return [int(window.winId()), spot.x(), spot.y()]


def when(condition, then):
    """Go on when something is so."""

    def look():
        try:
            done = condition()
            if done:
                timer.stop()
                then()
        except Exception:
            timer.stop()
            say(failed=traceback.format_exc())
            os._exit(9)

    timer = QTimer(iface.mainWindow())
    timer.timeout.connect(look)
    timer.start(50)
    TIMERS.append(timer)


def panel():
    """Return the workbench."""
    return plugins["rs_deepcluster_plugin"]._workbench


def is_shown():
    """Tell whether the panel shows scenes."""
    shown = panel() is not None and panel().isVisible() and panel().scenes is not None
    return shown and not panel().visibleRegion().isEmpty()


def first():
    """Open the layer and the panel; a click and a digit from outside name a cluster."""
    raster = QgsRasterLayer(str(FOLDER / "map.tif"), "raster")
    layer = QgsVectorLayer(f"{FOLDER / 'map.gpkg'}|layername=map", "Scenes", "ogr")
    QgsProject.instance().addMapLayers([raster, layer])
    iface.mapCanvas().setExtent(layer.extent())
    iface.setActiveLayer(layer)
    plugins["rs_deepcluster_plugin"]._action.trigger()
    when(is_shown, ask_for_a_class)


def second_row():
    """Return where the second row is."""
    rows = panel().clusters
    return middle(rows.viewport(), rows.visualRect(rows.model().index(1, 1)))


def ask_for_a_class():
    """Say where the second row is whenever it has moved, and save when its cluster has a class."""
    places = [None]

    def has_class():
        place = second_row()
        if place != places[-1]:
            places.append(place)
            say(row=place)
        return panel().scenes.layer_table.history() and not panel().commands.busy

    when(has_class, save)


def save():
    """Save; whoever listens quits, as QGIS takes Python away below whoever does it here."""
    assert QgsProject.instance().write(str(PROJECT))
    say(done=middle(iface.mapCanvas(), iface.mapCanvas().rect()))


def second():
    """See that the panel comes back, and remove the layer while a split of it runs."""
    when(is_shown, split)
    assert QgsProject.instance().read(str(PROJECT))
    (layer,) = QgsProject.instance().mapLayersByName("Scenes")
    iface.setActiveLayer(layer)


def split():
    """Begin a job, and take its layer away."""
    rows = panel().clusters
    say(classes=[rows.model().index(row, 3).data() for row in range(rows.model().rowCount())])
    panel().selection.select(panel().scenes.cluster == 1, None)
    panel()._split_chosen()
    say(busy=panel().commands.busy)
    (layer,) = QgsProject.instance().mapLayersByName("Scenes")
    QTimer.singleShot(700, lambda: QgsProject.instance().removeMapLayer(layer.id()))
    when(lambda: not panel().commands.busy and panel().scenes is None, leave)


def leave():
    """Leave nothing that QGIS would ask about."""
    say(empty=panel().reason.text())
    QgsProject.instance().clear()
    say(done=middle(iface.mapCanvas(), iface.mapCanvas().rect()))


QTimer.singleShot(0, second if PROJECT.exists() else first)
sys.excepthook = lambda *error: say(failed="".join(traceback.format_exception(*error)))

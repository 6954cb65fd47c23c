"""Do some steps in the cluster workbench, with mouse and keys, and take a picture of it.

Called by make_tutorial.py on a virtual screen, the plugin importable. STEPS is Python that is given
the panel, the layer, and the functions below.
"""

from __future__ import annotations

import argparse
import runpy
import sys
from pathlib import Path
from typing import Any

import desktop
import numpy as np
from desktop import spin
from qgis.core import (
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QCursor, QImage
from qgis.PyQt.QtTest import QTest

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ADD = Qt.KeyboardModifier.ControlModifier
MOST = 400_000  # bytes


def click_row(panel: Any, cluster: int, held: Any = PLAIN) -> None:
    """Click on a cluster in the list."""
    view = panel.clusters
    at = [row.cluster for row in view.clusters.rows].index(cluster)
    spot = view.visualRect(view.clusters.index(at, 1)).center()
    QTest.mouseClick(view.viewport(), LEFT, held, spot)
    spin(0.1)


def lasso(panel: Any, cluster: int) -> None:
    """Draw a lasso around most of a cluster."""
    scatter = panel.scatter
    points = scatter.points()[panel.scenes.cluster == cluster]
    points = points[np.isfinite(points).all(axis=1)]
    center, reach = points.mean(axis=0), 0.5 * np.ptp(points, axis=0) + 9
    turns = np.linspace(0, 2 * np.pi, 40)
    way = center + reach * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    QTest.mousePress(scatter, LEFT, PLAIN, QPoint(*map(int, way[0])))
    for x, y in way[1:]:
        QTest.mouseMove(scatter, QPoint(int(x), int(y)))
        spin(0.02)
    QTest.mouseRelease(scatter, LEFT, PLAIN, QPoint(*map(int, way[-1])))
    spin(1.5)


def hover(panel: Any, cluster: int) -> None:
    """Leave the mouse on an exemplar of a cluster, until its picture is there."""
    scenes, scatter = panel.scenes, panel.scatter
    place = int(np.flatnonzero((scenes.cluster == cluster) & (scenes.rank == 1))[0])
    spot = scatter.points()[place]
    QCursor.setPos(scatter.mapToGlobal(QPoint(2, 2)))
    spin(0.1)
    QCursor.setPos(scatter.mapToGlobal(QPoint(round(spot[0]), round(spot[1]))))
    spin(3, lambda: panel.images.get(int(scenes.fid[max(scatter._hovered, 0)])), "a picture")
    spin(0.3)


def press(panel: Any, key: str, held: Any = PLAIN) -> None:
    """Press a key in the list of clusters, and wait until what it does is done."""
    QTest.keyClick(panel.clusters, getattr(Qt.Key, f"Key_{key}"), held)
    spin(0.2)
    spin(120, lambda: not panel.commands.busy, "the command")


def slide(panel: Any, steps: int) -> None:
    """Move the detail slider to the right by keys, and wait until the level is taken."""
    panel.detail.slider.setFocus()
    for _ in range(steps):
        QTest.keyClick(panel.detail.slider, Qt.Key.Key_Right)
        spin(0.1)
    spin(2)


def save(window: Any, path: Path) -> None:
    """Write a picture of the window; with fewer shades than it has, it is half as large."""
    spin(0.3)
    image = window.mainWindow().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    width, height, size = image.width(), image.height(), image.sizeInBytes()
    pixels = np.frombuffer(image.constBits().asstring(size), np.uint8)
    few = np.minimum(255, (pixels.astype(np.int16) + 4) // 8 * 8).astype(np.uint8)
    image = QImage(few.tobytes(), width, height, size // height, QImage.Format.Format_RGB32)
    image.save(str(path), "PNG", 0)
    size = path.stat().st_size
    print(f"{path}: {size:,} bytes")
    if size > MOST:
        raise SystemExit(f"{path} is larger than {MOST:,} bytes.")


def main() -> int:
    """Open the layer, do the steps, take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("layer", "raster", "schema", "steps", "picture"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    app = desktop.start()
    from rs_deepcluster_plugin import classFactory

    window = desktop.Desktop(1400, 940)
    plugin = classFactory(window)
    plugin.initGui()
    window.show()
    layer = QgsVectorLayer(str(options.layer), "San Francisco", "ogr")
    layer.setOpacity(0.6)
    raster = QgsRasterLayer(str(options.raster), "Landsat")
    raster.setRenderer(QgsSingleBandGrayRenderer(raster.dataProvider(), 2))
    raster.setContrastEnhancement(1)
    QgsProject.instance().addMapLayers([layer, raster])
    canvas = window.mapCanvas()
    canvas.setDestinationCrs(layer.crs())
    plugin._action.trigger()
    panel = plugin._workbench
    window.set_layer(layer)
    window.mainWindow().resizeDocks([panel], [390], Qt.Orientation.Vertical)
    spin(0.5)
    box = layer.extent()  # all of its width, and as much of its height as there is room for
    flat = box.height() - box.width() * canvas.height() / canvas.width()
    box.setYMinimum(box.yMinimum() + 0.45 * flat)
    box.setYMaximum(box.yMaximum() - 0.55 * flat)
    canvas.setExtent(box)
    panel.classes.open(str(options.schema))
    runpy.run_path(
        str(options.steps),
        {
            "panel": panel, "layer": layer, "spin": spin, "press": press, "slide": slide,
            "click_row": click_row, "lasso": lasso, "hover": hover, "CONTROL": ADD,
        },
    )  # fmt: skip
    spin(2)
    save(window, options.picture)
    plugin.unload()
    QgsProject.instance().clear()
    window.mainWindow().deleteLater()
    spin(0.2)
    app.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How class rasters look: a legend of names, beside the file and when it is loaded."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
)
from qgis.PyQt.QtGui import QColor

from ...worker.contract import DrawnClass
from ..texts import tr as _tr
from .style import cluster_color, style_on_load, texts_of, write_qml


def apply_class_style(layer: QgsRasterLayer, classes: Sequence[DrawnClass]) -> None:
    """Color a class raster, with the pixels of each class in the legend."""
    entries = [
        QgsPalettedRasterRenderer.Class(c.value, QColor(c.color), f"{c.name} ({c.pixels})")
        for c in classes
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))


def style_raster(
    context: QgsProcessingContext,
    path: str,
    classes: Sequence[DrawnClass],
    feedback: QgsProcessingFeedback,
) -> None:
    """Store the style beside a class raster, and apply it when QGIS loads the raster."""
    layer = QgsRasterLayer(path, Path(path).stem, "gdal")
    if layer.isValid():
        apply_class_style(layer, classes)
        try:
            write_qml(Path(path).with_suffix(".qml"), texts_of(layer))
        except OSError as error:
            feedback.pushWarning(_tr("The style was not stored with the layer: {}").format(error))
    style_on_load(context, path, functools.partial(apply_class_style, classes=classes))


def style_clusters_raster(
    context: QgsProcessingContext,
    path: str,
    counts: Sequence[int],
    feedback: QgsProcessingFeedback,
) -> None:
    """Style a raster of clusters as their layer; ``counts`` are the scenes of each cluster."""
    label = _tr("Cluster {}")
    classes = [
        DrawnClass(number, label.format(number), cluster_color(number).name(), count)
        for number, count in enumerate(counts, start=1)
    ]
    style_raster(context, path, classes, feedback)

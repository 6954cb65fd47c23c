"""Draw imagery and its cluster layer side by side, with a legend: RASTER LAYER.gpkg OUT.png.

Needs PyQGIS and no screen. The clusters look as the style that is stored with the layer says.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("GDAL_PAM_ENABLED", "NO")  # no statistics file beside the raster

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsBilinearRasterResampler,
    QgsContrastEnhancement,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRectangle,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont

# Millimeters. A page is at most 2400 x 1300 pixels and ends a margin beyond what is on it.
DPI = 200
PAGE = QSizeF(304.8, 165.1)
MARGIN, GAP = 9.0, 5.0
TITLE, HEADING, FOOT, CREDIT = 9.5, 5.5, 8.0, 6.5
NARROWEST = 90.0  # what is on a page: room for the credit line
LEGEND = "Cluster (number of scenes)"
LEGEND_FONTS = (8.0, 7.0, 6.0, 5.0)
ENOUGH = 0.75  # of the width that the maps would have without a legend
INK, SOFT_INK = QColor("#1f2933"), QColor("#5f6b76")
FAMILIES = ["Noto Sans", "Open Sans", "DejaVu Sans"]


class MapError(Exception):
    """A map cannot be drawn; the text is for the user."""


class Plan(NamedTuple):
    """Where things go: the maps' size, and the legend's place, size, font size and columns."""

    map_width: float
    map_height: float
    below: bool
    legend: QSizeF
    font_size: float
    columns: int


def open_raster(path: str) -> QgsRasterLayer:
    """Open the imagery, stretched from the 2nd to the 98th percentile of each band."""
    layer = QgsRasterLayer(path, "Imagery", "gdal")
    if not layer.isValid():
        raise MapError(f"{path} cannot be opened as a raster.")
    provider = layer.dataProvider()
    if all(provider.sourceNoDataValue(band) == 0 for band in range(1, layer.bandCount() + 1)):
        # QGIS would leave out each pixel that is black in one band, and deep water is.
        for band in range(1, layer.bandCount() + 1):
            provider.setUseSourceNoDataValue(band, False)
    layer.setContrastEnhancement(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum,
        QgsRasterMinMaxOrigin.Limits.CumulativeCut,
    )
    layer.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
    layer.resampleFilter().setMaxOversampling(4)
    return layer


def open_clusters(path: str) -> QgsVectorLayer:
    """Open the cluster layer with its own style."""
    layer = QgsVectorLayer(path, "Clusters", "ogr")
    if not layer.isValid():
        raise MapError(f"{path} cannot be opened as a vector layer.")
    if layer.featureCount() == 0 or not layer.isSpatial():
        raise MapError(f"{path} holds no scenes that can be drawn.")
    if layer.renderer().type() != "categorizedSymbol":
        raise MapError(f"{path} has no cluster style. Make it with an algorithm of RS DeepCluster.")
    return layer


def font(size: float, bold: bool = False) -> QFont:
    """Return the map's typeface; ``size`` in points."""
    result = QFont()
    result.setFamilies(FAMILIES)
    result.setPointSizeF(size)
    result.setBold(bold)
    return result


def place(item: QgsLayoutItem, x: float, y: float, width: float, height: float) -> None:
    """Put an item on the page; millimeters."""
    item.layout().addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))


def add_text(
    layout: QgsPrintLayout,
    text: str,
    style: QFont,
    color: QColor,
    box: tuple[float, float, float, float],
) -> None:
    """Write one line of text into the box (x, y, width, height)."""
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    label.setFont(style)
    label.setFontColor(color)
    label.setMarginX(0)
    label.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    place(label, *box)


def add_map(
    layout: QgsPrintLayout,
    layer: QgsMapLayer,
    extent: QgsRectangle,
    box: tuple[float, float, float, float],
) -> QgsLayoutItemMap:
    """Add a map of one layer in the box (x, y, width, height)."""
    item = QgsLayoutItemMap(layout)
    place(item, *box)
    item.setLayers([layer])
    item.setKeepLayerSet(True)
    item.setExtent(extent)
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(SOFT_INK)
    item.setFrameStrokeWidth(QgsLayoutMeasurement(0.15))
    return item


def add_scale_bar(
    layout: QgsPrintLayout, item: QgsLayoutItemMap, box: tuple[float, float, float, float]
) -> None:
    """Add a scale bar in ground units, whatever the units of the map are."""
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Line Ticks Up")
    bar.setLinkedMap(item)
    extent, ground = item.extent(), QgsDistanceArea()
    ground.setSourceCrs(item.crs(), item.layout().project().transformContext())
    ground.setEllipsoid(item.layout().project().ellipsoid())
    middle = extent.center().y()
    across = ground.measureLine(
        QgsPointXY(extent.xMinimum(), middle), QgsPointXY(extent.xMaximum(), middle)
    )
    meters, _ = QgsUnitTypes.decodeDistanceUnit("meters")
    across = ground.convertLengthMeasurement(across, meters)
    # Two segments of 1, 2 or 5 times a power of ten, and not more than a third of the map.
    power = 10 ** math.floor(math.log10(across / 6))
    segment = power * max(step for step in (1, 2, 5) if step * power <= across / 6)
    unit, label = (1000, "km") if segment >= 1000 else (1, "m")
    bar.setUnits(meters)
    bar.setMapUnitsPerScaleBarUnit(unit)
    bar.setUnitLabel(label)
    bar.setUnitsPerSegment(segment)
    text = QgsTextFormat()
    text.setFont(font(7))
    text.setSize(7)
    text.setColor(INK)
    bar.setTextFormat(text)
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(2)
    bar.setHeight(1.5)
    bar.setLabelBarSpace(0.8)
    bar.setBoxContentSpace(0)
    place(bar, *box)


def shows_classes(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer is colored by its classes."""
    return bool(layer.renderer().classAttribute() == "class_code")


def make_legend(layout: QgsPrintLayout, layer: QgsVectorLayer) -> QgsLayoutItemLegend:
    """Return the legend of the clusters."""
    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    QgsLegendRenderer.setNodeLegendStyle(root.addLayer(layer), QgsLegendStyle.Style.Hidden)
    legend.setTitle("Class (number of scenes)" if shows_classes(layer) else LEGEND)
    legend.setStyleFont(QgsLegendStyle.Style.Title, font(8.5, bold=True))
    legend.setFontColor(INK)
    legend.setSplitLayer(True)
    legend.setEqualColumnWidth(True)
    legend.setColumnSpace(4)
    legend.setBoxSpace(0)
    return legend


def set_legend(legend: QgsLayoutItemLegend, size: float, columns: int) -> QSizeF:
    """Give the legend a font size and columns; returns the room it takes."""
    legend.setStyleFont(QgsLegendStyle.Style.SymbolLabel, font(size))
    height = 0.36 * size
    legend.setSymbolHeight(height)
    legend.setSymbolWidth(1.6 * height)
    style = legend.rstyle(QgsLegendStyle.Style.Symbol)
    style.setMargin(QgsLegendStyle.Side.Top, 0.16 * size)
    legend.setColumnCount(columns)
    return QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize()


def plan(legend: QgsLayoutItemLegend, entries: int, aspect: float) -> Plan:
    """Find the columns and the place of the legend that leave the maps most room."""
    width = PAGE.width() - 2 * MARGIN
    height = PAGE.height() - 2 * MARGIN - TITLE - HEADING - FOOT - CREDIT
    wanted = ENOUGH * min((width - GAP) / 2, height * aspect)
    best, best_worth = Plan(0, 0, False, QSizeF(), 0, 0), (0.0, 0.0)
    for size in LEGEND_FONTS:
        for columns in range(1, min(entries, 12) + 1):
            room = set_legend(legend, size, columns)
            for below in (False, True):
                free_width = (width - GAP - (0 if below else room.width() + 2 * GAP)) / 2
                free_height = height - (room.height() + GAP if below else 0)
                fits = room.width() <= width if below else room.height() <= height + HEADING
                map_width = min(free_width, free_height * aspect)
                # The largest maps; of those, the smallest page.
                worth = (round(map_width, 1), -(room.height() if below else room.width()))
                if fits and map_width > 0 and worth > best_worth:
                    best = Plan(map_width, map_width / aspect, below, room, size, columns)
                    best_worth = worth
        if best.map_width >= wanted:
            break
    if best.map_width == 0:
        raise MapError(f"A legend of {entries} clusters does not fit on the page.")
    set_legend(legend, best.font_size, best.columns)
    return best


def make_layout(
    project: QgsProject, raster: QgsRasterLayer, clusters: QgsVectorLayer, title: str
) -> QgsPrintLayout:
    """Lay out the page."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.renderContext().setDpi(DPI)

    to_raster = QgsCoordinateTransform(clusters.crs(), raster.crs(), project)
    extent = to_raster.transformBoundingBox(clusters.extent())
    if extent.isEmpty():
        raise MapError("The cluster layer covers no area.")
    legend = make_legend(layout, clusters)
    entries = len(clusters.renderer().categories())
    way = plan(legend, entries, extent.width() / extent.height())

    maps = 2 * way.map_width + GAP
    legend_width = way.legend.width()
    width = max(maps, legend_width) if way.below else maps + 2 * GAP + legend_width
    beside = max(HEADING + way.map_height + FOOT, 0 if way.below else way.legend.height())
    height = TITLE + beside + (way.legend.height() + GAP if way.below else 0)
    width = max(width, NARROWEST)
    page = QgsLayoutSize(width + 2 * MARGIN, height + CREDIT + 2 * MARGIN)
    layout.pageCollection().page(0).setPageSize(page)

    left, top = MARGIN, MARGIN
    right = left + way.map_width + GAP
    heading, middle = top + TITLE, top + TITLE + HEADING
    foot = middle + way.map_height + 2
    add_text(layout, title, font(15, bold=True), INK, (left, top, width, TITLE - 1.5))
    mapped = "Classes" if shows_classes(clusters) else "Clusters"
    for x, name, layer in ((left, "Imagery", raster), (right, mapped, clusters)):
        add_text(layout, name, font(8.5), SOFT_INK, (x, heading, way.map_width, HEADING))
        item = add_map(layout, layer, extent, (x, middle, way.map_width, way.map_height))
    if raster.crs().isValid():
        add_scale_bar(layout, item, (left, foot, way.map_width, 6))
    credit = f"RS DeepCluster, QGIS {Qgis.QGIS_VERSION.split('-')[0]}"
    if raster.crs().isValid():
        credit += f"  ·  {raster.crs().userFriendlyIdentifier()}"
    bottom = top + height + CREDIT - 4
    add_text(layout, credit, font(6.5), SOFT_INK, (left, bottom, width, 4))
    if way.below:
        place(legend, left, foot - 2 + FOOT + GAP, way.legend.width(), way.legend.height())
    else:
        place(legend, left + maps + 2 * GAP, heading, way.legend.width(), way.legend.height())
    return layout


def render(raster_path: str, layer_path: str, output: Path, title: str | None) -> None:
    """Draw the map into a PNG."""
    raster, clusters = open_raster(raster_path), open_clusters(layer_path)
    project = QgsProject()
    project.addMapLayers([raster, clusters])
    project.setCrs(raster.crs())
    project.setEllipsoid(raster.crs().ellipsoidAcronym())  # scale bars measure on the ground
    layout = make_layout(
        project, raster, clusters, title or f"Clusters of {Path(raster_path).stem}"
    )
    # Not exportToImage(): it tries to georeference the PNG and writes files beside it.
    image = QgsLayoutExporter(layout).renderPageToImage(0, QSize(), DPI)
    if image.isNull() or not image.save(str(output)):
        raise MapError(f"{output} cannot be written.")


def main() -> int:
    """Run QGIS for one map."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raster", metavar="RASTER")
    parser.add_argument("layer", metavar="LAYER.gpkg")
    parser.add_argument("output", metavar="OUT.png", type=Path)
    parser.add_argument("--title")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as profile:
        os.environ.setdefault("QGIS_CUSTOM_CONFIG_PATH", profile)
        app = QgsApplication([], False)
        app.initQgis()
        try:
            options.output.unlink(missing_ok=True)
            render(options.raster, options.layer, options.output, options.title)
        except (MapError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            app.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())

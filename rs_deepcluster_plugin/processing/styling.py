"""How cluster layers look: one fixed color per cluster, in the file and when it is loaded."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFillSymbol,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QColor

from .. import compat

_PALETTE = Path(__file__).parent.parent / "resources" / "styles" / "palette.json"
# Hatches that tell cluster 61 from cluster 1; the first round of the palette has none.
_HATCHES = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.CrossPattern,
)
_GRAY = QColor(150, 150, 150)
_ALIASES = {
    "scene_id": "Scene",
    "row": "Row",
    "col": "Column",
    "valid_fraction": "Valid fraction",
    "cluster": "Cluster",
    "probability": "Probability",
    "second_cluster": "Second cluster",
    "ambiguous": "Ambiguous",
    "exemplar_rank": "Exemplar rank",
    "umap_x": "Embedding x",
    "umap_y": "Embedding y",
}
# C++ keeps only its own half of a post-processor: this keeps ours until it has run.
_pending: dict[str, _Styler] = {}


def apply_cluster_style(layer: QgsVectorLayer, counts: dict[int, int], unclustered: int) -> None:
    """Color the scenes by cluster; ``counts`` are the scenes of each cluster, for the legend."""
    if layer.isSpatial():
        categories = [
            QgsRendererCategory(
                cluster,
                _symbol(layer, cluster),
                _tr("Cluster {} ({})").format(cluster, counts[cluster]),
            )
            for cluster in sorted(counts)
        ]
        if unclustered:
            label = _tr("No cluster ({})").format(unclustered)
            categories.append(QgsRendererCategory(None, _symbol(layer, None), label))
        layer.setRenderer(QgsCategorizedSymbolRenderer("cluster", categories))
    names = {}
    for index, field in enumerate(layer.fields()):
        # Shapefiles keep ten characters of a name.
        full = next((name for name in _ALIASES if name[:10] == field.name()[:10]), None)
        if full is not None:
            names[full] = QgsExpression.quotedColumnRef(field.name())
            layer.setFieldAlias(index, _tr(_ALIASES[full]))
    text = f"{QgsExpression.quotedString(_tr('Cluster') + ' ')} || {names['cluster']}"
    if "probability" in names:
        text += f" || ', p = ' || format_number({names['probability']}, 2)"
    # Joining text with NULL gives NULL. Map tips show the display expression as well.
    nothing = QgsExpression.quotedString(_tr("No cluster"))
    layer.setDisplayExpression(f"coalesce({text}, {nothing})")


def style_on_load(
    context: QgsProcessingContext, destination: str, counts: dict[int, int], unclustered: int
) -> None:
    """Style the layer when QGIS loads it into a project, if it is going to."""
    if context.willLoadLayerOnCompletion(destination):
        styler = _pending[destination] = _Styler(destination, counts, unclustered)
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(styler)


def store_style(
    context: QgsProcessingContext, destination: str, counts: dict[int, int], unclustered: int
) -> str | None:
    """Store the style with a layer's data, which must be written; returns a warning or None."""
    layer = QgsProcessingUtils.mapLayerFromString(destination, context)
    if layer is None:
        return _tr("The style was not stored: {} could not be opened.").format(destination)
    if layer.providerType() == "memory":
        return None
    apply_cluster_style(layer, counts, unclustered)
    message = compat.save_default_style(layer)
    return _tr("The style was not stored with the layer: {}").format(message) if message else None


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Styles one layer and lets go of itself."""

    def __init__(self, destination: str, counts: dict[int, int], unclustered: int) -> None:
        super().__init__()
        self._destination, self._counts, self._unclustered = destination, counts, unclustered

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Apply the style."""
        _pending.pop(self._destination, None)
        apply_cluster_style(layer, self._counts, self._unclustered)


def _symbol(layer: QgsVectorLayer, cluster: int | None) -> QgsSymbol:
    """Return the symbol of a cluster, or of the scenes that have none."""
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    palette = _palette()
    color = _GRAY if cluster is None else QColor(palette[(cluster - 1) % len(palette)])
    if not isinstance(symbol, QgsFillSymbol):
        symbol.setColor(color)
        return symbol
    # A hairline of the fill's own color closes the seams that antialiasing leaves between cells.
    fill = QgsSimpleFillSymbolLayer(color)
    fill.setStrokeColor(color)
    fill.setStrokeWidth(0)
    if cluster is None:
        fill.setBrushStyle(Qt.BrushStyle.NoBrush)
        fill.setStrokeWidth(0.15)
    symbol.changeSymbolLayer(0, fill)
    hatch = Qt.BrushStyle.NoBrush
    if cluster is not None:
        hatch = _HATCHES[(cluster - 1) // len(palette) % len(_HATCHES)]
    if hatch != Qt.BrushStyle.NoBrush:
        ink = QColor("white" if color.lightnessF() < 0.5 else "black")
        lines = QgsSimpleFillSymbolLayer(ink, hatch)
        lines.setStrokeStyle(Qt.PenStyle.NoPen)
        symbol.appendSymbolLayer(lines)
    return symbol


@functools.cache
def _palette() -> list[str]:
    """Return the colors of the clusters, from cluster 1."""
    colors: list[str] = json.loads(_PALETTE.read_text(encoding="utf-8"))
    return colors


def _tr(text: str) -> str:
    """Translate."""
    return QCoreApplication.translate("RsDeepCluster", text)

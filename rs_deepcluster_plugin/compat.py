"""The one module that asks which QGIS this is (3.22 to 4)."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsFeatureSink,
    QgsField,
    QgsMapLayer,
    QgsRaster,
    QgsRasterDataProvider,
)
from qgis.PyQt.QtCore import QMetaType, QVariant
from qgis.PyQt.QtXml import QDomDocument

_KINDS = {
    "int": "Int",
    "int64": "LongLong",
    "double": "Double",
    "string": "QString",
    "bool": "Bool",
}


def field(name: str, kind: str) -> QgsField:
    """Return a field; ``kind`` is "int", "int64", "double", "string" or "bool"."""
    if Qgis.versionInt() >= 33800:
        return QgsField(name, getattr(QMetaType.Type, _KINDS[kind]))
    # QMetaType can be imported before 3.38 as well, but QgsField does not take it.
    return QgsField(name, getattr(QVariant, _KINDS[kind].replace("QString", "String")))


def close_sink(sink: QgsFeatureSink) -> None:
    """Write out what the sink still holds."""
    if hasattr(sink, "finalize"):
        sink.finalize()
    else:
        sink.flushBuffer()


def is_alpha(provider: QgsRasterDataProvider, band: int) -> bool:
    """Tell whether a band of a raster says where the others have data."""
    kinds = getattr(Qgis, "RasterColorInterpretation", None) or QgsRaster.ColorInterpretation
    return bool(provider.colorInterpretation(band) == kinds.AlphaBand)


def style_texts(layer: QgsMapLayer) -> tuple[str, str]:
    """Return a layer's style as QGIS has it (QML), and what of it others understand (SLD)."""
    qml, sld = QDomDocument("qgis"), QDomDocument()
    layer.exportNamedStyle(qml)
    if hasattr(layer, "exportSldStyleV3"):
        from qgis.core import QgsSldExportContext

        sld = layer.exportSldStyleV3(QgsSldExportContext())
    else:
        layer.exportSldStyle(sld, "")
    return qml.toString(), sld.toString()

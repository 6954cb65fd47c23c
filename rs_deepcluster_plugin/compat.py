"""The one module that asks which QGIS this is (3.22 to 4)."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsFeatureSink,
    QgsField,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType, QVariant

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


def save_default_style(layer: QgsVectorLayer) -> str:
    """Store the layer's style with its data; returns "" or why it could not be stored."""
    source = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    if layer.providerType() == "ogr" and layer.storageType() != "GPKG":
        # saveDefaultStyle() would take "a.fgb|layername=a" for a database and write elsewhere.
        message, stored = layer.saveNamedStyle(str(Path(source["path"]).with_suffix(".qml")))
        return "" if stored else message
    name = source.get("layerName") or layer.name()
    # A style of that name makes QGIS ask before it overwrites, and we may be in a worker thread.
    related, ids, names, *_ = layer.listStylesInDatabase()
    for style_id, style_name in list(zip(ids, names))[: max(related, 0)]:
        if style_name == name:
            layer.deleteStyleFromDatabase(style_id)
    if not hasattr(layer, "saveStyleToDatabaseV2"):
        return layer.saveStyleToDatabase(name, "", True, "")
    result, message = layer.saveStyleToDatabaseV2(name, "", True, "")
    kinds = QgsMapLayer.SaveStyleResult
    # That SLD cannot express all of a style is reported as well; QGIS does not read it back.
    return message if result & (kinds.QmlGenerationFailed | kinds.DatabaseWriteFailed) else ""

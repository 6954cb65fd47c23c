"""Where results are to go, and which file that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessingOutputLayerDefinition,
    QgsProviderRegistry,
    QgsVectorLayer,
)


def destination_text(parameters: dict[str, Any], name: str) -> str:
    """Return where a result is to go, as it was asked for; reading it changes nothing."""
    value = parameters.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    return str(value or "")


def destination_path(destination: str) -> Path | None:
    """Return the file behind a layer or file destination, None where there is none."""
    if not destination or destination.startswith(("memory:", "postgis:", "TEMPORARY_OUTPUT")):
        return None
    if destination.startswith("ogr:"):
        start = destination.find("dbname='")
        if start < 0:
            return None
        destination = destination[start + 8 : destination.index("'", start + 8)]
    path = Path(destination.split("|", 1)[0])
    return path if path.is_absolute() else Path.cwd() / path


def destination_table(destination: str) -> str:
    """Return the table of a destination in a GeoPackage, else the name of its file."""
    if destination.startswith("ogr:"):
        return str(QgsDataSourceUri(destination[4:]).table())
    return Path(destination.split("|", 1)[0]).stem


def geopackage_of(source: str) -> tuple[str, str] | None:
    """Return the path and the table of a source in a GeoPackage, None where it is in none."""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", source)
    path = str(parts.get("path") or "")
    if not path.lower().endswith(".gpkg"):
        return None
    return path, str(parts.get("layerName") or "")


def geopackage_of_layer(layer: QgsVectorLayer) -> tuple[str, str] | None:
    """Return the path and the table of a layer in a GeoPackage, None where it is in none."""
    return geopackage_of(layer.source()) if layer.providerType() == "ogr" else None

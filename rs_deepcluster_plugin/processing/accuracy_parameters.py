"""Parameters that the algorithms around accuracy have in common."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsWkbTypes,
)

from . import layers, maps
from .base import Algorithm, destination_path, destination_text

POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]
# What a spreadsheet takes for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def add_map(alg: Algorithm, name: str, label: str, field: str, field_label: str) -> None:
    """Add a map and its field of classes or clusters."""
    alg.addParameter(
        QgsProcessingParameterFeatureSource(name, label, POLYGONS),
        help=alg.tr("A cluster layer, or any polygon layer with a field of classes."),
    )
    alg.addParameter(
        QgsProcessingParameterField(field, field_label, None, name, optional=True),
        help=alg.tr(
            "The field that holds the classes. Empty: class_code where any scene has a class, else "
            "the current cluster."
        ),
    )


def read_map(
    alg: Algorithm,
    name: str,
    field: str,
    values: str,
    schema: dict[str, str],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    **options: Any,
) -> maps.SceneMap:
    """Read the map."""
    source = maps.source_of(alg, name, parameters, context)
    asked = alg.parameterAsString(parameters, field, context)
    return maps.read_map(source, asked, values, schema, context, feedback, **options)


def add_table(alg: Algorithm, name: str, label: str, help: str) -> None:
    """Add a table that the algorithm writes."""
    alg.addParameter(
        QgsProcessingParameterFeatureSink(
            name, label, QgsProcessing.SourceType.TypeVector, optional=True, createByDefault=True
        ),
        help=help,
    )


def write_table(
    alg: Algorithm,
    name: str,
    fields: list[tuple[str, str]],
    rows: list[list[Any]],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Write a table where it is asked for; returns it as a result."""
    asked = destination_text(parameters, name)
    if not asked:
        return {}
    path = destination_path(asked)
    if path is not None and path.suffix.lower() == ".csv":
        rows = [[_harmless(value) for value in row] for row in rows]
    crs = QgsCoordinateReferenceSystem()
    kind = QgsWkbTypes.Type.NoGeometry
    plain = ([_known(value) for value in row] for row in rows)
    made = layers.write_features(
        alg, ((row, None) for row in plain), parameters, context, feedback, crs, fields, kind, name
    )
    return {name: made}


def number_or_none(value: float) -> float | None:
    """Return a number as a result has it."""
    return None if value != value else float(value)


def _known(value: Any) -> Any:
    return NULL if value is None or value != value else value


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

"""Parameters that the algorithms around accuracy have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsWkbTypes,
)

from .. import compat
from ..core.classes.schema import escape_formula
from .cancel import stop_if_cancelled
from .framework.algorithm import Algorithm
from .layers import class_map
from .layers.destination import destination_text
from .layers.style import Style
from .layers.values import is_null
from .layers.write import write_features
from .scene_parameters import read_source

POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]
Fields = Iterable[tuple[str, str]]
_BLOCK = 1000


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
) -> class_map.SceneMap:
    """Read the map."""
    source = read_source(alg, name, parameters, context)
    asked = alg.parameterAsString(parameters, field, context)
    return class_map.read_map(source, asked, values, schema, context, feedback, **options)


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
    fields: Fields,
    rows: Iterable[list[Any]],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Write a table where it is asked for; returns it as a result."""
    asked = destination_text(parameters, name)
    if not asked:
        return {}
    if asked.lower().endswith(".csv"):
        rows = [[escape_formula(v) if isinstance(v, str) else v for v in row] for row in rows]
    pairs = ((row, None) for row in rows)
    return {name: write_rows(alg, pairs, fields, parameters, context, feedback, output=name)}


def write_rows(
    alg: Algorithm,
    rows: Iterable[tuple[list[Any], QgsGeometry | None]],
    fields: Fields,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    kind: Any = QgsWkbTypes.Type.NoGeometry,
    crs: QgsCoordinateReferenceSystem | None = None,
    output: str = "OUTPUT",
    style: Style | None = None,
) -> str:
    """Write plain values, None and NaN as NULL, with their geometries; returns the destination."""
    definition = QgsFields()
    for name, type_name in fields:
        definition.append(compat.field(name, type_name))
    multiple = QgsWkbTypes.isMultiType(kind)

    def features() -> Iterator[QgsFeature]:
        for step, (values, geometry) in enumerate(rows):
            if step % _BLOCK == 0:
                stop_if_cancelled(feedback)
            feature = QgsFeature(definition)
            feature.setAttributes([NULL if is_null(value) else value for value in values])
            if geometry is not None:
                if multiple:
                    geometry.convertToMultiType()
                feature.setGeometry(geometry)
            yield feature

    return write_features(
        alg, features(), parameters, context, feedback, definition, kind, crs, output, style
    )


def number_or_none(value: float) -> float | None:
    """Return a number as a result has it."""
    return None if value != value else float(value)

"""A class schema as a table without geometry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    NULL,
    QgsFeature,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ... import compat
from ...core.classes.schema import SCHEMA_COLUMNS, Schema, escape_formula, unescape_formula
from .destination import destination_text
from .fields import full_name, names_of
from .style import color_cells
from .values import is_null
from .write import write_features


def read_schema_table(layer: QgsVectorLayer) -> Schema:
    """Read a schema from the rows of a layer."""
    names = names_of(layer)
    # Files of comma-separated values are written with formulas made harmless.
    escaped = layer.storageType() == "CSV" or layer.providerType() == "delimitedtext"

    def plain(value: Any) -> Any:
        if is_null(value):
            return None
        return unescape_formula(value) if escaped and isinstance(value, str) else value

    rows = (dict(zip(names, map(plain, row.attributes()))) for row in layer.getFeatures())
    return Schema.from_rows(layer.name(), rows)


def write_schema_table(
    alg: QgsProcessingAlgorithm,
    schema: Schema,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    output: str = "OUTPUT",
) -> str:
    """Write a schema into the sink ``output``, with its colors; returns the destination."""
    definition = QgsFields()
    for column in SCHEMA_COLUMNS:
        definition.append(compat.field(column, "string"))
    escaped = destination_text(parameters, output).lower().endswith(".csv")

    def rows() -> Iterator[QgsFeature]:
        for entry in schema.classes:
            texts = [getattr(entry, column) for column in SCHEMA_COLUMNS]
            feature = QgsFeature(definition)
            feature.setAttributes([escape_formula(t) if escaped else t or NULL for t in texts])
            yield feature

    def style(layer: QgsVectorLayer) -> None:
        _style(alg, layer, schema)

    return write_features(
        alg, rows(), parameters, context, feedback, definition, output=output, style=style
    )


def _style(alg: QgsProcessingAlgorithm, layer: QgsVectorLayer, schema: Schema) -> None:
    """Name the columns, and show each color behind its text."""
    labels = (
        alg.tr("Code"), alg.tr("Name"), alg.tr("Color"), alg.tr("Description"), alg.tr("Parent")
    )  # fmt: skip
    aliases = dict(zip(SCHEMA_COLUMNS, labels))
    for index, name in enumerate(names_of(layer)):
        if full_name(name, aliases):
            layer.setFieldAlias(index, aliases[full_name(name, aliases)])
    layer.setDisplayExpression('"code" || \' \' || "name"')
    colors = dict.fromkeys(entry.color for entry in schema.classes)
    color_cells(layer, "color", {f"'{color}'": color for color in colors})

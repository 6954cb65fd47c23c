"""Maps that are compared, and the tables that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ... import compat
from ...core.classes.schema import escape_formula
from ..cancel import stop_if_cancelled
from ..framework.algorithm import Algorithm
from ..layers import class_map
from ..layers.area import Frame
from ..layers.read import frame_of
from ..layers.style import Style, class_list
from ..layers.values import is_null
from ..layers.write import write_features
from .kinds import POLYGONS, FieldName, Group, Parameters, SourceLayer, VectorOutput

Fields = Iterable[tuple[str, str]]
_BLOCK = 1000


class MapParameters(Group):
    """A map and its field of classes or clusters."""

    def __init__(
        self, name: str, label: str, field: str, field_label: str, *, optional: bool = False
    ) -> None:
        self.layer = SourceLayer(
            name,
            label,
            "A cluster layer, or any polygon layer with a field of classes.",
            kinds=POLYGONS,
            optional=optional,
        )
        self.field = FieldName(
            field,
            field_label,
            name,
            "The field that holds the classes. Empty: class_code where any scene has a class, else "
            "the current cluster.",
        )

    def is_given(self, parameters: Parameters) -> bool:
        """Tell whether there is a map."""
        return self.layer.is_given(parameters)

    def read(
        self, values: str, schema: dict[str, str], alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext, feedback: QgsProcessingFeedback, **options: Any,
    ) -> class_map.SceneMap:  # fmt: skip
        """Read the map."""
        source = self.layer.read(alg, parameters, context)
        asked = self.field.read(alg, parameters, context)
        table = self.layer.read_table(alg, parameters, context)  # any polygon layer will do
        labeled = {row.scene_id for row in table.labels()} if table is not None else ()
        return class_map.read_map(
            source, asked, values, schema, context, feedback, labeled=labeled, **options
        )

    def read_class_names(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> dict[str, str]:
        """Return names by code of the schema that a cluster layer was given, if any."""
        table = self.layer.read_table(alg, parameters, context)  # any polygon layer will do
        return {code: called for code, called, _ in class_list(table)} if table is not None else {}

    def read_frame(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> Frame | None:
        """Return where the raster of a cluster layer has pixels, if it is known."""
        return frame_of(self.layer.read_table(alg, parameters, context))


class TableOutput(VectorOutput):
    """A table that the algorithm writes where it is asked for."""

    def __init__(self, name: str, label: str, help: str) -> None:
        super().__init__(name, label, help, optional=True)

    def write(
        self, fields: Fields, rows: Iterable[list[Any]], alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext, feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:  # fmt: skip
        """Write the table, and return it as a result; none where it is not asked for."""
        asked = self.read(alg, parameters, context)
        if not asked:
            return {}
        if asked.lower().endswith(".csv"):
            rows = [[escape_formula(v) if isinstance(v, str) else v for v in row] for row in rows]
        pairs = ((row, None) for row in rows)
        found = write_rows(alg, pairs, fields, parameters, context, feedback, output=self.name)
        return {self.name: found}


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

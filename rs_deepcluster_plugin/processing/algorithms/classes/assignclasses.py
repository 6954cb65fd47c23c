"""Clusters to classes of a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ....core.base.errors import LayerError, SchemaError
from ....core.base.values import say_count
from ....core.classes import assign as mapping
from ....core.classes.cluster_table import CLASS_FIELDS, CURRENT, current_of
from ....core.classes.move import check_clusters
from ...framework.edit_algorithm import EditAlgorithm
from ...layers.read import schema_of
from ...layers.values import is_null
from ...parameters.kinds import Flag, Text, WholeLayer, declare_numbers
from ...parameters.schema import SchemaParameters


class AssignClasses(EditAlgorithm):
    """Gives clusters their classes."""

    NAME = "assignclasses"
    LABEL = "Assign classes"
    EXAMPLE = "SCHEMA=WorldCover MAPPING='1=10, 2=50, 3=80'"
    TAGS = (
        "assign,class,classes,label,reclassify,recode,merge,schema,legend,land cover,land use,"
        "name clusters,mapping"
    )
    HELP = (
        "Gives clusters their classes: the fields class_code, class_name and class_source of their "
        "scenes, in the colors of a schema. Several clusters may be of one class. Clusters are the "
        "current ones, after merges and splits. Those that are not named stay as they are, and "
        "what has no class keeps the color of its cluster. The form of a scene shows the names of "
        "the classes, so that single scenes can be corrected by hand."
    )

    MAPPING = Text(
        "MAPPING", "Mapping",
        "Clusters and the codes or names of their classes, as 1=311,2=311,3=Pastures; 4= "
        "takes the class of cluster 4 away. Semicolons and new lines separate as well. "
        "Empty: the table below, or only the schema is set.", default=None,
    )  # fmt: skip
    KEEP_CORRECTED = Flag(
        "KEEP_CORRECTED", "Keep corrections", True,
        "Scenes whose class was corrected singly (class_source is scene or label) keep it, also "
        "if their cluster gets another one.",
    )  # fmt: skip
    REPLACE = Flag(
        "REPLACE", "Replace all", False,
        "Clusters that are not named lose the class they have; for another schema, whose "
        "classes are not those of the layer.", advanced=True,
    )  # fmt: skip

    SCHEMA = SchemaParameters(of_layer=True)
    TABLE = WholeLayer(
        "TABLE", "Table",
        "In place of a mapping: a table with the columns cluster, and class_code or "
        "class_name, as Cluster table writes it (GeoPackage, CSV, spreadsheet). Clusters "
        "without a class in it stay as they are.",
        optional=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.MAPPING.declare(self)
        self.TABLE.declare(self)
        self.SCHEMA.declare(self)
        self.KEEP_CORRECTED.declare(self)
        self.REPLACE.declare(self)
        declare_numbers(
            self, {"CLASSES": "Number of classes", "UNASSIGNED": "Scenes without a class"}
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the mapping and the schema."""
        super().prepare(parameters, context)
        text = self.MAPPING.read(self, parameters, context).strip()
        table = self.TABLE.read(self, parameters, context)
        if text and table is not None:
            raise SchemaError("Both a mapping and a table were given. Give one of the two.")
        chosen = self.SCHEMA.is_chosen(self, parameters, context)
        if not text and table is None and not chosen:
            raise SchemaError(
                "Neither a mapping nor a table was given. Write the mapping as 1=311,2=311,3=112."
            )
        self._schema = self.SCHEMA.read_or_own(self.layer_table, self, parameters, context)
        self._labels: mapping.Labels = {}
        if text:
            self._labels = mapping.parse_mapping(text)
        elif table is not None:
            self._labels = mapping.mapping_of_rows(_rows(table))

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Assign the classes in one edit."""
        columns = self.layer_table.read("cluster", CURRENT, *CLASS_FIELDS)
        check_clusters(self._labels, current_of(columns))
        old, schema = schema_of(self.layer_table), self._schema
        own = schema is None or schema.name == mapping.OWN
        if own and any(map(any, self._labels.values())):
            schema = mapping.own_schema(self._labels, schema)
        classes = mapping.resolve(self._labels, schema) if schema else dict.fromkeys(self._labels)
        changes = mapping.assign(
            columns,
            classes,
            self.KEEP_CORRECTED.read(self, parameters, context),
            self.REPLACE.read(self, parameters, context),
        )
        if schema and (old is None or old.classes != schema.classes):
            changes = mapping.keep_replaced_classes(columns, changes, old, schema)
        pairs = ", ".join(f"{n}={entry.code if entry else ''}" for n, entry in classes.items())
        name = f"Classes of {schema.name}" if schema and schema.name != mapping.OWN else mapping.OWN
        done = f"assigned to clusters: {pairs}." if classes else "chosen, and none assigned."
        notes = {"schema": schema.to_json()} if schema else None
        results = self.edit(f"{name} {done}", changes, feedback, notes)
        codes = self.layer_table.read("class_code")["class_code"]
        unassigned = int((codes == "").sum())
        if unassigned:
            feedback.pushInfo(f"{say_count(unassigned, 'scene has', 'scenes have')} no class.")
        return {
            **results,
            "CLASSES": len(set(codes.tolist()) - {""}),
            "UNASSIGNED": unassigned,
        }


def _rows(table: QgsVectorLayer) -> Iterator[tuple[Any, Any, Any]]:
    """Read cluster, code and name of the rows of a table.

    Raises
    ------
    LayerError
        It has no such columns.
    """
    places = {f.name().strip().lower(): index for index, f in enumerate(table.fields())}
    columns = [places.get(name, -1) for name in ("cluster", "class_code", "class_name")]
    if columns[0] < 0 or max(columns[1:]) < 0:
        raise LayerError(
            f"The table {table.name()} has the columns {', '.join(places)}, but needs cluster, and "
            "class_code or class_name. Take one that Cluster table has written."
        )
    for feature in table.getFeatures():
        values = [feature.attributes()[index] if index >= 0 else None for index in columns]
        cluster, code, name = (None if is_null(value) else value for value in values)
        yield cluster, code, name

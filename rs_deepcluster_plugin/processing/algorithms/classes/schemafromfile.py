"""A schema that comes with the plugin, a file or a table, to a schema table and file."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.values import say_count
from ....core.classes.schema_files import write_schema
from ...framework.algorithm import Algorithm, user_errors
from ...layers.schema_table import write_schema_table
from ...parameters.kinds import MaybeWhole, OutputFile, VectorOutput, declare_numbers
from ...parameters.schema import SchemaParameters


class SchemaFromFile(Algorithm):
    """Reads a class schema."""

    NAME = "schemafromfile"
    LABEL = "Class schema"
    GROUP = "classes"
    EXAMPLE = "SCHEMA=CORINE LEVEL=1"
    TAGS = (
        "schema,legend,nomenclature,classes,land cover,land use,corine,clc,nlcd,anderson,"
        "worldcover,dynamic world,lccs,colors,csv,qml,clr"
    )
    HELP = (
        "Opens a class schema, which is the codes, names and colors that a map is to have: one "
        "that comes with the plugin, or a file of your own, which is checked. The table can be "
        "edited in QGIS and given to the algorithms that take a schema."
    )
    NEEDS_WORKER = False

    LEVEL = MaybeWhole(
        "LEVEL", "Level", None, 1, None,
        "Only the classes of this level, 1 being the top. Empty: all levels.", advanced=False,
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Schema",
        "One row per class, without geometry: code, name, color, description and parent, "
        "which is the code of the class above it.",
        QgsProcessing.SourceType.TypeVector,
    )  # fmt: skip
    JSON = OutputFile(
        "JSON", "Schema as JSON", "json", "Schema",
        "The same as one file, to keep and to share.",
    )  # fmt: skip

    SCHEMA = SchemaParameters()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.SCHEMA.declare(self)
        self.LEVEL.declare(self)
        self.OUTPUT.declare(self)
        self.JSON.declare(self)
        declare_numbers(self, {"CLASSES": "Number of classes"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the schema."""
        schema = self.SCHEMA.read(self, parameters, context)
        level = self.LEVEL.read(self, parameters, context)
        self._schema = schema if level is None else schema.level(int(level))

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Write the table and the file."""
        path = self.JSON.read(self, parameters, context)
        with user_errors(feedback):
            output = write_schema_table(self, self._schema, parameters, context, feedback)
            write_schema(self._schema, path)
        classes = say_count(len(self._schema.classes), "class", "classes")
        feedback.pushInfo(f"{self._schema.name}: {classes}.")
        if self._schema.source:
            feedback.pushInfo(self._schema.source)
        return {
            self.OUTPUT.name: output,
            self.JSON.name: path,
            "CLASSES": len(self._schema.classes),
        }

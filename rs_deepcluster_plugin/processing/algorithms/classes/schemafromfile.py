"""A schema that comes with the plugin, a file or a table, to a schema table and file."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
)

from ....core.classes.schema import write_schema
from ... import shared_parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.schema_table import write_schema_table
from ...schema_parameters import add_schema, read_schema_parameter


class SchemaFromFile(Algorithm):
    """Reads a class schema."""

    NAME = "schemafromfile"
    LABEL = "Class schema"
    GROUP = "classes"
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

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        add_schema(self)
        shared.add_number(
            self, "LEVEL", self.tr("Level"), None, 1, None,
            self.tr("Only the classes of this level, 1 being the top. Empty: all levels."),
            shared.INTEGER, advanced=False,
        )  # fmt: skip
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", self.tr("Schema"), QgsProcessing.SourceType.TypeVector
            ),
            help=self.tr(
                "One row per class, without geometry: code, name, color, description and parent, "
                "which is the code of the class above it."
            ),
        )
        shared.add_file(
            self, "JSON", self.tr("Schema as JSON"), "json", self.tr("Schema"),
            self.tr("The same as one file, to keep and to share."),
        )  # fmt: skip
        shared.add_numbers(self, {"CLASSES": self.tr("Number of classes")})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the schema."""
        schema = read_schema_parameter(self, parameters, context)
        level = shared.read_number(self, "LEVEL", parameters, context)
        self._schema = schema if level is None else schema.level(int(level))

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Write the table and the file."""
        path = self.file_output("JSON", parameters, context, ".json")
        with user_errors(feedback):
            output = write_schema_table(self, self._schema, parameters, context, feedback)
            write_schema(self._schema, path)
        feedback.pushInfo(f"{self._schema.name}: {len(self._schema.classes)} classes.")
        if self._schema.source:
            feedback.pushInfo(self._schema.source)
        return {"OUTPUT": output, "JSON": path, "CLASSES": len(self._schema.classes)}

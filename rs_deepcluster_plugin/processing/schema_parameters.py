"""The class schema as a parameter.

Two functions for algorithms that take a schema: `add_schema` declares SCHEMA, SCHEMA_FILE and
SCHEMA_TABLE, `read_schema_parameter` reads them; call it in ``prepare``, it reads a layer.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorLayer,
)

from ..core.base.errors import SchemaError
from ..core.classes.schema import Schema, find_shipped, load_schema, read_schema
from .framework.algorithm import Algorithm
from .layers.schema_table import read_schema_table
from .shared_parameters import choice

FROM_FILE = "from file"
OF_LAYER = "of the layer"


def add_schema(alg: Algorithm, *, of_layer: bool = False) -> None:
    """Add the choice of a schema: one that comes with the plugin, a file or a table.

    With ``of_layer``, the one that a cluster layer has already comes first.
    """
    first = [OF_LAYER] if of_layer else []
    alg.addParameter(
        choice("SCHEMA", alg.tr("Schema"), [*first, *find_shipped(), FROM_FILE]),
        help=alg.tr(
            "The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of "
            "the United States, Anderson's land use and land cover (levels 1 and 2), ESA "
            "WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below."
        )
        + (
            alg.tr(
                " The layer's own is the one that was used last; where there is none, the texts "
                "of the mapping become classes."
            )
            if of_layer
            else ""
        ),
    )
    alg.addParameter(
        QgsProcessingParameterFile(
            "SCHEMA_FILE",
            alg.tr("Schema file"),
            optional=True,
            fileFilter=alg.tr("Schemas (*.csv *.json *.qml *.clr *.txt)"),
        ),
        help=alg.tr(
            "A schema of your own; it takes the place of the one above. CSV with the columns code, "
            "name, color, description and parent (or value, label, red, green, blue), JSON, a "
            "categorized or paletted style of QGIS (.qml), or a color table (.clr, .txt). Colors "
            "are #rrggbb, red,green,blue or CSS names; classes without one get one."
        ),
    )
    alg.addParameter(
        QgsProcessingParameterVectorLayer(
            "SCHEMA_TABLE",
            alg.tr("Schema table"),
            [QgsProcessing.SourceType.TypeVector],
            optional=True,
        ),
        help=alg.tr(
            "A table with the same columns as the CSV file, such as Class schema makes; it takes "
            "the place of the schema above."
        ),
        advanced=True,
    )


def is_chosen(alg: Algorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
    """Tell whether another schema than the layer's own is chosen."""
    given = any(parameters.get(name) not in (None, "") for name in ("SCHEMA_FILE", "SCHEMA_TABLE"))
    return given or alg.parameterAsEnumString(parameters, "SCHEMA", context) != OF_LAYER


def read_schema_parameter(
    alg: Algorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Schema:
    """Read the schema that the parameters of `add_schema` choose.

    Raises
    ------
    SchemaError
        Both a file and a table are given, or neither where one is asked for, or it is no valid
        schema.
    """
    path = alg.file_input("SCHEMA_FILE", parameters, context)
    table = alg.parameterAsVectorLayer(parameters, "SCHEMA_TABLE", context)
    if path and table is not None:
        raise SchemaError("Both a schema file and a schema table were given. Give one of the two.")
    if table is not None:
        return read_schema_table(table)
    if path:
        return read_schema(path)
    name = alg.parameterAsEnumString(parameters, "SCHEMA", context)
    if name == FROM_FILE:
        raise SchemaError("The schema is to come from a file, but none was given. Choose it.")
    return load_schema(name)

"""The class schema: one that comes with the plugin, a file or a table."""

from __future__ import annotations

from qgis.core import QgsProcessingContext

from ...core.base.errors import SchemaError
from ...core.classes.cluster_table import LayerTable
from ...core.classes.encodings import ENCODINGS
from ...core.classes.schema import Schema
from ...core.classes.schema_files import find_shipped, load_schema, read_schema
from ..framework.algorithm import Algorithm
from ..layers.read import schema_of
from ..layers.schema_table import read_schema_table
from .kinds import Choice, Group, InputFile, Parameters, WholeLayer

FROM_FILE = "from file"
OF_LAYER = "of the layer"
DETECT = "automatic"
_HELP = (
    "The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database "
    "of the United States, Anderson's land use and land cover (levels 1 and 2), ESA "
    "WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below."
)
_OF_LAYER = (
    " The layer's own is the one that was used last; where there is none, the texts of "
    "the mapping become classes."
)


class SchemaParameters(Group):
    """The choice of a schema."""

    FILE = InputFile(
        "SCHEMA_FILE", "Schema file", "",
        "A schema of your own; it takes the place of the one above. CSV with the columns code, "
        "name, color, description and parent (or value, label, red, green, blue), JSON (also a "
        "STAC item, a legend of names and colors, and GeoJSON), a categorized, paletted or "
        "exact pseudocolor style of QGIS (.qml), or a color table (.clr, .txt). Colors are "
        "#rrggbb, red,green,blue or CSS names; classes without one get one.",
        filters="Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)", optional=True,
    )  # fmt: skip
    ENCODING = Choice(
        "SCHEMA_ENCODING", "Encoding of the schema file", (DETECT, *ENCODINGS),
        "Only a file that is neither in UTF-8 nor in an encoding that can be told from others "
        "needs it.",
        advanced=True,
    )  # fmt: skip
    TABLE = WholeLayer(
        "SCHEMA_TABLE",
        "Schema table",
        "A table with the same columns as the CSV file, such as Class schema makes; it "
        "takes the place of the schema above.",
        optional=True,
        advanced=True,
    )

    def __init__(self, *, of_layer: bool = False) -> None:
        """With ``of_layer``, the one that a cluster layer has already comes first."""
        first = [OF_LAYER] if of_layer else []
        self.schema = Choice(
            "SCHEMA",
            "Schema",
            [*first, *find_shipped(), FROM_FILE],
            _HELP + (_OF_LAYER if of_layer else ""),
        )

    def declare(self, alg: Algorithm) -> None:
        """Add the schema, the file and the table."""
        for one in (self.schema, self.FILE, self.ENCODING, self.TABLE):
            one.declare(alg)

    def is_chosen(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> bool:
        """Tell whether another schema than the layer's own is chosen."""
        given = self.FILE.is_given(parameters) or self.TABLE.is_given(parameters)
        return given or self.schema.read(alg, parameters, context) != OF_LAYER

    def read_or_own(
        self, table: LayerTable | None, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext,
    ) -> Schema | None:  # fmt: skip
        """Read the schema that is chosen, else the layer's own, if it has one; see `read`."""
        if self.is_chosen(alg, parameters, context):
            return self.read(alg, parameters, context)
        return schema_of(table)

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> Schema:
        """Read the schema; call it in ``prepare``, for it may read a layer.

        Raises
        ------
        SchemaError
            Both a file and a table are given, or neither where one is asked for, or it is no valid
            schema.
        """
        path = self.FILE.read(alg, parameters, context)
        table = self.TABLE.read(alg, parameters, context)
        if path and table is not None:
            raise SchemaError(
                "Both a schema file and a schema table were given. Give one of the two."
            )
        if table is not None:
            return read_schema_table(table)
        if path:
            encoding = self.ENCODING.read(alg, parameters, context)
            return read_schema(path, ENCODINGS.get(encoding, ""))
        name = self.schema.read(alg, parameters, context)
        if name == FROM_FILE:
            raise SchemaError("The schema is to come from a file, but none was given. Choose it.")
        return load_schema(name)

"""Embeddings that others have made to features."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.plain import field_of
from ....core.features.import_embeddings import QUANTIZATIONS, ImportSettings
from ....core.scenes.grid import GridSettings
from ....worker.contract import ImportEmbeddingsJob
from ...framework.algorithm import Algorithm, user_errors
from ...framework.inputs import take_one
from ...parameters.collection import CollectionParameters
from ...parameters.files import StacItem
from ...parameters.grid import GridParameters
from ...parameters.kinds import (
    Group,
    InputFile,
    OutputFile,
    Parameter,
    PolygonLayer,
    Real,
    Text,
    declare_numbers,
    setting_of,
)
from ...parameters.raster import Bands, RasterParameters, ReferenceSystem

_CELLS = (
    "Width and height of the cells over which the pixels' embeddings are averaged, each of which "
    "becomes a scene."
)


def _setting(
    field: str, name: str, *, options: tuple[str, ...] = (), advanced: bool = False
) -> Any:
    """Return the parameter of a setting, with the label and the help that it has itself."""
    about = field_of(ImportSettings, field).metadata
    return setting_of(
        ImportSettings, field, name, about["label"], about["help"], options=options,
        advanced=advanced,
    )  # fmt: skip


class ImportParameters(Group):
    """How embeddings of others are read."""

    model = _setting("model", "MODEL_NAME")
    column = _setting("column", "COLUMN")
    quantization: Parameter[str] = _setting(
        "quantization", "QUANTIZATION", options=QUANTIZATIONS, advanced=True
    )
    scale_column = _setting("scale_column", "SCALE_COLUMN", advanced=True)
    footprint = _setting("footprint", "FOOTPRINT", advanced=True)
    minimum = setting_of(
        ImportSettings, "minimum_valid", "MIN_VALID", "Minimum of valid data",
        "Of rasters: scenes with a smaller share of pixels that have an embedding get no features.",
    )  # fmt: skip


class ImportEmbeddings(Algorithm):
    """Turns embeddings that other programs have computed into a features file."""

    NAME = "importembeddings"
    LABEL = "Import embeddings"
    JOB = ImportEmbeddingsJob
    GROUP = "features"
    EXAMPLE = "INPUT=alphaearth_2024.tif SIZE=8 OUTPUT=features.parquet"
    TAGS = (
        "embedding,embeddings,foundation model,alphaearth,satellite embedding,tessera,clay,"
        "earth index,geoparquet,geopackage,import,vectors,features,olmoearth,prithvi"
    )
    HELP = (
        "Turns embeddings that another program has computed into a features file, which all "
        "algorithms that take features work on: projection, clusters, similar scenes, reports. "
        "They come in a table (GeoParquet or GeoPackage) that has a vector for each polygon or "
        "point, as those of Clay, Earth Index or Major TOM; or in a raster with a band for each "
        "number, as AlphaEarth's and TESSERA's, whose pixels are averaged over cells or polygons. "
        "Tables are read block by block and may be larger than memory. Scenes whose vector is "
        "missing, not of numbers, or 0 get no features."
    )

    file = InputFile(
        "INPUT_TABLE", "Table with embeddings", "",
        "GeoParquet or GeoPackage with a vector on each row: a list of numbers of any type (in a "
        "GeoPackage as JSON, or as bytes of float32), or numbered columns (A00, A01, ...). "
        "Geometries are polygons or points, as WKB or in GeoArrow's own layout. Other columns "
        "become attributes of the scenes.", optional=True,
        filters="GeoParquet or GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)",
    )  # fmt: skip
    table = Text(
        "TABLE", "Table of the GeoPackage", "Of one with several tables. Empty: the only one.",
        advanced=True,
    )  # fmt: skip
    crs = ReferenceSystem(
        "CRS", "CRS of the table", "Where the table does not say in which reference system its "
        "geometries are.", advanced=True, optional=True,
    )  # fmt: skip
    raster = RasterParameters(
        bands=Bands(
            "Bands that make the vector; on the command line as 4;1;2. Empty: all but alpha bands.",
            "INPUT",
        ),
        optional=True, pixels=True,
    )  # fmt: skip
    collection = CollectionParameters(dates=False, tone=False)
    polygons = PolygonLayer(
        "GRID", "Polygons",
        "The pixels in each polygon of this layer are averaged, in any coordinate reference "
        "system; it takes the place of cell size, stride, edges, extent and mask, and its "
        "attributes are kept. Empty: cells.",
        what="polygon", optional=True,
    )  # fmt: skip
    output = OutputFile(
        "OUTPUT", "Features", "parquet", "GeoParquet",
        "One row per scene: footprint, valid_fraction, attributes and the feature vector.",
    )  # fmt: skip

    stac = StacItem()

    def __init__(self) -> None:
        super().__init__()
        self.settings = ImportParameters()
        self.grid = GridParameters(context=False)
        self.grid.size = Real("SIZE", "Cell size", 8, 0, None, _CELLS, advanced=False)
        self.grid.size.setting = GridSettings, "size"
        self.grid.size.widget = self.grid.stride.widget

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.file.declare(self)
        self.raster.declare(self)
        self.polygons.declare(self)
        self.grid.declare(self)
        self.settings.declare(self)
        self.table.declare(self)
        self.crs.declare(self)
        self.collection.declare(self)
        self.output.declare(self)
        self.stac.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(
            self,
            {
                "SCENES": "Number of scenes",
                "SKIPPED": "Scenes without features",
                "DIMENSIONS": "Length of the vectors",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._file = self.file.read(self, parameters, context)
        given = self.raster.is_given(parameters)
        take_one(given, bool(self._file), "a table with embeddings or a raster")
        if self._file:
            self.raster.refuse_beside(parameters, "a table with embeddings")
            self.collection.refuse_beside(parameters, "a table with embeddings")
            self.grid.refuse_beside(parameters, "a table with embeddings")
            self.grid.note_unused(self, parameters, "a table with embeddings")
        self._raster = None
        if not self._file:
            raster = self.raster.read(self, parameters, context)
            self._raster = self.collection.add_to(raster, self, parameters, context)
        self._crs = self.crs.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Import in the worker."""
        output = self.output.read(self, parameters, context)
        stac = self.stac.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            source = None
            if self._raster is not None:
                source = self.grid.read(
                    self._raster, self, parameters, context, feedback, self.polygons
                )
            job = ImportEmbeddingsJob(
                file=self._file,
                table=self.table.read(self, parameters, context),
                crs_wkt=self._crs,
                source=source,
                imported=self.settings.read_settings(ImportSettings, self, parameters, context),
                features=output,
                stac=stac,
            )
            table = self.collection.result(self._raster)
            written = [output, *filter(None, [stac]), *table.values()]
            result = self.work(job, feedback, written)
        return {
            self.output.name: output,
            **self.stac.result(stac),
            **table,
            "SCENES": result.scenes,
            "SKIPPED": result.skipped,
            "DIMENSIONS": result.dimensions,
        }

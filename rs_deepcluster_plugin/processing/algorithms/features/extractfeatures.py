"""Raster to features."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....worker.contract import ExtractFeaturesJob
from ...framework.algorithm import Algorithm, user_errors
from ...parameters.collection import CollectionParameters
from ...parameters.encoder import ExtractParameters
from ...parameters.files import StacItem
from ...parameters.grid import GridParameters
from ...parameters.kinds import OutputFile, PolygonLayer, declare_numbers
from ...parameters.machines import MachineParameters
from ...parameters.raster import RasterParameters


class ExtractFeatures(Algorithm):
    """Turns each scene of a raster into a feature vector."""

    NAME = "extractfeatures"
    LABEL = "Extract features"
    JOB = ExtractFeaturesJob
    GROUP = "features"
    EXAMPLE = "INPUT=scene.tif OUTPUT=features.parquet"
    TAGS = "deep learning,dinov2,vit,vision transformer,embedding,embeddings,features,geoparquet"
    HELP = (
        "Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and "
        "writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes "
        "on where it was when it is started again with the same inputs."
    )

    raster = RasterParameters()
    collection = CollectionParameters()
    polygons = PolygonLayer(
        "GRID", "Grid",
        "Any polygon layer, in any coordinate reference system: a scene is the window of "
        "pixels around a polygon, and keeps its attributes. It takes the place of scene "
        "size, stride, edges, extent and mask. Empty: a regular grid.",
        what="grid", optional=True,
    )  # fmt: skip
    grid = GridParameters()
    extract = ExtractParameters(1)
    machines = MachineParameters()
    output = OutputFile(
        "OUTPUT", "Features", "parquet", "GeoParquet",
        "One row per scene: footprint, valid_fraction and the feature vector.",
    )  # fmt: skip

    stac = StacItem()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.polygons.declare(self)
        self.grid.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.extract.engine.declare(self)
        self.machines.declare(self)
        self.collection.declare(self)
        self.output.declare(self)
        self.stac.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(self, {"SCENES": "Number of scenes", "SKIPPED": "Scenes without features"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        raster = self.raster.read(self, parameters, context)
        self._raster = self.collection.add_to(raster, self, parameters, context)
        machines = self.machines.read(self, parameters, context)
        extract = self.extract.read(self, parameters, context)
        self._extract = replace(extract, machines=machines)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Extract in the worker."""
        output = self.output.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            source = self.grid.read(
                self._raster, self, parameters, context, feedback, self.polygons
            )
            stac = self.stac.read(self, parameters, context)
            job = ExtractFeaturesJob(source, self._extract, output, stac)
            table = self.collection.result(self._raster)
            result = self.work(job, feedback, [output, *filter(None, [stac]), *table.values()])
        return {
            self.output.name: output,
            **self.stac.result(stac),
            **table,
            "SCENES": result.scenes,
            "SKIPPED": result.skipped,
        }

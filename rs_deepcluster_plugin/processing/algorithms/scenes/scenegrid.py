"""Raster to a vector grid of scenes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....worker.contract import SceneGridJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.fields import GRID_FIELDS
from ...layers.write import write_layer
from ...parameters.collection import CollectionParameters
from ...parameters.grid import GridParameters, minimum_valid
from ...parameters.kinds import VectorOutput, declare_numbers
from ...parameters.raster import RasterParameters


class SceneGridAlgorithm(Algorithm):
    """Cuts a raster into scenes on one regular grid."""

    NAME = "scenegrid"
    LABEL = "Scene grid"
    JOB = SceneGridJob
    GROUP = "scenes"
    EXAMPLE = "OUTPUT=scenes.gpkg"
    TAGS = "tile,tiles,grid,scenes,patches,chips,fishnet,nodata"
    HELP = (
        "Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on "
        "pixel corners, with the share of valid data in each."
    )

    raster = RasterParameters()
    collection = CollectionParameters(dates=False)
    grid = GridParameters()
    minimum = minimum_valid(
        "Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, "
        "NaN, alpha and mask bands, and what is outside the raster, are not valid."
    )
    output = VectorOutput(
        "OUTPUT", "Scenes", "Polygons with scene_id, row, col and valid_fraction.",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.grid.declare(self)
        self.minimum.declare(self)
        self.collection.declare(self)
        self.output.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(self, {"SCENES": "Number of scenes", "SKIPPED": "Scenes left out"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        raster = self.raster.read(self, parameters, context)
        self._raster = self.collection.add_to(raster, self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Make the grid in the worker and write it."""
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = SceneGridJob(
                self.grid.read(self._raster, self, parameters, context, feedback),
                self.minimum.read(self, parameters, context),
                str(scratch / "layer.npz"),
            )
            result = self.work(job, feedback, [*self.collection.result(self._raster).values()])
            output = write_layer(
                self,
                scratch / "layer.npz",
                parameters,
                context,
                feedback,
                self._raster.crs,
                GRID_FIELDS,
            )
        return {
            self.output.name: output,
            **self.collection.result(self._raster),
            "SCENES": result.scenes,
            "SKIPPED": result.skipped,
        }

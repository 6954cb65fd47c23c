"""Raster to a vector grid of scenes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ....worker.contract import SceneGridJob
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.fields import GRID_FIELDS
from ...layers.write import write_layer


class SceneGrid(Algorithm):
    """Cuts a raster into scenes on one regular grid."""

    NAME = "scenegrid"
    LABEL = "Scene grid"
    JOB = SceneGridJob
    GROUP = "scenes"
    TAGS = "tile,tiles,grid,scenes,patches,chips,fishnet,nodata"
    HELP = (
        "Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on "
        "pixel corners, with the share of valid data in each."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self)
        shared.add_grid(self)
        shared.add_minimum_valid(
            self,
            self.tr(
                "Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, "
                "NaN, alpha and mask bands, and what is outside the raster, are not valid."
            ),
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", self.tr("Scenes"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            help=self.tr("Polygons with scene_id, row, col and valid_fraction."),
        )
        self.addOutput(QgsProcessingOutputNumber("SCENES", self.tr("Number of scenes")))
        self.addOutput(QgsProcessingOutputNumber("SKIPPED", self.tr("Scenes left out")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._raster = shared.read_raster(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Make the grid in the worker and write it."""
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = SceneGridJob(
                shared.read_source(self, self._raster, parameters, context, feedback),
                self.parameterAsDouble(parameters, "MIN_VALID", context),
                str(scratch / "layer.npz"),
            )
            result = self.work(job, feedback)
            output = write_layer(
                self,
                scratch / "layer.npz",
                parameters,
                context,
                feedback,
                self._raster.crs,
                GRID_FIELDS,
            )
        return {"OUTPUT": output, "SCENES": result.scenes, "SKIPPED": result.skipped}

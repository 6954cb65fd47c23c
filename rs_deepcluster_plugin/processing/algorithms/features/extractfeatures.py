"""Raster to features."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
)

from ....worker.contract import ExtractFeaturesJob
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors


class ExtractFeatures(Algorithm):
    """Turns each scene of a raster into a feature vector."""

    NAME = "extractfeatures"
    LABEL = "Extract features"
    JOB = ExtractFeaturesJob
    GROUP = "features"
    TAGS = "deep learning,dinov2,vit,vision transformer,embedding,embeddings,features,geoparquet"
    HELP = (
        "Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and "
        "writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes "
        "on where it was when it is started again with the same inputs."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self)
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "GRID",
                self.tr("Grid"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            help=self.tr(
                "Any polygon layer, in any coordinate reference system: a scene is the window of "
                "pixels around a polygon, and keeps its attributes. It takes the place of scene "
                "size, stride, edges, extent and mask. Empty: a regular grid."
            ),
        )
        shared.add_grid(self)
        shared.add_minimum_valid(self, self.tr(shared.MINIMUM_HELP))
        shared.add_model(self)
        shared.add_engine(self)
        shared.add_file(
            self, "OUTPUT", self.tr("Features"), "parquet", self.tr("GeoParquet"),
            self.tr("One row per scene: footprint, valid_fraction and the feature vector."),
        )  # fmt: skip
        self.addOutput(QgsProcessingOutputNumber("SCENES", self.tr("Number of scenes")))
        self.addOutput(QgsProcessingOutputNumber("SKIPPED", self.tr("Scenes without features")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._raster = shared.read_raster(self, parameters, context)
        self._extract = shared.read_extract(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Extract in the worker."""
        output = self.file_output("OUTPUT", parameters, context, ".parquet")
        with user_errors(feedback), self.scratch_folder():
            source = shared.read_source(self, self._raster, parameters, context, feedback)
            job = ExtractFeaturesJob(source, self._extract, output)
            result = self.work(job, feedback, [output])
        return {"OUTPUT": output, "SCENES": result.scenes, "SKIPPED": result.skipped}

"""Folder of images to features."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFile,
)

from ....worker.contract import FolderToFeaturesJob
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors


class FolderToFeatures(Algorithm):
    """Turns each image of a folder into a feature vector."""

    NAME = "foldertofeatures"
    LABEL = "Folder to features"
    JOB = FolderToFeaturesJob
    GROUP = "features"
    TAGS = "deep learning,dinov2,vit,embedding,features,images,photos,folder,batch"
    HELP = (
        "Turns each image of a folder, and of the folders in it, into a feature vector: one scene "
        "per image. Georeferenced images get their footprint; plain images have none, but their "
        "clusters come back in a table with the file names. Images that cannot be read are left "
        "out and named in the log."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.addParameter(
            QgsProcessingParameterFile(
                "FOLDER",
                self.tr("Folder of images"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
            ),
            help=self.tr("GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken."),
        )
        shared.add_bands(self, parent="")
        self.addParameter(
            QgsProcessingParameterCrs("CRS", self.tr("CRS of the footprints"), optional=True),
            help=self.tr("Empty: that of the first georeferenced image."),
            advanced=True,
        )
        shared.add_minimum_valid(self, self.tr(shared.MINIMUM_HELP))
        shared.add_model(self)
        shared.add_engine(self)
        shared.add_file(
            self, "OUTPUT", self.tr("Features"), "parquet", self.tr("GeoParquet"),
            self.tr("One row per image: name, footprint, valid_fraction and the feature vector."),
        )  # fmt: skip
        self.addOutput(QgsProcessingOutputNumber("SCENES", self.tr("Number of images")))
        self.addOutput(QgsProcessingOutputNumber("SKIPPED", self.tr("Images without features")))
        self.addOutput(QgsProcessingOutputNumber("UNREADABLE", self.tr("Images left out")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = shared.read_extract(self, parameters, context)
        self._bands = shared.read_bands(parameters)
        crs = self.parameterAsCrs(parameters, "CRS", context)
        self._crs = shared.wkt_of(crs) if parameters.get("CRS") else ""

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Extract in the worker."""
        output = self.file_output("OUTPUT", parameters, context, ".parquet")
        with user_errors(feedback), self.scratch_folder():
            job = FolderToFeaturesJob(
                folder=self.file_input("FOLDER", parameters, context),
                bands=self._bands,
                crs_wkt=self._crs,
                extract=self._extract,
                features=output,
            )
            result = self.work(job, feedback, [output])
        return {
            "OUTPUT": output,
            "SCENES": result.scenes,
            "SKIPPED": result.skipped,
            "UNREADABLE": result.unreadable,
        }

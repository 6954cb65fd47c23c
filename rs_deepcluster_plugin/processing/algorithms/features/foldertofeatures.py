"""Folder of images to features."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.encoder.orientations import OF_IMAGES
from ....worker.contract import FolderToFeaturesJob
from ...framework.algorithm import Algorithm, user_errors
from ...parameters.encoder import ExtractParameters
from ...parameters.files import StacItem
from ...parameters.kinds import InputFolder, OutputFile, declare_numbers
from ...parameters.raster import ReferenceSystem, bands_as_text


class FolderToFeatures(Algorithm):
    """Turns each image of a folder into a feature vector."""

    NAME = "foldertofeatures"
    LABEL = "Folder to features"
    JOB = FolderToFeaturesJob
    GROUP = "features"
    EXAMPLE = "FOLDER=images OUTPUT=features.parquet"
    TAGS = "deep learning,dinov2,vit,embedding,features,images,photos,folder,batch"
    HELP = (
        "Turns each image of a folder, and of the folders in it, into a feature vector: one scene "
        "per image. Georeferenced images get their footprint; plain images have none, but their "
        "clusters come back in a table with the file names. Images that cannot be read are left "
        "out and named in the log."
    )

    folder = InputFolder(
        "FOLDER", "Folder of images",
        "GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.",
    )  # fmt: skip
    bands = bands_as_text()
    crs = ReferenceSystem(
        "CRS", "CRS of the footprints", "Empty: that of the first georeferenced image.",
        advanced=True, optional=True,
    )  # fmt: skip
    extract = ExtractParameters(OF_IMAGES)
    output = OutputFile(
        "OUTPUT", "Features", "parquet", "GeoParquet",
        "One row per image: name, footprint, valid_fraction and the feature vector.",
    )  # fmt: skip

    stac = StacItem()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.folder.declare(self)
        self.bands.declare(self)
        self.crs.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.extract.engine.declare(self)
        self.output.declare(self)
        self.stac.declare(self)
        declare_numbers(
            self,
            {
                "SCENES": "Number of images",
                "SKIPPED": "Images without features",
                "UNREADABLE": "Images left out",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = self.extract.read(self, parameters, context)
        self._bands = self.bands.read(self, parameters, context)
        self._crs = self.crs.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Extract in the worker."""
        output = self.output.read(self, parameters, context)
        stac = self.stac.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            job = FolderToFeaturesJob(
                folder=self.folder.read(self, parameters, context),
                bands=self._bands,
                crs_wkt=self._crs,
                extract=self._extract,
                features=output,
                stac=stac,
            )
            result = self.work(job, feedback, [output, *filter(None, [stac])])
        return {
            self.output.name: output,
            **self.stac.result(stac),
            "SCENES": result.scenes,
            "SKIPPED": result.skipped,
            "UNREADABLE": result.unreadable,
        }

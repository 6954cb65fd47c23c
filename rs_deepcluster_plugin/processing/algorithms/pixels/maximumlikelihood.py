"""Raster, and signatures or labelled polygons, to a map of classes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ....core.base.errors import DataFileError, SceneError
from ....core.pixels.likelihood import LikelihoodSettings
from ....worker.contract import MaximumLikelihoodJob
from ... import shared_parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.raster_style import style_raster

REJECTED = ("no data", "class of its own")


class MaximumLikelihood(Algorithm):
    """Classifies pixels by maximum likelihood."""

    NAME = "maximumlikelihood"
    LABEL = "Maximum likelihood"
    JOB = MaximumLikelihoodJob
    GROUP = "pixels"
    TAGS = (
        "supervised classification,maximum likelihood,maxlik,mlc,bayes,gaussian,discriminant,"
        "signatures,training areas,pixels"
    )
    HELP = (
        "Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full "
        "covariance for each class. The classes come from labelled polygons, or from the "
        "signatures that Pixel clusters or an earlier run of this algorithm wrote."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self, pixels=True)
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "POLYGONS",
                self.tr("Labelled polygons"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            help=self.tr(
                "Training areas, in any coordinate reference system: the valid pixels whose "
                "centers they cover. Each class needs more pixels than there are bands. Where "
                "polygons overlap, the later one counts."
            ),
        )
        self.addParameter(
            QgsProcessingParameterField(
                "CLASS_FIELD", self.tr("Class"), parentLayerParameterName="POLYGONS", optional=True
            ),
            help=self.tr(
                "Field with the classes, text or codes. Whole numbers from 1 to 255 become the "
                "values in the map; otherwise classes are numbered in the order of their names. "
                "Polygons without a class are left out."
            ),
        )
        shared.add_input_file(
            self, "SIGNATURES_FILE", self.tr("Signatures"), "json",
            self.tr("In place of polygons: signatures of Pixel clusters or of this algorithm."),
            optional=True,
        )  # fmt: skip
        self.addParameter(
            QgsProcessingParameterBoolean("PRIORS", self.tr("Weigh classes by pixels"), False),
            help=self.tr(
                "Larger classes are more likely, by the pixels of their signatures: for signatures "
                "of Pixel clusters. Otherwise all classes are equally likely."
            ),
            advanced=True,
        )
        shared.add_number(self, "REJECT", self.tr("Reject"), 0, 0, 99, self.tr(
            "Pixels are rejected that lie as far from the mean of their class as only this "
            "percentage of the class's own pixels would (chi-square distribution of the "
            "Mahalanobis distance). 0: none are."
        ))  # fmt: skip
        self.addParameter(
            shared.choice("REJECTED", self.tr("Rejected pixels become"), REJECTED),
            help=self.tr(
                "No data, which is 0 in the map, or a class of its own, whose value is one more "
                "than the largest class."
            ),
            advanced=True,
        )
        shared.add_class_raster(self, "OUTPUT", self.tr("Classes"), self.tr(
            "GeoTIFF with the class of each pixel, 0 where there is no data, with colors and "
            "names; 8 bits up to class 255, else 16."
        ))  # fmt: skip
        shared.add_class_raster(self, "PROBABILITY", self.tr("Probability"), self.tr(
            "GeoTIFF with the posterior probability of the class in percent; 255 where there is no "
            "data and where pixels are rejected. Not made where it is not asked for."
        ), optional=True)  # fmt: skip
        shared.add_file(
            self, "SIGNATURES", self.tr("Signatures used"), "json", self.tr("Signatures"),
            self.tr("Pixels, mean and covariance of each class, for other rasters."),
        )  # fmt: skip
        shared.add_numbers(
            self,
            {
                "CLASSES": self.tr("Number of classes"),
                "PIXELS": self.tr("Number of valid pixels"),
                "REJECTED_PIXELS": self.tr("Number of rejected pixels"),
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._known = self.file_input("SIGNATURES_FILE", parameters, context)
        polygons = parameters.get("POLYGONS") not in (None, "")
        if bool(self._known) == polygons:
            found = "Both labelled polygons and a signatures file" if polygons else "Neither"
            end = "were given" if polygons else "labelled polygons nor a signatures file was given"
            raise DataFileError(f"{found} {end}. Give one of the two.")
        if polygons and parameters.get("CLASS_FIELD") in (None, ""):
            raise SceneError("The field with the classes is missing. Choose it (CLASS_FIELD).")
        self._raster = shared.read_raster(self, parameters, context)
        self._output = shared.raster_output(self, "OUTPUT", parameters, context, self._raster)
        self._probability = shared.raster_output(
            self, "PROBABILITY", parameters, context, self._raster
        )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Classify in the worker."""
        output, probability = str(self._output), self._probability
        signatures = self.file_output("SIGNATURES", parameters, context, ".json")
        rejected = self.parameterAsEnumString(parameters, "REJECTED", context)
        with user_errors(feedback), self.scratch_folder():
            source, extent = self._raster.source(self, context, feedback)
            polygons = None
            if not self._known:
                polygons = shared.write_classes(
                    self, parameters, context, self._raster.crs, feedback
                )
            job = MaximumLikelihoodJob(
                raster=source,
                bands=self._raster.bands,
                extent=extent,
                known=self._known,
                polygons=polygons,
                likelihood=LikelihoodSettings(
                    priors=self.parameterAsBool(parameters, "PRIORS", context),
                    reject=self.parameterAsDouble(parameters, "REJECT", context) / 100,
                    rejected_class=rejected == REJECTED[1],
                ),
                output=output,
                probability=probability,
                signatures=signatures,
            )
            written = [output, signatures, *([probability] if probability else [])]
            result = self.work(job, feedback, written)
        style_raster(context, output, result.classes, feedback)
        sizes = ", ".join(f"{c.name}: {c.pixels}" for c in result.classes)
        feedback.pushInfo(f"Pixels of the classes: {sizes}.")
        return {
            "OUTPUT": output,
            **({"PROBABILITY": probability} if probability else {}),
            "SIGNATURES": signatures,
            "CLASSES": result.signatures,
            "PIXELS": result.pixels,
            "REJECTED_PIXELS": result.rejected,
        }

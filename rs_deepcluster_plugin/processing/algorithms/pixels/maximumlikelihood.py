"""Raster, and signatures or labeled polygons, to a map of classes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.errors import DataFileError, SceneError
from ....core.pixels.likelihood import LikelihoodSettings
from ....worker.contract import MaximumLikelihoodJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.raster_style import style_raster
from ...parameters.collection import CollectionParameters
from ...parameters.kinds import (
    Choice,
    Group,
    InputFile,
    OutputFile,
    Parameters,
    declare_numbers,
    setting_of,
)
from ...parameters.polygons import LabeledParameters
from ...parameters.raster import ClassRasterOutput, RasterParameters

REJECTED = ("no data", "class of its own")


class LikelihoodParameters(Group):
    """How pixels are classified."""

    PRIORS = setting_of(
        LikelihoodSettings, "priors", "PRIORS", "Weigh classes by pixels",
        "Larger classes are more likely, by the pixels of their signatures: for signatures of "
        "Pixel clusters. Otherwise all classes are equally likely.",
    )  # fmt: skip
    REJECT = setting_of(
        LikelihoodSettings, "reject", "REJECT", "Reject (%)",
        "Pixels are rejected that lie as far from the mean of their class as only this "
        "percentage of the class's own pixels would (chi-square distribution of the "
        "Mahalanobis distance). 0: none are.",
        scale=100,
    )  # fmt: skip
    REJECTED = Choice(
        "REJECTED", "Rejected pixels become", REJECTED,
        "No data, which is 0 in the map, or a class of its own, whose value is one more than "
        "the largest class.",
        advanced=True,
    )  # fmt: skip

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> LikelihoodSettings:
        """Read the settings."""
        rejected = self.REJECTED.read(alg, parameters, context)
        return self.read_settings(
            LikelihoodSettings, alg, parameters, context, rejected_class=rejected == REJECTED[1]
        )


class MaximumLikelihood(Algorithm):
    """Classifies pixels by maximum likelihood."""

    NAME = "maximumlikelihood"
    LABEL = "Maximum likelihood"
    JOB = MaximumLikelihoodJob
    GROUP = "pixels"
    EXAMPLE = "SIGNATURES_FILE=signatures.json REJECT=0.1"
    TAGS = (
        "supervised classification,maximum likelihood,maxlik,mlc,bayes,gaussian,discriminant,"
        "signatures,training areas,pixels"
    )
    HELP = (
        "Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full "
        "covariance for each class. The classes come from labeled polygons, or from the "
        "signatures that Pixel clusters or an earlier run of this algorithm wrote."
    )

    raster = RasterParameters(pixels=True)
    collection = CollectionParameters(dates=False)
    labeled = LabeledParameters(
        "Training areas, in any coordinate reference system: the valid pixels whose centers "
        "they cover. Each class needs more pixels than there are bands. Where polygons "
        "overlap, the later one counts.",
        "Field of the classes",
        "Field with the classes, text or codes. Whole numbers from 1 to 255 become the values "
        "in the map; otherwise classes are numbered in the order of their names. Polygons "
        "without a class are left out.",
        default=None,
    )
    known = InputFile(
        "SIGNATURES_FILE", "Signatures", "json",
        "In place of polygons: signatures of Pixel clusters or of this algorithm.",
        optional=True,
    )  # fmt: skip
    likelihood = LikelihoodParameters()
    output = ClassRasterOutput(
        "OUTPUT", "Classes",
        "GeoTIFF with the class of each pixel, 0 where there is no data, with colors and "
        "names; 8 bits up to class 255, else 16.",
    )  # fmt: skip
    probability = ClassRasterOutput(
        "PROBABILITY", "Probability",
        "GeoTIFF with the posterior probability of the class in percent; 255 where there is "
        "no data and where pixels are rejected. Not made where it is not asked for.",
        optional=True,
    )  # fmt: skip
    signatures = OutputFile(
        "SIGNATURES", "Signatures used", "json", "Signatures",
        "Pixels, mean and covariance of each class, for other rasters.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.labeled.declare(self)
        self.known.declare(self)
        self.likelihood.declare(self)
        self.collection.declare(self)
        self.output.declare(self)
        self.probability.declare(self)
        self.signatures.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(
            self,
            {
                "CLASSES": "Number of classes",
                "PIXELS": "Number of valid pixels",
                "REJECTED_PIXELS": "Number of rejected pixels",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._known = self.known.read(self, parameters, context)
        polygons = self.labeled.polygons.is_given(parameters)
        if bool(self._known) == polygons:
            found = "Both labeled polygons and a signatures file" if polygons else "Neither"
            end = "were given" if polygons else "labeled polygons nor a signatures file was given"
            raise DataFileError(f"{found} {end}. Give one of the two.")
        field = self.labeled.field
        if polygons and not field.is_given(parameters):
            raise SceneError(f"The field with the classes is missing. Choose it ({field.name}).")
        raster = self.raster.read(self, parameters, context)
        self._raster = self.collection.add_to(raster, self, parameters, context)
        self._output = self.output.read(self, parameters, context)
        self._probability = self.probability.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Classify in the worker."""
        output, probability = str(self._output), self._probability
        signatures = self.signatures.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            source, extent = self._raster.source(self, context, feedback)
            polygons = None
            if not self._known:
                polygons = self.labeled.read(self._raster.crs, self, parameters, context, feedback)
            job = MaximumLikelihoodJob(
                raster=source,
                bands=self._raster.bands,
                extent=extent,
                known=self._known,
                polygons=polygons,
                likelihood=self.likelihood.read(self, parameters, context),
                output=output,
                probability=probability,
                signatures=signatures,
            )
            table = self.collection.result(self._raster)
            written = [output, signatures, *filter(None, [probability]), *table.values()]
            result = self.work(job, feedback, written)
        style_raster(context, output, result.classes, feedback)
        sizes = ", ".join(f"{c.name}: {c.pixels}" for c in result.classes)
        feedback.pushInfo(f"Pixels of the classes: {sizes}.")
        return {
            self.output.name: output,
            **({self.probability.name: probability} if probability else {}),
            self.signatures.name: signatures,
            **table,
            "CLASSES": result.signatures,
            "PIXELS": result.pixels,
            "REJECTED_PIXELS": result.rejected,
        }

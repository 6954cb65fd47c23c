"""Raster to classes of alike pixels."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
)

from ....core.pixels.cluster import MOST_CLUSTERS, PIXEL_METHODS, PixelSettings
from ....worker.contract import PixelClustersJob
from ... import shared_parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.raster_style import style_raster

CHOICES = {label: name for name, label in PIXEL_METHODS.items()}


class PixelClusters(Algorithm):
    """Classifies pixels without labels."""

    NAME = "pixelclusters"
    LABEL = "Pixel clusters"
    JOB = PixelClustersJob
    GROUP = "pixels"
    TAGS = (
        "unsupervised classification,isodata,k-means,kmeans,fuzzy c-means,migrating means,"
        "spectral classes,signatures,cluster,pixels"
    )
    HELP = (
        "Classifies the pixels of a raster by their values alone, without labels: ISODATA, "
        "k-means, fuzzy k-means or migrating means. It writes a raster of classes, numbered by "
        "falling size, and their signatures, which Maximum likelihood takes. Rasters of any size "
        "are read block by block."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self, pixels=True)
        self.addParameter(
            shared.choice("METHOD", self.tr("Method"), CHOICES),
            help=self.tr(
                "ISODATA splits wide clusters and merges near ones, and comes to its own number; "
                "k-means makes as many as asked for; fuzzy k-means weighs each pixel by its "
                "membership in all clusters; migrating means starts along the diagonal of the "
                "bands and goes through all pixels until few of them change."
            ),
        )
        shared.add_number(self, "CLUSTERS", self.tr("Clusters"), 10, 2, MOST_CLUSTERS, self.tr(
            "Number of classes. ISODATA takes it as the desired number and makes between half and "
            "twice as many."
        ), shared.INTEGER, advanced=False)  # fmt: skip
        self.addParameter(
            QgsProcessingParameterBoolean("STANDARDIZE", self.tr("Standardize the bands"), True),
            help=self.tr(
                "Divide each band by its standard deviation, so that all bands count alike. "
                "Otherwise a band of large numbers counts most."
            ),
            advanced=True,
        )
        shared.add_number(self, "SAMPLE", self.tr("Sample"), 100_000, 100, 10_000_000, self.tr(
            "Valid pixels, drawn at random over the whole raster, that the clusters are found on. "
            "Migrating means uses all pixels, and the sample only to start."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "ITERATIONS", self.tr("Most iterations"), 50, 1, 10_000, self.tr(
            "Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. "
            "They end before when nothing changes any more."
        ), shared.INTEGER)  # fmt: skip
        self._add_isodata()
        shared.add_number(self, "CHANGE", self.tr("Share that changes"), 2, 0, 100, self.tr(
            "Migrating means: it ends when not more than this percentage of the pixels changes its "
            "class in an iteration."
        ))  # fmt: skip
        shared.add_number(self, "FUZZINESS", self.tr("Fuzziness"), 2, 1.01, 10, self.tr(
            "Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values let "
            "clusters flow together."
        ))  # fmt: skip
        shared.add_seed(self)
        shared.add_class_raster(self, "OUTPUT", self.tr("Classes"), self.tr(
            "GeoTIFF with the class of each pixel, 0 where there is no data, with colors and "
            "names; 8 bits up to 255 classes, else 16."
        ))  # fmt: skip
        shared.add_file(
            self, "SIGNATURES", self.tr("Signatures"), "json", self.tr("Signatures"),
            self.tr(
                "Pixels, mean and covariance of each class, with the bands and how the classes "
                "were made."
            ),
        )  # fmt: skip
        shared.add_class_raster(self, "MEMBERSHIPS", self.tr("Memberships"), self.tr(
            "GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there "
            "is no data. Possible for each method. Not made where it is not asked for."
        ), optional=True)  # fmt: skip
        shared.add_numbers(
            self,
            {
                "CLUSTERS": self.tr("Number of classes"),
                "PIXELS": self.tr("Number of valid pixels"),
            },
        )

    def _add_isodata(self) -> None:
        shared.add_number(self, "MIN_PIXELS", self.tr("Smallest cluster"), 0.1, 0, 50, self.tr(
            "ISODATA: a cluster with less than this percentage of the pixels is given up."
        ))  # fmt: skip
        shared.add_number(self, "MAX_DEVIATION", self.tr("Largest deviation"), None, 0, None,
            self.tr(
                "ISODATA: a cluster is split when its standard deviation along a band is larger. "
                "In standard deviations of the band where the bands are standardized, else in "
                "units of the raster. Empty: half more than as many clusters of migrating means "
                "have."
        ))  # fmt: skip
        shared.add_number(self, "MIN_DISTANCE", self.tr("Smallest distance"), None, 0, None,
            self.tr(
                "ISODATA: clusters whose means are nearer are merged, in the same units. Empty: "
                "half the distance that neighbors among as many clusters of migrating means have."
        ))  # fmt: skip
        shared.add_number(self, "MAX_PAIRS", self.tr("Pairs merged"), 2, 0, 1000, self.tr(
            "ISODATA: most pairs of clusters that are merged in one iteration."
        ), shared.INTEGER)  # fmt: skip

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._raster = shared.read_raster(self, parameters, context)
        self._output = shared.raster_output(self, "OUTPUT", parameters, context, self._raster)
        self._memberships = shared.raster_output(
            self, "MEMBERSHIPS", parameters, context, self._raster
        )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Cluster in the worker."""
        output, memberships = str(self._output), self._memberships
        signatures = self.file_output("SIGNATURES", parameters, context, ".json")
        with user_errors(feedback), self.scratch_folder():
            source, extent = self._raster.source(self, context, feedback)
            job = PixelClustersJob(
                raster=source,
                bands=self._raster.bands,
                extent=extent,
                clusters=self._settings(parameters, context),
                output=output,
                signatures=signatures,
                memberships=memberships,
            )
            written = [output, signatures, *([memberships] if memberships else [])]
            result = self.work(job, feedback, written)
        style_raster(context, output, result.classes, feedback)
        sizes = ", ".join(f"{c.value}: {c.pixels}" for c in result.classes)
        feedback.pushInfo(f"{len(result.classes)} classes (class: pixels): {sizes}.")
        return {
            "OUTPUT": output,
            "SIGNATURES": signatures,
            **({"MEMBERSHIPS": memberships} if memberships else {}),
            "CLUSTERS": len(result.classes),
            "PIXELS": result.pixels,
        }

    def _settings(self, parameters: dict[str, Any], context: QgsProcessingContext) -> PixelSettings:
        def whole(name: str) -> int:
            return int(self.parameterAsInt(parameters, name, context))

        def real(name: str) -> float:
            return float(self.parameterAsDouble(parameters, name, context))

        return PixelSettings(
            method=CHOICES[self.parameterAsEnumString(parameters, "METHOD", context)],
            clusters=whole("CLUSTERS"),
            standardize=self.parameterAsBool(parameters, "STANDARDIZE", context),
            sample=whole("SAMPLE"),
            seed=whole("SEED"),
            iterations=whole("ITERATIONS"),
            change=real("CHANGE") / 100,
            fuzziness=real("FUZZINESS"),
            minimum=real("MIN_PIXELS") / 100,
            deviation=shared.read_number(self, "MAX_DEVIATION", parameters, context),
            distance=shared.read_number(self, "MIN_DISTANCE", parameters, context),
            pairs=whole("MAX_PAIRS"),
        )

"""Raster to classes of alike pixels."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.values import say_count
from ....core.pixels.cluster import PIXEL_METHODS, PixelSettings
from ....worker.contract import PixelClustersJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.raster_style import style_raster
from ...parameters.collection import CollectionParameters
from ...parameters.kinds import SEED, Group, OutputFile, declare_numbers, setting_of
from ...parameters.raster import ClassRasterOutput, RasterParameters


class PixelParameters(Group):
    """How pixels are clustered."""

    METHOD = setting_of(
        PixelSettings, "method", "METHOD", "Method",
        "ISODATA splits wide clusters and merges near ones, and comes to its own number; "
        "k-means makes as many as asked for; fuzzy k-means weighs each pixel by its "
        "membership in all clusters; migrating means starts along the diagonal of the bands "
        "and goes through all pixels until few of them change.",
        options={label: name for name, label in PIXEL_METHODS.items()}, advanced=False,
    )  # fmt: skip
    CLUSTERS = setting_of(
        PixelSettings, "clusters", "CLUSTERS", "Clusters",
        "Number of classes. ISODATA takes it as the desired number and makes between half and "
        "twice as many.", advanced=False,
    )  # fmt: skip
    STANDARDIZE = setting_of(
        PixelSettings, "standardize", "STANDARDIZE", "Standardize the bands",
        "Divide each band by its standard deviation, so that all bands count alike. Otherwise "
        "a band of large numbers counts most.",
    )  # fmt: skip
    SAMPLE = setting_of(
        PixelSettings, "sample", "SAMPLE", "Sample (pixels)",
        "Valid pixels, drawn at random over the whole raster, that the clusters are found on. "
        "Migrating means uses all pixels, and the sample only to start.",
    )  # fmt: skip
    ITERATIONS = setting_of(
        PixelSettings, "iterations", "ITERATIONS", "Most iterations",
        "Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. "
        "They end before when nothing changes any more.",
    )  # fmt: skip
    MIN_PIXELS = setting_of(
        PixelSettings, "minimum", "MIN_PIXELS", "Smallest cluster (% of pixels)",
        "ISODATA: a cluster with less than this percentage of the pixels is given up.", scale=100,
    )  # fmt: skip
    MAX_DEVIATION = setting_of(
        PixelSettings, "deviation", "MAX_DEVIATION", "Largest deviation",
        "ISODATA: a cluster is split when its standard deviation along a band is larger. In "
        "standard deviations of the band where the bands are standardized, else in units of "
        "the raster. Empty: half more than as many clusters of migrating means have.",
    )  # fmt: skip
    MIN_DISTANCE = setting_of(
        PixelSettings, "distance", "MIN_DISTANCE", "Smallest distance",
        "ISODATA: clusters whose means are nearer are merged, in the same units. Empty: half "
        "the distance that neighbors among as many clusters of migrating means have.",
    )  # fmt: skip
    MAX_PAIRS = setting_of(
        PixelSettings, "pairs", "MAX_PAIRS", "Pairs merged",
        "ISODATA: most pairs of clusters that are merged in one iteration.",
    )  # fmt: skip
    CHANGE = setting_of(
        PixelSettings, "change", "CHANGE", "Share that changes (%)",
        "Migrating means: it ends when not more than this percentage of the pixels changes "
        "its class in an iteration.", scale=100,
    )  # fmt: skip
    FUZZINESS = setting_of(
        PixelSettings, "fuzziness", "FUZZINESS", "Fuzziness",
        "Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values "
        "let clusters flow together.",
    )  # fmt: skip


class PixelClustersAlgorithm(Algorithm):
    """Classifies pixels without labels."""

    NAME = "pixelclusters"
    LABEL = "Pixel clusters"
    JOB = PixelClustersJob
    GROUP = "pixels"
    EXAMPLE = "METHOD=k-means CLUSTERS=8 SIGNATURES=signatures.json"
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

    raster = RasterParameters(pixels=True)
    collection = CollectionParameters(dates=False)
    clustering = PixelParameters()
    output = ClassRasterOutput(
        "OUTPUT", "Classes",
        "GeoTIFF with the class of each pixel, 0 where there is no data, with colors and "
        "names; 8 bits up to class 255, else 16.",
    )  # fmt: skip
    signatures = OutputFile(
        "SIGNATURES", "Signatures", "json", "Signatures",
        "Pixels, mean and covariance of each class, with the bands and how the classes were "
        "made.",
    )  # fmt: skip
    memberships = ClassRasterOutput(
        "MEMBERSHIPS", "Memberships",
        "GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there "
        "is no data. Possible for each method. Not made where it is not asked for.",
        optional=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.clustering.declare(self)
        self.collection.declare(self)
        SEED.declare(self)
        self.output.declare(self)
        self.signatures.declare(self)
        self.memberships.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(self, {"CLUSTERS": "Number of classes", "PIXELS": "Number of valid pixels"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        raster = self.raster.read(self, parameters, context)
        self._raster = self.collection.add_to(raster, self, parameters, context)
        self._output = self.output.read(self, parameters, context)
        self._memberships = self.memberships.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Cluster in the worker."""
        output, memberships = str(self._output), self._memberships
        signatures = self.signatures.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            seed = SEED.read(self, parameters, context)
            source, extent = self._raster.source(self, context, feedback)
            job = PixelClustersJob(
                raster=source,
                bands=self._raster.bands,
                extent=extent,
                clusters=self.clustering.read_settings(
                    PixelSettings, self, parameters, context, seed=seed
                ),
                output=output,
                signatures=signatures,
                memberships=memberships,
            )
            table = self.collection.result(self._raster)
            written = [output, signatures, *filter(None, [memberships]), *table.values()]
            result = self.work(job, feedback, written)
        style_raster(context, output, result.classes, feedback)
        sizes = ", ".join(f"{c.value}: {c.pixels}" for c in result.classes)
        classes = say_count(len(result.classes), "class", "classes")
        feedback.pushInfo(f"{classes} (class: pixels): {sizes}.")
        return {
            self.output.name: output,
            self.signatures.name: signatures,
            **({self.memberships.name: memberships} if memberships else {}),
            **table,
            "CLUSTERS": len(result.classes),
            "PIXELS": result.pixels,
        }

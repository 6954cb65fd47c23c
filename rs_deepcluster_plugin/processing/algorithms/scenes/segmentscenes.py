"""Raster to scenes that follow the image."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
)

from ....core.scenes.segments import LARGEST, SEGMENTATIONS, SegmentSettings
from ....worker import exchange
from ....worker.contract import SegmentScenesJob
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.area import measure_polygons
from ...layers.fields import SEGMENT_FIELDS
from ...layers.write import plain, write_layer

CHOICES = {label: name for name, label in SEGMENTATIONS.items()}


class SegmentScenes(Algorithm):
    """Divides a raster into segments of alike pixels."""

    NAME = "segmentscenes"
    LABEL = "Segment scenes"
    JOB = SegmentScenesJob
    GROUP = "scenes"
    TAGS = (
        "segmentation,segments,superpixels,slic,felzenszwalb,object-based,obia,geobia,objects,"
        "scenes,grid"
    )
    HELP = (
        "Divides a raster into segments of alike pixels, in place of squares: polygons along pixel "
        "edges that cover all valid pixels without gaps. Extract features takes them as its grid. "
        "Rasters of any size are read block by block, and no segment ends where a block does."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self, pixels=True)
        self.addParameter(
            shared.choice("METHOD", self.tr("Method"), CHOICES),
            help=self.tr(
                "SLIC makes compact segments of about one size; Felzenszwalb large ones where the "
                "image is even and small ones where it is not."
            ),
        )
        shared.add_number(self, "SIZE", self.tr("Pixels of a segment"), 400, 2, LARGEST, self.tr(
            "SLIC: about as many pixels make a segment. For features of scenes, a few thousand."
        ), shared.INTEGER, advanced=False)  # fmt: skip
        shared.add_number(self, "COMPACTNESS", self.tr("Compactness"), 0.1, 0.0001, 100, self.tr(
            "SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large "
            "values give squares, small ones ragged outlines."
        ))  # fmt: skip
        shared.add_number(self, "SCALE", self.tr("Scale"), 100, 0.01, 1_000_000, self.tr(
            "Felzenszwalb: large values give large segments."
        ), advanced=False)  # fmt: skip
        shared.add_number(self, "SIGMA", self.tr("Smoothing"), 1, 0, 20, self.tr(
            "Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none."
        ))  # fmt: skip
        shared.add_number(self, "MIN_SIZE", self.tr("Smallest segment"), None, 1, LARGEST, self.tr(
            "Segments of fewer pixels are joined to the neighbor that is most like them. Only what "
            "has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the "
            "pixels of a segment for SLIC, 50 for Felzenszwalb."
        ), shared.INTEGER)  # fmt: skip
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", self.tr("Segments"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            help=self.tr(
                "Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, "
                "which is what Extract features looks at) and area in square meters on the "
                "ellipsoid (in the plane of a system that has none)."
            ),
        )
        shared.add_numbers(self, {"SCENES": self.tr("Number of segments")})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._raster = shared.read_raster(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Segment in the worker and write the polygons."""
        minimum = shared.read_number(self, "MIN_SIZE", parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            source, extent = self._raster.source(self, context, feedback)
            settings = SegmentSettings(
                method=CHOICES[self.parameterAsEnumString(parameters, "METHOD", context)],
                size=self.parameterAsInt(parameters, "SIZE", context),
                compactness=self.parameterAsDouble(parameters, "COMPACTNESS", context),
                scale=self.parameterAsDouble(parameters, "SCALE", context),
                sigma=self.parameterAsDouble(parameters, "SIGMA", context),
                minimum=None if minimum is None else int(minimum),
            )
            job = SegmentScenesJob(
                raster=source,
                bands=self._raster.bands,
                extent=extent,
                segments=settings,
                scratch=str(scratch),
                layer=str(scratch / "layer.npz"),
            )
            result = self.work(job, feedback)
            arrays = exchange.read(scratch / "layer.npz")
            shapes = exchange.unpack(arrays["data"], arrays["ends"])
            measured = measure_polygons(shapes, self._raster.crs, context, feedback)
            measured.say(feedback)
            output = write_layer(
                self,
                scratch / "layer.npz",
                parameters,
                context,
                feedback,
                self._raster.crs,
                SEGMENT_FIELDS,
                more=[("area", "double", plain(measured.values))],
            )
        return {"OUTPUT": output, "SCENES": result.scenes}

"""Raster to scenes that follow the image."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.scenes.segments import SEGMENTATIONS, SegmentSettings
from ....worker import array_files
from ....worker.contract import SegmentScenesJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.area import measure_polygons
from ...layers.fields import SEGMENT_FIELDS
from ...layers.write import plain, write_layer
from ...parameters.collection import CollectionParameters
from ...parameters.kinds import Group, VectorOutput, declare_numbers, setting_of
from ...parameters.raster import RasterParameters


class SegmentParameters(Group):
    """How the raster is divided."""

    METHOD = setting_of(
        SegmentSettings, "method", "METHOD", "Method",
        "SLIC makes compact segments of about one size; Felzenszwalb large ones where the "
        "image is even and small ones where it is not.",
        options={label: name for name, label in SEGMENTATIONS.items()}, advanced=False,
    )  # fmt: skip
    SIZE = setting_of(
        SegmentSettings, "size", "SIZE", "Pixels of a segment (SLIC)",
        "SLIC: about as many pixels make a segment. For features of scenes, a few thousand.",
        advanced=False,
    )  # fmt: skip
    COMPACTNESS = setting_of(
        SegmentSettings, "compactness", "COMPACTNESS", "Compactness",
        "SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large "
        "values give squares, small ones ragged outlines.",
    )  # fmt: skip
    SCALE = setting_of(
        SegmentSettings, "scale", "SCALE", "Scale (Felzenszwalb)",
        "Felzenszwalb: large values give large segments.", advanced=False,
    )  # fmt: skip
    SIGMA = setting_of(
        SegmentSettings, "sigma", "SIGMA", "Smoothing",
        "Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none.",
    )  # fmt: skip
    MIN_SIZE = setting_of(
        SegmentSettings, "minimum", "MIN_SIZE", "Smallest segment (pixels)",
        "Segments of fewer pixels are joined to the neighbor that is most like them. Only what "
        "has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the "
        "pixels of a segment for SLIC, 50 for Felzenszwalb.",
    )  # fmt: skip


class SegmentScenes(Algorithm):
    """Divides a raster into segments of alike pixels."""

    NAME = "segmentscenes"
    LABEL = "Segment scenes"
    JOB = SegmentScenesJob
    GROUP = "scenes"
    EXAMPLE = "OUTPUT=segments.gpkg"
    TAGS = (
        "segmentation,segments,superpixels,slic,felzenszwalb,object-based,obia,geobia,objects,"
        "scenes,grid"
    )
    HELP = (
        "Divides a raster into segments of alike pixels, in place of squares: polygons along pixel "
        "edges that cover all valid pixels without gaps. Extract features takes them as its grid. "
        "Rasters of any size are read block by block, and no segment ends where a block does."
    )

    raster = RasterParameters(pixels=True)
    collection = CollectionParameters(dates=False)
    segments = SegmentParameters()
    output = VectorOutput(
        "OUTPUT", "Segments",
        "Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, "
        "which is what Extract features looks at) and area in square meters on the "
        "ellipsoid (in the plane of a system that has none).",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.segments.declare(self)
        self.collection.declare(self)
        self.output.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(self, {"SCENES": "Number of segments"})

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
        """Segment in the worker and write the polygons."""
        settings = self.segments.read_settings(SegmentSettings, self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            source, extent = self._raster.source(self, context, feedback)
            job = SegmentScenesJob(
                raster=source,
                bands=self._raster.bands,
                extent=extent,
                segments=settings,
                scratch=str(scratch),
                layer=str(scratch / "layer.npz"),
            )
            table = self.collection.result(self._raster)
            result = self.work(job, feedback, [*table.values()])
            arrays = array_files.read(scratch / "layer.npz")
            shapes = array_files.unpack(arrays["data"], arrays["ends"])
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
        return {self.output.name: output, **table, "SCENES": result.scenes}

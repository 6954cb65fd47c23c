"""Classes of scenes to a raster."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRectangle,
)

from ....core.base.errors import LayerError, RasterError
from ....core.base.values import say_count
from ....worker.contract import ClassRasterJob, RasterInput
from ...framework.algorithm import Algorithm, user_errors
from ...layers.geometry import geometry_of
from ...layers.raster_style import style_raster
from ...layers.read import schema_of
from ...parameters.kinds import MaybeReal, declare_numbers
from ...parameters.raster import ClassRasterOutput, wkt_of
from ...parameters.scenes import SceneLayer, SourceRaster, class_field

_MOST_PIXELS = 100_000  # of a side
_GRID = """<VRTDataset rasterXSize="{}" rasterYSize="{}"><GeoTransform>{}</GeoTransform>
<VRTRasterBand dataType="Byte" band="1"/></VRTDataset>"""


class ClassRaster(Algorithm):
    """Writes the classes of scenes as a raster."""

    NAME = "classraster"
    LABEL = "Class raster"
    JOB = ClassRasterJob
    GROUP = "classes"
    EXAMPLE = "INPUT=clusters.gpkg OUTPUT=classes.tif"
    TAGS = (
        "raster,rasterize,export,classes,land cover,geotiff,color table,attribute table,rat,pixels"
    )
    HELP = (
        "Writes the classes of a map as a raster, pixel for pixel on the grid of the raster that "
        "the scenes were made of, with a color table and an attribute table (value, class, pixels "
        "and color). Where scenes overlap, the one of the highest probability counts. Values are "
        "the codes of the classes where all of them are whole numbers, else they count through "
        "the schema, so that they mean the same on all maps of it."
    )

    PIXEL_SIZE = MaybeReal(
        "PIXEL_SIZE", "Pixel size", None, 1e-12, None,
        "In map units of the layer, in place of a raster: pixels of this size cover the "
        "extent of the layer.",
    )  # fmt: skip
    OUTPUT = ClassRasterOutput(
        "OUTPUT", "Class raster",
        "GeoTIFF with the class of each pixel, tiled and compressed; 8 bits up to value "
        "255, else 16. No data is 0, or 255 (65535) where 0 is a class.",
    )  # fmt: skip

    SCENES = SceneLayer()
    FIELD = class_field(SCENES)
    RASTER = SourceRaster("Raster whose size, pixels and coordinate reference system are taken.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.SCENES.declare(self)
        self.FIELD.declare(self)
        self.RASTER.declare(self)
        self.PIXEL_SIZE.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"CLASSES": "Number of classes"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the schema and the raster that belong to the layer."""
        layer_table = self.SCENES.read_table(self, parameters, context)
        self._schema = schema_of(layer_table)
        self._size = self.PIXEL_SIZE.read(self, parameters, context)
        given = self.RASTER.is_given(parameters)
        if self._size is not None and given:
            raise RasterError("Both a raster and a pixel size were given. Give one of the two.")
        raster = None
        if self._size is None:
            raster = self.RASTER.read_or_noted(layer_table, self, parameters, context)
            if raster is None:
                raise RasterError(
                    "The layer has noted no raster that is still there. Give the raster, or a "
                    "pixel size."
                )
        self._raster = raster.path if raster is not None else ""
        self._crs = raster.crs if raster is not None else QgsCoordinateReferenceSystem()
        self._output = self.OUTPUT.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Draw in the worker."""
        field = self.FIELD.read(self, parameters, context)
        output = str(self._output)
        with user_errors(feedback), self.scratch_folder() as scratch:
            found = self.SCENES.read_scenes(
                self,
                parameters,
                context,
                feedback,
                field=field,
                crs=self._crs if self._raster else None,
                one_date=True,
            )
            classes, places = found.classes(self._schema, field)
            if not classes:
                raise LayerError(f"No scene of {found.name} has a class. Assign some first.")
            raster = self._raster or self._grid(scratch / "grid.vrt", found.shapes)
            crs = self._crs if self._crs.isValid() else found.crs
            job = ClassRasterJob(
                raster=RasterInput(raster, wkt_of(crs)),
                scenes=found.write(scratch / "scenes.npz", places),
                classes=tuple(classes),
                output=output,
            )
            result = self.work(job, feedback, [output])
        style_raster(context, output, result.classes, feedback)
        sizes = ", ".join(f"{c.value} ({c.name}): {c.pixels}" for c in result.classes)
        count = say_count(len(classes), "class", "classes")
        feedback.pushInfo(f"{count} (value: pixels): {sizes}.")
        return {self.OUTPUT.name: output, "CLASSES": len(classes)}

    def _grid(self, path: Path, shapes: list[bytes]) -> str:
        """Describe a raster of the pixel size that covers the shapes."""
        size = float(self._size or 1)
        whole = QgsRectangle()
        for shape in filter(None, shapes):
            whole.combineExtentWith(geometry_of(shape).boundingBox())
        left, right = whole.xMinimum(), whole.xMaximum()
        bottom, top = whole.yMinimum(), whole.yMaximum()
        columns, rows = (
            max(math.ceil((end - start) / size - 1e-6), 1)
            for start, end in ((left, right), (bottom, top))
        )
        if max(columns, rows) > _MOST_PIXELS:
            raise RasterError(
                f"The raster would have {columns} x {rows} pixels. Choose a larger pixel size, in "
                "map units of the layer."
            )
        place = ", ".join(repr(float(v)) for v in (left, size, 0, top, 0, -size))
        path.write_text(_GRID.format(columns, rows, place), encoding="utf-8")
        return str(path)

"""Raster to the sizes of cells that suit it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.scenes.grid import GridSettings
from ....worker.contract import SceneInput, SuggestScaleJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.fields import SCALE_FIELDS
from ...layers.write import write_layer
from ...parameters.collection import CollectionParameters
from ...parameters.encoder import ExtractParameters
from ...parameters.kinds import OutputFile, VectorOutput, declare_numbers
from ...parameters.polygons import Mask
from ...parameters.raster import RasterParameters


class SuggestScale(Algorithm):
    """Shows which sizes of cells come into question, and proposes one."""

    NAME = "suggestscale"
    LABEL = "Suggest scale"
    JOB = SuggestScaleJob
    GROUP = "scenes"
    EXAMPLE = "OUTPUT=sizes.gpkg OUTPUT_HTML=sizes.html"
    TAGS = "scale,size,cell,context,resolution,window,suggest,propose,sweep,report"
    HELP = (
        "Looks at a sample of windows of a raster at each size of cells that gives at least 500 of "
        "them and at most 50,000, and proposes one with its context: the one that Cluster a "
        "raster, Extract features and Scene grid take where they are given no size. The table says "
        "what was measured at each size; the report also shows the same place at each, with the "
        "cells in the colors of a quick clustering."
    )

    raster = RasterParameters()
    collection = CollectionParameters(dates=False)
    mask = Mask(
        "MASK", "Mask",
        "Polygons in any coordinate reference system; only cells with area inside them count.",
        what="mask", advanced=True, optional=True,
    )  # fmt: skip
    extract = ExtractParameters()
    table = VectorOutput(
        "OUTPUT", "Scales",
        "Without geometry, a row for each size: size and context in pixels, and size_map and "
        "context_map in units of the raster's coordinate reference system; cells; seconds that "
        "their features take on this computer; between, apart, stability and score, which the "
        "report explains; proposed (yes or no).",
        QgsProcessing.SourceType.TypeVector,
    )  # fmt: skip
    report = OutputFile(
        "OUTPUT_HTML", "Report", "html", "HTML",
        "The table, and the same place at each size, in one file.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.mask.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.extract.engine.declare(self)
        self.collection.declare(self)
        self.table.declare(self)
        self.report.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(
            self,
            {
                "SIZE": "Proposed size in pixels",
                "CONTEXT": "Proposed context in pixels",
                "CELLS": "Number of cells at that size",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        raster = self.raster.read(self, parameters, context)
        self._raster = self.collection.add_to(raster, self, parameters, context)
        self._extract = self.extract.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Measure in the worker and write the table."""
        report = self.report.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            source, extent = self._raster.source(self, context, feedback)
            mask = self.mask.read_wkb(self._raster.crs, self, parameters, context, feedback)
            grid = GridSettings(extent=extent, mask=mask)
            job = SuggestScaleJob(
                SceneInput(source, self._raster.bands, grid),
                self._extract,
                str(scratch / "layer.npz"),
                report,
            )
            sheets = self.collection.result(self._raster)
            result = self.work(job, feedback, [report, *sheets.values()])
            output = write_layer(
                self, scratch / "layer.npz", parameters, context, feedback,
                QgsCoordinateReferenceSystem(), SCALE_FIELDS,
            )  # fmt: skip
        return {
            self.table.name: output,
            self.report.name: report,
            **sheets,
            "SIZE": result.size,
            "CONTEXT": result.context,
            "CELLS": result.cells,
        }

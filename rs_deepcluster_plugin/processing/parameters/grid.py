"""The scene grid, and all that makes the scenes of a raster."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...core.scenes.grid import GridSettings
from ...core.scenes.sources import SourceSettings
from ...worker.contract import SceneInput
from ..framework.algorithm import Algorithm
from .kinds import WIDGETS, Group, Parameter, Parameters, PolygonLayer, Real, setting_of
from .polygons import Mask, write_polygons
from .raster import RasterValues

# What was added last comes last: numbers of choices stay what they were.
EDGES = ("keep", "drop", "shift")
UNITS = {"pixels": "pixels", "map units": "map"}
_SIZE = (
    "Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units "
    "chosen. "
)
_WHOLE = _SIZE + (
    "It should be a few times as large as the things that tell the classes apart (houses, fields, "
    "waves)."
)
_PROPOSED = _SIZE + (
    "Empty: where a context is given, an eighth of it; else size and context are chosen by a look "
    "at a sample of the raster, for 500 to 50,000 cells (Suggest scale shows how). With a size and "
    "no context, each scene is seen by itself, and should be a few times as large as the things "
    "that tell the classes apart (houses, fields, waves)."
)
_USUAL = 224.0  # pixels
_CONTEXT = (
    "Width and height of the windows that the model sees, each with many cells in it: scenes are "
    "then cells that are told apart by what lies in them and around them, as small as a "
    "sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so "
    "this is faster than small scenes, and the map is finer. It is rounded to a whole number of "
    "cells. In the units of the size. "
)
_ALONE = "Empty, with a size: each scene is seen by itself."
_FITTED = "Empty: the size the clusters were fitted with, in pixels."
_FITTED_CONTEXT = "Where the size is left out, it is that of the clusters' own cells."
_MINIMUM = (
    "Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, "
    "alpha and mask bands, and what is outside the raster, are not valid; in the other scenes "
    "such pixels are filled with the mirror image of what lies beside them."
)


def minimum_valid(help: str = _MINIMUM) -> Parameter[float]:
    """Return the minimum share of valid data."""
    return setting_of(SourceSettings, "minimum_valid", "MIN_VALID", "Minimum of valid data", help)


class GridParameters(Group):
    """Size of scenes or cells, context, stride, units, edge policy and mask."""

    def __init__(self, *, fitted: bool = False, context: bool = True) -> None:
        """Choose what is asked for.

        Parameters
        ----------
        fitted
            The size may be left out: it is that of the clusters' own scenes.
        context
            Scenes may be cells that are seen among their neighbors.
        """
        help = _SIZE + _FITTED if fitted else _PROPOSED
        self.size = setting_of(
            GridSettings, "size", "SIZE", "Scene or cell size", help, advanced=False
        )
        if not context:
            self.size = Real("SIZE", "Scene size", _USUAL, 0, None, _WHOLE, advanced=False)
            self.size.setting = GridSettings, "size"
        if context:
            self.context = setting_of(
                GridSettings, "context", "CONTEXT", "Context",
                _CONTEXT + (_FITTED_CONTEXT if fitted else _ALONE), advanced=False,
            )  # fmt: skip
        self.units = setting_of(
            GridSettings, "units", "UNITS",
            "Units of size, context and stride" if context else "Units of size and stride",
            "Pixels, or units of the raster's CRS, which are rounded to whole pixels.",
            options=UNITS, advanced=False,
        )  # fmt: skip
        self.stride = setting_of(
            GridSettings, "stride", "STRIDE", "Stride",
            "Distance between the starts of neighboring scenes. Empty: the scene size, so that "
            "scenes touch and do not overlap.",
        )  # fmt: skip
        for one in (self.size, self.stride, *([self.context] if context else [])):
            one.widget = {
                "class": f"{WIDGETS}.lengths.LengthWidget",
                "raster": "INPUT",
                "units": self.units.name,
            }
        self.edges = setting_of(
            GridSettings, "edges", "EDGES", "Scenes at the edge",
            "What becomes of scenes that would hang over the raster's right and lower edge. shift: "
            "they are moved inwards, so that the model sees whole scenes; the overlap stays with "
            "their neighbors, and their footprints are what is left, so that footprints cover "
            "each pixel once. keep: they hang over, and what is outside the raster counts as no "
            "data. drop: they are left out.",
            options=EDGES,
        )  # fmt: skip
        self.mask = Mask(
            "MASK",
            "Mask",
            "Polygons in any coordinate reference system; only scenes with area inside them are "
            "made.",
            what="mask",
            advanced=True,
            optional=True,
        )

    def has_size(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> bool:
        """Tell whether a scene size is given or has a default."""
        return self.size.read(alg, parameters, context) is not None

    def read(
        self, raster: RasterValues, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext, feedback: QgsProcessingFeedback,
        polygons: PolygonLayer | None = None,
    ) -> SceneInput:  # fmt: skip
        """Read the scenes of a raster as the worker takes them: the grid, or polygons.

        A web layer is fetched first, and polygons are written into the scratch folder.
        """
        source, extent = raster.source(alg, context, feedback)
        path = None
        if polygons is not None and polygons.is_given(parameters):
            path = write_polygons(polygons, raster.crs, alg, parameters, context, feedback).path
        mask = self.mask.read_wkb(raster.crs, alg, parameters, context, feedback)
        grid = self.read_settings(GridSettings, alg, parameters, context)
        return SceneInput(source, raster.bands, replace(grid, extent=extent, mask=mask), path)

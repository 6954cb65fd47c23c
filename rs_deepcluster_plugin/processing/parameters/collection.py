"""More rasters beside the one that is chosen, which are read as one with it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterMultipleLayers,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ...core.base.errors import RasterError
from ...core.scenes.collection.listing import DAYS, LOCATION, CollectionSettings
from ..framework.algorithm import Algorithm
from ..layers.values import text_of
from .kinds import Flag, Group, InputFile, OutputFile, Parameter, Parameters, setting_of
from .raster import RasterValues, raster_path

TONES = {
    "as overlaps say": "auto",
    "one stretch for all": "collection",
    "a stretch for each raster": "sheet",
    "matched to the neighbors": "match",
}
_INDEXES = (".gpkg", ".shp", ".fgb", ".sqlite", ".gml", ".kml", ".tab")
_MOST = 100_000


class MoreRasters(Parameter["tuple[str, ...]"]):
    """Raster layers or files, any number of them."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterMultipleLayers(
            self.name, label, QgsProcessing.SourceType.TypeRaster, optional=True
        )

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> tuple[str, ...]:
        """Read their paths.

        Raises
        ------
        RasterError
            One of them is a web layer.
        """
        if parameters.get(self.name) in (None, "", []):
            return ()
        found = []
        for layer in alg.parameterAsLayerList(parameters, self.name, context):
            if not isinstance(layer, QgsRasterLayer) or layer.dataProvider().name() != "gdal":
                raise RasterError(
                    f"The layer {layer.name()} is not a raster file, and only files can be read as "
                    "one. Save it as GeoTIFF first (Export > Save As)."
                )
            found.append(raster_path(layer))
        return tuple(found)


class RasterList(InputFile):
    """A folder, a list, a tile index or a catalog of rasters, or the address of one."""

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read its whole path, or the address as it is; "" where none is given."""
        given = alg.parameterAsFile(parameters, self.name, context)
        return given if given.startswith(("http://", "https://")) else super().read(
            alg, parameters, context
        )  # fmt: skip


class CollectionParameters(Group):
    """Other rasters that are read as one with the raster, and how."""

    def __init__(self, dates: bool = True, tone: bool = True) -> None:
        """Make them.

        Parameters
        ----------
        dates
            Each date may be taken by itself.
        tone
            Values may be brought to one tone; those of embeddings stay what they are.
        """
        self.rasters = MoreRasters(
            "SHEETS", "More rasters",
            "Other sheets of the same survey, which are read as one raster with the first: one "
            "grid, one map, and in layers of scenes a field source that says which sheet a scene "
            "is of. They must have the number of bands and the data type of the first. Sheets in "
            "another coordinate reference system, or with pixels of half to twice the size, are "
            "warped onto the pixels of the first. What else there is, and what can't be read, is "
            "left out and named in the log.",
            advanced=True, optional=True,
        )  # fmt: skip
        self.listed = RasterList(
            "SHEETS_FROM", "More rasters from a folder or list", "",
            "In place of, or beside, rasters chosen one by one: a folder; a text file with a path "
            "on each line; a virtual raster, for its sources; a tile index with a field location; "
            "a STAC item collection (JSON), also by its address (https://). Nothing else is looked "
            "up on a network.",
            filters="Lists of rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;"
            "All files (*)",
            advanced=True, optional=True,
        )  # fmt: skip
        self.asset = setting_of(
            CollectionSettings, "asset", "ASSET", "Asset of a STAC catalog",
            "Name or role of the asset that is the raster. Empty: the only raster of each item, or "
            "the only one with the role data.",
        )  # fmt: skip
        tones = setting_of(
            CollectionSettings, "tone", "TONE", "Tone of more rasters",
            "Sheets of different tones would become clusters of their own. matched to the "
            "neighbors: gain and offset of each sheet follow from the pixels that it shares with "
            "others, or that lie on both sides of a seam. as overlaps say: matched where these "
            "differ, else one stretch for all.",
            options=TONES,
        )  # fmt: skip
        if tone:
            self.tone = tones
        each = Flag(
            "EACH_DATE", "Each date by itself", False,
            "Of more rasters, those of each date become scenes of their own, on one grid, with a "
            "field date: clusters then mean the same on all dates. Dates are those of a catalog, "
            "of the files' tags, or in their names (20210530, 2021-05-30). Otherwise, where sheets "
            "overlap, a scene is of the one with more data, then of the one whose center is "
            "nearer.", advanced=True,
        )  # fmt: skip
        each.setting = CollectionSettings, "dates"
        if dates:
            self.dates = each
        self.summary = OutputFile(
            "OUTPUT_SHEETS", "Table of rasters", "csv", "Table",
            "With more rasters: a row for each, with what became of it, its date, its place, its "
            "scenes, its tone and how it was warped. It is written only where it is asked for.",
            by_default=False, advanced=True,
        )  # fmt: skip
        self.summary.elsewhere = True  # after the layer

    def add_to(
        self, raster: RasterValues, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext,
    ) -> RasterValues:  # fmt: skip
        """Read which rasters there are beside the first; call it in ``prepare``.

        Raises
        ------
        RasterError
            A list cannot be read, or a raster is a web layer.
        """
        sources = self.rasters.read(alg, parameters, context)
        listed = self.listed.read(alg, parameters, context)
        tiles: tuple[tuple[str, str], ...] = ()
        if listed.lower().endswith(_INDEXES):
            tiles = _tile_index(listed)
        elif listed:
            sources += (listed,)
        summary = ""
        if self.summary.is_given(parameters):
            summary = self.summary.read(alg, parameters, context)
        if not sources and not tiles:
            self.note_unused(alg, parameters, "a single raster")
        if not sources and not tiles and not summary:
            return raster
        if raster.provider is not None:
            raise RasterError(
                "A web layer cannot be read as one with other rasters. Save the part that is "
                "needed as GeoTIFF first (Export > Save As)."
            )
        settings = self.read_settings(
            CollectionSettings, alg, parameters, context, sources=sources, tiles=tiles
        )
        return replace(raster, collection=settings, summary=summary)

    def result(self, raster: RasterValues | None) -> dict[str, str]:
        """Return what an algorithm returns of it."""
        summary = raster.summary if raster is not None else ""
        return {self.summary.name: summary} if summary else {}


def _tile_index(path: str) -> tuple[tuple[str, str], ...]:
    """Return what a layer of tiles names as their rasters, each with its date or ""."""
    layer = QgsVectorLayer(path, "index", "ogr")
    if not layer.isValid():
        raise RasterError(f"{path} cannot be opened as a tile index. Choose another list.")
    place = layer.fields().lookupField(LOCATION)
    if place < 0:
        raise RasterError(
            f"{path} has no field {LOCATION} that names rasters. Choose a tile index as "
            "gdaltindex makes it."
        )
    if layer.featureCount() > _MOST:
        raise RasterError(f"{path} names more than {_MOST:,} rasters. Choose a part of them.")
    dates = [at for at in map(layer.fields().lookupField, DAYS) if at >= 0]
    folder, found = os.path.dirname(os.path.abspath(path)), []
    for feature in layer.getFeatures():
        values: list[Any] = feature.attributes()
        text = values[place]
        if not isinstance(text, str) or not text:
            continue
        beside = os.path.join(folder, text)
        days = [text_of(values[dated]) for dated in dates]
        found.append(
            (beside if os.path.exists(beside) else text, next((day for day in days if day), ""))
        )
    if not found:
        raise RasterError(f"The field {LOCATION} of {path} is empty. Choose another tile index.")
    return tuple(found)

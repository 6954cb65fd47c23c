"""The raster: what of it is looked at, and how the worker gets it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBand,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProviderRegistry,
    QgsRasterBlockFeedback,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRectangle,
)

from ...core.base.errors import OutputError, RasterError, SceneError
from ...core.scenes.collection.listing import CollectionSettings
from ...worker.contract import Extent, RasterInput
from ...worker.host.client import Cancelled
from ..framework.algorithm import Algorithm
from ..layers.read import no_data_ranges
from .kinds import Group, MaybeReal, Parameter, Parameters

NoData = tuple[tuple[int, float, float], ...]
"""What counts as no data: band, lowest and highest value."""

_BANDS = (
    "Bands that make the scenes, in the order red, green, blue for three; on the command "
    "line as 4;1;2. Empty: red, green and blue where the file names them, else its first "
    "three bands. "
)
_CHANNELS = _BANDS + (
    "The model has three channels: one band fills all three; of two, the third is their mean; "
    "of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel "
    "3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another "
    "number of bands takes just as many, where none are chosen the first ones."
)
_LEARNED = _BANDS + (
    "With other than three the new model takes just as many: its first layer is adapted to "
    "them and trained."
)
_PIXELS = "Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha bands."
_EXTENT = "Part of the raster to use, in any coordinate reference system. "
_GRID = "The grid starts at its upper left pixel. "
_WHOLE = "Empty: all of the raster. Web layers need an extent."


class RasterParameter(Parameter["RasterValues"]):
    """A raster of any kind that QGIS opens."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterRasterLayer(self.name, label, optional=self.optional)

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> QgsRasterLayer:
        """Read the layer.

        Raises
        ------
        RasterError
            QGIS cannot open it.
        """
        layer = alg.parameterAsRasterLayer(parameters, self.name, context)
        if layer is None or not layer.isValid():
            raise RasterError(
                f"{parameters.get(self.name)} is not a raster that QGIS can open. Choose a raster "
                "layer or file."
            )
        return layer


class ReferenceSystem(Parameter[str]):
    """A coordinate reference system."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterCrs(self.name, label, optional=self.optional)

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read it as the worker takes it, "" for none."""
        if not self.is_given(parameters):
            return ""
        return wkt_of(alg.parameterAsCrs(parameters, self.name, context))


class Bands(Parameter["tuple[int, ...]"]):
    """The choice of bands, of a raster parameter or as text."""

    def __init__(self, help: str = _CHANNELS, parent: str = "") -> None:
        super().__init__("BANDS", "Bands", help, optional=True)
        self.parent = parent

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        if not self.parent:
            return QgsProcessingParameterString(self.name, label, "", optional=True)
        return QgsProcessingParameterBand(
            self.name, label, None, self.parent, optional=True, allowMultiple=True
        )

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> tuple[int, ...]:
        """Read the bands in the order given; none means the default."""
        value = parameters.get(self.name)
        if value in (None, "", []):
            return ()
        listed = isinstance(value, (list, tuple))
        items = value if listed else str(value).replace(",", ";").split(";")
        try:
            return tuple(int(str(item).strip()) for item in items if str(item).strip())
        except ValueError:
            raise RasterError(
                f"The bands '{value}' are not numbers. Give them as 4;1;2, counted from 1."
            ) from None


class ExtentParameter(Parameter[Extent]):
    """The part of the raster that is used."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterExtent(self.name, label, optional=True)

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> Extent:
        """Read it in whatever reference system it was given in; see `read_in`."""
        return self.read_in(QgsCoordinateReferenceSystem(), alg, parameters, context)

    def read_in(
        self, crs: QgsCoordinateReferenceSystem, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext,
    ) -> Extent:  # fmt: skip
        """Read it in a coordinate reference system, None where there is none.

        Raises
        ------
        SceneError
            It has no area there.
        """
        if not self.is_given(parameters):
            return None
        found = alg.parameterAsExtent(parameters, self.name, context, crs)
        if found.isNull() or found.isEmpty():
            raise SceneError(
                "The extent has no area in the raster's coordinate reference system. "
                "Choose an extent on the raster."
            )
        return found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum()


class RasterParameters(Group):
    """The raster, its bands, the extent, and the pixel size of web layers."""

    def __init__(
        self, *, bands: Bands | None = None, optional: bool = False, pixels: bool = False
    ) -> None:
        """Choose bands of the raster, or ``bands``, which are declared elsewhere.

        With ``pixels``, help speaks of the raster's pixels instead of scenes and the model.
        """
        self.raster = RasterParameter(
            "INPUT",
            "Raster",
            "Imagery of any kind that QGIS opens: files of any band count and data type, virtual "
            "rasters, and web layers (WMS, XYZ) with an extent and a pixel size.",
            optional=optional,
        )
        self.bands = bands or Bands(_PIXELS if pixels else _CHANNELS, self.raster.name)
        self.extent = ExtentParameter(
            "EXTENT",
            "Extent",
            _EXTENT + ("" if pixels else _GRID) + _WHOLE,
            advanced=True,
            optional=True,
        )
        self.resolution = MaybeReal(
            "RESOLUTION", "Pixel size of a web layer (map units)", None, 0, None,
            "Only for layers that are not files (WMS, XYZ, PostGIS raster): pixel size in map "
            "units at which they are fetched.",
        )  # fmt: skip

    def is_given(self, parameters: Parameters) -> bool:
        """Tell whether there is a raster."""
        return self.raster.is_given(parameters)

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> RasterValues:
        """Read the raster and its extent, in the thread that owns the layer."""
        layer = self.raster.read(alg, parameters, context)
        crs = layer.crs()
        extent = self.extent.read_in(crs, alg, parameters, context)
        bands = self.bands.read(alg, parameters, context)
        if layer.dataProvider().name() == "gdal":
            used: list[Parameter[Any]] = [self.raster, self.bands, self.extent]
            self.note_unused(alg, parameters, "a raster file", used=used)
            return RasterValues(
                raster_path(layer), crs, extent, bands, no_data=additional_no_data(layer),
                switched_off=switched_off(layer),
            )  # fmt: skip
        resolution = self.resolution.read(alg, parameters, context) or 0.0
        if extent is None or resolution <= 0:
            raise RasterError(
                f"The layer {layer.name()} is a web layer, not a file. Choose the extent and the "
                "pixel size at which to fetch it."
            )
        return RasterValues("", crs, extent, bands, layer.dataProvider().clone(), resolution)


def bands_as_text(*, training: bool = False) -> Bands:
    """Return the choice of bands where no raster can show them."""
    made = Bands(_LEARNED if training else _CHANNELS)
    made.elsewhere = True
    return made


@dataclass(frozen=True)
class RasterValues:
    """A raster as plain values, read in the thread that owns its layer."""

    path: str
    """Empty for a layer that must be fetched first."""

    crs: QgsCoordinateReferenceSystem
    extent: Extent
    bands: tuple[int, ...]
    provider: Any = None
    """A copy of a web layer's data provider."""

    resolution: float = 0.0
    no_data: NoData = ()
    """The layer's additional no data."""

    switched_off: tuple[int, ...] = ()
    """Bands whose own no-data value the layer's properties say not to use."""

    collection: CollectionSettings | None = None
    """The other rasters that are read as one with it."""

    summary: str = ""
    """Where a table of these is written."""

    def source(
        self, alg: Algorithm, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RasterInput, Extent]:
        """Return what the worker needs, fetching a web layer into a file first."""
        extent, path = self.extent, self.path
        say_switched_off(self.switched_off, feedback)
        if self.provider is not None:
            path = self._fetch(alg.scratch / "fetched.tif", context, feedback)
            extent = None
        wkt = wkt_of(self.crs)
        return RasterInput(path, wkt, self.no_data, self.collection, self.summary), extent

    def _fetch(
        self, path: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> str:
        assert self.extent is not None  # nosec B101 # RasterParameters.read has made sure
        xmin, ymin, xmax, ymax = self.extent
        columns = round((xmax - xmin) / self.resolution)
        rows = round((ymax - ymin) / self.resolution)
        if columns < 1 or rows < 1 or columns * rows > 2_000_000_000:
            raise RasterError(
                f"{columns} x {rows} pixels would have to be fetched. "
                "Choose another pixel size or extent."
            )
        feedback.pushInfo(f"Fetching {columns} x {rows} pixels of the web layer.")
        pipe = QgsRasterPipe()
        if not pipe.set(self.provider):
            raise RasterError("The web layer cannot be read. Check that it shows on the map.")
        # The extent is made to fit whole pixels.
        area = QgsRectangle(
            xmin, ymax - rows * self.resolution, xmin + columns * self.resolution, ymax
        )
        writer = QgsRasterFileWriter(str(path))
        writer.setCreateOptions(["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"])
        listener = QgsRasterBlockFeedback()
        feedback.canceled.connect(listener.cancel)
        error = writer.writeRaster(
            pipe, columns, rows, area, self.crs, context.transformContext(), listener
        )
        if feedback.isCanceled():
            raise Cancelled
        if error != QgsRasterFileWriter.WriterError.NoError or not path.exists():
            raise RasterError(
                "The web layer could not be fetched. Check the connection and the extent."
            )
        return str(path)


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a coordinate reference system as the worker takes it, "" for none."""
    return (
        str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))
        if crs.isValid()
        else ""
    )


def raster_path(layer: QgsRasterLayer) -> str:
    """Return the path of a raster layer that GDAL opens, as the worker takes it.

    Open options stay at its end, as QGIS writes them.
    """
    parts = QgsProviderRegistry.instance().decodeUri("gdal", layer.source())
    path = str(parts.get("path") or layer.source())
    if os.path.exists(path):
        path = os.path.abspath(path)
    # Members of archives: /vsizip/, the archive, the member.
    path = f"{parts.get('vsiPrefix') or ''}{path}{parts.get('vsiSuffix') or ''}"
    if parts.get("layerName"):
        path = f"GPKG:{path}:{parts['layerName']}"
    return "".join([path, *(f"|option:{option}" for option in parts.get("openOptions") or ())])


def additional_no_data(layer: QgsRasterLayer) -> NoData:
    """Return what a layer's properties name as no data: band, lowest and highest value."""
    return tuple(
        (band, low, high)
        for band in range(1, layer.bandCount() + 1)
        for low, high in no_data_ranges(layer.dataProvider(), band)
    )


def switched_off(layer: QgsRasterLayer) -> tuple[int, ...]:
    """Return the bands whose own no-data value the layer's properties say not to use."""
    provider = layer.dataProvider()
    return tuple(
        band
        for band in range(1, layer.bandCount() + 1)
        if provider.sourceHasNoDataValue(band) and not provider.useSourceNoDataValue(band)
    )


def say_switched_off(bands: tuple[int, ...], feedback: QgsProcessingFeedback) -> None:
    """Say that values count as no data which the layer's properties say not to use."""
    if bands:
        feedback.pushWarning(
            "The layer's properties switch the file's no-data value off, in band "
            f"{', '.join(map(str, bands))}. Here it is no data all the same: if these pixels are "
            "data, take the value out of the file (gdal_edit.py -unsetnodata), or out of a copy."
        )


class ClassRasterOutput(Parameter["str | None"]):
    """A GeoTIFF that the algorithm writes; an optional one is not made by itself."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterRasterDestination(
            self.name, label, optional=self.optional, createByDefault=not self.optional
        )

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> str | None:
        """Read the path, None where it is not asked for.

        Raises
        ------
        OutputError
            It has another extension.
        """
        if self.optional and not self.is_given(parameters):
            return None
        path = os.path.abspath(alg.parameterAsOutputLayer(parameters, self.name, context))
        if not path.lower().endswith((".tif", ".tiff")):
            raise OutputError(
                f"{path} cannot be written: rasters are written as GeoTIFF. Give a name that ends "
                "in .tif."
            )
        return path

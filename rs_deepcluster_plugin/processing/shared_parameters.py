"""Parameters that several algorithms have, each with its help, and how they are read."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProviderRegistry,
    QgsRasterBlockFeedback,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRasterRange,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import Qt

from ..core.base.errors import ModelError, OutputError, RasterError, SceneError
from ..core.clusters.project import METRICS, ProjectionSettings
from ..core.encoder.engine import DEVICES, PRECISIONS, EngineSettings
from ..core.encoder.settings import MODELS, PATCH, ModelSettings
from ..core.features.extract import ExtractSettings
from ..core.scenes.grid import GridSettings
from ..core.scenes.raster import file_of
from ..worker import exchange
from ..worker.contract import Extent, LabelledPolygons, RasterInput, SceneInput
from ..worker.host.client import Cancelled
from .framework.algorithm import Algorithm
from .layers.geometry import features_in
from .layers.values import is_null, text_of

Parameters = dict[str, Any]
INTEGER = QgsProcessingParameterNumber.Type.Integer
DOUBLE = QgsProcessingParameterNumber.Type.Double

UNITS = {"pixels": "pixels", "map units": "map"}
_OWN = ("scene_id", "row", "col", "valid_fraction")  # which scenes have themselves
# What was added last comes last: numbers of choices stay what they were.
EDGES = ("keep", "drop", "shift")
MINIMUM_HELP = (
    "Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, "
    "alpha and mask bands, and what is outside the raster, are not valid; in the other scenes "
    "such pixels are filled with the mirror image of what lies beside them."
)
SCALINGS = {"percentiles": "percentiles", "data type range": "type"}
POOLINGS = {
    "model's own": "recipe",
    "class token": "cls",
    "mean of patches": "patch",
    "both": "both",
}
PROJECTIONS = {"UMAP": "umap", "PCA": "pca"}


def choice(name: str, label: str, options: Any, default: int = 0) -> QgsProcessingParameterEnum:
    """Make a parameter of named choices, whose value is the name itself."""
    names = list(options)
    return QgsProcessingParameterEnum(
        name, label, names, defaultValue=names[default], usesStaticStrings=True
    )


def add_raster(
    alg: Algorithm, *, bands: bool = True, optional: bool = False, pixels: bool = False
) -> None:
    """Add the raster, its bands, the extent and the pixel size of web layers.

    With ``pixels``, help speaks of the raster's pixels instead of scenes and the model.
    """
    alg.addParameter(
        QgsProcessingParameterRasterLayer("INPUT", alg.tr("Raster"), optional=optional),
        help=alg.tr(
            "Imagery of any kind that QGIS opens: files of any band count and data type, virtual "
            "rasters, and web layers (WMS, XYZ) with an extent and a pixel size."
        ),
    )
    if pixels:
        alg.addParameter(
            QgsProcessingParameterBand(
                "BANDS", alg.tr("Bands"), None, "INPUT", optional=True, allowMultiple=True
            ),
            help=alg.tr(
                "Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha "
                "bands."
            ),
        )
    elif bands:
        add_bands(alg, parent="INPUT")
    alg.addParameter(
        QgsProcessingParameterExtent("EXTENT", alg.tr("Extent"), optional=True),
        help=alg.tr("Part of the raster to use, in any coordinate reference system. ")
        + ("" if pixels else alg.tr("The grid starts at its upper left pixel. "))
        + alg.tr("Empty: all of the raster. Web layers need an extent."),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "RESOLUTION", alg.tr("Pixel size of a web layer"), DOUBLE, optional=True, minValue=0
        ),
        help=alg.tr(
            "Only for layers that are no files (WMS, XYZ, PostGIS raster): pixel size in map units "
            "at which they are fetched."
        ),
        advanced=True,
    )


def add_bands(alg: Algorithm, parent: str, training: bool = False) -> None:
    """Add the choice of bands, of a raster parameter or as text."""
    definition: Any
    if parent:
        definition = QgsProcessingParameterBand(
            "BANDS", alg.tr("Bands"), None, parent, optional=True, allowMultiple=True
        )
    else:
        definition = QgsProcessingParameterString("BANDS", alg.tr("Bands"), "", optional=True)
    use = alg.tr(
        "The model has three channels: one band fills all three; of two, the third is their mean; "
        "of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel "
        "3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another "
        "number of bands takes just as many, where none are chosen the first ones."
    )
    if training:
        use = alg.tr(
            "With other than three the new model takes just as many: its first layer is adapted to "
            "them and trained."
        )
    alg.addParameter(
        definition,
        help=alg.tr(
            "Bands that make the scenes, in the order red, green, blue for three; on the command "
            "line as 4;1;2. Empty: red, green and blue where the file names them, else its first "
            "three bands."
        )
        + " "
        + use,
    )


def add_grid(alg: Algorithm, *, size: float | None = 224) -> None:
    """Add scene size, stride, units, edge policy and mask."""
    alg.addParameter(
        QgsProcessingParameterNumber(
            "SIZE", alg.tr("Scene size"), DOUBLE, size, optional=size is None, minValue=0
        ),
        help=alg.tr(
            "Width and height of a scene, which gets one cluster. It should be a few times as "
            "large as the things that tell the classes apart (houses, fields, waves)."
        )
        + ("" if size else alg.tr(" Empty: the size the clusters were fitted with, in pixels.")),
    )
    alg.addParameter(
        QgsProcessingParameterNumber("STRIDE", alg.tr("Stride"), DOUBLE, optional=True, minValue=0),
        help=alg.tr(
            "Distance between the starts of neighboring scenes. Empty: the scene size, so that "
            "scenes touch and do not overlap."
        ),
        advanced=True,
    )
    alg.addParameter(
        choice("UNITS", alg.tr("Units of size and stride"), UNITS),
        help=alg.tr("Pixels, or units of the raster's CRS, which are rounded to whole pixels."),
        advanced=True,
    )
    alg.addParameter(
        choice("EDGES", alg.tr("Scenes at the edge"), EDGES, EDGES.index("shift")),
        help=alg.tr(
            "What becomes of scenes that would hang over the raster's right and lower edge. shift: "
            "they are moved inwards, so that the model sees whole scenes; the overlap stays with "
            "their neighbors, and their footprints are what is left, so that footprints cover "
            "each pixel once. keep: they hang over, and what is outside the raster counts as no "
            "data. drop: they are left out."
        ),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterFeatureSource(
            "MASK",
            alg.tr("Mask"),
            [QgsProcessing.SourceType.TypeVectorPolygon],
            optional=True,
        ),
        help=alg.tr(
            "Polygons in any coordinate reference system; only scenes with area inside them are "
            "made."
        ),
        advanced=True,
    )


def add_minimum_valid(alg: Algorithm, help: str) -> None:
    """Add the minimum share of valid data."""
    alg.addParameter(
        QgsProcessingParameterNumber(
            "MIN_VALID", alg.tr("Minimum of valid data"), DOUBLE, 0.5, minValue=0, maxValue=1
        ),
        help=help,
        advanced=True,
    )


def add_model(alg: Algorithm) -> None:
    """Add the model, its feature recipe, the input size and the scaling."""
    alg.addParameter(
        choice("MODEL", alg.tr("Model"), MODELS),
        help=alg.tr(
            "default: the DINOv2 ViT-S/14 that comes with the plugin, without its last three "
            "blocks and fine-tuned on 30 classes of aerial scenes. The others are the official "
            "DINOv2 models (small, base, large, giant; with registers), which are downloaded "
            "once: 88 MB to 4.5 GB."
        ),
    )
    alg.addParameter(
        QgsProcessingParameterFile(
            "WEIGHTS",
            alg.tr("Weights file"),
            optional=True,
            fileFilter=alg.tr("Weights (*.safetensors *.pth *.pt *.bin)"),
        ),
        help=alg.tr(
            "A DINOv2 state dict of your own, with official or timm names. It takes the place of "
            "the model above, and nothing is downloaded."
        ),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterString("BLOCKS", alg.tr("Blocks"), "", optional=True),
        help=alg.tr(
            "Transformer blocks whose tokens make the features, counted from 0, or from the end "
            "with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe."
        ),
        advanced=True,
    )
    alg.addParameter(
        choice("POOLING", alg.tr("Pooling of tokens"), POOLINGS),
        help=alg.tr("The class token, the mean of the patch tokens, or both one after the other."),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "INPUT_SIZE", alg.tr("Input size"), INTEGER, 224, minValue=PATCH
        ),
        help=alg.tr(
            "Pixels to which a scene is resized for the model, a multiple of 14. More is slower "
            "(time grows with its square) and shows the model finer detail of large scenes."
        ),
        advanced=True,
    )
    alg.addParameter(
        choice("SCALING", alg.tr("Scaling of values"), SCALINGS),
        help=alg.tr(
            "percentiles: each band is stretched between two percentiles of the valid pixels of "
            "the whole raster, the same for all scenes. data type range: values are taken as they "
            "are, 0 to 255 for 8-bit data; for images that are ready for display."
        ),
        advanced=True,
    )
    for name, label, default in (
        ("LOWER", alg.tr("Lower percentile"), 2.0),
        ("UPPER", alg.tr("Upper percentile"), 98.0),
    ):
        alg.addParameter(
            QgsProcessingParameterNumber(name, label, DOUBLE, default, minValue=0, maxValue=100),
            help=alg.tr("Values beyond it are clipped, if values are scaled by percentiles."),
            advanced=True,
        )


def add_engine(alg: Algorithm) -> None:
    """Add device, precision, batch size and threads."""
    alg.addParameter(
        choice("DEVICE", alg.tr("Device"), DEVICES),
        help=alg.tr("auto takes CUDA, else Apple's MPS, else the CPU."),
        advanced=True,
    )
    alg.addParameter(
        choice("PRECISION", alg.tr("Precision"), PRECISIONS),
        help=alg.tr(
            "auto finds out once which is the fastest on this computer that keeps the features "
            "(cosine above 0.999), and stays with it: on processors int8, bf16 or fp32, on GPUs "
            "bf16 or fp16. int8 works on processors only, fp16 on GPUs only. Another computer may "
            "find another one: choose one where a map is to be made again elsewhere."
        ),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber("BATCH", alg.tr("Batch size"), INTEGER, 0, minValue=0),
        help=alg.tr(
            "Scenes that go through the model together; 0 chooses. It is halved where memory "
            "runs out. The features do not depend on it."
        ),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber("THREADS", alg.tr("Threads"), INTEGER, 0, minValue=0),
        help=alg.tr("Processor threads for the model; 0 takes all cores, never more."),
        advanced=True,
    )


def add_projection(alg: Algorithm) -> None:
    """Add the projection's settings."""
    alg.addParameter(
        choice("PROJECTION", alg.tr("Projection"), PROJECTIONS),
        help=alg.tr(
            "UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are "
            "centered and L2-normalized first."
        ),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "NEIGHBORS", alg.tr("Neighbors"), INTEGER, 30, minValue=2, maxValue=500
        ),
        help=alg.tr("UMAP: small values keep local detail, large ones the overall shape."),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "DIMENSIONS", alg.tr("Dimensions"), INTEGER, 2, minValue=1, maxValue=100
        ),
        help=alg.tr("Dimensions of the embedding. The first two become umap_x and umap_y."),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "MIN_DISTANCE", alg.tr("Minimum distance"), DOUBLE, 0, minValue=0, maxValue=0.99
        ),
        help=alg.tr("UMAP: how close points may lie. 0 is best for clusters."),
        advanced=True,
    )
    alg.addParameter(
        choice("METRIC", alg.tr("Metric"), METRICS),
        help=alg.tr("UMAP: how features are compared."),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "SHARED", alg.tr("Weight of shared neighbors"), DOUBLE, 0.5, minValue=0, maxValue=1
        ),
        help=alg.tr(
            "UMAP: scenes are near when their features are alike, and when they have many of their "
            "neighbors in common; this is the weight of the latter. 0: features only."
        ),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "MUTUAL", alg.tr("Mutuality"), DOUBLE, 0.8, minValue=0, maxValue=0.95
        ),
        help=alg.tr(
            "UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one "
            "of them is enough, as in UMAP itself; more separates clusters."
        ),
        advanced=True,
    )


def add_seed(alg: Algorithm) -> None:
    """Add the seed."""
    alg.addParameter(
        QgsProcessingParameterNumber(
            "SEED", alg.tr("Seed"), INTEGER, 0, minValue=0, maxValue=2**31 - 1
        ),
        help=alg.tr("The same seed gives the same map on the same computer."),
        advanced=True,
    )


def add_input_file(
    alg: Algorithm, name: str, label: str, extension: str, help: str, optional: bool = False
) -> None:
    """Add a file made by another algorithm."""
    alg.addParameter(
        QgsProcessingParameterFile(
            name, label, optional=optional, fileFilter=f"{label} (*.{extension})"
        ),
        help=help,
    )


def add_file(alg: Algorithm, name: str, label: str, extension: str, kind: str, help: str) -> None:
    """Add a file that the algorithm writes."""
    alg.addParameter(
        QgsProcessingParameterFileDestination(
            name, label, f"{kind} (*.{extension})", optional=True, createByDefault=True
        ),
        help=help,
    )


def add_number(
    alg: Algorithm, name: str, label: str, default: float | None, low: float, high: float | None,
    help: str, kind: Any = DOUBLE, advanced: bool = True,
) -> None:  # fmt: skip
    """Add a number; without a default it is optional."""
    definition = QgsProcessingParameterNumber(
        name, label, kind, default, optional=default is None, minValue=low
    )
    if high is not None:
        definition.setMaximum(high)
    alg.addParameter(definition, help=help, advanced=advanced)


def add_class_raster(
    alg: Algorithm, name: str, label: str, help: str, optional: bool = False
) -> None:
    """Add a GeoTIFF that the algorithm writes; an optional one is not made by itself."""
    alg.addParameter(
        QgsProcessingParameterRasterDestination(
            name, label, optional=optional, createByDefault=not optional
        ),
        help=help,
    )


def raster_output(
    alg: Algorithm,
    name: str,
    parameters: Parameters,
    context: QgsProcessingContext,
    raster: RasterValues,
) -> str | None:
    """Return the path of a GeoTIFF that is asked for, None where it is not.

    Raises
    ------
    OutputError
        It has another extension, or is the raster that is read.
    """
    optional = alg.parameterDefinition(name).flags() & (
        QgsProcessingParameterDefinition.Flag.FlagOptional
    )
    if optional and parameters.get(name) in (None, ""):
        return None
    path = os.path.abspath(alg.parameterAsOutputLayer(parameters, name, context))
    if not path.lower().endswith((".tif", ".tiff")):
        raise OutputError(
            f"{path} cannot be written: rasters are written as GeoTIFF. Give a name that ends in "
            ".tif."
        )
    read = file_of(raster.path)
    if os.path.exists(path) and read.exists() and os.path.samefile(path, read):
        raise OutputError(f"{path} is the raster that is read. Give the result another name.")
    return path


def add_class_folder(alg: Algorithm, *, optional: bool = False) -> None:
    """Add the folder of labelled images."""
    alg.addParameter(
        QgsProcessingParameterFile(
            "FOLDER",
            alg.tr("Folder of class folders"),
            behavior=QgsProcessingParameterFile.Behavior.Folder,
            optional=optional,
        ),
        help=alg.tr(
            "Holds one folder of images for each class, named after it. Images in folders "
            "below belong to the class too; images beside the classes' folders are left out. "
            "GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken."
        ),
    )


def add_numbers(alg: Algorithm, numbers: dict[str, str]) -> None:
    """Declare numbers that come out, by name and label."""
    for name, label in numbers.items():
        alg.addOutput(QgsProcessingOutputNumber(name, label))


def read_source(
    alg: Algorithm,
    raster: RasterValues,
    parameters: Parameters,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> SceneInput:
    """Return raster, grid and mask as the worker takes them."""
    source, extent = raster.source(alg, context, feedback)
    polygons = None
    if alg.parameterDefinition("GRID") is not None:
        polygons = write_polygons(alg, parameters, context, raster.crs, feedback)
    mask = read_mask(alg, parameters, context, raster.crs, feedback)
    grid = replace(read_grid(alg, parameters, context), extent=extent, mask=mask)
    return SceneInput(source, raster.bands, grid, polygons)


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
    no_data: tuple[tuple[int, float, float], ...] = ()
    """The layer's additional no data: band, lowest and highest value."""

    def source(
        self, alg: Algorithm, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RasterInput, Extent]:
        """Return what the worker needs, fetching a web layer into a file first."""
        extent, path = self.extent, self.path
        if self.provider is not None:
            path = self._fetch(alg.scratch / "fetched.tif", context, feedback)
            extent = None
        return RasterInput(path, wkt_of(self.crs), self.no_data), extent

    def _fetch(
        self, path: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> str:
        assert self.extent is not None  # nosec B101 - read_raster has made sure
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


def read_raster(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> RasterValues:
    """Read the raster and its extent."""
    layer = alg.parameterAsRasterLayer(parameters, "INPUT", context)
    if layer is None or not layer.isValid():
        raise RasterError(
            f"{parameters.get('INPUT')} is not a raster that QGIS can open. Choose a raster layer "
            "or file."
        )
    crs = layer.crs()
    rectangle = alg.parameterAsExtent(parameters, "EXTENT", context, crs)
    extent = None
    if parameters.get("EXTENT") not in (None, ""):
        if rectangle.isNull() or rectangle.isEmpty():
            raise SceneError(
                "The extent has no area in the raster's coordinate reference system. "
                "Choose an extent on the raster."
            )
        extent = (
            rectangle.xMinimum(),
            rectangle.yMinimum(),
            rectangle.xMaximum(),
            rectangle.yMaximum(),
        )
    bands = read_bands(parameters)
    if layer.dataProvider().name() == "gdal":
        return RasterValues(
            raster_path(layer), crs, extent, bands, no_data=additional_no_data(layer)
        )
    resolution = read_number(alg, "RESOLUTION", parameters, context) or 0.0
    if extent is None or resolution <= 0:
        raise RasterError(
            f"The layer {layer.name()} is no file but a web layer. Choose the extent and the pixel "
            "size at which to fetch it."
        )
    return RasterValues("", crs, extent, bands, layer.dataProvider().clone(), resolution)


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a coordinate reference system as the worker takes it, "" for none."""
    return str(crs.toWkt(QgsCoordinateReferenceSystem.WKT_PREFERRED)) if crs.isValid() else ""


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


def additional_no_data(layer: QgsRasterLayer) -> tuple[tuple[int, float, float], ...]:
    """Return what a layer's properties name as no data: band, lowest and highest value."""
    provider, found = layer.dataProvider(), []
    for band in range(1, layer.bandCount() + 1):
        for values in provider.userNoDataValues(band):
            low, high = values.min(), values.max()
            ends, kinds = values.bounds(), QgsRasterRange.BoundsType
            if ends in (kinds.IncludeMax, kinds.Exclusive):
                low = math.nextafter(low, math.inf)
            if ends in (kinds.IncludeMin, kinds.Exclusive):
                high = math.nextafter(high, -math.inf)
            low = -math.inf if math.isnan(low) else low
            high = math.inf if math.isnan(high) else high
            found.append((band, low, high))
    return tuple(found)


def read_bands(parameters: Parameters) -> tuple[int, ...]:
    """Read the bands in the order given; none means the default."""
    value = parameters.get("BANDS")
    if value in (None, "", []):
        return ()
    items = value if isinstance(value, (list, tuple)) else str(value).replace(",", ";").split(";")
    try:
        return tuple(int(str(item).strip()) for item in items if str(item).strip())
    except ValueError:
        raise RasterError(
            f"The bands '{value}' are not numbers. Give them as 4;1;2, counted from 1."
        ) from None


def read_grid(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> GridSettings:
    """Read size, stride, units and edge policy; extent and mask are added by the raster."""
    size = read_number(alg, "SIZE", parameters, context)
    return GridSettings(
        size=GridSettings.size if size is None else size,
        stride=read_number(alg, "STRIDE", parameters, context),
        units=UNITS[alg.parameterAsEnumString(parameters, "UNITS", context)],
        edges=alg.parameterAsEnumString(parameters, "EDGES", context),
    )


def read_mask(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    crs: QgsCoordinateReferenceSystem,
    feedback: QgsProcessingFeedback,
) -> bytes | None:
    """Return the mask's polygons as WKB in the raster's CRS; None where there is none."""
    source = _polygon_source(alg, parameters, "MASK", context, "mask")
    if source is None:
        return None
    shapes = [f.geometry() for f in features_in(source, crs, context, feedback)]
    whole = QgsGeometry.unaryUnion([g.makeValid() for g in shapes if not g.isNull()])
    if whole.isNull() or whole.isEmpty():
        raise SceneError(
            "The mask layer has no polygons that have a place in the raster's coordinate "
            "reference system. Choose another mask, or none."
        )
    return bytes(whole.asWkb())


def write_polygons(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    crs: QgsCoordinateReferenceSystem,
    feedback: QgsProcessingFeedback,
) -> str | None:
    """Write the grid layer's polygons for the worker, in the raster's CRS."""
    source = _polygon_source(alg, parameters, "GRID", context, "grid")
    return _write_source(alg, source, crs, context, feedback).path if source is not None else None


def write_classes(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    crs: QgsCoordinateReferenceSystem,
    feedback: QgsProcessingFeedback,
) -> LabelledPolygons:
    """Write the labelled polygons, and return the class of each, None where it has none."""
    source = _polygon_source(alg, parameters, "POLYGONS", context, "labelled")
    if source is None:
        raise SceneError(
            "The raster has no labelled polygons. Choose a polygon layer with classes."
        )
    field = alg.parameterAsString(parameters, "CLASS_FIELD", context)
    _check_field(source, field, "classes")
    return _write_source(alg, source, crs, context, feedback, field)


def write_clusters(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    crs: QgsCoordinateReferenceSystem,
    feedback: QgsProcessingFeedback,
    field: str,
) -> LabelledPolygons:
    """Write the grid layer's polygons, and return the cluster of each, None where it has none."""
    source = _polygon_source(alg, parameters, "GRID", context, "grid")
    if source is None:
        raise SceneError(
            f"There is no grid layer with the field '{field}' of clusters. Choose one, or leave "
            "the field empty."
        )
    _check_field(source, field, "clusters")
    found = _write_source(alg, source, crs, context, feedback, field)
    # 0 is no cluster.
    return replace(found, classes=tuple(None if text == "0" else text for text in found.classes))


def _check_field(source: QgsProcessingFeatureSource, field: str, holds: str) -> None:
    names = [f.name() for f in source.fields()]
    if field not in names:
        raise SceneError(
            f"The layer {source.sourceName()} has no field '{field}'. Choose the field that holds "
            f"the {holds}: {', '.join(names)}."
        )


def _write_source(
    alg: Algorithm,
    source: QgsProcessingFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    class_field: str = "",
) -> LabelledPolygons:
    import numpy as np

    classes: list[str | None] = []
    names = [field.name() for field in source.fields()]
    shapes: list[bytes] = []
    numbers: dict[str, list[int]] = {"scene_id": [], "row": [], "col": []}
    kept: list[dict[str, Any]] = []
    empty = 0
    for feature in features_in(source, crs, context, feedback):
        if feature.geometry().isNull():
            continue
        shapes.append(bytes(feature.geometry().asWkb()))
        if class_field:
            classes.append(text_of(feature[class_field]) or None)
        else:
            kept.append({k: _plain(v) for k, v in zip(names, feature.attributes())})
        for name, values in numbers.items():
            value = feature[name] if name in names else None
            # A grid that is not ours is numbered in the order of its polygons.
            default = 0 if name == "col" else len(shapes)
            if isinstance(value, (int, float)) and value == value and value % 1 == 0:
                values.append(int(value))
            else:
                values.append(default)
                empty += name == "scene_id"
    ids = numbers["scene_id"]
    dropped: tuple[str, ...] = _OWN
    if "scene_id" in names and not class_field and (empty or len(set(ids)) < len(ids)):
        feedback.pushWarning(
            f"The scene_id of {source.sourceName()} is no whole number for {empty:,} polygons, "
            f"and the same as another's for {len(ids) - len(set(ids)):,}: its polygons are "
            f"numbered anew, 1 to {len(ids):,} in their order."
        )
        numbers["scene_id"] = list(range(1, len(ids) + 1))
        dropped = _OWN[1:]
    texts = [json.dumps({k: v for k, v in row.items() if k not in dropped}) for row in kept]
    path = alg.scratch / "polygons.npz"
    exchange.write(
        path,
        **exchange.pack(shapes),
        **{name: np.asarray(values, dtype=np.int64) for name, values in numbers.items()},
        **(
            {f"attributes_{k}": v for k, v in exchange.pack([t.encode() for t in texts]).items()}
            if texts
            else {}
        ),
    )
    return LabelledPolygons(str(path), tuple(classes))


def _plain(value: Any) -> Any:
    """Return an attribute as JSON has it: no NaN, and dates as text."""
    if is_null(value):
        return None
    if isinstance(value, (bool, int, float, str)):
        return value if not isinstance(value, float) or math.isfinite(value) else None
    if hasattr(value, "toString"):
        return value.toString(Qt.DateFormat.ISODate)
    return str(value)


def read_extract(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> ExtractSettings:
    """Read the model, its recipe, the scaling, and where the model runs."""
    text = alg.parameterAsString(parameters, "BLOCKS", context)
    try:
        blocks = tuple(int(b) for b in text.replace(";", ",").split(",") if b.strip())
    except ValueError:
        raise ModelError(
            f"The blocks '{text}' are not whole numbers. Give them as 6,-1, or leave them empty."
        ) from None
    return ExtractSettings(
        model=ModelSettings(
            model=alg.parameterAsEnumString(parameters, "MODEL", context),
            weights=alg.file_input("WEIGHTS", parameters, context) or None,
            blocks=blocks or None,
            pooling=POOLINGS[alg.parameterAsEnumString(parameters, "POOLING", context)],
            input_size=alg.parameterAsInt(parameters, "INPUT_SIZE", context),
        ),
        engine=read_engine(alg, parameters, context),
        scaling=SCALINGS[alg.parameterAsEnumString(parameters, "SCALING", context)],
        percentiles=(
            alg.parameterAsDouble(parameters, "LOWER", context),
            alg.parameterAsDouble(parameters, "UPPER", context),
        ),
        minimum_valid=alg.parameterAsDouble(parameters, "MIN_VALID", context),
    )


def read_engine(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> EngineSettings:
    """Read device, precision, batch size and threads."""
    return EngineSettings(
        device=alg.parameterAsEnumString(parameters, "DEVICE", context),
        precision=alg.parameterAsEnumString(parameters, "PRECISION", context),
        batch=alg.parameterAsInt(parameters, "BATCH", context),
        threads=alg.parameterAsInt(parameters, "THREADS", context),
    )


def read_projection(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> ProjectionSettings:
    """Read the projection's settings."""
    return ProjectionSettings(
        method=PROJECTIONS[alg.parameterAsEnumString(parameters, "PROJECTION", context)],
        dimensions=alg.parameterAsInt(parameters, "DIMENSIONS", context),
        neighbors=alg.parameterAsInt(parameters, "NEIGHBORS", context),
        minimum_distance=alg.parameterAsDouble(parameters, "MIN_DISTANCE", context),
        metric=alg.parameterAsEnumString(parameters, "METRIC", context),
        shared=alg.parameterAsDouble(parameters, "SHARED", context),
        mutual=alg.parameterAsDouble(parameters, "MUTUAL", context),
        seed=alg.parameterAsInt(parameters, "SEED", context),
    )


def read_number(
    alg: Algorithm, name: str, parameters: Parameters, context: QgsProcessingContext
) -> float | None:
    """Read a number that may be unset, which QGIS would read as 0."""
    unset = parameters.get(name) is None and (alg.parameterDefinition(name).defaultValue() is None)
    return None if unset else alg.parameterAsDouble(parameters, name, context)


def _polygon_source(
    alg: Algorithm, parameters: Parameters, name: str, context: QgsProcessingContext, what: str
) -> QgsProcessingFeatureSource | None:
    if parameters.get(name) in (None, ""):
        return None
    source = alg.parameterAsSource(parameters, name, context)
    if source is None:
        raise SceneError(f"The {what} layer cannot be opened. Choose a polygon layer.")
    if QgsWkbTypes.geometryType(source.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise SceneError(
            f"The {what} layer {source.sourceName()} has no polygons "
            f"({QgsWkbTypes.displayString(source.wkbType())}). Choose a polygon layer."
        )
    return source

"""Scenes with clusters and classes, from a layer of any format, as arrays; what belongs to it."""

from __future__ import annotations

import contextlib
import math
import os
from dataclasses import dataclass
from typing import Any

import numpy as np
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..core.base.errors import LayerError, RasterError
from ..core.classes import legend
from ..core.classes.cluster_table import CURRENT, Workspace, current_of
from ..core.classes.schema import Schema
from ..core.clusters.layer_tree import is_level_field
from ..worker import exchange
from . import areas
from .base import Algorithm, geopackage_of
from .geometries import features_in
from .parameters import Parameters, raster_path

_TEXTS = ("class_code", "class_name", "class_source")
_NUMBERS = ("probability", "umap_x", "umap_y", "valid_fraction")
_CLUSTERS = ("cluster", CURRENT, "subcluster")
_FIELD = "a field"  # the column of whatever field makes the classes
_MOST = 1000  # different values; a field with more holds no classes


@dataclass
class Scenes:
    """The scenes of a layer; columns are as those of `Workspace.read`."""

    name: str
    crs: QgsCoordinateReferenceSystem
    columns: dict[str, Any]
    shapes: list[bytes]
    """WKB, empty where a scene has no geometry; no shapes where none were asked for."""

    def __len__(self) -> int:
        return len(self.columns["cluster"])

    @property
    def current(self) -> Any:
        """The current cluster (n,) of each scene, 0 for none."""
        return current_of(self.columns)

    def classes(self, schema: Schema | None, field: str) -> tuple[list[legend.MapClass], Any]:
        """Return the classes of the map, and the place of each scene's among them.

        Those of a field are its values; without one, classes are taken, and the clusters of
        scenes that have none.
        """
        columns = dict(self.columns)
        if field == "class_code":
            columns["cluster"] = columns[CURRENT] = np.zeros(len(self), dtype=np.int64)
        elif field in _CLUSTERS or is_level_field(field):
            columns["cluster"] = columns[field]
            columns[CURRENT] = np.zeros(len(self), dtype=np.int64)
            columns["class_code"] = np.full(len(self), "", dtype=object)
        elif field:
            count = len(set(columns[_FIELD].tolist()))
            if count > _MOST:
                raise LayerError(
                    f"The field {field} of {self.name} has {count:,} different values. Choose a "
                    "field of classes."
                )
            return legend.classes_of_texts(columns[_FIELD])
        return legend.classes_of_scenes(columns, schema)

    def measure(
        self, there: Any, frame: areas.Frame | None, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> areas.Areas:  # fmt: skip
        """Measure those of ``there`` (n,) in square meters, and say what is not known."""
        shapes = [shape if counts else b"" for shape, counts in zip(self.shapes, there.tolist())]
        hanging = bool((self.columns["valid_fraction"][there] < 1).any())
        return areas.measure(shapes, self.crs, context, feedback, frame, hanging)

    def write(self, path: Any, values: Any, **more: Any) -> str:
        """Write the shapes for the worker, with values (n,) and what else it needs."""
        exchange.write(
            path,
            value=values,
            probability=self.columns["probability"],
            **more,
            **exchange.pack(self.shapes),
        )
        return str(path)


def add_scenes(alg: Algorithm, help: str = "") -> None:
    """Add the layer of scenes, of any format."""
    alg.addParameter(
        QgsProcessingParameterFeatureSource(
            "INPUT", alg.tr("Clusters"), [QgsProcessing.SourceType.TypeVector]
        ),
        help=alg.tr(
            "A layer made by Cluster scenes, Cluster features, Apply clusters or Refine model, in "
            "any format, or the selected scenes of one."
        )
        + help,
    )


def add_field(alg: Algorithm) -> None:
    """Add the field that makes the classes."""
    alg.addParameter(
        QgsProcessingParameterField(
            "FIELD", alg.tr("Field"), parentLayerParameterName="INPUT", optional=True
        ),
        help=alg.tr(
            "Field whose values are the classes. Empty: the class of a scene where it has one, "
            "else its current cluster. class_code leaves scenes without a class out."
        ),
    )


def add_source_raster(alg: Algorithm, help: str) -> None:
    """Add the raster that the scenes were made of."""
    alg.addParameter(
        QgsProcessingParameterRasterLayer("RASTER", alg.tr("Raster"), optional=True),
        help=help + alg.tr(" Empty: the raster that a layer in a GeoPackage has noted."),
    )


def workspace_of(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> Workspace | None:
    """Return the table of the layer INPUT where it is in a GeoPackage; call it in ``prepare``."""
    layer = alg.parameterAsVectorLayer(parameters, "INPUT", context)
    return table_of(layer) if layer is not None else None


def table_of(layer: QgsVectorLayer) -> Workspace | None:
    """Return the table of a cluster layer in a GeoPackage, None where it is none."""
    place = geopackage_of(layer.source()) if layer.providerType() == "ogr" else None
    with contextlib.suppress(LayerError):
        return Workspace(*place) if place is not None else None
    return None


def frame_of(workspace: Workspace | None) -> areas.Frame | None:
    """Return where the raster of a layer has pixels, None where it is not known."""
    if workspace is None:
        return None
    made = workspace.notes.get("provenance") or {}
    wkt = str(made.get("crs_wkt") or "")
    system = QgsCoordinateReferenceSystem.fromWkt(wkt)
    corners = made.get("frame")
    if not corners:  # made by an earlier version
        path = workspace.source("raster")
        raster = gdal.Open(path) if os.path.isfile(path) else None
        if raster is None:
            return None
        x, xc, xr, y, yc, yr = raster.GetGeoTransform()
        width, height = raster.RasterXSize, raster.RasterYSize
        pixels = ((0, 0), (width, 0), (width, height), (0, height))
        corners = [v for c, r in pixels for v in (x + c * xc + r * xr, y + c * yc + r * yr)]
    return areas.Frame(tuple(zip(corners[::2], corners[1::2])), system)


def schema_of(workspace: Workspace | None) -> Schema | None:
    """Return the schema of a layer, where it has one."""
    noted = workspace.notes.get("schema") if workspace is not None else None
    return Schema.from_json(noted) if noted else None


def read_source_raster(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    workspace: Workspace | None,
) -> tuple[str, QgsCoordinateReferenceSystem] | None:
    """Return the path and the CRS of the raster that is given or noted; call it in ``prepare``.

    Raises
    ------
    RasterError
        It is no file.
    """
    if parameters.get("RASTER") in (None, ""):
        path = workspace.source("raster") if workspace is not None else ""
        layer = QgsRasterLayer(path, "raster", "gdal") if path else None
        return (path, layer.crs()) if layer is not None and layer.isValid() else None
    layer = alg.parameterAsRasterLayer(parameters, "RASTER", context)
    if layer is None or not layer.isValid() or layer.dataProvider().name() != "gdal":
        raise RasterError(
            f"{parameters.get('RASTER')} is not a raster file that QGIS can open. Choose another."
        )
    return raster_path(layer), layer.crs()


def noted_file(
    alg: Algorithm,
    name: str,
    parameters: Parameters,
    context: QgsProcessingContext,
    workspace: Workspace | None,
) -> str:
    """Return a file that is given, else the one that the layer has noted, else ""."""
    given = alg.file_input(name, parameters, context)
    noted = workspace.source(name.lower()) if workspace is not None and not given else ""
    return given or (os.path.abspath(noted) if noted else "")


def read_scenes(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    field: str = "",
    crs: QgsCoordinateReferenceSystem | None = None,
    shapes: bool | None = True,
) -> Scenes:
    """Read the scenes of INPUT, and the field that makes their classes as text.

    ``crs`` is what geometries come in; those of another one are transformed. ``shapes`` is False
    where geometries are not needed, None where scenes may have none.

    Raises
    ------
    LayerError
        The layer cannot be opened, has no scenes or lacks the fields.
    """
    source = alg.parameterAsSource(parameters, "INPUT", context)
    if source is None:
        raise LayerError(f"{parameters.get('INPUT')} cannot be opened. Choose a cluster layer.")
    kind = QgsWkbTypes.geometryType(source.wkbType())
    if shapes and kind != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise LayerError(
            f"The layer {source.sourceName()} has no polygons "
            f"({QgsWkbTypes.displayString(source.wkbType())}). Choose a layer of polygons."
        )
    places = {f.name(): index for index, f in enumerate(source.fields())}
    # Shapefiles keep ten characters of a name.
    short = {name[:10]: index for name, index in reversed(list(places.items()))}
    if field and field not in places:
        raise LayerError(
            f"The layer {source.sourceName()} has no field '{field}'. Choose one of its fields: "
            f"{', '.join(places)}."
        )
    if not field and not {"cluster", "class_code"} & set(places):
        raise LayerError(
            f"The layer {source.sourceName()} was not made by RS DeepCluster: it has no field "
            "'cluster'. Choose a cluster layer, or the field that holds the classes."
        )
    readers = {
        **dict.fromkeys(("scene_id", "exemplar_rank", "ambiguous", *_CLUSTERS), _whole),
        **dict.fromkeys(_NUMBERS, _number),
        **dict.fromkeys(_TEXTS, _text),
    }
    index = {name: places.get(name, short.get(name[:10], -1)) for name in readers}
    if field:
        readers[_FIELD], index[_FIELD] = _text, places[field]
    if is_level_field(field):
        readers[field], index[field] = _whole, places[field]
    found: dict[str, list[Any]] = {name: [] for name in readers}
    steps = [(found[n].append, index[n], read) for n, read in readers.items() if index[n] >= 0]
    request = QgsFeatureRequest()
    if shapes is False:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    target = source.sourceCrs() if crs is None or shapes is False else crs
    wkbs: list[bytes] = []
    count = 0
    for feature in features_in(source, target, context, feedback, request):
        count += 1
        values = feature.attributes()
        for append, place, read in steps:
            append(read(values[place]))
        if shapes is not False:
            geometry = feature.geometry()
            wkbs.append(b"" if geometry.isNull() else bytes(geometry.asWkb()))
    if not count:
        raise LayerError(f"The layer {source.sourceName()} has no scenes. Choose another one.")
    columns = {}
    for name, read in readers.items():
        dtype: Any = object if read is _text else np.int64 if read is _whole else np.float64
        empty: Any = "" if read is _text else 0 if read is _whole else np.nan
        columns[name] = np.full(count, empty, dtype=dtype)
        if index[name] >= 0:
            columns[name][:] = found[name]
    if shapes and not any(wkbs):
        raise LayerError(
            f"The scenes of {source.sourceName()} have no geometry. Choose another layer."
        )
    return Scenes(source.sourceName(), crs or source.sourceCrs(), columns, wkbs)


def _whole(value: Any) -> int:
    number = _number(value)
    return int(number) if math.isfinite(number) else 0


def _number(value: Any) -> float:
    if value is None or value == NULL:
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _text(value: Any) -> str:
    if value is None or value == NULL or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

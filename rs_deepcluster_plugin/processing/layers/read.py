"""The one reader of layers of scenes: of any format and any provider, as arrays."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRasterDataProvider,
    QgsRasterRange,
    QgsSpatialIndex,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.base.errors import LayerError
from ...core.classes import legend
from ...core.classes.cluster_table import CLASS_FIELDS, CURRENT, RANK, LayerTable, current_of
from ...core.classes.schema import Schema
from ...worker import array_files
from .area import Areas, Frame, measure
from .destination import geopackage_of_layer
from .fields import (
    AMBIGUOUS,
    CELL,
    CLASS_CODE,
    CLUSTER,
    HINT_FIELDS,
    PROBABILITY,
    SCENE_ID,
    SUBCLUSTER,
    VALID,
    X,
    Y,
    is_cluster_field,
    names_of,
    place_of,
)
from .geometry import features_in, geometry_of
from .values import number_of, text_of, whole_of

MOST_CLASSES = 1000
"""Different values; a field with more holds no classes."""

CLASSES = "a field"
"""The column of whatever field makes the classes."""

_BLOCK = 10_000  # rows
_LOOKED = 2000  # scenes by which it is told whether others lie where they do
_MUCH = 0.1  # of them; less is where rasters side by side overlap
# Of a collection, also where polygons have a date of their own; of features that were joined.
_DATES, _SOURCE, _OF_SOURCE = ("date", "sheet_date"), "source", "source_scene"
_KINDS: dict[str, tuple[Callable[[Any], Any], Any, Any]] = {
    "whole": (whole_of, np.int64, 0),
    "number": (number_of, np.float64, np.nan),
    # A million scenes have a few texts, each of which is kept once.
    "text": (lambda value: sys.intern(text_of(value)), object, ""),
}
_SCENES = {
    **dict.fromkeys((SCENE_ID, *CELL, RANK, AMBIGUOUS, CLUSTER, CURRENT, SUBCLUSTER), "whole"),
    **dict.fromkeys((PROBABILITY, X, Y, VALID), "number"),
    **dict.fromkeys(CLASS_FIELDS, "text"),
}
ORIGINS = {**dict.fromkeys((*_DATES, _SOURCE), "text"), _OF_SOURCE: "whole"}
"""How fields are read that tell scenes apart which lie in one place."""

HINT_KINDS = {name: "number" if kind == "double" else "text" for name, kind in HINT_FIELDS}
"""How fields of suggestions for names are read."""


@dataclass(frozen=True)
class Table:
    """What was read of a layer, row by row."""

    columns: dict[str, Any]
    """Arrays (n,) as those of `LayerTable.read`; fields that are not there are empty."""

    found: frozenset[str]
    """The fields that are there."""

    shapes: list[bytes]
    """WKB (n,), empty where a row has no geometry; no shapes where none were asked for."""


def read_table(
    source: QgsProcessingFeatureSource,
    fields: Mapping[str, str],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    crs: QgsCoordinateReferenceSystem | None = None,
    shapes: bool = True,
    classes: str = "",
) -> Table:
    """Read fields of a layer, each as "whole" or "number" or, as it names a class, as "text".

    ``crs`` is what geometries come in; those of another one are transformed. ``classes`` is a field
    whose texts are read as well, into the column `CLASSES`.

    Raises
    ------
    Cancelled
        The user has cancelled.
    """
    names = names_of(source)
    if classes:
        fields = {**fields, CLASSES: "text"}
    places = {name: place_of(classes if name == CLASSES else name, names) for name in fields}
    values: dict[str, list[Any]] = {name: [] for name in fields if places[name] >= 0}
    steps = [(held.append, places[name], _KINDS[fields[name]][0]) for name, held in values.items()]
    arrays: dict[str, list[Any]] = {name: [] for name in values}

    def keep() -> None:
        """Turn what was read into arrays: plain values of millions take ten times the memory."""
        for name, held in values.items():
            arrays[name].append(np.empty(len(held), dtype=_KINDS[fields[name]][1]))
            arrays[name][-1][:] = held
            held.clear()

    request = QgsFeatureRequest()
    if not shapes:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    target = source.sourceCrs() if crs is None or not shapes else crs
    wkbs: list[bytes] = []
    count = 0
    for feature in features_in(source, target, context, feedback, request):
        count += 1
        attributes = feature.attributes()
        for append, place, read in steps:
            append(read(attributes[place]))
        if shapes:
            geometry = feature.geometry()
            wkbs.append(b"" if geometry.isNull() else bytes(geometry.asWkb()))
        if count % _BLOCK == 0:
            keep()
    keep()
    columns = {}
    for name, kind in fields.items():
        _, dtype, empty = _KINDS[kind]
        if name in arrays:
            columns[name] = np.concatenate(arrays[name])
        else:
            columns[name] = np.full(count, empty, dtype=dtype)
    found = frozenset(name for name, place in places.items() if place >= 0)
    return Table(columns, found, wkbs)


def read_cells(
    source: QgsProcessingFeatureSource, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:  # fmt: skip
    """Read numbers and cells of scenes, by which a features file is known to be theirs."""
    fields = dict.fromkeys((SCENE_ID, *CELL), "whole")
    return read_table(source, fields, context, feedback, shapes=False).columns


@dataclass
class Scenes:
    """The scenes of a layer; columns are as those of `LayerTable.read`."""

    name: str
    crs: QgsCoordinateReferenceSystem
    columns: dict[str, Any]
    shapes: list[bytes]
    """WKB, empty where a scene has no geometry; no shapes where none were asked for."""

    def __len__(self) -> int:
        return len(self.columns[CLUSTER])

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
        if field == CLASS_CODE:
            columns[CLUSTER] = columns[CURRENT] = np.zeros(len(self), dtype=np.int64)
        elif field and is_cluster_field(field):
            columns[CLUSTER] = columns[field]
            columns[CURRENT] = np.zeros(len(self), dtype=np.int64)
            columns[CLASS_CODE] = np.full(len(self), "", dtype=object)
        elif field:
            check_number(columns[CLASSES], field, self.name)
            return legend.classes_of_texts(columns[CLASSES])
        return legend.classes_of_scenes(columns, schema)

    def measure(
        self, there: Any, frame: Frame | None, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Areas:  # fmt: skip
        """Measure those of ``there`` (n,) in square meters, and say what is not known."""
        shapes = [shape if counts else b"" for shape, counts in zip(self.shapes, there.tolist())]
        hanging = bool((self.columns[VALID][there] < 1).any())
        return measure(shapes, self.crs, context, feedback, frame, hanging)

    @property
    def cells(self) -> dict[str, Any]:
        """Numbers and cells of the scenes, by which a features file is known to be theirs."""
        return {name: self.columns[name] for name in (SCENE_ID, *CELL)}

    def write(self, path: Any, values: Any, **more: Any) -> str:
        """Write the shapes for the worker, with values (n,) and what else it needs."""
        array_files.write(
            path,
            value=values,
            probability=self.columns[PROBABILITY],
            ends=np.cumsum(np.fromiter(map(len, self.shapes), np.int64, len(self.shapes))),
            **more,
        )
        # Some at a time, for all of them together take as much memory once more.
        blocks = range(0, len(self.shapes), _BLOCK)
        pieces = (b"".join(self.shapes[start : start + _BLOCK]) for start in blocks)
        array_files.append_bytes(path, "data", sum(map(len, self.shapes)), pieces)
        return str(path)


def read_scenes(
    source: QgsProcessingFeatureSource,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    field: str = "",
    crs: QgsCoordinateReferenceSystem | None = None,
    shapes: bool | None = True,
    one_date: bool = False,
    hints: bool = False,
) -> Scenes:
    """Read the scenes of a layer, and the field that makes their classes as text.

    ``crs`` is what geometries come in; those of another one are transformed. ``shapes`` is False
    where geometries are not needed, None where scenes may have none. With ``one_date``, scenes of
    several dates or rasters in one place are refused. With ``hints``, suggestions for names are
    read as well.

    Raises
    ------
    LayerError
        The layer has no scenes or lacks the fields.
    """
    kind = QgsWkbTypes.geometryType(source.wkbType())
    if shapes and kind != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise LayerError(
            f"The layer {source.sourceName()} has no polygons "
            f"({QgsWkbTypes.displayString(source.wkbType())}). Choose a layer of polygons."
        )
    names = names_of(source)
    if field:
        check_field(source, field)
    elif not {CLUSTER, CLASS_CODE} & set(names):
        raise LayerError(
            f"The layer {source.sourceName()} was not made by RS DeepCluster: it has no field "
            "'cluster'. Choose a cluster layer, or the field that holds the classes."
        )
    fields = dict(_SCENES)
    if field and is_cluster_field(field):
        fields[field] = "whole"
    if hints:
        fields |= HINT_KINDS
    if one_date:
        fields |= ORIGINS
    table = read_table(source, fields, context, feedback, crs, shapes is not False, field)
    columns = table.columns
    if not len(columns[CLUSTER]):
        raise LayerError(f"The layer {source.sourceName()} has no scenes. Choose another one.")
    if shapes and not any(table.shapes):
        raise LayerError(
            f"The scenes of {source.sourceName()} have no geometry. Choose another layer."
        )
    if one_date:
        refuse_several(columns, table.shapes, source.sourceName())
    return Scenes(source.sourceName(), crs or source.sourceCrs(), columns, table.shapes)


def refuse_several(columns: Mapping[str, Any], shapes: Sequence[bytes], name: str) -> None:
    """Refuse scenes of two dates, or of two rasters that were joined, in one place.

    Raises
    ------
    LayerError
        There are such scenes.
    """
    field = find_several(columns, shapes)
    if field:
        what = "rasters" if field == _SOURCE else "dates"
        last = max(map(str, columns[field].tolist()))
        raise LayerError(
            f"The layer {name} has scenes of several {what} in one place, and a map has one "
            f"class in each. Select the scenes of one (field {field}, such as '{last}'), "
            "and choose to take selected features only."
        )


def find_several(columns: Mapping[str, Any], shapes: Sequence[bytes]) -> str:
    """Return the field that tells scenes apart which lie in one place, "" where none does.

    ``columns`` (n,) may have those of `ORIGINS`: dates, and the rasters of scenes that were joined.
    """
    fields = [field for field in _DATES if field in columns]
    if _SOURCE in columns and np.any(columns.get(_OF_SOURCE, 0)):
        fields.append(_SOURCE)
    fields = [field for field in fields if len(set(columns[field].tolist())) > 1]
    if not fields:
        return ""
    there = np.fromiter(map(bool, shapes), dtype=bool, count=len(shapes))
    shapes = [shape for shape in shapes if shape]
    if not shapes:
        return ""
    boxes = [geometry_of(shape).boundingBox() for shape in shapes]
    middles = np.array([(box.center().x(), box.center().y()) for box in boxes])
    # Scenes overlap whose middles are this near, also those of a grid that is turned.
    near = min(min(box.width(), box.height()) for box in boxes) / 2 or 1
    _, squares = np.unique(np.floor(middles / near), axis=0, return_inverse=True)
    squares = squares.reshape(-1)
    pairs = None
    for field in fields:
        texts, places = np.unique(columns[field][there].astype(str), return_inverse=True)
        dated = np.unique(squares * len(texts) + places)
        shared = len(dated) - len(np.unique(squares))
        if shared > _MUCH * len(np.unique(squares)):  # not where sheets of two dates meet
            return field
        # One narrow scene at an edge makes the squares small.
        pairs = _pairs_below(shapes, boxes) if pairs is None else pairs
        other = [point for point, scene in pairs if places[point] != places[scene]]
        if len(set(other)) > _MUCH * min(len(shapes), _LOOKED):
            return field
    return ""


def _pairs_below(shapes: list[bytes], boxes: list[Any]) -> list[tuple[int, int]]:
    """Return scenes, some of all, with each other one that a point in them lies in."""
    index = QgsSpatialIndex()
    for number, box in enumerate(boxes):
        index.addFeature(number, box)
    pairs = []
    for number in np.linspace(0, len(shapes) - 1, min(len(shapes), _LOOKED)).astype(int).tolist():
        point = geometry_of(shapes[number]).pointOnSurface()
        pairs += [
            (number, other)
            for other in index.intersects(point.boundingBox())
            if other != number and geometry_of(shapes[other]).contains(point)
        ]
    return pairs


def check_field(source: QgsProcessingFeatureSource, name: str, holds: str = "") -> None:
    """Refuse a field that is not there; ``holds`` is what it should hold."""
    names = names_of(source)
    if name not in names:
        wanted = f"the field that holds the {holds}" if holds else "one of its fields"
        raise LayerError(
            f"The layer {source.sourceName()} has no field '{name}'. Choose {wanted}: "
            f"{', '.join(names)}."
        )


def check_number(texts: Any, name: str, layer: str) -> None:
    """Refuse a field that holds too many different values to be classes."""
    count = len(set(texts))
    if count > MOST_CLASSES:
        raise LayerError(
            f"The field {name} of {layer} has {count:,} different values. Choose a field that "
            "holds classes."
        )


def table_of(layer: QgsVectorLayer) -> LayerTable | None:
    """Return the table of a cluster layer in a GeoPackage, None of another layer."""
    place = geopackage_of_layer(layer)
    with contextlib.suppress(LayerError):
        return LayerTable(*place) if place is not None else None
    return None


def frame_of(layer_table: LayerTable | None) -> Frame | None:
    """Return where the raster of a layer has pixels, None where it is not known."""
    if layer_table is None:
        return None
    made = layer_table.notes.get("provenance") or {}
    wkt = str(made.get("crs_wkt") or "")
    system = QgsCoordinateReferenceSystem.fromWkt(wkt)
    corners = made.get("frame")
    if not corners:  # made by an earlier version
        path = layer_table.source("raster")
        raster = gdal.Open(path) if os.path.isfile(path) else None
        if raster is None:
            return None
        x, xc, xr, y, yc, yr = raster.GetGeoTransform()
        width, height = raster.RasterXSize, raster.RasterYSize
        pixels = ((0, 0), (width, 0), (width, height), (0, height))
        corners = [v for c, r in pixels for v in (x + c * xc + r * xr, y + c * yc + r * yr)]
    return Frame(tuple(zip(corners[::2], corners[1::2])), system)


def no_data_ranges(provider: QgsRasterDataProvider, band: int) -> list[tuple[float, float]]:
    """Return what a layer's properties name as no data of a band: lowest and highest values."""
    found = []
    for values in provider.userNoDataValues(band):
        low, high = values.min(), values.max()
        ends, kinds = values.bounds(), QgsRasterRange.BoundsType
        if ends in (kinds.IncludeMax, kinds.Exclusive):
            low = math.nextafter(low, math.inf)
        if ends in (kinds.IncludeMin, kinds.Exclusive):
            high = math.nextafter(high, -math.inf)
        # JSON has no infinity.
        low = -sys.float_info.max if math.isnan(low) else low
        high = sys.float_info.max if math.isnan(high) else high
        found.append((low, high))
    return found


def schema_of(layer_table: LayerTable | None) -> Schema | None:
    """Return the schema of a layer, where it has one."""
    noted = layer_table.notes.get("schema") if layer_table is not None else None
    return Schema.from_json(noted) if noted else None

"""Maps of classes or clusters as plain values, and the references that are laid over them."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsSpatialIndex,
    QgsWkbTypes,
)

from ..core.base.errors import SceneError
from ..core.clusters.layer_tree import is_level_field
from ..worker.host.client import Cancelled
from . import areas, styling
from .base import Algorithm, is_cancelled
from .geometries import features_in, geometry_of, move_polygons
from .scenes import frame_of, table_of

VALUES = ("automatic", "classes", "clusters")
_CLASSES = {"class_code": "class_name", "class_name": "class_code"}
# A scene's current cluster is in the first of these; shapefiles keep ten characters.
_CLUSTERS = ("edited_cluster", "edited_clu", "cluster")
_MOST = 1000  # different values; a field with more holds no classes
_NAMED = 8  # labels that a sentence names
_SIDE = 256  # pixels of a reference raster that are looked at across a scene
_BLOCK = 1000


@dataclass
class SceneMap:
    """The scenes of a map, each list as long as there are scenes."""

    name: str
    crs: QgsCoordinateReferenceSystem
    field: str
    clusters: bool
    """Whether the labels are numbers of clusters and not yet classes."""

    labels: list[str | None]
    shapes: list[QgsGeometry]
    ids: list[int | None]
    names: dict[str, str]
    """Names of the classes by code, where the map has both."""

    hanging: bool = False
    """Whether scenes may reach beyond the raster."""

    index: QgsSpatialIndex = dataclasses.field(default_factory=QgsSpatialIndex)

    def measure(
        self, places: Any, frame: areas.Frame | None, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> areas.Areas:  # fmt: skip
        """Measure those scenes that have a place (n,), -1 for none, in square meters."""
        shapes = [
            bytes(shape.asWkb()) if place >= 0 and not shape.isNull() else b""
            for place, shape in zip(places.tolist(), self.shapes)
        ]
        return areas.measure(shapes, self.crs, context, feedback, frame, self.hanging)

    def known(self) -> Callable[[str], str]:
        """Return what finds the map's label for one that is written otherwise, or is the name."""
        own = {label for label in self.labels if label is not None} | set(self.names)
        plain: dict[str, str | None] = {}
        for code, name in self.names.items():
            # A name that two classes have tells nothing.
            same = plain.setdefault(name.casefold(), code) == code
            plain[name.casefold()] = code if same else None
        plain.update({label.casefold(): label for label in own})
        return lambda label: label if label in own else plain.get(label.casefold()) or label


def read_map(
    source: QgsProcessingFeatureSource,
    asked: str,
    values: str,
    schema: dict[str, str],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    crs: QgsCoordinateReferenceSystem | None = None,
) -> SceneMap:
    """Read the scenes of a map, in its own CRS or another one.

    ``schema`` are names of classes by code, also of such that no scene has.

    Raises
    ------
    SceneError
        The layer has no polygons, or no field with classes or clusters.
    """
    if QgsWkbTypes.geometryType(source.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise SceneError(f"The map {source.sourceName()} has no polygons. Choose a polygon layer.")
    fields = [f.name() for f in source.fields()]
    if asked:
        check_field(source, asked)
    wanted = [asked] if asked else [n for n in ("class_code", *_CLUSTERS) if n in fields]
    if not wanted:
        raise SceneError(
            f"The layer {source.sourceName()} has neither classes nor clusters. Choose the field "
            f"that holds them: {', '.join(fields)}."
        )
    also = [_CLASSES[name] for name in wanted if _CLASSES.get(name) in fields]
    columns: dict[str, list[str | None]] = {name: [] for name in (*wanted, *also)}
    shapes: list[QgsGeometry] = []
    ids: list[int | None] = []
    hanging = False
    valid = next((n for n in ("valid_fraction", "valid_frac") if n in fields), "")
    index = QgsSpatialIndex()
    crs = crs or source.sourceCrs()
    for feature in features_of(source, crs, context, feedback):
        if not feature.geometry().isNull():
            place = QgsFeature(len(shapes))
            place.setGeometry(feature.geometry())
            index.addFeature(place)
        shapes.append(feature.geometry())
        for name, column in columns.items():
            column.append(label_of(feature[name]))
        ids.append(whole_number(feature["scene_id"]) if "scene_id" in fields else None)
        share = feature[valid] if valid else None
        hanging = hanging or (isinstance(share, float) and share < 1)
    chosen = next((name for name in wanted if any(columns[name])), None)
    if chosen is None:
        raise SceneError(
            f"The field {wanted[-1]} of {source.sourceName()} is empty. Assign classes first, or "
            "choose another field."
        )
    labels = columns[chosen]
    if not asked and chosen in _CLUSTERS:  # what was not edited is as it was fitted
        labels = [edited or fitted for edited, fitted in zip(labels, columns[wanted[-1]])]
    check_number(labels, chosen, source.sourceName())
    names = schema if chosen == "class_code" else {n: c for c, n in schema.items() if n}
    if chosen not in _CLASSES:
        names = {}
    pairs = zip(labels, columns.get(_CLASSES.get(chosen, ""), []))
    names = {**names, **{label: name for label, name in pairs if label and name}}
    is_cluster = chosen in (*_CLUSTERS, "subcluster") or is_level_field(chosen)
    return SceneMap(
        source.sourceName(),
        crs,
        chosen,
        is_cluster if values == "automatic" else values == "clusters",
        labels,
        shapes,
        ids,
        names,
        hanging,
        index,
    )


def read_schema(
    alg: Algorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, str]:
    """Return names by code of the schema that a cluster layer was given, if any."""
    layer = alg.parameterAsVectorLayer(parameters, name, context)
    table = table_of(layer) if layer is not None else None
    if table is None:  # any polygon layer will do
        return {}
    return {code: name for code, name, _ in styling.class_list(table)}


def read_frame(
    alg: Algorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> areas.Frame | None:
    """Return where the raster of a cluster layer has pixels, if it is known."""
    layer = alg.parameterAsVectorLayer(parameters, name, context)
    return frame_of(table_of(layer)) if layer is not None else None


@dataclass
class Reference:
    """What a reference says of each scene of a map: weights of labels, none where it is silent."""

    votes: list[dict[str, float]]
    notes: list[str]
    """What was left out, as sentences."""


def field_reference(
    source: QgsProcessingFeatureSource, name: str, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Reference:  # fmt: skip
    """Read labels from a field of the map itself, which the analyst has filled in."""
    check_field(source, name)
    labels = [
        label_of(feature[name])
        for feature in features_of(source, source.sourceCrs(), context, feedback)
    ]
    _check_labels(labels, name, source.sourceName())
    return Reference([{label: 1.0} if label else {} for label in labels], [])


def layer_reference(
    scenes: SceneMap, source: QgsProcessingFeatureSource, name: str,
    context: QgsProcessingContext, feedback: QgsProcessingFeedback,
) -> Reference:  # fmt: skip
    """Lay points or polygons with labels over the scenes.

    A point labels the scenes that it lies in, of those that meet under it the first one; polygons
    label those that they cover by half at least. A
    sample of the map's own scenes, with their scene_id, labels just these.

    Raises
    ------
    SceneError
        It has neither points nor polygons, no label, or lies elsewhere.
    """
    kind = QgsWkbTypes.geometryType(source.wkbType())
    kinds = QgsWkbTypes.GeometryType
    if kind not in (kinds.PointGeometry, kinds.PolygonGeometry):
        raise SceneError(
            f"The reference {source.sourceName()} has neither points nor polygons. Choose another "
            "layer."
        )
    check_field(source, name)
    numbered = "scene_id" in [f.name() for f in source.fields()]
    found: list[tuple[str, QgsGeometry, int | None]] = []
    labels = []
    for feature in features_of(source, scenes.crs, context, feedback):
        label = label_of(feature[name])
        labels.append(label)
        if label is not None and not feature.geometry().isNull():
            number = whole_number(feature["scene_id"]) if numbered else None
            found.append((label, feature.geometry(), number))
    _check_labels(labels, name, source.sourceName())
    votes: list[dict[str, float]] = [{} for _ in scenes.shapes]
    own = _own_scenes(scenes, found)
    outside = 0
    for step, (label, geometry, _) in enumerate(found):
        _go_on(step, len(found), feedback)
        if own is not None:
            hits = {own[step]: 1.0}
        elif kind == kinds.PointGeometry:
            hits = _scenes_of_points(scenes, geometry)
        else:
            hits = _scenes_of_polygon(scenes, geometry)
        outside += not hits
        for place, weight in hits.items():
            votes[place][label] = votes[place].get(label, 0.0) + weight
    if outside == len(found):
        raise SceneError(
            f"The reference {source.sourceName()} does not touch the map {scenes.name}. Choose a "
            "reference of the same area."
        )
    notes = []
    if outside:
        notes.append(f"{outside:,} of {len(found):,} reference features lie outside the map.")
    if kind == kinds.PolygonGeometry and own is None:
        notes += _drop_uncovered(votes)
    return Reference(votes, notes)


@dataclass(frozen=True)
class ClassRaster:
    """A raster of classes, read in the thread that owns its layer."""

    name: str
    crs: QgsCoordinateReferenceSystem
    provider: Any
    """A copy of the layer's data provider."""


def raster_reference(
    scenes: SceneMap, raster: ClassRaster, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Reference:  # fmt: skip
    """Count the pixels of each class in the scenes.

    Raises
    ------
    SceneError
        The raster lies elsewhere, or holds no classes.
    """
    move = QgsCoordinateTransform(scenes.crs, raster.crs, context.transformContext())
    provider = raster.provider
    whole = provider.extent()
    width = whole.width() / max(provider.xSize(), 1)
    height = whole.height() / max(provider.ySize(), 1)
    votes: list[dict[str, float]] = [{} for _ in scenes.shapes]
    seen: set[str] = set()
    moved, _ = move_polygons(
        [b"" if shape.isNull() else bytes(shape.asWkb()) for shape in scenes.shapes], move
    )
    for place, wkb in enumerate(moved):
        _go_on(place, len(moved), feedback)
        if not wkb:
            continue
        shape = geometry_of(wkb)
        window = shape.boundingBox().intersect(whole)
        if window.isEmpty():
            continue
        columns = min(max(round(window.width() / width), 1), _SIDE)
        rows = min(max(round(window.height() / height), 1), _SIDE)
        values = _pixels(provider, window, columns, rows)
        held = values[_inside(shape, window, columns, rows) & np.isfinite(values)]
        everything = shape.area() / (window.area() / (columns * rows))
        for value, count in zip(*(part.tolist() for part in np.unique(held, return_counts=True))):
            label = label_of(value)
            if label is not None:
                votes[place][label] = count / everything
                seen.add(label)
        if len(seen) > _MOST:
            raise SceneError(
                f"The raster {raster.name} has more than {_MOST} different values. Choose a raster "
                "of classes."
            )
    if not seen:
        raise SceneError(
            f"The raster {raster.name} does not touch the map {scenes.name}, or has no data there. "
            "Choose a reference of the same area."
        )
    return Reference(votes, _drop_uncovered(votes))


def decide(
    votes: Sequence[dict[str, float]], known: Callable[[str], str]
) -> tuple[list[str | None], int]:
    """Give each scene the label of most weight; returns them, and how many scenes have a tie."""
    labels: list[str | None] = []
    ties = 0
    for given in votes:
        weights: dict[str, float] = {}
        for label, weight in given.items():
            weights[known(label)] = weights.get(known(label), 0.0) + weight
        most = max(weights.values(), default=0.0)
        first = [label for label, weight in weights.items() if weight > most * (1 - 1e-9)]
        ties += len(first) > 1
        labels.append(first[0] if len(first) == 1 else None)
    return labels, ties


def same_scenes(before: SceneMap, after: SceneMap, feedback: QgsProcessingFeedback) -> list[int]:
    """Return the place of each of AFTER's scenes in BEFORE, -1 where there is none.

    Scenes of one grid are found by their scene_id, others by where their center lies.
    """
    centers = [
        (label or "", QgsGeometry(shape), number)
        for label, shape, number in zip(after.labels, after.shapes, after.ids)
    ]
    own = _own_scenes(before, centers)
    if own is not None:
        return own
    places = []
    for step, shape in enumerate(after.shapes):
        _go_on(step, len(after.shapes), feedback)
        if shape.isNull():
            places.append(-1)
            continue
        center = middle(shape)
        hits = [
            place
            for place in sorted(before.index.intersects(_at(center.asPoint())))
            if before.shapes[place].intersects(center)
        ]
        if len(hits) > 1:  # of scenes that overlap, the one whose center is nearest
            hits.sort(key=lambda place: middle(before.shapes[place]).distance(center))
        places.append(hits[0] if hits else -1)
    return places


def middle(shape: QgsGeometry) -> QgsGeometry:
    """Return the centroid of a shape, a point inside it where the centroid is not."""
    center = shape.centroid()
    return center if shape.intersects(center) else shape.pointOnSurface()


def listed(labels: Iterable[str]) -> str:
    """Name labels in a sentence, with their numbers, the most frequent first."""
    counts = Counter(labels).most_common()
    more = f" and {len(counts) - _NAMED} more" if len(counts) > _NAMED else ""
    return ", ".join(f"{label} ({count})" for label, count in counts[:_NAMED]) + more


def label_of(value: Any) -> str | None:
    """Return a class or cluster as text, None where there is none: 311, 311.0 and "311" are one."""
    if value is None or value == NULL:
        return None
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:g}" if value == value else None
    text = str(value).strip()
    start, point, end = text.partition(".")
    if point and start.lstrip("-").isdigit() and end.strip("0") == "":
        text = start
    return text or None


def whole_number(value: Any) -> int | None:
    """Return a number that is whole, None for anything else."""
    return int(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def check_field(source: QgsProcessingFeatureSource, name: str) -> None:
    """Refuse a field that is not there."""
    names = [f.name() for f in source.fields()]
    if name not in names:
        raise SceneError(
            f"The layer {source.sourceName()} has no field '{name}'. Choose one of its fields: "
            f"{', '.join(names)}."
        )


def check_number(labels: Iterable[str | None], name: str, layer: str) -> None:
    """Refuse a field that holds too many different values to be classes."""
    count = len(set(labels))
    if count > _MOST:
        raise SceneError(
            f"The field {name} of {layer} has {count:,} different values. Choose a field that "
            "holds classes."
        )


def features_of(
    source: QgsProcessingFeatureSource, crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext, feedback: QgsProcessingFeedback,
) -> Iterator[QgsFeature]:  # fmt: skip
    """Read features, in another CRS where it is known."""
    return features_in(source, crs, context, feedback)


def source_of(
    alg: Algorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> QgsProcessingFeatureSource:
    """Return a layer that must be there."""
    source = alg.parameterAsSource(parameters, name, context)
    if source is None:
        raise SceneError(f"{parameters.get(name)} cannot be opened. Choose another layer.")
    return source


def _check_labels(labels: list[str | None], name: str, layer: str) -> None:
    if not any(labels):
        raise SceneError(
            f"The field {name} of {layer} is empty. Fill in the reference labels, or choose "
            "another field."
        )
    check_number(labels, name, layer)


def _own_scenes(
    scenes: SceneMap, found: Sequence[tuple[str, QgsGeometry, int | None]]
) -> list[int] | None:
    """Return the scene of each feature by scene_id, None where they are not the map's scenes."""
    place_of = {number: place for place, number in enumerate(scenes.ids) if number is not None}
    if len(place_of) < sum(number is not None for number in scenes.ids):
        return None  # numbers that several scenes have name none of them
    places = []
    for _, geometry, number in found:
        place = place_of.get(number, -1) if number is not None else -1
        if place < 0 or geometry.isNull() or scenes.shapes[place].isNull():
            return None
        box, scene = geometry.boundingBox(), scenes.shapes[place].boundingBox()
        slack = 0.01 * max(scene.width(), scene.height())
        alike = box.width() == 0 or abs(box.width() - scene.width()) <= slack
        if not alike or not scene.buffered(slack).contains(box):
            return None
        places.append(place)
    return places


def _scenes_of_points(scenes: SceneMap, geometry: QgsGeometry) -> dict[int, float]:
    hits: dict[int, float] = {}
    for vertex in geometry.vertices():
        point = QgsPointXY(vertex.x(), vertex.y())
        where = QgsGeometry.fromPointXY(point)
        places = sorted(scenes.index.intersects(_at(point)))
        touched = [place for place in places if scenes.shapes[place].intersects(where)]
        if len(touched) > 1:  # on an edge, it counts for one of the scenes beside it
            inside = [place for place in touched if scenes.shapes[place].contains(where)]
            touched = inside or touched[:1]
        for place in touched:
            hits[place] = hits.get(place, 0.0) + 1.0
    return hits


def _scenes_of_polygon(scenes: SceneMap, geometry: QgsGeometry) -> dict[int, float]:
    """Return the share of each scene that a polygon covers."""
    if not geometry.isGeosValid():
        geometry = geometry.makeValid()
    engine = QgsGeometry.createGeometryEngine(geometry.constGet())
    engine.prepareGeometry()
    hits = {}
    for place in scenes.index.intersects(geometry.boundingBox()):
        shape = scenes.shapes[place]
        if engine.contains(shape.constGet()):
            hits[place] = 1.0
        elif engine.intersects(shape.constGet()):
            share = geometry.intersection(shape).area() / max(shape.area(), 1e-300)
            if share > 1e-6:  # not a neighbor that the polygon touches
                hits[place] = share
    return hits


def _drop_uncovered(votes: list[dict[str, float]]) -> list[str]:
    """Leave out scenes of which less than half is covered; says how many."""
    dropped = 0
    for given in votes:
        if given and sum(given.values()) < 0.5 - 1e-9:
            given.clear()
            dropped += 1
    if dropped and not any(votes):
        raise SceneError(
            f"The reference covers none of the {dropped:,} scenes that it touches by half. Give "
            "points, which label the scene they lie in, or larger polygons."
        )
    if not dropped:
        return []
    return [f"{dropped:,} scenes are left out, for the reference covers less than half of them."]


def _pixels(provider: Any, window: QgsRectangle, columns: int, rows: int) -> Any:
    """Read a part of band 1, (rows, columns); NaN where there is no data."""
    block = provider.block(1, window, columns, rows)
    block.convert(Qgis.DataType.Float64)
    values = np.frombuffer(bytes(block.data()), dtype=np.float64).reshape(rows, columns)
    if block.hasNoDataValue():
        values = np.where(values == block.noDataValue(), np.nan, values)
    return values


def _inside(shape: QgsGeometry, window: QgsRectangle, columns: int, rows: int) -> Any:
    """Tell which centers of pixels lie in a shape (rows, columns), by the even-odd rule."""
    box = shape.boundingBox()
    if math.isclose(shape.area(), box.area(), rel_tol=1e-6):
        return np.ones((rows, columns), dtype=bool)
    whole = QgsGeometry(shape)
    whole.convertToMultiType()
    edges = np.array(
        [
            (a.x(), a.y(), b.x(), b.y())
            for polygon in whole.asMultiPolygon()
            for ring in polygon
            for a, b in zip(ring[:-1], ring[1:])
        ]
    ).reshape(-1, 4)
    xs = window.xMinimum() + (np.arange(columns) + 0.5) * window.width() / columns
    ys = window.yMaximum() - (np.arange(rows) + 0.5) * window.height() / rows
    held = np.zeros((rows, columns), dtype=bool)
    x1, y1, x2, y2 = edges.T
    for row, y in enumerate(ys):
        crossed = (y1 > y) != (y2 > y)
        at = x1[crossed] + (y - y1[crossed]) / (y2 - y1)[crossed] * (x2 - x1)[crossed]
        held[row] = (at[:, None] > xs[None, :]).sum(axis=0) % 2 == 1
    return held


def _at(point: QgsPointXY) -> QgsRectangle:
    return QgsRectangle(point.x(), point.y(), point.x(), point.y())


def _go_on(step: int, total: int, feedback: QgsProcessingFeedback) -> None:
    """Report progress, up to 80 %, and stop where the user cancels."""
    if step % 100 == 0:
        feedback.setProgress(80 * step / total)
        if is_cancelled(feedback):
            raise Cancelled

"""References that are laid over a map: fields, points, polygons and rasters of known classes."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsWkbTypes,
)

from ... import compat
from ...core.base.errors import SceneError
from ...core.base.values import say_count
from ..cancel import report_step
from .class_map import SceneMap, box_at, own_scenes
from .fields import SCENE_ID
from .geometry import geometry_of, move_polygons
from .read import CLASSES, MOST_CLASSES, check_field, check_number, no_data_ranges, read_table
from .values import text_of, whole_or_none

_NAMED = 8  # labels that a sentence names
_BLOCK = 10_000  # scenes that are moved at once
_SIDE = 256  # pixels of a reference raster that are looked at across a scene


@dataclass(frozen=True)
class Reference:
    """What a reference says of the scenes of a map: weights of labels."""

    scenes: Any
    """Places of scenes (n,); one may come several times."""

    labels: Any
    """Of these scenes (n,), by their places in ``names``."""

    weights: Any
    names: list[str]
    notes: list[str]
    """What was left out, as sentences."""


class _Votes:
    """Labels of scenes as they are found: a few bytes each, for there are millions of them."""

    def __init__(self) -> None:
        self._scenes, self._labels, self._weights = array("q"), array("q"), array("d")
        self._names: dict[str, int] = {}

    def add(self, scene: int, label: str, weight: float) -> None:
        """Take in one label of a scene."""
        self._scenes.append(scene)
        self._labels.append(self._names.setdefault(label, len(self._names)))
        self._weights.append(weight)

    def __len__(self) -> int:
        """Return how many different labels there are."""
        return len(self._names)

    def count(self, notes: list[str], by_cover: bool) -> Reference:
        """Return what was found; ``by_cover``, without scenes that it covers by less than half."""
        scenes = np.array(self._scenes, dtype=np.int64)
        labels, weights = np.array(self._labels, dtype=np.int64), np.array(self._weights)
        if by_cover and len(scenes):
            which, place = np.unique(scenes, return_inverse=True)
            enough = np.bincount(place, weights) >= 0.5 - 1e-9
            dropped = int((~enough).sum())
            if dropped == len(which):
                raise SceneError(
                    f"The reference covers none of the {dropped:,} scenes that it touches by half. "
                    "Give points, which label the scene they lie in, or larger polygons."
                )
            if dropped:
                notes = [
                    *notes,
                    f"{say_count(dropped, 'scene is', 'scenes are', ',')} left out, for the "
                    "reference covers less than half of each.",
                ]
            kept = enough[place]
            scenes, labels, weights = scenes[kept], labels[kept], weights[kept]
        return Reference(scenes, labels, weights, list(self._names), notes)


def field_reference(
    source: QgsProcessingFeatureSource, name: str, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Reference:  # fmt: skip
    """Read labels from a field of the map itself, which the analyst has filled in."""
    check_field(source, name)
    table = read_table(source, {}, context, feedback, shapes=False, classes=name)
    labels = table.columns[CLASSES].tolist()
    _check_labels(labels, name, source.sourceName())
    votes = _Votes()
    for scene, label in enumerate(labels):
        if label:
            votes.add(scene, label, 1.0)
    return votes.count([], by_cover=False)


def layer_reference(
    scenes: SceneMap, source: QgsProcessingFeatureSource, name: str,
    context: QgsProcessingContext, feedback: QgsProcessingFeedback,
) -> Reference:  # fmt: skip
    """Lay points or polygons with labels over the scenes.

    A point labels the scenes that it lies in, of those that meet under it the first one; polygons
    label those that they cover by half at least. A sample of the map's own scenes, with their
    scene_id, labels just these.

    Raises
    ------
    SceneError
        It has neither points nor polygons, no label, or lies elsewhere.
    LayerError
        It lacks the field, or this holds too many values to be classes.
    """
    kind = QgsWkbTypes.geometryType(source.wkbType())
    kinds = QgsWkbTypes.GeometryType
    if kind not in (kinds.PointGeometry, kinds.PolygonGeometry):
        raise SceneError(
            f"The reference {source.sourceName()} has neither points nor polygons. Choose another "
            "layer."
        )
    check_field(source, name)
    table = read_table(source, {SCENE_ID: "number"}, context, feedback, scenes.crs, classes=name)
    labels, numbers = (table.columns[key].tolist() for key in (CLASSES, SCENE_ID))
    _check_labels(labels, name, source.sourceName())
    found = [
        (label, geometry_of(wkb), whole_or_none(number))
        for label, wkb, number in zip(labels, table.shapes, numbers)
        if label and wkb
    ]
    votes = _Votes()
    own = own_scenes(scenes, ((geometry, number) for _, geometry, number in found))
    if own is None:
        scenes.refuse_several()
    outside = 0
    for step, (label, geometry, _) in enumerate(found):
        report_step(step, len(found), feedback)
        if own is not None:
            hits = {own[step]: 1.0}
        elif kind == kinds.PointGeometry:
            hits = _scenes_of_points(scenes, geometry)
        else:
            hits = _scenes_of_polygon(scenes, geometry)
        outside += not hits
        for place, weight in hits.items():
            votes.add(place, label, weight)
    if outside == len(found):
        raise SceneError(
            f"The reference {source.sourceName()} does not touch the map {scenes.name}. Choose a "
            "reference of the same area."
        )
    notes = []
    if outside:
        notes.append(f"{outside:,} of {len(found):,} reference features lie outside the map.")
    return votes.count(notes, kind == kinds.PolygonGeometry and own is None)


@dataclass(frozen=True)
class ReferenceRaster:
    """A raster of classes, read in the thread that owns its layer."""

    name: str
    crs: QgsCoordinateReferenceSystem
    provider: Any
    """A copy of the layer's data provider."""


def raster_reference(
    scenes: SceneMap, raster: ReferenceRaster, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Reference:  # fmt: skip
    """Count the pixels of each class in the scenes.

    Raises
    ------
    SceneError
        The raster lies elsewhere, or holds no classes.
    """
    scenes.refuse_several()
    move = QgsCoordinateTransform(scenes.crs, raster.crs, context.transformContext())
    provider = raster.provider
    # A layer that is shown smoothly ("early resampling") gives means of codes, which are no codes.
    provider.enableProviderResampling(False)
    whole = provider.extent()
    width = whole.width() / max(provider.xSize(), 1)
    height = whole.height() / max(provider.ySize(), 1)
    votes = _Votes()
    for place, wkb in enumerate(_moved(scenes.shapes, move)):
        report_step(place, len(scenes.shapes), feedback)
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
            label = text_of(value)
            if label:
                votes.add(place, label, count / everything)
        if len(votes) > MOST_CLASSES:
            raise SceneError(
                f"The raster {raster.name} has more than {MOST_CLASSES} different values. Choose a "
                "raster of classes."
            )
    if not len(votes):
        raise SceneError(
            f"The raster {raster.name} does not touch the map {scenes.name}, or has no data there. "
            "Choose a reference of the same area."
        )
    return votes.count([], by_cover=True)


def decide(reference: Reference, known: Callable[[str], str]) -> tuple[dict[int, str], int]:
    """Find the label of most weight of each scene.

    ``known`` finds the map's label for one that is written otherwise. Returns labels by the places
    of scenes, ascending, and how many scenes have a tie, which are left out.
    """
    names = [known(label) for label in reference.names]
    own = sorted(set(names))
    number = {label: place for place, label in enumerate(own)}
    same = np.array([number[label] for label in names], dtype=np.int64)
    pairs, place = np.unique(
        reference.scenes * max(len(own), 1) + same[reference.labels], return_inverse=True
    )
    weights = np.bincount(place, reference.weights, minlength=len(pairs))
    scenes, labels = np.divmod(pairs, max(len(own), 1))
    which, first, count = np.unique(scenes, return_index=True, return_counts=True)
    if not len(which):
        return {}, 0
    most = np.maximum.reduceat(weights, first)
    heavy = weights > np.repeat(most, count) * (1 - 1e-9)
    single = np.add.reduceat(heavy.astype(np.int64), first) == 1
    won = heavy & np.repeat(single, count)
    decided = zip(scenes[won].tolist(), labels[won].tolist())
    return {scene: own[label] for scene, label in decided}, int((~single).sum())


def listed(labels: Iterable[str]) -> str:
    """Name labels in a sentence, with their numbers, the most frequent first."""
    counts = Counter(labels).most_common()
    more = f" and {len(counts) - _NAMED} more" if len(counts) > _NAMED else ""
    return ", ".join(f"{label} ({count})" for label, count in counts[:_NAMED]) + more


def _check_labels(labels: list[str], name: str, layer: str) -> None:
    if not any(labels):
        raise SceneError(
            f"The field {name} of {layer} is empty. Fill in the reference labels, or choose "
            "another field."
        )
    check_number(labels, name, layer)


def _scenes_of_points(scenes: SceneMap, geometry: QgsGeometry) -> dict[int, float]:
    hits: dict[int, float] = {}
    for vertex in geometry.vertices():
        point = QgsPointXY(vertex.x(), vertex.y())
        where = QgsGeometry.fromPointXY(point)
        places = sorted(scenes.index.intersects(box_at(point)))
        touched = [place for place in places if scenes.shape(place).intersects(where)]
        if len(touched) > 1:  # on an edge, it counts for one of the scenes beside it
            inside = [place for place in touched if scenes.shape(place).contains(where)]
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
        shape = scenes.shape(place)
        if engine.contains(shape.constGet()):
            hits[place] = 1.0
        elif engine.intersects(shape.constGet()):
            share = geometry.intersection(shape).area() / max(shape.area(), 1e-300)
            if share > 1e-6:  # not a neighbor that the polygon touches
                hits[place] = share
    return hits


def _moved(shapes: list[bytes], transform: QgsCoordinateTransform) -> Iterator[bytes]:
    """Move polygons (WKB) to another system, some at a time."""
    for start in range(0, len(shapes), _BLOCK):
        yield from move_polygons(shapes[start : start + _BLOCK], transform)[0]


def _pixels(provider: Any, window: QgsRectangle, columns: int, rows: int) -> Any:
    """Read a part of band 1, (rows, columns); NaN where there is no data."""
    values = _read_band(provider, 1, window, columns, rows)
    for low, high in no_data_ranges(provider, 1):  # QGIS keeps these in a bitmap of its own
        values = np.where((values >= low) & (values <= high), np.nan, values)
    for band in range(2, provider.bandCount() + 1):  # a mask comes as such a band, too
        if compat.is_alpha(provider, band):
            shown = _read_band(provider, band, window, columns, rows)
            values = np.where(shown > 0, values, np.nan)
    return values


def _read_band(provider: Any, band: int, window: QgsRectangle, columns: int, rows: int) -> Any:
    block = provider.block(band, window, columns, rows)
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

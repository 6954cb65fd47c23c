"""Maps of classes or clusters as plain values: scenes of any polygon layer, with their labels."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
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

from ...core.base.errors import SceneError
from ...core.classes.cluster_table import CURRENT
from ...core.classes.move import LABELED
from ..cancel import report_step
from .area import Areas, Frame, measure
from .fields import (
    CLASS_CODE,
    CLASS_NAME,
    CLASS_SOURCE,
    CLUSTER,
    HELD_OUT,
    LABEL,
    NOT_LABEL,
    SCENE_ID,
    VALID,
    is_cluster_field,
    names_of,
    place_of,
)
from .geometry import geometry_of
from .labels import BY_LABELS
from .read import CLASSES, ORIGINS, check_field, check_number, read_table, refuse_several
from .values import whole_or_none

VALUES = ("automatic", "classes", "clusters")
_BY_LABELS = (LABEL, NOT_LABEL, HELD_OUT)
_PARTNERS = {CLASS_CODE: CLASS_NAME, CLASS_NAME: CLASS_CODE}


@dataclass
class SceneMap:
    """The scenes of a map, each list as long as there are scenes."""

    name: str
    crs: QgsCoordinateReferenceSystem
    field: str
    clusters: bool
    """Whether the labels are numbers of clusters and not yet classes."""

    labels: list[str | None]
    shapes: list[bytes]
    """WKB, empty where a scene has no geometry: a million geometries would take a gigabyte."""

    ids: list[int | None]
    names: dict[str, str]
    """Names of the classes by code, where the map has both."""

    hanging: bool = False
    """Whether scenes may reach beyond the raster."""

    held_out: dict[int, str] = dataclasses.field(default_factory=dict)
    """Of a map that labels made, by the place of a scene that was a label of it: the class that the
    other labels give it, "" for none. Labels of it cannot tell how right it is."""

    origins: dict[str, Any] = dataclasses.field(default_factory=dict)
    """Columns of dates and sources, as `ORIGINS` names them."""

    def refuse_several(self) -> None:
        """Refuse scenes of two dates in one place, where scenes are found by where they lie.

        Raises
        ------
        LayerError
            There are such scenes.
        """
        refuse_several(self.origins, self.shapes, self.name)

    def shape(self, place: int) -> QgsGeometry:
        """Return the geometry of a scene, null where it has none."""
        wkb = self.shapes[place]
        return geometry_of(wkb) if wkb else QgsGeometry()

    @functools.cached_property
    def index(self) -> QgsSpatialIndex:
        """The scenes by where they lie, by their places."""
        index = QgsSpatialIndex()
        feature = QgsFeature()
        for place, wkb in enumerate(self.shapes):
            if wkb:
                feature.setId(place)
                feature.setGeometry(geometry_of(wkb))
                index.addFeature(feature)
        return index

    def measure(
        self, places: Any, frame: Frame | None, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Areas:  # fmt: skip
        """Measure those scenes that have a place (n,), -1 for none, in square meters."""
        shapes = [
            shape if place >= 0 else b"" for place, shape in zip(places.tolist(), self.shapes)
        ]
        return measure(shapes, self.crs, context, feedback, frame, self.hanging)

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
    labeled: Collection[int] = (),
) -> SceneMap:
    """Read the scenes of a map, in its own CRS or another one.

    ``schema`` are names of classes by code, also of such that no scene has. ``labeled`` are numbers
    of scenes that were labeled in the panel: where its classes are of labels, they are of these.

    Raises
    ------
    SceneError
        The layer has no polygons, or no field with classes or clusters.
    LayerError
        It lacks the field, or this holds too many values to be classes.
    """
    if QgsWkbTypes.geometryType(source.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise SceneError(f"The map {source.sourceName()} has no polygons. Choose a polygon layer.")
    names = names_of(source)
    if asked:
        check_field(source, asked)
    usual = [name for name in (CLASS_CODE, CURRENT, CLUSTER) if place_of(name, names) >= 0]
    wanted = [asked] if asked else usual
    if not wanted:
        raise SceneError(
            f"The layer {source.sourceName()} has neither classes nor clusters. Choose the field "
            f"that holds them: {', '.join(names)}."
        )
    fields = {SCENE_ID: "number", VALID: "number"}
    by_labels = all(place_of(name, names) >= 0 for name in _BY_LABELS)
    fields.update(dict.fromkeys(_BY_LABELS if by_labels else (), "text"))
    fields.update(dict.fromkeys((*usual, CLASS_CODE, CLASS_NAME, CLASS_SOURCE), "text"))
    fields.update(ORIGINS)
    table = read_table(source, fields, context, feedback, crs, classes=asked)
    columns = table.columns
    ids, hanging = columns[SCENE_ID].tolist(), bool((columns[VALID] < 1).any())
    if asked:
        columns[asked] = columns[CLASSES]
    for name in filter(is_cluster_field, wanted):  # as everywhere, clusters count from 1
        columns[name] = np.array([_cluster(text) for text in columns[name].tolist()], dtype=object)
    chosen = next((name for name in wanted if any(columns[name])), None)
    if chosen is None:
        raise SceneError(
            f"The field {wanted[-1]} of {source.sourceName()} is empty. Assign classes first, or "
            "choose another field."
        )
    texts = columns[chosen].tolist()
    if not asked and is_cluster_field(chosen):  # what was not edited is as it was fitted
        texts = [edited or fitted for edited, fitted in zip(texts, columns[wanted[-1]].tolist())]
    check_number(texts, chosen, source.sourceName())
    called: dict[str, str] = {}
    if chosen in _PARTNERS:
        called = schema if chosen == CLASS_CODE else {n: c for c, n in schema.items() if n}
        pairs = zip(texts, columns[_PARTNERS[chosen]].tolist())
        called = {**called, **{label: name for label, name in pairs if label and name}}
    held_out = _held_out(columns, chosen) if by_labels else {}
    if chosen in _PARTNERS and np.isin(columns[CLASS_SOURCE], (LABELED, BY_LABELS)).any():
        own = (columns[CLASS_SOURCE] == LABELED) | np.isin(columns[SCENE_ID], list(labeled))
        held_out = {**dict.fromkeys(np.flatnonzero(own).tolist(), ""), **held_out}
    return SceneMap(
        source.sourceName(),
        crs or source.sourceCrs(),
        chosen,
        is_cluster_field(chosen) if values == "automatic" else values == "clusters",
        [text or None for text in texts],
        table.shapes,
        [whole_or_none(number) for number in ids],
        called,
        hanging,
        held_out,
        {name: columns[name] for name in ORIGINS if name in table.found},
    )


def _cluster(text: str) -> str:
    return "" if text == "0" or text.startswith("-") else text


def _held_out(columns: Mapping[str, Any], field: str) -> dict[int, str]:
    """Return what scenes that were labels are taken for without their own, as the field has it."""
    if field not in (*_PARTNERS, CURRENT, CLUSTER):
        return {}
    labeled = (columns[LABEL] != "") | (columns[NOT_LABEL] != "")
    codes = columns[HELD_OUT]
    if field == CLASS_NAME:
        names = dict(zip(columns[CLASS_CODE].tolist(), columns[CLASS_NAME].tolist()))
        codes = np.array([names.get(code, "") for code in codes.tolist()], dtype=object)
    elif field != CLASS_CODE:
        codes = np.full(len(codes), "", dtype=object)
    return {place: str(codes[place]) for place in np.flatnonzero(labeled).tolist()}


def same_scenes(before: SceneMap, after: SceneMap, feedback: QgsProcessingFeedback) -> list[int]:
    """Return the place of each of AFTER's scenes in BEFORE, -1 where there is none.

    Scenes of one grid are found by their scene_id, others by where their center lies.
    """
    own = own_scenes(
        before, ((after.shape(place), number) for place, number in enumerate(after.ids))
    )
    if own is not None:
        return own
    for scenes in (before, after):
        scenes.refuse_several()
    places = []
    for step, wkb in enumerate(after.shapes):
        report_step(step, len(after.shapes), feedback)
        if not wkb:
            places.append(-1)
            continue
        center = middle(geometry_of(wkb))
        hits = [
            place
            for place in sorted(before.index.intersects(box_at(center.asPoint())))
            if before.shape(place).intersects(center)
        ]
        if len(hits) > 1:  # of scenes that overlap, the one whose center is nearest
            hits.sort(key=lambda place: middle(before.shape(place)).distance(center))
        places.append(hits[0] if hits else -1)
    return places


def middle(shape: QgsGeometry) -> QgsGeometry:
    """Return the centroid of a shape, a point inside it where the centroid is not."""
    center = shape.centroid()
    return center if shape.intersects(center) else shape.pointOnSurface()


def own_scenes(
    scenes: SceneMap, found: Iterable[tuple[QgsGeometry, int | None]]
) -> list[int] | None:
    """Return the scene of each feature by scene_id, None where they are not the map's scenes."""
    place_of = {number: place for place, number in enumerate(scenes.ids) if number is not None}
    if len(place_of) < sum(number is not None for number in scenes.ids):
        return None  # numbers that several scenes have name none of them
    places = []
    for geometry, number in found:
        place = place_of.get(number, -1) if number is not None else -1
        if place < 0 or geometry.isNull() or not scenes.shapes[place]:
            return None
        box, scene = geometry.boundingBox(), scenes.shape(place).boundingBox()
        slack = 0.01 * max(scene.width(), scene.height())
        alike = box.width() == 0 or abs(box.width() - scene.width()) <= slack
        if not alike or not scene.buffered(slack).contains(box):
            return None
        places.append(place)
    return places


def box_at(point: QgsPointXY) -> QgsRectangle:
    """Return a box of no size, to look up what may lie there."""
    return QgsRectangle(point.x(), point.y(), point.x(), point.y())

"""Scenes merged to the areas of their classes, so that these do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPoint,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsSpatialIndex,
)
from qgis.PyQt.QtGui import QTransform

from ...core.base.errors import SceneError
from ...core.scenes.rectangles import find_rectangles
from ..cancel import stop_if_cancelled
from .geometry import geometry_of

_BLOCK = 1000


def dissolve(
    shapes: list[bytes], places: Any, probabilities: Any, count: int,
    feedback: QgsProcessingFeedback,
) -> list[QgsGeometry]:  # fmt: skip
    """Return the area of each class; ``places`` (n,) are the classes of scenes, -1 for none.

    Where scenes of different classes overlap, that of the higher probability keeps the place.
    """
    kept = np.array([place >= 0 and bool(shape) for place, shape in zip(places, shapes)])
    rising = np.argsort(np.nan_to_num(probabilities, nan=-1.0), kind="stable")
    order = rising[kept[rising]]
    lattice = find_rectangles([shapes[index] for index in order.tolist()])
    if lattice is None:
        pieces = _apart([(_geometry(shapes[i]), int(places[i])) for i in order.tolist()], feedback)
    else:
        cells = lattice.paint(places[order], np.arange(len(order)))
        boxes, values = lattice.boxes(cells)
        pieces = [
            (QgsGeometry.fromRect(QgsRectangle(*box)), value)
            for box, value in zip(boxes.tolist(), values.tolist())
        ]
    of_class: list[list[QgsGeometry]] = [[] for _ in range(count)]
    for geometry, place in pieces:
        of_class[place].append(geometry)
    areas = []
    for number, geometries in enumerate(of_class):
        _go_on(feedback, 30 + 50 * number / count)
        area = QgsGeometry.unaryUnion(geometries) if geometries else QgsGeometry()
        if geometries and area.isNull():
            raise SceneError(
                f"The scenes of a class cannot be merged ({area.lastError()}). Mend their "
                "geometries first (Vector > Geometry tools > Check validity)."
            )
        if lattice is not None:
            # Corners of rectangles that lie on a straight edge are no corners any more.
            area = area.simplify(0)
            if lattice.frame is not None:
                area.transform(QTransform(*lattice.frame))
        areas.append(area)
    return areas


def parts(
    area: QgsGeometry, shapes: list[bytes], members: Any
) -> Iterable[tuple[QgsGeometry, Any]]:
    """Return the parts of an area, and the scenes of ``members`` whose middle is in each."""
    index = QgsSpatialIndex()
    middles = {}
    for member in members.tolist():
        if shapes[member]:
            middle = _geometry(shapes[member]).pointOnSurface()
            feature = QgsFeature(member)
            feature.setGeometry(middle)
            index.addFeature(feature)
            point = middle.asPoint()
            middles[member] = QgsPoint(point.x(), point.y())
    for part in area.asGeometryCollection():
        engine = QgsGeometry.createGeometryEngine(part.constGet())
        engine.prepareGeometry()
        inside = [i for i in index.intersects(part.boundingBox()) if engine.contains(middles[i])]
        yield part, np.array(sorted(inside), dtype=np.int64)


def _apart(
    scenes: list[tuple[QgsGeometry, int]], feedback: QgsProcessingFeedback
) -> list[tuple[QgsGeometry, int]]:
    """Take from each scene what later ones of other classes cover."""
    index = QgsSpatialIndex()
    for number, (geometry, _) in enumerate(scenes):
        feature = QgsFeature(number)
        feature.setGeometry(geometry)
        index.addFeature(feature)
    found = []
    for number, (geometry, place) in enumerate(scenes):
        if number % _BLOCK == 0:
            _go_on(feedback, 20 + 10 * number / len(scenes))
        above = [
            other
            for other in index.intersects(geometry.boundingBox())
            if other > number and scenes[other][1] != place
        ]
        if above:
            engine = QgsGeometry.createGeometryEngine(geometry.constGet())
            engine.prepareGeometry()
            covers = [
                scenes[other][0]
                for other in above
                if engine.intersects(scenes[other][0].constGet())
                and not engine.touches(scenes[other][0].constGet())
            ]
            if covers:
                rest = geometry.difference(QgsGeometry.unaryUnion(covers))
                geometry = geometry if rest.isNull() else rest
        if not geometry.isEmpty():
            found.append((geometry, place))
    return found


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = geometry_of(wkb)
    return geometry if geometry.isGeosValid() else geometry.makeValid()


def _go_on(feedback: QgsProcessingFeedback, percent: float) -> None:
    stop_if_cancelled(feedback)
    feedback.setProgress(percent)

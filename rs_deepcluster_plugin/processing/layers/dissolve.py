"""Scenes merged to the areas of their classes, so that these do not overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPoint,
    QgsProcessingFeedback,
    QgsSpatialIndex,
)

from ...core.base.errors import SceneError
from ...core.scenes.outlines import trace_outlines
from ...core.scenes.rectangles import Rectangles, find_rectangles
from ..cancel import stop_if_cancelled
from .geometry import Rings, geometry_of

_BLOCK = 1000
_CLOSE = 1e-6  # of a side; what is nearer to a border is on it


@dataclass(frozen=True)
class Dissolved:
    """The area of each class, or the areas of each that do not touch along an edge."""

    places: Any
    """Of the class of each area (k,), ascending."""

    wkbs: list[bytes]
    scenes: Any
    """Scenes that count for an area (m,)."""

    owners: Any
    """The areas that they count for (m,), by their places."""


def dissolve(
    shapes: list[bytes], places: Any, probabilities: Any, count: int, single: bool,
    feedback: QgsProcessingFeedback,
) -> Dissolved:  # fmt: skip
    """Merge the scenes of each class; ``places`` (n,) are the classes of scenes, -1 for none.

    Where scenes of different classes overlap, that of the higher probability keeps the place. With
    ``single`` areas, scenes count for the one that their middle is in.
    """
    kept = (places >= 0) & np.fromiter(map(bool, shapes), dtype=bool, count=len(shapes))
    rising = np.argsort(np.nan_to_num(probabilities, nan=-1.0), kind="stable")
    order = rising[kept[rising]]
    lattice = find_rectangles([shapes[index] for index in order.tolist()])
    if lattice is not None:
        return _on_lattice(lattice, order, places, single, feedback)
    apart = _apart([(_geometry(shapes[i]), int(places[i])) for i in order.tolist()], feedback)
    of_class: list[list[QgsGeometry]] = [[] for _ in range(count)]
    for geometry, place in apart:
        of_class[place].append(geometry)
    found: list[tuple[int, bytes, Any]] = []
    for place, geometries in enumerate(of_class):
        _go_on(feedback, 30 + 50 * place / count)
        if not geometries:
            continue
        area = QgsGeometry.unaryUnion(geometries)
        if area.isNull():
            raise SceneError(
                f"The scenes of a class cannot be merged ({area.lastError()}). Mend their "
                "geometries first (Vector > Geometry tools > Check validity)."
            )
        members = np.flatnonzero(places == place)
        found += [
            (place, bytes(part.asWkb()), inside)
            for part, inside in (_parts(area, shapes, members) if single else [(area, members)])
            if not part.isEmpty()
        ]
    owners = np.repeat(np.arange(len(found)), [len(inside) for _, _, inside in found])
    return Dissolved(
        np.array([place for place, _, _ in found], dtype=np.int64),
        [wkb for _, wkb, _ in found],
        np.concatenate([np.empty(0, dtype=np.int64), *(inside for _, _, inside in found)]),
        owners,
    )


def _on_lattice(
    lattice: Rectangles, order: Any, places: Any, single: bool, feedback: QgsProcessingFeedback
) -> Dissolved:
    """Merge cells of a grid; ``order`` are the scenes that the rectangles are, the last on top."""
    found = trace_outlines(lattice.paint(places[order], np.arange(len(order))))
    classes, first = np.unique(found.values, return_index=True)
    wkbs: list[bytes] = []
    # Rings of a class at a time, for they are many small objects on their way.
    rings = np.append(np.searchsorted(found.owners, first), len(found.owners))
    for number, area in enumerate(first.tolist()):
        _go_on(feedback, 30 + 50 * number / len(classes))
        own = slice(*rings[number : number + 2].tolist())
        stop = found.starts[own.stop] if own.stop < len(found.starts) else len(found.corners)
        corners = found.corners[found.starts[own.start] : stop]
        owners = found.owners[own] - area
        shaped = owners if single else np.zeros_like(owners)
        wkbs += Rings(
            lattice.on_map(lattice.xs[corners[:, 0]], lattice.ys[corners[:, 1]]),
            found.starts[own] - found.starts[own.start],
            np.append(False, owners[1:] == owners[:-1]),
            owners,
            shaped,
            int(shaped[-1]) + 1,
        ).wkb()
    if single:
        inside = _areas_of_middles(lattice, found.areas)
        there = (inside >= 0) & (found.values[inside] == places[order])
        return Dissolved(found.values, wkbs, order[there], inside[there])
    scenes = np.flatnonzero(np.isin(places, classes))
    return Dissolved(classes, wkbs, scenes, np.searchsorted(classes, places[scenes]))


def _areas_of_middles(lattice: Rectangles, areas: Any) -> Any:
    """Return the area (n,) that the middle of each rectangle lies in, -1 on a border."""
    left, bottom, right, top = lattice.places.T
    cells = []
    for edges, low, high in ((lattice.ys, bottom, top), (lattice.xs, left, right)):
        middles, slack = (edges[low] + edges[high]) / 2, _CLOSE * (edges[high] - edges[low])
        cells.append([np.searchsorted(edges, middles + some) - 1 for some in (-slack, slack)])
    first = areas[cells[0][0], cells[1][0]]
    for row, column in ((0, 1), (1, 0), (1, 1)):
        first = np.where(areas[cells[0][row], cells[1][column]] == first, first, -1)
    return first


def _parts(
    area: QgsGeometry, shapes: list[bytes], members: Any
) -> Iterator[tuple[QgsGeometry, Any]]:
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

"""Polygons as arrays: their rings, and their way into another coordinate reference system.

An edge that is straight in one system is a curve in another. QGIS moves vertices only, so that a
polygon of four corners in degrees loses what lies between them and the pole.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ...core.base.values import say_count
from ..cancel import stop_if_cancelled

_POLYGON, _MULTI = b"\x01\x03\x00\x00\x00", b"\x01\x06\x00\x00\x00"
_BOX = _POLYGON + b"\x01\x00\x00\x00\x05\x00\x00\x00"  # a polygon of one ring of five points
_BOX_LENGTH = len(_BOX) + 16 * 5
_BLOCK = 1000  # features
_POINTS = 500_000  # that are moved at once
_FAR = 1e9  # map units; what is beyond was sent there, such as the other pole of a polar map
_TRUE = 1e-5  # of a polygon's size: how far a moved edge may be from where it is
_AROUND = 50.0  # degrees around the region of a system, where it still tells places apart
_ROUNDS = 14  # of halving an edge
_AREAS = QgsWkbTypes.GeometryType.PolygonGeometry
_UNDEFINED = ("Undefined geographic SRS", "Undefined Cartesian SRS")
_TESTED = (0.5, 0.21)  # places on an edge; at the second, a curve like an S is off its chord too


@dataclass
class Rings:
    """The rings of polygons, one after the other; each ends where it starts."""

    points: Any
    """x and y of the vertices (n, 2)."""

    starts: Any
    """Where each ring begins among the vertices (rings,)."""

    holes: Any
    """Whether it is a hole (rings,)."""

    parts: Any
    """Which part of its shape it belongs to (rings,), counted through all shapes."""

    shapes: Any
    """Which shape it belongs to (rings,), ascending."""

    count: int
    """Shapes, also those without a ring."""

    @property
    def lengths(self) -> Any:
        """Vertices of each ring (rings,)."""
        return np.diff(np.append(self.starts, len(self.points)))

    def wkb(self) -> list[bytes]:
        """Return each shape as WKB, empty where it has no ring."""
        found = [b""] * self.count
        if not len(self.starts):
            return found
        ends = np.append(self.starts[1:], len(self.points))
        data = np.ascontiguousarray(self.points, dtype="<f8").tobytes()
        parts: dict[int, dict[int, list[bytes]]] = {}
        rows = zip(self.starts.tolist(), ends.tolist(), self.parts.tolist(), self.shapes.tolist())
        for start, end, part, shape in rows:
            ring = struct.pack("<I", end - start) + data[16 * start : 16 * end]
            parts.setdefault(shape, {}).setdefault(part, []).append(ring)
        for shape, polygons in parts.items():
            written = [
                _POLYGON + struct.pack("<I", len(rings)) + b"".join(rings)
                for rings in polygons.values()
            ]
            multiple = _MULTI + struct.pack("<I", len(written)) + b"".join(written)
            found[shape] = written[0] if len(written) == 1 else multiple
        return found


def rings_of(shapes: Sequence[bytes]) -> Rings:
    """Take polygons (WKB, empty for none) apart; curves become many short edges."""
    data = b"".join(shapes)
    if shapes and len(data) == _BOX_LENGTH * len(shapes):
        raw = np.frombuffer(data, dtype=np.uint8).reshape(len(shapes), _BOX_LENGTH)
        if not (raw[:, : len(_BOX)] != np.frombuffer(_BOX, dtype=np.uint8)).any():
            every = np.arange(len(shapes))
            points = np.ascontiguousarray(raw[:, len(_BOX) :]).view("<f8").reshape(-1, 2)
            return Rings(
                points, 5 * every, np.zeros(len(shapes), dtype=bool), every, every, len(shapes)
            )
    found: list[bytes] = []
    rows: list[tuple[int, bool, int, int]] = []
    start = part = 0
    for number, shape in enumerate(shapes):
        if not shape:
            continue
        if shape[:5] not in (_POLYGON, _MULTI):
            shape = _plain(shape)
        place, polygons = 0, 1
        if shape[:5] == _MULTI:
            (polygons,), place = struct.unpack_from("<I", shape, 5), 9
        for _ in range(polygons):
            (rings,) = struct.unpack_from("<I", shape, place + 5)
            place += 9
            for ring in range(rings):
                (points,) = struct.unpack_from("<I", shape, place)
                found.append(shape[place + 4 : place + 4 + 16 * points])
                place += 4 + 16 * points
                if points:
                    rows.append((start, ring > 0, part, number))
                start += points
            part += 1
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    points = np.frombuffer(b"".join(found), dtype="<f8").reshape(-1, 2)
    return Rings(points, columns[0], columns[1] > 0, columns[2], columns[3], len(shapes))


def polygons_of(geometry: QgsGeometry) -> QgsGeometry:
    """Return the polygons of a geometry, its curves as short edges; empty where it has none."""
    plain = geometry.constGet().segmentize()
    whole = QgsGeometry(plain)
    if whole.type() != _AREAS:
        kept = [g for g in whole.asGeometryCollection() if g.type() == _AREAS]
        whole = QgsGeometry.collectGeometry(kept) if kept else QgsGeometry()
    if not whole.isNull():
        whole.get().dropZValue()
        whole.get().dropMValue()
    return whole


def is_known(crs: QgsCoordinateReferenceSystem) -> bool:
    """Tell whether a layer has a system; in a GeoPackage, none is one that is called undefined."""
    return crs.isValid() and not crs.description().startswith(_UNDEFINED)


def is_geographic(crs: QgsCoordinateReferenceSystem) -> bool:
    """Tell whether a system has longitudes and latitudes.

    QGIS does not know of one without a code.
    """
    wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019)
    _, _, axes = wkt.partition(",CS[")
    return crs.isGeographic() or axes.startswith(("ellipsoidal", "spherical"))


def geometry_of(wkb: bytes) -> QgsGeometry:
    """Return WKB as a geometry."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def move_points(points: Any, transform: QgsCoordinateTransform) -> Any:
    """Move points (n, 2) to another system; those that have no place there become NaN."""
    moved = np.full((len(points), 2), np.nan)
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    waiting = [known[k : k + _POINTS] for k in range(0, len(known), _POINTS)]
    while waiting:
        some = waiting.pop()
        line = QgsGeometry()
        line.fromWkb(
            struct.pack("<BII", 1, 2, len(some))
            + np.ascontiguousarray(points[some], dtype="<f8").tobytes()
        )
        try:
            fine = line.transform(transform) == Qgis.GeometryOperationResult.Success
        except QgsCsException:
            fine = False
        if fine:
            moved[some] = np.frombuffer(bytes(line.asWkb())[9:], dtype="<f8").reshape(-1, 2)
        elif len(some) > 1:  # one of them has no place
            waiting += np.array_split(some, 2)
    with np.errstate(invalid="ignore"):
        moved[~(np.abs(moved) < _FAR).all(axis=1)] = np.nan
    return moved


def move_polygons(
    shapes: Sequence[bytes], transform: QgsCoordinateTransform, near: bool = True
) -> tuple[list[bytes], int]:
    """Move polygons (WKB) to another system, with what their edges become there.

    Of one with vertices that have no place there, what is ``near`` the system's region is moved.
    Returns them, empty where nothing is left, and how many those are.
    """
    rings = rings_of(shapes)
    known = is_known(transform.sourceCrs()) and is_known(transform.destinationCrs())
    if transform.isShortCircuited() or not known or not len(rings.starts):
        return rings.wkb(), 0
    round_ = is_geographic(transform.destinationCrs())
    owner = np.repeat(np.arange(len(rings.starts)), rings.lengths)
    last = np.zeros(len(owner), dtype=bool)  # vertices that no edge starts at
    last[rings.starts + rings.lengths - 1] = True
    points, there = rings.points, move_points(rings.points, transform)
    shape = rings.shapes[owner]
    slack = _TRUE * _sizes(there, shape, rings.count)
    active = np.flatnonzero(~last)
    for _ in range(_ROUNDS):
        if not len(active):
            break
        off = np.zeros(len(active))
        a, b = there[active], there[active + 1]
        chord = _step(a, b, round_)
        for share in _TESTED:
            tested = points[active] + share * (points[active + 1] - points[active])
            on_edge = move_points(tested, transform)
            off = np.fmax(off, _distance(_step(a, on_edge, round_), chord))
            if share == 0.5:
                middles, moved = tested, on_edge
        bad = (off > slack[rings.shapes[owner[active]]]) & np.isfinite(moved).all(axis=1)
        split = active[bad]
        # Halves are tested again.
        place = split + 1 + np.arange(len(split))
        points = np.insert(points, split + 1, middles[bad], axis=0)
        there = np.insert(there, split + 1, moved[bad], axis=0)
        owner = np.insert(owner, split + 1, owner[split])
        active = np.sort(np.concatenate([place - 1, place]))
    starts = np.searchsorted(owner, np.arange(len(rings.starts)))
    moved_rings = Rings(there, starts, rings.holes, rings.parts, rings.shapes, rings.count)
    if round_:
        moved_rings = _unrolled(moved_rings)
    lost = np.unique(moved_rings.shapes[np.isnan(np.add.reduceat(there.sum(axis=1), starts))])
    found = moved_rings.wkb()
    if round_:
        found = [_all_around(wkb) for wkb in found]
    for number in lost.tolist():
        found[number] = b""
    if len(lost) and near:
        again = [shapes[number] for number in lost.tolist()]
        kept, _ = move_polygons(_cut(again, transform), transform, near=False)
        for number, shape in zip(lost.tolist(), kept):
            found[number] = shape
    return found, sum(bool(shape) and not moved for shape, moved in zip(shapes, found))


def features_in(
    source: QgsProcessingFeatureSource, crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext, feedback: QgsProcessingFeedback | None = None,
    request: QgsFeatureRequest | None = None,
) -> Iterator[QgsFeature]:  # fmt: skip
    """Read features with their geometries in a system, if both are known; curves as short edges.

    What has no place in that system comes without a geometry, and is said.
    """
    return (feature for feature, _ in moved_features(source, crs, context, feedback, request))


def moved_features(
    source: QgsProcessingFeatureSource, crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext, feedback: QgsProcessingFeedback | None = None,
    request: QgsFeatureRequest | None = None,
) -> Iterator[tuple[QgsFeature, QgsGeometry]]:  # fmt: skip
    """Read features as `features_in` does, each with the geometry that it had."""
    # A window of a polygon needs no valid polygon.
    skip = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    request = request or QgsFeatureRequest()
    moving = is_known(crs) and is_known(source.sourceCrs()) and crs != source.sourceCrs()
    kind = QgsWkbTypes.geometryType(source.wkbType())
    polygons = kind == _AREAS
    if not moving and not QgsWkbTypes.isCurvedType(source.wkbType()):
        for step, feature in enumerate(source.getFeatures(request, skip)):
            if step % _BLOCK == 0:
                stop_if_cancelled(feedback)
            yield feature, feature.geometry()
        return
    transform = QgsCoordinateTransform(
        source.sourceCrs() if moving else crs, crs, context.transformContext()
    )
    lost = 0
    block: list[QgsFeature] = []

    def moved() -> Iterator[tuple[QgsFeature, QgsGeometry]]:
        nonlocal lost
        stop_if_cancelled(feedback)
        given = [feature.geometry() for feature in block]
        shapes = [QgsGeometry(shape) for shape in given]
        if polygons:
            found, gone = move_polygons(
                [b"" if shape.isNull() else bytes(shape.asWkb()) for shape in shapes], transform
            )
            lost += gone
            shapes = [geometry_of(wkb) if wkb else QgsGeometry() for wkb in found]
        else:
            for place, shape in enumerate(shapes):
                if not shape.isNull() and not _moved(shape, transform):
                    shapes[place], lost = QgsGeometry(), lost + 1
        for feature, shape, before in zip(block, shapes, given):
            feature.setGeometry(shape)
            yield feature, before
        block.clear()

    for feature in source.getFeatures(request, skip):
        block.append(feature)
        if len(block) == _BLOCK:
            yield from moved()
    yield from moved()
    if lost and feedback is not None:
        name = source.sourceName()
        one = f"feature of {name} is left out, for it reaches"
        many = f"features of {name} are left out, for they reach"
        feedback.pushWarning(
            f"{say_count(lost, one, many, ',')} beyond where {crs.description()} is defined. Cut "
            "off what lies there first."
        )


def straight_wkb(shape: QgsGeometry) -> bytes:
    """Return a geometry as WKB, curves as short edges."""
    return bytes(QgsGeometry(shape.constGet().segmentize()).asWkb())


def _cut(shapes: list[bytes], transform: QgsCoordinateTransform) -> list[bytes]:
    """Cut polygons in degrees off where the other system's region is far."""
    region = transform.destinationCrs().bounds()  # in degrees
    if region.isEmpty() or not is_geographic(transform.sourceCrs()):
        return [b""] * len(shapes)
    region.grow(_AROUND)
    if region.width() >= 360:
        region.setXMinimum(-360.0)
        region.setXMaximum(360.0)
    whole = QgsGeometry.fromRect(region)
    found = []
    for shape in shapes:
        polygon = polygons_of(geometry_of(shape))
        rest = polygons_of((polygon if polygon.isGeosValid() else polygon.makeValid())
                           .intersection(whole))  # fmt: skip
        found.append(b"" if rest.isNull() or rest.isEmpty() else bytes(rest.asWkb()))
    return found


def _moved(shape: QgsGeometry, transform: QgsCoordinateTransform) -> bool:
    try:
        fine = shape.transform(transform) == Qgis.GeometryOperationResult.Success
    except QgsCsException:
        return False
    box = shape.boundingBox()
    return fine and bool(np.isfinite([box.xMinimum(), box.yMaximum()]).all())


def _plain(shape: bytes) -> bytes:
    """Return polygons as WKB of two dimensions without curves."""
    found = polygons_of(geometry_of(shape))
    return _MULTI + b"\0\0\0\0" if found.isNull() else bytes(found.asWkb())


def _sizes(points: Any, shapes: Any, count: int) -> Any:
    """Return the longer side of the box around the points of each shape (count,)."""
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    known = np.isfinite(points).all(axis=1)
    np.minimum.at(low, shapes[known], points[known])
    np.maximum.at(high, shapes[known], points[known])
    return np.maximum((high - low).max(axis=1), 0.0)


def _step(a: Any, b: Any, round_: bool) -> Any:
    """Return the way from a to b; on a globe, the short way around."""
    step = b - a
    if round_:
        step[:, 0] -= 360 * np.round(step[:, 0] / 360)
    return step


def _distance(points: Any, chord: Any) -> Any:
    """Return how far points (n, 2) are from the lines from 0 to ``chord`` (n, 2)."""
    length = (chord**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.nan_to_num((points * chord).sum(axis=1) / length).clip(0, 1)
    return np.hypot(*(points - share[:, None] * chord).T)


def _unrolled(rings: Rings) -> Rings:
    """Make longitudes go on beyond 180 degrees, and rings around a pole go to it and back."""
    points, starts, ends = [], [], np.append(rings.starts[1:], len(rings.points))
    total, middle = 0, 0.0
    for start, end, hole in zip(rings.starts.tolist(), ends.tolist(), rings.holes.tolist()):
        ring = rings.points[start:end].copy()
        steps = np.diff(ring[:, 0])
        ring[1:, 0] = ring[0, 0] + np.cumsum(steps - 360 * np.round(steps / 360))
        if hole:  # it stays inside what it is a hole of
            ring[:, 0] -= 360 * np.round((ring[:, 0].mean() - middle) / 360)
        middle = middle if hole else ring[:, 0].mean()
        if abs(ring[-1, 0] - ring[0, 0]) > 180:
            pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
            way = [(ring[-1, 0], pole), (ring[0, 0], pole), tuple(ring[0])]
            ring = np.concatenate([ring, way])
        ring[-1] = ring[0]
        points.append(ring)
        starts.append(total)
        total += len(ring)
    return Rings(
        np.concatenate(points), np.array(starts), rings.holes, rings.parts, rings.shapes,
        rings.count,
    )  # fmt: skip


def _all_around(wkb: bytes) -> bytes:
    """Repeat what lies beyond 180 degrees on the other side, where a map has it."""
    if not wkb:
        return wkb
    whole = geometry_of(wkb)
    box = whole.boundingBox()
    if box.xMinimum() >= -180 and box.xMaximum() <= 180:
        return wkb
    found = [whole if whole.isGeosValid() else whole.makeValid()]
    for shift, there in ((360.0, box.xMinimum() < -180), (-360.0, box.xMaximum() > 180)):
        if there:
            other = QgsGeometry(found[0])
            other.translate(shift, 0)
            found.append(other)
    united = QgsGeometry.unaryUnion(found)
    return wkb if united.isNull() else bytes(united.asWkb())

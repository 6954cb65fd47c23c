"""How large scenes are on the ground: the one measure of every table, product and report.

Each scene is measured by itself, as far as the raster reaches; ground that several scenes cover is
shared among them, so that areas add up to that of their union. Edges are straight in the layer's
own system and are followed in small steps. The area is that on the system's ellipsoid:

    integral of (Q(latitude) - Q0) over longitude, along the ring,

where Q is the area between equator and parallel for each radian of longitude. Systems without an
ellipsoid, those of a site or a building, are planes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsSpatialIndex,
)

from ...core.scenes.rectangles import find_rectangles
from ..cancel import stop_if_cancelled
from .geometry import (
    Rings,
    geometry_of,
    is_geographic,
    is_known,
    move_points,
    move_polygons,
    polygons_of,
    rings_of,
)

HECTARE = 10_000.0
_STEP = 300_000.0  # meters; longer steps along an edge may miss a turn
_CLOSE = 1e-5  # of an area, by which half as many steps may be wrong
_FINEST = 2048  # steps along an edge
_CHUNK = 400_000  # points in hand at once
_INSIDE = 1e-9  # of the frame's size; nearer than this to its edge is on it
_APART = 1e-9  # of the area of polygons, by which it may differ from that of their union
_MOST_CELLS = 3_000_000
_BLOCK = 500
_PART = 50_000  # scenes whose corners are in hand at once
_NAME = r'\["(?:[^"]|"")*",'
_ELLIPSOID = re.compile(
    r"(?:ELLIPSOID|SPHEROID)" + _NAME + r"([-+.\deE]+),([-+.\deE]+)"
    r"(?:,LENGTHUNIT" + _NAME + r"([-+.\deE]+))?"
)
_UNIT = re.compile(r"(?:LENGTH|ANGLE)?UNIT" + _NAME + r"([-+.\deE]+)")
_REPEATING = re.compile("Cylindrical|Mercator|Miller|Equirect|Plate", re.IGNORECASE)
_HANGING = (
    "It is not known where the raster ends, so scenes that hang over its edge count in full. Only "
    "the GeoPackage that the clusters were written to knows."
)
_DEGREES = (
    ',CS[ellipsoidal,2],AXIS["lon",east],AXIS["lat",north],ANGLEUNIT["degree",0.0174532925199433]]'
)


@dataclass(frozen=True)
class Frame:
    """Where a raster has its pixels: a parallelogram."""

    corners: tuple[tuple[float, float], ...]
    """Upper left, upper right, lower right, lower left."""

    crs: QgsCoordinateReferenceSystem

    @property
    def wkb(self) -> bytes:
        """The parallelogram as a polygon."""
        ring = np.array([*self.corners, self.corners[0]])
        one = np.zeros(1, dtype=np.int64)
        return Rings(ring, one, one > 0, one, one, 1).wkb()[0]


@dataclass(frozen=True)
class Areas:
    """Areas of scenes in square meters (n,), NaN where one cannot be measured."""

    values: Any
    notes: tuple[str, ...]
    """What the numbers are not, as sentences."""

    def say(self, feedback: QgsProcessingFeedback) -> None:
        """Tell the user what the numbers are not."""
        for note in self.notes:
            feedback.pushWarning(note)

    def total(self, places: Any, count: int) -> Any:
        """Add up by places (n,), -1 for none; NaN where nothing is known (count,)."""
        known = (places >= 0) & np.isfinite(self.values)
        sums = np.bincount(places[known], self.values[known], minlength=count)
        there = np.bincount(places[known], minlength=count)
        return np.where(there > 0, sums, np.nan)


class Ground:
    """The surface that a reference system lies on."""

    def __init__(
        self, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback | None = None,
    ) -> None:  # fmt: skip
        self.note = ""
        self._feedback = feedback
        self._unit = 1.0  # meters, radians in degrees and the like
        self._axis: float | None = None  # equatorial, in meters; None: a plane, or not known
        self._squared = 0.0  # eccentricity
        self._transform: QgsCoordinateTransform | None = None
        self._spherical = False  # latitudes are angles at the center
        self._repeats = False  # the map goes on beyond 180 degrees, and shows the ground again
        self.known = True
        if not is_known(crs):
            self.note = (
                "The layer has no coordinate reference system: areas are in square map units, as "
                "if these were meters. Give it one (Layer > Set CRS) to have them in meters."
            )
            return
        wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019) or crs.toWkt()
        self._unit = _unit_of(wkt)
        ellipsoid = _ELLIPSOID.search(wkt)
        if ellipsoid is None:  # ENGCRS, LOCAL_CS
            self.known = "CS[Cartesian,3]" not in wkt and "ANGLEUNIT" not in wkt
        else:
            axis, inverse, unit = (float(part or 1) for part in ellipsoid.groups())
            self._axis = axis * unit
            flattening = 1 / inverse if inverse else 0.0
            self._squared = flattening * (2 - flattening)
            self._spherical = "CS[spherical" in wkt
            if not is_geographic(crs):
                base = _base_of(wkt)
                method = re.search(r"METHOD" + _NAME[:-1], wkt)
                self._repeats = method is not None and bool(_REPEATING.search(method.group()))
                self.known = base.isValid()
                self._transform = QgsCoordinateTransform(crs, base, context.transformContext())
                self._transform.setBallparkTransformsAreAppropriate(True)
                self.known = self.known and self._transform.isValid()
        if not self.known:
            self.note = (
                f"Areas cannot be measured in {crs.description() or 'this reference system'}, and "
                "are empty. Reproject the layer to a system of the plane or of longitude and "
                "latitude."
            )

    def length(self, start: tuple[float, float], end: tuple[float, float]) -> float:
        """Return the length of a short way in meters, NaN where it is not known."""
        if not self.known:
            return math.nan
        points = np.array([start, end], dtype=np.float64)
        if self._axis is None:
            return float(np.hypot(*(points[1] - points[0]))) * self._unit
        (east, north), (east_end, north_end) = np.radians(self._degrees(points))
        latitude = (north + north_end) / 2
        turn = (east_end - east + math.pi) % (2 * math.pi) - math.pi
        root = 1 - self._squared * math.sin(latitude) ** 2
        across = self._axis / math.sqrt(root) * math.cos(latitude) * turn
        along = self._axis * (1 - self._squared) / root**1.5 * (north_end - north)
        return float(math.hypot(across, along))

    def lost(self, shapes: Sequence[bytes], values: Any) -> list[str]:
        """Say how many shapes have no area, where others have."""
        there = np.array([bool(shape) for shape in shapes], dtype=bool)
        count = int((there & ~np.isfinite(values)).sum())
        if not count or not self.known:
            return []
        return [
            f"{count:,} of {int(there.sum()):,} polygons cannot be measured, for they lie beyond "
            "where the coordinate reference system is defined. Areas leave them out."
        ]

    def areas(self, rings: Rings) -> Any:
        """Return the area inside each shape of ``rings`` (shapes,); NaN where not known."""
        values = self._areas(rings)
        for part in self._beyond(rings, values):
            values[part] = self._mesh(rings, part)
        values = np.where(rings.holes, -1.0, 1.0) * values
        found = np.zeros(rings.count)
        np.add.at(found, rings.shapes, values)
        found[np.bincount(rings.shapes, minlength=rings.count) == 0] = np.nan
        return found

    def _areas(self, rings: Rings) -> Any:
        """Return the area inside each ring (rings,)."""
        count = len(rings.starts)
        if not self.known or not count:
            return np.full(count, np.nan)
        owner = np.repeat(np.arange(count), rings.lengths)
        starting = np.ones(len(owner), dtype=bool)
        starting[rings.starts + rings.lengths - 1] = False
        edges = np.flatnonzero(starting)
        tails, heads = rings.points[edges], rings.points[edges + 1]
        owner = owner[edges]
        if self._axis is None:
            corner = rings.points[rings.starts][owner]
            (ax, ay), (bx, by) = (tails - corner).T, (heads - corner).T
            sums = np.bincount(owner, ax * by - ay * bx, minlength=count)
            return np.abs(sums) / 2 * self._unit**2
        meters = self._unit if self._transform is not None else self._unit * self._axis
        longest = np.zeros(count)
        np.maximum.at(longest, owner, np.hypot(*(heads - tails).T) * meters)
        # Twice as many steps as may be needed, so that there is something to compare with.
        steps = np.full(count, 2)
        far = np.isfinite(longest) & (longest > _STEP)
        steps[far] = 2 ** np.ceil(np.log2(longest[far] / _STEP) + 1).astype(np.int64)
        steps = np.minimum(steps, _FINEST)
        found = np.full(count, np.nan)
        first = np.searchsorted(owner, np.arange(count + 1))
        waiting = np.isfinite(longest) & (np.diff(first) > 0)
        while waiting.any():
            number = int(steps[waiting].min())
            now = np.flatnonzero(waiting & (steps == number))
            for some in _chunks(now, (first[now + 1] - first[now]) * number):
                stop_if_cancelled(self._feedback)
                chosen = np.zeros(count, dtype=bool)
                chosen[some] = True
                mine = chosen[owner]
                values, halves = self._follow(tails[mine], heads[mine], owner[mine], some, number)
                change = np.abs(values - halves)
                done = ~(change > _CLOSE * values) | (number >= _FINEST)
                # The error of steps falls with the square of their length.
                found[some] = values + (values - halves) / 3
                waiting[some] = ~done
            steps[now] *= 2
        return found

    def _beyond(self, rings: Rings, values: Any) -> list[Any]:
        """Return the rings that may reach beyond the edge of the world, a few at a time.

        Maps of the world in an oval, or as the disk that a satellite sees, have such an edge.
        """
        if self._transform is None or not len(values):
            return []
        bad = np.isnan(values)
        low, high = (ends(rings.points, axis=0) for ends in (np.fmin.reduce, np.fmax.reduce))
        around = low + (high - low) * np.array([[x, y] for x in (0, 0.5, 1) for y in (0, 0.5, 1)])
        if not self._repeats and not self._is_ground(around).all():
            beyond = ~self._is_ground(rings.points)
            bad |= np.add.reduceat(beyond.astype(np.int64), rings.starts) > 0
        places = np.flatnonzero(bad)
        if len(places):
            values[places] = np.nan
            corners = rings.points[
                rings.starts[places][:, None]
                + np.arange(5).clip(max=(rings.lengths[places] - 1)[:, None])
            ]
            even = corners[:, 0] + corners[:, 2] - corners[:, 1] - corners[:, 3]
            size = np.abs(corners[:, 2] - corners[:, 0]).max(axis=1)
            places = places[
                (rings.lengths[places] == 5) & (np.abs(even).max(axis=1) <= 1e-6 * size)
            ]
        return list(np.array_split(places, -(-len(places) // 100))) if len(places) else []

    def _mesh(self, rings: Rings, places: Any) -> Any:
        """Return the area of parallelograms as far as they lie on the world, piece by piece."""
        corners = rings.points[rings.starts[places][:, None] + np.arange(4)]
        side = int(np.clip(math.sqrt(200_000 / len(places)), 8, 64))
        shares = (np.arange(side) + 0.5) / side
        u, v = (part.reshape(1, -1, 1) for part in np.meshgrid(shares, shares))
        right, down = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
        middles = (corners[:, :1] + u * right[:, None] + v * down[:, None]).reshape(-1, 2)
        # A small piece in the middle of each, which does not cross the edge where that is on it.
        small = np.repeat(np.stack([right, down], axis=1) * (0.01 / side), side**2, axis=0)
        half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) / 2
        points = (middles[:, None] + half @ small).reshape(-1, 2)
        every = np.arange(len(middles))
        pieces = Rings(points, 5 * every, every < 0, every, every, len(every))
        areas = np.where(self._is_ground(middles), np.nan_to_num(self._areas(pieces)), 0.0)
        found = areas.reshape(len(places), -1).sum(axis=1) * 1e4
        return np.where(found > 0, found, np.nan)

    def _is_ground(self, points: Any) -> Any:
        """Tell which points (n, 2) are places on the ground: there and back is the same point."""
        assert self._transform is not None  # nosec B101 # only where there is one
        there = move_points(points, self._transform)
        back = QgsCoordinateTransform(
            self._transform.destinationCrs(), self._transform.sourceCrs(),
            QgsCoordinateTransformContext(),
        )  # fmt: skip
        off = np.abs(move_points(there, back) - points).max(axis=1)
        return off <= 1e-6 * np.abs(points).max(axis=1) + 1 / self._unit

    def _follow(self, tails: Any, heads: Any, owner: Any, some: Any, steps: int) -> tuple[Any, Any]:
        """Return the areas of rings by ``steps`` along each edge, and by half as many."""
        shares = np.arange(steps) / steps
        points = tails[:, None] + shares[:, None] * (heads - tails)[:, None]
        places = self._degrees(points.reshape(-1, 2))
        longitude, area = np.radians(places[:, 0]), self._zone(places[:, 1])
        shape = (len(tails), steps)
        starts = np.searchsorted(owner, some)
        ends = np.append(starts[1:], len(owner)) - 1
        following = np.arange(1, len(owner) + 1)
        following[ends] = starts
        reference = np.repeat(area.reshape(shape)[starts, 0], ends - starts + 1)
        pole = self._zone(np.where(reference >= 0, 90.0, -90.0))
        both = []
        for stride in (1, 2):
            lon = longitude.reshape(shape)[:, ::stride]
            q = area.reshape(shape)[:, ::stride] - reference[:, None]
            lon = np.concatenate([lon, lon[following, :1]], axis=1)
            q = np.concatenate([q, q[following, :1]], axis=1)
            step = np.diff(lon, axis=1)
            if self._transform is not None:  # longitudes of degrees go on, those found turn
                step -= 2 * math.pi * np.round(step / (2 * math.pi))
            swept = np.add.reduceat(((q[:, 1:] + q[:, :-1]) / 2 * step).sum(axis=1), starts)
            turns = np.round(np.add.reduceat(step.sum(axis=1), starts) / (2 * math.pi))
            # Around a pole, the area is what lies between the ring and the pole.
            swept += 2 * math.pi * turns * (reference - pole)[starts]
            both.append(np.abs(swept))
        return both[0], both[1]

    def _degrees(self, points: Any) -> Any:
        """Return longitude and latitude (n, 2) of points."""
        if self._transform is None:
            places = points * math.degrees(self._unit)
            places[:, 1] = places[:, 1].clip(-90, 90)  # there is no ground beyond the poles
            if self._spherical:
                at_center = np.radians(places[:, 1])
                places[:, 1] = np.degrees(
                    np.arctan2(np.sin(at_center), np.cos(at_center) * (1 - self._squared))
                )
            return places
        return move_points(points, self._transform)

    def _zone(self, latitude: Any) -> Any:
        """Return the area between equator and latitude (degrees) for each radian of longitude."""
        axis = self._axis or 0.0
        sine = np.sin(np.radians(latitude))
        if self._squared <= 0:
            return axis**2 * sine
        eccentricity = math.sqrt(self._squared)
        rest = sine / (1 - self._squared * sine**2)
        return (
            axis**2
            * (1 - self._squared)
            / 2
            * (rest + np.arctanh(eccentricity * sine) / eccentricity)
        )


def measure(
    shapes: Sequence[bytes], crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback, frame: Frame | None = None, hanging: bool = False,
) -> Areas:  # fmt: skip
    """Measure scenes (WKB, empty for those that do not count).

    ``frame`` is where the raster has pixels, if known; ``hanging`` tells that scenes may reach
    beyond it.
    """
    ground = Ground(crs, context, feedback)
    notes = [ground.note] if ground.note else []
    if frame is None and hanging:
        notes.append(_HANGING)
    values = np.full(len(shapes), np.nan)
    if ground.known:
        shapes = clipped(shapes, frame, crs, context)
        values = _shared(shapes, ground, feedback)
    return Areas(values, tuple(notes + ground.lost(shapes, values)))


def measure_polygons(
    shapes: Sequence[bytes], crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext,
    feedback: QgsProcessingFeedback, hanging: bool = False,
) -> Areas:  # fmt: skip
    """Measure polygons (WKB) that do not overlap, all of each."""
    ground = Ground(crs, context, feedback)
    values = np.concatenate(
        [np.empty(0), *(ground.areas(rings_of(some)) for some in _portions(shapes))]
    )
    notes = [note for note in (ground.note, _HANGING if hanging else "") if note]
    return Areas(values, tuple(notes + ground.lost(shapes, values)))


def clipped(
    shapes: Sequence[bytes], frame: Frame | None, crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> list[bytes]:  # fmt: skip
    """Cut off what reaches beyond the raster; empty where nothing is left."""
    if frame is None or not any(shapes):
        return list(shapes)
    border = frame.wkb
    if is_known(frame.crs) and is_known(crs) and frame.crs.toProj() != crs.toProj():
        transform = QgsCoordinateTransform(frame.crs, crs, context.transformContext())
        (border,), lost = move_polygons([border], transform)
        outside: list[int] = list(range(len(shapes)))
        if lost:
            return list(shapes)
    else:
        corners = np.array(frame.corners)
        sides = np.column_stack([corners[1] - corners[0], corners[3] - corners[0]])
        if not abs(np.linalg.det(sides)) > 0:
            return list(shapes)
        outside = []
        for start in range(0, len(shapes), _PART):
            rings = rings_of(shapes[start : start + _PART])
            inside = (rings.points - corners[0]) @ np.linalg.inv(sides).T
            beyond = ~((inside >= -_INSIDE) & (inside <= 1 + _INSIDE)).all(axis=1)
            owner = np.repeat(rings.shapes, rings.lengths)
            outside += (start + np.unique(owner[beyond])).tolist()
    whole = geometry_of(border)
    found = list(shapes)
    for number in outside:
        if found[number]:
            rest = polygons_of(_valid(found[number]).intersection(whole))
            found[number] = b"" if rest.isNull() or rest.isEmpty() else bytes(rest.asWkb())
    # A frame that all scenes lie outside of is that of something else.
    return found if any(found) else list(shapes)


def _shared(shapes: Sequence[bytes], ground: Ground, feedback: QgsProcessingFeedback) -> Any:
    """Return the area of each shape, with its part of what several cover; NaN for none."""
    there = np.flatnonzero(np.array([bool(shape) for shape in shapes]))
    found = np.full(len(shapes), np.nan)
    if not len(there):
        return found
    kept = [shapes[number] for number in there.tolist()]
    lattice = find_rectangles(kept)
    values = None if lattice is None else _on_lattice(lattice, ground)
    if values is None:
        values = _by_polygons(kept, ground, feedback)
    found[there] = values
    return found


def _on_lattice(lattice: Any, ground: Ground) -> Any:
    """Measure each cell of a grid once; None where it has too many of them."""
    left, bottom, right, top = lattice.places.T
    covers = np.zeros((len(lattice.ys), len(lattice.xs)), dtype=np.int64)
    for rows, columns, sign in ((bottom, left, 1), (bottom, right, -1), (top, left, -1),
                                (top, right, 1)):  # fmt: skip
        np.add.at(covers, (rows, columns), sign)
    covers = covers.cumsum(axis=0).cumsum(axis=1)[:-1, :-1]
    rows, columns = np.nonzero(covers)
    if len(rows) > _MOST_CELLS:
        return None
    values = np.empty(len(rows))
    for start in range(0, len(rows), _PART):
        some = slice(start, start + _PART)
        x0, x1 = lattice.xs[columns[some]], lattice.xs[columns[some] + 1]
        y0, y1 = lattice.ys[rows[some]], lattice.ys[rows[some] + 1]
        points = lattice.on_map(
            np.stack([x0, x1, x1, x0, x0], axis=1).ravel(),
            np.stack([y0, y0, y1, y1, y0], axis=1).ravel(),
        )
        every = np.arange(len(x0))
        cells = Rings(points, 5 * every, every < 0, every, every, len(every))
        values[some] = ground.areas(cells)
    values /= covers[rows, columns]
    sums = []
    for part in (np.nan_to_num(values), np.isnan(values)):
        table = np.zeros((len(lattice.ys), len(lattice.xs)))
        table[rows + 1, columns + 1] = part
        table = table.cumsum(axis=0).cumsum(axis=1)
        sums.append(
            table[top, right] - table[bottom, right] - table[top, left] + table[bottom, left]
        )
    return np.where(np.round(sums[1]) > 0, np.nan, sums[0])


def _by_polygons(shapes: Sequence[bytes], ground: Ground, feedback: QgsProcessingFeedback) -> Any:
    """Measure polygons of any form."""
    geometries = [_valid(shape) for shape in shapes]
    values = ground.areas(rings_of([bytes(polygons_of(g).asWkb()) for g in geometries]))
    union = QgsGeometry.unaryUnion(geometries).area()
    if abs(sum(geometry.area() for geometry in geometries) - union) <= _APART * union:
        return values
    index = QgsSpatialIndex()
    for number, geometry in enumerate(geometries):
        feature = QgsFeature(number)
        feature.setGeometry(geometry)
        index.addFeature(feature)
    parents = list(range(len(shapes)))

    def group(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for number, geometry in enumerate(geometries):
        if number % _BLOCK == 0:
            stop_if_cancelled(feedback)
        box = geometry.boundingBox()
        engine = None
        for other in index.intersects(box):
            if other <= number or not _overlap(box, geometries[other].boundingBox()):
                continue
            if engine is None:
                engine = QgsGeometry.createGeometryEngine(geometry.constGet())
                engine.prepareGeometry()
            if engine.relatePattern(geometries[other].constGet(), "T********"):
                parents[group(other)] = group(number)
    groups: dict[int, list[int]] = {}
    for number in range(len(shapes)):
        groups.setdefault(group(number), []).append(number)
    for members in groups.values():
        if len(members) > 1:
            stop_if_cancelled(feedback)
            _divide(members, geometries, ground, values)
    return values


def _divide(members: list[int], geometries: list[QgsGeometry], ground: Ground, values: Any) -> None:
    """Share what overlaps: each piece between all lines belongs to those that it lies in."""
    lines = [QgsGeometry(geometries[number].constGet().boundary()) for number in members]
    pieces = QgsGeometry.polygonize([QgsGeometry.unaryUnion(lines)]).asGeometryCollection()
    areas = ground.areas(rings_of([bytes(piece.asWkb()) for piece in pieces]))
    index = QgsSpatialIndex()
    middles = []
    for number, piece in enumerate(pieces):
        middle = piece.pointOnSurface()
        feature = QgsFeature(number)
        feature.setGeometry(middle)
        index.addFeature(feature)
        middles.append(middle)
    inside: dict[int, list[int]] = {}
    for member in members:
        engine = QgsGeometry.createGeometryEngine(geometries[member].constGet())
        engine.prepareGeometry()
        inside[member] = [
            number
            for number in index.intersects(geometries[member].boundingBox())
            if engine.intersects(middles[number].constGet())
        ]
    covers = np.zeros(len(pieces))
    for numbers in inside.values():
        covers[numbers] += 1
    for member, numbers in inside.items():
        values[member] = float((areas[numbers] / covers[numbers]).sum())


def _overlap(one: QgsRectangle, other: QgsRectangle) -> bool:
    """Tell whether boxes have more than an edge in common."""
    width = min(one.xMaximum(), other.xMaximum()) - max(one.xMinimum(), other.xMinimum())
    height = min(one.yMaximum(), other.yMaximum()) - max(one.yMinimum(), other.yMinimum())
    slack = 1e-9
    return width > slack * one.width() and height > slack * one.height()


def _valid(wkb: bytes) -> QgsGeometry:
    geometry = polygons_of(geometry_of(wkb))
    return geometry if geometry.isGeosValid() else polygons_of(geometry.makeValid())


def _portions(shapes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Divide polygons so that no part has too many points, or it is one polygon."""
    parts = np.cumsum([len(shape) for shape in shapes]) // (16 * _CHUNK)
    ends = [*(np.flatnonzero(np.diff(parts)) + 1).tolist(), len(shapes)]
    for start, end in zip([0, *ends], ends):
        yield shapes[start:end]


def _chunks(rings: Any, points: Any) -> Iterator[Any]:
    """Divide rings so that no part has too many points."""
    parts = np.cumsum(points) // _CHUNK
    yield from np.split(rings, np.flatnonzero(np.diff(parts)) + 1)


def _unit_of(wkt: str) -> float:
    """Return the unit of the axes: meters, or radians."""
    _, axes, rest = wkt.partition(",CS[")
    found = _UNIT.search(rest) if axes else None
    if found is None:  # WKT 1: the last unit is that of the system
        units = _UNIT.findall(wkt)
        return float(units[-1]) if units else 1.0
    return float(found.group(1))


def _base_of(wkt: str) -> QgsCoordinateReferenceSystem:
    """Return the system of longitude and latitude that a projected one is based on.

    By its definition, for not all of them have a code, and no datum or planet comes between.
    """
    found = re.search(r"BASEGEO(?:G|D)CRS\[", wkt)
    if found is None:
        return QgsCoordinateReferenceSystem()
    depth, quoted = 1, False
    end = found.end()
    while depth and end < len(wkt):
        quoted ^= wkt[end] == '"'
        depth += 0 if quoted else {"[": 1, "]": -1}.get(wkt[end], 0)
        end += 1
    body = re.sub(r',ID\["[^"]*",[^\[\]]*\]\]$', "]", wkt[found.end() : end])
    return QgsCoordinateReferenceSystem.fromWkt("GEOGCRS[" + body[:-1] + _DEGREES)

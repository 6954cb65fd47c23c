"""The areas of classes on a grid are what the union of their scenes has, as QGIS computes it."""

from __future__ import annotations

import numpy as np
import pytest

TURNS = {"upright": ((1, 0), (0, -1)), "turned": ((0.8, 0.6), (0.6, -0.8))}


def scenes_of(stride, turn):
    """WKB of 9 x 11 scenes of 20 m, their classes, and probabilities that differ."""
    from qgis.core import QgsGeometry, QgsPointXY

    random = np.random.default_rng(stride)
    shapes = []
    for row in range(9):
        for col in range(11):
            x, y = col * stride, row * stride
            ring = np.array([(x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20), (x, y)])
            points = ring @ np.array(turn).T + (500_000, 5_000_000)
            polygon = QgsGeometry.fromPolygonXY([[QgsPointXY(*point) for point in points]])
            shapes.append(bytes(polygon.asWkb()))
    count = len(shapes)
    return shapes, random.integers(-1, 3, count), random.permutation(count) / count


def unions_of(shapes, places, probabilities):
    """Areas of classes, scene by scene: each takes from the less sure ones what it covers."""
    from qgis.core import QgsGeometry

    areas = [QgsGeometry() for _ in range(3)]
    for scene in np.argsort(probabilities).tolist():
        if places[scene] < 0:
            continue
        shape = QgsGeometry()
        shape.fromWkb(shapes[scene])
        for place, area in enumerate(areas):
            if place == places[scene]:
                areas[place] = shape if area.isNull() else area.combine(shape)
            elif not area.isNull():
                areas[place] = area.difference(shape)
    return areas


@pytest.mark.parametrize("single", [False, True], ids=["classes", "areas"])
@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
@pytest.mark.parametrize("stride", [20, 10, 15])
def test_areas_are_unions(qgis_app, stride, turn, single):
    from qgis.core import QgsGeometry, QgsProcessingFeedback

    from rs_deepcluster_plugin.processing.layers.dissolve import dissolve

    shapes, places, probabilities = scenes_of(stride, turn)
    found = dissolve(shapes, places, probabilities, 3, single, QgsProcessingFeedback(False))
    geometries = []
    for wkb in found.wkbs:
        geometries.append(QgsGeometry())
        geometries[-1].fromWkb(wkb)
        assert geometries[-1].isGeosValid()
    assert found.places.tolist() == sorted(found.places.tolist())
    for place, whole in enumerate(unions_of(shapes, places, probabilities)):
        mine = np.flatnonzero(found.places == place)
        parts = [part for k in mine for part in geometries[k].asGeometryCollection()]
        # What GEOS cuts out of turned scenes leaves slivers as thin as its rounding.
        wanted = [part for part in whole.asGeometryCollection() if part.area() > 1e-3]
        assert len(parts) == len(wanted)
        assert sum(part.area() for part in parts) == pytest.approx(whole.area())
        both = QgsGeometry.unaryUnion(parts).intersection(whole)
        assert both.area() == pytest.approx(whole.area())
        if turn is TURNS["upright"]:
            holes = [sorted(len(part.asPolygon()) - 1 for part in some) for some in (parts, wanted)]
            assert holes[0] == holes[1]
        own = found.scenes[np.isin(found.owners, mine)]
        if not single:
            assert sorted(own.tolist()) == np.flatnonzero(places == place).tolist()
        assert set(places[own]) <= {place}
    if single:
        for area, geometry in enumerate(geometries):
            middles = []
            for scene in np.flatnonzero(places == found.places[area]).tolist():
                shape = QgsGeometry()
                shape.fromWkb(shapes[scene])
                inside = geometry.distance(shape.centroid()) < 1e-6
                border = QgsGeometry(geometry.constGet().boundary())
                if inside and border.distance(shape.centroid()) > 1e-6:
                    middles.append(scene)
            assert sorted(found.scenes[found.owners == area].tolist()) == middles


def test_a_scene_that_a_surer_one_hides_counts_for_its_class_and_for_no_area(qgis_app):
    from qgis.core import QgsProcessingFeedback

    from rs_deepcluster_plugin.processing.layers.dissolve import dissolve

    shapes, _, _ = scenes_of(20, TURNS["upright"])
    shapes = [shapes[0], shapes[0], shapes[1]]
    places, sure = np.array([0, 1, 0]), np.array([0.3, 0.9, 0.5])
    for single, scenes in ((False, [0, 1, 2]), (True, [1, 2])):
        found = dissolve(shapes, places, sure, 2, single, QgsProcessingFeedback(False))
        assert found.places.tolist() == [0, 1]
        assert sorted(found.scenes.tolist()) == scenes

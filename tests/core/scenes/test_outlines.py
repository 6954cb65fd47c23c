"""Outlines of areas of equal cells are what shapely's union of these cells has."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely

from rs_deepcluster_plugin.core.scenes.outlines import find_areas, trace_outlines


def polygons_of(found):
    """Areas as polygons of shapely, and their values."""
    ends = np.append(found.starts[1:], len(found.corners))
    rings = {}
    for start, end, owner in zip(found.starts, ends, found.owners.tolist()):
        rings.setdefault(owner, []).append(found.corners[start:end])
    assert list(rings) == list(range(len(found.values)))
    return [shapely.Polygon(first, holes) for first, *holes in rings.values()]


def check(cells):
    found = trace_outlines(cells)
    polygons = np.array(polygons_of(found), dtype=object)
    assert shapely.is_valid(polygons).all()
    for area, polygon in enumerate(polygons.tolist()):
        assert polygon.exterior.is_ccw
        assert polygon.area == (found.areas == area).sum()
    for value in np.unique(cells[cells >= 0]).tolist():
        rows, cols = np.nonzero(cells == value)
        whole = shapely.union_all(shapely.box(cols, rows, cols + 1, rows + 1)).simplify(0)
        wanted = shapely.get_parts(whole)
        own = polygons[found.values == value]
        assert shapely.MultiPolygon(own.tolist()).equals(whole)
        assert len(own) == len(wanted)
        holes = [sorted(shapely.get_num_interior_rings(part)) for part in (own, wanted)]
        assert holes[0] == holes[1]
        # No corner lies on a straight edge; of GEOS's, the first one of a ring may.
        assert shapely.get_num_coordinates(own).sum() <= shapely.get_num_coordinates(wanted).sum()


@pytest.mark.parametrize("values", [1, 2, 3])
def test_outlines_are_those_of_a_union(values):
    random = np.random.default_rng(values)
    for _ in range(60):
        check(random.integers(-1, values, random.integers(1, 14, 2)))
    check(random.integers(-1, values, (40, 50)))


def test_what_an_area_encloses_at_a_corner_alone_is_a_hole():
    # The cell in the middle meets what is outside at one corner.
    cells = np.array([[0, 0, -1], [0, -1, 0], [0, 0, 0]])
    found = trace_outlines(cells)
    (polygon,) = polygons_of(found)
    assert (polygon.area, len(polygon.interiors)) == (7, 1)
    assert polygon.interiors[0].intersection(polygon.exterior).equals(shapely.Point(2, 1))
    # Two cells that meet at a corner are two areas, and a frame has a hole.
    assert trace_outlines(np.array([[0, 1], [1, 0]])).values.tolist() == [0, 0, 1, 1]
    frame = np.pad(np.full((1, 2), -1), 1, constant_values=4)
    (polygon,) = polygons_of(trace_outlines(frame))
    assert polygon.equals(shapely.box(0, 0, 4, 3).difference(shapely.box(1, 1, 3, 2)))


def test_a_long_way_is_one_area():
    # A snake of a hundred bends, and one of a comb's teeth that only its back joins.
    snake = np.full((201, 50), -1)
    snake[::2] = 7
    snake[1::4, -1] = snake[3::4, 0] = 7
    comb = np.full((200, 51), -1)
    comb[:, ::2], comb[-1] = 7, 7
    for cells in (snake, comb):
        assert find_areas(cells)[1].tolist() == [7]
        check(cells)


def test_cells_without_a_value_have_no_outlines():
    found = trace_outlines(np.full((3, 4), -1))
    assert (len(found.values), len(found.starts)) == (0, 0)
    assert (found.areas == -1).all()


def test_a_million_cells_in_no_order_take_seconds():
    cells = np.random.default_rng(0).integers(0, 10, (1000, 1000))
    start = time.process_time()
    found = trace_outlines(cells)
    assert time.process_time() - start < 15
    columns, rows = found.corners.astype(np.float64).T
    ring = np.cumsum(np.isin(np.arange(len(rows)), found.starts)) - 1
    inside = ring[1:] == ring[:-1]
    swept = (columns[:-1] * rows[1:] - columns[1:] * rows[:-1])[inside]
    areas = np.bincount(ring[1:][inside], swept) / 2
    assert np.bincount(found.owners, areas).tolist() == np.bincount(found.areas.ravel()).tolist()

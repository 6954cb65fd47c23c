from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.scenes.grid import (
    GridSettings,
    grid_of_polygons,
    make_grid,
    map_to_pixel,
    pixel_to_map,
)


def rotated(angle, across=10.0, down=-10.0):
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return (500_000.0, across * c, -down * s, 5_000_000.0, across * s, down * c)


TRANSFORMS = {
    "north up": (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0),
    "south up": (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, 10.0),
    "rotated": rotated(31.7),
    "rotated, not square": rotated(-77.0, 3.0, -7.5),
    "not square": (-13_651_650.0, 30.0, 0.0, 4_576_290.0, 0.0, -12.5),
    "degrees": (20.412345678901234, 2.2e-5, 0.0, -34.0123456789, 0.0, -2.1e-5),
    "sheared": (0.0, 2.0, 0.3, 100.0, -0.1, -2.0),
}
every_transform = pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=TRANSFORMS)
NORTH_UP = TRANSFORMS["north up"]


def polygons_grid(transform, shape, geometries):
    n = len(geometries)
    wkb = np.asarray(geometries, dtype=object)
    zeros = np.zeros(n, dtype=np.int64)
    return grid_of_polygons(transform, shape, wkb, np.arange(1, n + 1), zeros, zeros)


def times_covered(grid, shape):
    """How often each pixel of the raster lies in a scene."""
    covered = np.zeros(shape, dtype=int)
    for col, row, width, height in grid.windows:
        covered[max(row, 0) : row + height, max(col, 0) : col + width] += 1
    return covered


@every_transform
def test_corners_lie_on_pixel_corners_of_the_rasters_transform(transform):
    shape = (20_011, 30_007)
    grid = make_grid(transform, shape, GridSettings(size=997, stride=501, edges="keep"))
    rings = shapely.get_coordinates(shapely.from_wkb(grid.wkb())).reshape(-1, 5, 2)
    # The expected corners, in the order of the ring, computed apart from the code under test.
    x0, xc, xr, y0, yc, yr = (np.longdouble(v) for v in transform)
    for corner, (dc, dr) in enumerate([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]):
        col = np.longdouble(grid.windows[:, 0] + dc * grid.windows[:, 2])
        row = np.longdouble(grid.windows[:, 1] + dr * grid.windows[:, 3])
        dx = rings[:, corner, 0] - (x0 + col * xc + row * xr)
        dy = rings[:, corner, 1] - (y0 + col * yc + row * yr)
        determinant = xc * yr - xr * yc
        assert float(np.abs((dx * yr - dy * xr) / determinant).max()) < 1e-6
        assert float(np.abs((dy * xc - dx * yc) / determinant).max()) < 1e-6


@every_transform
def test_map_coordinates_turn_back_into_the_same_pixels(transform):
    cols, rows = np.array([0.0, 12.5, 29_999.0]), np.array([0.0, 7.25, 19_999.0])
    back = map_to_pixel(transform, *pixel_to_map(transform, cols, rows))
    np.testing.assert_allclose(back, (cols, rows), atol=1e-6)


def test_neighbors_share_their_corners_exactly():
    grid = make_grid(TRANSFORMS["degrees"], (500, 500), GridSettings(size=37))
    rings = shapely.get_coordinates(shapely.from_wkb(grid.wkb())).reshape(-1, 5, 2)
    place = {(r, c): i for i, (r, c) in enumerate(zip(grid.rows, grid.cols))}
    for (row, col), i in place.items():
        if (row, col + 1) in place:
            right = rings[place[row, col + 1]]
            assert (rings[i, 1] == right[0]).all()
            assert (rings[i, 2] == right[3]).all()


def test_scenes_come_in_reading_order_with_their_places():
    grid = make_grid(NORTH_UP, (100, 150), GridSettings(size=50))
    assert grid.scene_ids.tolist() == [1, 2, 3, 4, 5, 6]
    assert grid.rows.tolist() == [0, 0, 0, 1, 1, 1]
    assert grid.cols.tolist() == [0, 1, 2, 0, 1, 2]
    assert grid.windows[4].tolist() == [50, 50, 50, 50]


def test_sizes_in_map_units_become_pixels_along_each_axis():
    settings = GridSettings(size=300.0, stride=150.0, units="map")
    grid = make_grid(TRANSFORMS["not square"], (1000, 1000), settings)
    assert grid.windows[0].tolist() == [0, 0, 10, 24]
    assert grid.stride == (5, 12)
    turned = make_grid(rotated(40, 30.0, -12.5), (1000, 1000), settings)
    assert (turned.windows == grid.windows).all()


def test_a_size_in_degrees_works():
    settings = GridSettings(size=0.0022, units="map")
    assert make_grid(TRANSFORMS["degrees"], (500, 500), settings).windows[0, 2] == 100


@pytest.mark.parametrize("stride", [7, 16, 30, None])
@pytest.mark.parametrize("shape", [(16, 16), (100, 131), (97, 16), (96, 128)])
def test_kept_edges_cover_every_pixel_without_useless_scenes(stride, shape):
    grid = make_grid(NORTH_UP, shape, GridSettings(size=16, stride=stride, edges="keep"))
    covered = times_covered(grid, shape)
    step = stride or 16
    if step <= 16:
        assert covered.min() >= 1
    else:  # gaps are where they should be
        lone = np.add.outer(np.arange(shape[0]) % step >= 16, np.arange(shape[1]) % step >= 16)
        assert ((covered == 0) == lone).all()
    # every scene has pixels, and the last row and column are needed for the edge
    assert (grid.windows[:, 0] < shape[1]).all()
    assert (grid.windows[:, 1] < shape[0]).all()
    without_last = grid.windows[grid.cols < grid.cols.max()]
    if step <= 16 and len(without_last):
        assert (without_last[:, 0] + 16).max() < shape[1]


def footprints_of(grid):
    """Left, top, width and height of the footprints in pixels, from their shapes alone."""
    rings = shapely.get_coordinates(shapely.from_wkb(grid.wkb()))
    cols, rows = map_to_pixel(grid.transform, rings[:, 0], rings[:, 1])
    cols, rows = np.rint(cols).reshape(-1, 5), np.rint(rows).reshape(-1, 5)
    low = np.stack([cols.min(axis=1), rows.min(axis=1)], axis=1)
    size = np.stack([np.ptp(cols, axis=1), np.ptp(rows, axis=1)], axis=1)
    return np.concatenate([low, size], axis=1).astype(int)


@every_transform
@pytest.mark.parametrize("stride", [7, 16, 30, None])
@pytest.mark.parametrize("shape", [(16, 16), (100, 131), (97, 16), (96, 128)])
def test_shifted_scenes_are_whole_and_footprints_cover_each_pixel_once(transform, stride, shape):
    grid = make_grid(transform, shape, GridSettings(size=16, stride=stride))
    kept = make_grid(transform, shape, GridSettings(size=16, stride=stride, edges="keep"))
    assert len(grid) == len(kept)
    assert (grid.windows[:, 2:] == 16).all()
    assert (grid.windows[:, :2] >= 0).all()
    assert (grid.windows[:, :2] + 16 <= shape[::-1]).all()
    shown = footprints_of(grid)
    # What scenes stand for is what hung over, as far as it lies on the raster.
    ends = np.minimum(kept.windows[:, :2] + 16, shape[::-1])
    np.testing.assert_array_equal(shown[:, :2], kept.windows[:, :2])
    np.testing.assert_array_equal(shown[:, :2] + shown[:, 2:], ends)
    # And each scene has seen the ground that it stands for.
    assert (grid.windows[:, :2] <= shown[:, :2]).all()
    assert (grid.windows[:, :2] + 16 >= ends).all()
    if stride in (16, None):
        covered = np.zeros(shape, dtype=int)
        for col, row, width, height in shown:
            covered[row : row + height, col : col + width] += 1
        assert (covered == 1).all()
        whole = box(0, 0, shape[1], shape[0]).area * abs(
            transform[1] * transform[5] - transform[2] * transform[4]
        )
        assert shapely.area(shapely.from_wkb(grid.wkb())).sum() == pytest.approx(whole, rel=1e-9)


def test_shifted_scenes_stay_in_their_extent_and_their_mask():
    extent = extent_of(NORTH_UP, 10, 20, 50, 40)
    grid = make_grid(NORTH_UP, (100, 120), GridSettings(size=16, extent=extent))
    assert grid.windows[:, 0].max() == 60 - 16
    assert grid.windows[:, 1].max() == 60 - 16
    strip = box(*extent_of(NORTH_UP, 59, 20, 1, 40)).wkb  # the last column of pixels only
    masked = make_grid(NORTH_UP, (100, 120), GridSettings(size=16, extent=extent, mask=strip))
    assert set(masked.cols) == {3}
    assert set(masked.windows[:, 0]) == {44}
    assert (footprints_of(masked)[:, 2] == 2).all()


def test_edges_of_a_kind_that_is_none_are_refused():
    with pytest.raises(SceneError, match="There is no 'bend' for edges; choose one of shift, keep"):
        make_grid(NORTH_UP, (50, 50), GridSettings(size=20, edges="bend"))


@every_transform
@pytest.mark.parametrize("stride", [31, 48, 70])
def test_polygons_of_a_shifted_grid_give_back_whole_windows(transform, stride):
    shape = (300, 410)
    grid = make_grid(transform, shape, GridSettings(size=48, stride=stride))
    assert grid.footprints is not None
    for kept in (slice(None), slice(5, None), np.flatnonzero(grid.cols > 2)):
        wkb = grid.wkb()[kept]
        ids, rows, cols = grid.scene_ids[kept], grid.rows[kept], grid.cols[kept]
        back = grid_of_polygons(transform, shape, wkb, ids, rows, cols)
        np.testing.assert_array_equal(back.windows, grid.windows[kept])
        assert list(back.wkb()) == list(wkb)
        assert back.stride == (stride, stride)


def test_polygons_of_others_are_not_made_whole():
    """Polygons in a row of which the last is narrower, numbered by their order: no grid of ours."""
    shapes = [box(*extent_of(NORTH_UP, 10 * i, 0, 10 if i < 3 else 4, 10)).wkb for i in range(4)]
    wkb, zeros = np.asarray(shapes, dtype=object), np.zeros(4, dtype=np.int64)
    numbers = np.arange(1, 5)
    grid = grid_of_polygons(NORTH_UP, (100, 100), wkb, numbers, numbers, zeros)
    assert grid.windows[:, 2].tolist() == [10, 10, 10, 4]
    stacked = [box(*extent_of(NORTH_UP, 0, 10 * i, 10, 10 if i < 3 else 4)).wkb for i in range(4)]
    wkb = np.asarray(stacked, dtype=object)
    grid = grid_of_polygons(NORTH_UP, (100, 100), wkb, numbers, numbers, zeros)
    assert grid.windows[:, 3].tolist() == [10, 10, 10, 4]


@pytest.mark.parametrize("stride", [None, 10, 25])
def test_shifted_scenes_are_neighbors_on_their_grid_and_its_lattice(stride):
    from rs_deepcluster_plugin.core.scenes.neighbors import grid_cells
    from rs_deepcluster_plugin.core.scenes.rectangles import find_rectangles

    grid = make_grid(NORTH_UP, (101, 122), GridSettings(size=20, stride=stride))
    cells = grid_cells(grid.rows, grid.cols, grid.wkb())
    np.testing.assert_array_equal(cells, np.stack([grid.rows, grid.cols], axis=1))
    lattice = find_rectangles([bytes(shape) for shape in grid.wkb()])
    assert lattice is not None
    sides = lattice.xs[lattice.places[:, 2]] - lattice.xs[lattice.places[:, 0]]
    np.testing.assert_allclose(sides, footprints_of(grid)[:, 2] * NORTH_UP[1])


@pytest.mark.parametrize("stride", [7, 16, 30])
@pytest.mark.parametrize("shape", [(16, 16), (100, 131), (97, 16)])
def test_dropped_edges_leave_nothing_hanging_over(stride, shape):
    grid = make_grid(NORTH_UP, shape, GridSettings(size=16, stride=stride, edges="drop"))
    assert (grid.windows[:, 0] + 16).max() <= shape[1]
    assert (grid.windows[:, 1] + 16).max() <= shape[0]
    # and no further scene would have fitted
    assert (grid.windows[:, 0] + stride + 16).max() > shape[1]
    assert (grid.windows[:, 1] + stride + 16).max() > shape[0]


def extent_of(transform, col, row, width, height):
    xs, ys = pixel_to_map(transform, np.array([col, col + width]), np.array([row, row + height]))
    return (min(xs), min(ys), max(xs), max(ys))


@pytest.mark.parametrize("name", ["north up", "south up", "degrees", "not square"])
def test_an_extent_on_pixel_edges_takes_exactly_those_pixels(name):
    transform = TRANSFORMS[name]
    extent = extent_of(transform, 30, 40, 64, 32)
    grid = make_grid(transform, (200, 200), GridSettings(size=32, extent=extent))
    assert grid.windows.tolist() == [[30, 40, 32, 32], [62, 40, 32, 32]]


def test_an_extent_through_pixels_takes_all_pixels_it_touches():
    extent = extent_of(NORTH_UP, 10.5, 20.5, 4.2, 3.2)
    grid = make_grid(NORTH_UP, (200, 200), GridSettings(size=1, extent=extent))
    assert grid.windows[0].tolist() == [10, 20, 1, 1]
    assert len(grid) == 5 * 4


def test_an_extent_beyond_the_raster_is_cut_at_its_edge():
    extent = extent_of(NORTH_UP, -50, 150, 100, 100)
    grid = make_grid(NORTH_UP, (200, 200), GridSettings(size=10, extent=extent))
    assert grid.windows[0].tolist() == [0, 150, 10, 10]
    assert len(grid) == 25


def test_an_extent_beside_the_raster_is_refused():
    extent = extent_of(NORTH_UP, 500, 500, 100, 100)
    with pytest.raises(SceneError, match="does not overlap the raster"):
        make_grid(NORTH_UP, (200, 200), GridSettings(size=10, extent=extent))


def test_an_extent_that_only_touches_the_raster_is_refused():
    extent = extent_of(NORTH_UP, 200, 0, 10, 10)
    with pytest.raises(SceneError, match="does not overlap"):
        make_grid(NORTH_UP, (200, 200), GridSettings(size=10, extent=extent))


def masked(transform, shape, shapes, **settings):
    mask = shapely.to_wkb(shapes)
    return make_grid(transform, shape, GridSettings(size=10, mask=mask, **settings))


def test_a_mask_keeps_the_scenes_that_share_area_with_it():
    mask = box(*extent_of(NORTH_UP, 20, 20, 10, 15))  # one scene exactly, half of the one below
    grid = masked(NORTH_UP, (100, 100), mask)
    assert list(zip(grid.rows.tolist(), grid.cols.tolist())) == [(2, 2), (3, 2)]
    assert grid.scene_ids.tolist() == [1, 2]


def test_a_hole_in_the_mask_leaves_its_scenes_out():
    ring = box(*extent_of(NORTH_UP, 0, 0, 50, 50)).difference(
        box(*extent_of(NORTH_UP, 20, 20, 10, 10))
    )
    grid = masked(NORTH_UP, (50, 50), MultiPolygon([ring]))
    assert len(grid) == 24
    assert (2, 2) not in set(zip(grid.rows.tolist(), grid.cols.tolist()))


def test_a_mask_that_crosses_itself_is_repaired():
    (x0, y0, x1, y1) = extent_of(NORTH_UP, 0, 0, 100, 100)
    bow = Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])
    assert not bow.is_valid
    grid = masked(NORTH_UP, (100, 100), bow)
    places = set(zip(grid.rows.tolist(), grid.cols.tolist()))
    assert (5, 0) in places
    assert (0, 5) not in places


def test_a_mask_that_no_scene_touches_is_refused():
    with pytest.raises(SceneError, match="No scene touches the mask"):
        masked(NORTH_UP, (100, 100), box(0, 0, 1, 1))


def test_a_mask_that_cannot_be_read_is_refused():
    with pytest.raises(SceneError, match="mask polygons cannot be read"):
        make_grid(NORTH_UP, (100, 100), GridSettings(size=10, mask=b"not wkb"))


@pytest.mark.parametrize("size", [0, -5, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["size", "stride"])
@pytest.mark.parametrize("units", ["pixels", "map"])
def test_a_length_that_is_not_above_zero_is_refused(size, name, units):
    values = {"size": 10.0, "stride": 10.0, name: size}
    with pytest.raises(SceneError, match=f"The scene {name} is .*greater than zero"):
        make_grid(NORTH_UP, (100, 100), GridSettings(**values, units=units))


def test_a_fraction_of_a_pixel_is_refused():
    with pytest.raises(SceneError, match="12.5 pixels. Choose a whole number"):
        make_grid(NORTH_UP, (100, 100), GridSettings(size=12.5))


def test_a_size_in_map_units_below_a_pixel_is_refused():
    with pytest.raises(SceneError, match="smaller than a pixel"):
        make_grid(NORTH_UP, (100, 100), GridSettings(size=3, units="map"))


@pytest.mark.parametrize("size", [101, 1e12, 1e300])
@pytest.mark.parametrize("units", ["pixels", "map"])
def test_a_scene_larger_than_the_raster_is_refused(size, units):
    size = size * 10 if units == "map" else size
    with pytest.raises(SceneError, match=r"larger than the raster \(100 x 100 pixels\)"):
        make_grid(NORTH_UP, (100, 100), GridSettings(size=size, units=units))


def test_a_scene_larger_than_the_extent_is_refused():
    extent = extent_of(NORTH_UP, 0, 0, 20, 20)
    with pytest.raises(SceneError, match="larger than the extent"):
        make_grid(NORTH_UP, (100, 100), GridSettings(size=21, extent=extent))


def test_a_stride_beyond_the_raster_gives_one_scene():
    assert len(make_grid(NORTH_UP, (100, 100), GridSettings(size=10, stride=1e300))) == 1


def test_a_scene_that_no_memory_holds_is_refused():
    with pytest.raises(SceneError, match="at most 8192 x 8192"):
        make_grid(NORTH_UP, (30_000, 30_000), GridSettings(size=20_000))


def test_more_scenes_than_anyone_can_use_are_refused():
    with pytest.raises(SceneError, match="Choose a larger scene size"):
        make_grid(NORTH_UP, (100_000, 100_000), GridSettings(size=1))


def test_a_transform_without_area_is_refused():
    with pytest.raises(RasterError, match="has no area"):
        make_grid((0, 0, 0, 0, 0, 0), (9, 9), GridSettings(size=3, extent=(0, 0, 1, 1)))


@every_transform
def test_polygons_give_back_the_windows_they_were_made_of(transform):
    shape = (300, 410)
    grid = make_grid(transform, shape, GridSettings(size=48, stride=31, edges="keep"))
    back = polygons_grid(transform, shape, grid.wkb())
    assert (back.windows == grid.windows).all()
    assert list(back.wkb()) == list(grid.wkb())


@every_transform
def test_polygons_keep_their_windows_after_the_noise_of_a_reprojection(transform):
    shape = (300, 410)
    grid = make_grid(transform, shape, GridSettings(size=48, edges="keep"))
    rings = shapely.get_coordinates(shapely.from_wkb(grid.wkb()))
    cols, rows = map_to_pixel(transform, rings[:, 0], rings[:, 1])
    noise = np.random.default_rng(0).uniform(-1e-4, 1e-4, (2, len(cols)))
    noisy = np.stack(pixel_to_map(transform, cols + noise[0], rows + noise[1]), axis=1)
    shapes = shapely.to_wkb(shapely.polygons(noisy.reshape(-1, 5, 2)))
    assert (polygons_grid(transform, shape, shapes).windows == grid.windows).all()


def test_any_polygon_becomes_the_smallest_window_around_it():
    triangle = Polygon(
        list(zip(*pixel_to_map(NORTH_UP, np.array([5.5, 9.2, 7.0]), np.array([3.0, 3.0, 8.5]))))
    )
    grid = polygons_grid(NORTH_UP, (100, 100), [triangle.wkb])
    assert grid.windows.tolist() == [[5, 3, 5, 6]]


def test_a_polygon_beside_the_raster_keeps_its_row_with_an_empty_window():
    inside = box(*extent_of(NORTH_UP, 10, 10, 10, 10))
    beside = box(*extent_of(NORTH_UP, 200, 10, 10, 10))
    touching = box(*extent_of(NORTH_UP, 100, 10, 10, 10))
    over = box(*extent_of(NORTH_UP, 95, 95, 10, 10))
    shapes = [s.wkb for s in (beside, inside, touching, over)]
    grid = polygons_grid(NORTH_UP, (100, 100), shapes)
    assert grid.windows.tolist() == [
        [0, 0, 0, 0],
        [10, 10, 10, 10],
        [0, 0, 0, 0],
        [95, 95, 10, 10],
    ]


def test_polygons_that_all_lie_beside_the_raster_are_refused():
    with pytest.raises(SceneError, match="None of the grid layer's polygons lies on the raster"):
        polygons_grid(NORTH_UP, (100, 100), [box(0, 0, 10, 10).wkb])


def test_a_layer_without_polygons_is_refused():
    with pytest.raises(SceneError, match="has no polygons"):
        polygons_grid(NORTH_UP, (100, 100), [])


def test_a_polygon_too_large_for_one_scene_is_refused():
    with pytest.raises(SceneError, match="at most 8192 x 8192"):
        polygons_grid(NORTH_UP, (100, 100), [box(0, 0, 1e7, 1e7).wkb])


@pytest.mark.parametrize(
    "odd",
    [
        Polygon().wkb,
        b"",
        Polygon([(math.inf, 0), (math.inf, 1), (math.inf, 2)]).wkb,
        Polygon([(0, 0), (math.nan, 1), (2, 2), (0, 0)]).wkb,
        Polygon([(1e300, 1e300), (2e300, 1e300), (2e300, 2e300)]).wkb,
    ],
    ids=["empty", "no geometry", "infinite", "nan", "far away"],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_polygon_without_a_place_gets_an_empty_window(odd):
    good = box(*extent_of(NORTH_UP, 10, 10, 10, 10)).wkb
    grid = polygons_grid(NORTH_UP, (100, 100), [odd, good])
    assert grid.windows.tolist() == [[0, 0, 0, 0], [10, 10, 10, 10]]


def test_polygons_of_one_size_keep_their_stride_and_others_have_none():
    grid = make_grid(NORTH_UP, (100, 120), GridSettings(size=20, stride=10, edges="drop"))
    again = grid_of_polygons(NORTH_UP, (100, 120), grid.wkb(), grid.scene_ids, grid.rows, grid.cols)
    assert again.stride == (10, 10)
    mixed = make_grid(NORTH_UP, (100, 120), GridSettings(size=30))
    shapes = np.concatenate([grid.wkb(), mixed.wkb()])
    numbers = np.arange(len(shapes))
    assert grid_of_polygons(NORTH_UP, (100, 120), shapes, numbers, numbers, numbers).stride is None


def test_width_and_height_may_differ():
    grid = make_grid(NORTH_UP, (100, 120), GridSettings(size=(40, 20)))
    assert set(map(tuple, grid.windows[:, 2:].tolist())) == {(40, 20)}
    assert grid.stride == (40, 20)

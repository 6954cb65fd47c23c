"""Smoothing on small maps, whose answers are seen at a glance."""

from __future__ import annotations

import time

import numpy as np
import pytest

from rs_deepcluster_plugin.core.classes.smooth import (
    dissolve_small,
    find_bordering,
    grid_neighbors,
    vote_majority,
)


def grid(picture, radius=1):
    """Labels and neighbors of a picture of digits; blanks are places without a scene."""
    rows = [line.strip() for line in picture.strip().splitlines()]
    places = [(r, c) for r, row in enumerate(rows) for c, mark in enumerate(row) if mark != "."]
    labels = np.array([int(rows[r][c]) for r, c in places])
    return labels, grid_neighbors(np.array(places), radius), np.array(places)


def drawn(labels, places):
    size = places.max(axis=0) + 1
    canvas = np.full(size, ".", dtype="U1")
    canvas[tuple(places.T)] = labels.astype(str)
    return "\n".join("".join(row) for row in canvas)


def lines(picture):
    return "\n".join(line.strip() for line in picture.strip().splitlines())


def smoothed(picture, weights=None, free=None, radius=1, **settings):
    labels, neighbors, places = grid(picture, radius)
    weights = np.ones(len(labels)) if weights is None else weights(places)
    free = np.ones(len(labels), dtype=bool) if free is None else free(places)
    return drawn(vote_majority(labels, weights, neighbors, free, **settings), places)


def dissolved(picture, minimum, weights=None, free=None):
    labels, neighbors, places = grid(picture)
    weights = np.ones(len(labels)) if weights is None else weights(places)
    free = np.ones(len(labels), dtype=bool) if free is None else free(places)
    return drawn(dissolve_small(labels, weights, neighbors, free, minimum), places)


def test_a_grid_of_scenes_has_its_eight_neighbors_around():
    cells = np.array([(r, c) for r in range(4) for c in range(5)])
    found = grid_neighbors(cells)
    pairs = {frozenset(pair) for pair in zip(found.one.tolist(), found.other.tolist())}
    assert len(pairs) == len(found.one) == 4 * 4 + 3 * 5 + 2 * 3 * 4  # rows, columns, diagonals
    assert all(abs(cells[a] - cells[b]).max() == 1 for a, b in pairs)
    assert (found.borders == (abs(cells[found.one] - cells[found.other]).sum(axis=1) == 1)).all()


def test_a_wider_neighborhood_is_a_square_and_ends_at_the_edge_of_the_map():
    cells = np.array([(r, c) for r in range(7) for c in range(9)])
    found = grid_neighbors(cells, 3)
    near = abs(cells[:, None] - cells[None]).max(axis=2) <= 3
    expected = {(a, b) for a, b in zip(*np.nonzero(near)) if a < b}
    assert {tuple(sorted(p)) for p in zip(found.one, found.other)} == expected
    assert len(found.one) == len(expected)


def test_a_single_scene_takes_the_class_around_it():
    picture = """
        11122
        13122
        11122
    """
    assert smoothed(picture) == lines("11122\n11122\n11122")


def test_a_scene_keeps_its_class_where_another_has_just_as_much_weight():
    # The scene in the middle of the first row has 3 of its own and 3 of the other.
    assert smoothed("112\n112") == lines("112\n112")
    assert smoothed("12") == "12"


def test_of_equal_others_the_lowest_class_wins():
    picture = """
        223
        213
        233
    """
    # Neighbors of the middle: four times 2 and four times 3.
    assert smoothed(picture).splitlines()[1][1] == "2"
    assert smoothed(picture.replace("2", "4")).splitlines()[1][1] == "3"


def test_likely_scenes_outvote_unlikely_ones():
    picture = """
        111
        121
        222
    """

    def weights(places):
        return np.where(places[:, 0] == 2, 0.9, 0.3)

    # The middle: 1 has 5 x 0.3, 2 has 3 x 0.9 and its own 0.3.
    after = smoothed(picture, weights=weights)
    assert after.splitlines()[1][1] == "2"
    even = smoothed(picture)
    assert even.splitlines()[1][1] == "1"


def test_the_weight_of_the_scene_itself_can_be_raised():
    picture = "11111\n11211\n11111"
    assert "2" not in smoothed(picture, center=7.9)
    assert smoothed(picture, center=8) == lines(picture)  # as much as all around it


def test_iterations_go_on_until_nothing_changes():
    picture = """
        1111111
        1112111
        1122211
        1112111
        1111111
    """
    once, ever = smoothed(picture), smoothed(picture, iterations=50)
    assert "2" in once
    assert "2" not in ever
    assert smoothed(picture, iterations=0) == lines(picture)


def test_scenes_without_a_class_neither_vote_nor_change():
    picture = """
        000
        020
        001
    """
    assert smoothed(picture, center=0) == lines("000\n010\n002")
    assert smoothed(picture) == lines(picture)


def test_scenes_that_are_not_free_vote_but_stay():
    picture = "111\n121\n111"
    assert smoothed(picture, free=lambda places: (places != 1).any(axis=1)) == lines(picture)


def test_gaps_of_the_grid_are_no_neighbors():
    picture = """
        11..22
        12..12
        11..22
    """
    assert smoothed(picture) == lines("11..22\n11..22\n11..22")


def test_small_groups_dissolve_into_the_class_with_the_longest_border():
    picture = """
        111122
        113322
        111122
    """
    # The two 3 have a border of 5 with 1 (two above, two below, one left) and of 1 with 2.
    assert dissolved(picture, 3) == lines("111122\n111122\n111122")
    assert dissolved(picture, 2) == lines(picture)


def test_the_border_is_weighted_by_the_probability_on_the_other_side():
    def weights(places):
        return np.where(places[:, 1] > 2, 0.9, 0.5)

    assert dissolved("11322", 2) == "11122"  # as long: the lower class
    assert dissolved("11322", 2, weights=weights) == "11222"
    picture = "11322\n11122"
    assert dissolved(picture, 2, weights=weights) == lines("11122\n11122")


def test_groups_touch_along_edges_and_not_at_corners():
    picture = """
        2111
        1211
        1121
        1111
    """
    assert dissolved(picture, 2) == lines("1111\n1111\n1111\n1111")


def test_the_smallest_group_goes_first_and_what_has_grown_stays():
    # 3 joins the 2 beside it, which are then three; two of them would dissolve.
    assert dissolved("555532244444", 3) == "555522244444"
    assert dissolved("555552244444", 3) == "555554444444"
    assert set(dissolved("111123456666", 4)) == {"1", "6"}


def test_a_group_with_a_scene_that_stays_does_not_dissolve():
    free = lambda places: places[:, 1] != 4  # noqa: E731
    assert dissolved("111122111", 3, free=free) == "111122111"
    assert dissolved("111122111", 3) == "111111111"


def test_scenes_without_a_class_take_no_small_group():
    assert dissolved("0002000", 3) == "0002000"
    assert dissolved("00021111", 3) == "00011111"


def test_everything_smaller_than_the_unit_ends_as_one_group():
    assert len(set(dissolved("123\n456\n789", 100).replace("\n", ""))) == 1


def test_neighbors_of_segments_count_by_their_common_border():
    # Segment 0 has a long border with 1 and short ones with 2 and 3.
    one, other = np.array([0, 0, 0]), np.array([1, 2, 3])
    near = find_bordering(one, other, np.array([10.0, 3.0, 3.0]))
    labels, free = np.array([5, 1, 2, 2]), np.ones(4, dtype=bool)
    assert vote_majority(labels, np.ones(4), near, free)[0] == 1
    assert vote_majority(labels, np.array([1, 0.5, 1, 1]), near, free)[0] == 2
    assert dissolve_small(labels, np.ones(4), near, np.arange(4) == 0, 2)[0] == 1


def test_a_map_without_scenes_or_neighbors_stays():
    nothing = np.empty(0, dtype=np.int64)
    near = find_bordering(nothing, nothing, np.empty(0))
    free = np.ones(2, dtype=bool)
    assert vote_majority(np.array([1, 2]), np.ones(2), near, free).tolist() == [1, 2]
    assert dissolve_small(np.array([1, 2]), np.ones(2), near, free, 5).tolist() == [1, 2]
    empty = grid_neighbors(np.empty((0, 2), dtype=np.int64))
    assert len(empty.one) == 0
    assert len(vote_majority(nothing, np.empty(0), empty, np.empty(0, dtype=bool))) == 0


@pytest.mark.parametrize("kinds", [7, 300])
def test_a_hundred_thousand_scenes_take_seconds(kinds):
    rng = np.random.default_rng(0)
    cells = np.stack(np.meshgrid(np.arange(250), np.arange(400), indexing="ij"), -1).reshape(-1, 2)
    labels = 1 + (cells[:, 0] // 50 * 8 + cells[:, 1] // 50) % kinds
    noisy = np.where(rng.random(len(labels)) < 0.3, rng.integers(1, kinds + 1, len(labels)), labels)
    weights, free = rng.random(len(labels)), np.ones(len(labels), dtype=bool)
    start = time.process_time()
    neighbors = grid_neighbors(cells)
    after = vote_majority(noisy, weights, neighbors, free, iterations=3)
    whole = dissolve_small(noisy, weights, neighbors, free, 20)
    assert time.process_time() - start < 20
    assert (after == labels).mean() > 0.97 > (noisy == labels).mean()
    assert (whole == labels).mean() > 0.9
    again = vote_majority(noisy, weights, neighbors, free, iterations=3)
    assert (after == again).all()

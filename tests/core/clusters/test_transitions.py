"""Clusters of one date and the next."""

from __future__ import annotations

import csv
from dataclasses import astuple

import numpy as np

from rs_deepcluster_plugin.core.clusters.transitions import (
    count_transitions,
    describe_transitions,
    write_transitions,
)


def test_transitions_are_those_counted_by_hand(tmp_path):
    # On a grid of 2 x 2: at first 1 1 / 2 2, then 1 2 / 2 -, then - - / 3 1.
    dates = ["a"] * 4 + ["b"] * 4 + ["c"] * 2 + [None]
    rows = np.array([0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0])
    cols = np.array([0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0])
    clusters = np.array([1, 1, 2, 2, 0, 2, 2, 1, 3, 1, 4])
    found = count_transitions(dates, rows, cols, clusters)
    assert [astuple(one) for one in found] == [
        ("a", "b", 1, 1, 1, 0.5), ("a", "b", 1, 2, 1, 0.5), ("a", "b", 2, 2, 1, 1.0),
        ("b", "c", 2, 3, 1, 1.0),
    ]  # fmt: skip
    assert describe_transitions(found) == [
        "From a to b, 67% of 3 scenes stay in their cluster; most others go from cluster 1 to 2 "
        "(1 scene).",
        "From b to c, 0% of 1 scenes stay in their cluster; most others go from cluster 2 to 3 "
        "(1 scene).",
    ]
    write_transitions(tmp_path / "t.csv", found)
    with open(tmp_path / "t.csv", newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert [int(row["scenes"]) for row in table] == [1, 1, 1, 1]
    assert float(table[0]["share"]) == 0.5


def test_one_date_has_no_transitions():
    places = np.arange(3)
    assert count_transitions(["a", "a", None], places, places, places + 1) == []
    assert describe_transitions([]) == []


def test_scenes_of_two_grids_are_the_same_where_their_middles_meet():
    """The second raster starts a column earlier and lies 2 off, and its last scene elsewhere."""
    left = np.array([0, 10, 20, -8, 2, 12, 90])
    boxes = np.stack([left, 0 * left, left + 10, 0 * left + 10], axis=1).astype(float)
    cols = np.array([0, 1, 2, 0, 1, 2, 3])
    clusters = np.array([1, 2, 3, 9, 1, 2, 3])
    names = ["z"] * 3 + ["a"] * 4
    found = count_transitions(names, 0 * cols, cols, clusters, boxes, ("z", "a"))
    assert [astuple(one) for one in found] == [("z", "a", 1, 1, 1, 1.0), ("z", "a", 2, 2, 1, 1.0)]

"""Flows between dates: what is drawn are the numbers of scenes."""

from __future__ import annotations

import re

import numpy as np

from rs_deepcluster_plugin.core.clusters.transitions import (
    count_transitions,
    find_transitions,
)
from rs_deepcluster_plugin.core.reports.report_flows import draw_flows

COLORS = {1: "#112233", 2: "#445566", 3: "#778899"}


def moved(counts, days=("2020-01-01", "2021-01-01")):
    """Make the transitions of scenes: (from, to) to their number."""
    pairs = [pair for pair, count in counts.items() for _ in range(count)]
    number = len(pairs)
    dates = [days[0]] * number + [days[1]] * number
    clusters = np.array([old for old, _ in pairs] + [new for _, new in pairs])
    places = np.tile(np.arange(number), 2)
    return count_transitions(dates, places, np.zeros_like(places), clusters)


def ends(path):
    """Return the upper left, the upper right and the height of a band."""
    x0, y0, x1, y1, high = map(
        float,
        re.fullmatch(r"M([\d.]+),([\d.]+)C\S+ \S+ ([\d.]+),([\d.]+)v([\d.]+)C.*Z", path).groups(),
    )
    return (x0, y0), (x1, y1), high


def test_heights_are_numbers_of_scenes():
    counts = {(1, 1): 40, (1, 2): 10, (2, 2): 25, (2, 3): 5, (3, 1): 20}
    found = draw_flows(moved(counts), COLORS)
    assert [column["label"] for column in found["columns"]] == ["2020-01-01", "2021-01-01"]
    bars = {(bar["x"], bar["text"]): bar for bar in found["bars"]}
    before = [bar for bar in found["bars"] if bar["ahead"]]
    after = [bar for bar in found["bars"] if not bar["ahead"]]
    assert [bar["label"] for bar in before] == ["1", "2", "3"]
    scale = before[0]["height"] / 50
    assert np.allclose([bar["height"] for bar in before], [50 * scale, 30 * scale, 20 * scale])
    assert np.allclose([bar["height"] for bar in after], [60 * scale, 35 * scale, 5 * scale])
    heights = {band["text"].split(",")[0]: ends(band["path"])[2] for band in found["bands"]}
    for (old, new), count in counts.items():
        assert abs(heights[f"Cluster {old} to Cluster {new}"] - count * scale) < 0.01
    # Bands lie on their bars, side by side and not one on the other.
    for side, bars in enumerate((before, after)):
        for bar in bars:
            x = bar["x"] + (0 if side else bar["width"])
            own = sorted(
                (ends(band["path"])[side][1], ends(band["path"])[2])
                for band in found["bands"]
                if abs(ends(band["path"])[side][0] - x) < 0.1
                and bar["y"] - 0.1 <= ends(band["path"])[side][1] < bar["y"] + bar["height"] - 0.1
            )
            tops = bar["y"] + np.cumsum([0, *(high for _, high in own)])
            assert np.allclose([top for top, _ in own], tops[:-1], atol=0.05)
            assert abs(tops[-1] - bar["y"] - bar["height"]) < 0.1
    # What stays lies below what moves.
    assert [band["stays"] for band in found["bands"]] == [True, True, False, False, False]
    assert all(bar["y"] + bar["height"] <= found["height"] for bar in found["bars"])
    assert "From 2020-01-01 to 2021-01-01, 65% of 100 scenes stay" in found["told"][0]


def test_many_clusters_and_dates_are_still_a_picture():
    pairs = {(k, k % 60 + 1): 70 - k for k in range(1, 61)}
    found = draw_flows(moved(pairs), {})
    assert sum(bar["text"].startswith("Other clusters") for bar in found["bars"]) == 2
    assert len({bar["text"] for bar in found["bars"]}) <= 42
    lowest = max(bar["y"] + bar["height"] for bar in found["bars"])
    assert lowest <= found["height"]
    days = [f"{year}-01-01" for year in range(1990, 2030)]
    dates = [day for day in days for _ in range(4)]
    clusters = np.tile([1, 1, 2, 2], 40)
    places = np.tile(np.arange(4), 40)
    found = draw_flows(count_transitions(dates, places, places * 0, clusters), COLORS)
    assert len(found["columns"]) == 24
    assert found["told"][0] == "These are the last 24 of 40."


def test_nothing_is_drawn_where_nothing_changes_over_time():
    assert draw_flows([], COLORS) is None
    one = np.array([1, 2]), np.array([0, 0]), np.array([1, 1])
    assert find_transitions(["2020-01-01"] * 2, ["a"] * 2, *one) == ([], False)


def test_one_scene_is_no_scenes():
    found = draw_flows(moved({(1, 1): 2, (1, 2): 1}), COLORS)
    assert [bar["text"] for bar in found["bars"]] == [
        "Cluster 1, 2020-01-01: 3 scenes",
        "Cluster 1, 2021-01-01: 2 scenes",
        "Cluster 2, 2021-01-01: 1 scene",
    ]
    assert [band["text"].rsplit(": ")[-1] for band in found["bands"]] == ["2 scenes", "1 scene"]

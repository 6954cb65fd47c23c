"""Where scenes go from date to date, as flows in a cluster report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..base.values import say_count
from ..clusters.transitions import Transition, describe_transitions

# The picture, in units of a pixel.
_HEIGHT, _TOP, _BOTTOM = 420, 30, 8
_BAR, _STEP, _WIDTH = 16, 150, 900  # of a column, least to the next, and of all where they are few
_LABELS = 34  # on either side, for numbers of clusters
_GAP = 5  # between the bars of a column
_LETTER = 11  # the least height of a bar with its number beside it
_MOST = 20  # clusters; the smaller ones are one bar
_MOST_COLUMNS = 24  # the last ones
_OTHERS, _GRAY = 0, "#8a8f96"


@dataclass
class _Bar:
    """A cluster at a date."""

    cluster: int
    into: float = 0.0
    out: float = 0.0
    y: float = 0.0
    left: float = 0.0
    """Where the next flow ends on the left side; right: where it starts on the other."""

    right: float = 0.0

    @property
    def scenes(self) -> float:
        return max(self.into, self.out)


def draw_flows(
    transitions: Sequence[Transition], colors: Mapping[int, str]
) -> dict[str, Any] | None:
    """Lay flows out: a column for each date, a bar for each cluster in it, bands between them.

    Heights are numbers of scenes. Flows that stay in their cluster are pale, and of the clusters
    beyond the largest the flows are one.

    Parameters
    ----------
    transitions
        As `count_transitions` returns them.
    colors
        Of clusters by their numbers, #rrggbb.

    Returns
    -------
    dict
        Width and height, ``columns``, ``bars`` and ``bands`` to be drawn in this order, and
        sentences as ``told``; None where there are no transitions.
    """
    if not transitions:
        return None
    days = list(dict.fromkeys(day for one in transitions for day in (one.before, one.after)))
    left_out = days[:-_MOST_COLUMNS]
    days = days[-_MOST_COLUMNS:]
    transitions = [one for one in transitions if one.before in days and one.after in days]
    told = describe_transitions(transitions)
    if left_out:
        told.insert(0, f"These are the last {len(days)} of {len(days) + len(left_out)}.")
    sizes: dict[int, int] = {}
    for one in transitions:
        for cluster in (one.from_cluster, one.to_cluster):
            sizes[cluster] = sizes.get(cluster, 0) + one.scenes
    kept = set(sorted(sizes, key=lambda cluster: -sizes[cluster])[:_MOST])
    flows: dict[tuple[int, int, int], int] = {}
    for one in transitions:
        old, new = (c if c in kept else _OTHERS for c in (one.from_cluster, one.to_cluster))
        key = days.index(one.before), old, new
        flows[key] = flows.get(key, 0) + one.scenes
    columns: list[dict[int, _Bar]] = [{} for _ in days]
    for (place, old, new), scenes in flows.items():
        columns[place].setdefault(old, _Bar(old)).out += scenes
        columns[place + 1].setdefault(new, _Bar(new)).into += scenes
    columns = [dict(sorted(bars.items(), key=lambda item: (not item[0], item[0])))
               for bars in columns]  # fmt: skip
    room = _HEIGHT - _TOP - _BOTTOM
    scale = min(
        (room - _GAP * (len(bars) - 1)) / max(sum(bar.scenes for bar in bars.values()), 1)
        for bars in columns
    )
    step = max(_STEP, (_WIDTH - 2 * _LABELS - _BAR) / max(len(days) - 1, 1))
    for bars in columns:
        y = float(_TOP)
        for bar in bars.values():
            bar.y = bar.left = bar.right = y
            y += bar.scenes * scale + _GAP
    bands = []
    for (place, old, new), scenes in sorted(flows.items(), key=_top_down):
        start, end = columns[place][old], columns[place + 1][new]
        x0, high = _LABELS + place * step + _BAR, scenes * scale
        bands.append(
            {
                "path": _band(x0, start.right, x0 + step - _BAR, end.left, high),
                "color": colors.get(old, _GRAY),
                "stays": old == new,
                "text": f"{_called(old)} to {_called(new)}, {days[place]} to {days[place + 1]}: "
                f"{say_count(scenes, 'scene', form=',')}",
            }
        )
        start.right += high
        end.left += high
    drawn = [
        {
            "x": _LABELS + place * step,
            "y": bar.y,
            "height": max(bar.scenes * scale, 0.5),
            "width": _BAR,
            "color": colors.get(bar.cluster, _GRAY),
            "label": str(bar.cluster or "others") if bar.scenes * scale >= _LETTER else "",
            "ahead": place == 0,
            "text": f"{_called(bar.cluster)}, {days[place]}: "
            f"{say_count(int(bar.scenes), 'scene', form=',')}",
        }
        for place, bars in enumerate(columns)
        for bar in bars.values()
    ]
    return {
        "width": round(2 * _LABELS + _BAR + step * (len(days) - 1)),
        "height": _HEIGHT,
        "columns": [
            {"x": _LABELS + place * step + _BAR / 2, "label": day,
             "anchor": "start" if place == 0 else "end" if place == len(days) - 1 else "middle"}
            for place, day in enumerate(days)
        ],
        "bars": drawn,
        "bands": sorted(bands, key=lambda band: not band["stays"]),
        "told": told,
    }  # fmt: skip


def _top_down(item: tuple[tuple[int, int, int], int]) -> tuple[int, ...]:
    """Order flows so that those of a bar do not cross beside it; the others come last."""
    (place, old, new), _ = item
    return place, int(not old), old, int(not new), new


def _called(cluster: int) -> str:
    return f"Cluster {cluster}" if cluster else "Other clusters"


def _band(x0: float, y0: float, x1: float, y1: float, high: float) -> str:
    """Return a band between two bars as an SVG path."""
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f},{y0:.2f}C{middle:.1f},{y0:.2f} {middle:.1f},{y1:.2f} {x1:.1f},{y1:.2f}"
        f"v{high:.2f}C{middle:.1f},{y1 + high:.2f} {middle:.1f},{y0 + high:.2f} "
        f"{x0:.1f},{y0 + high:.2f}Z"
    )

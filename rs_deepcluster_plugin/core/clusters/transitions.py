"""Which clusters scenes go to from one date to the next."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..base.arrays import FloatArray, IntArray
from ..base.files import write_whole
from ..base.values import say_count
from ..features.change import pair_boxes

_COLUMNS = ("before", "after", "from_cluster", "to_cluster", "scenes", "share")
_NAMED = 3  # transitions that a line of the log names


@dataclass(frozen=True)
class Transition:
    """How many scenes go from one cluster to another between two dates."""

    before: str
    after: str
    from_cluster: int
    to_cluster: int
    scenes: int
    share: float
    """Of the scenes that were in the first cluster and have one on both dates."""


def count_transitions(
    dates: Sequence[str | None], rows: IntArray, cols: IntArray, clusters: IntArray,
    boxes: FloatArray | None = None, order: Sequence[str] = (),
) -> list[Transition]:  # fmt: skip
    """Count where scenes go between each date and the next.

    Parameters
    ----------
    dates
        Of n scenes, as in 2021-05-30; those without one do not count.
    rows, cols
        Their places (n,) on one grid: a scene is the same where they are.
    clusters
        Of the scenes (n,); those with 0 do not count.
    boxes
        Around the scenes (n, 4), where they are of several grids: a scene is the same as the one
        whose middle is nearest, if it is nearer than half of its shorter side.
    order
        Of the dates, where they are names of something else that has one.

    Returns
    -------
    transitions
        By dates, then by clusters; none where there are not two dates.
    """
    named = np.array([date or "" for date in dates], dtype=object)
    days = list(order) or sorted(set(named.tolist()) - {""})
    width = int(cols.max(initial=0)) + 1
    found = []
    for before, after in zip(days, days[1:]):
        one, other = (np.flatnonzero((named == day) & (clusters > 0)) for day in (before, after))
        if boxes is None:
            was, now = (rows[some] * width + cols[some] for some in (one, other))
            _, first, second = np.intersect1d(was, now, return_indices=True)
        else:
            partner = pair_boxes(boxes[one], boxes[other])
            second = np.flatnonzero(partner >= 0)
            first = partner[second]
        pairs = np.stack([clusters[one[first]], clusters[other[second]]], axis=1)
        each, counts = np.unique(pairs, axis=0, return_counts=True)
        for (old, new), count in zip(each.tolist(), counts.tolist()):
            of = int((pairs[:, 0] == old).sum())
            found.append(Transition(before, after, old, new, count, count / of))
    return found


def find_transitions(
    dates: Sequence[str | None], sources: Sequence[str | None], rows: IntArray, cols: IntArray,
    clusters: IntArray, boxes: Callable[[], FloatArray] | None = None,
) -> tuple[list[Transition], bool]:  # fmt: skip
    """Count where scenes go from date to date, or else from raster to raster in their order.

    Parameters
    ----------
    dates, sources
        Of n scenes, or none at all.
    rows, cols, clusters
        As `count_transitions` takes them.
    boxes
        Makes the boxes around the scenes, where they are of several grids; only then do scenes go
        from raster to raster, of those that have no two dates.

    Returns
    -------
    transitions, of_rasters
        And whether they are between rasters.
    """
    order: tuple[str, ...] = ()
    if boxes is not None and len(set(dates) - {None, ""}) < 2:
        dates = sources
        order = tuple(filter(None, dict.fromkeys(dates)))
    if len(set(dates) - {None, ""}) < 2:
        return [], bool(order)
    around = boxes() if boxes is not None else None
    return count_transitions(dates, rows, cols, clusters, around, order), bool(order)


def describe_transitions(found: Sequence[Transition]) -> list[str]:
    """Return a sentence for each pair of dates."""
    lines = []
    for before, after in dict.fromkeys((one.before, one.after) for one in found):
        own = [one for one in found if (one.before, one.after) == (before, after)]
        moved = [one for one in own if one.from_cluster != one.to_cluster]
        total, away = sum(one.scenes for one in own), sum(one.scenes for one in moved)
        most = sorted(moved, key=lambda one: -one.scenes)[:_NAMED]
        named = ", ".join(
            f"{m.from_cluster} to {m.to_cluster} ({say_count(m.scenes, 'scene', form=',')})"
            for m in most
        )
        lines.append(
            f"From {before} to {after}, {1 - away / total:.0%} of {total:,} scenes stay in their "
            "cluster" + (f"; most others go from cluster {named}." if named else ".")
        )
    return lines


def write_transitions(path: str | Path, found: Sequence[Transition]) -> None:
    """Write transitions as a table, CSV."""
    with write_whole(path) as partial, open(partial, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for one in found:
            writer.writerow(
                [one.before, one.after, one.from_cluster, one.to_cluster, one.scenes,
                 round(one.share, 6)]
            )  # fmt: skip

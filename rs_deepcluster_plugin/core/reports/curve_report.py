"""Report of a learning curve."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..labels.curve import Curve, CurvePoint
from . import render as reports

_LINES = 12  # of a chart; more cannot be told from each other


def write_curve(
    path: str | Path,
    curve: Curve,
    names: Sequence[str],
    said: Sequence[str],
    settings: Sequence[tuple[str, str]],
) -> None:
    """Write the report of a learning curve: the curve, its classes, what it foretells.

    Parameters
    ----------
    path
        The HTML file.
    curve
        What was measured.
    names
        Names of the classes.
    said
        Sentences about it.
    settings
        Names and values of what it was made with.
    """
    sizes = [point.labels for point in curve.points]
    lines = {
        "accuracy": [point.accuracy for point in curve.points],
        "lower end": [point.low for point in curve.points],
        "upper end": [point.high for point in curve.points],
    }
    if curve.forecast is not None:
        lines["inverse power law"] = curve.forecast.fitted.tolist()
    last = {kind: points[-1] for kind, points in curve.classes.items()}
    worst = sorted(last, key=lambda kind: last[kind].accuracy)
    rows = [
        (names[kind], curve.counts[kind], *map(_share, _three(last[kind])), _gain(curve, kind))
        for kind in worst
    ]
    how = (
        "Labels are kept aside in whole blocks of the map, so that neighbors do not answer for "
        "each other; intervals come of drawing the blocks again."
        if curve.blocks
        else "The scenes have no place, so they are kept aside one by one: near copies of a scene "
        "make the curve look better than it is."
    )
    reports.write_report(
        path,
        "Learning curve",
        [
            reports.Section("Accuracy by number of labels", (
                *(reports.text(line) for line in (*said, how)),
                reports.line_chart(lines, "labels", "accuracy", sizes, (0, 1)),
                reports.table(
                    ("labels", "right", "lower end", "upper end"),
                    [(point.labels, *map(_share, _three(point))) for point in curve.points],
                ),
            )),
            reports.Section("Classes, the worst first", (
                reports.table(
                    ("class", "labels", "found", "lower end", "upper end", "in the last half"),
                    rows,
                ),
                reports.line_chart(
                    {
                        names[kind]: [point.accuracy for point in curve.classes[kind]]
                        for kind in worst[:_LINES]
                    },
                    "labels", "found", sizes, (0, 1),
                ),
            )),
            reports.Section("Settings", (reports.table((), list(settings)),)),
        ],
        summary=said[0],
    )  # fmt: skip


def _three(point: CurvePoint) -> tuple[float, float, float]:
    return point.accuracy, point.low, point.high


def _share(value: float) -> str:
    return reports.percent(value)


def _gain(curve: Curve, kind: int) -> str:
    """Say what the last half of the labels has brought to a class."""
    points = curve.classes[kind]
    half = min(points, key=lambda point: abs(point.labels - points[-1].labels / 2))
    return f"{100 * (points[-1].accuracy - half.accuracy):+.1f} points"

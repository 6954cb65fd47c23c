"""The HTML reports of an accuracy assessment and of a comparison of two maps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..accuracy.agreement import Agreement
from ..accuracy.matrix import ConfusionMatrix, Estimate, describe_change, interval
from ..base.arrays import IntArray
from ..features.evaluate import proportion_interval
from . import render as reports

_CHANGES = 40  # that the report lists; the table has all of them
Settings = Sequence[tuple[str, Any]]


def write_accuracy(
    path: str | Path,
    matrix: ConfusionMatrix,
    areas: Sequence[float],
    names: Mapping[str, str],
    scores: Agreement,
    matches: Sequence[tuple[str, str, int, int]],
    notes: Sequence[str],
    settings: Settings,
    elsewhere: float | None = None,
) -> None:
    """Write the report of an accuracy assessment.

    Parameters
    ----------
    areas : sequence of float, of length (classes)
        Mapped areas in hectares, NaN where they are not known.
    names : mapping
        Names of classes, where they differ from the labels.
    matches : sequence of tuples
        Cluster, class it was taken as, scenes that agree and scenes of the cluster; empty for
        a map of classes.
    notes : sequence of str
        What was left out, and why.
    elsewhere : float, optional
        Accuracy of clusters that are named after the labels in other blocks of the map.
    """
    found = matrix.adjusted(areas)
    labels = [_named(label, names) for label in matrix.labels]
    kappa = matrix.kappa
    low_high = proportion_interval(int(np.trace(matrix.counts)), matrix.total)
    measures = [
        ("overall accuracy", *(reports.percent(v) for v in (matrix.overall, *low_high))),
        ("overall accuracy by area", *_three(found.overall)),
        ("kappa", *(_decimal(v) for v in (kappa.value, kappa.low, kappa.high))),
        ("mean F1 of the classes", _decimal(float(np.nanmean(matrix.f1))), "-", "-"),
    ]
    if elsewhere is not None:
        named = "the same, of clusters named after labels in other blocks of the map"
        measures.insert(1, (named, reports.percent(elsewhere), "-", "-"))
    agreement = [
        ("ACC (best one-to-one matching)", _decimal(scores.accuracy)),
        ("purity", _decimal(scores.purity)),
        ("NMI", _decimal(scores.nmi)),
        ("AMI", _decimal(scores.ami)),
        ("ARI", _decimal(scores.ari)),
    ]
    sections = [
        reports.Section(
            "Measures",
            (
                reports.table(
                    ("measure", "value", "low", "high"), measures,
                    "With 95 % confidence intervals. By area: Olofsson et al. (2014), with the "
                    "mapped classes as strata.",
                ),
                *(reports.text(note) for note in notes),
            ),
        ),
        reports.Section(
            "Confusion matrix",
            (
                reports.confusion_matrix(
                    labels, matrix.counts, "Labeled scenes by their class on the map (rows) and "
                    "in the reference (columns).", "Reference", rows="Map",
                    right="user's accuracy", joint="→",
                ),
            ),
        ),
        reports.Section(
            "Classes",
            (
                reports.table(
                    ("class", "user's", "low", "high", "producer's", "producer's by area", "low",
                     "high", "F1"),
                    [
                        (label, *_three(user), reports.percent(producer), *_three(by_area),
                         _decimal(f1))
                        for label, user, producer, by_area, f1 in zip(
                            labels, found.users, matrix.producers.tolist(), found.producers,
                            matrix.f1.tolist()
                        )
                    ],
                    "User's accuracy: share of the mapped class that is right. Producer's: share "
                    "of the class that is mapped as such.",
                ),
            ),
        ),
        reports.Section(
            "Areas",
            (
                reports.table(
                    ("class", "mapped, ha", "estimated, ha", "low", "high"),
                    [
                        (label, _hectares(area),
                         *(_hectares(v) for v in (e.value, e.low, e.high)))
                        for label, area, e in zip(labels, areas, found.areas)
                    ],
                    "The estimated areas are corrected by what the reference says of each mapped "
                    "class.",
                ),
            ),
        ),
    ]  # fmt: skip
    if matches:
        sections.append(
            reports.Section(
                "Clusters",
                (
                    reports.table(("cluster", "taken as", "agree", "labeled scenes"), matches),
                    reports.text(
                        "Each cluster was taken as the class that most of its labeled scenes "
                        "have. The same labels then measured the accuracy, which flatters it, the "
                        "more so the more clusters there are."
                    ),
                ),
            )
        )
    sections += [
        reports.Section("Agreement", (reports.table((), agreement),)),
        reports.Section("Settings", (reports.table((), settings),)),
    ]
    by_area = "" if math.isnan(found.overall.value) else f", {interval(found.overall)} by area"
    summary = (
        f"{reports.percent(matrix.overall)} of {matrix.total:,} labeled scenes are mapped "
        f"right{by_area}."
    )
    reports.write_report(path, "Accuracy of a map", sections, summary)


def write_comparison(
    path: str | Path,
    before: Sequence[str],
    after: Sequence[str],
    counts: IntArray,
    hectares: Sequence[Sequence[float]],
    scores: Agreement,
    unchanged: tuple[float, float],
    notes: Sequence[str],
    settings: Settings,
) -> None:
    """Write the report of a comparison of two maps.

    Parameters
    ----------
    before, after : sequence of str
        Classes of both maps, those that mean the same at the same place.
    counts : ndarray of shape (before, after)
        Scenes.
    hectares : (before, after)
        Their areas.
    unchanged : two floats
        Share of the scenes and of the area that has not changed.
    """
    changes = sorted(
        (
            (f"{before[row]} → {after[column]}", int(counts[row, column]), hectares[row][column])
            for row, column in np.argwhere(counts > 0).tolist()
            if row != column
        ),
        key=lambda change: (-np.nan_to_num(change[2], nan=-1.0), change[0]),
    )
    sections = [
        reports.Section(
            "Agreement",
            (
                reports.table(
                    (),
                    [
                        ("unchanged scenes", reports.percent(unchanged[0])),
                        ("unchanged area", reports.percent(unchanged[1])),
                        ("ARI", _decimal(scores.ari)),
                        ("NMI", _decimal(scores.nmi)),
                    ],
                ),
                *(reports.text(note) for note in notes),
            ),
        ),
        reports.Section(
            "Change matrix",
            (
                reports.confusion_matrix(
                    before, counts, "Scenes by what they were (rows) and what they are (columns).",
                    "After", columns=after, rows="Before", right="unchanged", joint="→",
                ),
            ),
        ),
        reports.Section(
            "Changes",
            (
                reports.table(
                    ("change", "scenes", "area, ha"),
                    [(text, n, _hectares(area)) for text, n, area in changes[:_CHANGES]],
                    f"The {_CHANGES} largest of {len(changes)}." if len(changes) > _CHANGES else "",
                )
                if changes
                else reports.text("Nothing has changed."),
            ),
        ),
        reports.Section("Settings", (reports.table((), settings),)),
    ]  # fmt: skip
    summary = describe_change(int(counts.sum()), unchanged)
    reports.write_report(path, "Comparison of two maps", sections, summary)


def _named(label: str, names: Mapping[str, str]) -> str:
    name = names.get(label, "")
    return f"{label} {name}" if name and name != label else label


def _three(estimate: Estimate) -> tuple[str, str, str]:
    low, high = reports.percent(estimate.low), reports.percent(estimate.high)
    return reports.percent(estimate.value), low, high


def _decimal(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "-"


def _hectares(value: float) -> str:
    if not math.isfinite(value):
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"

"""Two maps to what has changed between them."""

from __future__ import annotations

import functools
import sys
from collections import Counter
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.accuracy.agreement import agreement, match_labels, places_of
from ....core.accuracy.matrix import describe_change as compared_sentence
from ....core.accuracy.matrix import sort_labels
from ....core.base.errors import SceneError
from ....worker.contract import CompareMapsJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.area import HECTARE
from ...layers.class_map import SceneMap, same_scenes
from ...layers.style import apply_change_style
from ...layers.write import write_columns
from ...parameters.accuracy import MapParameters, TableOutput, number_or_none
from ...parameters.kinds import Choice, OutputFile, VectorOutput, declare_numbers

_SAME, _OWN = "the same on both maps", "numbered differently"
_VALUES = ("automatic", _SAME, _OWN)
_FIELDS = [
    ("scene_id", "int64"),
    ("before", "string"),
    ("after", "string"),
    ("changed", "bool"),
    ("change", "string"),
]
_TABLE = [
    ("before", "string"),
    ("before_nam", "string"),
    ("after", "string"),
    ("after_name", "string"),
    ("changed", "bool"),
    ("scenes", "int"),
    ("area_ha", "double"),
]


class CompareMaps(Algorithm):
    """Compares two maps scene by scene."""

    NAME = "comparemaps"
    LABEL = "Compare maps"
    JOB = CompareMapsJob
    GROUP = "classes"
    EXAMPLE = "BEFORE=map_2012.gpkg AFTER=map_2020.gpkg OUTPUT=change.gpkg"
    TAGS = (
        "change detection,change matrix,transition,compare,two dates,time series,agreement,ari,nmi,"
        "crosstab,post-classification comparison"
    )
    HELP = (
        "Compares two maps of classes or clusters, of two dates or made with two settings: a map "
        "of change, the change matrix in scenes and hectares, and how far the maps agree. Scenes "
        "of one grid are compared one by one; otherwise each scene of the second map is compared "
        "with that of the first in which its center lies. Clusters of two maps that were made "
        "separately have numbers of their own: they are matched one to one so that most scenes "
        "agree, and a scene has changed where its clusters are not such a pair."
    )
    NEEDS_WORKER = False
    REPORT = "OUTPUT_HTML"

    VALUES = Choice(
        "VALUES", "Values are", _VALUES,
        "the same on both maps: class codes, or clusters of one model (Apply clusters). "
        "numbered differently: clusters of maps made separately, which are matched. "
        "automatic: fields of clusters are numbered differently, all others are the same.",
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Change",
        "The scenes of the second map with before, after, changed, and change as text (A → "
        "B). Scenes that one of the maps says nothing of have no value in changed.",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip
    OUTPUT_HTML = OutputFile(
        "OUTPUT_HTML", "Report", "html", "HTML",
        "The change matrix, the changes by area and the agreement, in one file.",
    )  # fmt: skip

    BEFORE = MapParameters("BEFORE", "Map before", "BEFORE_FIELD", "Field before")
    AFTER = MapParameters("AFTER", "Map after", "AFTER_FIELD", "Field after")
    OUTPUT_TABLE = TableOutput(
        "OUTPUT_TABLE", "Change matrix",
        "One row per pair of classes that occurs: before, after, scenes and hectares.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.BEFORE.declare(self)
        self.AFTER.declare(self)
        self.VALUES.declare(self)
        self.OUTPUT.declare(self)
        self.OUTPUT_TABLE.declare(self)
        self.OUTPUT_HTML.declare(self)
        declare_numbers(
            self,
            {
                "UNCHANGED": "Share of scenes that have not changed",
                "UNCHANGED_AREA": "Share of the area that has not changed",
                "ARI": "Adjusted Rand index",
                "NMI": "Normalized mutual information",
                "SCENES": "Scenes compared",
                "LEFT_OUT": "Scenes that are not compared",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read what belongs to the thread of the layers."""
        self._schemas = [
            one.read_class_names(self, parameters, context) for one in (self.BEFORE, self.AFTER)
        ]
        self._frame = self.AFTER.read_frame(self, parameters, context)
        self._given = self.given_values(parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Compare, write the report in the worker, the map of change and the table."""
        with user_errors(feedback), self.scratch_folder():
            after = self.AFTER.read(
                "automatic", self._schemas[1], self, parameters, context, feedback
            )
            before = self.BEFORE.read(
                "automatic", self._schemas[0], self, parameters, context, feedback, crs=after.crs
            )
            values = self.VALUES.read(self, parameters, context)
            separate = values == _OWN or (
                values == "automatic" and before.clusters and after.clusters
            )
            places = same_scenes(before, after, feedback)
            if not any(place >= 0 for place in places):
                raise SceneError(
                    f"The maps {before.name} and {after.name} do not overlap. Choose two maps of "
                    "the same area."
                )
            known = (lambda label: label) if separate else after.known()
            was = [
                known(before.labels[place] or "") or None if place >= 0 else None
                for place in places
            ]
            compared = [
                (place, one, other)
                for place, (one, other) in enumerate(zip(was, after.labels))
                if one is not None and other is not None
            ]
            if not compared:
                raise SceneError(
                    "No scene has a class on both maps. Choose other fields, or assign classes."
                )
            taking = np.full(len(after.labels), -1)
            taking[[entry[0] for entry in compared]] = 0
            measured = after.measure(taking, self._frame, context, feedback)
            hectares = measured.values / HECTARE
            rows, columns, scenes, areas = _crosstab(compared, hectares, separate)
            scores = agreement(scenes)
            if separate:
                pairs = {(rows[r], columns[c]) for r, c in match_labels(scenes).items()}
            else:
                pairs = {(label, label) for label in rows}
            unchanged = _unchanged(pairs, rows, columns, scenes, areas)
            names = {**before.names, **after.names} if not separate else {}
            left_out = len(after.labels) - len(compared)
            notes = [*_notes(rows, columns, pairs, left_out, separate), *measured.notes]
            for note in notes:
                feedback.pushInfo(note)
            results: dict[str, Any] = {}
            if self.OUTPUT_HTML.is_given(parameters):
                report = self.OUTPUT_HTML.read(self, parameters, context)
                first, second = _match(rows, columns, pairs)
                order = np.ix_([rows.index(a) for a in first], [columns.index(b) for b in second])
                job = CompareMapsJob(
                    report=report,
                    before=tuple(_named(label, names) for label in first),
                    after=tuple(_named(label, names) for label in second),
                    counts=tuple(map(tuple, scenes[order].tolist())),
                    hectares=tuple(map(tuple, areas[order].tolist())),
                    scores=scores,
                    unchanged=unchanged,
                    notes=tuple(notes),
                    settings=tuple((k, str(v)) for k, v in self._given.items()),
                )
                self.work(job, feedback, [report])
                results[self.OUTPUT_HTML.name] = report
            table = [
                [one, names.get(one), other, names.get(other), (one, other) not in pairs,
                 int(scenes[r, c]), float(areas[r, c])]
                for r, one in enumerate(rows) for c, other in enumerate(columns) if scenes[r, c]
            ]  # fmt: skip
            results.update(
                self.OUTPUT_TABLE.write(_TABLE, table, self, parameters, context, feedback)
            )
            results[self.OUTPUT.name] = self._write_map(
                after, was, pairs, parameters, context, feedback
            )
        feedback.pushInfo(compared_sentence(len(compared), unchanged))
        if scores.ari == scores.ari:
            feedback.pushInfo(f"ARI {scores.ari:.3f}.")
        return {
            **results,
            "UNCHANGED": unchanged[0],
            "UNCHANGED_AREA": number_or_none(unchanged[1]),
            "ARI": number_or_none(scores.ari),
            "NMI": number_or_none(scores.nmi),
            "SCENES": len(compared),
            "LEFT_OUT": left_out,
        }

    def _write_map(
        self,
        after: SceneMap,
        was: list[str | None],
        pairs: set[tuple[str, str]],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> str:
        columns: list[list[Any]] = [after.ids, was, after.labels, [], []]
        changes: Counter[str] = Counter()
        for one, other in zip(was, after.labels):
            known = one is not None and other is not None
            changed = known and (one, other) not in pairs
            change = sys.intern(f"{one} → {other}")
            if changed:
                changes[change] += 1
            columns[3].append(changed if known else None)
            columns[4].append(change if known else None)
        style = functools.partial(apply_change_style, changes=dict(changes.most_common()))
        return write_columns(
            self, _FIELDS, [[NULL if v is None else v for v in column] for column in columns],
            after.shapes, parameters, context, feedback, after.crs, style=style,
        )  # fmt: skip


def _crosstab(
    compared: list[tuple[int, str, str]], hectares: Any, separate: bool
) -> tuple[list[str], list[str], Any, Any]:
    """Return the labels before and after, and scenes and hectares of their pairs.

    Labels that mean the same on both maps are those of both. Hectares are NaN where there are
    scenes and none of them can be measured.
    """
    one, other = [entry[1] for entry in compared], [entry[2] for entry in compared]
    rows, columns = sort_labels(set(one)), sort_labels(set(other))
    if not separate:
        rows = columns = sort_labels({*one, *other})
    where = (places_of(one, rows), places_of(other, columns))
    scenes = np.zeros((len(rows), len(columns)), dtype=np.int64)
    areas = np.zeros(scenes.shape)
    np.add.at(scenes, where, 1)
    own = np.array([hectares[entry[0]] for entry in compared])
    np.add.at(areas, where, np.nan_to_num(own))
    known = np.zeros_like(scenes)
    np.add.at(known, where, np.isfinite(own))
    areas[(scenes > 0) & (known == 0)] = np.nan
    return rows, columns, scenes, areas


def _unchanged(
    pairs: set[tuple[str, str]], rows: list[str], columns: list[str], scenes: Any, areas: Any
) -> tuple[float, float]:
    """Return the share of scenes and of the area in pairs that mean the same."""
    same = np.array([[(one, other) in pairs for other in columns] for one in rows])
    total = float(np.nansum(areas))
    share = float(np.nansum(areas[same])) / total if total else float("nan")
    return float(scenes[same].sum() / scenes.sum()), share


def _notes(
    rows: list[str],
    columns: list[str],
    pairs: set[tuple[str, str]],
    left_out: int,
    separate: bool,
) -> list[str]:
    notes = []
    if separate:
        partners = ", ".join(
            f"{one} as {other}" for one in rows for other in columns if (one, other) in pairs
        )
        notes.append(f"Clusters before are matched with those after: {partners}.")
    if left_out:
        notes.append(
            f"{left_out:,} scenes of the second map are not compared: the first map has no scene "
            "there, or one of them has no class."
        )
    return notes


def _match(
    rows: list[str], columns: list[str], pairs: set[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """Return the labels of both maps so that what means the same is on the diagonal."""
    partner = dict(pairs)
    first = sorted(rows, key=lambda label: (label not in partner, rows.index(label)))
    second = [partner[label] for label in first if label in partner]
    return first, second + [label for label in columns if label not in second]


def _named(label: str, names: dict[str, str]) -> str:
    return f"{label} {names[label]}" if names.get(label) else label

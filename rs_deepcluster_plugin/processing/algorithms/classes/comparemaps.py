"""Two maps to what has changed between them."""

from __future__ import annotations

import functools
import sys
from collections import Counter
from dataclasses import dataclass
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
from ....core.base.values import say_count
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
            before, after, separate = self._read_maps(parameters, context, feedback)
            was = _labels_before(before, after, separate, feedback)
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
            found = _crosstab(compared, measured.values / HECTARE, separate)
            scores, unchanged = agreement(found.scenes), found.unchanged()
            names = {**before.names, **after.names} if not separate else {}
            left_out = len(after.labels) - len(compared)
            notes = [*_notes(found, left_out, separate), *measured.notes]
            for note in notes:
                feedback.pushInfo(note)
            results: dict[str, Any] = {}
            if self.OUTPUT_HTML.is_given(parameters):
                report = self.OUTPUT_HTML.read(self, parameters, context)
                first, second, order = found.matched()
                job = CompareMapsJob(
                    report=report,
                    before=tuple(_named(label, names) for label in first),
                    after=tuple(_named(label, names) for label in second),
                    counts=tuple(map(tuple, found.scenes[order].tolist())),
                    hectares=tuple(map(tuple, found.areas[order].tolist())),
                    scores=scores,
                    unchanged=unchanged,
                    notes=tuple(notes),
                    settings=tuple((k, str(v)) for k, v in self._given.items()),
                )
                self.work(job, feedback, [report])
                results[self.OUTPUT_HTML.name] = report
            results |= self.OUTPUT_TABLE.write(
                _TABLE, found.table(names), self, parameters, context, feedback
            )
            results[self.OUTPUT.name] = self._write_map(
                after, was, found.pairs, parameters, context, feedback
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

    def _read_maps(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[SceneMap, SceneMap, bool]:
        """Return both maps, and whether each has numbers of its own."""
        after = self.AFTER.read("automatic", self._schemas[1], self, parameters, context, feedback)
        before = self.BEFORE.read(
            "automatic", self._schemas[0], self, parameters, context, feedback, crs=after.crs
        )
        values = self.VALUES.read(self, parameters, context)
        both = values == "automatic" and before.clusters and after.clusters
        return before, after, values == _OWN or both

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


@dataclass(frozen=True)
class _Crosstab:
    """How often a label on one map meets one on the other."""

    rows: list[str]
    """Labels before."""

    columns: list[str]
    """Labels after."""

    scenes: Any
    areas: Any
    """In hectares, NaN where there are scenes and none of them can be measured."""

    pairs: set[tuple[str, str]]
    """Labels before and after that mean the same."""

    def unchanged(self) -> tuple[float, float]:
        """Return the share of scenes and of the area in pairs that mean the same."""
        same = np.array(
            [[(one, other) in self.pairs for other in self.columns] for one in self.rows]
        )
        total = float(np.nansum(self.areas))
        share = float(np.nansum(self.areas[same])) / total if total else float("nan")
        return float(self.scenes[same].sum() / self.scenes.sum()), share

    def matched(self) -> tuple[list[str], list[str], Any]:
        """Return the labels so that what means the same is on the diagonal, and their places."""
        partner, rows, columns = dict(self.pairs), self.rows, self.columns
        first = sorted(rows, key=lambda label: (label not in partner, rows.index(label)))
        second = [partner[label] for label in first if label in partner]
        second += [label for label in columns if label not in second]
        return first, second, np.ix_(places_of(first, rows), places_of(second, columns))

    def table(self, names: dict[str, str]) -> list[list[Any]]:
        """Return a row for each pair that occurs."""
        return [
            [one, names.get(one), other, names.get(other), (one, other) not in self.pairs,
             int(self.scenes[r, c]), float(self.areas[r, c])]
            for r, one in enumerate(self.rows) for c, other in enumerate(self.columns)
            if self.scenes[r, c]
        ]  # fmt: skip


def _labels_before(
    before: SceneMap, after: SceneMap, separate: bool, feedback: QgsProcessingFeedback
) -> list[str | None]:
    """Return what the scenes of the second map were on the first, None where it says nothing."""
    places = same_scenes(before, after, feedback)
    if not any(place >= 0 for place in places):
        raise SceneError(
            f"The maps {before.name} and {after.name} do not overlap. Choose two maps of "
            "the same area."
        )
    known = (lambda label: label) if separate else after.known()
    return [known(before.labels[place] or "") or None if place >= 0 else None for place in places]


def _crosstab(compared: list[tuple[int, str, str]], hectares: Any, separate: bool) -> _Crosstab:
    """Count scenes and hectares; labels that mean the same on both maps are those of both."""
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
    pairs = {(label, label) for label in rows}
    if separate:
        pairs = {(rows[r], columns[c]) for r, c in match_labels(scenes).items()}
    return _Crosstab(rows, columns, scenes, areas, pairs)


def _notes(found: _Crosstab, left_out: int, separate: bool) -> list[str]:
    notes = []
    if separate:
        partners = ", ".join(
            f"{one} as {other}"
            for one in found.rows
            for other in found.columns
            if (one, other) in found.pairs
        )
        notes.append(f"Clusters before are matched with those after: {partners}.")
    if left_out:
        left = say_count(
            left_out,
            "scene of the second map is not compared: the first map has no scene there",
            "scenes of the second map are not compared: the first map has no scene there",
            ",",
        )
        notes.append(f"{left}, or one of them has no class.")
    return notes


def _named(label: str, names: dict[str, str]) -> str:
    return f"{label} {names[label]}" if names.get(label) else label

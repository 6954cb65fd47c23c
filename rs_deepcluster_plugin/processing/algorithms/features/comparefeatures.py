"""Features of two dates to what has changed."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.plain import field_of
from ....core.base.values import say_count
from ....core.features.change import ChangeSettings
from ....worker import array_files
from ....worker.contract import CompareFeaturesJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.read import read_cells
from ...layers.style import apply_change_style, apply_score_style
from ...layers.write import write_layer
from ...parameters.accuracy import MapParameters, number_or_none
from ...parameters.kinds import (
    SEED,
    InputFile,
    VectorOutput,
    declare_numbers,
    setting_of,
)

_FIELDS = (
    ("scene_id", "int64"),
    ("before_id", "int64"),
    ("score", "double"),
    ("probability", "double"),
    ("changed", "bool"),
)


def _setting(field: str, name: str) -> Any:
    about = field_of(ChangeSettings, field).metadata
    return setting_of(ChangeSettings, field, name, about["label"], about["help"])


class CompareFeatures(Algorithm):
    """Finds what has changed between two dates by the features of the same scenes."""

    NAME = "comparefeatures"
    LABEL = "Compare features"
    JOB = CompareFeaturesJob
    GROUP = "features"
    EXAMPLE = "BEFORE=features_2012.parquet AFTER=features_2020.parquet OUTPUT=change.gpkg"
    TAGS = (
        "change detection,two dates,time series,difference,embedding,before,after,multitemporal,"
        "anomaly,unsupervised"
    )
    HELP = (
        "Finds the scenes that have changed between two dates, by features of the same grid made "
        "in the same way. Features differ on two dates everywhere, for light, season and sensor. "
        "So each scene is compared with what became of the scenes that looked like it: the score "
        "is how far it is from the middle of these on the other date, in their own spread, both "
        "ways. Scenes that have changed themselves count for nothing in that, which is found in a "
        "few rounds. The threshold is where a mixture of two groups parts, and where the scores "
        "are not of two groups, the log says so and no scene is marked. With two cluster layers of "
        "these scenes, changes are named by their classes."
    )

    before = InputFile(
        "BEFORE", "Features before", "parquet", "Features of the first date.",
    )  # fmt: skip
    after = InputFile(
        "AFTER", "Features after", "parquet",
        "Features of the second date, of the same model and grid: scenes are the same where their "
        "middles are nearer than half a scene.",
    )  # fmt: skip
    before_map = MapParameters(
        "BEFORE_MAP", "Map before", "BEFORE_FIELD", "Field before", optional=True
    )
    after_map = MapParameters("AFTER_MAP", "Map after", "AFTER_FIELD", "Field after", optional=True)
    neighbors = _setting("neighbors", "NEIGHBORS")
    threshold = _setting("threshold", "THRESHOLD")
    output = VectorOutput(
        "OUTPUT", "Change",
        "The scenes of the second date with score, probability of a change, changed, and where "
        "there are maps before, after and change as text (A → B).",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.before.declare(self)
        self.after.declare(self)
        self.before_map.declare(self)
        self.after_map.declare(self)
        self.neighbors.declare(self)
        self.threshold.declare(self)
        SEED.declare(self)
        self.output.declare(self)
        declare_numbers(
            self,
            {
                "SCENES": "Scenes compared",
                "CHANGED": "Scenes that have changed",
                "LEFT_OUT": "Scenes that are not compared",
                "THRESHOLD_FOUND": "Threshold",
                "SEPARATION": "How far the two groups are apart",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read what belongs to the thread of the layers."""
        self._maps = [
            (one, one.read_class_names(self, parameters, context))
            if one.is_given(parameters)
            else None
            for one in (self.before_map, self.after_map)
        ]

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Compare in the worker, name the changes, and write the layer."""
        with user_errors(feedback), self.scratch_folder() as scratch:
            paths = scratch / "before.npz", scratch / "after.npz"
            cells = [
                self._write_cells(path, one, parameters, context, feedback)
                for path, one in zip(paths, self._maps)
            ]
            job = CompareFeaturesJob(
                before=self.before.read(self, parameters, context),
                after=self.after.read(self, parameters, context),
                change=ChangeSettings(
                    neighbors=self.neighbors.read(self, parameters, context),
                    threshold=self.threshold.read(self, parameters, context),
                    seed=SEED.read(self, parameters, context),
                ),
                layer=str(scratch / "layer.npz"),
                cells=(cells[0], cells[1]),
            )
            labels = [self._labels(one, parameters, context, feedback) for one in self._maps]
            result = self.work(job, feedback)
            arrays = array_files.read(job.layer)
            crs = QgsCoordinateReferenceSystem()
            if result.crs_wkt:
                crs = QgsCoordinateReferenceSystem.fromWkt(result.crs_wkt)
            highest = float(arrays["score"].max())
            style: Any = functools.partial(
                apply_score_style, threshold=result.threshold, highest=highest
            )
            more: list[tuple[str, str, list[Any]]] = []
            if any(found is not None for found in labels):
                more, changes = _named(arrays, labels)
                style = functools.partial(apply_change_style, changes=changes)
            output = write_layer(
                self, scratch / "layer.npz", parameters, context, feedback, crs, _FIELDS,
                more=more, style=style,
            )  # fmt: skip
        share = result.changed / result.scenes
        feedback.pushInfo(
            f"{result.changed:,} of {result.scenes:,} scenes ({share:.1%}) have changed."
        )
        if result.left_out:
            feedback.pushInfo(
                say_count(
                    result.left_out,
                    "scene of the second date is not compared: it has",
                    "scenes of the second date are not compared: they have",
                    ",",
                )
                + " no partner on the first, or no features on one of the two."
            )
        return {
            self.output.name: output,
            "SCENES": result.scenes,
            "CHANGED": result.changed,
            "LEFT_OUT": result.left_out,
            "THRESHOLD_FOUND": result.threshold,
            "SEPARATION": number_or_none(result.separation),
        }

    def _write_cells(
        self, path: Path, given: Any, parameters: dict[str, Any], context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> str:  # fmt: skip
        """Write the numbers and cells of a map's scenes, "" where there is no map."""
        if given is None:
            return ""
        source = given[0].layer.read(self, parameters, context)
        array_files.write(path, **read_cells(source, context, feedback))
        return str(path)

    def _labels(
        self, given: Any, parameters: dict[str, Any], context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[int, str | None] | None:  # fmt: skip
        """Return the classes of a map's scenes by their ids, None where there is no map."""
        if given is None:
            return None
        one, schema = given
        found = one.read("automatic", schema, self, parameters, context, feedback)
        return {
            number: _shown(label, found.names)
            for number, label in zip(found.ids, found.labels)
            if number is not None
        }


def _shown(label: str | None, names: dict[str, str]) -> str | None:
    return f"{label} {names[label]}" if label is not None and names.get(label) else label


def _named(
    arrays: dict[str, Any], labels: list[dict[int, str | None] | None]
) -> tuple[list[tuple[str, str, list[Any]]], dict[str, int]]:
    """Return the fields of classes before and after, and the changes by falling number."""
    was, now = (
        [(found or {}).get(number) for number in arrays[name].tolist()]
        for found, name in zip(labels, ("before_id", "scene_id"))
    )
    texts = [
        f"{one or '?'} → {other or '?'}" if changed else None
        for one, other, changed in zip(was, now, arrays["changed"].tolist())
    ]
    changes = Counter(text for text in texts if text)
    fields: list[tuple[str, str, list[Any]]] = []
    for name, values in (("before", was), ("after", now), ("change", texts)):
        fields.append((name, "string", [NULL if v is None else v for v in values]))
    return fields, dict(changes.most_common())

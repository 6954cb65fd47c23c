"""A map and a reference to the map's accuracy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.accuracy.agreement import agreement, contingency, named_elsewhere, places_of
from ....core.accuracy.matrix import ConfusionMatrix, interval, sort_labels
from ....core.base.errors import SceneError
from ....core.base.sampling import block_of
from ....core.base.values import say_count
from ....worker.contract import AssessAccuracyJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.area import HECTARE
from ...layers.class_map import VALUES, SceneMap
from ...layers.reference import (
    Reference,
    ReferenceRaster,
    decide,
    field_reference,
    layer_reference,
    listed,
    raster_reference,
)
from ...parameters.accuracy import MapParameters, TableOutput, number_or_none
from ...parameters.kinds import Choice, FieldName, OutputFile, SourceLayer, declare_numbers
from ...parameters.raster import RasterParameter

_BLOCKS = 20  # of the map, in each of which clusters are named after labels in the others
_CLASS_FIELDS = [
    ("class", "string"),
    ("name", "string"),
    ("map_scenes", "int"),
    ("samples", "int"),
    ("ref_scenes", "int"),
    ("correct", "int"),
    ("users", "double"),
    ("users_low", "double"),
    ("users_high", "double"),
    ("producers", "double"),
    ("prod_area", "double"),
    ("prod_low", "double"),
    ("prod_high", "double"),
    ("f1", "double"),
    ("area_ha", "double"),
    ("est_ha", "double"),
    ("est_low", "double"),
    ("est_high", "double"),
]


class AssessAccuracy(Algorithm):
    """Measures how right a map is."""

    NAME = "assessaccuracy"
    LABEL = "Assess accuracy"
    JOB = AssessAccuracyJob
    GROUP = "classes"
    EXAMPLE = (
        "INPUT=classes.gpkg REFERENCE_LAYER=sample.gpkg REFERENCE_FIELD=reference "
        "OUTPUT_HTML=accuracy.html"
    )
    TAGS = (
        "accuracy,confusion matrix,error matrix,kappa,user's accuracy,producer's accuracy,f1,"
        "validation,reference,ground truth,olofsson,area estimate,ari,nmi,purity,report"
    )
    HELP = (
        "Compares a map with reference labels: confusion matrix, overall, user's and producer's "
        "accuracy, F1, kappa, and accuracies and areas of the classes as they are estimated from "
        "the reference, with 95 % confidence intervals (Olofsson et al. 2014; the mapped classes "
        "are the strata). Reference labels are codes or names of the map's classes. The reference "
        "is a layer of points or polygons, a class raster, or a field of the map itself that was "
        "filled in. Each scene counts once: with several labels it takes the most frequent one, "
        "and with a tie it is left out. Clusters that have no classes yet are taken as the "
        "class that most of their labeled scenes have, and the log says how right they are where "
        "labels in other blocks of the map name them. Labels that Classify scenes has made a map "
        "of do not count; where there are no others, it is cross-validated by blocks, and said. "
        "ACC, NMI, AMI, ARI and purity do not depend on what clusters are called; for ACC, each is "
        "one class at most."
    )
    OF_INPUT = ("REFERENCE_FIELD",)
    NEEDS_WORKER = False
    REPORT = "OUTPUT_HTML"

    REFERENCE_FIELD = FieldName(
        "REFERENCE_FIELD", "Field of the reference", "REFERENCE_LAYER",
        "The field that holds the labels: codes or names of classes. Features without a "
        "label are left out. Without a reference layer, it is a field of the map.",
    )  # fmt: skip
    MAP_VALUES = Choice(
        "MAP_VALUES", "Values of the map", VALUES,
        "classes mean the same as in the reference; clusters are numbers without a meaning "
        "yet. automatic: clusters for the fields of clusters, else classes.", advanced=True,
    )  # fmt: skip
    OUTPUT_HTML = OutputFile(
        "OUTPUT_HTML", "Report", "html", "HTML",
        "All numbers, the colored confusion matrix and what was left out, in a file.",
    )  # fmt: skip

    MAP = MapParameters("INPUT", "Map", "MAP_FIELD", "Field of the map")
    OUTPUT = TableOutput(
        "OUTPUT", "Confusion matrix",
        "One row per class on the map, with the number of scenes of each class in the "
        "reference (ref_...), their total and the user's accuracy.",
    )  # fmt: skip
    OUTPUT_CLASSES = TableOutput(
        "OUTPUT_CLASSES", "Accuracy of the classes",
        "One row per class: scenes, user's and producer's accuracy, the latter also by "
        "area (prod_area), F1, mapped area, and area as estimated from the reference "
        "(est_ha), with 95 % confidence intervals. Areas are in hectares on the ellipsoid.",
    )  # fmt: skip
    REFERENCE = SourceLayer(
        "REFERENCE_LAYER", "Reference layer",
        "Points or polygons with labels, in any coordinate reference system. A point "
        "labels the scene it lies in; a polygon those that it covers by half at least, and "
        "of several the one that covers most of a scene counts. A sample made by "
        "Validation sample labels just its own scenes.",
        kinds=[
            QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon,
        ],
        optional=True,
    )  # fmt: skip
    REFERENCE_RASTER = RasterParameter(
        "REFERENCE_RASTER", "Reference raster",
        "A raster of class codes in band 1, in place of a layer. A scene takes the class "
        "that most of its pixels have, where at least half of them have one; of a fine "
        "raster, 256 x 256 pixels of each scene are looked at.",
        optional=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.MAP.declare(self)
        self.REFERENCE.declare(self)
        self.REFERENCE_FIELD.declare(self)
        self.REFERENCE_RASTER.declare(self)
        self.MAP_VALUES.declare(self)
        self.OUTPUT.declare(self)
        self.OUTPUT_CLASSES.declare(self)
        self.OUTPUT_HTML.declare(self)
        declare_numbers(
            self,
            {
                "OVERALL": "Overall accuracy",
                "OVERALL_ELSEWHERE": "Overall accuracy of clusters named after labels elsewhere",
                "KAPPA": "Kappa",
                "KAPPA_ERROR": "Standard error of kappa",
                "MACRO_F1": "Mean F1 of the classes",
                "OVERALL_ADJUSTED": "Overall accuracy by area",
                "OVERALL_LOW": "Overall accuracy by area, lower end",
                "OVERALL_HIGH": "Overall accuracy by area, upper end",
                "ACC": "Accuracy under the best matching",
                "NMI": "Normalized mutual information",
                "AMI": "Adjusted mutual information",
                "ARI": "Adjusted Rand index",
                "PURITY": "Purity",
                "SCENES": "Scenes compared",
                "CLASSES": "Number of classes",
                "LEFT_OUT": "Labeled scenes left out",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read what belongs to the thread of the layers."""
        given = [one.is_given(parameters) for one in (self.REFERENCE, self.REFERENCE_RASTER)]
        field = self.REFERENCE_FIELD.read(self, parameters, context)
        if all(given):
            raise SceneError("Give a reference layer or a reference raster, and not both.")
        if not field and not given[1]:
            raise SceneError(
                "There is no reference. Give a layer with the field of its labels, a raster, or "
                "the field of the map that holds them."
            )
        self._raster = None
        if given[1]:
            layer = self.REFERENCE_RASTER.read(self, parameters, context)
            self._raster = ReferenceRaster(layer.name(), layer.crs(), layer.dataProvider().clone())
        self._schema = self.MAP.read_class_names(self, parameters, context)
        self._frame = self.MAP.read_frame(self, parameters, context)
        self._given = self.given_values(parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Compare, write the report in the worker, and the tables."""
        with user_errors(feedback), self.scratch_folder():
            values = self.MAP_VALUES.read(self, parameters, context)
            scenes = self.MAP.read(values, self._schema, self, parameters, context, feedback)
            reference = self._reference(scenes, parameters, context, feedback)
            compared, places, notes, left_out = _compare(scenes, reference)
            mapped, labels = (list(part) for part in zip(*compared))
            names, matches = scenes.names, []
            called: dict[str, str] = {}
            table_rows, table_columns = sort_labels(set(mapped)), sort_labels(set(labels))
            table = contingency(mapped, labels, table_rows, table_columns)
            scores = agreement(table)
            elsewhere = None
            if scenes.clusters:
                elsewhere = _named_elsewhere(scenes, places, mapped, labels)
                for cluster, counts in zip(table_rows, table):
                    best = int(counts.argmax())
                    called[cluster] = table_columns[best]
                    matches.append(
                        (cluster, table_columns[best], int(counts[best]), int(counts.sum()))
                    )
                mapped = [called[cluster] for cluster in mapped]
            else:
                notes += _unknown(scenes, labels)
            matrix, areas, counts, said = self._matrix(
                scenes, mapped, labels, called, context, feedback
            )
            found_by_area = matrix.adjusted(areas)
            notes += [*said, *_strata_notes(found_by_area)]
            for note in notes:
                feedback.pushWarning(note)
            results: dict[str, Any] = {}
            if self.OUTPUT_HTML.is_given(parameters):
                report = self.OUTPUT_HTML.read(self, parameters, context)
                job = AssessAccuracyJob(
                    report=report,
                    labels=matrix.labels,
                    counts=tuple(map(tuple, matrix.counts.tolist())),
                    areas=tuple(areas),
                    names=names,
                    scores=scores,
                    elsewhere=elsewhere,
                    matches=tuple(matches),
                    notes=tuple(notes),
                    settings=tuple((k, str(v)) for k, v in self._given.items()),
                )
                self.work(job, feedback, [report])
                results[self.OUTPUT_HTML.name] = report
            for output, fields, rows in (
                (self.OUTPUT, *_matrix_table(matrix, names)),
                (self.OUTPUT_CLASSES, _CLASS_FIELDS, _class_rows(matrix, areas, counts, names)),
            ):
                results.update(output.write(fields, rows, self, parameters, context, feedback))
        kappa, overall = matrix.kappa, found_by_area.overall
        chance = "" if kappa.value != kappa.value else f", kappa {kappa.value:.3f}"
        by_area = "" if overall.value != overall.value else f"; by area {interval(overall)}"
        feedback.pushInfo(
            f"{100 * matrix.overall:.1f} % of {matrix.total} labeled scenes are right{chance}"
            f"{by_area}."
        )
        if scenes.clusters:
            told = "which these labels are too few for"
            if elsewhere is not None:
                told = f"{100 * elsewhere:.1f} %"
            feedback.pushInfo(
                "The clusters are named after the same labels that score them, which looks better "
                f"than it is. Where labels in other blocks of the map name them: {told}."
            )
        numbers = {
            "OVERALL_ELSEWHERE": math.nan if elsewhere is None else elsewhere,
            "OVERALL": matrix.overall,
            "KAPPA": kappa.value,
            "KAPPA_ERROR": kappa.error,
            "MACRO_F1": float(np.nanmean(matrix.f1)),
            "OVERALL_ADJUSTED": overall.value,
            "OVERALL_LOW": overall.low,
            "OVERALL_HIGH": overall.high,
            "ACC": scores.accuracy,
            "NMI": scores.nmi,
            "AMI": scores.ami,
            "ARI": scores.ari,
            "PURITY": scores.purity,
        }
        return {
            **results,
            **{name: number_or_none(value) for name, value in numbers.items()},
            "SCENES": matrix.total,
            "CLASSES": len(matrix.labels),
            "LEFT_OUT": left_out,
        }

    def _reference(
        self,
        scenes: SceneMap,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Reference:
        if self._raster is not None:
            return raster_reference(scenes, self._raster, context, feedback)
        name = self.REFERENCE_FIELD.read(self, parameters, context)
        if not self.REFERENCE.is_given(parameters):
            source = self.MAP.layer.read(self, parameters, context)
            return field_reference(source, name, context, feedback)
        source = self.REFERENCE.read(self, parameters, context)
        return layer_reference(scenes, source, name, context, feedback)

    def _matrix(
        self,
        scenes: SceneMap,
        mapped: list[str],
        labels: list[str],
        called: dict[str, str],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[ConfusionMatrix, list[float], list[int], tuple[str, ...]]:
        """Return the matrix, hectares and scenes of its classes, and what is to be said of them.

        A class that is only in the reference has no area on the map: 0.
        """
        own_names = [
            "" if label is None
            else called.get(label, f"cluster {label}" if scenes.clusters else label)
            for label in scenes.labels
        ]  # fmt: skip
        names = sort_labels({*labels, *own_names} - {""})
        places = np.full(len(own_names), -1)
        there = np.array([bool(name) for name in own_names])
        places[there] = places_of([name for name in own_names if name], names)
        measured = scenes.measure(places, self._frame, context, feedback)
        counts = np.bincount(places[there], minlength=len(names))
        hectares = np.where(counts > 0, measured.total(places, len(names)) / HECTARE, 0.0)
        matrix = ConfusionMatrix(tuple(names), contingency(mapped, labels, names, names))
        return matrix, hectares.tolist(), counts.tolist(), measured.notes


def _compare(
    scenes: SceneMap, reference: Reference
) -> tuple[list[tuple[str, str]], list[int], list[str], int]:
    """Return pairs of labels, on the map and in the reference, and what was left out.

    The second are the places of these scenes.
    """
    decided, ties = decide(reference, scenes.known())
    notes = list(reference.notes)
    if ties:
        notes.append(
            f"{say_count(ties, 'scene is', 'scenes are', ',')} left out, for as much of the "
            "reference is for one class as for another."
        )
    labeled = list(decided)
    mapped: Any = scenes.labels
    learned = [place for place in labeled if place in scenes.held_out]
    if len(learned) < len(labeled):
        labeled = [place for place in labeled if place not in scenes.held_out]
        if learned:
            notes.append(
                f"{say_count(len(learned), 'labeled scene is', 'labeled scenes are', ',')} left "
                "out, for the map was made of labels of them."
            )
    elif any(scenes.held_out[place] for place in learned):
        mapped = {place: scenes.held_out[place] or None for place in learned}
        notes.append(
            "Cross-validated by blocks: the map was made of labels of all these scenes, so what "
            "counts is the class that the other labels give a scene while the block of the map "
            "that it lies in is kept aside. Scenes that were not labeled would tell more."
        )
    elif learned:
        raise SceneError(
            f"All {len(learned):,} scenes with a reference label are labels that the map was made "
            "of, which cannot tell how right it is. Label others, such as those of Validation "
            "sample."
        )
    places = [place for place in labeled if mapped[place] is not None]
    compared = [(str(mapped[place]), decided[place]) for place in places]
    unmapped = len(labeled) - len(compared)
    if unmapped:
        left = say_count(unmapped, "labeled scene is", "labeled scenes are", ",")
        notes.append(f"{left} left out, for the map has no class there.")
    if not compared:
        raise SceneError(
            f"No scene of {scenes.name} has both a value in the field {scenes.field} and one "
            f"reference label. {' '.join(notes)} Give more reference labels."
        )
    return compared, places, notes, ties + unmapped


def _named_elsewhere(
    scenes: SceneMap, places: list[int], clusters: list[str], labels: list[str]
) -> float | None:
    """Return the accuracy of clusters that are named after labels in other blocks of the map."""
    if not all(scenes.shapes[place] for place in places):
        return None
    middles = np.empty((len(places), 2))
    for row, place in enumerate(places):
        middle = scenes.shape(place).boundingBox().center()
        middles[row] = middle.x(), middle.y()
    blocks = block_of(middles, _BLOCKS)
    numbers = [np.unique(texts, return_inverse=True)[1] for texts in (clusters, labels)]
    found = named_elsewhere(numbers[0], numbers[1], blocks)
    return None if math.isnan(found) else found


def _unknown(scenes: SceneMap, labels: list[str]) -> list[str]:
    """Say which reference labels are not on the map."""
    on_map = {label for label in scenes.labels if label is not None}
    missing = [label for label in labels if label not in on_map]
    if not missing:
        return []
    if len(missing) == len(labels):
        raise SceneError(
            f"None of the reference's labels, {listed(labels)}, is on the map, which has "
            f"{', '.join(sort_labels(on_map)[:10])}. Choose the fields that hold the same classes, "
            "or take the map's values as clusters."
        )
    return [f"Reference labels that are not on the map, and count as wrong: {listed(missing)}."]


def _strata_notes(found: Any) -> list[str]:
    notes = []
    if found.unsampled:
        notes.append(
            "Mapped classes without a reference label, whose area is left out of the estimates: "
            f"{', '.join(found.unsampled)}."
        )
    if found.single:
        notes.append(
            "Mapped classes with one reference label, too few for confidence intervals: "
            f"{', '.join(found.single)}."
        )
    return notes


def _matrix_table(
    matrix: ConfusionMatrix, names: dict[str, str]
) -> tuple[list[tuple[str, str]], list[list[Any]]]:
    """Return the fields and rows of the confusion matrix."""
    taken: set[str] = set()
    columns = []
    for label in matrix.labels:
        plain = "ref_" + "".join(c if c.isalnum() else "_" for c in label)[:40]
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name.casefold())
        columns.append((name, "int"))
    fields = [("map_class", "string"), ("map_name", "string"), *columns,
              ("total", "int"), ("users", "double")]  # fmt: skip
    rows = [
        [label, names.get(label), *row, sum(row), user]
        for label, row, user in zip(matrix.labels, matrix.counts.tolist(), matrix.users.tolist())
    ]
    return fields, rows


def _class_rows(
    matrix: ConfusionMatrix, areas: list[float], counts: list[int], names: dict[str, str]
) -> list[list[Any]]:
    found = matrix.adjusted(areas)
    rows = []
    for place, label in enumerate(matrix.labels):
        user, producer, area = found.users[place], found.producers[place], found.areas[place]
        rows.append(
            [
                label, names.get(label), counts[place],
                int(matrix.counts[place].sum()), int(matrix.counts[:, place].sum()),
                int(matrix.counts[place, place]),
                float(matrix.users[place]), user.low, user.high,
                float(matrix.producers[place]), producer.value, producer.low, producer.high,
                float(matrix.f1[place]), areas[place], area.value, area.low, area.high,
            ]
        )  # fmt: skip
    return rows

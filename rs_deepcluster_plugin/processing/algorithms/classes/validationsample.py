"""A map to a random sample of its scenes that is to be labeled."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ....core.accuracy.agreement import places_of
from ....core.accuracy.matrix import (
    ALLOCATIONS,
    allocate,
    draw_stratified,
    sample_size,
    sort_labels,
)
from ....core.base.errors import SceneError
from ....core.base.values import say_count
from ...framework.algorithm import Algorithm, user_errors
from ...layers.class_map import SceneMap, middle
from ...layers.style import apply_sample_style
from ...layers.values import text_of
from ...parameters.accuracy import MapParameters, write_rows
from ...parameters.kinds import Choice, MaybeWhole, Real, Text, VectorOutput, Whole, declare_numbers

_POLYGONS, _CENTROIDS = "polygons", "centroids"
_FIELDS = [
    ("number", "int"),
    ("scene_id", "int64"),
    ("reference", "string"),
    ("map_class", "string"),
    ("weight", "double"),
]


class ValidationSample(Algorithm):
    """Draws scenes for an accuracy assessment."""

    NAME = "validationsample"
    LABEL = "Validation sample"
    GROUP = "classes"
    EXAMPLE = "INPUT=classes.gpkg OUTPUT=sample.gpkg"
    TAGS = (
        "sample,sampling,stratified,random,validation,reference,ground truth,accuracy,olofsson,"
        "sample size,allocation"
    )
    HELP = (
        "Draws scenes at random from each class of a map, for you to look at and label: fill in "
        "the field reference, then give the layer to Assess accuracy. How many: as given, or as "
        "many as overall accuracy needs for a standard error (Olofsson et al. 2014, equation 13). "
        "The scenes are in random order, and the form hides what the map says of them, so that it "
        "can't sway you. The field weight says how many scenes of its class each one stands for."
    )
    NEEDS_WORKER = False

    SIZE = MaybeWhole(
        "SIZE", "Sample size (scenes)", None, 2, None,
        "Scenes in all. Empty: as many as the standard error below needs.", advanced=False,
    )  # fmt: skip
    STANDARD_ERROR = Real(
        "STANDARD_ERROR", "Standard error", 0.02, 0.001, 0.5,
        "The standard error that overall accuracy is to have, where no sample size is "
        "given; half the confidence interval is about twice as wide.", advanced=False,
    )  # fmt: skip
    EXPECTED = Text(
        "EXPECTED", "Expected user's accuracy",
        "What part of each mapped class you guess to be right, from 0 to 1, where no sample "
        "size is given: one number, and others for single classes by code or name, as in "
        "0.8,311=0.95,112=0.7.", default="0.8", advanced=True,
    )  # fmt: skip
    ALLOCATION = Choice(
        "ALLOCATION", "Allocation", ALLOCATIONS,
        "How the sample is divided among the classes. balanced: by their areas, but rare "
        "classes get the minimum below. proportional: by their areas. equal: as many of "
        "each. A class gives two scenes at least, and no more than it has.", advanced=True,
    )  # fmt: skip
    MINIMUM = Whole(
        "MINIMUM", "Minimum of a class", 50, 2, None,
        "Scenes of a rare class in a balanced allocation, or all that there are. In a small "
        "sample, which has no room for it, all classes get the same.",
    )  # fmt: skip
    UNITS = Choice(
        "UNITS", "Geometry", (_POLYGONS, _CENTROIDS),
        "The sampled scenes as polygons, or as points in their middle.", advanced=True,
    )  # fmt: skip
    SEED = Whole(
        "SEED", "Seed", 0, 0, 2 ** 31 - 1,
        "The same seed draws the same sample.",
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Sample",
        "Scenes with number (the random order), scene_id, reference (empty, to be filled "
        "in), map_class and weight, which the attribute form hides.",
        QgsProcessing.SourceType.TypeVectorAnyGeometry,
    )  # fmt: skip

    MAP = MapParameters("INPUT", "Map", "MAP_FIELD", "Field of the map")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.MAP.declare(self)
        self.SIZE.declare(self)
        self.STANDARD_ERROR.declare(self)
        self.EXPECTED.declare(self)
        self.ALLOCATION.declare(self)
        self.MINIMUM.declare(self)
        self.UNITS.declare(self)
        self.SEED.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"SCENES": "Scenes in the sample", "CLASSES": "Number of classes"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the schema, which the form offers for labeling."""
        self._schema = self.MAP.read_class_names(self, parameters, context)
        self._frame = self.MAP.read_frame(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Draw the sample and write it."""
        with user_errors(feedback):
            scenes = self.MAP.read("automatic", self._schema, self, parameters, context, feedback)
            there = [
                place
                for place, label in enumerate(scenes.labels)
                if label is not None and scenes.shapes[place]
            ]
            labels = [scenes.labels[place] or "" for place in there]
            classes = sort_labels(set(labels))
            strata = places_of(labels, classes)
            sizes = [int((strata == number).sum()) for number in range(len(classes))]
            among = np.full(len(scenes.labels), -1)
            among[there] = strata
            measured = scenes.measure(among, self._frame, context, feedback)
            measured.say(feedback)
            areas: Any = measured.total(among, len(classes))
            if not (areas > 0).all():
                feedback.pushWarning("Scenes count as equally large, for not all can be measured.")
                areas = None
            total = self._size(sizes, areas, classes, scenes, parameters, context)
            amounts = allocate(
                sizes,
                total,
                self.ALLOCATION.read(self, parameters, context),
                self.MINIMUM.read(self, parameters, context),
                areas,
            )
            seed = self.SEED.read(self, parameters, context)
            chosen = draw_stratified(strata, amounts, seed).tolist()
            points = self.UNITS.read(self, parameters, context) == _CENTROIDS
            rows = []
            for number, drawn in enumerate(chosen, start=1):
                place, stratum = there[drawn], int(strata[drawn])
                shape, scene_id = scenes.shape(place), scenes.ids[place]
                weight = sizes[stratum] / int(amounts[stratum])
                values = [number, scene_id, None, classes[stratum], weight]
                rows.append((values, middle(shape) if points else shape))
            kinds = QgsWkbTypes.Type
            multiple = any(shape.isMultipart() for _, shape in rows)
            kind = kinds.MultiPolygon if multiple else kinds.Polygon
            offered: dict[str, str] = {}
            if not scenes.clusters:
                offered = {
                    c: scenes.names.get(c, "") for c in sort_labels({*classes, *scenes.names})
                }
            output = write_rows(
                self, rows, _FIELDS, parameters, context, feedback,
                kinds.Point if points else kind, scenes.crs,
                style=functools.partial(apply_sample_style, classes=offered),
            )  # fmt: skip
        divided = ", ".join(
            f"{label}: {amount} of {size}"
            for label, amount, size in zip(classes, amounts.tolist(), sizes)
        )
        feedback.pushInfo(f"Sample of {say_count(len(rows), 'scene')} ({divided}).")
        return {self.OUTPUT.name: output, "SCENES": len(rows), "CLASSES": len(classes)}

    def _size(
        self,
        sizes: list[int],
        areas: Any,
        classes: list[str],
        scenes: SceneMap,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> int:
        """Return how many scenes are asked for, or needed."""
        asked = self.SIZE.read(self, parameters, context)
        if asked is not None:
            return int(asked)
        text = self.EXPECTED.read(self, parameters, context)
        expected = _expected(text, classes, scenes)
        error = self.STANDARD_ERROR.read(self, parameters, context)
        return max(sample_size(sizes, expected, error, areas), 2 * len(classes))


def _expected(text: str, classes: list[str], scenes: SceneMap) -> list[float]:
    """Read accuracies of classes, as in 0.8,311=0.95."""
    known = scenes.known()
    default, single = 0.8, {}
    for part in text.split(","):
        name, equals, number = part.rpartition("=")
        try:
            value = float(number) if number.strip() else default
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise SceneError(
                f"The expected accuracy '{part.strip()}' is not a number from 0 to 1. Give one "
                "number, and others for single classes, as in 0.8,311=0.95."
            )
        label = known(text_of(name))
        if not equals:
            default = value
        elif label in classes:
            single[label] = value
        else:
            raise SceneError(
                f"An accuracy is expected of '{name.strip()}', which is not a class of the map. "
                f"Its classes are: {', '.join(classes[:20])}."
            )
    return [single.get(label, default) for label in classes]

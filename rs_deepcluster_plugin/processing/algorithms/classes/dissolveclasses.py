"""Scenes to polygons of classes."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.errors import LayerError
from ...framework.algorithm import Algorithm, user_errors
from ...layers.area import clipped, measure_polygons
from ...layers.dissolve import Dissolved, dissolve
from ...layers.read import frame_of, schema_of
from ...layers.style import apply_map_style
from ...layers.write import plain, write_columns
from ...parameters.kinds import Choice, VectorOutput, declare_numbers
from ...parameters.scenes import SceneLayer, class_field

MULTI, SINGLE = "one feature for each class", "one feature for each area"
_FIELDS = (
    ("code", "string"),
    ("name", "string"),
    ("color", "string"),
    ("scenes", "int"),
    ("area", "double"),
    ("mean_probability", "double"),
    ("clusters", "string"),
)


class DissolveClasses(Algorithm):
    """Merges the scenes of each class."""

    NAME = "dissolveclasses"
    LABEL = "Dissolve classes"
    GROUP = "classes"
    EXAMPLE = "INPUT=clusters.gpkg OUTPUT=areas.gpkg"
    TAGS = "dissolve,polygons,vectorize,merge,union,classes,land cover,area,map,export,product"
    HELP = (
        "Merges the scenes of each class to polygons, with their area, in the colors of the "
        "classes. Where scenes of different classes overlap, the one of the highest probability "
        "keeps the place, so that the polygons do not overlap. They end where the raster ends."
    )
    NEEDS_WORKER = False

    PARTS = Choice(
        "PARTS", "Features", (MULTI, SINGLE),
        "A class may have many areas that do not touch along an edge: one feature of "
        "several parts for all of them, or a feature for each. Scenes count for the area "
        "that their middle is in.",
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Classes",
        "Polygons with code, name and color of the class, scenes, area in square meters on "
        "the ellipsoid (in the plane of a system that has none), mean_probability and the "
        "clusters of their scenes. The style is stored with the data.",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip

    SCENES = SceneLayer()
    FIELD = class_field(SCENES)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.SCENES.declare(self)
        self.FIELD.declare(self)
        self.PARTS.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"CLASSES": "Number of classes", "POLYGONS": "Number of features"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the schema that belongs to the layer."""
        layer_table = self.SCENES.read_table(self, parameters, context)
        self._schema = schema_of(layer_table)
        self._frame = frame_of(layer_table)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Dissolve and write the polygons."""
        field = self.FIELD.read(self, parameters, context)
        single = self.PARTS.read(self, parameters, context) == SINGLE
        with user_errors(feedback):
            found = self.SCENES.read_scenes(
                self, parameters, context, feedback, field=field, one_date=True
            )
            classes, places = found.classes(self._schema, field)
            if not classes:
                raise LayerError(f"No scene of {found.name} has a class. Assign some first.")
            feedback.setProgress(20)
            hanging = bool((found.columns["valid_fraction"][places >= 0] < 1).any())
            shapes = clipped(found.shapes, self._frame, found.crs, context)
            dissolved = dissolve(
                shapes, places, found.columns["probability"], len(classes), single, feedback
            )
            measured = measure_polygons(
                dissolved.wkbs, found.crs, context, feedback, hanging and self._frame is None
            )
            measured.say(feedback)
            entries = [classes[place] for place in dissolved.places.tolist()]
            columns = [
                [entry.code for entry in entries],
                [entry.name for entry in entries],
                [entry.color for entry in entries],
                np.bincount(dissolved.owners, minlength=len(entries)).tolist(),
                plain(measured.values),
                _mean_probabilities(dissolved, found.columns["probability"]),
                _clusters(dissolved, found.current),
            ]
            output = write_columns(
                self, _FIELDS, columns, dissolved.wkbs, parameters, context, feedback, found.crs,
                style=functools.partial(apply_map_style, classes=classes),
            )  # fmt: skip
        return {self.OUTPUT.name: output, "CLASSES": len(classes), "POLYGONS": len(entries)}


def _mean_probabilities(dissolved: Dissolved, probabilities: Any) -> list[Any]:
    """Return the mean over the scenes of each area, NULL where none has a probability."""
    own = probabilities[dissolved.scenes]
    known = own == own
    owners, count = dissolved.owners[known], len(dissolved.wkbs)
    sums, scenes = np.bincount(owners, own[known], count), np.bincount(owners, minlength=count)
    return [
        value / number if number else NULL for value, number in zip(sums.tolist(), scenes.tolist())
    ]


def _clusters(dissolved: Dissolved, clusters: Any) -> list[Any]:
    """Return the numbers of the clusters in each area, NULL where there are none."""
    own = clusters[dissolved.scenes]
    base = int(own.max(initial=0)) + 1
    owners, numbers = np.divmod(np.unique((dissolved.owners * base + own)[own > 0]), base)
    texts: list[list[str]] = [[] for _ in dissolved.wkbs]
    for owner, number in zip(owners.tolist(), numbers.tolist()):
        texts[owner].append(str(number))
    return [", ".join(listed) or NULL for listed in texts]

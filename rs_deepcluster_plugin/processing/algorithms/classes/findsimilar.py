"""Scenes that are like some others."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ....core.base.errors import LayerError, SceneError
from ....core.classes.move import parse_numbers
from ....worker import array_files
from ....worker.contract import FindSimilarJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.read import read_cells, read_scenes, table_of
from ...layers.style import apply_similarity_style
from ...layers.values import is_null
from ...layers.write import plain, write_layer
from ...parameters.kinds import (
    Choice,
    Expression,
    InputFile,
    Real,
    Text,
    VectorOutput,
    Whole,
    WholeLayer,
    declare_numbers,
)
from ...parameters.scenes import read_or_noted

COMPARISONS = {"mean of the examples": "mean", "nearest example": "nearest"}
_FIELDS = (("rank", "int"), ("scene_id", "int64"), ("similarity", "double"))


class FindSimilar(Algorithm):
    """Ranks scenes by how much they are like examples."""

    NAME = "findsimilar"
    LABEL = "Find similar scenes"
    JOB = FindSimilarJob
    GROUP = "classes"
    EXAMPLE = "INPUT=clusters.gpkg SCENES='12, 40'"
    TAGS = (
        "similar,search,retrieval,query by example,nearest neighbors,cosine,similarity,"
        "embedding,content based image retrieval"
    )
    HELP = (
        "Finds the scenes that are most like examples: selected scenes of a cluster layer, scenes "
        "that an expression chooses, or scenes by their ids. Similarity is the cosine between "
        "features, centered and normalized as for clustering, from 1 (alike) over 0 (no more alike "
        "than any two) to -1. The search is exact and reads the features block by block, so that "
        "the file may be of any size. The examples themselves are left out, and so is what is more "
        "like a counterexample than like them."
    )

    SCENES = Text(
        "SCENES", "Examples",
        "Numbers of the examples from the field scene_id, as 12, 15-20.", default=None,
    )  # fmt: skip
    NOT_SCENES = Text(
        "NOT_SCENES", "Counterexamples",
        "Numbers of scenes that are not meant, among the features of the examples, as 12, 15-20. "
        "A scene that is more like one of these than like the examples is not found.", default=None,
    )  # fmt: skip
    FEATURES = InputFile(
        "FEATURES", "Features", "parquet",
        "The features of the examples, made by Extract features or Cluster a raster. Empty: "
        "those that a layer in a GeoPackage has noted.", optional=True,
    )  # fmt: skip
    FEATURES_SEARCHED = InputFile(
        "FEATURES_SEARCHED", "Features to search", "parquet",
        "Where to search: the features of another raster, of the same model. Empty: among "
        "the scenes of the examples' own file.", optional=True,
    )  # fmt: skip
    COMPARISON = Choice(
        "COMPARISON", "Similar to", COMPARISONS,
        "The mean of the similarities to all examples, for examples of one kind; or the "
        "similarity to the nearest example, for examples of several kinds.",
    )  # fmt: skip
    NUMBER = Whole(
        "NUMBER", "Most scenes", 100, 1, 10000000,
        "As many of the most similar scenes are found.", advanced=False,
    )  # fmt: skip
    MIN_SIMILARITY = Real(
        "MIN_SIMILARITY", "Lowest similarity", 0, -1, 1,
        "Scenes that are less similar are not found.",
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Similar scenes",
        "The scenes by rank, with their similarity, and with their cluster and their class "
        "in the layer.",
        QgsProcessing.SourceType.TypeVectorAnyGeometry,
    )  # fmt: skip

    INPUT = WholeLayer(
        "INPUT", "Clusters",
        "The layer that holds the examples; its selected scenes are taken where no ids and "
        "no expression are given. Found scenes get its clusters and classes.",
        optional=True,
    )  # fmt: skip
    EXPRESSION = Expression(
        "EXPRESSION", "Examples by expression", INPUT.name,
        'Scenes of the layer for which it is true, as "exemplar_rank" = 1 AND "cluster" = 4.',
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.INPUT.declare(self)
        self.SCENES.declare(self)
        self.EXPRESSION.declare(self)
        self.NOT_SCENES.declare(self)
        self.FEATURES.declare(self)
        self.FEATURES_SEARCHED.declare(self)
        self.COMPARISON.declare(self)
        self.NUMBER.declare(self)
        self.MIN_SIMILARITY.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"SCENES_FOUND": "Number of scenes found"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the examples, in the thread that owns the selection."""
        layer = self.INPUT.read(self, parameters, context)
        text = self.SCENES.read(self, parameters, context)
        expression = self.EXPRESSION.read(self, parameters, context)
        if text.strip() and expression.strip():
            raise SceneError("Both ids and an expression were given. Give one of the two.")
        table = table_of(layer) if layer is not None else None
        self._features = read_or_noted(self.FEATURES, table, self, parameters, context)
        if not self._features:
            raise SceneError(
                "There are no features: the layer has noted none that are still there. Give the "
                "features that the clusters were made of."
            )
        if text.strip():
            self._examples = parse_numbers(text, "examples")
        elif layer is None:
            raise SceneError("No examples were given. Give a layer, or the ids of scenes.")
        else:
            self._examples = _chosen(layer, expression)
        against = self.NOT_SCENES.read(self, parameters, context)
        self._unlike = parse_numbers(against, "counterexamples") if against.strip() else []
        both = sorted(set(self._examples) & set(self._unlike))
        if both:
            raise SceneError(
                f"Scenes are both examples and counterexamples: {', '.join(map(str, both[:8]))}. "
                "Give each as one of the two."
            )
        self._searched = self.FEATURES_SEARCHED.read(self, parameters, context)
        self._joined = layer is not None and not self._searched
        self._of_scenes = layer is not None

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Search in the worker and write the layer."""
        with user_errors(feedback), self.scratch_folder() as scratch:
            cells = ""
            if self._of_scenes:
                source = self.INPUT.read_source(self, parameters, context)
                cells = str(scratch / "cells.npz")
                array_files.write(cells, **read_cells(source, context, feedback))
            job = FindSimilarJob(
                features=self._features,
                searched=self._searched,
                scene_ids=tuple(self._examples),
                unlike=tuple(self._unlike),
                comparison=self.COMPARISON.read(self, parameters, context),
                number=self.NUMBER.read(self, parameters, context),
                minimum=self.MIN_SIMILARITY.read(self, parameters, context),
                layer=str(scratch / "layer.npz"),
                cells=cells,
            )
            result = self.work(job, feedback)
            arrays = array_files.read(job.layer)
            more = []
            if self._joined:
                more = self._of_layer(arrays["scene_id"], parameters, context, feedback)
            crs = QgsCoordinateReferenceSystem()
            if result.crs_wkt:
                crs = QgsCoordinateReferenceSystem.fromWkt(result.crs_wkt)
            low, high = (float(end(arrays["similarity"])) for end in (np.min, np.max))
            output = write_layer(
                self, scratch / "layer.npz", parameters, context, feedback, crs, _FIELDS, more=more,
                style=functools.partial(apply_similarity_style, low=low, high=high),
            )  # fmt: skip
        feedback.pushInfo(
            f"{result.scenes} of {result.searched} scenes were found, with similarities from "
            f"{low:.3f} to {high:.3f}."
        )
        return {self.OUTPUT.name: output, "SCENES_FOUND": result.scenes}

    def _of_layer(
        self, scene_ids: Any, parameters: dict[str, Any], context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> list[tuple[str, str, list[Any]]]:  # fmt: skip
        """Return the clusters and the classes that scenes have in the layer."""
        source = self.INPUT.read_source(self, parameters, context)
        layer = read_scenes(source, context, feedback, shapes=False)
        place_of = {n: i for i, n in enumerate(layer.columns["scene_id"].tolist())}
        places = [place_of.get(number, -1) for number in scene_ids.tolist()]
        # What is nowhere in the layer is at the end.
        clusters = plain(np.append(layer.current, 0), 0)
        codes, names = (
            plain(np.append(layer.columns[name], ""), "") for name in ("class_code", "class_name")
        )
        return [
            ("cluster", "int", [clusters[place] for place in places]),
            ("class_code", "string", [codes[place] for place in places]),
            ("class_name", "string", [names[place] for place in places]),
        ]


def _chosen(layer: QgsVectorLayer, expression: str) -> list[int]:
    """Return the ids of a layer's scenes that an expression chooses, or that are selected."""
    if layer.fields().lookupField("scene_id") < 0:
        raise LayerError(
            f"The layer {layer.name()} was not made by RS DeepCluster: it has no field 'scene_id'. "
            "Choose a cluster layer."
        )
    if expression.strip():
        request = QgsFeatureRequest().setFilterExpression(expression)
        problem = request.filterExpression()
        if problem is not None and problem.hasParserError():
            raise SceneError(
                f"The expression {expression} is not valid ({problem.parserErrorString()}). "
                "Correct it."
            )
        features = layer.getFeatures(request)
        what = f"The expression {expression} chooses no scene. Give another one."
    else:
        features = layer.selectedFeatures()
        what = (
            f"No scene of {layer.name()} is selected. Select examples on the map, or give their "
            "ids or an expression."
        )
    found = [feature["scene_id"] for feature in features]
    if not found:
        raise SceneError(what)
    return sorted({int(n) for n in found if not is_null(n)})

"""Which scenes to label next."""

from __future__ import annotations

import functools
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
from ....core.labels.suggest import SuggestSettings
from ....worker import array_files
from ....worker.contract import SuggestLabelsJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.style import apply_suggestion_style
from ...layers.write import write_layer
from ...parameters.kinds import Group, Parameter, VectorOutput, declare_numbers, setting_of
from ...parameters.labels import LabelMethodParameters, LabelParameters

_FIELDS = (("rank", "int"), ("scene_id", "int64"), ("gain", "double"))
_FILLED_IN = ("class_code", "class_name", "not_class", "labeled_by", "labeled_at")


def _of(field: str, *, advanced: bool) -> Parameter[Any]:
    about = field_of(SuggestSettings, field).metadata
    return setting_of(
        SuggestSettings, field, field.upper(), about["label"], about["help"], advanced=advanced
    )


class SuggestParameters(Group):
    """How many scenes are suggested, and how they are spread."""

    NUMBER = _of("number", advanced=False)
    MOST_OF_CLASS = _of("most_of_class", advanced=True)
    DISTANCE = _of("distance", advanced=True)


class SuggestLabels(Algorithm):
    """Suggests scenes to label."""

    NAME = "suggestlabels"
    LABEL = "Suggest labels"
    JOB = SuggestLabelsJob
    GROUP = "labels"
    EXAMPLE = "INPUT=clusters.gpkg OUTPUT=suggested.gpkg"
    TAGS = (
        "active learning,label,training,samples,uncertainty,representative,coverage,sampling,"
        "next,query"
    )
    HELP = (
        "Suggests the scenes whose labels would help most. Without labels these are typical scenes "
        "of all groups that the features form. Later they are those of which the classes are in "
        "doubt, around which there are many, and which are unlike all that are labeled or "
        "suggested already. The layer has empty fields for the class, or for what a scene is not, "
        "and its form fills in who labeled it and when: give it to Classify scenes as the labels, "
        "and to this tool again for the next ones (QGIS's Merge vector layers puts several rounds "
        "into one)."
    )

    LABELS = LabelParameters(optional=True)
    SUGGEST = SuggestParameters()
    METHOD = LabelMethodParameters()
    OUTPUT = VectorOutput(
        "OUTPUT", "Scenes to label",
        "The scenes by rank, with reason, and class_code, class_name, not_class, labeled_by and "
        "labeled_at to be filled in.",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.LABELS.declare(self)
        self.SUGGEST.declare(self)
        self.METHOD.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"SCENES": "Scenes suggested", "LABELED": "Labeled scenes"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the labels and the features."""
        self._labels = self.LABELS.prepare(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Choose in the worker and write the layer."""
        with user_errors(feedback), self.scratch_folder() as scratch:
            labels, schema = None, self._labels.schema
            if self._labels.given:
                labels, schema = self._labels.read(
                    scratch / "labels.npz", self, parameters, context, feedback
                )
            job = SuggestLabelsJob(
                features=self._labels.features,
                labels=labels,
                label=self.METHOD.read(self, parameters, context),
                suggest=self.SUGGEST.read_settings(SuggestSettings, self, parameters, context),
                layer=str(scratch / "layer.npz"),
            )
            result = self.work(job, feedback)
            arrays = array_files.read(job.layer)
            more = [("reason", "string", array_files.unpack_texts(arrays, "reason"))]
            more += [(name, "string", [NULL] * result.scenes) for name in _FILLED_IN]
            classes = [(c.code, c.name, c.color) for c in schema.classes] if schema else []
            crs = QgsCoordinateReferenceSystem()
            if result.crs_wkt:
                crs = QgsCoordinateReferenceSystem.fromWkt(result.crs_wkt)
            output = write_layer(
                self, scratch / "layer.npz", parameters, context, feedback, crs, _FIELDS, more=more,
                style=functools.partial(apply_suggestion_style, classes=classes),
            )  # fmt: skip
        scenes = say_count(result.scenes, "scene")
        feedback.pushInfo(f"{scenes} to label, beside {result.labeled} that are.")
        return {self.OUTPUT.name: output, "SCENES": result.scenes, "LABELED": result.labeled}

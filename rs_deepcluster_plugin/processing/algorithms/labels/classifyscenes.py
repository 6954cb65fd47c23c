"""From a few labeled scenes to the class of every scene."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessing, QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import SceneError
from ....core.classes.schema import Schema, SchemaClass
from ....worker.contract import ClassifyScenesJob
from ...framework.algorithm import Algorithm, user_errors
from ...framework.inputs import take_one
from ...layers.labels import write_classified
from ...parameters.kinds import Flag, InputFile, OutputFile, VectorOutput, declare_numbers
from ...parameters.labels import LabelMethodParameters, LabelParameters


class ClassifyScenes(Algorithm):
    """Classifies all scenes by labels of some."""

    NAME = "classifyscenes"
    LABEL = "Classify scenes"
    JOB = ClassifyScenesJob
    GROUP = "labels"
    EXAMPLE = "LABELS=points.gpkg CLASS_FIELD=class INPUT=clusters.gpkg OUTPUT=classes.gpkg"
    TAGS = (
        "label,training,samples,supervised,classification,few-shot,logistic regression,"
        "linear discriminant,prototypes,semi-supervised,label propagation,calibration,probability"
    )
    HELP = (
        "Gives every scene a class by labels of a few: five of a class are often enough. Scenes "
        "first take over features from those most like them, unless labels that are kept aside are "
        "told apart better without, then a linear classifier learns the labels. The layer has the "
        "class of each scene with its probability, the second class, and ambiguous where the two "
        "are close. Probabilities are calibrated on labels that are kept aside, in whole blocks of "
        "the map, and the log says how many of these are right. How often a class is on the map, "
        "which as many labels of each do not say, is estimated from all scenes. All tools for "
        "classes take the layer; its clusters are the classes by their numbers. A saved model "
        "classifies the features of another raster."
    )

    LABELS = LabelParameters(optional=True)
    MODEL = InputFile(
        "LABEL_MODEL", "Label model", "npz",
        "A model that Classify scenes has saved, in place of labels: nothing is learned, and its "
        "classes are found in the features of another raster.",
        optional=True,
    )  # fmt: skip
    METHOD = LabelMethodParameters()
    EVERY = Flag(
        "MEMBERSHIPS", "Probabilities of all classes", False,
        "Adds fields member_1, member_2 and so on with the probability of each class.",
        advanced=True,
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Classified scenes",
        "The scenes with class_code, class_name, probability, second_class, second_probability, "
        "ambiguous, and similarity to the most similar labeled scene. label and not_label are what "
        "the scene was labeled, held_out the class that the other labels give it.",
        QgsProcessing.SourceType.TypeVectorPolygon,
    )  # fmt: skip
    OUTPUT_MODEL = OutputFile(
        "OUTPUT_MODEL", "Label model to save", "npz", "Label models",
        "The model, for the features of another raster.", by_default=False,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.LABELS.declare(self)
        self.MODEL.declare(self)
        self.METHOD.declare(self)
        self.EVERY.declare(self)
        self.OUTPUT.declare(self)
        self.OUTPUT_MODEL.declare(self)
        declare_numbers(
            self,
            {
                "SCENES": "Number of scenes",
                "CLASSES": "Number of classes",
                "LABELED": "Labeled scenes",
                "UNCLASSIFIED": "Scenes without a class",
                "AMBIGUOUS": "Ambiguous scenes",
                "CHECKED": "Labeled scenes that were kept aside",
                "ACCURACY": "Accuracy, cross-validated",
                "CALIBRATION_ERROR": "Expected calibration error, cross-validated",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find labels or a model, and the features."""
        self._labels = self.LABELS.prepare(self, parameters, context)
        self._known = self.MODEL.read(self, parameters, context)
        take_one(self._labels.given, bool(self._known), "labels or a label model")
        if self._known and self.OUTPUT_MODEL.is_given(parameters):
            raise SceneError(
                "There is no new label model to save where one is given. Leave "
                f"{self.OUTPUT_MODEL.label} ({self.OUTPUT_MODEL.name}) empty."
            )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Learn and classify in the worker, and write the layer."""
        every = self.EVERY.read(self, parameters, context)
        saved = ""
        if self.OUTPUT_MODEL.is_given(parameters):
            saved = self.OUTPUT_MODEL.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            labels = schema = None
            if self._labels.given:
                labels, schema = self._labels.read(
                    scratch / "labels.npz", self, parameters, context, feedback
                )
            job = ClassifyScenesJob(
                features=self._labels.features,
                labels=labels,
                known=self._known,
                label=self.METHOD.read(self, parameters, context),
                every=every,
                model_file=saved,
                layer=str(scratch / "layer.npz"),
            )
            result = self.work(job, feedback, [saved] if saved else [])
            if schema is None:
                made = (SchemaClass(one.code, one.name, one.color) for one in result.classes)
                schema = Schema("Classes of the labels", tuple(made))
            output = write_classified(
                self, scratch / "layer.npz", result, schema, every, parameters, context, feedback,
                features=job.features, label_model=saved or self._known,
            )  # fmt: skip
        classified = result.scenes - result.unclassified
        feedback.pushInfo(
            f"{classified:,} of {result.scenes:,} scenes have a class, {result.ambiguous:,} of "
            "them are ambiguous."
        )
        return {
            self.OUTPUT.name: output,
            **({self.OUTPUT_MODEL.name: saved} if saved else {}),
            "SCENES": result.scenes,
            "CLASSES": len(result.classes),
            "LABELED": result.labeled,
            "UNCLASSIFIED": result.unclassified,
            "AMBIGUOUS": result.ambiguous,
            "CHECKED": result.checked,
            "ACCURACY": result.accuracy,
            "CALIBRATION_ERROR": result.calibration_error,
        }

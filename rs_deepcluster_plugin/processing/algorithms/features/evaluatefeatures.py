"""Folder of labeled images to the accuracies of a model's features."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)

from ....core.features.evaluate import EvaluationSettings
from ....worker.contract import EvaluateFeaturesJob
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.destination import destination_text
from ...layers.fields import MEASURE_FIELDS
from ...layers.write import write_layer

# In the order of the evaluation's measures.
_NUMBERS = ("KNN", "LINEAR_PROBE", "FEW_SHOT_1", "FEW_SHOT_5", "FEW_SHOT_20")


class EvaluateFeatures(Algorithm):
    """Measures how well a model's features tell labeled classes apart."""

    NAME = "evaluatefeatures"
    LABEL = "Evaluate features"
    JOB = EvaluateFeaturesJob
    GROUP = "features"
    TAGS = (
        "evaluation,accuracy,k-nn,nearest neighbors,linear probe,few-shot,prototypes,"
        "confusion matrix,compare models,report,dinov2,vit"
    )
    HELP = (
        "Measures how well a model's features tell the classes of a labeled folder of images "
        "apart, to find the model that suits the imagery before clustering. k-NN: each scene takes "
        "the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 "
        "folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class "
        "they are nearest to. Features are centered and L2-normalized first, and the model is not "
        "trained. The report shows which classes are confused, with pictures. On request each "
        "block of the model is measured by itself."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_class_folder(self)
        shared.add_bands(self, parent="")
        shared.add_minimum_valid(self, self.tr(shared.MINIMUM_HELP))
        shared.add_model(self)
        shared.add_engine(self)
        self.addParameter(
            QgsProcessingParameterNumber(
                "EPISODES", self.tr("Episodes"), shared.INTEGER, 600, minValue=10, maxValue=100_000
            ),
            help=self.tr(
                "Few-shot accuracy is the mean over so many draws of known scenes. More make its "
                "confidence interval narrower."
            ),
            advanced=True,
        )
        shared.add_seed(self)
        self.addParameter(
            QgsProcessingParameterBoolean("PER_BLOCK", self.tr("Measure each block"), False),
            help=self.tr(
                "k-NN and linear probe of the features of each block of the transformer by itself, "
                "to choose Blocks by. The images are looked at once, but each probe takes its "
                "time. The features are those that Pooling says: as the recipe says, the class "
                "token and the mean of the patch tokens."
            ),
            advanced=True,
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_TABLE",
                self.tr("Accuracies"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=True,
            ),
            help=self.tr(
                "One row per measure: measure, value (0 to 1), low and high (95 % confidence "
                "interval), classes and scenes that took part. Few-shot needs classes with more "
                "scenes than are known; its value is empty where fewer than two have them. A block "
                "that is measured by itself has two rows, as in block 6: k-NN."
            ),
        )
        shared.add_file(
            self, "OUTPUT_HTML", self.tr("Report"), "html", self.tr("HTML"),
            self.tr(
                "All measures, the accuracy of each class, the confusion matrix, pictures of "
                "confused scenes and the settings, in one file."
            ),
        )  # fmt: skip
        shared.add_numbers(
            self,
            {
                "KNN": self.tr("k-NN accuracy"),
                "LINEAR_PROBE": self.tr("Linear probe accuracy"),
                "FEW_SHOT_1": self.tr("Few-shot accuracy, 1 scene per class"),
                "FEW_SHOT_5": self.tr("Few-shot accuracy, 5 scenes per class"),
                "FEW_SHOT_20": self.tr("Few-shot accuracy, 20 scenes per class"),
                "SCENES": self.tr("Number of images"),
                "CLASSES": self.tr("Number of classes"),
                "UNREADABLE": self.tr("Images left out"),
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = shared.read_extract(self, parameters, context)
        self._bands = shared.read_bands(parameters)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Evaluate in the worker and write the table."""
        report = self.file_output("OUTPUT_HTML", parameters, context, ".html")
        results: dict[str, Any] = {"OUTPUT_HTML": report}
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = EvaluateFeaturesJob(
                folder=self.file_input("FOLDER", parameters, context),
                bands=self._bands,
                extract=self._extract,
                evaluation=EvaluationSettings(
                    episodes=self.parameterAsInt(parameters, "EPISODES", context),
                    seed=self.parameterAsInt(parameters, "SEED", context),
                ),
                per_block=self.parameterAsBool(parameters, "PER_BLOCK", context),
                features=str(scratch / "features.parquet"),
                layer=str(scratch / "layer.npz"),
                report=report,
            )
            result = self.work(job, feedback, [report])
            if destination_text(parameters, "OUTPUT_TABLE"):
                results["OUTPUT_TABLE"] = write_layer(
                    self, scratch / "layer.npz", parameters, context, feedback,
                    QgsCoordinateReferenceSystem(), MEASURE_FIELDS, "OUTPUT_TABLE",
                )  # fmt: skip
        return {
            **results,
            **dict(zip(_NUMBERS, result.measures)),
            "SCENES": result.scenes,
            "CLASSES": result.classes,
            "UNREADABLE": result.unreadable,
        }

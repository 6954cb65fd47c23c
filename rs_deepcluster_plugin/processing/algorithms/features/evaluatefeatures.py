"""Folder of labeled images to the accuracies of a model's features."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.features.evaluate import EvaluationSettings
from ....worker.contract import EvaluateFeaturesJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.fields import MEASURE_FIELDS
from ...layers.write import write_layer
from ...parameters.encoder import ExtractParameters
from ...parameters.files import class_folder
from ...parameters.kinds import (
    SEED,
    Flag,
    Group,
    OutputFile,
    VectorOutput,
    declare_numbers,
    setting_of,
)
from ...parameters.raster import bands_as_text

# In the order of the evaluation's measures.
_MEASURES = {
    "KNN": "k-NN accuracy",
    "LINEAR_PROBE": "Linear probe accuracy",
    "FEW_SHOT_1": "Few-shot accuracy, 1 scene per class",
    "FEW_SHOT_5": "Few-shot accuracy, 5 scenes per class",
    "FEW_SHOT_20": "Few-shot accuracy, 20 scenes per class",
}


class EvaluationParameters(Group):
    """How features are evaluated."""

    EPISODES = setting_of(
        EvaluationSettings, "episodes", "EPISODES", "Episodes",
        "Few-shot accuracy is the mean over so many draws of known scenes. More make its "
        "confidence interval narrower.",
    )  # fmt: skip


class EvaluateFeatures(Algorithm):
    """Measures how well a model's features tell labeled classes apart."""

    NAME = "evaluatefeatures"
    LABEL = "Evaluate features"
    JOB = EvaluateFeaturesJob
    GROUP = "features"
    EXAMPLE = "FOLDER=labeled OUTPUT_TABLE=accuracies.gpkg OUTPUT_HTML=accuracies.html"
    TAGS = (
        "evaluation,accuracy,k-nn,nearest neighbors,linear probe,few-shot,prototypes,"
        "confusion matrix,compare models,report,dinov2,vit"
    )
    HELP = (
        "Measures how well a model's features tell the classes of a labeled folder of images "
        "apart, to find the model that suits the imagery before clustering. k-NN: each scene takes "
        "the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 "
        "folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class "
        "they are nearest to. Features are centered and L2-normalized first, each image is seen in "
        "one orientation, and the model is not trained. The report shows which classes are "
        "confused, with pictures. On request each block of the model is measured by itself."
    )

    folder = class_folder()
    bands = bands_as_text()
    extract = ExtractParameters()
    evaluation = EvaluationParameters()
    per_block = Flag(
        "PER_BLOCK", "Measure each block", False,
        "k-NN and linear probe of the features of each block of the transformer by itself, "
        "to choose Blocks by. The images are looked at once, but each probe takes its "
        "time. The features are those that Pooling says: as the recipe says, the class "
        "token and the mean of the patch tokens.",
        advanced=True,
    )  # fmt: skip
    table = VectorOutput(
        "OUTPUT_TABLE", "Accuracies",
        "One row per measure: measure, value (0 to 1), low and high (95 % confidence "
        "interval), classes and scenes that took part. Few-shot needs classes with more "
        "scenes than are known; its value is empty where fewer than two have them. A block "
        "that is measured by itself has two rows, as in block 6: k-NN.",
        optional=True,
    )  # fmt: skip
    report = OutputFile(
        "OUTPUT_HTML", "Report", "html", "HTML",
        "All measures, the accuracy of each class, the confusion matrix, pictures of "
        "confused scenes and the settings, in one file.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.folder.declare(self)
        self.bands.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.extract.engine.declare(self)
        self.evaluation.declare(self)
        SEED.declare(self)
        self.per_block.declare(self)
        self.table.declare(self)
        self.report.declare(self)
        declare_numbers(
            self,
            {
                **_MEASURES,
                "SCENES": "Number of images",
                "CLASSES": "Number of classes",
                "UNREADABLE": "Images left out",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = self.extract.read(self, parameters, context)
        self._bands = self.bands.read(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Evaluate in the worker and write the table."""
        report = self.report.read(self, parameters, context)
        results: dict[str, Any] = {self.report.name: report}
        seed = SEED.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = EvaluateFeaturesJob(
                folder=self.folder.read(self, parameters, context),
                bands=self._bands,
                extract=self._extract,
                evaluation=self.evaluation.read_settings(
                    EvaluationSettings, self, parameters, context, seed=seed
                ),
                per_block=self.per_block.read(self, parameters, context),
                features=str(scratch / "features.parquet"),
                layer=str(scratch / "layer.npz"),
                report=report,
            )
            result = self.work(job, feedback, [report])
            if self.table.read(self, parameters, context):
                results[self.table.name] = write_layer(
                    self, scratch / "layer.npz", parameters, context, feedback,
                    QgsCoordinateReferenceSystem(), MEASURE_FIELDS, self.table.name,
                )  # fmt: skip
        return {
            **results,
            **dict(zip(_MEASURES, result.measures)),
            "SCENES": result.scenes,
            "CLASSES": result.classes,
            "UNREADABLE": result.unreadable,
        }

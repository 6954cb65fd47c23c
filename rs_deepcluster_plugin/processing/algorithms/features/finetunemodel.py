"""Labelled scenes to a model that is fine-tuned on them."""

from __future__ import annotations

import os
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ....core.encoder.engine import EngineSettings
from ....core.training.augment import AugmentSettings
from ....core.training.fine_tune import FineTuneSettings
from ....core.training.loop import TrainSettings
from ....worker.contract import FineTuneModelJob
from ... import shared_parameters as shared
from ...framework.algorithm import Algorithm, user_errors

LOSSES = {
    "cross-entropy": "cross-entropy",
    "supervised contrastive": "contrastive",
    "both": "both",
}
STORED = ("int8", "fp16")


class FineTuneModel(Algorithm):
    """Fine-tunes a model on labelled scenes."""

    NAME = "finetunemodel"
    LABEL = "Fine-tune model"
    JOB = FineTuneModelJob
    GROUP = "features"
    TAGS = (
        "training,train,transfer learning,fine-tuning,deep learning,dinov2,vit,lora,contrastive,"
        "labels,classes,samples,weights"
    )
    HELP = (
        "Teaches a model to tell the classes of labelled scenes apart, so that its features suit "
        "such imagery. The scenes come from a folder that holds one folder of images for each "
        "class, from a raster with labelled polygons, or from both. The classes need not be those "
        "that are looked for later: the model's features transfer to others. The new model is "
        "given to the other algorithms as the weights file. With other than three bands it becomes "
        "a model of that many bands; without the blocks after the last one chosen, it is smaller "
        "and faster. A run that was stopped goes on after its last epoch when it "
        "is started again with the same settings. On two processor cores, 1,000 scenes take about "
        "45 seconds for each epoch."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_class_folder(self, optional=True)
        shared.add_raster(self, bands=False, optional=True)
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "POLYGONS",
                self.tr("Labelled polygons"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            help=self.tr(
                "Scenes of the raster with a class each: a scene is the window of pixels around a "
                "polygon. Polygons without a class are left out."
            ),
        )
        self.addParameter(
            QgsProcessingParameterField(
                "CLASS_FIELD", self.tr("Field of the classes"), "", "POLYGONS", optional=True
            ),
            help=self.tr("Names or numbers; polygons of the same value are one class."),
        )
        shared.add_bands(self, parent="", training=True)  # those of the folder's images as well
        self.addParameter(
            QgsProcessingParameterString(
                "MORE_FOLDERS", self.tr("More folders"), "", optional=True
            ),
            help=self.tr(
                "Further folders of class folders, separated by semicolons. Classes of the same "
                "name are one class."
            ),
            advanced=True,
        )
        shared.add_minimum_valid(self, self.tr(shared.MINIMUM_HELP))
        shared.add_model(self)
        self._add_training()
        self._add_augmentation()
        shared.add_engine(self)
        shared.add_seed(self)
        shared.add_file(
            self, "OUTPUT", self.tr("Fine-tuned model"), "safetensors", self.tr("Model"),
            self.tr("The fine-tuned model, for the weights file of the other algorithms."),
        )  # fmt: skip
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "OUTPUT_BACKBONE",
                self.tr("State dict for other tools"),
                self.tr("PyTorch state dict (*.pth)"),
                optional=True,
                createByDefault=False,
            ),
            help=self.tr("The weights under DINOv2's own names, without the feature's whitening."),
            advanced=True,
        )
        shared.add_file(
            self, "OUTPUT_HTML", self.tr("Report"), "html", self.tr("HTML"),
            self.tr(
                "Learning curves, accuracy of each class, confusion matrix, the worst mistakes and "
                "the settings, in one file."
            ),
        )  # fmt: skip
        shared.add_numbers(
            self,
            {
                "VAL_ACCURACY": self.tr("Accuracy of the validation scenes"),
                "EPOCHS": self.tr("Epochs trained"),
                "SCENES": self.tr("Number of scenes"),
                "CLASSES": self.tr("Number of classes"),
                "UNREADABLE": self.tr("Images left out"),
            },
        )

    def _add_training(self) -> None:
        shared.add_number(self, "EPOCHS", self.tr("Epochs"), 10, 1, 1000, self.tr(
            "How often the scenes are gone through. Training ends before if nothing improves."
        ), shared.INTEGER, advanced=False)  # fmt: skip
        self.addParameter(
            shared.choice("LOSS", self.tr("Loss"), LOSSES),
            help=self.tr(
                "cross-entropy learns to name the classes; supervised contrastive pulls scenes of "
                "one class together and others apart; both takes the mean of the two."
            ),
            advanced=True,
        )
        shared.add_number(self, "SMOOTHING", self.tr("Label smoothing"), 0.0, 0, 0.9, self.tr(
            "Share of the certainty that is taken from a scene's class and spread over all; helps "
            "where some labels are wrong."
        ))  # fmt: skip
        shared.add_number(self, "TEMPERATURE", self.tr("Temperature"), 0.1, 0.01, 1, self.tr(
            "Of the supervised contrastive loss: small values look at the nearest scenes only."
        ))  # fmt: skip
        shared.add_number(self, "TRAIN_SIZE", self.tr("Training size"), 112, 28, 1120, self.tr(
            "Pixels to which scenes are resized in training, a multiple of 14. Time grows with its "
            "square. The features are made at the input size all the same."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "TRAIN_BATCH", self.tr("Scenes per step"), 64, 2, 4096, self.tr(
            "Scenes after which the weights are changed; fewer where there are few. The batch size "
            "tells how many of them go through the model together."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "RATE", self.tr("Learning rate"), 4e-4, 1e-7, 1, self.tr(
            "Highest one, that of the last layer; it rises first and then falls along a cosine."
        ))  # fmt: skip
        shared.add_number(self, "LAYER_DECAY", self.tr("Layer decay"), 0.8, 0.1, 1, self.tr(
            "Each block learns this much slower than the one after it."
        ))  # fmt: skip
        shared.add_number(self, "WEIGHT_DECAY", self.tr("Weight decay"), 0.05, 0, 1, self.tr(
            "How strongly weights are drawn to zero (AdamW)."
        ))  # fmt: skip
        shared.add_number(self, "WARMUP", self.tr("Warm-up"), 0.1, 0, 0.9, self.tr(
            "Share of all steps in which the learning rate rises."
        ))  # fmt: skip
        shared.add_number(self, "FROZEN", self.tr("Frozen blocks"), -1, -1, 40, self.tr(
            "First blocks of the transformer that stay as they are; -1: half of them. More is "
            "faster, and forgets less."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "LORA_RANK", self.tr("LoRA rank"), 0, 0, 256, self.tr(
            "0 trains all weights of the blocks that are not frozen. Another rank trains a small "
            "update of each layer instead, which takes less memory and suits few scenes."
        ), shared.INTEGER)  # fmt: skip
        self.addParameter(
            QgsProcessingParameterBoolean("BALANCED", self.tr("Balance the classes"), True),
            help=self.tr("Each class is drawn equally often, however many scenes it has."),
            advanced=True,
        )
        shared.add_number(self, "VALIDATION", self.tr("Validation share"), 0.1, 0.01, 0.9, self.tr(
            "Share of each class that is not trained on but tells how well it goes."
        ))  # fmt: skip
        shared.add_number(self, "PATIENCE", self.tr("Patience"), 3, 0, 1000, self.tr(
            "Training ends after so many epochs without a better validation, and the best epoch is "
            "kept; 0: it goes on to the end, and the last epoch is kept."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "TUNED_SHARE", self.tr("Share of the tuned weights"),
            0.5, 0, 1, self.tr(
            "The final weights are this share of the tuned and the rest of the starting weights "
            "(WiSE-FT). Less keeps more of what the model knew before, and features of other "
            "classes stay good; 1 is best for the source's own classes. The accuracy of the "
            "validation scenes is that of the tuned weights."
        ))  # fmt: skip
        shared.add_number(self, "DIMENSIONS", self.tr("Feature dimensions"), 768, 0, 4096, self.tr(
            "Length of the features, which are whitened by their spread over the scenes trained "
            "on, so that no few directions drown the others; 0: features are left as the blocks "
            "give them."
        ), shared.INTEGER)  # fmt: skip
        self.addParameter(
            shared.choice("STORED", self.tr("Stored as"), STORED),
            help=self.tr("int8 is a quarter of fp32 in size and the faster on processors; fp16."),
            advanced=True,
        )

    def _add_augmentation(self) -> None:
        shared.add_number(self, "CROP", self.tr("Smallest crop"), 0.25, 0.01, 1, self.tr(
            "Training looks at crops of at least this share of a scene's area, flipped and turned "
            "by quarters."
        ))  # fmt: skip
        for name, label in (
            ("BRIGHTNESS", self.tr("Brightness")),
            ("CONTRAST", self.tr("Contrast")),
            ("COLOR", self.tr("Color")),
        ):
            shared.add_number(self, name, label, 0.3, 0, 1, self.tr(
                "How much it is changed by chance in training: up to so much more or less."
            ))  # fmt: skip
        shared.add_number(self, "BAND_DROP", self.tr("Band drop"), 0.1, 0, 0.9, self.tr(
            "How often a band is blanked in training, where there are more than three."
        ))  # fmt: skip

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = shared.read_extract(self, parameters, context)
        self._bands = shared.read_bands(parameters)
        self._raster = None
        if parameters.get("INPUT") not in (None, ""):
            self._raster = shared.read_raster(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Train in the worker."""
        output = self.file_output("OUTPUT", parameters, context, ".safetensors")
        report = self.file_output("OUTPUT_HTML", parameters, context, ".html")
        backbone = None
        if parameters.get("OUTPUT_BACKBONE") not in (None, ""):
            backbone = self.file_output("OUTPUT_BACKBONE", parameters, context, ".pth")
        more = self.parameterAsString(parameters, "MORE_FOLDERS", context).split(";")
        folders = [self.file_input("FOLDER", parameters, context)]
        folders += [os.path.abspath(folder.strip()) for folder in more if folder.strip()]
        with user_errors(feedback), self.scratch_folder():
            source, polygons = None, None
            if self._raster is not None:
                source, _ = self._raster.source(self, context, feedback)
                polygons = shared.write_classes(
                    self, parameters, context, self._raster.crs, feedback
                )
            job = FineTuneModelJob(
                folders=tuple(folder for folder in folders if folder),
                raster=source,
                polygons=polygons,
                bands=self._bands,
                extract=self._extract,
                finetune=self._settings(parameters, context, self._extract.engine),
                output=output,
                backbone=backbone,
                report=report,
            )
            written = [output, report, *([backbone] if backbone else [])]
            result = self.work(job, feedback, written)
        return {
            "OUTPUT": output,
            "OUTPUT_HTML": report,
            **({"OUTPUT_BACKBONE": backbone} if backbone else {}),
            "VAL_ACCURACY": result.accuracy,
            "EPOCHS": result.epochs,
            "SCENES": result.scenes,
            "CLASSES": result.classes,
            "UNREADABLE": result.unreadable,
        }

    def _settings(
        self, parameters: dict[str, Any], context: QgsProcessingContext, engine: EngineSettings
    ) -> FineTuneSettings:
        def whole(name: str) -> int:
            return int(self.parameterAsInt(parameters, name, context))

        def real(name: str) -> float:
            return float(self.parameterAsDouble(parameters, name, context))

        return FineTuneSettings(
            size=whole("TRAIN_SIZE"),
            loss=LOSSES[self.parameterAsEnumString(parameters, "LOSS", context)],
            smoothing=real("SMOOTHING"),
            temperature=real("TEMPERATURE"),
            balanced=self.parameterAsBool(parameters, "BALANCED", context),
            validation=real("VALIDATION"),
            tuned_share=real("TUNED_SHARE"),
            dimensions=whole("DIMENSIONS"),
            quantisation=self.parameterAsEnumString(parameters, "STORED", context),
            train=TrainSettings(
                epochs=whole("EPOCHS"),
                batch=whole("TRAIN_BATCH"),
                together=engine.batch,
                rate=real("RATE"),
                layer_decay=real("LAYER_DECAY"),
                weight_decay=real("WEIGHT_DECAY"),
                warmup=real("WARMUP"),
                frozen_blocks=whole("FROZEN"),
                lora_rank=whole("LORA_RANK"),
                patience=whole("PATIENCE"),
                precision=engine.precision,
                device=engine.device,
                seed=whole("SEED"),
            ),
            augment=AugmentSettings(
                smallest_crop=real("CROP"),
                brightness=real("BRIGHTNESS"),
                contrast=real("CONTRAST"),
                color=real("COLOR"),
                band_drop=real("BAND_DROP"),
            ),
        )

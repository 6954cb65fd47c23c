"""Labeled scenes to a model that is fine-tuned on them."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.encoder.engine import EngineSettings
from ....core.training.augment import AugmentSettings
from ....core.training.fine_tune import FineTuneSettings
from ....core.training.loop import TrainSettings
from ....worker.contract import FineTuneModelJob
from ...framework.algorithm import Algorithm, user_errors
from ...parameters.collection import CollectionParameters
from ...parameters.encoder import ExtractParameters
from ...parameters.files import class_folder
from ...parameters.kinds import (
    SEED,
    Group,
    OutputFile,
    Parameter,
    Parameters,
    Paths,
    declare_numbers,
    setting_of,
)
from ...parameters.polygons import LabeledParameters
from ...parameters.raster import RasterParameters, bands_as_text

LOSSES = {
    "cross-entropy": "cross-entropy",
    "supervised contrastive": "contrastive",
    "both": "both",
}
STORED = ("int8", "fp16")


def _changed(field: str, name: str, label: str) -> Parameter[Any]:
    return setting_of(
        AugmentSettings, field, name, label,
        "How much it is changed by chance in training: up to so much more or less.",
    )  # fmt: skip


class TrainingParameters(Group):
    """How the model is trained, and how the scenes are changed for it."""

    EPOCHS = setting_of(
        TrainSettings, "epochs", "EPOCHS", "Epochs",
        "How often the scenes are gone through. Training ends before if nothing improves.",
        advanced=False,
    )  # fmt: skip
    LOSS = setting_of(
        FineTuneSettings, "loss", "LOSS", "Loss",
        "cross-entropy learns to name the classes; supervised contrastive pulls scenes of one "
        "class together and others apart; both takes the mean of the two.",
        options=LOSSES,
    )  # fmt: skip
    SMOOTHING = setting_of(
        FineTuneSettings, "smoothing", "SMOOTHING", "Label smoothing",
        "Share of the certainty that is taken from a scene's class and spread over all; helps "
        "where some labels are wrong.",
    )  # fmt: skip
    TEMPERATURE = setting_of(
        FineTuneSettings, "temperature", "TEMPERATURE", "Temperature",
        "Of the supervised contrastive loss: small values look at the nearest scenes only.",
    )  # fmt: skip
    TRAIN_SIZE = setting_of(
        FineTuneSettings, "size", "TRAIN_SIZE", "Training size (pixels)",
        "Pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16). Time "
        "grows with its square. The features are made at the input size all the same.",
    )  # fmt: skip
    TRAIN_BATCH = setting_of(
        TrainSettings, "batch", "TRAIN_BATCH", "Scenes per step",
        "Scenes after which the weights are changed; fewer where there are few. The batch "
        "size tells how many of them go through the model together.",
    )  # fmt: skip
    RATE = setting_of(
        TrainSettings, "rate", "RATE", "Learning rate",
        "Highest one, that of the last layer; it rises first and then falls along a cosine.",
    )  # fmt: skip
    LAYER_DECAY = setting_of(
        TrainSettings, "layer_decay", "LAYER_DECAY", "Layer decay",
        "Each block learns this much slower than the one after it.",
    )  # fmt: skip
    WEIGHT_DECAY = setting_of(
        TrainSettings, "weight_decay", "WEIGHT_DECAY", "Weight decay",
        "How strongly weights are drawn to zero (AdamW).",
    )  # fmt: skip
    WARMUP = setting_of(
        TrainSettings, "warmup", "WARMUP", "Warm-up",
        "Share of all steps in which the learning rate rises.",
    )  # fmt: skip
    FROZEN = setting_of(
        TrainSettings, "frozen_blocks", "FROZEN", "Frozen blocks (-1: half)",
        "First blocks of the transformer that stay as they are; -1: half of them. More is "
        "faster, and forgets less.",
    )  # fmt: skip
    LORA_RANK = setting_of(
        TrainSettings, "lora_rank", "LORA_RANK", "LoRA rank (0: all weights)",
        "0 trains all weights of the blocks that are not frozen. Another rank trains a small "
        "update of each layer instead, which takes less memory and suits few scenes.",
    )  # fmt: skip
    BALANCED = setting_of(
        FineTuneSettings, "balanced", "BALANCED", "Balance the classes",
        "Each class is drawn equally often, however many scenes it has.",
    )  # fmt: skip
    VALIDATION = setting_of(
        FineTuneSettings, "validation", "VALIDATION", "Validation share",
        "Share of each class that is not trained on but tells how well it goes.",
    )  # fmt: skip
    PATIENCE = setting_of(
        TrainSettings, "patience", "PATIENCE", "Patience (epochs)",
        "Training ends after so many epochs without a better validation, and the best epoch "
        "is kept; 0: it goes on to the end, and the last epoch is kept.",
    )  # fmt: skip
    TUNED_SHARE = setting_of(
        FineTuneSettings, "tuned_share", "TUNED_SHARE", "Share of the tuned weights",
        "The final weights are this share of the tuned and the rest of the starting weights "
        "(WiSE-FT). Less keeps more of what the model knew before, and features of other "
        "classes stay good; 1 is best for the source's own classes. The accuracy of the "
        "validation scenes is that of the tuned weights.",
    )  # fmt: skip
    DIMENSIONS = setting_of(
        FineTuneSettings, "dimensions", "DIMENSIONS", "Feature dimensions",
        "Length of the features, which are whitened by their spread over the scenes trained "
        "on, so that no few directions drown the others; 0: features are left as the blocks "
        "give them.",
    )  # fmt: skip
    STORED = setting_of(
        FineTuneSettings, "quantization", "STORED", "Stored as",
        "int8 takes a quarter of the space of fp32 and is the fastest on processors; fp16 "
        "takes half of it and is more exact.",
        options=STORED,
    )  # fmt: skip
    CROP = setting_of(
        AugmentSettings, "smallest_crop", "CROP", "Smallest crop",
        "Training looks at crops of at least this share of a scene's area, flipped and turned "
        "by quarters.",
    )  # fmt: skip
    BRIGHTNESS = _changed("brightness", "BRIGHTNESS", "Brightness")
    CONTRAST = _changed("contrast", "CONTRAST", "Contrast")
    COLOR = _changed("color", "COLOR", "Color")
    BAND_DROP = setting_of(
        AugmentSettings, "band_drop", "BAND_DROP", "Band drop",
        "How often a band is blanked in training, where there are more than three.",
    )  # fmt: skip

    def read(
        self, engine: EngineSettings, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext,
    ) -> FineTuneSettings:  # fmt: skip
        """Read the settings; training runs where the engine does."""
        train = self.read_settings(
            TrainSettings, alg, parameters, context, together=engine.batch,
            precision=engine.precision, device=engine.device,
            seed=SEED.read(alg, parameters, context),
        )  # fmt: skip
        augment = self.read_settings(AugmentSettings, alg, parameters, context)
        return self.read_settings(
            FineTuneSettings, alg, parameters, context, train=train, augment=augment
        )


class FineTuneModel(Algorithm):
    """Fine-tunes a model on labeled scenes."""

    NAME = "finetunemodel"
    LABEL = "Fine-tune model"
    JOB = FineTuneModelJob
    GROUP = "features"
    EXAMPLE = "FOLDER=labeled OUTPUT=own.safetensors OUTPUT_HTML=own.html"
    TAGS = (
        "training,train,transfer learning,fine-tuning,deep learning,dinov2,vit,lora,contrastive,"
        "labels,classes,samples,weights"
    )
    HELP = (
        "Teaches a model to tell the classes of labeled scenes apart, so that its features suit "
        "such imagery. The scenes come from a folder that holds one folder of images for each "
        "class, from a raster with labeled polygons, or from both. The classes need not be those "
        "that are looked for later: the model's features transfer to others. The new model is "
        "given to the other algorithms as the weights file. With other than three bands it becomes "
        "a model of that many bands; without the blocks after the last one chosen, it is smaller "
        "and faster. A run that was stopped goes on after its last epoch when it "
        "is started again with the same settings. On two processor cores, 1,000 scenes take about "
        "45 seconds for each epoch."
    )

    folder = class_folder(optional=True)
    raster = RasterParameters(bands=bands_as_text(training=True), optional=True)
    collection = CollectionParameters(dates=False)
    labeled = LabeledParameters(
        "Scenes of the raster with a class each: a scene is the window of pixels around a "
        "polygon. Polygons without a class are left out.",
        "Field of the classes",
        "Names or numbers; polygons of the same value are one class.",
        default="",
    )
    more_folders = Paths(
        "MORE_FOLDERS", "More folders", "",
        "Further folders of class folders, separated by semicolons. Classes of the same "
        "name are one class.",
        advanced=True,
    )  # fmt: skip
    extract = ExtractParameters()
    training = TrainingParameters()
    output = OutputFile(
        "OUTPUT", "Fine-tuned model", "safetensors", "Model",
        "The fine-tuned model, for the weights file of the other algorithms.",
    )  # fmt: skip
    backbone = OutputFile(
        "OUTPUT_BACKBONE", "State dict for other tools", "pth", "PyTorch state dict",
        "The weights under DINOv2's own names, without the feature's whitening.",
        by_default=False, advanced=True,
    )  # fmt: skip
    report = OutputFile(
        "OUTPUT_HTML", "Report", "html", "HTML",
        "Learning curves, accuracy of each class, confusion matrix, the worst mistakes and "
        "the settings, in one file.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.folder.declare(self)
        self.raster.declare(self)
        self.labeled.declare(self)
        self.raster.bands.declare(self)  # those of the folder's images as well
        self.more_folders.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.training.declare(self)
        self.extract.engine.declare(self)
        self.collection.declare(self)
        SEED.declare(self)
        self.output.declare(self)
        self.backbone.declare(self)
        self.report.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(
            self,
            {
                "VAL_ACCURACY": "Accuracy of the validation scenes",
                "EPOCHS": "Epochs trained",
                "SCENES": "Number of scenes",
                "CLASSES": "Number of classes",
                "UNREADABLE": "Images left out",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = self.extract.read(self, parameters, context)
        self._bands = self.raster.bands.read(self, parameters, context)
        self._raster = None
        if self.raster.is_given(parameters):
            raster = self.raster.read(self, parameters, context)
            self._raster = self.collection.add_to(raster, self, parameters, context)
        else:
            self.collection.refuse_beside(parameters, "a folder of labeled images")
            what = "a folder of labeled images"
            for one in (self.collection, self.labeled):
                one.note_unused(self, parameters, what)
            self.raster.note_unused(self, parameters, what, used=[self.raster.bands])

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Train in the worker."""
        output = self.output.read(self, parameters, context)
        report = self.report.read(self, parameters, context)
        backbone = None
        if self.backbone.is_given(parameters):
            backbone = self.backbone.read(self, parameters, context)
        folders = [self.folder.read(self, parameters, context)]
        folders += self.more_folders.read_all(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            source, polygons = None, None
            if self._raster is not None:
                source, _ = self._raster.source(self, context, feedback)
                polygons = self.labeled.read(self._raster.crs, self, parameters, context, feedback)
            job = FineTuneModelJob(
                folders=tuple(folder for folder in folders if folder),
                raster=source,
                polygons=polygons,
                bands=self._bands,
                extract=self._extract,
                finetune=self.training.read(self._extract.engine, self, parameters, context),
                output=output,
                backbone=backbone,
                report=report,
            )
            table = self.collection.result(self._raster)
            written = [output, report, *([backbone] if backbone else []), *table.values()]
            result = self.work(job, feedback, written)
        return {
            self.output.name: output,
            self.report.name: report,
            **({self.backbone.name: backbone} if backbone else {}),
            **table,
            "VAL_ACCURACY": result.accuracy,
            "EPOCHS": result.epochs,
            "SCENES": result.scenes,
            "CLASSES": result.classes,
            "UNREADABLE": result.unreadable,
        }

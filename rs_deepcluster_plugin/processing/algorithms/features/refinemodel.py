"""A target without labels to a model that is adapted to it, and to clusters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.errors import SceneError
from ....core.deep.base import PARTITIONS, SAMPLINGS, RefineSettings
from ....core.deep.methods import DEEP_METHODS
from ....core.training.fine_tune import FineTuneSettings
from ....core.training.loop import TrainSettings
from ....worker.contract import RefineModelJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer
from ...parameters.clustering import ClusterOutputs, cluster_numbers
from ...parameters.collection import CollectionParameters
from ...parameters.encoder import ExtractParameters
from ...parameters.grid import GridParameters
from ...parameters.kinds import (
    SEED,
    FieldName,
    Group,
    InputFolder,
    OutputFile,
    Parameters,
    PolygonLayer,
    Whole,
    declare_numbers,
    setting_of,
)
from ...parameters.polygons import write_clusters
from ...parameters.raster import RasterParameters

DEEP = {method.LABEL: name for name, method in DEEP_METHODS.items()}
CLEANED = {"SCAN": "scan", "default clustering": "default", "field": "field"}
LEARNED = {"linear map of the features": "quick", "last blocks of the model": "full"}


class RefineParameters(Group):
    """What is learned, and how."""

    METHOD = setting_of(
        RefineSettings, "method", "METHOD", "Method",
        "SCAN: mined neighbors belong to one cluster, then the model teaches itself what it "
        "is sure of. SelfLabel: labels by optimal transport, for clusters of like size. "
        "DeepCluster: k-means gives the labels that the features learn. DeeperCluster: the "
        "same with k-means in two levels, distributed with Dask, for very many scenes. UIC: "
        "the model's own answers on one augmented view are the labels of another. RUC: cleans "
        "the labels of SCAN, of the default clustering or of a field by confidence and "
        "neighbors, and learns them by two networks that correct each other. Contrastive: two "
        "views of a scene are alike and unlike other scenes (SimCLR; with a queue MoCo v2). "
        "TURTLE: the labels that a line tells apart in the features of each block; takes no "
        "augmented copies, and no last blocks.",
        options=DEEP, advanced=False,
    )  # fmt: skip
    LEARN = setting_of(
        RefineSettings, "mode", "LEARN", "What is learned",
        "A linear map of the features takes minutes and cannot go far wrong. Training the "
        "last blocks too goes further, for better or worse, and wants a GPU.",
        options=LEARNED, advanced=False,
    )  # fmt: skip
    CLUSTERS = setting_of(
        RefineSettings, "clusters", "CLUSTERS", "Number of clusters (0: inferred)",
        "Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet "
        "process mixture) finds in the features before anything is learned.", advanced=False,
    )  # fmt: skip
    EPOCHS = setting_of(
        RefineSettings, "epochs", "EPOCHS", "Epochs (0: as the method needs)",
        "How often the scenes are gone through, in all their copies where a linear map is "
        "learned; 0 takes what suits the method.",
    )  # fmt: skip
    COPIES = setting_of(
        RefineSettings, "copies", "COPIES", "Augmented copies",
        "Linear map: so often the features of each scene are made once more, with the scene "
        "turned, flipped and cropped; every other copy is cropped further and changes its "
        "colors. Time grows with it.",
    )  # fmt: skip
    MAPPED = setting_of(
        RefineSettings, "dimensions", "MAPPED", "Feature dimensions",
        "Length of the adapted features, at most that of the model's own.",
    )  # fmt: skip
    TRAIN_BATCH = Whole(
        "TRAIN_BATCH", "Scenes per step (0: as the method needs)", 0, 0, 4096,
        "Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for "
        "the last blocks.",
    )  # fmt: skip
    RATE = setting_of(
        RefineSettings, "rate", "RATE", "Learning rate (0: as the method needs)",
        "Highest one; it rises first and then falls along a cosine. 0 takes what suits the "
        "method.",
    )  # fmt: skip
    TEMPERATURE = setting_of(
        RefineSettings, "temperature", "TEMPERATURE", "Temperature (0: as the method needs)",
        "The classifier's cosines are divided by it; small values make it surer. 0 takes what "
        "suits the method.",
    )  # fmt: skip
    INTERVAL = setting_of(
        RefineSettings, "interval", "INTERVAL", "Reassign after epochs (0: as the method needs)",
        "After so many epochs scenes are labeled anew by SelfLabel, DeepCluster, "
        "DeeperCluster and UIC; 0 takes what suits the method.",
    )  # fmt: skip
    TRAIN_SIZE = setting_of(
        FineTuneSettings, "size", "TRAIN_SIZE", "Training size (pixels)",
        "Last blocks: pixels to which scenes are resized in training, a multiple of 14 "
        "(DINOv3, DOFA: 16).",
    )  # fmt: skip
    FROZEN = setting_of(
        TrainSettings, "frozen_blocks", "FROZEN", "Frozen blocks (-1: half)",
        "Last blocks: first blocks of the transformer that stay as they are; -1: half of "
        "them.",
    )  # fmt: skip
    OVERCLUSTERING = setting_of(
        RefineSettings, "overclustering", "OVERCLUSTERING",
        "Overclustering (0: as the method needs)",
        "DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are "
        "learned; k-means of the adapted features then makes the clusters. 0 takes what suits "
        "the method.",
    )  # fmt: skip
    SCHEDULER = setting_of(
        RefineSettings, "scheduler", "SCHEDULER", "Dask scheduler",
        "DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers can "
        "import this plugin and see its folder in the home directory under the same path. "
        "Empty: threads of this computer.",
    )  # fmt: skip
    PARTITION = setting_of(
        RefineSettings, "partition", "PARTITION", "Sizes of clusters",
        "SelfLabel: clusters of equal size; or sizes that are estimated from the model's "
        "answers, half way to equal ones.",
        options=PARTITIONS,
    )  # fmt: skip
    SHARPNESS = setting_of(
        RefineSettings, "sharpness", "SHARPNESS", "Sharpness of the transport",
        "SelfLabel: the larger it is, the nearer the labels are to the best ones under the "
        "constraint on sizes; small values smooth them.",
    )  # fmt: skip
    NEIGHBORS = setting_of(
        RefineSettings, "neighbors", "NEIGHBORS", "Mined neighbors",
        "SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so "
        "many vote on its label.",
    )  # fmt: skip
    ENTROPY = setting_of(
        RefineSettings, "entropy", "ENTROPY", "Weight of the entropy",
        "SCAN: how strongly clusters are kept from being unlike in size.",
    )  # fmt: skip
    CONFIDENCE = setting_of(
        RefineSettings, "confidence", "CONFIDENCE", "Confidence",
        "SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more "
        "probable than this. RUC: labels that are more probable are credible.",
    )  # fmt: skip
    CLEAN = setting_of(
        RefineSettings, "base", "CLEAN", "Labels to clean",
        "RUC: those of SCAN, which is learned first; of the default clustering (UMAP and a "
        "Dirichlet process mixture), with its number of clusters; or of a field.",
        options=CLEANED,
    )  # fmt: skip
    CLUSTER_FIELD = FieldName(
        "CLUSTER_FIELD", "Field of clusters", "GRID",
        "RUC: field of the grid layer whose values are the clusters to clean, such as cluster "
        "or edited_cluster; scenes where it is empty or 0 have none.",
        advanced=True,
    )  # fmt: skip
    SAMPLING = setting_of(
        RefineSettings, "sampling", "SAMPLING", "Credible labels",
        "RUC: those more probable than the confidence, those that most mined neighbors have, "
        "or hybrid: those that are both. A field has no probabilities, and those of the "
        "default clustering are low: for these hybrid goes by neighbors alone.",
        options=SAMPLINGS,
    )  # fmt: skip
    QUEUE = setting_of(
        RefineSettings, "queue", "QUEUE", "Keys in the queue",
        "Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers "
        "compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), "
        "which suits small steps.",
    )  # fmt: skip

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> RefineSettings:
        """Read the settings."""
        mode = self.LEARN.read(alg, parameters, context)
        batch = self.TRAIN_BATCH.read(alg, parameters, context)
        return self.read_settings(
            RefineSettings, alg, parameters, context,
            batch=batch or {"quick": 256, "full": 64}[mode],
            seed=SEED.read(alg, parameters, context),
        )  # fmt: skip


class RefineModel(Algorithm):
    """Adapts a model to a target by deep clustering."""

    NAME = "refinemodel"
    LABEL = "Refine model"
    JOB = RefineModelJob
    GROUP = "features"
    EXAMPLE = "INPUT=scene.tif SIZE=48 OUTPUT_MODEL=refined.safetensors"
    TAGS = (
        "deep clustering,self-supervised,unsupervised,training,deepcluster,deepercluster,"
        "selflabel,scan,uic,ruc,simclr,moco,contrastive,turtle,sinkhorn,dask,domain adaptation,"
        "fine-tuning"
    )
    HELP = (
        "Adapts a model to a raster, or to a folder of images, without any labels: the scenes are "
        "clustered, and the model learns from the clusters, in turns (deep clustering). What comes "
        "out is a model file for the weights file of the other algorithms, the scenes' features by "
        "it, and the scenes' clusters as a styled layer, a table for images without a place. In "
        "the layer, umap_x and umap_y are the first two principal axes of the adapted features. "
        "Learning a linear map looks at each scene in a few augmented copies, whose features are "
        "made once, and takes minutes for 3,000 scenes on two processor cores; learning the last "
        "blocks as well takes as long for each epoch as Fine-tune model does. A run that was "
        "stopped goes on when it is started again with the same settings."
    )

    raster = RasterParameters(optional=True)
    collection = CollectionParameters(dates=False)
    folder = InputFolder(
        "FOLDER", "Folder of images",
        "Instead of a raster: each image of the folder, and of the folders in it, is a "
        "scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.",
        optional=True,
    )  # fmt: skip
    polygons = PolygonLayer(
        "GRID", "Grid layer",
        "Polygons to use as scenes of the raster, instead of a regular grid, which the "
        "scene size makes where this is empty.",
        what="grid", optional=True,
    )  # fmt: skip
    grid = GridParameters(context=False)
    extract = ExtractParameters()
    refining = RefineParameters()
    model = OutputFile(
        "OUTPUT_MODEL", "Refined model", "safetensors", "Model",
        "The adapted model, for the weights file of the other algorithms.",
    )  # fmt: skip
    outputs = ClusterOutputs()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.folder.declare(self)
        self.polygons.declare(self)
        self.grid.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.refining.declare(self)
        self.extract.engine.declare(self)
        self.collection.declare(self)
        SEED.declare(self)
        self.model.declare(self)
        self.outputs.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(self, {"EPOCHS": "Epochs trained", "LOSS": "Loss of the last epoch"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._extract = self.extract.read(self, parameters, context)
        self._bands = self.raster.bands.read(self, parameters, context)
        self._raster = None
        if self.raster.is_given(parameters):
            raster = self.raster.read(self, parameters, context)
            self._raster = self.collection.add_to(raster, self, parameters, context)
        else:
            self.collection.refuse_beside(parameters, "a folder of images")
            what = "a folder of images"
            self.collection.note_unused(self, parameters, what)
            self.grid.note_unused(self, parameters, what, more=[self.polygons])
            self.raster.note_unused(self, parameters, what, used=[self.raster.bands])

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Learn in the worker and write the layer."""
        refined = self.model.read(self, parameters, context)
        features = self.outputs.features.read(self, parameters, context)
        model = self.outputs.model.read(self, parameters, context)
        engine = self._extract.engine
        with user_errors(feedback), self.scratch_folder() as scratch:
            source, labels = None, None
            if self._raster is not None:
                source = self.grid.read(
                    self._raster, self, parameters, context, feedback, self.polygons
                )
            field = self.refining.CLUSTER_FIELD.read(self, parameters, context)
            if field and (self._raster is None or source is None):
                raise SceneError(
                    f"The field '{field}' belongs to a grid layer, which needs a raster. Give one, "
                    "or leave the field empty."
                )
            if field and self._raster is not None and source is not None:
                found = write_clusters(
                    self.polygons, field, self._raster.crs, self, parameters, context, feedback
                )
                source, labels = replace(source, polygons=found.path), found.classes
            job = RefineModelJob(
                source=source,
                folder=self.folder.read(self, parameters, context),
                bands=self._bands,
                labels=labels,
                extract=self._extract,
                refine=self.refining.read(self, parameters, context),
                train=self.refining.read_settings(
                    TrainSettings,
                    self,
                    parameters,
                    context,
                    together=engine.batch,
                    precision=engine.precision,
                    device=engine.device,
                ),
                size=self.refining.TRAIN_SIZE.read(self, parameters, context),
                output=refined,
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                model_file=model,
                layer=self.outputs.read_layer(self, parameters, context),
            )
            table = self.collection.result(self._raster)
            written = [refined, features, model, *self.outputs.files(job.layer), *table.values()]
            result = self.work(job, feedback, written)
            output = write_cluster_layer(
                self, scratch / "layer.npz", result.clusters, parameters, context, feedback,
                features=features, cluster_model=model,
            )  # fmt: skip
            raster = self.outputs.show_files(job.layer, result.clusters, context, feedback)
        return {
            self.model.name: refined,
            self.outputs.layer.name: output,
            self.outputs.features.name: features,
            self.outputs.model.name: model,
            "EPOCHS": result.epochs,
            "LOSS": result.loss,
            **raster,
            **table,
            **cluster_numbers(result.clusters),
        }

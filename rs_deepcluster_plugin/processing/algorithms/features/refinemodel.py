"""A target without labels to a model that is adapted to it, and to clusters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ....core.base.errors import SceneError
from ....core.deep.base import PARTITIONS, SAMPLINGS, RefineSettings
from ....core.deep.methods import DEEP_METHODS
from ....core.training.loop import TrainSettings
from ....worker.contract import RefineModelJob
from ... import cluster_parameters as clustering
from ... import shared_parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer

DEEP = {method.LABEL: name for name, method in DEEP_METHODS.items()}
CLEANED = {"SCAN": "scan", "default clustering": "default", "field": "field"}
LEARNT = {"linear map of the features": "quick", "last blocks of the model": "full"}


class RefineModel(Algorithm):
    """Adapts a model to a target by deep clustering."""

    NAME = "refinemodel"
    LABEL = "Refine model"
    JOB = RefineModelJob
    GROUP = "features"
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

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self, optional=True)
        self.addParameter(
            QgsProcessingParameterFile(
                "FOLDER",
                self.tr("Folder of images"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            help=self.tr(
                "Instead of a raster: each image of the folder, and of the folders in it, is a "
                "scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken."
            ),
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "GRID",
                self.tr("Grid layer"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            help=self.tr(
                "Polygons to use as scenes of the raster, instead of a regular grid, which the "
                "scene size makes where this is empty."
            ),
        )
        shared.add_grid(self)
        shared.add_minimum_valid(self, self.tr(shared.MINIMUM_HELP))
        shared.add_model(self)
        self._add_learning()
        self._add_methods()
        shared.add_engine(self)
        shared.add_seed(self)
        shared.add_file(
            self, "OUTPUT_MODEL", self.tr("Refined model"), "safetensors", self.tr("Model"),
            self.tr("The adapted model, for the weights file of the other algorithms."),
        )  # fmt: skip
        clustering.add_cluster_outputs(self)
        shared.add_numbers(
            self, {"EPOCHS": self.tr("Epochs trained"), "LOSS": self.tr("Loss of the last epoch")}
        )

    def _add_learning(self) -> None:
        self.addParameter(
            shared.choice("METHOD", self.tr("Method"), DEEP),
            help=self.tr(
                "SCAN: mined neighbors belong to one cluster, then the model teaches itself what "
                "it is sure of. SelfLabel: labels by optimal transport, for clusters of like "
                "size. DeepCluster: k-means gives the labels that the features learn. "
                "DeeperCluster: the same with k-means in two levels, distributed with Dask, for "
                "very many scenes. UIC: the model's own answers on one augmented view are the "
                "labels of another. RUC: cleans the labels of SCAN, of the default clustering or "
                "of a field by confidence and neighbors, and learns them by two networks that "
                "correct each other. Contrastive: two views of a scene are alike and unlike other "
                "scenes (SimCLR; with a queue MoCo v2). TURTLE: the labels that a line tells apart "
                "in the features of each block; takes no augmented copies, and no last blocks."
            ),
        )
        self.addParameter(
            shared.choice("LEARN", self.tr("What is learnt"), LEARNT),
            help=self.tr(
                "A linear map of the features takes minutes and cannot go far wrong. Training the "
                "last blocks too goes further, for better or worse, and wants a GPU."
            ),
        )
        shared.add_number(self, "CLUSTERS", self.tr("Number of clusters (0: inferred)"),
            0, 0, 2000, self.tr(
            "Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet "
            "process mixture) finds in the features before anything is learnt."
        ), shared.INTEGER, advanced=False)  # fmt: skip
        shared.add_number(self, "EPOCHS", self.tr("Epochs (0: as the method needs)"),
            0, 0, 10000, self.tr(
            "How often the scenes are gone through, in all their copies where a linear map is "
            "learnt; 0 takes what suits the method."
        ), shared.INTEGER, advanced=False)  # fmt: skip
        shared.add_number(self, "COPIES", self.tr("Augmented copies"), 4, 0, 64, self.tr(
            "Linear map: so often the features of each scene are made once more, with the scene "
            "turned, flipped and cropped; every other copy is cropped further and changes its "
            "colors. Time grows with it."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "MAPPED", self.tr("Feature dimensions"), 256, 2, 4096, self.tr(
            "Length of the adapted features, at most that of the model's own."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "TRAIN_BATCH", self.tr("Scenes per step"), 0, 0, 4096, self.tr(
            "Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for "
            "the last blocks."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "RATE", self.tr("Learning rate"), 0.0, 0, 1, self.tr(
            "Highest one; it rises first and then falls along a cosine. 0 takes what suits the "
            "method."
        ))  # fmt: skip
        shared.add_number(self, "TEMPERATURE", self.tr("Temperature"), 0.0, 0, 1, self.tr(
            "The classifier's cosines are divided by it; small values make it surer. 0 takes what "
            "suits the method."
        ))  # fmt: skip
        shared.add_number(self, "INTERVAL", self.tr("Epochs between reassignments"),
            0, 0, 1000, self.tr(
            "After so many epochs scenes are labelled anew by SelfLabel, DeepCluster, "
            "DeeperCluster and UIC; 0 takes what suits the method."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "TRAIN_SIZE", self.tr("Training size"), 112, 28, 1120, self.tr(
            "Last blocks: pixels to which scenes are resized in training, a multiple of 14."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "FROZEN", self.tr("Frozen blocks"), -1, -1, 40, self.tr(
            "Last blocks: first blocks of the transformer that stay as they are; -1: half of them."
        ), shared.INTEGER)  # fmt: skip

    def _add_methods(self) -> None:
        shared.add_number(self, "OVERCLUSTERING", self.tr("Overclustering"), 0, 0, 100, self.tr(
            "DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are "
            "learnt; k-means of the adapted features then makes the clusters. 0 takes what suits "
            "the method."
        ), shared.INTEGER)  # fmt: skip
        self.addParameter(
            QgsProcessingParameterString("SCHEDULER", self.tr("Dask scheduler"), "", optional=True),
            help=self.tr(
                "DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers "
                "can import this plugin and see its folder in the home directory under the same "
                "path. Empty: threads of this computer."
            ),
            advanced=True,
        )
        self.addParameter(
            shared.choice("PARTITION", self.tr("Sizes of clusters"), PARTITIONS),
            help=self.tr(
                "SelfLabel: clusters of equal size; or sizes that are estimated from the model's "
                "answers, half way to equal ones."
            ),
            advanced=True,
        )
        shared.add_number(self, "SHARPNESS", self.tr("Sharpness of the transport"),
            25.0, 0.1, 1000, self.tr(
            "SelfLabel: the larger it is, the nearer the labels are to the best ones under the "
            "constraint on sizes; small values smooth them."
        ))  # fmt: skip
        shared.add_number(self, "NEIGHBORS", self.tr("Mined neighbors"), 10, 1, 500, self.tr(
            "SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so "
            "many vote on its label."
        ), shared.INTEGER)  # fmt: skip
        shared.add_number(self, "ENTROPY", self.tr("Weight of the entropy"), 2.0, 0, 100, self.tr(
            "SCAN: how strongly clusters are kept from being unlike in size."
        ))  # fmt: skip
        shared.add_number(self, "CONFIDENCE", self.tr("Confidence"), 0.9, 0, 1, self.tr(
            "SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more "
            "probable than this. RUC: labels that are more probable are credible."
        ))  # fmt: skip
        self.addParameter(
            shared.choice("CLEAN", self.tr("Labels to clean"), CLEANED),
            help=self.tr(
                "RUC: those of SCAN, which is learnt first; of the default clustering (UMAP and a "
                "Dirichlet process mixture), with its number of clusters; or of a field."
            ),
            advanced=True,
        )
        self.addParameter(
            QgsProcessingParameterField(
                "CLUSTER_FIELD", self.tr("Field of clusters"), parentLayerParameterName="GRID",
                optional=True,
            ),
            help=self.tr(
                "RUC: field of the grid layer whose values are the clusters to clean, such as "
                "cluster or edited_cluster; scenes where it is empty or 0 have none."
            ),
            advanced=True,
        )  # fmt: skip
        self.addParameter(
            shared.choice("SAMPLING", self.tr("Credible labels"), SAMPLINGS),
            help=self.tr(
                "RUC: those more probable than the confidence, those that most mined neighbors "
                "have, or hybrid: those that are both. A field has no probabilities, and those of "
                "the default clustering are low: for these hybrid goes by neighbors alone."
            ),
            advanced=True,
        )
        shared.add_number(self, "QUEUE", self.tr("Keys in the queue"), 0, 0, 65536, self.tr(
            "Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers "
            "compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), "
            "which suits small steps."
        ), shared.INTEGER)  # fmt: skip

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
        """Learn in the worker and write the layer."""
        refined = self.file_output("OUTPUT_MODEL", parameters, context, ".safetensors")
        features = self.file_output("FEATURES", parameters, context, ".parquet")
        model = self.file_output("CLUSTER_MODEL", parameters, context, ".npz")
        engine = self._extract.engine
        with user_errors(feedback), self.scratch_folder() as scratch:
            source, labels = None, None
            if self._raster is not None:
                source = shared.read_source(self, self._raster, parameters, context, feedback)
            field = self.parameterAsString(parameters, "CLUSTER_FIELD", context)
            if field and (self._raster is None or source is None):
                raise SceneError(
                    f"The field '{field}' belongs to a grid layer, which needs a raster. Give one, "
                    "or leave the field empty."
                )
            if field and self._raster is not None and source is not None:
                found = shared.write_clusters(
                    self, parameters, context, self._raster.crs, feedback, field
                )
                source, labels = replace(source, polygons=found.path), found.classes
            job = RefineModelJob(
                source=source,
                folder=self.file_input("FOLDER", parameters, context),
                bands=self._bands,
                labels=labels,
                extract=self._extract,
                refine=self._settings(parameters, context),
                train=TrainSettings(
                    together=engine.batch,
                    frozen_blocks=self.parameterAsInt(parameters, "FROZEN", context),
                    precision=engine.precision,
                    device=engine.device,
                ),
                size=self.parameterAsInt(parameters, "TRAIN_SIZE", context),
                output=refined,
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                model_file=model,
                layer=clustering.read_layer(self, parameters, context),
            )
            result = self.work(job, feedback, [refined, features, model])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result.clusters, parameters, context, feedback,
                features=features, cluster_model=model,
            )  # fmt: skip
        return {
            "OUTPUT_MODEL": refined,
            "OUTPUT": output,
            "FEATURES": features,
            "CLUSTER_MODEL": model,
            "EPOCHS": result.epochs,
            "LOSS": result.loss,
            **clustering.cluster_results(result.clusters),
        }

    def _settings(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> RefineSettings:
        def whole(name: str) -> int:
            return int(self.parameterAsInt(parameters, name, context))

        def real(name: str) -> float:
            return float(self.parameterAsDouble(parameters, name, context))

        def text(name: str) -> str:
            return str(self.parameterAsEnumString(parameters, name, context))

        mode = LEARNT[text("LEARN")]
        return RefineSettings(
            method=DEEP[text("METHOD")],
            mode=mode,
            clusters=whole("CLUSTERS"),
            epochs=whole("EPOCHS"),
            copies=whole("COPIES"),
            dimensions=whole("MAPPED"),
            batch=whole("TRAIN_BATCH") or {"quick": 256, "full": 64}[mode],
            rate=real("RATE"),
            temperature=real("TEMPERATURE"),
            interval=whole("INTERVAL"),
            overclustering=whole("OVERCLUSTERING"),
            scheduler=self.parameterAsString(parameters, "SCHEDULER", context).strip(),
            partition=text("PARTITION"),
            sharpness=real("SHARPNESS"),
            neighbors=whole("NEIGHBORS"),
            entropy=real("ENTROPY"),
            confidence=real("CONFIDENCE"),
            base=CLEANED[text("CLEAN")],
            sampling=text("SAMPLING"),
            queue=whole("QUEUE"),
            seed=whole("SEED"),
        )

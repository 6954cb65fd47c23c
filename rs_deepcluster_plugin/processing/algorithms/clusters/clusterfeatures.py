"""Embedding to clusters."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....worker.contract import ClusterFeaturesJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer
from ...parameters.clustering import ClusteringParameters, ClusterOutputs, cluster_numbers
from ...parameters.kinds import SEED, InputFile
from ...parameters.machines import SchedulerParameters


class ClusterFeatures(Algorithm):
    """Finds clusters in an embedding."""

    NAME = "clusterfeatures"
    LABEL = "Cluster features"
    JOB = ClusterFeaturesJob
    GROUP = "clusters"
    EXAMPLE = "INPUT=embedding.parquet OUTPUT=clusters.gpkg"
    TAGS = (
        "cluster,clustering,unsupervised,classification,dirichlet process,mixture,gmm,dpgmm,"
        "bic,k-means,kmeans,mini-batch,fuzzy c-means,isodata,ward,agglomerative,regions,"
        "segmentation,hdbscan,leiden"
    )
    HELP = (
        "Finds clusters in an embedding made by Project features and writes the scenes as a styled "
        "layer: cluster (from 1, by falling size), probability, second_cluster and "
        "second_probability, ambiguous (the second is more than half as likely as the first), "
        "exemplar_rank, umap_x and umap_y."
    )

    embedding = InputFile("INPUT", "Embedding", "parquet", "A file made by Project features.")
    projector = InputFile(
        "PROJECTOR", "Projector", "npz",
        "The projector of the same run of Project features. Without it the cluster model "
        "cannot be applied to new scenes.",
        optional=True,
    )  # fmt: skip
    clustering = ClusteringParameters()
    machines = SchedulerParameters()
    outputs = ClusterOutputs(features=False)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.embedding.declare(self)
        self.projector.declare(self)
        self.clustering.declare(self)
        self.machines.declare(self)
        SEED.declare(self)
        self.outputs.declare(self)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Cluster in the worker and write the layer."""
        model = self.outputs.model.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = ClusterFeaturesJob(
                embedding=self.embedding.read(self, parameters, context),
                projector=self.projector.read(self, parameters, context),
                clusters=self.clustering.read(self, parameters, context),
                model_file=model,
                layer=self.outputs.read_layer(self, parameters, context),
                machines=self.machines.read(self, parameters, context),
            )
            result = self.work(job, feedback, [model, *self.outputs.files(job.layer)])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result, parameters, context, feedback,
                cluster_model=model,
            )  # fmt: skip
            raster = self.outputs.show_files(job.layer, result, context, feedback)
        return {
            self.outputs.layer.name: output,
            self.outputs.model.name: model,
            **raster,
            **cluster_numbers(result),
        }

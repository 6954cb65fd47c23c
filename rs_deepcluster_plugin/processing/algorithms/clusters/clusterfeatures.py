"""Embedding to clusters."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....worker.contract import ClusterFeaturesJob
from ... import cluster_parameters as clustering
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer


class ClusterFeatures(Algorithm):
    """Finds clusters in an embedding."""

    NAME = "clusterfeatures"
    LABEL = "Cluster features"
    JOB = ClusterFeaturesJob
    GROUP = "clusters"
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

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_input_file(
            self, "INPUT", self.tr("Embedding"), "parquet",
            self.tr("A file made by Project features."),
        )  # fmt: skip
        shared.add_input_file(
            self, "PROJECTOR", self.tr("Projector"), "npz",
            self.tr(
                "The projector of the same run of Project features. Without it the cluster model "
                "cannot be applied to new scenes."
            ),
            optional=True,
        )  # fmt: skip
        clustering.add_clusters(self)
        shared.add_seed(self)
        clustering.add_cluster_outputs(self, features=False)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Cluster in the worker and write the layer."""
        model = self.file_output("CLUSTER_MODEL", parameters, context, ".npz")
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = ClusterFeaturesJob(
                embedding=self.file_input("INPUT", parameters, context),
                projector=self.file_input("PROJECTOR", parameters, context),
                clusters=clustering.read_clusters(self, parameters, context),
                model_file=model,
                layer=clustering.read_layer(self, parameters, context),
            )
            result = self.work(job, feedback, [model])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result, parameters, context, feedback,
                cluster_model=model,
            )  # fmt: skip
        return {"OUTPUT": output, "CLUSTER_MODEL": model, **clustering.cluster_results(result)}

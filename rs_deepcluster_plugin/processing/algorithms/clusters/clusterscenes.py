"""Raster to a styled cluster map, in one run."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....worker.contract import ClusterScenesJob
from ... import cluster_parameters as clustering
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer


class ClusterScenes(Algorithm):
    """Does all the steps in one run."""

    NAME = "clusterscenes"
    LABEL = "Cluster scenes"
    JOB = ClusterScenesJob
    GROUP = "clusters"
    TAGS = (
        "cluster,clustering,unsupervised,classification,land cover,deep learning,dinov2,umap,"
        "dirichlet process,isodata,iso cluster,k-means,fuzzy,ward,leiden,segmentation,map,scenes"
    )
    HELP = (
        "Makes a map of clusters of a raster without any labels: cuts it into scenes, turns each "
        "into features with a DINOv2 vision transformer, projects them with UMAP, and clusters "
        "them with a Dirichlet-process Gaussian mixture that infers the number of clusters. The "
        "result is a styled grid with cluster (from 1, by falling size), probability, "
        "second_cluster and second_probability, ambiguous (the second is more than half as likely "
        "as the first), exemplar_rank, umap_x and umap_y. A run that was stopped goes on where it "
        "was when it is started again with the same inputs."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_raster(self)
        shared.add_grid(self)
        shared.add_minimum_valid(self, self.tr(shared.MINIMUM_HELP))
        shared.add_model(self)
        shared.add_engine(self)
        shared.add_projection(self)
        clustering.add_clusters(self)
        shared.add_seed(self)
        clustering.add_cluster_outputs(self)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._raster = shared.read_raster(self, parameters, context)
        self._extract = shared.read_extract(self, parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do the work in one worker and write the layer."""
        features = self.file_output("FEATURES", parameters, context, ".parquet")
        model = self.file_output("CLUSTER_MODEL", parameters, context, ".npz")
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = ClusterScenesJob(
                source=shared.read_source(self, self._raster, parameters, context, feedback),
                extract=self._extract,
                projection=shared.read_projection(self, parameters, context),
                clusters=clustering.read_clusters(self, parameters, context),
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                model_file=model,
                layer=clustering.read_layer(self, parameters, context),
            )
            result = self.work(job, feedback, [features, model])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result, parameters, context, feedback,
                features=features, cluster_model=model,
            )  # fmt: skip
        return {
            "OUTPUT": output,
            "FEATURES": features,
            "CLUSTER_MODEL": model,
            **clustering.cluster_results(result),
        }

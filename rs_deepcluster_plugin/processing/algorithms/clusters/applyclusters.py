"""Saved clusters on a new raster."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import SceneError
from ....core.clusters.merge_tree import DETAILS
from ....worker.contract import ApplyClustersJob
from ... import cluster_parameters as clustering
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer

AS_SAVED = "as saved"


class ApplyClusters(Algorithm):
    """Finds saved clusters on a new raster; nothing is fitted."""

    NAME = "applyclusters"
    LABEL = "Apply clusters"
    JOB = ApplyClustersJob
    GROUP = "clusters"
    TAGS = "cluster,predict,apply,transfer,classification,change,time series,new raster"
    HELP = (
        "Finds the clusters of a saved cluster model on a new raster, or in features that are "
        "already extracted. Model, scaling, projection and clusters are those of the first run, "
        "nothing is fitted again, so cluster 3 means the same on both maps."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_input_file(
            self, "CLUSTER_MODEL", self.tr("Cluster model"), "npz",
            self.tr("A file made by Cluster scenes or Cluster features."),
        )  # fmt: skip
        shared.add_raster(self, optional=True)
        shared.add_input_file(
            self, "FEATURES_FILE", self.tr("Features"), "parquet",
            self.tr("Features of the same model, in place of a raster."),
            optional=True,
        )  # fmt: skip
        self.addParameter(
            shared.choice("DETAIL", self.tr("Detail"), (AS_SAVED, *DETAILS)),
            help=self.tr(
                "Dirichlet process mixture: another level of detail than the clusters were saved "
                "with. Nothing is fitted; the clusters of each level have their own numbers."
            ),
        )
        shared.add_grid(self, size=None)
        shared.add_engine(self)
        clustering.add_cluster_outputs(self, model=False)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._features = self.file_input("FEATURES_FILE", parameters, context)
        has_raster = parameters.get("INPUT") not in (None, "")
        if has_raster == bool(self._features):
            raise SceneError("Give either a raster or a features file, and not both.")
        self._raster = shared.read_raster(self, parameters, context) if has_raster else None

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Assign in the worker and write the layer."""
        features = self._features or self.file_output("FEATURES", parameters, context, ".parquet")
        with user_errors(feedback), self.scratch_folder() as scratch:
            source = None
            if self._raster is not None:
                source = shared.read_source(self, self._raster, parameters, context, feedback)
            job = ApplyClustersJob(
                model_file=self.file_input("CLUSTER_MODEL", parameters, context),
                source=source,
                fitted_size=shared.read_number(self, "SIZE", parameters, context) is None,
                engine=shared.read_engine(self, parameters, context),
                detail=self.parameterAsEnumString(parameters, "DETAIL", context),
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                layer=clustering.read_layer(self, parameters, context),
            )
            result = self.work(job, feedback, [features] if source is not None else [])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result, parameters, context, feedback,
                features=features, cluster_model=job.model_file,
            )  # fmt: skip
        return {"OUTPUT": output, "FEATURES": features, **clustering.cluster_results(result)}

"""Saved clusters on a new raster."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.clusters.merge_tree import DETAILS
from ....worker.contract import ApplyClustersJob
from ...framework.algorithm import Algorithm, user_errors
from ...framework.inputs import take_one
from ...layers.write import write_cluster_layer
from ...parameters.clustering import ClusterOutputs, cluster_numbers
from ...parameters.collection import CollectionParameters
from ...parameters.encoder import EngineParameters
from ...parameters.grid import GridParameters
from ...parameters.kinds import Choice, InputFile, declare_numbers
from ...parameters.machines import MachineParameters
from ...parameters.raster import RasterParameters

AS_SAVED = "as saved"


class ApplyClusters(Algorithm):
    """Finds saved clusters on a new raster; nothing is fitted."""

    NAME = "applyclusters"
    LABEL = "Apply clusters"
    JOB = ApplyClustersJob
    GROUP = "clusters"
    EXAMPLE = "INPUT=another.tif CLUSTER_MODEL=clusters.npz OUTPUT=another.gpkg"
    TAGS = "cluster,predict,apply,transfer,classification,change,time series,new raster"
    HELP = (
        "Finds the clusters of a saved cluster model on a new raster, or in features that are "
        "already extracted. Model, scaling, projection and clusters are those of the first run, "
        "nothing is fitted again, so cluster 3 means the same on both maps. Where the clusters do "
        "not fit the new raster, the log says so: many of its scenes are then unlike all that the "
        "clusters were fitted on, or have a lower probability."
    )

    model = InputFile(
        "CLUSTER_MODEL",
        "Cluster model",
        "npz",
        "A file made by Cluster a raster or Cluster features.",
    )
    raster = RasterParameters(optional=True)
    collection = CollectionParameters()
    features = InputFile(
        "FEATURES_FILE", "Features", "parquet",
        "Features of the same model, in place of a raster.", optional=True,
    )  # fmt: skip
    detail = Choice(
        "DETAIL", "Detail", (AS_SAVED, *DETAILS),
        "Dirichlet process mixture: another level of detail than the clusters were saved "
        "with. Nothing is fitted; the clusters of each level have their own numbers.",
    )  # fmt: skip
    grid = GridParameters(fitted=True)
    engine = EngineParameters()
    machines = MachineParameters()
    outputs = ClusterOutputs(model=False)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.model.declare(self)
        self.raster.declare(self)
        self.features.declare(self)
        self.detail.declare(self)
        self.grid.declare(self)
        self.engine.declare(self)
        self.machines.declare(self)
        self.collection.declare(self)
        self.outputs.declare(self)
        self.collection.summary.declare(self)
        declare_numbers(
            self,
            {
                "PROBABILITY": "Mean probability of the scenes",
                "FITTED_PROBABILITY": "Mean probability where the clusters were fitted",
                "UNLIKE": "Share of scenes unlike all that the clusters were fitted on",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        self._features = self.features.read(self, parameters, context)
        has_raster = self.raster.is_given(parameters)
        take_one(has_raster, bool(self._features), "a raster or a features file")
        self._raster = None
        if has_raster:
            raster = self.raster.read(self, parameters, context)
            self._raster = self.collection.add_to(raster, self, parameters, context)
        else:
            for one in (self.raster, self.collection, self.grid):
                one.refuse_beside(parameters, "a features file")
            for unused in (self.collection, self.grid, self.engine):
                unused.note_unused(self, parameters, "a features file")

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Assign in the worker and write the layer."""
        features = self._features or self.outputs.features.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            source = None
            if self._raster is not None:
                source = self.grid.read(self._raster, self, parameters, context, feedback)
            job = ApplyClustersJob(
                model_file=self.model.read(self, parameters, context),
                source=source,
                fitted_size=not self.grid.has_size(self, parameters, context),
                engine=self.engine.read(self, parameters, context),
                detail=self.detail.read(self, parameters, context),
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                layer=self.outputs.read_layer(self, parameters, context),
                machines=self.machines.read(self, parameters, context),
            )
            table = self.collection.result(self._raster)
            written = [features, *table.values()] if source is not None else []
            result = self.work(job, feedback, [*written, *self.outputs.files(job.layer)])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result.clusters, parameters, context, feedback,
                features=features, cluster_model=job.model_file,
            )  # fmt: skip
            raster = self.outputs.show_files(job.layer, result.clusters, context, feedback)
        return {
            self.outputs.layer.name: output,
            self.outputs.features.name: features,
            **raster,
            **table,
            **cluster_numbers(result.clusters),
            "PROBABILITY": result.probability,
            "FITTED_PROBABILITY": result.fitted_probability,
            "UNLIKE": result.unlike,
        }

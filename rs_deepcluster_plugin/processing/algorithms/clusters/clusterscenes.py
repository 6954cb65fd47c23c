"""Raster to a styled cluster map, in one run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....worker.contract import ClusterScenesJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer
from ...parameters.clustering import ClusteringParameters, ClusterOutputs, cluster_numbers
from ...parameters.collection import CollectionParameters
from ...parameters.encoder import ExtractParameters
from ...parameters.grid import GridParameters
from ...parameters.kinds import SEED
from ...parameters.machines import MachineParameters
from ...parameters.projection import ProjectionParameters
from ...parameters.raster import RasterParameters


class ClusterScenes(Algorithm):
    """Does all the steps in one run."""

    NAME = "clusterscenes"
    LABEL = "Start here: cluster a raster"
    STARTS = True
    JOB = ClusterScenesJob
    GROUP = "clusters"
    EXAMPLE = "INPUT=scene.tif OUTPUT=clusters.gpkg"
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

    raster = RasterParameters()
    collection = CollectionParameters()
    grid = GridParameters()
    extract = ExtractParameters(1)
    machines = MachineParameters()
    projection = ProjectionParameters()
    clustering = ClusteringParameters()
    outputs = ClusterOutputs()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.raster.declare(self)
        self.grid.declare(self)
        self.extract.minimum.declare(self)
        self.extract.model.declare(self)
        self.extract.engine.declare(self)
        self.machines.declare(self)
        self.collection.declare(self)
        self.projection.declare(self)
        self.clustering.declare(self)
        SEED.declare(self)
        self.outputs.declare(self)
        self.collection.summary.declare(self)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters."""
        raster = self.raster.read(self, parameters, context)
        self._raster = self.collection.add_to(raster, self, parameters, context)
        machines = self.machines.read(self, parameters, context)
        extract = self.extract.read(self, parameters, context)
        self._extract = replace(extract, machines=machines)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do the work in one worker and write the layer."""
        features = self.outputs.features.read(self, parameters, context)
        model = self.outputs.model.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            job = ClusterScenesJob(
                source=self.grid.read(self._raster, self, parameters, context, feedback),
                extract=self._extract,
                projection=self.projection.read(self, parameters, context),
                clusters=self.clustering.read(self, parameters, context),
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                model_file=model,
                layer=self.outputs.read_layer(self, parameters, context),
            )
            table = self.collection.result(self._raster)
            written = [features, model, *self.outputs.files(job.layer), *table.values()]
            result = self.work(job, feedback, written)
            output = write_cluster_layer(
                self, scratch / "layer.npz", result, parameters, context, feedback,
                features=features, cluster_model=model,
            )  # fmt: skip
            raster = self.outputs.show_files(job.layer, result, context, feedback)
        return {
            self.outputs.layer.name: output,
            self.outputs.features.name: features,
            self.outputs.model.name: model,
            **raster,
            **table,
            **cluster_numbers(result),
        }

"""Features of several rasters to clusters that they have in common."""

from __future__ import annotations

import os
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import SceneError
from ....worker.contract import ClusterTogetherJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.write import write_cluster_layer
from ...parameters.clustering import ClusteringParameters, ClusterOutputs, cluster_numbers
from ...parameters.kinds import SEED, InputFile, Paths
from ...parameters.machines import SchedulerParameters
from ...parameters.projection import ProjectionParameters


class ClusterTogether(Algorithm):
    """Fits clusters on several features files at once."""

    NAME = "clustertogether"
    LABEL = "Cluster together"
    JOB = ClusterTogetherJob
    GROUP = "clusters"
    TAGS = "cluster,joint,several,dates,time series,multitemporal,change,mosaic,rasters,together"
    HELP = (
        "Fits one set of clusters on the features of two or more rasters, such as two dates of one "
        "place, so that cluster 3 means the same on all of them and fits all of them. Apply "
        "clusters finds the clusters of the first one on others, and says where they don't fit. "
        "The layer has all scenes, with source (the raster's name) and source_scene (the scene's "
        "number in its own file). Of another date of the same place, what all features have moved "
        "by is taken back first. Extract the layer by source to compare the dates with Compare "
        "maps."
    )

    features = InputFile(
        "INPUT", "Features", "parquet", "A file made by Extract features or Folder to features."
    )
    more = Paths(
        "MORE_FEATURES", "More features", "parquet",
        "Files of the features of other rasters, of the same model and in the same reference "
        "system, separated by semicolons.",
    )  # fmt: skip
    projection = ProjectionParameters()
    clustering = ClusteringParameters()
    machines = SchedulerParameters()
    outputs = ClusterOutputs()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.features.declare(self)
        self.more.declare(self)
        self.projection.declare(self)
        self.clustering.declare(self)
        self.machines.declare(self)
        SEED.declare(self)
        self.outputs.declare(self)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the files."""
        first = self.features.read(self, parameters, context)
        more = self.more.read_all(self, parameters, context)
        if not more:
            raise SceneError(
                "There is one file of features only. Give more of them, or take Cluster features."
            )
        self._files = (first, *more)
        if len({os.path.realpath(path) for path in self._files}) < len(self._files):
            raise SceneError("A file of features is given twice. Give each of them once.")

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Join, project and cluster in the worker, and write the layer."""
        features = self.outputs.features.read(self, parameters, context)
        model = self.outputs.model.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            if os.path.realpath(features) in {os.path.realpath(path) for path in self._files}:
                raise SceneError(
                    f"{features} is one of the files that are read. Give the joined features "
                    "another name."
                )
            job = ClusterTogetherJob(
                files=self._files,
                projection=self.projection.read(self, parameters, context),
                clusters=self.clustering.read(self, parameters, context),
                features=features,
                embedding=str(scratch / "embedding.parquet"),
                model_file=model,
                layer=self.outputs.read_layer(self, parameters, context),
                machines=self.machines.read(self, parameters, context),
            )
            written = [features, model, *self.outputs.files(job.layer)]
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
            **cluster_numbers(result),
        }

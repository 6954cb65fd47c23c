"""Features to an embedding of few dimensions."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....worker.contract import ProjectFeaturesJob
from ...framework.algorithm import Algorithm, user_errors
from ...parameters.kinds import SEED, InputFile, OutputFile, declare_numbers
from ...parameters.machines import SchedulerParameters
from ...parameters.projection import ProjectionParameters


class ProjectFeatures(Algorithm):
    """Projects features with UMAP or PCA."""

    NAME = "projectfeatures"
    LABEL = "Project features"
    JOB = ProjectFeaturesJob
    GROUP = "clusters"
    EXAMPLE = "INPUT=features.parquet OUTPUT=embedding.parquet"
    TAGS = "umap,pca,dimension,reduction,manifold,embedding,projection,normalize"
    HELP = (
        "Centers and L2-normalizes features and projects them onto few dimensions with UMAP or "
        "PCA, in which clusters can be found. The projector that is kept places new scenes in the "
        "same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed."
    )

    features = InputFile(
        "INPUT", "Features", "parquet", "A file made by Extract features or Folder to features."
    )
    projection = ProjectionParameters()
    machines = SchedulerParameters()
    embedding = OutputFile(
        "OUTPUT", "Embedding", "parquet", "GeoParquet",
        "One row per scene with its place in the embedding.",
    )  # fmt: skip
    projector = OutputFile(
        "PROJECTOR", "Projector", "npz", "Projector",
        "Places new scenes in the same embedding; Cluster features takes it over.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.features.declare(self)
        self.projection.declare(self)
        self.machines.declare(self)
        SEED.declare(self)
        self.embedding.declare(self)
        self.projector.declare(self)
        declare_numbers(self, {"SCENES": "Number of scenes"})

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Project in the worker."""
        output = self.embedding.read(self, parameters, context)
        projector = self.projector.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder():
            job = ProjectFeaturesJob(
                features=self.features.read(self, parameters, context),
                projection=self.projection.read(self, parameters, context),
                embedding=output,
                projector=projector,
                machines=self.machines.read(self, parameters, context),
            )
            result = self.work(job, feedback, [output, projector])
        return {
            self.embedding.name: output,
            self.projector.name: projector,
            "SCENES": result.scenes,
        }

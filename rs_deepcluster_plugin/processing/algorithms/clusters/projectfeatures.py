"""Features to an embedding of few dimensions."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)

from ....worker.contract import ProjectFeaturesJob
from ... import parameters as shared
from ...framework.algorithm import Algorithm, user_errors


class ProjectFeatures(Algorithm):
    """Projects features with UMAP or PCA."""

    NAME = "projectfeatures"
    LABEL = "Project features"
    JOB = ProjectFeaturesJob
    GROUP = "clusters"
    TAGS = "umap,pca,dimension,reduction,manifold,embedding,projection,normalize"
    HELP = (
        "Centers and L2-normalizes features and projects them onto few dimensions with UMAP or "
        "PCA, in which clusters can be found. The projector that is kept places new scenes in the "
        "same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        shared.add_input_file(
            self, "INPUT", self.tr("Features"), "parquet",
            self.tr("A file made by Extract features or Folder to features."),
        )  # fmt: skip
        shared.add_projection(self)
        shared.add_seed(self)
        shared.add_file(
            self, "OUTPUT", self.tr("Embedding"), "parquet", self.tr("GeoParquet"),
            self.tr("One row per scene with its place in the embedding."),
        )  # fmt: skip
        shared.add_file(
            self, "PROJECTOR", self.tr("Projector"), "npz", self.tr("Projector"),
            self.tr("Places new scenes in the same embedding; Cluster features takes it over."),
        )  # fmt: skip
        self.addOutput(QgsProcessingOutputNumber("SCENES", self.tr("Number of scenes")))

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Project in the worker."""
        output = self.file_output("OUTPUT", parameters, context, ".parquet")
        projector = self.file_output("PROJECTOR", parameters, context, ".npz")
        with user_errors(feedback), self.scratch_folder():
            job = ProjectFeaturesJob(
                features=self.file_input("INPUT", parameters, context),
                projection=shared.read_projection(self, parameters, context),
                embedding=output,
                projector=projector,
            )
            result = self.work(job, feedback, [output, projector])
        return {"OUTPUT": output, "PROJECTOR": projector, "SCENES": result.scenes}

"""Clusters that keep to labels, and to pairs of scenes."""

from __future__ import annotations

from typing import Any

from qgis.core import NULL, QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import SceneError
from ....core.classes.schema import Schema
from ....core.clusters.methods import ClusterSettings
from ....core.clusters.project import ProjectionSettings
from ....core.labels.classifier import LabelSettings
from ....worker import array_files
from ....worker.contract import ConstrainClustersJob, ConstrainClustersResult, LabelInput
from ...framework.algorithm import Algorithm, user_errors
from ...layers.fields import HINT_FIELDS
from ...layers.labels import PairFields, read_pairs
from ...layers.read import table_of
from ...layers.write import write_cluster_layer
from ...parameters.clustering import ClusteringParameters, ClusterOutputs, cluster_numbers
from ...parameters.kinds import SEED, FieldName, Group, Parameters, SourceLayer, declare_numbers
from ...parameters.labels import LabelParameters
from ...parameters.machines import SchedulerParameters

BY_LABELS = "labels"
"""What has suggested a name: a label in the cluster."""


class PairParameters(Group):
    """A table of pairs of scenes, with its fields."""

    PAIRS = SourceLayer(
        "PAIRS", "Pairs",
        "A table of pairs of scenes by their numbers (scene_id), with what is known of each: "
        "'must' share a cluster, or 'cannot'.",
        optional=True,
    )  # fmt: skip
    FIRST = FieldName(
        "FIRST_FIELD", "Field of the first scene", "PAIRS", "Empty: the field scene_1.",
        advanced=True,
    )  # fmt: skip
    SECOND = FieldName(
        "SECOND_FIELD", "Field of the second scene", "PAIRS", "Empty: the field scene_2.",
        advanced=True,
    )  # fmt: skip
    KIND = FieldName(
        "PAIR_FIELD", "Field of what is known", "PAIRS",
        "Texts that begin with must or cannot, or the numbers 1 and -1. Empty: pair.",
        advanced=True,
    )  # fmt: skip

    def fields(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> PairFields:
        """Read the names of the fields."""
        return PairFields(
            self.FIRST.read(alg, parameters, context) or "scene_1",
            self.SECOND.read(alg, parameters, context) or "scene_2",
            self.KIND.read(alg, parameters, context) or "pair",
        )


class ConstrainClusters(Algorithm):
    """Finds clusters that keep to what is known of some scenes."""

    NAME = "constrainclusters"
    LABEL = "Constrain clusters"
    JOB = ConstrainClustersJob
    EXAMPLE = "LABELS=points.gpkg CLASS_FIELD=class INPUT=clusters.gpkg OUTPUT=constrained.gpkg"
    GROUP = "labels"
    TAGS = (
        "semi-supervised,constrained clustering,must-link,cannot-link,labels,pairs,cluster,"
        "dirichlet process,training,samples"
    )
    HELP = (
        "Finds clusters that keep to labels and to pairs of scenes. Scenes that are labeled "
        "differently never share a cluster, nor does a scene that is not of a class with scenes of "
        "it; one class may have several clusters. Scenes of a pair share a cluster, or never do. "
        "All else is as in Cluster a raster: the number of clusters is inferred, as many as "
        "without constraints or as these need, and the layer has the same fields. The mixture of a "
        "cluster layer is taken over with its projection, where it is a Dirichlet process; of "
        "features alone it is fitted. Clusters with labels in them get the class as a suggestion "
        "of their name (hint_code, hint_name)."
    )

    LABELS = LabelParameters(optional=True)
    PAIRS = PairParameters()
    DETAIL = ClusteringParameters.DETAIL
    MAX_CLUSTERS = ClusteringParameters.MAX_CLUSTERS
    EXEMPLARS = ClusteringParameters.EXEMPLARS
    MACHINES = SchedulerParameters()
    OUTPUTS = ClusterOutputs(features=False)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.LABELS.declare(self)
        self.PAIRS.declare(self)
        self.DETAIL.declare(self)
        self.MAX_CLUSTERS.declare(self)
        self.EXEMPLARS.declare(self)
        self.MACHINES.declare(self)
        SEED.declare(self)
        self.OUTPUTS.declare(self)
        declare_numbers(
            self,
            {
                "LABELED": "Labeled scenes",
                "PAIRS_USED": "Pairs",
                "MOVED": "Scenes that lie among others that they must be apart from",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find labels, pairs and features."""
        self._labels = self.LABELS.prepare(self, parameters, context)
        layer = self.LABELS.LAYER.read(self, parameters, context)
        table = table_of(layer) if layer is not None else None
        given = self.LABELS.FEATURES.is_given(parameters)
        self._known = table.source("cluster_model") if table is not None and not given else ""
        self._pairs = self.PAIRS.PAIRS.is_given(parameters)
        if not self._labels.given and not self._pairs:
            raise SceneError(
                "There is nothing to keep to. Give labels or pairs, or take Cluster features."
            )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Cluster in the worker and write the layer."""
        model = self.OUTPUTS.model.read(self, parameters, context)
        seed = SEED.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            labels: LabelInput | None = None
            schema: Schema | None = None
            if self._labels.given:
                labels, schema = self._labels.read(
                    scratch / "labels.npz", self, parameters, context, feedback
                )
            pairs = ""
            if self._pairs:
                pairs = str(scratch / "pairs.npz")
                source = self.PAIRS.PAIRS.read(self, parameters, context)
                read_pairs(source, self.PAIRS.fields(self, parameters, context), pairs)
            job = ConstrainClustersJob(
                features=self._labels.features,
                labels=labels,
                pairs=pairs,
                known=self._known,
                label=LabelSettings(seed=seed),
                projection=ProjectionSettings(seed=seed),
                clusters=ClusterSettings(
                    detail=self.DETAIL.read(self, parameters, context),
                    max_clusters=self.MAX_CLUSTERS.read(self, parameters, context),
                    exemplars=self.EXEMPLARS.read(self, parameters, context),
                    seed=seed,
                ),
                embedding=str(scratch / "embedding.parquet"),
                model_file=model,
                layer=self.OUTPUTS.read_layer(self, parameters, context),
                machines=self.MACHINES.read(self, parameters, context),
            )
            result = self.work(job, feedback, [model, *self.OUTPUTS.files(job.layer)])
            output = write_cluster_layer(
                self, scratch / "layer.npz", result.clusters, parameters, context, feedback,
                more=_hints(scratch / "layer.npz", labels, result) if labels else (),
                schema=schema, features=job.features, cluster_model=model,
            )  # fmt: skip
            raster = self.OUTPUTS.show_files(job.layer, result.clusters, context, feedback)
        return {
            self.OUTPUTS.layer.name: output,
            self.OUTPUTS.model.name: model,
            **raster,
            **cluster_numbers(result.clusters),
            "LABELED": result.labeled,
            "PAIRS_USED": result.pairs,
            "MOVED": result.moved,
        }


def _hints(
    arrays: Any, labels: LabelInput, result: ConstrainClustersResult
) -> list[tuple[str, str, list[Any]]]:
    """Return the fields of suggested names: the class of the labels in each cluster."""
    classes = {cluster: labels.classes[kind] for cluster, kind in result.named}
    nothing = (NULL,) * len(HINT_FIELDS)
    hints = {n: (one.code, one.name, 1.0, BY_LABELS) for n, one in classes.items()}
    rows = [hints.get(n, nothing) for n in array_files.read(arrays)["cluster"].tolist()]
    return [
        (name, kind, [row[place] for row in rows]) for place, (name, kind) in enumerate(HINT_FIELDS)
    ]

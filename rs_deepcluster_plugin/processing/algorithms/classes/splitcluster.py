"""One cluster, clustered again by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import LayerError
from ....core.base.values import say_count
from ....core.classes.move import check_clusters, tree_parts, write_sentence
from ....core.clusters.methods import METHODS, ClusterSettings
from ....core.clusters.project import MINIMUM_SCENES, ProjectionSettings
from ....worker import array_files
from ....worker.contract import SplitClusterJob
from ...framework.relabel_algorithm import RelabelAlgorithm
from ...parameters.kinds import SEED, Choice, MaybeWhole, Whole
from ...parameters.projection import projection
from .mergeclusters import read_tree

TREE = "merge tree"
SPLITS = {METHODS[name].LABEL: name for name in ("dpgmm", "gmm", "kmeans", "ward")}
_MOST_PARTS = 8  # where their number is inferred; more is no split but another map


class SplitCluster(RelabelAlgorithm):
    """Splits a cluster."""

    NAME = "splitcluster"
    LABEL = "Split cluster"
    EXAMPLE = "CLUSTER=5"
    JOB = SplitClusterJob
    TAGS = "split,divide,subcluster,cluster,dirichlet process,k-means,ward,tree,class,edit"
    HELP = (
        "Clusters the scenes of one cluster again by themselves; all other scenes stay as they "
        "are. The largest part keeps the number of the cluster, the others get new numbers, which "
        "no cluster has had before. The result is in the field edited_cluster; the field cluster "
        "stays as it was found. The parts keep the class of the cluster, until they get others."
    )

    CLUSTER = Whole(
        "CLUSTER", "Cluster", 1, 1, None,
        "The number of the cluster that is split.", advanced=False,
    )  # fmt: skip
    PARTS = MaybeWhole(
        "PARTS", "Number of parts", None, 2, 1000,
        "Empty: inferred from the scenes, up to 8; two for the merge tree.", advanced=False,
    )  # fmt: skip
    METHOD = Choice(
        "METHOD", "Method", [*SPLITS, TREE],
        "How the scenes are clustered. merge tree: by the last merges of the tree that was "
        "made with the layer, without looking at the features again; only for clusters of "
        "the Dirichlet process mixture and for those that were merged.",
    )  # fmt: skip
    PROJECTION = projection(
        "How the features of just these scenes are projected, before they are clustered."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.CLUSTER.declare(self)
        self.PARTS.declare(self)
        self.METHOD.declare(self)
        self.add_features(
            self.tr("Without it the scenes are split by umap_x and umap_y of the layer.")
        )
        self.PROJECTION.declare(self)
        SEED.declare(self)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the worker where it is needed."""
        super().prepare(parameters, context)
        self._method = self.METHOD.read(self, parameters, context)
        if self._method != TREE:
            self.find_worker()

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Split."""
        columns = self.scenes("scene_id", "row", "col", "umap_x", "umap_y")
        current = columns["current"]
        cluster = self.CLUSTER.read(self, parameters, context)
        check_clusters([cluster], current)
        inside = np.flatnonzero(current == cluster)
        number = self.PARTS.read(self, parameters, context)
        parts = None if number is None else int(number)
        if self._method == TREE:
            tree = read_tree(self)
            leaves = self.scenes(tree.field)[tree.field][inside]
            if not leaves.all():
                raise LayerError(
                    f"Cluster {cluster} has scenes that had no cluster, which are not in the merge "
                    "tree. Choose another method."
                )
            found = tree_parts(leaves, tree.merges, parts or 2)
            part = 1 + np.argsort(np.argsort(-np.bincount(found), kind="stable"))[found]
        else:
            fewest = max(MINIMUM_SCENES, 2 * (parts or 2))
            if len(inside) < fewest:
                raise LayerError(
                    f"Cluster {cluster} has {say_count(len(inside), 'scene')}, too few for "
                    f"{parts or 2} parts: "
                    f"at least {fewest} are needed. Move them by Reassign scenes instead."
                )
            part = self._clustered(columns, inside, parts, parameters, context, feedback)
        return self._divide(columns, cluster, inside, part, feedback)

    def _clustered(
        self,
        columns: dict[str, Any],
        inside: Any,
        parts: int | None,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Any:
        """Return the parts (m,) of the scenes in rows ``inside`` (m,), from 1, 0 for none."""
        path, why = self.features_file(parameters, context)
        if not path:
            feedback.pushWarning(f"{why} The scenes are split by umap_x and umap_y of the layer.")
        seed = SEED.read(self, parameters, context)
        projection = self.PROJECTION.read(self, parameters, context)
        settings = ClusterSettings(
            SPLITS[self._method],
            max_clusters=max(_MOST_PARTS, parts or 0),
            detail="coarse",
            n_clusters=parts,
            seed=seed,
        )
        with self.scratch_folder() as scratch:
            array_files.write(
                scratch / "scenes.npz",
                **{
                    name: columns[name][inside]
                    for name in ("scene_id", "row", "col", "umap_x", "umap_y")
                },
            )
            job = SplitClusterJob(
                scenes=str(scratch / "scenes.npz"),
                features=path,
                projection=ProjectionSettings(projection, seed=seed),
                clusters=settings,
                parts=str(scratch / "parts.npz"),
            )
            self.work(job, feedback)
            return array_files.read(scratch / "parts.npz")["part"]

    def _divide(
        self,
        columns: dict[str, Any],
        cluster: int,
        inside: Any,
        part: Any,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Give the parts (m,) of a cluster their numbers."""
        count = int(part.max(initial=0))
        if count < 2:
            feedback.pushWarning(
                f"No parts were found in cluster {cluster}: it stays whole. Give the number of "
                "parts with the method k-means to split it all the same."
            )
            return {"CHANGED": 0, "CLUSTERS": len(set(columns["current"].tolist()) - {0})}
        first = self.next_cluster(columns)
        numbers = [cluster, *range(first, first + count - 1)]
        after = columns["current"].copy()
        after[inside] = np.array([cluster, *numbers])[part]  # part 0 stays with the largest
        summary = f"Split cluster {cluster} into {write_sentence(numbers)}."
        return self.relabel(summary, columns, after, feedback, divided=True)

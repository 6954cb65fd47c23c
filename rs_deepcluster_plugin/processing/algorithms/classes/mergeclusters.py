"""Clusters that belong together, made one."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import LayerError
from ....core.base.values import say_count
from ....core.classes.move import (
    check_clusters,
    merge,
    parse_numbers,
    sort_by_size,
    write_ranges,
    write_sentence,
)
from ....core.clusters.layer_tree import ClusterTree
from ....core.clusters.merge_tree import DETAILS
from ....worker import array_files
from ....worker.contract import MergeClustersJob
from ...framework.relabel_algorithm import RelabelAlgorithm
from ...parameters.kinds import Choice, MaybeWhole, Real, Text

NAMED, LEVEL, SIMILAR = "named clusters", "level of the tree", "similarity"


class MergeClusters(RelabelAlgorithm):
    """Merges clusters."""

    NAME = "mergeclusters"
    LABEL = "Merge clusters"
    EXAMPLE = "CLUSTERS='1, 4'"
    JOB = MergeClustersJob
    TAGS = "merge,join,combine,cluster,tree,detail,similarity,cosine,class,edit"
    HELP = (
        "Makes one cluster of several: of those that are named, of those that the merge tree puts "
        "together at a level, or of those whose features are alike. The result is in the field "
        "edited_cluster; the field cluster stays as it was found. Scenes that got their class with "
        "their cluster get the class of the cluster that they are in now; those corrected singly "
        "keep theirs. A level of the tree starts again from the clusters as they were found: it "
        "replaces earlier merges, splits and moves, and Undo last edit brings them back."
    )

    MODE = Choice(
        "MODE", "Merge by", (NAMED, LEVEL, SIMILAR),
        "named clusters: those listed below. level of the tree: as many clusters as the "
        "detail or the number below say. similarity: all whose mean features are as alike "
        "as said below.",
    )  # fmt: skip
    CLUSTERS = Text(
        "CLUSTERS", "Clusters to merge",
        "Named clusters: their numbers, as 3, 5, 8 or 3-5.", default=None,
    )  # fmt: skip
    INTO = MaybeWhole(
        "INTO", "Merge into cluster", None, 1, None,
        "Named clusters: the cluster whose number and class remain. Empty: the largest of "
        "them.", advanced=False,
    )  # fmt: skip
    DETAIL = Choice(
        "DETAIL", "Detail", DETAILS,
        "Level of the tree: how many clusters remain. Only the Dirichlet process mixture "
        "knows these; for other clusters give the number.", default="balanced",
    )  # fmt: skip
    NUMBER = MaybeWhole(
        "NUMBER", "Number of clusters", None, 1, None,
        "Level of the tree: as many clusters remain, whatever the detail.", advanced=False,
    )  # fmt: skip
    SIMILARITY = Real(
        "SIMILARITY", "Similarity", 0.5, 0, 1,
        "Similarity: clusters are merged whose mean features have a cosine similarity of at "
        "least this, by average linkage. The features are centered, so that 0 is the "
        "similarity of clusters that have nothing in common.", advanced=False,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.MODE.declare(self)
        self.CLUSTERS.declare(self)
        self.INTO.declare(self)
        self.DETAIL.declare(self)
        self.NUMBER.declare(self)
        self.SIMILARITY.declare(self)
        self.add_features(self.tr("Only clusters that are merged by similarity need it."))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the worker where it is needed."""
        super().prepare(parameters, context)
        self._mode = self.MODE.read(self, parameters, context)
        if self._mode == SIMILAR:
            self.find_worker()

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Merge."""
        if self._mode == NAMED:
            return self._named(parameters, context, feedback)
        if self._mode == LEVEL:
            return self._level(parameters, context, feedback)
        return self._similar(parameters, context, feedback)

    def _named(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        columns = self.scenes()
        current = columns["current"]
        clusters = parse_numbers(self.CLUSTERS.read(self, parameters, context))
        number = self.INTO.read(self, parameters, context)
        check_clusters([*clusters, *([] if number is None else [int(number)])], current)
        into = sort_by_size(clusters, current)[0] if number is None and clusters else number
        others = sorted(set(clusters) - {into})
        if into is None or not others:
            raise LayerError(
                "There is nothing to merge: name at least two clusters of "
                f"{write_ranges(set(current.tolist()) - {0})}, as 3, 5."
            )
        together = sorted({int(into), *others})
        summary = f"Merged clusters {write_sentence(together)} into {int(into)}."
        after = merge(current, [[int(into), *others]])
        return self.relabel(summary, columns, after, feedback)

    def _level(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        tree = read_tree(self)
        columns = self.scenes(tree.field)
        number = self.NUMBER.read(self, parameters, context)
        detail = self.DETAIL.read(self, parameters, context)
        leaves = columns[tree.field]
        count = tree.level(detail) if number is None else tree.count_of(number, leaves)
        after = tree.numbers(count, leaves, columns["cluster"])[leaves]
        if columns["edited_cluster"].any():
            feedback.pushInfo(
                "Earlier merges, splits and moves of scenes are replaced; undo brings them back."
            )
        level = "" if number is not None else f" ({detail})"
        made = len(set(after.tolist()) - {0})
        summary = f"Cut the merge tree into {say_count(made, 'cluster')}{level}."
        return self.relabel(summary, columns, after, feedback, divided=True)

    def _similar(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        similarity = self.SIMILARITY.read(self, parameters, context)
        columns = self.scenes("scene_id", "row", "col")
        current = columns["current"]
        path, why = self.features_file(parameters, context)
        if not path:
            raise LayerError(f"{why} Give the features of the layer's scenes.")
        with self.scratch_folder() as scratch:
            arrays = {name: columns[name] for name in ("scene_id", "row", "col")}
            array_files.write(scratch / "scenes.npz", cluster=current, **arrays)
            job = MergeClustersJob(str(scratch / "scenes.npz"), path, similarity)
            found = self.work(job, feedback)
        groups = [sort_by_size(group, current) for group in found.groups]
        if not groups:
            if found.nearest:
                one, other, value = found.nearest
                feedback.pushWarning(
                    f"No clusters are that similar: the most similar ones are {one} and {other} "
                    f"with {value:.3f}."
                )
            return {"CHANGED": 0, "CLUSTERS": len(set(current.tolist()) - {0})}
        merged = "; ".join(f"{write_sentence(sorted(group))} into {group[0]}" for group in groups)
        summary = f"Merged clusters by a similarity of {similarity:g}: {merged}."
        return self.relabel(summary, columns, merge(current, groups), feedback)


def read_tree(alg: RelabelAlgorithm) -> ClusterTree:
    """Return the merge tree that is noted with the layer.

    Raises
    ------
    LayerError
        There is none, or its field is gone.
    """
    noted = alg.layer_table.notes.get("tree")
    if not noted:
        raise LayerError(
            f"The layer '{alg.layer_table.table}' has no merge tree: it has more than 500 "
            "clusters, or was copied from another file. Merge named clusters, or by similarity."
        )
    tree = ClusterTree.from_json(noted)
    if tree.field not in alg.layer_table.fields:
        raise LayerError(
            f"The layer '{alg.layer_table.table}' has no field '{tree.field}', which its merge "
            "tree is about. Merge named clusters, or by similarity."
        )
    return tree

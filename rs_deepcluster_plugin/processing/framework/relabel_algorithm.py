"""What the algorithms share that give scenes other clusters."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
)

from ...core.base.errors import LayerError
from ...core.classes.cluster_table import SUPPORT, current_of
from ...core.classes.move import COLUMNS, PLACES, change_clusters, change_exemplars, change_support
from ..cancel import stop_if_cancelled
from .edit_algorithm import EditAlgorithm

_LAST = "last_cluster"  # note of the highest number that any cluster has had


class RelabelAlgorithm(EditAlgorithm):
    """Changes the current clusters of scenes, whose classes follow."""

    FEATURES = "FEATURES"
    """Name of the parameter with the features."""

    def add_layer(self) -> None:
        """Add the layer that is edited, and the number of its clusters."""
        super().add_layer()
        self.addOutput(QgsProcessingOutputNumber("CLUSTERS", self.tr("Number of clusters")))

    def add_features(self, without: str) -> None:
        """Add the file of features; ``without`` says what happens where there is none."""
        self.addParameter(
            QgsProcessingParameterFile(
                self.FEATURES,
                self.tr("Features"),
                optional=True,
                fileFilter=self.tr("Features (*.parquet)"),
            ),
            help=self.tr(
                "The features of the layer's scenes, made by Cluster a raster or Extract features. "
                "Empty: the file that was made with the layer. "
            )
            + without,
        )

    def features_file(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[str, str]:
        """Return the features file, "" where there is none, and then why."""
        given = self.file_input(self.FEATURES, parameters, context)
        path = given or self.layer_table.source("features")
        if path:
            return path, ""
        noted = self.layer_table.notes.get("features")
        if noted:
            return (
                "",
                f"The features that were made with the layer ({noted}) are not there any more.",
            )
        return "", f"The layer '{self.layer_table.table}' names no file of features."

    def scenes(self, *more: str) -> dict[str, Any]:
        """Read what `relabel` needs, and ``more``; "current" are the current clusters.

        Raises
        ------
        LayerError
            There are no scenes.
        """
        columns = self.layer_table.read(*dict.fromkeys((*COLUMNS, *PLACES, *SUPPORT, *more)))
        if not len(columns["fid"]):
            raise LayerError(
                f"The layer '{self.layer_table.table}' has no scenes. Choose another layer."
            )
        return {**columns, "current": current_of(columns)}

    def next_cluster(self, columns: dict[str, Any]) -> int:
        """Return the first number that no cluster has had, not even one that was undone."""
        known = [int(columns[name].max(initial=0)) for name in ("cluster", "edited_cluster")]
        return 1 + max(*known, int(self.layer_table.notes.get(_LAST, 0)))

    def relabel(
        self,
        summary: str,
        columns: dict[str, Any],
        after: Any,
        feedback: QgsProcessingFeedback,
        chosen: Any = None,
        divided: bool = False,
    ) -> dict[str, Any]:
        """Write new current clusters (n,), with what follows from them; returns the results.

        ``divided``: clusters fall into parts, of which one may keep the number.
        """
        stop_if_cancelled(feedback)
        highest = int(after.max(initial=0))
        if highest >= self.next_cluster(columns):
            self.layer_table.set_notes({_LAST: highest})
        support = {
            name: change
            for name, change in change_support(columns, after, divided).items()
            if name in self.layer_table.fields
        }
        changes = {
            **change_clusters(columns, after, chosen),
            **change_exemplars(columns, after),
            **support,
        }
        results = self.edit(summary, changes, feedback)
        return {**results, "CLUSTERS": len(set(after.tolist()) - {0})}

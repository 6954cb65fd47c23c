"""The last edit of a cluster layer taken back."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from ..editing import EditAlgorithm


class Undo(EditAlgorithm):
    """Takes back the last edit."""

    NAME = "undo"
    LABEL = "Undo last edit"
    TAGS = "undo,revert,history,cluster,class,edit"
    HELP = (
        "Takes back the last edit of a cluster layer: an assignment of classes, a merge, a split, "
        "a correction or a smoothing. Run again, it takes back the one before. Values that were "
        "changed by hand since then stay as they are. The edits are listed in the table "
        "rs_deepcluster_history of the GeoPackage."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.addOutput(QgsProcessingOutputString("EDIT", self.tr("Edit")))

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Take back the last edit and say which it was."""
        edit, left = self.workspace.undo()
        return self.said("Undone", edit, left, feedback)

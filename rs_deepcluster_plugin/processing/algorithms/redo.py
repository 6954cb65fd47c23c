"""The edit of a cluster layer that was taken back last, done again."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from ..editing import EditAlgorithm


class Redo(EditAlgorithm):
    """Does again what was taken back."""

    NAME = "redo"
    LABEL = "Redo last undone edit"
    TAGS = "redo,repeat,history,cluster,class,edit"
    HELP = (
        "Does again what Undo last edit took back, as long as no other edit came in between. "
        "Values that were changed by hand since then stay as they are."
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
        """Do the edit again and say which it was."""
        edit, left = self.workspace.redo()
        return self.said("Done again", edit, left, feedback)

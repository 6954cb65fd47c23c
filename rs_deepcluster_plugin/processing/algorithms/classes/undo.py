"""The last edit of a cluster layer taken back."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from ....core.base.values import say_count
from ....core.classes.cluster_table import Edit
from ...framework.edit_algorithm import EditAlgorithm


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
    SAID = "Undone: {}"

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
        """Do it, and say which edit it was."""
        edit, left = self.step()
        feedback.pushInfo(self.SAID.format(edit.summary))
        if left:
            one = "value has been changed since then by hand, and stays as it is"
            many = "values have been changed since then by hand, and stay as they are"
            feedback.pushWarning(f"{say_count(left, one, many)}.")
        return {"CHANGED": edit.scenes, "EDIT": edit.summary}

    def step(self) -> tuple[Edit, int]:
        """Return the edit, and how many values were left as they were."""
        return self.layer_table.undo(self.style_after)

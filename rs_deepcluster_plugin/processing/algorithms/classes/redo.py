"""The edit of a cluster layer that was taken back last, done again."""

from __future__ import annotations

from ....core.classes.cluster_table import Edit
from .undo import Undo


class Redo(Undo):
    """Does again what was taken back."""

    NAME = "redo"
    LABEL = "Redo last undone edit"
    TAGS = "redo,repeat,history,cluster,class,edit"
    HELP = (
        "Does again what Undo last edit took back, as long as no other edit came in between. "
        "Values that were changed by hand since then stay as they are."
    )
    SAID = "Done again: {}"

    def step(self) -> tuple[Edit, int]:
        """Return the edit, and how many values were left as they were."""
        return self.layer_table.redo(self.style_after)

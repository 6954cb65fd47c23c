"""Classes that follow from labels, written into the layer."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtWidgets import QWidget

from ...core.base.errors import DeepClusterError
from ...core.classes.cluster_table import CLASS_FIELDS, CLASS_PROBABILITY
from ...core.classes.move import LABELED, SINGLY
from ...processing.framework.edit_algorithm import LayerEdit
from ...processing.layers.fields import HELD_OUT, LABEL, NOT_LABEL
from ...processing.layers.labels import BY_LABELS
from .. import fill_in, tr, weakly
from .labeling import Labeling


class Applying(Labeling):
    """The panel with label mode, whose classes are written into the layer."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.apply.triggered.connect(weakly(self._apply))

    @property
    def can_apply(self) -> bool:
        """Whether there are classes to be written into the layer."""
        return self.labeling and self._found is not None

    def _apply(self) -> None:
        """Write the classes into the layer, as one edit."""
        scenes, layer = self.scenes, self._layer
        if scenes is None or layer is None or not self.can_apply:
            return
        if self._session.waiting:
            self._warn(tr("Wait a moment until the map has followed the last label."))
            return
        notes = None
        if scenes.schema is None and self.classes.schema is not None:
            notes = {"schema": self.classes.schema.to_json()}
        kind, sure = self._kinds()
        labeled = np.zeros(len(scenes), dtype=bool)
        labeled[scenes.places_of(self._own)] = True
        columns = scenes.layer_table.read("class_source")
        source = columns["class_source"][np.isin(columns["fid"], scenes.fid)]
        kept = (source == SINGLY) & ~labeled  # somebody has corrected them one by one
        texts = [("", "", ""), *((e.code, e.name, BY_LABELS) for e in self._classes.values())]
        values = np.array(texts, dtype=object)[kind]
        values[labeled, 2] = LABELED
        fids = scenes.fid[~kept]
        changes = {name: (fids, values[~kept, at]) for at, name in enumerate(CLASS_FIELDS)}
        changes[CLASS_PROBABILITY] = fids, np.where(kind > 0, sure, np.nan)[~kept].astype(float)
        if {LABEL, NOT_LABEL, HELD_OUT} <= set(scenes.layer_table.fields):  # of earlier labels
            rest = [", ".join(sorted(self._denied.get(n, ()))) for n in scenes.scene_id.tolist()]
            own = [self._own.get(n, "") for n in scenes.scene_id.tolist()]
            for name, column in ((LABEL, own), (NOT_LABEL, rest), (HELD_OUT, "")):
                changes[name] = scenes.fid, np.array(column, dtype=object)
        table = scenes.layer_table.notes.get("labels")
        given = {
            "LABELS": f"{scenes.layer_table.path}|layername={table}", "CLASS_FIELD": "class_code",
            "NOT_FIELD": "not_class", "TIME_FIELD": "labeled_at",
        }  # fmt: skip
        if any(self._thresholds.values()):
            given["THRESHOLDS"] = ", ".join(f"{c}={p:.2f}" for c, p in self._thresholds.items())
        summary = fill_in(
            tr("Classes by {:,} labels for {:,} scenes."), len(self._own), int((kind > 0).sum())
        )
        stay = fill_in(
            tr(" {:,} that were corrected one by one stay as they were."), int(kept.sum())
        )
        try:
            edit = LayerEdit(layer, "classifyscenes", given, summary, changes, notes)
        except DeepClusterError as error:
            self._fail(str(error))
            return
        done = weakly(self._show_classes, edit, summary + (stay if kept.any() else ""))
        self.commands.write(tr("Apply"), edit, done)

    def _show_classes(self, edit: LayerEdit, summary: str) -> None:
        """Show the classes that were written."""
        self._map_colors.take_back()  # so that the layer keeps the colors that it has
        edit.show()
        self.refresh()
        self._say(summary)

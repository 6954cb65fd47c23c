"""Label mode: what is selected gets labels by keys and clicks, and everything follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProject,
)
from qgis.PyQt.QtGui import QColor, QCursor
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ...core.base.errors import DeepClusterError, DependencyError
from ...core.base.palette import shade_of
from ...core.classes.geopackage import now
from ...core.classes.schema import SchemaClass
from ...core.classes.training_table import LabelOfScene, latest_labels
from ...core.features.scene_file import Provenance, provenance_of
from ...processing.layers.style import is_preview, style_table
from .. import fill_in, fill_in_count, tr, weakly
from ..edits import swatch
from .answers import Answers
from .session import LabelSession

EDIT = "labels"
"""What edits are called in the history that are of labels alone."""

_SOURCE = "panel"
_MOST_AT_ONCE = 1000  # scenes that get a label by one key


def _say_other_features() -> str:
    return tr(
        "The file of features that the layer has noted holds others than those that it was made "
        "of: it has been replaced. Cluster the scenes again with a file for their features."
    )


class Labeling(Answers):
    """The panel with its commands and label mode."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._session = LabelSession(self)
        self._session.progressed.connect(self._progress)
        self._session.ready.connect(self._take_scenes)
        self._session.answered.connect(self._take_answer)
        self._session.failed.connect(self._fail_labels)
        self.cancel.clicked.connect(weakly(self._give_up_reading))
        self.classes.view.clicked.connect(weakly(self._click_class))

    # In and out

    def enter_labels(self) -> bool:
        """Begin to label; tells whether that is possible."""
        if self.scenes is None or self._layer is None or self.labeling:
            return self.labeling
        features = self.scenes.layer_table.source("features")
        if not features:
            self._warn(
                tr(
                    "The layer has noted no features that are still there, and labels are learned "
                    "from them. Cluster the scenes again with a file for their features."
                )
            )
            return False
        try:
            noted = self.scenes.notes.get("provenance")
            if noted and Provenance.from_json(noted).identity != provenance_of(features).identity:
                self._fail(_say_other_features())
                return False
            self._labels = self.scenes.layer_table.labels()
            self._session.start(features)
        except DependencyError as error:
            self._offer_worker(str(error))
            return False
        except DeepClusterError as error:
            self._fail(str(error))
            return False
        self.labeling = True
        QgsProject.instance().writeMapLayer.connect(self._map_colors.save_former)
        self._forget_answers()
        self._show_progress(tr("Reading the features"))
        self.show_label_mode(True)
        self._watch_map(True)
        self.images.set_around(True)
        self.thumbnails.show_selection(None)
        self._read_labels()
        self._show_actions()
        return True

    def leave_labels(self, gone: bool = False) -> None:
        """Show the layer as it was; not where it is ``gone``."""
        if not self.labeling:
            return
        self.labeling = False
        QgsProject.instance().writeMapLayer.disconnect(self._map_colors.save_former)
        self._session.stop()
        self._end_progress()
        if gone:
            self._map_colors.forget()
        elif self.scenes is not None:
            self.scenes.found = None
        self._map_colors.take_back()
        self._forget_answers()
        self.images.set_around(False)
        self.thumbnails.offer(None)
        self.show_label_mode(False)
        self._watch_map(False)

    def _give_up_reading(self) -> None:
        """Leave label mode again, as long as the features are not there."""
        if self.labeling and self._ids is None:
            self.leave_labels()
            self._recolor()
            self._show_actions()

    def show_label_scenes(self) -> None:
        """Follow scenes that were read again."""
        if not self.labeling:
            if self.scenes is not None and self._layer is not None and is_preview(self._layer):
                style_table(self._layer, self.scenes.layer_table)  # it was saved with a project
            return
        if self.scenes is None:
            self.leave_labels(gone=True)
            return
        if self._ids is not None:
            self._place_scenes()
            self._found = None
        self._read_labels()

    def _fail_labels(self, text: str) -> None:
        self.leave_labels()
        self._recolor()
        self._show_actions()
        self._fail(text)

    def _run(self, name: str, **parameters: Any) -> bool:
        """Run a quick algorithm on the layer as it is without labels."""
        self._map_colors.take_back()
        fine = super()._run(name, **parameters)
        if self.labeling and not fine:
            self._show_found()
        return fine

    # Labels

    def give(self, code: str) -> None:
        """Give a class to what is selected; in label mode it is a label."""
        if self.labeling:
            self.label(code)
        else:
            super().give(code)

    def deny(self, code: str) -> None:
        """Label what is selected as not of a class."""
        if self.labeling:
            self.label(code, denied=True)

    def label(self, code: str, denied: bool = False) -> None:
        """Label the selected scenes."""
        scenes, schema = self.scenes, self.classes.schema
        if scenes is None or not code or schema is None:
            return
        ids = scenes.scene_id[self.selection.mask].tolist()
        if not 0 < len(ids) <= _MOST_AT_ONCE:
            self._warn(
                fill_in(tr("Select 1 to {:,} scenes that are to have the label."), _MOST_AT_ONCE)
            )
            return
        notes = self._agree_on_classes()
        if notes is None:
            return
        name, who, when = schema.get(code).name, QgsApplication.userLoginName(), now()
        said = ("", "", code) if denied else (code, name, "")
        rows = [LabelOfScene(number, *said, who, when, _SOURCE) for number in ids]
        chosen = fill_in_count(len(ids), tr("1 scene"), tr("{:,} scenes"))
        text = tr("Labeled {} as not {}.") if denied else tr("Labeled {} as {}.")
        follows = self._following()
        others = sum(self._own.get(number, said[0]) != said[0] for number in ids)
        if not self._edit_labels(text.format(chosen, name), (), rows, notes):
            return
        if others and not denied:
            text = fill_in(
                tr("{:,} of them had another label, which is kept: the latest counts."), others
            )
            self._warn(text, Qgis.MessageLevel.Info)
        if follows is not None:
            self.thumbnails.go_to(follows)

    def _following(self) -> int | None:
        """Return the place after the one scene that is selected among those that are offered."""
        offered = self.thumbnails.scenes.places.tolist()
        if self.selection.count != 1 or not self.thumbnails.offering:
            return None
        place = int(self.selection.places[0])
        at = offered.index(place) + 1 if place in offered else len(offered)
        return offered[at] if at < len(offered) else None

    def remove_labels(self) -> None:
        """Take the labels of the selected scenes away."""
        if self.scenes is None or not self.labeling:
            return
        ids = set(self.scenes.scene_id[self.selection.mask].tolist())
        rows = [row for row in self._labels if row.scene_id in ids]
        if not rows:
            self._warn(tr("Select labeled scenes: of these the labels are removed."))
            return
        said = fill_in_count(len(rows), tr("Removed 1 label."), tr("Removed {:,} labels."))
        self._edit_labels(said, rows, ())

    def _agree_on_classes(self) -> dict[str, Any] | None:
        """Return what is to be noted of the classes that are chosen from; None: they cannot be."""
        scenes, schema = self.scenes, self.classes.schema
        if scenes is None or schema is None or scenes.schema == schema:
            return {}
        foreign = {
            entry.name
            for code, entry in self._classes.items()
            if code not in schema.codes or schema.get(code).name != entry.name
        }
        if foreign:
            self._fail(
                tr(
                    "There are labels of classes that {} does not have: {}. Choose the classes of "
                    "the layer, or delete these samples."
                ).format(schema.name, ", ".join(sorted(foreign)))
            )
            return None
        if scenes.schema is None and not scenes.classified:
            return {"schema": schema.to_json()}
        return {} if self._run("assignclasses", **self.classes.parameters) else None

    def _edit_labels(
        self,
        summary: str,
        out: Sequence[LabelOfScene],
        into: Sequence[LabelOfScene],
        notes: dict[str, Any] | None = None,
    ) -> bool:
        """Change the table of labels in one edit, which undo takes back; tells whether it went."""
        if self.scenes is None or self._is_writing():
            return False
        try:
            self.scenes.layer_table.edit(EDIT, {}, summary, {}, notes, labels=(out, into))
        except DeepClusterError as error:
            self._fail(str(error))
            return False
        self._say(summary)
        self._follow_labels(bool(notes))
        return True

    def _is_writing(self) -> bool:
        """Tell whether nothing can be changed at the moment, and say so."""
        if self.commands.writing:
            self._warn(tr("Wait until what is running has ended, or cancel it."))
        return self.commands.writing

    def undo_last(self) -> None:
        """Take the last edit back."""
        self._step_labels(True)

    def redo_next(self) -> None:
        """Do the edit again that was undone last."""
        self._step_labels(False)

    def _step_labels(self, back: bool) -> None:
        """Undo or redo; labels alone need no other look at all scenes."""
        if self.scenes is None:
            return
        edit = self.scenes.last if back else self.scenes.next
        if edit is None or edit.algorithm != EDIT:
            self._run("undo" if back else "redo")
            return
        layer_table = self.scenes.layer_table
        try:
            done, left = layer_table.undo() if back else layer_table.redo()
        except DeepClusterError as error:
            self._fail(str(error))
            return
        self._say(done.summary)
        if left:
            self._warn(
                fill_in_count(
                    left, tr("1 label that has changed since was left alone."),
                    tr("{:,} labels that have changed since were left alone."),
                )
            )  # fmt: skip
        self._follow_labels(True)

    def _follow_labels(self, schema: bool) -> None:
        """Show labels that have changed, and ask what they say."""
        if self.scenes is None:
            return
        self.scenes.read_history()
        if schema:
            self.classes.show_scenes(self.scenes)
        if self.labeling:
            self._read_labels()
        self._show_actions()

    def _read_labels(self) -> None:
        """Read the table of labels, and ask what they say."""
        if self.scenes is None:
            return
        try:
            self._labels = self.scenes.layer_table.labels()
        except DeepClusterError as error:
            self._fail(str(error))
            return
        self._own, self._denied = latest_labels(self._labels)
        self._classes = self._classes_of_labels()
        names = {code: entry.name for code, entry in self._classes.items()}
        self._session.ask(self._labels, names)
        self._show_found(asked=False)

    def _classes_of_labels(self) -> dict[str, SchemaClass]:
        """Return the classes that have labels, in the order of the schema."""
        schema = self.classes.schema
        if self.scenes is not None and self.scenes.schema is not None:
            schema = self.scenes.schema
        named = {row.class_code: row.class_name for row in self._labels if row.class_code}
        used = dict.fromkeys([*self._own.values(), *(c for s in self._denied.values() for c in s)])
        known = {code: place for place, code in enumerate(schema.codes if schema else ())}
        found = {}
        for number, code in enumerate(sorted(used, key=lambda c: (known.get(c, 1 << 30), c)), 1):
            found[code] = SchemaClass(code, named.get(code) or code, shade_of(number))
            if schema is not None and code in known:
                found[code] = schema.get(code)
        return found

    def _take_scenes(self, cells: dict[str, Any]) -> None:
        """Find the scenes in the features, which are in memory now."""
        self._end_progress()
        self._ids = cells["scene_id"]
        self._place_scenes()
        if not self._are_of_layer(cells):
            self._fail_labels(_say_other_features())
            return
        self._show_found(asked=False)

    def _click_class(self) -> None:
        """Label with the class that was clicked on, where anything is selected."""
        if self.labeling and self.selection.count:
            self.give(self.classes.current())

    def _double_click_class(self) -> None:
        """Give a class, where a single click has not done so already."""
        if not self.labeling:
            super()._double_click_class()

    def _show_menu(self, *given: Any) -> None:
        """Show what can be done with what is selected."""
        if not self.labeling:
            super()._show_menu(*given)
            return
        menu = QMenu(self)
        for title, do in ((tr("&Is"), self.give), (tr("Is &not"), self.deny)):
            inner = menu.addMenu(title)
            inner.setEnabled(self.selection.count > 0)
            for entry in self.classes.classes.classes:
                action = inner.addAction(swatch(QColor(entry.color)), entry.name)
                action.triggered.connect(weakly(do, entry.code))
        self._add_to_menu(menu)
        menu.addSeparator()
        menu.addAction(tr("Zoom to selected scenes"), weakly(self._zoom_to_selected))
        menu.exec(QCursor.pos())
        menu.deleteLater()

    def _add_to_menu(self, menu: QMenu) -> None:
        """Offer what else can be done with scenes while one labels."""
        menu.addAction(tr("Remove labels"), weakly(self.remove_labels))
        menu.addAction(self.similar)

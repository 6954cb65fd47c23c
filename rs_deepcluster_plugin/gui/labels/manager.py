"""The manager of training samples: classes are merged, renamed, loaded, saved and compared."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QCursor
from qgis.PyQt.QtWidgets import QColorDialog, QDialog, QFileDialog, QInputDialog, QWidget

from ...core.base.errors import DeepClusterError
from ...core.classes.geopackage import now
from ...core.classes.schema import Schema, SchemaClass
from ...core.classes.training_table import LabelOfScene, pass_labels
from ...core.features.scene_file import footprint_system
from ...processing.framework.edit_algorithm import LayerEdit
from ...processing.layers.labels import LabelFields, read_labels, save_labels
from ...processing.layers.style import color_class, store_style
from ...worker.contract import LabelAnswer
from .. import fill_in_count, tr, weakly
from ..edits import swatch
from .dialogs import LoadDialog, SeparabilityDialog
from .similar import SimilarScenes

_LARGEST_TABLE = 60  # classes that a table of them is shown for


class SampleManager(SimilarScenes):
    """The panel with label mode and what can be done with all samples of classes."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._loading: tuple[Schema, tuple[str, ...], str] | None = None
        self.samples.menu.aboutToShow.connect(weakly(self._fill_samples_menu))
        self.samples.view.customContextMenuRequested.connect(weakly(self._pop_up_samples))
        self.samples.view.doubleClicked.connect(weakly(self._select_sample))
        self._session.said.connect(self._say)

    def _pop_up_samples(self) -> None:
        self.samples.menu.popup(QCursor.pos())

    def _fill_samples_menu(self) -> None:
        """List what can be done with the classes that are selected in the list."""
        menu, chosen = self.samples.menu, self.samples.chosen()
        menu.clear()
        merge = menu.addMenu(tr("&Merge into"))
        for code, entry in self._classes.items():
            if [code] != [one.code for one in chosen]:
                action = merge.addAction(swatch(QColor(entry.color)), entry.name)
                action.triggered.connect(weakly(self.merge_samples, code))
        merge.setEnabled(bool(chosen) and len(self._classes) > 1)
        for text, do, possible in (
            (tr("&Rename …"), self._ask_name, len(chosen) == 1),
            (tr("&Color …"), self._ask_color, len(chosen) == 1),
            (tr("&Select their scenes"), self._select_sample, bool(chosen)),
            (tr("&Delete"), self.delete_samples, bool(chosen)),
            ("", None, True),
            (tr("&Load …"), self._ask_what_to_load, self._ids is not None),
            (tr("Sa&ve as …"), self._ask_where_to_save, bool(self._labels)),
            ("", None, True),
            (tr("Separa&bility …"), self.show_separability, self._checked is not None),
        ):
            if do is None:
                menu.addSeparator()
            else:
                menu.addAction(text, weakly(do)).setEnabled(possible)

    def _select_sample(self) -> None:
        """Select the scenes that are labeled with the classes."""
        if self.scenes is None:
            return
        codes = {one.code for one in self.samples.chosen()}
        mask = np.zeros(len(self.scenes), dtype=bool)
        mask[self.scenes.places_of(n for n, code in self._own.items() if code in codes)] = True
        self.selection.select(mask, None)

    def merge_samples(self, code: str) -> None:
        """Give the samples of the classes that are selected to another one."""
        codes = {one.code for one in self.samples.chosen()} - {code}
        name = self._classes[code].name
        out, into = pass_labels(self._labels, codes, code, name)
        merged = ", ".join(self._name(one) for one in sorted(codes))
        if out:
            self._edit_labels(
                tr("Merged the samples of {} into {}.").format(merged, name), out, into
            )

    def delete_samples(self) -> None:
        """Delete the labels of the classes that are selected; undo brings them back."""
        codes = {one.code for one in self.samples.chosen()}
        out, into = pass_labels(self._labels, codes)
        names = ", ".join(self._name(one) for one in sorted(codes))
        if out:
            self._edit_labels(tr("Deleted the samples of {}.").format(names), out, into)

    def _ask_name(self) -> None:
        (sample,) = self.samples.chosen()
        name, fine = QInputDialog.getText(self, tr("Rename a class"), tr("Name"), text=sample.name)
        if fine and name.strip() and name.strip() != sample.name:
            self.rename_class(sample.code, name.strip())

    def rename_class(self, code: str, name: str) -> None:
        """Give a class another name: in the schema, the labels, and scenes that have the class."""
        schema = self._schema_with(code, name=name)
        if schema is None or self.scenes is None:
            return
        out = [row for row in self._labels if row.class_code == code]
        into = [row._replace(class_name=name) for row in out]
        columns = self.scenes.layer_table.read("class_code")
        fids = columns["fid"][columns["class_code"] == code]
        changes = {"class_name": (fids, name)} if len(fids) else {}
        summary = tr("Renamed the class {} to {}.").format(self._name(code), name)
        self._edit_classes("renameclass", {"CLASS": code, "NAME": name}, summary, changes, schema,
                           (out, into))  # fmt: skip

    def _ask_color(self) -> None:
        (sample,) = self.samples.chosen()
        color = QColorDialog.getColor(QColor(sample.color), self)
        if color.isValid() and color.name() != sample.color:
            self.recolor_class(sample.code, color.name())

    def recolor_class(self, code: str, color: str) -> None:
        """Give a class another color."""
        schema = self._schema_with(code, color=color)
        if schema is None or self._layer is None:
            return
        summary = tr("Recolored the class {}.").format(self._name(code))
        given = {"CLASS": code, "COLOR": color}
        if self._edit_classes("recolorclass", given, summary, {}, schema, ((), ())):
            paint = functools.partial(color_class, code=code, color=color)
            self._map_colors.take_back()
            paint(self._layer)
            warning = store_style(self._layer.source(), paint)
            if warning:
                self._warn(warning)
            self._show_found()

    def _schema_with(self, code: str, **changed: str) -> Schema | None:
        """Return the schema of the layer with a class changed."""
        schema = self.scenes.schema if self.scenes is not None else None
        if schema is None or code not in schema.codes:
            self._fail(tr("The schema of the layer does not have this class. Choose its classes."))
            return None
        classes = (replace(one, **changed) if one.code == code else one for one in schema.classes)
        try:
            return replace(schema, classes=tuple(classes))
        except DeepClusterError as error:
            self._fail(str(error))
            return None

    def _edit_classes(
        self, name: str, given: Mapping[str, Any], summary: str, changes: Any, schema: Schema,
        labels: Any,
    ) -> bool:  # fmt: skip
        if self._layer is None or self._is_writing():
            return False
        self._map_colors.take_back()
        try:
            notes = {"schema": schema.to_json()}
            edit = LayerEdit(self._layer, name, given, summary, changes, notes, labels)
            edit.write()
            edit.show()
        except DeepClusterError as error:
            self._fail(str(error))
            self._show_found()
            return False
        self.refresh()
        self._say(summary)
        return True

    # From and to elsewhere

    def _ask_what_to_load(self) -> None:
        dialog = LoadDialog(self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            layer = dialog.layer()
            fields = LabelFields(
                dialog.classes.currentField(), dialog.not_classes.currentField(),
                dialog.time.currentField(),
            )  # fmt: skip
            if layer is not None:
                self.load_samples(layer, fields)
        dialog.deleteLater()

    def load_samples(self, layer: QgsVectorLayer, fields: LabelFields) -> None:
        """Read labels from a layer, and ask which scenes they mean."""
        if self.scenes is None or self._ids is None:
            return
        schema = self.scenes.schema or self.classes.schema
        context = QgsProcessingContext()
        try:
            wkt = footprint_system(self.scenes.layer_table.source("features"))
            crs = QgsCoordinateReferenceSystem.fromWkt(wkt) if wkt else None
            source = QgsProcessingFeatureSource(layer, context)
            path = self._session.folder / "labels.npz"
            labels, found = read_labels(
                source, fields, schema, crs, path, context, QgsProcessingFeedback()
            )
        except DeepClusterError as error:
            self._fail(str(error))
            return
        self._give_up_loading()
        self._loading = found, tuple(one.code for one in labels.classes), layer.name()
        self._session.join(labels)

    def _edit_labels(self, *given: Any) -> bool:
        """Change the table of labels, but not while others are on their way into it."""
        if self._loading is not None:
            self._warn(tr("Wait a moment until the samples are loaded."))
            return False
        return super()._edit_labels(*given)

    def _read_labels(self) -> None:
        """Read the table of labels, and ask what they say; what is being loaded is given up."""
        self._give_up_loading()
        super()._read_labels()

    def leave_labels(self, gone: bool = False) -> None:
        """Show the layer as it was; what is being loaded is given up."""
        self._give_up_loading()
        super().leave_labels(gone)

    def _give_up_loading(self) -> None:
        loading, self._loading = self._loading, None
        if loading is not None:
            text = tr("The samples of {} were not loaded, for something else came between.")
            self._warn(text.format(loading[-1]))

    def _take_answer(self, answer: LabelAnswer, arrays: dict[str, Any]) -> None:
        """Take what labels say, or labels that were loaded."""
        loading, self._loading = self._loading, None
        if loading is None:
            super()._take_answer(answer, arrays)
            return
        if answer.problem:
            self._fail(answer.problem)
            self._read_labels()
        else:
            self._take_loaded(*loading, arrays)

    def _take_loaded(
        self, schema: Schema, codes: tuple[str, ...], source: str, arrays: dict[str, Any]
    ) -> None:
        """Store labels that were loaded, as the latest of their scenes."""
        entries = [schema.get(code) for code in codes]
        who, when = QgsApplication.userLoginName(), now()
        rows = []
        for number, own, gone in zip(
            arrays["labeled"].tolist(), arrays["label"].tolist(), arrays["excluded"]
        ):
            denied = [entries[at].code for at in np.flatnonzero(gone).tolist()]
            entry = entries[own] if own >= 0 else SchemaClass("", "")
            said = [(entry.code, entry.name, "")] if own >= 0 else []
            said += [("", "", code) for code in denied]
            rows += [LabelOfScene(number, *one, who, when, source) for one in said]
        notes = {}
        if self.scenes is not None and self.scenes.schema != schema:  # one's own classes grow
            notes = {"schema": schema.to_json()}
        summary = fill_in_count(
            len(rows), tr("Loaded 1 label from {}."), tr("Loaded {:,} labels from {}."), source
        )
        if not self._edit_labels(summary, (), rows, notes):
            self._read_labels()  # the answer that there is may be older than the labels

    def _ask_where_to_save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save training samples"), "",
            tr("GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)"),
        )  # fmt: skip
        if path:
            self.save_samples(path)

    def save_samples(self, path: str) -> None:
        """Write all labels to a file, as points in their scenes."""
        if self._layer is None:
            return
        try:
            written = save_labels(self._layer, self._labels, path)
        except DeepClusterError as error:
            self._fail(str(error))
        else:
            self._say(
                fill_in_count(
                    len(self._labels), tr("Saved 1 label in {}."), tr("Saved {:,} labels in {}."),
                    written,
                )
            )  # fmt: skip

    def show_separability(self) -> None:
        """Show which classes labels that were kept aside are taken for."""
        found = self._checked
        if found is None or len(found.codes) > _LARGEST_TABLE:
            self._warn(tr("There is no table yet: label two scenes of two classes at least."))
            return
        entries = [self._classes.get(code) or SchemaClass(code, code) for code in found.codes]
        dialog = SeparabilityDialog(
            [entry.name for entry in entries], [entry.color for entry in entries],
            found.confusion.tolist(), found.checked.tolist(), self,
        )  # fmt: skip
        dialog.exec()
        dialog.deleteLater()

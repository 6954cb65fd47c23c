"""The classes of a schema, to be dropped on clusters or given to them by a key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsColorButton
from qgis.PyQt.QtCore import QAbstractListModel, QMimeData, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QPaintEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.base.errors import DeepClusterError
from ..core.classes.schema import Schema, SchemaClass
from ..core.classes.schema_files import find_shipped, read_schema, write_schema
from ..processing.layers.style import cluster_color
from . import tr
from .cluster_list import CLASS_MIME, COLOR, KEY, SwatchDelegate, pack
from .scenes import PanelScenes

KEYS = 9  # classes that have a key
_LAYER, _FILE = "layer", "file"
_SETTING = "rsdeepcluster/workbench/schema"


class ClassModel(QAbstractListModel):
    """Classes of a schema, filtered by a text; the first nine that are no headings have keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.classes: list[SchemaClass] = []
        self._parents: set[str] = set()
        self._keys: dict[str, int] = {}

    def show(self, schema: Schema | None, text: str = "") -> None:
        """Show the classes whose code or name holds a text."""
        self.beginResetModel()
        every = list(schema.classes) if schema is not None else []
        self._parents = {entry.parent for entry in every}
        wanted = text.strip().casefold()
        self.classes = [c for c in every if wanted in f"{c.code} {c.name}".casefold()]
        leaves = [c.code for c in self.classes if c.code not in self._parents]
        self._keys = {code: key for key, code in enumerate(leaves[:KEYS], start=1)}
        self.endResetModel()

    def code(self, key: int) -> str:
        """Return the code of the class that has a key, "" where there is none."""
        return next((code for code, own in self._keys.items() if own == key), "")

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of classes."""
        return 0 if parent.isValid() else len(self.classes)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts and colors."""
        if not index.isValid():
            return None
        entry = self.classes[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name if entry.name == entry.code else f"{entry.code}  {entry.name}"
        if role == KEY and entry.code in self._keys:
            return str(self._keys[entry.code])
        if role == COLOR:
            return QColor(entry.color)
        if role == Qt.ItemDataRole.FontRole and entry.code in self._parents:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole:
            text = entry.description or entry.name
            if entry.code not in self._keys:
                return tr("{}: drag it onto clusters, or press Enter").format(text)
            return tr("{}: drag it onto clusters, or press Enter or its key").format(text)
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Classes can be dragged."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """Return what is dragged from here."""
        return [CLASS_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        """Return the code of a class."""
        return pack(CLASS_MIME, self.classes[indexes[0].row()].code)


class SchemaChoice(QComboBox):
    """A choice whose text ends with an ellipsis where it is too long: styles of Qt 5 cut it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as Qt does, but for the text."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option,
            QStyle.SubControl.SC_ComboBoxEditField, self,
        )  # fmt: skip
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width() - 4
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        """Show the list as wide as its names need."""
        edge = self.view().verticalScrollBar().sizeHint().width() + 8
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + edge)
        super().showPopup()


class ClassList(QWidget):
    """The choice of a schema and its classes."""

    failed = pyqtSignal(str)
    said = pyqtSignal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scenes: PanelScenes | None = None
        self.schema: Schema | None = None
        self._name, self._file = "", ""
        self.choice = SchemaChoice(self)
        self.choice.setAccessibleName(tr("Class schema"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(10)
        self.add = QToolButton(self)
        self.add.setText("+")
        self.add.setToolTip(tr("Add a class to the schema"))
        self.add.setAccessibleName(tr("Add a class"))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(tr("Filter classes"))
        self.filter.setAccessibleName(tr("Filter classes"))
        self.filter.setClearButtonEnabled(True)
        self.view = QListView(self)
        self.classes = ClassModel(self)
        self.view.setModel(self.classes)
        self.view.setItemDelegate(SwatchDelegate(self.view))
        self.view.setAccessibleName(tr("Classes"))
        self.view.setDragEnabled(True)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QHBoxLayout()
        top.addWidget(self.choice, 1)
        top.addWidget(self.add)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(top)
        box.addWidget(self.filter)
        box.addWidget(self.view, 1)
        self.choice.activated.connect(self._choose)
        self.filter.textChanged.connect(self._filter)
        self.add.clicked.connect(self._add)
        self._use(str(QgsSettings().value(_SETTING, "") or next(iter(find_shipped()))))

    @property
    def parameters(self) -> dict[str, str]:
        """What assignclasses is to be given as its schema."""
        if self._file:
            return {"SCHEMA_FILE": self._file}
        return {"SCHEMA": self._name} if self._name else {}

    def show_scenes(self, scenes: PanelScenes | None) -> None:
        """Show the schema of a layer, where it has one."""
        before, self._scenes = self._scenes, scenes
        own = scenes.schema if scenes is not None else None
        known = before.schema if before is not None else None
        if own is not None and own != known and own != self.schema:
            self._name, self._file, self.schema = "", "", own
        self._refresh()

    def current(self) -> str:
        """Return the code of the class that the keyboard is on."""
        index = self.view.currentIndex()
        return self.classes.classes[index.row()].code if index.isValid() else ""

    def open(self, path: str) -> None:
        """Take a schema from a file."""
        try:
            self.schema = read_schema(path)
        except DeepClusterError as error:
            self.failed.emit(str(error))
        else:
            self._name, self._file = "", path
        self._refresh()

    def append(self, entry: SchemaClass) -> None:
        """Add a class: the schema becomes a file beside the layer, so that runs can be repeated."""
        if self._scenes is None:
            return
        try:
            old = self.schema.classes if self.schema is not None else ()
            name = self.schema.name if self.schema is not None else tr("Classes")
            schema = Schema(name, (*old, entry))
            own = self._scenes.layer_table.path
            path = self._file or str(own.with_name(f"{own.stem}_schema.json"))
            path = str(Path(path).with_suffix(".json"))
            write_schema(schema, path)
        except DeepClusterError as error:
            self.failed.emit(str(error))
            return
        self.schema, self._name, self._file = schema, "", path
        self._refresh()
        self.said.emit(tr("The schema with the new class is {}.").format(path))

    def _use(self, name: str) -> None:
        path = find_shipped().get(name)
        if path is None:
            self.open(name) if name else self._refresh()
            return
        self.schema, self._name, self._file = read_schema(path), name, ""
        self._refresh()

    def _filter(self, text: str) -> None:
        self.classes.show(self.schema, text)

    def _choose(self, index: int) -> None:
        what = self.choice.itemData(index)
        if what == _FILE:
            path, _ = QFileDialog.getOpenFileName(
                self,
                tr("Class schema"),
                "",
                tr("Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)"),
            )
            if path:
                self.open(path)
            self._refresh()
        elif what == _LAYER:
            if self._scenes is not None and self._scenes.schema is not None:
                self.schema, self._name, self._file = self._scenes.schema, "", ""
            self._refresh()
        else:
            self._use(what)
        QgsSettings().setValue(_SETTING, self._name or self._file)

    def _refresh(self) -> None:
        """Show the schema and what else there is to choose."""
        self.choice.clear()
        for name in find_shipped():
            self.choice.addItem(name, name)
        at = list(find_shipped()).index(self._name) if self._name else -1
        own = self._scenes.schema if self._scenes is not None else None
        if own is not None:
            self.choice.addItem(tr("{} (of the layer)").format(own.name), _LAYER)
            at = self.choice.count() - 1 if at < 0 and not self._file else at
        if self._file:
            self.choice.addItem(Path(self._file).name, self._file)
            at = self.choice.count() - 1
        self.choice.addItem(tr("From a file …"), _FILE)
        self.choice.setCurrentIndex(at)
        hint = tr("The schema that classes are chosen from")
        name = self.choice.currentText()
        self.choice.setToolTip(f"{name}\n{hint}" if name else hint)
        self.add.setEnabled(self._scenes is not None)
        self.classes.show(self.schema, self.filter.text())

    def _add(self) -> None:
        codes = set(self.schema.codes) if self.schema is not None else set()
        numbers = [int(code) for code in codes if code.isdecimal()]
        dialog = _ClassDialog(str(max(numbers, default=0) + 1), len(codes), self)
        if dialog.exec():
            self.append(dialog.entry())


class _ClassDialog(QDialog):
    """Asks for a class."""

    def __init__(self, code: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add a class"))
        self._name, self._code = QLineEdit(self), QLineEdit(code, self)
        self._color = QgsColorButton(self)
        self._color.setColor(cluster_color(number + 1))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("Name"), self._name)
        form.addRow(tr("Code"), self._code)
        form.addRow(tr("Color"), self._color)
        form.addRow(buttons)

    def entry(self) -> SchemaClass:
        """Return the class."""
        return SchemaClass(self._code.text(), self._name.text(), self._color.color().name())

"""What the manager of training samples asks, and the table of classes that are taken for others."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import tr

_GUESSES = ("class_code", "class", "class_name", "label", "reference", "kind", "code", "name")


class LoadDialog(QDialog):
    """Asks for a layer or a file of labels and for its fields."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Load training samples"))
        self._file: QgsVectorLayer | None = None
        self.layers = QgsMapLayerComboBox(self)
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.VectorLayer)
        self.browse = QToolButton(self)
        self.browse.setText("…")
        self.browse.setToolTip(tr("Take a file"))
        self.classes, self.not_classes, self.time = (QgsFieldComboBox(self) for _ in range(3))
        for combo in (self.not_classes, self.time):
            combo.setAllowEmptyFieldName(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        text = QLabel(
            tr(
                "A point labels the scene that it lies in, a polygon those whose center or half "
                "it covers, and a row without a place the scene whose number is in its field "
                "scene_id. What is loaded counts as the latest label of a scene."
            ),
            self,
        )
        text.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.layers, 1)
        row.addWidget(self.browse)
        form = QFormLayout(self)
        form.addRow(text)
        form.addRow(tr("Labels"), row)
        form.addRow(tr("Field of the class"), self.classes)
        form.addRow(tr("Field of what it is not"), self.not_classes)
        form.addRow(tr("Field of the time"), self.time)
        form.addRow(self._buttons)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.browse.clicked.connect(self._browse)
        self.layers.layerChanged.connect(self._take_layer)
        for combo in (self.classes, self.not_classes):
            combo.fieldChanged.connect(self._allow)
        self.classes.setAllowEmptyFieldName(True)
        self._take_layer()
        self.resize(480, self.sizeHint().height())

    def layer(self) -> QgsVectorLayer | None:
        """Return the layer of labels."""
        return self._file or self.layers.currentLayer()

    def open(self, path: str) -> None:
        """Take a file in place of a layer of the project."""
        layer = QgsVectorLayer(path, Path(path).stem, "ogr")
        if layer.isValid():
            self.layers.setAdditionalItems([path])
            self.layers.setCurrentIndex(self.layers.count() - 1)
            self._file = layer
            self._show_fields()

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Labels"))
        if path:
            self.open(path)

    def _take_layer(self, *_: object) -> None:
        self._file = None
        self._show_fields()

    def _show_fields(self) -> None:
        layer = self.layer()
        names = layer.fields().names() if layer is not None else []
        for combo, guesses in (
            (self.classes, _GUESSES),
            (self.not_classes, ("not_class",)),
            (self.time, ("labeled_at", "time", "date")),
        ):
            combo.setLayer(layer)
            combo.setField(next((name for name in guesses if name in names), ""))
        self._allow()

    def _allow(self, *_: object) -> None:
        """Let go on with a field that holds labels."""
        named = self.classes.currentField() or self.not_classes.currentField()
        button = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(self.layer() is not None and bool(named))


class SeparabilityDialog(QDialog):
    """Shows which classes labels that were kept aside are taken for."""

    def __init__(
        self, names: list[str], colors: list[str], confusion: list[list[int]], checked: list[int],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(tr("Separability of the classes"))
        right, total = sum(confusion[k][k] for k in range(len(names))), sum(checked)
        text = QLabel(
            tr(
                "{} of {} labels in blocks of the map that are kept aside are told right by the "
                "others ({:.0%}). Rows are labels, columns what they are taken for."
            ).format(right, total, right / max(total, 1)),
            self,
        )
        text.setWordWrap(True)
        self.table = QTableWidget(len(names), len(names) + 1, self)
        self.table.setVerticalHeaderLabels(names)
        self.table.setHorizontalHeaderLabels([*names, tr("Right")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for row, counts in enumerate(confusion):
            share = f"{counts[row] / checked[row]:.0%}" if checked[row] else ""
            texts = [*(str(count) if count else "" for count in counts), share]
            for column, cell in enumerate(texts):
                item = QTableWidgetItem(cell)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                if column < len(counts) and counts[column]:
                    color = QColor(colors[row] if row == column else "#d7191c")
                    color.setAlphaF(0.15 + 0.5 * counts[column] / max(checked[row], 1))
                    item.setBackground(color)
                self.table.setItem(row, column, item)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(text)
        box.addWidget(self.table, 1)
        box.addWidget(buttons)
        self.resize(760, 380)

"""Choices in the dialogs of algorithms, in the user's language.

What is chosen stays what QGIS stores, runs and prints: the name that is the same everywhere.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameters,
)
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsProcessingGui
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

from . import new_widget, own_widget, widget_type


class ChoiceWidget:
    """What QGIS makes for a choice: its own in the dialog of a model, else ours."""

    def __new__(
        cls, definition: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, col: int = 0,
        labels: tuple[str, ...] = (),
    ) -> Any:  # fmt: skip
        """Return the wrapper of a parameter whose options are shown as the labels say."""
        kind = widget_type(dialog)
        if kind == QgsProcessingGui.WidgetType.Modeler:
            made = own_widget(definition, dialog)
            for box in made.findChildren(QComboBox):
                _name_items(box, dict(zip(definition.options(), labels)))
        else:
            made = _ChoiceWrapper(definition, kind, labels)
        made.setDialog(dialog)
        return made


def _name_items(box: QComboBox, labels: dict[str, str]) -> None:
    """Show the options of QGIS's own widget by their labels; others of its lists are kept."""
    if [box.itemData(at) for at in range(box.count())] == list(labels):
        for at, label in enumerate(labels.values()):
            box.setItemText(at, label)


class _ChoiceWrapper(QgsAbstractProcessingParameterWidgetWrapper):
    """A list of labels, each with the option that it stands for."""

    def __init__(self, definition: Any, kind: Any, labels: tuple[str, ...]) -> None:
        super().__init__(definition, kind)
        self._labels = labels

    def createWidget(self) -> QWidget:
        """Make the list."""
        made = new_widget()
        self.box = QComboBox()
        for option, label in zip(self.parameterDefinition().options(), self._labels):
            self.box.addItem(label, option)
        self.box.setToolTip(self.parameterDefinition().toolTip())
        self.box.currentIndexChanged.connect(self._changed)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        return made

    def setWidgetValue(self, value: Any, context: QgsProcessingContext) -> None:
        """Show a choice, given by its name or by its number."""
        definition, text = self.parameterDefinition(), str(value)
        at = self.box.findData(text)
        if at < 0 and text.isdecimal() and int(text) < self.box.count():
            at = int(text)
        elif at < 0:
            name = QgsProcessingParameters.parameterAsEnumString(definition, value, context)
            at = self.box.findData(name)
        self.box.setCurrentIndex(at)

    def widgetValue(self) -> str:
        """Return the name of what is chosen."""
        return str(self.box.currentData())

    def _changed(self, *_: Any) -> None:
        self.widgetValueHasChanged.emit(self)

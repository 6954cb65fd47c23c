"""Files or folders, several of them, in the dialogs of algorithms: typed, or chosen."""

from __future__ import annotations

import os
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition, QgsSettings
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsProcessingGui
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from . import new_widget, own_widget, tr

_LAST = "Processing/LastInputPath"  # where QGIS's own choosers begin


class PathsWidget:
    """What QGIS makes for several paths: in the dialog of one run ours, else its own."""

    def __new__(
        cls, definition: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, col: int = 0,
        filter: str = "",
    ) -> Any:  # fmt: skip
        """Return the wrapper of a parameter: of files with a filter, else of folders."""
        made = own_widget(definition, dialog) or _PathsWrapper(definition, filter)
        made.setDialog(dialog)
        return made


class _PathsWrapper(QgsAbstractProcessingParameterWidgetWrapper):
    """A line of paths with semicolons between them, and a button that adds to it."""

    def __init__(self, definition: QgsProcessingParameterDefinition, filter: str) -> None:
        super().__init__(definition, QgsProcessingGui.WidgetType.Standard)
        self._filter = filter

    def createWidget(self) -> QWidget:
        """Make the line and the button."""
        made = new_widget()
        self._line, self.button = QLineEdit(), QToolButton()
        self._line.setToolTip(self.parameterDefinition().toolTip())
        self.button.setText("…")
        name = tr("Add files") if self._filter else tr("Add a folder")
        self.button.setToolTip(name)
        self.button.setAccessibleName(name)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)
        row.addWidget(self.button)
        self._line.textChanged.connect(self._changed)
        self.button.clicked.connect(self._choose)
        return made

    def setWidgetValue(self, value: Any, context: QgsProcessingContext) -> None:
        """Show paths."""
        self._line.setText("" if value is None else str(value))

    def widgetValue(self) -> str:
        """Return the paths as they are given on the command line."""
        return str(self._line.text())

    def _changed(self, *_: Any) -> None:
        self.widgetValueHasChanged.emit(self)

    def _choose(self, *_: Any) -> None:
        """Ask for more paths, and add those that are not there yet."""
        there = [one.strip() for one in self._line.text().split(";") if one.strip()]
        settings = QgsSettings()
        begin = os.path.dirname(there[-1]) if there else str(settings.value(_LAST, "") or "")
        title = self.parameterDefinition().description()
        if self._filter:
            chosen, _ = QFileDialog.getOpenFileNames(self._line, title, begin, self._filter)
        else:
            folder = QFileDialog.getExistingDirectory(self._line, title, begin)
            chosen = [folder] if folder else []
        if chosen:
            settings.setValue(_LAST, os.path.dirname(chosen[-1]))
            self._line.setText("; ".join([*there, *(one for one in chosen if one not in there)]))

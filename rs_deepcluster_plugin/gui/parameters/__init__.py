"""The widgets of single parameters in the dialogs of algorithms, where QGIS's own do not do."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QWidget

from .. import fill_in, say_number, tr

__all__ = ["fill_in", "new_widget", "own_widget", "say_number", "tr", "widget_type"]

_held: dict[int, QWidget] = {}


def new_widget() -> QWidget:
    """Return a widget for `createWidget` to return, whose Python half stays as long as it does.

    QGIS wraps what it gets there once more, as something new, so that sip takes the first wrapper
    for that of an object that is gone, and frees it. The widget would still ask it for its methods,
    and say to whatever lies there by then that its own object is deleted: to a thread, for one.
    """
    made = QWidget()
    key = id(made)
    _held[key] = made
    made.destroyed.connect(lambda *_: _held.pop(key, None))
    return made


def widget_type(dialog: Any) -> QgsProcessingGui.WidgetType:
    """Return which of QGIS's dialogs it is that a widget is made for: their names alone tell."""
    types = QgsProcessingGui.WidgetType
    named = {"ModelerParametersDialog": types.Modeler, "BatchAlgorithmDialog": types.Batch}
    return named.get(type(dialog).__name__, types.Standard)


def own_widget(
    definition: QgsProcessingParameterDefinition, dialog: Any
) -> QgsAbstractProcessingParameterWidgetWrapper | None:
    """Return QGIS's own widget of a parameter in the dialogs of models and of batches.

    In that of one run it is None: there is ours.
    """
    registry, kind = QgsGui.processingGuiRegistry(), widget_type(dialog)
    if kind == QgsProcessingGui.WidgetType.Modeler:
        return registry.createModelerParameterWidget(
            dialog.model, dialog.childId, definition, dialog.context
        )
    if kind == QgsProcessingGui.WidgetType.Batch:
        return registry.createParameterWidgetWrapper(definition, kind)
    return None

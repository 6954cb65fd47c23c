"""The widgets of single parameters in the dialogs of algorithms, where QGIS's own do not do."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui, QgsProcessingGui

from .. import fill_in, say_number, tr

__all__ = ["fill_in", "own_widget", "say_number", "tr"]


def own_widget(
    definition: QgsProcessingParameterDefinition, dialog: Any
) -> QgsAbstractProcessingParameterWidgetWrapper | None:
    """Return QGIS's own widget of a parameter in the dialogs of models and of batches.

    In that of one run it is None: there is ours.
    """
    registry, kind = QgsGui.processingGuiRegistry(), type(dialog).__name__
    if kind == "ModelerParametersDialog":
        return registry.createModelerParameterWidget(
            dialog.model, dialog.childId, definition, dialog.context
        )
    if kind == "BatchAlgorithmDialog":
        return registry.createParameterWidgetWrapper(definition, QgsProcessingGui.WidgetType.Batch)
    return None

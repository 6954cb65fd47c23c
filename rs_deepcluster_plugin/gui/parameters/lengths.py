"""Lengths in the dialogs of algorithms, with the unit that they are given in."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsUnitTypes,
)
from qgis.gui import (
    QgsAbstractProcessingParameterWidgetWrapper,
    QgsDoubleSpinBox,
    QgsProcessingGui,
)
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QWidget

from ...processing.parameters.grid import UNITS
from . import new_widget, own_widget, say_number, tr

_MOST = 1e9


class LengthWidget:
    """What QGIS makes for a length: in the dialog of one run ours, else its own."""

    def __new__(
        cls, definition: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, col: int = 0,
        raster: str = "", units: str = "",
    ) -> QgsAbstractProcessingParameterWidgetWrapper:  # fmt: skip
        """Return the wrapper of a parameter whose unit follows two others, by their names."""
        made = own_widget(definition, dialog) or _LengthWrapper(definition, raster, units)
        made.setDialog(dialog)
        return made


class _Number(QgsDoubleSpinBox):
    """A number without zeros behind it: most are whole."""

    def textFromValue(self, value: float) -> str:
        """Return what is shown."""
        text = str(super().textFromValue(value))
        point = str(self.locale().decimalPoint())
        return text.rstrip("0").rstrip(point) if point in text else text


class _LengthWrapper(QgsAbstractProcessingParameterWidgetWrapper):
    """A number, and behind it its unit and what it is in the other one."""

    def __init__(
        self, definition: QgsProcessingParameterDefinition, raster: str, units: str
    ) -> None:
        super().__init__(definition, QgsProcessingGui.WidgetType.Standard)
        self._names = raster, units
        self._others: dict[str, Any] = {}

    def createWidget(self) -> QWidget:
        """Make the number and the text behind it."""
        made = new_widget()
        self._number, self._unit = _Number(), QLabel()
        definition = self.parameterDefinition()
        optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        self._number.setDecimals(6)
        self._number.setMaximum(_MOST)
        self._number.setExpressionsEnabled(True)
        if optional:
            self._number.setMinimum(-1)
            self._number.setClearValue(-1, tr("Not set"))
        else:
            self._number.setMinimum(0)
            self._number.setClearValue(float(definition.defaultValue() or 0))
        self._number.clear()
        self._number.setToolTip(definition.toolTip())
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._number, 1)
        row.addWidget(self._unit)
        self._number.valueChanged.connect(self._changed)
        self._show()
        return made

    def setWidgetValue(self, value: Any, context: QgsProcessingContext) -> None:
        """Show a value; none is not set."""
        try:
            self._number.setValue(float(value))
        except (TypeError, ValueError):
            self._number.clear()

    def widgetValue(self) -> float | None:
        """Return the number, None where it is not set."""
        value = float(self._number.value())
        return None if value < 0 else value

    def postInitialize(self, wrappers: Any) -> None:
        """Follow the raster and the choice of units."""
        super().postInitialize(wrappers)
        for wrapper in wrappers:
            name = wrapper.parameterDefinition().name()
            if name in self._names:
                self._others[name] = wrapper
                wrapper.widgetValueHasChanged.connect(self._show)
        self._show()

    def _changed(self) -> None:
        self.widgetValueHasChanged.emit(self)
        self._show()

    def _value_of(self, name: str) -> Any:
        wrapper = self._others.get(name)
        return wrapper.parameterValue() if wrapper is not None else None

    def _show(self, *_: Any) -> None:
        """Say what the number is measured in."""
        raster, units = self._names
        layer = self._value_of(raster)
        if isinstance(layer, str):
            context = QgsProcessingContext()
            context.setProject(QgsProject.instance())
            layer = QgsProcessingUtils.mapLayerFromString(layer, context, False)
        known = isinstance(layer, QgsRasterLayer) and layer.isValid()
        unit = tr("map units")
        pixel = 0.0
        if known:
            unit = QgsUnitTypes.toString(layer.crs().mapUnits())
            pixel = layer.rasterUnitsPerPixelX()
        value = self.widgetValue()
        if UNITS.get(str(self._value_of(units)), "pixels") == "map":
            text = unit
            if value and pixel:
                text += tr(" = {} pixels").format(say_number(value / pixel, ".4g"))
        else:
            text = tr("pixels")
            if value and pixel:
                text += f" = {say_number(value * pixel, '.6g')} {unit}"
        self._unit.setText(text)

"""The colors that labels give to a map, and those that it had before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsMapLayer, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ...processing.layers.style import preview_classes


class MapColors:
    """Colors a layer by what its labels say, until it is taken back."""

    def __init__(self) -> None:
        self._layer: QgsVectorLayer | None = None
        self._former: Any = None  # the renderer of the layer while labels color it

    def show(
        self, layer: QgsVectorLayer, classes: Sequence[tuple[str, str]], fids: Any, kinds: Any,
        sure: Any,
    ) -> None:  # fmt: skip
        """Color scenes by their classes; see `preview_classes`."""
        if self._former is None and layer.renderer() is not None:
            self._layer, self._former = layer, layer.renderer().clone()
        preview_classes(layer, classes, fids, kinds, sure)

    def take_back(self) -> None:
        """Color the map as it was before."""
        layer, former = self._layer, self._former
        self.forget()
        if former is not None and layer is not None:
            layer.setRenderer(former)
            layer.triggerRepaint()

    def forget(self) -> None:
        """Let go of a layer that is gone."""
        self._layer = self._former = None

    def save_former(self, layer: QgsMapLayer, element: QDomElement, document: QDomDocument) -> None:
        """Let a project that is saved meanwhile have the layer as it was before."""
        if self._former is not None and layer == self._layer:
            former = self._former.save(document, QgsReadWriteContext())
            element.replaceChild(former, element.firstChildElement(former.tagName()))

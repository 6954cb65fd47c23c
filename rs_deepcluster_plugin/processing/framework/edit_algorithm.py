"""What the algorithms share that edit a cluster layer in place, in its GeoPackage."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsMapLayerStore,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal, pyqtSlot

from ...core.base.errors import LayerError
from ...core.base.progress import Progress, silent
from ...core.base.values import say_count
from ...core.classes.cluster_table import Changes, LayerTable, State
from ...core.classes.geopackage import Style as StyleTexts
from ...core.classes.training_table import LabelOfScene
from ..layers.destination import geopackage_of, geopackage_of_layer
from ..layers.style import look_of, restyled, style_state
from .algorithm import Algorithm, user_errors


class EditAlgorithm(Algorithm):
    """Changes a cluster layer in its GeoPackage, in one transaction with a row of its history.

    Subclasses declare their parameters after `add_layer`, and call `edit` in ``process``.
    """

    GROUP = "classes"
    NEEDS_WORKER = False
    INPUT = "INPUT"
    """Name of the parameter with the layer."""

    def add_layer(self) -> None:
        """Add the layer that is edited, which is the result as well."""
        self.addParameter(
            QgsProcessingParameterVectorLayer(
                self.INPUT,
                self.tr("Clusters"),
                [QgsProcessing.SourceType.TypeVector],
            ),
            help=self.tr(
                "A layer made by Cluster a raster, Cluster features, Apply clusters or Refine "
                "model, in a GeoPackage. It is edited in place; the field cluster stays as it is, "
                "each edit is a row in the table rs_deepcluster_history, and Undo takes the last "
                "back."
            ),
        )  # fmt: skip
        self.addOutput(QgsProcessingOutputVectorLayer("OUTPUT", self.tr("Clusters")))
        self.addOutput(QgsProcessingOutputNumber("CHANGED", self.tr("Scenes changed")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Open the layer's table; subclasses with more to read call this first."""
        layer = self.parameterAsVectorLayer(parameters, self.INPUT, context)
        self.layer_table = open_table(layer, context.project())
        self._look = look_of(self.layer_table)
        self._source = layer.source()
        self._given = self.given_values(parameters, context)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Edit, and hand the layer on."""
        with user_errors(feedback):
            results = self.process(parameters, context, feedback)
        return {"OUTPUT": self._source, **results}

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do the work; returns the results but for OUTPUT."""
        raise NotImplementedError

    def edit(
        self,
        summary: str,
        changes: Changes,
        feedback: QgsProcessingFeedback,
        notes: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Write changes (see `LayerTable.edit`) and say what was done; returns the results."""
        count = self.layer_table.edit(
            self.NAME, self._given, summary, changes, notes, self.style_after
        )
        feedback.pushInfo(
            f"{summary} {say_count(count, 'scene has', 'scenes have')} changed."
            if count
            else f"{summary} No scene has changed: all of them were so already."
        )
        return {"CHANGED": count}

    def style_after(self, state: State) -> StyleTexts:
        """Return the style of the layer as an edit leaves it, which stores it with the rest."""
        return restyled(self._look, state)

    def postProcessAlgorithm(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Show the edits in the layers that are open, also to the next step of a model."""
        with contextlib.suppress(LayerError):  # the file is gone already
            _reload(self.layer_table, context.temporaryLayerStore())
            if context.project() is not None:
                in_main_thread(lambda: _reload(self.layer_table, context.project()))
        return super().postProcessAlgorithm(context, feedback)


class LayerEdit:
    """A change of a layer of the project as an algorithm would make it.

    It is made and shown in the main thread; what is between them, any thread may do.

    Raises
    ------
    LayerError
        The layer cannot be edited: see `open_table`.
    """

    def __init__(
        self,
        layer: QgsVectorLayer,
        name: str,
        given: Mapping[str, Any],
        summary: str,
        changes: Changes,
        notes: Mapping[str, Any] | None = None,
        labels: tuple[Sequence[LabelOfScene], Sequence[LabelOfScene]] = ((), ()),
    ) -> None:
        self._layer_table = open_table(layer, QgsProject.instance())
        self._look = look_of(self._layer_table)
        self._edit = name, given, summary, changes, notes, self._restyle, labels
        self._after: State | None = None

    def _restyle(self, state: State) -> StyleTexts:
        self._after = state
        return restyled(self._look, state)

    def write(self, progress: Progress = silent) -> int:
        """Write into the table; returns how many scenes have changed."""
        return self._layer_table.edit(*self._edit, progress)

    def show(self) -> None:
        """Show what has changed in the layers of the project."""
        _reload(self._layer_table, QgsProject.instance(), self._after)


class _Caller(QObject):
    """Calls a function in the main thread, and waits for it."""

    asked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.moveToThread(QCoreApplication.instance().thread())
        self.asked.connect(self._call, Qt.ConnectionType.BlockingQueuedConnection)

    @pyqtSlot(object)
    def _call(self, function: Callable[[], None]) -> None:
        with contextlib.suppress(LayerError):
            function()


def in_main_thread(function: Callable[[], None]) -> None:
    """Call a function that touches a project's layers in the thread that they belong to.

    The steps of a model are in another thread from start to end.
    """
    if QThread.currentThread() == QCoreApplication.instance().thread():
        function()
    else:
        caller = _Caller()  # kept until the call is over
        caller.asked.emit(function)


def open_table(layer: QgsVectorLayer, project: QgsProject | None) -> LayerTable:
    """Open the table of a cluster layer to edit it.

    Raises
    ------
    LayerError
        It is in no GeoPackage, it is filtered, or it has edits that are not saved.
    """
    place = geopackage_of_layer(layer)
    if place is None:
        raise LayerError(
            f"The layer '{layer.name()}' is not in a GeoPackage, where edits and their history "
            "are kept. Save it as one (Export > Save features as) and take that."
        )
    if layer.subsetString():
        raise LayerError(
            f"The layer '{layer.name()}' has a filter, and edits are of all scenes. Clear the "
            "filter (Layer > Filter) first."
        )
    layer_table = LayerTable(*place)
    for other in [layer, *layers_of(layer_table, project)]:
        if other.isEditable() and other.isModified():
            raise LayerError(
                f"The layer '{other.name()}' has edits that are not saved. Save or discard them "
                "first (Layer > Current edits)."
            )
    return layer_table


def layers_of(
    layer_table: LayerTable, project: QgsProject | QgsMapLayerStore | None
) -> list[QgsVectorLayer]:
    """Return the layers of a project, or of a store of layers, that show a table."""
    names = {layer_table.table}
    if LayerTable(layer_table.path).table == layer_table.table:
        names.add("")  # a source without the name of a layer means the first one
    found = []
    for layer in project.mapLayers().values() if project is not None else ():
        if layer.type() != QgsMapLayer.LayerType.VectorLayer or layer.providerType() != "ogr":
            continue
        place = geopackage_of(layer.source())
        if place is None or place[1] not in names:
            continue
        if Path(place[0]).resolve() == layer_table.path.resolve():
            found.append(layer)
    return found


def open_layer(layer_table: LayerTable) -> QgsVectorLayer:
    """Open the table as a layer of its own, which belongs to this thread."""
    return QgsVectorLayer(
        f"{layer_table.path}|layername={layer_table.table}", layer_table.table, "ogr"
    )


def _reload(
    layer_table: LayerTable,
    project: QgsProject | QgsMapLayerStore,
    state: State | None = None,
) -> None:
    """Show what has changed in the layers of a project; ``state`` is how it is now, if known."""
    for layer in layers_of(layer_table, project):
        selected = layer.selectedFeatureIds()
        layer.reload()  # it forgets the selection
        layer.selectByIds(selected)
        state = state or layer_table.state()
        style_state(layer, state)
        layer.triggerRepaint()

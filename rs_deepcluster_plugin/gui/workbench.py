"""The dock "Cluster workbench": from the clusters of the active layer to a map of classes."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt

from ..processing.layers.style import preview_level, style_table
from . import fill_in, tr, weakly
from .class_list import KEYS
from .images import later
from .keys import Keys
from .labels.manager import SampleManager
from .scenes import CLASSES, CLUSTERS, LABELS, PanelScenes, open_scenes


class Workbench(SampleManager):
    """Follows the active layer, and runs the algorithms on it that the analyst asks for."""

    def __init__(self, iface: Any) -> None:
        super().__init__(tr("Cluster workbench"), iface.mainWindow())
        self.setObjectName("RsDeepClusterWorkbench")
        self._iface = iface
        self._renderer: Any = None  # of the layer, while another one is tried
        self._by = ""  # what the user wants colors of: clusters, classes, or whatever there is
        self._stale_while_hidden = True
        self._stale = later(self, 150, self.refresh)
        self._tried = later(self, 30, self._show_level)
        self._connect()
        self._add_keys()
        self._restore_sizes()
        self.follow(iface.activeLayer())

    # Layers

    def follow(self, layer: QgsMapLayer | None) -> None:
        """Show a layer, where it is a cluster layer, else a sentence that says what to do."""
        if layer is not None and layer is self._layer:
            return
        self._give_up_level()
        self.leave_labels()
        self._leave()
        if isinstance(layer, QgsVectorLayer):
            self._layer = layer
            layer.selectionChanged.connect(self.selection.read)
            layer.dataChanged.connect(self._stale.start)
            layer.subsetStringChanged.connect(self._stale.start)
            layer.afterCommitChanges.connect(self._stale.start)
            layer.rendererChanged.connect(self._recolor)
            layer.nameChanged.connect(self._show_name)
            layer.willBeDeleted.connect(self._lose)
        self.refresh()

    def refresh(self) -> None:
        """Read the layer again, if anybody can see it."""
        self._stale.stop()
        if not self.isVisible():
            self._stale_while_hidden = True
            return
        self._stale_while_hidden = False
        self._tried.stop()
        known = self.scenes
        self.scenes, reason = open_scenes(self._layer)
        self.reason.setText(reason)
        self.pages.setCurrentIndex(1 if self.scenes is not None else 0)
        self._show_name()
        self._show(keep_view=known is not None and self._same(known))

    def _same(self, known: PanelScenes) -> bool:
        """Tell whether what is shown is of the same table as before."""
        if self.scenes is None:
            return False
        one, other = known.layer_table, self.scenes.layer_table
        return (one.path, one.table) == (other.path, other.table)

    def close_down(self) -> None:
        """Let go of everything: the plugin is unloaded."""
        self._keep_sizes()
        self._iface.currentLayerChanged.disconnect(self.follow)
        self.commands.close_down()
        self._give_up_level()
        self.leave_labels()
        self._leave()

    def _leave(self) -> None:
        """Let go of the layer."""
        layer, self._layer = self._layer, None
        self._stale.stop()
        self.images.stop()
        self.selection.follow(None, None)
        # Of one that a script has made, Python's half goes first where QGIS quits.
        if layer is not None and not sip.isdeleted(layer):
            layer.selectionChanged.disconnect(self.selection.read)
            layer.dataChanged.disconnect(self._stale.start)
            layer.subsetStringChanged.disconnect(self._stale.start)
            layer.afterCommitChanges.disconnect(self._stale.start)
            layer.rendererChanged.disconnect(self._recolor)
            layer.nameChanged.disconnect(self._show_name)
            layer.willBeDeleted.disconnect(self._lose)

    def _lose(self) -> None:
        """Let go of a layer that is about to be deleted."""
        self._renderer = None
        self.leave_labels(gone=True)
        self.follow(None)

    # What is shown

    def _show(self, keep_view: bool = False) -> None:
        """Show the scenes everywhere."""
        scenes = self.scenes
        self._tried.stop()
        self.images.follow(self._layer if scenes is not None else None, scenes)
        rows = scenes.rows() if scenes is not None else []
        self.detail.show_tree(
            scenes.tree if scenes is not None else None, sum(row.cluster > 0 for row in rows)
        )
        self.classes.show_scenes(scenes)
        self.selection.blockSignals(True)  # the parts take it with the scenes
        self.selection.follow(self._layer, scenes)
        self.selection.blockSignals(False)
        self.clusters.show_scenes(scenes)
        self.thumbnails.show_scenes(scenes)
        self.scatter.show_scenes(scenes, keep_view)
        self._color_as_chosen()
        self.show_label_scenes()
        self._recolor()
        self._show_actions()

    def _show_name(self) -> None:
        title = tr("Cluster workbench")
        if self.scenes is not None and self._layer is not None:
            title += f": {self._layer.name()}"
        self.setWindowTitle(title)

    def _show_selection(self, source: object) -> None:
        self.clusters.show_selection(source)
        self.thumbnails.show_selection(source)
        self.scatter.show_selection(source)
        self._show_actions()

    def _show_actions(self) -> None:
        """Enable what can be done, and say what it would do."""
        scenes, ready = self.scenes, self.scenes is not None and not self.commands.busy
        last = scenes.last if scenes is not None else None
        following = scenes.next if scenes is not None else None
        for action, edit, text in (
            (self.undo, last, tr("Undo (Ctrl+Z): {}")),
            (self.redo, following, tr("Redo (Ctrl+Y): {}")),
        ):
            action.setEnabled(ready and edit is not None)
            action.setToolTip(text.format(edit.summary if edit is not None else tr("nothing")))
        chosen = self.clusters.chosen()
        self.merge.setEnabled(ready and len(chosen) > 1)
        self.split.setEnabled(ready and len(chosen) == 1)
        self.move.setEnabled(ready and self.selection.count > 0)
        self.similar.setEnabled(ready and self.selection.count > 0)
        self.detail.setEnabled(
            ready and scenes is not None and scenes.tree is not None and scenes.tree.leaves > 1
        )
        self.apply.setEnabled(ready and self.can_apply)
        self.colors.setEnabled(scenes is not None)
        at = self.colors.findData(CLASSES)
        self.colors.model().item(at).setEnabled(scenes is not None and scenes.classified)
        self._show_count()

    def _show_count(self) -> None:
        if self.scenes is None:
            self.count.setText("")
            return
        clusters = sum(row.cluster > 0 for row in self.clusters.clusters.rows)
        text = fill_in(tr("{:,} scenes, {} clusters"), len(self.scenes), clusters)
        if self.labeling:
            text = fill_in(tr("{:,} scenes, {:,} labeled"), len(self.scenes), self.labeled)
        if self._layer is not None and self._layer.subsetString():
            text += tr(" in the filter of the layer")
        if self.selection.count:
            text += fill_in(tr(", {:,} selected"), self.selection.count)
        self.count.setText(text)

    # Colors

    def _shown_by(self) -> str:
        """Return what the map is colored by."""
        renderer = self._layer.renderer() if self._layer is not None else None
        by_class = (
            renderer is not None
            and renderer.type() == "categorizedSymbol"
            and renderer.classAttribute() == "class_code"
        )
        return CLASSES if by_class else CLUSTERS

    def _colored_by_clusters(self) -> bool:
        return (
            self._layer is not None
            and self._renderer is None  # else leaves of the tree color it for the moment
            and self._layer.isSpatial()
            and self._layer.renderer().type() == "categorizedSymbol"
            and self._shown_by() == CLUSTERS
        )

    def _recolor(self) -> None:
        """Color the scatter as the map is."""
        if self.scenes is None or self._renderer is not None:
            return
        if self.labeling:  # they color it when they are there
            self.colors.setCurrentIndex(self.colors.findData(LABELS))
            return
        by = self._shown_by()
        self.colors.setCurrentIndex(self.colors.findData(by))
        self.scatter.set_colors(self.scenes.colors(by))

    def _color_by(self, index: int) -> None:
        """Work on clusters, classes or labels, which the map is colored by from now on."""
        wanted = self.colors.itemData(index)
        if wanted == LABELS:
            self._give_up_level()
            self.enter_labels()
        else:
            self.leave_labels()
            self._by = wanted
            self._color_as_chosen()
        self._recolor()
        self._show_actions()

    def _color_as_chosen(self) -> None:
        if self.scenes is None or self._layer is None or not self.scenes.classified:
            return
        if self.labeling:
            return
        if self._by and self._by != self._shown_by():
            style_table(self._layer, self.scenes.layer_table, self._by == CLASSES)
            self._layer.triggerRepaint()

    # The level of detail

    def _try_level(self) -> None:
        self._tried.start()

    def _show_level(self) -> None:
        """Show a level of the tree in the list, the scatter and on the map."""
        if self.scenes is None or self.scenes.tree is None or self._layer is None:
            return
        scenes, tree = self.scenes, self.scenes.tree
        if self._renderer is None and self._layer.renderer() is not None:
            self._renderer = self._layer.renderer().clone()
        numbers = tree.numbers(self.detail.slider.value(), scenes.leaf, scenes.fitted)
        cluster = numbers[scenes.leaf]
        self.clusters.show_scenes(scenes, cluster)
        self.scatter.set_colors(scenes.colors(CLUSTERS, cluster))
        preview_level(self._layer, tree.field, numbers)
        self._show_count()

    def _give_up_level(self) -> None:
        """Show the clusters again that there are."""
        self._tried.stop()
        self.detail.reset()
        if self._renderer is None or self._layer is None:
            return
        renderer, self._renderer = self._renderer, None
        self._layer.setRenderer(renderer)
        self._layer.triggerRepaint()
        self.clusters.show_scenes(self.scenes)
        self._recolor()
        self._show_actions()

    def _take_level(self, count: int) -> None:
        """Merge the clusters to a level of the tree."""
        self._run("mergeclusters", MODE="level of the tree", NUMBER=count)

    # The map

    def _zoom_to_selected(self) -> None:
        if self._layer is not None and self.selection.count:
            self._iface.mapCanvas().zoomToSelected(self._layer)

    def _zoom_to(self, fid: int) -> None:
        """Show a scene on the map, with some land around it."""
        if self._layer is None:
            return
        canvas = self._iface.mapCanvas()
        request = QgsFeatureRequest().setFilterFid(fid).setNoAttributes()
        for feature in self._layer.getFeatures(request):
            crs = canvas.mapSettings().destinationCrs()
            transform = QgsCoordinateTransform(self._layer.crs(), crs, QgsProject.instance())
            try:
                box = transform.transformBoundingBox(feature.geometry().boundingBox())
            except QgsCsException:
                return
            box.scale(9)
            canvas.setExtent(box)
            canvas.refresh()

    def _select_none(self) -> None:
        self.end_similar()
        self.selection.select(np.zeros(len(self.selection.mask), dtype=bool), None)

    def _watch_map(self, watched: bool) -> None:
        canvas = self._iface.mapCanvas()
        if watched:
            canvas.installEventFilter(self._map_keys)
        else:
            canvas.removeEventFilter(self._map_keys)

    # Signals and keys

    def _connect(self) -> None:
        self.selection.changed.connect(self._show_selection)
        self.clusters.doubleClicked.connect(weakly(self._zoom_to_selected))
        self.classes.failed.connect(self._fail)
        self.classes.said.connect(self._say)
        self.thumbnails.zoomed.connect(self._zoom_to)
        self.detail.previewed.connect(weakly(self._try_level))
        self.detail.taken.connect(self._take_level)
        self.detail.given_up.connect(self._give_up_level)
        self.colors.activated.connect(self._color_by)
        self.commands.failed.connect(self._fail)
        self.commands.warned.connect(self._warn)
        self.commands.said.connect(self._say)
        self.commands.started.connect(self._show_progress)
        self.commands.started.connect(weakly(self._show_actions))
        self.commands.progressed.connect(self._progress)
        self.commands.ended.connect(self._end_progress)
        self.commands.ended.connect(weakly(self._show_actions))
        self.visibilityChanged.connect(self._catch_up)
        self._iface.currentLayerChanged.connect(self.follow)

    def _catch_up(self, visible: bool) -> None:
        if visible and self._stale_while_hidden:
            self.refresh()
        if self.labeling and self.isHidden():  # not only behind another tab
            self.leave_labels()
            self._recolor()

    def _add_keys(self) -> None:
        self._keys = keys = Keys(self)
        self._map_keys = on_map = Keys(self)
        keys.on(Qt.Key.Key_Z, self.undo.trigger, control=True)
        keys.on(Qt.Key.Key_Y, self.redo.trigger, control=True)
        keys.on(Qt.Key.Key_M, weakly(self._merge_chosen))
        keys.on(Qt.Key.Key_S, weakly(self._split_chosen))
        keys.on(Qt.Key.Key_F, weakly(self._find_similar))
        keys.on(Qt.Key.Key_F, weakly(self.find_unlike), shift=True)
        keys.on(Qt.Key.Key_C, weakly(self._pop_up_move))
        keys.on(Qt.Key.Key_Escape, weakly(self._select_none))
        for own in (keys, on_map):
            for number in range(1, KEYS + 1):
                key = Qt.Key(int(Qt.Key.Key_0) + number)
                own.on(key, weakly(self._give_numbered, number))
                own.on(key, weakly(self._deny_numbered, number), shift=True)
            own.on(Qt.Key.Key_N, weakly(self.next_offered))
        keys.on(Qt.Key.Key_Delete, weakly(self.remove_labels))
        watched = (
            self.clusters, self.samples.view, self.classes.view, self.thumbnails.view, self.scatter,
        )  # fmt: skip
        keys.watch(watched)
        enter = Keys(self)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter.on(key, weakly(self._give_current))
        enter.watch([self.classes.view])
        zoom = Keys(self)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            zoom.on(key, weakly(self._zoom_to_selected))
        zoom.watch((self.clusters, self.thumbnails.view))
        order = (
            self.tools, self.clusters, self.samples.view, self.samples.button, self.samples.slider,
            self.classes.choice, self.classes.add, self.classes.filter, self.classes.view,
            self.offers, self.thumbnails.view, self.scatter,
        )  # fmt: skip
        for one, other in zip(order, order[1:]):
            self.setTabOrder(one, other)

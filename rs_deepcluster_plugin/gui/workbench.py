"""The dock "Cluster workbench": from the clusters of the active layer to a map of classes."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsDockWidget, QgsMessageBar
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QCursor, QIcon, QPixmap, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAction,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ..processing.algorithms.classes.splitcluster import SPLITS
from ..processing.layers.style import preview_level, style_workspace
from . import tr, weakly
from .class_list import KEYS, ClassList
from .cluster_list import ClusterList
from .commands import Commands
from .detail import Detail
from .images import Images, later
from .keys import Keys
from .scatter import Scatter
from .scenes import CLASSES, CLUSTERS, Scenes, Selection, open_scenes
from .thumbnails import Thumbnails

_KMEANS = next(label for label, name in SPLITS.items() if name == "kmeans")
_SETTINGS = "rsdeepcluster/workbench/"


class Workbench(QgsDockWidget):
    """Follows the active layer, and runs the algorithms on it that the analyst asks for."""

    def __init__(self, iface: Any) -> None:
        super().__init__(tr("Cluster workbench"), iface.mainWindow())
        self.setObjectName("RsDeepClusterWorkbench")
        self._iface = iface
        self._layer: QgsVectorLayer | None = None
        self._renderer: Any = None  # of the layer, while another one is tried
        self._by = ""  # what the user wants colors of: clusters, classes, or whatever there is
        self.scenes: Scenes | None = None
        self.selection = Selection(self)
        self.images = Images(self)
        self.commands = Commands(self)
        self.clusters = ClusterList(self.selection, self)
        self.classes = ClassList(self)
        self.thumbnails = Thumbnails(self.images, self.selection, self)
        self.scatter = Scatter(self.images, self.selection, self)
        self.detail = Detail(self)
        self._stale = later(self, 150, self.refresh)
        self._tried = later(self, 30, self._show_level)
        self._lay_out()
        self._connect()
        self._add_keys()
        self._restore()
        self.follow(iface.activeLayer())

    # Layers

    def follow(self, layer: QgsMapLayer | None) -> None:
        """Show a layer, where it is a cluster layer, else a sentence that says what to do."""
        if layer is not None and layer is self._layer:
            return
        self._give_up_level()
        self._leave()
        if isinstance(layer, QgsVectorLayer):
            self._layer = layer
            layer.selectionChanged.connect(self.selection.read)
            layer.dataChanged.connect(self._stale.start)
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

    def _same(self, known: Scenes) -> bool:
        """Tell whether what is shown is of the same table as before."""
        if self.scenes is None:
            return False
        one, other = known.workspace, self.scenes.workspace
        return (one.path, one.table) == (other.path, other.table)

    def close_down(self) -> None:
        """Let go of everything: the plugin is unloaded."""
        QgsSettings().setValue(_SETTINGS + "panes", self.panes.saveState())
        QgsSettings().setValue(_SETTINGS + "lists", self.lists.saveState())
        self._iface.currentLayerChanged.disconnect(self.follow)
        self.commands.close_down()
        self._give_up_level()
        self._leave()

    def _leave(self) -> None:
        """Let go of the layer."""
        layer, self._layer = self._layer, None
        self._stale.stop()
        self.images.stop()
        self.selection.follow(None, None)
        if layer is not None:
            layer.selectionChanged.disconnect(self.selection.read)
            layer.dataChanged.disconnect(self._stale.start)
            layer.afterCommitChanges.disconnect(self._stale.start)
            layer.rendererChanged.disconnect(self._recolor)
            layer.nameChanged.disconnect(self._show_name)
            layer.willBeDeleted.disconnect(self._lose)

    def _lose(self) -> None:
        """Let go of a layer that is about to be deleted."""
        self._renderer = None
        self.commands.cancel()
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
        self.colors.setEnabled(scenes is not None and scenes.classified)
        self._show_count()

    def _show_count(self) -> None:
        if self.scenes is None:
            self.count.setText("")
            return
        clusters = sum(row.cluster > 0 for row in self.clusters.clusters.rows)
        text = tr("{:,} scenes, {} clusters").format(len(self.scenes), clusters)
        if self.selection.count:
            text += tr(", {:,} selected").format(self.selection.count)
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

    def _recolor(self) -> None:
        """Color the scatter as the map is."""
        if self.scenes is None or self._renderer is not None:
            return
        by = self._shown_by()
        self.colors.setCurrentIndex(self.colors.findData(by))
        self.scatter.set_colors(self.scenes.colors(by))

    def _color_by(self, index: int) -> None:
        """Color the map by clusters or by classes; later edits leave it so."""
        self._by = self.colors.itemData(index)
        self._color_as_chosen()

    def _color_as_chosen(self) -> None:
        if self.scenes is None or self._layer is None or not self.scenes.classified:
            return
        if self._by and self._by != self._shown_by():
            style_workspace(self._layer, self.scenes.workspace, self._by == CLASSES)
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

    # Commands

    def _run(self, name: str, **parameters: Any) -> bool:
        """Run a quick algorithm on the layer; tells whether it went well."""
        if self._layer is None:
            return False
        self._give_up_level()
        fine = self.commands.run(name, {"INPUT": self._layer.id(), **parameters})
        if fine:
            self.refresh()
        return fine

    def assign(self, code: str, clusters: list[int]) -> None:
        """Give a class to clusters."""
        if code and clusters:
            mapping = ", ".join(f"{cluster}={code}" for cluster in clusters)
            self._run("assignclasses", MAPPING=mapping, **self.classes.parameters)

    def give(self, code: str) -> None:
        """Give a class to what is selected: to clusters, or to single scenes."""
        if self.scenes is None or not code:
            return
        chosen = self.clusters.chosen()
        whole = int(np.isin(self.scenes.cluster, chosen).sum())
        if chosen and whole == self.selection.count:
            self.assign(code, chosen)
        elif self.selection.count:
            self._move(CLASS=code)
        else:
            self._warn(tr("Select clusters or scenes that are to have the class."))

    def _give_current(self) -> None:
        self.give(self.classes.current())

    def _give_numbered(self, number: int) -> None:
        self.give(self.classes.code(number))

    def merge_into(self, clusters: list[int], into: int) -> None:
        """Merge clusters into one of them."""
        names = ",".join(str(cluster) for cluster in clusters)
        self._run("mergeclusters", MODE="named clusters", CLUSTERS=names, INTO=into)

    def _merge_chosen(self) -> None:
        chosen = self.clusters.chosen()
        if len(chosen) < 2:
            self._warn(tr("Select the clusters to merge: two or more."))
            return
        current = self.clusters.current()
        self.merge_into(chosen, current if current in chosen else chosen[0])

    def _split_chosen(self) -> None:
        chosen = self.clusters.chosen()
        if len(chosen) != 1 or self._layer is None:
            self._warn(tr("Select the cluster to split: one."))
            return
        given: dict[str, Any] = {"INPUT": self._layer.id(), "CLUSTER": chosen[0]}
        if self.parts.value() > 1:
            # The mixture, which finds their number, does not always find as many.
            given.update(PARTS=self.parts.value(), METHOD=_KMEANS)
        self._give_up_level()
        self.commands.start("splitcluster", given, weakly(self.refresh))

    def _move(self, **target: Any) -> None:
        """Move the selected scenes to a cluster or a class."""
        scenes = self._selected_ids()
        if "CLASS" in target and self.scenes is not None:
            known = self.scenes.schema == self.classes.schema
            # Without a mapping it only sets the schema, which the class is looked up in.
            if not known and not self._run("assignclasses", **self.classes.parameters):
                return
        self._run("reassignscenes", SCENES=scenes, **target)

    def _find_similar(self) -> None:
        if self._layer is None or self.scenes is None or not self.selection.count:
            self._warn(tr("Select scenes to find similar ones of."))
            return
        given = {
            "INPUT": self._layer.id(),
            "SCENES": ", ".join(map(str, self.scenes.scene_id[self.selection.mask].tolist())),
            "NUMBER": self.many.value(),
            "OUTPUT": "TEMPORARY_OUTPUT",
        }
        select = functools.partial(self._select_found, self._layer.id())
        self._give_up_level()
        self.commands.start("findsimilar", given, select)

    def _select_found(
        self, layer: str, results: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        """Select the scenes that were found, beside those that they are similar to."""
        found = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
        shown = self._layer.id() if self._layer is not None else ""
        if layer != shown or self.scenes is None or found is None:
            return
        wanted = [int(feature["scene_id"]) for feature in found.getFeatures()]
        mask = np.isin(self.scenes.scene_id, wanted) | self.selection.mask
        self.selection.select(mask, None)

    def _selected_ids(self) -> str:
        """Return the selected scenes as 1, 5-7: so that the history is of use."""
        ids = np.sort(self.scenes.scene_id[self.selection.mask]) if self.scenes else np.zeros(0)
        runs = np.split(ids, np.flatnonzero(np.diff(ids) != 1) + 1)
        return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs if len(r))

    def _fill_move_menu(self) -> None:
        """List clusters and classes that the selected scenes can be moved to."""
        self.move_menu.clear()
        if self.scenes is None:
            return
        to_cluster = self.move_menu.addMenu(tr("To &cluster"))
        for row in self.scenes.rows():
            if row.cluster:
                action = to_cluster.addAction(
                    _swatch(self.scenes.cluster_color(row.cluster)), str(row.cluster)
                )
                action.triggered.connect(weakly(self._move, CLUSTER=row.cluster))
        to_cluster.addSeparator()
        to_cluster.addAction(tr("New cluster"), weakly(self._move, CLUSTER=0))
        to_class = self.move_menu.addMenu(tr("To c&lass"))
        for entry in self.classes.classes.classes:
            action = to_class.addAction(_swatch(QColor(entry.color)), entry.name)
            action.triggered.connect(weakly(self._move, CLASS=entry.code))

    def _show_menu(self, *_: Any) -> None:
        """Show what can be done with what is selected."""
        menu = QMenu(self)
        for action in (self.merge, self.split, self.similar):
            menu.addAction(action)
        menu.addMenu(self.move_menu)
        self.move_menu.setEnabled(self.move.isEnabled())
        menu.addSeparator()
        menu.addAction(tr("Zoom to selected scenes"), weakly(self._zoom_to_selected))
        menu.exec(QCursor.pos())
        menu.deleteLater()

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
        self.selection.select(np.zeros(len(self.selection.mask), dtype=bool), None)

    # Messages

    def _warn(self, text: str, level: Any = Qgis.MessageLevel.Warning) -> None:
        self.bar.clearWidgets()
        self.bar.pushMessage(text, level, 8)
        self._place_bar()

    def _fail(self, text: str) -> None:
        self._warn(text, Qgis.MessageLevel.Critical)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setToolTip(text)

    def _show_progress(self, name: str) -> None:
        self.said.setText(name)
        self.progress.setValue(0)
        self.running.show()
        self._show_actions()

    def _progress(self, done: float) -> None:
        self.progress.setValue(int(done))

    def _end_progress(self) -> None:
        self.running.hide()
        self.said.setText("")
        self._show_actions()

    def _place_bar(self) -> None:
        """Lay messages over the lower end of the panel: it does not jump when one comes."""
        height = self.bar.sizeHint().height()
        self.bar.setGeometry(0, self.body.height() - height, self.body.width(), height)
        self.bar.raise_()

    # Building

    def _lay_out(self) -> None:
        self.lists = QSplitter(Qt.Orientation.Horizontal, self)
        self.lists.addWidget(self.clusters)
        self.lists.addWidget(self.classes)
        self.panes = QSplitter(Qt.Orientation.Horizontal, self)
        for pane in (self.lists, self.thumbnails, self.scatter):
            self.panes.addWidget(pane)
        for splitter, sizes in ((self.lists, (370, 240)), (self.panes, (610, 360, 430))):
            splitter.setSizes(sizes)
            for at, size in enumerate(sizes):
                splitter.setStretchFactor(at, size)
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(7)
        self.tools = self._make_tools()
        self.count, self.said = QLabel(self), QLabel(self)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setMinimumWidth(1)
        self.running = QWidget(self)
        self.progress = QProgressBar(self)
        self.progress.setMaximumSize(QSize(180, 16))
        cancel = QToolButton(self)
        cancel.setText(tr("Cancel"))
        cancel.clicked.connect(self.commands.cancel)
        row = QHBoxLayout(self.running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress)
        row.addWidget(cancel)
        self.running.hide()
        status = QHBoxLayout()
        status.addWidget(self.count)
        status.addSpacing(16)
        status.addWidget(self.said, 1)
        status.addWidget(self.running)
        self.body = QWidget(self)
        box = QVBoxLayout(self.body)
        box.setContentsMargins(6, 2, 6, 4)
        box.setSpacing(4)
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.top.addWidget(self.tools)
        levels = QHBoxLayout()
        levels.addWidget(self.detail, 1)
        levels.addSpacing(12)
        levels.addWidget(self.colors)
        levels.addStretch()
        levels.addWidget(self.help)
        self.top.addLayout(levels, 1)
        box.addLayout(self.top)
        box.addWidget(self.panes, 1)
        box.addLayout(status)
        self.bar = QgsMessageBar(self.body)
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason.setMargin(24)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.reason)
        self.pages.addWidget(self.body)
        self.setWidget(self.pages)

    def _make_tools(self) -> QToolBar:
        tools = QToolBar(self)
        tools.setIconSize(QSize(18, 18))
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.undo = _action(self, tr("Undo"), "mActionUndo.svg", weakly(self._run, "undo"))
        self.redo = _action(self, tr("Redo"), "mActionRedo.svg", weakly(self._run, "redo"))
        self.merge = _action(
            self, tr("Merge"), "mActionMergeFeatures.svg", weakly(self._merge_chosen),
            tr("Merge the selected clusters (M), into the one that was clicked last"),
        )  # fmt: skip
        self.split = _action(
            self, tr("Split"), "mActionSplitFeatures.svg", weakly(self._split_chosen),
            tr("Cluster the scenes of the selected cluster again, into parts (S)"),
        )  # fmt: skip
        self.similar = _action(
            self, tr("Similar"), "mActionSelectAll.svg", weakly(self._find_similar),
            tr("Select the scenes that are most similar to the selected ones (F)"),
        )  # fmt: skip
        self.move = _action(
            self, tr("Move"), "mActionMoveFeature.svg", weakly(self._pop_up_move),
            tr("Move the selected scenes to another cluster or class (C)"),
        )  # fmt: skip
        self.move_menu = QMenu(tr("Move selected scenes"), self)
        self.move_menu.aboutToShow.connect(self._fill_move_menu)
        self.move.setMenu(self.move_menu)
        self.parts = _number(1, 20, 2, tr("Number of parts"), tr(" parts"))
        self.parts.setSpecialValueText(tr("any parts"))  # as many as are found
        self.many = _number(1, 10_000, 50, tr("Number of similar scenes"), "")
        self.colors = QComboBox(self)
        self.colors.addItem(tr("Clusters"), CLUSTERS)
        self.colors.addItem(tr("Classes"), CLASSES)
        self.colors.setAccessibleName(tr("Color by"))
        self.colors.setToolTip(tr("What the map and the embedding are colored by"))
        self.help = QToolButton(self)
        self.help.setIcon(QgsApplication.getThemeIcon("/mActionHelpContents.svg"))
        self.help.setAutoRaise(True)
        self.help.setAccessibleName(tr("Keys"))
        self.help.setToolTip(_keys_text())
        self.help.clicked.connect(self._show_keys)
        for action in (self.undo, self.redo):
            tools.addAction(action)
        tools.addSeparator()
        tools.addAction(self.merge)
        tools.addAction(self.split)
        tools.addWidget(self.parts)
        tools.addSeparator()
        tools.addAction(self.move)
        tools.widgetForAction(self.move).setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        tools.addAction(self.similar)
        tools.addWidget(self.many)
        tools.addSeparator()
        for action in (self.undo, self.redo):
            tools.widgetForAction(action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tools

    def _show_keys(self) -> None:
        spot = self.help.mapToGlobal(self.help.rect().bottomLeft())
        QToolTip.showText(spot, self.help.toolTip(), self.help)

    def _pop_up_move(self) -> None:
        if self.move.isEnabled():
            button = self.tools.widgetForAction(self.move)
            self.move_menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _connect(self) -> None:
        self.selection.changed.connect(self._show_selection)
        self.clusters.clusters.merged.connect(self._dropped_clusters)
        self.clusters.clusters.assigned.connect(self._dropped_class)
        self.clusters.doubleClicked.connect(weakly(self._zoom_to_selected))
        self.classes.view.doubleClicked.connect(weakly(self._give_current))
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
        self.commands.progressed.connect(self._progress)
        self.commands.ended.connect(self._end_progress)
        self.visibilityChanged.connect(self._catch_up)
        self._iface.currentLayerChanged.connect(self.follow)
        for view in (self.clusters, self.thumbnails.view, self.scatter):
            view.customContextMenuRequested.connect(self._show_menu)

    def _dropped_clusters(self, clusters: list[int], into: int) -> None:
        self._soon(self.merge_into, clusters, into)

    def _dropped_class(self, code: str, clusters: list[int]) -> None:
        chosen = self.clusters.chosen()
        wanted = chosen if clusters[0] in chosen else clusters
        self._soon(self.assign, code, wanted)

    def _soon(self, do: Any, *given: Any) -> None:
        """Do something when the drag has ended."""
        timer = later(self, 0, weakly(do, *given))
        timer.timeout.connect(timer.deleteLater)
        timer.start()

    def _catch_up(self, visible: bool) -> None:
        if visible and self._stale_while_hidden:
            self.refresh()

    def _add_keys(self) -> None:
        self._keys = keys = Keys(self)
        keys.on(Qt.Key.Key_Z, self.undo.trigger, control=True)
        keys.on(Qt.Key.Key_Y, self.redo.trigger, control=True)
        keys.on(Qt.Key.Key_M, weakly(self._merge_chosen))
        keys.on(Qt.Key.Key_S, weakly(self._split_chosen))
        keys.on(Qt.Key.Key_F, weakly(self._find_similar))
        keys.on(Qt.Key.Key_C, weakly(self._pop_up_move))
        keys.on(Qt.Key.Key_Escape, weakly(self._select_none))
        for number in range(KEYS):
            key = Qt.Key(int(Qt.Key.Key_1) + number)
            keys.on(key, weakly(self._give_numbered, number))
        keys.watch((self.clusters, self.classes.view, self.thumbnails.view, self.scatter))
        enter = Keys(self)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter.on(key, weakly(self._give_current))
        enter.watch([self.classes.view])
        zoom = Keys(self)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            zoom.on(key, weakly(self._zoom_to_selected))
        zoom.watch((self.clusters, self.thumbnails.view))
        order = (
            self.tools, self.clusters, self.classes.choice, self.classes.add, self.classes.filter,
            self.classes.view, self.thumbnails.view, self.scatter,
        )  # fmt: skip
        for one, other in zip(order, order[1:]):
            self.setTabOrder(one, other)

    def _restore(self) -> None:
        """Take the sizes that the user has chosen."""
        self._stale_while_hidden = True
        for name, splitter in (("panes", self.panes), ("lists", self.lists)):
            state = QgsSettings().value(_SETTINGS + name)
            if state:
                splitter.restoreState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panes below each other where the panel is narrow."""
        super().resizeEvent(event)
        tall = self.height() > 1.2 * self.width()
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.panes.setOrientation(down if tall else across)
        directions = QBoxLayout.Direction
        self.top.setDirection(directions.TopToBottom if tall else directions.LeftToRight)
        self._place_bar()


def _keys_text() -> str:
    """Return the keys of the panel and what they do, as rich text."""
    keys = (
        ("1-9", tr("give the class with this key to the selected clusters or scenes")),
        ("Enter", tr("give the class; in the other parts, zoom to the selected scenes")),
        ("M", tr("merge the selected clusters, into the one clicked last")),
        ("S", tr("split the selected cluster")),
        ("C", tr("move the selected scenes to a cluster or a class")),
        ("F", tr("find similar scenes")),
        ("Ctrl+Z, Ctrl+Y", tr("undo, redo")),
        ("Esc", tr("select nothing; at the slider, leave the clusters as they are")),
        ("Page Up, Page Down", tr("at the slider, go to the next number that is marked")),
        (tr("Drag"), tr("clusters onto another to merge them, a class onto clusters")),
        (tr("In the embedding"), tr("lasso with the left button; Shift adds, Ctrl takes away")),
        ("", tr("wheel, +, - zoom; middle button, Space or arrows move; Home shows all")),
    )
    rows = "".join(f"<tr><td><b>{key}&nbsp;</b></td><td>{text}</td></tr>" for key, text in keys)
    return f"<table>{rows}</table>"


def _action(parent: QWidget, text: str, icon: str, do: Any, hint: str = "") -> QAction:
    action = QAction(QgsApplication.getThemeIcon(f"/{icon}"), text, parent)
    action.triggered.connect(do)
    action.setToolTip(hint or text)
    return action


def _number(low: int, high: int, value: int, name: str, suffix: str) -> Any:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setValue(value)
    spin.setSuffix(suffix)
    spin.setAccessibleName(name)
    spin.setToolTip(name)
    return spin


def _swatch(color: QColor) -> QIcon:
    pixmap = QPixmap(14, 14)
    pixmap.fill(color)
    return QIcon(pixmap)

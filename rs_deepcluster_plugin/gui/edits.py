"""What the workbench does to the clusters and classes of a layer, by running algorithms on it."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Any

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingUtils, QgsVectorLayer
from qgis.PyQt.QtGui import QColor, QCursor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ..core.classes.move import write_ranges
from ..processing.algorithms.classes.splitcluster import SPLITS
from ..processing.layers.style import show_only
from . import tr, weakly
from .images import later
from .panel import Panel
from .scenes import PanelScenes

_KMEANS = next(label for label, name in SPLITS.items() if name == "kmeans")


class Edits(Panel):
    """The panel with its commands; `Workbench` says which layer and what is shown of it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._layer: QgsVectorLayer | None = None
        self.scenes: PanelScenes | None = None
        for action, do in (
            (self.undo, weakly(self.undo_last)),
            (self.redo, weakly(self.redo_next)),
            (self.merge, weakly(self._merge_chosen)),
            (self.split, weakly(self._split_chosen)),
            (self.similar, weakly(self._find_similar)),
            (self.move, weakly(self._pop_up_move)),
        ):
            action.triggered.connect(do)
        self.move_menu.aboutToShow.connect(self._fill_move_menu)
        self.clusters.clusters.merged.connect(self._dropped_clusters)
        self.clusters.clusters.assigned.connect(self._dropped_class)
        self.classes.view.doubleClicked.connect(weakly(self._double_click_class))
        for view in (self.clusters, self.thumbnails.view, self.scatter):
            view.customContextMenuRequested.connect(self._show_menu)

    def refresh(self) -> None:
        """Read the layer again; the workbench does."""
        raise NotImplementedError

    def _give_up_level(self) -> None:
        """Show the clusters again that there are; the workbench does."""
        raise NotImplementedError

    def _zoom_to_selected(self) -> None:
        """Show the selected scenes on the map; the workbench does."""
        raise NotImplementedError

    def _watch_map(self, watched: bool) -> None:
        """Take the keys of labels on the map, too, or not any more; the workbench does."""
        raise NotImplementedError

    def _shown_by(self) -> str:
        """Return what the map is colored by; the workbench does."""
        raise NotImplementedError

    def _recolor(self) -> None:
        """Color the scatter as the map is; the workbench does."""
        raise NotImplementedError

    def _show_actions(self) -> None:
        """Enable what can be done; the workbench does."""
        raise NotImplementedError

    def _run(self, name: str, **parameters: Any) -> bool:
        """Run a quick algorithm on the layer; tells whether it went well."""
        if self._layer is None:
            return False
        self._give_up_level()
        fine = self.commands.run(name, {"INPUT": self._layer.id(), **parameters})
        if fine:
            self.refresh()
        return fine

    def undo_last(self) -> None:
        """Take the last edit back."""
        self._run("undo")

    def redo_next(self) -> None:
        """Do the edit again that was undone last."""
        self._run("redo")

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

    def _double_click_class(self) -> None:
        self._give_current()

    def _give_numbered(self, key: int) -> None:
        self.give(self.classes.classes.code(key))

    def _deny_numbered(self, key: int) -> None:
        self.deny(self.classes.classes.code(key))

    def deny(self, code: str) -> None:
        """Say that what is selected is not of a class, which only labels can; see `Labeling`."""

    def merge_into(self, clusters: list[int], into: int) -> None:
        """Merge clusters into one of them."""
        names = ",".join(str(cluster) for cluster in clusters)
        self._run("mergeclusters", MODE="named clusters", CLUSTERS=names, INTO=into)

    def _merge_chosen(self) -> None:
        chosen = self.clusters.chosen()
        if not self.merge.isVisible():
            return
        if len(chosen) < 2:
            self._warn(tr("Select the clusters to merge: two or more."))
            return
        current = self.clusters.current()
        self.merge_into(chosen, current if current in chosen else chosen[0])

    def _split_chosen(self) -> None:
        chosen = self.clusters.chosen()
        if not self.split.isVisible():
            return
        if len(chosen) != 1 or self._layer is None:
            self._warn(tr("Select the cluster to split: one."))
            return
        given: dict[str, Any] = {"CLUSTER": chosen[0]}
        if self.parts.value() > 1:
            # The mixture, which finds their number, does not always find as many.
            given.update(PARTS=self.parts.value(), METHOD=_KMEANS)
        self._give_up_level()
        self.commands.start("splitcluster", self._layer, given, weakly(self.refresh))

    def _move(self, **target: Any) -> None:
        """Move the selected scenes to a cluster or a class."""
        scenes = self._selected_scenes()
        if "CLASS" in target and self.scenes is not None:
            known = self.scenes.schema == self.classes.schema
            # Without a mapping it only sets the schema, which the class is looked up in.
            if not known and not self._run("assignclasses", **self.classes.parameters):
                return
        self._run("reassignscenes", **scenes, **target)

    def _find_similar(self) -> None:
        if self._layer is None or self.scenes is None or not self.selection.count:
            self._warn(tr("Select scenes to find similar ones of."))
            return
        given = {
            "SCENES": ", ".join(map(str, self.scenes.scene_id[self.selection.mask].tolist())),
            "NUMBER": self.many.value(),
            "OUTPUT": "TEMPORARY_OUTPUT",
        }
        select = functools.partial(self._select_found, self._layer.id())
        self._give_up_level()
        self.commands.start("findsimilar", self._layer, given, select)

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

    def _selected_scenes(self) -> dict[str, str]:
        """Return what Reassign scenes takes for the selection, by numbers: the history names them.

        Where layers were merged, a number means several scenes.
        """
        if self.scenes is None:
            return {}
        mask = self.selection.mask
        if not self.scenes.numbered:
            return {"EXPRESSION": f"$id in ({', '.join(map(str, self.scenes.fid[mask].tolist()))})"}
        return {"SCENES": write_ranges(self.scenes.scene_id[mask].tolist())}

    def _fill_move_menu(self) -> None:
        """List clusters and classes that the selected scenes can be moved to."""
        self.move_menu.clear()
        if self.scenes is None:
            return
        to_cluster = self.move_menu.addMenu(tr("To &cluster"))
        for row in self.scenes.rows():
            if row.cluster:
                action = to_cluster.addAction(
                    swatch(self.scenes.cluster_color(row.cluster)), str(row.cluster)
                )
                action.triggered.connect(weakly(self._move, CLUSTER=row.cluster))
        to_cluster.addSeparator()
        to_cluster.addAction(tr("New cluster"), weakly(self._move, CLUSTER=0))
        to_class = self.move_menu.addMenu(tr("To c&lass"))
        for entry in self.classes.classes.classes:
            action = to_class.addAction(swatch(QColor(entry.color)), entry.name)
            action.triggered.connect(weakly(self._move, CLASS=entry.code))

    def _show_menu(self, *_: Any) -> None:
        """Show what can be done with what is selected."""
        menu = QMenu(self)
        for action in (self.merge, self.split, self.similar):
            menu.addAction(action)
        menu.addMenu(self.move_menu)
        self.move_menu.setEnabled(self.move.isEnabled())
        menu.addSeparator()
        chosen, colored = self.clusters.chosen(), self._colored_by_clusters()
        only = menu.addAction(
            tr("Show only these clusters on the map"), weakly(self._show_only, chosen)
        )
        only.setEnabled(colored and bool(chosen))
        menu.addAction(tr("Show all clusters"), weakly(self._show_only, ())).setEnabled(colored)
        menu.addAction(tr("Zoom to selected scenes"), weakly(self._zoom_to_selected))
        menu.exec(QCursor.pos())
        menu.deleteLater()

    def _colored_by_clusters(self) -> bool:
        """Tell whether the map is colored by clusters; the workbench does."""
        raise NotImplementedError

    def _show_only(self, clusters: Collection[int]) -> None:
        """Show only some clusters on the map, none: all."""
        if self._layer is not None:
            show_only(self._layer, clusters)

    def _soon(self, do: Any, *given: Any) -> None:
        """Do something when the drag has ended."""
        timer = later(self, 0, weakly(do, *given))
        timer.timeout.connect(timer.deleteLater)
        timer.start()

    def _dropped_clusters(self, clusters: list[int], into: int) -> None:
        self._soon(self.merge_into, clusters, into)

    def _dropped_class(self, code: str, clusters: list[int]) -> None:
        chosen = self.clusters.chosen()
        wanted = chosen if clusters[0] in chosen else clusters
        self._soon(self.assign, code, wanted)


def swatch(color: QColor) -> QIcon:
    """Return an icon of a color."""
    pixmap = QPixmap(14, 14)
    pixmap.fill(color)
    return QIcon(pixmap)

"""The scenes of a cluster layer as arrays, which all parts of the workbench share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..core.base.errors import DeepClusterError, LayerError
from ..core.classes.cluster_table import (
    CLASS_FIELDS,
    CURRENT,
    RANK,
    Edit,
    LayerTable,
    current_of,
)
from ..core.clusters.layer_tree import ClusterTree
from ..processing.layers.destination import geopackage_of_layer
from ..processing.layers.fields import CLUSTER, PROBABILITY, SCENE_ID, X, Y
from ..processing.layers.read import schema_of
from ..processing.layers.style import cluster_color
from . import say_number, tr

CLUSTERS, CLASSES, LABELS = "clusters", "classes", "labels"
GRAY = 0xFF9A9A9A
_NUMBERS = (PROBABILITY, RANK, X, Y)


class Row(NamedTuple):
    """A cluster in the list."""

    cluster: int  # 0 for scenes without one
    scenes: int
    probability: float
    code: str  # the class that most of its scenes have, "" for none
    share: float  # of its scenes that have it


class TakenFor(NamedTuple):
    """What all scenes are taken for by the labels of some; arrays are (n,)."""

    names: list[str]
    """Of the classes, of which the first is none."""

    kind: Any
    """Places among the names, 0 for none."""

    probability: Any
    second: Any
    second_probability: Any

    def describe(self, place: int) -> str:
        """Say what a scene is taken for, and how surely."""
        pairs = (
            (int(self.kind[place]), self.probability[place]),
            (int(self.second[place]), self.second_probability[place]),
        )
        return ", ".join(f"{self.names[kind]} {sure:.0%}" for kind, sure in pairs if kind)


class PanelScenes:
    """What the table of a cluster layer holds, read once; arrays are (n,) in the order of keys.

    Raises
    ------
    DeepClusterError
        The layer is not one of ours, not in a GeoPackage, or cannot be read.
    """

    def __init__(self, layer: QgsVectorLayer) -> None:
        place = geopackage_of_layer(layer)
        if place is None:
            raise LayerError(
                tr(
                    "The layer '{}' is not in a GeoPackage, where edits are kept: save it as one "
                    "(Export > Save Features As) and select that."
                ).format(layer.name())
            )
        self.layer_table = LayerTable(*place)
        self.notes = self.layer_table.notes
        self.tree = ClusterTree.from_json(self.notes["tree"]) if self.notes.get("tree") else None
        leaf = self.tree.field if self.tree else "cluster"
        columns = self.layer_table.read(
            SCENE_ID, CLUSTER, CURRENT, leaf, *_NUMBERS, *CLASS_FIELDS[:2]
        )
        self.numbered = len(np.unique(columns[SCENE_ID])) == len(columns[SCENE_ID])
        """Whether a number means one scene; not so where layers were merged."""

        if layer.subsetString():
            request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
            shown = [
                one.id() for one in layer.dataProvider().getFeatures(request.setNoAttributes())
            ]
            kept = np.isin(columns["fid"], np.array(shown, dtype=np.int64))
            columns = {name: values[kept] for name, values in columns.items()}
        self.fid, self.scene_id = columns["fid"], columns["scene_id"]
        self._by_number: Any = None
        self.found: TakenFor | None = None
        """What the scenes are taken for, in label mode."""

        self.fitted, self.leaf = columns["cluster"], columns[leaf]
        self.probability = columns["probability"]
        self.rank = columns["exemplar_rank"]
        self.x, self.y = (columns[name].astype(np.float64) for name in ("umap_x", "umap_y"))
        self.cluster = current_of(columns)
        self.names = {"": ""}
        """Names of the classes that are used, by code."""
        self.names.update(zip(columns["class_code"].tolist(), columns["class_name"].tolist()))
        places = {"": 0}
        self.kind = np.fromiter(
            (places.setdefault(code, len(places)) for code in columns["class_code"].tolist()),
            dtype=np.int64,
            count=len(self.fid),
        )
        self.codes = list(places)
        """Codes of the classes that are used; `kind` (n,) holds their places here."""
        self.read_history()

    def read_history(self) -> None:
        """Read which edits can be undone and redone, and the schema, which they may change."""
        self.schema = schema_of(self.layer_table)
        self.last: Edit | None
        self.next: Edit | None
        self.last, self.next = self.layer_table.last_edits()

    def __len__(self) -> int:
        return len(self.fid)

    @property
    def classified(self) -> bool:
        """Whether any scene has a class."""
        return len(self.codes) > 1

    def rows(self, cluster: Any = None) -> list[Row]:
        """Return the clusters, or those of other numbers (n,), by number; without one last."""
        cluster = self.cluster if cluster is None else cluster
        if not len(cluster):
            return []
        most = int(cluster.max()) + 1
        count = np.bincount(cluster, minlength=most)
        known = np.isfinite(self.probability)
        sums = np.bincount(cluster[known], self.probability[known], minlength=most)
        means = sums / np.maximum(np.bincount(cluster[known], minlength=most), 1)
        kinds = len(self.codes)
        table = np.bincount(cluster * kinds + self.kind, minlength=most * kinds)
        table = table.reshape(most, kinds)
        main = table.argmax(axis=1)
        found = []
        for number in [*np.flatnonzero(count[1:]) + 1, 0]:
            if count[number]:
                share = float(table[number, main[number]] / count[number])
                code = self.codes[main[number]]
                mean = float(means[number]) if number else float("nan")
                found.append(Row(int(number), int(count[number]), mean, code, share))
        return found

    def places(self, fids: Iterable[int]) -> Any:
        """Return the places (m,) of scenes by their keys; unknown ones are left out."""
        wanted = np.fromiter(fids, dtype=np.int64)
        at = np.searchsorted(self.fid, wanted)
        at = np.minimum(at, len(self.fid) - 1)
        return at[self.fid[at] == wanted] if len(self.fid) else at[:0]

    def places_of(self, numbers: Iterable[int]) -> Any:
        """Return the places (m,) of scenes by their numbers, in this order, but of unknown ones."""
        wanted = np.fromiter(numbers, dtype=np.int64)
        if not len(self.fid):
            return wanted[:0]
        if self._by_number is None:
            self._by_number = np.argsort(self.scene_id, kind="stable")
        at = np.searchsorted(self.scene_id, wanted, sorter=self._by_number)
        places = self._by_number[np.minimum(at, len(self.fid) - 1)]
        return places[self.scene_id[places] == wanted]

    def order(self, places: Any) -> Any:
        """Sort places as one wants to see them: exemplars of each cluster, then the surest."""
        rank = np.where(self.rank[places] > 0, self.rank[places], 1 << 40)
        unsure = -np.nan_to_num(self.probability[places])
        return places[np.lexsort((unsure, self.cluster[places], rank))]

    def cluster_color(self, number: int) -> QColor:
        """Return the color of a cluster."""
        return cluster_color(number) if number else QColor(GRAY)

    def class_color(self, code: str) -> QColor:
        """Return the color of a class."""
        if self.schema is not None and code in self.schema.codes:
            return QColor(self.schema.get(code).color)
        return QColor(GRAY)

    def class_name(self, code: str) -> str:
        """Return the name of a class that is used."""
        return self.names.get(code) or code

    def colors(self, by: str, cluster: Any = None) -> Any:
        """Return the color (n,) of each scene as 0xAARRGGBB, by cluster or by class.

        Scenes without a class have the color of their cluster, as on the map.
        """
        cluster = self.cluster if cluster is None else cluster
        most = int(cluster.max(initial=0)) + 1
        colors = np.array([self.cluster_color(n).rgba() for n in range(most)], np.uint32)[cluster]
        if by == CLASSES:
            table = [GRAY, *(self.class_color(code).rgba() for code in self.codes[1:])]
            return np.where(self.kind > 0, np.array(table, dtype=np.uint32)[self.kind], colors)
        return colors

    def describe(self, place: int) -> str:
        """Say in a line which scene it is."""
        cluster = int(self.cluster[place])
        parts = [tr("Scene {}").format(int(self.scene_id[place]))]
        parts.append(tr("Cluster {}").format(cluster) if cluster else tr("No cluster"))
        if np.isfinite(self.probability[place]) and cluster:
            parts.append(f"p = {say_number(self.probability[place], '.2f')}")
        code = self.codes[self.kind[place]]
        parts.append(self.class_name(code) if code else "")
        parts.append(self.found.describe(place) if self.found is not None else "")
        return " · ".join(filter(None, parts))


class Selection(QObject):
    """The selected scenes: those of the layer, as a mask (n,); what selects them goes through it.

    ``changed`` tells by whom: the object that was given to `select`, or None for the map.
    """

    changed = pyqtSignal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._layer: QgsVectorLayer | None = None
        self._scenes: PanelScenes | None = None
        self._source: object | None = None
        self.mask = np.zeros(0, dtype=bool)
        self.count = 0

    def follow(self, layer: QgsVectorLayer | None, scenes: PanelScenes | None) -> None:
        """Take the selection of another layer, or of the same one with other scenes."""
        self._layer, self._scenes = layer, scenes
        self.read()

    def read(self, *_: Any) -> None:
        """Take the layer's selection."""
        self.mask = np.zeros(0 if self._scenes is None else len(self._scenes), dtype=bool)
        if self._layer is not None and self._scenes is not None:
            self.mask[self._scenes.places(self._layer.selectedFeatureIds())] = True
        self.count = int(self.mask.sum())
        self.changed.emit(self._source)

    @property
    def places(self) -> Any:
        """Places (m,) of the selected scenes."""
        return np.flatnonzero(self.mask)

    def select(self, mask: Any, source: object) -> None:
        """Select scenes of the layer by a mask (n,)."""
        if self._layer is None or self._scenes is None or np.array_equal(mask, self.mask):
            return
        self._source = source
        try:
            self._layer.selectByIds(self._scenes.fid[mask].tolist())
        finally:
            self._source = None


def open_scenes(layer: Any) -> tuple[PanelScenes | None, str]:
    """Return the scenes of a layer, or None and a sentence that says what to do instead."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
        return None, tr(
            'Select a cluster layer in the Layers panel: one that "Start here: cluster a raster" '
            "(Processing Toolbox > RS DeepCluster), Cluster features or Apply clusters has written "
            "to a GeoPackage."
        )
    try:
        return PanelScenes(layer), ""
    except DeepClusterError as error:
        return None, str(error)

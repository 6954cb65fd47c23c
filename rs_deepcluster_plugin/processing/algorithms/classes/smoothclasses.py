"""Classes or clusters, made smoother on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsSpatialIndex,
    QgsVectorLayer,
)

from ....core.base.errors import LayerError, SceneError
from ....core.base.values import say_count
from ....core.classes import smooth
from ....core.classes.cluster_table import CLASS_FIELDS
from ....core.classes.move import ONE_BY_ONE, SMOOTHED
from ....core.scenes.neighbors import check_cells
from ...cancel import stop_if_cancelled
from ...framework.edit_algorithm import open_layer
from ...framework.relabel_algorithm import RelabelAlgorithm
from ...layers.geometry import is_geographic, is_known
from ...layers.read import ORIGINS, find_several
from ...parameters.kinds import Choice, MaybeReal, Real, Whole

AUTOMATIC, CLASSES, CLUSTERS = "automatic", "classes", "clusters"


class SmoothClasses(RelabelAlgorithm):
    """Smooths classes or clusters."""

    NAME = "smoothclasses"
    LABEL = "Smooth classes"
    TAGS = (
        "smooth,majority,filter,sieve,minimum mapping unit,salt and pepper,neighborhood,class,"
        "cluster,edit"
    )
    HELP = (
        "Gives each scene the class that has the most weight in its neighborhood, where a scene "
        "weighs as much as its probability, and dissolves groups that are smaller than a minimum "
        "mapping unit. Where its own class has as much weight as another one, a scene keeps it. "
        "On a grid of scenes the neighbors are those around; other polygons, such as segments, "
        "are neighbors where they share a border, and count by its length. Scenes that were "
        "corrected singly do not change and weigh 1, and scenes without a class or cluster stay "
        "without. Clusters go into the field edited_cluster; classes that change are marked as "
        "smoothed in class_source."
    )

    FIELD = Choice(
        "FIELD", "Smooth", (AUTOMATIC, CLASSES, CLUSTERS),
        "automatic: classes where any are assigned, else clusters.",
    )  # fmt: skip
    RADIUS = Whole(
        "RADIUS", "Radius (scenes)", 1, 1, 5,
        "Scenes of a grid: how many rows and columns around a scene are its neighborhood; 1 "
        "are its eight neighbors.",
        advanced=False,
    )  # fmt: skip
    ITERATIONS = Whole(
        "ITERATIONS", "Iterations", 1, 0, 100,
        "How often the majority is taken; it ends before where nothing changes. 0: only "
        "small groups are dissolved.",
        advanced=False,
    )  # fmt: skip
    CENTER_WEIGHT = Real(
        "CENTER_WEIGHT", "Weight of the scene itself", 1, 0, 100,
        "How many times its probability a scene weighs in its own neighborhood.",
    )  # fmt: skip
    MIN_SIZE = Whole(
        "MIN_SIZE", "Minimum mapping unit (scenes)", 1, 1, 1000000,
        "Connected groups of fewer scenes dissolve into the class with which they have the "
        "longest border, weighted by the probability of the scenes there. 1: none do.",
        advanced=False,
    )  # fmt: skip
    ONLY_BELOW = MaybeReal(
        "ONLY_BELOW", "Only below this probability", None, 0, 1,
        "Only scenes with a smaller probability change. Empty: all may.",
        advanced=False,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.FIELD.declare(self)
        self.RADIUS.declare(self)
        self.ITERATIONS.declare(self)
        self.CENTER_WEIGHT.declare(self)
        self.MIN_SIZE.declare(self)
        self.ONLY_BELOW.declare(self)

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Smooth."""
        columns = self.scenes("row", "col", "probability", *ORIGINS)
        field = self.FIELD.read(self, parameters, context)
        assigned = bool((columns["class_code"] != "").any())
        if field == CLASSES and not assigned:
            raise LayerError(
                f"No scene of '{self.layer_table.table}' has a class. Assign classes first, or "
                "smooth the clusters."
            )
        of_classes = assigned and field != CLUSTERS
        labels = columns["current"]
        codes = np.array([""])
        if of_classes:
            # "" is the first of them where any scene has none.
            codes, labels = np.unique(
                np.append(columns["class_code"].astype(str), ""), return_inverse=True
            )
            labels = labels[:-1]
        singly = np.isin(columns["class_source"], ONE_BY_ONE)
        weights = np.where(singly, 1.0, np.nan_to_num(columns["probability"].astype(float)))
        free = ~singly
        below = self.ONLY_BELOW.read(self, parameters, context)
        if below is not None:
            free &= weights < below
        radius = self.RADIUS.read(self, parameters, context)
        neighbors = self._neighbors(columns, radius, feedback)
        stop_if_cancelled(feedback)
        center = self.CENTER_WEIGHT.read(self, parameters, context)
        iterations = self.ITERATIONS.read(self, parameters, context)
        after = smooth.vote_majority(labels, weights, neighbors, free, center, iterations)
        voted = int((after != labels).sum())
        minimum = self.MIN_SIZE.read(self, parameters, context)
        if minimum > 1:
            after = smooth.dissolve_small(after, weights, neighbors, free, minimum)
        changed = np.flatnonzero(after != labels)
        by_majority = say_count(voted, "scene changes", "scenes change")
        feedback.pushInfo(f"By the majority of their neighborhood, {by_majority}.")
        summary = (
            f"Smoothed the {CLASSES if of_classes else CLUSTERS} of "
            f"{say_count(len(changed), 'scene')} by their neighborhood."
        )
        if not of_classes:
            return self.relabel(summary, columns, after, feedback)
        names = dict(zip(columns["class_code"], columns["class_name"]))
        new = [str(code) for code in codes[after[changed]]]
        fids = columns["fid"][changed]
        values = (
            np.array(new, dtype=object),
            np.array([names[code] for code in new], dtype=object),
            np.array([SMOOTHED] * len(new), dtype=object),
        )
        changes = {f: (fids, value) for f, value in zip(CLASS_FIELDS, values)}
        results = self.edit(summary, changes, feedback)
        return {**results, "CLUSTERS": len(set(columns["current"].tolist()) - {0})}

    def _neighbors(
        self, columns: dict[str, Any], radius: int, feedback: QgsProcessingFeedback
    ) -> smooth.Neighbors:
        """Return who is whose neighbor: on a grid by rows and columns, else by borders.

        Raises
        ------
        LayerError
            The scenes have no place on the map.
        """
        fids = columns["fid"]
        layer = open_layer(self.layer_table)
        centers = np.full((len(fids), 2), np.nan)
        for feature in self._located(layer):
            center = feature.geometry().boundingBox().center()
            centers[np.searchsorted(fids, feature.id())] = center.x(), center.y()
        if np.isnan(centers).any():
            raise LayerError(
                f"The scenes of '{self.layer_table.table}' have no place on the map, so they have "
                "no neighbors."
            )
        found, said = [], False
        for rows in self._dates(columns, layer, feedback):
            try:
                cells = check_cells(columns["row"][rows], columns["col"][rows], centers[rows])
                own = smooth.grid_neighbors(cells, radius)
            except SceneError:
                if not said:
                    feedback.pushInfo(
                        "The scenes do not lie on a grid: those that share a border are neighbors."
                    )
                said = True
                # Only these need the geometries themselves, which take a gigabyte for a million.
                place = {fid: number for number, fid in enumerate(fids[rows].tolist())}
                shapes = {
                    place[feature.id()]: feature.geometry()
                    for feature in self._located(layer)
                    if feature.id() in place
                }
                boxes = [shapes[index].boundingBox() for index in range(len(shapes))]
                own = self._bordering(shapes, boxes, _lengths(layer), feedback)
            found.append((rows[own.one], rows[own.other], own.weights, own.borders))
        return smooth.Neighbors(*(np.concatenate(part) for part in zip(*found)))

    def _dates(
        self, columns: dict[str, Any], layer: QgsVectorLayer, feedback: QgsProcessingFeedback
    ) -> list[Any]:
        """Return the rows of the scenes of each date, all in one where no dates share a place."""
        fids, known = columns["fid"], set(self.layer_table.fields)
        origins = {name: columns[name] for name in ORIGINS if name in known}
        if all(len(set(values.tolist())) < 2 for values in origins.values()):
            return [np.arange(len(fids))]
        shapes = [b""] * len(fids)
        for feature in self._located(layer):
            shapes[int(np.searchsorted(fids, feature.id()))] = bytes(feature.geometry().asWkb())
        field = find_several(origins, shapes)
        if not field:
            return [np.arange(len(fids))]
        feedback.pushInfo(
            f"Scenes that differ in {field} lie in one place: those of each are smoothed by "
            "themselves."
        )
        texts, places = np.unique(columns[field].astype(str), return_inverse=True)
        return [np.flatnonzero(places == place) for place in range(len(texts))]

    @staticmethod
    def _located(layer: QgsVectorLayer) -> Iterator[QgsFeature]:
        """Read the scenes that have a geometry, without their attributes."""
        if layer.isSpatial():
            request = QgsFeatureRequest().setNoAttributes()
            yield from (f for f in layer.getFeatures(request) if not f.geometry().isNull())

    @staticmethod
    def _bordering(
        shapes: dict[int, QgsGeometry], boxes: list[QgsRectangle],
        length_of: Callable[[QgsGeometry], float], feedback: QgsProcessingFeedback,
    ) -> smooth.Neighbors:  # fmt: skip
        index = QgsSpatialIndex()
        for number, box in enumerate(boxes):
            index.addFeature(number, box)
        pairs, lengths = [], []
        for number, box in enumerate(boxes):
            if number % 100 == 0:
                feedback.setProgress(90 * number / len(boxes))
                stop_if_cancelled(feedback)
            near = [other for other in index.intersects(box) if other > number]
            engine = QgsGeometry.createGeometryEngine(shapes[number].constGet())
            engine.prepareGeometry()
            for other in sorted(near):
                if engine.intersects(shapes[other].constGet()):
                    length = length_of(shapes[number].intersection(shapes[other]))
                    if length > 0:
                        pairs.append((number, other))
                        lengths.append(length)
        one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return smooth.find_bordering(one, other, np.array(lengths, dtype=float))


def _lengths(layer: QgsVectorLayer) -> Callable[[QgsGeometry], float]:
    """Return what measures borders: in degrees, those to the east would be too long."""
    crs = layer.crs()
    if not (is_known(crs) and is_geographic(crs)):
        return QgsGeometry.length
    ground = QgsDistanceArea()
    ground.setSourceCrs(crs, QgsCoordinateTransformContext())
    ground.setEllipsoid(crs.ellipsoidAcronym())
    # Where polygons overlap, the border is what runs around that, as in other systems.
    return lambda shape: ground.measureLength(shape) + ground.measurePerimeter(shape)

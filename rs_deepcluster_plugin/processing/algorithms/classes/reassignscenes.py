"""Single scenes, moved to another cluster or class."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.errors import LayerError
from ....core.base.values import say_count
from ....core.classes.cluster_table import CLASS_FIELDS
from ....core.classes.move import SINGLY, check_clusters, parse_numbers, write_ranges
from ....core.classes.schema import Schema
from ...cancel import stop_if_cancelled
from ...framework.edit_algorithm import open_layer
from ...framework.relabel_algorithm import RelabelAlgorithm
from ...layers.geometry import features_in
from ...parameters.kinds import Expression, Flag, MaybeWhole, PolygonLayer, Text

_WAYS = "select them in the layer, or give SCENES, EXPRESSION or POLYGONS"


class ReassignScenes(RelabelAlgorithm):
    """Moves scenes to another cluster or class."""

    NAME = "reassignscenes"
    LABEL = "Reassign scenes"
    EXAMPLE = "SCENES='12, 40' CLUSTER=2"
    TAGS = "reassign,correct,move,relabel,scene,selection,polygon,cluster,class,edit"
    HELP = (
        "Corrects single scenes: those that are selected in the layer, listed, found by an "
        "expression or inside polygons are moved to a cluster or get a class. Choose the scenes in "
        "one of these ways, and either a cluster or a class. A scene that is moved to a cluster "
        "gets its class as well. A class that is given to single scenes stays when their cluster "
        "gets another class, and smoothing does not change it."
    )

    SELECTED = Flag(
        "SELECTED", "Selected scenes", False,
        "The scenes that are selected in the layer.",
    )  # fmt: skip
    SCENES = Text(
        "SCENES", "Listed scenes",
        "Numbers from the field scene_id, as 12, 15-20.", default=None,
    )  # fmt: skip
    CLUSTER = MaybeWhole(
        "CLUSTER", "To cluster", None, 0, None,
        "The number of the cluster that the scenes are moved to. 0: a new cluster.", advanced=False,
    )  # fmt: skip
    CLASS = Text(
        "CLASS", "To class",
        "Code or name of a class of the layer's schema. Where the layer has no schema, any "
        "name.", default=None,
    )  # fmt: skip

    EXPRESSION = Expression(
        "EXPRESSION", "Scenes by expression", RelabelAlgorithm.INPUT,
        "Scenes for which this is true, as cluster = 3 and probability < 0.4.",
    )  # fmt: skip
    POLYGONS = PolygonLayer(
        "POLYGONS", "Scenes inside polygons",
        "Polygons in any coordinate reference system. Scenes with their center inside are "
        "taken.",
        what="polygon", optional=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.SELECTED.declare(self)
        self.SCENES.declare(self)
        self.EXPRESSION.declare(self)
        self.POLYGONS.declare(self)
        self.CLUSTER.declare(self)
        self.CLASS.declare(self)

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read how the scenes are chosen, and the selection."""
        super().prepare(parameters, context)
        selected = self.SELECTED.read(self, parameters, context)
        ways = [
            one.name
            for one in (self.SCENES, self.EXPRESSION, self.POLYGONS)
            if self._is_given(parameters, one.name)
        ]
        if len(ways) + selected != 1:
            raise LayerError(
                f"Scenes are chosen in one way, and {'several were' if ways else 'none was'} "
                f"given: {_WAYS}."
            )
        self._way = ways[0] if ways else self.SELECTED.name
        self._cluster = self.CLUSTER.read(self, parameters, context)
        self._class = self.CLASS.read(self, parameters, context).strip()
        if (self._cluster is None) == (not self._class):
            raise LayerError(
                "Scenes are moved to a cluster or to a class, and "
                f"{'both were' if self._class else 'neither was'} given. Give one of them."
            )
        self._source_of_polygons = None
        if self._way == self.POLYGONS.name:
            self._source_of_polygons = self.POLYGONS.read(self, parameters, context)
        if self._way == self.SELECTED.name:
            layer = self.parameterAsVectorLayer(parameters, self.INPUT, context)
            self._selection = layer.selectedFeatureIds()
        self._expressions = QgsExpressionContext(context.expressionContext())
        self._expression = self.parameterAsExpression(parameters, self.EXPRESSION.name, context)

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Move the scenes."""
        columns = self.scenes("scene_id")
        chosen = self._chosen(parameters, columns, context, feedback)
        count = int(chosen.sum())
        if not count:
            raise LayerError(f"No scene is chosen by {self._way}. Choose at least one: {_WAYS}.")
        if self._way == self.SELECTED.name:
            # The history names them, for a selection can't be repeated.
            self._given.pop(self.SELECTED.name, None)
            self._given[self.SCENES.name] = write_ranges(columns["scene_id"][chosen].tolist())
        scenes = say_count(count, "scene")
        if self._cluster is not None:
            return self._to_cluster(columns, chosen, scenes, feedback)
        code, name = self._class_named(columns)
        fids = columns["fid"][chosen]
        summary = f"Moved {scenes} to the class {name}."
        changes = {f: (fids, value) for f, value in zip(CLASS_FIELDS, (code, name, SINGLY))}
        results = self.edit(summary, changes, feedback)
        return {**results, "CLUSTERS": len(set(columns["current"].tolist()) - {0})}

    def _to_cluster(
        self, columns: dict[str, Any], chosen: Any, scenes: str, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        cluster = int(self._cluster or 0)
        if cluster:
            check_clusters([cluster], columns["current"])
            summary = f"Moved {scenes} to cluster {cluster}."
        else:
            cluster = self.next_cluster(columns)
            summary = f"Moved {scenes} to the new cluster {cluster}."
        after = np.where(chosen, cluster, columns["current"])
        return self.relabel(summary, columns, after, feedback, chosen)

    def _class_named(self, columns: dict[str, Any]) -> tuple[str, str]:
        """Return code and name of the class that was given."""
        noted = self.layer_table.notes.get("schema")
        if noted:
            schema = Schema.from_json(noted)
            found = schema.find(self._class)
            if found is None:
                choices = ", ".join(f"{each.code} ({each.name})" for each in schema.classes[:30])
                raise LayerError(
                    f"The layer's schema has no class '{self._class}'. Choose one of: {choices}"
                    f"{', ...' if len(schema.classes) > 30 else ''}."
                )
            return found.code, found.name
        wanted = self._class.casefold()
        for code, name in zip(columns["class_code"], columns["class_name"]):
            if wanted in (code.casefold(), name.casefold()):
                return code, name
        return self._class, self._class

    def _chosen(
        self,
        parameters: dict[str, Any],
        columns: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Any:
        """Return which scenes (n,) are chosen."""
        if self._way == self.SELECTED.name:
            return np.isin(columns["fid"], self._selection)
        if self._way == self.SCENES.name:
            text = self.SCENES.read(self, parameters, context)
            numbers = parse_numbers(text, "scenes")
            missing = set(numbers) - set(columns["scene_id"].tolist())
            if missing:
                raise LayerError(
                    f"The layer has no scene {write_ranges(sorted(missing)[:10])}. Give numbers "
                    "from its field scene_id."
                )
            chosen = np.isin(columns["scene_id"], numbers)
            if chosen.sum() > len(numbers):
                known, counts = np.unique(columns["scene_id"][chosen], return_counts=True)
                raise LayerError(
                    f"Several scenes have the number {known[counts > 1][0]}, as where layers were "
                    "merged. Choose scenes in another way: selected in the layer, or by an "
                    "expression such as fid = 3."
                )
            return chosen
        if self._way == self.EXPRESSION.name:
            return np.isin(columns["fid"], self._found_by_expression(feedback))
        return np.isin(columns["fid"], self._inside_polygons(context, feedback))

    def _found_by_expression(self, feedback: QgsProcessingFeedback) -> list[int]:
        layer = open_layer(self.layer_table)
        expression = QgsExpression(self._expression)
        self._expressions.appendScope(QgsExpressionContextUtils.layerScope(layer))
        self._expressions.setFields(layer.fields())
        if expression.hasParserError() or not expression.prepare(self._expressions):
            reason = expression.parserErrorString() or expression.evalErrorString()
            raise LayerError(
                f"The expression {self._expression} cannot be understood "
                f"({' '.join(reason.split())}). Give one as cluster = 3."
            )
        found = []
        for feature in layer.getFeatures():
            _go_on(feedback, feature.id())
            self._expressions.setFeature(feature)
            value = expression.evaluate(self._expressions)
            if expression.hasEvalError():
                raise LayerError(
                    f"The expression {self._expression} cannot be evaluated "
                    f"({expression.evalErrorString()}). Give one as cluster = 3."
                )
            if isinstance(value, (bool, int, float)) and value:
                found.append(feature.id())
        return found

    def _inside_polygons(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> list[int]:
        layer = open_layer(self.layer_table)
        if not layer.isSpatial():
            raise LayerError(
                f"The scenes of '{self.layer_table.table}' have no place on the map. Choose them "
                "by an expression."
            )
        source = self._source_of_polygons
        assert source is not None  # nosec B101 # prepare has read it
        found = features_in(source, layer.crs(), context, feedback)
        shapes = [feature.geometry().makeValid() for feature in found]
        whole = QgsGeometry.unaryUnion([shape for shape in shapes if not shape.isNull()])
        if whole.isNull() or whole.isEmpty():
            raise LayerError("The layer of polygons has none. Choose another.")
        engine = QgsGeometry.createGeometryEngine(whole.constGet())
        engine.prepareGeometry()
        inside = []
        near = QgsFeatureRequest().setFilterRect(whole.boundingBox()).setNoAttributes()
        for feature in layer.getFeatures(near):
            _go_on(feedback, feature.id())
            # That of a scene like a crescent is inside it all the same.
            center = feature.geometry().pointOnSurface()
            if not center.isNull() and engine.intersects(center.constGet()):
                inside.append(feature.id())
        return inside

    @staticmethod
    def _is_given(parameters: dict[str, Any], name: str) -> bool:
        return parameters.get(name) not in (None, "")


def _go_on(feedback: QgsProcessingFeedback, number: int) -> None:
    if number % 1000 == 0:
        stop_if_cancelled(feedback)

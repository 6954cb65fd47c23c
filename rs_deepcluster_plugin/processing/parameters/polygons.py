"""Layers of polygons: scenes, masks and labeled places."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import Qt

from ...core.base.errors import SceneError
from ...worker import array_files
from ...worker.contract import LabeledPolygons
from ..framework.algorithm import Algorithm
from ..layers.geometry import features_in, is_known, moved_features, straight_wkb
from ..layers.values import is_null, text_of
from .kinds import FieldName, Group, Parameters, PolygonLayer

_OWN = ("scene_id", "row", "col", "valid_fraction")  # which scenes have themselves


class Mask(PolygonLayer):
    """Polygons that scenes must touch."""

    def read_wkb(
        self, crs: QgsCoordinateReferenceSystem, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext, feedback: QgsProcessingFeedback,
    ) -> bytes | None:  # fmt: skip
        """Read the polygons as WKB in the raster's CRS; None where there are none."""
        if not self.is_given(parameters):
            return None
        source = open_polygons(self, alg, parameters, context)
        shapes = [f.geometry() for f in features_in(source, crs, context, feedback)]
        whole = QgsGeometry.unaryUnion([g.makeValid() for g in shapes if not g.isNull()])
        if whole.isNull() or whole.isEmpty():
            raise SceneError(
                "The mask layer has no polygons that have a place in the raster's coordinate "
                "reference system. Choose another mask, or none."
            )
        return bytes(whole.asWkb())


class LabeledParameters(Group):
    """Labeled polygons and the field of their classes."""

    def __init__(self, help: str, field_label: str, field_help: str, default: str | None) -> None:
        self.polygons = PolygonLayer(
            "POLYGONS", "Labeled polygons", help, what="labeled", optional=True
        )
        self.field = FieldName(
            "CLASS_FIELD", field_label, self.polygons.name, field_help, default=default
        )

    def read(
        self, crs: QgsCoordinateReferenceSystem, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext, feedback: QgsProcessingFeedback,
    ) -> LabeledPolygons:  # fmt: skip
        """Write the polygons, and read the class of each, None where it has none."""
        if not self.polygons.is_given(parameters):
            raise SceneError(
                "The raster has no labeled polygons. Choose a polygon layer with classes."
            )
        field = self.field.read(alg, parameters, context)
        return write_polygons(
            self.polygons, crs, alg, parameters, context, feedback, field, "classes"
        )


def write_clusters(
    layer: PolygonLayer, field: str, crs: QgsCoordinateReferenceSystem, alg: Algorithm,
    parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback,
) -> LabeledPolygons:  # fmt: skip
    """Write the grid layer's polygons, and read the cluster of each, None where it has none."""
    found = write_polygons(layer, crs, alg, parameters, context, feedback, field, "clusters")
    # 0 is no cluster.
    return replace(found, classes=tuple(None if text == "0" else text for text in found.classes))


def open_polygons(
    layer: PolygonLayer, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> QgsProcessingFeatureSource:
    """Return the source of a layer that has polygons.

    Raises
    ------
    SceneError
        It cannot be opened, or has none.
    """
    source = layer.read(alg, parameters, context)
    if source is None:
        raise SceneError(f"The {layer.what} layer cannot be opened. Choose a polygon layer.")
    if QgsWkbTypes.geometryType(source.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise SceneError(
            f"The {layer.what} layer {source.sourceName()} has no polygons "
            f"({QgsWkbTypes.displayString(source.wkbType())}). Choose a polygon layer."
        )
    return source


def _check_field(source: QgsProcessingFeatureSource, field: str, holds: str) -> None:
    names = [f.name() for f in source.fields()]
    if field not in names:
        raise SceneError(
            f"The layer {source.sourceName()} has no field '{field}'. Choose the field that holds "
            f"the {holds}: {', '.join(names)}."
        )


def write_polygons(
    layer: PolygonLayer, crs: QgsCoordinateReferenceSystem, alg: Algorithm,
    parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback,
    field: str | None = None, holds: str = "",
) -> LabeledPolygons:  # fmt: skip
    """Write a layer's polygons for the worker, in the raster's CRS.

    With a field, which ``holds`` classes or clusters, the value of each polygon is read from it;
    without one, the attributes of the polygons are written too.

    Raises
    ------
    SceneError
        There is no such layer, or it has no polygons or lacks the field.
    """
    source = open_polygons(layer, alg, parameters, context)
    if field is not None:
        _check_field(source, field, holds)
    classes: list[str | None] = []
    names = [f.name() for f in source.fields()]
    shapes: list[bytes] = []
    numbers: dict[str, list[int]] = {"scene_id": [], "row": [], "col": []}
    kept: list[dict[str, Any]] = []
    given = source.sourceCrs()
    keeps = field is None and is_known(crs) and is_known(given) and given != crs
    straight: list[bytes] = []  # as they were given
    empty = 0
    for feature, before in moved_features(source, crs, context, feedback):
        if feature.geometry().isNull():
            continue
        if keeps:
            straight.append(straight_wkb(before))
        shapes.append(bytes(feature.geometry().asWkb()))
        if field is not None:
            classes.append(text_of(feature[field]) or None)
        else:
            kept.append({k: _plain(v) for k, v in zip(names, feature.attributes())})
        for name, values in numbers.items():
            value = feature[name] if name in names else None
            # A grid that is not ours is numbered in the order of its polygons.
            default = 0 if name == "col" else len(shapes)
            if isinstance(value, (int, float)) and value == value and value % 1 == 0:
                values.append(int(value))
            else:
                values.append(default)
                empty += name == "scene_id"
    ids = numbers["scene_id"]
    dropped: tuple[str, ...] = _OWN
    if "scene_id" in names and field is None and (empty or len(set(ids)) < len(ids)):
        feedback.pushWarning(
            f"The scene_id of {source.sourceName()} is not a whole number for {empty:,} polygons, "
            f"and the same as another's for {len(ids) - len(set(ids)):,}: its polygons are "
            f"numbered anew, 1 to {len(ids):,} in their order."
        )
        numbers["scene_id"] = list(range(1, len(ids) + 1))
        dropped = _OWN[1:]
    texts = [json.dumps({k: v for k, v in row.items() if k not in dropped}) for row in kept]
    path = alg.scratch / "polygons.npz"
    own: dict[str, Any] = {}
    if keeps:
        wkt = given.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
        own = array_files.pack_named("own", straight) | array_files.pack_texts("crs", [wkt])
    array_files.write(
        path,
        **array_files.pack(shapes),
        **{name: np.asarray(values, dtype=np.int64) for name, values in numbers.items()},
        **(array_files.pack_texts("attributes", texts) if texts else {}),
        **own,
    )
    return LabeledPolygons(str(path), tuple(classes))


def _plain(value: Any) -> Any:
    """Return an attribute as JSON has it: no NaN, and dates as text."""
    if is_null(value):
        return None
    if isinstance(value, (bool, int, float, str)):
        return value if not isinstance(value, float) or math.isfinite(value) else None
    if hasattr(value, "toString"):
        return value.toString(Qt.DateFormat.ISODate)
    return str(value)

"""Labels of scenes, and how scenes are classified by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProcessingFeedback

from ...core.base.errors import SceneError
from ...core.base.plain import field_of
from ...core.classes.schema import Schema
from ...core.features.scene_file import footprint_system
from ...core.labels.classifier import LABEL_METHODS, LabelSettings
from ...worker.contract import LabelInput
from ..framework.algorithm import Algorithm
from ..layers.labels import LabelFields, read_labels
from ..layers.read import table_of
from .kinds import (
    SEED,
    FieldName,
    Group,
    InputFile,
    Parameter,
    Parameters,
    SourceLayer,
    WholeLayer,
    setting_of,
)
from .scenes import read_or_noted
from .schema import SchemaParameters


class LabelParameters(Group):
    """A table of labels with its fields, the scenes that it is about, and the schema."""

    CLASSES = FieldName(
        "CLASS_FIELD", "Field of the class", "LABELS",
        "Codes or names of classes. Rows without one are left out.",
    )  # fmt: skip
    NOT_CLASSES = FieldName(
        "NOT_FIELD", "Field of what it is not", "LABELS",
        "A class that the scene is not: 'not water' is often known sooner than what it is. A scene "
        "that is none of the classes is taken for none of them, and so are those like it.",
    )  # fmt: skip
    TIME = FieldName(
        "TIME_FIELD", "Field of the time", "LABELS",
        "Of several labels of a scene the latest counts, by a date, a number or a text as "
        "2026-05-31. Empty: by the order of the rows.",
        advanced=True,
    )  # fmt: skip
    LAYER = WholeLayer(
        "INPUT", "Clusters",
        "A layer in a GeoPackage that has noted its features and its schema; any layer of scenes "
        "made here will do. Empty: give the features.",
        optional=True,
    )  # fmt: skip
    FEATURES = InputFile(
        "FEATURES", "Features", "parquet",
        "The features of the scenes, made by Extract features or Cluster a raster. Empty: those "
        "that the layer has noted.",
        optional=True,
    )  # fmt: skip
    SCHEMA = SchemaParameters(of_layer=True)

    def __init__(self, *, optional: bool = False) -> None:
        self.labels = SourceLayer(
            "LABELS", "Labels",
            "Points, polygons or a table without geometry, in any coordinate reference system, "
            "with a field of classes. A point labels the scene it lies in, a polygon those whose "
            "center or half it covers, and a row without a place the scene whose number is in its "
            "field scene_id.",
            optional=optional,
        )  # fmt: skip

    def declare(self, alg: Algorithm) -> None:
        """Add all of them."""
        for one in (
            self.labels, self.CLASSES, self.NOT_CLASSES, self.TIME, self.LAYER, self.FEATURES,
        ):  # fmt: skip
            one.declare(alg)
        self.SCHEMA.declare(alg)

    def prepare(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> PreparedLabels:
        """Find the features, the fields and the schema; call it in ``prepare``.

        Raises
        ------
        SceneError
            There are no features, or no field of labels.
        """
        layer = self.LAYER.read(alg, parameters, context)
        table = table_of(layer) if layer is not None else None
        features = read_or_noted(self.FEATURES, table, alg, parameters, context)
        if not features:
            raise SceneError(
                "There are no features: the layer has noted none that are still there. Give the "
                "features of the scenes."
            )
        fields = LabelFields(
            *(
                one.read(alg, parameters, context)
                for one in (self.CLASSES, self.NOT_CLASSES, self.TIME)
            )
        )
        given = self.labels.is_given(parameters)
        if given and not fields.classes and not fields.not_classes:
            raise SceneError(
                "The field of the labels is missing. Choose the one that holds their classes."
            )
        schema = self.SCHEMA.read_or_own(table, alg, parameters, context)
        return PreparedLabels(self, features, fields, schema, given)


class PreparedLabels:
    """What was found of labels in the thread of the layers."""

    def __init__(
        self, owner: LabelParameters, features: str, fields: LabelFields, schema: Schema | None,
        given: bool,
    ) -> None:  # fmt: skip
        self._owner, self.features, self.fields = owner, features, fields
        self.schema, self.given = schema, given

    def read(
        self, path: Path, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[LabelInput, Schema]:  # fmt: skip
        """Write the labels for the worker; returns them and the schema that they are of."""
        wkt = footprint_system(self.features)
        crs = QgsCoordinateReferenceSystem.fromWkt(wkt) if wkt else None
        source = self._owner.labels.read(alg, parameters, context)
        return read_labels(source, self.fields, self.schema, crs, path, context, feedback)


def _of(field: str, *, advanced: bool = True, **options: Any) -> Parameter[Any]:
    about = field_of(LabelSettings, field).metadata
    return setting_of(
        LabelSettings, field, field.upper(), about["label"], about["help"], advanced=advanced,
        **options,
    )  # fmt: skip


class LabelMethodParameters(Group):
    """How scenes are classified by labels."""

    METHOD = _of(
        "method", advanced=False,
        options={label: name for name, (label, *_) in LABEL_METHODS.items()},
    )  # fmt: skip
    REGULARIZATION = _of("regularization")
    STRENGTH = _of("strength")
    NEIGHBORS = _of("neighbors")
    DOUBT = _of("doubt")
    SIMILARITY = _of("similarity")
    FOLDS = _of("folds")
    SEED = SEED

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> LabelSettings:
        """Read the settings."""
        return self.read_settings(
            LabelSettings, alg, parameters, context, seed=SEED.read(alg, parameters, context)
        )

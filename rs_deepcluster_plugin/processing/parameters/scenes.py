"""Layers of scenes, and what they were made of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ...core.base.errors import RasterError
from ...core.classes.cluster_table import LayerTable
from ...core.scenes.collection.virtual import caution_of
from ...core.scenes.raster import is_same_raster
from ..framework.algorithm import Algorithm
from ..layers import read
from .kinds import FieldName, InputFile, Parameter, Parameters, SourceLayer
from .raster import NoData, additional_no_data, raster_path, say_switched_off, switched_off


class SceneLayer(SourceLayer):
    """A layer of scenes, of any format."""

    def __init__(self) -> None:
        super().__init__(
            "INPUT",
            "Clusters",
            "A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, "
            "in any format, or the selected scenes of one.",
        )

    def read_scenes(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback, **options: Any,
    ) -> read.Scenes:  # fmt: skip
        """Read the scenes; see `layers.read.read_scenes`."""
        return read.read_scenes(self.read(alg, parameters, context), context, feedback, **options)


def class_field(parent: SceneLayer) -> FieldName:
    """Return the field that makes the classes."""
    return FieldName(
        "FIELD",
        "Field",
        parent.name,
        "Field whose values are the classes. Empty: the class of a scene where it has one, "
        "else its current cluster. class_code leaves scenes without a class out.",
    )


class NotedRaster(NamedTuple):
    """The raster that scenes were made of."""

    path: str
    crs: QgsCoordinateReferenceSystem
    no_data: NoData
    """What its layer names as no data, or did when the scenes were made."""

    switched_off: tuple[int, ...] = ()
    """Bands whose own no-data value the layer's properties say not to use."""

    def say_cautions(self, feedback: QgsProcessingFeedback) -> None:
        """Warn of what makes values of the raster others than those that are meant."""
        say_switched_off(self.switched_off, feedback)
        caution = caution_of(self.path) if self.path else ""
        if caution:
            feedback.pushWarning(caution)


class SourceRaster(Parameter["NotedRaster | None"]):
    """The raster that the scenes were made of."""

    def __init__(self, help: str) -> None:
        super().__init__(
            "RASTER",
            "Raster",
            help + " Empty: the raster that a layer in a GeoPackage has noted.",
            optional=True,
        )

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterRasterLayer(self.name, label, optional=True)

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> NotedRaster | None:
        """Read the raster that is given; see `read_or_noted`."""
        return self.read_or_noted(None, alg, parameters, context)

    def read_or_noted(
        self, layer_table: LayerTable | None, alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext,
    ) -> NotedRaster | None:  # fmt: skip
        """Return the raster that is given or noted; call it in ``prepare``.

        Raises
        ------
        RasterError
            It is no file.
        """
        path = layer_table.source("raster") if layer_table is not None else ""
        noted = noted_no_data(layer_table.notes) if layer_table is not None else ()
        if not self.is_given(parameters):
            layer = QgsRasterLayer(path, "raster", "gdal") if path else None
            return (
                NotedRaster(path, layer.crs(), noted)
                if layer is not None and layer.isValid()
                else None
            )
        layer = alg.parameterAsRasterLayer(parameters, self.name, context)
        if layer is None or not layer.isValid() or layer.dataProvider().name() != "gdal":
            raise RasterError(
                f"{parameters.get(self.name)} is not a raster file that QGIS can open. Choose "
                "another."
            )
        given = raster_path(layer)
        no_data = additional_no_data(layer) or (noted if is_same_raster(given, path) else ())
        return NotedRaster(given, layer.crs(), no_data, switched_off(layer))


def noted_no_data(notes: Mapping[str, Any]) -> NoData:
    """Return what the layer of the raster named as no data when the scenes were made."""
    made = notes.get("provenance") or {}
    return tuple((band, low, high) for band, low, high in made.get("no_data") or ())


def read_or_noted(
    file: InputFile, layer_table: LayerTable | None, alg: Algorithm, parameters: Parameters,
    context: QgsProcessingContext,
) -> str:  # fmt: skip
    """Return a file that is given, else the one that the layer has noted, else ""."""
    given = file.read(alg, parameters, context)
    noted = layer_table.source(file.name.lower()) if layer_table is not None and not given else ""
    return given or (os.path.abspath(noted) if noted else "")

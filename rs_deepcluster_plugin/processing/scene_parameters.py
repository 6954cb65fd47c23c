"""Layers of scenes as parameters: how algorithms that take one declare it and read it."""

from __future__ import annotations

import os
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ..core.base.errors import LayerError, RasterError
from ..core.classes.cluster_table import Workspace
from .framework.algorithm import Algorithm
from .layers import read
from .layers.area import Frame
from .layers.style import class_list
from .shared_parameters import Parameters, raster_path


def add_scenes(alg: Algorithm, help: str = "") -> None:
    """Add the layer of scenes, of any format."""
    alg.addParameter(
        QgsProcessingParameterFeatureSource(
            "INPUT", alg.tr("Clusters"), [QgsProcessing.SourceType.TypeVector]
        ),
        help=alg.tr(
            "A layer made by Cluster scenes, Cluster features, Apply clusters or Refine model, in "
            "any format, or the selected scenes of one."
        )
        + help,
    )


def add_field(alg: Algorithm) -> None:
    """Add the field that makes the classes."""
    alg.addParameter(
        QgsProcessingParameterField(
            "FIELD", alg.tr("Field"), parentLayerParameterName="INPUT", optional=True
        ),
        help=alg.tr(
            "Field whose values are the classes. Empty: the class of a scene where it has one, "
            "else its current cluster. class_code leaves scenes without a class out."
        ),
    )


def add_source_raster(alg: Algorithm, help: str) -> None:
    """Add the raster that the scenes were made of."""
    alg.addParameter(
        QgsProcessingParameterRasterLayer("RASTER", alg.tr("Raster"), optional=True),
        help=help + alg.tr(" Empty: the raster that a layer in a GeoPackage has noted."),
    )


def read_source(
    alg: Algorithm, name: str, parameters: Parameters, context: QgsProcessingContext
) -> QgsProcessingFeatureSource:
    """Return a layer that must be there.

    Raises
    ------
    LayerError
        It cannot be opened.
    """
    source = alg.parameterAsSource(parameters, name, context)
    if source is None:
        raise LayerError(f"{parameters.get(name)} cannot be opened. Choose another layer.")
    return source


def read_scenes(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    **options: Any,
) -> read.Scenes:
    """Read the scenes of INPUT; see `layers.read.read_scenes`."""
    source = read_source(alg, "INPUT", parameters, context)
    return read.read_scenes(source, context, feedback, **options)


def workspace_of(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext, name: str = "INPUT"
) -> Workspace | None:
    """Return the table of a layer where it is in a GeoPackage; call it in ``prepare``."""
    layer = alg.parameterAsVectorLayer(parameters, name, context)
    return read.table_of(layer) if layer is not None else None


def read_class_names(
    alg: Algorithm, name: str, parameters: Parameters, context: QgsProcessingContext
) -> dict[str, str]:
    """Return names by code of the schema that a cluster layer was given, if any."""
    table = workspace_of(alg, parameters, context, name)  # any polygon layer will do
    return {code: called for code, called, _ in class_list(table)} if table is not None else {}


def read_frame(
    alg: Algorithm, name: str, parameters: Parameters, context: QgsProcessingContext
) -> Frame | None:
    """Return where the raster of a cluster layer has pixels, if it is known."""
    return read.frame_of(workspace_of(alg, parameters, context, name))


def read_source_raster(
    alg: Algorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    workspace: Workspace | None,
) -> tuple[str, QgsCoordinateReferenceSystem] | None:
    """Return the path and the CRS of the raster that is given or noted; call it in ``prepare``.

    Raises
    ------
    RasterError
        It is no file.
    """
    if parameters.get("RASTER") in (None, ""):
        path = workspace.source("raster") if workspace is not None else ""
        layer = QgsRasterLayer(path, "raster", "gdal") if path else None
        return (path, layer.crs()) if layer is not None and layer.isValid() else None
    layer = alg.parameterAsRasterLayer(parameters, "RASTER", context)
    if layer is None or not layer.isValid() or layer.dataProvider().name() != "gdal":
        raise RasterError(
            f"{parameters.get('RASTER')} is not a raster file that QGIS can open. Choose another."
        )
    return raster_path(layer), layer.crs()


def noted_file(
    alg: Algorithm,
    name: str,
    parameters: Parameters,
    context: QgsProcessingContext,
    workspace: Workspace | None,
) -> str:
    """Return a file that is given, else the one that the layer has noted, else ""."""
    given = alg.file_input(name, parameters, context)
    noted = workspace.source(name.lower()) if workspace is not None and not given else ""
    return given or (os.path.abspath(noted) if noted else "")

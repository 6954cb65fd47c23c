"""What a run reads: which of two inputs, and which files, so that nothing is written over them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFile,
    QgsProcessingUtils,
    QgsProviderRegistry,
)

from ...core.base.errors import LayerError, SceneError
from ...core.base.files import finish_swaps
from ...core.classes.cluster_table import LayerTable
from ...core.scenes.raster import file_of
from ..layers.destination import geopackage_of

_NOTED = {
    "raster": "the raster that the scenes were made of",
    "features": "the features that the clusters were made of",
    "cluster_model": "the cluster model of the layer",
}


def finish_files(alg: QgsProcessingAlgorithm, parameters: dict[str, Any]) -> None:
    """Put in its place what a run that was killed had begun to, before anything there is read."""
    folders = set()
    for definition in alg.parameterDefinitions():
        value = parameters.get(definition.name())
        for each in value if isinstance(value, (list, tuple)) else [value]:
            source: Any = getattr(each, "source", None)
            text = source.staticValue() if hasattr(source, "staticValue") else each
            if isinstance(text, (str, Path)):
                folders.add(os.path.dirname(str(text).split("|", 1)[0]))
    for folder in folders:
        if os.path.isabs(folder):
            finish_swaps(folder)


def files_read(
    alg: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[Path, str]:
    """Return the files that a run reads, and what each of them is.

    With the parts of a dataset: what lies beside a shapefile or a raster, what a virtual raster is
    made of, and the files that a cluster layer has noted.
    """
    found: dict[Path, str] = {}
    for definition in alg.parameterDefinitions():
        name = definition.name()
        if definition.isDestination() or parameters.get(name) in (None, ""):
            continue
        if isinstance(definition, QgsProcessingParameterFile):
            path = alg.parameterAsFile(parameters, name, context)
            if path:
                found.setdefault(Path(path), f"the file that is read ({name})")
            continue
        for layer in _layers_of(definition, parameters, context):
            raster = layer.type() == QgsMapLayer.LayerType.RasterLayer
            kind = f"the {'raster' if raster else 'layer'} that is read ({name})"
            for path in _files_of(layer):
                found.setdefault(path, kind)
            for path, noted in _noted_files(layer):
                found.setdefault(path, noted)
    return found


def take_one(first: bool, second: bool, what: str) -> None:
    """Refuse two inputs of which both are given, or neither; ``what`` names one or the other."""
    if first == second:
        beside = ", and not both" if first else ""
        raise SceneError(f"Give either {what}{beside}.")


def kind_of(path: Path, read: dict[Path, str]) -> str:
    """Return which of the files that are read a path is, "" for none of them."""
    for other, kind in read.items():
        if _same(path, other):
            return kind
    return ""


def _same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samefile(one, other)
    places = (os.path.normcase(os.path.realpath(path)) for path in (one, other))
    return next(places) == next(places)


def _layers_of(
    definition: Any, parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[QgsMapLayer]:
    """Give the layers of a parameter that takes some."""
    if definition.type() not in ("source", "vector", "raster", "layer", "multilayer"):
        return
    value = parameters.get(definition.name())
    for each in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(each, QgsMapLayer):
            yield each
            continue
        source: Any = getattr(each, "source", None)
        text = source.staticValue() if hasattr(source, "staticValue") else each
        layer = QgsProcessingUtils.mapLayerFromString(str(text), context)
        if layer is not None:
            yield layer


def _files_of(layer: QgsMapLayer) -> Iterator[Path]:
    """Give the files of a layer that GDAL reads."""
    provider = layer.providerType()
    if provider not in ("gdal", "ogr", "delimitedtext"):
        return
    source = layer.source()
    parts = QgsProviderRegistry.instance().decodeUri(provider, source)
    path = str(parts.get("path") or source.split("|", 1)[0])
    yield file_of(f"{parts.get('vsiPrefix') or ''}{path}{parts.get('vsiSuffix') or ''}")
    if provider == "delimitedtext" or not os.path.exists(path):
        return
    kind = gdal.OF_RASTER if provider == "gdal" else gdal.OF_VECTOR
    dataset = gdal.OpenEx(path, kind | gdal.OF_READONLY)
    for file in (dataset.GetFileList() or ()) if dataset is not None else ():
        yield Path(file)


def _noted_files(layer: QgsMapLayer) -> Iterator[tuple[Path, str]]:
    """Give the files that a cluster layer has noted."""
    place = geopackage_of(layer.source()) if layer.providerType() == "ogr" else None
    if place is None:
        return
    with contextlib.suppress(LayerError):
        layer_table = LayerTable(*place)
        for key, kind in _NOTED.items():
            noted = layer_table.source(key)
            if noted:
                yield file_of(noted), kind

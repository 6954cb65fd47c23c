"""From the worker's arrays to a vector layer in whatever sink the user chose."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsWkbTypes,
)

from ... import compat
from ...core.classes.cluster_table import RANK, Workspace
from ...core.classes.schema import escape_formula
from ...core.clusters.layer_tree import is_level_field
from ...worker import exchange
from ...worker.contract import ClusterLayerResult
from ..cancel import stop_if_cancelled
from .destination import destination_path, destination_text, geopackage_of
from .fields import (
    AMBIGUOUS,
    AREA,
    CLUSTER,
    CLUSTER_FIELDS,
    NAME,
    PROBABILITY,
    RESERVED,
    SECOND,
    SECOND_PROBABILITY,
    SUBCLUSTER,
    X,
    Y,
    membership_fields,
)
from .style import style_cluster_layer

_SPREADSHEETS = (".csv", ".tsv", ".xlsx", ".ods")
_BLOCK = 10_000
_LITTLE = 1_000_000  # bytes; a disk with less is full


def write_layer(
    alg: QgsProcessingAlgorithm,
    arrays_path: Path,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    crs: QgsCoordinateReferenceSystem,
    fields: tuple[tuple[str, str], ...],
    output: str = "OUTPUT",
    more: Sequence[tuple[str, str, list[Any]]] = (),
) -> str:
    """Write the arrays as features into the sink ``output``; returns its destination.

    ``more`` are name, type and values of fields that are not among the arrays.
    """
    arrays = exchange.read(arrays_path)
    geometries = exchange.unpack(arrays["data"], arrays["ends"])
    columns = [plain(arrays[name]) for name, _ in fields]
    if SECOND in arrays:
        columns = _with_nulls(columns, fields, arrays)
    if "name_data" in arrays:
        fields = ((NAME, "string"), *fields)
        names = exchange.unpack(arrays["name_data"], arrays["name_ends"])
        columns.insert(0, [name.decode() for name in names])
    if "attributes_data" in arrays:
        texts = exchange.unpack(arrays["attributes_data"], arrays["attributes_ends"])
        more = (*more, *_attributes(texts, [name for name, _ in fields]))
    for name, type_name, values in more:
        fields = (*fields, (name, type_name))
        columns.append(values)
    return write_columns(
        alg, fields, columns, geometries, parameters, context, feedback, crs, output
    )


def write_columns(
    alg: QgsProcessingAlgorithm,
    fields: Sequence[tuple[str, str]],
    columns: Sequence[list[Any]],
    geometries: Sequence[bytes],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    crs: QgsCoordinateReferenceSystem | None = None,
    output: str = "OUTPUT",
) -> str:
    """Write plain values and WKB, empty for no geometry, as features; see `write_features`.

    In formats of spreadsheets, text that looks like a formula is made harmless.
    """
    if destination_text(parameters, output).lower().endswith(_SPREADSHEETS):
        columns = [
            [escape_formula(value) if isinstance(value, str) else value for value in column]
            for column in columns
        ]
    kind = _geometry_type(geometries)
    definition = QgsFields()
    for name, type_name in fields:
        field = compat.field(name, type_name)
        if name == AREA:  # else shapefiles keep so many decimals that large areas do not fit
            field.setLength(23)
            field.setPrecision(6)
        definition.append(field)
    multiple = QgsWkbTypes.isMultiType(kind)
    total = len(geometries)

    def features() -> Iterator[QgsFeature]:
        for index, (wkb, *values) in enumerate(zip(geometries, *columns)):
            if index % _BLOCK == 0:
                feedback.setProgress(95 + 5 * index / total)
                stop_if_cancelled(feedback)
            feature = QgsFeature(definition)
            feature.setAttributes(values)
            if wkb:
                geometry = QgsGeometry()
                geometry.fromWkb(wkb)
                if multiple:
                    geometry.convertToMultiType()
                feature.setGeometry(geometry)
            yield feature

    return write_features(alg, features(), parameters, context, definition, kind, crs, output)


def write_features(
    alg: QgsProcessingAlgorithm,
    features: Iterable[QgsFeature],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    definition: QgsFields,
    kind: Any = QgsWkbTypes.Type.NoGeometry,
    crs: QgsCoordinateReferenceSystem | None = None,
    output: str = "OUTPUT",
) -> str:
    """Write features into the sink ``output``, all or nothing; returns its destination."""
    asked = destination_text(parameters, output)
    place = destination_path(asked)
    # A table in a database that was there before: the others in it are none of our business.
    guest = asked.startswith("ogr:") and place is not None and place.exists()
    try:
        sink, destination = alg.parameterAsSink(
            parameters, output, context, definition, kind, crs or QgsCoordinateReferenceSystem()
        )
    except QgsProcessingException as error:
        raise _write_error(place, str(error)) from None
    if sink is None:
        raise QgsProcessingException(alg.invalidSinkError(parameters, output))
    try:
        for feature in features:
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise _write_error(place, sink.lastError())
        if not sink.flushBuffer():
            raise _write_error(place, sink.lastError())
    except Exception:
        del sink
        if guest:
            _drop_table(destination)
        else:
            _remove(destination)
        raise
    compat.close_sink(sink)
    del sink
    return str(destination)


def write_cluster_layer(
    alg: QgsProcessingAlgorithm,
    arrays_path: Path,
    result: ClusterLayerResult,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    **sources: str,
) -> str:
    """Write the cluster layer and give it its style, in the file and when it is loaded.

    ``sources`` are files that belong to it, which a GeoPackage notes with the settings of the run.
    """
    crs = QgsCoordinateReferenceSystem()
    made = result.provenance.to_json()
    if made["crs_wkt"]:
        crs = QgsCoordinateReferenceSystem.fromWkt(made["crs_wkt"])
    leaves = [(SUBCLUSTER, "int")] if result.subclusters else []
    leaves += [(name, "int") for name in result.levels]
    fields = (*CLUSTER_FIELDS, *leaves, *membership_fields(result.memberships))
    destination = write_layer(alg, arrays_path, parameters, context, feedback, crs, fields)
    place = geopackage_of(destination)
    if place is not None:
        Workspace(*place).set_notes(
            {
                **sources,
                "algorithm": alg.NAME,
                "parameters": alg.given_values(parameters, context),
                "raster": made["source"],
                "bands": made["bands"],
                "scaling": {
                    "low": made["scaling_low"],
                    "high": made["scaling_high"],
                    "applied": made.get("scale_applied", False),
                },
                "provenance": made,
                "tree": None if result.tree is None else result.tree.to_json(),
            }
        )
    counts = dict(enumerate(result.counts, start=1))
    style_cluster_layer(context, destination, counts, result.unclustered, feedback)
    sizes = ", ".join(f"{number}: {size}" for number, size in counts.items())
    feedback.pushInfo(f"{result.clusters} clusters (cluster: scenes): {sizes}.")
    if result.unclustered:
        feedback.pushInfo(
            f"{result.unclustered} scenes have no cluster, {result.skipped} of them for "
            "lack of valid data."
        )
    return destination


def plain(array: Any, nothing: Any = None) -> list[Any]:
    """Turn an array into plain values, NaN (or else ``nothing``) into NULL."""
    gone = array != array if nothing is None else array == nothing
    if not gone.any():
        return list(array.tolist())
    return [NULL if missing else value for value, missing in zip(array.tolist(), gone.tolist())]


def _with_nulls(
    columns: list[list[Any]], fields: tuple[tuple[str, str], ...], arrays: dict[str, Any]
) -> list[list[Any]]:
    """Put NULL where a scene has no cluster, no second one, no rank or no vector."""
    levels = [name for name in arrays if is_level_field(name)]
    missing = {
        **dict.fromkeys(
            (CLUSTER, PROBABILITY, SUBCLUSTER, AMBIGUOUS, *levels), arrays[CLUSTER] == 0
        ),
        **dict.fromkeys((SECOND, SECOND_PROBABILITY), arrays[SECOND] == 0),
        RANK: arrays[RANK] == 0,
        **dict.fromkeys((X, Y), ~arrays["present"]),
    }
    return [
        [NULL if gone else value for value, gone in zip(column, missing[name].tolist())]
        if name in missing and missing[name].any()
        else column
        for column, (name, _) in zip(columns, fields)
    ]


def _attributes(texts: list[bytes], taken: Sequence[str]) -> Iterator[tuple[str, str, list[Any]]]:
    """Return name, type and values of what polygons had that were given as scenes.

    A name that one of our fields has gets an underscore.
    """
    rows = [json.loads(text) if text else {} for text in texts]
    used = {name.casefold() for name in (*taken, *RESERVED)}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row.get(name) for row in rows]
        known = [value for value in values if value is not None]
        kind = "string"
        if known and all(isinstance(value, bool) for value in known):
            kind = "bool"
        elif known and all(type(value) is int for value in known):
            kind = "int64"
        elif known and all(type(value) in (int, float) for value in known):
            kind, values = "double", [None if v is None else float(v) for v in values]
        else:
            values = [None if v is None else str(v) for v in values]
        while name.casefold() in used:
            name += "_"
        used.add(name.casefold())
        yield name, kind, [NULL if value is None else value for value in values]


def _geometry_type(geometries: Sequence[bytes]) -> Any:
    """Polygon, multi-polygon where any is, or no geometry."""
    shapes = [wkb for wkb in geometries if wkb]
    if not shapes:
        return QgsWkbTypes.Type.NoGeometry
    kinds = {(wkb[:1], wkb[1:5]) for wkb in shapes}
    kind = QgsWkbTypes.Type.Polygon
    for order, code in kinds:
        number = int.from_bytes(code, "little" if order == b"\x01" else "big") & 0xFFFF
        if number % 1000 == 6:
            kind = QgsWkbTypes.Type.MultiPolygon
    return kind


def _write_error(path: Path | None, reason: str) -> QgsProcessingException:
    """Say why a layer could not be written, and what to do."""
    if path is not None and path.parent.is_dir() and shutil.disk_usage(path.parent).free < _LITTLE:
        return QgsProcessingException(
            f"The disk is full, so {path} could not be written. Free some space or choose another "
            "folder, and run again."
        )
    reason = " ".join(reason.split()).rstrip(".")
    return QgsProcessingException(
        f"The layer could not be written{f' ({reason})' if reason else ''}. "
        "Choose another place or format for it, and run again."
    )


def _drop_table(destination: str) -> None:
    """Leave no half-written table in a database."""
    metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
    parts = metadata.decodeUri(destination)
    with contextlib.suppress(QgsProviderConnectionException):
        metadata.createConnection(parts["path"], {}).dropVectorTable("", parts["layerName"])


def _remove(destination: str) -> None:
    """Leave no half-written file, nor what lies beside it."""
    path = destination_path(destination)
    if path is None:
        return
    beside = [path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm")]
    if path.suffix.lower() == ".shp":
        beside += [path.with_suffix(end) for end in (".dbf", ".shx", ".prj", ".cpg", ".qix")]
    for file in (path, *beside):
        with contextlib.suppress(OSError):
            file.unlink()

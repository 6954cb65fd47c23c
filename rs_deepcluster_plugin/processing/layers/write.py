"""The one writer of layers: from values to a vector layer in whatever sink the user chose."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import shutil
import sys
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ... import compat
from ...core.base.errors import LayerError
from ...core.base.files import replace_all, written_beside
from ...core.base.values import say_count, statement_with
from ...core.classes.cluster_table import RANK, LayerTable, statements_of
from ...core.classes.geopackage import other_tables, refuse_locked
from ...core.classes.schema import Schema, escape_formula
from ...core.clusters.layer_tree import is_level_field
from ...core.features.scene_file import Provenance
from ...worker import array_files
from ...worker.contract import ClusterLayerResult
from ...worker.host.client import Cancelled
from ..cancel import stop_if_cancelled
from .destination import destination_path, destination_table, destination_text, geopackage_of
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
from .style import (
    Style,
    store_style,
    style_clusters,
    style_on_load,
    style_temporary,
)

_SPREADSHEETS = (".csv", ".tsv", ".xlsx", ".ods")
_DBASE, _LONGEST_TEXT = (".shp", ".dbf"), 254
_BLOCK = 1000
_INDEXED = 10_000  # scenes that are put into an index at once: a tenth of a second
_LITTLE = 1_000_000  # bytes; a disk with less is full
# By what a file is known to be whole: how it ends, or how many features are in it.
_ENDS = {".geojson": b"}", ".json": b"}", ".kml": b">", ".gml": b">"}
_COUNTED = (".gpkg", ".sqlite", ".shp", ".dbf", ".fgb", ".csv")
_ZIPPED = (".xlsx", ".ods")
# Parts of a file of a format, indices and notes that programs keep beside it; with a "+" they
# follow the whole name.
_BESIDE = {
    ".gpkg": ("+-wal", "+-shm", "+-journal"),
    ".sqlite": ("+-wal", "+-shm", "+-journal"),
    ".shp": (
        ".shx", ".dbf", ".prj", ".cpg", ".cst", ".qpj", ".qix", ".sbn", ".sbx", ".idm", ".ind",
        ".fbn", ".fbx", ".ain", ".aih", ".ixs", ".mxs", "+.xml",
    ),
    ".dbf": (".cpg", ".cst", ".idm", ".ind"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".csv": (".csvt",),
    ".gml": (".xsd", ".gfs"),
}  # fmt: skip
# Style and notes of QGIS, which are those of another layer where there is none of the name.
_OF_QGIS = (".qml", ".qmd")


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
    style: Style | None = None,
    finish: Callable[[LayerTable], None] | None = None,
) -> str:
    """Write the arrays as features into the sink ``output``; returns its destination.

    ``more`` are name, type and values of fields that are not among the arrays; for the others, see
    `write_features`.
    """
    with array_files.opened(arrays_path) as arrays:
        geometries = array_files.Packed(arrays["data"], arrays["ends"])
        columns: list[Iterable[Any]] = _columns(fields, arrays)
        if "name_data" in arrays:
            fields = ((NAME, "string"), *fields)
            names = array_files.Packed(arrays["name_data"], arrays["name_ends"])
            columns.insert(0, (name.decode() for name in names))
        if "attributes_data" in arrays:
            texts = array_files.Packed(arrays["attributes_data"], arrays["attributes_ends"])
            more = (*more, *_attributes(texts, [name for name, _ in fields]))
        for name, type_name, values in more:
            fields = (*fields, (name, type_name))
            columns.append(values)
        return write_columns(
            alg, fields, columns, geometries, parameters, context, feedback, crs, output, style,
            finish,
        )  # fmt: skip


def write_columns(
    alg: QgsProcessingAlgorithm,
    fields: Sequence[tuple[str, str]],
    columns: Sequence[Iterable[Any]],
    geometries: Collection[bytes],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    crs: QgsCoordinateReferenceSystem | None = None,
    output: str = "OUTPUT",
    style: Style | None = None,
    finish: Callable[[LayerTable], None] | None = None,
) -> str:
    """Write plain values and WKB, empty for no geometry, as features; see `write_features`.

    In formats of spreadsheets, text that looks like a formula is made harmless.
    """
    if destination_text(parameters, output).lower().endswith(_SPREADSHEETS):
        columns = [
            (escape_formula(value) if isinstance(value, str) else value for value in column)
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

    return write_features(
        alg, features(), parameters, context, feedback, definition, kind, crs, output, style, finish
    )


def write_features(
    alg: QgsProcessingAlgorithm,
    features: Iterable[QgsFeature],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    definition: QgsFields,
    kind: Any = QgsWkbTypes.Type.NoGeometry,
    crs: QgsCoordinateReferenceSystem | None = None,
    output: str = "OUTPUT",
    style: Style | None = None,
    finish: Callable[[LayerTable], None] | None = None,
) -> str:
    """Write features into the sink ``output``, all or nothing; returns its destination.

    A file is written beside its place, closed, looked at, and moved there; a table of a GeoPackage
    that has others is put among these in one transaction. The ``style`` is in it by then, and so is
    what ``finish`` adds to a GeoPackage.

    Raises
    ------
    LayerError
        It cannot be written, or another program is writing the file.
    Cancelled
        The user has cancelled; what was there is as it was.
    """
    parameters = _with_temporary_file(alg, parameters, output)
    place = destination_path(destination_text(parameters, output))
    cut: set[str] = set()
    if place is not None and place.suffix.lower() in _DBASE:
        features = _watched(features, definition, cut)
    crs = crs or QgsCoordinateReferenceSystem()
    if place is None:  # in memory, or in a database
        destination, _ = _fill(alg, features, parameters, context, definition, kind, crs, output)
        if style is not None:
            style_temporary(context, destination, style)
    else:
        given = parameters[output]
        if place.suffix.lower() == ".dbf" and place.with_suffix(".shp").exists():
            raise LayerError(
                f"{place} is a part of the shapefile {place.stem}.shp beside it. Choose another "
                "name."
            )
        try:
            table = _table_among_others(destination_text(parameters, output), place)
            with written_beside(place) as partial:
                named = {"layerName": table} if table else {}
                parameters = {**parameters, output: _with_sink(given, str(partial), named)}
                made, count = _fill(
                    alg, features, parameters, context, definition, kind, crs, output, place
                )
                stop_if_cancelled(feedback)
                _check(made, count, place)
                if not (table and place.exists()):
                    _index_geopackage(made, place, feedback)
                if finish is not None and (inside := geopackage_of(made)) is not None:
                    finish(LayerTable(*inside))
                if style is not None and (warning := store_style(made, style)):
                    feedback.pushWarning(warning)
                stop_if_cancelled(feedback)
                if table and place.exists():
                    _copy_table(partial, place, table, feedback)
                else:
                    if place.suffix.lower() == ".gpkg" and place.is_file():
                        refuse_locked(place)
                    parts = os.listdir(partial.parent)
                    replace_all(partial.parent, parts, place, _obsolete(place))
                destination = made.replace(str(partial.parent), str(place.parent))
        except OSError as error:
            raise _failure(place, _reason(error, place)) from None
        _rename(context, made, destination)
    if cut:
        fields = ", ".join(name for name in definition.names() if name in cut)
        feedback.pushWarning(
            f"A shapefile holds {_LONGEST_TEXT} bytes of a text, and longer ones were cut in "
            f"{fields}. Write a GeoPackage to keep them whole."
        )
    if style is not None:
        style_on_load(context, destination, style)
    return destination


def _watched(
    features: Iterable[QgsFeature], definition: QgsFields, cut: set[str]
) -> Iterator[QgsFeature]:
    """Pass features on, and note fields whose texts are too long: the driver tells QGIS alone."""
    for feature in features:
        for name, value in zip(definition.names(), feature.attributes()):
            if isinstance(value, str) and len(value.encode()) > _LONGEST_TEXT:
                cut.add(name)
        yield feature


def _fill(
    alg: QgsProcessingAlgorithm,
    features: Iterable[QgsFeature],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    definition: QgsFields,
    kind: Any,
    crs: QgsCoordinateReferenceSystem,
    output: str,
    place: Path | None = None,
) -> tuple[str, int]:
    """Write features into a sink and close it; returns its destination, and how many they are."""
    options = []
    if place is not None and place.suffix.lower() == ".gpkg":
        # An index that is made while the file is closed cannot be canceled: see `_index`.
        usual = QgsVectorFileWriter.defaultLayerOptions("GPKG")
        options = [option.replace("SPATIAL_INDEX=YES", "SPATIAL_INDEX=NO") for option in usual]
    try:
        sink, destination = alg.parameterAsSink(
            parameters, output, context, definition, kind, crs, layerOptions=options
        )
    except QgsProcessingException as error:
        raise _failure(place, str(error)) from None
    if sink is None:
        raise _failure(place, alg.invalidSinkError(parameters, output))
    count = 0
    try:
        for feature in features:
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise _failure(place, sink.lastError())
            count += 1
    except BaseException:
        with _heard():
            folder = Path(destination.split("|", 1)[0]).parent
            if place is not None and folder != place.parent:  # that of unfinished files
                _empty(folder)
            sink = None  # else its file stays open
        raise
    with _heard() as problems:
        fine = sink.flushBuffer()
        reason = sink.lastError()
        compat.close_sink(sink)
        del sink
    if not fine or problems:
        raise _failure(place, reason or problems[0])
    return str(destination), count


def _empty(folder: Path) -> None:
    """Take away what nobody will need, so that no driver spends seconds on an index of it."""
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            os.truncate(path, 0)


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Give what GDAL says is wrong; of what fails while a file is closed, QGIS says nothing."""
    problems: list[str] = []

    def hear(level: int, _: int, text: str) -> None:
        if level >= gdal.CE_Failure:
            problems.append(text)

    gdal.PushErrorHandler(hear)
    try:
        yield problems
    finally:
        gdal.PopErrorHandler()


def _check(made: str, count: int, place: Path) -> None:
    """Make sure that what was written is all there: drivers do not say when a disk is full."""
    path = Path(made.split("|", 1)[0])
    if not path.exists() and path.suffix.lower() == ".shp":
        path = path.with_suffix(".dbf")  # without geometries, it is all that there is
    if not path.is_file():
        raise _failure(place, "nothing was written")
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 64, 0))
        end = file.read().rstrip()
    kind = path.suffix.lower()
    if kind in _ENDS:
        whole = end.endswith(_ENDS[kind])
    elif kind in _COUNTED:
        with _heard():
            source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
            layer = source.GetLayer(0) if source is not None else None
            whole = layer is not None and _count(layer, kind) == count
            del layer, source
    elif kind in _ZIPPED:
        whole = zipfile.is_zipfile(path)
    else:
        whole = size > 0
    if not whole:
        raise _failure(place, "it is not whole")


def _count(layer: ogr.Layer, kind: str) -> int:
    """Return the features of a layer; a FlatGeobuf says how many it was to have."""
    return sum(1 for _ in layer) if kind == ".fgb" else int(layer.GetFeatureCount())


def _table_among_others(asked: str, place: Path) -> str:
    """Return the table that a layer is to become in a GeoPackage with others, else ""."""
    if asked.startswith("ogr:"):
        if place.is_file():
            refuse_locked(place)
        return destination_table(asked)
    if place.suffix.lower() == ".gpkg" and place.is_file() and other_tables(place, place.stem):
        return place.stem
    return ""


def _with_temporary_file(
    alg: QgsProcessingAlgorithm, parameters: dict[str, Any], output: str
) -> dict[str, Any]:
    """Name the temporary file of a layer that has to be in one, which QGIS would name later."""
    definition = alg.parameterDefinition(output)
    asked = destination_text(parameters, output)
    if asked != QgsProcessing.TEMPORARY_OUTPUT or definition.supportsNonFileBasedOutput():
        return parameters
    place = definition.generateTemporaryDestination()
    return {**parameters, output: _with_sink(parameters[output], place, {})}


def _with_sink(given: Any, text: str, options: dict[str, str]) -> Any:
    """Return the value of a destination with another place in it, and with further options."""
    if isinstance(given, QgsProcessingOutputLayerDefinition):
        made = QgsProcessingOutputLayerDefinition(given)
        made.sink = QgsProperty.fromValue(text)
    else:
        made = QgsProcessingOutputLayerDefinition(text)
    made.createOptions = {**made.createOptions, **options}
    return made


def _obsolete(place: Path) -> list[Path]:
    """Return what belongs to a file that was there before: it would be taken for the new one's."""
    ends = [*_BESIDE.get(place.suffix.lower(), ())]
    if place.exists():
        ends += _OF_QGIS
    return [
        Path(f"{place}{end[1:]}") if end.startswith("+") else place.with_suffix(end) for end in ends
    ]


def _copy_table(partial: Path, place: Path, table: str, feedback: QgsProcessingFeedback) -> None:
    """Put a table into a GeoPackage in one transaction, with its style and its notes."""
    statements = statements_of(partial, place, table)
    with _heard() as problems:
        source = gdal.OpenEx(str(partial), gdal.OF_VECTOR | gdal.OF_READONLY)
        target = gdal.OpenEx(str(place), gdal.OF_VECTOR | gdal.OF_UPDATE)
        fine = target is not None and target.StartTransaction() == ogr.OGRERR_NONE
        try:
            if fine:
                _delete_table(target, table)
                fine = _copy_features(source.GetLayerByName(table), target, feedback)
            for statement in statements if fine and not problems else ():
                target.ReleaseResultSet(target.ExecuteSQL(statement))
            if fine and not problems:
                fine = target.CommitTransaction() == ogr.OGRERR_NONE
            elif target is not None:
                target.RollbackTransaction()
        except Cancelled:
            target.RollbackTransaction()
            raise
        finally:
            del source, target
    if not fine or problems:
        raise _failure(place, problems[0] if problems else "")


def _delete_table(target: gdal.Dataset, table: str) -> None:
    for number in range(target.GetLayerCount()):
        if target.GetLayer(number).GetName().casefold() == table.casefold():
            target.DeleteLayer(number)
            return


def _copy_features(layer: ogr.Layer, target: gdal.Dataset, feedback: QgsProcessingFeedback) -> bool:
    """Copy a layer into a GeoPackage whose transaction is ours; tells whether all went well.

    GDAL's own copying commits as it goes.
    """
    options = [f"FID={layer.GetFIDColumn() or 'fid'}", "SPATIAL_INDEX=NO"]
    if layer.GetGeometryColumn():
        options.append(f"GEOMETRY_NAME={layer.GetGeometryColumn()}")
    kind = layer.GetGeomType()
    made = target.CreateLayer(layer.GetName(), layer.GetSpatialRef(), kind, options)
    if made is None:
        return False
    for field in layer.schema:
        made.CreateField(field)
    definition = made.GetLayerDefn()
    for number, feature in enumerate(layer):
        if number % _BLOCK == 0:
            stop_if_cancelled(feedback)
        copy = ogr.Feature(definition)
        copy.SetFrom(feature)
        copy.SetFID(feature.GetFID())
        if made.CreateFeature(copy) != ogr.OGRERR_NONE:
            return False
    made.SyncToDisk()
    _index(target, made, feedback)
    return True


def _index_geopackage(made: str, place: Path, feedback: QgsProcessingFeedback) -> None:
    """Give the layer in a GeoPackage that was written its spatial index."""
    inside = geopackage_of(made)
    if inside is None:
        return
    with _heard() as problems:
        target = gdal.OpenEx(inside[0], gdal.OF_VECTOR | gdal.OF_UPDATE)
        layer = target.GetLayer(0) if target is not None else None
        if layer is not None and target.StartTransaction() == ogr.OGRERR_NONE:
            _index(target, layer, feedback)
            target.CommitTransaction()
        del layer, target
    if problems:
        raise _failure(place, problems[0])


def _index(target: gdal.Dataset, layer: ogr.Layer, feedback: QgsProcessingFeedback) -> None:
    """Make the spatial index of a layer as GDAL does, but in steps that one can cancel between.

    The index has the tables and triggers that this GDAL gives to an empty layer of the name.
    """
    shapes, key = layer.GetGeometryColumn(), layer.GetFIDColumn()
    if not shapes:
        return
    name = f"/vsimem/{secrets.token_hex(8)}.gpkg"
    empty = gdal.GetDriverByName("GPKG").Create(name, 0, 0, 0, gdal.GDT_Unknown)
    options = [f"FID={key}", f"GEOMETRY_NAME={shapes}"]
    empty.CreateLayer(layer.GetName(), None, ogr.wkbPolygon, options)
    empty.FlushCache()
    made = _select(empty, "SELECT name, sql FROM sqlite_master WHERE name LIKE 'rtree_%'")
    ((extensions,),) = _select(
        empty, "SELECT sql FROM sqlite_master WHERE name = 'gpkg_extensions'"
    )
    noted = _select(
        empty, "SELECT * FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
    )
    del empty
    gdal.Unlink(name)
    (index, table) = next(pair for pair in made if pair[1].startswith("CREATE VIRTUAL"))
    triggers = [sql for _, sql in made if sql.startswith("CREATE TRIGGER")]
    _execute(target, table)
    names = {"index": index, "layer": layer.GetName(), "key": key, "shapes": shapes}
    last = -(2**63)
    while True:
        stop_if_cancelled(feedback)
        found = _select(
            target,
            statement_with(
                "SELECT max(i) FROM (SELECT {key} AS i FROM {layer} WHERE {key} > ? ORDER BY i "
                "LIMIT ?)",
                [[last], [_INDEXED]],
                **names,
            ),
        )
        end = found[0][0] if found else None  # there is none where the query failed, which is heard
        if end is None:
            break
        _execute(
            target,
            statement_with(
                "INSERT INTO {index} SELECT {key}, ST_MinX({shapes}), ST_MaxX({shapes}), "
                "ST_MinY({shapes}), ST_MaxY({shapes}) FROM {layer} WHERE {key} > ? AND {key} <= ? "
                "AND {shapes} NOT NULL AND NOT ST_IsEmpty({shapes})",
                [[last], [int(end)]],
                **names,
            ),
        )
        last = int(end)
    for trigger in triggers:
        _execute(target, trigger)
    _execute(target, extensions.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))
    for row in noted:
        _execute(target, statement_with("INSERT INTO gpkg_extensions VALUES (?)", [row]))


def _execute(target: gdal.Dataset, statement: str) -> None:
    target.ReleaseResultSet(target.ExecuteSQL(statement))


def _select(target: gdal.Dataset, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    found = target.ExecuteSQL(query)
    if found is None:
        return []
    rows = [
        tuple(row.GetField(place) for place in range(found.GetLayerDefn().GetFieldCount()))
        for row in found
    ]
    target.ReleaseResultSet(found)
    return rows


def _rename(context: QgsProcessingContext, made: str, destination: str) -> None:
    """Let QGIS load the layer from where it has gone."""
    if context.willLoadLayerOnCompletion(made):
        context.setLayersToLoadOnCompletion(
            {
                destination if key == made else key: details
                for key, details in context.layersToLoadOnCompletion().items()
            }
        )


def write_cluster_layer(
    alg: QgsProcessingAlgorithm,
    arrays_path: Path,
    result: ClusterLayerResult,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    more: Sequence[tuple[str, str, list[Any]]] = (),
    schema: Schema | None = None,
    **sources: str,
) -> str:
    """Write the cluster layer and give it its style, in the file and when it is loaded.

    ``more`` are further fields, see `write_layer`, and ``schema`` is that of names in them.
    ``sources`` are files that belong to it, which a GeoPackage notes with the settings of the run.
    """
    crs = QgsCoordinateReferenceSystem()
    if result.provenance.footprint_wkt:
        crs = QgsCoordinateReferenceSystem.fromWkt(result.provenance.footprint_wkt)
    leaves = [(SUBCLUSTER, "int")] if result.subclusters else []
    leaves += [(name, "int") for name in result.levels]
    fields = (*CLUSTER_FIELDS, *leaves, *membership_fields(result.memberships))
    counts = dict(enumerate(result.counts, start=1))

    def finish(layer_table: LayerTable) -> None:
        layer_table.set_notes(
            {
                **sources,
                **notes_of(alg, result.provenance, parameters, context),
                "tree": None if result.tree is None else result.tree.to_json(),
                "schema": None if schema is None else schema.to_json(),
            }
        )

    style = style_clusters(counts, result.unclustered)
    destination = write_layer(
        alg, arrays_path, parameters, context, feedback, crs, fields, more=more, style=style,
        finish=finish,
    )  # fmt: skip
    sizes = ", ".join(f"{number}: {size}" for number, size in counts.items())
    feedback.pushInfo(f"{say_count(result.clusters, 'cluster')} (cluster: scenes): {sizes}.")
    if result.unclustered:
        feedback.pushInfo(
            f"{say_count(result.unclustered, 'scene has', 'scenes have')} no cluster, "
            f"{result.skipped} of them for lack of valid data."
        )
    if features_go_first(sources.get("features", ""), destination):
        feedback.pushInfo(
            "The features of these scenes are in a temporary file, which goes when QGIS ends. To "
            "split clusters, find similar scenes or give labels later, name a file for Features."
        )
    return destination


def features_go_first(features: str, destination: str) -> bool:
    """Tell whether features are in a temporary file of QGIS, and the layer made of them is not."""
    place = destination_path(destination)
    if not features or place is None or not place.exists():  # one in memory goes as well
        return False
    temporary = Path(QgsProcessingUtils.tempFolder()).resolve()
    they_go, it_goes = (temporary in path.resolve().parents for path in (Path(features), place))
    return they_go and not it_goes


def notes_of(
    alg: QgsProcessingAlgorithm,
    provenance: Provenance,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> dict[str, Any]:
    """Return what a GeoPackage notes of the scenes in a layer, and of the run that made it."""
    made = provenance.to_json()
    return {
        "algorithm": alg.NAME,
        "parameters": alg.given_values(parameters, context),
        "raster": "" if made["foreign"] == "table" else made["source"],
        "bands": made["bands"],
        "scaling": {
            "low": made["scaling_low"],
            "high": made["scaling_high"],
            "applied": made.get("scale_applied", False),
        },
        "provenance": made,
    }


def plain(array: Any, nothing: Any = None) -> list[Any]:
    """Turn an array into plain values, NaN (or else ``nothing``) into NULL."""
    gone = array != array if nothing is None else array == nothing
    if not gone.any():
        return list(array.tolist())
    return [NULL if missing else value for value, missing in zip(array.tolist(), gone.tolist())]


def _columns(fields: tuple[tuple[str, str], ...], arrays: Mapping[str, Any]) -> list[Iterable[Any]]:
    """Give the values of fields, NULL where a scene has no cluster, no second one, or no rank."""
    missing: dict[str, str] = {}  # of a field the array that is 0 where it is NULL
    if SECOND in arrays:
        levels = [name for name in arrays if is_level_field(name)]
        missing = {
            **dict.fromkeys((CLUSTER, PROBABILITY, SUBCLUSTER, AMBIGUOUS, *levels), CLUSTER),
            **dict.fromkeys((SECOND, SECOND_PROBABILITY), SECOND),
            RANK: RANK,
            **dict.fromkeys((X, Y), "present"),
        }
    return [
        _in_blocks(arrays[name], arrays[missing[name]] if name in missing else None)
        for name, _ in fields
    ]


def _in_blocks(array: Any, there: Any) -> Iterator[Any]:
    """Give plain values of an array, NULL for NaN and where ``there`` is 0, some at a time.

    Those of a million scenes at once take ten times the memory of the array.
    """
    blocks = array_files.blocks_of(array, _BLOCK)
    flags = itertools.repeat(None) if there is None else array_files.blocks_of(there, _BLOCK)
    for block, some in zip(blocks, flags):
        gone = block != block
        if some is not None:
            gone = gone | (some == 0)
        values = block.tolist()
        for place in gone.nonzero()[0].tolist():
            values[place] = NULL
        yield from values


def _attributes(
    texts: Collection[bytes], taken: Sequence[str]
) -> Iterator[tuple[str, str, list[Any]]]:
    """Return name, type and values of what polygons had that were given as scenes.

    A name that one of our fields has gets an underscore.
    """
    columns: dict[str, list[Any]] = {}
    for place, text in enumerate(texts):
        for name, value in json.loads(text or "{}").items():
            column = columns.setdefault(name, [])
            column += [None] * (place - len(column))
            # A million scenes have a few texts, each of which is kept once.
            column.append(sys.intern(value) if isinstance(value, str) else value)
    used = {name.casefold() for name in (*taken, *RESERVED)}
    for name, values in columns.items():
        values += [None] * (len(texts) - len(values))
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


def _geometry_type(geometries: Iterable[bytes]) -> Any:
    """Polygon, multi-polygon where any is, or no geometry."""
    kinds = {(wkb[:1], wkb[1:5]) for wkb in geometries if wkb}
    if not kinds:
        return QgsWkbTypes.Type.NoGeometry
    kind = QgsWkbTypes.Type.Polygon
    for order, code in kinds:
        number = int.from_bytes(code, "little" if order == b"\x01" else "big") & 0xFFFF
        if number % 1000 == 6:
            kind = QgsWkbTypes.Type.MultiPolygon
    return kind


def _reason(error: OSError, place: Path) -> str:
    """Say what went wrong, and with which file where it is none of the layer's."""
    other = Path(error.filename or place)
    own = other.stem.startswith((place.stem, "."))  # a dot: our folders, which nobody knows
    return (error.strerror or "") + ("" if own else f": {other}")


def _failure(path: Path | None, reason: str) -> LayerError:
    """Say why a layer could not be written, and what to do."""
    reason = " ".join(reason.split()).rstrip(".")
    full = "No space left" in reason or "is full" in reason
    with contextlib.suppress(OSError):
        full = full or (path is not None and shutil.disk_usage(path.parent).free < _LITTLE)
    if full:
        return LayerError(
            f"The disk is full, so {path} could not be written. Free some space or choose another "
            "folder, and run again."
        )
    if "locked" in reason:
        return LayerError(
            f"{path} is being written by another program or layer. Save or discard the edits "
            "there, or choose another file."
        )
    return LayerError(
        f"The layer could not be written{f' ({reason})' if reason else ''}. "
        "Choose another place or format for it, and run again."
    )

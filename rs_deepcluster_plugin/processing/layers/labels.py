"""Labels of scenes: read from any table, and the layer of the classes that come of them."""

from __future__ import annotations

import functools
import math
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ... import compat
from ...core.base.errors import OutputError, SceneError
from ...core.base.files import write_whole
from ...core.classes import assign
from ...core.classes.cluster_table import CLASS_FIELDS, LayerTable
from ...core.classes.geopackage import other_tables
from ...core.classes.move import LABELED
from ...core.classes.schema import Schema
from ...core.classes.training_table import LabelOfScene
from ...core.labels.label_model import LabelClass
from ...worker import array_files
from ...worker.contract import ClassifyScenesResult, LabelInput
from .destination import geopackage_of_layer
from .fields import (
    AMBIGUOUS,
    CLUSTER,
    GRID_FIELDS,
    HELD_OUT,
    LABEL,
    NOT_LABEL,
    PROBABILITY,
    SCENE_ID,
    SECOND,
    SECOND_CLASS,
    SECOND_PROBABILITY,
    membership_fields,
    names_of,
    place_of,
)
from .geometry import features_in
from .read import check_field, check_number
from .style import apply_class_style, set_class_widgets
from .values import is_null, text_of, whole_or_none
from .write import notes_of, plain, write_layer

_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".csv": "CSV"}
BY_LABELS = "labels"
"""Where the class of a scene is from that labels of others gave it."""

_FIELDS = (
    *GRID_FIELDS,
    (CLUSTER, "int"),
    (PROBABILITY, "double"),
    (SECOND, "int"),
    (SECOND_PROBABILITY, "double"),
    (AMBIGUOUS, "bool"),
    ("similarity", "double"),
)


@dataclass(frozen=True)
class LabelFields:
    """Which fields of a table of labels hold what; "" for none."""

    classes: str
    not_classes: str
    time: str


def read_labels(
    source: QgsProcessingFeatureSource,
    fields: LabelFields,
    schema: Schema | None,
    crs: QgsCoordinateReferenceSystem | None,
    path: Path,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> tuple[LabelInput, Schema]:
    """Read labels and write them for the worker; returns them with the schema they are of.

    Texts are codes or names of the ``schema``; without one, or where it is made of such texts
    itself, they become classes. ``crs`` is that of the scenes' footprints; None: they have none,
    and labels name scenes by their numbers.

    Raises
    ------
    SceneError
        There is no label.
    SchemaError
        The schema lacks a class.
    """
    name = source.sourceName()
    for field in (fields.classes, fields.not_classes, fields.time):
        if field:
            check_field(source, field)
    names = names_of(source)
    places = {
        key: place_of(field, names) if field else -1
        for key, field in (*vars(fields).items(), (SCENE_ID, SCENE_ID))
    }

    def value(attributes: Sequence[Any], key: str) -> Any:
        return attributes[places[key]] if places[key] >= 0 else None

    rows: list[tuple[str, str, int | None, bytes]] = []
    times: list[Any] = []
    for feature in features_in(source, crs or source.sourceCrs(), context, feedback):
        attributes = feature.attributes()
        own, other = (text_of(value(attributes, key)) for key in ("classes", "not_classes"))
        if not own and not other:
            continue
        number, geometry = whole_or_none(value(attributes, SCENE_ID)), feature.geometry()
        wkb = b"" if crs is None or geometry.isNull() else bytes(geometry.asWkb())
        rows.append((own, other, number, wkb))
        times.append(value(attributes, "time"))
    if not rows:
        raise SceneError(
            f"{name} has no label. Fill in the field {fields.classes or fields.not_classes}."
        )
    if not any(number is not None or wkb for *_, number, wkb in rows):
        raise SceneError(
            f"The labels of {name} have neither a place on the map nor the number of a scene in a "
            "field scene_id. Give one of the two."
        )
    moments = _moments(times)
    rows = [rows[place] for place in sorted(range(len(rows)), key=moments.__getitem__)]
    texts = sorted({text for row in rows for text in row[:2]} - {""})
    for field in (fields.classes, fields.not_classes):
        check_number(texts, field, name)
    asked = {number: (text, "") for number, text in enumerate(texts)}
    if schema is None or schema.name == assign.OWN:
        schema = assign.own_schema(asked, schema)
    meant = assign.resolve(asked, schema)
    codes = {text: entry.code for text, entry in zip(texts, meant.values()) if entry is not None}
    used = [entry for entry in schema.classes if entry.code in set(codes.values())]
    number_of = {entry.code: number for number, entry in enumerate(used)}
    numbers = [
        [number_of[codes[text]] if text else -1 for text in column]
        for column in ([row[0] for row in rows], [row[1] for row in rows])
    ]
    array_files.write(
        path,
        label=np.array(numbers[0], dtype=np.int64),
        not_label=np.array(numbers[1], dtype=np.int64),
        scene_id=np.array([-1 if row[2] is None else row[2] for row in rows], dtype=np.int64),
        **array_files.pack([row[3] for row in rows]),
    )
    classes = tuple(LabelClass(entry.code, entry.name, entry.color) for entry in used)
    return LabelInput(str(path), classes), schema


@dataclass(frozen=True)
class PairFields:
    """Which fields of a table of pairs hold what."""

    first: str
    second: str
    kind: str


def read_pairs(source: QgsProcessingFeatureSource, fields: PairFields, path: str) -> None:
    """Read pairs of scenes and write them for the worker.

    Raises
    ------
    LayerError
        A field is not there.
    SceneError
        There is no pair, or it is not known what one is.
    """
    name, names = source.sourceName(), names_of(source)
    for field in (fields.first, fields.second, fields.kind):
        check_field(source, field)
    places = [place_of(field, names) for field in (fields.first, fields.second, fields.kind)]
    rows: list[tuple[int, int, bool]] = []
    for feature in source.getFeatures():
        first, second, kind = (feature.attributes()[place] for place in places)
        if is_null(first) and is_null(second):
            continue
        one, other = whole_or_none(first), whole_or_none(second)
        if one is None or other is None:
            raise SceneError(
                f"A pair of {name} lacks a scene: {text_of(first)!r} and {text_of(second)!r}. Give "
                f"two numbers of scenes (scene_id) in {fields.first} and {fields.second}."
            )
        text = text_of(kind).strip().lower()
        together = text.startswith("must") or text == "1"
        if not together and not text.startswith("cannot") and text != "-1":
            raise SceneError(
                f"The pair of the scenes {one} and {other} in {name} is {text!r}. Write must or "
                f"cannot into {fields.kind}."
            )
        rows.append((one, other, together))
    if not rows:
        raise SceneError(f"{name} has no pairs of scenes. Fill it in, or leave the pairs out.")
    columns = np.array(rows, dtype=np.int64).T
    array_files.write(path, first=columns[0], second=columns[1], together=columns[2])


def _moments(values: Sequence[Any]) -> list[tuple[int, float, str]]:
    """Return what sorts labels by time; those without one come first.

    Texts are numbers or dates where all of them are: as texts, 10 o'clock in Berlin would come
    after 9 o'clock in London, and 9 after 10.
    """
    values = [None if isinstance(value, str) and not value.strip() else value for value in values]
    texts = {value for value in values if isinstance(value, str) and not is_null(value)}
    read = next((r for r in (float, _seconds) if all(_is_read(text, r) for text in texts)), None)

    def moment(value: Any) -> tuple[int, float, str]:
        if is_null(value):
            return 0, 0.0, ""
        if isinstance(value, (int, float)):
            return 1, float(value), ""
        if isinstance(value, QDateTime):
            return 2, value.toMSecsSinceEpoch() / 1000, ""
        if hasattr(value, "toString"):  # a date, or a time
            value = value.toString(Qt.DateFormat.ISODateWithMs)
            return (2, _seconds(value), "") if _is_read(value, _seconds) else (3, 0.0, value)
        return (3, 0.0, str(value)) if read is None else (2, read(value), "")

    return [moment(value) for value in values]


def _seconds(text: str) -> float:
    """Return the time of a date in ISO 8601; one that names no zone is of this computer's."""
    return datetime.fromisoformat(re.sub("[zZ]$", "+00:00", text.strip())).timestamp()


def _is_read(text: str, read: Callable[[str], float]) -> bool:
    try:
        return math.isfinite(read(text))
    except (ValueError, OverflowError, OSError):  # a year without a place on the clock
        return False


def save_labels(layer: QgsVectorLayer, rows: Sequence[LabelOfScene], path: str) -> str:
    """Write labels of the scenes of a layer as points in them; returns the path of the file.

    Raises
    ------
    OutputError
        The file cannot be written; what was there before stays.
    """
    target = Path(path)
    if target.suffix.lower() not in _DRIVERS:
        target = target.with_name(f"{target.name}.gpkg")
    own = geopackage_of_layer(layer)
    same = own is not None and target.exists() and os.path.samefile(own[0], target)
    geopackage = target.suffix.lower() == ".gpkg" and target.exists()
    if same or (geopackage and other_tables(target, target.stem)):
        raise OutputError(f"{target} holds other layers, which would be lost. Choose another file.")
    wanted = {row.scene_id for row in rows}
    shapes = {}
    place = layer.fields().lookupField(SCENE_ID)
    request = QgsFeatureRequest().setSubsetOfAttributes([place])
    for feature in layer.getFeatures(request):
        if feature.attributes()[place] in wanted and feature.hasGeometry():
            shapes[feature.attributes()[place]] = feature.geometry().pointOnSurface()
    fields = QgsFields()
    fields.append(compat.field(SCENE_ID, "int64"))
    for name in LabelOfScene._fields[1:-1]:
        fields.append(compat.field(name, "string"))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = _DRIVERS[target.suffix.lower()], target.stem
    kind = QgsWkbTypes.Type.Point if shapes else QgsWkbTypes.Type.NoGeometry
    context = QgsCoordinateTransformContext()
    with tempfile.TemporaryDirectory() as folder:
        partial = str(Path(folder) / target.name)
        writer = QgsVectorFileWriter.create(partial, fields, kind, layer.crs(), context, options)
        error = writer.errorMessage()
        for row in rows:
            feature = QgsFeature(fields)
            feature.setAttributes([row.scene_id, *(text or None for text in row[1:-1])])
            feature.setGeometry(shapes.get(row.scene_id, QgsGeometry()))
            if not error and not writer.addFeature(feature):
                error = writer.errorMessage()
        del writer  # its file is whole
        try:
            if not error:
                with write_whole(target) as whole:
                    shutil.copyfile(partial, whole)
        except OSError as problem:
            error = problem.strerror or str(problem)
    if error:
        raise OutputError(
            f"{target} cannot be written ({error}). Choose another folder or another name."
        )
    return str(target)


def write_classified(
    alg: QgsProcessingAlgorithm,
    arrays_path: Path,
    result: ClassifyScenesResult,
    schema: Schema,
    every: bool,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    **sources: str,
) -> str:
    """Write the layer of classified scenes, which is one of clusters that have classes.

    Its clusters are the classes, by their numbers. ``sources`` are files that belong to it.
    """
    arrays = array_files.read(arrays_path)
    codes = np.array(["", *(one.code for one in result.classes)], dtype=object)
    names = np.array(["", *(one.name for one in result.classes)], dtype=object)
    mapped, label = arrays[CLUSTER], arrays[LABEL]
    origin = np.where(label > 0, LABELED, np.where(mapped > 0, BY_LABELS, "")).astype(object)
    rest = [", ".join(codes[1:][row].tolist()) for row in arrays["excluded"]]
    texts = (codes[mapped], names[mapped], origin, codes[arrays[SECOND]])
    more = [
        (name, "string", plain(column, ""))
        for name, column in (
            *zip((*CLASS_FIELDS, SECOND_CLASS), texts),
            (LABEL, codes[label]),
            (NOT_LABEL, np.array(rest, dtype=object)),
            (HELD_OUT, codes[arrays[HELD_OUT]]),
        )
    ]
    more += [
        (name, kind, plain(arrays[name].astype(np.float64)))
        for name, kind in (membership_fields(len(result.classes)) if every else ())
    ]
    crs = QgsCoordinateReferenceSystem()
    if result.provenance.footprint_wkt:
        crs = QgsCoordinateReferenceSystem.fromWkt(result.provenance.footprint_wkt)
    classes = [(entry.code, entry.name, entry.color) for entry in schema.classes]

    def finish(layer_table: LayerTable) -> None:
        layer_table.set_notes(
            {
                **notes_of(alg, result.provenance, parameters, context),
                **{key: path for key, path in sources.items() if path},
                "schema": schema.to_json(),
            }
        )

    style = functools.partial(_style, classes=classes, codes=codes[mapped], names=names[mapped])
    return write_layer(
        alg, arrays_path, parameters, context, feedback, crs, _FIELDS, more=more, style=style,
        finish=finish,
    )  # fmt: skip


def _style(
    layer: QgsVectorLayer, classes: list[tuple[str, str, str]], codes: Any, names: Any
) -> None:
    apply_class_style(layer, classes, codes, names)
    # Last, because an alias takes the widget of its field away.
    set_class_widgets(layer, classes)

"""How cluster layers look: one fixed color per cluster, in the file and when it is loaded."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsConditionalStyle,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsFields,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSimpleFillSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ... import compat
from ...core.base.files import write_whole
from ...core.base.palette import color_of, hatch_of, shade_of
from ...core.classes.cluster_table import (
    CLASS_FIELDS,
    CLASS_PROBABILITY,
    CURRENT,
    LayerTable,
    State,
    current_of,
)
from ...core.classes.geopackage import Style as StyleTexts
from ...core.classes.geopackage import first_table, opened
from ...core.classes.geopackage import store_style as write_style
from ...core.classes.legend import MapClass
from ...core.clusters.layer_tree import is_level_field
from ..texts import fill_in, say_number
from ..texts import tr as _tr
from .destination import geopackage_of
from .fields import full_name, names_of
from .values import is_null

# Hatches that tell cluster 61 from cluster 1, in the order of those of the palette.
_HATCHES = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.CrossPattern,
)
# A scene's current cluster, where any has been edited.
CURRENT_CLUSTER = f'coalesce("{CURRENT}", "cluster")'
_NUMBERS = ("cluster", CURRENT_CLUSTER)
VALUE_MAP_NULL = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"  # QGIS's own mark for NULL
_GRAY = QColor(150, 150, 150)
_STEPS = ("#ffffcc", "#c2e699", "#78c679", "#31a354", "#006837")  # ColorBrewer's YlGn
_NOW = "format_date(now(), 'yyyy-MM-ddTHH:mm:ss')"
_FIRST_LETTER = 0x4E00  # of twenty thousand in one plane of Unicode, none of which XML escapes
_PALEST = 35  # percent: of what is not sure at all
MOST_CHANGES = 30  # of a legend; the others share a color
Style = Callable[[Any], None]
_ALIASES = {
    "scene_id": "Scene",
    "row": "Row",
    "col": "Column",
    "valid_fraction": "Valid fraction",
    "cluster": "Cluster",
    "subcluster": "Subcluster",
    "edited_cluster": "Edited cluster",
    "class_code": "Class",
    "class_name": "Class name",
    "class_source": "Class from",
    "probability": "Probability",
    "second_cluster": "Second cluster",
    "second_probability": "Second probability",
    "ambiguous": "Ambiguous",
    "exemplar_rank": "Exemplar rank",
    "umap_x": "Embedding x",
    "umap_y": "Embedding y",
    "code": "Code",
    "name": "Name",
    "color": "Color",
    "scenes": "Scenes",
    "share": "Share",
    "area": "Area (m\u00b2)",
    "mean_probability": "Mean probability",
    "clusters": "Clusters",
    "nearest_cluster": "Nearest cluster",
    "similarity": "Similarity",
    "distance": "Distance",
    "exemplars": "Exemplars",
    "rank": "Rank",
    "reason": "Why",
    "gain": "Gain",
    "not_class": "Not this class",
    "labeled_by": "Labeled by",
    "labeled_at": "Labeled at",
    "second_class": "Second class",
    "label": "Label",
    "not_label": "Labeled as not",
    "held_out": "Class by other labels",
}


def apply_cluster_style(
    layer: QgsVectorLayer,
    counts: dict[int, int],
    unclustered: int,
    number: str = "cluster",
) -> None:
    """Color the scenes by cluster; ``counts`` are the scenes of each cluster, for the legend.

    ``number`` is the field or the expression of a scene's cluster.
    """
    if layer.isSpatial():
        categories = [
            QgsRendererCategory(
                cluster,
                _symbol(layer, cluster),
                _tr("Cluster {} ({})").format(cluster, counts[cluster]),
            )
            for cluster in sorted(counts)
        ]
        if unclustered:
            label = _tr("No cluster ({})").format(unclustered)
            categories.append(QgsRendererCategory(None, _symbol(layer, None), label))
        _keep_symbols(layer, categories, _NUMBERS)
        layer.setRenderer(QgsCategorizedSymbolRenderer(number, categories))
    names = _set_aliases(layer)
    cluster = names["cluster"] if number == "cluster" else number
    text = f"{QgsExpression.quotedString(_tr('Cluster') + ' ')} || {cluster}"
    if "probability" in names:
        text += f" || ', p = ' || format_number({names['probability']}, 2)"
    # Joining text with NULL gives NULL.
    nothing = QgsExpression.quotedString(_tr("No cluster"))
    layer.setDisplayExpression(f"coalesce({text}, {nothing})")
    _set_map_tip(layer, names, cluster)


def style_table(layer: QgsVectorLayer, layer_table: LayerTable, by_class: bool = True) -> None:
    """Style a cluster layer by its classes, where any scene has one, else by its clusters.

    Colors that the user has chosen stay. Not ``by_class``: by its clusters in any case.
    """
    style_state(layer, layer_table.state(), by_class)


def style_state(layer: QgsVectorLayer, state: State, by_class: bool = True) -> None:
    """Style a cluster layer as it is at a time; see `style_table`."""
    columns, classes = state.columns, classes_of(state.notes)
    number = CURRENT_CLUSTER if CURRENT in state.fields else "cluster"
    if by_class and (columns["class_code"] != "").any():
        rest = np.unique(current_of(columns)[columns["class_code"] == ""]).tolist()
        colors = {cluster: cluster_color(cluster).name() for cluster in rest if cluster}
        waiting = _colors_of_clusters(number, colors) if colors else ""
        apply_class_style(layer, classes, columns["class_code"], columns["class_name"], waiting)
    else:
        counts, unclustered = count_clusters(current_of(columns))
        apply_cluster_style(layer, counts, unclustered, number)
    # Last, because an alias takes the widget of its field away (seen in QGIS 3.22).
    set_class_widgets(layer, classes)


@dataclass(frozen=True)
class Look:
    """How a layer in a GeoPackage looks, in values that any thread may have."""

    name: str
    kind: str
    """Of its geometries, as layers in memory have it."""

    fields: QgsFields
    qml: str


def look_of(layer_table: LayerTable) -> Look:
    """Read how a layer in a GeoPackage looks; call it in ``prepare``.

    Layers of files that two threads open at once can hold each other up for ever.
    """
    source = f"{layer_table.path}|layername={layer_table.table}"
    layer = QgsVectorLayer(source, layer_table.table, "ogr")
    kind = QgsWkbTypes.displayString(layer.wkbType()) if layer.isSpatial() else "None"
    return Look(layer_table.table, kind, QgsFields(layer.fields()), texts_of(layer).qml)


def restyled(look: Look, state: State) -> StyleTexts:
    """Return the style of a layer that looked so before, as it is at a time."""
    layer = QgsVectorLayer(look.kind, look.name, "memory")
    fields = look.fields.names()
    more = [name for name in (CURRENT, *CLASS_FIELDS) if name in state.fields]
    layer.dataProvider().addAttributes(look.fields.toList())
    layer.dataProvider().addAttributes(
        [
            compat.field(name, "int" if name == CURRENT else "string")
            for name in more
            if name not in fields
        ]
    )
    layer.updateFields()
    style = QDomDocument("qgis")
    style.setContent(look.qml)
    layer.importNamedStyle(style)
    style_state(layer, state)
    return texts_of(layer)


def count_clusters(clusters: Any) -> tuple[dict[int, int], int]:
    """Return the scenes of each cluster of an array (n,), and those without one."""
    numbers, counts = np.unique(clusters, return_counts=True)
    found = dict(zip(numbers.tolist(), counts.tolist()))
    unclustered = found.pop(0, 0)
    return found, unclustered


def apply_class_style(
    layer: QgsVectorLayer,
    classes: list[tuple[str, str, str]],
    codes: Any,
    names: Any,
    waiting: str = "",
) -> None:
    """Color the scenes by class, in the schema's colors and order; ``codes`` (n,) with "".

    ``waiting`` is the expression of the color of scenes that have no class yet.
    """
    used = dict(zip(codes.tolist(), names.tolist()))
    counts = dict(
        zip(*(part.tolist() for part in np.unique(codes.astype(str), return_counts=True)))
    )
    unassigned = counts.pop("", 0)
    known = {code for code, _, _ in classes}
    spare = [code for code in sorted(counts) if code not in known]
    classes = classes + [(c, used[c] or c, shade_of(i)) for i, c in enumerate(spare, start=1)]
    if layer.isSpatial():
        categories = [
            QgsRendererCategory(code, _fill(layer, QColor(color)), f"{name} ({counts[code]})")
            for code, name, color in classes
            if code in counts
        ]
        if unassigned:
            label = _tr("Unassigned ({})").format(unassigned)
            categories.append(QgsRendererCategory(None, _waiting(layer, waiting), label))
        _keep_symbols(layer, categories, ("class_code",))
        layer.setRenderer(QgsCategorizedSymbolRenderer("class_code", categories))
    names = _set_aliases(layer)
    edited = {"cluster", CURRENT} <= set(names)
    _set_map_tip(layer, names, CURRENT_CLUSTER if edited else names.get("cluster", ""))
    nothing = QgsExpression.quotedString(_tr("Unassigned"))
    layer.setDisplayExpression(
        f"coalesce(\"class_name\", {nothing}) || coalesce(', ' || "
        f"{QgsExpression.quotedString(_tr('Cluster') + ' ')} || \"cluster\", '')"
    )


def _set_map_tip(layer: QgsVectorLayer, names: Mapping[str, str], cluster: str) -> None:
    """Let map tips tell what more than twenty colors can't: cluster, class and probability.

    ``names`` are quoted references to the fields that are there, ``cluster`` is the expression of a
    scene's cluster.
    """
    if not cluster:
        return
    quote = QgsExpression.quotedString
    lines = [f"coalesce({quote('<b>' + _tr('Cluster') + ' ')} || {cluster} || '</b>', "
             f"{quote(_tr('No cluster'))})"]  # fmt: skip
    if "class_name" in names:
        lines.append(f"'<br>' || {names['class_name']}")
    if "probability" in names:
        lines.append(f"'<br>p = ' || format_number({names['probability']}, 2)")
    layer.setMapTipTemplate("".join(f"[% {line} %]" for line in lines))


def show_only(layer: QgsVectorLayer, numbers: Collection[int]) -> None:
    """Show only some clusters on the map, as the boxes of its legend do; none shows all."""
    renderer = layer.renderer().clone()
    for place, category in enumerate(renderer.categories()):
        renderer.updateCategoryRenderState(place, not numbers or category.value() in numbers)
    layer.setRenderer(renderer)
    layer.triggerRepaint()


def preview_level(layer: QgsVectorLayer, field: str, numbers: Any) -> None:
    """Color the scenes by the numbers (m + 1,) that the leaves of the tree, in ``field``, have.

    The layer is as it was when its renderer is set back.
    """
    if layer.isSpatial():
        categories = [
            QgsRendererCategory(leaf, _symbol(layer, int(number)), str(number))
            for leaf, number in enumerate(numbers)
            if number
        ]
        layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
        layer.triggerRepaint()


def preview_classes(
    layer: QgsVectorLayer, classes: Sequence[tuple[str, str]], fids: Any, kinds: Any, sure: Any
) -> None:
    """Color the scenes by classes that are not in the layer, the paler the less sure they are.

    ``classes`` are names and colors; ``kinds`` (n,) are their numbers from 1, 0 for none, and
    ``sure`` (n,) go from 0 to 1. The renderer itself holds them, as a letter for each scene in one
    long text: a hundred thousand values are neither written into a table nor looked up by Python
    while the map is drawn. The layer is as it was when its renderer is set back.
    """
    if not layer.isSpatial():
        return
    size = int(fids.max(initial=0)) + 1
    letters, shades = (np.full(size, ord("0"), dtype=np.uint16) for _ in range(2))
    letters[fids] = np.where(kinds > 0, _FIRST_LETTER + kinds, ord("0"))
    shades[fids] = ord("0") + np.clip(np.nan_to_num(sure) * 9.999, 0, 9).astype(np.uint16)
    texts = (column.astype("<u2").tobytes().decode("utf-16-le") for column in (letters, shades))
    letter, shade = (f"substr('{text}', $id + 1, 1)" for text in texts)
    counts = np.bincount(kinds, minlength=len(classes) + 1).tolist()
    opacity = QgsProperty.fromExpression(f"{_PALEST} + {(100 - _PALEST) / 9} * {shade}")
    categories = []
    for number, (name, color) in enumerate(classes, start=1):
        symbol = _fill(layer, QColor(color))
        symbol.setDataDefinedProperty(QgsSymbol.Property.PropertyOpacity, opacity)
        label = f"{name} ({say_number(counts[number], ',')})"
        categories.append(QgsRendererCategory(chr(_FIRST_LETTER + number), symbol, label))
    nothing = _tr("No class yet ({})").format(say_number(counts[0], ","))
    categories.append(QgsRendererCategory("0", _symbol(layer, None), nothing))
    layer.setRenderer(QgsCategorizedSymbolRenderer(letter, categories))
    layer.triggerRepaint()


def is_preview(layer: QgsVectorLayer) -> bool:
    """Tell whether `preview_classes` has colored a layer."""
    renderer = layer.renderer()
    by_letters = renderer is not None and renderer.type() == "categorizedSymbol"
    return by_letters and renderer.classAttribute().startswith("substr('")


def class_list(layer_table: LayerTable) -> list[tuple[str, str, str]]:
    """Return code, name and color of the classes of the layer's schema."""
    return classes_of(layer_table.notes)


def classes_of(notes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return code, name and color of the classes of the schema in a layer's notes."""
    return [
        (entry["code"], entry["name"], entry["color"])
        for entry in notes.get("schema", {}).get("classes", [])
    ]


def set_class_widgets(layer: QgsVectorLayer, classes: Sequence[tuple[str, str, str]]) -> None:
    """Let attribute forms and tables show names and colors of classes.

    ``classes`` are code, name and color. A class that is chosen by hand brings its name, and
    counts as a correction of the scene where the layer has scenes.
    """
    code, name, source = (layer.fields().lookupField(field) for field in CLASS_FIELDS)
    if min(code, name) < 0:
        return
    values = [{f"{label} ({key})" if label != key else key: key} for key, label, _ in classes]
    values.append({_tr("Unassigned"): VALUE_MAP_NULL})
    layer.setEditorWidgetSetup(code, QgsEditorWidgetSetup("ValueMap", {"map": values}))
    quote = QgsExpression.quotedString
    whens = [f'WHEN "class_code" = {quote(key)} THEN {quote(label)}' for key, label, _ in classes]
    named = f"CASE {' '.join(whens)} END" if whens else '"class_name"'
    layer.setDefaultValueDefinition(name, QgsDefaultValue(named, True))
    if source >= 0:
        layer.setDefaultValueDefinition(source, QgsDefaultValue("'scene'", True))
    sure = layer.fields().lookupField(CLASS_PROBABILITY)
    if sure >= 0:  # that of the class that labels gave
        layer.setDefaultValueDefinition(sure, QgsDefaultValue("NULL", True))
    color_cells(layer, "class_code", {quote(key): color for key, _, color in classes})


def color_cells(layer: QgsVectorLayer, field: str, colors: dict[str, str]) -> None:
    """Color the cells of a field in tables; keys are its values as expressions."""
    styles = []
    for value, color in colors.items():
        style = QgsConditionalStyle(f"@value = {value}")
        style.setBackgroundColor(QColor(color))
        style.setTextColor(ink_on(QColor(color)))
        styles.append(style)
    layer.conditionalStyles().setFieldStyles(field, styles)


def color_class(layer: QgsVectorLayer, code: str, color: str) -> None:
    """Give a class another color where the layer is colored by its classes."""
    renderer = layer.renderer()
    if renderer is None or renderer.type() != "categorizedSymbol":
        return
    by_class = renderer.classAttribute() == "class_code"
    place = renderer.categoryIndexForValue(code) if by_class else -1
    if place >= 0:
        renderer.updateCategorySymbol(place, _fill(layer, QColor(color)))
        layer.triggerRepaint()
        layer.emitStyleChanged()


def apply_map_style(layer: QgsVectorLayer, classes: Sequence[MapClass]) -> None:
    """Color polygons by the field code, with names in the legend."""
    if layer.isSpatial():
        categories = [
            QgsRendererCategory(entry.code, _fill(layer, QColor(entry.color)), entry.name)
            for entry in classes
        ]
        layer.setRenderer(QgsCategorizedSymbolRenderer("code", categories))
    _set_aliases(layer)
    layer.setDisplayExpression('"name"')


def apply_table_style(
    layer: QgsVectorLayer, clusters: Sequence[int], classes: Sequence[tuple[str, str, str]]
) -> None:
    """Color the cells of clusters and classes in a table, and let classes be chosen by name."""
    _set_aliases(layer)
    set_class_widgets(layer, classes)
    color_cells(layer, "cluster", {str(n): cluster_color(n).name() for n in clusters})


def apply_similarity_style(layer: QgsVectorLayer, low: float, high: float) -> None:
    """Color scenes by similarity, in five steps between the lowest and the highest."""
    names = _set_aliases(layer)
    if layer.isSpatial():
        ranges = []
        for step, color in enumerate(_STEPS):
            start, end = (low + (high - low) * (step + k) / len(_STEPS) for k in (0, 1))
            symbol = _fill(layer, QColor(color))
            ranges.append(QgsRendererRange(start, end, symbol, _span(start, end, ".3f")))
        layer.setRenderer(QgsGraduatedSymbolRenderer(names["similarity"].strip('"'), ranges))
    layer.setDisplayExpression(
        f"'#' || \"rank\" || ', ' || format_number({names['similarity']}, 3)"
    )


def _span(start: float, end: float, form: str) -> str:
    return f"{say_number(start, form)} - {say_number(end, form)}"


def apply_score_style(layer: QgsVectorLayer, threshold: float | None, highest: float) -> None:
    """Color scenes by how much they have changed, in five steps; below the threshold they are pale.

    Without a threshold the steps begin at 0.
    """
    if layer.isSpatial():
        low = threshold or 0.0
        highest = max(highest, low + 1e-6)
        ranges = []
        if threshold is not None:
            pale = _fill(layer, QColor(232, 232, 232))
            label = fill_in(_tr("Unchanged (below {:.2f})"), low)
            ranges.append(QgsRendererRange(0, low, pale, label))
        for step, color in enumerate(_STEPS):
            start, end = (low + (highest - low) * (step + k) / len(_STEPS) for k in (0, 1))
            symbol = _fill(layer, QColor(color))
            ranges.append(QgsRendererRange(start, end, symbol, _span(start, end, ".2f")))
        layer.setRenderer(QgsGraduatedSymbolRenderer("score", ranges))
    layer.setDisplayExpression('format_number("score", 2)')


def apply_sample_style(layer: QgsVectorLayer, classes: Mapping[str, str]) -> None:
    """Outline a sample, and make a form for labeling that does not tell what the map says.

    ``classes`` are the codes and names to choose from.
    """
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    if isinstance(symbol, QgsFillSymbol):
        outline = QgsSimpleFillSymbolLayer(_GRAY, Qt.BrushStyle.NoBrush)
        outline.setStrokeColor(QColor("#e6007e"))
        outline.setStrokeWidth(0.5)
        symbol.changeSymbolLayer(0, outline)
    else:
        symbol.setColor(QColor("#e6007e"))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    fields = layer.fields()
    for name in ("map_class", "weight"):
        if name in fields.names():
            layer.setEditorWidgetSetup(fields.lookupField(name), QgsEditorWidgetSetup("Hidden", {}))
    if classes:
        values = [{f"{name} ({code})" if name else code: code} for code, name in classes.items()]
        values.append({_tr("Not labeled yet"): VALUE_MAP_NULL})
        setup = QgsEditorWidgetSetup("ValueMap", {"map": values})
        layer.setEditorWidgetSetup(fields.lookupField("reference"), setup)
    layer.setDisplayExpression('"number"')


def apply_suggestion_style(layer: QgsVectorLayer, classes: Sequence[tuple[str, str, str]]) -> None:
    """Outline scenes that are to be labeled, with a form that fills in who and when.

    ``classes`` are code, name and color of those to choose from.
    """
    apply_sample_style(layer, {})
    _set_aliases(layer)
    fields = layer.fields()
    if classes:
        set_class_widgets(layer, classes)
        for name in ("class_code", "not_class"):
            values = [{f"{label} ({code})" if label != code else code: code}
                      for code, label, _ in classes]  # fmt: skip
            values.append({_tr("Not labeled yet"): VALUE_MAP_NULL})
            setup = QgsEditorWidgetSetup("ValueMap", {"map": values})
            layer.setEditorWidgetSetup(fields.lookupField(name), setup)
    for name, value in (("labeled_by", "@user_account_name"), ("labeled_at", _NOW)):
        place = fields.lookupField(name)
        if place >= 0:
            layer.setDefaultValueDefinition(place, QgsDefaultValue(value, True))
    layer.setDisplayExpression('"rank" || \': \' || "reason"')


def apply_change_style(layer: QgsVectorLayer, changes: Mapping[str, int]) -> None:
    """Color what has changed by from what to what; ``changes`` are their scenes."""
    shown = list(changes)[:MOST_CHANGES]
    pale = _fill(layer, QColor(232, 232, 232))
    categories = [
        QgsRendererCategory(change, _symbol(layer, number), f"{change} ({changes[change]})")
        for number, change in enumerate(shown, start=1)
    ]
    if len(changes) > len(shown):
        rest = _fill(layer, QColor(90, 90, 90))
        categories.append(QgsRendererCategory("changed", rest, _tr("Other changes")))
    categories.append(QgsRendererCategory("unchanged", pale, _tr("Unchanged")))
    categories.append(QgsRendererCategory("", _symbol(layer, None), _tr("Not compared")))
    quoted = ", ".join(QgsExpression.quotedString(change) for change in shown)
    listed = f'WHEN "change" IN ({quoted}) THEN "change" ' if shown else ""
    kind = (
        f"CASE WHEN \"changed\" IS NULL THEN '' WHEN NOT \"changed\" THEN 'unchanged' {listed}"
        "ELSE 'changed' END"
    )
    layer.setRenderer(QgsCategorizedSymbolRenderer(kind, categories))
    layer.setDisplayExpression('"change"')


def ink_on(color: QColor) -> QColor:
    """Return black or white, whichever is read better on a color."""
    return QColor("white" if color.lightnessF() < 0.5 else "black")


def _keep_symbols(
    layer: QgsVectorLayer, categories: list[QgsRendererCategory], attributes: tuple[str, ...]
) -> None:
    """Keep the symbols of categories that the layer has already."""
    renderer = layer.renderer()
    if renderer is None or renderer.type() != "categorizedSymbol":
        return
    if renderer.classAttribute() not in attributes:
        return
    known = renderer.categories()  # held as long as their symbols are looked at
    for category in categories:
        place = renderer.categoryIndexForValue(category.value())
        if place < 0 or (is_null(category.value()) and _is_waiting(known[place].symbol())):
            continue
        category.setSymbol(known[place].symbol().clone())


def _set_aliases(layer: QgsVectorLayer) -> dict[str, str]:
    """Give the fields readable names; returns quoted references to those that are there."""
    names = {}
    for index, name in enumerate(names_of(layer)):
        full = full_name(name, _ALIASES)
        if full:
            names[full] = QgsExpression.quotedColumnRef(name)
            layer.setFieldAlias(index, _tr(_ALIASES[full]))
        elif is_level_field(name):
            count = name.partition("_")[2]
            layer.setFieldAlias(index, _tr("Cluster at level {}").format(count))
    return names


def style_clusters(counts: dict[int, int], unclustered: int) -> Style:
    """Return the style of a cluster layer; ``counts`` are the scenes of each cluster."""
    return functools.partial(apply_cluster_style, counts=counts, unclustered=unclustered)


def style_temporary(context: QgsProcessingContext, destination: str, style: Style) -> None:
    """Style a layer that is only in memory, or in a database that keeps no styles of ours."""
    layer = QgsProcessingUtils.mapLayerFromString(destination, context)
    if layer is not None:
        style(layer)


def store_style(source: str, style: Style) -> str:
    """Store a style with a layer's data, which must be written; returns a warning or ""."""
    place = geopackage_of(source)
    path = Path(source.split("|", 1)[0])
    layer = QgsVectorLayer(source, place[1] if place and place[1] else path.stem, "ogr")
    if not layer.isValid():
        return _tr("The style was not stored: {} could not be opened.").format(source)
    style(layer)
    texts = texts_of(layer)
    del layer  # its file is free
    try:
        if place is None:
            write_qml(path.with_suffix(".qml"), texts)
        else:
            with opened(Path(place[0]), write=True) as base:
                write_style(base, place[1] or first_table(base), texts)
    except (OSError, sqlite3.Error) as error:
        return _tr("The style was not stored with the layer: {}").format(error)
    return ""


def texts_of(layer: QgsMapLayer) -> StyleTexts:
    """Return a layer's style as texts."""
    return StyleTexts(*compat.style_texts(layer))


def write_qml(path: Path, texts: StyleTexts) -> None:
    """Write a style beside its layer."""
    with write_whole(path) as partial:
        partial.write_text(texts.qml, encoding="utf-8")


def style_on_load(context: QgsProcessingContext, destination: str, style: Style) -> None:
    """Style a layer or a raster when QGIS loads it into a project, if it is going to."""
    if context.willLoadLayerOnCompletion(destination):
        styler = _pending[destination] = _Styler(destination, style)
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(styler)


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Styles one layer and lets go of itself."""

    def __init__(self, destination: str, style: Style) -> None:
        super().__init__()
        self._destination, self._style = destination, style

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Apply the style."""
        _pending.pop(self._destination, None)
        self._style(layer)


# C++ keeps only its own half of a post-processor: this keeps ours until it has run.
_pending: dict[str, _Styler] = {}


def _symbol(layer: QgsVectorLayer, cluster: int | None) -> QgsSymbol:
    """Return the symbol of a cluster, or of the scenes that have none."""
    if cluster is None:
        symbol = _fill(layer, _GRAY)
        if isinstance(symbol, QgsFillSymbol):
            symbol.symbolLayer(0).setBrushStyle(Qt.BrushStyle.NoBrush)
            symbol.symbolLayer(0).setStrokeWidth(0.15)
        return symbol
    color = cluster_color(cluster)
    symbol = _fill(layer, color)
    hatch = _HATCHES[hatch_of(cluster)]
    if not isinstance(symbol, QgsFillSymbol):
        return symbol
    if hatch != Qt.BrushStyle.NoBrush:
        lines = QgsSimpleFillSymbolLayer(ink_on(color), hatch)
        lines.setStrokeStyle(Qt.PenStyle.NoPen)
        symbol.appendSymbolLayer(lines)
    return symbol


def _colors_of_clusters(number: str, colors: Mapping[int, str]) -> str:
    """Return the expression of the color that a scene has by its cluster, NULL without one."""
    pairs = ", ".join(f"'{cluster}', '{color}'" for cluster, color in colors.items())
    return f"map_get(map({pairs}), to_string({number}))"


def _waiting(layer: QgsVectorLayer, color: str) -> QgsSymbol:
    """Return the symbol of scenes without a class: as their clusters, where a color is given."""
    symbol = _symbol(layer, None)
    if not color:
        return symbol
    properties, filled = QgsSymbolLayer.Property, symbol.symbolLayer(0)
    given = {properties.PropertyFillColor: color}
    if isinstance(symbol, QgsFillSymbol):  # hollow where there is no cluster either
        given[properties.PropertyStrokeColor] = color
        given[properties.PropertyFillStyle] = f"if({color} IS NULL, 'no', 'solid')"
    for what, expression in given.items():
        filled.setDataDefinedProperty(what, QgsProperty.fromExpression(expression))
    return symbol


def _is_waiting(symbol: QgsSymbol) -> bool:
    """Tell whether a symbol follows the clusters, which may be other ones by now."""
    properties = symbol.symbolLayer(0).dataDefinedProperties()
    return bool(properties.isActive(QgsSymbolLayer.Property.PropertyFillColor))


def _fill(layer: QgsVectorLayer, color: QColor) -> QgsSymbol:
    """Return a symbol of one color without a visible outline."""
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    if not isinstance(symbol, QgsFillSymbol):
        symbol.setColor(color)
        return symbol
    # A hairline of the fill's own color closes the seams that antialiasing leaves between cells.
    fill = QgsSimpleFillSymbolLayer(color)
    fill.setStrokeColor(color)
    fill.setStrokeWidth(0)
    symbol.changeSymbolLayer(0, fill)
    return symbol


def cluster_color(cluster: int) -> QColor:
    """Return the color of a cluster, the same on every map."""
    return QColor(color_of(cluster))

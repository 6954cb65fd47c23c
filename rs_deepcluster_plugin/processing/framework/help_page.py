"""A page on an algorithm, made from what it declares: parameters one by one, results, a command.

The documentation site shows it (`scripts/make_docs.py`), and the button Help of the dialog opens it
as a file, without a network and in the language of QGIS.
"""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
)

from ...core.base.files import write_whole
from ..texts import tr as _tr

_FOLDER = ("rs_deepcluster", "help")  # in the profile of QGIS
_NO_BOUND = 1e300  # what QGIS has for no minimum and no maximum is beyond it
_SUFFIX = re.compile(r"\*(\.\w+)")
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em;
       color: #222; background: #fff; }
h1 { font-size: 1.7em; } h2 { margin-top: 2em; border-bottom: 1px solid #ccc; }
h3 { margin: 1.6em 0 0; font-size: 1.05em; } p { margin: .3em 0; }
.facts { color: #555; font-size: .9em; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; background: #f2f2f2;
            padding: .1em .3em; }
pre { padding: .8em; overflow-x: auto; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1c1c1c; } code, pre { background: #2c2c2c; }
  .facts { color: #aaa; } h2 { border-color: #555; } }
"""


@dataclass(frozen=True)
class Entry:
    """A parameter or a result: its facts are what it takes, its bounds and its default."""

    name: str
    label: str
    facts: tuple[str, ...]
    choices: tuple[str, ...]
    help: str


@dataclass(frozen=True)
class Page:
    """All that there is to say about an algorithm."""

    name: str
    title: str
    group: str
    paragraphs: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Entry, ...]], ...]
    command: str


def describe(algorithm: QgsProcessingAlgorithm) -> Page:
    """Return the page of an algorithm, in the language of QGIS."""
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    definitions = algorithm.parameterDefinitions()
    inputs = [one for one in definitions if not one.isDestination()]
    outputs = [one for one in definitions if one.isDestination()]
    named = {one.name() for one in outputs}
    values = [
        Entry(one.name(), one.description(), (_value_kind(one.type()),), (), "")
        for one in algorithm.outputDefinitions()
        if one.name() not in named
    ]
    sections = (
        (_tr("Parameters"), [_entry(one) for one in inputs if not one.flags() & advanced]),
        (_tr("Advanced parameters"), [_entry(one) for one in inputs if one.flags() & advanced]),
        (_tr("Results"), [*map(_entry, outputs), *values]),
    )
    return Page(
        algorithm.name(),
        algorithm.displayName(),
        algorithm.group(),
        tuple(algorithm.shortHelpString().split("\n")),
        tuple((title, tuple(entries)) for title, entries in sections if entries),
        _command(algorithm),
    )


def write_page(algorithm: QgsProcessingAlgorithm) -> str:
    """Write the page of an algorithm where it is not there as it is now; returns its address.

    It lies in the profile of QGIS, or where that cannot be written, among QGIS's temporary files.
    """
    data = to_html(describe(algorithm)).encode("utf-8")
    for base in (QgsApplication.qgisSettingsDirPath, QgsProcessingUtils.tempFolder):
        path = Path(base()).joinpath(*_FOLDER, f"{algorithm.name()}.html").absolute()
        try:
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                with write_whole(path) as partial:
                    partial.write_bytes(data)
        except OSError:
            continue
        return path.as_uri()
    return ""


def to_html(page: Page) -> str:
    """Return a page that needs nothing beside it."""
    lines = [f"<h1>{html.escape(page.title)}</h1>"]
    where = " > ".join(filter(None, ("RS DeepCluster", page.group)))
    lines.append(f'<p class="facts">{html.escape(where)} · <code>{page.name}</code></p>')
    lines += [f"<p>{html.escape(text)}</p>" for text in page.paragraphs]
    for title, entries in page.sections:
        lines.append(f"<h2>{html.escape(title)}</h2>")
        for one in entries:
            label = html.escape(one.label)
            lines.append(f'<h3 id="{one.name}">{label} <code>{one.name}</code></h3>')
            facts = [*map(html.escape, one.facts)]
            if one.choices:
                facts[0] += ": " + ", ".join(map(_choice, one.choices))
            lines.append(f'<p class="facts">{" · ".join(facts)}</p>')
            if one.help:
                lines.append(f"<p>{html.escape(one.help)}</p>")
    lines.append(f"<h2>{html.escape(_tr('On the command line'))}</h2>")
    lines.append(f"<pre>{html.escape(page.command)}</pre>")
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(lines)
        + "\n</body>\n</html>\n"
    )


def _choice(option: str) -> str:
    """Return an option as it is shown, and how it is given on the command line."""
    label, name = html.escape(_tr(option)), f"<code>{html.escape(option)}</code>"
    return name if label == html.escape(option) else f"{label} ({name})"


def _entry(definition: QgsProcessingParameterDefinition) -> Entry:
    """Return what there is to say about a parameter."""
    choices: tuple[str, ...] = ()
    if isinstance(definition, QgsProcessingParameterEnum):
        choices = tuple(definition.options())
    facts = tuple(_facts(definition))
    return Entry(definition.name(), definition.description(), facts, choices, definition.help())


def _facts(definition: QgsProcessingParameterDefinition) -> Iterator[str]:
    """Give what a parameter takes, and what it is where nothing is given."""
    yield _kind(definition)
    default = _default(definition)
    optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
    if default:
        yield _tr("default {}").format(default)
    elif optional:
        yield _tr("optional")
    elif not definition.isDestination():
        yield _tr("required")


def _kind(definition: QgsProcessingParameterDefinition) -> str:
    """Return in words what a parameter takes."""
    if isinstance(definition, QgsProcessingParameterNumber):
        return _number_kind(definition)
    if isinstance(definition, QgsProcessingParameterField):
        return _tr("field of {}").format(definition.parentLayerParameterName())
    if isinstance(definition, QgsProcessingParameterFile):
        folder = definition.behavior() == QgsProcessingParameterFile.Behavior.Folder
        ends = ", ".join(_SUFFIX.findall(definition.fileFilter()))
        return _tr("folder") if folder else _tr("file {}").format(ends).strip()
    if definition.type() == "fileDestination":
        ends = ", ".join(_SUFFIX.findall(definition.fileFilter()))
        return _tr("file {}").format(ends).strip()
    if definition.type() == "source":
        polygons = definition.dataTypes() == [QgsProcessing.SourceType.TypeVectorPolygon]
        return _tr("polygon layer") if polygons else _tr("vector layer")
    known = {
        "raster": _tr("raster layer"),
        "vector": _tr("vector layer"),
        "multilayer": _tr("several layers"),
        "band": _tr("bands"),
        "boolean": _tr("yes or no"),
        "enum": _tr("one of"),
        "string": _tr("text"),
        "expression": _tr("expression"),
        "extent": _tr("extent"),
        "crs": _tr("coordinate reference system"),
        "sink": _tr("vector layer or table"),
        "rasterDestination": _tr("raster"),
    }
    return str(known.get(definition.type(), definition.type()))


def _number_kind(definition: QgsProcessingParameterNumber) -> str:
    """Return what kind of number it is, and its bounds."""
    whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
    kind = _tr("whole number") if whole else _tr("number")
    low, high = definition.minimum(), definition.maximum()
    has_low, has_high = low > -_NO_BOUND, high < _NO_BOUND
    if has_low and has_high:
        return _tr("{} from {} to {}").format(kind, _digits(low), _digits(high))
    if has_low:
        return _tr("{} of at least {}").format(kind, _digits(low))
    return _tr("{} of at most {}").format(kind, _digits(high)) if has_high else kind


def _value_kind(kind: str) -> str:
    known = {
        "outputNumber": _tr("number"),
        "outputString": _tr("text"),
        "outputVector": _tr("vector layer"),
        "outputLayer": _tr("layer"),
    }
    return str(known.get(kind, kind))


def _default(definition: QgsProcessingParameterDefinition) -> str:
    """Return the default as a command would give it, "" where there is none."""
    value: Any = definition.defaultValue()
    if value is None or definition.isDestination():
        return ""
    if isinstance(definition, QgsProcessingParameterBoolean):
        return "true" if value in (True, "true") else "false"
    if isinstance(definition, QgsProcessingParameterNumber):
        return _digits(float(value))
    return str(value)


def _digits(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def _command(algorithm: QgsProcessingAlgorithm) -> str:
    """Return a call of `qgis_process`: the algorithm's ``EXAMPLE``, and what else it must have."""
    example = shlex.split(getattr(algorithm, "EXAMPLE", ""))
    given = {name: value for name, _, value in (word.partition("=") for word in example)}
    for one in algorithm.parameterDefinitions():
        optional = one.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        if not optional and one.defaultValue() is None:
            given.setdefault(one.name(), _example(one))
    order = [one.name() for one in algorithm.parameterDefinitions()]
    words = [_quoted(name, given[name]) for name in sorted(given, key=order.index)]
    call = f"qgis_process run {algorithm.id()}"
    return " \\\n    ".join([f"{call} --", *words]) if words else call


def _quoted(name: str, value: str) -> str:
    return f"{name}={value}" if re.fullmatch(r"[\w.,:/+-]*", value) else f'{name}="{value}"'


def _example(definition: QgsProcessingParameterDefinition) -> str:
    """Return a value of the kind that a parameter takes."""
    name = definition.name().lower()
    if isinstance(definition, QgsProcessingParameterNumber):
        return _digits(max(definition.minimum(), 1))
    if isinstance(definition, QgsProcessingParameterFile):
        folder = definition.behavior() == QgsProcessingParameterFile.Behavior.Folder
        return "folder" if folder else name + (_SUFFIX.findall(definition.fileFilter()) or [""])[0]
    named = {
        "raster": "scene.tif",
        "rasterDestination": "result.tif",
        "sink": "result.gpkg",
        "vector": "clusters.gpkg",
        "source": f"{name}.gpkg",
        "field": "class",
    }
    return named.get(definition.type(), name)

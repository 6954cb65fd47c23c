"""Schemas in files: those that come with the plugin, CSV, JSON, QGIS styles and color tables."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree  # nosec B405 # entities are refused before it parses
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..base.errors import OutputError, SchemaError
from ..base.foreign import parse_json
from ..base.values import cell_text
from .encodings import decode
from .schema import (
    COLUMN_ALIASES,
    MOST_CLASSES,
    RESOURCES,
    SCHEMA_COLUMNS,
    Schema,
    SchemaClass,
    escape_formula,
    normalize_column,
    unescape_formula,
)

_SHIPPED = {
    "CORINE": "corine",
    "NLCD": "nlcd",
    "Anderson": "anderson",
    "WorldCover": "worldcover",
    "Dynamic World": "dynamicworld",
    "LCCS": "lccs",
}
_LARGEST = 10_000_000  # bytes; a file with more is something else
_MOST_TAGS = 500_000  # of a style; QGIS writes fewer into so many bytes
_LONGEST_HEADER = 100_000  # of a table; what Python's csv takes for a cell is little more
_CLR = re.compile(
    r"([-+]?\d{1,15}(?:\.\d*)?)[\s,:]+(\d+)[\s,:]+(\d+)[\s,:]+(\d+)"
    r"(?:[\s,:]+(?:2[0-4]\d|25[0-5]|1?\d?\d)(?![^\s,:]))?(?:[\s,:]+(.*))?"
)


def find_shipped() -> dict[str, Path]:
    """Return the names of the schemas that come with the plugin, and their files."""
    folder = RESOURCES / "schemas"
    return {name: folder / f"{stem}.json" for name, stem in _SHIPPED.items()}


def load_schema(name_or_path: str | Path) -> Schema:
    """Return a schema that comes with the plugin, by its name, or one from a file.

    Raises
    ------
    SchemaError
        As `read_schema`.
    """
    path = find_shipped().get(str(name_or_path), Path(name_or_path))
    if not path.suffix:
        raise SchemaError(
            f"There is no schema '{name_or_path}'. Choose {', '.join(_SHIPPED)}, or give a file."
        )
    return read_schema(path)


def read_schema(path: str | Path, encoding: str = "") -> Schema:
    """Read a schema from a file.

    Parameters
    ----------
    path
        CSV, JSON (also .geojson), a QGIS style (.qml) or a color table (.clr, .txt).
    encoding
        One that Python knows; "": it is found.

    Returns
    -------
    Schema
        Named after the file, unless JSON gives it a name.

    Raises
    ------
    SchemaError
        The file is not there, is of another kind or damaged, or holds no valid schema.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SchemaError(
            f"{path} cannot be read as a schema. Give a file that ends in "
            f"{', '.join(list(_READERS)[:-1])} or {list(_READERS)[-1]}."
        )
    return reader(path, _file_text(path, encoding))


def write_schema(schema: Schema, path: str | Path) -> None:
    """Write a schema as CSV or JSON; the file is whole or not there.

    Parameters
    ----------
    schema
        What is written. In CSV, texts that start like formulas are made harmless.
    path
        Its ending, .csv or .json, decides on the format.

    Raises
    ------
    OutputError
        The name has another ending, or the file cannot be written.
    """
    from ..base.files import write_whole

    path = Path(path)
    if path.suffix.lower() == ".json":
        text = json.dumps(schema.to_json(), indent=1, ensure_ascii=False)
        content = f"{text}\n".encode()
    elif path.suffix.lower() == ".csv":
        lines = io.StringIO()
        writer = csv.writer(lines)
        writer.writerow(SCHEMA_COLUMNS)
        for entry in schema.classes:
            writer.writerow([escape_formula(getattr(entry, column)) for column in SCHEMA_COLUMNS])
        content = lines.getvalue().encode("utf-8-sig")  # else spreadsheets misread accents
    else:
        raise OutputError(f"{path} cannot be written. Give a name that ends in .csv or .json.")
    try:
        with write_whole(path) as partial:
            partial.write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written ({error.strerror}). Choose another folder."
        ) from None


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of JSON, in which a repeated key would hide what stood before."""
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise SchemaError(f"'{twice:.60}' occurs twice in one JSON object. Keep one of the two.")
    return made


def _file_text(path: Path, encoding: str = "") -> str:
    """Return the text of a file, in the encoding that is given or else found.

    Raises
    ------
    SchemaError
        It is too large, is not text, or is in an encoding that cannot be told from others.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise SchemaError(f"{path} is too large for a schema. Choose another file.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise SchemaError(f"{path} does not exist. Choose a schema file.") from None
    except OSError as error:
        raise SchemaError(
            f"{path} cannot be read ({error.strerror}). Choose another file."
        ) from None
    if encoding:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            raise SchemaError(
                f"{path} is not in the encoding {encoding}. Choose another one."
            ) from None
    text = decode(content)
    if text is None:
        raise SchemaError(
            f"It cannot be told in which encoding {path} is. Choose it, or save the file in UTF-8."
        )
    if "\0" in text:
        raise SchemaError(f"{path} is not a text file. Choose another file.")
    return text


def _read_json(path: Path, text: str) -> Schema:
    try:
        data = parse_json(text, object_pairs_hook=_refuse_repeated_keys)
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise SchemaError(
            f"{path} is not valid JSON{where}. Correct it or choose another file."
        ) from None
    try:
        return Schema.from_json(data, path.stem)
    except RecursionError:
        raise SchemaError(
            f"{path} is nested too deeply for a schema. Correct it or choose another file."
        ) from None


def _read_csv(path: Path, text: str) -> Schema:
    given = re.match(r"sep=(.)\r?\n", text)  # for spreadsheets
    if given:
        text = text[given.end() :]
    header = next((line for line in text.splitlines() if line.strip()), "")[:_LONGEST_HEADER]
    known = {alias for aliases in COLUMN_ALIASES.values() for alias in aliases}

    def fitness(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(normalize_column(cell) in known for cell in cells), len(cells)

    delimiter = given.group(1) if given else max(",;\t", key=fitness)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    rows: list[dict[str, str]] = []
    try:
        for cells in lines:
            cells = [unescape_formula(cell) for cell in cells]
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = cells
            elif any(cell.strip() for cell in cells[len(columns) :]):
                raise SchemaError(
                    f"Line {lines.line_num} of {path} has {len(cells)} cells, and the first line "
                    f"{len(columns)}. Put text that holds '{delimiter}' into double quotes."
                )
            elif len(rows) <= MOST_CLASSES:
                rows.append(dict(zip(columns, cells)))
    except csv.Error as error:
        raise SchemaError(
            f"Line {lines.line_num} of {path} is not valid CSV ({error}). Check its quotes."
        ) from None
    return Schema.from_rows(path.stem, rows)


def _read_qml(path: Path, text: str) -> Schema:
    """Read the categories of a vector style, or the values of a raster style that names them."""
    if text.count("<") > _MOST_TAGS:
        raise SchemaError(f"{path} is too large for a QGIS style. Choose another file.")
    if "<!ENTITY" in text:
        raise SchemaError(
            f"{path} was refused: it declares entities, which no QGIS style does. "
            "Save the style again in QGIS."
        )
    try:
        root = ElementTree.fromstring(text)  # nosec B314 # see above
    except (ElementTree.ParseError, RecursionError):
        raise SchemaError(
            f"{path} is damaged, or not a QGIS style. Save it again in QGIS."
        ) from None
    colors = {
        symbol.get("name"): _symbol_color(symbol)
        for symbol in root.findall(".//renderer-v2[@type='categorizedSymbol']/symbols/symbol")
    }
    classes = []
    for category in root.iterfind(".//renderer-v2[@type='categorizedSymbol']/categories/category"):
        entries = list(category.iterfind("val")) or [category]
        color = colors.get(category.get("symbol"), "")
        for entry in entries:
            value = entry.get("value", "")
            # The category of all other values has none, in QGIS 3.40 as "NULL" of that type.
            if value and entry.get("type") != "NULL":
                classes.append(SchemaClass(value, category.get("label", ""), color))
    shader = ".//rasterrenderer[@type='singlebandpseudocolor']//colorrampshader"
    for entry in root.iterfind(f"{shader}[@colorRampType='EXACT']/item"):
        value, label = entry.get("value", ""), entry.get("label", "")
        classes.append(SchemaClass(value, label, entry.get("color", "")))
    for entry in root.iterfind(".//rasterrenderer[@type='paletted']/colorPalette/paletteEntry"):
        value, label = entry.get("value", ""), entry.get("label", "")
        classes.append(SchemaClass(value, label, entry.get("color", "")))
    if not classes:
        raise SchemaError(
            f"{path} has no classes. Style the layer as Categorized, as Paletted/Unique values, or "
            "as pseudocolor with exact values, and save the style again."
        )
    return Schema(path.stem, tuple(classes))


def _symbol_color(symbol: ElementTree.Element) -> str:
    """Return the color of a symbol: of its first layer, as QGIS 3.22 or a later one wrote it."""
    for layer in symbol.iterfind("layer"):
        values = {o.get("name"): o.get("value", "") for o in layer.iterfind("Option/Option")}
        values.update({p.get("k"): p.get("v", "") for p in layer.iterfind("prop")})
        color = values.get("color") or values.get("line_color")
        if color:
            return ",".join(color.split(",")[:3])
    return ""


def _read_clr(path: Path, text: str) -> Schema:
    """Read a color table of ESRI, GDAL, GRASS or QGIS: value, red, green, blue, opacity, name."""
    classes = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or re.match(r"#|;|//|(interpolation|nv|default|end)\b", line, re.IGNORECASE):
            continue
        match = _CLR.fullmatch(line)
        if match is None:
            raise SchemaError(
                f"Line {number} of {path} is '{line[:60]}', not a value with red, green and blue. "
                "Correct it, or put # before it."
            )
        value, red, green, blue, name = match.groups()
        name = (name or "").strip().strip('"')
        classes.append(SchemaClass(cell_text(float(value)), name, f"{red},{green},{blue}"))
        if len(classes) > MOST_CLASSES:
            break
    return Schema(path.stem, tuple(classes))


_READERS: dict[str, Callable[[Path, str], Schema]] = {
    ".csv": _read_csv,
    ".json": _read_json,
    ".qml": _read_qml,
    ".clr": _read_clr,
    ".txt": _read_clr,
    ".geojson": _read_json,
}

"""Class schemas: the codes, names and colors that a map is to have, and the files they come in.

A `Schema` is valid by construction: whoever makes one, a reader, a table or code, its texts are
trimmed, its colors become ``#rrggbb``, missing colors are taken from the plugin's palette, and
codes, colors and parents are checked. Parents make levels: a class without a parent is of level 1.
"""

from __future__ import annotations

import csv
import functools
import io
import itertools
import json
import re
import xml.etree.ElementTree as ElementTree  # nosec B405 - entities are refused before it parses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..base.errors import OutputError, SchemaError
from ..base.foreign import parse_json
from ..base.palette import free_colors
from ..base.values import cell_text, class_text
from .encodings import decode

_RESOURCES = Path(__file__).parents[2] / "resources"
_SHIPPED = {
    "CORINE": "corine",
    "NLCD": "nlcd",
    "Anderson": "anderson",
    "WorldCover": "worldcover",
    "Dynamic World": "dynamicworld",
    "LCCS": "lccs",
}
SCHEMA_COLUMNS = ("code", "name", "color", "description", "parent")
# What columns are called elsewhere; the first one that is there counts.
_ALIASES = {
    "code": ("code", "class_code", "clc_code", "value", "id", "class"),
    "name": ("name", "class_name", "label", "label3", "title", "class"),
    "color": ("color", "colour", "rgb", "hex", "color_hint", "fill"),
    "description": ("description", "descriptio", "definition"),  # cut in shapefiles
    "parent": ("parent", "parent_code"),
    "red": ("red", "r"),
    "green": ("green", "g"),
    "blue": ("blue", "b"),
}
_STAC = "classification:classes"
_DEEPEST = 8  # levels of a STAC document that are looked through
_LARGEST = 10_000_000  # bytes; a file with more is something else
_MOST_TAGS = 500_000  # of a style; QGIS writes fewer into so many bytes
_LONGEST_NAME = 200
_LONGEST_HEADER = 100_000  # of a table; what Python's csv takes for a cell is little more
_MOST_CLASSES = 65_534  # what 16 bits hold beside 0 and no data
_HEX = re.compile(r"(?:#|0x)?([0-9a-f]{6})(?:[0-9a-f]{2})?|#([0-9a-f]{3})")
_CHANNELS = re.compile(
    r"(?:rgba?\(\s*)?(\d{1,3})[\s,:;-]+(\d{1,3})[\s,:;-]+(\d{1,3})(?:[\s,:;-]+[\d.]+)?\s*\)?"
)
# What a spreadsheet takes for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_CLR = re.compile(
    r"([-+]?\d{1,15}(?:\.\d*)?)[\s,:]+(\d+)[\s,:]+(\d+)[\s,:]+(\d+)"
    r"(?:[\s,:]+(?:2[0-4]\d|25[0-5]|1?\d?\d)(?![^\s,:]))?(?:[\s,:]+(.*))?"
)


@dataclass(frozen=True)
class SchemaClass:
    """A class. An empty color lets the schema choose one."""

    code: str
    name: str
    color: str = ""
    description: str = ""
    parent: str = ""
    """Code of the class above it, empty at the top."""


@dataclass(frozen=True)
class Schema:
    """The classes of a map, in the order of its legend.

    Raises
    ------
    SchemaError
        There are no classes, a code is missing or there twice, a color is none, or a parent is not
        there or below its own child.
    """

    name: str
    classes: tuple[SchemaClass, ...]
    description: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _line(self.name)[:_LONGEST_NAME] or "Classes")
        object.__setattr__(self, "classes", _check_classes(self.name, self.classes))

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of all classes."""
        return tuple(c.code for c in self.classes)

    @property
    def levels(self) -> int:
        """Return the number of levels, 1 where no class has a parent."""
        return max(self._depths.values())

    def get(self, code: str) -> SchemaClass:
        """Return the class of a code.

        Raises
        ------
        SchemaError
            There is no such code.
        """
        try:
            return self._by_code[class_text(code)]
        except KeyError:
            raise SchemaError(
                f"The schema {self.name} has no class '{code:.60}'. Choose one of its "
                f"{len(self.codes)} codes: {_list_some(self.codes)}."
            ) from None

    def find(self, label: Any) -> SchemaClass | None:
        """Return the class that a label means: its code, else its name, in any case of letters.

        Of classes with the same name, the one of the most detailed level is meant.
        """
        text = class_text(label)
        if text in self._by_code:
            return self._by_code[text]
        return self._by_label.get(text.casefold())

    def level(self, number: int) -> Schema:
        """Return the schema of the classes of one level, which then have no parents.

        Raises
        ------
        SchemaError
            There is no such level.
        """
        if not 1 <= number <= self.levels:
            have = "1 level" if self.levels == 1 else f"{self.levels} levels"
            raise SchemaError(
                f"The schema {self.name} has {have}, and level {number} was asked for. "
                "Choose another level, or none."
            )
        chosen = (c for c in self.classes if self._depths[c.code] == number)
        return replace(self, classes=tuple(replace(c, parent="") for c in chosen))

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON, as a layer's notes and schema files hold them."""
        values: dict[str, Any] = {k: v for k, v in asdict(self).items() if v}
        values["classes"] = [{k: v for k, v in c.items() if v} for c in values["classes"]]
        return values

    @classmethod
    def from_json(cls, data: Any, name: str = "Classes") -> Schema:
        """Make a schema of what `to_json` gave, a list of classes, or a dict of codes and names.

        Classes are also found where STAC has them (``classification:classes``), in the properties
        of GeoJSON's features, and in legends as leafmap has them, names with their colors.

        Raises
        ------
        SchemaError
            It is nothing of the kind, or no valid schema.
        """
        head: dict[str, Any] = {}
        repeated = False
        if isinstance(data, dict):
            stac = _find_stac(data, name)
            if isinstance(data.get("classes"), (dict, list)):
                head, data = data, data["classes"]
            elif stac is not None:
                data = stac
            elif data.get("type") == "FeatureCollection":
                data, repeated = _rows_of_features(data), True
        if isinstance(data, dict) and _is_legend(data):
            data = [_legend_row(key, color) for key, color in data.items()]
        if isinstance(data, dict):
            data = [
                {**value, "code": code}
                if isinstance(value, dict)
                else {"code": code, "name": cell_text(value)}
                for code, value in data.items()
            ]
        if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
            raise SchemaError(
                f"The schema {name} is JSON without classes. Give a list of objects with code, "
                "name and color, or one object of codes and names."
            )
        return cls.from_rows(
            cell_text(head.get("name")) or name,
            data,
            cell_text(head.get("description")),
            cell_text(head.get("source")),
            repeated,
        )

    @classmethod
    def from_rows(
        cls, name: str, rows: Iterable[Mapping[str, Any]], description: str = "", source: str = "",
        repeated: bool = False,
    ) -> Schema:  # fmt: skip
        """Make a schema of the rows of a table, whose columns may have other common names.

        ``repeated``: the same class may be in several rows, as in those of a layer.

        Raises
        ------
        SchemaError
            No column holds codes, or it is no valid schema.
        """
        if not repeated:
            rows = list(itertools.islice(rows, _MOST_CLASSES + 1))
            _check_number(name, rows)
        table = [{_column(key): cell_text(value) for key, value in row.items()} for row in rows]
        columns = list(dict.fromkeys(key for row in table for key in row))
        found: dict[str, str] = {}
        for role, aliases in _ALIASES.items():
            free = (alias for alias in aliases if alias in columns and alias not in found.values())
            found[role] = next(free, "")
        if table and not found["code"]:
            raise SchemaError(
                f"The schema {name} has no column with codes, but {_list_some(columns)}. "
                "Name the one that holds them 'code'."
            )

        def cell(row: dict[str, str], role: str) -> str:
            return row.get(found[role], "")

        classes = []
        for row in table:
            channels = [cell(row, role) for role in ("red", "green", "blue")]
            classes.append(
                SchemaClass(
                    cell(row, "code"),
                    cell(row, "name"),
                    cell(row, "color") or ",".join(filter(None, channels)),
                    cell(row, "description"),
                    cell(row, "parent"),
                )
            )
        if repeated:
            classes = list(dict.fromkeys(classes))
            _check_number(name, classes)
        return cls(name, tuple(classes), description, source)

    @functools.cached_property
    def _by_code(self) -> dict[str, SchemaClass]:
        return {c.code: c for c in self.classes}

    @functools.cached_property
    def _by_label(self) -> dict[str, SchemaClass]:
        """Classes by code, else by name, the deepest first."""
        found: dict[str, SchemaClass] = {}
        for entry in self.classes:
            found.setdefault(entry.code.casefold(), entry)
        for entry in sorted(self.classes, key=lambda c: self._depths[c.code], reverse=True):
            found.setdefault(class_text(entry.name).casefold(), entry)
        return found

    @functools.cached_property
    def _depths(self) -> dict[str, int]:
        depths = {"": 0}
        for code in self.codes:
            way = [code]
            while way[-1] not in depths:
                way.append(self._by_code[way[-1]].parent)
            for step, member in enumerate(reversed(way)):
                depths[member] = depths[way[-1]] + step
        del depths[""]
        return depths


def find_shipped() -> dict[str, Path]:
    """Return the names of the schemas that come with the plugin, and their files."""
    folder = _RESOURCES / "schemas"
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
    """Read a schema from a file: CSV, JSON, a QGIS style (.qml) or a color table (.clr, .txt).

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
    """Write a schema as CSV or JSON, by the ending of the name; the file is whole or not there.

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


def escape_formula(text: str) -> str:
    """Make text harmless for spreadsheets, which would run what starts like a formula.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("Water")
    ("'=1+1", 'Water')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """Invert `escape_formula`."""
    return text[1:] if _ESCAPED.match(text) else text


def parse_color(text: str) -> str:
    """Return a color as #rrggbb; opacity is dropped.

    Parameters
    ----------
    text
        #rgb, #rrggbb, #rrggbbaa, "r,g,b" or "r,g,b,a" from 0 to 255, or a CSS name.

    Raises
    ------
    SchemaError
        It is not a color.

    Examples
    --------
    >>> parse_color("ForestGreen"), parse_color("255, 0, 0"), parse_color("#08f")
    ('#228b22', '#ff0000', '#0088ff')
    """
    lower = text.strip().lower()
    digits = _HEX.fullmatch(lower)
    if digits:
        long, short = digits.groups()
        return "#" + (long or "".join(2 * digit for digit in short))
    channels = _CHANNELS.fullmatch(lower)
    if channels and all(int(value) < 256 for value in channels.groups()):
        return "#{:02x}{:02x}{:02x}".format(*map(int, channels.groups()))
    try:
        return _color_names()[lower.replace(" ", "")]
    except KeyError:
        raise SchemaError(
            f"'{text:.60}' is not a color. Write it as #rrggbb, as red,green,blue from 0 to 255, "
            "or by its CSS name, such as forestgreen."
        ) from None


def _check_classes(name: str, classes: Iterable[SchemaClass]) -> tuple[SchemaClass, ...]:
    """Return the classes with tidy texts and colors; the one place that validates."""
    classes = tuple(itertools.islice(classes, _MOST_CLASSES + 1))
    _check_number(name, classes)
    tidy: dict[str, SchemaClass] = {}
    for number, entry in enumerate(classes, start=1):
        code = class_text(entry.code)
        if not code:
            raise SchemaError(
                f"Class {number} of the schema {name} ('{entry.name:.60}') has no code. "
                "Give every class one."
            )
        if code in tidy:
            raise SchemaError(
                f"The code {code:.60} occurs twice in the schema {name}: '{tidy[code].name:.60}' "
                f"and '{entry.name:.60}'. Give every class a code of its own."
            )
        try:
            color = parse_color(entry.color) if entry.color.strip() else ""
        except SchemaError as error:
            raise SchemaError(f"Class {code:.60} of the schema {name}: {error}") from None
        tidy[code] = SchemaClass(
            code,
            _line(entry.name) or code,
            color,
            entry.description.strip(),
            class_text(entry.parent),
        )
    if not tidy:
        raise SchemaError(f"The schema {name} has no classes. Give at least one.")
    _check_parents(name, tidy)
    taken = {entry.color for entry in tidy.values()}
    free = iter(free_colors(taken, sum(not entry.color for entry in tidy.values())))
    return tuple(e if e.color else replace(e, color=next(free)) for e in tidy.values())


def _check_number(name: str, classes: Sequence[Any]) -> None:
    if len(classes) > _MOST_CLASSES:
        raise SchemaError(
            f"The schema {name} has more than {_MOST_CLASSES} classes, which is all that a map "
            "holds. Choose another file."
        )


def _check_parents(name: str, classes: dict[str, SchemaClass]) -> None:
    safe = {""}
    for code in classes:
        way: dict[str, None] = {}
        while code not in safe:
            if code in way:
                circle = [*way][[*way].index(code) :]
                some = circle if len(circle) < 10 else [*circle[:8], "..."]
                raise SchemaError(
                    f"The class {code:.60} of the schema {name} is its own parent, by "
                    f"{' -> '.join(f'{one:.60}' for one in [*some, code])}. Correct the parents."
                )
            way[code] = None
            parent = classes[code].parent
            if parent and parent not in classes:
                raise SchemaError(
                    f"The class {code:.60} of the schema {name} has the parent "
                    f"'{parent:.60}', which is not a code of the schema. Add that class, or leave "
                    "the parent empty."
                )
            code = parent
        safe.update(way)


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of JSON, in which a repeated key would hide what stood before."""
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise SchemaError(f"'{twice:.60}' occurs twice in one JSON object. Keep one of the two.")
    return made


def _list_some(words: Sequence[str]) -> str:
    """List the first words, each cut where it is long."""
    return ", ".join([f"{word:.60}" for word in words[:12]] + ["..."] * (len(words) > 12))


def _line(text: str) -> str:
    """Return text in one line, without space at its ends."""
    return " ".join(text.split())


@functools.lru_cache(maxsize=1000)
def _column(name: str) -> str:
    return re.sub(r"\W+", "_", name.strip().lower())


def _find_stac(data: Any, name: str, depth: int = 0) -> list[Any] | None:
    """Return the classes that a STAC document has, None where it has none.

    Raises
    ------
    SchemaError
        It has several lists of classes.
    """
    found: list[list[Any]] = []
    waiting = [(data, 0)]
    while waiting:
        item, depth = waiting.pop(0)
        if isinstance(item, dict):
            classes = item.get(_STAC)
            if isinstance(classes, list) and classes not in found:
                found.append(classes)
            inside: Iterable[Any] = item.values()
        else:
            inside = item if isinstance(item, list) else ()
        if depth < _DEEPEST:
            waiting += [(each, depth + 1) for each in inside if isinstance(each, (dict, list))]
    if len(found) > 1:
        raise SchemaError(
            f"The schema {name} has {len(found)} lists of {_STAC}, as its assets have different "
            "classes. Save the one that is meant as a file of its own."
        )
    return found[0] if found else None


def _rows_of_features(data: Mapping[str, Any]) -> list[Any]:
    """Return the properties of GeoJSON's features; their numbers are no codes of classes."""
    features = data.get("features")
    rows = [
        each.get("properties") or {}
        for each in (features if isinstance(features, list) else ())
        if isinstance(each, dict)
    ]
    rows = [row for row in rows if isinstance(row, dict) and row]
    better = {alias for alias in _ALIASES["code"] if alias != "id"}
    if any(_column(key) in better for row in rows for key in row):
        rows = [{k: v for k, v in row.items() if _column(k) != "id"} for row in rows]
    return rows


def _is_legend(data: Mapping[str, Any]) -> bool:
    """Tell whether an object names a color for each class, and not a name for each code."""
    colors = [
        "".join(map(str, value)) if isinstance(value, list) and len(value) == 3 else value
        for value in data.values()
    ]
    return (
        bool(colors)
        and all(isinstance(color, str) for color in colors)
        # Words of six letters from a to f are names; a legend has some digit.
        and any(any(letter.isdigit() for letter in color) for color in colors)
        and all(
            isinstance(value, list) or _HEX.fullmatch(value.strip().lower())
            for value in data.values()
        )
    )


def _legend_row(key: str, color: Any) -> dict[str, Any]:
    """Return code, name and color of an entry like "11 Open Water"."""
    code, _, name = key.strip().partition(" ")
    if not (code.isdecimal() and name.strip()):
        code = name = key
    return {"code": code, "name": name, "color": color}


def _file_text(path: Path, encoding: str = "") -> str:
    """Return the text of a file, in the encoding that is given or else found.

    Raises
    ------
    SchemaError
        It is too large, is no text, or is in an encoding that cannot be told from others.
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
    known = {alias for aliases in _ALIASES.values() for alias in aliases}

    def fitness(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(_column(cell) in known for cell in cells), len(cells)

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
            elif len(rows) <= _MOST_CLASSES:
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
        root = ElementTree.fromstring(text)  # nosec B314 - see above
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
        values = [category.get("value", "")]
        values = [entry.get("value", "") for entry in category.iterfind("val")] or values
        color = colors.get(category.get("symbol"), "")
        # The category of all other values has none.
        classes += [SchemaClass(v, category.get("label", ""), color) for v in values if v]
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
        if len(classes) > _MOST_CLASSES:
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


@functools.cache
def _color_names() -> dict[str, str]:
    names: dict[str, str] = json.loads((_RESOURCES / "styles" / "color_names.json").read_bytes())
    return names

"""Class schemas: the codes, names and colors that a map is to have (files: `schema_files`).

A `Schema` is valid by construction: whoever makes one, a reader, a table or code, its texts are
trimmed, its colors become ``#rrggbb``, missing colors are taken from the plugin's palette, and
codes, colors and parents are checked. Parents make levels: a class without a parent is of level 1.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..base.errors import SchemaError
from ..base.palette import free_colors
from ..base.values import cell_text, class_text, say_count

RESOURCES = Path(__file__).parents[2] / "resources"
SCHEMA_COLUMNS = ("code", "name", "color", "description", "parent")
# What columns are called elsewhere; the first one that is there counts.
COLUMN_ALIASES = {
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
_LONGEST_NAME = 200
MOST_CLASSES = 65_534  # what 16 bits hold beside 0 and no data
_HEX = re.compile(r"(?:#|0x)?([0-9a-f]{6})(?:[0-9a-f]{2})?|#([0-9a-f]{3})")
_CHANNELS = re.compile(
    r"(?:rgba?\(\s*)?(\d{1,3})[\s,:;-]+(\d{1,3})[\s,:;-]+(\d{1,3})(?:[\s,:;-]+[\d.]+)?\s*\)?"
)
# What a spreadsheet takes for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


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
        There are no classes, a code is missing or occurs twice, a color is not one, or a parent is
        missing or below its own child.
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
            have = say_count(self.levels, "level")
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
            No column holds codes, or it is not a valid schema.
        """
        if not repeated:
            rows = list(itertools.islice(rows, MOST_CLASSES + 1))
            _check_number(name, rows)
        table = [
            {normalize_column(key): cell_text(value) for key, value in row.items()} for row in rows
        ]
        columns = list(dict.fromkeys(key for row in table for key in row))
        found: dict[str, str] = {}
        for role, aliases in COLUMN_ALIASES.items():
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


def escape_formula(text: str) -> str:
    """Make text harmless for spreadsheets, which would run what starts like a formula.

    Parameters
    ----------
    text
        The text of one cell.

    Returns
    -------
    str
        With an apostrophe in front where it starts like a formula, or like one made harmless.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("Water")
    ("'=1+1", 'Water')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """Invert `escape_formula`.

    Parameters
    ----------
    text
        The text of one cell.

    Returns
    -------
    str
        Without the apostrophe that made a formula harmless.

    Examples
    --------
    >>> unescape_formula("'=1+1"), unescape_formula("Water")
    ('=1+1', 'Water')
    """
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
    classes = tuple(itertools.islice(classes, MOST_CLASSES + 1))
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
    if len(classes) > MOST_CLASSES:
        raise SchemaError(
            f"The schema {name} has more than {MOST_CLASSES} classes, which is all that a map "
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


def _list_some(words: Sequence[str]) -> str:
    """List the first words, each cut where it is long."""
    return ", ".join([f"{word:.60}" for word in words[:12]] + ["..."] * (len(words) > 12))


def _line(text: str) -> str:
    """Return text in one line, without space at its ends."""
    return " ".join(text.split())


@functools.lru_cache(maxsize=1000)
def normalize_column(name: str) -> str:
    """Return the name of a column in the form of `COLUMN_ALIASES`."""
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
    """Return the properties of GeoJSON's features; their numbers are not codes of classes."""
    features = data.get("features")
    rows = [
        each.get("properties") or {}
        for each in (features if isinstance(features, list) else ())
        if isinstance(each, dict)
    ]
    rows = [row for row in rows if isinstance(row, dict) and row]
    better = {alias for alias in COLUMN_ALIASES["code"] if alias != "id"}
    if any(normalize_column(key) in better for row in rows for key in row):
        rows = [{k: v for k, v in row.items() if normalize_column(k) != "id"} for row in rows]
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


@functools.cache
def _color_names() -> dict[str, str]:
    names: dict[str, str] = json.loads((RESOURCES / "styles" / "color_names.json").read_bytes())
    return names

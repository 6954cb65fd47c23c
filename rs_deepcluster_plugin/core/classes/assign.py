"""Which class each cluster is: read from text or a table, looked up in a schema, and assigned."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..base.errors import SchemaError
from ..base.values import cell_text, class_text
from .cluster_table import CLASS_FIELDS, Column, current_of
from .move import FROM_CLUSTER, ONE_BY_ONE
from .schema import Schema, SchemaClass, unescape_formula

OWN = "Own classes"
"""Name of a schema that is made of the texts of mappings, and grows with them."""

Labels = dict[int, "tuple[str, str]"]
"""By cluster, the code (or the name in its place) and the name; both are empty to unassign it."""

_PART = re.compile(r"(\d+)\s*=(.*)", re.DOTALL)
_NEXT = re.compile(r"[,;\n]\s*(?=\d+\s*=)")  # names may hold commas
_LOOSE = re.compile(r"[;\n]|,\s*\d*$")


def parse_mapping(text: str) -> Labels:
    """Read clusters with the codes or the names of their classes.

    Parameters
    ----------
    text
        Parts such as "1=311", separated by commas, semicolons or new lines; "4=" is a cluster that
        is to have no class.

    Returns
    -------
    dict
        By cluster, the code (or the name in its place) and the name; both are empty for no class.

    Raises
    ------
    SchemaError
        A part is not of this form, or a cluster occurs twice.

    Examples
    --------
    >>> parse_mapping("1=311, 2=Water; 4=")
    {1: ('311', ''), 2: ('Water', ''), 4: ('', '')}
    """
    found: Labels = {}
    for part in _NEXT.split(text.strip().strip(",;").strip()):
        match = _PART.fullmatch(part.strip().rstrip(",;").strip())
        if match is None or _LOOSE.search(match.group(2).strip()):
            raise SchemaError(
                f"'{part.strip()}' in the mapping is not of the form cluster=class. Write it as "
                "1=311,2=311,3=112, and 4= for a cluster that is to have no class."
            )
        _add(found, int(match.group(1)), match.group(2).strip(), "")
    return found


def mapping_of_rows(rows: Iterable[tuple[Any, Any, Any]]) -> Labels:
    """Read rows of cluster, class code and class name; those without a class are left out.

    Parameters
    ----------
    rows
        Cells as a table holds them: texts, numbers or None.

    Returns
    -------
    dict
        By cluster, the code (or the name in its place) and the name.

    Raises
    ------
    SchemaError
        A row has a class and no cluster, a cluster is there twice, or no row has a class.

    Examples
    --------
    >>> mapping_of_rows([(1, 311, "Forest"), (2, None, None)])
    {1: ('311', 'Forest')}
    """
    found: Labels = {}
    for number, (cluster, code, name) in enumerate(rows, start=1):
        code, name = _cell(code), _cell(name)
        if not code and not name:
            continue
        text = _cell(cluster)
        if not text.isdecimal():
            raise SchemaError(
                f"Row {number} of the table has the class '{code or name}' and the cluster "
                f"'{text}', which is not a number. Give one, or clear the class."
            )
        _add(found, int(text), code, name)
    if not found:
        raise SchemaError(
            "No row of the table has a class. Fill in class_code or class_name of the clusters "
            "that you know, and run again."
        )
    return found


def own_schema(labels: Labels, before: Schema | None) -> Schema:
    """Make a schema of the classes that a mapping names.

    Parameters
    ----------
    labels
        By cluster, the code and the name of its class.
    before
        An own schema whose classes stay, before those of the mapping; None: there is none.

    Returns
    -------
    Schema
        Its name is that of `OWN`. What lacks a code or a name has the other one in its place.

    Raises
    ------
    SchemaError
        A code has two names.
    """
    classes = list(before.classes) if before is not None else []
    codes = {entry.code: entry.name for entry in classes}
    names = {entry.name.casefold() for entry in classes}
    for code, name in labels.values():
        if not name and (code in codes or code.casefold() in names):
            continue
        if not code and (not name or name.casefold() in names):
            continue
        code, name = code or name, name or code
        if code not in codes:
            classes.append(SchemaClass(code, name))
            codes[code] = name
            names.add(name.casefold())
        elif codes[code] != name:
            raise SchemaError(
                f"The class {code} has two names, '{codes[code]}' and '{name}'. Give each class "
                "one name."
            )
    return Schema(OWN, tuple(classes))


def resolve(labels: Labels, schema: Schema) -> dict[int, SchemaClass | None]:
    """Look up the class of each cluster.

    Parameters
    ----------
    labels
        By cluster, the code (or the name in its place) and the name; both are empty for no class.
    schema
        Where the classes are looked up, also by codes that lost their leading zeros.

    Returns
    -------
    dict
        By cluster, its class, None for those that are to have none.

    Raises
    ------
    SchemaError
        A class is not in the schema, its name is that of several, or code and name disagree.
    """
    found: dict[int, SchemaClass | None] = {}
    for cluster, (code, name) in labels.items():
        entry = _class_of(code or name, schema) if code or name else None
        if (
            entry is not None
            and code
            and name
            and class_text(entry.name).casefold() != name.casefold()
        ):
            raise SchemaError(
                f"Cluster {cluster} has the class {code} ({entry.name} in the schema "
                f"{schema.name}) and the name '{name}'. Clear the one that is wrong."
            )
        found[cluster] = entry
    return found


def assign(
    columns: Mapping[str, Column],
    classes: Mapping[int, SchemaClass | None],
    keep_corrected: bool,
    replace: bool,
) -> dict[str, tuple[Column, Column]]:
    """Return the changes that give clusters their classes, as `LayerTable.edit` takes them.

    Parameters
    ----------
    columns
        "fid", "cluster", "edited_cluster" and the fields of classes, each of shape (n,).
    classes
        By cluster, its class; None: its scenes lose theirs.
    keep_corrected
        Scenes that were corrected by themselves stay as they are.
    replace
        Scenes of clusters that are not named lose their class.

    Returns
    -------
    dict
        By field of classes, the fids of the scenes that are touched, and their values.
    """
    current = current_of(columns)
    numbers, place = np.unique(current, return_inverse=True)
    touched = np.isin(numbers, list(classes))[place] | replace
    if keep_corrected:
        touched &= ~np.isin(columns["class_source"], ONE_BY_ONE)
    texts = []
    for number in numbers.tolist():
        entry = classes.get(number)
        texts.append(("", "", "") if entry is None else (entry.code, entry.name, FROM_CLUSTER))
    values = np.array(texts, dtype=object).reshape(-1, 3)[place[touched]]
    fids = columns["fid"][touched]
    return {name: (fids, column) for name, column in zip(CLASS_FIELDS, values.T)}


def keep_replaced_classes(
    columns: Mapping[str, Column],
    changes: Mapping[str, tuple[Column, Column]],
    old: Schema | None,
    new: Schema,
) -> dict[str, tuple[Column, Column]]:
    """Return the changes with those that classes need which stay while the schema changes.

    A class that stays must have a code of the new schema, and the same name in it, unless both
    schemas have the same name: then the class gets the name that it has in the new one.

    Parameters
    ----------
    columns
        "fid", "class_code" and "class_name" of all scenes, each of shape (n,).
    changes
        Those of `assign`.
    old
        The schema that is replaced, None where there was none.
    new
        The schema that takes its place.

    Returns
    -------
    dict
        The changes, with more class names where these differ between the schemas.

    Raises
    ------
    SchemaError
        Scenes keep classes that the new schema does not have.
    """
    fids, _ = changes["class_name"]
    rest = (columns["class_code"] != "") & ~np.isin(columns["fid"], fids)
    known = {entry.code: entry.name for entry in new.classes}
    same = old is not None and old.name == new.name
    foreign: dict[str, None] = {}
    names = columns["class_name"].copy()
    for place in np.flatnonzero(rest).tolist():
        code = columns["class_code"][place]
        if code in known and (same or known[code] == names[place]):
            names[place] = known[code]
        else:
            foreign[code] = None
    if foreign:
        some = ", ".join(list(foreign)[:8]) + (", ..." if len(foreign) > 8 else "")
        raise SchemaError(
            f"Scenes keep classes that are not those of the schema {new.name}: {some}. Name all "
            "clusters in the mapping, or let those that are not named and corrected scenes lose "
            "their class."
        )
    altered = rest & (names != columns["class_name"])
    return {
        **changes,
        "class_name": (
            np.concatenate([fids, columns["fid"][altered]]),
            np.concatenate([changes["class_name"][1], names[altered]]),
        ),
    }


def _class_of(text: str, schema: Schema) -> SchemaClass:
    if text in schema.codes:
        return schema.get(text)
    if text.isdecimal():  # spreadsheets drop leading zeros
        alike = [c for c in schema.classes if c.code.isdecimal() and int(c.code) == int(text)]
        if len(alike) == 1:
            return alike[0]
    entry = schema.find(text)
    if entry is None:
        raise SchemaError(
            f"The schema {schema.name} has no class '{text}'. {_suggest(text, schema)}"
        )
    if entry.code.casefold() == text.casefold():
        return entry
    above = set()  # a class may be called as the one that it is a part of
    step = entry
    while step.parent and step.parent not in above:
        above.add(step.parent)
        step = schema.get(step.parent)
    twins = [c.code for c in schema.classes if c.name.casefold() == entry.name.casefold()]
    twins = [code for code in twins if code not in above]
    if len(twins) > 1:
        raise SchemaError(
            f"'{text}' is the name of several classes of the schema {schema.name}: "
            f"{', '.join(twins)}. Give the code."
        )
    return entry


def _suggest(text: str, schema: Schema) -> str:
    """Name the classes whose codes start as a code does, or whose names are like a name."""

    def shared(entry: SchemaClass) -> int:
        pairs = zip(entry.code.casefold(), text.casefold())
        return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))

    near: list[SchemaClass] = []
    if any(letter.isdigit() for letter in text):
        near = sorted(
            (entry for entry in schema.classes if shared(entry)),
            key=lambda entry: (-shared(entry), abs(len(entry.code) - len(text))),
        )[:3]
    else:
        names = {entry.name.casefold(): entry for entry in schema.classes}
        alike = difflib.get_close_matches(text.casefold(), list(names), 3, 0.5)
        near = [names[name] for name in alike]
    classes = near or schema.classes[:8]
    listed = ", ".join(f"{c.code} ({c.name})" if c.name != c.code else c.code for c in classes)
    more = " and so on" if not near and len(classes) < len(schema.classes) else ""
    how = "The nearest are" if near else "It has"
    return f"{how}: {listed}{more}. Name one of its classes, or add yours to the schema."


def _cell(value: Any) -> str:
    """Return the class or the cluster in a cell, whose formula was made harmless."""
    return class_text(unescape_formula(" ".join(cell_text(value).split())))


def _add(found: Labels, cluster: int, code: str, name: str) -> None:
    if cluster in found:
        raise SchemaError(f"Cluster {cluster} is named twice. Give it one class.")
    found[cluster] = (class_text(code), name)

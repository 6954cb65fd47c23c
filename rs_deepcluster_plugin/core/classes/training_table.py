"""The labels of a cluster layer's scenes: an ordinary table beside it, of which none is lost.

Of several labels of a scene the latest counts; the algorithms for labels read the table as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from ..base.values import statement
from .geopackage import has_table, now

_COLUMNS = ("class_code", "class_name", "not_class", "labeled_by", "labeled_at", "source")


class LabelOfScene(NamedTuple):
    """A row of the table: what somebody has said of a scene."""

    scene_id: int
    class_code: str
    """Code of its class, "" where it is only known what it is not."""

    class_name: str
    not_class: str
    """Code of a class that it is not, "" for none."""

    labeled_by: str
    labeled_at: str
    """When, in UTC (ISO 8601)."""

    source: str
    """Where it comes from: the panel, or a layer or a file that was loaded."""

    id: int = 0
    """Its number in the table; 0: it is not there yet."""

    @classmethod
    def from_plain(cls, values: Any) -> LabelOfScene:
        """Read a row of JSON; raises ``ValueError`` where it is not one."""
        row = cls(*values)
        numbers, texts = (row.scene_id, row.id), row[1:-1]
        if not all(type(n) is int for n in numbers) or not all(type(t) is str for t in texts):
            raise ValueError("a label is not of a scene")
        return row


def latest_labels(
    rows: Iterable[LabelOfScene],
) -> tuple[dict[int, str], dict[int, set[str]]]:
    """Return what counts of labels, the oldest of which are first, by scene.

    A later label takes back what an earlier one said of the same class.

    Returns
    -------
    own, denied : dict
        The code of the class of each scene, and those of the classes that it is not.

    Examples
    --------
    >>> first = LabelOfScene(7, "3", "Water", "", "me", "2026-01-01", "panel")
    >>> latest_labels([first, first._replace(class_code="", class_name="", not_class="3")])
    ({}, {7: {'3'}})
    """
    own: dict[int, str] = {}
    denied: dict[int, set[str]] = {}
    for row in rows:
        if row.class_code:
            own[row.scene_id] = row.class_code
            denied.get(row.scene_id, set()).discard(row.class_code)
        if row.not_class and row.not_class != row.class_code:
            if own.get(row.scene_id) == row.not_class:
                del own[row.scene_id]
            denied.setdefault(row.scene_id, set()).add(row.not_class)
    return own, {scene: codes for scene, codes in denied.items() if codes}


def pass_labels(
    rows: Iterable[LabelOfScene], codes: Collection[str], code: str = "", name: str = ""
) -> tuple[list[LabelOfScene], list[LabelOfScene]]:
    """Return which labels go and which come where some classes become another one, or none.

    What a scene is not of one of them it may still be of the class that they become. Labels that
    were taken back do not count again.

    Parameters
    ----------
    rows
        All labels, the oldest first.
    codes
        The classes.
    code, name
        The class that they become, "" where their labels are deleted.

    Returns
    -------
    out, into : list
        As `swap_labels` takes them.

    Examples
    --------
    >>> water = LabelOfScene(7, "3", "Water", "", "me", "2026-01-01", "panel", 1)
    >>> not_water = water._replace(class_code="", class_name="", not_class="3", id=2)
    >>> out, into = pass_labels([water, not_water], {"3"}, "4", "Lake")
    >>> len(out), into
    (2, [])
    """
    rows = list(rows)
    after: dict[int, LabelOfScene] = {}  # by the number of the row
    for row in rows:
        own = (code, name) if row.class_code in codes else (row.class_code, row.class_name)
        other = "" if row.not_class in codes else row.not_class
        after[row.id] = row._replace(class_code=own[0], class_name=own[1], not_class=other)
    scenes = {row.scene_id for row in rows if row != after[row.id]}
    before, denied = latest_labels(row for row in rows if row.scene_id in scenes)
    now_own, now_denied = latest_labels(row for row in after.values() if row.scene_id in scenes)
    for row in after.values():
        scene = row.scene_id
        own_code = before.get(scene, "")
        own_code = code if own_code in codes else own_code
        others = denied.get(scene, set()) - {*codes, own_code}
        if scene not in scenes or (
            now_own.get(scene, "") == own_code and now_denied.get(scene, set()) == others
        ):
            continue
        if row.class_code != own_code:
            row = row._replace(class_code="", class_name="")
        after[row.id] = row._replace(not_class=row.not_class if row.not_class in others else "")
    changed = [row for row in rows if row != after[row.id]]
    come = [after[row.id] for row in changed]
    return changed, [row for row in come if row.class_code or row.not_class]


def make_label_table(base: sqlite3.Connection, table: str) -> str:
    """Make the table of the labels of a layer's scenes; returns its name.

    Parameters
    ----------
    base
        A GeoPackage that is open for writing.
    table
        The layer.
    """
    there = {str(row[0]).casefold() for row in base.execute("SELECT name FROM sqlite_master")}
    name, number = f"{table}_labels", 1
    while name.casefold() in there:  # of other scenes, which were in a layer of that name
        number += 1
        name = f"{table}_labels_{number}"
    columns = ", ".join(f"{column} TEXT" for column in _COLUMNS)
    base.execute(
        statement("CREATE TABLE {table} (", table=name)
        + f"id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, scene_id INTEGER, {columns})"
    )
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, ?, ?)",
        [name, name, f"Labels of scenes of {table}", now()],
    )
    return name


def read_label_table(base: sqlite3.Connection, name: str) -> list[LabelOfScene]:
    """Return the rows of a table of labels, the oldest first; none where it is not there."""
    if not name or not has_table(base, name):
        return []
    rows = base.execute(
        statement(
            "SELECT {fields} FROM {table} ORDER BY {time}, {key}",
            fields=["scene_id", *_COLUMNS, "id"], table=name, time="labeled_at", key="id",
        )
    )  # fmt: skip
    return [
        LabelOfScene._make(
            [int(row[0] or 0), *("" if t is None else str(t) for t in row[1:-1]), row[-1]]
        )
        for row in rows
    ]


def swap_labels(
    base: sqlite3.Connection, name: str, out: Iterable[LabelOfScene], into: Iterable[LabelOfScene]
) -> tuple[list[LabelOfScene], int]:
    """Take rows out of a table of labels and put others in.

    Rows that are not as they are expected, for somebody has changed them, are left alone.

    Parameters
    ----------
    base
        A GeoPackage that is open for writing.
    name
        The table.
    out
        Rows as they are in the table.
    into
        Rows that come in; those with the number of a row in ``out`` take its place.

    Returns
    -------
    inserted, left : list, int
        The rows that came in, with their numbers, and how many were left alone.
    """
    there = {row.id: row for row in read_label_table(base, name)}
    out, into = list(out), list(into)
    changed = {row.id for row in out if there.get(row.id) != row}
    gone = [row.id for row in out if row.id not in changed]
    base.executemany(
        statement("DELETE FROM {table} WHERE id = ?", table=name), [(key,) for key in gone]
    )
    taken = changed | (there.keys() - set(gone))
    inserted = []
    for row in into:
        if row.id in taken:
            continue
        done = base.execute(
            statement(
                "INSERT INTO {table} ({fields}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                table=name, fields=["scene_id", *_COLUMNS, "id"],
            ),
            [row.scene_id, *(text or None for text in row[1:-1]), row.id or None],
        )  # fmt: skip
        inserted.append(row._replace(id=int(done.lastrowid or 0)))
    base.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?", [now(), name])
    return inserted, len(changed)

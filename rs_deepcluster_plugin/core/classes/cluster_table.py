"""The table of a cluster layer in its GeoPackage, with its notes and the history of its edits.

A GeoPackage is an SQLite database, so an edit of many scenes, its row in the history and what is
noted about the layer are one transaction: all of it is there afterwards, or nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.errors import DeepClusterError, LayerError
from ..base.foreign import parse_json
from ..base.plain import from_file, from_plain
from ..base.progress import Progress, silent
from ..base.values import statement, statement_with
from ..clusters.layer_tree import ClusterTree, is_level_field
from ..features.scene_file import Provenance
from ..scenes.raster import file_of
from .geopackage import (
    PATIENCE,
    REGISTER_STYLES,
    STYLES,
    Style,
    has_table,
    now,
    opened,
    store_style,
)
from .schema import Schema
from .training_table import LabelOfScene, make_label_table, read_label_table, swap_labels

_IDENTITY = "identity"  # among the notes of a layer: whose they are
HISTORY, LAYERS = "rs_deepcluster_history", "rs_deepcluster_layers"
CURRENT, RANK = "edited_cluster", "exemplar_rank"
CLASS_FIELDS = ("class_code", "class_name", "class_source")
CLASS_PROBABILITY = "class_probability"
"""Field that says how sure the class of a scene is, where labels of others gave it."""

SUPPORT = ("probability", "second_cluster", "second_probability", "ambiguous")
"""Fields that say how sure the cluster of a scene is."""
HINTS = ("hint_code", "hint_name", "hint_score", "hint_by")
"""Fields of a suggestion for a cluster's name, which is no class: code and name of a class, how
clear it is, and by what."""

_TYPES = {
    CURRENT: "MEDIUMINT",
    CLASS_PROBABILITY: "DOUBLE",
    "hint_score": "REAL",
    **dict.fromkeys(CLASS_FIELDS, "TEXT"),
}
DONE, UNDONE, DROPPED = "done", "undone", "dropped"
# Functions in the triggers of a layer's spatial index. SQLite wants them to exist when a row
# changes; they are called only where a geometry does, which is not done here.
_SPATIAL = ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")
_CLUSTER_FIELDS = ("cluster", CURRENT, "second_cluster", "subcluster")
_MOST_CLUSTERS = 10_000_000
_BLOCK = 10_000  # rows
_LARGEST_NOTE = 20_000_000  # bytes: read in half a second
_LARGEST_EDIT = 300_000_000  # bytes of what an edit of ten million scenes has changed

Column = npt.NDArray[Any]
Changes = Mapping[str, "tuple[Any, Any]"]


@dataclass(frozen=True)
class Edit:
    """A row of the history; ``state`` is "done", "undone", or "dropped" by an edit after undo."""

    id: int
    time: str
    """When, in UTC (ISO 8601)."""

    algorithm: str
    parameters: dict[str, Any]
    summary: str
    scenes: int
    state: str


@dataclass(frozen=True)
class _Scaling:
    """The note of how pixels were scaled."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    applied: bool = False


@dataclass(frozen=True)
class _Values:
    """What an edit has changed in a field: keys of scenes, values before and after."""

    fids: tuple[int, ...]
    old: tuple[int | float | str | None, ...]
    new: tuple[int | float | str | None, ...]


# What is read of each note; all others are left alone.
_NOTES: dict[str, Callable[[Any], Any]] = {
    "tree": ClusterTree.from_json,
    "schema": Schema.from_json,
    "provenance": Provenance.from_json,
    "scaling": lambda value: from_file(value, _Scaling, "scaling"),
    "bands": lambda value: from_plain(value, tuple[int, ...], "bands"),
    "parameters": dict,
    "last_cluster": lambda value: from_plain(value, int, "last_cluster"),
    "labels": lambda value: from_plain(value, str, "labels"),
}


@dataclass(frozen=True)
class State:
    """What a layer's style depends on."""

    columns: dict[str, Column]
    """Clusters and classes (n,) as those of `LayerTable.read`."""

    notes: dict[str, Any]
    fields: tuple[str, ...]


Restyle = Callable[[State], Style]


class LayerTable:
    """A cluster layer's table in a GeoPackage.

    Raises
    ------
    LayerError
        The file or the table does not exist, was not made by this plugin, or cannot be read or
        written.
    """

    def __init__(self, path: str | Path, table: str = "") -> None:
        self.path = Path(path)
        self._alias: str | None = None
        if not os.path.isfile(self.path):
            raise LayerError(f"{path} does not exist. Choose a cluster layer in a GeoPackage.")
        with self._connection() as base:
            layers = [
                str(name)
                for (name,) in base.execute(
                    "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', "
                    "'attributes') ORDER BY rowid"
                )
            ]
            self.table = table or (layers[0] if layers else "")
            if self.table not in layers:
                raise LayerError(
                    f"{self.path} has no layer '{self.table}'. It has: {', '.join(layers)}."
                )
            columns = base.execute(
                statement("PRAGMA table_info({table})", table=self.table)
            ).fetchall()
            self._types = {str(column[1]): str(column[2]).upper() for column in columns}
            self._key = next((str(c[1]) for c in columns if c[5]), "rowid")
            geometry = base.execute(
                "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [self.table]
            ).fetchone()
            self.geometry = str(geometry[0]) if geometry else ""
            if not {"cluster", "scene_id"} <= set(self._types):
                raise LayerError(
                    f"The layer '{self.table}' in {self.path} was not made by RS DeepCluster: it "
                    "has no fields 'scene_id' and 'cluster'. Choose a layer made by Cluster "
                    "scenes, Cluster features or Apply clusters."
                )

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields, but for the key and the geometry."""
        return tuple(name for name in self._types if name not in (self._key, self.geometry))

    def read(self, *names: str) -> dict[str, Column]:
        """Read columns (n,) of all scenes by their names, and "fid", ascending.

        Whole numbers are int64 with 0 for NULL, other numbers float64 with NaN, texts objects
        with "". A field that does not exist is empty: 0, or "" for the fields of classes.
        """
        with self._connection() as base:
            return self._read(base, names)

    def current_clusters(self) -> tuple[Column, Column]:
        """Return the keys and the current clusters (n,) of all scenes, 0 for none.

        It is the edited cluster where there is one, else the cluster as fitted.
        """
        columns = self.read("cluster", CURRENT)
        return columns["fid"], current_of(columns)

    @property
    def notes(self) -> dict[str, Any]:
        """What is noted about the layer: its sources, its tree, its schema."""
        with self._connection() as base:
            found = self._notes(base)
        with self._explain_damage("notes"):
            for key, check in _NOTES.items():
                if found.get(key):
                    check(found[key])
        return found

    def source(self, key: str) -> str:
        """Return the path of a file that is noted, "" where it is not there any more.

        One that was moved together with the GeoPackage is found beside it.
        """
        noted = str(self.notes.get(key) or "")
        if not noted:
            return ""
        file = file_of(noted)  # of a raster, with an archive or open options around it
        if file.exists():
            return noted
        beside = self.path.parent / str(file).replace("\\", "/").rpartition("/")[2]
        if not beside.is_file():
            return ""
        return noted.replace(str(file), str(beside)) if str(file) in noted else str(beside)

    def set_notes(self, notes: Mapping[str, Any]) -> None:
        """Note more about the layer, without a row in the history; None takes a note away."""
        with self._connection(write=True) as base:
            self._set_notes(base, notes)

    def history(self) -> list[Edit]:
        """Return all edits, the oldest first."""
        with self._connection() as base:
            if not has_table(base, HISTORY):
                return []
            rows = base.execute(
                statement(
                    "SELECT id, time, algorithm, parameters, summary, scenes, state "
                    "FROM {history} WHERE layer = ? ORDER BY id",
                    history=HISTORY,
                ),
                [self._noted_as(base)],
            ).fetchall()
        with self._explain_damage("edits"):
            return [_edit(row) for row in rows]

    def last_edits(self) -> tuple[Edit | None, Edit | None]:
        """Return the edit that `undo` would take back and the one that `redo` would do again."""
        found: list[Edit | None] = []
        with self._connection() as base, self._explain_damage("edits"):
            if not has_table(base, HISTORY):
                return None, None
            for state, order in ((DONE, -1), (UNDONE, 1)):
                row = base.execute(
                    statement(
                        "SELECT id, time, algorithm, parameters, summary, scenes, state "
                        "FROM {history} WHERE layer = ? AND state = ? ORDER BY id * ? LIMIT 1",
                        history=HISTORY,
                    ),
                    [self._noted_as(base), state, order],
                ).fetchone()
                found.append(_edit(row) if row is not None else None)
        return found[0], found[1]

    def edit(
        self,
        algorithm: str,
        parameters: Mapping[str, Any],
        summary: str,
        changes: Changes,
        notes: Mapping[str, Any] | None = None,
        restyle: Restyle | None = None,
        labels: tuple[Sequence[LabelOfScene], Sequence[LabelOfScene]] = ((), ()),
        progress: Progress = silent,
    ) -> int:
        """Write values and a row of the history in one; returns how many scenes have changed.

        ``changes`` are, by field, the keys (m,) of scenes and their new values (m,), or one value
        for all of them; a whole number 0 and an empty text become NULL. Edits that were undone
        can't be redone after this. Where nothing changes, nothing is written. ``restyle`` gives the
        style of the layer as it is then, which becomes a part of the edit. ``labels`` are rows of
        the table of labels that go, as `labels` returned them, and rows that come. Where
        ``progress`` raises, nothing is written.
        """
        with self._connection(write=True) as base:
            fields: dict[str, dict[str, list[Any]]] = {}
            touched: set[int] = set()
            for place, (name, (fids, values)) in enumerate(changes.items()):
                progress(0.5 * place / len(changes))
                keys = np.asarray(fids, dtype=np.int64)
                new = [
                    _replace_missing(value)
                    for value in np.broadcast_to(values, keys.shape).tolist()
                ]
                old = self._values(base, name)
                moved = [(key, old.get(key), value) for key, value in zip(keys.tolist(), new)]
                moved = [(key, was, value) for key, was, value in moved if was != value]
                # A scene that gets the field with its own cluster in it has not changed, nor has
                # one that only became an exemplar.
                fitted = self._values(base, "cluster") if name == CURRENT else {}
                if name not in (RANK, *SUPPORT):
                    touched.update(
                        key for key, was, value in moved if (was or fitted.get(key)) != value
                    )
                if moved:
                    keys_, old_, new_ = (list(part) for part in zip(*moved))
                    fields[name] = {"fids": keys_, "old": old_, "new": new_}
            if CLASS_PROBABILITY not in changes:
                self._forget_probability(base, fields)
            before = self._notes(base)
            noted = {k: v for k, v in (notes or {}).items() if before.get(k) != v}
            if not fields and not noted and not any(labels):
                return 0
            progress(0.5)
            self._prepare(base, fields)
            self._write(base, {name: (part["fids"], part["new"]) for name, part in fields.items()})
            progress(0.7)
            changed: dict[str, Any] = {
                "fields": fields,
                "notes": {
                    "old": {key: before.get(key) for key in noted},
                    "new": noted,
                },
            }
            if any(labels):
                came, _ = swap_labels(base, self._label_table(base), *labels)
                changed["labels"] = {"old": labels[0], "new": came}
                touched.update(-1 - row.scene_id for row in (*labels[0], *came))  # are no keys
            base.execute(
                statement(
                    "UPDATE {history} SET state = ? WHERE layer = ? AND state = ?", history=HISTORY
                ),
                [DROPPED, self.table, UNDONE],
            )
            base.execute(
                statement(
                    "INSERT INTO {history} (layer, time, algorithm, parameters, summary, scenes, "
                    "state, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    history=HISTORY,
                ),
                [
                    self.table, now(), algorithm, json.dumps(dict(parameters)), summary,
                    len(touched), DONE, zlib.compress(json.dumps(changed).encode()),
                ],
            )  # fmt: skip
            self._set_notes(base, noted)
            progress(0.85)
            self._restyle(base, restyle)
            self._touch(base)
            progress(1)
        return len(touched)

    def _forget_probability(
        self, base: sqlite3.Connection, fields: dict[str, dict[str, list[Any]]]
    ) -> None:
        """Let scenes that get another class lose the probability of the one that they had."""
        others = dict.fromkeys(
            key
            for name in ("class_code", "class_source")
            for key in fields.get(name, {"fids": []})["fids"]
        )
        known = self._values(base, CLASS_PROBABILITY) if others else {}
        gone = [key for key in others if known.get(key) is not None]
        if gone:
            old = [known[key] for key in gone]
            fields[CLASS_PROBABILITY] = {"fids": gone, "old": old, "new": [None] * len(gone)}

    def undo(self, restyle: Restyle | None = None) -> tuple[Edit, int]:
        """Take back the last edit; returns it, and how many values were left as they were.

        A value that has changed since, by hand in QGIS, is left alone.

        Raises
        ------
        LayerError
            There is no edit to take back.
        """
        return self._repeat_edit(
            DONE, -1, "old", "new", UNDONE, "There is no edit to undo.", restyle
        )

    def redo(self, restyle: Restyle | None = None) -> tuple[Edit, int]:
        """Do again what was undone last; see `undo`."""
        return self._repeat_edit(
            UNDONE, 1, "new", "old", DONE, "There is no edit to redo.", restyle
        )

    def _repeat_edit(
        self, state: str, order: int, to: str, expected: str, after: str, nothing: str,
        restyle: Restyle | None,
    ) -> tuple[Edit, int]:  # fmt: skip
        with self._connection(write=True) as base:
            self._prepare(base, ())
            row = base.execute(
                statement(
                    "SELECT id, time, algorithm, parameters, summary, scenes, changes "
                    "FROM {history} WHERE layer = ? AND state = ? ORDER BY id * ? LIMIT 1",
                    history=HISTORY,
                ),
                [self.table, state, order],  # by -1 the newest, by 1 the oldest
            ).fetchone()
            if row is None:
                raise LayerError(f"{nothing} The layer '{self.table}' is as it was.")
            with self._explain_damage("edits"):
                fields, notes, labels = _unpack_edit(row[6])
                edit = _edit((*row[:6], after))
                if not {self._key, self.geometry}.isdisjoint(fields):
                    raise ValueError("an edit changes the keys")
            left = 0
            written: dict[str, tuple[list[int], list[Any]]] = {}
            for name, part in fields.items():
                if name not in self._types:  # somebody has removed the field
                    left += len(part.fids)
                    continue
                now = self._values(base, name)
                kept = [
                    (key, value)
                    for key, value, known in zip(
                        part.fids, getattr(part, to), getattr(part, expected)
                    )
                    if key in now and now[key] == known
                ]
                left += len(part.fids) - len(kept)
                written[name] = [key for key, _ in kept], [value for _, value in kept]
            self._write(base, written)
            if any(labels.values()):
                table = self._label_table(base)
                left += swap_labels(base, table, labels[expected], labels[to])[1]
            self._set_notes(base, notes[to])
            self._restyle(base, restyle)
            base.execute(
                statement("UPDATE {history} SET state = ? WHERE id = ?", history=HISTORY),
                [after, row[0]],
            )
            self._touch(base)
        return edit, left

    def labels(self) -> list[LabelOfScene]:
        """Return all labels of scenes, the oldest first; of several of a scene the last counts."""
        with self._connection() as base:
            return read_label_table(base, str(self._notes(base).get("labels") or ""))

    def _label_table(self, base: sqlite3.Connection) -> str:
        """Return the name of the table of labels, which is made where there is none."""
        name = str(self._notes(base).get("labels") or "")
        if not name or not has_table(base, name):
            name = make_label_table(base, self.table)
            self._set_notes(base, {"labels": name})
        return name

    def state(self) -> State:
        """Return what the layer's style depends on."""
        with self._connection() as base:
            return self._state(base)

    def _state(self, base: sqlite3.Connection) -> State:
        columns = self._read(base, ("cluster", CURRENT, *CLASS_FIELDS))
        return State(columns, self._notes(base), self.fields)

    def _restyle(self, base: sqlite3.Connection, restyle: Restyle | None) -> None:
        if restyle is not None:
            store_style(base, self.table, restyle(self._state(base)))

    def _read(self, base: sqlite3.Connection, names: tuple[str, ...]) -> dict[str, Column]:
        there = [name for name in dict.fromkeys(names) if name in self._types]
        rows = base.execute(
            statement(
                "SELECT {fields} FROM {table} ORDER BY 1",
                fields=[self._key, *there], table=self.table,
            )
        )  # fmt: skip
        kinds = ["INT", *(self._types[name] for name in there)]
        found = {name: [_column((), kind)] for name, kind in zip(("fid", *there), kinds)}
        with self._explain_damage("values"):
            # Plain values of millions of scenes take ten times the memory of arrays.
            while block := rows.fetchmany(_BLOCK):
                for (name, parts), values, kind in zip(found.items(), zip(*block), kinds):
                    part = _column(values, kind)
                    if name in _CLUSTER_FIELDS or is_level_field(name):
                        low, high = part.min(initial=0), part.max(initial=0)
                        if low < 0 or high > _MOST_CLUSTERS:
                            raise ValueError(f"{name} goes from {low} to {high}")
                    parts.append(part)
        columns = {name: np.concatenate(parts) for name, parts in found.items()}
        for name in names:
            if name not in there:
                empty = _column((None,), "TEXT" if name in CLASS_FIELDS else "INT")
                columns[name] = np.repeat(empty, len(columns["fid"]))
        return columns

    def _values(self, base: sqlite3.Connection, name: str) -> dict[int, Any]:
        if name not in self._types:
            return {}
        return dict(
            base.execute(
                statement(
                    "SELECT {fields} FROM {table}", fields=[self._key, name], table=self.table
                )
            ).fetchall()
        )

    def _write(
        self, base: sqlite3.Connection, fields: Mapping[str, tuple[list[int], list[Any]]]
    ) -> None:
        """Write keys and values of fields; those of the same scenes are written at once."""
        together: list[tuple[list[int], list[str]]] = []
        for name, (keys, _) in fields.items():
            same = next((names for others, names in together if others == keys), None)
            if same is None:
                together.append((keys, [name]))
            else:
                same.append(name)
        for keys, names in together:
            changed = ", ".join(statement("{name} = ?", name=name) for name in names)
            base.executemany(
                statement("UPDATE {table} SET ", table=self.table)
                + changed
                + statement(" WHERE {key} = ?", key=self._key),
                zip(*(fields[name][1] for name in names), keys),
            )

    def _prepare(self, base: sqlite3.Connection, fields: Iterable[str]) -> None:
        """Add the fields and the table that an edit needs."""
        for name in fields:
            if name not in self._types:
                kind = _TYPES.get(name, "TEXT")
                base.execute(
                    statement(
                        "ALTER TABLE {table} ADD COLUMN {field} ", table=self.table, field=name
                    )
                    + kind
                )
                self._types[name] = kind
        if not has_table(base, HISTORY):
            base.execute(
                statement(
                    "CREATE TABLE {history} (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                    "layer TEXT, time TEXT, algorithm TEXT, parameters TEXT, summary TEXT, "
                    "scenes INTEGER, state TEXT, changes BLOB)",
                    history=HISTORY,
                )
            )
            # So that QGIS lists it among the tables of the file.
            base.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
                "last_change) VALUES (?, 'attributes', ?, ?, ?)",
                [HISTORY, HISTORY, "Edits of cluster layers by RS DeepCluster", now()],
            )

    def _notes(self, base: sqlite3.Connection) -> dict[str, Any]:
        notes = self._all_notes(base, self._noted_as(base))
        notes.pop(_IDENTITY, None)  # none of anybody's business
        return notes

    def _all_notes(self, base: sqlite3.Connection, layer: str) -> dict[str, Any]:
        if not has_table(base, LAYERS):
            return {}
        row = base.execute(
            statement("SELECT notes FROM {layers} WHERE layer = ?", layers=LAYERS), [layer]
        ).fetchone()
        with self._explain_damage("notes"):
            return dict(parse_json(_check_length(row[0]))) if row else {}

    def _set_notes(self, base: sqlite3.Connection, notes: Mapping[str, Any]) -> None:
        before = self._all_notes(base, self._noted_as(base))
        if not notes and before.get(_IDENTITY):
            return
        together = {**before, **notes}
        together.setdefault(_IDENTITY, self._identity(base, self.table))
        text = json.dumps({key: value for key, value in together.items() if value is not None})
        base.execute(
            statement(
                "CREATE TABLE IF NOT EXISTS {layers} (layer TEXT PRIMARY KEY NOT NULL, notes TEXT)",
                layers=LAYERS,
            )
        )
        base.execute(
            statement("INSERT OR REPLACE INTO {layers} VALUES (?, ?)", layers=LAYERS),
            [self.table, text],
        )

    def _identity(self, base: sqlite3.Connection, table: str) -> str:
        """Return what tells the scenes of a table from all others, whatever edits make of them.

        Keys, numbers and clusters as fitted stay as they are; copies of the table have them, too.
        """
        digest = hashlib.sha256()
        rows = base.execute(
            statement("SELECT rowid, scene_id, cluster FROM {table} ORDER BY rowid", table=table)
        )
        while block := rows.fetchmany(10_000):
            digest.update(repr(block).encode())
        return digest.hexdigest()

    def _noted_as(self, base: sqlite3.Connection) -> str:
        """Return the name that the notes and the edits of the table are kept under.

        It is another one where the table was renamed in QGIS, or is a copy of one in the same file.
        """
        if self._alias is None:
            self._alias = self._find_alias(base)
        return self._alias

    def _find_alias(self, base: sqlite3.Connection) -> str:
        known = set()
        for name in (LAYERS, HISTORY):
            if has_table(base, name):
                rows = base.execute(statement("SELECT layer FROM {table}", table=name))
                known |= {str(row[0]) for row in rows}
        if self.table in known or not known:
            return self.table
        there = {str(row[0]) for row in base.execute("SELECT table_name FROM gpkg_contents")}
        mine = self._identity(base, self.table)
        same, nameless = [], []
        for name in sorted(known, key=lambda each: each in there):  # those renamed come first
            with contextlib.suppress(LayerError):  # damaged, and so not to be recognized
                identity = self._all_notes(base, name).get(_IDENTITY)
                if identity == mine:
                    same.append(name)
                elif identity is None and name not in there:
                    nameless.append(name)
        # Earlier versions did not note who is who.
        return same[0] if same else nameless[0] if len(nameless) == 1 else self.table

    def _adopt(self, base: sqlite3.Connection) -> None:
        """Keep notes and edits under the name of the table from now on."""
        old = self._noted_as(base)
        if old == self.table:
            return
        there = base.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", [old]).fetchone()
        for name in (LAYERS, HISTORY):
            if not has_table(base, name):
                continue
            if not there:
                base.execute(
                    statement("UPDATE {table} SET layer = ? WHERE layer = ?", table=name),
                    [self.table, old],
                )
                continue
            rows = base.execute(statement("PRAGMA table_info({table})", table=name))
            columns = [str(row[1]) for row in rows]
            base.execute(
                statement(
                    "INSERT INTO {table} (layer, {copied}) SELECT ?, {copied} FROM {table} "
                    "WHERE layer = ? ORDER BY rowid",
                    table=name,
                    copied=[column for column in columns if column not in ("id", "layer")],
                ),
                [self.table, old],
            )
        self._alias = self.table

    def _touch(self, base: sqlite3.Connection) -> None:
        base.execute(
            "UPDATE gpkg_contents SET last_change = ? WHERE table_name IN (?, ?)",
            [now(), self.table, HISTORY],
        )

    @contextlib.contextmanager
    def _connection(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the database; what is written is kept if all goes well, else none of it."""
        base = None
        before, alias = dict(getattr(self, "_types", {})), self._alias
        try:
            # "rw" does not make a file that is not there.
            base = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={'rw' if write else 'ro'}",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
            )
            for name in _SPATIAL:
                base.create_function(name, 1, _never)
            if write:
                base.execute("BEGIN IMMEDIATE")
                self._adopt(base)
            yield base
            if write:
                base.execute("COMMIT")
        except sqlite3.Error as error:
            self._types, self._alias = before, alias
            raise self._explain(error) from error
        except BaseException:
            self._types, self._alias = before, alias
            raise
        finally:
            if base is not None:
                base.close()  # what is not committed is rolled back

    @contextlib.contextmanager
    def _explain_damage(self, what: str) -> Iterator[None]:
        """Turn what is not ours among the values, notes or edits of a layer into a sentence."""
        try:
            yield
        except (
            ValueError, TypeError, KeyError, AttributeError, OverflowError, IndexError,
            MemoryError, RecursionError, zlib.error, DeepClusterError,
        ) as error:  # fmt: skip
            raise LayerError(
                f"The {what} of the layer '{self.table}' in {self.path} are damaged "
                f"({error!s:.100}). Restore an earlier copy of the file, or cluster again."
            ) from error

    def _explain(self, error: sqlite3.Error) -> LayerError:
        text = str(error)
        if "readonly" in text or "unable to open" in text:
            return LayerError(
                f"{self.path} cannot be written. Make the file and its folder writable, or copy "
                "the layer to another GeoPackage and take that."
            )
        if "locked" in text:
            return LayerError(
                f"{self.path} is being written by another program or layer. Save or discard the "
                "edits there, and try again."
            )
        if "disk is full" in text or "disk I/O" in text:
            return LayerError(
                f"{self.path} could not be written ({text}), and is as it was. Free some space on "
                "its disk and try again."
            )
        return LayerError(
            f"{self.path} is not a GeoPackage that can be read ({text}). Clusters are edited in "
            "a GeoPackage: save the layer as one and take that."
        )


def current_of(columns: Mapping[str, Column]) -> Column:
    """Return the current clusters (n,) from columns "cluster" and "edited_cluster"."""
    return np.where(columns[CURRENT] > 0, columns[CURRENT], columns["cluster"])


def statements_of(path: Path, place: Path, table: str) -> list[str]:
    """Return SQL that gives a table in one file the notes and the style that it has in another.

    What was noted there about a table of that name goes, and so does the history of its edits. The
    SQL is whole, for a program that copies the table in a transaction of its own.

    Parameters
    ----------
    path
        GeoPackage that the notes and the style are read from.
    place
        GeoPackage that they are for; it is not changed.
    table
        Name of the table in both.

    Returns
    -------
    list of str
        Statements, in the order in which they are to run.
    """
    with opened(place) as base:
        there = [each for each in (HISTORY, LAYERS, STYLES) if has_table(base, each)]
    owners = {STYLES: "f_table_name"}
    found = [
        statement_with(
            "DELETE FROM {table} WHERE {owner} = ?",
            [[table]],
            table=each,
            owner=owners.get(each, "layer"),
        )
        for each in there
    ]
    with opened(path) as base:
        for each in (LAYERS, STYLES):
            if not has_table(base, each):
                continue
            if each not in there:
                (made,) = base.execute("SELECT sql FROM sqlite_master WHERE name = ?", [each])
                found.append(str(made[0]))
            if each not in there and each == STYLES:
                found.append(REGISTER_STYLES)
            rows = base.execute(
                statement(
                    "SELECT * FROM {table} WHERE {owner} = ?",
                    table=each,
                    owner=owners.get(each, "layer"),
                ),
                [table],
            )
            columns = [str(column[0]) for column in rows.description]
            for row in rows:
                cells = {c: v for c, v in zip(columns, row) if c != "id"}
                found.append(
                    statement_with(
                        "INSERT INTO {table} ({fields}) VALUES (?)",
                        [list(cells.values())],
                        table=each,
                        fields=list(cells),
                    )
                )
    return found


def _never(_: Any) -> Any:
    raise RuntimeError("geometries are not edited here")


def _check_length(data: Any) -> Any:
    if len(data) > _LARGEST_NOTE:
        raise ValueError("they are too large")
    return data


def _edit(row: tuple[Any, ...]) -> Edit:
    """Make an edit of a row of the history; raises ``ValueError`` where it is not one."""
    number, time, algorithm, parameters, summary, scenes, state = row
    values = (
        number,
        time,
        algorithm,
        parse_json(_check_length(parameters)),
        summary,
        scenes,
        state,
    )
    edit = Edit(*values)
    from_plain(vars(edit), Edit, "edit")
    return edit


def _unpack_edit(
    data: bytes,
) -> tuple[dict[str, _Values], dict[str, dict[str, Any]], dict[str, list[LabelOfScene]]]:
    """Read what an edit has changed: values by field, notes and labels before and after."""
    packed = zlib.decompressobj()
    text = packed.decompress(data, _LARGEST_EDIT)
    if not packed.eof:
        raise ValueError("they are too large or cut short")
    changed = parse_json(text)
    fields: dict[str, _Values] = from_plain(changed["fields"], dict[str, _Values], "fields")
    for name, part in fields.items():
        if not len(part.fids) == len(part.old) == len(part.new):
            raise ValueError(f"{name} has fewer values than scenes")
    notes = {key: dict(changed["notes"][key]) for key in ("old", "new")}
    swapped = changed.get("labels") or {"old": [], "new": []}  # most edits are of none
    labels = {key: [LabelOfScene.from_plain(row) for row in swapped[key]] for key in notes}
    return fields, notes, labels


def _replace_missing(value: Any) -> Any:
    """Turn missing values into NULL."""
    if isinstance(value, bool):
        return int(value)  # as SQLite has it
    if isinstance(value, float):
        return None if value != value else value
    return None if value in (0, "") else value


def _column(values: tuple[Any, ...], kind: str) -> Column:
    if kind.startswith(("TEXT", "VARCHAR", "DATE", "BLOB")):
        texts = np.empty(len(values), dtype=object)
        texts[:] = ["" if value is None else value for value in values]
        if not kind.startswith("BLOB") and any(isinstance(value, bytes) for value in values):
            raise ValueError("a text field holds bytes")
        return texts
    if "INT" in kind or kind.startswith("BOOL"):
        known = [0 if value is None else value for value in values]
        whole = [int(value) for value in known]
        if whole != known:  # SQLite keeps whatever is written into a field
            raise ValueError("a field of whole numbers holds something else")
        return np.array(whole, dtype=np.int64)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

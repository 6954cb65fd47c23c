"""The table of a cluster layer in its GeoPackage, with its notes and the history of its edits.

A GeoPackage is an SQLite database, so an edit of many scenes, its row in the history and what is
noted about the layer are one transaction: all of it is there afterwards, or nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.errors import LayerError
from ..scenes.raster import file_of

HISTORY, LAYERS = "rs_deepcluster_history", "rs_deepcluster_layers"
CURRENT, RANK = "edited_cluster", "exemplar_rank"
CLASS_FIELDS = ("class_code", "class_name", "class_source")
_TYPES = {CURRENT: "MEDIUMINT", **dict.fromkeys(CLASS_FIELDS, "TEXT")}
DONE, UNDONE, DROPPED = "done", "undone", "dropped"
# Functions in the triggers of a layer's spatial index. SQLite wants them to exist when a row
# changes; they are called only where a geometry does, which is none of our business.
_SPATIAL = ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")
_PATIENCE = 5.0  # seconds that we wait for another program to finish writing

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


class Workspace:
    """A cluster layer's table in a GeoPackage.

    Raises
    ------
    LayerError
        The file or the table does not exist, is none of ours, or cannot be read or written.
    """

    def __init__(self, path: str | Path, table: str = "") -> None:
        self.path = Path(path)
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
            columns = base.execute(f"PRAGMA table_info({_quoted(self.table)})").fetchall()
            self._types = {str(column[1]): str(column[2]).upper() for column in columns}
            self._key = next((str(c[1]) for c in columns if c[5]), "rowid")
            geometry = base.execute(
                "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [self.table]
            ).fetchone()
            self.geometry = str(geometry[0]) if geometry else ""
            if not {"cluster", "scene_id"} <= set(self._types):
                raise LayerError(
                    f"The layer '{self.table}' was not made by RS DeepCluster: it has no fields "
                    "'scene_id' and 'cluster'. Choose a layer made by Cluster scenes, Cluster "
                    "features or Apply clusters."
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
            return self._notes(base)

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
            if not _has_table(base, HISTORY):
                return []
            rows = base.execute(
                "SELECT id, time, algorithm, parameters, summary, scenes, state "
                f"FROM {HISTORY} WHERE layer = ? ORDER BY id",
                [self.table],
            ).fetchall()
        return [Edit(row[0], row[1], row[2], json.loads(row[3]), *row[4:]) for row in rows]

    def edit(
        self,
        algorithm: str,
        parameters: Mapping[str, Any],
        summary: str,
        changes: Changes,
        notes: Mapping[str, Any] | None = None,
    ) -> int:
        """Write values and a row of the history in one; returns how many scenes have changed.

        ``changes`` are, by field, the keys (m,) of scenes and their new values (m,), or one value
        for all of them; a whole number 0 and an empty text become NULL. Edits that were undone
        can't be redone after this. Where nothing changes, nothing is written.
        """
        with self._connection(write=True) as base:
            fields: dict[str, dict[str, list[Any]]] = {}
            touched: set[int] = set()
            for name, (fids, values) in changes.items():
                keys = np.asarray(fids, dtype=np.int64)
                new = [_plain(value) for value in np.broadcast_to(values, keys.shape).tolist()]
                old = self._values(base, name)
                moved = [(key, old.get(key), value) for key, value in zip(keys.tolist(), new)]
                moved = [(key, was, value) for key, was, value in moved if was != value]
                # A scene that gets the field with its own cluster in it has not changed, nor has
                # one that only became an exemplar.
                fitted = self._values(base, "cluster") if name == CURRENT else {}
                if name != RANK:
                    touched.update(
                        key for key, was, value in moved if (was or fitted.get(key)) != value
                    )
                if moved:
                    keys_, old_, new_ = (list(part) for part in zip(*moved))
                    fields[name] = {"fids": keys_, "old": old_, "new": new_}
            before = self._notes(base)
            noted = {k: v for k, v in (notes or {}).items() if before.get(k) != v}
            if not fields and not noted:
                return 0
            self._prepare(base, fields)
            for name, part in fields.items():
                self._write(base, name, list(zip(part["new"], part["fids"])))
            changed = {
                "fields": fields,
                "notes": {
                    "old": {key: before.get(key) for key in noted},
                    "new": noted,
                },
            }
            base.execute(
                f"UPDATE {HISTORY} SET state = ? WHERE layer = ? AND state = ?",
                [DROPPED, self.table, UNDONE],
            )
            base.execute(
                f"INSERT INTO {HISTORY} (layer, time, algorithm, parameters, summary, scenes, "
                "state, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    self.table, _now(), algorithm, json.dumps(dict(parameters)), summary,
                    len(touched), DONE, zlib.compress(json.dumps(changed).encode()),
                ],
            )  # fmt: skip
            self._set_notes(base, noted)
            self._touch(base)
        return len(touched)

    def undo(self) -> tuple[Edit, int]:
        """Take back the last edit; returns it, and how many values were left as they were.

        A value that has changed since, by hand in QGIS, is left alone.

        Raises
        ------
        LayerError
            There is no edit to take back.
        """
        return self._again(DONE, "DESC", "old", "new", UNDONE, "There is no edit to undo.")

    def redo(self) -> tuple[Edit, int]:
        """Do again what was undone last; see `undo`."""
        return self._again(UNDONE, "ASC", "new", "old", DONE, "There is no edit to redo.")

    def _again(
        self, state: str, order: str, to: str, expected: str, after: str, nothing: str
    ) -> tuple[Edit, int]:
        with self._connection(write=True) as base:
            self._prepare(base, ())
            row = base.execute(
                f"SELECT id, time, algorithm, parameters, summary, scenes, changes FROM {HISTORY} "
                f"WHERE layer = ? AND state = ? ORDER BY id {order} LIMIT 1",
                [self.table, state],
            ).fetchone()
            if row is None:
                raise LayerError(f"{nothing} The layer '{self.table}' is as it was.")
            changed = json.loads(zlib.decompress(row[6]))
            left = 0
            for name, part in changed["fields"].items():
                if name not in self._types:  # somebody has removed the field
                    left += len(part["fids"])
                    continue
                now = self._values(base, name)
                rows = [
                    (value, key)
                    for key, value, known in zip(part["fids"], part[to], part[expected])
                    if key in now and now[key] == known
                ]
                left += len(part["fids"]) - len(rows)
                self._write(base, name, rows)
            self._set_notes(base, changed["notes"][to])
            base.execute(f"UPDATE {HISTORY} SET state = ? WHERE id = ?", [after, row[0]])
            self._touch(base)
        return Edit(row[0], row[1], row[2], json.loads(row[3]), row[4], row[5], after), left

    def _read(self, base: sqlite3.Connection, names: tuple[str, ...]) -> dict[str, Column]:
        there = [name for name in names if name in self._types]
        selected = ", ".join(_quoted(name) for name in (self._key, *there))
        rows = base.execute(f"SELECT {selected} FROM {_quoted(self.table)} ORDER BY 1").fetchall()
        columns = list(zip(*rows)) if rows else [()] * (len(there) + 1)
        found = {"fid": np.array(columns[0], dtype=np.int64)}
        for name, values in zip(there, columns[1:]):
            found[name] = _column(values, self._types[name])
        for name in names:
            if name not in there:
                kind: Any = object if name in CLASS_FIELDS else np.int64
                found[name] = np.full(len(rows), "" if kind is object else 0, dtype=kind)
        return found

    def _values(self, base: sqlite3.Connection, name: str) -> dict[int, Any]:
        if name not in self._types:
            return {}
        return dict(
            base.execute(
                f"SELECT {_quoted(self._key)}, {_quoted(name)} FROM {_quoted(self.table)}"
            ).fetchall()
        )

    def _write(self, base: sqlite3.Connection, name: str, rows: list[tuple[Any, int]]) -> None:
        base.executemany(
            f"UPDATE {_quoted(self.table)} SET {_quoted(name)} = ? WHERE {_quoted(self._key)} = ?",
            rows,
        )

    def _prepare(self, base: sqlite3.Connection, fields: Iterable[str]) -> None:
        """Add the fields and the table that an edit needs."""
        for name in fields:
            if name not in self._types:
                kind = _TYPES.get(name, "TEXT")
                base.execute(f"ALTER TABLE {_quoted(self.table)} ADD COLUMN {_quoted(name)} {kind}")
                self._types[name] = kind
        if not _has_table(base, HISTORY):
            base.execute(
                f"CREATE TABLE {HISTORY} (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                "layer TEXT, time TEXT, algorithm TEXT, parameters TEXT, summary TEXT, "
                "scenes INTEGER, state TEXT, changes BLOB)"
            )
            # So that QGIS lists it among the tables of the file.
            base.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
                "last_change) VALUES (?, 'attributes', ?, ?, ?)",
                [HISTORY, HISTORY, "Edits of cluster layers by RS DeepCluster", _now()],
            )

    def _notes(self, base: sqlite3.Connection) -> dict[str, Any]:
        if not _has_table(base, LAYERS):
            return {}
        row = base.execute(f"SELECT notes FROM {LAYERS} WHERE layer = ?", [self.table]).fetchone()
        found: dict[str, Any] = json.loads(row[0]) if row else {}
        return found

    def _set_notes(self, base: sqlite3.Connection, notes: Mapping[str, Any]) -> None:
        if not notes:
            return
        together = {**self._notes(base), **notes}
        text = json.dumps({key: value for key, value in together.items() if value is not None})
        base.execute(
            f"CREATE TABLE IF NOT EXISTS {LAYERS} (layer TEXT PRIMARY KEY NOT NULL, notes TEXT)"
        )
        base.execute(f"INSERT OR REPLACE INTO {LAYERS} VALUES (?, ?)", [self.table, text])

    def _touch(self, base: sqlite3.Connection) -> None:
        base.execute(
            "UPDATE gpkg_contents SET last_change = ? WHERE table_name IN (?, ?)",
            [_now(), self.table, HISTORY],
        )

    @contextlib.contextmanager
    def _connection(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the database; what is written is kept if all goes well, else none of it."""
        base = None
        before = dict(getattr(self, "_types", {}))
        try:
            # "rw" does not make a file that is not there.
            base = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={'rw' if write else 'ro'}",
                uri=True,
                timeout=_PATIENCE,
                isolation_level=None,
            )
            for name in _SPATIAL:
                base.create_function(name, 1, _never)
            if write:
                base.execute("BEGIN IMMEDIATE")
            yield base
            if write:
                base.execute("COMMIT")
        except sqlite3.Error as error:
            self._types = before
            raise self._said(error) from error
        except BaseException:
            self._types = before
            raise
        finally:
            if base is not None:
                base.close()  # what is not committed is rolled back

    def _said(self, error: sqlite3.Error) -> LayerError:
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
        if "disk is full" in text:
            return LayerError(f"The disk of {self.path} is full. Free some space and try again.")
        return LayerError(
            f"{self.path} is not a GeoPackage that can be read ({text}). Clusters are edited in "
            "a GeoPackage: save the layer as one and take that."
        )


def current_of(columns: Mapping[str, Column]) -> Column:
    """Return the current clusters (n,) from columns "cluster" and "edited_cluster"."""
    return np.where(columns[CURRENT] > 0, columns[CURRENT], columns["cluster"])


def _never(_: Any) -> Any:
    raise RuntimeError("geometries are not edited here")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _has_table(base: sqlite3.Connection, name: str) -> bool:
    found = base.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name])
    return found.fetchone() is not None


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _plain(value: Any) -> Any:
    """Turn what stands for nothing into NULL."""
    return None if value in (0, "") and not isinstance(value, (bool, float)) else value


def _column(values: tuple[Any, ...], kind: str) -> Column:
    if kind.startswith(("TEXT", "VARCHAR", "DATE", "BLOB")):
        texts = np.empty(len(values), dtype=object)
        texts[:] = ["" if value is None else value for value in values]
        return texts
    if "INT" in kind or kind.startswith("BOOL"):
        return np.array([0 if value is None else int(value) for value in values], dtype=np.int64)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

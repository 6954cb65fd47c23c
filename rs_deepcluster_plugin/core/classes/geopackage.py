"""GeoPackages as the SQLite databases that they are: names, locks, and the styles in them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

from ..base.errors import LayerError

STYLES = "layer_styles"
_OF_THE_FORMAT = ("gpkg_", "rtree_", "sqlite_")
"""How tables begin that SQLite and the standard want."""

PATIENCE = 5.0
"""Seconds that we wait for another program to finish writing."""

# As QGIS itself makes it, so that it finds its styles in it.
_MAKE_STYLES = f"""CREATE TABLE {STYLES} (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""

REGISTER_STYLES = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', 0)"
)
"""Puts the table of styles among those of the file, as the standard wants it."""


class Style(NamedTuple):
    """How a layer looks: QGIS's own style, and what of it other programs understand."""

    qml: str
    sld: str


def has_table(base: sqlite3.Connection, name: str) -> bool:
    """Tell whether a table is there.

    Parameters
    ----------
    base
        An open database.
    name
        Of the table; upper and lower case count.

    Returns
    -------
    bool
        False for views, too.
    """
    found = base.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name])
    return found.fetchone() is not None


def now() -> str:
    """Return the time as GeoPackages have it, in UTC."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@contextlib.contextmanager
def opened(path: Path, write: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a database that is there; what is written is kept if all goes well, else none of it.

    Parameters
    ----------
    path
        The file, which is not made where it is missing.
    write
        Take the lock for writing and begin a transaction; else the database is only read.

    Yields
    ------
    sqlite3.Connection
        Closed at the end.

    Raises
    ------
    sqlite3.OperationalError
        The file cannot be opened, or another program did not finish writing within `PATIENCE`
        seconds.
    """
    mode = "rw" if write else "ro"
    base = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
    )
    try:
        if write:
            base.execute("BEGIN IMMEDIATE")
        yield base
        if write:
            base.execute("COMMIT")
    finally:
        base.close()  # what is not committed is rolled back


def refuse_locked(path: Path) -> None:
    """Find out whether a file may be replaced; what a killed program left undone is undone.

    Raises
    ------
    LayerError
        Another program is writing it.
    """
    try:
        with opened(path, write=True) as base:
            base.execute("ROLLBACK")
            base.execute("BEGIN")  # there is nothing to keep
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise LayerError(
                f"{path} is being written by another program or layer. Save or discard the edits "
                "there, or choose another file."
            ) from None
    except sqlite3.DatabaseError:
        return  # it is not a database, whatever its name says


def other_tables(path: Path, table: str) -> list[str]:
    """Return the tables of a GeoPackage but for one and for what belongs to it.

    Styles and what we note about layers are left out, too.

    Parameters
    ----------
    path
        The file.
    table
        The table that is left out; upper and lower case are alike.

    Returns
    -------
    list of str
        Names; none where the file is no GeoPackage.

    Raises
    ------
    LayerError
        Another program is writing it.
    """
    refuse_locked(path)
    try:
        with opened(path) as base:
            listed = {str(row[0]) for row in base.execute("SELECT table_name FROM gpkg_contents")}
            every = [
                str(row[0])
                for row in base.execute(
                    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid"
                )
            ]
    except sqlite3.DatabaseError:
        return []
    # Projects of QGIS, and what is made with SQL, are in no list of contents.
    names = [name for name in every if name in listed or not name.startswith(_OF_THE_FORMAT)]
    own = {table.casefold(), STYLES}
    return [name for name in names if name.casefold() not in own and not is_ours(name)]


def first_table(base: sqlite3.Connection) -> str:
    """Return the first layer or table of a GeoPackage, "" where there is none."""
    row = base.execute(
        "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') "
        "ORDER BY rowid"
    ).fetchone()
    return str(row[0]) if row else ""


def is_ours(table: str) -> bool:
    """Tell whether a table holds what we note about layers."""
    return table.startswith("rs_deepcluster_")


def store_style(base: sqlite3.Connection, table: str, style: Style) -> None:
    """Store the style that a layer is shown with, in place of the one of its name.

    Parameters
    ----------
    base
        A GeoPackage that is open for writing; the table of styles is made where it is missing.
    table
        The layer, which is also the name of the style.
    style
        Becomes the layer's default.
    """
    if not has_table(base, STYLES):
        base.execute(_MAKE_STYLES)
        base.execute(REGISTER_STYLES)
    row = base.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [table]
    ).fetchone()
    place = ["", "", table, str(row[0]) if row else ""]
    base.execute(
        "DELETE FROM layer_styles WHERE coalesce(f_table_catalog, '') = ? AND "
        "coalesce(f_table_schema, '') = ? AND f_table_name = ? AND "
        "coalesce(f_geometry_column, '') = ? AND styleName = ?",
        [*place, table],
    )
    base.execute(
        "UPDATE layer_styles SET useAsDefault = 0 WHERE coalesce(f_table_catalog, '') = ? AND "
        "coalesce(f_table_schema, '') = ? AND f_table_name = ? AND "
        "coalesce(f_geometry_column, '') = ?",
        place,
    )
    base.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 1, '', '', NULL, ?)",
        [*place, table, *style, now()],
    )

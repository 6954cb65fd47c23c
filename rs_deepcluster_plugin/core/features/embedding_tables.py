"""Tables that others have written with a vector on each row: GeoParquet and GeoPackage.

Nothing but the vectors is taken for granted. They are lists of any kind of number, or a column for
each number; footprints are WKB or GeoArrow's own layout; all is read in blocks, so that a file may
be larger than memory.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, ObjectArray
from ..base.errors import DataFileError
from ..base.foreign import parse_json
from ..base.values import statement

USUAL_NAMES = ("embedding", "embeddings", "feature", "features", "vector", "emb")
"""Columns in which producers keep their vectors, in the order in which they are looked for."""

OURS = b"rs_deepcluster"
_GEOPACKAGE = b"SQLite format 3\0"
_FEWEST = 8  # columns of numbers that count as one vector
_LONGEST = 65_536
_BLOCK_BYTES = 64_000_000
_MOST_ROWS = 8192
_LONGEST_TEXT = 1000  # of an attribute
_NUMBERED = re.compile(r"^(\D.*?|)(\d+)$")
_GDAL_LIST = re.compile(r"\s*\(\d+:(.*)\)\s*$")  # as GDAL wrote lists before it wrote JSON
_OWN = ("scene_id", "row", "col", "valid_fraction")  # which scenes have themselves
_DAMAGE = (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError, MemoryError)


@dataclass(frozen=True)
class VectorBlock:
    """Some rows of a table; arrays are of length n."""

    vectors: FloatArray
    """Of shape (n, d), NaN where a row has none, as they are stored."""

    geometries: ObjectArray
    """WKB, or None."""

    attributes: list[dict[str, Any]]
    scales: FloatArray | None = None
    """What each vector is to be multiplied by."""


class EmbeddingTable(ABC):
    """A table with vectors, open for as long as this is.

    Parameters
    ----------
    path
        The file.
    column
        The column of the vectors, or what the names of their columns begin with; empty: the usual
        names are tried, then the only one that there is.
    scale_column
        A column with what each vector is multiplied by; empty: none.
    """

    count: int
    dims: int
    names: list[str]
    """Of the column, or the columns, that make the vectors."""

    whole: bool
    """They are stored as whole numbers."""

    type_name: str
    crs_wkt: str | None
    """Of the footprints; "" where the file names none, None where it does not say."""

    metadata: Mapping[str, Any]
    """What the file says of itself, by keys."""

    def __init__(self, path: str | Path, column: str, scale_column: str) -> None:
        self.path, self._scale = Path(path), scale_column

    def __enter__(self) -> EmbeddingTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close the file."""

    @abstractmethod
    def blocks(self) -> Iterator[VectorBlock]:
        """Read all rows in order."""

    @property
    def _rows(self) -> int:
        return max(64, min(_MOST_ROWS, _BLOCK_BYTES // (8 * self.dims)))

    def _choose(
        self, asked: str, lists: Sequence[str], numbers: Sequence[str], every: Sequence[str]
    ) -> list[str]:
        """Return the column of the vectors, or the columns that each hold one of their numbers."""
        groups = _number_groups(numbers)
        if asked:
            if asked in lists:
                return [asked]
            if asked in groups:
                return groups[asked]
            if asked in every:
                raise DataFileError(
                    f"The column '{asked}' of {self.path} does not hold vectors, that is lists of "
                    f"numbers. {_some('Choose one of', [*lists, *groups])}"
                )
            raise DataFileError(
                f"{self.path} has no column '{asked}'. {_some('Choose one of', [*lists, *groups])}"
            )
        for name in USUAL_NAMES:
            if name in lists:
                return [name]
        for name in USUAL_NAMES:
            for group in (name, f"{name}_"):
                if group in groups:
                    return groups[group]
        found = [*lists, *groups]
        if len(found) == 1:
            return groups.get(found[0]) or [found[0]]
        if found:
            raise DataFileError(
                f"{self.path} has several columns that may be the embedding: {', '.join(found)}. "
                "Name the one to be read."
            )
        raise DataFileError(
            f"{self.path} has no column of vectors, that is lists of numbers, nor {_FEWEST} or "
            f"more numbered ones. {_some('Its columns are', every)}"
        )

    def _check_scale(self, numbers: Sequence[str]) -> None:
        if self._scale and self._scale not in numbers:
            raise DataFileError(
                f"{self.path} has no column '{self._scale}' of numbers to multiply vectors by. "
                f"{_some('Its columns of numbers are', numbers)}"
            )

    def _check_length(self, length: int) -> None:
        if not 0 < length <= _LONGEST:
            raise DataFileError(
                f"The vectors of {self.path} have {length:,} numbers, and from 1 to {_LONGEST:,} "
                "can be read. Choose another column."
            )

    def _uneven(self, row: int, length: int) -> DataFileError:
        return DataFileError(
            f"Row {row + 1:,} of {self.path} has a vector of {length:,} numbers, and the first one "
            f"has {self.dims:,}. Choose a column, or a file, whose vectors are of one length."
        )

    def _damaged(self, error: BaseException) -> DataFileError:
        text = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return DataFileError(
            f"{self.path} cannot be read to its end ({text[:200]}). It is damaged, or not what its "
            "name says: get a new copy."
        )


def open_table(
    path: str | Path, column: str = "", scale_column: str = "", table: str = ""
) -> EmbeddingTable:
    """Open a GeoParquet file or a GeoPackage.

    Parameters
    ----------
    path, column, scale_column
        As `EmbeddingTable` takes them.
    table
        Of a GeoPackage that has several.

    Returns
    -------
    EmbeddingTable
        Open; the caller closes it.

    Raises
    ------
    DataFileError
        It is missing, neither of the two, or has no vectors.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(16)
    except OSError as error:
        raise DataFileError(
            f"{path} cannot be opened ({error.strerror}). Choose a GeoParquet file or a GeoPackage."
        ) from error
    if start == _GEOPACKAGE:
        return GeoPackageTable(path, column, scale_column, table)
    if start[:4] == b"PAR1":
        return ParquetTable(path, column, scale_column)
    raise DataFileError(
        f"{path} is neither a Parquet file nor a GeoPackage. Save it as one of these, for instance "
        "with QGIS (Export > Save Features As)."
    )


# --- GeoParquet ----------------------------------------------------------------------------------


class ParquetTable(EmbeddingTable):
    """GeoParquet of any version, and Parquet without geometries."""

    def __init__(self, path: str | Path, column: str = "", scale_column: str = "") -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        super().__init__(path, column, scale_column)
        try:
            # Through a buffer: a row group of gigabytes is not loaded to read a block of it.
            self._file = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
            self._schema = self._file.schema_arrow
        except (pa.ArrowException, *_DAMAGE) as error:
            raise self._damaged(error) from error
        raw = self._schema.metadata or {}
        if OURS in raw:
            raise DataFileError(
                f"{path} was written by RS DeepCluster itself, and the other algorithms take it as "
                "it is. Choose a file of another program."
            )
        self.metadata = _json_values(raw)
        self.count = int(self._file.metadata.num_rows)
        types = {name: _storage(self._schema.field(name).type) for name in self._schema.names}
        lists = [name for name, kind in types.items() if _is_vector(kind)]
        numbers = [name for name, kind in types.items() if _is_number(kind)]
        self._find_geometry(types)
        lists = [name for name in lists if name != self._geometry]
        self.names = self._choose(column, lists, numbers, list(types))
        self._check_scale(numbers)
        first = types[self.names[0]]
        item = first if _is_number(first) else first.value_type
        self.whole, self.type_name = pa.types.is_integer(item), str(item)
        self._listed = not _is_number(first)
        self.dims = len(self.names) if not self._listed else self._first_length(first)
        self._check_length(self.dims)
        used = {*self.names, self._geometry, self._scale, *_OWN}
        self._more = [n for n, kind in types.items() if n not in used and _is_plain(kind)]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _find_geometry(self, types: Mapping[str, Any]) -> None:
        """Find the column of the footprints, its encoding and its reference system."""
        import pyarrow as pa

        self._geometry, self._encoding = "", "wkb"
        self.crs_wkt = None
        geo = self.metadata.get("geo")
        if isinstance(geo, dict):
            name = geo.get("primary_column")
            about = (geo.get("columns") or {}).get(name)
            if not isinstance(name, str) or not isinstance(about, dict) or name not in types:
                raise DataFileError(
                    f"{self.path} names no geometry column that it has, against the GeoParquet "
                    "standard. Write it again with a program that keeps to it."
                )
            self._geometry = name
            self._encoding = str(about.get("encoding", "WKB")).lower()
            crs = about.get("crs", "OGC:CRS84")  # what the standard says where it is left out
            self.crs_wkt = _wkt_of(crs, self.path) if crs is not None else ""
            return
        for name in ("geometry", "geom", "wkb_geometry", "wkb"):
            if name in types and (pa.types.is_binary(types[name]) or _is_large(types[name])):
                self._geometry = name
                return

    def _first_length(self, kind: Any) -> int:
        """Return the length of the first vector that there is."""
        import pyarrow as pa

        if pa.types.is_fixed_size_list(kind):
            return int(kind.list_size)
        with self._explained():
            batches = self._file.iter_batches(64, columns=[self.names[0]], use_threads=False)
            for batch in batches:
                for length in _lengths(_plain_array(batch.column(0))).tolist():
                    if length:
                        return int(length)
        raise DataFileError(
            f"The column '{self.names[0]}' of {self.path} has no vector. Choose another column."
        )

    def blocks(self) -> Iterator[VectorBlock]:
        """Read all rows in order."""
        wanted = [*self.names, *self._more]
        wanted += [name for name in (self._geometry, self._scale) if name]
        with self._explained():
            batches = self._file.iter_batches(
                self._rows, columns=list(dict.fromkeys(wanted)), use_threads=False
            )
        done = 0
        while True:
            with self._explained():
                batch = next(batches, None)
                if batch is None:
                    return
                block = self._block(batch, done)
            done += batch.num_rows
            yield block

    def _block(self, batch: Any, done: int) -> VectorBlock:
        if self._listed:
            vectors = self._vectors(_plain_array(batch[self.names[0]]), done)
        else:
            vectors = np.column_stack([_numbers(batch[name]) for name in self.names])
        shapes = np.full(batch.num_rows, None, dtype=object)
        if self._geometry:
            shapes = geometries_of(_plain_array(batch[self._geometry]), self._encoding, self.path)
        columns = {name: _plain_array(batch[name]).to_pylist() for name in self._more}
        attributes = [
            {name: attribute_of(column[row]) for name, column in columns.items()}
            for row in range(batch.num_rows)
        ]
        scales = _numbers(batch[self._scale]) if self._scale else None
        return VectorBlock(vectors, shapes, attributes, scales)

    def _vectors(self, column: Any, done: int) -> FloatArray:
        lengths = _lengths(column)
        full = lengths > 0
        odd = np.flatnonzero(full & (lengths != self.dims))
        if odd.size:
            raise self._uneven(done + int(odd[0]), int(lengths[odd[0]]))
        vectors = np.full((len(column), self.dims), np.nan)
        # Without the rows that are null, whose numbers may be there all the same.
        vectors[full] = _numbers(column.flatten()).reshape(-1, self.dims)
        return vectors

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, *_DAMAGE) as error:
            raise self._damaged(error) from error


def geometries_of(column: Any, encoding: str, path: str | Path) -> ObjectArray:
    """Return WKB (n,), None where there is no geometry, of an Arrow array.

    Parameters
    ----------
    column
        WKB, WKT, or one of GeoArrow's own layouts with separated or interleaved coordinates.
    encoding
        As GeoParquet names it, in lower case.
    path
        Of the file, for errors.

    Returns
    -------
    ndarray
        Objects.

    Raises
    ------
    DataFileError
        The encoding is not known.
    """
    import shapely

    if encoding in ("wkb", "wkt"):
        values = np.asarray(column.to_numpy(zero_copy_only=False), dtype=object)
        if encoding == "wkb":
            return values
        return np.asarray(shapely.to_wkb(shapely.from_wkt(values)), dtype=object)
    kinds = {
        "point": (shapely.GeometryType.POINT, 0),
        "linestring": (shapely.GeometryType.LINESTRING, 1),
        "polygon": (shapely.GeometryType.POLYGON, 2),
        "multipoint": (shapely.GeometryType.MULTIPOINT, 1),
        "multilinestring": (shapely.GeometryType.MULTILINESTRING, 2),
        "multipolygon": (shapely.GeometryType.MULTIPOLYGON, 3),
    }
    if encoding not in kinds:
        raise DataFileError(
            f"{path} has geometries in the encoding '{encoding:.30}', which is not known here. "
            "Write it again with geometries as WKB."
        )
    kind, depth = kinds[encoding]
    there = np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=bool)
    level = column.drop_null()
    offsets: list[Any] = []
    for _ in range(depth):
        own = level.offsets.to_numpy(zero_copy_only=False)
        offsets.insert(0, own - own[0])
        level = level.flatten()
    found = shapely.from_ragged_array(kind, _coordinates(level), tuple(offsets) or None)
    shapes = np.full(len(column), None, dtype=object)
    shapes[there] = shapely.to_wkb(found)
    return shapes


def _coordinates(level: Any) -> FloatArray:
    """Return coordinates (n, 2) of separated or interleaved ones."""
    import pyarrow as pa

    if pa.types.is_struct(level.type):
        x, y = (_numbers(level.field(name)) for name in ("x", "y"))
        return np.column_stack([x, y])
    size = int(level.type.list_size)
    return np.ascontiguousarray(_numbers(level.flatten()).reshape(-1, size)[:, :2])


def _storage(kind: Any) -> Any:
    import pyarrow as pa

    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _plain_array(array: Any) -> Any:
    import pyarrow as pa

    array = array.storage if isinstance(array, pa.ExtensionArray) else array
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _is_number(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _is_vector(kind: Any) -> bool:
    import pyarrow as pa

    types = pa.types
    listed = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return bool(listed and _is_number(kind.value_type))


def _is_large(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_large_binary(kind))


def _is_plain(kind: Any) -> bool:
    """Tell whether values are kept as attributes."""
    import pyarrow as pa

    types = pa.types
    kind = kind.value_type if types.is_dictionary(kind) else kind
    tests = (
        types.is_integer, types.is_floating, types.is_boolean, types.is_string,
        types.is_large_string, types.is_date, types.is_timestamp, types.is_time, types.is_decimal,
    )  # fmt: skip
    return any(test(kind) for test in tests)


def _lengths(column: Any) -> npt.NDArray[np.int64]:
    """Return the lengths (n,) of lists, 0 for none."""
    import pyarrow.compute as pc

    lengths = pc.fill_null(pc.list_value_length(column), 0)
    return np.asarray(lengths.to_numpy(zero_copy_only=False), dtype=np.int64)


def _numbers(column: Any) -> FloatArray:
    """Return numbers (n,), NaN for null."""
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _json_values(raw: Mapping[bytes, bytes]) -> dict[str, Any]:
    """Return the metadata of a file whose values are JSON."""
    found = {}
    for key, value in raw.items():
        with contextlib.suppress(ValueError):
            found[key.decode("utf-8", "replace")] = parse_json(value)
    return found


def _wkt_of(crs: Any, path: Path) -> str:
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        made = CRS.from_user_input(crs)
        return str(made.to_wkt())
    except (CRSError, ValueError, TypeError) as error:
        raise DataFileError(
            f"The coordinate reference system of {path} is not one that can be read. Write it "
            "again with one of the EPSG's."
        ) from error


# --- GeoPackage ----------------------------------------------------------------------------------


class GeoPackageTable(EmbeddingTable):
    """A table of a GeoPackage, whose vectors are JSON, float32 as bytes, or numbered columns."""

    def __init__(
        self, path: str | Path, column: str = "", scale_column: str = "", table: str = ""
    ) -> None:
        super().__init__(path, column, scale_column)
        self.metadata = {}
        try:
            self._base = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
            self._base.execute("SELECT count(*) FROM gpkg_contents")
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        try:
            self._table = self._find_table(table)
            self._find_columns(column)
        except sqlite3.Error as error:
            self.close()
            raise self._damaged(error) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _find_table(self, asked: str) -> str:
        tables = [
            str(name)
            for (name,) in self._base.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
            )
            if not str(name).startswith(("layer_styles", "rs_deepcluster", "gpkg_"))
        ]
        if asked and asked not in tables:
            raise DataFileError(
                f"{self.path} has no table '{asked}'. {_some('Choose one of', tables)}"
            )
        if not asked and len(tables) != 1:
            what = _some("Name the one with the embedding", tables) or "Choose another file."
            raise DataFileError(f"{self.path} has {len(tables) or 'no'} tables. {what}")
        return asked or tables[0]

    def _find_columns(self, asked: str) -> None:
        base, table = self._base, self._table
        self.count = int(
            base.execute(statement("SELECT count(*) FROM {table}", table=table)).fetchone()[0]
        )
        known = base.execute(
            "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", [table]
        ).fetchone()
        self._geometry = str(known[0]) if known else ""
        srs = known[1] if known else None
        self.crs_wkt = None
        if srs is not None:
            wkt = base.execute(
                "SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", [srs]
            ).fetchone()
            self.crs_wkt = "" if srs < 1 or not wkt else str(wkt[0])
        types = {
            str(name): str(kind).upper().partition("(")[0]
            for _, name, kind, *_ in base.execute(
                statement("PRAGMA table_info({table})", table=table)
            )
        }
        types.pop(self._geometry, None)
        real = ("REAL", "DOUBLE", "FLOAT")
        integers = ("INTEGER", "INT", "MEDIUMINT", "SMALLINT", "TINYINT")
        numbers = [name for name, kind in types.items() if kind in (*real, *integers)]
        sample = {name: self._sample(name) for name, kind in types.items() if name not in numbers}
        lists = [name for name, value in sample.items() if value is not None]
        self.names = self._choose(asked, lists, numbers, list(types))
        self._check_scale(numbers)
        self._listed = self.names[0] in lists
        if self._listed:
            first = sample[self.names[0]]
            self.dims = 0 if first is None else len(first)
            self.whole = False
            self.type_name = "json" if types[self.names[0]] != "BLOB" else "float32"
        else:
            self.dims = len(self.names)
            self.whole = all(types[name] in integers for name in self.names)
            self.type_name = types[self.names[0]].lower()
        self._check_length(self.dims)
        used = {*self.names, self._scale, *_OWN, "fid", "ogc_fid"}
        self._more = [n for n, kind in types.items() if n not in used and kind != "BLOB"]

    def _sample(self, name: str) -> FloatArray | None:
        """Return the first vector of a column, None where it has none."""
        found = self._base.execute(
            statement(
                "SELECT {name} FROM {table} WHERE {name} IS NOT NULL LIMIT 1",
                name=name,
                table=self._table,
            )
        ).fetchone()
        return _vector_of(found[0]) if found else None

    def blocks(self) -> Iterator[VectorBlock]:
        """Read all rows in order."""
        wanted = [*self.names, *self._more]
        wanted += [name for name in (self._geometry, self._scale) if name]
        names = list(dict.fromkeys(wanted))
        done = 0
        try:
            rows = self._base.execute(
                statement("SELECT {names} FROM {table}", names=names, table=self._table)
            )
            while some := rows.fetchmany(self._rows):
                columns = dict(zip(names, zip(*some)))
                yield self._block(columns, len(some), done)
                done += len(some)
        except (sqlite3.Error, *_DAMAGE) as error:
            raise self._damaged(error) from error

    def _block(self, columns: Mapping[str, Sequence[Any]], count: int, done: int) -> VectorBlock:
        vectors = np.full((count, self.dims), np.nan)
        if self._listed:
            for row, value in enumerate(columns[self.names[0]]):
                vector = None if value is None else _vector_of(value)
                if vector is None:
                    continue
                if len(vector) != self.dims:
                    raise self._uneven(done + row, len(vector))
                vectors[row] = vector
        else:
            for place, name in enumerate(self.names):
                vectors[:, place] = _reals(columns[name])
        shapes = np.full(count, None, dtype=object)
        if self._geometry:
            shapes[:] = [_wkb_of(value) for value in columns[self._geometry]]
        attributes = [
            {name: attribute_of(columns[name][row]) for name in self._more} for row in range(count)
        ]
        scales = _reals(columns[self._scale]) if self._scale else None
        return VectorBlock(vectors, shapes, attributes, scales)


def _vector_of(value: Any) -> FloatArray | None:
    """Return a vector that is written as JSON or as bytes of float32, None where it is none."""
    if isinstance(value, bytes):
        if not value or len(value) % 4:
            return None
        return np.frombuffer(value, dtype="<f4").astype(np.float64)
    if not isinstance(value, str):
        return None
    if older := _GDAL_LIST.match(value):
        value = f"[{older[1]}]"
    if not value.lstrip().startswith("["):
        return None
    try:
        found = json.loads(value)  # NaN counts as a missing vector
        return np.array([np.nan if one is None else one for one in found], dtype=np.float64)
    except (ValueError, TypeError):
        return None


def _wkb_of(value: Any) -> bytes | None:
    """Return the WKB in a GeoPackage's geometry, None where there is none."""
    if not isinstance(value, bytes) or value[:2] != b"GP" or len(value) < 8:
        return None
    flags = value[3]
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}.get(flags >> 1 & 7)
    if envelope is None or flags >> 4 & 1:
        return None
    return value[8 + envelope :]


def _reals(values: Sequence[Any]) -> FloatArray:
    """Return numbers (n,), NaN for what is none."""
    return np.array(
        [v if isinstance(v, (int, float)) else np.nan for v in values], dtype=np.float64
    )


# --- Both ----------------------------------------------------------------------------------------


def attribute_of(value: Any) -> Any:
    """Return an attribute as JSON has it: no NaN, dates as text, and no text without end."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)[:_LONGEST_TEXT]


def _number_groups(numbers: Sequence[str]) -> dict[str, list[str]]:
    """Return columns of numbers that differ in a number at their end, by what they begin with.

    Their numbers follow each other without a gap.
    """
    groups: dict[str, dict[int, str]] = {}
    for name in numbers:
        if found := _NUMBERED.match(name):
            groups.setdefault(found[1], {})[int(found[2])] = name
    return {
        start: [own[number] for number in sorted(own)]
        for start, own in groups.items()
        if len(own) >= _FEWEST and max(own) - min(own) + 1 == len(own)
    }


def _some(said: str, names: Sequence[str]) -> str:
    """Say some names, "" where there are none."""
    if not names:
        return ""
    return f"{said}: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}."

"""Scenes with their vectors on disk: GeoParquet that is written and read in blocks.

Two kinds of file share one layout: *features* (step 3) and *embeddings* (step 4). Each row is a
scene with its footprint; the vector is a fixed-size list of float32, null for a scene with too
little valid data. What the vectors mean stands in the schema's metadata as JSON.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import IntArray, Vectors
from ..base.errors import DataFileError
from ..scenes.scene_block import SceneBlock

VERSION = 1
_KEY = b"rs_deepcluster"
_KINDS = {"features": "Extract features", "embedding": "Project features"}
BLOCK = 8192  # rows


@dataclass(frozen=True)
class Provenance:
    """How features were made: all that is needed to make the same ones of another raster."""

    identity: str
    """Hash of the weights and of the recipe; features of different identities do not mix."""

    model: str
    weights: str | None
    blocks: tuple[int, ...] | None
    pooling: str
    input_size: int
    part_dims: tuple[int, ...]
    """Lengths of the parts of the vector that are normalized by themselves."""

    bands: tuple[int, ...]
    scaling_low: tuple[float, ...]
    scaling_high: tuple[float, ...]
    minimum_valid: float
    source: str
    crs_wkt: str
    scene_size: tuple[int, int] | None = None
    """Width and height of a scene in pixels; None where scenes differ."""

    scene_stride: tuple[int, int] | None = None
    pixel_size: tuple[float, float] | None = None
    scale_applied: bool = False
    """Values are those after the raster's scale and offset; earlier versions left these out."""

    inside_only: bool = False
    """Of polygons only the inside was seen; earlier versions saw the whole window around them."""

    kinds: dict[str, Any] | None = None
    """Where images of several data types were scaled each in its way: low and high by type."""

    frame: tuple[float, ...] | None = None
    """x and y of the raster's corners, clockwise from the upper left: scenes may reach beyond."""

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Provenance:
        """Read what `to_json` wrote; lists become tuples again."""
        known = {f.name for f in fields(cls)}
        plain: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known
        }
        return cls(**plain)


class SceneWriter:
    """Writes blocks of scenes to a GeoParquet file that is open for as long as this is."""

    def __init__(
        self,
        path: str | Path,
        kind: str,
        dims: int,
        header: dict[str, Any],
        crs_wkt: str,
        with_names: bool = False,
        with_attributes: bool = False,
    ) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._dims = dims
        columns = [
            pa.field("scene_id", pa.int64()),
            pa.field("row", pa.int32()),
            pa.field("col", pa.int32()),
            pa.field("valid_fraction", pa.float64()),
        ]
        if with_names:
            columns.append(pa.field("name", pa.string()))
        if with_attributes:
            columns.append(pa.field("attributes", pa.string()))
        columns += [
            pa.field(_column(kind), pa.list_(pa.float32(), dims)),
            pa.field("geometry", pa.binary()),
        ]
        header = {"format": f"rs-deepcluster-{kind}", "version": VERSION, **header}
        metadata = {_KEY: json.dumps(header).encode(), b"geo": _geo_metadata(crs_wkt).encode()}
        self._schema = pa.schema(columns, metadata=metadata)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd", compression_level=1)

    def __enter__(self) -> SceneWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, block: SceneBlock) -> None:
        """Append a block as one row group."""
        import pyarrow as pa

        missing = ~block.has_vector
        flat = pa.array(np.ascontiguousarray(block.vectors, dtype=np.float32).ravel())
        mask = pa.array(missing) if missing.any() else None
        columns = [
            pa.array(block.scene_ids),
            pa.array(block.rows.astype(np.int32)),
            pa.array(block.cols.astype(np.int32)),
            pa.array(block.valid_fractions),
        ]
        if "name" in self._schema.names:
            columns.append(pa.array(block.names, type=pa.string()))
        if "attributes" in self._schema.names:
            columns.append(pa.array(block.attributes, type=pa.string()))
        columns += [
            pa.FixedSizeListArray.from_arrays(flat, self._dims, mask=mask),
            pa.array(block.geometries, type=pa.binary()),
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))


class SceneFile:
    """A features or an embedding file, read block by block.

    Raises
    ------
    DataFileError
        The file is missing, damaged, of another kind or of a later version.
    """

    def __init__(self, path: str | Path, kind: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path, self._kind = Path(path), kind
        maker, what = _KINDS[kind], "features" if kind == "features" else "embedded scenes"
        if not self.path.is_file():
            raise DataFileError(
                f"The file of {what} {path} does not exist. Make it with the algorithm {maker}."
            )
        try:
            # Read ahead, all row groups would stay in memory until the file is closed.
            self._file = pq.ParquetFile(path, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise DataFileError(
                f"{path} is not a file of {what}, or it is truncated. "
                f"Make it again with the algorithm {maker}."
            ) from error
        metadata = self._file.schema_arrow.metadata or {}
        try:
            self.header: dict[str, Any] = json.loads(metadata[_KEY])
            found, version = self.header["format"], int(self.header["version"])
        except (KeyError, TypeError, ValueError) as error:
            raise DataFileError(
                f"{path} is a Parquet file, but not one of RS DeepCluster's with {what}. "
                f"Make one with the algorithm {maker}."
            ) from error
        if found != f"rs-deepcluster-{kind}":
            raise DataFileError(
                f"{path} is of the kind '{found}', and {what} are needed here. "
                f"Make one with the algorithm {maker}."
            )
        if version > VERSION:
            raise DataFileError(
                f"{path} is of format version {version}, and this plugin reads up to {VERSION}. "
                "Update the plugin."
            )
        self.column = _column(kind)
        field = self._file.schema_arrow.field(self.column)
        self.dims = int(field.type.list_size)
        self.count = int(self._file.metadata.num_rows)
        self.with_names = "name" in self._file.schema_arrow.names
        self.with_attributes = "attributes" in self._file.schema_arrow.names

    @property
    def provenance(self) -> Provenance:
        """How the features were made."""
        return Provenance.from_json(self.header["provenance"])

    def blocks(self, size: int = BLOCK) -> Iterator[SceneBlock]:
        """Read all rows in order, ``size`` at a time."""
        for table in self._batches(None, size):
            vectors, present = self._vectors(table)
            yield SceneBlock(
                scene_ids=_integers(table["scene_id"]),
                rows=_integers(table["row"]),
                cols=_integers(table["col"]),
                valid_fractions=table["valid_fraction"].to_numpy(zero_copy_only=False),
                geometries=table["geometry"].to_numpy(zero_copy_only=False),
                vectors=vectors,
                has_vector=present,
                names=table["name"].to_numpy(zero_copy_only=False) if self.with_names else None,
                attributes=table["attributes"].to_numpy(zero_copy_only=False)
                if self.with_attributes
                else None,
            )

    def present(self) -> npt.NDArray[np.int64]:
        """Places of the rows that have a vector."""
        flags = [
            table[self.column].is_valid().to_numpy(zero_copy_only=False)
            for table in self._batches([self.column], BLOCK)
        ]
        return np.flatnonzero(np.concatenate(flags)) if flags else np.empty(0, dtype=np.int64)

    def cells(self) -> tuple[IntArray, IntArray, IntArray]:
        """Return the ids, rows and columns (n,) of all scenes."""
        names = ("scene_id", "row", "col")
        tables = list(self._batches(list(names), BLOCK))
        ids, rows, cols = (
            np.concatenate([np.empty(0, dtype=np.int64), *(_integers(t[name]) for t in tables)])
            for name in names
        )
        return ids, rows, cols

    def take(self, places: npt.NDArray[np.int64], columns: slice = slice(None)) -> Vectors:
        """Vectors (m, d) of the rows at ascending ``places``, reading one block at a time.

        ``columns`` are those of the vectors that are wanted.
        """
        dims = len(range(*columns.indices(self.dims)))
        taken = np.empty((len(places), dims), dtype=np.float32)
        start = done = 0
        for table in self._batches([self.column], BLOCK):
            stop = start + table.num_rows
            end = int(np.searchsorted(places, stop))
            if end > done:
                vectors, _ = self._vectors(table)
                taken[done:end] = vectors[places[done:end] - start, columns]
            start, done = stop, end
        return taken

    def _batches(self, columns: list[str] | None, size: int) -> Iterator[Any]:
        import pyarrow as pa

        try:
            yield from self._file.iter_batches(batch_size=size, columns=columns, use_threads=False)
        except (pa.ArrowException, OSError) as error:
            raise DataFileError(
                f"{self.path} is damaged. Make it again with the algorithm {_KINDS[self._kind]}."
            ) from error

    def _vectors(self, table: Any) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        column = table[self.column]
        present = column.is_valid().to_numpy(zero_copy_only=False)
        # The child values of null entries exist in a fixed-size list, whatever they are.
        start = column.offset * self.dims
        flat = column.values.to_numpy(zero_copy_only=False)
        values = flat[start : start + len(column) * self.dims].reshape(-1, self.dims)
        if not present.all():
            values = np.where(present[:, None], values, np.float32("nan"))
        return values, present


def _column(kind: str) -> str:
    return "feature" if kind == "features" else "embedding"


def _integers(column: Any) -> IntArray:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _geo_metadata(crs_wkt: str) -> str:
    """GeoParquet 1.1 metadata; the CRS as PROJJSON, null where there is none."""
    crs: Any = None
    if crs_wkt:
        from rasterio.crs import CRS
        from rasterio.errors import CRSError

        with contextlib.suppress(CRSError):
            crs = CRS.from_wkt(crs_wkt).to_dict(projjson=True) or None
    geometry = {"encoding": "WKB", "geometry_types": [], "crs": crs}
    return json.dumps(
        {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    )

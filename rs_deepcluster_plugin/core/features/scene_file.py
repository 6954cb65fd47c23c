"""Scenes with their vectors on disk: GeoParquet that is written and read in blocks.

Two kinds of file share one layout: *features* (step 3) and *embeddings* (step 4). Each row is a
scene with its footprint and the box around it; the vector is a fixed-size list of float32, of
float16 for cells, null for a scene with too little valid data. What the vectors mean stands in the
schema's metadata as JSON: in our words, and in those that embeddings are described in elsewhere.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, ObjectArray, Vectors
from ..base.errors import DataFileError
from ..base.foreign import HUGE, parse_json
from ..base.plain import from_file
from ..base.values import say_count
from ..encoder.settings import ClassLikeness
from ..scenes.grid import MAX_SCENES
from ..scenes.scene_block import SceneBlock

VERSION = 1
_KEY, _CHECKSUM = b"rs_deepcluster", b"rs_deepcluster_checksum"
_KINDS = {"features": "Extract features", "embedding": "Project features"}
BLOCK = 8192  # rows
_AROUND = 5  # cells along a picture of one: so many that people know what they look at
_LONGEST_VECTOR = 65_536
# Of a row beside its vector: a footprint of a hundred thousand vertices, and its attributes.
_LARGEST_ROW = 10_000_000  # bytes
_TYPE_NAMES = {"POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}
_BOX = ("xmin", "ymin", "xmax", "ymax")
_OF_ANY_LENGTH = ["name", "attributes", "geometry"]
_POLYGONS = (3, 6)  # and MultiPolygon, as shapely numbers them
_LARGEST_GROUP = 4_000_000_000  # bytes of a row group, unpacked
_LARGEST_FOOTER = 500_000_000  # bytes of what describes the row groups
_LARGEST_COLUMN = 1_000_000_000  # bytes of the texts or footprints of a block
# What reading a damaged file was seen to raise.
_DAMAGE = (
    OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError,
    MemoryError, NotImplementedError,
)  # fmt: skip


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

    shapes_wkt: str | None = None
    """Reference system of footprints that are polygons with another one than the raster."""

    context: tuple[int, int] | None = None
    """Width and height in pixels of the windows that scenes were seen in; None: they were seen by
    themselves."""

    supports: tuple[int, ...] | None = None
    """Sides, in cells, of the squares that the parts are means over; None: of scenes."""

    frame: tuple[float, ...] | None = None
    """x and y of the raster's corners, clockwise from the upper left: scenes may reach beyond."""

    no_data: tuple[tuple[int, float, float], ...] = ()
    """What the raster's layer named as no data beside its own: band, lowest and highest value."""

    wavelengths: tuple[float, ...] | None = None
    """Of the bands, in micrometers, where the model was told them."""

    foreign: str | None = None
    """"table" or "raster": the vectors were read from one, and another program computed them. Then
    ``model`` is a name, ``bands`` and scaling are those that pictures of the raster show, and what
    else says how the encoder was run (``weights``, ``blocks``, ``pooling``, ``input_size``) means
    nothing: no more such features can be made of imagery."""

    orientations: int = 1
    """How many a scene was seen in, whose features were averaged; earlier versions knew one."""

    likeness: ClassLikeness | None = None
    """How alike scenes of one class are in such features, where the model knows it."""

    @property
    def likeness_of_images(self) -> ClassLikeness | None:
        """The likeness, where scenes are images by themselves, as those of the source are.

        Windows and parcels of a raster are of all sizes, and often all of what is one class there.
        """
        return self.likeness if self.pixel_size is None else None

    @property
    def seen_by(self) -> str:
        """The model, and in how many orientations it saw a scene, for a message."""
        seen = "" if self.foreign else f" ({say_count(self.orientations, 'orientation')})"
        return f"'{self.model}'{seen}"

    def refuse_other(self, path: str | Path, known: Provenance, whose: str) -> None:
        """Make sure that the features of a file mix with known ones.

        Parameters
        ----------
        path
            Of the file, for a message.
        known, whose
            How the known ones were made, and where they are.

        Raises
        ------
        DataFileError
            They were made by another model, or with other settings of it.
        """
        if self.identity == known.identity:
            return
        other = " or other settings of it" if self.seen_by == known.seen_by else ""
        raise DataFileError(
            f"{path} was made with the model {self.seen_by}, and {whose} with {known.seen_by}"
            f"{other}. Extract the features of both with the same model and settings."
        )

    @property
    def footprint_wkt(self) -> str:
        """Reference system of the scenes' footprints, "" where it is not known."""
        return self.shapes_wkt or self.crs_wkt

    @property
    def picture_size(self) -> tuple[int, int] | None:
        """Width and height in pixels of pictures that show a cell among what lies around it.

        None where a scene is a picture by itself.
        """
        if self.context is None or self.scene_size is None:
            return None
        wide, high = (
            max(min(around, _AROUND * side), side)
            for around, side in zip(self.context, self.scene_size)
        )
        return wide, high

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Provenance:
        """Read what `to_json` wrote; what a later version has added is left out.

        Raises
        ------
        ValueError
            Something is missing, of another type, or not possible.
        """
        known = {f.name for f in fields(cls)}
        made: Provenance = from_file(
            {k: v for k, v in values.items() if k in known}, cls, "provenance"
        )
        at_least_one = (*made.part_dims, *made.bands, made.input_size, made.orientations)
        pairs = (made.scene_size or (1, 1)) + (made.scene_stride or (1, 1))
        around = (*(made.context or (1, 1)), *(made.supports or (1,)))
        if made.foreign not in (None, "table", "raster"):
            raise ValueError("it is not known where the vectors are from")
        if not made.part_dims or min(at_least_one + pairs + around) < 1:
            raise ValueError("a size is not above 0")
        if len(made.scaling_low) != len(made.scaling_high) or not 0 <= made.minimum_valid <= 1:
            raise ValueError("the scaling or the minimum of valid data is not possible")
        if len(made.frame or ()) % 2 or not all(abs(n) < HUGE for n in made.frame or ()):
            raise ValueError("the frame is not valid")
        return made


def describe_embedding(made: Provenance, dims: int, half: bool = False) -> dict[str, Any]:
    """Describe features as embeddings are described elsewhere.

    Parameters
    ----------
    made
        How they were made.
    dims
        Length of the vectors.
    half
        They are stored in half precision.

    Returns
    -------
    dict
        Fields of the STAC extension for embeddings (``emb:``), and ``model`` and
        ``embedding_dim`` as Earth Index has them in Parquet files.

    References
    ----------
    https://github.com/geo-embeddings/embeddings-stac-specification
    """
    version = made.identity[:12]
    model = {"id": made.model, "version": version, "source": made.weights or made.model}
    layout: dict[str, Any] = {"layout_type": "variable_grid"}
    if made.scene_size is not None:
        seen = made.context or made.scene_size
        layout = {"layout_type": "regular_grid", "chip_size": [seen[1], seen[0]]}
        if made.scene_stride is not None:
            layout["stride"] = [made.scene_stride[1], made.scene_stride[0]]
    found: dict[str, Any] = {
        "version": "0.0.1",
        "model": {"id": made.model} if made.foreign else model,
        "embedding_dim": dims,
        "emb:type": "chip",
        "emb:dimensions": dims,
        "data_type": "float16" if half else "float32",
        "emb:chip_layout": layout,
        "emb:fit_for_use": ["clustering", "classification", "change_detection", "retrieval"],
    }
    meters = _meters_per_unit(made.crs_wkt)
    if meters and made.scene_size is not None and made.pixel_size is not None:
        found["gsd"] = made.scene_size[0] * made.pixel_size[0] * meters
    return found


def _meters_per_unit(crs_wkt: str) -> float:
    """Return the length of a unit of a projected system, 0 where it is none."""
    if not crs_wkt:
        return 0.0
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    with contextlib.suppress(CRSError):
        crs = CRS.from_wkt(crs_wkt)
        if crs.is_projected:
            return float(crs.linear_units_factor[1])
    return 0.0


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
        half: bool = False,
    ) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._dims = dims
        header = {"format": f"rs-deepcluster-{kind}", "version": VERSION, **header}
        text = json.dumps(header).encode()
        metadata = {_KEY: text, _CHECKSUM: _checksum(text)}
        if kind == "features":
            made = Provenance.from_json(header["provenance"])
            metadata[b"emb"] = json.dumps(describe_embedding(made, dims, half)).encode()
        self._crs_wkt, self._types = crs_wkt, set[str]()
        self._bounds: list[FloatArray] = []
        self._kind = np.float16 if half else np.float32
        columns = _columns(kind, dims, with_names, with_attributes, half)
        self._schema = pa.schema(columns)
        self._metadata = metadata
        packed: str | dict[str, str] = "zstd"
        level: int | dict[str, int] = 1
        names = [field.name for field in columns if field.name not in (_column(kind), "bbox")]
        names += [f"bbox.{name}" for name in _BOX]
        if half:  # packed, its numbers take a twelfth less, and three times as long to write
            packed, level = dict.fromkeys(names, "zstd"), dict.fromkeys(names, 1)
        self._writer = pq.ParquetWriter(
            path,
            self._schema,
            compression=packed,
            compression_level=level,
            use_dictionary=False,  # nothing is there twice but attributes, which zstd packs
            write_statistics=names,  # vectors' take longer than all else, and help nobody
            write_page_checksum=True,
            store_schema=False,
        )

    def __enter__(self) -> SceneWriter:
        return self

    def __exit__(self, *_: object) -> None:
        # What is known only when all footprints are.
        geo = _geo_metadata(self._crs_wkt, self._types, self._bounds)
        metadata = {**self._metadata, b"geo": geo.encode()}
        whole = self._schema.with_metadata(metadata).serialize().to_pybytes()
        # Arrow reads the metadata of the schema in the file, all others those beside it.
        metadata[b"ARROW:schema"] = base64.b64encode(whole)
        self._writer.add_key_value_metadata(metadata)
        self._writer.close()

    def write(self, block: SceneBlock) -> None:
        """Append a block as one row group."""
        import pyarrow as pa
        import shapely

        shapes = shapely.from_wkb(block.geometries)
        missing = ~block.has_vector
        flat = pa.array(np.ascontiguousarray(block.vectors, dtype=self._kind).ravel())
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
            pa.array(_by_iso(block.geometries, shapes), type=pa.binary()),
            self._boxes(shapes),
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))

    def _boxes(self, shapes: ObjectArray) -> Any:
        """Return the boxes around footprints, and note their types and where all of them lie."""
        import pyarrow as pa
        import shapely

        there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        boxes = shapely.bounds(shapes)
        if there.any():
            kinds = np.stack([shapely.get_type_id(shapes), shapely.has_z(shapes)])[:, there]
            for kind, deep in np.unique(kinds, axis=1).T.tolist():
                name = shapely.GeometryType(kind).name
                self._types.add(_TYPE_NAMES[name] + (" Z" if deep else ""))
            own = boxes[there]
            self._bounds.append(np.concatenate([own[:, :2].min(axis=0), own[:, 2:].max(axis=0)]))
        fields = [pa.array(column) for column in boxes.T]
        return pa.StructArray.from_arrays(fields, fields=_box_fields(), mask=pa.array(~there))


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
            self._file = pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True)
            schema = self._file.schema_arrow
        except (pa.ArrowException, *_DAMAGE) as error:
            raise DataFileError(
                f"{path} is not a file of {what}, or it is truncated. "
                f"Make it again with the algorithm {maker}."
            ) from error
        metadata = schema.metadata or {}
        try:
            self.header: dict[str, Any] = parse_json(metadata[_KEY])
            found, version = self.header["format"], self.header["version"]
            if not isinstance(found, str) or not isinstance(version, int):
                raise ValueError("the header names no format")
        except (KeyError, TypeError, ValueError) as error:
            raise DataFileError(
                f"{path} is a Parquet file, but not one of RS DeepCluster's with {what}. "
                f"Make one with the algorithm {maker}."
            ) from error
        if found != f"rs-deepcluster-{kind}":
            raise DataFileError(
                f"{path} is of the kind '{found:.50}', and {what} are needed here. "
                f"Make one with the algorithm {maker}."
            )
        if version > VERSION:
            raise DataFileError(
                f"{path} is of format version {version}, and this plugin reads up to {VERSION}. "
                "Update the plugin."
            )
        self.column = _column(kind)
        with self._explain_damage():
            self.with_names = "name" in schema.names
            self.with_attributes = "attributes" in schema.names
            self.dims = int(schema.field(self.column).type.list_size)
            self.half = kind == "features" and pa.types.is_float16(
                schema.field(self.column).type.value_type
            )
            self.count = int(self._file.metadata.num_rows)
            self.provenance = Provenance.from_json(self.header["provenance"])
            self._check(schema, metadata.get(_CHECKSUM), metadata[_KEY])

    def _check(self, schema: Any, checksum: bytes | None, header: bytes) -> None:
        """Raise ``ValueError`` where parts don't fit together, or would not fit into memory."""
        if checksum is not None and checksum != _checksum(header):  # earlier versions had none
            raise ValueError("the header has changed")
        if not (0 < self.dims <= _LONGEST_VECTOR and 0 <= self.count <= MAX_SCENES):
            raise ValueError("it is too large")
        wanted = _columns(self._kind, self.dims, self.with_names, self.with_attributes, self.half)
        if "bbox" not in schema.names:  # earlier versions had none
            wanted = wanted[:-1]
        if [(f.name, f.type) for f in schema] != [(f.name, f.type) for f in wanted]:
            raise ValueError("it has other columns")
        runs = self.header.get("runs", 1)
        if self._kind == "features":
            fits = self.dims == sum(self.provenance.part_dims)
        else:
            fits = type(runs) is int and runs > 0 and self.dims % runs == 0
        if not fits:
            raise ValueError("its vectors are of another length than its header says")
        about = self._file.metadata
        groups = [about.row_group(place) for place in range(about.num_row_groups)]
        if sum(group.num_rows for group in groups) != self.count:
            raise ValueError("it has another number of rows than its parts")
        for group in groups:
            sizes = [group.column(n).total_uncompressed_size for n in range(group.num_columns)]
            most = group.num_rows * (8 * self.dims + _LARGEST_ROW)
            if min(sizes) < 0 or sum(sizes) > min(most, _LARGEST_GROUP):
                raise ValueError("a part of it is too large")
        repeated = {
            column.path_in_schema
            for group in groups
            for column in map(group.column, range(group.num_columns))
            if column.path_in_schema in _OF_ANY_LENGTH and "RLE_DICTIONARY" in column.encodings
        }
        for name in sorted(repeated):
            _check_lengths(self.path, name)

    def blocks(self, size: int = BLOCK) -> Iterator[SceneBlock]:
        """Read all rows in order, ``size`` at a time."""
        for table in self._batches(None, size):
            with self._explain_damage():
                block = self._block(table)
            yield block

    def _block(self, table: Any) -> SceneBlock:
        vectors, present = self._vectors(table)
        geometries = table["geometry"].to_numpy(zero_copy_only=False)
        _check_footprints(geometries)
        attributes = None
        if self.with_attributes:
            attributes = table["attributes"].to_numpy(zero_copy_only=False)
            for text in attributes:
                if text and not isinstance(parse_json(text), dict):
                    raise ValueError("attributes are not an object")
        return SceneBlock(
            scene_ids=_integers(table["scene_id"]),
            rows=_integers(table["row"]),
            cols=_integers(table["col"]),
            valid_fractions=_fractions(table["valid_fraction"]),
            geometries=geometries,
            vectors=vectors,
            has_vector=present,
            names=table["name"].to_numpy(zero_copy_only=False) if self.with_names else None,
            attributes=attributes,
        )

    def present(self) -> IntArray:
        """Places of the rows that have a vector."""
        flags = [
            table[self.column].is_valid().to_numpy(zero_copy_only=False)
            for table in self._batches([self.column], BLOCK)
        ]
        return np.flatnonzero(np.concatenate(flags)) if flags else np.empty(0, dtype=np.int64)

    def column_of(self, name: str) -> Iterator[FloatArray | IntArray]:
        """Read "scene_id", "row", "col" or "valid_fraction" of all scenes, block by block."""
        read = _fractions if name == "valid_fraction" else _integers
        for table in self._batches([name], BLOCK):
            with self._explain_damage():
                values = read(table[name])
            yield values

    def footprints(self) -> Iterator[ObjectArray]:
        """Read the footprints as WKB, None where there is none, block by block."""
        for table in self._batches(["geometry"], BLOCK):
            with self._explain_damage():
                shapes = table["geometry"].to_numpy(zero_copy_only=False)
                _check_footprints(shapes)
            yield shapes

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return the box around all footprints, None where there are none."""
        import shapely

        boxes = [shapely.total_bounds(shapely.from_wkb(shapes)) for shapes in self.footprints()]
        ends = np.array(boxes).reshape(-1, 4)
        ends = ends[np.isfinite(ends).all(axis=1)]
        if len(ends) == 0:
            return None
        west, south = ends[:, :2].min(axis=0).tolist()
        east, north = ends[:, 2:].max(axis=0).tolist()
        return west, south, east, north

    def cells(self) -> tuple[IntArray, IntArray, IntArray]:
        """Return the ids, rows and columns (n,) of all scenes."""
        names = ("scene_id", "row", "col")
        tables = list(self._batches(list(names), BLOCK))
        with self._explain_damage():
            ids, rows, cols = (
                np.concatenate([np.empty(0, dtype=np.int64), *(_integers(t[name]) for t in tables)])
                for name in names
            )
        return ids, rows, cols

    def centers(self) -> FloatArray:
        """Return the centers (n, 2) of all scenes' footprints, NaN where a scene has none."""
        import shapely

        found = [np.empty((0, 2))]
        for table in self._batches(["geometry"], BLOCK):
            with self._explain_damage():
                geometries = table["geometry"].to_numpy(zero_copy_only=False)
                _check_footprints(geometries)
                middle = shapely.centroid(shapely.from_wkb(geometries))
            found.append(np.stack([shapely.get_x(middle), shapely.get_y(middle)], axis=1))
        return np.concatenate(found)

    def take(self, places: IntArray, columns: slice = slice(None)) -> Vectors:
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
                with self._explain_damage():
                    vectors, _ = self._vectors(table)
                taken[done:end] = vectors[places[done:end] - start, columns]
            start, done = stop, end
        return taken

    def _batches(self, columns: list[str] | None, size: int) -> Iterator[Any]:
        with self._explain_damage():
            tables = self._file.iter_batches(batch_size=size, columns=columns, use_threads=False)
        done = 0
        while True:
            with self._explain_damage():
                table = next(tables, None)
                done += 0 if table is None else table.num_rows
                if done > self.count or (table is None and done < self.count):
                    raise ValueError("it has another number of rows than it says")
            if table is None:
                return
            yield table

    @contextlib.contextmanager
    def _explain_damage(self) -> Iterator[None]:
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, *_DAMAGE) as error:
            raise DataFileError(
                f"{self.path} is damaged. Make it again with the algorithm {_KINDS[self._kind]}."
            ) from error

    def _vectors(self, table: Any) -> tuple[Vectors, BoolArray]:
        column = table[self.column]
        present = column.is_valid().to_numpy(zero_copy_only=False)
        # The child values of null entries exist in a fixed-size list, whatever they are.
        start = column.offset * self.dims
        flat = column.values.to_numpy(zero_copy_only=False)
        values = flat[start : start + len(column) * self.dims].reshape(-1, self.dims)
        values = values.astype(np.float32, copy=False)
        if not present.all():
            values = np.where(present[:, None], values, np.float32("nan"))
        if not np.abs(values[present]).max(initial=0) < HUGE:  # nor is NaN
            raise ValueError("a vector has values that are not numbers")
        return values, present


def provenance_of(path: str | Path) -> Provenance:
    """Return how the features in a file were made.

    QGIS's side asks for it, and has nothing that reads Parquet. What the file holds is looked at
    later: here, only its header is.

    Raises
    ------
    DataFileError
        It is missing, or no features file of ours.
    """
    path = Path(path)
    if not path.is_file():
        raise DataFileError(
            f"The file of features {path} does not exist. Make it with the algorithm "
            f"{_KINDS['features']}."
        )
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 8, 0))
            length = int.from_bytes(file.read(4), "little")
            if file.read(4) != b"PAR1" or length > min(size - 8, _LARGEST_FOOTER):
                raise ValueError("it is no Parquet file")
            file.seek(size - 8 - length)
            footer = file.read(length)
        # As Thrift writes it: a byte for the field, the length, and the text as it is.
        start = footer.index(b"\x18" + bytes([len(_KEY)]) + _KEY + b"\x18") + len(_KEY) + 3
        count = shift = 0
        while True:
            byte = footer[start]
            count |= (byte & 0x7F) << shift
            start, shift = start + 1, shift + 7
            if byte < 0x80:
                break
        header = parse_json(footer[start : start + count])
        if header["format"] != "rs-deepcluster-features":
            raise ValueError("it is of another kind")
        return Provenance.from_json(header["provenance"])
    except (*_DAMAGE, RecursionError) as error:
        raise DataFileError(
            f"{path} is not a file of features, or it is damaged. Make it again with the algorithm "
            f"{_KINDS['features']}."
        ) from error


def footprint_system(path: str | Path) -> str:
    """Return the reference system of the footprints in a features file as WKT, "" if it has none.

    Raises
    ------
    DataFileError
        See `provenance_of`.
    """
    return provenance_of(path).footprint_wkt


def _column(kind: str) -> str:
    return "feature" if kind == "features" else "embedding"


def _columns(
    kind: str, dims: int, with_names: bool, with_attributes: bool, half: bool = False
) -> list[Any]:
    """Fields of the columns, in their order."""
    import pyarrow as pa

    columns = [
        pa.field("scene_id", pa.int64()),
        pa.field("row", pa.int32()),
        pa.field("col", pa.int32()),
        pa.field("valid_fraction", pa.float64()),
    ]
    columns += [pa.field("name", pa.string())] * with_names
    columns += [pa.field("attributes", pa.string())] * with_attributes
    return [
        *columns,
        pa.field(_column(kind), pa.list_(pa.float16() if half else pa.float32(), dims)),
        pa.field("geometry", pa.binary()),
        pa.field("bbox", pa.struct(_box_fields())),
    ]


def _box_fields() -> list[Any]:
    import pyarrow as pa

    return [pa.field(name, pa.float64()) for name in _BOX]


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _check_footprints(geometries: ObjectArray) -> None:
    """Raise ``ValueError`` where one is not a polygon with places on it; None is allowed."""
    import shapely

    try:
        found = shapely.from_wkb(geometries)
    except shapely.errors.ShapelyError as error:
        raise ValueError("a footprint is damaged") from error
    given = shapely.get_type_id(found)
    if not np.isin(given, (-1, *_POLYGONS)).all():
        raise ValueError("a footprint is not a polygon")
    places = shapely.get_coordinates(found)
    if not (np.abs(places) < HUGE).all():
        raise ValueError("a footprint lies nowhere")


def _by_iso(geometries: ObjectArray, shapes: ObjectArray) -> ObjectArray:
    """Return footprints as GeoParquet has them: WKB that tells heights as ISO does, no measures.

    Layers have them as they like. What lies in the plane is left as it is.
    """
    import shapely

    more = shapely.get_coordinate_dimension(shapes) > 2
    if not more.any():
        return geometries
    found = geometries.copy()
    for high in (False, True):
        some = more & (shapely.has_z(shapes) == high)
        found[some] = shapely.to_wkb(shapes[some], output_dimension=2 + high, flavor="iso")
    return found


def _check_lengths(path: Path, name: str) -> None:
    """Raise ``ValueError`` where texts or bytes that a file says once fill the memory as a column.

    What is read as places in a list of the different ones takes no more than these.
    """
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path, pre_buffer=False, read_dictionary=[name])
    for table in file.iter_batches(batch_size=BLOCK, columns=[name], use_threads=False):
        column = table[name]
        lengths = pc.binary_length(column.dictionary).to_numpy(zero_copy_only=False)
        places = column.indices.drop_null().to_numpy()
        if lengths[places].sum(dtype=np.int64) > _LARGEST_COLUMN:
            raise ValueError("its texts or footprints are too large")


def _integers(column: Any) -> IntArray:
    if column.null_count:
        raise ValueError("a number is missing")
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _fractions(column: Any) -> FloatArray:
    fractions = np.asarray(column.to_numpy(zero_copy_only=False))
    if not ((fractions >= 0) & (fractions <= 1)).all():  # no NaN is
        raise ValueError("a share of valid data is not possible")
    return fractions


def _geo_metadata(crs_wkt: str, types: Collection[str], bounds: Sequence[FloatArray]) -> str:
    """GeoParquet 1.1 metadata; the CRS as PROJJSON, null where there is none."""
    crs: Any = None
    if crs_wkt:
        from rasterio.crs import CRS
        from rasterio.errors import CRSError

        with contextlib.suppress(CRSError):
            crs = CRS.from_wkt(crs_wkt).to_dict(projjson=True) or None
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "crs": crs,
        "covering": {"bbox": {name: ["bbox", name] for name in _BOX}},
    }
    if bounds:
        each = np.array(bounds)
        geometry["bbox"] = [*each[:, :2].min(axis=0).tolist(), *each[:, 2:].max(axis=0).tolist()]
    return json.dumps(
        {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    )

"""Mutated files of every format: each is read right, or refused with one sentence.

    python tests/campaigns/mutate_files.py --count 1000 --seed 0 [--formats model,features]

Run it with the worker's Python. A case is one mutation of a good file by the seed, the format and
its number, so that each can be had again with ``--only NUMBER``. It fails when reading or using the
file ends in anything but one sentence of ours that names the file; when it takes over two
seconds, or memory without need; or when bytes have changed, a checksum could know, and the result
is another one.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), os.environ.get("RSDEEPCLUSTER_STAGE", str(ROOT))]

import mutations
import numpy as np

from rs_deepcluster_plugin.core.base.errors import DeepClusterError

SECONDS = 2.0
MEGABYTES = 600  # beyond what the good file takes
CHUNK = 250  # cases of one process: what kills it, kills few
DIMS = (4, 8)


@dataclass(frozen=True)
class Format:
    """A kind of file: how good ones are made, read and used, and changed."""

    make: Callable[[Path], list[Path]]
    use: Callable[[Path], Any]
    change: Callable[[bytes, Random], bytes]
    protected: bool = True
    """Checksums tell whether bytes have changed."""


# --- Good files ----------------------------------------------------------------------------------


def provenance() -> Any:
    from rs_deepcluster_plugin.core.features.scene_file import Provenance

    return Provenance(
        identity="encoder-1", model="default", weights=None, blocks=(6, 11), pooling="recipe",
        input_size=224, part_dims=DIMS, bands=(1, 2, 3), scaling_low=(0.0, 1.0, 2.0),
        scaling_high=(10.0, 11.0, 12.0), minimum_valid=0.5, source="somewhere.tif", crs_wkt="",
        scene_size=(48, 48), scene_stride=(48, 48), pixel_size=(10.0, 10.0),
        frame=(0.0, 0.0, 9.0, 0.0, 9.0, 9.0, 0.0, 9.0),
    )  # fmt: skip


def write_scenes(path: Path, kind: str, vectors: np.ndarray, **header: Any) -> Path:
    from rs_deepcluster_plugin.core.features.scene_file import SceneWriter
    from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
    from rs_deepcluster_plugin.core.scenes.scene_block import SceneBlock

    count, dims = vectors.shape
    grid = make_grid((0, 1, 0, 0, 0, -1), (10, 10 * count), GridSettings(size=10))
    has = np.isfinite(vectors).all(axis=1)
    names = np.array([f"a/ü{n}.tif" for n in range(count)], dtype=object)
    texts = np.array(
        [None if n % 3 else json.dumps({"id": n, "name": "é"}) for n in range(count)], dtype=object
    )
    header = {"provenance": provenance().to_json(), **header}
    with SceneWriter(path, kind, dims, header, "", True, True) as writer:
        for start in range(0, count, 40):
            rows = slice(start, min(start + 40, count))
            writer.write(
                SceneBlock(
                    grid.scene_ids[rows], grid.rows[rows], grid.cols[rows],
                    np.where(has[rows], 1.0, 0.25), grid.wkb(rows.start, rows.stop),
                    vectors[rows], has[rows], names[rows], texts[rows],
                )
            )  # fmt: skip
    return path


def some_vectors(dims: int) -> np.ndarray:
    vectors = np.random.default_rng(0).normal(size=(90, dims)).astype(np.float32)
    vectors[[0, 7, 89]] = np.nan
    return vectors


def make_features(folder: Path) -> list[Path]:
    return [write_scenes(folder / "features.parquet", "features", some_vectors(sum(DIMS)))]


def make_embedding(folder: Path) -> list[Path]:
    return [write_scenes(folder / "embedding.parquet", "embedding", some_vectors(4), runs=2)]


def projector(method: str, runs: int) -> Any:
    from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector
    from rs_deepcluster_plugin.core.features.normalize import Normalizer

    values = some_vectors(sum(DIMS))[1:7]
    normalizer = Normalizer.fit(values, DIMS)
    random = np.random.default_rng(1)
    settings = ProjectionSettings(method, neighbors=5, runs=runs)
    if method == "pca":
        arrays = random.normal(size=(2, sum(DIMS))), random.normal(size=(1, sum(DIMS)))
        return Projector(settings, "encoder-1", normalizer, *(a.astype(np.float32) for a in arrays))
    reference = normalizer(values).astype(np.float16)
    positions = random.normal(size=(6, 2 * runs)).astype(np.float32)
    return Projector(settings, "encoder-1", normalizer, reference, positions)


def make_projectors(folder: Path) -> list[Path]:
    paths = [folder / "umap.npz", folder / "pca.npz"]
    projector("umap", 2).save(paths[0])
    projector("pca", 1).save(paths[1])
    return paths


def blobs() -> np.ndarray:
    random = np.random.default_rng(0)
    centers = np.array([[0, 0], [12, 0], [0, 12], [12, 12]], dtype=np.float32)
    points = centers[np.repeat(np.arange(4), 40)] + random.normal(size=(160, 2))
    points = np.concatenate([points, points[:, ::-1]], axis=1).astype(np.float32)
    points[5] = np.nan
    return points


def make_models(folder: Path) -> list[Path]:
    from rs_deepcluster_plugin.core.clusters.methods import METHODS, ClusterSettings
    from rs_deepcluster_plugin.core.clusters.model import fit_clusters

    paths = []
    for method in ("dpgmm", *METHODS):  # that of the default twice
        settings = ClusterSettings(method=method, max_clusters=8)
        model, _ = fit_clusters(blobs(), settings, provenance(), projector("umap", 2), runs=2)
        paths.append(folder / f"{len(paths)}-{method}.npz")
        model.save(paths[-1])
    return paths


def make_parts(folder: Path) -> list[Path]:
    path = folder / "part-000000000.npz"
    vectors = some_vectors(sum(DIMS))
    np.savez(path, key=np.array("key"), vectors=vectors, fractions=np.linspace(0, 1, 90))
    return [path]


def make_exchange(folder: Path) -> list[Path]:
    from rs_deepcluster_plugin.worker import array_files

    path = folder / "layer.npz"
    array_files.write(
        path, scene_id=np.arange(9), **array_files.pack([b"a", None, b"cde"]), x=np.eye(3)
    )
    return [path]


def make_ours(folder: Path) -> list[Path]:
    import torch

    from rs_deepcluster_plugin.core.encoder.save import write_model
    from rs_deepcluster_plugin.core.encoder.settings import FP16, INT8, FeaturePart, ModelHeader
    from rs_deepcluster_plugin.core.encoder.whitening import Whitening

    recipe = (FeaturePart(0, "both"),)
    header = ModelHeader("tiny", "vit_small_patch14_dinov2", 28, recipe, depth=1)
    whitening = Whitening(torch.eye(768)[:20], torch.zeros(768))
    paths = [folder / "int8.safetensors", folder / "fp16.safetensors"]
    write_model(paths[0], weights(), header, INT8, whitening)
    write_model(paths[1], weights(), header, FP16, None)
    return paths


def weights() -> dict[str, Any]:
    import torch

    from rs_deepcluster_plugin.core.base.packages import import_timm

    torch.manual_seed(0)
    made = import_timm().create_model(
        "vit_small_patch14_dinov2", img_size=28, num_classes=0, depth=1
    )
    return dict(made.state_dict())


def make_foreign(folder: Path) -> list[Path]:
    from safetensors.torch import save_file

    save_file(weights(), folder / "foreign.safetensors")
    return [folder / "foreign.safetensors"]


def make_pickled(folder: Path) -> list[Path]:
    import torch

    torch.save({"model": weights()}, folder / "new.pth")
    torch.save(weights(), folder / "old.pth", _use_new_zipfile_serialization=False)
    return [folder / "new.pth", folder / "old.pth"]


def make_tables(folder: Path) -> list[Path]:
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
    from rs_deepcluster_plugin.core.clusters.layer_tree import ClusterTree

    path = folder / "map.gpkg"
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.executescript(
            """
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT,
                identifier TEXT, description TEXT, last_change TEXT);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);
            INSERT INTO gpkg_contents VALUES ('map', 'features', 'map', '', '');
            INSERT INTO gpkg_geometry_columns VALUES ('map', 'geom');
            CREATE TABLE map (fid INTEGER PRIMARY KEY, geom BLOB, scene_id MEDIUMINT,
                cluster MEDIUMINT, probability REAL, ambiguous BOOLEAN, name TEXT,
                subcluster MEDIUMINT);
            """
        )
        for fid in range(1, 61):
            row = [fid, 100 + fid, fid % 4 or None, fid / 100, fid % 2, f"image {fid}", fid % 5]
            base.execute("INSERT INTO map VALUES (?, NULL, ?, ?, ?, ?, ?, ?)", row)
        base.commit()
    table = LayerTable(path)
    tree = ClusterTree(
        "subcluster", np.array([[1, 2], [3, 4], [1, 3]]), np.array([1.0, 2.0, 3.0]),
        {"coarse": 2, "balanced": 3, "fine": 4}, (2, 4),
    )  # fmt: skip
    made = provenance().to_json()
    schema = {"name": "S", "classes": [{"code": "1", "name": "Water", "color": "#0000ff"}]}
    table.set_notes(
        {
            "tree": tree.to_json(), "schema": schema, "provenance": made, "raster": "r.tif",
            "bands": made["bands"], "algorithm": "clusterscenes", "parameters": {"SIZE": 48},
            "scaling": {"low": made["scaling_low"], "high": made["scaling_high"], "applied": True},
        }
    )  # fmt: skip
    table.edit("mergeclusters", {"A": 1}, "One.", {"edited_cluster": ([1, 5, 9], [2, 3, 3])})
    table.edit("assignclasses", {}, "Two.", {"class_code": ([1, 2], ["1", "x"])}, {"note": "n"})
    table.edit("reassignscenes", {}, "Three.", {"edited_cluster": ([2], [3])})
    table.undo()
    return [path]


def make_signatures(folder: Path) -> list[Path]:
    from rs_deepcluster_plugin.core.pixels.signatures import Signature, Signatures

    random = np.random.default_rng(0)
    spread = random.normal(size=(3, 3))
    classes = tuple(
        Signature(k, f"Class {k}", "#12ab56", 9, random.normal(size=3), spread @ spread.T)
        for k in (1, 2, 9)
    )
    Signatures((1, 2, 3), classes, {"scale_applied": True}).save(folder / "s.json")
    return [folder / "s.json"]


SCHEMAS = {
    "csv": "code,name,color,description,parent\n1,Water,#0000ff,,\n2,Land,0-128-0,a,\n"
    '21,"Wood, old",forestgreen,"two\nlines",2\n',
    "txt": "# made by hand\n1 0 0 255 255 Water\n2:0:128:0 Land\n3,1,2,3,255,Wood\n",
    "clr": "1 0 0 255\n2 0 128 0\n311 12 13 14\n",
    "qml": "<qgis><renderer-v2 type='categorizedSymbol' attr='c'><categories>"
    "<category symbol='0' value='1' label='Water' render='true'/>"
    "<category symbol='1' label='More'><val value='2'/><val value='3'/></category></categories>"
    "<symbols><symbol name='0'><layer class='SimpleFill'><Option type='Map'>"
    "<Option name='color' value='1,2,3,255'/></Option></layer></symbol>"
    "<symbol name='1'><layer><prop k='color' v='9,8,7,255'/></layer></symbol></symbols>"
    "</renderer-v2></qgis>",
}


def make_schemas(kind: str) -> Callable[[Path], list[Path]]:
    def make(folder: Path) -> list[Path]:
        shipped = ROOT / "rs_deepcluster_plugin" / "resources" / "schemas" / "worldcover.json"
        text = SCHEMAS[kind] if kind in SCHEMAS else shipped.read_text(encoding="utf-8")
        (folder / f"schema.{kind}").write_text(text, encoding="utf-8")
        return [folder / f"schema.{kind}"]

    return make


# --- What is done with them ----------------------------------------------------------------------


def use_scenes(kind: str) -> Callable[[Path], Any]:
    def use(path: Path) -> Any:
        from rs_deepcluster_plugin.core.features.scene_file import SceneFile

        file = SceneFile(path, kind)
        present = file.present()
        blocks = list(file.blocks(50))
        rows = [
            (b.scene_ids, b.rows, b.cols, b.valid_fractions, b.vectors, b.has_vector)
            for b in blocks
        ]
        texts = [(b.geometries, b.names, b.attributes) for b in blocks]
        for block in blocks:
            assert np.isfinite(block.vectors[block.has_vector]).all()
        return [file.provenance, file.cells(), present, file.take(present), rows, texts]

    return use


def use_projector(path: Path) -> Any:
    from rs_deepcluster_plugin.core.clusters.project import Projector

    found = Projector.load(path)
    placed = found.place(some_vectors(sum(found.normalizer.part_dims))[1:7])
    return [found.settings, found.identity, placed]


def use_model(path: Path) -> Any:
    from rs_deepcluster_plugin.core.clusters.model import ClusterModel

    model = ClusterModel.load(path)
    values = blobs()
    if model.projector is not None:
        model.projector.place(some_vectors(sum(model.provenance.part_dims))[1:7])
    wide = np.full((len(values), 4), np.nan, dtype=np.float32)
    wide[:, : values.shape[1]] = values
    found = model.assign(wide)
    assert found.clusters.max(initial=0) <= model.clusters
    assert (found.probabilities >= 0).all()
    assert (found.probabilities <= 1 + 1e-9).all()
    tree = model.tree(wide, found.clusters)
    if model.method.HAS_LEVELS:
        model.with_detail("fine").assign(wide)
    return [
        model.settings, model.provenance, vars(found), model.memberships(wide, 5),
        model.subclusters(wide, found.clusters), None if tree is None else tree.to_json(),
    ]  # fmt: skip


def use_part(path: Path) -> Any:
    """Parts are never refused: what is wrong with one is computed again."""
    from rs_deepcluster_plugin.core.features import extract, parts

    folder = parts.PartFolder(path.parent, "key", extract._FORMS, {"d": sum(DIMS)})
    found = folder.read((0, 90))
    if found is None:
        raise DeepClusterError(f"{path} is computed again.")
    return list(found.values())


def use_exchange(path: Path) -> Any:
    from rs_deepcluster_plugin.worker import array_files

    return sorted(array_files.read(path).items())


def use_weights(path: Path) -> Any:
    import torch

    from rs_deepcluster_plugin.core.encoder.load import bands_of, load_encoder
    from rs_deepcluster_plugin.core.encoder.settings import ModelSettings

    settings = ModelSettings(weights=str(path), input_size=28)
    encoder = load_encoder(settings)
    assert bands_of(settings) == encoder.bands
    with torch.inference_mode():
        values = encoder.module(
            torch.linspace(0, 1, encoder.bands * 28 * 28).reshape(1, -1, 28, 28)
        )
    assert values.shape == (1, encoder.dims)
    return [encoder.identity, encoder.part_dims, encoder.mean, encoder.std]


def use_table(path: Path) -> Any:
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
    from rs_deepcluster_plugin.core.classes.legend import classes_of_scenes
    from rs_deepcluster_plugin.core.classes.schema import Schema
    from rs_deepcluster_plugin.core.clusters.layer_tree import ClusterTree

    table = LayerTable(path)
    columns = table.read("cluster", "edited_cluster", "class_code", "class_name")
    result = [table.read(*table.fields), table.current_clusters(), table.notes, table.history()]
    notes = table.notes
    if notes.get("tree"):
        ClusterTree.from_json(notes["tree"]).groups(2)
    schema = Schema.from_json(notes["schema"]) if notes.get("schema") else None
    classes_of_scenes(columns, schema)
    for step in (table.redo, table.undo, table.undo, table.undo):
        with contextlib.suppress(DeepClusterError):
            result.append(step())
    table.edit("test", {}, "Test.", {"edited_cluster": ([3], [4])})
    return result


def use_signatures(path: Path) -> Any:
    from rs_deepcluster_plugin.core.pixels.likelihood import LikelihoodSettings  # noqa: F401
    from rs_deepcluster_plugin.core.pixels.signatures import Signatures

    found = Signatures.load(path)
    return [found.bands, [vars(c) for c in found.classes], found.provenance]


def use_schema(path: Path) -> Any:
    from rs_deepcluster_plugin.core.classes.schema_files import read_schema

    schema = read_schema(path)
    for level in range(1, min(schema.levels, 3) + 1):
        schema.level(level)
    schema.find("water")
    return schema


# --- How they are changed ------------------------------------------------------------------------


def change_scenes(content: bytes, random: Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    metadata = dict(table.schema.metadata)
    kind = random.randrange(9)
    name = random.choice(table.column_names)
    place = table.column_names.index(name)
    if kind <= 2:
        header = json.loads(metadata[b"rs_deepcluster"])
        if random.random() < 0.1:
            header["version"] = random.choice((0, 2, 99, "1", None))
        else:
            header = mutations.change_json(header, random)
        text = mutations.json_text(header, random).encode(errors="replace")
        metadata[b"rs_deepcluster"] = text
        if random.random() < 0.7:  # whoever means to can make the checksum too
            checksum = hashlib.sha256(text).hexdigest().encode()
            metadata[b"rs_deepcluster_checksum"] = checksum
    elif kind == 3:
        table = table.remove_column(place)
    elif kind == 4:
        table = table.append_column(f"{name}_", table[name])
    elif kind == 5:
        numbers = np.arange(len(table))
        odd = [
            pa.array([None] * len(table), table.schema.field(name).type), pa.array(numbers),
            pa.array(numbers.astype(float)), pa.array([str(n) for n in numbers]),
            pa.array([b"\x01\x03\x00"] * len(table)), pa.array([[1.0]] * len(table)),
            pa.array([b"\0" * 70_000] * len(table)),
        ]  # fmt: skip
        table = table.set_column(place, name, random.choice(odd))
    elif kind == 6:
        values = table[name].to_pylist()
        row = random.randrange(len(values))
        if values[row] is None:
            pass
        elif isinstance(values[row], list):
            values[row] = [random.choice((np.nan, np.inf, 1e30, None, 0.0)), *values[row][1:]]
        elif isinstance(values[row], dict):
            name_of = random.choice(list(values[row]))
            values[row] = {**values[row], name_of: random.choice((float("nan"), 1e38, None, 0.0))}
        elif isinstance(values[row], bytes):
            values[row] = mutations.damage_bytes(values[row], random)
        elif isinstance(values[row], str):
            values[row] = random.choice(("", "[1]", "{", "é" * 3000))
        else:
            values[row] = random.choice((-1, 0, 2**31 - 1))
        column = pa.array(values, table.schema.field(name).type)
        table = table.set_column(place, table.schema.field(name), column)
    elif kind == 7:
        table = pa.concat_tables([table] * random.choice((0, 2, 40)) or [table.slice(0, 0)])
    else:
        table = table.slice(random.randrange(len(table)))
    target = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(metadata), target,
        compression=random.choice(("zstd", "none", "gzip")), use_dictionary=random.random() < 0.5,
    )  # fmt: skip
    return target.getvalue()


def change_pickled(content: bytes, random: Random) -> bytes:
    import torch

    loaded = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    state = dict(loaded.get("model", loaded))
    name = random.choice(list(state))
    kind = random.randrange(9)
    tensor = state[name]
    if kind == 0:
        del state[name]
    elif kind == 1:
        state[name] = tensor.to(random.choice((torch.int64, torch.float64, torch.complex64)))
    elif kind == 2:
        state[name] = tensor[..., :1].expand(*tensor.shape[:-1], 1 << 40)
    elif kind == 3:
        state[name] = tensor.reshape(-1) if random.random() < 0.5 else tensor[None]
    elif kind == 4:
        state[name] = tensor.clone()
        state[name].view(-1)[0] = random.choice((float("nan"), float("inf"), 1e30))
    elif kind == 5:
        state[name] = random.choice((None, 5, "x", [1], tensor.to_sparse(), tensor.to("meta")))
    elif kind == 6:
        state = {f"a.{k}": v for k, v in state.items()}
    elif kind == 7:
        state = {"model": {"model": state}}
    else:
        state[f"blocks.{random.choice((1, 11, 50, 'x'))}.norm1.weight"] = torch.ones(384)
    target = io.BytesIO()
    torch.save(state, target, _use_new_zipfile_serialization=random.random() < 0.5)
    return target.getvalue()


def change_table(content: bytes, random: Random) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "map.gpkg")
        path.write_bytes(content)
        with contextlib.closing(sqlite3.connect(path)) as base:
            base.text_factory = bytes
            _change_database(base, random)
            base.commit()
        return path.read_bytes()


def _change_database(base: sqlite3.Connection, random: Random) -> None:
    kind = random.randrange(9)
    if kind <= 2:
        (text,) = base.execute("SELECT notes FROM rs_deepcluster_layers").fetchone()
        notes = mutations.change_json(json.loads(text), random)
        written = mutations.json_text(notes, random).encode(errors="replace").decode()
        base.execute("UPDATE rs_deepcluster_layers SET notes = ?", [written])
    elif kind <= 4:
        row, packed = random.choice(
            base.execute("SELECT id, changes FROM rs_deepcluster_history").fetchall()
        )
        changed = mutations.change_json(json.loads(zlib.decompress(packed)), random)
        data = zlib.compress(mutations.json_text(changed, random).encode(errors="replace"))
        if random.random() < 0.2:
            data = random.choice((data[:-5], b"", b"x", zlib.compress(b"[" * (1 << 28))))
        base.execute("UPDATE rs_deepcluster_history SET changes = ? WHERE id = ?", [data, row])
    elif kind <= 6:
        table = random.choice(("map", "map", "rs_deepcluster_history", "gpkg_contents"))
        columns = [c[1].decode() for c in base.execute(f"PRAGMA table_info({table})")]
        odd = random.choice((None, -1, 0, 2**62, 1e300, -1e300, 0.5, "x", "", b"\xff", "9" * 50))
        with contextlib.suppress(sqlite3.IntegrityError):
            base.execute(
                f"UPDATE {table} SET {random.choice(columns)} = ? WHERE rowid % 7 = 1", [odd]
            )
    elif kind == 7:
        table = random.choice(("map", "gpkg_contents", "rs_deepcluster_layers"))
        base.execute(f"DROP TABLE {table}")
    else:
        column = random.choice(("cluster", "scene_id", "name", "probability"))
        base.execute(f"ALTER TABLE map RENAME COLUMN {column} TO {column}_")


def change_json_file(content: bytes, random: Random) -> bytes:
    value = mutations.change_json(json.loads(content), random)
    return mutations.json_text(value, random).encode(errors="surrogatepass")


FORMATS = {
    "features": Format(make_features, use_scenes("features"), change_scenes),
    "embedding": Format(make_embedding, use_scenes("embedding"), change_scenes),
    "model": Format(make_models, use_model, mutations.change_npz),
    "projector": Format(make_projectors, use_projector, mutations.change_npz),
    "part": Format(make_parts, use_part, mutations.change_npz),
    "exchange": Format(make_exchange, use_exchange, mutations.change_npz),
    "weights": Format(make_ours, use_weights, mutations.change_safetensors),
    "safetensors": Format(make_foreign, use_weights, mutations.change_safetensors, protected=False),
    "pth": Format(make_pickled, use_weights, change_pickled, protected=False),
    "table": Format(make_tables, use_table, change_table, protected=False),
    "signatures": Format(make_signatures, use_signatures, change_json_file, protected=False),
    **{
        f"schema-{kind}": Format(
            make_schemas(kind),
            use_schema,
            change_json_file if kind == "json" else mutations.change_text,
            protected=False,
        )
        for kind in ("csv", "json", "qml", "clr", "txt")
    },
}


# --- Running -------------------------------------------------------------------------------------


def digest(value: Any) -> str:
    """Hash whatever a use has returned."""
    found = hashlib.sha256()

    def add(one: Any) -> None:
        if isinstance(one, np.ndarray) and one.dtype != object:
            found.update(f"{one.dtype}{one.shape}".encode() + one.tobytes())
        elif isinstance(one, dict):
            add(sorted(one.items(), key=repr))
        elif isinstance(one, (list, tuple, np.ndarray)):
            found.update(b"[")
            for item in one:
                add(item)
        else:
            found.update(repr(one).encode(errors="replace"))

    add(value)
    return found.hexdigest()


def complaint_of(sentence: str, path: Path) -> str:
    """Say what is wrong with what a user is told; "" where it is a sentence."""
    if "\n" in sentence.strip() or len(sentence) > 1500:
        return "it is not one sentence"
    if not sentence.endswith("."):
        return "it does not end"
    names = (path.name, path.stem)
    if not any(name in sentence for name in names):
        return "it does not name the file"
    return ""


def run_cases(name: str, numbers: list[int], seed: int, good: list[Path], folder: Path) -> None:
    """Run cases in this process and print what came of each as a line of JSON."""
    kind = FORMATS[name]
    known = {}
    for path in good:
        copied = folder / path.name
        shutil.copyfile(path, copied)
        known[path] = digest(kind.use(copied))  # which also loads what it needs
    for number in numbers:
        random = Random(f"{seed} {name} {number}")
        path = good[number % len(good)]
        content = path.read_bytes()
        by_bytes = random.random() < 0.5
        print(json.dumps({"number": number, "began": True}), flush=True)
        changed = (mutations.damage_bytes if by_bytes else kind.change)(content, random)
        case = folder / path.name
        case.write_bytes(changed)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        verdict, said = "right", ""
        try:
            result = digest(kind.use(case))
            if by_bytes and kind.protected and result != known[path]:
                verdict, said = "failed", "another result, in silence"
        except DeepClusterError as error:
            verdict, said = "sentence", str(error)
            wrong = complaint_of(said, case)
            if wrong:
                verdict, said = "failed", f"{wrong}: {said[:300]}"
        except Exception:
            verdict, said = "failed", traceback.format_exc()[-1200:]
        seconds = time.process_time() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        if seconds > SECONDS:
            verdict, said = "failed", f"{seconds:.1f} s ({said})"
        if grown > MEGABYTES:
            verdict, said = "failed", f"{grown:.0f} MB more ({said})"
        for left in folder.iterdir():  # -journal files and the like
            left.unlink()
        line = {"number": number, "verdict": verdict, "said": said, "seconds": seconds}
        print(json.dumps(line), flush=True)


def run_format(name: str, numbers: list[int], seed: int, root: Path) -> tuple[Counter, list[dict]]:
    """Run cases in processes of their own; returns the verdicts, and the cases that failed."""
    folder = root / name
    (folder / "good").mkdir(parents=True)
    good = FORMATS[name].make(folder / "good")
    counts: Counter = Counter()
    failed: list[dict] = []
    todo = list(numbers)
    while todo:
        some, todo = todo[:CHUNK], todo[CHUNK:]
        scratch = Path(tempfile.mkdtemp(dir=folder))
        job = {
            "name": name, "numbers": some, "seed": seed, "good": [str(p) for p in good],
            "folder": str(scratch),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, __file__, "--job", json.dumps(job)], capture_output=True, text=True
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"num')]
        for line in lines:
            if "verdict" in line:
                counts[line["verdict"]] += 1
                if line["verdict"] == "failed":
                    failed.append(line)
        ended = {line["number"] for line in lines if "verdict" in line}
        left = [number for number in some if number not in ended]
        if left:  # the process has died in one of them
            if not lines:
                raise RuntimeError(done.stderr[-3000:])
            said = f"the process ended with {done.returncode}: {done.stderr[-300:]}"
            failed.append({"number": left[0], "verdict": "failed", "said": said})
            counts["failed"] += 1
            todo = left[1:] + todo
        shutil.rmtree(scratch, ignore_errors=True)
    return counts, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--only", type=int)
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        job = json.loads(options.job)
        good = [Path(path) for path in job["good"]]
        run_cases(job["name"], job["numbers"], job["seed"], good, Path(job["folder"]))
        return 0
    numbers = list(range(options.count)) if options.only is None else [options.only]
    bad = 0
    print(f"{'format':<14}{'right':>8}{'sentence':>10}{'failed':>8}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as root:
        for name in options.formats.split(","):
            start = time.monotonic()
            counts, failed = run_format(name, numbers, options.seed, Path(root))
            bad += counts["failed"]
            print(
                f"{name:<14}{counts['right']:>8}{counts['sentence']:>10}{counts['failed']:>8}"
                f"{time.monotonic() - start:>9.0f}",
                flush=True,
            )
            for case in failed[:20]:
                print(f"  {name} --only {case['number']}: {case['said']}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Files that somebody else has made, or that are damaged: read right, or refused in time."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import struct
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rs_deepcluster_plugin.core.base.archive import read_archive, read_arrays, write_archive
from rs_deepcluster_plugin.core.base.errors import DataFileError, ModelError, SchemaError
from rs_deepcluster_plugin.core.base.foreign import Form, check_arrays, parse_json
from rs_deepcluster_plugin.core.base.plain import from_file
from rs_deepcluster_plugin.core.classes.schema_files import read_schema
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "mutate_files.py"
LONG = bool(os.environ.get("RSDEEPCLUSTER_LONG"))


def test_mutated_files_of_every_format_are_read_right_or_refused_with_a_sentence():
    count = "1000" if LONG else "20"
    done = subprocess.run(
        [sys.executable, CAMPAIGN, "--count", count],
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- Arrays


ARRAYS = {
    "f": np.arange(6.0).reshape(2, 3).T,
    "i": np.array([[1, -2]], dtype=np.int32),
    "b": np.array([True, False]),
    "t": np.array(["kéy", "x"]),
    "none": np.empty((0, 3)),
    "one": np.array(3.5),
}


def test_arrays_are_those_that_numpy_reads(tmp_path):
    np.savez(tmp_path / "a.npz", **ARRAYS)
    found = read_arrays(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as expected:
        assert list(found) == expected.files
        for name in expected.files:
            np.testing.assert_array_equal(found[name], expected[name])
            assert found[name].dtype == expected[name].dtype
            assert found[name].flags.f_contiguous == expected[name].flags.f_contiguous


def npz(path, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def npy(shape, descr="<f8", data=b"", order=False):
    text = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


@pytest.mark.parametrize(
    "member",
    [
        npy("(1099511627776,)"),
        npy("(4611686018427387904, 4)"),
        npy("(-1,)"),
        npy("(2,)", data=bytes(8)),
        npy("(2,)", data=bytes(24)),
        npy("(2,)", descr="|O", data=bytes(16)),
        npy("(1,)", descr="<f8', 'x': '", data=bytes(8)),
        npy("(" + "(" * 20_000 + ")" * 20_001),
        npy("(1,)", data=bytes(8)).replace(b"\x01\x00", b"\x03\x00", 1),
    ],
)
def test_a_header_that_does_not_tell_what_follows_takes_no_memory(tmp_path, member):
    path = npz(tmp_path / "a.npz", {"header.json.npy": npy("(2,)", "|u1", b"{}"), "a.npy": member})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DataFileError, match=r"a\.npz is damaged.*the algorithm Test.*Make it"):
        read_archive(path, "kind", 1, "Test")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_small_file_that_unpacks_to_gigabytes_is_refused_at_once(tmp_path):
    zeros = bytes(1 << 24)
    with (
        zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("a.npy", "w", force_zip64=True) as member,
    ):
        member.write(npy(f"({1 << 28},)", "|u1"))
        for _ in range(16):
            member.write(zeros)
    assert (tmp_path / "a.npz").stat().st_size < 5_000_000
    start = time.process_time()
    with pytest.raises(DataFileError, match="is damaged"):
        read_archive(tmp_path / "a.npz", "kind", 1, "Test")
    assert time.process_time() - start < 0.5


def test_a_file_of_gigabytes_is_refused_before_it_is_read(tmp_path):
    write_archive(tmp_path / "a.npz", "kind", 1, {}, {"a": np.zeros(3)})
    with open(tmp_path / "a.npz", "r+b") as file:
        file.truncate(5 << 30)  # with a hole in it
    start = time.process_time()
    with pytest.raises(DataFileError, match="is damaged"):
        read_archive(tmp_path / "a.npz", "kind", 1, "Test")
    assert time.process_time() - start < 0.5


def test_members_that_share_their_bytes_are_refused(tmp_path):
    # Each entry of the list at the end says that the same megabyte is its own.
    path = npz(tmp_path / "a.npz", {"a.npy": npy("(1000000,)", "|u1", bytes(1_000_000))})
    content = path.read_bytes()
    entry = content.rindex(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    many = [content[entry:end].replace(b"a.npy", f"{n:05d}".encode()) for n in range(5000)]
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 5000, 5000, sum(map(len, many)), entry, 0)
    path.write_bytes(content[:entry] + b"".join(many) + tail)
    with pytest.raises((ValueError, zipfile.BadZipFile)):
        read_arrays(path)


def test_one_bit_is_noticed_wherever_it_flips(tmp_path):
    write_archive(tmp_path / "a.npz", "kind", 1, {"x": 1}, {"a": np.arange(50.0)})
    whole = (tmp_path / "a.npz").read_bytes()
    header, arrays = read_archive(tmp_path / "a.npz", "kind", 1, "Test")
    refused = 0
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << (place % 8)
        (tmp_path / "b.npz").write_bytes(changed)
        try:
            again = read_archive(tmp_path / "b.npz", "kind", 1, "Test")
        except DataFileError:
            refused += 1
            continue
        assert again[0] == header
        np.testing.assert_array_equal(again[1]["a"], arrays["a"])
    assert refused > 0.8 * len(whole)


# --- Forms, JSON and plain values


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"b": None}, "b is missing"),
        ({"c": np.zeros(1)}, "c is unknown"),
        ({"a": np.zeros((3, 2), dtype=int)}, "a is of int64"),
        ({"a": np.zeros(3)}, "a is of float64, 1 dim"),
        ({"b": np.array([0, 1])}, r"b is of shape \(2,\)"),
        ({"b": np.array([0, 1, 3])}, "b has values beyond"),
        ({"b": np.array([0, 1, -2])}, "b has values beyond"),
        ({"a": np.full((3, 2), np.nan)}, "a has values beyond"),
        ({"a": np.full((3, 2), 1e300)}, "a has values beyond"),
        ({"a.2": np.zeros((9, 2))}, "numbered"),
        ({"a.1": np.zeros((9, 3))}, "a.1 is of shape"),
    ],
)
def test_arrays_that_are_not_as_declared_are_named(change, words):
    forms = {"a": Form("f", ("n*", "k")), "b": Form("i", ("n",), low=-1, below="n")}
    good = {"a": np.zeros((3, 2)), "b": np.array([0, -1, 2])}
    assert check_arrays(good, forms) == {"n": 3, "k": 2}
    further = {"a": Form("f", ("n*", "k"))}
    assert check_arrays({**good, "a.1": np.ones((9, 2))}, forms, further)["n1"] == 9
    changed = {k: v for k, v in {**good, **change}.items() if v is not None}
    with pytest.raises(ValueError, match=words):
        check_arrays(changed, forms, further)


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", "1e400", "9" * 5000, "[" * 100_000, "{", '{"a": -Infinity}', ""]
)
def test_json_that_is_none_is_a_value_error(text):
    with pytest.raises(ValueError, match="."):
        parse_json(text)


def test_plain_values_become_a_dataclass_only_if_their_types_are_right():
    @dataclass(frozen=True)
    class Thing:
        number: int
        share: float = 0.5
        names: tuple[str, ...] = ()
        more: str | None = None

    # Annotations are texts here, as in all modules of the plugin.
    globals()["Thing"] = Thing
    assert from_file({"number": 3}, Thing, "t") == Thing(3)
    assert from_file({"number": 3, "share": 1, "names": ["a"]}, Thing, "t") == Thing(3, 1.0, ("a",))
    for wrong in (
        {}, {"number": "3"}, {"number": 3.0}, {"number": True}, {"number": 3, "names": "ab"},
        {"number": 3, "other": 1}, {"number": 3, "more": 5}, [], None,
    ):  # fmt: skip
        with pytest.raises(ValueError, match="."):
            from_file(wrong, Thing, "t")


# --- Features


def rewritten(path, **columns):
    table = pq.read_table(path)
    for name, values in columns.items():
        place = table.column_names.index(name)
        kind = values.type if isinstance(values, pa.Array) else table.schema.field(name).type
        table = table.set_column(place, name, pa.array(values, kind))
    pq.write_table(table, path)


@pytest.mark.parametrize(
    "columns",
    [
        {"scene_id": [1, None, 3]},
        {"valid_fraction": [0.5, float("nan"), 1.0]},
        {"valid_fraction": [0.5, 1.5, 1.0]},
        {"feature": [[1.0, 2.0], [1.0, float("inf")], None]},
        {"feature": [[1.0, 2.0], [1.0, None], None]},
        {"feature": pa.array([[1.0, 2.0]] * 3, pa.list_(pa.float64(), 2))},
        {"geometry": [b"\x01\x03", None, None]},
        {"geometry": [bytes.fromhex("0101000000") + bytes(16), None, None]},  # a point
        {"row": pa.array(["1", "2", "3"])},
    ],
)
def test_scenes_with_values_that_cannot_be_are_refused(features_file, columns):
    path = features_file(np.ones((3, 2))).path
    rewritten(path, **columns)
    with pytest.raises(DataFileError, match=r"features\.parquet is damaged. Make it again"):
        list(SceneFile(path, "features").blocks())


def test_a_header_that_has_changed_is_noticed(features_file):
    path = features_file(np.ones((30, 2)), scaling_low=(1234.5, 0.0, 0.0)).path
    table = pq.read_table(path)
    metadata = {k: v.replace(b"1234.5", b"1334.5") for k, v in table.schema.metadata.items()}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(DataFileError, match="is damaged"):
        SceneFile(path, "features")


def test_a_bit_of_the_features_is_noticed(features_file):
    path = features_file(np.random.default_rng(0).normal(size=(300, 32))).path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(bytes(content))
    with pytest.raises(DataFileError, match="is damaged"):
        list(SceneFile(path, "features").blocks())


def test_features_of_a_version_without_checksums_are_read(features_file):
    file = features_file(np.arange(12.0).reshape(6, 2))
    table = pq.read_table(file.path)
    metadata = {k: v for k, v in table.schema.metadata.items() if b"checksum" not in k}
    pq.write_table(table.replace_schema_metadata(metadata), file.path, use_dictionary=True)
    again = np.concatenate([b.vectors for b in SceneFile(file.path, "features").blocks()])
    np.testing.assert_array_equal(again, np.arange(12.0).reshape(6, 2))


def test_one_text_in_place_of_thousands_does_not_fill_the_memory(features_file):
    # Kept once and repeated by its place: 10 MB in the file, 80 GB as a column of texts.
    path = features_file(np.ones((8000, 2)), names=["x"] * 8000).path
    table = pq.read_table(path)
    place = table.column_names.index("name")
    one = pa.DictionaryArray.from_arrays(pa.array(np.zeros(8000, "i4")), pa.array(["y" * 10**7]))
    target = io.BytesIO()
    schema = table.schema.set(place, pa.field("name", one.type))
    columns = [one if n == place else c.combine_chunks() for n, c in enumerate(table.columns)]
    with pq.ParquetWriter(target, schema, store_schema=False) as writer:
        writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    path.write_bytes(target.getvalue())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DataFileError, match="damaged|not one of"):
        list(SceneFile(path, "features").blocks())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


# --- Weights


def test_weights_that_have_changed_are_noticed(tmp_path):
    from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS
    from rs_deepcluster_plugin.core.encoder.weights_file import read_weights, write_weights

    tensors, header = read_weights(DEFAULT_WEIGHTS)  # of a version without checksums
    path = tmp_path / "m.safetensors"
    write_weights(path, tensors, header, header.quantization)
    settings = ModelSettings(input_size=28)
    assert (
        load_encoder(settings).identity
        == load_encoder(ModelSettings(weights=str(path), input_size=28)).identity
    )
    content = bytearray(path.read_bytes())
    content[-1_000_001] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelError, match=r"m\.safetensors is cut short or damaged"):
        load_encoder(ModelSettings(weights=str(path), input_size=28))


def test_a_tensor_that_repeats_one_number_is_refused_before_it_takes_memory(tmp_path):
    import torch

    state = {
        "patch_embed.proj.weight": torch.zeros(384, 3, 14, 14),
        "pos_embed": torch.zeros(1, 5, 384),
        "blocks.0.ls1.gamma": torch.zeros(1).expand(1 << 40),
    }
    torch.save(state, tmp_path / "wide.pth")
    with pytest.raises(ModelError, match=r"wide\.pth is cut short or damaged"):
        load_encoder(ModelSettings(weights=str(tmp_path / "wide.pth"), input_size=28))


# --- Schemas


def chain(count, last):
    lines = [f"{n},c,{n + 1}\n" for n in range(count)]
    return "code,name,parent\n" + "".join(lines) + f"{count},c,{last}\n"


SLOW = {
    "chain.csv": chain(60_000, ""),
    "circle.csv": chain(60_000, 0),
    "rows.csv": "code\n" + "\n".join(map(str, range(500_000))),
    "columns.csv": "a," * 2_000_000 + "\n1\n",
    "spaces.csv": "code,color\n1," + "1 " * 60_000 + "x\n",
    "long.csv": '"' + "x" * 4_000_000,
    "twice.json": "{" + ",".join(f'"k{n}":1' for n in range(300_000)) + ',"k299999":2}',
    "deep.json": "[" * 4_000_000,
    "lists.json": '[{"code":' + "[" * 900 + "]" * 900 + "}]",
    "digits.json": '[{"code":' + "1" * 4_000_000 + "}]",
    "deep.qml": "<a>" * 500_000 + "</a>" * 500_000,
    "nested.qml": "<renderer-v2 type='categorizedSymbol'><categories><category value='1'>" * 40_000
    + "</category></categories></renderer-v2>" * 40_000,
    "blanks.clr": "1 " + " " * 4_000_000 + "2 3 x",
    "many.clr": "".join(f"{n} 1 2 3\n" for n in range(500_000)),
    "digits.clr": "1" * 4_000_000 + " 2 3 4",
}


@pytest.mark.parametrize("name", SLOW)
def test_no_schema_of_a_few_megabytes_takes_two_seconds(tmp_path, name):
    path = tmp_path / name
    path.write_text(SLOW[name])
    start = time.process_time()
    with contextlib.suppress(SchemaError):
        assert len(read_schema(path).classes) < 65_535
    assert time.process_time() - start < 2


def test_a_key_twice_is_named_with_the_file(tmp_path):
    (tmp_path / "s.json").write_text(json.dumps({"1": "a"})[:-1] + ', "1": "b"}')
    with pytest.raises(SchemaError, match=r"s\.json: '1' occurs twice"):
        read_schema(tmp_path / "s.json")

"""What can happen to a file: bytes that flip or are missing, and values that are other ones."""

from __future__ import annotations

import copy
import io
import json
import struct
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np

# In place of a value of JSON or of a table, whatever it was.
ODD = (
    None, True, False, 0, -1, 1, 2, 2**31, 2**63, 10**40, 0.5, -0.5, 1e300, float("nan"),
    float("inf"), "", "x", "a" * 5000, "\0", "é\ud800", [], [1], [[]], {}, {"a": 1},
)  # fmt: skip
DTYPES = ("<f2", "<f4", "<f8", ">f8", "<i4", "<i8", "<u8", "|b1", "|u1", "<U3", "<c16")


def damage_bytes(content: bytes, random: Random) -> bytes:
    """Flip bits, or lose, repeat, zero or replace a stretch."""
    data = bytearray(content)
    kind = random.randrange(7)
    start = random.randrange(len(data))
    length = min(len(data) - start, int(2 ** random.uniform(0, 12)))
    # The ends hold what says where everything is.
    if random.random() < 0.3:
        start = random.choice((0, max(0, len(data) - length - 600))) + random.randrange(600)
        start = min(start, len(data) - 1)
    if kind <= 1:
        for _ in range(random.choice((1, 1, 1, 2, 8))):
            data[min(start + random.randrange(64), len(data) - 1)] ^= 1 << random.randrange(8)
    elif kind == 2:
        del data[start:]
    elif kind == 3:
        del data[start : start + length]
    elif kind == 4:
        data[start:start] = data[start : start + length]
    elif kind == 5:
        data[start : start + length] = bytes(length)
    else:
        data[start : start + length] = random.randbytes(length)
    return bytes(data)


def change_json(value: Any, random: Random) -> Any:
    """Change one value anywhere in a JSON value: another one, none, twice, or one more."""
    value = copy.deepcopy(value)
    places: list[tuple[Any, Any]] = []

    def walk(one: Any) -> None:
        keys = one if isinstance(one, dict) else range(len(one))
        for key in keys:
            places.append((one, key))
            if isinstance(one[key], (dict, list)):
                walk(one[key])

    if not isinstance(value, (dict, list)) or random.random() < 0.03:
        return random.choice(ODD)
    walk(value)
    if not places:
        return random.choice(ODD)
    # Lists of many numbers would else take all of it.
    wide = [place for place in places if isinstance(place[0], dict)] or places
    holder, key = random.choice(wide if random.random() < 0.6 else places)
    kind = random.randrange(8)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[f"{key}_"] = holder[key]
    elif kind == 1:
        holder.append(holder[key])
    elif kind == 2 and isinstance(holder[key], (int, float)):
        holder[key] = holder[key] * random.choice((-1, 2, 10, 1e6, 1.5)) + random.choice((0, 1))
    elif kind == 3 and isinstance(holder[key], list):
        holder[key] = holder[key][: len(holder[key]) // 2]
    elif kind == 3 and isinstance(holder[key], str):
        holder[key] = holder[key][:-1] + random.choice("xé\n0")
    else:
        holder[key] = random.choice(ODD)
    return value


def json_text(value: Any, random: Random) -> str:
    """Write JSON, now and then nested so deeply that nobody reads it, or with a key twice."""
    text = json.dumps(value)
    kind = random.randrange(20)
    if kind == 0:
        depth = random.choice((50, 900, 100_000))
        return text[:-1] + ', "deep": ' + "[" * depth + "]" * depth + text[-1:]
    if kind == 1:
        return text[: random.randrange(len(text))]
    if kind == 2 and text.startswith("{") and len(text) > 2:
        return "{" + text[1:-1] + ", " + text[1:]
    return text


def change_array(array: np.ndarray, random: Random) -> np.ndarray:
    """Give an array another type, another shape, or a value that it cannot have."""
    array = np.array(array)
    kind = random.randrange(9)
    with np.errstate(all="ignore"):
        if kind == 0:
            text = array.dtype.kind == "U"
            return array.astype("<U1" if text else random.choice(DTYPES))
        if kind == 1:
            return array[None] if random.random() < 0.5 else array.ravel()
        if kind == 2 and array.ndim:
            axis = random.randrange(array.ndim)
            keep = random.choice((0, 1, array.shape[axis] // 2, max(array.shape[axis] - 1, 0)))
            return np.take(array, range(keep), axis=axis)
        if kind == 3 and array.ndim:
            return np.concatenate([array, array], axis=random.randrange(array.ndim))
        if kind == 4:
            return np.asfortranarray(array.T)
        if array.size:
            place = random.randrange(array.size)
            odd = random.choice((-1, 0, 1, 127, -(2**31), 2**40, 1e20, 1e300, np.nan, np.inf))
            flat = array.reshape(-1)
            if array.dtype.kind in "iu" and not np.isfinite(odd):
                odd = -(2**40)
            flat[place] = np.array(odd).astype(array.dtype)
    return array


def change_npz(content: bytes, random: Random) -> bytes:
    """Change an npz file as whoever writes one could: its arrays, its header, how it is packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        arrays: dict[str, Any] = dict(file)
    kind = random.randrange(12)
    name = random.choice(list(arrays))
    if kind <= 3 and "header.json" in arrays:
        header = json.loads(arrays["header.json"].tobytes())
        if random.random() < 0.1:
            header["version"] = random.choice((0, 2, 99, "1", None, 1.5))
        else:
            header = change_json(header, random)
        text = json_text(header, random)
        arrays["header.json"] = np.frombuffer(text.encode(errors="replace"), dtype=np.uint8)
    elif kind == 4:
        del arrays[name]
    elif kind == 5:
        arrays[f"{name}{random.choice('.12_')}"] = arrays[name]
    else:
        arrays[name] = change_array(arrays[name], random)
    target = io.BytesIO()
    if kind == 6:  # small on the disk and large in memory
        arrays[name] = np.zeros(random.choice((1 << 20, 1 << 28)), dtype=np.uint8)
        np.savez_compressed(target, **arrays)
        return target.getvalue()
    np.savez(target, **arrays)
    if kind != 7:
        return target.getvalue()
    # A header of NumPy's that names another size than there is.
    huge = random.choice(((1 << 40,), (1 << 62, 4), (0, 1 << 62), (10**30,), (-1,)))
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as old, zipfile.ZipFile(again, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == f"{name}.npy":
                text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {huge}, }}".encode()
                data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data[-64:]
            new.writestr(member, data)
    return again.getvalue()


def change_safetensors(content: bytes, random: Random) -> bytes:
    """Change the header of a safetensors file, or numbers in it."""
    (length,) = struct.unpack("<Q", content[:8])
    header, data = json.loads(content[8 : 8 + length]), bytearray(content[8 + length :])
    kind = random.randrange(8)
    if kind == 0 and "__metadata__" in header:
        about = json.loads(header["__metadata__"]["rs_deepcluster"])
        header["__metadata__"]["rs_deepcluster"] = json_text(change_json(about, random), random)
    elif kind == 1:
        start = random.randrange(len(data) - 8)
        data[start : start + 8] = random.choice((b"\xff" * 8, b"\x00\x7c" * 4, b"\x00\x7e" * 4))
    elif kind == 2:
        return struct.pack("<Q", random.choice((0, 1, 2**20, 2**40, 2**63))) + content[8:]
    elif kind == 3:
        one = random.choice([name for name in header if name != "__metadata__"])
        header[one]["dtype"] = random.choice(("U8", "I8", "F16", "BF16", "F32", "F8_E4M3", "I64"))
    elif kind == 4:
        one = random.choice([name for name in header if name != "__metadata__"])
        header[one]["shape"] = header[one]["shape"][::-1]
    elif kind == 5:
        one, two = random.sample([name for name in header if name != "__metadata__"], 2)
        header[one], header[two] = header[two], header[one]
    else:
        header = change_json(header, random)
    text = json_text(header, random).encode(errors="replace")
    return struct.pack("<Q", len(text)) + text + bytes(data)


def change_text(content: bytes, random: Random) -> bytes:
    """Change words, numbers and signs of a text file."""
    text = content.decode()
    kind = random.randrange(6)
    start = random.randrange(len(text))
    if kind == 0:
        word = random.choice((",", '"', "\n", "<", "&lt;", "\0", "é", " " * 3000, "-1", "1e400"))
        text = text[:start] + word + text[start:]
    elif kind == 1:
        lines = text.splitlines(keepends=True)
        lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
        text = "".join(lines)
    elif kind == 2:
        lines = text.splitlines(keepends=True)
        del lines[random.randrange(len(lines))]
        text = "".join(lines)
    elif kind == 3:
        text = text.replace(random.choice(text), random.choice(("", "x", "\t", "9")))
    elif kind == 4:
        return text.encode(random.choice(("utf-16", "utf-8-sig", "latin-1", "cp1252")), "replace")
    else:
        text = text[:start] + text[start : start + 50] * 2000 + text[start + 50 :]
    return text.encode(errors="replace")


Change = Callable[[bytes, Random], bytes]

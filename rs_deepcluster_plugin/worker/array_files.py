"""Arrays that cross the wall: npz files without pickled objects, read on QGIS's side by numpy."""

from __future__ import annotations

import contextlib
import itertools
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..core.base.archive import DAMAGE, StoredArray, open_arrays
from ..core.base.errors import DataFileError

Arrays = dict[str, Any]
_BLOCK = 1000  # items


class Packed(Collection[bytes]):
    """Byte strings that stand one after the other in an array, each made when its turn comes.

    A million of them by themselves take twice the memory; in a file, they take none.
    """

    def __init__(self, data: Any, ends: Any) -> None:
        self._data, self._ends = data, ends

    def __len__(self) -> int:
        """Return the number of byte strings."""
        return len(self._ends)

    def __contains__(self, item: object) -> bool:
        """Tell whether a byte string is among them."""
        return any(item == each for each in self)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the byte strings in their order."""
        ends, same = itertools.tee(blocks_of(self._ends, _BLOCK))
        start = 0
        for piece, some in zip(_portions(self._data, _lengths(same)), ends):
            text, first = piece.tobytes(), start
            for end in some.tolist():
                yield text[start - first : end - first]
                start = end


def blocks_of(array: Any, size: int) -> Iterator[Any]:
    """Give an array (n,), in memory or in a file that `opened` has open, some items at a time."""
    whole, rest = divmod(len(array), size)
    return _portions(array, [*itertools.repeat(size, whole), *([rest] if rest else [])])


def _portions(array: Any, lengths: Iterable[int]) -> Iterator[Any]:
    if isinstance(array, StoredArray):
        portions = array.portions(lengths)
        while True:
            with _explained(array.path):
                portion = next(portions, None)
            if portion is None:
                return
            yield portion
    start = 0
    for length in lengths:
        yield array[start : start + length]
        start += length


def _lengths(ends: Iterable[Any]) -> Iterator[int]:
    """Give the bytes of each block of byte strings."""
    start = 0
    for some in ends:
        yield int(some[-1]) - start
        start = int(some[-1])


def pack(items: Sequence[bytes | None]) -> Arrays:
    """Turn byte strings into one array and their ends; None becomes an empty string."""
    ends = np.cumsum([len(item) if item is not None else 0 for item in items], dtype=np.int64)
    data = np.frombuffer(b"".join(item or b"" for item in items), dtype=np.uint8)
    return {"data": data, "ends": ends}


def unpack(data: Any, ends: Any) -> list[bytes]:
    """Invert `pack`."""
    return list(Packed(data, ends))


def pack_named(name: str, items: Sequence[bytes | None]) -> Arrays:
    """Turn byte strings into arrays of that name, so that several stand in one file."""
    return {f"{name}_{key}": array for key, array in pack(items).items()}


def unpack_named(arrays: Arrays, name: str) -> list[bytes]:
    """Invert `pack_named`."""
    return unpack(arrays[f"{name}_data"], arrays[f"{name}_ends"])


def pack_texts(name: str, texts: Sequence[str | None]) -> Arrays:
    """Turn texts into arrays of that name; None becomes an empty text."""
    return pack_named(name, [(text or "").encode() for text in texts])


def join_texts(name: str, parts: Sequence[Arrays]) -> Arrays:
    """Join what `pack_texts` has made of texts block by block; of none, there is nothing."""
    if not parts:
        return {}
    data, ends = f"{name}_data", f"{name}_ends"
    starts = np.cumsum([0, *(len(part[data]) for part in parts[:-1])])
    return {
        data: np.concatenate([part[data] for part in parts]),
        ends: np.concatenate([part[ends] + start for part, start in zip(parts, starts)]),
    }


def unpack_texts(arrays: Arrays, name: str) -> list[str]:
    """Invert `pack_texts`."""
    return [text.decode() for text in unpack_named(arrays, name)]


def write(path: str | Path, **arrays: Any) -> None:
    """Write arrays."""
    np.savez(path, **arrays)


def append_bytes(path: str | Path, name: str, length: int, pieces: Iterable[bytes]) -> None:
    """Add an array of that many bytes to a file that `write` has made, piece by piece."""
    append(path, name, np.uint8, length, (np.frombuffer(piece, np.uint8) for piece in pieces))


def append(path: str | Path, name: str, kind: Any, length: int, pieces: Iterable[Any]) -> None:
    """Add an array of that many items of a kind to a file that `write` has made, piece by piece."""
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive,
        archive.open(f"{name}.npy", "w", force_zip64=True) as member,
    ):
        descr = np.lib.format.dtype_to_descr(np.dtype(kind))
        header = {"descr": descr, "fortran_order": False, "shape": (length,)}
        np.lib.format.write_array_header_1_0(member, header)
        for piece in pieces:
            member.write(np.ascontiguousarray(piece, dtype=kind).tobytes())


def read(path: str | Path) -> Arrays:
    """Read arrays.

    Raises
    ------
    DataFileError
        The file is damaged.
    """
    with opened(path) as arrays, _explained(path):
        return {name: array.read() for name, array in arrays.items()}


@contextlib.contextmanager
def opened(path: str | Path) -> Iterator[dict[str, StoredArray]]:
    """Open arrays, for `blocks_of` and `Packed` to read: those of ten million scenes are large.

    Raises
    ------
    DataFileError
        The file is damaged, which those find out, too.
    """
    with contextlib.ExitStack() as stack:
        with _explained(path):
            arrays = stack.enter_context(open_arrays(path))
        yield arrays


@contextlib.contextmanager
def _explained(path: str | Path) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise DataFileError(
            f"{path}, by which the worker and QGIS exchange arrays, is missing or damaged. "
            "Run the algorithm again."
        ) from error

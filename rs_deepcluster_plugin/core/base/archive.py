"""Model files: arrays with a JSON header in one npz, without any code in it."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from .errors import DataFileError
from .files import write_whole
from .foreign import parse_json

Arrays = dict[str, npt.NDArray[Any]]
_HEADER = "header.json"
_LARGEST = 1_000_000_000  # bytes; twenty thousand scenes of the largest model take a quarter
_LONGEST_HEADER = 10_000_000  # bytes
_MOST_MEMBERS = 10_000
_CHUNK = 1 << 20
# What NumPy writes before an array: never more than plain numbers, and texts of fixed length.
_NPY = re.compile(
    rb"\{'descr': '([<>|][biufU]\d{1,9})', 'fortran_order': (True|False), "
    rb"'shape': \(([\d, ]{0,200})\), \}\s*"
)
# What reading a damaged npz file, or something else under that name, was seen to raise.
DAMAGE = (
    OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, NotImplementedError,
    RuntimeError, MemoryError, OverflowError, IndexError, struct.error, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip


def write_archive(
    path: str | Path, kind: str, version: int, header: dict[str, Any], arrays: Arrays
) -> None:
    """Write arrays and a JSON header to an npz file; the file appears only when it is whole.

    Parameters
    ----------
    path
        Where to.
    kind, version
        Name and version of the format, which `read_archive` checks.
    header
        Plain values.
    arrays
        Arrays by their names.
    """
    text = json.dumps({"format": kind, "version": version, "arrays": sorted(arrays), **header})
    content: dict[str, Any] = {_HEADER: np.frombuffer(text.encode(), dtype=np.uint8), **arrays}
    with write_whole(path) as partial, open(partial, "wb") as file:
        np.savez(file, **content)


def read_archive(
    path: str | Path, kind: str, version: int, made_by: str
) -> tuple[dict[str, Any], Arrays]:
    """Read what `write_archive` wrote.

    Parameters
    ----------
    path
        A file of at most 1 GB, which is more than any fit makes.
    kind, version
        Name of the format, and its latest version that this plugin reads.
    made_by
        Name of the algorithm that makes such files, for the messages of errors.

    Returns
    -------
    header, arrays
        The header with its ``format`` and ``version``, and the arrays by their names.

    Raises
    ------
    DataFileError
        The file is missing, damaged, of another kind or of a later version.
    """
    if not Path(path).is_file():
        raise DataFileError(f"{path} does not exist. Make it with the algorithm {made_by}.")
    with explain_damage(path, made_by):
        if Path(path).stat().st_size > _LARGEST:
            raise ValueError("it is larger than any fit makes it")
        arrays = read_arrays(path)
        text = arrays.pop(_HEADER)
        if len(text) > _LONGEST_HEADER:
            raise ValueError("the header is too long")
        header: dict[str, Any] = parse_json(text.tobytes())
        found, found_version = header["format"], header["version"]
        if not isinstance(found, str) or not isinstance(found_version, int):
            raise ValueError("the header names no format")
        if header.get("arrays", sorted(arrays)) != sorted(arrays):  # earlier versions had no list
            raise ValueError("it has other arrays than its header says")
    if found != kind:
        raise DataFileError(
            f"{path} is of the kind '{found:.50}', and '{kind}' is needed here. "
            f"Make one with the algorithm {made_by}."
        )
    if found_version > version:
        raise DataFileError(
            f"{path} is of format version {found_version}, and this plugin reads up to {version}. "
            "Update the plugin."
        )
    return header, arrays


def read_arrays(path: str | Path) -> Arrays:
    """Read an npz file of arrays as NumPy writes it, which take no more memory than the file does.

    NumPy itself makes room for whatever a header names before it looks at how much there is, and
    unpacks compressed arrays of any size.

    Parameters
    ----------
    path
        An uncompressed file whose arrays hold plain numbers or texts of fixed length.

    Returns
    -------
    dict
        Arrays by their names, without the suffix ``.npy``.

    Raises
    ------
    ValueError or one of many others
        It is damaged, or not such a file; see `explain_damage`.
    """
    with open_arrays(path) as stored:
        return {name: array.read() for name, array in stored.items()}


@contextlib.contextmanager
def open_arrays(path: str | Path) -> Iterator[dict[str, StoredArray]]:
    """Open an npz file as `read_arrays` takes it, to read as much of each array as is needed.

    Parameters
    ----------
    path
        As of `read_arrays`.

    Yields
    ------
    dict
        Arrays by their names; they can be read until the file is closed again.

    Raises
    ------
    ValueError or one of many others
        As `read_arrays`; what is wrong inside an array is found when it is read.
    """
    with open(path, "rb") as file, zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        names = [member.filename[: -len(".npy")] for member in members]
        if not all(member.filename.endswith(".npy") for member in members):
            raise ValueError("it has members that are not arrays")
        if len(set(names)) < len(names) or len(names) > _MOST_MEMBERS:
            raise ValueError("it has members of the same name, or too many")
        check_stored(archive, os.fstat(file.fileno()).st_size)
        yield {name: StoredArray(archive, member) for name, member in zip(names, members)}


class StoredArray:
    """An array in a file that `open_arrays` has opened.

    Parameters
    ----------
    archive
        The open file.
    member
        The array in it.
    """

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._archive, self._member = archive, member
        with archive.open(member) as stream:
            self._dtype, self._shape, self._order = _read_header(stream, member.file_size)

    @property
    def path(self) -> str:
        """The file."""
        return str(self._archive.filename)

    def __len__(self) -> int:
        """Return the length of its first axis."""
        return self._shape[0]

    def read(self) -> npt.NDArray[Any]:
        """Return all of it."""
        (flat,) = self._portions([math.prod(self._shape)])
        return flat.reshape(self._shape, order=self._order)

    def portions(self, lengths: Iterable[int]) -> Iterator[npt.NDArray[Any]]:
        """Return the next so many items of an array (n,), for each of the lengths.

        Parameters
        ----------
        lengths
            Of which all together are n.
        """
        if len(self._shape) != 1:
            raise ValueError("an array has another number of axes")
        return self._portions(lengths)

    def _portions(self, lengths: Iterable[int]) -> Iterator[npt.NDArray[Any]]:
        with self._archive.open(self._member) as stream:
            _read_header(stream, self._member.file_size)
            for length in lengths:
                if length < 0:
                    raise ValueError("a part of an array ends before it begins")
                yield _read_items(stream, length, self._dtype)
            if stream.read(1):  # at the end the checksum is compared
                raise ValueError("an array is longer than its parts")


def check_stored(archive: zipfile.ZipFile, size: int) -> None:
    """Make sure that a zip file takes no more memory than it has bytes.

    Parameters
    ----------
    archive
        The open zip file.
    size
        Its size in bytes.

    Raises
    ------
    ValueError
        Some member is compressed, or the members together are larger than the file.
    """
    members = archive.infolist()
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise ValueError("it is compressed, which neither NumPy nor PyTorch does")
    if sum(member.file_size for member in members) > size:
        raise ValueError("its members are larger than itself")


@contextlib.contextmanager
def explain_damage(path: str | Path, made_by: str) -> Iterator[None]:
    """Turn a header or arrays that lack something, or know something new, into a sentence.

    Parameters
    ----------
    path
        The file that is read, for the message.
    made_by
        Name of the algorithm that makes such files, for the message.

    Returns
    -------
    context manager
        Put the code that reads the file inside it.

    Raises
    ------
    DataFileError
        The code inside raised one of the errors in `DAMAGE`.
    """
    try:
        yield
    except DAMAGE as error:
        raise DataFileError(
            f"{path} is damaged, or it was not made by this version of the algorithm {made_by}. "
            "Make it again."
        ) from error


def _read_header(stream: IO[bytes], size: int) -> tuple[np.dtype[Any], tuple[int, ...], Any]:
    """Read type, shape and order of an array of which all takes ``size`` bytes."""
    start = stream.read(10)
    if start[:8] != b"\x93NUMPY\x01\x00":
        raise ValueError("it has members that are not arrays")
    (length,) = struct.unpack("<H", start[8:])
    match = _NPY.fullmatch(stream.read(length))
    if match is None:
        raise ValueError("an array is of another kind")
    dtype = np.dtype(match[1].decode())
    shape = tuple(int(number) for number in match[3].split(b",") if number.strip())
    if len(start) + length + math.prod(shape) * dtype.itemsize != size:
        raise ValueError("an array is longer or shorter than its header says")
    return dtype, shape, "F" if match[2] == b"True" else "C"


def _read_items(stream: IO[bytes], count: int, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """Read the next items of an array."""
    flat = np.empty(count, dtype=dtype)
    room = flat.view(np.uint8) if flat.nbytes else np.empty(0, dtype=np.uint8)
    done = 0
    while done < len(room):
        part = stream.read(min(_CHUNK, len(room) - done))
        if not part:
            raise EOFError("an array is cut short")
        room[done : done + len(part)] = np.frombuffer(part, dtype=np.uint8)
        done += len(part)
    return flat

"""Model files: arrays with a JSON header in one npz, without any code in it."""

from __future__ import annotations

import contextlib
import json
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import DataFileError
from .files import written_whole

Arrays = dict[str, npt.NDArray[Any]]
_HEADER = "header.json"
# What reading a damaged npz file, or something else under that name, was seen to raise.
_DAMAGE = (
    OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, NotImplementedError,
    RuntimeError, MemoryError, struct.error, zipfile.BadZipFile,
)  # fmt: skip


def write_archive(
    path: str | Path, kind: str, version: int, header: dict[str, Any], arrays: Arrays
) -> None:
    """Write arrays and a JSON header; the file appears only when it is whole."""
    text = json.dumps({"format": kind, "version": version, **header})
    content: dict[str, Any] = {_HEADER: np.frombuffer(text.encode(), dtype=np.uint8), **arrays}
    with written_whole(path) as partial, open(partial, "wb") as file:
        np.savez(file, **content)


def read_archive(
    path: str | Path, kind: str, version: int, made_by: str
) -> tuple[dict[str, Any], Arrays]:
    """Read what `write_archive` wrote.

    Raises
    ------
    DataFileError
        The file is missing, damaged, of another kind or of a later version.
    """
    if not Path(path).is_file():
        raise DataFileError(f"{path} does not exist. Make it with the algorithm {made_by}.")
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        header: dict[str, Any] = json.loads(arrays.pop(_HEADER).tobytes())
        found, found_version = header["format"], int(header["version"])
    except _DAMAGE as error:
        raise _damaged(path, made_by) from error
    if found != kind:
        raise DataFileError(
            f"{path} is of the kind '{found}', and '{kind}' is needed here. "
            f"Make one with the algorithm {made_by}."
        )
    if found_version > version:
        raise DataFileError(
            f"{path} is of format version {found_version}, and this plugin reads up to {version}. "
            "Update the plugin."
        )
    return header, arrays


@contextlib.contextmanager
def understood(path: str | Path, made_by: str) -> Iterator[None]:
    """Turn a header or arrays that lack something, or know something new, into a sentence."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _damaged(path, made_by) from error


def _damaged(path: str | Path, made_by: str) -> DataFileError:
    return DataFileError(
        f"{path} is damaged, or it was not made by this version of the algorithm {made_by}. "
        "Make it again."
    )

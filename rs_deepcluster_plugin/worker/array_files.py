"""Arrays that cross the wall: npz files without pickled objects, read on QGIS's side by numpy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..core.base.archive import DAMAGE, read_arrays
from ..core.base.errors import DataFileError

Arrays = dict[str, Any]


def pack(items: Sequence[bytes | None]) -> Arrays:
    """Turn byte strings into one array and their ends; None becomes an empty string."""
    ends = np.cumsum([len(item) if item is not None else 0 for item in items], dtype=np.int64)
    data = np.frombuffer(b"".join(item or b"" for item in items), dtype=np.uint8)
    return {"data": data, "ends": ends}


def unpack(data: Any, ends: Any) -> list[bytes]:
    """Invert `pack`."""
    whole = data.tobytes()
    starts = [0, *ends.tolist()]
    return [whole[a:b] for a, b in zip(starts[:-1], starts[1:])]


def pack_named(name: str, items: Sequence[bytes | None]) -> Arrays:
    """Turn byte strings into arrays of that name, so that several stand in one file."""
    return {f"{name}_{key}": array for key, array in pack(items).items()}


def unpack_named(arrays: Arrays, name: str) -> list[bytes]:
    """Invert `pack_named`."""
    return unpack(arrays[f"{name}_data"], arrays[f"{name}_ends"])


def pack_texts(name: str, texts: Sequence[str | None]) -> Arrays:
    """Turn texts into arrays of that name; None becomes an empty text."""
    return pack_named(name, [(text or "").encode() for text in texts])


def unpack_texts(arrays: Arrays, name: str) -> list[str]:
    """Invert `pack_texts`."""
    return [text.decode() for text in unpack_named(arrays, name)]


def write(path: str | Path, **arrays: Any) -> None:
    """Write arrays."""
    np.savez(path, **arrays)


def read(path: str | Path) -> Arrays:
    """Read arrays.

    Raises
    ------
    DataFileError
        The file is damaged.
    """
    try:
        return read_arrays(path)
    except DAMAGE as error:
        raise DataFileError(
            f"{path}, by which the worker and QGIS exchange arrays, is missing or damaged. "
            "Run the algorithm again."
        ) from error

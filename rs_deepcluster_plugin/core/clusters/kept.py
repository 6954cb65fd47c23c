"""What is kept of projections and clusters while a run is under way, for one that goes on with it.

Files are found by a hash of all that they depend on, packages included, and carry it. One that is
damaged or of another version is as good as none.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path
from typing import Any

from ..base.archive import Arrays, read_archive, write_archive
from ..base.errors import DataFileError
from ..base.progress import Progress

_FORMAT = "rs-deepcluster-kept"
_VERSION = 1  # raise it where the same settings give other numbers than before
_PACKAGES = (
    "numpy", "scipy", "scikit-learn", "umap-learn", "numba", "llvmlite", "igraph", "leidenalg",
)  # fmt: skip
_CHUNK = 1 << 20


def hash_inputs(*values: Any) -> str:
    """Hash what a fit depends on, with the versions of the packages that it uses.

    Parameters
    ----------
    *values
        Arrays, paths of files, of which the content counts, and values whose ``repr`` says all
        about them.

    Returns
    -------
    str
        SHA-256 as 64 hexadecimal digits.
    """
    digest = hashlib.sha256(repr((_VERSION, *map(_version_of, _PACKAGES))).encode())
    for value in values:
        if isinstance(value, Path):
            with open(value, "rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        elif hasattr(value, "tobytes"):
            digest.update(f"{value.dtype} {value.shape}".encode())
            digest.update(value.tobytes())
        else:
            digest.update(repr(value).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def write_kept(
    path: Path, key: str, header: dict[str, Any], arrays: Arrays, progress: Progress
) -> None:
    """Keep plain values and arrays; where that is not possible, the log says so.

    Parameters
    ----------
    path
        The file, in a folder that this process holds.
    key
        The hash of what they depend on.
    header, arrays
        What is kept.
    """
    try:
        write_archive(path, _FORMAT, _VERSION, {"key": key, "kept": header}, arrays)
    except OSError as error:
        log_loss(path, error, progress)


def read_kept(path: Path, key: str) -> tuple[dict[str, Any], Arrays] | None:
    """Read what `write_kept` has kept under a key.

    Returns
    -------
    tuple or None
        Header and arrays; None where there is no such file, or it is damaged.
    """
    try:
        header, arrays = read_archive(path, _FORMAT, _VERSION, "Cluster a raster")
    except DataFileError:
        return None
    kept = header.get("kept")
    return (kept, arrays) if header.get("key") == key and isinstance(kept, dict) else None


def log_loss(path: Path, error: OSError, progress: Progress) -> None:
    """Say that a file could not be kept: the run itself goes on without it."""
    progress.log(
        f"{path} could not be written ({error.strerror or error}), so that this step would be done "
        "again if the run were stopped."
    )


def _version_of(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""

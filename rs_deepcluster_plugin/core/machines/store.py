"""Where parts lie between the worker that makes them and the machine that joins them."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..base.errors import DependencyError, OutputError
from ..base.files import write_whole
from ..base.packages import import_package

_BUCKETS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}  # kinds of stores without folders


class PartStore:
    """A folder of files at any address that fsspec knows, for the parts of one run.

    Parameters
    ----------
    address
        A folder, or an address such as ``s3://bucket/parts``.
    key
        A hash of all that the parts depend on, after which the run's folder is named.

    Raises
    ------
    DependencyError
        fsspec, or the package that it needs for such addresses, is missing.
    OutputError
        It knows no such addresses.
    """

    def __init__(self, address: str, key: str) -> None:
        import_package("fsspec")
        find = import_package("fsspec.core").url_to_fs
        self.address = address
        kind = address.partition("://")[0]
        self._has_folders = kind not in _BUCKETS
        try:
            self._files, root = find(address)
        except ImportError as error:
            raise DependencyError(
                f"Addresses such as {address} need a package that is missing ({error!s:.200}). "
                "Install it with pip into the worker's environment here and on all Dask workers."
            ) from error
        except ValueError as error:
            raise OutputError(
                f"Parts cannot be kept at {address}: '{kind}' is no kind of address that fsspec "
                "knows. Give a folder that all machines see, or an address as s3://bucket/folder."
            ) from error
        self._root = f"{root.rstrip('/')}/{key[:32]}"

    def names(self) -> list[str]:
        """Return the names of the files that are there."""
        with self._explained():
            self._files.invalidate_cache()
            if not self._files.isdir(self._root):
                return []
            paths = self._files.ls(self._root, detail=False)
        return [str(path).rpartition("/")[2] for path in paths]

    def put(self, path: Path) -> None:
        """Send a file there, where it appears when it is whole."""
        partial = f"{self._root}/{secrets.token_hex(8)}.partial"
        with self._explained():
            self._make_folder()
            self._files.put_file(str(path), partial)
            self._files.mv(partial, f"{self._root}/{path.name}")

    def _make_folder(self) -> None:
        if self._has_folders:  # elsewhere it would make the bucket that somebody has mistyped
            self._files.makedirs(self._root, exist_ok=True)

    def fetch(self, path: Path) -> None:
        """Get a file by its name, and remove it there."""
        there = f"{self._root}/{path.name}"
        with self._explained():
            with write_whole(path) as partial:
                self._files.get_file(there, str(partial))
            self._files.rm_file(there)

    def drop(self, name: str) -> None:
        """Remove a file there, where it can be."""
        with contextlib.suppress(Exception):
            self._files.rm_file(f"{self._root}/{name}")

    def remove(self) -> None:
        """Remove the run's folder."""
        with contextlib.suppress(Exception):  # it may be another's who makes the same
            self._files.rm(self._root, recursive=True)

    def check(self) -> None:
        """Raise `OutputError` where nothing can be kept."""
        probe = f"{self._root}/{secrets.token_hex(8)}.partial"
        with self._explained():
            self._make_folder()
            self._files.pipe_file(probe, b"probe")
            self._files.rm_file(probe)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what any kind of storage may raise into a sentence."""
        try:
            yield
        except OutputError:
            raise
        except Exception as error:
            reason: Any = str(error).strip().splitlines() or [type(error).__name__]
            raise OutputError(
                f"Parts cannot be kept at {self.address} ({reason[0]:.200}). Check the address "
                "and the rights of the account that works there."
            ) from error

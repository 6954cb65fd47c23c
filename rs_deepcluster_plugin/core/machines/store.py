"""Where parts lie between the worker that makes them and the machine that joins them."""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..base.errors import DependencyError, OutputError
from ..base.files import write_whole
from ..base.packages import import_package
from ..base.progress import Progress, silent
from .client import SILENCE

_AMAZON = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run 'aws configure'"
_GOOGLE = "set GOOGLE_APPLICATION_CREDENTIALS, or run 'gcloud auth application-default login'"
_AZURE = "set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY"
_ACCOUNTS = {
    "s3": _AMAZON, "s3a": _AMAZON, "gs": _GOOGLE, "gcs": _GOOGLE, "abfs": _AZURE,
    "abfss": _AZURE, "az": _AZURE,
}  # fmt: skip
"""How a machine gets an account of kinds of stores that have no folders."""

_ANSWER = 30  # seconds that a store has for an answer
_LEAVING = 5  # seconds for what is tidied up and need not be
_LOOK = 0.5  # seconds between looks at what has moved
_SLOW = 100_000  # bytes that go in a second at least, where a client sends all and says nothing
# Before each file gcsfs asks by gRPC, for a minute, what kind of bucket it is in. Emulators and
# some proxies know no gRPC, and parts need no other kind than the usual one.
_PLAIN_GOOGLE = "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false"


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
        It knows no such addresses, or nobody answers.
    """

    def __init__(self, address: str, key: str) -> None:
        import_package("fsspec")
        fsspec = import_package("fsspec.core")
        self.address = address
        self._files: Any = None
        kind = address.partition("://")[0]
        self._account = _ACCOUNTS.get(kind, "")
        if self._account is _GOOGLE:
            os.environ.setdefault(*_PLAIN_GOOGLE)
        try:
            # What it needs is imported first, which may take long and asks nobody.
            fsspec.get_filesystem_class(fsspec.split_protocol(address.rpartition("::")[2])[0])
            self._files, root = self._answer(lambda: fsspec.url_to_fs(address))
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

        def look() -> list[Any]:
            self._files.invalidate_cache()
            there = self._files.isdir(self._root)
            return list(self._files.ls(self._root, detail=False)) if there else []

        with self._explained():
            return [str(path).rpartition("/")[2] for path in self._answer(look, SILENCE)]

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""

        def look() -> bool:
            self._files.invalidate_cache()
            return bool(self._files.exists(f"{self._root}/{name}"))

        with self._explained():
            return bool(self._answer(look))

    def put(self, path: Path, progress: Progress = silent) -> None:
        """Send a file there, where it appears when it is whole; ``progress`` may end that."""
        place = f"{self._root}/{path.name}"
        gone = import_package("fsspec.callbacks").Callback()

        def send() -> None:
            if self._account:  # objects do so by themselves, and moving them is copying
                self._files.put_file(str(path), place, callback=gone)
                return
            self._make_folder()
            partial = f"{self._root}/{secrets.token_hex(8)}.partial"
            self._files.put_file(str(path), partial, callback=gone)
            self._files.mv(partial, place)

        with self._explained():
            patience = SILENCE + path.stat().st_size // _SLOW
            self._answer(send, patience, lambda: int(gone.value), progress)

    def _make_folder(self) -> None:
        if not self._account:  # elsewhere it would make the bucket that somebody has mistyped
            self._files.makedirs(self._root, exist_ok=True)

    def fetch(self, path: Path) -> None:
        """Get a file by its name, and remove it there."""
        there = f"{self._root}/{path.name}"
        with self._explained():
            with write_whole(path) as partial:
                self._answer(
                    lambda: self._files.get_file(there, str(partial)), SILENCE,
                    lambda: partial.stat().st_size if partial.exists() else 0,
                )  # fmt: skip
            self._answer(lambda: self._files.rm_file(there))

    def drop(self, name: str) -> None:
        """Remove a file there, where it can be."""
        with contextlib.suppress(Exception):
            self._answer(lambda: self._files.rm_file(f"{self._root}/{name}"), _LEAVING)

    def remove(self) -> None:
        """Remove the run's folder."""
        with contextlib.suppress(Exception):  # it may be another's who makes the same
            self._answer(lambda: self._files.rm(self._root, recursive=True))

    def check(self) -> None:
        """Raise `OutputError` where nothing can be kept."""
        probe = f"{self._root}/{secrets.token_hex(8)}.partial"

        def keep() -> None:
            self._make_folder()
            self._files.pipe_file(probe, b"probe")
            self._files.rm_file(probe)

        with self._explained():
            self._answer(keep)

    def _answer(
        self, ask: Callable[[], Any], seconds: int | None = None, moved: Callable[[], int] = int,
        progress: Progress = silent,
    ) -> Any:  # fmt: skip
        """Return what a store answers, which may take long: clients look for accounts, and retry.

        Nobody waits for one that is silent for so many seconds, in which ``moved`` tells no more
        bytes than before; its thread ends with the process.
        """
        seconds = _ANSWER if seconds is None else seconds
        found: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                found.put((ask(), None))
            except BaseException as error:
                found.put((None, error))

        threading.Thread(target=run, daemon=True).start()
        heard, bytes_before = time.monotonic(), moved()
        while True:
            with contextlib.suppress(queue.Empty):
                answer, error = found.get(timeout=_LOOK)
                break
            progress(0)
            if (bytes_now := moved()) != bytes_before:
                heard, bytes_before = time.monotonic(), bytes_now
            elif time.monotonic() - heard >= seconds:
                # The next who asks has a connection of his own: this one may stay silent.
                if self._files is not None:
                    type(self._files).clear_instance_cache()
                raise OutputError(
                    f"Parts cannot be kept at {self.address}: nobody has answered for {seconds} "
                    f"seconds. Check the address and the network{self._how()}, and run again: "
                    "what is finished is kept."
                )
        if error is not None:
            raise error
        return answer

    def _how(self) -> str:
        """Return how a machine gets an account, for the end of a sentence."""
        return f", and that the machine has an account: {self._account}" if self._account else ""

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
                f"and the rights of the account that works there{self._how()}."
            ) from error


@contextlib.contextmanager
def token_in(folder: Path, store: PartStore | None = None) -> Iterator[str]:
    """Have a file in a folder or where parts go, by which workers know that it is the place."""
    path = folder / f"{secrets.token_hex(8)}.seen"
    path.touch()
    try:
        if store is not None:
            store.put(path)
        yield path.name
    finally:
        path.unlink(missing_ok=True)
        if store is not None:
            store.drop(path.name)


def find_unseen(folder: str, token: str, otherwise: str = "") -> OutputError | None:
    """Return what a machine lacks that does not see a folder, by the file that `token_in` made.

    Parameters
    ----------
    folder
        The folder.
    token
        Name of the file.
    otherwise
        What else can be done, at the end of the sentence.

    Returns
    -------
    OutputError or None
        None: the folder is seen.
    """
    if (Path(folder) / token).is_file():
        return None
    return OutputError(
        f"it does not see the folder {folder}. Put RSDEEPCLUSTER_HOME on a disk that all machines "
        f"share{otherwise}."
    )

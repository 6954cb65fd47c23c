"""Files that are whole or not there: written beside their place, and moved there when all is well.

What is unfinished lies in a folder of its own beside the result, `.RUN-NUMBER.partial`: one that
nobody else could have made, may enter or could guess, so that no link that somebody has planted is
followed. Inside it, the file has its final name, which is what formats note that name their tables
after the file. Standard library only: QGIS's process uses it, too.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

RUN = "RSDEEPCLUSTER_RUN"
"""The environment variable by which a process knows whose unfinished files a worker leaves."""

_LEFT = re.compile(r"\.[0-9a-f]{16}-\d+\.partial")
_OLD = 86_400.0  # seconds; nothing is written for longer than that
_own_run = secrets.token_hex(8)
_numbers = itertools.count()


def new_run() -> str:
    """Return a name for the unfinished files of one run that nobody could guess."""
    return secrets.token_hex(8)


@contextlib.contextmanager
def write_whole(path: str | Path) -> Iterator[Path]:
    """Give a place to write a file to; it moves to its own only when all went well.

    Folders that are missing are made, and removed again if nothing comes of it.

    Raises
    ------
    OSError
        Nothing can be written there.
    """
    with written_beside(path) as partial:
        yield partial
        try:
            os.replace(partial, path)
        except PermissionError as error:  # of the two names, nobody knows the first
            raise PermissionError(error.errno, error.strerror, str(path)) from error


@contextlib.contextmanager
def written_beside(path: str | Path) -> Iterator[Path]:
    """Give a place to write a file to, and to what belongs to it; all is removed afterwards.

    Whoever takes this moves what is to stay.
    """
    path = Path(path)
    made = make_folders(path.parent)
    try:
        forget_left(path.parent)
        folder, held = _make_folder(path.parent)
        try:
            yield folder / path.name
        finally:
            if held is not None:
                os.close(held)
            shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        remove_folders(made)
        raise


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it.

    Returns
    -------
    list
        The folders that were not there, the deepest first, as `remove_folders` takes them.

    Raises
    ------
    OSError
        A folder cannot be made, or a file is in its place.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders, the deepest first, as far as nothing is in them."""
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()


def forget_run(folder: str | Path, run: str) -> None:
    """Remove what a run that has ended left unfinished in a folder.

    What cannot be removed stays without an error.

    Parameters
    ----------
    folder
        Where the run wrote its results.
    run
        The run's name, which `new_run` made.
    """
    for left in Path(folder).glob(f".{run}-*.partial"):
        shutil.rmtree(left, ignore_errors=True)


def forget_left(folder: Path) -> None:
    """Remove what runs that were killed left unfinished in a folder."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            named = _LEFT.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
            if named and _is_left(entry.path):
                shutil.rmtree(entry.path, ignore_errors=True)


def _make_folder(parent: Path) -> tuple[Path, int | None]:
    """Make a folder for unfinished files; whoever writes holds it as long as it lives."""
    run = os.environ.get(RUN) or _own_run
    # It is held before it has the name that others look for.
    first = tempfile.mkdtemp(prefix=".", suffix=".new", dir=parent)
    held = None
    if fcntl is not None:
        held = os.open(first, os.O_RDONLY)
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    while True:
        folder = parent / f".{run}-{next(_numbers)}.partial"
        if not os.path.lexists(folder):
            os.rename(first, folder)
            return folder, held


def _is_left(path: str) -> bool:
    """Tell whether whoever made a folder for unfinished files has ended."""
    if time.time() - os.stat(path).st_mtime > _OLD:
        return True
    if fcntl is None:
        return False
    held = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(held, fcntl.LOCK_UN)
        return True
    except OSError:
        return False
    finally:
        os.close(held)

"""Files that are whole or not there: written beside their place, and moved there when all is well.

What is unfinished lies in a folder of its own beside the result, `.RUN-NUMBER.partial`: one that
nobody else could have made, may enter or could guess, so that no link that somebody has planted is
followed. Inside it, the file has its final name, which is what formats note that name their tables
after the file. Standard library only: QGIS's process uses it, too.

A result of several files, such as a shapefile, takes the place of the old one in several steps.
What is to be done is noted before the first of them, in the same folder, which is then called
`.RUN-NUMBER.swap`. A step that fails has all of them taken back; steps that a kill has left undone
are done by whoever of us next reads or writes in that folder. Until then the main file is not
there, so that no other program takes parts of the old result and of the new one for one.
"""

from __future__ import annotations

import contextlib
import itertools
import json
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
_SWAP = re.compile(r"\.[0-9a-f]{16}-\d+\.swap")
_MOVES, _ASIDE = ".moves.json", ".aside"  # in the folder of a swap: what is to be done, old files
_OLD = 86_400.0  # seconds without a change, where there are no locks
_OLD_SWAP = 60.0  # seconds, where there are no locks; it takes milliseconds
_own_run = secrets.token_hex(8)
_numbers = itertools.count()


def new_run() -> str:
    """Return a name for the unfinished files of one run that nobody could guess."""
    return secrets.token_hex(8)


@contextlib.contextmanager
def write_whole(path: str | Path, obsolete: Iterable[Path] = ()) -> Iterator[Path]:
    """Give a place to write a file to; it moves to its own only when all went well.

    Folders that are missing are made, and removed again if nothing comes of it.

    Parameters
    ----------
    path
        The file.
    obsolete
        Files that may be beside it and belong to what was there before.

    Raises
    ------
    OSError
        Nothing can be written there.
    """
    with written_beside(path) as partial:
        yield partial
        try:
            replace_all(partial.parent, [partial.name], Path(path), obsolete)
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
        finish_swaps(path.parent)
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


def replace_all(
    folder: Path, names: Iterable[str], place: Path, obsolete: Iterable[Path] = ()
) -> None:
    """Move files of a folder that `written_beside` has made to their place, all or none of them.

    Parameters
    ----------
    folder
        The folder. It is still there afterwards.
    names
        Names of the files.
    place
        Where the main file goes, which may be none of them; the others go beside it.
    obsolete
        Files beside it that belong to what was there before; those that are there are removed.

    Raises
    ------
    OSError
        A file cannot be moved or removed, and all is as it was.
    """
    new = sorted(names, key=lambda name: (name == place.name, name))
    known = sorted({place.name, *new, *(path.name for path in obsolete)})
    old = [name for name in known if os.path.lexists(place.parent / name)]
    if len(new) == 1 and set(old) <= set(new):
        os.replace(folder / new[0], place.parent / new[0])
        return
    for name in new:
        _flush(folder / name)
    old.sort(key=lambda name: name != place.name)  # the main file goes first and comes last
    (folder / _MOVES).write_text(json.dumps({"new": new, "old": old}), encoding="utf-8")
    _flush(folder / _MOVES)
    swap = folder.with_suffix(".swap")
    os.rename(folder, swap)
    try:
        _swap(swap, new, old)
    except BaseException:
        _swap_back(swap, new, old)  # should this fail, too, the swap stays for `finish_swaps`
        os.rename(swap, folder)
        raise
    os.rename(swap, folder)


def finish_swaps(folder: str | Path) -> None:
    """Finish what runs that were killed had begun to put in its place in a folder.

    What cannot be finished stays without an error.
    """
    with contextlib.suppress(OSError, ValueError):
        for entry in list(os.scandir(folder)):
            if _SWAP.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
                    _finish_swap(Path(entry.path))


def _finish_swap(swap: Path) -> None:
    """Do what is left to do of a swap, or take it back where that fails."""
    about = os.stat(swap)
    if hasattr(os, "getuid") and about.st_uid != os.getuid():
        return  # what somebody else has put there is not ours to move
    held = None
    if fcntl is None:
        if time.time() - about.st_mtime < _OLD_SWAP:
            return
    else:
        held = os.open(swap, os.O_RDONLY)
    try:
        if held is not None:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        moves = json.loads((swap / _MOVES).read_text(encoding="utf-8"))
        new, old = moves["new"], moves["old"]
        if any(name in (".", "..") or os.path.basename(name) != name for name in (*new, *old)):
            raise ValueError("a name that leads elsewhere")
        try:
            _swap(swap, new, old)
        except OSError:
            _swap_back(swap, new, old)
        done = swap.with_suffix(".partial")
        os.rename(swap, done)  # from here on it can only be removed
        shutil.rmtree(done, ignore_errors=True)
    finally:
        if held is not None:
            os.close(held)


def _swap(swap: Path, new: list[str], old: list[str]) -> None:
    """Put the old files aside and the new ones in their place, as far as that is not yet done."""
    place, aside = swap.parent, swap / _ASIDE
    aside.mkdir(exist_ok=True)
    for name in old:
        done = os.path.lexists(aside / name) or (name in new and not os.path.lexists(swap / name))
        if not done and os.path.lexists(place / name):
            os.replace(place / name, aside / name)
    for name in new:
        if os.path.lexists(swap / name):
            os.replace(swap / name, place / name)


def _swap_back(swap: Path, new: list[str], old: list[str]) -> None:
    """Undo as much of a swap as was done."""
    for name in reversed(new):
        if not os.path.lexists(swap / name):
            os.replace(swap.parent / name, swap / name)
    for name in reversed(old):
        if os.path.lexists(swap / _ASIDE / name):
            os.replace(swap / _ASIDE / name, swap.parent / name)


def _flush(path: Path) -> None:
    """Bring a file to disk."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


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
    finish_swaps(folder)
    for left in Path(folder).glob(f".{run}-*.partial"):
        shutil.rmtree(left, ignore_errors=True)


def forget_left(folder: Path) -> None:
    """Remove what runs that were killed left unfinished in a folder."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if not _LEFT.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):  # of somebody else, or gone by now
                if entry.is_dir(follow_symlinks=False) and _is_left(entry.path):
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
    """Tell whether whoever made a folder for unfinished files has ended.

    Its lock tells, however long the run takes: cells of a large raster are written for days.
    """
    if fcntl is not None:
        held = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(held, fcntl.LOCK_UN)
            return True
        except BlockingIOError:
            return False
        except OSError:
            pass  # a file system without locks
        finally:
            os.close(held)
    # Asked of each file: what Windows lists of a folder is of when a file was closed last.
    changed = [os.stat(place).st_mtime for place in (path, *os.scandir(path))]
    return time.time() - max(changed) > _OLD

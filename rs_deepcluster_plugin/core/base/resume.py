"""What runs leave for the next one: who works on it, who still needs it, and when it goes.

A run keeps what it has finished in a folder of the cache, named by a hash of all it depends on.
Whoever works in it holds its lock. Whoever needs it, until the last result is on disk, has a claim
in it: a file that is locked for as long as its process lives. Both are given up with the process,
however that ends. Standard library only: QGIS's process uses it, too.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import OutputError
from .progress import Progress, silent
from .values import say_count

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

KINDS = ("parts", "finetune", "refine")
"""Folders of the cache: one in it for each run, of features and clusters or of training."""

LIMIT_VARIABLE = "RSDEEPCLUSTER_CACHE_GB"
DEFAULT_LIMIT = 20  # GB; features of six million scenes by the model that comes with the plugin
_LOCK, _CLAIM = "lock", ".claim"
_LOOK = 0.5  # seconds between two looks at whether a folder is free
_STALE = 30.0  # days
# What locking says where another process has the lock, on POSIX and on Windows.
_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


@dataclass(frozen=True)
class HeldFolder:
    """A folder that this process works in."""

    path: Path
    waited: bool
    """Another process worked in it before, and this one has waited for it."""


@contextlib.contextmanager
def hold_folder(
    cache: str | Path, kind: str, key: str, what: str, progress: Progress = silent
) -> Iterator[HeldFolder]:
    """Make a folder for what a run keeps for the next one, and hold it against other processes.

    While another process holds it, this one waits, and then finds what that one has finished. What
    was left without errors stays claimed until `forget_parts` or the end of the process. Runs that
    nobody went on with are removed where the cache is over its limit.

    Parameters
    ----------
    cache
        The folder for what can be made again.
    kind
        One of `KINDS`.
    key
        A hash of all that the run depends on, of which the first 32 characters are used.
    what
        What is made there, for the log.
    progress
        What is told of the wait, and may end it.

    Returns
    -------
    context manager
        The folder is held until it is left.

    Raises
    ------
    OutputError
        The limit of the cache is not a number.
    """
    folder = Path(cache) / kind / key[:32]
    held, waited = _wait_for(folder, what, progress)
    try:
        _keep_to_limit(Path(cache), progress)
        yield HeldFolder(folder, waited)
    except BaseException:
        os.close(held)
        _give_up(folder)
        if not any(_finished_in(folder)):
            _remove(folder)
        raise
    os.close(held)


def _wait_for(folder: Path, what: str, progress: Progress) -> tuple[int, bool]:
    """Claim a folder and take its lock; returns the lock, and whether another process had it."""
    tries, started = 0, time.monotonic()
    try:
        while True:
            held = _take(folder)
            if held is not None:
                break
            tries += 1
            if tries == 2:  # the first time it may have been a look at whether it is free
                progress.log(
                    f"Another process makes the {what}, of the same data with the same settings. "
                    "This run waits for it, and goes on with what it has finished."
                )
            progress(0)
            time.sleep(_LOOK)
    except BaseException:
        _give_up(folder)
        raise
    if tries > 1:
        progress.log(f"Waited for the {what} for {time.monotonic() - started:.0f} s.")
    return held, tries > 1


def _take(folder: Path) -> int | None:
    """Claim a folder, and take its lock where it is free.

    Whoever was there before may just be removing it: what is locked must still be there after it.
    """
    with contextlib.suppress(FileNotFoundError):
        folder.mkdir(parents=True, exist_ok=True)
        if folder not in _claims or not _claims[folder].stands:
            _give_up(folder)
            _claims[folder] = Claim(folder)
        held = lock_file(folder / _LOCK)
        if held is not None:
            if _is_at(held, folder / _LOCK) and _claims[folder].stands:
                return held
            os.close(held)
    return None


def _give_up(folder: Path) -> None:
    if folder in _claims:
        _claims.pop(folder).release()


class Claim:
    """A file in a folder that says, as long as this process lives, that it needs what is there.

    Raises
    ------
    FileNotFoundError
        There is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        held = None
        while held is None:
            self._path = folder / f"{secrets.token_hex(8)}{_CLAIM}"
            held = lock_file(self._path)
        self._held = held

    @property
    def stands(self) -> bool:
        """Whether it is still there."""
        return _is_at(self._held, self._path)

    def release(self) -> None:
        """Give it up."""
        os.close(self._held)
        with contextlib.suppress(OSError):
            self._path.unlink()


def claim_folders(folders: Iterable[str | Path]) -> list[Claim]:
    """Claim folders on behalf of a process that has ended; what can't be claimed is left out."""
    claims = []
    for folder in folders:
        with contextlib.suppress(OSError):
            claims.append(Claim(Path(folder)))
    return claims


def finished_parts() -> list[Path]:
    """Return the folders that this process made or went on with, and needs until it has ended."""
    return sorted(_claims)


def forget_parts(folders: Iterable[str | Path]) -> None:
    """Remove what runs have left in folders, but for what another process needs.

    Call it when the last result that was made of them is on disk. Whoever still needs a folder
    forgets it then.
    """
    for folder in map(Path, folders):
        _give_up(folder)
        _remove(folder)


# --- What is left, and its limit ----------------------------------------------------------------


@dataclass(frozen=True)
class Leftover:
    """What a run has left in the cache."""

    kind: str
    folder: Path
    size: int
    """In bytes."""

    used: float
    """When it was last used, in seconds since 1970."""

    held: bool
    """A running process needs it."""


def find_left(cache: str | Path) -> list[Leftover]:
    """Return what runs have left in the cache, what was not used for longest first."""
    found = []
    for kind in KINDS:
        for folder in Path(cache).glob(f"{kind}/*"):
            with contextlib.suppress(OSError):
                used = folder.stat().st_mtime
                found.append(Leftover(kind, folder, size_of(folder), used, _is_held(folder)))
    return sorted(found, key=lambda one: one.used)


def remove_left(left: Iterable[Leftover]) -> list[Leftover]:
    """Remove what runs have left, but for what a running process needs; returns what is gone."""
    return [one for one in left if _remove(one.folder)]


def forget_stale(cache: str | Path, days: float = _STALE) -> None:
    """Remove what runs left that nobody came back to, that of training included.

    Parameters
    ----------
    cache
        The folder for what can be made again.
    days
        How long a run's folder must not have been used.
    """
    oldest = time.time() - days * 86_400
    remove_left(one for one in find_left(cache) if one.used < oldest)
    for measured in Path(cache).glob("scales/*"):  # a small file for each raster
        with contextlib.suppress(OSError):
            if measured.stat().st_mtime < oldest:
                measured.unlink()


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; links count by themselves."""
    if not path.is_dir() or path.is_symlink():
        return path.lstat().st_size
    total = 0
    for place, _, names in os.walk(path):
        for name in names:
            with contextlib.suppress(OSError):  # it is gone
                total += os.lstat(os.path.join(place, name)).st_size
    return total


def _keep_to_limit(cache: Path, progress: Progress) -> None:
    """Remove what was not used for longest until the cache is within its limit."""
    given = os.environ.get(LIMIT_VARIABLE, "").strip() or str(DEFAULT_LIMIT)
    try:
        limit = float(given) * 1e9
    except ValueError:
        limit = -1.0
    if not limit >= 0:
        raise OutputError(
            f"The limit of the cache ({LIMIT_VARIABLE}) is '{given}'. Give a number of gigabytes, "
            "0 for no limit."
        )
    if not limit:
        return
    left = find_left(cache)
    total = before = sum(one.size for one in left)
    gone = []
    for one in left:
        if total <= limit:
            break
        if not one.held and remove_left([one]):
            gone.append(one)
            total -= one.size
    if gone:
        day = time.strftime("%Y-%m-%d", time.localtime(gone[-1].used))
        progress.log(
            f"The cache held {before / 1e9:.1f} GB, more than its limit of {limit / 1e9:g} GB: "
            f"what {say_count(len(gone), 'stopped run')} had left was removed "
            f"({(before - total) / 1e9:.1f} GB, last used on {day} or before)."
        )


# --- Locks --------------------------------------------------------------------------------------


def lock_file(path: Path, make: bool = True) -> int | None:
    """Open a file and take its lock, which ends with the process; None where another has it."""
    held = os.open(path, os.O_RDWR | (os.O_CREAT if make else 0), 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            os.close(held)
            return None
        # A file system without locks: as if there were nobody else.
    return held


def _is_at(held: int, path: Path) -> bool:
    """Tell whether an open file is still the one at its path."""
    try:
        return os.path.samestat(os.fstat(held), os.stat(path))
    except OSError:
        return False


def is_locked(path: Path) -> bool:
    """Tell whether a process has the lock of a file that is there."""
    try:
        held = lock_file(path, make=False)
    except OSError:  # there is none
        return False
    if held is not None:
        os.close(held)
    return held is None


def _is_held(folder: Path) -> bool:
    return any(map(is_locked, (folder / _LOCK, *folder.glob(f"*{_CLAIM}"))))


def _finished_in(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder beside locks."""
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            if path.name != _LOCK and path.suffix != _CLAIM:
                yield path


def _remove(folder: Path) -> bool:
    """Remove a folder unless a process needs it; tells whether it is gone.

    Its lock goes last: until then nobody else begins to work in it.
    """
    try:
        held = lock_file(folder / _LOCK)
    except OSError:
        return False
    if held is None:
        return False
    try:
        claims = list(folder.glob(f"*{_CLAIM}"))
        if not _is_at(held, folder / _LOCK) or any(map(is_locked, claims)):
            return False
        for path in (*_finished_in(folder), *claims):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()
        if sys.platform != "win32":
            (folder / _LOCK).unlink(missing_ok=True)
    finally:
        os.close(held)
    with contextlib.suppress(OSError):  # somebody begins there again
        if sys.platform == "win32":  # which keeps files that are open
            (folder / _LOCK).unlink()
        folder.rmdir()
    return True


_claims: dict[Path, Claim] = {}

"""What a run that was stopped leaves for the next one, and who may go on with it."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from .errors import OutputError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Make a folder for what a run keeps for the next one, and hold it against other processes.

    Parameters
    ----------
    folder
        The folder; those above it are made, too.

    Returns
    -------
    context manager
        The folder is held until it is left.

    Raises
    ------
    OutputError
        The same run is under way in another process.
    """
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = filelock.FileLock(folder / "lock").acquire(timeout=0)
    except filelock.Timeout as error:
        raise OutputError(
            "The same run, with the same data and settings, is under way in another process. "
            "Wait for it to end or cancel it."
        ) from error
    with held:
        yield


def parts_folder(cache: str | Path, key: str) -> Path:
    """Return the folder that the parts of a run are kept in.

    Parameters
    ----------
    cache
        The folder for what can be made again.
    key
        A hash of all that the parts depend on, of which the first 32 characters are used.
    """
    return Path(cache) / "parts" / key[:32]


def note_finished(folder: Path) -> None:
    """Note that this process needs a folder of parts no more once its results are on disk."""
    _finished.add(folder)


def finished_parts() -> list[Path]:
    """Return the folders of parts that this process made or went on with, and has finished."""
    return sorted(_finished)


def forget_parts(folders: Iterable[str | Path]) -> None:
    """Remove folders of parts; call it when the last result that was made of them is on disk."""
    for folder in folders:
        with contextlib.ExitStack() as stack, contextlib.suppress(BlockingIOError):
            lock = Path(folder, "lock")
            if fcntl is not None and lock.exists():
                # Who has it goes on with these parts, and forgets them then.
                fcntl.flock(stack.enter_context(open(lock, "r+b")), fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


def forget_stale(cache: str | Path, days: float = 30) -> None:
    """Remove what runs left that nobody came back to, that of training included.

    Parameters
    ----------
    cache
        The folder for what can be made again.
    days
        How long nothing must have been added to a run's folder.
    """
    kinds = ("parts", "finetune", "refine", "scales")
    left = [f for kind in kinds for f in Path(cache).glob(f"{kind}/*")]
    for folder in left:
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > days * 86_400:
                shutil.rmtree(folder, ignore_errors=True)


_finished: set[Path] = set()

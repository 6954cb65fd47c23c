"""What a run that was stopped leaves for the next one, and who may go on with it."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from .errors import OutputError


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Make a folder for what a run keeps for the next one, and hold it against other processes.

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
    """Where the parts of the run with this key are kept."""
    return Path(cache) / "parts" / key[:32]


def forget_parts(cache: str | Path, days: float = 30) -> None:
    """Remove the parts that this process made or went on with.

    What runs left that nobody came back to goes too, that of training included.
    """
    for folder in list(_used_folders):
        shutil.rmtree(folder, ignore_errors=True)
        _used_folders.discard(folder)
    left = [f for kind in ("parts", "finetune", "refine") for f in Path(cache).glob(f"{kind}/*")]
    for folder in left:
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > days * 86_400:
                shutil.rmtree(folder, ignore_errors=True)


_used_folders: set[Path] = set()

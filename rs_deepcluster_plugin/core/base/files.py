"""Files that appear only when they are whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


def partial_path(path: str | Path) -> Path:
    """Name under which a file is written until it is whole."""
    path = Path(path)
    return path.with_name(f".{path.name}.partial")


@contextlib.contextmanager
def written_whole(path: str | Path) -> Iterator[Path]:
    """Give a name to write to; the file gets its own name only when all went well."""
    partial = partial_path(path)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        yield partial
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)

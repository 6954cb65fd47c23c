"""What the caches hold: what runs have left, compiled code, and downloaded weights."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from ...core.base.resume import Leftover, find_left, remove_left, size_of
from ...core.base.values import say_count
from ...core.encoder.settings import HUB_MODELS
from .process import home

RUNS, TRAINING, COMPILED, WEIGHTS = "runs", "training", "compiled", "weights"
KINDS = {
    RUNS: "Features, projections and clusters of stopped runs",
    TRAINING: "Training that was stopped",
    COMPILED: "Compiled code, measured speeds and scales",
    WEIGHTS: "Downloaded weights of models",
}
_DAY = 86_400.0  # seconds


def find_cached() -> dict[str, list[Leftover]]:
    """Return what the caches hold, by kind."""
    left = find_left(home())
    runs = [one for one in left if one.kind == "parts"]
    compiled = [home() / "numba", home() / "precision.json", home() / "scales"]
    names = [one.place.replace("/", "--") for one in HUB_MODELS.values()]
    weights = [_hub() / f"models--{name}" for name in names]
    return {
        RUNS: runs,
        TRAINING: [one for one in left if one not in runs],
        COMPILED: _look_at(COMPILED, compiled),
        WEIGHTS: _look_at(WEIGHTS, weights),
    }


def clear(cached: Iterable[Leftover]) -> list[Leftover]:
    """Remove what is in the caches, but for what a running process needs; returns what is gone."""
    gone = []
    for one in cached:
        if one.kind not in (COMPILED, WEIGHTS):
            gone += remove_left([one])
        elif not _remove_files(one.folder):
            gone.append(one)
    return gone


def describe_cached(kind: str, cached: Sequence[Leftover]) -> str:
    """Return a line about what the caches hold of a kind."""
    if not cached:
        return f"{KINDS[kind]}: nothing."
    days = sorted(max(0.0, time.time() - one.used) // _DAY for one in cached)
    since = f"{days[0]:.0f} to " if days[0] != days[-1] else ""
    when = f"{since}{say_count(int(days[-1]), 'day')} ago" if days[-1] else "today"
    held = sum(one.held for one in cached)
    return (
        f"{KINDS[kind]}: {say_bytes(sum(one.size for one in cached))} in "
        f"{say_count(len(cached), 'place')}, last used {when}"
        + (f", {held} of them needed by a process that runs." if held else ".")
    )


def say_bytes(count: float) -> str:
    """Return a number of bytes in a unit that suits it."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return say_count(round(count), "byte")


def _look_at(kind: str, paths: Iterable[Path]) -> list[Leftover]:
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            size = size_of(path)
            if size:
                found.append(Leftover(kind, path, size, path.stat().st_mtime, False))
    return found


def _hub() -> Path:
    """Return where huggingface_hub keeps what it has downloaded."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if os.environ.get(name):
            return Path(os.environ[name]).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.environ.get("HF_HOME") or f"{cache}/huggingface").expanduser() / "hub"


def _remove_files(path: Path) -> int:
    """Remove a file, or all files in a folder; returns how many are still there.

    Folders stay: a process that runs may be about to write into them.
    """
    # os.walk goes on where another process removes a folder meanwhile; Path.rglob raises.
    inside = (Path(place, name) for place, _, names in os.walk(path) for name in names)
    paths = [path] if path.is_file() else list(inside)
    for one in paths:
        with contextlib.suppress(OSError):
            one.unlink()
    return sum(os.path.lexists(one) for one in paths)

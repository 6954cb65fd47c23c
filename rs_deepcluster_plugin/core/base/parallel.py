"""Work in threads, for code that holds no lock: torch's, numba's, most of NumPy's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def run_side_by_side(function: Callable[[_Given], _Made], values: Iterable[_Given]) -> list[_Made]:
    """Call a function for each of the values; returns what it makes, in their order."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, values))

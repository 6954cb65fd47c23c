"""Work in threads, for code that holds no lock: torch's, numba's, most of NumPy's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def run_side_by_side(function: Callable[[_Given], _Made], values: Iterable[_Given]) -> list[_Made]:
    """Call a function for each of the values, in as many threads as there are processors.

    Parameters
    ----------
    function
        What is called; it is called from several threads at once.
    values
        Its arguments, one for each call.

    Returns
    -------
    list
        What the calls returned, in the order of the values.

    Raises
    ------
    Exception
        Whatever a call raised, of the first value whose call failed.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, values))

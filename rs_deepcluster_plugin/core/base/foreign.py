"""What readers of files from elsewhere share: strict JSON, and arrays that are as declared."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

HUGE = 1e15  # beyond it distances overflow in single precision; nothing that we write comes near
_DIGITS = 20  # of a whole number; 64 bits have 19


def parse_json(text: str | bytes, **options: Any) -> Any:
    """Parse JSON as it is defined: with numbers that are numbers, and not nested without end.

    Parameters
    ----------
    text
        The JSON; bytes are decoded as `json.loads` does.
    **options
        Further arguments of `json.loads`, but for those about numbers.

    Returns
    -------
    Any
        What `json.loads` makes of it.

    Raises
    ------
    ValueError
        It is not valid JSON, a number is not finite or a whole number has more than 20 characters,
        or it is nested too deeply.
    """
    try:
        return json.loads(
            text, parse_constant=_no_number, parse_float=_real, parse_int=_whole, **options
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


@dataclass(frozen=True)
class Form:
    """What an array is to be like.

    Numbers in ``shape`` are fixed lengths; names are lengths that agree wherever they occur.
    ``kind`` is that of NumPy's dtypes: "f" real, "i" whole, "b" yes or no. In files of several
    arrays of a name (``means``, ``means.1`` ...) a name that ends in "*" is another length in each
    of them, and without it that of the first.
    """

    kind: str
    shape: tuple[int | str, ...]
    low: float = -HUGE
    high: float = HUGE
    below: str = ""
    """The name of a length that all values are smaller than."""

    may_lack: bool = False
    """Earlier versions did not write it."""

    may_be_nan: bool = False


def check_arrays(
    arrays: Mapping[str, npt.NDArray[Any]],
    forms: Mapping[str, Form],
    further: Mapping[str, Form] | None = None,
    lengths: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Compare arrays with their forms.

    Parameters
    ----------
    arrays
        Arrays by their names.
    forms
        Forms by the names of the arrays.
    further
        Forms of arrays whose names end in a dot and a number, by the names before the dot.
    lengths
        Lengths that are known beforehand, by their names.

    Returns
    -------
    dict
        All lengths by their names, the known ones included.

    Raises
    ------
    ValueError
        Arrays are missing, unknown, or not as declared.
    """
    found = dict(lengths or {})
    needed = {name for name, form in forms.items() if not form.may_lack}
    numbers = {name.partition(".")[2] for name in arrays} - {""}
    if numbers != {str(number) for number in range(1, len(numbers) + 1)}:
        raise ValueError(f"arrays are numbered {sorted(numbers)}")
    for number in numbers:
        needed |= {f"{k}.{number}" for k, form in (further or {}).items() if not form.may_lack}
    if not needed <= set(arrays):
        raise ValueError(f"{min(needed - set(arrays))} is missing")
    known: dict[str, Form] = {}
    for name in arrays:
        base, _, number = name.partition(".")
        declared = (further or {}) if number else forms
        if base not in declared:
            raise ValueError(f"{name} is unknown")
        known[name] = declared[base]
        _check_shape(name, arrays[name], known[name], number, found)
    for name, form in known.items():
        _check_values(name, arrays[name], form, found)
    return found


def _check_shape(
    name: str, array: npt.NDArray[Any], form: Form, number: str, lengths: dict[str, int]
) -> None:
    kind = {"u": "i"}.get(array.dtype.kind, array.dtype.kind)
    if kind != form.kind or array.ndim != len(form.shape):
        raise ValueError(f"{name} is of {array.dtype}, {array.ndim} dimensions")
    for length, wanted in zip(array.shape, form.shape):
        if isinstance(wanted, str):
            wanted = lengths.setdefault(wanted.replace("*", number), length)
        if length != wanted:
            raise ValueError(f"{name} is of shape {array.shape}")


def _check_values(
    name: str, array: npt.NDArray[Any], form: Form, lengths: Mapping[str, int]
) -> None:
    if array.size == 0 or form.kind == "b":
        return
    if array.dtype == np.float16:  # slow to compare
        array = array.astype(np.float32)
    values = array[~np.isnan(array)] if form.may_be_nan else array
    high = min(form.high, lengths[form.below] - 1) if form.below else form.high
    # A NaN is both the lowest and the highest value, and within nothing.
    if values.size and not (float(values.min()) >= form.low and float(values.max()) <= high):
        raise ValueError(f"{name} has values beyond {form.low:g} to {high:g}")


def _no_number(text: str) -> Any:
    raise ValueError(f"it has values that are not numbers, such as {text}")


def _real(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text[:_DIGITS])


def _whole(text: str) -> int:
    return int(text) if len(text) <= _DIGITS else _no_number(text[:_DIGITS])

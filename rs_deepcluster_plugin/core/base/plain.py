"""Dataclasses: their settings with bounds, to plain values and back; standard library only.

Nothing is guessed and nothing dropped: a key that is unknown or missing, or a value of another
type than its field's, is an error in both directions. Only files of earlier versions may lack
fields that have a default. Types are read from the annotations by hand, for Python 3.9 cannot
evaluate ``str | None``.
"""

from __future__ import annotations

import ast
import base64
import builtins
import collections.abc
import dataclasses
import functools
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union, get_args, get_origin

_NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


class PlainError(ValueError):
    """A value is not of the type that is expected."""


def to_plain(value: Any, kind: Any, where: str) -> Any:
    """Turn a value of a type into plain values.

    Parameters
    ----------
    value
        The value.
    kind
        Its type: a dataclass, or an annotation such as ``tuple[int, ...]`` or ``float | None``.
    where
        What errors call the value.

    Returns
    -------
    Any
        What JSON can hold: dicts, lists, texts, numbers, booleans and None.

    Raises
    ------
    PlainError
        It is not of that type.
    """
    return _convert(value, kind, where, out=True)


def from_plain(value: Any, kind: Any, where: str) -> Any:
    """Turn what `to_plain` returned, or JSON made of it, into a value of a type again.

    Parameters
    ----------
    value
        Plain values.
    kind
        The type that they are of, as for `to_plain`.
    where
        What errors call the value.

    Returns
    -------
    Any
        A value of the type.

    Raises
    ------
    PlainError
        It is not what a value of that type is written as.
    """
    return _convert(value, kind, where, out=False)


def from_file(values: Any, kind: Any, where: str) -> Any:
    """Turn the plain values of a file into a dataclass; what earlier versions lacked has defaults.

    Parameters
    ----------
    values
        Plain values by the names of the fields.
    kind
        The dataclass.
    where
        What errors call the values.

    Returns
    -------
    Any
        A value of the dataclass.

    Raises
    ------
    PlainError
        A field is unknown or of another type, or one without a default is missing.
    """
    defaults = {
        field.name: field.default
        for field in dataclasses.fields(kind)
        if field.default is not dataclasses.MISSING
    }
    _checked(values, isinstance(values, dict), where, f"{kind.__name__}")
    missing = {k: _convert(v, types_of(kind)[k], k, out=True) for k, v in defaults.items()}
    return _convert_fields({**missing, **values}, kind, where, out=False)


@functools.cache
def types_of(kind: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields."""
    names = dict(vars(builtins))
    for base in reversed(kind.__mro__):
        names.update(vars(sys.modules[base.__module__]))
    return {
        field.name: _resolve(ast.parse(field.type, mode="eval").body, names)
        if isinstance(field.type, str)
        else field.type
        for field in dataclasses.fields(kind)
    }


def _resolve(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return the type that an annotation means."""
    if isinstance(node, ast.Constant):
        return type(None) if node.value is None else node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Attribute):
        return getattr(_resolve(node.value, names), node.attr)
    if isinstance(node, ast.Tuple):
        return tuple(_resolve(part, names) for part in node.elts)
    if isinstance(node, ast.Subscript):
        return _resolve(node.value, names)[_resolve(node.slice, names)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return Union[_resolve(node.left, names), _resolve(node.right, names)]
    raise PlainError(f"{ast.unparse(node)} is not a type with a plain form.")


def _convert(value: Any, kind: Any, where: str, out: bool) -> Any:
    if kind is Any:
        return value
    if kind is type(None) or kind is None:
        return _checked(value, value is None, where, "none")
    if kind in (bool, str):
        return _checked(value, isinstance(value, kind), where, _NAMES[kind])
    if kind in (int, float):
        fine = type(value) is int or (kind is float and isinstance(value, float))
        return kind(_checked(value, fine, where, _NAMES[kind]))
    if kind is Path:
        _checked(value, isinstance(value, Path if out else str), where, "a path")
        return str(value) if out else Path(value)
    if kind is bytes:
        _checked(value, isinstance(value, bytes if out else str), where, "bytes")
        return base64.b64encode(value).decode() if out else base64.b64decode(value, validate=True)
    if isinstance(kind, type) and hasattr(kind, "to_json") and hasattr(kind, "from_json"):
        _checked(value, isinstance(value, kind if out else dict), where, f"a {kind.__name__}")
        try:
            return value.to_json() if out else kind.from_json(value)
        except (KeyError, TypeError, ValueError) as error:
            raise PlainError(f"{where} does not hold a {kind.__name__} ({error!r}).") from None
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _convert_fields(value, kind, where, out)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        _checked(value, isinstance(value, (tuple, list)), where, f"{len(arguments)} values")
        _checked(value, len(value) == len(arguments), where, f"{len(arguments)} values")
        pairs = enumerate(zip(value, arguments))
        items = [_convert(v, k, f"{where}[{place}]", out) for place, (v, k) in pairs]
        return items if out else tuple(items)
    if origin in (tuple, list, collections.abc.Sequence):
        _checked(value, isinstance(value, (tuple, list)), where, "a list")
        if set(map(type, value)) <= _kept_types(arguments[0]):  # millions of numbers
            items = list(value)
        else:
            items = [_convert(v, arguments[0], f"{where}[{n}]", out) for n, v in enumerate(value)]
        return items if out or origin is list else tuple(items)
    if origin in (dict, collections.abc.Mapping):
        _checked(value, isinstance(value, Mapping), where, "named values")
        _checked(value, all(isinstance(key, str) for key in value), where, "named values")
        return {k: _convert(v, arguments[1], f"{where}.{k}", out) for k, v in value.items()}
    if arguments:
        return _convert_one_of(value, arguments, where, out)
    raise PlainError(f"{where} is of the type {kind}, which has no plain form.")


@functools.cache
def _kept_types(kind: Any) -> frozenset[type]:
    """Return the types whose values are the same when they have been converted to ``kind``."""
    if kind in (bool, str, int, float):
        return frozenset((kind,))
    kinds = get_args(kind) if get_origin(kind) is Union else ()
    if not kinds or not set(kinds) <= {bool, str, int, float, type(None)}:
        return frozenset()
    before = kinds[: kinds.index(int)] if int in kinds else ()
    # A whole number is a float where that comes first.
    return frozenset(kinds) - ({int} if float in before else set())


def _convert_one_of(value: Any, kinds: tuple[Any, ...], where: str, out: bool) -> Any:
    """Convert a value by the one of several types that it is of."""
    if value is None and type(None) in kinds:
        return None
    complaints = []
    for kind in kinds:
        if kind is not type(None):
            try:
                return _convert(value, kind, where, out)
            except PlainError as error:
                complaints.append(error)
    raise complaints[0]


def _convert_fields(value: Any, kind: type, where: str, out: bool) -> Any:
    if out:
        _checked(value, type(value) is kind, where, f"{kind.__name__}")
        given = {name: getattr(value, name) for name in types_of(kind)}
    else:
        _checked(value, isinstance(value, dict), where, f"{kind.__name__}")
        given = value
    types = types_of(kind)
    for problem, names in (("unknown", given.keys() - types), ("missing", types.keys() - given)):
        if names:
            raise PlainError(f"{where}.{min(names)} is {problem}.")
    found = {name: _convert(given[name], t, f"{where}.{name}", out) for name, t in types.items()}
    return found if out else kind(**found)


def _checked(value: Any, fine: bool, where: str, wanted: str) -> Any:
    if not fine:
        raise PlainError(f"{where} is {value!r:.100}, where {wanted} is expected.")
    return value


# --- Settings -----------------------------------------------------------------------------------


def setting(
    default: Any,
    label: str = "",
    help: str = "",
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[str, ...] = (),
    parameter: str = "",
) -> Any:
    """Declare a setting, with what a dialog shows of it.

    Parameters
    ----------
    default
        Its value where none is given.
    label, help
        What a dialog calls it, and what it says about it.
    minimum, maximum
        The values that a dialog offers, both included. No other cross the wall to the worker.
    choices
        The texts that a text may be.
    parameter
        The dialog's name of it, where that is not the field's own in capitals.

    Returns
    -------
    dataclasses.Field
        A field of a dataclass, to be assigned to an annotated name.
    """
    about = {
        "label": label,
        "help": help,
        "minimum": minimum,
        "maximum": maximum,
        "choices": choices,
        "parameter": parameter,
    }
    return dataclasses.field(default=default, metadata=about)


def field_of(kind: type, name: str) -> dataclasses.Field[Any]:
    """Return a field of a class of settings.

    Parameters
    ----------
    kind
        The dataclass.
    name
        The field's name.

    Raises
    ------
    KeyError
        It has no such field.
    """
    return {one.name: one for one in dataclasses.fields(kind)}[name]


def bounds_of(one: dataclasses.Field[Any]) -> tuple[float | None, float | None]:
    """Return the lowest and the highest value of a setting, None where there is no bound."""
    return one.metadata.get("minimum"), one.metadata.get("maximum")


def check_settings(value: Any, where: str) -> None:
    """Hold all settings within a dataclass to their bounds and choices.

    Parameters
    ----------
    value
        The dataclass; those in its fields are checked, too.
    where
        What errors call it.

    Raises
    ------
    PlainError
        One is beyond them.
    """
    for one in dataclasses.fields(value):
        inner, name = getattr(value, one.name), f"{where}.{one.name}"
        if dataclasses.is_dataclass(inner):
            check_settings(inner, name)
        low, high = bounds_of(one)
        for number in inner if isinstance(inner, (tuple, list)) else (inner,):
            if number is not None and (
                (low is not None and number < low) or (high is not None and number > high)
            ):
                raise PlainError(f"{name} is {number!r}, and may be {low} to {high}.")
        choices = one.metadata.get("choices")
        if choices and inner not in choices:
            raise PlainError(f"{name} is {inner!r}, and may be one of {', '.join(choices)}.")

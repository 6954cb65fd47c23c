"""How a setting is declared: its default, its bounds, and what a dialog says about it."""

from __future__ import annotations

from dataclasses import Field, field, fields
from typing import Any


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
    """
    about = {
        "label": label,
        "help": help,
        "minimum": minimum,
        "maximum": maximum,
        "choices": choices,
        "parameter": parameter,
    }
    return field(default=default, metadata=about)


def field_of(kind: type, name: str) -> Field[Any]:
    """Return a field of a class of settings.

    Raises
    ------
    KeyError
        It has no such field.
    """
    return {one.name: one for one in fields(kind)}[name]


def bounds_of(one: Field[Any]) -> tuple[float | None, float | None]:
    """Return the lowest and the highest value of a setting, None where there is no bound."""
    return one.metadata.get("minimum"), one.metadata.get("maximum")

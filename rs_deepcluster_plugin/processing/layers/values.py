"""What QGIS hands out as the value of a field, as plain Python."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import NULL
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ...core.base.values import class_text, is_missing


def is_null(value: Any) -> bool:
    """Tell whether a field has no value: NULL in any of its forms, or not a number."""
    if is_missing(value) or value == NULL:
        return True
    # A date or a time without one says so itself; in Qt 5, so does what NULL comes in.
    null = getattr(value, "isNull", None)
    return bool(null()) if callable(null) else False


def text_of(value: Any) -> str:
    """Return the class or cluster that a value names, "" for none; see `class_text`.

    A date or a time is text as in 2021-05-30.
    """
    if is_null(value):
        return ""
    if isinstance(value, (QDate, QDateTime, QTime)):
        value = value.toString(Qt.DateFormat.ISODate)
    return class_text(value)


def number_of(value: Any) -> float:
    """Return a value as a number, NaN where it has none."""
    if is_null(value):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def whole_of(value: Any) -> int:
    """Return a value as a whole number, 0 where it has none."""
    number = number_of(value)
    return int(number) if math.isfinite(number) else 0


def whole_or_none(value: Any) -> int | None:
    """Return a number that is whole, None for anything else."""
    number = number_of(value) if isinstance(value, (int, float)) else math.nan
    return int(number) if number.is_integer() else None

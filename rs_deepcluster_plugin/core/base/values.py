"""How a value of a field, of a table or of JSON becomes the text that names a class.

There is one rule, for the same class comes as 311 from a field of whole numbers, as 311.0 from one
of real numbers, as "311" from a text field and as "311.0" from a file of comma-separated values
that some program wrote from real numbers. All of these are the class 311. Everything else stays
the text that it is, but for space around it and between its words, as schemas have it, too.
Leading zeros stay: "011" is another text than "11", and only a schema knows whether it is meant.

And how a number of things becomes English, and how names and values become SQL, in which no name
can be more than a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_WHOLE = re.compile(r"([-+]?\d+)\.0*")


def is_missing(value: Any) -> bool:
    """Tell whether a value is missing: None or not a number."""
    return value is None or (isinstance(value, float) and value != value)


def class_text(value: Any) -> str:
    """Return the text of the class that a value names, "" for none.

    Returns
    -------
    str
        One line without space around it.

    Examples
    --------
    >>> class_text(311.0), class_text("311.0"), class_text(" Open   water "), class_text(0.1)
    ('311', '311', 'Open water', '0.1')
    """
    text = " ".join(cell_text(value).split())
    whole = _WHOLE.fullmatch(text)
    return whole.group(1) if whole else text


def cell_text(value: Any) -> str:
    """Return a cell as text, "" for none: a whole number without a decimal point, a list by commas.

    It is not trimmed; descriptions may have several lines.
    """
    if is_missing(value):
        return ""
    if isinstance(value, (list, tuple)):
        return ",".join(cell_text(item) for item in value)
    if isinstance(value, float):
        # Fifteen digits are what a real number keeps of the decimals that somebody has typed.
        return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
    return str(value)


def say_count(count: int, one: str, many: str = "", form: str = "") -> str:
    """Say how many there are, in English.

    Parameters
    ----------
    count
        How many.
    one
        What one of them is called.
    many
        What others are, where that is not just an s more.
    form
        Of the number, as `format` takes it.

    Examples
    --------
    >>> say_count(1, "scene"), say_count(0, "scene"), say_count(1234, "class", "classes", ",")
    ('1 scene', '0 scenes', '1,234 classes')
    """
    return f"{count:{form}} {one if count == 1 else many or one + 's'}"


# --- In SQL -----------------------------------------------------------------------------------


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def statement(template: str, **names: str | Sequence[str]) -> str:
    """Put the names of tables and fields into SQL, quoted; values go in by their `?`.

    Parameters
    ----------
    template
        SQL with a name in braces for each table or field.
    names
        What stands for it; of several names, a list.

    Returns
    -------
    str
        No name in it can be more than a name.
    """
    return template.format_map(
        {
            key: quoted(name) if isinstance(name, str) else ", ".join(map(quoted, name))
            for key, name in names.items()
        }
    )


def statement_with(
    template: str, values: Sequence[Sequence[Any]], **names: str | Sequence[str]
) -> str:
    """Return a statement with its values in it, for a program that takes nothing but text.

    Parameters
    ----------
    template, names
        As `statement` has them.
    values
        Those that stand for each `?`: numbers, texts or None.

    Returns
    -------
    str
        No value in it can be more than a value.
    """
    first, *others = (statement(part, **names) for part in template.split("?"))
    return first + "".join(
        ", ".join(map(_literal, some)) + other for some, other in zip(values, others)
    )


def _literal(value: Any) -> str:
    if value is None or isinstance(value, (int, float)):
        return "NULL" if value is None else str(value)
    return "'" + str(value).replace("'", "''") + "'"

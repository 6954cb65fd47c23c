"""SQL with names and values in it that can be nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


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

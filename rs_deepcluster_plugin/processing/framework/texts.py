"""What is said in QGIS's language: texts, and the numbers in them.

A text that is translated has its numbers as QGIS's locale writes them, like QGIS's own widgets.
English ones stay English all through: the log, errors, reports, and the history of a layer where
an algorithm wrote it. What a program reads (values of parameters, files, results) has a point.
"""

from __future__ import annotations

import string
from numbers import Number
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QLocale


class Text(str):
    """A translated text; its ``format`` writes numbers as QGIS's locale does."""

    def format(self, *values: Any, **named: Any) -> str:
        """Fill in the placeholders."""
        return _FORMATTER.vformat(self, values, named)


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return (
            say_number(value, format_spec)
            if isinstance(value, Number)
            else (super().format_field(value, format_spec))
        )


_FORMATTER = _Formatter()


def tr(text: str) -> Text:
    """Translate."""
    return Text(QCoreApplication.translate("RsDeepCluster", text))


def say_number(value: Any, form: str = "") -> str:
    """Write a number in one of Python's formats, with the separators of QGIS's locale."""
    locale = QLocale()
    separators = {ord(","): locale.groupSeparator(), ord("."): locale.decimalPoint()}
    return format(value, form).translate(separators)

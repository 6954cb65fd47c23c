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


def tr(text: str) -> str:
    """Translate."""
    return QCoreApplication.translate("RsDeepCluster", text)


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Number):
            return say_number(value, format_spec)
        return str(super().format_field(value, format_spec))


_FORMATTER = _Formatter()


def fill_in(text: str, *values: Any, **named: Any) -> str:
    """Fill in the placeholders of a translated text; numbers are written as QGIS's locale does."""
    return _FORMATTER.vformat(text, values, named)


def fill_in_count(count: int, one: str, many: str, *values: Any) -> str:
    """Fill in the text for one of something, else that for several, which begin with the count."""
    return fill_in(one, *values) if count == 1 else fill_in(many, count, *values)


def say_number(value: Any, form: str = "") -> str:
    """Write a number in one of Python's formats, with the separators of QGIS's locale."""
    locale = QLocale()
    ungrouped = locale.numberOptions() & QLocale.NumberOption.OmitGroupSeparator
    group = "" if ungrouped else locale.groupSeparator()
    return format(value, form).translate({ord(","): group, ord("."): locale.decimalPoint()})


def say_size(count: float) -> str:
    """Write a number of bytes in a unit that suits it, as QGIS's locale does."""
    return str(QLocale().formattedDataSize(int(count), 1, QLocale.DataSizeFormat.DataSizeSIFormat))

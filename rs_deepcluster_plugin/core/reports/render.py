"""HTML reports: one file with everything in it, no scripts, nothing fetched from elsewhere.

A report is made of sections, and a section of blocks: `text`, `table`, `line_chart`,
`confusion_matrix` and `gallery`. All text is escaped, class names and paths included.
"""

from __future__ import annotations

import base64
import functools
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import Image, IntArray
from ..base.errors import SceneError
from ..base.files import write_whole

# Read before any run begins: at the end of one, another version of the plugin may be in its place.
_TEMPLATES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (Path(__file__).parents[2] / "resources" / "templates").glob("[!.]*")
}
# Okabe and Ito's colors, which people who confuse red and green tell apart, the dark ones first.
_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
_DASHES = ("", "7 3", "2 3", "9 3 2 3")
_RIGHT, _WRONG = "0, 114, 178", "213, 94, 0"  # the first two, for the cells of a matrix
_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT_MARGIN, _TOP, _BOTTOM = 64, 16, 14, 46
_MARKED = 40  # points; more would run into each other


class Html(str):
    """Text that is HTML already; anything else is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself: what the templates look for."""
        return self


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class ReportPicture:
    """A picture of a gallery: a data URI, and what stands below it."""

    source: str
    caption: str


def write_report(
    path: str | Path, title: str, sections: Sequence[Section], summary: str = ""
) -> None:
    """Write a report to one HTML file.

    Parameters
    ----------
    path
        The file.
    title
        What stands at the top, and in the title bar.
    sections
        What the report is made of.
    summary
        A sentence below the title.
    """
    page = render("report.html", title=title, summary=summary, sections=sections)
    with write_whole(path) as partial:
        partial.write_text(page, encoding="utf-8", errors="replace")


def text(paragraph: str) -> Html:
    """Make a paragraph.

    Parameters
    ----------
    paragraph
        Text; it is escaped unless it is `Html`.

    Returns
    -------
    Html
        A block of a section.
    """
    return render("text.html", paragraph=paragraph)


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], caption: str = "") -> Html:
    """Make a table; columns of numbers are aligned to the right.

    Parameters
    ----------
    columns
        Headings; without any, the table has none.
    rows
        Values of the cells. Whole numbers get separators of thousands and others three decimals;
        True and False become "yes" and "no", and None and NaN become "-".
    caption
        Caption of the table, "" for none.

    Returns
    -------
    Html
        A block of a section.
    """
    cells = [[_plain(value) for value in row] for row in rows]
    numeric = [all(_is_number(text) for text in column) for column in zip(*cells)]
    return render("table.html", columns=columns, rows=cells, numeric=numeric, caption=caption)


def line_chart(
    series: Mapping[str, Sequence[float]],
    x_label: str,
    y_label: str,
    x_values: Sequence[float] | None = None,
    y_limits: tuple[float, float] | None = None,
    caption: str = "",
) -> Html:
    """Draw lines over common x values.

    Parameters
    ----------
    series
        Names of the lines, and their y values. A series may be shorter than the others, and lack
        values (NaN): its line has gaps there.
    x_label, y_label
        What the axes are called.
    x_values
        X values, as many as the longest series has; 1, 2, 3 and so on where none are given.
    y_limits
        Ends of the y axis, which follow the values where none are given.
    caption
        Caption of the chart, "" for none.

    Returns
    -------
    Html
        A block of a section; a sentence, where no value is known.
    """
    longest = max((len(values) for values in series.values()), default=0)
    xs = np.asarray(x_values if x_values is not None else np.arange(1, longest + 1), dtype=float)
    lines = {name: np.asarray(values, dtype=float) for name, values in series.items()}
    every = np.concatenate(list(lines.values()) or [np.empty(0)])
    every = every[np.isfinite(every)]
    if not len(every):
        return text("There is nothing to draw.")
    x_axis = _Axis.of(float(xs.min()), float(xs.max()), whole=bool((xs == xs.round()).all()))
    y_axis = _Axis.of(*(y_limits or (float(every.min()), float(every.max()))))
    x_place = functools.partial(x_axis.place, start=_LEFT, stop=_WIDTH - _RIGHT_MARGIN)
    y_place = functools.partial(y_axis.place, start=_HEIGHT - _BOTTOM, stop=_TOP)
    drawn = []
    for number, (name, values) in enumerate(lines.items()):
        known = np.isfinite(values)
        points = [
            (round(x_place(x), 1), round(y_place(y), 1)) if fine else None
            for x, y, fine in zip(xs, values, known)
        ]
        drawn.append(
            {
                "name": name,
                "color": _COLORS[number % len(_COLORS)],
                "dash": _DASHES[number % len(_DASHES)],
                "runs": _runs(points),
                "points": [p for p in points if p] if len(xs) <= _MARKED else [],
            }
        )
    return render(
        "chart.html",
        width=_WIDTH, height=_HEIGHT,
        left=_LEFT, right=_WIDTH - _RIGHT_MARGIN, top=_TOP, bottom=_HEIGHT - _BOTTOM,
        x_ticks=[(round(x_place(tick), 1), label) for tick, label in x_axis.labels()],
        y_ticks=[(round(y_place(tick), 1), label) for tick, label in y_axis.labels()],
        x_label=x_label, y_label=y_label, series=drawn, caption=caption,
    )  # fmt: skip


def confusion_matrix(
    classes: Sequence[str],
    counts: IntArray,
    caption: str = "",
    predicted: str = "Taken for",
    *,
    columns: Sequence[str] = (),
    rows: str = "Class",
    right: str = "right",
    joint: str = "taken for",
) -> Html:
    """Make a table of true classes (rows) by predicted ones, colored by the share of the row.

    Right answers are blue and wrong ones orange; with more than 20 classes the columns carry
    numbers, which stand before the names of the rows.

    Parameters
    ----------
    classes
        Names of the classes.
    counts
        Numbers of scenes, of shape (classes, columns).
    caption
        Caption of the table, "" for none.
    predicted
        A word for the columns.
    columns
        Classes of the columns, where they are not those of the rows; the diagonal is right.
    rows, right, joint
        Words for the rows, for what is on the diagonal, and between two classes.

    Returns
    -------
    Html
        A block of a section.
    """
    columns = columns or classes
    totals = counts.sum(axis=1)
    lines = []
    for true, name in enumerate(classes):
        cells = []
        for guess, count in enumerate(counts[true].tolist()):
            share = count / max(int(totals[true]), 1)
            # Shares below a tenth are what one looks for: the root lifts them off the ground.
            strength = 0.1 + 0.9 * math.sqrt(share) if count else 0.0
            cells.append(
                {
                    "count": count or "",
                    "color": f"rgba({_RIGHT if true == guess else _WRONG}, {strength:.2f})",
                    "strong": true == guess and strength > 0.8,  # white is read on dark blue only
                    "title": f"{name} {joint} {columns[guess]}: {count} ({share:.0%})",
                }
            )
        agreed = int(counts[true, true]) if true < len(columns) else 0
        recall = agreed / max(int(totals[true]), 1)
        lines.append({"name": name, "cells": cells, "total": int(totals[true]), "recall": recall})
    numbered = len(columns) > 20
    return render(
        "matrix.html",
        columns=columns, rows=lines, caption=caption, predicted=predicted, heading=rows,
        right=right, numbered=numbered, same=numbered and columns == classes,
        small=len(columns) > 12, brief=all(len(name) < 4 for name in columns),
    )  # fmt: skip


def thumbnail(image: Image, side: int = 96) -> str:
    """Return a PNG as data URI, at most ``side`` pixels wide and high.

    Parameters
    ----------
    image : ndarray of shape (3, height, width)
        Red, green and blue from 0 to 1.
    """
    from PIL import Image as Pillow
    from PIL import ImageOps

    if image.ndim != 3 or image.shape[0] != 3:
        raise SceneError(f"A thumbnail needs 3 bands, not an array of shape {image.shape}.")
    known = np.nan_to_num(image, nan=0.0, posinf=1.0, neginf=0.0)
    pixels = np.round(255 * np.clip(known, 0, 1)).astype(np.uint8).transpose(1, 2, 0)
    picture = ImageOps.contain(Pillow.fromarray(np.ascontiguousarray(pixels)), (side, side))
    held = io.BytesIO()
    picture.save(held, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(held.getvalue()).decode()


def gallery(pictures: Sequence[ReportPicture], caption: str = "") -> Html:
    """Lay out pictures side by side.

    Parameters
    ----------
    pictures
        Pictures with their captions.
    caption
        Caption of them all, "" for none.

    Returns
    -------
    Html
        A block of a section.
    """
    return render("gallery.html", pictures=pictures, caption=caption)


def percent(share: float, digits: int = 1) -> str:
    """Write a share as a percentage, "-" where it is not known.

    Parameters
    ----------
    share
        Share from 0 to 1; NaN where it is not known.
    digits
        Decimals.

    Returns
    -------
    str
        The percentage with its sign.

    Examples
    --------
    >>> percent(0.1234), percent(float("nan"))
    ('12.3 %', '-')
    """
    return f"{100 * share:.{digits}f} %" if math.isfinite(share) else "-"


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float
    step: float

    @classmethod
    def of(cls, low: float, high: float, whole: bool = False) -> _Axis:
        """Axis between two values, with ticks at round numbers."""
        if high <= low:  # one value gets some room on both sides
            room = abs(low) * 0.1 or 1.0
            low, high = low - room, high + room
        rough = (high - low) / 6
        power = 10.0 ** math.floor(math.log10(rough))
        step = power * next(f for f in (1, 2, 5, 10) if rough <= f * power * (1 + 1e-9))
        return cls(low, high, max(1.0, step) if whole else step)

    def place(self, value: float, start: float, stop: float) -> float:
        """Return where a value lies between two ends on the paper."""
        return start + (value - self.low) / (self.high - self.low) * (stop - start)

    def labels(self) -> list[tuple[float, str]]:
        """Ticks and how they are written."""
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        digits = max(0, -math.floor(math.log10(self.step)))
        form = f".{digits}f" if 1e-5 <= self.step < 1e6 else ".3g"
        return [(n * self.step, format(n * self.step, form)) for n in range(first, last + 1)]


def _runs(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Lines between gaps, each as the points of an SVG polyline."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:g},{point[1]:g}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _is_number(text: str) -> bool:
    """Tell whether a text is a number or a percentage, or stands for one that is missing."""
    plain = text.rstrip("% ").replace(",", "")
    try:
        return text == "-" or math.isfinite(float(plain))
    except ValueError:
        return False


def _plain(value: Any) -> str:
    """Write a value as a table shows it."""
    if value is None:
        return "-"
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (int, np.integer)):
        return f"{int(value):,}"
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.3f}" if math.isfinite(value) else "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(item) for item in value)
    return str(value)


def render(template: str, **values: Any) -> Html:
    """Fill in a template; what is not `Html` is escaped.

    Parameters
    ----------
    template
        File name of the template.
    **values
        What the template asks for.

    Returns
    -------
    Html
        The template with its values.

    Raises
    ------
    jinja2.TemplateNotFound
        There is no such template.
    jinja2.UndefinedError
        The template asks for a value that is not given.
    """
    return Html(_environment().get_template(template).render(**values))


def template_text(name: str) -> str:
    """Return a file of the templates as it is."""
    return _TEMPLATES[name]


@functools.lru_cache(maxsize=1)
def _environment() -> Any:
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.DictLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = percent
    return made

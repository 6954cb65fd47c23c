"""The colors of clusters and classes: the one place that knows them, and what comes after the last.

There are as many colors as can be told apart. Maps that can be hatched give number 61 the color of
number 1 with lines over it; where that cannot be, as in rasters and tables, it becomes darker, then
lighter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

_FILE = Path(__file__).parents[2] / "resources" / "styles" / "palette.json"
HATCHES = ((), (135,), (45,), (135, 45), (0,), (90,), (0, 90))
"""Angles of the lines over a color in each round of the palette, clockwise from level, in degrees:
none, rising, falling, crossing diagonals, lines across, down, and both."""


# Read before any run begins: at the end of one, another version of the plugin may be in its place.
_COLORS: tuple[str, ...] = tuple(json.loads(_FILE.read_text(encoding="utf-8")))


def colors() -> tuple[str, ...]:
    """Return the colors (#rrggbb), from number 1."""
    return _COLORS


def color_of(number: int) -> str:
    """Return the color (#rrggbb) of a number from 1, where `hatch_of` tells the rounds apart."""
    return colors()[(number - 1) % len(colors())]


def hatch_of(number: int) -> int:
    """Return the place in `HATCHES` of the lines over the color of a number from 1."""
    return (number - 1) // len(colors()) % len(HATCHES)


def shade_of(number: int) -> str:
    """Return the color (#rrggbb) of a number from 1 where nothing can be hatched.

    After the last color come darker and lighter ones, each time a little further.
    """
    turn, place = divmod(number - 1, len(colors()))
    if turn == 0:
        return colors()[place]
    share = 1 - 0.65 ** ((turn + 1) // 2)
    target = 0 if turn % 2 else 255
    parts = [int(colors()[place][i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + share * (target - part)):02x}" for part in parts)


def free_colors(taken: Iterable[str], count: int) -> list[str]:
    """Return colors of the palette and its shades that are not taken.

    Parameters
    ----------
    taken
        Colors (#rrggbb), spelled as `shade_of` returns them.
    count
        How many colors are needed.

    Returns
    -------
    list
        ``count`` colors (#rrggbb), those of the palette first. A color comes twice only where the
        shades are used up.
    """
    found: list[str] = []
    known, number = set(taken), 0
    while len(found) < count:
        number += 1
        color = shade_of(number)
        # So far from the palette that shades are black or white, one may be there twice.
        if color not in known or number > 100 * len(colors()):
            found.append(color)
            known.add(color)
    return found

"""The widgets: they show cluster layers and run the algorithms, they never compute."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from ..processing.texts import fill_in, fill_in_count, say_number, tr

__all__ = ["fill_in", "fill_in_count", "say_number", "tr", "weakly"]


def weakly(do: Callable[..., Any], *given: Any, **named: Any) -> Callable[..., None]:
    """Return a function that calls a method with what is given here, whatever it is called with.

    It does not keep the object alive. A lambda with a widget in it, connected to a signal of that
    widget or of a part of it, is a circle that the widget is never freed from by itself.
    """
    method = weakref.WeakMethod(do)

    def call(*_: Any) -> None:
        found = method()
        if found is not None:
            found(*given, **named)

    return call

"""One callable that reports how far a step has come.

Cancelling needs no flag in ``core``: the step runs in a worker process, and stopping that process
is what cancels it, whatever library call it is in.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives the finished fraction of a step and its log lines."""

    def __call__(self, fraction: float) -> None:
        """Report that ``fraction`` (0 to 1) of the step is done."""

    def log(self, text: str) -> None:
        """Show one line to the user."""


class Silent:
    """Progress for callers who do not want to hear of it."""

    def __call__(self, fraction: float) -> None:
        """Do nothing."""

    def log(self, text: str) -> None:
        """Do nothing."""


class Part:
    """The share of a longer run that one step takes up, itself a `Progress`."""

    def __init__(self, whole: Progress, start: float, stop: float) -> None:
        self._whole, self._start, self._stop = whole, start, stop

    def __call__(self, fraction: float) -> None:
        """Report the step's fraction as a fraction of the run."""
        fraction = min(max(fraction, 0.0), 1.0)
        self._whole(self._start + fraction * (self._stop - self._start))

    def log(self, text: str) -> None:
        """Pass the line on."""
        self._whole.log(text)


silent = Silent()

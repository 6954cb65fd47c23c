"""One callable that reports how far a step has come.

Cancelling needs no flag in ``core``: the step runs in a worker process, and stopping that process
is what cancels it, whatever library call it is in.
"""

from __future__ import annotations

import math
import threading
import time
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


class Estimated:
    """Progress over a library call that reports none, from how long it should take.

    The fraction follows 1 - exp(-t / expected): it moves at the expected speed, slows down when
    the call takes longer, and never claims to be done.
    """

    def __init__(self, progress: Progress, seconds: float) -> None:
        self._progress, self._seconds = progress, max(seconds, 0.1)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> None:
        self._start = time.monotonic()
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _tick(self) -> None:
        while not self._done.wait(0.25):
            elapsed = time.monotonic() - self._start
            self._progress(1 - math.exp(-1.5 * elapsed / self._seconds))

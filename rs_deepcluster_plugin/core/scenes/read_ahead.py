"""Reading from a slow raster before it is asked for, so that the model does not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..base.arrays import BoolArray, Image

LIMIT = 256_000_000  # bytes of windows that wait; tiles of a raster come in rows, and so do waits

Window = tuple[Image, BoolArray]


class ReadAhead:
    """Windows by their numbers, which are mostly asked for one after the other.

    A row of scenes needs all tiles of its row at once, and the next rows none: so it is read far
    ahead. One thread reads, for GDAL's datasets are not to be read by several.

    Parameters
    ----------
    fetch
        Reads the window of a number, for as long as it takes.
    count
        How many windows there are.
    limit
        Bytes that are held, of windows that nobody has asked for yet.
    """

    def __init__(self, fetch: Callable[[int], Window], count: int, limit: int = LIMIT) -> None:
        self._fetch, self._count, self._limit = fetch, count, limit
        self._changed = threading.Condition()
        self._held: dict[int, Window | BaseException] = {}
        self._bytes = 0
        self._next, self._reading = 0, -1
        self._stopped = False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()  # its dataset is closed next

    def read(self, index: int) -> Window:
        """Return a window, and go on from there."""
        with self._changed:
            if self._thread is None:
                self._next = index
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            while index not in self._held:
                # What is held lies elsewhere: parts of an earlier run are jumped over.
                self._held.clear()
                self._bytes = 0
                if self._reading != index:
                    self._next = index
                if self._stopped:  # by a run that was canceled, whose reader still asks
                    raise RuntimeError("nothing is read any more")
                self._changed.notify_all()
                self._changed.wait()
            found = self._held[index]
            for passed in [number for number in self._held if number <= index]:
                self._bytes -= _size(self._held.pop(passed))
            self._changed.notify_all()
        if isinstance(found, BaseException):
            raise found
        return found

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._stopped and (
                    self._next >= self._count or (self._held and self._bytes >= self._limit)
                ):
                    self._changed.wait()
                if self._stopped:
                    return
                index = self._next
                self._next += 1
                if index in self._held:
                    continue
                self._reading = index
            try:
                found: Window | BaseException = self._fetch(index)
            except BaseException as error:  # handed over to who asks for it
                found = error
            with self._changed:
                self._bytes += _size(found)
                self._held[index] = found
                self._reading = -1
                self._changed.notify_all()


def _size(found: Window | BaseException) -> int:
    if isinstance(found, BaseException):
        return 0
    return int(found[0].nbytes + found[1].nbytes)

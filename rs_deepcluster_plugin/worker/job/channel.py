"""How the worker talks with the program that has started it: messages out, and requests in."""

from __future__ import annotations

import json
import os
import queue
import time
from collections.abc import Iterator
from threading import Lock, Thread
from typing import Any, TextIO, TypeVar

from ...core.base.plain import from_plain, to_plain

Asked = TypeVar("Asked")
_LONGEST = 1 << 26  # bytes of a line; what is longer is no request of ours


class Superseded(Exception):  # noqa: N818 - it is no error
    """Another request has come, and what is being done for the last one is of no use any more."""


class Channel:
    """The one way out of the worker, itself a `Progress`, and the one way in while a job runs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lock = stream, Lock()
        self._sent, self._when = -1.0, 0.0
        self._asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def send(self, **message: Any) -> None:
        """Write one message."""
        with self._lock:
            self._write(message)

    def __call__(self, fraction: float) -> None:
        """Report the finished fraction; it never goes back, and not every step is sent."""
        with self._lock:  # a step and the thread that estimates it may report at once
            now = time.monotonic()
            if fraction > self._sent and (fraction - self._sent > 0.01 or now - self._when > 0.2):
                self._sent, self._when = fraction, now
                self._write({"progress": round(fraction, 4)})

    def log(self, text: str) -> None:
        """Send one line for the user."""
        self.send(log=text)

    def answer(self, value: Any, kind: type) -> None:
        """Send an answer of a class of the contract."""
        self.send(answer=to_plain(value, kind, kind.__name__))

    def _write(self, message: dict[str, Any]) -> None:
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()

    # What comes in

    def listen(self) -> None:
        """Hear what the program says in the background, and end with it, however it ends.

        Its pipe closes then.
        """
        Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        unfinished = b""
        while (part := os.read(0, 1 << 16)) and len(unfinished) < _LONGEST:
            *lines, unfinished = (unfinished + part).split(b"\n")
            for line in lines:
                self._asked.put(line)
        os._exit(3)

    def requests(self, kind: type[Asked]) -> Iterator[Asked]:
        """Yield requests of a class of the contract, each time the latest that there is."""
        while True:
            line = self._asked.get()
            while not self._asked.empty():
                line = self._asked.get()
            asked: Asked = from_plain(json.loads(line), kind, kind.__name__)
            yield asked

    def go_on(self) -> None:
        """Raise `Superseded` where another request is waiting."""
        if not self._asked.empty():
            raise Superseded

    @property
    def heed(self) -> Heed:
        """A `Progress` of steps after which another request is heeded; it reports nothing."""
        return Heed(self)


class Heed:
    """Lets steps of a computation go on as long as nothing else was asked."""

    def __init__(self, talk: Channel) -> None:
        self._talk = talk

    def __call__(self, fraction: float) -> None:
        """Go on, or not."""
        self._talk.go_on()

    def log(self, text: str) -> None:
        """Say nothing: the answer does."""

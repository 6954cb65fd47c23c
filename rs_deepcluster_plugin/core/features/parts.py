"""Running a model over many images part by part, so that a killed run can go on."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..base.archive import explain_damage, read_arrays
from ..base.arrays import Image, IntArray, Vectors
from ..base.errors import DataFileError, OutputError
from ..base.files import write_whole
from ..base.foreign import Form, check_arrays
from ..base.progress import Progress
from ..encoder.engine import Engine

PART = 256  # images; seconds on any device, and that is what a kill can cost
_CHUNK = 32  # images that travel together from the reader to the model
_CHUNK_BYTES = 64_000_000

Span = tuple[int, int]
Arrays = dict[str, npt.NDArray[Any]]


class Work(Protocol):
    """How images become the arrays of a part."""

    @property
    def input_size(self) -> int:
        """Width and height of the images that the model sees."""

    def prepare(self, indices: range) -> tuple[IntArray, Image, Any]:
        """Read some images.

        Returns
        -------
        tuple
            Places of those among them that the model is to see, their images (m, bands, S, S), and
            what else `finish` needs.
        """

    def finish(self, rows: IntArray, found: Vectors, rest: Any) -> Arrays:
        """Make arrays, with a row for each image that was read.

        They are made of the places, of what the model gave for them (m, dims), and of the rest.
        """


def spans_of(count: int) -> list[Span]:
    """Cut ``count`` images into parts: first and last + 1 of each.

    Examples
    --------
    >>> spans_of(300)
    [(0, 256), (256, 300)]
    """
    return [(start, min(start + PART, count)) for start in range(0, count, PART)]


@dataclass(frozen=True)
class MachineSettings:
    """Other machines that parts are computed on."""

    scheduler: str = ""
    """Address of a Dask scheduler, such as tcp://host:8786; empty: this computer alone."""

    parts: str = ""
    """Folder or address, such as s3://bucket/parts, by which parts come back from workers that do
    not see the plugin's folder."""


@dataclass(frozen=True)
class PartFolder:
    """The finished parts of a run, each with the arrays of its images, one after the other."""

    folder: Path
    key: str
    """Hash of all that the parts depend on; each part carries it."""

    forms: Mapping[str, Form]
    """Of the arrays; the length "n" is the number of images."""

    lengths: Mapping[str, int]
    """Of other names in the forms."""

    lacking: Callable[[], bool] | None = None
    """Tells whether what is read lacks something by now, as where a sheet of a collection broke."""

    def is_left(self, span: Span) -> bool:
        """Tell whether a part must be computed: an earlier run has not, or something lacked."""
        return self.read(span, earlier=True) is None

    def read(self, span: Span, earlier: bool = False) -> Arrays | None:
        """Return the arrays of a finished part, None where there is none.

        One that lacks something is good for the run that made it, and not for those after an
        ``earlier`` one.
        """
        path = self.path(span)
        try:
            with explain_damage(path, ""):
                arrays = read_arrays(path)
                if str(arrays.pop("key")) != self.key:
                    return None
                if bool(arrays.pop("lacking", False)) and earlier:
                    return None
                check_arrays(arrays, self.forms, lengths={"n": span[1] - span[0], **self.lengths})
        except DataFileError:
            return None
        return dict(arrays)

    def take(self, span: Span) -> Arrays:
        """Return the arrays of a part that was finished.

        Raises
        ------
        OutputError
            It is not there any more.
        """
        arrays = self.read(span)
        if arrays is None:
            raise OutputError(
                f"A finished part has vanished from {self.folder}. Start the run again."
            )
        return arrays

    def write(self, span: Span, arrays: Arrays) -> None:
        """Keep the arrays of a part."""
        lacking = self.lacking is not None and self.lacking()
        with write_whole(self.path(span)) as partial, open(partial, "wb") as file:
            np.savez(file, key=np.array(self.key), lacking=np.array(lacking), **arrays)  # type: ignore[arg-type]

    def path(self, span: Span) -> Path:
        """Return the file of a part."""
        return self.folder / f"part-{span[0]:09d}.npz"


def compute_parts(
    parts: PartFolder, todo: list[Span], work: Work, forward: Engine, progress: Progress
) -> None:
    """Compute the parts still to do, reading ahead of the model in a thread.

    Parameters
    ----------
    parts
        Where they are kept.
    todo
        Those that are missing.
    work
        What they are made of.
    forward
        The model.
    """
    chunks: queue.Queue[Any] = queue.Queue(maxsize=3)
    stop = threading.Event()

    def put(item: Any) -> None:
        while not stop.is_set():
            with contextlib.suppress(queue.Full):
                chunks.put(item, timeout=0.2)
                return

    def read_ahead() -> None:
        try:
            for first, last in todo:
                for start in range(first, last, chunk):
                    if stop.is_set():
                        return
                    put(work.prepare(range(start, min(start + chunk, last))))
        except BaseException as error:  # handed over to the thread that waits
            put(error)

    # At least a batch, and few where images are large: the model gets 64 MB at a time, as it sees
    # them.
    several = min(_CHUNK, _CHUNK_BYTES // (12 * work.input_size**2))
    chunk = max(forward.batch, several // forward.passes)
    reader = threading.Thread(target=read_ahead, daemon=True)
    reader.start()
    total, finished = sum(last - first for first, last in todo), 0
    try:
        for first, last in todo:
            done: list[Arrays] = []
            for start in range(first, last, chunk):
                item = chunks.get()
                if isinstance(item, BaseException):
                    raise item
                rows, images, rest = item
                done.append(work.finish(rows, forward(images), rest))
                finished += min(chunk, last - start)
                progress(finished / total)
            whole = {name: np.concatenate([each[name] for each in done]) for name in done[0]}
            parts.write((first, last), whole)
    finally:
        stop.set()
        reader.join(timeout=10)

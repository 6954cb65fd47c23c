"""QGIS's side of the wall: start the worker, listen to it, stop it. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess  # nosec B404 # the worker is our own program, started from a list of arguments
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.base.errors import DeepClusterError, OutputError
from ...core.base.files import RUN, forget_run, new_run
from ...core.base.plain import PlainError
from ...core.base.resume import LIMIT_VARIABLE
from .process import clean_environment, end, follow, hide_console, low_limits

if TYPE_CHECKING:
    from ..contract import Job

Result = TypeVar("Result")

_MESSAGES = frozenset(("progress", "log", "answer", "result", "error", "bug"))
_PRINTED, _ANSWERS = "worker.log", "answers.jsonl"  # files of the scratch folder
_MOST_STRAYS = 1_000_000  # bytes
_FROM_OUTSIDE = (1, 2, 9, 15)  # SIGHUP, SIGINT, SIGKILL, SIGTERM; other signals are crashes


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The user cancelled the run."""


class WorkerBug(Exception):  # noqa: N818
    """Something that no user could cause; carries the worker's traceback."""


def run_job(
    job: Job[Result],
    folder: Path,
    *,
    python: Path,
    outputs: Sequence[str] = (),
    progress: Callable[[float], None],
    log: Callable[[str], None],
    cancelled: Callable[[], bool],
    parts: list[str] | None = None,
    limit: str = "",
) -> Result:
    """Run one job in a worker process and return its result.

    ``folder`` is a scratch folder for the job file and for what the worker prints; ``outputs`` are
    files the worker writes, whose unfinished halves are removed when it is stopped. ``parts`` gets
    the folders of finished parts, to be forgotten when all results are on disk. ``limit`` is how
    many gigabytes the cache may hold, unless the environment says it.

    Raises
    ------
    DeepClusterError
        What the worker says to the user, or that it was stopped from outside.
    Cancelled
        ``cancelled()`` became true; the process has ended.
    WorkerBug
        Anything else.
    """
    run = new_run()
    process = _start(job, folder, python, run, limit)
    printed = folder / _PRINTED
    answer: Any = None
    strays = b""
    try:
        for line in follow(process, folder / _ANSWERS):
            if cancelled():
                raise Cancelled
            said = _message_in(line)
            if said is None:
                strays += line
                if len(strays) > _MOST_STRAYS:
                    raise DeepClusterError(_who_prints(python, strays))
                continue
            if "progress" in said:
                progress(said["progress"])
            elif "log" in said:
                log(said["log"])
            elif "result" in said:
                answer = said["result"]
                if parts is not None:
                    parts += said["parts"]
            elif "error" in said:
                raise DeepClusterError(said["error"])
            elif "bug" in said:
                raise WorkerBug(said["bug"])
        status = process.wait()
    finally:
        end(process)
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        if answer is None:
            for path in outputs:
                forget_run(Path(path).parent, run)
    if answer is None:
        raise DeepClusterError(_what_happened(status, printed, folder, strays))
    try:
        return job.read_result(answer)
    except PlainError as error:
        raise WorkerBug(str(error)) from error


def _start(
    job: Job[Any], folder: Path, python: Path, run: str, limit: str
) -> subprocess.Popen[bytes]:
    """Start a worker process on a job; what it answers and prints goes into files of the folder."""
    message = folder / "job.json"
    try:
        message.write_text(json.dumps(job.to_message()), encoding="utf-8")
    except PlainError as error:
        raise WorkerBug(str(error)) from error
    except OSError as error:
        raise OutputError(
            f"The temporary folder {folder} cannot be written ({error.strerror or error}). Make "
            "room there, or name another one in TMPDIR before QGIS starts."
        ) from error
    main = Path(__file__).parents[1] / "__main__.py"
    with (folder / _PRINTED).open("wb") as errors, (folder / _ANSWERS).open("wb") as output:
        try:
            return subprocess.Popen(  # nosec B603 # no shell, and no text of the user's
                [str(python), str(main), str(message)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                cwd=folder,
                env={LIMIT_VARIABLE: limit, **clean_environment(os.environ, python), RUN: run},
                start_new_session=os.name != "nt",  # Ctrl-C is for us; we end the worker
                **hide_console(),
            )
        except OSError as error:
            raise DeepClusterError(
                f"The worker's Python {python} cannot be started ({error.strerror}). "
                'Run the algorithm "Set up the worker" again.'
            ) from error


class WorkerSession:
    """A worker process that goes on answering what it is asked; it never makes anybody wait.

    Raises
    ------
    DeepClusterError
        It cannot be started.
    """

    def __init__(self, job: Job[Any], folder: Path, python: Path) -> None:
        self._folder, self._strays, self._unfinished = folder, b"", b""
        self._process = _start(job, folder, python, new_run(), "")
        self._answers = (folder / _ANSWERS).open("rb")

    def ask(self, request: dict[str, Any]) -> None:
        """Send plain values; what is being done for the last request is given up."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # `messages` says why it has ended
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()

    def messages(self) -> list[dict[str, Any]]:
        """Return what it has said since it was asked last: "progress", "log" or "answer" of each.

        Raises
        ------
        DeepClusterError
            What the worker says to the user, or that it has ended.
        WorkerBug
            Anything else.
        """
        ended = self._process.poll() is not None  # asked first: then all of it is in the file
        *lines, self._unfinished = (self._unfinished + self._answers.read()).split(b"\n")
        found = []
        for line in lines:
            said = _message_in(line)
            if said is None:
                self._strays = (self._strays + line)[-_MOST_STRAYS:]
                continue
            if "error" in said:
                raise DeepClusterError(said["error"])
            if "bug" in said:
                raise WorkerBug(said["bug"])
            found.append(said)
        if ended and not found:
            status = self._process.wait()
            raise DeepClusterError(
                _what_happened(status, self._folder / _PRINTED, self._folder, self._strays)
            )
        return found

    def close(self) -> None:
        """End the process."""
        end(self._process)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._answers.close()


def _message_in(line: bytes) -> dict[str, Any] | None:
    """Return the message that a line is; None for what a library or a start-up file has printed."""
    try:
        said = json.loads(line) if line.startswith(b"{") else None
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and not _MESSAGES.isdisjoint(said) else None


def _who_prints(python: Path, strays: bytes) -> str:
    return (
        f"The worker's Python {python} prints something else than answers, such as "
        f"'{_last_line(strays)}'. Remove what it runs when it starts, such as a sitecustomize.py, "
        'or run the algorithm "Set up the worker".'
    )


def _last_line(text: bytes) -> str:
    """Return the last words of a program."""
    lines = text[-10_000:].decode("utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip()[:200] if lines else ""


def _what_happened(status: int, printed: Path, folder: Path, strays: bytes) -> str:
    """Say in one sentence why the worker ended without an answer."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < 1_000_000:
            return (
                f"The disk of the temporary folder {folder} is full. Make room there, or name "
                "another one in TMPDIR before QGIS starts."
            )
    limits = " and ".join(text for text, _ in low_limits())
    if limits:
        return (
            f"The worker ended without an answer (status {status}), and {limits}. Raise the limit "
            "in the shell that QGIS is started from, and run again."
        )
    if -status in _FROM_OUTSIDE:
        return (
            f"The worker was stopped from outside (signal {-status}; often the system does this "
            "when memory runs out). Run again: what is finished is kept, and the run goes on there."
        )
    with contextlib.suppress(OSError):
        words = _last_line(printed.read_bytes()) or _last_line(strays)
        if words:
            return (
                f"The worker ended without an answer (status {status}; its last words: {words}). "
                'Run the algorithm "Set up the worker" to check its environment.'
            )
    return (
        f"The worker ended without an answer (status {status}). "
        'Run the algorithm "Set up the worker" to check its environment.'
    )

"""QGIS's side of the wall: start the worker, listen to it, stop it. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess  # nosec B404 - the worker is our own program, started from a list of arguments
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..core.base.errors import DeepClusterError
from ..core.base.files import RUN, forget_run, new_run
from . import environment
from .main import JOB_VERSION

_FROM_OUTSIDE = (1, 2, 9, 15)  # SIGHUP, SIGINT, SIGKILL, SIGTERM; other signals are crashes


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The user cancelled the run."""


class WorkerBug(Exception):  # noqa: N818
    """Something that no user could cause; carries the worker's traceback."""


def run_job(
    task: str,
    arguments: dict[str, Any],
    folder: Path,
    *,
    python: Path,
    outputs: Sequence[str] = (),
    progress: Callable[[float], None],
    log: Callable[[str], None],
    cancelled: Callable[[], bool],
    parts: list[str] | None = None,
) -> dict[str, Any]:
    """Run one job in a worker process and return its result.

    ``folder`` is a scratch folder for the job file and for what the worker prints; ``outputs`` are
    files the worker writes, whose unfinished halves are removed when it is stopped. ``parts`` gets
    the folders of finished parts, to be forgotten when all results are on disk.

    Raises
    ------
    DeepClusterError
        What the worker says to the user, or that it was stopped from outside.
    Cancelled
        ``cancelled()`` became true; the process has ended.
    WorkerBug
        Anything else.
    """
    job = folder / "job.json"
    job.write_text(
        json.dumps({"version": JOB_VERSION, "task": task, "arguments": arguments}),
        encoding="utf-8",
    )
    printed, answers = folder / "worker.log", folder / "answers.jsonl"
    main = Path(__file__).with_name("__main__.py")
    options: dict[str, Any] = {}
    if os.name == "nt":
        options["creationflags"] = subprocess.CREATE_NO_WINDOW  # type: ignore[attr-defined]
    else:
        options["start_new_session"] = True  # Ctrl-C is for us; we end the worker
    run = new_run()
    with printed.open("wb") as errors, answers.open("wb") as output:
        try:
            process = subprocess.Popen(  # nosec B603 - no shell, and no text of the user's
                [str(python), str(main), str(job)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                cwd=folder,
                env={**environment.clean_environment(os.environ), RUN: run},
                **options,
            )
        except OSError as error:
            raise DeepClusterError(
                f"The worker's Python {python} cannot be started ({error.strerror}). "
                'Run the algorithm "Set up the worker" again.'
            ) from error
    result: dict[str, Any] | None = None
    try:
        for line in environment.follow(process, answers):
            if cancelled():
                raise Cancelled
            if not line:
                continue
            message = json.loads(line)
            if "progress" in message:
                progress(message["progress"])
            elif "log" in message:
                log(message["log"])
            elif "result" in message:
                result = message["result"]
                if parts is not None:
                    parts += message["parts"]
            elif "error" in message:
                raise DeepClusterError(message["error"])
            elif "bug" in message:
                raise WorkerBug(message["bug"])
        status = process.wait()
    finally:
        _stop(process)
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        if result is None:
            for path in outputs:
                forget_run(Path(path).parent, run)
    if result is None:
        raise DeepClusterError(_what_happened(status, printed))
    return result


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the worker at once; what it had finished is on disk already."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if os.name == "nt":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def _what_happened(status: int, printed: Path) -> str:
    """Say in one sentence why the worker ended without an answer."""
    if -status in _FROM_OUTSIDE:
        return (
            f"The worker was stopped from outside (signal {-status}; often the system does this "
            "when memory runs out). Run again: what is finished is kept, and the run goes on there."
        )
    with contextlib.suppress(OSError):
        lines = printed.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        if lines:
            return (
                f"The worker ended without an answer (status {status}; its last words: "
                f"{lines[-1]}). "
                'Run the algorithm "Set up the worker" to check its environment.'
            )
    return (
        f"The worker ended without an answer (status {status}). "
        'Run the algorithm "Set up the worker" to check its environment.'
    )

"""Which function does which job."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from ...core.base.plain import PlainError
from ...core.base.progress import Progress
from ...core.base.resume import forget_stale
from ..contract import Job
from ..host.process import home
from ..sheets import try_summaries

Result = TypeVar("Result")
Work = Callable[[Any, Progress], Result]

_works: dict[str, tuple[type[Job[Any]], Work[Any]]] = {}


def does(kind: type[Job[Result]]) -> Callable[[Work[Result]], Work[Result]]:
    """Declare that a function does the jobs of a class, once what it writes last has a place."""

    def register(work: Work[Result]) -> Work[Result]:
        @wraps(work)
        def do(job: Any, progress: Progress) -> Result:
            try_summaries(job)
            return work(job, progress)

        _works[kind.__name__] = kind, do
        return do

    return register


def find_works() -> dict[str, tuple[type[Job[Any]], Work[Any]]]:
    """Return class and function of all jobs by name: those of the modules beside this one."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return _works


def run(message: dict[str, Any], progress: Progress) -> Any:
    """Do the job of a message, and return its result as plain values.

    Raises
    ------
    PlainError
        There is no such job, or its arguments or its result are not what the contract says.
    """
    started = time.monotonic()
    try:
        kind, work = find_works()[message["job"]]
    except KeyError:
        raise PlainError(f"There is no job {message.get('job')}.") from None
    result = work(kind.from_message(message), progress)
    forget_stale(home())
    progress.log(f"Worker: finished in {time.monotonic() - started:.1f} s")
    return kind.write_result(result)

"""The workers of a scheduler that can take part, as they come and go, and tasks that they do."""

from __future__ import annotations

import asyncio
import contextlib
import pkgutil
import queue
import secrets
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from ..base.errors import DeepClusterError, DeviceError
from ..base.packages import import_package
from ..base.progress import Progress
from ..base.values import say_count
from .client import PACKAGE, SILENCE, connect_scheduler, plugin_version, tell_lost

_WORKERS = 600  # seconds that a queue of jobs has for a worker
_ALONE = 30  # seconds without a worker before something is said
_LOOK = 1.0  # seconds between looks at who is there
_FETCH = 30  # seconds in which what a task returned comes, or it is asked again who has it
_BARREN = 3  # times that all workers may vanish in turn before a part is done

Question = tuple[Callable[..., Any], tuple[Any, ...]]


class Crew:
    """The workers of a scheduler that have been asked, and can take part.

    Tasks go to these alone, for others can join a scheduler at any time. Those that join late are
    asked the same; one that lacks something is named, and the run goes on without it.

    Parameters
    ----------
    client
        Of `connect_scheduler`.
    progress
        Is told who cannot take part, and that nobody is there. It may end what waits.

    Raises
    ------
    DeviceError
        No worker comes, or one has no plugin or another version of it.
    """

    def __init__(self, client: Any, progress: Progress) -> None:
        self.client, self.progress = client, progress
        self.address = str(client.scheduler.address)
        self.threads: dict[str, int] = {}
        """Of each worker that takes part."""

        self._refused: set[str] = set()
        # What only the standard library is needed for comes first: there may be no plugin.
        self._questions: list[Question] = [(pkgutil.get_data, (PACKAGE, "metadata.txt"))]
        started = time.monotonic()
        if not self._present():
            progress.log(f"Waiting for workers of the Dask scheduler at {self.address}.")
        while not self._present():
            if time.monotonic() - started > _WORKERS:
                raise DeviceError(
                    f"The Dask scheduler at {self.address} has no workers. Start some with "
                    f"'dask worker {self.address}'."
                )
            progress(0)
            time.sleep(_LOOK)
        self._ask_first(self._questions[0], self._present())

    def require(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Have all workers asked by a function what they lack, and raise what one returns."""
        self._questions.append((function, arguments))
        # Who came after the questions before is asked all of them by `look`.
        present = {w: count for w, count in self._present().items() if w in self.threads}
        self._ask_first(self._questions[-1], present)

    def _present(self) -> dict[str, int]:
        """Return the threads of all workers that the scheduler has."""
        try:
            return dict(self.client.nthreads(callback_timeout=SILENCE))
        except Exception as error:
            raise tell_lost(self.client) from error

    def _ask_first(self, question: Question, present: dict[str, int]) -> None:
        try:
            lacks = self._ask(question, list(present))
        except Exception as error:
            raise tell_lost(self.client) from error
        for lack in lacks.values():
            if lack is not None:
                raise lack
        self.threads = {worker: present[worker] for worker in lacks}

    def _ask(self, question: Question, workers: list[str]) -> dict[str, BaseException | None]:
        """Return what workers lack; of those that left meanwhile, or are silent, nothing."""
        function, arguments = question

        async def ask(worker: str) -> Any:
            # Each by itself: one that says nothing is not to hide what the others say.
            asked = self.client.run(function, *arguments, workers=[worker], on_error="return")
            return (await asyncio.wait_for(asked, SILENCE))[worker]

        async def ask_all() -> list[Any]:
            return await asyncio.gather(*map(ask, workers), return_exceptions=True)

        lacks: dict[str, BaseException | None] = {}
        for worker, answer in zip(workers, self.client.sync(ask_all)):
            if isinstance(answer, ConnectionError) or type(answer).__name__ == "CommClosedError":
                continue
            if _is_silence(answer):
                self._leave_out(worker, f"The Dask worker {worker} does not answer.")
                continue
            if function is pkgutil.get_data:
                answer = _lack_of_plugin(worker, answer)
            elif isinstance(answer, DeepClusterError):
                answer = name_worker(answer, worker)
            lacks[worker] = answer
        return lacks

    def look(self) -> None:
        """See who is there, and ask who is new."""
        if self.client.status == "closed":
            raise tell_lost(self.client)
        try:
            present = dict(self.client.nthreads(callback_timeout=SILENCE))
        except TimeoutError as error:
            raise tell_lost(self.client) from error
        except OSError:  # tasks say soon that it is gone
            return
        self.threads = {w: present[w] for w in self.threads if w in present}
        self._refused &= present.keys()
        new = [w for w in present if w not in self.threads and w not in self._refused]
        for question in self._questions:
            if not new:
                break
            lacks = self._ask(question, new)
            new = [worker for worker in new if lacks.get(worker, self) is None]
            for worker, lack in lacks.items():
                if lack is not None:
                    self._leave_out(worker, _sentence(lack, worker))
        self.threads |= {worker: present[worker] for worker in new}

    def _leave_out(self, worker: str, why: str) -> None:
        """Give a worker no tasks, and say why."""
        self._refused.add(worker)
        self.progress.log(f"{why} The run goes on without it.")

    def do(
        self, function: Callable[..., Any], shared: Any,
        tasks: Iterable[tuple[str, tuple[Any, ...]]], finished: Callable[[Any], float],
    ) -> None:  # fmt: skip
        """Have tasks done, few of which are known at a time, however many there are.

        Parameters
        ----------
        function
            What does a task.
        shared
            Its first argument in all tasks, which is sent to each worker once.
        tasks
            Key and other arguments of each.
        finished
            Gets what the function returned, in whatever order; returns what share is done.

        Raises
        ------
        DeviceError
            The scheduler is gone, nobody is there for ten minutes, or each of several workers died
            of a task.
        Exception
            What the function raised. No other task is begun then.
        """
        _Doing(self, function, shared, finished).do(tasks)


@contextlib.contextmanager
def hire_workers(address: str, progress: Progress, does: str, do: str) -> Iterator[Crew]:
    """Have the workers of a Dask scheduler for as long as the context lasts, and say what for.

    Parameters
    ----------
    address
        Where the scheduler listens, such as ``tcp://host:8786``.
    progress
        Of the crew.
    does, do
        What one of them does, and several do, such as "places the scenes".

    Returns
    -------
    context manager
        It gives the crew.

    Raises
    ------
    DeviceError
        No scheduler answers, no worker comes, or one has another version of the plugin.
    """
    with connect_scheduler(address) as client:
        crew = Crew(client, progress)
        workers = say_count(len(crew.threads), f"Dask worker {does}", f"Dask workers {do}")
        progress.log(f"Machines: {workers}.")
        yield crew


class _Doing:
    """Tasks that are under way."""

    def __init__(
        self, crew: Crew, function: Callable[..., Any], shared: Any,
        finished: Callable[[Any], float],
    ) -> None:  # fmt: skip
        self._crew, self._client = crew, crew.client
        # Schedulers read the tasks that they are given, and need no plugin where these are bytes.
        # What calls them is Dask's, for its Python may be older than the plugin's.
        self._pickle = import_package("distributed.protocol.pickle")
        self._call = import_package("dask.utils").apply
        self._work = self._pickle.dumps(partial(_do_task, function, shared))
        self._finished = finished
        self._known: dict[str, tuple[Any, str, tuple[Any, ...]]] = {}
        self._arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._lost: list[Any] = []
        self._run, self._fraction = secrets.token_hex(8), 0.0
        self._given: Any = None
        self._allowed: frozenset[str] = frozenset()
        self._begun, self._barren = 0, 0
        self._alone, self._told = 0.0, False

    def do(self, tasks: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        waiting, looked, more = iter(tasks), time.monotonic(), True
        try:
            while True:
                if self._crew.threads:
                    if not self._allowed & self._crew.threads.keys():
                        self._begin()
                    # One that is done and one that comes for each: the rest may go to who is new.
                    room = 2 * sum(self._crew.threads.values()) + 2 - len(self._known)
                    some = list(islice(waiting, max(room, 0))) if more else []
                    more = more and len(some) == max(room, 0)
                    for key, arguments in some:
                        self._submit(key, arguments)
                    if not more and not self._known:
                        return
                with contextlib.suppress(queue.Empty):
                    self._take(self._arrived.get(timeout=_LOOK))
                if time.monotonic() - looked >= _LOOK:
                    self._crew.progress(self._fraction)
                    self._crew.look()
                    # One that comes back has none of the tasks that were begun without it.
                    self._allowed = frozenset(w for w in self._crew.threads if w in self._allowed)
                    self._wait_for_workers(time.monotonic() - looked)
                    looked = time.monotonic()
                    for future in self._lost:
                        future.add_done_callback(self._arrived.put)
                    self._lost.clear()
        except BaseException:
            with contextlib.suppress(Exception):
                self._client.cancel([future for future, *_ in self._known.values()], force=True)
            raise

    def _begin(self) -> None:
        """Give all that is under way to who is there now: those who had it are gone."""
        left = list(self._known.values())
        if left:
            self._barren += 1
            if self._barren > _BARREN:
                raise _died()
            self._client.cancel([future for future, *_ in left], force=True)
        self._known.clear()
        self._begun += 1
        self._allowed = frozenset(self._crew.threads)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it is large
            self._given = self._client.submit(
                self._pickle.loads, self._work, key=f"shared-{self._run}-{self._begun}", pure=False,
                workers=list(self._allowed),
            )  # fmt: skip
        for _, key, arguments in left:
            self._submit(key, arguments)

    def _submit(self, key: str, arguments: tuple[Any, ...]) -> None:
        future = self._client.submit(
            self._call, self._given, [self._pickle.dumps(arguments)],
            key=f"{key}-{self._begun}", pure=False, workers=list(self._crew.threads),
        )  # fmt: skip
        self._known[future.key] = future, key, arguments
        future.add_done_callback(self._arrived.put)

    def _take(self, future: Any) -> None:
        if future.key not in self._known or self._known[future.key][0] is not future:
            return  # it was given to others
        if future.status in ("pending", "lost"):  # its worker died with what it had made
            self._lost.append(future)
            return
        if future.status != "finished":
            raise _error_of(future, self._client)
        try:
            made = future.result(timeout=_FETCH)
        except TimeoutError:  # its worker died meanwhile, and nobody may be there to make it again
            self._lost.append(future)
            return
        self._fraction, self._barren = self._finished(made), 0
        del self._known[future.key]
        future.release()
        self._crew.progress(self._fraction)

    def _wait_for_workers(self, seconds: float) -> None:
        """Say that nobody is there, and do not wait for ever."""
        if self._crew.threads:
            self._alone, self._told = 0.0, False
            return
        self._alone += seconds
        address, minutes = self._crew.address, round(_WORKERS / 60)
        if self._alone > _WORKERS:
            raise DeviceError(
                f"For {minutes} minutes the Dask scheduler at {address} had no worker that can "
                f"take part. Parts that are finished are kept: start workers with 'dask worker "
                f"{address}' and run again."
            )
        if self._alone > _ALONE and not self._told:
            self._told = True
            self._crew.progress.log(
                f"The Dask scheduler at {address} has no worker any more that can take part. The "
                f"run goes on when one comes, and ends after {minutes} minutes without one."
            )


def _is_silence(answer: Any) -> bool:
    """Tell that nobody has answered, and not that the worker has met an error of its system."""
    never = isinstance(answer, TimeoutError) or type(answer) is OSError
    return never and getattr(answer, "errno", None) is None  # Dask gives its own no number


def name_worker(error: DeepClusterError, address: str) -> DeepClusterError:
    """Return an error that says which worker it comes from."""
    return type(error)(f"The Dask worker {address} cannot take part: {error}")


def _sentence(lack: BaseException, worker: str) -> str:
    if isinstance(lack, DeepClusterError):
        return str(lack)
    reason = (str(lack).strip().splitlines() or [type(lack).__name__])[0]
    return f"The Dask worker {worker} cannot take part ({reason:.200})."


def _lack_of_plugin(worker: str, metadata: Any) -> DeviceError | None:
    own = plugin_version()
    there = plugin_version(metadata) if isinstance(metadata, bytes) else None
    if there == own:
        return None
    what = f"version {there} of the plugin" if there else "no plugin that can be imported"
    return DeviceError(
        f"The Dask worker {worker} has {what}, and {own} is needed. Start it with the folder that "
        f"holds {PACKAGE} of that version on its PYTHONPATH, or stop it."
    )


def _do_task(function: Callable[..., Any], shared: Any, arguments: bytes) -> Any:
    return function(shared, *import_package("distributed.protocol.pickle").loads(arguments))


def _error_of(future: Any, client: Any) -> BaseException:
    """Return what to raise for a task that was not done."""
    if future.status != "error":  # cancelled, or lost with the scheduler
        return tell_lost(client)
    error: BaseException = future.exception()
    return _died() if type(error).__name__ == "KilledWorker" else error


def _died() -> DeviceError:
    return DeviceError(
        "Dask workers died one after the other of the same part, of a lack of memory perhaps: "
        "their logs say more. What is finished is kept; give them more memory or fewer "
        "threads, and run again."
    )

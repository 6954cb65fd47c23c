"""The scheduler, its workers, and tasks that go to them; Dask does all of the scheduling."""

from __future__ import annotations

import asyncio
import contextlib
import pkgutil
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from ..base.errors import DeviceError
from ..base.packages import import_package
from ..base.progress import Progress

PACKAGE = __name__.partition(".")[0]
_CONNECT = 5  # seconds that a scheduler has for an answer
_WORKERS = 600  # seconds that a queue of jobs has for the first worker
_ASKED = 60  # seconds that workers have for an answer before the work
_AHEAD = 1024  # tasks that the scheduler knows of at a time


def plugin_version(metadata: bytes | None = None) -> str:
    """Return the version of the plugin, by its metadata or those of the plugin that runs here."""
    text = pkgutil.get_data(PACKAGE, "metadata.txt") if metadata is None else metadata
    found = re.search(r"^version=(.*)$", (text or b"").decode(), re.MULTILINE)
    return found[1].strip() if found else "unknown"


@contextlib.contextmanager
def connect_scheduler(address: str) -> Iterator[Any]:
    """Connect to a Dask scheduler, for as long as the context lasts.

    Parameters
    ----------
    address
        Where it listens, such as ``tcp://host:8786``. Certificates for ``tls://`` are those of
        Dask's own configuration.

    Returns
    -------
    context manager
        It gives the client of dask.distributed.

    Raises
    ------
    DeviceError
        No scheduler answers there.
    DependencyError
        Dask is missing or cannot be loaded.
    """
    distributed = import_package("distributed")
    try:
        # A client waits for ever for what takes connections and is no scheduler. Asked in another
        # thread: a notebook has a loop of its own in this one.
        with ThreadPoolExecutor(1) as aside:
            asking = aside.submit(asyncio.run, asyncio.wait_for(_ask_kind(address), _CONNECT))
            kind = asking.result()
        if kind != "Scheduler":
            raise ValueError(f"it is a {kind}")
        client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
    except Exception as error:  # of the many that Dask, tornado and TLS have
        secret = (
            " Certificates are those of Dask's configuration (distributed.comm.tls)."
            if address.startswith("tls:")
            else ""
        )
        raise DeviceError(
            f"No Dask scheduler answers at {address}. Start one with 'dask scheduler', check the "
            f"address, or leave it empty to use this computer.{secret}"
        ) from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):  # a scheduler that is gone says no goodbye
            client.close(timeout=2)


async def _ask_kind(address: str) -> str:
    """Ask what listens at an address for what it is."""
    core, security = import_package("distributed.core"), import_package("distributed.security")
    secrets = security.Security().get_connection_args("client")
    async with core.rpc(address, timeout=_CONNECT, connection_args=secrets) as remote:
        found = await remote.identity()
    return str(found.get("type"))


def check_versions(client: Any, progress: Progress) -> int:
    """Wait for the first worker, and refuse those that have another plugin.

    Parameters
    ----------
    client
        Of `connect_scheduler`.

    Returns
    -------
    int
        How many workers there are.

    Raises
    ------
    DeviceError
        No worker comes, or one has no plugin or another version of it.
    """
    address, started = client.scheduler.address, time.monotonic()
    if not client.nthreads():
        progress.log(f"Waiting for workers of the Dask scheduler at {address}.")
    while not client.nthreads():
        if time.monotonic() - started > _WORKERS:
            raise DeviceError(
                f"The Dask scheduler at {address} has no workers. Start some with "
                f"'dask worker {address}'."
            )
        progress(0)
        time.sleep(1)
    own = plugin_version()
    # What only the standard library is needed for, for there may be no plugin.
    found = ask_workers(client, pkgutil.get_data, PACKAGE, "metadata.txt")
    for worker, metadata in found.items():
        there = plugin_version(metadata) if isinstance(metadata, bytes) else None
        if there != own:
            what = f"version {there} of the plugin" if there else "no plugin that can be imported"
            raise DeviceError(
                f"The Dask worker {worker} has {what}, and {own} is needed. Start it with the "
                f"folder that holds {PACKAGE} of that version on its PYTHONPATH, or stop it."
            )
    return len(found)


def ask_workers(client: Any, function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """Call a function on each worker; returns what it gave, or its error, by their addresses."""
    try:
        found = client.run(function, *arguments, on_error="return")
    except Exception as error:
        raise _lost(client) from error
    return dict(found)


def do_tasks(
    client: Any, function: Callable[..., Any], tasks: Iterable[tuple[str, tuple[Any, ...]]],
    finished: Callable[[Any], None], ahead: int = _AHEAD,
) -> None:  # fmt: skip
    """Have tasks done by workers, few of which are known at a time, however many there are.

    Parameters
    ----------
    client
        Of `connect_scheduler`.
    function
        What does a task.
    tasks
        Key and arguments of each.
    finished
        Gets what the function returned, in whatever order.
    ahead
        How many tasks the scheduler knows of at a time.

    Raises
    ------
    DeviceError
        The scheduler is gone, or each of several workers died of a task.
    Exception
        What the function raised. No other task is begun then.
    """
    distributed = import_package("distributed")
    waiting = iter(tasks)

    def submit(count: int) -> list[Any]:
        return [
            client.submit(function, *arguments, key=key, pure=False)
            for key, arguments in islice(waiting, count)
        ]

    futures = distributed.as_completed(submit(ahead), loop=client.loop)
    try:
        for future in futures:
            if future.status in ("pending", "lost"):  # its worker died with what it had made
                futures.add(future)
                continue
            if future.status != "finished":
                raise _error_of(future, client)
            finished(future.result())
            future.release()
            futures.update(submit(1))
    except BaseException:
        with contextlib.suppress(Exception):
            client.cancel(list(futures.futures), force=True)
        raise


def share(client: Any, value: Any, name: str) -> Any:
    """Return an argument for many tasks, which is sent to each worker once.

    Should the worker die that has it, the scheduler has it made again.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is large
        return client.submit(_same, value, key=name, pure=False)


def _same(value: Any) -> Any:
    return value


def _error_of(future: Any, client: Any) -> BaseException:
    """Return what to raise for a task that was not done."""
    if future.status != "error":  # cancelled, or lost with the scheduler
        return _lost(client)
    error: BaseException = future.exception()
    if type(error).__name__ == "KilledWorker":
        return DeviceError(
            "Dask workers died one after the other of the same part, of a lack of memory perhaps: "
            "their logs say more. What is finished is kept; give them more memory or fewer "
            "threads, and run again."
        )
    return error


def _lost(client: Any) -> DeviceError:
    return DeviceError(
        f"The Dask scheduler at {client.scheduler.address} does not answer any more. What is "
        "finished is kept: start it and run again."
    )

"""The connection to a scheduler; Dask does all of the scheduling."""

from __future__ import annotations

import asyncio
import contextlib
import pkgutil
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..base.errors import DeviceError
from ..base.packages import import_package

PACKAGE = __name__.partition(".")[0]
SILENCE = 60
"""Seconds in which a scheduler, or a worker that is asked, says something, and in which something
comes or goes of a part that is on its way."""

_CONNECT = 5  # seconds that a scheduler has for its first answer


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


def tell_lost(client: Any) -> DeviceError:
    """Return what to raise where the scheduler is gone."""
    return DeviceError(
        f"The Dask scheduler at {client.scheduler.address} does not answer any more. What is "
        "finished is kept: start it and run again."
    )

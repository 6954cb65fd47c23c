"""Nobody waits for ever for what falls silent: places for parts, schedulers and workers."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest
from ftp_server import PIECE, ftp_server
from programs import Programs, start_anew

from rs_deepcluster_plugin.core.base.errors import DeviceError, OutputError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.machines import client as client_module
from rs_deepcluster_plugin.core.machines import crew, store
from rs_deepcluster_plugin.core.machines.client import connect_scheduler
from rs_deepcluster_plugin.core.machines.crew import Crew
from rs_deepcluster_plugin.core.machines.store import PartStore

LENGTH = 40 * PIECE
takes_time = pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="takes its time: make test-all"
)


@pytest.fixture
def server(tmp_path):
    with ftp_server(tmp_path / "served") as made:
        yield made


@pytest.fixture
def part(tmp_path):
    path = tmp_path / "part-0.npz"
    path.write_bytes(os.urandom(LENGTH))
    return path


@pytest.mark.parametrize("command", ["STOR", "RETR"])
def test_a_place_that_falls_silent_in_a_part_is_left_and_the_next_one_goes(
    server, part, monkeypatch, command
):
    monkeypatch.setattr(store, "SILENCE", 2)
    kept = PartStore(server.address, "key")
    whole = part.read_bytes()
    if command == "RETR":
        kept.put(part)
        part.unlink()
    server.silent_in = command
    begin = time.monotonic()
    with pytest.raises(OutputError, match=r"nobody has answered for \d seconds") as found:
        kept.put(part) if command == "STOR" else kept.fetch(part)
    assert 2 <= time.monotonic() - begin < 6
    assert "what is finished is kept" in str(found.value)
    assert server.address in str(found.value)
    assert part.exists() == (command == "STOR")
    server.silent_in = ""
    again = PartStore(server.address, "key")
    assert again.has("part-0.npz") == (command == "RETR")  # what is there is whole
    if command == "STOR":
        again.put(part)
    again.fetch(part)
    assert part.read_bytes() == whole
    assert not again.has("part-0.npz")


def test_a_slow_place_is_waited_for_as_long_as_something_comes(server, part, monkeypatch):
    monkeypatch.setattr(store, "SILENCE", 1)
    kept = PartStore(server.address, "key")
    whole = part.read_bytes()
    kept.put(part)
    server.pause = 0.1
    begin = time.monotonic()
    kept.fetch(part)
    assert time.monotonic() - begin > 3
    assert part.read_bytes() == whole


@takes_time
def test_a_run_whose_place_falls_silent_keeps_what_is_finished(
    two, run, raster, server, home, monkeypatch, recorder
):
    monkeypatch.setattr(store, "SILENCE", 2)
    path = raster()
    whole = run(path)[1]
    start_anew()

    class FallsSilent:
        def __call__(self, fraction):
            if len(list(home.rglob("part-*.npz"))) >= 2:
                server.silent_in = "RETR"

        def log(self, text):
            pass

    with pytest.raises(OutputError, match="nobody has answered for 2 seconds"):
        run(path, two.address, server.address, progress=FallsSilent())
    server.silent_in = ""
    assert run(path, two.address, server.address, progress=recorder)[1] == whole
    assert [line for line in recorder.lines if line.startswith("Continuing")]
    assert not list(server.folder.rglob("*.npz"))


def test_a_task_whose_place_is_silent_ends_with_its_run(two, run, raster, server):
    import distributed

    class Ends:
        def __call__(self, fraction):
            if server.is_silent.is_set():
                raise KeyboardInterrupt

        def log(self, text):
            pass

    server.silent_in = "STOR"
    with pytest.raises(KeyboardInterrupt):
        run(raster(), two.address, server.address, progress=Ends())
    begin = time.monotonic()
    with distributed.Client(two.address, timeout=30, set_as_default=False) as client:
        while sum(client.run(lambda dask_worker: len(dask_worker.active_threads)).values()):
            assert time.monotonic() - begin < 5
            time.sleep(0.1)


@pytest.fixture
def programs(tmp_path):
    pytest.importorskip("distributed")
    made = Programs(tmp_path, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="6s")
    yield made
    for one in made.started:
        if one.poll() is None:
            one.send_signal(signal.SIGCONT)
    made.end()


def work_of(seconds):
    """Return what a task does; workers know nothing of this file, so it travels whole."""

    def work(given, number):
        time.sleep(given)
        return number

    return work, seconds


needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP")


@needs_signals
def test_a_scheduler_that_falls_silent_is_named(programs, monkeypatch):
    monkeypatch.setattr(crew, "SILENCE", 2)
    programs.worker()
    tasks = ((f"number-{number}", (number,)) for number in range(1000))
    done = []

    def finished(number):
        done.append(time.monotonic())
        if len(done) == 3:
            programs.scheduler.send_signal(signal.SIGSTOP)
        return 0.0

    with (
        pytest.raises(DeviceError, match="does not answer any more. What is finished is kept"),
        connect_scheduler(programs.address) as client,
    ):
        Crew(client, silent).do(*work_of(0.1), tasks, finished)
    assert time.monotonic() - done[2] < 10


@needs_signals
def test_a_scheduler_that_is_silent_from_the_start_is_named(programs, monkeypatch):
    monkeypatch.setattr(client_module, "_CONNECT", 2)
    programs.scheduler.send_signal(signal.SIGSTOP)
    with (
        pytest.raises(DeviceError, match="No Dask scheduler answers at"),
        connect_scheduler(programs.address),
    ):
        raise AssertionError("nobody is there")


def test_an_error_of_a_workers_system_is_no_silence():
    for silence in (TimeoutError(), asyncio.TimeoutError(), OSError("Timed out trying to connect")):
        assert crew._is_silence(silence)
    for error in (OSError(116, "Stale file handle"), TimeoutError(110, "x"), PermissionError("x")):
        assert not crew._is_silence(error)


@needs_signals
@pytest.mark.parametrize(
    "when", ["before it is asked", pytest.param("in the middle of a task", marks=takes_time)]
)
def test_a_worker_that_falls_silent_is_left(programs, monkeypatch, recorder, when):
    monkeypatch.setattr(crew, "SILENCE", 2)
    monkeypatch.setattr(crew, "_FETCH", 1)
    programs.worker()
    falls = programs.worker()
    done = []
    tasks = ((f"number-{number}", (number,)) for number in range(60))
    if when == "before it is asked":
        falls.send_signal(signal.SIGSTOP)

    def finished(number):
        done.append(number)
        if len(done) == 10:
            falls.send_signal(signal.SIGSTOP)
        return 0.0

    with connect_scheduler(programs.address) as client:
        Crew(client, recorder).do(*work_of(0.1), tasks, finished)
    assert sorted(done) == list(range(60))
    told = [
        line for line in recorder.lines if "does not answer. The run goes on without it." in line
    ]
    assert len(told) == (when == "before it is asked")

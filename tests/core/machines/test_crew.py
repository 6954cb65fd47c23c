"""Who takes part in work: workers that come back, come late, or go with what they have made.

A minute, on a real scheduler.
"""

from __future__ import annotations

import os
import socket
import threading
import time

import numpy as np
import pytest
from programs import Programs

from rs_deepcluster_plugin.core.base.errors import DeviceError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.deep import kmeans
from rs_deepcluster_plugin.core.machines import crew
from rs_deepcluster_plugin.core.machines.client import connect_scheduler
from rs_deepcluster_plugin.core.machines.crew import Crew

pytestmark = pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="takes a minute: RSDEEPCLUSTER_LONG"
)


class Told:
    """A `Progress` that remembers, and does something each time it is called."""

    def __init__(self, action=lambda: None):
        self.action, self.lines = action, []

    def __call__(self, fraction):
        self.action()

    def log(self, text):
        self.lines.append(text)


@pytest.fixture
def programs(tmp_path):
    pytest.importorskip("distributed")
    made = Programs(tmp_path)
    yield made
    made.end()


def numbers(count):
    return ((f"number-{number}", (number,)) for number in range(count))


def work_of(seconds):
    """Return what a task does; workers know nothing of this file, so it travels whole."""

    def work(given, number):
        time.sleep(given)
        return number

    return work, seconds


def test_a_worker_that_comes_back_to_its_address_gets_what_others_leave(programs, monkeypatch):
    monkeypatch.setattr(crew, "_FETCH", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    first, second = programs.worker("--worker-port", port), programs.worker()
    done = []

    def finished(number):
        done.append(number)
        if len(done) == 4:
            first.kill()
        elif len(done) == 20:
            programs.worker("--worker-port", port)
            second.kill()
        return 0.0

    with connect_scheduler(programs.address) as client:
        Crew(client, silent).do(*work_of(0.2), numbers(40), finished)
    assert sorted(set(done)) == list(range(40))


def test_what_was_made_may_be_lost_before_it_is_fetched(programs, monkeypatch):
    monkeypatch.setattr(crew, "_FETCH", 1)
    only, done, late = programs.worker(), [], threading.Timer(3, programs.worker)

    def finished(number):
        done.append(number)
        if len(done) == 1:
            time.sleep(1)  # what is under way is made meanwhile, and not fetched
            only.kill()
            late.start()
        return 0.0

    with connect_scheduler(programs.address) as client:
        Crew(client, silent).do(*work_of(0.01), numbers(12), finished)
    late.join()
    assert sorted(done) == list(range(12))


def test_who_comes_between_two_questions_is_asked_both(programs):
    programs.worker()
    progress = Told()
    with connect_scheduler(programs.address) as client:
        asked = Crew(client, progress)
        (own,) = asked.threads
        programs.worker(PYTHONPATH="", PYTHONSAFEPATH="1")
        asked.require(silent, 0)  # which takes the plugin
        asked.look()
        assert list(asked.threads) == [own]
    (told,) = progress.lines
    assert "has no plugin that can be imported" in told


def test_a_scheduler_that_dies_before_there_are_workers_is_named(programs):
    progress = Told(programs.scheduler.kill)
    with (
        connect_scheduler(programs.address) as client,
        pytest.raises(DeviceError, match="does not answer any more"),
    ):
        Crew(client, progress)
    assert progress.lines[0].startswith("Waiting for workers")


def test_nothing_to_do_is_done_at_once(programs):
    programs.worker()
    with connect_scheduler(programs.address) as client:
        Crew(client, silent).do(*work_of(0), numbers(0), lambda number: 0.0)


def test_the_kmeans_of_deepercluster_survives_a_worker(programs, tmp_path):
    values = np.random.default_rng(0).normal(size=(4000, 6)).astype(np.float32)
    np.save(tmp_path / "rows.npy", values)
    here = kmeans.kmeans(kmeans.FileBlocks(tmp_path / "rows.npy", 4000, 500), 8)
    first, _ = programs.worker(), programs.worker()
    with kmeans.hire_crew(programs.address, tmp_path, silent) as hired:
        blocks = kmeans.FileBlocks(tmp_path / "rows.npy", 4000, 500, hired)
        ends = threading.Timer(0.5, first.kill)
        ends.start()
        while ends.is_alive() or first.poll() is None:
            there = kmeans.kmeans(blocks, 8)
        assert np.array_equal(here.labels, there.labels)
        assert np.array_equal(here.labels, kmeans.kmeans(blocks, 8).labels)

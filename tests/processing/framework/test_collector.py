"""Python's garbage collector while code of ours runs in another thread."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from types import SimpleNamespace

import pytest
from test_in_the_desktop import spin


@pytest.fixture
def hold(provider):
    """What the algorithms take, with the collector found as QGIS has it."""
    from rs_deepcluster_plugin.processing.collector import Hold

    assert gc.isenabled()
    limits = gc.get_threshold()
    yield Hold
    gc.enable()
    gc.set_threshold(*limits)


@pytest.fixture
def event_loop(provider):
    """Run a function in an event loop, as all of QGIS on the desktop does."""
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    def run(function):
        loop, failed = QEventLoop(), []

        def call():
            try:
                function()
            except BaseException as error:
                failed.append(error)
            finally:
                loop.quit()

        QTimer.singleShot(0, call)
        loop.exec()
        if failed:
            raise failed[0]

    return run


@pytest.fixture
def where():
    """The threads in which there were collections."""
    seen = []

    def watch(phase, _):
        if phase == "start":
            seen.append(threading.current_thread() is threading.main_thread())

    gc.callbacks.append(watch)
    yield seen
    gc.callbacks.remove(watch)


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


class Ring:
    def __init__(self):
        self.itself = self


def litter(count=20_000):
    """Leave garbage that only the collector frees, more than enough for it to run by itself."""
    for _ in range(count):
        Ring()


def test_the_collector_is_off_until_the_last_of_several_lets_go(hold, where):
    one, two = hold(), hold()
    in_thread(litter)
    one.release()
    one.release()
    in_thread(litter)
    assert not gc.isenabled()
    assert where == []
    two.release()
    assert gc.isenabled()
    litter()
    assert all(where)
    assert where != []


def test_what_is_forgotten_is_released(hold):
    one = hold()
    assert not gc.isenabled()
    del one
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(hold, where):
    gc.disable()
    one = hold()
    spin_for(0.5)
    one.release()
    assert not gc.isenabled()
    assert where == []
    gc.enable()
    limits = gc.get_threshold()
    gc.set_threshold(0)
    one = hold()
    litter()
    spin_for(0.5)
    one.release()
    assert gc.isenabled()
    assert gc.get_threshold()[0] == 0
    assert where == []
    gc.set_threshold(*limits)


def spin_for(seconds):
    end = time.monotonic() + seconds
    spin(lambda: time.monotonic() > end, seconds + 5, "the time")


def test_somebody_who_turns_it_on_meanwhile_gets_it_in_the_end(hold):
    gc.disable()
    one = hold()
    gc.enable()
    spin(lambda: not gc.isenabled(), 2, "the clock")
    one.release()
    assert gc.isenabled()


def test_garbage_of_a_long_run_is_collected_in_the_main_thread(hold, where, event_loop):
    alive = weakref.WeakSet()
    most = []

    def work():
        end = time.monotonic() + 2.5
        while time.monotonic() < end:
            for _ in range(2000):
                alive.add(Ring())
            most.append(len(alive))
            time.sleep(0.01)

    def run():
        one = hold()
        thread = threading.Thread(target=work)
        thread.start()
        spin(lambda: not thread.is_alive(), 30, "the thread")
        one.release()

    gc.collect()
    where.clear()
    event_loop(run)
    made = 2000 * len(most)
    assert all(where)
    assert len(where) >= 5
    assert max(most) < made / 2


def test_in_an_event_loop_it_is_restored_a_moment_later(hold, event_loop):
    """The thread that lets go still has to leave Python, which QGIS formats its errors in."""

    def run():
        kept = [hold()]
        in_thread(kept.clear)
        assert not gc.isenabled()
        assert 0.1 < spin(gc.isenabled, 5, "the collector") < 2

    event_loop(run)
    assert gc.isenabled()


def test_without_an_event_loop_it_is_restored_at_once(hold):
    kept = [hold()]
    in_thread(kept.clear)
    assert gc.isenabled()


@pytest.fixture
def probe(hold, where):
    """An algorithm that leaves garbage behind, and may fail."""
    from rs_deepcluster_plugin.core.base.errors import DeepClusterError
    from rs_deepcluster_plugin.processing.framework.algorithm import Algorithm, user_errors

    class Probe(Algorithm):
        NAME, LABEL, GROUP, NEEDS_WORKER = "probe", "Probe", "setup", False
        fails = None
        seen = SimpleNamespace(prepared=[], enabled=[], main=[])

        def initAlgorithm(self, configuration=None):
            pass

        def prepare(self, parameters, context):
            if self.fails == "prepare":
                raise DeepClusterError("It cannot be prepared.")
            self.seen.prepared.append(gc.isenabled())

        def processAlgorithm(self, parameters, context, feedback):
            self.seen.enabled.append(gc.isenabled())
            self.seen.main.append(threading.current_thread() is threading.main_thread())
            litter()
            with user_errors(feedback):
                if self.fails == "process":
                    raise DeepClusterError("It cannot be done.")
            if self.fails == "bug":
                raise RuntimeError("A bug")
            return {}

    where.clear()
    return Probe


@pytest.mark.parametrize("fails", [None, "prepare", "process", "bug"])
def test_an_algorithm_in_the_background_is_not_where_garbage_is_collected(
    probe, where, event_loop, fails
):
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
    )

    probe.fails = fails

    def run():
        algorithm, context = probe(), QgsProcessingContext()
        feedback, done = QgsProcessingFeedback(False), []
        task = QgsProcessingAlgRunnerTask(algorithm, {}, context, feedback)
        task.executed.connect(lambda fine, _: done.append(fine))
        assert task.isCanceled() == (fails == "prepare")
        if fails != "prepare":
            QgsApplication.taskManager().addTask(task)
            spin(lambda: done, 20, "the task")
            assert done == [fails is None]
        spin(gc.isenabled, 5, "the collector")

    event_loop(run)
    if fails != "prepare":
        assert probe.seen.main == [False]
        assert probe.seen.enabled == [False]
    assert all(where)
    assert gc.isenabled()


@pytest.mark.parametrize("looped", [False, True])
@pytest.mark.parametrize("fails", [None, "prepare", "process", "bug"])
def test_an_algorithm_in_the_main_thread_leaves_the_collector_alone(
    probe, event_loop, looped, fails
):
    from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    probe.fails = fails

    def run():
        try:
            _, fine = probe().run({}, QgsProcessingContext(), QgsProcessingFeedback(False))
        except QgsProcessingException:
            fine = False
        assert fine == (fails is None)
        assert probe.seen.enabled == ([] if fails == "prepare" else [True])
        spin(gc.isenabled, 2, "the collector")

    event_loop(run) if looped else run()
    assert gc.isenabled()


def test_the_steps_of_a_model_in_the_background_hold_it_as_well(probe, where):
    made = []
    in_thread(lambda: made.append((probe().createInstance(), gc.isenabled())))
    assert made[0][1] is False
    made.clear()
    assert gc.isenabled()
    assert probe().createInstance() is not None
    assert gc.isenabled()

"""Windows are read before they are asked for, each once, and in order."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from rs_deepcluster_plugin.core.scenes.read_ahead import ReadAhead

BYTES = 3 * 4 * 4 * (4 + 1)  # of a window below


class Slow:
    """What takes its time to read, and notes what it was asked for."""

    def __init__(self, seconds=0.0, broken=()):
        self.asked, self.seconds, self.broken = [], seconds, broken

    def __call__(self, index):
        self.asked.append(index)
        time.sleep(self.seconds)
        if index in self.broken:
            raise OSError(f"no window {index}")
        return np.full((3, 4, 4), index, np.float32), np.ones((3, 4, 4), bool)


def test_windows_come_in_order_and_are_read_once():
    slow = Slow()
    with ReadAhead(slow, 50) as ahead:
        for index in range(50):
            values, valid = ahead.read(index)
            assert (values == index).all()
            assert valid.all()
    assert slow.asked == list(range(50))


def test_rows_of_tiles_that_are_slow_are_read_while_others_are_used():
    """What takes 0.7 s in bursts and 1 s to use takes little more than a second together."""

    class Bursts(Slow):
        def __call__(self, index):
            self.seconds = 0.014 if index % 40 < 10 else 0.0
            return super().__call__(index)

    for limit, most, least in ((10**8, 0.35, 0.0), (3 * BYTES, 9.0, 0.3)):
        waited = 0.0
        with ReadAhead(Bursts(), 200, limit) as ahead:
            for index in range(200):
                begin = time.monotonic()
                ahead.read(index)
                waited += time.monotonic() - begin
                time.sleep(0.005)
        assert least <= waited <= most  # of those that wait, only the first burst


def test_no_more_is_held_than_there_is_room_for():
    slow = Slow()
    with ReadAhead(slow, 1000, limit=10 * BYTES) as ahead:
        ahead.read(0)
        time.sleep(0.2)
        assert slow.asked == list(range(11))  # the one that was taken, and ten
        ahead.read(5)
        time.sleep(0.2)
        assert slow.asked == list(range(16))


def test_parts_that_are_there_are_passed_over_and_old_ones_found_again():
    slow = Slow()
    with ReadAhead(slow, 300, limit=4 * BYTES) as ahead:
        for index in (0, 1, 2, 200, 201, 7, 8):
            assert (ahead.read(index)[0] == index).all()
    assert not set(range(10, 200)) & set(slow.asked)


def test_an_error_comes_with_the_window_that_it_is_of():
    slow = Slow(broken=(3,))
    with ReadAhead(slow, 10) as ahead:
        for index in range(3):
            ahead.read(index)
        with pytest.raises(OSError, match="no window 3"):
            ahead.read(3)
        assert (ahead.read(4)[0] == 4).all()


def test_the_thread_ends_with_it():
    before = threading.active_count()
    with ReadAhead(Slow(0.001), 10_000, limit=2 * BYTES) as ahead:
        ahead.read(0)
    assert threading.active_count() == before
    with ReadAhead(Slow(), 10):
        pass  # nobody has asked
    assert threading.active_count() == before


def test_who_still_waits_when_it_ends_does_not_wait_for_ever():
    told = []

    def ask(ahead):
        try:
            for index in range(10):
                ahead.read(index)
        except RuntimeError as error:
            told.append(str(error))

    with ReadAhead(Slow(0.2), 10) as ahead:
        reader = threading.Thread(target=ask, args=(ahead,), daemon=True)
        reader.start()
        time.sleep(0.05)
    reader.join(timeout=5)
    assert not reader.is_alive()
    assert told == ["nothing is read any more"]

"""Whatever is garbage in a circle, of the panel or of others, is not deleted by another thread."""

from __future__ import annotations

import contextlib
import gc
import json
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
import support
from desktop import spin
from qgis.PyQt import sip
from test_workbench import click_row, complaint, draw_lasso, press

pytestmark = pytest.mark.usefixtures("qgis")
ROUNDS = 200 if support.LONG else 16


@contextlib.contextmanager
def busy_machine():
    """Let something else have the processor as well."""
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        other.kill()
        other.wait()


def rounds(*arguments):
    """Split, merge and remove in a process of its own: a crash is to end that, not the tests."""
    program = Path(__file__).with_name("rounds.py")
    with busy_machine():
        return subprocess.run(
            [sys.executable, program, *map(str, arguments)],
            capture_output=True, text=True, timeout=300 + 30 * ROUNDS,
        )  # fmt: skip


def test_splits_merges_and_removals_survive_a_collector_that_runs_at_every_chance():
    done = rounds(ROUNDS)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert sum(told["moments"].values()) == ROUNDS
    assert "other" not in told
    assert "other" not in told["windows"]
    assert told["main"] > 1000
    assert told["windows"]["main"] > 10 * ROUNDS


def test_the_rounds_notice_when_nothing_keeps_the_collector_from_other_threads():
    done = rounds(100, "unguarded")  # one in ten rounds or so does it
    if done.returncode == 0:  # else it has crashed, as QGIS would
        told = json.loads(done.stdout.splitlines()[-1])
        assert told["other"] > 0
        assert told["windows"].get("other", 0) > 0


def test_a_panel_that_is_closed_leaves_nothing_to_the_collector(with_features, bench):
    bench.panel.move_menu.aboutToShow.emit()
    click_row(bench, 1)
    press(bench.panel.clusters, "S")
    spin(90, lambda: not bench.panel.commands.busy, "the split")
    press(bench.panel.scatter, "F")
    spin(60, lambda: not bench.panel.commands.busy, "the search")
    bench.panel.merge_into([2, 3], 2)
    bench.layer.startEditing()
    bench.layer.deleteFeature(1)
    bench.panel.merge_into([1, 6], 1)
    assert "has edits that are not saved" in complaint(bench)
    bench.layer.rollBack()
    press(bench.panel.detail.slider, "Left")
    bench.panel._dropped_clusters([4, 5], 4)
    draw_lasso(bench, 6)
    spin(0.3)
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    panel = weakref.ref(bench.panel)
    try:
        bench.window.plugin.unload()
        bench.panel = None
        spin(0.3)
        gone = panel() is None
        gc.collect()
        left = [found for found in gc.garbage if is_of_ours(found)]
        names = sorted({type(found).__qualname__ for found in left})
    finally:
        gc.set_debug(0)
        gc.enable()
        gc.garbage.clear()
    assert names == []
    assert gone


def is_of_ours(found):
    """Tell whether an object is of the plugin, or one of Qt that is deleted with its wrapper."""
    if type(found).__module__.startswith("rs_deepcluster_plugin"):
        return True
    return (
        isinstance(found, sip.simplewrapper) and not sip.isdeleted(found) and sip.ispyowned(found)
    )


def test_pictures_hold_the_collector_only_while_they_are_cut(bench):
    images = bench.panel.images
    spin(5, lambda: gc.isenabled(), "the first pictures")
    images._kept.clear()
    images.want(list(range(1, 200)))
    assert not gc.isenabled()
    spin(10, lambda: images.get(199) is not None, "the last picture")
    spin(2, gc.isenabled, "the collector")
    images.want(list(range(200, 300)))
    images.stop()
    assert gc.isenabled()

"""Splits, merges and removals while Python collects garbage at every chance: see test_collector.

Run as a program, for a crash ends it: rounds.py COUNT [unguarded]. Unguarded it ends as soon as
another thread has deleted a window.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections import Counter
from pathlib import Path

import numpy as np
from conftest import make_layer, support

_freed = Counter()
MOMENTS = ("ended", "layer removed", "panel unloaded", "canceled")


class Stranger:
    """Another plugin's window in a circle, with a timer, which nobody refers to any more.

    Where another thread deletes it Qt cannot stop the timer, and calls what is not there.
    """

    def __init__(self):
        from qgis.PyQt.QtCore import QTimer
        from qgis.PyQt.QtWidgets import QLabel, QWidget

        self.window = QWidget()
        self.window.label = QLabel("a window of another plugin", self.window)
        self.window.owner = self
        self.window.timer = QTimer(self.window)
        self.window.timer.start(5)
        weakref.finalize(self, self.note)

    @staticmethod
    def note():
        _freed["main" if threading.current_thread() is threading.main_thread() else "other"] += 1

    @classmethod
    def leave(cls):
        """Leave one behind, and give other threads a chance to collect it."""
        cls()
        time.sleep(0.003)


def one(number, original, folder):
    """Open a window, merge and split in it, and take things away at some moment."""
    import desktop
    from desktop import spin
    from qgis.core import QgsProject, QgsVectorLayer

    from rs_deepcluster_plugin import classFactory

    folder.mkdir()
    for name in ("map.gpkg", "map.tif"):
        shutil.copy(original / name, folder)
    moment = MOMENTS[number % len(MOMENTS)]
    pause = np.random.default_rng(number).uniform(0, 0.8)
    window = desktop.Desktop()
    plugin = classFactory(window)
    plugin.initGui()
    window.show()
    layer = QgsVectorLayer(f"{folder / 'map.gpkg'}|layername=map", "Scenes", "ogr")
    QgsProject.instance().addMapLayer(layer)
    window.mapCanvas().setLayers([layer])
    window.mapCanvas().setExtent(layer.extent())
    plugin._action.trigger()
    window.set_layer(layer)
    spin(0.05)
    panel = plugin._workbench
    layer_table = panel.scenes.layer_table
    panel.merge_into([2, 3], 2)
    panel.parts.setValue(2)
    panel.selection.select(panel.scenes.cluster == 1, None)
    panel._split_chosen()
    assert panel.commands.busy
    spin(*(300, lambda: not panel.commands.busy, "the split") if moment == "ended" else (pause,))
    if moment == "canceled":
        panel.commands.cancel()
        spin(300, lambda: not panel.commands.busy, "the end")
    if moment == "layer removed":
        QgsProject.instance().removeMapLayer(layer.id())
        spin(0.1)
    plugin.unload()
    QgsProject.instance().clear()
    window.close()
    return moment, layer_table


def main():
    """Do the rounds; prints what happened as JSON."""
    count, unguarded = int(sys.argv[1]), "unguarded" in sys.argv
    sys.path[:0] = [str(support.stage()), str(support.ROOT / "scripts")]
    import desktop

    faulthandler.enable()
    app = desktop.start()
    tasks = app.taskManager()
    from qgis.PyQt.QtCore import QTimer

    from rs_deepcluster_plugin.processing import collector

    if unguarded:
        collector._pause = lambda: None
    folder = Path(tempfile.mkdtemp(prefix="rounds_"))
    original = folder / "original"
    original.mkdir()
    make_layer(original / "map.gpkg")
    where, moments = Counter(), Counter()
    ours = threading.get_ident()

    def watch(phase, _):
        if phase == "start":
            where["main" if threading.get_ident() == ours else "other"] += 1

    def run():  # in the event loop, as in QGIS
        try:
            for number in range(count):
                moment, layer_table = one(number, original, folder / str(number))
                desktop.spin(300, lambda: not tasks.activeTasks(), "the end of the task")
                edits = [edit.algorithm for edit in layer_table.history()]
                assert edits == ["mergeclusters", "splitcluster"][: len(edits)], moment
                assert len(edits) == 2 or (edits and moment != "ended"), moment
                moments[moment] += 1
                shutil.rmtree(folder / str(number))
                if unguarded and _freed["other"]:
                    break  # what another thread deletes is a matter of chance
            desktop.spin(60, gc.isenabled, "the collector")
        finally:
            app.quit()

    strangers = QTimer()
    strangers.timeout.connect(Stranger.leave)
    strangers.start(20)
    gc.callbacks.append(watch)
    gc.collect()
    gc.freeze()
    gc.set_threshold(1, 1, 1)
    QTimer.singleShot(0, run)
    app.exec()
    gc.callbacks.remove(watch)
    shutil.rmtree(folder)
    print(json.dumps({**where, "moments": moments, "windows": _freed}), flush=True)
    os._exit(0)  # how QGIS ends is not what this is about


if __name__ == "__main__":
    main()

"""Label mode of the workbench, with real keys, clicks and a real worker."""

from __future__ import annotations

import numpy as np
import pytest
from desktop import spin
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from test_workbench import (
    choose_schema,
    color_of_scene,
    complaint,
    history,
    press,
    scenes_of,
)

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def labels(with_features, bench):
    """Label mode, once the features are read."""
    choose_schema(bench, "WorldCover")
    enter(bench)
    return bench


def enter(bench):
    """Choose Labels by the keyboard, and wait for the features."""
    colors = bench.panel.colors
    colors.setFocus()
    QTest.keyClick(colors, Qt.Key.Key_End)
    assert bench.panel.labeling, complaint(bench)
    spin(60, lambda: bench.panel._ids is not None, "the features")
    settle(bench)


def settle(bench):
    """Wait until the worker has answered to the end."""
    spin(60, lambda: not bench.panel._session.waiting, "the answer")
    spin(0.05)


def label(bench, cluster, key, count=1, *modifiers):
    """Label some scenes of a cluster by a key."""
    some = sorted(scenes_of(bench, cluster))[:count]
    bench.layer.selectByIds(some)
    press(bench.panel.scatter, key, *modifiers)
    settle(bench)
    return some


def table(bench):
    """Return the rows of labels as QGIS reads them."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(f"{bench.path}|layername=map_labels", "labels", "ogr")
    assert layer.isValid()
    names = ("scene_id", "class_code", "not_class", "source")
    return [tuple(f[name] or "" for name in names) for f in layer.getFeatures()]


def named(bench, number):
    return bench.panel.classes.classes.classes[number - 1]


def samples(bench):
    return {row.name: row for row in bench.panel.samples.samples.rows}


def test_a_few_labels_color_the_whole_map(labels):
    first, second = named(labels, 1), named(labels, 2)
    before = labels.layer.renderer().dump()
    one = label(labels, 1, "1", 3)
    assert complaint(labels) == ""
    assert "All labels are of one class" in labels.panel.said.text()
    label(labels, 4, "2", 3)
    rows = table(labels)
    assert [row[1] for row in rows] == [first.code] * 3 + [second.code] * 3
    assert [row[0] for row in rows[:3]] == [999 + fid for fid in one]
    assert {row[3] for row in rows} == {"panel"}
    # Scenes that nobody has labeled have the color of the class of those like them.
    from qgis.PyQt.QtGui import QColor

    kind, _ = labels.panel._kinds()
    for cluster, entry, number in ((1, first, 1), (4, second, 2)):
        mine = labels.number == cluster
        assert (kind[mine] == number).mean() > 0.9
        counted = samples(labels)[entry.name]
        assert (counted.labels, counted.scenes) == (3, int((kind == number).sum()))
        fid = max(scenes_of(labels, cluster))
        labels.layer.removeSelection()
        seen, color = color_of_scene(labels, fid), QColor(entry.color)
        sure = labels.panel._kinds()[1][fid - 1]
        share = 0.35 + 0.65 / 9 * int(9.999 * sure)
        wanted = [round(255 + share * (c - 255)) for c in color.getRgb()[:3]]
        assert np.abs(np.array(seen) - wanted).max() <= 3
    # Nothing was written into the layer, and the map is as before when one leaves.
    assert history(labels) == [("labels", "done")] * 2
    assert "class_code" not in labels.layer.fields().names()
    colors = labels.panel.colors
    colors.setFocus()
    QTest.keyClick(colors, Qt.Key.Key_Home)
    assert not labels.panel.labeling
    assert labels.layer.renderer().dump() == before

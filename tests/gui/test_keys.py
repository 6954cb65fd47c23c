"""Keys of the panel on keyboards of other languages."""

from __future__ import annotations

import sys

import pytest
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QWidget

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.skipif(sys.platform != "linux", reason="codes of keys are those of X11"),
]
Plain, Shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("key", "code", "held", "wanted"),
    [
        (Qt.Key.Key_2, 11, Plain, "is 2"),  # most keyboards
        (Qt.Key.Key_At, 11, Shift, "is not 2"),  # English
        (Qt.Key.Key_QuoteDbl, 11, Shift, "is not 2"),  # German
        (Qt.Key.Key_Eacute, 11, Plain, "is 2"),  # French
        (Qt.Key.Key_2, 11, Shift, "is not 2"),  # French
        (Qt.Key.Key_2, 0, Plain, "is 2"),  # from a program
        (Qt.Key.Key_A, 38, Plain, ""),
        (Qt.Key.Key_0, 19, Plain, ""),
    ],
)
def test_keys_in_the_row_of_digits_are_digits(key, code, held, wanted):
    from rs_deepcluster_plugin.gui.keys import Keys

    widget, said = QWidget(), []
    keys = Keys(widget)
    keys.on(Qt.Key.Key_2, lambda: said.append("is 2"))
    keys.on(Qt.Key.Key_2, lambda: said.append("is not 2"), shift=True)
    keys.watch([widget])
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, code, 0, 0)
    QApplication.sendEvent(widget, event)
    assert said == [wanted] * bool(wanted)


def test_a_key_that_is_held_runs_its_command_once():
    from rs_deepcluster_plugin.gui.keys import Keys

    widget, said = QWidget(), []
    keys = Keys(widget)
    keys.on(Qt.Key.Key_2, lambda: said.append("is 2"))
    keys.watch([widget])
    for again in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, Plain, "2", again)
        QApplication.sendEvent(widget, event)
        assert event.isAccepted()
    assert said == ["is 2"]

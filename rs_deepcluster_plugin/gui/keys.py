"""Keys of the workbench: they come before the shortcuts of QGIS while the focus is in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QWidget

Command = Callable[[], None]
_COMMAND_KEY = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
# Where the row of digits begins, by the codes of keys on X11 and Wayland, and on Windows.
_FIRST_DIGIT = 2 if sys.platform == "win32" else 10


class Keys(QObject):
    """Runs commands by keys that are pressed in widgets.

    Undo is a shortcut of QGIS's main window too, and Qt would call the two ambiguous: who takes
    the event that announces a shortcut gets the key.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._commands: dict[tuple[int, bool, bool], Command] = {}

    def on(self, key: Qt.Key, command: Command, control: bool = False, shift: bool = False) -> None:
        """Run a command when a key is pressed, or Ctrl or Shift and the key."""
        self._commands[int(key), control, shift] = command

    def watch(self, widgets: Iterable[QWidget]) -> None:
        """Look at the keys of widgets."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that have a command."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        control, shift = event.modifiers() == _COMMAND_KEY, event.modifiers() == _SHIFT
        if not (control or shift) and event.modifiers() not in _PLAIN:
            return False
        key = int(event.key()) if control else _digit_of(event)
        command = self._commands.get((key, control, shift))
        if command is None:
            return False
        event.accept()
        # A key that is held would label one scene after the other: most commands go on to the next.
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            command()
        return True


def _digit_of(event: QKeyEvent) -> int:
    """Return the key that was pressed: in the row of digits it is a digit, whatever is on it.

    With Shift there are other signs on them, which depend on the language of the keyboard, and on
    French ones the digits are there only with Shift.
    """
    place = event.nativeScanCode() - _FIRST_DIGIT
    if 0 <= place < 9 and sys.platform != "darwin":
        return int(Qt.Key.Key_1) + place
    return int(event.key())

"""Keys of the workbench: they come before the shortcuts of QGIS while the focus is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QWidget

Command = Callable[[], None]
_COMMAND_KEY = Qt.KeyboardModifier.ControlModifier
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Keys(QObject):
    """Runs commands by keys that are pressed in widgets.

    Undo is a shortcut of QGIS's main window too, and Qt would call the two ambiguous: who takes
    the event that announces a shortcut gets the key.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._commands: dict[tuple[int, bool], Command] = {}

    def on(self, key: Qt.Key, command: Command, control: bool = False) -> None:
        """Run a command when a key is pressed, or Ctrl and the key."""
        self._commands[int(key), control] = command

    def watch(self, widgets: Iterable[QWidget]) -> None:
        """Look at the keys of widgets."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that have a command."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        control = event.modifiers() == _COMMAND_KEY
        if not control and event.modifiers() not in _PLAIN:
            return False
        command = self._commands.get((int(event.key()), control))
        if command is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            command()
        return True

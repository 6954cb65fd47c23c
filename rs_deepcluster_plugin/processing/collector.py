"""While code of ours runs in another thread, Python collects garbage in the main thread only.

Objects that refer to each other in a circle are deleted by whichever thread happens to collect
them, but a widget, a layer and most else of Qt may be deleted only by the thread that it belongs
to: another one takes QGIS down. Such circles come from any plugin, so it is not enough that ours
makes none.
"""

from __future__ import annotations

import gc
import threading

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QThread, QTimer, pyqtSignal, pyqtSlot

_INTERVAL = 200  # milliseconds between two collections

_lock = threading.RLock()  # forgetting a hold releases it, which a collection may do anywhere
_holds: set[int] = set()
_found_enabled = False  # whether there is something to restore
_leaving = False  # whether a thread that has let go may not have left Python yet
_clock: _Clock | None = None


class Hold:
    """Keeps collection in the main thread until it is released or forgotten.

    Take it in the main thread, before the other one starts.
    """

    def __init__(self) -> None:
        with _lock:
            _holds.add(id(self))
            _pause()
        _start_clock()

    def release(self, used: bool = True) -> None:
        """Let go, of what another thread has used or not; a second time does nothing."""
        global _leaving
        with _lock:
            if id(self) not in _holds:
                return
            _holds.discard(id(self))
            # The clock restores: a thread that lets go needs a moment to leave Python. Where no
            # event loop runs, as in a script, nobody would come back to it.
            application = QCoreApplication.instance()
            looped = application is not None and application.thread().loopLevel() > 0
            _leaving = looped and (_leaving or used)
            if not (_holds or _leaving):
                _restore()

    def __del__(self) -> None:
        self.release()


def is_main_thread() -> bool:
    """Tell whether this is the thread that widgets and layers belong to."""
    application = QCoreApplication.instance()
    if application is None:
        return threading.current_thread() is threading.main_thread()
    return bool(QThread.currentThread() == application.thread())


class _Clock(QObject):
    """Collects in the main thread while something is held, and restores what was found."""

    wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._idle = False
        self.moveToThread(QCoreApplication.instance().thread())
        self._timer.timeout.connect(self._tick)
        self.wanted.connect(self._start)

    @pyqtSlot()
    def _start(self) -> None:
        self.setParent(QCoreApplication.instance())  # it restores even if the plugin is unloaded
        self._idle = False
        if not self._timer.isActive():
            self._timer.start()

    @pyqtSlot()
    def _tick(self) -> None:
        with _lock:
            if _holds:
                self._idle = False
                _pause()  # somebody may have turned it on meanwhile
            elif self._idle:
                self._timer.stop()
                _restore()
            else:
                self._idle = True  # the thread that has let go leaves Python until the next time
            due = _found_enabled
        if due:
            _collect()


def _start_clock() -> None:
    global _clock
    if QCoreApplication.instance() is None:
        return
    with _lock:
        if _clock is None or sip.isdeleted(_clock):
            _clock = _Clock()
    _clock.wanted.emit()  # the timer is started by its own thread


def _pause() -> None:
    global _found_enabled
    if gc.isenabled():
        gc.disable()
        _found_enabled = True


def _restore() -> None:
    global _found_enabled, _leaving
    _leaving = False
    if _found_enabled:
        _found_enabled = False
        gc.enable()


def _collect() -> None:
    """Collect what Python would have collected by now: the oldest generation that is due."""
    limits, counts = gc.get_threshold(), gc.get_count()
    if limits[0] == 0:
        return  # turned off by its threshold
    for generation in (2, 1, 0):
        if limits[generation] and counts[generation] > limits[generation]:
            gc.collect(generation)
            return

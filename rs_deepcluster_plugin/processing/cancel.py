"""Whether the user has cancelled, in whichever thread."""

from __future__ import annotations

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QCoreApplication

from ..worker.host.client import Cancelled
from .collector import is_main_thread


def is_cancelled(feedback: QgsFeedback) -> bool:
    """Tell whether the user has cancelled, also where this thread is what would hear of it.

    qgis_process runs algorithms in its main thread and learns of Ctrl-C by an event there.
    """
    if is_main_thread():
        QCoreApplication.processEvents()
    return bool(feedback.isCanceled())


def stop_if_cancelled(feedback: QgsFeedback | None) -> None:
    """Stop where the user has cancelled; `user_errors` tells QGIS."""
    if feedback is not None and is_cancelled(feedback):
        raise Cancelled


def report_step(step: int, total: int, feedback: QgsFeedback) -> None:
    """Report progress, up to 80 %, and stop where the user has cancelled."""
    if step % 100 == 0:
        feedback.setProgress(80 * step / total)
        stop_if_cancelled(feedback)

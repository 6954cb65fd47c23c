"""Algorithms as the workbench runs them: at once, or in the background with progress."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication

from ..core.base.errors import DeepClusterError
from ..processing.collector import Hold
from ..processing.framework.algorithm import LINK_START
from ..processing.framework.edit_algorithm import LayerEdit
from ..worker.host.client import Cancelled
from . import tr

Results = dict[str, Any]
Done = Callable[[Results, QgsProcessingContext], None]
# Tasks and what they use but do not own, until they have ended: the panel may be gone before.
_running: dict[int, tuple[Any, ...]] = {}


class _Heard(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.said: list[str] = []

    def reportError(self, error: str, fatal: bool = False) -> None:
        """Keep an error."""
        self.errors.append(error)

    def pushWarning(self, warning: str) -> None:
        """Keep a warning."""
        self.warnings.append(warning)

    def pushInfo(self, info: str) -> None:
        """Keep what was done."""
        self.said.append(info)


class _Writing:
    """Tells a task how far an edit is, and stops the edit when the task is cancelled."""

    def __init__(self, task: QgsTask) -> None:
        self._task = task

    def __call__(self, fraction: float) -> None:
        """Report how much is done."""
        self._task.setProgress(100 * fraction)
        if self._task.isCanceled():
            raise Cancelled

    def log(self, text: str) -> None:
        """Do nothing: an edit says nothing."""


class Commands(QObject):
    """Runs algorithms of the provider, one at a time."""

    failed = pyqtSignal(str)
    lacking = pyqtSignal(str)
    """There is no worker to run an algorithm; a sentence on it."""

    warned = pyqtSignal(str)
    said = pyqtSignal(str)
    started = pyqtSignal(str)
    """An algorithm with this name runs in the background."""

    progressed = pyqtSignal(float)
    ended = pyqtSignal()
    """The algorithm in the background has ended."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: QgsTask | None = None
        self._heard: _Heard | None = None
        self._closed = False
        self.writing = False
        """Whether a table is being written that nothing else can be written into meanwhile."""

    @property
    def busy(self) -> bool:
        """Whether an algorithm runs in the background."""
        return self._task is not None

    def run(self, name: str, parameters: Results) -> bool:
        """Run an algorithm that is quick; tells whether it went well."""
        prepared = self._prepared(name, parameters)
        if prepared is None:
            return False
        algorithm, context, heard = prepared
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            _, fine = algorithm.run(parameters, context, heard)
        except QgsProcessingException as error:
            fine = False
            heard.errors.append(str(error))
        finally:
            QApplication.restoreOverrideCursor()
        self._tell(heard, fine)
        return bool(fine)

    def start(self, name: str, layer: QgsVectorLayer, parameters: Results, done: Done) -> None:
        """Run an algorithm on a layer in the background; without the layer it ends."""
        parameters = {"INPUT": layer.id(), **parameters}
        prepared = self._prepared(name, parameters)
        if prepared is None:
            return
        algorithm, context, heard = prepared
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, heard)
        if task.isCanceled():  # its preparation has failed: it would never say that it has ended
            self._tell(heard, False)
            return

        key = id(task)
        _running[key] = (task, algorithm, context, parameters, heard)

        def executed(fine: bool, results: Results) -> None:
            if not sip.isdeleted(layer):
                layer.willBeDeleted.disconnect(self.cancel)
            # Not before this call is over: it belongs to the task.
            QTimer.singleShot(0, functools.partial(_running.pop, key, None))
            self._task = self._heard = None
            if self._closed:
                return
            self.ended.emit()
            if not heard.isCanceled():
                self._tell(heard, fine)
            if fine:
                done(results, context)

        task.executed.connect(executed)
        heard.progressChanged.connect(self.progressed)
        # The panel follows another layer before this one is deleted, and would not hear of it.
        layer.willBeDeleted.connect(self.cancel)
        self._task, self._heard = task, heard
        self.started.emit(algorithm.displayName())
        QgsApplication.taskManager().addTask(task)

    def write(self, title: str, edit: LayerEdit, done: Callable[[], None]) -> None:
        """Write an edit in the background; ``done`` shows it, when it was written."""
        if self.busy:
            self.failed.emit(tr("Wait until what is running has ended, or cancel it."))
            return

        def end(error: Exception | None) -> None:
            task, _ = _running.pop(key)
            hold.release()
            self._task, self.writing = None, False
            if self._closed:
                if error is None:
                    edit.show()
                return
            self.ended.emit()
            if error is None:
                done()
            elif isinstance(error, DeepClusterError):
                self.failed.emit(str(error))
            elif not task.isCanceled():
                raise error

        def written(error: Exception | None, *_: Any) -> None:
            # Not before this call is over: it belongs to the task, which swallows what it raises.
            QTimer.singleShot(0, functools.partial(end, error))

        task = QgsTask.fromFunction(
            title, lambda running: edit.write(_Writing(running)), on_finished=written
        )
        key, hold = id(task), Hold()
        _running[key] = (task, edit)
        task.progressChanged.connect(self.progressed)
        self._task, self.writing = task, True
        self.started.emit(title)
        QgsApplication.taskManager().addTask(task)

    def cancel(self) -> None:
        """Cancel what runs in the background."""
        if self._heard is not None:
            self._heard.cancel()
        if self._task is not None:
            self._task.cancel()

    def close_down(self) -> None:
        """Cancel what runs, and say nothing of it any more."""
        self.cancel()
        self._closed = True

    def _prepared(
        self, name: str, parameters: Results
    ) -> tuple[QgsProcessingAlgorithm, QgsProcessingContext, _Heard] | None:
        if self.busy:
            self.failed.emit(tr("Wait until what is running has ended, or cancel it."))
            return None
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rsdeepcluster:{name}")
        if algorithm is None:
            self.failed.emit(
                tr("Turn on the provider RS DeepCluster in the options of Processing.")
            )
            return None
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        fine, message = algorithm.canExecute()
        if LINK_START in message:
            self.lacking.emit(message.partition(LINK_START)[0])
            return None
        if fine:
            fine, message = algorithm.checkParameterValues(parameters, context)
        if not fine:
            self.failed.emit(message)
            return None
        heard = _Heard()
        context.setFeedback(heard)
        return algorithm, context, heard

    def _tell(self, heard: _Heard, fine: bool) -> None:
        """Say what an algorithm said last, in a sentence."""
        if not fine:
            texts = [text for text in heard.errors if text.strip()] or [tr("It failed.")]
            self.failed.emit(texts[0].strip())
        elif heard.warnings:
            self.warned.emit(heard.warnings[-1])
        elif heard.said:
            self.said.emit(heard.said[-1])

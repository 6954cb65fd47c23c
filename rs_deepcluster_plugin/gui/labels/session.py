"""The worker that holds a layer's features while they are labeled, as Qt objects hear of it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core.base.errors import DeepClusterError
from ...core.base.plain import from_plain, to_plain
from ...core.classes.training_table import LabelOfScene
from ...core.labels.classifier import LabelSettings
from ...core.labels.suggest import SuggestSettings
from ...processing.framework.algorithm import new_scratch, python_setting
from ...worker import array_files
from ...worker.contract import Examples, LabelAnswer, LabelInput, LabelRequest, LabelSessionJob
from ...worker.host.client import WorkerBug, WorkerSession
from ...worker.host.find_environment import find_python
from .. import tr

_LOOK = 15  # milliseconds between two looks at what has been answered


class LabelSession(QObject):
    """Asks a worker what labels say; answers come in parts, and only those to the last labels."""

    progressed = pyqtSignal(float)
    """Percent of what is done before the first answer."""

    ready = pyqtSignal(object)
    """The features are in memory; these are the numbers, rows and columns of their scenes."""

    answered = pyqtSignal(object, object)
    """A part of the answer, and its arrays by name."""

    said = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: WorkerSession | None = None
        self._open = contextlib.ExitStack()
        self._number = 0
        self._listens = False
        self._kept: LabelRequest | None = None  # what was asked before that
        self._next: Examples | None = None  # what is asked when the labels are answered
        self._asked: Examples | None = None  # what is being answered of these
        self.folder = Path()
        """What is written there is removed with the worker's end."""

        self.waiting = False
        """Whether something that was asked is not answered to its end."""

        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    def start(self, features: str) -> None:
        """Start the worker on a file of features.

        Raises
        ------
        DeepClusterError
            There is no worker, or it cannot be started.
        """
        self.stop()
        python = find_python(python_setting())
        self.folder = self._open.enter_context(new_scratch())
        job = LabelSessionJob(features, LabelSettings(), SuggestSettings(), str(self.folder))
        try:
            self._worker = WorkerSession(job, self.folder, python)
        except DeepClusterError:
            self._open.close()
            raise
        self.waiting = True
        self._timer.start()

    def stop(self) -> None:
        """End the worker."""
        self._timer.stop()
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
        self._open.close()
        self.waiting = self._listens = False
        self._kept = self._next = self._asked = None

    def ask(self, labels: Sequence[LabelOfScene], names: Mapping[str, str]) -> None:
        """Ask what labels say, which are of classes with these codes and names."""
        if self._worker is None:
            return
        self._next, self._asked = self._next or self._asked, None
        self._number += 1
        number_of = {code: number for number, code in enumerate(names)}
        known = [
            (row.scene_id, number_of.get(row.class_code, -1), number_of.get(row.not_class, -1))
            for row in labels
        ]
        columns = list(zip(*known)) or [(), (), ()]
        self._send(LabelRequest(self._number, *columns, tuple(names.values())))

    def join(self, labels: LabelInput) -> None:
        """Ask which scenes labels from elsewhere mean, which lie in `folder`."""
        self._next, self._asked = self._next or self._asked, None
        self._number += 1
        self._send(LabelRequest(self._number, (), (), (), (), labels))

    def compare(self, alike: Examples) -> None:
        """Ask how similar all scenes are to examples, when nothing is being answered but that.

        The labels come first: to ask would cancel what is said of them. Other examples take the
        place of these at once, so that no answer is of others than those asked last.
        """
        self._next = alike
        if not self.waiting or self._asked is not None:
            self._ask_next()

    def _ask_next(self) -> None:
        alike, self._next = self._next, None
        self._asked = alike
        if alike is not None:
            self._number += 1
            self._send(LabelRequest(self._number, (), (), (), (), alike=alike))

    def _send(self, request: LabelRequest) -> None:
        """Send a request, or keep it until the worker listens: a pipe holds few labels."""
        if self._worker is not None:
            self._kept = None if self._listens else request
            if self._listens:
                self._worker.ask(to_plain(request, LabelRequest, "labels"))
            self.waiting = True
            self._timer.start()

    def _look(self) -> None:
        """Take what has been said since."""
        if self._worker is None:
            return
        try:
            for said in self._worker.messages():
                if self._worker is None:  # who heard of the one before has ended it
                    return
                if "progress" in said:
                    self.progressed.emit(100 * said["progress"])
                elif "log" in said:
                    self.said.emit(said["log"])
                elif "answer" in said:
                    self._take(from_plain(said["answer"], LabelAnswer, "answer"))
        except (DeepClusterError, WorkerBug) as error:
            self.stop()
            sentence = str(error).strip()
            if isinstance(error, WorkerBug):
                sentence = tr("The worker met an error that it does not know ({}).").format(
                    sentence.splitlines()[-1]
                )
            self.failed.emit(sentence)

    def _take(self, answer: LabelAnswer) -> None:
        arrays: dict[str, Any] = {}
        if answer.arrays:
            if answer.number in (0, self._number):
                arrays = array_files.read(answer.arrays)
            Path(answer.arrays).unlink()
        if answer.number == 0:
            self._listens, self.waiting = True, self._kept is not None
            if self._kept is not None:
                self._send(self._kept)
            self.ready.emit(arrays)
        elif answer.number == self._number:
            self.waiting = not answer.last
            self.answered.emit(answer, arrays)
        if not self.waiting:
            self._timer.stop()
            self._ask_next()

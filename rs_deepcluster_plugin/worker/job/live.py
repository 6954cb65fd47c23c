"""The one job that answers more than once: features in memory, classified again with each label."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...core.base.errors import SceneError
from ...core.base.progress import Progress
from ...core.features.scene_file import SceneFile
from ...core.labels.classifier import Linear
from ...core.labels.join import LabeledUnits, LabelRows
from ...core.labels.label_model import ScenesOfClasses
from ...core.labels.live import LiveScenes
from ...core.labels.tune import Tuning
from .. import array_files
from ..contract import Examples, LabelAnswer, LabelInput, LabelRequest, LabelSessionJob
from .channel import Channel, Superseded
from .labels import read_units
from .registry import does

_DRAWN = 1e-5  # seconds that QGIS draws a scene for
_LOOK = 0.02  # seconds between looks for other labels


@does(LabelSessionJob)
def label_session(job: LabelSessionJob, progress: Progress) -> None:
    """Answer requests until QGIS ends this process."""
    if not isinstance(progress, Channel):
        raise TypeError("labels are answered to a program that asks")
    features = SceneFile(job.features, "features")
    live = LiveScenes(features, job.label, progress)
    session = _Session(job, live, progress)
    ids, rows, cols = features.cells()
    progress.answer(session.write(0, scene_id=ids, row=rows, col=cols), LabelAnswer)
    for request in progress.requests(LabelRequest):
        try:
            if request.loaded is not None:
                session.join(request.number, request.loaded, features)
            elif request.alike is not None:
                session.compare(request.number, request.alike)
            else:
                session.answer(request)
        except Superseded:
            continue


class _Session:
    """Answers requests, the quickest and most wanted part first."""

    def __init__(self, job: LabelSessionJob, live: LiveScenes, talk: Channel) -> None:
        self._job, self._live, self._talk = job, live, talk
        self._tuning: Tuning | None = None
        self._count = 0

    def write(self, number: int, **arrays: object) -> LabelAnswer:
        """Write the arrays of an answer."""
        self._count += 1
        path = Path(self._job.folder) / f"answer_{self._count}.npz"
        array_files.write(path, **arrays)
        return LabelAnswer(number, str(path))

    def join(self, number: int, loaded: LabelInput, features: SceneFile) -> None:
        """Send which scenes labels from elsewhere mean, and what of them."""
        try:
            units = read_units(loaded, features, self._talk)
        except SceneError as error:
            self._send(LabelAnswer(number, problem=str(error), last=True))
            return
        answer = self.write(
            number,
            labeled=self._live.ids[units.places],
            label=units.classes,
            excluded=units.excluded,
        )
        self._send(replace(answer, last=True))

    def compare(self, number: int, alike: Examples) -> None:
        """Send how similar all scenes are to examples, and to counterexamples."""
        try:
            near, far = self._live.compare(alike.scene_ids, alike.unlike, self._talk.heed)
        except SceneError as error:
            self._send(LabelAnswer(number, problem=str(error), last=True))
            return
        answer = self.write(
            number, similarity=near.astype(np.float32), unlike=far.astype(np.float32)
        )
        self._send(replace(answer, last=True))

    def answer(self, request: LabelRequest) -> None:
        """Send what the labels say; stops as soon as there are others."""
        size = len(request.names)
        nothing = np.empty(0, dtype=np.int64)
        units = LabeledUnits(nothing, nothing, np.empty((0, size), dtype=bool))
        model, problem = None, ""
        try:
            if request.labels:
                units = self._live.units(_rows_of(request), size)
                model = self._live.fit(units, self._tuning)
        except SceneError as error:  # there is too little to learn from, and it says what to do
            problem = str(error)
        self._talk.go_on()
        self._send_classes(request.number, units, model, problem)
        self._talk.go_on()
        found = self._live.suggest(units, model, request.names, self._job.suggest, self._talk.heed)
        answer = self.write(
            request.number,
            suggested=np.array([one.place for one in found], dtype=np.int64),
            **array_files.pack_texts("reason", [one.reason for one in found]),
        )
        self._send(replace(answer, last=model is None))
        if model is not None:
            self._let_draw()
            self._check(request.number, units, size)

    def _let_draw(self) -> None:
        """Leave the cores to QGIS for as long as it draws; what is checked comes later anyway."""
        end = time.monotonic() + len(self._live.ids) * _DRAWN
        self._talk.go_on()
        while time.monotonic() < end:
            time.sleep(_LOOK)
            self._talk.go_on()

    def _send_classes(
        self, number: int, units: LabeledUnits, model: Linear | None, problem: str
    ) -> None:
        if model is None:
            self._send(LabelAnswer(number, problem=problem))
            return
        self._send(self.write(number, **_columns(self._live.classify(units, model))))

    def _check(self, number: int, units: LabeledUnits, size: int) -> None:
        """Find out how right and how sure the labels are, and send probabilities that say so."""
        model, held, tuning = self._live.check(units, self._talk.heed)
        self._talk.go_on()
        right, confusion = held.checked, np.zeros((size, size), dtype=np.int64)
        known = right & (held.classes < size)  # what is taken for none of them is not in the table
        np.add.at(confusion, (units.classes[known], held.classes[known]), 1)
        self._tuning = tuning
        found = self._live.classify(units, model)
        checked = np.bincount(units.classes[right], minlength=size)
        answer = self.write(number, confusion=confusion, checked=checked, **_columns(found))
        share = float((held.classes[right] == units.classes[right]).mean()) if right.any() else None
        self._send(replace(answer, checked=int(right.sum()), accuracy=share, last=True))

    def _send(self, answer: LabelAnswer) -> None:
        self._talk.answer(answer, LabelAnswer)


def _rows_of(request: LabelRequest) -> LabelRows:
    labels, others, ids = (
        np.array(column, dtype=np.int64)
        for column in (request.labels, request.not_labels, request.scene_ids)
    )
    return LabelRows(labels, others, np.full(len(ids), None, dtype=object), ids)


def _columns(found: ScenesOfClasses) -> array_files.Arrays:
    """Return the classes from 1 and the probabilities of all scenes as small arrays."""
    return {
        "kind": found.classes.astype(np.int32),
        "probability": found.probabilities.astype(np.float32),
        "second": found.second_classes.astype(np.int32),
        "second_probability": found.second_probabilities.astype(np.float32),
    }

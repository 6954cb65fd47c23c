"""Scenes that stay in memory while they are labeled, so that each label takes part of a second."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..base.arrays import FloatArray, IntArray, Vectors
from ..base.errors import SceneError
from ..base.progress import Part, Progress, silent
from ..base.sampling import draw
from ..features.scene_file import SceneFile
from ..features.similarity import normalizer_of
from .classifier import HeldOut, LabelSettings, Linear, make_folds
from .join import LabeledUnits, LabelRows, pair_by_number, settle_labels
from .label_model import (
    ScenesOfClasses,
    choose_classes,
    finish_classes,
    keep_labels,
    take_sample,
)
from .refine import spread_places
from .suggest import (
    Suggestion,
    SuggestSettings,
    find_density,
    suggest_doubtful,
    suggest_typical,
)
from .tune import Tuning, Way, crowds_of, tune_better

_MOST_EXAMPLES = 200  # of more, some are drawn: half a second for a hundred thousand scenes
_BLOCK = 8192  # scenes


class LiveScenes:
    """The diffused features of all scenes of a file, and what else does not change with labels.

    What is found is what `fit_labels` and `LabelModel.apply` find, but that of more than 20,000
    scenes those that are labeled are diffused by the others, and not with them.
    """

    def __init__(
        self, features: SceneFile, settings: LabelSettings, progress: Progress = silent
    ) -> None:
        self._settings, self._path = settings, features.path
        normalizer = normalizer_of(features, Part(progress, 0, 0.03))
        sample = take_sample(features, normalizer, settings, progress=Part(progress, 0.03, 0.3))
        self.ids: IntArray = features.cells()[0]
        self._centers: FloatArray = features.centers()
        self._places: IntArray = features.present()
        self._diffused: Vectors = np.empty((len(self._places), features.dims), dtype=np.float32)
        for rows, moved in sample.walk(features, normalizer, Part(progress, 0.3, 0.9)):
            self._diffused[np.searchsorted(self._places, rows)] = moved
        self._plain: NDArray[np.float16] | None = None
        if settings.strength > 0:
            self._plain = np.empty(self._diffused.shape, dtype=np.float16)
            for rows, kept in sample.plain().walk(features, normalizer, Part(progress, 0.9, 0.98)):
                self._plain[np.searchsorted(self._places, rows)] = kept
        self._sample: IntArray = np.searchsorted(self._places, sample.places)
        self._density = find_density(sample.values)
        self._around = crowds_of(self._both(self._sample[spread_places(len(self._sample))]))
        self._typical: list[Suggestion] | None = None
        progress(1)

    def units(self, rows: LabelRows, count: int, progress: Progress = silent) -> LabeledUnits:
        """Return the scenes of labels that name them by their numbers; see `join_labels`."""
        pairs = pair_by_number(rows, np.arange(len(rows)), self.ids)
        if len(pairs[0]) == 0:
            raise SceneError(
                f"None of the {len(rows):,} labels is of a scene of {self._path}. Label scenes of "
                "this layer."
            )
        return settle_labels(rows, *pairs, self._places, count, progress)

    def fit(self, units: LabeledUnits, tuning: Tuning | None = None) -> Linear:
        """Train on labeled scenes; ``tuning`` is of a check before, without it all is as usual."""
        way = Way() if tuning is None else tuning.way
        values, around = self._take(self._rows_of(units), way.diffused), way.choose(self._around)
        model = way.train(values, units.classes, units.excluded, around, self._settings)
        return model if tuning is None else tuning.applied(model)

    def classify(self, units: LabeledUnits, model: Linear) -> ScenesOfClasses:
        """Return the classes of all scenes; those with a label have what it says."""
        count, size = len(self.ids), units.excluded.shape[1]
        first, second = (np.zeros(count, dtype=np.int64) for _ in range(2))
        likely, less, alike = (np.full(count, np.nan) for _ in range(3))
        for start in range(0, len(self._places), _BLOCK):
            some = slice(start, start + _BLOCK)
            found = model.probabilities(self._take(some, model.diffused))
            chosen = choose_classes(found, model.classes, size)
            rows = self._places[some]
            first[rows], likely[rows], second[rows], less[rows] = chosen
        shares = np.zeros((count, 0), dtype=np.float32)
        made = finish_classes(self._settings, first, likely, second, less, alike, shares)
        return keep_labels(made, units, self._settings)

    def compare(
        self, examples: Collection[int], unlike: Collection[int] = (), progress: Progress = silent
    ) -> tuple[FloatArray, FloatArray]:
        """Return how similar all scenes are to examples, and to counterexamples: to the nearest.

        Parameters
        ----------
        examples, unlike
            Numbers of scenes.
        progress
            What may raise where the comparison is of no use any more.

        Returns
        -------
        similarities, others : ndarray of shape (n,)
            From -1 to 1, by the cosine of diffused features; NaN for scenes without features, and
            for all where there are no counterexamples.

        Raises
        ------
        SceneError
            None of the examples has features.
        """
        chosen = [self._directions_of(numbers) for numbers in (examples, unlike)]
        if not len(chosen[0]):
            raise SceneError(
                "None of the scenes chosen has features, for lack of valid data. Choose other "
                "scenes."
            )
        found = np.full((2, len(self.ids)), np.nan)
        for start in range(0, len(self._places), _BLOCK):
            progress(start / len(self._places))
            some = _unit(self._diffused[start : start + _BLOCK])
            for values, others in zip(found, chosen):
                if len(others):
                    nearest = (some @ others.T).max(axis=1)
                    values[self._places[start : start + _BLOCK]] = nearest
        return found[0], found[1]

    def _directions_of(self, numbers: Collection[int]) -> Vectors:
        """Return the features of scenes that have any, each of length 1."""
        mine = np.isin(self.ids[self._places], list(numbers))
        return _unit(self._diffused[draw(np.flatnonzero(mine), _MOST_EXAMPLES, 0)])

    def check(
        self, units: LabeledUnits, progress: Progress = silent
    ) -> tuple[Linear, HeldOut, Tuning]:
        """Tune a classifier by labels in blocks of the map, which are kept aside in turn.

        Returns it, what these were taken for, and what classifiers of other labels can begin with.
        """
        folds = make_folds(
            self._centers[units.places],
            units.classes,
            self._settings.folds,
            self._settings.seed,
        )
        return tune_better(
            self._both(self._rows_of(units)), units.classes, units.excluded, folds, self._around,
            self._settings, progress,
        )  # fmt: skip

    def suggest(
        self, units: LabeledUnits, model: Linear | None, names: Sequence[str],
        asked: SuggestSettings, progress: Progress = silent,
    ) -> list[Suggestion]:  # fmt: skip
        """Return the scenes to label next, by their rows in the file; none where all have labels.

        Without a model they are typical ones of all groups, whatever is labeled.
        """
        mine = np.searchsorted(self._places, units.places)
        looked = np.concatenate([self._sample, np.setdiff1d(mine, self._sample)])
        place_of = np.full(len(self._places), -1, dtype=np.int64)
        place_of[looked] = np.arange(len(looked))
        free = np.ones(len(looked), dtype=bool)
        free[place_of[mine]] = False
        if not free.any():
            return []
        density = np.append(self._density, np.zeros(len(looked) - len(self._sample)))
        values = self._take(looked, model is None or model.diffused)
        centers = self._centers[self._places[looked]]
        if model is not None:
            found = suggest_doubtful(
                values, centers, place_of[mine], free, density, model, names, asked, progress
            )
        else:
            if self._typical is None:  # it takes seconds, and is the same whatever is labeled
                nothing = np.empty(0, dtype=np.int64)
                every = np.arange(len(looked)) < len(self._sample)
                self._typical = suggest_typical(
                    values, centers, nothing, every, density, self._settings.seed, asked
                )
            found = [one for one in self._typical if free[one.place]]
        return [replace(one, place=int(self._places[looked[one.place]])) for one in found]

    def _rows_of(self, units: LabeledUnits) -> IntArray:
        return np.searchsorted(self._places, units.places)

    def _take(self, rows: IntArray | slice, diffused: bool) -> Vectors:
        """Return features of some scenes, diffused or as they are."""
        if diffused or self._plain is None:
            return self._diffused[rows]
        return self._plain[rows].astype(np.float32)

    def _both(self, rows: IntArray) -> tuple[Vectors, Vectors | None]:
        return self._take(rows, True), None if self._plain is None else self._take(rows, False)


def _unit(vectors: Vectors) -> Vectors:
    """Give each row the length 1; one of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1))

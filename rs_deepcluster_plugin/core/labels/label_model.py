"""The model that labels make: fitted on some scenes, applied to all, and to other rasters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from ..base.archive import explain_damage, read_archive, write_archive
from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.errors import SceneError
from ..base.foreign import Form, check_arrays
from ..base.plain import check_settings, from_file
from ..base.progress import Part, Progress, silent
from ..base.sampling import draw
from ..features.normalize import FIT_SCENES, Normalizer
from ..features.scene_file import Provenance, SceneFile
from ..features.similarity import normalizer_of
from .classifier import (
    LABEL_METHODS,
    HeldOut,
    LabelSettings,
    Linear,
    calibration_error,
    make_folds,
)
from .diffuse import Diffusion
from .join import LabeledUnits
from .refine import Crowd, spread_places
from .tune import crowds_of, keep_better, tune_better

_FORMAT, _VERSION, _MADE_BY = "rs-deepcluster-labels", 1, "Classify scenes"
_MOST_EXAMPLES = 5000
_ROWS = 2048
_NAMED = 8  # classes in a sentence
_FORMS = {
    "classes": Form("i", ("k",), 0),
    "weights": Form("f", ("k", "d")),
    "offsets": Form("f", ("k",)),
    "part_mean": Form("f", ("d",)),
    "mean": Form("f", ("d",)),
    "examples": Form("f", ("e", "d"), -1.01, 1.01),
}


@dataclass(frozen=True)
class LabelClass:
    """A class that scenes can be."""

    code: str
    name: str
    color: str
    """#rrggbb."""


@dataclass(frozen=True)
class ScenesOfClasses:
    """What scenes are classified as; arrays are of shape (n,)."""

    classes: IntArray
    """From 1; 0 for none."""

    probabilities: FloatArray
    second_classes: IntArray
    second_probabilities: FloatArray
    ambiguous: BoolArray
    similarities: FloatArray
    """To the most similar labeled scene, from -1 to 1; NaN for scenes without features."""

    shares: Vectors
    """Probabilities (n, k) of all classes, (n, 0) where they were not asked for."""


@dataclass(frozen=True)
class LabelModel:
    """What is needed to classify scenes whose features the same encoder made."""

    settings: LabelSettings
    classes: tuple[LabelClass, ...]
    linear: Linear
    normalizer: Normalizer
    provenance: Provenance
    examples: Vectors
    """Diffused features (e, d) of labeled scenes."""

    def save(self, path: str | Path) -> None:
        """Write to an npz file."""
        write_archive(
            path,
            _FORMAT,
            _VERSION,
            {
                "settings": asdict(self.settings),
                "classes": [asdict(one) for one in self.classes],
                "temperature": self.linear.temperature,
                "provenance": self.provenance.to_json(),
            },
            {
                "classes": self.linear.classes,
                "weights": self.linear.weights,
                "offsets": self.linear.offsets,
                "part_mean": self.normalizer.part_mean,
                "mean": self.normalizer.mean,
                "examples": self.examples.astype(np.float16),
            },
        )

    @classmethod
    def load(cls, path: str | Path) -> LabelModel:
        """Read what `save` wrote; raises `DataFileError`."""
        header, arrays = read_archive(path, _FORMAT, _VERSION, _MADE_BY)
        with explain_damage(path, _MADE_BY):
            made = Provenance.from_json(header["provenance"])
            settings = from_file(header["settings"], LabelSettings, "settings")
            check_settings(settings, "settings")
            classes = tuple(from_file(one, LabelClass, "class") for one in header["classes"])
            check_arrays(arrays, _FORMS, lengths={"d": sum(made.part_dims)})
            kinds, temperature = arrays["classes"].astype(np.int64), header["temperature"]
            if settings.method not in LABEL_METHODS or type(temperature) is not float:
                raise ValueError("the method is unknown")
            if not (len(kinds) > 1 and (np.diff(kinds) > 0).all() and kinds[-1] <= len(classes)):
                raise ValueError("its classes are not in order")
            if not 1e-6 < temperature < 1e6:
                raise ValueError("the temperature is not possible")
            diffused = settings.strength > 0
            linear = Linear(kinds, arrays["weights"], arrays["offsets"], temperature, diffused)
            normalizer = Normalizer(made.part_dims, arrays["part_mean"], arrays["mean"])
            examples = arrays["examples"].astype(np.float32)
            return cls(settings, classes, linear, normalizer, made, examples)

    def apply(
        self,
        features: SceneFile,
        diffused: Sample | None = None,
        every: bool = False,
        progress: Progress = silent,
    ) -> ScenesOfClasses:
        """Classify all scenes of a file.

        Parameters
        ----------
        features
            Of the same encoder.
        diffused
            What the model was fitted on, if that were scenes of this file.
        every
            Return the probabilities of all classes, too.

        Raises
        ------
        DataFileError
            Another encoder made the features.
        """
        features.provenance.refuse_other(
            features.path, self.provenance, "what the labels are learned from"
        )
        if diffused is None:
            diffused = take_sample(
                features, self.normalizer, self.settings, progress=Part(progress, 0, 0.6)
            )
        count, size = features.count, len(self.classes)
        shares = np.zeros((count, size if every else 0), dtype=np.float32)
        first, second = (np.zeros(count, dtype=np.int64) for _ in range(2))
        likely, less, alike = (np.full(count, np.nan) for _ in range(3))
        share = Part(progress, 0.6, 1)
        for rows, moved in diffused.walk(features, self.normalizer, share):
            found = self.linear.probabilities(moved)
            alike[rows] = (moved @ self.examples.T).max(axis=1)
            chosen = choose_classes(found, self.linear.classes, size)
            first[rows], likely[rows], second[rows], less[rows] = chosen
            if every:
                real = self.linear.classes < size
                shares[np.ix_(rows, self.linear.classes[real])] = found[:, real]
        if self.settings.similarity is not None:
            first[alike < self.settings.similarity] = 0
        return finish_classes(self.settings, first, likely, second, less, alike, shares)


def choose_classes(
    found: FloatArray, kinds: IntArray, size: int
) -> tuple[IntArray, FloatArray, IntArray, FloatArray]:
    """Return the two most likely classes from 1, 0 for none of them, with their probabilities."""
    order = np.argsort(-found, axis=1, kind="stable")[:, :2]
    mine = np.arange(len(found))
    numbers = np.where(kinds < size, kinds + 1, 0)[order]
    return (
        numbers[:, 0], found[mine, order[:, 0]], numbers[:, 1], found[mine, order[:, 1]]
    )  # fmt: skip


def finish_classes(
    settings: LabelSettings,
    first: IntArray,
    likely: FloatArray,
    second: IntArray,
    less: FloatArray,
    alike: FloatArray,
    shares: Vectors,
) -> ScenesOfClasses:
    """Leave out what means nothing, and tell who is in doubt."""
    likely = np.where(first > 0, likely, np.nan)
    second = np.where(first > 0, second, 0)
    less = np.where(second > 0, less, np.nan)
    with np.errstate(invalid="ignore"):
        ambiguous = (second > 0) & (less >= settings.doubt * likely)
    return ScenesOfClasses(first, likely, second, less, ambiguous, alike, shares)


@dataclass(frozen=True)
class Sample:
    """Scenes of a file by which others are diffused."""

    places: IntArray
    """Rows of the file (m,), ascending."""

    values: Vectors
    """Normalized features (m, d)."""

    diffusion: Diffusion

    def diffused(self, places: IntArray) -> Vectors:
        """Return the diffused features of some of its scenes, by their rows in the file."""
        own = np.searchsorted(self.places, places)
        return self.diffusion.of_reference(self.values[own], own)

    def around(self) -> IntArray:
        """Return places of some scenes that stand for all."""
        return self.places[spread_places(len(self.places))]

    def plain(self) -> Sample:
        """Return the same scenes, whose features stay as they are."""
        return replace(self, diffusion=Diffusion.fit(self.values, 0, 0.0))

    def walk(
        self, features: SceneFile, normalizer: Normalizer, progress: Progress = silent
    ) -> Iterator[tuple[IntArray, Vectors]]:
        """Yield rows and diffused features of all scenes of the file that have any, in blocks."""
        place_of = np.full(features.count, -1, dtype=np.int64)
        place_of[self.places] = np.arange(len(self.places))
        start = 0
        for block in features.blocks(_ROWS):
            there = np.flatnonzero(block.has_vector)
            rows = start + there
            if len(rows):
                values = normalizer(block.vectors[there])
                known = place_of[rows]
                inside = known >= 0
                moved = np.empty_like(values)
                moved[inside] = self.diffusion.of_reference(values[inside], known[inside])
                moved[~inside] = self.diffusion(values[~inside])
                yield rows, moved
            start += len(block)
            progress(start / max(features.count, 1))


def take_sample(
    features: SceneFile,
    normalizer: Normalizer,
    settings: LabelSettings,
    needed: IntArray | None = None,
    progress: Progress = silent,
) -> Sample:
    """Diffuse the scenes of a file, or those that are ``needed`` and 20,000 others."""
    present = features.present()
    if len(present) == 0:
        raise SceneError(f"No scene of {features.path} has features. Choose another file.")
    places = draw(present, FIT_SCENES, settings.seed)
    if needed is not None:
        places = np.union1d(places, needed)
    values = normalizer(features.take(places))
    progress(0.1)
    made = Diffusion.fit(values, settings.neighbors, settings.strength, Part(progress, 0.1, 1))
    return Sample(places, values, made)


@dataclass(frozen=True)
class FittedLabels:
    """A model with what it was made of and how right it is."""

    model: LabelModel
    sample: Sample
    held: HeldOut
    blocks: bool
    """Whether labels were kept aside by blocks of the map, and not one by one."""


def fit_labels(
    features: SceneFile,
    units: LabeledUnits,
    classes: tuple[LabelClass, ...],
    settings: LabelSettings,
    progress: Progress = silent,
) -> FittedLabels:
    """Fit a model on the labeled scenes of a file.

    Raises
    ------
    SceneError
        All labels are of one class, or there are too few for the method.
    """
    normalizer = normalizer_of(features, Part(progress, 0, 0.1))
    sample = take_sample(features, normalizer, settings, units.places, Part(progress, 0.1, 0.7))
    plain = sample.plain() if settings.strength > 0 else None
    centers = features.centers()[units.places]
    folds = make_folds(centers, units.classes, settings.folds, settings.seed)
    linear, held, _ = tune_better(
        _values_of(sample, plain, units.places), units.classes, units.excluded, folds,
        crowds_of(_values_of(sample, plain, sample.around())), settings, Part(progress, 0.7, 1),
    )  # fmt: skip
    if plain is not None and not linear.diffused:
        sample, settings = plain, replace(settings, strength=0.0)
    shown = units.places[draw(np.flatnonzero(units.classes >= 0), _MOST_EXAMPLES, settings.seed)]
    model = LabelModel(
        settings, classes, linear, normalizer, features.provenance, sample.diffused(shown)
    )  # fmt: skip
    return FittedLabels(model, sample, held, bool(np.isfinite(centers).all()))


def choose_sample(
    features: SceneFile, sample: Sample, units: LabeledUnits, settings: LabelSettings
) -> tuple[Sample, Crowd | None]:
    """Return a sample as `fit_labels` would have it, diffused or with features as they are.

    And what its classifiers are refined by, if they are.
    """
    folds = make_folds(
        features.centers()[units.places], units.classes, settings.folds, settings.seed
    )
    plain = sample.plain() if settings.strength > 0 else None
    values = _values_of(sample, plain, units.places)
    around = crowds_of(_values_of(sample, plain, sample.around()))
    way = keep_better(values, units.classes, units.excluded, folds, around, settings)[1]
    chosen = sample if way.diffused or plain is None else plain
    return chosen, way.choose(around) if way.refined else None


def _values_of(
    sample: Sample, plain: Sample | None, places: IntArray
) -> tuple[Vectors, Vectors | None]:
    return sample.diffused(places), None if plain is None else plain.diffused(places)


def keep_labels(
    found: ScenesOfClasses, units: LabeledUnits, settings: LabelSettings
) -> ScenesOfClasses:
    """Return the classes with those that labels name, and without those that they rule out."""
    first, second = found.classes.copy(), found.second_classes.copy()
    likely, less = found.probabilities.copy(), found.second_probabilities.copy()
    named = units.classes >= 0
    rows = units.places[named]
    first[rows], likely[rows] = units.classes[named] + 1, 1.0
    second[rows], less[rows] = 0, np.nan
    for row, gone in zip(units.places[~named].tolist(), units.excluded[~named]):
        if second[row] and gone[second[row] - 1]:
            second[row], less[row] = 0, np.nan
        if first[row] and gone[first[row] - 1]:
            first[row], likely[row] = second[row], less[row]
            second[row], less[row] = 0, np.nan
    shares = found.shares
    if shares.shape[1]:
        shares = shares.copy()
        shares[rows] = np.eye(shares.shape[1], dtype=np.float32)[units.classes[named]]
    return finish_classes(settings, first, likely, second, less, found.similarities, shares)


def describe_held_out(
    held: HeldOut, units: LabeledUnits, names: Sequence[str], blocks: bool
) -> list[str]:
    """Return sentences about how right and how sure the labels that were kept aside are.

    ``names`` are those of the classes.
    """
    lines = []
    counts = np.bincount(units.classes[units.classes >= 0], minlength=len(names))
    single = [name for name, count in zip(names, counts.tolist()) if count == 1]
    if single:
        some = ", ".join(single[:_NAMED]) + (", ..." if len(single) > _NAMED else "")
        lines.append(
            f"Classes with one label, which cannot be checked: {some}. Label more of them."
        )
    checked = held.checked
    if not checked.any():
        return [
            *lines,
            "There are too few labels to keep some aside, so that nothing is known of how right "
            "the map is. Probabilities are as usual for the method.",
        ]
    right = held.classes[checked] == units.classes[checked]
    error = calibration_error(held.probabilities[checked], right)
    how = "whole blocks of the map" if blocks else "single scenes, for they have no place,"
    return [
        *lines,
        f"Cross-validated by keeping {how} aside: {right.mean():.1%} of {len(right):,} labeled "
        f"scenes are right, with a calibration error of {error:.3f}.",
    ]

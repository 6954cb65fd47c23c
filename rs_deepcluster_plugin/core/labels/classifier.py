"""From a few labeled scenes to a linear classifier, and how sure it may be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.errors import SceneError
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.sampling import block_of
from ..clusters.methods.base import softmax

_ROUNDS = 5  # in which scenes that are known not to be of a class find theirs
_SPREAD = 0.5  # of the logarithm of the temperature, as far as it is known beforehand
_COLDEST, _HOTTEST = -4.0, 3.0  # logarithms of the factor that is looked for
_BINS = 10


@dataclass(frozen=True)
class LabelSettings:
    """How scenes are classified by labels."""

    method: str = setting(
        "logistic",
        "Method",
        "Logistic regression: regularized, and the best on labeled scenes. Linear discriminant: "
        "classes with one common shape, which takes two labels of each. Prototypes: the mean of a "
        "class's labeled scenes stands for it.",
    )
    regularization: float = setting(
        100.0,
        "Inverse regularization",
        "Logistic regression: small values trust the labels less.",
        minimum=0.0001,
        maximum=1e6,
    )
    strength: float = setting(
        0.95,
        "Diffusion",
        "How much of a scene's features comes from the scenes that are most like it, before "
        "anything is learned: with few labels, the groups that all scenes form say more than these "
        "do. Left out by itself where labels that are kept aside are told apart better without. "
        "0: features stay as they are.",
        minimum=0,
        maximum=0.99,
    )
    neighbors: int = setting(
        10,
        "Neighbors",
        "Diffusion: the most similar scenes that a scene takes over from.",
        minimum=1,
        maximum=200,
    )
    doubt: float = setting(
        0.5,
        "Doubtful from",
        "A scene is ambiguous where its second class is so many times as likely as the first, or "
        "more.",
        minimum=0,
        maximum=1,
    )
    similarity: float | None = setting(
        None,
        "Lowest similarity",
        "A scene whose features are less similar than that to those of every labeled scene gets no "
        "class: it is none of these. From -1 to 1; the field similarity shows what it is. Empty: "
        "every scene gets a class.",
        minimum=-1,
        maximum=1,
    )
    folds: int = setting(
        5,
        "Folds",
        "Parts of the labels, each made of whole blocks of the map, of which one at a time is kept "
        "aside to see how right and how sure the others are there.",
        minimum=2,
        maximum=50,
    )
    seed: int = setting(0, minimum=0, maximum=2**31 - 1)


@dataclass(frozen=True)
class Linear:
    """A linear classifier: scores of classes, and the temperature that makes probabilities."""

    classes: IntArray
    """Of shape (k,), ascending; the number of classes itself stands for none of them."""

    weights: Vectors
    """Of shape (k, d)."""

    offsets: FloatArray
    """Of shape (k,)."""

    temperature: float = 1.0

    diffused: bool = True
    """Whether it is of diffused features, and not of these as they are."""

    def scores(self, values: Vectors) -> FloatArray:
        """Return scores (n, k) of features (n, d)."""
        return np.asarray(values @ self.weights.T + self.offsets, dtype=np.float64)

    def probabilities(self, values: Vectors) -> FloatArray:
        """Return probabilities (n, k) of the classes."""
        return softmax(self.scores(values) / self.temperature)


Train = Callable[[Vectors, IntArray, FloatArray, LabelSettings], "tuple[Any, Any]"]


def _train_logistic(
    values: Vectors, labels: IntArray, weights: FloatArray, settings: LabelSettings
) -> tuple[Any, Any]:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    # The weights lie in the span of the rows: with few labels there are far fewer unknowns there.
    basis = None
    if len(values) < values.shape[1]:
        basis, small = np.linalg.qr(values.T.astype(np.float64))
        values = small.T
    fit = LogisticRegression(C=settings.regularization, max_iter=1000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # as good as it gets
        warnings.simplefilter("ignore", UserWarning)  # that one label a class is no regression
        fit.fit(values, labels, sample_weight=weights)
    found, offsets = _of_two(fit)
    return found if basis is None else found @ basis.T, offsets


def _train_discriminant(
    values: Vectors, labels: IntArray, weights: FloatArray, settings: LabelSettings
) -> tuple[Any, Any]:
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    if np.bincount(labels).max() < 2:
        raise SceneError(
            "The linear discriminant needs two labels of a class at least. Label more scenes, or "
            "choose the logistic regression."
        )
    count = len(np.unique(labels))
    fit = LinearDiscriminantAnalysis("lsqr", shrinkage="auto", priors=np.full(count, 1 / count))
    whole = weights > 0.5
    kept = whole if len(np.unique(labels[whole])) == count else weights > 0
    fit.fit(values[kept].astype(np.float64), labels[kept])
    return _of_two(fit)


def _train_prototypes(
    values: Vectors, labels: IntArray, weights: FloatArray, settings: LabelSettings
) -> tuple[Any, Any]:
    kinds = np.unique(labels)
    means = np.stack([weights[labels == k] @ values[labels == k] for k in kinds.tolist()])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return means, np.zeros(len(kinds))


def _of_two(fit: Any) -> tuple[Any, Any]:
    """Return weights and offsets of all classes, also where scikit-learn has one row for two."""
    weights, offsets = fit.coef_, np.asarray(fit.intercept_)
    if len(weights) == 1:
        weights, offsets = np.vstack([-weights, weights]) / 2, np.append(-offsets, offsets) / 2
    return weights, offsets


LABEL_METHODS: dict[str, tuple[str, Train, float]] = {
    "logistic": ("Logistic regression", _train_logistic, 1.0),
    "discriminant": ("Linear discriminant", _train_discriminant, 20.0),
    "prototypes": ("Prototypes", _train_prototypes, 0.1),
}
"""What a method is called, what trains it, and the temperature of its scores."""

LEAST_LABELS = {"discriminant": 2}
"""Labels of each class that a method takes, where that is more than one."""


def find_nothing(classes: IntArray, excluded: BoolArray) -> IntArray:
    """Return the classes (u,) with k for labeled scenes that are of none of k classes.

    Of classes that no scene shows nothing can be learned: what is none of the others is none.
    """
    known = np.unique(classes[classes >= 0])
    if len(known) == 0:
        return classes
    nothing = (classes < 0) & excluded[:, known].all(axis=1)
    return np.where(nothing, excluded.shape[1], classes)


def fit_linear(
    values: Vectors, classes: IntArray, excluded: BoolArray, settings: LabelSettings
) -> Linear:
    """Train a classifier on labeled scenes.

    A scene that is only known not to be of some class counts for the others as far as they are
    likely; one that is of no class at all makes a class of its own: none of these.

    Parameters
    ----------
    values : ndarray of shape (u, d)
        Features, diffused.
    classes : ndarray of shape (u,)
        From 0; -1 where it is only known what a scene is not.
    excluded : ndarray of shape (u, k)
        The classes that a scene is not.
    settings
        The method and how it is regularized.

    Returns
    -------
    Linear

    Raises
    ------
    SceneError
        All labels are of one class, or there are too few for the method.
    """
    count = excluded.shape[1]
    own = find_nothing(classes, excluded)
    kinds = np.unique(own[own >= 0])
    if len(kinds) < 2:
        raise SceneError(
            "All labels are of one class. Label a scene of another class, or one that is not of "
            "this one, or look for more of it with Find similar scenes."
        )
    _, run, temperature = LABEL_METHODS[settings.method]
    sure = np.flatnonzero(own >= 0)
    labels = np.searchsorted(kinds, own[sure])
    weights, offsets = run(values[sure], labels, np.ones(len(sure)), settings)
    vague = np.flatnonzero(own < 0)
    allowed = np.ones((len(vague), len(kinds)), dtype=bool)
    real = kinds < count
    allowed[:, real] = ~excluded[vague][:, kinds[real]]
    for _ in range(_ROUNDS if len(vague) else 0):
        found = softmax((values[vague] @ weights.T + offsets) / temperature) * allowed
        found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-12)
        row, kind = np.nonzero(found > 1e-3)
        weights, offsets = run(
            np.concatenate([values[sure], values[vague[row]]]),
            np.concatenate([labels, kind]),
            np.concatenate([np.ones(len(sure)), found[row, kind]]),
            settings,
        )
    return Linear(
        kinds, np.asarray(weights, dtype=np.float32), np.asarray(offsets, dtype=np.float64),
        temperature,
    )  # fmt: skip


def make_folds(centers: FloatArray, classes: IntArray, folds: int, seed: int) -> IntArray:
    """Deal labeled scenes out into folds of whole blocks of the map, in which classes are even.

    Parameters
    ----------
    centers : ndarray of shape (u, 2)
        Where the scenes lie; NaN where they have no place, and are dealt out one by one.
    classes : ndarray of shape (u,)
        Their classes; -1 for scenes that are never kept aside. Nor is the only one of a class.
    folds
        Number of folds at most; it is that of the blocks where there are fewer.
    seed
        The same seed deals out the same folds.

    Returns
    -------
    ndarray of shape (u,)
        Folds from 0; -1 for scenes that are in none. All are -1 where no two folds can be made.
    """
    import warnings

    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    made = np.full(len(classes), -1, dtype=np.int64)
    counts = np.bincount(classes[classes >= 0], minlength=1)
    used = np.flatnonzero((classes >= 0) & (counts[np.maximum(classes, 0)] > 1))
    parts = int(min(folds, counts.max(initial=0)))
    if parts < 2:
        return made
    blocks = np.arange(len(used))
    if np.isfinite(centers[used]).all():
        blocks = block_of(centers[used], 4 * parts)
        parts = min(parts, len(np.unique(blocks)))
        if parts < 2:
            return made
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of classes that have fewer scenes
        if len(np.unique(blocks)) == len(used):
            split = StratifiedKFold(parts, shuffle=True, random_state=seed)
            halves = split.split(used, classes[used])
        else:
            grouped = StratifiedGroupKFold(parts, shuffle=True, random_state=seed)
            halves = grouped.split(used, classes[used], blocks)
        for number, (_, aside) in enumerate(halves):
            made[used[aside]] = number
    return made


@dataclass(frozen=True)
class HeldOut:
    """What labeled scenes are taken for by those of the other folds; arrays are (u,)."""

    folds: IntArray
    """-1 for scenes that were never kept aside."""

    classes: IntArray
    """What they are taken for, -1 for those that were not kept aside."""

    probabilities: FloatArray
    """Of these classes, after calibration; NaN for those."""

    temperature: float
    """What makes probabilities of scores that are right as often as they say."""

    scores: FloatArray
    """Of all classes and of none of them (u, k + 1); -inf where there are none."""

    labels: IntArray
    """Their own classes."""

    models_of_folds: tuple[Linear | None, ...]
    """Trained without one of the folds each; None where too little was left."""

    dealt: IntArray
    """The folds that scenes were dealt out into, whether they could be kept aside or not."""

    @property
    def models(self) -> tuple[Linear, ...]:
        """Those that could be trained."""
        return tuple(model for model in self.models_of_folds if model is not None)

    @property
    def surprises(self) -> FloatArray:
        """Negative logarithms of the probability of their own class, of those that have one."""
        rows = np.flatnonzero(np.isfinite(self.of_own))
        found = softmax(self.scores[rows] / self.temperature)
        return np.asarray(-np.log(np.maximum(found[np.arange(len(rows)), self.labels[rows]], 1e-6)))

    @property
    def surprise(self) -> float:
        """Their mean; NaN of none."""
        return float(self.surprises.mean()) if len(self.surprises) else float("nan")

    @property
    def accuracy(self) -> float:
        """Share of those that were kept aside that is right; NaN of none."""
        checked = self.checked
        right = self.classes[checked] == self.labels[checked]
        return float(right.mean()) if len(right) else float("nan")

    @property
    def of_own(self) -> FloatArray:
        """Scores (u,) of their own classes."""
        return np.asarray(self.scores[np.arange(len(self.labels)), np.maximum(self.labels, 0)])

    @property
    def checked(self) -> BoolArray:
        """Which scenes (u,) were kept aside."""
        return np.asarray(self.classes >= 0)


Refine = Callable[[Linear, Vectors, IntArray, BoolArray], Linear]
"""Makes a better classifier of one and its labels."""


def keep_aside(
    values: Vectors,
    classes: IntArray,
    excluded: BoolArray,
    folds: IntArray,
    settings: LabelSettings,
    progress: Progress = silent,
) -> HeldOut:
    """Classify the scenes of each fold by those of the others, and calibrate.

    The temperature is the one at which the classes that were kept aside are most likely; of few
    scenes it stays near to the usual one of the method.

    Parameters
    ----------
    values, classes, excluded, settings
        As for `fit_linear`.
    folds : ndarray of shape (u,)
        Those of `make_folds`.
    progress
        Is told of each fold.
    """
    models: list[Linear | None] = []
    parts = int(folds.max(initial=-1)) + 1
    for fold in range(parts):
        progress(fold / parts)
        rest = folds != fold
        model = None
        if len(np.unique(classes[rest & (classes >= 0)])) > 1:
            with suppress(SceneError):  # of what is left there is too little
                model = fit_linear(values[rest], classes[rest], excluded[rest], settings)
        models.append(model)
    return _hold(models, values, classes, excluded, folds, settings)


def refine_held(
    held: HeldOut,
    refine: Refine,
    values: Vectors,
    classes: IntArray,
    excluded: BoolArray,
    settings: LabelSettings,
) -> HeldOut:
    """Classify again what `keep_aside` classified, by better classifiers of the same labels."""
    models: list[Linear | None] = []
    for fold, model in enumerate(held.models_of_folds):
        rest = held.dealt != fold
        models.append(
            None if model is None else refine(model, values[rest], classes[rest], excluded[rest])
        )
    return _hold(models, values, classes, excluded, held.dealt, settings)


def _hold(
    models: list[Linear | None],
    values: Vectors,
    classes: IntArray,
    excluded: BoolArray,
    folds: IntArray,
    settings: LabelSettings,
) -> HeldOut:
    scores = np.full((len(classes), excluded.shape[1] + 1), -np.inf)
    for fold, model in enumerate(models):
        if model is not None:
            aside = np.flatnonzero(folds == fold)
            scores[aside[:, None], model.classes] = model.scores(values[aside])
    tried = np.isfinite(scores).any(axis=1)
    found = np.full(len(classes), -1, dtype=np.int64)
    sure = np.full(len(classes), np.nan)
    usual = LABEL_METHODS[settings.method][2]
    held = HeldOut(
        np.where(tried, folds, -1), found, sure, usual, scores, classes, tuple(models), folds
    )  # fmt: skip
    temperature = fit_temperature(held, usual, np.ones(len(classes)))
    if tried.any():
        shares = softmax(scores[tried] / temperature)
        found[tried], sure[tried] = shares.argmax(axis=1), shares.max(axis=1)
    return replace(held, temperature=temperature)


def fit_temperature(held: HeldOut, usual: float, weights: FloatArray) -> float:
    """Return the temperature at which the classes of labels that were kept aside are most likely.

    ``usual`` is that of the method, near to which it stays where the ``weights`` (u,) are small.
    """
    from scipy.optimize import minimize_scalar

    rows = np.flatnonzero(np.isfinite(held.of_own))
    if len(rows) == 0:
        return usual
    some, right, counts = held.scores[rows], held.labels[rows], weights[rows]

    def cost(log: float) -> float:
        sure = softmax(some / (usual * np.exp(log)))
        hit = sure[np.arange(len(right)), right]
        return float(-(counts * np.log(np.maximum(hit, 1e-12))).sum() + (log / _SPREAD) ** 2 / 2)

    best = minimize_scalar(cost, bounds=(_COLDEST, _HOTTEST), method="bounded")
    return usual * float(np.exp(best.x))


def calibration_error(probabilities: FloatArray, right: BoolArray) -> float:
    """Return how far probabilities (n,) are from how often they are right, NaN for none.

    The expected calibration error (Naeini et al. 2015): the mean of the difference in ten equal
    intervals, weighted by the scenes in each.

    Examples
    --------
    >>> import numpy as np
    >>> calibration_error(np.array([0.75] * 4), np.array([True, True, True, False]))
    0.0
    """
    if len(right) == 0:
        return float("nan")
    bins = np.minimum((probabilities * _BINS).astype(np.int64), _BINS - 1)
    counts = np.maximum(np.bincount(bins, minlength=_BINS), 1)
    said = np.bincount(bins, probabilities, _BINS) / counts
    true = np.bincount(bins, right, _BINS) / counts
    return float((np.abs(said - true) * np.bincount(bins, minlength=_BINS)).sum() / len(right))

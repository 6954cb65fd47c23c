"""How right a map is by the number of its labels, and what more of them would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.errors import SceneError
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.sampling import block_of
from .classifier import LEAST_LABELS, LabelSettings, fit_linear, make_folds
from .refine import Crowd

_RESAMPLES = 200
_LEAST = 5  # points of the curve that a law of three numbers is fitted to
_SLOW, _FAST = 0.25, 2.0  # exponents that are looked through: slower, noise looks like growth
_MOST = 100  # times the labels there are: beyond that, nothing is foretold
HARDLY = 0.01
"""Accuracy that twice as many labels must bring to be worth it."""


@dataclass(frozen=True)
class CurveSettings:
    """How a learning curve is drawn."""

    wanted: float = setting(
        0.9, "Wanted accuracy", "The accuracy that the map is to have.", minimum=0.01, maximum=0.999
    )
    repeats: int = setting(
        10,
        "Repeats",
        "How often labels are drawn for each point of the curve.",
        minimum=1,
        maximum=1000,
    )
    steps: int = setting(8, "Points", "Numbers of labels that are tried.", minimum=3, maximum=50)


@dataclass(frozen=True)
class CurvePoint:
    """Accuracy with a number of labels, of all scenes or of those of a class."""

    labels: int
    accuracy: float
    low: float
    high: float
    """Ends of the 95 % interval, by drawing the blocks of the map again."""


@dataclass(frozen=True)
class Forecast:
    """What the curve says of labels that are not there yet."""

    limit: tuple[float, float, float]
    """Accuracy with endless labels, and its 95 % interval."""

    doubled: tuple[float, float, float]
    """What twice as many labels would bring."""

    needed: tuple[float, float, float]
    """Labels in all that the wanted accuracy takes; infinite where none are enough."""

    fitted: FloatArray
    """Of shape (p,): the curve at its points."""


@dataclass(frozen=True)
class Curve:
    """Accuracy by number of labels."""

    points: tuple[CurvePoint, ...]
    classes: dict[int, tuple[CurvePoint, ...]]
    """By class, from 0: the share of its scenes that is found."""

    counts: dict[int, int]
    """Labeled scenes of each class."""

    forecast: Forecast | None
    """None where the curve is too short."""

    blocks: bool
    """Whether labels were kept aside in whole blocks of the map."""


def learn_by_number(
    values: Vectors,
    classes: IntArray,
    centers: FloatArray,
    count: int,
    settings: LabelSettings,
    curve: CurveSettings,
    progress: Progress = silent,
    around: Crowd | None = None,
) -> Curve:
    """Measure accuracy on blocks that are kept aside, by the number of labels elsewhere.

    Parameters
    ----------
    values : ndarray of shape (u, d)
        Diffused features of labeled scenes.
    classes : ndarray of shape (u,)
        Their classes, from 0.
    centers : ndarray of shape (u, 2)
        Where they lie; NaN where they have no place.
    count
        Number of classes.
    settings, curve
        How scenes are classified, and how often.
    around
        What classifiers are refined by, if they are.

    Returns
    -------
    Curve

    Raises
    ------
    SceneError
        There are too few labels.
    """
    folds = make_folds(centers, classes, settings.folds, settings.seed)
    parts = int(folds.max(initial=-1)) + 1
    if parts < 2 or len(np.unique(classes)) < 2:
        raise SceneError(
            "A learning curve takes two classes with two labels each at least, in several blocks "
            "of the map. Label more scenes."
        )
    largest = int(min((folds != fold).sum() for fold in range(parts)))
    kinds = len(np.unique(classes))
    start = min(kinds * LEAST_LABELS.get(settings.method, 1), largest)
    sizes = np.unique(np.geomspace(start, largest, curve.steps).round().astype(np.int64))
    right = np.zeros((len(sizes), len(classes)))
    excluded = np.zeros((len(classes), count), dtype=bool)
    rng = np.random.default_rng(settings.seed)
    for repeat in range(curve.repeats):
        for fold in range(parts):
            aside = np.flatnonzero(folds == fold)
            order = _even_order(np.flatnonzero(folds != fold), classes, rng)
            for number, size in enumerate(sizes.tolist()):
                some = order[:size]
                right[number, aside] += _right(
                    values, classes, excluded, some, aside, settings, around
                )
            progress((repeat + (fold + 1) / parts) / curve.repeats)
    right /= curve.repeats
    placed = bool(np.isfinite(centers).all())
    blocks = block_of(centers, 4 * parts) if placed else np.arange(len(classes))
    weights = _resample(blocks, rng)
    every = np.ones(len(classes), dtype=bool)
    points, drawn = _points(sizes, right, every, weights)
    of_class = {
        kind: _points(sizes, right, classes == kind, weights)[0]
        for kind in np.unique(classes).tolist()
    }
    counts = {kind: int((classes == kind).sum()) for kind in of_class}
    forecast = None
    if len(sizes) >= _LEAST:
        forecast = _foretell(sizes, points, drawn, curve.wanted, len(classes))
    return Curve(points, of_class, counts, forecast, placed)


def _even_order(places: IntArray, classes: IntArray, rng: np.random.Generator) -> IntArray:
    """Return places in an order in which each class comes in turn, as long as it has any."""
    shuffled = rng.permutation(places)
    turn = np.empty(len(shuffled))
    for kind in np.unique(classes[shuffled]).tolist():
        own = np.flatnonzero(classes[shuffled] == kind)
        turn[own] = np.arange(len(own))
    return shuffled[np.lexsort((rng.random(len(shuffled)), turn))]


def _right(
    values: Vectors,
    classes: IntArray,
    excluded: BoolArray,
    some: IntArray,
    aside: IntArray,
    settings: LabelSettings,
    around: Crowd | None,
) -> BoolArray:
    """Tell which scenes that were kept aside are classified right by some others."""
    if len(np.unique(classes[some])) < 2:
        return np.asarray(classes[aside] == classes[some][0])
    model = fit_linear(values[some], classes[some], excluded[some], settings)
    if around is not None:
        model = around.refine(model, values[some], classes[some], excluded[some])
    return np.asarray(model.classes[model.scores(values[aside]).argmax(axis=1)] == classes[aside])


def _resample(blocks: IntArray, rng: np.random.Generator) -> FloatArray:
    """Return how often each scene counts (b, u) where blocks are drawn again."""
    kinds, own = np.unique(blocks, return_inverse=True)
    drawn = rng.integers(len(kinds), size=(_RESAMPLES, len(kinds)))
    times = np.stack([np.bincount(row, minlength=len(kinds)) for row in drawn])
    return np.asarray(times[:, own.ravel()], dtype=np.float64)


def _points(
    sizes: IntArray, right: FloatArray, counted: BoolArray, weights: FloatArray
) -> tuple[tuple[CurvePoint, ...], FloatArray]:
    """Return the points of some scenes, and their accuracies (b, p) in each resample."""
    total = weights[:, counted].sum(axis=1)
    kept = total > 0
    drawn = (weights[:, counted] @ right[:, counted].T)[kept] / total[kept, None]
    means = right[:, counted].mean(axis=1)
    ends = np.quantile(drawn, [0.025, 0.975], axis=0) if len(drawn) else np.stack([means, means])
    rows = zip(sizes.tolist(), means.tolist(), *ends.tolist())
    return tuple(CurvePoint(*row) for row in rows), drawn


def fit_power(sizes: Sequence[float] | IntArray, accuracies: FloatArray) -> tuple[float, ...]:
    """Fit accuracy = limit - scale * size ** -exponent, with a limit of 1 at most.

    Parameters
    ----------
    sizes : sequence of length p
        Numbers of labels.
    accuracies : ndarray of shape (p,)
        From 0 to 1.

    Returns
    -------
    limit, scale, exponent
        The exponent is the one of a grid that fits best; for each, the rest is linear.

    Examples
    --------
    >>> import numpy as np
    >>> sizes = np.array([4, 8, 16, 32, 64])
    >>> [round(float(x), 2) for x in fit_power(sizes, 0.9 - 0.8 * sizes**-0.5)]
    [0.9, 0.8, 0.5]

    References
    ----------
    Cortes et al. 1993, "Learning curves: asymptotic values and rate of convergence".
    """
    best: tuple[float, ...] = (np.inf,)
    logs = np.log(np.asarray(sizes, dtype=float))
    for exponent in np.linspace(_SLOW, _FAST, 176).tolist():
        falls = np.exp(-exponent * logs)
        middle = falls.mean()
        spread = float(((falls - middle) ** 2).sum())
        slope = float(((falls - middle) * accuracies).sum()) / spread if spread > 0 else 0.0
        scale = max(-slope, 0.0)
        limit = float(accuracies.mean()) + scale * float(middle)
        if limit > 1:  # then the best one is on the bound
            limit = 1.0
            scale = max(float((falls * (1 - accuracies)).sum() / (falls**2).sum()), 0.0)
        cost = float(((limit - scale * falls - accuracies) ** 2).sum())
        if cost < best[0] - 1e-15:
            best = cost, limit, scale, exponent
    return best[1:]


def _foretell(
    sizes: IntArray,
    points: tuple[CurvePoint, ...],
    drawn: FloatArray,
    wanted: float,
    labels: int,
) -> Forecast:
    """Return what the curve foretells, with intervals of the resampled ones."""

    def tell(accuracies: FloatArray) -> tuple[float, float, float]:
        limit, scale, exponent = fit_power(sizes, accuracies)
        gain = scale * (labels**-exponent - (2 * labels) ** -exponent)
        if limit <= wanted:
            return limit, gain, np.inf
        needed = (scale / (limit - wanted)) ** (1 / exponent)
        return limit, gain, needed if needed <= _MOST * labels else np.inf

    means = np.array([point.accuracy for point in points])
    own = tell(means)
    many = np.array([tell(row) for row in drawn]).reshape(-1, 3)
    # Of infinite numbers no mean may be taken, as quantiles between two do.
    ends = np.quantile(many, [0.025, 0.975], axis=0, method="nearest")
    limit, scale, exponent = fit_power(sizes, means)
    fitted = limit - scale * sizes.astype(float) ** -exponent
    parts = [(own[k], float(ends[0, k]), float(ends[1, k])) for k in range(3)]
    return Forecast(parts[0], parts[1], parts[2], fitted)


def describe_forecast(curve: Curve, wanted: float, labels: int) -> list[str]:
    """Return sentences about what more labels would bring."""
    last = curve.points[-1]
    lines = [
        f"With {last.labels:,} labels {last.accuracy:.1%} of the scenes kept aside are right (95 % "
        f"interval {last.low:.1%} to {last.high:.1%})."
    ]
    found = curve.forecast
    if found is None:
        return [*lines, "The curve is too short to tell what more labels would bring."]
    gain, low, high = found.doubled
    lines.append(
        f"Twice as many labels would bring about {100 * gain:.1f} points ({100 * low:.1f} to "
        f"{100 * high:.1f})."
    )
    if gain < HARDLY:
        lines.append(
            "More labels of this kind hardly help: look at the classes that are taken for each "
            "other, merge some of them, or take other features."
        )
    needed, fewest, most = found.needed
    if needed <= labels:
        lines.append(f"The wanted accuracy of {wanted:.1%} is reached with {labels:,} labels.")
    elif np.isinf(needed):
        lines.append(
            f"The wanted accuracy of {wanted:.1%} is not reached by more labels: the curve levels "
            f"off at {found.limit[0]:.1%} ({found.limit[1]:.1%} to {found.limit[2]:.1%})."
        )
    else:
        upper = "more than can be foretold" if np.isinf(most) else f"{most:,.0f}"
        lines.append(
            f"The wanted accuracy of {wanted:.1%} takes about {needed - labels:,.0f} more labels: "
            f"{needed:,.0f} in all ({fewest:,.0f} to {upper})."
        )
    return lines

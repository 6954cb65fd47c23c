"""How often classes are on the map, and how sure a classifier may be there.

Labels show what classes look like, and not always how frequent they are: who labels five of each
has as many of a lake as of the forest around it. What the scenes without labels are taken for says
more, and with it the frequent classes get what is rightly theirs. How far that can be trusted is
asked of the classifiers that each lack a part of the labels.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Optional, TypeVar

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.progress import Part, Progress, silent
from ..clusters.methods.base import softmax
from .classifier import (
    LABEL_METHODS,
    HeldOut,
    LabelSettings,
    Linear,
    find_nothing,
    fit_linear,
    fit_temperature,
    keep_aside,
    refine_held,
)
from .refine import Crowd

Of = TypeVar("Of", Vectors, Crowd)
Both = tuple[Vectors, Optional[Vectors]]
"""Diffused features, and these as they are; None where it is not asked."""

Crowds = tuple[Crowd, Optional[Crowd]]
"""Scenes around in both."""

_LOYALTY = 0.1  # weight of the labels' own shares of classes beside those of the map
_EVEN = 0.85  # entropy of the labels' classes, to the highest: below, the labels' own shares count
_TOLD_APART = 0.7  # share of the labels kept aside that is right, from which scenes teach, too
_OF_MANY = 0.65  # of what chance leaves open: of many classes it has to be no more than that
_ROUNDS = 2  # of temperature and shares, which depend on each other
_LEAST_DRAWN = 0.5  # of the variance of shares, by which these are drawn back
_STEPS = 60  # of expectation and maximization
_COLDER, _HOTTER = -1.0, 2.0  # logarithms of the factor that is looked for
_HALVINGS = 25


@dataclass(frozen=True)
class Way:
    """What a classifier is made of."""

    diffused: bool = True
    """Features of a scene and of those that are most like it, and not these as they are."""

    refined: bool = False
    """Scenes without a label, too."""

    def choose(self, both: tuple[Of, Of | None]) -> Of:
        """Return what is diffused or what is not, which may be left out where it is not asked."""
        diffused, plain = both
        return diffused if self.diffused or plain is None else plain

    def train(
        self,
        values: Vectors,
        classes: IntArray,
        excluded: BoolArray,
        around: Crowd,
        settings: LabelSettings,
    ) -> Linear:
        """Train on labels as `fit_linear` does, and scenes around them."""
        model = fit_linear(values, classes, excluded, settings)
        if self.refined:
            model = around.refine(model, values, classes, excluded)
        return replace(model, diffused=self.diffused)


@dataclass(frozen=True)
class Tuning:
    """What labels that were kept aside say of a classifier; holds until there are others."""

    temperature: float
    classes: IntArray
    """Those of the classifier, (k,)."""

    shares: FloatArray
    """How often they are on the map, (k,)."""

    labeled: FloatArray
    """How often they are as the classifier has it, (k,)."""

    way: Way = field(default_factory=Way)
    """By which the classifier is better."""

    def applied(self, model: Linear) -> Linear:
        """Return a classifier that knows the shares, if it is of the same classes."""
        if not np.array_equal(model.classes, self.classes):
            return replace(model, temperature=self.temperature)
        # Probabilities are of scores divided by the temperature.
        moved = self.temperature * np.log(self.shares / self.labeled)
        return replace(model, offsets=model.offsets + moved, temperature=self.temperature)


def take_both(both: Both, places: IntArray) -> Both:
    """Return the rows at places (m,) of both features (n, d)."""
    diffused, plain = both
    return diffused[places], None if plain is None else plain[places]


def crowds_of(around: Both) -> Crowds:
    """Return what classifiers of either features are refined by."""
    diffused, plain = around
    return Crowd(diffused), None if plain is None else Crowd(plain)


def tune(
    values: Vectors,
    classes: IntArray,
    excluded: BoolArray,
    folds: IntArray,
    around: Vectors,
    settings: LabelSettings,
    progress: Progress = silent,
) -> tuple[Linear, HeldOut, Tuning]:
    """Train a classifier and find out how sure it may be, and how often classes are on the map.

    Shares of classes are those at which the scenes around are most likely (Saerens et al. 2002),
    and keep the nearer to those of the labels the less classifiers of fewer labels agree on them
    (James & Stein 1961), and the more uneven these are: such labels were found as the map has them.
    The temperature is between the one at which labels that were kept aside,
    each counted as its class is on the map, are most likely, and the one at which the classifier
    is as sure as those of fewer labels are on average: all of them may be wrong in their own way.

    Parameters
    ----------
    values, classes, excluded, folds, settings, progress
        As for `keep_aside`.
    around : ndarray of shape (m, d)
        Features of scenes of the map, which may have labels or not.

    Returns
    -------
    model
        Tuned.
    held
        As of `keep_aside`: for labels, classes are as frequent as among these.
    tuning
        What was found out.

    Raises
    ------
    SceneError
        As of `fit_linear`.

    References
    ----------
    Saerens, Latinne & Decaestecker 2002, "Adjusting the outputs of a classifier to new a priori
    probabilities"; Lakshminarayanan et al. 2017, "Simple and scalable predictive uncertainty
    estimation using deep ensembles".
    """
    held = keep_aside(values, classes, excluded, folds, settings, progress)
    model = fit_linear(values, classes, excluded, settings)
    return tune_model(model, held, classes, excluded, around, settings)


def tune_model(
    model: Linear,
    held: HeldOut,
    classes: IntArray,
    excluded: BoolArray,
    around: Vectors,
    settings: LabelSettings,
) -> tuple[Linear, HeldOut, Tuning]:
    """Tune a classifier as `tune` does, by what those of fewer labels took these for."""
    kinds = model.classes
    own = find_nothing(classes, excluded)
    counts = np.bincount(own[own >= 0], minlength=int(kinds[-1]) + 1)[kinds]
    labeled = counts / counts.sum()
    trust = _trust(labeled)
    if settings.method != "logistic":
        # Others take all classes for equally frequent, and are too sure of what they are wrong in
        # for an estimate of shares: of many classes some would get nearly all scenes.
        labeled, trust = np.full(len(kinds), 1 / len(kinds)), 0.0
    whole = model.scores(around)
    fewer = [one.scores(around) for one in held.models if np.array_equal(one.classes, kinds)]
    temperature, shares = held.temperature, labeled
    if len(fewer) > 1:
        usual = LABEL_METHODS[settings.method][2]
        place_of = np.zeros(excluded.shape[1] + 1, dtype=np.int64)
        place_of[kinds] = np.arange(len(kinds))
        place = place_of[np.maximum(classes, 0)]
        weights = np.ones(len(classes))
        for _ in range(_ROUNDS):
            temperature = fit_temperature(held, usual, weights)
            shares = _trusted_shares(whole, fewer, temperature, labeled, trust)
            weights = np.where(classes >= 0, (shares / labeled)[place], 0)
            weights *= weights.sum() / (weights**2).sum()  # so many labels they are worth
        hotter = _as_sure_as(fewer, whole, temperature, np.log(shares / labeled))
        temperature = float(np.sqrt(temperature * hotter))
    tuning = Tuning(temperature, kinds, shares, labeled)
    return tuning.applied(model), held, tuning


def tune_better(
    values: Both,
    classes: IntArray,
    excluded: BoolArray,
    folds: IntArray,
    around: Crowds,
    settings: LabelSettings,
    progress: Progress = silent,
) -> tuple[Linear, HeldOut, Tuning]:
    """Tune the classifier by which labels that were kept aside are the most likely.

    Neighbors in the features say much where classes are groups of scenes, and mislead where classes
    cut through these, as where windows of cells overlap; what scenes without a label say is true as
    far as the labels tell classes apart. Without labels to keep aside features are diffused.

    Parameters
    ----------
    values
        Diffused, and as they are; None where it is not asked.
    classes, excluded, folds, settings, progress
        As for `tune`.
    around
        Scenes of the map in these features.

    Returns
    -------
    model, held, tuning
        As of `tune`.
    """
    held, way = keep_better(values, classes, excluded, folds, around, settings, progress)
    own, near = way.choose(values), way.choose(around)
    model = way.train(own, classes, excluded, near, settings)
    model, held, tuning = tune_model(model, held, classes, excluded, near.values, settings)
    return model, held, replace(tuning, way=way)


def keep_better(
    values: Both,
    classes: IntArray,
    excluded: BoolArray,
    folds: IntArray,
    around: Crowds,
    settings: LabelSettings,
    progress: Progress = silent,
) -> tuple[HeldOut, Way]:
    """Keep labels aside as `tune_better` does; returns what came of it, and what it was done by."""
    given = classes, excluded, folds, settings
    held, way = keep_aside(values[0], *given, Part(progress, 0, 0.4)), Way()
    if not held.models:
        return held, way
    if values[1] is not None:
        other = keep_aside(values[1], *given, Part(progress, 0.4, 0.8))
        if other.surprise < held.surprise:
            held, way = other, Way(diffused=False)
    # What is taken for a class teaches it something true where most of that is right.
    asked = settings.method == "logistic" and settings.strength > 0
    chance = 1 / max(len(np.unique(held.labels[held.checked])), 1)
    enough = min(_TOLD_APART, chance + _OF_MANY * (1 - chance))
    if asked and way.diffused and held.accuracy >= enough:
        finer = refine_held(held, around[0].refine, values[0], classes, excluded, settings)
        worse = finer.surprises - held.surprises
        if worse.mean() <= worse.std() / np.sqrt(len(worse)):  # more than that is no chance
            return finer, replace(way, refined=True)
    return held, way


def estimate_shares(found: FloatArray, labeled: FloatArray) -> FloatArray:
    """Return how often classes (k,) are on the map.

    Parameters
    ----------
    found : ndarray of shape (m, k)
        Their probabilities for scenes of the map, as labels have it.
    labeled : ndarray of shape (k,)
        How often classes are among the labels, which counts a little.

    Returns
    -------
    ndarray of shape (k,)
        They sum to 1.
    """
    shares = labeled
    for _ in range(_STEPS):
        moved = found * (shares / labeled)
        moved /= np.maximum(moved.sum(axis=1, keepdims=True), 1e-300)
        shares = (moved.mean(axis=0) + _LOYALTY * labeled) / (1 + _LOYALTY)
    return np.asarray(shares)


def _trust(labeled: FloatArray) -> float:
    """Return from 0 to 1 how much the map may say against the labels' shares of classes.

    Who has labeled as many of each has chosen these numbers, and they say nothing of the map;
    uneven ones were found there, and are worth more than any estimate.
    """
    even = -float((labeled * np.log(labeled)).sum()) / np.log(len(labeled))
    return float(np.sqrt(max(0.0, (even - _EVEN) / (1 - _EVEN))))


def _trusted_shares(
    whole: FloatArray,
    fewer: list[FloatArray],
    temperature: float,
    labeled: FloatArray,
    trust: float,
) -> FloatArray:
    """Return shares of classes, drawn back to the labels' by what parts of these differ in."""
    shares = estimate_shares(softmax(whole / temperature), labeled)
    others = np.stack([estimate_shares(softmax(some / temperature), labeled) for some in fewer])
    variance = float(((others - others.mean(axis=0)) ** 2).sum()) * (1 - 1 / len(others))
    moved = shares - labeled
    return np.asarray(labeled + trust * kept_of(moved, variance) * moved)


def kept_of(moved: FloatArray, variance: float) -> float:
    """Return how much to keep of what shares (k,) have moved by, with all their variance in it.

    James & Stein (1961) draw back by a variance less that of two of the k - 1 directions that
    shares can move in. Of two to four classes hardly any would be left to draw back by: half is.
    """
    free = len(moved) - 1
    drawn = variance * max(_LEAST_DRAWN, (free - 2) / max(free, 1))
    return max(0.0, 1 - drawn / max(float((moved**2).sum()), 1e-12))


def _as_sure_as(
    fewer: list[FloatArray], whole: FloatArray, temperature: float, prior: FloatArray
) -> float:
    """Return the temperature at which scores are as sure as the mean of some others is."""
    means = sum(softmax(some / temperature + prior) for some in fewer) / len(fewer)
    wanted = float(np.asarray(means).max(axis=1).mean())
    low, high = _COLDER, _HOTTER
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        sure = softmax(whole / (temperature * np.exp(middle)) + prior).max(axis=1).mean()
        low, high = (middle, high) if sure > wanted else (low, middle)
    return temperature * float(np.exp((low + high) / 2))

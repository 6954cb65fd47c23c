"""Classifiers that learn from scenes without a label, too.

A few labels say about where a class lies in the features, and the many scenes around say what
shape it has there. So these are given the classes that a first classifier takes them for, as far
as it is sure; classes become groups of one common shape, around means of what is labeled and what
is taken for it, which say better what the scenes are; and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..clusters.methods.base import softmax
from .classifier import Linear, find_nothing

_AXES = 100  # in which scenes differ most
_ROUNDS = 3
_SAY = 0.5  # of the groups, beside the classifier that knows the labels alone
_WEIGHT = 0.2  # of a scene without a label, beside one that has one
_SHARPER = 2.0  # a power of probabilities: what is in doubt says little of any class
_ROUNDER = 0.01  # of the mean variance that is added to each, so that none is zero
_LOWEST, _HIGHEST = -7.0, 7.0  # logarithms of the factor that makes scores as sure as wanted


AROUND = 2000
"""Scenes that stand for all of a map."""


def spread_places(count: int) -> IntArray:
    """Return places of some of so many scenes that stand for all."""
    return np.unique(np.linspace(0, count - 1, min(count, AROUND)).astype(np.int64))


@dataclass(frozen=True)
class Crowd:
    """Scenes of the map, which may have labels or not, and directions in which they differ most.

    References
    ----------
    Nigam et al. 2000, "Text classification from labeled and unlabeled documents using EM", whose
    classes are groups of one common covariance here.
    """

    values: Vectors
    """Features (m, d)."""

    @cached_property
    def axes(self) -> FloatArray:
        """Directions (d, r) in which they differ most; a matter of half a second."""
        apart = (self.values - self.values.mean(axis=0)).astype(np.float64)
        directions = np.linalg.eigh(apart.T @ apart)[1][:, ::-1]
        return np.asarray(directions[:, : max(1, min(_AXES, len(self.values) - 1))])

    @cached_property
    def places(self) -> FloatArray:
        """The scenes (m, r) along these."""
        return np.asarray(self.values @ self.axes)

    def refine(
        self, model: Linear, values: Vectors, classes: IntArray, excluded: BoolArray
    ) -> Linear:
        """Return a classifier of the same classes.

        Parameters
        ----------
        model
            Trained on labels.
        values, classes, excluded
            These labels, as for `fit_linear`.
        """
        own = find_nothing(classes, excluded)
        order = np.argsort(own < 0, kind="stable")  # first those that show a class
        chosen = np.searchsorted(model.classes, own[own >= 0])
        labeled, shown = np.bincount(chosen) / len(chosen), np.eye(len(model.classes))[chosen]
        allowed = np.ones((len(own) - len(chosen), len(model.classes)))
        real = model.classes < excluded.shape[1]
        allowed[:, real] = ~excluded[own < 0][:, model.classes[real]]
        places = np.concatenate([values[order] @ self.axes, self.places])
        weights = np.where(np.arange(len(places)) < len(chosen), 1.0, _WEIGHT)
        shares = np.concatenate([model.probabilities(v) for v in (values[order], self.values)])
        first, prior = shares.copy(), np.log(labeled)
        for _ in range(_ROUNDS):
            shares[len(chosen) : len(own)] *= allowed
            shares **= _SHARPER
            shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
            shares[: len(chosen)] = shown
            slopes, offsets = _fit_groups(places, shares, weights)
            scores = places @ slopes + offsets
            sure = _scale_to(scores, prior, shares)
            shares = softmax(sure * scores + prior)
        sure = _scale_to(scores, prior, first)  # sharper ones are surer than they may be
        slopes, offsets = sure * slopes, sure * offsets + prior
        return replace(
            model,
            weights=((1 - _SAY) * model.weights + _SAY * (self.axes @ slopes).T).astype(np.float32),
            offsets=(1 - _SAY) * model.offsets + _SAY * offsets,
        )


def _fit_groups(
    places: FloatArray, shares: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return slopes (r, k) and offsets (k,) of normal distributions with a common covariance."""
    own = weights[:, None] * shares
    counts = own.sum(axis=0)
    means = own.T @ places / counts[:, None]
    middle = counts @ means / counts.sum()
    apart, between = places - middle, means - middle
    within = (apart.T * weights) @ apart - (between.T * counts) @ between
    within /= counts.sum()
    added = _ROUNDER * np.trace(within) / len(within) + 1e-12  # of twins there is no variance
    within += added * np.eye(len(within))
    slopes = np.linalg.solve(within, means.T)
    return slopes, -(means * slopes.T).sum(axis=1) / 2


def _scale_to(scores: FloatArray, prior: FloatArray, wanted: FloatArray) -> float:
    """Return the factor of scores at which probabilities are most like those that are wanted."""
    from scipy.optimize import minimize_scalar

    def cost(log: float) -> float:
        found = softmax(np.exp(log) * scores + prior)
        return float(-(wanted * np.log(np.maximum(found, 1e-300))).sum())

    rough = {"xatol": 0.02}
    best = minimize_scalar(cost, bounds=(_LOWEST, _HIGHEST), method="bounded", options=rough)
    return float(np.exp(best.x))

"""Accuracy of a class map against reference labels, and the sample that measures it.

Area-adjusted estimates are those of stratified random sampling where the mapped classes are the
strata: Olofsson et al. (2014), Good practices for estimating area and assessing accuracy of land
change, Remote Sensing of Environment 148, 42-57.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray
from ..base.errors import SceneError
from .agreement import contingency

_NORMAL = 1.96  # standard errors that hold 95 %, as the paper rounds it
ALLOCATIONS = ("balanced", "proportional", "equal")


class Estimate(NamedTuple):
    """A value with its standard error, NaN where they cannot be estimated."""

    value: float
    error: float
    most: float = 1.0
    """What it cannot exceed."""

    @property
    def low(self) -> float:
        """Lower end of the 95 % confidence interval."""
        low = self.value - _NORMAL * self.error
        return low if math.isnan(low) else max(low, 0.0)

    @property
    def high(self) -> float:
        """Upper end of the 95 % confidence interval."""
        high = self.value + _NORMAL * self.error
        return high if math.isnan(high) else min(high, self.most)


@dataclass(frozen=True)
class AreaAdjusted:
    """What the reference says of the area of the map; per class in the order of the matrix."""

    overall: Estimate
    users: tuple[Estimate, ...]
    producers: tuple[Estimate, ...]
    areas: tuple[Estimate, ...]
    """In the units of the mapped areas."""

    unsampled: tuple[str, ...]
    """Mapped classes without a reference label: their area is left out."""

    single: tuple[str, ...]
    """Mapped classes with one reference label, for which no standard error can be estimated."""


@dataclass(frozen=True)
class ConfusionMatrix:
    """Scenes by their class on the map (rows) and in the reference (columns)."""

    labels: tuple[str, ...]
    counts: IntArray
    """(classes, classes)"""

    @classmethod
    def of(cls, mapped: Sequence[str], reference: Sequence[str]) -> ConfusionMatrix:
        """Count labels; the classes are those of both, in order."""
        labels = sort_labels({*mapped, *reference})
        return cls(tuple(labels), contingency(mapped, reference, labels, labels))

    @property
    def total(self) -> int:
        """Scenes."""
        return int(self.counts.sum())

    @property
    def overall(self) -> float:
        """Share of the scenes whose classes agree."""
        return float(np.trace(self.counts)) / self.total if self.total else math.nan

    @property
    def users(self) -> FloatArray:
        """User's accuracy (classes,): share of a mapped class that is right."""
        return _shares(self.counts.diagonal(), self.counts.sum(axis=1))

    @property
    def producers(self) -> FloatArray:
        """Producer's accuracy (classes,): share of a reference class that is mapped as such."""
        return _shares(self.counts.diagonal(), self.counts.sum(axis=0))

    @property
    def f1(self) -> FloatArray:
        """Harmonic mean of user's and producer's accuracy (classes,)."""
        both = self.counts.sum(axis=0) + self.counts.sum(axis=1)
        return _shares(2 * self.counts.diagonal(), both)

    @property
    def kappa(self) -> Estimate:
        """Agreement beyond chance (Cohen 1960).

        The standard error is that of the delta method (Fleiss, Cohen and Everitt 1969).
        """
        total = self.total
        rows, columns = self.counts.sum(axis=1), self.counts.sum(axis=0)
        diagonal = self.counts.diagonal()
        right = self.overall
        chance = float(rows @ columns) / total**2 if total else math.nan
        if not chance < 1:
            return Estimate(math.nan, math.nan)
        third = float((diagonal * (rows + columns)).sum()) / total**2
        margins = columns[:, None] + rows[None, :]
        fourth = float((self.counts * margins.astype(float) ** 2).sum()) / total**3
        variance = (
            right * (1 - right) / (1 - chance) ** 2
            + 2 * (1 - right) * (2 * right * chance - third) / (1 - chance) ** 3
            + (1 - right) ** 2 * (fourth - 4 * chance**2) / (1 - chance) ** 4
        ) / total
        return Estimate((right - chance) / (1 - chance), math.sqrt(max(variance, 0.0)))

    def adjusted(self, areas: Sequence[float]) -> AreaAdjusted:
        """Estimate accuracies and areas, with standard errors, by equations 1 to 11 of the paper.

        Mapped classes without a reference label are left out, with their area. Where the area of
        any class is not known, all that depends on areas is NaN.

        Parameters
        ----------
        areas : sequence of float, of length (classes)
            Mapped area of each class, 0 for those that are in the reference only, NaN where it is
            not known.
        """
        mapped = np.asarray(areas, dtype=float)
        measured = bool(mapped.sum() > 0)  # NaN is not
        sampled = self.counts.sum(axis=1)
        used = (sampled > 0) & ((mapped > 0) | (not measured))
        total = float(mapped[used].sum()) if measured else math.nan
        weight = np.where(used, mapped, 0.0) / total if total else np.zeros(len(mapped))
        share = self.counts / np.maximum(sampled, 1)[:, None]  # of the labels of a mapped class
        # One label has no variance to be estimated: NaN, and so is what it is part of.
        freedom = np.where(sampled > 1, sampled - 1.0, np.where(used, np.nan, 1.0))
        spread = share * (1 - share) / freedom[:, None]
        estimated = weight[:, None] * share  # equation 4
        area_share = estimated.sum(axis=0)  # equation 9
        right = share.diagonal()
        area_error = np.sqrt((weight[:, None] ** 2 * spread).sum(axis=0))  # equation 10
        overall = Estimate(  # equations 1 and 5
            float(estimated.trace()) if total else math.nan,
            float(np.sqrt((weight**2 * spread.diagonal()).sum())) if total else math.nan,
        )
        users, producers = [], []
        for place in range(len(mapped)):
            error = float(np.sqrt(spread[place, place]))  # equation 6
            known = bool(used[place])
            users.append(Estimate(float(right[place]) if known else math.nan,
                                  error if known else math.nan))  # fmt: skip
            found = float(area_share[place])
            if not found:
                producers.append(Estimate(math.nan, math.nan))
                continue
            value = float(estimated[place, place]) / found  # equation 3
            others = np.arange(len(mapped)) != place
            variance = (  # equation 7
                (weight[place] * (1 - value)) ** 2 * spread[place, place]
                + value**2 * (weight[others] ** 2 * spread[others, place]).sum()
            ) / found**2
            producers.append(Estimate(value, float(np.sqrt(variance))))
        return AreaAdjusted(
            overall,
            tuple(users),
            tuple(producers),
            tuple(
                Estimate(float(s) * total, float(e) * total, total)
                for s, e in zip(area_share, area_error)
            ),
            tuple(self._named((sampled == 0) & (mapped > 0))),
            tuple(self._named(used & (sampled == 1))),
        )

    def _named(self, chosen: BoolArray) -> list[str]:
        return [label for label, taken in zip(self.labels, chosen.tolist()) if taken]


def sort_labels(labels: Iterable[str]) -> list[str]:
    """Sort labels: numbers by value, before texts.

    Parameters
    ----------
    labels
        Texts of classes.

    Returns
    -------
    list of str
        The same texts.

    Examples
    --------
    >>> sort_labels(["Water", "10", "9", "Forest"])
    ['9', '10', 'Forest', 'Water']
    """

    def key(label: str) -> tuple[bool, float, str]:
        try:
            number = float(label)
        except ValueError:
            return True, 0.0, label
        return False, number if math.isfinite(number) else 0.0, label

    return sorted(labels, key=key)


def sample_size(
    sizes: Sequence[int], expected: Sequence[float], error: float,
    areas: Sequence[float] | None = None,
) -> int:  # fmt: skip
    """Return how many scenes to label so that overall accuracy has a given standard error.

    Parameters
    ----------
    sizes
        Scenes of each stratum.
    expected
        User's accuracies that are expected of the strata, from 0 to 1.
    error
        The standard error, as a share: 0.01 is one percentage point.
    areas
        Areas of the strata, in any unit, which are their weights; None: all scenes are as large.

    Returns
    -------
    int
        At most as many as there are.

    References
    ----------
    Olofsson et al. 2014, "Good practices for estimating area and assessing accuracy of land
    change", equation 13.

    Examples
    --------
    >>> sample_size([1000], [0.5], 0.05)
    91
    """
    counts, users = np.asarray(sizes, dtype=float), np.asarray(expected, dtype=float)
    weight = np.asarray(sizes if areas is None else areas, dtype=float)
    weight = weight / weight.sum()
    deviation = np.sqrt(users * (1 - users))
    finite = float((weight * deviation**2).sum()) / counts.sum()
    needed = float((weight * deviation).sum()) ** 2 / (error**2 + finite)
    return int(min(math.ceil(needed - 1e-9), counts.sum()))


def allocate(
    sizes: Sequence[int], total: int, allocation: str, minimum: int = 50,
    areas: Sequence[float] | None = None,
) -> IntArray:  # fmt: skip
    """Divide a sample among strata.

    A stratum gives no more than it has, and the others then give more.

    Parameters
    ----------
    sizes
        Scenes of each stratum.
    total
        Scenes of the sample; where there are fewer, all are taken.
    allocation
        "proportional": to the areas of the strata, or without these to their numbers of scenes,
        with two of each at least (one has no variance); "balanced": the same, but with ``minimum``
        of each at least, or an equal share where the sample is too small for that; "equal": as many
        of each.
    minimum
        Fewest scenes of a stratum in a balanced sample.
    areas
        Areas of the strata, in any unit.

    Returns
    -------
    ndarray of shape (strata,)
        Scenes to be drawn from each.

    Raises
    ------
    SceneError
        The sample is too small to have two of each stratum.

    Examples
    --------
    >>> allocate([80, 20], 10, "proportional").tolist()
    [8, 2]
    """
    most = np.asarray(sizes, dtype=np.int64)
    total = min(total, int(most.sum()))
    if total < int(np.minimum(most, 2).sum()):
        raise SceneError(
            f"A sample of {total} scenes is too small for {len(most)} classes. Choose at least "
            f"{2 * len(most)}, two of each class."
        )
    floor = {"balanced": minimum, "proportional": 2, "equal": 2}[allocation]
    least = np.minimum(most, max(2, min(floor, total // len(most))))
    wanted = np.ones(len(most)) if allocation == "equal" else most.astype(float)
    if areas is not None and allocation != "equal":
        share = np.asarray(areas, dtype=float) / np.sum(areas)
        wanted = np.maximum(share * most.sum(), 1e-9)
    low, high = 0.0, float(total) / float(wanted.min())  # of the scale, by halving
    for _ in range(200):
        middle = (low + high) / 2
        enough = np.clip(middle * wanted, least, most).sum() >= total
        low, high = (low, middle) if enough else (middle, high)
    shares = np.clip(high * wanted, least, most)
    amounts = np.floor(shares + 1e-9).astype(np.int64)
    for place in np.argsort(amounts - shares, kind="stable"):
        if amounts.sum() < total and amounts[place] < most[place]:
            amounts[place] += 1
    return amounts


def draw_stratified(strata: IntArray, amounts: IntArray, seed: int) -> IntArray:
    """Draw scenes at random from each stratum.

    Parameters
    ----------
    strata
        Number of the stratum of each scene, from 0, of shape (n,).
    amounts
        Scenes to be drawn from each stratum, of shape (strata,), as `allocate` returns them.
    seed
        The same seed draws the same scenes.

    Returns
    -------
    ndarray of shape (sum of the amounts,)
        Places of the scenes, in random order.

    Raises
    ------
    ValueError
        A stratum has fewer scenes than are to be drawn from it.
    """
    generator = np.random.default_rng(seed)
    drawn = [
        generator.choice(np.flatnonzero(strata == number), amount, replace=False)
        for number, amount in enumerate(amounts.tolist())
    ]
    return generator.permutation(np.concatenate(drawn)).astype(np.int64)


def interval(estimate: Estimate) -> str:
    """Write a share as a percentage, with its confidence interval where that is known.

    Parameters
    ----------
    estimate
        Of a share from 0 to 1.

    Returns
    -------
    str
        With one decimal; "-" where the value is not known.

    Examples
    --------
    >>> interval(Estimate(0.5, 0.1))
    '50.0 % (30.4 to 69.6 %)'
    """
    if math.isnan(estimate.value):
        return "-"
    text = f"{100 * estimate.value:.1f} %"
    if math.isnan(estimate.error):
        return text
    return f"{text} ({100 * estimate.low:.1f} to {100 * estimate.high:.1f} %)"


def describe_change(scenes: int, unchanged: tuple[float, float]) -> str:
    """Say what share of the scenes has not changed, and of their area where that is known.

    Parameters
    ----------
    scenes
        Number of scenes.
    unchanged
        Shares of the scenes and of their area, from 0 to 1; NaN where the area is not known.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> describe_change(1200, (0.9, 0.75))
    '90.0 % of 1,200 scenes have not changed, 75.0 % of the area.'
    """
    by_area = "" if math.isnan(unchanged[1]) else f", {100 * unchanged[1]:.1f} % of the area"
    return f"{100 * unchanged[0]:.1f} % of {scenes:,} scenes have not changed{by_area}."


def _shares(part: IntArray, whole: IntArray) -> FloatArray:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)

"""The merge tree of a mixture's components, and which of its levels to show.

A cluster is often a union of Gaussians. First, components that no valley of density separates are
joined; that gives the finest level that is shown. The groups are then merged by Ward's criterion
down to one. Whether there is more than one cluster at all is a question for the points themselves:
a mixture fits valleys to chance gaps too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DETAILS = ("coarse", "balanced", "fine")
_VALLEY = 0.5
_STEPS = 21  # points on the way from one mean to another at which the density is looked at
_AS_GOOD = 0.025  # of a silhouette
_CHANCE = 0.05  # of a gap as deep in even density
_AROUND = 0.675  # of a component's points; 1.5 standard deviations in the plane
_BEYOND = 1.35  # times as many clusters as the finest level has: it stands for those too
_SCALE = 0.25  # numbers of clusters are compared by this power, between logarithm and number


@dataclass(frozen=True)
class Levels:
    """Numbers of clusters that the tree offers, ascending, and how much speaks for each.

    ``silhouettes`` are mean silhouette widths (Rousseeuw 1987), ``weights`` sum up to 1.
    """

    counts: Integers
    silhouettes: Floats
    weights: Floats

    def choose(self, detail: str, most: int) -> int:
        """Return the number of clusters of a detail, at most ``most``.

        The balanced one is the weighted mean of all levels: where one is clearly the best it is
        that one, and where several are about as good it lies between them, so that it changes
        little with what tips the scales. The coarse one is the best level of a third to two thirds
        as many clusters, the fine one the best of one and a half times to three times as many.
        """
        allowed = self.counts <= max(most, int(self.counts[0]))
        counts, widths = self.counts[allowed], self.silhouettes[allowed]
        edges = _edges(self.counts)
        middles = self.counts**_SCALE
        middles[-1] = edges[-2:].mean()
        center = (self.weights @ middles / self.weights.sum()) ** (1 / _SCALE)
        balanced = int(counts[np.abs(counts - center).argmin()])
        if detail == "balanced":
            return balanced
        low, high = (1 / 3, 2 / 3) if detail == "coarse" else (1.5, 3.0)
        near = np.flatnonzero((counts >= low * balanced) & (counts <= high * balanced))
        if len(near):
            return int(counts[near[widths[near].argmax()]])
        return balanced if detail == "coarse" else int(counts[-1])

    def credible(self, mass: float = 0.9) -> tuple[int, int]:
        """Return the range of the number of clusters that holds the middle ``mass``."""
        below = np.cumsum(self.weights)
        tail = (1 - mass) / 2
        low = np.searchsorted(below, tail)
        high = min(int(np.searchsorted(below, 1 - tail)), len(below) - 1)
        return int(self.counts[low]), int(self.counts[high])


@dataclass(frozen=True)
class Valleys:
    """Log density of a mixture at its means (K,), and between them.

    ``saddles`` (K, K) are the lowest ones on the straight way between two means, ``places``
    (K, K, d) where on that way.
    """

    peaks: Floats
    saddles: Floats
    places: Floats

    @classmethod
    def of(cls, counts: Floats, means: Floats, factors: Floats) -> Valleys:
        """Look at a mixture of counts (K,), means (K, d), and Cholesky factors (K, d, d).

        The factors are those of the precisions, the inverse covariances.
        """
        total, dims = means.shape
        offsets = np.log(counts) + np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)

        def density(points: Floats) -> Floats:
            log = np.stack(
                [
                    offset - 0.5 * (((points - mean) @ factor) ** 2).sum(axis=1)
                    for offset, mean, factor in zip(offsets, means, factors)
                ]
            )
            peak = log.max(axis=0)
            return np.asarray(peak + np.log(np.exp(log - peak).sum(axis=0)))

        peaks = density(means)
        saddles = np.broadcast_to(peaks, (total, total)).copy()
        places = np.broadcast_to(means, (total, total, dims)).copy()
        steps = np.linspace(0, 1, _STEPS)[:, None, None]
        for one in range(total - 1):
            way = means[one] * (1 - steps) + means[None, one + 1 :] * steps
            found = density(way.reshape(-1, dims)).reshape(_STEPS, -1)
            lowest = found.argmin(axis=0), np.arange(total - one - 1)
            saddles[one, one + 1 :] = saddles[one + 1 :, one] = found[lowest]
            places[one, one + 1 :] = places[one + 1 :, one] = way[lowest]
        return cls(peaks, saddles, places)


def merge_tree(counts: Floats, means: Floats, valleys: Valleys) -> tuple[Integers, Floats, int]:
    """Merge the components of a mixture of counts (K,) and means (K, d).

    Returns the merges (K - 1, 2) in their order, each the representatives of two groups of which
    the first stays; their heights (K - 1,), 0 where no valley lies between; and the number of
    groups after those.

    A valley: on the straight way between two means the mixture's density falls under half of the
    lower of its values there (after the ridgeline ratio of Hennig 2010, "Methods for merging
    Gaussian mixture components"). Ward 1963: of all pairs, the one is merged whose merging adds
    least to the sum of squares within groups; a height is the square root of what it adds.
    """
    total = len(counts)
    ratios = np.exp(valleys.saddles - np.minimum(valleys.peaks[:, None], valleys.peaks))
    group = np.arange(total)
    merges: list[tuple[int, int]] = []
    heights: list[float] = []
    a, b = np.triu_indices(total, 1)
    for place in np.argsort(-ratios[a, b], kind="stable"):
        if ratios[a[place], b[place]] < _VALLEY:
            break
        one, other = sorted((int(group[a[place]]), int(group[b[place]])))
        if one != other:
            group[group == other] = one
            merges.append((one, other))
            heights.append(0.0)
    names = np.unique(group)
    finest = len(names)
    sizes = np.array([counts[group == name].sum() for name in names])
    centers = np.stack([counts[group == n] @ means[group == n] for n in names]) / sizes[:, None]
    upper, costs = ward(sizes, centers)
    merges += [(int(names[one]), int(names[other])) for one, other in upper]
    return np.array(merges, dtype=np.int64).reshape(-1, 2), np.append(heights, costs), finest


def has_gaps(
    points: Floats, weights: Floats, means: Floats, factors: Floats, valleys: Valleys
) -> bool:
    """Whether points (n, d) with weights (n,) show a gap that is more than chance.

    Of a mixture of means (K, d) and factors (K, d, d), see `Valleys.of`. Components are joined from
    the highest saddle down, and a group is known by its highest peak (Chazal et al. 2013,
    "Persistence-based clustering in Riemannian manifolds"). Where the saddle between two groups
    lies under half of the lower peak, points around it are counted, and points around that peak,
    within the ellipsoid that holds two thirds of the peak's component. Were the density even, one
    would be as likely as the other: a gap has so few that chance makes less than one in twenty.
    """
    from scipy.stats import binom, chi2

    around = chi2.ppf(_AROUND, points.shape[1])

    def count(place: Floats, factor: Floats) -> float:
        return float(weights[(((points - place) @ factor) ** 2).sum(axis=1) < around].sum())

    top = np.arange(len(means))  # of the group that a component is in
    a, b = np.triu_indices(len(means), 1)
    for pair in np.argsort(-valleys.saddles[a, b], kind="stable"):
        one, other = a[pair], b[pair]
        low, high = sorted((top[one], top[other]), key=lambda peak: valleys.peaks[peak])
        if low == high:
            continue
        if valleys.saddles[one, other] < valleys.peaks[low] + np.log(_VALLEY):
            within = count(valleys.places[one, other], factors[low])
            both = within + count(means[low], factors[low])
            if binom.cdf(round(within), round(both), 0.5) < _CHANCE:
                return True
        top[top == low] = high
    return False


def ward(sizes: Floats, centers: Floats) -> tuple[Integers, Floats]:
    """Merge groups of sizes (K,) around centers (K, d) down to one by Ward's criterion (1963).

    Returns the merges (K - 1, 2) in their order, each the places of two groups of which the first
    stays; and their heights (K - 1,), the square roots of what each adds to the sum of squares.
    """
    names = np.arange(len(sizes))
    merges: list[tuple[int, int]] = []
    heights: list[float] = []
    while len(names) > 1:
        squared = ((centers[:, None] - centers[None]) ** 2).sum(axis=2)
        costs = squared * sizes[:, None] * sizes[None] / (sizes[:, None] + sizes[None])
        costs[np.tril_indices(len(names))] = np.inf
        i, j = np.unravel_index(int(costs.argmin()), costs.shape)
        merges.append((int(names[i]), int(names[j])))
        heights.append(float(np.sqrt(costs[i, j])))
        merged = (sizes[i] * centers[i] + sizes[j] * centers[j]) / (sizes[i] + sizes[j])
        sizes, centers = sizes.copy(), centers.copy()
        centers[i] = merged
        sizes[i] += sizes[j]
        names, sizes = np.delete(names, j), np.delete(sizes, j)
        centers = np.delete(centers, j, axis=0)
    return np.array(merges, dtype=np.int64).reshape(-1, 2), np.array(heights)


def cut(merges: Integers, groups: int) -> Integers:
    """Return the group (K,) of each component, from 0, where the tree has ``groups`` of them."""
    total = len(merges) + 1
    group = np.arange(total)
    for one, other in merges[: total - groups]:
        group[group == other] = one
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def level_silhouettes(
    merges: Integers, finest: int, points: Floats, components: Integers
) -> Floats:
    """Silhouettes (finest - 1,) of a tree's levels of 2, 3, ... clusters.

    Of points (n, d) of these components (n,). All pairs of points are compared: n should be a few
    thousand at most.
    """
    from sklearn.metrics import pairwise_distances

    if finest == 1:
        return np.empty(0)
    distances = pairwise_distances(points)
    total = len(merges) + 1
    widths = np.empty(finest - 1)
    # Sums of distances from each point to each group: merging two groups adds two columns.
    group = cut(merges, finest)
    sums = distances @ np.eye(finest)[group[components]]
    sizes = np.bincount(group[components], minlength=finest).astype(np.float64)
    own = group[components]
    alive = np.ones(finest, dtype=bool)
    for step in range(finest, 1, -1):
        widths[step - 2] = _silhouette(sums[:, alive], sizes[alive], (np.cumsum(alive) - 1)[own])
        one, other = group[merges[total - step]]  # a merge names a component of each
        sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        alive[other] = False
        own[own == other] = one
    return widths


def weigh_levels(silhouettes: Sequence[Floats]) -> Levels:
    """Compare levels by the means of their silhouettes in one or more trees of the same scenes.

    A level is weighted by exp(-difference / 0.025) of its silhouette to the best, and by the share
    of all levels that it stands for, on a scale between logarithm and number. The finest that all
    trees have stands for finer ones too, which the trees do not show. Without trees, and where
    one of them has no levels, there is one cluster.
    """
    finest = min((len(some) for some in silhouettes), default=0)
    if finest == 0:
        return Levels(np.ones(1, dtype=np.int64), np.zeros(1), np.ones(1))
    counts = np.arange(2, finest + 2)
    widths = np.mean([some[:finest] for some in silhouettes], axis=0)
    weights = np.exp((widths - widths.max()) / _AS_GOOD) * np.diff(_edges(counts))
    return Levels(counts, widths, weights / weights.sum())


def _edges(counts: Integers) -> Floats:
    """Return the ends (m + 1,) of what levels of these numbers of clusters (m,) stand for."""
    middles = (counts[1:] + counts[:-1]) / 2
    ends = np.concatenate([[counts[0] - 0.5], middles, [_BEYOND * counts[-1]]])
    return np.asarray(ends**_SCALE)


def _silhouette(sums: Floats, sizes: Floats, own: Integers) -> float:
    """Mean silhouette from sums (n, K) of distances to groups of these sizes (K,)."""
    rows = np.arange(len(own))
    within = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    others = sums / np.maximum(sizes, 1)
    others[:, sizes == 0] = np.inf
    others[rows, own] = np.inf
    nearest = others.min(axis=1)
    if not np.isfinite(nearest).all():  # no other group has points
        return 0.0
    widths = (nearest - within) / np.maximum(np.maximum(nearest, within), 1e-300)
    return float(np.where(sizes[own] > 1, widths, 0.0).mean())

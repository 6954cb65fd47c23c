"""The merge tree of a mixture's components, and which of its levels to show.

A cluster is often a union of Gaussians, so components are merged by Ward's criterion from all of
them down to one. Joining first what no valley of density separates, as single linkage does, makes
one chain of everything where scenes pass into each other, as on real maps. A level is judged by
how well apart its clusters are, on the map and in the features it was made of. Whether there is
more than one cluster at all is a question for the points themselves: a mixture fits valleys to
chance gaps too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..base.arrays import FloatArray, IntArray
from ..encoder.settings import ClassLikeness

DETAILS = ("coarse", "balanced", "fine")
_VALLEY = 0.5  # of the lower peak; a saddle below that is a valley
_STEPS = 21  # points on the way from one mean to another at which the density is looked at
_CHANCE = 0.05  # of a gap as deep in even density
_AROUND = 0.675  # of a component's points; 1.5 standard deviations in the plane
_HOLDS = 0.08  # less than the best score, as a share of it; chosen by benchmarks/levels.py
_APART = 1.5  # times as many clusters has the next level that is offered
_OFFERED = 3
_PASSING = 0.5  # power of the share of pairs told apart, where scenes pass into each other
# Times as many clusters as the balanced level has, where the coarse and the fine level are sought.
_COARSER, _FINER = (1 / 3, 2 / 3), (1.5, 3.0)
# How much the logarithm of a level's score counts beside that, and at how many scenes half as much:
# how well apart groups are is found by few scenes badly, and the best of many levels is then one of
# too many groups; chosen by benchmarks/levels.py.
_RELATIVE, _HALF_SURE = 0.5, 200
# Groups from which on they are many, and how much likeness counts among many of them, where also
# classes are alike; chosen by benchmarks/levels.py.
_FROM_MANY, _AMONG_MANY = 8, 0.1
# Mean cosine of all scenes, and length of their features beside the source's, from which they are
# another kind of imagery. Of images that are seen in four orientations, single aerial classes reach
# 0.57, but 1.43 at most; Landsat and two airborne scanners 0.37 to 0.66, and 1.45 to 1.6. Of images
# that are seen once, it is 1.37 and 1.39 to 1.5; Sentinel-2 and NAIP, 1.38 and 1.35, may pass.
_ALIKE, _LONG = 0.2, 1.45
_FAR_MORE = 15  # groups that a single class does not fall into: of 95 drawn ones none into more
_TRIES = 30
_LEAST_SILHOUETTE = 1e-6  # in place of one that is not above 0, so that scores can be multiplied


@dataclass(frozen=True)
class Levels:
    """Numbers of clusters that the tree offers, ascending, and how well each holds.

    ``silhouettes`` are mean silhouette widths on the map (Rousseeuw 1987), ``weights`` the scores
    that levels are chosen by, see `score_levels`, as shares of their sum.
    """

    counts: IntArray
    silhouettes: FloatArray
    weights: FloatArray

    def find_held(self) -> list[int]:
        """Return the numbers of clusters, ascending, of the levels that hold: three at most.

        They are peaks of the score within 8 % of the highest, each with at least half again as
        many clusters as the one before: of two that are nearer the better one is taken.
        """
        peaks = np.concatenate([[-np.inf], self.weights, [-np.inf]])
        is_peak = (peaks[1:-1] >= peaks[:-2]) & (peaks[1:-1] >= peaks[2:])
        good = np.flatnonzero(is_peak & (self.weights >= (1 - _HOLDS) * self.weights.max()))
        taken: list[int] = []
        for place in good[np.argsort(-self.weights[good], kind="stable")]:
            count = int(self.counts[place])
            if all(max(count, one) >= _APART * min(count, one) for one in taken):
                taken.append(count)
        return sorted(taken[:_OFFERED])

    def choose(self, detail: str, most: int) -> int:
        """Return the number of clusters of a detail, at most ``most``.

        The balanced level is the coarsest of those that hold, the fine one the next of them. The
        coarse level is the best one of a third to two thirds as many clusters; so is the fine one
        of one and a half times to three times as many, where no other holds.
        """
        counts = self.counts[self.counts <= max(most, int(self.counts[0]))]
        held = [count for count in self.find_held() if count <= counts[-1]] or [int(counts[-1])]
        balanced = held[0]
        if detail == "balanced":
            return balanced
        if detail == "fine" and len(held) > 1:
            return held[1]
        low, high = _COARSER if detail == "coarse" else _FINER
        near = np.flatnonzero((counts >= low * balanced) & (counts <= high * balanced))
        if len(near):
            return int(counts[near[self.weights[near].argmax()]])
        return balanced if detail == "coarse" else int(counts[-1])


@dataclass(frozen=True)
class Valleys:
    """Log density of a mixture at its means (K,), and between them.

    ``saddles`` (K, K) are the lowest ones on the straight way between two means, ``places``
    (K, K, d) where on that way.
    """

    peaks: FloatArray
    saddles: FloatArray
    places: FloatArray

    @classmethod
    def of(cls, counts: FloatArray, means: FloatArray, factors: FloatArray) -> Valleys:
        """Look at a mixture of counts (K,), means (K, d), and Cholesky factors (K, d, d).

        The factors are those of the precisions, the inverse covariances.
        """
        total, dims = means.shape
        offsets = np.log(counts) + np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)

        def density(points: FloatArray) -> FloatArray:
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


def has_gaps(
    points: FloatArray,
    weights: FloatArray,
    means: FloatArray,
    factors: FloatArray,
    valleys: Valleys,
) -> bool:
    """Tell whether points show a gap that is more than chance.

    Components are joined from the highest saddle down, and a group is known by its highest peak
    (Chazal et al. 2013). Where the saddle between two groups lies under half of the lower peak,
    points around it are counted, and points around that peak, within the ellipsoid that holds two
    thirds of the peak's component. Were the density even, one would be as likely as the other: a
    gap has so few that chance makes less than one in twenty.

    Parameters
    ----------
    points
        Points of shape (n, d).
    weights
        How many points each stands for, of shape (n,).
    means
        Means of the mixture's components, of shape (K, d).
    factors
        Cholesky factors of their precisions, of shape (K, d, d), see `Valleys.of`.
    valleys
        Peaks and saddles of the same mixture.

    Returns
    -------
    bool
        False for a mixture of one component.

    References
    ----------
    Chazal et al. 2013, "Persistence-based clustering in Riemannian manifolds".
    """
    from scipy.stats import binom, chi2

    around = chi2.ppf(_AROUND, points.shape[1])

    def count(place: FloatArray, factor: FloatArray) -> float:
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


def ward(sizes: FloatArray, centers: FloatArray) -> tuple[IntArray, FloatArray]:
    """Merge groups down to one by Ward's criterion (1963).

    Parameters
    ----------
    sizes : ndarray of shape (K,)
        Points of each group.
    centers : ndarray of shape (K, d)
        Their means.

    Returns
    -------
    merges : ndarray of shape (K - 1, 2)
        In their order, each the places of two groups of which the first stays.
    heights : ndarray of shape (K - 1,)
        Square roots of what each merge adds to the sum of squares.

    Examples
    --------
    >>> import numpy as np
    >>> merges, heights = ward(np.ones(3), np.array([[0.0], [5.0], [7.0]]))
    >>> merges.tolist()
    [[1, 2], [0, 1]]
    >>> heights.round(3).tolist()  # the roots of 2 * 2 / 2 and of 36 * 2 / 3
    [1.414, 4.899]
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


def cut(merges: IntArray, groups: int) -> IntArray:
    """Return the group of each component where a tree has so many groups.

    Parameters
    ----------
    merges : ndarray of shape (K - 1, 2)
        As `ward` returns them.
    groups
        From 1 to K.

    Returns
    -------
    ndarray of shape (K,)
        Groups, from 0.

    Examples
    --------
    >>> import numpy as np
    >>> cut(np.array([[1, 2], [0, 1]]), 2).tolist()
    [0, 1, 1]
    """
    total = len(merges) + 1
    group = np.arange(total)
    for one, other in merges[: total - groups]:
        group[group == other] = one
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def level_silhouettes(merges: IntArray, leaves: IntArray, distances: FloatArray) -> FloatArray:
    """Return the mean silhouette width of each level of a tree.

    Parameters
    ----------
    merges
        Merges of shape (K - 1, 2), as `ward` returns them.
    leaves
        Leaf of each point, from 0, of shape (n,); n should be a few thousand at most.
    distances
        Distances of the points from each other, of shape (n, n).

    Returns
    -------
    ndarray of shape (K - 1,)
        Widths from -1 to 1, at the levels of 2 to K clusters; 0 where one cluster has all points.

    References
    ----------
    Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis".
    """
    total = len(merges) + 1
    widths = np.empty(total - 1)
    # Sums of distances from each point to each group: merging two groups adds two columns.
    sums = distances @ np.eye(total)[leaves]
    sizes = np.bincount(leaves, minlength=total).astype(np.float64)
    own = leaves.copy()
    alive = np.ones(total, dtype=bool)
    for step in range(total, 1, -1):
        widths[step - 2] = _silhouette(sums[:, alive], sizes[alive], (np.cumsum(alive) - 1)[own])
        one, other = merges[total - step]
        sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        alive[other] = False
        own[own == other] = one
    return widths


def pairs_apart(merges: IntArray, counts: FloatArray) -> FloatArray:
    """Return the share of pairs of points that are in two clusters, at each level of a tree.

    Parameters
    ----------
    merges : ndarray of shape (K - 1, 2)
        As `ward` returns them.
    counts : ndarray of shape (K,)
        Points of the leaves.

    Returns
    -------
    ndarray of shape (K - 1,)
        At the levels of 2 to K clusters.

    References
    ----------
    Gini 1912; Simpson 1949, "Measurement of diversity".

    Examples
    --------
    >>> import numpy as np
    >>> pairs_apart(np.array([[0, 1]]), np.array([5.0, 5.0])).tolist()
    [0.5]
    """
    total = len(counts)
    shares = counts / counts.sum()
    found = np.empty(total - 1)
    for step in range(total, 1, -1):
        found[step - 2] = 1 - (shares**2).sum()
        one, other = merges[total - step]
        shares[one] += shares[other]
        shares[other] = 0
    return found


def score_levels(
    on_map: FloatArray, in_features: FloatArray | None, apart: FloatArray | None
) -> Levels:
    """Compare levels of 2, 3, ... clusters; without any there is one cluster.

    The score is the geometric mean of the silhouettes on the map and in the features. UMAP opens
    gaps where the features have none, and in the features all is far from all, so either is wrong
    alone: the map prefers few clusters, the features many. Shares of pairs count where scenes pass
    into each other, as windows of a raster do: two large heaps are then always better apart than
    the groups within them, and say least.

    Parameters
    ----------
    on_map
        Mean silhouette widths on the map, of shape (m,), as `level_silhouettes` returns them.
    in_features
        Those in the features, of shape (m,); None: only the map counts.
    apart
        Shares of pairs of points in two clusters, of shape (m,), as `pairs_apart` returns them;
        None where scenes do not pass into each other.

    Returns
    -------
    Levels
        Levels of 2 to m + 1 clusters, or a single level of one cluster if m is 0.
    """
    if len(on_map) == 0:
        return Levels(np.ones(1, dtype=np.int64), np.zeros(1), np.ones(1))
    scores = np.maximum(on_map, _LEAST_SILHOUETTE)
    if in_features is not None:
        scores = np.sqrt(scores * np.maximum(in_features, _LEAST_SILHOUETTE))
    if apart is not None:
        scores = scores * apart**_PASSING
    return Levels(np.arange(2, len(on_map) + 2), on_map, scores / scores.sum())


@dataclass(frozen=True)
class GroupLikeness:
    """How alike the groups are that a tree merges: means of the cosines of pairs of points.

    ``between`` (K - 1,) are those of pairs in the two groups of each merge, ``toward`` (K - 1,)
    the two groups' with all points, summed, and ``overall`` is that of all pairs. ``together``
    (K,) are the shares of pairs that are in one group, at the levels of 1 to K groups. ``length``
    is the root mean square of the features' lengths, ``count`` the number of points.
    """

    between: FloatArray
    toward: FloatArray
    overall: float
    together: FloatArray
    length: float
    count: int

    @classmethod
    def of(cls, merges: IntArray, leaves: IntArray, features: FloatArray) -> GroupLikeness:
        """Compare the groups of points with these leaves (n,) and features (n, d)."""
        total, count = len(merges) + 1, len(leaves)
        lengths = np.linalg.norm(features, axis=1, keepdims=True)
        rows = features / np.maximum(lengths, 1e-12)
        order = np.argsort(leaves, kind="stable")
        sizes = np.bincount(leaves, minlength=total).astype(np.float64)
        sums = np.zeros((total, rows.shape[1]))
        present = np.flatnonzero(sizes)
        starts = (np.cumsum(sizes) - sizes)[present].astype(np.int64)
        sums[present] = np.add.reduceat(rows[order], starts, axis=0, dtype=np.float64)
        center = sums.sum(axis=0) / count
        together = np.append(1.0, 1 - pairs_apart(merges, sizes))
        between, toward = np.ones(total - 1), np.zeros(total - 1)
        for step, (one, other) in enumerate(merges):
            if sizes[one] and sizes[other]:
                first, second = sums[one] / sizes[one], sums[other] / sizes[other]
                between[step], toward[step] = first @ second, (first + second) @ center
            sums[one] += sums[other]
            sizes[one] += sizes[other]
        overall = (count * float(center @ center) - 1) / max(count - 1, 1)
        length = float(np.sqrt((lengths.astype(np.float64) ** 2).mean()))
        return cls(between, toward, overall, together, length, count)

    def gains(self, share: float, likeness: ClassLikeness) -> FloatArray:
        """Return what levels of 1 to K groups gain by the likeness of what they join, shape (K,).

        ``share`` of the mean of all points is their classes'; the rest is taken out of them. Of
        many classes some are so alike that the border would join them: among many groups likeness
        counts for less, from a border halfway to what scenes of one class have.
        """
        rest = 1 - share
        alike = self.between - rest * self.toward + rest**2 * self.overall
        halfway = (likeness.border + likeness.within) / 2
        are_many = np.arange(len(alike), 0, -1) >= _FROM_MANY  # after each merge
        gains = np.where(are_many, _AMONG_MANY * (alike - halfway), alike - likeness.border)
        return np.append(0.0, np.cumsum(gains))[::-1]


def weigh_by_classes(levels: Levels, groups: GroupLikeness, likeness: ClassLikeness) -> Levels:
    """Let levels of few clusters be judged by what a class was in the labeled source of the model.

    How well apart clusters are is relative: a single class, too, is best divided somewhere. But
    scenes of one class are about as alike wherever they are from. So each merge gains by how much
    more alike its groups are than the border between one class and two, and loses where they are
    less. Of many classes some are so alike that this would join them, and how well apart they are
    tells better; there likeness counts for little, see `GroupLikeness.gains`.

    The zero of the features is what is usual in the source. Imagery of another scale has another
    one, by which all scenes are alike as those of a single class are. So it is also looked at what
    comes of it if their mean is their classes' only as far as so many classes have one; that counts
    where the scenes are more alike than the clusters found explain, and where it makes far more
    clusters than a single class falls into, but still joins some groups: a zero by which no two of
    them are of one class says nothing. Scenes of another sensor are too far from the source to be
    compared: their levels stay as they are.

    Parameters
    ----------
    levels
        Of 2 and more clusters, as `score_levels` returns them.
    groups
        How alike the groups of the same tree are.
    likeness
        That of scenes of the source.

    Returns
    -------
    Levels
        With one of a single cluster where that is the best of all.
    """
    counts, silhouettes = levels.counts, levels.silhouettes
    is_other = groups.overall > _ALIKE and groups.length > _LONG * likeness.length
    if is_other or counts[0] != 2:
        return levels
    relative = _RELATIVE * groups.count / (groups.count + _HALF_SURE)
    scores = relative * np.log(levels.weights)

    def judge(share: float) -> tuple[FloatArray, int]:
        gains = groups.gains(share, likeness)[: int(counts[-1])]
        return gains, int(counts[(gains[1:] + scores).argmax()])

    gains, best = judge(1.0)
    if gains.argmax() == 0:
        best = 1
    own = likeness.within * groups.together + likeness.between * (1 - groups.together)
    others, count, seen = gains, int(counts[-1]), {0}
    while count not in seen and len(seen) < _TRIES:
        seen.add(count)
        share = np.sqrt(max(own[count - 1], 0.0) / max(groups.overall, own[count - 1], 1e-12))
        others, count = judge(float(share))
    is_more = max(_FAR_MORE, 2 * best) < count <= len(groups.between)
    if is_more and groups.overall > own[best - 1]:
        gains, best = others, count
    found = gains[1:] + scores
    if best == 1:
        counts, silhouettes = np.append(1, counts), np.append(0.0, silhouettes)
        found = np.append(max(gains[0], found.max()), found)
    weights = np.exp((found - found.max()) / relative)
    return Levels(counts, silhouettes, weights / weights.sum())


def _silhouette(sums: FloatArray, sizes: FloatArray, own: IntArray) -> float:
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

"""What has changed between two dates, by the features of the same units at each.

Features of two dates differ everywhere: light, season and sensor move them, and not all kinds of
ground alike. So a unit is not compared with itself as it was, but with what became of the units
that looked like it: where it should be now is the mean of these, and how far it may be from there
is how far they are. That aligns the two dates kind by kind, and from both sides. Units that have
changed themselves count for nothing in it, which takes a few rounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, ObjectArray, Vectors
from ..base.errors import DataFileError, SceneError
from ..base.nearest import find_nearest, normalize_rows
from ..base.plain import setting
from ..base.progress import Part, Progress, silent
from ..base.sampling import draw
from .normalize import FIT_SCENES
from .scene_file import SceneFile
from .similarity import normalizer_of

# On NAIP of 2012 and 2020 anything from 16 to 64 axes does about as well; fewer do not tell kinds
# apart, and more are noise that all units have.
_AXES = 32
_FEWEST = 30  # units that can be compared
_SHARE = 8  # of all units, one in so many may be neighbors of one
_ROUNDS = 8
_FLOOR = 1e-3  # weight of a unit that has changed for certain
_STEPS = 100  # of expectation and maximization
_STARTS = (75, 90, 97, 99)  # percentiles at which the group of changes is looked for
# Kass & Raftery 1995: from 10 the evidence is very strong; Ashman, Bird & Zepf 1994: from 2 groups
# are apart. Many units make any curve that is not quite a bell look like two.
_EVIDENCE, _APART = 10.0, 2.0
_BLOCK = 1024


@dataclass(frozen=True)
class ChangeSettings:
    """How two dates are compared."""

    neighbors: int = setting(
        50, "Neighbors",
        "By how many units that look alike on one date it is told where each should be on the "
        "other. More make the comparison steadier, and blind to kinds of ground that have fewer "
        "units than that.",
        minimum=5, maximum=1000,
    )  # fmt: skip
    threshold: float | None = setting(
        None, "Threshold",
        "Units with a higher score have changed. 1 is as far from what became of units like it as "
        "these are from each other. Empty: the score at which change becomes likelier than not, "
        "by a mixture of two groups, where there are two.",
        minimum=0,
    )  # fmt: skip
    seed: int = setting(0, minimum=0, maximum=2**31 - 1)


@dataclass(frozen=True)
class Pairs:
    """Units that are there on both dates; arrays are of shape (n,)."""

    before: IntArray
    """Their rows in the file before."""

    after: IntArray
    left_out: int
    """Units of the file after that have no partner, or no features on one of the dates."""


class Groups(NamedTuple):
    """Two groups of scores: those of units that have not changed, and of those that have."""

    means: FloatArray
    deviations: FloatArray
    shares: FloatArray
    evidence: float
    """By how much two describe the scores better than one: difference of BIC."""

    separation: float
    """Ashman's D."""

    @property
    def are_two(self) -> bool:
        """Tell whether there are two."""
        return self.evidence > _EVIDENCE and self.separation > _APART

    def probability(self, values: FloatArray) -> FloatArray:
        """Return the probability (n,) of the upper group, which rises with the values."""
        order = np.argsort(values)
        found = _responsibilities(values, self)[order]
        found[values[order] <= self.means[0]] = 0  # where the wider bell is above on both sides
        risen = np.empty_like(found)
        risen[order] = np.maximum.accumulate(found)
        return risen


@dataclass(frozen=True)
class Change:
    """How much units have changed; arrays are of shape (n,)."""

    scores: FloatArray
    probabilities: FloatArray
    """Of a change; NaN where there are not two groups."""

    changed: BoolArray
    threshold: float | None
    groups: Groups


def pair_units(before: SceneFile, after: SceneFile) -> Pairs:
    """Find the units of two files that are the same places.

    A unit's partner is the one whose middle is nearest to its own, if it is nearer than half of
    the unit's shorter side: the grids of two images of one place lie a pixel or so apart.

    Parameters
    ----------
    before, after
        Features of one model.

    Returns
    -------
    Pairs
        In the order of the file after.

    Raises
    ------
    DataFileError
        The features are of two models, or in two reference systems.
    SceneError
        Too few units are the same.
    """
    one, other = before.provenance, after.provenance
    other.refuse_other(after.path, one, str(before.path))
    if not _same_system(one.footprint_wkt, other.footprint_wkt):
        raise DataFileError(
            f"The scenes of {before.path} and {after.path} are in different reference systems. "
            "Extract the features of both dates on one grid: give the same polygons, or warp one "
            "raster to the other's system."
        )
    partner = pair_boxes(boxes_of(before), boxes_of(after))
    there = np.zeros(before.count, dtype=bool)
    there[before.present()] = True
    rows = after.present()
    rows = rows[partner[rows] >= 0]
    rows = rows[there[partner[rows]]]
    if len(rows) < _FEWEST:
        raise SceneError(
            f"{len(rows)} scenes of {after.path} have a partner with features in {before.path}, "
            f"and at least {_FEWEST} are needed. Choose features of two dates on the same grid."
        )
    return Pairs(partner[rows], rows, after.count - len(rows))


def pair_boxes(before: FloatArray, after: FloatArray) -> IntArray:
    """Return the partner of each box (n, 4) among others (m, 4), as `pair_units`; -1 for none."""
    from scipy.spatial import cKDTree

    usable = np.flatnonzero(np.isfinite(before).all(axis=1))
    partner = np.full(len(after), -1, dtype=np.int64)
    if len(usable):
        known = np.isfinite(after).all(axis=1)
        sides = np.minimum(after[:, 2] - after[:, 0], after[:, 3] - after[:, 1])
        distances, places = cKDTree(_middles(before[usable])).query(_middles(after[known]))
        near = distances < sides[known] / 2
        partner[np.flatnonzero(known)[near]] = usable[places[near]]
    return partner


def compare_features(
    before: SceneFile, after: SceneFile, pairs: Pairs, settings: ChangeSettings,
    progress: Progress = silent,
) -> Change:  # fmt: skip
    """Tell how much units have changed between two dates.

    Parameters
    ----------
    before, after
        Features of the two dates.
    pairs
        The units that are compared, as `pair_units` finds them.
    settings
        How they are compared.

    Returns
    -------
    Change
        In the order of the pairs.

    References
    ----------
    Sun, Lei, Li, Tan & Kuang 2021, "Structure consistency-based graph for unsupervised change
    detection with homogeneous and heterogeneous remote sensing images", for neighbors of one date
    on the other; Nielsen 2007, "The regularized iteratively reweighted MAD method for change
    detection", for weights by the probability of no change.
    """
    first = _axes(before, pairs.before, settings.seed, Part(progress, 0, 0.2))
    second = _axes(after, pairs.after, settings.seed, Part(progress, 0.2, 0.4))
    return compare_vectors(first, second, settings, Part(progress, 0.4, 1))


def compare_vectors(
    first: Vectors, second: Vectors, settings: ChangeSettings, progress: Progress = silent
) -> Change:
    """Tell how much units have changed, from their vectors (n, k) and (n, l) on two dates."""
    count = len(first)
    pool = draw(np.arange(count), FIT_SCENES, settings.seed)
    neighbors = max(2, min(settings.neighbors, len(pool) // _SHARE))
    like_before = _neighbors(first, pool, neighbors)
    progress(0.3)
    like_after = _neighbors(second, pool, neighbors)
    progress(0.6)
    weights = np.ones(count)
    for step in range(_ROUNDS):
        scores = np.sqrt(
            _surprise(second, like_before, weights) * _surprise(first, like_after, weights)
        )
        logs = np.log(np.maximum(scores, 1e-6))
        groups = find_groups(logs)
        probabilities = groups.probability(logs)
        weights = np.maximum(1 - probabilities, _FLOOR)
        progress(0.6 + 0.4 * (step + 1) / _ROUNDS)
    threshold = settings.threshold
    if threshold is None and groups.are_two and (probabilities > 0.5).any():
        threshold = float(scores[probabilities > 0.5].min())
        changed = scores >= threshold
    else:
        changed = scores > (np.inf if threshold is None else threshold)
    if not groups.are_two:
        probabilities = np.full(count, np.nan)
    return Change(scores, probabilities, changed, threshold, groups)


def find_groups(values: FloatArray) -> Groups:
    """Fit two normal distributions to values (n,), by expectation and maximization.

    Of several starts the fit counts whose groups are farthest apart, among those that speak for
    two: the likeliest one may spend its second group on the shape of the first.

    Returns
    -------
    Groups
        The lower one first.
    """
    starts = np.percentile(values, _STARTS).tolist()
    found = [_fit_groups(values, float(np.median(values)), start) for start in starts]
    return max(found, key=lambda one: (one.evidence > _EVIDENCE, one.separation))


def _fit_groups(values: FloatArray, low: float, high: float) -> Groups:
    spread = max(float(values.std()), 1e-9)
    means = np.array([low, max(high, low + 1e-9)])
    found = Groups(means, np.full(2, spread / 2), np.array([0.8, 0.2]), 0.0, 0.0)
    for _ in range(_STEPS):
        upper = _responsibilities(values, found)
        both = np.stack([1 - upper, upper])
        sizes = both.sum(axis=1) + 1e-9
        means = both @ values / sizes
        offsets = values[None] - means[:, None]
        deviations = np.sqrt((both * offsets**2).sum(axis=1) / sizes) + 1e-2 * spread
        found = found._replace(means=means, deviations=deviations, shares=sizes / sizes.sum())
    order = np.argsort(found.means)
    found = found._replace(
        means=found.means[order], deviations=found.deviations[order], shares=found.shares[order]
    )
    alone = _log_density(values, float(values.mean()), spread).sum()
    together = np.logaddexp(*_joint(values, found)).sum()
    evidence = 2 * (together - alone) - 3 * np.log(len(values))
    gap = float(found.means[1] - found.means[0])
    separation = np.sqrt(2) * gap / float(np.sqrt((found.deviations**2).sum()))
    return found._replace(evidence=float(evidence), separation=float(separation))


def _joint(values: FloatArray, groups: Groups) -> FloatArray:
    """Return logarithms of share times density (2, n)."""
    return np.stack(
        [
            np.log(max(share, 1e-12)) + _log_density(values, mean, deviation)
            for mean, deviation, share in zip(
                groups.means.tolist(), groups.deviations.tolist(), groups.shares.tolist()
            )
        ]
    )


def _responsibilities(values: FloatArray, groups: Groups) -> FloatArray:
    lower, upper = _joint(values, groups)
    return np.asarray(np.exp(upper - np.logaddexp(lower, upper)))


def _log_density(values: FloatArray, mean: float, deviation: float) -> FloatArray:
    return np.asarray(
        -0.5 * ((values - mean) / deviation) ** 2 - np.log(deviation * np.sqrt(2 * np.pi))
    )


def _axes(features: SceneFile, rows: IntArray, seed: int, progress: Progress) -> Vectors:
    """Return the places (n, k) of rows, in any order, on the principal axes of their date."""
    normalizer = normalizer_of(features, Part(progress, 0, 0.5))
    ascending, back = np.unique(rows, return_inverse=True)
    sample = normalizer(features.take(draw(ascending, FIT_SCENES, seed)))
    mean = sample.mean(axis=0)
    axes = np.linalg.eigh(np.cov(sample.T - mean[:, None]))[1][:, ::-1][:, :_AXES]
    found = np.empty((len(ascending), axes.shape[1]), dtype=np.float32)
    done = np.zeros(features.count, dtype=np.int64) - 1
    done[ascending] = np.arange(len(ascending))
    start = 0
    for block in features.blocks():  # all of them at once may not fit into memory
        places = done[start : start + len(block)]
        own = places >= 0
        if own.any():
            found[places[own]] = (normalizer(block.vectors[own]) - mean) @ axes
        start += len(block)
        progress(0.5 + 0.5 * start / max(features.count, 1))
    return found[back]


def _neighbors(vectors: Vectors, pool: IntArray, count: int) -> IntArray:
    """Return the units (n, count) of a pool that are most like each, itself left out."""
    unit = normalize_rows(vectors)
    places = pool[find_nearest(unit, unit[pool], min(count + 1, len(pool)), "cosine")[0]]
    own = places == np.arange(len(vectors))[:, None]
    own[~own.any(axis=1), -1] = True  # it is not in the pool: the last one goes
    return np.asarray(places[~own].reshape(len(vectors), -1))


def _surprise(vectors: Vectors, like: IntArray, weights: FloatArray) -> FloatArray:
    """Return how far units (n,) are from the mean of others, in root mean squares of these."""
    found = np.empty(len(vectors))
    for start in range(0, len(vectors), _BLOCK):
        some = like[start : start + _BLOCK]
        shares = weights[some]
        shares = shares / shares.sum(axis=1, keepdims=True)
        others = vectors[some]
        mean = (shares[:, :, None] * others).sum(axis=1)
        far = ((vectors[start : start + _BLOCK] - mean) ** 2).sum(axis=1)
        spread = (shares * ((others - mean[:, None]) ** 2).sum(axis=2)).sum(axis=1)
        found[start : start + _BLOCK] = np.sqrt(far / np.maximum(spread, 1e-12))
    return found


def boxes_of(features: SceneFile) -> FloatArray:
    """Return the boxes (n, 4) around footprints, NaN where there is none."""
    import shapely

    boxes = [shapely.bounds(shapely.from_wkb(shapes)) for shapes in features.footprints()]
    return np.concatenate([np.empty((0, 4)), *boxes])


def _middles(boxes: FloatArray) -> FloatArray:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def _same_system(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other:
        return False
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        return bool(CRS.from_wkt(one) == CRS.from_wkt(other))
    except CRSError:
        return False


def shapes_of(features: SceneFile, rows: IntArray) -> ObjectArray:
    """Return the footprints (m,) of ascending rows as WKB, None where there is none."""
    every = np.concatenate([np.empty(0, dtype=object), *features.footprints()])
    return every[rows]

"""Fitting a Dirichlet-process mixture: coordinate ascent, with split and merge moves.

Sources
-------
Hughes & Sudderth 2013, "Memoized online variational inference for Dirichlet process mixture
models": moves that are judged by sufficient statistics and kept only where they raise the bound.
The model itself is in `mixture_model`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray
from .mixture_model import (
    Posterior,
    Prior,
    Statistics,
    component_bounds,
    default_prior,
    divide_points,
    entropies,
    expected_log_noise,
    expected_log_weights,
    floor_of,
    noise_bound,
    scale_prior,
    stick_bound,
    summarize_points,
)

# Steps of coordinate ascent: few after a move, since the next one changes the optimum again; the
# last ones go on until the bound stands still.
_FIRST_STEPS, _SPLIT_STEPS, _MERGE_STEPS, _LAST_STEPS = 10, 8, 5, 100
_STANDS_STILL = 1e-8  # nats for each point
_ROUNDS = 30  # of splits and merges; in practice a handful
_MERGE_ROUNDS = 5  # of merges and deletions between two rounds of splits
_PAIR_STEPS = 10  # of the two halves of a split, from their first cut
_LOCAL_POINTS = 2000  # a split is tried on at most this many points of its component
_DIVISIBLE = 4  # points; a component of fewer is not split
_MEMBER = 1e-3  # responsibility from which a point is one of a component's
_SMALLEST = 1e-3  # points; a component with less is not there
_LOST = 1e-12  # responsibility; a point with less in all components is noise
_NEAR = 6  # components that each may be merged with
# The sticks gain at most log 2 for each point that no longer has to choose, and a little.
_STICK_GAIN, _STICK_SLACK = np.log(2), 20.0


@dataclass
class Mixture:
    """A fitted mixture; responsibilities (n, K) and noise (n,) sum up to the points' weights."""

    prior: Prior
    responsibilities: FloatArray
    noise: FloatArray
    bound: float
    """Evidence lower bound, in nats; comparable between fits to the same weighted points."""

    trace: list[float] = field(default_factory=list)
    """The bound after every step, moves included."""

    @property
    def components(self) -> int:
        """Number of components."""
        return int(self.responsibilities.shape[1])


def fit_mixture(
    points: FloatArray,
    weights: FloatArray | None = None,
    *,
    most: int = 120,
    seed: int = 0,
    starts: Iterable[int] = (1, 20, 60),
) -> Mixture:
    """Fit a mixture to weighted points; of several starts the one with the best bound is taken.

    Each start has its number of components, taken by k-means++; splits, merges and deletions then
    change it until none raises the bound. The scale of the covariance prior is learned with the
    rest (the bound is maximized over it), its weight is that of n / 20 points, within 10 to 100.

    Parameters
    ----------
    points
        Points of shape (n, d), at a scale at which their spread is about 1.
    weights
        How much each point counts, of shape (n,); None: 1.
    most
        Components at most; there are never more than half as many as points.
    seed
        Of the starts and of the cuts that splits begin with.
    starts
        Numbers of components to start from, at most a tenth of the number of points.

    Returns
    -------
    Mixture
        The fit with the highest evidence lower bound.

    References
    ----------
    Hughes & Sudderth 2013, "Memoized online variational inference for Dirichlet process mixture
    models".
    """
    points = np.ascontiguousarray(points, dtype=np.float64)
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=np.float64)
    most = max(1, min(most, len(points) // 2))
    sizes = sorted({max(1, min(size, most, len(points) // 10)) for size in starts})
    fits = [_Fit(points, weights, most, seed, size).run() for size in sizes]
    return max(fits, key=lambda fit: fit.bound)


def lightweight_coreset(points: FloatArray, count: int, seed: int) -> tuple[IntArray, FloatArray]:
    """Draw points that cover all of them, and weights that make up for how they were drawn.

    Half of the chance of a point is even, half goes by its squared distance to the mean, so that
    what lies apart is not missed. Weights are 1 on average: the points drawn are all the evidence
    there is.

    Parameters
    ----------
    points
        Points of shape (n, d).
    count
        At most so many are drawn; where there are no more, all are taken, with weights of 1.
    seed
        The same seed draws the same points.

    Returns
    -------
    rows : ndarray of shape (min(n, count),)
        Rows of the points drawn, ascending.
    weights : ndarray of shape (min(n, count),)
        How much each of them counts.

    References
    ----------
    Bachem, Lucic & Krause 2018, "Scalable k-means clustering via lightweight coresets".
    """
    if len(points) <= count:
        return np.arange(len(points)), np.ones(len(points))
    squared = ((points - points.mean(axis=0)) ** 2).sum(axis=1)
    chances = np.full(len(points), 0.5 / len(points)) + 0.5 * squared / max(squared.sum(), 1e-300)
    chances /= chances.sum()
    generator = np.random.default_rng(seed)
    rows = np.sort(generator.choice(len(points), size=count, replace=False, p=chances))
    weights = 1 / chances[rows]
    return rows, weights / weights.mean()


@dataclass(frozen=True)
class _State:
    """Responsibilities, and all that follows from them."""

    prior: Prior
    responsibilities: FloatArray
    """(n, K), by weight."""

    noise: FloatArray
    """(n,), by weight."""

    statistics: Statistics
    posterior: Posterior
    parts: FloatArray
    """Shares (K,) of the bound that the components have."""

    entropies: FloatArray
    """Shares (K,) of the bound that the uncertainty of the points has."""

    sticks: float
    """Share of the bound that the sticks have."""

    bound: float


class _Fit:
    """One start: points, their weights, and the state that moves and updates change."""

    def __init__(
        self, points: FloatArray, weights: FloatArray, most: int, seed: int, start: int
    ) -> None:
        self.points, self.weights, self.most = points, weights, most
        self.random = np.random.default_rng(seed)
        self.total = float(weights.sum())
        prior = default_prior(points, weights)
        self.floor = floor_of(prior)
        self.trace: list[float] = []
        first = _start_responsibilities(points, weights, start, seed)
        self.state = self._evaluate(prior, first, np.zeros(len(points)))

    def run(self) -> Mixture:
        """Fit until no move raises the bound."""
        self._update(_FIRST_STEPS)
        for _ in range(_ROUNDS):
            split = self._split()
            if split:
                self._update(_SPLIT_STEPS)
            joined = False
            for _ in range(_MERGE_ROUNDS):
                if not (self._merge() or self._delete()):
                    break
                joined = True
                self._update(_MERGE_STEPS)
            if not (split or joined):
                break
        self._update(_LAST_STEPS)
        state = self.state
        return Mixture(state.prior, state.responsibilities, state.noise, state.bound, self.trace)

    def _evaluate(self, prior: Prior, responsibilities: FloatArray, noise: FloatArray) -> _State:
        """Find statistics, posterior and bound that go with responsibilities; leave out empties."""
        keep = responsibilities.sum(axis=0) > _SMALLEST
        if not keep.all():
            responsibilities = responsibilities[:, keep]
            sums = responsibilities.sum(axis=1)
            lost = sums < _LOST * self.weights
            noise = np.where(lost, self.weights, noise)
            responsibilities *= ((self.weights - noise) / np.where(lost, 1, sums))[:, None]
        statistics, uncertain = summarize_points(self.points, self.weights, responsibilities)
        posterior = Posterior.of(prior, statistics)
        parts = component_bounds(prior, posterior, statistics.counts)
        sticks = stick_bound(prior, statistics.counts)
        of_noise = noise_bound(prior, float(noise.sum()), self.total)
        of_noise += float(entropies(noise[:, None], self.weights)[0])
        bound = float(parts.sum() + sticks + uncertain.sum()) + of_noise
        return _State(
            prior, responsibilities, noise, statistics, posterior, parts, uncertain, sticks, bound
        )

    def _assign(self, posterior: Posterior, counts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return responsibilities of components with these counts, and noise, of all points."""
        prior = self.state.prior
        noise, components = expected_log_noise(float(self.state.noise.sum()), self.total)
        weights = expected_log_weights(prior, counts) + components
        flat = noise + prior.log_noise
        both = divide_points(self.points, self.weights, posterior, weights, noise=flat)
        return np.ascontiguousarray(both[:, :-1]), both[:, -1].copy()

    def _update(self, steps: int) -> None:
        """Coordinate ascent, until it stands still or for so many steps."""
        enough = _STANDS_STILL * len(self.points)
        for _ in range(steps):
            before = self.state.bound
            self._scale_prior()
            found = self._assign(self.state.posterior, self.state.statistics.counts)
            self.state = self._evaluate(self.state.prior, *found)
            self.trace.append(self.state.bound)
            if self.state.bound - before < enough:
                break

    def _scale_prior(self) -> None:
        """Let the covariance prior be that which maximizes the bound."""
        state = self.state
        prior = scale_prior(state.prior, state.posterior, self.floor)
        posterior = Posterior.of(prior, state.statistics)
        parts = component_bounds(prior, posterior, state.statistics.counts)
        if parts.sum() > state.parts.sum():  # not where the floor keeps it from the maximum
            bound = state.bound + float(parts.sum() - state.parts.sum())
            self.state = replace(state, prior=prior, posterior=posterior, parts=parts, bound=bound)

    def _try(self, responsibilities: FloatArray, noise: FloatArray | None = None) -> bool:
        """Take other responsibilities where they raise the bound."""
        noise = self.state.noise if noise is None else noise
        tried = self._evaluate(self.state.prior, responsibilities, noise)
        if not tried.bound > self.state.bound:  # nor where it is not a number
            return False
        self.state = tried
        self.trace.append(tried.bound)
        return True

    def _split(self) -> bool:
        """Split every component whose two halves raise the bound, as many as are allowed."""
        found = sorted(self._halves(), key=lambda one: -one[0])
        found = found[: self.most - self.state.responsibilities.shape[1]]
        while found:
            count = self.state.responsibilities.shape[1]
            responsibilities = np.concatenate(
                [self.state.responsibilities, np.zeros((len(self.points), len(found)))], axis=1
            )
            for place, (_, component, rows, halves) in enumerate(found):
                responsibilities[rows, component] = halves[:, 0]
                responsibilities[rows, count + place] = halves[:, 1]
            if self._try(responsibilities):
                return True
            # Each of them would do; together they change the sticks. Half of them change less.
            found = found[: len(found) // 2]
        return False

    def _halves(self) -> list[tuple[float, int, IntArray, FloatArray]]:
        """Return gain, component, its points and their responsibilities (m, 2) of good halves.

        All components are tried side by side, each from all of its first halves.
        """
        columns = np.ascontiguousarray(self.state.responsibilities.T)
        rows = [np.flatnonzero(column > _MEMBER * self.weights) for column in columns]
        tried, points, own, first = [], [], [], []
        for component, some in enumerate(rows):
            if len(some) < _DIVISIBLE:
                continue
            local, responsibilities = some, columns[component, some]
            if len(some) > _LOCAL_POINTS:
                local = self.random.choice(some, _LOCAL_POINTS, replace=False)
                responsibilities = columns[component, local] * (
                    responsibilities.sum() / columns[component, local].sum()
                )
            for half in self._first_halves(component, self.points[local], responsibilities):
                tried.append(component)
                points.append(self.points[local])
                own.append(responsibilities)
                first.append(half)
        if not tried:
            return []
        fits, worths = self._pairs(points, own, first)
        best: dict[int, int] = {}
        for place in np.flatnonzero(worths > -np.inf).tolist():
            kept = best.setdefault(tried[place], place)
            if worths[place] > worths[kept]:
                best[tried[place]] = place
        found = []
        for component, place in best.items():
            pair = fits.of(np.array([2 * place, 2 * place + 1]))
            split = self._worth(component, rows[component], pair)
            if split is not None:
                found.append(split)
        return found

    def _pairs(
        self, points: list[FloatArray], own: list[FloatArray], first: list[BoolArray]
    ) -> tuple[Statistics, FloatArray]:
        """Fit two components to each of many groups of points, from their first halves.

        Returns statistics of the pairs, one after the other, and what each adds to the bound;
        -inf where nothing is left of a half.
        """
        ends = np.cumsum([len(some) for some in points])
        together, weights = np.concatenate(points), np.concatenate(own)
        halves = np.concatenate(first)
        responsibilities = np.stack([weights * halves, weights * ~halves], axis=1)
        alive = np.ones(len(ends), dtype=bool)
        for step in range(_PAIR_STEPS + 1):
            statistics, uncertain = summarize_points(together, weights, responsibilities, ends)
            posterior = Posterior.of(self.state.prior, statistics)
            counts = statistics.counts.reshape(-1, 2)
            alive &= counts.min(axis=1) >= _SMALLEST
            if step < _PAIR_STEPS:
                log_weights = expected_log_weights(self.state.prior, counts).ravel()
                responsibilities = divide_points(together, weights, posterior, log_weights, ends)
        worths = component_bounds(self.state.prior, posterior, statistics.counts) + uncertain
        return statistics, np.where(alive, worths.reshape(-1, 2).sum(axis=1), -np.inf)

    def _worth(
        self, component: int, rows: IntArray, pair: Statistics
    ) -> tuple[float, int, IntArray, FloatArray] | None:
        """Give all points of a component to a pair fitted to some; None where nothing is gained."""
        responsibilities, weights = self.state.responsibilities[rows, component], self.weights[rows]
        posterior = Posterior.of(self.state.prior, pair)
        log_weights = expected_log_weights(self.state.prior, pair.counts)
        halves = divide_points(self.points[rows], responsibilities, posterior, log_weights)
        if halves.sum(axis=0).min() < _SMALLEST:
            return None
        statistics, uncertain = summarize_points(self.points[rows], weights, halves)
        parts = component_bounds(
            self.state.prior, Posterior.of(self.state.prior, statistics), statistics.counts
        )
        counts = np.append(np.delete(self.state.statistics.counts, component), statistics.counts)
        gain = (
            parts.sum()
            - self.state.parts[component]
            + uncertain.sum()
            - entropies(responsibilities[:, None], weights).sum()
            + stick_bound(self.state.prior, counts)
            - self.state.sticks
        )
        return (float(gain), component, rows, halves) if gain > 0 else None

    def _first_halves(
        self, component: int, points: FloatArray, own: FloatArray
    ) -> Iterable[BoolArray]:
        """Cut a component across its longest axis, and between two far points of it."""
        axes = np.linalg.eigh(self.state.posterior.covariances[component])[1]
        yield (points - self.state.posterior.means[component]) @ axes[:, -1] > 0
        one = points[self.random.choice(len(points), p=own / own.sum())]
        distances = ((points - one) ** 2).sum(axis=1)
        far = distances * own
        if far.sum() > 0:
            other = points[self.random.choice(len(points), p=far / far.sum())]
            yield ((points - other) ** 2).sum(axis=1) < distances

    def _merge(self) -> bool:
        """Merge the pairs of near components that raise the bound, each in one pair at most."""
        count = self.state.responsibilities.shape[1]
        if count < 2:
            return False
        means, counts = self.state.posterior.means, self.state.statistics.counts
        precisions = np.linalg.inv(self.state.posterior.covariances)
        apart = means[:, None] - means[None]
        distances = np.einsum("abi,aij,abj->ab", apart, precisions, apart)
        distances = np.minimum(distances, distances.T)
        np.fill_diagonal(distances, np.inf)
        near = np.argsort(distances, axis=1)[:, : min(count - 1, _NEAR)]
        pairs = np.unique(
            np.sort(np.stack([np.repeat(np.arange(count), near.shape[1]), near.ravel()]), axis=0),
            axis=1,
        )
        joined = self.state.statistics.of(pairs[0]) + self.state.statistics.of(pairs[1])
        gains = component_bounds(
            self.state.prior, Posterior.of(self.state.prior, joined), joined.counts
        ) - self.state.parts[pairs].sum(axis=0)
        found = []
        for place in np.flatnonzero(gains > -_STICK_GAIN * joined.counts - _STICK_SLACK):
            a, b = pairs[:, place]
            left = np.append(np.delete(counts, [a, b]), joined.counts[place])
            both = entropies(
                (self.state.responsibilities[:, a] + self.state.responsibilities[:, b])[:, None],
                self.weights,
            )
            gain = gains[place] + stick_bound(self.state.prior, left) - self.state.sticks
            gain += both[0] - self.state.entropies[a] - self.state.entropies[b]
            if gain > 0:
                found.append((float(gain), int(a), int(b)))
        chosen: list[tuple[int, int]] = []
        taken: set[int] = set()
        for _, a, b in sorted(found, reverse=True):
            if not {a, b} & taken:
                chosen.append((a, b))
                taken |= {a, b}
        while chosen:
            responsibilities = self.state.responsibilities.copy()
            for a, b in chosen:
                responsibilities[:, a] += responsibilities[:, b]
            if self._try(np.delete(responsibilities, [b for _, b in chosen], axis=1)):
                return True
            chosen = chosen[: len(chosen) // 2]
        return False

    def _delete(self) -> bool:
        """Delete the smallest component where the others take its points at a gain."""
        counts = self.state.statistics.counts
        if len(counts) < 2:
            return False
        left = np.delete(np.arange(len(counts)), counts.argmin())
        posterior = Posterior.of(self.state.prior, self.state.statistics.of(left))
        return self._try(*self._assign(posterior, counts[left]))


def _start_responsibilities(
    points: FloatArray, weights: FloatArray, count: int, seed: int
) -> FloatArray:
    """Give each point to the nearest of ``count`` points that k-means++ draws."""
    from sklearn.cluster import kmeans_plusplus

    if count == 1:
        return weights[:, None].copy()
    centers, _ = kmeans_plusplus(points, count, random_state=seed, sample_weight=weights)
    distances = ((points[:, None] - centers[None]) ** 2).sum(axis=2)
    return np.asarray(np.eye(count)[distances.argmin(axis=1)] * weights[:, None])

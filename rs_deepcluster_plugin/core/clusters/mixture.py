"""Dirichlet-process mixture of Gaussians by variational inference, with split and merge moves.

Sources
-------
Blei & Jordan 2006, "Variational inference for Dirichlet process mixtures": the model and the
factorised posterior. Kurihara, Welling & Teh 2007, "Collapsed variational Dirichlet process mixture
models": sticks in the order of the components' sizes. Hughes & Sudderth 2013, "Memoized online
variational inference for Dirichlet process mixture models": moves that are judged by sufficient
statistics and kept only where they raise the bound. Banfield & Raftery 1993, "Model-based Gaussian
and non-Gaussian clustering": points that belong to no group are noise, of the same density
everywhere. Without it they get components of their own, broad ones that lie between all groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NOISE = 0.01
"""Expected share of noise: its weight has the prior Beta(1, 99)."""

_FEATURE_BYTES = 64_000_000  # of the products of a block of points
_LOCAL_POINTS = 2000  # a split is tried on at most this many points of its component
_ROUNDS = 30
_SMALLEST = 1e-3  # points; a component with less is not there


@dataclass(frozen=True)
class Prior:
    """Normal-inverse-Wishart prior of all components, the process's concentration, and noise.

    ``mean`` (d,) with precision ``kappa`` times a component's own; ``psi`` (d, d) is the scale of
    the inverse Wishart of ``degrees`` degrees of freedom. ``log_noise`` is the log density of
    noise, the same everywhere.
    """

    mean: Floats
    kappa: float
    degrees: float
    psi: Floats
    concentration: float = 1.0
    log_noise: float = 0.0


@dataclass(frozen=True)
class Statistics:
    """Expected count (K,), sum (K, d) and sum of products (K, d, d) of the components' points."""

    counts: Floats
    sums: Floats
    products: Floats

    def of(self, some: Integers) -> Statistics:
        """Take some of the components."""
        return Statistics(self.counts[some], self.sums[some], self.products[some])

    def __add__(self, other: Statistics) -> Statistics:
        """Join each component with one of ``other``."""
        return Statistics(
            self.counts + other.counts, self.sums + other.sums, self.products + other.products
        )


@dataclass(frozen=True)
class Posterior:
    """Normal-inverse-Wishart posterior of each component: shapes as in `Prior`, K in front."""

    means: Floats
    kappas: Floats
    degrees: Floats
    psis: Floats
    log_dets: Floats

    @classmethod
    def of(cls, prior: Prior, statistics: Statistics) -> Posterior:
        """Update the prior by statistics (Bishop 2006, eq. 10.59 to 10.63)."""
        kappas = prior.kappa + statistics.counts
        means = (prior.kappa * prior.mean + statistics.sums) / kappas[:, None]
        psis = (
            prior.psi
            + statistics.products
            + prior.kappa * np.outer(prior.mean, prior.mean)
            - kappas[:, None, None] * means[:, :, None] * means[:, None, :]
        )
        psis = (psis + psis.swapaxes(1, 2)) / 2
        log_dets = np.linalg.slogdet(psis)[1]
        return cls(means, kappas, prior.degrees + statistics.counts, psis, log_dets)

    @property
    def covariances(self) -> Floats:
        """Covariances (K, d, d) that the responsibilities go by."""
        return self.psis / self.degrees[:, None, None]

    def log_peaks(self) -> Floats:
        """Return the expected log density (K,) at the means (Bishop 2006, eq. 10.64 and 10.65)."""
        from scipy.special import digamma

        dims = self.means.shape[1]
        log_lambda = (
            dims * np.log(2)
            + digamma((self.degrees[:, None] - np.arange(dims)) / 2).sum(axis=1)
            - self.log_dets
        )
        return np.asarray(0.5 * (log_lambda - dims * np.log(2 * np.pi) - dims / self.kappas))


@dataclass
class Mixture:
    """A fitted mixture; responsibilities (n, K) and noise (n,) sum up to the points' weights."""

    prior: Prior
    responsibilities: Floats
    noise: Floats
    bound: float
    """Evidence lower bound, in nats; comparable between fits to the same weighted points."""

    trace: list[float] = field(default_factory=list)
    """The bound after every step, moves included."""

    @property
    def components(self) -> int:
        """Number of components."""
        return int(self.responsibilities.shape[1])


def fit_mixture(
    points: Floats,
    weights: Floats | None = None,
    *,
    most: int = 120,
    seed: int = 0,
    starts: Iterable[int] = (1, 20, 60),
) -> Mixture:
    """Fit a mixture to points (n, d) with weights (n,); the best of several starts by the bound.

    Each start has its number of components, taken by k-means++; splits, merges and deletions then
    change it until none raises the bound. The scale of the covariance prior is learnt with the
    rest (the bound is maximised over it), its weight is that of n / 20 points, within 10 to 100.
    """
    points = np.ascontiguousarray(points, dtype=np.float64)
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=np.float64)
    most = max(1, min(most, len(points) // 2))
    sizes = sorted({max(1, min(size, most, len(points) // 10)) for size in starts})
    fits = [_Fit(points, weights, most, seed).run(size) for size in sizes]
    return max(fits, key=lambda fit: fit.bound)


def lightweight_coreset(points: Floats, count: int, seed: int) -> tuple[Integers, Floats]:
    """Draw at most ``count`` of points (n, d) that cover them; returns rows and weights.

    Half of the chance of a point is even, half goes by its squared distance to the mean, so that
    what lies apart is not missed; weights make up for it (Bachem, Lucic & Krause 2018, "Scalable
    k-means clustering via lightweight coresets"). They are 1 on average: the points drawn are all
    the evidence there is. Rows ascend.
    """
    if len(points) <= count:
        return np.arange(len(points)), np.ones(len(points))
    squared = ((points - points.mean(axis=0)) ** 2).sum(axis=1)
    chances = np.full(len(points), 0.5 / len(points)) + 0.5 * squared / max(squared.sum(), 1e-300)
    chances /= chances.sum()
    random = np.random.default_rng(seed)
    rows = np.sort(random.choice(len(points), size=count, replace=False, p=chances))
    weights = 1 / chances[rows]
    return rows, weights / weights.mean()


def default_prior(points: Floats, weights: Floats) -> Prior:
    """Return a weak prior around the covariance of the points, to be scaled while fitting."""
    dims = points.shape[1]
    total = weights.sum()
    mean = weights @ points / total
    spread = _covariance(points, weights, mean)
    degrees = max(dims + 2.0, float(np.clip(len(points) / 20, 10, 100)))
    # Over no less than three standard deviations either way, or noise would take the edges of a
    # single group, and of scenes that are all the same everything.
    extent = np.maximum(np.ptp(points, axis=0), 6 * np.sqrt(np.diagonal(spread)))
    psi = 0.1 * (degrees - dims - 1) * spread
    return Prior(mean, 0.01, degrees, psi, log_noise=-float(np.log(extent).sum()))


def statistics_of(points: Floats, responsibilities: Floats) -> Statistics:
    """Sum up points (n, d) by responsibilities (n, K)."""
    return _summary(points, np.ones(len(points)), responsibilities)[0]


def expected_log_density(posterior: Posterior, points: Floats) -> Floats:
    """Return the expected log density (n, K) of points (n, d) under each component."""
    dims = points.shape[1]
    precisions = np.linalg.inv(posterior.covariances)
    linear = np.einsum("kij,kj->ki", precisions, posterior.means)
    offsets = posterior.log_peaks() - 0.5 * (linear * posterior.means).sum(axis=1)
    flat = -0.5 * precisions.reshape(len(precisions), -1).T
    result = np.empty((len(points), len(precisions)))
    for rows in _blocks(len(points), dims):
        some = points[rows]
        result[rows] = _products(some) @ flat + some @ linear.T + offsets
    return result


def expected_log_weights(prior: Prior, counts: Floats) -> Floats:
    """Return the expected log weight of each component under the stick-breaking posterior.

    ``counts`` are of shape (K,), or (G, K) of many mixtures.
    """
    from scipy.special import digamma

    order = np.argsort(-counts, axis=-1, kind="stable")
    ordered = np.take_along_axis(counts, order, axis=-1)
    a, b = 1 + ordered, prior.concentration + _after(ordered)
    stick, rest = digamma(a) - digamma(a + b), digamma(b) - digamma(a + b)
    stick[..., 1:] += np.cumsum(rest, axis=-1)[..., :-1]
    result = np.empty(counts.shape)
    np.put_along_axis(result, order, stick, axis=-1)
    return result


def component_bounds(prior: Prior, posterior: Posterior, counts: Floats) -> Floats:
    """Return the share (K,) of the bound that the components' parameters and points have."""
    from scipy.special import multigammaln

    dims = len(prior.mean)
    prior_log_det = np.linalg.slogdet(prior.psi)[1]
    half_gammas = multigammaln(posterior.degrees / 2, dims)
    return np.asarray(
        0.5 * dims * (np.log(prior.kappa) - np.log(posterior.kappas) - counts * np.log(np.pi))
        + 0.5 * (prior.degrees * prior_log_det - posterior.degrees * posterior.log_dets)
        + half_gammas
        - multigammaln(prior.degrees / 2, dims)
    )


def stick_bound(prior: Prior, counts: Floats) -> float:
    """Return the share of the bound of the sticks, broken by falling size of the components."""
    from scipy.special import betaln

    ordered = np.sort(counts)[::-1]
    after = _after(ordered)
    a, b = 1.0, prior.concentration
    return float((betaln(a + ordered, b + after) - betaln(a, b)).sum())


def entropies(responsibilities: Floats, weights: Floats) -> Floats:
    """Return the share (K,) of the bound that the uncertainty of the points' components has."""
    shares = responsibilities / weights[:, None]
    logs = np.log(np.where(shares > 0, shares, 1.0))
    return np.asarray(-(responsibilities * logs).sum(axis=0))


def expected_log_noise(noise: float, total: float) -> tuple[float, float]:
    """Return the expected log weights of noise of this count, and of all components together."""
    from scipy.special import digamma

    a, b = _noise_posterior(noise, total)
    return float(digamma(a) - digamma(a + b)), float(digamma(b) - digamma(a + b))


def noise_bound(prior: Prior, noise: float, total: float) -> float:
    """Return the share of the bound that noise of this count has, but for its entropy."""
    from scipy.special import betaln

    weight = betaln(*_noise_posterior(noise, total)) - betaln(*_noise_posterior(0, 0))
    return float(weight + noise * prior.log_noise)


def _noise_posterior(noise: float, total: float) -> tuple[float, float]:
    """Beta posterior of the weight of noise."""
    return 1 + noise, 1 / NOISE - 1 + total - noise


class _Fit:
    """One start: points, their weights, and the state that moves and updates change."""

    def __init__(self, points: Floats, weights: Floats, most: int, seed: int) -> None:
        self.points, self.weights, self.most = points, weights, most
        self.random = np.random.default_rng(seed)
        self.seed = seed
        self.prior = default_prior(points, weights)
        dims = points.shape[1]
        self.floor = 1e-6 * np.trace(self.prior.psi) / dims * np.eye(dims)
        self.trace: list[float] = []
        self.total = float(weights.sum())
        self.noise = np.zeros(len(points))

    def run(self, start: int) -> Mixture:
        """Fit from ``start`` components."""
        self.shares = self._started(start)
        self._take_stock()
        self._update(10)
        for _ in range(_ROUNDS):
            split = self._split()
            if split:
                self._update(8)
            joined = False
            for _ in range(5):
                if not (self._merge() or self._delete()):
                    break
                joined = True
                self._update(5)
            if not (split or joined):
                break
        self._update(100)
        return Mixture(self.prior, self.shares, self.noise, self.bound, self.trace)

    def _started(self, count: int) -> Floats:
        from sklearn.cluster import kmeans_plusplus

        if count == 1:
            return self.weights[:, None].copy()
        centers, _ = kmeans_plusplus(
            self.points, count, random_state=self.seed, sample_weight=self.weights
        )
        distances = ((self.points[:, None] - centers[None]) ** 2).sum(axis=2)
        return np.asarray(np.eye(count)[distances.argmin(axis=1)] * self.weights[:, None])

    def _take_stock(self) -> None:
        """Bring statistics, posterior and bound in line with the responsibilities."""
        keep = self.shares.sum(axis=0) > _SMALLEST
        if not keep.all():
            self.shares = self.shares[:, keep]
            sums = self.shares.sum(axis=1)
            lost = sums < 1e-12 * self.weights
            self.noise = np.where(lost, self.weights, self.noise)
            self.shares *= ((self.weights - self.noise) / np.where(lost, 1, sums))[:, None]
        self.statistics, self.entropies = _summary(self.points, self.weights, self.shares)
        self.posterior = Posterior.of(self.prior, self.statistics)
        self.parts = component_bounds(self.prior, self.posterior, self.statistics.counts)
        self.sticks = stick_bound(self.prior, self.statistics.counts)
        noise = noise_bound(self.prior, float(self.noise.sum()), self.total)
        noise += float(entropies(self.noise[:, None], self.weights)[0])
        self.bound = float(self.parts.sum() + self.sticks + self.entropies.sum()) + noise

    def _assigned(self, posterior: Posterior, counts: Floats) -> tuple[Floats, Floats]:
        """Return responsibilities of components with these counts, and noise, of all points."""
        noise, components = expected_log_noise(float(self.noise.sum()), self.total)
        weights = expected_log_weights(self.prior, counts) + components
        flat = noise + self.prior.log_noise
        shares = _divided(self.points, self.weights, posterior, weights, noise=flat)
        return np.ascontiguousarray(shares[:, :-1]), shares[:, -1].copy()

    def _update(self, steps: int) -> None:
        """Coordinate ascent, until it stands still or for so many steps."""
        enough = 1e-8 * len(self.points)
        for _ in range(steps):
            before = self.bound
            self._scale_prior()
            self.shares, self.noise = self._assigned(self.posterior, self.statistics.counts)
            self._take_stock()
            self.trace.append(self.bound)
            if self.bound - before < enough:
                break

    def _scale_prior(self) -> None:
        """Set the covariance prior to what maximises the bound (empirical Bayes).

        The maximum is the harmonic mean of the components' expected covariances.
        """
        degrees = self.posterior.degrees[:, None, None]
        precision = (degrees * np.linalg.inv(self.posterior.psis)).mean(axis=0)
        psi = self.prior.degrees * np.linalg.inv(precision) + self.floor
        prior = replace(self.prior, psi=(psi + psi.T) / 2)
        posterior = Posterior.of(prior, self.statistics)
        parts = component_bounds(prior, posterior, self.statistics.counts)
        if parts.sum() > self.parts.sum():  # not where the floor keeps it from the maximum
            self.bound += float(parts.sum() - self.parts.sum())
            self.prior, self.posterior, self.parts = prior, posterior, parts

    def _try(self, shares: Floats, noise: Floats | None = None) -> bool:
        """Take other responsibilities where they raise the bound."""
        kept = vars(self).copy()
        self.shares, self.noise = shares, self.noise if noise is None else noise
        self._take_stock()
        if self.bound > kept["bound"]:
            self.trace.append(self.bound)
            return True
        vars(self).update(kept)
        return False

    def _split(self) -> bool:
        """Split every component whose two halves raise the bound, as many as are allowed."""
        found = sorted(self._halves(), key=lambda one: -one[0])
        found = found[: self.most - self.shares.shape[1]]
        while found:
            count = self.shares.shape[1]
            shares = np.concatenate([self.shares, np.zeros((len(self.points), len(found)))], axis=1)
            for place, (_, component, rows, halves) in enumerate(found):
                shares[rows, component] = halves[:, 0]
                shares[rows, count + place] = halves[:, 1]
            if self._try(shares):
                return True
            # Each of them would do; together they change the sticks. Half of them change less.
            found = found[: len(found) // 2]
        return False

    def _halves(self) -> list[tuple[float, int, Integers, Floats]]:
        """Return gain, component, its points and their responsibilities (m, 2) of good halves.

        All components are tried side by side, each from all of its first halves.
        """
        columns = np.ascontiguousarray(self.shares.T)
        rows = [np.flatnonzero(column > 1e-3 * self.weights) for column in columns]
        tried, points, own, first = [], [], [], []
        for component, some in enumerate(rows):
            if len(some) < 4:
                continue
            local, shares = some, columns[component, some]
            if len(some) > _LOCAL_POINTS:
                local = self.random.choice(some, _LOCAL_POINTS, replace=False)
                shares = columns[component, local] * (
                    shares.sum() / columns[component, local].sum()
                )
            for half in self._first_halves(component, self.points[local], shares):
                tried.append(component)
                points.append(self.points[local])
                own.append(shares)
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
        self, points: list[Floats], own: list[Floats], first: list[npt.NDArray[np.bool_]]
    ) -> tuple[Statistics, Floats]:
        """Fit two components to each of many groups of points, from their first halves.

        Returns statistics of the pairs, one after the other, and what each adds to the bound;
        -inf where nothing is left of a half.
        """
        ends = np.cumsum([len(some) for some in points])
        together, weights = np.concatenate(points), np.concatenate(own)
        halves = np.concatenate(first)
        shares = np.stack([weights * halves, weights * ~halves], axis=1)
        alive = np.ones(len(ends), dtype=bool)
        for step in range(11):
            statistics, uncertain = _summary(together, weights, shares, ends)
            posterior = Posterior.of(self.prior, statistics)
            counts = statistics.counts.reshape(-1, 2)
            alive &= counts.min(axis=1) >= _SMALLEST
            if step < 10:
                log_weights = expected_log_weights(self.prior, counts).ravel()
                shares = _divided(together, weights, posterior, log_weights, ends)
        worths = component_bounds(self.prior, posterior, statistics.counts) + uncertain
        return statistics, np.where(alive, worths.reshape(-1, 2).sum(axis=1), -np.inf)

    def _worth(
        self, component: int, rows: Integers, pair: Statistics
    ) -> tuple[float, int, Integers, Floats] | None:
        """Give all points of a component to a pair fitted to some; None where it is no gain."""
        shares, weights = self.shares[rows, component], self.weights[rows]
        posterior = Posterior.of(self.prior, pair)
        log_weights = expected_log_weights(self.prior, pair.counts)
        halves = _divided(self.points[rows], shares, posterior, log_weights)
        if halves.sum(axis=0).min() < _SMALLEST:
            return None
        statistics, uncertain = _summary(self.points[rows], weights, halves)
        parts = component_bounds(
            self.prior, Posterior.of(self.prior, statistics), statistics.counts
        )
        counts = np.append(np.delete(self.statistics.counts, component), statistics.counts)
        gain = (
            parts.sum()
            - self.parts[component]
            + uncertain.sum()
            - entropies(shares[:, None], weights).sum()
            + stick_bound(self.prior, counts)
            - self.sticks
        )
        return (float(gain), component, rows, halves) if gain > 0 else None

    def _first_halves(
        self, component: int, points: Floats, own: Floats
    ) -> Iterable[npt.NDArray[np.bool_]]:
        """Cut a component across its longest axis, and between two far points of it."""
        axes = np.linalg.eigh(self.posterior.covariances[component])[1]
        yield (points - self.posterior.means[component]) @ axes[:, -1] > 0
        one = points[self.random.choice(len(points), p=own / own.sum())]
        distances = ((points - one) ** 2).sum(axis=1)
        far = distances * own
        if far.sum() > 0:
            other = points[self.random.choice(len(points), p=far / far.sum())]
            yield ((points - other) ** 2).sum(axis=1) < distances

    def _merge(self) -> bool:
        """Merge the pairs of near components that raise the bound, each in one pair at most."""
        count = self.shares.shape[1]
        if count < 2:
            return False
        means, counts = self.posterior.means, self.statistics.counts
        precisions = np.linalg.inv(self.posterior.covariances)
        apart = means[:, None] - means[None]
        distances = np.einsum("abi,aij,abj->ab", apart, precisions, apart)
        distances = np.minimum(distances, distances.T)
        np.fill_diagonal(distances, np.inf)
        near = np.argsort(distances, axis=1)[:, : min(count - 1, 6)]
        pairs = np.unique(
            np.sort(np.stack([np.repeat(np.arange(count), near.shape[1]), near.ravel()]), axis=0),
            axis=1,
        )
        joined = self.statistics.of(pairs[0]) + self.statistics.of(pairs[1])
        gains = component_bounds(
            self.prior, Posterior.of(self.prior, joined), joined.counts
        ) - self.parts[pairs].sum(axis=0)
        found = []
        # The sticks gain at most log 2 for each point that no longer has to choose, and a little.
        for place in np.flatnonzero(gains > -np.log(2) * joined.counts - 20):
            a, b = pairs[:, place]
            left = np.append(np.delete(counts, [a, b]), joined.counts[place])
            both = entropies((self.shares[:, a] + self.shares[:, b])[:, None], self.weights)
            gain = gains[place] + stick_bound(self.prior, left) - self.sticks
            gain += both[0] - self.entropies[a] - self.entropies[b]
            if gain > 0:
                found.append((float(gain), int(a), int(b)))
        chosen: list[tuple[int, int]] = []
        taken: set[int] = set()
        for _, a, b in sorted(found, reverse=True):
            if not {a, b} & taken:
                chosen.append((a, b))
                taken |= {a, b}
        while chosen:
            shares = self.shares.copy()
            for a, b in chosen:
                shares[:, a] += shares[:, b]
            if self._try(np.delete(shares, [b for _, b in chosen], axis=1)):
                return True
            chosen = chosen[: len(chosen) // 2]
        return False

    def _delete(self) -> bool:
        """Delete the smallest component where the others take its points at a gain."""
        counts = self.statistics.counts
        if len(counts) < 2:
            return False
        left = np.delete(np.arange(len(counts)), counts.argmin())
        posterior = Posterior.of(self.prior, self.statistics.of(left))
        return self._try(*self._assigned(posterior, counts[left]))


def _covariance(points: Floats, weights: Floats, mean: Floats) -> Floats:
    """Weighted covariance with a little noise: where there is no spread it stays invertible."""
    dims = points.shape[1]
    centered = points - mean
    spread = centered.T @ (centered * weights[:, None]) / weights.sum()
    return np.asarray(spread + np.eye(dims) * (1e-6 * np.trace(spread) / dims + 1e-12))


def _after(ordered: Floats) -> Floats:
    """Sum of all that comes after each."""
    after = np.zeros(ordered.shape)
    after[..., :-1] = np.cumsum(ordered[..., ::-1], axis=-1)[..., ::-1][..., 1:]
    return after


def _divided(
    points: Floats,
    weights: Floats,
    posterior: Posterior,
    log_weights: Floats,
    ends: Integers | None = None,
    noise: float | None = None,
) -> Floats:
    """Return shares (n, C) of components in points (n, d), and of noise of this log density.

    Points may be in groups that end at ``ends`` (G,), and each group have C components of its own.
    """
    from ..base import compiled

    ends = np.array([len(points)]) if ends is None else ends
    precisions = np.linalg.inv(posterior.covariances)
    offsets, means = posterior.log_peaks() + log_weights, posterior.means
    if noise is not None:  # a component that is the same everywhere
        precisions = np.concatenate([precisions, np.zeros_like(precisions[:1])])
        means = np.concatenate([means, means[:1]])
        offsets = np.append(offsets, noise)
    dims = points.shape[1]
    return compiled.divide(
        points,
        weights,
        ends,
        np.ascontiguousarray(means.reshape(len(ends), -1, dims).swapaxes(1, 2)),
        np.ascontiguousarray(np.moveaxis(precisions.reshape(len(ends), -1, dims, dims), 1, -1)),
        offsets.reshape(len(ends), -1),
    )


def _summary(
    points: Floats, weights: Floats, shares: Floats, ends: Integers | None = None
) -> tuple[Statistics, Floats]:
    """Return statistics and entropies of components by shares; arguments as in `_divided`."""
    from ..base import compiled

    ends = np.array([len(points)]) if ends is None else ends
    counts, sums, products, uncertain = compiled.summarize(points, weights, ends, shares)
    dims = points.shape[1]
    statistics = Statistics(
        counts.ravel(), sums.reshape(-1, dims), products.reshape(-1, dims, dims)
    )
    return statistics, uncertain.ravel()


def _products(points: Floats) -> Floats:
    return (points[:, :, None] * points[:, None, :]).reshape(len(points), -1)


def _blocks(count: int, dims: int) -> Iterable[slice]:
    size = max(1, _FEATURE_BYTES // (8 * dims * dims))
    return (slice(start, start + size) for start in range(0, count, size))

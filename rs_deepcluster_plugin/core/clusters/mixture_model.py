"""The Dirichlet-process mixture of Gaussians: prior, posterior, and the bound of the evidence.

Sources
-------
Blei & Jordan 2006, "Variational inference for Dirichlet process mixtures": the model and the
factorized posterior. Kurihara, Welling & Teh 2007, "Collapsed variational Dirichlet process mixture
models": sticks in the order of the components' sizes. Banfield & Raftery 1993, "Model-based
Gaussian and non-Gaussian clustering": points that belong to no group are noise, of the same density
everywhere. Without it they get components of their own, broad ones that lie between all groups.
Bishop 2006, "Pattern Recognition and Machine Learning", section 10.2: the equations.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ..base import compiled
from ..base.arrays import FloatArray, IntArray

NOISE = 0.01
"""Expected share of noise: its weight has the prior Beta(1, 99)."""

_MEAN_PRECISION = 0.01  # of the prior's mean, in points: it hardly holds a component
_PRIOR_POINTS = 20  # of so many points the covariance prior counts as one,
_DEGREES = (10, 100)  # within these bounds
_PRIOR_SPREAD = 0.1  # of the points' covariance is what the prior expects, until it is learned
_FLOOR = 1e-6  # of the prior's mean variance, below which no covariance is expected
_EXTENT = 6  # standard deviations that noise is spread over at least
_RIDGE = 1e-6  # of the mean variance, added where covariances might not be invertible
_BLOCK_BYTES = 64_000_000  # of the products of a block of points


@dataclass(frozen=True)
class Prior:
    """Normal-inverse-Wishart prior of all components, the process's concentration, and noise.

    ``mean`` (d,) with precision ``kappa`` times a component's own; ``psi`` (d, d) is the scale of
    the inverse Wishart of ``degrees`` degrees of freedom. ``log_noise`` is the log density of
    noise, the same everywhere.
    """

    mean: FloatArray
    kappa: float
    degrees: float
    psi: FloatArray
    concentration: float = 1.0
    log_noise: float = 0.0


@dataclass(frozen=True)
class Statistics:
    """Expected count (K,), sum (K, d) and sum of products (K, d, d) of the components' points."""

    counts: FloatArray
    sums: FloatArray
    products: FloatArray

    def of(self, some: IntArray) -> Statistics:
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

    means: FloatArray
    kappas: FloatArray
    degrees: FloatArray
    psis: FloatArray
    log_dets: FloatArray

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
    def covariances(self) -> FloatArray:
        """Covariances (K, d, d) that the responsibilities go by."""
        return self.psis / self.degrees[:, None, None]

    @functools.cached_property
    def factors(self) -> FloatArray:
        """Cholesky factors (K, d, d) of the precisions, the inverse covariances."""
        return np.asarray(np.linalg.cholesky(np.linalg.inv(self.covariances)))

    def log_peaks(self) -> FloatArray:
        """Return the expected log density (K,) at the means (Bishop 2006, eq. 10.64 and 10.65)."""
        from scipy.special import digamma

        dims = self.means.shape[1]
        log_lambda = (
            dims * np.log(2)
            + digamma((self.degrees[:, None] - np.arange(dims)) / 2).sum(axis=1)
            - self.log_dets
        )
        return np.asarray(0.5 * (log_lambda - dims * np.log(2 * np.pi) - dims / self.kappas))


def default_prior(points: FloatArray, weights: FloatArray) -> Prior:
    """Return a weak prior around the covariance of the points, to be scaled while fitting.

    Noise has the same density over the extent of the points, or over six standard deviations where
    that is more.

    Parameters
    ----------
    points
        Points of shape (n, d).
    weights
        How much each counts, of shape (n,).

    Returns
    -------
    Prior
        It expects a tenth of the points' covariance, with n / 20 degrees of freedom, within 10 to
        100, but d + 2 at least.
    """
    dims = points.shape[1]
    total = weights.sum()
    mean = weights @ points / total
    spread = _covariance(points, weights, mean)
    degrees = max(dims + 2.0, float(np.clip(len(points) / _PRIOR_POINTS, *_DEGREES)))
    # Over no less than three standard deviations either way, or noise would take the edges of a
    # single group, and of scenes that are all the same everything.
    extent = np.maximum(np.ptp(points, axis=0), _EXTENT * np.sqrt(np.diagonal(spread)))
    psi = _PRIOR_SPREAD * (degrees - dims - 1) * spread
    return Prior(mean, _MEAN_PRECISION, degrees, psi, log_noise=-float(np.log(extent).sum()))


def floor_of(prior: Prior) -> FloatArray:
    """Return a scale matrix (d, d) that a millionth of a prior's spread would have."""
    dims = len(prior.psi)
    return np.asarray(_FLOOR * np.trace(prior.psi) / dims * np.eye(dims))


def scale_prior(prior: Prior, posterior: Posterior, floor: FloatArray) -> Prior:
    """Set the covariance prior to what maximizes the bound (empirical Bayes).

    The maximum is the harmonic mean of the components' expected covariances.

    Parameters
    ----------
    prior
        Of d dimensions.
    posterior
        Of K components under this prior.
    floor
        What is added to the scale matrix, of shape (d, d), or points that are all the same would
        shrink it to nothing.

    Returns
    -------
    Prior
        With another scale matrix.
    """
    degrees = posterior.degrees[:, None, None]
    precision = (degrees * np.linalg.inv(posterior.psis)).mean(axis=0)
    psi = prior.degrees * np.linalg.inv(precision) + floor
    return replace(prior, psi=(psi + psi.T) / 2)


def statistics_of(points: FloatArray, responsibilities: FloatArray) -> Statistics:
    """Sum up points by responsibilities.

    Parameters
    ----------
    points
        Points of shape (n, d).
    responsibilities
        Shares of the K components in the points, of shape (n, K).

    Returns
    -------
    Statistics
        Counts, sums and sums of products of the components.
    """
    return summarize_points(points, np.ones(len(points)), responsibilities)[0]


def expected_log_density(posterior: Posterior, points: FloatArray) -> FloatArray:
    """Return the expected log density of points under each component.

    Parameters
    ----------
    posterior
        Posterior of K components.
    points
        Points of shape (n, d).

    Returns
    -------
    ndarray of shape (n, K)
        Log densities, in nats.

    References
    ----------
    Bishop 2006, "Pattern Recognition and Machine Learning", eq. 10.64 and 10.65.
    """
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


def expected_log_weights(prior: Prior, counts: FloatArray) -> FloatArray:
    """Return the expected log weight of each component under the stick-breaking posterior.

    Sticks are broken in the order of the components' sizes, the largest first.

    Parameters
    ----------
    prior
        Only its concentration is used.
    counts
        Expected points of the components, of shape (K,), or (G, K) for many mixtures.

    Returns
    -------
    ndarray of shape (K,) or (G, K)
        Log weights, in nats, in the order of the counts.

    References
    ----------
    Blei & Jordan 2006, "Variational inference for Dirichlet process mixtures". Kurihara, Welling &
    Teh 2007, "Collapsed variational Dirichlet process mixture models".
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


def component_bounds(prior: Prior, posterior: Posterior, counts: FloatArray) -> FloatArray:
    """Return the share of the bound that the components' parameters and points have.

    Parameters
    ----------
    prior
        Prior of all components.
    posterior
        Posterior of K components, made of the prior and of statistics with these counts.
    counts
        Expected points of the components, of shape (K,).

    Returns
    -------
    ndarray of shape (K,)
        Share of each component, in nats.
    """
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


def stick_bound(prior: Prior, counts: FloatArray) -> float:
    """Return the share of the bound of the sticks, broken by falling size of the components.

    Parameters
    ----------
    prior
        Only its concentration is used.
    counts
        Expected points of the components, of shape (K,), in any order.

    Returns
    -------
    float
        In nats.
    """
    from scipy.special import betaln

    ordered = np.sort(counts)[::-1]
    after = _after(ordered)
    a, b = 1.0, prior.concentration
    return float((betaln(a + ordered, b + after) - betaln(a, b)).sum())


def entropies(responsibilities: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the share of the bound that the uncertainty of the points' components has.

    Parameters
    ----------
    responsibilities
        Shares of the components in the points, of shape (n, K), which include the weights.
    weights
        How much each point counts, of shape (n,).

    Returns
    -------
    ndarray of shape (K,)
        Share of each component, in nats; 0 where it has its points to itself.
    """
    shares = responsibilities / weights[:, None]
    logs = np.log(np.where(shares > 0, shares, 1.0))
    return np.asarray(-(responsibilities * logs).sum(axis=0))


def expected_log_noise(noise: float, total: float) -> tuple[float, float]:
    """Return the expected log weights of noise and of all components together.

    Parameters
    ----------
    noise
        Expected points that are noise.
    total
        All points, by weight.

    Returns
    -------
    noise, components
        Log weights, in nats. The prior of noise's weight is Beta(1, 99).
    """
    from scipy.special import digamma

    a, b = _noise_posterior(noise, total)
    return float(digamma(a) - digamma(a + b)), float(digamma(b) - digamma(a + b))


def noise_bound(prior: Prior, noise: float, total: float) -> float:
    """Return the share of the bound that noise has, but for its entropy.

    Parameters
    ----------
    prior
        Only its log density of noise is used.
    noise
        Expected points that are noise.
    total
        All points, by weight.

    Returns
    -------
    float
        In nats.
    """
    from scipy.special import betaln

    weight = betaln(*_noise_posterior(noise, total)) - betaln(*_noise_posterior(0, 0))
    return float(weight + noise * prior.log_noise)


def _noise_posterior(noise: float, total: float) -> tuple[float, float]:
    """Beta posterior of the weight of noise."""
    return 1 + noise, 1 / NOISE - 1 + total - noise


def _covariance(points: FloatArray, weights: FloatArray, mean: FloatArray) -> FloatArray:
    """Weighted covariance with a little noise: where there is no spread it stays invertible."""
    dims = points.shape[1]
    centered = points - mean
    spread = centered.T @ (centered * weights[:, None]) / weights.sum()
    return np.asarray(spread + np.eye(dims) * (_RIDGE * np.trace(spread) / dims + 1e-12))


def _after(ordered: FloatArray) -> FloatArray:
    """Sum of all that comes after each."""
    after = np.zeros(ordered.shape)
    after[..., :-1] = np.cumsum(ordered[..., ::-1], axis=-1)[..., ::-1][..., 1:]
    return after


def divide_points(
    points: FloatArray,
    weights: FloatArray,
    posterior: Posterior,
    log_weights: FloatArray,
    ends: IntArray | None = None,
    noise: float | None = None,
) -> FloatArray:
    """Return the responsibilities of components for points, with noise where it is given.

    Points may be in groups, one after the other, and each group have C components of its own.

    Parameters
    ----------
    points
        Points of shape (n, d).
    weights
        How much each counts, of shape (n,).
    posterior
        Posterior of the C components, or of all G * C, group by group.
    log_weights
        Their expected log weights, of shape (C,) or (G * C,), in nats.
    ends
        Row behind the last point of each group, of shape (G,); None: all points are one group.
    noise
        Log weight plus log density of noise, only for points of one group; None: there is no noise.

    Returns
    -------
    ndarray of shape (n, C) or (n, C + 1)
        Responsibilities; each row sums to the weight of its point. That of noise comes last.
    """
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


def summarize_points(
    points: FloatArray,
    weights: FloatArray,
    responsibilities: FloatArray,
    ends: IntArray | None = None,
) -> tuple[Statistics, FloatArray]:
    """Return statistics and entropies of components.

    Parameters
    ----------
    points
        Points of shape (n, d).
    weights
        How much each counts, of shape (n,).
    responsibilities
        Shares of the components in the points, of shape (n, C), which include the weights.
    ends
        Row behind the last point of each group, of shape (G,), where each group has C components of
        its own; None: all points are one group.

    Returns
    -------
    statistics : Statistics
        Of all G * C components, group by group.
    entropies : ndarray of shape (G * C,)
        Their shares of the bound, in nats, as `entropies` returns them.
    """
    ends = np.array([len(points)]) if ends is None else ends
    counts, sums, products, uncertain = compiled.summarize(points, weights, ends, responsibilities)
    dims = points.shape[1]
    statistics = Statistics(
        counts.ravel(), sums.reshape(-1, dims), products.reshape(-1, dims, dims)
    )
    return statistics, uncertain.ravel()


def _products(points: FloatArray) -> FloatArray:
    return (points[:, :, None] * points[:, None, :]).reshape(len(points), -1)


def _blocks(count: int, dims: int) -> Iterable[slice]:
    size = max(1, _BLOCK_BYTES // (8 * dims * dims))
    return (slice(start, start + size) for start in range(0, count, size))

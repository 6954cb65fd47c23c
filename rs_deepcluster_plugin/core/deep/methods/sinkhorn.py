"""Sinkhorn-Knopp: the labels that fit a model's probabilities best, given the clusters' sizes.

Sources
-------
Cuturi 2013, "Sinkhorn Distances: Lightspeed Computation of Optimal Transport"; Asano, Rupprecht &
Vedaldi 2020, "Self-labeling via simultaneous clustering and representation learning" (SelfLabel).
"""

from __future__ import annotations

import numpy as np

from ...base.arrays import FloatArray


def sinkhorn(
    log_probabilities: FloatArray,
    marginals: FloatArray,
    sharpness: float = 25.0,
    iterations: int = 200,
    tolerance: float = 1e-4,
) -> FloatArray:
    """Transport scenes to clusters of given sizes, as probable as can be (SelfLabel, eq. 4 to 6).

    Minimizes ``<Q, -log P> + KL(Q || r c^T) / sharpness`` over the joint distributions Q whose
    rows sum to 1/n and whose columns sum to ``marginals``. With growing sharpness Q tends to the
    solution of the linear program without the second term. Scaling is done on logarithms, so that
    no sharpness overflows.

    Parameters
    ----------
    log_probabilities : ndarray of shape (n, k)
        Logarithms of the model's probabilities; rows need not be normalized.
    marginals : ndarray of shape (k,)
        Share of the scenes in each cluster; sums to 1. Clusters of share 0 get nothing.
    sharpness
        Lambda of the paper; 25 there.
    iterations, tolerance
        The most iterations, and the largest error of the columns, as a share of 1, that ends them.

    Returns
    -------
    ndarray of shape (n, k)
        Q times n: rows sum to 1.
    """
    from scipy.special import logsumexp

    count = len(log_probabilities)
    kernel = sharpness * np.asarray(log_probabilities, dtype=np.float64)
    with np.errstate(divide="ignore"):
        wanted = np.log(marginals) + np.log(count)
    columns = np.zeros(kernel.shape[1])
    rows = -logsumexp(kernel + columns, axis=1)
    for _ in range(iterations):
        sums = logsumexp(kernel + rows[:, None], axis=0)
        columns = wanted - sums
        rows = -logsumexp(kernel + columns, axis=1)
        reached = np.exp(logsumexp(kernel + rows[:, None], axis=0) + columns)
        if np.abs(reached / count - marginals).max() < tolerance:
            break
    return np.asarray(np.exp(kernel + rows[:, None] + columns))


def estimate_marginals(probabilities: FloatArray, prior: float = 1.0) -> FloatArray:
    """Estimate the clusters' shares from soft assignments.

    Parameters
    ----------
    probabilities
        Probabilities of shape (n, k).
    prior
        How many scenes more each cluster counts than the probabilities say, so that one that is
        empty for now may grow again.

    Returns
    -------
    ndarray
        Shares of shape (k,) that sum up to 1.
    """
    sizes = probabilities.sum(axis=0) + prior
    return np.asarray(sizes / sizes.sum())

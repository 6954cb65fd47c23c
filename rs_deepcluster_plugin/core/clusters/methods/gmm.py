"""Gaussian mixture whose number of components is chosen by BIC."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ...base.arrays import Vectors
from ...base.sampling import draw
from .base import CommonSettings, FitContext, Points
from .fitted import GaussianClusters
from .number import check_number, find_best_number

_SAMPLE = 5000  # scenes on which the numbers of components are compared


@dataclass(frozen=True)
class GaussianMixtureClusters(GaussianClusters[CommonSettings]):
    """Gaussian mixture with full covariances, fitted by expectation maximization.

    Where no number of clusters is given, the one up to ``max_clusters`` with the lowest Bayesian
    information criterion (Schwarz 1978) is taken, on at most 5,000 scenes drawn by the seed; it
    may be one. There are never so many that fewer than k + 1 scenes are left for each.
    """

    LABEL: ClassVar[str] = "Gaussian mixture"
    HELP: ClassVar[str] = "infers the number of clusters"
    USES: ClassVar[tuple[str, ...]] = ("n_clusters", "max_clusters")

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: CommonSettings, context: FitContext | None = None
    ) -> GaussianMixtureClusters:
        """Fit on an embedding (n, k)."""
        values = embedding.astype(np.float64)
        if settings.n_clusters is not None:
            count = check_number(settings.n_clusters, len(values))
        else:
            sample = values[draw(np.arange(len(values)), _SAMPLE, settings.seed)]
            distinct = len(np.unique(sample, axis=0))
            most = min(settings.max_clusters, distinct, len(sample) // (sample.shape[1] + 1))
            count = find_best_number(
                lambda number: -_mixture(sample, number, settings).bic(sample), 1, max(most, 1)
            )
        mixture = _mixture(values, count, settings)
        factors = mixture.precisions_cholesky_
        log_det = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
        return cls(
            {
                "means": mixture.means_,
                "precisions_cholesky": factors,
                "offsets": np.log(mixture.weights_) + log_det,
            }
        )


def _mixture(values: Points, count: int, settings: CommonSettings) -> Any:
    """Fit ``count`` components; what is added to the covariances follows the data's scale."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    mixture = GaussianMixture(
        count,
        reg_covar=max(1e-6 * float(values.var(axis=0).mean()), 1e-9),
        max_iter=200,
        random_state=settings.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return mixture.fit(values)

"""Dirichlet-process Gaussian mixture."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..archive import Arrays
from ..features import Vectors
from .base import ClusterSettings, Labels, Memberships, softmax


@dataclass(frozen=True)
class DirichletProcessMixture:
    """Dirichlet-process Gaussian mixture, fitted by truncated variational inference.

    Blei & Jordan 2006, in scikit-learn's `BayesianGaussianMixture`. A cluster's covariance has an
    inverse-Wishart prior whose expectation is ``detail`` times the covariance of the embedding;
    of all priors this one decides how many clusters the data support. The prior counts as much as
    200 scenes, so that the clusters of an embedding, which are not Gaussian, are not cut up.
    """

    LABEL: ClassVar[str] = "Dirichlet process mixture"
    arrays: Arrays
    DEGREES_OF_FREEDOM: ClassVar[float] = 200.0

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> DirichletProcessMixture:
        """Fit on an embedding (n, k)."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.mixture import BayesianGaussianMixture

        values = embedding.astype(np.float64)
        dims = values.shape[1]
        degrees = max(cls.DEGREES_OF_FREEDOM, dims + 1.0)
        spread = np.atleast_2d(np.cov(values.T)) + 1e-9 * np.eye(dims)
        mixture = BayesianGaussianMixture(
            n_components=min(settings.max_clusters, len(values)),
            covariance_type="full",
            weight_concentration_prior_type="dirichlet_process",
            degrees_of_freedom_prior=degrees,
            covariance_prior=settings.detail * degrees * spread,
            max_iter=500,
            random_state=settings.seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            mixture.fit(values)
        # Expected log density of a component under the variational posterior (Bishop 2006,
        # eq. 10.64 to 10.66), split into what depends on the scene and what does not.
        from scipy.special import digamma

        half = np.arange(dims)
        nu = mixture.degrees_of_freedom_
        log_lambda = dims * np.log(2) + digamma((nu[:, None] - half) / 2).sum(axis=1)
        log_det = np.log(np.diagonal(mixture.precisions_cholesky_, axis1=1, axis2=2)).sum(axis=1)
        a, b = mixture.weight_concentration_
        stick, rest = digamma(a) - digamma(a + b), digamma(b) - digamma(a + b)
        log_weight = stick + np.concatenate([[0.0], np.cumsum(rest)[:-1]])
        offset = (
            log_weight
            + log_det
            - 0.5 * dims * (np.log(2 * np.pi) + np.log(nu))
            + 0.5 * (log_lambda - dims / mixture.mean_precision_)
        )
        return cls(
            {
                "means": mixture.means_,
                "precisions_cholesky": mixture.precisions_cholesky_,
                "offsets": offset,
            }
        )

    def memberships(self, embedding: Vectors) -> Memberships:
        """Responsibilities (n, K) of the components."""
        means, factors = self.arrays["means"], self.arrays["precisions_cholesky"]
        log = np.empty((len(embedding), len(means)))
        for k, (mean, factor) in enumerate(zip(means, factors)):
            log[:, k] = self.arrays["offsets"][k] - 0.5 * (((embedding - mean) @ factor) ** 2).sum(
                axis=1
            )
        return softmax(log)

    def reordered(self, order: Labels) -> DirichletProcessMixture:
        """Keep only the clusters in ``order``."""
        return DirichletProcessMixture({k: v[order] for k, v in self.arrays.items()})

"""Dirichlet-process Gaussian mixture, its components merged into clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ..archive import Arrays
from ..errors import SceneError
from ..features import Vectors
from ..hierarchy import DETAILS, Levels, cut, merge_tree, weigh_levels
from ..mixture import (
    Posterior,
    expected_log_density,
    expected_log_weights,
    fit_mixture,
    lightweight_coreset,
    statistics_of,
)
from .base import ClusterSettings, Labels, Memberships
from .fitted import component_logs

_FITTED = 10_000  # scenes at most, drawn to cover all; the mixture's components grow with them
_COMPARED = 3000  # scenes by which the levels of the tree are compared
_NOISE = 0.01  # weight of what belongs to no component, spread evenly over the embedding


@dataclass(frozen=True)
class DirichletProcessMixture:
    """Clusters are groups of components, a level of the components' merge tree.

    The mixture (`core.mixture`) infers the number of components, the tree (`core.hierarchy`) that
    of clusters. All of the tree is kept, so another level needs no other fit.
    """

    LABEL: ClassVar[str] = "Dirichlet process mixture"
    FIT_ALL: ClassVar[bool] = True  # it draws its own sample
    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> DirichletProcessMixture:
        """Fit on an embedding (n, k)."""
        values = embedding.astype(np.float64)
        center = values.mean(axis=0)
        scale = float(values.std()) or 1.0
        values = (values - center) / scale
        rows, weights = lightweight_coreset(values, _FITTED, settings.seed)
        fitted = values[rows]
        mixture = fit_mixture(fitted, weights, most=2 * settings.max_clusters, seed=settings.seed)
        statistics = statistics_of(fitted, mixture.responsibilities)
        posterior = Posterior.of(mixture.prior, statistics)
        counts, covariances = statistics.counts, posterior.covariances
        merges, heights, finest = merge_tree(counts, posterior.means, covariances)
        compared = values[np.random.default_rng(settings.seed).permutation(len(values))[:_COMPARED]]
        log_weights = expected_log_weights(mixture.prior, counts)
        components = (expected_log_density(posterior, compared) + log_weights).argmax(axis=1)
        levels = weigh_levels(merges, finest, compared, components)
        factors = np.linalg.cholesky(np.linalg.inv(covariances))
        extent = np.maximum(np.ptp(values, axis=0), 1e-6)
        return cls(
            {
                "means": posterior.means * scale + center,
                "precisions_cholesky": factors / scale,
                "offsets": log_weights + posterior.log_peaks(),
                "noise": np.array(np.log(_NOISE) - np.log(extent).sum()),
                "weights": counts / counts.sum(),
                "merges": merges,
                "heights": heights * scale,
                "levels": np.stack([levels.counts, levels.silhouettes, levels.weights]),
                "bound": np.array(mixture.bound),
                "most": np.array(settings.max_clusters),
                "groups": cut(merges, levels.choose(settings.detail, settings.max_clusters)),
            }
        )

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters; what a row lacks to 1 is noise."""
        groups = self.arrays["groups"]
        present = groups >= 0
        log = component_logs(embedding, self.arrays)
        log[:, ~present] = -np.inf
        best = log.max(axis=1, keepdims=True)
        # A scene far from all clusters belongs to the nearest one still, hardly.
        noise = np.minimum(self.arrays["noise"], best + np.log(1e6))
        shares = np.exp(np.concatenate([log, noise], axis=1) - best)
        member = np.zeros((len(groups) + 1, self.clusters))
        member[np.flatnonzero(present), groups[present]] = 1
        return np.asarray((shares @ member) / shares.sum(axis=1, keepdims=True))

    def reordered(self, order: Labels) -> DirichletProcessMixture:
        """Keep only the clusters in ``order``."""
        number = np.full(self.clusters + 1, -1, dtype=np.int64)
        number[order] = np.arange(len(order))
        return DirichletProcessMixture({**self.arrays, "groups": number[self.arrays["groups"]]})

    @property
    def clusters(self) -> int:
        """Number of clusters at this level."""
        return int(self.arrays["groups"].max()) + 1

    @property
    def levels(self) -> Levels:
        """Numbers of clusters that the tree offers."""
        counts, silhouettes, weights = self.arrays["levels"]
        return Levels(counts.astype(np.int64), silhouettes, weights)

    def with_detail(self, detail: str) -> DirichletProcessMixture:
        """Return the same mixture at another level of its tree; nothing is fitted.

        Clusters are numbered by falling weight.
        """
        return self.with_number(self.levels.choose(detail, int(self.arrays["most"])))

    def with_number(self, count: int) -> DirichletProcessMixture:
        """Return the same mixture with ``count`` clusters; see `with_detail`.

        Raises
        ------
        SceneError
            It has fewer components.
        """
        components = len(self.arrays["merges"]) + 1
        if count > components:
            raise SceneError(
                f"The mixture finds no more than {components} groups, and {count} were asked for. "
                "Choose fewer, or another method, such as k-means."
            )
        groups = cut(self.arrays["merges"], count)
        sizes = np.bincount(groups, self.arrays["weights"])
        number = np.empty(count, dtype=np.int64)
        number[np.argsort(-sizes, kind="stable")] = np.arange(count)
        return DirichletProcessMixture({**self.arrays, "groups": number[groups]})

    def subclusters(self, embedding: Vectors, labels: Labels) -> Labels:
        """Return the finest groups (n,) of the tree that scenes of clusters ``labels`` (n,) are in.

        Both count from 0. It is the likeliest one of the scene's own cluster.
        """
        finest = cut(self.arrays["merges"], int(self.arrays["levels"][0, -1]))
        groups = self.arrays["groups"]
        log = component_logs(embedding, self.arrays)
        log[groups[None] != labels[:, None]] = -np.inf
        return np.asarray(finest[log.argmax(axis=1)])

    def subtree(self) -> tuple[Labels, npt.NDArray[np.float64]]:
        """Return the merges (m - 1, 2) of the m finest groups, and their heights (m - 1,)."""
        merges, finest = self.arrays["merges"], int(self.arrays["levels"][0, -1])
        below = len(merges) + 1 - finest
        return cut(merges, finest)[merges[below:]], self.arrays["heights"][below:]

    def notes(self) -> list[str]:
        """Say what was found, for the log."""
        low, high = self.levels.credible()
        others = ", ".join(
            f"{detail} {self.levels.choose(detail, int(self.arrays['most']))}" for detail in DETAILS
        )
        weights = np.sort(self.arrays["weights"])[::-1]
        return [
            f"Mixture: {len(weights)} components, bound {float(self.arrays['bound']):.1f}, weights "
            + ", ".join(f"{weight:.3f}" for weight in weights[:10])
            + (", ..." if len(weights) > 10 else ""),
            f"Number of clusters: {others}; 90 % credible from {low} to {high}",
        ]

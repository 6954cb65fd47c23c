"""Dirichlet-process Gaussian mixture, its components merged into clusters.

UMAP draws another map with every seed: the same groups, but some lie elsewhere, and those at their
borders fall to either. So the mixture is fitted to several maps, and the clusters are what they
agree on: a cluster ensemble, whose clusters are matched one to one by the scenes they share and
then vote (Dudoit & Fridlyand 2003, "Bagging to improve the accuracy of a clustering procedure";
Strehl & Ghosh 2002, "Cluster ensembles").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ..archive import Arrays
from ..errors import SceneError
from ..features import Vectors
from ..hierarchy import (
    DETAILS,
    Levels,
    Valleys,
    cut,
    has_gaps,
    level_silhouettes,
    merge_tree,
    weigh_levels,
)
from ..mixture import (
    NOISE,
    Posterior,
    expected_log_density,
    expected_log_noise,
    expected_log_weights,
    fit_mixture,
    lightweight_coreset,
    statistics_of,
)
from .base import ClusterSettings, Labels, Memberships
from .fitted import component_logs

_FITTED = 10_000  # scenes at most, drawn to cover all; the mixture's components grow with them
_COMPARED = 3000  # scenes by which the levels of the tree are compared


@dataclass(frozen=True)
class DirichletProcessMixture:
    """Clusters are groups of components, a level of the components' merge tree.

    The mixture (`core.mixture`) infers the number of components, the tree (`core.hierarchy`) that
    of clusters. All of the tree is kept, so another level needs no other fit.

    Arrays with a number in their names are those of further runs of the projection; the tree is
    that of the first. ``links`` (K, K of the first) counts scenes by their components in both.
    """

    LABEL: ClassVar[str] = "Dirichlet process mixture"
    FIT_ALL: ClassVar[bool] = True  # it draws its own sample
    ALL_RUNS: ClassVar[bool] = True  # of the projection
    arrays: Arrays

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: ClusterSettings, runs: int = 1
    ) -> DirichletProcessMixture:
        """Fit on an embedding (n, k) of so many runs side by side."""
        compared = np.random.default_rng(settings.seed).permutation(len(embedding))[:_COMPARED]
        fits = [_fit(some, settings, compared) for some in np.split(embedding, runs, axis=1)]
        (arrays, *more), silhouettes, (first, *components), gaps = zip(*fits)
        levels = weigh_levels(silhouettes if np.mean(gaps) >= 0.5 else [])
        for run, (others, own) in enumerate(zip(more, components), start=1):
            links = np.zeros((len(others["means"]), len(arrays["means"])))
            np.add.at(links, (own, first), 1)
            kept = ("means", "precisions_cholesky", "offsets", "noise", "merges")
            arrays |= {f"{name}.{run}": others[name] for name in kept} | {f"links.{run}": links}
        arrays["levels"] = np.stack([levels.counts, levels.silhouettes, levels.weights])
        arrays["most"] = np.array(settings.max_clusters)
        return cls(arrays).with_detail(settings.detail)

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters, means of all runs; the lack to 1 is noise."""
        places = np.split(embedding, self.runs, axis=1)
        found = np.zeros((len(embedding), self.clusters))
        for run, some in enumerate(places):
            found += self._memberships(some, run)
        return found / self.runs

    def _memberships(self, embedding: Vectors, run: int) -> Memberships:
        arrays = self._of_run(run)
        groups = arrays["groups"]
        present = groups >= 0
        log = component_logs(embedding, arrays)
        log[:, ~present] = -np.inf
        best = log.max(axis=1, keepdims=True)
        # A scene far from all clusters belongs to the nearest one still, hardly.
        noise = np.minimum(arrays["noise"], best + np.log(1e6))
        shares = np.exp(np.concatenate([log, noise], axis=1) - best)
        member = np.zeros((len(groups) + 1, self.clusters))
        member[np.flatnonzero(present), groups[present]] = 1
        return np.asarray((shares @ member) / shares.sum(axis=1, keepdims=True))

    @property
    def runs(self) -> int:
        """Number of runs of the projection."""
        return 1 + sum(name.startswith("means.") for name in self.arrays)

    def _of_run(self, run: int) -> Arrays:
        """Arrays of a run under their plain names."""
        if run == 0:
            return self.arrays
        end = f".{run}"
        return {name[: -len(end)]: x for name, x in self.arrays.items() if name.endswith(end)}

    def reordered(self, order: Labels) -> DirichletProcessMixture:
        """Keep only the clusters in ``order``."""
        number = np.full(self.clusters + 1, -1, dtype=np.int64)
        number[order] = np.arange(len(order))
        groups = {k: number[x] for k, x in self.arrays.items() if k.split(".")[0] == "groups"}
        return DirichletProcessMixture({**self.arrays, **groups})

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

        Clusters are numbered by falling weight in the first run.
        """
        return self.with_number(self.levels.choose(detail, int(self.arrays["most"])))

    def with_number(self, count: int) -> DirichletProcessMixture:
        """Return the same mixture with ``count`` clusters; see `with_detail`.

        Raises
        ------
        SceneError
            It has fewer components.
        """
        trees = [self._of_run(run)["merges"] for run in range(self.runs)]
        components = min(map(len, trees)) + 1
        if count > components:
            raise SceneError(
                f"The mixture finds no more than {components} groups, and {count} were asked for. "
                "Choose fewer, or another method, such as k-means."
            )
        groups = [cut(merges, count) for merges in trees]
        sizes = np.bincount(groups[0], self.arrays["weights"])
        number = np.empty(count, dtype=np.int64)
        number[np.argsort(-sizes, kind="stable")] = np.arange(count)
        numbered = {"groups": number[groups[0]]}
        for run in range(1, self.runs):
            same = _matched(groups[run], groups[0], self.arrays[f"links.{run}"])
            numbered[f"groups.{run}"] = number[same[groups[run]]]
        return DirichletProcessMixture({**self.arrays, **numbered})

    def subclusters(self, embedding: Vectors, labels: Labels) -> Labels:
        """Return the finest groups (n,) of the tree that scenes of clusters ``labels`` (n,) are in.

        Both count from 0. It is the likeliest one of the scene's own cluster.
        """
        finest = cut(self.arrays["merges"], int(self.arrays["levels"][0, -1]))
        groups = self.arrays["groups"]
        first = embedding[:, : self.arrays["means"].shape[1]]
        log = component_logs(first, self.arrays)
        log[groups[None] != labels[:, None]] = -np.inf
        return np.asarray(finest[log.argmax(axis=1)])

    def subtree(self) -> tuple[Labels, npt.NDArray[np.float64]]:
        """Return the merges (m - 1, 2) of the m finest groups, and their heights (m - 1,)."""
        merges, finest = self.arrays["merges"], int(self.arrays["levels"][0, -1])
        below = len(merges) + 1 - finest
        return cut(merges, finest)[merges[below:]], self.arrays["heights"][below:]

    def notes(self) -> list[str]:
        """Say what was found, for the log."""
        weights = np.sort(self.arrays["weights"])[::-1]
        number = (
            "One cluster: no gap between the scenes is more than chance. To divide them "
            "nevertheless, choose k-means with a number of clusters, or UMAP if it was another "
            "projection."
        )
        if self.levels.counts[-1] > 1:
            most = int(self.arrays["most"])
            low, high = self.levels.credible()
            number = (
                "Number of clusters: "
                + ", ".join(f"{detail} {self.levels.choose(detail, most)}" for detail in DETAILS)
                + f"; 90 % credible from {low} to {high}"
            )
        return [
            f"Mixture: {len(weights)} components, bound {float(self.arrays['bound']):.1f}, weights "
            + ", ".join(f"{weight:.3f}" for weight in weights[:10])
            + (", ..." if len(weights) > 10 else "")
            + (f"; the first of {self.runs} runs" if self.runs > 1 else ""),
            number,
        ]


def _fit(
    embedding: Vectors, settings: ClusterSettings, compared: Labels
) -> tuple[Arrays, npt.NDArray[np.float64], Labels, bool]:
    """Fit to one run (n, k).

    Returns arrays, silhouettes of the tree's levels and components, both of the scenes
    ``compared`` (m,), and whether there are gaps between groups at all.
    """
    values = embedding.astype(np.float64)
    center = values.mean(axis=0)
    scale = float(values.std()) or 1.0
    values = (values - center) / scale
    rows, weights = lightweight_coreset(values, _FITTED, settings.seed)
    fitted = values[rows]
    mixture = fit_mixture(fitted, weights, most=2 * settings.max_clusters, seed=settings.seed)
    statistics = statistics_of(fitted, mixture.responsibilities)
    posterior = Posterior.of(mixture.prior, statistics)
    counts, means = statistics.counts, posterior.means
    factors = np.linalg.cholesky(np.linalg.inv(posterior.covariances))
    valleys = Valleys.of(counts, means, factors)
    gaps = has_gaps(fitted, weights, means, factors, valleys)
    merges, heights, finest = merge_tree(counts, means, valleys)
    log_weights = expected_log_weights(mixture.prior, counts)
    components = (expected_log_density(posterior, values[compared]) + log_weights).argmax(axis=1)
    silhouettes = level_silhouettes(merges, finest, values[compared], components)
    # Scenes to come may be noise though none of these is.
    noise, others = expected_log_noise(float(mixture.noise.sum()), float(weights.sum()))
    noise_weight = max(noise - others, np.log(NOISE))
    arrays = {
        "means": means * scale + center,
        "precisions_cholesky": factors / scale,
        "offsets": log_weights + posterior.log_peaks(),
        "noise": np.array(noise_weight + mixture.prior.log_noise),
        "weights": counts / counts.sum(),
        "merges": merges,
        "heights": heights * scale,
        "bound": np.array(mixture.bound),
    }
    return arrays, silhouettes, components, gaps


def _matched(groups: Labels, first: Labels, links: npt.NDArray[np.float64]) -> Labels:
    """Return which group of the first run each group is: one to one, by the scenes they share.

    ``groups`` (K,) and ``first`` (L,) are the groups of the components, ``links`` (K, L) the
    scenes (Kuhn 1955, "The Hungarian method for the assignment problem").
    """
    from scipy.optimize import linear_sum_assignment

    count = int(first.max()) + 1
    shared = np.eye(count)[groups].T @ links @ np.eye(count)[first]
    return np.asarray(linear_sum_assignment(shared, maximize=True)[1], dtype=np.int64)

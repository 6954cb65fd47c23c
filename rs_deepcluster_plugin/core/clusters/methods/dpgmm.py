"""Dirichlet-process Gaussian mixture, its components merged into clusters.

UMAP draws another map with every seed: the same groups, but some lie elsewhere, and those at their
borders fall to either. So the mixture is fitted to several maps. The merge tree is that of the
first run's components at their places in all maps, side by side: two components are near where all
maps have them near. The runs then vote on each scene (Dudoit & Fridlyand 2003, "Bagging to improve
the accuracy of a clustering procedure"; Strehl & Ghosh 2002, "Cluster ensembles").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.archive import Arrays
from ...base.arrays import FloatArray, IntArray, Vectors
from ...base.errors import SceneError
from ...base.foreign import Form
from ...base.parallel import run_side_by_side
from ...base.values import say_count
from ..divide import divide_components, fit_groups
from ..layer_tree import ClusterTree
from ..merge_tree import (
    DETAILS,
    GroupLikeness,
    Levels,
    Valleys,
    cut,
    has_gaps,
    level_silhouettes,
    pairs_apart,
    score_levels,
    ward,
    weigh_by_classes,
)
from ..mixture import fit_mixture, lightweight_coreset
from ..mixture_model import (
    NOISE,
    Posterior,
    Prior,
    Statistics,
    expected_log_noise,
    expected_log_weights,
    statistics_of,
)
from .base import ClusterMethod, CommonSettings, FitContext
from .fitted import component_logs

_FITTED = 10_000  # scenes at most, drawn to cover all; the mixture's components grow with them
_COMPARED = 3000  # scenes by which the levels of the tree are compared
_SEVERAL = 0.5  # of the runs must show gaps, or there is one cluster
_FARTHEST = 1e6  # times as dense as the nearest cluster noise may be: none is without a cluster
_LINKED = 20_000  # scenes by which the components of two runs are compared
# In whitened features the first direction holds up to 0.15 of the variance, measured on subsets of
# one class and more (0.31 in one of them, of 59 scenes). One that holds more is what sets a sensor
# or a season apart from the source: on Landsat and Sentinel-2 it holds 0.18 to 0.46.
_FOREIGN = 0.15
_EVENED = 0.04
# UMAP draws groups far more apart than their features are. Log densities are divided by this, so
# that a probability is the share of scenes that are right; chosen on RSSCN7, see BENCHMARKS.md.
_SHARPNESS = 10.0
# Components are divided where clusters are more than so many, and than so many of them, into groups
# of so many scenes on average, and finer levels count from so many times the score.
_SEVERAL_CLUSTERS, _EXHAUSTED, _LEAST_GROUP, _BETTER = 8, 0.5, 4, 1.1
_LAST = 1e-6  # what the score of a level is multiplied with that does not count beside others
_MOST_COMPONENTS = 2000  # of a file; a fit makes at most twice as many as there may be clusters
# Of one run of the projection, in files with "*" for each of the further ones.
_MIXTURE = {
    "means": Form("f", ("K*", "k")),
    "precisions_cholesky": Form("f", ("K*", "k", "k")),
    "offsets": Form("f", ("K*",)),
    "noise": Form("f", ()),
}


@dataclass(frozen=True)
class DirichletProcessMixture(ClusterMethod[CommonSettings]):
    """Clusters are groups of components, a level of the components' merge tree.

    The mixture (`clusters.mixture`) infers the number of components, the tree
    (`clusters.merge_tree`) that of clusters. All of the tree is kept, so another level needs no
    other fit.

    Arrays with a number in their names are those of further runs of the projection; the tree is
    that of the first. ``links`` (K, K of the first) counts scenes by their components in both.
    """

    LABEL: ClassVar[str] = "Dirichlet process mixture"
    FORMS: ClassVar[dict[str, Form]] = _MIXTURE | {
        "weights": Form("f", ("K*",), low=0),
        "bound": Form("f", ()),
        "merges": Form("i", ("M", 2), low=0, below="K"),
        "heights": Form("f", ("M",), low=0),
        "levels": Form("f", (3, "L"), low=-1),
        "most": Form("i", (), low=1),
        "sharpness": Form("f", (), low=1e-3, may_lack=True),
        "groups": Form("i", ("K*",), low=-1, below="K"),
    }
    FURTHER_FORMS: ClassVar[dict[str, Form]] = _MIXTURE | {
        "links": Form("f", ("K*", "K"), low=0, may_lack=True),
        "groups": Form("i", ("K*",), low=-1, below="K", may_lack=True),
    }
    HELP: ClassVar[str] = "infers the number of clusters; the default"
    USES: ClassVar[tuple[str, ...]] = ("max_clusters",)
    FITS_ALL_SCENES: ClassVar[bool] = True  # it draws its own sample
    USES_ALL_RUNS: ClassVar[bool] = True
    HAS_LEVELS: ClassVar[bool] = True

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: CommonSettings, context: FitContext | None = None
    ) -> DirichletProcessMixture:
        """Fit on an embedding (n, k) of all runs side by side."""
        context = context or FitContext()
        runs = context.runs
        places = np.split(embedding, runs, axis=1)
        fits = run_side_by_side(lambda some: _fit(some, settings), places)
        random = np.random.default_rng(settings.seed)
        linked = random.permutation(len(embedding))[:_LINKED]
        ordered = context.take(linked)
        joint = join_runs(embedding[linked], runs)
        components = [one.components_of(some[linked]) for one, some in zip(fits, places)]
        has_gaps = bool(np.mean([one.has_gaps for one in fits]) >= _SEVERAL)
        arrays = _side_by_side([one.arrays for one in fits], components)
        arrays |= _grow(arrays, components[0], joint, ordered if has_gaps else None, settings)
        arrays["sharpness"] = np.array(1.0 if context.features is None else _SHARPNESS)
        found = cls(arrays).with_detail("balanced")
        if context.features is not None and not context.passing and len(joint) <= _COMPARED:
            found = found._divide(fits, places, linked, components[0], joint, ordered, settings)
        return found.with_detail(settings.detail)

    def _divide(
        self, fits: list[_Run], places: list[Vectors], linked: IntArray, components: IntArray,
        joint: FloatArray, context: FitContext, settings: CommonSettings,
    ) -> DirichletProcessMixture:  # fmt: skip
        """Divide the components where the clusters need most of them, and finer ones are better.

        Then there may be more classes than components: of 180 images of 45 classes, four each, a
        mixture makes ten components. Finer levels count where they are better by a tenth, and only
        they: a coarser one was not the best before.
        """
        coarse = self.clusters
        if coarse <= _SEVERAL_CLUSTERS or coarse <= _EXHAUSTED * len(self.arrays["means"]):
            return self
        count = min(2 * settings.max_clusters, len(joint) // _LEAST_GROUP)
        groups = divide_components(joint, components, count)
        arrays = _side_by_side(
            [one.refit(some[linked], groups) for one, some in zip(fits, places)],
            [groups] * self.runs,
        )
        arrays |= _grow(arrays, groups, joint, context, settings)
        counts, _, weights = arrays["levels"]
        finer = counts >= coarse
        if not finer.any() or weights[finer].max() < _BETTER * weights[finer][0]:
            return self
        weights = np.where(finer, weights, weights * _LAST)
        arrays["levels"][2] = weights / weights.sum()
        return DirichletProcessMixture({**self.arrays, **arrays}).with_detail("balanced")

    def memberships(self, embedding: Vectors) -> FloatArray:
        """Return the probabilities (n, K) of the clusters, means of all runs; the rest is noise."""
        places = np.split(embedding, self.runs, axis=1)
        found = np.zeros((len(embedding), self.clusters))
        for run, some in enumerate(places):
            found += self._memberships(some, run)
        return found / self.runs

    def _memberships(self, embedding: Vectors, run: int) -> FloatArray:
        arrays = self._of_run(run)
        log = component_logs(embedding, arrays)
        best = log.max(axis=1, keepdims=True)
        # A scene far from all clusters belongs to the nearest one still, hardly.
        noise = np.minimum(arrays["noise"], best + np.log(_FARTHEST))
        noise = np.exp(noise - best) / (
            np.exp(noise - best) + np.exp(log - best).sum(axis=1, keepdims=True)
        )
        shares = np.exp((log - best) / float(self.arrays.get("sharpness", 1.0)))
        shares *= (1 - noise) / shares.sum(axis=1, keepdims=True)
        return np.asarray(shares @ self._members(run))

    def _members(self, run: int) -> FloatArray:
        """Which cluster (L, K) each component of a run is in: that of most scenes they share."""
        arrays = self._of_run(run)
        groups = arrays.get("groups")  # of further runs in files of before only
        if groups is None:
            shared = arrays["links"] @ _one_hot(self.arrays["groups"], self.clusters)
            groups = np.where(shared.any(axis=1), shared.argmax(axis=1), -1)
        return _one_hot(groups, self.clusters)

    def _is_as_first(self, run: int) -> bool:
        """Tell whether the components of a run have the scenes that those of the first have."""
        links = self._of_run(run).get("links")
        if links is None or links.shape[0] != links.shape[1]:
            return False
        return bool((links == np.diag(np.diagonal(links))).all())

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

    def reorder(self, order: IntArray) -> DirichletProcessMixture:
        """Keep only the clusters in ``order``."""
        number = np.full(self.clusters + 1, -1, dtype=np.int64)
        number[order] = np.arange(len(order))
        groups = {k: number[x] for k, x in self.arrays.items() if k.split(".")[0] == "groups"}
        return DirichletProcessMixture({**self.arrays, **groups})

    def check(self) -> None:
        """Raise ``ValueError`` where a file has no valid tree, or a run has no part in it."""
        merges, counts = self.arrays["merges"], self.arrays["levels"][0]
        total = len(self.arrays["means"])
        if total > _MOST_COMPONENTS or len(merges) != total - 1 or cut(merges, 1).any():
            raise ValueError("the merges do not form a tree")
        is_level = (counts >= 1) & (counts <= total) & (counts % 1 == 0)
        if len(counts) == 0 or not is_level.all() or (np.diff(counts) <= 0).any():
            raise ValueError("the levels are not those of the tree")
        for run in range(1, self.runs):
            if not self._of_run(run).keys() & {"links", "groups"}:
                raise ValueError("a run has no links")

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
        merges = self.arrays["merges"]
        if count > len(merges) + 1:
            raise SceneError(
                f"The mixture finds no more than {len(merges) + 1} groups, and {count} were asked "
                "for. Choose fewer, or another method, such as k-means."
            )
        groups = cut(merges, count)
        sizes = np.bincount(groups, self.arrays["weights"])
        number = np.empty(count, dtype=np.int64)
        number[np.argsort(-sizes, kind="stable")] = np.arange(count)
        kept = {k: x for k, x in self.arrays.items() if not k.startswith("groups.")}
        return DirichletProcessMixture({**kept, "groups": number[groups]})

    def subclusters(self, embedding: Vectors, labels: IntArray) -> IntArray:
        """Return the finest groups (n,) of the tree that scenes of clusters ``labels`` (n,) are in.

        Both count from 0. It is the likeliest one of the scene's own cluster: in the first run, or
        in all where their components are the same, as divided ones are. Then one run cannot tell
        them apart.
        """
        finest = cut(self.arrays["merges"], int(self.arrays["levels"][0, -1]))
        groups = self.arrays["groups"]
        dims, runs = self.arrays["means"].shape[1], self.runs
        alike = all(self._is_as_first(run) for run in range(1, runs))
        log = np.zeros((len(embedding), len(groups)))
        for run in range(runs if alike else 1):
            log += component_logs(embedding[:, run * dims : (run + 1) * dims], self._of_run(run))
        log[groups[None] != labels[:, None]] = -np.inf
        return np.asarray(finest[log.argmax(axis=1)])

    def tree(self) -> ClusterTree:
        """Return the merge tree of the finest groups."""
        merges, finest = self.arrays["merges"], int(self.arrays["levels"][0, -1])
        below = len(merges) + 1 - finest
        leaves = 1 + cut(merges, finest)[merges[below:]]
        levels, most = self.levels, int(self.arrays["most"])
        details = {detail: levels.choose(detail, most) for detail in DETAILS}
        heights = self.arrays["heights"][below:]
        return ClusterTree("subcluster", leaves, heights, details, tuple(levels.find_held()))

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
            held = [str(count) for count in self.levels.find_held()]
            number = (
                "Number of clusters: "
                + ", ".join(f"{detail} {self.levels.choose(detail, most)}" for detail in DETAILS)
                + f"; levels that hold: {', '.join(held)}"
            )
            if held[0] == "1":
                number += (
                    ". One cluster: the scenes are as alike as those of one class of the model's "
                    "source. The detail fine divides them nevertheless."
                )
        return [
            f"Mixture: {say_count(len(weights), 'component')}, "
            f"bound {float(self.arrays['bound']):.1f}, weights "
            + ", ".join(f"{weight:.3f}" for weight in weights[:10])
            + (", ..." if len(weights) > 10 else "")
            + (f"; the first of {self.runs} runs" if self.runs > 1 else ""),
            number,
        ]


def _one_hot(groups: IntArray, count: int) -> FloatArray:
    """Rows (K, count) with a one at each group (K,); none where it is -1."""
    return np.asarray(groups[:, None] == np.arange(count), dtype=np.float64)


@dataclass(frozen=True)
class _Run:
    """The mixture of one run, and whether there are gaps between groups at all."""

    arrays: Arrays
    has_gaps: bool
    prior: Prior
    """At the scale of fitting: places less ``center`` (k,), over ``scale``."""

    center: FloatArray
    scale: float

    def components_of(self, embedding: Vectors) -> IntArray:
        """Return the likeliest component (n,) of scenes at embedding (n, k)."""
        return np.asarray(component_logs(embedding, self.arrays).argmax(axis=1), dtype=np.int64)

    def refit(self, embedding: Vectors, groups: IntArray) -> Arrays:
        """Return arrays with one component for each group (n,) of scenes at embedding (n, k)."""
        points = (embedding.astype(np.float64) - self.center) / self.scale
        fitted = fit_groups(points, groups, self.prior)
        return self.arrays | _to_arrays(*fitted, self.center, self.scale)


def _to_arrays(
    prior: Prior, statistics: Statistics, posterior: Posterior, center: FloatArray, scale: float
) -> Arrays:
    """Return the arrays of components fitted to places less ``center``, over ``scale``."""
    return {
        "means": posterior.means * scale + center,
        "precisions_cholesky": posterior.factors / scale,
        "offsets": expected_log_weights(prior, statistics.counts) + posterior.log_peaks(),
        "weights": statistics.counts / statistics.counts.sum(),
    }


def _side_by_side(runs: list[Arrays], components: list[IntArray]) -> Arrays:
    """Name the arrays of all runs, and count scenes by their components (n,) in the first too."""
    arrays = dict(runs[0])
    for run in range(1, len(runs)):
        links = np.zeros((len(runs[run]["means"]), len(arrays["means"])))
        np.add.at(links, (components[run], components[0]), 1)
        kept = ("means", "precisions_cholesky", "offsets", "noise")
        more = {f"{name}.{run}": runs[run][name] for name in kept}
        arrays |= more | {f"links.{run}": links}
    return arrays


def _grow(
    arrays: Arrays, leaves: IntArray, joint: FloatArray, context: FitContext | None,
    settings: CommonSettings,
) -> Arrays:  # fmt: skip
    """Return the tree of components, and its levels; without a context there is one cluster.

    ``leaves`` (n,) are the components of scenes at ``joint`` (n, k) in all runs; the context is
    of these scenes.
    """
    counts = np.bincount(leaves, minlength=len(arrays["means"])).astype(np.float64)
    merges, heights = _tree(arrays, counts, leaves, joint)
    levels = score_levels(np.empty(0), None, None)
    if context is not None:
        some = slice(0, _COMPARED)
        levels = _levels(merges, counts, leaves[some], joint[some], context, settings)
        if context.likeness is not None and context.originals is not None:
            groups = GroupLikeness.of(merges, leaves, context.originals)
            levels = weigh_by_classes(levels, groups, context.likeness)
    return {
        "merges": merges,
        "heights": heights,
        "levels": np.stack([levels.counts, levels.silhouettes, levels.weights]),
        "most": np.array(settings.max_clusters),
    }


def _fit(embedding: Vectors, settings: CommonSettings) -> _Run:
    """Fit to one run (n, k)."""
    values = embedding.astype(np.float64)
    center = values.mean(axis=0)
    scale = float(values.std()) or 1.0
    values = (values - center) / scale
    rows, weights = lightweight_coreset(values, _FITTED, settings.seed)
    fitted = values[rows]
    mixture = fit_mixture(fitted, weights, most=2 * settings.max_clusters, seed=settings.seed)
    statistics = statistics_of(fitted, mixture.responsibilities)
    posterior = Posterior.of(mixture.prior, statistics)
    counts, means, factors = statistics.counts, posterior.means, posterior.factors
    gaps = has_gaps(fitted, weights, means, factors, Valleys.of(counts, means, factors))
    # Scenes to come may be noise though none of these are.
    noise, others = expected_log_noise(float(mixture.noise.sum()), float(weights.sum()))
    noise_weight = max(noise - others, np.log(NOISE))
    arrays = _to_arrays(mixture.prior, statistics, posterior, center, scale) | {
        "noise": np.array(noise_weight + mixture.prior.log_noise),
        "bound": np.array(mixture.bound),
    }
    return _Run(arrays, gaps, mixture.prior, center, scale)


def join_runs(embedding: Vectors, runs: int) -> FloatArray:
    """Return the places (n, k) in all runs side by side, each run at its own scale."""
    places = np.split(embedding.astype(np.float64), runs, axis=1)
    return np.concatenate([some / (float(some.std()) or 1.0) for some in places], axis=1)


def _tree(
    arrays: Arrays,
    counts: FloatArray,
    components: IntArray,
    joint: FloatArray,
) -> tuple[IntArray, FloatArray]:
    """Merge the first run's components by the places (n, k) in all runs of their scenes.

    Components that no scene is likeliest in are merged first, with the nearest in the first run.
    """
    total = len(counts)
    sums = np.zeros((total, joint.shape[1]))
    np.add.at(sums, components, joint)
    alive = np.flatnonzero(counts > 0)
    empty = np.flatnonzero(counts == 0)
    squared = ((arrays["means"][empty, None] - arrays["means"][None, alive]) ** 2).sum(axis=2)
    early = [(int(alive[near]), int(one)) for near, one in zip(squared.argmin(axis=1), empty)]
    merges, heights = ward(counts[alive], sums[alive] / counts[alive, None])
    late = [(int(alive[one]), int(alive[other])) for one, other in merges]
    found = np.array(early + late, dtype=np.int64).reshape(-1, 2)
    costs = np.zeros(len(found))
    costs[len(early) :] = heights
    return found, costs


def _levels(
    merges: IntArray,
    counts: FloatArray,
    leaves: IntArray,
    joint: FloatArray,
    context: FitContext,
    settings: CommonSettings,
) -> Levels:
    """Score the levels of a tree, up to the most clusters, by scenes of these leaves (n,).

    ``joint`` (n, k) are their places in all runs; the context has these scenes first.
    """
    from sklearn.metrics import pairwise_distances

    shown = slice(0, max(settings.max_clusters, 2) - 1)
    on_map = level_silhouettes(merges, leaves, pairwise_distances(joint))
    in_features = None
    if context.features is not None:
        values = _even_out(context.features[:_COMPARED])
        in_features = level_silhouettes(merges, leaves, pairwise_distances(values, metric="cosine"))
        in_features = in_features[shown]
    apart = pairs_apart(merges, counts)[shown] if context.passing else None
    return score_levels(on_map[shown], in_features, apart)


def _even_out(features: Vectors) -> FloatArray:
    """Let no direction of features (n, d) outweigh all others, where one of them does.

    All directions that hold more than a 25th of the variance are reduced to that.
    """
    values = np.asarray(features, dtype=np.float64)
    values = np.asarray(values - values.mean(axis=0))
    spread, axes = np.linalg.eigh(values.T @ values)
    shares = spread / max(float(spread.sum()), 1e-300)
    if shares[-1] <= _FOREIGN:
        return values
    wide = shares > _EVENED
    along = values @ axes[:, wide]
    return np.asarray(values + (along * (np.sqrt(_EVENED / shares[wide]) - 1)) @ axes[:, wide].T)

"""Step 5: clusters of an embedding, each scene's membership, and a model that can be applied.

A method is a class with `fit`, `memberships` and plain arrays as its state; `METHODS` names them.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from .archive import Arrays, read_archive, understood, write_archive
from .errors import SceneError
from .features import Provenance, Vectors
from .progress import Estimated, Progress, silent
from .project import MINIMUM_SCENES, Projector, draw

Memberships = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
_FORMAT, _VERSION = "rs-deepcluster-clusters", 1
_BLOCK = 65_536


@dataclass(frozen=True)
class ClusterSettings:
    """How an embedding is divided into clusters."""

    method: str = "dpgmm"
    max_clusters: int = 60
    """Dirichlet process: upper bound of the number of clusters. k-means: the number itself."""

    detail: float = 0.03
    """Dirichlet process: expected covariance of a cluster as a share of the embedding's."""

    min_scenes: int = 10
    """HDBSCAN: the smallest group that counts as a cluster."""

    exemplars: int = 5
    seed: int = 0
    fit_scenes: int = 20_000
    """At most this many scenes, drawn by the seed, are fitted; the others are assigned."""


class ClusterMethod(Protocol):
    """What a clustering method offers; its arrays are all of its fitted state."""

    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> ClusterMethod:
        """Fit on an embedding (n, k)."""

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters; what a row lacks to 1 is noise."""

    def reordered(self, order: Labels) -> ClusterMethod:
        """Keep only the clusters in ``order``, numbered in that order."""


@dataclass(frozen=True)
class DirichletProcessMixture:
    """Dirichlet-process Gaussian mixture, fitted by truncated variational inference.

    Blei & Jordan 2006, in scikit-learn's `BayesianGaussianMixture`. A cluster's covariance has an
    inverse-Wishart prior whose expectation is ``detail`` times the covariance of the embedding;
    of all priors this one decides how many clusters the data support. The prior counts as much as
    200 scenes, so that the clusters of an embedding, which are not Gaussian, are not cut up.
    """

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
        return _softmax(log)

    def reordered(self, order: Labels) -> DirichletProcessMixture:
        """Keep only the clusters in ``order``."""
        return DirichletProcessMixture({k: v[order] for k, v in self.arrays.items()})


@dataclass(frozen=True)
class KMeansClusters:
    """k-means; memberships are those of equal round Gaussians around the centers."""

    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> KMeansClusters:
        """Fit on an embedding (n, k)."""
        from sklearn.cluster import KMeans
        from sklearn.exceptions import ConvergenceWarning

        if settings.max_clusters > len(embedding):
            raise SceneError(
                f"{settings.max_clusters} clusters were asked for, but only {len(embedding)} "
                "scenes have enough valid data. Choose fewer clusters or smaller scenes."
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than K
            model = KMeans(settings.max_clusters, n_init=10, random_state=settings.seed)
            model.fit(embedding)
        variance = model.inertia_ / max(embedding.size, 1)
        return cls(
            {
                "centers": model.cluster_centers_.astype(np.float64),
                "variances": np.full(len(model.cluster_centers_), max(variance, 1e-12)),
            }
        )

    def memberships(self, embedding: Vectors) -> Memberships:
        """Probabilities (n, K) of the clusters."""
        centers, variances = self.arrays["centers"], self.arrays["variances"]
        squared = np.empty((len(embedding), len(centers)))
        for k, center in enumerate(centers):
            squared[:, k] = ((embedding - center) ** 2).sum(axis=1)
        return _softmax(-0.5 * squared / variances)

    def reordered(self, order: Labels) -> KMeansClusters:
        """Keep only the clusters in ``order``."""
        return KMeansClusters({k: v[order] for k, v in self.arrays.items()})


@dataclass(frozen=True)
class HdbscanClusters:
    """HDBSCAN; a new scene joins its nearest fitted scene, if that is near enough.

    Near enough is the distance within which 99 of 100 of the cluster's own scenes have a
    neighbor of the same cluster.
    """

    arrays: Arrays

    @classmethod
    def fit(cls, embedding: Vectors, settings: ClusterSettings) -> HdbscanClusters:
        """Fit on an embedding (n, k)."""
        from scipy.spatial import cKDTree
        from sklearn.cluster import HDBSCAN

        size = min(settings.min_scenes, len(embedding) // 2)
        model = HDBSCAN(min_cluster_size=max(size, 2), copy=True).fit(embedding)
        labels = model.labels_.astype(np.int64)
        count = int(labels.max()) + 1
        if count == 0:
            raise SceneError(
                "HDBSCAN found no cluster: all scenes count as noise. Lower the smallest cluster "
                "size, or choose the Dirichlet-process mixture."
            )
        reach = np.zeros(count)
        for label in range(count):
            own = embedding[labels == label]
            reach[label] = np.percentile(cKDTree(own).query(own, k=2)[0][:, 1], 99)
        return cls(
            {
                "points": embedding.astype(np.float32),
                "labels": labels,
                "strengths": model.probabilities_.astype(np.float64),
                "reach": reach,
            }
        )

    def memberships(self, embedding: Vectors) -> Memberships:
        """Strength of the one cluster a scene joins; rows of zeros are noise."""
        from scipy.spatial import cKDTree

        distance, place = cKDTree(self.arrays["points"]).query(embedding)
        label = self.arrays["labels"][place]
        reach = self.arrays["reach"]
        member = (label >= 0) & (distance <= reach[label] + 1e-6)
        result = np.zeros((len(embedding), len(reach)))
        rows = np.flatnonzero(member)
        # At the edge of a cluster HDBSCAN's strength may be 0; the scene still belongs to it.
        result[rows, label[rows]] = np.maximum(self.arrays["strengths"][place[rows]], 1e-3)
        return result

    def reordered(self, order: Labels) -> HdbscanClusters:
        """Keep only the clusters in ``order``."""
        number = np.full(len(self.arrays["reach"]) + 1, -1, dtype=np.int64)
        number[order] = np.arange(len(order))
        labels = number[self.arrays["labels"]]
        return HdbscanClusters(
            {**self.arrays, "labels": labels, "reach": self.arrays["reach"][order]}
        )


METHODS: dict[str, Any] = {
    "dpgmm": DirichletProcessMixture,
    "kmeans": KMeansClusters,
    "hdbscan": HdbscanClusters,
}


@dataclass(frozen=True)
class Assignment:
    """Clusters of scenes; all arrays are of shape (n,).

    Clusters count from 1 by falling size in the fit; 0 is a scene without a cluster.
    """

    clusters: Labels
    probabilities: npt.NDArray[np.float64]
    second_clusters: Labels
    """The next likely cluster, 0 where no other has a probability of 0.001."""

    ambiguous: npt.NDArray[np.bool_]
    """The second cluster is more than half as likely as the first."""

    exemplar_ranks: Labels
    """1 for the most typical scene of a cluster, then the most different ones; 0 for others."""

    def counts(self, clusters: int) -> list[int]:
        """Scenes in each of the clusters 1 to ``clusters``."""
        return np.bincount(self.clusters, minlength=clusters + 1)[1:].tolist()  # type: ignore[no-any-return]


@dataclass(frozen=True)
class ClusterModel:
    """Fitted clusters with all that is needed to find them on another raster."""

    settings: ClusterSettings
    method: ClusterMethod
    clusters: int
    provenance: Provenance
    projector: Projector | None

    def assign(self, embedding: Vectors) -> Assignment:
        """Assign scenes at embedding (n, k) to the clusters; NaN rows get none."""
        count = len(embedding)
        first, second = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        best, ambiguous = np.zeros(count), np.zeros(count, dtype=bool)
        present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
        for start in range(0, len(present), _BLOCK):
            rows = present[start : start + _BLOCK]
            memberships = self.method.memberships(embedding[rows])
            places = np.arange(len(rows))
            label = memberships.argmax(axis=1)
            highest = memberships[places, label].copy()
            memberships[places, label] = -1
            runner_up = memberships.argmax(axis=1)
            next_highest = np.maximum(memberships[places, runner_up], 0)
            member = highest > 0
            best[rows] = np.where(member, highest, 0)
            first[rows] = np.where(member, label + 1, 0)
            second[rows] = np.where(member & (next_highest >= 1e-3), runner_up + 1, 0)
            ambiguous[rows] = member & (next_highest > highest / 2)
        ranks = exemplar_ranks(embedding, first, self.clusters, self.settings.exemplars)
        return Assignment(first, best, second, ambiguous, ranks)

    def save(self, path: str | Path) -> None:
        """Write to an npz file."""
        header: dict[str, Any] = {
            "settings": vars(self.settings),
            "clusters": self.clusters,
            "provenance": self.provenance.to_json(),
        }
        arrays = {f"method.{k}": v for k, v in self.method.arrays.items()}
        if self.projector is not None:
            header["projector"] = self.projector.to_header()
            arrays.update({f"projector.{k}": v for k, v in self.projector.to_arrays().items()})
        write_archive(path, _FORMAT, _VERSION, header, arrays)

    @classmethod
    def load(cls, path: str | Path) -> ClusterModel:
        """Read what `save` wrote; raises `DataFileError`."""
        header, arrays = read_archive(path, _FORMAT, _VERSION, "Cluster features")
        with understood(path, "Cluster features"):
            settings = ClusterSettings(**header["settings"])
            projector = None
            if "projector" in header:
                projector = Projector.from_file_parts(
                    header["projector"], _with_prefix(arrays, "projector.")
                )
            return cls(
                settings,
                METHODS[settings.method](_with_prefix(arrays, "method.")),
                int(header["clusters"]),
                Provenance.from_json(header["provenance"]),
                projector,
            )


def fit_clusters(
    embedding: Vectors,
    settings: ClusterSettings,
    provenance: Provenance,
    projector: Projector | None,
    progress: Progress = silent,
) -> tuple[ClusterModel, Assignment]:
    """Fit clusters on an embedding (n, k) and assign all its scenes; NaN rows get no cluster.

    Raises
    ------
    SceneError
        Too few scenes, or settings that give no clusters.
    """
    from threadpoolctl import threadpool_limits

    present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
    if len(present) < MINIMUM_SCENES:
        raise SceneError(
            f"Only {len(present)} scenes have enough valid data, and clusters need at least "
            f"{MINIMUM_SCENES}. Choose a smaller scene size or a larger extent."
        )
    sample = embedding[draw(present, settings.fit_scenes, settings.seed)]
    seconds = 0.5 + len(sample) * settings.max_clusters / 30_000
    # The products in here are so thin that more threads only wait for each other: on busy cores
    # a fit takes ten times as long with two.
    with threadpool_limits(1), Estimated(progress, seconds):
        method: ClusterMethod = METHODS[settings.method].fit(sample, settings)
    progress(0.8)
    count = len(method.memberships(sample[:1])[0])
    # Components that no scene belongs to are left out, and the rest is numbered by falling size.
    # Scenes that leaned to what was left out may move, so this is repeated until it holds.
    for _ in range(20):
        model = ClusterModel(settings, method, count, provenance, projector)
        assignment = model.assign(embedding)
        sizes = np.asarray(assignment.counts(count))
        order = np.argsort(-sizes, kind="stable")
        order = order[sizes[order] > 0]
        if np.array_equal(order, np.arange(count)):
            break
        method, count = method.reordered(order), len(order)
    return model, assignment


def exemplar_ranks(embedding: Vectors, clusters: Labels, count: int, exemplars: int) -> Labels:
    """Rank the scenes that show what a cluster is like, 1 to ``exemplars``; 0 for the rest.

    Rank 1 is the medoid, the scene nearest to the cluster's mean; each next one is the scene
    farthest from those already chosen (farthest-first traversal, Gonzalez 1985).
    """
    ranks = np.zeros(len(clusters), dtype=np.int64)
    if exemplars < 1:
        return ranks
    order = np.argsort(clusters, kind="stable")
    edges = np.searchsorted(clusters[order], np.arange(1, count + 2))
    for start, stop in zip(edges[:-1], edges[1:]):
        members = order[start:stop]
        if len(members) == 0:
            continue
        points = embedding[members].astype(np.float64)
        chosen = int(((points - points.mean(axis=0)) ** 2).sum(axis=1).argmin())
        distance = np.full(len(points), np.inf)
        for rank in range(1, min(exemplars, len(points)) + 1):
            ranks[members[chosen]] = rank
            distance = np.minimum(distance, ((points - points[chosen]) ** 2).sum(axis=1))
            distance[chosen] = -1
            chosen = int(distance.argmax())
            if distance[chosen] < 0:
                break
    return ranks


def _with_prefix(arrays: Arrays, prefix: str) -> Arrays:
    return {k[len(prefix) :]: v for k, v in arrays.items() if k.startswith(prefix)}


def _softmax(log: Memberships) -> Memberships:
    shifted = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))

"""Step 4: features to an embedding of few dimensions, and a projector that places new scenes."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .archive import Arrays, read_archive, understood, write_archive
from .errors import DataFileError, DependencyError, SceneError
from .features import SceneFile, SceneWriter, Vectors, written_whole
from .progress import Estimated, Part, Progress, silent

METHODS = ("umap", "pca")
METRICS = ("cosine", "euclidean")
MINIMUM_SCENES = 10
_FORMAT, _VERSION = "rs-deepcluster-projector", 1
_BLOCK = 2048  # queries at a time; with 20,000 references their distances take 160 MB


@dataclass(frozen=True)
class ProjectionSettings:
    """How features become an embedding."""

    method: str = "umap"
    dimensions: int = 2
    neighbors: int = 30
    minimum_distance: float = 0.0
    metric: str = "cosine"
    shared: float = 0.5
    """UMAP: weight of the neighbors that two scenes share in how near they are (see
    `nearest_by_shared`); 0: only their features count."""

    mutual: float = 0.8
    """UMAP: how far scenes must be each other's neighbors to be drawn together; 0: one of them is
    enough, as in UMAP itself."""

    runs: int = 5
    """UMAP: how often it is run, each time with another seed. Scenes have their places in all
    runs, one after the other; what is shown is the first."""

    seed: int = 0
    fit_scenes: int = 20_000
    """At most this many scenes, drawn by the seed, are fitted; the others are placed."""


@dataclass(frozen=True)
class Normalizer:
    """Centers and L2-normalizes each part of the features, then the whole.

    ``part_mean`` and ``mean`` are of shape (d,). The means are those of the fitted scenes, so that
    new scenes go through exactly the same map.
    """

    part_dims: tuple[int, ...]
    part_mean: Vectors
    mean: Vectors

    @classmethod
    def fit(cls, features: Vectors, part_dims: tuple[int, ...]) -> Normalizer:
        """Take the means of features (n, d) whose parts have the lengths ``part_dims``."""
        part_mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
        parts = cls(part_dims, part_mean, np.zeros_like(part_mean))._parts(features)
        return cls(part_dims, part_mean, parts.mean(axis=0, dtype=np.float64).astype(np.float32))

    def __call__(self, features: Vectors) -> Vectors:
        """Normalize features (n, d) to rows of length 1."""
        return _unit_rows(self._parts(features) - self.mean)

    def _parts(self, features: Vectors) -> Vectors:
        centred = features - self.part_mean
        edges = np.cumsum(self.part_dims)[:-1]
        return np.concatenate([_unit_rows(p) for p in np.split(centred, edges, axis=1)], axis=1)


@dataclass(frozen=True)
class Projector:
    """Places scenes in an embedding, also ones that it was not fitted on.

    UMAP: ``reference`` (m, d) are the normalized features of the fitted scenes (float16),
    ``positions`` (m, k) their places, those of all runs side by side. PCA: ``reference`` (k, d) are
    the axes and ``positions`` (1, d) the mean.
    """

    settings: ProjectionSettings
    identity: str
    """Hash of the encoder that made the features."""

    normalizer: Normalizer
    reference: npt.NDArray[Any]
    positions: Vectors

    @property
    def dimensions(self) -> int:
        """Dimensions of the embedding, those of all runs."""
        return self.settings.dimensions * self.runs

    @property
    def runs(self) -> int:
        """Number of projections side by side."""
        return self.settings.runs if self.settings.method == "umap" else 1

    @functools.cached_property
    def _unit_reference(self) -> Vectors:
        return _rounded(self.reference)

    @property
    def key(self) -> str:
        """Hash of all that decides where a scene is placed."""
        digest = hashlib.sha256(repr((self.settings, self.identity)).encode())
        for array in self.to_arrays().values():
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def place(self, features: Vectors) -> Vectors:
        """Place features (n, d) in the embedding, (n, k).

        With UMAP a new scene goes to the mean of its nearest fitted scenes' places, weighted by
        UMAP's own membership strengths (McInnes, Healy & Melville 2018, section 3.1): the start
        that UMAP's transform then scatters with a random descent, which would make a scene's place
        depend on the scenes that come with it. A fitted scene keeps its place.
        """
        normalized = self.normalizer(features)
        if self.settings.method == "pca":
            return np.asarray((normalized - self.positions) @ self.reference.T, dtype=np.float32)
        count = min(self.settings.neighbors, len(self.reference))
        places, distances = nearest(
            _rounded(normalized), self._unit_reference, count, self.settings.metric
        )
        weights = _memberships(distances)
        same = distances[:, 0] < _same_distance(self.settings.metric)
        weights[same] = 0
        weights[same, 0] = 1
        weights /= weights.sum(axis=1, keepdims=True)
        placed = np.einsum("nk,nkd->nd", weights, self.positions[places])
        return np.asarray(placed, dtype=np.float32)

    def to_header(self) -> dict[str, Any]:
        """Return the plain values, for a file's header."""
        return {
            "settings": asdict(self.settings),
            "identity": self.identity,
            "part_dims": list(self.normalizer.part_dims),
        }

    def to_arrays(self) -> Arrays:
        """Return the arrays, for a file."""
        return {
            "part_mean": self.normalizer.part_mean,
            "mean": self.normalizer.mean,
            "reference": self.reference,
            "positions": self.positions,
        }

    @classmethod
    def from_file_parts(cls, header: dict[str, Any], arrays: Arrays) -> Projector:
        """Build from what `to_header` and `to_arrays` gave."""
        normalizer = Normalizer(tuple(header["part_dims"]), arrays["part_mean"], arrays["mean"])
        # Before there were runs there was one.
        settings = ProjectionSettings(**{"runs": 1, **header["settings"]})
        return cls(
            settings, header["identity"], normalizer, arrays["reference"], arrays["positions"]
        )

    def save(self, path: str | Path) -> None:
        """Write to an npz file."""
        write_archive(path, _FORMAT, _VERSION, self.to_header(), self.to_arrays())

    @classmethod
    def load(cls, path: str | Path) -> Projector:
        """Read what `save` wrote; raises `DataFileError`."""
        header, arrays = read_archive(path, _FORMAT, _VERSION, "Project features")
        with understood(path, "Project features"):
            return cls.from_file_parts(header, arrays)


def fit_projector(
    features: SceneFile,
    settings: ProjectionSettings,
    progress: Progress = silent,
    places: npt.NDArray[np.int64] | None = None,
) -> Projector:
    """Fit UMAP or PCA on the features (n, d) of a file, or on a sample of them.

    ``places`` (m,) are the rows, ascending, that are taken into account; None: all.

    Raises
    ------
    SceneError
        Too few scenes have features.
    """
    present = features.present()
    if places is not None:
        present = np.intersect1d(present, places)
    if len(present) < MINIMUM_SCENES:
        total = features.count if places is None else len(places)
        raise SceneError(
            f"Only {len(present)} of {total} scenes have enough valid data, and clusters "
            f"need at least {MINIMUM_SCENES}. Choose a smaller scene size or stride, a larger "
            "extent, or a lower minimum of valid data."
        )
    provenance = features.provenance
    sample = draw(present, settings.fit_scenes, settings.seed)
    values = features.take(sample)
    normalizer = Normalizer.fit(values, provenance.part_dims)
    normalized = normalizer(values)
    del values
    if settings.dimensions >= min(len(sample), features.dims):
        raise SceneError(
            f"{settings.dimensions} dimensions were asked for, with {len(sample)} scenes of "
            f"{features.dims} features. Choose fewer dimensions."
        )
    with Estimated(progress, _expected_seconds(len(sample), settings)):
        if settings.method == "pca":
            reference, positions = _fit_pca(normalized, settings)
        else:
            # Half precision is kept on disk; fitting on the same values makes placing exact.
            reference = normalized.astype(np.float16)
            positions = _fit_umap(_rounded(reference), settings)
    used = replace(settings, neighbors=min(settings.neighbors, len(sample) - 1))
    return Projector(used, provenance.identity, normalizer, reference, positions)


def project(
    features: SceneFile,
    settings: ProjectionSettings,
    output: str | Path,
    progress: Progress = silent,
) -> Projector:
    """Write the embedding of all scenes of a features file; returns the projector.

    The fitted scenes get their fitted places, all others are placed in blocks.
    """
    fit_share = 0.9 if features.count <= settings.fit_scenes else 0.3
    projector = fit_projector(features, settings, Part(progress, 0, fit_share))
    place_all(features, projector, output, Part(progress, fit_share, 1))
    return projector


def place_all(
    features: SceneFile, projector: Projector, output: str | Path, progress: Progress = silent
) -> None:
    """Write the embedding of all scenes of a features file by a fitted projector.

    Raises
    ------
    DataFileError
        The features are of another model than those the projector was fitted on.
    """
    provenance = features.provenance
    if provenance.identity != projector.identity:
        raise DataFileError(
            f"The features of {features.path} were made by another model or recipe "
            f"({provenance.model}) than those the clusters were fitted on. "
            "Extract the features again with the model that the clusters name."
        )
    header = {
        "provenance": provenance.to_json(),
        "projector": projector.key,
        "runs": projector.runs,
    }
    done = 0
    dims, crs = projector.dimensions, provenance.crs_wkt
    with (
        written_whole(output) as partial,
        SceneWriter(
            partial, "embedding", dims, header, crs, features.with_names, features.with_attributes
        ) as writer,
    ):
        for block in features.blocks():
            places = np.full((len(block), dims), np.nan, dtype=np.float32)
            rows = np.flatnonzero(block.has_vector)
            for start in range(0, len(rows), _BLOCK):
                some = rows[start : start + _BLOCK]
                places[some] = projector.place(block.vectors[some])
                progress((done + start) / features.count)
            writer.write(replace(block, vectors=places))
            done += len(block)
            progress(done / features.count)


def draw(places: npt.NDArray[np.int64], count: int, seed: int) -> npt.NDArray[np.int64]:
    """Draw at most ``count`` of ``places`` without repetition, in ascending order."""
    if len(places) <= count:
        return places
    chosen = np.random.default_rng(seed).choice(len(places), size=count, replace=False)
    return places[np.sort(chosen)]


def nearest(
    queries: Vectors, reference: Vectors, count: int, metric: str
) -> tuple[npt.NDArray[np.int64], Vectors]:
    """Exact nearest neighbors of queries (n, d) among the reference (m, d).

    Rows must have length 1. Returns places (n, count) and distances (n, count), nearest first.
    Exact search by matrix products is faster here than an approximate index, which would have to
    be compiled in every process.
    """
    import torch

    places = np.empty((len(queries), count), dtype=np.int64)
    distances = np.empty((len(queries), count), dtype=np.float32)
    columns = torch.from_numpy(np.ascontiguousarray(reference)).T
    for start in range(0, len(queries), _BLOCK):
        block = slice(start, start + _BLOCK)
        similarity = torch.from_numpy(np.ascontiguousarray(queries[block])) @ columns
        best = similarity.topk(count, dim=1)
        places[block] = best.indices.numpy()
        distances[block] = 1 - best.values.numpy()
    np.clip(distances, 0, 2, out=distances)
    if metric == "euclidean":
        distances = np.sqrt(2 * distances)  # of rows of length 1
    return places, distances


def nearest_by_shared(
    values: Vectors, count: int, metric: str, weight: float
) -> tuple[npt.NDArray[np.int64], Vectors]:
    """Nearest neighbors among values (n, d) by cosine and by the neighbors that scenes share.

    Similarity is ``weight`` times the Jaccard index of the two scenes' ``count`` nearest neighbors
    and the rest times their cosine. Scenes at the border of a cluster are near to scenes of
    another, but have few neighbors in common with them (Jarvis & Patrick 1973, "Clustering using
    a similarity measure based on shared near neighbors"; mixed with the distance itself as in
    Zhong et al. 2017, "Re-ranking person re-identification with k-reciprocal encoding").

    Returns places (n, count) and distances (n, count), nearest first; the first is the scene
    itself.
    """
    import torch
    from scipy.sparse import csr_matrix

    places, distances = nearest(values, values, count, metric)
    if not weight:
        return places, distances
    total = len(values)
    edges = np.arange(0, total * count + 1, count)
    neighbors = csr_matrix((np.ones(total * count, np.float32), places.ravel(), edges))
    neighbors.resize(total, total)
    columns = torch.from_numpy(np.ascontiguousarray(values)).T
    for start in range(0, total, _BLOCK // 2):
        rows = np.arange(start, min(start + _BLOCK // 2, total))
        common = torch.from_numpy((neighbors[rows] @ neighbors.T).toarray())
        similarity = (columns.T[rows] @ columns).clamp_(min=0).mul_(1 - weight)
        similarity += weight * common / (2 * count - common)
        similarity[torch.arange(len(rows)), torch.from_numpy(rows)] = 2.0
        best = similarity.topk(count, dim=1)
        places[rows] = best.indices.numpy()
        distances[rows] = 1 - best.values.numpy()
    np.clip(distances, 0, 1, out=distances)
    if metric == "euclidean":
        distances = np.sqrt(2 * distances)
    return places, distances


def _fit_umap(normalized: Vectors, settings: ProjectionSettings) -> Vectors:
    try:
        import umap
    except ImportError as error:
        raise DependencyError(
            f"The package umap-learn cannot be loaded ({error}). "
            'Run the algorithm "Set up the worker", or choose the method PCA.'
        ) from error
    import warnings

    count = min(settings.neighbors, len(normalized) - 1)
    neighbors = nearest_by_shared(normalized, count, settings.metric, settings.shared)
    positions = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # n_jobs with a seed; transform is not used
        for run in range(settings.runs):
            reducer = umap.UMAP(
                n_neighbors=count,
                n_components=settings.dimensions,
                min_dist=settings.minimum_distance,
                metric=settings.metric,
                random_state=settings.seed * settings.runs + run,  # no two seeds share a run
                n_jobs=1,
                # The spectral start needs clearly more scenes than dimensions.
                init="spectral" if len(normalized) > 10 * settings.dimensions else "random",
                set_op_mix_ratio=1 - settings.mutual,
                precomputed_knn=neighbors,
            )
            positions.append(reducer.fit_transform(normalized))
    return np.ascontiguousarray(np.concatenate(positions, axis=1), dtype=np.float32)


def _fit_pca(normalized: Vectors, settings: ProjectionSettings) -> tuple[Vectors, Vectors]:
    from sklearn.decomposition import PCA

    model = PCA(settings.dimensions, random_state=settings.seed).fit(normalized)
    return model.components_.astype(np.float32), model.mean_[None].astype(np.float32)


def _memberships(distances: Vectors) -> npt.NDArray[np.float64]:
    """UMAP's membership strengths (n, k) of neighbors at ascending distances.

    exp(-(d - rho) / sigma), with rho the nearest distance and sigma such that a row sums up to
    log2(k); sigma is found by bisection.
    """
    shifted = (distances - distances[:, :1]).astype(np.float64)
    target = np.log2(max(distances.shape[1], 2))
    low = np.zeros(len(distances))
    high = np.full(len(distances), 4.0)
    for _ in range(40):
        middle = (low + high) / 2
        total = np.exp(-shifted / np.maximum(middle, 1e-12)[:, None]).sum(axis=1)
        low = np.where(total < target, middle, low)
        high = np.where(total < target, high, middle)
    weights: npt.NDArray[np.float64] = np.exp(-shifted / np.maximum(high, 1e-12)[:, None])
    return weights


def _same_distance(metric: str) -> float:
    """Distance below which a scene is one of the fitted ones, but for the sum's rounding."""
    return 2e-6 if metric == "cosine" else float(np.sqrt(4e-6))


def _expected_seconds(count: int, settings: ProjectionSettings) -> float:
    if settings.method == "pca":
        return 1 + count / 20_000
    return 6 + count / 1000 + settings.runs * count / 700  # compiling, neighbors, then descents


def _rounded(normalized: npt.NDArray[Any]) -> Vectors:
    """Rows of length 1 as half precision keeps them, so that a fitted scene meets itself."""
    return _unit_rows(normalized.astype(np.float16).astype(np.float32))


def _unit_rows(values: Vectors) -> Vectors:
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, 1e-12), dtype=np.float32)

"""Step 5: clusters of an embedding, each scene's membership, and a model that can be applied.

The methods are in `core.methods`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.archive import Arrays, read_archive, understood, write_archive
from ..base.arrays import IntArray, Vectors
from ..base.errors import SceneError
from ..base.progress import Estimated, Progress, silent
from ..base.sampling import draw
from ..features.scene_file import Provenance
from .layer_tree import ClusterTree, mixture_tree, ward_tree
from .methods import METHODS
from .methods.base import ClusterMethod, ClusterSettings, Evidence, Labels
from .project import MINIMUM_SCENES, Projector

_FORMAT, _VERSION = "rs-deepcluster-clusters", 1
_BLOCK = 65_536


@dataclass(frozen=True)
class Assignment:
    """Clusters of scenes; all arrays are of shape (n,).

    Clusters count from 1 by falling size in the fit; 0 is a scene without a cluster.
    """

    clusters: Labels
    probabilities: npt.NDArray[np.float64]
    second_clusters: Labels
    """The next likely cluster, 0 where no other has a probability of 0.001."""

    second_probabilities: npt.NDArray[np.float64]
    """Those of the second clusters, 0 where there is none."""

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
    runs: int = 1
    """Projections side by side in an embedding."""

    def assign(self, embedding: Vectors, known: Labels | None = None) -> Assignment:
        """Assign scenes at embedding (n, k) to the clusters; NaN rows get none.

        ``known`` (n,) are clusters of the fit, counted from 0, where they stand already.
        """
        count = len(embedding)
        first, second = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        best, next_best = np.zeros(count), np.zeros(count)
        ambiguous = np.zeros(count, dtype=bool)
        embedding = seen(type(self.method), embedding, self.runs)
        present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
        for start in range(0, len(present), _BLOCK):
            rows = present[start : start + _BLOCK]
            memberships = self.method.memberships(embedding[rows])
            places = np.arange(len(rows))
            label = memberships.argmax(axis=1)
            if known is not None:
                label = known[rows]
            highest = memberships[places, label].copy()
            memberships[places, label] = -1
            runner_up = memberships.argmax(axis=1)
            next_highest = np.maximum(memberships[places, runner_up], 0)
            member = (highest > 0) | (known is not None)
            best[rows] = np.where(member, highest, 0)
            first[rows] = np.where(member, label + 1, 0)
            named = member & (next_highest >= 1e-3)
            second[rows] = np.where(named, runner_up + 1, 0)
            next_best[rows] = np.where(named, next_highest, 0)
            ambiguous[rows] = member & (next_highest > highest / 2)
        ranks = exemplar_ranks(embedding, first, self.clusters, self.settings.exemplars)
        return Assignment(first, best, second, next_best, ambiguous, ranks)

    def memberships(self, embedding: Vectors, most: int) -> npt.NDArray[np.float32]:
        """Memberships (n, m) of scenes at embedding (n, k) in the first clusters, at most ``most``.

        Rows of scenes without a place are NaN.
        """
        found = np.full((len(embedding), min(self.clusters, most)), np.nan, dtype=np.float32)
        embedding = seen(type(self.method), embedding, self.runs)
        present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
        for start in range(0, len(present), _BLOCK):
            rows = present[start : start + _BLOCK]
            found[rows] = self.method.memberships(embedding[rows])[:, :most]
        return found

    def tree(self, embedding: Vectors, clusters: Labels) -> ClusterTree | None:
        """Return the merge tree of these clusters (n,) of scenes at embedding (n, k).

        None where there are too many clusters for one.
        """
        embedding = seen(type(self.method), embedding, self.runs)
        return mixture_tree(self.method) or ward_tree(embedding, clusters)

    def subclusters(self, embedding: Vectors, clusters: Labels) -> Labels | None:
        """Return the leaves (n,) of the tree, from 1, that scenes are in; 0 for those in none.

        None where the leaves are the clusters.
        """
        if not hasattr(self.method, "subclusters"):
            return None
        found = np.zeros(len(embedding), dtype=np.int64)
        present = np.flatnonzero(clusters > 0)
        for start in range(0, len(present), _BLOCK):
            rows = present[start : start + _BLOCK]
            found[rows] = self.method.subclusters(embedding[rows], clusters[rows] - 1) + 1
        return found

    def with_detail(self, detail: str) -> ClusterModel:
        """Return the clusters at another level of detail; nothing is fitted.

        Raises
        ------
        SceneError
            The method has no merge tree.
        """
        if not hasattr(self.method, "with_detail"):
            raise SceneError(
                f"Clusters of the method {METHODS[self.settings.method].LABEL} have one level of "
                f"detail only. Leave the detail as it was saved, or cluster with the method "
                f"{METHODS['dpgmm'].LABEL}."
            )
        method = self.method.with_detail(detail)
        settings = replace(self.settings, detail=detail)
        return replace(self, settings=settings, method=method, clusters=method.clusters)

    def save(self, path: str | Path) -> None:
        """Write to an npz file."""
        header: dict[str, Any] = {
            "settings": vars(self.settings),
            "clusters": self.clusters,
            "runs": self.runs,
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
                int(header.get("runs", 1)),
            )


def seen(kind: Any, embedding: Vectors, runs: int) -> Vectors:
    """Return what a method goes by of an embedding (n, k) of so many runs: the first, or all."""
    if getattr(kind, "ALL_RUNS", False):
        return embedding
    return embedding[:, : embedding.shape[1] // runs]


def fit_clusters(
    embedding: Vectors,
    settings: ClusterSettings,
    provenance: Provenance,
    projector: Projector | None,
    progress: Progress = silent,
    cells: IntArray | None = None,
    runs: int = 1,
) -> tuple[ClusterModel, Assignment]:
    """Fit clusters on an embedding (n, k) and assign all its scenes; NaN rows get no cluster.

    The embedding is of so many runs side by side; methods but the mixture go by the first.

    ``cells`` (n, 2) are the scenes' rows and columns on their grid (see `regions.grid_cells`),
    for contiguous regions only. All scenes are fitted then.

    Raises
    ------
    SceneError
        Too few scenes, or settings that give no clusters.
    """
    from threadpoolctl import threadpool_limits

    kind = METHODS[settings.method]
    present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
    if len(present) < MINIMUM_SCENES:
        raise SceneError(
            f"Only {len(present)} scenes have enough valid data, and clusters need at least "
            f"{MINIMUM_SCENES}. Choose a smaller scene size or a larger extent."
        )
    if settings.spatial and not hasattr(kind, "fit_regions"):
        raise SceneError(
            f"{kind.LABEL} makes no contiguous regions. Choose the clustering "
            f"{METHODS['ward'].LABEL}, or leave out the spatial constraint."
        )
    if settings.spatial and cells is None:
        raise SceneError(
            "Contiguous regions need the rows and columns of the scenes on their grid. Give them, "
            "or leave out the spatial constraint."
        )
    fitted = present
    if not settings.spatial and not getattr(kind, "FIT_ALL", False):
        fitted = draw(present, settings.fit_scenes, settings.seed)
    sample = seen(kind, embedding, runs)[fitted]
    evidence = Evidence(passing=provenance.scene_size is not None)
    if getattr(kind, "ALL_RUNS", False) and projector is not None and projector.runs == runs:
        sample, evidence = _fitted_by(projector, sample, evidence)
    seconds = 0.5 + min(len(sample), settings.fit_scenes) * settings.max_clusters / 30_000
    if settings.spatial:
        seconds = 0.5 + len(sample) / 4_000
    known = None
    # The products in here are so thin that more threads only wait for each other: on busy cores
    # a fit takes ten times as long with two.
    with threadpool_limits(1), Estimated(progress, seconds):
        if settings.spatial and cells is not None:
            method, regions = kind.fit_regions(sample, settings, cells[fitted])
            known = np.full(len(embedding), -1, dtype=np.int64)
            known[fitted] = regions
        elif getattr(kind, "ALL_RUNS", False):
            method = kind.fit(sample, settings, runs, evidence)
        else:
            method = kind.fit(sample, settings)
    if hasattr(method, "notes"):
        for note in method.notes():
            progress.log(note)
    progress(0.8)
    return numbered(method, embedding, settings, provenance, projector, known, runs)


def _fitted_by(
    projector: Projector, sample: Vectors, evidence: Evidence
) -> tuple[Vectors, Evidence]:
    """Return places and features of the scenes that a projection was fitted on, if it is UMAP's.

    The others were placed among these and say nothing new, nor do copies and overlapping scenes.
    """
    if projector.settings.method != "umap":
        return sample, evidence
    placed = np.flatnonzero(np.isfinite(projector.positions).all(axis=1))
    if len(placed) < MINIMUM_SCENES:
        return sample, evidence
    return projector.positions[placed], replace(evidence, features=projector.reference[placed])


def numbered(
    method: ClusterMethod,
    embedding: Vectors,
    settings: ClusterSettings,
    provenance: Provenance,
    projector: Projector | None,
    known: Labels | None = None,
    runs: int = 1,
) -> tuple[ClusterModel, Assignment]:
    """Assign all scenes of an embedding (n, k), and number the clusters by falling size.

    The embedding is of so many runs side by side.

    ``method`` is fitted, and one of `METHODS` under the name in the settings. ``known`` (n,) are
    clusters that scenes have whatever their memberships, -1 for the others.
    """
    present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
    first = seen(type(method), embedding[present[:1]], runs)
    count = len(method.memberships(first)[0])
    # Components that no scene belongs to are left out, and the rest is numbered by falling size.
    # Scenes that leaned to what was left out may move, so this is repeated until it holds.
    for _ in range(20):
        model = ClusterModel(settings, method, count, provenance, projector, runs)
        assignment = model.assign(embedding, known)
        sizes = np.asarray(assignment.counts(count))
        order = np.argsort(-sizes, kind="stable")
        order = order[sizes[order] > 0]
        if np.array_equal(order, np.arange(count)):
            break
        method, count = method.reordered(order), len(order)
        if known is not None:
            known = np.where(known >= 0, np.argsort(order)[known], -1)  # none of them is empty
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

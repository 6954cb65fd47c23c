"""Step 5: clusters of an embedding, each scene's membership, and a model that can be applied.

The methods are in `core.methods`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .archive import Arrays, read_archive, understood, write_archive
from .errors import SceneError
from .features import Provenance, Vectors
from .methods import METHODS
from .methods.base import ClusterMethod, ClusterSettings, Labels
from .progress import Estimated, Progress, silent
from .project import MINIMUM_SCENES, Projector, draw

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
    return numbered(method, embedding, settings, provenance, projector)


def numbered(
    method: ClusterMethod,
    embedding: Vectors,
    settings: ClusterSettings,
    provenance: Provenance,
    projector: Projector | None,
) -> tuple[ClusterModel, Assignment]:
    """Assign all scenes of an embedding (n, k), and number the clusters by falling size.

    ``method`` is fitted, and one of `METHODS` under the name in the settings.
    """
    present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
    count = len(method.memberships(embedding[present[:1]])[0])
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

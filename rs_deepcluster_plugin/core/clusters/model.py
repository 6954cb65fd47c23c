"""Step 5: clusters of an embedding, each scene's membership, and a model that can be applied.

The methods are in `clusters.methods`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..base.archive import Arrays, explain_damage, read_archive, write_archive
from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.errors import DataFileError, SceneError
from ..base.foreign import Form, check_arrays
from ..base.plain import from_file
from ..base.progress import Estimated, Part, Progress, silent
from ..base.resume import hold_folder
from ..base.sampling import draw
from ..base.values import say_count
from ..features.scene_file import Provenance
from ..machines.crew import Crew, hire_workers
from .kept import hash_inputs, read_kept, write_kept
from .layer_tree import ClusterTree, ward_tree
from .methods import METHODS, ClusterSettings
from .methods.base import ClusterMethod, FitContext
from .project import MINIMUM_SCENES, Projector

_FORMAT, _VERSION = "rs-deepcluster-clusters", 1
BLOCK = 16_384  # scenes at a time, and in a task on another machine
_MOST_MEMBERSHIPS = 1 << 24  # at a time; an eighth of a gigabyte
_ROUNDS = 20  # of numbering; two or three are enough
_MOST_CLUSTERS, _MOST_EXEMPLARS = 20_000, 1000  # of a file


Assigned = tuple[IntArray, FloatArray, IntArray, FloatArray, BoolArray]
"""The fields of an `Assignment` that each scene has by itself."""


@dataclass(frozen=True)
class Assignment:
    """Clusters of scenes; all arrays are of shape (n,).

    Clusters count from 1 by falling size in the fit; 0 is a scene without a cluster.
    """

    clusters: IntArray
    probabilities: FloatArray
    second_clusters: IntArray
    """The next likely cluster, 0 where no other has a probability of 0.001."""

    second_probabilities: FloatArray
    """Those of the second clusters, 0 where there is none."""

    ambiguous: BoolArray
    """The second cluster is more than half as likely as the first."""

    exemplar_ranks: IntArray
    """1 for the most typical scene of a cluster, then the most different ones; 0 for others."""

    def counts(self, clusters: int) -> list[int]:
        """Scenes in each of the clusters 1 to ``clusters``."""
        return np.bincount(self.clusters, minlength=clusters + 1)[1:].tolist()  # type: ignore[no-any-return]

    def mean_probability(self) -> float | None:
        """Return the mean probability of the scenes that have a cluster, None where none has."""
        known = self.probabilities[self.clusters > 0]
        return float(known.mean()) if len(known) else None


def _no_clusters(count: int) -> Assigned:
    whole, real = np.int64, np.float64
    return tuple(np.zeros(count, kind) for kind in (whole, real, whole, real, bool))  # type: ignore[return-value]


def _assign_block(
    model: ClusterModel, places: Vectors, known: IntArray | None, number: int
) -> tuple[Assigned, int]:
    """Assign scenes, all of which have places, in the runs that the method goes by."""
    first, best, second, next_best, ambiguous = _no_clusters(len(places))
    memberships = model.method.memberships(places)
    rows = np.arange(len(places))
    label = memberships.argmax(axis=1)
    stands = np.zeros(len(places), dtype=bool) if known is None else known >= 0
    if known is not None:
        label = np.where(stands, known, label)
    highest = memberships[rows, label].copy()
    memberships[rows, label] = -1
    runner_up = memberships.argmax(axis=1)
    next_highest = np.maximum(memberships[rows, runner_up], 0)
    member = (highest > 0) | stands
    best[:] = np.where(member, highest, 0)
    first[:] = np.where(member, label + 1, 0)
    named = member & (next_highest >= 1e-3)
    second[:] = np.where(named, runner_up + 1, 0)
    next_best[:] = np.where(named, next_highest, 0)
    ambiguous[:] = member & (next_highest > highest / 2)
    return (first, best, second, next_best, ambiguous), number


@dataclass(frozen=True)
class ClusterModel:
    """Fitted clusters with all that is needed to find them on another raster."""

    settings: ClusterSettings
    method: ClusterMethod[Any]
    clusters: int
    provenance: Provenance
    projector: Projector | None
    runs: int = 1
    """Projections side by side in an embedding."""

    def assign(self, embedding: Vectors, known: IntArray | None = None) -> Assignment:
        """Assign scenes at embedding (n, k) to the clusters; NaN rows get none.

        ``known`` (n,) are clusters of the fit, counted from 0, where they stand already, else -1.
        """
        return self._with_ranks(embedding, self.assign_rows(embedding, known))

    def join_assigned(
        self, embedding: Vectors, assigned: Iterable[tuple[IntArray, Assigned]]
    ) -> Assignment:
        """Join rows (m,) of an embedding (n, k) and what `assign_rows` made of each of them."""
        whole = _no_clusters(len(embedding))
        for rows, some in assigned:
            for into, part in zip(whole, some):
                into[rows] = part
        return self._with_ranks(embedding, whole)

    def _with_ranks(self, embedding: Vectors, assigned: Assigned) -> Assignment:
        places = select_runs(type(self.method), embedding, self.runs)
        ranks = exemplar_ranks(places, assigned[0], self.clusters, self.settings.exemplars)
        return Assignment(*assigned, ranks)

    def assign_rows(
        self, embedding: Vectors, known: IntArray | None = None, crew: Crew | None = None,
        progress: Progress = silent,
    ) -> Assigned:  # fmt: skip
        """Assign scenes as `assign` does, but for the ranks of exemplars, which need all scenes.

        The workers of a ``crew`` do it in the same blocks, with the same result. Places travel with
        the tasks: no worker needs a file.
        """
        whole = _no_clusters(len(embedding))
        embedding = select_runs(type(self.method), embedding, self.runs)
        present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
        blocks, run, done = list(self._blocks(present)), secrets.token_hex(8), 0
        own = replace(self, projector=None)  # which is large, and not needed

        def tasks() -> Iterator[tuple[str, tuple[Any, ...]]]:
            for number, rows in enumerate(blocks):
                stand = None if known is None else known[rows]
                yield f"assign-{run}-{number}", (embedding[rows], stand, number)

        def finished(found: tuple[Assigned, int]) -> float:
            nonlocal done
            assigned, number = found
            for into, part in zip(whole, assigned):
                into[blocks[number]] = part
            done += 1
            return done / len(blocks)

        if crew is not None:
            crew.progress = progress
            crew.do(_assign_block, own, tasks(), finished)
        else:
            for _, arguments in tasks():
                progress(finished(_assign_block(own, *arguments)))
        return whole

    def fitted_probability(self) -> float | None:
        """Return the mean probability of the scenes that the projection was fitted on.

        None where their places are not in the model, as with PCA.
        """
        if self.projector is None or self.projector.settings.method == "pca":
            return None
        return self.assign(self.projector.positions).mean_probability()

    def memberships(self, embedding: Vectors, most: int) -> Vectors:
        """Memberships (n, m) of scenes at embedding (n, k) in the first clusters, at most ``most``.

        Rows of scenes without a place are NaN.
        """
        found = np.full((len(embedding), min(self.clusters, most)), np.nan, dtype=np.float32)
        embedding = select_runs(type(self.method), embedding, self.runs)
        present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
        for rows in self._blocks(present):
            found[rows] = self.method.memberships(embedding[rows])[:, :most]
        return found

    def _blocks(self, places: IntArray) -> Iterator[IntArray]:
        """Divide places (n,) so that the memberships of a block fit into memory."""
        size = max(1, min(BLOCK, _MOST_MEMBERSHIPS // self.clusters))
        for start in range(0, len(places), size):
            yield places[start : start + size]

    def tree(self, embedding: Vectors, clusters: IntArray) -> ClusterTree | None:
        """Return the merge tree of these clusters (n,) of scenes at embedding (n, k).

        None where there are too many clusters for one.
        """
        embedding = select_runs(type(self.method), embedding, self.runs)
        return self.method.tree() or ward_tree(embedding, clusters)

    def subclusters(self, embedding: Vectors, clusters: IntArray) -> IntArray | None:
        """Return the leaves (n,) of the tree, from 1, that scenes are in; 0 for those in none.

        None where the leaves are the clusters.
        """
        if not self.method.HAS_LEVELS:
            return None
        found = np.zeros(len(embedding), dtype=np.int64)
        present = np.flatnonzero(clusters > 0)
        for rows in self._blocks(present):
            found[rows] = self.method.subclusters(embedding[rows], clusters[rows] - 1) + 1
        return found

    def with_detail(self, detail: str) -> ClusterModel:
        """Return the clusters at another level of detail; nothing is fitted.

        Raises
        ------
        SceneError
            The method has no merge tree.
        """
        if not self.method.HAS_LEVELS:
            others = [kind.LABEL for kind in METHODS.values() if kind.HAS_LEVELS]
            raise SceneError(
                f"Clusters of the method {self.method.LABEL} have one level of detail only. Leave "
                f"the detail as it was saved, or cluster with the method {' or '.join(others)}."
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
        with explain_damage(path, "Cluster features"):
            settings = from_file(header["settings"], ClusterSettings, "settings")
            projector = None
            if "projector" in header:
                projector = Projector.from_file_parts(
                    header["projector"], _with_prefix(arrays, "projector.")
                )
            method = METHODS[settings.method](_with_prefix(arrays, "method."))
            provenance = Provenance.from_json(header["provenance"])
            model = cls(
                settings, method, header["clusters"], provenance, projector, header.get("runs", 1)
            )
            model._check()
            return model

    def _check(self) -> None:
        """Raise ``ValueError`` where the parts of a file don't fit together."""
        method, projector = self.method, self.projector
        lengths = check_arrays(method.arrays, method.FORMS, method.FURTHER_FORMS)
        method.check()
        if self.clusters != method.clusters or not 1 <= self.clusters <= _MOST_CLUSTERS:
            raise ValueError(f"{self.clusters} clusters")
        if not 0 <= self.settings.exemplars <= _MOST_EXEMPLARS:
            raise ValueError(f"{self.settings.exemplars} exemplars")
        runs = getattr(method, "runs", 1)
        if type(self.runs) is not int or not self.runs >= 1 or runs not in (1, self.runs):
            raise ValueError(f"{self.runs} runs")
        if projector is not None and (
            projector.dimensions != lengths["k"] * self.runs
            or projector.identity != self.provenance.identity
            or projector.normalizer.part_dims != self.provenance.part_dims
        ):
            raise ValueError("the projection is another one than that of the clusters")


def select_runs(kind: type[ClusterMethod[Any]], embedding: Vectors, runs: int) -> Vectors:
    """Return the places in the runs that a method goes by: all of them, or the first.

    Parameters
    ----------
    kind
        The class of the method.
    embedding
        Places (n, k) in all runs, side by side.
    runs
        Number of runs.
    """
    if kind.USES_ALL_RUNS:
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
    cache: str | Path | None = None,
    scheduler: str = "",
) -> tuple[ClusterModel, Assignment]:
    """Fit clusters on an embedding, and assign all its scenes.

    Parameters
    ----------
    embedding : ndarray of shape (n, k)
        Places of the scenes in all runs, side by side; rows with NaN get no cluster.
    settings
        The method, and its settings.
    provenance
        That of the features.
    projector
        What made the embedding, to be saved with the model; None where it is not at hand.
    progress
        What is told how far it is, and the notes of the method.
    cells : ndarray of shape (n, 2)
        The scenes' rows and columns on their grid (see `neighbors.grid_cells`), for contiguous
        regions only. All scenes are fitted then.
    runs
        Runs of the projection in the embedding; methods but the mixture go by the first.
    cache
        Folder under which a run that was stopped, or is under way in another process, finds the
        fit; the caller removes that (`forget_parts`) when the last result is on disk. None: nothing
        is kept.
    scheduler
        Address of a Dask scheduler, whose workers assign scenes where there are more than are
        fitted; empty: they are assigned here.

    Returns
    -------
    model : ClusterModel
    assignment : Assignment
        Of all scenes.

    Raises
    ------
    SceneError
        Too few scenes, or settings that give no clusters.
    DeviceError
        There is no scheduler, or it is lost.
    """
    kind = METHODS[settings.method]
    present = np.flatnonzero(np.isfinite(embedding).all(axis=1))
    if len(present) < MINIMUM_SCENES:
        raise SceneError(
            f"Only {say_count(len(present), 'scene has', 'scenes have')} enough valid data, and "
            f"clusters need at least {MINIMUM_SCENES}. Choose a smaller scene size or a larger "
            "extent."
        )
    if settings.spatial and not kind.MAKES_REGIONS:
        others = [other.LABEL for other in METHODS.values() if other.MAKES_REGIONS]
        raise SceneError(
            f"{kind.LABEL} makes no contiguous regions. Choose the clustering "
            f"{' or '.join(others)}, or leave out the spatial constraint."
        )
    if settings.spatial and cells is None:
        raise SceneError(
            "Contiguous regions need the rows and columns of the scenes on their grid. Give them, "
            "or leave out the spatial constraint."
        )
    fitted = present
    if not settings.spatial and not kind.FITS_ALL_SCENES:
        fitted = draw(present, settings.fit_scenes, settings.seed)
    sample = select_runs(kind, embedding, runs)[fitted]
    context = FitContext(
        runs=runs if kind.USES_ALL_RUNS else 1, passing=provenance.scene_size is not None,
        likeness=provenance.likeness_of_images,
    )  # fmt: skip
    if kind.USES_ALL_RUNS and projector is not None and projector.runs == runs:
        sample, context = _take_fitted(projector, sample, context)
    some = cells[fitted] if settings.spatial and cells is not None else None
    fitting = Part(progress, 0, 0.8)
    method, regions = _find_or_fit(kind, sample, settings, context, some, cache, fitting)
    known = None
    if regions is not None:
        known = np.full(len(embedding), -1, dtype=np.int64)
        known[fitted] = regions
    for note in method.notes():
        progress.log(note)
    progress(0.8)
    left = Part(progress, 0.8, 1)
    if len(present) <= settings.fit_scenes:
        scheduler = ""
    return number_by_size(
        method, embedding, settings, provenance, projector, known, runs, scheduler, left
    )


_Fitted = tuple[ClusterMethod[Any], Optional[IntArray]]
"""A method, and the region of each scene (n,) where its clusters are contiguous."""


def _find_or_fit(
    kind: type[ClusterMethod[Any]], sample: Vectors, settings: ClusterSettings,
    context: FitContext, cells: IntArray | None, cache: str | Path | None, progress: Progress,
) -> _Fitted:  # fmt: skip
    """Return what an earlier run has fitted to the same, else fit, and keep it for a later run."""
    if cache is None:
        return _fit(kind, sample, settings, context, cells, progress)
    key = hash_inputs(
        "clusters", settings, sample, context.runs, context.passing, context.features, cells,
        context.likeness, context.originals,
    )  # fmt: skip
    with hold_folder(cache, "parts", key, "clusters", progress) as held:
        path = held.path / "clusters.npz"
        found = _read_fit(path, key, kind, len(sample), cells is not None)
        if found is not None:
            before = "the other process" if held.waited else "a run that was stopped"
            progress.log(f"Continuing {before}: the clusters are fitted.")
            return found
        method, regions = _fit(kind, sample, settings, context, cells, progress)
        arrays = {f"method.{k}": v for k, v in method.arrays.items()}
        if regions is not None:
            arrays["regions"] = regions
        write_kept(path, key, {}, arrays, progress)
    return method, regions


def _fit(
    kind: type[ClusterMethod[Any]], sample: Vectors, settings: ClusterSettings,
    context: FitContext, cells: IntArray | None, progress: Progress,
) -> _Fitted:  # fmt: skip
    from threadpoolctl import threadpool_limits

    seconds = 0.5 + min(len(sample), settings.fit_scenes) * settings.max_clusters / 30_000
    if settings.spatial:
        seconds = 0.5 + len(sample) / 4_000
    # The products in here are so thin that more threads only wait for each other: on busy cores
    # a fit takes ten times as long with two.
    with threadpool_limits(1), Estimated(progress, seconds):
        if cells is not None:
            return kind.fit_regions(sample, settings, cells)
        return kind.fit(sample, settings, context), None


def _read_fit(
    path: Path, key: str, kind: type[ClusterMethod[Any]], count: int, with_regions: bool
) -> _Fitted | None:
    """Return what was kept of a fit to so many scenes, None where there is nothing."""
    kept = read_kept(path, key)
    if kept is None:
        return None
    try:
        with explain_damage(path, "Cluster features"):
            arrays = kept[1]
            regions = {k: arrays.pop(k) for k in list(arrays) if k == "regions"}
            method = kind(_with_prefix(arrays, "method."))
            check_arrays(method.arrays, kind.FORMS, kind.FURTHER_FORMS)
            method.check()
            form = Form("i", ("n",), low=0, high=method.clusters - 1)
            check_arrays(regions, {"regions": form} if with_regions else {}, lengths={"n": count})
    except DataFileError:
        return None
    return method, regions.get("regions")


def _take_fitted(
    projector: Projector, sample: Vectors, context: FitContext
) -> tuple[Vectors, FitContext]:
    """Return places and features of the scenes that a projection was fitted on, if it is UMAP's.

    The others were placed among these and say nothing new, nor do copies and overlapping scenes.
    """
    if projector.settings.method != "umap":
        return sample, context
    placed = np.flatnonzero(np.isfinite(projector.positions).all(axis=1))
    if len(placed) < MINIMUM_SCENES:
        return sample, context
    features = projector.reference[placed]
    originals = None if context.likeness is None else projector.restore(placed)
    return projector.positions[placed], replace(context, features=features, originals=originals)


def number_by_size(
    method: ClusterMethod[Any],
    embedding: Vectors,
    settings: ClusterSettings,
    provenance: Provenance,
    projector: Projector | None,
    known: IntArray | None = None,
    runs: int = 1,
    scheduler: str = "",
    progress: Progress = silent,
) -> tuple[ClusterModel, Assignment]:
    """Assign all scenes of an embedding, and number the clusters by falling size.

    Parameters
    ----------
    method
        Fitted, and one of `METHODS` under the name in the settings.
    embedding : ndarray of shape (n, k)
        Places of the scenes in all runs, side by side.
    settings, provenance, projector
        What the model keeps.
    known : ndarray of shape (n,)
        Clusters that scenes have whatever their memberships, -1 for the others.
    runs
        Runs of the projection in the embedding.
    scheduler
        Address of a Dask scheduler whose workers assign the scenes; empty: they are assigned here.

    Returns
    -------
    model : ClusterModel
    assignment : Assignment
        Of all scenes.

    Raises
    ------
    DeviceError
        There is no scheduler, or it is lost.
    """
    from threadpoolctl import threadpool_limits

    count = method.clusters
    does = "assigns the scenes", "assign the scenes"
    hired: Any = hire_workers(scheduler, progress, *does) if scheduler else nullcontext()
    # Components that no scene belongs to are left out, and the rest is numbered by falling size.
    # Scenes that leaned to what was left out may move, so this is repeated until it holds.
    with threadpool_limits(1), hired as crew:  # thin products, as in a fit
        for turn in range(_ROUNDS):
            part = Part(progress, 1 - 0.5**turn, 1 - 0.5 ** (turn + 1))
            model = ClusterModel(settings, method, count, provenance, projector, runs)
            assigned = model.assign_rows(embedding, known, crew, part)
            sizes = np.bincount(assigned[0], minlength=count + 1)[1:]
            order = np.argsort(-sizes, kind="stable")
            order = order[sizes[order] > 0]
            if np.array_equal(order, np.arange(count)):
                break
            method, count = method.reorder(order), len(order)
            if known is not None:
                number = np.full(len(sizes) + 1, -1, dtype=np.int64)  # the last one is for -1
                number[order] = np.arange(len(order))  # none of those that are known is empty
                known = number[known]
    return model, model._with_ranks(embedding, assigned)


def exemplar_ranks(embedding: Vectors, clusters: IntArray, count: int, exemplars: int) -> IntArray:
    """Rank the scenes that show what a cluster is like.

    Rank 1 is the medoid, the scene nearest to the cluster's mean; each next one is the scene
    farthest from those already chosen.

    Parameters
    ----------
    embedding : ndarray of shape (n, k)
        Places of the scenes.
    clusters : ndarray of shape (n,)
        Their clusters from 1 to ``count``, 0 for none.
    count
        Number of clusters.
    exemplars
        Scenes of each cluster that get a rank.

    Returns
    -------
    ndarray of shape (n,)
        Ranks from 1 to ``exemplars``, 0 for all other scenes.

    References
    ----------
    Gonzalez 1985, "Clustering to minimize the maximum intercluster distance".

    Examples
    --------
    >>> import numpy as np
    >>> places = np.array([[0.0], [1.0], [2.0], [3.0], [10.0]])
    >>> exemplar_ranks(places, np.ones(5, dtype=np.int64), 1, 3).tolist()
    [3, 0, 0, 1, 2]
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

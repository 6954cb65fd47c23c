"""Step 4: features to an embedding of few dimensions, and a projector that places new scenes."""

from __future__ import annotations

import functools
import hashlib
import secrets
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.archive import Arrays, explain_damage, read_archive, write_archive
from ..base.arrays import IntArray, Vectors
from ..base.errors import DataFileError, DependencyError, SceneError
from ..base.files import write_whole
from ..base.foreign import Form, check_arrays
from ..base.nearest import BLOCK_ROWS, find_nearest, find_nearest_by_shared, normalize_rows
from ..base.parallel import run_side_by_side
from ..base.plain import from_file, setting
from ..base.progress import Estimated, Part, Progress, silent
from ..base.resume import hold_folder
from ..base.sampling import draw
from ..features.normalize import FIT_SCENES, Normalizer
from ..features.scene_file import SceneFile, SceneWriter
from ..machines.crew import hire_workers
from ..scenes.scene_block import SceneBlock
from .kept import hash_inputs, log_loss, read_kept, write_kept
from .place import Axes, find_axes, find_densest, find_nearest_alone, find_strengths

PROJECTIONS = ("umap", "pca")
METRICS = ("cosine", "euclidean")
MINIMUM_SCENES = 10
_LEAST_NEIGHBORS = 5  # with fewer the graph falls into pieces
_GROUPS = 12  # of so many equal groups a scene's neighbors fill one; chosen by benchmarks/levels.py
# UMAP's own: epochs of so many scenes at most and of more, and what it draws and repels by.
_EPOCHS, _MANY, _EPOCHS_OF_MANY = 500, 10_000, 200
_SPREAD, _RATE, _REPULSION, _NEGATIVES = 1.0, 1.0, 1.0, 5
_ENOUGH = 200  # scenes that do not overlap are fitted alone if they are so many
_ENOUGH_CELLS = 1000  # as well cells, of which there are more
_FORMAT, _VERSION = "rs-deepcluster-projector", 1
_MEANS = {"part_mean": Form("f", ("d",)), "mean": Form("f", ("d",))}
_UMAP_FORMS = _MEANS | {
    "reference": Form("f", ("m", "d")),
    "positions": Form("f", ("m", "k"), may_be_nan=True),
    "lengths": Form("f", ("m", "p"), low=0, may_lack=True),
}
_PCA_FORMS = _MEANS | {
    "reference": Form("f", ("k", "d")),
    "positions": Form("f", (1, "d")),
}


@dataclass(frozen=True)
class ProjectionSettings:
    """How features become an embedding."""

    method: str = "umap"
    dimensions: int = setting(2, minimum=1, maximum=100)
    neighbors: int = setting(30, minimum=2, maximum=500)
    """UMAP: at most so many, and a twelfth of the fitted scenes; 5 at least."""

    minimum_distance: float = setting(0.0, minimum=0, maximum=0.99)
    metric: str = "cosine"
    shared: float = setting(0.5, minimum=0, maximum=1)
    """UMAP: weight of the neighbors that two scenes share in how near they are (see
    `find_nearest_by_shared`); 0: only their features count."""

    mutual: float = setting(0.8, minimum=0, maximum=0.95)
    """UMAP: how far scenes must be each other's neighbors to be drawn together; 0: one of them is
    enough, as in UMAP itself."""

    runs: int = 5
    """UMAP: how often it is run, each time with another seed. Scenes have their places in all
    runs, one after the other; what is shown is the first."""

    seed: int = setting(0, minimum=0, maximum=2**31 - 1)
    fit_scenes: int = FIT_SCENES
    """At most this many scenes, drawn by the seed, are fitted; the others are placed."""


@dataclass(frozen=True)
class Projector:
    """Places scenes in an embedding, also ones that it was not fitted on.

    UMAP: ``reference`` (m, d) are the normalized features of the fitted scenes (float16),
    ``positions`` (m, k) their places, those of all runs side by side, and ``lengths`` (m, parts)
    what normalizing took from them; None but for images by a model that knows the likeness of
    classes. PCA: ``reference`` (k, d) are the axes and ``positions`` (1, d) the mean.
    """

    settings: ProjectionSettings
    identity: str
    """Hash of the encoder that made the features."""

    normalizer: Normalizer
    reference: npt.NDArray[Any]
    positions: Vectors
    lengths: Vectors | None = None

    @property
    def dimensions(self) -> int:
        """Dimensions of the embedding, those of all runs."""
        return self.settings.dimensions * self.runs

    @property
    def runs(self) -> int:
        """Number of projections side by side."""
        return self.settings.runs if self.settings.method == "umap" else 1

    @functools.cached_property
    def _typical_reference(self) -> Vectors:
        """Each fitted scene's mean with those like it, of length 1: without what is its own.

        In many dimensions most of a distance is what two scenes have for themselves, and nearest
        is what stands in the middle of everything. Means of a few have less of it.
        """
        reference = _rounded(self.reference)
        count = max(1, min(self.settings.neighbors // 2, len(reference)))
        near = find_nearest(reference, reference, count, self.settings.metric)[0]
        means = np.empty_like(reference)
        for start in range(0, len(reference), BLOCK_ROWS):
            rows = slice(start, start + BLOCK_ROWS)
            means[rows] = reference[near[rows]].mean(axis=1)
        return normalize_rows(means)

    @functools.cached_property
    def _axes(self) -> Axes | None:
        return find_axes(self._typical_reference)

    @functools.cached_property
    def _fitted(self) -> dict[bytes, int]:
        """The place of each fitted scene by its features."""
        rows = np.ascontiguousarray(self.reference, dtype=np.float16)
        return {row.tobytes(): place for place, row in reversed(list(enumerate(rows)))}

    @property
    def key(self) -> str:
        """Hash of all that decides where a scene is placed."""
        digest = hashlib.sha256(repr((self.settings, self.identity)).encode())
        for array in self.to_arrays().values():
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def place(self, features: Vectors) -> Vectors:
        """Place features (n, d) in the embedding, (n, k).

        With UMAP a new scene goes where most of its nearest fitted scenes are, weighted by UMAP's
        own membership strengths (McInnes, Healy & Melville 2018, section 3.1), in each run by
        itself. Their mean would lie between the groups that they are in, and UMAP's own transform
        scatters scenes with a random descent, which would make a scene's place depend on the scenes
        that come with it. A fitted scene keeps its place, and a copy of one gets it.
        """
        normalized = self.normalizer(features)
        if self.settings.method == "pca":
            return np.asarray((normalized - self.positions) @ self.reference.T, dtype=np.float32)
        halves = np.ascontiguousarray(normalized, dtype=np.float16)
        known = np.array([self._fitted.get(row.tobytes(), -1) for row in halves], dtype=np.int64)
        placed = np.empty((len(halves), self.dimensions), dtype=np.float32)
        placed[known >= 0] = self.positions[known[known >= 0]]
        new = np.flatnonzero(known < 0)
        if len(new):
            count = min(max(1, self.settings.neighbors // 2), len(self.reference))
            places, distances = find_nearest_alone(
                _rounded(halves[new]), self._typical_reference, count, self.settings.metric,
                self._axes,
            )  # fmt: skip
            weights = find_strengths(distances)
            runs = np.split(self.positions, self.runs, axis=1)
            found = run_side_by_side(lambda some: find_densest(some, places, weights), runs)
            placed[new] = np.concatenate(found, axis=1)
        return placed

    def restore(self, rows: IntArray) -> Vectors | None:
        """Return fitted scenes (m,) as the model made their features (m, d), where that is known.

        Normalized ones have their zero where the mean of these very scenes is.
        """
        if self.lengths is None:
            return None
        return self.normalizer.restore(_rounded(self.reference[rows]), self.lengths[rows])

    def to_header(self) -> dict[str, Any]:
        """Return the plain values, for a file's header."""
        return {
            "settings": asdict(self.settings),
            "identity": self.identity,
            "part_dims": list(self.normalizer.part_dims),
        }

    def to_arrays(self) -> Arrays:
        """Return the arrays, for a file."""
        lengths = {} if self.lengths is None else {"lengths": self.lengths}
        return lengths | {
            "part_mean": self.normalizer.part_mean,
            "mean": self.normalizer.mean,
            "reference": self.reference,
            "positions": self.positions,
        }

    @classmethod
    def from_file_parts(cls, header: dict[str, Any], arrays: Arrays) -> Projector:
        """Build from what `to_header` and `to_arrays` gave."""
        # Before there were runs there was one.
        settings = from_file({"runs": 1, **header["settings"]}, ProjectionSettings, "settings")
        is_pca = settings.method == "pca"
        lengths = check_arrays(arrays, _PCA_FORMS if is_pca else _UMAP_FORMS)
        parts, identity = header["part_dims"], header["identity"]
        made = cls(
            settings,
            identity,
            Normalizer(tuple(parts), arrays["part_mean"], arrays["mean"]),
            arrays["reference"],
            arrays["positions"],
            arrays.get("lengths"),
        )
        if lengths.get("p", len(parts)) != len(parts):
            raise ValueError("the lengths are not those of the parts")
        if not all(type(part) is int and part > 0 for part in parts) or sum(parts) != lengths["d"]:
            raise ValueError("the parts of the features are not those of the projection")
        if (
            not isinstance(identity, str)
            or min(settings.dimensions, settings.neighbors, settings.runs, len(made.reference)) < 1
            or settings.method not in PROJECTIONS
            or settings.metric not in METRICS
            or lengths["k"] != (settings.dimensions if is_pca else made.dimensions)
        ):
            raise ValueError("the settings are not those of the projection")
        return made

    def save(self, path: str | Path) -> None:
        """Write to an npz file."""
        write_archive(path, _FORMAT, _VERSION, self.to_header(), self.to_arrays())

    @classmethod
    def load(cls, path: str | Path) -> Projector:
        """Read what `save` wrote; raises `DataFileError`."""
        header, arrays = read_archive(path, _FORMAT, _VERSION, "Project features")
        with explain_damage(path, "Project features"):
            return cls.from_file_parts(header, arrays)


def fit_projector(
    features: SceneFile,
    settings: ProjectionSettings,
    progress: Progress = silent,
    places: IntArray | None = None,
) -> Projector:
    """Fit UMAP or PCA on the features of a file, or on a sample of them.

    Parameters
    ----------
    features
        The file, of n scenes with d features.
    settings
        The method, and its settings.
    progress
        What is told how far it is.
    places
        The rows, ascending, that are taken into account, of shape (m,); None: all.

    Returns
    -------
    Projector
        Its settings are those given, but with as many neighbors as were used.

    Raises
    ------
    SceneError
        Too few scenes have features, or more dimensions were asked for than scenes or features
        allow.
    DependencyError
        UMAP is not installed.

    References
    ----------
    McInnes, Healy & Melville 2018, "UMAP: Uniform Manifold Approximation and Projection".
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
    sample = draw(_leave_out_overlapping(features, present), settings.fit_scenes, settings.seed)
    values = features.take(sample)
    first = _find_first_of_copies(values)
    if len(first) >= MINIMUM_SCENES:
        values = values[first]
    normalizer = Normalizer.fit(values, provenance.part_dims)
    normalized = normalizer(values)
    lengths = None if provenance.likeness_of_images is None else normalizer.measure(values)
    count = len(values)
    del values
    if settings.dimensions >= min(count, features.dims):
        raise SceneError(
            f"{settings.dimensions} dimensions were asked for, with {count} scenes of "
            f"{features.dims} features. Choose fewer dimensions."
        )
    # A neighbor is to be of the same group, and few scenes are few in each group.
    neighbors = min(settings.neighbors, max(_LEAST_NEIGHBORS, count // _GROUPS), count - 1)
    used = replace(settings, neighbors=neighbors)
    with Estimated(progress, _expected_seconds(count, settings)):
        if settings.method == "pca":
            reference, positions = _fit_pca(normalized, settings)
            return Projector(used, provenance.identity, normalizer, reference, positions)
        # Half precision is kept on disk; fitting on the same values makes placing exact.
        reference = normalized.astype(np.float16)
        positions = _fit_umap(_rounded(reference), used)
    return Projector(used, provenance.identity, normalizer, reference, positions, lengths)


def _find_first_of_copies(values: Vectors) -> IntArray:
    """Return the rows, ascending, of features (n, d) that no row before is a copy of.

    A scene that is there four hundred times, such as a sea masked to one value, would be its own
    copies' only neighbor, and a group of its own for the mixture.
    """
    rows = np.ascontiguousarray(values)
    whole = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel()
    first: IntArray = np.unique(whole, return_index=True)[1]
    first.sort()
    return first


def _leave_out_overlapping(features: SceneFile, present: IntArray) -> IntArray:
    """Leave out scenes of ``present`` (n,) that overlap others, where enough are left.

    Overlapping scenes are each other's nearest neighbors, so that places become clusters. Of a
    grid with a stride of a quarter of the size every fourth row and column stays, or more where
    that leaves too few to fit. Cells whose features are made of squares of cells around them
    overlap as far as those do: of 18,876 cells of farmland with lakes all make two clusters, the
    east and the west, and every fourth row and column makes eight kinds of ground.
    """
    provenance = features.provenance
    size, stride = provenance.scene_size, provenance.scene_stride
    if size is None or stride is None:
        return present
    reach = max(provenance.supports or (1,))
    enough = _ENOUGH if reach == 1 else _ENOUGH_CELLS
    # Rows, then columns.
    every = [max(-(-size[axis] // max(stride[axis], 1)), reach) for axis in (1, 0)]
    if max(every) == 1:
        return present
    _, rows, cols = features.cells()
    while max(every) > 1:
        on_grid = (rows[present] % every[0] == 0) & (cols[present] % every[1] == 0)
        kept: IntArray = present[on_grid]
        if len(kept) >= enough:
            return kept
        every = [max(1, one - 1) for one in every]
    return present


def project(
    features: SceneFile,
    settings: ProjectionSettings,
    output: str | Path,
    progress: Progress = silent,
    cache: str | Path | None = None,
    scheduler: str = "",
) -> Projector:
    """Write the embedding of all scenes of a features file.

    The fitted scenes get their fitted places, all others are placed in blocks.

    Parameters
    ----------
    features
        The file, of n scenes with d features.
    settings
        The method, and its settings.
    output
        The file of the embedding.
    cache
        Folder under which a run that was stopped, or is under way in another process, finds what
        was done; the caller removes that (`forget_parts`) when the last result is on disk. None:
        nothing is kept.
    scheduler
        Address of a Dask scheduler whose workers place scenes; empty: they are placed here.

    Returns
    -------
    Projector
        What places new scenes in the same embedding.

    Raises
    ------
    SceneError
        Too few scenes have features, or more dimensions were asked for than scenes or features
        allow.
    DependencyError
        UMAP is not installed.
    """
    fit_share = 0.9 if features.count <= settings.fit_scenes else 0.3
    fitting, placing = Part(progress, 0, fit_share), Part(progress, fit_share, 1)
    if cache is None:
        projector = fit_projector(features, settings, fitting)
        place_all(features, projector, output, placing, scheduler)
        return projector
    key = hash_inputs("projection", features.path, settings)
    with hold_folder(cache, "parts", key, "projection", progress) as held:
        before = "the other process" if held.waited else "a run that was stopped"
        fitted, placed = held.path / "projector.npz", held.path / "embedding.parquet"
        found = _read_projector(fitted, key)
        if found is None:
            projector = fit_projector(features, settings, fitting)
            header, arrays = projector.to_header(), projector.to_arrays()
            write_kept(fitted, key, header, arrays, progress)
        else:
            projector = found
            progress.log(f"Continuing {before}: the projection is fitted.")
        if found is not None and _copy_embedding(placed, key, output):
            progress.log(f"Continuing {before}: {features.count} scenes are placed.")
        else:
            place_all(features, projector, output, placing, scheduler)
            _keep_embedding(output, placed, key, progress)
    progress(1)
    return projector


def _read_projector(path: Path, key: str) -> Projector | None:
    """Return the projector that was kept, None where there is none."""
    kept = read_kept(path, key)
    try:
        with explain_damage(path, "Project features"):
            return Projector.from_file_parts(*kept) if kept else None
    except DataFileError:
        return None


def _keep_embedding(output: str | Path, path: Path, key: str, progress: Progress) -> None:
    """Keep a copy of an embedding, with its checksum beside it."""
    try:
        with write_whole(path) as partial:
            shutil.copyfile(output, partial)
    except OSError as error:
        log_loss(path, error, progress)
    else:
        checksum = {"checksum": hash_inputs(path)}
        write_kept(path.with_suffix(".npz"), key, checksum, {}, progress)


def _copy_embedding(path: Path, key: str, output: str | Path) -> bool:
    """Copy the embedding that was kept, if it is whole."""
    kept = read_kept(path.with_suffix(".npz"), key)
    if kept is None or not path.is_file() or kept[0].get("checksum") != hash_inputs(path):
        return False
    with write_whole(output) as partial:
        shutil.copyfile(path, partial)
    return True


Followed = list[tuple[IntArray, Any]]
"""Rows of scenes (n,), and what was made of their places."""


def place_all(
    features: SceneFile, projector: Projector, output: str | Path, progress: Progress = silent,
    scheduler: str = "", follow: Callable[[Vectors], Any] | None = None,
) -> Followed:  # fmt: skip
    """Write the embedding of all scenes of a features file by a fitted projector.

    Scenes without features get NaN.

    Parameters
    ----------
    features
        The file, made by the encoder that the projector was fitted on.
    projector
        What places the scenes, as `fit_projector` returns it.
    output
        The file of the embedding.
    scheduler
        Address of a Dask scheduler, whose workers place scenes where there are many; empty: they
        are placed here.
    follow
        What is made of places (n, k) where they are found.

    Returns
    -------
    list
        What ``follow`` made of the scenes that have features, in whatever order.

    Raises
    ------
    DataFileError
        The features are of another model than those the projector was fitted on.
    DeviceError
        There is no scheduler, or it is lost.
    """
    provenance = features.provenance
    if provenance.identity != projector.identity:
        raise DataFileError(
            f"The features of {features.path} were made by another model or recipe, "
            f"{provenance.seen_by}, than those the clusters were fitted on. Extract the features "
            "again with the model and the number of orientations that the clusters name."
        )
    header = {
        "provenance": provenance.to_json(),
        "projector": projector.key,
        "runs": projector.runs,
    }
    done, followed = 0, Followed()
    dims, crs = projector.dimensions, provenance.footprint_wkt
    with (
        write_whole(output) as partial,
        SceneWriter(
            partial, "embedding", dims, header, crs, features.with_names, features.with_attributes
        ) as writer,
    ):
        if scheduler and features.count > len(projector.reference):
            return _place_elsewhere(features, projector, writer, progress, scheduler, follow)
        for block in features.blocks():
            places = np.full((len(block), dims), np.nan, dtype=np.float32)
            rows = np.flatnonzero(block.has_vector)
            for start in range(0, len(rows), BLOCK_ROWS):
                some = rows[start : start + BLOCK_ROWS]
                places[some], made = _place_piece(projector, follow, block.vectors[some])
                if follow is not None:
                    followed.append((done + some, made))
                progress((done + start) / features.count)
            writer.write(replace(block, vectors=places))
            done += len(block)
            progress(done / features.count)
    return followed


def _place_elsewhere(
    features: SceneFile, projector: Projector, writer: SceneWriter, progress: Progress,
    scheduler: str, follow: Callable[[Vectors], Any] | None,
) -> Followed:  # fmt: skip
    """Have workers of a Dask scheduler place scenes, and write blocks as they come.

    Their features travel with the tasks: they are read here anyway, and no worker needs the file.
    """
    _ = projector._axes  # and what they are of: made once, here, and not by each worker
    run = secrets.token_hex(8)
    open_blocks: deque[_Placing] = deque()
    waiting: dict[tuple[int, int], tuple[_Placing, IntArray]] = {}
    done, followed = 0, Followed()

    with hire_workers(scheduler, progress, "places the scenes", "place the scenes") as crew:

        def tasks() -> Iterator[tuple[str, tuple[Any, ...]]]:
            first = 0
            for number, block in enumerate(features.blocks()):
                rows = np.flatnonzero(block.has_vector)
                pieces = [rows[at : at + BLOCK_ROWS] for at in range(0, len(rows), BLOCK_ROWS)]
                places = np.full((len(block), projector.dimensions), np.nan, dtype=np.float32)
                placing = _Placing(replace(block, vectors=places), first, len(pieces))
                first += len(block)
                open_blocks.append(placing)
                for piece, some in enumerate(pieces):
                    waiting[number, piece] = placing, some
                    key = f"place-{run}-{number}-{piece}"
                    yield key, (block.vectors[some], (number, piece))
                write_finished()  # where no scene of a block has features

        def finished(found: tuple[Vectors, Any, tuple[int, int]]) -> float:
            places, made, piece = found
            placing, some = waiting.pop(piece)
            placing.block.vectors[some] = places
            if follow is not None:
                followed.append((placing.first + some, made))
            placing.left -= 1
            write_finished()
            return done / features.count

        def write_finished() -> None:
            nonlocal done
            while open_blocks and not open_blocks[0].left:
                block = open_blocks.popleft().block
                writer.write(block)
                done += len(block)

        crew.do(_do_piece, (projector, follow), tasks(), finished)
    return followed


@dataclass
class _Placing:
    """A block whose scenes are being placed."""

    block: SceneBlock
    first: int
    """Place of its first scene among all."""

    left: int
    """Pieces of it that are not there yet."""


def _place_piece(
    projector: Projector, follow: Callable[[Vectors], Any] | None, vectors: Vectors
) -> tuple[Vectors, Any]:
    places = projector.place(vectors).astype(np.float32, copy=False)  # as files have them
    return places, None if follow is None else follow(places)


def _do_piece(
    shared: tuple[Projector, Callable[[Vectors], Any] | None], vectors: Vectors,
    piece: tuple[int, int],
) -> tuple[Vectors, Any, tuple[int, int]]:  # fmt: skip
    return *_place_piece(*shared, vectors), piece


def _fit_umap(normalized: Vectors, settings: ProjectionSettings) -> Vectors:
    """Run UMAP's steps as ``umap.UMAP`` does, but what all runs have in common only once."""
    umap_ = import_umap()
    import warnings

    from scipy.sparse.csgraph import connected_components
    from threadpoolctl import threadpool_limits
    from umap.spectral import spectral_layout

    total, dims = len(normalized), settings.dimensions
    count = settings.neighbors
    neighbors = find_nearest_by_shared(normalized, count, settings.metric, settings.shared)
    graph = umap_.fuzzy_simplicial_set(
        normalized,
        count,
        np.random.RandomState(0),  # not used
        settings.metric,
        {},
        *neighbors,
        set_op_mix_ratio=1 - settings.mutual,
    )[0]
    lost = np.asarray(graph.sum(axis=1)).ravel() == 0
    epochs = _EPOCHS if total <= _MANY else _EPOCHS_OF_MANY
    graph.data[graph.data < graph.data.max() / epochs] = 0
    graph.eliminate_zeros()
    a, b = umap_.find_ab_params(_SPREAD, settings.minimum_distance)
    # The spectral start needs clearly more scenes than dimensions.
    spectral = total > 10 * dims
    whole = spectral and connected_components(graph)[0] == 1

    def start(random: np.random.RandomState) -> Vectors:
        found = spectral_layout(
            normalized, graph, dims, random, metric=settings.metric, metric_kwds={}
        )
        return np.asarray(found)

    def run(number: int) -> Vectors:
        random = np.random.RandomState(settings.seed * settings.runs + number)
        init: Any = "random"
        if spectral:
            if common is None:
                init = start(random)
            else:
                init = common
                random.normal(size=(total, dims + 1))  # which the start draws, and leaves
            init = umap_.noisy_scale_coords(init, random, max_coord=10, noise=0.0001)
        places = umap_.simplicial_set_embedding(
            normalized, graph, dims, _RATE, a, b, _REPULSION, _NEGATIVES, epochs, init, random,
            settings.metric, {},
            densmap=False, densmap_kwds={}, output_dens=False,
        )[0]  # fmt: skip
        places[lost] = np.nan
        return np.asarray(places)

    # Thin products: more threads would wait for each other.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the spectral start fails, a random one is taken
        common = start(np.random.RandomState(0)) if whole else None
        positions = run_side_by_side(run, range(settings.runs))
    return np.ascontiguousarray(np.concatenate(positions, axis=1), dtype=np.float32)


@functools.lru_cache(maxsize=1)
def import_umap() -> Any:
    """Import UMAP; what it compiles is kept on disk, and its descent holds no lock.

    umap-learn keeps nothing that it compiles, which takes each process some seconds.

    Returns
    -------
    module
        ``umap.umap_``.

    Raises
    ------
    DependencyError
        It is not installed.
    """
    try:
        import numba
        from umap import layouts, umap_
    except ImportError as error:
        raise DependencyError(
            f"The package umap-learn cannot be loaded ({error}). "
            'Run the algorithm "Set up the worker", or choose the method PCA.'
        ) from error
    for function in (umap_.smooth_knn_dist, umap_.compute_membership_strengths):
        function.enable_caching()
    layouts._nb_optimize_layout_euclidean_single_epoch = numba.njit(
        layouts._optimize_layout_euclidean_single_epoch, fastmath=True, nogil=True, cache=True
    )
    return umap_


def _fit_pca(normalized: Vectors, settings: ProjectionSettings) -> tuple[Vectors, Vectors]:
    from sklearn.decomposition import PCA

    model = PCA(settings.dimensions, random_state=settings.seed).fit(normalized)
    return model.components_.astype(np.float32), model.mean_[None].astype(np.float32)


def _expected_seconds(count: int, settings: ProjectionSettings) -> float:
    if settings.method == "pca":
        return 1 + count / 20_000
    # Imports, then neighbors, then the descents.
    return 3 + count / 1500 + settings.runs * count / 10_000


def _rounded(normalized: npt.NDArray[Any]) -> Vectors:
    """Rows of length 1 as half precision keeps them, so that a fitted scene meets itself."""
    return normalize_rows(normalized.astype(np.float16).astype(np.float32))

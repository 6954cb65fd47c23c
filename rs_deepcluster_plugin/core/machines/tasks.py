"""What runs in a Dask worker: a part of an extraction, with the model that the process keeps."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..base.arrays import Image, IntArray, Vectors
from ..base.errors import DataFileError, DeepClusterError, DeviceError, OutputError, RasterError
from ..base.packages import import_package
from ..encoder.engine import Engine, EngineSettings, count_cores, make_engine
from ..encoder.load import Encoder, load_cell_encoder, load_encoder
from ..encoder.settings import ModelSettings
from ..features.cells import CellWork, limit_to_one_thread
from ..features.extract import SceneWork
from ..features.parts import Arrays, PartFolder, Span, Work, compute_parts
from ..scenes.collection.mosaic import Mosaic, MosaicScenes, scenes_of
from ..scenes.context_windows import LatticeWindows
from ..scenes.grid import CellLattice, SceneGrid
from ..scenes.raster import Raster, file_of, is_remote
from ..scenes.scaling import Scaling
from ..scenes.sources import RasterScenes
from .client import plugin_version
from .crew import name_worker
from .store import PartStore, find_unseen

_MODELS = 2  # that a process keeps, for runs that share it
_RUNS = 16  # whose inputs a process remembers to have seen


@dataclass(frozen=True)
class Recipe:
    """What all parts of a run have in common."""

    run: str
    """Its own number, which tells it from others of the same data."""

    version: str
    """Of the plugin."""

    open_raster: Callable[[], Raster]
    likeness: tuple[Any, ...]
    """Of the raster that is meant; see `likeness_of`."""

    scaling: Scaling
    lattice: CellLattice | None
    """Of cells; None: each scene is seen by itself."""

    model: ModelSettings
    identity: str
    engine: EngineSettings
    minimum_valid: float
    parts: PartFolder
    store: str
    """Address that parts are sent to; empty: they are written into their folder."""

    token: str
    """Name of a file in that place, by which it is known to be the same."""


@dataclass(frozen=True)
class Made:
    """What is told of a part that was made."""

    span: Span
    owners: IntArray | None = None
    """The sheets that the scenes of a collection are of, where they were read."""

    broken: tuple[tuple[int, str], ...] = ()
    """Sheets that could not be read to their end, and why."""


def likeness_of(raster: Raster) -> tuple[Any, ...]:
    """Return what a raster is known by on another machine, whatever the times of its files."""
    first = file_of(raster.path)
    size = first.stat().st_size if first.is_file() else None
    return raster.shape, raster.transform, tuple(map(str, raster.types)), size


def settle_engine(recipe: Recipe, kept: str) -> tuple[EngineSettings, str]:
    """Find out where the model runs, and in which precision, for all workers.

    Parameters
    ----------
    recipe
        Of the run.
    kept
        What the machine that asks has found the fastest so far, as `make_engine` keeps it.

    Returns
    -------
    settings, kept
        With neither device nor precision left open, and with what was found here.
    """
    with _named(), tempfile.TemporaryDirectory() as folder:
        remember = Path(folder) / "precision.json"
        if kept:
            remember.write_text(kept, encoding="utf-8")
        check_recipe(recipe)
        engine = _model_for(recipe, remember).engine
        found = replace(recipe.engine, device=engine.device, precision=engine.precision)
        return found, remember.read_text(encoding="utf-8") if remember.is_file() else ""


def find_lack(recipe: Recipe) -> DeepClusterError | None:
    """Return what `check_recipe` raises, by itself: what led to it may not travel."""
    try:
        check_recipe(recipe)
    except DeepClusterError as error:
        return type(error)(str(error))
    return None


def check_recipe(recipe: Recipe) -> None:
    """Raise an error where this process lacks what a run needs; looks once at each run.

    It takes some milliseconds: a worker does nothing else meanwhile.
    """
    with _lock:
        if recipe.run in _seen:
            return
    own = plugin_version()
    if own != recipe.version:
        raise DeviceError(
            f"it has version {own} of the plugin, and {recipe.version} is needed. Install that "
            "there, or stop the worker."
        )
    with recipe.open_raster() as raster:
        if likeness_of(raster) != recipe.likeness:
            raise RasterError(
                f"{raster.path} is another raster there. Copy the one that is meant, or name it by "
                "a path that all machines share."
            )
        if isinstance(raster, Mosaic):
            _check_sheets(raster)
    if recipe.store:
        store = PartStore(recipe.store, recipe.parts.key)
        store.check()
        if not store.has(recipe.token):
            raise OutputError(
                f"{recipe.store} is another place there. Give a folder that all machines share, or "
                "an address such as s3://bucket/parts."
            )
    elif unseen := find_unseen(
        str(recipe.parts.folder), recipe.token, ", or give an address for parts"
    ):
        raise unseen
    else:
        try:
            with tempfile.TemporaryFile(dir=recipe.parts.folder):
                pass
        except OSError as error:
            raise OutputError(
                f"it cannot write into the folder of parts, {recipe.parts.folder} "
                f"({error.strerror}). Change the rights there, or give an address for parts."
            ) from error
    with _lock:
        _seen[recipe.run] = None
        while len(_seen) > _RUNS:
            _seen.popitem(last=False)


def _check_sheets(mosaic: Mosaic) -> None:
    """Refuse a collection of which sheets are missing, which would be left out as broken."""
    paths = [sheet.path for sheet in mosaic.survey.sheets]
    missing = [path for path in paths if not is_remote(path) and not file_of(path).exists()]
    if missing:
        raise RasterError(
            f"{len(missing)} of {len(paths)} sheets are not there, such as {missing[0]}. Name "
            "them by paths that all machines share."
        )


def compute_part(recipe: Recipe, piece: SceneGrid | IntArray, span: Span) -> Made:
    """Make a part of a run, unless it is there.

    Parameters
    ----------
    recipe
        Of the run.
    piece
        The scenes of the part, or the places of its windows on the lattice of cells.
    span
        Their places among all.

    Returns
    -------
    Made
        What the machine that joins the parts must know of it.

    Raises
    ------
    DeepClusterError
        It cannot be made here; the text names the worker.
    """
    wanted = _Wanted()
    with _named():
        check_recipe(recipe)
        if not recipe.store and not recipe.parts.is_left(span):
            return Made(span)  # of a worker that was lost when it had written it
        model = _model_for(recipe)
        with recipe.open_raster() as raster:
            work, scenes = _work_of(recipe, piece, raster, model.encoder)

            def lacking() -> bool:
                return isinstance(raster, Mosaic) and bool(raster.broken)

            parts = replace(recipe.parts, lacking=lacking)
            moved = _Moved(work, span[0])
            if recipe.store:
                with tempfile.TemporaryDirectory() as folder:
                    local = replace(parts, folder=Path(folder))
                    compute_parts(local, [span], moved, model.engine, wanted)
                    PartStore(recipe.store, parts.key).put(local.path(span), wanted)
            else:
                compute_parts(parts, [span], moved, model.engine, wanted)
            broken = tuple(raster.broken.items()) if isinstance(raster, Mosaic) else ()
    return Made(span, scenes.owners if isinstance(scenes, MosaicScenes) else None, broken)


def _work_of(
    recipe: Recipe, piece: SceneGrid | IntArray, raster: Raster, encoder: Encoder
) -> tuple[Work, RasterScenes | None]:
    if isinstance(piece, SceneGrid):
        scenes = scenes_of(raster, piece, recipe.scaling)
        size, dims = encoder.input_size, encoder.dims
        return SceneWork(scenes, recipe.minimum_valid, encoder.bands, size, dims), scenes
    assert recipe.lattice is not None  # nosec B101 # pieces are windows on it
    windows = LatticeWindows(raster, recipe.lattice, recipe.scaling, piece)
    return CellWork(windows, encoder), None


@dataclass(frozen=True)
class _Moved:
    """Work on some images, which are counted from their place among all."""

    work: Work
    first: int

    @property
    def input_size(self) -> int:
        return self.work.input_size

    def prepare(self, indices: range) -> tuple[IntArray, Image, Any]:
        return self.work.prepare(range(indices.start - self.first, indices.stop - self.first))

    def finish(self, rows: IntArray, found: Vectors, rest: Any) -> Arrays:
        return self.work.finish(rows, found, rest)


# --- Who works here, and for whom ---------------------------------------------------------------


class _Wanted:
    """Progress of a task, which ends it as soon as nobody waits for it any more.

    The scheduler tells a worker to drop a task that was canceled, or whose client is gone. A thread
    cannot be ended from outside, so the task looks itself.
    """

    def __init__(self) -> None:
        self._worker: Any = import_package("distributed").get_worker()
        self._key = self._worker.get_current_task()

    def __call__(self, fraction: float) -> None:
        task = self._worker.state.tasks.get(self._key)
        closing = self._worker.status.name in ("closing", "closing_gracefully", "closed", "failed")
        if task is None or task.state == "cancelled" or closing:
            raise RuntimeError("nobody waits for this task any more")

    def log(self, text: str) -> None:
        """Say nothing: logs of workers are Dask's."""


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """Have errors name the worker that they come from."""
    try:
        yield
    except DeepClusterError as error:
        address = import_package("distributed").get_worker().address
        raise name_worker(error, address) from None


# --- Models -------------------------------------------------------------------------------------


class _OneAtATime:
    """An engine that several threads share: while one computes, others read."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, threading.Lock()
        self.device, self.precision = engine.device, engine.precision
        self.name, self.batch, self.passes = engine.name, engine.batch, engine.passes

    def __call__(self, images: Vectors) -> Vectors:
        with self._lock:
            return self._engine(images)


@dataclass(frozen=True)
class _Model:
    encoder: Encoder
    engine: Engine


def _model_for(recipe: Recipe, remember: Path | None = None) -> _Model:
    """Return the model of a run, which this process keeps between tasks."""
    along = recipe.lattice.along if recipe.lattice is not None else None
    threads = recipe.engine.threads or _threads()
    settings = replace(recipe.engine, threads=threads)
    with _loading:
        key = recipe.model, recipe.identity, along, settings
        if key not in _models:
            if along is None:
                encoder = load_encoder(recipe.model)
            else:
                encoder = load_cell_encoder(recipe.model, along)
            if encoder.identity != recipe.identity:
                raise DataFileError(
                    f"the model '{recipe.model.weights or recipe.model.model}' is another one "
                    "there. Copy the weights file that is meant."
                )
            limit_to_one_thread()
            while len(_models) >= _MODELS:
                _models.popitem(last=False)
            engine = _OneAtATime(make_engine(encoder, settings, remember=remember))
            key = (
                *key[:3],
                replace(settings, device=engine.device, precision=engine.precision),
            )
            _models[key] = _Model(encoder, engine)
        _models.move_to_end(key)
        return _models[key]


def _threads() -> int:
    """Return how many threads are this worker's."""
    worker = import_package("distributed").get_worker()
    return min(int(worker.state.nthreads), count_cores())


_lock, _loading = threading.Lock(), threading.Lock()
_seen: OrderedDict[str, None] = OrderedDict()
_models: OrderedDict[Any, _Model] = OrderedDict()

"""Step 3: a feature vector for each scene, part by part, so that a killed run can go on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.archive import explain_damage, read_arrays
from ..base.arrays import FloatArray, Image, IntArray, Vectors
from ..base.errors import DataFileError, OutputError, RasterError, SceneError
from ..base.files import write_whole
from ..base.foreign import Form, check_arrays
from ..base.progress import Estimated, Part, Progress, silent
from ..base.resume import hold_folder
from ..encoder.engine import Engine, EngineSettings, make_engine
from ..encoder.load import Encoder
from ..encoder.settings import ModelSettings
from ..scenes.channels import fill_invalid, to_bands
from ..scenes.grid import SceneGrid, pixel_size, ring_coordinates
from ..scenes.raster import Raster
from ..scenes.scaling import Scaling
from ..scenes.sources import SceneSource, SourceSettings, read_scene
from .scene_file import Provenance, SceneWriter

PART = 256  # scenes; seconds on any device, and that is what a kill can cost
_PART = {"vectors": Form("f", ("n", "d"), may_be_nan=True), "fractions": Form("f", ("n",), 0, 1)}
_CHUNK = 32  # scenes that travel together from the reader to the model
_CHUNK_BYTES = 64_000_000


@dataclass(frozen=True)
class ExtractSettings(SourceSettings):
    """How scenes are read and become features."""

    model: ModelSettings = field(default_factory=ModelSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)


@dataclass(frozen=True)
class Extraction:
    """What came out of `extract`."""

    scenes: int
    skipped: int
    """Scenes with too little valid data."""

    provenance: Provenance
    resumed: int
    """Scenes whose features an earlier run that was stopped had finished."""


def make_provenance(
    source: str, bands: tuple[int, ...], encoder: Encoder, settings: ExtractSettings,
    scaling: Scaling, crs_wkt: str, raster: Raster | None = None, grid: SceneGrid | None = None,
    kinds: dict[str, Any] | None = None,
) -> Provenance:  # fmt: skip
    """Gather how features are made.

    Parameters
    ----------
    source
        Path of the raster, or of the folder of images.
    bands
        Numbers of the bands that are read, in the order in which the model gets them.
    encoder
        The model.
    settings
        How scenes are read, and which model it is.
    scaling
        Which values of the bands become 0 and 1.
    crs_wkt
        Coordinate reference system, "" where it is not known.
    raster, grid
        Where scenes are windows of a raster: the raster, and the windows.
    kinds
        Where images have several data types, the scaling of each.

    Returns
    -------
    Provenance
        What is written into the features file.
    """
    stride = grid.stride if grid is not None else None
    size = None
    if grid is not None and stride is not None:  # windows beside the raster are empty
        size = int(grid.windows[:, 2].max()), int(grid.windows[:, 3].max())
    frame: tuple[float, ...] | None = None
    if raster is not None:
        whole = np.array([[0, 0, raster.shape[1], raster.shape[0]]])
        frame = tuple(ring_coordinates(raster.transform, whole)[0, :4].ravel().tolist())
    model = settings.model
    return Provenance(
        identity=encoder.identity,
        model=model.model,
        weights=model.weights,
        blocks=model.blocks,
        pooling=model.pooling,
        input_size=model.input_size,
        part_dims=encoder.part_dims,
        bands=bands,
        scaling_low=scaling.low,
        scaling_high=scaling.high,
        minimum_valid=settings.minimum_valid,
        source=source,
        crs_wkt=crs_wkt,
        scene_size=size,
        scene_stride=stride,
        pixel_size=pixel_size(raster.transform) if raster is not None else None,
        scale_applied=raster is None or not raster.stored,
        inside_only=grid is None or not grid.whole_windows,
        kinds=kinds,
        frame=frame,
        shapes_wkt=grid.own_wkt if grid is not None else None,
    )


def extract(
    scenes: SceneSource,
    encoder: Encoder,
    provenance: Provenance,
    engine_settings: EngineSettings,
    output: str | Path,
    cache: str | Path,
    progress: Progress = silent,
    engine: Callable[[], Engine] | None = None,
) -> Extraction:
    """Write the features of all scenes to a GeoParquet file.

    Parts are kept in a folder under ``cache`` that is named after a hash of everything the
    features depend on. A run that was killed and started again finds them there; parts of another
    raster, model or setting cannot be met, and each part carries the hash to make sure. Where the
    same is under way in another process, this waits for its parts. The caller removes the folder
    (`forget_parts`) when the last result of the run is on disk.

    Parameters
    ----------
    scenes
        The scenes, in the order of the file's rows.
    encoder
        The model.
    provenance
        How the features are made; it goes into the file.
    engine_settings
        Device, precision and so on.
    output
        Path of the file.
    cache
        Folder for what can be made again.
    engine
        Makes the engine that runs the model; None: one that follows ``engine_settings``. It is
        called only where parts are left to compute.

    Returns
    -------
    Extraction
        How many scenes there are, how many have no features, and how many an earlier run had done.

    Raises
    ------
    SceneError
        No scene has enough valid data.
    RasterError
        The model takes another number of bands.
    DeviceError
        The model cannot run as ``engine_settings`` ask.
    OutputError
        A part has vanished.
    """
    if encoder.bands not in (3, len(provenance.bands)):
        raise RasterError(
            f"The model {encoder.name} takes {encoder.bands} bands, and {len(provenance.bands)} "
            f"were chosen. Choose {encoder.bands} bands, in the order the model was trained with."
        )
    key = hashlib.sha256(
        json.dumps(
            [
                scenes.fingerprint(),
                provenance.to_json(),
                engine_settings.device,
                engine_settings.precision,
                PART,
            ]
        ).encode()
    ).hexdigest()
    with hold_folder(cache, "parts", key, "features", progress) as held:
        folder = held.path
        count = len(scenes)
        spans = [(start, min(start + PART, count)) for start in range(0, count, PART)]
        dims = sum(provenance.part_dims)
        todo = [span for span in spans if _read_part(folder, key, span, dims) is None]
        resumed = count - sum(stop - start for start, stop in todo)
        if resumed:
            before = "the other process" if held.waited else "a run that was stopped"
            progress.log(f"Continuing {before}: {resumed} of {count} scenes are done.")
        load_share = 0.0
        if todo:
            load_share = 6 / (6 + sum(b - a for a, b in todo) / 40)
            with Estimated(Part(progress, 0, load_share), 6):
                remember = Path(cache) / "precision.json"
                forward = (
                    engine()
                    if engine
                    else make_engine(encoder, engine_settings, progress, remember)
                )
            progress.log(f"Model: {encoder.name} on {forward.name}.")
            done = Part(progress, load_share, 0.98)
            _compute_parts(scenes, forward, encoder, provenance, folder, key, todo, done)
        skipped = _merge(scenes, provenance, folder, key, spans, output)
    if skipped == count:
        Path(output).unlink(missing_ok=True)
        raise SceneError(
            f"None of the {count} scenes has at least {provenance.minimum_valid:.0%} valid data. "
            "Check the raster's nodata value, or lower the minimum of valid data."
        )
    progress(1)
    return Extraction(count, skipped, provenance, resumed)


def _compute_parts(
    scenes: SceneSource, forward: Engine, encoder: Encoder, provenance: Provenance, folder: Path,
    key: str, todo: list[tuple[int, int]], progress: Progress,
) -> None:  # fmt: skip
    """Compute the parts still to do, reading ahead of the model in a thread."""
    chunks: queue.Queue[Any] = queue.Queue(maxsize=3)
    stop = threading.Event()

    def put(item: Any) -> None:
        while not stop.is_set():
            with contextlib.suppress(queue.Full):
                chunks.put(item, timeout=0.2)
                return

    def read_ahead() -> None:
        try:
            for first, last in todo:
                for start in range(first, last, chunk):
                    if stop.is_set():
                        return
                    indices = range(start, min(start + chunk, last))
                    put(_prepare(scenes, indices, provenance, encoder.bands, encoder.input_size))
        except BaseException as error:  # handed over to the thread that waits
            put(error)

    # At least a batch, and few where images are large: 64 MB travel at a time.
    chunk = max(forward.batch, min(_CHUNK, _CHUNK_BYTES // (12 * encoder.input_size**2)))
    reader = threading.Thread(target=read_ahead, daemon=True)
    reader.start()
    total, finished = sum(last - first for first, last in todo), 0
    try:
        for first, last in todo:
            vectors = np.full((last - first, encoder.dims), np.nan, dtype=np.float32)
            fractions = np.zeros(last - first)
            for start in range(first, last, chunk):
                item = chunks.get()
                if isinstance(item, BaseException):
                    raise item
                rows, images, part_fractions = item
                offset = start - first
                fractions[offset : offset + len(part_fractions)] = part_fractions
                if len(rows):
                    vectors[offset + rows] = forward(images)
                finished += len(part_fractions)
                progress(finished / total)
            _write_part(folder, key, (first, last), vectors, fractions)
    finally:
        stop.set()
        reader.join(timeout=10)


def _prepare(
    scenes: SceneSource, indices: range, provenance: Provenance, bands: int, size: int
) -> tuple[IntArray, Image, FloatArray]:
    """Read some scenes.

    Returns
    -------
    tuple
        Places of the scenes with enough data among ``indices``, their images
        (m, bands, size, size), and the valid fractions of all of them.
    """
    rows, images, fractions = [], [], np.zeros(len(indices))
    for row, index in enumerate(indices):
        values, valid, fractions[row] = read_scene(scenes, index)
        if fractions[row] >= provenance.minimum_valid and fractions[row] > 0:
            rows.append(row)
            images.append(resize(to_bands(fill_invalid(values, valid), bands), size))
    stacked = np.stack(images) if images else np.empty((0, bands, size, size), dtype=np.float32)
    return np.asarray(rows, dtype=np.int64), stacked, fractions


def resize(image: Image, size: int) -> Image:
    """Resize an image to a square, bicubic with antialiasing.

    Parameters
    ----------
    image
        Bands of shape (n, height, width), values from 0 to 1.
    size
        Width and height to come, in pixels.

    Returns
    -------
    ndarray
        Bands of shape (n, size, size), values from 0 to 1. An image that has this size already is
        returned as it is.
    """
    import torch
    from torch.nn.functional import interpolate

    if image.shape[1:] == (size, size):
        return image
    batch = torch.from_numpy(np.ascontiguousarray(image))[None]
    resized = interpolate(batch, (size, size), mode="bicubic", antialias=True)
    return np.asarray(resized[0].clamp_(0, 1).numpy())


def _part_path(folder: Path, span: tuple[int, int]) -> Path:
    return folder / f"part-{span[0]:09d}.npz"


def _write_part(
    folder: Path, key: str, span: tuple[int, int], vectors: Vectors, fractions: FloatArray
) -> None:
    with write_whole(_part_path(folder, span)) as partial, open(partial, "wb") as file:
        np.savez(file, key=np.array(key), vectors=vectors, fractions=fractions)


def _read_part(
    folder: Path, key: str, span: tuple[int, int], dims: int
) -> tuple[Vectors, FloatArray] | None:
    """Vectors and valid fractions of a finished part, None where it must be computed."""
    try:
        with explain_damage(_part_path(folder, span), ""):
            arrays = read_arrays(_part_path(folder, span))
            if str(arrays.pop("key")) != key:
                return None
            check_arrays(arrays, _PART, lengths={"n": span[1] - span[0], "d": dims})
    except DataFileError:
        return None
    return arrays["vectors"], arrays["fractions"]


def _merge(
    scenes: SceneSource, provenance: Provenance, folder: Path, key: str,
    spans: list[tuple[int, int]], output: str | Path,
) -> int:  # fmt: skip
    """Write the features file from the parts; returns how many scenes have no features."""
    skipped = 0
    header = {"provenance": provenance.to_json()}
    dims, crs = sum(provenance.part_dims), provenance.footprint_wkt
    first = scenes.describe(0, 1)
    named, more = first.names is not None, first.attributes is not None
    with (
        write_whole(output) as partial,
        SceneWriter(partial, "features", dims, header, crs, named, more) as writer,
    ):
        for span in spans:
            part = _read_part(folder, key, span, dims)
            if part is None:
                raise OutputError(
                    f"A finished part has vanished from {folder}. Start the run again."
                )
            vectors, fractions = part
            present = np.asarray(np.isfinite(vectors).all(axis=1))
            skipped += int((~present).sum())
            block = scenes.describe(*span)
            writer.write(
                replace(block, vectors=vectors, has_vector=present, valid_fractions=fractions)
            )
    return skipped

"""Step 3: a feature vector for each scene, part by part, so that a killed run can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, Image, IntArray, Vectors
from ..base.errors import RasterError, SceneError
from ..base.files import write_whole
from ..base.foreign import Form
from ..base.progress import Estimated, Part, Progress, silent
from ..base.resume import hold_folder
from ..base.values import say_count
from ..encoder.engine import Engine, EngineSettings, make_engine
from ..encoder.load import Encoder
from ..encoder.settings import ModelSettings
from ..scenes.channels import fill_invalid, to_bands
from ..scenes.grid import SceneGrid, pixel_size, ring_coordinates
from ..scenes.raster import Raster
from ..scenes.scaling import Scaling
from ..scenes.sources import SceneSource, SourceSettings, read_scene
from .parts import PART, Arrays, MachineSettings, PartFolder, Span, compute_parts, spans_of
from .scene_file import Provenance, SceneWriter

Elsewhere = Callable[[PartFolder, list[Span], Progress], None]
"""Computes parts on other machines."""

_REMEDY = "Check the raster's nodata value, or lower the minimum of valid data."
_FORMS = {"vectors": Form("f", ("n", "d"), may_be_nan=True), "fractions": Form("f", ("n",), 0, 1)}


@dataclass(frozen=True)
class ExtractSettings(SourceSettings):
    """How scenes are read and become features."""

    model: ModelSettings = field(default_factory=ModelSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    machines: MachineSettings = field(default_factory=MachineSettings)


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
    lattice = grid.lattice if grid is not None else None
    supports = encoder.cells.supports if encoder.cells is not None else ()
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
        input_size=encoder.input_size,
        wavelengths=model.wavelengths,
        orientations=model.orientations,
        part_dims=(encoder.cell_dims * len(supports),) if supports else encoder.part_dims,
        bands=bands,
        scaling_low=scaling.low,
        scaling_high=scaling.high,
        minimum_valid=settings.minimum_valid,
        likeness=encoder.likeness,
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
        context=lattice.context if lattice is not None else None,
        supports=supports or None,
        no_data=raster.no_data if raster is not None else (),
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
    lacking: Callable[[], bool] | None = None,
    elsewhere: Elsewhere | None = None,
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
    lacking
        Tells whether what is read lacks something by now; parts that do are made again by the next
        run, should this one be stopped.
    elsewhere
        Computes what is left on other machines; None: it is computed here.

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
    key = parts_key((scenes.fingerprint(),), encoder, provenance, engine_settings)
    with hold_folder(cache, "parts", key, "features", progress) as held:
        folder = held.path
        count = len(scenes)
        parts = PartFolder(folder, key, _FORMS, {"d": encoder.dims}, lacking)
        spans = spans_of(count)
        todo = [span for span in spans if parts.is_left(span)]
        resumed = count - sum(stop - start for start, stop in todo)
        if resumed:
            before = "the other process" if held.waited else "a run that was stopped"
            progress.log(f"Continuing {before}: {resumed} of {count} scenes are done.")
        if todo and elsewhere:
            elsewhere(parts, todo, Part(progress, 0, 0.98))
        elif todo:
            load_share = 6 / (6 + sum(b - a for a, b in todo) / 40)
            forward = load_engine(
                encoder, engine_settings, cache, Part(progress, 0, load_share), engine
            )
            work = SceneWork(
                scenes, provenance.minimum_valid, encoder.bands, encoder.input_size, encoder.dims
            )
            compute_parts(parts, todo, work, forward, Part(progress, load_share, 0.98))
        skipped = _merge(scenes, provenance, parts, spans, output)
    progress(1)
    return Extraction(count, skipped, provenance, resumed)


def write_features(
    output: str | Path,
    scenes: SceneSource,
    provenance: Provenance,
    dims: int,
    found: Iterable[tuple[Vectors, BoolArray, FloatArray]],
    what: str = "scenes",
    remedy: str = _REMEDY,
    half: bool = False,
) -> int:
    """Write a file of features.

    Parameters
    ----------
    output
        Path of the file.
    scenes, provenance
        What they are of, and how they were made.
    dims
        Numbers of a feature.
    found
        Of some scenes after the other: features, which of them have any, and valid fractions.
    what, remedy
        What they are of, and what to do where none has enough valid data.
    half
        They are written as float16.

    Returns
    -------
    int
        How many scenes have no features.

    Raises
    ------
    SceneError
        No scene has enough valid data.
    """
    first = scenes.describe(0, 1)
    named, more = first.names is not None, first.attributes is not None
    header, crs = {"provenance": provenance.to_json()}, provenance.footprint_wkt
    done = skipped = 0
    with (
        write_whole(output) as partial,
        SceneWriter(partial, "features", dims, header, crs, named, more, half) as writer,
    ):
        for vectors, present, fractions in found:
            block = scenes.describe(done, done + len(vectors))
            writer.write(
                replace(block, vectors=vectors, has_vector=present, valid_fractions=fractions)
            )
            skipped += int((~present).sum())
            done += len(vectors)
        if skipped == done:
            raise SceneError(
                f"None of the {done} {what} has at least {provenance.minimum_valid:.0%} valid "
                f"data. {remedy}"
            )
    return skipped


def parts_key(
    fingerprints: Sequence[str], encoder: Encoder, provenance: Provenance, settings: EngineSettings
) -> str:
    """Return a hash of all that the parts of an extraction depend on, which can be done.

    Parameters
    ----------
    fingerprints
        Of what is read.
    encoder, provenance, settings
        What makes features of it, and how.

    Returns
    -------
    str
        SHA-256, in hexadecimal digits.

    Raises
    ------
    RasterError
        The model takes another number of bands.
    """
    if encoder.bands not in (3, len(provenance.bands)):
        taken = say_count(encoder.bands, "band")
        raise RasterError(
            f"The model {encoder.name} takes {taken}, and {len(provenance.bands)} were chosen. "
            f"Choose {taken}, in the order the model was trained with."
        )
    # What is read has its fingerprint; where it lies may change, as with a collection's pictures.
    made = replace(provenance, source="").to_json()
    depended = [*fingerprints, made, settings.device, settings.precision, PART]
    return hashlib.sha256(json.dumps(depended).encode()).hexdigest()


def load_engine(
    encoder: Encoder, settings: EngineSettings, cache: str | Path, progress: Progress,
    engine: Callable[[], Engine] | None = None,
) -> Engine:  # fmt: skip
    """Put an encoder on a device, and log where it runs.

    Parameters
    ----------
    encoder
        It gives up its module.
    settings
        Device, precision and so on.
    cache
        Folder that keeps the precision that was found fastest.
    engine
        Makes the engine; None: one that follows ``settings``.

    Returns
    -------
    Engine
        Ready to run.

    Raises
    ------
    DeviceError
        The model cannot run as ``settings`` ask.
    """
    with Estimated(progress, 6):
        remember = Path(cache) / "precision.json"
        forward = engine() if engine else make_engine(encoder, settings, progress, remember)
    progress.log(f"Model: {encoder.name} on {forward.name}.")
    return forward


@dataclass(frozen=True)
class SceneWork:
    """How scenes, each by itself, become features; see `parts.Work`."""

    scenes: SceneSource
    minimum_valid: float
    bands: int
    """That the model takes."""

    input_size: int
    dims: int
    """Of the features."""

    def prepare(self, indices: range) -> tuple[IntArray, Image, FloatArray]:
        """Read some scenes.

        Returns
        -------
        tuple
            Places of the scenes with enough data among ``indices``, their images
            (m, bands, size, size), and the valid fractions of all of them.
        """
        bands, size = self.bands, self.input_size
        rows, images, fractions = [], [], np.zeros(len(indices))
        for row, index in enumerate(indices):
            values, valid, fractions[row] = read_scene(self.scenes, index)
            if fractions[row] >= self.minimum_valid and fractions[row] > 0:
                rows.append(row)
                images.append(resize(to_bands(fill_invalid(values, valid), bands), size))
        stacked = np.stack(images) if images else np.empty((0, bands, size, size), dtype=np.float32)
        return np.asarray(rows, dtype=np.int64), stacked, fractions

    def finish(self, rows: IntArray, found: Vectors, rest: FloatArray) -> Arrays:
        """Give the scenes without enough data NaN."""
        vectors = np.full((len(rest), self.dims), np.nan, dtype=np.float32)
        vectors[rows] = found
        return {"vectors": vectors, "fractions": rest}


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


def _merge(
    scenes: SceneSource, provenance: Provenance, parts: PartFolder, spans: list[Span],
    output: str | Path,
) -> int:  # fmt: skip
    """Write the features file from the parts; returns how many scenes have no features."""
    taken = map(parts.take, spans)
    found = (
        (part["vectors"], np.asarray(np.isfinite(part["vectors"]).all(axis=1)), part["fractions"])
        for part in taken
    )
    return write_features(output, scenes, provenance, sum(provenance.part_dims), found)

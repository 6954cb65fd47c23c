"""The target of deep clustering: its features, its images, and its clusters to begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, Image, IntArray, Vectors
from ..base.errors import SceneError
from ..base.files import write_whole
from ..base.progress import Part, Progress
from ..base.resume import finished_parts, forget_parts
from ..clusters.methods import ClusterSettings
from ..clusters.model import fit_clusters
from ..clusters.project import ProjectionSettings, project
from ..encoder.engine import Engine
from ..encoder.load import Encoder
from ..encoder.whitening import Whitening, whiten
from ..features import extract as extraction
from ..features.extract import ExtractSettings
from ..features.scene_file import Provenance, SceneFile
from ..scenes.channels import fill_invalid, to_bands
from ..scenes.context_windows import ContextWindows
from ..scenes.labeled import LabeledScenes
from ..scenes.scene_block import SceneBlock
from ..scenes.sources import SceneSource, read_scene
from ..training.fine_tune import SceneImages, read_images
from .base import Labels, RefineSettings


@dataclass(frozen=True)
class Target:
    """What a model is adapted to, and how its features are made to start with."""

    scenes: SceneSource
    encoder: Encoder
    """It gives up its module."""

    provenance: Provenance
    extracting: ExtractSettings
    windows: ContextWindows | None = None
    """What the model sees, where scenes are seen among their neighbors."""

    engine: Callable[[], Engine] | None = None
    """Gives the engine, where there is one already."""


def extract_target(
    scenes: SceneSource, encoder: Encoder, provenance: Provenance, extracting: ExtractSettings,
    path: Path, cache: str | Path, progress: Progress,
) -> SceneFile:  # fmt: skip
    """Extract features into a file, unless a run that was stopped has finished it.

    Parameters
    ----------
    scenes, encoder, provenance, extracting
        What features are of, and how they are made; see `extract.extract`.
    path
        The file.
    cache
        Folder for what can be made again.

    Returns
    -------
    SceneFile
        The features.

    Raises
    ------
    SceneError
        No scene has enough valid data.
    RasterError
        The model takes another number of bands.
    DeviceError
        The model cannot run as the settings ask.
    OutputError
        A part has vanished.
    """
    if not path.is_file():
        needed = set(finished_parts())
        extraction.extract(scenes, encoder, provenance, extracting.engine, path, cache, progress)
        # The file stays until the last result is on disk: a run that goes on takes it, not the
        # parts, and would leave them.
        forget_parts(set(finished_parts()) - needed)
    return SceneFile(path, "features")


def infer_clusters(
    file: SceneFile, folder: Path, settings: RefineSettings, cache: str | Path, progress: Progress
) -> Labels:
    """Find the clusters of the default projection and clustering.

    Parameters
    ----------
    file
        Features of the scenes.
    folder
        Where the embedding is kept while this lasts.
    settings
        Their seed, and whether RUC goes by confidence: only then the labels get probabilities.
    cache
        Folder for what can be made again.

    Returns
    -------
    Labels
        Of the scenes that have features.

    Raises
    ------
    SceneError
        There is only one cluster, or the scenes cannot be projected or clustered.
    """
    path = folder / "inferred.parquet"
    projector = project(file, ProjectionSettings(seed=settings.seed), path, cache=cache)
    places = np.concatenate([b.vectors for b in SceneFile(path, "embedding").blocks()])
    how = ClusterSettings(seed=settings.seed)
    made, runs = file.provenance, projector.runs
    found = fit_clusters(places, how, made, projector, runs=runs, cache=cache)[1]
    path.unlink()
    present = np.isfinite(places).all(axis=1)
    # They say what share of scenes is right, and the threshold is one for a network's confidence,
    # which is higher: where neighbors can tell, they do.
    sure = found.probabilities[present] if settings.sampling == "confidence" else None
    labels = Labels(found.clusters[present] - 1, sure)
    progress.log(f"The default clustering finds {labels.count} clusters.")
    if labels.count < 2:
        raise SceneError(
            "The default clustering finds 1 cluster, and deep clustering needs at least 2. Give "
            "the number of clusters."
        )
    return labels


def write_rows(
    file: SceneFile, present: IntArray, whitening: Whitening, token_dims: tuple[int, ...] | None,
    path: Path,
) -> Vectors:  # fmt: skip
    """Write the features of the scenes that have some to an npy file, which stays on the disk.

    Parameters
    ----------
    file
        Features or tokens of all scenes.
    present
        Rows of the scenes that have features, ascending, of shape (n,).
    whitening, token_dims
        What makes features of length d of those in the file; see `make_features`.
    path
        The npy file.

    Returns
    -------
    ndarray
        Features of shape (n, d), mapped from the file for reading.
    """
    dims = len(whitening.matrix)
    with write_whole(path) as partial:
        rows: Any = np.lib.format.open_memmap(partial, "w+", np.float32, (len(present), dims))
        start = done = 0
        for block in file.blocks():
            stop = start + len(block)
            end = int(np.searchsorted(present, stop))
            rows[done:end] = make_features(
                block.vectors[present[done:end] - start], whitening, token_dims
            )
            start, done = stop, end
        rows.flush()
        del rows
    return np.load(path, mmap_mode="r", allow_pickle=False)  # type: ignore[no-any-return]


def make_features(
    vectors: Vectors, whitening: Whitening, token_dims: tuple[int, ...] | None
) -> Vectors:
    """Whiten tokens, unless they are features already.

    Parameters
    ----------
    vectors
        Tokens, or features, of shape (n, p).
    whitening
        What makes features of tokens.
    token_dims
        Lengths of the parts of the tokens; None: they are features already.

    Returns
    -------
    ndarray
        Features of shape (n, d).
    """
    if token_dims is None:
        return vectors
    return whiten(vectors, whitening, token_dims)


class _ThreeBands:
    """Scenes whose bands are as many as the model takes."""

    def __init__(self, scenes: SceneSource, bands: int) -> None:
        self._scenes, self._bands = scenes, bands

    def __len__(self) -> int:
        return len(self._scenes)

    def fingerprint(self) -> str:
        return self._scenes.fingerprint()

    def read(self, index: int) -> tuple[Image, BoolArray]:
        values, valid, fraction = read_scene(self._scenes, index)
        image = to_bands(fill_invalid(values, valid), self._bands)
        return image, np.full(image.shape, fraction > 0)

    def inside(self, index: int) -> BoolArray | None:
        return None  # what lay outside was filled

    def describe(self, start: int, stop: int) -> SceneBlock:
        return self._scenes.describe(start, stop)

    def close(self) -> None:
        self._scenes.close()


def read_pictures(
    scenes: SceneSource, bands: int, present: IntArray, folder: Path,
    size: int, progress: Progress,
) -> SceneImages:  # fmt: skip
    """Read the images of the scenes that have features to the disk.

    Parameters
    ----------
    scenes
        All scenes.
    bands
        Number of bands that the model takes.
    present
        Places of the scenes that have features, of shape (n,).
    folder
        Where the images are kept; a run that was stopped finds them there.
    size
        Pixels of the images that are trained on. Those that are kept have up to twice as many.

    Returns
    -------
    SceneImages
        Images of the scenes ``present``, all of which count as usable and are of one class.

    Raises
    ------
    OutputError
        The images have vanished from the folder.
    """
    count = len(scenes)
    everything = LabeledScenes(
        classes=("",),
        labels=np.zeros(count, dtype=np.int64),
        names=[""] * count,
        bands=tuple(range(1, bands + 1)),
        sources=(_ThreeBands(scenes, bands),),
        places=np.stack([np.zeros(count, dtype=np.int64), np.arange(count)], axis=1),
        scalings=(),
    )
    images = read_images(everything.take(present), folder, size, Part(progress, 0.1, 0.15))
    return replace(images, usable=np.arange(len(present)))  # as many as there are features

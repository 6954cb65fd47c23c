"""The job of Refine model: a target without labels to a model that is adapted to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..core.base.arrays import IntArray
from ..core.base.errors import SceneError
from ..core.base.progress import Part, Progress
from ..core.deep.base import RefineSettings
from ..core.deep.outcome import Outputs
from ..core.deep.refine import refine
from ..core.deep.target import Target
from ..core.encoder.load import Encoder
from ..core.features import extract as extraction
from ..core.features.extract import ExtractSettings
from ..core.features.scene_file import Provenance, SceneFile
from ..core.scenes import labeled
from ..core.scenes.sources import FolderScenes, RasterScenes, SceneSource, images_in, scaling_of
from ..core.training.loop import TrainSettings
from . import environment, tasks

Values = dict[str, Any]


def refine_model(arguments: Values, progress: Progress) -> Values:
    """Raster or folder to an adapted model, its features, and clusters."""
    extracting = tasks._extract_settings(arguments)
    values = arguments["refine"]
    settings: RefineSettings = tasks._settings(RefineSettings, values)
    train: TrainSettings = tasks._settings(TrainSettings, values["train"])
    outputs = Outputs(
        Path(arguments["output"]), Path(arguments["features"]), Path(arguments["embedding"])
    )
    with (
        tasks._step(progress, "Refining") as note,
        _target(arguments, extracting, Part(progress, 0, 0.05)) as (scenes, encoder, provenance),
    ):
        result = refine(
            Target(scenes, encoder, provenance, extracting), settings, train, outputs,
            environment.home(), values["size"], Part(progress, 0.05, 0.98),
            _labels(arguments, scenes),
        )  # fmt: skip
        if isinstance(scenes, FolderScenes):
            labeled.log_unreadable(scenes.unreadable, progress)
        note.append(f"{result.scenes} scenes, {result.model.clusters} clusters")
    if arguments.get("model_file"):
        result.model.save(arguments["model_file"])
    embedding = SceneFile(outputs.embedding, "embedding")
    blocks, vectors = tasks._read_embedding(embedding)
    written = tasks._write_layer(
        blocks,
        vectors,
        result.model,
        result.assignment,
        embedding.provenance,
        arguments,
        progress,
    )
    return {**written, "epochs": len(result.history), "loss": result.history[-1].loss}


def _labels(arguments: Values, scenes: SceneSource) -> IntArray | None:
    """Return the clusters of the grid's polygons, as they come, from 0; -1 for none."""
    texts = arguments.get("labels")
    if texts is None:
        return None
    if len(texts) != len(scenes):
        raise SceneError(
            "A field of clusters needs the grid layer that it belongs to. Give a raster and that "
            "layer, or leave the field empty."
        )
    known = sorted({text for text in texts if text is not None})
    places = {text: number for number, text in enumerate(known)}
    return np.array([places.get(text, -1) for text in texts], dtype=np.int64)


@contextlib.contextmanager
def _target(
    arguments: Values, extracting: ExtractSettings, progress: Progress
) -> Iterator[tuple[SceneSource, Encoder, Provenance]]:
    """Open what is to be clustered: a raster, else a folder of images."""
    bands = tuple(arguments["bands"]) or tasks._default_bands(extracting.model)
    if arguments.get("raster") and arguments.get("folder"):
        raise SceneError(
            "A raster and a folder of images were given. Give one of them; a model is refined for "
            "one target."
        )
    if arguments.get("raster"):
        with tasks._open_raster(arguments, bands) as raster:
            grid = tasks._grid(raster, arguments)
            raster.log(progress, f", {len(grid)} scenes")
            scaling = scaling_of(raster, extracting)
            encoder = tasks._encoder(extracting, progress)
            provenance = extraction.make_provenance(
                raster.path, raster.bands, encoder, extracting, scaling, arguments["crs_wkt"],
                raster=raster, grid=grid,
            )  # fmt: skip
            yield RasterScenes(raster, grid, scaling), encoder, provenance
        return
    if not arguments.get("folder"):
        raise SceneError("There is nothing to refine a model for. Give a raster or a folder.")
    folder = Path(arguments["folder"])
    paths = images_in(folder)
    scenes = FolderScenes(paths, folder, bands, extracting, None, "", progress)
    encoder = tasks._encoder(extracting, progress)
    provenance = extraction.make_provenance(
        str(folder), scenes.bands, encoder, extracting, scenes.scaling, scenes.crs_wkt,
        kinds=scenes.kinds,
    )  # fmt: skip
    yield scenes, encoder, provenance

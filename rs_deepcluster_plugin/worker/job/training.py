"""The jobs that make a model: from labeled scenes, and from a target without labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ...core.base.arrays import IntArray
from ...core.base.errors import SceneError
from ...core.base.progress import Part, Progress
from ...core.base.values import say_count
from ...core.deep.outcome import Outputs
from ...core.deep.refine import refine
from ...core.deep.target import Target
from ...core.features.scene_file import SceneFile
from ...core.reports.fine_tuning_report import write_fine_tuning
from ...core.scenes import labeled
from ...core.scenes.collection.mosaic import MosaicScenes
from ...core.scenes.collection.virtual import write_virtual_raster
from ...core.scenes.raster import Raster
from ...core.scenes.sources import FolderScenes, SceneSource
from ...core.training.fine_tune import fine_tune
from ..contract import FineTuneModelJob, FineTuneModelResult, RefineModelJob, RefineModelResult
from ..host.process import writable_home
from ..sheets import finish_sheets
from .cluster_layer import check_raster, read_embedding, write_cluster_layer
from .common import (
    bands_for,
    open_folder,
    open_raster,
    opened_raster,
    pictures_beside,
    read_polygons,
    step,
)
from .registry import does
from .scale import refuse_too_few


@does(FineTuneModelJob)
def fine_tune_model(job: FineTuneModelJob, progress: Progress) -> FineTuneModelResult:
    """Labeled scenes to a model and a report."""
    with step(progress, "Labeled scenes") as note:
        scenes, raster = _labeled_scenes(job, Part(progress, 0, 0.03))
        scenes = labeled.keep_large_classes(scenes, progress, minimum=2)
        opened = len(scenes.unreadable)
        trained_on = f"{len(scenes)} scenes of {len(scenes.classes)} classes"
        note.append(trained_on)
    with step(progress, "Fine-tuning") as note:
        result = fine_tune(
            scenes,
            job.extract.model,
            job.finetune,
            job.output,
            writable_home(),
            job.backbone,
            trained_on,
            job.extract.engine,
            Part(progress, 0.03, 0.99),
        )
        labeled.log_unreadable(scenes.unreadable[opened:], progress)
        if job.raster is not None and raster is not None:
            finish_sheets(raster, job.raster, progress)
        epochs = say_count(len(result.history), "epoch")
        note.append(f"{epochs}, validation accuracy {result.accuracy:.3f}")
    write_fine_tuning(job.report, result, scenes, job.finetune, job.extract)
    return FineTuneModelResult(
        result.accuracy,
        len(result.history),
        result.images,
        len(scenes.classes),
        len(scenes.unreadable),
    )


def _labeled_scenes(
    job: FineTuneModelJob, progress: Progress
) -> tuple[labeled.LabeledScenes, Raster | None]:
    """Gather the scenes of all sources, folders and a raster with polygons; and this raster."""
    bands = bands_for(job.bands, job.extract.model)
    parts, raster = [], None
    for folder in job.folders:
        parts.append(labeled.read_class_folders(folder, bands, job.extract, progress))
    if job.raster is not None and job.polygons is not None:
        # It stays open as long as its scenes.
        raster = open_raster(job.raster, bands, progress=progress)
        raster.log(progress)
        parts.append(
            labeled.read_labeled_polygons(
                raster,
                read_polygons(raster, job.polygons.path),
                job.polygons.classes,
                job.extract,
                progress,
            )
        )
    if not parts:
        raise SceneError(
            "No labeled scenes were given. Choose a folder of class folders, or a raster with "
            "labeled polygons."
        )
    return labeled.join_scenes(parts) if len(parts) > 1 else parts[0], raster


@does(RefineModelJob)
def refine_model(job: RefineModelJob, progress: Progress) -> RefineModelResult:
    """Raster or folder to an adapted model, its features, and clusters."""
    if job.layer.raster and (job.source is not None) != bool(job.folder):
        check_raster(job.source, job.folder)
    outputs = Outputs(Path(job.output), Path(job.features), Path(job.embedding))
    with (
        step(progress, "Refining") as note,
        _opened_target(job, Part(progress, 0, 0.05)) as target,
    ):
        result = refine(
            target, job.refine, job.train, outputs, writable_home(), job.size,
            Part(progress, 0.05, 0.98), _labels(job, target.scenes),
        )  # fmt: skip
        if isinstance(target.scenes, FolderScenes):
            labeled.log_unreadable(target.scenes.unreadable, progress)
        if job.source is not None and isinstance(target.scenes, MosaicScenes):
            mosaic, source = target.scenes.mosaic, job.source.raster
            write_virtual_raster(pictures_beside(job.features, source), mosaic, source.crs_wkt)
            finish_sheets(mosaic, source, progress, target.scenes.counts)
        clusters = say_count(result.model.clusters, "cluster")
        note.append(f"{result.scenes} scenes, {clusters}")
    result.model.save(job.model_file)
    embedding = SceneFile(outputs.embedding, "embedding")
    written = write_cluster_layer(
        read_embedding(embedding), result.model, result.assignment, embedding.provenance,
        job.layer, progress,
    )  # fmt: skip
    return RefineModelResult(written, len(result.history), result.history[-1].loss)


def _labels(job: RefineModelJob, scenes: SceneSource) -> IntArray | None:
    """Return the clusters of the grid's polygons, as they come, from 0; -1 for none."""
    if job.labels is None:
        return None
    if len(job.labels) != len(scenes):
        raise SceneError(
            "A field of clusters needs the grid layer that it belongs to. Give a raster and that "
            "layer, or leave the field empty."
        )
    known = sorted({text for text in job.labels if text is not None})
    places = {text: number for number, text in enumerate(known)}
    numbers = [-1 if text is None else places[text] for text in job.labels]
    return np.array(numbers, dtype=np.int64)


@contextmanager
def _opened_target(job: RefineModelJob, progress: Progress) -> Iterator[Target]:
    """Open what is to be clustered: a raster, else a folder of images."""
    if job.source is not None and job.folder:
        raise SceneError(
            "A raster and a folder of images were given. Give one of them; a model is refined for "
            "one target."
        )
    if job.source is not None:
        refuse_too_few(job.source, job.extract, whole=True, progress=Part(progress, 0, 0.2))
        left = Part(progress, 0.2, 1)
        pictures = pictures_beside(job.features, job.source.raster)
        with opened_raster(job.source, job.extract, left, pictures=pictures) as target:
            yield target
    elif job.folder:
        yield open_folder(job.folder, job.bands, job.extract, "", progress)[1]
    else:
        raise SceneError("There is nothing to refine a model for. Give a raster or a folder.")

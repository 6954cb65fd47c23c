"""The jobs that make features, and the one that measures them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...core.base.progress import Part, Progress
from ...core.deep.target import Target
from ...core.encoder.load import Encoder
from ...core.features import evaluate
from ...core.features import extract as extraction
from ...core.features import per_block as blocks
from ...core.features.normalize import Normalizer
from ...core.features.scene_file import Provenance, SceneFile
from ...core.reports.evaluation_report import write_evaluation
from ...core.scenes import labeled
from .. import array_files
from ..contract import (
    EvaluateFeaturesJob,
    EvaluateFeaturesResult,
    ExtractFeaturesJob,
    ExtractFeaturesResult,
    FolderToFeaturesJob,
    FolderToFeaturesResult,
)
from .common import bands_for, extract_to, load_for, open_folder, opened_raster, step
from .registry import does
from .scale import choose_scale


@does(ExtractFeaturesJob)
def extract_features(job: ExtractFeaturesJob, progress: Progress) -> ExtractFeaturesResult:
    """Raster, and polygons where given, to features."""
    source = choose_scale(job.source, job.extract, Part(progress, 0, 0.2))
    left = Part(progress, 0 if source is job.source else 0.2, 1)
    with (
        step(progress, "Features") as note,
        opened_raster(source, job.extract, Part(left, 0, 0.03)) as target,
    ):
        result = extract_to(job.features, target, Part(left, 0.03, 1))
        note.append(f"{result.scenes} scenes")
    return ExtractFeaturesResult(result.scenes, result.skipped)


@does(FolderToFeaturesJob)
def folder_to_features(job: FolderToFeaturesJob, progress: Progress) -> FolderToFeaturesResult:
    """Folder of images to features."""
    with step(progress, "Features") as note:
        scenes, target = open_folder(
            job.folder, job.bands, job.extract, job.crs_wkt, Part(progress, 0, 0.08)
        )
        result = extract_to(job.features, target, Part(progress, 0.08, 1))
        labeled.log_unreadable(scenes.unreadable, progress)
        note.append(f"{result.scenes} images")
    return FolderToFeaturesResult(result.scenes, result.skipped, len(scenes.unreadable))


@does(EvaluateFeaturesJob)
def evaluate_features(job: EvaluateFeaturesJob, progress: Progress) -> EvaluateFeaturesResult:
    """Folder of labeled images to a table of accuracies and a report."""
    settings, measured = job.extract, job.evaluation
    with step(progress, "Features") as note:
        bands = bands_for(job.bands, settings.model)
        scenes = labeled.keep_large_classes(
            labeled.read_class_folders(job.folder, bands, settings, Part(progress, 0, 0.05)),
            progress,
        )
        opened = len(scenes.unreadable)
        encoder = load_for(settings, Part(progress, 0.05, 0.08))
        made = extraction.make_provenance(
            job.folder, scenes.bands, encoder, settings, scenes.scalings[0], ""
        )
        # One pass over the images gives the tokens of all blocks, those of the features included.
        every = blocks.load_every_block(settings.model) if job.per_block else None
        looked = 0.6 if every else 0.9
        source = every or encoder
        provenance = replace(made, identity=source.identity, part_dims=source.part_dims)
        result = extract_to(
            job.features, Target(scenes, source, provenance, settings), Part(progress, 0.08, looked)
        )
        damaged = scenes.unreadable[opened:]
        labeled.log_unreadable(damaged, progress)
        if result.skipped > len(damaged):
            progress.log(
                "Left out for lack of valid data: "
                f"{result.skipped - len(damaged)} of {result.scenes} images."
            )
        features = SceneFile(job.features, "features")
        present = features.present()
        seen = scenes.take(present)
        kept = labeled.find_large_classes(seen, progress)
        scenes = seen.take(kept)
        places = present[kept]
        vectors = (
            blocks.make_block_features(features, places, every, encoder, settings.model)
            if every
            else features.take(places)
        )
        note.append(f"{len(scenes)} images of {len(scenes.classes)} classes")
    with step(progress, "Evaluation") as note:
        values = Normalizer.fit(vectors, made.part_dims)(vectors)
        evaluated = 0.68 if every else 0.98
        found = evaluate.evaluate(
            values, scenes.labels, measured, Part(progress, looked, evaluated)
        )
        note.append(f"{len(found.measures)} measures")
    measured_blocks: list[evaluate.BlockMeasures] = []
    if every:
        with step(progress, "Blocks") as note:
            for number, part in enumerate(every.parts):
                values = blocks.normalize_block(features, places, every, number)
                share = evaluated + (0.98 - evaluated) * np.arange(number, number + 2) / len(
                    every.parts
                )
                measured_blocks.append(
                    evaluate.evaluate_block(
                        part.block, values, scenes.labels, measured,
                        Part(progress, *share.tolist()),
                    )
                )  # fmt: skip
            note.append(f"{len(measured_blocks)} blocks")
    for m in found.measures:
        progress.log(
            f"{m.name}: {m.value:.1%} ({m.low:.1%} to {m.high:.1%}), {m.classes} classes"
            if m.classes > 1
            else f"{m.name}: not measured, for {m.classes} classes have more scenes than that"
        )
    for b in measured_blocks:
        progress.log(
            f"Block {b.block}: k-NN {b.knn.value:.1%}, linear probe {b.linear_probe.value:.1%}"
        )
    write_evaluation(
        job.report,
        found,
        scenes,
        _listed_settings(made, encoder, measured),
        measured.neighbors,
        measured_blocks,
        every.parts[0].pool if every else "",
    )
    _write_measures(job.layer, [*found.measures, *(m for b in measured_blocks for m in b.measures)])
    return EvaluateFeaturesResult(
        tuple(m.value if np.isfinite(m.value) else None for m in found.measures),
        len(scenes),
        len(scenes.classes),
        len(scenes.unreadable),
    )


def _write_measures(path: str, rows: Sequence[evaluate.Measure]) -> None:
    """Write the arrays of the table of accuracies."""
    array_files.write(
        path,
        measure=np.array([m.name for m in rows]),
        value=np.array([m.value for m in rows]),
        low=np.array([m.low for m in rows]),
        high=np.array([m.high for m in rows]),
        classes=np.array([m.classes for m in rows]),
        scenes=np.array([m.scenes for m in rows]),
        **array_files.pack([None] * len(rows)),
    )


def _listed_settings(
    made: Provenance, encoder: Encoder, measured: evaluate.EvaluationSettings
) -> list[tuple[str, Any]]:
    """Name what an evaluation was made with, for its report."""
    return [
        ("Folder", made.source),
        ("Model", encoder.name),
        ("Weights file", made.weights),
        ("Blocks", list(made.blocks) if made.blocks else "the model's own"),
        ("Pooling", made.pooling),
        ("Input size", f"{made.input_size} pixels"),
        ("Features", f"{encoder.dims} dimensions"),
        ("Bands", list(made.bands)),
        ("Values scaled from", [float(f"{value:.6g}") for value in made.scaling_low]),
        ("to", [float(f"{value:.6g}") for value in made.scaling_high]),
        ("Neighbors", str(measured.neighbors)),
        ("Folds", f"{measured.folds}, fewer where a class has fewer scenes"),
        ("Episodes", str(measured.episodes)),
        ("Seed", str(measured.seed)),
    ]

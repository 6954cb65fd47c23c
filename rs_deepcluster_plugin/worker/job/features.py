"""The jobs that make features, and the one that measures them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...core.base.errors import SceneError
from ...core.base.progress import Part, Progress
from ...core.base.values import say_count
from ...core.deep.target import Target
from ...core.encoder.load import Encoder
from ...core.features import change as comparison
from ...core.features import evaluate
from ...core.features import extract as extraction
from ...core.features import import_embeddings as foreign
from ...core.features import per_block as blocks
from ...core.features.embedding_tables import open_table
from ...core.features.normalize import Normalizer
from ...core.features.scene_file import Provenance, SceneFile
from ...core.features.similarity import refuse_other_scenes
from ...core.features.stac_item import write_stac_item
from ...core.reports.evaluation_report import write_evaluation
from ...core.scenes import labeled
from ...core.scenes.collection.mosaic import MosaicScenes, scenes_of
from ...core.scenes.collection.virtual import write_virtual_raster
from .. import array_files
from ..contract import (
    CompareFeaturesJob,
    CompareFeaturesResult,
    EvaluateFeaturesJob,
    EvaluateFeaturesResult,
    ExtractFeaturesJob,
    ExtractFeaturesResult,
    FolderToFeaturesJob,
    FolderToFeaturesResult,
    ImportEmbeddingsJob,
    ImportEmbeddingsResult,
    SceneInput,
)
from ..sheets import finish_sheets, open_pixels_of
from .common import (
    bands_for,
    check_place,
    extract_scenes,
    extract_to,
    grid_of,
    load_for,
    open_folder,
    pictures_beside,
    step,
)
from .registry import does
from .scale import choose_with_model


@does(ExtractFeaturesJob)
def extract_features(job: ExtractFeaturesJob, progress: Progress) -> ExtractFeaturesResult:
    """Raster, and polygons where given, to features."""
    source, loaded = choose_with_model(job.source, job.extract, Part(progress, 0, 0.2))
    left = Part(progress, 0 if source is job.source else 0.2, 1)
    with step(progress, "Features") as note:
        result = extract_scenes(source, job.extract, job.features, left, loaded=loaded)
        note.append(say_count(result.scenes, "scene"))
    _describe(job, progress)
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
        note.append(say_count(result.scenes, "image"))
    _describe(job, progress)
    return FolderToFeaturesResult(result.scenes, result.skipped, len(scenes.unreadable))


@does(ImportEmbeddingsJob)
def import_embeddings(job: ImportEmbeddingsJob, progress: Progress) -> ImportEmbeddingsResult:
    """Table or raster of embeddings that others have made to features."""
    with step(progress, "Import") as note:
        if job.source is None:
            how = job.imported
            with open_table(job.file, how.column, how.scale_column, job.table) as table:
                found = foreign.import_table(table, how, job.crs_wkt, job.features, progress)
        else:
            found = _import_raster(job, job.source, progress)
        made = found.provenance
        note.append(say_count(found.scenes, "scene"))
    _describe(job, progress)
    return ImportEmbeddingsResult(found.scenes, found.skipped, sum(made.part_dims), made.model)


def _import_raster(
    job: ImportEmbeddingsJob, source: SceneInput, progress: Progress
) -> foreign.Imported:
    given = source.raster
    if given.collection is not None:  # values of embeddings stay what they are
        given = replace(given, collection=replace(given.collection, tone="collection"))
    with open_pixels_of(given, source.bands, measured=True, progress=progress) as raster:
        check_place(raster, given)
        grid = grid_of(raster, source)
        raster.log(progress, f", {say_count(len(grid), 'scene')}")
        if not len(grid):
            raise SceneError("There are no scenes on the raster. Choose another grid or extent.")
        scenes = scenes_of(raster, grid, raster.limits)
        pictures = pictures_beside(job.features, given)
        found = foreign.import_raster(
            raster, grid, job.imported, given.crs_wkt, job.features, progress, scenes, pictures
        )
        if isinstance(scenes, MosaicScenes):
            write_virtual_raster(pictures, scenes.mosaic, given.crs_wkt)
            finish_sheets(raster, given, progress, scenes.counts)
        return found


def _describe(
    job: ExtractFeaturesJob | FolderToFeaturesJob | ImportEmbeddingsJob, progress: Progress
) -> None:
    if job.stac:
        write_stac_item(job.stac, job.features, progress)


@does(CompareFeaturesJob)
def compare_features(job: CompareFeaturesJob, progress: Progress) -> CompareFeaturesResult:
    """Features of two dates to what has changed between them."""
    before, after = SceneFile(job.before, "features"), SceneFile(job.after, "features")
    with step(progress, "Pairs") as note:
        for features, cells in zip((before, after), job.cells):
            if cells:
                refuse_other_scenes(features, **array_files.read(cells))
        pairs = comparison.pair_units(before, after)
        found_on_both = say_count(len(pairs.after), "scene that is", "scenes that are", ",")
        note.append(f"{found_on_both} there on both dates")
    with step(progress, "Change") as note:
        found = comparison.compare_features(
            before, after, pairs, job.change, Part(progress, 0.05, 0.95)
        )
        changed = say_count(int(found.changed.sum()), "scene has", "scenes have", ",")
        note.append(f"{changed} changed")
    groups = found.groups
    told = (
        f"(evidence {groups.evidence:.0f}, where 10 is strong; separation "
        f"{groups.separation:.1f}, where 2 is clear)"
    )
    if groups.are_two:
        progress.log(f"The scores are of two groups {told}: {groups.shares[1]:.1%} are changes.")
    else:
        progress.log(
            f"The scores are not of two groups {told}: no threshold follows from them. "
            + (
                "That which was given is taken."
                if found.threshold is not None
                else "No scene is marked; give a threshold to mark those of the highest scores."
            )
        )
    ids = after.cells()[0]
    earlier = before.cells()[0]
    array_files.write(
        job.layer,
        scene_id=ids[pairs.after],
        before_id=earlier[pairs.before],
        score=found.scores,
        probability=found.probabilities,
        changed=found.changed,
        **array_files.pack(comparison.shapes_of(after, pairs.after).tolist()),
    )
    return CompareFeaturesResult(
        scenes=len(pairs.after),
        changed=int(found.changed.sum()),
        left_out=pairs.left_out,
        threshold=found.threshold,
        separation=groups.separation,
        crs_wkt=after.provenance.footprint_wkt,
    )


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
        provenance = replace(
            made, identity=source.identity, part_dims=source.part_dims, likeness=source.likeness
        )
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
        ("Orientations", str(made.orientations)),
        ("Features", f"{encoder.dims} dimensions"),
        ("Bands", list(made.bands)),
        ("Values scaled from", [float(f"{value:.6g}") for value in made.scaling_low]),
        ("to", [float(f"{value:.6g}") for value in made.scaling_high]),
        ("Neighbors", str(measured.neighbors)),
        ("Folds", f"{measured.folds}, fewer where a class has fewer scenes"),
        ("Episodes", str(measured.episodes)),
        ("Seed", str(measured.seed)),
    ]

"""The jobs a worker can do: each translates plain values into calls of ``core``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from ..core.base.arrays import IntArray, Vectors
from ..core.base.errors import DataFileError, RasterError, SceneError
from ..core.base.progress import Estimated, Part, Progress
from ..core.base.resume import forget_stale
from ..core.clusters.layer_tree import describe_levels, level_field
from ..core.clusters.merge_tree import DETAILS
from ..core.clusters.model import Assignment, ClusterModel, ClusterSettings, fit_clusters
from ..core.clusters.project import ProjectionSettings, Projector, place_all, project
from ..core.encoder.engine import EngineSettings
from ..core.encoder.load import Encoder, bands_of, load_encoder
from ..core.encoder.settings import ModelSettings
from ..core.features import evaluate
from ..core.features import extract as extraction
from ..core.features import per_block as blocks
from ..core.features.extract import ExtractSettings
from ..core.features.normalize import Normalizer
from ..core.features.scene_file import Provenance, SceneFile
from ..core.reports.evaluation_report import write_evaluation
from ..core.reports.fine_tuning_report import write_fine_tuning
from ..core.scenes import labeled, segments
from ..core.scenes.blocks import area_of, open_pixels
from ..core.scenes.grid import GridSettings, SceneGrid, grid_of_polygons, make_grid
from ..core.scenes.neighbors import grid_cells
from ..core.scenes.raster import Raster
from ..core.scenes.scaling import Scaling
from ..core.scenes.scene_block import SceneBlock
from ..core.scenes.segments import SegmentSettings
from ..core.scenes.sources import FolderScenes, RasterScenes, images_in, scaling_of, valid_fractions
from ..core.training.augment import AugmentSettings
from ..core.training.fine_tune import FineTuneSettings, fine_tune
from ..core.training.loop import TrainSettings
from . import (
    accuracy_tasks,
    class_tasks,
    environment,
    exchange,
    pixel_tasks,
    product_tasks,
    report_tasks,
)

Values = dict[str, Any]
_MOST_MEMBERSHIPS = 100  # fields of a layer; some formats take no more than 255 in all


def run(task: str, arguments: Values, progress: Progress) -> Values:
    """Do one task; returns plain values."""
    started = time.monotonic()
    result = _TASKS[task](arguments, progress)
    forget_stale(environment.home())
    progress.log(f"Worker: finished in {time.monotonic() - started:.1f} s")
    return result


@contextmanager
def _step(progress: Progress, name: str) -> Iterator[list[str]]:
    """Log a step with its time; the step fills in what it did."""
    started = time.monotonic()
    note: list[str] = []
    yield note
    progress.log(f"{name}: {''.join(note)} in {time.monotonic() - started:.1f} s")


def _settings(kind: Any, values: Values) -> Any:
    """Build a settings object from JSON: lists become tuples."""
    known = {f.name for f in fields(kind)}
    values = {k: v for k, v in values.items() if not isinstance(v, dict)}
    return kind(
        **{k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
    )


def _open_raster(arguments: Values, bands: tuple[int, ...], stored: bool = False) -> Raster:
    raster = Raster(arguments["raster"], bands, arguments.get("no_data", ()), stored)
    _check_place(raster, arguments)
    return raster


def _check_place(raster: Raster, arguments: Values) -> None:
    if not raster.georeferenced:
        raise RasterError(
            f"{raster.path} is not georeferenced, so its scenes have no place on the map. "
            "Georeference it first, or use Folder to features for plain images."
        )
    if not arguments["crs_wkt"]:
        raise RasterError(
            f"{raster.path} has no coordinate reference system, so its scenes have no place on "
            "the map. Assign one first (Raster > Projections > Assign projection)."
        )


def _grid(raster: Raster, arguments: Values) -> SceneGrid:
    """Grid of the polygons that QGIS handed over, else a regular one."""
    if arguments.get("polygons"):
        arrays = exchange.read(arguments["polygons"])
        shapes = np.asarray(exchange.unpack(arrays["data"], arrays["ends"]), dtype=object)
        grid = grid_of_polygons(
            raster.transform,
            raster.shape,
            shapes,
            arrays["scene_id"],
            arrays["row"],
            arrays["col"],
        )
        if "attributes_data" in arrays:
            texts = exchange.unpack(arrays["attributes_data"], arrays["attributes_ends"])
            own = np.array([text.decode() for text in texts], dtype=object)
            grid = replace(grid, attributes=own)
        return grid
    settings: GridSettings = _settings(GridSettings, arguments["grid"])
    if arguments.get("mask"):
        settings = replace(settings, mask=Path(arguments["mask"]).read_bytes())
    return make_grid(raster.transform, raster.shape, settings)


def _extract_settings(arguments: Values) -> ExtractSettings:
    return ExtractSettings(
        model=_settings(ModelSettings, arguments["model"]),
        engine=_settings(EngineSettings, arguments["engine"]),
        scaling=arguments["scaling"],
        percentiles=(arguments["percentiles"][0], arguments["percentiles"][1]),
        minimum_valid=arguments["minimum_valid"],
    )


def scene_grid(arguments: Values, progress: Progress) -> Values:
    """Raster to scenes with their valid fractions."""
    with _open_raster(arguments, tuple(arguments["bands"])) as raster:
        raster.log(progress)
        with _step(progress, "Grid") as note:
            grid = _grid(raster, arguments)
            fractions = valid_fractions(raster, grid, progress)
            kept = np.flatnonzero(fractions >= arguments["minimum_valid"])
            note.append(f"{len(kept)} scenes")
        if len(kept) == 0:
            raise SceneError(
                f"None of the {len(grid)} scenes has at least {arguments['minimum_valid']:.0%} "
                "valid data. Check the raster's nodata value, or lower the minimum of valid data."
            )
        exchange.write(
            arguments["layer"],
            scene_id=grid.scene_ids[kept],
            row=grid.rows[kept],
            col=grid.cols[kept],
            valid_fraction=fractions[kept],
            **exchange.pack(grid.wkb()[kept]),
        )
    return {"scenes": len(kept), "skipped": len(grid) - len(kept)}


def segment_scenes(arguments: Values, progress: Progress) -> Values:
    """Raster to scenes that follow the image."""
    settings: SegmentSettings = _settings(SegmentSettings, arguments["segments"])
    no_data = arguments.get("no_data", ())
    with open_pixels(arguments["raster"], arguments["bands"], no_data) as raster:
        _check_place(raster, arguments)
        raster.log(progress)
        extent = arguments["grid_extent"]
        area = area_of(raster, tuple(extent) if extent else None)
        with _step(progress, "Segments") as note:
            found = segments.segment_scenes(
                area, settings, arguments["scratch"], progress=Part(progress, 0, 0.9)
            )
            note.append(f"{len(found.grid)} segments")
        fractions = valid_fractions(raster, found.grid, Part(progress, 0.9, 1))
        exchange.write(
            arguments["layer"],
            scene_id=found.grid.scene_ids,
            pixels=found.pixels,
            valid_fraction=fractions,
            **exchange.pack(found.grid.wkb().tolist()),
        )
    return {"scenes": len(found.grid)}


def extract_features(arguments: Values, progress: Progress) -> Values:
    """Raster, and polygons where given, to features."""
    settings = _extract_settings(arguments)
    with _step(progress, "Features") as note:
        result = _extract_raster(arguments, settings, None, progress)
        note.append(f"{result.scenes} scenes")
    return {"scenes": result.scenes, "skipped": result.skipped}


def folder_to_features(arguments: Values, progress: Progress) -> Values:
    """Folder of images to features."""
    settings = _extract_settings(arguments)
    with _step(progress, "Features") as note:
        paths = images_in(arguments["folder"])
        scenes = FolderScenes(
            paths,
            Path(arguments["folder"]),
            tuple(arguments["bands"]) or _default_bands(settings.model),
            settings,
            None,
            arguments["crs_wkt"],
            Part(progress, 0, 0.05),
        )
        encoder = _encoder(settings, Part(progress, 0.05, 0.08))
        provenance = extraction.make_provenance(
            str(arguments["folder"]),
            scenes.bands,
            encoder,
            settings,
            scenes.scaling,
            scenes.crs_wkt,
            kinds=scenes.kinds,
        )
        result = extraction.extract(
            scenes,
            encoder,
            provenance,
            settings.engine,
            arguments["features"],
            environment.home(),
            Part(progress, 0.08, 1),
        )
        labeled.log_unreadable(scenes.unreadable, progress)
        note.append(f"{result.scenes} images")
    return {
        "scenes": result.scenes,
        "skipped": result.skipped,
        "unreadable": len(scenes.unreadable),
    }


def evaluate_features(arguments: Values, progress: Progress) -> Values:
    """Folder of labeled images to a table of accuracies and a report."""
    settings = _extract_settings(arguments)
    measured: evaluate.EvaluationSettings = _settings(
        evaluate.EvaluationSettings, arguments["evaluation"]
    )
    with _step(progress, "Features") as note:
        scenes = labeled.keep_large_classes(
            labeled.read_class_folders(
                arguments["folder"],
                tuple(arguments["bands"]) or _default_bands(settings.model),
                settings,
                Part(progress, 0, 0.05),
            ),
            progress,
        )
        opened = len(scenes.unreadable)
        encoder = _encoder(settings, Part(progress, 0.05, 0.08))
        made = extraction.make_provenance(
            arguments["folder"], scenes.bands, encoder, settings, scenes.scalings[0], ""
        )
        # One pass over the images gives the tokens of all blocks, those of the features included.
        every = blocks.load_every_block(settings.model) if arguments.get("per_block") else None
        looked = 0.6 if every else 0.9
        source = every or encoder
        result = extraction.extract(
            scenes,
            source,
            replace(made, identity=source.identity, part_dims=source.part_dims),
            settings.engine,
            arguments["features"],
            environment.home(),
            Part(progress, 0.08, looked),
        )
        damaged = scenes.unreadable[opened:]
        labeled.log_unreadable(damaged, progress)
        if result.skipped > len(damaged):
            progress.log(
                "Left out for lack of valid data: "
                f"{result.skipped - len(damaged)} of {result.scenes} images."
            )
        features = SceneFile(arguments["features"], "features")
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
    with _step(progress, "Evaluation") as note:
        values = Normalizer.fit(vectors, made.part_dims)(vectors)
        evaluated = 0.68 if every else 0.98
        found = evaluate.evaluate(
            values, scenes.labels, measured, Part(progress, looked, evaluated)
        )
        note.append(f"{len(found.measures)} measures")
    measured_blocks: list[evaluate.BlockMeasures] = []
    if every:
        with _step(progress, "Blocks") as note:
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
        arguments["report"],
        found,
        scenes,
        _listed_settings(made, encoder, measured),
        measured.neighbors,
        measured_blocks,
        every.parts[0].pool if every else "",
    )
    rows = [*found.measures, *(m for b in measured_blocks for m in b.measures)]
    exchange.write(
        arguments["layer"],
        measure=np.array([m.name for m in rows]),
        value=np.array([m.value for m in rows]),
        low=np.array([m.low for m in rows]),
        high=np.array([m.high for m in rows]),
        classes=np.array([m.classes for m in rows]),
        scenes=np.array([m.scenes for m in rows]),
        **exchange.pack([None] * len(rows)),
    )
    return {
        "measures": [m.value if np.isfinite(m.value) else None for m in found.measures],
        "scenes": len(scenes),
        "classes": len(scenes.classes),
        "unreadable": len(scenes.unreadable),
    }


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


def fine_tune_model(arguments: Values, progress: Progress) -> Values:
    """Labeled scenes to a model and a report."""
    extracting = _extract_settings(arguments)
    values = arguments["finetune"]
    settings: FineTuneSettings = replace(
        _settings(FineTuneSettings, values),
        train=_settings(TrainSettings, values["train"]),
        augment=_settings(AugmentSettings, values["augment"]),
    )
    with _step(progress, "Labeled scenes") as note:
        scenes = _labeled_scenes(arguments, extracting, Part(progress, 0, 0.03))
        scenes = labeled.keep_large_classes(scenes, progress, minimum=2)
        opened = len(scenes.unreadable)
        note.append(f"{len(scenes)} scenes of {len(scenes.classes)} classes")
    with _step(progress, "Fine-tuning") as note:
        trained_on = f"{len(scenes)} scenes of {len(scenes.classes)} classes"
        result = fine_tune(
            scenes,
            extracting.model,
            settings,
            arguments["output"],
            environment.home(),
            arguments["backbone"],
            trained_on,
            extracting.engine,
            Part(progress, 0.03, 0.99),
        )
        labeled.log_unreadable(scenes.unreadable[opened:], progress)
        note.append(f"{len(result.history)} epochs, validation accuracy {result.accuracy:.3f}")
    write_fine_tuning(arguments["report"], result, scenes, settings, extracting)
    return {
        "accuracy": result.accuracy,
        "epochs": len(result.history),
        "scenes": result.images,
        "classes": len(scenes.classes),
        "unreadable": len(scenes.unreadable),
    }


def _labeled_scenes(
    arguments: Values, settings: ExtractSettings, progress: Progress
) -> labeled.LabeledScenes:
    """Gather the scenes of all sources, folders and a raster with polygons."""
    bands = tuple(arguments["bands"]) or _default_bands(settings.model)
    parts = []
    for folder in arguments["folders"]:
        parts.append(labeled.read_class_folders(folder, bands, settings, progress))
    if arguments.get("raster"):
        raster = _open_raster(arguments, bands)  # stays open as long as its scenes
        raster.log(progress)
        classes = arguments["polygon_classes"]
        parts.append(
            labeled.read_labeled_polygons(
                raster, _grid(raster, arguments), classes, settings, progress
            )
        )
    if not parts:
        raise SceneError(
            "No labeled scenes were given. Choose a folder of class folders, or a raster with "
            "labeled polygons."
        )
    return labeled.join_scenes(parts) if len(parts) > 1 else parts[0]


def project_features(arguments: Values, progress: Progress) -> Values:
    """Features to an embedding and its projector."""
    features = SceneFile(arguments["features"], "features")
    settings: ProjectionSettings = _settings(ProjectionSettings, arguments["projection"])
    _project(features, settings, arguments, progress)
    return {"scenes": features.count}


def cluster_features(arguments: Values, progress: Progress) -> Values:
    """Embedding to clusters: a layer's arrays and a cluster model."""
    embedding = SceneFile(arguments["embedding"], "embedding")
    projector = Projector.load(arguments["projector"]) if arguments["projector"] else None
    if projector is not None and projector.key != embedding.header["projector"]:
        raise DataFileError(
            f"The projector {arguments['projector']} did not make the embedding "
            f"{embedding.path}. Choose the two that came out of one run of Project features."
        )
    return _cluster(embedding, projector, arguments, progress)


def cluster_scenes(arguments: Values, progress: Progress) -> Values:
    """All steps in one run."""
    settings = _extract_settings(arguments)
    projection: ProjectionSettings = _settings(ProjectionSettings, arguments["projection"])
    with _open_raster(arguments, tuple(arguments["bands"])) as raster:
        count = len(_grid(raster, arguments))
    # Expected seconds of the steps, so that progress moves evenly.
    features, fit = 8 + count / 40, 3 + min(count, projection.fit_scenes) / 800
    fit += max(count - projection.fit_scenes, 0) / 4000
    total = features + fit + 3
    with _step(progress, "Features") as note:
        extracted = _extract_raster(arguments, settings, None, Part(progress, 0, features / total))
        note.append(f"{extracted.scenes} scenes")
    file = SceneFile(arguments["features"], "features")
    after = Part(progress, features / total, (features + fit) / total)
    projector = _project(file, projection, arguments, after)
    embedding = SceneFile(arguments["embedding"], "embedding")
    last = Part(progress, (features + fit) / total, 1)
    return _cluster(embedding, projector, arguments, last)


def apply_clusters(arguments: Values, progress: Progress) -> Values:
    """Find saved clusters on a new raster, or in features; nothing is fitted."""
    model = ClusterModel.load(arguments["model_file"])
    if arguments.get("detail", "") in DETAILS:
        model = model.with_detail(arguments["detail"])
    if model.projector is None:
        raise DataFileError(
            f"{arguments['model_file']} was saved without a projector, so new scenes cannot be "
            "placed. Run Cluster features again with the projector of Project features."
        )
    if arguments.get("raster"):
        made = model.provenance
        settings = ExtractSettings(
            model=ModelSettings(
                made.model, made.weights, made.blocks, made.pooling, made.input_size
            ),
            engine=_settings(EngineSettings, arguments["engine"]),
            minimum_valid=made.minimum_valid,
        )
        with _step(progress, "Features") as note:
            result = _extract_raster(
                _with_grid_of(model, arguments), settings, made, Part(progress, 0, 0.9)
            )
            note.append(f"{result.scenes} scenes")
    features = SceneFile(arguments["features"], "features")
    with _step(progress, "Placing") as note:
        place_all(features, model.projector, arguments["embedding"], Part(progress, 0.9, 0.97))
        note.append(f"{features.count} scenes")
    blocks, vectors = _read_embedding(SceneFile(arguments["embedding"], "embedding"))
    return _write_layer(
        blocks, vectors, model, model.assign(vectors), features.provenance, arguments, progress
    )


def _with_grid_of(model: ClusterModel, arguments: Values) -> Values:
    """Fill in the scene size that the clusters were fitted with, where none is given."""
    if arguments.get("polygons") or arguments["grid"].get("size"):
        return arguments
    size, stride = model.provenance.scene_size, model.provenance.scene_stride
    if size is None or stride is None:
        raise SceneError(
            "The clusters were fitted on polygons or images, which have no common size. "
            "Choose a grid layer or a scene size for the new raster."
        )
    grid = {**arguments["grid"], "size": size, "stride": stride, "units": "pixels"}
    return {**arguments, "grid": grid}


def _default_bands(model: ModelSettings) -> tuple[int, ...]:
    """Bands for a model of other than three: the first ones; none where the raster decides."""
    count = bands_of(model)
    return () if count == 3 else tuple(range(1, count + 1))


def _encoder(settings: ExtractSettings, progress: Progress) -> Encoder:
    with Estimated(progress, 3):
        return load_encoder(settings.model, progress)


def _extract_raster(
    arguments: Values, settings: ExtractSettings, like: Provenance | None, progress: Progress
) -> extraction.Extraction:
    """Extract features of a raster; ``like`` others where they must match them."""
    bands = tuple(arguments["bands"])
    bands = bands or (like.bands if like else _default_bands(settings.model))
    stored = like is not None and not like.scale_applied
    with _open_raster(arguments, bands, stored) as raster:
        grid = _grid(raster, arguments)
        if like is not None and like.scene_size is None and not like.inside_only:
            grid = replace(grid, whole_windows=True)  # as the clusters' own scenes were seen
        if like is None:
            scaling = scaling_of(raster, settings)
        elif len(like.bands) != len(raster.bands):
            raise RasterError(
                f"The bands chosen are {len(raster.bands)}, but the clusters were fitted on "
                f"{len(like.bands)}. Choose the bands that correspond to {list(like.bands)}."
            )
        else:
            scaling = Scaling(like.scaling_low, like.scaling_high)
        progress(0.01)
        encoder = _encoder(settings, Part(progress, 0.01, 0.03))
        if like is not None and encoder.identity != like.identity:
            raise DataFileError(
                f"The model '{like.weights or like.model}' is not the one the clusters were "
                "fitted with: its weights have changed. Fit the clusters again."
            )
        provenance = extraction.make_provenance(
            raster.path,
            raster.bands,
            encoder,
            settings,
            scaling,
            arguments["crs_wkt"],
            raster=raster,
            grid=grid,
        )
        raster.log(progress, f", {len(grid)} scenes")
        scenes = RasterScenes(raster, grid, scaling)
        return extraction.extract(
            scenes,
            encoder,
            provenance,
            settings.engine,
            arguments["features"],
            environment.home(),
            Part(progress, 0.03, 1),
        )


def _project(
    features: SceneFile, settings: ProjectionSettings, arguments: Values, progress: Progress
) -> Projector:
    with _step(progress, "Projection") as note:
        projector = project(features, settings, arguments["embedding"], progress)
        if arguments.get("projector"):
            projector.save(arguments["projector"])
        note.append(
            f"{features.dims} to {settings.dimensions} dimensions with {settings.method.upper()}"
            + (f", {projector.runs} times" if projector.runs > 1 else "")
        )
    return projector


def _cluster(
    embedding: SceneFile, projector: Projector | None, arguments: Values, progress: Progress
) -> Values:
    settings: ClusterSettings = _settings(ClusterSettings, arguments["clusters"])
    with _step(progress, "Clusters") as note:
        blocks, vectors = _read_embedding(embedding)
        made = embedding.provenance
        cells = _cells(blocks) if settings.spatial else None
        model, assignment = fit_clusters(
            vectors, settings, made, projector, Part(progress, 0, 0.7), cells,
            int(embedding.header.get("runs", 1)),
        )  # fmt: skip
        if arguments.get("model_file"):
            model.save(arguments["model_file"])
        note.append(f"{model.clusters} clusters")
    return _write_layer(blocks, vectors, model, assignment, made, arguments, progress)


def _cells(blocks: list[SceneBlock]) -> IntArray:
    """Rows and columns (n, 2) of all scenes on their grid."""
    return grid_cells(
        np.concatenate([block.rows for block in blocks]),
        np.concatenate([block.cols for block in blocks]),
        np.concatenate([block.geometries for block in blocks]),
    )


def _read_embedding(embedding: SceneFile) -> tuple[list[SceneBlock], Vectors]:
    """Read all scenes of an embedding, and apart from them their places as one array (n, k)."""
    places = np.empty((embedding.count, embedding.dims), dtype=np.float32)
    blocks, done = [], 0
    for block in embedding.blocks():
        places[done : done + len(block)] = block.vectors
        done += len(block)
        blocks.append(replace(block, vectors=places[:0]))  # not kept twice
    return blocks, places


def _write_layer(
    blocks: list[SceneBlock],
    vectors: Vectors,
    model: ClusterModel,
    assignment: Assignment,
    made: Provenance,
    arguments: Values,
    progress: Progress,
) -> Values:
    """Write the arrays of the cluster layer for QGIS's side."""
    present = np.isfinite(vectors).all(axis=1)
    if not present.any():
        raise SceneError(
            "No scene has enough valid data. Check the raster's nodata value, "
            "or lower the minimum of valid data."
        )
    names: Values = {}
    if blocks[0].names is not None:
        texts = [name.encode() for block in blocks for name in cast(Any, block.names)]
        names = {f"name_{k}": v for k, v in exchange.pack(texts).items()}
    if blocks[0].attributes is not None:
        texts = [(text or "").encode() for block in blocks for text in cast(Any, block.attributes)]
        names |= {f"attributes_{k}": v for k, v in exchange.pack(texts).items()}
    memberships = np.empty((len(vectors), 0))
    if arguments.get("memberships"):
        memberships = model.memberships(vectors, _MOST_MEMBERSHIPS)
        if model.clusters > _MOST_MEMBERSHIPS:
            progress.log(
                f"Only the {_MOST_MEMBERSHIPS} largest of the {model.clusters} clusters get a "
                "field with memberships. Ask for fewer clusters to have all."
            )
    tree = model.tree(vectors, assignment.clusters)
    subclusters = model.subclusters(vectors, assignment.clusters)
    leaves = {} if subclusters is None else {"subcluster": subclusters}
    held: list[str] = []
    if tree is not None and subclusters is not None:
        shown = tree.details.get(model.settings.detail)
        levels = tree.levels(subclusters, assignment.clusters, shown)
        for line in describe_levels(levels):
            progress.log(line)
        others = {level_field(one.count): one.clusters for one in levels if not one.is_shown}
        held, leaves = list(others), leaves | others
    second_axis = vectors[:, min(1, vectors.shape[1] - 1)]
    exchange.write(
        arguments["layer"],
        scene_id=np.concatenate([block.scene_ids for block in blocks]),
        row=np.concatenate([block.rows for block in blocks]),
        col=np.concatenate([block.cols for block in blocks]),
        valid_fraction=np.concatenate([block.valid_fractions for block in blocks]),
        cluster=assignment.clusters,
        probability=assignment.probabilities,
        second_cluster=assignment.second_clusters,
        second_probability=assignment.second_probabilities,
        ambiguous=assignment.ambiguous,
        exemplar_rank=assignment.exemplar_ranks,
        umap_x=vectors[:, 0].astype(np.float64),
        umap_y=second_axis.astype(np.float64),
        present=present,
        **leaves,
        **{f"member_{k}": column for k, column in enumerate(memberships.T, start=1)},
        **names,
        **exchange.pack([wkb for block in blocks for wkb in block.geometries]),
    )
    return {
        "scenes": len(vectors),
        "skipped": int((~present).sum()),
        "clusters": model.clusters,
        "counts": assignment.counts(model.clusters),
        "unclustered": int((assignment.clusters == 0).sum()),
        "memberships": memberships.shape[1],
        "subclusters": subclusters is not None,
        "levels": held,
        "tree": None if tree is None else tree.to_json(),
        "provenance": made.to_json(),
        "crs_wkt": made.crs_wkt,
    }


def refine_model(arguments: Values, progress: Progress) -> Values:
    """Target without labels to a model that is adapted to it, and to clusters."""
    from . import refine_tasks  # which has its helpers from here

    return refine_tasks.refine_model(arguments, progress)


_TASKS: dict[str, Callable[[Values, Progress], Values]] = {
    "scenegrid": scene_grid,
    "segmentscenes": segment_scenes,
    "extractfeatures": extract_features,
    "foldertofeatures": folder_to_features,
    "evaluatefeatures": evaluate_features,
    "finetunemodel": fine_tune_model,
    "refinemodel": refine_model,
    "projectfeatures": project_features,
    "clusterfeatures": cluster_features,
    "clusterscenes": cluster_scenes,
    "applyclusters": apply_clusters,
    "mergeclusters": class_tasks.merge_clusters,
    "splitcluster": class_tasks.split_cluster,
    "clustertable": product_tasks.cluster_table,
    "classraster": product_tasks.class_raster,
    "findsimilar": product_tasks.find_similar,
    "assessaccuracy": accuracy_tasks.assess_accuracy,
    "comparemaps": accuracy_tasks.compare_maps,
    "clusterreport": report_tasks.cluster_report,
    "pixelclusters": pixel_tasks.pixel_clusters,
    "maximumlikelihood": pixel_tasks.maximum_likelihood,
}

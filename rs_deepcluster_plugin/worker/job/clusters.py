"""The jobs from features to clusters."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...core.base.arrays import IntArray
from ...core.base.errors import DataFileError, OutputError, SceneError
from ...core.base.progress import Part, Progress
from ...core.base.values import say_count
from ...core.clusters.merge_tree import DETAILS
from ...core.clusters.methods import ClusterSettings
from ...core.clusters.model import ClusterModel, fit_clusters
from ...core.clusters.project import ProjectionSettings, Projector, place_all, project
from ...core.clusters.unlike import BY_CHANCE, unlike_share
from ...core.encoder.settings import ModelSettings
from ...core.features.extract import ExtractSettings
from ...core.features.scene_file import SceneFile
from ...core.features.together import join_rasters
from ...core.machines.extraction import find_machines, find_scheduler
from ...core.scenes.neighbors import grid_cells
from ..contract import (
    ApplyClustersJob,
    ApplyClustersResult,
    ClusterFeaturesJob,
    ClusterLayerResult,
    ClusterScenesJob,
    ClusterTogetherJob,
    LayerOutput,
    ProjectFeaturesJob,
    ProjectFeaturesResult,
    SceneInput,
)
from ..host.process import writable_home
from .cluster_layer import (
    EmbeddedScenes,
    check_raster,
    check_raster_of,
    read_embedding,
    write_cluster_layer,
)
from .common import extract_scenes, step
from .registry import does
from .scale import choose_with_model, refuse_too_few

_CHOOSING = 0.2  # of the progress, where a scale is looked for
_LOOKING = 0.05  # where many rasters are looked at

# When clusters are said not to fit. Of scenes held out of the same imagery 4 to 6 % are unlike the
# others, of the other half of an image 8 to 19 %, of another date of NAIP 26 to 43 %.
_UNLIKE = 0.25
_FALL = 0.1  # of the mean probability


@does(ProjectFeaturesJob)
def project_features(job: ProjectFeaturesJob, progress: Progress) -> ProjectFeaturesResult:
    """Features to an embedding and its projector."""
    features = SceneFile(job.features, "features")
    scheduler = find_scheduler(job.machines, features.count, job.projection.fit_scenes)
    projector = _project(features, job.projection, job.embedding, progress, scheduler)
    projector.save(job.projector)
    return ProjectFeaturesResult(features.count)


@does(ClusterFeaturesJob)
def cluster_features(job: ClusterFeaturesJob, progress: Progress) -> ClusterLayerResult:
    """Embedding to clusters: a layer's arrays and a cluster model."""
    embedding = SceneFile(job.embedding, "embedding")
    if job.layer.raster:
        check_raster_of(embedding)
    projector = Projector.load(job.projector) if job.projector else None
    if projector is not None and projector.key != embedding.header["projector"]:
        raise DataFileError(
            f"The projector {job.projector} did not make the embedding "
            f"{embedding.path}. Choose the two that came out of one run of Project features."
        )
    scheduler = find_scheduler(job.machines, embedding.count, job.clusters.fit_scenes)
    return _cluster(
        embedding, projector, job.clusters, job.model_file, job.layer, progress, scheduler
    )


@does(ClusterTogetherJob)
def cluster_together(job: ClusterTogetherJob, progress: Progress) -> ClusterLayerResult:
    """Features of several rasters to clusters that they have in common."""
    with step(progress, "Features") as note:
        files = [SceneFile(path, "features") for path in job.files]
        names = join_rasters(files, job.features, Part(progress, 0, 0.1))
        joined = SceneFile(job.features, "features")
        rasters = say_count(len(names), "raster")
        note.append(f"{joined.count} scenes of {rasters} ({', '.join(names)})")
    if job.layer.raster:
        check_raster_of(joined)
    most = min(job.projection.fit_scenes, job.clusters.fit_scenes)
    scheduler = find_scheduler(job.machines, joined.count, most)
    placing = Part(progress, 0.1, 0.8)
    projector = _project(joined, job.projection, job.embedding, placing, scheduler)
    embedding = SceneFile(job.embedding, "embedding")
    last = Part(progress, 0.8, 1)
    return _cluster(embedding, projector, job.clusters, job.model_file, job.layer, last, scheduler)


@does(ClusterScenesJob)
def cluster_scenes(job: ClusterScenesJob, progress: Progress) -> ClusterLayerResult:
    """All steps in one run."""
    choosing = Part(progress, 0, _CHOOSING)
    source, loaded = choose_with_model(job.source, job.extract, choosing)
    begin = _CHOOSING if source is not job.source else 0
    if job.source.raster.collection is not None and source is job.source:
        begin = _LOOKING
    count = refuse_too_few(source, job.extract, progress=Part(progress, 0, begin))
    progress = Part(progress, begin, 1)
    if job.layer.raster:
        check_raster(source)
    # Expected seconds of the steps, so that progress moves evenly.
    features, fit = 8 + count / 40, 3 + min(count, job.projection.fit_scenes) / 800
    fit += max(count - job.projection.fit_scenes, 0) / 4000
    total = features + fit + 3
    extracting = Part(progress, 0, features / total)
    with step(progress, "Features") as note:
        extracted = extract_scenes(source, job.extract, job.features, extracting, loaded=loaded)
        note.append(say_count(extracted.scenes, "scene"))
    after = Part(progress, features / total, (features + fit) / total)
    file = SceneFile(job.features, "features")
    scheduler = find_machines(job.extract.machines).scheduler
    projector = _project(file, job.projection, job.embedding, after, scheduler)
    embedding = SceneFile(job.embedding, "embedding")
    last = Part(progress, (features + fit) / total, 1)
    return _cluster(embedding, projector, job.clusters, job.model_file, job.layer, last, scheduler)


@does(ApplyClustersJob)
def apply_clusters(job: ApplyClustersJob, progress: Progress) -> ApplyClustersResult:
    """Find saved clusters on a new raster, or in features; nothing is fitted."""
    model = ClusterModel.load(job.model_file)
    if job.detail in DETAILS:
        model = model.with_detail(job.detail)
    if model.projector is None:
        raise DataFileError(
            f"{job.model_file} was saved without a projector, so new scenes cannot be "
            "placed. Run Cluster features again with the projector of Project features."
        )
    if job.source is None and job.layer.raster:
        check_raster_of(SceneFile(job.features, "features"))
    if job.source is not None:
        made = model.provenance
        if made.foreign is not None:
            raise DataFileError(
                f"The clusters of {job.model_file} were fitted on embeddings of {made.model} that "
                "were imported, and RS DeepCluster cannot make such ones of a raster. Import those "
                "of the new raster too, and give them as Features."
            )
        settings = ExtractSettings(
            model=ModelSettings(
                made.model,
                made.weights,
                made.blocks,
                made.pooling,
                made.input_size,
                made.wavelengths,
                made.orientations,
            ),
            engine=job.engine,
            machines=job.machines,
            minimum_valid=made.minimum_valid,
        )
        source = _with_grid_of(model, job.source) if job.fitted_size else job.source
        if job.layer.raster:
            check_raster(source)
        with step(progress, "Features") as note:
            result = extract_scenes(source, settings, job.features, Part(progress, 0, 0.9), made)
            note.append(say_count(result.scenes, "scene"))
    features = SceneFile(job.features, "features")
    with step(progress, "Placing") as note:  # and assigning, by who has the places already
        scheduler = find_machines(job.machines).scheduler
        placing = Part(progress, 0.9, 0.97)
        assigned = place_all(
            features, model.projector, job.embedding, placing, scheduler, model.assign_rows
        )
        note.append(say_count(features.count, "scene"))
    scenes = read_embedding(SceneFile(job.embedding, "embedding"))
    assignment = model.join_assigned(scenes.places, assigned)
    written = write_cluster_layer(
        scenes, model, assignment, features.provenance, job.layer, progress
    )
    found, fitted = assignment.mean_probability(), model.fitted_probability()
    unlike = unlike_share(features, model.projector)
    fell = found is not None and fitted is not None and fitted - found > _FALL
    if fell or (unlike or 0) > _UNLIKE:
        known = [
            f"{unlike:.0%} of them are unlike all that the clusters were fitted on, where "
            f"{BY_CHANCE:.0%} would be by chance"
            if unlike is not None
            else "",
            f"their mean probability is {found:.2f}, and was {fitted:.2f} where they were fitted"
            if found is not None and fitted is not None
            else "",
        ]
        progress.log(
            f"The clusters do not fit these scenes well: {'; '.join(filter(None, known))}. Fit "
            "clusters that both have in common (Cluster together), or clusters of their own "
            "(Cluster a raster); where these are two dates of one place, find what changed with "
            "Compare features, which aligns them first."
        )
    return ApplyClustersResult(written, found, fitted, unlike)


def _with_grid_of(model: ClusterModel, source: SceneInput) -> SceneInput:
    """Take the scene size that the clusters were fitted with."""
    size, stride = model.provenance.scene_size, model.provenance.scene_stride
    if size is None or stride is None:
        raise SceneError(
            "The clusters were fitted on polygons or images, which have no common size. "
            "Choose a grid layer or a scene size for the new raster."
        )
    if source.grid.context is None:
        source = replace(source, grid=replace(source.grid, context=model.provenance.context))
    return replace(source, grid=replace(source.grid, size=size, stride=stride, units="pixels"))


def _project(
    features: SceneFile, settings: ProjectionSettings, embedding: str, progress: Progress,
    scheduler: str = "",
) -> Projector:  # fmt: skip
    with step(progress, "Projection") as note:
        projector = project(features, settings, embedding, progress, _cache(), scheduler)
        note.append(
            f"{features.dims} to {settings.dimensions} dimensions with {settings.method.upper()}"
            + (f", {projector.runs} times" if projector.runs > 1 else "")
        )
    return projector


def _cluster(
    embedding: SceneFile,
    projector: Projector | None,
    settings: ClusterSettings,
    model_file: str,
    layer: LayerOutput,
    progress: Progress,
    scheduler: str,
) -> ClusterLayerResult:
    with step(progress, "Clusters") as note:
        scenes = read_embedding(embedding)
        made = embedding.provenance
        cells = _cells(scenes) if settings.spatial else None
        model, assignment = fit_clusters(
            scenes.places, settings, made, projector, Part(progress, 0, 0.7), cells,
            int(embedding.header.get("runs", 1)), _cache(), scheduler,
        )  # fmt: skip
        model.save(model_file)
        note.append(say_count(model.clusters, "cluster"))
    return write_cluster_layer(scenes, model, assignment, made, layer, progress)


def _cache() -> Path | None:
    """Return where finished steps are kept, None where nothing can be: nothing depends on it."""
    with contextlib.suppress(OutputError):
        return writable_home()
    return None


def _cells(scenes: EmbeddedScenes) -> IntArray:
    """Rows and columns (n, 2) of all scenes on their grid."""
    footprints = np.concatenate(list(scenes.file.footprints()))
    _, rows, cols = scenes.file.cells()
    return grid_cells(rows, cols, footprints)

"""The jobs from features to clusters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...core.base.arrays import IntArray
from ...core.base.errors import DataFileError, SceneError
from ...core.base.progress import Part, Progress
from ...core.clusters.merge_tree import DETAILS
from ...core.clusters.methods import ClusterSettings
from ...core.clusters.model import ClusterModel, fit_clusters
from ...core.clusters.project import ProjectionSettings, Projector, place_all, project
from ...core.encoder.settings import ModelSettings
from ...core.features.extract import ExtractSettings
from ...core.features.scene_file import SceneFile
from ...core.scenes.neighbors import grid_cells
from ...core.scenes.scene_block import SceneBlock
from ..contract import (
    ApplyClustersJob,
    ClusterFeaturesJob,
    ClusterLayerResult,
    ClusterScenesJob,
    LayerOutput,
    ProjectFeaturesJob,
    ProjectFeaturesResult,
    SceneInput,
)
from .cluster_layer import read_embedding, write_cluster_layer
from .common import extract_to, opened_raster, step
from .registry import does
from .scale import choose_scale, refuse_too_few

_CHOOSING = 0.2  # of the progress, where a scale is looked for


@does(ProjectFeaturesJob)
def project_features(job: ProjectFeaturesJob, progress: Progress) -> ProjectFeaturesResult:
    """Features to an embedding and its projector."""
    features = SceneFile(job.features, "features")
    projector = _project(features, job.projection, job.embedding, progress)
    projector.save(job.projector)
    return ProjectFeaturesResult(features.count)


@does(ClusterFeaturesJob)
def cluster_features(job: ClusterFeaturesJob, progress: Progress) -> ClusterLayerResult:
    """Embedding to clusters: a layer's arrays and a cluster model."""
    embedding = SceneFile(job.embedding, "embedding")
    projector = Projector.load(job.projector) if job.projector else None
    if projector is not None and projector.key != embedding.header["projector"]:
        raise DataFileError(
            f"The projector {job.projector} did not make the embedding "
            f"{embedding.path}. Choose the two that came out of one run of Project features."
        )
    return _cluster(embedding, projector, job.clusters, job.model_file, job.layer, progress)


@does(ClusterScenesJob)
def cluster_scenes(job: ClusterScenesJob, progress: Progress) -> ClusterLayerResult:
    """All steps in one run."""
    source = choose_scale(job.source, job.extract, Part(progress, 0, _CHOOSING))
    count = refuse_too_few(source, job.extract)
    progress = Part(progress, _CHOOSING if source is not job.source else 0, 1)
    # Expected seconds of the steps, so that progress moves evenly.
    features, fit = 8 + count / 40, 3 + min(count, job.projection.fit_scenes) / 800
    fit += max(count - job.projection.fit_scenes, 0) / 4000
    total = features + fit + 3
    extracting = Part(progress, 0, features / total)
    with (
        step(progress, "Features") as note,
        opened_raster(source, job.extract, Part(extracting, 0, 0.03)) as target,
    ):
        extracted = extract_to(job.features, target, Part(extracting, 0.03, 1))
        note.append(f"{extracted.scenes} scenes")
    after = Part(progress, features / total, (features + fit) / total)
    file = SceneFile(job.features, "features")
    projector = _project(file, job.projection, job.embedding, after)
    embedding = SceneFile(job.embedding, "embedding")
    last = Part(progress, (features + fit) / total, 1)
    return _cluster(embedding, projector, job.clusters, job.model_file, job.layer, last)


@does(ApplyClustersJob)
def apply_clusters(job: ApplyClustersJob, progress: Progress) -> ClusterLayerResult:
    """Find saved clusters on a new raster, or in features; nothing is fitted."""
    model = ClusterModel.load(job.model_file)
    if job.detail in DETAILS:
        model = model.with_detail(job.detail)
    if model.projector is None:
        raise DataFileError(
            f"{job.model_file} was saved without a projector, so new scenes cannot be "
            "placed. Run Cluster features again with the projector of Project features."
        )
    if job.source is not None:
        made = model.provenance
        settings = ExtractSettings(
            model=ModelSettings(
                made.model, made.weights, made.blocks, made.pooling, made.input_size
            ),
            engine=job.engine,
            minimum_valid=made.minimum_valid,
        )
        source = _with_grid_of(model, job.source) if job.fitted_size else job.source
        with (
            step(progress, "Features") as note,
            opened_raster(source, settings, Part(progress, 0, 0.03), made) as target,
        ):
            result = extract_to(job.features, target, Part(progress, 0.03, 0.9))
            note.append(f"{result.scenes} scenes")
    features = SceneFile(job.features, "features")
    with step(progress, "Placing") as note:
        place_all(features, model.projector, job.embedding, Part(progress, 0.9, 0.97))
        note.append(f"{features.count} scenes")
    blocks, vectors = read_embedding(SceneFile(job.embedding, "embedding"))
    return write_cluster_layer(
        blocks, vectors, model, model.assign(vectors), features.provenance, job.layer, progress
    )


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
    features: SceneFile, settings: ProjectionSettings, embedding: str, progress: Progress
) -> Projector:
    with step(progress, "Projection") as note:
        projector = project(features, settings, embedding, progress)
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
) -> ClusterLayerResult:
    with step(progress, "Clusters") as note:
        blocks, vectors = read_embedding(embedding)
        made = embedding.provenance
        cells = _cells(blocks) if settings.spatial else None
        model, assignment = fit_clusters(
            vectors, settings, made, projector, Part(progress, 0, 0.7), cells,
            int(embedding.header.get("runs", 1)),
        )  # fmt: skip
        model.save(model_file)
        note.append(f"{model.clusters} clusters")
    return write_cluster_layer(blocks, vectors, model, assignment, made, layer, progress)


def _cells(blocks: list[SceneBlock]) -> IntArray:
    """Rows and columns (n, 2) of all scenes on their grid."""
    return grid_cells(
        np.concatenate([block.rows for block in blocks]),
        np.concatenate([block.cols for block in blocks]),
        np.concatenate([block.geometries for block in blocks]),
    )

"""The jobs on cluster layers: by their features, and by the raster below them."""

from __future__ import annotations

import numpy as np

from ...core.base.errors import SceneError
from ...core.base.progress import Part, Progress
from ...core.classes.class_raster import (
    Drawing,
    band_statistics,
    drawing_order,
    write_class_map,
)
from ...core.classes.name_rules import (
    NamedScenes,
    NameHint,
    describe_colors,
    find_roles,
    mean_of_groups,
)
from ...core.classes.name_words import compare_words, windows_of
from ...core.clusters.merge_split import divide_cluster, find_rows, group_similar, project_scenes
from ...core.features import similarity
from ...core.features.scene_file import SceneFile
from ...core.scenes.blocks import Area, area_of, open_pixels
from ...core.scenes.raster import Raster
from .. import array_files
from ..contract import (
    ClassRasterJob,
    ClassRasterResult,
    ClusterTableJob,
    ClusterTableResult,
    FindSimilarJob,
    FindSimilarResult,
    MergeClustersJob,
    MergeClustersResult,
    SplitClusterJob,
    SplitClusterResult,
    SuggestedName,
    SuggestNamesJob,
    SuggestNamesResult,
)
from .common import list_drawn, read_shapes
from .registry import does


@does(MergeClustersJob)
def merge_clusters(job: MergeClustersJob, progress: Progress) -> MergeClustersResult:
    """Features and current clusters to groups of clusters that are alike."""
    arrays = array_files.read(job.scenes)
    features = SceneFile(job.features, "features")
    places = find_rows(features, arrays["scene_id"], arrays["row"], arrays["col"])
    groups, nearest = group_similar(features, places, arrays["cluster"], job.similarity, progress)
    return MergeClustersResult(tuple(map(tuple, groups)), nearest)


@does(SplitClusterJob)
def split_cluster(job: SplitClusterJob, progress: Progress) -> SplitClusterResult:
    """Scenes of one cluster, with features or places in an embedding, to parts of it."""
    arrays = array_files.read(job.scenes)
    made = None
    if job.features:
        features = SceneFile(job.features, "features")
        places = find_rows(features, arrays["scene_id"], arrays["row"], arrays["col"])
        made = features.provenance
        embedding = project_scenes(features, places, job.projection, Part(progress, 0, 0.6))
    else:
        embedding = np.stack([arrays["umap_x"], arrays["umap_y"]], axis=1).astype(np.float32)
    parts = divide_cluster(embedding, job.clusters, made, Part(progress, 0.6, 1))
    array_files.write(job.parts, part=parts)
    return SplitClusterResult(int(parts.max(initial=0)))


@does(ClassRasterJob)
def class_raster(job: ClassRasterJob, progress: Progress) -> ClassRasterResult:
    """Scenes and their classes to a raster on the grid of another one."""
    with Raster(job.raster.path) as raster:
        area = area_of(raster)
        drawing = _drawing(area, array_files.read(job.scenes))
        progress.log(f"Raster: {area.window[2]} x {area.window[3]} pixels.")
        found = write_class_map(
            job.output, area, drawing, job.classes, job.raster.crs_wkt, progress
        )
    return ClassRasterResult(list_drawn(found))


@does(ClusterTableJob)
def cluster_table(job: ClusterTableJob, progress: Progress) -> ClusterTableResult:
    """Scenes and their clusters to what features and a raster tell of the clusters."""
    arrays = array_files.read(job.scenes)
    found: array_files.Arrays = {}
    share = 0.0
    if job.features:
        share = 0.3 if job.raster is not None else 1.0
        inside = arrays["value"] >= 0
        features = SceneFile(job.features, "features")
        similarity.refuse_other_scenes(features, arrays["scene_id"], arrays["row"], arrays["col"])
        means = similarity.mean_vectors(
            features,
            arrays["scene_id"][inside],
            arrays["value"][inside],
            Part(progress, 0, share),
        )
        padded = np.full((job.groups, means.shape[1]), np.nan)
        padded[: len(means)] = means
        found["nearest"], found["similarity"] = similarity.nearest_by_cosine(padded)
    bands: tuple[int, ...] = ()
    if job.raster is not None:
        with open_pixels(job.raster.path, no_data=job.raster.no_data) as raster:
            raster.log(progress)
            if raster.palettes:
                progress.log("Its values are numbers of colors, so there is nothing to measure.")
            else:
                area = area_of(raster)
                measured = band_statistics(
                    area, _drawing(area, arrays), job.groups, Part(progress, share, 1)
                )
                bands = tuple(measured.bands)
                found["means"], found["deviations"] = measured.means, measured.deviations
    array_files.write(job.table, **found)
    return ClusterTableResult(bands)


@does(SuggestNamesJob)
def suggest_names(job: SuggestNamesJob, progress: Progress) -> SuggestNamesResult:
    """Scenes, their clusters and a raster to suggestions for the names of the clusters."""
    arrays = array_files.read(job.scenes)
    groups, count = arrays["group"], len(arrays["group"])
    measured: dict[str, np.ndarray] = {}
    hints: list[NameHint | None]
    if job.encoder is not None:
        named = find_roles(job.colors)
        bands = [named[color] + 1 for color in ("red", "green", "blue") if color in named]
        if job.colors and len(bands) < 3:
            raise SceneError(
                "Colors of the bands do not say which are red, green and blue, which pictures for "
                "a text encoder are made of. Name the three, or leave the colors empty."
            )
        with Raster(job.raster.path, bands, job.raster.no_data) as raster:
            raster.log(progress)
            windows = windows_of(raster, read_shapes(arrays))
            hints = compare_words(
                raster, windows, groups, job.groups, job.words, job.encoder, progress
            )
    else:
        with open_pixels(job.raster.path, (), job.raster.no_data, measured=True) as raster:
            raster.log(progress)
            given = job.colors or tuple(raster.colors())
            colors = [given[band - 1] if band <= len(given) else "" for band in raster.bands]
            for line in describe_colors(colors, raster.path):
                progress.log(line)
            area = area_of(raster)
            drawing = _drawing(area, arrays)
            scenes = NamedScenes.measure(area, drawing, count, colors, progress)
        hints = scenes.of_groups(groups, job.groups)
        for name, values in scenes.indices.items():
            if np.isfinite(values).any():
                measured[name] = mean_of_groups(values, groups, job.groups)
    array_files.write(job.table, **measured)
    names = tuple(
        SuggestedName(-1, 0.0, -1, 0.0)
        if hint is None
        else SuggestedName(hint.rule, hint.score, hint.second, hint.second_score)
        for hint in hints
    )
    return SuggestNamesResult(names, tuple(measured))


@does(FindSimilarJob)
def find_similar(job: FindSimilarJob, progress: Progress) -> FindSimilarResult:
    """Features and examples to the scenes that are like them."""
    known = SceneFile(job.features, "features")
    if job.cells:
        similarity.refuse_other_scenes(known, **array_files.read(job.cells))
    searched = known
    if job.searched:
        searched = SceneFile(job.searched, "features")
        searched.provenance.refuse_other(searched.path, known.provenance, str(known.path))
    normalizer = similarity.normalizer_of(known, Part(progress, 0, 0.2))
    found = similarity.find_similar(
        searched,
        similarity.vectors_of(known, job.scene_ids),
        normalizer,
        job.comparison,
        job.number,
        job.minimum,
        () if job.searched else (*job.scene_ids, *job.unlike),
        Part(progress, 0.2, 1),
        similarity.vectors_of(known, job.unlike) if job.unlike else None,
    )
    if not len(found.scene_ids):
        raise SceneError(
            f"No scene has a similarity of {job.minimum:g} or more to the examples"
            f"{', and a lower one to the counterexamples' if job.unlike else ''}. Give a lower "
            f"minimum{', or fewer counterexamples' if job.unlike else ''}."
        )
    array_files.write(
        job.layer,
        scene_id=found.scene_ids,
        rank=np.arange(1, len(found.scene_ids) + 1),
        similarity=found.similarities,
        **(array_files.pack_texts("name", found.names.tolist()) if found.names is not None else {}),
        **array_files.pack(found.geometries.tolist()),
    )
    return FindSimilarResult(
        len(found.scene_ids), searched.count, searched.provenance.footprint_wkt
    )


def _drawing(area: Area, arrays: array_files.Arrays) -> Drawing:
    shapes = read_shapes(arrays)
    shapes[shapes == b""] = None
    return Drawing(area, shapes, arrays["value"], drawing_order(arrays["probability"]))

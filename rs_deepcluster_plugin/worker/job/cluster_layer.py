"""From an embedding and its clusters to the arrays of a cluster layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ...core.base.arrays import Vectors
from ...core.base.errors import SceneError
from ...core.base.progress import Progress
from ...core.clusters.layer_tree import describe_levels, level_field
from ...core.clusters.model import Assignment, ClusterModel
from ...core.features.scene_file import Provenance, SceneFile
from ...core.scenes.scene_block import SceneBlock
from .. import array_files
from ..contract import ClusterLayerResult, LayerOutput

_MOST_MEMBERSHIPS = 100  # fields of a layer; some formats take no more than 255 in all


def read_embedding(embedding: SceneFile) -> tuple[list[SceneBlock], Vectors]:
    """Read all scenes of an embedding, and apart from them their places as one array (n, k)."""
    places = np.empty((embedding.count, embedding.dims), dtype=np.float32)
    blocks, done = [], 0
    for block in embedding.blocks():
        places[done : done + len(block)] = block.vectors
        done += len(block)
        blocks.append(replace(block, vectors=places[:0]))  # not kept twice
    return blocks, places


def write_cluster_layer(
    blocks: list[SceneBlock],
    vectors: Vectors,
    model: ClusterModel,
    assignment: Assignment,
    made: Provenance,
    output: LayerOutput,
    progress: Progress,
) -> ClusterLayerResult:
    """Write the arrays of the cluster layer for QGIS's side."""
    present = np.isfinite(vectors).all(axis=1)
    if not present.any():
        raise SceneError(
            "No scene has enough valid data. Check the raster's nodata value, "
            "or lower the minimum of valid data."
        )
    texts: array_files.Arrays = {}
    if blocks[0].names is not None:
        texts |= array_files.pack_texts("name", texts_of(block.names for block in blocks))
    if blocks[0].attributes is not None:
        texts |= array_files.pack_texts(
            "attributes", texts_of(block.attributes for block in blocks)
        )
    memberships = np.empty((len(vectors), 0), dtype=np.float32)
    if output.memberships:
        memberships = model.memberships(vectors, _MOST_MEMBERSHIPS)
        if model.clusters > _MOST_MEMBERSHIPS:
            progress.log(
                f"Only the {_MOST_MEMBERSHIPS} largest of the {model.clusters} clusters get a "
                "field with memberships. Ask for fewer clusters to have all."
            )
    tree = model.tree(vectors, assignment.clusters)
    subclusters = model.subclusters(vectors, assignment.clusters)
    leaves: array_files.Arrays = {} if subclusters is None else {"subcluster": subclusters}
    held: list[str] = []
    if tree is not None and subclusters is not None:
        shown = tree.details.get(model.settings.detail)
        levels = tree.levels(subclusters, assignment.clusters, shown)
        for line in describe_levels(levels):
            progress.log(line)
        others = {level_field(one.count): one.clusters for one in levels if not one.is_shown}
        held, leaves = list(others), leaves | others
    second_axis = vectors[:, min(1, vectors.shape[1] - 1)]
    array_files.write(
        output.path,
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
        **texts,
        **array_files.pack([wkb for block in blocks for wkb in block.geometries]),
    )
    return ClusterLayerResult(
        scenes=len(vectors),
        skipped=int((~present).sum()),
        clusters=model.clusters,
        counts=tuple(assignment.counts(model.clusters)),
        unclustered=int((assignment.clusters == 0).sum()),
        memberships=memberships.shape[1],
        subclusters=subclusters is not None,
        levels=tuple(held),
        tree=tree,
        provenance=made,
    )


def texts_of(columns: Iterable[Iterable[str | None] | None]) -> list[str | None]:
    """Return the texts of all blocks as one list."""
    return [text for column in columns if column is not None for text in column]

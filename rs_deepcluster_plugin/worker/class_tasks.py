"""The jobs that edit the clusters of a layer by its features."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.base.progress import Part, Progress
from ..core.clusters.model import ClusterSettings
from ..core.clusters.project import ProjectionSettings
from ..core.clusters.recluster import divide_cluster, find_rows, group_similar, project_scenes
from ..core.features.scene_file import SceneFile
from . import exchange

Values = dict[str, Any]


def merge_clusters(arguments: Values, progress: Progress) -> Values:
    """Features and current clusters to groups of clusters that are alike."""
    arrays = exchange.read(arguments["scenes"])
    features = SceneFile(arguments["features"], "features")
    places = find_rows(features, arrays["scene_id"], arrays["row"], arrays["col"])
    groups, nearest = group_similar(
        features, places, arrays["cluster"], arguments["similarity"], progress
    )
    return {"groups": groups, "nearest": nearest}


def split_cluster(arguments: Values, progress: Progress) -> Values:
    """Scenes of one cluster, with features or places in an embedding, to parts of it."""
    arrays = exchange.read(arguments["scenes"])
    settings = ClusterSettings(**arguments["clusters"])
    made = None
    if arguments["features"]:
        features = SceneFile(arguments["features"], "features")
        places = find_rows(features, arrays["scene_id"], arrays["row"], arrays["col"])
        made = features.provenance
        projection = ProjectionSettings(**arguments["projection"])
        embedding = project_scenes(features, places, projection, Part(progress, 0, 0.6))
    else:
        embedding = np.stack([arrays["umap_x"], arrays["umap_y"]], axis=1).astype(np.float32)
    parts = divide_cluster(embedding, settings, made, Part(progress, 0.6, 1))
    exchange.write(arguments["parts"], part=parts)
    return {"parts": int(parts.max(initial=0))}

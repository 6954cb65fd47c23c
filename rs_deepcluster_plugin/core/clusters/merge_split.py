"""The clusters of a layer, looked at again by their features: which are alike, and what is in one.

The rows of a features file are found by the ids of the layer's scenes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..base.arrays import IntArray, Vectors
from ..base.errors import DataFileError, SceneError
from ..base.progress import Part, Progress, silent
from ..features.scene_file import Provenance, SceneFile
from ..features.similarity import look_up_scenes, mean_of_rows, refuse_repeated
from .methods import ClusterSettings
from .model import fit_clusters, number_by_size
from .project import ProjectionSettings, fit_projector

_BLOCK = 2048  # scenes that are placed at a time
# Places on a layer do not say how they were made.
_UNKNOWN = Provenance(
    identity="", model="", weights=None, blocks=None, pooling="", input_size=0, part_dims=(),
    bands=(), scaling_low=(), scaling_high=(), minimum_valid=0.0, source="", crs_wkt="",
)  # fmt: skip


def find_rows(features: SceneFile, scene_ids: IntArray, rows: IntArray, cols: IntArray) -> IntArray:
    """Find the scenes of a layer in a features file.

    Parameters
    ----------
    features
        The file.
    scene_ids, rows, cols : ndarrays of shape (n,)
        Ids, rows and columns of the layer's scenes.

    Returns
    -------
    ndarray of shape (n,)
        Their places in the file.

    Raises
    ------
    DataFileError
        The file is of other scenes, or two of the layer have one number.
    """
    places, found, file_rows, file_cols = look_up_scenes(features, scene_ids)
    found &= (file_rows == rows) & (file_cols == cols)
    if not found.all():
        raise DataFileError(
            f"{features.path} holds the features of other scenes: {int((~found).sum())} of the "
            f"layer's {len(found)} are not in it. Choose the features that the layer's clusters "
            "were made of."
        )
    refuse_repeated(features, scene_ids)
    return np.asarray(places)


def group_similar(
    features: SceneFile,
    places: IntArray,
    clusters: IntArray,
    similarity: float,
    progress: Progress = silent,
) -> tuple[list[list[int]], tuple[int, int, float] | None]:
    """Group clusters whose mean vectors have a cosine similarity of at least ``similarity``.

    Features are centered and normalized as for clustering. Groups grow by average linkage: the mean
    similarity of the clusters of two groups counts.

    Parameters
    ----------
    features
        Features of the scenes.
    places : ndarray of shape (n,)
        Places of the scenes in the file.
    clusters : ndarray of shape (n,)
        Their clusters, 0 for none.
    similarity
        From -1 to 1.
    progress
        What is told how far it is.

    Returns
    -------
    groups : list of lists
        Those of two clusters and more, each by rising number.
    nearest : tuple or None
        The two most similar clusters and their similarity; None with fewer than two.

    References
    ----------
    Sokal & Michener 1958, "A statistical method for evaluating systematic relationships".
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    of_row = np.full(features.count, -1, dtype=np.int64)
    of_row[places] = clusters - 1
    means = mean_of_rows(features, of_row, int(clusters.max(initial=0)), progress)
    lengths = np.linalg.norm(means, axis=1)
    known = 1 + np.flatnonzero(lengths > 1e-9)
    if len(known) < 2:
        return [], None
    means = means[known - 1] / lengths[known - 1, None]
    distances = np.clip(1 - means @ means.T, 0, 2)
    np.fill_diagonal(distances, np.inf)
    one, other = np.unravel_index(int(distances.argmin()), distances.shape)
    nearest = int(known[one]), int(known[other]), float(1 - distances[one, other])
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    group = fcluster(tree, 1 - similarity + 1e-9, "distance")
    groups = [known[group == number].tolist() for number in np.unique(group)]
    return sorted(clusters for clusters in groups if len(clusters) > 1), nearest


def project_scenes(
    features: SceneFile,
    places: IntArray,
    settings: ProjectionSettings,
    progress: Progress = silent,
) -> Vectors:
    """Project some scenes of a features file by themselves.

    Parameters
    ----------
    features
        The file.
    places : ndarray of shape (n,)
        Places of the scenes in it.
    settings
        How; one run is made.
    progress
        What is told how far it is.

    Returns
    -------
    ndarray of shape (n, k)
        Their embedding, NaN for scenes without features.
    """
    settings = replace(settings, runs=1)
    projector = fit_projector(features, settings, Part(progress, 0, 0.9), np.sort(places))
    wanted = np.full(features.count, -1, dtype=np.int64)
    wanted[places] = np.arange(len(places))
    found = np.full((len(places), settings.dimensions), np.nan, dtype=np.float32)
    done = 0
    for block in features.blocks(_BLOCK):
        of_block = wanted[done : done + len(block)]
        rows = np.flatnonzero((of_block >= 0) & block.has_vector)
        if len(rows):
            found[of_block[rows]] = projector.place(block.vectors[rows])
        done += len(block)
        progress(0.9 + 0.1 * done / features.count)
    return found


def divide_cluster(
    embedding: Vectors,
    settings: ClusterSettings,
    provenance: Provenance | None = None,
    progress: Progress = silent,
) -> IntArray:
    """Divide the scenes of a cluster into parts.

    Parameters
    ----------
    embedding : ndarray of shape (n, k)
        Places of its scenes; NaN for those without one.
    settings
        The method. As many parts as ``n_clusters`` are made, else as many as the method infers.
    provenance
        That of the features, where it is known.
    progress
        What is told how far it is.

    Returns
    -------
    ndarray of shape (n,)
        Parts, counted from 1 by falling size; 0 for scenes without a place.

    Raises
    ------
    SceneError
        Too few scenes, or the method finds fewer groups.
    """
    wanted = settings.n_clusters
    present = int(np.isfinite(embedding).all(axis=1).sum())
    if wanted is not None and present < 2 * wanted:
        raise SceneError(
            f"Only {present} scenes of the cluster have features, too few for {wanted} parts. "
            "Choose fewer parts."
        )
    made = provenance or _UNKNOWN
    model, assignment = fit_clusters(embedding, settings, made, None, Part(progress, 0, 0.9))
    if wanted is not None and model.method.HAS_LEVELS:
        method = model.method.with_number(wanted)
        assignment = number_by_size(method, embedding, settings, made, None)[1]
    return assignment.clusters

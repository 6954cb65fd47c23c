"""Clusters looked at again by their features: alike ones, and parts of one."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.clusters.merge_split import (
    divide_cluster,
    find_rows,
    group_similar,
    project_scenes,
)
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings


def clouds(sizes, centers, spread=0.05, seed=0):
    """Points (n, d) around centers, and the place of each one's center, from 1."""
    rng = np.random.default_rng(seed)
    number = np.repeat(np.arange(len(sizes)), sizes)
    centers = np.asarray(centers, dtype=float)
    return centers[number] + rng.normal(0, spread, (len(number), centers.shape[1])), number + 1


def along(*degrees):
    """Directions in a plane, and the opposite ones, so that their mean is nothing."""
    angles = np.deg2rad([*degrees, *(d + 180 for d in degrees)])
    return np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1)


def test_scenes_are_found_in_the_file_by_their_ids(features_file):
    file = features_file(np.random.default_rng(0).normal(size=(30, 4)), block=7)
    ids, rows, cols = file.cells()
    order = np.array([17, 3, 29, 0])
    assert find_rows(file, ids[order], rows[order], cols[order]).tolist() == order.tolist()
    with pytest.raises(DataFileError, match="of other scenes: 1 of the layer's 4"):
        find_rows(file, np.where(order == 3, 1000, ids[order]), rows[order], cols[order])
    with pytest.raises(DataFileError, match="of other scenes: 4 of the layer's 4"):
        find_rows(file, ids[order], rows[order] + 1, cols[order])
    again = np.append(order, 17)  # of two maps of grids of one size that were merged
    with pytest.raises(DataFileError, match=f"Several scenes .* the number {ids[17]}, as where"):
        find_rows(file, ids[again], rows[again], cols[again])


def test_alike_are_clusters_whose_mean_directions_are(features_file):
    # Six clusters: 0 and 20 degrees, 90, and their opposites.
    vectors, clusters = clouds([40] * 6, along(0, 20, 90), 0.01)
    file = features_file(vectors, block=50)
    places = np.arange(file.count)
    cosine = np.cos(np.deg2rad(20))
    groups, nearest = group_similar(file, places, clusters, 0.9)
    assert groups == [[1, 2], [4, 5]]
    assert nearest[2] == pytest.approx(cosine, abs=0.02)
    assert set(nearest[:2]) in ({1, 2}, {4, 5})
    assert group_similar(file, places, clusters, 0.97)[0] == []
    # Only scenes of the layer count, and those without a cluster don't.
    some = clusters != 2
    groups, _ = group_similar(file, places[some], np.where(clusters == 5, 0, clusters)[some], 0.9)
    assert groups == []
    assert group_similar(file, places, np.where(clusters == 3, 3, 0), 0.1) == ([], None)


def test_similarity_is_the_mean_of_all_pairs_of_two_groups(features_file):
    # 0 and 30 degrees merge first; 60 is 30 from one and 60 from the other.
    vectors, clusters = clouds([40] * 6, along(0, 28, 60), 0.005)
    file = features_file(vectors)
    places = np.arange(file.count)
    between = (np.cos(np.deg2rad(32)) + np.cos(np.deg2rad(60))) / 2
    assert [1, 2] in group_similar(file, places, clusters, between + 0.04)[0]
    assert [1, 2, 3] in group_similar(file, places, clusters, between - 0.04)[0]


@pytest.mark.parametrize("method", ["dpgmm", "gmm", "kmeans", "ward"])
def test_a_cluster_is_split_into_the_parts_that_are_in_it(features_file, method):
    centers = np.zeros((4, 8))
    centers[0, :2], centers[1, :2] = (1, 0.3), (1, -0.3)
    centers[2, 2] = centers[3, 3] = 1
    vectors, groups = clouds([50, 30, 60, 60], centers, 0.04)
    vectors[3] = np.nan
    file = features_file(vectors, block=64)
    inside = np.flatnonzero(groups <= 2)[::-1]
    settings = ProjectionSettings("pca")
    embedding = project_scenes(file, inside, settings)
    assert np.isnan(embedding).all(axis=1).tolist() == (inside == 3).tolist()
    parts = divide_cluster(embedding, ClusterSettings(method, n_clusters=2, max_clusters=12))
    expected = groups[inside].copy()
    expected[inside == 3] = 0
    assert parts.tolist() == expected.tolist()
    inferred = divide_cluster(embedding, ClusterSettings(method, max_clusters=12))
    # Whatever the method finds, no part reaches over both.
    assert all(len(set(expected[inferred == p])) == 1 for p in range(1, inferred.max() + 1))


def test_scenes_are_split_by_places_on_the_layer_too():
    places, groups = clouds([30, 20], [[0, 0], [9, 9]], 0.5)
    parts = divide_cluster(places.astype(np.float32), ClusterSettings("kmeans", n_clusters=2))
    assert parts.tolist() == groups.tolist()


def test_more_parts_than_there_can_be_get_a_sentence():
    places, _ = clouds([30], [[0, 0]], 0.5)
    with pytest.raises(SceneError, match=r"Only 30 scenes.*16 parts"):
        divide_cluster(places.astype(np.float32), ClusterSettings("kmeans", n_clusters=16))
    with pytest.raises(SceneError, match=r"no more than \d groups, and 15 were asked for"):
        divide_cluster(
            places.astype(np.float32), ClusterSettings("dpgmm", n_clusters=15, max_clusters=15)
        )

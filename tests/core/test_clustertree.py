"""The merge tree that goes with a cluster layer."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rs_deepcluster_plugin.core.cluster import ClusterSettings, fit_clusters
from rs_deepcluster_plugin.core.clustertree import ClusterTree, ward_tree
from rs_deepcluster_plugin.core.errors import SceneError
from rs_deepcluster_plugin.core.hierarchy import cut

# Leaves 1 and 2 are near, 4 and 5 too, 3 is nearer to 1 and 2.
TREE = ClusterTree(
    "subcluster", np.array([[1, 2], [4, 5], [1, 3], [1, 4]]), np.array([1.0, 2.0, 3.0, 9.0]), {}
)


def test_levels_of_the_tree():
    assert TREE.groups(5).tolist() == [-1, 0, 1, 2, 3, 4]
    assert TREE.groups(3).tolist() == [-1, 0, 0, 1, 2, 2]
    assert TREE.groups(2).tolist() == [-1, 0, 0, 0, 1, 1]
    assert TREE.groups(1).tolist() == [-1, 0, 0, 0, 0, 0]
    for wrong in (0, 6):
        with pytest.raises(SceneError, match="levels of 1 to 5 clusters"):
            TREE.groups(wrong)


def test_numbers_stay_where_most_of_the_scenes_are():
    leaves = np.array([1, 1, 1, 2, 2, 3, 4, 4, 5, 0])
    clusters = np.array([1, 1, 1, 1, 1, 3, 2, 2, 2, 0])  # the level of three
    assert TREE.numbers(3, leaves, clusters).tolist() == [0, 1, 1, 3, 2, 2]
    # Coarser: what is merged has the number of its largest part.
    assert TREE.numbers(2, leaves, clusters).tolist() == [0, 1, 1, 1, 2, 2]
    # Finer: the largest part keeps the number, the others get new ones by falling size.
    assert TREE.numbers(5, leaves, clusters).tolist() == [0, 1, 4, 3, 2, 5]


def test_a_tree_goes_through_json():
    again = ClusterTree.from_json(json.loads(json.dumps(TREE.to_json())))
    assert again.merges.tolist() == TREE.merges.tolist()
    assert again.heights.tolist() == TREE.heights.tolist()
    assert (again.field, again.details, again.leaves) == ("subcluster", {}, 5)
    alone = ClusterTree.from_json(
        ClusterTree("cluster", np.empty((0, 2)), np.empty(0), {}).to_json()
    )
    assert alone.groups(1).tolist() == [-1, 0]


def test_clusters_of_any_method_have_a_tree_by_ward():
    points = np.array([[0.0, 0], [0, 1], [10, 0], [10, 1], [0, 30], [np.nan, np.nan]])
    tree = ward_tree(points, np.array([1, 2, 3, 4, 5, 0]))
    assert tree is not None
    assert tree.field == "cluster"
    assert tree.groups(3).tolist() == [-1, 0, 0, 1, 1, 2]
    assert np.all(np.diff(tree.heights) >= 0)
    with pytest.raises(SceneError, match="number of clusters instead"):
        tree.level("fine")


def test_subclusters_of_the_mixture_are_parts_of_its_clusters(provenance):
    rng = np.random.default_rng(3)
    centers = rng.uniform(-20, 20, (12, 2))
    points = np.concatenate([rng.normal(c, 0.5, (60, 2)) for c in centers]).astype(np.float32)
    points[7] = np.nan
    settings = ClusterSettings(detail="coarse")
    model, assignment = fit_clusters(points, settings, provenance(), None)
    tree = model.tree(points, assignment.clusters)
    leaves = model.subclusters(points, assignment.clusters)
    assert tree is not None
    assert leaves is not None
    assert leaves[7] == 0
    assert (leaves[np.arange(len(points)) != 7] > 0).all()
    assert tree.leaves > model.clusters
    # At the level of the fit the tree gives the fit's own clusters back, with their numbers.
    numbers = tree.numbers(model.clusters, leaves, assignment.clusters)
    assert (numbers[leaves] == assignment.clusters).all()
    assert tree.level("coarse") == model.clusters
    fine = tree.groups(tree.level("fine"))[leaves]
    assert len(np.unique(fine[fine >= 0])) == tree.level("fine") == 12


def test_the_tree_of_the_layer_is_that_of_the_mixture():
    merges = np.array([[0, 3], [1, 2], [0, 4], [0, 1]])
    for count in range(1, 6):
        assert (
            ClusterTree("subcluster", merges + 1, np.zeros(4), {}).groups(count)[1:]
            == cut(merges, count)
        ).all()

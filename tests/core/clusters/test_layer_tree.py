"""The merge tree that goes with a cluster layer."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.clusters.layer_tree import (
    ClusterTree,
    describe_levels,
    is_level_field,
    ward_tree,
)
from rs_deepcluster_plugin.core.clusters.merge_tree import cut
from rs_deepcluster_plugin.core.clusters.model import ClusterSettings, fit_clusters

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


def test_a_number_of_clusters_is_the_number_of_those_that_have_scenes():
    leaves = np.array([1, 2, 2, 4, 0])  # none in 3 and 5
    for number, level in ((1, 1), (2, 2), (3, 5)):
        assert TREE.count_of(number, leaves) == level
        assert len(np.unique(TREE.groups(level)[leaves[leaves > 0]])) == number
    assert TREE.count_of(4, np.arange(1, 6)) == 4
    with pytest.raises(SceneError, match="in 3 parts of the merge tree, and 4 clusters"):
        TREE.count_of(4, leaves)
    with pytest.raises(SceneError, match="levels of 1 to 5 clusters"):
        TREE.count_of(6, leaves)


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
    held = replace(TREE, held=(2, 3)).to_json()
    assert ClusterTree.from_json(json.loads(json.dumps(held))).held == (2, 3)
    del held["held"]  # as in layers of before
    assert ClusterTree.from_json(held).held == ()
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


# Ten scenes: at level 2 one cluster of eight and one of two; at level 3 the eight are 5 and 3.
LEAVES = np.array([1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 0])
SHOWN = np.array([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 0])


def test_levels_that_hold_are_maps_of_the_scenes():
    tree = replace(TREE, held=(2, 3, 5))
    two, three, five = tree.levels(LEAVES, SHOWN)
    assert [(level.count, level.is_held, level.is_shown) for level in (two, three, five)] == [
        (2, True, True), (3, True, False), (5, True, False),
    ]  # fmt: skip
    assert two.clusters.tolist() == SHOWN.tolist()
    assert three.clusters.tolist() == [1, 1, 1, 1, 1, 3, 3, 3, 2, 2, 0]
    # Numbers go on from the level before: 3 stays 3, though new ones are given by size.
    assert five.clusters.tolist() == [4, 4, 1, 1, 1, 3, 3, 3, 2, 5, 0]
    assert two.shares() == [(1, 0.8), (2, 0.2)]
    assert two.splits(three) == [(1, [(1, 5 / 8), (3, 3 / 8)])]
    assert three.splits(five) == [(1, [(1, 3 / 5), (4, 2 / 5)]), (2, [(2, 1 / 2), (5, 1 / 2)])]
    assert TREE.levels(LEAVES, SHOWN) == []


def test_a_level_that_is_shown_is_among_those_that_hold_though_it_does_not():
    tree = replace(TREE, held=(3, 5))
    levels = tree.levels(LEAVES, SHOWN)
    assert [(level.count, level.is_held, level.is_shown) for level in levels] == [
        (2, False, True), (3, True, False), (5, True, False),
    ]  # fmt: skip
    # Where scenes of two levels are the same here, it is known which of them is shown.
    alike = np.where(LEAVES > 2, 0, LEAVES)
    same = tree.levels(alike, np.where(alike > 0, 1, 0), 3)
    assert [(level.count, level.is_shown) for level in same] == [(3, True), (5, False)]


def test_the_log_says_what_splits_where():
    tree = replace(TREE, held=(2, 3, 5))
    assert describe_levels(tree.levels(LEAVES, SHOWN)) == [
        "Level 2 (shown), cluster: share of the scenes: 1: 80%, 2: 20%",
        "Level 3 (in the field level_3): of level 2, cluster 1 becomes 1 and 3 (62, 38 % of it)",
        "Level 5 (in the field level_5): of level 3, cluster 1 becomes 1 and 4 (60, 40 % of it); "
        "cluster 2 becomes 2 and 5 (50, 50 % of it)",
    ]
    assert describe_levels(replace(TREE, held=(2,)).levels(LEAVES, SHOWN)) == []
    coarse = describe_levels(replace(TREE, held=(3,)).levels(LEAVES, SHOWN))
    assert coarse[0].startswith("Level 2 (shown, although it is not one of those that hold)")


def test_lines_of_the_log_are_short_where_clusters_are_many():
    pairs = [[2 * k - 1, 2 * k] for k in range(1, 13)]
    rest = [[1, k] for k in range(3, 25, 2)]
    tree = ClusterTree("subcluster", np.array(pairs + rest), np.arange(23.0), {}, (12, 24))
    leaves = np.repeat(np.arange(1, 25), 2)
    first, line = describe_levels(tree.levels(leaves, (leaves + 1) // 2))
    assert first.endswith("9: 8%, 10: 8%, ...")
    assert line.count("becomes") == 5
    assert line.endswith("; and 7 more split")


def test_names_of_the_fields_of_levels():
    assert [name for name in ("level_2", "level_14") if is_level_field(name)]
    assert not any(map(is_level_field, ("level_", "level_0", "level_2b", "my_level_2", "level_-1")))


def test_held_levels_of_the_mixture_are_levels_of_its_tree(provenance):
    """Nine heaps in three groups: three and nine clusters are both plain, and 3 is shown."""
    rng = np.random.default_rng(5)
    centers = [
        (60 * x + 6 * np.cos(a), 50 * (x % 2) + 6 * np.sin(a))
        for x in range(3) for a in (0.5, 2.6, 4.7)
    ]  # fmt: skip
    points = np.concatenate([rng.normal(c, 0.8, (80, 2)) for c in centers]).astype(np.float32)
    truth = np.repeat(np.arange(9), 80)
    made = provenance(scene_size=None)  # images, which do not pass into each other
    model, assignment = fit_clusters(points, ClusterSettings(), made, None)
    tree = model.tree(points, assignment.clusters)
    assert tree is not None
    assert tree.held == tuple(model.method.levels.find_held())
    levels = tree.levels(model.subclusters(points, assignment.clusters), assignment.clusters)
    by_count = {level.count: level for level in levels}
    assert set(by_count) == {3, 9}
    for count, groups in ((3, truth // 3), (9, truth)):
        pairs = set(zip(groups.tolist(), by_count[count].clusters.tolist()))
        assert len(pairs) == count
    assert [level.is_shown for level in levels] == [True, False]

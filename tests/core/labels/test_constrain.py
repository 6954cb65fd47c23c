"""Clusters that keep to labels and pairs, and constraints that contradict each other."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import ClusterModel, fit_clusters
from rs_deepcluster_plugin.core.labels.constrain import constrain_clusters
from rs_deepcluster_plugin.core.labels.constraints import ScenePairs, join_constraints
from rs_deepcluster_plugin.core.labels.join import LabeledUnits

EACH = 80
CENTERS = np.array([[0, 0], [12, 0], [0, 12], [12, 12]], dtype=float)


@pytest.fixture(scope="module")
def free(provenance_at):
    """Four clear groups of scenes in the plane, and the clusters that are found in them."""
    random = np.random.default_rng(0)
    places = np.concatenate([c + random.normal(size=(EACH, 2)) for c in CENTERS])
    places = places.astype(np.float32)
    model, found = fit_clusters(places, ClusterSettings(), provenance_at(part_dims=(2,)), None)
    assert model.clusters == 4
    return model, places, found.clusters


@pytest.fixture(scope="module")
def provenance_at():
    from rs_deepcluster_plugin.core.features.scene_file import Provenance

    def make(**changes):
        known = {
            "identity": "encoder-1", "model": "m", "weights": None, "blocks": None,
            "pooling": "cls", "input_size": 56, "part_dims": (2,), "bands": (1,),
            "scaling_low": (0.0,), "scaling_high": (1.0,), "minimum_valid": 0.5, "source": "",
            "crs_wkt": "",
        }  # fmt: skip
        return Provenance(**{**known, **changes})

    return make


def pairs(*rows):
    """ScenePairs from (first, second, together)."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return ScenePairs(table[:, 0], table[:, 1], table[:, 2].astype(bool))


def labels(known, count=2, excluded=()):
    """Labels from scene to class, and scenes with the class that they are not."""
    places = np.array(sorted({*known, *(scene for scene, _ in excluded)}), dtype=np.int64)
    gone = np.zeros((len(places), count), dtype=bool)
    for scene, kind in excluded:
        gone[np.searchsorted(places, scene), kind] = True
    return LabeledUnits(places, np.array([known.get(p, -1) for p in places.tolist()], int), gone)


def constrain(free, units, known_pairs, names=("sea", "town")):
    model, places, _ = free
    found = join_constraints(units, known_pairs, np.arange(len(places)), names)
    sample = np.arange(len(places))
    rows = np.concatenate([sample, found.places])
    nothing = np.zeros((len(rows), 0))
    made = constrain_clusters(model, places, sample, places[rows], nothing, found)
    assert found.violations(made.assignment.clusters) == 0
    return made, found


def of_groups(clusters):
    """The cluster that most scenes of each of the four groups are in."""
    return [int(np.bincount(part).argmax()) for part in clusters.reshape(4, EACH)]


def test_what_the_clusters_keep_to_already_changes_nothing(free):
    units = labels({0: 0, EACH: 1})
    made, _ = constrain(free, units, pairs((2, 5, 1), (3, EACH + 3, 0)))
    assert made.model.clusters == 4
    assert (made.moved, made.divided) == (0, 0)
    assert adjusted_rand_score(made.assignment.clusters, free[2]) > 0.98


def test_a_pair_joins_two_clusters_and_the_number_follows(free):
    made, _ = constrain(free, labels({}), pairs((0, EACH, 1)))
    groups = of_groups(made.assignment.clusters)
    assert groups[0] == groups[1]
    assert len(set(groups)) == made.model.clusters == 3


def test_chains_of_pairs_are_one_set(free):
    made, known = constrain(free, labels({}), pairs((0, EACH, 1), (EACH, 2 * EACH, 1)))
    assert len(set(known.sets.tolist())) == 1
    assert len(set(of_groups(made.assignment.clusters)[:3])) == 1


def test_labels_divide_a_cluster_that_holds_two_classes(free):
    """Half of a group is of each class, to the left and to the right of its middle."""
    _, places, _ = free
    own = np.arange(EACH)
    left = own[places[own, 0] < -0.8][:5].tolist()
    right = own[places[own, 0] > 0.8][:5].tolist()
    sides = {**dict.fromkeys(left, 0), **dict.fromkeys(right, 1)}
    made, _ = constrain(free, labels(sides), pairs())
    clusters = made.assignment.clusters
    assert made.model.clusters == 5
    assert len({clusters[left[0]], clusters[right[0]], *of_groups(clusters)[1:]}) == 5
    side = clusters[:EACH] == clusters[left[0]]
    outer = np.abs(places[:EACH, 0]) > 1
    assert np.mean(side[outer] == (places[:EACH, 0] < 0)[outer]) > 0.8


def test_one_class_may_have_several_clusters(free):
    made, _ = constrain(free, labels({0: 0, EACH: 0, 2 * EACH: 1}), pairs())
    assert made.model.clusters == 4


def test_a_scene_that_is_not_of_a_class_shares_no_cluster_with_it(free):
    made, _ = constrain(free, labels({0: 0}, excluded=[(1, 0)]), pairs())
    assert made.assignment.clusters[0] != made.assignment.clusters[1]


def test_a_stray_label_does_not_take_its_surroundings_along(free):
    """Shares say that the group around it is of the other class."""
    model, places, before = free
    units = labels({0: 0, 1: 0, 2: 0, 5: 1, EACH: 1, EACH + 1: 1})
    known = join_constraints(units, pairs(), np.arange(len(places)), ("sea", "town"))
    sample = np.arange(len(places))
    rows = np.concatenate([sample, known.places])
    shares = np.eye(2)[(np.arange(len(places)) // EACH > 0).astype(int)][rows]
    made = constrain_clusters(model, places, sample, places[rows], shares, known)
    assert made.moved == 1
    assert made.assignment.clusters[5] == made.assignment.clusters[EACH]
    others = np.delete(np.arange(len(places)), 5)
    assert adjusted_rand_score(made.assignment.clusters[others], before[others]) > 0.98


def test_every_level_keeps_to_the_constraints_and_the_model_is_saved(free, tmp_path):
    _, places, _ = free
    made, known = constrain(
        free, labels({0: 0, 1: 1}), pairs((EACH, 2 * EACH, 1), (3, 3 * EACH, 0))
    )
    tree = made.model.method.tree()
    assert min(tree.held) >= 2
    leaves = np.zeros(len(places), dtype=int)
    leaves[known.places] = made.leaves
    for count in {*tree.held, *tree.details.values()}:
        assert known.violations(tree.groups(count)[leaves]) == 0
    made.model.save(tmp_path / "model.npz")
    again = ClusterModel.load(tmp_path / "model.npz").assign(places)
    free_of = np.delete(np.arange(len(places)), known.places)
    assert np.array_equal(again.clusters[free_of], made.assignment.clusters[free_of])


def test_random_constraints_are_never_broken(free):
    random = np.random.default_rng(1)
    for _ in range(12):
        scenes = random.choice(4 * EACH, 40, replace=False)
        kinds = random.integers(0, 3, 20)
        known = dict(zip(scenes[:20].tolist(), kinds.tolist()))
        rows = [(int(a), int(b), 0) for a, b in scenes[20:32].reshape(-1, 2)]
        rows += [(int(a), int(b), 1) for a, b in scenes[32:].reshape(-1, 2)]
        rows += [(int(scenes[0]), int(scenes[32]), 1)]
        constrain(free, labels(known, 3), pairs(*rows), ("sea", "town", "hill"))


@pytest.mark.parametrize(
    ("units", "rows", "said"),
    [
        (labels({3: 0, 9: 1}), [(3, 7, 1), (7, 9, 1)],
         "Scene 3 is labeled sea and scene 9 town, but pairs put them into one cluster "
         r"\(3 - 7 - 9\)"),
        (labels({}), [(3, 7, 1), (7, 9, 1), (9, 3, 0)],
         r"Scenes 9 and 3 must not .* \(9 - 7 - 3\)"),
        (labels({3: 0}, excluded=[(9, 0)]), [(3, 9, 1)], "labeled sea and scene 9 as not sea"),
        (labels({}), [(4, 4, 0)], "Scenes 4 and 4 must not share a cluster"),
    ],
)  # fmt: skip
def test_contradictions_name_the_scenes(units, rows, said):
    with pytest.raises(SceneError, match=said):
        join_constraints(units, pairs(*rows), np.arange(20), ("sea", "town"))

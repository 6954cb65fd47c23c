"""Scenes that get another cluster: how clusters are named, and where their classes go."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import LayerError, SceneError
from rs_deepcluster_plugin.core.classes.cluster_table import SUPPORT
from rs_deepcluster_plugin.core.classes.move import (
    change_clusters,
    change_exemplars,
    change_support,
    check_clusters,
    merge,
    parse_numbers,
    tree_parts,
    write_ranges,
    write_sentence,
)
from rs_deepcluster_plugin.core.clusters.layer_tree import ClusterTree


@pytest.mark.parametrize("text", ["3,5,8", "3 5 8", "3;5;8", " 3, 5 ;8 ,"])
def test_numbers_are_read_however_they_are_separated(text):
    assert parse_numbers(text) == [3, 5, 8]


def test_ranges_are_read_and_written():
    assert parse_numbers("8, 3-5 12") == [8, 3, 4, 5, 12]
    assert parse_numbers("") == []
    assert write_ranges([12, 3, 4, 5, 8, 9]) == "3-5, 8, 9, 12"
    assert write_sentence([3]) == "3"
    assert write_sentence([3, 5, 8]) == "3, 5 and 8"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3, five", "'five'.*not a whole number"),
        ("3.5", "not a whole number"),
        ("-3", "not a whole number"),
        ("3-x", "not a whole number"),
        ("5-3", "not a range"),
        ("1-99999999999", "not a range"),
        ("3, 5, 3", "name 3 more than once"),
        ("1-4, 3-5", "name 3, 4 more than once"),
    ],
)
def test_what_are_no_clusters_gets_a_sentence(text, sentence):
    with pytest.raises(LayerError, match=sentence):
        parse_numbers(text)


def test_clusters_that_do_not_exist_are_named_with_those_that_do():
    current = np.array([0, 1, 2, 2, 3, 7])
    check_clusters([1, 7], current)
    with pytest.raises(LayerError, match=r"no clusters 4, 9\. Its clusters are 1-3, 7"):
        check_clusters([9, 2, 4], current)
    with pytest.raises(LayerError, match="no cluster 0"):
        check_clusters([0], current)


def test_groups_merge_into_their_first():
    assert merge(np.array([0, 1, 2, 3, 4, 5]), [[3, 1], [4, 5]]).tolist() == [0, 3, 2, 3, 4, 4]


def columns(clusters, classes, sources, edited=None):
    names = {"": "", "311": "Forest", "512": "Water", "112": "Town"}
    texts = {
        "class_code": classes,
        "class_name": [names[code] for code in classes],
        "class_source": sources,
    }
    return {
        "fid": np.arange(1, len(clusters) + 1) * 10,
        "cluster": np.array(clusters),
        "edited_cluster": np.array(edited or [0] * len(clusters)),
        **{name: np.array(values, dtype=object) for name, values in texts.items()},
    }


def written(table, changes):
    """Values of all fields after the changes."""
    found = {name: values.copy() for name, values in table.items()}
    for name, (fids, values) in changes.items():
        found[name][np.searchsorted(table["fid"], fids)] = values
    return found


def test_without_classes_only_clusters_change():
    table = columns([1, 1, 2], [""] * 3, [""] * 3)
    changes = change_clusters(table, np.array([1, 1, 1]))
    assert list(changes) == ["edited_cluster"]
    assert changes["edited_cluster"][1].tolist() == [1, 1, 1]
    assert change_clusters(table, np.array([1, 1, 2])) == {}


def test_scenes_take_the_class_of_their_new_cluster_unless_corrected_singly():
    table = columns(
        [1, 1, 2, 2, 2, 2, 3],
        ["311", "512", "112", "112", "512", "", "112"],
        ["cluster", "scene", "cluster", "smoothed", "scene", "", "cluster"],
    )
    after = written(table, change_clusters(table, np.array([1, 1, 1, 1, 1, 1, 3])))
    assert after["class_code"].tolist() == ["311", "512", "311", "112", "512", "311", "112"]
    assert after["class_name"][2] == "Forest"
    assert after["class_source"].tolist() == [
        "cluster", "scene", "cluster", "smoothed", "scene", "cluster", "cluster"
    ]  # fmt: skip


def test_scenes_lose_their_class_where_the_new_cluster_has_none():
    table = columns([1, 2, 2], ["", "112", "512"], ["", "cluster", "scene"])
    after = written(table, change_clusters(table, np.array([1, 1, 1])))
    assert after["class_code"].tolist() == ["", "", "512"]
    assert after["class_source"].tolist() == ["", "", "scene"]


def test_a_new_cluster_has_the_class_that_most_of_its_scenes_had():
    table = columns([1, 1, 1, 2], ["311", "311", "311", "512"], ["cluster"] * 4)
    split = written(table, change_clusters(table, np.array([1, 1, 9, 2])))
    assert split["class_code"].tolist() == ["311", "311", "311", "512"]
    assert split["class_source"].tolist() == ["cluster"] * 4
    mixed = written(table, change_clusters(table, np.array([1, 9, 9, 9])))
    assert mixed["class_code"].tolist() == ["311"] * 4


def test_chosen_scenes_take_the_class_even_if_corrected_before_or_there_already():
    table = columns(
        [1, 2, 2, 1], ["311", "512", "512", "512"], ["cluster", "scene", "cluster", "scene"]
    )
    chosen = np.array([False, True, False, True])
    after = written(table, change_clusters(table, np.array([1, 1, 2, 1]), chosen))
    assert after["class_code"].tolist() == ["311", "311", "512", "311"]
    assert after["class_source"].tolist() == ["cluster"] * 4


def test_clusters_that_were_edited_before_are_those_that_count():
    table = columns([1, 2, 3], ["311", "512", "512"], ["cluster"] * 3, edited=[1, 3, 3])
    assert change_clusters(table, np.array([1, 3, 3])) == {}
    after = written(table, change_clusters(table, np.array([3, 3, 3])))
    assert after["class_code"].tolist() == ["512"] * 3


def test_a_tree_divides_a_cluster_by_its_last_merges():
    # 1-2, then 3-4, then 1-3 (with 2 and 4), then 1-5.
    tree = ClusterTree("leaf", np.array([[1, 2], [3, 4], [1, 3], [1, 5]]), np.arange(4.0), {})
    leaves = np.array([1, 2, 3, 4, 4, 1])
    assert tree_parts(leaves, tree.merges, 2).tolist() == [0, 0, 1, 1, 1, 0]
    assert tree_parts(leaves, tree.merges, 3).tolist() == [0, 0, 1, 2, 2, 0]
    assert tree_parts(leaves, tree.merges, 4).tolist() == [0, 1, 2, 3, 3, 0]
    with pytest.raises(SceneError, match="has 4 parts of the cluster, and 5"):
        tree_parts(leaves, tree.merges, 5)


def test_clusters_that_are_made_get_exemplars_of_their_own():
    places = np.array([0.0, 1, 2, 10, 11, 12, 50])
    columns = {
        "fid": np.arange(10, 17),
        "exemplar_rank": np.array([2, 1, 0, 0, 0, 0, 1]),
        "umap_x": places,
        "umap_y": np.zeros(7),
    }
    assert change_exemplars(columns, np.array([1, 1, 1, 1, 1, 1, 2])) == {}
    split = change_exemplars(columns, np.array([1, 1, 1, 3, 3, 3, 2]))["exemplar_rank"]
    assert dict(zip(*(part.tolist() for part in split))) == {13: 2, 14: 1, 15: 0}
    merged = change_exemplars(columns, np.full(7, 1))["exemplar_rank"]
    assert sorted(merged[1].tolist()) == [0, 0, 0, 0, 0, 1, 2]
    none = {**columns, "exemplar_rank": np.zeros(7, dtype=np.int64)}
    assert change_exemplars(none, np.full(7, 1)) == {}


# How sure scenes are of the clusters that are shown


def supported(before, probability, second, share):
    before = np.array(before)
    return {
        "fid": np.arange(1, len(before) + 1),
        "cluster": before,
        "edited_cluster": np.zeros(len(before), dtype=np.int64),
        "probability": np.array(probability, dtype=float),
        "second_cluster": np.array(second),
        "second_probability": np.array(share, dtype=float),
    }


def changes_of(columns, after, **options):
    """Return probability, second cluster, its probability and ambiguity of changed scenes."""
    found = change_support(columns, np.array(after), **options)
    if not found:
        return {}
    fids = found["probability"][0].tolist()
    values = zip(*(found[name][1].tolist() for name in SUPPORT))
    return {fid: tuple(None if v != v else v for v in row) for fid, row in zip(fids, values)}


def test_a_merged_cluster_is_as_likely_as_its_parts_together():
    columns = supported([1, 2, 1, 3, 3], [0.6, 0.5, 0.7, 0.55, 0.9], [2, 1, 3, 2, 1],
                        [0.3, 0.25, 0.2, 0.3, 0.1])  # fmt: skip
    found = changes_of(columns, merge(columns["cluster"], [[1, 2]]))
    assert found.pop(1) == pytest.approx((0.9, 0, None, False))
    assert found.pop(2) == pytest.approx((0.75, 0, None, False))
    # What the second was is another one now, and as likely as before, at least.
    assert found.pop(4) == pytest.approx((0.55, 1, 0.3, True))
    assert not found  # scene 3 is in cluster 1 as before, and 5's second is still number 1


def test_a_scene_that_is_moved_to_its_second_cluster_trades_the_two():
    columns = supported([1, 1, 2], [0.7, 0.9, 0.8], [2, 2, 1], [0.25, 0.1, 0.2])
    assert changes_of(columns, [2, 1, 2]) == {1: pytest.approx((0.25, 1, 0.7, True))}


def test_what_is_not_known_after_a_move_is_null():
    columns = supported([1, 1, 2, 0], [0.7, 0.9, 0.8, np.nan], [2, 2, 1, 0],
                        [0.25, 0.1, 0.2, np.nan])  # fmt: skip
    assert changes_of(columns, [9, 1, 2, 1]) == {
        1: (None, 1, pytest.approx(0.7), None),
        4: (None, 0, None, None),
    }
    assert changes_of(columns, [0, 1, 2, 0]) == {1: (None, 0, None, None)}


def test_the_parts_of_a_divided_cluster_are_others():
    columns = supported([1, 1, 2, 3], [0.7, 0.9, 0.6, 0.8], [2, 3, 1, 2], [0.2, 0.1, 0.3, 0.1])
    found = changes_of(columns, [1, 4, 2, 3], divided=True)
    assert found[1] == (None, 2, pytest.approx(0.2), None)
    assert found[2] == (None, 3, pytest.approx(0.1), None)
    # Which part the second would be is not known, and it may be close.
    assert found[3] == (pytest.approx(0.6), 0, None, None)
    assert 4 not in found


def test_what_stays_is_not_written():
    columns = supported([1, 2], [0.7, 0.9], [2, 1], [0.2, 0.1])
    assert changes_of(columns, [1, 2]) == {}

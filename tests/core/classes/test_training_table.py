"""Labels of scenes lie in a table of their own, and the history of the layer knows of them."""

from __future__ import annotations

import sqlite3

import pytest

from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
from rs_deepcluster_plugin.core.classes.training_table import (
    LabelOfScene,
    latest_labels,
    pass_labels,
)


@pytest.fixture
def layer_table(tmp_path):
    """Return the table of a layer of five scenes, as its file has it at least."""
    path = tmp_path / "map.gpkg"
    with sqlite3.connect(path) as base:
        base.executescript(
            """CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT,
            description TEXT, last_change TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);
            CREATE TABLE map (fid INTEGER PRIMARY KEY, scene_id INTEGER, cluster INTEGER);
            INSERT INTO gpkg_contents VALUES ('map', 'features', 'map', '', '', 0);
            INSERT INTO map VALUES (1, 11, 1), (2, 12, 1), (3, 13, 2), (4, 14, 2), (5, 15, 0);"""
        )
    base.close()
    return LayerTable(path)


def said(scene, code="", denied="", when="2026-01-01T00:00:00.000Z"):
    return LabelOfScene(scene, code, code.upper(), denied, "me", when, "panel")


def give(layer_table, *rows, out=()):
    return layer_table.edit("labels", {}, f"{len(rows)} labels", {}, labels=(out, rows))


def query(path, text):
    base = sqlite3.connect(path)
    found = base.execute(text).fetchall()
    base.close()
    return found


def test_labels_are_rows_of_an_ordinary_table(layer_table):
    assert layer_table.labels() == []
    assert give(layer_table, said(11, "a"), said(12, denied="a")) == 2
    rows = query(layer_table.path, "SELECT scene_id, class_code, not_class FROM map_labels")
    assert rows == [(11, "a", None), (12, None, "a")]
    kinds = query(layer_table.path, "SELECT table_name, data_type FROM gpkg_contents")
    assert ("map_labels", "attributes") in kinds
    (edit,) = layer_table.history()
    assert (edit.algorithm, edit.scenes, edit.state) == ("labels", 2, "done")
    assert [(row.scene_id, row.class_code) for row in layer_table.labels()] == [(11, "a"), (12, "")]


def test_undo_and_redo_take_labels_away_and_bring_them_back(layer_table):
    give(layer_table, said(11, "a"))
    give(layer_table, said(11, "b", when="2026-01-02T00:00:00.000Z"))
    before = layer_table.labels()
    give(layer_table, *(row._replace(class_code="c") for row in before), out=before)
    after = layer_table.labels()
    assert [(row.id, row.class_code) for row in after] == [(before[0].id, "c"), (before[1].id, "c")]
    assert layer_table.undo()[1] == 0
    assert layer_table.labels() == before
    layer_table.undo()
    assert [row.class_code for row in layer_table.labels()] == ["a"]
    last, following = layer_table.last_edits()
    assert (last.id, following.id) == (1, 2)
    layer_table.redo()
    layer_table.redo()
    assert layer_table.labels() == after
    assert layer_table.last_edits()[1] is None


def test_labels_and_fields_are_one_edit(layer_table):
    give(layer_table, said(11, "a"))
    (row,) = layer_table.labels()
    changes = {"class_name": ([1, 2], "A new name")}
    new = row._replace(class_name="A new name")
    layer_table.edit("renameclass", {}, "", changes, {"schema": None}, labels=([row], [new]))
    assert layer_table.labels() == [new]
    layer_table.undo()
    assert layer_table.labels() == [row]
    assert layer_table.read("class_name")["class_name"].tolist() == [""] * 5


def test_what_was_changed_by_hand_is_left_alone(layer_table):
    give(layer_table, said(11, "a"), said(12, "b"))
    with sqlite3.connect(layer_table.path) as base:
        base.execute("UPDATE map_labels SET class_code = 'z' WHERE scene_id = 12")
    base.close()
    assert layer_table.undo()[1] == 1
    assert [(row.scene_id, row.class_code) for row in layer_table.labels()] == [(12, "z")]


def test_a_table_of_that_name_is_never_taken_for_ours(layer_table):
    with sqlite3.connect(layer_table.path) as base:
        base.execute("CREATE TABLE map_labels (of_others TEXT)")
    base.close()
    give(layer_table, said(11, "a"))
    assert layer_table.notes["labels"] == "map_labels_2"
    assert len(layer_table.labels()) == 1
    assert query(layer_table.path, "SELECT count(*) FROM map_labels") == [(0,)]


def test_a_table_that_somebody_removes_is_made_again(layer_table):
    give(layer_table, said(11, "a"))
    with sqlite3.connect(layer_table.path) as base:
        base.execute("DROP TABLE map_labels")
    base.close()
    assert layer_table.labels() == []
    give(layer_table, said(12, "b"))
    assert [row.scene_id for row in layer_table.labels()] == [12]


def test_the_latest_of_several_labels_counts():
    rows = [said(1, "a"), said(2, "a"), said(1, "b"), said(2, denied="a"), said(3, denied="b")]
    assert latest_labels(rows) == ({1: "b"}, {2: {"a"}, 3: {"b"}})
    assert latest_labels([*rows, said(2, "a")]) == ({1: "b", 2: "a"}, {3: {"b"}})


@pytest.mark.parametrize(
    ("said_of_it", "codes", "becomes", "own", "denied"),
    [
        ("a -a", "a", "b", "", ""),  # it was taken back, and is no b either
        ("a b", "b", "", "", ""),  # what it was before does not count again
        ("a b -b", "b", "c", "", ""),
        ("-b b a", "a", "", "", ""),  # nor what it was said not to be
        ("a -a -c b", "b", "d", "d", "ac"),
        ("a -b", "a", "b", "b", ""),  # it is what a has become, as it counts as a
        ("a b", "a", "c", "b", ""),
        ("b -c a", "ab", "c", "c", ""),
        ("-a -b", "a", "b", "", "b"),
        ("c -a", "a", "", "c", ""),
        ("a", "a", "b", "b", ""),
    ],
)
def test_classes_that_become_another_bring_no_label_back(
    layer_table, said_of_it, codes, becomes, own, denied
):
    """What counts is what counted, of the classes by their new names."""
    for number, word in enumerate(said_of_it.split()):
        code = {"denied": word[1:]} if word[0] == "-" else {"code": word}
        give(layer_table, said(11, **code, when=f"2026-01-0{number + 1}T00:00:00.000Z"))
    give(layer_table, said(12, "c"))
    before = layer_table.labels()
    out, into = pass_labels(before, set(codes), becomes, becomes.upper())
    assert {row.scene_id for row in out} == {11}
    give(layer_table, *into, out=out)
    counts = latest_labels(layer_table.labels())
    assert counts[0] == {**({11: own} if own else {}), 12: "c"}
    assert counts[1] == ({11: set(denied)} if denied else {})
    layer_table.undo()
    assert layer_table.labels() == before

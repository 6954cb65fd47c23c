"""The table of a cluster layer in its GeoPackage: edits, their history, undo and redo."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from contextlib import closing

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import LayerError
from rs_deepcluster_plugin.core.base.values import statement
from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable, current_of

CLUSTERS = [1, 1, 2, 2, 3, None]
NAME = "it's, my map"


@pytest.fixture
def path(tmp_path):
    """A GeoPackage with a layer of six scenes, as small as it can be."""
    file = tmp_path / "map.gpkg"
    with sqlite3.connect(file) as base:
        base.executescript(
            f"""
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT,
                identifier TEXT, description TEXT, last_change TEXT);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT);
            INSERT INTO gpkg_contents VALUES ("{NAME}", 'features', 'map', '', '');
            INSERT INTO gpkg_geometry_columns VALUES ("{NAME}", 'geom');
            CREATE TABLE "{NAME}" (fid INTEGER PRIMARY KEY, geom BLOB, scene_id MEDIUMINT,
                cluster MEDIUMINT, probability REAL, ambiguous BOOLEAN, name TEXT);
            CREATE TABLE touched (fid INTEGER);
            CREATE TRIGGER spatial AFTER UPDATE ON "{NAME}" WHEN OLD.fid != NEW.fid
                AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT INTO touched VALUES (NEW.fid); END;
            """
        )
        for fid, cluster in enumerate(CLUSTERS, start=1):
            base.execute(
                f'INSERT INTO "{NAME}" VALUES (?, NULL, ?, ?, ?, 0, ?)',
                [fid, 100 + fid, cluster, None if cluster is None else 0.5, f"image {fid}"],
            )
    return file


def test_columns_are_read_with_what_stands_for_nothing(path):
    columns = LayerTable(path).read("scene_id", "cluster", "probability", "name", "class_code")
    assert columns["fid"].tolist() == [1, 2, 3, 4, 5, 6]
    assert columns["scene_id"].tolist() == [101, 102, 103, 104, 105, 106]
    assert columns["cluster"].tolist() == [1, 1, 2, 2, 3, 0]
    assert np.isnan(columns["probability"][5])
    assert columns["name"][2] == "image 3"
    assert columns["class_code"].tolist() == [""] * 6


def test_a_column_that_is_asked_for_twice_moves_no_other(path):
    columns = LayerTable(path).read("cluster", "scene_id", "cluster", "name", "scene_id")
    assert columns["cluster"].tolist() == [1, 1, 2, 2, 3, 0]
    assert columns["scene_id"].tolist() == [101, 102, 103, 104, 105, 106]
    assert columns["name"][2] == "image 3"


def test_an_edit_changes_values_and_is_in_the_history(path):
    space = LayerTable(path)
    changed = space.edit(
        "mergeclusters", {"CLUSTERS": "2,3"}, "Merged.", {"edited_cluster": ([3, 4, 5], 2)}
    )
    assert changed == 1  # the others were in cluster 2 before
    assert space.current_clusters()[1].tolist() == [1, 1, 2, 2, 2, 0]
    assert space.read("cluster")["cluster"].tolist() == [1, 1, 2, 2, 3, 0]
    (edit,) = space.history()
    assert (edit.algorithm, edit.parameters) == ("mergeclusters", {"CLUSTERS": "2,3"})
    assert (edit.scenes, edit.state, edit.summary) == (1, "done", "Merged.")
    assert edit.time.endswith("Z")
    with sqlite3.connect(path) as base:
        kinds = dict(base.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert kinds["rs_deepcluster_history"] == "attributes"


def test_undo_and_redo_walk_through_the_edits(path):
    space = LayerTable(path)
    states = [space.read("edited_cluster", "class_code")]
    space.edit("a", {}, "First.", {"edited_cluster": ([1, 2], [7, 8])}, {"label": "one"})
    states.append(space.read("edited_cluster", "class_code"))
    space.edit("b", {}, "Second.", {"class_code": ([1, 6], ["311", "x'\"<"])}, {"label": "two"})
    states.append(space.read("edited_cluster", "class_code"))

    def same(one):
        now = space.read("edited_cluster", "class_code")
        return all((now[name] == one[name]).all() for name in one)

    assert space.undo()[0].summary == "Second."
    assert same(states[1])
    assert space.notes["label"] == "one"
    assert space.undo()[0].summary == "First."
    assert same(states[0])
    assert "label" not in space.notes
    with pytest.raises(LayerError, match="no edit to undo"):
        space.undo()
    assert space.redo()[0].summary == "First."
    assert same(states[1])
    assert space.redo()[0].summary == "Second."
    assert same(states[2])
    assert space.notes["label"] == "two"
    with pytest.raises(LayerError, match="no edit to redo"):
        space.redo()


def test_an_edit_after_undo_drops_what_could_be_redone_but_not_its_row(path):
    space = LayerTable(path)
    space.edit("a", {}, "First.", {"edited_cluster": ([1], 7)})
    space.undo()
    space.edit("b", {}, "Second.", {"edited_cluster": ([1], 9)})
    assert [edit.state for edit in space.history()] == ["dropped", "done"]
    with pytest.raises(LayerError, match="no edit to redo"):
        space.redo()
    space.undo()
    with pytest.raises(LayerError, match="no edit to undo"):
        space.undo()


def test_undo_leaves_alone_what_was_changed_by_hand_since(path):
    space = LayerTable(path)
    space.edit("a", {}, "First.", {"class_code": ([1, 2, 3], "311")})
    with sqlite3.connect(path) as base:
        base.create_function("ST_IsEmpty", 1, lambda value: 1)
        base.execute(f"UPDATE \"{NAME}\" SET class_code = '512' WHERE fid = 2")
    _, left = space.undo()
    assert left == 1
    assert space.read("class_code")["class_code"].tolist() == ["", "512", "", "", "", ""]


def test_an_edit_that_changes_nothing_writes_nothing(path):
    space = LayerTable(path)
    before = path.read_bytes()
    assert space.edit("a", {}, "None.", {"cluster": ([1, 2], 1)}) == 0
    assert path.read_bytes() == before
    assert space.history() == []


def test_an_edit_that_fails_leaves_the_file_as_it_was(path):
    space = LayerTable(path)
    before = path.read_bytes()
    with pytest.raises(TypeError):
        space.edit("a", {"what": object()}, "Bad.", {"edited_cluster": ([1], 7)})
    assert path.read_bytes() == before
    assert "edited_cluster" not in space.fields
    assert space.edit("a", {}, "Good.", {"edited_cluster": ([1], 7)}) == 1


def test_a_file_that_another_program_writes_to_is_refused_and_not_harmed(path, monkeypatch):
    monkeypatch.setattr("rs_deepcluster_plugin.core.classes.cluster_table.PATIENCE", 0.1)
    space = LayerTable(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LayerError, match="being written by another program"):
        space.edit("a", {}, "None.", {"edited_cluster": ([1], 7)})
    other.execute("ROLLBACK")
    other.close()
    assert space.edit("a", {}, "Now.", {"edited_cluster": ([1], 7)}) == 1


def test_what_is_no_cluster_layer_is_refused_with_a_sentence(path, tmp_path):
    with pytest.raises(LayerError, match="does not exist"):
        LayerTable(tmp_path / "none.gpkg")
    with pytest.raises(LayerError, match="has no layer 'other'"):
        LayerTable(path, "other")
    (tmp_path / "text.gpkg").write_text("no database at all, but a text of some length" * 9)
    with pytest.raises(LayerError, match="not a GeoPackage"):
        LayerTable(tmp_path / "text.gpkg")
    with sqlite3.connect(path) as base:
        base.execute(f'ALTER TABLE "{NAME}" RENAME COLUMN cluster TO klass')
    with pytest.raises(LayerError, match="not made by RS DeepCluster"):
        LayerTable(path)


def test_notes_are_kept_beside_the_layer(path, tmp_path):
    space = LayerTable(path)
    space.set_notes({"features": str(tmp_path / "gone" / "features.parquet"), "bands": [1, 2]})
    space.set_notes({"bands": None, "raster": str(path)})
    assert set(space.notes) == {"features", "raster"}
    assert space.source("features") == ""
    (tmp_path / "features.parquet").touch()
    assert space.source("features") == str(tmp_path / "features.parquet")
    assert space.source("raster") == str(path)
    assert space.history() == []


@pytest.mark.parametrize(
    "noted",
    [
        r"C:\Users\Jos\u00e9\my maps\scene #1.tif",
        "C:/maps/scene #1.tif",
        r"\\server\share\scene #1.tif",
    ],
)
def test_a_raster_noted_on_windows_is_found_beside_the_layer(path, noted):
    table = LayerTable(path)
    beside = path.with_name("scene #1.tif")
    table.set_notes({"raster": noted})
    assert table.source("raster") == ""
    beside.touch()
    assert table.source("raster") == str(beside)
    table.set_notes({"raster": f"{noted}|option:NUM_THREADS=2"})
    assert table.source("raster") == f"{beside}|option:NUM_THREADS=2"


def test_names_in_a_statement_can_be_no_more_than_names(path):
    name = 'a"; DROP TABLE touched; --{table}?'
    with sqlite3.connect(path) as base:
        base.execute(statement("CREATE TABLE {table} ({fields})", table=name, fields=["x", "y ?"]))
        base.execute(statement("INSERT INTO {table} VALUES (?, ?)", table=name), [1, "{table}"])
        (row,) = base.execute(
            statement("SELECT {fields} FROM {table} WHERE {key} = ?", fields=["y ?", "x"],
                      table=name, key="y ?"),
            ["{table}"],
        )  # fmt: skip
        assert row == ("{table}", 1)
        there = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
    assert {name, "touched"} <= there


def test_a_hundred_thousand_scenes_are_edited_while_others_read(path):
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA journal_mode = WAL")  # as QGIS has it
        base.executemany(
            f'INSERT INTO "{NAME}" (scene_id, cluster) VALUES (?, ?)',
            [(1000 + k, 1 + k % 7) for k in range(100_000)],
        )
    space = LayerTable(path)
    fids, clusters = space.current_clusters()
    seen = []
    reader = threading.Thread(target=lambda: seen.append(space.current_clusters()[1].max()))
    reader.start()
    moved = fids[clusters == 3]
    assert space.edit("a", {}, "Many.", {"edited_cluster": (moved, 99)}) == len(moved) > 14_000
    reader.join()
    assert seen[0] in (7, 99)
    assert (space.current_clusters()[1] == 99).sum() == len(moved)
    space.undo()
    assert (space.current_clusters()[1] == clusters).all()


def test_the_current_cluster_is_the_edited_one_where_there_is_one():
    columns = {"cluster": np.array([1, 2, 0]), "edited_cluster": np.array([0, 5, 0])}
    assert current_of(columns).tolist() == [1, 5, 0]


# Notes and history belong to the layer, whatever it is called


def rename(path, new):
    """As GDAL does it."""
    with sqlite3.connect(path) as base:
        base.execute(f'ALTER TABLE "{NAME}" RENAME TO "{new}"')
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            base.execute(f"UPDATE {table} SET table_name = ? WHERE table_name = ?", [new, NAME])


def copy(path, new):
    with sqlite3.connect(path) as base:
        (made,) = base.execute("SELECT sql FROM sqlite_master WHERE name = ?", [NAME]).fetchone()
        base.execute(made.replace(NAME, new))
        base.execute(f'INSERT INTO "{new}" SELECT * FROM "{NAME}"')
        base.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '')", [new, new])


def test_undo_and_notes_follow_a_table_that_is_renamed(path):
    space = LayerTable(path)
    before = state_of(space)
    space.set_notes({"schema": {"name": "s"}})
    fids, _ = space.current_clusters()
    space.edit("one", {}, "One.", {"edited_cluster": (fids[:2], 7)})
    rename(path, "renamed")
    again = LayerTable(path, "renamed")
    assert again.notes["schema"] == {"name": "s"}
    assert [edit.summary for edit in again.history()] == ["One."]
    edit, left = again.undo()
    assert (edit.summary, left) == ("One.", 0)
    assert state_of(again) == before
    assert LayerTable(path, "renamed").history()[0].state == "undone"


def test_undo_and_notes_follow_a_copy_of_a_table_and_part_then(path):
    space = LayerTable(path)
    before = state_of(space)
    space.set_notes({"schema": {"name": "s"}})
    fids, _ = space.current_clusters()
    space.edit("one", {}, "One.", {"edited_cluster": (fids[:2], 7)})
    copy(path, "copied")
    again = LayerTable(path, "copied")
    assert again.notes["schema"] == {"name": "s"}
    again.undo()
    assert state_of(again) == before
    again.edit("two", {}, "Two.", {"edited_cluster": (fids[2:3], 8)})
    assert [edit.summary for edit in again.history()] == ["One.", "Two."]
    assert [(e.summary, e.state) for e in LayerTable(path, space.table).history()] == [
        ("One.", "done")
    ]


def test_a_layer_of_others_gets_no_notes_of_ours(path):
    space = LayerTable(path)
    space.set_notes({"schema": {"name": "s"}})
    copy(path, "other")
    with sqlite3.connect(path) as base:
        base.execute('UPDATE "other" SET cluster = cluster + 1 WHERE fid = 1')
    assert LayerTable(path, "other").notes == {}


def state_of(space):
    columns = space.read("scene_id", "cluster", "edited_cluster")
    return {name: column.tolist() for name, column in columns.items()}


# What a stranger may have written into a file


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE {} SET cluster = 'many' WHERE fid = 2", "values of the layer .* are damaged"),
        ("UPDATE {} SET cluster = 1.5 WHERE fid = 2", "values of the layer .* are damaged"),
        ("UPDATE {} SET cluster = -3 WHERE fid = 2", "cluster goes from -3"),
        (
            "UPDATE {} SET cluster = 4611686018427387904",
            "cluster goes from 0 to 4611686018427387904",
        ),
        ("UPDATE {} SET probability = 'x'", "values of the layer .* are damaged"),
        ("UPDATE {} SET name = X'ff'", "a text field holds bytes"),
    ],
)
def test_values_of_another_kind_are_refused(path, change, sentence):
    with closing(sqlite3.connect(path)) as base:
        base.execute("DROP TRIGGER spatial")
        base.execute(change.format(f'"{NAME}"'))
        base.commit()
    with pytest.raises(LayerError, match=sentence) as caught:
        LayerTable(path).read("cluster", "probability", "name")
    assert "map.gpkg" in str(caught.value)


TREE = {"field": "cluster", "merges": [[1, 2]], "heights": [1.0], "details": {}, "held": []}


@pytest.mark.parametrize(
    "notes",
    [
        "[1]", "{", "[" * 100_000, '{"a": NaN}',
        json.dumps({"tree": {**TREE, "merges": [[1, 3]]}}),
        json.dumps({"tree": {**TREE, "merges": [[1, 1]]}}),
        json.dumps({"tree": {**TREE, "heights": []}}),
        json.dumps({"tree": {**TREE, "details": {"fine": 5}}}),
        json.dumps({"schema": {"classes": []}}),
        json.dumps({"provenance": {"identity": 5}}),
        json.dumps({"scaling": {"low": "x", "high": [1]}}),
        json.dumps({"bands": ["red"]}),
    ],
)  # fmt: skip
def test_notes_that_are_none_are_refused(path, notes):
    LayerTable(path).set_notes({"tree": TREE})
    assert LayerTable(path).notes["tree"] == TREE
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE rs_deepcluster_layers SET notes = ?", [notes])
        base.commit()
    with pytest.raises(LayerError, match=r"notes of the layer .*map\.gpkg are damaged .*copy"):
        _ = LayerTable(path).notes


def test_a_history_that_unpacks_to_gigabytes_is_refused(path):
    space = LayerTable(path)
    space.edit("a", {}, "First.", {"edited_cluster": ([1, 2], [7, 8])})
    for bad in (zlib.compress(bytes(1 << 28)), b"x", zlib.compress(b'{"fields": {"geom": 5}}')):
        with closing(sqlite3.connect(path)) as base:
            base.execute("UPDATE rs_deepcluster_history SET changes = ?", [bad])
            base.commit()
        with pytest.raises(LayerError, match=r"edits of the layer .*map\.gpkg are damaged"):
            space.undo()
    assert space.read("edited_cluster")["edited_cluster"].tolist() == [7, 8, 0, 0, 0, 0]


def test_a_class_that_changes_loses_its_probability_and_undo_brings_it_back(path):
    table = LayerTable(path)
    sure = np.array([0.9, 0.8, 0.7])
    first = {"class_code": ([1, 2, 3], "3"), "class_source": ([1, 2, 3], "labels")}
    table.edit("classifyscenes", {}, "by labels", {**first, "class_probability": ([1, 2, 3], sure)})
    assert table.read("class_probability")["class_probability"][:3].tolist() == [0.9, 0.8, 0.7]
    # One gets another class, one the same from elsewhere, and one stays as it is.
    changes = {"class_code": ([1, 3], ["8", "3"]), "class_source": ([1, 2], "cluster")}
    table.edit("assignclasses", {}, "by clusters", changes)
    after = table.read("class_probability")["class_probability"][:3]
    assert np.isnan(after[:2]).all()
    assert after[2] == 0.7
    table.undo()
    assert table.read("class_probability")["class_probability"][:3].tolist() == [0.9, 0.8, 0.7]

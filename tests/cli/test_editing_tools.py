"""Merge, split, reassign and smooth on the command line."""

from __future__ import annotations

import shutil

import pytest
import support


@pytest.fixture
def made(mapped, tmp_path):
    return str(shutil.copy(mapped[1] / "map.gpkg", tmp_path / "map.gpkg"))


def test_a_map_is_edited_step_by_step(qgis, made, tmp_path):
    before = support.table(made)
    count = len({row["cluster"] for row in before} - {None})
    cut = qgis.run("mergeclusters", INPUT=made, MODE="level of the tree", DETAIL="fine").results
    assert cut["CLUSTERS"] > count
    merged = qgis.run("mergeclusters", INPUT=made, CLUSTERS="1,2", INTO=2)
    assert merged.results["CLUSTERS"] == cut["CLUSTERS"] - 1
    assert "Merged clusters 1 and 2 into 2." in merged.log
    parts = qgis.run("splitcluster", INPUT=made, CLUSTER=2, METHOD="merge tree", PARTS=2).results
    assert parts["CLUSTERS"] == cut["CLUSTERS"]
    moved = qgis.run("reassignscenes", INPUT=made, EXPRESSION='"row" = 0', CLASS="Coast").results
    assert moved["CHANGED"] == sum(row["row"] == 0 for row in before)
    qgis.run("smoothclasses", INPUT=made, FIELD="clusters", MIN_SIZE=4)
    after = support.table(made)
    assert [row["cluster"] for row in after] == [row["cluster"] for row in before]
    assert {row["class_name"] for row in after if row["row"] == 0} == {"Coast"}
    undone = qgis.run("undo", INPUT=made).results
    assert undone["EDIT"].startswith("Smoothed the clusters of ")
    assert qgis.run("redo", INPUT=made).results["EDIT"] == undone["EDIT"]
    similar = qgis.run(
        "findsimilar", INPUT=made, EXPRESSION='"exemplar_rank" = 1', NUMBER=9,
        OUTPUT=tmp_path / "similar.gpkg",
    ).results  # fmt: skip
    ranks = [row["rank"] for row in support.table(tmp_path / "similar.gpkg")]
    assert ranks == list(range(1, similar["SCENES_FOUND"] + 1))
    assert 1 <= len(ranks) <= 9


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("mergeclusters", {"CLUSTERS": "1,99"}, "no cluster 99"),
        ("reassignscenes", {"CLUSTER": 1}, "none was given"),
    ],
)
def test_bad_input_gets_one_sentence(qgis, made, name, parameters, sentence):
    assert sentence in qgis.run(name, INPUT=made, **parameters).sentence

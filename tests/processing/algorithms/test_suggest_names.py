"""Names that are suggested for clusters stand in fields of their own, and are no classes."""

from __future__ import annotations

import re
import shutil
import sqlite3

import pytest
import support


@pytest.fixture
def base(three, tmp_path):
    return shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg")


def test_clusters_get_suggestions_that_are_no_classes(run, base, tmp_path):
    before = {row["scene_id"]: row["cluster"] for row in support.table(base)}
    made = run("suggestnames", INPUT=base, SCHEMA="WorldCover", OUTPUT_TABLE=tmp_path / "t.gpkg")
    rows = {row["cluster"]: row for row in support.table(made["OUTPUT_TABLE"])}
    after = support.table(base)
    assert {row["scene_id"]: row["cluster"] for row in after} == before
    assert made["CLUSTERS"] == len(rows) == 3
    assert made["NAMED"] == sum(row["hint_name"] is not None for row in rows.values())
    for row in after:
        hint = rows[row["cluster"]]
        fields = ("hint_code", "hint_name", "hint_score", "hint_by")
        assert [row[name] for name in fields] == [hint[name] for name in fields]
        assert row.get("class_code") is None
    # The demo's sea is dark and flat: most of one cluster.
    sea = min(rows.values(), key=lambda row: row["texture"])
    assert (sea["hint_code"], sea["hint_by"]) == ("80", "bands")
    assert 0 < sea["hint_score"] <= 1
    assert sum(row["scenes"] for row in rows.values()) == 180
    run("undo", INPUT=base)
    assert all(row["hint_name"] is None for row in support.table(base))


def test_scenes_that_have_one_number_get_the_suggestions_of_their_own_clusters(run, base, tmp_path):
    with sqlite3.connect(base) as layer:  # as layers of two rasters that were merged have them
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            layer.create_function(name, 1, lambda _: 0)  # of a trigger that has nothing to do
        (table,) = layer.execute("SELECT table_name FROM gpkg_geometry_columns").fetchone()
        layer.execute(f'UPDATE "{table}" SET scene_id = (scene_id - 1) % 90 + 1')
    made = run("suggestnames", INPUT=base, SCHEMA="WorldCover", OUTPUT_TABLE=tmp_path / "t.gpkg")
    hints = {r["cluster"]: r["hint_name"] for r in support.table(made["OUTPUT_TABLE"])}
    assert len(set(hints.values())) > 1
    rows = support.table(base)
    assert [row["hint_name"] for row in rows] == [hints[row["cluster"]] for row in rows]


def test_suggestions_are_shown_beside_clusters_and_marked_as_such(run, base, tmp_path):
    def shown():
        run("clustertable", INPUT=base, OUTPUT=tmp_path / "t.csv", BAND_STATISTICS=False)
        run("clusterreport", INPUT=base, OUTPUT=tmp_path / "r.html", EXEMPLARS=0)
        page = (tmp_path / "r.html").read_text(encoding="utf-8")
        cards = re.findall(r'id="cluster-(\d+)".*?</h3>', page, re.DOTALL)
        chips = re.findall(r'id="cluster-(\d+)"(?:(?!</h3>).)*Suggested: ([^<]*)<', page, re.DOTALL)
        rows = support.table(tmp_path / "t.csv")
        assert len(cards) == len(rows)
        return rows, {int(number): text for number, text in chips}

    rows, chips = shown()
    assert "hint_name" not in rows[0]
    assert chips == {}
    made = run("suggestnames", INPUT=base, OUTPUT_TABLE=tmp_path / "s.gpkg")
    hints = {row["cluster"]: row for row in support.table(made["OUTPUT_TABLE"])}
    named = {number for number, row in hints.items() if row["hint_name"]}
    assert named
    rows, chips = shown()
    assert list(rows[0])[:7] == [
        "cluster", "class_code", "class_name", "hint_code", "hint_name", "hint_score", "hint_by"
    ]  # fmt: skip
    for row in rows:
        hint = hints[int(row["cluster"])]
        assert (row["hint_name"] or None, row["hint_by"] or None) == (
            hint["hint_name"], hint["hint_by"],
        )  # fmt: skip
        assert not row["class_code"]  # it is no class that Assign classes would take
        if hint["hint_name"]:
            assert float(row["hint_score"]) == pytest.approx(hint["hint_score"])
    assert chips == {n: f"{hints[n]['hint_name']} {hints[n]['hint_score']:.2f}" for n in named}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"BAND_COLORS": "red, purple"}, "'purple' is no color of a band"),
        ({"BAND_COLORS": "red, green, red"}, "red is there twice"),
        ({"BAND_COLORS": "red, green, -"}, "Say it in Colors of the bands"),
    ],
)
def test_bad_colors_get_a_sentence_and_change_nothing(run, base, given, said):
    from qgis.core import QgsProcessingException

    before = support.table(base)
    with pytest.raises(QgsProcessingException, match=said):
        run("suggestnames", INPUT=base, **given)
    assert support.table(base) == before


def test_a_file_that_is_no_text_encoder_is_refused(run, base, tmp_path):
    from qgis.core import QgsProcessingException

    (tmp_path / "words.pt").write_text("This is a text.")
    with pytest.raises(QgsProcessingException, match="open_clip_torch|no weights of ViT-B-32"):
        run("suggestnames", INPUT=base, TEXT_WEIGHTS=tmp_path / "words.pt")

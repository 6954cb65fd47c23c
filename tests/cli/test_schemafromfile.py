"""Class schemas with qgis_process."""

from __future__ import annotations

from support import table


def test_a_color_table_becomes_a_schema_without_a_worker(qgis, tmp_path):
    (tmp_path / "land.clr").write_text("111 230 0 77 255 Continuous urban fabric\n112 255 0 0\n")
    results = qgis.run(
        "schemafromfile",
        environ={"RSDEEPCLUSTER_PYTHON": "/nowhere/python"},
        SCHEMA="from file",
        SCHEMA_FILE=tmp_path / "land.clr",
        OUTPUT=tmp_path / "schema.gpkg",
        JSON=tmp_path / "schema.json",
    ).results
    assert results["CLASSES"] == 2
    assert [row["name"] for row in table(tmp_path / "schema.gpkg")] == [
        "Continuous urban fabric",
        "112",
    ]
    assert (tmp_path / "schema.json").exists()


def test_a_bad_schema_gets_one_sentence_and_leaves_nothing(qgis, tmp_path):
    bad = tmp_path / "land.csv"
    bad.write_text("code,name,color\n111,Town,bluish\n")
    answer = qgis.run(
        "schemafromfile",
        SCHEMA_FILE=bad,
        OUTPUT=tmp_path / "schema.gpkg",
        JSON=tmp_path / "schema.json",
    )
    assert answer.sentence.startswith(
        "Class 111 of the schema land: 'bluish' is not a color. Write"
    )
    assert list(tmp_path.iterdir()) == [bad]


def test_a_table_that_is_not_there_is_named(qgis, tmp_path):
    answer = qgis.run("schemafromfile", SCHEMA_TABLE="/nowhere/a.gpkg", OUTPUT=tmp_path / "a.gpkg")
    assert answer.sentence.startswith("/nowhere/a.gpkg does not exist. Choose a vector layer")
    assert list(tmp_path.iterdir()) == []

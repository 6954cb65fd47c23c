"""Reports about cluster layers with qgis_process."""

from __future__ import annotations

import support


def test_a_report_is_written_on_the_command_line(qgis, mapped, tmp_path):
    report = tmp_path / "report.html"
    results = qgis.run("clusterreport", INPUT=mapped[1] / "map.gpkg", OUTPUT=report).results
    assert results["OUTPUT"] == str(report)
    rows = support.table(mapped[1] / "map.gpkg")
    assert results["SCENES"] == len(rows)
    assert results["CLUSTERS"] == len({row["cluster"] for row in rows} - {None})
    assert "qgis_process run rsdeepcluster:clusterscenes --" in report.read_text(encoding="utf-8")


def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_written(qgis, mapped, tmp_path):
    layer, report = mapped[1] / "map.gpkg", tmp_path / "report.html"

    def said(**parameters):
        answer = qgis.run("clusterreport", OUTPUT=report, **parameters)
        assert list(tmp_path.glob("*.html")) == []
        return answer.sentence

    other = support.write_polygons(tmp_path / "other.gpkg", [support.box(0, 0, 9, 9)], 32633)
    assert said(INPUT=other).startswith("The layer 'other' has no field 'cluster'. Choose")
    far = support.write_raster(tmp_path / "far.tif", support.texture())
    assert said(INPUT=layer, RASTER=far).startswith("No scene of the layer lies on the raster.")
    bad = tmp_path / "bad.npz"
    bad.write_text("no model")
    assert said(INPUT=layer, CLUSTER_MODEL=bad).startswith(f"{bad} is ")
    assert said(INPUT="/nowhere/a.gpkg").startswith("/nowhere/a.gpkg does not exist.")

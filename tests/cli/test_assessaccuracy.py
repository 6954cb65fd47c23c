"""From clusters to a measured accuracy, as somebody does it on the command line."""

from __future__ import annotations

import pytest
import support
from osgeo import ogr


def fill_in(path, field, label):
    """Label the scenes of a layer as an analyst does."""
    source = ogr.Open(str(path), 1)
    layer = source.GetLayer(0)
    for feature in layer:
        feature.SetField(field, label(feature))
        layer.SetFeature(feature)


@pytest.fixture(scope="module")
def clusters(qgis, tmp_path_factory):
    """A map of the demo raster's scenes with clusters from where they lie; no model is needed."""
    folder = tmp_path_factory.mktemp("clusters")
    made = qgis.run(
        "scenegrid", INPUT=support.crop_demo(folder / "crop.tif"), SIZE=32,
        OUTPUT=folder / "map.gpkg",
    )  # fmt: skip
    assert made.code == 0, made.stderr
    source = ogr.Open(str(folder / "map.gpkg"), 1)
    layer = source.GetLayer(0)
    layer.CreateField(ogr.FieldDefn("cluster", ogr.OFTInteger))
    source = None
    fill_in(folder / "map.gpkg", "cluster", lambda f: 1 + (f["row"] > 5) + (f["col"] > 12))
    return folder / "map.gpkg"


def test_a_sample_is_drawn_labeled_and_assessed(qgis, clusters, tmp_path):
    drawn = qgis.run(
        "validationsample", INPUT=clusters, SIZE=60, MINIMUM=10, OUTPUT=tmp_path / "sample.gpkg"
    )
    assert drawn.results["SCENES"] == 60
    assert drawn.results["CLASSES"] == 3
    names = {"1": "sea", "2": "town", "3": "hills"}
    fill_in(
        tmp_path / "sample.gpkg", "reference",
        lambda f: "sea" if f["number"] <= 6 else names[f["map_class"]],
    )  # fmt: skip
    found = qgis.run(
        "assessaccuracy", INPUT=clusters, REFERENCE_LAYER=tmp_path / "sample.gpkg",
        REFERENCE_FIELD="reference", OUTPUT=tmp_path / "matrix.csv",
        OUTPUT_CLASSES=tmp_path / "classes.gpkg", OUTPUT_HTML=tmp_path / "report.html",
    )  # fmt: skip
    assert found.results["SCENES"] == 60
    assert 54 / 60 <= found.results["ACC"] == found.results["OVERALL"] < 1
    assert found.results["OVERALL_LOW"] < found.results["OVERALL_ADJUSTED"]
    classes = {row["class"]: row for row in support.table(tmp_path / "classes.gpkg")}
    assert set(classes) == {"sea", "town", "hills"}
    # Scenes of 32 pixels, whose 30 m of Web Mercator are 23.7 m on the ground there.
    size = classes["sea"]["area_ha"] / classes["sea"]["map_scenes"]
    assert size == pytest.approx((32 * 23.7) ** 2 / 10_000, rel=0.01)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "flatters it" in html
    assert str(clusters) in html


def test_two_maps_are_compared(qgis, clusters, tmp_path):
    made = qgis.run(
        "comparemaps", BEFORE=clusters, AFTER=clusters, OUTPUT=tmp_path / "change.gpkg",
        OUTPUT_TABLE=tmp_path / "table.csv",
    )  # fmt: skip
    assert made.results["UNCHANGED"] == made.results["ARI"] == 1
    assert len(support.table(tmp_path / "table.csv")) == 3


def test_a_reference_of_another_place_is_refused(qgis, clusters, tmp_path):
    far = support.write_polygons(tmp_path / "far.gpkg", [support.box(10, 50, 11, 51)], 4326)
    said = qgis.run(
        "assessaccuracy", INPUT=clusters, REFERENCE_LAYER=far, REFERENCE_FIELD="fid",
        OUTPUT=tmp_path / "matrix.csv",
    )  # fmt: skip
    assert "does not touch the map" in said.sentence
    assert not (tmp_path / "matrix.csv").exists()

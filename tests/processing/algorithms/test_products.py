"""From clusters to classes and products: tables, assignments, polygons, rasters, likeness."""

from __future__ import annotations

import csv
import shutil
from collections import Counter

import numpy as np
import pytest
import support
from osgeo import gdal, ogr

CORINE = {"SCHEMA": "CORINE"}
MAPPING = "1=311,2=112;3=Pastures"


@pytest.fixture
def clusters(three, tmp_path):
    """A cluster layer of one's own: 15 x 12 scenes in three clusters."""
    return shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg")


@pytest.fixture
def space(clusters):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    return LayerTable(clusters)


@pytest.fixture
def refused(run, clusters):
    """Run with bad input; returns the sentence, and makes sure that the layer is as it was."""
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.said = []

        def reportError(self, text, fatal=False):
            self.said.append(text)

    def run_badly(name, **parameters):
        before, feedback = support.table(clusters), Feedback()
        with pytest.raises(QgsProcessingException) as raised:
            run(name, feedback=feedback, **{"INPUT": clusters, **parameters})
        assert support.table(clusters) == before
        return " ".join([str(raised.value), *feedback.said])

    return run_badly


def opened(path):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "opened", "ogr")
    assert layer.isValid()
    return layer


def legend(layer):
    return [
        (c.value(), c.label(), c.symbol().color().name()) for c in layer.renderer().categories()
    ]


def codes_by_cluster(path):
    found = {}
    for row in support.table(path):
        found.setdefault(row["cluster"], set()).add((row["class_code"], row["class_name"]))
    return found


def copied(source, path, **options):
    """Write a layer in another format or CRS."""
    gdal.VectorTranslate(str(path), str(source), layers=["map"], **options)
    return str(path)


def areas_in_utm(path):
    """Areas by cluster in square meters, nearly."""
    moved = gdal.VectorTranslate(
        "", str(path), format="Memory", layers=["map"], dstSRS="EPSG:32610"
    )
    found = Counter()
    for feature in moved.GetLayer(0):
        found[feature["cluster"]] += feature.GetGeometryRef().GetArea()
    return found


def test_clusters_get_the_classes_and_the_colors_of_a_schema(run, clusters, space):
    from qgis.core import QgsValueMapFieldFormatter

    made = run("assignclasses", INPUT=clusters, MAPPING="1=311,2=112", **CORINE)
    rows = support.table(clusters)
    sizes = Counter(row["cluster"] for row in rows)
    assert codes_by_cluster(clusters) == {
        1: {("311", "Broad-leaved forest")},
        2: {("112", "Discontinuous urban fabric")},
        3: {(None, None)},
    }
    assert {row["class_source"] for row in rows} == {"cluster", None}
    assert made["CHANGED"] == sizes[1] + sizes[2]
    assert (made["CLASSES"], made["UNASSIGNED"]) == (2, sizes[3])
    layer = opened(clusters)
    assert legend(layer)[:2] == [
        ("112", f"Discontinuous urban fabric ({sizes[2]})", "#ff0000"),
        ("311", f"Broad-leaved forest ({sizes[1]})", "#80ff00"),
    ]
    assert legend(layer)[2][1] == f"Unassigned ({sizes[3]})"
    place = layer.fields().lookupField("class_code")
    setup = layer.editorWidgetSetup(place)
    shown = QgsValueMapFieldFormatter().representValue(layer, place, setup.config(), None, "311")
    assert (setup.type(), shown) == ("ValueMap", "Broad-leaved forest (311)")
    # The schema is kept: the next mapping needs none.
    run("assignclasses", INPUT=clusters, MAPPING="3=water bodies,1=")
    assert codes_by_cluster(clusters)[3] == {("512", "Water bodies")}
    assert codes_by_cluster(clusters)[1] == {(None, None)}
    assert space.notes["schema"]["name"].startswith("CORINE")
    assert [edit.algorithm for edit in space.history()] == ["assignclasses"] * 2


def test_an_assignment_is_undone_and_redone(run, clusters, space):
    before = support.table(clusters)
    run("assignclasses", INPUT=clusters, MAPPING=MAPPING, **CORINE)
    after = support.table(clusters)
    run("undo", INPUT=clusters)
    undone = support.table(clusters)
    assert [{k: row[k] for k in before[0]} for row in undone] == before
    assert {row["class_code"] for row in undone} == {None}
    assert "schema" not in space.notes
    assert legend(opened(clusters))[0][1].startswith("Cluster 1 (")
    run("redo", INPUT=clusters)
    assert support.table(clusters) == after
    assert space.notes["schema"]["name"].startswith("CORINE")


def test_clusters_are_the_current_ones_and_corrections_stay(run, clusters, space):
    fids, current = space.current_clusters()
    space.edit("mergeclusters", {}, "Merged.", {"edited_cluster": (fids, np.minimum(current, 2))})
    run("assignclasses", INPUT=clusters, MAPPING=MAPPING.rpartition(";")[0], **CORINE)
    assert codes_by_cluster(clusters)[3] == {("112", "Discontinuous urban fabric")}
    layer = opened(clusters)
    feature = next(f for f in layer.getFeatures() if f["cluster"] == 1)
    assert layer.startEditing()
    for name, value in (("class_code", "512"), ("class_source", "scene")):
        layer.changeAttributeValue(feature.id(), layer.fields().lookupField(name), value)
    assert layer.commitChanges()
    run("assignclasses", INPUT=clusters, MAPPING="1=324")
    found = Counter(row["class_code"] for row in support.table(clusters) if row["cluster"] == 1)
    assert found["512"] == 1
    assert set(found) == {"324", "512"}
    run("assignclasses", INPUT=clusters, MAPPING="1=324", KEEP_CORRECTED=False)
    assert {c for c, _ in codes_by_cluster(clusters)[1]} == {"324"}


def test_without_a_schema_names_of_any_kind_become_classes(run, clusters, tmp_path):
    names = ['Sea, "deep"', "<b>Town</b> & 'port'", "=1+1"]
    run(
        "assignclasses",
        INPUT=clusters,
        MAPPING=";".join(f"{n}={t}" for n, t in enumerate(names, 1)),
    )
    assert codes_by_cluster(clusters) == {n: {(t, t)} for n, t in enumerate(names, 1)}
    assert len({color for _, _, color in legend(opened(clusters))}) == 3
    for extension in ("csv", "xlsx"):
        path = tmp_path / f"table.{extension}"
        run("clustertable", INPUT=clusters, OUTPUT=path, BAND_STATISTICS=False)
        written = [row["class_name"] for row in support.table(path)]
        assert written == [*names[:2], "'=1+1"]
        made = run("assignclasses", INPUT=clusters, TABLE=path)
        assert made["CHANGED"] == 0
    run("dissolveclasses", INPUT=clusters, OUTPUT=tmp_path / "areas.gpkg")
    assert {row["name"] for row in support.table(tmp_path / "areas.gpkg")} == set(names)
    run("dissolveclasses", INPUT=clusters, OUTPUT=tmp_path / "areas.csv")
    escaped = {*names[:2], "'=1+1"}
    assert {row["name"] for row in support.table(tmp_path / "areas.csv")} == escaped


def test_the_table_sums_up_each_cluster(run, clusters, space, crop, tmp_path):
    made = run("clustertable", INPUT=clusters, OUTPUT=tmp_path / "table.gpkg")
    rows = support.table(tmp_path / "table.gpkg")
    scenes = support.table(clusters)
    assert [row["cluster"] for row in rows] == [1, 2, 3]
    assert made["CLUSTERS"] == 3
    pixels = support.read_pixels(crop)
    areas = areas_in_utm(clusters)
    for row in rows:
        own = [scene for scene in scenes if scene["cluster"] == row["cluster"]]
        assert row["scenes"] == len(own)
        assert row["share"] == pytest.approx(len(own) / 180)
        # The map is in Web Mercator, where areas are larger by more than half.
        assert row["area"] == pytest.approx(areas[row["cluster"]], rel=1e-3)
        chances = [scene["probability"] for scene in own]
        assert row["mean_probability"] == pytest.approx(np.mean(chances))
        assert row["ambiguous"] == pytest.approx(np.mean([s["ambiguous"] for s in own]))
        ranked = sorted((s for s in own if s["exemplar_rank"]), key=lambda s: s["exemplar_rank"])
        assert row["exemplars"] == ", ".join(str(s["scene_id"]) for s in ranked)
        assert row["nearest_cluster"] in {1, 2, 3} - {row["cluster"]}
        assert -1 <= row["similarity"] <= 1
        values = np.concatenate(
            [pixels[:, 32 * s["row"] :, 32 * s["col"] :][:, :32, :32].reshape(3, -1) for s in own],
            axis=1,
        )
        for band in range(3):
            assert row[f"b{band + 1}_mean"] == pytest.approx(values[band].mean())
            assert row[f"b{band + 1}_std"] == pytest.approx(values[band].std())
        assert row["class_code"] is None


@pytest.mark.parametrize("extension", ["csv", "gpkg", "xlsx"])
def test_a_table_goes_out_is_filled_in_and_comes_back(run, clusters, tmp_path, extension):
    path = tmp_path / f"table.{extension}"
    run("clustertable", INPUT=clusters, OUTPUT=path, BAND_STATISTICS=False)
    filled = {1: ("311", None), 3: (None, "Pastures")}
    if extension == "csv":
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        for row in rows:
            code, name = filled.get(int(row[0]), ("", ""))
            row[header.index("class_code")], row[header.index("class_name")] = code, name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    else:
        source = ogr.Open(str(path), 1)
        for feature in source.GetLayer(0):
            code, name = filled.get(int(feature["cluster"]), (None, None))
            for field, value in (("class_code", code), ("class_name", name)):
                if value:
                    feature.SetField(field, value)
            source.GetLayer(0).SetFeature(feature)
        source = None
    run("assignclasses", INPUT=clusters, TABLE=path, **CORINE)
    assert codes_by_cluster(clusters) == {
        1: {("311", "Broad-leaved forest")},
        2: {(None, None)},
        3: {("231", "Pastures")},
    }
    run("clustertable", INPUT=clusters, OUTPUT=tmp_path / "next.gpkg", BAND_STATISTICS=False)
    rows = support.table(tmp_path / "next.gpkg")
    assert [row["class_code"] for row in rows] == ["311", None, "231"]
    layer = opened(tmp_path / "next.gpkg")
    assert layer.editorWidgetSetup(layer.fields().lookupField("class_code")).type() == "ValueMap"
    styles = layer.conditionalStyles().fieldStyles("cluster")
    assert [style.rule() for style in styles] == ["@value = 1", "@value = 2", "@value = 3"]


def test_a_layer_of_another_format_has_a_table_without_what_is_noted(run, clusters, tmp_path):
    shape = copied(clusters, tmp_path / "map.shp")
    run("clustertable", INPUT=shape, OUTPUT=tmp_path / "table.gpkg")
    run("clustertable", INPUT=clusters, OUTPUT=tmp_path / "whole.gpkg")
    rows, whole = (support.table(tmp_path / n) for n in ("table.gpkg", "whole.gpkg"))
    same = ("cluster", "scenes", "area", "mean_probability", "exemplars", "distance")
    for row, other in zip(rows, whole):
        assert [row[name] for name in same] == pytest.approx([other[name] for name in same])
    assert "b1_mean" not in rows[0]
    assert {row["similarity"] for row in rows} == {None}


def test_a_schema_comes_from_a_table_in_the_project(run, clusters, tmp_path):
    made = run("schemafromfile", OUTPUT=tmp_path / "schema.gpkg", SCHEMA="WorldCover")
    run("assignclasses", INPUT=clusters, SCHEMA_TABLE=made["OUTPUT"], MAPPING="1=10,2=Built-up")
    assert codes_by_cluster(clusters)[2] == {("50", "Built-up")}


def test_another_schema_takes_the_place_of_all_classes(run, clusters, refused):
    run("assignclasses", INPUT=clusters, MAPPING=MAPPING, **CORINE)
    sentence = refused("assignclasses", MAPPING="1=10", SCHEMA="WorldCover")
    assert "classes that are not those of the schema" in sentence
    run("assignclasses", INPUT=clusters, MAPPING="1=10", SCHEMA="WorldCover", REPLACE=True)
    assert [codes_by_cluster(clusters)[n] for n in (2, 3)] == [{(None, None)}] * 2


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"MAPPING": "1=311,9=311", **CORINE}, r"no cluster 9\. Its clusters are 1-3\."),
        ({"MAPPING": "1=311,1=312", **CORINE}, r"Cluster 1 is named twice\."),
        ({"MAPPING": "1=314", **CORINE}, r"no class '314'\. The nearest are: .*31\d \("),
        ({"MAPPING": "311", **CORINE}, r"'311' in the mapping is not of the form"),
        ({}, r"Neither a mapping nor a table"),
        ({"MAPPING": "1=a", "TABLE": "{table}"}, r"Both a mapping and a table"),
        ({"TABLE": "{table}"}, r"has the columns shape.*needs cluster"),
        ({"MAPPING": "1=a", "SCHEMA_FILE": "/nowhere/a.csv"}, r"/nowhere/a.csv"),
        ({"MAPPING": "1=a", "INPUT": "{shape}"}, r"not in a GeoPackage"),
    ],
)
def test_a_bad_assignment_gets_a_sentence_and_changes_nothing(
    refused, clusters, tmp_path, parameters, sentence
):
    import re

    (tmp_path / "table.csv").write_text("shape,size\n1,2\n")
    files = {
        "{table}": str(tmp_path / "table.csv"),
        "{shape}": copied(clusters, tmp_path / "map.shp"),
    }
    said = refused("assignclasses", **{k: files.get(v, v) for k, v in parameters.items()})
    assert re.search(sentence, said), said


def polygon_areas(path):
    """Areas by code of polygons."""
    source = ogr.Open(str(path))
    found = Counter()
    for feature in source.GetLayer(0):
        assert feature.GetGeometryRef().IsValid()
        found[feature["code"]] += feature.GetGeometryRef().GetArea()
    return found


def raster_areas(path):
    """Areas by value of a raster that is polygonized."""
    source = gdal.Open(str(path))
    drawn = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = drawn.CreateLayer("polygons", source.GetSpatialRef(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    band = source.GetRasterBand(1)
    gdal.Polygonize(band, band.GetMaskBand(), layer, 0)
    found = Counter()
    for feature in layer:
        found[str(feature["value"])] += feature.GetGeometryRef().GetArea()
    return found


def test_a_class_raster_back_to_polygons_has_the_areas_of_the_dissolved_ones(
    run, clusters, crop, tmp_path
):
    run("assignclasses", INPUT=clusters, MAPPING=MAPPING, **CORINE)
    polygons = run("dissolveclasses", INPUT=clusters, OUTPUT=tmp_path / "areas.gpkg")
    raster = run("classraster", INPUT=clusters, OUTPUT=tmp_path / "classes.tif")
    areas = polygon_areas(tmp_path / "areas.gpkg")
    assert dict(raster_areas(tmp_path / "classes.tif")) == pytest.approx(dict(areas))
    assert polygons["CLASSES"] == polygons["POLYGONS"] == raster["CLASSES"] == len(areas) == 3
    rows = {row["code"]: row for row in support.table(tmp_path / "areas.gpkg")}
    assert rows["231"]["name"] == "Pastures"
    assert sum(row["scenes"] for row in rows.values()) == 180
    assert rows["311"]["clusters"] == "1"
    assert rows["311"]["area"] == pytest.approx(areas_in_utm(clusters)[1], rel=1e-3)
    assert legend(opened(tmp_path / "areas.gpkg"))[0] == (
        "112", "Discontinuous urban fabric", "#ff0000"
    )  # fmt: skip
    source, original = gdal.Open(str(tmp_path / "classes.tif")), gdal.Open(crop)
    assert source.GetGeoTransform() == original.GetGeoTransform()
    assert source.GetSpatialRef().IsSame(original.GetSpatialRef())
    band = source.GetRasterBand(1)
    assert band.GetCategoryNames()[311] == "Broad-leaved forest"
    assert band.GetColorTable().GetColorEntry(311) == (128, 255, 0, 255)
    table = band.GetDefaultRAT()
    counts = {table.GetValueAsInt(r, 0): table.GetValueAsInt(r, 2) for r in range(3)}
    assert counts == {int(c): row["scenes"] * support.SIZE**2 for c, row in rows.items()}


def test_areas_that_do_not_touch_become_features_of_their_own(run, clusters, tmp_path):
    made = run("dissolveclasses", INPUT=clusters, OUTPUT=tmp_path / "whole.shp", FIELD="cluster")
    parts = run("dissolveclasses", INPUT=clusters, OUTPUT=tmp_path / "parts.gpkg",
                PARTS="one feature for each area")  # fmt: skip
    rows = support.table(tmp_path / "parts.gpkg")
    assert parts["POLYGONS"] == len(rows) > made["POLYGONS"] == 3
    whole = {row["code"]: row for row in support.table(tmp_path / "whole.shp")}
    for code, one in whole.items():
        own = [row for row in rows if row["code"] == code]
        for name in ("scenes", "area"):
            assert sum(row[name] for row in own) == pytest.approx(one[name])
        weighted = sum(row["scenes"] * row["mean_probability"] for row in own)
        assert weighted / one["scenes"] == pytest.approx(one["mean_proba"])  # cut by the format
        assert one["name"] == f"Cluster {code}"
    assert all(row["clusters"] == row["code"] for row in rows)


def test_only_the_selected_scenes_are_dissolved(run, clusters, tmp_path):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    run("assignclasses", INPUT=clusters, MAPPING="1=512,2=112,3=112", **CORINE)
    layer = opened(clusters)
    layer.selectByExpression('"row" = 0')
    QgsProject.instance().addMapLayer(layer)
    try:
        chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
        run("dissolveclasses", INPUT=chosen, OUTPUT=tmp_path / "areas.gpkg")
    finally:
        QgsProject.instance().clear()
    rows = support.table(tmp_path / "areas.gpkg")
    assert sum(row["scenes"] for row in rows) == 15
    assert {row["name"] for row in rows} <= {"Water bodies", "Discontinuous urban fabric"}


def overlapping(path, turned=False):
    """Five scenes in a row of which each covers half of the next; the middle one is surest."""
    scenes = []
    for place in range(5):
        x = 500_000 + 100 * place
        ring = np.array([(0, 0), (200, 0), (200, 200), (0, 200), (0, 0)])
        if turned:  # no parallelogram
            ring[2] += (0, 20)
        points = ", ".join(f"{x + dx} {4_999_800 + dy}" for dx, dy in ring)
        scenes.append(f"POLYGON(({points}))")
    support.write_polygons(path, scenes, 32633)
    source = ogr.Open(str(path), 1)
    layer = source.GetLayer(0)
    for name, kind in (("kind", ogr.OFTString), ("probability", ogr.OFTReal)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    for feature, kind, chance in zip(layer, ["a", "a", "b", "a", None], [0.5, 0.6, 0.9, 0.7, 0.8]):
        feature["kind"], feature["probability"] = kind, chance
        layer.SetFeature(feature)
    return str(path)


@pytest.mark.parametrize("turned", [False, True])
def test_where_scenes_overlap_the_surest_one_counts(run, tmp_path, turned):
    layer = overlapping(tmp_path / "scenes.gpkg", turned)
    run("dissolveclasses", INPUT=layer, FIELD="kind", OUTPUT=tmp_path / "areas.gpkg")
    areas = polygon_areas(tmp_path / "areas.gpkg")
    source = ogr.Open(layer)
    shapes = [feature.GetGeometryRef().Clone() for feature in source.GetLayer(0)]
    rest = shapes[0].Union(shapes[1]).Union(shapes[3]).Difference(shapes[2])
    assert areas == pytest.approx({"a": rest.GetArea(), "b": shapes[2].GetArea()})
    run("classraster", INPUT=layer, FIELD="kind", PIXEL_SIZE=1, OUTPUT=tmp_path / "classes.tif")
    raster = raster_areas(tmp_path / "classes.tif")
    assert raster["2"] == pytest.approx(areas["b"], rel=5e-3)
    assert raster["1"] == pytest.approx(areas["a"], rel=5e-3)


def test_a_layer_in_another_crs_is_drawn_on_the_rasters_grid(run, clusters, crop, tmp_path):
    own = run("classraster", INPUT=clusters, OUTPUT=tmp_path / "own.tif")
    moved = copied(clusters, tmp_path / "map.geojson", dstSRS="EPSG:4326")
    run("classraster", INPUT=moved, RASTER=crop, OUTPUT=tmp_path / "moved.tif")
    one, other = (support.read_pixels(str(tmp_path / n)) for n in ("own.tif", "moved.tif"))
    assert own["CLASSES"] == 3
    assert set(np.unique(one)) == {1, 2, 3}
    assert (one == other).mean() > 0.99
    legend_of = (tmp_path / "own.qml").read_text()
    assert "Cluster 1 (" in legend_of


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("classraster", {"FIELD": "none"}, "has no field 'none'. Choose one of its fields: "),
        ("classraster", {"OUTPUT": "{folder}/a.png"}, "rasters are written as GeoTIFF"),
        ("classraster", {"PIXEL_SIZE": 0.001}, "Choose a larger pixel size"),
        ("classraster", {"RASTER": "{far}"}, "None of the scenes is on the raster"),
        ("classraster", {"INPUT": "{shape}"}, "Give the raster, or a pixel size"),
        ("dissolveclasses", {"INPUT": "{plain}"}, "was not made by RS DeepCluster"),
        ("clustertable", {"INPUT": "{plain}"}, "was not made by RS DeepCluster"),
        ("clustertable", {"FEATURES": "{text}"}, "is not a file of features"),
        ("findsimilar", {}, "No scene of map is selected. Select examples"),
        ("findsimilar", {"SCENES": "a1"}, "'a1' is not a whole number"),
        ("findsimilar", {"SCENES": "999"}, "1 of the scenes are not in"),
        ("findsimilar", {"EXPRESSION": '"cluster" ='}, "is not valid"),
        ("findsimilar", {"EXPRESSION": '"cluster" = 99'}, "chooses no scene"),
        ("findsimilar", {"SCENES": "1", "EXPRESSION": "true"}, "Give one of the two"),
        ("findsimilar", {"SCENES": "1", "MIN_SIMILARITY": 1}, "Give a lower minimum"),
        ("findsimilar", {"SCENES": "1", "NOT_SCENES": "1-3"}, "both examples and counterexamples"),
        ("findsimilar", {"SCENES": "1", "NOT_SCENES": "b"}, "'b' in the counterexamples"),
        ("findsimilar", {"SCENES": "1", "NOT_SCENES": "999"}, "1 of the scenes are not in"),
        ("findsimilar", {"SCENES": "1", "INPUT": "{shape}"}, "There are no features"),
    ],
)
def test_bad_input_gets_a_sentence_and_leaves_nothing(
    refused, clusters, tmp_path, name, parameters, sentence
):
    folder = tmp_path / "out"
    folder.mkdir()
    files = {
        "{plain}": support.write_polygons(
            tmp_path / "plain.gpkg", [support.box(0, 0, 1, 1)], 32633
        ),
        "{shape}": copied(clusters, tmp_path / "map.shp"),
        "{far}": support.write_raster(tmp_path / "far.tif", support.texture()),
        "{text}": str(tmp_path / "text.parquet"),
        "{folder}/a.png": str(folder / "a.png"),
    }
    (tmp_path / "text.parquet").write_text("This is a text.")
    given = {k: files.get(v, v) if isinstance(v, str) else v for k, v in parameters.items()}
    output = folder / ("a.tif" if name == "classraster" else "a.gpkg")
    said = refused(name, **{"OUTPUT": output, **given})
    assert sentence in said
    assert list(folder.iterdir()) == []


def test_scenes_like_the_selected_ones_are_found(run, clusters, fitted, tmp_path):
    from qgis.core import QgsProject

    run("assignclasses", INPUT=clusters, MAPPING="1=Sea")
    by_ids = run("findsimilar", INPUT=clusters, SCENES="5, 6", NUMBER=7,
                 OUTPUT=tmp_path / "ids.gpkg")  # fmt: skip
    rows = support.table(tmp_path / "ids.gpkg")
    assert by_ids["SCENES_FOUND"] == 7
    assert [row["rank"] for row in rows] == list(range(1, 8))
    likeness = [row["similarity"] for row in rows]
    assert likeness == sorted(likeness, reverse=True)
    scenes = {row["scene_id"]: row for row in support.table(clusters)}
    assert not {5, 6} & {row["scene_id"] for row in rows}
    for row in rows:
        for name in ("cluster", "class_code", "class_name"):
            assert row[name] == scenes[row["scene_id"]][name]
    layer = opened(clusters)
    layer.selectByExpression('"scene_id" in (5, 6)')
    QgsProject.instance().addMapLayer(layer)
    try:
        run("findsimilar", INPUT=layer.id(), NUMBER=7, OUTPUT=tmp_path / "selected.gpkg")
    finally:
        QgsProject.instance().clear()
    run("findsimilar", INPUT=clusters, EXPRESSION='"scene_id" in (5, 6)', NUMBER=7,
        OUTPUT=tmp_path / "expression.gpkg")  # fmt: skip
    for other in ("selected", "expression"):
        assert support.table(tmp_path / f"{other}.gpkg") == rows
    found = opened(tmp_path / "ids.gpkg")
    ranges = found.renderer().ranges()
    assert found.renderer().classAttribute() == "similarity"
    assert (ranges[0].lowerValue(), ranges[-1].upperValue()) == pytest.approx(
        (likeness[-1], likeness[0])
    )
    geometry = {f["scene_id"]: f.geometry().asWkt() for f in opened(clusters).getFeatures()}
    assert all(f.geometry().asWkt() == geometry[f["scene_id"]] for f in found.getFeatures())


def test_what_is_more_like_a_counterexample_is_not_found(run, clusters, tmp_path):
    given = {"INPUT": clusters, "SCENES": "5, 6", "NUMBER": 500, "MIN_SIMILARITY": -1}
    run("findsimilar", **given, OUTPUT=tmp_path / "all.gpkg")
    every = {row["scene_id"]: row["similarity"] for row in support.table(tmp_path / "all.gpkg")}
    assert len(every) == 178
    far = min(every, key=every.get)
    run("findsimilar", **{**given, "SCENES": far}, OUTPUT=tmp_path / "against.gpkg")
    against = {r["scene_id"]: r["similarity"] for r in support.table(tmp_path / "against.gpkg")}
    run("findsimilar", **given, NOT_SCENES=far, OUTPUT=tmp_path / "some.gpkg")
    found = {row["scene_id"]: row["similarity"] for row in support.table(tmp_path / "some.gpkg")}
    assert 10 < len(found) < 170
    kept = {n: s for n, s in every.items() if n != far and s >= against[n]}
    assert found == pytest.approx(kept, abs=1e-6)


def test_features_of_other_scenes_with_the_same_numbers_are_refused(run, refused, tmp_path):
    other = support.crop_demo(tmp_path / "other.tif", 0, 0, 192, 128)  # six columns, and not 15
    made = run("extractfeatures", INPUT=other, SIZE=support.SIZE, INPUT_SIZE=56,
               OUTPUT=tmp_path / "other.parquet")  # fmt: skip
    for name, given in (("findsimilar", {"SCENES": "5"}), ("clustertable", {})):
        said = refused(name, FEATURES=made["OUTPUT"], OUTPUT=tmp_path / "no.gpkg", **given)
        assert "holds the features of other scenes: 18 of the layer's 180" in said
    assert not (tmp_path / "no.gpkg").exists()


def test_the_features_of_another_raster_are_searched(run, fitted, tmp_path):
    other = support.crop_demo(tmp_path / "other.tif", 0, 0, 192, 128)
    made = run("extractfeatures", INPUT=other, SIZE=support.SIZE, INPUT_SIZE=56,
               OUTPUT=tmp_path / "other.parquet")  # fmt: skip
    found = run("findsimilar", FEATURES=fitted["FEATURES"], SCENES="5;6", NUMBER=500,
                MIN_SIMILARITY=-1, COMPARISON="nearest example",
                FEATURES_SEARCHED=made["OUTPUT"], OUTPUT=tmp_path / "found.gpkg")  # fmt: skip
    assert found["SCENES_FOUND"] == 24
    layer = opened(tmp_path / "found.gpkg")
    assert layer.crs().isValid()
    assert [f.name() for f in layer.fields()][1:] == ["rank", "scene_id", "similarity"]

"""Merge, split, reassign and smooth on a fitted map, through QGIS."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3

import numpy as np
import pytest
import support
from osgeo import ogr

LEVEL, SIMILAR = "level of the tree", "similarity"
READ = ("cluster", "edited_cluster", "class_code", "class_name", "class_source")


@pytest.fixture
def made(fitted, tmp_path):
    """A copy of the fitted map to work on."""
    return str(shutil.copy(fitted["OUTPUT"], tmp_path / "map.gpkg"))


def space(path):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    return LayerTable(path)


def state(path):
    columns = space(path).read(*READ)
    return {name: values.tolist() for name, values in columns.items()}


def current(path):
    return space(path).current_clusters()[1]


def leaves(path):
    """Number of leaves of a map's merge tree, its finest level."""
    return len(space(path).notes["tree"]["merges"]) + 1


def divided(path):
    """The cluster of a map, as fitted, that most leaves of its merge tree are in."""
    columns = space(path).read("cluster", "subcluster")
    pairs = set(zip(columns["cluster"].tolist(), columns["subcluster"].tolist()))
    return int(np.bincount([cluster for cluster, _ in pairs]).argmax())


def assign(path, codes, schema=()):
    """Give clusters their classes, as Assign classes does."""
    held = space(path)
    fids, clusters = held.current_clusters()
    names = {"311": "Forest", "512": "Water", "112": "Town", "211": "Field"}
    found = np.array([codes.get(c, "") for c in clusters.tolist()], dtype=object)
    rows = found != ""
    changes = {
        "class_code": (fids[rows], found[rows]),
        "class_name": (fids[rows], np.array([names[c] for c in found[rows]], dtype=object)),
        "class_source": (fids[rows], "cluster"),
    }
    notes = {"schema": {"name": "x", "classes": list(schema)}} if schema else {}
    held.edit("assignclasses", {}, "Assigned.", changes, notes)
    return found


def style_in(path):
    """Names of the categories of the style that a file's layer brings along."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "map", "ogr")
    renderer = layer.renderer()
    return renderer.classAttribute(), [each.label() for each in renderer.categories()]


@contextlib.contextmanager
def connected(path):
    """The database of a GeoPackage, to change it as no tool does."""
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            base.create_function(name, 1, lambda value: 1)
        yield base


@pytest.fixture
def feedback(qgis_app):
    from qgis.core import QgsProcessingFeedback

    return QgsProcessingFeedback(False)


@pytest.fixture
def refused(run, made):
    """Run what must be refused with one sentence, and change nothing."""
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    def check(name, **parameters):
        feedback = QgsProcessingFeedback(False)
        parameters = {"INPUT": made, "feedback": feedback, **parameters}
        before = state(made), space(made).history(), space(made).notes
        with pytest.raises((QgsProcessingException, AssertionError)) as caught:
            run(name, **parameters)
        assert (state(made), space(made).history(), space(made).notes) == before
        text = str(caught.value).split("\nassert")[0].strip()
        if "There were errors" in text:  # what is found before the run is only in the log
            text = feedback.textLog().strip()
        assert "Traceback" not in text
        assert text.endswith(".")
        return text

    return check


def undo_and_redo(run, path, before):
    """Both ways, bit by bit."""
    after = state(path)
    run("undo", INPUT=path)
    assert state(path) == before
    run("redo", INPUT=path)
    assert state(path) == after
    run("undo", INPUT=path)
    assert state(path) == before


def test_named_clusters_are_merged_into_the_largest(run, made):
    before, was = state(made), current(made)
    results = run("mergeclusters", INPUT=made, CLUSTERS="3, 2")
    assert results["OUTPUT"] == made
    assert results["CHANGED"] == (was == 3).sum() > 0
    assert results["CLUSTERS"] == len(set(was)) - 1
    assert (current(made) == np.where(was == 3, 2, was)).all()
    after = state(made)
    assert after["cluster"] == before["cluster"]
    assert 0 not in after["edited_cluster"]
    (edit,) = space(made).history()
    assert edit.summary == "Merged clusters 2 and 3 into 2."
    assert edit.algorithm == "mergeclusters"
    assert edit.parameters["CLUSTERS"] == "3, 2"
    assert edit.scenes == results["CHANGED"]
    attribute, labels = style_in(made)
    assert "edited_cluster" in attribute
    assert f"Cluster 2 ({((was == 2) | (was == 3)).sum()})" in labels
    assert not [label for label in labels if label.startswith("Cluster 3 ")]
    undo_and_redo(run, made, before)
    assert [label for label in style_in(made)[1] if label.startswith("Cluster 3 ")]


def test_named_clusters_are_merged_into_the_one_that_is_wanted(run, made):
    run("mergeclusters", INPUT=made, MODE=LEVEL, NUMBER=5)
    was = current(made)
    run("mergeclusters", INPUT=made, CLUSTERS="1-2", INTO=3)
    assert (current(made) == np.where((was > 0) & (was <= 3), 3, was)).all()
    assert space(made).history()[-1].summary == "Merged clusters 1, 2 and 3 into 3."
    run("mergeclusters", INPUT=made, CLUSTERS="4", INTO=3)  # as dragging one onto the other does
    assert (current(made) == np.where((was > 0) & (was <= 4), 3, was)).all()


def test_classes_follow_a_merge_but_for_those_corrected_singly(run, made):
    was = current(made)
    codes = assign(made, {1: "311", 2: "512"})
    one = int(space(made).read("scene_id")["scene_id"][was == 2][0])
    run("reassignscenes", INPUT=made, SCENES=str(one), CLASS="Town")
    before = state(made)
    run("mergeclusters", INPUT=made, CLUSTERS="1,2", INTO=1)
    after = state(made)
    single = space(made).read("scene_id")["scene_id"] == one
    expected = np.where(was == 2, "311", codes)
    expected[single] = "Town"
    assert after["class_code"] == expected.tolist()
    assert np.array(after["class_source"])[single] == "scene"
    assert "class_code" in style_in(made)[0]
    undo_and_redo(run, made, before)


def test_the_tree_gives_any_level_and_keeps_numbers(run, made, feedback):
    fitted = current(made)
    tree = space(made).notes["tree"]
    for detail, count in tree["details"].items():
        results = run("mergeclusters", INPUT=made, MODE=LEVEL, DETAIL=detail)
        assert results["CLUSTERS"] == count == len(set(current(made)))
    count = len(set(fitted))
    assert results["CLUSTERS"] == leaves(made) >= count + 2
    fine = current(made)
    assert set(range(1, count + 1)) == set(fitted) <= set(fine)
    assert all(len(set(fitted[fine == number])) == 1 for number in set(fine))  # it is nested
    run("mergeclusters", INPUT=made, CLUSTERS=f"{count + 1},{count + 2}")
    run("mergeclusters", INPUT=made, MODE=LEVEL, NUMBER=count, feedback=feedback)
    assert (current(made) == fitted).all()
    assert "Earlier merges, splits and moves" in feedback.textLog()
    run("undo", INPUT=made)
    run("undo", INPUT=made)
    assert (current(made) == fine).all()


def test_alike_clusters_are_merged(run, made, feedback):
    was = current(made)
    nothing = run("mergeclusters", INPUT=made, MODE=SIMILAR, SIMILARITY=1, feedback=feedback)
    assert (nothing["CHANGED"], nothing["CLUSTERS"]) == (0, len(set(was)))
    assert "the most similar ones are" in feedback.textLog()
    assert space(made).history() == []
    finest = leaves(made)
    run("mergeclusters", INPUT=made, MODE=LEVEL, NUMBER=finest)
    fine, before = current(made), state(made)
    # The clusters themselves are less alike, by 0.65 at most, than parts of one are.
    results = run("mergeclusters", INPUT=made, MODE=SIMILAR, SIMILARITY=0.8)
    assert 1 < results["CLUSTERS"] < finest
    assert results["CHANGED"] == (current(made) != fine).sum()
    assert " into " in space(made).history()[-1].summary
    # What is alike was one cluster.
    assert all(len(set(was[current(made) == number])) == 1 for number in set(current(made)))
    undo_and_redo(run, made, before)


@pytest.mark.parametrize("method", ["Dirichlet process mixture", "k-means"])
def test_a_cluster_is_split_and_the_others_stay(run, made, method):
    before, was = state(made), current(made)
    results = run("splitcluster", INPUT=made, CLUSTER=1, PARTS=3, METHOD=method, PROJECTION="PCA")
    now = current(made)
    new, newer = max(was) + 1, max(was) + 2
    assert results["CLUSTERS"] == len(set(was)) + 2
    assert (now[was != 1] == was[was != 1]).all()
    assert set(now[was == 1]) == {1, new, newer}
    sizes = np.bincount(now)
    assert sizes[1] >= sizes[new] >= sizes[newer] > 0
    assert results["CHANGED"] == sizes[new] + sizes[newer]
    assert space(made).history()[-1].summary == f"Split cluster 1 into 1, {new} and {newer}."
    undo_and_redo(run, made, before)


def test_new_clusters_never_have_a_number_that_was_used_before(run, made):
    was = set(current(made))
    last, one = max(was), divided(made)
    parameters = {"CLUSTER": one, "PARTS": 2, "METHOD": "merge tree"}
    run("splitcluster", INPUT=made, **parameters)
    assert set(current(made)) == was | {last + 1}
    run("undo", INPUT=made)
    run("splitcluster", INPUT=made, **parameters)
    assert set(current(made)) == was | {last + 2}
    run("mergeclusters", INPUT=made, CLUSTERS=f"{one},{last + 2}")
    run("reassignscenes", INPUT=made, SCENES="3", CLUSTER=0)
    assert set(current(made)) == was | {last + 3}


def test_a_split_keeps_the_class_and_finds_the_number_of_parts_itself(run, made):
    count = len(set(current(made)))
    codes = assign(made, {1: "311", 2: "512"})
    results = run("splitcluster", INPUT=made, CLUSTER=1, PROJECTION="PCA")
    assert results["CLUSTERS"] > count
    assert state(made)["class_code"] == codes.tolist()


def test_a_cluster_is_split_along_the_merge_tree_without_a_worker(run, made, monkeypatch):
    run("mergeclusters", INPUT=made, MODE=LEVEL, DETAIL="fine")
    fine = current(made)
    run("undo", INPUT=made)
    was = current(made)
    monkeypatch.setenv("RSDEEPCLUSTER_PYTHON", "/nowhere/python")
    one = divided(made)
    found = set(fine[was == one])
    run("splitcluster", INPUT=made, CLUSTER=one, METHOD="merge tree", PARTS=len(found))
    now = current(made)
    assert (now[was != one] == was[was != one]).all()
    pairs = set(zip(now[was == one].tolist(), fine[was == one].tolist()))
    assert len(pairs) == len(found) == len(set(now[was == one]))


def test_without_features_a_cluster_is_split_by_its_places(run, made, feedback):
    was = current(made)
    new = max(was) + 1
    space(made).set_notes({"features": "/gone/features.parquet"})
    run("splitcluster", INPUT=made, CLUSTER=1, PARTS=2, METHOD="k-means", feedback=feedback)
    assert "/gone/features.parquet" in feedback.textLog()
    assert "umap_x and umap_y" in feedback.textLog()
    columns = space(made).read("umap_x", "umap_y")
    now = current(made)
    places = np.stack([columns["umap_x"], columns["umap_y"]], axis=1)
    centers = [places[now == number].mean(axis=0) for number in (1, new)]
    nearest = np.linalg.norm(places[:, None] - centers, axis=2).argmin(axis=1)
    assert set(now[was == 1]) == {1, new}
    assert (nearest[now == new] == 1).all()
    assert (nearest[now == 1] == 0).all()


def test_scenes_are_moved_by_number_expression_and_polygons_alike(run, made, tmp_path):
    table = support.table(made)
    chosen = [row["scene_id"] for row in table if row["cluster"] == 1 and row["row"] < 4]
    assert 1 < len(chosen) < 40
    before = state(made)
    found = []
    shape = np.array(support.corners(made))
    rows = np.array([row["row"] for row in table])
    ones = np.array([row["cluster"] for row in table]) == 1
    boxes = shape[ones & (rows < 4)]
    # A little smaller than the scenes, in another reference system.
    polygons = [support.box(*(b.min(axis=0) + 200), *(b.max(axis=0) - 200)) for b in boxes]
    shapes = support.write_polygons(tmp_path / "web.gpkg", polygons, 3857)
    far = reprojected(shapes, tmp_path / "far.gpkg", 4326)
    for way in (
        {"SCENES": ", ".join(map(str, chosen))},
        {"EXPRESSION": '"Cluster" = 1 and "row" < 4'},
        {"POLYGONS": far},
    ):
        results = run("reassignscenes", INPUT=made, CLUSTER=2, **way)
        assert results["CHANGED"] == len(chosen)
        found.append(state(made))
        assert space(made).history()[-1].summary == f"Moved {len(chosen)} scenes to cluster 2."
        run("undo", INPUT=made)
        assert state(made) == before
    assert found[0] == found[1] == found[2]
    moved = np.array(found[0]["edited_cluster"]) != np.array(found[0]["cluster"])
    assert np.array([row["scene_id"] for row in table])[moved].tolist() == chosen


def reprojected(source, target, epsg):
    from osgeo import gdal

    gdal.VectorTranslate(str(target), str(source), dstSRS=f"EPSG:{epsg}", reproject=True)
    return str(target)


@pytest.fixture
def project(qgis_app):
    from qgis.core import QgsProject

    yield QgsProject.instance()
    QgsProject.instance().clear()


def test_a_number_of_several_scenes_moves_none_of_them(refused, run, made):
    """As where layers of two rasters were merged, whose scenes are numbered alike."""
    ids = space(made).read("scene_id")["scene_id"]
    with connected(made) as base:
        base.execute(f"UPDATE map SET scene_id = {ids[2]} WHERE scene_id = {ids[5]}")
    said = refused("reassignscenes", SCENES=f"{ids[0]}, {ids[2]}", CLUSTER=0)
    assert f"Several scenes have the number {ids[2]}" in said
    fid = int(space(made).read()["fid"][5])
    run("reassignscenes", INPUT=made, EXPRESSION=f"fid = {fid}", CLUSTER=0)
    assert run("reassignscenes", INPUT=made, SCENES=str(ids[0]), CLUSTER=0)["CHANGED"] == 1


def test_selected_scenes_of_an_open_layer_are_moved_and_it_shows(run, made, project):
    from qgis.core import QgsVectorLayer

    new = len(set(current(made))) + 1
    layer = QgsVectorLayer(made, "my map", "ogr")
    project.addMapLayer(layer)
    fids = space(made).read()["fid"][[2, 5, 7]]
    layer.selectByIds(fids.tolist())
    scenes = space(made).read("scene_id")["scene_id"][[2, 5, 7]]
    results = run("reassignscenes", INPUT=layer, SELECTED=True, CLUSTER=0)
    assert results["CLUSTERS"] == new
    (edit,) = space(made).history()
    assert edit.summary == f"Moved 3 scenes to the new cluster {new}."
    assert "SELECTED" not in edit.parameters  # what was selected is named
    assert edit.parameters["SCENES"] == ", ".join(map(str, sorted(scenes.tolist())))
    assert layer.fields().lookupField("edited_cluster") >= 0
    shown = {f.id(): f["edited_cluster"] for f in layer.getFeatures()}
    assert [shown[fid] for fid in fids.tolist()] == [new] * 3
    assert f"Cluster {new} (3)" in [each.label() for each in layer.renderer().categories()]
    run("undo", INPUT=layer)
    run("reassignscenes", INPUT=made, SCENES=edit.parameters["SCENES"], CLUSTER=0)
    assert current(made)[[2, 5, 7]].tolist() == [new + 1] * 3


SCHEMA = [
    {"code": "311", "name": "Forest", "color": "#008000"},
    {"code": "512", "name": "Water", "color": "#0000ff"},
    {"code": "112", "name": "Town", "color": "#ff0000"},
]


@pytest.mark.parametrize("given", ["112", "Town", "town"])
def test_scenes_get_a_class_of_the_schema_by_code_or_name(run, made, given):
    codes = assign(made, {1: "311", 2: "512"}, SCHEMA)
    before = state(made)
    results = run("reassignscenes", INPUT=made, EXPRESSION="row = 0", CLASS=given)
    first = space(made).read("row")["row"] == 0
    after = space(made).read(*READ)
    assert results["CHANGED"] == first.sum()
    assert (after["class_code"] == np.where(first, "112", codes)).all()
    assert set(after["class_name"][first]) == {"Town"}
    assert set(after["class_source"][first]) == {"scene"}
    assert "edited_cluster" not in space(made).fields
    undo_and_redo(run, made, before)


def test_without_a_schema_a_class_is_any_text(run, made):
    name = "O'Hara's \"<wood>\", =1+1"
    run("reassignscenes", INPUT=made, SCENES="1-3", CLASS=name)
    run("reassignscenes", INPUT=made, SCENES="5", CLASS=name.upper())
    classes = space(made).read("class_code", "class_name")
    assert set(classes["class_code"]) == set(classes["class_name"]) == {"", name}
    assert (classes["class_name"] == name).sum() == 4
    assert f"{name} (4)" in style_in(made)[1]


def test_a_scene_that_is_moved_takes_the_class_of_its_cluster(run, made):
    assign(made, {1: "311", 2: "512"})
    run("reassignscenes", INPUT=made, EXPRESSION="cluster = 3 and row < 6", CLASS="112")
    before = state(made)
    run("reassignscenes", INPUT=made, EXPRESSION="cluster != 2 and row < 6", CLUSTER=2)
    after = space(made).read("row", *READ)
    assert set(after["class_code"][after["row"] < 6]) == {"512"}
    assert set(after["class_source"][after["row"] < 6]) == {"cluster"}
    undo_and_redo(run, made, before)


def noisy(path, place, codes=("311", "512")):
    """Assign half the map each class, and one scene in the middle of a half the other one."""
    held = space(path)
    columns = held.read("row", "col")
    found = np.where(columns["col"] < 7, *codes).astype(object)
    odd = (columns["row"] == place[0]) & (columns["col"] == place[1])
    found[odd] = codes[1]
    changes = {
        "class_code": (columns["fid"], found),
        "class_name": (columns["fid"], np.where(found == "311", "Forest", "Water").astype(object)),
        "class_source": (columns["fid"], "cluster"),
    }
    held.edit("assignclasses", {}, "Assigned.", changes)
    return odd, found


def test_classes_are_smoothed_and_say_so(run, made):
    odd, codes = noisy(made, (5, 3))
    before, clusters = state(made), current(made)
    results = run("smoothclasses", INPUT=made)
    after = space(made).read(*READ)
    assert results["CHANGED"] == 1
    assert after["class_code"][odd] == ["311"]
    assert after["class_name"][odd] == ["Forest"]
    assert after["class_source"][odd] == ["smoothed"]
    assert (after["class_code"][~odd] == codes[~odd]).all()
    assert (current(made) == clusters).all()
    assert "edited_cluster" not in space(made).fields
    undo_and_redo(run, made, before)
    dissolved = run("smoothclasses", INPUT=made, ITERATIONS=0, MIN_SIZE=2)
    assert dissolved["CHANGED"] == 1


def test_scenes_that_are_likely_or_corrected_singly_are_not_smoothed(run, made):
    odd, _ = noisy(made, (5, 3))
    probability = float(space(made).read("probability")["probability"][odd][0])
    kept = run("smoothclasses", INPUT=made, ONLY_BELOW=probability, MIN_SIZE=2)
    assert kept["CHANGED"] == 0
    scene = int(space(made).read("scene_id")["scene_id"][odd][0])
    run("reassignscenes", INPUT=made, SCENES=str(scene), CLASS="512")
    assert run("smoothclasses", INPUT=made, MIN_SIZE=5)["CHANGED"] == 0


def test_clusters_are_smoothed_and_their_classes_follow(run, made):
    was = current(made)
    codes = np.array(["", "311", "512", "112", "211"])
    assert set(was) == set(range(1, len(codes)))
    assign(made, dict(enumerate(codes)))
    before = state(made)
    results = run("smoothclasses", INPUT=made, FIELD="clusters", ITERATIONS=5, MIN_SIZE=8)
    now = current(made)
    assert results["CHANGED"] == (now != was).sum() > 0
    assert state(made)["class_code"] == codes[now].tolist()
    assert results["CLUSTERS"] == len(set(now))
    undo_and_redo(run, made, before)


def test_polygons_that_are_no_grid_are_smoothed_over_their_borders(run, made, feedback):
    odd, _ = noisy(made, (5, 3))
    columns = space(made).read("row", "col")
    with connected(made) as base:  # as the scenes of segments are numbered
        base.execute("UPDATE map SET row = rowid, col = 0")
    results = run("smoothclasses", INPUT=made, MIN_SIZE=2, ITERATIONS=0, feedback=feedback)
    assert "share a border" in feedback.textLog()
    assert results["CHANGED"] == 1
    after = space(made).read("class_code", "class_source")
    assert after["class_code"][odd] == ["311"]
    # The border between the two halves is straight: corners of scenes are no border.
    assert run("smoothclasses", INPUT=made, CENTER_WEIGHT=0)["CHANGED"] == 0
    assert (after["class_code"] == np.where(columns["col"] < 7, "311", "512")).all()


def test_each_of_two_dates_in_one_place_is_smoothed_by_itself(run, made, feedback):
    """A date before, all of it forest, does not vote on what became water."""
    source = ogr.Open(made, 1)
    layer = source.GetLayerByName("map")
    layer.CreateField(ogr.FieldDefn("date", ogr.OFTString))
    scenes = list(layer)
    most = max(scene["scene_id"] for scene in scenes)
    for scene in scenes:
        scene["date"] = "2012"
        layer.SetFeature(scene)
        scene.SetFID(-1)
        scene["date"], scene["scene_id"] = "2020", scene["scene_id"] + most
        layer.CreateFeature(scene)
    del layer, source
    columns = space(made).read("row", "col", "date")
    later = columns["date"] == "2020"
    odd = later & (columns["row"] == 5) & (columns["col"] == 3)
    codes = np.where(later & ~odd, "512", "311").astype(object)
    changes = {
        "class_code": (columns["fid"], codes),
        "class_name": (columns["fid"], np.where(codes == "311", "Forest", "Water").astype(object)),
        "class_source": (columns["fid"], "cluster"),
    }
    space(made).edit("assignclasses", {}, "Assigned.", changes)
    assert run("smoothclasses", INPUT=made, feedback=feedback)["CHANGED"] == 1
    after = space(made).read("class_code", "date")
    assert (after["class_code"] == np.where(later, "512", "311")).all()
    assert "share a border" not in feedback.textLog()  # each is a grid
    with connected(made) as base:  # as segments are numbered
        base.execute("UPDATE map SET row = rowid, col = 0")
    assert run("smoothclasses", INPUT=made)["CHANGED"] == 0


def test_borders_in_degrees_are_as_long_as_on_the_ground(qgis_app):
    from qgis.core import QgsGeometry, QgsVectorLayer

    from rs_deepcluster_plugin.processing.algorithms.classes.smoothclasses import _lengths

    def ratio(crs, x, y):
        length_of = _lengths(QgsVectorLayer(f"Polygon?crs={crs}", "l", "memory"))
        east = f"LineString({x} {y}, {x + 0.01} {y})"
        north = f"LineString({x} {y}, {x} {y + 0.01})"
        return length_of(QgsGeometry.fromWkt(east)) / length_of(QgsGeometry.fromWkt(north))

    assert ratio("EPSG:4326", 10, 60) == pytest.approx(0.5, abs=0.002)
    assert ratio("EPSG:32633", 500_000, 6_600_000) == pytest.approx(1)
    for crs in ("EPSG:4326", "EPSG:32633"):  # also where polygons overlap a little
        length_of = _lengths(QgsVectorLayer(f"Polygon?crs={crs}", "l", "memory"))
        around = length_of(QgsGeometry.fromWkt("Polygon((0 0, 1 0, 1 1, 0 1, 0 0))"))
        assert around == pytest.approx(
            4 * length_of(QgsGeometry.fromWkt("LineString(0 0, 0 1)")), 0.01
        )


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("mergeclusters", {"CLUSTERS": "2, 9"}, "no cluster 9. Its clusters are 1-{count}."),
        ("mergeclusters", {"CLUSTERS": "2, 2, 3"}, "name 2 more than once"),
        ("mergeclusters", {"CLUSTERS": "2"}, "nothing to merge: name at least two"),
        ("mergeclusters", {"CLUSTERS": "2", "INTO": 2}, "nothing to merge"),
        ("mergeclusters", {}, "nothing to merge"),
        ("mergeclusters", {"CLUSTERS": "2, 3", "INTO": 8}, "no cluster 8"),
        ("mergeclusters", {"CLUSTERS": "water, town"}, "'water'"),
        ("mergeclusters", {"MODE": "similarity", "SIMILARITY": 2}, "from 0 to 1"),
        ("mergeclusters", {"MODE": "similarity", "FEATURES": "/no/f.parquet"}, "does not exist"),
        ("splitcluster", {"CLUSTER": 9, "METHOD": "merge tree"}, "no cluster 9"),
        ("splitcluster", {"CLUSTER": 3, "PARTS": 25}, "too few for 25 parts"),
        (
            "splitcluster",
            {"CLUSTER": 3, "METHOD": "merge tree", "PARTS": 9},
            "and 9 were asked for",
        ),
        ("splitcluster", {"CLUSTER": 1, "FEATURES": "/no/f.parquet"}, "does not exist"),
        ("reassignscenes", {"CLUSTER": 1}, "none was given"),
        ("reassignscenes", {"CLUSTER": 1, "SCENES": "1", "EXPRESSION": "1"}, "several were given"),
        ("reassignscenes", {"SCENES": "1"}, "neither was given"),
        ("reassignscenes", {"SCENES": "1", "CLUSTER": 1, "CLASS": "a"}, "both were given"),
        ("reassignscenes", {"SCENES": "1", "CLUSTER": 7}, "no cluster 7"),
        ("reassignscenes", {"SCENES": "1, 9999", "CLUSTER": 1}, "no scene 9999"),
        ("reassignscenes", {"SCENES": "one", "CLUSTER": 1}, "'one'"),
        ("reassignscenes", {"EXPRESSION": "cluster =", "CLUSTER": 1}, "cannot be understood"),
        ("reassignscenes", {"EXPRESSION": "klass = 1", "CLUSTER": 1}, "'klass' not found"),
        ("reassignscenes", {"EXPRESSION": "cluster = 9", "CLUSTER": 1}, "No scene is chosen"),
        ("reassignscenes", {"SELECTED": True, "CLUSTER": 1}, "No scene is chosen"),
        ("smoothclasses", {"FIELD": "classes"}, "has a class"),
        ("smoothclasses", {"RADIUS": 9}, "from 1 to 5"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(refused, made, name, parameters, sentence):
    count = len(set(current(made)))
    assert sentence.format(count=count) in refused(name, **parameters)


def test_a_level_beyond_the_leaves_of_the_tree_gets_a_sentence(refused, made):
    finest = leaves(made)
    text = refused("mergeclusters", MODE=LEVEL, NUMBER=finest + 1)
    assert f"levels of 1 to {finest} clusters, and {finest + 1} were asked for" in text


def test_layers_that_lack_something_get_a_sentence(refused, made, tmp_path):
    shapes = support.write_polygons(tmp_path / "nothing.gpkg", [], 3857)
    assert "has none" in refused("reassignscenes", POLYGONS=shapes, CLUSTER=1)
    sea = support.write_polygons(tmp_path / "sea.gpkg", [support.box(0, 0, 1, 1)], 3857)
    assert "No scene is chosen" in refused("reassignscenes", POLYGONS=sea, CLUSTER=1)
    with connected(made) as base:
        base.execute("UPDATE map SET scene_id = scene_id + 10 WHERE cluster = 1")
    assert "other scenes" in refused("mergeclusters", MODE=SIMILAR)
    assert "other scenes" in refused("splitcluster", CLUSTER=1, PROJECTION="PCA")
    space(made).set_notes({"features": "/gone.parquet", "tree": None})
    assert "not there any more" in refused("mergeclusters", MODE=SIMILAR)
    assert "no merge tree" in refused("mergeclusters", MODE=LEVEL)
    assert "no merge tree" in refused("splitcluster", METHOD="merge tree", CLUSTER=1)
    space(made).set_notes({"schema": {"name": "x", "classes": SCHEMA}})
    text = refused("reassignscenes", EXPRESSION="row = 1", CLASS="Sea")
    assert "no class 'Sea'" in text
    assert "512 (Water)" in text
    with connected(made) as base:
        base.execute("DELETE FROM map")
    for name, values in (
        ("mergeclusters", {"CLUSTERS": "1,2"}),
        ("splitcluster", {"CLUSTER": 1, "METHOD": "merge tree"}),
        ("reassignscenes", {"SCENES": "1", "CLUSTER": 1}),
        ("smoothclasses", {}),
    ):
        assert "has no scenes" in refused(name, **values)


def test_a_saved_model_clusters_merges_and_takes_back(provider, crop, tmp_path):
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
    )

    def step(model, name, before, values, outputs=()):
        child = QgsProcessingModelChildAlgorithm(f"rsdeepcluster:{name}")
        child.setChildId(f"{name}{len(model.childAlgorithms())}")
        source = QgsProcessingModelChildParameterSource
        for key, value in values.items():
            child.addParameterSources(key, [source.fromStaticValue(value)])
        if before:
            child.addParameterSources("INPUT", [source.fromChildOutput(before, "OUTPUT")])
        made = {}
        for output in outputs:
            made[output] = QgsProcessingModelOutput(output)
            made[output].setChildId(child.childId())
            made[output].setChildOutputName(output)
        child.setModelOutputs(made)
        return model.addChildAlgorithm(child)

    model = QgsProcessingModelAlgorithm("chain", "tests")
    whole = {"INPUT": crop, "SIZE": 48, "INPUT_SIZE": 28, "PROJECTION": "PCA"}
    first = step(model, "clusterscenes", "", whole)
    merged = step(model, "mergeclusters", first, {"CLUSTERS": "1,2"})
    moved = step(model, "reassignscenes", merged, {"EXPRESSION": "row = 0", "CLUSTER": 0})
    step(model, "undo", moved, {})
    assert model.toFile(str(tmp_path / "chain.model3"))
    saved = QgsProcessingModelAlgorithm()
    assert saved.fromFile(str(tmp_path / "chain.model3"))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    results, fine = saved.run({}, context, feedback)
    assert fine, feedback.textLog()
    ends = results["CHILD_RESULTS"]
    (path,) = {each["OUTPUT"].split("|")[0] for each in ends.values()}
    assert path.endswith(".gpkg")  # no place was asked for, and it can be edited all the same
    assert ends["mergeclusters1"]["CLUSTERS"] == ends["clusterscenes0"]["CLUSTERS"] - 1
    assert [edit.state for edit in space(path).history()] == ["done", "undone"]
    columns = space(path).read("cluster", "edited_cluster")
    expected = np.where(columns["cluster"] == 2, 1, columns["cluster"])
    assert (columns["edited_cluster"] == expected).all()

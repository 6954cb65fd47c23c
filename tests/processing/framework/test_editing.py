"""Cluster layers that are edited in place: what is refused, what is shown, undo and redo."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import support

SCHEMA = {
    "name": "Two classes",
    "classes": [
        {"code": "311", "name": "Forest, 'dense' <b>", "color": "#80ff00"},
        {"code": "512", "name": "Water", "color": "#00ccf2"},
    ],
}


@pytest.fixture
def clusters(fitted, tmp_path):
    """A cluster layer of one's own."""
    return shutil.copy(fitted["OUTPUT"], tmp_path / "my clusters.gpkg")


@pytest.fixture
def space(clusters):
    """Its table."""
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    return LayerTable(clusters)


@pytest.fixture
def project(qgis_app):
    """An empty project."""
    from qgis.core import QgsProject

    project = QgsProject.instance()
    yield project
    project.clear()


def opened(path, project=None):
    """The layer as QGIS opens it, in a project where one is given."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "My clusters", "ogr")
    assert layer.isValid()
    if project is not None:
        project.addMapLayer(layer)
    return layer


def merge(space, one=1, other=2):
    """Merge two clusters as an algorithm does."""
    fids, now = space.current_clusters()
    changes = {"edited_cluster": (fids, np.where(now == other, one, now))}
    return space.edit("mergeclusters", {"CLUSTERS": "1,2"}, "Merged clusters 1 and 2.", changes)


def assign(space, cluster=1, code="311", name="Forest, 'dense' <b>"):
    """Assign a cluster to a class as an algorithm does."""
    fids, now = space.current_clusters()
    mine = fids[now == cluster]
    changes = {
        "class_code": (mine, code),
        "class_name": (mine, name),
        "class_source": (mine, "cluster"),
    }
    return space.edit("assignclasses", {}, "Assigned.", changes, {"schema": SCHEMA})


def labels(layer):
    """What the legend says."""
    return [category.label() for category in layer.renderer().categories()]


def refused(run, name, layer, **parameters):
    """The sentence that an algorithm refuses a layer with."""
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Heard(QgsProcessingFeedback):
        def reportError(self, error, *_):
            said.append(error)

    said = []
    with pytest.raises(QgsProcessingException) as caught:
        run(name, feedback=Heard(), INPUT=layer, **parameters)
    return " ".join([*said, str(caught.value)])


def test_a_cluster_layer_notes_where_it_comes_from(space, crop, fitted):
    notes = space.notes
    assert space.source("raster") == str(crop)
    assert space.source("features") == fitted["FEATURES"]
    assert space.source("cluster_model") == fitted["CLUSTER_MODEL"]
    assert notes["bands"] == [1, 2, 3]
    assert len(notes["scaling"]["low"]) == 3
    assert notes["algorithm"] == "clusterscenes"
    assert notes["parameters"]["PROJECTION"] == "PCA"
    assert notes["parameters"]["INPUT"] == str(crop)


def test_the_tree_of_the_layer_gives_its_clusters_back(space):
    from rs_deepcluster_plugin.core.clusters.layer_tree import ClusterTree

    tree = ClusterTree.from_json(space.notes["tree"])
    columns = space.read("cluster", "subcluster")
    count = len(set(columns["cluster"].tolist()) - {0})
    leaves = columns[tree.field]
    numbers = tree.numbers(count, leaves, columns["cluster"])
    assert (numbers[leaves] == columns["cluster"]).all()


def test_without_a_place_the_clusters_are_a_geopackage_still(run, crop):
    made = run("clusterscenes", INPUT=crop, SIZE=96, INPUT_SIZE=56, PROJECTION="PCA",
               OUTPUT="TEMPORARY_OUTPUT")  # fmt: skip
    assert made["OUTPUT"].endswith(".gpkg")


def test_undo_and_redo_are_shown_by_the_open_layer_and_stored(run, clusters, space, project):
    layer = opened(clusters, project)
    before = labels(layer)
    assert merge(space) > 0
    result = run("undo", INPUT=layer)
    assert result["EDIT"] == "Merged clusters 1 and 2."
    assert result["CHANGED"] > 0
    assert labels(layer) == before
    assert "edited_cluster" in layer.fields().names()
    result = run("redo", INPUT=str(clusters))  # a path, and the layer that is open shows it
    assert opened(result["OUTPUT"]).featureCount() == layer.featureCount()
    assert len(labels(layer)) == len(before) - 1
    assert not any(label.startswith("Cluster 2 ") for label in labels(layer))
    assert labels(opened(clusters)) == labels(layer)


def test_classes_have_the_schemas_colors_and_what_has_none_is_to_be_seen(
    run, clusters, space, project
):
    layer = opened(clusters, project)
    count = assign(space)
    merge(space, 3, 4)  # and back, which shows the state before
    run("undo", INPUT=layer)
    rest = layer.featureCount() - count
    for shown in (layer, opened(clusters)):
        assert shown.renderer().classAttribute() == "class_code"
        assert labels(shown) == [f"Forest, 'dense' <b> ({count})", f"Unassigned ({rest})"]
        known = shown.renderer().categories()
        assert known[0].symbol().color().name() == "#80ff00"
    run("undo", INPUT=layer)
    assert layer.renderer().classAttribute() != "class_code"


def test_a_color_that_the_user_has_chosen_stays(run, clusters, space, project):
    from qgis.PyQt.QtGui import QColor

    layer = opened(clusters, project)
    renderer = layer.renderer().clone()
    known = renderer.categories()
    symbol = known[2].symbol().clone()
    symbol.setColor(QColor("#123456"))
    renderer.updateCategorySymbol(2, symbol)
    layer.setRenderer(renderer)
    merge(space)
    run("undo", INPUT=layer)
    run("redo", INPUT=layer)
    known = layer.renderer().categories()
    colors = {category.value(): category.symbol().color().name() for category in known}
    assert colors[3] == "#123456"


def test_a_class_given_by_hand_brings_its_name_and_counts_as_a_correction(
    run, clusters, space, project
):
    layer = opened(clusters, project)
    assign(space)
    merge(space, 3, 4)
    run("undo", INPUT=layer)
    code = layer.fields().lookupField("class_code")
    for shown in (layer, opened(clusters)):
        setup = shown.editorWidgetSetup(code)
        assert setup.type() == "ValueMap"
        assert {"Water (512)": "512"} in setup.config()["map"]
        assert len(shown.conditionalStyles().fieldStyles("class_code")) == 2
    other = next(f for f in layer.getFeatures() if f["cluster"] not in (1, None))
    assert layer.startEditing()
    assert layer.changeAttributeValue(other.id(), code, "512")
    assert "edits that are not saved" in refused(run, "undo", layer)
    assert "edits that are not saved" in refused(run, "undo", str(clusters))
    assert layer.commitChanges()
    changed = layer.getFeature(other.id())
    assert [changed[n] for n in ("class_code", "class_name", "class_source")] == [
        "512", "Water", "scene",
    ]  # fmt: skip
    run("undo", INPUT=layer)  # of the assignment; what was done by hand stays
    assert layer.getFeature(other.id())["class_code"] == "512"
    assert (space.read("class_code")["class_code"] != "").sum() == 1


def test_what_cannot_be_edited_in_place_is_refused(run, crop, clusters, project, tmp_path):
    from qgis.core import QgsFeatureRequest, QgsVectorFileWriter

    layer = opened(clusters, project)
    memory = layer.materialize(QgsFeatureRequest())
    project.addMapLayer(memory)
    assert "not in a GeoPackage" in refused(run, "undo", memory)
    shape = str(tmp_path / "clusters.shp")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, shape, project.transformContext(), options)
    assert "not in a GeoPackage" in refused(run, "undo", shape)
    other = str(tmp_path / "other.gpkg")
    grid = run("scenegrid", INPUT=crop, SIZE=96, OUTPUT=other)["OUTPUT"]
    assert "not made by RS DeepCluster" in refused(run, "undo", grid)
    assert "no edit to undo" in refused(run, "undo", layer)
    layer.setSubsetString('"cluster" = 1')
    assert "has a filter" in refused(run, "undo", layer)


def test_a_geopackage_that_cannot_be_written_is_refused_and_stays_as_it_is(space):
    merge(space)
    code = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable\n"
        "from rs_deepcluster_plugin.core.base.errors import LayerError\n"
        "try: LayerTable(sys.argv[1]).undo()\n"
        "except LayerError as error: print(error)\n"
    )
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are for one user only
        copy = Path(shutil.copy(space.path, folder))
        before = copy.read_bytes()
        copy.chmod(0o444)
        Path(folder).chmod(0o755)
        # Root may write anything: another user has to try.
        user = {"user": 65534} if os.getuid() == 0 else {}
        done = subprocess.run(
            [sys.executable, "-c", code, str(copy), str(support.stage())],
            capture_output=True, text=True, check=False, **user,
        )  # fmt: skip
        assert "cannot be written" in done.stdout, done.stderr
        assert copy.read_bytes() == before

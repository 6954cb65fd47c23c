"""What is read is never written over, and what edits change is described as it is then."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import gdal

# What files of these kinds hold, by the ending that the dialogs ask for.
LAYERS = ("source", "vector")


@pytest.fixture(scope="module")
def originals(three, crop):
    return {
        "layer": three["OUTPUT"],
        "raster": crop,
        "parquet": three["FEATURES"],
        "npz": three["CLUSTER_MODEL"],
    }


@pytest.fixture
def files(originals, tmp_path):
    """Copies of what algorithms read, one of each kind."""
    return {
        kind: str(shutil.copy(path, tmp_path / f"{kind}{Path(path).suffix}"))
        for kind, path in originals.items()
    }


@pytest.fixture
def said(provider):
    """Run, and return what the user is told."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    def run(name, **given):
        feedback = QgsProcessingFeedback(False)
        given = {k: str(v) if isinstance(v, Path) else v for k, v in given.items()}
        _, fine = provider.algorithm(name).create().run(given, QgsProcessingContext(), feedback)
        return fine, feedback.textLog()

    return run


def pairs(provider):
    """Every input of every algorithm with every result of it."""
    for algorithm in provider.algorithms():
        read = [d for d in algorithm.parameterDefinitions() if d.type() in (*LAYERS, "raster",
                                                                             "file")]  # fmt: skip
        for one in read:
            for result in algorithm.destinationParameterDefinitions():
                yield algorithm.name(), one, result.name()


def test_no_result_is_a_file_that_is_read(provider, files, said, tmp_path):
    tried = 0
    for name, definition, result in pairs(provider):
        kind = definition.type()
        if kind == "file":
            ending = definition.fileFilter().partition("*.")[2][:7].strip(" ;)")
            path = files.get(ending) or str(tmp_path / f"any.{ending or 'txt'}")
            if definition.behavior() == definition.Behavior.Folder:
                continue
            Path(path).touch()
        else:
            path = files["raster" if kind == "raster" else "layer"]
        before = Path(path).read_bytes()
        fine, log = said(name, **{definition.name(): path, result: path})
        assert not fine, (name, definition.name(), result)
        assert "that is read" in log, (name, definition.name(), result, log)
        assert f"{result} would be written into it. Give the result another name." in log
        assert Path(path).read_bytes() == before
        tried += 1
    assert tried > 100


@pytest.mark.parametrize("way", ["relative", "link", "folder", "layername", "table", "upper"])
def test_a_file_is_the_same_however_it_is_named(files, said, tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    layer = Path(files["layer"])
    (tmp_path / "link.gpkg").symlink_to(layer)
    (tmp_path / "other").symlink_to(tmp_path)
    source, output = {
        "relative": (layer, layer.name),
        "link": (tmp_path / "link.gpkg", layer),
        "folder": (layer, tmp_path / "other" / layer.name),
        "layername": (f"{layer}|layername=map", layer),
        "table": (layer, f"ogr:dbname='{layer}' table=\"classes\" (geom)"),
        "upper": (layer, tmp_path / "." / ".." / tmp_path.name / layer.name),
    }[way]
    before = layer.read_bytes()
    fine, log = said("dissolveclasses", INPUT=source, OUTPUT=output)
    assert not fine
    assert "is the layer that is read (INPUT), and OUTPUT would be written into it" in log
    assert layer.read_bytes() == before


def test_what_a_dataset_is_made_of_is_read_too(files, said, tmp_path):
    del_ = gdal.BuildVRT(str(tmp_path / "all.vrt"), [str(files["raster"])])
    del del_
    fine, log = said(
        "pixelclusters", INPUT=tmp_path / "all.vrt", OUTPUT=files["raster"],
        SIGNATURES=tmp_path / "s.json",
    )  # fmt: skip
    assert not fine
    assert "is the raster that is read (INPUT)" in log
    gdal.VectorTranslate(str(tmp_path / "a.shp"), str(files["layer"]), layers=["map"])
    fine, log = said("clustertable", INPUT=tmp_path / "a.shp", OUTPUT=tmp_path / "a.dbf")
    assert not fine
    assert "is the layer that is read (INPUT)" in log


def test_what_a_layer_has_noted_is_not_written_over(said, three, tmp_path):
    before = Path(three["FEATURES"]).read_bytes()
    fine, log = said("clustertable", INPUT=three["OUTPUT"], OUTPUT=three["FEATURES"])
    assert not fine
    assert "is the features that the clusters were made of" in log
    assert Path(three["FEATURES"]).read_bytes() == before


def test_choices_are_taken_by_number_and_by_name(run, provider, crop, tmp_path):
    from qgis.core import QgsProcessingContext

    counts = {}
    for edges in (0, "0", "keep", 1, "1", "drop"):
        made = run("scenegrid", INPUT=crop, SIZE=100, EDGES=edges, OUTPUT=tmp_path / "g.gpkg")
        counts.setdefault(made["SCENES"], []).append(edges)
    assert sorted(counts.values(), key=str) == [[0, "0", "keep"], [1, "1", "drop"]]
    context = QgsProcessingContext()
    for algorithm in provider.algorithms():
        for definition in algorithm.parameterDefinitions():
            if definition.type() != "enum":
                continue
            for place, option in enumerate(definition.options()):
                for value in (place, str(place), option):
                    given = {definition.name(): value}
                    found = algorithm.parameterAsEnumString(given, definition.name(), context)
                    assert found == option
    algorithm = provider.algorithm("scenegrid")
    for wrong in (7, "7", "-1", "round"):
        fine, message = algorithm.checkParameterValues(
            {"INPUT": crop, "SIZE": 100, "EDGES": wrong, "OUTPUT": str(tmp_path / "g.gpkg")},
            context,
        )
        assert not fine
        assert f"cannot be {wrong}. Choose one of: keep" in message


def test_edits_change_how_sure_scenes_are_of_what_is_shown(run, fitted, tmp_path):
    path = str(shutil.copy(fitted["OUTPUT"], tmp_path / "map.gpkg"))
    before = support.table(path)
    pairs_ = [(row["cluster"], row["second_cluster"]) for row in before if row["second_cluster"]]
    parts = set(Counter(pairs_).most_common(1)[0][0])
    run("mergeclusters", INPUT=path, CLUSTERS=",".join(map(str, parts)))
    after = support.table(path)
    into = {
        row["edited_cluster"] or row["cluster"] for row in after if row["cluster"] in parts
    }.pop()
    merged = 0
    for old, new in zip(before, after):
        if old["cluster"] in parts and old["second_cluster"] in parts:
            merged += 1
            total = old["probability"] + old["second_probability"]
            assert new["probability"] == pytest.approx(min(total, 1))
            assert new["second_cluster"] is None
        assert new["second_cluster"] != (new["edited_cluster"] or new["cluster"])
        assert new["second_cluster"] not in parts - {into}
    assert merged
    run("undo", INPUT=path)
    assert [{k: v for k, v in row.items() if k != "edited_cluster"} for row in support.table(path)
            ] == [{k: v for k, v in row.items() if k in before[0]} for row in before]  # fmt: skip


@pytest.mark.parametrize("name", ["splitcluster", "smoothclasses", "reassignscenes"])
def test_no_edit_leaves_a_probability_of_another_cluster(run, three, tmp_path, name):
    path = str(shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg"))
    given = {
        "splitcluster": {"CLUSTER": 1, "METHOD": "k-means", "PARTS": 2},
        "smoothclasses": {"FIELD": "clusters"},
        "reassignscenes": {"SCENES": "1-20", "CLUSTER": 3},
    }[name]
    before = {row["scene_id"]: row for row in support.table(path)}
    run(name, INPUT=path, **given)
    changed = 0
    for row in support.table(path):
        old = before[row["scene_id"]]
        current = row["edited_cluster"] or row["cluster"]
        if current == old["cluster"]:
            continue
        changed += 1
        own = old["second_probability"] if old["second_cluster"] == current else None
        if own is None:
            assert row["probability"] is None
        else:
            assert row["probability"] == pytest.approx(own)
        assert row["second_cluster"] != current
    assert changed


def test_as_many_clusters_as_are_asked_for_are_made(run, three, crop, tmp_path):
    piece = support.crop_demo(tmp_path / "piece.tif", width=192, height=128)
    made = run("applyclusters", INPUT=piece, CLUSTER_MODEL=three["CLUSTER_MODEL"],
               OUTPUT=tmp_path / "map.gpkg")  # fmt: skip
    leaves = len({row["subcluster"] for row in support.table(made["OUTPUT"])} - {None})
    for number in range(1, leaves + 1):
        answer = run("mergeclusters", INPUT=made["OUTPUT"], MODE="level of the tree",
                     NUMBER=number)  # fmt: skip
        rows = support.table(made["OUTPUT"])
        shown = {row["edited_cluster"] or row["cluster"] for row in rows} - {None}
        assert len(shown) == answer["CLUSTERS"] == number
    assert np.isfinite([row["umap_x"] for row in rows]).all()


@pytest.mark.parametrize("way", ["renamed", "copied"])
def test_a_table_that_qgis_renames_or_copies_can_be_undone(run, three, tmp_path, way):
    from qgis.core import QgsProviderRegistry, QgsVectorFileWriter, QgsVectorLayer

    path = str(shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg"))
    before = [row["cluster"] for row in support.table(path)]
    run("assignclasses", INPUT=path, MAPPING="1=311", SCHEMA="CORINE")
    run("mergeclusters", INPUT=path, CLUSTERS="1,2")
    if way == "renamed":
        metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
        metadata.createConnection(path, {}).renameVectorTable("", "map", "other")
    else:
        layer = QgsVectorLayer(path, "map", "ogr")
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", "other"
        options.actionOnExistingFile = QgsVectorFileWriter.CreateOrOverwriteLayer
        transform = layer.transformContext()
        writer = QgsVectorFileWriter.writeAsVectorFormatV3
        assert writer(layer, path, transform, options)[0] == QgsVectorFileWriter.NoError
        del layer
    other = f"{path}|layername=other"
    assert run("undo", INPUT=other)["EDIT"].startswith("Merged")
    layer = QgsVectorLayer(other, "other", "ogr")
    assert layer.renderer().classAttribute() == "class_code"
    now = [(f["cluster"], f["edited_cluster"]) for f in layer.getFeatures()]
    assert [edited or fitted for fitted, edited in now] == before
    run("reassignscenes", INPUT=other, SCENES="1", CLASS="312")  # the schema is known, too
    if way == "copied":  # the original has a history of its own
        assert run("undo", INPUT=f"{path}|layername=map")["EDIT"].startswith("Merged")

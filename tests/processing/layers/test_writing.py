"""Layers are whole or not written, and what is none of their business stays as it is."""

from __future__ import annotations

import functools
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import pytest
import support
from osgeo import gdal, ogr

FORMATS = ("gpkg", "shp", "geojson", "fgb", "csv")
GRID = {"SIZE": 8, "STRIDE": 4}


@pytest.fixture(scope="module")
def raster(tmp_path_factory):
    return support.write_raster(
        tmp_path_factory.mktemp("raster") / "r.tif", support.texture(3, 128, 160)
    )


@pytest.fixture
def grid(run, raster):
    """Write a grid of many scenes to a place."""

    def write(path, **given):
        return run("scenegrid", INPUT=raster, **{**GRID, **given}, OUTPUT=path)

    return write


@pytest.fixture
def refused(provider, raster):
    """Run what is refused; returns the sentence."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    def run_badly(name, **given):
        given = {k: str(v) if isinstance(v, Path) else v for k, v in given.items()}
        feedback = QgsProcessingFeedback(False)
        _, fine = provider.algorithm(name).run(given, QgsProcessingContext(), feedback)
        assert not fine
        assert "Traceback" not in feedback.textLog()
        return feedback.textLog()

    return run_badly


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def tables(path):
    base = sqlite3.connect(path)
    found = {row[0] for row in base.execute("SELECT table_name FROM gpkg_contents")}
    base.close()
    return found


def styles(path, table):
    base = sqlite3.connect(path)
    rows = base.execute(
        "SELECT styleName, useAsDefault, styleQML FROM layer_styles WHERE f_table_name = ?", [table]
    ).fetchall()
    base.close()
    return rows


@pytest.mark.parametrize("extension", FORMATS)
def test_a_disk_that_fills_gives_a_sentence_and_keeps_the_old_layer(
    grid, refused, raster, tmp_path, extension
):
    """As `ulimit -f` has it: what is beyond so many bytes cannot be written."""
    output = tmp_path / "out" / f"map.{extension}"
    grid(output, SIZE=64, STRIDE=64)
    before = content(output.parent)
    arguments = 600_000  # the worker's scenes fit
    limit = {"csv": 60_000}.get(extension, arguments)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    from rs_deepcluster_plugin.processing.layers import write

    whole = write._fill

    def fill(*given):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit // 10, hard))
        try:
            return whole(*given)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    write._fill = fill
    try:
        said = refused("scenegrid", INPUT=raster, **GRID, OUTPUT=output)
    finally:
        write._fill = whole
    assert "could not be written" in said
    assert content(output.parent) == before


@pytest.mark.parametrize("extension", FORMATS)
def test_a_layer_takes_the_place_of_the_old_one_whole(grid, tmp_path, extension):
    output = tmp_path / f"map.{extension}"
    grid(output, SIZE=64, STRIDE=64)
    grid(output)
    source = ogr.Open(str(output))
    assert source.GetLayer(0).GetFeatureCount() == len(support.table(output)) == 31 * 39
    assert not [name for name in names(tmp_path) if "partial" in name or name.endswith("-wal")]


def test_a_kill_at_any_time_leaves_the_old_layer_or_the_new_one(provider, raster, tmp_path):
    """In a process of its own, which dies at the worst moments: before and after each step."""
    import subprocess
    import sys

    output = tmp_path / "map.gpkg"
    support.write_polygons(output, [support.box(0, 0, 1, 1)], 32633)
    old = output.read_bytes()
    code = """
import os, sys
sys.path.insert(0, sys.argv[1])
from rs_deepcluster_plugin.core.base import files
from pathlib import Path
step = sys.argv[3]
with files.written_beside(sys.argv[2]) as partial:
    if step == "empty":
        os.kill(os.getpid(), 9)
    partial.write_bytes(b"half")
    if step == "half":
        os.kill(os.getpid(), 9)
    os.replace(partial, sys.argv[2])
    os.kill(os.getpid(), 9)
"""
    for step in ("empty", "half"):
        done = subprocess.run([sys.executable, "-c", code, str(support.stage()), str(output), step])
        assert done.returncode == -9
        assert output.read_bytes() == old
        assert len([name for name in names(tmp_path) if name.endswith(".partial")]) == 1
    from rs_deepcluster_plugin.core.base.files import write_whole

    with write_whole(tmp_path / "next") as partial:
        partial.write_text("")
    assert names(tmp_path) == ["map.gpkg", "next"]


def test_a_geopackage_with_other_tables_keeps_them(run, grid, tmp_path):
    output = tmp_path / "map.gpkg"
    grid(output)
    gdal.VectorTranslate(
        str(output), str(output), layerName="mine", accessMode="update", layers=["map"]
    )
    before = support.table(output)
    for place, table in (
        (output, "map"),
        (f"ogr:dbname='{output}' table=\"scenes\" (geom)", "scenes"),
        (f"ogr:dbname='{output}' table=\"scenes\" (geom)", "scenes"),
    ):
        made = grid(place, SIZE=64, STRIDE=64)
        assert made["OUTPUT"] == f"{output}|layername={table}"
        source = ogr.Open(str(output))
        assert source.GetLayerByName(table).GetFeatureCount() == 6
        assert source.GetLayerByName("mine").GetFeatureCount() == len(before)
        del source
    assert {"map", "mine", "scenes"} <= tables(output)
    assert names(tmp_path) == ["map.gpkg"]


def test_a_project_in_a_geopackage_is_not_written_over(run, grid, tmp_path):
    """QGIS keeps projects in a table that the file's list of contents does not name."""
    from qgis.core import QgsProject

    output = tmp_path / "map.gpkg"
    grid(output)
    address = f"geopackage:{output}?projectName=mine"
    assert QgsProject().write(address)
    grid(output, SIZE=64, STRIDE=64)
    assert ogr.Open(str(output)).GetLayerByName("map").GetFeatureCount() == 6
    assert QgsProject().read(address)


def test_a_table_among_others_has_its_style_and_its_notes(run, three, crop, tmp_path):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    output = str(shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg"))
    given = {"INPUT": crop, "CLUSTER_MODEL": three["CLUSTER_MODEL"]}
    for name in ("other", "other"):
        run("applyclusters", **given, OUTPUT=f"ogr:dbname='{output}' table=\"{name}\" (geom)")
        assert [row[:2] for row in styles(output, name)] == [(name, 1)]
    assert LayerTable(output, "other").notes["algorithm"] == "applyclusters"
    assert LayerTable(output, "map").notes["algorithm"] == "clusterscenes"
    assert len(styles(output, "map")) == 1
    base = sqlite3.connect(output)
    rows = base.execute("SELECT table_name, data_type FROM gpkg_contents ORDER BY 1").fetchall()
    base.close()
    assert ("layer_styles", "attributes") in rows
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(f"{output}|layername=other", "other", "ogr")
    assert layer.renderer().type() == "categorizedSymbol"


def test_a_geopackage_that_another_program_writes_is_not_replaced(grid, refused, raster, tmp_path):
    output = tmp_path / "map.gpkg"
    grid(output, SIZE=64, STRIDE=64)
    other = sqlite3.connect(output, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        for place in (output, f"ogr:dbname='{output}' table=\"scenes\" (geom)"):
            said = refused("scenegrid", INPUT=raster, **GRID, OUTPUT=place)
            assert "being written by another program or layer. Save or discard" in said
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert len(support.table(output)) == 6
    assert names(tmp_path) == ["map.gpkg"]


@pytest.mark.parametrize("spelling", ["same", "relative", "link", "table"])
def test_two_results_in_one_file_are_refused(refused, raster, tmp_path, monkeypatch, spelling):
    monkeypatch.chdir(tmp_path)
    first = tmp_path / "made.gpkg"
    second = {
        "same": first,
        "relative": "made.gpkg",
        "link": tmp_path / "linked" / "made.gpkg",
        "table": f"ogr:dbname='{first}' table=\"made\" (geom)",
    }[spelling]
    (tmp_path / "linked").symlink_to(tmp_path)
    said = refused(
        "clusterscenes", INPUT=raster, SIZE=32, OUTPUT=second, FEATURES=first,
    )  # fmt: skip
    assert "FEATURES" in said
    assert "would both be written to" in said
    assert names(tmp_path) == ["linked"]


def test_folders_for_results_of_a_run_that_fails_go_away(refused, raster, tmp_path):
    (tmp_path / "there").mkdir()
    said = refused(
        "clusterscenes", INPUT=raster, SIZE=5000, OUTPUT=tmp_path / "new" / "deep" / "map.gpkg",
        FEATURES=tmp_path / "there" / "f.parquet",
    )  # fmt: skip
    assert said
    assert names(tmp_path) == ["there"]
    assert names(tmp_path / "there") == []


def test_planted_links_are_not_written_through(grid, run, raster, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / ".map.gpkg.partial").symlink_to(victim)
    (tmp_path / ".f.parquet.partial").symlink_to(victim)
    grid(tmp_path / "map.gpkg")
    run("extractfeatures", INPUT=raster, SIZE=64, INPUT_SIZE=56, OUTPUT=tmp_path / "f.parquet")
    assert victim.read_text() == "mine"


def test_nothing_of_an_old_layer_stays_beside_the_new_one(grid, tmp_path):
    path = tmp_path / "map.shp"
    grid(path)
    source = ogr.Open(str(path), 1)
    source.ExecuteSQL("CREATE SPATIAL INDEX ON map")
    del source
    stale = ("map.qix", "map.sbn", "map.qmd", "map.shp.xml")
    for name in stale[1:]:
        (tmp_path / name).write_text("of the old one")
    for name in ("map.tif", "map.txt", "other.qix"):
        (tmp_path / name).write_text("mine")
    assert set(stale) < set(names(tmp_path))
    grid(path, STRIDE=8)
    assert not set(stale) & set(names(tmp_path))
    assert {"map.dbf", "map.shx", "map.prj", "map.tif", "map.txt", "other.qix"} <= set(
        names(tmp_path)
    )
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    assert layer.GetFeatureCount() == 16 * 20
    layer.SetSpatialFilterRect(500_001, 4_999_921, 500_079, 4_999_999)  # a stale index finds more
    assert layer.GetFeatureCount() == 1


def test_a_file_is_named_that_is_missing_and_none_of_our_unfinished_ones(qgis_app, tmp_path):
    from rs_deepcluster_plugin.core.base.files import _make_folder
    from rs_deepcluster_plugin.processing.layers.write import _reason

    gone = tmp_path / "gone"
    for miss, named in (
        (lambda: _make_folder(gone), ""),
        (lambda: (gone / "map.gpkg-wal").read_bytes(), ""),
        (lambda: (gone / "style.qml").read_bytes(), f": {gone / 'style.qml'}"),
    ):
        with pytest.raises(FileNotFoundError) as raised:
            miss()
        assert _reason(raised.value, gone / "map.gpkg") == f"No such file or directory{named}"


def test_a_table_is_not_written_into_a_shapefile(grid, refused, three, tmp_path):
    grid(tmp_path / "map.shp")
    before = content(tmp_path)
    said = refused("clustertable", INPUT=three["OUTPUT"], OUTPUT=tmp_path / "map.dbf")
    assert "map.dbf is a part of the shapefile map.shp beside it. Choose another name." in said
    assert content(tmp_path) == before


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rs_deepcluster_plugin.core.base import files
made, place, last, steps = Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), 0
real = os.replace
def move(*given):
    global steps
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)
    steps += 1
    real(*given)
with files.written_beside(place) as partial:
    for part in made.iterdir():
        (partial.parent / part.name).write_bytes(part.read_bytes())
    os.replace = move
    names = os.listdir(partial.parent)
    files.replace_all(partial.parent, names, place, [place.with_suffix(".qix")])
"""


def test_a_kill_between_the_parts_of_a_shapefile_leaves_one_layer(run, three, tmp_path):
    """The next run that reads it finds the new layer whole, and never parts of both."""
    for name, wanted in (("old", "1"), ("new", "cluster <> 2")):
        (tmp_path / name).mkdir()
        made = str(tmp_path / name / "map.shp")
        gdal.VectorTranslate(made, three["OUTPUT"], layers=["map"], where=wanted)
    source = ogr.Open(str(tmp_path / "old" / "map.shp"), 1)
    source.ExecuteSQL("CREATE SPATIAL INDEX ON map")
    del source
    expected = {
        row["cluster"]: row["scenes"]
        for row in support.table(
            run("clustertable", INPUT=tmp_path / "new" / "map.shp", BAND_STATISTICS=False,
                OUTPUT=tmp_path / "new.gpkg")["OUTPUT"]
        )
    }  # fmt: skip
    parts = {path.name for path in (tmp_path / "new").iterdir()}
    for last in range(20):
        folder = shutil.copytree(tmp_path / "old", tmp_path / f"killed{last}")
        arguments = [str(support.stage()), str(tmp_path / "new"), str(folder / "map.shp")]
        ended = subprocess.run([sys.executable, "-c", KILLED, *arguments, str(last)], check=False)
        if last in (0, 3, 7) or ended.returncode == 0:
            made = run("clustertable", INPUT=folder / "map.shp", BAND_STATISTICS=False,
                       OUTPUT=tmp_path / f"table{last}.gpkg")  # fmt: skip
            found = {row["cluster"]: row["scenes"] for row in support.table(made["OUTPUT"])}
            assert found == expected
            assert set(names(folder)) == parts
        if ended.returncode == 0:
            break
    assert last == len(parts) + len(names(tmp_path / "old"))


def test_a_large_layer_is_cancelled_within_two_seconds(provider, raster, tmp_path):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    (tmp_path / "map.gpkg").write_bytes(b"old")
    big = support.write_raster(tmp_path / "big.tif", support.texture(1, 640, 800))
    feedback, pressed, ended = QgsProcessingFeedback(False), [], []

    def cancel(percent):
        if percent > 95.5 and not pressed:  # QGIS's side writes
            pressed.append(time.monotonic())
            feedback.cancel()

    feedback.progressChanged.connect(cancel)
    given = {"INPUT": big, "SIZE": 8, "STRIDE": 1, "OUTPUT": str(tmp_path / "new" / "map.gpkg")}

    _, fine = provider.algorithm("scenegrid").run(given, QgsProcessingContext(), feedback)
    ended.append(time.monotonic())
    assert not fine
    assert pressed
    assert ended[0] - pressed[0] < 2
    assert "Canceled." in feedback.textLog()
    assert names(tmp_path) == ["big.tif", "map.gpkg"]


def test_two_edits_at_once_end_and_leave_one_style(run, provider, three, tmp_path):
    """In threads, as QGIS runs them, where a question about a style would have nobody to ask."""
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

    path = str(shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg"))
    gdal.VectorTranslate(path, path, layerName="other", accessMode="update", layers=["map"])
    for round_ in range(4):
        running = []
        for table, number in (("map", 1), ("other", 20)):
            given = {
                "INPUT": f"{path}|layername={table}", "SCENES": f"{number}-{number + 3}",
                "CLUSTER": 1 + round_ % 2,
            }  # fmt: skip
            # As in QGIS: prepared in the main thread, run in others.
            algorithm = provider.algorithm("reassignscenes").create()
            context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
            assert QgsProcessingAlgorithm.prepare(algorithm, given, context, feedback)
            run_it = functools.partial(algorithm.runPrepared, given, context, feedback)
            running.append((threading.Thread(target=run_it), algorithm, context, feedback))
        for thread, *_ in running:
            thread.start()
        for thread, algorithm, context, feedback in running:
            thread.join(60)
            assert not thread.is_alive()
            assert "Moved 4 scenes" in feedback.textLog(), feedback.textLog()
            algorithm.postProcess(context, feedback)
    for table in ("map", "other"):
        assert [row[:2] for row in styles(path, table)] == [(table, 1)]
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()


def test_an_edit_stores_a_style_that_knows_the_new_fields(run, three, tmp_path):
    from qgis.core import QgsVectorLayer

    path = str(shutil.copy(three["OUTPUT"], tmp_path / "map.gpkg"))
    base = sqlite3.connect(path)
    base.execute("DROP TABLE layer_styles")  # GDAL 3.10 lost the style of such a layer
    base.execute("DELETE FROM gpkg_contents WHERE table_name = 'layer_styles'")
    base.execute("DELETE FROM gpkg_ogr_contents WHERE table_name = 'layer_styles'")
    base.commit()
    base.close()
    run("assignclasses", INPUT=path, MAPPING="1=311,2=112", SCHEMA="CORINE")
    layer = QgsVectorLayer(path, "map", "ogr")
    assert layer.renderer().classAttribute() == "class_code"
    at = layer.fields().lookupField("class_code")
    assert layer.editorWidgetSetup(at).type() == "ValueMap"
    assert layer.attributeAlias(at) == "Class"
    run("undo", INPUT=path)
    layer = QgsVectorLayer(path, "map", "ogr")
    assert layer.renderer().classAttribute() == "cluster"
    assert os.path.getsize(path) > 0


def test_what_polygons_had_is_kept_whole_and_takes_little_memory():
    """Millions of cells of several rasters have such attributes; as dicts they took 700 bytes."""
    from qgis.core import NULL

    from rs_deepcluster_plugin.processing.layers.write import _attributes
    from rs_deepcluster_plugin.worker import array_files

    rows = [{"source": f"date_{n % 2}.tif", "source_scene": n} for n in range(20_000)]
    rows[1] = {"source_scene": 1}
    rows[2] = {}
    rows[-1]["Cluster"] = True
    texts = array_files.pack_texts("a", [json.dumps(row) if row else "" for row in rows])
    packed = array_files.Packed(texts["a_data"], texts["a_ends"])
    tracemalloc.start()
    found = list(_attributes(packed, ["cluster"]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(name, kind) for name, kind, _ in found] == [
        ("source", "string"), ("source_scene", "int64"), ("Cluster_", "bool"),
    ]  # fmt: skip
    for (_, _, values), name in zip(found, ("source", "source_scene", "Cluster")):
        assert values == [row.get(name, NULL) for row in rows]
    assert most / len(rows) < 200


def test_features_that_go_before_their_map_are_told_apart(provider, tmp_path):
    from qgis.core import QgsProcessingUtils

    from rs_deepcluster_plugin.processing.layers.write import features_go_first

    own, kept = tmp_path / "map.gpkg", tmp_path / "features.parquet"
    temporary = Path(QgsProcessingUtils.generateTempFilename("map.gpkg"))
    for path in (own, temporary):
        path.touch()
    goes = QgsProcessingUtils.generateTempFilename("features.parquet")
    assert features_go_first(goes, str(own))
    assert features_go_first(goes, f"ogr:dbname='{own}' table=\"map\" (geom)")
    assert not features_go_first(str(kept), str(own))
    assert not features_go_first(goes, str(temporary))  # both go
    assert not features_go_first(goes, "Clusters_3f2a")  # in memory
    assert not features_go_first("", str(own))

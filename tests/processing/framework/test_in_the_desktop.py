"""What only the desktop does: threads, cancelling, layers that are loaded, layers from the web."""

from __future__ import annotations

import functools
import http.server
import json
import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import support
from osgeo import ogr

LONG = {"SIZE": 32, "STRIDE": 8, "INPUT_SIZE": 98, "PROJECTION": "PCA"}


def spin(condition, seconds, what):
    """Let QGIS work until ``condition()`` is true; returns the seconds it took."""
    from qgis.PyQt.QtCore import QCoreApplication

    start = time.monotonic()
    while not condition():
        QCoreApplication.processEvents()
        assert time.monotonic() - start < seconds, f"waited {seconds} s for {what}"
        time.sleep(0.01)
    return time.monotonic() - start


@pytest.fixture
def background(provider):
    """Start an algorithm in a thread, as the toolbox does."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
    )

    kept = []

    def start(name, **parameters):
        algorithm = provider.algorithm(name).create()
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        fine, message = algorithm.checkParameterValues(parameters, context)
        assert fine, message
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        run = SimpleNamespace(
            feedback=feedback, context=context, done=[], progress=[], algorithm=algorithm
        )
        task.executed.connect(lambda fine, results: run.done.append((fine, dict(results))))
        feedback.progressChanged.connect(run.progress.append)
        kept.append((task, run))
        QgsApplication.taskManager().addTask(task)
        return run

    yield start
    for _, run in kept:
        run.feedback.cancel()
        spin(lambda run=run: run.done, 20, "the task's end")


def workers():
    """Workers of this process."""
    return support.workers_of(SimpleNamespace(pid=os.getpid()))


def logged(run, text):
    return lambda: text in run.feedback.textLog() or bool(run.done)


def test_a_run_in_the_background_gives_the_same_map(background, fitted, crop, tmp_path):
    run = background(
        "clusterscenes",
        INPUT=crop,
        **support.WHOLE,
        OUTPUT=str(tmp_path / "map.gpkg"),
    )
    spin(lambda: run.done, 120, "the run")
    fine, results = run.done[0]
    assert fine, run.feedback.textLog()
    assert support.table(results["OUTPUT"]) == support.table(fitted["OUTPUT"])
    # Progress never goes back, and does not wait for long and then jump.
    assert run.progress == sorted(run.progress)
    steps = np.diff([0, *run.progress, 100])
    assert len(set(run.progress)) > 20
    assert steps.max() < 35


# What the log says just before the phase in which the run is cancelled, and a pause.
PHASES = {
    "features": ({**LONG, "INPUT_SIZE": 224}, "Model: ", 0.5),
    "UMAP": ({**LONG, "INPUT_SIZE": 28, "PROJECTION": "UMAP"}, "Features: ", 1.5),
    "the mixture fit": (
        {**LONG, "INPUT_SIZE": 28, "DIMENSIONS": 60, "MAX_CLUSTERS": 500},
        "Projection: ",
        0.5,
    ),
}


@pytest.mark.parametrize("phase", PHASES)
def test_a_run_is_cancelled_within_two_seconds_during(background, crop, tmp_path, phase):
    parameters, text, pause = PHASES[phase]
    run = background(
        "clusterscenes",
        INPUT=crop,
        OUTPUT=str(tmp_path / "map.gpkg"),
        FEATURES=str(tmp_path / "features.parquet"),
        CLUSTER_MODEL=str(tmp_path / "model.npz"),
        **parameters,
    )
    spin(logged(run, text), 120, text)
    end = time.monotonic() + pause
    spin(lambda: time.monotonic() > end, 10, "the pause")
    assert not run.done, run.feedback.textLog()
    assert workers()
    run.feedback.cancel()
    assert spin(lambda: run.done, 10, "the end") < 2
    assert run.done[0][0] is False
    assert "Canceled" in run.feedback.textLog()
    assert workers() == []
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["gpkg", "shp", "a table of a database"])
def test_cancelling_while_the_layer_is_written_takes_only_that_layer(run, fitted, tmp_path, place):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    def apply(output, feedback=None):
        return run(
            "applyclusters",
            feedback=feedback,
            FEATURES_FILE=fitted["FEATURES"],
            CLUSTER_MODEL=fitted["CLUSTER_MODEL"],
            OUTPUT=output,
        )

    output = str(tmp_path / f"map.{place}")
    if place == "a table of a database":
        apply(tmp_path / "all.gpkg")
        output = f"ogr:dbname='{tmp_path / 'all.gpkg'}' table=\"second\" (geom)"
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda done: done >= 95 and feedback.cancel())
    with pytest.raises(QgsProcessingException, match="Canceled"):
        apply(output, feedback)
    if place != "a table of a database":
        assert not list(tmp_path.iterdir())
        return
    source = ogr.Open(str(tmp_path / "all.gpkg"))
    names = [source.GetLayer(i).GetName() for i in range(source.GetLayerCount())]
    assert [name for name in names if name != "layer_styles"] == ["all"]
    del source
    made = apply(output)
    assert "layername=second" in made["OUTPUT"]
    source = ogr.Open(str(tmp_path / "all.gpkg"))
    assert source.GetLayer("all").GetFeatureCount() == made["SCENES"]
    assert source.GetLayer("second").GetFeatureCount() == made["SCENES"]


def test_cancelling_leaves_no_scratch_folder(provider):
    from pathlib import Path

    from qgis.core import QgsProcessingUtils

    assert not list(Path(QgsProcessingUtils.tempFolder()).glob("rsdc_*"))


def test_a_layer_that_is_loaded_is_styled(run, fitted, tmp_path):
    from processing.core.Processing import Processing  # noqa: F401 - it must be there
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingUtils,
        QgsProject,
    )

    project = QgsProject()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    path = str(tmp_path / "map.gpkg")
    details = QgsProcessingContext.LayerDetails("Clusters", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(path, details)
    made = run(
        "applyclusters",
        context=context,
        feedback=feedback,
        FEATURES_FILE=fitted["FEATURES"],
        CLUSTER_MODEL=fitted["CLUSTER_MODEL"],
        OUTPUT=path,
    )
    # What the desktop does when a run is finished.
    loaded = context.layersToLoadOnCompletion()
    assert list(loaded) == [made["OUTPUT"]]
    layer = QgsProcessingUtils.mapLayerFromString(made["OUTPUT"], context)
    styler = context.layerToLoadOnCompletionDetails(made["OUTPUT"]).postProcessor()
    assert styler is not None
    styler.postProcessLayer(layer, context, feedback)
    renderer = layer.renderer()
    assert renderer.type() == "categorizedSymbol"
    labels = [category.label() for category in renderer.categories()]
    assert len(labels) == made["CLUSTERS"]
    colors = {category.symbol().color().name() for category in renderer.categories()}
    assert len(colors) == made["CLUSTERS"]


def test_results_are_loaded_as_the_toolbox_loads_them(fitted, tmp_path, provider):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    try:
        processing.runAndLoadResults(
            provider.algorithm("applyclusters").create(),
            {
                "FEATURES_FILE": fitted["FEATURES"],
                "CLUSTER_MODEL": fitted["CLUSTER_MODEL"],
                "OUTPUT": "TEMPORARY_OUTPUT",
            },
            feedback=feedback,
            context=context,
        )
        (layer,) = QgsProject.instance().mapLayersByName("Clusters")
        assert layer.renderer().type() == "categorizedSymbol"
        assert layer.renderer().categories()[0].label().startswith("Cluster 1 (")
        # The panel and all edits live on what the file notes, also where nobody has named one.
        path = layer.source().split("|")[0]
        with closing(sqlite3.connect(path)) as base:
            (text,) = base.execute(
                "SELECT notes FROM rs_deepcluster_layers WHERE layer = ?", [Path(path).stem]
            ).fetchone()
            assert base.execute("SELECT count(*) FROM layer_styles").fetchone() == (1,)
        assert {"raster", "tree", "features"} <= set(json.loads(text))
    finally:
        QgsProject.instance().removeAllMapLayers()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def tiles(tmp_path):
    """Serve four tiles of zoom 1 of the web's tiling, one of them missing."""
    values = support.texture(3, 256, 256)
    for x, y in ((0, 0), (1, 0), (0, 1)):
        folder = tmp_path / "1" / str(x)
        folder.mkdir(parents=True, exist_ok=True)
        support.write_raster(folder / f"{y}.png", values, None, None, driver="PNG")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "http": f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png",
            "file": f"file://{tmp_path}/{{z}}/{{x}}/{{y}}.png",
        }
        server.shutdown()


def web_layer(url):
    from qgis.core import QgsProject, QgsRasterLayer

    layer = QgsRasterLayer(f"type=xyz&url={url}&zmin=1&zmax=1", "tiles", "wms")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_web_layer_is_fetched_and_cut_into_scenes(background, tiles, tmp_path, way):
    from qgis.core import QgsProject

    layer = web_layer(tiles[way])
    side = 2 * 20037508.342789244 / 512
    extent = f"{-256 * side},{255.8 * side},{-256 * side},{256 * side} [EPSG:3857]"
    run = background(
        "scenegrid",
        INPUT=layer.id(),
        EXTENT=extent,
        RESOLUTION=side,
        SIZE=64,
        OUTPUT=str(tmp_path / "grid.gpkg"),
    )
    try:
        spin(lambda: run.done, 60, "the run")
    finally:
        QgsProject.instance().removeMapLayer(layer)
    fine, results = run.done[0]
    assert fine, run.feedback.textLog()
    # The tile that is missing counts as no data.
    assert (results["SCENES"], results["SKIPPED"]) == (48, 16)
    rows = support.table(results["OUTPUT"])
    assert not [row for row in rows if row["row"] > 3 and row["col"] > 3]
    found = support.pixel_corners(results["OUTPUT"], (-256 * side, side, 0, 256 * side, 0, -side))
    assert abs(found - found.round()).max() < 1e-4


def test_a_web_layer_needs_extent_and_pixel_size(provider, tiles):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    layer = web_layer(tiles["file"])
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    try:
        algorithm = provider.algorithm("scenegrid").create()
        _, fine = algorithm.run(
            {"INPUT": layer.id(), "SIZE": 64, "OUTPUT": "TEMPORARY_OUTPUT"}, context, feedback
        )
    finally:
        QgsProject.instance().removeMapLayer(layer)
    assert not fine
    assert "is a web layer, not a file. Choose the extent and the pixel size" in feedback.textLog()


def test_a_layer_of_the_project_is_read_from_its_file(background, crop, tmp_path):
    from qgis.core import QgsProject, QgsRasterLayer

    layer = QgsRasterLayer(crop, "a name of its own")
    QgsProject.instance().addMapLayer(layer)
    run = background(
        "scenegrid", INPUT=layer.id(), SIZE=64, EDGES="drop", OUTPUT=str(tmp_path / "grid.gpkg")
    )
    try:
        spin(lambda: run.done, 60, "the run")
    finally:
        QgsProject.instance().removeMapLayer(layer)
    assert run.done[0][0], run.feedback.textLog()
    assert run.done[0][1]["SCENES"] == 7 * 6


def test_what_is_missing_is_said_before_a_dialog_opens(provider, monkeypatch):
    algorithm = provider.algorithm("clusterscenes")
    assert algorithm.canExecute() in (True, (True, ""))
    monkeypatch.setenv("RSDEEPCLUSTER_PYTHON", "/nowhere/python")
    fine, message = algorithm.canExecute()
    assert not fine
    assert "/nowhere/python" in message


def test_algorithms_run_in_threads_and_speak_plainly(provider):
    from qgis.core import QgsProcessingAlgorithm

    for algorithm in provider.algorithms():
        assert not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading
        assert "<" not in algorithm.shortHelpString()
        assert algorithm.name() == algorithm.name().lower()


def test_two_runs_at_once_do_not_meet(background, crop, tmp_path):
    runs = [
        background(
            "extractfeatures",
            INPUT=crop,
            SIZE=64,
            INPUT_SIZE=size,
            OUTPUT=str(tmp_path / f"features{size}.parquet"),
        )
        for size in (28, 42)
    ]
    for run in runs:
        spin(lambda run=run: run.done, 120, "the run")
        assert run.done[0][0], run.feedback.textLog()
        assert run.done[0][1]["SCENES"] == 48

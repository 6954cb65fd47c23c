"""QGIS with a screen: a virtual one, so that the tests show nothing and need nothing shown."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import support

sys.path.insert(0, str(support.ROOT / "scripts"))
SCENE = 16  # pixels
GROUND = (
    (200, 40, 40),
    (40, 160, 60),
    (50, 80, 200),
    (220, 200, 60),
    (150, 60, 170),
    (60, 190, 190),
)
_running = []


def pytest_unconfigure():
    """End QGIS after the reports: what a failed test still holds may crash then."""
    support.delete_layers()
    for app in _running:
        from processing.core.Processing import Processing

        Processing.deinitialize()
        app.exitQgis()


@pytest.fixture(scope="session")
def screen():
    """Start a virtual screen, and Qt on it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (apt-get install xvfb)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    os.environ.update(DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def qgis(screen, tmp_path_factory):
    """QGIS with Processing and the plugin importable: staged where it is, else the checkout."""
    sys.path.insert(0, str(support.stage()))
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(tmp_path_factory.mktemp("profile"))
    os.environ["RSDEEPCLUSTER_PYTHON"] = support.worker_python()
    if not os.environ.get("XDG_RUNTIME_DIR"):
        os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("runtime"))
    import desktop

    app = desktop.start()
    _running.append(app)
    return app


@pytest.fixture
def window(qgis):
    """A main window with the plugin in it."""
    import desktop
    from qgis.core import QgsProject, QgsSettings

    from rs_deepcluster_plugin import classFactory

    QgsSettings().clear()
    made = desktop.Desktop()
    made.plugin = classFactory(made)
    made.plugin.initGui()
    made.show()
    yield made
    made.plugin.unload()
    QgsProject.instance().clear()
    made.plugin = None  # it knows the window
    made.close()
    desktop.spin(0.05)


def make_layer(path, scenes=300, clusters=6, columns=20, notes=True):
    """Write a cluster layer whose scenes lie on `make_raster`; cluster k has k / 21 of them."""
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
    from rs_deepcluster_plugin.core.clusters.layer_tree import ward_tree

    rng = np.random.default_rng(3)
    share = np.arange(clusters, 0, -1) / (clusters * (clusters + 1) / 2)
    number = np.sort(rng.choice(clusters, scenes, p=share)) + 1
    number[:clusters] = np.arange(1, clusters + 1)
    number[-1] = 0
    angle = 2 * np.pi * number / clusters
    place = 8 * np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, 0.7, (scenes, 2))
    place[number == 1] += rng.choice((-1, 1), (number == 1).sum())[:, None] * 3  # two parts
    sure = rng.uniform(0.5, 1, scenes)
    rank = np.zeros(scenes, dtype=int)
    for cluster in range(1, clusters + 1):
        rank[np.flatnonzero(number == cluster)[-3:]] = (1, 2, 3)[: (number == cluster).sum()]
    side = SCENE * 10.0
    x, y = 500_000 + np.arange(scenes) % columns * side, 5e6 - np.arange(scenes) // columns * side
    ring = np.array([x, y, x + side, y, x + side, y - side, x, y - side, x, y]).T
    head = b"GP\x00\x01" + struct.pack("<i", 32633) + struct.pack("<BIII", 1, 3, 1, 5)
    shapes = [head + corners.tobytes() for corners in ring]
    nothing = number == 0
    columns_ = {
        "geom": shapes,
        "scene_id": range(1000, 1000 + scenes),
        "cluster": np.where(nothing, None, number),
        "probability": np.where(nothing, None, sure),
        "exemplar_rank": np.where(rank > 0, rank, None),
        "umap_x": np.where(nothing, None, place[:, 0]),
        "umap_y": np.where(nothing, None, place[:, 1]),
    }
    write_table(path, columns_)
    if notes:
        raster = path.with_suffix(".tif")
        make_raster(raster, number, columns)
        limits = {"low": [0.0] * 3, "high": [255.0] * 3}
        tree = ward_tree(place, number).to_json()
        LayerTable(path).set_notes(
            {"raster": str(raster), "bands": [1, 2, 3], "scaling": limits, "tree": tree}
        )
    return SimpleNamespace(path=path, number=number, place=place, rank=rank, sure=sure)


def write_table(path, columns):
    """Write the table of a layer, fast: a hundred thousand scenes in a second."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("map", system, ogr.wkbPolygon, ["SPATIAL_INDEX=NO"])
    for name in list(columns)[1:]:
        whole = name in ("scene_id", "cluster", "exemplar_rank")
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger64 if whole else ogr.OFTReal))
    del layer, source
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        base.executemany(
            f"INSERT INTO map ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            zip(*columns.values()),
        )


def make_raster(path, number, columns):
    """Write a raster on which each cluster has a color of its own."""
    rows = -(-len(number) // columns)
    colors = np.zeros((rows * columns, 3), np.uint8)
    colors[: len(number)] = np.array([(0, 0, 0), *GROUND])[number % 7]
    values = colors.reshape(rows, columns, 3).transpose(2, 0, 1)
    values = values.repeat(SCENE, axis=1).repeat(SCENE, axis=2)
    support.write_raster(path, values)


@pytest.fixture(scope="session")
def original(qgis, tmp_path_factory):
    """A cluster layer's file and what is in it."""
    return make_layer(tmp_path_factory.mktemp("original") / "map.gpkg")


@pytest.fixture
def made(original, tmp_path):
    """Copy that layer, with its raster beside it."""
    for path in (original.path, original.path.with_suffix(".tif")):
        shutil.copy(path, tmp_path)
    return SimpleNamespace(**{**vars(original), "path": tmp_path / "map.gpkg"})


@pytest.fixture
def bench(window, made):
    """The workbench on a cluster layer, with its map."""
    from desktop import spin
    from qgis.core import QgsProject, QgsVectorLayer

    layer = QgsVectorLayer(f"{made.path}|layername=map", "Scenes of a town", "ogr")
    QgsProject.instance().addMapLayer(layer)
    canvas = window.mapCanvas()
    canvas.setDestinationCrs(layer.crs())
    canvas.setLayers([layer])
    canvas.setExtent(layer.extent())
    window.plugin._action.trigger()
    window.set_layer(layer)
    spin(0.1)
    return SimpleNamespace(
        window=window, layer=layer, panel=window.plugin._workbench, canvas=canvas, **vars(made)
    )


# Writes vectors as the features of `make_layer`'s scenes: only the worker can.
_WRITE_FEATURES = """
import dataclasses, sys
sys.path[:0] = sys.argv[1:3]
sys.path.append(sys.argv[5])
import conftest, numpy
from rs_deepcluster_plugin.core.features.scene_file import SceneWriter
write = SceneWriter.write
def shifted(self, block):
    write(self, dataclasses.replace(block, scene_ids=block.cols.astype("int64") + 1000))
SceneWriter.write = shifted
conftest.write_features(sys.argv[3], numpy.load(sys.argv[4]))
"""


def note_features(layer, values):
    """Write features of the scenes of a layer's file, and note them with it."""
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    vectors, path = layer.with_name("vectors.npy"), layer.with_name("features.parquet")
    np.save(vectors, values.astype(np.float32))
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    subprocess.run(
        [
            support.worker_python(), "-c", _WRITE_FEATURES, str(support.stage()),
            str(support.ROOT / "tests" / "core"), str(path), str(vectors),
            str(Path(pytest.__file__).parents[1]),
        ],
        check=True, env=plain,
    )  # fmt: skip
    LayerTable(layer).set_notes({"features": str(path)})
    return path


@pytest.fixture
def with_features(made):
    """Note features that are the embedding, with a few dimensions more."""
    return note_features(made.path, np.pad(made.place, ((0, 0), (0, 4))))


@pytest.fixture
def gdal_quiet():
    """Say nothing of rasters that are not there."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    yield
    gdal.PopErrorHandler()

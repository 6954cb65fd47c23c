"""A layer's additional no data is kept with what is made of its raster, and counts again later."""

from __future__ import annotations

import base64
import contextlib
import re
import shutil

import numpy as np
import pytest
import support
from osgeo import gdal

SIDE = 32
FILL = 251
GROUND = (209, 214, 219)  # of pictures, where there is no data


@pytest.fixture(scope="module")
def values():
    """An image of 4 x 5 scenes with a square of the fill value in each, of another size in each."""
    made = support.texture()
    for number in range(20):
        row, column = divmod(number, 5)
        size = 6 + number // 2
        made[:, row * SIDE : row * SIDE + size, column * SIDE : column * SIDE + size] = FILL
    return made


@pytest.fixture(scope="module")
def path(values, tmp_path_factory):
    return support.write_raster(tmp_path_factory.mktemp("raster") / "made.tif", values)


@contextlib.contextmanager
def in_project(path, bands, value):
    """Give the layer of a raster whose properties name a value as no data, for as long as this."""
    from qgis.core import QgsProject, QgsRasterLayer, QgsRasterRange

    layer = QgsRasterLayer(path, "made", "gdal")
    for band in range(1, bands + 1):
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(value, value)])
    QgsProject.instance().addMapLayer(layer)
    try:
        yield layer.id()
    finally:  # else QGIS takes this layer for the path
        QgsProject.instance().removeMapLayer(layer.id())


@pytest.fixture(scope="module")
def mapped(run, path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    with in_project(path, 3, FILL) as layer:
        return run(
            "clusterscenes", INPUT=layer, **{**support.WHOLE, "SIZE": SIDE}, MAX_CLUSTERS=3,
            OUTPUT=folder / "map.gpkg", FEATURES=folder / "features.parquet",
            CLUSTER_MODEL=folder / "model.npz",
        )  # fmt: skip


def shares(values):
    """Return the share of valid pixels of each scene, in reading order."""
    valid = (values != FILL).all(axis=0)
    return valid.reshape(4, SIDE, 5, SIDE).mean(axis=(1, 3)).ravel()


def fractions(output):
    rows = sorted(support.table(output), key=lambda row: row["scene_id"])
    return np.array([row["valid_fraction"] for row in rows])


def test_the_first_run_counts_what_the_layer_says(mapped, values):
    assert fractions(mapped["OUTPUT"]) == pytest.approx(shares(values), abs=1e-6)


@pytest.mark.parametrize("given", [False, True], ids=["noted", "by its path"])
def test_the_table_measures_the_same_pixels(run, mapped, path, values, tmp_path, given):
    made = run("clustertable", INPUT=mapped["OUTPUT"], OUTPUT=tmp_path / "table.csv",
               **({"RASTER": path} if given else {}))  # fmt: skip
    scenes = support.table(mapped["OUTPUT"])
    rows = support.table(made["OUTPUT"])
    assert len(rows) == made["CLUSTERS"] > 1
    for row in rows:
        inside = np.zeros(values.shape[1:], dtype=bool)
        for scene in scenes:
            if scene["cluster"] == int(row["cluster"]):
                top, left = scene["row"] * SIDE, scene["col"] * SIDE
                inside[top : top + SIDE, left : left + SIDE] = True
        for band, layer in enumerate(values, start=1):
            seen = layer[inside & (layer != FILL)].astype(float)
            assert float(row[f"b{band}_mean"]) == pytest.approx(seen.mean(), rel=1e-6)
            assert float(row[f"b{band}_std"]) == pytest.approx(seen.std(), rel=1e-3)


def sheet_of(report):
    """Return the first sheet of pictures in a report (height, width, 3)."""
    from qgis.PyQt.QtGui import QImage

    (text, *_) = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", report.read_text())
    image = QImage.fromData(base64.b64decode(text)).convertToFormat(QImage.Format.Format_RGB888)
    stride, height = image.bytesPerLine(), image.height()
    data = image.constBits().asstring(stride * height)
    rows = np.frombuffer(data, dtype=np.uint8).reshape(height, stride)
    return rows[:, : 3 * image.width()].reshape(height, -1, 3).astype(int)


def test_pictures_in_the_report_are_gray_where_there_is_no_data(run, mapped, tmp_path):
    run("clusterreport", INPUT=mapped["OUTPUT"], EXEMPLARS=5, THUMBNAIL=SIDE,
        OUTPUT=tmp_path / "report.html")  # fmt: skip
    first = sheet_of(tmp_path / "report.html")[:SIDE, :SIDE]
    corner = first[1:5, 1:5]  # the smallest square has 6 pixels
    assert np.abs(corner - GROUND).max() < 30
    # Taken for data, the highest value of all is white.
    assert corner.mean(axis=(0, 1)).argmax() == 2


def test_clusters_that_are_applied_see_the_same_pixels(run, mapped, path, values, tmp_path):
    model = mapped["CLUSTER_MODEL"]
    made = run("applyclusters", INPUT=path, CLUSTER_MODEL=model, OUTPUT=tmp_path / "again.gpkg")
    assert fractions(made["OUTPUT"]) == pytest.approx(shares(values), abs=1e-6)
    again = {row["scene_id"]: row["cluster"] for row in support.table(made["OUTPUT"])}
    assert again == {row["scene_id"]: row["cluster"] for row in support.table(mapped["OUTPUT"])}
    # Of another raster nothing is known but what it says itself.
    other = shutil.copy(path, tmp_path / "other.tif")
    made = run("applyclusters", INPUT=other, CLUSTER_MODEL=model, OUTPUT=tmp_path / "other.gpkg")
    assert fractions(made["OUTPUT"]) == pytest.approx(1)


def test_signatures_are_found_again_in_the_same_pixels(run, path, values, tmp_path):
    with in_project(path, 3, FILL) as layer:
        first = run("pixelclusters", INPUT=layer, METHOD="k-means", CLUSTERS=3,
                    OUTPUT=tmp_path / "classes.tif",
                    SIGNATURES=tmp_path / "signatures.json")  # fmt: skip
    made = run("maximumlikelihood", INPUT=path, SIGNATURES_FILE=first["SIGNATURES"],
               OUTPUT=tmp_path / "again.tif")  # fmt: skip
    for output in (first["OUTPUT"], made["OUTPUT"]):
        band = gdal.Open(str(output)).ReadAsArray()
        assert ((band > 0) == (values != FILL).all(axis=0)).all()


def test_no_data_of_a_reference_raster_labels_nothing(run, mapped, tmp_path):
    truth = np.ones((1, 128, 160), dtype=np.uint8)
    truth[:, :, 96:] = 2
    truth[:, :64] = 99  # unknown
    path = support.write_raster(tmp_path / "truth.tif", truth)
    with in_project(path, 1, 99) as layer:
        made = run("assessaccuracy", INPUT=mapped["OUTPUT"], MAP_FIELD="cluster",
                   REFERENCE_RASTER=layer, OUTPUT_CLASSES=tmp_path / "classes.csv")  # fmt: skip
    assert made["SCENES"] == 10
    assert "99" not in {row["class"] for row in support.table(tmp_path / "classes.csv")}

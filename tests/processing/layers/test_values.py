"""Which values of a raster layer reach the model, and what the log says about them."""

from __future__ import annotations

import subprocess
import zipfile

import numpy as np
import pytest
import support
from osgeo import gdal

WHOLE = {**support.WHOLE, "SEED": 1}


def vectors_of(path):
    """Read the vectors of a features file with the worker's Python, which has pyarrow."""
    code = (
        "import sys, numpy, pyarrow.parquet as pq; table = pq.read_table(sys.argv[1]);"
        "numpy.save(sys.argv[2], numpy.array(table['feature'].to_pylist()))"
    )
    array = path.with_suffix(".npy")
    subprocess.run([support.worker_python(), "-c", code, str(path), str(array)], check=True)
    return np.load(array)


@pytest.fixture
def listener(qgis_app):
    from qgis.core import QgsProcessingFeedback

    return QgsProcessingFeedback(False)


def stored(path, values, scale, offset):
    """Write counts with their scale and offset."""
    support.write_raster(path, values)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for band in range(1, dataset.RasterCount + 1):
        dataset.GetRasterBand(band).SetScale(scale)
        dataset.GetRasterBand(band).SetOffset(offset)
    del dataset
    return path


@pytest.fixture
def before_and_after(crop, tmp_path):
    """The same reflectances, stored without and with an offset."""
    counts = 20 * support.read_pixels(crop).astype(np.uint16)
    return (
        stored(tmp_path / "before.tif", counts, 1e-4, 0),
        stored(tmp_path / "after.tif", counts + 1000, 1e-4, -0.1),
    )


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_clusters_of_one_way_of_storing_fit_the_other(run, before_and_after, tmp_path, listener):
    before, after = before_and_after
    run(
        "clusterscenes", INPUT=before, **WHOLE, OUTPUT=tmp_path / "before.gpkg",
        CLUSTER_MODEL=tmp_path / "model.npz",
    )  # fmt: skip
    maps = []
    for name, raster in (("same", before), ("other", after)):
        made = run(
            "applyclusters", feedback=listener, INPUT=raster, PRECISION="fp32",
            CLUSTER_MODEL=tmp_path / "model.npz", OUTPUT=tmp_path / f"{name}.gpkg",
        )  # fmt: skip
        maps.append([row["cluster"] for row in support.table(made["OUTPUT"])])
    assert len(set(maps[0])) > 2
    assert maps[0] == maps[1]
    assert "Scale and offset of the file are applied: x 0.0001 -0.1 in bands 1, 2, 3." in (
        listener.textLog()
    )


def test_signatures_of_one_way_of_storing_fit_the_other(run, before_and_after, tmp_path):
    before, after = before_and_after
    made = run(
        "pixelclusters", INPUT=before, CLUSTERS=5, SAMPLE=5000, OUTPUT=tmp_path / "own.tif",
        SIGNATURES=tmp_path / "signatures.json",
    )  # fmt: skip
    maps = []
    for name, raster in (("same", before), ("other", after)):
        run(
            "maximumlikelihood", INPUT=raster, SIGNATURES_FILE=made["SIGNATURES"],
            OUTPUT=tmp_path / f"{name}.tif", SIGNATURES=tmp_path / f"{name}.json",
        )  # fmt: skip
        maps.append(support.read_pixels(str(tmp_path / f"{name}.tif")))
    np.testing.assert_array_equal(*maps)


@pytest.fixture
def palette(tmp_path):
    """A raster of numbers of colors."""
    numbers = np.random.default_rng(0).integers(0, 16, (1, 128, 160)).astype(np.uint8)
    path = support.write_raster(tmp_path / "palette.tif", numbers)
    dataset = gdal.Open(path, gdal.GA_Update)
    table = gdal.ColorTable()
    for index in range(16):
        table.SetColorEntry(index, (16 * index, 255 - 16 * index, (70 * index) % 256, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset
    return path


@pytest.mark.parametrize("bands", [None, "1"])
def test_pixels_of_a_palette_are_not_clustered(run, palette, tmp_path, bands):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=r"numbers of colors in a palette.*PCT to RGB"):
        run("pixelclusters", INPUT=palette, BANDS=bands, OUTPUT=tmp_path / "classes.tif")
    assert not (tmp_path / "classes.tif").exists()


def test_a_palette_is_clustered_by_its_colors(run, palette, tmp_path, listener):
    made = run(
        "extractfeatures", feedback=listener, INPUT=palette, SIZE=32, INPUT_SIZE=56,
        OUTPUT=tmp_path / "palette.parquet",
    )  # fmt: skip
    gdal.Translate(str(tmp_path / "rgb.tif"), palette, rgbExpand="rgb")
    other = run(
        "extractfeatures", INPUT=tmp_path / "rgb.tif", SIZE=32, INPUT_SIZE=56,
        OUTPUT=tmp_path / "rgb.parquet",
    )  # fmt: skip
    assert made["SCENES"] == other["SCENES"] == 5 * 4
    assert "bands 1 (colors of its palette), 20 scenes" in listener.textLog()
    one, two = (vectors_of(tmp_path / f"{name}.parquet") for name in ("palette", "rgb"))
    np.testing.assert_allclose(one, two, atol=1e-5)


def test_a_member_of_an_archive_is_taken(run, tmp_path):
    from qgis.core import QgsProject, QgsRasterLayer

    path = support.write_raster(tmp_path / "rgb.tif", support.texture())
    with zipfile.ZipFile(tmp_path / "scene.zip", "w") as file:
        file.write(path, "deep/rgb.tif")
        file.write(path, "deep/other.tif")
    (tmp_path / "rgb.tif").unlink()
    source = f"/vsizip/{tmp_path}/scene.zip/deep/rgb.tif"
    layer = QgsRasterLayer(source, "member", "gdal")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    for given in (source, layer.id()):
        made = run("scenegrid", INPUT=given, SIZE=32, OUTPUT="TEMPORARY_OUTPUT")
        assert made["SCENES"] == 5 * 4
    QgsProject.instance().removeMapLayer(layer.id())


def test_open_options_of_a_layer_count(run, tmp_path, listener):
    path = support.write_raster(tmp_path / "made.tif", support.texture(height=256, width=320))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.BuildOverviews("AVERAGE", [2])
    del dataset
    source = f"{path}|option:OVERVIEW_LEVEL=0"
    made = run("scenegrid", feedback=listener, INPUT=source, SIZE=32, OUTPUT="TEMPORARY_OUTPUT")
    assert made["SCENES"] == 5 * 4
    box = next(made["OUTPUT"].getFeatures()).geometry().boundingBox()
    assert (box.width(), box.height()) == (640, 640)  # pixels of the overview, of 20 m
    assert "Open options of the layer: OVERVIEW_LEVEL=0." in listener.textLog()


def test_the_layers_additional_no_data_counts(run, tmp_path, listener):
    from qgis.core import QgsProject, QgsRasterLayer, QgsRasterRange

    values = support.texture()
    values[:, :64] = 251
    path = support.write_raster(tmp_path / "made.tif", values)
    layer = QgsRasterLayer(path, "made", "gdal")
    for band in (1, 2, 3):
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(250.5, 252)])
    QgsProject.instance().addMapLayer(layer)
    made = run("scenegrid", feedback=listener, INPUT=layer.id(), SIZE=32, MIN_VALID=0.01,
               OUTPUT="TEMPORARY_OUTPUT")  # fmt: skip
    # What QGIS itself takes for no data in a pixel of each half.
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    assert block.isNoData(10, 10)
    assert not block.isNoData(100, 10)
    assert (made["SCENES"], made["SKIPPED"]) == (10, 10)
    assert "Additional no data of the layer: 250.5 to 252 in band 1" in listener.textLog()
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_no_data_value_that_the_layer_switches_off_counts_and_that_is_said(
    run, tmp_path, listener
):
    from qgis.core import QgsProject, QgsRasterLayer

    values = support.texture()
    values[:, :64] = 251
    path = support.write_raster(tmp_path / "made.tif", values, nodata=251)
    layer = QgsRasterLayer(path, "made", "gdal")
    layer.dataProvider().setUseSourceNoDataValue(2, False)
    QgsProject.instance().addMapLayer(layer)
    made = run("scenegrid", feedback=listener, INPUT=layer.id(), SIZE=32, MIN_VALID=0.01,
               OUTPUT="TEMPORARY_OUTPUT")  # fmt: skip
    assert (made["SCENES"], made["SKIPPED"]) == (10, 10)
    assert "switch the file's no-data value off, in band 2. Here it is no data" in (
        listener.textLog()
    )
    QgsProject.instance().removeMapLayer(layer.id())


def test_ends_of_a_range_of_no_data_may_not_belong_to_it(qgis_app, tmp_path):
    from qgis.core import QgsRasterLayer, QgsRasterRange

    from rs_deepcluster_plugin.processing.parameters.raster import additional_no_data

    values = np.array([[[10, 20, 30]]], dtype=np.uint8)
    layer = QgsRasterLayer(support.write_raster(tmp_path / "made.tif", values), "made", "gdal")
    for bounds, hidden in (
        ("IncludeMinAndMax", {10, 20, 30}), ("IncludeMax", {20, 30}), ("IncludeMin", {10, 20}),
        ("Exclusive", {20}),
    ):  # fmt: skip
        kind = getattr(QgsRasterRange, bounds)
        layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(10, 30, kind)])
        block = layer.dataProvider().block(1, layer.extent(), 3, 1)
        assert {v for i, v in enumerate((10, 20, 30)) if block.isNoData(0, i)} == hidden
        ((band, low, high),) = additional_no_data(layer)
        assert band == 1
        assert {v for v in (10, 20, 30) if low <= v <= high} == hidden


def test_footprints_of_a_grid_cover_the_raster_exactly_and_its_scenes_are_whole(run, tmp_path):
    """Sides that are no multiple of the size: nothing is left out, and nothing hangs over."""
    path = support.write_raster(tmp_path / "made.tif", support.texture(height=100, width=131))
    made = run("scenegrid", INPUT=path, SIZE=32, OUTPUT=tmp_path / "grid.gpkg")
    rows = support.table(made["OUTPUT"])
    assert (made["SCENES"], made["SKIPPED"]) == (5 * 4, 0)
    assert {row["valid_fraction"] for row in rows} == {1.0}
    covered = np.zeros((100, 131), dtype=int)
    for corners in support.pixel_corners(made["OUTPUT"], support.TRANSFORM):
        ends = np.rint([corners.min(axis=0), corners.max(axis=0)]).astype(int)
        (left, top), (right, bottom) = ends
        covered[top:bottom, left:right] += 1
    assert (covered == 1).all()
    # Taken as a grid they are seen whole, as by the algorithms that make their own.
    by_grid = tmp_path / "by_grid.parquet"
    run("extractfeatures", INPUT=path, GRID=made["OUTPUT"], INPUT_SIZE=56, PRECISION="fp32",
        OUTPUT=by_grid)  # fmt: skip
    by_size = tmp_path / "by_size.parquet"
    run("extractfeatures", INPUT=path, SIZE=32, INPUT_SIZE=56, PRECISION="fp32", OUTPUT=by_size)
    np.testing.assert_allclose(vectors_of(by_grid), vectors_of(by_size), atol=1e-6)


def test_pictures_of_scenes_show_values_as_the_model_has_them(
    qgis_app, before_and_after, palette, tmp_path
):
    """Of the same reflectances the same picture, of a palette its colors, of old notes the old."""
    from rs_deepcluster_plugin.gui.images import Picture, cut

    gdal.UseExceptions()
    left, top = support.TRANSFORM[0], support.TRANSFORM[3]
    box = (left, top - 960, left + 960, top)

    def shown(path, low, high, applied=True, bands=(1, 2, 3)):
        picture = Picture(str(path), bands, (low,) * 3, (high,) * 3, applied)
        image = cut(gdal.Open(str(path)), picture, box)
        pixels = np.frombuffer(image.constBits().asstring(96 * 96 * 4), np.uint8)
        return pixels.reshape(96, 96, 4)[..., :3].astype(int)

    before, after = before_and_after
    one, other = shown(before, 0, 0.5), shown(after, 0, 0.5)
    assert one.std() > 5
    assert abs(one - other).max() <= 1
    assert abs(shown(before, 0, 5000, applied=False) - one).max() <= 1
    colors = gdal.Translate("", palette, format="MEM", rgbExpand="rgb").ReadAsArray()
    found = shown(palette, 0, 255, bands=(1, 1, 1))
    np.testing.assert_array_equal(found[:50, :50], colors.transpose(1, 2, 0)[:50, :50])


@pytest.mark.parametrize(
    "around", ["{}scene.tif", "/vsizip/{}scene.zip/in.tif", "{}scene.tif|option:OVERVIEW_LEVEL=0"]
)
def test_a_raster_is_found_beside_its_clusters_whatever_is_around_its_path(
    fitted, tmp_path, around
):
    import shutil

    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    path = shutil.copy(fitted["OUTPUT"].split("|")[0], tmp_path / "map.gpkg")
    layer_table, expected = LayerTable(path), around.format(f"{tmp_path}/")
    for noted, there in (("/gone/from/here/", False), ("/gone/from/here/", True), (None, True)):
        if there:
            for name in ("scene.tif", "scene.zip"):
                (tmp_path / name).write_bytes(b"")
        layer_table.set_notes({"raster": around.format(noted) if noted else expected})
        assert layer_table.source("raster") == (expected if there else "")

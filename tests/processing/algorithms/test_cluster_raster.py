"""The raster of clusters beside the layer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import gdal, ogr

BANDS = ("cluster", "probability", "second_cluster")


def rasterized(layer, raster, band):
    """Return what GDAL makes of a field of a layer on the grid of a raster, sure scenes on top."""
    like = gdal.Open(str(raster))
    drawn = gdal.GetDriverByName("MEM").Create(
        "", like.RasterXSize, like.RasterYSize, 1, gdal.GDT_Float32
    )
    drawn.SetGeoTransform(like.GetGeoTransform())
    drawn.SetProjection(like.GetProjection())
    drawn.GetRasterBand(1).Fill(-1)
    source = ogr.Open(str(layer))
    name = source.GetLayer().GetName()
    found = source.ExecuteSQL(
        f'SELECT geom, coalesce({band}, -1) AS burnt FROM "{name}" ORDER BY probability, scene_id'
    )
    gdal.RasterizeLayer(drawn, [1], found, options=["ATTRIBUTE=burnt"])
    pixels = drawn.ReadAsArray()
    source.ReleaseResultSet(found)
    return pixels


def check(made, count):
    written = gdal.Open(made["OUTPUT_RASTER"])
    assert written.RasterCount == 3
    for number, name in enumerate(BANDS, start=1):
        band = written.GetRasterBand(number)
        assert (band.GetDescription(), band.GetNoDataValue()) == (name, -1)
        pixels = band.ReadAsArray()
        assert (pixels == rasterized(made["OUTPUT"], made["OUTPUT_RASTER"], name)).all()
    first = written.GetRasterBand(1)
    assert first.GetBlockSize() == [256, 256]
    assert written.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
    assert (first.ReadAsArray() > 0).sum() == count
    return written


@pytest.fixture(scope="module")
def embedded(run, fitted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("embedded")
    return run("projectfeatures", INPUT=fitted["FEATURES"], PROJECTION="PCA",
               OUTPUT=folder / "e.parquet", PROJECTOR=folder / "p.npz")  # fmt: skip


def test_the_raster_has_a_pixel_for_each_scene(run, crop, fitted, embedded, tmp_path):
    made = run("clusterfeatures", INPUT=embedded["OUTPUT"], PROJECTOR=embedded["PROJECTOR"],
               OUTPUT=tmp_path / "c.gpkg", OUTPUT_RASTER=tmp_path / "c.tif",
               CLUSTER_MODEL=tmp_path / "m.npz")  # fmt: skip
    written = check(made, made["SCENES"])
    x, wide, _, y, _, high = gdal.Open(str(crop)).GetGeoTransform()
    size = support.SIZE
    expected = (x, size * wide, 0, y, 0, size * high)
    assert np.allclose(written.GetGeoTransform(), expected, rtol=1e-12)
    assert written.GetSpatialRef().IsSame(gdal.Open(str(crop)).GetSpatialRef())

    applied = run("applyclusters", CLUSTER_MODEL=made["CLUSTER_MODEL"],
                  FEATURES_FILE=fitted["FEATURES"], OUTPUT=tmp_path / "a.gpkg",
                  OUTPUT_RASTER=tmp_path / "a.tif")  # fmt: skip
    check(applied, applied["SCENES"])
    assert (
        gdal.Open(applied["OUTPUT_RASTER"]).ReadAsArray()[0]
        == written.GetRasterBand(1).ReadAsArray()
    ).all()


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_scenes_that_overlap_are_drawn_on_the_grid_of_the_raster(run, crop, tmp_path):
    made = run("clusterscenes", INPUT=crop, SIZE=48, STRIDE=24, PROJECTION="PCA",
               OUTPUT=tmp_path / "c.gpkg", OUTPUT_RASTER=tmp_path / "c.tif",
               FEATURES=tmp_path / "f.parquet", CLUSTER_MODEL=tmp_path / "m.npz")  # fmt: skip
    source = gdal.Open(str(crop))
    written = check(made, source.RasterXSize * source.RasterYSize)
    assert written.GetGeoTransform() == source.GetGeoTransform()


def test_the_raster_has_the_colors_of_the_layer(run, embedded, tmp_path):
    from qgis.core import QgsRasterLayer, QgsVectorLayer

    made = run("clusterfeatures", INPUT=embedded["OUTPUT"], OUTPUT=tmp_path / "c.gpkg",
               OUTPUT_RASTER=tmp_path / "c.tif", CLUSTER_MODEL=tmp_path / "m.npz")  # fmt: skip
    raster, layer = QgsRasterLayer(made["OUTPUT_RASTER"]), QgsVectorLayer(made["OUTPUT"])
    raster.loadDefaultStyle()
    shown = {c.value: (c.label, c.color.name()) for c in raster.renderer().classes()}
    assert len(shown) == made["CLUSTERS"]
    assert shown == {
        float(category.value()): (category.label(), category.symbol().color().name())
        for category in layer.renderer().categories()
    }


def test_scenes_of_which_no_raster_is_known_are_refused_at_once(run, crop, tmp_path):
    from qgis.core import QgsProcessingException

    copy = Path(support.crop_demo(tmp_path / "moved.tif"))
    made = run("extractfeatures", INPUT=copy, SIZE=96, STRIDE=80, OUTPUT=tmp_path / "f.parquet")
    embedded = run("projectfeatures", INPUT=made["OUTPUT"], PROJECTION="PCA",
                   OUTPUT=tmp_path / "e.parquet", PROJECTOR=tmp_path / "p.npz")  # fmt: skip
    copy.unlink()
    with pytest.raises(QgsProcessingException, match=r"not the cells of one regular grid.*Leave"):
        run("clusterfeatures", INPUT=embedded["OUTPUT"], OUTPUT=tmp_path / "c.gpkg",
            OUTPUT_RASTER=tmp_path / "c.tif", CLUSTER_MODEL=tmp_path / "m.npz")  # fmt: skip
    assert not [p for p in tmp_path.iterdir() if p.suffix in (".tif", ".gpkg")]
    assert not (tmp_path / "m.npz").exists()

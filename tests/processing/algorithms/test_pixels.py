"""Classes of pixels through QGIS, from the worker to rasters with their legend."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import gdal, ogr, osr

METHODS = ("ISODATA", "k-means", "fuzzy k-means", "migrating means")


def pixels(path):
    source = gdal.Open(str(path))
    return source.ReadAsArray() if source.RasterCount > 1 else source.ReadAsArray()[None]


def labeled(path, shapes, names, epsg=32633, kind=ogr.OFTString):
    """Write rectangles (pixel coordinates) with their classes, in any CRS."""
    own, other = osr.SpatialReference(), osr.SpatialReference()
    for system, code in ((own, 32633), (other, epsg)):
        system.ImportFromEPSG(code)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(own, other)
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = made.CreateLayer("areas", other, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("cover", kind))
    for (left, top, right, bottom), name in zip(shapes, names):
        feature = ogr.Feature(layer.GetLayerDefn())
        box = support.box(
            500_000 + 10 * left, 5_000_000 - 10 * bottom,
            500_000 + 10 * right, 5_000_000 - 10 * top,
        )  # fmt: skip
        shape = ogr.CreateGeometryFromWkt(box)
        shape.Transform(change)
        feature.SetGeometry(shape)
        if name is not None:
            feature.SetField("cover", name)
        layer.CreateFeature(feature)
    return str(path)


# Blocks of the texture: kinds of ground 0, 1 (rough) and 2.
AREAS = [(2, 2, 38, 30), (42, 2, 78, 30), (82, 2, 118, 30)]


@pytest.fixture
def raster(tmp_path):
    return support.write_raster(tmp_path / "made.tif", support.texture())


@pytest.mark.parametrize("method", METHODS)
def test_every_method_maps_the_demo_raster(run, crop, tmp_path, method):
    made = run(
        "pixelclusters", INPUT=crop, METHOD=method, CLUSTERS=6, SAMPLE=5000,
        OUTPUT=tmp_path / "classes.tif", SIGNATURES=tmp_path / "signatures.json",
    )  # fmt: skip
    assert made["OUTPUT"] == str(tmp_path / "classes.tif")
    assert made["PIXELS"] == support.COLUMNS * support.ROWS
    assert 3 <= made["CLUSTERS"] <= 12
    assert method == "ISODATA" or made["CLUSTERS"] == 6
    (classes,) = pixels(made["OUTPUT"])
    counts = np.bincount(classes.ravel())[1:]
    assert counts.tolist() == sorted(counts, reverse=True)
    signatures = json.loads((tmp_path / "signatures.json").read_text())
    assert [c["pixels"] for c in signatures["classes"]] == counts.tolist()
    assert signatures["bands"] == [1, 2, 3]
    values = support.read_pixels(crop)
    first = signatures["classes"][0]
    np.testing.assert_allclose(first["mean"], values[:, classes == 1].mean(axis=1))
    # Most of the variance is between the classes.
    within = sum(values[:, classes == k].astype(float).var(axis=1) * n for k, n in
                 enumerate(counts, start=1)) / counts.sum()  # fmt: skip
    assert (within / values.reshape(3, -1).var(axis=1) < 0.25).all()


def test_nothing_of_an_old_raster_stays_beside_the_new_one(run, raster, tmp_path):
    path = tmp_path / "classes.tif"
    given = {"INPUT": raster, "METHOD": "k-means", "OUTPUT": path}
    run("pixelclusters", CLUSTERS=5, **given)
    gdal.Open(str(path)).BuildOverviews("NEAREST", [2, 4])
    old = (tmp_path / "classes.qml").read_text()
    assert (tmp_path / "classes.tif.ovr").exists()
    run("pixelclusters", CLUSTERS=2, **given)
    source = gdal.Open(str(path))
    band = source.GetRasterBand(1)
    assert len(source.GetFileList()) == 2  # the raster and the names of its classes
    assert band.GetCategoryNames() == ["", "Class 1", "Class 2"]
    assert band.GetOverviewCount() == 0  # else QGIS shows the five classes from afar
    assert (tmp_path / "classes.qml").read_text() != old


def test_classes_have_their_colors_and_names_in_the_legend(run, raster, tmp_path):
    from qgis.core import QgsRasterLayer

    made = run("pixelclusters", INPUT=raster, METHOD="k-means", CLUSTERS=3,
               OUTPUT=tmp_path / "classes.tif")  # fmt: skip
    layer = QgsRasterLayer(made["OUTPUT"], "classes")
    assert layer.renderer().type() == "paletted"
    palette = [c.color.name() for c in layer.renderer().classes()]
    assert palette == ["#4a7fb5", "#8a9708", "#d8cbff"]
    labels = [c.label for c in layer.renderer().classes()]
    assert labels[0].startswith("Class 1 (")
    source = gdal.Open(made["OUTPUT"])  # the band lives no longer than it
    assert len(source.GetFileList()) == 2  # GDAL 3.6 reads names only once this was asked
    band = source.GetRasterBand(1)
    assert band.GetCategoryNames() == ["", "Class 1", "Class 2", "Class 3"]
    assert band.GetColorTable().GetColorEntry(1)[:3] == (0x4A, 0x7F, 0xB5)
    assert band.GetNoDataValue() == 0
    assert band.GetDefaultRAT().GetRowCount() == 3
    assert band.GetDefaultRAT().GetValueAsString(2, 1) == "Class 3"


def test_a_class_raster_that_is_loaded_is_styled(run, raster):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    from rs_deepcluster_plugin.processing.layers import raster_style, style
    from rs_deepcluster_plugin.worker.contract import DrawnClass

    context = QgsProcessingContext()
    project = QgsProject()
    context.setProject(project)
    path = str(run("pixelclusters", INPUT=raster, CLUSTERS=3, OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"])
    details = QgsProcessingContext.LayerDetails("classes", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(path, details)
    feedback = QgsProcessingFeedback(False)
    raster_style.style_raster(context, path, [DrawnClass(1, "sea", "#010203", 7)], feedback)
    layer = context.takeResultLayer(path) or context.getMapLayer(path)
    if layer is None:
        from qgis.core import QgsRasterLayer

        layer = QgsRasterLayer(path, "classes")
    processor = context.layerToLoadOnCompletionDetails(path).postProcessor()
    processor.postProcessLayer(layer, context, feedback)
    assert [c.label for c in layer.renderer().classes()] == ["sea (7)"]
    assert style._pending == {}


def test_fuzzy_memberships_come_where_they_are_asked_for(run, raster, tmp_path):
    made = run("pixelclusters", INPUT=raster, METHOD="fuzzy k-means", CLUSTERS=3,
               OUTPUT=tmp_path / "c.tif", MEMBERSHIPS=tmp_path / "m.tif")  # fmt: skip
    shares = pixels(made["MEMBERSHIPS"])
    assert shares.shape == (3, 128, 160)
    (classes,) = pixels(made["OUTPUT"])
    own = np.take_along_axis(shares, classes[None].astype(int) - 1, axis=0)
    np.testing.assert_array_equal(own[0], shares.max(axis=0))
    plain = run("pixelclusters", INPUT=raster, CLUSTERS=3, OUTPUT=tmp_path / "d.tif")
    assert "MEMBERSHIPS" not in plain


def test_an_extent_and_bands_limit_what_is_classified(run, raster, tmp_path):
    made = run("pixelclusters", INPUT=raster, BANDS="3;1", CLUSTERS=2,
               EXTENT="500400,500800,4999400,4999800 [EPSG:32633]",
               OUTPUT=tmp_path / "c.tif", SIGNATURES=tmp_path / "s.json")  # fmt: skip
    assert made["PIXELS"] == 40 * 40
    assert gdal.Open(made["OUTPUT"]).GetGeoTransform() == (500_400, 10, 0, 4_999_800, 0, -10)
    assert json.loads((tmp_path / "s.json").read_text())["bands"] == [3, 1]


def test_clusters_become_a_maximum_likelihood_map(run, crop, tmp_path):
    first = run("pixelclusters", INPUT=crop, METHOD="k-means", CLUSTERS=5,
                OUTPUT=tmp_path / "c.tif", SIGNATURES=tmp_path / "s.json")  # fmt: skip
    made = run("maximumlikelihood", INPUT=crop, SIGNATURES_FILE=first["SIGNATURES"], PRIORS=True,
               REJECT=1, REJECTED="class of its own", OUTPUT=tmp_path / "m.tif",
               PROBABILITY=tmp_path / "p.tif", SIGNATURES=tmp_path / "t.json")  # fmt: skip
    (before,), (after,), (percent,) = map(pixels, (first["OUTPUT"], made["OUTPUT"],
                                                   made["PROBABILITY"]))  # fmt: skip
    assert made["CLASSES"] == 5
    assert made["REJECTED_PIXELS"] == (after == 6).sum() == (percent == 255).sum() > 0
    assert (before == after).mean() > 0.6
    assert percent[percent < 255].min() >= 20  # the best of five
    one, other = (json.loads((tmp_path / name).read_text()) for name in ("s.json", "t.json"))
    assert one == other


@pytest.mark.parametrize("epsg", [32633, 4326])
def test_labeled_polygons_in_any_crs_become_a_map(run, raster, tmp_path, epsg):
    areas = labeled(tmp_path / "areas.gpkg", AREAS, ["meadow", "town", "sand"], epsg)
    made = run("maximumlikelihood", INPUT=raster, POLYGONS=areas, CLASS_FIELD="cover",
               OUTPUT=tmp_path / "m.tif", SIGNATURES=tmp_path / "s.json")  # fmt: skip
    names = [c["name"] for c in json.loads((tmp_path / "s.json").read_text())["classes"]]
    assert names == ["meadow", "sand", "town"]
    (classes,) = pixels(made["OUTPUT"])
    rows, columns = np.mgrid[:128, :160]
    kinds = np.array([1, 3, 2])[(rows // 32 + columns // 40) % 3]
    assert (classes == kinds).mean() > 0.95
    source = gdal.Open(made["OUTPUT"])
    assert len(source.GetFileList()) == 2
    assert source.GetRasterBand(1).GetCategoryNames()[2] == "sand"


def test_codes_are_the_values_of_the_map(run, raster, tmp_path):
    areas = labeled(tmp_path / "areas.gpkg", AREAS, [10, 200, 30], kind=ogr.OFTInteger)
    made = run("maximumlikelihood", INPUT=raster, POLYGONS=areas, CLASS_FIELD="cover",
               OUTPUT=tmp_path / "m.tif")  # fmt: skip
    assert set(np.unique(pixels(made["OUTPUT"]))) == {10, 30, 200}


def test_what_cannot_be_classified_gets_one_sentence(provider, run, raster, tmp_path):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    def refused(name, sentence, **parameters):
        given = {"INPUT": raster, "OUTPUT": tmp_path / "bad.tif", **parameters}
        given = {k: str(v) if isinstance(v, Path) else v for k, v in given.items()}
        feedback = QgsProcessingFeedback(False)
        algorithm = provider.algorithm(name)
        _, fine = algorithm.run(given, QgsProcessingContext(), feedback)
        assert not fine
        assert re.search(sentence, feedback.textLog()), feedback.textLog()
        assert "Traceback" not in feedback.textLog()
        assert not (tmp_path / "bad.tif").exists()

    areas = labeled(tmp_path / "areas.gpkg", AREAS, ["a", "b", "c"])
    far = labeled(tmp_path / "far.gpkg", [(9000, 9000, 9010, 9010)], ["a"])
    unnamed = labeled(tmp_path / "unnamed.gpkg", AREAS, [None, None, None])
    small = labeled(tmp_path / "small.gpkg", [*AREAS, (100, 100, 103, 101)], [*"abc", "d"])
    signatures = run("pixelclusters", INPUT=raster, BANDS="1;3", CLUSTERS=3,
                     OUTPUT=tmp_path / "c.tif")["SIGNATURES"]  # fmt: skip
    narrow = support.write_raster(tmp_path / "narrow.tif", support.texture(1))
    ml = "maximumlikelihood"
    refused(ml, "Neither labeled polygons nor.*Give one")
    refused(ml, "Both labeled.*Give one", POLYGONS=areas, CLASS_FIELD="cover",
            SIGNATURES_FILE=signatures)  # fmt: skip
    refused(ml, "field with the classes is missing.*Choose", POLYGONS=areas)
    refused(ml, "no field 'kind'.*cover", POLYGONS=areas, CLASS_FIELD="kind")
    refused(ml, "covers valid pixels.*same area", POLYGONS=far, CLASS_FIELD="cover")
    refused(ml, "None of the 3 polygons has a class", POLYGONS=unnamed, CLASS_FIELD="cover")
    refused(ml, r"fewer than the 4 pixels.*d \(3\)", POLYGONS=small, CLASS_FIELD="cover")
    refused(ml, r"bands chosen are 3.*of 2.*correspond", SIGNATURES_FILE=signatures,
            BANDS="1;2;3")  # fmt: skip
    refused(ml, "of bands 1, 3, but the raster has 1", SIGNATURES_FILE=signatures, INPUT=narrow)
    refused("pixelclusters", r"Band 9.*from 1 to 3", BANDS="1;9")
    refused("pixelclusters", "is the raster that is read", OUTPUT=raster)
    refused("pixelclusters", "extent does not overlap.*Choose", EXTENT="1,2,3,4 [EPSG:32633]")
    refused("pixelclusters", r"GeoTIFF.*ends in \.tif", OUTPUT=tmp_path / "classes.img")

"""Accuracy of maps, samples for it, and changes between maps, through QGIS."""

from __future__ import annotations

import numpy as np
import pytest
import support
from osgeo import ogr, osr

KINDS = {int: ogr.OFTInteger, str: ogr.OFTString, float: ogr.OFTReal}
COUNTS = np.array([[65, 4, 22, 24], [6, 81, 5, 8], [0, 11, 85, 19], [4, 7, 3, 90]])  # Congalton
CODES = ["311", "312", "333", "322"]
NAMES = ["Broad, \"leaved\"", "<b>Conifer</b>", "=1+1", "Shrub & heath"]  # fmt: skip
SIDE = 100.0
X0, Y0 = 400_000.0, 5_000_000.0


class Heard:
    """A feedback that remembers what it was told."""

    def __new__(cls):
        from qgis.core import QgsProcessingFeedback

        class Feedback(QgsProcessingFeedback):
            def __init__(self):
                super().__init__(False)
                self.lines = []

            def reportError(self, text, fatal=False):
                self.lines.append(text)

            def pushWarning(self, text):
                self.lines.append(text)

            def pushInfo(self, text):
                self.lines.append(text)

        return Feedback()


def write(path, shapes, columns, epsg=32633, kind=ogr.wkbPolygon):
    """Write shapes (WKT) with attributes, None for NULL."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = made.CreateLayer(path.stem, system, kind)
    for name, values in columns.items():
        first = next((v for v in values if v is not None), "")
        layer.CreateField(ogr.FieldDefn(name, KINDS[type(first)]))
    layer.StartTransaction()
    for place, shape in enumerate(shapes):
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, values in columns.items():
            if values[place] is not None:
                feature.SetField(name, values[place])
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return str(path)


def cells(count, across=20, side=SIDE, shift=0.0):
    """Scenes of a grid as WKT."""
    corners = [(X0 + shift + side * (n % across), Y0 - side * (n // across)) for n in range(count)]
    return [support.box(x, y - side, x + side, y) for x, y in corners]


def points(count, epsg=32633):
    """Points in the scenes, off their centers."""
    to = osr.SpatialReference()
    to.ImportFromEPSG(epsg)
    utm = osr.SpatialReference()
    utm.ImportFromEPSG(32633)
    for system in (to, utm):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move = osr.CoordinateTransformation(utm, to)
    found = []
    for n in range(count):
        x, y = X0 + SIDE * (n % 20 + 0.3), Y0 - SIDE * (n // 20 + 0.7)
        x, y, _ = move.TransformPoint(x, y)
        found.append(f"POINT({x} {y})")
    return found


def pairs(counts=COUNTS):
    """Classes of scenes on the map and in the reference that make a matrix."""
    rows, columns = np.indices(counts.shape)
    return np.repeat(rows, counts.ravel()), np.repeat(columns, counts.ravel())


@pytest.fixture(scope="module")
def congalton(tmp_path_factory):
    """The scenes of a published matrix as a map, with the reference in it and as points."""
    folder = tmp_path_factory.mktemp("congalton")
    rows, columns = pairs()
    count = len(rows)
    mapped = {
        "scene_id": list(range(1, count + 1)),
        "cluster": (rows + 1).tolist(),
        "class_code": [CODES[r] for r in rows],
        "class_name": [NAMES[r] for r in rows],
        "seen": [NAMES[c] if n % 2 else CODES[c] for n, c in enumerate(columns)],
        "empty": [None] * count,
        "other": ["elsewhere"] * count,
    }
    write(folder / "map.gpkg", cells(count), mapped)
    # Codes as numbers and in another CRS.
    truth = {"truth": [float(CODES[c]) for c in columns]}
    write(folder / "points.gpkg", points(count, 4326), truth, 4326, ogr.wkbPoint)
    return folder


def refused(run, name, **given):
    """Return what an algorithm says that does not run."""
    from qgis.core import QgsProcessingException

    heard = Heard()
    with pytest.raises(QgsProcessingException) as error:
        run(name, feedback=heard, **given)
    return "\n".join([*heard.lines, str(error.value)])


def check_congalton(made):
    assert made["OVERALL"] == pytest.approx(321 / 434)
    assert round(made["KAPPA"], 2) == 0.65
    assert round(made["KAPPA_ERROR"], 4) == 0.0277
    assert (made["SCENES"], made["CLASSES"], made["LEFT_OUT"]) == (434, 4, 0)
    # As many labels as scenes: the map's areas are those of the sample.
    assert made["OVERALL_ADJUSTED"] == pytest.approx(321 / 434, abs=1e-4)
    assert made["OVERALL_LOW"] < made["OVERALL_ADJUSTED"] < made["OVERALL_HIGH"]


def test_points_in_another_crs_give_the_published_accuracy(run, congalton, tmp_path):
    made = run(
        "assessaccuracy", INPUT=congalton / "map.gpkg",
        REFERENCE_LAYER=congalton / "points.gpkg", REFERENCE_FIELD="truth",
        OUTPUT=tmp_path / "matrix.gpkg", OUTPUT_CLASSES=tmp_path / "classes.csv",
    )  # fmt: skip
    check_congalton(made)
    assert "OUTPUT_HTML" not in made
    rows = support.table(tmp_path / "matrix.gpkg")
    columns = [f"ref_{code}" for code in sorted(CODES)]
    assert list(rows[0]) == ["map_class", "map_name", *columns, "total", "users"]
    held = {row["map_class"]: [row[f"ref_{code}"] for code in CODES] for row in rows}
    assert [held[code] for code in CODES] == COUNTS.tolist()
    assert [row["total"] for row in rows] == [115, 100, 104, 115]
    classes = {row["class"]: row for row in support.table(tmp_path / "classes.csv")}
    assert round(float(classes["311"]["users"]), 2) == 0.57
    assert round(float(classes["322"]["producers"]), 2) == 0.64
    # Hectares on the ellipsoid: UTM makes them 0.08 % smaller or larger.
    assert float(classes["312"]["area_ha"]) == pytest.approx(100, rel=2e-3)
    assert float(classes["311"]["est_low"]) < float(classes["311"]["est_ha"])
    # A spreadsheet must not take a name for a formula.
    assert classes["333"]["name"] == "'=1+1"


def test_a_field_of_the_map_that_was_filled_in_is_a_reference(run, congalton):
    check_congalton(run("assessaccuracy", INPUT=congalton / "map.gpkg", REFERENCE_FIELD="seen"))


def test_scenes_that_a_map_of_the_panel_was_made_of_do_not_count(run, congalton, tmp_path):
    """Those that Apply has marked, and all that the table of labels names."""
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable
    from rs_deepcluster_plugin.core.classes.training_table import LabelOfScene

    rows, columns = pairs()
    count = len(rows)
    values = {
        "scene_id": list(range(1, count + 1)),
        "cluster": [1] * count,
        "class_code": [CODES[r] for r in rows],
        "class_source": ["label"] * 20 + ["labels"] * (count - 20),
        "seen": [CODES[c] for c in columns],
    }
    layer = write(tmp_path / "map.gpkg", cells(count), values)
    table = LayerTable(layer)
    denied = LabelOfScene(30, "", "", CODES[0], "me", "2026-01-01", "panel")
    table.edit("labels", {}, "not this", {}, labels=((), [denied]))
    heard = Heard()
    made = run("assessaccuracy", feedback=heard, INPUT=layer, REFERENCE_FIELD="seen")
    assert made["SCENES"] == count - 21
    said = "21 labeled scenes are left out, for the map was made of labels"
    assert said in "\n".join(heard.lines)
    # Clusters are of no labels, and neither are classes that clusters have.
    codes = {"class_source": (table.read()["fid"], "cluster")}
    table.edit("assignclasses", {}, "by clusters", codes)
    made = run("assessaccuracy", INPUT=layer, REFERENCE_FIELD="seen")
    assert made["SCENES"] == count


def test_names_and_codes_are_compared_whichever_the_map_holds(run, congalton):
    made = run(
        "assessaccuracy", INPUT=congalton / "map.gpkg", MAP_FIELD="class_name",
        REFERENCE_LAYER=congalton / "points.gpkg", REFERENCE_FIELD="truth",
    )  # fmt: skip
    check_congalton(made)


def test_clusters_are_taken_as_classes(run, congalton):
    heard = Heard()
    made = run(
        "assessaccuracy", feedback=heard, INPUT=congalton / "map.gpkg", MAP_FIELD="cluster",
        REFERENCE_LAYER=congalton / "points.gpkg", REFERENCE_FIELD="truth",
        OUTPUT="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert made["ACC"] == made["OVERALL"] == pytest.approx(321 / 434)
    assert made["PURITY"] == pytest.approx(321 / 434)
    assert 0 < made["ARI"] < made["NMI"] + 0.2 < 1
    assert made["OUTPUT"].featureCount() == 4
    assert {f["map_class"] for f in made["OUTPUT"].getFeatures()} == set(CODES)
    assert not any("not on the map" in line for line in heard.lines)


def test_clusters_that_are_named_by_what_scores_them_are_scored_elsewhere_too(run, tmp_path):
    """A cluster for each scene is always right, and nobody else can name it."""
    truth = ["a", "b"] * 6
    own = {"scene_id": [*range(1, 13)], "cluster": [*range(1, 13)], "truth": truth}
    layer = write(tmp_path / "own.gpkg", cells(12), own)
    heard = Heard()
    made = run("assessaccuracy", feedback=heard, INPUT=layer, MAP_FIELD="cluster",
               REFERENCE_FIELD="truth", OUTPUT_HTML=tmp_path / "report.html")  # fmt: skip
    assert (made["OVERALL"], made["OVERALL_ELSEWHERE"]) == (1, 0)
    assert any("other blocks of the map name them: 0.0 %" in line for line in heard.lines)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "of clusters named after labels in other blocks of the map" in html
    shared = {**own, "cluster": [1, 2] * 6}
    layer = write(tmp_path / "shared.gpkg", cells(12), shared)
    made = run("assessaccuracy", INPUT=layer, MAP_FIELD="cluster", REFERENCE_FIELD="truth")
    assert (made["OVERALL"], made["OVERALL_ELSEWHERE"]) == (1, 1)
    one = {name: values[:1] for name, values in own.items()}
    layer = write(tmp_path / "one.gpkg", cells(1), one)
    made = run("assessaccuracy", INPUT=layer, MAP_FIELD="cluster", REFERENCE_FIELD="truth")
    assert made["OVERALL_ELSEWHERE"] is None


@pytest.fixture
def wall(tmp_path):
    """Twelve scenes of two classes, one without a class, beside each other in a row."""
    classes = ["1"] * 6 + ["2"] * 5 + [None]
    numbers = list(range(1, 13))
    columns = {"scene_id": numbers, "class_code": classes, "own": [None] * 12}
    return write(tmp_path / "wall.gpkg", cells(12), columns)


def test_polygons_label_the_scenes_that_they_cover_by_half(run, wall, tmp_path):
    # All of scene 1, 70 % of 2, 40 % of 3; in scene 5 two classes, of which the second has more;
    # in scene 6 as much of either.
    shapes = [
        support.box(X0, Y0 - 100, X0 + 170, Y0),
        support.box(X0 + 200, Y0 - 100, X0 + 240, Y0),
        support.box(X0 + 400, Y0 - 100, X0 + 440, Y0),
        support.box(X0 + 440, Y0 - 100, X0 + 550, Y0),
        support.box(X0 + 550, Y0 - 100, X0 + 600, Y0),
        support.box(X0 + 1100, Y0 - 100, X0 + 1200, Y0),
        support.box(X0, Y0 + 5000, X0 + 170, Y0 + 6000),
    ]
    truth = ["1", "1", "1", "2", "1", "2", "2"]
    reference = write(tmp_path / "reference.gpkg", shapes, {"truth": truth})
    heard = Heard()
    made = run(
        "assessaccuracy", feedback=heard, INPUT=wall, REFERENCE_LAYER=reference,
        REFERENCE_FIELD="truth",
    )  # fmt: skip
    # Scenes 1 and 2 are right, 5 is wrong; 6 is a tie, 12 has no class.
    assert (made["SCENES"], made["LEFT_OUT"]) == (3, 2)
    assert made["OVERALL"] == pytest.approx(2 / 3)
    said = "\n".join(heard.lines)
    assert "1 scene is left out, for the reference covers less than half" in said
    assert "1 scene is left out, for as much of the reference" in said
    assert "1 labeled scene is left out, for the map has no class there" in said
    assert "1 of 7 reference features lie outside the map" in said
    assert "Mapped classes without a reference label" in said


def test_several_points_in_a_scene_vote(run, wall, tmp_path):
    spots = [f"POINT({X0 + 50 + d} {Y0 - 50})" for d in (0, 10, 20, 100, 110)]
    truth = {"truth": ["1", "1", "2", "1", "2"]}
    reference = write(tmp_path / "spots.gpkg", spots, truth, kind=ogr.wkbPoint)
    made = run("assessaccuracy", INPUT=wall, REFERENCE_LAYER=reference, REFERENCE_FIELD="truth")
    assert (made["SCENES"], made["OVERALL"], made["LEFT_OUT"]) == (1, 1, 1)


@pytest.mark.parametrize("epsg", [32633, 32634])
def test_a_raster_labels_scenes_by_most_of_their_pixels(run, wall, tmp_path, epsg):
    # Pixels of 10 m: ten by ten for a scene. 0 is no data.
    values = np.zeros((1, 10, 120), dtype=np.uint8)
    values[..., :60] = 1
    values[..., 60:80] = 2
    values[:, :, 45:50] = 2  # a tie in scene 5
    values[:, :4, 10:20] = 2  # most of scene 2 stays 1
    values[:, :8, 70:80] = 0  # most of scene 8 is unknown
    path = support.write_raster(
        tmp_path / "truth.tif", values, (X0, 10, 0, Y0, 0, -10), 32633, nodata=0
    )
    if epsg != 32633:
        from osgeo import gdal

        gdal.Warp(str(tmp_path / "moved.tif"), path, dstSRS=f"EPSG:{epsg}", xRes=2, yRes=2)
        path = tmp_path / "moved.tif"
    heard = Heard()
    made = run("assessaccuracy", feedback=heard, INPUT=wall, REFERENCE_RASTER=path)
    if epsg == 32633:
        assert (made["SCENES"], made["LEFT_OUT"]) == (6, 1)
        assert "1 scene is left out, for the reference covers less" in "\n".join(heard.lines)
    # Warped, the tie is decided by a few pixels at its edge.
    assert made["SCENES"] in (6, 7)
    assert made["OVERALL"] >= 6 / 7


def test_a_reference_raster_that_is_shown_smoothly_has_its_own_classes(run, tmp_path):
    from qgis.core import QgsRasterDataProvider, QgsRasterLayer

    # Six in ten pixels are of class 1, and between them lie those of class 3. Scenes begin in the
    # middle of a pixel, where interpolation finds class 2.
    row = np.tile(np.array([1, 3, 1, 3, 1, 3, 1, 3, 1, 1], dtype=np.uint8), 7)
    path = support.write_raster(
        tmp_path / "truth.tif", np.broadcast_to(row, (1, 10, 70)).copy(),
        (X0 - 5, 10, 0, Y0, 0, -10), 32633,
    )  # fmt: skip
    mapped = write(tmp_path / "map.gpkg", cells(6), {"class_code": ["1"] * 5 + ["2"]})
    layer = QgsRasterLayer(str(path), "truth")
    provider, smooth = layer.dataProvider(), QgsRasterDataProvider.ResamplingMethod.Bilinear
    assert provider.enableProviderResampling(True)
    assert provider.setZoomedInResamplingMethod(smooth)
    assert provider.setZoomedOutResamplingMethod(smooth)
    made = run("assessaccuracy", INPUT=mapped, REFERENCE_RASTER=layer)
    assert (made["SCENES"], made["OVERALL"]) == (6, pytest.approx(5 / 6))
    assert provider.isProviderResamplingEnabled()  # the layer is shown as before


def test_maps_of_two_dates_in_one_place_are_not_laid_over_others(run, tmp_path):
    """Each place would have one of two classes, by the order in the file."""
    old = ["a"] * 6 + ["b"] * 6
    columns = {
        "scene_id": list(range(1, 13)), "class_code": old, "date": ["2012"] * 6 + ["2020"] * 6,
    }  # fmt: skip
    dates = write(tmp_path / "dates.gpkg", cells(6) * 2, columns)
    later = write(tmp_path / "later.gpkg", cells(6, shift=1), {"class_code": ["b"] * 6})
    seen = write(tmp_path / "seen.gpkg", points(6), {"truth": ["b"] * 6}, kind=ogr.wkbPoint)
    raster = support.write_raster(
        tmp_path / "truth.tif", np.ones((1, 10, 60), dtype=np.uint8), (X0, 10, 0, Y0, 0, -10), 32633
    )
    said = "several dates in one place"
    output = {"OUTPUT": tmp_path / "change.gpkg"}
    for before, after in ((dates, later), (later, dates)):
        assert said in refused(run, "comparemaps", BEFORE=before, AFTER=after, **output)
    for given in (
        {"REFERENCE_LAYER": seen, "REFERENCE_FIELD": "truth"}, {"REFERENCE_RASTER": raster},
    ):  # fmt: skip
        assert said in refused(run, "assessaccuracy", INPUT=dates, **given)
    # Where each scene is found by its number, dates do no harm.
    assert run("comparemaps", BEFORE=dates, AFTER=dates, **output)["UNCHANGED"] == 1
    given = {"REFERENCE_LAYER": dates, "REFERENCE_FIELD": "class_code"}
    assert run("assessaccuracy", INPUT=dates, **given)["OVERALL"] == 1
    made = run("comparemaps", BEFORE=f"{dates}|subset=date = '2020'", AFTER=later, **output)
    assert (made["SCENES"], made["UNCHANGED"]) == (6, 1)


@pytest.mark.parametrize("ending", ["shp", "gpkg"])
def test_texts_that_a_shapefile_cuts_are_named(run, tmp_path, ending):
    was, now = "\u00e4" * 130, "x" * 254  # of 260 bytes and of as many as there may be
    before = write(tmp_path / "before.gpkg", cells(2), {"class_code": [was] * 2})
    after = write(tmp_path / "after.gpkg", cells(2), {"class_code": [now] * 2})
    heard, output = Heard(), tmp_path / f"change.{ending}"
    run("comparemaps", feedback=heard, BEFORE=before, AFTER=after, OUTPUT=output)
    said = [line for line in heard.lines if "were cut" in line]
    row = support.table(output)[0]
    cut = [name for name, text in (("before", was), ("after", now), ("change", f"{was} → {now}"))
           if row[name] != text]  # fmt: skip
    assert cut == (["before", "change"] if ending == "shp" else [])
    assert [line.partition("were cut in ")[2].partition(".")[0] for line in said] == (
        ["before, change"] if cut else []
    )


def test_clusters_count_from_1_and_0_is_none(run, tmp_path):
    columns = {
        "scene_id": [1, 2, 3, 4, 5, 6],
        "cluster": [1, 1, 0, 2, 2, -1],  # as programs write them that have no NULL
        "seen": ["a", "a", "a", "b", "b", "b"],
    }
    path = write(tmp_path / "map.gpkg", cells(6), columns)
    made = run("assessaccuracy", INPUT=path, REFERENCE_FIELD="seen")
    assert (made["SCENES"], made["OVERALL"], made["LEFT_OUT"]) == (4, 1, 2)


@pytest.mark.parametrize("how", ["alpha", "mask"])
def test_what_a_mask_takes_out_of_a_raster_is_no_reference(run, wall, tmp_path, how):
    from osgeo import gdal

    options = ["ALPHA=YES"] if how == "alpha" else []
    made = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "truth.tif"), 60, 10, 1 + len(options), gdal.GDT_Byte, options
    )
    made.SetGeoTransform((X0, 10, 0, Y0, 0, -10))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    made.SetProjection(system.ExportToWkt())
    values = np.ones((10, 60), dtype=np.uint8)
    values[:, 20:] = 2  # left over below the mask
    shown = np.where(values == 1, 255, 0).astype(np.uint8)
    made.GetRasterBand(1).WriteArray(values)
    if how == "mask":
        made.CreateMaskBand(gdal.GMF_PER_DATASET)
    band = made.GetRasterBand(2) if options else made.GetRasterBand(1).GetMaskBand()
    band.WriteArray(shown)
    del band, made
    made = run("assessaccuracy", INPUT=wall, REFERENCE_RASTER=tmp_path / "truth.tif")
    assert (made["SCENES"], made["OVERALL"]) == (2, 1)


def test_labels_that_are_not_on_the_map_count_as_wrong(run, wall, tmp_path):
    spots = [f"POINT({X0 + 50 + d} {Y0 - 50})" for d in (0, 100, 200, 700)]
    truth = {"truth": ["1", "ice", "ice", " 2.0"]}
    reference = write(tmp_path / "spots.gpkg", spots, truth, kind=ogr.wkbPoint)
    heard = Heard()
    made = run(
        "assessaccuracy", feedback=heard, INPUT=wall, REFERENCE_LAYER=reference,
        REFERENCE_FIELD="truth", OUTPUT_CLASSES=tmp_path / "classes.gpkg",
    )  # fmt: skip
    assert made["OVERALL"] == 0.5
    assert "not on the map, and count as wrong: ice (2)." in "\n".join(heard.lines)
    rows = {row["class"]: row for row in support.table(tmp_path / "classes.gpkg")}
    assert rows["ice"]["users"] is None
    assert rows["ice"]["producers"] == 0
    assert rows["ice"]["est_ha"] == pytest.approx(4, rel=2e-3)  # two of three in class 1, 6 ha
    # Class 2 has one label, and so has no confidence interval.
    assert rows["2"]["users_low"] is None
    assert made["OVERALL_LOW"] is None


BAD = {
    "There is no reference.": {},
    "Give a reference layer or a reference raster, and not both.": {
        "REFERENCE_LAYER": "points", "REFERENCE_RASTER": "raster", "REFERENCE_FIELD": "truth",
    },
    "has no field 'nothing'. Choose one of its fields: ": {"REFERENCE_FIELD": "nothing"},
    "The field empty of map is empty. Fill in the reference": {"REFERENCE_FIELD": "empty"},
    "The field empty of map is empty. Assign classes first": {
        "REFERENCE_FIELD": "seen", "MAP_FIELD": "empty",
    },
    "None of the reference's labels, elsewhere (434), is on the map, which has 311, 312": {
        "REFERENCE_FIELD": "other"
    },
    "does not touch the map map. Choose a reference of the same area.": {
        "REFERENCE_LAYER": "far", "REFERENCE_FIELD": "truth",
    },
    "The raster far does not touch the map map": {"REFERENCE_RASTER": "raster"},
    "covers none of the 1 scenes that it touches by half": {
        "REFERENCE_LAYER": "small", "REFERENCE_FIELD": "truth",
    },
    "has neither classes nor clusters. Choose the field that holds them: fid, truth.": {
        "INPUT": "small", "REFERENCE_FIELD": "truth",
    },
}  # fmt: skip


@pytest.mark.parametrize("sentence", BAD)
def test_what_cannot_be_assessed_is_said_in_a_sentence(run, congalton, tmp_path, sentence):
    small = support.box(X0, Y0 - 10, X0 + 10, Y0)
    places = {
        "points": congalton / "points.gpkg",
        "far": write(tmp_path / "far.gpkg", ["POINT(10 10)"], {"truth": ["311"]}, 4326,
                     ogr.wkbPoint),
        "small": write(tmp_path / "small.gpkg", [small], {"truth": ["311"]}),
        "raster": support.write_raster(tmp_path / "far.tif", np.ones((1, 9, 9), np.uint8)),
    }  # fmt: skip
    given = {"INPUT": congalton / "map.gpkg"}
    given.update({name: places.get(value, value) for name, value in BAD[sentence].items()})
    assert sentence in refused(run, "assessaccuracy", OUTPUT=tmp_path / "matrix.gpkg", **given)
    assert not (tmp_path / "matrix.gpkg").exists()


def test_the_report_escapes_names_and_says_all(run, congalton, tmp_path):
    made = run(
        "assessaccuracy", INPUT=congalton / "map.gpkg", REFERENCE_FIELD="seen",
        OUTPUT_HTML=tmp_path / "report.html",
    )  # fmt: skip
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert made["OUTPUT_HTML"] == str(tmp_path / "report.html")
    assert "74.0 % of 434 labeled scenes are mapped right" in html
    assert "&lt;b&gt;Conifer&lt;/b&gt;" in html
    assert "<b>Conifer" not in html
    assert "0.654" in html
    assert "other blocks" not in html
    assert "<script" not in html


def test_the_layers_schema_knows_classes_that_no_scene_has(run, tmp_path):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    columns = {
        "scene_id": [1, 2, 3, 4],
        "cluster": [1, 1, 2, 2],
        "class_code": ["311", "311", "512", "512"],
    }
    source = write(tmp_path / "ours.gpkg", cells(4), columns)
    classes = [("311", "Forest"), ("335", "Ice"), ("512", "Water")]
    entries = [{"code": c, "name": n, "color": "#000000"} for c, n in classes]
    LayerTable(source).set_notes({"schema": {"classes": entries}})
    spots = [f"POINT({X0 + 50 + d} {Y0 - 50})" for d in (0, 100, 200, 300)]
    truth = {"truth": ["forest", "ICE", "512", "335"]}
    reference = write(tmp_path / "spots.gpkg", spots, truth, kind=ogr.wkbPoint)
    heard = Heard()
    made = run(
        "assessaccuracy", feedback=heard, INPUT=source, REFERENCE_LAYER=reference,
        REFERENCE_FIELD="truth", OUTPUT_CLASSES=tmp_path / "classes.gpkg",
    )  # fmt: skip
    assert made["OVERALL"] == 0.5
    assert "not on the map, and count as wrong: 335 (2)." in "\n".join(heard.lines)
    rows = support.table(tmp_path / "classes.gpkg")
    assert [(row["class"], row["name"]) for row in rows] == classes


def test_the_current_cluster_is_assessed(run, tmp_path):
    # The second scene was moved to cluster 2; what was not edited is as it was fitted.
    columns = {
        "cluster": [1, 1, 2, 2],
        "edited_cluster": [None, 2, None, None],
        "truth": ["a", "b", "b", "b"],
    }
    source = write(tmp_path / "edited.gpkg", cells(4), columns)
    assert run("assessaccuracy", INPUT=source, REFERENCE_FIELD="truth")["ACC"] == 1
    fitted = run("assessaccuracy", INPUT=source, MAP_FIELD="cluster", REFERENCE_FIELD="truth")
    assert fitted["ACC"] == 0.75


def test_several_clusters_may_be_one_class(run, tmp_path):
    columns = {"cluster": [1, 1, 2, 2, 3, 4], "truth": ["a", "a", "a", "b", "a", None]}
    source = write(tmp_path / "map.gpkg", cells(6), columns)
    made = run(
        "assessaccuracy", INPUT=source, REFERENCE_FIELD="truth",
        OUTPUT_CLASSES=tmp_path / "classes.gpkg",
    )  # fmt: skip
    assert made["OVERALL"] == made["PURITY"] == 0.8
    assert made["ACC"] == 0.6
    scenes = {r["class"]: r["map_scenes"] for r in support.table(tmp_path / "classes.gpkg")}
    assert scenes == {"a": 5, "b": 0, "cluster 4": 1}


# The sample


@pytest.fixture(scope="module")
def rare(tmp_path_factory):
    """A map of 400 scenes with a rare class, a class code without scenes around it, and names."""
    folder = tmp_path_factory.mktemp("rare")
    classes = ["1"] * 300 + ["2"] * 88 + ["3"] * 12
    columns = {
        "scene_id": list(range(1, 401)),
        "cluster": [int(c) for c in classes],
        "class_code": classes,
        "class_name": [{"1": "Forest", "2": "Water, salt", "3": "<Rare>"}[c] for c in classes],
    }
    return write(folder / "rare.gpkg", cells(400), columns)


def test_a_balanced_sample_has_enough_of_a_rare_class(run, rare, tmp_path):
    made = run("validationsample", INPUT=rare, SIZE=100, MINIMUM=20, OUTPUT=tmp_path / "s.gpkg")
    rows = support.table(tmp_path / "s.gpkg")
    assert list(rows[0]) == ["number", "scene_id", "reference", "map_class", "weight"]
    assert [row["number"] for row in rows] == list(range(1, 101))
    classes = [row["map_class"] for row in rows]
    amounts = {c: classes.count(c) for c in "123"}
    assert amounts == {"1": 68, "2": 20, "3": 12}
    assert all(row["reference"] is None for row in rows)
    # The weights make the map: each scene stands for others of its class.
    for code, size in (("1", 300), ("2", 88), ("3", 12)):
        weights = [row["weight"] for row in rows if row["map_class"] == code]
        assert sum(weights) == pytest.approx(size)
    assert len({row["scene_id"] for row in rows}) == 100
    assert len(set(classes[:20])) == 3  # in random order
    assert (made["SCENES"], made["CLASSES"]) == (100, 3)


def test_the_same_seed_draws_the_same_sample(run, rare):
    def drawn(seed):
        made = run("validationsample", INPUT=rare, SIZE=30, SEED=seed, OUTPUT="TEMPORARY_OUTPUT")
        return [feature["scene_id"] for feature in made["OUTPUT"].getFeatures()]

    assert drawn(4) == drawn(4)
    assert drawn(4) != drawn(5)


def test_a_standard_error_makes_the_sample_size(run, rare):
    def size(**given):
        made = run(
            "validationsample", INPUT=rare, ALLOCATION="proportional", OUTPUT="TEMPORARY_OUTPUT",
            **given,
        )  # fmt: skip
        return made["SCENES"]

    # n = 0.4^2 / (0.05^2 + 0.16 / 400)
    assert size(STANDARD_ERROR=0.05) == 56
    assert size(STANDARD_ERROR=0.05, EXPECTED="0.5,Forest=0.95,3=0.9") < 56
    assert size(STANDARD_ERROR=0.001) == 400


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"EXPECTED": "much"}, "The expected accuracy 'much' is not a number from 0 to 1."),
        (
            {"EXPECTED": "0.8,9=0.9"},
            "expected of '9', which is not a class of the map. Its classes",
        ),
        ({"SIZE": 4}, "A sample of 4 scenes is too small for 3 classes."),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_refused(run, rare, given, sentence):
    said = refused(run, "validationsample", INPUT=rare, OUTPUT="TEMPORARY_OUTPUT", **given)
    assert sentence in said


def test_the_form_hides_the_map_and_offers_the_classes(run, rare, tmp_path):
    from qgis.core import QgsVectorLayer

    run("validationsample", INPUT=rare, SIZE=30, OUTPUT=tmp_path / "s.gpkg")
    layer = QgsVectorLayer(str(tmp_path / "s.gpkg"), "sample", "ogr")

    def widget(name):
        return layer.editorWidgetSetup(layer.fields().lookupField(name))

    assert widget("map_class").type() == widget("weight").type() == "Hidden"
    offered = widget("reference").config()["map"]
    texts = [next(iter(entry)) for entry in offered]
    assert texts == ["Forest (1)", "Water, salt (2)", "<Rare> (3)", "Not labeled yet"]
    assert layer.renderer().type() == "singleSymbol"


@pytest.mark.parametrize("units", ["polygons", "centroids"])
def test_a_labeled_sample_of_overlapping_scenes_labels_just_its_own(run, tmp_path, units):
    # Scenes of 400 m every 100 m: the middle of each lies in fifteen others.
    shapes = [support.box(X0 + 100 * n, Y0 - 400, X0 + 100 * n + 400, Y0) for n in range(60)]
    columns = {"scene_id": list(range(1, 61)), "class_code": ["1", "2"] * 30}
    source = write(tmp_path / "dense.gpkg", shapes, columns)
    sample = tmp_path / "sample.gpkg"
    run("validationsample", INPUT=source, SIZE=20, UNITS=units, OUTPUT=sample)
    opened = ogr.Open(str(sample), 1)
    for feature in opened.GetLayer(0):
        feature.SetField("reference", feature.GetField("map_class"))
        opened.GetLayer(0).SetFeature(feature)
    opened = None
    made = run("assessaccuracy", INPUT=source, REFERENCE_LAYER=sample, REFERENCE_FIELD="reference")
    assert (made["SCENES"], made["OVERALL"]) == (20, 1)


# Two maps


def two_maps(folder, shift=0.0):
    """Two maps of 40 scenes: ten of class 1 have become 2, and one scene has lost its class."""
    before, after = ["1"] * 30 + ["2"] * 10, ["1"] * 20 + ["2"] * 19 + [None]
    ids = list(range(1, 41))
    renamed = {"1": 2, "2": 1}
    one = {"scene_id": ids, "class_code": before, "cluster": [int(c) for c in before]}
    other = {
        "scene_id": ids,
        "class_code": after,
        "cluster": [renamed[c] if c else None for c in after],
    }
    write(folder / "before.gpkg", cells(40), one)
    write(folder / "after.gpkg", cells(40, shift=shift), other)
    return {"BEFORE": folder / "before.gpkg", "AFTER": folder / "after.gpkg"}


def test_changed_classes_are_found(run, tmp_path):
    from qgis.core import QgsVectorLayer

    made = run(
        "comparemaps", **two_maps(tmp_path), OUTPUT=tmp_path / "change.gpkg",
        OUTPUT_TABLE=tmp_path / "table.gpkg", OUTPUT_HTML=tmp_path / "report.html",
    )  # fmt: skip
    assert (made["SCENES"], made["LEFT_OUT"]) == (39, 1)
    assert made["UNCHANGED"] == pytest.approx(29 / 39)
    assert made["UNCHANGED_AREA"] == pytest.approx(29 / 39, rel=1e-4)
    rows = support.table(tmp_path / "change.gpkg")
    assert [row["changed"] for row in rows] == [0] * 20 + [1] * 10 + [0] * 9 + [None]
    assert {row["change"] for row in rows if row["changed"]} == {"1 → 2"}
    table = {(r["before"], r["after"]): r for r in support.table(tmp_path / "table.gpkg")}
    assert {pair: r["scenes"] for pair, r in table.items()} == {
        ("1", "1"): 20, ("1", "2"): 10, ("2", "2"): 9
    }  # fmt: skip
    assert table["1", "2"]["area_ha"] == pytest.approx(10, rel=2e-3)
    layer = QgsVectorLayer(str(tmp_path / "change.gpkg"), "change", "ogr")
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels == ["1 → 2 (10)", "Unchanged", "Not compared"]
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "74.4 % of 39 scenes have not changed" in html
    assert "1 → 2" in html


def test_every_scene_finds_its_color_on_the_map_of_change(run, tmp_path):
    from qgis.core import QgsRenderContext, QgsVectorLayer

    run("comparemaps", **two_maps(tmp_path), OUTPUT=tmp_path / "change.gpkg")
    layer = QgsVectorLayer(str(tmp_path / "change.gpkg"), "change", "ogr")
    context = QgsRenderContext()
    context.expressionContext().appendScope(layer.createExpressionContextScope())
    renderer = layer.renderer()
    renderer.startRender(context, layer.fields())
    found = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        found.append(renderer.symbolForFeature(feature, context).color().name())
    renderer.stopRender(context)
    assert [found.count(color) for color in dict.fromkeys(found)] == [29, 10, 1]


def test_clusters_of_two_runs_are_matched(run, tmp_path):
    heard = Heard()
    made = run(
        "comparemaps", feedback=heard, **two_maps(tmp_path), BEFORE_FIELD="cluster",
        AFTER_FIELD="cluster", OUTPUT="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert made["UNCHANGED"] == pytest.approx(29 / 39)
    assert "Clusters before are matched with those after: 1 as 2, 2 as 1." in heard.lines
    again = run(
        "comparemaps", **two_maps(tmp_path / ".."), BEFORE_FIELD="cluster", AFTER_FIELD="cluster",
        VALUES="the same on both maps", OUTPUT="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert again["UNCHANGED"] == pytest.approx(10 / 39)
    assert again["ARI"] == made["ARI"]


def test_scenes_of_other_grids_are_compared_where_their_centers_lie(run, tmp_path):
    # Shifted by most of a scene: each lies in the next one, the last of a row in none.
    made = run("comparemaps", **two_maps(tmp_path, shift=70.0), OUTPUT="TEMPORARY_OUTPUT")
    assert (made["SCENES"], made["LEFT_OUT"]) == (38, 2)
    assert made["UNCHANGED"] == pytest.approx(29 / 38)


def test_maps_that_do_not_overlap_are_refused(run, tmp_path):
    given = two_maps(tmp_path, shift=50_000.0)
    said = refused(run, "comparemaps", **given, OUTPUT="TEMPORARY_OUTPUT")
    assert "The maps before and after do not overlap." in said

"""Sheets in another reference system, or with pixels of another size, are those that GDAL warps."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.transform import Affine
from rasterio.warp import transform as move

from rs_deepcluster_plugin.core.scenes.collection.listing import CollectionSettings
from rs_deepcluster_plugin.core.scenes.collection.mosaic import Mosaic
from rs_deepcluster_plugin.core.scenes.collection.survey import survey_sheets
from rs_deepcluster_plugin.core.scenes.collection.virtual import write_virtual_raster
from rs_deepcluster_plugin.core.scenes.collection.warped import WarpedRaster
from rs_deepcluster_plugin.core.scenes.raster import Raster

FIRST = Affine(10, 0, 500_000, 0, -10, 5_000_000)


def ground(height, width, bands, dtype):
    """Make an image whose neighbors are alike."""
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(5)
    rough = gaussian_filter(random.normal(size=(bands, height, width)), (0, 3, 3))
    values = 20 + 200 * (rough - rough.min()) / np.ptp(rough)
    return (values if dtype == "float32" else values.round()).astype(dtype)


@pytest.fixture
def first(write_tif):
    return write_tif(ground(80, 100, 3, "uint8"), "first.tif", transform=FIRST)


@pytest.fixture
def beside(write_tif):
    """Write a sheet east of the first, in another system, with pixels of a size in meters."""

    def made(epsg=32634, pixel=10.0, shape=(90, 70), dtype="uint8", name="other.tif", **options):
        values = ground(*shape, 3, dtype)
        x, y = move(CRS.from_epsg(32633), CRS.from_epsg(epsg), [501_200], [4_999_900])
        step = pixel if CRS.from_epsg(epsg).is_projected else pixel / 100_000
        where = Affine(step, 0, x[0], 0, -step, y[0])
        hole = options.pop("hole", None)
        if hole is not None:
            values[:, 30:50, 20:40] = hole
        return write_tif(
            values, name, transform=where, crs=CRS.from_epsg(epsg), dtype=dtype, **options
        )

    return made


def opened(first, *paths, **settings):
    survey = survey_sheets(first, CollectionSettings(tuple(paths), **settings), ())
    return Mosaic(survey)


def gdalwarp(mosaic, sheet, path, target, method, *options):
    """Have GDAL's own program warp a sheet onto the pixels that it has in a collection."""
    program = shutil.which("gdalwarp")
    if program is None:
        pytest.skip("gdalwarp is not installed")
    col, row, width, height = mosaic.places[sheet].tolist()
    x0, across, _, y0, _, down = mosaic.transform
    left, top = x0 + col * across, y0 + row * down
    corners = left, top + height * down, left + width * across, top
    subprocess.run(
        [program, "-q", "-t_srs", "EPSG:32633", "-te", *map(repr, corners), "-ts", str(width),
         str(height), "-r", method, "-et", "0.01", *options, path, str(target)],
        check=True,
    )  # fmt: skip
    with rasterio.open(target) as found:
        return found.read((1, 2, 3)).astype(np.float64), found.read_masks(1) > 0


KINDS = {
    "bytes": ("uint8", {}, ["-dstalpha"]),
    "bytes without data": ("uint8", {"nodata": 0, "hole": 0}, []),
    "counts": ("uint16", {"nodata": 0, "hole": 0}, []),
    "signed": ("int16", {}, ["-dstnodata", "-32768"]),
    "signed without data": ("int16", {"nodata": -99, "hole": -99}, []),
    "floats": ("float32", {"hole": np.nan}, ["-srcnodata", "nan", "-dstnodata", "nan"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_in_another_system_is_warped_as_by_gdal(write_tif, beside, tmp_path, kind):
    dtype, options, more = KINDS[kind]
    plain = {key: value for key, value in options.items() if key != "hole"}
    first = write_tif(ground(80, 100, 3, dtype), "first.tif", transform=FIRST, dtype=dtype, **plain)
    path = beside(dtype=dtype, **options)
    with opened(first, path) as mosaic:
        assert not mosaic.survey.left_out
        assert mosaic.survey.sheets[0].warp is None
        assert mosaic.survey.sheets[1].warp.told == "from EPSG:32634, bilinear"
        wanted, there = gdalwarp(mosaic, 1, path, tmp_path / "gdal.tif", "bilinear", *more)
        values, valid = mosaic.read(mosaic.places[1])
        whole = valid.all(axis=0)
        # Its edges are turned, and what lies beside them is no data.
        assert 0.5 < there.mean() < 0.95
        assert (whole == there).mean() > 0.998
        both = whole & there
        assert np.abs(values - wanted)[:, both].max() <= (1.001 if dtype != "float32" else 0.5)
        assert np.abs(values - wanted)[:, both].mean() < 0.02
        # In whatever window it is read.
        col, row = mosaic.places[1, :2].tolist()
        part, own = mosaic.read((col + 13, row + 21, 30, 25))
        inside = np.s_[:, 21:46, 13:43]
        assert np.array_equal(part, values[inside])
        assert np.array_equal(own, valid[inside])
        # The first is what it was.
        with Raster(first) as raster:
            box = (0, 0, 100, 80)
            col, row = mosaic.places[0, :2].tolist()
            for found, same in zip(mosaic.read((col, row, 100, 80)), raster.read(box)):
                assert np.array_equal(found, same)
        # Pictures show the same.
        shown = tmp_path / "shown.sheets.vrt"
        write_virtual_raster(shown, mosaic, CRS.from_epsg(32633).to_wkt())
        with Raster(str(shown)) as raster:
            picture, data = raster.read(mosaic.places[1])
            assert np.array_equal(data.all(axis=0), whole)
            assert np.allclose(picture[:, whole], values[:, whole], atol=1e-3)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("nodata", [0, None])
def test_a_dark_band_stays_dark_where_it_is_warped(beside, write_tif, tmp_path, nodata, dtype):
    """As by GDAL with an alpha band: beside a no-data value of 0 it makes 1 of what is 0."""
    path = beside(dtype=dtype, **({} if nodata is None else {"nodata": 0, "hole": 0}))
    with rasterio.open(path, "r+") as file:
        values = file.read()
        values[1, 60:75, 10:40] = values[2, 10:25] = 0
        file.write(values)
    first = write_tif(ground(80, 100, 3, dtype), "first.tif", transform=FIRST)
    with opened(first, path) as mosaic:
        together = "-dstalpha", "-wo", "UNIFIED_SRC_NODATA=YES"
        wanted, there = gdalwarp(mosaic, 1, path, tmp_path / "g.tif", "bilinear", *together)
        values, valid = mosaic.read(mosaic.places[1])
        whole = valid.all(axis=0)
        assert (whole == there).mean() > 0.998
        both = whole & there
        assert np.array_equal(values[:, both], wanted[:, both])
        assert ((values[1:, both] == 0).sum(axis=1) > 300).all()
        assert not valid.all() if nodata is None else valid[0].sum() < 90 * 70 - 300
        shown = tmp_path / "shown.sheets.vrt"
        write_virtual_raster(shown, mosaic, CRS.from_epsg(32633).to_wkt())
        with Raster(str(shown)) as raster:
            picture, data = raster.read(mosaic.places[1])
            assert np.array_equal(data.all(axis=0), whole)
            assert np.array_equal(picture[:, whole], values[:, whole])


@pytest.mark.parametrize("nodata", [0, None])
@pytest.mark.parametrize("alpha", [False, True])
def test_black_is_no_data_where_all_bands_are_whether_a_sheet_is_warped_or_not(
    write_tif, tmp_path, nodata, alpha
):
    """All that are read: another may have a value everywhere, as an alpha band not called so."""
    colors = [ColorInterp[name] for name in ("red", "green", "blue", "undefined", "alpha")]
    paths = []
    for epsg, east in (32633, 500_000), (32634, 501_200):
        values = np.concatenate([ground(90, 70, 4, "uint8"), np.full((1, 90, 70), 255, np.uint8)])
        values[:3, 10:20, 10:30] = values[:4, 30:50, 20:40] = values[1, 60:75, 10:40] = 0
        values[4, :, 60:] = 0
        values = values[: 4 + alpha]
        x, y = move(CRS.from_epsg(32633), CRS.from_epsg(epsg), [east], [5_000_000])
        where = Affine(10, 0, x[0], 0, -10, y[0])
        path = write_tif(
            values, f"{epsg}.tif", transform=where, crs=CRS.from_epsg(epsg), nodata=nodata,
            photometric="MINISBLACK",
        )  # fmt: skip
        with rasterio.open(path, "r+") as file:
            file.colorinterp = colors[: len(values)]
        paths.append(path)
    with Mosaic(survey_sheets(paths[0], CollectionSettings(tuple(paths)), (1, 2, 3))) as mosaic:
        assert [sheet.warp is not None for sheet in mosaic.survey.sheets] == [False, True]
        shown = tmp_path / "shown.sheets.vrt"
        write_virtual_raster(shown, mosaic, CRS.from_epsg(32633).to_wkt())
        for number, path in enumerate(paths):
            together = "-dstalpha", "-wo", "UNIFIED_SRC_NODATA=YES"
            target = tmp_path / f"gdal-{number}.tif"
            wanted, _ = gdalwarp(mosaic, number, path, target, "bilinear", *together)
            with rasterio.open(target) as file:
                there = file.read(5) > 0
            box = mosaic.places[number]
            values, valid = mosaic.read(box)
            if nodata == 0:
                there &= (wanted[:3] != 0).any(axis=0)
            assert np.array_equal(valid, np.broadcast_to(there, valid.shape))
            assert np.array_equal(values[:, there], wanted[:, there])
            if nodata is None:
                assert ((values == 0).all(axis=0) & there).sum() >= 160  # a color
            assert ((values[1] == 0) & there).sum() >= 300  # dark
            with Raster(str(shown), (1, 2, 3)) as raster:
                picture, data = raster.read(box)
            assert np.array_equal(data, valid)
            assert np.array_equal(picture[data], values[data])
        if nodata == 0 and not alpha:  # GDAL's own mask of a file that says so of its pixels
            with rasterio.open(paths[0]) as file:
                read = write_tif(file.read((1, 2, 3)), "read.tif", transform=file.transform)
            with rasterio.open(read, "r+") as file:
                file.update_tags(NODATA_VALUES="0 0 0")
                mask = file.read_masks(1) > 0
            assert not mask[10:20, 10:30].any()
            assert np.array_equal(mask, mosaic.read(mosaic.places[0])[1][0])


@pytest.mark.parametrize(
    ("pixel", "method"),
    [(20.0, "bilinear"), (14.0, "bilinear"), (6.0, "average"), (5.0, "average")],
)
def test_pixels_of_another_size_are_resampled_as_by_gdal(first, beside, tmp_path, pixel, method):
    path = beside(32633, pixel)
    with opened(first, path) as mosaic:
        assert mosaic.survey.sheets[1].warp.method == method
        wanted, there = gdalwarp(mosaic, 1, path, tmp_path / "g.tif", method, "-dstalpha")
        values, valid = mosaic.read(mosaic.places[1])
        assert (valid.all(axis=0) == there).mean() > 0.99
        both = valid.all(axis=0) & there
        assert np.abs(values - wanted)[:, both].max() <= 1.001


def test_degrees_become_meters(first, beside, tmp_path):
    path = beside(4326, 9.0)
    with opened(first, path) as mosaic:
        wanted, there = gdalwarp(mosaic, 1, path, tmp_path / "g.tif", "bilinear", "-dstalpha")
        values, valid = mosaic.read(mosaic.places[1])
        assert mosaic.survey.sheets[1].warp.method == "bilinear"
        both = valid.all(axis=0) & there
        assert both.mean() > 0.9
        assert np.abs(values - wanted)[:, both].max() <= 1.001
        assert any("1 of 2 warped onto the pixels of the first: other.tif (from EPSG:4326" in note
                   for note in mosaic.describe_sheets())  # fmt: skip


@pytest.mark.parametrize("dtype", ["int8", "int16", "uint16", "uint32", "int32", "float32"])
def test_a_mask_of_any_type_is_kept_and_pictures_have_it(write_tif, beside, tmp_path, dtype):
    def half(values):
        return values // 2 if dtype == "int8" else values

    first = write_tif(half(ground(80, 100, 3, "uint8")).astype(dtype), "f.tif", transform=FIRST)
    mask = np.full((90, 70), 255, np.uint8)
    mask[60:, 40:] = 0
    path = beside(dtype=dtype, mask=mask, **({"hole": np.nan} if dtype == "float32" else {}))
    with opened(first, path) as mosaic:
        assert not mosaic.survey.left_out
        valid = mosaic.read(mosaic.places[1])[1].all(axis=0)
        gone = 30 * 30 + (22 * 22 if dtype == "float32" else 0)  # what is mixed with none is none
        assert abs(valid.sum() - (90 * 70 - gone)) < 120
        shown = tmp_path / "shown.sheets.vrt"
        write_virtual_raster(shown, mosaic, CRS.from_epsg(32633).to_wkt())
        with Raster(str(shown)) as raster:
            assert np.array_equal(raster.read(mosaic.places[1])[1].all(axis=0), valid)


def test_an_alpha_band_is_a_mask_there_too(write_tif, beside):
    values = np.concatenate([ground(80, 100, 3, "uint8"), np.full((1, 80, 100), 255, np.uint8)])
    colors = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
    first = write_tif(values, "first.tif", transform=FIRST)
    values[3, :, :40] = 0
    x, y = move(CRS.from_epsg(32633), CRS.from_epsg(32634), [501_200], [4_999_900])
    other = write_tif(
        values, "other.tif", transform=Affine(10, 0, x[0], 0, -10, y[0]), crs=CRS.from_epsg(32634)
    )
    for path in (first, other):
        with rasterio.open(path, "r+") as file:
            file.colorinterp = colors
    with opened(first, other) as mosaic:
        assert mosaic.bands == (1, 2, 3)
        valid = mosaic.read(mosaic.places[1])[1].all(axis=0)
        assert abs(valid.sum() - 80 * 60) < 150
    for path in (first, other):  # data that is tagged as alpha
        with rasterio.open(path, "r+") as file:
            file.write(ground(80, 100, 1, "uint8"), [4])
    left = opened(first, other).survey.left_out
    assert "band 4 is tagged as alpha and holds data" in left[0].reason


def test_numbers_of_colors_are_not_mixed(write_tif, beside):
    values = np.repeat(np.array([[[3, 9]]], dtype=np.uint8), 40, axis=2).repeat(60, axis=1)
    x, y = move(CRS.from_epsg(32633), CRS.from_epsg(32634), [501_200], [4_999_900])
    places = {
        "first.tif": (32633, FIRST), "other.tif": (32634, Affine(10, 0, x[0], 0, -10, y[0])),
    }  # fmt: skip
    paths = []
    for name, (epsg, where) in places.items():
        paths.append(write_tif(values, name, transform=where, crs=CRS.from_epsg(epsg)))
        with rasterio.open(paths[-1], "r+") as file:
            file.write_colormap(1, {3: (200, 0, 0, 255), 9: (0, 0, 200, 255)})
    with opened(*paths) as mosaic:
        assert mosaic.survey.sheets[1].warp.method == "nearest"
        found, valid = mosaic.read(mosaic.places[1])
        colors = np.unique(found[:, valid.all(axis=0)].T, axis=0)
        assert colors.tolist() == [[0, 0, 200], [200, 0, 0]]


def test_a_picture_of_a_large_sheet_is_of_what_is_warped(first, beside):
    path = beside(shape=(400, 500), hole=0, nodata=0)
    with opened(first, path) as mosaic:
        box = mosaic.places[1].tolist()
        values, valid = mosaic.read(box)
        small, there = mosaic.overview(box, (40, 50))
        rows = ((np.arange(40) + 0.5) * box[3] / 40).astype(int)
        cols = ((np.arange(50) + 0.5) * box[2] / 50).astype(int)
        wanted, own = values[:, rows][:, :, cols], valid[:, rows][:, :, cols].all(axis=0)
        both = own & there.all(axis=0)
        assert (own == there.all(axis=0)).mean() > 0.97
        unlike = np.abs(small - wanted)[:, both].mean()
        assert unlike < np.abs(wanted[:, both] - wanted[:, both].mean()).mean() / 4


def test_what_cannot_be_warped_is_left_out_with_a_sentence(first, beside, write_tif):
    values = ground(40, 40, 3, "uint8")
    far = write_tif(
        values, "far.tif", transform=Affine(0.0001, 0, 104.999, 0, -0.0001, 0.001),
        crs=CRS.from_epsg(4326),
    )  # fmt: skip
    nowhere = write_tif(values, "nowhere.tif", transform=FIRST, crs=None)
    both = beside(nodata=0, mask=np.full((90, 70), 255, np.uint8), name="both.tif")
    system = CRS.from_wkt('LOCAL_CS["site",UNIT["metre",1]]')
    site = write_tif(values, "site.tif", transform=FIRST, crs=system)
    paths = [site, beside(32634, 25.5, name="coarse.tif"), beside(32634, 4.0, name="fine.tif"), far,
             nowhere, both]  # fmt: skip
    survey = opened(first, *paths).survey
    assert [sheet.name for sheet in survey.sheets] == ["first.tif"]
    building, coarse, fine, beyond, without, two = (one.reason for one in survey.left_out)
    assert building == beyond
    assert "pixels of 2.54 x 2.54 of the first, and only those of half to twice" in coarse
    assert "pixels of 0.399 x 0.399 of the first" in fine
    assert "does not reach" in beyond
    assert "(none, the first EPSG:32633)" in without
    assert "a no-data value and a mask" in two


def test_pixels_of_another_size_are_not_warped_without_a_reference_system(write_tif):
    values = ground(40, 40, 3, "uint8")
    first = write_tif(values, "first.tif", transform=FIRST, crs=None)
    other = write_tif(
        values, "other.tif", transform=Affine(12, 0, 500_400, 0, -12, 5_000_000),
        crs=None,
    )  # fmt: skip
    (left,) = opened(first, other).survey.left_out
    assert "neither has a coordinate reference system" in left.reason


def test_bands_of_several_types_are_not_warped_into_one(write_tif, tmp_path):
    """As GDAL's warped virtual rasters have them: numbers beyond a byte were cut off."""
    x, y = move(CRS.from_epsg(32633), CRS.from_epsg(32634), [501_200], [4_999_900])
    made = []
    for name, epsg, where in (
        ("first", 32633, FIRST), ("other", 32634, Affine(10, 0, x[0], 0, -10, y[0])),
    ):  # fmt: skip
        bands = [
            write_tif(
                ground(40, 40, 1, dtype) * factor, f"{name}{dtype}.tif", transform=where,
                crs=CRS.from_epsg(epsg),
            )
            for dtype, factor in (("uint8", 1), ("float32", 20))
        ]  # fmt: skip
        listed = "".join(
            f'<VRTRasterBand dataType="{kind}" band="{band}"><SimpleSource><SourceFilename>{path}'
            "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
            for band, (kind, path) in enumerate(zip(("Byte", "Float32"), bands), 1)
        )
        numbers = ", ".join(map(str, where.to_gdal()))
        made.append(tmp_path / f"{name}.vrt")
        made[-1].write_text(
            f'<VRTDataset rasterXSize="40" rasterYSize="40"><SRS>EPSG:{epsg}</SRS>'
            f"<GeoTransform>{numbers}</GeoTransform>{listed}</VRTDataset>"
        )
    (left,) = opened(*map(str, made)).survey.left_out
    assert "bands have different types of data" in left.reason


def test_a_sheet_that_is_warped_keeps_its_date_and_is_known_as_itself(first, beside):
    path = beside()
    with rasterio.open(path, "r+") as file:
        file.update_tags(TIFFTAG_DATETIME="2021:05:30 10:00:00")
    survey = opened(first, path).survey
    assert survey.sheets[1].date == "2021-05-30"
    warp = survey.sheets[1].warp
    with WarpedRaster(path, warp) as one, Raster(path) as other:
        assert one.fingerprint() != other.fingerprint()
        assert one.tags() == other.tags()


def test_a_cut_off_file_is_found_before_it_is_warped(first, beside, tmp_path):
    from pathlib import Path

    path = Path(beside())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    (left,) = opened(first, str(path)).survey.left_out
    assert left.reason.startswith("cannot be read to its end (")

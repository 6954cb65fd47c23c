from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from rasterio.enums import ColorInterp
from rasterio.transform import Affine

from rs_deepcluster_plugin.core.base.errors import RasterError
from rs_deepcluster_plugin.core.scenes.channels import (
    fill_invalid,
    to_three_channels,
    valid_fraction,
)
from rs_deepcluster_plugin.core.scenes.raster import Raster, percentile_scaling
from rs_deepcluster_plugin.core.scenes.scaling import Scaling, scaling_of_values, type_scaling

RGB = [ColorInterp.red, ColorInterp.green, ColorInterp.blue]
SHARED = Path(__file__).parents[4] / "shared" / "data" / "rasters"


def pixels(dtype, shape=(3, 20, 30), seed=0):
    random = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return random.normal(100, 30, shape).astype(dtype)
    return random.integers(1, 120, shape).astype(dtype)


def read_all(path, bands=()):
    with Raster(path, bands) as raster:
        return raster.read((0, 0, raster.shape[1], raster.shape[0]))


def vrt(path, text):
    path.write_text(text)
    return str(path)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16", "uint32", "int32",
                                   "float32", "float64"])  # fmt: skip
def test_every_type_is_read_as_it_is(write_tif, dtype):
    made = pixels(dtype)
    values, valid = read_all(write_tif(made))
    # Types that hold more than float32 does come as float64, which keeps values apart.
    assert values.dtype == ("f8" if dtype in ("uint32", "int32", "float64") else "f4")
    np.testing.assert_array_equal(values, made.astype(values.dtype))
    assert valid.all()


def test_negative_and_large_integers_keep_their_values(write_tif):
    made = np.array([[[-32768, -1, 0, 32767]]], dtype=np.int16)
    assert read_all(write_tif(made))[0].tolist() == [[[-32768.0, -1.0, 0.0, 32767.0]]]


@pytest.mark.parametrize("driver", ["striped", "tiled", "deflate", "lzw", "planar", "cog", "vrt",
                                    "png"])  # fmt: skip
def test_every_way_of_storing_gives_the_same_pixels(write_tif, tmp_path, driver):
    made = pixels("uint8", (3, 300, 280))
    options = {
        "striped": {"tiled": False, "blockysize": 7},
        "tiled": {"tiled": True, "blockxsize": 64, "blockysize": 64},
        "deflate": {"tiled": True, "compress": "deflate", "predictor": 2},
        "lzw": {"compress": "lzw", "interleave": "pixel"},
        "planar": {"interleave": "band"},
    }.get(driver, {})
    path = write_tif(made, **options)
    if driver in ("cog", "vrt", "png"):
        rasterio.shutil.copy(path, tmp_path / f"copy.{driver}", driver=driver.upper())
        path = str(tmp_path / f"copy.{driver}")
    with Raster(path) as raster:
        values, valid = raster.read((33, 51, 100, 90))
    np.testing.assert_array_equal(values, made[:, 51:141, 33:133])
    assert valid.all()


@pytest.mark.parametrize(
    ("dtype", "nodata"),
    [("uint8", 255), ("uint8", 130), ("int16", 0), ("float32", 0), ("uint16", 65535),
     ("int16", -32768), ("int16", -99),
     ("float32", -9999), ("float32", -3.4028234663852886e38), ("float32", 0.1),
     ("float64", -1.7976931348623157e308), ("float32", np.nan), ("float64", np.nan)],
)  # fmt: skip
def test_nodata_is_not_valid(write_tif, dtype, nodata):
    made = pixels(dtype)
    made[0, 3, 4] = made[1, 5, 6] = nodata
    values, valid = read_all(write_tif(made, nodata=nodata))
    expected = np.ones(made.shape, dtype=bool)
    expected[0, 3, 4] = expected[1, 5, 6] = False
    np.testing.assert_array_equal(valid, expected)
    assert np.isfinite(values).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_black_is_nodata_only_where_all_bands_are_black(write_tif, dtype):
    made = pixels(dtype)
    made[0, :3] = 0  # dark in one band: data
    made[:, 10:] = 0
    _, valid = read_all(write_tif(made, nodata=0))
    assert valid[:, :10].all()
    assert not valid[:, 10:].any()


def test_each_band_has_its_own_nodata(write_tif, tmp_path):
    made = np.array([[[1, 2]], [[1, 2]]], dtype=np.int16)
    source = write_tif(made)
    bands = "".join(
        f'<VRTRasterBand dataType="Int16" band="{band}"><NoDataValue>{band}</NoDataValue>'
        f"<SimpleSource><SourceFilename>{source}</SourceFilename><SourceBand>{band}</SourceBand>"
        "</SimpleSource></VRTRasterBand>"
        for band in (1, 2)
    )
    path = vrt(
        tmp_path / "two.vrt", f'<VRTDataset rasterXSize="2" rasterYSize="1">{bands}</VRTDataset>'
    )
    assert read_all(path)[1].tolist() == [[[False, True]], [[True, False]]]


@pytest.mark.parametrize("nodata", ["-9999", "0.5", "256", "inf", "-inf", "1e400", "nan"])
def test_a_nodata_value_that_no_pixel_can_hold_hides_nothing(write_tif, tmp_path, nodata):
    source = write_tif(np.array([[[0, 1, 255]]], dtype=np.uint8))
    path = vrt(
        tmp_path / "odd.vrt",
        '<VRTDataset rasterXSize="3" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1">'
        f"<NoDataValue>{nodata}</NoDataValue><SimpleSource><SourceFilename>{source}"
        "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>",
    )
    values, valid = read_all(path)
    assert valid.all()
    assert values.ravel().tolist() == [0, 1, 255]


def test_bands_of_different_types_are_read_together(write_tif, tmp_path):
    low = write_tif(np.array([[[1, 2, 0]]], dtype=np.uint8), "low.tif")
    high = write_tif(np.array([[[-5.5, np.nan, 1e10]]], dtype=np.float64), "high.tif")
    path = vrt(
        tmp_path / "mixed.vrt",
        '<VRTDataset rasterXSize="3" rasterYSize="1">'
        '<VRTRasterBand dataType="Byte" band="1"><NoDataValue>0</NoDataValue><SimpleSource>'
        f"<SourceFilename>{low}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        '</VRTRasterBand><VRTRasterBand dataType="Float64" band="2"><SimpleSource>'
        f"<SourceFilename>{high}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        "</VRTRasterBand></VRTDataset>",
    )
    values, valid = read_all(path)
    assert valid.tolist() == [[[True, True, False]], [[True, False, True]]]
    assert values[0, 0, :2].tolist() == [1, 2]
    assert values[1, 0].tolist() == [-5.5, 0, 1e10]


def test_nan_and_infinities_are_not_valid(write_tif):
    made = pixels("float64")
    made[0, 0, :4] = np.nan, np.inf, -np.inf, 1e300  # the last one is infinite in float32
    values, valid = read_all(write_tif(made))
    assert not valid[0, 0, :4].any()
    assert valid.sum() == made.size - 4
    assert np.isfinite(values).all()


@pytest.mark.parametrize("colors", [3, 4])
def test_an_alpha_band_is_a_mask_and_no_color(write_tif, colors):
    made = pixels("uint8", (colors + 1, 20, 30))
    made[colors] = 255
    made[colors, :5] = 0
    made[colors, 5] = 1  # nearly transparent is still data
    interpretation = [*RGB, *[ColorInterp.undefined] * (colors - 3), ColorInterp.alpha]
    path = write_tif(made, colorinterp=interpretation)
    with Raster(path) as raster:
        assert raster.bands == (1, 2, 3)
        assert not raster.complete
    _, valid = read_all(path)
    assert not valid[:, :5].any()
    assert valid[:, 5:].all()
    every = read_all(path, tuple(range(1, colors + 1)))[1]
    assert every.shape[0] == colors
    assert not every[:, :5].any()


def test_a_mask_band_inside_the_file_hides_pixels_of_all_bands(write_tif):
    mask = np.full((20, 30), 255, dtype=np.uint8)
    mask[:, :7] = 0
    path = write_tif(pixels("uint8"), mask=mask)
    with Raster(path) as raster:
        assert not raster.complete
        valid = raster.read((5, 0, 4, 20))[1]
    assert valid[:, 0].tolist() == [[False, False, True, True]] * 3


def test_a_mask_band_of_one_band_hides_its_pixels_only(write_tif, tmp_path):
    source = write_tif(np.array([[[1, 2]], [[3, 4]], [[255, 0]]], dtype=np.uint8))

    def band(number, inner=""):
        return (
            f'<VRTRasterBand dataType="Byte" band="{number}"><SimpleSource><SourceFilename>{source}'
            f"</SourceFilename><SourceBand>{number}</SourceBand></SimpleSource>{inner}"
            "</VRTRasterBand>"
        )

    inner = (
        '<MaskBand><VRTRasterBand dataType="Byte"><SimpleSource><SourceFilename>'
        f"{source}</SourceFilename><SourceBand>3</SourceBand></SimpleSource></VRTRasterBand>"
        "</MaskBand>"
    )
    path = vrt(
        tmp_path / "masked.vrt",
        f'<VRTDataset rasterXSize="2" rasterYSize="1">{band(1)}{band(2, inner)}</VRTDataset>',
    )
    with Raster(path) as raster:
        assert not raster.complete
    assert read_all(path)[1].tolist() == [[[True, True]], [[True, False]]]


def test_integers_without_nodata_alpha_or_mask_are_complete(write_tif):
    with Raster(write_tif(pixels("uint8"))) as raster:
        assert raster.complete
    with Raster(write_tif(pixels("uint8"), nodata=0)) as raster:
        assert not raster.complete
    with Raster(write_tif(pixels("float32"))) as raster:
        assert not raster.complete


@pytest.mark.parametrize(
    ("window", "inside"),
    [((-5, -6, 10, 10), np.s_[6:, 5:]), ((25, 15, 10, 10), np.s_[:5, :5]),
     ((-5, 0, 40, 20), np.s_[:, 5:35]), ((100, 100, 4, 4), np.s_[:0, :0]),
     ((-10, 3, 10, 4), np.s_[:0, :0]), ((0, 0, 0, 0), np.s_[:0, :0])],
)  # fmt: skip
def test_what_hangs_over_the_edge_is_not_valid(write_tif, window, inside):
    made = pixels("uint8")
    with Raster(write_tif(made)) as raster:
        values, valid = raster.read(window)
    col, row, width, height = window
    assert values.shape == valid.shape == (3, height, width)
    expected = np.zeros((3, height, width), dtype=bool)
    expected[(slice(None), *inside)] = True
    np.testing.assert_array_equal(valid, expected)
    np.testing.assert_array_equal(
        values[valid],
        made[:, max(row, 0) : max(row + height, 0), max(col, 0) : max(col + width, 0)].ravel(),
    )


@pytest.mark.parametrize(
    ("interpretation", "bands"),
    [([ColorInterp.blue, ColorInterp.green, ColorInterp.red, ColorInterp.undefined], (3, 2, 1)),
     ([ColorInterp.alpha, ColorInterp.gray, ColorInterp.undefined, ColorInterp.undefined],
      (2, 3, 4)),
     ([ColorInterp.gray] + [ColorInterp.undefined] * 3, (1, 2, 3)),
     ([ColorInterp.gray], (1,)),
     ([ColorInterp.gray, ColorInterp.alpha], (1,)),
     ([ColorInterp.gray, ColorInterp.undefined], (1, 2))],
)  # fmt: skip
def test_default_bands_follow_the_color_interpretation(write_tif, interpretation, bands):
    made = pixels("uint8", (len(interpretation), 8, 8))
    # The profile's photometric would set an interpretation of its own.
    options = {"alpha": "yes"} if interpretation[-1] == ColorInterp.alpha else {}
    path = write_tif(made, colorinterp=interpretation, photometric="minisblack", **options)
    with Raster(path) as raster:
        assert raster.bands == bands


def test_bands_come_in_the_order_asked_for(write_tif):
    made = pixels("int16", (5, 8, 8))
    values, _ = read_all(write_tif(made), (4, 1, 4))
    np.testing.assert_array_equal(values, made[[3, 0, 3]])


@pytest.mark.parametrize("band", [0, -1, 4])
def test_a_band_that_does_not_exist_is_refused(write_tif, band):
    with pytest.raises(RasterError, match=f"Band {band} was asked for.*Choose from 1 to 3"):
        Raster(write_tif(pixels("uint8")), (1, band))


def test_complex_numbers_are_refused(write_tif):
    with pytest.raises(RasterError, match="complex numbers"):
        Raster(write_tif(np.ones((1, 4, 4), dtype=np.complex64)))


@pytest.mark.parametrize("content", [None, b"", b"this is no raster"])
def test_what_is_not_a_raster_is_refused(tmp_path, content):
    path = tmp_path / "file.tif"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RasterError, match=r"file.tif cannot be opened as a raster. Choose"):
        Raster(str(path))


@pytest.mark.parametrize("options", [{}, {"compress": "deflate"}, {"tiled": True}])
def test_a_truncated_raster_is_reported_as_damaged(write_tif, options):
    path = write_tif(pixels("uint16", (3, 400, 400)), **options)
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        file.truncate(size // 2)
    with (
        pytest.raises(RasterError, match="cannot be opened|damaged: get a new copy"),
        Raster(path) as raster,
    ):
        raster.read((0, 0, 400, 400))


def test_a_raster_without_georeference_is_told_apart(write_tif):
    with Raster(write_tif(pixels("uint8"))) as raster:
        assert raster.georeferenced
    with Raster(write_tif(pixels("uint8"), transform=Affine.identity(), crs=None)) as raster:
        assert not raster.georeferenced
        assert raster.crs is None


def test_the_fingerprint_changes_with_the_file_and_the_bands(write_tif):
    path = write_tif(pixels("uint8"))

    def fingerprint(bands=()):
        with Raster(path, bands) as raster:
            return raster.fingerprint()

    first = fingerprint()
    assert first == fingerprint() == fingerprint((1, 2, 3))
    assert first != fingerprint((3, 2, 1))
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 5_000_000_000))
    assert first != fingerprint()


def test_the_fingerprint_of_a_vrt_changes_with_its_source(write_tif, tmp_path):
    source = write_tif(pixels("uint8"))
    rasterio.shutil.copy(source, tmp_path / "a.vrt", driver="VRT")
    with Raster(str(tmp_path / "a.vrt")) as raster:
        first = raster.fingerprint()
    os.utime(source, ns=(time.time_ns(), time.time_ns() + 5_000_000_000))
    with Raster(str(tmp_path / "a.vrt")) as raster:
        assert raster.fingerprint() != first


# --- Scaling


def test_percentiles_are_those_of_the_valid_pixels(write_tif):
    made = pixels("int16", (3, 200, 300))
    made[:, :40] = 0
    made[1, :80] = 0
    with Raster(write_tif(made, nodata=0)) as raster:
        scaling = percentile_scaling(raster, 2, 98)
    for band in range(3):
        low, high = np.percentile(made[band][made[band] != 0], (2, 98))
        assert scaling.low[band] == pytest.approx(low)
        assert scaling.high[band] == pytest.approx(high)


def big_vrt(tmp_path, source, size=30_000, at=(12_345, 23_456), nodata=True):
    """A raster of size x size pixels; all but one small file in it is without data."""
    with rasterio.open(source) as dataset:
        width, height = dataset.width, dataset.height
    place = f'xOff="{at[0]}" yOff="{at[1]}" xSize="{width}" ySize="{height}"'
    inner = "<NoDataValue>0</NoDataValue>" if nodata else ""
    return vrt(
        tmp_path / "big.vrt",
        f'<VRTDataset rasterXSize="{size}" rasterYSize="{size}">'
        "<GeoTransform>0, 1, 0, 0, 0, -1</GeoTransform>"
        f'<VRTRasterBand dataType="UInt16" band="1">{inner}<SimpleSource><SourceFilename>{source}'
        f'</SourceFilename><SourceBand>1</SourceBand><SrcRect xOff="0" yOff="0" xSize="{width}" '
        f'ySize="{height}"/><DstRect {place}/></SimpleSource></VRTRasterBand></VRTDataset>',
    )


@pytest.mark.parametrize("side", [3000, 500])
def test_a_little_data_in_a_large_raster_is_found(write_tif, tmp_path, side):
    random = np.random.default_rng(1)
    made = random.integers(500, 1500, (1, side, side)).astype(np.uint16)
    path = big_vrt(tmp_path, write_tif(made, tiled=True))
    started = time.monotonic()
    with Raster(path) as raster:
        scaling = percentile_scaling(raster, 2, 98)
    assert scaling.low[0] == pytest.approx(520, abs=15)
    assert scaling.high[0] == pytest.approx(1480, abs=15)
    assert time.monotonic() - started < 20


def test_a_large_raster_is_sampled_all_over(write_tif):
    # A ramp: the sample's percentiles are right only if it comes from everywhere.
    made = np.broadcast_to(np.linspace(0, 60_000, 2500).astype(np.uint16), (1, 2500, 2500))
    for options in ({"tiled": True}, {"compress": "deflate"}):
        with Raster(write_tif(made, **options)) as raster:
            scaling = percentile_scaling(raster, 2, 98)
        assert scaling.low[0] == pytest.approx(1200, abs=300)
        assert scaling.high[0] == pytest.approx(58_800, abs=300)


def test_overviews_serve_as_the_sample(write_tif):
    made = np.broadcast_to(np.linspace(1, 60_000, 2500).astype(np.uint16), (1, 2500, 2500)).copy()
    made[:, :1250] = 0
    path = write_tif(made, nodata=0, tiled=True, compress="deflate")
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    with Raster(path) as raster:
        (values, valid), *more = list(raster.sample())
        assert not more
        assert values.size <= 2048 * 2048
        assert 0.45 < valid.mean() < 0.55
        scaling = percentile_scaling(raster, 2, 98)
    assert scaling.low[0] == pytest.approx(1200, abs=300)
    assert scaling.high[0] == pytest.approx(58_800, abs=300)


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_a_raster_of_nothing_but_nodata_is_refused(write_tif, dtype):
    path = write_tif(np.zeros((3, 20, 20), dtype=dtype), nodata=0)
    with Raster(path) as raster, pytest.raises(RasterError, match="has no valid data: all pixels"):
        percentile_scaling(raster, 2, 98)


def test_a_large_raster_of_nothing_but_nodata_is_refused(write_tif, tmp_path):
    source = write_tif(np.zeros((1, 10, 10), dtype=np.uint16))
    with (
        Raster(big_vrt(tmp_path, source)) as raster,
        pytest.raises(RasterError, match="has no valid data"),
    ):
        percentile_scaling(raster, 2, 98)


def test_one_band_of_nothing_but_nodata_is_named(write_tif):
    made = pixels("int16")
    made[1] = 0
    with (
        Raster(write_tif(made, nodata=0)) as raster,
        pytest.raises(RasterError, match="in number 2 of its bands used"),
    ):
        percentile_scaling(raster, 2, 98)


@pytest.mark.parametrize(("low", "high"), [(98, 2), (5, 5), (-1, 50), (2, 101)])
def test_percentiles_the_wrong_way_round_are_refused(low, high):
    with pytest.raises(RasterError, match="The percentiles are"):
        scaling_of_values([np.arange(10, dtype=np.float32)], low, high, "x.tif")


def test_scaling_goes_from_0_to_1_and_clips():
    scaling = Scaling((10.0, 0.0), (20.0, 1.0))
    values = np.array([[[5, 10, 15, 20, 99]], [[-1, 0, 0.5, 1, 2]]], dtype=np.float32)
    np.testing.assert_allclose(scaling(values), [[[0, 0, 0.5, 1, 1]]] * 2)


def test_a_band_of_one_value_is_scaled_without_a_division_by_zero():
    scaled = Scaling((7.0,), (7.0,))(np.full((1, 2, 2), 7, dtype=np.float32))
    assert np.isfinite(scaled).all()


def test_the_range_of_the_type_can_be_the_scale():
    types = [np.dtype("uint8"), np.dtype("int16"), np.dtype("float32")]
    assert type_scaling(types) == Scaling((0.0, -32768.0, 0.0), (255.0, 32767.0, 1.0))


# --- To the model's three channels


@pytest.mark.parametrize(
    ("count", "members"),
    [(1, [[0], [0], [0]]), (2, [[0], [1], [0, 1]]), (3, [[0], [1], [2]]),
     (4, [[0, 3], [1], [2]]), (10, [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8]])],
)  # fmt: skip
def test_any_number_of_bands_becomes_three_channels(count, members):
    bands = pixels("float32", (count, 6, 5))
    channels = to_three_channels(bands)
    assert channels.shape == (3, 6, 5)
    assert channels.dtype == np.float32
    for channel, of in zip(channels, members):
        np.testing.assert_allclose(channel, bands[of].mean(axis=0), rtol=1e-6)


def test_missing_pixels_are_filled_with_the_mirror_image_of_the_others():
    bands = pixels("float32", (3, 10, 10))
    valid = np.ones(bands.shape, dtype=bool)
    valid[0, :5] = False
    valid[2] = False
    before = bands.copy()
    filled = fill_invalid(bands, valid)
    # In the mirror of row 5; what would come from beyond the last row is mirrored once more.
    np.testing.assert_array_equal(filled[0, :5], bands[0, [8, 9, 8, 7, 6]])
    np.testing.assert_array_equal(filled[0, 5:], bands[0, 5:])
    np.testing.assert_array_equal(filled[1], bands[1])
    assert (filled[2] == 0.5).all()
    assert filled.dtype == np.float32
    np.testing.assert_array_equal(bands, before)


def test_holes_wider_than_what_is_beside_them_are_filled_by_mirrors_of_mirrors():
    bands = np.arange(40, dtype=np.float32).reshape(1, 1, 40) * np.ones((3, 8, 1), np.float32)
    valid = np.zeros(bands.shape, dtype=bool)
    valid[:, :, :4] = True  # 0 1 2 3, and then 2 1 0 1 2 3 2 1 ...
    expected = np.abs((np.arange(40) + 3) % 6 - 3)
    np.testing.assert_array_equal(fill_invalid(bands, valid)[0, 0], expected)
    assert set(np.unique(fill_invalid(bands, valid))) == {0, 1, 2, 3}


def test_all_holes_are_filled_with_values_of_the_scene():
    random = np.random.default_rng(0)
    bands = random.random((3, 40, 30)).astype(np.float32)
    for share in (0.02, 0.5, 0.98):
        valid = np.repeat(random.random((1, 40, 30)) < share, 3, axis=0)
        filled = fill_invalid(np.where(valid, bands, np.float32(9)), valid)
        assert set(np.unique(filled)) <= set(np.unique(bands[valid]))
        np.testing.assert_array_equal(filled[valid], bands[valid])


def test_a_pixel_counts_as_data_only_if_all_bands_have_it():
    valid = np.ones((3, 10, 10), dtype=bool)
    valid[0, :2] = False
    valid[1, 1:3] = False
    assert valid_fraction(valid) == pytest.approx(0.7)
    assert valid_fraction(np.ones((3, 0, 0), dtype=bool)) == 0


RASTERS = (
    "landsat7_san_francisco.tif",
    "naip_north_dakota/*.tif",
    "sentinel2_10band_int16.tif",
    "berlin_hymap/*.tif",
    "swellendam_aerial/*.tif",
)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development rasters are not here")
@pytest.mark.parametrize("pattern", RASTERS)
def test_real_rasters_are_read_and_scaled(pattern):
    paths = sorted(SHARED.glob(pattern))
    assert paths
    for path in paths:
        with Raster(str(path)) as raster:
            scaling = percentile_scaling(raster, 2, 98)
            assert all(low < high for low, high in zip(scaling.low, scaling.high))
            height, width = raster.shape
            values, valid = raster.read((width // 2, height // 2, 64, 64))
            assert valid.any()
            channels = to_three_channels(fill_invalid(scaling(values), valid))
            assert channels.shape == (3, 64, 64)
            assert channels.min() >= 0
            assert channels.max() <= 1

"""Odd rasters, made here: what is valid, and what the model gets, next to what GDAL says."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp
from rasterio.transform import Affine

from rs_deepcluster_plugin.core.base.errors import RasterError
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.pixels.cluster import PixelSettings, cluster_pixels
from rs_deepcluster_plugin.core.pixels.likelihood import LikelihoodSettings, classify
from rs_deepcluster_plugin.core.pixels.signatures import Signatures
from rs_deepcluster_plugin.core.scenes.band_names import find_wavelengths, red_green_blue
from rs_deepcluster_plugin.core.scenes.blocks import area_of, open_pixels
from rs_deepcluster_plugin.core.scenes.channels import valid_fraction
from rs_deepcluster_plugin.core.scenes.raster import Raster, percentile_scaling, split_source
from rs_deepcluster_plugin.core.scenes.scaling import Scaling
from rs_deepcluster_plugin.core.scenes.sources import FolderScenes, images_in
from rs_deepcluster_plugin.worker.contract import MaximumLikelihoodJob, RasterInput
from rs_deepcluster_plugin.worker.job.pixels import maximum_likelihood

CASES = Path(__file__).parents[4] / "shared" / "data" / "cases"
FLOAT_MAX = float(np.finfo(np.float32).max)
SIDE = 48


def image(dtype="uint8", bands=3, seed=0, side=SIDE):
    """Ground of a few kinds, no value of it 0."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:side, :side]
    kinds = (rows // 12 + columns // 16) % 4
    plain = 30 + 45 * kinds[None] + 5 * np.arange(bands)[:, None, None]
    return (plain + random.integers(0, 12, (bands, side, side))).astype(dtype)


def read_all(path, bands=(), **options):
    with Raster(str(path), bands, **options) as raster:
        return raster.read((0, 0, raster.shape[1], raster.shape[0]))


def gdal_says(path, bands=(1, 2, 3)):
    """Tell what is valid by GDAL's masks of the bands, (bands, height, width)."""
    with rasterio.open(path) as dataset:
        return dataset.read_masks(list(bands)) > 0


# --- Validity


def _nodata(dtype):
    return {
        "uint8": [7, 255], "int8": [-5], "uint16": [65535, 9], "int16": [-32768, -1, 0],
        "uint32": [2**32 - 1], "int32": [-(2**31), -9999],
        "float32": [-9999.0, -3.4028234663852886e38, 1e-7, 0.1, -3.4028230607370965e38],
        "float64": [-9999.0, -1.7976931348623157e308, 0.1, -3.4028234663852886e38],
    }[dtype]  # fmt: skip


ODD = [
    (dtype, nodata, layout, interleave)
    for dtype in ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
    for nodata in _nodata(dtype)
    for layout, interleave in (("striped", "band"), ("tiled", "pixel"))
]


@pytest.mark.parametrize(("dtype", "nodata", "layout", "interleave"), ODD)
def test_what_is_valid_is_what_gdals_mask_says(write_tif, dtype, nodata, layout, interleave):
    made = image(dtype)
    kind = np.dtype(dtype)
    holes = np.random.default_rng(1).random(made.shape) < 0.2
    value = np.array(nodata).astype(kind)
    made[holes] = value
    if kind.kind == "f":  # one and two steps beside, and clearly beside
        made[:, :6][holes[:, :6]] = np.nextafter(value, kind.type(0))
        step = np.nextafter(np.nextafter(value, kind.type(0)), kind.type(0))
        made[:, 6:12][holes[:, 6:12]] = step
        made[:, 12:14] = value * kind.type(0.99)
    options = {"tiled": True, "blockxsize": 16, "blockysize": 16} if layout == "tiled" else {}
    path = write_tif(made, nodata=nodata, interleave=interleave, **options)
    values, valid = read_all(path)
    expected = gdal_says(path)
    if kind.kind == "f":
        expected &= np.abs(made.astype(np.float64)) <= FLOAT_MAX
    assert 0.05 < (~expected).mean() < 0.5
    np.testing.assert_array_equal(valid, expected)
    assert np.isfinite(values).all()
    # The same in a window, and in one that hangs over the edge.
    with Raster(path) as raster:
        np.testing.assert_array_equal(raster.read((9, 5, 20, 11))[1], expected[:, 5:16, 9:29])
        beyond = raster.read((SIDE - 8, -3, 20, 11))[1]
    np.testing.assert_array_equal(beyond[:, 3:, :8], expected[:, :8, -8:])
    assert not beyond[:, :3].any()
    assert not beyond[:, :, 8:].any()


def test_nodata_as_other_programs_round_it_is_no_data(write_tif):
    """Some write -3.4028230607370965e+38 in the tag and the lowest float32 in the pixels."""
    made = image("float32")
    made[:, :, 31:] = np.finfo(np.float32).min
    path = write_tif(made, nodata=-3.4028230607370965e38)
    valid = read_all(path)[1]
    np.testing.assert_array_equal(valid, gdal_says(path))
    assert (~valid).mean() == pytest.approx((SIDE - 31) / SIDE)
    with Raster(path) as raster:
        scaling = percentile_scaling(raster, 2, 98)
    assert min(scaling.low) >= 30


def test_the_case_of_rounded_nodata_has_a_third_of_its_pixels_empty():
    if not CASES.is_dir():
        pytest.skip("needs the cases beside the checkout")
    path = CASES / "float_nodata" / "esri.tif"
    valid = read_all(path)[1]
    np.testing.assert_array_equal(valid, gdal_says(path))
    assert 1 - valid_fraction(valid) == pytest.approx(0.347, abs=5e-4)


def test_nodata_values_of_whole_pixels_hide_them_in_all_bands(write_tif, tmp_path):
    made = image()
    made[:, :4] = np.array([1, 2, 3])[:, None, None]
    made[0, 4] = 1  # one of the three values alone is data
    path = write_tif(made)
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(NODATA_VALUES="1 2 3")
    valid = read_all(path)[1]
    np.testing.assert_array_equal(valid, gdal_says(path))
    assert not valid[:, :4].any()
    assert valid[:, 4:].all()


@pytest.mark.parametrize("kind", ["inside", "beside", "alpha"])
def test_masks_of_every_kind_are_gdals(write_tif, kind):
    holes = np.random.default_rng(2).random((SIDE, SIDE)) < 0.3
    mask = np.where(holes, 0, 255).astype(np.uint8)
    if kind == "alpha":
        colors = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
        path = write_tif(np.concatenate([image(), mask[None]]), colorinterp=colors)
    elif kind == "inside":
        path = write_tif(image(), mask=mask)
    else:
        path = write_tif(image())
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=False), rasterio.open(path, "r+") as dataset:
            dataset.write_mask(mask)
        assert Path(f"{path}.msk").exists()
    valid = read_all(path)[1]
    np.testing.assert_array_equal(valid, gdal_says(path))
    np.testing.assert_array_equal(valid[0], ~holes)


def test_overviews_are_masked_as_gdal_masks_them(write_tif):
    made = image("float32", side=600)
    made[:, :200] = np.finfo(np.float32).min
    path = write_tif(made, nodata=-3.4028230607370965e38)
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    with rasterio.open(path) as dataset:
        expected = dataset.read_masks([1, 2, 3], out_shape=(3, 150, 150)) > 0
    with Raster(path) as raster:
        valid = raster.overview((0, 0, 600, 600), (150, 150))[1]
    np.testing.assert_array_equal(valid, expected)


def test_further_no_data_of_a_layer_counts_in_its_band_and_its_units(write_tif, recorder):
    made = image("uint16")
    path = write_tif(made)
    with rasterio.open(path, "r+") as dataset:
        dataset.scales, dataset.offsets = (0.01,) * 3, (-0.1,) * 3
    valid = read_all(path, no_data=[(1, 0.5, 1.0)])[1]
    units = made[0] * 0.01 - 0.1
    np.testing.assert_array_equal(valid[0], ~((units >= 0.5) & (units <= 1.0)))
    assert valid[1:].all()
    with Raster(path, no_data=[(1, 0.5, 1.0)]) as raster, Raster(path) as plain:
        assert not raster.complete
        assert raster.fingerprint() != plain.fingerprint()
        raster.log(recorder)
    assert "Additional no data of the layer: 0.5 to 1 in band 1." in recorder.lines


def test_an_alpha_band_of_many_grays_is_data(write_tif, recorder):
    made = image("uint8", 4)
    made[3, :30] = 0  # water in the near infrared
    colors = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    path = write_tif(made, colorinterp=colors)
    with Raster(path) as raster:
        assert raster.complete
        assert raster.read((0, 0, SIDE, SIDE))[1].all()
        raster.log(recorder)
    assert any("Band 4 is tagged as alpha but has many gray values" in t for t in recorder.lines)
    with open_pixels(path) as raster:
        assert raster.bands == (1, 2, 3, 4)


def test_an_alpha_band_with_soft_edges_is_a_mask(write_tif, recorder):
    made = np.concatenate([image(), np.full((1, SIDE, SIDE), 255, np.uint8)])
    made[3] = np.clip(np.arange(SIDE) * 12, 0, 255)  # 21 columns of rising opacity
    colors = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    path = write_tif(made, colorinterp=colors)
    with Raster(path) as raster:
        valid = raster.read((0, 0, SIDE, SIDE))[1]
        assert raster.notes() == []
    np.testing.assert_array_equal(valid, gdal_says(path))
    assert not valid[:, :, 0].any()


# --- Values


@pytest.mark.parametrize(
    ("dtype", "start"),
    [("uint32", 4_000_000_000), ("int32", -2_000_000_000), ("int64", 2**40), ("uint64", 2**41),
     ("float64", 1e9), ("float64", 1e6)],
)  # fmt: skip
def test_large_numbers_keep_their_differences(write_tif, dtype, start):
    step = 0.001 if start == 1e6 else 1
    small = image("float64")
    made = (start + small * step).astype(dtype)
    assert len(np.unique(made)) == len(np.unique(small))
    path = write_tif(made)
    with Raster(path) as raster:
        scaling = percentile_scaling(raster, 0, 100)
        scaled = scaling(raster.read((0, 0, SIDE, SIDE))[0])
    assert scaled.dtype == np.float32
    low = small.min(axis=(1, 2), keepdims=True)
    span = small.max(axis=(1, 2), keepdims=True) - low
    np.testing.assert_allclose(scaled, (small - low) / span, atol=1e-5)


def test_an_offset_beyond_float32_keeps_differences(write_tif):
    made = image("uint16")
    path = write_tif(made)
    with rasterio.open(path, "r+") as dataset:
        dataset.scales, dataset.offsets = (0.001,) * 3, (1e6,) * 3
    values = read_all(path)[0]
    np.testing.assert_allclose(values, made * 0.001 + 1e6, rtol=0, atol=1e-9)


@pytest.mark.parametrize("method", ["isodata", "kmeans", "fuzzy", "migrating"])
def test_pixels_of_large_numbers_are_clustered_by_their_differences(write_tif, tmp_path, method):
    kinds = np.arange(SIDE * SIDE).reshape(1, SIDE, SIDE) % 3
    small = (kinds * 40 + np.random.default_rng(0).integers(0, 5, (2, SIDE, SIDE))).astype(int)
    maps = []
    for name, start in (("small", 0), ("large", 4_000_000_000)):
        path = write_tif((small + start).astype("uint32"), f"{name}.tif")
        settings = PixelSettings(method=method, clusters=3)
        with open_pixels(path) as raster:
            found = cluster_pixels(area_of(raster), settings, tmp_path / "map.tif")
        with rasterio.open(tmp_path / "map.tif") as dataset:
            maps.append(dataset.read(1))
        assert len(found.signatures.classes) == 3
        for c in found.signatures.classes:
            assert np.diag(c.covariance).max() < 5
    for number in range(3):  # each kind of ground is one class, in both
        for made in maps:
            assert len(np.unique(made[kinds[0] == number])) == 1


def scaled(path, scale, offset):
    with rasterio.open(path, "r+") as dataset:
        dataset.scales = (scale,) * dataset.count
        dataset.offsets = (offset,) * dataset.count
    return str(path)


@pytest.fixture
def before_and_after(write_tif):
    """The same reflectances, stored without and with an offset (as of Sentinel-2 since 2022)."""
    made = image("uint16") * 20
    return (
        scaled(write_tif(made, "before.tif"), 1e-4, 0),
        scaled(write_tif(made + 1000, "after.tif"), 1e-4, -0.1),
    )


def test_the_same_reflectances_are_the_same_however_they_are_stored(before_and_after, recorder):
    before, after = before_and_after
    one, two = read_all(before)[0], read_all(after)[0]
    np.testing.assert_allclose(two, one, atol=1e-7)
    with rasterio.open(after) as dataset:  # by the definition in GDAL's data model
        expected = dataset.read() * np.float64(1e-4) - 0.1
    np.testing.assert_allclose(two, expected, atol=1e-7)
    with Raster(before) as raster:
        scaling = percentile_scaling(raster, 2, 98)
    np.testing.assert_allclose(scaling(two), scaling(one), atol=1e-5)
    with Raster(after) as raster:
        raster.log(recorder)
        assert raster.limits.low == pytest.approx((-0.1,) * 3)
        assert raster.limits.high == pytest.approx((6.4535,) * 3)
    assert (
        "Scale and offset of the file are applied: x 0.0001 -0.1 in bands 1, 2, 3."
        in recorder.lines
    )


def test_signatures_of_one_raster_fit_the_other(before_and_after, tmp_path):
    before, after = before_and_after
    with open_pixels(before) as raster:
        found = cluster_pixels(area_of(raster), PixelSettings(clusters=4), tmp_path / "a.tif")
    found.signatures.save(tmp_path / "s.json")
    known = Signatures.load(tmp_path / "s.json")
    assert known.provenance["scale_applied"]
    maps = []
    for path in (before, after):
        with open_pixels(path) as raster:
            classify(area_of(raster), known, LikelihoodSettings(), tmp_path / "map.tif")
        with rasterio.open(tmp_path / "map.tif") as dataset:
            maps.append(dataset.read(1))
    np.testing.assert_array_equal(*maps)


def test_signatures_of_earlier_versions_find_values_as_they_are_stored(
    before_and_after, tmp_path, recorder
):
    """They were of stored values, and say nothing about scale and offset."""
    after = before_and_after[1]
    with open_pixels(after, stored=True) as raster:
        found = cluster_pixels(area_of(raster), PixelSettings(clusters=4), tmp_path / "own.tif")
    signatures = found.signatures
    signatures.provenance.pop("scale_applied")
    signatures.save(tmp_path / "old.json")
    job = MaximumLikelihoodJob(
        raster=RasterInput(str(after), ""), bands=(), extent=None, polygons=None,
        known=str(tmp_path / "old.json"), likelihood=LikelihoodSettings(),
        output=str(tmp_path / "map.tif"), probability=None,
        signatures=str(tmp_path / "used.json"),
    )  # fmt: skip
    maximum_likelihood(job, recorder)
    maps = []
    for path in (tmp_path / "own.tif", tmp_path / "map.tif"):
        with rasterio.open(path) as dataset:
            maps.append(dataset.read(1))
    assert (maps[0] == maps[1]).mean() > 0.9  # two ways to divide the same values
    assert not any("Scale and offset" in line for line in recorder.lines)
    with pytest.raises(KeyError):
        Signatures.load(tmp_path / "used.json").provenance["scale_applied"]


def test_what_was_saved_before_finds_values_as_they_are_stored(before_and_after):
    after = before_and_after[1]
    values = read_all(after, stored=True)[0]
    with rasterio.open(after) as dataset:
        np.testing.assert_array_equal(values, dataset.read())


# --- Palettes


COLORS = {
    index: ((37 * index) % 256, (91 * index) % 256, (53 * index) % 256, 255) for index in range(64)
}


def expanded(path, tmp_path):
    """Return the colors that GDAL makes of a palette, through a virtual raster."""
    with rasterio.open(path) as dataset:
        height, width = dataset.shape
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{color}"><ComplexSource><SourceFilename>{path}'
        "</SourceFilename><SourceBand>1</SourceBand><ColorTableComponent>"
        f"{color}</ColorTableComponent></ComplexSource></VRTRasterBand>"
        for color in (1, 2, 3)
    )
    file = tmp_path / "expanded.vrt"
    file.write_text(
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}">{bands}</VRTDataset>'
    )
    with rasterio.open(file) as dataset:
        return dataset.read()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_palettes_of_rasters_are_their_colors(write_tif, tmp_path, dtype):
    made = np.random.default_rng(0).integers(0, 64, (1, SIDE, SIDE)).astype(dtype)
    path = write_tif(made, photometric="palette")
    with rasterio.open(path, "r+") as dataset:
        dataset.write_colormap(1, COLORS)
    with Raster(path) as raster:
        assert raster.bands == (1, 1, 1)
        assert raster.name_bands() == "1 (colors of its palette)"
        assert raster.limits == Scaling((0.0,) * 3, (255.0,) * 3)
        values, valid = raster.read((0, 0, SIDE, SIDE))
    np.testing.assert_array_equal(values, expanded(path, tmp_path))
    assert valid.all()
    # Asked for by the band's number, or by the bands that came out of it: the same.
    for bands in ((1,), (1, 1, 1)):
        np.testing.assert_array_equal(read_all(path, bands)[0], values)


@pytest.mark.parametrize("kind", ["png", "gif"])
def test_palettes_of_pictures_are_their_colors(tmp_path, kind):
    from PIL import Image

    picture = Image.fromarray(image().transpose(1, 2, 0)).quantize(32)
    path = tmp_path / f"picture.{kind}"
    picture.save(path)
    values, valid = read_all(path)
    expected = np.asarray(Image.open(path).convert("RGB")).transpose(2, 0, 1)
    np.testing.assert_array_equal(values, expected)
    assert valid.all()


def test_no_data_and_transparent_colors_of_a_palette_are_not_valid(write_tif):
    made = np.random.default_rng(0).integers(0, 8, (1, SIDE, SIDE)).astype(np.uint8)
    path = write_tif(made, photometric="palette", nodata=3)
    with rasterio.open(path, "r+") as dataset:
        dataset.write_colormap(1, {i: (*COLORS[i][:3], 255) for i in range(8)})
    np.testing.assert_array_equal(read_all(path)[1], gdal_says(path, (1, 1, 1)))
    assert not read_all(path)[1][:, made[0] == 3].any()


def test_pixels_of_a_palette_are_no_measurements(write_tif):
    path = write_tif(np.ones((1, 8, 8), dtype=np.uint8), photometric="palette")
    with rasterio.open(path, "r+") as dataset:
        dataset.write_colormap(1, COLORS)
    for bands in ((), (1,)):
        with pytest.raises(RasterError, match=r"numbers of colors in a palette.*PCT to RGB"):
            open_pixels(path, bands, measured=True)
    with open_pixels(path) as raster:  # segments follow the colors
        assert raster.bands == (1, 1, 1)


# --- Names of bands


@pytest.mark.parametrize(
    ("names", "bands"),
    [(("B02", "B03", "B04", "B08"), (3, 2, 1)),
     (("B08", "B04", "B03", "B02"), (2, 3, 4)),
     (("S2A_B8A", "S2A_B04", "S2A_B03", "S2A_B02"), (2, 3, 4)),
     (("nir", "red", "green", "blue"), (2, 3, 4)),
     (("Coastal Blue", "Blue", "Green", "Yellow", "Red", "Red Edge", "NIR"), (5, 3, 2)),
     (("red_edge", "red", "green", "blue", "near infrared"), (2, 3, 4)),
     (("0.490", "0.560", "0.665", "0.842"), (3, 2, 1)),
     (("490", "560", "665", "842"), (3, 2, 1)),
     (("842 nm", "665 nm", "560 nm", "490 nm"), (2, 3, 4)),
     (("Band 1 (0.45-0.52 um)", "Band 2 (0.52-0.60 um)", "Band 3 (0.63-0.69 um)"), (3, 2, 1)),
     (("B4, central wavelength 665 nm", "B3, central wavelength 560 nm",
       "B2, central wavelength 490 nm", "B8, central wavelength 842 nm"), (1, 2, 3)),
     (tuple(f"SR_B{n}" for n in range(1, 8)), (4, 3, 2)),
     (tuple(f"SR_B{n}" for n in (1, 2, 3, 4, 5, 7)), (3, 2, 1)),
     (("B1", "B2", "B3", "B4"), None),  # numbers of any bands
     (("first", "second", "third"), None),
     (("nir", "red", "green"), None),
     ((None, None, None), None), ((), None)],
)  # fmt: skip
def test_names_of_bands_tell_red_green_and_blue(names, bands):
    assert red_green_blue(names) == bands


@pytest.mark.parametrize(
    ("names", "said", "expected"),
    [
        (["a", "b"], ["665 nm", "0.842 um"], [0.665, 0.842]),
        (["0.49", "band 560 to 580 nm"], [], [0.49, 0.57]),
        (["B02", "B8A", "B11", "SCL"], [], [0.492, 0.865, 1.612, None]),
        (["B1", "B2", "B3"], [], [None, None, None]),  # which may be any
        (["Red", "Green", "Blue", "NIR", "red edge"], [], [0.66, 0.56, 0.48, None, None]),
        ([None, "B04"], ["", "700 nm"], [None, 0.7]),
        (["B02", "B03", "B04", "B08"], [], [0.492, 0.559, 0.665, 0.833]),
        (["B05", "B11", "B12"], [], [0.704, 1.612, 2.194]),
        # MODIS; Landsat as HLS has it, whose B05 is near infrared and B11 thermal; Himawari.
        ([f"sur_refl_b0{n}" for n in range(1, 9)], [], [None] * 8),
        (["B02", "B03", "B04", "B05", "B06", "B07", "B11"], [], [0.492, 0.559, 0.665, *[None] * 4]),
        (["B03", "B08", "B12", "B13"], [], [None] * 4),
    ],
)
def test_wavelengths_are_those_that_a_file_gives_or_its_names_mean(names, said, expected):
    assert find_wavelengths(names, said) == pytest.approx(expected, nan_ok=True)


def test_the_bands_of_a_raster_are_chosen_by_their_names_and_named(write_tif, recorder):
    path = write_tif(image(bands=4), photometric="minisblack")
    with rasterio.open(path, "r+") as dataset:
        dataset.descriptions = ("B02", "B03", "B04", "B08")
    with Raster(path) as raster:
        assert raster.bands == (3, 2, 1)
        raster.log(recorder, ", 9 scenes")
    assert recorder.lines == [
        f"Raster: {SIDE} x {SIDE} pixels, bands 3 (B04), 2 (B03), 1 (B02), 9 scenes."
    ]
    with Raster(path, (4, 1)) as raster:
        assert raster.bands == (4, 1)


@pytest.mark.parametrize("domain", ["", "IMAGERY"])
def test_wavelengths_in_the_metadata_choose_the_bands(write_tif, domain):
    path = write_tif(image(bands=4), photometric="minisblack")
    with rasterio.open(path, "r+") as dataset:
        for band, length in enumerate((0.842, 0.49, 0.56, 0.665), start=1):
            if domain:
                dataset.update_tags(band, ns=domain, CENTRAL_WAVELENGTH_UM=str(length))
            else:
                tags = {"wavelength": str(1000 * length), "wavelength_units": "Nanometers"}
                dataset.update_tags(band, **tags)
    with Raster(path) as raster:
        assert raster.bands == (4, 3, 2)


# --- The cases, where they lie beside the checkout

needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="needs the cases beside the checkout")


@needs_cases
def test_the_cases_of_single_rasters_are_read_right(tmp_path):
    path = str(CASES / "palette" / "pct.tif")
    np.testing.assert_array_equal(read_all(path)[0], expanded(path, tmp_path))
    with Raster(str(CASES / "alpha_band" / "naip.tif")) as raster:
        assert raster.complete
        assert "Band 4 is tagged as alpha" in raster.notes()[0]
    with Raster(f"{CASES}/open_option/ov.tif|option:OVERVIEW_LEVEL=0") as raster:
        assert raster.shape == (144, 144)
    with Raster(f"/vsizip/{CASES}/zip_member/scene.zip/rgb.tif") as raster:
        assert raster.shape == (288, 288)


@needs_cases
def test_in_the_case_of_two_offsets_all_pixels_keep_their_class(tmp_path):
    paths = [str(CASES / "scale_offset" / f"{name}.tif") for name in ("before", "after")]
    with open_pixels(paths[0]) as raster:
        found = cluster_pixels(area_of(raster), PixelSettings(clusters=8), tmp_path / "a.tif")
    maps = []
    for path in paths:
        with open_pixels(path) as raster:
            classify(area_of(raster), found.signatures, LikelihoodSettings(), tmp_path / "m.tif")
        with rasterio.open(tmp_path / "m.tif") as dataset:
            maps.append(dataset.read(1))
    np.testing.assert_array_equal(*maps)


@needs_cases
@pytest.mark.parametrize("folder", ["folder_gray_first", "folder_8_and_16", "folder_palette"])
def test_in_the_cases_of_folders_all_images_keep_their_colors(folder, recorder):
    from PIL import Image

    root = CASES / folder
    settings = ExtractSettings(scaling="type")
    scenes = FolderScenes(images_in(root), root, (), settings, None, "", recorder)
    stretched = FolderScenes(images_in(root), root, (), ExtractSettings(), None, "", recorder)
    assert len(scenes) == len(list(root.glob("*.png")))
    for place, path in enumerate(scenes.paths):
        values = scenes.read(place)[0]
        assert values.shape == (3, 96, 96)
        if folder != "folder_8_and_16":  # Pillow cuts 16 bits to 8
            colors = np.asarray(Image.open(path).convert("RGB")).transpose(2, 0, 1)
            np.testing.assert_allclose(values, colors / 255, atol=1e-6)
        assert stretched.read(place)[0].std() > 0.02


# --- Where rasters lie


def test_open_options_behind_the_path_count(write_tif):
    path = write_tif(image(side=256))
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    source = f"{path}|option:OVERVIEW_LEVEL=0"
    assert split_source(source) == (path, {"OVERVIEW_LEVEL": "0"})
    with Raster(source) as raster, Raster(path) as whole:
        assert raster.shape == (128, 128)
        assert raster.transform[1] == 2 * whole.transform[1]
        assert raster.notes() == ["Open options of the layer: OVERVIEW_LEVEL=0."]
        assert raster.fingerprint() != whole.fingerprint()


def test_a_member_of_an_archive_is_read_and_known_by_the_archive(write_tif, tmp_path):
    import os
    import zipfile

    path = write_tif(image())
    archive = tmp_path / "scene.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(path, "inside/rgb.tif")
    source = f"/vsizip/{archive}/inside/rgb.tif"
    np.testing.assert_array_equal(read_all(source)[0], image())
    marks = []
    for time in (1_000_000_000, 2_000_000_000):
        os.utime(archive, (time, time))
        with Raster(source) as raster:
            marks.append(raster.fingerprint())
    assert marks[0] != marks[1]


def test_footprints_of_odd_rasters_are_where_gdal_has_them(write_tif):
    """Corners of the whole raster by GDAL's geotransform, for rasters turned in every way."""
    import shapely

    from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid

    for turn, shear, sign in itertools.product((0, 30, -75), (0, 10), (1, -1)):
        transform = (
            Affine.translation(5e5, 5e6) @ Affine.rotation(turn) @ Affine.shear(shear)
            @ Affine.scale(3.5, -sign * 7.25)
        )  # fmt: skip
        path = write_tif(image(), transform=transform)
        with Raster(path) as raster:
            grid = make_grid(raster.transform, raster.shape, GridSettings(size=20))
        with rasterio.open(path) as dataset:
            corners = [dataset.transform @ c for c in ((0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE))]
        shapes = shapely.from_wkb(grid.wkb())
        whole = shapely.Polygon(corners)
        assert shapely.area(shapes).sum() == pytest.approx(whole.area, rel=1e-9)
        assert shapely.union_all(shapes).symmetric_difference(whole).area < 1e-6 * whole.area


@pytest.mark.parametrize("kind", ["control points", "RPCs"])
def test_rasters_that_are_not_on_a_grid_are_to_be_warped_first(tmp_path, kind):
    path = tmp_path / "tilted.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=8, height=8, count=1, dtype="uint8"
    ) as made:
        made.write(np.arange(64, dtype=np.uint8).reshape(1, 8, 8))
        if kind == "RPCs":
            numbers = " ".join(["1"] * 20)
            single = ("LINE_OFF", "SAMP_OFF", "LAT_OFF", "LONG_OFF", "HEIGHT_OFF", "LINE_SCALE",
                      "SAMP_SCALE", "LAT_SCALE", "LONG_SCALE", "HEIGHT_SCALE")  # fmt: skip
            many = ("LINE_NUM", "LINE_DEN", "SAMP_NUM", "SAMP_DEN")
            tags = dict.fromkeys(single, "1") | dict.fromkeys([f"{m}_COEFF" for m in many], numbers)
            made.update_tags(ns="RPC", **tags)
        else:
            places = ((0, 0, 10, 50), (0, 8, 11, 50.2), (8, 0, 9.8, 49), (8, 8, 10.9, 49.1))
            points = [GroundControlPoint(row, col, x, y) for row, col, x, y in places]
            made.gcps = points, rasterio.crs.CRS.from_epsg(4326)
    with pytest.raises(RasterError, match=f"{kind}.*Warp it first .Raster > Projections > Warp"):
        Raster(str(path))


def test_a_file_that_only_qgis_can_open_is_to_be_saved_there(tmp_path):
    (tmp_path / "map.ecw").write_bytes(b"\x65\x02\x01" + bytes(500))
    with pytest.raises(RasterError, match=r"cannot be opened as a raster.*save it as GeoTIFF"):
        Raster(str(tmp_path / "map.ecw"))
    with pytest.raises(RasterError, match=r"Choose a raster file that GDAL reads\."):
        Raster(str(tmp_path / "none.tif"))

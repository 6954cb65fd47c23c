from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine
from scipy.ndimage import gaussian_filter
from skimage.measure import label

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.scenes import segments
from rs_deepcluster_plugin.core.scenes.blocks import area_of, open_pixels
from rs_deepcluster_plugin.core.scenes.segments import SegmentSettings, segment_scenes

METHODS = ("slic", "felzenszwalb")


def texture(height=200, width=230, bands=3, seed=0, smooth=4):
    """An image without any edge that a block could be mistaken for."""
    random = np.random.default_rng(seed)
    values = gaussian_filter(random.normal(size=(bands, height, width)), (0, smooth, smooth))
    values = values / values.std() * 40 + 128
    return values.clip(1, 255).astype(np.uint8)


def settings_of(method, **changes):
    values = {"method": method, "size": 64, "scale": 20, "minimum": 12, **changes}
    return SegmentSettings(**values)


def segmented(path, settings, tmp_path, block=64, extent=None):
    """Segments and their labels, drawn from the polygons; 0 where there are none."""
    area = area_of(open_pixels(path), extent)
    found = segment_scenes(area, settings, tmp_path, block)
    shapes = shapely.from_wkb(found.grid.geometries)
    col, row, width, height = area.window
    transform = Affine.from_gdal(*area.raster.transform) @ Affine.translation(col, row)
    labels = rasterize(
        zip(shapes, range(1, len(shapes) + 1)), (height, width), transform=transform, dtype="int32"
    )
    return found, labels, shapes


def boundaries(labels):
    """Share of the pixels of each column that differ from the one to their left, (width - 1,)."""
    return (labels[:, 1:] != labels[:, :-1]).mean(axis=0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("block", [48, 0])
def test_segments_divide_the_valid_pixels_exactly(write_tif, tmp_path, method, block):
    values = texture()
    rows, cols = np.mgrid[:200, :230]
    hole = (rows - 90) ** 2 + (cols - 120) ** 2 < 35**2
    values[:, hole] = 0
    values[:, :, 200:204] = 0  # a gap that parts a strip from the rest
    values[:, 10, 10] = 0
    found, labels, shapes = segmented(
        write_tif(values, nodata=0), settings_of(method), tmp_path, block
    )
    valid = values.any(axis=0)
    np.testing.assert_array_equal(labels > 0, valid)
    np.testing.assert_array_equal(np.bincount(labels[valid])[1:], found.pixels)
    assert found.pixels.sum() == valid.sum()
    assert shapely.is_valid(shapes).all()
    assert (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all()
    np.testing.assert_allclose(shapely.area(shapes), found.pixels * 100)
    # Each hangs together: as many parts as segments.
    assert label(labels, background=0, connectivity=1).max() == len(shapes)
    # The windows are those of the pixels.
    for number in (1, len(shapes) // 2, len(shapes)):
        own_rows, own_cols = np.nonzero(labels == number)
        left, top, width, height = found.grid.windows[number - 1]
        assert (left, top) == (own_cols.min(), own_rows.min())
        assert (left + width, top + height) == (own_cols.max() + 1, own_rows.max() + 1)


@pytest.mark.parametrize("method", METHODS)
def test_there_are_no_seams_along_the_blocks(write_tif, tmp_path, method):
    values = texture(260, 420, seed=3)
    settings = settings_of(method)
    _, labels, _ = segmented(write_tif(values), settings, tmp_path, 60)
    side, margin = segments._blocks(settings, 60)
    for drawn in (labels, labels.T):
        share = boundaries(drawn)
        place = np.arange(1, drawn.shape[1])
        # Where a block ends, and where what it has read does.
        edges = (place % side == 0) | (place % side == margin % side)
        edges |= place % side == (-margin) % side
        assert edges.sum() >= 4
        assert share[edges].mean() < 1.15 * share[~edges].mean()
        assert share[edges].max() < 1.6 * np.percentile(share[~edges], 95)
        # What a seam would look like: the same with a cut at the edges of blocks.
        cut = boundaries(drawn + 10_000 * (np.arange(drawn.shape[1]) // side))
        assert cut[edges].max() == 1


@pytest.mark.parametrize("method", METHODS)
def test_objects_across_the_edges_of_blocks_stay_one(write_tif, tmp_path, method):
    rows, cols = np.mgrid[:200, :200]
    objects = np.zeros((200, 200), dtype=int)
    middles = [(50, 50), (50, 100), (100, 75), (150, 150), (100, 20), (148, 52), (30, 101)]
    for number, (row, col) in enumerate(middles, start=1):  # blocks end at 50, 100 and 150
        objects[(rows - row) ** 2 + (cols - col) ** 2 <= 8**2] = number
    random = np.random.default_rng(0)
    values = np.where(objects > 0, 200, 60) + random.normal(0, 1.5, (3, 200, 200))
    settings = settings_of(method, size=200, compactness=0.02, sigma=0, scale=300)
    path = write_tif(values.astype(np.uint8))
    _, labels, _ = segmented(path, settings, tmp_path, 50)
    for number in range(1, len(middles) + 1):
        counts = np.bincount(labels[objects == number])
        own = counts.argmax()
        assert counts[own] > 0.97 * (objects == number).sum()
        assert (labels == own).sum() < 1.05 * (objects == number).sum()


def test_a_lake_larger_than_many_blocks_is_one_segment(write_tif, tmp_path):
    rows, cols = np.mgrid[:240, :300]
    lake = (np.abs(rows - 120 - 60 * np.sin(cols / 40)) < 20) & (cols > 20) & (cols < 285)
    values = np.where(lake, 40, texture(240, 300, 1, smooth=3) // 2 + 100).astype(np.uint8)
    settings = settings_of("felzenszwalb", sigma=0)
    _, labels, _ = segmented(write_tif(values), settings, tmp_path, 40)
    counts = np.bincount(labels[lake])
    assert counts.max() > 0.98 * lake.sum()
    assert (labels == counts.argmax()).sum() < 1.02 * lake.sum()


def test_segments_of_slic_have_the_size_asked_for(write_tif, tmp_path):
    path = write_tif(texture())
    for size in (40, 150):
        found, _, _ = segmented(path, settings_of("slic", size=size, minimum=None), tmp_path, 0)
        assert 0.6 * size < np.median(found.pixels) < 1.5 * size
        assert found.pixels.min() >= size // 4


@pytest.mark.parametrize("method", METHODS)
def test_small_segments_join_their_neighbors(write_tif, tmp_path, method):
    noise = np.random.default_rng(0).integers(1, 255, (3, 150, 150)).astype(np.uint8)
    noise[:, 100:105] = 0
    noise[:, 102, 40:43] = 77  # an island that has no neighbor
    path = write_tif(noise, nodata=0)
    settings = settings_of(method, sigma=0.5, minimum=30)
    found, _, _ = segmented(path, settings, tmp_path, 50)
    small = found.pixels[found.pixels < 30]
    assert small.tolist() == [3]


def test_a_part_joins_the_neighbor_that_is_most_like_it():
    parts = np.array([[1, 1, 1, 2, 3, 3, 3]] * 3, dtype=np.int32)
    picture = np.where(parts == 1, 0.0, np.where(parts == 2, 0.6, 1.0))[..., None]
    kept = np.zeros_like(parts)
    no = np.zeros(4, dtype=bool)
    regions, _ = segments._absorb(parts, kept, picture.astype(np.float32), 5, no, {})
    assert (regions[:, 3] == regions[:, 4]).all()
    assert (regions[:, 2] != regions[:, 3]).all()
    # A segment that was kept takes it in, and one that waits for the next block stays.
    kept[:, 4:] = 70
    parts[:, 4:] = 0
    regions, fixed = segments._absorb(parts, kept, picture.astype(np.float32), 5, no[:3], {})
    assert fixed[regions[0, 3] - 3] == 70
    waits = np.array([False, False, True])
    regions, _ = segments._absorb(parts, kept, picture.astype(np.float32), 5, waits, {})
    assert (regions[:, 3] == 2).all()


def test_outlines_traced_in_blocks_are_those_of_the_whole(write_tif, tmp_path, monkeypatch):
    path = write_tif(texture(120, 150))
    settings = settings_of("felzenszwalb", scale=60)
    whole, _, _ = segmented(path, settings, tmp_path)
    monkeypatch.setattr(segments, "_TRACED", 17)
    parts, _, _ = segmented(path, settings, tmp_path)
    one, other = (shapely.from_wkb(s.grid.geometries) for s in (whole, parts))
    assert shapely.equals(one, other).all()
    # No corners are left over on straight lines, but where a ring begins.
    assert (np.abs(shapely.get_num_coordinates(one) - shapely.get_num_coordinates(other)) < 9).all()


def test_polygons_lie_on_the_map_of_a_turned_raster(write_tif, tmp_path):
    turned = Affine.translation(500_000, 5_000_000) @ Affine.rotation(30) @ Affine.scale(2, -3)
    path = write_tif(texture(60, 80), transform=turned)
    found, labels, shapes = segmented(path, settings_of("slic"), tmp_path)
    assert (labels > 0).all()
    np.testing.assert_allclose(shapely.area(shapes), found.pixels * 6, rtol=1e-6)


def test_an_extent_limits_the_segments(write_tif, tmp_path):
    values = texture()
    path = write_tif(values)
    extent = (500_300, 4_998_800, 501_100, 4_999_700)
    found, _, shapes = segmented(path, settings_of("slic"), tmp_path, extent=extent)
    assert found.pixels.sum() == 80 * 90
    assert shapely.total_bounds(shapes).tolist() == list(extent)
    assert found.grid.windows[:, :2].min(axis=0).tolist() == [30, 30]


def test_the_same_raster_gives_the_same_segments(write_tif, tmp_path):
    path = write_tif(texture(90, 100))
    one, other = (segmented(path, settings_of("slic"), tmp_path)[1] for _ in range(2))
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("method", METHODS)
def test_rasters_of_one_pixel_or_of_one_value_have_segments(write_tif, tmp_path, method):
    one = np.zeros((2, 40, 50), dtype=np.uint8)
    one[:, 7, 9] = 5
    found, labels, _ = segmented(write_tif(one, nodata=0), settings_of(method), tmp_path, 20)
    assert found.pixels.tolist() == [1]
    assert labels[7, 9] == 1
    flat = write_tif(np.full((2, 40, 50), 9, dtype=np.uint8), "flat.tif")
    found, labels, _ = segmented(flat, settings_of(method), tmp_path, 20)
    assert found.pixels.sum() == 2000
    assert len(found.pixels) == 1 or method == "slic"


def test_what_cannot_be_segmented_is_refused(write_tif, tmp_path):
    empty = write_tif(np.zeros((1, 30, 30), dtype=np.uint8), "empty.tif", nodata=0)
    with pytest.raises(RasterError, match="no valid data"):
        segmented(empty, settings_of("slic"), tmp_path)
    path = write_tif(np.pad(texture(40, 40), ((0, 0), (0, 0), (0, 40))), nodata=0)
    with pytest.raises(SceneError, match="no valid data in this extent"):
        segmented(path, settings_of("slic"), tmp_path, extent=(500_500, 4_999_700, 500_700, 5e6))
    with pytest.raises(SceneError, match="1000000 pixels is not possible.*Felzenszwalb"):
        segmented(path, settings_of("slic", size=1_000_000), tmp_path)
    with pytest.raises(SceneError, match="compactness is 0.*greater than zero"):
        segmented(path, settings_of("slic", compactness=0), tmp_path)
    with pytest.raises(SceneError, match="no method 'watershed'.*slic"):
        segmented(path, settings_of("watershed"), tmp_path)


def test_progress_reaches_the_end_and_never_goes_back(write_tif, tmp_path, recorder):
    area = area_of(open_pixels(write_tif(texture(90, 100))))
    segment_scenes(area, settings_of("slic"), tmp_path, 40, recorder)
    assert recorder.fractions == sorted(recorder.fractions)
    assert 0.5 < recorder.fractions[-1] <= 1
    assert not math.isnan(sum(recorder.fractions))

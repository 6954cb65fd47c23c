from __future__ import annotations

import math
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts, forget_stale
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features import parts
from rs_deepcluster_plugin.core.features.extract import (
    ExtractSettings,
    extract,
    make_provenance,
    resize,
)
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes import sources
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, SceneGrid, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.scaling import Scaling
from rs_deepcluster_plugin.core.scenes.sources import (
    FolderScenes,
    RasterScenes,
    images_in,
    scaling_of,
    valid_fractions,
)

pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
SCALING = Scaling((0.0,) * 3, (1000.0,) * 3)
SETTINGS = ExtractSettings(
    model=ModelSettings(input_size=56), engine=EngineSettings(device="cpu", precision="fp32")
)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(SETTINGS.model)


@pytest.fixture(scope="module")
def engine(encoder):
    return make_engine(encoder, SETTINGS.engine)


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of 8 scenes, so that a small raster has several."""
    monkeypatch.setattr(parts, "PART", 8)


@pytest.fixture
def raster_path(write_tif):
    """A raster of 6 x 5 scenes of 20 pixels, each of another texture; three lack data."""
    random = np.random.default_rng(0)
    values = np.empty((3, 100, 120), dtype=np.int16)
    for row in range(5):
        for col in range(6):
            low, high = sorted(random.integers(0, 1000, 2))
            scene = random.integers(low, high + 1, (3, 20, 20))
            values[:, row * 20 : row * 20 + 20, col * 20 : col * 20 + 20] = scene
    values[:, :20, :20] = -1  # scene 1: nothing
    values[:, :20, 20:31] = -1  # scene 2: 45 %
    values[:, :20, 40:49] = -1  # scene 3: 55 %
    return write_tif(values, nodata=-1)


class Counted:
    """Scenes that count what is read of them, and break after some."""

    def __init__(self, scenes, breaks_at=None):
        self._scenes, self.breaks_at, self.reads = scenes, breaks_at, []

    def __len__(self):
        return len(self._scenes)

    def __getattr__(self, name):
        return getattr(self._scenes, name)

    def read(self, index):
        if self.breaks_at is not None and index >= self.breaks_at:
            time.sleep(1)  # let the model finish what was read before
            raise RuntimeError("the power went out")
        self.reads.append(index)
        return self._scenes.read(index)


def scenes_of(path, bands=(), size=20, **changes):
    raster = Raster(path, bands)
    grid = make_grid(raster.transform, raster.shape, GridSettings(size=size, **changes))
    return raster, grid, RasterScenes(raster, grid, SCALING)


@pytest.fixture
def run(tmp_path, encoder, engine, raster_path):
    """Extract the raster's features; returns what came out and the file."""

    def run(scenes=None, name="f.parquet", cache="cache", settings=SETTINGS, progress=silent):
        raster, grid, own = scenes_of(raster_path)
        provenance = make_provenance(
            raster.path, raster.bands, encoder, settings, SCALING, "", raster, grid
        )
        scenes = own if scenes is None else scenes
        output, folder = tmp_path / name, tmp_path / cache
        done = extract(
            scenes, encoder, provenance, settings.engine, output, folder, progress, lambda: engine
        )
        return done, SceneFile(output, "features")

    return run


def vectors_of(file):
    return np.concatenate([b.vectors for b in file.blocks()])


def cosine(a, b):
    return (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def test_every_scene_with_enough_data_gets_a_feature(run, encoder, recorder):
    done, file = run(progress=recorder)
    assert (done.scenes, done.skipped, done.resumed) == (30, 2, 0)
    assert file.dims == encoder.dims
    has = np.isfinite(vectors_of(file)).all(axis=1)
    assert np.flatnonzero(~has).tolist() == [0, 1]
    fractions = np.concatenate([b.valid_fractions for b in file.blocks()])
    np.testing.assert_allclose(fractions[:4], [0, 0.45, 0.55, 1])
    assert file.provenance.scene_size == (20, 20)
    assert file.provenance.identity == encoder.identity
    assert recorder.fractions == sorted(recorder.fractions)
    assert recorder.fractions[-1] == 1
    assert any(line.startswith("Model: ") for line in recorder.lines)


def test_a_scene_below_the_minimum_of_data_gets_none(run):
    from dataclasses import replace

    done, file = run(settings=replace(SETTINGS, minimum_valid=0.6))
    fractions = np.concatenate([b.valid_fractions for b in file.blocks()])
    has = np.concatenate([b.has_vector for b in file.blocks()])
    np.testing.assert_array_equal(has, fractions >= 0.6)
    assert done.skipped == (~has).sum() == 3


def test_different_scenes_get_different_features(run):
    vectors = vectors_of(run()[1])[3:]
    length = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    likeness = length @ length.T - 2 * np.eye(len(length))
    assert likeness.max() < 0.999


def test_features_depend_neither_on_order_nor_on_company(run, raster_path, engine, encoder):
    vectors = vectors_of(run()[1])
    raster, grid, _ = scenes_of(raster_path)
    shuffled = np.random.default_rng(1).permutation(np.arange(3, 30))
    for some in (shuffled, shuffled[:1], shuffled[:3]):
        part = SceneGrid(
            grid.transform, grid.windows[some], grid.scene_ids[some], grid.rows[some],
            grid.cols[some],
        )  # fmt: skip
        subset = RasterScenes(raster, part, SCALING)
        images = np.stack([resize(subset.read(i)[0], encoder.input_size) for i in range(len(some))])
        assert cosine(engine(images), vectors[some]).min() > 0.9999


def test_what_lacks_data_does_not_reach_the_model(run, raster_path, write_tif):
    import rasterio

    vectors = vectors_of(run()[1])
    with rasterio.open(raster_path) as dataset:
        values = dataset.read()
    values[values == -1] = 32_000  # quite another value, just as invalid
    other = write_tif(values, "other.tif", nodata=32_000)
    scenes = scenes_of(other)[2]
    again = vectors_of(run(scenes, "g.parquet", "other cache")[1])
    np.testing.assert_array_equal(vectors, again)


# --- Going on


def test_a_run_that_broke_goes_on_where_it_was(run, raster_path, small_parts, recorder):
    whole = run(name="whole.parquet", cache="other")[1]
    broken = Counted(scenes_of(raster_path)[2], breaks_at=20)
    with pytest.raises(RuntimeError, match="the power went out"):
        run(broken)
    again = Counted(scenes_of(raster_path)[2])
    done, file = run(again, progress=recorder)
    assert again.reads == list(range(16, 30))  # two parts of eight were finished
    assert done.resumed == 16
    assert "Continuing a run that was stopped: 16 of 30 scenes are done." in recorder.lines
    assert file.path.read_bytes() == whole.path.read_bytes()


def test_nothing_half_written_stays_of_a_run_that_broke(run, raster_path, tmp_path, small_parts):
    with pytest.raises(RuntimeError):
        run(Counted(scenes_of(raster_path)[2], breaks_at=20))
    assert not list(tmp_path.glob("*.parquet*"))
    assert not list(tmp_path.rglob("*.partial"))


def test_a_finished_run_is_not_computed_again(run, raster_path, small_parts):
    first = run()[1].path.read_bytes()
    again = Counted(scenes_of(raster_path)[2])
    done, file = run(again)
    assert (again.reads, done.resumed) == ([], 30)
    assert file.path.read_bytes() == first


@pytest.mark.parametrize("damage", ["truncated", "other bytes", "empty", "another part"])
def test_a_damaged_part_is_computed_again(run, raster_path, tmp_path, small_parts, damage):
    first = run()[1].path.read_bytes()
    part = sorted((tmp_path / "cache" / "parts").glob("*/part-*.npz"))[1]
    content = bytearray(part.read_bytes())
    if damage == "truncated":
        part.write_bytes(content[: len(content) // 2])
    elif damage == "other bytes":
        middle = len(content) // 2
        content[middle : middle + 8] = b"\x00\xffdamage"
        part.write_bytes(content)
    elif damage == "empty":
        part.write_bytes(b"")
    else:
        shutil.copy(part.with_name("part-000000024.npz"), part)  # the last one is shorter
    again = Counted(scenes_of(raster_path)[2])
    done, file = run(again)
    assert again.reads == list(range(8, 16))
    assert done.resumed == 22
    assert file.path.read_bytes() == first


def test_parts_of_another_run_are_not_met(run, raster_path, write_tif, tmp_path, small_parts):
    from dataclasses import replace

    import rasterio

    run()
    with rasterio.open(raster_path) as dataset:
        changed = dataset.read()
    changed[:, 50, 50] += 1
    variants = {
        "a grid with another stride": scenes_of(raster_path, stride=15)[2],
        "other bands": scenes_of(raster_path, (3, 2, 1))[2],
        "another raster": scenes_of(write_tif(changed, "b.tif", nodata=-1))[2],
    }
    for name, scenes in variants.items():
        counted = Counted(scenes)
        assert run(counted)[0].resumed == 0, name
        assert len(counted.reads) == len(scenes)
    for settings in (
        replace(SETTINGS, minimum_valid=0.7),
        replace(SETTINGS, engine=EngineSettings(device="cpu", precision="bf16")),
    ):
        assert run(settings=settings)[0].resumed == 0
    assert run()[0].resumed == 30  # and the first run's are still there


def test_parts_under_a_foreign_key_are_not_taken(run, tmp_path, small_parts):
    run()
    folder = next((tmp_path / "cache" / "parts").iterdir())
    for path in folder.glob("part-*.npz"):
        with np.load(path) as arrays:
            content = dict(arrays)
        np.savez(path, **{**content, "key": np.array("another")})
    assert run()[0].resumed == 0


def test_the_same_run_twice_at_once_waits_and_takes_the_parts_of_the_first(
    run, raster_path, recorder
):
    class Meeting(Counted):
        def read(self, index):
            if not self.reads:
                second.start()
                while not recorder.lines:  # it is told that it waits
                    time.sleep(0.01)
            return super().read(index)

    first, later = Meeting(scenes_of(raster_path)[2]), Counted(scenes_of(raster_path)[2])
    second = threading.Thread(
        target=lambda: found.append(run(later, "g.parquet", progress=recorder))
    )
    found = []
    made, file = run(first)
    second.join()
    ((result, other),) = found
    assert len(first.reads) == 30
    assert later.reads == []
    assert (made.resumed, result.resumed) == (0, 30)
    assert recorder.lines[0].startswith("Another process makes the features, of the same data")
    assert "Continuing the other process: 30 of 30 scenes are done." in recorder.lines
    assert other.path.read_bytes() == file.path.read_bytes()


def test_finished_parts_are_forgotten_and_those_of_others_kept(run, tmp_path):
    import os

    run()
    parts = tmp_path / "cache" / "parts"
    for name, days in (("fresh", 1), ("stale", 99)):
        (parts / name).mkdir()
        os.utime(parts / name, (time.time() - days * 86_400,) * 2)
    mine = [folder for folder in finished_parts() if folder.parent == parts]
    assert len(mine) == 1
    forget_parts(mine)
    forget_stale(tmp_path / "cache")
    assert [p.name for p in parts.iterdir()] == ["fresh"]


def test_no_scene_with_data_is_refused_and_leaves_nothing(run, write_tif, tmp_path):
    path = write_tif(np.full((3, 100, 120), -1, dtype=np.int16), "empty.tif", nodata=-1)
    with pytest.raises(SceneError, match="None of the 30 scenes has at least 50% valid data"):
        run(scenes_of(path)[2])
    assert not (tmp_path / "f.parquet").exists()


def test_a_raster_that_is_damaged_in_its_middle_ends_the_run(run, write_tif, tmp_path):
    values = np.random.default_rng(0).integers(0, 999, (3, 100, 120)).astype(np.int16)
    path = write_tif(values, "damaged.tif", compress="deflate", blockysize=10)
    size = Path(path).stat().st_size
    with open(path, "r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size // 4))
    with pytest.raises(RasterError, match="damaged: get a new copy"):
        run(scenes_of(path)[2])
    assert not (tmp_path / "f.parquet").exists()


# --- Folders


@pytest.fixture
def folder(tmp_path):
    """Images of several kinds and places, one of them unreadable and one cut short."""
    from PIL import Image

    root = tmp_path / "images"
    (root / "b").mkdir(parents=True)
    random = np.random.default_rng(0)
    for name in ("a.png", "b/c.jpg", "b/d.tif", "e.PNG"):
        pixels = random.integers(0, 255, (40, 50, 3)).astype(np.uint8)
        Image.fromarray(pixels).save(root / name)
    (root / "broken.png").write_bytes(b"no image")
    (root / "notes.txt").write_text("no image either")
    (root / ".hidden.png").write_bytes(b"")
    content = (root / "b/c.jpg").read_bytes()
    (root / "z_cut.jpg").write_bytes(content[: len(content) // 2])
    return root


def folder_scenes(root, crs_wkt="", settings=SETTINGS, bands=()):
    return FolderScenes(images_in(root), root, bands, settings, None, crs_wkt, silent)


def test_images_are_found_in_the_order_of_their_names(folder):
    names = [str(p.relative_to(folder).as_posix()) for p in images_in(folder)]
    assert names == ["a.png", "b/c.jpg", "b/d.tif", "broken.png", "e.PNG", "z_cut.jpg"]


def test_a_folder_of_images_becomes_features_and_bad_images_are_left_out(
    folder, tmp_path, encoder, engine
):
    scenes = folder_scenes(folder)
    assert len(scenes.unreadable) == 1
    assert "broken.png" in scenes.unreadable[0]
    provenance = make_provenance(
        str(folder), scenes.bands, encoder, SETTINGS, scenes.scaling, scenes.crs_wkt
    )
    done = extract(
        scenes, encoder, provenance, SETTINGS.engine, tmp_path / "f.parquet", tmp_path / "cache",
        engine=lambda: engine,
    )  # fmt: skip
    file = SceneFile(tmp_path / "f.parquet", "features")
    block = next(file.blocks())
    assert block.names.tolist() == ["a.png", "b/c.jpg", "b/d.tif", "e.PNG", "z_cut.jpg"]
    assert block.has_vector.tolist() == [True, True, True, True, False]
    assert block.geometries.tolist() == [None] * 5  # plain images have no place
    assert (done.scenes, done.skipped) == (5, 1)
    assert any("z_cut.jpg" in text for text in scenes.unreadable)


def test_georeferenced_images_get_their_footprints_in_one_reference_system(write_tif, tmp_path):
    import shapely
    from rasterio.crs import CRS
    from rasterio.transform import Affine

    (tmp_path / "geo").mkdir()
    values = np.random.default_rng(0).integers(0, 255, (3, 20, 20)).astype(np.uint8)
    write_tif(values, "geo/a.tif")
    write_tif(values, "geo/b.tif", crs="EPSG:32632", transform=Affine(10, 0, 5e5, 0, -10, 5e6))
    write_tif(values, "geo/c.tif", crs=None, transform=Affine.identity())
    scenes = folder_scenes(tmp_path / "geo")
    assert CRS.from_wkt(scenes.crs_wkt) == CRS.from_epsg(32633)  # the first image's
    block = scenes.describe(0, 3)
    first, second = (shapely.from_wkb(g) for g in block.geometries[:2])
    assert first.bounds == (500_000, 4_999_800, 500_200, 5_000_000)
    assert second.bounds[0] < 100_000  # one zone further west
    assert block.geometries[2] is None


def test_images_with_too_few_bands_are_left_out(write_tif, tmp_path):
    (tmp_path / "mixed").mkdir()
    write_tif(np.ones((3, 9, 9), dtype=np.uint8), "mixed/a.tif")
    write_tif(np.ones((1, 9, 9), dtype=np.uint8), "mixed/b.tif")
    scenes = folder_scenes(tmp_path / "mixed", bands=(1, 2, 3))
    assert scenes.bands == (1, 2, 3)
    assert len(scenes) == 1
    assert "Band 2 was asked for" in scenes.unreadable[0]


def test_the_scale_of_a_folder_comes_from_all_over_it(write_tif, tmp_path):
    (tmp_path / "many").mkdir()
    for i in range(30):
        write_tif(np.full((1, 16, 16), i * 100, dtype=np.uint16), f"many/{i:02d}.tif")
    scaling = folder_scenes(tmp_path / "many").scaling
    assert scaling.low[0] <= 100
    assert scaling.high[0] >= 2800


@pytest.mark.parametrize("kind", ["missing", "empty", "unreadable"])
def test_a_folder_without_images_is_refused(tmp_path, kind):
    root = tmp_path / "folder"
    if kind != "missing":
        root.mkdir()
    if kind == "unreadable":
        (root / "a.png").write_bytes(b"no image")
    with pytest.raises((SceneError, RasterError), match="Choose"):
        folder_scenes(root)


def test_a_gray_image_that_comes_first_leaves_the_others_their_colors(tmp_path, recorder):
    from PIL import Image

    random = np.random.default_rng(0)
    gray = random.integers(0, 255, (20, 20)).astype(np.uint8)
    colored = random.integers(0, 255, (3, 20, 20, 3)).astype(np.uint8)
    Image.fromarray(gray).save(tmp_path / "a.png")
    for place, pixels in enumerate(colored):
        Image.fromarray(pixels).save(tmp_path / f"b{place}.png")
    settings = replace(SETTINGS, scaling="type")
    scenes = FolderScenes(images_in(tmp_path), tmp_path, (), settings, None, "", recorder)
    assert scenes.bands == (1, 2, 3)
    np.testing.assert_allclose(scenes.read(0)[0], np.repeat(gray[None], 3, axis=0) / 255, atol=1e-6)
    for place, pixels in enumerate(colored, start=1):
        values, valid = scenes.read(place)
        np.testing.assert_allclose(values, pixels.transpose(2, 0, 1) / 255, atol=1e-6)
        assert valid.shape == values.shape
    assert "Bands: 1 (red), 2 (green), 3 (blue) (3 images); 1 (1 image)." in recorder.lines
    assert any("1 of 4 images have fewer than three bands" in line for line in recorder.lines)


@pytest.mark.parametrize("sites", ["b", "a", "ab"])
def test_an_image_of_a_building_site_is_left_out_beside_those_of_the_earth(
    write_tif, tmp_path, sites
):
    from rasterio.crs import CRS

    (tmp_path / "mixed").mkdir()
    values = np.random.default_rng(0).integers(0, 255, (3, 20, 20)).astype(np.uint8)
    site = CRS.from_wkt('LOCAL_CS["site",UNIT["metre",1]]')
    for name in "abc":
        systems = {"crs": site} if name in sites else {}
        write_tif(values, f"mixed/{name}.tif", **systems)
    scenes = folder_scenes(tmp_path / "mixed")
    assert "".join(path.stem for path in scenes.paths) == "abc".translate(
        str.maketrans("", "", sites)
    )


def test_images_of_one_building_site_are_taken_together(write_tif, tmp_path):
    from rasterio.crs import CRS

    (tmp_path / "site").mkdir()
    values = np.random.default_rng(0).integers(0, 255, (3, 20, 20)).astype(np.uint8)
    site = CRS.from_wkt('LOCAL_CS["site",UNIT["metre",1]]')
    for name in "ab":
        write_tif(values, f"site/{name}.tif", crs=site)
    assert len(folder_scenes(tmp_path / "site").paths) == 2


def test_two_bands_among_three_get_their_mean_as_the_third(write_tif, tmp_path):
    (tmp_path / "mixed").mkdir()
    two = np.array([[[10, 20]], [[30, 0]]], dtype=np.uint8)
    write_tif(two, "mixed/a.tif", nodata=255)
    two[1, 0, 1] = 255  # no data in one of the two
    write_tif(two, "mixed/b.tif", nodata=255)
    write_tif(np.full((3, 1, 2), 7, dtype=np.uint8), "mixed/c.tif")
    scenes = folder_scenes(tmp_path / "mixed", settings=replace(SETTINGS, scaling="type"))
    values, valid = scenes.read(0)
    np.testing.assert_allclose(255 * values[2, 0], [20, 10], rtol=1e-5)
    assert valid.all()
    assert scenes.read(1)[1][:, 0].tolist() == [[True, True], [True, False], [True, False]]


@pytest.mark.parametrize("scaling", ["percentiles", "type"])
def test_images_of_8_and_16_bit_are_scaled_each_by_its_type(write_tif, tmp_path, scaling, recorder):
    (tmp_path / "mixed").mkdir()
    made = np.random.default_rng(0).integers(0, 200, (8, 3, 16, 16)).astype(np.uint8)
    for place, pixels in enumerate(made):
        deep = pixels.astype(np.uint16) * 257
        write_tif(deep if place % 2 == 0 else pixels, f"mixed/{place}.tif")
        write_tif(pixels, f"mixed/plain{place}.tif")
    (tmp_path / "plain").mkdir()
    for place in range(8):
        (tmp_path / f"mixed/plain{place}.tif").rename(tmp_path / f"plain/{place}.tif")
    settings = replace(SETTINGS, scaling=scaling)
    root = tmp_path / "mixed"
    scenes = FolderScenes(images_in(root), root, (), settings, None, "", recorder)
    plain = folder_scenes(tmp_path / "plain", settings=settings)
    for place in range(8):
        np.testing.assert_allclose(scenes.read(place)[0], plain.read(place)[0], atol=0.02)
        assert scenes.read(place)[0].mean() > 0.3  # none of them is black
    assert set(scenes.kinds) == {"uint8", "uint16"}
    assert plain.kinds is None
    said = "several data types, scaled each by itself: 4 of the type uint16, 4 of the type uint8."
    assert any(said in line for line in recorder.lines)
    assert scenes.fingerprint() != plain.fingerprint()


def test_empty_images_of_another_type_do_not_stop_a_folder(write_tif, tmp_path):
    (tmp_path / "mixed").mkdir()
    made = np.random.default_rng(0).integers(1, 200, (3, 16, 16))
    write_tif(made.astype(np.uint8), "mixed/a.tif")
    write_tif(np.zeros((3, 16, 16), dtype=np.uint16), "mixed/b.tif", nodata=0)
    scenes = folder_scenes(tmp_path / "mixed")
    assert scenes.read(0)[1].all()
    assert not scenes.read(1)[1].any()


def test_what_is_odd_about_images_is_said_once(write_tif, tmp_path, recorder):
    from rasterio.enums import ColorInterp

    (tmp_path / "odd").mkdir()
    made = np.random.default_rng(0).integers(1, 200, (4, 16, 16)).astype(np.uint8)
    colors = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    for name in ("a", "b"):
        write_tif(made, f"odd/{name}.tif", colorinterp=colors)
    root = tmp_path / "odd"
    FolderScenes(images_in(root), root, (), SETTINGS, None, "", recorder)
    said = [line for line in recorder.lines if "tagged as alpha" in line]
    assert len(said) == 1
    assert said[0].startswith("In 2 of 2 images: Band 4 is tagged as alpha")


def test_images_of_palettes_are_their_colors(tmp_path):
    from PIL import Image

    random = np.random.default_rng(0)
    for place in range(3):
        pixels = random.integers(0, 255, (20, 20, 3)).astype(np.uint8)
        Image.fromarray(pixels).quantize(16).save(tmp_path / f"p{place}.png")
    scenes = folder_scenes(tmp_path, settings=replace(SETTINGS, scaling="type"))
    assert scenes.bands == (1, 1, 1)
    for place in range(3):
        colors = np.asarray(Image.open(tmp_path / f"p{place}.png").convert("RGB"))
        np.testing.assert_allclose(
            scenes.read(place)[0], colors.transpose(2, 0, 1) / 255, atol=1e-6
        )


def test_links_to_folders_are_followed_but_not_in_circles(tmp_path):
    from PIL import Image

    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    for folder in (root / "own", elsewhere / "deep"):
        folder.mkdir(parents=True)
        Image.new("RGB", (8, 8)).save(folder / "a.png")
    (root / "linked").symlink_to(elsewhere)
    (elsewhere / "back").symlink_to(root)
    (root / "also_own").symlink_to(root / "own")
    names = [path.relative_to(root).as_posix() for path in images_in(root)]
    assert names == ["linked/deep/a.png", "own/a.png"]


# --- Parts of it


def test_valid_fractions_of_complete_data_need_no_reading(write_tif):
    path = write_tif(np.ones((1, 50, 50), dtype=np.uint8))
    raster, grid, _ = scenes_of(path, edges="keep")
    fractions = valid_fractions(raster, grid).reshape(3, 3)
    np.testing.assert_allclose(fractions, [[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 0.25]])


@pytest.mark.parametrize("square", [1024, 16])
def test_valid_fractions_are_those_of_each_window_by_itself(write_tif, monkeypatch, square):
    monkeypatch.setattr(sources, "_SQUARE", square)
    random = np.random.default_rng(1)
    values = random.integers(0, 4, (1, 90, 120)).astype("uint16")
    raster = Raster(str(write_tif(values, nodata=0)))
    starts = random.integers(-30, 110, (300, 2))
    windows = np.concatenate([starts, random.integers(0, 40, (300, 2))], axis=1)
    windows[0], windows[1] = (5, 7, 80, 1), (5, 7, 1, 80)
    ids = np.arange(300)
    grid = SceneGrid(raster.transform, windows, ids, ids, ids)
    padded = np.zeros((200, 240))
    padded[40:130, 40:160] = values[0] > 0
    for found, (col, row, width, height) in zip(valid_fractions(raster, grid), windows):
        own = padded[row + 40 : row + 40 + height, col + 40 : col + 40 + width]
        assert found == pytest.approx(own.mean() if own.size else 0)


def test_valid_fractions_of_a_grid_read_each_block_of_the_raster_once(write_tif, monkeypatch):
    raster = Raster(str(write_tif(np.ones((1, 400, 400), "uint16"), nodata=0)))
    reads = []
    read = raster.read
    monkeypatch.setattr(raster, "read", lambda window: reads.append(window) or read(window))
    fractions = valid_fractions(raster, make_grid(raster.transform, (400, 400), GridSettings(2)))
    assert len(fractions) == 40_000
    assert (fractions == 1).all()
    assert len(reads) == 1


def test_valid_fractions_are_the_same_read_or_reckoned(write_tif):
    values = np.ones((1, 50, 50))
    integers = scenes_of(write_tif(values.astype(np.uint8), "i.tif"))
    floats = scenes_of(write_tif(values.astype(np.float32), "f.tif"))
    assert integers[0].complete
    assert not floats[0].complete
    np.testing.assert_allclose(valid_fractions(*integers[:2]), valid_fractions(*floats[:2]))


def test_scaling_follows_the_settings(raster_path):
    with Raster(raster_path) as raster:
        by_type = scaling_of(raster, ExtractSettings(scaling="type"))
        by_data = scaling_of(raster, ExtractSettings(percentiles=(0.0, 100.0)))
    assert by_type.high == (32767.0,) * 3
    assert all(0 <= low < high <= 1000 for low, high in zip(by_data.low, by_data.high))


def test_resizing_keeps_the_mean_and_the_range():
    image = np.random.default_rng(0).uniform(size=(3, 48, 37)).astype(np.float32)
    for size in (14, 56, 224):
        resized = resize(image, size)
        assert resized.shape == (3, size, size)
        np.testing.assert_allclose(resized.mean(axis=(1, 2)), image.mean(axis=(1, 2)), atol=0.02)
        assert resized.min() >= 0
        assert resized.max() <= 1
    square = np.ascontiguousarray(image[:, :37])
    np.testing.assert_array_equal(resize(square, 37), square)


def test_footprints_of_images_in_other_systems_follow_their_edges(write_tif, tmp_path):
    from rasterio.crs import CRS
    from rasterio.transform import Affine

    polar = CRS.from_epsg(3413).to_wkt()
    # 40 degrees of longitude, 20 of latitude; and an image so small that its edges are straight.
    sides = {"large.tif": 4.0, "small.tif": 1e-4}
    for name, side in sides.items():
        write_tif(
            np.full((3, 5, 10), 9, np.uint8), name, crs="EPSG:4326",
            transform=Affine(side, 0, 10, 0, -side, 80),
        )  # fmt: skip
    large, small = shapely.from_wkb(folder_scenes(tmp_path, polar).describe(0, 2).geometries)
    # The ring between two parallels, by PROJ: distances from the pole at 60 and 80 degrees.
    outer, inner = 3_323_160.27, 1_085_920.3
    right = math.radians(40) / 2 * (outer**2 - inner**2)
    assert large.area == pytest.approx(right, rel=2e-3)
    assert shapely.get_num_coordinates(large) > 50
    assert shapely.get_num_coordinates(small) == 5

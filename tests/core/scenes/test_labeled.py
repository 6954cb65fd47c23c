from __future__ import annotations

import numpy as np
import pytest
import shapely

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.scenes.grid import grid_of_polygons
from rs_deepcluster_plugin.core.scenes.labeled import (
    hold_out,
    join_scenes,
    keep_large_classes,
    log_unreadable,
    read_class_folders,
    read_labeled_polygons,
)
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.scaling import Scaling

PLAIN = ExtractSettings(scaling="type")


@pytest.fixture
def write_image(tmp_path):
    """Write an image of one value into a folder of ``root``; returns its path."""
    import rasterio

    def write(name, value=100, bands=3, size=(8, 8), dtype="uint8", driver="PNG", root="classes"):
        path = tmp_path / root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        options = {"width": size[0], "height": size[1], "count": bands, "dtype": dtype}
        with rasterio.open(path, "w", driver=driver, **options) as image:
            image.write(np.full((bands, size[1], size[0]), value, dtype=dtype))
        return path

    return write


@pytest.fixture
def root(tmp_path, write_image):
    """Three classes; the values are those of the classes' places, plus one for each image."""
    for place, name in enumerate(("river", "Forest", "beach")):
        for number in range(4):
            write_image(f"{name}/{name}_{number}.png", 50 * place + number + 1)
    return tmp_path / "classes"


@pytest.fixture
def raster(write_tif):
    """20 x 20 pixels of 10 m; the left half is 10, the right half 200."""
    values = np.full((3, 20, 20), 10, dtype=np.uint8)
    values[:, :, 10:] = 200
    with Raster(write_tif(values), ()) as opened:
        yield opened


def grid_of(raster, boxes):
    """Polygons from pixel coordinates (left, top, right, bottom)."""
    x0, y0 = raster.transform[0], raster.transform[3]
    shapes = [
        shapely.box(x0 + 10 * left, y0 - 10 * bottom, x0 + 10 * right, y0 - 10 * top)
        for left, top, right, bottom in boxes
    ]
    wkb = np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object)
    ids = np.arange(1, len(boxes) + 1, dtype=np.int64) * 10
    return grid_of_polygons(raster.transform, raster.shape, wkb, ids, ids, ids)


FOUR = [(0, 0, 5, 5), (0, 5, 5, 10), (12, 0, 18, 5), (12, 5, 18, 10)]


# Folders


def test_each_folder_is_a_class(root):
    scenes = read_class_folders(root, settings=PLAIN)
    assert scenes.classes == ("Forest", "beach", "river")
    assert len(scenes) == 12
    assert scenes.counts.tolist() == [4, 4, 4]
    assert scenes.bands == (1, 2, 3)
    for label, name in zip(scenes.labels, scenes.names):
        assert name.split("/")[0] == scenes.classes[label]
    assert scenes.names[0] == "Forest/Forest_0.png"


def test_a_scene_is_read_with_its_own_values(root):
    scenes = read_class_folders(root, settings=PLAIN)
    for index, name in enumerate(scenes.names):
        values, valid = scenes.read(index)
        place = ("river", "Forest", "beach").index(name.split("/")[0])
        expected = (50 * place + int(name[-5]) + 1) / 255
        assert values.dtype == np.float32
        assert values.shape == valid.shape == (3, 8, 8)
        assert valid.all()
        assert np.allclose(values, expected)


def test_values_are_stretched_by_percentiles_of_the_whole_folder(root):
    scenes = read_class_folders(root, settings=ExtractSettings(percentiles=(0, 100)))
    means = [scenes.read(i)[0].mean() for i in range(len(scenes))]
    assert min(means) == 0
    assert max(means) == 1


def test_a_given_scaling_is_used(root):
    scenes = read_class_folders(root, scaling=Scaling((0.0,) * 3, (1000.0,) * 3))
    assert np.allclose(scenes.read(0)[0], 0.051)
    assert scenes.scalings == (Scaling((0.0,) * 3, (1000.0,) * 3),)


def test_folders_of_a_class_belong_to_it(root, write_image):
    write_image("river/2024/deep/r.png", 9)
    scenes = read_class_folders(root, settings=PLAIN)
    place = scenes.names.index("river/2024/deep/r.png")
    assert scenes.classes[scenes.labels[place]] == "river"
    assert scenes.counts.tolist() == [4, 4, 5]


def test_images_may_differ_in_size_and_bands_and_type(root, write_image):
    write_image("river/wide.tif", 7, bands=5, size=(40, 3), dtype="uint16", driver="GTiff")
    scenes = read_class_folders(root, bands=(2,), settings=PLAIN)
    assert scenes.unreadable == []
    assert scenes.read(scenes.names.index("river/wide.tif"))[0].shape == (1, 3, 40)
    assert scenes.read(0)[0].shape == (1, 8, 8)


def test_images_beside_the_classes_and_hidden_and_empty_folders_are_left_out(
    root, write_image, recorder
):
    write_image("overview.png")
    write_image(".thumbnails/t.png")
    (root / "swamp").mkdir()
    (root / "swamp" / "readme.txt").write_text("nothing yet")
    scenes = read_class_folders(root, settings=PLAIN, progress=recorder)
    assert scenes.classes == ("Forest", "beach", "river")
    assert len(scenes) == 12
    assert any("1 image in" in line for line in recorder.lines)
    assert any("swamp" in line for line in recorder.lines)


def test_a_linked_class_folder_is_a_class(root, tmp_path, write_image):
    write_image("dune/d.png", root="elsewhere")
    (root / "dune").symlink_to(tmp_path / "elsewhere" / "dune", target_is_directory=True)
    assert "dune" in read_class_folders(root, settings=PLAIN).classes


def test_spaces_around_a_folders_name_are_not_part_of_the_class(root, write_image):
    write_image("dune /d.png")
    assert "dune" in read_class_folders(root, settings=PLAIN).classes


def test_unreadable_images_are_named_and_left_out(root, recorder):
    (root / "river" / "broken.jpg").write_bytes(b"not an image")
    scenes = keep_large_classes(read_class_folders(root, settings=PLAIN), recorder)
    assert len(scenes) == 12
    assert [name.split(" ")[0] for name in scenes.unreadable] == ["broken.jpg"]
    assert any("broken.jpg" in line for line in recorder.lines)


def test_an_image_without_its_end_is_named_once(root, write_image):
    path = write_image("river/cut.tif", 9, size=(200, 200), driver="GTiff")
    path.write_bytes(path.read_bytes()[:60_000])
    scenes = read_class_folders(root, settings=PLAIN)
    place = scenes.names.index("river/cut.tif")
    for _ in range(2):
        assert not scenes.read(place)[1].any()
    assert [name.split(" ")[0] for name in scenes.unreadable] == ["cut.tif"]


def test_only_the_first_twenty_unreadable_images_are_named(recorder):
    log_unreadable([f"{n}.png" for n in range(23)], recorder)
    assert len(recorder.lines) == 21
    assert "19.png" in recorder.lines[19]
    assert recorder.lines[20] == "... and 3 more."


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(SceneError, match="is not a folder. Choose the folder"):
        read_class_folders(tmp_path / "nowhere")


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(SceneError, match="holds no images. Choose a folder that holds one folder"):
        read_class_folders(tmp_path)


def test_images_without_class_folders_are_refused(tmp_path, write_image):
    write_image("a.png")
    write_image("b.png")
    with pytest.raises(SceneError, match="2 images but no folders with images. Choose"):
        read_class_folders(tmp_path / "classes")


@pytest.mark.parametrize("other", ["River", "river ", "RIVER"])
def test_classes_that_differ_only_in_case_or_spaces_are_refused(root, write_image, other):
    write_image(f"{other}/r.png")
    with pytest.raises(SceneError) as caught:
        read_class_folders(root)
    assert f"'{other}'" in str(caught.value)
    assert "'river'" in str(caught.value)


def test_a_folder_of_broken_images_is_refused(tmp_path):
    (tmp_path / "river").mkdir()
    (tmp_path / "river" / "a.png").write_bytes(b"nothing")
    with pytest.raises(RasterError, match="None of the 1 images"):
        read_class_folders(tmp_path)


def test_the_fingerprint_follows_the_data_and_the_classes(root, write_image):
    first = read_class_folders(root, settings=PLAIN).fingerprint()
    assert read_class_folders(root, settings=PLAIN).fingerprint() == first
    assert read_class_folders(root, bands=(1,), settings=PLAIN).fingerprint() != first
    write_image("river/more.png")
    longer = read_class_folders(root, settings=PLAIN)
    before = longer.fingerprint()
    assert before != first
    assert longer.take(np.arange(5)).fingerprint() != before
    (root / "river").rename(root / "stream")
    assert read_class_folders(root, settings=PLAIN).fingerprint() != before


def test_features_can_be_made_of_labeled_scenes(root):
    scenes = read_class_folders(root, settings=PLAIN)
    block = scenes.describe(2, 5)
    assert block.names.tolist() == scenes.names[2:5]
    assert block.scene_ids.tolist() == [3, 4, 5]
    assert len(block.geometries) == len(block.vectors) == len(block.has_vector) == 3
    assert len(scenes.describe(10, 99)) == 2


# Polygons


def test_polygons_are_cut_out_of_the_raster_with_their_classes(raster):
    scenes = read_labeled_polygons(
        raster, grid_of(raster, FOUR), ["dark", "dark", "bright", "bright"], PLAIN
    )
    assert scenes.classes == ("bright", "dark")
    assert scenes.labels.tolist() == [1, 1, 0, 0]
    assert scenes.names == ["polygon 10", "polygon 20", "polygon 30", "polygon 40"]
    for index, label in enumerate(scenes.labels):
        values, valid = scenes.read(index)
        assert valid.all()
        assert values.shape[1:] == ((5, 6), (5, 5))[label]
        assert np.allclose(values, (200 / 255, 10 / 255)[label])


def test_polygons_without_a_class_or_data_are_left_out(raster, recorder):
    grid = grid_of(raster, [*FOUR, (30, 30, 35, 35), (18, 0, 27, 5)])
    names = ["dark", None, "bright", "  ", "dark", "bright"]
    scenes = read_labeled_polygons(raster, grid, names, PLAIN, recorder)
    assert scenes.names == ["polygon 10", "polygon 30"]
    assert [scenes.classes[label] for label in scenes.labels] == ["dark", "bright"]
    assert np.allclose(scenes.read(1)[0], 200 / 255)
    assert any("no class: 2 of 6" in line for line in recorder.lines)
    assert any("valid data: 2 of 6" in line for line in recorder.lines)


def test_polygons_with_no_classes_at_all_are_refused(raster):
    with pytest.raises(SceneError, match="None of the 4 polygons has a class. Choose the field"):
        read_labeled_polygons(raster, grid_of(raster, FOUR), [None, "", " ", None])


def test_polygons_with_classes_beside_the_data_are_refused(raster):
    grid = grid_of(raster, [*FOUR, (30, 30, 35, 35)])
    with pytest.raises(SceneError, match="None of the 1 polygons with a class"):
        read_labeled_polygons(raster, grid, [None] * 4 + ["dark"])


def test_polygon_classes_that_differ_only_in_spaces_are_refused(raster):
    with pytest.raises(SceneError, match="'dark' and ' dark' differ only"):
        read_labeled_polygons(raster, grid_of(raster, FOUR), ["dark", " dark", "bright", "bright"])


# Several sources


def test_classes_of_several_sources_are_matched_by_name(root, raster, write_image, tmp_path):
    folder = read_class_folders(root, settings=PLAIN)
    polygons = read_labeled_polygons(
        raster, grid_of(raster, FOUR), ["river", "river", "city", "city"], PLAIN
    )
    both = join_scenes([folder, polygons])
    assert both.classes == ("Forest", "beach", "city", "river")
    assert len(both) == 16
    assert both.counts.tolist() == [4, 4, 2, 6]
    for index, name in enumerate(both.names):
        source, place = (folder, index) if index < 12 else (polygons, index - 12)
        assert name == source.names[place]
        assert both.classes[both.labels[index]] == source.classes[source.labels[place]]
        assert np.array_equal(both.read(index)[0], source.read(place)[0])
    assert len({both.fingerprint(), folder.fingerprint(), polygons.fingerprint()}) == 3


def test_sources_of_other_band_counts_are_refused(root):
    with pytest.raises(SceneError, match=r"3 bands \(.*\) and 1 band "):
        join_scenes([read_class_folders(root), read_class_folders(root, bands=(1,))])


def test_sources_whose_classes_differ_only_in_case_are_refused(root, raster):
    polygons = read_labeled_polygons(
        raster, grid_of(raster, FOUR), ["River", "River", "city", "city"], PLAIN
    )
    with pytest.raises(SceneError, match="'river' and 'River'"):
        join_scenes([read_class_folders(root), polygons])


# Checks


def test_a_class_with_a_single_image_is_left_out_and_named(root, write_image, recorder):
    write_image("dune/only.png", 250)
    scenes = keep_large_classes(read_class_folders(root, settings=PLAIN), recorder)
    assert scenes.classes == ("Forest", "beach", "river")
    assert len(scenes) == len(scenes.names) == 12
    assert all(
        name.split("/")[0] == scenes.classes[k] for k, name in zip(scenes.labels, scenes.names)
    )
    assert scenes.read(11)[0].max() < 200 / 255
    assert any("dune (1)" in line for line in recorder.lines)


def test_one_class_is_refused(tmp_path, write_image):
    for number in range(3):
        write_image(f"river/{number}.png")
    with pytest.raises(SceneError, match="All scenes are of one class, river. Give"):
        keep_large_classes(read_class_folders(tmp_path / "classes"))


def test_classes_that_are_all_too_small_are_refused(tmp_path, write_image):
    for name in ("a/1.png", "a/2.png", "b/1.png", "c/1.png"):
        write_image(name)
    with pytest.raises(SceneError, match=r"1 have 2 scenes or more; too few have b \(1\), c \(1\)"):
        keep_large_classes(read_class_folders(tmp_path / "classes"))


# Training and validation


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.99])
def test_every_class_is_in_both_parts(share):
    labels = np.repeat(np.arange(4), (2, 3, 10, 100))
    train, validation = hold_out(labels, share, seed=1)
    assert sorted([*train, *validation]) == list(range(len(labels)))
    assert set(labels[train]) == set(labels[validation]) == {0, 1, 2, 3}
    assert np.count_nonzero(labels[validation] == 3) == max(1, round(share * 100))


def test_the_split_follows_the_seed():
    labels = np.repeat(np.arange(3), 20)
    assert np.array_equal(hold_out(labels, 0.3, 5)[1], hold_out(labels, 0.3, 5)[1])
    assert not np.array_equal(hold_out(labels, 0.3, 5)[1], hold_out(labels, 0.3, 6)[1])


def test_a_class_that_cannot_be_in_both_parts_is_refused():
    with pytest.raises(SceneError, match="training and validation: dune. Add scenes"):
        hold_out(np.array([0, 0, 1, 2, 2]), 0.5, 0, ["beach", "dune", "river"])


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0])
def test_a_share_that_leaves_nothing_is_refused(share):
    with pytest.raises(SceneError, match="Choose one between 0 and 1"):
        hold_out(np.array([0, 0, 1, 1]), share, 0)

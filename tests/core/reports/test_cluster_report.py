"""The report about a cluster layer: what is in the file, from hand-made scenes."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zlib
from html.parser import HTMLParser

import numpy as np
import pytest
import rasterio
import shapely
from PIL import Image

from rs_deepcluster_plugin.core.base import palette
from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.clusters.layer_tree import ClusterTree
from rs_deepcluster_plugin.core.features.scene_file import Provenance
from rs_deepcluster_plugin.core.reports import cluster_report, report_scenes, report_tree
from rs_deepcluster_plugin.core.reports.cluster_report import About, Imagery, write_cluster_report
from rs_deepcluster_plugin.core.reports.report_scenes import ReportScenes
from rs_deepcluster_plugin.core.reports.thumbnails import RasterPictures
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.scaling import Scaling

NASTY = "</script><script>alert('1')</script> \u2028 \"it's\" & {{ 7 * 7 }}"
SIDE = 10  # pixels of a scene
PLAIN = Scaling((0.0,) * 3, (255.0,) * 3)
PALETTE = list(palette.colors())


class Page(HTMLParser):
    """What a browser sees."""

    def __init__(self, path):
        super().__init__()
        self.html = path.read_text(encoding="utf-8")
        self.tags, self.texts, self._in = [], [], []
        self.scripts, self.style = {}, ""
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._in = [tag, dict(attributes).get("type", "")]

    def handle_endtag(self, tag):
        self._in = []

    def handle_data(self, text):
        if self._in[:1] == ["script"]:
            self.scripts[self._in[1]] = text
        elif self._in[:1] == ["style"]:
            self.style += text
        elif text.strip():
            self.texts.append(" ".join(text.split()))

    def all(self, name, **wanted):
        return [
            a for tag, a in self.tags
            if tag == name and all(v in (a.get(k) or "") for k, v in wanted.items())
        ]  # fmt: skip

    @property
    def data(self):
        return json.loads(self.scripts["application/json"])

    def numbers(self, name):
        return np.frombuffer(base64.b64decode(self.data[name]), "<u2")

    def sheet(self, number):
        found = re.search(rf"\.s{number} {{ background-image: url\(([^)]*)\)", self.style)
        return picture(found.group(1))

    def tile(self, number):
        side, pitch = self.data["side"], self.data["pitch"]
        sheet, place = divmod(number, 256)
        row, col = divmod(place, 16)
        return self.sheet(sheet)[row * pitch :, col * pitch :][:side, :side]

    def layer(self, name):
        (figure,) = [i for i, (t, a) in enumerate(self.tags) if a.get("data-layer") == name]
        image = next(a for tag, a in self.tags[figure:] if tag == "img")
        return picture(image["src"])


def in_hex(color):
    red, green, blue, *_ = color
    return f"#{red:02x}{green:02x}{blue:02x}"


def picture(uri):
    assert uri.startswith("data:image/")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))))


def boxes(count, columns):
    """Scenes of 10 x 10 pixels, side by side, on the rasters of `write_tif`."""
    rows, cols = np.divmod(np.arange(count), columns)
    left, top = 500_000 + 10 * SIDE * cols, 5_000_000 - 10 * SIDE * rows
    return shapely.to_wkb(shapely.box(left, top - 10 * SIDE, left + 10 * SIDE, top)).tolist()


def made(clusters, columns=4, **changes):
    clusters = np.asarray(clusters, dtype=float)
    count = len(clusters)
    rng = np.random.default_rng(0)
    places = rng.normal(0, 0.1, (count, 2)) + np.nan_to_num(clusters)[:, None] * (3, 1)
    values = {
        "ids": np.arange(1.0, count + 1),
        "clusters": clusters,
        "fitted": clusters,
        "probabilities": np.where(np.isnan(clusters), np.nan, 0.95),
        "second_clusters": np.full(count, np.nan),
        "second_probabilities": np.full(count, np.nan),
        "ambiguous": np.zeros(count),
        "exemplar_ranks": np.full(count, np.nan),
        "subclusters": np.full(count, np.nan),
        "places": np.where(np.isnan(clusters)[:, None], np.nan, places),
        "areas": np.full(count, 10_000.0),
        "classes": np.full(count, -1),
        "geometries": boxes(count, columns),
    }
    return ReportScenes(**{**values, **changes})


@pytest.fixture
def write(tmp_path):
    def run(scenes, about=None, imagery=None, **options):
        path = tmp_path / "new" / "report.html"
        about = about or About("map", picture_note="There are no pictures.")
        assert write_cluster_report(path, scenes, about, imagery, **options) > 0
        return Page(path)

    return run


@pytest.fixture
def raster(write_tif):
    """Twelve scenes of one color each: as red as 20 times their number."""
    values = np.full((3, 3 * SIDE, 4 * SIDE), 60, dtype=np.uint8)
    for scene in range(12):
        row, col = divmod(scene, 4)
        values[0, row * SIDE : (row + 1) * SIDE, col * SIDE : (col + 1) * SIDE] = 20 * scene + 10
    return write_tif(values)


THREE = [1, 1, 1, 2, 2, 2, 3, 3, 1, 1, 2, np.nan]


def test_pictures_show_their_scenes(write, raster):
    page = write(made(THREE), imagery=Imagery(raster, (1, 2, 3), PLAIN), exemplars=2, side=32)
    shown = page.data["tiles"]
    assert sorted(shown) == list(range(11))  # so few that all have one, but for that of no cluster
    for number, scene in enumerate(shown):
        red, green, _ = page.tile(number)[4:-4, 4:-4].reshape(-1, 3).mean(axis=0)
        assert red == pytest.approx(20 * scene + 10, abs=6)
        assert green == pytest.approx(60, abs=6)
    assert page.numbers("tile")[shown].tolist() == list(range(11))
    in_cards = [a["title"] for a in page.all("i", role="img")]
    assert len(in_cards) == 6
    assert all(re.fullmatch(r"Scene \d+", title) for title in in_cards)


def test_pictures_of_cells_show_what_is_around_them_with_the_cell_outlined(tmp_path):
    values = np.full((3, 60, 60), 100, dtype="uint8")
    values[0, 20:30, 30:40] = 250  # the cell
    path = tmp_path / "cells.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=60, height=60, count=3, dtype="uint8"
    ) as raster:
        raster.write(values)
    windows = np.array([[30, 20, 10, 10], [0, 0, 10, 10], [55, 55, 10, 10]])
    with Raster(str(path), (1, 2, 3)) as raster:
        pictures = RasterPictures(raster, windows, PLAIN, (50, 50))
        found = pictures.read(0, 100)  # two pixels for each of the raster's
        assert found.shape == (100, 100, 3)
        assert (found[42:58, 42:58, 0] > 200).all()
        for edge in (39, 60):
            assert (found[39:61, edge] == 255).all()
            assert (found[edge, 39:61] == 255).all()
        for edge in (38, 61):
            assert (found[38:62, edge] == 0).all()
            assert (found[edge, 38:62] == 0).all()
        away = np.ones((100, 100), dtype=bool)
        away[36:64, 36:64] = False
        assert (found[away] == 100).all()
        # At the corner of the raster there is less around it.
        corner = pictures.read(1, 90)
        assert corner.shape == (90, 90, 3)
        assert (corner[30, :30] == 255).all()
        assert pictures.read(2, 100) is not None
        alone = RasterPictures(raster, windows, PLAIN).read(0, 100)
        assert (alone == (250, 100, 100)).all()


@pytest.mark.parametrize(
    ("context", "cell", "shown"),
    [
        ((256, 256), (32, 32), (160, 160)),
        ((128, 128), (64, 64), (128, 128)),
        ((28, 28), (32, 32), (32, 32)),
        (None, (32, 32), None),
        ((256, 256), None, None),
    ],
)
def test_a_picture_of_a_cell_is_five_cells_wide_and_no_wider_than_its_context(context, cell, shown):
    made = Provenance(
        "", "", None, None, "", 224, (4,), (1,), (0.0,), (1.0,), 0.5, "", "",
        scene_size=cell, context=context,
    )  # fmt: skip
    assert made.picture_size == shown


def test_the_map_shows_clusters_classes_and_which_scene_is_where(write, raster):
    classes = np.where(np.arange(12) < 4, 1, -1)
    about = About("map", classes=[("a", "A", "#010203"), ("b", "B", "#0a141e")])
    page = write(made(THREE, classes=classes), about, Imagery(raster, (1, 2, 3), PLAIN))
    height, width = (n * SIDE * 3 for n in (3, 4))  # three times as large, not more
    shown = page.data["map"]
    assert (shown["height"], shown["width"]) == (height, width)
    middle = np.arange(3)[:, None] * 30 + 15, np.arange(4) * 30 + 15
    steps = np.frombuffer(zlib.decompress(base64.b64decode(shown["scenes"])), "<i4")
    scenes = np.cumsum(steps.reshape(height, width), axis=0)
    assert scenes[middle].ravel().tolist() == list(range(1, 13))
    clusters = page.layer("clusters")[middle].reshape(12, 4)
    for number, color in zip(THREE, clusters):
        if number == number:
            assert in_hex(color) == PALETTE[int(number) - 1]
        assert color[3] == (255 if number == number else 0)
    of_class = page.layer("classes")[middle].reshape(12, 4)
    assert of_class[:4].tolist() == [[10, 20, 30, 255]] * 4
    assert (of_class[4:, 3] == 0).all()
    assert {"B", "Unassigned"} <= set(page.texts)
    assert "A" not in page.texts  # no scene is of that class


def test_the_figures_are_right(write):
    page = write(made(THREE, areas=np.full(12, 2e6)))
    row = page.texts[page.texts.index("Prob.") + 1 :][:5]
    assert row == ["1", "5", "41.7 %", "10.00 km²", "0.95"]
    assert page.texts[page.texts.index("Area") + 1] == "22.00 km²"
    assert "1 scene has no cluster." in page.texts


def test_all_text_is_escaped_and_stays_data(write):
    about = About(
        NASTY, NASTY, [("1", NASTY, "#ff0000")], [(NASTY, [(NASTY, NASTY)])], NASTY, NASTY,
        [(NASTY, NASTY, NASTY, 1, "done")], [(NASTY, NASTY)], NASTY, hints=[(1, NASTY, 0.5)],
    )  # fmt: skip
    scenes = made(THREE, names=[NASTY] * 12, classes=np.zeros(12, dtype=int))
    page = write(scenes, about)
    assert len(page.all("script")) == 2
    assert "alert('1')</script>" not in page.html.replace("&#39;", "'")
    assert page.data["names"] == [NASTY] * 12
    assert page.data["classes"] == [{"name": NASTY, "color": "#ff0000"}]
    assert "\u2028" not in page.html.partition("application/json")[2]
    shown = " ".join(NASTY.split())
    assert sum(shown in text for text in page.texts) >= 14


def test_nothing_comes_from_elsewhere_and_no_other_script_runs(write, raster):
    page = write(made(THREE), imagery=Imagery(raster, (1, 2, 3), PLAIN))
    assert not re.search(r"https?:|@import|//[a-z]+\.", page.html)
    assert set(re.findall(r"url\((.{11})", page.html)) == {"data:image/"}
    for tag, attributes in page.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base")
        assert not [k for k in attributes if k.startswith("on") or k in ("href", "srcset")]
    (policy,) = [a["content"] for a in page.all("meta") if "http-equiv" in a]
    digest = base64.b64encode(hashlib.sha256(page.scripts[""].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_without_a_raster_there_are_no_pictures_and_it_is_said(write):
    page = write(made(THREE))
    assert "There are no pictures." in page.texts
    assert page.data["tiles"] == []
    assert (page.numbers("tile") == 65535).all()
    assert "image/jpeg" not in page.html
    assert page.layer("clusters").shape[1] == 1400  # the map is drawn all the same


def test_one_cluster_has_no_tree(write):
    page = write(made([1, 1, 1]))
    assert "There is one cluster, and no tree." in page.texts
    assert "No scene is ambiguous." in page.texts
    assert len(page.all("article")) == 1


def test_two_hundred_clusters_are_told_apart(write, write_tif, monkeypatch):
    monkeypatch.setattr(cluster_report, "_THUMBNAILS", 1200 * 32**2)
    values = np.random.default_rng(1).integers(0, 255, (3, 20 * SIDE, 60 * SIDE), dtype=np.uint8)
    clusters = np.arange(1200) % 200 + 1
    imagery = Imagery(write_tif(values), (1, 2, 3), PLAIN)
    page = write(made(clusters, columns=60), imagery=imagery, exemplars=4, side=96)
    assert len(page.all("article")) == 200
    assert len(page.all("g")) == 200
    tree = page.all("path")[0]["d"]
    assert tree.count("V") == 199
    assert page.data["side"] == 39  # smaller, for there are 800 exemplars
    backgrounds = [a["style"] for a in page.all("i", **{"class": "swatch"})[:200]]
    assert len(set(backgrounds)) == 200  # hatches beyond the colors of the palette
    for number in (1, 61, 121, 181):
        assert PALETTE[0] in backgrounds[number - 1]
    drawn = page.layer("clusters")
    first, hatched = drawn[2:20, 2:20], drawn[26:44, 2:20]  # clusters 1 and 61
    for part, colors in ((first, [PALETTE[0]]), (hatched, [PALETTE[0], "#000000"])):
        assert {in_hex(c) for c in part.reshape(-1, 4)} == set(colors)


def test_scenes_without_a_picture_have_the_nearest_of_their_cluster(write, raster, monkeypatch):
    monkeypatch.setattr(cluster_report, "_THUMBNAILS", 6 * 32**2)
    places = np.array([[k % 4, 10.0 * (k // 4)] for k in range(12)])
    clusters = np.repeat([1, 2], 6)
    scenes = made(clusters, places=places, probabilities=np.full(12, 0.9))
    page = write(scenes, imagery=Imagery(raster, (1, 2, 3), PLAIN), exemplars=2, side=32)
    shown = page.data["tiles"]
    assert 4 <= len(shown) <= 6
    for scene, number in enumerate(page.numbers("tile")):
        mine = [s for s in shown if clusters[s] == clusters[scene]]
        far = [np.hypot(*(places[s] - places[scene])) for s in mine]
        assert np.hypot(*(places[shown[number]] - places[scene])) == min(far)


def test_a_cluster_layer_without_clusters_is_refused(write):
    with pytest.raises(SceneError, match="No scene of the layer has a cluster"):
        write(made([np.nan, np.nan]))


def test_a_raster_elsewhere_is_refused(write, write_tif):
    far = write_tif(np.ones((3, 20, 20), dtype=np.uint8))
    moved = shapely.to_wkb(shapely.box(0, 0, 100, 100))
    with pytest.raises(RasterError, match="No scene of the layer lies on the raster"):
        write(made([1, 2], geometries=[moved, moved]), imagery=Imagery(far))


def test_a_scene_in_the_hole_of_another_is_seen(write):
    ring = shapely.box(0, 0, 90, 90) - shapely.box(30, 30, 60, 60)
    inner = shapely.box(40, 40, 60, 60)
    page = write(made([1, 2], geometries=shapely.to_wkb([ring, inner]).tolist()))
    drawn = page.layer("clusters")
    at = [drawn[int((90 - y) * 1400 / 90), int(x * 1400 / 90)] for x, y in ((15, 45), (50, 50))]
    assert [in_hex(color) for color in at] == PALETTE[:2]
    assert drawn[int(55 * 1400 / 90), int(35 * 1400 / 90), 3] == 0  # nobody's


def test_the_tree_is_that_of_the_fit_until_clusters_are_edited():
    fitted = np.array([1.0, 1, 2, 2, 3, 3])
    leaves = np.array([1.0, 4, 2, 2, 3, 3])
    places = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1], [50, 0], [50, 1]])
    scenes = made(fitted, places=places, subclusters=leaves)
    tree = ClusterTree(
        "subcluster", np.array([[1, 4], [1, 3], [1, 2]]), np.array([0.5, 2.0, 3.0]), {}
    )
    clusters = report_scenes.ReportClusters.of(fitted)
    assert report_tree.merges_of(scenes, clusters, tree) == [(0, 2, 2.0), (3, 1, 3.0)]
    by_ward = report_tree.merges_of(scenes, clusters, None)
    assert [merge[:2] for merge in by_ward] == [(0, 1), (3, 2)]
    assert by_ward[0][2] == pytest.approx(1.0)  # 2 * 2 / (2 + 2) * 1²
    edited = np.array([1.0, 1, 2, 2, 3, 9])
    scenes = made(edited, fitted=fitted, places=places, subclusters=leaves)
    merges = report_tree.merges_of(scenes, report_scenes.ReportClusters.of(edited), tree)
    assert [merge[:2] for merge in merges] == [(2, 3), (0, 1), (5, 4)]


def test_levels_that_hold_are_side_by_side_with_what_splits(write):
    leaves = np.array([1.0, 1, 2, 2, 2, 3, 3, 3, 4, 5, np.nan])
    fitted = np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 2, 2, np.nan])
    tree = ClusterTree(
        "subcluster", np.array([[1, 2], [4, 5], [1, 3], [1, 4]]), np.arange(4.0), {}, (2, 3, 5)
    )
    page = write(made(fitted, subclusters=leaves), tree=tree)
    start = page.texts.index("Levels that hold")
    texts = page.texts[start : page.texts.index("Merge tree")]
    first, second, third = (texts.index(number, 5) for number in ("2", "3", "5"))
    assert texts[first : first + 6] == ["2", "shown", "1", "80 %", "2", "20 %"]
    assert texts[second:third] == [
        "3", "1", "50 %", "3", "30 %", "2", "20 %",
        "1 into 1", "(62 %)", ", 3", "(38 %)",
    ]  # fmt: skip
    # The parts of a cluster are where it was.
    assert texts[third : third + 11 : 2] == ["5", "30 %", "20 %", "30 %", "10 %", "10 %"]
    assert texts[third + 1 : third + 10 : 2] == ["1", "4", "3", "2", "5"]
    bars = [a for a in page.all("span", style="width") if a.get("title", "").startswith("Cluster")]
    assert [a["title"] for a in bars[:2]] == ["Cluster 1: 80.0 %", "Cluster 2: 20.0 %"]
    assert [a["style"].partition(";")[0] for a in bars[:2]] == ["width: 80.000%", "width: 20.000%"]
    assert PALETTE[0] in bars[0]["style"]
    assert len(bars) == 2 + 3 + 5
    assert "before edits" not in page.html
    edited = np.where(fitted == 2, 1, fitted)
    page = write(made(edited, fitted=fitted, subclusters=leaves), tree=tree)
    assert "The clusters are as they were found, before edits." in page.html
    assert "Cluster 2: 20.0 %" in page.html


def test_one_level_that_holds_is_said_and_none_is_not(write):
    fitted = np.array([1.0, 1, 2, 2])
    merges, heights = np.array([[1, 2]]), np.ones(1)
    scenes = made(fitted, subclusters=fitted)
    page = write(scenes, tree=ClusterTree("subcluster", merges, heights, {}, (2,)))
    assert "One level of the merge tree holds, the one with 2 clusters." in page.texts
    page = write(scenes, tree=ClusterTree("subcluster", merges, heights, {}))
    assert "Levels that hold" not in page.texts
    # A layer whose leaves are gone has no levels either.
    gone = made(fitted, subclusters=np.full(4, np.nan))
    page = write(gone, tree=ClusterTree("subcluster", merges, heights, {}, (2,)))
    assert "Levels that hold" not in page.texts


def test_ambiguous_scenes_come_by_how_near_the_second_is(write):
    probabilities = np.array([0.6, 0.5, 0.89, 0.95, 0.7, 0.5])
    seconds = np.array([2.0, 2, 2, 2, 1, 3])
    likely = np.array([0.1, 0.45, 0.1, 0.04, 0.3, np.nan])
    scenes = made(
        [1, 1, 1, 1, 2, 1], probabilities=probabilities, second_clusters=seconds,
        second_probabilities=likely,
    )  # fmt: skip
    page = write(scenes)
    after = page.texts[page.texts.index("Most ambiguous scenes") :]
    order = [int(text.split()[1]) for text in after if re.fullmatch(r"Scene \d+", text)]
    assert order == [2, 5, 1, 3]  # 4 is sure, and cluster 3 of scene 6 is gone
    assert after[after.index("Scene 2") + 1 :][:3] == ["1", "0.50", "2 0.45"]


def test_what_was_merged_into_one_is_no_longer_ambiguous(write):
    fitted = np.array([1.0, 1, 2, 2, 3, 3])
    edited = np.where(fitted == 2, 1, fitted)
    scenes = made(
        edited, fitted=fitted, probabilities=np.full(6, 0.5),
        second_clusters=np.array([2.0, 3, 3, 1, 2, np.nan]),
    )  # fmt: skip
    page = write(scenes)
    shown = [a for a in page.texts if re.fullmatch(r"Scene \d+", a)]
    assert sorted(shown) == ["Scene 2", "Scene 3", "Scene 5"]
    # The second cluster 2 of scene 5 is a part of cluster 1 now.
    assert page.numbers("second").tolist() == [65535, 1, 1, 65535, 0, 65535]


def test_images_of_a_folder_are_pictures_and_there_is_no_map(write, tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    for name, red in (("a.png", 50), ("b & c.png", 200)):
        Image.new("RGB", (40, 20), (red, 0, 0)).save(folder / name)
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    names = ["a.png", "b & c.png", "gone.png", "../secret.png"]
    page = write(
        made([1, 1, 2, 2], geometries=[b""] * 4, names=names), None,
        Imagery(str(folder), (1, 2, 3), PLAIN), side=32,
    )  # fmt: skip
    shown = page.data["tiles"]
    assert sorted(shown) == [0, 1]
    reds = [int(page.tile(shown.index(scene))[16, 16, 0]) for scene in range(2)]
    assert reds == pytest.approx([50, 200], abs=6)
    assert page.data["map"] is None
    assert "There is no map: the scenes have no footprints." in page.texts
    assert "b & c.png" in page.data["names"]
    for name in names[:2]:
        (folder / name).unlink()
    page = write(
        made([1, 1, 2, 2], geometries=[b""] * 4, names=names), None,
        Imagery(str(folder), (1, 2, 3), PLAIN),
    )  # fmt: skip
    assert f"There are no pictures, for nothing could be read from {folder}." in page.texts


def test_exemplars_are_chosen_anew_where_the_fit_has_ranked_none():
    ranks = np.array([np.nan, 2, 1, np.nan, np.nan, np.nan])
    clusters = np.array([1.0, 1, 1, 9, 9, 9])  # 9 was split off by hand
    places = np.array([[0.0, 0], [1, 0], [2, 0], [0, 0], [5, 0], [6, 0]])
    scenes = made(clusters, places=places, exemplar_ranks=ranks)
    found = report_scenes.choose_exemplars(scenes, report_scenes.ReportClusters.of(clusters), 2)
    assert [part.tolist() for part in found] == [[2, 1], [4, 3]]


def test_a_report_that_fails_leaves_the_old_one(write, tmp_path):
    write(made([1, 2]))
    before = (tmp_path / "new" / "report.html").read_bytes()
    with pytest.raises(TypeError):
        write(made([1, 2]), About("new", settings=None))
    assert (tmp_path / "new" / "report.html").read_bytes() == before
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["report.html"]

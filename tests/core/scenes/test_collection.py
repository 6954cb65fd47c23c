"""A collection of rasters is read as the one that GDAL makes of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.merge import merge
from rasterio.transform import Affine
from rasterio.windows import Window

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.scenes.collection.listing import (
    CollectionSettings,
    ListedSheet,
    date_of,
    list_sheets,
    sources_of,
)
from rs_deepcluster_plugin.core.scenes.collection.mosaic import Mosaic, MosaicScenes, overlaps
from rs_deepcluster_plugin.core.scenes.collection.survey import survey_sheets
from rs_deepcluster_plugin.core.scenes.collection.tone import set_tones
from rs_deepcluster_plugin.core.scenes.collection.virtual import caution_of, write_virtual_raster
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster, percentile_scaling
from rs_deepcluster_plugin.core.scenes.read_ahead import ReadAhead

PLACE = Affine(10, 0, 500_000, 0, -10, 5_000_000)
DEMO = Path(__file__).resolve().parents[3] / "resources" / "demo" / "landsat7_san_francisco.tif"
SHORE = Window(140, 1300, 600, 300)


def ground(height=150, width=200, bands=3):
    """Make an image whose neighbors are alike, as on the ground."""
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(3)
    rough = gaussian_filter(random.normal(size=(bands, height, width)), (0, 3, 3))
    rough = (rough - rough.min()) / np.ptp(rough)
    return (30 + 150 * rough).astype(np.uint8)


@pytest.fixture
def cut(write_tif, tmp_path):
    """Cut an image into sheets: name to (column, row, width, height)."""

    def made(values, places, change=None, folder="sheets", **options):
        (tmp_path / folder).mkdir(exist_ok=True)
        paths = []
        for name, (col, row, width, height) in places.items():
            part = values[:, row : row + height, col : col + width]
            if change is not None and name in change:
                part = change[name](part)
            where = PLACE @ Affine.translation(col, row)
            paths.append(write_tif(part, f"{folder}/{name}.tif", **{"transform": where, **options}))
        return paths

    return made


FOUR = {
    "a": (0, 0, 110, 70), "b": (110, 0, 90, 70), "c": (0, 70, 110, 80), "d": (110, 70, 90, 80),
}  # fmt: skip


def build_vrt(path, sources, separate=False, alpha=False, nodata=None):
    """Have GDAL's own program build a virtual raster."""
    program = shutil.which("gdalbuildvrt")
    if program is None:
        pytest.skip("gdalbuildvrt is not installed")
    more = ["-separate"] * separate + ["-addalpha"] * alpha
    more += ["-srcnodata", str(nodata)] if nodata is not None else []
    subprocess.run([program, "-q", *more, str(path), *sources], check=True)
    return path


def opened(paths, **settings):
    survey = survey_sheets(paths[0], CollectionSettings(tuple(paths), **settings), ())
    return Mosaic(survey)


@pytest.mark.parametrize("first", [0, 3])
def test_a_raster_that_was_cut_is_read_as_before(cut, write_tif, first):
    values = ground()
    whole, paths = write_tif(values), cut(values, FOUR)
    paths = [paths[first], *paths]
    with opened(paths) as mosaic, Raster(whole) as raster:
        assert (mosaic.shape, mosaic.transform) == (raster.shape, raster.transform)
        assert mosaic.complete
        for window in ((0, 0, 200, 150), (100, 60, 20, 20), (-5, -5, 30, 30), (190, 140, 30, 30)):
            for found, wanted in zip(mosaic.read(window), raster.read(window)):
                assert np.array_equal(found, wanted)
        assert percentile_scaling(mosaic, 2, 98) == percentile_scaling(raster, 2, 98)
        settings = GridSettings(size=16, context=64)
        one = make_grid(raster.transform, raster.shape, settings)
        other = make_grid(mosaic.transform, mosaic.shape, settings, mosaic.boxes)
        assert np.array_equal(one.windows, other.windows)
        assert one.wkb().tolist() == other.wkb().tolist()
        assert np.array_equal(one.scene_ids, other.scene_ids)


def test_a_pixel_by_itself_is_that_of_the_first_sheet_with_data(cut, tmp_path):
    values = ground()
    wide = {"a": (0, 0, 130, 90), "b": (70, 0, 130, 100), "c": (40, 60, 140, 90)}
    change = {"b": lambda part: part + 40, "c": lambda part: part // 2 + 1}
    paths = cut(values, wide, change, nodata=0)
    holes = rasterio.open(paths[0], "r+")
    hole = holes.read()
    hole[:, 20:40, 60:110] = 0
    holes.write(hole)
    holes.close()
    # In GDAL's mosaics the last is on top.
    built = build_vrt(tmp_path / "built.vrt", paths[::-1])
    with opened(paths) as mosaic, rasterio.open(built) as wanted:
        mosaic.by_pixel = True
        whole, valid = mosaic.read((0, 0, 200, 150))
        assert np.array_equal(whole * valid, wanted.read())
        # ... whatever window it is read in, and the sheet is the one that is seen most.
        for window in ((60, 10, 40, 50), (100, 55, 70, 70), (65, 30, 10, 5)):
            col, row, width, height = window
            found, there = mosaic.read(window)
            inside = np.s_[:, row : row + height, col : col + width]
            assert np.array_equal(found, whole[inside])
            assert np.array_equal(there, valid[inside])
        assert mosaic.owner((60, 20, 50, 20)) == 1
        assert mosaic.owner((60, 40, 50, 20)) == 0
        assert any(
            "a pixel is that of the first sheet" in note for note in mosaic.describe_sheets()
        )


def test_gaps_and_nodata_are_those_of_a_mosaic(cut):
    values = ground()
    values[:, 20:50, 90:130] = 0  # across the seam
    paths = cut(values, {k: FOUR[k] for k in "abd"}, nodata=0)
    with opened(paths) as mosaic:
        wanted, _ = merge([rasterio.open(path) for path in paths])
        found, valid = mosaic.read((0, 0, 200, 150))
        assert np.array_equal(valid.all(axis=0), (wanted != 0).any(axis=0))
        assert np.array_equal(found[valid], wanted[valid])
        assert not mosaic.complete
        # Scenes in the gap, and nowhere else, are none.
        grid = make_grid(mosaic.transform, mosaic.shape, GridSettings(size=10), mosaic.boxes)
        assert len(grid) == 20 * 7 + 9 * 8
        beside = GridSettings(size=10, extent=(500_000, 4_998_500, 500_500, 4_999_000))
        with pytest.raises(SceneError, match="lies on a raster of the collection"):
            make_grid(mosaic.transform, mosaic.shape, beside, mosaic.boxes)


def test_grids_of_boxes_are_those_that_touch_them():
    random = np.random.default_rng(5)
    for _ in range(50):
        starts, sizes = random.integers(0, 60, (3, 2)), random.integers(1, 40, (3, 2))
        boxes = np.concatenate([starts, sizes], axis=1)
        shape = tuple((starts + sizes).max(axis=0)[::-1].tolist())
        size, stride = random.integers(1, 9, 2).tolist()
        settings = GridSettings(size=size, stride=stride, edges="keep")
        if size > min(shape):
            continue
        place = (0, 1, 0, 0, 0, -1)
        every = make_grid(place, shape, settings)
        seen = np.zeros((shape[0] + 60, shape[1] + 60), dtype=bool)
        for col, row, width, height in boxes.tolist():
            seen[row : row + height, col : col + width] = True
        wanted = [
            w for w in every.windows.tolist()
            if seen[w[1] : w[1] + w[3], w[0] : w[0] + w[2]].any()
        ]  # fmt: skip
        assert make_grid(place, shape, settings, boxes).windows.tolist() == wanted


def test_a_scene_is_of_the_sheet_with_more_data_then_of_the_nearer_one(cut):
    values = ground()
    places = {"left": (0, 0, 120, 150), "right": (80, 0, 120, 150)}
    holes = {"left": lambda part: part * (np.arange(120) < 100)[None, None].astype(np.uint8)}
    for change in (None, holes):
        paths = cut(values, places, change, nodata=0)
        with opened(paths) as mosaic:
            grid = make_grid(mosaic.transform, mosaic.shape, GridSettings(size=10))
            scenes = MosaicScenes(mosaic, grid, mosaic.limits)
            block = scenes.describe(0, len(grid))
            names = np.array([json.loads(text)["source"] for text in block.attributes])
            cols = grid.windows[:, 0]
            assert set(names[cols < 80]) == {"left.tif"}
            assert set(names[cols >= 120]) == {"right.tif"}
            assert set(names[cols == 110]) == {"right.tif"}
            # The left one is nearer up to 100, and without data from there on in one case.
            assert set(names[cols == 90]) == {"left.tif"}
            assert set(names[cols == 100]) == {"right.tif"}
            assert scenes.counts.tolist() == [(names == f"{n}.tif").sum() for n in places]
            assert any("overlap" in line for line in mosaic.describe_sheets())
            found, valid = mosaic.read((75, 0, 50, 20))
            assert valid.all()
            assert np.array_equal(found, values[:, :20, 75:125])


def test_where_one_sheet_lacks_data_the_other_gives_it(cut):
    values = ground()
    places = {"left": (0, 0, 120, 150), "right": (80, 0, 120, 150)}

    def without(part):
        part = part.copy()
        part[:, 10:14, 90:95] = 0
        return part

    with opened(cut(values, places, {"left": without}, nodata=0)) as mosaic:
        found, valid = mosaic.read((60, 0, 55, 30))
        assert valid.all()
        assert np.array_equal(found, values[:, :30, 60:115])


def test_few_sheets_are_open_at_once(cut, monkeypatch):
    from rs_deepcluster_plugin.core.scenes.collection import mosaic as module

    monkeypatch.setattr(module, "_OPEN", 3)
    values = ground(100, 200)
    places = {f"s{i:02d}": (10 * i, 0, 10, 100) for i in range(20)}
    with opened(cut(values, places)) as mosaic:
        for window in ((0, 0, 200, 100), (30, 20, 100, 10), (0, 0, 200, 100)):
            col, row, width, height = window
            wanted = values[:, row : row + height, col : col + width]
            assert np.array_equal(mosaic.read(window)[0], wanted)
            assert len(mosaic._held) <= 3


# --- What is a sheet, and what is not -----------------------------------------------------------


def test_other_rasters_are_left_out_with_the_reason(cut, write_tif, tmp_path):
    values = ground()
    paths = cut(values, FOUR)
    folder = tmp_path / "sheets"
    odd = {
        "crs": {"crs": None},
        "size": {"transform": Affine(30, 0, 500_000, 0, -30, 5_000_000)},
        "type": {},
        "bands": {},
        "nowhere": {"transform": Affine.identity()},
    }
    for name, options in odd.items():
        part = values[:2] if name == "bands" else values
        part = part.astype(np.uint16) if name == "type" else part
        write_tif(part, f"sheets/x_{name}.tif", **options)
    (folder / "x_text.tif").write_text("no raster")
    whole = (folder / "a.tif").read_bytes()
    (folder / "x_cut.tif").write_bytes(whole[: len(whole) // 2])
    (folder / "x_copy.tif").write_bytes(whole)
    survey = survey_sheets(paths[0], CollectionSettings((str(folder), paths[1])), ())
    assert [sheet.name for sheet in survey.sheets] == ["a.tif", "b.tif", "c.tif", "d.tif"]
    reasons = {one.path.rsplit("/", 1)[1].split(".")[0]: one.reason for one in survey.left_out}
    for name, words in {
        "x_crs": "none, the first EPSG:32633",
        "x_size": "3 x 3 of the first",
        "x_type": "type uint16, the first uint8",
        "x_bands": "2 bands, the first 3",
        "x_nowhere": "not georeferenced",
        "x_text": "cannot be opened as a raster",
        "x_cut": "cannot be read to its end",
        "x_copy": "is a copy of",
        "b": "twice",
    }.items():
        assert words in reasons.pop(name)
    assert reasons == {}
    with Mosaic(survey) as mosaic:
        (line,) = [line for line in mosaic.describe_sheets() if "left out" in line]
        assert line.startswith("9 of 13 left out: ")
        assert line.endswith(". And 4 others.")


def test_a_look_at_many_rasters_is_told_and_moves_on(cut, recorder, monkeypatch):
    from rs_deepcluster_plugin.core.scenes.collection import survey as module

    monkeypatch.setattr(module, "_MANY", 3)
    paths = cut(ground(), FOUR)
    survey_sheets(paths[0], CollectionSettings(tuple(paths)), (), progress=recorder)
    assert recorder.lines == ["Looking at 3 more rasters."]
    assert recorder.fractions == [0, 1 / 3, 2 / 3]


def test_pixels_off_the_lattice_by_less_than_half_are_taken_for_it(cut, write_tif):
    values = ground()
    (first,) = cut(values, {"a": FOUR["a"]})
    shifted = write_tif(
        values[:, :70, 110:], "shifted.tif",
        transform=PLACE @ Affine.translation(110.3, -0.2) @ Affine.scale(1 + 1e-6),
    )  # fmt: skip
    with opened([first, shifted]) as mosaic:
        assert mosaic.shape == (70, 200)
        assert np.array_equal(mosaic.read((0, 0, 200, 70))[0], values[:, :70])
        assert any("up to 0.30 of a pixel" in line for line in mosaic.describe_sheets())


def test_a_virtual_raster_stands_for_its_sheets(cut, write_tif, tmp_path):
    paths = cut(ground(), FOUR)
    vrt = build_vrt(tmp_path / "all.vrt", paths)
    assert sources_of(vrt) == paths
    survey = survey_sheets(str(vrt), CollectionSettings((str(vrt),)), ())
    assert [sheet.path for sheet in survey.sheets] == paths
    assert survey.left_out == ()
    for path in paths:
        Path(path).write_text("gone")
    with pytest.raises(RasterError, match="can be read as one"):
        survey_sheets(str(vrt), CollectionSettings((str(vrt),)), ())
    paths = cut(ground(), FOUR, folder="again")
    # One that stacks bands of files is a raster by itself.
    stacked = build_vrt(tmp_path / "bands.vrt", paths[:2], separate=True)
    assert sources_of(stacked) == [str(stacked)]


def test_no_data_that_only_a_virtual_raster_names_is_not_read_as_data(cut, tmp_path):
    values = ground()
    values[:, :30] = 0
    paths = cut(values, FOUR)
    settings = CollectionSettings((str(tmp_path / "all.vrt"),))
    first = str(build_vrt(tmp_path / "all.vrt", paths, nodata=0))
    with pytest.raises(RasterError, match="takes 0 for no data, and .*a.tif"):
        survey_sheets(first, settings, ())
    with Raster(first) as raster:
        share = raster.read((0, 0, 200, 150))[1].mean()
    # As the sentence says: in the layer, or in the files.
    hidden = [(band, 0.0, 0.0) for band in (1, 2, 3)]
    with Mosaic(survey_sheets(first, settings, (), hidden), (), hidden) as mosaic:
        assert mosaic.read((0, 0, 200, 150))[1].mean() == pytest.approx(share, abs=0.01)
    own = cut(values, FOUR, folder="own", nodata=0)
    first = str(build_vrt(tmp_path / "own.vrt", own, nodata=0))
    with Mosaic(survey_sheets(first, CollectionSettings((first,)), ())) as mosaic:
        assert mosaic.read((0, 0, 200, 150))[1].mean() == share < 0.85


def test_a_sheet_that_breaks_in_the_middle_is_left_out_from_there(cut):
    values = ground(400, 200)
    places = {"a": (0, 0, 200, 200), "b": (0, 200, 200, 200)}
    paths = cut(values, places, tiled=True, blockxsize=16, blockysize=16, compress="deflate")
    survey = survey_sheets(paths[0], CollectionSettings(tuple(paths)), ())
    with open(paths[1], "r+b") as file:
        file.seek(3000)
        file.write(b"\xff" * 20_000)
    with Mosaic(survey) as mosaic:
        _, valid = mosaic.read((0, 100, 200, 200))
        assert valid[:, :100].all()
        assert not valid[:, 100:].any()
        assert list(mosaic.broken) == [1]
        assert "cannot be read" in mosaic.broken[1]


def test_a_scene_that_was_read_ahead_is_of_the_sheet_that_it_was_read_from(cut):
    places = {"a": (0, 0, 200, 200), "b": (0, 0, 200, 200)}
    paths = cut(
        ground(200, 200), places, {"b": lambda part: 255 - part}, tiled=True, blockxsize=16,
        blockysize=16, compress="deflate",
    )  # fmt: skip
    survey = survey_sheets(paths[0], CollectionSettings(tuple(paths)), ())
    with open(paths[0], "r+b") as file:
        size = file.seek(0, 2)
        file.seek(size * 3 // 4)
        file.write(b"\xff" * (size // 8))
    with Mosaic(survey) as mosaic:
        grid = make_grid(mosaic.transform, mosaic.shape, GridSettings(size=20))
        scenes = MosaicScenes(mosaic, grid, mosaic.limits)
        with ReadAhead(scenes.fetch, len(scenes)) as ahead:
            scenes.fetch = ahead.read
            scenes.read(0)
            while not mosaic.broken:  # far ahead
                time.sleep(0.01)
            for place in range(1, len(grid)):
                scenes.read(place)
    owners = scenes.owners.tolist()
    assert owners[:20] == [0] * 20
    assert owners[-1] == 1


# --- Lists --------------------------------------------------------------------------------------


def test_lists_name_rasters_beside_them(cut, tmp_path):
    paths = cut(ground(), FOUR)
    text = tmp_path / "list.txt"
    text.write_text(f"# sheets\nsheets/a.tif\n\n{paths[1]}\n")
    index = tmp_path / "index.geojson"
    feature = {
        "type": "Feature", "geometry": None,
        "properties": {"location": "sheets/c.tif", "date": "2020-02-03"},
    }  # fmt: skip
    index.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    found, left = list_sheets(CollectionSettings((str(text), str(index))))
    assert [(one.path, one.date) for one in found] == [
        (paths[0], None), (paths[1], None), (paths[2], "2020-02-03"),
    ]  # fmt: skip
    assert left == []


def an_item(name, assets, **properties):
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "geometry": None,
        "properties": {"datetime": "2021-05-06T10:00:00Z", **properties},
        "assets": {
            key: {"href": href, "roles": roles, "type": "image/tiff; application=geotiff"}
            for key, (href, roles) in assets.items()
        },
    }  # fmt: skip


@pytest.mark.parametrize("asset", ["visual", "overview"])
def test_assets_of_a_catalog_go_by_name_or_role(cut, tmp_path, asset):
    paths = cut(ground(), FOUR)
    items = [
        an_item("one", {"visual": ("./sheets/a.tif", ["overview"]), "B04": ("x.tif", ["data"])}),
        an_item("two", {"visual": (paths[1], ["overview"]), "B04": ("x.tif", ["data"])}),
        an_item("three", {"B04": ("x.tif", ["data"])}),
        an_item("four", {}),
    ]
    path = tmp_path / "items.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}))
    found, left = list_sheets(CollectionSettings((str(path),), asset))
    assert [one.path for one in found] == paths[:2]
    assert {one.date for one in found} == {"2021-05-06"}
    assert [(one.path, one.reason) for one in left] == [
        ("three", f"has no asset {asset}; it has: B04. Choose one of these by its name."),
        ("four", "has no asset with an address. Leave it out of the catalog."),
    ]


def test_nothing_is_fetched_that_only_a_file_names(tmp_path):
    path = tmp_path / "items.json"
    item = an_item("far", {"visual": ("https://example.com/a.tif", ["data"])})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [item]}))
    with pytest.raises(RasterError, match="nothing is fetched"):
        list_sheets(CollectionSettings((str(path),)))


FAR = [
    "https://example.com/a.tif", "s3://bucket/a.tif", "/vsicurl/https://example.com/a.tif",
    "/vsizip//vsicurl/https://example.com/a.zip/a.tif",
]  # fmt: skip


def an_index(path, *locations):
    features = [
        {"type": "Feature", "geometry": None, "properties": {"location": one}} for one in locations
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.parametrize("location", FAR)
def test_nothing_is_fetched_that_only_an_index_names(cut, tmp_path, location):
    (near,) = cut(ground(), {"a": FOUR["a"]})
    path = an_index(tmp_path / "index.geojson", "sheets/a.tif", location)
    tiles = (near, "in spring"), (near, "2020-02-03T10:00:00"), (location, "")
    for settings in (
        CollectionSettings((str(path),)), CollectionSettings((), tiles=tiles)
    ):  # fmt: skip
        found, left = list_sheets(settings)
        assert {one.path for one in found} == {near}
        assert len(left) == 1
        assert "nothing is fetched" in left[0].reason
    assert [one.date for one in found] == [None, "2020-02-03"]
    with pytest.raises(RasterError, match="nothing is fetched"):
        list_sheets(CollectionSettings((), tiles=tiles[2:]))


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2020/02/03", "2020-02-03"), ("2020/02/03 10:00:00", "2020-02-03"),
        ("20200203", "2020-02-03"), (20200203, "2020-02-03"), ("2020.02.03", "2020-02-03"),
        ("2020-02-03T10:00:00Z", "2020-02-03"), ("202002", None), ("2020-02-30", None),
    ],
)  # fmt: skip
def test_dates_of_an_index_are_read_in_the_forms_in_which_they_are_written(tmp_path, given, date):
    """Otherwise that of the file's name, or of its writing, takes their place."""
    path = an_index(tmp_path / "index.geojson", "a.tif")
    index = json.loads(path.read_text())
    index["features"][0]["properties"]["date"] = given
    path.write_text(json.dumps(index))
    (found,) = list_sheets(CollectionSettings((str(path),)))[0]
    assert found.date == date
    if isinstance(given, str):
        (found,) = list_sheets(CollectionSettings((), tiles=(("a.tif", given),)))[0]
        assert found.date == date


# Another process: GDAL waits for its answers without letting go of Python's lock.
_SERVER = """
import http.server, os, sys

class Pages(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send_head(self):
        asked, path = self.headers.get("Range"), self.translate_path(self.path)
        if asked is None or "/whole/" in path or not os.path.isfile(path):
            return super().send_head()
        first, last = asked.split("=")[1].split("-")
        size = os.path.getsize(path)
        last = min(int(last or size - 1), size - 1)
        file = open(path, "rb")
        file.seek(int(first))
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - int(first) + 1))
        self.end_headers()
        self.wfile.write(file.read(last - int(first) + 1))
        file.close()

os.chdir(sys.argv[1])
made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
sys.stdout.write(f"{made.server_port}\\n")
sys.stdout.flush()
made.serve_forever()
"""


@pytest.fixture
def server(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    process.kill()
    process.wait()


def test_a_catalog_at_an_address_is_read_page_by_page(cut, tmp_path, server):
    values = ground()
    paths = cut(values, FOUR)
    pages = [
        {
            "type": "FeatureCollection",
            "features": [an_item(n, {"visual": (f"sheets/{n}.tif", ["data"])}) for n in names],
            "links": links,
        }
        for names, links in (("ab", [{"rel": "next", "href": "more.json"}]), ("cd", []))
    ]
    for name, page in zip(("items.json", "more.json"), pages):
        (tmp_path / name).write_text(json.dumps(page))
    found, _ = list_sheets(CollectionSettings((f"{server}/items.json",)))
    assert [one.path for one in found] == [f"/vsicurl/{server}/sheets/{n}.tif" for n in "abcd"]
    survey = survey_sheets(
        paths[0], CollectionSettings((f"{server}/items.json",)), ()
    )  # the local one is a copy of the first
    with Mosaic(survey) as mosaic:
        assert np.array_equal(mosaic.read((0, 0, 200, 150))[0], values)


def test_an_index_at_an_address_names_what_lies_beside_it(tmp_path, server):
    an_index(tmp_path / "index.geojson", "sheets/a.tif", "/etc/b.tif", "file:///etc/c.tif")
    found, left = list_sheets(CollectionSettings((f"{server}/index.geojson",)))
    assert [one.path for one in found] == [
        f"/vsicurl/{server}/sheets/a.tif", f"/vsicurl/{server}/etc/b.tif",
    ]  # fmt: skip
    assert [one.reason for one in left] == ["names a file on another computer."]


@pytest.mark.parametrize("failures", [1, 2])
def test_an_address_that_fails_is_asked_once_more(cut, failures, monkeypatch):
    from rs_deepcluster_plugin.core.scenes.collection import mosaic as module

    monkeypatch.setattr(module, "_PAUSE", 0)
    monkeypatch.setattr(module, "is_remote", lambda path: path == paths[0])
    values = ground()
    paths = cut(values, FOUR)
    survey = survey_sheets(paths[0], CollectionSettings(tuple(paths)), ())
    with Mosaic(survey) as mosaic:
        read_own, left = mosaic.read_own, [[True] * failures, [True]]

        def failing(sheet, window):
            if sheet < 2 and left[sheet]:
                left[sheet].pop()
                raise RasterError("does not answer")
            return read_own(sheet, window)

        monkeypatch.setattr(mosaic, "read_own", failing)
        found, valid = mosaic.read((0, 0, 200, 150))
        # The second one is a file, which is not asked again.
        assert list(mosaic.broken) == ([1] if failures == 1 else [0, 1])
        assert valid[:, :70, :110].all() == (failures == 1)
        assert np.array_equal(found[valid], values[valid])


@pytest.mark.parametrize(
    "link", [{"href": "more.json", "method": "POST"}, {"href": "https://example.com/more.json"}]
)
def test_pages_that_cannot_be_followed_are_said(server, tmp_path, link):
    page = {
        "type": "FeatureCollection", "links": [{"rel": "next", **link}],
        "features": [an_item("a", {"visual": ("a.tif", ["data"])})],
    }  # fmt: skip
    (tmp_path / "items.json").write_text(json.dumps(page))
    with pytest.raises(RasterError, match="has further pages"):
        list_sheets(CollectionSettings((f"{server}/items.json",)))


def test_an_address_that_does_not_answer_is_said(server):
    for address, told in (
        (f"{server}/none.json", r"gives nothing \(404 .*\)\. Check the address"),
        ("http://127.0.0.1:9/items.json", "does not answer"),
    ):
        with pytest.raises(RasterError, match=told):
            list_sheets(CollectionSettings((address,)))


def test_a_server_of_whole_files_alone_is_said(server, cut, tmp_path):
    (path,) = cut(np.tile(ground(), (1, 3, 3)), {"a": (0, 0, 600, 450)}, folder="whole")
    with pytest.raises(RasterError, match="cannot be read in parts: its server gives whole files"):
        Raster(f"/vsicurl/{server}/{Path(path).relative_to(tmp_path)}")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("empty.txt", "# nothing\n", "is empty"),
        ("broken.json", "{", "not the JSON"),
        ("other.json", '{"type": "FeatureCollection", "features": []}', "names no rasters"),
        ("list.json", "[1]", "holds no catalog"),
        ("odd.json", '{"type": "FeatureCollection", "features": [3]}', "no list of items"),
        ("bad.vrt", "<VRTDataset", "is damaged"),
        ("entity.vrt", '<!DOCTYPE a [<!ENTITY b "c">]><VRTDataset/>', "no virtual raster"),
        ("missing.txt", None, "does not exist"),
        ("missing.xyz", None, "does not exist"),
    ],
)
def test_a_bad_list_is_said_in_a_sentence(tmp_path, name, text, words):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(RasterError, match=words):
        list_sheets(CollectionSettings((str(tmp_path / name),)))


@pytest.mark.parametrize(
    ("name", "tags", "date"),
    [
        ("m_4709963_se_14_1_20120731.tif", {}, "2012-07-31"),
        ("S2_2021-05-30.tif", {"TIFFTAG_DATETIME": "2022:01:01 00:00:00"}, "2021-05-30"),
        ("a.tif", {"TIFFTAG_DATETIME": "2022:01:02 00:00:00"}, "2022-01-02"),
        ("2012_10_11.tif", {"ACQUISITIONDATETIME": "2013-02-03T04:05:06Z"}, "2013-02-03"),
        ("3320D_2010_1012_RGB.tif", {}, None),
        ("x_20210230.tif", {}, None),
        ("b.tif", {"ACQUISITION_DATE": "2021-05-30T23:30:00-05:00"}, "2021-05-31"),
        ("c.tif", {"ACQUISITION_DATE": "201212"}, None),  # a month
    ],
)
def test_dates_are_found(name, tags, date):
    assert date_of(ListedSheet(name), tags) == date
    assert date_of(ListedSheet(name, "2000-01-01"), tags) == "2000-01-01"


# --- Tone ---------------------------------------------------------------------------------------

CHANGES = {
    "b": (np.array([0.7, 0.8, 0.9]), np.array([20.0, 0.0, 30.0])),
    "c": (np.array([1.2, 1.1, 1.0]), np.array([-10.0, 15.0, 0.0])),
    "d": (np.array([0.6, 1.0, 1.2]), np.array([5.0, 40.0, -8.0])),
}


def altered(values, name):
    gain, offset = CHANGES[name]
    return (values * gain[:, None, None] + offset[:, None, None]).astype(np.float32)


OVERLAPPING = {
    "a": (0, 0, 120, 80), "b": (100, 0, 100, 80), "c": (0, 65, 120, 85), "d": (100, 65, 100, 85),
}  # fmt: skip


@pytest.mark.parametrize(("places", "near"), [(OVERLAPPING, 1e-3), (FOUR, 0.15)])
def test_matched_sheets_have_the_tone_of_one_raster(cut, places, near):
    values = ground().astype(np.float32)
    change = {name: partial(altered, name=name) for name in CHANGES}
    with opened(cut(values, places, change)) as mosaic:
        set_tones(mosaic, "auto")
        assert "were matched" in mosaic.told[0]
        found = mosaic.read((0, 0, 200, 150))[0]
    # Up to one gain and offset of each band for all.
    for one, other in zip(found, values):
        fit = np.polyfit(other.ravel(), one.ravel(), 1)
        rest = one - np.polyval(fit, other)
        assert rest.std() < near * one.std()


def test_sheets_of_one_tone_stay_as_they_are(cut):
    with opened(cut(ground(), FOUR)) as mosaic:
        before = mosaic.fingerprint()
        set_tones(mosaic, "auto")
        assert mosaic.tones == {}
        assert "one stretch for all" in mosaic.told[0]
        assert mosaic.fingerprint() == before
        set_tones(mosaic, "match")
        assert mosaic.fingerprint() != before
        gains = np.array([tone.gain for tone in mosaic.tones.values()])
        assert np.abs(gains - 1).max() < 0.1


def test_what_changed_between_sheets_does_not_count(cut):
    values = ground().astype(np.float32)
    change = {
        "right": lambda part: np.where(
            np.arange(120)[None, None] < 5, 255.0, 0.8 * part + 20
        ).astype(np.float32)
    }
    places = {"left": (0, 0, 120, 150), "right": (80, 0, 120, 150)}
    with opened(cut(values, places, change)) as mosaic:
        set_tones(mosaic, "match")
        ratio = np.array(mosaic.tones[1].gain) / np.array(mosaic.tones[0].gain)
        assert ratio == pytest.approx([1.25] * 3, rel=0.02)


def test_seams_that_are_too_even_to_tell_gains_are_said(cut):
    """Between two sheets there is water: its level is told, and not the contrast of the land."""
    values = ground().astype(np.float32)
    values[:2, :, 90:110] = 7
    places = {"left": (0, 0, 100, 150), "right": (100, 0, 100, 150)}
    change = {"right": lambda part: 0.8 * part + 20}
    with opened(cut(values, places, change)) as mosaic:
        set_tones(mosaic, "auto")
        assert "seams of 1 sheet are too even" in mosaic.told[0]
        one, other = (np.array(mosaic.tones[sheet].gain) for sheet in (0, 1))
        assert other[:2] / one[:2] == pytest.approx([1, 1], rel=1e-3)
        assert other[2] / one[2] == pytest.approx(1.25, rel=0.1)
        found = mosaic.read((99, 0, 2, 150))[0]
        assert found[:2, :, 0] == pytest.approx(found[:2, :, 1], rel=1e-3)
    with opened(cut(ground().astype(np.float32), places, change, folder="told")) as mosaic:
        set_tones(mosaic, "auto")
        assert "too even" not in mosaic.told[0]


@pytest.mark.skipif(not DEMO.is_file(), reason="the demo raster is not there")
def test_water_and_land_are_not_brought_to_one_tone(cut):
    """One sheet is mostly sea, the other land; what sets them apart is no tone."""
    with rasterio.open(DEMO) as demo:
        values = demo.read(window=SHORE)
    places = {"sea": (0, 0, 300, 300), "land": (300, 0, 300, 300)}
    sea, land = ((values[:, :, part] == 0).all(axis=0).mean() for part in np.s_[:300, 300:])
    assert sea > 0.6 > 0.3 > land
    with opened(cut(values, places)) as mosaic:
        set_tones(mosaic, "auto")
        assert mosaic.tones == {}
    gain, offset = np.array([0.75, 0.85, 0.9]), np.array([25, 5, 30])
    change = {
        "sea": lambda part: (part * gain[:, None, None] + offset[:, None, None]).astype(np.uint8)
    }
    apart = values[:, :, 300:].mean(axis=(1, 2)) - values[:, :, :300].mean(axis=(1, 2))
    with opened(cut(values, places, change, "altered")) as mosaic:
        set_tones(mosaic, "auto")
        one, other = (mosaic.read(box)[0].mean(axis=(1, 2)) for box in mosaic.places.tolist())
        by = np.array(mosaic.tones[1].gain)
        assert (other - one) / by == pytest.approx(apart, rel=0.15)


def test_sheets_far_from_each_other_are_told_apart(cut):
    values = ground(300, 300)
    places = {"a": (0, 0, 80, 80), "b": (200, 200, 80, 80)}
    with opened(cut(values, places)) as mosaic:
        set_tones(mosaic, "auto")
        assert "no sheets overlap or touch" in mosaic.told[0]
        assert mosaic.tones == {}


def test_each_sheet_may_have_its_own_stretch(cut):
    values = ground().astype(np.float32)
    change = {name: partial(altered, name=name) for name in CHANGES}
    with opened(cut(values, FOUR, change)) as mosaic:
        set_tones(mosaic, "sheet")
        ends = [
            np.percentile(mosaic.read(box)[0], (2, 98), axis=(1, 2))
            for box in mosaic.places.tolist()
        ]
        assert np.ptp(ends, axis=0).max() < 0.05


def test_a_virtual_raster_shows_the_tones(cut, tmp_path):
    values = ground().astype(np.float32)
    change = {name: partial(altered, name=name) for name in CHANGES}
    with opened(cut(values, FOUR, change)) as mosaic:
        for tone in ("collection", "match"):
            set_tones(mosaic, tone)
            path = tmp_path / f"{tone}.vrt"
            write_virtual_raster(path, mosaic, mosaic.crs.to_wkt())
            with Raster(str(path)) as shown:
                assert (shown.shape, shown.transform) == (mosaic.shape, mosaic.transform)
                assert shown.crs == mosaic.crs
                found, wanted = (one.read((0, 0, 200, 150))[0] for one in (shown, mosaic))
                assert np.allclose(found, wanted, atol=1e-3)


SIDE_BY_SIDE = {"a": (0, 0, 100, 150), "b": (80, 0, 120, 150)}


def set_factors(path, scale, offset):
    with rasterio.open(path, "r+") as opened_:
        opened_.scales, opened_.offsets = [scale] * 3, [offset] * 3
    return path


@pytest.mark.parametrize("kind", ["nodata", "offset", "mask", "alpha"])
@pytest.mark.parametrize("tone", ["collection", "match"])
def test_a_virtual_raster_takes_each_sheet_as_it_is_stored(cut, tmp_path, kind, tone):
    """One sheet has data where the other, which lies below or above, has none."""
    values = ground().astype(np.uint16) + 1000
    holes = {
        "a": abs(np.indices((150, 100))[1] - 80) < 10, "b": np.indices((150, 120))[0] < 40,
    }  # fmt: skip
    paths = []
    for name, place in SIDE_BY_SIDE.items():
        col, row, width, height = place
        part = values[:, row : row + height, col : col + width].copy()
        options = {}
        if kind == "nodata":
            options["nodata"] = {"a": 0, "b": 65535}[name]
            part[:, holes[name]] = options["nodata"]
        if kind == "offset" and name == "b":
            part += 1000
        if kind == "alpha":
            alpha = np.where(holes[name], 0, 65535).astype(np.uint16)
            part = np.concatenate([part, alpha[None]])
        (path,) = cut(
            np.pad(part, ((0, 0), (row, 0), (col, 0))), {name: place}, folder=kind, **options
        )
        paths.append(path)
        if kind == "offset":
            set_factors(path, 1e-4, -0.1 if name == "b" else 0.0)
        if kind == "alpha":
            with rasterio.open(path, "r+") as file:
                file.colorinterp = [rasterio.enums.ColorInterp[n] for n in COLORS]
        if kind == "mask":
            with rasterio.open(path, "r+") as file:
                file.write_mask(~holes[name])
    with opened(paths) as mosaic:
        set_tones(mosaic, tone)
        write_virtual_raster(tmp_path / "all.sheets.vrt", mosaic, mosaic.crs.to_wkt())
        wanted, there = mosaic.read((0, 0, 200, 150))
        with Raster(str(tmp_path / "all.sheets.vrt")) as shown:
            found, valid = shown.read((0, 0, 200, 150))
        assert np.array_equal(valid, there)
        assert 0 < valid.mean() < 1 or kind == "offset"
        close = {"atol": 2e-3} if kind != "offset" else {"atol": 1e-6}
        if tone == "collection":
            assert np.allclose(found[valid], wanted[valid], **close)
        else:  # where both have data, matched tones differ a little
            assert np.allclose(found[valid], wanted[valid], rtol=5e-3)
        said = caution_of(tmp_path / "all.sheets.vrt")
        assert ("tones of sheets were changed" in said) == (tone == "match")
        assert caution_of(paths[0]) == ""


@pytest.mark.parametrize("tone", ["collection", "match"])
@pytest.mark.parametrize("kind", ["plain", "scaled"])
def test_a_virtual_raster_hides_what_the_layer_says_is_no_data(cut, tmp_path, kind, tone):
    values = ground().astype(np.uint16)
    values[0, 20:60, 30:130] = values[2, 90:120, 60:170] = 0
    paths = cut(values, SIDE_BY_SIDE, {"b": lambda part: part * 2})
    for path in paths:
        if kind == "scaled":
            set_factors(path, 0.1, 5.0)
    nothing = 5.0 if kind == "scaled" else 0.0
    no_data = tuple((band, nothing, nothing) for band in (1, 2, 3))
    settings, shown = CollectionSettings(tuple(paths)), tmp_path / "all.sheets.vrt"
    with Mosaic(survey_sheets(paths[0], settings, (), no_data), (), no_data) as mosaic:
        set_tones(mosaic, tone)
        write_virtual_raster(shown, mosaic, mosaic.crs.to_wkt())
        wanted, there = mosaic.read((0, 0, 200, 150))
        with Raster(str(shown)) as raster:
            found, valid = raster.read((0, 0, 200, 150))
        assert np.array_equal(valid, there)
        assert not valid[0].all()
        assert valid[1, 20:60, 30:130].all()
        if tone == "collection":
            one = np.indices(there.shape)[2]
            alone = there & ((one < 80) | (one >= 100))  # elsewhere any of the two may be shown
            assert np.allclose(found[alone], wanted[alone], atol=1e-3)
    assert "no data are data" not in caution_of(shown)


@pytest.mark.parametrize(
    ("kind", "nothing"),
    [("their own", 0.0), ("their own in tenths", 0.3), ("with an alpha band", 3.0)],
)
def test_a_virtual_raster_hides_what_sheets_know_or_lack(cut, tmp_path, kind, nothing):
    """The value may be their own as well, and an alpha band that of the layer alone."""
    values, shown = ground(), tmp_path / "all.sheets.vrt"
    stored = 3 if nothing else 0
    values[:, 20:60, 30:130] = values[2, 90:120, 60:170] = stored
    paths = cut(values, SIDE_BY_SIDE, nodata=stored if "own" in kind else None)
    first, bands = paths[0], (1, 2, 3)
    if kind == "their own in tenths":
        for path in paths:
            set_factors(path, 0.1, 0.0)
    if kind == "with an alpha band":
        bands = (1, 2, 3, 4)
        first = str(build_vrt(tmp_path / "layer.vrt", paths, alpha=True))
    no_data = tuple((band, nothing, nothing) for band in bands)
    survey = survey_sheets(first, CollectionSettings(tuple(paths)), (), no_data)
    with Mosaic(survey, (), no_data) as mosaic:
        write_virtual_raster(shown, mosaic, mosaic.crs.to_wkt())
        _, there = mosaic.read((0, 0, 200, 150))
        with Raster(str(shown)) as raster:
            _, valid = raster.read((0, 0, 200, 150))
    assert np.array_equal(valid, there)
    assert not valid[:, 20:60, 30:130].any()
    assert valid[0, 90:120, 60:170].any()
    assert not valid[2, 90:120, 60:170].any()
    assert caution_of(shown) == ""


@pytest.mark.parametrize("kind", ["bytes", "scaled", "floats", "mask", "ends"])
@pytest.mark.parametrize("tone", ["collection", "match"])
def test_a_virtual_raster_hides_ranges_of_values(cut, tmp_path, kind, tone):
    """Of one band or another, beside what sheets have themselves, and what lies below shows."""
    values = ground().astype(np.uint16)
    if kind == "floats":
        values = values + np.random.default_rng(0).random(values.shape, np.float32)
    low, high = (float(np.percentile(values[1], share)) for share in (30, 60))
    if kind != "floats":
        low, high = round(low), round(high)
    own = {"bytes": int(values[0].max()), "floats": np.nan}.get(kind)
    paths = cut(values, SIDE_BY_SIDE, {"b": lambda part: part + 1}, nodata=own)
    if kind == "scaled":
        low, high = low * 0.1 + 5, high * 0.1 + 5
    no_data = (2, low, high), (2, high, high + 1), (3, low, low)
    if kind == "ends":
        no_data = (2, -np.inf, low), (3, high, np.inf)
    for path in paths:
        if kind == "scaled":
            set_factors(path, 0.1, 5.0)
        if kind == "mask":
            with rasterio.open(path, "r+") as file:
                file.write_mask(np.indices(file.shape)[0] > 20)
    settings, shown = CollectionSettings(tuple(paths)), tmp_path / "all.sheets.vrt"
    with Mosaic(survey_sheets(paths[0], settings, (), no_data), (), no_data) as mosaic:
        set_tones(mosaic, tone)
        write_virtual_raster(shown, mosaic, mosaic.crs.to_wkt())
        wanted, there = mosaic.read((0, 0, 200, 150))
        with Raster(str(shown)) as raster:
            found, valid = raster.read((0, 0, 200, 150))
    one = np.indices(there.shape)[2]
    alone = (one < 80) | (one >= 100)  # elsewhere any of the two may be shown, band by band
    assert np.array_equal(valid[alone], there[alone])
    assert (valid == there).mean() > 0.999
    assert 0.1 < valid[1].mean() < 0.9
    if tone == "collection":
        assert np.allclose(found[alone & there], wanted[alone & there], atol=1e-3)
    assert "no data are data" not in caution_of(shown)


def test_a_virtual_raster_says_which_numbers_of_colors_it_cannot_hide(cut, tmp_path):
    paths, shown = cut(ground()[:1], SIDE_BY_SIDE), tmp_path / "all.sheets.vrt"
    for path in paths:
        with rasterio.open(path, "r+") as file:
            file.write_colormap(1, {number: (number, 0, 0, 255) for number in range(256)})
    for no_data, hidden in (((1, 3, 3),), True), (((1, 0, 3),), False):
        survey = survey_sheets(paths[0], CollectionSettings(tuple(paths)), (), no_data)
        with Mosaic(survey, (), no_data) as mosaic:
            write_virtual_raster(shown, mosaic, mosaic.crs.to_wkt())
        assert ("name as no data are data in it" in caution_of(shown)) != hidden


COLORS = ("red", "green", "blue", "alpha")


def test_a_virtual_raster_of_dates_says_that_it_shows_one(cut, tmp_path):
    paths = cut(ground(), {"x_20200101": (0, 0, 100, 100), "x_20210101": (30, 20, 100, 100)})
    with opened(paths) as mosaic:
        write_virtual_raster(tmp_path / "all.sheets.vrt", mosaic, mosaic.crs.to_wkt())
    assert "several dates" in caution_of(tmp_path / "all.sheets.vrt")


def test_sheets_may_lie_on_another_drive(cut, tmp_path, monkeypatch):
    """Windows has no relative path from one drive to another."""
    import ntpath
    import os

    with pytest.raises(ValueError, match="mount") as refused:
        ntpath.relpath("D:/a.tif", "C:/b")
    paths = cut(ground(), {"a": FOUR["a"]}) + cut(ground(), {"a": FOUR["b"]}, folder="more")

    def fails(*_):
        raise refused.value

    monkeypatch.setattr(os.path, "relpath", fails)
    with opened(paths) as mosaic:
        assert [sheet.name for sheet in mosaic.survey.sheets] == paths
        write_virtual_raster(tmp_path / "all.vrt", mosaic, mosaic.crs.to_wkt())
        with rasterio.open(tmp_path / "all.vrt") as shown:
            assert np.array_equal(shown.read(), ground()[:, :70])


def test_a_virtual_raster_shows_subdatasets(cut, tmp_path):
    (path,) = cut(ground(), {"a": FOUR["a"]})
    with opened([f"GTIFF_DIR:1:{path}"]) as mosaic:
        write_virtual_raster(tmp_path / "all.vrt", mosaic, mosaic.crs.to_wkt())
        with rasterio.open(tmp_path / "all.vrt") as shown:
            assert np.array_equal(shown.read(), ground()[:, :70, :110])


@pytest.mark.parametrize("shape", [(150, 200), (75, 100), (40, 53)])
def test_an_overview_is_that_of_the_whole(cut, write_tif, shape):
    values = ground()
    with opened(cut(values, FOUR)) as mosaic, Raster(write_tif(values)) as raster:
        found, valid = mosaic.overview((0, 0, 200, 150), shape)
        wanted = raster.overview((0, 0, 200, 150), shape)[0]
        assert valid.all()
        # The nearest pixels may be others at the seams.
        assert np.abs(found - wanted).mean() < 6


def test_pairs_of_boxes_are_those_that_share_pixels():
    random = np.random.default_rng(1)
    boxes = np.concatenate([random.integers(0, 50, (30, 2)), random.integers(1, 15, (30, 2))], 1)
    one, other, shared = overlaps(boxes)
    wanted = {}
    for i in range(30):
        for j in range(i + 1, 30):
            low = np.maximum(boxes[i, :2], boxes[j, :2])
            high = np.minimum(boxes[i, :2] + boxes[i, 2:], boxes[j, :2] + boxes[j, 2:])
            if (high > low).all():
                wanted[i, j] = [*low.tolist(), *(high - low).tolist()]
    assert dict(zip(zip(one.tolist(), other.tolist()), shared.tolist())) == wanted


def test_dates_lie_on_one_lattice(cut):
    values = ground()
    paths = cut(values, {"x_20200101": (0, 0, 100, 100), "x_20210101": (30, 20, 100, 100)})
    with opened(paths) as mosaic:
        assert mosaic.dates() == ["2020-01-01", "2021-01-01"]
        grid = make_grid(mosaic.transform, mosaic.shape, GridSettings(size=10))
        scenes = MosaicScenes(mosaic, grid, mosaic.limits)
        for date, window in (("2020-01-01", (0, 0, 100, 100)), ("2021-01-01", (30, 20, 100, 100))):
            own = scenes.of_date(date)
            block = own.describe(0, len(own))
            assert {json.loads(text)["date"] for text in block.attributes} == {date}
            starts = own.grid.windows[:, :2]
            assert len(own) == 100
            assert (starts.min(axis=0) == window[:2]).all()
            assert np.array_equal(own.grid.windows[:, 0] // 10, block.cols)
            own.close()
        assert any("2 dates cover the same ground" in line for line in mosaic.describe_sheets())

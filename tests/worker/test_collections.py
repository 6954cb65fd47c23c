"""Features of a raster that was cut into sheets are those of the raster."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.crs import CRS
from rasterio.transform import Affine
from rasterio.windows import Window

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.collection.listing import CollectionSettings
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.core.scenes.segments import SegmentSettings
from rs_deepcluster_plugin.worker import array_files
from rs_deepcluster_plugin.worker.contract import (
    ApplyClustersJob,
    ClusterScenesJob,
    ExtractFeaturesJob,
    LayerOutput,
    RasterInput,
    SceneGridJob,
    SceneInput,
    SegmentScenesJob,
)
from rs_deepcluster_plugin.worker.job.cluster_layer import check_raster_of
from rs_deepcluster_plugin.worker.job.clusters import apply_clusters, cluster_scenes
from rs_deepcluster_plugin.worker.job.features import extract_features
from rs_deepcluster_plugin.worker.job.scale import choose_scale
from rs_deepcluster_plugin.worker.job.scenes import scene_grid, segment_scenes

pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
WKT = CRS.from_epsg(32633).to_wkt()
PLACE = Affine(10, 0, 500_000, 0, -10, 5_000_000)
QUICK = ExtractSettings(
    model=ModelSettings(input_size=112), engine=EngineSettings(device="cpu", precision="fp32")
)
FOUR = {
    "a": (0, 0, 70, 50), "b": (70, 0, 58, 50), "c": (0, 50, 70, 46), "d": (70, 50, 58, 46),
}  # fmt: skip
THREE = ClusterSettings(method="kmeans", n_clusters=3)
SCENES = GridSettings(size=16.0)
CELLS = GridSettings(size=8.0, context=64.0)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))


def image():
    random = np.random.default_rng(0)
    kinds = random.integers(0, 200, (3, 12, 16)).repeat(8, 1).repeat(8, 2)
    values = (kinds + random.integers(0, 50, kinds.shape)).clip(1, 255).astype(np.uint8)
    values[:, 30:60, 55:85] = 0  # without data, across all four
    return values


@pytest.fixture
def sheets(write_tif):
    def made(values, places=FOUR, folder=""):
        return [
            write_tif(
                values[:, row : row + height, col : col + width], f"{folder}{name}.tif",
                nodata=0, transform=PLACE @ Affine.translation(col, row),
            )
            for name, (col, row, width, height) in places.items()
        ]  # fmt: skip

    return made


def features_of(path, grid, output, sources=(), summary="", recorder=None, **settings):
    collection = CollectionSettings(tuple(sources), **settings) if sources else None
    source = SceneInput(RasterInput(path, WKT, (), collection, summary), (), grid)
    job = ExtractFeaturesJob(source, QUICK, str(output), "")
    extract_features(job, recorder)
    return SceneFile(output, "features")


def whole(file):
    blocks = list(file.blocks())
    return {
        name: np.concatenate([getattr(block, name) for block in blocks])
        for name in (
            "scene_ids", "rows", "cols", "valid_fractions", "geometries", "vectors", "has_vector",
        )
    }  # fmt: skip


@pytest.mark.parametrize("grid", [SCENES, CELLS], ids=["scenes", "cells"])
def test_a_raster_that_was_cut_gives_the_same_features(write_tif, sheets, tmp_path, recorder, grid):
    values = image()
    path = write_tif(values, "whole.tif", nodata=0)
    one = features_of(path, grid, tmp_path / "one.parquet", recorder=recorder)
    paths = sheets(values)
    table = tmp_path / "sheets.csv"
    many = features_of(
        paths[0], grid, tmp_path / "many.parquet", paths[1:], str(table), recorder,
        tone="collection",
    )  # fmt: skip
    found, wanted = whole(many), whole(one)
    for name, values_ in wanted.items():
        assert np.array_equal(found[name], values_, equal_nan=name == "vectors"), name
    assert not wanted["has_vector"].all()
    assert replace(many.provenance, source=path) == one.provenance
    # Which sheet each is of: that which has most of its valid pixels.
    blocks = list(many.blocks())
    named = [json.loads(text)["source"] for block in blocks for text in block.attributes]
    with open(table, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["source"] for row in rows] == [f"{name}.tif" for name in FOUR]
    assert [int(row["scenes"]) for row in rows] == [named.count(f"{name}.tif") for name in FOUR]
    assert {row["status"] for row in rows} == {"used"}
    # What pictures are cut from shows the whole.
    with rasterio.open(many.provenance.source) as shown:
        assert np.array_equal(shown.read(), image())
    said = "Collection: 4 sheets on 128 x 96 pixels"
    assert any(line.startswith(said) for line in recorder.lines)


@pytest.mark.parametrize("grid", [SCENES, CELLS], ids=["scenes", "cells"])
def test_features_of_what_is_read_ahead_are_the_same(sheets, tmp_path, monkeypatch, grid, recorder):
    """As over a network: each window is read once, before the model asks for it."""
    from rs_deepcluster_plugin.core.scenes.read_ahead import ReadAhead
    from rs_deepcluster_plugin.worker.job import common

    wide = {"a": (0, 0, 80, 96), "b": (60, 0, 68, 96)}
    first, *others = sheets(image(), wide)
    one = features_of(first, grid, tmp_path / "one.parquet", others, recorder=recorder)
    asked = []

    class Noted(ReadAhead):
        def read(self, index):
            asked.append(index)
            return super().read(index)

    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "another"))
    monkeypatch.setattr(common, "is_remote", lambda path: path == others[0])
    monkeypatch.setattr(common, "ReadAhead", Noted)
    two = features_of(first, grid, tmp_path / "two.parquet", others, recorder=recorder)
    assert asked == list(range(len(asked)))
    assert asked
    found, wanted = whole(two), whole(one)
    for name, values in wanted.items():
        assert np.array_equal(found[name], values, equal_nan=name == "vectors"), name
    sources = [[b.attributes.tolist() for b in file.blocks()] for file in (one, two)]
    assert sources[0] == sources[1]


def test_a_run_that_was_stopped_goes_on_where_its_result_has_another_name(
    sheets, tmp_path, recorder, monkeypatch
):
    from rs_deepcluster_plugin.core.features import extract as extraction

    paths = sheets(image())

    def fails(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(extraction, "_merge", fails)
        with pytest.raises(KeyboardInterrupt):
            features_of(paths[0], SCENES, tmp_path / "a.parquet", paths, recorder=recorder)
    recorder.lines.clear()
    features_of(paths[0], SCENES, tmp_path / "b.parquet", paths, recorder=recorder)
    assert any(line.startswith("Continuing") for line in recorder.lines)


@pytest.mark.parametrize("grid", [SCENES, CELLS], ids=["scenes", "cells"])
def test_what_was_made_without_a_broken_sheet_is_made_again(
    sheets, tmp_path, recorder, monkeypatch, grid
):
    from rs_deepcluster_plugin.core.features import cells, extract
    from rs_deepcluster_plugin.core.scenes.collection.mosaic import Mosaic

    paths = sheets(image())
    wanted = features_of(paths[0], grid, tmp_path / "a.parquet", paths, recorder=recorder)
    read_own, breaking = Mosaic.read_own, []

    def read(mosaic, sheet, window):
        if sheet == 1 and breaking:
            raise RasterError("b.tif cannot be read to its end.")
        return read_own(mosaic, sheet, window)

    def broken_off(*_):
        raise KeyboardInterrupt

    def then_breaks(*_):
        breaking.append(True)

    shutil.rmtree(tmp_path / "home")
    recorder.lines.clear()
    with monkeypatch.context() as patched:
        patched.setattr(Mosaic, "read_own", read)
        patched.setattr(Mosaic, "log", then_breaks)  # the last before features are made
        patched.setattr(extract, "_merge", broken_off)
        patched.setattr(cells, "_write", broken_off)
        with pytest.raises(KeyboardInterrupt):
            features_of(paths[0], grid, tmp_path / "b.parquet", paths, recorder=recorder)
        patched.undo()
        patched.setattr(Mosaic, "read_own", read)
        patched.setattr(Mosaic, "log", then_breaks)
        table = tmp_path / "t.csv"
        file = features_of(paths[0], grid, tmp_path / "c.parquet", paths, str(table), recorder)
        # It broke before anything of it was read: no scene is of it.
        names = {json.loads(text)["source"] for b in file.blocks() for text in b.attributes}
        assert names == {"a.tif", "c.tif", "d.tif", None}
        assert any("b.tif was left out from where" in line for line in recorder.lines)
        with open(table, newline="", encoding="utf-8") as opened:
            row = list(csv.DictReader(opened))[1]
        assert (row["source"], row["status"], row["scenes"]) == ("b.tif", "broken", "0")
    found = features_of(paths[0], grid, tmp_path / "d.parquet", paths, recorder=recorder)
    assert not any(line.startswith("Continuing") for line in recorder.lines)
    for name, values in whole(wanted).items():
        assert np.array_equal(whole(found)[name], values, equal_nan=name == "vectors"), name


def test_a_broken_sheet_costs_its_own_scenes(sheets, tmp_path, recorder):
    paths = sheets(image())
    (tmp_path / "x.tif").write_bytes((tmp_path / "b.tif").read_bytes()[:3000])
    table = tmp_path / "t.csv"
    file = features_of(
        paths[0], SCENES, tmp_path / "f.parquet", [*paths[2:], str(tmp_path / "x.tif")],
        str(table), recorder,
    )  # fmt: skip
    assert any("1 of 4 left out" in line and "x.tif" in line for line in recorder.lines)
    names = {json.loads(text)["source"] for b in file.blocks() for text in b.attributes}
    assert names == {"a.tif", "c.tif", "d.tif"}
    with open(table, newline="", encoding="utf-8") as opened:
        last = list(csv.DictReader(opened))[-1]
    assert (last["source"], last["status"]) == ("x.tif", "left out")
    assert "cannot be read" in last["note"]


def test_the_grid_of_a_collection_says_whose_its_scenes_are(sheets, tmp_path, recorder):
    paths = sheets(image())
    source = SceneInput(
        RasterInput(paths[1], WKT, (), CollectionSettings(tuple(paths))), (), SCENES
    )
    result = scene_grid(SceneGridJob(source, 0.5, str(tmp_path / "l.npz")), recorder)
    arrays = array_files.read(tmp_path / "l.npz")
    texts = array_files.unpack_texts(arrays, "attributes")
    assert len(texts) == result.scenes == len(arrays["row"])
    for text, row, col in zip(texts, arrays["row"], arrays["col"]):
        if 16 * col + 16 <= 70 and 16 * row + 16 <= 50:
            assert json.loads(text) == {"source": "a.tif"}
        if 16 * col >= 70 and 16 * row >= 50:
            assert json.loads(text) == {"source": "d.tif"}


def test_the_scale_of_a_collection_is_that_of_the_whole(write_tif, sheets, recorder):
    values = np.full((3, 44, 48), 9, dtype=np.uint8)
    paths = sheets(values, {"a": (0, 0, 20, 44), "b": (20, 0, 28, 44)})
    chosen = [
        choose_scale(SceneInput(RasterInput(path, WKT, (), more), (), GridSettings()), QUICK,
                     recorder).grid
        for path, more in (
            (write_tif(values, "whole.tif"), None), (paths[0], CollectionSettings((paths[1],))),
        )
    ]  # fmt: skip
    assert chosen[0] == chosen[1]
    assert (chosen[1].size, chosen[1].context) == (2, 16)


@pytest.mark.parametrize("grid", [SCENES, CELLS], ids=["scenes", "cells"])
def test_dates_are_clustered_together(write_tif, tmp_path, recorder, grid):
    later = np.roll(image(), 40, axis=2)
    dated = {"s_20200101.tif": image(), "s_20210101.tif": later}
    paths = [write_tif(values, name, nodata=0) for name, values in dated.items()]
    first = whole(features_of(paths[0], grid, tmp_path / "1.parquet", recorder=recorder))
    job = ClusterScenesJob(
        source=SceneInput(
            RasterInput(
                paths[0], WKT, (), CollectionSettings((paths[1],), tone="collection", dates=True)
            ), (), grid,
        ),
        extract=QUICK, projection=ProjectionSettings(method="pca"),
        clusters=THREE, features=str(tmp_path / "f.parquet"),
        embedding=str(tmp_path / "e.parquet"), model_file=str(tmp_path / "m.npz"),
        layer=LayerOutput(str(tmp_path / "l.npz"), transitions=str(tmp_path / "t.csv")),
    )  # fmt: skip
    result = cluster_scenes(job, recorder)
    with open(tmp_path / "t.csv", newline="", encoding="utf-8") as opened:
        table = list(csv.DictReader(opened))
    clusters = array_files.read(tmp_path / "l.npz")["cluster"]
    one, other = np.split(clusters, 2)
    for row in table:
        pair = int(row["from_cluster"]), int(row["to_cluster"])
        assert int(row["scenes"]) == ((one == pair[0]) & (other == pair[1])).sum()
    assert sum(int(row["scenes"]) for row in table) == ((one > 0) & (other > 0)).sum() > 0
    assert any(line.startswith("From 2020-01-01 to 2021-01-01") for line in recorder.lines)
    assert result.scenes == 2 * len(first["scene_ids"])
    file = SceneFile(tmp_path / "f.parquet", "features")
    found = whole(file)
    half = len(first["scene_ids"])
    assert found["scene_ids"].tolist() == list(range(1, 2 * half + 1))
    assert np.array_equal(found["rows"][:half], found["rows"][half:])
    assert found["geometries"][:half].tolist() == found["geometries"][half:].tolist()
    dates = [json.loads(text)["date"] for b in file.blocks() for text in b.attributes]
    assert dates == ["2020-01-01"] * half + ["2021-01-01"] * half
    with pytest.raises(SceneError, match="one cluster in each place"):
        cluster_scenes(
            replace(job, layer=LayerOutput(str(tmp_path / "l.npz"), raster="x.tif")), recorder
        )
    for features in (file, SceneFile(tmp_path / "e.parquet", "embedding")):
        with pytest.raises(SceneError, match="one cluster in each place"):
            check_raster_of(features)


def test_a_grid_takes_no_account_of_dates(write_tif, tmp_path, recorder):
    paths = [write_tif(image(), f"s_{year}0101.tif", nodata=0) for year in (2020, 2021)]
    collection = CollectionSettings((paths[1],), dates=True)
    source = SceneInput(RasterInput(paths[0], WKT, (), collection), (), SCENES)
    scene_grid(SceneGridJob(source, 0.5, str(tmp_path / "l.npz")), recorder)
    assert not any("has scenes of its own" in line for line in recorder.lines)


def test_polygons_of_dates_keep_their_numbers(write_tif, tmp_path, recorder):
    paths = [write_tif(image(), "s_20200101.tif", nodata=0)]
    paths.append(write_tif(np.roll(image(), 9, axis=2), "s_20210101.tif", nodata=0))
    shapes = [
        shapely.box(500_000 + x, 4_999_800, 500_000 + x + 200, 5_000_000) for x in (0, 200, 900)
    ]
    array_files.write(
        tmp_path / "p.npz", scene_id=np.array([7, 30, 12]), row=np.zeros(3, int),
        col=np.arange(3), **array_files.pack([shapely.to_wkb(one) for one in shapes]),
    )  # fmt: skip
    collection = CollectionSettings((paths[1],), tone="collection", dates=True)
    source = SceneInput(
        RasterInput(paths[0], WKT, (), collection), (), SCENES, polygons=str(tmp_path / "p.npz")
    )
    output = tmp_path / "f.parquet"
    extract_features(ExtractFeaturesJob(source, QUICK, str(output), ""), recorder)
    blocks = list(SceneFile(output, "features").blocks())
    texts = [json.loads(text) for block in blocks for text in block.attributes]
    assert [int(n) for block in blocks for n in block.scene_ids] == [1, 2, 3, 4, 5, 6]
    assert [one["source_scene"] for one in texts] == [7, 30, 12] * 2
    assert [one["date"] for one in texts] == ["2020-01-01"] * 3 + ["2021-01-01"] * 3
    assert any("numbered anew" in line for line in recorder.lines)


def test_the_virtual_raster_goes_with_the_collection(sheets, tmp_path, recorder):
    paths, output = sheets(image()), tmp_path / "f.parquet"
    beside = tmp_path / "f.sheets.vrt"
    features_of(paths[0], SCENES, output, paths, recorder=recorder)
    assert beside.is_file()
    # It may be the raster itself, and another file of that name is somebody's own.
    features_of(str(beside), SCENES, output, recorder=recorder)
    assert beside.is_file()
    features_of(paths[0], SCENES, output, recorder=recorder)
    assert not beside.exists()
    beside.write_text("mine")
    features_of(paths[0], SCENES, output, recorder=recorder)
    assert beside.read_text() == "mine"


def test_a_table_that_cannot_be_written_is_told_before_or_costs_nothing(sheets, tmp_path, recorder):
    paths, output = sheets(image()), tmp_path / "f.parquet"
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        features_of(paths[0], SCENES, output, paths, str(tmp_path / "file" / "t.csv"), recorder)
    assert not output.exists()
    (tmp_path / "t.csv").mkdir()  # what lies there can't be replaced
    features_of(paths[0], SCENES, output, paths, str(tmp_path / "t.csv"), recorder)
    assert output.exists()
    assert any("table of rasters could not be written" in line for line in recorder.lines)


@pytest.mark.parametrize("work", [scene_grid, segment_scenes, cluster_scenes])
def test_a_place_for_the_table_is_tried_before_the_work(sheets, tmp_path, recorder, work):
    paths = sheets(image())
    (tmp_path / "file").write_text("no folder")
    raster = RasterInput(
        paths[0], WKT, (), CollectionSettings(tuple(paths)), str(tmp_path / "file" / "t.csv")
    )
    source, layer = SceneInput(raster, (), GridSettings()), str(tmp_path / "l.npz")
    job = {
        scene_grid: SceneGridJob(source, 0.5, layer),
        segment_scenes: SegmentScenesJob(
            raster, (), None, SegmentSettings(size=8), str(tmp_path), layer
        ),
        cluster_scenes: ClusterScenesJob(
            source, QUICK, ProjectionSettings(method="pca"), THREE, str(tmp_path / "f.parquet"),
            str(tmp_path / "e.parquet"), str(tmp_path / "m.npz"), LayerOutput(layer),
        ),
    }[work]  # fmt: skip
    with pytest.raises(OSError, match="file"):
        work(job, recorder)
    assert recorder.lines == []  # nothing was opened, no scale looked for
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "a.tif", "b.tif", "c.tif", "d.tif", "file",
    ]  # fmt: skip


CHANGES = {
    "b": ([0.75, 0.85, 0.9], [25, 5, 30]), "c": ([1.15, 1.1, 1.0], [-4, 15, 0]),
    "d": ([0.65, 1.0, 1.1], [10, 35, -5]),
}  # fmt: skip
DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "landsat7_san_francisco.tif"
AERIAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "rasters" / "swellendam_aerial"


def altered(values, name):
    gain, offset = (np.array(one)[:, None, None] for one in CHANGES.get(name, ([1] * 3, [0] * 3)))
    return np.clip(np.round(values * gain + offset), 1, 255).astype(np.uint8)


@pytest.mark.skipif(not DEMO.is_file(), reason="the demo raster is not there")
def test_a_raster_that_was_cut_and_altered_gives_the_map_of_the_whole(
    write_tif, tmp_path, recorder
):
    from sklearn.metrics import adjusted_rand_score

    with rasterio.open(DEMO) as demo:
        values = demo.read(window=Window(700, 650, 480, 384))
    place, grid = {"transform": PLACE}, GridSettings(size=16.0, context=64.0)
    whole_path = write_tif(values, "whole.tif", **place)
    fit = ClusterScenesJob(
        source=SceneInput(RasterInput(whole_path, WKT), (), grid), extract=QUICK,
        projection=ProjectionSettings(method="pca", dimensions=8),
        clusters=ClusterSettings(method="kmeans", n_clusters=6),
        features=str(tmp_path / "f.parquet"), embedding=str(tmp_path / "e.parquet"),
        model_file=str(tmp_path / "m.npz"), layer=LayerOutput(str(tmp_path / "l.npz")),
    )  # fmt: skip
    cluster_scenes(fit, recorder)
    wanted = array_files.read(tmp_path / "l.npz")["cluster"]
    # Cut across land and water: along seams in water alone, no gain would be told.
    places = {"a": (0, 0, 170, 200), "b": (170, 0, 310, 200), "c": (0, 200, 170, 184),
              "d": (170, 200, 310, 184)}  # fmt: skip
    paths = [
        write_tif(
            altered(values[:, y : y + h, x : x + w], name), f"{name}.tif",
            transform=PLACE @ Affine.translation(x, y),
        )
        for name, (x, y, w, h) in places.items()
    ]  # fmt: skip
    first = array_files.read(tmp_path / "l.npz")
    quarter = 2 * (16 * first["row"] >= 200) + (16 * first["col"] >= 170)
    alike, anew, hang = {}, {}, {}
    for tone in ("auto", "collection"):
        features = tmp_path / f"{tone}.parquet"
        again = replace(
            fit, features=str(features), model_file=str(tmp_path / "again.npz"),
            source=SceneInput(
                RasterInput(paths[0], WKT, (), CollectionSettings(tuple(paths[1:]), tone=tone)),
                (), grid,
            ),
        )  # fmt: skip
        cluster_scenes(again, recorder)
        found = array_files.read(tmp_path / "l.npz")["cluster"]
        anew[tone], hang[tone] = adjusted_rand_score(wanted, found), cramers_v(found, quarter)
        apply_clusters(
            ApplyClustersJob(
                fit.model_file, None, False, QUICK.engine, "", str(features),
                str(tmp_path / "x.parquet"), LayerOutput(str(tmp_path / "x.npz")),
            ),
            recorder,
        )  # fmt: skip
        found = array_files.read(tmp_path / "x.npz")["cluster"]
        alike[tone] = adjusted_rand_score(wanted, found)
    assert alike["auto"] >= 0.85
    assert alike["collection"] < 0.7
    # Fitted anew, clusters hang on the sheets by what the land is, as on the whole, and no more.
    land = cramers_v(wanted, quarter)
    assert anew["auto"] >= 0.85
    assert anew["collection"] < 0.7
    assert land > 0.3
    assert hang["auto"] < land + 0.05
    assert hang["collection"] > land + 0.1


def cramers_v(one, other):
    table = np.array([[((one == a) & (other == b)).sum() for b in set(other)] for a in set(one)])
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    square = ((table - expected) ** 2 / expected).sum()
    return np.sqrt(square / table.sum() / (min(table.shape) - 1))


@pytest.mark.skipif(not AERIAL.is_dir(), reason="the aerial sheets are not there")
def test_ground_that_two_sheets_show_has_one_cluster(tmp_path, recorder):
    """The sheets show other land but for a strip of 73 pixels, which both have."""
    paths = []
    for name, day, col, row in (("3320D_2010_315", 1, 0, 1020), ("3420B_2010_328", 2, 4, 0)):
        with rasterio.open(AERIAL / f"{name}_RGB_LATLNG.tif") as sheet:
            window = Window(col, row, 1089, 72)
            profile = {
                "driver": "GTiff", "width": 1089, "height": 72, "count": 4, "dtype": "uint8",
                "crs": sheet.crs, "transform": sheet.window_transform(window),
            }  # fmt: skip
            paths.append(str(tmp_path / f"s_2010010{day}.tif"))
            with rasterio.open(paths[-1], "w", **profile) as part:
                part.write(sheet.read(window=window))
                part.colorinterp = sheet.colorinterp
            wkt = sheet.crs.to_wkt()
    hang = {}
    for tone in ("auto", "collection"):
        job = ClusterScenesJob(
            source=SceneInput(
                RasterInput(paths[0], wkt, (), CollectionSettings((paths[1],), "", tone, True)), (),
                GridSettings(size=12.0, context=72.0),
            ),
            extract=QUICK, projection=ProjectionSettings(method="pca"),
            clusters=ClusterSettings(method="kmeans", n_clusters=4),
            features=str(tmp_path / "f.parquet"), embedding=str(tmp_path / "e.parquet"),
            model_file=str(tmp_path / "m.npz"), layer=LayerOutput(str(tmp_path / "l.npz")),
        )  # fmt: skip
        cluster_scenes(job, recorder)
        arrays = array_files.read(tmp_path / "l.npz")
        texts = array_files.unpack_texts(arrays, "attributes")
        days = np.array([json.loads(text)["date"] for text in texts])
        there = arrays["cluster"] > 0
        hang[tone] = cramers_v(arrays["cluster"][there], days[there])
    assert hang["auto"] < 0.3
    assert hang["collection"] > 0.9


@pytest.mark.parametrize("tone", ["collection", "sheet", "match"])
def test_sheets_that_come_later_get_the_clusters_that_there_are(sheets, tmp_path, recorder, tone):
    paths = sheets(image())
    job = ClusterScenesJob(
        source=SceneInput(
            RasterInput(paths[0], WKT, (), CollectionSettings((paths[1],), tone=tone)), (),
            GridSettings(size=8.0, context=32.0),
        ),
        extract=QUICK, projection=ProjectionSettings(method="pca"),
        clusters=THREE, features=str(tmp_path / "f.parquet"),
        embedding=str(tmp_path / "e.parquet"), model_file=str(tmp_path / "m.npz"),
        layer=LayerOutput(str(tmp_path / "l.npz"), raster=str(tmp_path / "r.tif")),
    )  # fmt: skip
    fitted = cluster_scenes(job, recorder)
    later = ApplyClustersJob(
        model_file=job.model_file, fitted_size=True, engine=QUICK.engine, detail="",
        source=SceneInput(
            RasterInput(paths[2], WKT, (), CollectionSettings((paths[3],), tone=tone)), (),
            GridSettings(),
        ),
        features=str(tmp_path / "g.parquet"), embedding=str(tmp_path / "h.parquet"),
        layer=LayerOutput(str(tmp_path / "k.npz")),
    )  # fmt: skip
    found = apply_clusters(later, recorder)
    assert found.clusters.clusters == fitted.clusters
    assert found.probability > 0
    names = {
        json.loads(text)["source"]
        for b in SceneFile(later.features, "features").blocks() for text in b.attributes
    }  # fmt: skip
    assert names == {"c.tif", "d.tif"}

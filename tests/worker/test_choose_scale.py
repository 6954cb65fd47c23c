"""The choice of a scale where a run is given none, and the refusal of too few scenes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rasterio.crs import CRS

from rs_deepcluster_plugin.core.base.errors import ModelError, SceneError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.deep.base import RefineSettings
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features import extract, scale
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.grid import CELLS_ALONG, GridSettings
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.sources import valid_fractions
from rs_deepcluster_plugin.core.training.loop import TrainSettings
from rs_deepcluster_plugin.worker.contract import (
    ExtractFeaturesJob,
    LayerOutput,
    RasterInput,
    RefineModelJob,
    SceneInput,
)
from rs_deepcluster_plugin.worker.job.features import extract_features
from rs_deepcluster_plugin.worker.job.scale import choose_scale, refuse_too_few
from rs_deepcluster_plugin.worker.job.training import refine_model

QUICK = ExtractSettings(
    model=ModelSettings(input_size=112), engine=EngineSettings(device="cpu", precision="fp32")
)
# Who loads a model with these is told that the file is not there.
NO_MODEL = ExtractSettings(model=ModelSettings(weights="/nowhere/at.all"))
WKT = CRS.from_epsg(32633).to_wkt()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))


@pytest.fixture
def source(write_tif):
    """Return the scenes of a raster."""
    random = np.random.default_rng(0)

    def made(height=120, width=160, **grid):
        kinds = random.integers(0, 255, (3, -(-height // 20), -(-width // 20)))
        values = kinds.repeat(20, 1).repeat(20, 2)[:, :height, :width]
        values = (values + random.integers(-20, 20, values.shape)).clip(1, 255).astype(np.uint8)
        path = write_tif(values, f"{height}x{width}.tif")
        return SceneInput(RasterInput(path, WKT), (), GridSettings(**grid))

    return made


@pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
def test_a_raster_without_a_size_is_looked_at_once(source, recorder):
    one = source()
    chosen = choose_scale(one, QUICK, recorder)
    size = chosen.grid.size
    assert size in (3, 4, 6)  # 120 x 160 pixels: 533 cells or more
    assert chosen.grid == replace(one.grid, size=size, context=size * CELLS_ALONG)
    (line,) = [line for line in recorder.lines if line.startswith("Scale: ")]
    assert f"(SIZE={size:g} CONTEXT={size * CELLS_ALONG:g})" in line
    assert f"({10 * size:g} m)" in line  # pixels of 10 m
    near = [line for line in recorder.lines if line.startswith("Near it: ")]
    assert len(near) == 1
    assert f"SIZE={4 if size != 4 else 3}" in near[0]
    assert any("Model: " in line for line in recorder.lines)
    recorder.lines.clear()
    assert choose_scale(one, QUICK, recorder) == chosen
    assert [line for line in recorder.lines if "Model: " in line] == []
    assert line in recorder.lines
    # Another minimum of valid data is another question.
    choose_scale(one, replace(QUICK, minimum_valid=0.9), recorder)
    assert any("Model: " in line for line in recorder.lines)


@pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
def test_the_model_that_chose_a_scale_makes_the_features(source, recorder, tmp_path, monkeypatch):
    made = []

    def counted(*args):
        made.append(args[0].name)
        return make_engine(*args)

    monkeypatch.setattr(extract, "make_engine", counted)
    one = source()
    job = ExtractFeaturesJob(one, QUICK, str(tmp_path / "one.parquet"), "")
    result = extract_features(job, recorder)
    assert len(made) == 1
    # The same, with a model of its own for the features.
    forget_parts(finished_parts())
    chosen = choose_scale(one, QUICK, recorder)
    extract_features(replace(job, source=chosen, features=str(tmp_path / "two.parquet")), recorder)
    assert len(made) == 2
    files = [SceneFile(tmp_path / f"{name}.parquet", "features") for name in ("one", "two")]
    vectors = [file.take(file.present()) for file in files]
    assert len(vectors[0]) == result.scenes >= 500
    assert np.array_equal(*vectors)


def test_a_size_a_context_or_polygons_are_taken_as_they_are(source, recorder):
    for given in (
        source(size=48), source(context=64), source(size=10.0, context=80.0, units="map"),
        replace(source(), polygons="polygons.npz"),
    ):  # fmt: skip
        assert choose_scale(given, NO_MODEL, recorder) is given
    assert recorder.lines == []


def test_a_small_raster_gets_its_cells_without_any_model(source, recorder):
    # 44 x 48 pixels: cells of 2 pixels are 528, of 3 pixels 224.
    chosen = choose_scale(source(44, 48), NO_MODEL, recorder)
    assert (chosen.grid.size, chosen.grid.context) == (2, 16)
    assert "cells of 2 x 2 pixels (20 m)" in recorder.lines[0]


def test_a_stride_without_a_size_is_refused(source, recorder):
    with pytest.raises(SceneError, match="A stride was given without a scene size"):
        choose_scale(source(stride=8.0), NO_MODEL, recorder)


@pytest.mark.parametrize(
    ("grid", "found", "remedy"),
    [
        ({"size": 60.0}, "There are only 6 scenes of 60 x 60 pixels", "at most 6 pixels"),
        ({"size": 600.0, "units": "map"}, "only 6 scenes", "at most 60 map units"),
        ({"size": 60.0, "context": 120.0}, "only 6 scenes", "at most 6 pixels"),
        ({"size": 20.0, "extent": (500_000, 4_999_500, 500_500, 5_000_000)}, "only 9 scenes",
         "at most 2 pixels"),
    ],
)  # fmt: skip
def test_too_few_scenes_are_refused_before_a_model_is_loaded(source, grid, found, remedy):
    with pytest.raises(SceneError, match=found) as refused:
        refuse_too_few(source(**grid), NO_MODEL)
    assert remedy in str(refused.value)
    assert "clusters need at least 10" in str(refused.value)


def test_the_size_that_would_do_does(source):
    given = source(size=60.0)
    with pytest.raises(SceneError, match="at most 6 pixels"):
        refuse_too_few(given, NO_MODEL)
    assert refuse_too_few(replace(given, grid=GridSettings(size=6.0)), NO_MODEL) >= 500


def test_a_model_is_not_refined_for_too_few_scenes(source, tmp_path):
    job = RefineModelJob(
        source=source(size=60.0), folder="", bands=(), labels=None, extract=NO_MODEL,
        refine=RefineSettings(), train=TrainSettings(), size=224, output=str(tmp_path / "m"),
        features=str(tmp_path / "f"), embedding=str(tmp_path / "e"),
        model_file=str(tmp_path / "c"), layer=LayerOutput(str(tmp_path / "l")),
    )  # fmt: skip
    with pytest.raises(SceneError, match=r"at most 6 pixels, which gives 500 or more\.$"):
        refine_model(job, silent)


def test_scenes_without_data_are_not_counted(write_tif):
    values = np.full((3, 100, 100), 100, dtype=np.uint8)
    values[:, :, 30:] = 0
    path = write_tif(values, nodata=0)
    given = SceneInput(RasterInput(path, WKT), (), GridSettings(size=20.0))
    assert refuse_too_few(given, ExtractSettings(minimum_valid=0.5)) == 25  # 10 of them
    with pytest.raises(SceneError, match="Only 5 of 25 scenes of 20 x 20 pixels") as refused:
        refuse_too_few(given, ExtractSettings(minimum_valid=0.6))
    assert "at most 2 pixels" in str(refused.value)  # of 3000 pixels with data


def test_scenes_that_all_lack_data_are_told_apart_from_few(write_tif):
    values = np.full((3, 100, 100), 100, dtype=np.uint8)
    values[:, :, ::2] = 0
    given = SceneInput(RasterInput(write_tif(values, nodata=0), WKT), (), GridSettings(size=20.0))
    with pytest.raises(SceneError, match="None of the 25 scenes has at least 60% valid data"):
        refuse_too_few(given, ExtractSettings(minimum_valid=0.6))


def test_a_raster_of_too_few_pixels_is_said_to_be(source):
    with pytest.raises(SceneError, match="only 200 pixels with data"):
        refuse_too_few(source(10, 20, size=5.0), NO_MODEL)


def test_a_raster_too_small_for_a_map_is_refused_before_a_model_is_loaded(source, recorder):
    with pytest.raises(SceneError, match="only 400 pixels with data, and a map needs 500"):
        choose_scale(source(20, 20), NO_MODEL, recorder)


@pytest.mark.parametrize(
    ("grid", "minimum", "size"),
    [
        ({}, 0.7, 2),  # 60 x 60 pixels: 900 cells of 2 pixels, each second one with 3 of data
        ({}, 0.9, 1),
        ({"edges": "shift", "extent": (500_000, 4_999_570, 500_470, 5_000_000)}, 0.9, 2),
        ({"edges": "drop", "extent": (500_000, 4_999_570, 500_470, 5_000_000)}, 0.9, 1),  # 21 x 23
    ],
)
def test_what_is_chosen_has_enough_cells_with_data(write_tif, recorder, grid, minimum, size):
    values = np.full((3, 60, 60), 100, dtype=np.uint8)
    values[:, ::2, ::4] = 0 if not grid else 100
    given = SceneInput(RasterInput(write_tif(values, nodata=0), WKT), (), GridSettings(**grid))
    settings = replace(NO_MODEL, minimum_valid=minimum)
    chosen = choose_scale(given, settings, recorder)
    assert chosen.grid.size == size
    recorder.lines.clear()
    assert refuse_too_few(chosen, settings, progress=recorder) >= 500
    assert recorder.lines == []


def test_a_size_that_gives_few_cells_is_taken_and_warned_of(source, recorder):
    assert refuse_too_few(source(size=10.0), NO_MODEL, progress=recorder) == 192
    (line,) = recorder.lines
    assert line.startswith("There are only 192 scenes of 10 x 10 pixels: clusters of fewer")
    assert "at most 6 pixels, which gives 500 or more" in line
    recorder.lines.clear()
    assert refuse_too_few(source(size=6.0), NO_MODEL, progress=recorder) == 540
    assert recorder.lines == []
    # Scenes that are small, and far apart.
    assert refuse_too_few(source(size=2.0, stride=15.0), NO_MODEL, progress=recorder) < 500
    assert "Choose a size and a stride of at most 6 pixels" in recorder.lines[0]


def test_data_that_lies_scattered_is_read_a_few_times_only(write_tif, monkeypatch):
    values = np.full((1, 1200, 1200), 100, dtype=np.uint8)
    values[:, 3::4], values[:, :, 3::4] = 0, 0  # no cell of more than 3 pixels is without gaps
    reads = []

    def counted(raster, grid):
        reads.append(len(grid))
        return valid_fractions(raster, grid)

    monkeypatch.setattr(scale, "valid_fractions", counted)
    with Raster(write_tif(values, nodata=0), ()) as raster:
        counted_pixels = scale.count_pixels(raster, GridSettings())
        assert scale.largest_size(raster, GridSettings(), 1.0, counted_pixels, 256) == 3
        assert len(reads) <= 7  # of 40 sizes
        # Nor are cells laid that would be too many.
        monkeypatch.setattr(scale, "MAX_SCENES", 100_000)
        assert scale.largest_size(raster, GridSettings(), 1.0, counted_pixels, 256) == 0
        assert max(reads[7:]) <= 100_000


def test_the_model_is_what_is_missing_where_scenes_are_enough(source, recorder):
    assert refuse_too_few(source(size=10.0), NO_MODEL) == 192
    with pytest.raises(ModelError):
        choose_scale(source(), NO_MODEL, recorder)

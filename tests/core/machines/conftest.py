from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from programs import SCENES, SETTINGS, Programs, start_anew

from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.features import parts
from rs_deepcluster_plugin.core.features.parts import MachineSettings
from rs_deepcluster_plugin.worker.contract import ExtractFeaturesJob, RasterInput, SceneInput
from rs_deepcluster_plugin.worker.job.features import extract_features


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of its own, and parts of 8 scenes: a small raster has several."""
    pytest.importorskip("distributed")
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))
    for name in ("RSDEEPCLUSTER_SCHEDULER", "RSDEEPCLUSTER_PARTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(parts, "PART", 8)
    yield tmp_path / "home"
    start_anew()


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A scheduler with two workers on 127.0.0.1."""
    pytest.importorskip("distributed")
    programs = Programs(tmp_path_factory.mktemp("dask"))
    try:
        programs.worker()
        programs.worker()
        yield programs
    finally:
        programs.end()


@pytest.fixture
def raster(write_tif):
    """Return a maker of rasters of textured scenes of 20 pixels, some without data."""

    def make(rows=5, cols=6, name="made.tif"):
        random = np.random.default_rng(0)
        coarse = random.integers(0, 1000, (3, rows * 2, cols * 2)).repeat(10, 1).repeat(10, 2)
        values = (coarse * 0.7 + random.integers(0, 300, coarse.shape)).astype(np.int16)
        values[:, :20, :31] = -1
        return write_tif(values, name, nodata=-1)

    return make


@pytest.fixture
def run(tmp_path):
    """Extract features; returns what came out and the file's bytes."""

    def run(path, scheduler="", store="", grid=SCENES, name="f.parquet", progress=silent, **more):
        import rasterio

        with rasterio.open(path) as dataset:
            wkt = dataset.crs.to_wkt()
        settings = replace(SETTINGS, machines=MachineSettings(scheduler, store), **more)
        source = SceneInput(RasterInput(str(path), wkt), (), grid)
        output = tmp_path / name
        done = extract_features(ExtractFeaturesJob(source, settings, str(output), ""), progress)
        return done, output.read_bytes()

    return run

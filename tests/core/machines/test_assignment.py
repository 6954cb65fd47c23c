"""Clusters of scenes that the workers of a real scheduler assign."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from core_files import Recorder
from programs import ROOT, SCENES, SETTINGS, Programs, seconds_until_idle, start_anew, watched

from rs_deepcluster_plugin.core.base.errors import DeviceError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.clusters import model as model_module
from rs_deepcluster_plugin.core.clusters.methods import METHODS, ClusterSettings
from rs_deepcluster_plugin.core.clusters.methods.kmeans import KMeansClusters
from rs_deepcluster_plugin.core.clusters.model import fit_clusters, number_by_size
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS
from rs_deepcluster_plugin.core.features.parts import MachineSettings
from rs_deepcluster_plugin.core.labels.classifier import LabelSettings
from rs_deepcluster_plugin.worker import array_files
from rs_deepcluster_plugin.worker.contract import (
    ClusterFeaturesJob,
    ClusterScenesJob,
    ClusterTogetherJob,
    ConstrainClustersJob,
    LayerOutput,
    ProjectFeaturesJob,
    RasterInput,
    SceneInput,
)
from rs_deepcluster_plugin.worker.job import clusters, labels

long = pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="takes minutes: RSDEEPCLUSTER_LONG"
)
needs_model = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
PLACE = "Machines: 2 Dask workers place the scenes."
ASSIGN = "Machines: 2 Dask workers assign the scenes."
FITTED = "Continuing a run that was stopped: the clusters are fitted."


def groups(count, dims=4, seed=0):
    """Five groups of points, which overlap, and points between them."""
    random = np.random.default_rng(seed)
    centers = random.normal(size=(5, dims)) * 8
    points = centers[random.integers(0, 5, count)] + random.normal(size=(count, dims)) * 2
    return points.astype(np.float32)


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of 200 scenes: few thousand have many."""
    monkeypatch.setattr(model_module, "BLOCK", 200)


def assert_same(found, expected):
    for one in fields(expected):
        assert np.array_equal(getattr(found, one.name), getattr(expected, one.name)), one.name


@pytest.mark.parametrize(
    "method", [m if m == "dpgmm" else pytest.param(m, marks=long) for m in METHODS]
)
def test_clusters_of_other_machines_are_those_of_this_one(
    two, provenance, small_blocks, recorder, method
):
    points = groups(3000)
    points[[7, 2500]] = np.nan
    many = None if method in ("dpgmm", "hdbscan", "leiden") else 6
    settings = ClusterSettings(method, max_clusters=8, fit_scenes=500, n_clusters=many)
    made = provenance()
    model, expected = fit_clusters(points, settings, made, None, runs=2)
    again, found = fit_clusters(
        points, settings, made, None, recorder, runs=2, scheduler=two.address
    )
    assert model.clusters == again.clusters > 1
    assert_same(found, expected)
    assert found.clusters[[7, 2500]].tolist() == [0, 0]
    assert ASSIGN in recorder.lines
    assert recorder.fractions == sorted(recorder.fractions)


def test_scenes_that_are_all_fitted_stay_here(provenance):
    settings = ClusterSettings("kmeans", n_clusters=3)
    fit_clusters(groups(300), settings, provenance(), None, scheduler="tcp://127.0.0.1:9")
    settings = replace(settings, fit_scenes=200)
    with pytest.raises(DeviceError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        fit_clusters(groups(300), settings, provenance(), None, scheduler="tcp://127.0.0.1:9")


@pytest.fixture
def cluster(tmp_path):
    """Cluster an embedding; returns the bytes of layer and model."""

    def cluster(embedding, scheduler="", progress=silent, **more):
        layer, model = tmp_path / "layer.npz", tmp_path / "model.npz"
        job = ClusterFeaturesJob(
            str(embedding), "", ClusterSettings(max_clusters=8, fit_scenes=500, **more),
            str(model), LayerOutput(str(layer)), MachineSettings(scheduler),
        )  # fmt: skip
        clusters.cluster_features(job, progress)
        return layer.read_bytes(), model.read_bytes()

    return cluster


@pytest.fixture
def embedding(tmp_path, features_file):
    file = features_file(groups(3000, 12))
    settings = ProjectionSettings("pca", 4, fit_scenes=500)
    output = str(tmp_path / "embedding.parquet")
    job = ProjectFeaturesJob(str(file.path), settings, output, str(tmp_path / "p.npz"))
    clusters.project_features(job, silent)
    start_anew()
    return output


def test_project_and_cluster_features_by_the_environment(
    two, tmp_path, embedding, cluster, small_blocks, recorder, monkeypatch
):
    here, places = cluster(embedding), (tmp_path / "embedding.parquet").read_bytes()
    start_anew()
    monkeypatch.setenv("RSDEEPCLUSTER_SCHEDULER", two.address)
    settings = ProjectionSettings("pca", 4, fit_scenes=500)
    features = str(tmp_path / "features.parquet")
    job = ProjectFeaturesJob(features, settings, embedding, str(tmp_path / "p.npz"))
    clusters.project_features(job, recorder)
    assert (tmp_path / "embedding.parquet").read_bytes() == places
    assert cluster(embedding, progress=recorder) == here
    assert PLACE in recorder.lines
    assert ASSIGN in recorder.lines


def test_a_scheduler_that_does_not_answer_is_named_before_the_fit(embedding, cluster, monkeypatch):
    monkeypatch.setattr(clusters, "fit_clusters", None)
    monkeypatch.setattr(clusters, "project", None)
    address = "tcp://127.0.0.1:9"
    told = f"No Dask scheduler answers at {address}"
    with pytest.raises(DeviceError, match=told):
        cluster(embedding, address)
    features = embedding.replace("embedding", "features")
    settings = ProjectionSettings("pca", 4, fit_scenes=500)
    job = ProjectFeaturesJob(features, settings, embedding, "", MachineSettings(address))
    with pytest.raises(DeviceError, match=told):
        clusters.project_features(job, silent)


@long
def test_cluster_together_is_the_same_elsewhere(two, tmp_path, features_at, recorder, small_blocks):
    files = [
        str(features_at(tmp_path / f"{name}.parquet", groups(1500, 12, seed), source=name).path)
        for seed, name in enumerate("ab")
    ]
    found = []
    for address in ("", two.address):
        names = ("f.parquet", "e.parquet", "m.npz", "l.npz")
        features, embedding, model, layer = (str(tmp_path / f"all-{name}") for name in names)
        job = ClusterTogetherJob(
            tuple(files), ProjectionSettings("pca", 4, fit_scenes=500),
            ClusterSettings("kmeans", n_clusters=5, fit_scenes=500), features, embedding, model,
            LayerOutput(layer), MachineSettings(address),
        )  # fmt: skip
        clusters.cluster_together(job, recorder)
        found.append([Path(path).read_bytes() for path in (embedding, model, layer)])
        start_anew()
    assert found[0] == found[1]
    assert ASSIGN in recorder.lines


@long
def test_constrained_clusters_are_the_same_elsewhere(two, tmp_path, features_file, small_blocks):
    points = groups(2000, 12)
    features = features_file(points, "f.parquet")
    array_files.write(
        str(tmp_path / "pairs.npz"), first=np.array([1, 5, 9]), second=np.array([2, 6, 10]),
        together=np.array([False, True, False]),
    )  # fmt: skip
    pairs, known = str(tmp_path / "pairs.npz"), str(tmp_path / "m0.npz")
    found = []
    for address in ("", two.address):
        recorder = Recorder()
        for taken in ("", known):  # fitted, then with the mixture that was fitted
            names = ("e.parquet", "m.npz", "l.npz") if taken else ("e0.parquet", "m0.npz", "l0.npz")
            embedding, model, layer = (str(tmp_path / name) for name in names)
            job = ConstrainClustersJob(
                str(features.path), None, pairs, taken, LabelSettings(),
                ProjectionSettings("pca", 4, fit_scenes=500),
                ClusterSettings(max_clusters=8, fit_scenes=500), embedding, model,
                LayerOutput(layer), MachineSettings(address),
            )  # fmt: skip
            labels.cluster_under_constraints(job, recorder)
            found.append([Path(path).read_bytes() for path in (embedding, model, layer)])
        told = [line for line in recorder.lines if line.startswith("Machines: ")]
        # The first fits, and assigns to what it has fitted; both place, and number.
        assert told == ([PLACE, ASSIGN, ASSIGN, PLACE, ASSIGN] if address else [])
    assert found[:2] == found[2:]


class StopsAt:
    """A `Progress` that ends a run when it has come so far."""

    def __init__(self, fraction):
        self.fraction, self.lines = fraction, []

    def __call__(self, fraction):
        if fraction >= self.fraction:
            raise KeyboardInterrupt

    def log(self, text):
        self.lines.append(text)


def test_a_run_that_was_stopped_goes_on_elsewhere_and_comes_back(
    two, embedding, cluster, small_blocks, recorder
):
    whole = cluster(embedding)
    start_anew()
    stops = StopsAt(0.6)  # half way through the first assignment, see `cluster_features`
    with pytest.raises(KeyboardInterrupt):
        cluster(embedding, progress=stops)
    assert FITTED not in stops.lines
    stops = StopsAt(0.6)
    with pytest.raises(KeyboardInterrupt):
        cluster(embedding, two.address, stops)
    assert stops.lines[-1] == ASSIGN
    assert FITTED in stops.lines
    assert cluster(embedding, progress=recorder) == whole
    assert FITTED in recorder.lines
    assert ASSIGN not in recorder.lines


# --- All steps in one run


@pytest.fixture
def start_here(tmp_path):
    """Make a map of a raster; returns the bytes of features, layer and model."""

    def start_here(path, scheduler="", progress=silent, projection="pca"):
        with rasterio.open(path) as dataset:
            wkt = dataset.crs.to_wkt()
        names = ("f.parquet", "e.parquet", "m.npz", "l.npz")
        features, embedding, model, layer = (tmp_path / name for name in names)
        job = ClusterScenesJob(
            SceneInput(RasterInput(str(path), wkt), (), SCENES),
            replace(SETTINGS, machines=MachineSettings(scheduler)),
            ProjectionSettings(projection, 2, fit_scenes=60, runs=2),
            ClusterSettings(max_clusters=8, fit_scenes=60),
            str(features), str(embedding), str(model), LayerOutput(str(layer)),
        )  # fmt: skip
        clusters.cluster_scenes(job, progress)
        return [one.read_bytes() for one in (features, embedding, model, layer)]

    return start_here


@needs_model
@pytest.mark.parametrize("projection", ["pca", pytest.param("umap", marks=long)])
def test_start_here_is_the_same_elsewhere(
    two, raster, start_here, recorder, monkeypatch, projection
):
    monkeypatch.setattr(model_module, "BLOCK", 16)
    path = raster(12, 10)
    here = start_here(path, projection=projection)
    start_anew()
    assert start_here(path, two.address, recorder, projection) == here
    assert PLACE in recorder.lines
    assert ASSIGN in recorder.lines


@long
@needs_model
def test_start_here_goes_on_elsewhere_and_comes_back(two, raster, start_here, monkeypatch):
    monkeypatch.setattr(model_module, "BLOCK", 16)

    class Stops(StopsAt):
        """Ends a run within the assignment: tasks are under way."""

        def __call__(self, fraction):
            if self.lines[-1:] == [ASSIGN]:
                raise KeyboardInterrupt

    path = raster(12, 10)
    whole = start_here(path)
    start_anew()
    with pytest.raises(KeyboardInterrupt):
        start_here(path, two.address, Stops(0))
    stops = Stops(0)
    assert start_here(path, progress=stops) == whole
    told = [line for line in stops.lines if line.startswith("Continuing")]
    assert told[-3:] == [
        "Continuing a run that was stopped: the projection is fitted.",
        "Continuing a run that was stopped: 120 scenes are placed.",
        FITTED,
    ]


# --- Machines that die, and runs that are ended


@pytest.fixture
def programs(tmp_path):
    made = Programs(tmp_path)
    yield made
    made.end()


def heavy(scenes=200_000, number=2000):
    """Clusters by 2,000 centers: half a second for each block of scenes."""
    random = np.random.default_rng(0)
    centers = random.normal(size=(number, 10))
    method = KMeansClusters({"centers": centers, "variances": np.full(number, 1.0)})
    return method, random.normal(size=(scenes, 10)).astype(np.float32)


HEAVY = ClusterSettings("kmeans", n_clusters=2000)


@long
def test_a_worker_that_dies_costs_its_blocks_only(programs, provenance):
    method, points = heavy(60_000)
    made = provenance()
    whole = number_by_size(method, points, HEAVY, made, None)[1]
    first = programs.worker()
    programs.worker()
    died = []

    class Kills(StopsAt):
        def __call__(self, fraction):
            if 0 < fraction < 0.5 and not died:
                first.kill()
                died.append(fraction)

    kills = Kills(0)
    found = number_by_size(
        method, points, HEAVY, made, None, scheduler=programs.address, progress=kills
    )[1]
    assert first.poll() is not None
    assert died
    assert kills.lines == [ASSIGN]
    assert_same(found, whole)


@long
def test_a_run_that_is_ended_ends_its_blocks(programs, provenance):
    method, points = heavy()
    programs.worker()
    programs.worker()
    with watched(programs.address) as busy:

        class Stops(StopsAt):
            def __call__(self, fraction):
                if fraction > 0 and busy():
                    self.fraction = fraction
                    raise KeyboardInterrupt

        stops = Stops(0)
        with pytest.raises(KeyboardInterrupt):
            number_by_size(
                method, points, HEAVY, provenance(), None, scheduler=programs.address,
                progress=stops,
            )  # fmt: skip
        assert seconds_until_idle(busy) < 5
    assert 0 < stops.fraction < 0.25  # of two rounds and more


SCRIPT = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
from test_assignment import HEAVY, heavy
from rs_deepcluster_plugin.core.clusters.model import number_by_size
method, points = heavy()
number_by_size(method, points, HEAVY, None, None, scheduler=sys.argv[1])
"""


@long
def test_blocks_end_with_the_process_that_waits_for_them(programs):
    """A cancel in QGIS ends that process without a word."""
    programs.worker()
    programs.worker()
    here = str(Path(__file__).parent)
    driver = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(root=str(ROOT), here=here), programs.address],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, start_new_session=True,
    )  # fmt: skip
    with watched(programs.address) as busy:
        until = time.monotonic() + 120
        while not busy() and time.monotonic() < until:
            assert driver.poll() is None
            time.sleep(0.1)
        assert busy()
        os.killpg(driver.pid, signal.SIGKILL)
        driver.wait()
        assert seconds_until_idle(busy) < 5

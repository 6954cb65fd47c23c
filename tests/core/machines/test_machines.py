from __future__ import annotations

import http.server
import importlib.util
import shutil
import socket
import threading
import time
from dataclasses import fields, replace

import numpy as np
import pytest
from programs import CELLS, SCENES, SETTINGS, StopsAfter, copy_of_version, start_anew

from rs_deepcluster_plugin.core.base.errors import (
    DataFileError,
    DependencyError,
    DeviceError,
    OutputError,
    RasterError,
)
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector, place_all
from rs_deepcluster_plugin.core.encoder.load import whitening_of
from rs_deepcluster_plugin.core.encoder.save import write_whitened
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.parts import MachineSettings, PartFolder
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.machines import client, tasks
from rs_deepcluster_plugin.core.machines import store as store_module
from rs_deepcluster_plugin.core.machines.store import PartStore
from rs_deepcluster_plugin.core.scenes.collection.listing import CollectionSettings
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.worker.contract import ExtractFeaturesJob, RasterInput, SceneInput
from rs_deepcluster_plugin.worker.job.features import extract_features

pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)


@pytest.mark.parametrize("grid", [SCENES, CELLS], ids=["scenes", "cells"])
def test_features_of_other_machines_are_those_of_this_one(two, run, raster, grid, recorder):
    path = raster()
    done, here = run(path, grid=grid)
    start_anew()
    assert (done, here) == run(path, two.address, grid=grid, progress=recorder)
    told = f"Machines: 2 Dask workers with 2 threads at {two.address}, fp32 on CPU."
    assert told in recorder.lines
    assert not [line for line in recorder.lines if line.startswith("Model: ")]  # not loaded here
    assert recorder.fractions[-1] == 1


def test_a_run_goes_on_elsewhere_and_comes_back(two, run, raster, home, recorder):
    path = raster()
    whole = run(path)[1]
    start_anew()
    with pytest.raises(KeyboardInterrupt):
        run(path, progress=StopsAfter(home, 1))
    (folder,) = (home / "parts").iterdir()
    made = {part: part.stat().st_mtime_ns for part in folder.glob("part-*.npz")}
    assert 0 < len(made) < 4
    # What was made here is taken up there ...
    with pytest.raises(KeyboardInterrupt):
        run(path, two.address, progress=StopsAfter(home, 2))
    more = {part: part.stat().st_mtime_ns for part in folder.glob("part-*.npz")}
    assert made.items() <= more.items()
    assert len(more) > len(made)
    assert not list(folder.glob("*.seen"))
    # ... and the other way round.
    assert run(path, progress=recorder)[1] == whole
    assert [line for line in recorder.lines if line.startswith("Continuing")]


def test_the_environment_names_the_scheduler(two, run, raster, monkeypatch, recorder):
    monkeypatch.setenv("RSDEEPCLUSTER_SCHEDULER", f" {two.address} ")
    run(raster(), progress=recorder)
    assert [line for line in recorder.lines if line.startswith("Machines: 2 Dask workers")]


def test_parts_come_back_by_an_address(run, raster, home, tmp_path):
    import distributed
    import fsspec

    path = raster()
    whole = run(path)[1]
    start_anew()
    memory = fsspec.filesystem("memory")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
    ) as cluster:
        address = cluster.scheduler_address
        for store in ("memory://parts", (tmp_path / "shared").as_uri(), str(tmp_path / "other")):
            # A worker is not to see the folder that they come to.
            assert run(path, address, store)[1] == whole
            start_anew()
        assert not memory.find("/parts")
        assert not list((tmp_path / "shared").rglob("*.npz"))
        # What was sent when nobody fetched it any more is not made again.
        with pytest.raises(KeyboardInterrupt):
            run(path, address, "memory://parts", progress=StopsAfter(home, 2))
        (folder,) = (home / "parts").iterdir()
        (sent,) = memory.ls("/parts", detail=False) or [f"/parts/{folder.name}"]
        fetched = sorted(folder.glob("part-*.npz"))
        made = fetched[0].read_bytes()
        memory.pipe_file(f"{sent}/{fetched[0].name}", made)
        fetched[0].unlink()
        assert run(path, address, "memory://parts")[1] == whole
        assert not memory.find("/parts")


@pytest.mark.parametrize(
    ("store", "error", "told"),
    [
        ("nonsense://here", OutputError, "'nonsense' is no kind of address that fsspec knows"),
        ("gs://bucket/parts", DependencyError, "need a package that is missing"),
        ("/proc/nothing", OutputError, "Parts cannot be kept at /proc/nothing"),
    ],
)
def test_an_address_for_parts_that_is_none_is_named(two, run, raster, store, error, told):
    if store.startswith("gs:") and importlib.util.find_spec("gcsfs"):
        pytest.skip("gcsfs is installed")
    with pytest.raises(error, match=told):
        run(raster(), two.address, store)


# --- What is no scheduler, and workers that cannot take part


class Silent(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def web():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def mute():
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("what", ["nothing", "web", "mute", "nonsense", "tls"])
def test_what_is_no_scheduler_is_named_within_seconds(run, raster, request, monkeypatch, what):
    monkeypatch.setattr(client, "_CONNECT", 1)
    address = {"nothing": "tcp://127.0.0.1:9", "nonsense": "nonsense://here"}.get(what, "")
    if what == "tls":
        address = "tls://" + request.getfixturevalue("mute")
    address = address or "tcp://" + request.getfixturevalue(what)
    started = time.monotonic()
    with pytest.raises(DeviceError, match=f"No Dask scheduler answers at {address}") as found:
        run(raster(), address)
    assert time.monotonic() - started < 10
    assert "\n" not in str(found.value)


def test_a_worker_without_the_raster_is_named(two, run, raster, monkeypatch, tmp_path):
    raster()
    monkeypatch.chdir(tmp_path)  # where a relative path leads from, and not for the workers
    told = "The Dask worker tcp://.* cannot take part: made.tif cannot be opened as a raster"
    with pytest.raises(RasterError, match=told):
        run("made.tif", two.address)


def test_a_worker_with_another_raster_by_that_name_is_named(
    two, run, raster, monkeypatch, tmp_path
):
    raster()
    raster(rows=4, name="other.tif")
    (tmp_path / "other.tif").replace(two.folder / "made.tif")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RasterError, match="made.tif is another raster there"):
        run("made.tif", two.address)


def test_a_worker_with_another_model_is_named(two, run, raster, monkeypatch, tmp_path):
    path = raster()
    shutil.copyfile(DEFAULT_WEIGHTS, tmp_path / "own.safetensors")
    whitening = whitening_of(ModelSettings())
    changed = replace(whitening, center=whitening.center + 1)
    write_whitened(two.folder / "own.safetensors", ModelSettings(), changed, "another")
    monkeypatch.chdir(tmp_path)
    model = replace(SETTINGS.model, weights="own.safetensors")
    with pytest.raises(DataFileError, match=r"The Dask worker tcp.* model 'own.safe.*' is another"):
        run(path, two.address, model=model)


def test_a_worker_that_does_not_see_the_parts_says_so(raster, tmp_path):
    path = raster()
    with Raster(path) as opened:
        recipe = tasks.Recipe(
            "1", client.plugin_version(), opened.opener(), tasks.likeness_of(opened), None, None,
            SETTINGS.model, "", SETTINGS.engine, 0.5, PartFolder(tmp_path, "key", {}, {}), "",
            "token.seen",
        )  # fmt: skip
    with pytest.raises(OutputError, match="not see the folder .* or give an address for parts"):
        tasks.check_recipe(recipe)
    (tmp_path / "token.seen").touch()
    tasks.check_recipe(recipe)
    # As well a place for parts that is a folder of the same name.
    other = replace(recipe, run="2", store=str(tmp_path / "parts"))
    with pytest.raises(OutputError, match="parts is another place there"):
        tasks.check_recipe(other)
    PartStore(other.store, "key").put(tmp_path / "token.seen")
    tasks.check_recipe(other)


def test_a_place_that_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(store_module, "_ANSWER", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent_server:  # nobody accepts there
        address = f"ftp://127.0.0.1:{silent_server.getsockname()[1]}/parts"
        with pytest.raises(OutputError, match="nobody has answered for 1 seconds") as found:
            PartStore(address, "key")
    assert address in str(found.value)


def test_a_worker_with_another_version_of_the_plugin_is_refused(two, run, raster, tmp_path):
    path = raster()
    other = two.worker(PYTHONPATH=copy_of_version(tmp_path / "old", "0.0.1"))
    try:
        with pytest.raises(DeviceError, match=r"has version 0\.0\.1 of the plugin, and .* needed"):
            run(path, two.address)
    finally:
        other.terminate()
        other.wait()
    none = two.worker(PYTHONPATH="", PYTHONSAFEPATH="1")
    try:
        with pytest.raises(DeviceError, match="has no plugin that can be imported"):
            run(path, two.address)
    finally:
        none.terminate()
        none.wait()


# --- Collections


def test_sheets_are_read_elsewhere_as_here(two, write_tif, tmp_path):
    from rasterio.transform import Affine

    random = np.random.default_rng(0)
    values = random.integers(1, 200, (3, 10, 16)).repeat(8, 1).repeat(8, 2).astype(np.uint8)
    place = Affine(10, 0, 500_000, 0, -10, 5_000_000)
    for name, (first, last) in {"a": (0, 80), "b": (48, 128)}.items():
        piece = values[:, :, first:last].copy()
        piece[:, 30:50, 20:40] = 0  # what lacks data here, another sheet may have
        write_tif(piece, f"{name}.tif", nodata=0, transform=place @ Affine.translation(first, 0))
    with Raster(str(tmp_path / "a.tif")) as opened:
        wkt = opened.crs.to_wkt()
    found = []
    for address in ("", two.address):
        collection = CollectionSettings((str(tmp_path / "b.tif"),))
        source = RasterInput(str(tmp_path / "a.tif"), wkt, collection=collection)
        settings = replace(SETTINGS, machines=MachineSettings(address))
        output = tmp_path / "f.parquet"
        scenes = SceneInput(source, (), GridSettings(size=16))
        extract_features(ExtractFeaturesJob(scenes, settings, str(output), ""), silent)
        found.append(output.read_bytes())
        start_anew()
    assert found[0] == found[1]


# --- Placing


def test_places_of_other_machines_are_those_of_this_one(two, tmp_path, features_file, recorder):
    random = np.random.default_rng(0)
    vectors = random.normal(size=(9000, 12)).astype(np.float32)  # more than a block
    vectors[[5, 8300]] = np.nan
    file = features_file(vectors)
    fitted = vectors[10:70]
    normalizer = Normalizer.fit(fitted, file.provenance.part_dims)
    projector = Projector(
        ProjectionSettings(dimensions=3, runs=2), file.provenance.identity, normalizer,
        normalizer(fitted).astype(np.float16),
        (random.normal(size=(60, 6)) + 20 * (np.arange(60) % 3)[:, None]).astype(np.float32),
    )  # fmt: skip
    place_all(file, projector, tmp_path / "here.parquet")
    places = np.concatenate(
        [block.vectors for block in SceneFile(tmp_path / "here.parquet", "embedding").blocks()]
    )
    settings = ClusterSettings(max_clusters=6, fit_scenes=400)
    model, assigned = fit_clusters(places, settings, file.provenance, projector, runs=2)
    output = tmp_path / "there.parquet"
    made = place_all(file, projector, output, recorder, two.address, model.assign_rows)
    joined = model.join_assigned(places, made)
    assert model.clusters > 1
    for field in fields(assigned):
        assert np.array_equal(getattr(joined, field.name), getattr(assigned, field.name))
    assert joined.clusters[[5, 8300]].tolist() == [0, 0]
    here, there = ((tmp_path / f"{name}.parquet").read_bytes() for name in ("here", "there"))
    assert here == there
    assert "Machines: 2 Dask workers place the scenes." in recorder.lines
    assert recorder.fractions == sorted(recorder.fractions)
    assert recorder.fractions[-1] == 1

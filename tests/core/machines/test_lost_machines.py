"""Machines that die, runs that are ended, and several at a time; minutes, on a real scheduler."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import distributed
import pytest
from programs import (
    ROOT,
    SCENES,
    Programs,
    StopsAfter,
    copy_of_version,
    seconds_until_idle,
    start_anew,
    watched,
)

from rs_deepcluster_plugin.core.base.errors import DeviceError
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.machines import crew

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("RSDEEPCLUSTER_LONG"), reason="takes minutes: RSDEEPCLUSTER_LONG"
    ),
    pytest.mark.skipif(
        not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
    ),
]
SLOW = ModelSettings(input_size=112)


@pytest.fixture
def programs(tmp_path):
    made = Programs(tmp_path)
    yield made
    made.end()


class Kills:
    """A `Progress` that ends a program when a run has so many parts."""

    def __init__(self, home, parts, program):
        self.home, self.parts, self.program, self.lines = home, parts, program, []

    def __call__(self, fraction):
        if self.program and len(list(self.home.rglob("part-*.npz"))) >= self.parts:
            self.program.kill()
            self.program = None

    def log(self, text):
        self.lines.append(text)


@pytest.mark.parametrize("count", [2, 4])
def test_a_worker_that_dies_costs_its_parts_only(programs, run, raster, home, count):
    path = raster(20, 20)
    whole = run(path, model=SLOW)
    start_anew()
    workers = [programs.worker() for _ in range(count)]
    progress = Kills(home, 5, workers[0])
    assert run(path, programs.address, model=SLOW, progress=progress) == whole
    assert workers[0].poll() is not None
    assert progress.program is None


class Once:
    """A `Progress` that does something when a run has so many parts."""

    def __init__(self, home, parts, action):
        self.home, self.parts, self.action, self.lines = home, parts, action, []

    def __call__(self, fraction):
        if self.action and len(list(self.home.rglob("part-*.npz"))) >= self.parts:
            action, self.action = self.action, None
            action()

    def log(self, text):
        self.lines.append(text)


@pytest.mark.parametrize("version", ["", "0.0.1"], ids=["no plugin", "another version"])
def test_a_run_goes_on_without_who_joins_late_and_cannot_take_part(
    programs, run, raster, home, tmp_path, version
):
    path = raster(20, 20)
    whole = run(path, model=SLOW)
    start_anew()
    programs.worker()

    def join():
        if version:
            programs.worker(PYTHONPATH=copy_of_version(tmp_path / "old", version))
        else:
            programs.worker(PYTHONPATH="", PYTHONSAFEPATH="1")
        programs.worker()  # one that can

    progress = Once(home, 2, join)
    assert run(path, programs.address, model=SLOW, progress=progress) == whole
    (told,) = [line for line in progress.lines if "The run goes on without it" in line]
    what = "has version 0.0.1 of the plugin" if version else "has no plugin that can be imported"
    assert told.startswith("The Dask worker tcp://")
    assert what in told
    assert "on its PYTHONPATH, or stop it." in told
    assert progress.action is None


def test_a_run_waits_for_workers_with_a_word_and_goes_on_with_who_comes(
    programs, run, raster, home, monkeypatch
):
    monkeypatch.setattr(crew, "_ALONE", 2)
    path = raster(20, 20)
    whole = run(path, model=SLOW)
    start_anew()
    only = [programs.worker(), programs.worker()]

    class Replaces(Once):
        def log(self, text):
            super().log(text)
            if "has no worker any more" in text:
                programs.worker()

    progress = Replaces(home, 3, lambda: [one.kill() for one in only])
    assert run(path, programs.address, model=SLOW, progress=progress) == whole
    (told,) = [line for line in progress.lines if "has no worker any more" in line]
    assert "ends after 10 minutes without one" in told


def test_a_run_without_workers_ends_at_last_and_can_be_canceled(
    programs, run, raster, home, monkeypatch
):
    monkeypatch.setattr(crew, "_ALONE", 1)
    path = raster(20, 20)
    whole = run(path, model=SLOW)[1]
    start_anew()
    only = programs.worker()
    gone = []

    class Cancels(Once):
        def __call__(self, fraction):
            super().__call__(fraction)
            if "has no worker any more" in "".join(self.lines):
                raise KeyboardInterrupt

    def kill():
        only.kill()
        gone.append(time.monotonic())

    with pytest.raises(KeyboardInterrupt):
        run(path, programs.address, model=SLOW, progress=Cancels(home, 2, kill))
    assert time.monotonic() - gone[0] < 15
    monkeypatch.setattr(crew, "_WORKERS", 3)
    again = programs.worker()
    with pytest.raises(DeviceError, match="had no worker that can take part") as found:
        run(path, programs.address, model=SLOW, progress=Once(home, 5, again.kill))
    assert "\n" not in str(found.value)
    made = len(list(home.rglob("part-*.npz")))
    assert made >= 5
    done, output = run(path, model=SLOW)
    assert output == whole
    assert done.scenes == 400


def test_a_scheduler_that_dies_leaves_what_is_finished(programs, run, raster, home):
    path = raster(20, 20)
    whole = run(path, model=SLOW)[1]
    start_anew()
    programs.worker()
    programs.worker()
    with pytest.raises(DeviceError, match="does not answer any more") as found:
        run(path, programs.address, model=SLOW, progress=Kills(home, 5, programs.scheduler))
    assert "\n" not in str(found.value)
    assert len(list(home.rglob("part-*.npz"))) >= 5
    done, again = run(path, model=SLOW)
    assert again == whole
    assert done.scenes == 400


def test_a_run_that_is_ended_ends_its_tasks(programs, run, raster, home):
    programs.worker()
    programs.worker()
    run(raster(), programs.address, model=SLOW)  # what loads a model does so to the end
    start_anew()
    path = raster(20, 20, "long.tif")
    with watched(programs.address) as busy:
        with pytest.raises(KeyboardInterrupt):
            run(path, programs.address, model=SLOW, progress=StopsAfter(home, 4))
        assert seconds_until_idle(busy) < 5
    assert len(list(home.rglob("part-*.npz"))) < 20


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
import rasterio
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.parts import MachineSettings
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.worker.contract import ExtractFeaturesJob, RasterInput, SceneInput
from rs_deepcluster_plugin.worker.job.features import extract_features
path, address, output = sys.argv[1:]
settings = ExtractSettings(
    model=ModelSettings(input_size=112), engine=EngineSettings(device="cpu", precision="fp32"),
    machines=MachineSettings(address),
)
wkt = rasterio.open(path).crs.to_wkt()
source = SceneInput(RasterInput(path, wkt), (), GridSettings(size=20))
extract_features(ExtractFeaturesJob(source, settings, output, ""), silent)
"""


def test_tasks_end_with_the_process_that_waits_for_them(programs, run, raster, home, tmp_path):
    """A cancel in QGIS ends that process without a word."""
    programs.worker()
    programs.worker()
    run(raster(), programs.address, model=SLOW)
    start_anew()
    path = raster(40, 40, "long.tif")
    driver = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(root=str(ROOT)), path, programs.address,
         str(tmp_path / "f.parquet")],
        start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not list(home.rglob("part-*.npz")) and time.monotonic() < until:
        assert driver.poll() is None
        time.sleep(0.1)
    with watched(programs.address) as busy:
        assert busy()
        os.killpg(driver.pid, signal.SIGKILL)
        driver.wait()
        assert seconds_until_idle(busy) < 5


def test_two_runs_share_a_scheduler(programs, run, raster):
    paths = [raster(10, 10, "a.tif"), raster(9, 12, "b.tif")]
    whole = [run(path, name=f"{i}.parquet")[1] for i, path in enumerate(paths)]
    start_anew()
    for _ in range(4):
        programs.worker()
    barrier = threading.Barrier(2)

    def one(i):
        barrier.wait()
        return run(paths[i], programs.address, name=f"{i}.parquet", grid=SCENES)[1]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(one, range(2))) == whole


def test_a_local_cluster_does_the_same(run, raster):
    path = raster()
    whole = run(path)
    start_anew()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, dashboard_address=":0"
    ) as cluster:
        assert run(path, cluster.scheduler_address) == whole


@pytest.fixture
def certificates(tmp_path):
    """Return the variables by which Dask finds a certificate that signs itself."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
        capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    parts = {"CA_FILE": certificate}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        parts |= {f"{role}__KEY": key, f"{role}__CERT": certificate}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in parts.items()}


def test_certificates_are_those_of_dasks_configuration(run, raster, tmp_path, certificates):
    import dask

    path = raster()
    whole = run(path)
    start_anew()
    arguments = "--host", "tls://127.0.0.1:0"
    programs = Programs(tmp_path, arguments, **certificates)
    try:
        programs.worker()
        assert programs.address.startswith("tls://")
        with pytest.raises(DeviceError, match="Certificates are those of Dask's configuration"):
            run(path, programs.address)
        own = dask.config.merge(dask.config.config, dask.config.collect([], env=certificates))
        with dask.config.set(own):
            assert run(path, programs.address) == whole
    finally:
        programs.end()

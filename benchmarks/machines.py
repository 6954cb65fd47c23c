"""What other machines cost: parts, the driver's share, traffic; and what a continent would take.

Figures are seconds of processors, which do not hang on what else a machine does. Run by
``python benchmarks/scale.py --machines``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import report

from rs_deepcluster_plugin.core.base.nearest import BLOCK_ROWS
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import (
    BLOCK,
    ClusterModel,
    fit_clusters,
    number_by_size,
)
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector, place_all
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features import parts
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.parts import MachineSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.machines.client import connect_scheduler
from rs_deepcluster_plugin.core.machines.crew import Crew
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, SceneGrid, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.worker.contract import ExtractFeaturesJob, RasterInput, SceneInput
from rs_deepcluster_plugin.worker.job.features import extract_features

DIMS, RUNS, GROUPS = 384, 5, 30
MANY, MACHINES, DAY = 1e9, 100, 86_400


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    workers: tuple[int, ...] = (1, 2, 4)
    scenes: tuple[int, int] = (512, 1536)
    part: int = parts.PART
    input_size: int = 224
    placed: tuple[int, int] = (40_960, 122_880)
    assigned: tuple[int, int] = (163_840, 655_360)
    fitted: int = 20_000
    empty: tuple[int, ...] = (100_000, 1_000_000, 10_000_000)
    written: tuple[int, ...] = (100_000, 1_000_000, 10_000_000)


FEW = Sizes(
    (1, 2), (64, 128), 16, 56, (4096, 8192), (32_768, 98_304), 1000, (10_000, 100_000),
    (10_000, 20_000),
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """Seconds of processors, by who spent them, and what the driver sent, got and held."""

    workers: float
    driver: float
    scheduler: float
    sent: float
    """Bytes on the driver's connections."""

    received: float
    memory: float
    """At most, in MB."""


class Traffic:
    """Counts the bytes that go through this process's streams, which are tornado's."""

    def __init__(self) -> None:
        from tornado.iostream import IOStream

        self.sent = self.received = 0
        write, read = IOStream.write_to_fd, IOStream.read_from_fd

        def write_to_fd(stream: Any, data: Any) -> int:
            count = write(stream, data)
            self.sent += count
            return count

        def read_from_fd(stream: Any, buffer: Any) -> int | None:
            count = read(stream, buffer)
            self.received += count or 0
            return count

        IOStream.write_to_fd, IOStream.read_from_fd = write_to_fd, read_from_fd


class Watch:
    """Looks at what a cluster and this process spend."""

    def __init__(self, client: Any, traffic: Traffic) -> None:
        self._workers = [psutil.Process(pid) for pid in client.run(os.getpid).values()]
        self._scheduler = psutil.Process(client.run_on_scheduler(os.getpid))
        self._here, self._traffic = psutil.Process(), traffic
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
        self._started = self._now()

    def _now(self) -> list[float]:
        def spent(*processes: psutil.Process) -> float:
            return sum(sum(one.cpu_times()[:2]) for one in processes)

        by_whom = [spent(*self._workers), spent(self._here), spent(self._scheduler)]
        return [*by_whom, self._traffic.sent, self._traffic.received]

    def spent(self) -> Spent:
        """Return what was spent since it was made."""
        spent = [now - then for now, then in zip(self._now(), self._started)]
        peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
        assert peak
        return Spent(*spent, int(peak[1]) / 1e3)


class Cluster:
    """A scheduler and workers of one thread, each a program of its own on 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._started = folder, []
        file = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", file)
        while not file.is_file():
            time.sleep(0.1)
        self._file, self.address = file, json.loads(file.read_text())["address"]

    def scale(self, count: int) -> None:
        """Start as many workers as lack."""
        for number in range(len(self._started), count + 1):
            self._start(
                "worker", "--scheduler-file", self._file, "--no-nanny", "--nthreads", "1",
                "--local-directory", self._folder / f"worker-{number}",
            )  # fmt: skip
        with connect_scheduler(self.address) as client:
            client.wait_for_workers(count)

    def _start(self, kind: str, *arguments: object) -> None:
        paths = os.pathsep.join([str(report.ROOT), str(Path(__file__).parent)])
        with open(self._folder / "log.txt", "a") as log:
            self._started.append(
                subprocess.Popen(
                    [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard",
                     *map(str, arguments)],
                    env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
                    stdout=log, stderr=log,
                )
            )  # fmt: skip

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._started:
            one.kill()
            one.wait()


def watched(address: str, traffic: Traffic, work: Any) -> Spent:
    """Do something, and return what it took."""
    with connect_scheduler(address) as client:
        watch = Watch(client, traffic)
        work(client)
        return watch.spent()


def extract(address: str, folder: Path, sizes: Sizes, scenes: int, part: int) -> None:
    """Extract scenes of the demo raster in parts of a size."""
    import rasterio

    parts.PART = part
    demo = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
    with rasterio.open(demo) as dataset:
        wkt, place = dataset.crs.to_wkt(), dataset.transform
    high = scenes // 32 * 24
    (left, top), (right, bottom) = place * (0, 0), place * (32 * 24, high)
    settings = ExtractSettings(
        model=ModelSettings(input_size=sizes.input_size),
        engine=EngineSettings(device="cpu", precision="fp32"),
        machines=MachineSettings(address),
    )  # fmt: skip
    source = SceneInput(
        RasterInput(str(demo), wkt), (), GridSettings(size=24, extent=(left, bottom, right, top))
    )
    extract_features(ExtractFeaturesJob(source, settings, str(folder / "f.parquet"), ""), silent)
    forget_parts(finished_parts())


def nothing(shared: Any, piece: SceneGrid, span: parts.Span) -> parts.Span:
    """Make no part."""
    return span


def empty_tasks(client: Any, units: int, run: str) -> None:
    """Send the tasks of so many units, whose windows are made on the way."""

    def tasks() -> Iterator[tuple[str, tuple[Any, ...]]]:
        for start in range(0, units, 256):
            yield f"empty-{run}-{start}", (a_piece(start), (start, start + 256))

    Crew(client, silent).do(nothing, None, tasks(), lambda _: 0.0)


def a_piece(start: int) -> SceneGrid:
    """Return the windows of a part."""
    ids = np.arange(start, start + 256)
    windows = np.stack([ids, ids, ids, ids], axis=1)
    return SceneGrid((0, 1, 0, 0, 0, -1), windows, ids, ids, ids, stride=(24, 24))


def a_projector(path: Path, method: str, count: int) -> tuple[SceneFile, Projector]:
    """Return features in a file, and what places them."""
    features = SceneFile(path, "features")
    random = np.random.default_rng(0)
    fitted = random.normal(size=(count, features.dims)).astype(np.float32)
    normalizer = Normalizer.fit(fitted, (features.dims,))
    settings = ProjectionSettings(method=method, dimensions=5, runs=RUNS)
    if method == "pca":
        axes = random.normal(size=(5, features.dims)).astype(np.float32)
        mean = np.zeros((1, features.dims), np.float32)
        return features, Projector(settings, "synthetic", normalizer, axes, mean)
    places = random.normal(size=(count, 5 * RUNS)).astype(np.float32)
    halves = normalizer(fitted).astype(np.float16)
    projector = Projector(settings, "synthetic", normalizer, halves, places)
    _ = projector._axes  # which a run makes once
    return features, projector


def points(count: int) -> np.ndarray:
    """Return places of units in all runs, in groups."""
    random = np.random.default_rng(0)
    centers = random.normal(scale=10, size=(GROUPS, 2 * RUNS))
    groups = random.integers(0, GROUPS, count)
    return (centers[groups] + random.normal(size=(count, 2 * RUNS))).astype(np.float32)


def a_mixture(path: Path, count: int) -> ClusterModel:
    """Return clusters by the default method, fitted to so many units."""
    made = SceneFile(path, "features").provenance
    return fit_clusters(points(count), ClusterSettings(), made, None, runs=RUNS)[0]


def measure_machines(sizes: Sizes) -> None:
    """Measure all of it, and write the section."""
    from scale import synthetic

    traffic = Traffic()
    extracted: dict[int, Runs] = {}
    placed: dict[int, Runs] = {}
    assigned: dict[int, Runs] = {}
    bare: Runs = {}
    written: Runs = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["RSDEEPCLUSTER_HOME"] = str(folder / "home")
        output = folder / "placed.parquet"
        with Cluster(folder) as cluster:
            address = cluster.address

            def place(features: SceneFile, projector: Projector) -> Spent:
                return watched(
                    address, traffic,
                    lambda _: place_all(features, projector, output, silent, address),
                )  # fmt: skip

            def assign(model: ClusterModel, units: int) -> Spent:
                many = points(units)
                return watched(
                    address, traffic,
                    lambda _: number_by_size(
                        model.method, many, model.settings, model.provenance, None, runs=RUNS,
                        scheduler=address,
                    ),
                )  # fmt: skip

            cluster.scale(sizes.workers[0])
            for units in sizes.empty:
                bare[units] = watched(
                    address, traffic,
                    lambda client, units=units: empty_tasks(client, units, str(units)),
                )  # fmt: skip
                print(units, bare[units], flush=True)
            known = {units: folder / f"known-{units}.parquet" for units in sizes.placed}
            for units, path in known.items():
                synthetic(path, units, dims=DIMS)
            mixture = a_mixture(known[sizes.placed[0]], sizes.fitted)
            for count in sizes.workers:
                cluster.scale(count)
                # Models are loaded once, and by all: small parts go to each.
                extract(address, folder, sizes, sizes.scenes[0], sizes.part // 16)
                extracted[count] = {
                    scenes: watched(
                        address, traffic,
                        lambda _, scenes=scenes: extract(
                            address, folder, sizes, scenes, sizes.part
                        ),
                    )
                    for scenes in sizes.scenes
                }  # fmt: skip
                placed[count] = {
                    units: place(*a_projector(path, "umap", sizes.fitted))
                    for units, path in known.items()
                }
                assigned[count] = {units: assign(mixture, units) for units in sizes.assigned}
                print(count, extracted[count], placed[count], assigned[count], flush=True)
            for units in sizes.written:
                many = folder / "many.parquet"
                synthetic(many, units, dims=DIMS)
                written[units] = place(*a_projector(many, "pca", sizes.fitted))
                print(units, written[units], flush=True)
                many.unlink()
    report.write_section(
        "Machines", "python benchmarks/scale.py --machines",
        written_up(sizes, extracted, placed, assigned, bare, written),
    )  # fmt: skip


Runs = dict[int, Spent]
"""What runs of so many units took."""


def slope(runs: Runs, what: str) -> float:
    """Return what each further unit takes, from the smallest run to the largest.

    Connecting, and what is sent once, is the same for all.
    """
    first, last = min(runs), max(runs)
    return float(getattr(runs[last], what) - getattr(runs[first], what)) / (last - first)


def grid_bytes() -> float:
    """Return what a regular grid takes of the driver's memory for each scene."""
    demo = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
    with Raster(str(demo)) as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=8))
    arrays = [value for value in vars(grid).values() if isinstance(value, np.ndarray)]
    return sum(array.nbytes for array in arrays) / len(grid)


def written_up(
    sizes: Sizes, extracted: dict[int, Runs], placed: dict[int, Runs], assigned: dict[int, Runs],
    bare: Runs, written: Runs,
) -> str:  # fmt: skip
    """Say what was measured, and what follows from it."""
    rows = []
    for step, found, part in (
        ("extraction", extracted, sizes.part), ("placing", placed, BLOCK_ROWS),
        ("assigning", assigned, BLOCK),
    ):  # fmt: skip
        for count, runs in found.items():
            units, whole = max(runs), runs[max(runs)]
            each = part * 1e3 / units
            share = whole.driver / (whole.workers + whole.driver + whole.scheduler)
            rows.append((
                f"{step}, parts of {part:,}", str(count), f"{slope(runs, 'workers') * 1e6:,.0f}",
                f"{slope(runs, 'workers') * part * 1e3:,.0f}", f"{whole.driver * each:,.0f}",
                f"{whole.scheduler * each:,.0f}", f"{share:.1%}",
                *(f"{slope(runs, way) * part / 1e3:,.0f}" for way in ("sent", "received")),
            ))  # fmt: skip
    text = report.table(
        (
            "step", "workers", "workers, s per million units", "workers, ms per part",
            "driver, ms per part", "scheduler, ms per part", "driver's share",
            "from the driver, KB per part", "to the driver, KB per part",
        ),
        rows,
    )  # fmt: skip
    few, many = sizes.scenes
    text += (
        f"\n\n{few:,} and {many:,} scenes of the demo raster by the default model at "
        f"{sizes.input_size} pixels in fp32; {sizes.placed[0]:,} and {sizes.placed[1]:,} synthetic "
        f"units of {DIMS} dimensions placed among {sizes.fitted:,} fitted ones in {RUNS} runs; "
        f"{sizes.assigned[0]:,} and {sizes.assigned[1]:,} synthetic units in {RUNS} runs assigned "
        "to clusters of the default method, and numbered. "
        "What workers spend, and bytes, are by what the larger run took more than the smaller one; "
        "what driver and scheduler spend is that of the larger run, connecting and waiting "
        "included. Times are of processors, and bytes those of the driver's connections, all of "
        "which end at the scheduler. Other programs ran on the same cores, which makes times of "
        "processors longer, too: read the ratios.\n\n"
    )
    text += report.table(
        (
            "units", "tasks", "driver, s", "scheduler, s", "from the driver, MB",
            "to the driver, MB", "driver's peak memory (MB)",
        ),
        [
            (f"{units:,}, {what}", f"{-(-units // part):,}", f"{s.driver:,.0f}",
             f"{s.scheduler:,.0f}", f"{s.sent / 1e6:,.0f}", f"{s.received / 1e6:,.0f}",
             f"{s.memory:,.0f}")
            for what, runs, part in (
                ("nothing to do", bare, 256), ("placed by PCA", written, BLOCK_ROWS)
            )
            for units, s in runs.items()
        ],
    )  # fmt: skip
    last = sizes.workers[-1]
    work, place = (slope(found[last], "workers") * MANY for found in (extracted, placed))
    assigning, numbering = (slope(assigned[last], who) * MANY for who in ("workers", "driver"))
    writing, handing = slope(written, "driver") * MANY, slope(bare, "driver") * MANY
    tasks = MANY / 256
    vectors = 4 * DIMS * MANY
    text += (
        f"\n\n**{MANY:,.0f} units on {MACHINES} workers of one such core**, in a straight line:"
        f"\n\n"
        f"- Extraction of scenes: {work / MACHINES / DAY:,.1f} days. Of cells, 16 of which are "
        f"new in each window, a sixteenth of that.\n"
        f"- Placing: {place / MACHINES / 3600:,.1f} hours of each, while the driver, which reads, "
        f"sends and writes, needs {writing / 3600:,.1f} hours of one core: it can feed "
        f"{place / writing:,.0f} workers, and more have to wait for it.\n"
        f"- Assigning: {assigning / MACHINES / 60:,.0f} minutes of each, while the driver needs "
        f"{numbering / 3600:,.1f} hours of one core: it can feed {assigning / numbering:,.0f} "
        "workers.\n"
        f"- Extraction takes of the driver {(handing + writing) / 3600:,.1f} hours of one core, "
        "for tasks, and for joining as when places are written.\n"
        f"- The scheduler: {tasks:,.0f} tasks of {slope(bare, 'scheduler') * 256e3:.2f} ms are "
        f"{slope(bare, 'scheduler') * MANY / 3600:,.1f} hours of one core, spread over the run.\n"
        f"- Traffic through the scheduler: {slope(bare, 'sent') * MANY / 1e9:,.0f} GB of tasks and "
        f"{slope(bare, 'received') * MANY / 1e9:,.0f} GB of answers for extraction, "
        f"{slope(placed[last], 'sent') * MANY / 1e12:,.1f} TB of features to be placed and "
        f"{slope(placed[last], 'received') * MANY / 1e9:,.0f} GB of places. Features of "
        f"{DIMS} dimensions, {vectors / 1e12:,.1f} TB, go through the disk or the address that is "
        "shared, and are read once by the driver when it joins them.\n\n"
        f"The driver's memory hardly depends on how many units there are: from "
        f"{min(bare):,} to {max(bare):,} of them it grows by "
        f"{bare[max(bare)].memory - bare[min(bare)].memory:,.0f} MB where there is nothing to do, "
        f"and by {written[max(written)].memory - written[min(written)].memory:,.0f} MB where they "
        "are placed.\n\n"
        "What breaks first: the driver, which feeds no more workers than that where scenes are "
        "placed. Then a grid holds "
        f"{grid_bytes():.0f} bytes for each scene in the driver's memory, and a raster is refused "
        "beyond 20,000,000 scenes. So 1,000,000,000 units are 50 runs of one cluster model "
        "(*Apply clusters*), not one. Then comes the one features file of each run, which one "
        "process writes, and which needs the driver's disk twice while parts are there.\n"
    )
    return text

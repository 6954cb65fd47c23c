"""What other machines cost: parts, the driver's share, traffic; and what a continent would take.

Figures are seconds of processors, which do not hang on what else a machine does. Run by
``python benchmarks/scale.py --machines``.
"""

from __future__ import annotations

import json
import os
import pickle
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

from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
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

DIMS, RUNS = 384, 5
MANY, MACHINES, DAY = 1e9, 100, 86_400


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    workers: tuple[int, ...] = (1, 2, 4)
    scenes: int = 512
    part: int = 32
    input_size: int = 224
    placed: int = 40_960
    fitted: int = 20_000
    empty: tuple[int, ...] = (100_000, 1_000_000, 10_000_000)
    written: tuple[int, ...] = (100_000, 1_000_000)


FEW = Sizes((1, 2), 64, 16, 56, 4096, 1000, (10_000, 100_000), (10_000, 20_000))


@dataclass(frozen=True)
class Spent:
    """Seconds of processors, by who spent them, and the driver's memory at the end (MB)."""

    seconds: float
    workers: float
    driver: float
    scheduler: float
    memory: float


class Watch:
    """Looks at what a cluster and this process spend."""

    def __init__(self, client: Any) -> None:
        self._workers = [psutil.Process(pid) for pid in client.run(os.getpid).values()]
        self._scheduler = psutil.Process(client.run_on_scheduler(os.getpid))
        self._here = psutil.Process()
        self._started = time.perf_counter(), self._now()

    def _now(self) -> list[float]:
        def spent(*processes: psutil.Process) -> float:
            return sum(sum(one.cpu_times()[:2]) for one in processes)

        return [spent(*self._workers), spent(self._here), spent(self._scheduler)]

    def spent(self) -> Spent:
        """Return what was spent since it was made."""
        at, before = self._started
        shares = [now - then for now, then in zip(self._now(), before)]
        memory = self._here.memory_info().rss / 1e6
        return Spent(time.perf_counter() - at, *shares, memory)


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


def watched(address: str, work: Any) -> Spent:
    """Do something, and return what it took."""
    with connect_scheduler(address) as client:
        watch = Watch(client)
        work(client)
        return watch.spent()


def extract(address: str, folder: Path, sizes: Sizes) -> None:
    """Extract scenes of the demo raster in small parts."""
    import rasterio

    parts.PART = sizes.part
    demo = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
    with rasterio.open(demo) as dataset:
        wkt, place = dataset.crs.to_wkt(), dataset.transform
    high = sizes.scenes // 32 * 24
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
    return features, Projector(settings, "synthetic", normalizer, halves, places)


def measure_machines(sizes: Sizes) -> None:
    """Measure all of it, and write the section."""
    from scale import synthetic

    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["RSDEEPCLUSTER_HOME"] = str(folder / "home")
        few = folder / "few.parquet"
        synthetic(few, sizes.placed, dims=DIMS)
        known, projector = a_projector(few, "umap", sizes.fitted)
        _ = projector._axes
        with Cluster(folder) as cluster:
            address = cluster.address
            cluster.scale(sizes.workers[0])
            bare = {}
            for units in sizes.empty:
                bare[units] = watched(
                    address, lambda client, units=units: empty_tasks(client, units, str(units))
                )
                print(units, bare[units], flush=True)
            extracted, placed = {}, {}
            for count in sizes.workers:
                cluster.scale(count)
                extract(address, folder, sizes)  # models are loaded once
                extracted[count] = watched(address, lambda _: extract(address, folder, sizes))
                placed[count] = watched(
                    address,
                    lambda _: place_all(known, projector, folder / "p.parquet", silent, address),
                )
                for what, units, spent in (
                    ("extraction", sizes.scenes, extracted[count]),
                    ("placing", sizes.placed, placed[count]),
                ):
                    each = 1e6 / units
                    rows.append((
                        what, str(count), f"{spent.workers * each:,.0f}",
                        f"{spent.driver * each:,.1f}", f"{spent.scheduler * each:,.1f}",
                        f"{spent.seconds:,.0f}",
                    ))  # fmt: skip
                    print(rows[-1], flush=True)
            written = {}
            for units in sizes.written:
                path = folder / "many.parquet"
                synthetic(path, units, dims=DIMS)
                many, simple = a_projector(path, "pca", sizes.fitted)
                written[units] = watched(
                    address,
                    lambda _, many=many, simple=simple: place_all(
                        many, simple, folder / "p.parquet", silent, address
                    ),
                )
                print(units, written[units], flush=True)
                path.unlink()
        task = len(pickle.dumps(a_piece(0)))
        vectors = 4 * DIMS * 256
    report.write_section(
        "Machines", "python benchmarks/scale.py --machines",
        written_up(sizes, rows, extracted, placed, bare, written, task, vectors),
    )  # fmt: skip


def slope(runs: dict[int, Spent], what: str) -> float:
    """Return the seconds that each further unit takes, from the smallest run to the largest."""
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
    sizes: Sizes, rows: list[tuple[str, ...]], extracted: dict[int, Spent],
    placed: dict[int, Spent], bare: dict[int, Spent], written: dict[int, Spent], task: int,
    vectors: int,
) -> str:  # fmt: skip
    """Say what was measured, and what follows from it."""
    head = (
        "step", "workers", "workers, s per million units", "driver, s", "scheduler, s",
        "seconds of the run",
    )  # fmt: skip
    text = report.table(head, rows)
    text += (
        f"\n\n{sizes.scenes} scenes of the demo raster by the default model at {sizes.input_size} "
        f"pixels in fp32, in parts of {sizes.part}; {sizes.placed:,} synthetic units of {DIMS} "
        f"dimensions placed among {sizes.fitted:,} fitted ones in {RUNS} runs. All but the last "
        "column are seconds of processors; the cores were shared with other programs, so the last "
        "one says nothing about how runs grow shorter. The results are those of one machine to the "
        "bit.\n\n"
    )
    text += report.table(
        ("units", "tasks", "driver, s", "scheduler, s", "driver's memory (MB)"),
        [
            (f"{units:,}, nothing to do", f"{-(-units // 256):,}", f"{s.driver:,.0f}",
             f"{s.scheduler:,.0f}", f"{s.memory:,.0f}")
            for units, s in bare.items()
        ]
        + [
            (f"{units:,}, placed by PCA", f"{-(-units // 2048):,}", f"{s.driver:,.0f}",
             f"{s.scheduler:,.0f}", f"{s.memory:,.0f}")
            for units, s in written.items()
        ],
    )  # fmt: skip
    last = sizes.workers[-1]
    scale = MANY / sizes.scenes
    work = extracted[last].workers * scale
    place = placed[last].workers * MANY / sizes.placed
    # By what more units take more, for connecting and loading are the same for all.
    placing_driver = slope(written, "driver") * MANY
    driver = slope(bare, "driver") * MANY + placing_driver
    per_task = slope(bare, "scheduler") * 256
    tasks = MANY / 256
    text += (
        f"\n\nA task of 256 scenes is {task / 1e3:,.0f} KB on its way there and under 1 KB back; "
        f"its part is {vectors / 1e3:,.0f} KB, which go to the folder of parts and are read once "
        f"by the driver. Features that are placed travel: {vectors / 1e3:,.0f} KB for 256 units.\n"
        f"\n**{MANY:,.0f} units on {MACHINES} workers of one such core**, in a straight line from "
        f"the rows of {last} workers:\n\n"
        f"- Extraction of scenes: {work / MACHINES / DAY:,.1f} days. Of cells, 16 of which are "
        f"new in each window, a sixteenth of that.\n"
        f"- Placing: {place / MACHINES / 3600:,.1f} hours.\n"
        f"- The driver itself: {driver / 3600:,.1f} hours of one core for extraction (handing out "
        f"tasks, and reading and writing as when places are written), {placing_driver / 3600:,.1f} "
        f"hours for placing.\n"
        f"- The scheduler: {tasks:,.0f} tasks of {per_task * 1e3:.2f} ms are "
        f"{tasks * per_task / 3600:,.1f} hours of one core, spread over the run.\n"
        f"- Traffic through the scheduler: {tasks * task / 1e9:,.0f} GB of tasks; parts "
        f"{tasks * vectors / 1e12:,.1f} TB through the disk or the address that is shared, and as "
        "much through the driver's network when it joins them, and once more to place them.\n\n"
        "What breaks first: a grid holds "
        f"{grid_bytes():.0f} bytes for each scene in the driver's memory, and a raster is refused "
        "beyond 20,000,000 scenes. So 1,000,000,000 units are 50 runs of one cluster model "
        "(*Apply clusters*), not one. The driver's memory for tasks is flat, as the second table "
        "shows; that of the grid is not. Then comes the one features file of each run, which one "
        "process writes, and which needs the driver's disk twice while parts are there.\n"
    )
    return text

"""Run one worker job, and report its time and its peak memory."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.worker.contract import (
    ClusterLayerResult,
    ClusterScenesJob,
    Job,
    LayerOutput,
    RasterInput,
    SceneInput,
)
from rs_deepcluster_plugin.worker.host import client

Result = TypeVar("Result")


@dataclass(frozen=True)
class Measured(Generic[Result]):
    """Result, seconds and peak resident memory (MB) of a job's worker; seconds of its steps.

    ``cpu`` has the seconds that all cores worked from the line before a step's to its own, which
    does not depend on what else the machine does; only on Linux.
    """

    result: Result
    seconds: float
    peak: float
    steps: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)


def cluster_scenes(
    raster: Path,
    size: float,
    folder: Path,
    bands: tuple[int, ...] = (),
    context: float | None = None,
) -> Measured[ClusterLayerResult]:
    """Cluster scenes or cells of a raster as Cluster scenes does; the layer is ``layer.npz``."""
    import rasterio

    with rasterio.open(raster) as source:
        crs = source.crs.to_wkt()
    return run(
        ClusterScenesJob(
            source=SceneInput(
                RasterInput(str(raster), crs), bands, GridSettings(size=size, context=context)
            ),
            extract=ExtractSettings(),
            projection=ProjectionSettings(),
            clusters=ClusterSettings(),
            features=str(folder / "features.parquet"),
            embedding=str(folder / "embedding.parquet"),
            model_file=str(folder / "model.npz"),
            layer=LayerOutput(str(folder / "layer.npz")),
        )
    )


def run(job: Job[Result], outputs: tuple[str, ...] = ()) -> Measured[Result]:
    """Run a job in a worker process of this interpreter."""
    peak = 0.0
    steps: dict[str, float] = {}
    cpu: dict[str, float] = {}
    before = 0.0
    done = threading.Event()

    def of_worker(name: str) -> Iterator[str]:
        for path in Path("/proc").glob(f"[0-9]*/{name}"):
            with contextlib.suppress(OSError):
                if str(folder).encode() in (path.parent / "cmdline").read_bytes():
                    yield path.read_text()

    def log(text: str) -> None:
        nonlocal before
        print("  " + text)
        # User and system time of the process, and of its children that have ended; proc(5).
        times = [stat.rpartition(")")[2].split()[11:15] for stat in of_worker("stat")]
        now = sum(int(ticks) for four in times for ticks in four) / os.sysconf("SC_CLK_TCK")
        step = re.fullmatch(r"(\w+): .* in ([\d.]+) s", text)
        if step:
            steps[step[1]] = float(step[2])
            cpu[step[1]] = now - before
        before = now

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            for text in of_worker("status"):
                with contextlib.suppress(IndexError):
                    peak = max(peak, int(text.split("VmHWM:")[1].split()[0]) / 1024)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        begin = time.perf_counter()
        result = client.run_job(
            job,
            folder,
            python=Path(sys.executable),
            outputs=outputs,
            progress=lambda fraction: None,
            log=log,
            cancelled=lambda: False,
        )
        seconds = time.perf_counter() - begin
        done.set()
        watcher.join()
    return Measured(result, seconds, peak, steps, cpu)

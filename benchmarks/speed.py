"""Scenes per second of feature extraction, beside bare forwards in the same run.

Rounds of all variants are taken in turn, so that a machine that slows down slows all of them;
ratios are medians over the rounds. Our variants run in the environment that the worker gets; timm
runs in a process of its own with torch's own settings, which are faster where nothing else runs.
"""

from __future__ import annotations

import dataclasses
import http.server
import os
import queue
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import types
from pathlib import Path

import numpy as np
import rasterio

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]
import report

from rs_deepcluster_plugin.core.base.packages import import_timm
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.deep.target import Target
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_cell_encoder, load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features import cells as of_cells
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features import parts
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.scenes.context_windows import ContextWindows
from rs_deepcluster_plugin.core.scenes.grid import CELLS_ALONG, GridSettings, SceneGrid, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster, percentile_scaling
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes
from rs_deepcluster_plugin.worker.host.process import clean_environment
from rs_deepcluster_plugin.worker.job import common

DEMO = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
ROUNDS = 5
BATCH = 32  # of timm
FORWARD_IMAGES = 128
SCENE_COUNT = 512
SCENES = {
    "48 px scenes, side by side": GridSettings(size=48),
    "224 px scenes, every 64 px": GridSettings(size=224, stride=64, edges="drop"),
}
CELLS = 28  # pixels; 361 windows


class Cells:
    """Cells of the packaged raster, and the model on its device."""

    def __init__(self, raster: Raster) -> None:
        """Load the model, and read the windows that the bare forward gets."""
        settings = ExtractSettings()
        self._encoder = load_cell_encoder(settings.model, CELLS_ALONG)
        self._engine = make_engine(self._encoder, EngineSettings())
        scaling = percentile_scaling(raster, 2, 98)
        sized = GridSettings(size=CELLS, context=CELLS * CELLS_ALONG)
        grid = make_grid(raster.transform, raster.shape, sized)
        supports = self._encoder.cells.supports if self._encoder.cells is not None else (1,)
        overlap = of_cells.overlap_of(CELLS_ALONG)
        self._windows = ContextWindows(raster, grid, scaling, overlap, max(supports) // 2)
        self._scenes = RasterScenes(raster, grid, scaling)
        self._provenance = extraction.make_provenance(
            str(DEMO), raster.bands, self._encoder, settings, scaling, raster.crs.to_wkt(),
            raster=raster, grid=grid,
        )  # fmt: skip
        some = range(100, 100 + FORWARD_IMAGES)
        self._images = of_cells.CellWork(self._windows, self._encoder).prepare(some)[1]
        self.per_window = len(grid) / len(self._windows)
        self.forward()  # warm up

    def forward(self) -> float:
        """Return how many windows a second the bare forward sees."""
        begin = time.perf_counter()
        self._engine(self._images)
        return len(self._images) / (time.perf_counter() - begin)

    def extract(self) -> float:
        """Return how many windows a second are seen on the way from the raster to the file."""
        with tempfile.TemporaryDirectory() as folder:
            begin = time.perf_counter()
            of_cells.extract_cells(
                self._windows, self._scenes, self._encoder, self._provenance, EngineSettings(),
                Path(folder) / "f.parquet", folder, engine=lambda: self._engine,
            )  # fmt: skip
            return len(self._windows) / (time.perf_counter() - begin)


def forward_fp32() -> None:
    """Print the images a second of timm's plain fp32 forward: all blocks, then ours of them."""
    import torch

    encoder = load_encoder(ModelSettings())
    images = torch.rand(64, 3, encoder.input_size, encoder.input_size)
    for changes in ({}, {"depth": encoder.parts[-1].block + 1}):
        plain = import_timm().create_model(
            encoder.architecture, img_size=encoder.input_size, num_classes=0, **changes
        )
        plain.eval()
        with torch.inference_mode():
            plain.forward_features(images[:BATCH])
            begin = time.perf_counter()
            for start in range(0, len(images), BATCH):
                plain.forward_features(images[start : start + BATCH])
            print(len(images) / (time.perf_counter() - begin))


def measure_fp32() -> list[float]:
    """Run `forward_fp32` in a process with torch's own thread settings."""
    plain = {k: v for k, v in os.environ.items() if k not in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")}
    printed = subprocess.run(
        [sys.executable, __file__, "timm"], env=plain, capture_output=True, text=True, check=True
    ).stdout
    return [float(line) for line in printed.split()]


def some_of(grid: SceneGrid) -> SceneGrid:
    """Take the first scenes in reading order: a round must not take minutes."""
    names = ("windows", "scene_ids", "rows", "cols")
    return dataclasses.replace(grid, **{name: getattr(grid, name)[:SCENE_COUNT] for name in names})


def main() -> None:
    """Measure and write the table."""
    import torch

    settings = ExtractSettings()
    encoder = load_encoder(ModelSettings())
    reference = load_encoder(ModelSettings()).module
    started = time.perf_counter()
    engine = make_engine(encoder, EngineSettings())
    loading = time.perf_counter() - started

    raster = Raster(str(DEMO))
    scaling = percentile_scaling(raster, 2, 98)
    sources = {}
    for name, grid_settings in SCENES.items():
        grid = some_of(make_grid(raster.transform, raster.shape, grid_settings))
        provenance = extraction.make_provenance(
            str(DEMO), raster.bands, encoder, settings, scaling, raster.crs.to_wkt(),
            raster=raster, grid=grid,
        )  # fmt: skip
        sources[name] = RasterScenes(raster, grid, scaling), provenance
    scenes, provenance = sources["48 px scenes, side by side"]
    work = extraction.SceneWork(
        scenes, provenance.minimum_valid, encoder.bands, encoder.input_size, encoder.dims
    )
    images = work.prepare(range(200, 200 + 2 * FORWARD_IMAGES))[1]
    images = images[:FORWARD_IMAGES]

    def forward_engine() -> float:
        begin = time.perf_counter()
        engine(images)
        return len(images) / (time.perf_counter() - begin)

    def end_to_end(name: str) -> float:
        scenes, provenance = sources[name]
        with tempfile.TemporaryDirectory() as folder:
            begin = time.perf_counter()
            result = extraction.extract(
                scenes, encoder, provenance, EngineSettings(), Path(folder) / "f.parquet", folder,
                engine=lambda: engine,
            )  # fmt: skip
            return (result.scenes - result.skipped) / (time.perf_counter() - begin)

    forward_engine()  # warm up
    cells = Cells(raster)
    rows: dict[str, list[float]] = {}
    blocks = encoder.parts[-1].block + 1
    of_windows = (
        "bare forward of windows of cells",
        f"extraction, cells of {CELLS} px in windows of {CELLS * CELLS_ALONG}",
    )
    plain = f"timm fp32, {encoder.architecture}", f"timm fp32, its first {blocks} blocks as ours"
    for _ in range(ROUNDS):
        for name, speed in zip(plain, measure_fp32()):
            rows.setdefault(name, []).append(speed)
        rows.setdefault(f"bare forward: {engine.name}", []).append(forward_engine())
        for name in SCENES:
            rows.setdefault(f"extraction, {name}", []).append(end_to_end(name))
        rows.setdefault(of_windows[0], []).append(cells.forward())
        rows.setdefault(of_windows[1], []).append(cells.extract())
    beside = list(rows)[2], *plain
    own = dict.fromkeys(of_windows, (of_windows[0], *plain))

    def ratio(values: list[float], other: list[float]) -> str:
        return f"{statistics.median(a / b for a, b in zip(values, other)):.2f}"

    with torch.inference_mode():
        exact = reference(torch.from_numpy(images[:64])).numpy()
    ours = engine(images[:64])
    cosine = (exact * ours).sum(1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(ours, axis=1)
    text = report.table(
        (
            "what",
            "images, scenes or windows a second (median)",
            "to the bare forward",
            "to timm fp32",
            "to its first blocks",
        ),
        [
            (
                name,
                f"{statistics.median(speeds):.1f}",
                *(ratio(speeds, rows[other]) for other in own.get(name, beside)),
            )
            for name, speeds in rows.items()
        ],
    )
    text += (
        f"\n\nOf {ROUNDS} rounds in turn, at {encoder.input_size} px input; timm with batches of "
        f"{BATCH}. Windows of cells are compared with their own bare forward, for all their tokens "
        f"come out of it; a window has {cells.per_window:.1f} cells of its own. Cosine of the "
        f"engine's features to fp32 on 64 real scenes: lowest {cosine.min():.5f}, mean "
        f"{cosine.mean():.5f}. Extraction is from the packaged raster's file to the finished "
        f"GeoParquet file, without loading the model, which took {loading:.1f} s once."
    )
    report.write_section("Speed of feature extraction", "make bench", text)


# --- A slow source ------------------------------------------------------------------------------

SLOW_SIDE, SLOW_SCENE = 3072, 48  # pixels: 4,096 scenes, and 12 rows of tiles
SHARE = 0.7  # of the model's time that reading takes
LATENCY = 0.005  # seconds before each answer


def serve(path: str, rate: float) -> None:
    """Serve parts of a file at so many bytes a second, all answers together."""
    size, turn = os.path.getsize(path), threading.Lock()

    class Answer(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            """Say how long it is."""
            if self.path.endswith(".tif"):  # and nothing beside it
                self.answer(0, 0, 200, size)
            else:
                self.send_error(404)

        def do_GET(self) -> None:
            """Give out the part that is asked for."""
            if not self.path.endswith(".tif"):
                return self.send_error(404)
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
            first = int(asked[1]) if asked else 0
            last = min(int(asked[2] or size), size - 1) if asked else size - 1
            return self.answer(first, last, 206 if asked else 200, last + 1 - first)

        def answer(self, first: int, last: int, code: int, length: int) -> None:
            """Send bytes, one answer after the other."""
            self.send_response(code)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(length))
            if code == 206:
                self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
            self.end_headers()
            if self.command == "HEAD":
                return
            with turn, open(path, "rb") as file:
                time.sleep(LATENCY + length / rate)
                file.seek(first)
                self.wfile.write(file.read(length))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    print(server.server_port, flush=True)
    server.serve_forever()


class TimedQueue(queue.Queue):  # type: ignore[type-arg]
    """A queue that knows for how long was waited for what it holds, one after the other."""

    waits: list[float] = []  # noqa: RUF012 # of the last run

    def get(self, block: bool = True, timeout: float | None = None) -> object:
        """Take what comes next."""
        begin = time.perf_counter()
        try:
            return super().get(block, timeout)
        finally:
            TimedQueue.waits.append(time.perf_counter() - begin)


def slow_source() -> None:
    """Extract from a local file and from a server, with and without reading ahead."""
    parts.queue = types.SimpleNamespace(Queue=TimedQueue, Full=queue.Full)  # type: ignore[assignment]
    settings = ExtractSettings(model=ModelSettings(input_size=112))
    encoder = load_encoder(settings.model)
    engine = make_engine(encoder, EngineSettings())
    engine(np.zeros((BATCH, 3, encoder.input_size, encoder.input_size), np.float32))

    def run(path: str, folder: Path, reads_ahead: bool) -> tuple[float, float, float]:
        with Raster(local) as raster:  # on the server it would be in GDAL's cache afterwards
            scaling = percentile_scaling(raster, 2, 98)
        with Raster(path) as raster:
            grid = make_grid(raster.transform, raster.shape, GridSettings(size=SLOW_SCENE))
            scenes = RasterScenes(raster, grid, scaling)
            provenance = extraction.make_provenance(
                path, raster.bands, encoder, settings, scaling, raster.crs.to_wkt(),
                raster=raster, grid=grid,
            )  # fmt: skip
            target = Target(scenes, encoder, provenance, settings, None, lambda: engine)
            how = common.extract_to if reads_ahead else common._extract_to
            os.environ["RSDEEPCLUSTER_HOME"] = tempfile.mkdtemp(dir=folder)
            TimedQueue.waits.clear()
            begin = time.perf_counter()
            how(str(folder / "f.parquet"), target, silent)
            seconds = time.perf_counter() - begin
            return seconds, TimedQueue.waits[0], sum(TimedQueue.waits[1:])

    with tempfile.TemporaryDirectory() as name:
        folder, local = Path(name), str(Path(name) / "local.tif")
        with rasterio.open(DEMO) as demo:
            values = demo.read([1, 2, 3])
            values = np.tile(values, (1, 2, 2))[:, :SLOW_SIDE, :SLOW_SIDE]
            profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "tiled": True}
            size = {"width": SLOW_SIDE, "height": SLOW_SIDE, "blockxsize": 256, "blockysize": 256}
            with rasterio.open(
                local, "w", **profile, **size, crs=demo.crs, transform=demo.transform
            ) as made:
                made.write(values)
        rows = [("the file itself", *run(local, folder, False), 0.0)]
        reading = SHARE * (rows[0][1] - rows[0][2] - rows[0][3])
        rate = os.path.getsize(local) / reading
        command = [sys.executable, __file__, "serve", local, str(rate)]
        for what, ahead in (("a server, one chunk ahead", False), ("a server, read ahead", True)):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
                port = (server.stdout.readline() if server.stdout else "").strip()
                url = f"/vsicurl/http://127.0.0.1:{port}/{'a' if ahead else 'b'}.tif"
                rows.append((what, *run(url, folder, ahead), reading))
                server.terminate()
    text = report.table(
        (
            "extraction from", "seconds", "the model waits for the first scenes (seconds)",
            "for others", "in all", "reading alone takes (seconds)",
        ),
        [
            (
                what, f"{seconds:.1f}", f"{first:.2f}", f"{others / (seconds - first):.1%}",
                f"{(first + others) / seconds:.1%}", f"{reading:.1f}" if reading else "",
            )
            for what, seconds, first, others, reading in rows
        ],
    )  # fmt: skip
    text += (
        f"\n\nOf {(SLOW_SIDE // SLOW_SCENE) ** 2:,} scenes of {SLOW_SCENE} px at "
        f"{encoder.input_size} px input, in a tiled GeoTIFF "
        f"that a server on this computer gives out so slowly that reading it takes {SHARE:.0%} of "
        f"the model's time, after {1000 * LATENCY:.0f} ms for each request. The first scenes "
        "are there with the first row of tiles."
    )
    report.write_section("Reading from a slow source", "benchmarks/speed.py slow", text)


if __name__ == "__main__":
    if sys.argv[1:] == ["timm"]:
        forward_fp32()
    elif sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], float(sys.argv[3]))
    elif sys.argv[1:] == ["slow"]:
        slow_source()
    elif os.environ.get("OMP_WAIT_POLICY"):
        main()
    else:
        environment = clean_environment(os.environ)
        sys.exit(subprocess.run([sys.executable, __file__], env=environment).returncode)

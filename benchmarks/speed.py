"""Scenes per second of feature extraction, beside bare forwards in the same run.

Rounds of all variants are taken in turn, so that a machine that slows down slows all of them;
ratios are medians over the rounds. Our variants run in the environment that the worker gets; timm
runs in a process of its own with torch's own settings, which are faster where nothing else runs.
"""

from __future__ import annotations

import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]
import report

from rs_deepcluster_plugin.core.base.packages import import_timm
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_cell_encoder, load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features import cells as of_cells
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.scenes.context_windows import ContextWindows
from rs_deepcluster_plugin.core.scenes.grid import CELLS_ALONG, GridSettings, SceneGrid, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster, percentile_scaling
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes
from rs_deepcluster_plugin.worker.host.process import clean_environment

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
        self._images = of_cells._read_windows(self._windows, some, self._encoder)[1]
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
    _, images, _ = extraction._prepare(
        scenes, range(200, 200 + 2 * FORWARD_IMAGES), provenance, encoder.bands, encoder.input_size
    )
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


if __name__ == "__main__":
    if sys.argv[1:] == ["timm"]:
        forward_fp32()
    elif os.environ.get("OMP_WAIT_POLICY"):
        main()
    else:
        environment = clean_environment(os.environ)
        sys.exit(subprocess.run([sys.executable, __file__], env=environment).returncode)

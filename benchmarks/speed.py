"""Scenes per second of feature extraction, beside bare forwards in the same run.

Rounds of all variants are taken in turn, so that a machine that slows down slows all of them;
ratios are medians over the rounds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import report

from rs_deepcluster_plugin.core import extract as extraction
from rs_deepcluster_plugin.core._torchvision import import_timm
from rs_deepcluster_plugin.core.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.extract import ExtractSettings, RasterScenes
from rs_deepcluster_plugin.core.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.models import ModelSettings, load_encoder
from rs_deepcluster_plugin.core.raster import Raster, percentile_scaling

DEMO = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
ROUNDS = 5
FORWARD_IMAGES = 128
SCENES = {
    "48 px scenes, side by side": GridSettings(size=48),
    "224 px scenes, every 64 px": GridSettings(size=224, stride=64, keep_edges=False),
}


def main() -> None:
    """Measure and write the table."""
    import torch

    threads = len(__import__("os").sched_getaffinity(0))
    torch.set_num_threads(threads)
    settings = ExtractSettings()
    encoder = load_encoder(ModelSettings())
    timm = import_timm()
    plain = timm.create_model(
        encoder.architecture, img_size=encoder.input_size, num_classes=0, pretrained=False
    ).eval()
    reference = load_encoder(ModelSettings()).module
    started = time.perf_counter()
    engine = make_engine(encoder, EngineSettings())
    loading = time.perf_counter() - started

    raster = Raster(str(DEMO))
    scaling = percentile_scaling(raster, 2, 98)
    sources = {}
    for name, grid_settings in SCENES.items():
        grid = make_grid(raster.transform, raster.shape, grid_settings)
        provenance = extraction.make_provenance(
            str(DEMO), raster.bands, encoder, settings, scaling, raster.crs.to_wkt(),
            raster=raster, grid=grid,
        )  # fmt: skip
        sources[name] = RasterScenes(raster, grid, scaling), provenance
    scenes, provenance = sources["48 px scenes, side by side"]
    _, images, _ = extraction._prepare(
        scenes, range(200, 200 + 2 * FORWARD_IMAGES), provenance, encoder.input_size
    )
    images = images[:FORWARD_IMAGES]

    def forward_fp32(batch: int) -> float:
        tensor = torch.from_numpy(images[:64])
        begin = time.perf_counter()
        with torch.inference_mode():
            for start in range(0, len(tensor), batch):
                plain.forward_features(tensor[start : start + batch])
        return len(tensor) / (time.perf_counter() - begin)

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

    forward_engine(), forward_fp32(4)  # warm up
    rows: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, measure in (
            ("timm fp32, batch 32", lambda: forward_fp32(32)),
            ("timm fp32, batch 4", lambda: forward_fp32(4)),
            (f"bare forward: {engine.name}", forward_engine),
            *((f"extraction, {n}", lambda n=n: end_to_end(n)) for n in SCENES),
        ):
            rows.setdefault(name, []).append(measure())
    names = list(rows)
    bare = rows[names[2]]

    def ratio(values: list[float], other: list[float]) -> str:
        return f"{statistics.median(a / b for a, b in zip(values, other)):.2f}"

    with torch.inference_mode():
        exact = reference(torch.from_numpy(images[:64])).numpy()
    ours = engine(images[:64])
    cosine = (exact * ours).sum(1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(ours, axis=1)
    text = report.table(
        ("what", "images or scenes a second (median)", "to the bare forward", "to timm fp32 b32"),
        [
            (n, f"{statistics.median(v):.1f}", ratio(v, bare), ratio(v, rows[names[0]]))
            for n, v in rows.items()
        ],
    )
    text += (
        f"\n\nOf {ROUNDS} rounds in turn, at {encoder.input_size} px input. Cosine of the "
        f"engine's features to fp32 on 64 real scenes: lowest {cosine.min():.5f}, mean "
        f"{cosine.mean():.5f}. Extraction is from the packaged raster's file to the finished "
        f"GeoParquet file, without loading the model, which took {loading:.1f} s once."
    )
    report.write_section("Speed of feature extraction", "make bench", text)


if __name__ == "__main__":
    main()

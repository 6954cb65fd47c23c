"""Rounding: features of the model that comes with the plugin against its weights before int8.

    python benchmarks/rounding.py build/model/tuned.pth

`make model` runs it on the state dict that fine-tuning leaves; the whitening is the file's own.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import report
import torch

sys.path.insert(0, str(report.ROOT))

from rs_deepcluster_plugin.core.encoder.load import load_backbone, load_encoder
from rs_deepcluster_plugin.core.encoder.save import write_model
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, FP16, ModelSettings
from rs_deepcluster_plugin.core.features import extract
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster, percentile_scaling
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes

DEMO = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
FIRST, COUNT = 200, 64


def scenes(model: ModelSettings) -> torch.Tensor:
    """Cut scenes of the packaged raster, as the model takes them."""
    with Raster(DEMO) as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=48))
        scaling = percentile_scaling(raster, 2, 98)
        settings = extract.ExtractSettings(model=model)
        made = extract.make_provenance(
            str(DEMO), raster.bands, load_encoder(model), settings, scaling, "",
            raster=raster, grid=grid,
        )  # fmt: skip
        cut = RasterScenes(raster, grid, scaling)
        work = extract.SceneWork(cut, made.minimum_valid, 3, made.input_size, sum(made.part_dims))
        images = work.prepare(range(FIRST, FIRST + COUNT))[1]
    return torch.from_numpy(images)


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Cosine of each row of one (n, d) to that of the other."""
    length = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return np.asarray((a * b).sum(axis=1) / length)


def main() -> None:
    """Compare and write."""
    shipped = ModelSettings()
    start = load_backbone(shipped, shipped.input_size)
    header = start.header
    blocks = tuple(sorted({part.block for part in header.recipe}))
    trained = ModelSettings(weights=sys.argv[1], blocks=blocks)
    tensors = load_backbone(trained, shipped.input_size).weights
    images = scenes(shipped)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        path = Path(folder) / "half.safetensors"
        write_model(path, tensors, replace(header, quantization=""), FP16, start.whitening)
        whole = load_encoder(ModelSettings(weights=str(path))).module(images).numpy()
        stored = load_encoder(shipped).module(images).numpy()
    plain = cosines(stored, whole)
    centered = cosines(stored - whole.mean(axis=0), whole - whole.mean(axis=0))
    report.write_section(
        "Rounding of the default model",
        "python benchmarks/rounding.py",
        f"The file of {DEFAULT_WEIGHTS.stat().st_size / 1e6:.2f} MB against the weights as they "
        f"were trained (float16), on {COUNT} scenes of the packaged raster, both computed in "
        f"fp32.\n\n"
        + report.table(
            ("Cosine of the features", "lowest", "mean"),
            [
                ("as they are", f"{plain.min():.5f}", f"{plain.mean():.5f}"),
                ("centered, as for clustering", f"{centered.min():.5f}", f"{centered.mean():.5f}"),
            ],
        ),
    )


if __name__ == "__main__":
    main()

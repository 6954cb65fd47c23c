"""Images of three textures, and what features of them are made with: for tests of training."""

from __future__ import annotations

import numpy as np
import rasterio

from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings

SIDE = 28
MODEL = ModelSettings(input_size=28)
EXTRACT = ExtractSettings(scaling="type")


class StopError(Exception):
    pass


def write_classes(root, bands=3, each=10, side=SIDE):
    """Three textures: flat, fine stripes, broad stripes; brightness and direction say nothing."""
    random = np.random.default_rng(0)
    for name, period in (("flat", 0), ("fine", 4), ("broad", 14)):
        folder = root / name
        folder.mkdir(parents=True)
        for number in range(each):
            along = np.arange(side) + random.integers(side)
            wave = np.sin(2 * np.pi * along / period) if period else np.zeros(side)
            image = np.broadcast_to(wave, (side, side))
            image = image if number % 2 else image.T
            values = random.uniform(90, 160) + 60 * image + random.normal(0, 6, (bands, side, side))
            profile = {"driver": "GTiff", "width": side, "height": side, "count": bands}
            with rasterio.open(folder / f"{number}.tif", "w", dtype="uint8", **profile) as file:
                file.write(values.clip(0, 255).astype("uint8"))
    return root

"""What the tests of core and of the worker share: the package on the path, and small files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
# Threads that spin collapse when other tests run beside these; too late once torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")


class Recorder:
    """A `Progress` that remembers."""

    def __init__(self):
        self.fractions, self.lines = [], []

    def __call__(self, fraction):
        self.fractions.append(fraction)

    def log(self, text):
        self.lines.append(text)


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def write_tif(tmp_path):
    """Write an array (bands, height, width) as GeoTIFF; returns its path."""
    import rasterio
    from rasterio.transform import Affine

    def write(values, name="made.tif", **options):
        values = np.asarray(values)
        path = tmp_path / name
        interpretation = options.pop("colorinterp", None)
        mask = options.pop("mask", None)
        profile = {
            "driver": "GTiff",
            "count": values.shape[0],
            "height": values.shape[1],
            "width": values.shape[2],
            "dtype": values.dtype,
            "crs": "EPSG:32633",
            "transform": Affine(10, 0, 500_000, 0, -10, 5_000_000),
            **options,
        }
        with (
            rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
            rasterio.open(path, "w", **profile) as dataset,
        ):
            dataset.write(values)
            if interpretation is not None:
                dataset.colorinterp = interpretation
            if mask is not None:
                dataset.write_mask(mask)
        return str(path)

    return write


def a_provenance(**changes):
    from rs_deepcluster_plugin.core.features.scene_file import Provenance

    values = {
        "identity": "encoder-1",
        "model": "default",
        "weights": None,
        "blocks": (6, 11),
        "pooling": "recipe",
        "input_size": 224,
        "part_dims": (4, 8),
        "bands": (1, 2, 3),
        "scaling_low": (0.0, 1.0, 2.0),
        "scaling_high": (10.0, 11.0, 12.0),
        "minimum_valid": 0.5,
        "source": "somewhere.tif",
        "crs_wkt": "",
        "scene_size": (48, 48),
        "scene_stride": (48, 48),
        "pixel_size": (10.0, 10.0),
    }
    return Provenance(**{**values, **changes})


@pytest.fixture(scope="session")
def provenance():
    return a_provenance


def write_features(path, vectors, block=1000, names=None, cells=None, **changes):
    """Write vectors (n, d) as a features file; NaN rows become scenes without a vector.

    ``cells`` (n, 2) are rows and columns, where they are not one row of scenes.
    """
    from rs_deepcluster_plugin.core.features.scene_file import SceneFile, SceneWriter
    from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
    from rs_deepcluster_plugin.core.scenes.scene_block import SceneBlock

    vectors = np.asarray(vectors, dtype=np.float32)
    count, dims = vectors.shape
    made = a_provenance(**{"part_dims": (dims,), **changes})
    header = {"provenance": made.to_json()}
    grid = make_grid((0, 1, 0, 0, 0, -1), (10, 10 * count), GridSettings(size=10))
    cells = np.stack([grid.rows, grid.cols], axis=1) if cells is None else cells
    has = np.isfinite(vectors).all(axis=1)
    with SceneWriter(path, "features", dims, header, made.crs_wkt, names is not None) as writer:
        for start in range(0, count, block):
            part = slice(start, min(start + block, count))
            writer.write(
                SceneBlock(
                    grid.scene_ids[part],
                    cells[part, 0],
                    cells[part, 1],
                    np.where(has[part], 1.0, 0.25),
                    grid.wkb(part.start, part.stop),
                    vectors[part],
                    has[part],
                    None if names is None else np.asarray(names[part], dtype=object),
                )
            )
    return SceneFile(path, "features")


@pytest.fixture(scope="session")
def features_at():
    return write_features


@pytest.fixture
def features_file(tmp_path):
    def write(vectors, name="features.parquet", **options):
        return write_features(tmp_path / name, vectors, **options)

    return write

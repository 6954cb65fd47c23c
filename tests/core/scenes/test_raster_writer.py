"""Rasters that are written block by block: whole or not there."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import OutputError
from rs_deepcluster_plugin.core.scenes.blocks import RasterWriter, area_of, open_pixels


@pytest.mark.parametrize("missing", [60_000, 20_000, 50])
def test_a_disk_that_fills_leaves_the_old_raster(tmp_path, write_tif, missing):
    """The last bytes are written when the file is closed, of which GDAL says nothing."""
    import resource

    rng = np.random.default_rng(0)
    values = rng.integers(1, 200, (1, 600, 600), dtype=np.uint8)
    area = area_of(open_pixels(write_tif(values)))
    path = tmp_path / "out" / "classes.tif"

    def write():
        with RasterWriter(path, area, "uint8", 0) as writer:
            mask = np.ones((600, 600), dtype=bool)
            writer.write((0, 0, 600, 600), mask, values[0].ravel())

    write()
    whole = path.read_bytes()
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) - missing, hard))
    try:
        with pytest.raises(OutputError, match="cannot be written as a GeoTIFF.*disk has space"):
            write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["classes.tif"]
    write()
    assert path.read_bytes() == whole

"""What the tests through QGIS share: the staged plugin, its worker, and small files to work on."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
MODEL = ROOT / "resources" / "demo" / "cluster_scenes_step_by_step.model3"
SHARED = ROOT.parent / "shared" / "data" / "rasters"
NAME = "rs_deepcluster_plugin"
# Whether tests that repeat something take their time (`make test-all`).
LONG = bool(os.environ.get("RSDEEPCLUSTER_LONG"))
# Small enough for a whole run in seconds: 15 x 12 scenes.
COLUMNS, ROWS, SIZE = 480, 384, 32
# Such a run is quick for its small input size and PCA. Single precision, for what is fastest hangs
# on the processor, and half precision finds another level in the tree of clusters.
SCENES = {"SIZE": SIZE, "INPUT_SIZE": 56, "PRECISION": "fp32"}
WHOLE = {**SCENES, "PROJECTION": "PCA"}
TRANSFORM = (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0)
_TYPES = {
    "uint8": gdal.GDT_Byte,
    "int16": gdal.GDT_Int16,
    "uint16": gdal.GDT_UInt16,
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
    "complex64": gdal.GDT_CFloat32,
}


def stage() -> Path:
    """Return the folder that holds the plugin: staged by `make stage`, else the checkout."""
    given = os.environ.get("RSDEEPCLUSTER_STAGE")
    if given:
        return Path(given).resolve()
    return ROOT / "build" if (ROOT / "build" / NAME).is_dir() else ROOT


def worker_python() -> str:
    """Return the worker's Python, which `make setup` built or RSDEEPCLUSTER_PYTHON names."""
    if str(stage()) not in sys.path:
        sys.path.insert(0, str(stage()))
    from rs_deepcluster_plugin.worker.host.find_environment import find_python

    return str(find_python())


def crop_demo(
    path: Path, column: int = 700, row: int = 700, width: int = COLUMNS, height: int = ROWS
) -> str:
    """Cut a small piece with water, town and hills out of the demo raster."""
    window = [column, row, width, height]
    gdal.Translate(str(path), str(DEMO), srcWin=window)
    return str(path)


def write_raster(
    path: Path,
    values: np.ndarray,
    transform: tuple[float, ...] | None = TRANSFORM,
    epsg: int | None = 32633,
    nodata: float | None = None,
    alpha: bool = False,
    driver: str = "GTiff",
) -> str:
    """Write an array (bands, height, width)."""
    bands, height, width = values.shape
    made = gdal.GetDriverByName("MEM" if driver == "PNG" else driver).Create(
        "" if driver == "PNG" else str(path), width, height, bands, _TYPES[values.dtype.name]
    )
    if transform is not None:
        made.SetGeoTransform(transform)
    if epsg is not None:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
        made.SetProjection(system.ExportToWkt())
    for number, band in enumerate(values, start=1):
        made.GetRasterBand(number).WriteRaster(
            0, 0, width, height, np.ascontiguousarray(band).tobytes()
        )
        if nodata is not None:
            made.GetRasterBand(number).SetNoDataValue(nodata)
    if alpha:
        made.GetRasterBand(bands).SetColorInterpretation(gdal.GCI_AlphaBand)
    if driver == "PNG":
        gdal.GetDriverByName(driver).CreateCopy(str(path), made)
    return str(path)


def texture(
    bands: int = 3, height: int = 128, width: int = 160, dtype: str = "uint8"
) -> np.ndarray:
    """Make an image with a few kinds of ground in it."""
    rng = np.random.default_rng(7)
    rows, columns = np.mgrid[:height, :width]
    kinds = (rows // 32 + columns // 40) % 3
    plain = 60 + 60 * kinds[None] + 15 * np.arange(bands)[:, None, None]
    rough = rng.normal(0, 1, (bands, height, width)) * (2 + 12 * (kinds == 1))[None]
    return np.clip(plain + rough, 1, 250).astype(dtype)


def read_pixels(path: str) -> np.ndarray:
    """Read an 8-bit raster, (bands, height, width)."""
    source = gdal.Open(path)
    data = source.ReadRaster()
    shape = (source.RasterCount, source.RasterYSize, source.RasterXSize)
    return np.frombuffer(data, dtype=np.uint8).reshape(shape)


def write_polygons(
    path: Path, shapes: list[str], epsg: int, driver: str = "GPKG", kind: int = ogr.wkbPolygon
) -> str:
    """Write shapes (WKT) as a layer."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    made = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = made.CreateLayer("shapes", system, kind)
    for shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    return str(path)


def box(xmin: float, ymin: float, xmax: float, ymax: float) -> str:
    """Return a rectangle as WKT."""
    return f"POLYGON(({xmin} {ymin},{xmax} {ymin},{xmax} {ymax},{xmin} {ymax},{xmin} {ymin}))"


def table(path: str | Path) -> list[dict]:
    """Read all attributes of a layer, in the order of its features."""
    source = ogr.Open(str(path))
    assert source is not None, f"{path} cannot be opened"
    layer = source.GetLayer(0)
    names = [field.GetName() for field in layer.schema]
    return [{name: feature.GetField(name) for name in names if name != "fid"} for feature in layer]


def corners(path: str | Path) -> np.ndarray:
    """Read the rings of a layer of rectangles, (n, 5, 2)."""
    source = ogr.Open(str(path))
    rings = []
    for feature in source.GetLayer(0):
        shape = feature.GetGeometryRef()
        while shape.GetGeometryCount():
            shape = shape.GetGeometryRef(0)
        rings.append(shape.GetPoints(2))
    return np.array(rings)


def pixel_corners(path: str | Path, transform: tuple[float, ...]) -> np.ndarray:
    """Read the rings of a layer in pixel coordinates of a raster, (n, 5, 2)."""
    x0, xc, xr, y0, yc, yr = transform
    offset = corners(path) - (x0, y0)
    inverse = np.linalg.inv(np.array([[xc, xr], [yc, yr]]))
    return offset @ inverse.T


def workers_of(process: subprocess.Popen) -> list[int]:
    """Return the process ids of the workers that a qgis_process has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue
        if parent == process.pid and b"__main__.py" in command:
            found.append(int(status.parent.name))
    return found


def wait_for(condition, seconds: float = 120, what: str = "it"):
    """Return the first true value of ``condition()``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:g} s for {what}")


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended but was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(pid: int) -> None:
    """Kill one process, as the system does when memory runs out."""
    os.kill(pid, signal.SIGKILL)


def delete_layers() -> None:
    """Delete the layers that are left, which would take QGIS down when Python ends after it.

    QGIS 3.22 keeps exceptions that an algorithm's run raises, and with them the frames of the test
    that has caught them. A test that keeps what it has caught is a circle, with the context that
    has opened layers in it: without this, pytest's own last collection comes after QGIS has ended.
    """
    if "qgis.core" not in sys.modules:
        return
    from qgis.core import QgsFeatureIterator, QgsMapLayer, QgsProcessingContext, QgsProject
    from qgis.PyQt import sip

    gc.collect()
    # The last two own layers, and the first keeps a file open.
    kinds = (QgsFeatureIterator, QgsMapLayer, QgsProcessingContext, QgsProject)
    for found in gc.get_objects():
        if isinstance(found, kinds) and not sip.isdeleted(found) and sip.ispyowned(found):
            sip.delete(found)

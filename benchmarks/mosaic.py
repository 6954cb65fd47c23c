"""Labeled scenes laid out as a raster with exact truth, and mapped by the plugin in QGIS.

Called by ``python benchmarks/accuracy.py FOLDER... --mosaic``. What is scored here is what users
run: ``clusterscenes`` of the staged plugin through qgis_process, with every setting but the scene
size as it comes.

The images of a class lie side by side, so that truth and map have regions as land cover has, and
can be compared by eye. The plugin looks at each scene by itself: the order changes no figure.
"""

from __future__ import annotations

import csv
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import report

from rs_deepcluster_plugin.core.features import evaluate

if TYPE_CHECKING:
    from accuracy import Target

SIZE = 256  # pixels of a cell's side
PIXEL = 1.0  # meters
ORIGIN = (500_000.0, 5_400_000.0)
CRS = "EPSG:32633"
RASTER, LABELS, TRUTH = "mosaic.tif", "labels.tif", "labels.csv"
INFERRED = ("K", "ACC", "purity", "NMI", "AMI", "ARI")
TITLE = "Mosaic maps through qgis_process"


def lay_out(paths: Sequence[Path], root: Path, folder: Path, size: int = SIZE) -> None:
    """Write the mosaic of images, and their classes as a raster and as a table.

    Parameters
    ----------
    paths
        Images in the order of the cells, row by row; the first tells bands and data type.
    root
        The folder of class folders.
    folder
        Where to write ``mosaic.tif``, ``labels.tif`` (a pixel per cell, 0: no image) and
        ``labels.csv`` (row, col, class).
    size
        Side of a cell in pixels, a multiple of 16; images of another size are resized.
    """
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.transform import from_origin
    from rasterio.windows import Window

    columns = math.ceil(math.sqrt(len(paths)))
    rows = math.ceil(len(paths) / columns)
    names = [path.relative_to(root).parts[0] for path in paths]
    classes = sorted(set(names))
    with rasterio.open(paths[0]) as first:
        count, dtype = first.count, first.dtypes[0]
    options = {
        "driver": "GTiff", "crs": CRS, "compress": "deflate", "tiled": True, "bigtiff": "if_safer",
    }  # fmt: skip
    place = {"width": columns * size, "height": rows * size, "count": count, "dtype": dtype}
    blocks = {"blockxsize": size, "blockysize": size, "interleave": "pixel", "zlevel": 1}
    blocks["predictor"] = 3 if np.dtype(dtype).kind == "f" else 2
    transform = from_origin(*ORIGIN, PIXEL, PIXEL)
    full = np.full((size, size), 255, dtype=np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(folder / RASTER, "w", transform=transform, **options, **place, **blocks)
        as made,
    ):  # fmt: skip
        for index, path in enumerate(paths):
            row, col = divmod(index, columns)
            with rasterio.open(path) as image:
                values = image.read(out_shape=(count, size, size), resampling=Resampling.cubic)
            window = Window(col * size, row * size, size, size)
            made.write(values, window=window)
            if len(paths) < rows * columns:  # cells without an image are left invalid
                made.write_mask(full, window=window)
    numbers = np.zeros(rows * columns, dtype=np.uint16)
    numbers[: len(names)] = [classes.index(name) + 1 for name in names]
    coarse = from_origin(*ORIGIN, PIXEL * size, PIXEL * size)
    place = {"width": columns, "height": rows, "count": 1, "dtype": "uint16", "nodata": 0}
    with rasterio.open(folder / LABELS, "w", transform=coarse, **options, **place) as made:
        made.write(numbers.reshape(1, rows, columns))
        made.update_tags(**{str(i): name for i, name in enumerate(classes, start=1)})
    with open(folder / TRUTH, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "col", "class"))
        writer.writerows((*divmod(i, columns), name) for i, name in enumerate(names))


def read_truth(folder: Path) -> dict[tuple[int, int], str]:
    """Class of each cell (row, col)."""
    with open(folder / TRUTH, newline="", encoding="utf-8") as file:
        return {
            (int(line["row"]), int(line["col"])): line["class"] for line in csv.DictReader(file)
        }


def read_map(layer: Path) -> dict[tuple[int, int], int]:
    """Cluster of each scene (row, col) in a GeoPackage; 0 where it has none."""
    with closing(sqlite3.connect(layer)) as database:
        (table,) = database.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' LIMIT 1"
        ).fetchone()
        quoted = '"' + table.replace('"', '""') + '"'
        cells = database.execute(f'SELECT "row", "col", cluster FROM {quoted}').fetchall()
    return {(row, col): cluster or 0 for row, col, cluster in cells}


def score_map(
    clusters: dict[tuple[int, int], int], truth: dict[tuple[int, int], str]
) -> dict[str, float]:
    """Score a map on all cells that have a class; a cell that is not in the map has no cluster."""
    labels = np.unique(list(truth.values()), return_inverse=True)[1]
    return evaluate.cluster_scores(labels, np.array([clusters.get(cell, 0) for cell in truth]))


def map_with_qgis(raster: Path, folder: Path) -> Path:
    """Run the one-step algorithm of the staged plugin in a profile of its own."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        raise SystemExit(
            "Maps are made by QGIS, and there is no qgis_process here. Install QGIS (make setup "
            "does on Debian and Ubuntu), or leave out --mosaic."
        )
    stage = Path(os.environ.get("RSDEEPCLUSTER_STAGE") or report.ROOT / "build").resolve()
    if not (stage / "rs_deepcluster_plugin").is_dir():
        raise SystemExit("The plugin is not laid out as QGIS installs it. Run `make stage` first.")
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("profile", "runtime", "temporary"):
        (folder / name).mkdir(mode=0o700, parents=True)
    environ = {
        "RSDEEPCLUSTER_HOME": str(report.ROOT / "build" / "home"),
        "RSDEEPCLUSTER_PYTHON": sys.executable,
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        "QT_QPA_PLATFORM": "offscreen",
        "GDAL_PAM_ENABLED": "NO",
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
        "QGIS_PLUGINPATH": str(stage),
        "XDG_RUNTIME_DIR": str(folder / "runtime"),
        "TMPDIR": str(folder / "temporary"),
    }
    output = folder / "map.gpkg"
    parameters = [f"INPUT={raster}", f"SIZE={SIZE}", f"OUTPUT={output}"]
    for command in (
        ["plugins", "enable", "rs_deepcluster_plugin"],
        ["run", "rsdeepcluster:clusterscenes", "--", *parameters],
    ):
        with open(folder / "run.log", "ab") as log:
            code = subprocess.run(
                [program, *command], env=environ, stdout=log, stderr=subprocess.STDOUT
            ).returncode
        if code:
            tail = (folder / "run.log").read_text(encoding="utf-8", errors="replace")[-2000:]
            raise SystemExit(f"qgis_process {command[0]} failed with exit code {code}:\n{tail}")
    shutil.rmtree(folder / "temporary")
    return output


def run(targets: Sequence[Target], document: Path | None) -> None:
    """Map and score targets, and write the section."""
    lines = []
    for target in targets:
        folder = target.cached("mosaic", SIZE).with_suffix("")
        if not folder.exists():
            started = time.monotonic()
            partial = Path(tempfile.mkdtemp(prefix=".mosaic-", dir=target.cache))
            lay_out(target.paths, target.folder, partial)
            os.replace(partial, folder)
            print(f"{target.name}: mosaic: {time.monotonic() - started:.1f} s", flush=True)
        started = time.monotonic()
        layer = map_with_qgis(folder / RASTER, target.cache / f"{target.name}-map")
        seconds = time.monotonic() - started
        print(f"{target.name}: map: {seconds:.1f} s", flush=True)
        truth = read_truth(folder)
        scores = score_map(read_map(layer), truth)
        figures = [f"{scores[key]:.{0 if key == 'K' else 3}f}" for key in INFERRED]
        classes = len(set(truth.values()))
        lines.append([target.name, f"{len(truth):,}", f"{classes}", *figures, f"{seconds:.0f}"])
    text = (
        report.table(("target", "scenes", "classes", *INFERRED, "seconds"), lines)
        + f"\n\nEach target's images as one raster with cells of {SIZE} px, the images of a class "
        "side by side, so that truth and map have regions as land cover has and can be compared "
        "by eye; each scene is looked at by itself, so the order changes no figure. One run of "
        "`clusterscenes` of the staged plugin with every setting but the scene size as it comes, "
        "scored from the GeoPackage it wrote."
    )
    if document is not None:
        report.write_section(TITLE, "make accuracy", text, document)
    else:
        print(text)

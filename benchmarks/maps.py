"""From raster to map with all defaults: seconds of each step, and what the map is worth.

Rasters with a label for every pixel are looked for beside the checkout; the demo has none.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import measure
import numpy as np
import report

DEMO = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
PIXELS = report.ROOT.parent / "shared" / "data" / "pixels"
CASES = (
    (DEMO, None, (48, 16)),
    (PIXELS / "nc_landsat7" / "mosaic.tif", "labels.tif", (64, 32, 16, 8)),
    (PIXELS / "neiva_vhr" / "mosaic.tif", "labels.tif", (250, 100)),
)


def agreement(labels: Path, size: int, layer: dict[str, np.ndarray]) -> float:
    """NMI of the labels of all pixels that have one and the clusters of their cells."""
    import rasterio
    from sklearn.metrics import normalized_mutual_info_score

    with rasterio.open(labels) as source:
        truth = source.read(1)
    rows, cols = (np.arange(length) // size for length in truth.shape)
    cells = np.zeros((rows[-1] + 1, cols[-1] + 1), dtype=np.int64)
    cells[layer["row"], layer["col"]] = layer["cluster"]
    known = truth > 0
    return float(normalized_mutual_info_score(truth[known], cells[rows][:, cols][known]))


def measured(raster: Path, labels: str | None, size: int) -> tuple[str, ...]:
    """Cluster the scenes of a raster; returns a row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = measure.cluster_scenes(raster, size, folder, (1, 2, 3))
        with np.load(folder / "layer.npz") as file:
            layer = {key: file[key] for key in ("row", "col", "cluster")}
    scenes, features = run.result.scenes, run.steps["Features"]
    worth = ("-", "-")
    if labels is not None:
        nmi = agreement(raster.with_name(labels), size, layer)
        worth = f"{nmi:.3f}", f"{1000 * nmi / features:.1f}"
    return (
        raster.parent.name if labels else "demo",
        f"{size} px",
        f"{scenes:,}",
        *(f"{run.steps[step]:.1f}" for step in ("Features", "Projection", "Clusters")),
        f"{run.seconds:.1f}",
        f"{scenes / features:.1f}",
        f"{scenes / run.seconds:.1f}",
        str(run.result.clusters),
        *worth,
    )


def main() -> None:
    """Measure and write the table."""
    rows = [
        measured(raster, labels, size)
        for raster, labels, sizes in CASES
        if raster.exists()
        for size in sizes
    ]
    head = (
        "raster", "cells of", "cells", "features (s)", "projection (s)", "clusters (s)",
        "end to end (s)", "cells a second, features", "cells a second, in all", "clusters",
        "NMI with the pixels' labels", "NMI a second of features (1/1000)",
    )  # fmt: skip
    text = report.table(head, rows)
    text += (
        "\n\nOne run each of the one-step job with all defaults but the size of the cells, from "
        "the start of the worker to its end; QGIS itself is left out. NMI is of all pixels with "
        "a label, each in the cluster of its cell, so the finest cells can reach the most."
    )
    report.write_section("From raster to map", "python benchmarks/maps.py", text)


if __name__ == "__main__":
    main()

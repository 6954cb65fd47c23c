"""Many scenes through projection and clustering: time and peak memory.

With ``--machines``: what it costs to have the work done by a Dask scheduler; ``--few`` tries
that out within a minute, and its figures say little. With ``--cells 10000000``: clusters of so many
cells, which the projection of a few was made to place.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import measure
import numpy as np
import report

from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.features.scene_file import Provenance, SceneFile, SceneWriter
from rs_deepcluster_plugin.core.scenes.scene_block import SceneBlock
from rs_deepcluster_plugin.worker.contract import (
    ClusterFeaturesJob,
    LayerOutput,
    ProjectFeaturesJob,
)

COUNTS, DIMS, GROUPS = (2_000, 20_000, 100_000, 1_000_000), 768, 30
BEYOND = 10_000_000
CELLS, SUPPORTS, ALONG = (100_000, 1_000_000), (1, 3, 7), 8


def outlines(rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """Return cells of one unit (n,) as WKB, their corners in the order of a grid's."""
    import shapely

    xs, ys = [cols, cols + 1, cols + 1, cols], [-rows, -rows, -rows - 1, -rows - 1]
    return np.asarray(shapely.to_wkb(shapely.polygons(np.stack([xs, ys]).transpose(2, 1, 0))))


def synthetic(path: Path, count: int, cells: bool = False, dims: int = DIMS) -> None:
    """Write features of scenes that fall into groups, on a grid."""
    dims = 384 * len(SUPPORTS) if cells else dims
    random = np.random.default_rng(0)
    centers = random.normal(size=(GROUPS, dims)).astype(np.float32)
    provenance = Provenance(
        "synthetic", "default", None, None, "recipe", 224, (dims,), (1, 2, 3), (0.0,) * 3,
        (1.0,) * 3, 0.5, "synthetic", "",
    )  # fmt: skip
    if cells:
        provenance = replace(
            provenance, scene_size=(8, 8), scene_stride=(8, 8), context=(8 * ALONG, 8 * ALONG),
            supports=SUPPORTS,
        )  # fmt: skip
    header = {"provenance": provenance.to_json()}
    with SceneWriter(path, "features", dims, header, "", half=cells) as writer:
        for start in range(0, count, 20_000):
            ids = np.arange(start, min(start + 20_000, count))
            rows, cols = np.divmod(ids, 1000)
            groups = random.integers(0, GROUPS, len(ids))
            noise = random.normal(scale=0.7, size=(len(ids), dims)).astype(np.float32)
            writer.write(
                SceneBlock(
                    ids + 1, rows, cols, np.ones(len(ids)),
                    outlines(rows, cols),
                    centers[groups] + noise, np.ones(len(ids), dtype=bool),
                )
            )  # fmt: skip


def measured(count: int, cells: bool = False) -> list[measure.Measured]:
    """Project and cluster so many scenes, or cells."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        features, embedding = str(folder / "f.parquet"), str(folder / "e.parquet")
        projector, model = str(folder / "p.npz"), str(folder / "m.npz")
        synthetic(Path(features), count, cells)
        projected = measure.run(
            ProjectFeaturesJob(features, ProjectionSettings(), embedding, projector)
        )
        clustered = measure.run(
            ClusterFeaturesJob(
                embedding, projector, ClusterSettings(), model,
                LayerOutput(str(folder / "layer.npz")),
            )
        )  # fmt: skip
    return [projected, clustered]


def placed(path: Path, count: int, few: SceneFile) -> None:
    """Write the embedding of so many cells, each near one of few."""
    random = np.random.default_rng(1)
    known = next(few.blocks(few.count)).vectors
    with SceneWriter(path, "embedding", few.dims, few.header, "") as writer:
        for start in range(0, count, 20_000):
            ids = np.arange(start, min(start + 20_000, count))
            rows, cols = np.divmod(ids, 4000)
            places = known[random.integers(0, len(known), len(ids))]
            writer.write(
                SceneBlock(
                    ids + 1, rows, cols, np.ones(len(ids)),
                    outlines(rows, cols),
                    places + random.normal(scale=0.01, size=places.shape).astype(np.float32),
                    np.ones(len(ids), dtype=bool),
                )
            )  # fmt: skip


def measure_cells(count: int) -> None:
    """Print what clusters of so many cells take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        features, few, many = (folder / f"{name}.parquet" for name in ("f", "few", "many"))
        projector = str(folder / "p.npz")
        synthetic(features, 20_000, cells=True)
        measure.run(ProjectFeaturesJob(str(features), ProjectionSettings(), str(few), projector))
        placed(many, count, SceneFile(few, "embedding"))
        layer = LayerOutput(str(folder / "layer.npz"), raster=str(folder / "raster.tif"))
        job = ClusterFeaturesJob(
            str(many), projector, ClusterSettings(), str(folder / "m.npz"), layer
        )
        print(replace(measure.run(job), result=None))


def main() -> None:
    """Measure and write the table."""
    runs = [measured(count) for count in COUNTS]
    of_cells = [measured(count, cells=True) for count in CELLS]
    names = [*(f"{count:,}" for count in COUNTS), *(f"{count:,} cells" for count in CELLS)]
    steps = "projectfeatures", "clusterfeatures"
    rows = [
        (
            name, step, f"{m.seconds:,.0f}", f"{m.peak:,.0f}",
            str(getattr(m.result, "clusters", "-")), f"{sum(one.seconds for one in run):,.0f}",
        )
        for name, run in zip(names, [*runs, *of_cells])
        for step, m in zip(steps, run)
    ]  # fmt: skip
    # All scenes beyond the fitted ones take the same time and memory, in blocks.
    times = (BEYOND - COUNTS[-1]) / (COUNTS[-1] - COUNTS[-2])
    ahead = [
        (b.seconds + times * (b.seconds - a.seconds), b.peak + times * (b.peak - a.peak))
        for a, b in zip(*runs[-2:])
    ]
    rows += [
        (f"{BEYOND:,}, estimated", step, f"{seconds:,.0f}", f"{peak:,.0f}", "-",
         f"{sum(one[0] for one in ahead):,.0f}")
        for step, (seconds, peak) in zip(steps, ahead)
    ]  # fmt: skip
    head = ("scenes", "step", "seconds", "peak of the worker (MB)", "clusters found", "both steps")
    text = report.table(head, rows)
    text += (
        f"\n\nSynthetic scenes of {DIMS} dimensions, and cells of {len(SUPPORTS)} x 384, in "
        f"{GROUPS} groups, all defaults. The last "
        f"rows go on from {COUNTS[-2]:,} and {COUNTS[-1]:,} scenes in a straight line."
    )
    report.write_section("A million scenes", "python benchmarks/scale.py", text)


if __name__ == "__main__":
    if "--machines" in sys.argv[1:]:
        import machines

        machines.measure_machines(machines.FEW if "--few" in sys.argv else machines.Sizes())
    elif "--cells" in sys.argv[1:]:
        measure_cells(int(sys.argv[sys.argv.index("--cells") + 1]))
    else:
        main()

"""Many scenes through projection and clustering: time and peak memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import measure
import numpy as np
import report

from rs_deepcluster_plugin.core.features import Provenance, SceneBlock, SceneWriter

COUNTS, DIMS, GROUPS = (100_000, 1_000_000), 768, 30


def synthetic(path: Path, count: int) -> None:
    """Write features of scenes that fall into groups, on a grid."""
    import shapely

    random = np.random.default_rng(0)
    centers = random.normal(size=(GROUPS, DIMS)).astype(np.float32)
    provenance = Provenance(
        "synthetic", "default", None, None, "recipe", 224, (DIMS,), (1, 2, 3), (0.0,) * 3,
        (1.0,) * 3, 0.5, "synthetic", "",
    )  # fmt: skip
    with SceneWriter(path, "features", DIMS, {"provenance": provenance.to_json()}, "") as writer:
        for start in range(0, count, 20_000):
            ids = np.arange(start, start + 20_000)
            rows, cols = np.divmod(ids, 1000)
            groups = random.integers(0, GROUPS, len(ids))
            noise = random.normal(scale=0.7, size=(len(ids), DIMS)).astype(np.float32)
            writer.write(
                SceneBlock(
                    ids + 1, rows, cols, np.ones(len(ids)),
                    np.asarray(shapely.to_wkb(shapely.box(cols, -rows - 1, cols + 1, -rows))),
                    centers[groups] + noise, np.ones(len(ids), dtype=bool),
                )
            )  # fmt: skip


def measured(count: int) -> list[tuple[str, ...]]:
    """Project and cluster so many scenes; returns rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        features, embedding = str(folder / "f.parquet"), str(folder / "e.parquet")
        projector, model = str(folder / "p.npz"), str(folder / "m.npz")
        synthetic(Path(features), count)
        projected = measure.run(
            "projectfeatures",
            {
                "features": features,
                "projection": {},
                "embedding": embedding,
                "projector": projector,
            },
        )
        clustered = measure.run(
            "clusterfeatures",
            {
                "embedding": embedding,
                "projector": projector,
                "clusters": {},
                "model_file": model,
                "layer": str(folder / "layer.npz"),
            },
        )
    found = clustered.result["clusters"]
    return [
        (f"{count:,}", label, f"{m.seconds / 60:.1f}", f"{m.peak:,.0f}", clusters)
        for label, m, clusters in (
            ("projectfeatures", projected, "-"),
            ("clusterfeatures", clustered, str(found)),
        )
    ]


def main() -> None:
    """Measure and write the table."""
    rows = [row for count in COUNTS for row in measured(count)]
    head = ("scenes", "step", "minutes", "peak of the worker (MB)", "clusters found")
    text = report.table(head, rows)
    text += f"\n\nSynthetic scenes of {DIMS} dimensions in {GROUPS} groups, all defaults."
    report.write_section("A million scenes", "python benchmarks/scale.py", text)


if __name__ == "__main__":
    main()

"""What maps are worth, pixel by pixel, and what they cost: cells, scenes, and pixels alone.

Rasters with a label for every pixel are looked for beside the checkout; the demo has none, and
says only what a map costs.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import measure
import numpy as np
import numpy.typing as npt
import report

from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, project
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.pixels.cluster import PixelSettings, cluster_pixels
from rs_deepcluster_plugin.core.scenes.blocks import area_of, open_pixels

DEMO = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
SHARED = report.ROOT.parent / "shared" / "data"
NAMED = (6, 12, 24)  # clusters
DRAWS = 10
FEW = (5, 20)  # labels of a class

Labels = npt.NDArray[np.int64]


class Unit(NamedTuple):
    """What gets a cluster: a cell in a context, or a scene by itself."""

    size: int
    context: int | None = None

    def __str__(self) -> str:
        """Name it for the table."""
        if self.context is None:
            return f"scenes of {self.size} px"
        return f"cells of {self.size} px in {self.context}"


class Case(NamedTuple):
    """A raster, its labels if it has some, and the units that are tried on it."""

    name: str
    raster: Path
    labels: Path | None
    units: tuple[Unit, ...]
    crop: int = 0
    """Pixels of crops that are laid side by side and are no neighbors; 0: it is one image."""


PIXELS, BERLIN = SHARED / "pixels", SHARED / "rasters" / "berlin_hymap"
CASES = (
    Case("demo", DEMO, None, (Unit(48), Unit(16), Unit(16, 128), Unit(8, 64))),
    Case(
        "nc_landsat7", PIXELS / "nc_landsat7" / "mosaic.tif",
        PIXELS / "nc_landsat7" / "labels.tif",
        (Unit(32), Unit(16), Unit(8), Unit(16, 128), Unit(8, 64), Unit(4, 32)),
    ),
    Case(
        "neiva_vhr", PIXELS / "neiva_vhr" / "mosaic.tif", PIXELS / "neiva_vhr" / "labels.tif",
        (Unit(250), Unit(100), Unit(100, 500), Unit(50, 250), Unit(25, 250)), 500,
    ),
    Case(
        "berlin_hymap", BERLIN / "hymap_berlin_BGRN_3.6m.tif",
        BERLIN / "landcover_level2_3.6m.tif",
        (Unit(32), Unit(16), Unit(8), Unit(16, 128), Unit(8, 64), Unit(4, 32)),
    ),
)  # fmt: skip


class Truth:
    """Labels of pixels, counted by cell."""

    def __init__(self, labels: Labels, rows: Labels, cols: Labels, size: int) -> None:
        """Count the labels 1 to n (height, width) in cells at ``rows`` and ``cols``."""
        self._place = np.full((rows.max() + 1, cols.max() + 1), -1)
        self._place[rows, cols] = np.arange(len(rows))
        height, width = labels.shape
        self.cells = self._place[
            np.minimum(np.arange(height) // size, rows.max())[:, None],
            np.minimum(np.arange(width) // size, cols.max()),
        ]
        self.labels = labels
        known = (labels > 0) & (self.cells >= 0)
        self.counts = np.zeros((len(rows), int(labels.max()) + 1))
        np.add.at(self.counts, (self.cells[known], labels[known]), 1)

    @property
    def ceiling(self) -> float:
        """Share of pixels that are right where each cell has its most frequent label."""
        return float(self.counts.max(axis=1).sum() / self.counts.sum())

    def share_right(self, classes: Labels) -> float:
        """Share of pixels that are right where cells (n,) are of these classes."""
        right = np.take_along_axis(self.counts, classes[:, None], axis=1)
        return float(right.sum() / self.counts.sum())

    def share_named(self, clusters: Labels) -> float:
        """Share of pixels that are right where each cluster is named after most of its pixels."""
        return float(_table(clusters, self.counts).max(axis=1).sum() / self.counts.sum())

    def nmi(self, clusters: Labels) -> float:
        """Mutual information of labels and clusters over pixels, by the mean of the entropies."""
        joint = _table(clusters, self.counts) / self.counts.sum()
        rows, cols = joint.sum(axis=1), joint.sum(axis=0)
        shared = joint * np.log(
            np.maximum(joint, 1e-300) / np.maximum(np.outer(rows, cols), 1e-300)
        )
        entropies = [-(p[p > 0] * np.log(p[p > 0])).sum() for p in (rows, cols)]
        return float(shared.sum() / max(np.mean(entropies), 1e-12))

    def probe(self, features: npt.NDArray[np.float32], few: int) -> float:
        """Share of pixels right by logistic regression on ``few`` cells of each class.

        NaN where fewer than two classes have twice as many.
        """
        from sklearn.linear_model import LogisticRegression

        total = self.counts.sum(axis=1)
        classes = self.counts.argmax(axis=1)
        clear = np.flatnonzero((total > 0) & (self.counts.max(axis=1) > total / 2))
        names = [c for c in np.unique(classes[clear]) if (classes[clear] == c).sum() > 2 * few]
        if len(names) < 2:  # large units, of which few have a majority
            return float("nan")
        shares = []
        for draw in range(DRAWS):
            random = np.random.default_rng(draw)
            chosen = np.concatenate(
                [random.choice(clear[classes[clear] == c], few, replace=False) for c in names]
            )
            fitted = LogisticRegression(C=10, max_iter=300).fit(features[chosen], classes[chosen])
            shares.append(self.share_right(fitted.predict(features)))
        return float(np.mean(shares))


def _table(clusters: Labels, counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    joint = np.zeros((int(clusters.max()) + 1, counts.shape[1]))
    np.add.at(joint, clusters, counts)
    return joint


def spread(case: Case, unit: Unit, folder: Path) -> tuple[Path, Path | None]:
    """Return raster and labels; crops are set so far apart that no window holds two."""
    import rasterio

    if not case.crop or unit.context is None or case.labels is None:
        return case.raster, case.labels
    made = []
    for path in (case.raster, case.labels):
        with rasterio.open(path) as source:
            values, profile = source.read(), source.profile
        high, wide = (length // case.crop for length in values.shape[1:])
        step = case.crop + unit.context
        apart = np.zeros((len(values), high * step, wide * step), dtype=values.dtype)
        for row in range(high):
            for col in range(wide):
                old, new = (
                    (slice(None), *(slice(n * s, n * s + case.crop) for n in (row, col)))
                    for s in (case.crop, step)
                )
                apart[new] = values[old]
        profile.update(height=apart.shape[1], width=apart.shape[2], nodata=0)
        made.append(folder / path.name)
        with rasterio.open(made[-1], "w", **profile) as target:
            target.write(apart)
    return made[0], made[1]


def score(folder: Path, unit: Unit, labels: Path) -> list[str]:
    """Score the features and the clusters that a run has left in a folder."""
    import rasterio

    with rasterio.open(labels) as source:
        truth_of = source.read(1).astype(np.int64)
    with np.load(folder / "layer.npz") as layer:
        rows, cols, clusters = (layer[name] for name in ("row", "col", "cluster"))
    file = SceneFile(folder / "features.parquet", "features")
    present = file.present()
    truth = Truth(truth_of, rows, cols, unit.size)
    values = Normalizer.fit(file.take(present), file.provenance.part_dims)(file.take(present))
    whole = np.zeros((file.count, values.shape[1]), dtype=np.float32)
    whole[present] = values * np.sqrt(values.shape[1])
    projector = project(file, ProjectionSettings(), folder / "embedding.parquet")
    embedding = SceneFile(folder / "embedding.parquet", "embedding")
    places = np.concatenate([block.vectors for block in embedding.blocks()])
    named = []
    for count in NAMED:
        fitted = fit_clusters(
            places, ClusterSettings(method="kmeans", n_clusters=count), file.provenance, projector,
            runs=projector.runs,
        )[1].clusters  # fmt: skip
        named.append(f"{truth.share_named(fitted.clip(min=0)):.3f}")
    return [
        *(f"{truth.probe(whole, few):.3f}".replace("nan", "-") for few in FEW),
        *named,
        f"{truth.nmi(clusters.clip(min=0)):.3f}",
        f"{truth.share_named(clusters.clip(min=0)):.3f}",
        f"{truth.ceiling:.3f}",
    ]


def measured(case: Case, unit: Unit, plain: dict[str, float]) -> list[str]:
    """Cluster the units of a raster; returns a row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["RSDEEPCLUSTER_HOME"] = str(folder)  # where nothing is left of a stopped run
        raster, labels = spread(case, unit, folder)
        run = measure.cluster_scenes(raster, unit.size, folder, (), unit.context)
        scored = ["-"] * 8
        if labels is not None:
            scored = score(folder, unit, labels)
    features = run.cpu["Features"]
    plain.setdefault(case.name, features)
    return [
        case.name,
        str(unit),
        f"{run.result.scenes:,}",
        f"{features:.1f}",
        f"{features / plain[case.name]:.2f}",
        str(run.result.clusters),
        *scored,
    ]


def of_pixels(case: Case) -> list[str]:
    """Cluster the pixels of a raster by their values alone."""
    import rasterio

    assert case.labels is not None
    with rasterio.open(case.labels) as source:
        labels = source.read(1).astype(np.int64)
    rows, cols = (a.ravel() for a in np.indices(labels.shape))
    truth = Truth(labels, rows, cols, 1)
    found: dict[int, Labels] = {}
    for count in NAMED:
        with tempfile.TemporaryDirectory() as name, open_pixels(str(case.raster), ()) as raster:
            output = Path(name) / "classes.tif"
            settings = replace(PixelSettings(), method="kmeans", clusters=count)
            cluster_pixels(area_of(raster, None), settings, output)
            with rasterio.open(output) as made:
                found[count] = made.read(1).astype(np.int64).ravel()
    named = [f"{truth.share_named(found[count]):.3f}" for count in NAMED]
    return [
        case.name, "pixels, k-means on their values", f"{labels.size:,}", "-", "-", "-",
        "-", "-", *named,
        f"{truth.nmi(found[NAMED[1]]):.3f}", "-", "1",
    ]  # fmt: skip


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="names of rasters, with commas between")
    given = parser.parse_args().only
    only = given.split(",") if given else [case.name for case in CASES]
    plain: dict[str, float] = {}
    rows: list[list[str]] = []
    for case in CASES:
        if not case.raster.exists() or case.name not in only:
            continue
        rows += [measured(case, unit, plain) for unit in case.units]
        if case.labels is not None:
            rows.append(of_pixels(case))
    head = (
        "raster", "units", "units in all", "features (CPU s)",
        "features, to the first row", "clusters found",
        *(f"probe, {few} labels" for few in FEW), *(f"named, {count} clusters" for count in NAMED),
        "NMI, clusters found", "named, clusters found", "ceiling",
    )  # fmt: skip
    text = report.table(head, rows)
    text += (
        "\n\nOne run each of the one-step job with all defaults but the units; the start of the "
        "worker and QGIS itself are left out. Seconds are those that the cores worked, which "
        "other work on the machine changes little. Cells have windows that overlap by half, so "
        "each pixel is seen four times. All shares are of the pixels with a label, each in the "
        "class of its unit. *Probe*: logistic regression on the features of so many units of "
        "each class, mean of 10 draws; units with a majority are drawn. *Named*: k-means of the "
        "embedding, each cluster with the class of most of its pixels. *Ceiling*: each unit has "
        "that of most of its own. *Clusters found*: the default level; of pixels NMI is at 12 "
        "clusters. Blocks, supports and overlap of cells were chosen on the labeled rasters, so "
        "read their rows as fitted."
    )
    command = f"python benchmarks/maps.py{f' --only {given}' if given else ''}"
    report.write_section("From raster to map", command, text)


if __name__ == "__main__":
    main()

"""How often the names that are suggested for clusters agree with what most of their ground is.

    python benchmarks/names.py NAME=FILE... [--document FILE]

FILE are features of the raster NAME in ../shared. Clusters are those of all defaults, and 20 of
k-means. The table of ranges was chosen on nc_landsat7; the other rasters are the check.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import report

sys.path.insert(0, str(report.ROOT))

from rs_deepcluster_plugin.core.classes.class_raster import Drawing
from rs_deepcluster_plugin.core.classes.name_rules import RULES, NamedScenes
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, fit_projector
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.blocks import area_of, open_pixels

SHARED = report.ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Ground:
    """A raster with labels of its pixels."""

    name: str
    raster: Path
    labels: Path
    colors: tuple[str, ...]
    """Of its bands; empty: as the file tells."""

    kinds: dict[int, tuple[str, ...]]
    """Names that are right for a label."""

    visible: bool = False
    """Without infrared bands."""


BUILT, WATER, BARE = ("Built-up",), ("Water",), ("Bare soil",)
GREEN = ("Dense vegetation", "Sparse vegetation")
GROUNDS = (
    Ground(
        "nc_landsat7", SHARED / "pixels/nc_landsat7/mosaic.tif",
        SHARED / "pixels/nc_landsat7/labels.tif",
        ("blue", "green", "red", "nir", "swir1", "swir2"),
        {1: BUILT, 2: (*GREEN, *BARE), 3: (*GREEN, *BARE), 4: GREEN, 5: GREEN, 6: WATER,
         7: BARE},
    ),
    Ground(
        "berlin_hymap", SHARED / "rasters/berlin_hymap/hymap_berlin_BGRN_3.6m.tif",
        SHARED / "rasters/berlin_hymap/landcover_level2_3.6m.tif", (),
        {1: BUILT, 2: BUILT, 3: GREEN, 4: GREEN, 5: BARE},
    ),
    Ground(
        "neiva_vhr", SHARED / "pixels/neiva_vhr/mosaic.tif",
        SHARED / "pixels/neiva_vhr/labels.tif", (),
        {1: BUILT, 2: BUILT, 3: GREEN, 4: BUILT}, visible=True,
    ),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Name the clusters and write the section of the document."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("features", nargs="+", help="NAME=FILE: features of scenes of a raster")
    parser.add_argument("--document", type=Path, default=report.DOCUMENT)
    given = parser.parse_args(arguments)
    rows = []
    for text in given.features:
        name, _, path = text.partition("=")
        ground = next(one for one in GROUNDS if one.name == name)
        for visible in (True,) if ground.visible else (False, True):
            rows += measure(ground, Path(path), visible)
    head = ("raster", "bands", "clusters", "number", "named", "of these right", "by area")
    report.write_section(
        "Names of clusters", "python benchmarks/names.py",
        "Names that are suggested for clusters by the bands of a raster, against what most of "
        "their pixels are labeled (dense and sparse vegetation count alike). The table of ranges "
        "was chosen on nc_landsat7.\n\n" + report.table(head, rows), given.document,
    )  # fmt: skip


def measure(ground: Ground, path: Path, visible: bool) -> list[list[str]]:
    """Name the clusters of two clusterings."""
    file = SceneFile(path, "features")
    projector = fit_projector(file, ProjectionSettings())
    places = projector.place(file.take(file.present()))
    shapes = np.concatenate(list(file.footprints()))[file.present()]
    colors = ground.colors
    with open_pixels(str(ground.raster)) as raster:
        colors = colors or tuple(raster.colors())
        kept = [c if not visible or c in ("blue", "green", "red") else "" for c in colors]
        area = area_of(raster)
        drawing = Drawing(area, shapes, np.arange(len(shapes)), np.arange(len(shapes)))
        scenes = NamedScenes.measure(area, drawing, len(shapes), kept)
    truth = true_labels(ground, drawing, len(shapes))
    rows = []
    for settings in (ClusterSettings(), ClusterSettings("kmeans", n_clusters=20)):
        model, found = fit_clusters(
            places, settings, file.provenance, projector, runs=projector.runs
        )
        names = scenes.of_groups(found.clusters - 1, model.clusters)
        right, sizes, known = [], [], 0
        for cluster in range(model.clusters):
            counts = truth[found.clusters == cluster + 1].sum(axis=0)
            if counts.sum() == 0:
                continue
            known += 1
            hint = names[cluster]
            kinds = dict.fromkeys(ground.kinds.values(), 0)
            for label, kind in ground.kinds.items():
                kinds[kind] += int(counts[label])
            majority = max(kinds, key=lambda kind: kinds[kind])
            print(
                ground.name, path.stem, "visible" if visible else "all", settings.method,
                cluster + 1, majority, f"{kinds[majority] / counts.sum():.2f}",
                hint and (RULES[hint.rule].name, round(hint.score, 2)),
                {k: round(float(np.nanmean(v[found.clusters == cluster + 1])), 2)
                 for k, v in scenes.indices.items() if np.isfinite(v).any()},
                flush=True,
            )  # fmt: skip
            if hint is None:
                continue
            right.append(RULES[hint.rule].name in majority)
            sizes.append((found.clusters == cluster + 1).sum())
        rows.append([
            f"{ground.name} ({path.stem})", "visible" if visible else "all", settings.method,
            str(known), str(len(right)), str(sum(right)),
            f"{np.average(right, weights=sizes):.2f}" if right else "-",
        ])  # fmt: skip
        print(rows[-1], flush=True)
    return rows


def true_labels(ground: Ground, drawing: Drawing, count: int) -> np.ndarray:
    """Count the labels of the pixels in scenes, (count, labels)."""
    with open_pixels(str(ground.labels)) as raster:
        area = area_of(raster)
        most = max(ground.kinds) + 1
        found = np.zeros((count, most), dtype=np.int64)
        for window in area.windows():
            scene = drawing(window)
            values, valid = raster.read(window)
            label = values[0].astype(int)
            inside = (scene >= 0) & valid[0] & np.isin(label, list(ground.kinds))
            np.add.at(found, (scene[inside], label[inside]), 1)
    return found


if __name__ == "__main__":
    main()

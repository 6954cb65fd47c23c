"""Pixel classifiers of OTB, SAGA and GRASS beside ours: one raster, one number of classes.

Every program is timed from GeoTIFF to class raster, start and import of the data included, in
rounds taken in turn. Programs that are not installed leave their rows out; nothing is installed.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]
import measure
import report

from rs_deepcluster_plugin.core.pixels.cluster import PixelSettings
from rs_deepcluster_plugin.core.pixels.likelihood import LikelihoodSettings
from rs_deepcluster_plugin.worker.contract import (
    MaximumLikelihoodJob,
    PixelClustersJob,
    RasterInput,
)

SCENE = report.ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
CLASSES = 8
ROUNDS = 3
SCORED, SILHOUETTE = 50_000, 5_000  # pixels
# The scene as all programs read it, see `prepare`.
RASTER = Path(tempfile.gettempdir()) / "rs_deepcluster_peers.tif"
PACKAGES = {"otbcli": "otb-bin", "saga_cmd": "saga", "grass": "grass-core"}
TITLE = "Pixels: peers"


@dataclass
class Peer:
    """One way to classify: a name, a function (folder) -> class raster, and what came out."""

    name: str
    version: str
    run: Callable[[Path], Path]
    seconds: list[float] = field(default_factory=list)
    classes: Any = None


def call(*words: object, folder: Path) -> str:
    """Run a program and return what it printed; a failure ends the benchmark with its words."""
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout + done.stderr


def version_of(*words: str) -> str:
    """Return the first version number that a program prints."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+\.\d+", done.stdout + done.stderr)
    return found.group() if found else "?"


def ours(method: str, likelihood: bool = False) -> Callable[[Path], Path]:
    """Our clusters, on values as they are; with maximum likelihood afterwards."""

    def run(folder: Path) -> Path:
        raster = RasterInput(str(RASTER), "")
        settings = PixelSettings(method=method, clusters=CLASSES, standardize=False)
        first, signatures = folder / "ours.tif", folder / "ours.json"
        measure.run(
            PixelClustersJob(
                raster=raster, bands=(), extent=None, clusters=settings, output=str(first),
                signatures=str(signatures), memberships=None,
            )
        )  # fmt: skip
        if not likelihood:
            return first
        second = folder / "likelihood.tif"
        measure.run(
            MaximumLikelihoodJob(
                raster=raster, bands=(), extent=None, known=str(signatures), polygons=None,
                likelihood=LikelihoodSettings(), output=str(second), probability=None,
                signatures=str(folder / "again.json"),
            )
        )  # fmt: skip
        return second

    return run


def otb() -> list[Peer]:
    """OTB's k-means, or its SOM where it was built without the library that k-means needs."""
    output = "otb.tif"
    if shutil.which("otbcli_KMeansClassification"):
        version = version_of("otbcli_KMeansClassification", "-help")

        def run(folder: Path) -> Path:
            call("otbcli_KMeansClassification", "-in", RASTER, "-nc", CLASSES, "-out", output,
                 "uint8", "-rand", 0, folder=folder)  # fmt: skip
            return folder / output

        return [Peer("OTB KMeansClassification", version, run)]
    if not shutil.which("otbcli_SOMClassification"):
        return []
    version = version_of("otbcli_SOMClassification", "-help")

    def run_som(folder: Path) -> Path:
        size = ("-sx", CLASSES // 2, "-sy", 2, "-nx", CLASSES // 2, "-ny", 2, "-ts", 100_000)
        call("otbcli_SOMClassification", "-in", RASTER, "-out", output, "uint8", *size,
             "-rand", 0, folder=folder)  # fmt: skip
        return folder / output

    return [Peer(f"OTB SOMClassification, {CLASSES // 2} x 2", version, run_som)]


def saga() -> list[Peer]:
    """SAGA's k-means and ISODATA."""
    if not shutil.which("saga_cmd"):
        return []
    version = version_of("saga_cmd", "--version")

    def runner(library: str, tool: int, *options: object) -> Callable[[Path], Path]:
        def run(folder: Path) -> Path:
            call("saga_cmd", "-f=q", "io_gdal", 0, "-FILES", RASTER, "-GRIDS", folder / "band",
                 "-MULTIPLE", 0, folder=folder)  # fmt: skip
            grids = sorted(folder.glob("band*.sgrd")) or sorted(folder.glob("band*.sg-grd-z"))
            names = ";".join(str(grid) for grid in grids)
            call("saga_cmd", "-f=q", library, tool, "-GRIDS" if tool else "-FEATURES", names,
                 "-CLUSTER", folder / "saga.sgrd", "-STATISTICS", folder / "saga.txt", *options,
                 folder=folder)  # fmt: skip
            return folder / "saga.sdat"

        return run

    return [
        Peer("SAGA K-Means, minimum distance", version, runner(
            "imagery_classification", 1, "-METHOD", 0, "-NCLUSTER", CLASSES, "-MAXITER", 50,
        )),
        Peer("SAGA ISODATA", version, runner(
            "imagery_isocluster", 0, "-ITERATIONS", 50, "-CLUSTER_INI", CLASSES - 1, "-CLUSTER_MAX",
            CLASSES,
        )),
    ]  # fmt: skip


def grass() -> list[Peer]:
    """GRASS's i.cluster and i.maxlik, which belong together."""
    if not shutil.which("grass"):
        return []

    def run(folder: Path) -> Path:
        script = folder / "classify.sh"
        names = "img.1,img.2,img.3"
        script.write_text(
            f"set -e\nr.in.gdal -k input='{RASTER}' output=img --q\ng.region raster=img.1\n"
            f"i.group group=g subgroup=s input={names} --q\n"
            f"i.cluster group=g subgroup=s signaturefile=sig classes={CLASSES} --q\n"
            "i.maxlik group=g subgroup=s signaturefile=sig output=classes --q\n"
            f"r.out.gdal -f input=classes output='{folder}/grass.tif' type=Byte nodata=0 --q\n"
        )
        call("grass", "-c", RASTER, folder / "location", "-e", folder=folder)
        call("grass", folder / "location" / "PERMANENT", "--exec", "bash", script, folder=folder)
        return folder / "grass.tif"

    return [Peer("GRASS i.cluster + i.maxlik", version_of("grass", "--version"), run)]


def prepare() -> None:
    """Write the scene as float32, raised by 1.

    SAGA takes 0 in 8-bit data for nodata and counts in the type of the data; this suits all.
    """
    import rasterio

    with rasterio.open(SCENE) as source:
        profile = {**source.profile, "dtype": "float32", "nodata": None, "predictor": 1}
        with rasterio.open(RASTER, "w", **profile) as made:
            made.write(source.read().astype("float32") + 1)


def scores(values: Any, labels: Any) -> tuple[float, float, float]:
    """Share of the variance within classes, Davies-Bouldin index, silhouette."""
    from sklearn.metrics import davies_bouldin_score, silhouette_score

    within = sum(
        float(((values[labels == k] - values[labels == k].mean(axis=0)) ** 2).sum())
        for k in np.unique(labels)
    )
    total = float(((values - values.mean(axis=0)) ** 2).sum())
    silhouette = silhouette_score(values[:SILHOUETTE], labels[:SILHOUETTE])
    return within / total, davies_bouldin_score(values, labels), silhouette


def main() -> None:
    """Measure and write the table."""
    import rasterio
    from sklearn.metrics import adjusted_rand_score

    prepare()
    metadata = (report.ROOT / "metadata.txt").read_text()
    own = re.search(r"(?m)^version=(.*)", metadata)
    version = own.group(1) if own else "?"
    peers = [
        Peer("**pixelclusters, k-means**", version, ours("kmeans")),
        Peer("**pixelclusters, ISODATA**", version, ours("isodata")),
        Peer("**pixelclusters, fuzzy k-means**", version, ours("fuzzy")),
        Peer("**pixelclusters, migrating means**", version, ours("migrating")),
        Peer("**pixelclusters, ISODATA + maximumlikelihood**", version, ours("isodata", True)),
        *otb(),
        *saga(),
        *grass(),
    ]
    notes = []
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing:
        notes.append(
            f"Left out, for their Debian packages are not installed: {', '.join(missing)}."
        )
        print(notes[-1])
    if any("SOM" in peer.name for peer in peers):
        notes.append(
            "Debian builds OTB without Shark, hence without KMeansClassification: its "
            "self-organizing map of as many cells stands in."
        )
    for _ in range(ROUNDS):
        for peer in peers:
            with tempfile.TemporaryDirectory() as name:
                begin = time.perf_counter()
                path = peer.run(Path(name))
                peer.seconds.append(time.perf_counter() - begin)
                print(f"{peer.name}: {peer.seconds[-1]:.1f} s")
                with rasterio.open(path) as made:
                    peer.classes = made.read(1)
    with rasterio.open(RASTER) as source:
        pixels = source.read().reshape(source.count, -1).T.astype(np.float64)
    drawn = np.random.default_rng(0).choice(len(pixels), SCORED, replace=False)
    values = pixels[drawn]
    labels = [peer.classes.ravel()[drawn] for peer in peers]
    rows = []
    for peer, own_labels in zip(peers, labels):
        within, davies, silhouette = scores(values, own_labels)
        seconds = statistics.median(peer.seconds)
        rows.append([
            peer.name, peer.version, f"{seconds:.1f}",
            f"{seconds / statistics.median(peers[0].seconds):.1f}",
            str(len(np.unique(own_labels))), f"{within:.4f}", f"{davies:.3f}", f"{silhouette:.3f}",
            f"{adjusted_rand_score(labels[0], own_labels):.3f}",
        ])  # fmt: skip
    head = ["program", "version", "seconds", "ratio", "classes", "variance within",
            "Davies-Bouldin", "silhouette", "ARI with our k-means"]  # fmt: skip
    RASTER.unlink()
    height, width = peers[0].classes.shape
    text = (
        f"The packaged Landsat 7 scene, {width} x {height} pixels of 3 bands, {CLASSES} classes "
        f"asked for; all programs read it as float32 and raised by 1, for SAGA takes 0 in "
        f"8-bit data for nodata. Median of {ROUNDS} rounds from GeoTIFF to class raster, "
        "start of the program and import included. Scores are of "
        f"{SCORED:,} pixels drawn at random, the silhouette of {SILHOUETTE:,} of them: less "
        "variance within classes, a lower Davies-Bouldin index and a higher silhouette are "
        "better.\n\n" + report.table(head, rows)
    )
    report.write_section(TITLE, "make peers", "\n\n".join([text, *notes]))


if __name__ == "__main__":
    main()

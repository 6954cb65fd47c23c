"""How good the level is that is chosen of the merge tree, on sets of scenes that are drawn.

    python benchmarks/levels.py [FOLDER...] [--cases 100] [--first 0] [--document FILE]

Each folder holds one folder of images per class. Cases are subsets of its images by class, size and
balance, some with scenes that belong to no class or with copies, and windows of a mosaic of them
whose scenes straddle its images. A case is clustered with all defaults and scored by what its best
level would have had. Another version of the plugin, in a folder of its own with its benchmarks, is
scored on the same cases by ``--code FOLDER``. Features are kept in build/accuracy.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

if "--code" in sys.argv:
    other = Path(sys.argv[sys.argv.index("--code") + 1]).resolve()
    sys.path[:0] = [str(other / "benchmarks"), str(other)]

import accuracy
import mosaic
import report
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from rs_deepcluster_plugin.core.base.arrays import Vectors
from rs_deepcluster_plugin.core.base.files import write_whole
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters.model import ClusterSettings, fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, fit_projector
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile, SceneWriter
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes, scaling_of

SIZE, INPUT = 96, 112  # of the mosaic's scenes; its images are 256 pixels wide
RUN = 8  # images of a class that lie side by side in the mosaic
KINDS = ("plain", "plain", "imbalance", "imbalance", "noise", "copies", "small", "mosaic")
LARGEST = 1600  # scenes of a subset
WINDOWS = (400, 2500)  # scenes of a window of the mosaic
AGAIN = 4  # every fourth case is clustered with another seed too
BINS = np.linspace(0, 1, 11)
GOALS = "median loss 0.015, 90th percentile 0.06, K within 15 % in 70 %"


@dataclass(frozen=True)
class Scenes:
    """Features (n, d) with the class (n,) of each; -1 for none."""

    file: SceneFile
    vectors: Vectors
    labels: np.ndarray
    cells: np.ndarray | None = None
    """Rows and columns (n, 2) in the mosaic."""


@dataclass(frozen=True)
class Case:
    """What is clustered; labels (n,) are -1 for scenes of no class."""

    kind: str
    vectors: Vectors
    labels: np.ndarray

    @property
    def classes(self) -> int:
        """Classes with at least a hundredth of the scenes, and three."""
        counts = np.bincount(self.labels[self.labels >= 0])
        return int((counts >= max(3, len(self.labels) / 100)).sum())


@dataclass(frozen=True)
class Result:
    """How a case came out."""

    kind: str
    classes: int
    found: int
    nmi: float
    best: float
    given: float
    """NMI of k-means that is told the number, on the first map."""

    alike: float | None
    probability: np.ndarray
    right: np.ndarray


def of_images(target: accuracy.Target) -> Scenes:
    """Features of all images."""
    features = accuracy.extracted(target, accuracy.DEFAULT)
    return Scenes(features.file, features.vectors, accuracy.labels_of(features.names))


def of_mosaic(target: accuracy.Target) -> Scenes:
    """Features of scenes that straddle the images of a mosaic, with the class of most pixels."""
    import rasterio

    settings = ExtractSettings(model=ModelSettings(input_size=INPUT))
    encoder = load_encoder(settings.model)
    path = target.cached("straddling", encoder.identity, SIZE, INPUT, RUN)
    folder = path.with_suffix("")
    if not (folder / mosaic.RASTER).exists():
        random = np.random.default_rng(1)
        by_class: dict[str, list[Path]] = {}
        for image in target.paths:
            by_class.setdefault(image.parent.name, []).append(image)
        runs = []
        for images in by_class.values():
            drawn = [images[i] for i in random.permutation(len(images))]
            runs += [drawn[i : i + RUN] for i in range(0, len(drawn), RUN)]
        order = [image for i in random.permutation(len(runs)) for image in runs[i]]
        mosaic.lay_out(order, target.folder, folder)
    raster = Raster(str(folder / mosaic.RASTER), ())
    grid = make_grid(raster.transform, raster.shape, GridSettings(size=SIZE))
    if not path.exists():
        scaling = scaling_of(raster, settings)
        made = extraction.make_provenance(
            raster.path, raster.bands, encoder, settings, scaling, mosaic.CRS, raster=raster,
            grid=grid,
        )  # fmt: skip
        scenes = RasterScenes(raster, grid, scaling)
        extraction.extract(scenes, encoder, made, settings.engine, path, target.cache)
        forget_parts(finished_parts())
    file = SceneFile(path, "features")
    present = file.present()
    _, rows, cols = file.cells()
    with rasterio.open(folder / mosaic.LABELS) as image:
        truth = image.read(1).astype(np.int64)
    labels = []
    for row, col in zip(rows[present].tolist(), cols[present].tolist()):
        ys = np.clip((row * SIZE + np.arange(SIZE)) // mosaic.SIZE, 0, truth.shape[0] - 1)
        xs = np.clip((col * SIZE + np.arange(SIZE)) // mosaic.SIZE, 0, truth.shape[1] - 1)
        labels.append(np.bincount(truth[np.ix_(ys, xs)].ravel()).argmax() - 1)
    cells = np.stack([rows, cols], axis=1)[present]
    return Scenes(file, file.take(present), np.array(labels), cells)


def draw(seed: int, images: Scenes, straddling: Scenes, strangers: Vectors) -> Case:
    """Draw a case."""
    random = np.random.default_rng([seed, 7])
    kind = str(random.choice(KINDS))
    if kind == "mosaic":
        return window(random, straddling)
    labels, classes = images.labels, int(images.labels.max()) + 1
    numbers = [n for n in (1, 2, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45) if n <= classes]
    chosen = random.permutation(classes)[: int(random.choice(numbers))]
    size = int(random.choice([30, 60, 100, 150]))
    if kind != "small":
        size = int(np.exp(random.uniform(np.log(60), np.log(LARGEST))))
    ratio = int(random.choice([5, 20, 50])) if kind == "imbalance" else 1
    shares = np.exp(random.uniform(0, np.log(ratio), len(chosen)))
    have = np.bincount(labels, minlength=classes)[chosen]
    wanted = np.minimum(np.maximum((shares / shares.sum() * size).astype(int), 4), have)
    rows = np.concatenate(
        [random.permutation(np.flatnonzero(labels == k))[:n] for k, n in zip(chosen, wanted)]
    )
    vectors, names = images.vectors[rows], labels[rows]
    if kind == "noise":
        count = max(1, round(len(rows) * float(random.choice([0.03, 0.1]))))
        drawn = random.permutation(len(strangers))[:count]
        vectors = np.concatenate([vectors, strangers[drawn]])
        names = np.append(names, np.full(len(drawn), -1))
    if kind == "copies":
        count, one = int(len(rows) * random.choice([0.1, 0.5])), int(random.integers(len(rows)))
        vectors = np.concatenate([vectors, np.repeat(vectors[one : one + 1], count, axis=0)])
        names = np.append(names, np.full(count, -1))  # scored once, as the one they are copies of
    order = random.permutation(len(vectors))
    return Case(kind, vectors[order], names[order])


def window(random: np.random.Generator, scenes: Scenes) -> Case:
    """Draw a rectangle of the mosaic."""
    assert scenes.cells is not None
    rows, cols = scenes.cells.T
    count = np.exp(random.uniform(*np.log(WINDOWS)))
    height = int(np.clip(np.sqrt(count) * random.uniform(0.6, 1.6), 10, rows.max() + 1))
    width = int(np.clip(count / height, 10, cols.max() + 1))
    top = random.integers(0, rows.max() + 2 - height)
    left = random.integers(0, cols.max() + 2 - width)
    inside = (rows >= top) & (rows < top + height) & (cols >= left) & (cols < left + width)
    return Case("mosaic", scenes.vectors[inside], scenes.labels[inside])


def score(case: Case, like: SceneFile, folder: Path, again: bool) -> Result:
    """Cluster a case with all defaults and score it."""
    path = folder / "features.parquet"
    write(path, case.vectors, like, passing=case.kind == "mosaic")
    file = SceneFile(path, "features")
    maps = []
    for seed in (0, 1) if again else (0,):
        projection = ProjectionSettings(seed=seed)
        projector = fit_projector(file, projection)
        embedding = projector.place(case.vectors)
        model, assignment = fit_clusters(
            embedding, ClusterSettings(seed=seed), file.provenance, projector,
            runs=projection.runs,
        )  # fmt: skip
        maps.append((embedding, model, assignment))
    embedding, model, assignment = maps[0]
    known = case.labels >= 0
    truth = case.labels[known]

    def nmi(clusters: np.ndarray) -> float:
        return float(normalized_mutual_info_score(truth, clusters[known]))

    arrays = model.method.arrays  # earlier versions have a tree for each run
    levels = 1 + min(len(x) for name, x in arrays.items() if name.split(".")[0] == "merges")
    most = min(levels, ClusterSettings().max_clusters)
    scores = [
        nmi(model.method.with_number(k).memberships(embedding).argmax(axis=1))
        for k in range(1, most + 1)
    ]
    reached = nmi(assignment.clusters)
    told = KMeans(case.classes, n_init=5, random_state=0).fit_predict(embedding[:, :2])
    clusters = assignment.clusters[known]
    # Right: the scene is of the class that most of its cluster's are of.
    majority = {k: np.bincount(truth[clusters == k]).argmax() for k in np.unique(clusters)}
    right = np.array([majority[k] for k in clusters]) == truth
    alike = None
    if again:
        alike = float(adjusted_rand_score(assignment.clusters, maps[1][2].clusters))
    found = len(np.unique(clusters))
    return Result(
        case.kind, case.classes, found, reached, max(*scores, reached), nmi(told), alike,
        assignment.probabilities[known], right,
    )  # fmt: skip


def write(path: Path, vectors: Vectors, like: SceneFile, passing: bool) -> None:
    """Write features to a file of their own, as those of another were made."""
    made = replace(like.provenance, scene_size=(SIZE, SIZE) if passing else None)
    made = replace(made, scene_stride=made.scene_size)
    whole = next(iter(like.blocks(len(vectors))))
    places = np.arange(len(vectors)) % len(whole)
    block = replace(
        whole, scene_ids=np.arange(1, len(vectors) + 1), rows=np.arange(len(vectors)),
        cols=np.zeros(len(vectors), dtype=np.int64), vectors=vectors,
        valid_fractions=np.ones(len(vectors)), has_vector=np.ones(len(vectors), dtype=bool),
        geometries=whole.geometries[places], names=None,
    )  # fmt: skip
    header = {"provenance": made.to_json()}
    dims = vectors.shape[1]
    with (
        write_whole(path) as partial,
        SceneWriter(partial, "features", dims, header, "") as writer,
    ):
        writer.write(block)


def left_out(scenes: Scenes, like: SceneFile, folder: Path, seed: int) -> tuple[float, float]:
    """NMI of the half that clusters were fitted on, and of the other half, which was placed."""
    order = np.random.default_rng(seed).permutation(len(scenes.vectors))
    halves = np.split(order, [len(order) // 2])
    path = folder / "half.parquet"
    write(path, scenes.vectors[halves[0]], like, passing=False)
    file = SceneFile(path, "features")
    projector = fit_projector(file, ProjectionSettings(seed=seed))
    first = projector.place(scenes.vectors[halves[0]])
    model, _ = fit_clusters(
        first, ClusterSettings(seed=seed), file.provenance, projector, runs=projector.runs
    )
    scores = []
    for rows in halves:
        clusters = model.assign(projector.place(scenes.vectors[rows])).clusters
        scores.append(float(normalized_mutual_info_score(scenes.labels[rows], clusters)))
    return scores[0], scores[1]


def line(name: str, results: list[Result]) -> list[str]:
    """Sum up some cases."""
    losses = np.array([r.best - r.nmi for r in results])
    errors = np.array([abs(r.found - r.classes) / r.classes for r in results])
    alike = [r.alike for r in results if r.alike is not None]
    return [
        name, str(len(results)), f"{np.median(losses):.3f}", f"{np.percentile(losses, 90):.3f}",
        f"{np.mean(errors <= 0.15):.0%}", f"{np.mean([r.nmi for r in results]):.3f}",
        f"{np.mean([r.given for r in results]):.3f}",
        f"{np.mean(alike):.3f}" if alike else "-",
    ]  # fmt: skip


def reliability(results: list[Result]) -> tuple[list[list[str]], float]:
    """Share of scenes that are right by their probability, and the expected calibration error."""
    probability = np.concatenate([r.probability for r in results])
    right = np.concatenate([r.right for r in results])
    bins = np.clip(np.digitize(probability, BINS) - 1, 0, len(BINS) - 2)
    lines, error = [], 0.0
    for number in range(len(BINS) - 1):
        inside = bins == number
        if not inside.any():
            continue
        mean, share = float(probability[inside].mean()), float(right[inside].mean())
        error += abs(mean - share) * float(inside.mean())
        place = f"{BINS[number]:.1f} to {BINS[number + 1]:.1f}"
        lines.append([place, f"{inside.mean():.1%}", f"{mean:.3f}", f"{share:.3f}"])
    return lines, error


def main() -> None:
    """Score all cases and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="folders of class folders")
    parser.add_argument("--cases", type=int, default=100, help="of each folder")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--code", help="folder of another version of the plugin")
    parser.add_argument("--title", default="Levels of the merge tree")
    parser.add_argument("--document", type=Path, default=report.DOCUMENT)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    data = accuracy.SHARED / "data"
    folders = options.folders or [data / name for name in accuracy.TARGETS]
    targets = [accuracy.Target(folder) for folder in folders if folder.is_dir()]
    if not targets:
        raise SystemExit("There are no labeled scenes to score with. Give folders of classes.")
    images = [of_images(target) for target in targets]
    straddling = [of_mosaic(target) for target in targets]
    started, text = time.monotonic(), []
    head = (
        "cases", "number", "median NMI loss to the best level", "90th percentile",
        "K within 15 %", "mean NMI", "k-means, true K", "ARI of two seeds",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        for number, target in enumerate(targets):
            strangers = images[(number + 1) % len(images)].vectors
            results = []
            for seed in range(options.first, options.first + options.cases):
                case = draw(seed, images[number], straddling[number], strangers)
                if len(case.labels) < 12:
                    continue
                like = straddling[number] if case.kind == "mosaic" else images[number]
                result = score(case, like.file, Path(place), seed % AGAIN == 0)
                results.append(result)
                print(
                    f"{target.name} {seed}: {case.kind}, {len(case.labels)} scenes of "
                    f"{result.classes} classes: {result.found}, NMI {result.nmi:.3f}, best "
                    f"{result.best:.3f}, k-means {result.given:.3f}",
                    flush=True,
                )
            lines = [line("all", results)]
            lines += [
                line(kind, found)
                for kind in dict.fromkeys(KINDS)
                if (found := [r for r in results if r.kind == kind])
            ]
            for name, low, high in (("one class", 1, 1), ("two", 2, 2), ("three and more", 3, 99)):
                found = [r for r in results if low <= r.classes <= high]
                lines += [line(name, found)] if found else []
            curve, error = reliability([r for r in results if r.classes > 1])
            halves = [
                left_out(images[number], images[number].file, Path(place), seed)
                for seed in range(3)
            ]
            fitted, other = np.mean(halves, axis=0)
            text.append(
                f"**{target.name}**\n\n{report.table(head, lines)}\n\n"
                "Reliability, cases of two classes and more: a scene is right if it is of the "
                "class that most of its cluster's are of. Expected calibration error "
                f"{error:.3f}.\n\n"
                + report.table(("probability", "scenes", "mean", "right"), curve)
                + f"\n\nClusters fitted on half of the images: NMI {fitted:.3f} of that half, "
                f"{other:.3f} of the other half, which is placed (mean of 3 seeds)."
            )
    text.append(
        f"Goals: {GOALS}. What a class is comes from the model's source, AID. A level's score, "
        "how much it counts beside that, when components are divided and the limits were chosen on "
        "the first 300 draws of subsets of both targets and looked at on each; the sharpness of "
        "probabilities on RSSCN7."
    )
    command = "python benchmarks/levels.py"
    if options.first:
        command += f" --first {options.first}"
    report.write_section(options.title, command, "\n\n".join(text), options.document)
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()

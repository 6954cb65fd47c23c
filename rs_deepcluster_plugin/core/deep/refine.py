"""Deep clustering of a target: a model that is adapted to it, its features, and its clusters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..base.arrays import FloatArray, IntArray
from ..base.errors import ModelError, SceneError
from ..base.packages import import_package
from ..base.progress import Part, Progress, silent
from ..base.resume import hold_folder
from ..base.sampling import draw
from ..base.values import say_count
from ..clusters.model import Assignment, ClusterModel
from ..clusters.project import MINIMUM_SCENES
from ..encoder.engine import find_device, training_precision, use_threads
from ..encoder.load import load_encoder, whitening_of
from ..encoder.settings import FeaturePart, ModelSettings, check_size, patch_of
from ..encoder.whitening import Whitening, fit_whitening, token_lengths
from ..features.extract import ExtractSettings
from ..features.scene_file import SceneFile
from ..training.loop import Epoch, TrainSettings
from .base import (
    BASES,
    MODES,
    PARTITIONS,
    SAMPLINGS,
    Labels,
    RefineSettings,
)
from .kmeans import hire_crew
from .learn import Learned, fold_map, key_of, learn
from .methods import DEEP_METHODS
from .modes import Begun, FullMode, QuickMode
from .outcome import Outputs, cluster_target
from .target import Target, extract_target, infer_clusters

_VERSION = 1  # of what a stopped run leaves behind
_WHITENED, _SHARE = 768, 0.3  # dimensions and share of the mean variance (`finetune`)
_FITTED = 20_000  # scenes that a whitening is fitted to, at most


@dataclass(frozen=True)
class Refined:
    """What came out of `refine`."""

    model: ClusterModel
    assignment: Assignment
    """Of all rows of the features file."""

    learned: Learned
    scenes: int
    """Scenes that were learned from."""

    skipped: int
    """Scenes with too little valid data."""

    @property
    def history(self) -> tuple[Epoch, ...]:
        """What each epoch was like."""
        return self.learned.history


def refine(
    target: Target,
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
    target
        The scenes, and how their features are made to start with, as for `extract.extract`.
    settings, train
        What is learned, and how. Epochs, batch, rate and seed are those of ``settings``; the rest
        of ``train`` (frozen blocks, layer decay and so on) matters in full mode.
    outputs
        The files that are written.
    cache
        Folder under which a run that was stopped, or is under way in another process, finds what
        was done. The caller removes that (`forget_parts`) when the last result is on disk.
    size
        Full mode: pixels of the images that are trained on, a multiple of the side of a patch.
    labels
        Clusters of the scenes from 0, -1 for none, of shape (n,), where the method works on given
        ones.

    Returns
    -------
    Refined
        The cluster model, the clusters of all rows of the features file, what was learned, and how
        many scenes it was learned from.

    Raises
    ------
    SceneError
        Too few scenes, or fewer than clusters; labels that are missing or do not fit.
    ModelError, DeviceError
        The model, the settings, the device or the Dask scheduler cannot be used.
    OutputError
        What is kept in the cache has vanished.
    """
    _check(settings, labels)
    check_size(size, patch_of(target.encoder.architecture), "training")
    settings = DEEP_METHODS[settings.method].resolve(settings)
    scenes, encoder = target.scenes, target.encoder
    provenance, extracting = target.provenance, target.extracting
    key = key_of(
        _VERSION, scenes.fingerprint(), encoder.identity, provenance.to_json(),
        replace(settings, scheduler=""), size,  # a run goes on with other machines or without
        extracting.engine.device, extracting.engine.precision,
        replace(train, device="", together=0) if settings.mode == "full" else None,
        None if labels is None else hashlib.sha256(labels.tobytes()).hexdigest(),
    )  # fmt: skip
    with (
        hold_folder(cache, "refine", key, "refined model", progress) as held,
        hire_crew(settings.scheduler, held.path, progress) as crew,
    ):
        folder = held.path
        start = extract_target(
            scenes, encoder, provenance, extracting, folder / "copy-0.parquet", cache,
            Part(progress, 0, 0.1),
        )  # fmt: skip
        present = start.present()
        if len(present) < MINIMUM_SCENES:
            raise SceneError(
                f"Only {say_count(len(present), 'scene has', 'scenes have')} enough valid data, "
                f"and deep clustering needs at least {MINIMUM_SCENES}. Choose a smaller scene size "
                "or a larger extent."
            )
        given = _take_given(start, present, labels, folder, settings, cache, progress)
        if given is None and not settings.clusters:
            clusters = infer_clusters(start, folder, settings, cache, progress).count
        else:
            clusters = given.count if given is not None else settings.clusters
        if clusters > len(present):
            raise SceneError(
                f"{clusters} clusters were asked for, but only {len(present)} scenes have enough "
                "valid data. Choose fewer clusters or smaller scenes."
            )
        begun = _begin(target, settings, start, present, folder, cache)
        features = begun.rows(start, 0)
        train = _resolve_training(settings, train, extracting, cache)
        method = DEEP_METHODS[settings.method](
            settings, clusters, len(present), crew=crew, given=given,
            parts=parts_of(begun.whitening, encoder.parts),
        )  # fmt: skip
        progress.log(
            f"{method.LABEL} ({method.PAPER}), {settings.mode}: {len(present)} scenes, {clusters} "
            f"clusters, {say_count(settings.epochs, 'epoch')}."
        )
        mode: QuickMode | FullMode = (
            QuickMode(begun, features, Part(progress, 0.1, 0.7))
            if settings.mode == "quick"
            else FullMode(begun, train.frozen_blocks, size, progress)
        )
        learned = learn(
            mode.inputs, features, method, settings, train, folder, key,
            Part(progress, mode.LEARNS_FROM, 0.9), mode.body, mode.vit,
        )  # fmt: skip
        mode.write_model(
            outputs.model, fold_map(learned, begun.whitening), name=outputs.model.stem,
            trained_on=f"{len(present)} scenes without labels ({method.LABEL})",
        )  # fmt: skip
        model = ModelSettings(weights=str(outputs.model), input_size=extracting.model.input_size)
        made = load_encoder(model)
        renewed = replace(
            provenance, identity=made.identity, model=model.model, weights=model.weights,
            blocks=None, pooling=model.pooling, part_dims=made.part_dims, likeness=made.likeness,
        )  # fmt: skip
        mode.write_features(outputs.features, learned, made, renewed, Part(progress, 0.9, 0.98))
        result = cluster_target(outputs, method, settings, learned, folder)
        found = Refined(*result, learned, len(present), start.count - len(present))
    progress(1)
    return found


def _begin(
    target: Target, settings: RefineSettings, file: SceneFile, present: IntArray, folder: Path,
    cache: str | Path,
) -> Begun:  # fmt: skip
    """Whiten the features of the start: as the model has it, else by their own spread."""
    parts, lengths = target.encoder.parts, target.encoder.part_dims
    model = replace(target.extracting.model, blocks=tuple(part.block for part in parts))
    whitening, token_dims = whitening_of(model), None
    if whitening is None:
        tokens = file.take(draw(present, _FITTED, settings.seed))
        whitening, token_dims = fit_whitening(tokens, lengths, _WHITENED, _SHARE), lengths
    return Begun(target, settings, file, present, model, whitening, token_dims, folder, cache)


def _check(settings: RefineSettings, labels: IntArray | None) -> None:
    for what, value, choices in (
        ("method", settings.method, tuple(DEEP_METHODS)),
        ("mode", settings.mode, MODES),
        ("partition", settings.partition, PARTITIONS),
        ("base", settings.base, BASES),
        ("sampling", settings.sampling, SAMPLINGS),
    ):
        if value not in choices:
            raise ModelError(f"There is no {what} '{value}'; choose one of {', '.join(choices)}.")
    method = DEEP_METHODS[settings.method]
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


def _check_labels(settings: RefineSettings, labels: IntArray | None) -> None:
    if labels is None:
        raise SceneError(
            "RUC is to clean the clusters of a field, but no field was given. Give a grid layer "
            "with a "
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
            f"The field has {say_count(found, 'cluster')}, and RUC needs at least 2. Choose "
            "another field."
        )
    if settings.clusters not in (0, found):
        raise SceneError(
            f"{settings.clusters} clusters were asked for, but the field has {found}. Give 0 "
            "clusters to take as many."
        )


def _take_given(
    start: SceneFile, present: IntArray, labels: IntArray | None, folder: Path,
    settings: RefineSettings, cache: str | Path, progress: Progress,
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
    found = infer_clusters(start, folder, settings, cache, progress)
    if settings.clusters not in (0, found.count):
        raise SceneError(
            f"{settings.clusters} clusters were asked for, but the default clustering, which RUC "
            f"is to clean, finds {found.count}. Give 0 clusters to take as many, or let it clean "
            "SCAN's."
        )
    return found


def parts_of(whitening: Whitening, parts: Sequence[FeaturePart]) -> tuple[FloatArray, ...]:
    """Return the matrices that take features back to the tokens of each block.

    A feature is a matrix times the tokens; the pseudo-inverse gives them back but for what the
    matrix leaves out, which is where they vary least.

    Parameters
    ----------
    whitening
        What made the features.
    parts
        Blocks that the tokens are of.

    Returns
    -------
    tuple
        A matrix of shape (d, p) for each part.
    """
    back = np.linalg.pinv(whitening.matrix.double().numpy()).T
    lengths = token_lengths(parts, back.shape[1])
    return tuple(np.split(back, np.cumsum(lengths)[:-1], axis=1))


def _resolve_training(
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
    whole = quick or DEEP_METHODS[settings.method].WHOLE_BATCH
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

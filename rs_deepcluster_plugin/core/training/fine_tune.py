"""Step 2, heterogeneous transfer: a model is fine-tuned on labeled scenes.

The transformer learns to tell the classes of the source apart through a head that is thrown away
afterwards; what is kept are its tokens, whitened by their spread over the source's scenes.

Sources
-------
Ray & Skurikhin 2024, "Deep Clustering of Remote Sensing Scenes through Heterogeneous Transfer
Learning"; Sariyildiz et al. 2023, "No Reason for No Supervision" (the head: a projector that can be
thrown away and a cosine classifier, without which features transfer less well); Khosla et al.
2020, "Supervised Contrastive Learning"; Wortsman et al. 2022, "Robust fine-tuning of zero-shot
models" (interpolation of weights); Jégou & Chum 2012, "Negative evidences and co-occurrences in
image retrieval: the benefit of PCA and whitening".
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import IntArray, Vectors
from ..base.errors import ModelError, OutputError
from ..base.files import write_whole
from ..base.packages import import_package
from ..base.plain import setting
from ..base.progress import Part, Progress, silent
from ..base.resume import hold_folder
from ..encoder.cell_tensors import PATTERN_SIDE, TokenMoments, tensors_for_cells
from ..encoder.engine import (
    EngineSettings,
    find_device,
    make_engine,
    training_precision,
    use_threads,
)
from ..encoder.likeness import TURNED, compare_classes, compare_turned
from ..encoder.load import (
    bands_of,
    load_backbone,
    load_cell_encoder,
    load_encoder,
    patch_size_of,
)
from ..encoder.orientations import turn_images
from ..encoder.save import write_model
from ..encoder.settings import FP16, INT8, ClassLikeness, ModelHeader, ModelSettings, check_size
from ..encoder.weights_file import official_names
from ..encoder.whitening import Tensors, Whitening, fit_whitening, whiten
from ..features.extract import resize
from ..scenes.channels import fill_invalid
from ..scenes.labeled import LabeledScenes, hold_out, log_unreadable
from ..scenes.sources import read_scene
from .augment import AugmentSettings, augment
from .loop import (
    Epoch,
    TrainSettings,
    add_lora,
    cut_chunks,
    forward_of,
    freeze,
    merge_lora,
    shuffle_scenes,
    train,
)
from .student import COSINE_SCALE, contrastive_loss, make_classifier

LOSSES = ("cross-entropy", "contrastive", "both")
QUANTIZATIONS = {"int8": INT8, "fp16": FP16}
_STEPS, _SMALL = 8, 8  # few scenes are divided into so many steps, but not into smaller ones
_FORWARD = 256  # images at a time where nothing is learned
_WHITENED, _ENOUGH = 3000, 1000  # scenes that the whitening is fitted to, at most and at least
_WINDOWS = 600  # scenes that what is for cells is fitted to
_VERSION = 1  # of what a stopped run leaves behind


@dataclass(frozen=True)
class FineTuneSettings:
    """How a model is fine-tuned."""

    train: TrainSettings = field(default_factory=TrainSettings)
    augment: AugmentSettings = field(default_factory=AugmentSettings)
    size: int = setting(112, minimum=28, maximum=1120)
    """Pixels of the images that are trained on, a multiple of the side of the model's patches."""

    loss: str = "cross-entropy"
    """One of `LOSSES`; "both" is their mean."""

    smoothing: float = setting(0.0, minimum=0, maximum=0.9)
    """Label smoothing of the cross-entropy."""

    temperature: float = setting(0.1, minimum=0.01, maximum=1)
    """Of the contrastive loss."""

    balanced: bool = True
    """Each class is drawn equally often."""

    validation: float = setting(0.1, minimum=0.01, maximum=0.9)
    """Share of each class that is not trained on."""

    tuned_share: float = setting(0.5, minimum=0, maximum=1)
    """Final weights: this share of the tuned and the rest of the starting weights (WiSE-FT)."""

    dimensions: int = setting(768, minimum=0, maximum=4096)
    """Length of the feature after whitening; 0: tokens are taken as they are."""

    whitening: float = 0.3
    """Share of the mean variance that is added to each direction's before it is divided out."""

    quantization: str = "int8"
    """"int8" or "fp16"."""


@dataclass(frozen=True)
class SceneImages:
    """Labeled scenes as square 8-bit images, ``values`` (n, bands, side, side) on the disk.

    ``labels`` (n,) are their classes, ``usable`` (m,) the places of those that hold valid data.
    """

    values: npt.NDArray[np.uint8]
    labels: IntArray
    usable: IntArray

    def at(self, places: IntArray) -> Any:
        """uint8 tensor (m, bands, side, side)."""
        return import_package("torch").from_numpy(np.ascontiguousarray(self.values[places]))


@dataclass(frozen=True)
class FineTuned:
    """What came out of `fine_tune`."""

    history: tuple[Epoch, ...]
    header: ModelHeader
    validation: IntArray
    """Scenes that were kept for validation, (m,), with their true and predicted ``labels`` and
    ``predictions`` and the probability of the latter, ``confidence``."""

    labels: IntArray
    predictions: IntArray
    confidence: Vectors
    images: int
    whitened: bool

    @property
    def accuracy(self) -> float:
        """Share of the validation scenes that are predicted right."""
        return float((self.labels == self.predictions).mean())


def fine_tune(
    scenes: LabeledScenes,
    model: ModelSettings,
    settings: FineTuneSettings,
    output: str | Path,
    cache: str | Path,
    backbone: str | Path | None = None,
    trained_on: str = "",
    engine: EngineSettings | None = None,
    progress: Progress = silent,
) -> FineTuned:
    """Fine-tune a model on labeled scenes and write it to a model file.

    Parameters
    ----------
    scenes
        At least two scenes of each of at least two classes (`labeled.keep_large_classes`).
    model
        Where training starts. The bands of the scenes become those of the model.
    output
        Model file (safetensors).
    cache
        Folder under which a run that was stopped, or is under way in another process, finds what
        was done. The caller removes that (`forget_parts`) when the last result is on disk.
    backbone
        File for a plain state dict under DINOv2's own names, or None.
    trained_on
        A description of the scenes for the model file.
    engine
        Threads that torch trains with. The features that the whitening is fitted to are made by
        all of these settings but the precision, which is "auto".

    Returns
    -------
    result
        The epochs, and what the head predicts for the scenes kept for validation, with the
        weights as they are before they are mixed with those at the start.

    Raises
    ------
    SceneError
        The scenes cannot be divided into training and validation.
    RasterError
        The raster of the scenes is damaged.
    ModelError, DeviceError
        The starting model, the settings or the device cannot be used.
    OutputError
        What is kept in the cache has vanished.
    DependencyError
        A package such as torch is missing.
    """
    _check(settings)
    check_size(settings.size, patch_size_of(model), "training")
    engine = engine or EngineSettings()
    torch = import_package("torch")
    device = find_device(torch, settings.train.device)
    precision = training_precision(
        torch, device, settings.train.precision, Path(cache) / "precision.json"
    )
    settings = replace(settings, train=replace(settings.train, precision=precision))
    use_threads(torch, engine.threads)
    bands = len(scenes.bands)
    loaded = load_backbone(model, settings.size, bands, Part(progress, 0, 0.01))
    vit, start, header, whitening = loaded.vit, loaded.weights, loaded.header, loaded.whitening
    key = _key(scenes, start, header, settings)
    with hold_folder(cache, "finetune", key, "fine-tuned model", progress) as held:
        folder = held.path
        images = read_images(scenes, folder, settings.size, Part(progress, 0.01, 0.05))
        training, validation = (
            images.usable[places]
            for places in hold_out(
                images.labels[images.usable], settings.validation, settings.train.seed,
                scenes.classes,
            )
        )  # fmt: skip
        blocks = settings.train.frozen_blocks
        blocks = len(vit.blocks) // 2 if blocks < 0 else blocks
        freeze(vit, blocks, new_patches=bands != bands_of(model))
        torch.manual_seed(settings.train.seed)
        if settings.train.lora_rank:
            add_lora(vit, settings.train.lora_rank)
        student = make_classifier(vit, header, len(scenes.classes))
        lesson = Source(student, images, training, validation, settings)
        history = train(
            lesson, vit, settings.train, folder / "state.pt", key, Part(progress, 0.05, 0.9)
        )
        student.cpu()
        merge_lora(vit)
        # The head knows the tuned weights only; what is mixed is judged by its features.
        logits = lesson.predict(forward_of(student, settings.train))
        student.cpu()
        _mix(vit, start, settings.tuned_share)
        tensors = {**start, **{k: v for k, v in vit.state_dict().items() if k != "pos_embed"}}
        tensors = {name: tensor.detach().cpu() for name, tensor in tensors.items()}
        del student, lesson, vit
        header = replace(
            header, name=Path(output).stem, trained_on=trained_on, quantization="",
            input_size=model.input_size,
        )  # fmt: skip
        if len(training) >= _ENOUGH or not settings.dimensions:
            whitening, likeness, turned = _whitening(
                scenes, training, tensors, header, model, settings, engine, folder,
                Part(progress, 0.9, 0.98),
            )  # fmt: skip
            header = replace(header, likeness=likeness, turned=turned)
        else:
            progress.log(
                f"The features are {'not whitened' if whitening is None else 'whitened as before'}:"
                f" to fit a whitening takes at least {_ENOUGH} scenes to train on, and there are "
                f"{len(training)}."
            )
        cells = loaded.cells
        if len(training) >= _ENOUGH:
            header, cells = _fit_cells(
                scenes, training, tensors, header, settings, engine, folder,
                Part(progress, 0.98, 1),
            )  # fmt: skip
        write_model(output, tensors, header, QUANTIZATIONS[settings.quantization], whitening, cells)
        if backbone is not None:
            with write_whole(backbone) as partial:
                torch.save(official_names(tensors), partial)
        probabilities = logits.softmax(1).numpy()
        result = FineTuned(
            history=tuple(history),
            header=header,
            validation=validation,
            labels=images.labels[validation],
            predictions=probabilities.argmax(axis=1).astype(np.int64),
            confidence=probabilities.max(axis=1),
            images=len(images.usable),
            whitened=whitening is not None,
        )
    progress(1)
    return result


def _check(settings: FineTuneSettings) -> None:
    if settings.loss not in LOSSES:
        raise ModelError(f"There is no loss '{settings.loss}'; choose one of {', '.join(LOSSES)}.")
    if not 0 <= settings.tuned_share <= 1:
        raise ModelError(
            f"The share of the tuned weights is {settings.tuned_share:g}; choose one from 0 to 1."
        )


def _key(
    scenes: LabeledScenes, start: dict[str, Any], header: ModelHeader, settings: FineTuneSettings
) -> str:
    """Hash all that the result depends on, but for the device."""
    digest = hashlib.sha256(scenes.fingerprint().encode())
    for name in sorted(start):
        digest.update(name.encode() + start[name].contiguous().numpy().tobytes())
    values = asdict(settings)
    values["train"].pop("device")  # a run may go on elsewhere
    recipe = [asdict(part) for part in header.recipe]
    digest.update(json.dumps([_VERSION, recipe, values]).encode())
    return digest.hexdigest()


def read_images(
    scenes: LabeledScenes, folder: Path, size: int, progress: Progress = silent
) -> SceneImages:
    """Read every scene once into a file of 8-bit images; a stopped run finds it there.

    Images larger than twice the training ``size`` are reduced to that: half the side of an image,
    as the smallest crops by default, still has all the detail that training sees.

    Parameters
    ----------
    folder
        Where the file is, or is written.
    size
        Width and height of the images that are trained on, in pixels.

    Returns
    -------
    images
        Of all scenes, read from the disk as they are needed. Their side is the usual one of the
        scenes, but from ``size`` to twice that.

    Raises
    ------
    RasterError
        The raster of the scenes is damaged.
    OutputError
        What was written has vanished.
    """
    path, flags = folder / "images.npy", folder / "usable.npy"
    kept = _kept_images(path, flags, scenes)
    if kept is None:
        some = range(0, len(scenes), math.ceil(len(scenes) / 50))
        usual = float(np.median([max(scenes.read(index)[0].shape[1:]) for index in some]))
        side = int(np.clip(usual, size, 2 * size))
        usable = np.zeros(len(scenes), dtype=bool)
        with write_whole(path) as partial:
            stored: Any = np.lib.format.open_memmap(
                partial, "w+", np.uint8, (len(scenes), len(scenes.bands), side, side)
            )
            for index in range(len(scenes)):
                if index % 32 == 0:
                    progress(index / len(scenes))
                values, valid, fraction = read_scene(scenes, index)
                usable[index] = fraction > 0
                if usable[index]:
                    small = resize(fill_invalid(values, valid), side)
                    stored[index] = np.rint(small * 255).astype(np.uint8)
            stored.flush()
            del stored
            np.save(flags, np.flatnonzero(usable))
        log_unreadable(scenes.unreadable, progress)
        kept = _kept_images(path, flags, scenes)
    if kept is None:
        raise OutputError(f"Images have vanished from {folder}. Start the run again.")
    return kept


def _kept_images(path: Path, flags: Path, scenes: LabeledScenes) -> SceneImages | None:
    """Return what was read before; None where nothing was, or something else is there."""
    try:
        values = np.load(path, mmap_mode="r", allow_pickle=False)
        usable = np.load(flags, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    are_images = values.dtype == np.uint8 and values.ndim == 4
    if not are_images or values.shape[:2] != (len(scenes), len(scenes.bands)):
        return None
    if usable.dtype.kind != "i" or not np.isin(usable, np.arange(len(scenes))).all():
        return None
    return SceneImages(values, scenes.labels, usable)


def _mix(vit: Any, start: dict[str, Any], share: float) -> None:
    """Set each weight to ``share`` of itself and the rest of the starting weight."""
    torch = import_package("torch")
    with torch.no_grad():
        for name, tensor in vit.state_dict().items():
            if name != "pos_embed":  # as it was, but resampled
                tensor.lerp_(start[name], 1 - share)


def _whitening(
    scenes: LabeledScenes, training: IntArray, tensors: dict[str, Any], header: ModelHeader,
    model: ModelSettings, settings: FineTuneSettings, engine: EngineSettings, folder: Path,
    progress: Progress,
) -> tuple[Whitening | None, ClassLikeness | None, float | None]:  # fmt: skip
    """Fit the whitening to tokens of training scenes, as `extract` makes them.

    Also tells how alike these are in their classes, and to themselves turned, once they are
    whitened.
    """
    if not settings.dimensions:
        return None, None, None
    chosen = training[:: max(len(training) // _WHITENED, 1)]
    path = folder / "tuned.safetensors"
    write_model(path, tensors, header, QUANTIZATIONS[settings.quantization])
    encoder = load_encoder(ModelSettings(weights=str(path), input_size=model.input_size))
    lengths = encoder.part_dims
    forward = make_engine(encoder, replace(engine, precision="auto"), progress)
    tokens = encode_scenes(scenes, chosen, model.input_size, forward, progress)
    every = np.concatenate(list(tokens))
    found = fit_whitening(every, lengths, settings.dimensions, settings.whitening)
    features = whiten(every, found, lengths)
    likeness = compare_classes(features, scenes.labels[chosen])
    if likeness is None:
        return found, None, None
    turned = measure_turned(
        scenes, chosen, features, model.input_size,
        lambda images: whiten(forward(images), found, lengths),
    )  # fmt: skip
    return found, likeness, turned


def _fit_cells(
    scenes: LabeledScenes, training: IntArray, tensors: dict[str, Any], header: ModelHeader,
    settings: FineTuneSettings, engine: EngineSettings, folder: Path, progress: Progress,
) -> tuple[ModelHeader, Tensors]:  # fmt: skip
    """Fit what the tuned model has for cells to training scenes, each seen as a window."""
    path = folder / "tuned.safetensors"
    write_model(path, tensors, header, QUANTIZATIONS[settings.quantization])
    size = PATTERN_SIDE * header.patch
    encoder = load_cell_encoder(ModelSettings(weights=str(path), input_size=size), PATTERN_SIDE)
    recipe, widths = encoder.cells, encoder.part_dims
    forward = make_engine(encoder, replace(engine, precision="auto"), progress)
    moments = TokenMoments(PATTERN_SIDE**2, sum(widths))
    chosen = training[:: max(len(training) // _WINDOWS, 1)]
    for tokens in encode_scenes(scenes, chosen, size, forward, progress):
        moments.add(tokens.reshape(len(tokens), PATTERN_SIDE**2, -1))
    return replace(header, cells=recipe), tensors_for_cells(moments.solve(widths)[0])


def encode_scenes(
    scenes: LabeledScenes, places: IntArray, size: int, forward: Callable[[Vectors], Vectors],
    progress: Progress = silent,
) -> Iterator[Vectors]:  # fmt: skip
    """Run a model over scenes.

    Parameters
    ----------
    scenes, places
        Those at the places (n,) are read.
    size
        Width and height of what the model sees of each.
    forward
        The model, on its device.

    Yields
    ------
    vectors
        Of at most 32 scenes after the other, (m, d).
    """
    done = 0
    for part in cut_chunks(places, 32):
        images = [fill_invalid(*read_scene(scenes, int(index))[:2]) for index in part]
        yield forward(np.stack([resize(image, size) for image in images]))
        done += len(part)
        progress(done / len(places))


def measure_turned(
    scenes: LabeledScenes, places: IntArray, features: Vectors, size: int,
    forward: Callable[[Vectors], Vectors],
) -> float:  # fmt: skip
    """Measure how alike some scenes are to themselves turned; see `likeness.compare_turned`.

    Parameters
    ----------
    scenes, places, size
        As for `encode_scenes`.
    features
        Of these scenes as they are, of shape (n, d).
    forward
        What made them of images.
    """
    few = np.arange(len(places))[:: max(len(places) // TURNED, 1)]

    def turned(kind: int) -> Vectors:
        found = encode_scenes(
            scenes, places[few], size, lambda images: forward(turn_images(images, kind))
        )
        return np.concatenate(list(found))

    return compare_turned(features[few], turned)


class Source:
    """The lesson: labeled scenes, of which some are kept for validation."""

    def __init__(
        self, student: Any, images: SceneImages, training: IntArray, validation: IntArray,
        settings: FineTuneSettings,
    ) -> None:  # fmt: skip
        self.module = student
        self._images, self._training, self._validation = images, training, validation
        self._settings = settings
        self._classes = int(images.labels.max()) + 1
        batch = settings.train.batch
        self._batch = int(np.clip(len(training) // _STEPS, min(_SMALL, batch), batch))

    def steps(self, epoch: int) -> list[IntArray]:
        """Return the scenes of each step of an epoch."""
        settings = self._settings
        labels = self._images.labels[self._training]
        drawn = self._training[
            shuffle_scenes(labels, settings.balanced, settings.train.seed, epoch)
        ]
        whole = max(len(drawn) // self._batch, 1) * self._batch
        return list(cut_chunks(drawn[:whole], self._batch))

    def batch(self, scenes: IntArray) -> Any:
        """Return augmented images."""
        settings = self._settings
        return augment(self._images.at(scenes), settings.size, settings.augment)

    def loss(self, outputs: Any, scenes: IntArray) -> tuple[Any, float]:
        """Cross-entropy, supervised contrastive loss, or their mean; and the accuracy."""
        torch = import_package("torch")
        labels = torch.from_numpy(self._images.labels[scenes]).to(outputs.device)
        embedding, logits = outputs[:, : -self._classes], outputs[:, -self._classes :]
        right = float((logits.detach().argmax(1) == labels).float().mean())
        losses = []
        if self._settings.loss != "contrastive":
            smoothing = self._settings.smoothing
            losses.append(
                torch.nn.functional.cross_entropy(logits, labels, label_smoothing=smoothing)
            )
        else:  # the classifier learns beside the embedding, and does not change it
            directions = torch.nn.functional.normalize(self.module.classes)
            logits = COSINE_SCALE * embedding.detach() @ directions.T
            losses.append(torch.nn.functional.cross_entropy(logits, labels))
        if self._settings.loss != "cross-entropy":
            losses.append(contrastive_loss(embedding, labels, self._settings.temperature))
        if self._settings.loss == "both":
            return sum(losses) / 2, right
        return sum(losses), right

    def memory(self) -> dict[str, Any]:
        """Nothing: the weights are all that changes."""
        return {}

    def validate(self, forward: Any) -> tuple[float, float]:
        """Cross-entropy and accuracy of the scenes kept for it."""
        torch = import_package("torch")
        logits = self.predict(forward)
        labels = torch.from_numpy(self._images.labels[self._validation])
        loss = float(torch.nn.functional.cross_entropy(logits, labels))
        return loss, float((logits.argmax(1) == labels).float().mean())

    def predict(self, forward: Any) -> Any:
        """Logits (m, classes) of the scenes kept for validation."""
        torch = import_package("torch")
        size = (self._settings.size, self._settings.size)
        logits = []
        for part in cut_chunks(self._validation, _FORWARD):
            images = torch.nn.functional.interpolate(
                self._images.at(part).float() / 255, size, mode="bicubic", antialias=True
            )
            logits.append(forward(images.clamp_(0, 1))[:, -self._classes :])
        return torch.cat(logits)

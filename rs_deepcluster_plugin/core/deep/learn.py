"""What is learned on the target, and how: a lesson for the training loop that fine-tuning has too.

The model learns a linear map of its centered features. Embeddings are what the map gives, with
length 1; a cosine classifier tells the pseudo-labels apart. A linear map is what the whitening of a
model file is as well, so that the two are folded into one matrix (`fold_map`), and every algorithm
takes the adapted model as it takes any other.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..base.arrays import FloatArray, IntArray, Vectors
from ..base.files import write_whole
from ..base.packages import import_package
from ..base.progress import Part, Progress, silent
from ..encoder.whitening import Whitening
from ..features.evaluate import cluster_scores
from ..training import loop as training
from ..training.augment import AugmentSettings, augment
from ..training.fine_tune import SceneImages
from ..training.loop import Epoch, TrainSettings, cut_chunks
from .base import (
    ANY,
    PLAIN,
    STRONG,
    WEAK,
    DeepMethod,
    Labels,
    Outlook,
    RefineSettings,
    Seen,
)
from .views import STRONG as STRONG_CHANGES
from .views import WEAK as WEAK_CHANGES
from .views import is_strong

_STEPS, _SMALL = 8, 16  # few scenes are divided into so many steps, but not into smaller ones
_ROWS = 4096  # that go through the map together
_FORWARD = 256  # images that go through the transformer together
_VALIDATED = 512  # scenes that the loss after an epoch is of, at most


class Inputs(Protocol):
    """Scenes as the student takes them, in copies of several kinds (`base.ANY` and others)."""

    @property
    def count(self) -> int:
        """Number of scenes."""

    @property
    def passes(self) -> int:
        """How often a scene is looked at in an epoch."""

    def batch(self, kind: str, scenes: IntArray, random: np.random.Generator) -> Any:
        """Return a tensor (m, ...) of one copy of each scene."""

    def whole(self, kind: str, scenes: IntArray, random: np.random.Generator) -> list[Any]:
        """Return tensors (m, ...) whose mean output stands for the kind."""


@dataclass(frozen=True)
class Copies:
    """Cached features: arrays (n, d), the first of the scenes as they are."""

    arrays: Sequence[Vectors]

    @property
    def count(self) -> int:
        """Number of scenes."""
        return len(self.arrays[0])

    @property
    def passes(self) -> int:
        """One for each copy."""
        return len(self.arrays)

    def batch(self, kind: str, scenes: IntArray, random: np.random.Generator) -> Any:
        """Return rows of copies drawn among those of the kind."""
        torch = import_package("torch")
        numbers = self._numbers(kind)
        drawn = random.integers(len(numbers), size=len(scenes))
        rows = np.empty((len(scenes), self.arrays[0].shape[1]), dtype=np.float32)
        for place, number in enumerate(numbers):
            own = drawn == place
            rows[own] = self.arrays[number][scenes[own]]
        return torch.from_numpy(rows)

    def whole(self, kind: str, scenes: IntArray, random: np.random.Generator) -> list[Any]:
        """Return the rows of every copy, or of one that is drawn for a kind of augmentation."""
        torch = import_package("torch")
        if kind in (WEAK, STRONG):
            return [self.batch(kind, scenes, random)]
        numbers = self._numbers(kind)
        return [torch.from_numpy(np.array(self.arrays[n][scenes])) for n in numbers]

    def _numbers(self, kind: str) -> list[int]:
        every = list(range(len(self.arrays)))
        if kind == ANY or len(every) == 1:
            return every
        weak = [n for n in every[1:] if not is_strong(n)]
        strong = [n for n in every[1:] if is_strong(n)]
        return {PLAIN: [0], WEAK: weak, STRONG: strong or weak}[kind]


@dataclass(frozen=True)
class ImageCopies:
    """Images that are augmented anew whenever they are looked at."""

    images: SceneImages
    size: int
    strong: AugmentSettings = STRONG_CHANGES

    passes = 1

    @property
    def count(self) -> int:
        """Number of scenes."""
        return len(self.images.usable)

    def batch(self, kind: str, scenes: IntArray, random: np.random.Generator) -> Any:
        """Return augmented images (m, bands, size, size)."""
        torch = import_package("torch")
        images = self.images.at(self.images.usable[scenes])
        if kind == PLAIN:
            size = (self.size, self.size)
            resized = torch.nn.functional.interpolate(
                images.float() / 255, size, mode="bicubic", antialias=True
            )
            return resized.clamp_(0, 1)
        return augment(images, self.size, WEAK_CHANGES if kind == WEAK else self.strong)

    def whole(self, kind: str, scenes: IntArray, random: np.random.Generator) -> list[Any]:
        """Return the images as they are, or weakly augmented: one pass has to do."""
        if kind in (ANY, PLAIN):
            return [self.batch(PLAIN, scenes, random)]
        with import_package("torch").random.fork_rng(devices=[]):
            import_package("torch").manual_seed(int(random.integers(2**31)))
            return [self.batch(kind, scenes, random)]


def make_student(
    start: FloatArray, center: FloatArray, prototypes: int, settings: RefineSettings,
    body: Any = None,
) -> Any:  # fmt: skip
    """Make the torch module that learns: a linear map of features, and a cosine classifier.

    Parameters
    ----------
    start
        The map at the start, of shape (q, d).
    center
        Mean of the features, of shape (d,).
    prototypes
        Number k of the classifier's outputs.
    settings
        Here it is their temperature that counts.
    body
        Makes features of images; None where features come in.

    Returns
    -------
    torch.nn.Module
        It takes copies of shape (n, p, ...) to shape (n, p, q + k + r): embeddings of length 1,
        logits, and what the method's companion gives, if it has one.
    """
    torch = import_package("torch")
    functional = torch.nn.functional

    class Student(torch.nn.Module):  # type: ignore[misc, name-defined]
        """Features, linear map and cosine classifier."""

        def __init__(self) -> None:
            super().__init__()
            self.body = body
            self.map = torch.nn.Parameter(torch.from_numpy(start.astype(np.float32)))
            self.register_buffer("center", torch.from_numpy(center.astype(np.float32)))
            self.classes = torch.nn.Parameter(torch.randn(prototypes, len(start)))
            self.companion = None

        def forward(self, copies: Any) -> Any:
            flat = copies.flatten(0, 1)
            features = flat if self.body is None else self.body(flat)
            found = list(self.answers(features, self.map, self.classes))
            if self.companion is not None:
                found.append(self.companion(copies, features.float()))
            return torch.cat(found, 1).unflatten(0, copies.shape[:2])

        def answers(self, features: Any, map: Any, classes: Any) -> tuple[Any, Any]:
            """Embeddings and logits of features (n, d) by a map and a classifier."""
            embedding = functional.normalize((features.float() - self.center) @ map.T)
            return embedding, embedding @ functional.normalize(classes).T / settings.temperature

    return Student()


@dataclass
class Adaptation:
    """The lesson: pseudo-labels that a method gives the target's own scenes."""

    module: Any
    inputs: Inputs
    method: DeepMethod
    settings: RefineSettings
    train: TrainSettings
    folder: Path
    """Where labels and embeddings are kept while the run lasts."""

    progress: Progress = silent
    _epoch: int = field(default=0, init=False)
    _forward: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        draws, batch = self.inputs.count * self.inputs.passes, self.train.batch
        self._batch = int(np.clip(draws // _STEPS, min(_SMALL, batch), batch))

    def steps(self, epoch: int) -> list[IntArray]:
        """Label the scenes where it is time to, and return those of each step of an epoch."""
        if epoch:
            self._epoch = epoch
            self._random = np.random.default_rng([self.settings.seed, epoch])
            self._prepare(epoch)
        drawn = [
            training.shuffle_scenes(
                self.method.labels if epoch and self.method.is_balanced() else self._alike,
                bool(epoch) and self.method.is_balanced(),
                self.settings.seed,
                epoch * self.inputs.passes + number,
            )
            for number in range(self.inputs.passes)
        ]
        scenes = np.concatenate(drawn)
        whole = max(len(scenes) // self._batch, 1) * self._batch
        return list(cut_chunks(scenes[:whole], self._batch))

    def batch(self, scenes: IntArray) -> Any:
        """Return copies (m, p, ...) of the scenes and of their partners."""
        torch = import_package("torch")
        kinds = self.method.kinds(self._epoch)
        partners = self.method.partners(scenes, self._random)
        copies = [self.inputs.batch(k, s, self._random) for k, s in zip(kinds, partners)]
        return torch.stack(copies, 1)

    def loss(self, outputs: Any, scenes: IntArray) -> tuple[Any, float]:
        """Return the method's loss."""
        seen = Seen(*outputs.split(self._lengths(outputs.shape[2]), 2))
        return self.method.loss_of(seen, scenes, self._epoch)

    def validate(self, forward: Any) -> tuple[float, float]:
        """Loss and accuracy of some of the scenes after the epoch, on copies drawn anew."""
        some = np.linspace(0, self.inputs.count - 1, min(_VALIDATED, self.inputs.count))
        scenes = np.unique(some.astype(np.int64))
        outputs = forward(self.batch(scenes))
        loss, accuracy = self.loss(outputs, scenes)
        return float(loss), accuracy

    def outlook(self) -> Outlook:
        """Return what the model makes of the target now."""
        return Outlook(self._logits, self._stored, self._set_classifier, self._beside)

    def answers(self) -> Labels:
        """Return the clusters that the model gives the scenes as they are."""
        from scipy.special import softmax

        self.module.eval()
        probabilities = softmax(self._logits(PLAIN).astype(np.float64), axis=1)
        return Labels(probabilities.argmax(axis=1), probabilities.max(axis=1))

    def memory(self) -> dict[str, Any]:
        """Return what the companion keeps beside the weights that are trained, such as a queue."""
        companion = self.module.companion
        if companion is None:
            return {}
        trained = {name for name, p in companion.named_parameters() if p.requires_grad}
        return {n: tensor for n, tensor in companion.state_dict().items() if n not in trained}

    @property
    def _dimensions(self) -> int:
        return len(self.module.map)

    def _lengths(self, total: int) -> list[int]:
        """Lengths of embedding, logits and what the companion gives."""
        both = self._dimensions, len(self.module.classes)
        return [*both, total - sum(both)]

    @property
    def _alike(self) -> IntArray:
        return np.zeros(self.inputs.count, dtype=np.int64)

    def _prepare(self, epoch: int) -> None:
        """Set the classifier at the start, reassign labels or read those of a stopped run."""
        method = self.method
        self.module.eval()
        if epoch == 1:
            method.begin(self.outlook())
        every = self.settings.interval
        path = self.folder / "labels.npy"
        if every and ((epoch - 1) % every == 0 or not self._remembered(path, epoch)):
            before = method.labels
            method.reassign(epoch, self.outlook())
            self._tell(epoch, before)
            with write_whole(path) as partial, open(partial, "wb") as file:
                np.save(file, np.concatenate([[epoch], method.labels]))
        self.module.train()

    def _remembered(self, path: Path, epoch: int) -> bool:
        """Tell whether there are labels, in memory or left by a run that was stopped."""
        if not len(self.method.labels):
            try:
                kept = np.load(path, allow_pickle=False)
            except (OSError, ValueError, EOFError, zipfile.BadZipFile):
                return False
            is_list = kept.dtype.kind == "i" and kept.shape == (self.inputs.count + 1,)
            if not is_list or kept[0] > epoch or kept.min() < 0:
                return False
            self.method.labels = kept[1:]
        return True

    def _tell(self, epoch: int, before: IntArray) -> None:
        labels = self.method.labels
        sizes = np.bincount(labels)
        sizes = sizes[sizes > 0]
        text = (
            f"Epoch {epoch}: {len(sizes)} pseudo-labels of {sizes.min()} to {sizes.max()} scenes, "
            f"median {int(np.median(sizes))}"
        )
        if len(before):
            scores = cluster_scores(before, labels)
            text += f"; {1 - scores['ACC']:.1%} changed, NMI to those before {scores['NMI']:.3f}"
        self.progress.log(f"{text}.")

    def _pass(self, copies: list[Any]) -> Vectors:
        if self._forward is None:
            self._forward = training.forward_of(self.module, self.train)
        outputs = [self._forward(c[:, None])[:, 0].numpy() for c in copies]
        return np.asarray(outputs[0] if len(outputs) == 1 else np.mean(outputs, axis=0))

    def _logits(self, kind: str) -> Vectors:
        return self._whole(kind, self._dimensions, self._dimensions + len(self.module.classes))

    def _beside(self, kind: str, count: int) -> Vectors:
        start = self._dimensions + len(self.module.classes)
        return self._whole(kind, start, start + count)

    def _whole(self, kind: str, start: int, stop: int) -> Vectors:
        """Return columns of what the model makes of all scenes."""
        random = np.random.default_rng([self.settings.seed, self._epoch, 5])
        passes = (self._pass(self.inputs.whole(kind, s, random)) for s in self._parts())
        return np.concatenate([found[:, start:stop].copy() for found in passes])

    def _stored(self) -> Path:
        path = self.folder / "embedding.npy"
        random = np.random.default_rng(0)
        with write_whole(path) as partial:
            rows: Any = np.lib.format.open_memmap(
                partial, "w+", np.float32, (self.inputs.count, self._dimensions)
            )
            for scenes in self._parts():
                outputs = self._pass(self.inputs.whole(PLAIN, scenes, random))
                rows[scenes] = outputs[:, : self._dimensions]
            rows.flush()
            del rows
        return path

    def _parts(self) -> list[IntArray]:
        size = _ROWS if isinstance(self.inputs, Copies) else _FORWARD
        return list(cut_chunks(np.arange(self.inputs.count), size))

    def _set_classifier(self, prototypes: FloatArray | None) -> None:
        torch = import_package("torch")
        weights = self.module.classes
        with torch.no_grad():
            if prototypes is None:
                seed = self.settings.seed * 100_003 + self._epoch
                random = torch.Generator().manual_seed(seed)
                drawn = torch.randn(weights.shape, generator=random)
                weights.copy_(torch.nn.functional.normalize(drawn))
            else:
                weights[: len(prototypes)] = torch.from_numpy(prototypes.astype(np.float32)).to(
                    weights.device
                )


@dataclass(frozen=True)
class Learned:
    """What came out: the map (q, d), the mean (d,) of features before it, and the prototypes."""

    map: FloatArray
    center: FloatArray
    prototypes: FloatArray
    history: tuple[Epoch, ...]

    def embed(self, features: Vectors) -> Vectors:
        """Embeddings (n, q) of features (n, d): mapped, and given length 1."""
        mapped = (features - self.center) @ self.map.T
        length = np.maximum(np.linalg.norm(mapped, axis=1, keepdims=True), 1e-12)
        return np.asarray(mapped / length, dtype=np.float32)


def learn(
    inputs: Inputs,
    features: Vectors,
    method: DeepMethod,
    settings: RefineSettings,
    train: TrainSettings,
    folder: Path,
    key: str,
    progress: Progress = silent,
    body: Any = None,
    vit: Any = None,
) -> Learned:
    """Adapt a linear map, and the transformer where one is given.

    Parameters
    ----------
    inputs
        Copies of the scenes, as the student takes them.
    features
        Features of the scenes as they are, before anything is learned, of shape (n, d).
    method
        The method of deep clustering.
    settings, train
        What is learned, and how.
    folder
        Where a run that was stopped finds what it had done under the same ``key``.
    key
        A hash of all that the run depends on.
    body
        Makes features of images; None where features come in.
    vit
        The transformer inside ``body``, whose blocks are trained; None: only the map is.

    Returns
    -------
    Learned
        The map, the mean of the features, the prototypes, and what the epochs were like.

    Raises
    ------
    DeviceError
        The device is not there, or its memory does not hold one image.
    """
    center, start = starting_map(features, settings.dimensions)
    first = method.first()
    if first is not None:
        lesson, _ = _teach(
            inputs, features, center, start, first, first.settings,
            replace(train, epochs=first.settings.epochs, rate=first.settings.rate),
            folder / "first", key, Part(progress, 0, 0.5), body, vit,
        )  # fmt: skip
        start = lesson.module.map.detach().cpu().double().numpy()
        method.given = lesson.answers()
        progress = Part(progress, 0.5, 1)
    lesson, history = _teach(
        inputs, features, center, start, method, settings, train, folder, key, progress, body, vit
    )
    student = lesson.module
    return Learned(
        student.map.detach().cpu().double().numpy(), center,
        student.classes.detach().cpu().double().numpy(), tuple(history),
    )  # fmt: skip


def _teach(
    inputs: Inputs, features: Vectors, center: FloatArray, start: FloatArray, method: DeepMethod,
    settings: RefineSettings, train: TrainSettings, folder: Path, key: str, progress: Progress,
    body: Any, vit: Any,
) -> tuple[Adaptation, list[Epoch]]:  # fmt: skip
    """Learn by one method; returns the lesson with the student, and what the epochs were like."""
    torch = import_package("torch")
    torch.manual_seed(settings.seed)
    share = 0.5 if method.PREPARES else 0.0
    method.prepare(features, center, Part(progress, 0, share))
    progress = Part(progress, share, 1)
    student = make_student(start, center, method.prototypes, settings, body)
    student.companion = method.companion(student)
    lesson = Adaptation(student, inputs, method, settings, train, folder, progress)
    return lesson, training.train(lesson, vit, train, folder / "state.pt", key, progress)


def starting_map(features: Vectors, dimensions: int) -> tuple[FloatArray, FloatArray]:
    """Find the widest principal axes of features, which the map starts as.

    Parameters
    ----------
    features
        Features of shape (n, d).
    dimensions
        How many axes are kept at most.

    Returns
    -------
    center
        Mean of the features, of shape (d,).
    axes
        Axes of length 1, of shape (q, d), the widest first.
    """
    center = features.mean(axis=0, dtype=np.float64)
    covariance = np.zeros((features.shape[1],) * 2)
    for start in range(0, len(features), 65_536):
        rows = features[start : start + 65_536] - center
        covariance += rows.T @ rows
    _, axes = np.linalg.eigh(covariance)
    return center, np.ascontiguousarray(axes[:, ::-1].T[:dimensions])


def fold_map(learned: Learned, whitening: Whitening) -> Whitening:
    """Fold the map into the whitening that made the features: the two are one matrix.

    Parameters
    ----------
    learned
        The map of shape (q, d), among others.
    whitening
        What made features of length d of tokens.

    Returns
    -------
    Whitening
        What makes features of length q of the same tokens.
    """
    torch = import_package("torch")
    matrix = torch.from_numpy(learned.map) @ whitening.matrix.double()
    return replace(whitening, matrix=matrix.float())


def key_of(*values: object) -> str:
    """Hash what a run depends on.

    Parameters
    ----------
    *values
        Values whose ``repr`` says all there is about them.

    Returns
    -------
    str
        SHA-256 as 64 hexadecimal digits.
    """
    return hashlib.sha256(repr(values).encode()).hexdigest()

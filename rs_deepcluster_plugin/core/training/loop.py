"""The training loop: whatever is learned, it is learned here, epoch by epoch.

A run that was stopped goes on after its last whole epoch and ends with the same weights: all that
is drawn by chance in an epoch is drawn from the seed and the epoch's number.

Sources
-------
Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization" (AdamW); Bao et al. 2022, "BEiT"
(layer-wise decay of the learning rate); Hu et al. 2022, "LoRA".
"""

from __future__ import annotations

import contextlib
import math
import pickle  # nosec B403 # only for the name of the error it raises
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..base.arrays import IntArray
from ..base.errors import DeviceError
from ..base.files import write_whole
from ..base.packages import import_package, import_timm
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.values import say_count
from ..encoder.engine import find_device


@dataclass(frozen=True)
class TrainSettings:
    """How a transformer is trained."""

    epochs: int = setting(10, minimum=1, maximum=1000)
    batch: int = setting(64, minimum=2, maximum=4096)
    """Images of one step of the optimizer; a lesson of few images may take fewer."""

    together: int = setting(0, minimum=0)
    """Images that go through the model together, their gradients being added up to a batch; 0:
    the whole batch on a GPU, 16 on the CPU, which stay in its cache."""

    rate: float = setting(4e-4, minimum=1e-7, maximum=1)
    """Highest learning rate, that of the head."""

    layer_decay: float = setting(0.8, minimum=0.1, maximum=1)
    """The learning rate of a block is this share of the rate of the block after it."""

    weight_decay: float = setting(0.05, minimum=0, maximum=1)
    warmup: float = setting(0.1, minimum=0, maximum=0.9)
    """Share of the steps in which the learning rate rises; then it falls along a cosine."""

    frozen_blocks: int = setting(-1, minimum=-1, maximum=40)
    """The first blocks, which stay as they are, with the embeddings before them; -1: half."""

    lora_rank: int = setting(0, minimum=0, maximum=256)
    """Rank of the update of each linear layer (LoRA); 0: all weights are trained."""

    patience: int = setting(3, minimum=0, maximum=1000)
    """Epochs without a better validation after which training ends; 0: never before its time."""

    precision: str = "fp32"
    """"fp32", "bf16" or "fp16" (`engine.training_precision`)."""

    device: str = "auto"
    seed: int = setting(0, minimum=0, maximum=2**31 - 1)


@dataclass(frozen=True)
class Epoch:
    """What an epoch was like."""

    number: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float


class Lesson(Protocol):
    """What is learned: the images, and how far the model is from what it shall do."""

    module: Any
    """torch module that takes the images of `batch`."""

    def steps(self, epoch: int) -> list[IntArray]:
        """Return the scenes of each step of an epoch."""

    def batch(self, scenes: IntArray) -> Any:
        """Return their images as the module takes them, changed by chance."""

    def loss(self, outputs: Any, scenes: IntArray) -> tuple[Any, float]:
        """Return the loss of the module's outputs, and the share of them that is right."""

    def validate(self, forward: Any) -> tuple[float, float]:
        """Return loss and accuracy of scenes that are not trained on."""

    def memory(self) -> dict[str, Any]:
        """Return tensors that change beside the weights, which a run that goes on needs again."""


def freeze(vit: Any, blocks: int, new_patches: bool = False) -> None:
    """Leave the embeddings and the first ``blocks`` as they are; all else is trained.

    Parameters
    ----------
    vit
        timm's module, which is changed.
    blocks
        How many of the first blocks are frozen.
    new_patches
        The patch embedding has filters for bands it did not know, and is trained.
    """
    vit.requires_grad_(True)
    for name, parameter in vit.named_parameters():
        if not name.startswith(("blocks.", "norm.")):
            parameter.requires_grad_(new_patches and name.startswith("patch_embed."))
    for block in vit.blocks[:blocks]:
        block.requires_grad_(False)


def add_lora(vit: Any, rank: int) -> None:
    """Freeze the blocks and give their linear layers that were trained an update of low rank.

    The update is LoRA (Hu et al. 2022); `merge_lora` adds it to the weights. The final norm is
    frozen as well. A patch embedding that is trained stays so.

    Parameters
    ----------
    vit
        timm's module after `freeze`; its layers are replaced.
    rank
        Of each update, at least 1.
    """
    torch = import_package("torch")

    class Lora(torch.nn.Module):  # type: ignore[misc, name-defined]
        """W x + b + B A x, where B is zero at the start (Hu et al. 2022, section 4.1)."""

        def __init__(self, linear: Any) -> None:
            super().__init__()
            self.linear = linear.requires_grad_(False)
            start = torch.empty(rank, linear.in_features)
            torch.nn.init.kaiming_uniform_(start, a=math.sqrt(5))
            self.down = torch.nn.Parameter(start)
            self.up = torch.nn.Parameter(torch.zeros(linear.out_features, rank))

        def forward(self, values: Any) -> Any:
            return self.linear(values) + values @ self.down.T @ self.up.T

        def merged(self) -> Any:
            """Return the linear layer with the update in its weights."""
            self.linear.weight.data += self.up.data @ self.down.data
            return self.linear

    for block in vit.blocks:
        trained = any(p.requires_grad for p in block.parameters())
        block.requires_grad_(False)
        if not trained:
            continue
        for parent in list(block.modules()):
            for name, child in list(parent.named_children()):
                if isinstance(child, torch.nn.Linear):
                    setattr(parent, name, Lora(child))
    vit.norm.requires_grad_(False)


def merge_lora(vit: Any) -> None:
    """Add the updates of low rank to the weights; the module has its own layers again."""
    for parent in list(vit.modules()):
        for name, child in list(parent.named_children()):
            if hasattr(child, "merged"):
                setattr(parent, name, child.merged())


def train(
    lesson: Lesson,
    vit: Any,
    settings: TrainSettings,
    checkpoint: str | Path,
    key: str,
    progress: Progress = silent,
) -> list[Epoch]:
    """Train the lesson's module; afterwards it has the weights of the best epoch.

    The best is the one with the lowest validation loss; with a ``patience`` of 0 it is the last
    one. The optimizer is AdamW (Loshchilov & Hutter 2019), with learning rates that fall from
    block to block toward the first (Bao et al. 2022).

    Parameters
    ----------
    lesson
        Its module is put on the device of the settings, and stays there.
    vit
        The transformer inside the module: its blocks learn at rates of their own. None where the
        module has none.
    settings
        Their ``precision`` is one that `engine.training_precision` returns.
    checkpoint
        File that is written after each epoch, and read where it is of the same ``key``.
    key
        Names the run: all that its result depends on.

    Returns
    -------
    history
        All epochs, those before the run was stopped included.

    Raises
    ------
    DeviceError
        The device is not there, or its memory does not hold one image.
    OSError
        The checkpoint cannot be written.
    """
    torch = import_package("torch")
    device = find_device(torch, settings.device)
    module = lesson.module.to(device)
    runner = _Runner(torch, module, device, settings, progress)
    optimizer = _optimizer(torch, module, vit, settings)
    total = settings.epochs * len(lesson.steps(0))
    scheduler = import_package("timm.scheduler").CosineLRScheduler(
        optimizer,
        total,
        lr_min=settings.rate / 1000,
        warmup_t=min(round(settings.warmup * total), total - 1),
        warmup_lr_init=settings.rate / 1000,
        t_in_epochs=False,
    )
    scheduler.step_update(0)
    trained = {n: p for n, p in module.named_parameters() if p.requires_grad}
    history: list[Epoch] = []
    best: dict[str, Any] = {}
    saved = _restore(torch, checkpoint, key)
    if saved:
        history = [Epoch(**values) for values in saved["history"]]
        with torch.no_grad():
            for name, parameter in trained.items():
                parameter.copy_(saved["weights"][name])
            for name, tensor in lesson.memory().items():
                tensor.copy_(saved["memory"][name])
        optimizer.load_state_dict(saved["optimizer"])
        best = saved["best"]
        progress.log(f"Continuing a run that was stopped after epoch {len(history)}.")
    else:
        count = sum(p.numel() for p in trained.values()) / 1e6
        progress.log(f"Training {count:.1f} million parameters, {runner.name}.")
    while len(history) < settings.epochs and not _has_settled(history, settings.patience):
        number = len(history) + 1
        started = time.monotonic()
        torch.manual_seed(settings.seed * 100_003 + number)
        steps = lesson.steps(number)
        losses = right = 0.0
        module.train()
        for index, scenes in enumerate(steps):
            loss, accuracy = runner.step(lesson, scenes, optimizer, list(trained.values()))
            losses, right = losses + loss / len(steps), right + accuracy / len(steps)
            scheduler.step_update((number - 1) * len(steps) + index + 1)
            progress((number - 1 + (index + 1) / (len(steps) + 1)) / settings.epochs)
        module.eval()
        validation = lesson.validate(runner.forward)
        epoch = Epoch(number, losses, right, *validation, time.monotonic() - started)
        better = not history or epoch.validation_loss < min(e.validation_loss for e in history)
        history.append(epoch)
        if better or not settings.patience:
            best = {n: p.detach().cpu().clone() for n, p in trained.items()}
        progress.log(
            f"Epoch {number} of {settings.epochs}: loss {epoch.loss:.3f}, accuracy "
            f"{epoch.accuracy:.3f}; validation loss {epoch.validation_loss:.3f}, accuracy "
            f"{epoch.validation_accuracy:.3f}; {epoch.seconds:.0f} s"
        )
        state = {
            "key": key,
            "history": [asdict(e) for e in history],
            "weights": {n: p.detach().cpu() for n, p in trained.items()},
            "optimizer": optimizer.state_dict(),
            "best": best,
            "memory": {n: t.detach().cpu() for n, t in lesson.memory().items()},
        }
        with write_whole(checkpoint) as partial:
            torch.save(state, partial)
    with torch.no_grad():
        for name, parameter in trained.items():
            parameter.copy_(best[name])
    module.eval()
    progress(1)
    return history


def forward_of(module: Any, settings: TrainSettings) -> Any:
    """Return a function that gives the module's outputs, without gradients.

    Parameters
    ----------
    module
        It is put on the device of the settings.
    settings
        Of these, ``device``, ``precision``, ``together`` and ``batch`` count.

    Returns
    -------
    forward
        Takes a tensor of n images to the float32 tensor of n outputs on the CPU. It raises a
        DeviceError where the device's memory does not hold one image.

    Raises
    ------
    DeviceError
        The device is not there.
    """
    torch = import_package("torch")
    device = find_device(torch, settings.device)
    return _Runner(torch, module.to(device), device, settings, silent).forward


def _has_settled(history: list[Epoch], patience: int) -> bool:
    """Tell whether the last ``patience`` epochs brought nothing better."""
    losses = [epoch.validation_loss for epoch in history]
    if not patience or len(losses) <= patience or any(math.isnan(loss) for loss in losses):
        return False
    return min(losses[-patience:]) >= min(losses[:-patience])


def _restore(torch: Any, checkpoint: str | Path, key: str) -> dict[str, Any]:
    """Read the state of a run that was stopped; empty where there is none of this key."""
    with contextlib.suppress(
        OSError, RuntimeError, ValueError, KeyError, EOFError, TypeError,
        zipfile.BadZipFile, pickle.UnpicklingError,
    ):  # fmt: skip
        saved: dict[str, Any] = torch.load(checkpoint, map_location="cpu", weights_only=True)
        if saved["key"] == key:
            return saved
    return {}


def _optimizer(torch: Any, module: Any, vit: Any, settings: TrainSettings) -> Any:
    import_timm()
    groups: list[dict[str, Any]] = []
    if vit is not None:
        groups = import_package("timm.optim").param_groups_layer_decay(
            vit, settings.weight_decay, layer_decay=settings.layer_decay
        )
    grouped = {id(p) for group in groups for p in group["params"]}
    head = [p for p in module.parameters() if p.requires_grad and id(p) not in grouped]
    groups.append({"params": head, "weight_decay": settings.weight_decay, "lr_scale": 1.0})
    return torch.optim.AdamW(groups, lr=settings.rate)


class _Runner:
    """Forward and backward passes on a device, in as small pieces as its memory asks for."""

    def __init__(
        self, torch: Any, module: Any, device: str, settings: TrainSettings, progress: Progress
    ) -> None:
        precision = settings.precision
        self._torch, self._module, self._device = torch, module, device
        self._kind = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(precision)
        self._scaler = torch.amp.GradScaler(device, enabled=precision == "fp16")
        self._progress = progress
        default = 16 if device == "cpu" else settings.batch
        self._together = min(settings.together or default, settings.batch)
        where = device.upper()
        if device == "cpu":
            where += f", {say_count(torch.get_num_threads(), 'thread')}"
        if device == "cuda":
            where = torch.cuda.get_device_name()
        self.name = f"PyTorch {precision} on {where}"

    def step(
        self, lesson: Lesson, scenes: IntArray, optimizer: Any, parameters: list[Any]
    ) -> tuple[float, float]:
        """Make one step of the optimizer; returns the loss and the accuracy before it."""
        images = lesson.batch(scenes)
        while True:
            optimizer.zero_grad(set_to_none=True)
            try:
                loss, accuracy = self._gradients(lesson, images, scenes)
                break
            except RuntimeError as error:
                if "out of memory" not in str(error).lower():
                    raise
            # Outside the handler, or the error's traceback keeps the tensors alive.
            self._shrink()
        self._scaler.unscale_(optimizer)
        self._torch.nn.utils.clip_grad_norm_(parameters, 3.0)
        self._scaler.step(optimizer)
        self._scaler.update()
        return loss, accuracy

    def _gradients(self, lesson: Lesson, images: Any, scenes: IntArray) -> tuple[float, float]:
        total = right = 0.0
        for start in range(0, len(scenes), self._together):
            part = slice(start, start + self._together)
            share = len(scenes[part]) / len(scenes)
            with self._autocast():
                outputs = self._module(images[part].to(self._device))
            loss, accuracy = lesson.loss(outputs, scenes[part])
            self._scaler.scale(loss * share).backward()
            total, right = total + float(loss.detach()) * share, right + accuracy * share
        return total, right

    def forward(self, images: Any) -> Any:
        """Return the outputs (n, ...) of images, on the CPU."""
        outputs = []
        start = 0
        with self._torch.inference_mode():
            while start < len(images):
                try:
                    with self._autocast():
                        part = self._module(images[start : start + self._together].to(self._device))
                    outputs.append(part.float().cpu())
                except RuntimeError as error:
                    if "out of memory" not in str(error).lower():
                        raise
                else:
                    start += self._together
                    continue
                self._shrink()
        return self._torch.cat(outputs)

    def _autocast(self) -> Any:
        kind = self._kind or self._torch.float32
        return self._torch.autocast(self._device, kind, self._kind is not None)

    def _shrink(self) -> None:
        if self._together == 1:
            raise DeviceError(
                f"The memory of the device '{self._device}' does not hold one image; choose a "
                "smaller model or training size, close other programs, or the device 'cpu'."
            )
        self._together //= 2
        if self._device != "cpu":
            getattr(self._torch, self._device).empty_cache()
        self._progress.log(
            f"The memory of the device is full: continuing with {self._together} images at a time."
        )


def cut_chunks(indices: IntArray, size: int) -> Iterator[IntArray]:
    """Yield pieces of ``size`` indices, the last one smaller where they don't come out even.

    Parameters
    ----------
    indices
        Of shape (n,).

    Yields
    ------
    piece
        Of shape (at most ``size``,), in the order of the indices.

    Examples
    --------
    >>> [piece.tolist() for piece in cut_chunks(np.arange(5), 2)]
    [[0, 1], [2, 3], [4]]
    """
    for start in range(0, len(indices), size):
        yield indices[start : start + size]


def shuffle_scenes(labels: IntArray, balanced: bool, seed: int, epoch: int) -> IntArray:
    """Draw the scenes of an epoch: all of them, or equally many of each class.

    Parameters
    ----------
    labels
        Class of each scene, (n,).
    balanced
        Draw equally many of each class: small classes several times over, large ones in part.
    seed, epoch
        What is drawn depends on both.

    Returns
    -------
    places
        Of shape (n,), in random order: places in ``labels``.
    """
    random = np.random.default_rng([seed, epoch])
    if not balanced:
        return random.permutation(len(labels))
    classes = [np.flatnonzero(labels == c) for c in np.unique(labels)]
    each = math.ceil(len(labels) / len(classes))
    drawn = [
        np.concatenate([random.permutation(c) for _ in range(math.ceil(each / len(c)))])[:each]
        for c in classes
    ]
    return random.permutation(np.concatenate(drawn))[: len(labels)]

"""The forward pass of an encoder on a device.

On the CPU it is OpenVINO, with as many streams as threads and a small batch in each: no thread
waits for another. Without OpenVINO, and on a GPU, it is torch.

torch's OpenMP threads spin while they wait, and slow each other down by a factor of ten as soon
as another program wants the CPU. Whoever starts this process sets ``GOMP_SPINCOUNT=0`` and
``OMP_WAIT_POLICY=passive`` in its environment; it is too late for that once torch is loaded.
OpenVINO's threads don't spin.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..base.arrays import Vectors
from ..base.errors import DependencyError, DeviceError
from ..base.files import write_whole
from ..base.packages import import_package
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.values import say_count
from .load import Encoder
from .orientations import TURNS, turn_images, turn_tokens_back
from .settings import INT8

DEVICES = ("auto", "cuda", "mps", "cpu")
PRECISIONS = ("auto", "fp32", "bf16", "fp16", "int8")
GPU_BATCH = 64
CPU_BATCH = 4  # stays in the cache
_GROUP = 128  # channels that share one scale when OpenVINO rounds a layer's inputs to int8
_HINTS = {"fp32": "f32", "int8": "f32", "bf16": "bf16"}


@dataclass(frozen=True)
class EngineSettings:
    """Where and how the model runs.

    "int8" rounds the inputs and weights of the linear layers (CPU with OpenVINO only). "auto"
    takes it for models whose weights are int8 already, and only where it is faster.
    """

    device: str = "auto"
    """"auto" (CUDA, else MPS, else CPU), "cuda", "mps" or "cpu"."""

    precision: str = "auto"
    """"auto" (the fastest of those that keep the features), "fp32", "bf16", "fp16" or "int8"."""

    batch: int = setting(0, minimum=0)
    """Images in one forward pass; 0: 64 on a GPU, 4 for each stream on the CPU."""

    threads: int = setting(0, minimum=0)
    """CPU threads; 0: all cores this process may use, which is the most it ever takes."""


class Engine(Protocol):
    """Turns images into features."""

    device: str
    precision: str
    name: str
    """For the log, such as "OpenVINO bf16 on CPU, 2 threads"."""

    passes: int
    """Forward passes for an image."""

    @property
    def batch(self) -> int:
        """Images in one forward pass."""

    def __call__(self, images: Vectors) -> Vectors:
        """Return the (n, dims) features of (n, bands, S, S) images in [0, 1], for any n.

        Raises
        ------
        DeviceError
            The device's memory does not hold one image, or the precision its numbers.
        """


def make_engine(
    encoder: Encoder,
    settings: EngineSettings | None = None,
    progress: Progress = silent,
    remember: str | Path | None = None,
) -> Engine:
    """Put an encoder on a device. It gives up its torch module: make one engine of an encoder.

    Parameters
    ----------
    encoder
        Its ``module`` is None afterwards.
    settings
        None: `EngineSettings` as they are by default.
    remember
        File that keeps the precision that "auto" finds by timing, so that the next run on this
        machine takes the same and makes the same features. None: nothing is kept.

    Returns
    -------
    engine
        OpenVINO on the CPU; torch on a GPU and where OpenVINO is missing.

    Raises
    ------
    DeviceError
        The device or the precision asked for is not there.
    DependencyError
        torch is missing, or OpenVINO where "int8" is asked for.
    """
    made = _engine_of(encoder, settings or EngineSettings(), progress, remember)
    if encoder.orientations == 1:
        return made
    return Averaging(made, encoder.orientations, encoder.tokens)


def _engine_of(
    encoder: Encoder, settings: EngineSettings, progress: Progress, remember: str | Path | None
) -> Engine:
    """Put an encoder on a device; it sees an image as it is."""
    for value, choices in ((settings.device, DEVICES), (settings.precision, PRECISIONS)):
        if value not in choices:
            raise DeviceError(f"There is no '{value}'; choose one of {', '.join(choices)}.")
    torch = import_package("torch")
    threads = use_threads(torch, settings.threads)
    device = find_device(torch, settings.device)
    precision = settings.precision
    module, encoder.module = encoder.module, None
    if device != "cpu":
        if precision == "int8":
            raise DeviceError(
                "The precision 'int8' works on the CPU only; choose 'auto', or the device 'cpu'."
            )
        if precision == "auto":
            precision = _half_precision(torch, device)
        return _Torch(torch, module, device, precision, settings.batch or GPU_BATCH, progress)
    if precision == "fp16":
        raise DeviceError(
            "The precision 'fp16' needs a GPU; choose 'auto', 'bf16' or 'fp32' for the CPU."
        )
    try:
        openvino = import_package("openvino")
    except DependencyError:
        if precision == "int8":
            raise
        if precision == "auto":
            named = f"torch {torch.__version__}"
            precision = _recall_or_make(
                remember, named, lambda: _find_fastest(_torch_trials(torch))
            )
        return _Torch(torch, module, "cpu", precision, settings.batch or CPU_BATCH, progress)
    core = openvino.Core()
    offered = ["fp32"]
    if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        offered.append("bf16")
    if precision == "auto":
        if encoder.quantization == INT8:
            offered.append("int8")
        cpu = core.get_property("CPU", "FULL_DEVICE_NAME")
        named = f"OpenVINO {openvino.__version__} on {cpu}: {', '.join(offered)}"
        trials = _openvino_trials(openvino, core, offered)
        precision = _recall_or_make(remember, named, lambda: _find_fastest(trials))
    elif precision == "bf16" and "bf16" not in offered:
        raise DeviceError("This CPU cannot compute in bf16; choose the precision 'auto' or 'fp32'.")
    size = encoder.input_size
    graph = _convert(torch, openvino, module, encoder, precision)
    del module
    batch = settings.batch or CPU_BATCH
    compiled = _compile(core, graph, precision, threads, [batch, encoder.bands, size, size])
    del graph
    gc.collect()
    return _OpenVino(openvino, compiled, precision, threads, batch, encoder.dims)


def count_cores() -> int:
    """Count the cores this process may use.

    Returns
    -------
    cores
        At least 1.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def use_threads(torch: Any, asked: int) -> int:
    """Set how many CPU threads torch uses, never more than this process has cores.

    Parameters
    ----------
    torch
        The package.
    asked
        Threads that are wanted; 0: as many as cores.

    Returns
    -------
    threads
        How many torch uses from now on.
    """
    threads = min(asked, count_cores()) if asked > 0 else count_cores()
    torch.set_num_threads(threads)
    return threads


def _half_precision(torch: Any, device: str) -> str:
    """Return the 16-bit type that a GPU computes in by itself."""
    native = device == "cuda" and torch.cuda.get_device_capability()[0] >= 8
    return "bf16" if native else "fp16"


def training_precision(
    torch: Any, device: str, asked: str, remember: str | Path | None = None
) -> str:
    """Return the precision that a model is trained in on a device.

    Parameters
    ----------
    torch
        The package.
    device
        "cuda", "mps" or "cpu".
    asked
        One of `PRECISIONS`. "auto" is bf16, or fp16 with scaled gradients, on CUDA; on a CPU
        whichever of fp32 and bf16 is the faster, which is found out once; fp32 elsewhere.
    remember
        File that keeps which was the faster. None: it is found out each time.

    Returns
    -------
    precision
        "fp32", "bf16" or "fp16".

    Raises
    ------
    DeviceError
        The precision asked for cannot be trained in.
    """
    if asked == "int8" or (asked == "fp16" and device == "cpu"):
        raise DeviceError(
            f"A model cannot be trained in {asked} on the device '{device}'; choose the precision "
            "'auto', 'fp32' or 'bf16'."
        )
    if asked != "auto":
        return asked
    if device == "cuda":
        return _half_precision(torch, device)
    if device != "cpu":
        return "fp32"
    named = f"training with torch {torch.__version__}"
    return _recall_or_make(remember, named, lambda: _find_fastest(_torch_trials(torch)))


def find_device(torch: Any, asked: str) -> str:
    """Return the device to use: "auto" is CUDA, else MPS, else the CPU.

    Parameters
    ----------
    torch
        The package.
    asked
        One of `DEVICES`.

    Returns
    -------
    device
        "cuda", "mps" or "cpu".

    Raises
    ------
    DeviceError
        The device asked for is not there.
    """
    there = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
    if asked == "auto":
        return next((name for name, available in there.items() if available()), "cpu")
    if asked in there and not there[asked]():
        raise DeviceError(
            f"The device '{asked}' was asked for, but this computer has none that torch can use; "
            "choose 'auto' or 'cpu'."
        )
    return asked


class Averaging:
    """An engine that sees each image in several orientations and averages what it gets.

    Where the model gives tokens one by one, each is averaged with those of the same place.
    """

    def __init__(self, engine: Engine, orientations: int, side: int) -> None:
        """Of tokens there are ``side`` along each side of an image; 0: they are pooled."""
        self._engine, self._side = engine, side
        self._turns = TURNS[orientations]
        self.device, self.precision = engine.device, engine.precision
        self.passes = orientations * engine.passes
        self.name = f"{engine.name}, {orientations} orientations"

    @property
    def batch(self) -> int:
        """Images in one forward pass, which sees each of them in all orientations."""
        return max(self._engine.batch // len(self._turns), 1)

    def __call__(self, images: Vectors) -> Vectors:
        """Return the mean features (n, dims) of images (n, bands, S, S)."""
        # All at once: the threads of an engine have an image each only where there are enough.
        found = self._engine(np.concatenate([turn_images(images, kind) for kind in self._turns]))
        count, dims = len(images), found.shape[1]
        total = np.zeros((count, dims), dtype=np.float32)
        for place, kind in enumerate(self._turns):
            own = found[place * count : (place + 1) * count]
            if self._side:
                side = self._side
                tokens = own.reshape(count, side, side, dims // side**2)
                own = turn_tokens_back(tokens, kind).reshape(count, dims)
            total += own
        return np.asarray(total / np.float32(len(self._turns)))


class _OpenVino:
    device = "cpu"
    passes = 1

    def __init__(
        self, openvino: Any, compiled: Any, precision: str, threads: int, batch: int, dims: int
    ) -> None:
        self.precision, self.batch, self._dims = precision, batch, dims
        self.name = f"OpenVINO {precision} on CPU, {say_count(threads, 'thread')}"
        self._queue = openvino.AsyncInferQueue(compiled, threads)
        self._queue.set_callback(self._keep)
        self._vectors = np.empty((0, dims), dtype=np.float32)

    def _keep(self, request: Any, start: int) -> None:
        values = request.get_output_tensor(0).data
        self._vectors[start : start + self.batch] = values[: len(self._vectors) - start]

    def __call__(self, images: Vectors) -> Vectors:
        images = np.ascontiguousarray(images, dtype=np.float32)
        self._vectors = np.empty((len(images), self._dims), dtype=np.float32)
        for start in range(0, len(images), self.batch):
            block = images[start : start + self.batch]
            if len(block) < self.batch:
                padding = np.zeros((self.batch - len(block), *block.shape[1:]), dtype=np.float32)
                block = np.concatenate([block, padding])
            self._queue.start_async({0: block}, start)
        self._queue.wait_all()
        vectors, self._vectors = self._vectors, np.empty((0, self._dims), dtype=np.float32)
        return _check_finite(vectors, self.precision)


class _Torch:
    passes = 1

    def __init__(
        self, torch: Any, module: Any, device: str, precision: str, batch: int, progress: Progress
    ) -> None:
        self.device, self.precision, self.batch = device, precision, batch
        self._torch, self._progress = torch, progress
        self._type = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(precision)
        name = device.upper()
        if device == "cpu":
            name += f", {say_count(torch.get_num_threads(), 'thread')}"
        if device == "cuda":
            name = torch.cuda.get_device_name()
        self.name = f"PyTorch {precision} on {name}, batches of {batch}"
        self._module = module.to(device)

    def __call__(self, images: Vectors) -> Vectors:
        vectors: list[Vectors] = []
        start = 0
        while start < len(images):
            try:
                vectors.append(self._forward(images[start : start + self.batch]))
            except RuntimeError as error:
                if "out of memory" not in str(error).lower():
                    raise
            else:
                start += self.batch
                continue
            # Outside the handler, or the error's traceback keeps the tensors alive.
            self._shrink()
        if not vectors:
            return self._forward(np.zeros((1, *images.shape[1:]), dtype=np.float32))[:0]
        return _check_finite(np.concatenate(vectors), self.precision)

    def _forward(self, images: Vectors) -> Vectors:
        torch = self._torch
        kind = self._type or torch.float32
        with torch.inference_mode(), torch.autocast(self.device, kind, self._type is not None):
            tensor = torch.from_numpy(np.array(images, dtype=np.float32, order="C"))
            vectors: Vectors = self._module(tensor.to(self.device)).float().cpu().numpy()
        return vectors

    def _shrink(self) -> None:
        if self.batch == 1:
            raise DeviceError(
                f"The memory of the device '{self.device}' does not hold one image; choose a "
                "smaller model or input size, close other programs, or choose the device 'cpu'."
            )
        self.batch //= 2
        if self.device != "cpu":
            getattr(self._torch, self.device).empty_cache()
        self._progress.log(
            f"The memory of the device is full: going on with batches of {self.batch}."
        )


def _check_finite(vectors: Vectors, precision: str) -> Vectors:
    if not np.isfinite(vectors).all():
        raise DeviceError(
            f"The model gives values that are not finite at the precision '{precision}'; choose "
            "'fp32', or other weights."
        )
    return vectors


def _convert(torch: Any, openvino: Any, module: Any, encoder: Encoder, precision: str) -> Any:
    """Convert the torch module to OpenVINO's graph."""
    example = torch.zeros(1, encoder.bands, encoder.input_size, encoder.input_size)
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # the tracer's: all shapes are fixed here
        traced = torch.jit.trace(module, example, check_trace=False)
        graph = openvino.convert_model(traced, example_input=example)
    if precision == "int8":
        for node in graph.get_ops():
            # The whitening, the only product outside the transformer, stays as it is.
            if node.get_type_name() == "MatMul" and "vit" in node.get_friendly_name():
                _compress(openvino, node)
    return graph


def _compress(openvino: Any, matmul: Any) -> None:
    """Store the weights of a linear layer as int8, which is what makes OpenVINO compute in it.

    Weights that were int8 in the model file come out as they were.
    """
    source = matmul.input(1).get_source_output().get_node()
    if source.get_type_name() != "Constant":
        return
    operators = import_package("openvino.opset13")
    weights = source.data  # (outputs, inputs)
    scale = np.maximum(np.abs(weights).max(axis=1, keepdims=True), 1e-12) / 127
    rounded = np.rint(weights / scale).astype(np.int8)
    plain = operators.convert(operators.constant(rounded), "f32")
    product = operators.multiply(plain, operators.constant(scale.astype(np.float32)))
    matmul.input(1).replace_source_output(product.output(0))


def _compile(core: Any, graph: Any, precision: str, threads: int, shape: list[int]) -> Any:
    graph.reshape(shape)
    return core.compile_model(
        graph,
        "CPU",
        {
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": threads,
            "INFERENCE_PRECISION_HINT": _HINTS[precision],
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": _GROUP if precision == "int8" else 0,
        },
    )


def _recall_or_make(file: str | Path | None, named: str, choose: Callable[[], str]) -> str:
    """Return the choice made earlier under this name, or make it and keep it."""
    kept: dict[str, str] = {}
    if file is not None:
        with contextlib.suppress(OSError, ValueError):
            kept = dict(json.loads(Path(file).read_text(encoding="utf-8")))
    if kept.get(named) not in PRECISIONS:
        kept[named] = choose()
        if file is not None:
            with write_whole(file) as partial:
                partial.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return kept[named]


def _find_fastest(trials: dict[str, Callable[[], object]]) -> str:
    """Choose a precision by timing one layer in each, the most exact one first.

    What a CPU reports does not tell: on some, bf16 instructions are slower than float32. A less
    exact precision must win by a quarter, so that the choice does not hang on chance.
    """
    times = dict.fromkeys(trials, np.inf)
    for _ in range(8):
        for precision, run in trials.items():
            start = time.perf_counter()
            run()
            times[precision] = min(times[precision], time.perf_counter() - start)
    best = next(iter(times))
    for precision, seconds in times.items():
        if seconds * 1.25 < times[best]:
            best = precision
    return best


def _openvino_trials(
    openvino: Any, core: Any, precisions: list[str]
) -> dict[str, Callable[[], object]]:
    operators = import_package("openvino.opset13")
    random = np.random.default_rng(0)
    tokens = random.standard_normal((1, 256, 384)).astype(np.float32)
    weights = random.standard_normal((1536, 384)).astype(np.float32)
    trials: dict[str, Callable[[], object]] = {}
    for precision in precisions:
        parameter = operators.parameter(list(tokens.shape), np.float32)
        layer = operators.matmul(parameter, operators.constant(weights), False, True)
        if precision == "int8":
            _compress(openvino, layer)
        graph = openvino.Model([layer], [parameter])
        request = _compile(core, graph, precision, 1, list(tokens.shape)).create_infer_request()
        trials[precision] = lambda request=request: request.infer({0: tokens})  # type: ignore[misc]
    return trials


def _torch_trials(torch: Any) -> dict[str, Callable[[], object]]:
    def trial(kind: Any) -> Callable[[], object]:
        tokens, weights = torch.zeros(256, 384, dtype=kind), torch.zeros(1536, 384, dtype=kind)
        return lambda: torch.nn.functional.linear(tokens, weights)

    return {"fp32": trial(torch.float32), "bf16": trial(torch.bfloat16)}

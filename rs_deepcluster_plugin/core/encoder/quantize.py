"""Weights as int8, with as little loss as can be, and back."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ..base.arrays import Vectors
from ..base.packages import import_package
from .module import build_vit
from .settings import INT8, ModelHeader
from .whitening import CENTER, WHITENING, Tensors, Whitening

# Kept as float16 among int8: errors of the first layers run through all blocks, and whitening
# enlarges those of its own. On the default model these three carry half of the rounding error.
_IN_HALF = ("patch_embed.", "blocks.0.mlp.fc2.", "whitening")


def quantize(
    state_dict: Tensors, header: ModelHeader, quantization: str, whitening: Whitening | None
) -> Tensors:
    """Return tensors as a model file of ours stores them.

    Parameters
    ----------
    state_dict
        torch tensors by timm's names.
    header
        What the file says about itself.
    quantization
        `INT8`: tensors of two and more dimensions as int8, symmetric per output channel (the
        position embedding: per token), with a float16 scale beside each; the rest, and the few
        where rounding costs most, as float16. `FP16`: all as float16.
    whitening
        That of the recipe's tokens, or None.
    """
    torch = import_package("torch")
    tensors: Tensors = {}
    state_dict = {name: tensor.detach().cpu().float() for name, tensor in state_dict.items()}
    means: Tensors = {}
    if quantization == INT8:
        state_dict, means = _equalize(state_dict, header)
    if whitening is not None:
        state_dict[WHITENING] = whitening.matrix.cpu().float()
        state_dict[CENTER] = whitening.center.cpu().float()
    for name, tensor in state_dict.items():
        matrix = tensor.ndim >= 2 and max(tensor.shape[:2]) > 1
        if quantization == INT8 and matrix and not name.startswith(_IN_HALF):
            values = tensor.numpy()
            rows = values.reshape(values.shape[1] if name == "pos_embed" else len(values), -1)
            rounded, scale = _quantize_rows(rows)
            tensors[name] = torch.from_numpy(rounded.reshape(values.shape)).contiguous()
            tensors[f"{name}.scale"] = torch.from_numpy(scale).half()
            bias = name.replace(".weight", ".bias")
            # What rounding adds to the output on average, the bias takes away, where there is one.
            if name in means and bias in state_dict:
                lost = torch.from_numpy(rows - rounded * scale[:, None]) @ means[name]
                tensors[bias] = (state_dict[bias] + lost).half()
        elif name not in tensors:
            tensors[name] = tensor.half().contiguous()
    return tensors


def _equalize(tensors: Tensors, header: ModelHeader) -> tuple[Tensors, Tensors]:
    """Move scale from the layer norms into the linear layers that follow them.

    The function computed stays the same, but the inputs of a layer become alike in size. DINOv2
    has channels that are a hundred times larger than others, nearly whatever the image; without
    this, the rounding of weights (and of inputs, in an int8 engine) falls on them. How far to go
    is chosen by the error in the layer's output. Sizes and means are those that made-up images
    (smooth noise) give. Returns the tensors, and the mean input of each linear layer by the name
    of its weights.

    Sources
    -------
    Xiao et al. 2023, "SmoothQuant"; Lin et al. 2024, "AWQ"; Nagel et al. 2019, "Data-Free
    Quantization Through Weight Equalization and Bias Correction".
    """
    torch = import_package("torch")
    side = 8 * header.patch
    vit = build_vit(header, dict(tensors), side, header.name)
    inputs: Tensors = {}
    for name, module in vit.blocks.named_modules(prefix="blocks"):
        if isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(
                lambda _, values, key=f"{name}.weight": inputs.__setitem__(key, values[0])
            )
    random = torch.Generator().manual_seed(0)
    images = torch.nn.functional.interpolate(
        torch.randn(8, header.bands, 8, 8, generator=random), (side, side), mode="bicubic"
    )
    with torch.inference_mode():
        vit(images + 0.3 * torch.randn(images.shape, generator=random))
    # Only what hardly depends on the image: made-up images say nothing of the rest.
    means = {
        name: values.mean((0, 1)) * (values.mean((0, 1)).abs() > 3 * values.std((0, 1)))
        for name, values in inputs.items()
    }
    tensors = {**vit.state_dict(), **{k: v for k, v in tensors.items() if k == "pos_embed"}}
    norms = {"attn.qkv": "norm1", "mlp.fc1": "norm2"}
    for name, values in inputs.items():
        block, layer = ".".join(name.split(".")[:2]), ".".join(name.split(".")[2:-1])
        if layer not in norms:
            continue
        size = values.square().mean((0, 1)).sqrt().clamp(min=1e-6)
        best = math.inf
        for power in (0.0, 0.25, 0.5, 0.75, 1.0):
            factor = (size / size.log().mean().exp()) ** power
            scaled = tensors[name] * factor
            step = scaled.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
            wrong = ((scaled / step).round() * step - scaled) / factor * size
            error = float(wrong.square().sum())
            if error < best:
                best, chosen = error, factor
        tensors[name], means[name] = tensors[name] * chosen, means[name] / chosen
        for part in ("weight", "bias"):
            key = f"{block}.{norms[layer]}.{part}"
            tensors[key] = tensors[key] / chosen
    return tensors, means


def _quantize_rows(
    rows: Vectors,
) -> tuple[npt.NDArray[np.int8], Vectors]:
    """Round (r, c) rows to int8; returns them and the (r,) scales.

    Each row's scale is the one of least squared error: clipping a row's few largest values a
    little pays off in a finer step for all the others.
    """
    peak = np.maximum(np.abs(rows).max(axis=1), 1e-12)
    best = np.full(len(rows), np.inf)
    scale = peak / 127
    for factor in np.linspace(1.0, 0.7, 31):
        step = (peak * factor / 127).astype(np.float32)
        error = np.square(_round_rows(rows, step) * step[:, None] - rows).sum(axis=1)
        scale = np.where(error < best, step, scale)
        best = np.minimum(error, best)
    scale = np.maximum(scale, 1e-7).astype(np.float16).astype(np.float32)  # as it is stored
    return _round_rows(rows, scale).astype(np.int8), scale


def _round_rows(rows: Vectors, step: Vectors) -> Vectors:
    """Round rows (r, c) to multiples of their steps (r,), 127 of them at most."""
    rounded: Vectors = np.clip(np.rint(rows / step[:, None]), -127, 127)
    return rounded


def dequantize(tensors: Tensors) -> Tensors:
    """Return float32 tensors, with their scales multiplied in."""
    plain: Tensors = {}
    for name, tensor in tensors.items():
        if name.endswith(".scale"):
            continue
        scale = tensors.get(f"{name}.scale")
        tensor = tensor.float()
        if scale is not None:
            shape = [1] * tensor.ndim
            shape[1 if name == "pos_embed" else 0] = -1
            tensor = tensor * scale.float().reshape(shape)
        plain[name] = tensor
    return plain

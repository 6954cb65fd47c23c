"""Writing model files of ours."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from .load import find_weights, load_backbone, reset_norm
from .quantize import quantize
from .settings import FP16, INT8, ModelHeader, ModelSettings, resolve_parts
from .weights_file import write_weights
from .whitening import CENTER, WHITENING, Tensors, Whitening


def write_model(
    path: str | Path,
    state_dict: Tensors,
    header: ModelHeader,
    quantization: str = INT8,
    whitening: Whitening | None = None,
    cells: Tensors | None = None,
) -> None:
    """Write a model file of ours; it appears only when it is whole.

    Parameters
    ----------
    path
        A ``.safetensors`` file.
    state_dict, header, quantization, whitening
        See `quantize.quantize`.
    cells
        What the file has for cells (`cell_tensors`), which are stored as they are.
    """
    tensors = quantize(state_dict, header, quantization, whitening)
    write_weights(path, {**tensors, **(cells or {})}, header, quantization)


def write_whitened(
    path: str | Path, settings: ModelSettings, whitening: Whitening, name: str, trained_on: str = ""
) -> None:
    """Write a model again, as it is but for the whitening of its tokens.

    Weights of a model file of ours stay as they are stored; others are stored as float16. So is
    the whitening's matrix: int8 would be another rounding of what may be small differences.

    Parameters
    ----------
    path
        A ``.safetensors`` file.
    settings
        The model, and the blocks and pooling that the whitening belongs to.
    """
    tensors, header = find_weights(settings)
    parts = resolve_parts(settings, header)
    depth = parts[-1].block + 1
    changes: dict[str, Any] = {"name": name, "trained_on": trained_on}
    if header.quantization not in (INT8, FP16):
        blocks = tuple(part.block for part in parts)
        chosen = replace(settings, blocks=blocks)
        start = load_backbone(chosen, settings.input_size, header.bands, same_tokens=True)
        changes |= {"recipe": parts, "input_size": settings.input_size}
        chosen_header = replace(start.header, **changes)
        write_model(path, start.weights, chosen_header, FP16, whitening, start.cells)
        return
    found = re.compile(r"blocks\.(\d+)\.")
    kept = {
        key: tensor
        for key, tensor in tensors.items()
        if key.partition(".")[0] not in (WHITENING, CENTER)
        and ((block := found.match(key)) is None or int(block[1]) < depth)
    }
    if depth < header.block_count:
        reset_norm(kept)
    kept[WHITENING] = whitening.matrix.cpu().half().contiguous()
    kept[CENTER] = whitening.center.cpu().half().contiguous()
    changes |= {"recipe": parts, "depth": depth, "input_size": settings.input_size}
    changes |= {"likeness": None, "turned": None}  # they were of another whitening
    write_weights(path, kept, replace(header, **changes), header.quantization)

"""Names for clusters by a text encoder: pictures of scenes and words in one space.

The weights are those of CLIP (Radford et al. 2021) in the layout of OpenCLIP, such as RemoteCLIP
(Liu et al. 2024) or GeoRSCLIP (Zhang et al. 2024), which were trained on imagery. They do not come
with the plugin.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import FloatArray, IntArray, ObjectArray
from ..base.errors import DataFileError, DependencyError, SceneError
from ..base.packages import import_timm
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..scenes.grid import map_to_pixel
from ..scenes.raster import Raster, percentile_scaling
from .name_rules import NameHint

_OF_CLUSTER = 32  # scenes of each cluster that are looked at
_BATCH = 16
_SHARPNESS = 100.0  # of CLIP's softmax: the bound of its temperature in training


@dataclass(frozen=True)
class WordSettings:
    """A text encoder, and how it is asked."""

    weights: str = ""
    """File of a state dict, as OpenCLIP writes it."""

    architecture: str = setting(
        "ViT-B-32",
        "Architecture of the text encoder",
        "What OpenCLIP calls it: ViT-B-32 and ViT-L-14 of RemoteCLIP and GeoRSCLIP, or RN50.",
    )
    prompt: str = setting(
        "a satellite photo of {}.",
        "Prompt",
        "The sentence that names are put into, in place of the {}.",
    )


@dataclass(frozen=True)
class _Encoder:
    model: Any
    tokenizer: Any
    size: int
    mean: tuple[float, ...]
    std: tuple[float, ...]


def load_words(settings: WordSettings) -> _Encoder:
    """Load a text encoder.

    Raises
    ------
    DependencyError
        OpenCLIP is not installed in the worker's environment.
    DataFileError
        The weights are not those of the architecture.
    """
    import_timm()
    import torch

    try:
        open_clip = importlib.import_module("open_clip")
    except ImportError as error:
        raise DependencyError(
            f"A text encoder needs the package open_clip_torch ({error}). Install it into the "
            "worker's Python with: python -m pip install open_clip_torch, or leave the weights out "
            "to have names by rule."
        ) from error
    if open_clip.get_model_config(settings.architecture) is None:
        raise DataFileError(
            f"OpenCLIP knows no architecture {settings.architecture}. Give one of its list, such "
            "as ViT-B-32."
        )
    model = open_clip.create_model(settings.architecture, pretrained=None).eval()
    state: Any
    try:
        if Path(settings.weights).suffix.lower() == ".safetensors":
            from safetensors.torch import load_file

            state = load_file(settings.weights)
        else:
            state = torch.load(settings.weights, map_location="cpu", weights_only=True)
        state = state.get("state_dict", state)
        state = {name.removeprefix("module."): value for name, value in state.items()}
        model.load_state_dict(state)
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise DataFileError(
            f"{settings.weights} holds no weights of {settings.architecture} in the layout of "
            f"OpenCLIP ({reason:.120}). Choose the file or the architecture that belongs to it."
        ) from error
    seen = model.visual
    size = seen.image_size[0] if isinstance(seen.image_size, tuple) else int(seen.image_size)
    mean = getattr(seen, "image_mean", None) or open_clip.OPENAI_DATASET_MEAN
    std = getattr(seen, "image_std", None) or open_clip.OPENAI_DATASET_STD
    return _Encoder(
        model, open_clip.get_tokenizer(settings.architecture), size, tuple(mean), tuple(std)
    )


def windows_of(raster: Raster, shapes: ObjectArray) -> IntArray:
    """Return the windows (n, 4) of scenes in pixels: column, row, width, height."""
    import shapely

    bounds = shapely.bounds(shapely.from_wkb(shapes)).reshape(-1, 4)
    corners = [
        map_to_pixel(raster.transform, bounds[:, x], bounds[:, y]) for x in (0, 2) for y in (1, 3)
    ]
    cols, rows = (np.stack([corner[axis] for corner in corners]) for axis in (0, 1))
    low = np.floor(np.nan_to_num([cols.min(axis=0), rows.min(axis=0)]) + 1e-6)
    high = np.ceil(np.nan_to_num([cols.max(axis=0), rows.max(axis=0)]) - 1e-6)
    return np.concatenate([low, np.maximum(high - low, 1)]).T.astype(np.int64)


def compare_words(
    raster: Raster,
    windows: IntArray,
    groups: IntArray,
    count: int,
    words: Sequence[str],
    settings: WordSettings,
    progress: Progress = silent,
) -> list[NameHint | None]:
    """Compare pictures of scenes with words; returns a name for each of ``count`` groups.

    Parameters
    ----------
    raster
        Its bands are the colors of the pictures.
    windows : ndarray of shape (n, 4)
        Those of `windows_of`.
    groups : ndarray of shape (n,)
        Groups from 0; -1 for scenes in none.
    words
        Names.

    References
    ----------
    Radford et al. 2021, "Learning transferable visual models from natural language supervision",
    for zero-shot classification with prompts.
    """
    import torch

    if len(words) < 2:
        raise SceneError(
            "There are no two names to choose from. Give a schema of two classes or more."
        )
    if settings.prompt.count("{}") != 1:
        raise SceneError(f"The prompt '{settings.prompt}' needs one {{}} for the name. Put it in.")
    encoder = load_words(settings)
    scaling = percentile_scaling(raster, 2, 98)
    random = np.random.default_rng(0)
    hints: list[NameHint | None] = []
    with torch.inference_mode():
        texts = encoder.tokenizer([settings.prompt.format(word.lower()) for word in words])
        said = _unit(encoder.model.encode_text(texts).numpy())
        for group in range(count):
            progress(group / count)
            members = np.flatnonzero(groups == group)
            chosen = random.permutation(members)[:_OF_CLUSTER]
            seen = []
            for start in range(0, len(chosen), _BATCH):
                batch = [
                    _picture(raster, windows[row], scaling, encoder)
                    for row in chosen[start : start + _BATCH]
                ]
                found = encoder.model.encode_image(torch.from_numpy(np.stack(batch)))
                seen.append(_unit(found.numpy()))
            if not seen:
                hints.append(None)
                continue
            log = _SHARPNESS * np.concatenate(seen) @ said.T
            shares = np.exp(log - log.max(axis=1, keepdims=True))
            means = (shares / shares.sum(axis=1, keepdims=True)).mean(axis=0)
            first, second = np.argsort(-means, kind="stable")[:2].tolist()
            hints.append(NameHint(first, float(means[first]), second, float(means[second])))
    progress(1)
    return hints


def _picture(raster: Raster, window: IntArray, scaling: Any, encoder: _Encoder) -> FloatArray:
    """Return a scene (3, size, size) as the encoder takes it; what is not valid is its mean."""
    from PIL import Image

    values, valid = raster.read(window.tolist())
    scaled = np.where(valid, scaling(values), 0.5)
    scaled = scaled[:3] if len(scaled) >= 3 else np.repeat(scaled[:1], 3, axis=0)
    resized = [
        np.asarray(Image.fromarray(band.astype(np.float32)).resize(
            (encoder.size, encoder.size), Image.Resampling.BICUBIC
        ))
        for band in scaled
    ]  # fmt: skip
    mean, std = (np.array(part, dtype=np.float32)[:, None, None] for part in
                 (encoder.mean, encoder.std))  # fmt: skip
    return np.asarray((np.stack(resized) - mean) / std, dtype=np.float32)


def _unit(values: Any) -> Any:
    return values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12)

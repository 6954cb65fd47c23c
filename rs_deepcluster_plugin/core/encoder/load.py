"""Loading an encoder, or a transformer that is to be trained."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..base.errors import ModelError
from ..base.packages import import_package, import_timm
from ..base.progress import Progress, silent
from ..base.values import say_count
from .cell_tensors import CELL_NAMES, CellReduction, take_reduction
from .hub import download
from .module import build_vit, make_module, make_token_module
from .orientations import average_pattern
from .quantize import dequantize
from .settings import (
    DEFAULT_WEIGHTS,
    HUB_MODELS,
    CellRecipe,
    ClassLikeness,
    FeaturePart,
    ModelHeader,
    ModelSettings,
    check_model_settings,
    check_size,
    patch_of,
    resolve_cells,
    resolve_parts,
    resolve_trained_parts,
    tokens_along,
)
from .weights_file import hash_tensors, read_header, read_weights
from .whitening import CENTER, WHITENING, Tensors, Whitening, take_whitening


@dataclass
class Encoder:
    """A model that is ready to be put on a device (`engine.make_engine`)."""

    name: str
    architecture: str
    input_size: int
    parts: tuple[FeaturePart, ...]
    part_dims: tuple[int, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    identity: str
    """SHA-256 of all that decides about the features: weights, recipe, size, normalization."""

    quantization: str
    module: Any
    """torch module in eval mode: (n, bands, S, S) float32 in [0, 1] to (n, dims) float32. The
    engine sets it to None when it has its own copy of the weights."""

    tokens: int = 0
    """Along the side of an image, where the module gives them one by one; 0: pooled."""

    cells: CellRecipe | None = None
    """What features of cells are made of, where the module gives tokens."""

    likeness: ClassLikeness | None = None
    """How alike scenes of a class are in these features, where that is known."""

    reduction: CellReduction | None = None
    """What makes fewer numbers of the tokens of cells; None: they are kept as they are."""

    orientations: int = 1
    """How many an image is to be seen in, whose features are averaged."""

    @property
    def cell_dims(self) -> int:
        """Number of values of the tokens in a cell."""
        return sum(self.part_dims) if self.reduction is None else len(self.reduction.matrix)

    @property
    def bands(self) -> int:
        """Number of bands the model takes."""
        return len(self.mean)

    @property
    def dims(self) -> int:
        """Number of values that the module gives for an image."""
        return sum(self.part_dims) * (self.tokens**2 or 1)


@dataclass(frozen=True)
class Backbone:
    """A transformer to be trained."""

    vit: Any
    """timm's module."""

    weights: Tensors
    """All of its tensors as they were before; the position embedding is that of the weights, not
    resampled to the size of the images."""

    header: ModelHeader
    """With the recipe that the settings ask for, and mean and std of the bands."""

    whitening: Whitening | None
    """Of the recipe's tokens."""

    cells: Tensors
    """What the file has for cells, by the names of its tensors; empty where it has none."""


def load_encoder(
    settings: ModelSettings, progress: Progress = silent, bare: bool = False
) -> Encoder:
    """Load a model.

    Parameters
    ----------
    bare
        Leave the whitening out: features are the pooled tokens themselves.

    Returns
    -------
    encoder
        With its module on the CPU.

    Raises
    ------
    ModelError
        The settings don't fit the model, or its weights can't be had or used.
    DependencyError
        torch, timm or safetensors is missing.
    """
    check_model_settings(settings)
    tensors, header = find_weights(settings, progress)
    check_size(settings.input_size, header.patch)
    _drop(tensors, CELL_NAMES)
    if bare:
        _drop(tensors, (WHITENING, CENTER))
    parts = resolve_parts(settings, header)
    identity = _identity(tensors, header, parts, settings)
    plain = dequantize(tensors)
    whitening = take_whitening(plain)
    if parts != header.full_recipe:  # it was fitted to the tokens of the recipe
        whitening = None
    vit = build_vit(header, plain, settings.input_size, settings.weights or header.name)
    module, part_dims = make_module(vit, parts, header, whitening)
    likeness = None if whitening is None else header.likeness_of(settings.orientations)
    if whitening is not None and likeness is None and header.likeness is not None:
        progress.log(
            f"The model {header.name} does not say how alike scenes of one class are in features "
            "that are averaged over orientations, so clusters of images do not go by it. Fine-tune "
            "it again, or choose 1 orientation."
        )
    progress(1)
    return Encoder(
        name=header.name,
        architecture=header.architecture,
        input_size=settings.input_size,
        parts=parts,
        part_dims=part_dims,
        mean=header.mean,
        std=header.std,
        identity=identity,
        quantization=header.quantization,
        module=module,
        likeness=likeness,
        orientations=settings.orientations,
    )


def load_cell_encoder(settings: ModelSettings, along: int, progress: Progress = silent) -> Encoder:
    """Load a model that gives the tokens of a window, of which those of its cells are pooled.

    Parameters
    ----------
    settings
        A window is resized to about their ``input_size``: to what gives each cell whole tokens.
    along
        Cells along each side of a window.

    Returns
    -------
    encoder
        With its module on the CPU.

    Raises
    ------
    ModelError
        As `load_encoder`.
    DependencyError
        torch, timm or safetensors is missing.
    """
    check_model_settings(replace(settings, pooling="recipe", input_size=224))
    tensors, header = find_weights(settings, progress)
    side = along * tokens_along(settings, along, header.patch)
    chosen = replace(settings, input_size=side * header.patch)
    check_size(chosen.input_size, header.patch)
    recipe = resolve_cells(chosen, header)
    parts = tuple(FeaturePart(block, "patch") for block in recipe.blocks)
    _drop(tensors, (WHITENING, CENTER))
    if header.cells is None or recipe.blocks != header.cells.blocks:
        _drop(tensors, CELL_NAMES)  # they were fitted to the tokens of the recipe
    identity = _identity(tensors, header, parts, chosen, recipe.supports)
    reduction = take_reduction(tensors, side)
    if reduction is not None:
        pattern = average_pattern(reduction.pattern, settings.orientations)
        reduction = replace(reduction, pattern=pattern)
    vit = build_vit(header, dequantize(tensors), chosen.input_size, settings.weights or header.name)
    width = int(vit.embed_dim)
    module = make_token_module(vit, recipe.blocks, header)
    progress(1)
    return Encoder(
        name=header.name,
        architecture=header.architecture,
        input_size=chosen.input_size,
        parts=parts,
        part_dims=(width,) * len(parts),
        mean=header.mean,
        std=header.std,
        identity=identity,
        quantization=header.quantization,
        module=module,
        tokens=side,
        cells=recipe,
        reduction=reduction,
        orientations=settings.orientations,
    )


def load_backbone(
    settings: ModelSettings,
    size: int,
    bands: int = 3,
    progress: Progress = silent,
    same_tokens: bool = False,
) -> Backbone:
    """Load a transformer to be trained.

    Blocks after the last one that the feature is made of are left out. The patch embedding of a
    model of three bands is adapted to others by timm's rule: its filters are repeated over the
    bands, and scaled so that the sum keeps its size.

    Parameters
    ----------
    settings
        Their ``input_size`` is not used.
    size
        Width and height of the training images in pixels, a multiple of the side of a patch.
    bands
        How many bands the training images have.
    same_tokens
        A block that becomes the last one has its tokens normalized by the model's final norm,
        whose weights were learned for another block. With this, that norm loses its weights, so
        that the tokens are those that `load_encoder` gives.

    Returns
    -------
    backbone
        On the CPU, with all weights frozen.

    Raises
    ------
    ModelError
        As `load_encoder`; or the model takes another number of bands, and not three.
    DependencyError
        torch, timm or safetensors is missing.
    """
    check_model_settings(replace(settings, input_size=size))
    tensors, header = find_weights(settings, progress)
    check_size(size, header.patch)
    cells = {name: tensors.pop(name) for name in CELL_NAMES if name in tensors}
    plain = dequantize(tensors)
    whitening = take_whitening(plain)
    parts = resolve_trained_parts(settings, header)
    if parts != header.recipe:  # the whitening was fitted to that
        whitening = None
    if same_tokens and parts[-1].block + 1 < header.block_count:
        reset_norm(plain)
    # What is trained makes other features.
    header = replace(header, recipe=parts, depth=parts[-1].block + 1, likeness=None, turned=None)
    if header.cells is not None and header.cells.blocks[-1] >= header.depth:
        header, cells = replace(header, cells=None), {}  # its blocks are left out
    unused = re.compile(r"blocks\.(\d+)\.")
    for name in list(plain):
        found = unused.match(name)
        if found and int(found[1]) >= header.depth:
            del plain[name]
    if bands != header.bands:
        if header.bands != 3:
            taken = say_count(header.bands, "band")
            raise ModelError(
                f"The model {header.name} takes {taken}, and the scenes have {bands}. "
                f"Choose {taken}, or start from a model of three bands."
            )
        adapt = import_package("timm.models").adapt_input_conv
        key = "patch_embed.proj.weight"
        plain[key] = adapt(bands, plain[key])
        header = replace(
            header,
            mean=tuple(header.mean[band % 3] for band in range(bands)),
            std=tuple(header.std[band % 3] for band in range(bands)),
        )
    origin = settings.weights or header.name
    own = size
    if "pos_embed" in plain:
        tokens = plain["pos_embed"].shape[1]
        side = math.isqrt(tokens)
        own = (side if side * side == tokens else math.isqrt(tokens - 1)) * header.patch
    native = build_vit(header, dict(plain), own, origin).state_dict()
    start = {name: tensor.clone() for name, tensor in native.items()}  # vit takes the others
    vit = build_vit(header, plain, size, origin)
    progress(1)
    return Backbone(vit, start, header, whitening, cells)


def whitening_of(settings: ModelSettings) -> Whitening | None:
    """Return the whitening that `load_encoder` uses, None where it uses none."""
    tensors, header = find_weights(settings)
    if resolve_parts(settings, header) != header.full_recipe:
        return None
    kept = {k: v for k, v in tensors.items() if k.partition(".")[0] in (WHITENING, CENTER)}
    return take_whitening(dequantize(kept))


def depth_of(settings: ModelSettings, progress: Progress = silent) -> int:
    """Tell how many blocks a model has."""
    return find_weights(settings, progress)[1].block_count


def patch_size_of(settings: ModelSettings) -> int:
    """Tell the side of a model's patches in pixels."""
    known = HUB_MODELS.get(settings.model)
    if known:
        return patch_of(known.architecture)
    return find_weights(settings)[1].patch


def bands_of(settings: ModelSettings) -> int:
    """Tell how many bands a model takes; weights of another origin than ours take three."""
    path = Path(settings.weights) if settings.weights else DEFAULT_WEIGHTS
    if settings.spectral:
        return len(settings.wavelengths or ()) or 3
    if settings.model != "default" or not path.is_file():
        return 3
    header = read_header(path)
    return 3 if header is None else header.bands


def find_weights(
    settings: ModelSettings, progress: Progress = silent
) -> tuple[Tensors, ModelHeader]:
    """Find and read the weights that are asked for; official ones may be downloaded.

    Returns
    -------
    tensors
        As they are stored, by name.
    header
        What is known about the model.

    Raises
    ------
    ModelError
        The weights can't be had or used, or are of another architecture than the model asked for.
    DependencyError
        torch, timm or safetensors is missing.
    """
    import_timm()
    known = HUB_MODELS.get(settings.model)
    if settings.weights:
        tensors, header = read_weights(Path(settings.weights), "", settings.wavelengths)
        if known and known.architecture != header.architecture:
            raise ModelError(
                f"{settings.weights} holds the weights of {header.architecture}, but the model "
                f"'{settings.model}' was asked for; choose the model 'default' to take whatever "
                "the file holds."
            )
    elif known is None:
        tensors, header = read_weights(DEFAULT_WEIGHTS)
    else:
        path = download(settings.model, progress)
        tensors, header = read_weights(path, settings.model, settings.wavelengths)
    # A file of theirs does not say what images it takes.
    if known and not known.spectral and not header.quantization:
        header = replace(header, mean=known.mean, std=known.std)
    return tensors, header


def reset_norm(tensors: Tensors) -> None:
    """Make the final norm do what is done to the tokens of other blocks."""
    tensors["norm.weight"] = tensors["norm.weight"] * 0 + 1
    tensors["norm.bias"] = tensors["norm.bias"] * 0


def _drop(tensors: Tensors, names: Iterable[str]) -> None:
    for name in names:
        tensors.pop(name, None)


def _identity(
    tensors: Tensors, header: ModelHeader, parts: tuple[FeaturePart, ...], settings: ModelSettings,
    supports: tuple[int, ...] = (),
) -> str:  # fmt: skip
    """Hash the tensors as they are stored: what is computed of them may differ by machine."""
    digest = hash_tensors(tensors)
    recipe: list[Any] = [[part.block, part.pool] for part in parts]
    if supports:
        recipe.append({"supports": supports})
    if header.wavelengths:
        recipe.append({"wavelengths": header.wavelengths})
    if settings.orientations > 1:
        recipe.append({"orientations": settings.orientations})
    digest.update(
        json.dumps(
            [header.architecture, recipe, settings.input_size, header.mean, header.std]
        ).encode()
    )
    return str(digest.hexdigest())

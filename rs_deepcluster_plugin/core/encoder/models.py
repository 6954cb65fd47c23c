"""Encoders: which weights, which layers, and the torch module that makes a feature of an image.

The vision transformer is timm's. Weights are ours (``resources/models``, int8), the official
DINOv2 ones through timm's hub cache, or a file of the user's.

Sources
-------
Oquab et al. 2023, "DINOv2: Learning Robust Visual Features without Supervision";
Darcet et al. 2023, "Vision Transformers Need Registers".
"""

from __future__ import annotations

import hashlib
import inspect
import json
import math
import pickle  # nosec B403 - only for the name of the error it raises
import re
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.errors import ModelError
from ..base.files import written_whole
from ..base.packages import import_package, import_timm
from ..base.progress import Progress, silent
from ..base.settings import setting

PATCH = 14  # pixels, of every DINOv2 model
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
DEFAULT_WEIGHTS = Path(__file__).parents[2] / "resources" / "models" / "default.safetensors"
FORMAT = "rs-deepcluster-model"
VERSION = 1
INT8, FP16 = "int8-per-channel", "fp16"
# Kept as float16 among int8: errors of the first layers run through all blocks, and whitening
# enlarges those of its own. On the default model these three carry half of the rounding error.
_IN_HALF = ("patch_embed.", "blocks.0.mlp.fc2.", "whitening")
POOLS = ("cls", "patch", "both")
WHITENING, CENTER = "whitening", "whitening_center"  # names of the tensors

_SIZES = {384: "small", 768: "base", 1024: "large", 1536: "giant"}
_DEPTHS = {"small": 12, "base": 12, "large": 24, "giant": 40}

MODELS: dict[str, str] = {"default": "DINOv2 ViT-S/14, adapted to remote sensing scenes (embedded)"}
_ARCHITECTURES: dict[str, str] = {}
for _size in _SIZES.values():
    for _suffix, _reg, _words in (("", "", ""), ("_reg", "_reg4", " with registers")):
        _key = f"dinov2_vit{_size[0]}14{_suffix}"
        MODELS[_key] = f"DINOv2 ViT-{_size[0]}/14{_words} (downloaded once)"
        _ARCHITECTURES[_key] = f"vit_{_size}_patch14{_reg}_dinov2"

Tensors = dict[str, Any]


@dataclass(frozen=True)
class FeaturePart:
    """One part of a feature vector: which tokens of which block."""

    block: int
    """From zero, never negative."""

    pool: str
    """"cls", "patch" (the mean of the patch tokens), or "both", one after the other."""


@dataclass(frozen=True)
class Whitening:
    """Turns the tokens of a recipe into the feature (see `finetune.fit_whitening`).

    Each part of the tokens is given length 1, centered, and given length 1 again; the matrix then
    evens out the spread of its directions.
    """

    matrix: Any
    """torch tensor (dims, d) of the d tokens."""

    center: Any
    """torch tensor (d,)."""


@dataclass(frozen=True)
class ModelSettings:
    """What the user chooses about the encoder.

    ``blocks`` and ``pooling`` go together like this: blocks alone keep the recipe's pooling where
    the recipe has the block, and elsewhere take "both" of the last block and "patch" of earlier
    ones; pooling alone applies to the recipe's blocks; both given mean what they say.
    """

    model: str = "default"
    weights: str | None = None
    """A weights file. It is used instead of the default model, or as the weights of ``model``."""

    blocks: tuple[int, ...] | None = None
    """From zero; negative ones count from the end. None: the model's recipe."""

    pooling: str = "recipe"
    """"recipe", "cls", "patch" or "both"."""

    input_size: int = setting(224, minimum=PATCH)
    """Pixels a scene is resized to; a multiple of 14."""


@dataclass(frozen=True)
class ModelHeader:
    """What a model file of ours says about itself."""

    name: str
    architecture: str
    input_size: int = 224
    recipe: tuple[FeaturePart, ...] = ()
    """Empty: the last block, "both"."""

    mean: tuple[float, ...] = IMAGENET_MEAN
    """One value for each band the model takes."""

    std: tuple[float, ...] = IMAGENET_STD
    trained_on: str = ""
    licence: str = ""
    quantisation: str = ""
    """`INT8`, `FP16`, or empty for weights of another origin."""

    depth: int = 0
    """Number of blocks; 0: all of the architecture's."""

    @property
    def bands(self) -> int:
        """Number of bands the model takes."""
        return len(self.mean)


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

    quantisation: str
    module: Any
    """torch module in eval mode: (n, bands, S, S) float32 in [0, 1] to (n, dims) float32. The
    engine sets it to None when it has its own copy of the weights."""

    @property
    def bands(self) -> int:
        """Number of bands the model takes."""
        return len(self.mean)

    @property
    def dims(self) -> int:
        """Length of a feature vector."""
        return sum(self.part_dims)


def load_encoder(
    settings: ModelSettings, progress: Progress = silent, bare: bool = False
) -> Encoder:
    """Load a model; ``bare`` tokens are not whitened.

    Raises
    ------
    ModelError
        The settings don't fit the model, or its weights can't be had or used.
    DependencyError
        torch, timm or safetensors is missing.
    """
    _check(settings)
    tensors, header = _weights(settings, progress)
    if bare:
        for name in (WHITENING, CENTER):
            tensors.pop(name, None)
    parts = resolve_parts(settings, header)
    identity = _identity(tensors, header, parts, settings.input_size)
    plain = _dequantised(tensors)
    whitening = _whitening(plain)
    if parts != _recipe(header):  # it was fitted to the tokens of the recipe
        whitening = None
    vit = _build(header, plain, settings.input_size, settings.weights or header.name)
    module, part_dims = as_module(vit, parts, header, whitening)
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
        quantisation=header.quantisation,
        module=module,
    )


def load_backbone(
    settings: ModelSettings,
    size: int,
    bands: int = 3,
    progress: Progress = silent,
    same_tokens: bool = False,
) -> tuple[Any, Tensors, ModelHeader, Whitening | None]:
    """Load a transformer to be trained, for images of ``size`` pixels and ``bands`` bands.

    Blocks after the last one that the feature is made of are left out. The patch embedding of a
    model of three bands is adapted to others by timm's rule: its filters are repeated over the
    bands, and scaled so that the sum keeps its size.

    A block that becomes the last one has its tokens normalized by the model's final norm, whose
    weights were learnt for another block; with ``same_tokens`` that norm loses its weights, so that
    the tokens are those that `load_encoder` gives.

    Returns
    -------
    tuple
        timm's module; all of its tensors as they were before (the position embedding is that of
        the weights, not resampled to ``size``); the header, with the recipe that the settings ask
        for and mean and std of ``bands`` bands; the whitening of the recipe's tokens, or None.

    Raises
    ------
    ModelError
        As `load_encoder`; or the model takes another number of bands, and not three.
    """
    _check(replace(settings, input_size=size))
    tensors, header = _weights(settings, progress)
    plain = _dequantised(tensors)
    whitening = _whitening(plain)
    parts = _trained_parts(settings, header)
    if parts != header.recipe:  # the whitening was fitted to that
        whitening = None
    if same_tokens and parts[-1].block + 1 < _depth(header):
        _without_norm(plain)
    header = replace(header, recipe=parts, depth=parts[-1].block + 1)
    unused = re.compile(r"blocks\.(\d+)\.")
    for name in list(plain):
        found = unused.match(name)
        if found and int(found[1]) >= header.depth:
            del plain[name]
    if bands != header.bands:
        if header.bands != 3:
            raise ModelError(
                f"The model {header.name} takes {header.bands} bands, and the scenes have {bands}. "
                f"Choose {header.bands} bands, or start from a model of three bands."
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
    tokens = plain["pos_embed"].shape[1]
    side = math.isqrt(tokens)
    side = side if side * side == tokens else math.isqrt(tokens - 1)
    native = _build(header, dict(plain), side * PATCH, origin).state_dict()
    start = {name: tensor.clone() for name, tensor in native.items()}  # vit takes the others
    vit = _build(header, plain, size, origin)
    progress(1)
    return vit, start, header, whitening


def whitening_of(settings: ModelSettings) -> Whitening | None:
    """Return the whitening that `load_encoder` uses, None where it uses none."""
    tensors, header = _weights(settings, silent)
    if resolve_parts(settings, header) != _recipe(header):
        return None
    kept = {k: v for k, v in tensors.items() if k.partition(".")[0] in (WHITENING, CENTER)}
    return _whitening(_dequantised(kept))


def whitened(
    tokens: npt.NDArray[np.float32], whitening: Whitening, lengths: Sequence[int]
) -> npt.NDArray[np.float32]:
    """Whiten tokens (n, d) of parts of these lengths, as the module of an encoder does."""
    edges = np.cumsum(lengths)[:-1]

    def units(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        parts = np.split(values, edges, axis=1)
        sizes = [np.maximum(np.linalg.norm(p, axis=1, keepdims=True), 1e-12) for p in parts]
        return np.concatenate([p / size for p, size in zip(parts, sizes)], axis=1)

    centred = units(units(tokens) - whitening.center.numpy())
    return np.asarray(centred @ whitening.matrix.numpy().T, dtype=np.float32)


def token_lengths(parts: Sequence[FeaturePart], total: int) -> tuple[int, ...]:
    """Lengths of the parts of so many tokens."""
    counts = [2 if part.pool == "both" else 1 for part in parts]
    return tuple(count * (total // sum(counts)) for count in counts)


def depth_of(settings: ModelSettings, progress: Progress = silent) -> int:
    """Tell how many blocks a model has."""
    return _depth(_weights(settings, progress)[1])


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
    tensors, header = _weights(settings, silent)
    parts = resolve_parts(settings, header)
    depth = parts[-1].block + 1
    changes: dict[str, Any] = {"name": name, "trained_on": trained_on}
    if header.quantisation not in (INT8, FP16):
        blocks = tuple(part.block for part in parts)
        chosen = replace(settings, blocks=blocks)
        _, start, header, _ = load_backbone(
            chosen, settings.input_size, header.bands, same_tokens=True
        )
        write_model(
            path, start, replace(header, recipe=parts, input_size=settings.input_size, **changes),
            FP16, whitening,
        )  # fmt: skip
        return
    found = re.compile(r"blocks\.(\d+)\.")
    kept = {
        key: tensor
        for key, tensor in tensors.items()
        if key.partition(".")[0] not in (WHITENING, CENTER)
        and ((block := found.match(key)) is None or int(block[1]) < depth)
    }
    if depth < _depth(header):
        _without_norm(kept)
    kept[WHITENING] = whitening.matrix.cpu().half().contiguous()
    kept[CENTER] = whitening.center.cpu().half().contiguous()
    changes |= {"recipe": parts, "depth": depth, "input_size": settings.input_size}
    _write(path, kept, replace(header, **changes), header.quantisation)


def bands_of(settings: ModelSettings) -> int:
    """Tell how many bands a model takes; weights of another origin than ours take three."""
    path = Path(settings.weights) if settings.weights else DEFAULT_WEIGHTS
    if settings.model != "default" or not path.is_file():
        return 3
    with open(path, "rb") as file:
        if file.read(9)[8:9] != b"{":
            return 3
    about = _read_safetensors(path, names=False)[1]
    return _parsed(about, path).bands if about is not None else 3


def _weights(settings: ModelSettings, progress: Progress) -> tuple[Tensors, ModelHeader]:
    """Find and read the weights that are asked for."""
    import_timm()
    if settings.weights:
        tensors, header = _read_weights(Path(settings.weights))
        wanted = _ARCHITECTURES.get(settings.model, header.architecture)
        if wanted != header.architecture:
            raise ModelError(
                f"{settings.weights} holds the weights of {header.architecture}, but the model "
                f"'{settings.model}' was asked for; choose the model 'default' to take whatever "
                "the file holds."
            )
    elif settings.model == "default":
        tensors, header = _read_weights(DEFAULT_WEIGHTS)
    else:
        tensors, header = _read_weights(_official(settings.model, progress), settings.model)
    return tensors, header


def write_model(
    path: str | Path,
    state_dict: Tensors,
    header: ModelHeader,
    quantisation: str = INT8,
    whitening: Whitening | None = None,
) -> None:
    """Write a model file of ours; it appears only when it is whole.

    Parameters
    ----------
    path
        A ``.safetensors`` file.
    state_dict
        torch tensors by timm's names.
    header
        What the file says about itself.
    quantisation
        `INT8`: tensors of two and more dimensions as int8, symmetric per output channel (the
        position embedding: per token), with a float16 scale beside each; the rest, and the few
        where rounding costs most, as float16.
        `FP16`: all as float16.
    whitening
        That of the recipe's tokens, or None.
    """
    torch = import_package("torch")
    tensors: Tensors = {}
    state_dict = {name: tensor.detach().cpu().float() for name, tensor in state_dict.items()}
    means: Tensors = {}
    if quantisation == INT8:
        state_dict, means = _equalised(state_dict, header)
    if whitening is not None:
        state_dict[WHITENING] = whitening.matrix.cpu().float()
        state_dict[CENTER] = whitening.center.cpu().float()
    for name, tensor in state_dict.items():
        matrix = tensor.ndim >= 2 and max(tensor.shape[:2]) > 1
        if quantisation == INT8 and matrix and not name.startswith(_IN_HALF):
            values = tensor.numpy()
            rows = values.reshape(values.shape[1] if name == "pos_embed" else len(values), -1)
            quantised, scale = _quantise(rows)
            tensors[name] = torch.from_numpy(quantised.reshape(values.shape)).contiguous()
            tensors[f"{name}.scale"] = torch.from_numpy(scale).half()
            if name in means:  # what rounding adds to the output on average, the bias takes away
                bias = name.replace(".weight", ".bias")
                lost = torch.from_numpy(rows - quantised * scale[:, None]) @ means[name]
                tensors[bias] = (state_dict[bias] + lost).half()
        elif name not in tensors:
            tensors[name] = tensor.half().contiguous()
    _write(path, tensors, header, quantisation)


def _write(path: str | Path, tensors: Tensors, header: ModelHeader, quantisation: str) -> None:
    """Write tensors as they are."""
    save = import_package("safetensors.torch").save
    about = asdict(header)
    about["recipe"] = [[part.block, part.pool] for part in header.recipe]
    about["quantisation"] = quantisation
    text = json.dumps({"format": FORMAT, "version": VERSION, **about})
    with written_whole(path) as partial:
        partial.write_bytes(save(tensors, metadata={"rs_deepcluster": text}))


def official_names(tensors: Tensors) -> Tensors:
    """Return a state dict under the names of DINOv2's own code, which other tools load.

    timm adds the class token's position to the token itself in models with registers.
    """
    torch = import_package("torch")
    renamed = dict(tensors)
    renamed["mask_token"] = torch.zeros(1, tensors["cls_token"].shape[-1])
    if "reg_token" in renamed:
        renamed["register_tokens"] = renamed.pop("reg_token")
        place = torch.zeros_like(tensors["cls_token"])
        renamed["pos_embed"] = torch.cat([place, tensors["pos_embed"]], 1)
    for name in list(renamed):
        for ours, theirs in ((".mlp.fc1.", ".mlp.w12."), (".mlp.fc2.", ".mlp.w3.")):
            if tensors["cls_token"].shape[-1] == 1536 and ours in name:
                renamed[name.replace(ours, theirs)] = renamed.pop(name)
    return renamed


def _equalised(tensors: Tensors, header: ModelHeader) -> tuple[Tensors, Tensors]:
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
    vit = _build(header, dict(tensors), 8 * PATCH, header.name)
    inputs: Tensors = {}
    for name, module in vit.blocks.named_modules(prefix="blocks"):
        if isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(
                lambda _, values, key=f"{name}.weight": inputs.__setitem__(key, values[0])
            )
    random = torch.Generator().manual_seed(0)
    side = 8 * PATCH
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
    tensors = {**vit.state_dict(), "pos_embed": tensors["pos_embed"]}
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


def _quantise(
    rows: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round (r, c) rows to int8; returns them and the (r,) scales.

    Each row's scale is the one of least squared error: clipping a row's few largest values a
    little pays off in a finer step for all the others.
    """
    peak = np.maximum(np.abs(rows).max(axis=1), 1e-12)
    best = np.full(len(rows), np.inf)
    scale = peak / 127
    for factor in np.linspace(1.0, 0.7, 31):
        step = (peak * factor / 127).astype(np.float32)
        error = np.square(_rounded(rows, step) * step[:, None] - rows).sum(axis=1)
        scale = np.where(error < best, step, scale)
        best = np.minimum(error, best)
    scale = np.maximum(scale, 1e-7).astype(np.float16).astype(np.float32)  # as it is stored
    return _rounded(rows, scale).astype(np.int8), scale


def _rounded(
    rows: npt.NDArray[np.float32], step: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    rounded: npt.NDArray[np.float32] = np.clip(np.rint(rows / step[:, None]), -127, 127)
    return rounded


def _dequantised(tensors: Tensors) -> Tensors:
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


def _whitening(plain: Tensors) -> Whitening | None:
    """Take the whitening out of a model's tensors."""
    matrix, center = plain.pop(WHITENING, None), plain.pop(CENTER, None)
    return None if matrix is None else Whitening(matrix, center)


def _check(settings: ModelSettings) -> None:
    size = settings.input_size
    if size < 2 * PATCH or size % PATCH:
        nearest = max(2, round(size / PATCH)) * PATCH
        raise ModelError(
            f"The input size must be a multiple of {PATCH} pixels and at least {2 * PATCH}, "
            f"but it is {size}; the nearest is {nearest}."
        )
    if settings.model not in MODELS:
        raise ModelError(
            f"There is no model '{settings.model}'; choose one of {', '.join(MODELS)}."
        )
    if settings.pooling not in ("recipe", *POOLS):
        raise ModelError(
            f"There is no pooling '{settings.pooling}'; choose one of recipe, {', '.join(POOLS)}."
        )


def resolve_parts(settings: ModelSettings, header: ModelHeader) -> tuple[FeaturePart, ...]:
    """Return the parts of the feature that the settings ask for, in the order of their blocks.

    Raises
    ------
    ModelError
        The model has no such block.
    """
    depth = _depth(header)
    recipe = {part.block: part.pool for part in _recipe(header)}
    wrong = [block for block in settings.blocks or recipe if not -depth <= block < depth]
    if wrong:
        raise ModelError(
            f"The model {header.name} has the blocks 0 to {depth - 1}, and {wrong[0]} was asked "
            f"for; choose among them, or among -1 (the last) to {-depth}."
        )
    chosen = sorted({block % depth for block in settings.blocks or recipe})
    pools = {block: recipe.get(block, "patch") for block in chosen}
    if chosen[-1] == depth - 1:
        pools[depth - 1] = recipe.get(depth - 1, "both")
    if settings.pooling != "recipe":
        pools = dict.fromkeys(chosen, settings.pooling)
    return tuple(FeaturePart(block, pools[block]) for block in chosen)


def _recipe(header: ModelHeader) -> tuple[FeaturePart, ...]:
    return header.recipe or (FeaturePart(_depth(header) - 1, "both"),)


def _trained_parts(settings: ModelSettings, header: ModelHeader) -> tuple[FeaturePart, ...]:
    """Tokens that a trained model is to use: those chosen, else the start's, else the usual."""
    depth = _depth(header)
    if settings.blocks:
        parts = resolve_parts(settings, header)
        last = parts[-1].block
        ends_there = replace(header, depth=last + 1)
        return resolve_parts(replace(settings, blocks=tuple(p.block for p in parts)), ends_there)
    if settings.pooling != "recipe":
        return resolve_parts(settings, header)
    return header.recipe or (FeaturePart(depth // 2, "patch"), FeaturePart(depth - 1, "both"))


def _depth(header: ModelHeader) -> int:
    return header.depth or _DEPTHS[header.architecture.split("_")[1]]


def _identity(
    tensors: Tensors, header: ModelHeader, parts: tuple[FeaturePart, ...], input_size: int
) -> str:
    """Hash the tensors as they are stored: what is computed of them may differ by machine."""
    torch = import_package("torch")
    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    recipe = [[part.block, part.pool] for part in parts]
    digest.update(
        json.dumps([header.architecture, recipe, input_size, header.mean, header.std]).encode()
    )
    return digest.hexdigest()


def _build(header: ModelHeader, tensors: Tensors, input_size: int, origin: str) -> Any:
    """Make timm's model and fill it."""
    torch, timm = import_package("torch"), import_timm()
    filter_names = import_package("timm.models.vision_transformer").checkpoint_filter_fn
    # On the meta device nothing is allocated or drawn at random that the weights replace anyway.
    with torch.device("meta"):
        vit = timm.create_model(
            header.architecture, img_size=input_size, num_classes=0, in_chans=header.bands,
            depth=_depth(header),
        )  # fmt: skip
    if "register_tokens" in tensors or "blocks.0.mlp.w12.weight" in tensors:
        tensors.setdefault("mask_token", None)  # by it timm's filter knows the official names
    # The filter's pretrained_cfg tells it the official grid; any other square grid works as well.
    tensors = filter_names(tensors, vit)
    try:
        vit.load_state_dict(tensors, strict=True, assign=True)
    except RuntimeError as error:
        own = vit.state_dict()
        unlike = sorted(own.keys() ^ tensors.keys()) or [
            f"{name} of shape {tuple(tensors[name].shape)} (DINOv2: {tuple(own[name].shape)})"
            for name in own
            if tensors[name].shape != own[name].shape
        ]
        raise ModelError(
            f"The tensors of {origin} are unlike those of {header.architecture}, for instance "
            f"{', '.join(unlike[:3])}; give the weights of a DINOv2 model."
        ) from error
    return vit.requires_grad_(False).eval()


def as_module(
    vit: Any, parts: tuple[FeaturePart, ...], header: ModelHeader, whitening: Whitening | None
) -> tuple[Any, Any]:
    """Make the module of features around timm's; returns it and the lengths of its parts."""
    torch = import_package("torch")
    last = len(vit.blocks) - 1
    lengths = tuple(vit.embed_dim * (2 if part.pool == "both" else 1) for part in parts)
    dims = lengths if whitening is None else (len(whitening.matrix),)
    blocks = [part.block for part in parts]
    vit.prune_intermediate_layers(blocks)

    def units_of(tokens: Any) -> list[Any]:
        return [torch.nn.functional.normalize(part) for part in tokens.split(lengths, 1)]

    class FeatureModule(torch.nn.Module):  # type: ignore[misc, name-defined]
        """Normalizes the images, runs the transformer and pools its tokens."""

        def __init__(self) -> None:
            super().__init__()
            self.vit = vit
            self.register_buffer("mean", torch.tensor(header.mean).reshape(1, -1, 1, 1))
            self.register_buffer("std", torch.tensor(header.std).reshape(1, -1, 1, 1))
            if whitening is not None:
                self.register_buffer("whitening", whitening.matrix)
                self.register_buffer("center", whitening.center)

        def forward(self, images: Any) -> Any:
            taken = self.vit.forward_intermediates(
                (images - self.mean) / self.std,
                indices=blocks,
                return_prefix_tokens=True,
                output_fmt="NLC",
                intermediates_only=True,
            )
            pooled = []
            for part, tokens in zip(parts, taken):
                for kind, values in zip(("cls", "patch"), reversed(tokens)):
                    if part.pool not in (kind, "both"):
                        continue
                    if part.block == last:
                        values = self.vit.norm(values)
                    else:
                        values = torch.nn.functional.layer_norm(values, values.shape[-1:])
                    pooled.append(values[:, 0] if kind == "cls" else values.mean(1))
            tokens = torch.cat(pooled, 1).float()
            if whitening is None:
                return tokens
            # Outside autocast and int8: whitening enlarges what is small, errors with it.
            with torch.autocast(tokens.device.type, enabled=False):
                centred = torch.cat(units_of(tokens), 1) - self.center
                return torch.cat(units_of(centred), 1) @ self.whitening.T

    return FeatureModule().eval(), dims


def _read_weights(path: Path, name: str = "") -> tuple[Tensors, ModelHeader]:
    """Read a weights file of any kind: tensors as stored, and what is known about them."""
    if not path.is_file():
        raise ModelError(f"The weights file {path} does not exist; choose another one.")
    with open(path, "rb") as file:
        start = file.read(9)
    if start[:2] in (b"PK", b"\x80\x02"):
        tensors, about = _read_pickled(path), None
    elif start[8:9] == b"{":
        tensors, about = _read_safetensors(path)
    else:
        raise ModelError(
            f"{path} is not a weights file; choose a safetensors file or a PyTorch state dict "
            "(.pth, .pt)."
        )
    if about is not None:
        if (WHITENING in tensors) != (CENTER in tensors):
            raise _damaged(path)
        return tensors, _parsed(about, path)
    tensors = _unwrapped(tensors, path)
    architecture, depth = _architecture(tensors, path)
    return tensors, ModelHeader(name or path.stem, architecture, depth=depth)


def _without_norm(tensors: Tensors) -> None:
    """Make the final norm do what is done to the tokens of other blocks."""
    tensors["norm.weight"] = tensors["norm.weight"] * 0 + 1
    tensors["norm.bias"] = tensors["norm.bias"] * 0


def _read_safetensors(path: Path, names: bool = True) -> tuple[Tensors, str | None]:
    safetensors = import_package("safetensors")
    try:
        with safetensors.safe_open(str(path), framework="pt") as file:
            keys = list(file.keys()) if names else []
            tensors = {name: file.get_tensor(name) for name in keys}
            return tensors, (file.metadata() or {}).get("rs_deepcluster")
    except (safetensors.SafetensorError, OSError) as error:
        raise _damaged(path) from error


def _read_pickled(path: Path) -> Tensors:
    torch = import_package("torch")
    try:
        content = torch.load(str(path), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if "global" in str(error).lower():
            raise ModelError(
                f"{path} was refused because it contains code that would run on loading; save it "
                "as safetensors or a plain state dict."
            ) from error
        raise _damaged(path) from error
    except (RuntimeError, OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise _damaged(path) from error
    for key in ("model", "state_dict", "teacher"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    tensors = content if isinstance(content, dict) else {}
    return {k: v for k, v in tensors.items() if isinstance(k, str) and torch.is_tensor(v)}


def _damaged(path: Path) -> ModelError:
    return ModelError(
        f"The weights file {path} is cut short or damaged; copy or download it again."
    )


def _parsed(text: str, path: Path) -> ModelHeader:
    try:
        about = json.loads(text)
        kind, version = about.pop("format"), about.pop("version")
        if kind == FORMAT and version != VERSION:
            raise ModelError(
                f"{path} is a model file of version {version}, and this plugin reads version "
                f"{VERSION}; update the plugin or choose another file."
            )
        known = {name: about[name] for name in ModelHeader.__dataclass_fields__ if name in about}
        known["recipe"] = tuple(FeaturePart(int(b), str(p)) for b, p in about["recipe"])
        known["mean"], known["std"] = tuple(about["mean"]), tuple(about["std"])
        header = ModelHeader(**known)
        bad_pool = any(part.pool not in POOLS for part in header.recipe)
        if kind != FORMAT or bad_pool or len(header.mean) != len(header.std):
            raise ValueError(kind)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path) from error
    if header.architecture not in _ARCHITECTURES.values():
        raise ModelError(
            f"{path} holds a model of the architecture {header.architecture}, which this plugin "
            "does not know; update the plugin or choose another file."
        )
    return header


def _unwrapped(tensors: Tensors, path: Path) -> Tensors:
    """Strip what training frameworks put before the names, and the tensors of no use here."""
    marker = "patch_embed.proj.weight"
    prefix = next((name[: -len(marker)] for name in tensors if name.endswith(marker)), None)
    if prefix is None:
        found = ", ".join(list(tensors)[:3]) or "no tensors at all"
        raise ModelError(
            f"{path} is not a DINOv2 model: it has no patch embedding but, for instance, {found}; "
            "give DINOv2 weights under the official or timm's names."
        )
    stripped = {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}
    # Large models are trained in chunks of blocks, one more number in the name.
    stripped = {re.sub(r"^blocks\.\d+\.(?=\d)", "blocks.", k): v for k, v in stripped.items()}
    return {
        k: v
        for k, v in stripped.items()
        if k != "mask_token" and not k.startswith(("head.", "fc_norm."))
    }


def _architecture(tensors: Tensors, path: Path) -> tuple[str, int]:
    """Tell timm's name of the architecture from the shapes, and the number of its blocks there."""
    shape = tuple(tensors["patch_embed.proj.weight"].shape)
    blocks = {k.split(".")[1] for k in tensors if k.startswith("blocks.")}
    size = _SIZES.get(shape[0])
    registers = next((tensors[k] for k in ("register_tokens", "reg_token") if k in tensors), None)
    count = 0 if registers is None else registers.shape[1]
    grid = tensors["pos_embed"].shape[1] if "pos_embed" in tensors else 0
    unlike = []
    if shape[1:] != (3, PATCH, PATCH):
        unlike.append(f"a patch embedding of shape {shape} (DINOv2: patches of 14 pixels, 3 bands)")
    elif size is None or not 0 < len(blocks) <= _DEPTHS[size]:
        unlike.append(f"{len(blocks)} blocks of {shape[0]} dimensions")
    if count not in (0, 4):
        unlike.append(f"{count} register tokens (DINOv2: none or 4)")
    if not any(math.isqrt(max(n, 0)) ** 2 == n > 0 for n in (grid, grid - 1)):
        unlike.append(f"a position embedding of {grid} tokens (DINOv2: a square grid)")
    if "blocks.0.ls1.gamma" not in tensors:
        unlike.append("no layer scale")
    if unlike:
        raise ModelError(
            f"{path} is not a DINOv2 model: it has {' and '.join(unlike)}; give the weights of "
            "DINOv2 ViT-S/14, B/14, L/14 or g/14."
        )
    return f"vit_{size}_patch14{'_reg4' if count else ''}_dinov2", len(blocks)


def _official(model: str, progress: Progress) -> Path:
    """Find official weights in timm's hub cache, or download them into it."""
    timm = import_timm()
    hub = import_package("huggingface_hub")
    errors = import_package("huggingface_hub.errors")
    repository = timm.get_pretrained_cfg(f"{_ARCHITECTURES[model]}.lvd142m").hf_hub_id
    if repository.endswith("/"):
        repository += f"{_ARCHITECTURES[model]}.lvd142m"
    file = {"repo_id": repository, "filename": "model.safetensors"}
    try:
        return Path(hub.hf_hub_download(**file, local_files_only=True))
    except errors.LocalEntryNotFoundError:
        progress.log(f"Downloading the weights of {model} ({repository}).")
    # Older versions of huggingface_hub have no way to watch a download.
    watched = "tqdm_class" in inspect.signature(hub.hf_hub_download).parameters
    bar = {"tqdm_class": _watched(progress)} if watched else {}
    try:
        # One question without retries first: the download itself tries for half a minute.
        hub.get_hf_file_metadata(hub.hf_hub_url(**file), timeout=5)
        return Path(hub.hf_hub_download(**file, **bar))
    except Exception as error:  # the hub's client has no common root of its errors
        full = isinstance(error, OSError) and error.errno == 28
        reason = "the disk is full" if full else "no connection to the model hub"
        raise ModelError(
            f"The weights of {model} could not be downloaded ({reason}). Connect once, or "
            f"download model.safetensors of {repository} and give it as the weights file, or use "
            "the model 'default'."
        ) from error


def _watched(progress: Progress) -> Any:
    """Make a stand-in for tqdm that reports to ``progress``."""

    class Bar(import_package("tqdm").tqdm):  # type: ignore[misc]
        """Counts bytes, draws nothing."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "disable": True})
            self._total, self._done = kwargs.get("total") or 0, kwargs.get("initial") or 0
            self._tenth = 0

        def update(self, n: float | None = 1) -> None:
            self._done += n or 0
            if not self._total:
                return
            share = min(self._done / self._total, 1.0)
            progress(share)
            if int(share * 10) > self._tenth:
                self._tenth = int(share * 10)
                progress.log(f"Downloaded {self._tenth * 10} % of {self._total / 1e6:.0f} MB.")

    return Bar

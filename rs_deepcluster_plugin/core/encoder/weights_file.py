"""Weights files: ours, and those of DINOv2 and DINOv3 under the official names or timm's."""

from __future__ import annotations

import hashlib
import json
import math
import re
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..base.archive import check_stored
from ..base.errors import ModelError
from ..base.files import write_whole
from ..base.foreign import HUGE, parse_json
from ..base.packages import import_package
from ..base.plain import from_file
from .cell_tensors import CELL_CENTER, CELL_MATRIX, CELL_NAMES, PATTERN
from .settings import (
    DEPTHS,
    FP16,
    HUB_MODELS,
    INT8,
    POOLS,
    SIZES,
    SPECTRAL,
    SPECTRAL_MEAN,
    SPECTRAL_STD,
    ModelHeader,
)
from .wavelengths import TOKENS
from .whitening import CENTER, WHITENING, Tensors

FORMAT = "rs-deepcluster-model"
VERSION = 1
_KEYS = {"quantization": "quantisation", "license": "licence"}  # as files have spelled them
_LARGEST = 10_000_000_000  # bytes; DINOv2's largest model takes half of it
_LARGEST_INPUT = 4096  # pixels
_LARGEST_SUPPORT = 99  # cells
_ROTATED = "patch16_dinov3"  # how the names of architectures end whose places are turned, not added
_KINDS = ("torch.float16", "torch.bfloat16", "torch.float32", "torch.float64")


def read_weights(
    path: Path, name: str = "", wavelengths: tuple[float, ...] | None = None
) -> tuple[Tensors, ModelHeader]:
    """Read a weights file of any kind.

    Parameters
    ----------
    path
        Our model file, or weights of DINOv2 or DINOv3 as safetensors or as a PyTorch state dict.
    name
        Of the model where the file is not ours; empty: that of the file.
    wavelengths
        Of the bands in micrometers, for a model that takes bands by these.

    Returns
    -------
    tensors
        As they are stored, by name.
    header
        From the file, or from the shapes of its tensors.

    Raises
    ------
    ModelError
        The file does not exist, is damaged, is of a version that we don't read, would run code, or
        holds no DINOv2 or DINOv3 model.
    DependencyError
        torch or safetensors is missing.
    """
    if not path.is_file():
        raise ModelError(f"The weights file {path} does not exist; choose another one.")
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            start = file.read(9)
    except OSError as error:
        raise ModelError(
            f"The weights file {path} cannot be read ({error.strerror}); choose another one."
        ) from error
    if size > _LARGEST:
        raise ModelError(f"{path} is larger than any DINOv2 model; choose another file.")
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
        header = _parse_header(about, path)
        if not _are_those_of(tensors, header, about):
            raise _damaged(path)
    elif TOKENS in tensors:
        tensors, header = _read_spectral(tensors, name or path.stem, wavelengths)
    else:
        tensors = _strip_names(tensors, path)
        architecture, depth = _find_architecture(tensors, path)
        header = ModelHeader(name or path.stem, architecture, depth=depth)
    for key, tensor in tensors.items():
        if not _is_sound(key, tensor, tensors):
            raise _damaged(path)
    return tensors, header


def read_header(path: Path) -> ModelHeader | None:
    """Read what a weights file says about itself, but not its tensors.

    Returns
    -------
    header
        None where the file is not one of ours, or cannot be opened.

    Raises
    ------
    ModelError
        The file is damaged, or is of a version or an architecture that we don't know.
    DependencyError
        safetensors is missing.
    """
    try:
        with open(path, "rb") as file:
            if file.read(9)[8:9] != b"{":
                return None
    except OSError:  # said when it is loaded
        return None
    about = _read_safetensors(path, names=False)[1]
    return None if about is None else _parse_header(about, path)


def write_weights(
    path: str | Path, tensors: Tensors, header: ModelHeader, quantization: str
) -> None:
    """Write tensors as they are.

    Parameters
    ----------
    path
        Model file (safetensors), which appears only when it is whole.
    tensors
        By name; nothing is quantized here.
    header
        Its own ``quantization`` is not used.
    quantization
        How the tensors are stored: `INT8` or `FP16`.

    Raises
    ------
    OSError
        The file cannot be written.
    DependencyError
        torch or safetensors is missing.
    """
    save = import_package("safetensors.torch").save
    about = {_KEYS.get(name, name): value for name, value in asdict(header).items()}
    about["recipe"] = [[part.block, part.pool] for part in header.recipe]
    about["quantisation"] = quantization
    about["checksum"] = hash_tensors(tensors).hexdigest()
    text = json.dumps({"format": FORMAT, "version": VERSION, **about})
    with write_whole(path) as partial:
        partial.write_bytes(save(tensors, metadata={"rs_deepcluster": text}))


def hash_tensors(tensors: Tensors) -> Any:
    """Return the SHA-256 (an object of hashlib) of tensors as they are stored, with their names."""
    torch = import_package("torch")
    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return digest


def official_names(tensors: Tensors) -> Tensors:
    """Return a state dict under the names of DINOv2's or DINOv3's own code, which others load.

    timm adds the class token's position to the token itself in models with registers.
    """
    torch = import_package("torch")
    renamed = dict(tensors)
    renamed["mask_token"] = torch.zeros(1, tensors["cls_token"].shape[-1])
    if "pos_embed" not in tensors:
        renamed["storage_tokens"] = renamed.pop("reg_token")
        return {re.sub(r"\.gamma_([12])$", r".ls\1.gamma", k): v for k, v in renamed.items()}
    if "reg_token" in renamed:
        renamed["register_tokens"] = renamed.pop("reg_token")
        place = torch.zeros_like(tensors["cls_token"])
        renamed["pos_embed"] = torch.cat([place, tensors["pos_embed"]], 1)
    for name in list(renamed):
        for ours, theirs in ((".mlp.fc1.", ".mlp.w12."), (".mlp.fc2.", ".mlp.w3.")):
            if tensors["cls_token"].shape[-1] == 1536 and ours in name:
                renamed[name.replace(ours, theirs)] = renamed.pop(name)
    return renamed


def _read_safetensors(path: Path, names: bool = True) -> tuple[Tensors, str | None]:
    safetensors = import_package("safetensors")
    try:
        with safetensors.safe_open(str(path), framework="pt") as file:
            keys = list(file.keys()) if names else []
            tensors = {name: file.get_tensor(name) for name in keys}
            return tensors, (file.metadata() or {}).get("rs_deepcluster")
    except (safetensors.SafetensorError, OSError, ValueError, TypeError, KeyError, RuntimeError,
            AttributeError, MemoryError) as error:  # fmt: skip
        raise _damaged(path) from error


def _read_pickled(path: Path) -> Tensors:
    torch = import_package("torch")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                check_stored(archive, path.stat().st_size)
        content = torch.load(str(path), map_location="cpu", weights_only=True)
    except Exception as error:  # PyTorch's own unpickler raises whatever a damaged file leads it to
        if type(error).__name__ == "UnpicklingError" and "global" in str(error).lower():
            raise ModelError(
                f"{path} was refused because it contains code that would run on loading; save it "
                "as safetensors or a plain state dict."
            ) from error
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


def _parse_header(text: str, path: Path) -> ModelHeader:
    """Read the header in a weights file's metadata."""
    try:
        about = parse_json(text)
        kind, version = about.pop("format"), about.pop("version")
        if kind == FORMAT and version != VERSION:
            raise ModelError(
                f"{path} is a model file of version {version!s:.20}, and this plugin reads version "
                f"{VERSION}; update the plugin or choose another file."
            )
        keys = {name: _KEYS.get(name, name) for name in ModelHeader.__dataclass_fields__}
        known = {name: about[key] for name, key in keys.items() if key in about}
        known["recipe"] = [{"block": block, "pool": pool} for block, pool in about["recipe"]]
        header: ModelHeader = from_file(known, ModelHeader, "header")
        if kind != FORMAT or header.quantization not in ("", INT8, FP16):
            raise ValueError("it is of another kind")
        if len(header.mean) != len(header.std) or not min(header.std, default=0) > 0:
            raise ValueError("mean or standard deviation are not valid")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path) from error
    if header.architecture not in {one.architecture for one in HUB_MODELS.values()}:
        raise ModelError(
            f"{path} holds a model of the architecture {header.architecture:.60}, which this "
            "plugin does not know; update the plugin or choose another file."
        )
    most = DEPTHS[header.architecture.split("_")[1]]
    blocks = [part.block for part in header.recipe]
    if (
        not 0 <= header.depth <= most
        or not header.patch <= header.input_size <= _LARGEST_INPUT
        or any(part.pool not in POOLS for part in header.recipe)
        or not all(0 <= block < header.block_count for block in blocks)
        or blocks != sorted(set(blocks))
        or len(header.wavelengths) not in (0, header.bands)
        or not _is_cell_recipe(header)
        or not _is_likeness(header)
    ):
        raise _damaged(path)
    return header


def _is_cell_recipe(header: ModelHeader) -> bool:
    """Tell whether the recipe of cells, if there is one, can be."""
    if header.cells is None:
        return True
    blocks, supports = list(header.cells.blocks), list(header.cells.supports)
    return (
        0 < len(blocks) < 100
        and blocks == sorted(set(blocks))
        and blocks[0] >= 0
        and 0 < len(supports) < 10
        and supports == sorted(set(supports))
        and all(side % 2 == 1 and 0 < side <= _LARGEST_SUPPORT for side in supports)
    )


def _is_likeness(header: ModelHeader) -> bool:
    """Tell whether what is said of the likeness of scenes, if anything, can be."""
    alike = header.likeness
    return alike is None or (
        -1 <= alike.between < alike.border < alike.within <= 1
        and alike.length > 0
        and (header.turned is None or 0 < header.turned <= 1)
    )


def _are_those_of(tensors: Tensors, header: ModelHeader, about: str) -> bool:
    """Tell whether tensors are those that the header of a file of ours speaks of."""
    width = next(n for n, size in SIZES.items() if size == header.architecture.split("_")[1])
    checksum = json.loads(about).get("checksum")  # earlier versions had none
    if checksum is not None and checksum != hash_tensors(tensors).hexdigest():
        return False
    patches = tensors.get("patch_embed.proj.weight")
    places = tensors.get("pos_embed")
    if patches is None or tuple(patches.shape) != (width, header.bands, *[header.patch] * 2):
        return False
    if header.architecture.endswith(_ROTATED) != (places is None):
        return False
    if places is not None and (places.ndim != 3 or not _is_square(places.shape[1])):
        return False
    if (WHITENING in tensors) != (CENTER in tensors):
        return False
    if not _fit_cells(tensors, header, width):
        return False
    if WHITENING not in tensors:
        return True
    tokens = sum(width * (2 if part.pool == "both" else 1) for part in header.full_recipe)
    matrix = tuple(tensors[WHITENING].shape)
    return matrix[1:] == (tokens,) == tuple(tensors[CENTER].shape) and matrix[0] > 0


def _fit_cells(tensors: Tensors, header: ModelHeader, width: int) -> bool:
    """Tell whether what is for cells, if anything, is of the shapes that the header asks for."""
    held = [name for name in CELL_NAMES if name in tensors]
    if not held:
        return True
    if len(held) < len(CELL_NAMES) or header.cells is None:
        return False
    pattern, center, matrix = (tuple(tensors[n].shape) for n in (PATTERN, CELL_CENTER, CELL_MATRIX))
    tokens = width * len(header.cells.blocks)
    return (
        len(pattern) == 3
        and pattern[0] == pattern[1] > 0
        and len(matrix) == 2
        and 0 < matrix[0] <= tokens
        and pattern[2] == matrix[1] == tokens
        and center == (tokens,)
    )


def _is_square(tokens: int) -> bool:
    """Tell whether so many places are a square grid, with that of the class token or without."""
    return any(math.isqrt(max(n, 0)) ** 2 == n > 0 for n in (tokens, tokens - 1))


def _is_sound(name: str, tensor: Any, tensors: Tensors) -> bool:
    """Tell whether a tensor has numbers, as many as its shape says, and a scale where one is due.

    A file may say that the one number it has stands for a billion.
    """
    if str(tensor.layout) != "torch.strided" or tensor.is_meta or tensor.is_quantized:
        return False
    if tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        return False
    if str(tensor.dtype) in _KINDS:
        return tensor.numel() == 0 or bool((tensor.abs() < HUGE).all())
    scale = tensors.get(f"{name}.scale")
    axis = 1 if name == "pos_embed" else 0
    return (
        str(tensor.dtype) == "torch.int8"
        and tensor.ndim > axis
        and scale is not None
        and tuple(scale.shape) == (tensor.shape[axis],)
    )


def _strip_names(tensors: Tensors, path: Path) -> Tensors:
    """Strip what training frameworks put before the names, and the tensors of no use here."""
    marker = "patch_embed.proj.weight"
    prefix = next((name[: -len(marker)] for name in tensors if name.endswith(marker)), None)
    if prefix is None:
        found = ", ".join(f"{name:.80}" for name in list(tensors)[:3]) or "no tensors at all"
        raise ModelError(
            f"{path} is not a DINOv2 model: it has no patch embedding but, for instance, {found}; "
            "give DINOv2 weights under the official or timm's names."
        )
    stripped = {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}
    # Large models are trained in chunks of blocks, one more number in the name.
    stripped = {re.sub(r"^blocks\.\d+\.(?=\d)", "blocks.", k): v for k, v in stripped.items()}
    if "pos_embed" not in stripped:
        stripped = _rename_rotated(stripped)
    return {
        k: v
        for k, v in stripped.items()
        if k != "mask_token" and not k.startswith(("head.", "fc_norm."))
    }


def _read_spectral(
    tensors: Tensors, name: str, wavelengths: tuple[float, ...] | None
) -> tuple[Tensors, ModelHeader]:
    """Return the tensors and the header of a model that takes bands by their wavelengths."""
    if not wavelengths:
        raise ModelError(
            f"The model {name} takes bands by their wavelengths, and these are not known. Give "
            "them in Wavelengths, in micrometers, one for each band."
        )
    if any(not 0.2 < length < 100 for length in wavelengths):
        raise ModelError(
            f"The wavelengths {', '.join(f'{one:g}' for one in wavelengths)} are not all those of "
            "light. Give them in micrometers, as 0.665 for red."
        )
    kept = {
        k: v for k, v in tensors.items() if not k.startswith(("head.", "fc_norm.", "projector."))
    }
    kept.pop("mask_token", None)
    count = len(wavelengths)
    header = ModelHeader(
        name, SPECTRAL[0],
        mean=(SPECTRAL_MEAN,) * count,
        std=(SPECTRAL_STD,) * count,
        depth=len({k.split(".")[1] for k in kept if k.startswith("blocks.")}),
        wavelengths=tuple(wavelengths),
    )  # fmt: skip
    return kept, header


def _rename_rotated(tensors: Tensors) -> Tensors:
    """Return DINOv3's tensors by timm's names: what is computed is left out, and biases of 0."""
    renamed = {}
    for name, tensor in tensors.items():
        if name.startswith(("rope", "local_cls_norm.")) or name.endswith("qkv.bias_mask"):
            continue
        if name.endswith("qkv.bias") and not tensor.any():
            continue
        name = re.sub(r"\.ls([12])\.gamma$", r".gamma_\1", name)
        renamed["reg_token" if name == "storage_tokens" else name] = tensor
    return renamed


def _length(tokens: Any) -> int:
    """Count tokens (1, n, d), 0 where there are none."""
    return int(tokens.shape[1]) if tokens.ndim == 3 else 0


def _find_architecture(tensors: Tensors, path: Path) -> tuple[str, int]:
    """Tell timm's name of the architecture from the shapes, and the number of its blocks there."""
    shape = tuple(tensors["patch_embed.proj.weight"].shape)
    blocks = {k.split(".")[1] for k in tensors if k.startswith("blocks.")}
    size = SIZES.get(shape[0]) if shape else None
    registers = next((tensors[k] for k in ("register_tokens", "reg_token") if k in tensors), None)
    count = 0 if registers is None else _length(registers)
    if shape[1:] == (3, 16, 16) and "blocks.0.gamma_1" in tensors and "pos_embed" not in tensors:
        name = f"vit_{size}_{_ROTATED}"
        known = name in {one.architecture for one in HUB_MODELS.values()}
        if known and size is not None and count == 4 and 0 < len(blocks) <= DEPTHS[size]:
            return name, len(blocks)
    grid = _length(tensors["pos_embed"]) if "pos_embed" in tensors else 0
    unlike = []
    if shape[1:] != (3, 14, 14):
        unlike.append(f"a patch embedding of shape {shape} (DINOv2: patches of 14 pixels, 3 bands)")
    elif size is None or not 0 < len(blocks) <= DEPTHS[size]:
        unlike.append(f"{len(blocks)} blocks of {shape[0]} dimensions")
    if count not in (0, 4):
        unlike.append(f"{count} register tokens (DINOv2: none or 4)")
    if not _is_square(grid):
        unlike.append(f"a position embedding of {grid} tokens (DINOv2: a square grid)")
    if "blocks.0.ls1.gamma" not in tensors:
        unlike.append("no layer scale")
    if unlike:
        raise ModelError(
            f"{path} is not a DINOv2 model: it has {' and '.join(unlike)}; give the weights of "
            "DINOv2 ViT-S/14, B/14, L/14 or g/14, or of DINOv3 ViT-S/16, B/16 or L/16."
        )
    return f"vit_{size}_patch14{'_reg4' if count else ''}_dinov2", len(blocks)

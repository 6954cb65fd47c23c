"""Weights files: ours, and those of DINOv2 under the official names or timm's."""

from __future__ import annotations

import json
import math
import pickle  # nosec B403 - only for the name of the error it raises
import re
import zipfile
from dataclasses import asdict
from pathlib import Path

from ..base.errors import ModelError
from ..base.files import written_whole
from ..base.packages import import_package
from .settings import ARCHITECTURES, DEPTHS, PATCH, POOLS, SIZES, FeaturePart, ModelHeader
from .whitening import CENTER, WHITENING, Tensors

FORMAT = "rs-deepcluster-model"
VERSION = 1


def read_weights(path: Path, name: str = "") -> tuple[Tensors, ModelHeader]:
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
        return tensors, _parse_header(about, path)
    tensors = _strip_names(tensors, path)
    architecture, depth = _find_architecture(tensors, path)
    return tensors, ModelHeader(name or path.stem, architecture, depth=depth)


def read_header(path: Path) -> ModelHeader | None:
    """Read what a weights file says about itself; None where it is not one of ours."""
    with open(path, "rb") as file:
        if file.read(9)[8:9] != b"{":
            return None
    about = _read_safetensors(path, names=False)[1]
    return None if about is None else _parse_header(about, path)


def write_weights(
    path: str | Path, tensors: Tensors, header: ModelHeader, quantisation: str
) -> None:
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


def _parse_header(text: str, path: Path) -> ModelHeader:
    """Read the header in a weights file's metadata."""
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
    if header.architecture not in ARCHITECTURES.values():
        raise ModelError(
            f"{path} holds a model of the architecture {header.architecture}, which this plugin "
            "does not know; update the plugin or choose another file."
        )
    return header


def _strip_names(tensors: Tensors, path: Path) -> Tensors:
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


def _find_architecture(tensors: Tensors, path: Path) -> tuple[str, int]:
    """Tell timm's name of the architecture from the shapes, and the number of its blocks there."""
    shape = tuple(tensors["patch_embed.proj.weight"].shape)
    blocks = {k.split(".")[1] for k in tensors if k.startswith("blocks.")}
    size = SIZES.get(shape[0])
    registers = next((tensors[k] for k in ("register_tokens", "reg_token") if k in tensors), None)
    count = 0 if registers is None else registers.shape[1]
    grid = tensors["pos_embed"].shape[1] if "pos_embed" in tensors else 0
    unlike = []
    if shape[1:] != (3, PATCH, PATCH):
        unlike.append(f"a patch embedding of shape {shape} (DINOv2: patches of 14 pixels, 3 bands)")
    elif size is None or not 0 < len(blocks) <= DEPTHS[size]:
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

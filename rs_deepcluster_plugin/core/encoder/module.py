"""The torch modules: timm's vision transformer, and ours around it that makes the feature."""

from __future__ import annotations

from typing import Any

from ..base.errors import ModelError
from ..base.packages import import_package, import_timm
from .settings import SPECTRAL, FeaturePart, ModelHeader
from .wavelengths import TOKENS, embed_wavelengths
from .whitening import Tensors, Whitening


def build_vit(header: ModelHeader, tensors: Tensors, input_size: int, origin: str) -> Any:
    """Make timm's model and fill it.

    Parameters
    ----------
    header
        Tells the architecture, the bands and the number of blocks.
    tensors
        Under the official names or timm's, not quantized. The model may share their memory.
    input_size
        Width and height of the images in pixels; the position embedding is resampled to it.
    origin
        What the error calls the weights.

    Returns
    -------
    vit
        timm's module in eval mode, on the CPU, with all weights frozen.

    Raises
    ------
    ModelError
        The tensors are not those of the architecture.
    """
    torch, timm = import_package("torch"), import_timm()
    # On the meta device nothing is allocated or drawn at random that the weights replace anyway.
    with torch.device("meta"):
        vit = timm.create_model(
            header.architecture.replace("dofa_", "vit_"), img_size=input_size, num_classes=0,
            in_chans=header.bands, depth=header.block_count,
        )  # fmt: skip
    if "register_tokens" in tensors or "blocks.0.mlp.w12.weight" in tensors:
        tensors.setdefault("mask_token", None)  # by it timm's filter knows the official names
    # The filter's pretrained_cfg tells it the official grid; any other square grid works as well.
    try:
        if TOKENS in tensors:
            tensors = embed_wavelengths(tensors, header.wavelengths, header.patch)
        if "pos_embed" in tensors:
            models = import_package("timm.models.vision_transformer")
            tensors = models.checkpoint_filter_fn(tensors, vit)
        vit.load_state_dict(tensors, strict=True, assign=True)
    except (RuntimeError, ValueError, AssertionError, IndexError, KeyError) as error:
        own = vit.state_dict()
        unlike = sorted(own.keys() ^ tensors.keys()) or [
            f"{name} of shape {tuple(tensors[name].shape)} (there: {tuple(own[name].shape)})"
            for name in own.keys() & tensors.keys()
            if tensors[name].shape != own[name].shape
        ]
        raise ModelError(
            f"The tensors of {origin} are unlike those of {header.architecture}, for instance "
            f"{', '.join(f'{name:.80}' for name in unlike[:3])}; give the weights of a DINOv2 or "
            "DINOv3 model."
        ) from error
    if header.architecture in SPECTRAL:  # as it was trained
        vit.patch_embed.proj.padding = (1, 1)
    if getattr(vit, "rope", None) is not None:  # what turns by place is computed, no weight
        vit.rope.to_empty(device="cpu")
        vit.rope.init_non_persistent_buffers()
    return vit.requires_grad_(False).eval()


def make_token_module(vit: Any, blocks: tuple[int, ...], header: ModelHeader) -> Any:
    """Make the module that gives the patch tokens of an image one by one.

    Parameters
    ----------
    vit
        timm's module; blocks after the last one of ``blocks`` are cut off.
    blocks
        Ascending. Their tokens are normalized as by `make_module`.
    header
        Tells mean and standard deviation of the bands.

    Returns
    -------
    module
        In eval mode; takes images (n, bands, S, S) in [0, 1] to tokens (n, t * d): t of them row by
        row from the upper left, each of the blocks one after the other.
    """
    torch = import_package("torch")
    last = len(vit.blocks) - 1
    vit.prune_intermediate_layers(list(blocks))

    class TokenModule(torch.nn.Module):  # type: ignore[misc, name-defined]
        """Normalizes the images and runs the transformer."""

        def __init__(self) -> None:
            super().__init__()
            self.vit = vit
            self.register_buffer("mean", torch.tensor(header.mean).reshape(1, -1, 1, 1))
            self.register_buffer("std", torch.tensor(header.std).reshape(1, -1, 1, 1))

        def forward(self, images: Any) -> Any:
            taken = self.vit.forward_intermediates(
                (images - self.mean) / self.std,
                indices=list(blocks),
                output_fmt="NLC",
                intermediates_only=True,
            )
            tokens = [
                self.vit.norm(values)
                if block == last
                else torch.nn.functional.layer_norm(values, values.shape[-1:])
                for block, values in zip(blocks, taken)
            ]
            return torch.cat(tokens, 2).float().flatten(1)

    return TokenModule().eval()


def make_module(
    vit: Any, parts: tuple[FeaturePart, ...], header: ModelHeader, whitening: Whitening | None
) -> tuple[Any, Any]:
    """Make the module of features around timm's.

    The tokens of the last block go through the model's final norm, those of others are brought to
    mean 0 and variance 1.

    Parameters
    ----------
    vit
        timm's module; blocks after the last one of ``parts`` are cut off.
    parts
        In the order of their blocks.
    header
        Tells mean and standard deviation of the bands.
    whitening
        None: features are the tokens themselves.

    Returns
    -------
    module
        In eval mode; takes images (n, bands, S, S) in [0, 1] to features (n, dims).
    lengths
        Of the parts of the features; whitened features are one part.
    """
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
                centered = torch.cat(units_of(tokens), 1) - self.center
                return torch.cat(units_of(centered), 1) @ self.whitening.T

    return FeatureModule().eval(), dims

"""Patch embeddings that are made of the wavelengths of the bands, as DOFA's are.

DOFA has no weights of its own for a band: a small network turns each wavelength into them. For
bands that are known it is a plain vision transformer, which is what is made of it here: all that
others run through, it runs through too.

Sources
-------
Xiong et al. 2024, "Neural Plasticity-Inspired Multimodal Foundation Model for Earth Observation"
(DOFA), in the layout of torchgeo's weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.packages import import_package
from .whitening import Tensors

_GENERATOR, _RESIDUAL = "patch_embed.weight_generator.", "patch_embed.fclayer."
TOKENS = f"{_GENERATOR}weight_tokens"
"""The tensor by which such weights are known."""

_HEADS = 4
_SCALE = 0.01  # of the filters that the network gives
_SLOWEST = 10_000.0  # wavelength of the slowest of the waves that a wavelength is told by
_NANOMETERS = 1000.0


def embed_wavelengths(tensors: Tensors, wavelengths: Sequence[float], patch: int) -> Tensors:
    """Return the tensors of a plain transformer for bands of these wavelengths.

    Parameters
    ----------
    tensors
        DOFA's, by name; float32.
    wavelengths
        Of each band, in micrometers.
    patch
        Side of a patch in pixels.

    Raises
    ------
    KeyError, RuntimeError
        Tensors are missing, or of other shapes.
    """
    torch = import_package("torch")
    own = {k: v for k, v in tensors.items() if not k.startswith((_GENERATOR, _RESIDUAL))}
    known = tensors[TOKENS]
    width = int(known.shape[1])

    def linear(name: str, values: Any) -> Any:
        matrix, bias = (tensors[f"{name}.{part}"] for part in ("weight", "bias"))
        return torch.nn.functional.linear(values, matrix, bias)

    with torch.no_grad():
        steps = torch.arange(width // 2, dtype=torch.float32) / (width / 2)
        turns = torch.tensor(wavelengths, dtype=torch.float32)[:, None] * _NANOMETERS
        angles = turns * _SLOWEST**-steps
        waves = torch.cat([angles.sin(), angles.cos()], 1)
        inner = torch.relu(linear(f"{_RESIDUAL}w1", waves))
        waves = waves + torch.relu(linear(f"{_RESIDUAL}w2", inner))
        name = f"{_GENERATOR}transformer_encoder.layers.0."
        found = {k[len(name) :]: v for k, v in tensors.items() if k.startswith(name)}
        inside = len(found["linear1.bias"])
        layer = torch.nn.TransformerEncoderLayer(width, _HEADS, inside, 0.0, "gelu").eval()
        layer.load_state_dict(found)
        seen = layer(torch.cat([known, waves, tensors[f"{_GENERATOR}bias_token"]])[:, None])[:, 0]
        filters = linear(f"{_GENERATOR}fc_weight", seen[len(known) : -1] + waves) * _SCALE
        own["patch_embed.proj.bias"] = linear(f"{_GENERATOR}fc_bias", seen[-1]) * _SCALE
    shaped = filters.reshape(len(wavelengths), patch, patch, -1).permute(3, 0, 1, 2)
    own["patch_embed.proj.weight"] = shaped.contiguous()
    # The file has no final norm, which was part of what DOFA was trained with and is left out.
    dims = own["cls_token"].shape[-1]
    own.setdefault("norm.weight", torch.ones(dims))
    own.setdefault("norm.bias", torch.zeros(dims))
    return own

"""The pooled tokens of every block of a model, from one pass over the scenes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..base.arrays import IntArray, Vectors
from ..encoder.load import Encoder, depth_of, load_encoder, whitening_of
from ..encoder.settings import ModelSettings
from ..encoder.whitening import token_lengths, whiten
from .normalize import Normalizer
from .scene_file import SceneFile


def load_every_block(model: ModelSettings) -> Encoder:
    """Load a model whose features are the bare tokens of all its blocks.

    They are pooled as the settings say; where those leave it to the recipe, both ways.

    Parameters
    ----------
    model
        Settings whose ``blocks`` are not used.

    Returns
    -------
    encoder
        One part of its features is one block.

    Raises
    ------
    ModelError
        The settings don't fit the model, or its weights can't be had or used.
    DependencyError
        torch, timm or safetensors is missing.
    """
    pooling = "both" if model.pooling == "recipe" else model.pooling
    every = tuple(range(depth_of(model)))
    return load_encoder(replace(model, blocks=every, pooling=pooling), bare=True)


def normalize_block(file: SceneFile, places: IntArray, every: Encoder, number: int) -> Vectors:
    """Return the tokens of one block, normalized as features are.

    Parameters
    ----------
    file
        Features that ``every`` made.
    places
        Rows of the file (n,), ascending.
    every
        From `load_every_block`.
    number
        Of the block, from 0.

    Returns
    -------
    tokens
        Of shape (n, d), rows of length 1.

    Raises
    ------
    DataFileError
        The file is damaged.
    """
    tokens = file.take(places, _columns(every, number))
    return Normalizer.fit(tokens, (tokens.shape[1],))(tokens)


def make_block_features(
    file: SceneFile, places: IntArray, every: Encoder, encoder: Encoder, model: ModelSettings
) -> Vectors:
    """Make the features of an encoder of the tokens of all blocks, as it makes them of images.

    Parameters
    ----------
    file
        Features that ``every`` made.
    places
        Rows of the file (n,), ascending.
    every
        From `load_every_block`, pooled both ways or as ``encoder`` is.
    encoder
        Whose features are made; only its parts are looked at.
    model
        Settings of ``encoder``, which tell whether its features are whitened.

    Returns
    -------
    features
        Of shape (n, dims).

    Raises
    ------
    DataFileError
        The file is damaged.
    ModelError
        The weights that ``model`` asks for can't be had or used.
    """
    numbers = {part.block: number for number, part in enumerate(every.parts)}
    tokens = []
    for part in encoder.parts:
        number = numbers[part.block]
        columns = _columns(every, number)
        if part.pool != every.parts[number].pool:  # one half of both
            middle = (columns.start + columns.stop) // 2
            ends = (columns.start, middle) if part.pool == "cls" else (middle, columns.stop)
            columns = slice(*ends)
        tokens.append(file.take(places, columns))
    joined = np.concatenate(tokens, axis=1)
    whitening = whitening_of(model)
    if whitening is None:
        return joined
    return whiten(joined, whitening, token_lengths(encoder.parts, joined.shape[1]))


def _columns(encoder: Encoder, number: int) -> slice:
    """Columns of one part of the features."""
    end = int(np.cumsum(encoder.part_dims)[number])
    return slice(end - encoder.part_dims[number], end)

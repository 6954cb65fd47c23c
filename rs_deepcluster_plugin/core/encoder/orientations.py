"""The orientations that an image is seen in, and features that are averaged over them.

Seen from above no direction is the right one, but a transformer gives an image that is turned other
features. Their mean over all turns depends less on the direction, and tells more: five labels of
each class name 0.804 of NWPU's images by the mean of four quarter turns, and 0.790 without turns.
It takes as many times as long.

Sources
-------
Elesedy & Zaidi 2021, "Provably strict generalisation benefit for equivariant models": the mean over
a group's actions is the part of a function that does not depend on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..base.arrays import Image, Vectors

if TYPE_CHECKING:
    from .engine import Engine

_TURNS = {1: (0,), 2: (0, 2), 4: (0, 1, 2, 3), 8: tuple(range(8))}
ORIENTATIONS = tuple(_TURNS)
OF_IMAGES = 4  # where scenes are images by themselves and nothing else is said


def turn_images(images: Image, kind: int) -> Image:
    """Turn square images (n, bands, S, S) by quarters, and mirror them from the kind 4 on."""
    turned = np.rot90(images, kind % 4, axes=(2, 3))
    return np.ascontiguousarray(turned[..., ::-1] if kind >= 4 else turned)


def turn_tokens_back(tokens: Vectors, kind: int) -> Vectors:
    """Undo `turn_images` for tokens (n, t, t, d), row by row from the upper left."""
    plain = tokens[:, :, ::-1] if kind >= 4 else tokens
    return np.rot90(plain, -(kind % 4), axes=(1, 2))


class Averaging:
    """An engine that sees each image in several orientations and averages what it gets.

    Where the model gives tokens one by one, each is averaged with those of the same place.
    """

    def __init__(self, engine: Engine, orientations: int, side: int) -> None:
        """Of tokens there are ``side`` along each side of an image; 0: they are pooled."""
        self._engine, self._side = engine, side
        self._turns = _TURNS[orientations]
        self.device, self.precision = engine.device, engine.precision
        self.passes = orientations * engine.passes
        self.name = f"{engine.name}, {orientations} orientations"

    @property
    def batch(self) -> int:
        """Images in one forward pass, which sees each of them in all orientations."""
        return max(self._engine.batch // len(self._turns), 1)

    def __call__(self, images: Vectors) -> Vectors:
        """Return the mean features (n, dims) of images (n, bands, S, S)."""
        # All at once: the threads of an engine have an image each only where there are enough.
        found = self._engine(np.concatenate([turn_images(images, kind) for kind in self._turns]))
        count, dims = len(images), found.shape[1]
        total = np.zeros((count, dims), dtype=np.float32)
        for place, kind in enumerate(self._turns):
            own = found[place * count : (place + 1) * count]
            if self._side:
                side = self._side
                tokens = own.reshape(count, side, side, dims // side**2)
                own = turn_tokens_back(tokens, kind).reshape(count, dims)
            total += own
        return np.asarray(total / np.float32(len(self._turns)))


def average_pattern(pattern: Vectors, orientations: int) -> Vectors:
    """Average what tokens (t, t, d) have from their place alone as tokens are averaged."""
    turned = [turn_tokens_back(pattern[None], kind)[0] for kind in _TURNS[orientations]]
    return np.asarray(np.mean(turned, axis=0), dtype=np.float32)

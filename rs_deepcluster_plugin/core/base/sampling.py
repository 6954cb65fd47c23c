"""Draws that are the same for the same seed."""

from __future__ import annotations

import numpy as np

from .arrays import IntArray


def draw(places: IntArray, count: int, seed: int) -> IntArray:
    """Draw at most ``count`` of ``places`` without repetition, in ascending order."""
    if len(places) <= count:
        return places
    chosen = np.random.default_rng(seed).choice(len(places), size=count, replace=False)
    return places[np.sort(chosen)]

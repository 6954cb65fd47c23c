"""Draws that are the same for the same seed, and blocks of the map."""

from __future__ import annotations

import numpy as np

from .arrays import FloatArray, IntArray


def draw(places: IntArray, count: int, seed: int) -> IntArray:
    """Draw places without repetition.

    Parameters
    ----------
    places : ndarray of shape (n,)
        What is drawn from.
    count
        At most so many are drawn: where there are no more, all are returned.
    seed
        The same seed draws the same places.

    Returns
    -------
    ndarray of shape (min(n, count),)
        In ascending order, where ``places`` ascend.

    Examples
    --------
    >>> import numpy as np
    >>> draw(np.arange(3), 5, seed=0).tolist()
    [0, 1, 2]
    >>> len(draw(np.arange(100), 5, seed=0))
    5
    """
    if len(places) <= count:
        return places
    chosen = np.random.default_rng(seed).choice(len(places), size=count, replace=False)
    return places[np.sort(chosen)]


def block_of(centers: FloatArray, wanted: int) -> IntArray:
    """Return which block of the map each place lies in.

    Parameters
    ----------
    centers : ndarray of shape (n, 2)
        Places, at least one.
    wanted
        The side of the squares is halved until so many of them hold a place, or they are tiny.

    Returns
    -------
    ndarray of shape (n,)
        Numbers of squares, from 0.

    Examples
    --------
    >>> import numpy as np
    >>> block_of(np.array([[0.0, 0], [1, 0], [9, 0], [10, 0]]), 2).tolist()
    [0, 0, 1, 1]
    """
    low = centers.min(axis=0)
    # A little more, so that the farthest place makes no square of its own.
    side = 1.0001 * float(np.max(centers.max(axis=0) - low)) or 1.0
    for _ in range(12):
        cells = np.floor((centers - low) / side).astype(np.int64)
        blocks = np.unique(cells, axis=0, return_inverse=True)[1].ravel()
        if int(blocks.max()) + 1 >= wanted:
            break
        side /= 2
    return np.asarray(blocks, dtype=np.int64)

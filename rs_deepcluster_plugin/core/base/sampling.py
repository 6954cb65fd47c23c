"""Draws that are the same for the same seed."""

from __future__ import annotations

import numpy as np

from .arrays import IntArray


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

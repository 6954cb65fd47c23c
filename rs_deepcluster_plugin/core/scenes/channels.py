"""Images made to fit an encoder: the number of bands, and what is put where there is no data."""

from __future__ import annotations

import numpy as np

from ..base.arrays import BoolArray, Image

_MIRRORS = 8  # times that a filled part is mirrored again, for holes wider than what is around them


def to_three_channels(bands: Image) -> Image:
    """Make the three channels of the model out of any number of bands.

    Three bands are taken as they are. Of more, channel ``i`` is the mean of bands ``i``, ``i+3``,
    ``i+6`` and so on; this is what repeating the filters of the first layer gives, the rule of
    timm for ``in_chans``. One band makes all three channels; with two, the third is their mean.

    Parameters
    ----------
    bands
        Of shape (n, height, width).

    Returns
    -------
    channels
        Of shape (3, height, width).

    Examples
    --------
    >>> to_three_channels(np.array([[[2.0]], [[4.0]]])).ravel().tolist()
    [2.0, 4.0, 3.0]
    """
    count = len(bands)
    if count == 3:
        return bands
    if count == 1:
        return np.repeat(bands, 3, axis=0)
    if count == 2:
        return np.concatenate([bands, bands.mean(axis=0, keepdims=True)])
    return np.stack([bands[channel::3].mean(axis=0) for channel in range(3)])


def to_bands(bands: Image, count: int) -> Image:
    """Make the bands that a model takes out of those of an image.

    A model of three takes any number (`to_three_channels`), others only their own.

    Parameters
    ----------
    bands
        Of shape (n, height, width).
    count
        How many bands the model takes.

    Returns
    -------
    bands
        Of shape (3, height, width) for a model of three bands, else those given.
    """
    return to_three_channels(bands) if count == 3 else bands


def fill_invalid(bands: Image, valid: BoolArray) -> Image:
    """Fill what is not valid with the mirror image of what is, over the nearest valid pixel.

    So a scene with a hole is more of its own ground. A flat fill looks like nothing on earth, and
    scenes with it look like each other; measured, they do so too where the patches without data
    are left out of the pooled mean, and still a little where no other patch looks at them: what
    is pooled then tells where the hole is. Bands without any valid pixel are 0.5.

    Parameters
    ----------
    bands
        Values from 0 to 1, of shape (n, height, width).
    valid
        Where they are valid, of the same shape.

    Returns
    -------
    filled
        Of the same shape; ``bands`` itself where all of it is valid.
    """
    if valid.all():
        return bands
    if (valid == valid[0]).all():
        return _mirrored(bands, np.asarray(valid[0]))
    return np.concatenate([_mirrored(b[None], v) for b, v in zip(bands, valid)])


def _mirrored(bands: Image, valid: BoolArray) -> Image:
    """Fill bands (n, height, width) where they are not ``valid`` (height, width)."""
    from scipy.ndimage import distance_transform_edt

    if valid.all():
        return bands
    if not valid.any():
        return np.full_like(bands, 0.5)
    filled, (rows, cols) = bands.copy(), np.indices(valid.shape)
    for _ in range(_MIRRORS):
        nearest = distance_transform_edt(~valid, return_distances=False, return_indices=True)
        across = [2 * near - own for near, own in zip(nearest, (rows, cols))]
        inside = ~valid
        for places, length in zip(across, valid.shape):
            inside &= (places >= 0) & (places < length)
        inside[inside] = valid[across[0][inside], across[1][inside]]
        if not inside.any():
            break
        filled[:, inside] = filled[:, across[0][inside], across[1][inside]]
        valid = valid | inside
        if valid.all():
            return filled
    nearest = distance_transform_edt(~valid, return_distances=False, return_indices=True)
    return filled[:, nearest[0], nearest[1]]


def valid_fraction(valid: BoolArray) -> float:
    """Return the share of the pixels at which all bands are valid.

    Parameters
    ----------
    valid : ndarray of shape (bands, height, width)
        Or of shape (height, width).

    Returns
    -------
    float
        From 0 to 1.
    """
    return float(valid.all(axis=0).mean()) if valid.size else 0.0

"""From the values of bands to 0 to 1, which an encoder takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, Image, Vectors
from ..base.errors import RasterError

ENOUGH_PIXELS = 10_000  # valid pixels for percentiles


@dataclass(frozen=True)
class Scaling:
    """Linear scaling of each band to 0..1; values beyond ``low`` and ``high`` are clipped."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def __call__(self, values: Image) -> Vectors:
        """Scale values of shape (bands, height, width); only the result is rounded to float32."""
        low = np.asarray(self.low, dtype=values.dtype)[:, None, None]
        span = np.asarray(self.high, dtype=values.dtype)[:, None, None] - low
        span[span <= 0] = 1
        scaled = (values - low) / span
        return np.clip(scaled, 0, 1, out=scaled).astype(np.float32, copy=False)


def sample_values(samples: Iterator[tuple[Image, BoolArray]]) -> list[Image]:
    """Gather the valid values of each band in samples of `Raster.sample`.

    Parameters
    ----------
    samples
        Values and where they are valid, both of shape (bands, height, width); height and width may
        differ from one sample to the next.

    Returns
    -------
    values
        For each band an array (m,) of its own length; an empty list where there are no samples.
    """
    columns: list[list[Image]] = []
    for values, valid in samples:
        columns = columns or [[] for _ in values]
        for column, band_values, band_valid in zip(columns, values, valid):
            column.append(band_values[band_valid])
    return [np.concatenate(column) for column in columns]


def scaling_of_values(values: list[Image], low: float, high: float, name: str) -> Scaling:
    """Make the scaling from the percentiles of each band's values; see `percentile_scaling`.

    Parameters
    ----------
    values
        Valid values of each band, (m,).
    low, high
        Percentiles from 0 to 100, the first below the second.
    name
        What the error calls the raster or the folder.

    Returns
    -------
    scaling
        From the percentiles to 0..1.

    Raises
    ------
    RasterError
        The percentiles are out of order or range, or a band has no values.
    """
    if not 0 <= low < high <= 100:
        raise RasterError(
            f"The percentiles are {low:g} and {high:g}. "
            "Choose a lower one from 0 that is below an upper one up to 100."
        )
    empty = [str(i + 1) for i, band in enumerate(values) if band.size == 0]
    if empty:
        which = (
            "" if len(empty) == len(values) else f" in number {', '.join(empty)} of its bands used"
        )
        raise RasterError(
            f"{name} has no valid data{which}: all pixels looked at are nodata. "
            "Choose another raster or other bands, or correct the nodata value."
        )
    limits = [np.percentile(band, (low, high)) for band in values]
    return Scaling(
        tuple(float(limit[0]) for limit in limits), tuple(float(limit[1]) for limit in limits)
    )


def type_scaling(types: Sequence[np.dtype[Any]]) -> Scaling:
    """Scale the full range of each band's data type to 0..1; floats are taken as they are.

    Returns
    -------
    scaling
        One low and high for each type: its least and greatest number, 0 and 1 for floats.

    Examples
    --------
    >>> type_scaling([np.dtype("uint8"), np.dtype("float32")])
    Scaling(low=(0.0, 0.0), high=(255.0, 1.0))
    """
    limits = [
        (float(np.iinfo(t).min), float(np.iinfo(t).max)) if t.kind in "ui" else (0.0, 1.0)
        for t in types
    ]
    return Scaling(tuple(low for low, _ in limits), tuple(high for _, high in limits))

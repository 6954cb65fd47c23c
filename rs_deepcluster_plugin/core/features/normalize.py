"""Features as the projection, the report and the search want them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..base.arrays import Vectors
from ..base.nearest import normalize_rows

FIT_SCENES = 20_000  # that means and the projection are taken from, where there are more


@dataclass(frozen=True)
class Normalizer:
    """Centers and L2-normalizes each part of the features, then the whole.

    ``part_mean`` and ``mean`` are of shape (d,). The means are those of the fitted scenes, so that
    new scenes go through exactly the same map.
    """

    part_dims: tuple[int, ...]
    part_mean: Vectors
    mean: Vectors

    @classmethod
    def fit(cls, features: Vectors, part_dims: tuple[int, ...]) -> Normalizer:
        """Take the means of features (n, d) whose parts have the lengths ``part_dims``."""
        part_mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
        parts = cls(part_dims, part_mean, np.zeros_like(part_mean))._parts(features)
        return cls(part_dims, part_mean, parts.mean(axis=0, dtype=np.float64).astype(np.float32))

    def __call__(self, features: Vectors) -> Vectors:
        """Normalize features (n, d) to rows of length 1."""
        return normalize_rows(self._parts(features) - self.mean)

    def _parts(self, features: Vectors) -> Vectors:
        centered = features - self.part_mean
        edges = np.cumsum(self.part_dims)[:-1]
        return np.concatenate(
            [normalize_rows(p) for p in np.split(centered, edges, axis=1)], axis=1
        )

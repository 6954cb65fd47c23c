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

    def measure(self, features: Vectors) -> Vectors:
        """Return the lengths (n, parts) that the parts of features (n, d) lose here."""
        parts = self._split(features - self.part_mean)
        return np.stack([np.linalg.norm(part, axis=1) for part in parts], axis=1)

    def restore(self, rows: Vectors, lengths: Vectors) -> Vectors:
        """Return the features (n, d) that became ``rows`` (n, d), and lost these lengths."""
        # Each row had a length before the last step that gives every part length 1.
        along = rows @ self.mean
        rest = len(self.part_dims) - float(self.mean @ self.mean)
        scale = np.sqrt(np.maximum(along**2 + rest, 0)) - along
        parts = self._split(rows * scale[:, None] + self.mean)
        restored = [part * length[:, None] for part, length in zip(parts, lengths.T)]
        return np.asarray(np.concatenate(restored, axis=1) + self.part_mean, dtype=np.float32)

    def _parts(self, features: Vectors) -> Vectors:
        parts = self._split(features - self.part_mean)
        return np.concatenate([normalize_rows(part) for part in parts], axis=1)

    def _split(self, values: Vectors) -> list[Vectors]:
        return np.split(values, np.cumsum(self.part_dims)[:-1], axis=1)

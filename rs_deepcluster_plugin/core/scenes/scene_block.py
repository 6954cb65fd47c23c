"""Some scenes and their vectors: what files are written and read by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..base.arrays import IntArray, Vectors


@dataclass(frozen=True)
class SceneBlock:
    """Some scenes and their vectors.

    ``vectors`` is of shape (n, d), with NaN rows for scenes without a vector (``has_vector`` is
    False there); all other arrays are of shape (n,). ``names`` are file names, or None.
    """

    scene_ids: IntArray
    rows: IntArray
    cols: IntArray
    valid_fractions: npt.NDArray[np.float64]
    geometries: npt.NDArray[np.object_]
    vectors: Vectors
    has_vector: npt.NDArray[np.bool_]
    names: npt.NDArray[np.object_] | None = None
    attributes: npt.NDArray[np.object_] | None = None
    """What the polygons had that the scenes were given as, each a JSON object, or None."""

    def __len__(self) -> int:
        return len(self.scene_ids)

"""Some scenes and their vectors: what files are written and read by."""

from __future__ import annotations

from dataclasses import dataclass

from ..base.arrays import BoolArray, FloatArray, IntArray, ObjectArray, Vectors


@dataclass(frozen=True)
class SceneBlock:
    """Some scenes and their vectors.

    ``vectors`` is of shape (n, d), with NaN rows for scenes without a vector (``has_vector`` is
    False there); all other arrays are of shape (n,). ``names`` are file names, or None.
    """

    scene_ids: IntArray
    rows: IntArray
    cols: IntArray
    valid_fractions: FloatArray
    geometries: ObjectArray
    vectors: Vectors
    has_vector: BoolArray
    names: ObjectArray | None = None
    attributes: ObjectArray | None = None
    """What the polygons had that the scenes were given as, each a JSON object, or None."""

    def __len__(self) -> int:
        return len(self.scene_ids)

"""Names of the kinds of arrays that the modules hand to each other; docstrings give the shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
"""Whatever is computed: probabilities, distances, statistics."""

IntArray = npt.NDArray[np.int64]
"""Labels, ids, rows and places of others."""

BoolArray = npt.NDArray[np.bool_]
"""Masks and flags."""

Vectors = npt.NDArray[np.float32]
"""Features and places of scenes, images: what there is much of."""

Int32Array = npt.NDArray[np.int32]
"""Labels of pixels."""

ObjectArray = npt.NDArray[np.object_]
"""Texts, or shapes as WKB."""

RealArray = npt.NDArray[np.floating[Any]]
"""Single or double precision."""

Image = RealArray
"""Bands (b, height, width) of a raster or of a scene."""

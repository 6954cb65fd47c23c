"""Whether scenes are like those that clusters were fitted on.

The probability of a cluster does not tell it: a new scene is placed among the fitted scenes that it
is nearest to, however far it is from them.
"""

from __future__ import annotations

import numpy as np

from ..base.arrays import Vectors
from ..base.nearest import find_nearest, normalize_rows
from ..base.progress import Progress, silent
from ..base.sampling import draw
from ..features.scene_file import SceneFile
from .project import Projector

BY_CHANCE = 0.05
"""Share of the fitted scenes that are as far from the others, and of any others like them."""

_SCENES = 5000  # that are looked at, of the new and of the fitted ones
_ITSELF = 1e-3  # cosine distance of a scene in half precision to itself


def unlike_share(
    features: SceneFile, projector: Projector, progress: Progress = silent
) -> float | None:
    """Return the share of scenes that are unlike all that a projection was fitted on.

    They are farther from the nearest fitted scene than all but 5 % of these are from each other.

    Parameters
    ----------
    features
        Of the model that the projection was fitted on.
    projector
        The projection.

    Returns
    -------
    float
        From 0 to 1; None where the projection does not keep its scenes, as PCA, or has too few.
    """
    fitted = projector.reference
    present = features.present()
    if projector.settings.method == "pca" or len(fitted) < 1 / BY_CHANCE or not len(present):
        return None
    reference = normalize_rows(fitted.astype(np.float32))
    own = draw(np.arange(len(reference)), _SCENES, 0)
    usual = _to_nearest_other(reference[own], reference)
    progress(0.5)
    values = projector.normalizer(features.take(draw(present, _SCENES, 0)))
    rounded = normalize_rows(values.astype(np.float16).astype(np.float32))  # as the fitted ones
    found = _to_nearest_other(rounded, reference)
    progress(1)
    return float((found > np.quantile(usual, 1 - BY_CHANCE)).mean())


def _to_nearest_other(queries: Vectors, reference: Vectors) -> Vectors:
    """Return the distances (n,) to the nearest reference that is not the scene itself."""
    distances = find_nearest(queries, reference, 2, "cosine")[1]
    return np.asarray(np.where(distances[:, 0] < _ITSELF, distances[:, 1], distances[:, 0]))

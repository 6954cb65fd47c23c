"""How alike scenes of one class are in a model's features, and scenes of two.

What a class is, people have said when they labeled the source, and it carries over to scenes
without labels: recordings are divided into speakers in the same way, where groups are merged as
long as they are as alike as other recordings of one speaker are.

Sources
-------
Ioffe 2006, "Probabilistic linear discriminant analysis"; Prince & Elder 2007, "Probabilistic linear
discriminant analysis for inferences about identity"; Sell & Garcia-Romero 2014, "Speaker
diarization with PLDA i-vector scoring and unsupervised calibration".
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..base.arrays import FloatArray, IntArray, Vectors
from .settings import ClassLikeness

TURNED = 200  # scenes that are enough to be compared with themselves
_FEWEST = 5  # scenes of a class that counts
_LEAST_ALIKE, _MOST_ALIKE = 10, 90  # percentiles of the classes, and of pairs of them


def compare_classes(features: Vectors, labels: IntArray) -> ClassLikeness | None:
    """Compare the scenes of a labeled source.

    Features are whitened, so their zero is what is usual in the source, and a cosine says how far
    two scenes depart from it in the same way. The border is halfway between the likeness that nine
    of ten classes have within, and the one that nine of ten pairs of classes stay below.

    Parameters
    ----------
    features
        Of shape (n, d), as the encoder makes them.
    labels
        Classes, of shape (n,), from 0.

    Returns
    -------
    likeness
        None where fewer than two classes have five scenes, or two classes are as alike as one.

    Examples
    --------
    >>> import numpy as np
    >>> features = np.repeat(np.eye(3), 5, axis=0)
    >>> compare_classes(features, np.repeat(np.arange(3), 5))
    ClassLikeness(within=1.0, between=0.0, border=0.5, length=1.0)
    """
    sizes = np.bincount(labels)
    classes = np.flatnonzero(sizes >= _FEWEST)
    if len(classes) < 2:
        return None
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    rows: FloatArray = np.asarray(features / np.maximum(lengths, 1e-12), dtype=np.float64)
    sums = np.stack([rows[labels == one].sum(axis=0) for one in classes])
    counts = sizes[classes].astype(np.float64)
    within = ((sums**2).sum(axis=1) - counts) / (counts * (counts - 1))
    means = sums / counts[:, None]
    between = (means @ means.T)[np.triu_indices(len(classes), 1)]
    border = np.percentile(within, _LEAST_ALIKE) + np.percentile(between, _MOST_ALIKE)
    figures = np.median(within), np.median(between), border / 2, np.sqrt((lengths**2).mean())
    found = ClassLikeness(*(round(float(figure), 4) for figure in figures))
    return found if found.between < found.border < found.within else None


def compare_turned(features: Vectors, forward: Callable[[int], Vectors]) -> float:
    """Compare scenes with themselves turned by one, two and three quarters.

    Parameters
    ----------
    features
        Of the scenes as they are, of shape (n, d).
    forward
        Makes those of the same scenes where `orientations.turn_images` has turned them so often.

    Returns
    -------
    likeness
        Mean product of the two, for a mean squared length of 1.

    Examples
    --------
    >>> import numpy as np
    >>> scenes = np.array([[1.0, 1.0], [2.0, 0.0]])
    >>> compare_turned(scenes, lambda kind: scenes * [1, (1, -1, 1)[kind - 1]])
    0.8889
    """
    own = _squared_length(features)
    found = []
    for kind in (1, 2, 3):
        turned = forward(kind)
        products = np.einsum("nd,nd->", features, turned, dtype=np.float64)
        found.append(2 * products / (own + _squared_length(turned)))
    return round(float(np.mean(found)), 4)


def _squared_length(features: Vectors) -> float:
    return float(np.einsum("nd,nd->", features, features, dtype=np.float64))

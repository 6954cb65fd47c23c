"""UIC: the classifier's own argmax labels the scenes, without any k-means.

Sources
-------
Chen, Pu, Xie & Zhang 2020, "Unsupervised Image Classification for Deep Representation Learning".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ...base.arrays import IntArray
from ..base import STRONG, WEAK, DeepMethod, Outlook
from .deepcluster import cross_entropy


@dataclass
class Uic(DeepMethod):
    """UIC.

    The argmax of the classifier's softmax on one augmented view is the label that another view is
    trained on in the next epoch. Scenes are drawn uniformly over the labels, and the largest
    cluster is divided by chance to fill an empty one.
    """

    LABEL: ClassVar[str] = "UIC"
    PAPER: ClassVar[str] = "Chen et al. 2020"
    EPOCHS: ClassVar[tuple[int, int]] = (9, 9)
    TEMPERATURE: ClassVar[float] = 0.2
    KINDS: ClassVar[tuple[str, ...]] = (STRONG,)

    def reassign(self, epoch: int, outlook: Outlook) -> None:
        """Take the argmax of weakly augmented views."""
        labels = outlook.logits(WEAK).argmax(axis=1).astype(np.int64)
        random = np.random.default_rng([self.settings.seed, epoch, 3])
        self.labels = fill_empty(labels, self.clusters, random)

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Cross-entropy with the pseudo-labels, on strongly augmented views."""
        return cross_entropy(logits[:, 0], self.labels[scenes])


def fill_empty(labels: IntArray, clusters: int, random: np.random.Generator) -> IntArray:
    """Fill each empty cluster with half of the largest one, drawn by chance.

    Parameters
    ----------
    labels
        Labels of shape (n,), from 0.
    clusters
        Number of clusters.
    random
        What scenes are drawn by.

    Returns
    -------
    ndarray
        Labels of shape (n,). Clusters stay empty where no other has two scenes.

    References
    ----------
    Chen et al. 2020, "Unsupervised Image Classification for Deep Representation Learning",
    section 3.3.
    """
    labels = labels.copy()
    counts = np.bincount(labels, minlength=clusters)
    for empty in np.flatnonzero(counts == 0):
        largest = int(counts.argmax())
        if counts[largest] < 2:
            break
        members = random.permutation(np.flatnonzero(labels == largest))
        half = members[: len(members) // 2]
        labels[half] = empty
        counts[largest], counts[empty] = counts[largest] - len(half), len(half)
    return labels

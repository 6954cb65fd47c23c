"""SelfLabel: labels by optimal transport, so that no cluster takes all.

Sources
-------
Asano, Rupprecht & Vedaldi 2020, "Self-labeling via simultaneous clustering and representation
learning".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ...base.arrays import IntArray
from ..base import ANY, DeepMethod, Outlook
from .deepcluster import cross_entropy
from .sinkhorn import estimate_marginals, sinkhorn


@dataclass
class SelfLabel(DeepMethod):
    """SelfLabel.

    Labels and model minimize the same cross-entropy in turn: the model by some epochs of training,
    the labels by Sinkhorn-Knopp under the constraint that clusters are of equal size. Where the
    partition is estimated, their sizes are those of the model's current soft assignments instead,
    drawn half way to equal ones.
    """

    LABEL: ClassVar[str] = "SelfLabel"
    PAPER: ClassVar[str] = "Asano et al. 2020"
    EPOCHS: ClassVar[tuple[int, int]] = (9, 9)
    RATES: ClassVar[tuple[float, float]] = (2e-4, 2e-4)

    def reassign(self, epoch: int, outlook: Outlook) -> None:
        """Transport the scenes to the clusters."""
        from scipy.special import log_softmax, softmax

        logits = outlook.logits(ANY).astype(np.float64)
        equal = np.full(self.clusters, 1 / self.clusters)
        sizes = equal
        if self.settings.partition == "estimated":
            sizes = (estimate_marginals(softmax(logits, axis=1)) + equal) / 2
        plan = sinkhorn(log_softmax(logits, axis=1), sizes, self.settings.sharpness)
        self.labels = plan.argmax(axis=1).astype(np.int64)

    def is_balanced(self) -> bool:
        """Tell that scenes are drawn as they come: the labels are balanced already."""
        return False

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Cross-entropy with the labels."""
        return cross_entropy(logits[:, 0], self.labels[scenes])

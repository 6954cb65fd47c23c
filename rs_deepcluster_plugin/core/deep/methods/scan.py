"""SCAN: neighbors belong together; then the model learns from what it is sure of.

Sources
-------
Van Gansbeke, Vandenhende, Georgoulis, Proesmans & Van Gool 2020, "SCAN: Learning to Classify
Images without Labels".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from ...base.arrays import FloatArray, IntArray, Vectors
from ...base.nearest import find_nearest
from ...base.progress import Progress, silent
from ..base import ANY, STRONG, WEAK, DeepMethod
from .losses import confident_loss, scan_loss


@dataclass
class Scan(DeepMethod):
    """SCAN.

    The nearest neighbors of each scene are mined from the features first. The clustering step then
    pulls the probabilities of neighbors together while the entropy of the mean probability keeps
    all clusters in use. In the last third of the epochs, confident scenes label themselves: what
    the model is sure of on a weakly augmented view, it learns on a strongly augmented one.
    """

    LABEL: ClassVar[str] = "SCAN"
    PAPER: ClassVar[str] = "Van Gansbeke et al. 2020"
    EPOCHS: ClassVar[tuple[int, int]] = (12, 9)
    RATES: ClassVar[tuple[float, float]] = (1e-3, 3e-4)
    TEMPERATURE: ClassVar[float] = 0.15
    INTERVAL: ClassVar[int] = 0
    WHOLE_BATCH: ClassVar[bool] = True

    mined: IntArray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """Neighbors (n, m) of each scene."""

    def prepare(self, features: Vectors, center: FloatArray, progress: Progress = silent) -> None:
        """Mine the nearest neighbors by cosine of the centered features."""
        self.mined = mine_neighbors(features, center, self.settings.neighbors)

    def kinds(self, epoch: int) -> tuple[str, ...]:
        """Any copies of two neighbors; then a weak and a strong one of the same scene."""
        return (WEAK, STRONG) if self._teaches_itself(epoch) else (ANY, ANY)

    def partners(self, scenes: IntArray, random: np.random.Generator) -> tuple[IntArray, ...]:
        """Return the scenes and, for each, a mined neighbor."""
        chosen = random.integers(self.mined.shape[1], size=len(scenes))
        return scenes, self.mined[scenes, chosen]

    def is_balanced(self) -> bool:
        """Tell that scenes are drawn as they come."""
        return False

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Loss of the step; the share is of agreeing neighbors, or of confident scenes."""
        if self._teaches_itself(epoch):
            return confident_loss(logits[:, 0], logits[:, 1], self.settings.confidence)
        agree = (logits[:, 0].argmax(1) == logits[:, 1].argmax(1)).float().mean()
        return scan_loss(logits[:, 0], logits[:, 1], self.settings.entropy)[0], float(agree)

    def _teaches_itself(self, epoch: int) -> bool:
        return epoch > self.settings.epochs - self.settings.epochs // 3


def mine_neighbors(features: Vectors, center: FloatArray, neighbors: int) -> IntArray:
    """Return the nearest neighbors of scenes by cosine of their centered features.

    Parameters
    ----------
    features
        Features of shape (n, d).
    center
        What is taken off them, of shape (d,).
    neighbors
        Neighbors of each scene.

    Returns
    -------
    ndarray
        Places of the neighbors, nearest first, of shape (n, m): m is ``neighbors``, or all other
        scenes where there are fewer.
    """
    units = np.asarray(features - center, dtype=np.float32)
    units /= np.maximum(np.linalg.norm(units, axis=1, keepdims=True), 1e-12)
    count = min(neighbors + 1, len(units))
    return find_nearest(units, units, count, "cosine")[0][:, 1:]  # the first is the scene

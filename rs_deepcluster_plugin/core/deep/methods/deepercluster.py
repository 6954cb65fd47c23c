"""DeeperCluster: DeepCluster for targets that memory does not hold.

Sources
-------
Caron, Bojanowski, Mairal & Joulin 2019, "Unsupervised Pre-Training of Image Features on Non-
Curated Data".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ...base.arrays import IntArray
from ...base.packages import import_package
from .. import kmeans
from ..base import Outlook
from ..kmeans import Blocks, FileBlocks
from .deepcluster import WHITENED, DeepCluster, cross_entropy


@dataclass
class DeeperCluster(DeepCluster):
    """DeeperCluster.

    k-means is distributed and in two levels: groups, and clusters within each group. The classifier
    follows it, with a loss of the group and one of the cluster among those of its group. Features
    stay in a file, of which workers read blocks; only sums come back. The rotations that the
    paper predicts beside the clusters are augmentation here (see `views`).
    """

    LABEL: ClassVar[str] = "DeeperCluster"
    PAPER: ClassVar[str] = "Caron et al. 2019"
    EPOCHS: ClassVar[tuple[int, int]] = (8, 8)
    RATES: ClassVar[tuple[float, float]] = (5e-4, 3e-4)
    OVERCLUSTERING: ClassVar[int] = 3
    INTERVAL: ClassVar[int] = 2
    MACHINES: ClassVar[bool] = True

    owners: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Group of each pseudo-label."""

    @property
    def groups(self) -> int:
        """Number of groups; with the square root both levels are alike in size."""
        return max(round(math.sqrt(super().prototypes)), 1)

    @property
    def prototypes(self) -> int:
        """Number of pseudo-labels and groups."""
        return super().prototypes + self.groups

    def reassign(self, epoch: int, outlook: Outlook) -> None:
        """Cluster the whitened features in two levels, and start the classifier anew."""
        blocks = self.blocks(outlook.stored())
        whitener = kmeans.fit_whitener(blocks, min(WHITENED, self.count // 4 + 1))
        seed = self.settings.seed * 1009 + epoch
        found, self.owners = kmeans.hierarchical_kmeans(
            blocks, self.groups, self.prototypes - self.groups, seed, whitener
        )
        self.labels = found.labels
        outlook.set_classifier(None)

    def blocks(self, path: Path) -> Blocks:
        """Return the rows of an npy file in blocks, enough of them for all workers."""
        size = int(np.clip(self.count // 8, 1024, kmeans.BLOCK))
        return FileBlocks(path, self.count, size, self.crew)

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Cross-entropy of the groups, plus that of the clusters within each group."""
        torch = import_package("torch")
        labels, groups = self.labels[scenes], self.owners[self.labels[scenes]]
        upper, lower = logits[:, 0, : self.groups], logits[:, 0, self.groups :]
        lower = lower[:, : len(self.owners)]
        foreign = torch.from_numpy(groups[:, None] != self.owners).to(lower.device)
        above, _ = cross_entropy(upper, groups)
        below, right = cross_entropy(lower.masked_fill(foreign, -torch.inf), labels)
        return above + below, right

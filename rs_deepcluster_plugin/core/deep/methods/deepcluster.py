"""DeepCluster: k-means of the features gives the labels that the features are trained on.

Sources
-------
Caron, Bojanowski, Joulin & Douze 2018, "Deep Clustering for Unsupervised Learning of Visual
Features".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ...base.arrays import FloatArray, IntArray
from ...base.packages import import_package
from .. import kmeans
from ..base import DeepMethod, Outlook
from ..kmeans import Blocks

WHITENED = 64  # dimensions that k-means sees at most


@dataclass
class DeepCluster(DeepMethod):
    """DeepCluster.

    Features are PCA-whitened, given length 1 and clustered by k-means; the clusters are the labels
    of the next epochs. As each reassignment numbers them anew, the classifier starts anew with it.
    Scenes are drawn uniformly over the labels, and an empty cluster takes half of another one. As
    in the paper there are more pseudo-labels than classes; k-means of the adapted features gives
    the final clusters.
    """

    LABEL: ClassVar[str] = "DeepCluster"
    PAPER: ClassVar[str] = "Caron et al. 2018"
    EPOCHS: ClassVar[tuple[int, int]] = (12, 9)
    RATES: ClassVar[tuple[float, float]] = (1e-3, 3e-4)
    OVERCLUSTERING: ClassVar[int] = 5
    INTERVAL: ClassVar[int] = 3

    @property
    def prototypes(self) -> int:
        """Number of pseudo-labels."""
        return max(
            min(self.clusters * self.settings.overclustering, self.count // 4), self.clusters
        )

    def begin(self, outlook: Outlook) -> None:
        """Nothing: the first reassignment sets the classifier."""

    def reassign(self, epoch: int, outlook: Outlook) -> None:
        """Cluster the whitened features, and start the classifier anew."""
        blocks = self.blocks(outlook.stored())
        whitener = kmeans.fit_whitener(blocks, min(WHITENED, self.count // 4 + 1))
        seed = self.settings.seed * 1009 + epoch
        self.labels = kmeans.kmeans(blocks, self.prototypes, seed, whitener).labels
        outlook.set_classifier(None)

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Cross-entropy with the pseudo-labels."""
        return cross_entropy(logits[:, 0], self.labels[scenes])

    def final_centers(self, blocks: Blocks, prototypes: FloatArray) -> tuple[FloatArray, float]:
        """Cluster the adapted features by k-means."""
        found = kmeans.kmeans(blocks, self.clusters, self.settings.seed, starts=10)
        return found.centers, spread(found.inertia, blocks.count, found.centers.shape[1])


def cross_entropy(logits: Any, labels: IntArray) -> tuple[Any, float]:
    """Compute the mean cross-entropy of logits with labels, and the accuracy.

    Parameters
    ----------
    logits
        A tensor of shape (m, k).
    labels
        Labels of shape (m,), from 0.

    Returns
    -------
    loss
        A tensor of one number.
    accuracy
        Share of the rows whose largest logit is that of the label.
    """
    torch = import_package("torch")
    wanted = torch.from_numpy(labels).to(logits.device)
    right = float((logits.detach().argmax(1) == wanted).float().mean())
    return torch.nn.functional.cross_entropy(logits, wanted), right


def spread(inertia: float, count: int, dimensions: int) -> float:
    """Compute the variance of round Gaussians around the centers of k-means.

    Parameters
    ----------
    inertia
        Sum of the squared distances of rows to their centers.
    count
        Number of rows.
    dimensions
        Their length.

    Returns
    -------
    float
        Variance along each axis, at least 1e-12.
    """
    return max(inertia / max(count * dimensions, 1), 1e-12)

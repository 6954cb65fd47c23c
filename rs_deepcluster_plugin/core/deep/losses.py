"""Losses of deep clustering; all take torch tensors of logits or probabilities."""

from __future__ import annotations

from typing import Any

from .._torchvision import import_package


def scan_loss(anchors: Any, neighbors: Any, entropy_weight: float = 5.0) -> tuple[Any, Any, Any]:
    """Consistency of neighbors and entropy of clusters (Van Gansbeke et al. 2020, eq. 2).

    ``-mean log <p_i, p_j> + entropy_weight * sum_c p_c log p_c``, where p_c is the mean
    probability of a cluster over the anchors.

    Parameters
    ----------
    anchors, neighbors : tensors (n, k)
        Logits of scenes, and of a mined neighbor of each.

    Returns
    -------
    tuple
        The loss, its first term, and the entropy in nats.
    """
    logs = anchors.log_softmax(1) + neighbors.log_softmax(1)
    consistency = -logs.logsumexp(1).mean()  # log of the sum of products, without underflow
    mean = anchors.softmax(1).mean(0)
    entropy = -(mean * mean.clamp(min=1e-8).log()).sum()
    return consistency - entropy_weight * entropy, consistency, entropy


def confident_loss(weak: Any, strong: Any, confidence: float) -> tuple[Any, float]:
    """Cross-entropy of strongly augmented views with labels of weak ones that are sure.

    The self-labelling step of Van Gansbeke et al. 2020, section 2.3: labels are the argmax of the
    weak views whose probability exceeds ``confidence``; clusters count alike, however many
    confident scenes they have.

    Parameters
    ----------
    weak, strong : tensors (n, k) of logits

    Returns
    -------
    tuple
        The loss, 0 where no scene is confident, and the share of the scenes that are.
    """
    torch = import_package("torch")
    highest, labels = weak.detach().softmax(1).max(1)
    sure = highest > confidence
    share = float(sure.float().mean())
    if not share:
        return strong.sum() * 0, 0.0
    counts = torch.bincount(labels[sure], minlength=weak.shape[1]).float()
    weights = 1 / counts[labels[sure]]
    each = torch.nn.functional.cross_entropy(strong[sure], labels[sure], reduction="none")
    return (each * weights).sum() / weights.sum(), share

"""Losses of deep clustering; all take torch tensors of logits or probabilities."""

from __future__ import annotations

from typing import Any

from ...base.packages import import_package


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

    The self-labeling step of Van Gansbeke et al. 2020, section 2.3: labels are the argmax of the
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


def nt_xent(first: Any, second: Any, scenes: Any, temperature: float) -> tuple[Any, float]:
    """Compare two views of each scene with all others, NT-Xent (Chen et al. 2020, eq. 1).

    ``-log(exp(<z_i, z_j> / t) / sum_k exp(<z_i, z_k> / t))`` in the mean over all 2n views, where
    j is the other view of the scene of i, and k are all views but i and those of the same scene
    that another place of the step happens to hold.

    Parameters
    ----------
    first, second : tensors (n, d)
        Rows of length 1, the views of scene after scene.
    scenes : tensor (n,)
        Numbers of the scenes.

    Returns
    -------
    tuple
        The loss, and the share of views that are nearest to their other one.
    """
    torch = import_package("torch")
    count = len(first)
    views = torch.cat([first, second]).float()
    logits = views @ views.T / temperature
    wanted = (torch.arange(2 * count, device=views.device) + count) % (2 * count)
    owners = torch.cat([scenes, scenes])
    same = owners[:, None] == owners
    same[torch.arange(2 * count, device=views.device), wanted] = False
    return _found(logits.masked_fill(same, -torch.inf), wanted)


def info_nce(
    queries: Any, keys: Any, queue: Any, known: Any, temperature: float
) -> tuple[Any, float]:
    """Cross-entropy of queries with their keys among those of a queue (He et al. 2020, eq. 1).

    ``-log(exp(<q, k+> / t) / sum_i exp(<q, k_i> / t))`` over the key k+ of the query's own scene
    and those of the queue.

    Parameters
    ----------
    queries, keys : tensors (n, d)
        Rows of length 1, of two views of each scene.
    queue : tensor (m, d)
        Keys of earlier steps.
    known : tensor (n, m)
        True where a key of the queue is of the query's own scene, and no negative.

    Returns
    -------
    tuple
        The loss, and the share of queries that are nearest to their key.
    """
    torch = import_package("torch")
    right = (queries * keys).sum(1, keepdim=True)
    wrong = (queries @ queue.T).masked_fill(known, -torch.inf)
    wanted = torch.zeros(len(queries), dtype=torch.int64, device=queries.device)
    return _found(torch.cat([right, wrong], 1).float() / temperature, wanted)


def _found(logits: Any, wanted: Any) -> tuple[Any, float]:
    share = float((logits.detach().argmax(1) == wanted).float().mean())
    return import_package("torch").nn.functional.cross_entropy(logits, wanted), share


def soft_cross_entropy(logits: Any, targets: Any) -> Any:
    """Compute the mean cross-entropy of logits with probabilities.

    Parameters
    ----------
    logits
        A tensor of shape (n, k).
    targets
        Probabilities, a tensor of shape (n, k).

    Returns
    -------
    torch.Tensor
        One number, 0 where there are no rows.
    """
    return -(targets * logits.log_softmax(1)).sum() / max(len(logits), 1)

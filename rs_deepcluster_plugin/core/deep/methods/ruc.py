"""RUC: the labels of another clustering are cleaned, and learned as labels that may be wrong.

Sources
-------
Park, Han, Kim, Kim, Park, Hong & Cha 2021, "Improving Unsupervised Image Clustering With Robust
Learning"; Berthelot et al. 2019, "MixMatch"; Li, Socher & Hoi 2020, "DivideMix" (co-refinement);
Szegedy et al. 2016, "Rethinking the Inception Architecture for Computer Vision" (label smoothing);
Verma et al. 2019, "Manifold Mixup" (mixed features).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from ...base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ...base.packages import import_package
from ...base.progress import Progress, silent
from ..base import PLAIN, STRONG, WEAK, DeepMethod, Labels, Outlook, Seen
from .losses import soft_cross_entropy
from .scan import Scan, mine_neighbors

_SHARPENING = 0.5  # temperature of guessed labels, as in MixMatch
_UNCLEAN = 25.0  # weight of the loss of unclean scenes
_BETA = 4.0  # of the shares of two mixed scenes
_SMOOTHING = 0.5  # share of a label that goes to all clusters
_KEPT = 0.2  # share of a cluster that is credible at least


@dataclass
class Ruc(DeepMethod):
    """RUC, as an add-on to SCAN or to clusters that there are already.

    Credible labels are those that are probable, and those that a scene's nearest neighbors vote
    for, or both (section 3.1; `find_credible`). Scenes with credible labels are the clean ones. Two
    networks learn from them and guess the labels of the others, as MixMatch does (section 3.2):
    the labels of clean scenes are drawn to the other network's answer as far as that one is sure
    (co-refinement, `refine_labels`), both networks guess the labels of unclean scenes together, and
    pairs of scenes are mixed. Strongly augmented clean scenes are learned with smoothed labels.
    Before each epoch, unclean scenes that the networks have become sure of join the clean ones
    (co-refurbishing).

    The two networks are two maps and classifiers; where blocks are trained, they share them. Each
    classifier starts at the means of its own half of the clean scenes. What is mixed are features,
    which for a linear map is the same as mixing what goes in. The first network is what is kept.

    Labels are smoothed toward all clusters rather than all others (the paper's way leaves two
    clusters nothing to tell apart), and which scenes are refurbished is decided anew each epoch,
    so that a run that was stopped goes on in the same way.
    """

    LABEL: ClassVar[str] = "RUC"
    PAPER: ClassVar[str] = "Park et al. 2021"
    EPOCHS: ClassVar[tuple[int, int]] = (6, 6)
    RATES: ClassVar[tuple[float, float]] = (3e-4, 3e-4)
    TEMPERATURE: ClassVar[float] = 0.15
    WHOLE_BATCH: ClassVar[bool] = True
    KINDS: ClassVar[tuple[str, ...]] = (PLAIN, WEAK, WEAK, STRONG)

    mined: IntArray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """Neighbors (n, m) of each scene."""

    clean: BoolArray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Scenes (n,) whose labels are learned."""

    network: Any = field(default=None, repr=False)
    """The second network."""

    student: Any = field(default=None, repr=False)
    """The first one."""

    @classmethod
    def resolve(cls, settings: Any) -> Any:
        """Fill in what is left to the method, which looks for clean scenes before every epoch."""
        return replace(super().resolve(settings), interval=1)

    def first(self) -> DeepMethod | None:
        """Return SCAN, unless there are clusters already."""
        if self.given is not None:
            return None
        own = replace(self.settings, method="scan", epochs=0, rate=0.0, temperature=0.0)
        return Scan(Scan.resolve(own), self.clusters, self.count)

    def companion(self, student: Any) -> Any:
        """Return the second network, which also hands on the features."""
        self.student, self.network = student, _twin(student)
        return self.network

    def prepare(self, features: Vectors, center: FloatArray, progress: Progress = silent) -> None:
        """Find the credible labels."""
        assert self.given is not None  # nosec B101 # learned first, or given
        self.mined = mine_neighbors(features, center, self.settings.neighbors)
        found = find_credible(
            self.given, self.mined, self.settings.sampling, self.settings.confidence
        )
        self._credible = found
        progress.log(
            f"Credible labels ({self.settings.sampling}): {found.sum()} of {len(found)} scenes."
        )

    def begin(self, outlook: Outlook) -> None:
        """Set each classifier to the means of its half of the clean scenes."""
        torch = import_package("torch")
        assert self.given is not None  # nosec B101
        rows = np.load(outlook.stored(), mmap_mode="r", allow_pickle=False)
        half = np.random.default_rng([self.settings.seed, 7]).random(self.count) < 0.5
        outlook.set_classifier(self._means(rows, half))
        with torch.no_grad():
            means = torch.from_numpy(self._means(rows, ~half).astype(np.float32))
            self.network.classes.copy_(means)

    def reassign(self, epoch: int, outlook: Outlook) -> None:
        """Let unclean scenes that the networks are sure of join the clean ones."""
        from scipy.special import softmax

        assert self.given is not None  # nosec B101
        assert outlook.beside is not None  # nosec B101
        self.clean = self._credible.copy()
        self.labels = np.maximum(self.given.clusters, 0)
        if epoch == 1:
            return
        logits = outlook.logits(PLAIN), outlook.beside(PLAIN, self.clusters)
        answers = sum(softmax(each.astype(np.float64), axis=1) for each in logits) / 2
        sure = ~self.clean & (answers.max(axis=1) > self.settings.confidence)
        self.labels[sure] = answers.argmax(axis=1)[sure]
        self.clean |= sure

    def is_balanced(self) -> bool:
        """Tell that scenes are drawn as they come."""
        return False

    def loss_of(self, seen: Seen, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Loss of both networks; the share is of the clean scenes."""
        torch = import_package("torch")
        with torch.set_grad_enabled(seen.embedding.requires_grad):  # a loss may be looked at only
            return self._loss(seen, scenes, min(max(epoch / self.settings.epochs, 0.1), 1.0))

    def _loss(self, seen: Seen, scenes: IntArray, ramp: float) -> tuple[Any, float]:
        torch = import_package("torch")
        device = self.network.classes.device
        clean = torch.from_numpy(self.clean[scenes]).to(device)
        labels = torch.from_numpy(self.labels[scenes]).to(device)
        targets = torch.nn.functional.one_hot(labels[clean], self.clusters).float()
        twin, features = seen.beside.to(device).split(
            [self.clusters, seen.beside.shape[2] - self.clusters], 2
        )
        logits = (seen.logits.to(device).float(), twin)
        answers = [found.detach().softmax(2) for found in logits]
        guessed = sharpen(sum(found[~clean][:, 1:3].mean(1) for found in answers) / 2)
        smoothed = (1 - _SMOOTHING) * targets + _SMOOTHING / self.clusters
        views = features[:, 1:3].transpose(0, 1)
        # Two views of the clean scenes, then two of the others.
        rows = torch.cat([views[:, clean].flatten(0, 1), views[:, ~clean].flatten(0, 1)])
        count = 2 * len(targets)
        total = 0.0
        for own, (map_, classes) in enumerate(self._networks()):
            wanted = refine_labels(targets, answers[1 - own][clean][:, 0])
            aims = torch.cat([wanted, wanted, guessed, guessed])
            share = torch.distributions.Beta(_BETA, _BETA).sample().to(device)
            share = torch.maximum(share, 1 - share)
            other = torch.randperm(len(rows), device=device)
            mixed = share * rows + (1 - share) * rows[other]
            aims = share * aims + (1 - share) * aims[other]
            found = self.student.answers(mixed, map_, classes)[1]
            total = total + soft_cross_entropy(found[:count], aims[:count])
            total = total + soft_cross_entropy(logits[own][clean][:, 3], smoothed)
            if count < len(rows):
                wrong = (found[count:].softmax(1) - aims[count:]).square().mean()
                total = total + _UNCLEAN * ramp * wrong
        return total / 2, float(clean.float().mean())

    def _networks(self) -> list[tuple[Any, Any]]:
        return [(n.map, n.classes) for n in (self.student, self.network)]

    def _means(self, rows: Vectors, half: BoolArray) -> FloatArray:
        """Mean embeddings (k, q) of the clusters, of clean scenes of the half if it has any."""
        assert self.given is not None  # nosec B101
        means = np.empty((self.clusters, rows.shape[1]))
        for cluster in range(self.clusters):
            own = self.given.clusters == cluster
            choices = (own & self._credible & half, own & self._credible, own, np.isfinite(half))
            chosen = next(flags for flags in choices if flags.any())
            means[cluster] = np.asarray(rows[np.flatnonzero(chosen)]).mean(axis=0)
        return means


def find_credible(given: Labels, mined: IntArray, sampling: str, confidence: float) -> BoolArray:
    """Tell which labels are credible.

    Each cluster keeps its most probable fifth at least, as far as neighbors vote for it, and one
    scene in any case: among many clusters a softmax is never sure.

    Parameters
    ----------
    given
        Labels of n scenes.
    mined
        Neighbors of each scene, of shape (n, m).
    sampling
        "confidence": credible are labels that are more probable than ``confidence``; "neighbors":
        those that no other label outvotes among the neighbors; "hybrid": those that are both, or
        that neighbors vote for where probabilities are not known.
    confidence
        From 0 to 1.

    Returns
    -------
    ndarray
        Flags of shape (n,).

    References
    ----------
    Park et al. 2021, "Improving Unsupervised Image Clustering With Robust Learning", section 3.1.
    """
    clusters = given.clusters
    voted = clusters >= 0
    if sampling != "confidence":
        votes = np.zeros((len(clusters), given.count), dtype=np.uint16)
        voters = clusters[mined]
        rows, columns = np.nonzero(voters >= 0)
        np.add.at(votes, (rows, voters[rows, columns]), 1)
        own = votes[np.arange(len(clusters)), np.maximum(clusters, 0)]
        voted &= own >= votes.max(axis=1)
    likely = np.ones(len(clusters)) if given.probabilities is None else given.probabilities
    unsure = given.probabilities is not None and sampling != "neighbors"
    found = voted & (likely > confidence) if unsure else voted.copy()
    for cluster in range(given.count):
        members = np.flatnonzero(clusters == cluster)
        best = members[np.lexsort((-likely[members], ~voted[members]))]
        kept = best[: max(min(math.ceil(_KEPT * len(members)), voted[members].sum()), 1)]
        found[kept] = True
    return found


def refine_labels(targets: Any, answers: Any) -> Any:
    """Draw labels to the other network's answers, as far as it is sure of them, and sharpen them.

    Parameters
    ----------
    targets
        Labels as probabilities, a tensor of shape (n, k).
    answers
        Probabilities that the other network gives, a tensor of shape (n, k).

    Returns
    -------
    torch.Tensor
        Probabilities of shape (n, k).

    References
    ----------
    Li, Socher & Hoi 2020, "DivideMix" (co-refinement).
    """
    sure = answers.max(1, keepdim=True).values
    return sharpen((1 - sure) * targets + sure * answers)


def sharpen(probabilities: Any) -> Any:
    """Sharpen probabilities by a temperature.

    Parameters
    ----------
    probabilities
        A tensor of shape (n, k).

    Returns
    -------
    torch.Tensor
        Probabilities of shape (n, k); rows sum up to 1.

    References
    ----------
    Berthelot et al. 2019, "MixMatch", eq. 7.
    """
    powers = probabilities ** (1 / _SHARPENING)
    return powers / powers.sum(1, keepdim=True)


def _twin(student: Any) -> Any:
    """Make the second network: map and classifier of its own on the same features."""
    torch = import_package("torch")
    source = (student,)  # in a tuple the student is not part of its companion

    class Twin(torch.nn.Module):  # type: ignore[misc, name-defined]
        """Features to logits of the second network, with the features behind them."""

        def __init__(self) -> None:
            super().__init__()
            self.map = torch.nn.Parameter(student.map.detach().clone())
            self.classes = torch.nn.Parameter(student.classes.detach().clone())

        def forward(self, copies: Any, features: Any) -> Any:
            logits = source[0].answers(features, self.map, self.classes)[1]
            return torch.cat([logits, features], 1)

    return Twin()

"""TURTLE: the labels that a line tells apart in two feature spaces at once.

Sources
-------
Gadetsky, Jiang & Brbić 2024, "Let Go of Your Labels with Unsupervised Transfer".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ...base.arrays import FloatArray, IntArray, Vectors
from ...base.packages import import_package
from ...base.progress import Progress, silent
from ...base.values import say_count
from ..base import PLAIN, DeepMethod, Outlook
from .deepcluster import cross_entropy

_FITTED = 10_000  # scenes that labels are searched on, at most; those of the paper's batches
_ENTROPY = 10.0  # weight of the entropy (gamma)
_INNER = 10  # steps of the classifiers for one of the labels (M)
_STEPS, _RATE = 1000, 1e-3  # of the labels (T); the paper takes 6,000
_WIDEST = 64  # principal axes of a space: time goes with them, labels hardly change
_ROWS = 16_384  # that are labeled together


@dataclass
class Turtle(DeepMethod):
    """TURTLE.

    The spaces are the parts of the features by block: those of block 6 and of block 8 of the
    default model. `find_labels` searches the labels on them, without any augmented copies. The map
    and the classifier then learn these labels.
    """

    LABEL: ClassVar[str] = "TURTLE"
    PAPER: ClassVar[str] = "Gadetsky et al. 2024"
    EPOCHS: ClassVar[tuple[int, int]] = (10, 0)
    RATES: ClassVar[tuple[float, float]] = (1e-3, 0.0)
    INTERVAL: ClassVar[int] = 0
    KINDS: ClassVar[tuple[str, ...]] = (PLAIN,)
    COPIES: ClassVar[tuple[int, int]] = (0, 0)
    PREPARES: ClassVar[bool] = True
    MODES: ClassVar[tuple[str, ...]] = ("quick",)
    WHY: ClassVar[str] = (
        "TURTLE finds labels in features that stay as they are, so there are no blocks to train. "
        "Learn a linear map of the features, or choose another method."
    )

    def prepare(self, features: Vectors, center: FloatArray, progress: Progress = silent) -> None:
        """Find the labels."""
        random = np.random.default_rng([self.settings.seed, 11])
        fitted = random.permutation(len(features))[:_FITTED]
        rows = np.asarray(features[np.sort(fitted)]) - center
        matrices = [_narrow(rows, part) for part in self.parts or (np.eye(rows.shape[1]),)]
        spaces = [(rows @ matrix).astype(np.float32) for matrix in matrices]
        encoders = find_labels(spaces, self.clusters, self.settings.seed, progress=progress)
        labels = []
        for start in range(0, len(features), _ROWS):
            rows = features[start : start + _ROWS] - center
            found = [softmax_of(rows @ m, *encoder) for m, encoder in zip(matrices, encoders)]
            labels.append(np.sum(found, axis=0).argmax(axis=1))
        self.labels = np.concatenate(labels)
        progress.log(
            f"TURTLE in {say_count(len(spaces), 'feature space')}: "
            f"{len(np.unique(self.labels))} of {self.clusters} labels are in use."
        )

    def begin(self, outlook: Outlook) -> None:
        """Set the classifier to the means of the labels."""
        rows = np.load(outlook.stored(), mmap_mode="r", allow_pickle=False)
        sums = np.zeros((self.clusters, rows.shape[1]))
        np.add.at(sums, self.labels, rows)
        counts = np.bincount(self.labels, minlength=self.clusters)
        outlook.set_classifier(sums / np.maximum(counts, 1)[:, None])

    def is_balanced(self) -> bool:
        """Tell that scenes are drawn as they come."""
        return False

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Cross-entropy with the labels."""
        return cross_entropy(logits[:, 0], self.labels[scenes])


def _narrow(rows: npt.NDArray[Any], part: FloatArray) -> FloatArray:
    """Matrix (d, q) of features (n, d) to the widest axes of a part (d, p), of mean square 1."""
    values = rows @ part
    count = min(_WIDEST, len(rows) // 4 + 1)  # with as many axes as scenes a line tells all apart
    axes = np.linalg.eigh(values.T @ values)[1][:, ::-1][:, :count]
    size = float(np.sqrt(np.square(values @ axes).mean()))
    return np.asarray(part @ axes / max(size, 1e-12))


def softmax_of(rows: npt.NDArray[Any], weights: FloatArray, bias: FloatArray) -> FloatArray:
    """Compute the probabilities that a linear classifier gives.

    Parameters
    ----------
    rows
        Rows of shape (n, d).
    weights
        Weights of shape (k, d).
    bias
        Biases of shape (k,).

    Returns
    -------
    ndarray
        Probabilities of shape (n, k).
    """
    from scipy.special import softmax

    return np.asarray(softmax(rows @ weights.T + bias, axis=1))


def find_labels(
    spaces: Sequence[Vectors],
    clusters: int,
    seed: int = 0,
    steps: int = _STEPS,
    rate: float = _RATE,
    progress: Progress = silent,
) -> list[tuple[FloatArray, FloatArray]]:
    """Search the labels that linear classifiers learn best in all feature spaces at once.

    The labels are the mean of a linear softmax in each space (eq. 9), its weights normalized. A few
    steps of linear classifiers on the labels, one in each space, tell how well they can be learned;
    the labels then go down the gradient of that loss, the classifiers held still, while the entropy
    of their means keeps all clusters in use (eq. 12). The classifiers go on from where they were
    ("warm start").

    Parameters
    ----------
    spaces
        Features of the same scenes, of shape (n, d_i) each.
    clusters
        Number of labels.
    seed
        Decides where weights start.
    steps
        Steps of the labels.
    rate
        Learning rate of the labels and of the classifiers.

    Returns
    -------
    list
        Weights of shape (k, d_i) and biases of shape (k,) for each space. The mean of their softmax
        gives the labels.

    References
    ----------
    Gadetsky, Jiang & Brbić 2024, "Let Go of Your Labels with Unsupervised Transfer".
    """
    torch = import_package("torch")
    functional = torch.nn.functional
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        rows = [torch.from_numpy(np.ascontiguousarray(s)) for s in spaces]
        normalized = torch.nn.utils.parametrizations.weight_norm
        tasks = [normalized(torch.nn.Linear(r.shape[1], clusters)) for r in rows]
        classifiers = [torch.nn.Linear(r.shape[1], clusters) for r in rows]
    outer = torch.optim.Adam([p for task in tasks for p in task.parameters()], lr=rate)
    inner = torch.optim.Adam([p for c in classifiers for p in c.parameters()], lr=rate)
    for step in range(steps):
        answers = [task(r).softmax(1) for task, r in zip(tasks, rows)]
        labels = sum(answers) / len(answers)
        aims = labels.detach()
        for _ in range(_INNER):
            inner.zero_grad()
            losses = [functional.cross_entropy(c(r), aims) for c, r in zip(classifiers, rows)]
            sum(losses).backward()
            inner.step()
        outer.zero_grad()
        with torch.no_grad():
            learned = [c(r) for c, r in zip(classifiers, rows)]
        wrong = sum(functional.cross_entropy(logits, labels) for logits in learned)
        used = sum(torch.special.entr(each.mean(0)).sum() for each in answers)
        (wrong - _ENTROPY * used).backward()
        outer.step()
        progress((step + 1) / steps)
    return [(t.weight.detach().double().numpy(), t.bias.detach().double().numpy()) for t in tasks]

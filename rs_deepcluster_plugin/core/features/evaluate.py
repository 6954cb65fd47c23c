"""How well features tell labeled classes apart: k-NN, linear probe and few-shot accuracy.

All measures take normalized features (`project.Normalizer`), and predict each scene from others
only. None of them trains the model, so they say what the features hold as they are.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..accuracy.agreement import agreement
from ..base.arrays import IntArray, Vectors
from ..base.errors import SceneError
from ..base.nearest import find_nearest
from ..base.plain import setting
from ..base.progress import Part, Progress, silent
from ..base.values import say_count

SHOTS = (1, 5, 20)
_QUERIES = 15  # scenes of a class that an episode asks for, as Snell et al.
_NORMAL = 1.959964  # standard deviations that hold 95 % of a normal distribution
_LOGISTIC_C = 100.0  # of rows of length 1, on which weaker weights could not separate classes


@dataclass(frozen=True)
class EvaluationSettings:
    """How features are evaluated."""

    neighbors: int = 20
    folds: int = 5
    shots: tuple[int, ...] = SHOTS
    episodes: int = setting(600, minimum=10, maximum=100_000)
    seed: int = setting(0, minimum=0, maximum=2**31 - 1)


class FewShot(NamedTuple):
    """Accuracy of few-shot classification; NaN where fewer than two classes took part."""

    accuracy: float
    margin: float
    """Half the width of the 95 % confidence interval of the mean."""

    classes: int


@dataclass(frozen=True)
class Measure:
    """One line of an evaluation; ``value`` is NaN where it could not be measured."""

    name: str
    value: float
    low: float
    high: float
    """Ends of the 95 % confidence interval."""

    classes: int
    scenes: int


@dataclass(frozen=True)
class Evaluation:
    """All measures, and for each scene what it was taken for, (n,)."""

    measures: tuple[Measure, ...]
    knn: IntArray
    linear_probe: IntArray

    def __getitem__(self, name: str) -> Measure:
        return next(measure for measure in self.measures if measure.name == name)


@dataclass(frozen=True)
class BlockMeasures:
    """What the features of one block of the transformer are worth."""

    block: int
    knn: Measure
    linear_probe: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Both, under names that tell the block."""
        return tuple(
            replace(m, name=f"block {self.block}: {m.name}") for m in (self.knn, self.linear_probe)
        )


def shot_name(shots: int) -> str:
    """Return the name of a few-shot measure.

    Parameters
    ----------
    shots
        Scenes of each class whose class is known.

    Examples
    --------
    >>> shot_name(5)
    'few-shot, 5 scenes per class'
    """
    return f"few-shot, {say_count(shots, 'scene')} per class"


def evaluate(
    values: Vectors, labels: IntArray, settings: EvaluationSettings, progress: Progress = silent
) -> Evaluation:
    """Measure all there is to measure.

    Parameters
    ----------
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,).
    settings
        Neighbors, folds, shots, episodes and seed.

    Returns
    -------
    Evaluation
        k-NN, the linear probe and one few-shot measure for each number of shots; and the classes
        that the first two gave each scene.

    Raises
    ------
    SceneError
        There are fewer than two classes, or none has two scenes.
    """
    knn = knn_predictions(values, labels, settings.neighbors, settings.folds, settings.seed)
    progress(0.1)
    linear = linear_probe_predictions(
        values, labels, settings.folds, settings.seed, Part(progress, 0.1, 0.6)
    )
    measures = [_share("k-NN", knn, labels), _share("linear probe", linear, labels)]
    for number, shots in enumerate(settings.shots):
        steps = len(settings.shots)
        part = Part(progress, 0.6 + 0.4 * number / steps, 0.6 + 0.4 * (number + 1) / steps)
        found = few_shot_accuracy(values, labels, shots, settings.episodes, settings.seed, part)
        measures.append(
            Measure(
                shot_name(shots), found.accuracy,
                max(found.accuracy - found.margin, 0.0), min(found.accuracy + found.margin, 1.0),
                found.classes, sum(len(own) for own in _members(labels, shots)),
            )
        )  # fmt: skip
    return Evaluation(tuple(measures), knn, linear)


def evaluate_block(
    block: int,
    values: Vectors,
    labels: IntArray,
    settings: EvaluationSettings,
    progress: Progress = silent,
) -> BlockMeasures:
    """Measure what the features of one block of the transformer tell, by k-NN and linear probe.

    Parameters
    ----------
    block
        The block's number, which the measures are named after.
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,).
    settings
        Neighbors, folds and seed; shots and episodes play no part.

    Returns
    -------
    BlockMeasures
        Both measures, with the block's number.

    Raises
    ------
    SceneError
        There are fewer than two classes, or none has two scenes.
    """
    knn = knn_predictions(values, labels, settings.neighbors, settings.folds, settings.seed)
    linear = linear_probe_predictions(
        values, labels, settings.folds, settings.seed, Part(progress, 0.1, 1)
    )
    return BlockMeasures(block, _share("k-NN", knn, labels), _share("linear probe", linear, labels))


def _share(name: str, predicted: IntArray, labels: IntArray) -> Measure:
    """Share of the scenes that get their class."""
    right, count = predicted == labels, len(labels)
    interval = proportion_interval(int(right.sum()), count)
    return Measure(name, float(right.mean()), *interval, len(np.unique(labels)), count)


def knn_accuracy(
    values: Vectors, labels: IntArray, neighbors: int = 20, folds: int = 5, seed: int = 0
) -> float:
    """Measure how many scenes get their class from their nearest neighbors; see `knn_predictions`.

    Parameters
    ----------
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,).
    neighbors
        Nearest neighbors that vote.
    folds
        Parts that the scenes are divided into.
    seed
        Decides which scenes are in which fold.

    Returns
    -------
    float
        Share of the scenes, from 0 to 1.

    Raises
    ------
    SceneError
        There are fewer than two classes, or none has two scenes.
    """
    return float((knn_predictions(values, labels, neighbors, folds, seed) == labels).mean())


def knn_predictions(
    values: Vectors, labels: IntArray, neighbors: int = 20, folds: int = 5, seed: int = 0
) -> IntArray:
    """Predict the class of each scene by vote of its nearest neighbors in the other folds.

    Votes are weighted by cosine similarity. There are fewer folds where a class has fewer scenes.

    Parameters
    ----------
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,).
    neighbors
        Nearest neighbors that vote, or all scenes of the other folds if these are fewer.
    folds
        Parts that the scenes are divided into, each with the same shares of the classes.
    seed
        Decides which scenes are in which fold.

    Returns
    -------
    ndarray
        Class numbers of shape (n,).

    Raises
    ------
    SceneError
        There are fewer than two classes, or none has two scenes.
    """
    known, codes = np.unique(labels, return_inverse=True)
    predicted = np.empty(len(labels), dtype=np.int64)
    for train, test in _folds(labels, folds, seed):
        count = min(neighbors, len(train))
        places, distances = find_nearest(values[test], values[train], count, "cosine")
        votes = np.zeros((len(test), len(known)))
        weights = np.maximum(1 - distances, 1e-6)  # neighbors at a right angle still count as such
        np.add.at(votes, (np.arange(len(test))[:, None], codes[train][places]), weights)
        predicted[test] = known[votes.argmax(axis=1)]
    return predicted


def linear_probe_accuracy(
    values: Vectors, labels: IntArray, folds: int = 5, seed: int = 0
) -> float:
    """Measure how many scenes get their class by logistic regression.

    See `linear_probe_predictions`.

    Parameters
    ----------
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,).
    folds
        Parts that the scenes are divided into.
    seed
        Decides which scenes are in which fold.

    Returns
    -------
    float
        Share of the scenes, from 0 to 1.

    Raises
    ------
    SceneError
        There are fewer than two classes, or none has two scenes.
    """
    return float((linear_probe_predictions(values, labels, folds, seed) == labels).mean())


def linear_probe_predictions(
    values: Vectors,
    labels: IntArray,
    folds: int = 5,
    seed: int = 0,
    progress: Progress = silent,
) -> IntArray:
    """Predict the class of each scene by multinomial logistic regression on the other folds.

    There are fewer folds where a class has fewer scenes.

    Parameters
    ----------
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,).
    folds
        Parts that the scenes are divided into, each with the same shares of the classes.
    seed
        Decides which scenes are in which fold.

    Returns
    -------
    ndarray
        Class numbers of shape (n,).

    Raises
    ------
    SceneError
        There are fewer than two classes, or none has two scenes.
    """
    from sklearn.linear_model import LogisticRegression

    predicted = np.empty(len(labels), dtype=np.int64)
    parts = list(_folds(labels, folds, seed))
    for number, (train, test) in enumerate(parts):
        model = LogisticRegression(C=_LOGISTIC_C, tol=1e-4, max_iter=500)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # one that has not settled after 500 steps is good
            model.fit(values[train], labels[train])
        predicted[test] = model.predict(values[test])
        progress((number + 1) / len(parts))
    return predicted


def few_shot_accuracy(
    values: Vectors,
    labels: IntArray,
    shots: int,
    episodes: int = 600,
    seed: int = 0,
    progress: Progress = silent,
) -> FewShot:
    """Measure the mean accuracy of prototypes made of a few scenes of each class.

    In each episode ``shots`` scenes of each class are drawn, whose mean direction stands for the
    class, and up to 15 others take the class they are nearest to by cosine. All classes with
    enough scenes take part, and count alike however many scenes they have.

    Parameters
    ----------
    values
        Features of shape (n, d), rows of length 1.
    labels
        Class numbers of shape (n,). A class takes part if it has more than ``shots`` scenes.
    shots
        Scenes of each class that a prototype is made of.
    episodes
        How often scenes are drawn.
    seed
        Decides which scenes are drawn.

    Returns
    -------
    FewShot
        Accuracy from 0 to 1 and its margin, both NaN where fewer than two classes took part; and
        the number of these classes. The margin of a single episode is NaN.

    References
    ----------
    Snell, Swersky & Zemel 2017, "Prototypical Networks for Few-shot Learning".
    """
    members = _members(labels, shots)
    if len(members) < 2:
        return FewShot(math.nan, math.nan, len(members))
    generator = np.random.default_rng(seed)
    asked = [min(_QUERIES, len(own) - shots) for own in members]
    owners = np.repeat(np.arange(len(members)), asked)
    weights = np.repeat(1 / np.array(asked), asked) / len(members)
    accuracies = np.empty(episodes)
    for episode in range(episodes):
        drawn = [generator.choice(own, shots + n, replace=False) for own, n in zip(members, asked)]
        prototypes = np.stack([values[own[:shots]].mean(axis=0) for own in drawn])
        prototypes /= np.maximum(np.linalg.norm(prototypes, axis=1, keepdims=True), 1e-12)
        queries = values[np.concatenate([own[shots:] for own in drawn])]
        right = (queries @ prototypes.T).argmax(axis=1) == owners
        accuracies[episode] = min((right * weights).sum(), 1.0)  # rounding
        if episode % 20 == 0:
            progress(episode / episodes)
    spread = float(accuracies.std(ddof=1)) if episodes > 1 else math.nan
    return FewShot(float(accuracies.mean()), _NORMAL * spread / math.sqrt(episodes), len(members))


def cluster_scores(labels: npt.NDArray[Any], clusters: npt.NDArray[Any]) -> dict[str, float]:
    """Score clusters against labels, by the names of the method's metrics.

    K is the number of clusters. ACC is the accuracy under the best one-to-one matching of clusters
    to classes, purity that of the majority class of each cluster. NMI takes the arithmetic mean.

    Parameters
    ----------
    labels
        Class of each scene, of shape (n,).
    clusters
        Cluster of each scene, of shape (n,); numbers need not match those of the classes.

    Returns
    -------
    dict
        Values of K, ACC, purity, NMI, AMI and ARI.
    """
    rows, columns = (np.unique(values, return_inverse=True) for values in (clusters, labels))
    table = np.zeros((len(rows[0]), len(columns[0])), dtype=np.int64)
    np.add.at(table, (rows[1], columns[1]), 1)
    found = agreement(table)
    return {
        "K": float(len(rows[0])),
        "ACC": found.accuracy,
        "purity": found.purity,
        "NMI": found.nmi,
        "AMI": found.ami,
        "ARI": found.ari,
    }


def confusion_counts(labels: IntArray, predicted: IntArray, classes: int) -> IntArray:
    """Count scenes by their class and by what they were taken for.

    Parameters
    ----------
    labels
        Classes of shape (n,), from 0.
    predicted
        What the scenes were taken for, of shape (n,), from 0.
    classes
        Number of classes.

    Returns
    -------
    ndarray
        Numbers of scenes, of shape (classes, classes): true classes by row, predicted ones by
        column.

    Examples
    --------
    >>> import numpy as np
    >>> confusion_counts(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def proportion_interval(right: int, count: int) -> tuple[float, float]:
    """Compute Wilson's 95 % confidence interval of a share.

    Parameters
    ----------
    right
        How many of those counted are right.
    count
        How many were counted, at least 1.

    Returns
    -------
    low, high
        Ends of the interval, from 0 to 1.

    References
    ----------
    Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
    """
    share, square = right / count, _NORMAL**2 / count
    middle = (share + square / 2) / (1 + square)
    half = _NORMAL / (1 + square) * math.sqrt(share * (1 - share) / count + square / count / 4)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _folds(labels: IntArray, folds: int, seed: int) -> Iterator[tuple[IntArray, IntArray]]:
    """Divide scenes into folds with the same shares of classes; yields train and test places."""
    from sklearn.model_selection import StratifiedKFold

    counts = np.unique(labels, return_counts=True)[1]
    if len(counts) < 2 or counts.max() < 2:
        raise SceneError(
            f"{len(labels)} scenes of {len(counts)} classes cannot be evaluated. Give at least two "
            "scenes of each of two classes."
        )
    splitter = StratifiedKFold(
        max(2, min(folds, int(counts.min()))), shuffle=True, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class of one scene is in one fold only
        yield from splitter.split(labels, labels)


def _members(labels: IntArray, shots: int) -> list[IntArray]:
    """Places of the scenes of each class that has more than ``shots``."""
    own = [np.flatnonzero(labels == number) for number in np.unique(labels)]
    return [places for places in own if len(places) > shots]

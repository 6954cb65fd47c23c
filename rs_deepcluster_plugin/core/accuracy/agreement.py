"""How far two labelings of the same scenes agree, whatever their groups are called.

All measures are of a contingency table, so that a million scenes cost no more than their counting.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ..base.arrays import FloatArray, IntArray

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True)
class Agreement:
    """Agreement of clusters with classes."""

    accuracy: float
    """ACC: share of the scenes under the best one-to-one matching of clusters to classes."""

    purity: float
    """Share of the scenes that are of the majority class of their cluster."""

    nmi: float
    """Normalized mutual information, by the arithmetic mean of the entropies."""

    ami: float
    """Adjusted mutual information (Vinh et al. 2010), by the arithmetic mean."""

    ari: float
    """Adjusted Rand index (Hubert and Arabie 1985)."""


def places_of(labels: Sequence[Label], names: Sequence[Label]) -> IntArray:
    """Return the place of each label among the names.

    Parameters
    ----------
    labels
        Labels of n scenes.
    names
        All labels that may occur, each once.

    Returns
    -------
    ndarray of shape (n,)
        Places, from 0.

    Raises
    ------
    KeyError
        A label is not among the names.

    Examples
    --------
    >>> places_of(["b", "a", "b"], ["a", "b"]).tolist()
    [1, 0, 1]
    """
    place_of = {name: place for place, name in enumerate(names)}
    return np.array([place_of[label] for label in labels], dtype=np.int64)


def contingency(
    rows: Sequence[Label], columns: Sequence[Label], row_names: Sequence[Label],
    column_names: Sequence[Label],
) -> IntArray:  # fmt: skip
    """Count pairs of labels.

    Parameters
    ----------
    rows, columns : sequences of length n
        Two labels of each scene.
    row_names, column_names
        All labels that may occur, in the order of the table.

    Returns
    -------
    ndarray of shape (row names, column names)

    Examples
    --------
    >>> contingency([1, 1, 2], ["a", "b", "b"], [1, 2], ["a", "b"]).tolist()
    [[1, 1], [0, 1]]
    """
    counts = np.zeros((len(row_names), len(column_names)), dtype=np.int64)
    np.add.at(counts, (places_of(rows, row_names), places_of(columns, column_names)), 1)
    return counts


def agreement(table: IntArray) -> Agreement:
    """Measure the agreement of clusters with classes.

    Parameters
    ----------
    table
        Scenes by their cluster (rows) and their class (columns), of shape (clusters, classes), as
        `contingency` counts them. Empty rows and columns do not matter.

    Returns
    -------
    Agreement
        NaN throughout where the table holds no scenes.

    References
    ----------
    Vinh, Epps & Bailey 2010, "Information theoretic measures for clusterings comparison". Hubert &
    Arabie 1985, "Comparing partitions".

    Examples
    --------
    >>> import numpy as np
    >>> agreement(np.array([[0, 2], [2, 1]])).accuracy
    0.8
    """
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    total = int(table.sum())
    if not total:
        return Agreement(*[math.nan] * 5)
    partners = match_labels(table)
    matched = sum(int(table[row, column]) for row, column in partners.items())
    information = _mutual_information(table)
    mean_entropy = (_entropy(table.sum(axis=1)) + _entropy(table.sum(axis=0))) / 2
    if table.shape == (1, 1):
        nmi = ami = 1.0
    else:
        chance = _expected_information(table)
        room = mean_entropy - chance
        tiny = float(np.finfo(float).eps)
        nmi = information / mean_entropy if information > tiny else 0.0
        ami = (information - chance) / (min(room, -tiny) if room < 0 else max(room, tiny))
    purity = float(table.max(axis=1).sum()) / total
    return Agreement(matched / total, purity, nmi, ami, _rand(table))


def match_labels(table: IntArray) -> dict[int, int]:
    """Match rows to columns one to one so that the cells they meet in hold most.

    This is the method of shortest augmenting paths, with potentials, in O(n^3).

    Parameters
    ----------
    table : ndarray of shape (rows, columns)
        Counts.

    Returns
    -------
    dict
        The column of each row that has one: as many as the shorter side of the table.

    References
    ----------
    Kuhn 1955, "The Hungarian method for the assignment problem".

    Examples
    --------
    >>> import numpy as np
    >>> sorted(match_labels(np.array([[1, 9], [8, 7]])).items())
    [(0, 1), (1, 0)]
    """
    if table.shape[0] > table.shape[1]:
        return {row: column for column, row in match_labels(table.T).items()}
    rows, columns = table.shape
    cost = float(table.max(initial=0)) - table.astype(float)
    row_potential, column_potential = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=np.int64)  # the row of each column, from 1; 0 is none
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        slack = np.full(columns + 1, np.inf)
        before = np.zeros(columns + 1, dtype=np.int64)
        seen = np.zeros(columns + 1, dtype=bool)
        while owner[column]:
            seen[column] = True
            here = owner[column]
            free = np.flatnonzero(~seen[1:]) + 1
            reduced = cost[here - 1, free - 1] - row_potential[here] - column_potential[free]
            better = reduced < slack[free]
            slack[free[better]], before[free[better]] = reduced[better], column
            column = int(free[slack[free].argmin()])
            step = slack[column]
            row_potential[owner[seen]] += step
            column_potential[seen] -= step
            slack[~seen] -= step
        while column:
            owner[column] = owner[before[column]]
            column = int(before[column])
    return {int(owner[c]) - 1: c - 1 for c in range(1, columns + 1) if owner[c]}


def named_elsewhere(clusters: IntArray, classes: IntArray, blocks: IntArray) -> float:
    """Return how right clusters are that are named after the labels in other blocks of the map.

    Named after the same labels that score them, clusters look better than they are, the more so the
    more of them there are.

    Parameters
    ----------
    clusters, classes : ndarrays of shape (n,)
        Of scenes with labels, from 0.
    blocks : ndarray of shape (n,)
        Which block each lies in, from 0. Its clusters are named after the labels in all others.

    Returns
    -------
    float
        Share of the scenes that is right, NaN where there is one block. A cluster that has no label
        elsewhere has no name, which is wrong.

    Examples
    --------
    >>> import numpy as np
    >>> named_elsewhere(np.array([0, 0, 0, 1]), np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))
    0.75
    """
    count = int(blocks.max(initial=0)) + 1
    if count < 2:
        return math.nan
    shape = int(clusters.max()) + 1, int(classes.max()) + 1
    everywhere = np.zeros(shape, dtype=np.int64)
    np.add.at(everywhere, (clusters, classes), 1)
    right = 0
    for block in range(count):
        mine = blocks == block
        here = np.zeros(shape, dtype=np.int64)
        np.add.at(here, (clusters[mine], classes[mine]), 1)
        others = everywhere - here
        names = np.where(others.any(axis=1), others.argmax(axis=1), -1)
        right += int((names[clusters[mine]] == classes[mine]).sum())
    return right / len(clusters)


def _entropy(counts: IntArray) -> float:
    shares = counts / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def _mutual_information(table: IntArray) -> float:
    total = table.sum()
    rows, columns = np.nonzero(table)
    held = table[rows, columns]
    expected = table.sum(axis=1)[rows] / total * table.sum(axis=0)[columns]
    return max(float((held / total * np.log(held / expected)).sum()), 0.0)


def _expected_information(table: IntArray) -> float:
    """Mutual information that two labelings with these sizes have by chance."""
    total = int(table.sum())
    # Logarithms of the factorials of 0 to total.
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])
    expected = 0.0
    for a in table.sum(axis=1).tolist():
        for b in table.sum(axis=0).tolist():
            both = np.arange(max(1, a + b - total), min(a, b) + 1)
            chance = (
                factorial[a] + factorial[b] + factorial[total - a] + factorial[total - b]
                - factorial[total] - factorial[both] - factorial[a - both] - factorial[b - both]
                - factorial[total - a - b + both]
            )  # fmt: skip
            gain: FloatArray = both / total * np.log(total * both / (a * b))
            expected += float((gain * np.exp(chance)).sum())
    return expected


def _rand(table: IntArray) -> float:
    total = int(table.sum())
    # Python's whole numbers: a million scenes make more pairs than a float tells apart.
    inside, row, column = (
        sum(n * (n - 1) // 2 for n in counts.ravel().tolist())
        for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    pairs = total * (total - 1) // 2
    chance = row * column / pairs if pairs else 0.0
    most = (row + column) / 2
    return 1.0 if most == chance else (inside - chance) / (most - chance)

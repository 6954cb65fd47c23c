"""The merge tree that goes with a cluster layer: which cluster each of its leaves is in at a level.

Its leaves are the finest groups of the mixture's tree (the field ``subcluster``), or the clusters
themselves where the method has no tree of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, IntArray
from ..base.errors import SceneError
from ..base.plain import from_file
from .merge_tree import cut, ward

_MOST_LEAVES = 500  # a tree of more helps nobody, and takes long
_MOST_KEPT = 5000  # of a layer
_MOST_SHARES, _MOST_SPLITS = 10, 5  # that a line of the log lists


def level_field(count: int) -> str:
    """Name the field with the clusters of a level: short enough for a shapefile.

    Parameters
    ----------
    count
        Number of clusters of the level.

    Returns
    -------
    str
        Name of the field, which `is_level_field` recognizes.

    Examples
    --------
    >>> level_field(9)
    'level_9'
    """
    return f"level_{count}"


def is_level_field(name: str) -> bool:
    """Tell whether a field has a name of `level_field`'s.

    Examples
    --------
    >>> is_level_field("level_9"), is_level_field("level_09")
    (True, False)
    """
    return re.fullmatch(r"level_[1-9]\d*", name) is not None


@dataclass(frozen=True)
class Level:
    """A level of the tree, as a map of its scenes."""

    count: int
    """Number of clusters of the level; some may have no scenes here."""

    clusters: npt.NDArray[Any]
    """Cluster numbers (n,) of the scenes, 0 for none."""

    is_held: bool
    """It is one of those that hold; else the map shows it all the same."""

    is_shown: bool
    """It is that of the field ``cluster``."""

    def shares(self) -> list[tuple[int, float]]:
        """Return cluster numbers and their shares of the scenes that have a cluster."""
        sizes = np.bincount(self.clusters[self.clusters > 0])
        return [(int(k), float(sizes[k] / sizes.sum())) for k in np.flatnonzero(sizes)]

    def splits(self, finer: Level) -> list[tuple[int, list[tuple[int, float]]]]:
        """Return what becomes of the clusters that a finer level divides, the largest first.

        Each with its parts, the largest first, and their shares of it.
        """
        inside = self.clusters > 0
        most = int(finer.clusters.max(initial=0)) + 1
        both = self.clusters[inside].astype(np.int64) * most + finer.clusters[inside]
        sizes = np.bincount(both)
        pairs = np.flatnonzero(sizes)
        found: dict[int, list[tuple[int, int]]] = {}
        for pair, size in zip(pairs.tolist(), sizes[pairs].tolist()):
            found.setdefault(pair // most, []).append((pair % most, size))
        whole = {number: sum(size for _, size in parts) for number, parts in found.items()}
        return [
            (n, [(k, size / whole[n]) for k, size in sorted(found[n], key=lambda part: -part[1])])
            for n in sorted(found, key=lambda number: -whole[number])
            if len(found[n]) > 1
        ]


@dataclass(frozen=True)
class ClusterTree:
    """A merge tree of leaves that count from 1.

    ``merges`` (m - 1, 2) are leaves that stand for two groups, of which the first stays;
    ``heights`` (m - 1,) are what the merges cost; ``details`` are the numbers of clusters of the
    levels "coarse", "balanced" and "fine", and ``held`` those of the levels that hold, ascending,
    where the method knows them.
    """

    field: str
    """The field of the layer that holds the leaves."""

    merges: IntArray
    heights: FloatArray
    details: dict[str, int]
    held: tuple[int, ...] = ()

    @property
    def leaves(self) -> int:
        """Number of leaves, and of clusters at the finest level."""
        return len(self.merges) + 1

    def groups(self, count: int) -> IntArray:
        """Return the group (m + 1,) of each leaf, from 0, at the level of ``count`` clusters.

        Place 0 stands for scenes without a cluster and holds -1.

        Raises
        ------
        SceneError
            The tree has no such level.
        """
        if not 1 <= count <= self.leaves:
            raise SceneError(
                f"The tree has levels of 1 to {self.leaves} clusters, and {count} were asked for. "
                "Choose a number in between."
            )
        return np.append(-1, cut(self.merges - 1, count))

    def count_of(self, number: int, leaves: IntArray) -> int:
        """Return the level of the tree at which the scenes (n,) are in ``number`` clusters.

        Some leaves, and so some clusters of a level, may have no scenes: where the model was
        applied to another raster, or to a part of its own.

        Raises
        ------
        SceneError
            They are in fewer leaves.
        """
        self.groups(number)
        there = np.unique(leaves[leaves > 0])
        for count in range(number, self.leaves + 1):
            if len(np.unique(self.groups(count)[there])) == number:
                return count
        raise SceneError(
            f"The scenes are in {len(there)} parts of the merge tree, and {number} clusters were "
            f"asked for. Choose up to {len(there)}."
        )

    def numbers(self, count: int, leaves: IntArray, clusters: IntArray) -> IntArray:
        """Return the cluster number (m + 1,) of each leaf at the level of ``count`` clusters.

        ``leaves`` and ``clusters`` (n,) are those of the scenes as fitted, 0 for none. Numbers,
        and so colors, change as little as they can: a group has the number of the cluster that
        most of its scenes are in; where a cluster is in several groups, the largest share keeps
        its number, and the others get new ones by falling size. Levels that hold are steps on the
        way, so that a number means the same from one of them to the next.
        """
        now = _count(clusters) if self.held else 0
        steps = [one for one in self.held if now < one < count]
        steps += [one for one in self.held[::-1] if count < one < now]
        for step in steps:
            clusters = self._numbers(step, leaves, clusters)[leaves]
        return self._numbers(count, leaves, clusters)

    def _numbers(self, count: int, leaves: IntArray, clusters: IntArray) -> IntArray:
        group = self.groups(count)
        most = int(clusters.max(initial=0))
        scenes = np.zeros((count, most + 1), dtype=np.int64)
        inside = leaves > 0
        np.add.at(scenes, (group[leaves[inside]], clusters[inside]), 1)
        number = np.zeros(count, dtype=np.int64)
        taken: set[int] = set()
        main = scenes.argmax(axis=1)
        for one in np.argsort(-scenes.max(axis=1), kind="stable"):
            if scenes[one].any() and int(main[one]) not in taken:
                number[one] = main[one]
                taken.add(int(main[one]))
        rest = np.flatnonzero(number == 0)
        order = rest[np.argsort(-scenes[rest].sum(axis=1), kind="stable")]
        number[order] = most + 1 + np.arange(len(order))
        found = np.zeros(self.leaves + 1, dtype=np.int64)
        found[1:] = number[group[1:]]
        return found

    def levels(self, leaves: IntArray, clusters: IntArray, shown: int | None = None) -> list[Level]:
        """Return the levels that hold, and the one of ``clusters`` (n,), from coarse to fine.

        ``leaves`` (n,) are those of the scenes, ``shown`` is the number of clusters of the level
        in ``clusters``; None finds it by the scenes.
        """
        if not self.held:
            return []
        found = []
        for count in self.held:
            numbers = self.numbers(count, leaves, clusters).astype(np.int32)[leaves]
            same = count == shown if shown is not None else np.array_equal(numbers, clusters)
            found.append(Level(count, numbers, True, bool(same)))
        if not any(level.is_shown for level in found):
            count = shown or _count(clusters)
            found.append(Level(count, clusters, False, True))
        # By what they have here: numbers of clusters that were left out as empty may deceive.
        return sorted(found, key=lambda level: (len(level.shares()), level.count))

    def level(self, detail: str) -> int:
        """Return the number of clusters of a detail.

        Raises
        ------
        SceneError
            The method has no levels of detail.
        """
        if detail not in self.details:
            raise SceneError(
                f"The clusters have no level '{detail}': they were made by a method without levels "
                "of detail. Give the number of clusters instead."
            )
        return self.details[detail]

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "field": self.field,
            "merges": self.merges.tolist(),
            "heights": [float(f"{height:.6g}") for height in self.heights.tolist()],
            "details": self.details,
            "held": list(self.held),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> ClusterTree:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            It is not a tree.
        """
        kept: _KeptTree = from_file(values, _KeptTree, "tree")
        found = cls(
            kept.field,
            np.array(kept.merges, dtype=np.int64).reshape(-1, 2),
            np.array(kept.heights, dtype=np.float64),
            kept.details,
            kept.held,
        )
        merges, counts = found.merges, [*kept.details.values(), *kept.held]
        places = set(range(1, found.leaves + 1))
        if found.leaves > _MOST_KEPT or not places.issuperset([*counts, *merges.ravel().tolist()]):
            raise ValueError("the tree has leaves that are not its own")
        if len(kept.heights) != len(merges) or cut(merges - 1, 1).any():
            raise ValueError("the tree does not end in one cluster")
        return found


@dataclass(frozen=True)
class _KeptTree:
    """A tree as plain values."""

    field: str
    merges: tuple[tuple[int, int], ...]
    heights: tuple[float, ...]
    details: dict[str, int]
    held: tuple[int, ...] = ()


def ward_tree(embedding: npt.NDArray[Any], clusters: IntArray) -> ClusterTree | None:
    """Return the tree of clusters by Ward's criterion.

    Parameters
    ----------
    embedding
        Places of the scenes, of shape (n, k).
    clusters
        Cluster numbers of the scenes, of shape (n,), from 1; 0 for none.

    Returns
    -------
    ClusterTree or None
        Its leaves are the clusters. None where there are too many clusters for a tree to be of use
        (more than 500), or none at all.

    References
    ----------
    Ward 1963, "Hierarchical grouping to optimize an objective function".
    """
    most = int(clusters.max(initial=0))
    if not 1 <= most <= _MOST_LEAVES:
        return None
    inside = clusters > 0
    sizes = np.bincount(clusters[inside] - 1, minlength=most).astype(np.float64)
    centers = np.stack(
        [
            np.bincount(clusters[inside] - 1, values, minlength=most)
            for values in embedding[inside].astype(np.float64).T
        ],
        axis=1,
    )
    kept = np.maximum(sizes, 1e-9)  # an empty cluster costs nothing
    merges, heights = ward(kept, centers / kept[:, None])
    return ClusterTree("cluster", merges + 1, heights, {})


def describe_levels(levels: list[Level]) -> list[str]:
    """Say in a line for each level what splits, for the log.

    Parameters
    ----------
    levels
        From coarse to fine, see `ClusterTree.levels`.

    Returns
    -------
    list of str
        One line for each level; none where there are fewer than two levels.
    """
    if len(levels) < 2:
        return []
    lines = []
    for place, level in enumerate(levels):
        kind = "shown" if level.is_shown else f"in the field {level_field(level.count)}"
        if not level.is_held:
            kind += ", although it is not one of those that hold"
        if place == 0:
            shares = [f"{number}: {share:.0%}" for number, share in level.shares()]
            listed = ", ".join(shares[:_MOST_SHARES]) + ", ..." * (len(shares) > _MOST_SHARES)
            lines.append(f"Level {level.count} ({kind}), cluster: share of the scenes: {listed}")
            continue
        before = levels[place - 1]
        splits = before.splits(level)
        texts = [
            f"cluster {number} becomes {_write_list([str(part) for part, _ in parts])} "
            f"({', '.join(f'{100 * share:.0f}' for _, share in parts)} % of it)"
            for number, parts in splits[:_MOST_SPLITS]
        ]
        if len(splits) > len(texts):
            texts.append(f"and {len(splits) - len(texts)} more split")
        what = f"of level {before.count}, " + ("; ".join(texts) or "no cluster splits")
        lines.append(f"Level {level.count} ({kind}): {what}")
    return lines


def _count(clusters: IntArray) -> int:
    """Return how many clusters scenes (n,) are in, where 0 stands for none."""
    return int(np.count_nonzero(np.bincount(clusters)[1:]))


def _write_list(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]

"""The merge tree that goes with a cluster layer: which cluster each of its leaves is in at a level.

Its leaves are the finest groups of the mixture's tree (the field ``subcluster``), or the clusters
themselves where the method has no tree of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import SceneError
from .hierarchy import DETAILS, cut, ward

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_MOST_LEAVES = 500  # a tree of more is no help to anybody, and takes long


@dataclass(frozen=True)
class ClusterTree:
    """A merge tree of leaves that count from 1.

    ``merges`` (m - 1, 2) are leaves that stand for two groups, of which the first stays;
    ``heights`` (m - 1,) are what the merges cost; ``details`` are the numbers of clusters of the
    levels "coarse", "balanced" and "fine", where the method knows them.
    """

    field: str
    """The field of the layer that holds the leaves."""

    merges: Integers
    heights: Floats
    details: dict[str, int]

    @property
    def leaves(self) -> int:
        """Number of leaves, and of clusters at the finest level."""
        return len(self.merges) + 1

    def groups(self, count: int) -> Integers:
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

    def numbers(self, count: int, leaves: Integers, clusters: Integers) -> Integers:
        """Return the cluster number (m + 1,) of each leaf at the level of ``count`` clusters.

        ``leaves`` and ``clusters`` (n,) are those of the scenes as fitted, 0 for none. Numbers,
        and so colors, change as little as they can: a group has the number of the cluster that
        most of its scenes are in; where a cluster is in several groups, the largest share keeps
        its number, and the others get new ones by falling size.
        """
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

    def level(self, detail: str) -> int:
        """Return the number of clusters of a detail.

        Raises
        ------
        SceneError
            The method has no levels of detail.
        """
        if detail not in self.details:
            raise SceneError(
                f"The clusters have no level '{detail}': only those of the Dirichlet process "
                "mixture have. Give the number of clusters instead."
            )
        return self.details[detail]

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "field": self.field,
            "merges": self.merges.tolist(),
            "heights": [float(f"{height:.6g}") for height in self.heights.tolist()],
            "details": self.details,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> ClusterTree:
        """Read what `to_json` wrote."""
        return cls(
            str(values["field"]),
            np.array(values["merges"], dtype=np.int64).reshape(-1, 2),
            np.array(values["heights"], dtype=np.float64),
            {str(k): int(v) for k, v in values["details"].items()},
        )


def ward_tree(embedding: npt.NDArray[Any], clusters: Integers) -> ClusterTree | None:
    """Return the tree of clusters (n,), from 1, of scenes at embedding (n, k), by Ward's criterion.

    None where there are too many clusters for a tree to be of use.
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


def mixture_tree(method: Any) -> ClusterTree | None:
    """Return the tree of a fitted method whose clusters are groups of finer ones, else None."""
    if not hasattr(method, "subtree"):
        return None
    merges, heights = method.subtree()
    levels, most = method.levels, int(method.arrays["most"])
    details = {detail: levels.choose(detail, most) for detail in DETAILS}
    return ClusterTree("subcluster", merges + 1, heights, details)

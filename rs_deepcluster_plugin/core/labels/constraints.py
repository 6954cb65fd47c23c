"""What is known of scenes before they are clustered: which share a cluster, and which must not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, IntArray
from ..base.errors import SceneError
from .join import LabeledUnits

_NAMED = 8  # scenes of a chain that a sentence names


@dataclass(frozen=True)
class ScenePairs:
    """Pairs of scenes; arrays are of shape (p,)."""

    first: IntArray
    """Rows of the features file."""

    second: IntArray
    together: BoolArray
    """They share a cluster; else they must not."""


@dataclass(frozen=True)
class Constraints:
    """Scenes that clusters must keep to."""

    places: IntArray
    """Rows of the features file (u,), ascending."""

    sets: IntArray
    """Number (u,) of the set that each is in, from 0: the scenes of a set share a cluster."""

    classes: IntArray
    """Class (s,) of each set, from 0; -1 where it is not known."""

    apart: BoolArray
    """Which sets (s, s) must not share a cluster."""

    def of_scenes(self, there: BoolArray) -> Constraints:
        """Return those of scenes that are ``there``, (n,) of all."""
        kept = there[self.places]
        return Constraints(self.places[kept], self.sets[kept], self.classes, self.apart)

    def violations(self, clusters: IntArray) -> int:
        """Return how many pairs of sets, and sets, clusters (n,) of all scenes do not keep to."""
        own = clusters[self.places]
        numbers, first, sets = np.unique(self.sets, return_index=True, return_inverse=True)
        torn = len(np.unique(sets[own != own[first][sets]]))
        same = own[first][:, None] == own[first][None]
        apart = self.apart[np.ix_(numbers, numbers)]
        return torn + int(np.triu(same & apart, 1).sum())


def join_constraints(
    units: LabeledUnits, pairs: ScenePairs, scene_ids: IntArray, names: Sequence[str]
) -> Constraints:
    """Join labels and pairs to sets of scenes that share a cluster, and find which must not.

    Scenes of different classes must not share a cluster; those of one class may be in several. A
    scene that is not of a class shares none with scenes of it.

    Parameters
    ----------
    units
        Labeled scenes.
    pairs
        Of scenes that have features.
    scene_ids
        Numbers (n,) of all scenes, by which errors name them.
    names
        Names of the classes.

    Returns
    -------
    Constraints

    Raises
    ------
    SceneError
        They contradict each other.

    References
    ----------
    Wagstaff et al. 2001, "Constrained k-means clustering with background knowledge", for the
    constraints and their transitive closure.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    places = np.unique(np.concatenate([units.places, pairs.first, pairs.second]))
    one, other = (np.searchsorted(places, part) for part in (pairs.first, pairs.second))
    together = one[pairs.together], other[pairs.together]
    links = coo_array((np.ones(len(together[0])), together), (len(places), len(places))).tocsr()
    count, found = connected_components(links, directed=False)
    sets = found.astype(np.int64)

    def said(scene: int) -> str:
        return str(scene_ids[places[scene]])

    def joined(a: int, b: int) -> str:
        # The shortest way over pairs, from its end.
        before = breadth_first_order(links, b, directed=False)[1]
        middle = [said(a)]
        while a != b:
            a = int(before[a])
            middle.append(said(a))
        if len(middle) > _NAMED:
            middle = [*middle[: _NAMED // 2], "...", *middle[-_NAMED // 2 :]]
        return " - ".join(middle)

    classes = np.full(count, -1, dtype=np.int64)
    labeled = np.searchsorted(places, units.places)
    from_scene = np.full(count, -1, dtype=np.int64)
    for scene, own in zip(labeled.tolist(), units.classes.tolist()):
        mine = sets[scene]
        if own < 0:
            continue
        if classes[mine] not in (-1, own):
            before = int(from_scene[mine])
            raise SceneError(
                f"Scene {said(before)} is labeled {names[classes[mine]]} and scene {said(scene)} "
                f"{names[own]}, but pairs put them into one cluster ({joined(before, scene)}). "
                "Take back one of the labels or of the pairs."
            )
        classes[mine], from_scene[mine] = own, scene
    gone = np.zeros((count, len(names)), dtype=bool)
    for scene, row in zip(labeled.tolist(), units.excluded):
        mine = sets[scene]
        if classes[mine] >= 0 and row[classes[mine]]:
            before, name = int(from_scene[mine]), names[classes[mine]]
            raise SceneError(
                f"Scene {said(before)} is labeled {name} and scene {said(scene)} as not {name}, "
                f"but pairs put them into one cluster ({joined(before, scene)}). Take back one of "
                "the labels or of the pairs."
            )
        gone[mine] |= row
    known = classes >= 0
    apart = (classes[:, None] != classes[None]) & known[:, None] & known[None]
    apart[:, known] |= gone[:, classes[known]]
    for a, b in zip(one[~pairs.together].tolist(), other[~pairs.together].tolist()):
        if sets[a] == sets[b]:
            how = f" ({joined(a, b)})" if a != b else ""
            raise SceneError(
                f"Scenes {said(a)} and {said(b)} must not share a cluster by one pair, and must by "
                f"others{how}. Take back one of the pairs."
            )
        apart[sets[a], sets[b]] = True
    return Constraints(places, sets, classes, apart | apart.T)

"""What is known of scenes before they are clustered: which share a cluster, and which must not."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, IntArray
from ..base.errors import SceneError
from .join import LabeledUnits

_NAMED = 8  # scenes of a chain that a sentence names


@dataclass(frozen=True)
class ScenePairs:
    """ScenePairs of scenes; arrays are of shape (p,)."""

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
    places = np.unique(np.concatenate([units.places, pairs.first, pairs.second]))
    one, other = (np.searchsorted(places, part) for part in (pairs.first, pairs.second))
    links: dict[int, list[int]] = {}
    for a, b in zip(one[pairs.together].tolist(), other[pairs.together].tolist()):
        links.setdefault(a, []).append(b)
        links.setdefault(b, []).append(a)
    sets = _components(len(places), links)
    count = int(sets.max(initial=-1)) + 1

    def said(scene: int) -> str:
        return str(scene_ids[places[scene]])

    def joined(a: int, b: int) -> str:
        chain = _chain(links, a, b)
        middle = [said(scene) for scene in chain]
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


def _components(count: int, links: dict[int, list[int]]) -> IntArray:
    """Return the connected component (count,) of each scene, numbered by their first scenes."""
    found = np.full(count, -1, dtype=np.int64)
    number = 0
    for start in range(count):
        if found[start] >= 0:
            continue
        found[start] = number
        waiting = [start]
        while waiting:
            for near in links.get(waiting.pop(), ()):
                if found[near] < 0:
                    found[near] = number
                    waiting.append(near)
        number += 1
    return found


def _chain(links: dict[int, list[int]], start: int, end: int) -> list[int]:
    """Return the scenes of the shortest way over links from one to another."""
    before = {start: start}
    waiting = deque([start])
    while waiting and end not in before:
        scene = waiting.popleft()
        for near in links.get(scene, ()):
            if near not in before:
                before[near] = scene
                waiting.append(near)
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]

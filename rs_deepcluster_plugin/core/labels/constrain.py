"""Clusters that keep to what is known of scenes, their number still inferred.

The merge tree of a fitted mixture's components is made again, so that no level that it offers
breaks a constraint: components that share a set of scenes are joined first, and none are joined
whose scenes must be apart, until nothing else is left. As many clusters are shown as without
constraints, or as many as these need. What labels say of all scenes tells which of the labeled ones
are strays: those don't take the group around them along.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.nearest import find_nearest
from ..base.progress import Progress, silent
from ..clusters.merge_tree import Levels, cut, level_silhouettes
from ..clusters.methods.base import CommonSettings
from ..clusters.methods.dpgmm import DirichletProcessMixture, join_runs
from ..clusters.methods.fitted import component_logs
from ..clusters.model import Assignment, ClusterModel, number_by_size
from .constraints import Constraints

_COMPARED = 3000  # scenes by which the levels of the tree are compared
_FORBIDDEN = 1e12  # times as much as it is costs a merge of what must be apart


@dataclass(frozen=True)
class Constrained:
    """Clusters that keep to constraints."""

    model: ClusterModel
    assignment: Assignment
    leaves: IntArray
    """Leaf (u,) of the tree, from 1, that each of the constrained scenes is in."""

    moved: int
    """Constrained scenes that lie among scenes that they must be apart from."""

    divided: int
    """Components that were divided for them."""


def constrain_clusters(
    model: ClusterModel,
    embedding: Vectors,
    sample: IntArray,
    values: Vectors,
    shares: Vectors,
    constraints: Constraints,
    scheduler: str = "",
    progress: Progress = silent,
) -> Constrained:
    """Make clusters of a fitted mixture that keep to constraints.

    Parameters
    ----------
    model
        A fitted Dirichlet process mixture.
    embedding : ndarray of shape (n, k)
        Places of all scenes, in all runs side by side.
    sample : ndarray of shape (m,)
        Scenes with a place by which the tree is made.
    values : ndarray of shape (m + u, d)
        Normalized features of the sample, and then of the constrained scenes.
    shares : ndarray of shape (m + u, c)
        Probabilities of the classes of the same scenes; (m + u, 0) where nothing is known.
    constraints
        Of u scenes that have a place.
    scheduler
        Address of a Dask scheduler whose workers assign the scenes; empty: they are assigned here.

    Returns
    -------
    Constrained

    Raises
    ------
    DeviceError
        There is no scheduler, or it is lost.

    References
    ----------
    Davidson & Ravi 2005, "Agglomerative hierarchical clustering with constraints", for the tree.
    Wagstaff et al. 2001, "Constrained k-means clustering with background knowledge": a scene goes
    to the likeliest group that it may be in.
    """
    settings = model.settings
    rows = np.concatenate([sample, constraints.places])
    fitted = _Fitted(model, embedding[rows], values, shares, len(sample))
    homes = _Homes(fitted, constraints)
    method = _with_tree(fitted, homes, settings)
    known = np.full(len(embedding), -1, dtype=np.int64)
    known[constraints.places] = method.arrays["groups"][homes.of_scene]
    found, assignment = number_by_size(
        method, embedding, settings, model.provenance, model.projector, known, model.runs,
        scheduler, progress,
    )  # fmt: skip
    finest = cut(method.arrays["merges"], int(method.arrays["levels"][0, -1]))
    leaves = 1 + finest[homes.of_scene]
    return Constrained(found, assignment, leaves, homes.moved, len(homes.parents))


class _Fitted:
    """The components of all runs, and which of them scenes are likeliest in."""

    def __init__(
        self, model: ClusterModel, places: Vectors, values: Vectors, shares: Vectors, count: int
    ) -> None:
        self.arrays, self.runs = dict(model.method.arrays), model.runs
        counts, silhouettes, weights = self.arrays["levels"]
        self.free = Levels(counts.astype(np.int64), silhouettes, weights)
        """Levels without constraints."""

        self.tree = self.arrays["merges"]
        """Merges (K - 1, 2) without constraints."""

        self.count = count
        """Scenes of the sample, which come before those that are constrained."""

        self.together = places
        self.values, self.shares = values, shares.astype(np.float64)
        self.places = np.split(places.astype(np.float64), self.runs, axis=1)
        self.logs = [component_logs(some, self.of_run(run)) for run, some in enumerate(self.places)]
        self.components = [log.argmax(axis=1) for log in self.logs]

    def of_run(self, run: int) -> dict[str, FloatArray]:
        """Return the components of a run under their plain names."""
        end = f".{run}" if run else ""
        names = ("means", "precisions_cholesky", "offsets")
        return {name: self.arrays[name + end] for name in names}

    def divide(self, component: int, leaving: IntArray, staying: IntArray) -> int:
        """Take scenes like those that leave a component of the first run out of it.

        ``leaving`` and ``staying`` are rows of the scenes together; it is those that are nearer in
        the features to one of the first. They become a new component in all runs, whose number is
        returned.
        """
        inside = np.flatnonzero(self.components[0] == component)
        seeds = np.concatenate([leaving, staying])
        nearest = find_nearest(self.values[inside], self.values[seeds], 1, "cosine")[0][:, 0]
        out = np.union1d(inside[nearest < len(leaving)], leaving)
        out = np.setdiff1d(out, staying)
        number = int(self.logs[0].shape[1])
        for run, places in enumerate(self.places):
            home = int(np.bincount(self.components[run][out]).argmax())
            around = self.of_run(run)["precisions_cholesky"][home]
            self.components[run][out] = self.logs[run].shape[1]
            rest = np.flatnonzero(self.components[run] == home)
            for some, place in ((rest, home), (out, -1)):
                if len(some):
                    self._set(run, place, _gaussian(places[some], around, len(places)))
        weights = self.arrays["weights"]
        share = len(out) / len(self.together)
        self.arrays["weights"] = np.append(weights * (1 - share), share)
        return number

    def _set(self, run: int, place: int, parts: dict[str, FloatArray]) -> None:
        """Replace a component of a run, or add one at place -1."""
        for name, value in parts.items():
            key = f"{name}.{run}" if run else name
            before = self.arrays[key]
            self.arrays[key] = np.concatenate([before, value]) if place < 0 else before.copy()
            self.arrays[key][place] = value[0]
        log = component_logs(self.places[run], parts)
        if place < 0:
            self.logs[run] = np.concatenate([self.logs[run], log], axis=1)
        self.logs[run][:, place] = log[:, 0]


def _gaussian(places: FloatArray, around: FloatArray, total: int) -> dict[str, FloatArray]:
    """Return the component of scenes (m, k), of so many in all.

    What few of them do not say of its shape, that of the component around them does, whose factor
    (k, k) is ``around``.
    """
    count, dims = places.shape
    mean = places.mean(axis=0)
    prior = (dims + 2) * np.linalg.inv(around @ around.T)
    spread = ((places - mean).T @ (places - mean) + prior) / (count + dims + 2)
    factor = np.linalg.cholesky(np.linalg.inv(spread))
    peak = np.log(np.diagonal(factor)).sum() - dims / 2 * np.log(2 * np.pi)
    return {
        "means": mean[None],
        "precisions_cholesky": factor[None],
        "offsets": np.array([np.log(count / total) + peak]),
    }


class _Homes:
    """The component of the first run that each constrained scene is in, and which are joined."""

    def __init__(self, fitted: _Fitted, constraints: Constraints) -> None:
        self._fitted, self._constraints = fitted, constraints
        self.of_scene = fitted.components[0][fitted.count :].copy()
        """Component (u,) of each constrained scene."""

        self.moved = 0
        self.parents: list[int] = []
        """Components that were divided, one for each new one."""

        self._likely = self._consensus()
        for scene in range(len(self.of_scene)):
            self._leave(scene)
        for component in np.unique(self.of_scene).tolist():
            self._settle(component)
        self.group = np.arange(fitted.logs[0].shape[1])
        """Group (K,) of each component, by the number of one of them."""

        self._join()

    def _consensus(self) -> IntArray:
        """Return what most scenes of each component (K,) are likely of, -1 for nothing."""
        fitted, total = self._fitted, self._fitted.logs[0].shape[1]
        if not fitted.shares.shape[1]:
            return np.full(total, -1)
        sums = np.zeros((total, fitted.shares.shape[1]))
        np.add.at(sums, fitted.components[0], fitted.shares)
        return np.where(sums.any(axis=1), sums.argmax(axis=1), -1)

    def _leave(self, scene: int) -> None:
        """Move a labeled scene whose surroundings are likely of another class to its own's."""
        kind = int(self._constraints.classes[self._constraints.sets[scene]])
        home = int(self.of_scene[scene])
        if kind < 0 or self._likely[home] in (-1, kind):
            return
        log = self._fitted.logs[0][self._fitted.count + scene]
        own = np.flatnonzero(self._likely == kind)
        if len(own):
            self.of_scene[scene] = own[log[own].argmax()]
            self.moved += 1

    def _parties(self, scenes: IntArray) -> list[IntArray]:
        """Divide scenes (m,) by class, and else by set, the largest first."""
        parties: dict[tuple[int, int], list[int]] = defaultdict(list)
        for scene in scenes.tolist():
            own = int(self._constraints.sets[scene])
            kind = int(self._constraints.classes[own])
            parties[(kind, -1) if kind >= 0 else (-1, own)].append(scene)
        found = [np.array(party) for party in parties.values()]
        return sorted(found, key=lambda party: (-len(party), party[0]))

    def _conflict(self, scenes: IntArray, others: IntArray) -> bool:
        """Tell whether some scenes must be apart from others."""
        sets = self._constraints.sets
        return bool(self._constraints.apart[np.ix_(sets[scenes], sets[others])].any())

    def _settle(self, component: int) -> None:
        """Let those leave a component that must be apart from most in it."""
        here = np.flatnonzero(self.of_scene == component)
        staying = here[:0]
        leaving: list[int] = []
        for party in self._parties(here):
            for scene in party.tolist():
                if self._conflict(np.array([scene]), staying):
                    leaving.append(scene)
                else:
                    staying = np.append(staying, scene)
        for party in self._parties(np.array(leaving, dtype=np.int64)):
            self.moved += len(party)
            rest = [scene for scene in party.tolist() if not self._move(scene, component)]
            # Those of one class may have to be apart from each other, too.
            while rest:
                own: list[int] = []
                for scene in rest:
                    if not self._conflict(np.array([scene]), np.array(own, dtype=np.int64)):
                        own.append(scene)
                new = self._fitted.divide(
                    component, self._fitted.count + np.array(own), self._fitted.count + staying
                )
                self.of_scene[own] = new
                self.parents.append(component)
                rest = [scene for scene in rest if scene not in own]

    def _move(self, scene: int, away: int) -> bool:
        """Move a scene to the likeliest component of its class or its set that it may be in."""
        sets, classes = self._constraints.sets, self._constraints.classes
        same = sets == sets[scene]
        if classes[sets[scene]] >= 0:
            same |= classes[sets] == classes[sets[scene]]
        same[scene] = False
        log = self._fitted.logs[0][self._fitted.count + scene]
        for component in sorted(set(self.of_scene[same].tolist()) - {away}, key=lambda c: -log[c]):
            if not self._conflict(np.array([scene]), np.flatnonzero(self.of_scene == component)):
                self.of_scene[scene] = component
                return True
        return False

    def _join(self) -> None:
        """Join the components of each set, or move its scenes where these must be apart."""
        sets = self._constraints.sets
        for number in np.flatnonzero(np.bincount(sets) > 1).tolist():
            scenes = np.flatnonzero(sets == number)
            homes, counts = np.unique(self.of_scene[scenes], return_counts=True)
            base = int(homes[counts.argmax()])
            for home in homes.tolist():
                one, other = self.group[base], self.group[home]
                if one == other:
                    continue
                inside = np.flatnonzero(self.group[self.of_scene] == one)
                joining = np.flatnonzero(self.group[self.of_scene] == other)
                if self._conflict(inside, joining):
                    mine = scenes[self.of_scene[scenes] == home]
                    self.of_scene[mine] = base
                    self.moved += len(mine)
                else:
                    self.group[self.group == other] = one

    def count_at(self, free: IntArray) -> int:
        """Return how many clusters those of components (K,), ``free`` of constraints, become.

        Each is divided into as many as its sets need, and those that share a set are joined.
        """
        for parent in self.parents:
            free = np.append(free, free[parent])
        sets = self._constraints.sets
        colors: dict[tuple[int, int], list[int]] = {}
        of_group: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for scene, home in enumerate(self.of_scene.tolist()):
            own, color = int(sets[scene]), 0
            while True:
                known = colors.setdefault((int(free[home]), color), [])
                if not self._constraints.apart[own, known].any():
                    break
                color += 1
            known.append(own)
            of_group[int(self.group[home])].add((int(free[home]), color))
        links = {part: part for part in colors}

        def root(part: tuple[int, int]) -> tuple[int, int]:
            while links[part] != part:
                part = links[part]
            return part

        for parts in of_group.values():
            first, *rest = sorted(parts)
            for part in rest:
                if part[0] != first[0]:
                    links[root(part)] = root(first)
        bare = len(set(free.tolist()) - {group for group, _ in colors})
        return bare + len({root(part) for part in colors})

    def apart(self, groups: IntArray) -> BoolArray:
        """Tell which groups (g,) of components must be apart, (g, g)."""
        inside = np.zeros((len(groups), len(self._constraints.classes)), dtype=bool)
        place = np.full(len(self.group), -1)
        place[groups] = np.arange(len(groups))
        inside[place[self.group[self.of_scene]], self._constraints.sets] = True
        some = inside.astype(np.float32)
        return np.asarray((some @ self._constraints.apart.astype(np.float32)) @ some.T > 0)


def _with_tree(fitted: _Fitted, homes: _Homes, settings: CommonSettings) -> DirichletProcessMixture:
    """Return the mixture with a tree whose levels keep to the constraints."""
    arrays, total = dict(fitted.arrays), fitted.logs[0].shape[1]
    components = fitted.components[0].copy()
    components[fitted.count :] = homes.of_scene
    joint = join_runs(fitted.together, fitted.runs)
    counts = np.bincount(components, minlength=total).astype(np.float64)
    sums = np.zeros((total, joint.shape[1]))
    np.add.at(sums, components, joint)
    early: list[tuple[int, int]] = []
    group = homes.group.copy()
    full = np.flatnonzero(counts > 0)
    for component in np.flatnonzero(counts == 0).tolist():  # joined with the nearest
        squared = ((arrays["means"][full] - arrays["means"][component]) ** 2).sum(axis=1)
        group[component] = group[full[squared.argmin()]]
    for name in np.unique(group).tolist():
        early += [(name, one) for one in np.flatnonzero(group == name).tolist() if one != name]
    names = np.unique(group)
    place = np.searchsorted(names, group)
    sizes = np.bincount(place, counts).astype(np.float64)
    centers = np.stack([np.bincount(place, column) for column in sums.T], axis=1) / sizes[:, None]
    late, heights, least = _ward_apart(sizes, centers, homes.apart(names))
    late = [(int(names[one]), int(names[other])) for one, other in late]
    merges = np.array(early + late, dtype=np.int64).reshape(-1, 2)
    arrays["merges"] = merges
    arrays["heights"] = np.concatenate([np.zeros(len(early)), np.maximum.accumulate(heights)])
    most = max(settings.max_clusters, least)
    levels = _levels_from(fitted, homes, merges, components, joint, least, len(names), settings)
    arrays["levels"] = np.stack([levels.counts, levels.silhouettes, levels.weights])
    arrays["most"] = np.array(most)
    for run in range(1, fitted.runs):
        links = np.zeros((fitted.logs[run].shape[1], total))
        np.add.at(links, (fitted.components[run], components), 1)
        arrays[f"links.{run}"] = links
    kept = {name: value for name, value in arrays.items() if name.split(".")[0] != "groups"}
    return DirichletProcessMixture(kept).with_detail(settings.detail)


def _levels_from(
    fitted: _Fitted, homes: _Homes, merges: IntArray, components: IntArray, joint: FloatArray,
    least: int, most: int, settings: CommonSettings,
) -> Levels:  # fmt: skip
    """Return levels of ``least`` to ``most`` clusters, with the scores of those they come from.

    Each level of the free mixture is one here, with as many clusters more as its own must be
    divided into, and less as are joined.
    """
    from sklearn.metrics import pairwise_distances

    some = np.random.default_rng(settings.seed).permutation(fitted.count)[:_COMPARED]
    distances = pairwise_distances(joint[some])
    widths = np.append(0.0, level_silhouettes(merges, components[some], distances))
    scores: dict[int, float] = {}
    shown = fitted.free.choose("balanced", settings.max_clusters)
    for count, score in zip(fitted.free.counts.tolist(), fitted.free.weights.tolist()):
        now = min(max(homes.count_at(cut(fitted.tree, count)), least), max(least, most))
        # Where one is divided, the next may be too near to it to be a level of its own.
        score = float(fitted.free.weights.max()) if count == shown else score
        scores[now] = max(scores.get(now, 0.0), score)
    counts = np.array(sorted(scores))
    found = np.array([scores[count] for count in counts.tolist()])
    return Levels(counts, widths[counts - 1], found / found.sum())


def _ward_apart(
    sizes: FloatArray, centers: FloatArray, apart: BoolArray
) -> tuple[list[tuple[int, int]], FloatArray, int]:
    """Merge groups by Ward's criterion, those that must be ``apart`` (g, g) last.

    Returns merges, heights, and the number of groups before the first of what must be apart.
    """
    names = np.arange(len(sizes))
    merges: list[tuple[int, int]] = []
    heights: list[float] = []
    least = 1
    while len(names) > 1:
        squared = ((centers[:, None] - centers[None]) ** 2).sum(axis=2)
        costs = squared * sizes[:, None] * sizes[None] / (sizes[:, None] + sizes[None])
        ordered = np.where(apart, _FORBIDDEN * (1 + costs), costs)
        ordered[np.tril_indices(len(names))] = np.inf
        i, j = np.unravel_index(int(ordered.argmin()), ordered.shape)
        if least == 1 and apart[i, j]:
            least = len(names)
        merges.append((int(names[i]), int(names[j])))
        heights.append(float(np.sqrt(costs[i, j])))
        centers, sizes, apart = centers.copy(), sizes.copy(), apart.copy()
        centers[i] = (sizes[i] * centers[i] + sizes[j] * centers[j]) / (sizes[i] + sizes[j])
        sizes[i] += sizes[j]
        apart[i] |= apart[j]
        apart[:, i] = apart[i]
        names, sizes = np.delete(names, j), np.delete(sizes, j)
        centers = np.delete(centers, j, axis=0)
        apart = np.delete(np.delete(apart, j, axis=0), j, axis=1)
    return merges, np.array(heights), least

"""Which scenes to label next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, Vectors
from ..base.errors import SceneError
from ..base.nearest import find_nearest, normalize_rows
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.sampling import draw
from .classifier import LabelSettings, Linear, make_folds
from .refine import spread_places
from .tune import crowds_of, keep_better, take_both

_AROUND = 20  # neighbors by which it is told how dense it is around a scene
_EMPTIEST = 0.5  # what the scene in the emptiest place counts, beside 1 in the densest
_MIDDLE = 0.25  # share of a group that may be typical of it, by how near it is to its mean
_STARTS, _FITTED = 10, 10_000  # of groups, and of scenes that they are made from at most
_DOUBTFUL = 0.3  # from which a scene is suggested for its doubt


@dataclass(frozen=True)
class SuggestSettings:
    """How many scenes are suggested, and how they are spread."""

    number: int = setting(
        20,
        "Scenes to label",
        "As many scenes are suggested, the most useful first.",
        minimum=1,
        maximum=10_000,
    )
    most_of_class: int | None = setting(
        None,
        "Most of a class",
        "No more scenes are suggested that are taken for the same class, once there are labels of "
        "two. Empty: as many as are useful.",
        minimum=1,
        maximum=10_000,
    )
    distance: float = setting(
        0.0,
        "Least distance (map units)",
        "Suggested and labeled scenes are that far apart on the map at least, in the units of its "
        "reference system, so that the labels do not all lie in one corner.",
        minimum=0,
    )


@dataclass(frozen=True)
class Suggestion:
    """A scene to label."""

    place: int
    """Among the scenes that were looked at."""

    reason: str
    gain: float
    """What makes it useful, from 0 to 1."""


def suggest_scenes(
    values: Vectors,
    diffused: Vectors,
    centers: FloatArray,
    labeled: IntArray,
    classes: IntArray,
    excluded: BoolArray,
    names: Sequence[str],
    settings: LabelSettings,
    asked: SuggestSettings,
    progress: Progress = silent,
) -> list[Suggestion]:
    """Return the scenes whose labels would help most, the most useful first.

    Without labels of two classes these are typical scenes of groups that have no label yet, the
    largest first. Later it is those of the greatest product of doubt, density and difference: of
    which the classifier is not sure, around which there are many, and which are unlike all that are
    labeled or suggested already, in the features that the classifier takes.

    Parameters
    ----------
    values, diffused : ndarrays of shape (n, d)
        Features of scenes, before and after diffusion.
    centers : ndarray of shape (n, 2)
        Where they lie; NaN where they have no place.
    labeled : ndarray of shape (u,)
        Places of labeled scenes among them.
    classes, excluded
        Of these, as for `fit_linear`.
    names
        Names of the classes.
    settings, asked
        How scenes are classified, and how many are wanted.

    Returns
    -------
    list of Suggestion
        No more than there are scenes without a label.

    Raises
    ------
    SceneError
        No scene is left.

    References
    ----------
    Hacohen et al. 2022, "Active learning on a budget: opposite strategies suit high and low
    budgets", for the first labels.
    """
    free = np.ones(len(values), dtype=bool)
    free[labeled] = False
    if asked.distance > 0:
        for place in labeled.tolist():
            free &= ~_near(centers, place, asked.distance)
    if not free.any():
        raise SceneError(
            "No scene is left to suggest: all are labeled, or too near to one that is. Lower the "
            "least distance, or look at another raster."
        )
    density = find_density(values)
    progress(0.3)
    folds = make_folds(centers[labeled], classes, settings.folds, settings.seed)
    both = diffused, normalize_rows(values) if settings.strength > 0 else None
    own, crowds = take_both(both, labeled), crowds_of(take_both(both, spread_places(len(values))))
    way = keep_better(own, classes, excluded, folds, crowds, settings)[1]
    diffused = way.choose(both)
    try:
        model = way.train(diffused[labeled], classes, excluded, way.choose(crowds), settings)
    except SceneError:  # there are too few labels to learn from
        return suggest_typical(diffused, centers, labeled, free, density, settings.seed, asked)
    progress(0.5)
    return suggest_doubtful(
        diffused, centers, labeled, free, density, model, names, asked, progress
    )


def find_density(values: Vectors) -> FloatArray:
    """Return how dense it is around scenes (n,) with features (n, d), as ranks from 0 to 1."""
    count = min(_AROUND + 1, len(values))
    apart = find_nearest(values, values, count, "cosine")[1].mean(axis=1)
    ranks = np.empty(len(values))
    ranks[np.argsort(-apart, kind="stable")] = np.arange(len(values))
    return ranks / max(len(values) - 1, 1)


def _near(centers: FloatArray, place: int, distance: float) -> BoolArray:
    """Tell which scenes (n,) are nearer to one than a distance; those without a place are not."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.hypot(*(centers - centers[place]).T) < distance)


def suggest_typical(
    diffused: Vectors,
    centers: FloatArray,
    labeled: IntArray,
    free: BoolArray,
    density: FloatArray,
    seed: int,
    asked: SuggestSettings,
) -> list[Suggestion]:
    """Suggest the most typical scene of each group that has no label, the largest group first.

    It is the densest of those near the middle of the group: where it is densest in all of a group
    there is often another one beside it, and a label from there is wrong for most of this one.
    """
    from sklearn.cluster import KMeans

    count = min(len(labeled) + asked.number, len(diffused))
    fitted = draw(np.arange(len(diffused)), max(_FITTED, count), seed)
    model = KMeans(count, n_init=_STARTS, random_state=seed).fit(diffused[fitted])
    groups = np.asarray(model.predict(diffused))
    apart = np.linalg.norm(diffused - model.cluster_centers_[groups], axis=1)
    sizes = np.bincount(groups, minlength=count)
    taken = np.zeros(count, dtype=bool)
    taken[groups[labeled]] = True
    free = free.copy()
    found: list[Suggestion] = []
    # Groups with a label come last, for where there are too few others.
    for group in np.lexsort((-sizes, taken)).tolist():
        members = np.flatnonzero((groups == group) & free)
        if len(members) and len(found) < asked.number:
            middle = members[apart[members] <= np.quantile(apart[members], _MIDDLE)]
            place = int(middle[density[middle].argmax()])
            what = f"typical of a group of {sizes[group]:,} scenes"
            found.append(Suggestion(place, what, float(sizes[group] / len(diffused))))
            free[place] = False
            if asked.distance > 0:
                free &= ~_near(centers, place, asked.distance)
    return found


def suggest_doubtful(
    diffused: Vectors,
    centers: FloatArray,
    labeled: IntArray,
    free: BoolArray,
    density: FloatArray,
    model: Linear,
    names: Sequence[str],
    asked: SuggestSettings,
    progress: Progress = silent,
) -> list[Suggestion]:
    """Suggest one scene after the other by doubt, density and difference."""
    found, kinds = model.probabilities(diffused), model.classes
    order = np.argsort(-found, axis=1, kind="stable")[:, :2]
    mine = np.arange(len(found))
    doubt = 1 - (found[mine, order[:, 0]] - found[mine, order[:, 1]])
    worth = doubt * (_EMPTIEST + (1 - _EMPTIEST) * density)
    alike = (diffused @ diffused[labeled].T).max(axis=1)
    left = np.full(len(kinds), asked.most_of_class or asked.number)
    called = [names[kind] if kind < len(names) else "none of them" for kind in kinds.tolist()]
    free = free.copy()
    made: list[Suggestion] = []
    while len(made) < asked.number and free.any():
        gain = np.where(free, worth * np.clip((1 - alike) / 2, 1e-9, 1), -1)
        place = int(gain.argmax())
        first, second = order[place].tolist()
        what = f"unlike all that are labeled, taken for {called[first]}"
        if doubt[place] >= _DOUBTFUL:
            what = f"{called[first]} or {called[second]}"
        made.append(Suggestion(place, what, float(gain[place])))
        free[place] = False
        left[first] -= 1
        if left[first] == 0:
            free &= order[:, 0] != first
        if asked.distance > 0:
            free &= ~_near(centers, place, asked.distance)
        alike = np.maximum(alike, diffused @ diffused[place])
        progress(0.5 + 0.5 * len(made) / asked.number)
    return made

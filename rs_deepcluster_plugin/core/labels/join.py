"""Which scenes labels mean: by where they lie, or by the scenes' numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..base.arrays import BoolArray, IntArray, ObjectArray
from ..base.errors import SceneError
from ..base.progress import Progress, silent
from ..base.values import say_count
from ..features.scene_file import SceneFile

_POINTS = (0, 4)  # Point and MultiPoint, as shapely numbers them
_SHARE = 0.5  # of a scene that a polygon covers


@dataclass(frozen=True)
class LabelRows:
    """The rows of a table of labels, the oldest first; arrays are of shape (m,)."""

    classes: IntArray
    """From 0; -1 where a row names none."""

    not_classes: IntArray
    """Classes that it is not, from 0; -1 for none."""

    shapes: ObjectArray
    """Points or polygons as WKB, in the system of the scenes' footprints; None for none."""

    scene_ids: IntArray
    """Scenes that are meant where a row has no shape; -1 for none."""

    def __len__(self) -> int:
        return len(self.classes)


@dataclass(frozen=True)
class LabeledUnits:
    """Scenes with labels; arrays are of shape (u,)."""

    places: IntArray
    """Rows of the features file, ascending; all have a vector."""

    classes: IntArray
    """From 0; -1 where it is only known what a scene is not."""

    excluded: BoolArray
    """Of shape (u, k): the classes that it is not."""

    def __len__(self) -> int:
        return len(self.places)

    def take(self, kept: IntArray | BoolArray) -> LabeledUnits:
        """Return some of them."""
        return LabeledUnits(self.places[kept], self.classes[kept], self.excluded[kept])


def join_labels(
    rows: LabelRows, features: SceneFile, count: int, progress: Progress = silent
) -> LabeledUnits:
    """Find the scenes of labels.

    A point labels the scene it lies in; on the edge of several, the first of them; each of several
    points in a row does. A polygon labels the scenes whose center it covers, or half of them at
    least. Of several labels of a scene the
    latest counts: it takes back what an earlier one said of the same class.

    Parameters
    ----------
    rows
        The labels.
    features
        The file that the scenes are in.
    count
        Number of classes.
    progress
        What is told of labels that are not used.

    Returns
    -------
    LabeledUnits

    Raises
    ------
    SceneError
        No label belongs to a scene that has features.
    """
    places_of, rows_of = _pair(rows, features, progress)
    if len(places_of) == 0:
        raise SceneError(
            f"None of the {len(rows):,} labels belongs to a scene of {features.path}. Give labels "
            "that lie in its scenes, or their numbers in a field scene_id."
        )
    return settle_labels(rows, places_of, rows_of, features.present(), count, progress)


def settle_labels(
    rows: LabelRows,
    places_of: IntArray,
    rows_of: IntArray,
    present: IntArray,
    count: int,
    progress: Progress = silent,
) -> LabeledUnits:
    """Find out what labels say of each of their scenes.

    Parameters
    ----------
    rows, count, progress
        As for `join_labels`.
    places_of, rows_of : ndarrays of shape (p,)
        Scenes and labels that belong together, at least one pair.
    present : ndarray of shape (m,)
        Scenes that have features.

    Returns
    -------
    LabeledUnits

    Raises
    ------
    SceneError
        No label belongs to a scene that has features.
    """
    order = np.argsort(rows_of, kind="stable")
    classes: dict[int, int] = {}
    excluded: dict[int, set[int]] = {}
    disputed: set[int] = set()
    for place, row in zip(places_of[order].tolist(), rows_of[order].tolist()):
        own, other = int(rows.classes[row]), int(rows.not_classes[row])
        if own >= 0:
            if classes.get(place, own) != own or own in excluded.get(place, ()):
                disputed.add(place)
            classes[place] = own
            excluded.get(place, set()).discard(own)
        if other >= 0 and other != own:
            if classes.get(place) == other:
                disputed.add(place)
                del classes[place]
            excluded.setdefault(place, set()).add(other)
    outside = len(rows) - len(np.unique(rows_of))
    if outside:
        progress.log(f"{outside:,} of {len(rows):,} labels belong to no scene.")
    if disputed:
        progress.log(
            f"{say_count(len(disputed), 'scene is', 'scenes are', ',')} labeled in several ways: "
            "of these labels the latest counts."
        )
    places = np.array(sorted(classes.keys() | excluded.keys()), dtype=np.int64)
    blind = places[~np.isin(places, present)]
    if len(blind) == len(places):
        raise SceneError(
            "None of the labeled scenes has features, for lack of valid data. Label others."
        )
    if len(blind):
        lacking = say_count(len(blind), "labeled scene has", "labeled scenes have", ",")
        progress.log(f"{lacking} no features, for lack of valid data.")
        places = places[~np.isin(places, blind)]
    gone = np.zeros((len(places), count), dtype=bool)
    for number, place in enumerate(places.tolist()):
        gone[number, list(excluded.get(place, ()))] = True
    known = np.array([classes.get(place, -1) for place in places.tolist()], dtype=np.int64)
    return LabeledUnits(places, known, gone)


def _pair(rows: LabelRows, features: SceneFile, progress: Progress) -> tuple[IntArray, IntArray]:
    """Return places of scenes and rows of labels (p,) that belong together."""
    import shapely

    shapes = shapely.from_wkb(rows.shapes)
    placed = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    numbered = np.setdiff1d(np.flatnonzero(rows.scene_ids >= 0), placed)
    by_number = features.cells()[0] if len(numbered) else numbered
    found: list[tuple[IntArray, IntArray]] = [pair_by_number(rows, numbered, by_number)]
    if len(placed):
        own, is_point, rows_of = _single_points(shapes[placed], placed)
        tree = shapely.STRtree(own)
        pairs: list[tuple[IntArray, IntArray]] = []
        start = 0
        edges: list[tuple[IntArray, IntArray]] = []
        for block in features.blocks():
            scenes = shapely.from_wkb(block.geometries)
            unit, label = tree.query(scenes, predicate="intersects")
            point = is_point[label]
            inside = shapely.contains_properly(scenes[unit[point]], own[label[point]])
            for kept, where in ((inside, pairs), (~inside, edges)):
                where.append((start + unit[point][kept], label[point][kept]))
            unit, label = unit[~point], label[~point]
            area = np.maximum(shapely.area(scenes[unit]), 1e-300)
            share = shapely.area(shapely.intersection(scenes[unit], own[label])) / area
            center = shapely.covers(own[label], shapely.centroid(scenes[unit]))
            most = (share >= _SHARE - 1e-9) | (center & (share > 0))
            pairs.append((start + unit[most], label[most]))
            start += len(block)
            progress(start / max(features.count, 1))
        if edges:
            pairs.append(_first_of_edges(edges, pairs))
        found += [(unit, rows_of[label]) for unit, label in pairs]
    places, labels = (np.concatenate(part) for part in zip(*found))
    return places, labels


def _single_points(shapes: ObjectArray, rows: IntArray) -> tuple[ObjectArray, BoolArray, IntArray]:
    """Return valid shapes (m,) with each point by itself, which are points, and their ``rows``.

    The points of one row may lie in many scenes, as where those of a class were collected.
    """
    import shapely

    kinds = np.isin(shapely.get_type_id(shapes), _POINTS)
    points, of = shapely.get_parts(shapes[kinds], return_index=True)
    own = np.concatenate([shapely.make_valid(shapes[~kinds]), points])
    is_point = np.arange(len(own)) >= len(own) - len(points)
    return own, is_point, np.concatenate([rows[~kinds], rows[kinds][of]])


def _first_of_edges(
    edges: list[tuple[IntArray, IntArray]], found: list[tuple[IntArray, IntArray]]
) -> tuple[IntArray, IntArray]:
    """Return the first scene of each point that lies in none and on the edge of some."""
    places, labels = (np.concatenate(part) for part in zip(*edges))
    inside = np.unique(np.concatenate([label for _, label in found]))
    free = ~np.isin(labels, inside)
    places, labels = places[free], labels[free]
    order = np.lexsort((places, labels))
    first = np.unique(labels[order], return_index=True)[1]
    return places[order][first], labels[order][first]


def pair_by_number(rows: LabelRows, numbered: IntArray, ids: IntArray) -> tuple[IntArray, IntArray]:
    """Return the scenes (p,) that some of the labels name by their numbers, and these labels (p,).

    Parameters
    ----------
    rows
        The labels.
    numbered
        Those of them that name scenes by numbers.
    ids : ndarray of shape (n,)
        Numbers of all scenes.
    """
    if len(ids) == 0 or len(numbered) == 0:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    order = np.argsort(ids, kind="stable")
    at = np.searchsorted(ids[order], rows.scene_ids[numbered]).clip(max=len(ids) - 1)
    same = ids[order][at] == rows.scene_ids[numbered]
    return order[at][same], numbered[same]

"""The classes of a map: codes, names, colors, and which of them each scene is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..base.arrays import IntArray
from ..base.errors import OutputError
from ..base.palette import shade_of
from .cluster_table import HINTS, Column, current_of
from .schema import Schema

HIGHEST_CLASS = 65_534  # what 16 bits hold beside 0, and one more for what is rejected


@dataclass(frozen=True)
class MapClass:
    """A class of a map, or a cluster that has no class yet."""

    value: int
    """What it is in a raster."""

    code: str
    name: str
    color: str
    pixels: int = 0


def classes_of_scenes(
    columns: Mapping[str, Column], schema: Schema | None
) -> tuple[list[MapClass], IntArray]:
    """Return the classes of a map, and which of them each scene is of.

    A scene is of its class where it has one, else of its current cluster. Classes come in the
    order of the schema, clusters after them. Values are the codes where all of them are whole
    numbers that fit, else they count from 1 through the schema, so that they mean the same on all
    maps of it; those of clusters are their numbers, above the values of classes.

    Parameters
    ----------
    columns
        "cluster", "edited_cluster", "class_code" and "class_name", each of shape (n,).
    schema
        Gives classes their order, names and colors; None: there is none.

    Returns
    -------
    classes : list of MapClass
        Those that scenes are of.
    places : ndarray of shape (n,)
        The place of each scene's class among them, -1 for none.
    """
    codes = columns["class_code"]
    clusters = np.where(codes == "", current_of(columns), 0)
    names = dict(zip(codes.tolist(), columns["class_name"].tolist()))
    known = {entry.code: (entry.name, entry.color) for entry in schema.classes} if schema else {}
    used = set(names) - {""}
    spare = sorted(used - set(known))
    known.update({c: (names[c] or c, shade_of(i)) for i, c in enumerate(spare, start=1)})
    made = _give_values([(code, *known[code]) for code in known] if used else [])
    place_of = {entry.code: place for place, entry in enumerate(made)}
    places = np.array([place_of.get(code, -1) for code in codes.tolist()], dtype=np.int64)
    highest = max((entry.value for entry in made), default=0)
    of_cluster = np.full(int(clusters.max(initial=0)) + 1, -1, dtype=np.int64)
    for number in np.unique(clusters[clusters > 0]).tolist():
        of_cluster[number] = len(made)
        code = f"cluster {number}" if used else str(number)
        made.append(MapClass(highest + number, code, f"Cluster {number}", shade_of(number)))
    return _keep_used(made, np.where(codes == "", of_cluster[clusters], places))


def classes_of_texts(texts: Column) -> tuple[list[MapClass], IntArray]:
    """Return the different texts (n,) of any field as classes, "" as none; as above."""
    kinds = sorted(set(texts.tolist()) - {""})
    if all(kind.isdecimal() for kind in kinds):
        kinds.sort(key=int)
    made = _give_values([(kind, kind, shade_of(i)) for i, kind in enumerate(kinds, start=1)])
    place_of = {entry.code: place for place, entry in enumerate(made)}
    return made, np.array([place_of.get(text, -1) for text in texts.tolist()], dtype=np.int64)


def hints_of_groups(
    columns: Mapping[str, Column], groups: IntArray, count: int
) -> list[tuple[str, str, float, str] | None]:
    """Return what is suggested for the name of each group of scenes.

    Clusters that were merged or edited have scenes of several suggestions, and such of none. The
    one that most of them have is theirs, with the mean of its scores.

    Parameters
    ----------
    columns
        The fields `HINTS`, each of shape (n,).
    groups
        Numbers of groups from 0 to ``count`` - 1, of shape (n,), -1 for scenes in none.
    count
        The number of groups.

    Returns
    -------
    list
        Code, name, score and what has suggested it, of each group; None: nothing is suggested.
    """
    fields = dict(zip(HINTS, (columns[name].tolist() for name in HINTS)))
    scores: list[dict[tuple[str, str, str], list[float]]] = [{} for _ in range(count)]
    rows = zip(groups.tolist(), *(fields[name] for name in HINTS))
    for group, code, name, score, by in rows:
        if group >= 0:
            scores[group].setdefault((code, name, by), []).append(score)
    found: list[tuple[str, str, float, str] | None] = []
    for held in scores:
        most = max(held, key=lambda hint: (len(held[hint]), hint), default=("", "", ""))
        code, name, by = most
        found.append((code, name, float(np.mean(held[most])), by) if name else None)
    return found


def _give_values(entries: Sequence[tuple[str, str, str]]) -> list[MapClass]:
    """Give classes the values that they have in a raster."""
    whole = {int(code) for code, _, _ in entries if code.isdecimal()}
    own = len(whole) == len(entries) and max(whole, default=0) <= HIGHEST_CLASS
    return [
        MapClass(int(code) if own else place, code, name, color)
        for place, (code, name, color) in enumerate(entries, start=1)
    ]


def _keep_used(classes: list[MapClass], places: IntArray) -> tuple[list[MapClass], IntArray]:
    """Leave out the classes that no scene is of."""
    counts = np.bincount(places[places >= 0], minlength=len(classes))
    kept = np.flatnonzero(counts)
    new = np.full(len(classes) + 1, -1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    return [classes[place] for place in kept.tolist()], new[places]


def raster_values(classes: list[MapClass]) -> tuple[list[MapClass], int]:
    """Return the classes by rising value, and a value for no data that no class has.

    Raises
    ------
    OutputError
        There are more classes than a raster holds.
    """
    ordered = sorted(classes, key=lambda entry: entry.value)
    if not ordered or ordered[-1].value > HIGHEST_CLASS:
        raise OutputError(
            f"The map has {len(ordered)} classes, and a raster holds 1 to {HIGHEST_CLASS}. "
            "Choose another field."
        )
    if ordered[0].value > 0:
        return ordered, 0
    return ordered, 255 if ordered[-1].value < 255 else 65_535


def add_pixels(classes: Iterable[MapClass], pixels: Mapping[int, int]) -> list[MapClass]:
    """Return the classes with the numbers of their pixels.

    Parameters
    ----------
    classes
        Classes of a map.
    pixels
        Numbers of pixels by the value of the class; 0 where it is missing.

    Returns
    -------
    list of MapClass
        In the same order.
    """
    return [replace(entry, pixels=pixels.get(entry.value, 0)) for entry in classes]

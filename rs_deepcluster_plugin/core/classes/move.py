"""Scenes that get another cluster, and what becomes of their classes then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..base.arrays import BoolArray, IntArray
from ..base.errors import LayerError, SceneError
from ..clusters.model import exemplar_ranks
from .cluster_table import CLASS_FIELDS, CURRENT, RANK, SUPPORT, Changes, Column, current_of

COLUMNS = ("cluster", CURRENT, *CLASS_FIELDS)
PLACES = (RANK, "umap_x", "umap_y")
FROM_CLUSTER, SINGLY, LABELED, SMOOTHED = "cluster", "scene", "label", "smoothed"
ONE_BY_ONE = (SINGLY, LABELED)
"""Where the class of a scene is from that was said of this scene: a correction, or its label."""

_MOST = 1_000_000  # numbers of one text


def parse_numbers(text: str, what: str = "clusters") -> list[int]:
    """Read numbers and ranges of numbers, in their order.

    Parameters
    ----------
    text
        Numbers between spaces, commas or semicolons.
    what
        What they are, for errors.

    Returns
    -------
    list of int
        Each number once, in the order of the text.

    Raises
    ------
    LayerError
        A part is not a whole number or a range of them, or a number occurs twice.

    Examples
    --------
    >>> parse_numbers("3-5, 8")
    [3, 4, 5, 8]
    """
    found: list[int] = []
    for part in text.replace(",", " ").replace(";", " ").split():
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise LayerError(
                f"'{part}' in the {what} '{text}' is not a whole number. Give numbers and ranges "
                "as 3, 5, 8-10."
            )
        ends = int(first), int(last or first)
        if ends[1] < ends[0] or ends[1] - ends[0] >= _MOST:
            raise LayerError(f"'{part}' in the {what} is not a range. Write it as 8-10.")
        found.extend(range(ends[0], ends[1] + 1))
    numbers, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
    twice = numbers[counts > 1].tolist()
    if twice:
        raise LayerError(
            f"The {what} '{text}' name {write_ranges(twice)} more than once. Name each of them "
            "once."
        )
    return found


def write_ranges(numbers: Iterable[int]) -> str:
    """Write numbers briefly, with ranges.

    Parameters
    ----------
    numbers
        Whole numbers in any order.

    Returns
    -------
    str
        The numbers, ascending; three or more that follow each other are a range.

    Examples
    --------
    >>> write_ranges([4, 1, 2, 3, 7])
    '1-4, 7'
    """
    ordered = sorted(numbers)
    parts: list[list[int]] = []
    for number in ordered:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{p[0]}-{p[-1]}" if len(p) > 2 else ", ".join(map(str, p)) for p in parts)


def write_sentence(numbers: Sequence[int]) -> str:
    """Write numbers as they stand in a sentence.

    Parameters
    ----------
    numbers
        One or more.

    Returns
    -------
    str
        The numbers, in their order.

    Examples
    --------
    >>> write_sentence([3, 5, 8])
    '3, 5 and 8'
    """
    texts = [str(number) for number in numbers]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def check_clusters(wanted: Iterable[int], current: IntArray) -> None:
    """Make sure that clusters are among the current ones of the scenes.

    Parameters
    ----------
    wanted
        Numbers of the clusters.
    current
        Current clusters of the scenes, of shape (n,), 0 for none.

    Raises
    ------
    LayerError
        One of them is not.
    """
    there = set(np.unique(current).tolist()) - {0}
    missing = sorted(set(wanted) - there)
    if missing:
        word = "cluster" if len(missing) == 1 else "clusters"
        raise LayerError(
            f"The layer has no {word} {write_ranges(missing)}. Its clusters are "
            f"{write_ranges(there)}."
        )


def merge(current: IntArray, groups: Iterable[Sequence[int]]) -> IntArray:
    """Return the clusters after merging groups of them, each into the first of its group.

    Parameters
    ----------
    current
        Current clusters of the scenes, of shape (n,).
    groups
        Numbers of the clusters that are merged; all of them are among the current ones.

    Returns
    -------
    ndarray of shape (n,)
        Clusters of the scenes.

    Examples
    --------
    >>> import numpy as np
    >>> merge(np.array([1, 2, 3, 2]), [[3, 2]]).tolist()
    [1, 3, 3, 3]
    """
    number = np.arange(int(current.max(initial=0)) + 1)
    for group in groups:
        number[list(group)] = group[0]
    return number[current]


def sort_by_size(clusters: Iterable[int], current: IntArray) -> list[int]:
    """Order clusters by falling size, those of one size by number.

    Parameters
    ----------
    clusters
        Numbers of clusters, all of them among the current ones.
    current
        Current clusters of the scenes, of shape (n,).

    Returns
    -------
    list of int
        The largest first.

    Examples
    --------
    >>> import numpy as np
    >>> sort_by_size([1, 2, 3], np.array([1, 3, 2, 3]))
    [3, 1, 2]
    """
    sizes = np.bincount(current)
    return sorted(clusters, key=lambda cluster: (-int(sizes[cluster]), cluster))


def change_clusters(
    columns: Mapping[str, Column], after: IntArray, chosen: BoolArray | None = None
) -> Changes:
    """Return what is to be written where scenes get other clusters.

    A scene that gets another cluster gets the class of that cluster, or none where it has none;
    one that was corrected singly or smoothed keeps its class, unless it is chosen. A new cluster
    has the class that most of its scenes had.

    Parameters
    ----------
    columns
        "fid" and those of `COLUMNS`, each of shape (n,).
    after
        What the current clusters become, of shape (n,).
    chosen
        Scenes that get the class of their cluster even so, of shape (n,); None: none are.

    Returns
    -------
    dict
        By field, the fids of scenes and their values; empty where nothing changes.
    """
    before = current_of(columns)
    moved = after != before
    changes: dict[str, tuple[Column, Column]] = {}
    if moved.any():
        changes[CURRENT] = (columns["fid"], after)
    if chosen is not None:
        moved = moved | chosen
    codes, names, sources = (columns[field].copy() for field in CLASS_FIELDS)
    assigned = sources == FROM_CLUSTER
    follows = assigned | (sources == "")
    takes = moved & (follows if chosen is None else follows | chosen)
    if not (codes != "").any() or not takes.any():
        return changes
    for cluster in np.unique(after[takes]).tolist():
        rows = takes & (after == cluster)
        known = before == cluster
        among = columns["class_code"][known & assigned if known.any() else rows]
        found, counts = np.unique(among.astype(str), return_counts=True)
        code = str(found[counts.argmax()]) if len(found) else ""
        name = columns["class_name"][columns["class_code"] == code][0] if code else ""
        codes[rows], names[rows], sources[rows] = code, name, FROM_CLUSTER if code else ""
    rows = np.flatnonzero(takes)
    for field, values in zip(CLASS_FIELDS, (codes, names, sources)):
        changes[field] = (columns["fid"][rows], values[rows])
    return changes


def change_exemplars(columns: Mapping[str, Column], after: IntArray) -> Changes:
    """Return the exemplars that change where scenes get other clusters.

    A cluster that has lost exemplars, or got another's, has its scenes ranked anew by their places
    in the embedding (see `exemplar_ranks`).

    Parameters
    ----------
    columns
        "fid" and those of `PLACES`, each of shape (n,).
    after
        What the current clusters become, of shape (n,).

    Returns
    -------
    dict
        Under the field of ranks, the fids of the scenes of these clusters, and their ranks from 1,
        or 0 for those that are not exemplars; empty where nothing changes.
    """
    ranks = columns[RANK]
    most, clusters = int(ranks.max(initial=0)), int(after.max(initial=0))
    if not most:
        return {}
    sizes = np.bincount(after, minlength=clusters + 1)
    there = np.bincount(after[ranks > 0], minlength=clusters + 1)
    first = np.bincount(after[ranks == 1], minlength=clusters + 1)
    wrong = (there != np.minimum(sizes, most)) | (first != 1)
    changed = wrong[after] & (after > 0)
    if not changed.any():
        return {}
    places = np.stack([columns["umap_x"], columns["umap_y"]], axis=1).astype(np.float32)
    placed = changed & np.isfinite(places).all(axis=1)
    found = exemplar_ranks(places, np.where(placed, after, 0), clusters, most)
    return {RANK: (columns["fid"][changed], found[changed])}


def change_support(
    columns: Mapping[str, Column], after: IntArray, divided: bool = False
) -> Changes:
    """Return how sure the scenes are of their clusters where they get other ones.

    The probability of a merged cluster is the sum of those of its parts. A scene that is moved
    belongs to its new cluster as it did before, as far as that is known: by its second probability.
    What can't be known is NULL.

    Parameters
    ----------
    columns
        "fid", those of `SUPPORT` and those of `COLUMNS`, each of shape (n,).
    after
        What the current clusters become, of shape (n,).
    divided
        Clusters that fall into several are others afterwards, also where one of them keeps the
        number, so that nothing is known of how far scenes belong to the parts.

    Returns
    -------
    dict
        By field of `SUPPORT`, the fids of scenes and their values, where NaN, None and the
        cluster 0 are NULL; empty where nothing changes.
    """
    before = current_of(columns)
    highest = int(max(before.max(initial=0), after.max(initial=0), _second(columns).max(initial=0)))
    becomes = _whole_moves(before, after, highest, divided)
    second = _second(columns)
    moved = (before != after) | (becomes[before] != before) | (becomes[second] != second)
    rows = np.flatnonzero(moved & ((before > 0) | (after > 0)))
    if not len(rows):
        return {}
    now, own, other = after[rows], becomes[before[rows]], becomes[second[rows]]
    sure = np.where(own > 0, columns["probability"][rows], np.nan)
    rest = np.where(other > 0, columns["second_probability"][rows], np.nan)
    parts = np.stack([np.where(own == now, sure, np.nan), np.where(other == now, rest, np.nan)])
    known = np.isfinite(parts).any(axis=0) & (now > 0)
    probability = np.where(known, np.nansum(parts, axis=0).clip(max=1.0), np.nan)
    # The second is whichever of the two is known and not the own one.
    left, right = (own > 0) & (own != now), (other > 0) & (other != now)
    next_best = np.where(left, own, np.where(right, other, 0))
    share = np.where(left, sure, np.where(right, rest, np.nan))
    there = (next_best > 0) & np.isfinite(share) & (now > 0)
    next_best, share = np.where(there, next_best, 0), np.where(there, share, np.nan)
    close = share > probability / 2
    # Whatever else there is, has what is left.
    unknown = ~known | (~there & (1 - probability > probability / 2 + 1e-9))
    ambiguous = np.array([None if gone else bool(c) for gone, c in zip(unknown, close)], object)
    values = (probability, next_best, share, ambiguous)
    return {name: (columns["fid"][rows], value) for name, value in zip(SUPPORT, values)}


def _second(columns: Mapping[str, Column]) -> IntArray:
    return np.asarray(columns["second_cluster"], dtype=np.int64)


def _whole_moves(before: IntArray, after: IntArray, highest: int, divided: bool) -> IntArray:
    """Return what each cluster (highest + 1,) has become as a whole, 0 where nothing is left."""
    becomes = np.zeros(highest + 1, dtype=np.int64)
    for cluster in np.unique(before[before > 0]).tolist():
        targets = np.unique(after[before == cluster])
        if len(targets) == 1:
            becomes[cluster] = targets[0]
        elif not divided and cluster in targets:
            becomes[cluster] = cluster
    return becomes


def tree_parts(leaves: IntArray, merges: IntArray, parts: int) -> IntArray:
    """Divide scenes by the last merges of a tree.

    Parameters
    ----------
    leaves
        Leaves of the scenes, of shape (n,), from 1.
    merges
        Merges of shape (m - 1, 2), as in `ClusterTree`.
    parts
        Number of parts.

    Returns
    -------
    ndarray of shape (n,)
        Parts of the scenes, from 0.

    Raises
    ------
    SceneError
        The scenes are in fewer leaves than there are to be parts.

    Examples
    --------
    >>> import numpy as np
    >>> tree_parts(np.array([1, 2, 3]), np.array([[2, 3], [1, 2]]), 2).tolist()
    [0, 1, 1]
    """
    present = np.unique(leaves)
    if len(present) < parts:
        raise SceneError(
            f"The merge tree has {len(present)} parts of the cluster, and {parts} were asked "
            "for. Choose fewer parts, or another method."
        )
    group = np.arange(len(merges) + 2)
    for one, other in merges:
        if len(np.unique(group[present])) == parts:
            break
        group[group == group[other]] = group[one]
    return np.unique(group[leaves], return_inverse=True)[1].astype(np.int64)

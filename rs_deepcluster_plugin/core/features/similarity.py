"""Scenes that are like others: cosine similarity of normalized features, block by block."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, ObjectArray, Vectors
from ..base.errors import DataFileError, SceneError
from ..base.progress import Progress, silent
from ..base.sampling import draw
from .normalize import FIT_SCENES, Normalizer
from .scene_file import SceneFile

COMPARISONS = ("mean", "nearest")


@dataclass(frozen=True)
class Similar:
    """Scenes by falling similarity; arrays are of shape (n,)."""

    scene_ids: IntArray
    similarities: FloatArray
    geometries: ObjectArray
    names: ObjectArray | None
    """File names, where the scenes are images."""


def normalizer_of(features: SceneFile, progress: Progress = silent) -> Normalizer:
    """Return what normalizes features as they are for clustering.

    Raises
    ------
    SceneError
        No scene has features.
    """
    present = features.present()
    if len(present) == 0:
        raise SceneError(f"No scene of {features.path} has features. Choose another file.")
    progress(0.5)
    values = features.take(draw(present, FIT_SCENES, seed=0))
    return Normalizer.fit(values, features.provenance.part_dims)


def look_up_scenes(
    features: SceneFile, scene_ids: IntArray
) -> tuple[IntArray, BoolArray, IntArray, IntArray]:
    """Return the places of scenes (n,) in a file, whether they are there, and their cells there.

    Rows and columns of those that are not there mean nothing.
    """
    ids, rows, cols = features.cells()
    order = np.argsort(ids, kind="stable")
    places = order[np.searchsorted(ids[order], scene_ids).clip(max=len(ids) - 1)]
    return places, ids[places] == scene_ids, rows[places], cols[places]


def refuse_repeated(features: SceneFile, scene_ids: IntArray) -> None:
    """Make sure that no two scenes of a layer (n,), all in a file, are the same one of it.

    Raises
    ------
    DataFileError
        They are, as where layers were merged.
    """
    known, counts = np.unique(scene_ids, return_counts=True)
    if (counts > 1).any():
        raise DataFileError(
            f"Several scenes of the layer have the number {known[counts > 1][0]}, as where layers "
            f"were merged, and {features.path} has one of it. Choose a layer of the scenes of this "
            "file alone."
        )


def refuse_other_scenes(
    features: SceneFile, scene_id: IntArray, row: IntArray, col: IntArray
) -> None:
    """Make sure that a file is of the scenes of a layer, and not of others with the same numbers.

    Parameters
    ----------
    features
        The file.
    scene_id, row, col
        Numbers, rows and columns of the layer's scenes, of shape (n,); a layer that has lost its
        rows or columns has zeros. Scenes that are not in the file are passed over.

    Raises
    ------
    DataFileError
        A scene of the file has another row or column, or two of the layer have one number.
    """
    _, there, *cells = look_up_scenes(features, scene_id)
    odd = np.zeros(len(there), dtype=bool)
    for own, of_file in zip((row, col), cells):
        odd |= there & (of_file != own) & own.any()
    if odd.any():
        raise DataFileError(
            f"{features.path} holds the features of other scenes: {int(odd.sum()):,} of the "
            f"layer's {len(odd):,} are elsewhere in it. Choose the features that the layer's "
            "clusters were made of."
        )
    refuse_repeated(features, scene_id[there])


def vectors_of(features: SceneFile, scene_ids: Collection[int]) -> Vectors:
    """Return the features of scenes by their ids, without those that have none.

    Parameters
    ----------
    features
        The file that the scenes are in.
    scene_ids
        Ids of the scenes.

    Returns
    -------
    ndarray
        Features of shape (m, d), in the order of the file.

    Raises
    ------
    SceneError
        A scene is not in the file, or none of them has features.
    """
    ids = features.cells()[0]
    missing = sorted(set(scene_ids) - set(ids.tolist()))
    if missing:
        some = ", ".join(map(str, missing[:8])) + (", ..." if len(missing) > 8 else "")
        raise SceneError(
            f"{len(missing)} of the scenes are not in {features.path}: {some}. Choose scenes of "
            "this file, or the features of these scenes."
        )
    found = features.take(np.flatnonzero(np.isin(ids, list(scene_ids))))
    found = found[np.isfinite(found).all(axis=1)]
    if len(found) == 0:
        raise SceneError(
            "None of the scenes chosen has features, for lack of valid data. Choose other scenes."
        )
    return found


def find_similar(
    features: SceneFile,
    examples: Vectors,
    normalizer: Normalizer,
    comparison: str,
    number: int,
    minimum: float,
    without: Collection[int] = (),
    progress: Progress = silent,
    unlike: Vectors | None = None,
) -> Similar:
    """Return the scenes of a file that are most like examples, by cosine similarity.

    It is exact: each scene is looked at, in blocks.

    Parameters
    ----------
    features
        The file whose scenes are looked through.
    examples
        Features of the examples, of shape (m, d), not normalized.
    normalizer
        What examples and scenes are normalized by, such as `normalizer_of` returns.
    comparison
        "mean": the similarity of a scene is the mean of those to all examples; "nearest": it is
        that to the nearest one.
    number
        How many scenes are returned at most.
    minimum
        The least similarity, from -1 to 1.
    without
        Ids of scenes that are left out.
    unlike
        Features of counterexamples, of shape (c, d), not normalized: scenes that are more similar
        to one of these than to the examples are left out, too.

    Returns
    -------
    Similar
        The scenes by falling similarity; there may be none.
    """
    targets = normalizer(examples)
    if comparison == "mean":
        targets = targets.mean(axis=0, keepdims=True)
    others = normalizer(unlike) if unlike is not None and len(unlike) else None
    excluded = np.array(sorted(without), dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    done = 0
    for block in features.blocks():
        done += len(block)
        places = np.flatnonzero(block.has_vector & ~np.isin(block.scene_ids, excluded))
        found = np.full(len(block), -np.inf)
        for start in range(0, len(places), 1024):
            some = places[start : start + 1024]
            values = normalizer(block.vectors[some])
            found[some] = (values @ targets.T).max(axis=1)
            if others is not None:
                found[some[(values @ others.T).max(axis=1) > found[some]]] = -np.inf
        best = places[np.argsort(-found[places], kind="stable")[:number]]
        best = best[found[best] >= minimum]
        names = block.names[best] if block.names is not None else [None] * len(best)
        kept += zip(
            found[best].tolist(),
            block.scene_ids[best].tolist(),
            block.geometries[best].tolist(),
            names,
        )
        kept = sorted(kept, key=lambda row: -row[0])[:number]
        progress(done / max(features.count, 1))
    similarities, ids, shapes, texts = zip(*kept) if kept else ((), (), (), ())
    return Similar(
        np.array(ids, dtype=np.int64),
        np.clip(np.array(similarities, dtype=np.float64), -1, 1),
        _objects(shapes),
        _objects(texts) if features.with_names else None,
    )


def mean_vectors(
    features: SceneFile, scene_ids: IntArray, groups: IntArray, progress: Progress = silent
) -> FloatArray:
    """Return the mean normalized features of groups of scenes.

    Parameters
    ----------
    features
        The file that the scenes are in.
    scene_ids
        Ids of the scenes, of shape (n,). Those that are not in the file are passed over.
    groups
        Their groups, of shape (n,), from 0 to k; negative for none.

    Returns
    -------
    ndarray
        Means of shape (k + 1, d), NaN for groups without features.

    Raises
    ------
    SceneError
        None of the scenes is in the file with features.
    """
    order = np.argsort(scene_ids)
    ids, own = scene_ids[order], groups[order]
    of_file = features.cells()[0]
    place = np.searchsorted(ids, of_file).clip(max=max(len(ids) - 1, 0))
    of_row = np.full(len(of_file), -1, dtype=np.int64)
    if len(ids):
        of_row = np.where(ids[place] == of_file, own[place], -1)
    means = mean_of_rows(features, of_row, int(groups.max(initial=0)) + 1, progress)
    if np.isnan(means).all():
        raise SceneError(
            f"None of the layer's scenes is in {features.path}. Choose the features that the "
            "clusters were made of."
        )
    return means


def mean_of_rows(
    features: SceneFile, groups: IntArray, count: int, progress: Progress = silent
) -> FloatArray:
    """Return the mean normalized features of groups of a file's rows.

    Parameters
    ----------
    features
        The file.
    groups
        Groups of all its rows, from 0, of shape (n,); -1 for none.
    count
        Number of groups.

    Returns
    -------
    ndarray
        Means of shape (count, d), NaN for groups without features.

    Raises
    ------
    SceneError
        No scene of the file has features.
    """
    normalizer = normalizer_of(features)
    sums, counts = np.zeros((count, features.dims)), np.zeros(count)
    done = 0
    for block in features.blocks():
        own = groups[done : done + len(block)]
        inside = block.has_vector & (own >= 0)
        if inside.any():
            group = own[inside]
            by_group = np.argsort(group, kind="stable")
            members, starts = np.unique(group[by_group], return_index=True)
            vectors = normalizer(block.vectors[inside])[by_group].astype(np.float64)
            sums[members] += np.add.reduceat(vectors, starts)
            counts += np.bincount(group, minlength=count)
        done += len(block)
        progress(done / max(features.count, 1))
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / np.where(counts > 0, counts, np.nan)[:, None])


def nearest_by_cosine(means: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the nearest other row of means (k, d), -1 where there is none, and the cosine."""
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    unit = np.divide(means, lengths, out=np.full_like(means, np.nan), where=lengths > 0)
    return _best(unit, lambda some: some @ unit.T)


def nearest_by_distance(centers: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the nearest other row of centers (k, d), -1 where there is none, and the distance."""
    places, values = _best(
        centers, lambda some: -np.linalg.norm(some[:, None] - centers[None], axis=2)
    )
    return places, -values


def _best(
    rows: FloatArray, score: Callable[[FloatArray], FloatArray]
) -> tuple[IntArray, FloatArray]:
    """Return the other row of the highest score for each; NaN counts as none."""
    places = np.full(len(rows), -1, dtype=np.int64)
    values = np.full(len(rows), np.nan)
    for start in range(0, len(rows), 256):
        found = np.nan_to_num(score(rows[start : start + 256]), nan=-np.inf)
        own = np.arange(len(found))
        found[own, start + own] = -np.inf
        best = found.argmax(axis=1)
        there = np.isfinite(found[own, best])
        places[start + own[there]] = best[there]
        values[start + own[there]] = found[own, best][there]
    return places, values


def _objects(items: Collection[Any]) -> ObjectArray:
    made = np.empty(len(items), dtype=object)
    made[:] = list(items)
    return made

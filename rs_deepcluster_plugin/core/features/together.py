"""Features of several rasters as one file, so that they have clusters in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import ObjectArray, Vectors
from ..base.errors import SceneError
from ..base.nearest import find_nearest
from ..base.progress import Progress, silent
from ..base.sampling import draw
from ..scenes.scene_block import SceneBlock
from .change import ChangeSettings, compare_features, pair_units
from .join_files import SOURCE_SCENE, with_attributes, write_joined
from .normalize import FIT_SCENES, Normalizer
from .scene_file import Provenance, SceneFile
from .similarity import normalizer_of

_ALIKE = 50  # scenes by which it is told what one of their kind has moved by,
_SHARE = 8  # or one in so many, as in `change`
_FEWEST = 30  # of them that have not changed
_BLOCK = 256
_SAME_PLACE = 0.5  # of the scenes have a partner, where files are of two dates of one place


def join_rasters(
    files: Sequence[SceneFile], path: str | Path, progress: Progress = silent
) -> tuple[str, ...]:
    """Write the scenes of several features files into one.

    Each scene gets a new number, and attributes ``source`` (the raster's name) and ``source_scene``
    (its number in its own file); its own ones, as of a collection, become ``sheet_source`` and
    ``sheet_source_scene``. Where most scenes of a file lie on those of the first, it is
    another date of the same place, and light, season and sensor move its features, those of each
    kind of ground in their way. So the median of what scenes that look alike have moved by is taken
    back. Scenes that have changed themselves (`compare_features`) don't count in it.

    Parameters
    ----------
    files
        Two or more, of one model and in one reference system.
    path
        Of the new file.
    progress
        What is told how far it is, and what was done.

    Returns
    -------
    tuple of str
        Names of the sources.

    Raises
    ------
    DataFileError
        The features are of two models, or in two reference systems.
    SceneError
        There is one file only.
    """
    if len(files) < 2:
        raise SceneError("There is one file of features only. Give two or more, or cluster it.")
    first = files[0]
    for line in _differences(files):
        progress.log(line)
    aligned = [None, *(_align(first, other, progress) for other in files[1:])]
    names = _names_of(files)
    made = replace(first.provenance, source="", frame=None)

    def change(place: int, block: SceneBlock) -> SceneBlock:
        vectors, align = block.vectors.copy(), aligned[place]
        if align is not None and block.has_vector.any():
            vectors[block.has_vector] = align(vectors[block.has_vector])
        nothing: ObjectArray = np.array([None] * len(block), dtype=object)
        credited = with_attributes(block, lambda own, number: _credit(own, names[place], number))
        return replace(
            credited, vectors=vectors, names=nothing if block.names is None else block.names
        )

    write_joined(files, path, made, change, True, False, progress)
    return tuple(names)


@dataclass(frozen=True)
class _Alignment:
    """What the kinds of ground on another date of one place have become."""

    normalizer: Normalizer
    known: Vectors
    """Normalized features (p, d) of scenes that are there on both dates, on the other date."""

    moved: Vectors
    """By how much their features (p, d) have moved since the first."""

    def __call__(self, vectors: Vectors) -> Vectors:
        """Take back from features (n, d) what those that look like them have moved by."""
        values = self.normalizer(vectors)
        count = min(_ALIKE, max(len(self.known) // _SHARE, 1))
        near = find_nearest(values, self.known, count, "cosine")[0]
        found = vectors.copy()
        for start in range(0, len(vectors), _BLOCK):
            rows = slice(start, start + _BLOCK)
            found[rows] -= np.median(self.moved[near[rows]], axis=1)
        return found


def _align(first: SceneFile, other: SceneFile, progress: Progress) -> _Alignment | None:
    """Compare another date of one place with the first; None for another place."""
    try:
        pairs = pair_units(first, other)
    except SceneError:  # too few scenes are the same
        return None
    share = len(pairs.after) / max(len(other.present()), 1)
    if share < _SAME_PLACE:
        return None
    changed = compare_features(first, other, pairs, ChangeSettings(), progress).changed
    same = np.flatnonzero(~changed)
    if len(same) < _FEWEST:
        return None
    some = draw(same, FIT_SCENES, 0)
    before, place = np.unique(pairs.before[some], return_inverse=True)
    now = other.take(pairs.after[some])
    progress.log(
        f"{other.path} is another date of {first.path}: {share:.0%} of its scenes lie on one of "
        f"these, of which {changed.mean():.0%} have changed. What others that look alike have "
        "moved by is taken back."
    )
    normalizer = normalizer_of(other)
    return _Alignment(normalizer, normalizer(now), now - first.take(before)[place])


def _names_of(files: Sequence[SceneFile]) -> list[str]:
    """Return the names of the rasters, those of the files where two are alike."""
    # The picture of a collection is NAME.sheets.vrt.
    names = [Path(file.provenance.source).stem.removesuffix(".sheets") for file in files]
    if len(set(names)) < len(names) or not all(names):
        names = [Path(file.path).stem for file in files]
    if len(set(names)) < len(names):
        names = [f"{number}: {name}" for number, name in enumerate(names, start=1)]
    return names


def _credit(own: dict[str, Any], source: str, number: int) -> dict[str, Any]:
    """Return the attributes of a scene with those of its file, and keep its own of these names."""
    added = {"source": source, SOURCE_SCENE: number}
    kept = {}
    for name, value in own.items():
        renamed = name
        while renamed in added or (renamed != name and renamed in own):
            renamed = f"sheet_{renamed}"
        kept[renamed] = value
    return {**kept, **added}


def _differences(files: Sequence[SceneFile]) -> list[str]:
    """Return a sentence for each way in which files were made otherwise than the first."""
    first, lines = files[0].provenance, []
    for file in files[1:]:
        made = file.provenance
        parts = []
        if made.bands != first.bands:
            parts.append(f"bands {_listed(made.bands)} in place of {_listed(first.bands)}")
        if (made.scaling_low, made.scaling_high) != (first.scaling_low, first.scaling_high):
            parts.append("another stretch of the values")
        if _size_of(made) != _size_of(first):
            parts.append(f"scenes of {_size_of(made)} in place of {_size_of(first)}")
        if parts:
            lines.append(
                f"{file.path} was made with {', '.join(parts)} ({files[0].path}), which moves its "
                "features too."
            )
    return lines


def _listed(bands: Sequence[int]) -> str:
    return ", ".join(map(str, bands))


def _size_of(made: Provenance) -> str:
    if made.scene_size is None:
        return "their own size"
    wide, high = made.scene_size
    of = f" of {made.pixel_size[0]:g}" if made.pixel_size is not None else ""
    return f"{wide} x {high} pixels{of}"

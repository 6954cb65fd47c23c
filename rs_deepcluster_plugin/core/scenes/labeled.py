"""Labeled scenes: what a model is fine-tuned on, and what features are evaluated with."""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..base.arrays import BoolArray, Image, IntArray
from ..base.errors import SceneError
from ..base.progress import Progress, silent
from ..base.values import say_count
from .grid import SceneGrid
from .raster import Raster
from .scaling import Scaling
from .scene_block import SceneBlock
from .sources import (
    FolderScenes,
    RasterScenes,
    SceneSource,
    SourceSettings,
    images_in,
    scaling_of,
    valid_fractions,
)

_NAMED = 20  # images that are named one by one


@dataclass(frozen=True)
class LabeledScenes:
    """Scenes of one or several sources, each with its class; itself a `SceneSource`.

    ``labels`` (n,) are places in ``classes``. ``places`` (n, 2) say where a scene is found: which
    of the sources, and which of its scenes.
    """

    classes: tuple[str, ...]
    labels: IntArray
    names: list[str]
    """What a scene is called in messages, such as "River/river_12.jpg" or "polygon 17"."""

    bands: tuple[int, ...]
    """Bands of the first source; the others have as many."""

    sources: tuple[SceneSource, ...]
    places: IntArray
    scalings: tuple[Scaling, ...]
    """Scaling of each source."""

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def unreadable(self) -> list[str]:
        """Images that could not be read, with the reason."""
        named = [n for s in self.sources if isinstance(s, FolderScenes) for n in s.unreadable]
        return list(dict.fromkeys(named))  # a damaged one fails each time it is read

    @property
    def counts(self) -> IntArray:
        """Scenes of each class, (classes,)."""
        return np.bincount(self.labels, minlength=len(self.classes)).astype(np.int64)

    def read(self, index: int) -> tuple[Image, BoolArray]:
        """Values scaled to 0..1 and validity, both (bands, height, width).

        An image whose end is missing gives one pixel that is not valid, and is `unreadable`.
        """
        source, place = map(int, self.places[index])
        return self.sources[source].read(place)

    def inside(self, index: int) -> BoolArray | None:
        """Pixels (height, width) of a scene that lie in its polygon; None: all do."""
        source, place = map(int, self.places[index])
        return self.sources[source].inside(place)

    def fingerprint(self) -> str:
        """Hash of the scenes' data and of their classes."""
        digest = hashlib.sha256(repr(self.classes).encode())
        for source in self.sources:
            digest.update(source.fingerprint().encode())
        digest.update(self.labels.tobytes())
        digest.update(self.places.tobytes())
        return digest.hexdigest()

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes with their names, without footprints and vectors."""
        ids = np.arange(start + 1, min(stop, len(self)) + 1, dtype=np.int64)
        count = len(ids)
        return SceneBlock(
            scene_ids=ids,
            rows=ids - 1,
            cols=np.zeros_like(ids),
            valid_fractions=np.zeros(count),
            geometries=np.full(count, None, dtype=object),
            vectors=np.empty((count, 0), dtype=np.float32),
            has_vector=np.zeros(count, dtype=bool),
            names=np.asarray(self.names[start:stop], dtype=object),
        )

    def take(self, indices: IntArray) -> LabeledScenes:
        """Keep some of the scenes; classes that lose all of theirs are no longer classes."""
        kept, labels = np.unique(self.labels[indices], return_inverse=True)
        return replace(
            self,
            classes=tuple(self.classes[k] for k in kept),
            labels=labels.astype(np.int64),
            names=[self.names[i] for i in indices],
            places=self.places[indices],
        )

    def close(self) -> None:
        """Release the files."""
        for source in self.sources:
            source.close()


def read_class_folders(
    folder: str | Path,
    bands: tuple[int, ...] = (),
    settings: SourceSettings | None = None,
    progress: Progress = silent,
    scaling: Scaling | None = None,
) -> LabeledScenes:
    """Read the images of a folder that holds one folder for each class.

    Images in the folders of a class's folder belong to the class as well. Images that lie beside
    the classes' folders have no class and are left out.

    Parameters
    ----------
    folder
        The folder that holds those of the classes.
    bands
        As in `FolderScenes`: none are each image's own.
    settings
        How values are scaled, unless a ``scaling`` is given.
    scaling
        Low and high of each band, for the images of all data types.

    Returns
    -------
    scenes
        Each is named by its image's path within ``folder``; images that cannot be read are left
        out and listed in `LabeledScenes.unreadable`.

    Raises
    ------
    SceneError
        There are no images, or no folders with images, or two folders' names are alike.
    RasterError
        No image can be read, or their percentiles cannot be taken.
    """
    root = Path(folder)
    if not root.is_dir():
        raise SceneError(
            f"{folder} is not a folder. Choose the folder that holds one folder of images for "
            "each class."
        )
    inside = {path: _images(path) for path in sorted(root.iterdir()) if _is_class(path)}
    beside = sum(path.parent == root for path in _images(root))
    empty = [path.name for path, images in inside.items() if not images]
    inside = {path: images for path, images in inside.items() if images}
    if not inside:
        images = say_count(beside, "image")
        found = f"{images} but no folders with images" if beside else "no images"
        raise SceneError(
            f"{folder} holds {found}. Choose a folder that holds one folder of images for each "
            "class."
        )
    name_of = distinct_names(path.name for path in inside)
    if beside:
        progress.log(
            "Left out because they lie in no class's folder: "
            f"{say_count(beside, 'image')} in {folder}."
        )
    if empty:
        progress.log(f"Left out because they hold no images: the folders {_list_names(empty)}.")
    class_of = {image: name_of[path.name] for path, images in inside.items() for image in images}
    source = FolderScenes(
        list(class_of), root, bands, settings or SourceSettings(), scaling, "", progress
    )
    texts = [class_of[path] for path in source.paths]
    # A name that is not text, from a system with another encoding, can be shown all the same.
    names = [
        path.relative_to(root).as_posix().encode(errors="replace").decode() for path in source.paths
    ]
    return _make_scenes(texts, names, source.bands, source, source.scaling, np.arange(len(names)))


def read_labeled_polygons(
    raster: Raster,
    grid: SceneGrid,
    class_names: Sequence[str | None],
    settings: SourceSettings | None = None,
    progress: Progress = silent,
    scaling: Scaling | None = None,
) -> LabeledScenes:
    """Take the scenes of a raster under polygons, each with the class of its polygon.

    The scenes are cut as for the features of a grid layer. Polygons without a class, and those
    with less valid data than the settings' minimum, are left out.

    Parameters
    ----------
    raster
        Open; it belongs to the scenes from now on, and their `LabeledScenes.close` closes it.
    grid
        The scenes of the n polygons.
    class_names
        Their classes (n,); None or blank for a polygon that has none.
    settings
        How values are scaled, unless a ``scaling`` is given, and how much must be valid.
    scaling
        Low and high of each band.

    Returns
    -------
    scenes
        In the order of the grid, named "polygon" and the scene's number.

    Raises
    ------
    SceneError
        No polygon has a class and enough valid data, or two classes' names are alike.
    RasterError
        The raster is damaged, or its percentiles cannot be taken.
    """
    settings = settings or SourceSettings()
    texts = [(name or "").strip() for name in class_names]
    if not any(texts):
        raise SceneError(
            f"None of the {len(texts)} polygons has a class. Choose the field that holds the "
            "classes, or fill it in."
        )
    named = np.array([bool(text) for text in texts])
    if not named.all():
        progress.log(
            f"Left out because they have no class: {(~named).sum()} of {len(named)} polygons."
        )
    fractions = valid_fractions(raster, grid, progress)
    valid = (fractions >= settings.minimum_valid) & (fractions > 0)
    if (named & ~valid).any():
        progress.log(
            f"Left out because less than {settings.minimum_valid:.0%} of them is valid data: "
            f"{(named & ~valid).sum()} of {len(named)} polygons."
        )
    kept = np.flatnonzero(named & valid)
    if len(kept) == 0:
        raise SceneError(
            f"None of the {named.sum()} polygons with a class lies on valid data of the raster. "
            "Choose a raster of the same area, or lower the minimum of valid data."
        )
    given = [class_names[int(i)] or "" for i in kept]
    class_of = distinct_names(given)
    scaling = scaling or scaling_of(raster, settings)
    return _make_scenes(
        [class_of[text] for text in given],
        [f"polygon {number}" for number in grid.scene_ids[kept]],
        raster.bands,
        RasterScenes(raster, grid, scaling),
        scaling,
        kept,
    )


def join_scenes(parts: Sequence[LabeledScenes]) -> LabeledScenes:
    """Join several sources; classes of the same name are one class.

    Parameters
    ----------
    parts
        At least one.

    Returns
    -------
    scenes
        Those of the parts in the order given; their classes are in the order of their names.

    Raises
    ------
    SceneError
        The sources differ in their number of bands, or two classes' names are alike.
    """
    first = parts[0]
    for part in parts[1:]:
        if len(part.bands) != len(first.bands):
            raise SceneError(
                f"The labeled scenes have {say_count(len(first.bands), 'band')} "
                f"({first.names[0]}) and {say_count(len(part.bands), 'band')} ({part.names[0]}). "
                "Choose as many bands of each source."
            )
    classes = sorted(distinct_names([name for part in parts for name in part.classes]).values())
    offsets = np.cumsum([0, *(len(part.sources) for part in parts)])
    labels, places = [], []
    for part, offset in zip(parts, offsets):
        labels.append(np.searchsorted(classes, part.classes)[part.labels].astype(np.int64))
        places.append(part.places + np.array([offset, 0]))
    return LabeledScenes(
        tuple(classes),
        np.concatenate(labels),
        [name for part in parts for name in part.names],
        first.bands,
        tuple(source for part in parts for source in part.sources),
        np.concatenate(places),
        tuple(scaling for part in parts for scaling in part.scalings),
    )


def keep_large_classes(
    scenes: LabeledScenes, progress: Progress = silent, minimum: int = 2
) -> LabeledScenes:
    """Leave out classes of fewer than ``minimum`` scenes, and log what is left out.

    Images that could not be read are logged, too.

    Parameters
    ----------
    minimum
        Fewest scenes of a class that stays.

    Returns
    -------
    scenes
        What remains; the scenes given where nothing is left out.

    Raises
    ------
    SceneError
        Fewer than two classes remain.
    """
    log_unreadable(scenes.unreadable, progress)
    kept = find_large_classes(scenes, progress, minimum)
    return scenes if len(kept) == len(scenes) else scenes.take(kept)


def find_large_classes(
    scenes: LabeledScenes, progress: Progress = silent, minimum: int = 2
) -> IntArray:
    """Find the scenes of classes of at least ``minimum``, and log which classes are too small.

    Parameters
    ----------
    minimum
        Fewest scenes of a class that is large enough.

    Returns
    -------
    places
        Of shape (m,), ascending: places among ``scenes`` of those whose class is large enough.

    Raises
    ------
    SceneError
        Fewer than two classes are large enough.
    """
    large = scenes.counts >= minimum
    small = [
        f"{name} ({count})"
        for name, count, kept in zip(scenes.classes, scenes.counts, large)
        if not kept
    ]
    if large.sum() < 2:
        found = (
            f"All scenes are of one class, {scenes.classes[0]}."
            if len(scenes.classes) == 1
            else f"Of {len(scenes.classes)} classes, {large.sum()} have {minimum} scenes or more; "
            f"too few have {_list_names(small)}."
        )
        raise SceneError(f"{found} Give at least {minimum} scenes of each of two classes.")
    if small:
        progress.log(
            f"Left out because they have fewer than {minimum} scenes: the classes "
            f"{_list_names(small)}."
        )
    return np.flatnonzero(large[scenes.labels]).astype(np.int64)


def hold_out(
    labels: IntArray, share: float, seed: int, classes: Sequence[str] = ()
) -> tuple[IntArray, IntArray]:
    """Divide scenes into places for training and for validation, class by class.

    Parameters
    ----------
    labels
        Class of each scene, (n,).
    share
        Share of each class that is for validation, but at least one scene, and one is left to
        train on.
    seed
        The same seed divides them in the same way.
    classes
        Names of the classes for the error; where there are none, it has their numbers.

    Returns
    -------
    training, validation
        Places among the n scenes, each ascending; together they are all.

    Raises
    ------
    SceneError
        The share is not between 0 and 1, there are no scenes, or a class has a single scene, which
        cannot be in both.
    """
    if not 0 < share < 1:
        raise SceneError(
            f"The share of scenes for validation is {share:g}. Choose one between 0 and 1."
        )
    numbers, counts = np.unique(labels, return_counts=True)
    if len(counts) == 0 or counts.min() < 2:
        single = [str(classes[n]) if len(classes) else str(n) for n in numbers[counts < 2]]
        raise SceneError(
            f"A class with a single scene cannot be divided into training and validation: "
            f"{_list_names(single)}. Add scenes to it, or leave it out."
        )
    random = np.random.default_rng(seed)
    held = np.zeros(len(labels), dtype=bool)
    for number, count in zip(numbers, counts):
        own = random.permutation(np.flatnonzero(labels == number))
        held[own[: int(np.clip(round(count * share), 1, count - 1))]] = True
    return np.flatnonzero(~held).astype(np.int64), np.flatnonzero(held).astype(np.int64)


def log_unreadable(names: Sequence[str], progress: Progress) -> None:
    """Name the images that were left out, and count those that are too many to name."""
    for name in names[:_NAMED]:
        progress.log(f"Left out, cannot be read: {name}")
    if len(names) > _NAMED:
        progress.log(f"... and {len(names) - _NAMED} more.")


def _make_scenes(
    texts: list[str], names: list[str], bands: tuple[int, ...], source: SceneSource,
    scaling: Scaling, places: IntArray,
) -> LabeledScenes:  # fmt: skip
    classes, labels = np.unique(np.asarray(texts), return_inverse=True)
    return LabeledScenes(
        tuple(classes.tolist()),
        labels.astype(np.int64),
        names,
        bands,
        (source,),
        np.stack([np.zeros(len(places), dtype=np.int64), places], axis=1),
        (scaling,),
    )


def distinct_names(given: Iterable[str]) -> dict[str, str]:
    """Map names to those that are used; refuse any that only a slip of the pen tells apart.

    Returns
    -------
    used
        For each name given, the one that is used: without space around it, in Unicode's form NFC.

    Raises
    ------
    SceneError
        Two names differ only in space around them, in case or in their Unicode form.

    Examples
    --------
    >>> distinct_names([" Forest", "Water", "Water"])
    {' Forest': 'Forest', 'Water': 'Water'}
    """
    used: dict[str, str] = {}
    first: dict[str, str] = {}
    for text in dict.fromkeys(given):
        used[text] = unicodedata.normalize("NFC", text.strip())
        other = first.setdefault(used[text].casefold(), text)
        if other != text:
            raise SceneError(
                f"The classes '{other}' and '{text}' differ only in spaces or in upper and lower "
                "case. Give the class one name, or two that differ."
            )
    return used


def _is_class(path: Path) -> bool:
    return path.is_dir() and path.name[0] != "."


def _images(folder: Path) -> list[Path]:
    with contextlib.suppress(SceneError):
        return images_in(folder)
    return []


def _list_names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more

"""Where scenes come from: the windows of a raster, or the images of a folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..base.arrays import BoolArray, FloatArray, Image, IntArray, ObjectArray
from ..base.errors import RasterError, SceneError
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.values import say_count
from .channels import to_three_channels, valid_fraction
from .grid import SceneGrid, ring_coordinates
from .raster import Raster, move_points, percentile_scaling
from .scaling import Scaling, sample_values, scaling_of_values
from .scene_block import SceneBlock

_SQUARE = 1024  # pixels; windows that start in one are read at once
_STEPS = 16  # points along an edge of an image's footprint in another reference system
IMAGE_TYPES = {
    ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".jp2", ".vrt", ".img", ".webp",
}  # fmt: skip


@dataclass(frozen=True)
class SourceSettings:
    """How scenes are read."""

    scaling: str = "percentiles"
    """``"percentiles"`` of the raster's valid pixels, or ``"type"``: the data type's range."""

    percentiles: tuple[float, float] = setting((2.0, 98.0), minimum=0, maximum=100)
    minimum_valid: float = setting(0.5, minimum=0, maximum=1)
    """Scenes with a smaller share of valid pixels get no features."""


class SceneSource(Protocol):
    """Where scenes come from: the windows of a raster, or a folder of images."""

    def __len__(self) -> int:
        """Return the number of scenes."""

    def fingerprint(self) -> str:
        """Hash of the scenes' data."""

    def read(self, index: int) -> tuple[Image, BoolArray]:
        """Values scaled to 0..1 and validity, both (bands, height, width)."""

    def inside(self, index: int) -> BoolArray | None:
        """Pixels (height, width) that belong to a scene; None: all that are read."""

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes without vectors."""

    def close(self) -> None:
        """Release the files."""


def read_scene(scenes: SceneSource, index: int) -> tuple[Image, BoolArray, float]:
    """Read a scene as the model is to see it.

    Of 140 pieces of one class amid another, a third of their window in size, 10 neighbors name
    the inner class of 20 % where all of the window is seen, of 54 % where only the patches
    inside are pooled, and of 74 % where the outside is filled; 83 % where there is no outside.

    Parameters
    ----------
    index
        Place of the scene in its source, from 0.

    Returns
    -------
    values
        From 0 to 1, of shape (bands, height, width).
    seen
        What of them counts, of the same shape: pixels that are valid and, of a polygon, inside it.
        `fill_invalid` puts the mirror image of these over the rest.
    share
        Share of valid pixels among those inside, from 0 to 1.

    Raises
    ------
    RasterError
        The raster is damaged. Of a folder's image, nothing is valid then.
    """
    values, valid = scenes.read(index)
    inside = scenes.inside(index)
    if inside is None:
        return values, valid, valid_fraction(valid)
    seen = valid & inside
    return values, seen, float(seen.all(axis=0).sum() / inside.sum())


class RasterScenes:
    """Scenes that are windows of one raster."""

    def __init__(self, raster: Raster, grid: SceneGrid, scaling: Scaling) -> None:
        self.raster, self.scaling = raster, scaling
        self._grid = grid
        self.fetch: Callable[[int], tuple[Image, BoolArray]] = self._read_now
        """Reads a window as it is stored; see `read_ahead.ReadAhead`."""

    def _read_now(self, index: int) -> tuple[Image, BoolArray]:
        return self.raster.read(self._grid.windows[index])

    def __len__(self) -> int:
        return len(self._grid)

    def fingerprint(self) -> str:
        """Hash of the raster's files and of the windows."""
        digest = hashlib.sha256(self.raster.fingerprint().encode())
        digest.update(self._grid.windows.tobytes())
        if self._grid.shaped is not None and self._grid.geometries is not None:
            for shape in self._grid.geometries[self._grid.shaped]:
                digest.update(shape)
        digest.update(repr(self.scaling).encode())
        return digest.hexdigest()

    def read(self, index: int) -> tuple[Image, BoolArray]:
        """Read a window and scale it."""
        values, valid = self.fetch(index)
        return self.scaling(values), valid

    def inside(self, index: int) -> BoolArray | None:
        """Pixels of the window that lie in the scene's polygon."""
        return self._grid.inside(index)

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes of the grid, without vectors."""
        grid = self._grid
        part = slice(start, stop)
        block = _without_vectors(
            grid.scene_ids[part], grid.rows[part], grid.cols[part], grid.wkb(start, stop)
        )
        if grid.attributes is None:
            return block
        return replace(block, attributes=grid.attributes[part])

    def grid_of(self, start: int, stop: int) -> SceneGrid:
        """Return the windows of some scenes, without what only describes them."""
        bare = replace(self._grid, attributes=None, own_shapes=None, own_wkt=None)
        return bare.take(slice(start, stop))

    def close(self) -> None:
        """Close the raster."""
        self.raster.__exit__()


def _without_straight(ring: FloatArray) -> FloatArray:
    """Leave the corners of a footprint whose edges, of `_STEPS` points each, are straight."""
    corners = ring[::_STEPS]
    steps = np.arange(_STEPS)[:, None, None] / _STEPS
    chords = (corners[:-1] + steps * (corners[1:] - corners[:-1])).swapaxes(0, 1).reshape(-1, 2)
    off = np.abs(ring[:-1] - chords).max()
    return corners if off <= 1e-3 * np.ptp(ring, axis=0).max() else ring


class FolderScenes:
    """Scenes that are the images of a folder, each read as it is.

    Without ``bands`` each image is read by its own red, green and blue. Where some have fewer
    bands than others, all get three channels: of a gray image the one band fills them. Images of
    several data types are scaled each kind by itself.
    """

    def __init__(
        self, paths: list[Path], root: Path, bands: tuple[int, ...], settings: SourceSettings,
        scaling: Scaling | None, crs_wkt: str, progress: Progress,
    ) -> None:  # fmt: skip
        self.paths, self._root = paths, root
        self._geometries, self.crs_wkt, self.unreadable = self._survey(bands, crs_wkt, progress)
        self.bands, self._channels = self._common_bands(progress)
        by_number = Counter(self._kinds).most_common()
        self.scalings = {kind: scaling or self._scaling(kind, settings) for kind, _ in by_number}
        self.scaling = self.scalings[by_number[0][0]]
        if len(by_number) > 1:
            each = ", ".join(f"{count} of the type {kind}" for kind, count in by_number)
            progress.log(f"The images are of several data types, scaled each by itself: {each}.")

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def kinds(self) -> dict[str, Any] | None:
        """Low and high of the scaling by data type, None where the images have one type."""
        if len(self.scalings) == 1:
            return None
        return {kind: [list(s.low), list(s.high)] for kind, s in self.scalings.items()}

    def fingerprint(self) -> str:
        """Hash of the files' names, sizes and times of change."""
        digest = hashlib.sha256(repr((self.bands, self.scaling)).encode())
        if len(self.scalings) > 1 or len(set(self._bands)) > 1:
            digest.update(repr((self.scalings, self._bands)).encode())
        for path in self.paths:
            stat = path.stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}".encode())
        return digest.hexdigest()

    def read(self, index: int) -> tuple[Image, BoolArray]:
        """Read an image and scale it."""
        path = self.paths[index]
        try:
            with Raster(str(path), self._bands[index]) as image:
                height, width = image.shape
                values, valid = self._as_channels(*image.read((0, 0, width, height)))
        except RasterError as error:  # a file whose end is missing opens like a whole one
            self.unreadable.append(f"{path.name} ({error})")
            nothing = np.zeros((self._channels, 1, 1))
            return nothing.astype(np.float32), nothing.astype(bool)
        return self.scalings[self._kinds[index]](values), valid

    def inside(self, index: int) -> BoolArray | None:
        """All pixels of an image belong to it."""

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes named after their files, without vectors."""
        ids = np.arange(start + 1, min(stop, len(self)) + 1, dtype=np.int64)
        names = [str(p.relative_to(self._root).as_posix()) for p in self.paths[start:stop]]
        block = _without_vectors(ids, ids - 1, np.zeros_like(ids), self._geometries[start:stop])
        return replace(block, names=np.asarray(names, dtype=object))

    def close(self) -> None:
        """Nothing stays open."""

    def _survey(
        self, bands: tuple[int, ...], crs_wkt: str, progress: Progress
    ) -> tuple[ObjectArray, str, list[str]]:
        """Open every image once: bands, type, footprint and CRS; leave out those that fail."""
        import shapely
        from rasterio.crs import CRS

        target = CRS.from_wkt(crs_wkt) if crs_wkt else None
        good, rings, unreadable = [], [], []
        self._bands: list[tuple[int, ...]] = []
        self._kinds: list[str] = []
        self._named: Counter[str] = Counter()
        notes: Counter[str] = Counter()
        for index, path in enumerate(self.paths):
            progress(index / len(self.paths))
            try:
                with Raster(str(path), bands) as image:
                    crs, ring = image.crs, None
                    if crs is not None and image.georeferenced:
                        target = target or self._find_system(index, crs)
                        height, width = image.shape
                        whole = np.array([[0, 0, width, height]])
                        ring = ring_coordinates(image.transform, whole)[0]
                        if crs != target:
                            # The only transformation that is not QGIS's: the images' systems are
                            # known only here, where thousands of them are opened.
                            steps = np.arange(_STEPS)[:, None, None] / _STEPS
                            fine = ring[:-1] + steps * (ring[1:] - ring[:-1])
                            fine = np.append(fine.swapaxes(0, 1).reshape(-1, 2), ring[:1], axis=0)
                            moved = move_points(crs, target, fine)
                            if moved is None or not np.isfinite(moved).all():
                                raise RasterError(
                                    "its reference system does not lead to that of the others"
                                )
                            ring = _without_straight(moved)
                    notes.update(image.notes())
                    self._named[image.name_bands()] += 1
                    self._bands.append(image.bands)
                    self._kinds.append(image.kind)
            except RasterError as error:
                unreadable.append(f"{path.name} ({error})")
                continue
            good.append(path)
            rings.append(ring)
        if not good:
            raise RasterError(
                f"None of the {len(self.paths)} images in {self._root} can be read. "
                "Choose a folder of images such as GeoTIFF, JPEG or PNG."
            )
        self.paths = good
        for note, count in notes.most_common(5):
            progress.log(f"In {count} of {len(good)} images: {note}")
        geometries = np.array(
            [None if r is None else shapely.to_wkb(shapely.polygons(r)) for r in rings],
            dtype=object,
        )
        return geometries, target.to_wkt() if target is not None else "", unreadable

    def _find_system(self, start: int, crs: Any) -> Any:
        """Return a system that others can lead to: the first on the earth from an image on.

        ``crs`` is that of this image, which may lie nowhere on the earth, as a building site does,
        and is taken where all do.
        """
        import rasterio
        from rasterio.errors import RasterioError

        for path in self.paths[start:] if not _is_on_earth(crs) else ():
            with contextlib.suppress(RasterioError), rasterio.open(path) as image:
                if image.crs is not None and _is_on_earth(image.crs):
                    return image.crs
        return crs

    def _common_bands(self, progress: Progress) -> tuple[tuple[int, ...], int]:
        """Return the bands most images are read by, and how many channels all get; logs both."""
        most_common = self._named.most_common(3)
        each = [f"{bands} ({say_count(count, 'image')})" for bands, count in most_common]
        rest = len(self._named) - len(each)
        progress.log(f"Bands: {'; '.join(each)}{f'; and {rest} others' if rest > 0 else ''}.")
        counts = Counter(len(bands) for bands in self._bands)
        if len(counts) == 1:
            return Counter(self._bands).most_common(1)[0][0], next(iter(counts))
        fewer = sum(count for bands, count in counts.items() if bands < 3)
        progress.log(
            f"{fewer} of {len(self.paths)} images have fewer than three bands: one band fills red, "
            "green and blue, and of two the third is their mean."
        )
        most = max(Counter(self._bands).items(), key=lambda item: (len(item[0]), item[1]))[0]
        return (most + 2 * most[-1:])[:3], 3

    def _as_channels(self, values: Image, valid: BoolArray) -> tuple[Image, BoolArray]:
        """Give an image as many channels as the others have."""
        if len(values) == self._channels:
            return values, valid
        if len(values) == 1:
            return to_three_channels(values), np.repeat(valid, 3, axis=0)
        if len(values) == 2:
            valid = np.concatenate([valid, valid.all(axis=0, keepdims=True)])
        own = [valid[channel::3].all(axis=0) for channel in range(3)]
        return to_three_channels(values), np.stack(own)

    def _scaling(self, kind: str, settings: SourceSettings) -> Scaling:
        """Percentiles over pixels of images of a kind, spread evenly, or the range of its type."""
        own = [place for place, found in enumerate(self._kinds) if found == kind]
        if settings.scaling == "type":
            return self._range(own)

        def samples() -> Iterator[tuple[Image, BoolArray]]:
            for place in own[:: max(1, len(own) // 256)]:
                with (
                    contextlib.suppress(RasterError),
                    Raster(str(self.paths[place]), self._bands[place]) as image,
                ):
                    for values, valid in image.sample():
                        step = max(1, values.shape[1] // 128)
                        yield self._as_channels(values[:, ::step, ::step], valid[:, ::step, ::step])

        values = sample_values(samples())
        if len(set(self._kinds)) > 1 and (not values or any(band.size == 0 for band in values)):
            return self._range(own)  # the few of this kind are empty, and others are not
        return scaling_of_values(values, *settings.percentiles, str(self._root))

    def _range(self, places: list[int]) -> Scaling:
        """Range of the data type of some images."""
        widest = max(places, key=lambda place: len(self._bands[place]))
        with Raster(str(self.paths[widest]), self._bands[widest]) as image:
            limits = image.limits
        low, high = ((ends + 2 * ends[-1:])[: self._channels] for ends in (limits.low, limits.high))
        return Scaling(low, high)


def _is_on_earth(crs: Any) -> bool:
    return bool(crs.is_geographic or crs.is_projected)


def images_in(folder: str | Path) -> list[Path]:
    """List the images in a folder and the folders in it.

    Links to folders are followed. Files whose names start with a dot are left out.

    Returns
    -------
    paths
        In the order of their names, at least one.

    Raises
    ------
    SceneError
        There are no images, or ``folder`` is not a folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise SceneError(f"{folder} is not a folder. Choose the folder that holds the images.")
    found = sorted(
        path
        for folder in _folders(root)
        for path in folder.iterdir()
        if path.suffix.lower() in IMAGE_TYPES and path.is_file() and path.name[0] != "."
    )
    if not found:
        raise SceneError(
            f"{folder} holds no images. Choose a folder with images such as GeoTIFF, JPEG or PNG."
        )
    return found


def _folders(root: Path) -> Iterator[Path]:
    """Yield a folder and all below it; links are followed, but not in circles."""
    seen: set[str] = set()
    for name, inside, _ in os.walk(root, followlinks=True):
        # Of a folder and a link to it, the folder is kept.
        inside.sort(key=lambda folder: (os.path.islink(os.path.join(name, folder)), folder))
        real = os.path.realpath(name)
        if real in seen:
            inside.clear()
            continue
        seen.add(real)
        yield Path(name)


def scaling_of(raster: Raster, settings: SourceSettings) -> Scaling:
    """Choose the scaling of a raster as the settings want it.

    Parameters
    ----------
    raster
        Open; it is sampled where the settings ask for percentiles.

    Returns
    -------
    scaling
        From the range of the data type, or from the percentiles, to 0..1.

    Raises
    ------
    RasterError
        The percentiles cannot be taken (`percentile_scaling`).
    """
    if settings.scaling == "type":
        return raster.limits
    return percentile_scaling(raster, *settings.percentiles)


def valid_fractions(raster: Raster, grid: SceneGrid, progress: Progress = silent) -> FloatArray:
    """Measure the share of valid pixels of each scene.

    Of a polygon, only the pixels inside it count. A pixel is valid where all bands are.

    Parameters
    ----------
    raster
        Open; where it has nothing but valid pixels, none is read.
    grid
        The n scenes.

    Returns
    -------
    fractions
        Of shape (n,), from 0 to 1; 0 for a scene beside the raster.

    Raises
    ------
    RasterError
        The file is damaged.
    """
    own = grid.windows
    if grid.lattice is not None and grid.footprints is not None:
        own = grid.footprints  # of a cell at the edge, what is left of it
    windows = own.astype(np.float64)
    if raster.complete:  # only what hangs over the edge can be missing
        height, width = raster.shape
        across = np.minimum(windows[:, 0] + windows[:, 2], width) - np.maximum(windows[:, 0], 0)
        down = np.minimum(windows[:, 1] + windows[:, 3], height) - np.maximum(windows[:, 1], 0)
        area = np.maximum(windows[:, 2] * windows[:, 3], 1)
        fractions = np.asarray(np.maximum(across, 0) * np.maximum(down, 0) / area)
        for place in np.flatnonzero(fractions < 1).tolist():
            col, row = own[place, :2].tolist()
            inside = grid.inside(place)
            if inside is not None:
                held = inside[max(-row, 0) : height - row, max(-col, 0) : width - col]
                fractions[place] = held.sum() / inside.sum()
        return fractions
    alone = np.zeros(len(grid), dtype=bool)
    if grid.shaped is not None and not grid.whole_windows:
        alone = grid.shaped
    fractions = np.zeros(len(grid))
    done = 0
    for places in _near_each_other(own, np.flatnonzero(~alone & (own[:, 2:] > 0).all(axis=1))):
        fractions[places] = _count_valid(raster, own[places]) / windows[places, 2:].prod(axis=1)
        done += len(places)
        progress(done / len(grid))
    for place in np.flatnonzero(alone).tolist():
        if done % 64 == 0:
            progress(done / len(grid))
        done += 1
        valid = np.asarray(raster.read(own[place])[1].all(axis=0))
        inside = grid.inside(place)
        fractions[place] = np.mean(valid if inside is None else valid[inside])
    return fractions


def _near_each_other(windows: IntArray, places: IntArray) -> Iterator[IntArray]:
    """Yield the places of windows in groups that start in one square of the raster."""
    squares = windows[places, 1::-1] // _SQUARE
    order = np.lexsort(squares.T[::-1])
    changes = (np.diff(squares[order], axis=0) != 0).any(axis=1)
    yield from (
        group for group in np.split(places[order], np.flatnonzero(changes) + 1) if len(group)
    )


def _count_valid(raster: Raster, windows: IntArray) -> IntArray:
    """Count the valid pixels of windows (n, 4) that are near each other, reading them at once."""
    left, top = windows[:, :2].min(axis=0)
    right, bottom = (windows[:, :2] + windows[:, 2:]).max(axis=0)
    if (right - left) * (bottom - top) > max(windows[:, 2:].prod(axis=1).sum(), 4 * _SQUARE**2):
        # Long ones that go different ways.
        return np.array([raster.read(window)[1].all(axis=0).sum() for window in windows])
    valid = raster.read((left, top, right - left, bottom - top))[1].all(axis=0)
    sums = np.zeros((bottom - top + 1, right - left + 1), dtype=np.int64)
    sums[1:, 1:] = valid.cumsum(axis=0).cumsum(axis=1)
    cols, rows = (windows[:, :2] - (left, top)).T
    ends, lasts = cols + windows[:, 2], rows + windows[:, 3]
    counts = sums[lasts, ends] - sums[rows, ends] - sums[lasts, cols] + sums[rows, cols]
    return np.asarray(counts)


def _without_vectors(
    ids: IntArray, rows: IntArray, cols: IntArray, geometries: ObjectArray
) -> SceneBlock:
    count = len(ids)
    return SceneBlock(
        ids,
        rows,
        cols,
        np.zeros(count),
        geometries,
        np.empty((count, 0), dtype=np.float32),
        np.zeros(count, dtype=bool),
    )

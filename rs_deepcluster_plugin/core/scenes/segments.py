"""Scenes that follow the image: segments of alike pixels in place of squares."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import BoolArray, FloatArray, Image, Int32Array, IntArray, Vectors
from ..base.errors import SceneError
from ..base.plain import setting
from ..base.progress import Part, Progress, silent
from .blocks import Area, Window
from .grid import MAX_SCENES, GeoTransform, SceneGrid, pixel_to_map
from .raster import Raster, percentile_scaling
from .scaling import Scaling

SEGMENTATIONS = {"slic": "SLIC", "felzenszwalb": "Felzenszwalb"}
LARGEST = 16_384  # pixels of a segment of SLIC
_PERCENTILES = (2.0, 98.0)
_TRACED = 2048  # pixels, side of the blocks whose outlines are traced at a time
_FAR = 10.0  # beyond the image's 0..1, so that nothing valid is like what is not


@dataclass(frozen=True)
class SegmentSettings:
    """How a raster is divided into segments. Bands are scaled to 0..1 by their percentiles."""

    method: str = "slic"
    size: int = setting(400, minimum=2, maximum=LARGEST)
    """SLIC: pixels of a segment, on average."""

    compactness: float = setting(0.1, minimum=0.0001, maximum=100)
    """SLIC: weight of nearness against likeness; large values give squares."""

    scale: float = setting(100.0, minimum=0.01, maximum=1_000_000)
    """Felzenszwalb: large values give large segments."""

    sigma: float = setting(1.0, minimum=0, maximum=20)
    """Standard deviation of the Gaussian that smooths the image first, in pixels."""

    minimum: int | None = setting(None, minimum=1, maximum=LARGEST)
    """Smaller segments are joined to the neighbor that is most like them, where they have one.
    None: a quarter of ``size`` for SLIC, else 50 pixels."""

    @property
    def smallest(self) -> int:
        """Fewest pixels of a segment that has neighbors."""
        if self.minimum is not None:
            return self.minimum
        return max(self.size // 4, 1) if self.method == "slic" else 50


@dataclass(frozen=True)
class Segments:
    """Segments as scenes: ``grid`` holds their polygons, along pixel edges, in reading order."""

    grid: SceneGrid
    pixels: IntArray
    """Pixels of each segment, (n,); all of them valid."""


def segment_scenes(
    area: Area, settings: SegmentSettings, scratch: str | Path, block: int = 0,
    progress: Progress = silent,
) -> Segments:  # fmt: skip
    """Divide the valid pixels of an area into connected segments: each belongs to exactly one.

    Segments are those of SLIC (Achanta et al. 2012; with a mask, Irving 2016) or of the graph
    method of Felzenszwalb & Huttenlocher (2004). The area is gone through in blocks with a margin:
    a segment is kept by the block that holds its centroid, and what others have kept is not
    touched again, so that no segment ends at the edge of a block for the sake of the block.

    Parameters
    ----------
    area
        What is divided; its own blocks don't matter here.
    scratch
        Folder for a file of 4 bytes per pixel, which has no name and goes with the process.
    block
        Side of the blocks in pixels; 0 chooses one. The segments depend on it a little.

    Returns
    -------
    segments
        As scenes in reading order of their upper left corners, numbered from 1.

    Raises
    ------
    RasterError
        The raster has no valid pixels, or its file is damaged.
    SceneError
        A setting is not possible, the area has no valid pixels, or there would be too many
        segments.
    """
    _check(settings)
    bands = percentile_scaling(area.raster, *_PERCENTILES)
    side, margin = _blocks(settings, block)
    _, _, width, height = area.window
    with tempfile.TemporaryFile(dir=str(scratch)) as file:
        for _ in range(height):  # a full disk is an error now, and a crash once it is mapped
            file.write(bytes(4 * width))
        file.flush()
        labels: Int32Array = np.memmap(file, dtype=np.int32, mode="r+", shape=(height, width))
        count = _label(area, settings, labels, bands, side, margin, Part(progress, 0, 0.75))
        if count == 0:
            raise SceneError(
                f"{area.raster.path} has no valid data in this extent. Choose another extent or "
                "correct the nodata value."
            )
        boxes, pixels = _measure(labels, count)
        shapes = np.empty(count, dtype=object)
        for number, wkb in _outlines(area, labels, boxes, _TRACED, Part(progress, 0.75, 1)):
            shapes[number] = wkb
        del labels
    order = np.lexsort((boxes[:, 0], boxes[:, 1]))
    boxes, pixels, shapes = boxes[order], pixels[order], shapes[order]
    windows = boxes.copy()
    windows[:, 2:] -= boxes[:, :2]
    windows[:, :2] += area.window[:2]
    ids = np.arange(1, count + 1, dtype=np.int64)
    grid = SceneGrid(
        area.raster.transform, windows, ids, ids, np.zeros(count, dtype=np.int64), shapes
    )
    return Segments(grid, pixels)


def _check(settings: SegmentSettings) -> None:
    if settings.method not in SEGMENTATIONS:
        raise SceneError(
            f"There is no method '{settings.method}'. Choose one of: {', '.join(SEGMENTATIONS)}."
        )
    if settings.method == "slic" and not 2 <= settings.size <= LARGEST:
        raise SceneError(
            f"A segment of {settings.size} pixels is not possible. Choose from 2 to {LARGEST} "
            "pixels, or Felzenszwalb for larger ones."
        )
    for name, value in (("compactness", settings.compactness), ("scale", settings.scale)):
        if not value > 0:
            raise SceneError(f"The {name} is {value:g}. Choose one greater than zero.")


def _blocks(settings: SegmentSettings, block: int) -> tuple[int, int]:
    """Side of a block and its margin, in pixels."""
    if settings.method == "slic":
        step = int(np.ceil(np.sqrt(settings.size)))
        # SLIC looks for a segment's pixels up to two steps away from its middle.
        return block or int(np.clip(20 * step, 256, 2048)), 4 * step
    block = block or 1024
    return block, max(min(128, block), 4 * int(np.ceil(np.sqrt(settings.smallest))))


def _label(
    area: Area, settings: SegmentSettings, labels: Int32Array, bands: Scaling, side: int,
    margin: int, progress: Progress,
) -> int:  # fmt: skip
    """Fill in the labels, from 1, of all valid pixels; returns how many there are."""
    height, width = labels.shape
    count = 0
    cores = [(c, r) for r in range(0, height, side) for c in range(0, width, side)]
    for number, (left, top) in enumerate(cores):
        progress(number / len(cores))
        right, bottom = min(left + side, width), min(top + side, height)
        c0, r0 = max(left - margin, 0), max(top - margin, 0)
        c1, r1 = min(right + margin, width), min(bottom + margin, height)
        kept = labels[r0:r1, c0:c1]
        values, valid = _read(area.raster, area.window, (c0, r0, c1 - c0, r1 - r0))
        free = valid & (kept == 0)
        if not free.any():
            continue
        picture = _smooth(bands(values), valid, settings.sigma)
        found = _segment(picture, valid, free, settings)
        joined = _find_continued(found, kept, valid) if settings.method == "felzenszwalb" else {}
        parts = _components(np.where(free, found, 0))
        # What the edge of the window has cut is whole in the window of a later block.
        cut = _find_at_edges(parts, c1 < width, r1 < height, c0 > 0, bottom - r0)
        regions, fixed = _absorb(
            parts, kept, picture, settings.smallest, cut, _find_joins(parts, found, joined)
        )
        grown = free & (regions > parts.max())
        new = np.where(grown, 0, regions * free)
        own = _find_owned(
            new, right - c0 if right < width else None, bottom - r0 if bottom < height else None,
            margin,
        )  # fmt: skip
        ids = np.zeros(len(own), dtype=np.int32)
        ids[own] = np.arange(count + 1, count + 1 + own.sum())
        count += int(own.sum())
        if count > MAX_SCENES:
            raise SceneError(
                f"There are more than {MAX_SCENES:,} segments. Choose a larger size, scale or "
                "minimum size, or a smaller extent."
            )
        written = np.where(new > 0, ids[new], 0)
        written[grown] = fixed[regions[grown] - parts.max() - 1]
        kept += written.astype(np.int32)
    return count


def _read(raster: Raster, whole: Window, window: Window) -> tuple[Image, BoolArray]:
    """Values (bands, height, width) of a window of the area, and where all bands are valid."""
    col, row, width, height = window
    values, valid = raster.read((whole[0] + col, whole[1] + row, width, height))
    return values, np.asarray(valid.all(axis=0))


def _smooth(values: Vectors, valid: BoolArray, sigma: float) -> Vectors:
    """Blur valid pixels among themselves; returns (height, width, bands)."""
    from scipy.ndimage import gaussian_filter

    values = np.where(valid, values, 0)
    if sigma > 0:
        weights = gaussian_filter(valid.astype(np.float32), sigma)
        weights[~valid] = 1
        values = np.stack([gaussian_filter(band, sigma) / weights for band in values])
    return np.ascontiguousarray(np.moveaxis(values, 0, 2), dtype=np.float32)


def _segment(
    picture: Vectors, valid: BoolArray, free: BoolArray, settings: SegmentSettings
) -> Int32Array:
    """Segments of a window from 1; SLIC gives only those of free pixels."""
    from skimage.segmentation import felzenszwalb, slic

    if settings.method == "felzenszwalb":
        filled = np.where(valid[..., None], picture, np.float32(_FAR))
        found = felzenszwalb(
            filled, settings.scale, sigma=0, min_size=settings.smallest, channel_axis=-1
        )
        return np.asarray(found + 1, dtype=np.int32)
    wanted = round(free.sum() / settings.size)
    if wanted < 2:
        return free.astype(np.int32)
    inside = picture[free]
    # slic() scales each image to 0..1 by itself; all blocks are to weigh nearness alike.
    extent = float(inside.max() - inside.min()) or 1.0
    found = slic(
        picture, wanted, settings.compactness / extent, mask=free, sigma=0, convert2lab=False,
        enforce_connectivity=False, start_label=1, channel_axis=-1,
    )  # fmt: skip
    # A free pixel that no middle comes near is segment 0.
    return np.where(free, found + 1, 0).astype(np.int32)


def _components(found: Int32Array) -> Int32Array:
    """Give numbers from 1 to the parts of segments that hang together along pixel edges."""
    from skimage import measure

    parts: Any = measure.label(found, background=0, connectivity=1)  # type: ignore[no-untyped-call]
    return np.asarray(parts, dtype=np.int32)


def _find_continued(found: Int32Array, kept: Int32Array, valid: BoolArray) -> dict[int, int]:
    """Kept segments that reach beyond their block, by the segments that go on with them.

    These are segments whose kept part belongs for the most part to one that was kept, most of
    which in this window is in turn theirs: a lake that is larger than a margin stays one.
    """
    both = valid & (kept > 0)
    if not both.any():
        return {}
    pairs, shared = np.unique(
        np.stack([found[both], kept[both]], axis=1), axis=0, return_counts=True
    )
    of_found = np.bincount(pairs[:, 0], shared)
    _, places = np.unique(pairs[:, 1], return_inverse=True)
    of_kept = np.bincount(places, shared)
    mutual = (2 * shared > of_found[pairs[:, 0]]) & (2 * shared > of_kept[places])
    return {int(a): int(b) for a, b in pairs[mutual]}


def _find_joins(parts: Int32Array, found: Int32Array, joined: dict[int, int]) -> dict[int, int]:
    """Parts, by number, that are to join a segment that was kept."""
    if not joined:
        return {}
    numbers, first = np.unique(parts, return_index=True)
    segments = found.ravel()[first]
    return {int(n): joined[int(s)] for n, s in zip(numbers, segments) if n and int(s) in joined}


def _find_at_edges(
    parts: Int32Array, right: bool, bottom: bool, left: bool, below: int
) -> BoolArray:
    """Tell which parts touch an edge of the window that more free pixels lie behind."""
    touching = np.zeros(int(parts.max()) + 1, dtype=bool)
    if right:
        touching[parts[:, -1]] = True
    if bottom:
        touching[parts[-1]] = True
    if left:  # beside the block itself all is kept already
        touching[parts[below:, 0]] = True
    return touching


def _absorb(
    parts: Int32Array,
    kept: Int32Array,
    picture: Vectors,
    minimum: int,
    cut: BoolArray,
    wishes: dict[int, int],
) -> tuple[Int32Array, Int32Array]:
    """Join parts that are too small to the neighbor that is most like them, round by round.

    Neighbors may be segments that were kept, which never join anything themselves.

    Returns
    -------
    tuple
        Regions (height, width): numbers of parts, and above these the kept segments in the order
        of the second array, which holds their labels.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = int(parts.max())
    fixed, places = np.unique(kept, return_inverse=True)
    if fixed[0] == 0:
        fixed, places = fixed[1:], places - 1
    places = places.reshape(kept.shape)
    regions = np.where(kept > 0, places + count + 1, parts)
    total = count + len(fixed) + 1
    sums = np.stack(
        [
            np.bincount(regions.ravel(), band.ravel(), minlength=total)
            for band in np.moveaxis(picture, 2, 0)
        ],
        axis=1,
    )
    sizes = np.bincount(regions.ravel(), minlength=total)
    pairs = _neighbors(regions)
    number_of = np.arange(total)  # of the region that each of the first ones is in by now
    target = np.zeros(total, dtype=np.int64)
    place_of = {int(label): count + 1 + i for i, label in enumerate(fixed)}
    for part, label in wishes.items():
        target[part] = place_of[label]
    may_join = np.arange(total) <= count
    may_join[: len(cut)] &= ~cut
    may_join[0] = False
    wished = target > 0
    while True:
        current = number_of[pairs]
        current = current[current[:, 0] != current[:, 1]]
        current = np.unique(np.concatenate([current, current[:, ::-1]]), axis=0)
        if wished.any():  # only where the two touch
            joins = current[wished[current[:, 0]] & (target[current[:, 0]] == current[:, 1])]
            wished[:] = False
        else:
            small = may_join & (sizes < minimum) & (sizes > 0)
            joins = current[small[current[:, 0]]]
            if len(joins) == 0:
                break
            means = sums / np.maximum(sizes, 1)[:, None]
            apart = ((means[joins[:, 0]] - means[joins[:, 1]]) ** 2).sum(axis=1)
            best = np.lexsort((joins[:, 1], apart, joins[:, 0]))
            joins = joins[best]
            joins = joins[np.append(True, joins[1:, 0] != joins[:-1, 0])]
        if len(joins):
            ones = np.ones(len(joins))
            graph = coo_array((ones, (joins[:, 0], joins[:, 1])), shape=(total, total))
            _, groups = connected_components(graph, directed=False)
            # The largest number stands for a group: that of the kept segment, if it holds one.
            leader = np.zeros(groups.max() + 1, dtype=np.int64)
            np.maximum.at(leader, groups, np.arange(total))
            renamed = leader[groups]
            number_of = renamed[number_of]
            sizes = np.bincount(renamed, sizes, minlength=total).astype(np.int64)
            sums = np.stack([np.bincount(renamed, s, minlength=total) for s in sums.T], axis=1)
            # What has joined something that the edge has cut waits with it.
            halted = np.zeros(total, dtype=bool)
            np.logical_or.at(halted, renamed, ~may_join)
            may_join = ~halted
    return number_of[regions].astype(np.int32), fixed


def _neighbors(regions: npt.NDArray[Any]) -> IntArray:
    """Pairs (n, 2) of regions above 0 that share a pixel edge."""
    across = np.stack([regions[:, :-1].ravel(), regions[:, 1:].ravel()], axis=1)
    down = np.stack([regions[:-1].ravel(), regions[1:].ravel()], axis=1)
    pairs = np.concatenate([across, down])
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & (pairs > 0).all(axis=1)]
    return np.unique(pairs, axis=0).astype(np.int64)


def _find_owned(new: Int32Array, right: int | None, bottom: int | None, margin: int) -> BoolArray:
    """Tell which regions a block keeps, (highest number + 1,).

    The others have their centroid beyond the block's right or bottom edge, where another block
    follows, and lie whole in the window of that one.
    """
    total = int(new.max()) + 1
    rows, cols = np.nonzero(new)
    names = new[rows, cols]
    sizes = np.bincount(names, minlength=total)
    own = sizes > 0
    for places, edge in ((cols, right), (rows, bottom)):
        if edge is None:
            continue
        centroid = np.bincount(names, places, minlength=total) / np.maximum(sizes, 1)
        first = np.full(total, np.iinfo(np.int64).max)
        np.minimum.at(first, names, places)
        own &= ~((centroid >= edge) & (first >= edge - margin))
    return own


def _measure(labels: Int32Array, count: int) -> tuple[IntArray, IntArray]:
    """Boxes (n, 4) of first and one past the last column and row (c0, r0, c1, r1), and pixels."""
    boxes = np.empty((count + 1, 4), dtype=np.int64)
    boxes[:, :2], boxes[:, 2:] = np.iinfo(np.int64).max, -1
    pixels = np.zeros(count + 1, dtype=np.int64)
    rows_at_once = max(1, 4_000_000 // labels.shape[1])
    for top in range(0, len(labels), rows_at_once):
        part = np.asarray(labels[top : top + rows_at_once])
        rows, cols = np.nonzero(part)
        names = part[rows, cols]
        rows = rows + top
        pixels += np.bincount(names, minlength=count + 1)
        for axis, places in enumerate((cols, rows)):
            np.minimum.at(boxes[:, axis], names, places)
            np.maximum.at(boxes[:, axis + 2], names, places + 1)
    return boxes[1:], pixels[1:]


def _outlines(
    area: Area, labels: Int32Array, boxes: IntArray, side: int, progress: Progress
) -> Iterator[tuple[int, bytes]]:
    """Polygons (WKB) of the labels along pixel edges, each with its label less one.

    Traced block by block; the parts of a segment that several blocks hold are put together when
    the last of them is there.
    """
    import shapely
    from rasterio.features import shapes
    from shapely.geometry import shape

    height, width = labels.shape
    across = -(-width // side)
    first = boxes[:, 1] // side * across + boxes[:, 0] // side
    last = (boxes[:, 3] - 1) // side * across + (boxes[:, 2] - 1) // side
    several = np.flatnonzero(first != last)
    ending: dict[int, list[int]] = {}
    for number in several.tolist():
        ending.setdefault(int(last[number]), []).append(number)
    waiting: dict[int, list[Any]] = {}
    corner = area.window[:2]
    transform = area.raster.transform
    corners = [(r, c) for r in range(0, height, side) for c in range(0, width, side)]
    for place, (top, left) in enumerate(corners):
        progress(place / len(corners))
        part = np.array(labels[top : top + side, left : left + side])
        numbers, found = [], []
        for outline, value in shapes(part, mask=part > 0, connectivity=4):
            number = int(value) - 1
            traced = shape(outline)
            if first[number] == last[number]:
                numbers.append(number)
                found.append(traced)
            else:
                moved = shapely.transform(traced, lambda xy: xy + np.array([left, top]))  # noqa: B023
                waiting.setdefault(number, []).append(moved)
        offset = corner[0] + left, corner[1] + top
        yield from zip(numbers, _place_on_map(found, transform, offset))
        done = ending.pop(place, [])
        # All corners lie on whole numbers, so that nothing is lost where parts are put together;
        # corners that the edge of a block has left on straight lines go.
        whole = [shapely.simplify(shapely.union_all(waiting.pop(n)), 0) for n in done]
        yield from zip(done, _place_on_map(whole, transform, corner))


def _place_on_map(found: list[Any], transform: GeoTransform, offset: tuple[int, int]) -> Any:
    """Move polygons from pixels to the map, as WKB."""
    import shapely

    def to_map(points: FloatArray) -> FloatArray:
        xs, ys = pixel_to_map(transform, points[:, 0] + offset[0], points[:, 1] + offset[1])
        return np.stack([xs, ys], axis=1)

    if not found:
        return []
    return shapely.to_wkb(shapely.transform(np.array(found, dtype=object), to_map))

"""The scale of a map: which size of cells, seen in which context, suits a raster."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, Image, IntArray, Vectors
from ..base.errors import SceneError
from ..base.progress import Part, Progress, silent
from ..encoder.engine import Engine
from ..encoder.load import Encoder
from ..scenes.channels import fill_invalid, to_bands
from ..scenes.context_windows import ContextWindows
from ..scenes.grid import (
    CELLS_ALONG,
    MAX_SCENES,
    GridSettings,
    SceneGrid,
    make_grid,
    map_to_pixel,
    window_of_extent,
)
from ..scenes.raster import Raster
from ..scenes.scaling import Scaling
from ..scenes.sources import valid_fractions
from .cells import overlap_of, pool_tokens
from .extract import resize
from .normalize import Normalizer

FEWEST_CELLS = 500
"""A map of fewer shows no pattern, and its clusters have too few members."""

MOST_CELLS = 50_000
"""More take longer than a click is waited for; who wants them gives a size."""

_FINEST = 3  # pixels: windows of smaller cells are enlarged so far that the model sees a blur
_LARGEST = 256  # pixels; larger windows would take too long to read
_WINDOWS = 32  # of each size that are looked at; they hold 2048 cells
_TRIES = 4  # times as many are read where most are without data
_READ = 1 << 27  # pixels: what is read to count cells with data
_LOOK = 512  # pixels along the quick look that tells how much of a raster is data
_AXES = 32  # principal axes that cells are grouped by
_GROUPS = 12  # clusters whose agreement is measured
_SPLITS = 8  # pairs of halves that it is the mean of
_CHUNK = 8  # windows that the model sees together


@dataclass(frozen=True)
class Scale:
    """A size of cells, and what a sample of windows tells about it."""

    size: int
    """Width and height of a cell in pixels."""

    context: int
    """Of a window."""

    cells: int
    """On the raster; where some of it is without data, an estimate that leaves that out."""

    seconds: float
    """That their features take on this machine."""

    between: float
    """Share of the variance of pixel values that lies between cells, and not inside them; NaN where
    no cell that was looked at is full of data."""

    apart: float
    """Share of the variance of the cells' features that lies between the cells of a window, and
    not between windows."""

    stability: float
    """Agreement (adjusted Rand index) of the clusters that two halves of the windows give."""

    score: float
    """Geometric mean of ``between`` and ``stability``."""

    proposed: bool = False


@dataclass(frozen=True)
class Grouping:
    """Clusters of the cells of a sample, to which others are assigned."""

    normalizer: Normalizer
    axes: Any
    """scikit-learn's PCA."""

    groups: Any
    """scikit-learn's KMeans, in the axes."""

    def __call__(self, features: Vectors) -> IntArray:
        """Return the cluster of each row of features (n, d), from 0."""
        found = self.groups.predict(self.axes.transform(self.normalizer(features)))
        return np.asarray(found, dtype=np.int64)


@dataclass(frozen=True)
class _Sample:
    """What the model made of some windows."""

    features: Vectors
    """Of shape (windows, cells, d)."""

    whole: BoolArray
    """Cells with enough data, (windows, cells)."""

    between: float
    seconds: float
    """For a window."""


def list_sizes(pixels: float, shape: tuple[int, int]) -> list[int]:
    """List the sizes of cells that give neither too few nor too many of them.

    Parameters
    ----------
    pixels
        Number of pixels with data.
    shape
        Height and width of the area that they lie in.

    Returns
    -------
    sizes
        In pixels, ascending, each about 1.4 times the one before; at least one, which is the
        largest possible where there are too few pixels.

    Examples
    --------
    >>> list_sizes(1000 * 1000, (1000, 1000))
    [6, 8, 12, 16, 24, 32]
    >>> list_sizes(30 * 40, (30, 40))
    [1]
    """
    most = max(1, int(min(math.sqrt(pixels / FEWEST_CELLS), *shape)))
    least = math.ceil(max(math.sqrt(pixels / MOST_CELLS), _FINEST))
    steps = sorted(n * 2**power for power in range(8) for n in (2, 3))
    return [n for n in steps if least <= n <= min(most, _LARGEST)] or [min(least, most)]


def find_sizes(raster: Raster, settings: GridSettings, minimum_valid: float) -> list[int]:
    """List the sizes of cells of which a raster has neither too few with data nor too many.

    Parameters
    ----------
    raster
        Open.
    settings
        Of these, extent, mask and edges count.
    minimum_valid
        Cells with a smaller share of valid pixels don't count.

    Returns
    -------
    sizes
        As `list_sizes` gives them.

    Raises
    ------
    SceneError
        Even cells of a pixel are too few.
    """
    pixels, shape = count_pixels(raster, settings)
    largest = largest_size(raster, settings, minimum_valid, (pixels, shape), _LARGEST)
    if not largest and 0 < pixels < FEWEST_CELLS:  # without any data, scaling says so
        raise SceneError(
            f"There are only {round(pixels):,} pixels with data, and a map needs {FEWEST_CELLS} "
            "cells or more. Choose a larger raster or extent."
        )
    sizes = list_sizes(pixels, shape)
    return [size for size in sizes if size <= largest] or [largest or sizes[0]]


def largest_size(
    raster: Raster, settings: GridSettings, minimum_valid: float,
    counted: tuple[float, tuple[int, int]], most: int = 0,
) -> int:  # fmt: skip
    """Return the largest size of cells of which enough have data, 0 where there is none.

    Parameters
    ----------
    raster, settings, minimum_valid
        As for `find_sizes`.
    counted
        What `count_pixels` gives for these.
    most
        In pixels; larger ones don't come into question. 0: all do.
    """
    pixels, shape = counted
    size = int(min(math.sqrt(pixels / FEWEST_CELLS), *shape))
    size = min(size, most or size)
    least = 1  # of smaller cells there would be too many; those of a collection are where it is
    while raster.boxes is None and math.prod(-(-n // least) for n in shape) > MAX_SCENES:
        least += 1
    if size < least or _has_enough(raster, settings, size, minimum_valid):
        return size if size >= least else 0
    # Each look may read all pixels, so halves are taken: of 256 sizes, eight are looked at.
    enough = least - 1
    while size - enough > 1:
        middle = (size + enough) // 2
        if _has_enough(raster, settings, middle, minimum_valid):
            enough = middle
        else:
            size = middle
    return enough if enough >= least else 0


def _has_enough(raster: Raster, settings: GridSettings, size: int, minimum_valid: float) -> bool:
    """Tell whether enough cells of a size have data; of a large raster, as a quick look tells it.

    Cells at the edge may be left out, and data that lies scattered leaves few cells full of it.
    """
    grid = _lay_cells(raster, settings, size)
    if len(grid) < FEWEST_CELLS:
        return False
    if raster.complete or len(grid) * size**2 > _READ:
        return True
    fractions = valid_fractions(raster, grid)
    return int((fractions >= max(minimum_valid, 1e-9)).sum()) >= FEWEST_CELLS


def count_pixels(raster: Raster, settings: GridSettings) -> tuple[float, tuple[int, int]]:
    """Estimate how many pixels with data an area has.

    Parameters
    ----------
    raster
        Open.
    settings
        Its extent and its mask bound the area.

    Returns
    -------
    pixels, shape
        The number, and height and width of the extent.

    Raises
    ------
    SceneError
        The extent does not meet the raster.
    """
    window = 0, 0, raster.shape[1], raster.shape[0]
    if settings.extent is not None:
        window = window_of_extent(raster.transform, settings.extent, raster.shape)
    _, _, width, height = window
    pixels = float(width * height)
    if not raster.complete:
        look = min(height, _LOOK), min(width, _LOOK)
        pixels *= float(raster.overview(window, look)[1].all(axis=0).mean())
    if settings.mask is not None:
        pixels *= _masked_share(raster, window, settings.mask)
    return pixels, (height, width)


def _masked_share(raster: Raster, window: tuple[int, int, int, int], mask: bytes) -> float:
    """Return the share of a window that lies in a mask."""
    import shapely

    col, row, width, height = window
    shape = shapely.make_valid(shapely.from_wkb(mask))
    points = shapely.get_coordinates(shape)
    moved = np.stack(map_to_pixel(raster.transform, points[:, 0], points[:, 1]), axis=1)
    inside = shapely.intersection(
        shapely.make_valid(shapely.set_coordinates(shape, moved)),
        shapely.box(col, row, col + width, row + height),
    )
    return float(shapely.area(inside)) / (width * height)


def measure_scales(
    raster: Raster,
    settings: GridSettings,
    scaling: Scaling,
    encoder: Encoder,
    engine: Engine,
    minimum_valid: float,
    progress: Progress = silent,
    sizes: Sequence[int] | None = None,
) -> list[tuple[Scale, Grouping]]:
    """Look at a sample of windows at each size of cells that comes into question.

    Parameters
    ----------
    raster
        Open.
    settings
        Of these, extent, mask and edges count.
    scaling
        Which values of the bands become 0 and 1.
    encoder
        Of cells, `CELLS_ALONG` along a window.
    engine
        It runs the encoder.
    minimum_valid
        Cells with a smaller share of valid pixels don't count.
    sizes
        Those that `find_sizes` gives, which may read all pixels; None: it is asked for them.

    Returns
    -------
    scales
        By ascending size, each with clusters of its sample; the one of the highest score is
        proposed.

    Raises
    ------
    SceneError
        No cell has enough data, or see `find_sizes`.
    """
    pixels, _ = count_pixels(raster, settings)
    sizes = find_sizes(raster, settings, minimum_valid) if sizes is None else sizes
    size = encoder.input_size
    engine(np.zeros((1, encoder.bands, size, size), dtype=np.float32))  # the first is slower
    found = []
    for place, size in enumerate(sizes):
        windows = lay_windows(raster, settings, scaling, size)
        part = Part(progress, place / len(sizes), (place + 1) / len(sizes))
        sample = _look_at(windows, encoder, engine, minimum_valid, part)
        if sample is None:
            continue
        apart, stability, grouping = _group(sample, encoder)
        whole = lay_windows(
            raster, settings, scaling, size, overlap_of(windows.lattice.along),
            max(_supports(encoder)) // 2,
        )  # fmt: skip
        scale = Scale(
            size=size,
            context=windows.lattice.context[0],
            cells=len(windows.grid)
            if raster.complete
            else min(len(windows.grid), round(pixels / size**2)),
            seconds=sample.seconds * len(whole),
            between=sample.between,
            apart=apart,
            stability=stability,
            score=math.sqrt(max(0.0, sample.between) * max(0.0, stability)),
        )
        found.append((scale, grouping))
    if not found:
        raise SceneError(
            f"No cell has at least {minimum_valid:.0%} valid data. Check the raster's nodata "
            "value, or lower the minimum of valid data."
        )
    best = max(found, key=lambda pair: pair[0].score)[0]
    return [(replace(scale, proposed=scale is best), grouping) for scale, grouping in found]


def lay_windows(
    raster: Raster, settings: GridSettings, scaling: Scaling, size: int, overlap: int = 0,
    reach: int = 0,
) -> ContextWindows:  # fmt: skip
    """Lay the windows in which cells of a size are seen; see `ContextWindows`."""
    return ContextWindows(raster, _lay_cells(raster, settings, size), scaling, overlap, reach)


def _lay_cells(raster: Raster, settings: GridSettings, size: int) -> SceneGrid:
    sized = replace(settings, size=size, context=size * CELLS_ALONG, stride=None, units="pixels")
    return make_grid(raster.transform, raster.shape, sized, raster.boxes)


def cluster_windows(
    windows: ContextWindows, indices: Sequence[int], encoder: Encoder, engine: Engine,
    grouping: Grouping,
) -> tuple[IntArray, FloatArray]:  # fmt: skip
    """Cluster the cells of some windows.

    Parameters
    ----------
    windows
        Of `lay_windows`.
    indices
        Of the windows to look at.
    encoder, engine
        As for `measure_scales`.
    grouping
        The clusters.

    Returns
    -------
    clusters, fractions
        Clusters from 0, and shares of valid pixels, both (windows, along, along).
    """
    along = windows.lattice.along
    found, fractions = [], []
    for start in range(0, len(indices), _CHUNK):
        some = indices[start : start + _CHUNK]
        read = [windows.read(index) for index in some]
        fractions += [windows.cell_fractions(i, valid) for i, (_, valid) in zip(some, read)]
        features = _features_of([_as_input(*one, encoder) for one in read], along, encoder, engine)
        found.append(grouping(features.reshape(-1, features.shape[-1])))
    shape = len(indices), along, along
    return np.concatenate(found).reshape(shape), np.stack(fractions)


def _look_at(
    windows: ContextWindows, encoder: Encoder, engine: Engine, minimum_valid: float,
    progress: Progress,
) -> _Sample | None:  # fmt: skip
    """Look at windows drawn evenly from all; None where no cell has enough data."""
    along, wide = windows.lattice.along, windows.lattice.cell[0]
    count = min(len(windows), _WINDOWS)
    random = np.random.default_rng(0)
    # One from each stretch of the reading order, then others for those without data.
    bounds = np.linspace(0, len(windows), count + 1).astype(int)
    first = random.integers(bounds[:-1], bounds[1:]).tolist()
    rest = np.setdiff1d(random.permutation(len(windows)), first, assume_unique=True).tolist()
    images: list[Image] = []
    features: list[Vectors] = []
    whole: list[BoolArray] = []
    moments = _Moments()
    started = time.perf_counter()
    tried = 0
    for index in (first + rest)[: _TRIES * count]:
        tried += 1
        values, valid = windows.read(index)
        enough = np.asarray(windows.cell_fractions(index, valid) >= max(minimum_valid, 1e-9))
        if not enough.any():
            continue
        moments.add(values, np.asarray(valid.all(axis=0)), wide)
        whole.append(enough.ravel())
        images.append(_as_input(values, valid, encoder))
        if len(images) == _CHUNK or len(whole) == count:
            features.append(_features_of(images, along, encoder, engine))
            images = []
            progress(len(whole) / count)
        if len(whole) == count:
            break
    if images:
        features.append(_features_of(images, along, encoder, engine))
    if not whole:
        return None
    seconds = (time.perf_counter() - started) / tried
    return _Sample(np.concatenate(features), np.stack(whole), moments.between(), seconds)


class _Moments:
    """Sums over pixels, and over the means of their cells, band by band."""

    def __init__(self) -> None:
        self._pixels: Any = 0
        self._cells: Any = 0

    def add(self, values: Image, valid: BoolArray, side: int) -> None:
        """Add the cells of a window (bands, height, width) that are full of data."""
        rows, cols = valid.shape[0] // side, valid.shape[1] // side
        full = valid.reshape(rows, side, cols, side).all(axis=(1, 3))
        blocks = values.reshape(len(values), rows, side, cols, side).astype(np.float64)
        means = blocks.mean(axis=(2, 4))[:, full]
        squares = (blocks**2).mean(axis=(2, 4))[:, full]
        count = np.full(len(values), means.shape[1])
        self._pixels = self._pixels + np.stack([count, means.sum(axis=1), squares.sum(axis=1)])
        self._cells = self._cells + (means**2).sum(axis=1)

    def between(self) -> float:
        """Return the share of the variance, summed over bands, that lies between cells."""
        count, total, squares = self._pixels
        if not count.all():
            return math.nan
        mean = (total / count) ** 2
        variance = float((squares / count - mean).sum())
        return float((self._cells / count - mean).sum()) / variance if variance > 1e-12 else 0.0


def _as_input(values: Image, valid: BoolArray, encoder: Encoder) -> Image:
    return resize(to_bands(fill_invalid(values, valid), encoder.bands), encoder.input_size)


def _features_of(images: Sequence[Image], along: int, encoder: Encoder, engine: Engine) -> Vectors:
    """Return the features (n, cells, d) of the cells of windows, each window by itself."""
    from scipy.ndimage import uniform_filter1d

    side, dims = encoder.tokens, sum(encoder.part_dims)
    tokens = engine(np.stack(images)).reshape(len(images), side, side, dims)
    each = side // along
    seen = np.ones((len(images), along, each, along, each), dtype=np.float32)
    means = pool_tokens(tokens, seen, encoder)
    parts = []
    for around in _supports(encoder):
        down = uniform_filter1d(means, around, axis=1, mode="reflect")
        parts.append(uniform_filter1d(down, around, axis=2, mode="reflect"))
    return np.concatenate(parts, axis=3).reshape(len(images), along**2, -1)


def _supports(encoder: Encoder) -> tuple[int, ...]:
    return (1,) if encoder.cells is None else encoder.cells.supports


def _group(sample: _Sample, encoder: Encoder) -> tuple[float, float, Grouping]:
    """Cluster the cells of a sample.

    Returns
    -------
    apart, stability, grouping
        As in `Scale`, and the clusters of all windows.
    """
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.metrics import adjusted_rand_score

    owner = np.nonzero(sample.whole)[0]
    values = sample.features[sample.whole]
    normalizer = Normalizer.fit(values, (values.shape[1],))
    values = normalizer(values)
    axes = PCA(min(_AXES, *(n - 1 for n in values.shape), len(values)), random_state=0)
    placed = axes.fit_transform(values)
    count = len(sample.whole)
    sums = np.zeros((count, placed.shape[1]))
    np.add.at(sums, owner, placed)
    members = np.bincount(owner, minlength=count)
    apart = 1 - float((members[:, None] * (sums / np.maximum(members, 1)[:, None]) ** 2).sum()) / (
        float((placed**2).sum()) or 1
    )

    def fit(rows: Vectors, seed: int) -> Any:
        return KMeans(min(_GROUPS, len(rows)), n_init=2, random_state=seed).fit(rows)

    agreements = []
    for split in range(_SPLITS if count > 1 else 0):
        half = np.random.default_rng(split).permutation(count)[: count // 2]
        inside = np.isin(owner, half)
        pair = (fit(placed[inside], split), fit(placed[~inside], split))
        agreements.append(adjusted_rand_score(*(each.predict(placed) for each in pair)))
    stability = float(np.mean(agreements)) if agreements else 0.0
    return apart, stability, Grouping(normalizer, axes, fit(placed, 0))

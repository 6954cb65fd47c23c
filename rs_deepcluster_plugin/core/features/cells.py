"""Features of cells that are seen among their neighbors: one forward pass serves all of a window.

The model gives a token for each patch of its input, and a token of an inner block says
what lies there, with the window around it taken in. The feature of a cell is the mean of the tokens
in it, beside the means over larger squares of cells around it (its supports), which reach across
the windows' borders.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from ..base.arrays import BoolArray, FloatArray, Image, IntArray, Vectors
from ..base.foreign import Form
from ..base.progress import Part, Progress, silent
from ..base.resume import hold_folder
from ..encoder.engine import Engine, EngineSettings
from ..encoder.load import Encoder
from ..scenes.channels import fill_invalid, to_bands
from ..scenes.context_windows import ContextWindows, LatticeWindows, find_cells
from ..scenes.grid import SceneGrid
from ..scenes.sources import SceneSource
from .extract import (
    Elsewhere,
    Extraction,
    load_engine,
    parts_key,
    resize,
    write_features,
)
from .parts import Arrays, PartFolder, Span, compute_parts, spans_of
from .scene_file import BLOCK, Provenance

_FORMS = {
    "tokens": Form("f", ("n", "cells", "d")),
    "seen": Form("f", ("n", "cells"), 0, 1),
    "fractions": Form("f", ("n", "cells"), 0, 1),
}


def overlap_of(along: int) -> int:
    """Return how many cells neighboring windows have in common.

    Parameters
    ----------
    along
        Cells along the side of a window.
    """
    return along // 2


def extract_cells(
    windows: ContextWindows,
    scenes: SceneSource,
    encoder: Encoder,
    provenance: Provenance,
    engine_settings: EngineSettings,
    output: str | Path,
    cache: str | Path,
    progress: Progress = silent,
    engine: Callable[[], Engine] | None = None,
    lacking: Callable[[], bool] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Extraction:
    """Write the features of cells, or of polygons on a lattice of cells, to a GeoParquet file.

    As `extract.extract`, whose parameters and errors these are, but for ``windows``: what the model
    sees. The features are float16, and one part: the means over wide supports vary less than those
    over narrow ones, and weigh as much less as they should.
    """
    seen = windows.fingerprint(), scenes.fingerprint()
    key = parts_key(seen, encoder, provenance, engine_settings)
    with hold_folder(cache, "parts", key, "features", progress) as held:
        folder = held.path
        lengths = {"cells": windows.lattice.along**2, "d": encoder.cell_dims}
        parts = PartFolder(folder, key, _FORMS, lengths, lacking)
        spans = spans_of(len(windows))
        todo = [span for span in spans if parts.is_left(span)]
        left = sum(stop - start for start, stop in todo)
        resumed = round(len(scenes) * (1 - left / max(len(windows), 1)))
        if left < len(windows):
            before = "the other process" if held.waited else "a run that was stopped"
            progress.log(
                f"Continuing {before}: {len(windows) - left} of {len(windows)} windows are done."
            )
        if todo and elsewhere:
            elsewhere(parts, todo, Part(progress, 0, 0.9))
        elif todo:
            load_share = 6 / (6 + left / 40)
            forward = load_engine(
                encoder, engine_settings, cache, Part(progress, 0, load_share), engine
            )
            work = CellWork(windows, encoder)
            with limit_to_one_thread():
                compute_parts(parts, todo, work, forward, Part(progress, load_share, 0.9))
        writing = Part(progress, 0.9 if todo else 0, 1)
        skipped = _write(windows, scenes, encoder, provenance, parts, spans, output, writing)
    progress(1)
    return Extraction(len(scenes), skipped, provenance, resumed)


def limit_to_one_thread() -> AbstractContextManager[Any]:
    """Let NumPy multiply matrices in one thread, from now on or within the context.

    Those of a window are small. Further threads would spin while they wait for each other, on the
    cores that the model runs on, which took half of its time away.
    """
    from threadpoolctl import ThreadpoolController

    limited = ThreadpoolController().select(internal_api="openblas").limit(limits=1)
    return cast("AbstractContextManager[Any]", limited)


# --- From windows to the tokens of cells ---------------------------------------------------------


@dataclass(frozen=True)
class CellWork:
    """How windows become the tokens of their cells; see `parts.Work`."""

    windows: LatticeWindows
    encoder: Encoder

    @property
    def input_size(self) -> int:
        """Width and height of what the model sees of a window."""
        return self.encoder.input_size

    def prepare(self, indices: range) -> tuple[IntArray, Image, tuple[FloatArray, FloatArray]]:
        """Read some windows."""
        return _read_windows(self.windows, indices, self.encoder)

    def finish(self, rows: IntArray, found: Vectors, rest: tuple[FloatArray, FloatArray]) -> Arrays:
        """Pool the tokens of each cell."""
        return _pool(rows, found, rest, self.windows, self.encoder)


def _read_windows(
    windows: LatticeWindows, indices: range, encoder: Encoder
) -> tuple[IntArray, Image, tuple[FloatArray, FloatArray]]:
    """Read some windows.

    Returns
    -------
    tuple
        Places of the windows with any data, their images (m, bands, S, S), and of all of them the
        share of valid pixels of each token (n, t, t) and of each cell (n, along, along).
    """
    side, along, size = encoder.tokens, windows.lattice.along, encoder.input_size
    seen, fractions = np.zeros((len(indices), side, side)), np.zeros((len(indices), along, along))
    places, images = [], []
    for place, index in enumerate(indices):
        values, valid = windows.read(index)
        if not valid.all(axis=0).any():
            continue
        seen[place] = _token_fractions(valid, side)
        fractions[place] = windows.cell_fractions(index, valid)
        places.append(place)
        images.append(resize(to_bands(fill_invalid(values, valid), encoder.bands), size))
    stacked = np.stack(images) if images else np.empty((0, encoder.bands, size, size), np.float32)
    return np.asarray(places, dtype=np.int64), stacked, (seen, fractions)


def _token_fractions(valid: BoolArray, side: int) -> FloatArray:
    """Return the share of valid pixels (side, side) of each token of a window."""
    if valid.all():
        return np.ones((side, side))
    import torch

    every = torch.from_numpy(valid.all(axis=0).astype(np.float32))[None, None]
    return np.asarray(torch.nn.functional.adaptive_avg_pool2d(every, side)[0, 0].numpy())


def _pool(
    places: IntArray, tokens: Vectors, rest: tuple[FloatArray, FloatArray],
    windows: LatticeWindows, encoder: Encoder,
) -> Arrays:  # fmt: skip
    """Pool the tokens of each cell that saw data; cells without any get zeros, and weight 0."""
    seen, fractions = rest
    count, along, side = len(seen), windows.lattice.along, encoder.tokens
    each, dims = side // along, sum(encoder.part_dims)
    shares = seen.reshape(count, along, each, along, each)
    pooled = np.zeros((count, along * along, encoder.cell_dims), dtype=np.float16)
    weights = shares.mean(axis=(2, 4)).reshape(count, along * along)
    if len(places):
        own = shares[places].astype(np.float32)
        means = pool_tokens(tokens.reshape(len(places), side, side, dims), own, encoder)
        pooled[places] = means.reshape(len(places), along * along, -1)
    return {"tokens": pooled, "seen": weights, "fractions": fractions.reshape(count, -1)}


def pool_tokens(tokens: Vectors, shares: Vectors, encoder: Encoder) -> Vectors:
    """Pool the tokens in each cell of windows.

    Parameters
    ----------
    tokens
        Of n windows, of shape (n, t, t, d).
    shares
        What each token saw, of shape (n, along, t / along, along, t / along).
    encoder
        It leaves out what tokens have from their place, and makes fewer numbers of their means.

    Returns
    -------
    means
        Of shape (n, along, along, `encoder.cell_dims`), weighted by the shares.
    """
    count, along, each = shares.shape[:3]
    shaped = tokens.reshape(count, along, each, along, each, -1)
    own = shares / np.maximum(shares.sum(axis=(2, 4), keepdims=True), np.finfo(np.float32).tiny)
    means = np.zeros((count, along, along, tokens.shape[-1]), dtype=np.float32)
    for down, across in np.ndindex(each, each):
        part = shaped[:, :, down, :, across]
        if encoder.reduction is not None:
            part = encoder.reduction.without_place(part, down, across, each)
        means += part * own[:, :, down, :, across, None]
    return means if encoder.reduction is None else encoder.reduction.reduce(means)


# --- From the tokens of cells to features --------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A row of the lattice."""

    place: int
    tokens: Vectors
    """Of shape (columns, d)."""

    weights: Vectors
    """Share of each cell that was seen, of shape (columns,)."""

    fractions: FloatArray
    """Share of valid pixels, of shape (columns,)."""


def _rows(
    windows: ContextWindows, parts: PartFolder, spans: Sequence[Span], dims: int
) -> Iterator[_Row]:
    """Lay the windows side by side, and yield the rows of the lattice one after the other.

    Where windows overlap, a cell is the mean of what they saw, weighted by how far from a window's
    border it lies: there, half of what is around it can't be seen.
    """
    along, (n_rows, n_cols) = windows.lattice.along, windows.lattice.shape
    ramp = np.minimum(np.arange(along) + 0.5, along - np.arange(along) - 0.5)
    blend = np.outer(ramp, ramp).astype(np.float32)
    open_rows: dict[int, tuple[Vectors, Vectors, Vectors, FloatArray]] = {}

    def opened(row: int) -> tuple[Vectors, Vectors, Vectors, FloatArray]:
        if row not in open_rows:
            open_rows[row] = (
                np.zeros((n_cols, dims), dtype=np.float32), np.zeros(n_cols, dtype=np.float32),
                np.zeros(n_cols, dtype=np.float32), np.zeros(n_cols),
            )  # fmt: skip
        return open_rows[row]

    def closed(row: int) -> _Row:
        sums, weights, seen, fractions = open_rows.pop(row) if row in open_rows else opened(row)
        open_rows.pop(row, None)
        sums /= np.where(weights > 0, weights, 1)[:, None]
        return _Row(row, sums, seen, fractions)

    done = 0
    for span in spans:
        arrays = parts.take(span)
        for place, index in enumerate(range(*span)):
            top, left = map(int, windows.starts[index])
            for row in range(done, top):
                yield closed(row)
            done = max(done, top)
            held_rows, held_cols = min(along, n_rows - top), min(along, n_cols - left)
            tokens = arrays["tokens"][place].reshape(along, along, dims).astype(np.float32)
            seen = arrays["seen"][place].reshape(along, along).astype(np.float32)
            fractions = arrays["fractions"][place].reshape(along, along)
            weights = blend * seen
            columns = slice(left, left + held_cols)
            for row in range(held_rows):
                sums, total, known, valid = opened(top + row)
                own = weights[row, :held_cols]
                sums[columns] += tokens[row, :held_cols] * own[:, None]
                total[columns] += own
                known[columns] = seen[row, :held_cols]
                valid[columns] = fractions[row, :held_cols]
    for row in range(done, n_rows):
        yield closed(row)


def _with_supports(
    rows: Iterator[_Row], supports: tuple[int, ...]
) -> Iterator[tuple[_Row, Vectors]]:
    """Yield each row with its features (columns, supports * d), rows around it taken in."""
    from scipy.ndimage import uniform_filter1d

    reach = max(supports) // 2
    held: deque[tuple[_Row, Vectors]] = deque()

    def finished(index: int) -> tuple[_Row, Vectors]:
        row = held[index][0]
        features: list[Vectors] = []
        for side in supports:
            if side == 1:
                features.append(row.tokens)
                continue
            first, last = max(index - side // 2, 0), min(index + side // 2, len(held) - 1)
            sums, weights = held[first][1].copy(), held[first][0].weights.copy()
            for place in range(first + 1, last + 1):
                sums += held[place][1]
                weights += held[place][0].weights
            sums = uniform_filter1d(sums, side, axis=0, mode="constant")
            weights = uniform_filter1d(weights, side, mode="constant")
            # The filter's running sums leave traces of what they have passed.
            some = weights > 1e-4
            mean = np.where(some[:, None], sums, 0) / np.where(some, weights, 1)[:, None]
            features.append(mean.astype(np.float32))
        return row, np.concatenate(features, axis=1)

    place = 0  # in held, of the next row to be finished
    for row in rows:
        held.append((row, row.tokens * row.weights[:, None]))
        if len(held) - place > reach:
            yield finished(place)
            place += 1
        if place > reach:
            held.popleft()
            place -= 1
    while place < len(held):
        yield finished(place)
        place += 1


def _write(
    windows: ContextWindows, scenes: SceneSource, encoder: Encoder, provenance: Provenance,
    parts: PartFolder, spans: Sequence[Span], output: str | Path, progress: Progress,
) -> int:  # fmt: skip
    """Write the features file; returns how many scenes have no features."""
    supports, dims = provenance.supports or (1,), encoder.cell_dims
    rows = _with_supports(_rows(windows, parts, spans, dims), supports)
    places = find_cells(windows.grid)
    collected = (
        _of_cells(rows, places, windows.lattice.shape[0], progress)
        if places is not None
        else _of_polygons(rows, windows, parts.folder, dims * len(supports), progress)
    )

    def marked() -> Iterator[tuple[Vectors, BoolArray, FloatArray]]:
        for vectors, fractions in _in_blocks(collected):
            present = (fractions >= provenance.minimum_valid) & (fractions > 0)
            vectors[~present] = np.nan
            yield vectors, present, fractions

    width = dims * len(supports)
    return write_features(output, scenes, provenance, width, marked(), "cells", half=True)


Found = tuple[Vectors, FloatArray]
"""Features (n, d) of some scenes in their order, and their shares of valid pixels (n,)."""


def _of_cells(
    rows: Iterator[tuple[_Row, Vectors]], places: tuple[IntArray, IntArray], count: int,
    progress: Progress,
) -> Iterator[Found]:  # fmt: skip
    """Yield what the wanted cells of each row have."""
    for row, features in rows:
        progress((row.place + 1) / count)
        cols = places[1][slice(*np.searchsorted(places[0], (row.place, row.place + 1)))]
        if len(cols):
            yield features[cols].astype(np.float16), row.fractions[cols]


def _of_polygons(
    rows: Iterator[tuple[_Row, Vectors]], windows: ContextWindows, folder: Path, dims: int,
    progress: Progress,
) -> Iterator[Found]:  # fmt: skip
    """Yield the means over the cells in each polygon, once all of them are known."""
    grid, lattice = windows.grid, windows.lattice
    count = len(grid)
    path = folder / "polygons.npy"
    found: Any = np.lib.format.open_memmap(path, "w+", np.float16, (count, dims))
    fractions = np.zeros(count)
    starting, active = _polygons_by_row(grid, lattice.origin, lattice.cell, lattice.shape), {}
    for row, features in rows:
        progress((row.place + 1) / lattice.shape[0])
        for polygon in starting.pop(row.place, ()):
            active[polygon.scene] = (polygon, np.zeros(dims), [0.0, 0.0, 0.0])
        for scene, (polygon, sums, totals) in list(active.items()):
            inside = polygon.mask[row.place - polygon.row]
            span = slice(polygon.col, polygon.col + len(inside))
            weights = row.weights[span] * inside
            sums += weights @ features[span]
            totals[0] += weights.sum()
            totals[1] += (row.fractions[span] * inside).sum()
            totals[2] += inside.sum()
            if row.place + 1 == polygon.row + len(polygon.mask):
                found[scene] = sums / (totals[0] or 1)
                fractions[scene] = min(totals[1] / (totals[2] or 1), 1)
                del active[scene]
    for start in range(0, count, BLOCK):
        block = slice(start, start + BLOCK)
        yield np.asarray(found[block], dtype=np.float32), fractions[block]
    del found
    path.unlink()


@dataclass(frozen=True)
class _Polygon:
    scene: int
    row: int
    col: int
    mask: BoolArray
    """Cells of the lattice (rows, columns), from ``row`` and ``col`` on, that lie in it."""


def _polygons_by_row(
    grid: SceneGrid, origin: tuple[int, int], cell: tuple[int, int], shape: tuple[int, int]
) -> dict[int, list[_Polygon]]:
    """Find the cells of each polygon, by the lattice row at which it starts.

    Those are cells whose center lies inside; of a polygon without any, those that it touches.
    """
    import shapely
    from rasterio.features import rasterize
    from rasterio.transform import Affine

    shapes = grid.wkb() if grid.geometries is None else grid.geometries
    place = Affine.from_gdal(*grid.transform) @ Affine.translation(*origin) @ Affine.scale(*cell)
    by_row: dict[int, list[_Polygon]] = {}
    for scene, (col, row, width, height) in enumerate(grid.windows.tolist()):
        first_col = max((col - origin[0]) // cell[0], 0)
        first_row = max((row - origin[1]) // cell[1], 0)
        last_col = min(-(-(col + width - origin[0]) // cell[0]), shape[1])
        last_row = min(-(-(row + height - origin[1]) // cell[1]), shape[0])
        if width == 0 or last_col <= first_col or last_row <= first_row:
            continue
        geometry = shapely.from_wkb(shapes[scene])
        size = last_row - first_row, last_col - first_col
        for touched in (False, True):
            burnt = rasterize(
                [geometry], size, transform=place @ Affine.translation(first_col, first_row),
                all_touched=touched,
            )  # fmt: skip
            if burnt.any():
                break
        else:
            burnt = np.ones(size, dtype=np.uint8)
        by_row.setdefault(first_row, []).append(_Polygon(scene, first_row, first_col, burnt > 0))
    return by_row


def _in_blocks(found: Iterator[Found]) -> Iterator[Found]:
    """Join what comes in small pieces into blocks."""
    held: list[Found] = []
    count = 0
    for piece in found:
        held.append(piece)
        count += len(piece[0])
        if count >= BLOCK:
            yield _joined(held)
            held, count = [], 0
    if held:
        yield _joined(held)


def _joined(pieces: list[Found]) -> Found:
    vectors, fractions = zip(*pieces)
    return np.concatenate(vectors), np.concatenate(fractions)

"""Report of the scales that come into question: the same place at each, and what they measure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..base.arrays import IntArray
from ..base.palette import colors
from ..base.progress import Progress, silent
from ..encoder.engine import Engine
from ..encoder.load import Encoder
from ..features.cells import overlap_of
from ..features.scale import Grouping, Scale, cluster_windows, lay_windows
from ..scenes.context_windows import ContextWindows
from ..scenes.grid import CELLS_ALONG, GridSettings, window_of_extent
from ..scenes.raster import Raster
from ..scenes.scaling import Scaling
from . import render as reports
from .thumbnails import GROUND, Pixels, data_uri, read_window

_SIDE = 560  # pixels of a picture
_LOOK = 192  # pixels along the quick look that the place is chosen by
_PLACES = 12  # places along each axis that are compared
_INK = 0.5  # of the clusters' colors over the imagery
_COLORFUL = 96  # between the channels of a color; grays would look like imagery without any
_LEAST_CELL = 5  # pixels of the picture; smaller cells get no outlines of their own

Frame = tuple[int, int, int, int]


def draw_scales(
    raster: Raster,
    settings: GridSettings,
    scaling: Scaling,
    encoder: Encoder,
    engine: Engine,
    measured: Sequence[tuple[Scale, Grouping]],
    progress: Progress = silent,
) -> list[Pixels]:
    """Draw the same place at each scale: the imagery, and the cells in the colors of clusters.

    Parameters
    ----------
    raster
        Open.
    settings, scaling, encoder, engine
        As for `measure_scales`.
    measured
        What that returned.

    Returns
    -------
    pictures
        Of shape (height, width, 3): first the imagery alone, then one for each scale. What has a
        color at one scale has it at the others, as far as clusters correspond.
    """
    area = 0, 0, raster.shape[1], raster.shape[0]
    if settings.extent is not None:
        area = window_of_extent(raster.transform, settings.extent, raster.shape)
    finest = min(scale.context for scale, _ in measured)
    side = min(CELLS_ALONG * finest, area[2], area[3])
    frame = _find_place(raster, area, side)
    ground = read_window(raster, frame, 2 * _SIDE, scaling)
    shown = _resized(np.full((1, 1, 3), GROUND, np.uint8) if ground is None else ground)
    pictures, before = [shown], np.zeros((_SIDE, _SIDE), dtype=np.int64)
    for place, (scale, grouping) in enumerate(measured):
        windows = lay_windows(raster, settings, scaling, scale.size, overlap_of(CELLS_ALONG))
        cells, groups = _cells_in(windows, frame, encoder, engine, grouping)
        before = _recolor(groups, before)
        pictures.append(_paint(shown, cells, before, scale.size * _SIDE / side >= _LEAST_CELL))
        progress((place + 1) / len(measured))
    return pictures


def _find_place(raster: Raster, area: Frame, side: int) -> Frame:
    """Find the square in an area where the imagery varies most."""
    left, top, width, height = area
    look = max(1, min(height, _LOOK)), max(1, min(width, _LOOK))
    values, valid = raster.overview(area, look)
    whole = np.asarray(valid.all(axis=0))
    spread = values.reshape(len(values), -1)[:, whole.ravel()].std(axis=1) if whole.any() else 1
    values = values / np.maximum(spread, 1e-9).reshape(-1, 1, 1)
    tall, wide = (max(1, round(n * side / m)) for n, m in zip(look, (height, width)))
    best, found = -1.0, (left, top, side, side)
    for row in np.linspace(0, look[0] - tall, _PLACES).astype(int).tolist():
        for col in np.linspace(0, look[1] - wide, _PLACES).astype(int).tolist():
            part = np.s_[row : row + tall, col : col + wide]
            share = float(whole[part].mean())
            inside = values[:, part[0], part[1]][:, whole[part]]
            varied = share**4 * float(inside.std(axis=1).sum()) if share else -1.0
            if varied > best:
                across = min(left + round(col * width / look[1]), left + width - side)
                down = min(top + round(row * height / look[0]), top + height - side)
                best, found = varied, (across, down, side, side)
    return found


def _cells_in(
    windows: ContextWindows, frame: Frame, encoder: Encoder, engine: Engine, grouping: Grouping
) -> tuple[IntArray, IntArray]:
    """Return the cell and the cluster of each pixel of a picture of a frame.

    Clusters are numbered from 1; 0 stands for none.
    """
    lattice = windows.lattice
    (left, top), (n_rows, n_cols), size = lattice.origin, lattice.shape, lattice.cell[0]
    steps = (np.arange(_SIDE) + 0.5) / _SIDE
    cols = np.floor((frame[0] + steps * frame[2] - left) / size).astype(np.int64)
    rows = np.floor((frame[1] + steps * frame[3] - top) / size).astype(np.int64)
    starts, along = windows.starts, lattice.along
    clusters = np.zeros((n_rows + along, n_cols + along), dtype=np.int64)
    inner = np.minimum(np.arange(along), np.arange(along)[::-1]) + 1
    depth = np.minimum.outer(inner, inner)  # of a cell in its window; the deepest one counts
    deepest = np.zeros_like(clusters)
    met = (starts[:, 0] <= rows[-1]) & (starts[:, 0] + along > rows[0])
    met &= (starts[:, 1] <= cols[-1]) & (starts[:, 1] + along > cols[0])
    chosen = np.flatnonzero(met).tolist()
    if chosen:
        found, fractions = cluster_windows(windows, chosen, encoder, engine, grouping)
        for index, labels, shares in zip(chosen, found, fractions):
            row, col = starts[index].tolist()
            part = np.s_[row : row + along, col : col + along]
            deeper = depth > deepest[part]
            clusters[part][deeper] = np.where(shares > 0, labels + 1, 0)[deeper]
            deepest[part][deeper] = depth[deeper]
    return rows[:, None] * n_cols + cols[None], clusters[rows[:, None], cols[None]]


def _recolor(groups: IntArray, before: IntArray) -> IntArray:
    """Renumber clusters (height, width) so that they agree most with those of another picture."""
    from scipy.optimize import linear_sum_assignment

    count = int(max(groups.max(), before.max()))
    table = np.zeros((count + 1, count + 1))
    np.add.at(table, (groups.ravel(), before.ravel()), 1)
    ours, theirs = linear_sum_assignment(table[1:, 1:], maximize=True)
    numbers = np.zeros(count + 1, dtype=np.int64)
    numbers[ours + 1] = theirs + 1
    return numbers[groups]


def _paint(ground: Pixels, cells: IntArray, groups: IntArray, outlined: bool) -> Pixels:
    """Lay colors over the imagery, with a line between clusters, and between cells if asked."""
    palette = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colors()])
    palette = palette[np.ptp(palette, axis=1) >= _COLORFUL]
    tinted = palette[(groups - 1) % len(palette)]
    mixed = np.where((groups > 0)[..., None], (1 - _INK) * ground + _INK * tinted, ground)
    for numbers, ink, strength in ((cells, 255, 0.35), (groups, 0, 0.6)):
        if numbers is cells and not outlined:
            continue
        line = np.zeros(numbers.shape, dtype=bool)
        line[:, 1:] |= numbers[:, 1:] != numbers[:, :-1]
        line[1:] |= numbers[1:] != numbers[:-1]
        mixed[line] = (1 - strength) * mixed[line] + strength * ink
    return np.round(mixed).astype(np.uint8)


def _resized(picture: Pixels) -> Pixels:
    from PIL import Image as Pillow

    return np.asarray(Pillow.fromarray(picture).resize((_SIDE, _SIDE)))


def write_scales(
    path: str | Path, scales: Sequence[Scale], pictures: Sequence[Pixels],
    pixel: tuple[float, float], unit: str, raster: Raster,
) -> None:  # fmt: skip
    """Write the report.

    Parameters
    ----------
    path
        The HTML file.
    scales
        What was measured, by ascending size.
    pictures
        Of `draw_scales`.
    pixel
        Width and height of a pixel in map units.
    unit
        Of these.
    raster
        Where all this is from.
    """
    from PIL import Image as Pillow

    best = next(one for one in scales if one.proposed)
    captions = ["The imagery"] + [
        f"{one.size} pixels ({one.size * pixel[0]:.4g} {unit}), {one.cells:,} cells"
        + (", proposed" if one.proposed else "")
        for one in scales
    ]
    shown = [
        reports.ReportPicture(data_uri(Pillow.fromarray(picture), "JPEG", quality=85), caption)
        for picture, caption in zip(pictures, captions)
    ]
    rows = [
        (
            one.size, f"{one.size * pixel[0]:.5g}", one.context, f"{one.context * pixel[0]:.5g}",
            one.cells, f"{one.seconds:.0f}", one.stability, reports.percent(one.between),
            reports.percent(one.apart), one.score, one.proposed,
        )
        for one in scales
    ]  # fmt: skip
    columns = (
        "size, px", f"size, {unit}", "context, px", f"context, {unit}", "cells", "seconds",
        "stability", "between", "apart", "score", "proposed",
    )  # fmt: skip
    sections = [
        reports.Section(
            "The same place at each scale",
            (
                reports.gallery(shown),
                reports.text(
                    "Colors are a quick clustering of a sample of cells, into 12 clusters at each "
                    "scale; those that cover the same ground have the same color. They are not "
                    "the clusters of a map, whose number is inferred."
                ),
            ),
        ),
        reports.Section(
            "Measures",
            (
                reports.table(columns, rows),
                reports.text(
                    "seconds: what the features of the whole raster take on this computer. "
                    "stability: agreement (adjusted Rand index) of the clusters that two halves "
                    "of a sample of windows give. between: share of the variance of the pixels' "
                    "values that lies between cells, and not inside them; the rest is what a map "
                    "of such cells cannot show. apart: share of the variance of the cells' "
                    "features that lies between the cells of one window, and not between windows. "
                    "score: geometric mean of stability and between; the highest one is proposed."
                ),
            ),
        ),
    ]
    summary = (
        f"{Path(raster.path).name}: cells of {best.size} x {best.size} pixels "
        f"({best.size * pixel[0]:.4g} {unit}), seen in windows of {best.context} x {best.context}, "
        f"are proposed: SIZE={best.size} CONTEXT={best.context}."
    )
    reports.write_report(path, "Scales", sections, summary)

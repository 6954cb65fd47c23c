"""One tone for the sheets of a collection: what they share tells how theirs differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...base.arrays import BoolArray, FloatArray, Image, IntArray
from ...base.errors import RasterError
from ...base.progress import Progress, silent
from ...base.values import say_count
from ..scaling import Scaling, sample_values, scaling_of_values
from .mosaic import Mosaic, Tone, overlaps

_THIN = 8  # pixels; a narrower overlap is looked at along the whole seam, as it is
_SIDE = 256  # pixels along a picture of an overlap
_REACH = 1  # pixels; sheets that touch are compared across the seam
_ENOUGH = 64  # pixels of an overlap that are data on both sheets
_MOST_PAIRS = 20_000
_LEAST_ALIKE = 0.3  # correlation; below it, an overlap says nothing of the gain
_OFF = 4.0  # times the usual distance from the line; what is farther has changed or moved,
_ALLOWED = 0.1  # unless it is within so much of the stretch
_ROUNDS = 5
_APART = 0.03  # of the stretch; sheets whose levels differ by more have not one tone
_STEEPER = 0.1  # as much, of the logarithm of the gain
_MOST_GAIN = 8.0
_SMALL_PULL = 1e-3  # toward no change, where nothing else decides


@dataclass(frozen=True)
class _Seam:
    """What two sheets have in one place."""

    one: int
    other: int
    levels: FloatArray
    """Mean value of each, (2, bands)."""

    spreads: FloatArray
    """Standard deviation of each, (2, bands)."""

    weight: float
    alike: FloatArray
    """Correlation (bands,)."""

    touching: bool
    """These are neighbors across the seam, and not the same pixels."""


def set_tones(
    mosaic: Mosaic, tone: str, toward: Scaling | None = None, progress: Progress = silent
) -> None:
    """Give the sheets of a collection the tones that were asked for.

    Of a pair of sheets, gain and offset follow from the means and standard deviations of the pixels
    that both have, without those that have changed or moved; where sheets only touch, from the
    pixels on both sides of the seam. All pairs are solved at once, by least squares, so that the
    changes are small on the whole. Sheets without neighbors stay as they are.

    Parameters
    ----------
    mosaic
        Its tones and what is told of them are set.
    tone
        One of `listing.TONES`.
    toward
        For "sheet": the stretch that each one's own is brought to; None: that of all together.

    Raises
    ------
    RasterError
        Nothing of the collection is data.
    """
    mosaic.tones, mosaic.told = {}, []
    count = len(mosaic.survey.sheets)
    if count == 1 or tone == "collection":
        if count > 1:
            mosaic.told = ["Tone: one stretch for all sheets."]
        return
    if tone == "sheet":
        _stretch_each(mosaic, toward, progress)
        return
    common = scaling_of_values(sample_values(mosaic.sample()), 2, 98, mosaic.path)
    span = np.maximum(np.subtract(common.high, common.low), 1e-12)
    seams = _measure_seams(mosaic, span, progress)
    if not seams:
        mosaic.told = [
            "Tone: no sheets overlap or touch, so nothing says whether their tones differ; one "
            "stretch for all. Where they do differ, ask for a stretch for each sheet."
        ]
        return
    apart, sure = _differences(seams, span)
    said = f"what neighbors share differs by {apart:.1%} of the stretch"
    if tone == "auto" and sure <= 1:
        mosaic.told = [f"Tone: {said}, so there is one stretch for all sheets."]
        return
    center = (np.asarray(common.low) + np.asarray(common.high)) / 2
    gains, offsets = _solve(seams, count, span, center)
    for sheet in sorted({s.one for s in seams} | {s.other for s in seams}):
        mosaic.tones[sheet] = Tone(tuple(gains[sheet].tolist()), tuple(offsets[sheet].tolist()))
    left = _differences([_toned(seam, gains, offsets) for seam in seams], span)[0]
    alone, untold = count - len(mosaic.tones), _count_untold(seams, count)
    one = "sheet has no neighbors and stays as it is"
    many = "sheets have no neighbors and stay as they are"
    mosaic.told = [
        f"Tone: {said}, {left:.1%} after gain and offset of each sheet were matched over "
        f"{len(seams)} seams (gain {gains.min():.2f} to {gains.max():.2f})."
        + (f" {say_count(alone, one, many)}." if alone else "")
        + (
            f" The seams of {say_count(untold, 'sheet')} are too even to tell the gain of each "
            "band, which stays as it is. Where contrasts differ there, ask for a stretch for each "
            "sheet."
            if untold
            else ""
        )
    ]


def _stretch_each(mosaic: Mosaic, toward: Scaling | None, progress: Progress) -> None:
    """Bring the percentiles of each sheet to one stretch."""
    common = toward or scaling_of_values(sample_values(mosaic.sample()), 2, 98, mosaic.path)
    low, high = np.asarray(common.low), np.asarray(common.high)
    empty = 0
    for sheet in range(len(mosaic.places)):
        progress(sheet / len(mosaic.places))
        try:
            values, valid = _picture(mosaic, sheet, mosaic.places[sheet].tolist())
            pixels = [band[there] for band, there in zip(values, valid)]
            own = scaling_of_values(pixels, 2, 98, mosaic.survey.sheets[sheet].name)
        except RasterError:
            empty += 1
            continue
        first, last = np.asarray(own.low), np.asarray(own.high)
        steps = last - first
        gain = np.where(steps > 0, (high - low) / np.where(steps > 0, steps, 1), 1.0)
        mosaic.tones[sheet] = Tone(tuple(gain.tolist()), tuple((low - gain * first).tolist()))
    mosaic.told = ["Tone: each sheet has a stretch of its own."] + (
        [f"{say_count(empty, 'sheet has', 'sheets have')} no data to take one from."]
        if empty
        else []
    )


# --- What sheets share --------------------------------------------------------------------------


def _measure_seams(mosaic: Mosaic, span: FloatArray, progress: Progress) -> list[_Seam]:
    """Compare all sheets that overlap or touch."""
    one, other, shared = overlaps(mosaic.places, _REACH)
    if len(one) > _MOST_PAIRS:  # the widest tell the most
        order = np.sort(np.argsort(-(shared[:, 2:].clip(1).prod(axis=1)))[:_MOST_PAIRS])
        one, other, shared = one[order], other[order], shared[order]
    found = []
    for place, (i, j, box) in enumerate(zip(one.tolist(), other.tolist(), shared)):
        progress(place / len(one))
        try:
            pair = _share(mosaic, i, j, box)
        except RasterError:  # said where its scenes are read
            continue
        touching = bool(min(box[2:]) <= 0)
        seam = None if pair is None else _compare(i, j, *pair, span, touching)
        if seam is not None:
            found.append(seam)
    return found


def _share(mosaic: Mosaic, i: int, j: int, box: IntArray) -> tuple[FloatArray, FloatArray] | None:
    """Return the values (bands, n) that two sheets have of the same pixels, or across a seam."""
    col, row, width, height = (int(v) for v in box)
    if width > 0 and height > 0:
        one, other = (_picture(mosaic, sheet, (col, row, width, height)) for sheet in (i, j))
    elif width > _ENOUGH and height == 0:
        (over, under) = (i, j) if mosaic.places[i, 1] < row else (j, i)
        one = mosaic.read_own(over, (col, row - 1, width, 1))
        other = mosaic.read_own(under, (col, row, width, 1))
        one, other = (one, other) if over == i else (other, one)
    elif height > _ENOUGH and width == 0:
        (left, right) = (i, j) if mosaic.places[i, 0] < col else (j, i)
        one = mosaic.read_own(left, (col - 1, row, 1, height))
        other = mosaic.read_own(right, (col, row, 1, height))
        one, other = (one, other) if left == i else (other, one)
    else:
        return None
    both = one[1].all(axis=0) & other[1].all(axis=0)
    if both.sum() < _ENOUGH:
        return None
    return one[0][:, both].astype(np.float64), other[0][:, both].astype(np.float64)


def _picture(mosaic: Mosaic, sheet: int, box: Sequence[int]) -> tuple[Image, BoolArray]:
    """Read a part of a sheet at no more pixels than are needed, the same ones of each sheet."""
    _, _, width, height = (int(v) for v in box)
    if min(width, height) <= _THIN or width * height <= _SIDE**2:
        return mosaic.read_own(sheet, box)
    shape = min(height, _SIDE), min(width, _SIDE)
    return mosaic.overview_own(sheet, box, shape)


def _compare(
    i: int, j: int, one: FloatArray, other: FloatArray, span: FloatArray, touching: bool
) -> _Seam | None:
    """Measure level and spread of what two sheets share, without what does not fit."""
    kept = np.ones(one.shape[1], dtype=bool)
    for _ in range(_ROUNDS):
        rest = np.zeros(one.shape[1])
        for a, b, whole in zip(one, other, span):
            gain, offset = _line(a[kept], b[kept])
            off = np.abs(b - gain * a - offset)
            rest = np.maximum(rest, off / max(_OFF * np.median(off), _ALLOWED * whole))
        new = rest <= 1
        if new.sum() < _ENOUGH or (new == kept).all():
            break
        kept = new
    one, other = one[:, kept], other[:, kept]
    levels = np.stack([one.mean(axis=1), other.mean(axis=1)])
    spreads = np.stack([one.std(axis=1), other.std(axis=1)])
    apart = one - levels[0][:, None], other - levels[1][:, None]
    scale = np.maximum(spreads.prod(axis=0), 1e-30)
    alike = np.clip((apart[0] * apart[1]).mean(axis=1) / scale, 0, 1)
    return _Seam(i, j, levels, spreads, float(np.sqrt(one.shape[1])), alike, touching)


def _line(a: FloatArray, b: FloatArray) -> tuple[float, float]:
    """Return gain and offset from a to b by quartiles, which a quarter of outliers do not move."""
    ends = np.percentile(a, (25, 75)), np.percentile(b, (25, 75))
    steps = float(np.diff(ends[0])[0]), float(np.diff(ends[1])[0])
    if min(steps) <= 0:  # most of it is one value
        steps = float(a.std()) or 1.0, float(b.std()) or 1.0
    gain = steps[1] / steps[0]
    return gain, float(np.median(b) - gain * np.median(a))


def _differences(seams: list[_Seam], span: FloatArray) -> tuple[float, float]:
    """Return how far levels are apart as a share of the stretch, and how sure tones differ.

    They do where that is above 1. Across a seam, neighbors differ by themselves.
    """
    weights = np.array([seam.weight for seam in seams])
    apart = np.array([(np.abs(s.levels[0] - s.levels[1]) / span).max() for s in seams])
    gains = np.array([np.abs(_log_gain(s)).max() for s in seams])
    allowed = np.array([2.0 if seam.touching else 1.0 for seam in seams])
    sure = np.maximum(apart / _APART, gains / _STEEPER) / allowed
    return _weighted_median(apart, weights), _weighted_median(sure, weights)


def _weighted_median(values: FloatArray, weights: FloatArray) -> float:
    order = np.argsort(values)
    middle = int(np.searchsorted(weights[order].cumsum(), weights.sum() / 2))
    return float(values[order[middle]])


def _log_gain(seam: _Seam) -> FloatArray:
    """Return the logarithm of the ratio of spreads, 0 where a seam does not tell."""
    one, other = seam.spreads
    known = _tells_gain(seam)
    ratio = np.where(known, other, 1) / np.where(known, one, 1)
    return np.asarray(np.log(ratio).clip(-np.log(_MOST_GAIN), np.log(_MOST_GAIN)))


def _tells_gain(seam: _Seam) -> BoolArray:
    """Tell in which bands (bands,) a seam says how gains differ; water on both sides does not."""
    return np.asarray((seam.spreads > 0).all(axis=0) & (seam.alike >= _LEAST_ALIKE))


def _count_untold(seams: list[_Seam], count: int) -> int:
    """Count the sheets that no seams tie to most others by what they tell of a band's gain."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = np.array([(seam.one, seam.other) for seam in seams])
    there = np.unique(pairs)
    untold = 0
    for known in np.array([_tells_gain(seam) for seam in seams]).T:
        one, other = pairs[known].T
        ties = coo_matrix((np.ones(len(one)), (one, other)), shape=(count, count))
        groups = connected_components(ties, directed=False)[1][there]
        untold = max(untold, len(there) - int(np.bincount(groups).max()))
    return untold


def _toned(seam: _Seam, gains: FloatArray, offsets: FloatArray) -> _Seam:
    pair = [seam.one, seam.other]
    return _Seam(
        seam.one, seam.other, gains[pair] * seam.levels + offsets[pair],
        gains[pair] * seam.spreads, seam.weight, seam.alike, seam.touching,
    )  # fmt: skip


# --- All at once --------------------------------------------------------------------------------


def _solve(
    seams: list[_Seam], count: int, span: FloatArray, center: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Find gain and offset (count, bands) of all sheets that bring what they share together.

    Values become ``gain * (value - center) + center + shift``; the shifts are found for the gains.
    """
    one = np.array([seam.one for seam in seams])
    other = np.array([seam.other for seam in seams])
    weights = np.array([seam.weight for seam in seams])
    bands = len(span)
    gains, shifts = np.ones((count, bands)), np.zeros((count, bands))
    for band in range(bands):
        ratios = np.array([_log_gain(seam)[band] for seam in seams])
        told = weights * np.array([max(seam.alike[band], 0.05) ** 2 for seam in seams])
        gains[:, band] = np.exp(_least_squares(one, other, ratios, told, count))
        levels = np.array([seam.levels[:, band] - center[band] for seam in seams]) / span[band]
        steps = gains[other, band] * levels[:, 1] - gains[one, band] * levels[:, 0]
        shifts[:, band] = span[band] * _least_squares(one, other, steps, weights, count)
    return gains, center + shifts - gains * center


def _least_squares(
    one: IntArray, other: IntArray, steps: FloatArray, weights: FloatArray, count: int
) -> FloatArray:
    """Find numbers (count,) whose differences ``one - other`` are these steps, near 0."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import lsqr

    rows = np.arange(len(one))
    pulls = weights / weights.max()
    matrix = coo_matrix(
        (
            np.concatenate([pulls, -pulls]),
            (np.concatenate([rows, rows]), np.concatenate([one, other])),
        ),
        shape=(len(one), count),
    ).tocsr()
    return np.asarray(lsqr(matrix, pulls * steps, damp=_SMALL_PULL, atol=1e-10, btol=1e-10)[0])

"""A collection as one raster: windows are read across its sheets, of which few are open at once."""

from __future__ import annotations

import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from ...base.arrays import BoolArray, FloatArray, Image, IntArray
from ...base.errors import RasterError
from ...base.progress import Progress
from ...base.values import say_count
from ..grid import SceneGrid
from ..raster import NoData, Raster, is_remote, limit_network
from ..scaling import Scaling
from ..scene_block import SceneBlock
from ..sources import RasterScenes
from .survey import RasterSheet, Survey

_OPEN = 32  # sheets
_PAUSE = 1.0  # seconds before an address is asked again
_SAMPLES = 256  # windows that a sample is read in
_SIDE = 128  # pixels of such a window
_NAMED = 5  # sheets that a line of the log names


@dataclass(frozen=True)
class Tone:
    """What brings the values of a sheet to the tone of others: ``gain * value + offset``."""

    gain: tuple[float, ...]
    offset: tuple[float, ...]
    """Both of each band that is read."""

    def __call__(self, values: Image) -> Image:
        """Change values of shape (bands, height, width)."""
        gain = np.asarray(self.gain, dtype=values.dtype)[:, None, None]
        offset = np.asarray(self.offset, dtype=values.dtype)[:, None, None]
        return values * gain + offset


@dataclass(frozen=True)
class _Piece:
    """What one sheet has of a window."""

    sheet: int
    count: int
    """Of valid pixels."""

    distance: float
    """From the window's center to the sheet's."""

    values: Image
    valid: BoolArray


class Mosaic(Raster):
    """The sheets of a survey, read as one raster.

    A window is that of the sheet that has most valid pixels in it, then of the one whose center is
    nearest; what it lacks is taken from the next. Where there is no sheet, nothing is valid. What
    counts pixels instead of windows sets `by_pixel`.

    Parameters
    ----------
    survey
        The sheets and their lattice.
    bands, no_data, stored
        As `Raster` takes them, of each sheet.
    """

    def __init__(
        self, survey: Survey, bands: Sequence[int] = (), no_data: Sequence[NoData] = (),
        stored: bool = False,
    ) -> None:  # fmt: skip
        plain = [sheet for sheet in survey.sheets if sheet.warp is None]
        lead = (plain or survey.sheets)[0].path
        super().__init__(lead, bands or survey.bands, no_data, stored)
        self.survey = survey
        self.transform, self.shape = survey.transform, survey.shape
        self.places: IntArray = survey.boxes
        """Of the sheets, (n, 4): column, row, width and height in pixels of the collection."""

        self.boxes = self.places
        self.tones: dict[int, Tone] = {}
        """Of the sheets that are not read as they are."""

        self.told: list[str] = []
        """Sentences about the tones."""

        self.by_date = False
        """The sheets of each date are scenes of their own."""

        self.by_pixel = False
        """A pixel is that of the first sheet that has data there, whatever window it is read in."""

        self.broken: dict[int, str] = {}
        """Sheets that could not be read to their end, and why."""

        self._held: OrderedDict[int, Raster] = OrderedDict()
        self._owners: dict[tuple[int, ...], int] = {}
        self._centers: FloatArray = self.places[:, :2] + self.places[:, 2:] / 2

    def opener(self) -> Callable[[], Mosaic]:
        """Return what opens it again in another process, and can be sent there."""
        given = self.survey, self.bands, self.no_data, self.stored
        return partial(_open_again, given, self.tones, self.broken)

    def __enter__(self) -> Mosaic:
        return self

    def __exit__(self, *details: object) -> None:
        while self._held:
            self._held.popitem()[1].__exit__()
        super().__exit__(*details)

    @property
    def complete(self) -> bool:
        """True where the sheets leave no gap and no pixel of theirs can be without data."""
        import shapely

        if not all(sheet.complete for sheet in self.survey.sheets) or self.broken:
            return False
        left, top, width, height = self.places.T
        covered = shapely.union_all(shapely.box(left, top, left + width, top + height))
        return float(covered.area) == float(self.shape[0] * self.shape[1])

    def fingerprint(self) -> str:
        """Hash of which data this is: those of all sheets, their places and their tones."""
        digest = hashlib.sha256(repr((self.shape, self.transform, self.bands)).encode())
        for place, sheet in enumerate(self.survey.sheets):
            digest.update(repr((sheet.fingerprint, sheet.box, self.tones.get(place))).encode())
        return digest.hexdigest()

    def log(self, progress: Progress, more: str = "") -> None:
        """Log what is read, and how; ``more`` goes after the bands."""
        height, width = self.shape
        sheets = self.survey.sheets
        progress.log(
            f"Collection: {say_count(len(sheets), 'sheet')} on {width} x {height} "
            f"pixels, bands {self.name_bands()}{more}."
        )
        for note in [*self.notes(), *self.describe_sheets(), *self.told]:
            progress.log(note)

    def describe_sheets(self) -> list[str]:
        """Sentences about what is left out, shifted or overlaps."""
        found = []
        left = self.survey.left_out
        if left:
            named = " ".join(f"{one.path} {one.reason}" for one in left[:_NAMED])
            rest = f" And {_count_others(len(left))}." if len(left) > _NAMED else ""
            found.append(f"{len(left)} of {len(left) + len(self.places)} left out: {named}{rest}")
        warped = [f"{one.name} ({one.warp.told})" for one in self.survey.sheets if one.warp]
        if warped:
            named = ", ".join(warped[:_NAMED])
            rest = f", and {_count_others(len(warped))}" if len(warped) > _NAMED else ""
            found.append(
                f"{len(warped)} of {len(self.places)} warped onto the pixels of the first: {named}"
                f"{rest}."
            )
        shifted = [sheet for sheet in self.survey.sheets if sheet.off > 0.01]
        if shifted:
            farthest = max(sheet.off for sheet in shifted)
            found.append(
                f"Pixels of {say_count(len(shifted), 'sheet')} lie beside those of the first, by "
                f"up to {farthest:.2f} of a pixel, and are taken for the nearest of these."
            )
        if self.by_date:
            each = say_count(len(self.dates()), "date")
            found.append(f"Each of {each} has scenes of its own, on one grid.")
            return found
        if len(overlaps(self.places)[0]):
            found.append(
                "Where sheets overlap, a pixel is that of the first sheet that has data there."
                if self.by_pixel
                else "Where sheets overlap, a scene is that of the sheet with most valid pixels in "
                "it, then of the one whose center is nearest."
            )
        days = {sheet.date for sheet in self.survey.sheets} - {None}
        if len(days) > 1 and self.stacked():
            found.append(
                f"Sheets of {len(days)} dates cover the same ground, of which one counts in each "
                "place. Ask for each date by itself to have them all."
            )
        return found

    def dates(self) -> list[str | None]:
        """Return the dates of the sheets in their order, None last."""
        found = {sheet.date for sheet in self.survey.sheets}
        return sorted(found, key=lambda date: (date is None, date or ""))

    def places_of(self, date: str | None) -> list[int]:
        """Return the places of the sheets of a date."""
        return [i for i, sheet in enumerate(self.survey.sheets) if sheet.date == date]

    def of_date(self, date: str | None) -> Mosaic:
        """Return the sheets of a date by themselves, on the same pixels."""
        places = self.places_of(date)
        own = replace(self.survey, sheets=tuple(self.survey.sheets[i] for i in places))
        made = Mosaic(own, self.bands, self.no_data, self.stored)
        made.tones = {n: self.tones[i] for n, i in enumerate(places) if i in self.tones}
        return made

    def stacked(self) -> bool:
        """Tell whether sheets of different dates cover half of one another."""
        one, other, cuts = overlaps(self.places)
        sheets = self.survey.sheets
        areas = self.places[:, 2] * self.places[:, 3]
        return any(
            sheets[i].date != sheets[j].date and 2 * w * h > min(areas[i], areas[j])
            for i, j, (_, _, w, h) in zip(one.tolist(), other.tolist(), cuts.tolist())
        )

    # --- Reading --------------------------------------------------------------------------------

    def read(self, window: Sequence[int]) -> tuple[Image, BoolArray]:
        """Read a window (column, row, width, height) across sheets; see `Raster.read`."""
        col, row, width, height = (int(v) for v in window)
        near = self.sheets_in((col, row, width, height))
        if len(near) == 1:
            return self._read_sheet(int(near[0]), (col, row, width, height))
        shape = len(self.bands), height, width
        values, valid = np.zeros(shape, dtype=self._dtype), np.zeros(shape, dtype=bool)
        pieces = self._in_order if self.by_pixel else self._pieces
        for piece in pieces((col, row, width, height), near):
            _lay_below(values, valid, piece.values, piece.valid)
            if valid.all():
                break
        return values, valid

    def owner(self, window: Sequence[int]) -> int | None:
        """Return the sheet that a window is of, None where there is none that can be read."""
        key = tuple(int(v) for v in window)
        near = self.sheets_in(key)
        if self.broken:
            near = near[[sheet not in self.broken for sheet in near.tolist()]]
        if len(near) < 2:
            return int(near[0]) if len(near) else None
        if key not in self._owners:
            if self.by_pixel:
                self._owners[key] = self._most_seen(key, near)
                return self._owners[key]
            sheets = self.survey.sheets
            if all(sheets[i].complete for i in near.tolist()):
                counts, distances = self._inside(key, near), self._distances(key, near)
                self._owners[key] = int(near[np.lexsort((near, distances, -counts))[0]])
            else:
                next(self._pieces(key, near))
        return None if self._owners[key] in self.broken else self._owners[key]

    def overview(self, window: Sequence[int], shape: tuple[int, int]) -> tuple[Image, BoolArray]:
        """Read a window at another resolution; see `Raster.overview`."""
        col, row, width, height = (int(v) for v in window)
        down, across = height / shape[0], width / shape[1]
        whole = len(self.bands), *shape
        values, valid = np.zeros(whole, dtype=self._dtype), np.zeros(whole, dtype=bool)
        near = self.sheets_in((col, row, width, height))
        order = near
        if not self.by_pixel:
            order = near[np.lexsort((near, self._distances((col, row, width, height), near)))]
        for place in order.tolist():
            left, top, wide, high = self.places[place].tolist()
            # Pixels of the picture whose centers lie on the sheet.
            first_col, last_col = _centers_in(left - col, left + wide - col, across, shape[1])
            first_row, last_row = _centers_in(top - row, top + high - row, down, shape[0])
            if first_col >= last_col or first_row >= last_row:
                continue
            x = max(col + round(first_col * across), left)
            y = max(row + round(first_row * down), top)
            right = min(col + round(last_col * across), left + wide)
            bottom = min(row + round(last_row * down), top + high)
            own = x, y, max(right - x, 1), max(bottom - y, 1)
            part = self._read_tone(place, own, (last_row - first_row, last_col - first_col))
            if part is not None:
                inside = np.s_[:, first_row:last_row, first_col:last_col]
                _lay_below(values[inside], valid[inside], *part)
        return values, valid

    def sample(self, windows: int = 16) -> Iterator[tuple[Image, BoolArray]]:
        """Read a sample that represents all sheets; see `Raster.sample`."""
        covered = float((self.places[:, 2] * self.places[:, 3]).sum())
        if self.small or 2 * covered >= self.shape[0] * self.shape[1]:
            height, width = self.shape
            if not self.small:
                for window in self._lattice(windows):
                    yield self.read(window)
                return
            yield from super().sample(windows)
            return
        # Far from each other: windows of all of them, or of some that are spread evenly.
        count = len(self.places)
        chosen = np.unique(np.linspace(0, count - 1, min(count, windows**2)).astype(int))
        each = max(1, round(np.sqrt(windows**2 / len(chosen))))
        for place in chosen.tolist():
            left, top, width, height = self.places[place].tolist()
            side = _SIDE * 16 // windows
            for row in np.linspace(top, top + height - side, each).clip(top).astype(int).tolist():
                for col in np.linspace(left, left + width - side, each).clip(left).astype(int):
                    yield self.read((int(col), row, min(side, width), min(side, height)))

    def read_own(self, sheet: int, window: Sequence[int]) -> tuple[Image, BoolArray]:
        """Read a window of one sheet as it is, whatever its tone."""
        left, top = self.places[sheet, :2].tolist()
        col, row, width, height = (int(v) for v in window)
        return self._opened(sheet).read((col - left, row - top, width, height))

    def overview_own(
        self, sheet: int, window: Sequence[int], shape: tuple[int, int]
    ) -> tuple[Image, BoolArray]:
        """Read a window inside of one sheet as it is, at another resolution."""
        left, top = self.places[sheet, :2].tolist()
        col, row, width, height = (int(v) for v in window)
        return self._opened(sheet).overview((col - left, row - top, width, height), shape)

    def _pieces(self, window: tuple[int, ...], near: IntArray) -> Iterator[_Piece]:
        """Yield what sheets have of a window, the best first; only what is needed is read."""
        if not len(near):
            return
        area = window[2] * window[3]
        distances, held = self._distances(window, near), self._inside(window, near)
        order = np.lexsort((near, distances, -held))
        pieces: list[_Piece] = []
        for place in order.tolist():
            sheet = int(near[place])
            values, valid = self._read_sheet(sheet, window)
            count = int(valid.all(axis=0).sum())
            pieces.append(_Piece(sheet, count, float(distances[place]), values, valid))
            if count == area:  # none has more, and of those that have as much it is the nearest
                break
        pieces.sort(
            key=lambda piece: (
                piece.sheet in self.broken, -piece.count, piece.distance, piece.sheet
            )
        )  # fmt: skip
        self._owners[tuple(window)] = pieces[0].sheet
        yield from pieces

    def _in_order(self, window: tuple[int, ...], near: IntArray) -> Iterator[_Piece]:
        """Yield what sheets have of a window, in their own order."""
        for sheet in near.tolist():
            values, valid = self._read_sheet(sheet, window)
            yield _Piece(sheet, int(valid.all(axis=0).sum()), 0.0, values, valid)

    def _most_seen(self, window: tuple[int, ...], near: IntArray) -> int:
        """Return the sheet that most pixels of a window are read from."""
        left = np.ones((window[3], window[2]), dtype=bool)
        seen = []
        for piece in self._in_order(window, near):
            own = left & piece.valid.all(axis=0)
            seen.append(int(own.sum()))
            left &= ~own
        return int(near[int(np.argmax(seen))])

    def sheets_in(self, window: Sequence[int]) -> IntArray:
        """Return the sheets that share area with a window, in their order."""
        return np.flatnonzero(self._inside(window, np.arange(len(self.places))) > 0)

    def _inside(self, window: Sequence[int], sheets: IntArray) -> IntArray:
        """Count the pixels of a window that lie on sheets."""
        col, row, width, height = window
        boxes = self.places[sheets]
        across = np.minimum(boxes[:, 0] + boxes[:, 2], col + width) - np.maximum(boxes[:, 0], col)
        down = np.minimum(boxes[:, 1] + boxes[:, 3], row + height) - np.maximum(boxes[:, 1], row)
        return np.asarray(across.clip(0) * down.clip(0))

    def _distances(self, window: Sequence[int], sheets: IntArray) -> FloatArray:
        col, row, width, height = window
        apart = self._centers[sheets] - (col + width / 2, row + height / 2)
        return np.asarray(np.hypot(*apart.T))

    def _read_sheet(self, sheet: int, window: Sequence[int]) -> tuple[Image, BoolArray]:
        """Read what a sheet has of a window, in its tone; nothing of one that is broken."""
        found = self._read_tone(sheet, window)
        if found is not None:
            return found
        shape = len(self.bands), window[3], window[2]
        return np.zeros(shape, dtype=self._dtype), np.zeros(shape, dtype=bool)

    def _read_tone(
        self, sheet: int, window: Sequence[int], shape: tuple[int, int] | None = None
    ) -> tuple[Image, BoolArray] | None:
        if sheet in self.broken:
            return None
        try:
            with self._lock:
                values, valid = self._read_twice(sheet, window, shape)
        except RasterError as error:
            self.broken[sheet] = str(error)
            self._owners = {key: one for key, one in self._owners.items() if one != sheet}
            return None
        tone = self.tones.get(sheet)
        return (values if tone is None else tone(values)), valid

    def _read_twice(
        self, sheet: int, window: Sequence[int], shape: tuple[int, int] | None
    ) -> tuple[Image, BoolArray]:
        """Read a window of a sheet; where an address does not answer, it is asked once more."""

        def read() -> tuple[Image, BoolArray]:
            if shape is None:
                return self.read_own(sheet, window)
            return self.overview_own(sheet, window, shape)

        try:
            return read()
        except RasterError:
            if not is_remote(self.survey.sheets[sheet].path):
                raise
        if sheet in self._held:
            self._held.pop(sheet).__exit__()
        time.sleep(_PAUSE)
        return read()

    def _opened(self, sheet: int) -> Raster:
        """Return a sheet that is open; the one that was not used for longest is closed for it."""
        raster = self._held.pop(sheet, None)
        if raster is None:
            if len(self._held) >= _OPEN:
                self._held.popitem(last=False)[1].__exit__()
            raster = self.survey.sheets[sheet].open(self.bands, self.no_data, self.stored)
        self._held[sheet] = raster
        return raster


def _open_again(given: tuple[Any, ...], tones: dict[int, Tone], broken: dict[int, str]) -> Mosaic:
    limit_network()
    mosaic = Mosaic(*given)
    mosaic.tones, mosaic.broken = dict(tones), dict(broken)
    return mosaic


class MosaicScenes(RasterScenes):
    """Scenes of a collection, each with the sheet that it is of, and its date."""

    def __init__(self, mosaic: Mosaic, grid: SceneGrid, scaling: Scaling) -> None:
        super().__init__(mosaic, grid, scaling)
        self.mosaic, self.grid = mosaic, grid
        self._own = grid.windows
        if grid.lattice is not None and grid.footprints is not None:
            self._own = grid.footprints
        self._dated = any(sheet.date for sheet in mosaic.survey.sheets)
        self._sheets = np.full(len(grid), -1, dtype=np.int32)  # of those read or described

    @property
    def counts(self) -> IntArray:
        """How many scenes each sheet has, of those that were described."""
        found = self._sheets[self._sheets >= 0]
        return np.bincount(found, minlength=len(self.mosaic.survey.sheets))

    @property
    def owners(self) -> IntArray:
        """The sheet (n,) of each scene that was read or described, -1 of others."""
        return self._sheets.astype(np.int64)

    def take_owners(self, start: int, owners: IntArray) -> None:
        """Take over the sheets of some scenes that were read elsewhere."""
        self._sheets[start : start + len(owners)] = owners

    def of_date(self, date: str | None) -> MosaicScenes:
        """Return the scenes that sheets of a date have pixels of."""
        mosaic, grid = self.mosaic.of_date(date), self.grid
        places = np.flatnonzero([len(mosaic.sheets_in(window)) > 0 for window in self._own])
        return MosaicScenes(mosaic, grid.take(places), self.scaling)

    def _read_now(self, index: int) -> tuple[Image, BoolArray]:
        """Read a window; it stays that of its sheet, should this break later."""
        found = super()._read_now(index)
        self._note_owner(index)
        return found

    def _note_owner(self, place: int) -> int | None:
        """Return the sheet that a scene is of, by when it was first asked for."""
        if self._sheets[place] < 0:
            sheet = self.mosaic.owner(self._own[place])
            self._sheets[place] = -1 if sheet is None else sheet
        return None if self._sheets[place] < 0 else int(self._sheets[place])

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes of the grid, without vectors, with the attributes ``source`` and ``date``."""
        block = super().describe(start, stop)
        given = None if block.attributes is None else block.attributes.tolist()
        texts = np.empty(len(block), dtype=object)
        texts[:] = self.credits(np.arange(start, start + len(block)), given)
        return replace(block, attributes=texts)

    def credits(self, places: IntArray, given: Sequence[str | None] | None = None) -> list[str]:
        """Return the attributes of some scenes as JSON.

        ``given`` are those that they have themselves.
        """
        texts = []
        for number, place in enumerate(places.tolist()):
            sheet = self._note_owner(place)
            own = json.loads(given[number] or "{}") if given is not None else {}
            texts.append(json.dumps({**own, **self._credit(sheet, own)}))
        return texts

    def _credit(self, sheet: int | None, own: dict[str, Any]) -> dict[str, Any]:
        """Return what is told of a scene; polygons may have such fields of their own."""
        one: RasterSheet | None = None if sheet is None else self.mosaic.survey.sheets[sheet]
        found: dict[str, Any] = {"source": None if one is None else one.name}
        if self._dated:
            found["date"] = None if one is None else one.date
        return {f"sheet_{name}" if name in own else name: text for name, text in found.items()}


def scenes_of(raster: Raster, grid: SceneGrid, scaling: Scaling) -> RasterScenes:
    """Return the scenes of a raster; those of a collection say which sheet they are of."""
    if isinstance(raster, Mosaic):
        return MosaicScenes(raster, grid, scaling)
    return RasterScenes(raster, grid, scaling)


def overlaps(boxes: IntArray, reach: int = 0) -> tuple[IntArray, IntArray, IntArray]:
    """Find the boxes (n, 4) that share pixels.

    Parameters
    ----------
    boxes
        Column, row, width and height.
    reach
        Boxes that are fewer pixels apart count too.

    Returns
    -------
    one, other
        Places of the pairs, (m,), of which the first is smaller.
    shared
        What they share, (m, 4): of those apart, a width or height is 0 or less.
    """
    import shapely

    left, top, width, height = boxes.T
    wide = shapely.box(left - reach, top - reach, left + width + reach, top + height + reach)
    tree = shapely.STRtree(shapely.box(left, top, left + width, top + height))
    one, other = tree.query(wide, predicate="intersects")
    once = one < other
    one, other = one[once], other[once]
    starts = np.maximum(boxes[one, :2], boxes[other, :2])
    ends = np.minimum(boxes[one, :2] + boxes[one, 2:], boxes[other, :2] + boxes[other, 2:])
    shared = np.concatenate([starts, ends - starts], axis=1)
    if not reach:
        there = (shared[:, 2:] > 0).all(axis=1)
        one, other, shared = one[there], other[there], shared[there]
    order = np.lexsort((other, one))
    return one[order], other[order], shared[order]


def _count_others(count: int) -> str:
    """Count those that are not named."""
    return say_count(count - _NAMED, "other")


def _lay_below(values: Image, valid: BoolArray, new: Image, there: BoolArray) -> None:
    """Put pixels where there are none yet, whole ones first; all (bands, height, width)."""
    for whole in (np.all, np.any):
        take = whole(there, axis=0) & ~whole(valid, axis=0)
        if whole is np.any:
            take &= ~valid.any(axis=0)
        if take.any():
            values[:, take], valid[:, take] = new[:, take], there[:, take]


def _centers_in(low: float, high: float, step: float, count: int) -> tuple[int, int]:
    """Return the first and last + 1 of ``count`` steps whose centers lie from low to high."""
    first = int(np.ceil(low / step - 0.5))
    last = int(np.ceil(high / step - 0.5))
    return max(first, 0), min(last, count)

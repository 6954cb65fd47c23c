"""Many rasters as one: opening them once for all steps of a job, and the table of what they are."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.base.arrays import IntArray
from ..core.base.files import write_whole, written_beside
from ..core.base.progress import Part, Progress, silent
from ..core.classes.schema import escape_formula
from ..core.scenes.blocks import open_pixels
from ..core.scenes.collection.mosaic import Mosaic, Tone
from ..core.scenes.collection.survey import Survey, survey_sheets
from ..core.scenes.collection.tone import set_tones
from ..core.scenes.raster import Raster, limit_network
from .contract import Job, RasterInput, SceneInput

_COLUMNS = (
    "source", "path", "status", "date", "column", "row", "width", "height", "scenes", "gain",
    "offset", "warped", "note",
)  # fmt: skip


@dataclass(frozen=True)
class _Known:
    survey: Survey
    tones: dict[int, Tone]
    told: tuple[str, ...]


_known: dict[tuple[object, ...], _Known] = {}  # a job opens its collection in several steps


def open_collection(
    source: RasterInput, bands: Sequence[int], stored: bool = False, progress: Progress = silent
) -> Mosaic:
    """Open the collection of a raster, which is surveyed only once; ``progress`` is of that."""
    assert source.collection is not None  # nosec B101 # callers have looked
    key = (source, tuple(bands), stored)
    known = _known.get(key)
    if known is None:
        limit_network()
        survey = survey_sheets(
            source.path, source.collection, bands, source.no_data, stored, Part(progress, 0, 0.7)
        )
        with Mosaic(survey, bands, source.no_data, stored) as mosaic:
            set_tones(mosaic, source.collection.tone, progress=Part(progress, 0.7, 1))
            known = _known[key] = _Known(survey, mosaic.tones, tuple(mosaic.told))
    mosaic = Mosaic(known.survey, bands, source.no_data, stored)
    mosaic.tones, mosaic.told = dict(known.tones), list(known.told)
    mosaic.by_date = source.collection.dates
    return mosaic


def open_pixels_of(
    source: RasterInput, bands: Sequence[int], stored: bool = False, measured: bool = False,
    progress: Progress = silent,
) -> Raster:  # fmt: skip
    """Open a raster, or a collection, whose pixels count by themselves; see `open_pixels`."""

    def opened(chosen: Sequence[int]) -> Raster:
        mosaic = open_collection(source, chosen, stored, progress)
        mosaic.by_pixel = True
        return mosaic

    return open_pixels(
        source.path, bands, source.no_data, stored, measured,
        None if source.collection is None else opened,
    )  # fmt: skip


def try_summaries(job: Job[Any]) -> None:
    """Find a place where the table of a job's rasters can't be written, before the work.

    Raises
    ------
    OSError
        It can't.
    """
    for given in vars(job).values():
        source = given.raster if isinstance(given, SceneInput) else given
        if isinstance(source, RasterInput) and source.summary:
            with written_beside(source.summary):
                pass


def finish_sheets(
    raster: Raster, source: RasterInput, progress: Progress, counts: IntArray | None = None
) -> None:
    """Say of a collection which sheets broke, and write its table where that is asked for.

    Parameters
    ----------
    raster
        Of any kind; one that is no collection has no sheets.
    source
        What it was opened from.
    counts
        Scenes of each sheet, None where there are no scenes.
    """
    if not isinstance(raster, Mosaic):
        return
    tell_broken(raster, progress)
    if not source.summary:
        return
    try:
        write_summary(source.summary, raster, counts)
    except OSError as error:  # it is open in another program, say
        progress.log(
            f"The table of rasters could not be written to {source.summary} ({error.strerror}). "
            "All else is there."
        )


def tell_broken(mosaic: Mosaic, progress: Progress) -> None:
    """Say which sheets could not be read to their end."""
    for place, reason in sorted(mosaic.broken.items()):
        name = mosaic.survey.sheets[place].name
        progress.log(f"The sheet {name} was left out from where it could not be read: {reason}")


def write_summary(path: str, mosaic: Mosaic, counts: IntArray | None) -> None:
    """Write a table with a row for each raster of a collection, as CSV."""
    rows: list[list[object]] = []
    for place, (sheet, box) in enumerate(zip(mosaic.survey.sheets, mosaic.places.tolist())):
        tone = mosaic.tones.get(place)
        gain = " ".join(f"{number:.6g}" for number in tone.gain) if tone else "1"
        offset = " ".join(f"{number:.6g}" for number in tone.offset) if tone else "0"
        reason = mosaic.broken.get(place, "")
        rows.append(
            [sheet.name, sheet.path, "broken" if reason else "used", sheet.date or "", *box,
             "" if counts is None else int(counts[place]), gain, offset,
             sheet.warp.told if sheet.warp else "", reason]
        )  # fmt: skip
    rows += [
        [Path(one.path).name, one.path, "left out", *[""] * 9, one.reason]
        for one in mosaic.survey.left_out
    ]
    with write_whole(path) as partial, open(partial, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for row in rows:
            writer.writerow([escape_formula(v) if isinstance(v, str) else v for v in row])

"""Many rasters as one: opening them once for all steps of a job, and the table of what they are."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.base.arrays import IntArray
from ..core.base.files import write_whole
from ..core.base.progress import Progress
from ..core.classes.schema import escape_formula
from ..core.scenes.collection.listing import wait_briefly
from ..core.scenes.collection.mosaic import Mosaic, Tone
from ..core.scenes.collection.survey import Survey, survey_sheets
from ..core.scenes.collection.tone import set_tones
from .contract import RasterInput

_COLUMNS = (
    "source", "path", "status", "date", "column", "row", "width", "height", "scenes", "gain",
    "offset", "note",
)  # fmt: skip


@dataclass(frozen=True)
class _Known:
    survey: Survey
    tones: dict[int, Tone]
    told: tuple[str, ...]


_known: dict[tuple[object, ...], _Known] = {}  # a job opens its collection in several steps


def open_collection(source: RasterInput, bands: Sequence[int], stored: bool = False) -> Mosaic:
    """Open the collection of a raster, which is surveyed only once."""
    assert source.collection is not None  # nosec B101 # callers have looked
    key = (source, tuple(bands), stored)
    known = _known.get(key)
    if known is None:
        wait_briefly()
        survey = survey_sheets(source.path, source.collection, bands, source.no_data, stored)
        with Mosaic(survey, bands, source.no_data, stored) as mosaic:
            set_tones(mosaic, source.collection.tone)
            known = _known[key] = _Known(survey, mosaic.tones, tuple(mosaic.told))
    mosaic = Mosaic(known.survey, bands, source.no_data, stored)
    mosaic.tones, mosaic.told = dict(known.tones), list(known.told)
    mosaic.by_date = source.collection.dates
    return mosaic


def tell_broken(mosaic: Mosaic, progress: Progress) -> None:
    """Say which sheets could not be read to their end."""
    for place, reason in sorted(mosaic.broken.items()):
        name = mosaic.survey.sheets[place].name
        progress.log(f"The sheet {name} was left out from where it could not be read: {reason}")


def write_summary(path: str, mosaic: Mosaic, counts: IntArray) -> None:
    """Write a table with a row for each raster of a collection, as CSV."""
    rows: list[list[object]] = []
    for place, (sheet, box) in enumerate(zip(mosaic.survey.sheets, mosaic.places.tolist())):
        tone = mosaic.tones.get(place)
        gain = " ".join(f"{number:.6g}" for number in tone.gain) if tone else "1"
        offset = " ".join(f"{number:.6g}" for number in tone.offset) if tone else "0"
        reason = mosaic.broken.get(place, "")
        rows.append(
            [sheet.name, sheet.path, "broken" if reason else "used", sheet.date or "", *box,
             int(counts[place]), gain, offset, reason]
        )  # fmt: skip
    rows += [
        [Path(one.path).name, one.path, "left out", *[""] * 8, one.reason]
        for one in mosaic.survey.left_out
    ]
    with write_whole(path) as partial, open(partial, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for row in rows:
            writer.writerow([escape_formula(v) if isinstance(v, str) else v for v in row])

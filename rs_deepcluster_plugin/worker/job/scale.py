"""The job that proposes a scale, and the choice of one where a run was given none."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...core.base.errors import SceneError
from ...core.base.files import write_whole
from ...core.base.plain import PlainError, from_plain, to_plain
from ...core.base.progress import Part, Progress, silent
from ...core.base.values import say_count
from ...core.clusters.project import MINIMUM_SCENES
from ...core.encoder.engine import Engine
from ...core.encoder.load import Encoder, load_cell_encoder
from ...core.encoder.settings import DEFAULT_WEIGHTS
from ...core.features import scale as scales
from ...core.features.extract import ExtractSettings, load_engine
from ...core.features.scale import Scale
from ...core.reports.scale_report import draw_scales, write_scales
from ...core.scenes.grid import CELLS_ALONG, GridSettings, pixel_size
from ...core.scenes.raster import Raster
from ...core.scenes.sources import scaling_of, valid_fractions
from .. import array_files
from ..contract import SceneInput, SuggestScaleJob, SuggestScaleResult
from ..host.process import writable_home
from ..sheets import finish_sheets
from .common import LoadedModel, bands_for, grid_of, open_raster, step, with_wavelengths
from .registry import does

_VERSION = 2  # of the measures; those of another one are measured again


@does(SuggestScaleJob)
def suggest_scale(job: SuggestScaleJob, progress: Progress) -> SuggestScaleResult:
    """Raster to the sizes of cells that come into question: a table and a report."""
    source, grid = job.source, job.source.grid
    bands, settings = with_wavelengths(source.raster, source.bands, job.extract, progress)
    looking = Part(progress, 0, 0.1)
    with open_raster(source.raster, bands_for(bands, settings.model), progress=looking) as raster:
        raster.log(progress)
        scaling = scaling_of(raster, settings)
        encoder, engine = _load(settings, Part(progress, 0.1, 0.2))
        with step(progress, "Scales") as note:
            measured = scales.measure_scales(
                raster, grid, scaling, encoder, engine, settings.minimum_valid,
                Part(progress, 0.2, 0.8),
            )  # fmt: skip
            found = [scale for scale, _ in measured]
            note.append(say_count(len(found), "size"))
        _keep(_kept_in(raster, job.source, settings), found)
        unit = _unit_of(job.source.raster.crs_wkt)
        _log(progress, found, raster, unit)
        pictures = draw_scales(
            raster, grid, scaling, encoder, engine, measured, Part(progress, 0.8, 1)
        )
        write_scales(job.report, found, pictures, pixel_size(raster.transform), unit, raster)
        across = pixel_size(raster.transform)[0]
        finish_sheets(raster, source.raster, progress)
    array_files.write(
        job.layer,
        size=np.array([one.size for one in found]),
        context=np.array([one.context for one in found]),
        size_map=np.array([one.size * across for one in found]),
        context_map=np.array([one.context * across for one in found]),
        cells=np.array([one.cells for one in found]),
        seconds=np.array([round(one.seconds, 1) for one in found]),
        between=np.array([one.between for one in found]),
        apart=np.array([one.apart for one in found]),
        stability=np.array([one.stability for one in found]),
        score=np.array([one.score for one in found]),
        proposed=np.array([one.proposed for one in found]),
        **array_files.pack([None] * len(found)),
    )
    best = next(one for one in found if one.proposed)
    return SuggestScaleResult(best.size, best.context, best.cells)


def choose_scale(source: SceneInput, settings: ExtractSettings, progress: Progress) -> SceneInput:
    """Give a raster's scenes a size and a context where they have neither.

    The scales are measured only where there is a choice, and once: they are kept for other runs
    on the same raster.
    """
    return choose_with_model(source, settings, progress)[0]


def choose_with_model(
    source: SceneInput, settings: ExtractSettings, progress: Progress
) -> tuple[SceneInput, LoadedModel | None]:
    """Choose a scale, and hand on the model where one had to be loaded for that."""
    grid, loaded = source.grid, None
    if source.polygons is not None or grid.size is not None or grid.context is not None:
        return source, None
    if grid.stride is not None:
        raise SceneError(
            "A stride was given without a scene size. Give a size too, or leave the stride empty: "
            "then cells of a size that suits the raster touch each other."
        )
    bands, settings = with_wavelengths(source.raster, source.bands, settings, progress)
    looking = Part(progress, 0, 0.2)
    with open_raster(source.raster, bands_for(bands, settings.model), progress=looking) as raster:
        unit = _unit_of(source.raster.crs_wkt)
        sizes = scales.find_sizes(raster, grid, settings.minimum_valid)
        size = sizes[0]
        if len(sizes) > 1:
            kept = _kept_in(raster, source, settings)
            found = _recall(kept)
            if not found:
                progress.log(
                    f"No size was given: {len(sizes)} sizes of cells are looked at in a sample of "
                    "the raster, which takes a minute or two."
                )
                encoder, engine = _load(settings, Part(progress, 0.2, 0.4))
                loaded = LoadedModel(encoder, engine)
                with step(progress, "Scales") as note:
                    measured = scales.measure_scales(
                        raster, grid, scaling_of(raster, settings), encoder, engine,
                        settings.minimum_valid, Part(progress, 0.4, 1), sizes,
                    )  # fmt: skip
                    note.append(f"{say_count(len(measured), 'size')} of cells looked at")
                found = [scale for scale, _ in measured]
                _keep(kept, found)
            size = next(one.size for one in found if one.proposed)
            _log(progress, found, raster, unit)
        else:
            progress.log(f"Scale: {_named(size, raster, unit)}, for the raster is small.")
    chosen = replace(grid, size=float(size), context=float(size * CELLS_ALONG), units="pixels")
    return replace(source, grid=chosen), loaded


def refuse_too_few(
    source: SceneInput, settings: ExtractSettings, whole: bool = False, progress: Progress = silent
) -> int:
    """Refuse scenes that are too few to be clustered, before any model is loaded.

    Where there are enough for clusters, and too few for a map, the log says so.

    Parameters
    ----------
    source, settings
        The scenes, and how they are read.
    whole
        They can't be cells.
    progress
        Of a look at the rasters of a collection.

    Returns
    -------
    int
        How many there are, with data or without.
    """
    with open_raster(source.raster, source.bands, progress=progress) as raster:
        grid = grid_of(raster, source)
        count = len(grid)
        if source.polygons is not None or count > 2 * scales.FEWEST_CELLS:
            return count
        fractions = valid_fractions(raster, grid)
        full = int((fractions >= max(settings.minimum_valid, 1e-9)).sum())
        if full >= scales.FEWEST_CELLS or not fractions.any():  # without any, scaling says so
            return count
        if full == 0:
            raise SceneError(
                f"None of the {count} scenes has at least {settings.minimum_valid:.0%} valid data. "
                "Check the raster's nodata value, or lower the minimum of valid data."
            )
        _, _, wide, high = grid.windows[0].tolist()
        few = f"Only {full} of {count} scenes of {wide} x {high} pixels have enough valid data"
        if full == count:
            few = f"There are only {count} scenes of {wide} x {high} pixels"
        pixels, shape = scales.count_pixels(raster, source.grid)
        width = scales.largest_size(raster, source.grid, settings.minimum_valid, (pixels, shape))
        if pixels < scales.FEWEST_CELLS:
            remedy = (
                f"The raster has only {round(pixels):,} pixels with data, and a map needs "
                f"{scales.FEWEST_CELLS} or more. Choose a larger raster or extent."
            )
        elif width < 1:
            remedy = "Lower the minimum of valid data, or choose a larger raster or extent."
        else:
            fits = f"{width} pixels"
            if source.grid.units != "pixels":
                fits = f"{width * min(pixel_size(raster.transform)):.6g} map units"
            spaced = source.grid.stride is not None
            size, unset = ("size and a stride", "size, stride") if spaced else ("size", "size")
            or_none = f"; or leave {unset} and context empty, and what suits it is found"
            remedy = (
                f"Choose a {size} of at most {fits}, which gives {scales.FEWEST_CELLS} or more"
                f"{'' if whole else or_none}."
            )
    if full < MINIMUM_SCENES:
        if pixels < scales.FEWEST_CELLS:
            raise SceneError(remedy)
        raise SceneError(f"{few}, and clusters need at least {MINIMUM_SCENES}. {remedy}")
    progress.log(
        f"{few}: clusters of fewer than {scales.FEWEST_CELLS} are few and coarse. {remedy}"
    )
    return count


def _load(settings: ExtractSettings, progress: Progress) -> tuple[Encoder, Engine]:
    encoder = load_cell_encoder(settings.model, CELLS_ALONG, Part(progress, 0, 0.4))
    engine = load_engine(encoder, settings.engine, writable_home(), Part(progress, 0.4, 1))
    return encoder, engine


# --- What was measured, for other runs on the same raster -----------------------------------------


def _kept_in(raster: Raster, source: SceneInput, settings: ExtractSettings) -> Path:
    """Return the file that keeps the scales of a raster, named by all that they depend on."""
    weights = Path(settings.model.weights or DEFAULT_WEIGHTS)
    changed = weights.stat().st_mtime_ns if weights.is_file() else 0
    grid = replace(source.grid, size=None, stride=None, context=None)
    depends = [
        scales.list_sizes(*scales.count_pixels(raster, grid)), raster.fingerprint(),
        to_plain(grid, GridSettings, "grid"),
        to_plain(settings, ExtractSettings, "extract"), changed, _VERSION,
    ]  # fmt: skip
    name = hashlib.sha256(json.dumps(depends).encode()).hexdigest()[:32]
    return writable_home() / "scales" / name / "scales.json"


def _keep(path: Path, found: Sequence[Scale]) -> None:
    plain = [to_plain(one, Scale, "scale") for one in found]
    with contextlib.suppress(OSError), write_whole(path) as partial:
        partial.write_text(json.dumps(plain), encoding="utf-8")


def _recall(path: Path) -> list[Scale]:
    """Return the scales that were kept, none where there are none that can be used."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        scale_list = [from_plain(one, Scale, "scale") for one in found]
    except (OSError, ValueError, TypeError, PlainError):
        return []
    return scale_list if sum(one.proposed for one in scale_list) == 1 else []


# --- What the log says ----------------------------------------------------------------------------


def _log(progress: Progress, found: Sequence[Scale], raster: Raster, unit: str) -> None:
    """Say which scale is taken, and what is near."""
    place = next(place for place, one in enumerate(found) if one.proposed)
    best = found[place]
    progress.log(
        f"Scale: {_named(best.size, raster, unit)}: {best.cells:,} cells, whose features take "
        f"about {max(best.seconds, 1):.0f} s. Score {best.score:.2f}, stability of clusters "
        f"{best.stability:.2f}."
    )
    beside = [found[i] for i in (place - 1, place + 1) if 0 <= i < len(found)]
    near = [
        f"SIZE={one.size} CONTEXT={one.context} (score {one.score:.2f}, {one.cells:,} cells, about "
        f"{max(one.seconds, 1):.0f} s)"
        for one in beside
    ]
    if near:
        progress.log(f"Near it: {'; '.join(near)}. Suggest scale shows them side by side.")


def _named(size: int, raster: Raster, unit: str) -> str:
    """Name cells and their context, as in "cells of 4 pixels (12 m) in windows of 32"."""
    across = size * pixel_size(raster.transform)[0]
    return (
        f"cells of {size} x {size} pixels ({across:.4g} {unit}) in windows of "
        f"{size * CELLS_ALONG} x {size * CELLS_ALONG} (SIZE={size} CONTEXT={size * CELLS_ALONG})"
    )


def _unit_of(wkt: str) -> str:
    """Return the unit of a coordinate reference system."""
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        crs = CRS.from_wkt(wkt)
    except CRSError:
        return "map units"
    if crs.is_geographic:
        return "degrees"
    unit = str(crs.linear_units)
    return {"metre": "m", "unknown": "map units"}.get(unit, unit)

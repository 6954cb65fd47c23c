"""What several jobs do: open what holds scenes, load the encoder, extract, log steps."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...core.base.arrays import IntArray
from ...core.base.errors import DataFileError, RasterError, SceneError
from ...core.base.files import written_beside
from ...core.base.progress import Estimated, Part, Progress, silent
from ...core.base.values import say_count
from ...core.deep.target import Target
from ...core.encoder.engine import Engine, make_engine
from ...core.encoder.load import Encoder, bands_of, load_cell_encoder, load_encoder
from ...core.encoder.settings import ModelSettings
from ...core.features import extract as extraction
from ...core.features.cells import extract_cells, overlap_of
from ...core.features.extract import ExtractSettings
from ...core.features.join_files import SOURCE_SCENE, join_files
from ...core.features.scene_file import Provenance
from ...core.machines.extraction import extract_elsewhere, find_machines
from ...core.scenes.blocks import Area, area_of
from ...core.scenes.collection.mosaic import Mosaic, MosaicScenes, scenes_of
from ...core.scenes.collection.tone import set_tones
from ...core.scenes.collection.virtual import (
    ENDING,
    remove_virtual_raster,
    write_virtual_raster,
)
from ...core.scenes.context_windows import ContextWindows
from ...core.scenes.grid import (
    CELLS_ALONG,
    CellLattice,
    SceneGrid,
    grid_of_polygons,
    make_grid,
    put_in_context,
)
from ...core.scenes.raster import Raster, is_remote, is_same_raster
from ...core.scenes.read_ahead import ReadAhead
from ...core.scenes.scaling import Scaling
from ...core.scenes.sources import FolderScenes, RasterScenes, images_in, scaling_of
from .. import array_files
from ..contract import DrawnClass, Extent, RasterInput, SceneInput
from ..host.process import writable_home
from ..sheets import finish_sheets, open_collection


@contextmanager
def step(progress: Progress, name: str) -> Iterator[list[str]]:
    """Log a step with its time; the step fills in what it did."""
    started = time.monotonic()
    note: list[str] = []
    yield note
    progress.log(f"{name}: {''.join(note)} in {time.monotonic() - started:.1f} s")


# --- Rasters and their scenes -------------------------------------------------------------------


def open_raster(
    source: RasterInput, bands: Sequence[int], stored: bool = False, progress: Progress = silent
) -> Raster:
    """Open a raster, or a collection, whose scenes have a place on the map.

    The rasters of a collection are looked at by whoever opens it first, which ``progress`` tells.
    """
    if source.collection is not None:
        raster: Raster = open_collection(source, bands, stored, progress)
    else:
        raster = Raster(source.path, bands, source.no_data, stored)
    check_place(raster, source)
    return raster


def check_place(raster: Raster, source: RasterInput) -> None:
    """Refuse a raster that has no place on the map."""
    if not raster.georeferenced:
        raise RasterError(
            f"{raster.path} is not georeferenced, so its scenes have no place on the map. "
            "Georeference it first, or use Folder to features for plain images."
        )
    if not source.crs_wkt:
        raise RasterError(
            f"{raster.path} has no coordinate reference system, so its scenes have no place on "
            "the map. Assign one first (Raster > Projections > Assign projection)."
        )


def grid_of(raster: Raster, source: SceneInput) -> SceneGrid:
    """Return the grid of the polygons that QGIS handed over, else a regular one."""
    if source.polygons:
        grid = read_polygons(raster, source.polygons)
        return put_in_context(grid, raster.shape, source.grid)
    return make_grid(raster.transform, raster.shape, source.grid, raster.boxes)


def read_polygons(raster: Raster, path: str) -> SceneGrid:
    """Return the scenes of polygons that QGIS handed over."""
    arrays = array_files.read(path)
    shapes = read_shapes(arrays)
    grid = grid_of_polygons(
        raster.transform, raster.shape, shapes, arrays["scene_id"], arrays["row"], arrays["col"]
    )
    if "attributes_data" in arrays:
        own = np.array(array_files.unpack_texts(arrays, "attributes"), dtype=object)
        grid = replace(grid, attributes=own)
    if "own_data" in arrays:
        shapes = np.asarray(array_files.unpack_named(arrays, "own"), dtype=object)
        (wkt,) = array_files.unpack_texts(arrays, "crs")
        grid = replace(grid, own_shapes=shapes, own_wkt=wkt)
    return grid


def read_shapes(arrays: array_files.Arrays) -> npt.NDArray[np.object_]:
    """Return the shapes (n,) among arrays, as WKB."""
    return np.asarray(array_files.unpack(arrays["data"], arrays["ends"]), dtype=object)


def area_in(raster: Raster, extent: Extent, progress: Progress) -> Area:
    """Return the part of a raster whose pixels are looked at, and log what the raster is."""
    area = area_of(raster, extent)
    if isinstance(raster, Mosaic):
        raster.log(progress)
        return area
    _, _, width, height = area.window
    progress.log(f"Raster: {width} x {height} pixels, bands {raster.name_bands()}.")
    for note in raster.notes():
        progress.log(note)
    return area


def list_drawn(classes: Sequence[Any]) -> tuple[DrawnClass, ...]:
    """Return what QGIS's side needs of classes that were written into a raster."""
    return tuple(DrawnClass(c.value, c.name, c.color, c.pixels) for c in classes)


# --- Features -----------------------------------------------------------------------------------


def bands_for(bands: Sequence[int], model: ModelSettings) -> tuple[int, ...]:
    """Return the bands asked for, else those of the model.

    A model of other than three takes the first ones, as does one that is told wavelengths; for
    others of three the raster decides: ().
    """
    count = bands_of(model)
    told = model.spectral and model.wavelengths is not None
    if told and bands and len(bands) != count:
        raise RasterError(
            f"The wavelengths given are {count}, and the bands {len(bands)}. Give one for each "
            "band, in the same order."
        )
    return tuple(bands) or (() if count == 3 and not told else tuple(range(1, count + 1)))


def with_wavelengths(
    source: RasterInput, bands: Sequence[int], settings: ExtractSettings, progress: Progress
) -> tuple[tuple[int, ...], ExtractSettings]:
    """Return bands and settings with what a model that takes bands by wavelengths is told.

    It is what was given, of the first bands where none are asked for, else what the raster says;
    without bands asked for, these are all whose wavelengths the raster says.
    """
    model = settings.model
    if not model.spectral:
        return tuple(bands), settings
    if model.wavelengths is not None:
        first = bands_for(bands, model)
        if not bands:
            with open_raster(source, (), progress=progress) as raster:
                there = len(raster.wavelengths())
            if there < len(first):
                raise RasterError(
                    f"The wavelengths given are {len(first)}, but {source.path} has "
                    f"{say_count(there, 'band')}. Give one for each band."
                )
        return first, settings
    with open_raster(source, bands, progress=progress) as raster:
        known = raster.wavelengths()
    chosen = tuple(bands) or tuple(band for band, own in enumerate(known, 1) if own is not None)
    lengths = [known[band - 1] for band in chosen]
    missing = [str(band) for band, own in zip(chosen, lengths) if own is None]
    if missing or not chosen:
        which = f"band {', '.join(missing)}" if missing else "any of its bands"
        raise RasterError(
            f"{source.path} does not say the wavelength of {which}, by which the model "
            f"{model.model} takes bands. Give them in Wavelengths, one for each band."
        )
    told = tuple(own for own in lengths if own is not None)
    progress.log(
        "Wavelengths of the bands "
        f"{', '.join(map(str, chosen))}: {', '.join(f'{own:g}' for own in told)} micrometers."
    )
    return chosen, replace(settings, model=replace(model, wavelengths=told))


def load_for(
    settings: ExtractSettings, progress: Progress, lattice: CellLattice | None = None
) -> Encoder:
    """Load the encoder of scenes, or of the cells of a lattice, once what it makes can be kept."""
    writable_home()
    with Estimated(progress, 3):
        if lattice is not None:
            return load_cell_encoder(settings.model, lattice.along, progress)
        return load_encoder(settings.model, progress)


class LoadedModel:
    """A model of cells on its device, for the first one who takes it."""

    def __init__(self, encoder: Encoder, engine: Engine) -> None:
        self.encoder = encoder
        self._engine: Engine | None = engine

    def take(self) -> Engine:
        """Hand over the engine, whose memory is free when its taker is done with it."""
        if self._engine is None:
            raise ValueError("the engine was taken before")
        engine, self._engine = self._engine, None
        return engine


def open_folder(
    folder: str, bands: Sequence[int], settings: ExtractSettings, crs_wkt: str, progress: Progress
) -> tuple[FolderScenes, Target]:
    """Open a folder of images."""
    scenes = FolderScenes(
        images_in(folder), Path(folder), bands_for(bands, settings.model), settings,
        None, crs_wkt, Part(progress, 0, 0.6),
    )  # fmt: skip
    encoder = load_for(settings, Part(progress, 0.6, 1))
    provenance = extraction.make_provenance(
        folder, scenes.bands, encoder, settings, scenes.scaling, scenes.crs_wkt, kinds=scenes.kinds
    )
    return scenes, Target(scenes, encoder, provenance, settings)


@contextmanager
def opened_raster(
    source: SceneInput,
    settings: ExtractSettings,
    progress: Progress,
    like: Provenance | None = None,
    pictures: str = "",
    loaded: LoadedModel | None = None,
) -> Iterator[Target]:
    """Open the scenes of a raster; their features match those made ``like`` others, if given.

    Of a collection, ``pictures`` is the virtual raster that shows all of it. ``loaded`` is the
    model of `CELLS_ALONG` cells that the settings ask for, where there is one.
    """
    bands = source.bands or (like.bands if like is not None else ())
    if like is None:
        bands, settings = with_wavelengths(source.raster, bands, settings, progress)
    stored = like is not None and not like.scale_applied
    opened = source.raster
    if like is not None and not opened.no_data and is_same_raster(opened.path, like.source):
        opened = replace(opened, no_data=like.no_data)
    looking = Part(progress, 0, 0.2)
    with open_raster(opened, bands_for(bands, settings.model), stored, looking) as raster:
        grid = grid_of(raster, source)
        if like is not None and like.scene_size is None and not like.inside_only:
            grid = replace(grid, whole_windows=True)  # as the clusters' own scenes were seen
        if like is None:
            scaling = scaling_of(raster, settings)
        elif len(like.bands) != len(raster.bands):
            raise RasterError(
                f"The bands chosen are {len(raster.bands)}, but the clusters were fitted on "
                f"{len(like.bands)}. Choose the bands that correspond to {list(like.bands)}."
            )
        else:
            scaling = Scaling(like.scaling_low, like.scaling_high)
        if isinstance(raster, Mosaic):
            tone = source.raster.collection.tone if source.raster.collection else ""
            if tone == "sheet" and like is not None:
                set_tones(raster, tone, scaling)
        progress(0.3)
        engine = None
        if loaded and grid.lattice is not None and grid.lattice.along == CELLS_ALONG:
            encoder, engine = loaded.encoder, loaded.take
        else:
            encoder = load_for(settings, Part(progress, 0.3, 1), grid.lattice)
        if like is not None and encoder.identity != like.identity:
            raise DataFileError(
                f"The model '{like.weights or like.model}' is not the one the clusters were "
                "fitted with: its weights have changed. Fit the clusters again."
            )
        provenance = extraction.make_provenance(
            pictures or raster.path, raster.bands, encoder, settings, scaling,
            source.raster.crs_wkt, raster=raster, grid=grid,
        )  # fmt: skip
        windows = _windows_of(raster, grid, scaling, encoder)
        raster.log(progress, f", {len(grid)} {_named(grid)}")
        scenes = scenes_of(raster, grid, scaling)
        yield Target(scenes, encoder, provenance, settings, windows, engine)


def pictures_beside(path: str, source: RasterInput) -> str:
    """Return the virtual raster of a collection that goes beside its features, "" where none."""
    return str(Path(path).with_suffix(ENDING)) if source.collection else ""


def _windows_of(
    raster: Raster, grid: SceneGrid, scaling: Scaling, encoder: Encoder
) -> ContextWindows | None:
    """Return what the model sees of cells, None where each scene is seen by itself."""
    if grid.lattice is None or encoder.cells is None:
        return None
    reach = max(encoder.cells.supports) // 2
    return ContextWindows(raster, grid, scaling, overlap_of(grid.lattice.along), reach)


def _named(grid: SceneGrid) -> str:
    """Name scenes for the log."""
    if grid.lattice is None:
        return "scenes"
    wide, high = grid.lattice.context
    return f"cells in windows of {wide} x {high} pixels"


def extract_scenes(
    source: SceneInput,
    settings: ExtractSettings,
    path: str,
    progress: Progress,
    like: Provenance | None = None,
    loaded: LoadedModel | None = None,
) -> extraction.Extraction:
    """Write the features of the scenes of a raster, or of a collection; see `opened_raster`.

    Of a collection, a virtual raster of all sheets is written beside them, which pictures of the
    scenes are cut from.
    """
    pictures = pictures_beside(path, source.raster)
    opening, left = Part(progress, 0, 0.03), Part(progress, 0.03, 1)
    with opened_raster(source, settings, opening, like, pictures, loaded) as target:
        scenes = target.scenes
        if source.raster.collection is None or not isinstance(scenes, MosaicScenes):
            result = extract_to(path, target, left)
            beside = Path(path).with_suffix(ENDING)
            if not is_same_raster(source.raster.path, str(beside)):
                remove_virtual_raster(beside)  # of other features that were there before
            return result
        if source.raster.collection.dates:
            result, counts = _extract_dates(
                path, target, scenes, left, keep_numbers=bool(source.polygons)
            )
        else:
            result, counts = extract_to(path, target, left), scenes.counts
        write_virtual_raster(pictures, scenes.mosaic, source.raster.crs_wkt)
        finish_sheets(scenes.mosaic, source.raster, progress, counts)
    return result


def _extract_dates(
    path: str, target: Target, scenes: MosaicScenes, progress: Progress, keep_numbers: bool
) -> tuple[extraction.Extraction, IntArray]:
    """Write the features of each date of a collection, one after the other, into one file."""
    dates, made, results = scenes.mosaic.dates(), [], []
    counts = np.zeros_like(scenes.counts)
    engines: list[Engine] = []
    encoder, settings = target.encoder, target.extracting.engine

    def engine() -> Engine:
        if not engines:
            remember = writable_home() / "precision.json"
            made_before = target.engine
            engines.append(
                made_before() if made_before else make_engine(encoder, settings, progress, remember)
            )
        return engines[0]

    with written_beside(path) as partial:
        for place, date in enumerate(dates):
            own = scenes.of_date(date)
            windows = _windows_of(own.mosaic, own.grid, own.scaling, encoder)
            part = Part(progress, place / len(dates), (place + 1) / len(dates))
            name = partial.with_name(f"{place}.parquet")
            try:
                found = extract_to(
                    str(name),
                    replace(target, scenes=own, windows=windows, engine=engine),
                    part,
                )
            except SceneError as error:
                progress.log(f"{date or 'Without a date'}: {error}")
                continue
            finally:
                own.close()
            progress.log(f"{date or 'Without a date'}: {say_count(found.scenes, 'scene')}.")
            made.append(name)
            results.append(found)
            sheets = scenes.mosaic.places_of(date)
            counts[sheets] += own.counts
            scenes.mosaic.broken |= {sheets[n]: why for n, why in own.mosaic.broken.items()}
        if not made:
            raise SceneError(
                "No date has scenes with enough valid data. Check the raster's nodata value, or "
                "lower the minimum of valid data."
            )
        join_files(made, path, keep_numbers)
    if keep_numbers:
        progress.log(
            "Each date has a scene of each polygon, so these are numbered anew from 1; the field "
            f"{SOURCE_SCENE} has the number of the polygon."
        )
    total = extraction.Extraction(
        sum(one.scenes for one in results), sum(one.skipped for one in results),
        results[0].provenance, sum(one.resumed for one in results),
    )  # fmt: skip
    return total, counts


def extract_to(path: str, target: Target, progress: Progress) -> extraction.Extraction:
    """Write the features of scenes, on other machines where windows of a raster are to be."""
    with _reading_ahead(target):
        return _extract_to(path, target, progress)


@contextmanager
def _reading_ahead(target: Target) -> Iterator[None]:
    """Read what comes over a network before the model asks for it."""
    paths = [target.provenance.source]
    if isinstance(target.scenes, MosaicScenes):
        paths = [sheet.path for sheet in target.scenes.mosaic.survey.sheets]
    seen = target.windows if target.windows is not None else target.scenes
    if not any(map(is_remote, paths)) or not isinstance(seen, (RasterScenes, ContextWindows)):
        yield
        return
    fetch = seen.fetch
    with ReadAhead(fetch, len(seen)) as ahead:
        seen.fetch = ahead.read
        try:
            yield
        finally:
            seen.fetch = fetch


def _extract_to(path: str, target: Target, progress: Progress) -> extraction.Extraction:
    machines = find_machines(target.extracting.machines)
    elsewhere = None
    if machines.scheduler and isinstance(target.scenes, RasterScenes):
        settings = target.extracting
        elsewhere = extract_elsewhere(
            machines, target.scenes, target.windows, settings.model, target.encoder.identity,
            settings.engine, settings.minimum_valid, writable_home(),
        )  # fmt: skip

    def lacking() -> bool:
        return isinstance(target.scenes, MosaicScenes) and bool(target.scenes.mosaic.broken)

    if target.windows is not None:
        return extract_cells(
            target.windows,
            target.scenes,
            target.encoder,
            target.provenance,
            target.extracting.engine,
            path,
            writable_home(),
            progress,
            target.engine,
            lacking,
            elsewhere,
        )
    return extraction.extract(
        target.scenes,
        target.encoder,
        target.provenance,
        target.extracting.engine,
        path,
        writable_home(),
        progress,
        target.engine,
        lacking,
        elsewhere,
    )

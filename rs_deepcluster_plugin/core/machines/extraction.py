"""Extraction on the workers of a Dask scheduler: each part is a task."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..base.files import write_whole
from ..base.progress import Part, Progress
from ..base.values import say_count
from ..encoder.engine import EngineSettings
from ..encoder.settings import ModelSettings
from ..features.extract import Elsewhere
from ..features.parts import MachineSettings, PartFolder, Span
from ..scenes.collection.mosaic import Mosaic, MosaicScenes
from ..scenes.context_windows import ContextWindows
from ..scenes.sources import RasterScenes
from .client import connect_scheduler, plugin_version
from .crew import Crew
from .store import PartStore, token_in
from .tasks import Made, Recipe, compute_part, find_lack, likeness_of, settle_engine

SCHEDULER, PARTS = "RSDEEPCLUSTER_SCHEDULER", "RSDEEPCLUSTER_PARTS"


def find_machines(settings: MachineSettings) -> MachineSettings:
    """Return what is asked for, else what the environment says."""
    scheduler = settings.scheduler or os.environ.get(SCHEDULER, "").strip()
    parts = settings.parts or os.environ.get(PARTS, "").strip()
    return MachineSettings(scheduler, parts)


def find_scheduler(settings: MachineSettings, scenes: int, fitted: int) -> str:
    """Return the address of a scheduler that answers, "" where it is of no use.

    Parameters
    ----------
    settings
        What is asked for.
    scenes
        How many there are.
    fitted
        How many are fitted at most: further ones are placed and assigned.

    Raises
    ------
    DeviceError
        No scheduler answers there, which is said before a fit, and not after it.
    """
    scheduler = find_machines(settings).scheduler
    if not scheduler or scenes <= fitted:
        return ""
    with connect_scheduler(scheduler):
        return scheduler


def extract_elsewhere(
    machines: MachineSettings, scenes: RasterScenes, windows: ContextWindows | None,
    model: ModelSettings, identity: str, engine: EngineSettings, minimum_valid: float,
    cache: str | Path,
) -> Elsewhere:  # fmt: skip
    """Return what computes the parts of an extraction on other machines.

    Parameters
    ----------
    machines
        The scheduler, and where parts go.
    scenes
        Windows of a raster, or of a collection.
    windows
        Where scenes are seen among their neighbors: what the model sees.
    model
        Which each worker loads for itself.
    identity
        By which it is known to be the same.
    engine
        Device, precision and so on. What is left open is settled by the first worker, for all.
    minimum_valid
        Scenes with a smaller share of valid pixels get no features.
    cache
        Folder that keeps the precision that was found fastest.

    Returns
    -------
    Elsewhere
        To be given to `extract.extract` or `cells.extract_cells`. It raises `DeviceError` where
        there is no scheduler or it is lost, and what `tasks.compute_part` raises.
    """

    def compute(parts: PartFolder, todo: list[Span], progress: Progress) -> None:
        store = PartStore(machines.parts, parts.key) if machines.parts else None
        if store is not None:
            todo = _fetch_finished(store, parts, todo)
        if not todo:
            return
        with (
            connect_scheduler(machines.scheduler) as client,
            token_in(parts.folder, store) as token,
        ):
            crew = Crew(client, progress)
            crew.progress = Part(progress, 0.05, 1)
            raster = scenes.raster
            recipe = Recipe(
                run=secrets.token_hex(8),
                version=plugin_version(),
                open_raster=raster.opener(),
                likeness=likeness_of(raster),
                scaling=scenes.scaling,
                lattice=windows.lattice if windows is not None else None,
                model=model,
                identity=identity,
                engine=engine,
                minimum_valid=minimum_valid,
                parts=replace(parts, lacking=None),
                store=machines.parts,
                token=token,
            )
            crew.require(find_lack, recipe)
            recipe = _settle(crew, recipe, Path(cache) / "precision.json")
            count = len(crew.threads)
            threads = sum(crew.threads.values())
            progress.log(
                f"Machines: {say_count(count, 'Dask worker')} with {say_count(threads, 'thread')} "
                f"at {machines.scheduler}, {recipe.engine.precision} on "
                f"{recipe.engine.device.upper()}."
            )
            _compute(crew, recipe, todo, store, scenes, windows)
        if store is not None:
            store.remove()

    return compute


def _compute(
    crew: Crew, recipe: Recipe, todo: list[Span], store: PartStore | None, scenes: RasterScenes,
    windows: ContextWindows | None,
) -> None:  # fmt: skip
    total, done = sum(stop - start for start, stop in todo), 0

    def tasks() -> Iterator[tuple[str, tuple[Any, ...]]]:
        for span in todo:
            piece = scenes.grid_of(*span) if windows is None else windows.starts[slice(*span)]
            yield f"part-{recipe.run}-{span[0]}", (piece, span)

    def finished(made: Made) -> float:
        nonlocal done
        if store is not None:
            store.fetch(recipe.parts.path(made.span))
        if made.owners is not None and isinstance(scenes, MosaicScenes):
            scenes.take_owners(made.span[0], made.owners)
        if isinstance(scenes.raster, Mosaic):
            scenes.raster.broken.update(made.broken)
        done += made.span[1] - made.span[0]
        return done / total

    crew.do(compute_part, recipe, tasks(), finished)


def _settle(crew: Crew, recipe: Recipe, remember: Path) -> Recipe:
    """Have one worker choose device and precision for all, and keep what it has timed."""
    kept = ""
    with contextlib.suppress(OSError):
        kept = remember.read_text(encoding="utf-8")
    found: list[tuple[EngineSettings, str]] = []

    def finished(made: tuple[EngineSettings, str]) -> float:
        found.append(made)
        return 0.0

    crew.do(settle_engine, recipe, [(f"engine-{recipe.run}", (kept,))], finished)
    engine, text = found[0]
    if text and text != kept:
        with contextlib.suppress(OSError), write_whole(remember) as partial:
            partial.write_text(text, encoding="utf-8")
    return replace(recipe, engine=engine)


def _fetch_finished(store: PartStore, parts: PartFolder, todo: list[Span]) -> list[Span]:
    """Fetch the parts that were made when nobody was there to fetch them; returns the others."""
    there = set(store.names())
    for span in todo:
        if parts.path(span).name in there:
            store.fetch(parts.path(span))
    return [span for span in todo if parts.is_left(span)]

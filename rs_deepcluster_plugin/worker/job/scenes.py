"""The jobs that make scenes."""

from __future__ import annotations

import numpy as np

from ...core.base.errors import SceneError
from ...core.base.progress import Part, Progress
from ...core.base.values import say_count
from ...core.features.extract import ExtractSettings
from ...core.features.scene_file import BLOCK
from ...core.scenes import segments
from ...core.scenes.blocks import area_of
from ...core.scenes.collection.mosaic import Mosaic, MosaicScenes
from ...core.scenes.sources import valid_fractions
from .. import array_files
from ..contract import SceneGridJob, SceneGridResult, SegmentScenesJob, SegmentScenesResult
from ..sheets import finish_sheets, open_pixels_of
from .common import check_place, grid_of, open_raster, step
from .registry import does
from .scale import choose_scale


@does(SceneGridJob)
def scene_grid(job: SceneGridJob, progress: Progress) -> SceneGridResult:
    """Raster to scenes with their valid fractions."""
    usual = ExtractSettings(minimum_valid=job.minimum_valid)
    source = choose_scale(job.source, usual, Part(progress, 0, 0.7))
    looking = Part(progress, 0.7, 0.8)
    with open_raster(source.raster, source.bands, progress=looking) as raster:
        if isinstance(raster, Mosaic):
            raster.by_date = False  # a place of the grid is one scene
        raster.log(progress)
        with step(progress, "Grid") as note:
            grid = grid_of(raster, source)
            fractions = valid_fractions(raster, grid, Part(progress, 0.8, 0.95))
            kept = np.flatnonzero(fractions >= job.minimum_valid)
            note.append(say_count(len(kept), "scene"))
        if len(kept) == 0:
            raise SceneError(
                f"None of the {len(grid)} scenes has at least {job.minimum_valid:.0%} "
                "valid data. Check the raster's nodata value, or lower the minimum of valid data."
            )
        texts: array_files.Arrays = {}
        if isinstance(raster, Mosaic):
            scenes = MosaicScenes(raster, grid, raster.limits)
            own = scenes.credits(kept)
            texts = array_files.pack_texts("attributes", own)
            finish_sheets(raster, source.raster, progress, scenes.counts)
        lengths: list[int] = []
        pieces: list[bytes] = []
        for start in range(0, len(grid), BLOCK):  # a million objects take twice the memory
            inside = fractions[start : start + BLOCK] >= job.minimum_valid
            block = grid.wkb(start, start + BLOCK)[inside].tolist()
            lengths += map(len, block)
            pieces.append(b"".join(block))
        array_files.write(
            job.layer,
            scene_id=grid.scene_ids[kept],
            row=grid.rows[kept],
            col=grid.cols[kept],
            valid_fraction=fractions[kept],
            ends=np.cumsum(lengths, dtype=np.int64),
            **texts,
        )
        array_files.append_bytes(job.layer, "data", sum(lengths), pieces)
        progress(1)
    return SceneGridResult(len(kept), len(grid) - len(kept))


@does(SegmentScenesJob)
def segment_scenes(job: SegmentScenesJob, progress: Progress) -> SegmentScenesResult:
    """Raster to scenes that follow the image."""
    looking = Part(progress, 0, 0.1)
    with open_pixels_of(job.raster, job.bands, progress=looking) as raster:
        check_place(raster, job.raster)
        raster.log(progress)
        area = area_of(raster, job.extent)
        with step(progress, "Segments") as note:
            found = segments.segment_scenes(
                area, job.segments, job.scratch, progress=Part(progress, 0.1, 0.9)
            )
            note.append(say_count(len(found.grid), "segment"))
        fractions = valid_fractions(raster, found.grid, Part(progress, 0.9, 1))
        texts: array_files.Arrays = {}
        if isinstance(raster, Mosaic):
            scenes = MosaicScenes(raster, found.grid, raster.limits)
            own = scenes.credits(np.arange(len(found.grid)))
            texts = array_files.pack_texts("attributes", own)
            finish_sheets(raster, job.raster, progress, scenes.counts)
        array_files.write(
            job.layer,
            scene_id=found.grid.scene_ids,
            pixels=found.pixels,
            valid_fraction=fractions,
            **texts,
            **array_files.pack(found.grid.wkb().tolist()),
        )
    return SegmentScenesResult(len(found.grid))

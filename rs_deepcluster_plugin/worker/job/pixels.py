"""The jobs on pixels."""

from __future__ import annotations

from dataclasses import replace

from ...core.base.errors import DataFileError
from ...core.base.progress import Part, Progress
from ...core.pixels.cluster import cluster_pixels
from ...core.pixels.likelihood import classify, signatures_of_polygons
from ...core.pixels.signatures import Signatures
from ...core.scenes.blocks import area_of
from ...core.scenes.raster import Raster
from .. import array_files
from ..contract import (
    LabeledPolygons,
    MaximumLikelihoodJob,
    MaximumLikelihoodResult,
    PixelClustersJob,
    PixelClustersResult,
)
from ..sheets import finish_sheets, open_pixels_of
from .common import area_in, list_drawn, read_shapes
from .registry import does


@does(PixelClustersJob)
def pixel_clusters(job: PixelClustersJob, progress: Progress) -> PixelClustersResult:
    """Raster to classes of pixels and their signatures."""
    looking = Part(progress, 0, 0.1)
    with open_pixels_of(job.raster, job.bands, measured=True, progress=looking) as raster:
        found = cluster_pixels(
            area_in(raster, job.extent, progress),
            job.clusters,
            job.output,
            job.raster.crs_wkt,
            job.memberships,
            Part(progress, 0.1, 0.99),
        )
        finish_sheets(raster, job.raster, progress)
    found.signatures.save(job.signatures)
    return PixelClustersResult(found.pixels, list_drawn(found.signatures.classes))


@does(MaximumLikelihoodJob)
def maximum_likelihood(job: MaximumLikelihoodJob, progress: Progress) -> MaximumLikelihoodResult:
    """Raster, and signatures or labeled polygons, to a map of classes."""
    known = Signatures.load(job.known) if job.known else None
    bands = job.bands or (known.bands if known else ())
    if known is not None and not job.bands:
        _check_bands(job.raster.path, known)
    stored = known is not None and not known.provenance.get("scale_applied", False)
    no_data = job.raster.no_data
    if known is not None and not no_data:
        no_data = known.no_data_of(job.raster.path)
    opened = replace(job.raster, no_data=no_data)
    looking = Part(progress, 0, 0.1)
    with open_pixels_of(opened, bands, stored, measured=True, progress=looking) as raster:
        area = area_in(raster, job.extent, progress)
        if known is not None:
            signatures = known
        elif job.polygons is not None:
            signatures = _learn(raster, job.polygons, Part(progress, 0.1, 0.3))
        else:
            raise DataFileError("There are neither signatures nor polygons. Give one of the two.")
        found = classify(
            area,
            signatures,
            job.likelihood,
            job.output,
            job.probability,
            job.raster.crs_wkt,
            Part(progress, 0.3 if known is None else 0.1, 0.99),
        )
        finish_sheets(raster, job.raster, progress)
    signatures.save(job.signatures)
    return MaximumLikelihoodResult(
        len(signatures.classes), found.pixels, found.rejected, list_drawn(found.classes)
    )


def _learn(raster: Raster, polygons: LabeledPolygons, progress: Progress) -> Signatures:
    """Return the signatures of labeled polygons."""
    made = {
        "algorithm": "maximumlikelihood", "source": raster.path, "scale_applied": True,
        "no_data": [list(item) for item in raster.no_data],
    }  # fmt: skip
    shapes = read_shapes(array_files.read(polygons.path))
    # Polygons count where they lie, in or out of the extent that is classified.
    signatures = signatures_of_polygons(area_of(raster), shapes, polygons.classes, made, progress)
    counts = ", ".join(f"{c.name}: {c.pixels}" for c in signatures.classes)
    progress.log(f"Training pixels: {counts}.")
    return signatures


def _check_bands(path: str, known: Signatures) -> None:
    """Say it with regard to the signatures where their bands are not in the raster."""
    with Raster(path) as raster:
        count = max(raster.data_bands)
    if max(known.bands) > count:
        raise DataFileError(
            f"The signatures are of bands {', '.join(map(str, known.bands))}, but the raster has "
            f"{count}. Choose the raster they were made of, or the bands that correspond to them."
        )

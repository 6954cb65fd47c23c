"""Unsupervised classification: from a raster to classes of alike pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, Image
from ..base.errors import RasterError
from ..base.palette import shade_of
from ..base.plain import setting
from ..base.progress import Estimated, Part, Progress, silent
from ..clusters.centers import (
    IsodataLimits,
    diagonal_means,
    find_nearest_centers,
    fuzzy_c_means,
    isodata,
    k_means,
    memberships,
    migrating_means,
)
from ..scenes.blocks import (
    Area,
    LabelStore,
    RasterWriter,
    class_writer,
    sample_pixels,
    write_class_names,
)
from .signatures import Moments, Signature, Signatures

PIXEL_METHODS = {
    "isodata": "ISODATA",
    "kmeans": "k-means",
    "fuzzy": "fuzzy k-means",
    "migrating": "migrating means",
}
MOST_CLUSTERS = 1000
UNKNOWN = 255
"""Nodata of rasters that hold percents."""


@dataclass(frozen=True)
class PixelSettings:
    """How pixels are clustered. Lengths are in units of the values as they are clustered."""

    method: str = "isodata"
    clusters: int = setting(10, minimum=2, maximum=MOST_CLUSTERS)
    standardize: bool = True
    """Divide each band by its standard deviation, so that all count alike."""

    sample: int = setting(100_000, minimum=100, maximum=10_000_000)
    """Pixels that the clusters are fitted on, drawn by the seed over the whole area."""

    seed: int = setting(0, minimum=0, maximum=2**31 - 1)
    iterations: int = setting(50, minimum=1, maximum=10_000)
    change: float = setting(0.02, minimum=0, maximum=1)
    """Migrating means: ends when at most this share of the pixels changes its class."""

    fuzziness: float = setting(2.0, minimum=1.01, maximum=10)
    minimum: float = setting(0.001, minimum=0, maximum=0.5)
    """ISODATA: fewest pixels of a cluster, as a share of all."""

    deviation: float | None = setting(None, minimum=0)
    distance: float | None = setting(None, minimum=0)
    pairs: int = setting(2, minimum=0, maximum=1000)


@dataclass(frozen=True)
class PixelClusters:
    """What `cluster_pixels` found."""

    signatures: Signatures
    pixels: int
    centers: FloatArray
    """In units of the raster, (classes, bands), in the order of the classes."""

    scale: FloatArray
    """What each band is divided by before distances are taken, (bands,)."""


def cluster_pixels(
    area: Area, settings: PixelSettings, output: str | Path, crs_wkt: str = "",
    membership: str | Path | None = None, progress: Progress = silent,
) -> PixelClusters:  # fmt: skip
    """Cluster the valid pixels of an area and write the classes, numbered by falling size.

    Clusters are fitted on a sample of the pixels, migrating means on all in several passes; each
    pixel then gets the nearest center. Values are held block by block, so that the raster may be
    of any size.

    Parameters
    ----------
    area
        The raster, or its part, with the bands that count.
    settings
        The method, and its settings.
    output
        GeoTIFF of the classes, 8 bits up to 255 of them, else 16; 0 is nodata. Category names and
        an attribute table are written beside it.
    crs_wkt
        Coordinate reference system of what is written; "": that of the raster.
    membership
        GeoTIFF with a band for each class: fuzzy membership in percent (Bezdek 1981), 255 nodata;
        None: it is not written.

    Returns
    -------
    PixelClusters
        Only clusters that are nearest to some pixel, the largest first.

    Raises
    ------
    RasterError
        There are no valid pixels, or all of them are alike.
    OutputError
        A file cannot be written.

    References
    ----------
    Bezdek 1981, "Pattern Recognition with Fuzzy Objective Function Algorithms".
    """
    sample, total = sample_pixels(area, settings.sample, settings.seed, Part(progress, 0, 0.2))
    scale = np.ones(sample.shape[1])
    if settings.standardize:
        scale = sample.std(axis=0, dtype=np.float64)
        scale[scale == 0] = 1
    if (sample == sample[0]).all():
        raise RasterError(
            f"All pixels of {area.raster.path} that were looked at have the same values, so there "
            "is nothing to divide. Choose other bands or another raster or extent."
        )
    centers = _fit(area, settings, sample, scale, Part(progress, 0.2, 0.6))
    progress(0.6)
    windows = area.windows()
    moments = [Moments(len(scale)) for _ in centers]
    with LabelStore(Path(output).parent) as store:
        for number, window in enumerate(windows):
            progress(0.6 + 0.25 * number / len(windows))
            values, _ = area.read(window)
            labels = find_nearest_centers(values / scale, centers)
            store.add(labels)
            for label in np.unique(labels):
                moments[label].add(values[labels == label])
        counts = np.array([m.count for m in moments])
        order = np.argsort(-counts, kind="stable")
        order = order[counts[order] > 0]
        if len(order) < len(centers):
            progress.log(
                f"Left out because no pixel is nearest to them: {len(centers) - len(order)} of "
                f"{len(centers)} clusters."
            )
        classes = tuple(
            moments[place].signature(value, f"Class {value}", shade_of(value))
            for value, place in enumerate(order, start=1)
        )
        values_of = np.zeros(len(centers), dtype=np.uint16)
        values_of[order] = np.arange(1, len(order) + 1)
        with class_writer(output, area, classes, crs_wkt) as writer:
            for number, (window, stored) in enumerate(zip(windows, store)):
                progress(0.85 + 0.1 * number / len(windows))
                mask = area.read(window)[1]
                writer.write(window, mask, values_of[stored])
    write_class_names(output, classes)
    centers = centers[order]
    if membership is not None:
        _write_memberships(
            membership, area, centers, scale, settings.fuzziness, classes, crs_wkt,
            Part(progress, 0.95, 1),
        )  # fmt: skip
    signatures = Signatures(area.raster.bands, classes, _provenance(area, settings, scale))
    return PixelClusters(signatures, total, centers * scale, scale)


def _fit(
    area: Area, settings: PixelSettings, sample: Image,
    scale: FloatArray, progress: Progress,
) -> FloatArray:  # fmt: skip
    """Fit centers in scaled units, (clusters, bands)."""
    scaled = sample / scale
    if settings.method == "isodata":
        chosen = IsodataLimits(
            settings.clusters,
            max(round(settings.minimum * len(scaled)), 1),
            settings.deviation,
            settings.distance,
            settings.pairs,
            settings.iterations,
        )
        return isodata(scaled, chosen, progress=progress)
    if settings.method == "fuzzy":
        return fuzzy_c_means(
            scaled, settings.clusters, settings.fuzziness, settings.seed, settings.iterations,
            progress=progress,
        )  # fmt: skip
    if settings.method == "migrating":

        def passes() -> Iterator[npt.NDArray[Any]]:
            return (area.read(window)[0] / scale for window in area.windows())

        start = diagonal_means(scaled, settings.clusters)
        return migrating_means(passes, start, settings.change, settings.iterations, progress)
    with Estimated(progress, len(sample) * settings.clusters / 1e6):
        return k_means(scaled, settings.clusters, settings.seed)


def _write_memberships(
    path: str | Path, area: Area, centers: FloatArray, scale: FloatArray,
    fuzziness: float, classes: tuple[Signature, ...], crs_wkt: str, progress: Progress,
) -> None:  # fmt: skip
    names = [c.name for c in classes]
    windows = area.windows()
    with RasterWriter(
        path, area, "uint8", UNKNOWN, crs_wkt, bands=len(centers), names=names
    ) as writer:
        for number, window in enumerate(windows):
            progress(number / len(windows))
            values, mask = area.read(window)
            percent = np.empty((len(values), len(centers)), dtype=np.uint8)
            for start in range(0, len(values), 65_536):
                part = slice(start, start + 65_536)
                shares = memberships(values[part] / scale, centers, fuzziness)
                percent[part] = np.rint(100 * shares)
            writer.write(window, mask, percent)


def _provenance(area: Area, settings: PixelSettings, scale: FloatArray) -> dict[str, Any]:
    """Gather how the classes were made."""
    made: dict[str, Any] = {
        "algorithm": "pixelclusters",
        "source": area.raster.path,
        "scale_applied": not area.raster.stored,
        "no_data": [list(item) for item in area.raster.no_data],
        "window": list(area.window),
        "method": settings.method,
        "clusters": settings.clusters,
        "iterations": settings.iterations,
        "seed": settings.seed,
        "sample": settings.sample,
        "scale": scale.tolist(),
    }
    own = {
        "isodata": ("minimum", "deviation", "distance", "pairs"),
        "fuzzy": ("fuzziness",),
        "migrating": ("change",),
    }
    return {**made, **{name: getattr(settings, name) for name in own.get(settings.method, ())}}

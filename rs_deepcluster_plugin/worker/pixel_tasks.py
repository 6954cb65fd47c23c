"""The jobs on pixels: each translates plain values into calls of ``core.pixels``."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.base.errors import DataFileError
from ..core.base.progress import Part, Progress
from ..core.pixels.cluster import PixelSettings, cluster_pixels
from ..core.pixels.likelihood import LikelihoodSettings, classify, signatures_of_polygons
from ..core.pixels.signatures import Signature, Signatures
from ..core.scenes.blocks import Area, area_of, open_pixels
from ..core.scenes.raster import Raster
from . import exchange

Values = dict[str, Any]


def pixel_clusters(arguments: Values, progress: Progress) -> Values:
    """Raster to classes of pixels and their signatures."""
    settings = PixelSettings(**arguments["clusters"])
    no_data = arguments.get("no_data", ())
    with open_pixels(arguments["raster"], arguments["bands"], no_data, measured=True) as raster:
        area = _area(raster, arguments, progress)
        found = cluster_pixels(
            area,
            settings,
            arguments["output"],
            arguments["crs_wkt"],
            arguments["membership"],
            Part(progress, 0, 0.99),
        )
    found.signatures.save(arguments["signatures"])
    classes = found.signatures.classes
    return {"clusters": len(classes), "pixels": found.pixels, "classes": _plain(classes)}


def maximum_likelihood(arguments: Values, progress: Progress) -> Values:
    """Raster, and signatures or labeled polygons, to a map of classes."""
    known = Signatures.load(arguments["known"]) if arguments["known"] else None
    bands = arguments["bands"] or (known.bands if known else ())
    _check_bands(arguments, known)
    settings = LikelihoodSettings(**arguments["likelihood"])
    no_data = arguments.get("no_data", ())
    stored = known is not None and not known.provenance.get("scale_applied", False)
    with open_pixels(arguments["raster"], bands, no_data, stored, measured=True) as raster:
        area = _area(raster, arguments, progress)
        if known is not None:
            signatures = known
        else:
            arrays = exchange.read(arguments["polygons"])
            shapes = np.asarray(exchange.unpack(arrays["data"], arrays["ends"]), dtype=object)
            made = {
                "algorithm": "maximumlikelihood",
                "source": raster.path,
                "scale_applied": True,
            }
            # Polygons count where they lie, in or out of the extent that is classified.
            signatures = signatures_of_polygons(
                area_of(raster), shapes, arguments["polygon_classes"], made, Part(progress, 0, 0.3)
            )
            counts = ", ".join(f"{c.name}: {c.pixels}" for c in signatures.classes)
            progress.log(f"Training pixels: {counts}.")
        found = classify(
            area,
            signatures,
            settings,
            arguments["output"],
            arguments["probability"],
            arguments["crs_wkt"],
            Part(progress, 0.3 if known is None else 0, 0.99),
        )
    signatures.save(arguments["signatures"])
    return {
        "clusters": len(signatures.classes),
        "pixels": found.pixels,
        "rejected": found.rejected,
        "classes": _plain(found.classes),
    }


def _area(raster: Raster, arguments: Values, progress: Progress) -> Area:
    extent = arguments["grid_extent"]
    area = area_of(raster, tuple(extent) if extent else None)
    _, _, width, height = area.window
    progress.log(f"Raster: {width} x {height} pixels, bands {raster.name_bands()}.")
    for note in raster.notes():
        progress.log(note)
    return area


def _check_bands(arguments: Values, known: Signatures | None) -> None:
    """Say it with regard to the signatures where their bands are not in the raster."""
    if known is None or arguments["bands"]:
        return
    with Raster(arguments["raster"]) as raster:
        count = max(raster.data_bands)
    if max(known.bands) > count:
        raise DataFileError(
            f"The signatures are of bands {', '.join(map(str, known.bands))}, but the raster has "
            f"{count}. Choose the raster they were made of, or the bands that correspond to them."
        )


def _plain(classes: tuple[Signature, ...]) -> list[list[Any]]:
    """Value, name, color and pixels of each class, for QGIS's side."""
    return [[c.value, c.name, c.color, c.pixels] for c in classes]

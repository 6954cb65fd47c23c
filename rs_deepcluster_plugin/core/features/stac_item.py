"""A STAC item that describes a features file, by the extension for embeddings.

https://github.com/geo-embeddings/embeddings-stac-specification
"""

from __future__ import annotations

import contextlib
import json
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ..base.errors import SceneError
from ..base.files import write_whole
from ..base.progress import Progress, silent
from ..scenes.collection.listing import acquired_at
from .scene_file import SceneFile, describe_embedding

_EXTENSIONS = (
    "https://stac-extensions.github.io/embeddings/v0.0.1/schema.json",
    "https://stac-extensions.github.io/processing/v1.2.0/schema.json",
)


def write_stac_item(
    path: str | Path, features: str | Path, progress: Progress = silent
) -> dict[str, Any]:
    """Write a STAC item beside a features file, or where it is to be.

    Parameters
    ----------
    path
        The item, a JSON file.
    features
        The features file, whose scenes have a place on the map.

    Returns
    -------
    dict
        What was written.

    Raises
    ------
    SceneError
        The scenes have no place, or one in a reference system that is not known.
    """
    file = SceneFile(features, "features")
    made = file.provenance
    box = file.bounds()
    degrees = _degrees(box, made.footprint_wkt) if box and made.footprint_wkt else None
    if degrees is None:
        raise SceneError(
            f"The scenes of {features} have no place on the earth, so no STAC item can describe "
            "where they are. Leave the STAC item out, or give georeferenced images."
        )
    west, south, east, north = degrees
    about = describe_embedding(made, file.dims, file.half)
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    acquired = _acquired(made.source)
    if acquired is None:
        progress.log(
            "The source does not say when it was acquired: the date of the STAC item is that of "
            "the features."
        )
    # Type, dimensions and layout are fields of collections, which an item may not have itself.
    chips = about["emb:chip_layout"]
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "stac_extensions": list(_EXTENSIONS),
        "id": Path(features).stem,
        "bbox": [west, south, east, north],
        "geometry": _outline(west, south, east, north),
        "properties": {
            "datetime": acquired or now,
            "processing:datetime": now,
            "data_type": about["data_type"],
            "emb:runtime_parameters": {
                "model": about["model"],
                "dimensions": file.dims,
                "bands": list(made.bands),
                **{k: v for k, v in chips.items() if k != "layout_type"},
            },
        },
        "links": [],
        "assets": {
            "embeddings": {
                "href": _href(Path(features), Path(path)),
                "type": "application/vnd.apache.parquet",
                "title": f"Features by {made.model}",
                "roles": ["data"],
            }
        },
    }
    if "gsd" in about:
        item["properties"]["gsd"] = about["gsd"]
    if os.path.exists(made.source):
        source = Path(made.source)
        item["links"].append({"rel": "emb:source-data", "href": source.absolute().as_uri()})
    with write_whole(path) as partial:
        partial.write_text(json.dumps(item, indent=2), encoding="utf-8")
    return item


def _degrees(box: tuple[float, float, float, float], wkt: str) -> tuple[float, ...] | None:
    """Return a box in degrees, in which it is the one around all of its edges, if there is one.

    One across 180 degrees has its west beyond its east, as GeoJSON has it.
    """
    from rasterio._err import CPLE_BaseError
    from rasterio.crs import CRS
    from rasterio.warp import transform_bounds

    try:
        found = transform_bounds(CRS.from_wkt(wkt), CRS.from_epsg(4326), *box, densify_pts=21)
    except CPLE_BaseError:  # of a building site
        return None
    west, south, east, north = found
    if east - west < 360:  # of a system whose longitudes go on beyond 180 degrees
        west, east = (x if -180 <= x <= 180 else (x + 180) % 360 - 180 for x in (west, east))
    return tuple(round(float(number), 9) for number in (west, south, east, north))


def _outline(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return a box as GeoJSON; one across 180 degrees has a part on each side (RFC 7946)."""
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    rings = [
        [[[x0, south], [x1, south], [x1, north], [x0, north], [x0, south]]] for x0, x1 in parts
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _acquired(source: str) -> str | None:
    """Return when a raster was acquired, by its tags, None where these do not say."""
    import rasterio
    from rasterio.errors import RasterioError

    tags: dict[str, str] = {}
    with contextlib.suppress(RasterioError), rasterio.open(source) as dataset:
        tags = {**dataset.tags(ns="IMAGERY"), **dataset.tags()}
    found = acquired_at(tags)
    return None if found is None else found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _href(features: Path, item: Path) -> str:
    if features.absolute().parent == item.absolute().parent:
        return f"./{features.name}"
    return str(features.absolute())

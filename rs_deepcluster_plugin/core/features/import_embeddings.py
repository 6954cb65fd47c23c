"""Embeddings that others have computed, of tables and of rasters, into a features file.

What comes after features takes any vectors: they are centered and normalized first, so that a
scale and an offset that all numbers of a file share make no difference. Which model made them is
part of the file, as it is of our own: those of two models are never mixed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, Image, ObjectArray, Vectors
from ..base.errors import DataFileError, RasterError, SceneError
from ..base.files import write_whole
from ..base.foreign import HUGE
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..base.values import say_count
from ..scenes.grid import MAX_SCENES, SceneGrid, pixel_size, ring_coordinates
from ..scenes.raster import Raster, percentile_scaling
from ..scenes.scaling import Scaling
from ..scenes.scene_block import SceneBlock
from ..scenes.sources import RasterScenes
from .embedding_tables import EmbeddingTable, VectorBlock
from .extract import write_features
from .scene_file import Provenance, SceneWriter

AUTOMATIC, AS_STORED, SQUARED = "automatic", "as stored", "squared"
QUANTIZATIONS = (AUTOMATIC, AS_STORED, SQUARED)
_ALPHA_EARTH = "AlphaEarth Foundations (Satellite Embedding V1)"
_ALPHA_EARTH_BANDS = tuple(f"A{number:02}" for number in range(64))
# As Google's catalog gives it: sign(v) (v / 127.5)^2, and -128 is no data.
_STEPS, _MASKED = 127.5, -128
_POOLED_BYTES = 128_000_000  # of pixels that are read at once
_WASTE = 2.0  # pixels that may be read for one that is used
_POLYGONS = (3, 6)  # and MultiPolygon, as shapely numbers them
_POINT = 0
_SPAN = 1024  # scenes that are written at once


@dataclass(frozen=True)
class ImportSettings:
    """How embeddings of others are read."""

    model: str = setting(
        "", "Model",
        "The name of the model that made the embeddings, with its version. Empty: what the file "
        "says. Scenes are compared, and clusters applied, only where this name is the same: give "
        "one name to all files of a model, and different ones to different models.",
    )  # fmt: skip
    column: str = setting(
        "", "Column",
        "The column of the vectors, or what the names of numbered columns begin with, as A for A00 "
        "to A63. Empty: embedding, embeddings, feature or another usual name, else the only one "
        "that holds vectors.",
    )  # fmt: skip
    scale_column: str = setting(
        "", "Column of scales",
        "Where each vector is stored in whole numbers with a scale of its own: the column that it "
        "is to be multiplied by. Empty: none.",
    )  # fmt: skip
    quantization: str = setting(
        AUTOMATIC, "Stored values",
        "automatic: AlphaEarth's whole numbers (64 bands or columns A00 to A63) are turned back "
        "into numbers, scale and offset of a raster are applied, and other values are taken as "
        "they are. squared: whole numbers were made as AlphaEarth's are, v of sign(v) "
        "(v / 127.5)^2, as those of OlmoEarth too. as stored: the values are taken as they are, "
        "which is right for any scale and offset that all share, since vectors are centered and "
        "normalized before anything is made of them.",
        choices=QUANTIZATIONS,
    )  # fmt: skip
    footprint: float | None = setting(
        None, "Side of scenes at points",
        "Where the table has points: side of the square around each that is its scene, in units of "
        "the table's reference system. Empty: the median distance to the nearest other point.",
        minimum=0,
    )  # fmt: skip
    minimum_valid: float = setting(0.5, minimum=0, maximum=1)


@dataclass(frozen=True)
class Imported:
    """What came out of an import."""

    scenes: int
    skipped: int
    """Scenes without a vector."""

    provenance: Provenance


# --- Which model, and which values ---------------------------------------------------------------


def named_model(metadata: Mapping[str, Any]) -> str:
    """Return the model that a file's metadata name, "" for none.

    Parameters
    ----------
    metadata
        Values by key: those of a Parquet file's footer, or the tags of a raster. Known are the key
        ``emb`` (Earth Index, and what this plugin writes), the fields and links of the STAC
        extension for embeddings, those of the Zarr convention, and GeoTessera's tags.

    Returns
    -------
    str
        Name and version.

    Examples
    --------
    >>> named_model({"emb": {"model": {"id": "softcon", "version": "2.0"}}})
    'softcon 2.0'
    """
    if "TESSERA_DATASET_VERSION" in metadata:
        variant = metadata.get("TESSERA_DATASET_VARIANT") or ""
        return f"TESSERA {metadata['TESSERA_DATASET_VERSION']} {variant}".strip()
    places = [metadata.get(key) for key in ("emb", "stac", "stac:item", "stac:collection")]
    for found in [*places, metadata]:
        if not isinstance(found, Mapping):
            continue
        own = found.get("properties")
        for fields in (found, own if isinstance(own, Mapping) else {}):
            for key in ("model", "emb:model", "geoemb:model"):
                if name := _name_of(fields.get(key)):
                    return name
        links = found.get("links")
        for link in links if isinstance(links, list) else []:
            if isinstance(link, Mapping) and link.get("rel") == "emb:model":
                return str(link.get("title") or link.get("href") or "").strip()[:200]
    return ""


def _name_of(value: Any) -> str:
    if isinstance(value, Mapping):
        name = value.get("id") or value.get("name") or value.get("href")
        return f"{name} {value.get('version') or ''}".strip()[:200] if name else ""
    return value.strip()[:200] if isinstance(value, str) else ""


@dataclass(frozen=True)
class _Values:
    """How what is stored becomes vectors."""

    model: str
    squared: bool
    stored_as: str
    """The whole numbers that vectors are taken in, "" for real ones."""

    scaled: bool = False
    """Each vector has a scale."""

    def identity(self, dims: int) -> str:
        """Return what tells features apart that do not mix."""
        text = json.dumps(["imported", self.model.casefold(), dims, self.stored_as])
        return hashlib.sha256(text.encode()).hexdigest()

    def restore(self, values: FloatArray, scales: FloatArray | None = None) -> FloatArray:
        """Turn stored values (n, d) into vectors; NaN where a row has none."""
        found = np.asarray(values, dtype=np.float64)
        if self.squared:
            found = np.where((found == _MASKED).any(axis=1)[:, None], np.nan, found)
            found = np.sign(found) * (found / _STEPS) ** 2
        if scales is not None:
            found = found * scales[:, None]
        return found


def _decide(
    settings: ImportSettings, names: Sequence[str], whole: bool, type_name: str, said: str,
    where: str, scaled: bool, progress: Progress,
) -> _Values:  # fmt: skip
    """Decide what the values are, by the settings and by what the file says."""
    alpha_earth = tuple(name[:3] for name in names) == _ALPHA_EARTH_BANDS
    model = settings.model.strip() or said or (_ALPHA_EARTH if alpha_earth else "")
    if not model:
        raise DataFileError(
            f"{where} does not say which model made its embeddings. Name it in Model, so that "
            "those of two models are never mixed."
        )
    squared = settings.quantization == SQUARED
    if settings.quantization == AUTOMATIC:
        # No other product has 64 bands of this type, and its own files need not name them.
        squared = whole and (alpha_earth or (type_name, len(names)) == ("int8", 64))
    if squared and not whole:
        raise DataFileError(
            f"{where} holds real numbers ({type_name}), which are not quantized. Choose automatic "
            "for its stored values."
        )
    plain = whole and not squared and not scaled
    values = _Values(model, squared, type_name if plain else "", scaled)
    progress.log(f"Model of the embeddings: {model}.")
    if squared:
        progress.log("Whole numbers v are turned into sign(v) (v / 127.5)^2, -128 into no data.")
    elif plain:
        progress.log(
            f"The values are whole numbers ({type_name}) and are taken as they are, which is right "
            "where all share one scale and offset."
        )
    return values


def _provenance(
    values: _Values, dims: int, source: str, crs_wkt: str, foreign: str, minimum_valid: float,
    **more: Any,
) -> Provenance:  # fmt: skip
    return Provenance(
        identity=values.identity(dims),
        model=values.model,
        weights=None,
        blocks=None,
        pooling="mean" if foreign == "raster" else "none",
        input_size=1,
        part_dims=(dims,),
        minimum_valid=minimum_valid,
        source=source,
        crs_wkt=crs_wkt,
        foreign=foreign,
        **{"bands": (), "scaling_low": (), "scaling_high": (), "scale_applied": True, **more},
    )


def _usable(vectors: FloatArray) -> BoolArray:
    """Tell which vectors (n, d) say something: all numbers are there, and not all are 0."""
    finite = (np.abs(vectors) < HUGE).all(axis=1)  # nor is NaN
    return np.asarray(finite & (np.abs(np.nan_to_num(vectors)).max(axis=1) > 0))


# --- Tables --------------------------------------------------------------------------------------


def import_table(
    table: EmbeddingTable, settings: ImportSettings, crs_wkt: str, output: str | Path,
    progress: Progress = silent,
) -> Imported:  # fmt: skip
    """Write the vectors of a table to a features file, block by block.

    Parameters
    ----------
    table
        Open.
    settings
        How it is read.
    crs_wkt
        Reference system of its footprints where it names none, "" for not known.
    output
        The features file.

    Returns
    -------
    Imported
        How many scenes there are, and how many have no vector.

    Raises
    ------
    DataFileError
        The model is not known, footprints are neither points nor polygons, or the file is damaged.
    SceneError
        No row has a vector, or there are too many.
    """
    if not 0 < table.count <= MAX_SCENES:
        raise SceneError(
            f"{table.path} has {table.count:,} rows, and from 1 to {MAX_SCENES:,} can be read. "
            "Choose another file, or a part of it."
        )
    values = _decide(
        settings, table.names, table.whole, table.type_name, named_model(table.metadata),
        str(table.path), bool(settings.scale_column), progress,
    )  # fmt: skip
    progress.log(
        f"{say_count(table.count, 'row', form=',')} with vectors of {table.dims:,} numbers "
        f"({table.type_name}) in "
        f"{table.names[0]}{' and following columns' if len(table.names) > 1 else ''}."
    )
    crs = table.crs_wkt if table.crs_wkt is not None else crs_wkt
    made = _provenance(values, table.dims, str(table.path), crs or crs_wkt, "table", 0.0)
    header = {"provenance": made.to_json()}
    done = skipped = 0
    side = settings.footprint
    blocks = table.blocks()
    first = next(blocks)
    with (
        write_whole(output) as partial,
        SceneWriter(
            partial, "features", table.dims, header, made.footprint_wkt,
            with_attributes=bool(first.attributes and first.attributes[0]),
        ) as writer,
    ):  # fmt: skip
        for block in _chained(first, blocks):
            shapes, side = _as_polygons(block.geometries, side, table.path, progress)
            scenes = _scenes_of(block, values, shapes, done)
            writer.write(scenes)
            done += len(scenes)
            skipped += int((~scenes.has_vector).sum())
            progress(done / table.count)
        if skipped == done:
            raise SceneError(
                f"None of the {done:,} vectors of {table.path} can be used: all are missing, not "
                "numbers, or 0. Choose another column."
            )
    if skipped:
        progress.log(
            f"{say_count(skipped, 'row has', 'rows have', ',')} no features: the vector is "
            "missing, not of numbers, or 0."
        )
    return Imported(done, skipped, made)


def _chained(first: VectorBlock, rest: Iterator[VectorBlock]) -> Iterator[VectorBlock]:
    yield first
    yield from rest


def _scenes_of(block: VectorBlock, values: _Values, shapes: ObjectArray, done: int) -> SceneBlock:
    vectors = values.restore(block.vectors, block.scales)
    present = _usable(vectors)
    count = len(vectors)
    numbers = np.arange(done + 1, done + count + 1)
    attributes = None
    if block.attributes and block.attributes[0]:
        attributes = np.empty(count, dtype=object)
        attributes[:] = [json.dumps(one) for one in block.attributes]
    return SceneBlock(
        scene_ids=numbers,
        rows=numbers,
        cols=np.zeros(count, dtype=np.int64),
        valid_fractions=present.astype(np.float64),
        geometries=shapes,
        vectors=np.where(present[:, None], vectors, np.nan).astype(np.float32),
        has_vector=present,
        attributes=attributes,
    )


def _as_polygons(
    shapes: ObjectArray, side: float | None, path: Path, progress: Progress
) -> tuple[ObjectArray, float | None]:
    """Return footprints (n,) as polygons: squares of a side around points, which is returned too.

    Where it is None it is found from these points, and then serves for all that follow.
    """
    import shapely

    damaged = f"A geometry of {path} is damaged. Repair it, or get a new copy of the file."
    try:
        found = shapely.force_2d(shapely.from_wkb(shapes))
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise DataFileError(damaged) from error
    if not (np.abs(shapely.get_coordinates(found)) < HUGE).all():  # nor is NaN
        raise DataFileError(damaged)
    found[shapely.is_empty(found)] = None
    kinds = shapely.get_type_id(found)
    odd = ~np.isin(kinds, (-1, _POINT, *_POLYGONS))
    if odd.any():
        raise DataFileError(
            f"{path} has embeddings at geometries of the type "
            f"{found[np.flatnonzero(odd)[0]].geom_type}, and scenes are polygons or points. "
            "Turn them into polygons first."
        )
    points = kinds == _POINT
    if points.any():
        places = shapely.get_coordinates(found[points])
        if side is None:
            side = _spacing(places)
            if side is None:
                raise DataFileError(
                    f"{path} has points from which no distance between neighbors can be told. Give "
                    "the side of scenes at points."
                )
            progress.log(f"The scenes at points are squares with sides of {side:g} map units.")
        half = side / 2
        found[points] = shapely.box(*(places - half).T, *(places + half).T)
    missing = shapely.is_missing(found)
    made = np.full(len(shapes), None, dtype=object)
    made[~missing] = shapely.to_wkb(found[~missing], byte_order=1)
    return made, side


def _spacing(places: FloatArray) -> float | None:
    """Return the median distance of points (n, 2) to the nearest one at another place."""
    from scipy.spatial import cKDTree

    different = np.unique(places, axis=0)
    if len(different) < 2:
        return None
    distances = cKDTree(different).query(different, k=2)[0][:, 1]
    return float(np.median(distances))


# --- Rasters -------------------------------------------------------------------------------------


def import_raster(
    raster: Raster, grid: SceneGrid, settings: ImportSettings, crs_wkt: str, output: str | Path,
    progress: Progress = silent, scenes: RasterScenes | None = None, pictures: str = "",
) -> Imported:  # fmt: skip
    """Write the mean embedding of the pixels of each scene to a features file.

    Parameters
    ----------
    raster
        Open, with a band for each number of the embedding.
    grid
        The scenes: cells, or polygons.
    settings
        How it is read.
    crs_wkt
        Reference system of the raster.
    output
        The features file.
    scenes
        Those of the grid, where they have attributes.
    pictures
        What pictures of the scenes are cut from, in place of the raster.

    Returns
    -------
    Imported
        How many scenes there are, and how many have too little valid data.

    Raises
    ------
    RasterError
        It has fewer than two bands.
    DataFileError
        The model is not known.
    SceneError
        No scene has enough valid data.
    """
    dims = len(raster.bands)
    if dims < 2:
        raise RasterError(
            f"{raster.path} has one band, and an embedding is a vector: a band for each of its "
            "numbers. Choose a raster of embeddings."
        )
    whole = raster.kind.startswith(("int", "uint"))
    values = _decide(
        settings, raster.band_names(), whole, raster.kind, named_model(raster.tags()), raster.path,
        False, progress,
    )  # fmt: skip
    made = _raster_provenance(raster, grid, values, dims, settings, crs_wkt)
    made = replace(made, source=pictures or made.source)
    scenes = scenes or RasterScenes(raster, grid, Scaling((0.0,) * dims, (1.0,) * dims))

    def found() -> Iterator[tuple[Vectors, BoolArray, FloatArray]]:
        done = 0
        for start in range(0, len(grid), _SPAN):
            stop = min(start + _SPAN, len(grid))
            vectors = np.full((stop - start, dims), np.nan)
            fractions = np.zeros(stop - start)
            for some, box in _gathered(grid.windows, start, stop, dims):
                pixels, valid = _read_pixels(raster, box, values)
                for index in some:
                    vectors[index - start], fractions[index - start] = _pool(
                        pixels, valid, grid, index, box
                    )
                done += len(some)
                progress(done / len(grid))
            present = (fractions >= settings.minimum_valid) & (fractions > 0) & _usable(vectors)
            vectors[~present] = np.nan
            yield vectors.astype(np.float32), present, fractions

    remedy = "Check that scenes and raster cover the same ground, and the raster's nodata value."
    skipped = write_features(output, scenes, made, dims, found(), remedy=remedy)
    return Imported(len(grid), skipped, made)


def _raster_provenance(
    raster: Raster, grid: SceneGrid, values: _Values, dims: int, settings: ImportSettings,
    crs_wkt: str,
) -> Provenance:  # fmt: skip
    """Return the provenance; pictures of the scenes show the first three bands."""
    whole = np.array([[0, 0, raster.shape[1], raster.shape[0]]])
    shown = raster.bands[:3] if dims > 2 else raster.bands[:1]
    with Raster(raster.path, shown, stored=raster.stored) as picture:
        scaling = percentile_scaling(picture, 2, 98)
    size = None
    if grid.stride is not None:
        size = int(grid.windows[:, 2].max()), int(grid.windows[:, 3].max())
    return _provenance(
        values, dims, raster.path, crs_wkt, "raster", settings.minimum_valid,
        bands=shown,
        scaling_low=scaling.low,
        scaling_high=scaling.high,
        scene_size=size,
        scene_stride=grid.stride,
        pixel_size=pixel_size(raster.transform),
        inside_only=not grid.whole_windows,
        shapes_wkt=grid.own_wkt,
        frame=tuple(ring_coordinates(raster.transform, whole)[0, :4].ravel().tolist()),
    )  # fmt: skip


def _gathered(
    windows: Any, start: int, stop: int, dims: int
) -> Iterator[tuple[range, tuple[int, int, int, int]]]:
    """Gather scenes that follow each other and lie together, with the window around them.

    Small scenes of a raster of many bands would each read, and unpack, the same tiles again.
    """
    most = _POOLED_BYTES // (5 * dims)  # four bytes of a value, and one that says if it is valid
    begin, used = start, 0
    box: tuple[int, int, int, int] | None = None
    for index in range(start, stop):
        col, row, width, height = map(int, windows[index])
        own = (col, row, col + width, row + height)
        wider = own if box is None else (*map(min, box[:2], own[:2]), *map(max, box[2:], own[2:]))
        area = (wider[2] - wider[0]) * (wider[3] - wider[1])
        if box is not None and (area > most or area > _WASTE * (used + width * height)):
            yield range(begin, index), (box[0], box[1], box[2] - box[0], box[3] - box[1])
            begin, used, wider = index, 0, own
        box, used = wider, used + width * height  # type: ignore[assignment]
    if box is not None:
        yield range(begin, stop), (box[0], box[1], box[2] - box[0], box[3] - box[1])


def _read_pixels(
    raster: Raster, box: tuple[int, int, int, int], values: _Values
) -> tuple[Image, BoolArray]:
    """Read the vectors (bands, height, width) of a window and where all bands have data."""
    pixels, valid = raster.read(box)
    there = np.asarray(valid.all(axis=0))
    if values.squared:
        there &= ~(pixels == _MASKED).any(axis=0)
        pixels = np.sign(pixels) * np.square(pixels / np.float32(_STEPS))
    return pixels, there


def _pool(
    pixels: Image, valid: BoolArray, grid: SceneGrid, index: int, box: tuple[int, int, int, int]
) -> tuple[FloatArray, float]:
    """Return the mean vector of a scene's valid pixels, and their share of all its pixels."""
    col, row, width, height = map(int, grid.windows[index])
    part = np.s_[row - box[1] : row - box[1] + height, col - box[0] : col - box[0] + width]
    mask = valid[part]
    inside = grid.inside(index)
    count = mask.size
    if inside is not None:
        mask, count = mask & inside, int(inside.sum())
    if not mask.any():
        return np.full(len(pixels), np.nan), 0.0
    found = pixels[(slice(None), *part)][:, mask].mean(axis=1, dtype=np.float64)
    return np.asarray(found), float(mask.sum() / max(count, 1))

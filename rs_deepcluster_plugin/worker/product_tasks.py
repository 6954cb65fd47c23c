"""The jobs on cluster layers: rasters of classes, tables of clusters, scenes that are alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.base.errors import DataFileError, SceneError
from ..core.base.progress import Part, Progress
from ..core.classes.class_raster import Drawing, band_statistics, drawing_order, write_class_map
from ..core.classes.legend import MapClass
from ..core.features import similarity
from ..core.features.scene_file import SceneFile
from ..core.scenes.blocks import area_of, open_pixels
from ..core.scenes.raster import Raster
from . import exchange

Values = dict[str, Any]


def class_raster(arguments: Values, progress: Progress) -> Values:
    """Scenes and their classes to a raster on the grid of another one."""
    classes = [MapClass(**values) for values in arguments["classes"]]
    with Raster(arguments["raster"]) as raster:
        area = area_of(raster)
        drawing = _drawing(area, exchange.read(arguments["scenes"]))
        progress.log(f"Raster: {area.window[2]} x {area.window[3]} pixels.")
        found = write_class_map(
            arguments["output"], area, drawing, classes, arguments["crs_wkt"], progress
        )
    return {"classes": [[c.value, c.name, c.color, c.pixels] for c in found]}


def cluster_table(arguments: Values, progress: Progress) -> Values:
    """Scenes and their clusters to what features and a raster tell of the clusters."""
    arrays = exchange.read(arguments["scenes"])
    groups, found = arguments["groups"], {}
    share = 0.0
    if arguments["features"]:
        share = 0.3 if arguments["raster"] else 1.0
        inside = arrays["value"] >= 0
        means = similarity.mean_vectors(
            SceneFile(arguments["features"], "features"),
            arrays["scene_id"][inside],
            arrays["value"][inside],
            Part(progress, 0, share),
        )
        padded = np.full((groups, means.shape[1]), np.nan)
        padded[: len(means)] = means
        found["nearest"], found["similarity"] = similarity.nearest_by_cosine(padded)
    bands: list[int] = []
    if arguments["raster"]:
        with open_pixels(arguments["raster"], no_data=arguments["no_data"]) as raster:
            raster.log(progress)
            if raster.palettes:
                progress.log("Its values are numbers of colors, so there is nothing to measure.")
            else:
                area = area_of(raster)
                measured = band_statistics(
                    area, _drawing(area, arrays), groups, Part(progress, share, 1)
                )
                bands = list(measured.bands)
                found["means"], found["deviations"] = measured.means, measured.deviations
    exchange.write(arguments["table"], **found)
    return {"bands": bands}


def find_similar(arguments: Values, progress: Progress) -> Values:
    """Features and examples to the scenes that are like them."""
    known = SceneFile(arguments["features"], "features")
    searched = known
    if arguments["searched"]:
        searched = SceneFile(arguments["searched"], "features")
        _check_same_model(known, searched)
    normalizer = similarity.normalizer_of(known, Part(progress, 0, 0.2))
    found = similarity.find_similar(
        searched,
        similarity.vectors_of(known, arguments["scene_ids"]),
        normalizer,
        arguments["comparison"],
        arguments["number"],
        arguments["minimum"],
        () if arguments["searched"] else arguments["scene_ids"],
        Part(progress, 0.2, 1),
    )
    if not len(found.scene_ids):
        raise SceneError(
            f"No scene has a similarity of {arguments['minimum']:g} or more to the examples. Give "
            "a lower minimum."
        )
    names: Values = {}
    if found.names is not None:
        texts = [name.encode() for name in found.names]
        names = {f"name_{k}": v for k, v in exchange.pack(texts).items()}
    exchange.write(
        arguments["layer"],
        scene_id=found.scene_ids,
        rank=np.arange(1, len(found.scene_ids) + 1),
        similarity=found.similarities,
        **names,
        **exchange.pack(found.geometries.tolist()),
    )
    return {
        "scenes": len(found.scene_ids),
        "searched": searched.count,
        "crs_wkt": searched.provenance.crs_wkt,
    }


def _drawing(area: Any, arrays: Values) -> Drawing:
    shapes = np.asarray(exchange.unpack(arrays["data"], arrays["ends"]), dtype=object)
    shapes[shapes == b""] = None
    return Drawing(area, shapes, arrays["value"], drawing_order(arrays["probability"]))


def _check_same_model(known: SceneFile, searched: SceneFile) -> None:
    if known.provenance.identity != searched.provenance.identity:
        raise DataFileError(
            f"{searched.path} was made with the model '{searched.provenance.model}', and "
            f"{known.path} with '{known.provenance.model}' or other settings of it. Extract the "
            "features of both with the same model."
        )

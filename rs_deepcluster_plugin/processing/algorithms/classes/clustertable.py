"""A table of the clusters, to be filled in with classes."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ....core.base.errors import LayerError
from ....core.classes.cluster_table import HINTS
from ....core.classes.legend import hints_of_groups
from ....core.features.similarity import nearest_by_distance
from ....worker import array_files
from ....worker.contract import ClusterTableJob, RasterInput
from ...framework.algorithm import Algorithm, user_errors
from ...layers.fields import HINT_FIELDS
from ...layers.read import Scenes, frame_of, schema_of
from ...layers.style import apply_table_style
from ...layers.write import plain, write_columns
from ...parameters.kinds import Flag, InputFile, VectorOutput, declare_numbers
from ...parameters.raster import wkt_of
from ...parameters.scenes import NotedRaster, SceneLayer, SourceRaster, read_or_noted

_FIELDS = (
    ("cluster", "int"),
    ("class_code", "string"),
    ("class_name", "string"),
    ("scenes", "int"),
    ("share", "double"),
    ("area", "double"),
    ("mean_probability", "double"),
    ("ambiguous", "double"),
    ("nearest_cluster", "int"),
    ("similarity", "double"),
    ("distance", "double"),
    ("exemplars", "string"),
)


class ClusterTable(Algorithm):
    """Sums up each cluster in a row."""

    NAME = "clustertable"
    LABEL = "Cluster table"
    JOB = ClusterTableJob
    GROUP = "classes"
    EXAMPLE = "INPUT=clusters.gpkg OUTPUT=table.csv"
    TAGS = (
        "cluster,table,statistics,summary,spectral,band means,csv,spreadsheet,excel,class,label,"
        "signature"
    )
    HELP = (
        "Writes a row for each current cluster: how many scenes, what share and what area it has, "
        "how sure its scenes are, the cluster that is most like it, its exemplars, and what the "
        "bands of the raster are below it. Fill in class_code or class_name, in QGIS or in a "
        "spreadsheet, and give the table to Assign classes."
    )
    NEEDS_WORKER = False

    FEATURES = InputFile(
        "FEATURES", "Features", "parquet",
        "The features of these scenes, by which the nearest cluster is found. Empty: those "
        "that a layer in a GeoPackage has noted; where there are none, clusters are near "
        "that are near in the embedding.", optional=True,
    )  # fmt: skip
    BAND_STATISTICS = Flag(
        "BAND_STATISTICS", "Band statistics", True,
        "Reads the raster once and adds the mean and the standard deviation of each band. A "
        "pixel that several scenes share counts for the scene of the highest probability.",
    )  # fmt: skip
    OUTPUT = VectorOutput(
        "OUTPUT", "Cluster table",
        "Without geometry: cluster; class_code and class_name, filled in where all scenes "
        "agree; hint_name with hint_code, hint_score and hint_by where Suggest names was run, "
        "which is a suggestion and no class; scenes; share; area in square meters on the "
        "ellipsoid; mean_probability; ambiguous (share of scenes); nearest_cluster with the "
        "similarity (cosine of the mean features) and the distance in the embedding; exemplars "
        "(scene_id, the most typical first); b1_mean, b1_std and so on. In spreadsheet formats, "
        "text that looks like a formula gets a ' in front, which Assign classes takes away again.",
        QgsProcessing.SourceType.TypeVector,
    )  # fmt: skip

    SCENES = SceneLayer()
    RASTER = SourceRaster(
        "The raster whose bands are measured; all but alpha bands, valid pixels only."
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.SCENES.declare(self)
        self.FEATURES.declare(self)
        self.RASTER.declare(self)
        self.BAND_STATISTICS.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"CLUSTERS": "Number of clusters"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find what belongs to the layer."""
        layer_table = self.SCENES.read_table(self, parameters, context)
        self._schema = schema_of(layer_table)
        self._frame = frame_of(layer_table)
        self._features = read_or_noted(self.FEATURES, layer_table, self, parameters, context)
        self._raster = None
        if self.BAND_STATISTICS.read(self, parameters, context):
            self._raster = self.RASTER.read_or_noted(layer_table, self, parameters, context)
        if self._features or self._raster:
            self.find_worker()

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Sum up, in the worker where features or a raster are read, and write the table."""
        with user_errors(feedback), self.scratch_folder() as scratch:
            found = self.SCENES.read_scenes(
                self, parameters, context, feedback, shapes=None, hints=True
            )
            clusters = np.unique(found.current[found.current > 0])
            if not len(clusters):
                raise LayerError(f"No scene of {found.name} has a cluster. Choose another layer.")
            places = np.searchsorted(clusters, found.current)
            places = np.where(found.current > 0, places, -1)
            columns = self._columns(found, clusters, places, context, feedback)
            bands: list[int] = []
            if self._features or self._raster:
                bands = self._measure(found, len(clusters), places, columns, feedback, parameters,
                                      context, scratch)  # fmt: skip
            if not self._features:
                feedback.pushInfo(
                    "There are no features: nearest_cluster is the nearest in the embedding."
                )
            if not bands:
                feedback.pushInfo("There is no raster to measure: the table has no bands.")
            hints = hints_of_groups(found.columns, places, len(clusters))
            fields = [*_FIELDS, *((f"b{b}_{k}", "double") for b in bands for k in ("mean", "std"))]
            if any(hints):  # beside the class that is to be filled in
                fields[3:3] = HINT_FIELDS
                rows = [hint or (None,) * len(HINTS) for hint in hints]
                columns.update(zip(HINTS, map(list, zip(*rows))))
            values = [[NULL if v in ("", None) else v for v in columns[n]] for n, _ in fields]
            known = self._schema.classes if self._schema else ()
            style = functools.partial(
                apply_table_style,
                clusters=clusters.tolist(),
                classes=[(entry.code, entry.name, entry.color) for entry in known],
            )
            output = write_columns(
                self, fields, values, [b""] * len(clusters), parameters, context, feedback,
                style=style,
            )  # fmt: skip
        return {self.OUTPUT.name: output, "CLUSTERS": len(clusters)}

    def _columns(
        self, found: Scenes, clusters: Any, places: Any, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, list[Any]]:  # fmt: skip
        """Return the columns that need no other file."""
        inside = places >= 0
        place, count = places[inside], len(clusters)
        sizes = np.bincount(place, minlength=count)

        def mean(name: str) -> Any:
            values = found.columns[name][inside].astype(np.float64)
            there = values == values
            total = np.bincount(place[there], values[there], minlength=count)
            number = np.bincount(place[there], minlength=count)
            return np.where(number > 0, total / np.maximum(number, 1), np.nan)

        area: Any = np.full(count, np.nan)
        if any(found.shapes):
            measured = found.measure(inside, self._frame, context, feedback)
            measured.say(feedback)
            area = measured.total(places, count)
        centers = np.column_stack([mean("umap_x"), mean("umap_y")])
        nearest, distance = nearest_by_distance(centers)
        codes, names = (
            self._unanimous(found.columns[name], places, count)
            for name in ("class_code", "class_name")
        )
        return {
            "cluster": clusters.tolist(),
            "class_code": codes,
            "class_name": [name if code else "" for code, name in zip(codes, names)],
            "scenes": sizes.tolist(),
            "share": (sizes / len(found)).tolist(),
            "area": plain(area),
            "mean_probability": plain(mean("probability")),
            "ambiguous": plain(mean("ambiguous")),
            "nearest_cluster": [int(clusters[n]) if n >= 0 else None for n in nearest.tolist()],
            "similarity": [None] * count,
            "distance": plain(distance),
            "exemplars": self._exemplars(found, places, count),
        }

    @staticmethod
    def _unanimous(values: Any, places: Any, count: int) -> list[str]:
        """Return the text that all scenes of a cluster have, "" where they differ."""
        texts: list[set[str]] = [set() for _ in range(count)]
        for place, value in zip(places.tolist(), values.tolist()):
            if place >= 0:
                texts[place].add(value)
        return [found.pop() if len(found) == 1 else "" for found in texts]

    @staticmethod
    def _exemplars(found: Scenes, places: Any, count: int) -> list[str]:
        ranks, ids = found.columns["exemplar_rank"], found.columns["scene_id"]
        listed: list[list[str]] = [[] for _ in range(count)]
        chosen = np.flatnonzero((ranks > 0) & (places >= 0))
        for index in chosen[np.argsort(ranks[chosen], kind="stable")].tolist():
            listed[places[index]].append(str(ids[index]))
        return [", ".join(texts) for texts in listed]

    def _measure(
        self, found: Scenes, count: int, places: Any, columns: dict[str, list[Any]],
        feedback: QgsProcessingFeedback, parameters: dict[str, Any],
        context: QgsProcessingContext, scratch: Any,
    ) -> list[int]:  # fmt: skip
        """Fill in what the worker finds; returns the bands."""
        noted = self._raster or NotedRaster("", found.crs, ())
        noted.say_cautions(feedback)
        raster, crs = noted.path, noted.crs
        drawn = found
        if raster and any(found.shapes) and crs.isValid() and crs != found.crs:
            drawn = self.SCENES.read_scenes(self, parameters, context, feedback, crs=crs)
        if not any(found.shapes):
            raster = ""
        job = ClusterTableJob(
            scenes=drawn.write(scratch / "scenes.npz", places, **found.cells),
            groups=count,
            features=self._features,
            raster=RasterInput(raster, wkt_of(crs), noted.no_data) if raster else None,
            table=str(scratch / "table.npz"),
        )
        result = self.work(job, feedback)
        measured = array_files.read(job.table)
        if "nearest" in measured:
            numbers = columns["cluster"]
            columns["nearest_cluster"] = [
                numbers[n] if n >= 0 else None for n in measured["nearest"].tolist()
            ]
            columns["similarity"] = plain(measured["similarity"])
        for place, band in enumerate(result.bands):
            columns[f"b{band}_mean"] = plain(measured["means"][:, place])
            columns[f"b{band}_std"] = plain(measured["deviations"][:, place])
        return list(result.bands)

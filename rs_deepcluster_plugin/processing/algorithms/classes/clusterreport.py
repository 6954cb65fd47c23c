"""A cluster layer to a report that can be looked at without QGIS."""

from __future__ import annotations

import configparser
import contextlib
import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
)

from ....core.base.errors import DataFileError, LayerError, RasterError
from ....core.base.palette import shade_of
from ....core.classes.cluster_table import CURRENT
from ....core.classes.legend import hints_of_groups
from ....core.clusters.layer_tree import ClusterTree
from ....core.clusters.methods import METHODS, ClusterSettings
from ....core.clusters.model import ClusterModel
from ....core.features.join_files import SOURCE_SCENE
from ....core.features.scene_file import Provenance
from ....core.reports.cluster_report import About, Imagery
from ....core.scenes.scaling import Scaling
from ....worker import array_files
from ....worker.contract import ClusterReportJob
from ...framework.algorithm import Algorithm, user_errors
from ...layers.area import Ground, measure
from ...layers.destination import geopackage_of
from ...layers.fields import (
    CLASS_CODE,
    CLASS_NAME,
    CLUSTER,
    NAME,
    SCENE_ID,
    VALID,
    names_of,
    place_of,
)
from ...layers.geometry import is_geographic, is_known, move_polygons
from ...layers.read import HINT_KINDS, frame_of, read_table, table_of
from ...layers.style import class_list
from ...parameters.kinds import InputFile, OutputFile, Whole, WholeLayer, declare_numbers
from ...parameters.raster import (
    NoData,
    RasterParameter,
    additional_no_data,
    raster_path,
    say_switched_off,
    switched_off,
)
from ...parameters.scenes import noted_no_data

_METADATA = Path(__file__).parents[3] / "metadata.txt"
_NUMBERS = (
    "scene_id", "cluster", CURRENT, "probability", "second_cluster", "second_probability",
    "ambiguous", "exemplar_rank", "subcluster", "umap_x", "umap_y", "valid_fraction", "row", "col",
    SOURCE_SCENE,
)  # fmt: skip
_ORIGIN = {"date", "source"}
_TEXTS = (CLASS_CODE, CLASS_NAME, NAME, *sorted(_ORIGIN))
# What a provenance holds, in the words of the dialogs; what is not listed says nothing to a reader.
_PROVENANCE = {
    "bands": "Bands",
    "scaling_low": "Values shown black",
    "scaling_high": "Values shown white",
    "scene_size": "Scene size in pixels",
    "scene_stride": "Stride in pixels",
    "pixel_size": "Pixel size",
    "minimum_valid": "Minimum of valid data",
    "model": "Model",
    "weights": "Weights file",
    "blocks": "Blocks",
    "pooling": "Pooling of tokens",
    "input_size": "Input size",
    "orientations": "Orientations",
    "part_dims": "Dimensions of the features",
    "identity": "Identity of the model",
}
_OF_OUR_RUNS = {"pooling", "input_size", "orientations"}  # not known of embeddings of others


class ClusterReport(Algorithm):
    """Writes an HTML file about a cluster layer."""

    NAME = "clusterreport"
    LABEL = "Cluster report"
    JOB = ClusterReportJob
    GROUP = "classes"
    EXAMPLE = "OUTPUT=report.html"
    TAGS = "report,html,cluster,class,map,legend,exemplars,thumbnails,embedding,scatter,dendrogram"
    HELP = (
        "Writes one HTML file about a cluster layer, to look at in any browser, to print and to "
        "hand on: map, legend and sizes, the most typical scenes of every cluster as pictures, the "
        "embedding to move around in, the levels that hold side by side, the merge tree, the most "
        "ambiguous scenes, the settings of the run with the command that repeats it, and the "
        "history of edits. Nothing is fetched from elsewhere. Edited clusters and classes are "
        "shown where the layer has any, and names that Suggest names has suggested, with their "
        "score."
    )

    CLUSTER_MODEL = InputFile(
        "CLUSTER_MODEL", "Cluster model", "npz",
        "Tells the settings and the merge tree of a layer that is in no GeoPackage. Empty: "
        "the one that was written with the layer.", optional=True,
    )  # fmt: skip
    EXEMPLARS = Whole(
        "EXEMPLARS", "Pictures of each cluster", 5, 0, 50,
        "Its most typical scene comes first, the next ones are as different as it is.",
        advanced=False,
    )  # fmt: skip
    THUMBNAIL = Whole(
        "THUMBNAIL", "Size of the pictures (pixels)", 96, 32, 512,
        "Width and height in pixels. Smaller ones are made where there are so many clusters "
        "that the file would become too large to be sent.",
    )  # fmt: skip
    OUTPUT = OutputFile(
        "OUTPUT", "Report", "html", "HTML",
        "One file with everything in it, of up to about 15 MB.",
    )  # fmt: skip

    INPUT = WholeLayer(
        "INPUT", "Clusters",
        "A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, "
        "in any format. Only a GeoPackage knows its raster, its settings and its edits.",
    )  # fmt: skip
    RASTER = RasterParameter(
        "RASTER", "Raster",
        "The raster that the pictures are cut from. Empty: the one that the clusters were "
        "made of, or their folder of images; where it is gone, there are no pictures.",
        optional=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.INPUT.declare(self)
        self.RASTER.declare(self)
        self.CLUSTER_MODEL.declare(self)
        self.EXEMPLARS.declare(self)
        self.THUMBNAIL.declare(self)
        self.OUTPUT.declare(self)
        declare_numbers(self, {"CLUSTERS": "Number of clusters", "SCENES": "Number of scenes"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the layer's notes, and find its raster and its model."""
        layer = self.INPUT.read(self, parameters, context)
        if place_of(CLUSTER, names_of(layer)) < 0:
            raise LayerError(
                f"The layer '{layer.name()}' has no field 'cluster'. Choose a layer that Cluster "
                "scenes or another algorithm of the group Clusters has made."
            )
        self._layer, self._crs, self._title = layer.source(), layer.crs(), layer.name()
        self._center = layer.extent().center()
        self._layer_table = table_of(layer)  # None: a layer that is none of ours can be shown too
        self._notes = self._layer_table.notes if self._layer_table is not None else {}
        self._frame = frame_of(self._layer_table)
        self._model_file = self.CLUSTER_MODEL.read(self, parameters, context)
        self._model = ClusterModel.load(self._model_file) if self._model_file else None
        noted = self._layer_table.source("cluster_model") if self._layer_table is not None else ""
        if self._model is None and noted:
            with contextlib.suppress(DataFileError):
                self._model, self._model_file = ClusterModel.load(noted), noted
        self._made = self._notes.get("provenance") or {}
        if not self._made and self._model is not None:
            self._made = self._model.provenance.to_json()
        self._find_raster(self.parameterAsRasterLayer(parameters, self.RASTER.name, context))
        self._said = self._about(context)

    def _find_raster(self, chosen: QgsRasterLayer | None) -> None:
        """Find what the pictures are made of, and in which way."""
        noted = str(self._made.get("source") or "")
        if self._made.get("foreign") == "table":
            noted = ""  # no image
        self._raster, self._imagery, self._why = "", None, ""
        self._raster_crs = self._crs
        no_data: NoData = ()
        self._switched_off: tuple[int, ...] = ()
        if chosen is not None:
            if chosen.dataProvider().name() != "gdal":
                raise RasterError(
                    f"The layer {chosen.name()} is a web layer, not a file. Choose a raster file, "
                    "or none."
                )
            self._raster, self._raster_crs = raster_path(chosen), chosen.crs()
            no_data, self._switched_off = additional_no_data(chosen), switched_off(chosen)
        elif os.path.isdir(noted):
            self._raster = noted
        elif noted:
            beside = self._layer_table.source("raster") if self._layer_table is not None else ""
            layer = QgsRasterLayer(beside or noted, "raster", "gdal")
            if layer.isValid():
                self._raster, self._raster_crs = beside or noted, layer.crs()
        if not self._raster:
            self._why = (
                f"There are no pictures, for {noted} cannot be opened any more."
                if noted
                else "There are no pictures, for it is not known which raster the scenes are of."
            )
        elif _stem(self._raster) == _stem(noted):
            self._imagery = Imagery(
                self._raster,
                tuple(self._made["bands"]),
                _scaling(self._made["scaling_low"], self._made["scaling_high"]),
                not self._made.get("scale_applied", False),
                {k: _scaling(*ends) for k, ends in (self._made.get("kinds") or {}).items()},
                no_data or noted_no_data({"provenance": self._made}),
                Provenance.from_json(self._made).picture_size,
            )
        else:  # its bands may be others
            self._imagery = Imagery(self._raster, no_data=no_data)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Gather the scenes and write the report in the worker."""
        output = self.OUTPUT.read(self, parameters, context)
        with user_errors(feedback), self.scratch_folder() as scratch:
            scenes = scratch / "scenes.npz"
            classes, hints = self._write_scenes(scenes, parameters, context, feedback)
            noted = self._notes.get("tree")
            job = ClusterReportJob(
                scenes=str(scenes),
                tree=ClusterTree.from_json(noted) if noted else None,
                model_file=self._model_file if self._model is not None else "",
                imagery=self._imagery,
                exemplars=self.EXEMPLARS.read(self, parameters, context),
                side=self.THUMBNAIL.read(self, parameters, context),
                output=output,
                about=replace(self._said, classes=classes, hints=hints),
                joined=self._joined,
            )
            say_switched_off(self._switched_off, feedback)
            result = self.work(job, feedback, [output])
        if self._why:
            feedback.pushInfo(self._why)
        return {self.OUTPUT.name: output, "CLUSTERS": result.clusters, "SCENES": result.scenes}

    def _write_scenes(
        self,
        path: Path,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[list[tuple[str, str, str]], list[tuple[int, str, float]]]:
        """Write the scenes as arrays for the worker; returns their classes, and names suggested."""
        source = self.INPUT.read_source(self, parameters, context)
        fields = {**dict.fromkeys(_NUMBERS, "number"), **dict.fromkeys(_TEXTS, "text")}
        fields |= HINT_KINDS
        table = read_table(source, fields, context, feedback)
        columns, shapes = table.columns, table.shapes
        if not shapes:
            raise LayerError(f"The layer '{self._title}' has no scenes. Choose another layer.")
        codes, called, names = (columns.pop(n).tolist() for n in (CLASS_CODE, CLASS_NAME, NAME))
        labels: dict[str, str] = {}
        for code, label in zip(codes, called):
            labels.setdefault(code, label)
        valid = columns.pop(VALID)
        if SCENE_ID not in table.found:
            columns[SCENE_ID] = np.arange(1.0, len(shapes) + 1)
        edited = columns.pop(CURRENT)
        current = np.where(edited > 0, edited, columns[CLUSTER])
        hints = _hints({name: columns.pop(name) for name in HINT_KINDS}, current)
        shown = (current > 0) | np.array([bool(code) for code in codes])
        measured = measure(
            [shape if counts else b"" for shape, counts in zip(shapes, shown.tolist())],
            self._crs, context, feedback, self._frame, bool((valid[shown] < 1).any()),
        )  # fmt: skip
        measured.say(feedback)
        transform = QgsCoordinateTransform(self._crs, self._raster_crs, context.transformContext())
        shapes, _ = move_polygons(shapes, transform)
        classes = self._classes(labels)
        place = {code: index for index, (code, _, _) in enumerate(classes)}
        told = {name: columns.pop(name) for name in _ORIGIN}
        self._joined = SOURCE_SCENE in table.found
        if _ORIGIN & table.found and {"row", "col"} <= table.found:
            for name, texts in told.items():
                columns.update(array_files.pack_texts(name, texts.tolist()))
        if NAME in table.found:
            columns.update(array_files.pack_texts("name", names))
        array_files.write(
            path,
            current=current,
            area=measured.values,
            **{"class": np.array([place.get(code, -1) for code in codes])},
            **columns,
            **array_files.pack(shapes),
        )
        return classes, hints

    def _classes(self, labels: dict[str, str]) -> list[tuple[str, str, str]]:
        """Return code, name and color of the classes: those of the schema, then any others."""
        known = class_list(self._layer_table) if self._layer_table is not None else []
        spare = sorted(set(labels) - {code for code, _, _ in known} - {""})
        return known + [
            (code, labels[code] or code, shade_of(number))
            for number, code in enumerate(spare, start=1)
        ]

    # What is said about the run

    def _about(self, context: QgsProcessingContext) -> About:
        """Return all that the report says besides the scenes and their classes."""
        metadata = configparser.ConfigParser(interpolation=None)
        metadata.read(_METADATA, encoding="utf-8")
        history = self._layer_table.history() if self._layer_table is not None else []
        command, note = self._command()
        return About(
            title=self._title,
            subtitle=_stem(str(self._made.get("source") or self._raster)),
            settings=self._settings(),
            command=command,
            command_note=note,
            history=[
                (e.time[:19].replace("T", " "), _label(e.algorithm), e.summary, str(e.scenes),
                 e.state)
                for e in history
            ],
            versions=[
                ("Made", datetime.now().strftime("%Y-%m-%d %H:%M")),
                ("RS DeepCluster", metadata["general"]["version"]),
                ("QGIS", Qgis.version()),
            ],
            picture_note=self._why,
            meters_per_unit=self._meters_per_unit(context),
        )  # fmt: skip

    def _meters_per_unit(self, context: QgsProcessingContext) -> float:
        """Return the length of a unit of the map in its middle, 0 where it is not known."""
        if not (is_known(self._crs) and is_known(self._raster_crs)):
            return 0.0
        transform = QgsCoordinateTransform(self._crs, self._raster_crs, context.transformContext())
        try:
            start = transform.transform(self._center)
        except QgsCsException:
            return 0.0
        step = 1e-3 if is_geographic(self._raster_crs) else 100.0
        x, y = start.x(), start.y()
        length = Ground(self._raster_crs, context).length((x, y), (x + step, y)) / step
        return length if np.isfinite(length) else 0.0

    def _command(self) -> tuple[str, str]:
        """Return the command line that makes the clusters again, and what to know about it."""
        algorithm, given = self._notes.get("algorithm"), dict(self._notes.get("parameters") or {})
        note = ""
        made = None
        if algorithm:
            made = QgsApplication.processingRegistry().createAlgorithmById(
                f"rsdeepcluster:{algorithm}"
            )
        if made is None:
            source = str(self._made.get("source") or "")
            if not self._model_file or not source or os.path.isdir(source):
                return "", ""
            algorithm = "applyclusters"
            given = {
                "INPUT": source,
                "CLUSTER_MODEL": self._model_file,
                self.OUTPUT.name: self._layer,
            }
            note = "It takes them from the cluster model; an extent or a mask is not known there."
            made = QgsApplication.processingRegistry().createAlgorithmById(
                f"rsdeepcluster:{algorithm}"
            )
        words = []
        for name, value in given.items():
            definition = made.parameterDefinition(name)
            if definition is None:
                continue
            if definition.isDestination():
                value = _again(value, name, self._layer)
            elif isinstance(value, list):
                value = ";".join(str(item) for item in value)
            elif isinstance(value, bool):
                value = str(value).lower()
            elif isinstance(value, str) and os.path.exists(value):
                value = os.path.abspath(value)
            words.append(shlex.quote(f"{name}={value}"))
        lines = [f"qgis_process run rsdeepcluster:{algorithm} --", *words]
        return " \\\n  ".join(lines), note

    def _settings(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the settings by headings."""
        found = []
        given = self._notes.get("parameters") or {}
        if given:
            made = QgsApplication.processingRegistry().createAlgorithmById(
                f"rsdeepcluster:{self._notes.get('algorithm')}"
            )
            rows = [("Algorithm", _label(str(self._notes.get("algorithm"))))]
            for name, value in given.items():
                definition = made.parameterDefinition(name) if made is not None else None
                rows.append((definition.description() if definition else name, _shown(value)))
            found.append(("Run", rows))
        if self._made:
            rows = [("Source", str(self._made["source"]))]
            if self._raster_crs.isValid():
                crs = self._raster_crs
                rows.append(("Reference system", f"{crs.description()} ({crs.authid()})"))
            rows += [
                (label, _shown(self._made[key]))
                for key, label in _PROVENANCE.items()
                if self._made.get(key) not in (None, "", [])
                and not (self._made.get("foreign") and key in _OF_OUR_RUNS)
            ]
            found.append(("Imagery and features", rows))
        if self._model is not None:
            plain = ClusterSettings()
            settings = self._model.settings
            rows = [("Method", METHODS[settings.method].LABEL), ("Seed", str(settings.seed))]
            rows += [
                (_words(name), _shown(value))
                for name, value in vars(settings).items()
                if name not in ("method", "seed") and value != getattr(plain, name)
            ]
            rows.append(("Clusters of the fit", str(self._model.clusters)))
            found.append(("Clustering", rows))
            if self._model.projector is not None:
                values = vars(self._model.projector.settings)
                found.append(("Projection", [(_words(k), _shown(v)) for k, v in values.items()]))
        return found


def _scaling(low: Sequence[float], high: Sequence[float]) -> Scaling:
    return Scaling(tuple(low), tuple(high))


def _hints(columns: dict[str, Any], current: Any) -> list[tuple[int, str, float]]:
    """Return the clusters that have a name suggested, with the name and its score."""
    there = current > 0
    clusters = np.unique(current[there])
    groups = np.where(there, np.searchsorted(clusters, current), -1)
    found = zip(clusters.tolist(), hints_of_groups(columns, groups, len(clusters)))
    return [(int(number), hint[1], hint[2]) for number, hint in found if hint is not None]


def _stem(path: str) -> str:
    """Return the name of a file: one that has been moved is the same."""
    return Path(path.replace("\\", "/")).name


def _again(destination: Any, name: str, layer: str) -> str:
    """Return another place beside the layer, so that repeating a run overwrites nothing."""
    place = geopackage_of(layer)
    folder = Path(place[0] if place is not None else layer.split("|")[0]).absolute().parent
    path = Path(str(destination).split("|")[0])
    if not path.suffix or str(destination).startswith(("ogr:", "memory:", "postgres", "TEMP")):
        ends = {"OUTPUT": ".gpkg", "FEATURES": ".parquet"}
        path = Path(name.lower() + ends.get(name, ".npz"))
    return str(folder / f"{path.stem}_again{path.suffix}")


def _label(algorithm: str) -> str:
    """Return the name of an algorithm of ours as the toolbox shows it."""
    made = QgsApplication.processingRegistry().algorithmById(f"rsdeepcluster:{algorithm}")
    return str(made.displayName()) if made is not None else algorithm


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _shown(value: Any) -> str:
    """Write a setting."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(item) for item in value)
    return "-" if value is None else str(value)

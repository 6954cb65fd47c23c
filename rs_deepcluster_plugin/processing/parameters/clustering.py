"""The clustering, as its methods declare it, and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingContext, QgsProcessingFeedback

from ...core.base.plain import field_of
from ...core.clusters.methods import METHODS, ClusterSettings
from ...core.clusters.methods.base import ClusterMethod
from ...worker.contract import ClusterLayerResult, LayerOutput
from ..framework.algorithm import Algorithm
from ..layers.raster_style import style_clusters_raster
from .kinds import (
    SEED,
    Flag,
    Group,
    OutputFile,
    Parameter,
    Parameters,
    VectorOutput,
    declare_numbers,
    setting_of,
)
from .raster import ClassRasterOutput

_METHODS = METHODS.values()


def _labels(methods: Iterable[type[ClusterMethod[Any]]]) -> str:
    return ", ".join(sorted((method.LABEL for method in methods), key=str.lower))


def _of_methods(
    kind: type, field: str, methods: Iterable[type[ClusterMethod[Any]]], *, after: str = "",
    advanced: bool = True,
) -> Parameter[Any]:  # fmt: skip
    """Return the parameter of a setting that some methods go by, as it is declared beside them."""
    about = field_of(kind, field).metadata
    help = about["help"]
    labels = _labels(methods)
    if labels:
        help = f"{labels}: {help[0].lower()}{help[1:]}"
    return setting_of(
        kind, field, about["parameter"] or field.upper(), about["label"], help + after,
        options=about["choices"], advanced=advanced,
    )  # fmt: skip


def _using(field: str, used: bool = True) -> list[type[ClusterMethod[Any]]]:
    return [method for method in _METHODS if (field in method.USES) == used]


class ClusteringParameters(Group):
    """The clustering's method and settings; each method brings its own."""

    METHOD = setting_of(
        ClusterSettings, "method", "CLUSTERING", "Clustering",
        ". ".join(f"{method.LABEL}: {method.HELP}" for method in _METHODS) + ".",
        options={method.LABEL: name for name, method in METHODS.items()}, advanced=False,
    )  # fmt: skip
    N_CLUSTERS = _of_methods(
        ClusterSettings, "n_clusters", _using("n_clusters"), advanced=False,
        after=f" {_labels(_using('n_clusters', False))}: not used.",
    )  # fmt: skip
    MAX_CLUSTERS = _of_methods(
        ClusterSettings, "max_clusters", (),
        after=f" {_labels(_using('max_clusters', False))}, and all methods that are given a number "
        "of clusters: not used.",
    )  # fmt: skip
    DETAIL = _of_methods(
        ClusterSettings, "detail", [m for m in _METHODS if m.HAS_LEVELS], advanced=False
    )
    MIN_SCENES = _of_methods(ClusterSettings, "min_scenes", _using("min_scenes"))
    SPATIAL = _of_methods(ClusterSettings, "spatial", [m for m in _METHODS if m.MAKES_REGIONS])
    OWN = tuple(
        _of_methods(method.SETTINGS, one.name, [method])
        for method in _METHODS
        for one in method.own_settings()
    )
    EXEMPLARS = _of_methods(ClusterSettings, "exemplars", ())

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> ClusterSettings:
        """Read the clustering, with the seed that is declared beside it."""
        seed = SEED.read(alg, parameters, context)
        return self.read_settings(ClusterSettings, alg, parameters, context, seed=seed)


class ClusterOutputs(Group):
    """The styled layer, the files beside it, and the numbers."""

    def __init__(self, *, features: bool = True, model: bool = True) -> None:
        self.layer = VectorOutput(
            "OUTPUT",
            "Clusters",
            "Scenes with their clusters. The style is stored with the data: inside a GeoPackage, "
            "as QML beside other formats. A GeoPackage can be edited with the algorithms of the "
            "group Classes.",
            QgsProcessing.SourceType.TypeVectorAnyGeometry,
            only_files=True,  # classes and the history of edits live in a GeoPackage
        )
        self.memberships = Flag(
            "MEMBERSHIPS", "Memberships", False,
            "Adds a field member_1, member_2 and so on for each cluster, with the "
            "probability that the scene belongs to it, for the 100 largest clusters at most. "
            "For all methods; HDBSCAN knows only that of the scene's own cluster.",
            advanced=True,
        )  # fmt: skip
        self.raster = ClassRasterOutput(
            "OUTPUT_RASTER", "Raster of clusters",
            "GeoTIFF with the bands cluster, probability and second_cluster, and -1 where there is "
            "none: a pixel for each scene where these are the cells of one regular grid that touch "
            "and don't overlap, else the pixels of the raster, where the scene of the highest "
            "probability counts. Maps of millions of cells are quicker to look at in it. Not made "
            "where it is not asked for.",
            optional=True,
        )  # fmt: skip
        self.transitions = OutputFile(
            "OUTPUT_TRANSITIONS", "Table of changes", "csv", "Table",
            "How many scenes go from each cluster to each other between one date and the next. It "
            "is made where scenes are of two dates or more: of more rasters with each date by "
            "itself, of a features file of these, or of several rasters that are clustered "
            "together. Of one date it is empty. It is written only where it is asked for.",
            by_default=False, advanced=True,
        )  # fmt: skip
        if features:
            self.features = OutputFile(
                "FEATURES", "Features", "parquet", "GeoParquet",
                "The scenes' feature vectors, for the other algorithms of this plugin.",
            )  # fmt: skip
        if model:
            self.model = OutputFile(
                "CLUSTER_MODEL", "Cluster model", "npz", "Cluster model",
                "All that Apply clusters needs to find the same clusters on another raster.",
            )  # fmt: skip

    def declare(self, alg: Algorithm) -> None:
        """Add all of them to an algorithm."""
        super().declare(alg)
        declare_numbers(
            alg,
            {
                "CLUSTERS": "Number of clusters",
                "SCENES": "Number of scenes",
                "SKIPPED": "Scenes skipped for lack of data",
            },
        )

    def read_layer(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> LayerOutput:
        """Say what the worker writes for the layer."""
        memberships = self.memberships.read(alg, parameters, context)
        raster = self.raster.read(alg, parameters, context) or ""
        changes = ""
        if self.transitions.is_given(parameters):
            changes = self.transitions.read(alg, parameters, context)
        return LayerOutput(str(alg.scratch / "layer.npz"), memberships, raster, changes)

    def files(self, layer: LayerOutput) -> list[str]:
        """Return what the worker writes beside the layer, where it is to."""
        return [path for path in (layer.raster, layer.transitions) if path]

    def show_files(
        self, layer: LayerOutput, result: ClusterLayerResult, context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:  # fmt: skip
        """Give the raster its style; returns what was asked for beside the layer."""
        found = {self.raster.name: layer.raster, self.transitions.name: layer.transitions}
        if layer.raster:
            style_clusters_raster(context, layer.raster, result.counts, feedback)
        return {name: path for name, path in found.items() if path}


def cluster_numbers(result: ClusterLayerResult) -> dict[str, Any]:
    """Return the numbers that `ClusterOutputs` declares."""
    return {
        "CLUSTERS": result.clusters,
        "SCENES": result.scenes,
        "SKIPPED": result.skipped,
    }

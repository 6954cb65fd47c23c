"""Parameters of the clustering and of its results, each with its help, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field
from typing import Any, cast

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
)

from ..core.base.plain import field_of
from ..core.clusters.merge_tree import DETAILS
from ..core.clusters.methods import METHODS, ClusterSettings
from ..core.clusters.methods.base import ClusterMethod
from ..worker.contract import ClusterLayerResult, LayerOutput
from .framework.algorithm import Algorithm
from .parameters import DOUBLE, INTEGER, Parameters, add_file, add_number, choice, read_number

CLUSTERINGS = {method.LABEL: name for name, method in METHODS.items()}


def add_clusters(alg: Algorithm) -> None:
    """Add the clustering's settings: those of several methods, then each method's own."""
    every = tuple(METHODS.values())
    alg.addParameter(
        choice("CLUSTERING", alg.tr("Clustering"), CLUSTERINGS),
        help=" ".join(f"{kind.LABEL}: {kind.HELP}." for kind in every),
    )
    _add(alg, "n_clusters", [kind for kind in every if "n_clusters" in kind.USES])
    _add(alg, "max_clusters", [kind for kind in every if "max_clusters" in kind.USES])
    detail = field_of(ClusterSettings, "detail")
    alg.addParameter(
        choice("DETAIL", detail.metadata["label"], DETAILS, DETAILS.index(detail.default)),
        help=_help(detail, [kind for kind in every if kind.HAS_LEVELS]),
    )
    _add(alg, "min_scenes", [kind for kind in every if "min_scenes" in kind.USES], advanced=True)
    spatial = field_of(ClusterSettings, "spatial")
    alg.addParameter(
        QgsProcessingParameterBoolean("SPATIAL", spatial.metadata["label"], spatial.default),
        help=_help(spatial, [kind for kind in every if kind.MAKES_REGIONS]),
        advanced=True,
    )
    for kind in every:
        for own in kind.own_settings():
            _add(alg, own.name, [kind], advanced=True)
    _add(alg, "exemplars", [], advanced=True)


def read_clusters(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> ClusterSettings:
    """Read the clustering's settings."""
    number = read_number(alg, "N_CLUSTERS", parameters, context)
    own = {
        one.name: (
            alg.parameterAsInt(parameters, _name_of(one), context)
            if isinstance(one.default, int)
            else alg.parameterAsDouble(parameters, _name_of(one), context)
        )
        for kind in METHODS.values()
        for one in kind.own_settings()
    }
    return ClusterSettings(
        method=CLUSTERINGS[alg.parameterAsEnumString(parameters, "CLUSTERING", context)],
        n_clusters=None if number is None else int(number),
        max_clusters=alg.parameterAsInt(parameters, "MAX_CLUSTERS", context),
        detail=alg.parameterAsEnumString(parameters, "DETAIL", context),
        min_scenes=alg.parameterAsInt(parameters, "MIN_SCENES", context),
        spatial=alg.parameterAsBool(parameters, "SPATIAL", context),
        exemplars=alg.parameterAsInt(parameters, "EXEMPLARS", context),
        seed=alg.parameterAsInt(parameters, "SEED", context),
        **own,
    )


def _add(
    alg: Algorithm, name: str, kinds: Sequence[type[ClusterMethod[Any]]], *, advanced: bool = False
) -> None:
    """Add the number that is a field of the settings; its help names the methods that use it."""
    one = field_of(ClusterSettings, name)
    about, default = one.metadata, cast(Any, one.default)
    add_number(
        alg, _name_of(one), about["label"], default, about["minimum"], about["maximum"],
        _help(one, kinds), DOUBLE if isinstance(default, float) else INTEGER, advanced,
    )  # fmt: skip


def _name_of(one: Field[Any]) -> str:
    """Return the dialog's name of a setting."""
    return one.metadata["parameter"] or one.name.upper()


def _help(one: Field[Any], kinds: Sequence[type[ClusterMethod[Any]]]) -> str:
    """Return the help of a setting, after the methods that go by it."""
    text: str = one.metadata["help"]
    if not kinds:
        return text
    return f"{', '.join(kind.LABEL for kind in kinds)}: {text[0].lower()}{text[1:]}"


def add_cluster_outputs(alg: Algorithm, *, features: bool = True, model: bool = True) -> None:
    """Add the styled layer, the files beside it, and the numbers."""
    sink = QgsProcessingParameterFeatureSink(
        "OUTPUT", alg.tr("Clusters"), QgsProcessing.SourceType.TypeVectorAnyGeometry
    )
    # Also where no place is given: classes and the history of edits live in a GeoPackage.
    sink.setSupportsNonFileBasedOutput(False)
    alg.addParameter(
        sink,
        help=alg.tr(
            "Scenes with their clusters. The style is stored with the data: inside a GeoPackage, "
            "as QML beside other formats. A GeoPackage can be edited with the algorithms of the "
            "group Classes."
        ),
    )
    alg.addParameter(
        QgsProcessingParameterBoolean("MEMBERSHIPS", alg.tr("Memberships"), False),
        help=alg.tr(
            "Adds a field member_1, member_2 and so on for each cluster, with the "
            "probability that the scene belongs to it, for the 100 largest clusters at most. "
            "For all methods; HDBSCAN knows only that of the scene's own cluster."
        ),
        advanced=True,
    )
    if features:
        add_file(
            alg, "FEATURES", alg.tr("Features"), "parquet", alg.tr("GeoParquet"),
            alg.tr("The scenes' feature vectors, for the other algorithms of this plugin."),
        )  # fmt: skip
    if model:
        add_file(
            alg, "CLUSTER_MODEL", alg.tr("Cluster model"), "npz", alg.tr("Cluster model"),
            alg.tr("All that Apply clusters needs to find the same clusters on another raster."),
        )  # fmt: skip
    alg.addOutput(QgsProcessingOutputNumber("CLUSTERS", alg.tr("Number of clusters")))
    alg.addOutput(QgsProcessingOutputNumber("SCENES", alg.tr("Number of scenes")))
    alg.addOutput(QgsProcessingOutputNumber("SKIPPED", alg.tr("Scenes skipped for lack of data")))


def read_layer(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> LayerOutput:
    """Say what the worker writes for the layer."""
    memberships = alg.parameterAsBool(parameters, "MEMBERSHIPS", context)
    return LayerOutput(str(alg.scratch / "layer.npz"), memberships)


def cluster_results(result: ClusterLayerResult) -> dict[str, Any]:
    """Return the numbers that `add_cluster_outputs` declares."""
    return {
        "CLUSTERS": result.clusters,
        "SCENES": result.scenes,
        "SKIPPED": result.skipped,
    }

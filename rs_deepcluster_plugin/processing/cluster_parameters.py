"""Parameters of the clustering and of its results, each with its help, and how they are read."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)

from ..core.clusters.merge_tree import DETAILS
from ..core.clusters.methods import METHODS, ClusterSettings
from ..worker.contract import ClusterLayerResult, LayerOutput
from .framework.algorithm import Algorithm
from .shared_parameters import (
    DOUBLE,
    INTEGER,
    Parameters,
    add_file,
    add_number,
    choice,
    read_number,
)

CLUSTERINGS = {method.LABEL: name for name, method in METHODS.items()}


def add_clusters(alg: Algorithm) -> None:
    """Add the clustering's settings."""
    alg.addParameter(
        choice("CLUSTERING", alg.tr("Clustering"), CLUSTERINGS),
        help=alg.tr(
            "The Dirichlet process mixture, the Gaussian mixture, ISODATA and Leiden infer the "
            "number of clusters. k-means, mini-batch k-means (for very many scenes), fuzzy c-means "
            "(with graded memberships) and Ward (agglomerative; contiguous regions on request) "
            "make as many as asked for. HDBSCAN finds dense groups and leaves the rest without a "
            "cluster."
        ),
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "N_CLUSTERS",
            alg.tr("Number of clusters"),
            INTEGER,
            optional=True,
            minValue=2,
            maxValue=10_000,
        ),
        help=alg.tr(
            "k-means, mini-batch k-means, fuzzy c-means, Ward, Gaussian mixture: the number of "
            "clusters. ISODATA: the number desired. Empty: the number up to Most clusters with the "
            "best silhouette; for the Gaussian mixture with the lowest Bayesian information "
            "criterion (BIC), for contiguous regions with the best index of Calinski and Harabasz. "
            "Dirichlet process mixture, HDBSCAN, Leiden: not used."
        ),
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "MAX_CLUSTERS", alg.tr("Most clusters"), INTEGER, 60, minValue=2, maxValue=500
        ),
        help=alg.tr(
            "Upper bound of the number of clusters where it is inferred. HDBSCAN, Leiden, and all "
            "methods that are given a number of clusters: not used."
        ),
    )
    alg.addParameter(
        choice("DETAIL", alg.tr("Detail"), DETAILS, DETAILS.index("balanced")),
        help=alg.tr(
            "Dirichlet process mixture: how far its components are merged. One to three levels "
            "hold: their clusters are well apart on the map and in the features. balanced is the "
            "coarsest of these, fine the next one, or the best of one and a half to three times "
            "as many clusters; coarse is the best of a third to two thirds as many. The layer has "
            "the other levels that hold in fields such as level_9, and the log says what splits. "
            "The cluster model keeps all of them: Apply "
            "clusters can show another one without a new fit."
        ),
    )
    alg.addParameter(
        QgsProcessingParameterNumber(
            "MIN_SCENES",
            alg.tr("Fewest scenes of a cluster"),
            INTEGER,
            10,
            minValue=2,
            maxValue=100_000,
        ),
        help=alg.tr("HDBSCAN, ISODATA: a smaller group does not count as a cluster."),
        advanced=True,
    )
    alg.addParameter(
        QgsProcessingParameterBoolean("SPATIAL", alg.tr("Contiguous regions"), False),
        help=alg.tr(
            "Ward: only clusters that touch along the edge of a scene are merged, so that each "
            "cluster is one region of the scene grid; all scenes are clustered, 100,000 at most. "
            "On another raster the clusters are found by their centers and need not be contiguous."
        ),
        advanced=True,
    )
    for name, label, kind, default, least, most, help in (
        (
            "FUZZINESS", alg.tr("Fuzziness"), DOUBLE, 2, 1.01, 10,
            alg.tr(
                "Fuzzy c-means: exponent m of the memberships. Near 1 they are all or nothing, "
                "large values make all clusters alike."
            ),
        ),
        (
            "SPLIT_DEVIATION", alg.tr("Standard deviation for splitting"), DOUBLE, 0.4, 0.001, 10,
            alg.tr(
                "ISODATA: a cluster that spreads more than this along one axis may be split; as a "
                "share of the standard deviation of all scenes."
            ),
        ),
        (
            "MERGE_DISTANCE", alg.tr("Distance for merging"), DOUBLE, 0.2, 0, 10,
            alg.tr(
                "ISODATA: clusters whose centers are nearer than this are merged; as a share of "
                "the root mean square distance of all scenes to their mean."
            ),
        ),
        (
            "MERGE_PAIRS", alg.tr("Most merged pairs"), INTEGER, 2, 0, 1000,
            alg.tr("ISODATA: most pairs of clusters that are merged in one iteration."),
        ),
        (
            "ITERATIONS", alg.tr("Most iterations"), INTEGER, 20, 1, 1000,
            alg.tr("ISODATA: it ends before where an iteration changes nothing."),
        ),
        (
            "LEIDEN_RESOLUTION", alg.tr("Resolution of the communities"), DOUBLE, 0.3, 0.001, 100,
            alg.tr("Leiden: larger values give more clusters; 1 is modularity."),
        ),
        (
            "LEIDEN_NEIGHBORS", alg.tr("Neighbors in the graph"), INTEGER, 15, 1, 500,
            alg.tr(
                "Leiden: each scene is linked to as many of its nearest scenes of the embedding; "
                "as many vote for the cluster of a new scene."
            ),
        ),
    ):  # fmt: skip
        add_number(alg, name, label, default, least, most, help, kind)
    alg.addParameter(
        QgsProcessingParameterNumber(
            "EXEMPLARS", alg.tr("Exemplars"), INTEGER, 5, minValue=0, maxValue=100
        ),
        help=alg.tr(
            "Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the "
            "next ones are as different as the cluster holds."
        ),
        advanced=True,
    )


def read_clusters(
    alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> ClusterSettings:
    """Read the clustering's settings."""
    number = read_number(alg, "N_CLUSTERS", parameters, context)
    return ClusterSettings(
        method=CLUSTERINGS[alg.parameterAsEnumString(parameters, "CLUSTERING", context)],
        n_clusters=None if number is None else int(number),
        max_clusters=alg.parameterAsInt(parameters, "MAX_CLUSTERS", context),
        detail=alg.parameterAsEnumString(parameters, "DETAIL", context),
        min_scenes=alg.parameterAsInt(parameters, "MIN_SCENES", context),
        spatial=alg.parameterAsBool(parameters, "SPATIAL", context),
        fuzziness=alg.parameterAsDouble(parameters, "FUZZINESS", context),
        split_deviation=alg.parameterAsDouble(parameters, "SPLIT_DEVIATION", context),
        merge_distance=alg.parameterAsDouble(parameters, "MERGE_DISTANCE", context),
        merge_pairs=alg.parameterAsInt(parameters, "MERGE_PAIRS", context),
        iterations=alg.parameterAsInt(parameters, "ITERATIONS", context),
        resolution=alg.parameterAsDouble(parameters, "LEIDEN_RESOLUTION", context),
        neighbors=alg.parameterAsInt(parameters, "LEIDEN_NEIGHBORS", context),
        exemplars=alg.parameterAsInt(parameters, "EXEMPLARS", context),
        seed=alg.parameterAsInt(parameters, "SEED", context),
    )


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

"""The job of Cluster report: arrays of a cluster layer to one HTML file."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

import numpy as np

from ..core.base.progress import Progress
from ..core.clusters.layer_tree import ClusterTree
from ..core.clusters.model import ClusterModel
from ..core.reports.cluster_report import About, Imagery, write_cluster_report
from ..core.reports.report_scenes import ReportScenes
from ..core.scenes.scaling import Scaling
from . import exchange

Values = dict[str, Any]


def cluster_report(arguments: Values, progress: Progress) -> Values:
    """Arrays, and raster and cluster model where there are any, to the report."""
    arrays = exchange.read(arguments["scenes"])
    tree = ClusterTree.from_json(arguments["tree"]) if arguments["tree"] else None
    places = np.stack([arrays["umap_x"], arrays["umap_y"]], axis=1)
    if tree is None and arguments["model_file"]:
        tree = ClusterModel.load(arguments["model_file"]).method.tree()
    names = None
    if "name_data" in arrays:
        packed = exchange.unpack(arrays["name_data"], arrays["name_ends"])
        names = [name.decode() for name in packed]
    scenes = ReportScenes(
        ids=arrays["scene_id"],
        clusters=arrays["current"],
        fitted=arrays["cluster"],
        probabilities=arrays["probability"],
        second_clusters=arrays["second_cluster"],
        second_probabilities=arrays["second_probability"],
        ambiguous=arrays["ambiguous"],
        exemplar_ranks=arrays["exemplar_rank"],
        subclusters=arrays["subcluster"],
        places=places,
        areas=arrays["area"],
        classes=arrays["class"],
        geometries=exchange.unpack(arrays["data"], arrays["ends"]),
        names=names,
    )
    about = arguments["about"]
    about["versions"] += [
        ("Python of the worker", platform.python_version()),
        *((name, version(name)) for name in ("numpy", "scikit-learn", "rasterio")),
    ]
    imagery = None
    if arguments["raster"]:
        scaling = arguments["scaling"]
        imagery = Imagery(
            arguments["raster"],
            tuple(arguments["bands"]),
            Scaling(tuple(scaling["low"]), tuple(scaling["high"])) if scaling else None,
            scaling is not None and not scaling.get("applied", False),
            {
                kind: Scaling(tuple(low), tuple(high))
                for kind, (low, high) in ((scaling or {}).get("kinds") or {}).items()
            },
        )
    clusters = write_cluster_report(
        arguments["output"], scenes, About(**about), imagery, tree,
        arguments["exemplars"], arguments["side"], progress,
    )  # fmt: skip
    return {"clusters": clusters, "scenes": len(scenes)}

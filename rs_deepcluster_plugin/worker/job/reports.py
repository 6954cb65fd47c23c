"""The jobs that write reports: QGIS's side has counted and gathered, here it is written down."""

from __future__ import annotations

import platform
from dataclasses import replace
from importlib.metadata import version

import numpy as np

from ...core.accuracy.matrix import ConfusionMatrix
from ...core.base.arrays import FloatArray, IntArray
from ...core.base.progress import Progress
from ...core.clusters.model import ClusterModel
from ...core.clusters.transitions import Transition, find_transitions
from ...core.reports import accuracy_report
from ...core.reports.cluster_report import write_cluster_report
from ...core.reports.report_scenes import ReportScenes
from .. import array_files
from ..contract import (
    AssessAccuracyJob,
    ClusterReportJob,
    ClusterReportResult,
    CompareMapsJob,
    ReportResult,
)
from .registry import does


@does(AssessAccuracyJob)
def assess_accuracy(job: AssessAccuracyJob, progress: Progress) -> ReportResult:
    """Write counts as the report of an accuracy assessment."""
    accuracy_report.write_accuracy(
        job.report,
        ConfusionMatrix(job.labels, np.array(job.counts, dtype=np.int64)),
        job.areas,
        job.names,
        job.scores,
        job.matches,
        job.notes,
        job.settings,
        job.elsewhere,
    )
    return ReportResult()


@does(CompareMapsJob)
def compare_maps(job: CompareMapsJob, progress: Progress) -> ReportResult:
    """Write counts as the report of a comparison."""
    accuracy_report.write_comparison(
        job.report,
        job.before,
        job.after,
        np.array(job.counts, dtype=np.int64),
        job.hectares,
        job.scores,
        job.unchanged,
        job.notes,
        job.settings,
    )
    return ReportResult()


def _whole(values: FloatArray) -> IntArray:
    return np.nan_to_num(values).astype(np.int64)


@does(ClusterReportJob)
def cluster_report(job: ClusterReportJob, progress: Progress) -> ClusterReportResult:
    """Arrays, and imagery and a cluster model where there are any, to the report."""
    arrays = array_files.read(job.scenes)
    tree = job.tree
    if tree is None and job.model_file:
        tree = ClusterModel.load(job.model_file).method.tree()
    names = None
    if "name_data" in arrays:
        names = array_files.unpack_texts(arrays, "name")
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
        places=np.stack([arrays["umap_x"], arrays["umap_y"]], axis=1),
        areas=arrays["area"],
        classes=arrays["class"],
        geometries=array_files.unpack(arrays["data"], arrays["ends"]),
        names=names,
    )
    changes: list[Transition] = []
    if "date_data" in arrays:
        dates, sources = (array_files.unpack_texts(arrays, name) for name in ("date", "source"))

        def boxes() -> FloatArray:
            import shapely

            found = [geometry or None for geometry in scenes.geometries]
            return np.asarray(shapely.bounds(shapely.from_wkb(found)))

        changes, _ = find_transitions(
            dates, sources, _whole(arrays["row"]), _whole(arrays["col"]),
            _whole(scenes.clusters), boxes if job.joined else None,
        )  # fmt: skip
    versions = (
        *job.about.versions,
        ("Python of the worker", platform.python_version()),
        *((name, version(name)) for name in ("numpy", "scikit-learn", "rasterio")),
    )
    clusters = write_cluster_report(
        job.output, scenes, replace(job.about, versions=versions), job.imagery, tree,
        job.exemplars, job.side, progress, changes,
    )  # fmt: skip
    return ClusterReportResult(clusters, len(scenes))

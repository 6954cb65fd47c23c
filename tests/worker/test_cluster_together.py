"""Files of features that have grids of their own, clustered together."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.worker import array_files
from rs_deepcluster_plugin.worker.contract import ClusterTogetherJob, LayerOutput
from rs_deepcluster_plugin.worker.job.clusters import cluster_together

COUNT = 60


@pytest.fixture
def job(features_at, tmp_path, monkeypatch):
    """Two rasters of one place; scenes of the second count their columns from another one."""
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))
    random = np.random.default_rng(0)
    kinds = np.arange(COUNT) // 20
    values = 9 * np.eye(3, 6)[kinds] + random.normal(size=(COUNT, 6)) / 3
    for name, first in (("b", 0), ("a", 7)):
        cells = np.stack([0 * kinds, first + np.arange(COUNT)], axis=1)
        features_at(tmp_path / f"{name}.parquet", values, cells=cells, source=f"/x/{name}.tif")
    return ClusterTogetherJob(
        files=(str(tmp_path / "b.parquet"), str(tmp_path / "a.parquet")),
        projection=ProjectionSettings(method="pca"),
        clusters=ClusterSettings(method="kmeans", n_clusters=3),
        features=str(tmp_path / "f.parquet"), embedding=str(tmp_path / "e.parquet"),
        model_file=str(tmp_path / "m.npz"),
        layer=LayerOutput(str(tmp_path / "l.npz"), transitions=str(tmp_path / "t.csv")),
    )  # fmt: skip


def test_changes_are_counted_from_raster_to_raster_where_scenes_lie(job, recorder):
    cluster_together(job, recorder)
    with open(job.layer.transitions, newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    one, other = np.split(array_files.read(job.layer.path)["cluster"], 2)
    assert {(row["before"], row["after"]) for row in table} == {("b", "a")}
    found = {(int(r["from_cluster"]), int(r["to_cluster"])): int(r["scenes"]) for r in table}
    pairs, counts = np.unique(np.stack([one, other], axis=1), axis=0, return_counts=True)
    assert found == dict(zip(map(tuple, pairs.tolist()), counts.tolist()))
    assert sum(found.values()) == COUNT
    assert any(line.startswith("From b to a, 100% of 60 scenes") for line in recorder.lines)


def test_scenes_of_two_rasters_make_no_raster(job, recorder, tmp_path):
    layer = replace(job.layer, raster=str(tmp_path / "r.tif"))
    with pytest.raises(SceneError, match="scenes are of several rasters"):
        cluster_together(replace(job, layer=layer), recorder)
    assert not (tmp_path / "r.tif").exists()

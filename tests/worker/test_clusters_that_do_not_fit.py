"""What Apply clusters says of scenes that are not like those that the clusters were fitted on."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.clusters.model import ClusterSettings, fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.worker.contract import ApplyClustersJob, LayerOutput
from rs_deepcluster_plugin.worker.job.registry import run

DIMS, KINDS = 12, 3


def scenes(seed, turned=False):
    """Scenes of three kinds; turned, their kinds lie in other directions."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, KINDS, 240)
    values = np.eye(DIMS)[kinds + (KINDS if turned else 0)] * 4
    return (values + rng.normal(size=values.shape) / 2).astype(np.float32), kinds


@pytest.fixture
def applied(tmp_path, features_at, provenance, recorder):
    """Apply clusters that were fitted on scenes of seed 0 to others; returns result and log."""
    vectors, kinds = scenes(0)
    normalizer = Normalizer.fit(vectors, (DIMS,))
    places = np.array([[0, 0], [9, 0], [0, 9]])[kinds]
    places = places + np.random.default_rng(1).normal(size=places.shape) / 2
    projector = Projector(
        ProjectionSettings(dimensions=2, runs=1), "encoder-1", normalizer,
        normalizer(vectors).astype(np.float16), places.astype(np.float32),
    )  # fmt: skip
    settings = ClusterSettings(method="kmeans", n_clusters=KINDS)
    made = provenance(part_dims=(DIMS,))
    model, _ = fit_clusters(projector.positions, settings, made, projector)
    model.save(tmp_path / "model.npz")

    def apply(vectors):
        path = tmp_path / "features.parquet"
        features_at(path, vectors)
        job = ApplyClustersJob(
            str(tmp_path / "model.npz"), None, False, EngineSettings(), "as saved", str(path),
            str(tmp_path / "embedding.parquet"), LayerOutput(str(tmp_path / "layer.npz")),
        )  # fmt: skip
        return run(job.to_message(), recorder), "\n".join(recorder.lines)

    return apply


def test_of_scenes_like_those_of_the_fit_nothing_is_said(applied):
    result, log = applied(scenes(5)[0])
    assert result["unlike"] < 0.15
    assert result["probability"] == pytest.approx(result["fitted_probability"], abs=0.05)
    assert "do not fit" not in log


def test_of_other_scenes_both_figures_and_what_to_do_are_said(applied):
    result, log = applied(scenes(5, turned=True)[0])
    assert result["unlike"] > 0.9
    assert f"{result['unlike']:.0%} of them are unlike all that the clusters were fitted on" in log
    assert "where 5% would be by chance" in log
    assert f"{result['fitted_probability']:.2f} where they were fitted" in log
    assert "Compare features" in log

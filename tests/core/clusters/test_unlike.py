from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector
from rs_deepcluster_plugin.core.clusters.unlike import unlike_share
from rs_deepcluster_plugin.core.features.normalize import Normalizer

DIMS = 24


def scenes(seed, count=600, away=0.0):
    """Scenes of five kinds, each around a direction; ``away`` turns all of them elsewhere."""
    rng = np.random.default_rng(seed)
    centers = np.random.default_rng(99).normal(size=(5, DIMS)) * 2
    other = np.random.default_rng(98).normal(size=(5, DIMS)) * 2
    kinds = rng.integers(0, 5, count)
    values = centers[kinds] * (1 - away) + other[kinds] * away + rng.normal(size=(count, DIMS)) / 2
    return values.astype(np.float32)


def projector_of(vectors, method="umap"):
    normalizer = Normalizer.fit(vectors, (DIMS,))
    reference = normalizer(vectors).astype(np.float16)
    if method == "pca":
        reference = np.eye(2, DIMS, dtype=np.float32)
    places = np.zeros((1 if method == "pca" else len(vectors), DIMS if method == "pca" else 2))
    settings = ProjectionSettings(method, 2, runs=1)
    return Projector(settings, "encoder-1", normalizer, reference, places.astype(np.float32))


def test_scenes_of_the_same_imagery_are_unlike_by_chance_alone(features_file):
    projector = projector_of(scenes(0))
    assert unlike_share(features_file(scenes(1)), projector) == pytest.approx(0.05, abs=0.03)
    own = unlike_share(features_file(scenes(0)), projector)
    assert own == pytest.approx(0.05, abs=0.005)  # none is its own neighbor


def test_scenes_of_other_imagery_are_unlike(features_file):
    projector = projector_of(scenes(0))
    shares = [unlike_share(features_file(scenes(1, away=a)), projector) for a in (0, 0.3, 0.6, 1)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.8


def test_a_projection_that_keeps_no_scenes_does_not_tell(features_file):
    assert unlike_share(features_file(scenes(1)), projector_of(scenes(0), "pca")) is None
    assert unlike_share(features_file(scenes(1)), projector_of(scenes(0, 10))) is None

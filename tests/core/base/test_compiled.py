"""Compiled loops against what NumPy and SciPy say, and that they are compiled once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax
from scipy.stats import multivariate_normal

from rs_deepcluster_plugin.core.base import compiled

ROOT = Path(compiled.__file__).parents[3]


def groups_of_components(dims, groups=3, components=4, size=50):
    random = np.random.default_rng(dims)
    points = random.normal(size=(groups * size, dims))
    weights = random.uniform(0.5, 2, size=groups * size)
    means = random.normal(size=(groups, components, dims))
    roots = random.normal(size=(groups, components, dims, dims))
    covariances = roots @ roots.swapaxes(-1, -2) + 0.3 * np.eye(dims)
    offsets = random.normal(size=(groups, components))
    return points, weights, size * np.arange(1, groups + 1), means, covariances, offsets


@pytest.mark.parametrize("dims", [1, 2, 5])
def test_shares_are_those_of_the_densities(dims):
    points, weights, ends, means, covariances, offsets = groups_of_components(dims)
    found = compiled.divide(
        points,
        weights,
        ends,
        np.ascontiguousarray(means.swapaxes(1, 2)),
        np.ascontiguousarray(np.moveaxis(np.linalg.inv(covariances), 1, -1)),
        offsets,
    )
    for group, own in enumerate(np.split(np.arange(len(points)), ends[:-1])):
        logs = np.stack(
            [
                offset
                + multivariate_normal.logpdf(points[own], mean, covariance)
                - multivariate_normal.logpdf(mean, mean, covariance)
                for offset, mean, covariance in zip(
                    offsets[group], means[group], covariances[group]
                )
            ],
            axis=1,
        )
        expected = softmax(logs, axis=1) * weights[own, None]
        np.testing.assert_allclose(found[own], expected, rtol=1e-9, atol=1e-11)


def test_statistics_are_weighted_sums():
    points, weights, ends, *_ = groups_of_components(3)
    shares = np.random.default_rng(0).dirichlet(np.ones(4), size=len(points)) * weights[:, None]
    shares[::7, 1] = 0
    found = compiled.summarize(points, weights, ends, shares)
    for group, own in enumerate(np.split(np.arange(len(points)), ends[:-1])):
        some, share = points[own], shares[own]
        logs = np.log(np.where(share > 0, share / weights[own, None], 1))
        expected = (
            share.sum(axis=0),
            share.T @ some,
            np.einsum("nk,na,nb->kab", share, some, some),
            -(share * logs).sum(axis=0),
        )
        for one, other in zip(found, expected):
            np.testing.assert_allclose(one[group], other, rtol=1e-9, atol=1e-12)


@pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="it takes its time: make test-all"
)
def test_what_is_compiled_is_kept_for_the_next_process():
    """Both ours, and what umap-learn itself compiles anew in each process."""
    code = """
import json, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from rs_deepcluster_plugin.core.base import compiled
from rs_deepcluster_plugin.core.clusters import mixture, project
values = np.random.default_rng(0).normal(size=(60, 8)).astype(np.float32)
values /= np.linalg.norm(values, axis=1, keepdims=True)
places = project._fit_umap(values, project.ProjectionSettings(neighbors=5, runs=1))
mixture.fit_mixture(places, starts=(1,))
from umap import layouts, umap_
kept = {
    f.__name__: [sum(f.stats.cache_hits.values()), sum(f.stats.cache_misses.values())]
    for f in (
        *(f.dispatcher() for f in (compiled.divide, compiled.summarize, compiled.rank_shared)),
        umap_.smooth_knn_dist, umap_.compute_membership_strengths,
        layouts._nb_optimize_layout_euclidean_single_epoch,
    )
}
print(json.dumps(kept))
"""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code, str(ROOT)],
            capture_output=True,
            text=True,
            check=True,
        )
    kept = json.loads(done.stdout.splitlines()[-1])
    assert len(kept) == 6
    assert all(hits > 0 and misses == 0 for hits, misses in kept.values()), kept

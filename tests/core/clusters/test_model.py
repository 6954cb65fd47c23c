from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from rs_deepcluster_plugin.core.base.archive import write_archive
from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.clusters.methods import METHODS
from rs_deepcluster_plugin.core.clusters.methods.kmeans import KMeansClusters
from rs_deepcluster_plugin.core.clusters.model import (
    ClusterModel,
    ClusterSettings,
    exemplar_ranks,
    fit_clusters,
)
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, Projector
from rs_deepcluster_plugin.core.features.normalize import Normalizer

SIZES = (200, 150, 110, 80, 60)
CENTERS = np.array([[0, 0], [12, 0], [0, 12], [12, 12], [6, -9]], dtype=float)
every_method = pytest.mark.parametrize("method", METHODS)


def blobs(seed=0, spread=1.0):
    """Five groups in two dimensions, shuffled; returns them and the group of each."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.repeat(np.arange(5), SIZES))
    points = CENTERS[labels] + random.normal(size=(len(labels), 2)) * spread
    return points.astype(np.float32), labels


def settings_of(method, **changes):
    values = {"method": method, "max_clusters": 15, **changes}
    return ClusterSettings(**values)


def fit(points, provenance, method="dpgmm", projector=None, **changes):
    return fit_clusters(points, settings_of(method, **changes), provenance(), projector)


@every_method
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_known_groups_are_found(provenance, method, seed):
    points, labels = blobs(seed)
    model, found = fit(points, provenance, method, seed=seed)
    assert model.clusters == 5
    has = found.clusters > 0
    assert has.mean() > 0.9
    assert adjusted_rand_score(labels[has], found.clusters[has]) > 0.98


@every_method
def test_clusters_are_numbered_by_falling_size(provenance, method):
    points, labels = blobs()
    model, found = fit(points, provenance, method)
    counts = found.counts(model.clusters)
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0
    assert sum(counts) == (found.clusters > 0).sum()
    # the largest group is cluster 1, the smallest one cluster 5
    for group in range(5):
        assert np.bincount(found.clusters[labels == group]).argmax() == group + 1


@every_method
def test_the_same_seed_gives_the_same_clusters(provenance, method):
    points, _ = blobs()
    (one, first), (two, second) = (fit(points, provenance, method, seed=3) for _ in range(2))
    for name in vars(first):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    for name, array in one.method.arrays.items():
        np.testing.assert_array_equal(array, two.method.arrays[name])


@every_method
def test_probabilities_are_probabilities(provenance, method):
    points, _ = blobs(spread=3.0)
    model, found = fit(points, provenance, method)
    memberships = model.method.memberships(points)
    assert memberships.shape == (len(points), model.clusters)
    assert memberships.min() >= 0
    sums = memberships.sum(axis=1)
    if method in ("hdbscan", "dpgmm"):  # what is missing to 1 is noise
        assert sums.max() <= 1 + 1e-9
    else:
        np.testing.assert_allclose(sums, 1)
    has = found.clusters > 0
    np.testing.assert_array_equal(found.probabilities[has], memberships.max(axis=1)[has])
    np.testing.assert_array_equal(found.clusters[has], memberships.argmax(axis=1)[has] + 1)
    assert (found.probabilities[~has] == 0).all()
    assert (found.second_clusters != found.clusters)[has].all()


def test_far_scenes_are_noise_for_hdbscan(provenance):
    points, _ = blobs(spread=0.5)
    lone = np.array([[50, 50], [-40, 3], [6, 40]], dtype=np.float32)
    model, found = fit(np.concatenate([points, lone]), provenance, "hdbscan")
    assert (found.clusters[-3:] == 0).all()
    assert (found.probabilities[-3:] == 0).all()
    assert (found.second_clusters[-3:] == 0).all()
    assert not found.ambiguous[-3:].any()
    new = model.assign(np.array([[0, 0.1], [300, 0]], dtype=np.float32))
    assert new.clusters.tolist() == [1, 0]


def test_noise_alone_is_refused_by_hdbscan(provenance):
    points = np.stack(np.meshgrid(np.arange(5.0), np.arange(5.0)), axis=-1).reshape(-1, 2)
    points = (points * 1.7 ** np.arange(25)[:, None]).astype(np.float32)
    with pytest.raises(SceneError, match="HDBSCAN found no cluster"):
        fit(points, provenance, "hdbscan", min_scenes=12)


def test_the_number_of_clusters_stays_under_its_cap(provenance):
    points, _ = blobs()
    model, found = fit(points, provenance, max_clusters=3)
    assert model.clusters <= 3
    assert found.clusters.max() == model.clusters


def test_the_scale_and_place_of_the_embedding_make_no_difference(provenance):
    points, _ = blobs()
    _, found = fit(points, provenance)
    _, moved = fit(points * 1000 + 500, provenance)
    assert adjusted_rand_score(found.clusters, moved.clusters) > 0.99


@pytest.mark.parametrize("dims", [1, 2, 8])
@every_method
def test_any_number_of_dimensions_is_clustered(provenance, method, dims):
    labels = np.arange(300) % 3
    random = np.random.default_rng(0)
    points = labels[:, None] * 15 + random.normal(size=(300, dims))
    # In one dimension a graph of neighbors is a chain, which modularity likes to cut.
    changes = {"max_clusters": 3, "resolution": 0.1}
    _, found = fit(points.astype(np.float32), provenance, method, **changes)
    has = found.clusters > 0
    assert has.mean() > 0.9
    assert adjusted_rand_score(labels[has], found.clusters[has]) > 0.98


def test_ambiguous_is_a_second_cluster_more_than_half_as_likely(provenance):
    # Two equal clusters at -1 and 1: between them, memberships follow from the distance.
    method = KMeansClusters(
        {"centers": np.array([[-1.0], [1.0]]), "variances": np.array([1.0, 1.0])}
    )
    model = ClusterModel(ClusterSettings(method="kmeans"), method, 2, provenance(), None)
    # log-odds are 2x: the second is half as likely as the first at x = ln(2) / 2
    edge = np.log(2) / 2
    points = np.array([[-5.0], [-edge - 0.01], [-edge + 0.01], [edge - 0.01], [edge + 0.01]])
    found = model.assign(points.astype(np.float32))
    assert found.clusters.tolist() == [1, 1, 1, 2, 2]
    assert found.ambiguous.tolist() == [False, False, True, True, False]
    # at -5 the odds are e^-10, too little to name a second cluster
    assert found.second_clusters.tolist() == [0, 2, 2, 1, 1]
    both = found.probabilities + found.second_probabilities
    assert both[1:] == pytest.approx(1.0)
    assert found.second_probabilities[0] == 0
    np.testing.assert_allclose(found.probabilities[1], 1 / (1 + np.exp(-2 * (edge + 0.01))))


@every_method
def test_scenes_without_a_place_get_no_cluster(provenance, method):
    points, labels = blobs()
    points[::10] = np.nan
    _, found = fit(points, provenance, method)
    missing = np.arange(len(points)) % 10 == 0
    for name in (
        "clusters", "probabilities", "second_clusters", "second_probabilities", "ambiguous",
        "exemplar_ranks",
    ):  # fmt: skip
        assert not np.asarray(getattr(found, name))[missing].any()
    has = found.clusters > 0
    assert adjusted_rand_score(labels[has], found.clusters[has]) > 0.98


def test_identical_scenes_are_one_cluster(provenance):
    for method in ("dpgmm", "kmeans"):
        model, found = fit(np.ones((40, 2), np.float32), provenance, method, max_clusters=3)
        assert model.clusters == 1
        assert (found.clusters == 1).all()
        assert np.isfinite(found.probabilities).all()


def test_beyond_the_fitted_number_the_rest_is_assigned(provenance):
    points, labels = blobs()
    for method in METHODS:
        model, found = fit(points, provenance, method, fit_scenes=300)
        assert model.clusters == 5
        has = found.clusters > 0
        assert has.mean() > 0.9
        assert adjusted_rand_score(labels[has], found.clusters[has]) > 0.98


# --- Exemplars


@every_method
def test_exemplars_are_ranked_in_each_cluster(provenance, method):
    points, _ = blobs()
    model, found = fit(points, provenance, method, exemplars=4)
    for cluster in range(1, model.clusters + 1):
        ranks = found.exemplar_ranks[found.clusters == cluster]
        assert sorted(ranks[ranks > 0]) == [1, 2, 3, 4]
    assert (found.exemplar_ranks[found.clusters == 0] == 0).all()


def test_the_first_exemplar_is_the_most_typical_and_the_next_the_most_different():
    points = np.array([[0.0], [1.0], [2.0], [3.0], [10.0]])
    ranks = exemplar_ranks(points, np.ones(5, dtype=np.int64), 1, 3)
    # mean 3.2: the scene at 3; then 10 (7 away), then 0 (3 away)
    assert ranks.tolist() == [3, 0, 0, 1, 2]


def test_small_clusters_have_no_more_exemplars_than_scenes():
    clusters = np.array([1, 1, 1, 2, 0, 3])
    points = np.array([[0.0], [5.0], [1.0], [3.0], [9.0], [np.pi]])
    ranks = exemplar_ranks(points, clusters, 4, 5)
    assert sorted(ranks[:3]) == [1, 2, 3]
    assert ranks[3:].tolist() == [1, 0, 1]


def test_exemplars_of_identical_scenes_are_distinct_scenes():
    ranks = exemplar_ranks(np.zeros((6, 2)), np.ones(6, dtype=np.int64), 1, 4)
    assert sorted(ranks) == [0, 0, 1, 2, 3, 4]


def test_no_exemplars_are_none():
    assert not exemplar_ranks(np.zeros((6, 2)), np.ones(6, dtype=np.int64), 1, 0).any()


# --- Files


def a_projector():
    random = np.random.default_rng(0)
    values = random.normal(size=(40, 12)).astype(np.float32)
    normalizer = Normalizer.fit(values, (4, 8))
    reference = normalizer(values).astype(np.float16)
    positions = random.normal(size=(40, 2)).astype(np.float32)
    settings = ProjectionSettings(neighbors=5, runs=1)
    return Projector(settings, "encoder-1", normalizer, reference, positions)


@every_method
def test_a_model_of_several_runs_is_applied_to_as_many(provenance, tmp_path, method):
    points, _ = blobs()
    runs = np.concatenate([points, -points], axis=1)
    model, made = fit_clusters(runs, settings_of(method), provenance(), None, runs=2)
    first, alone = fit_clusters(points, settings_of(method), provenance(), None)
    assert adjusted_rand_score(alone.clusters, made.clusters) == 1
    model.save(tmp_path / "m.npz")
    loaded = ClusterModel.load(tmp_path / "m.npz")
    assert loaded.runs == 2
    np.testing.assert_array_equal(loaded.assign(runs).clusters, made.clusters)
    np.testing.assert_array_equal(loaded.assign(runs).probabilities, made.probabilities)
    if method != "dpgmm":  # goes by the first run
        np.testing.assert_array_equal(alone.probabilities, made.probabilities)
    assert first.runs == 1


@every_method
def test_a_saved_model_assigns_exactly_alike(provenance, tmp_path, method):
    points, _ = blobs()
    projector = a_projector()
    model, _ = fit(points, provenance, method, projector)
    model.save(tmp_path / "m.npz")
    loaded = ClusterModel.load(tmp_path / "m.npz")
    new, _ = blobs(seed=9, spread=2.0)
    before, after = model.assign(new), loaded.assign(new)
    for name in vars(before):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))
    assert (loaded.settings, loaded.clusters) == (model.settings, model.clusters)
    assert loaded.provenance == provenance()
    assert loaded.projector.key == projector.key


def test_a_model_without_a_projector_is_saved_without_one(provenance, tmp_path):
    fit(blobs()[0], provenance)[0].save(tmp_path / "m.npz")
    assert ClusterModel.load(tmp_path / "m.npz").projector is None


def test_a_truncated_model_file_is_refused(provenance, tmp_path):
    path = tmp_path / "m.npz"
    fit(blobs()[0], provenance)[0].save(path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataFileError, match=r"m\.npz is damaged.*Cluster features. Make it again"):
        ClusterModel.load(path)


def test_a_projector_in_place_of_a_model_is_refused(tmp_path):
    a_projector().save(tmp_path / "p.npz")
    with pytest.raises(DataFileError, match="of the kind 'rs-deepcluster-projector'"):
        ClusterModel.load(tmp_path / "p.npz")


def test_a_model_of_a_later_version_is_refused(tmp_path):
    write_archive(tmp_path / "m.npz", "rs-deepcluster-clusters", 2, {}, {"a": np.zeros(1)})
    with pytest.raises(DataFileError, match="version 2, and this plugin reads up to 1. Update"):
        ClusterModel.load(tmp_path / "m.npz")


def test_a_model_of_an_unknown_method_is_refused(provenance, tmp_path):
    header = {
        "settings": {"method": "spectral"},
        "clusters": 2,
        "provenance": provenance().to_json(),
    }
    write_archive(tmp_path / "m.npz", "rs-deepcluster-clusters", 1, header, {"a": np.zeros(1)})
    with pytest.raises(DataFileError, match="this version of the algorithm Cluster features"):
        ClusterModel.load(tmp_path / "m.npz")


# --- What is refused


@every_method
def test_too_few_scenes_are_refused(provenance, method):
    points = np.full((50, 2), np.nan, dtype=np.float32)
    points[:9] = 1
    with pytest.raises(SceneError, match="Only 9 scenes have enough valid data"):
        fit(points, provenance, method)


def test_more_clusters_than_scenes_are_refused_by_k_means(provenance):
    points, _ = blobs()
    with pytest.raises(SceneError, match="31 clusters were asked for, but only 30 scenes"):
        fit(points[:30], provenance, "kmeans", n_clusters=31)


def test_a_mixture_of_few_scenes_takes_as_many_components_as_it_can(provenance):
    points, _ = blobs()
    model, found = fit(points[:12], provenance, max_clusters=60)
    assert 1 <= model.clusters <= 12
    assert (found.clusters > 0).all()


def projector_at(points):
    """Return a projector that was fitted on scenes at points (n, 2)."""
    count = len(points)
    reference = np.random.default_rng(0).normal(size=(count, 12)).astype(np.float16)
    zeros = np.zeros(12, dtype=np.float32)
    settings = ProjectionSettings(dimensions=2, runs=1)
    return Projector(
        settings, "encoder-1", Normalizer((4, 8), zeros, zeros), reference, points
    )  # fmt: skip


def test_how_well_clusters_fit_is_known_from_the_places_they_were_fitted_on(provenance):
    points, _ = blobs()
    model, found = fit(points, provenance, projector=projector_at(points))
    assert model.fitted_probability() == pytest.approx(found.probabilities.mean(), abs=0.02)
    between = (points + 6).astype(np.float32)
    held_out = blobs(seed=9)[0]
    fitted = model.fitted_probability()
    assert fitted - model.assign(held_out).mean_probability() < 0.02
    assert fitted - model.assign(between).mean_probability() > 0.1
    assert fit(points, provenance)[0].fitted_probability() is None
    nowhere = np.full((3, 2), np.nan, dtype=np.float32)
    assert model.assign(nowhere).mean_probability() is None

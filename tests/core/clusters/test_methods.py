"""Each clustering method on data whose answer is known, and all of them on degenerate data."""

from __future__ import annotations

import sys
from dataclasses import fields

import numpy as np
import pytest
from scipy import ndimage
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_score
from sklearn.mixture import GaussianMixture

from rs_deepcluster_plugin.core.base.archive import write_archive
from rs_deepcluster_plugin.core.base.errors import DependencyError, SceneError
from rs_deepcluster_plugin.core.clusters.methods import METHODS
from rs_deepcluster_plugin.core.clusters.methods.base import ClusterMethod, CommonSettings
from rs_deepcluster_plugin.core.clusters.methods.fuzzy import FuzzyCMeans
from rs_deepcluster_plugin.core.clusters.methods.gmm import GaussianMixtureClusters
from rs_deepcluster_plugin.core.clusters.methods.leiden import LeidenClusters
from rs_deepcluster_plugin.core.clusters.methods.number import choose_number, find_best_number
from rs_deepcluster_plugin.core.clusters.model import (
    ClusterModel,
    ClusterSettings,
    fit_clusters,
)
from rs_deepcluster_plugin.core.scenes.neighbors import grid_cells, grid_graph

every_method = pytest.mark.parametrize("method", METHODS)
GIVEN = ("kmeans", "minibatch", "fuzzy", "ward")


def groups(centers, count=60, spread=1.0, seed=0):
    """Round groups of ``count`` scenes each, shuffled; returns them and the group of each."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.repeat(np.arange(len(centers)), count))
    points = np.asarray(centers, dtype=float)[labels]
    return (points + random.normal(size=points.shape) * spread).astype(np.float32), labels


def fit(method, points, provenance, cells=None, **changes):
    settings = ClusterSettings(method, **changes)
    return fit_clusters(points, settings, provenance(), None, cells=cells)


# --- The number of clusters


@pytest.mark.parametrize("method", GIVEN)
@pytest.mark.parametrize("count", [2, 4, 7])
def test_a_number_that_is_given_is_the_number_of_clusters(provenance, method, count):
    points, _ = groups([(0, 0), (20, 0), (0, 20)])
    assert fit(method, points, provenance, n_clusters=count)[0].clusters == count


def test_a_number_that_is_given_is_that_of_the_mixtures_components(provenance):
    points, _ = groups([(0, 0), (20, 0), (0, 20)])
    assert fit("gmm", points, provenance, n_clusters=2)[0].clusters == 2


@pytest.mark.parametrize("centers", [2, 3, 6, 11])
def test_the_silhouette_finds_the_number_of_groups(centers):
    places = [(15 * (k % 4), 15 * (k // 4)) for k in range(centers)]
    points, labels = groups(places)
    assert choose_number(points, ClusterSettings()) == centers
    assert choose_number(points, ClusterSettings(max_clusters=2)) == 2
    assert silhouette_score(points, labels) > 0.7  # so that it is an easy question


@pytest.mark.parametrize("peak", [2, 3, 9, 10, 11, 26, 59, 60])
def test_the_best_number_is_found_with_few_trials(peak):
    asked = []

    def score(number):
        asked.append(number)
        return -abs(number - peak)

    assert find_best_number(score, 2, 60) == peak
    assert len(asked) == len(set(asked)) < 30
    assert set(asked) <= set(range(2, 61))


def test_of_equal_numbers_the_smallest_is_the_best():
    assert find_best_number(lambda number: 0.0, 1, 50) == 1
    assert find_best_number(lambda number: 0.0, 4, 4) == 4


@pytest.mark.parametrize("method", ["gmm", "isodata", *GIVEN])
@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 clusters were asked for. Choose at least one"),
                         (31, "31 clusters were asked for, but only 30 scenes.*Choose fewer")]
)  # fmt: skip
def test_an_impossible_number_is_refused(provenance, method, count, words):
    points, _ = groups([(0, 0)], 30)
    with pytest.raises(SceneError, match=words):
        fit(method, points, provenance, n_clusters=count)


# --- Gaussian mixture


@pytest.mark.parametrize("components", [1, 2, 3, 5])
def test_bic_finds_the_number_of_gaussians(provenance, components):
    random = np.random.default_rng(4)
    factors = random.normal(size=(components, 2, 2))
    points = np.concatenate(
        [random.normal(size=(200, 2)) @ factors[k] + (25 * k, 10 * (k % 2))
         for k in range(components)]
    )  # fmt: skip
    labels = np.repeat(np.arange(components), 200)
    model, found = fit("gmm", points.astype(np.float32), provenance)
    assert model.clusters == components
    assert adjusted_rand_score(labels, found.clusters) > 0.97


def test_the_number_of_gaussians_has_the_lowest_bic_of_all(provenance):
    points, _ = groups([(0, 0), (4, 0), (0, 5), (9, 9)], 80)
    values = points.astype(np.float64)
    regular = 1e-6 * values.var(axis=0).mean()
    scores = [
        GaussianMixture(k, reg_covar=regular, max_iter=200, random_state=0).fit(values).bic(values)
        for k in range(1, 11)
    ]
    model = fit("gmm", points, provenance, max_clusters=10)[0]
    assert model.clusters == 1 + np.argmin(scores)


def test_responsibilities_are_those_of_scikit_learn():
    points, _ = groups([(0, 0), (3, 1), (1, 4)])
    values = points.astype(np.float64)
    mine = GaussianMixtureClusters.fit(points, ClusterSettings("gmm", n_clusters=3))
    theirs = GaussianMixture(3, reg_covar=1e-6 * values.var(axis=0).mean(), max_iter=200,
                             random_state=0).fit(values)  # fmt: skip
    np.testing.assert_allclose(mine.memberships(points), theirs.predict_proba(values), atol=1e-9)


def test_elongated_groups_are_told_apart_by_the_mixture_alone(provenance):
    random = np.random.default_rng(0)
    labels = np.repeat([0, 1], 300)
    points = random.normal(size=(600, 2)) * (10, 0.3) + np.stack([0 * labels, 3 * labels], 1)
    found = fit("gmm", points.astype(np.float32), provenance)[1]
    assert adjusted_rand_score(labels, found.clusters) > 0.9
    other = fit("kmeans", points.astype(np.float32), provenance, n_clusters=2)[1]
    assert adjusted_rand_score(labels, other.clusters) < 0.1


# --- Mini-batch k-means


def test_mini_batches_are_drawn_from_all_scenes(provenance):
    # Nearly all scenes of the small group are missed by a sample of ten.
    points, labels = groups([(0, 0), (50, 0)], 500)
    points = np.concatenate([points[labels == 0], points[labels == 1][:20]])
    found = fit("minibatch", points, provenance, n_clusters=2, fit_scenes=10)[1]
    assert found.counts(2) == [500, 20]


# --- Fuzzy c-means


@pytest.mark.parametrize("fuzziness", [1.05, 1.5, 2.0, 4.0])
def test_fuzzy_memberships_sum_to_one_and_have_settled(fuzziness):
    points, _ = groups([(0, 0), (6, 0), (0, 6)], spread=1.5)
    settings = ClusterSettings("fuzzy", n_clusters=3, fuzziness=fuzziness)
    method = FuzzyCMeans.fit(points, settings)
    memberships = method.memberships(points)
    np.testing.assert_allclose(memberships.sum(axis=1), 1)
    assert ((memberships >= 0) & (memberships <= 1)).all()
    weights = memberships**fuzziness
    again = weights.T @ points / weights.sum(axis=0)[:, None]
    np.testing.assert_allclose(again, method.arrays["centers"], atol=1e-3)


def test_more_fuzziness_makes_softer_memberships(provenance):
    points, _ = groups([(0, 0), (6, 0), (0, 6)], spread=1.5)
    means = [
        fit("fuzzy", points, provenance, n_clusters=3, fuzziness=m)[1].probabilities.mean()
        for m in (1.05, 1.5, 2.0, 4.0)
    ]
    assert means[0] > 0.95
    assert means == sorted(means, reverse=True)
    assert means[-1] < 0.6


@pytest.mark.parametrize("fuzziness", [1.0, 0.0, -2.0, float("nan")])
def test_a_fuzziness_of_one_or_less_is_refused(provenance, fuzziness):
    points, _ = groups([(0, 0), (9, 9)])
    with pytest.raises(SceneError, match="The fuzziness is .* Choose one above 1; 2 is usual"):
        fit("fuzzy", points, provenance, fuzziness=fuzziness)


# --- ISODATA


def test_isodata_finds_the_same_at_any_scale(provenance):
    points, labels = groups([(0, 0), (12, 0), (0, 12), (12, 12)])
    for factor in (1e-3, 1, 1e4):
        model, found = fit("isodata", points * np.float32(factor), provenance)
        assert model.clusters == 4
        assert adjusted_rand_score(labels, found.clusters) == 1


@pytest.mark.parametrize("desired", [2, 9])
def test_isodata_leaves_a_desired_number_that_does_not_suit(provenance, desired):
    points, _ = groups([(0, 0), (30, 0), (0, 30)], 100)
    changes = {"merge_distance": 0.5, "split_deviation": 0.3}
    assert fit("isodata", points, provenance, n_clusters=desired, **changes)[0].clusters == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"split_deviation": -1.0}, "standard deviation for splitting is -1. Choose at least 0"),
        ({"merge_distance": float("nan")}, "distance for merging is nan. Choose at least 0"),
        ({"merge_pairs": -1}, "most merged pairs is -1. Choose at least 0"),
        ({"iterations": 0}, "most iterations is 0. Choose at least 1"),
        ({"min_scenes": 0}, "fewest scenes of a cluster is 0. Choose at least 1"),
    ],
)
def test_isodata_refuses_what_it_cannot_work_with(provenance, changes, words):
    with pytest.raises(SceneError, match=words):
        fit("isodata", groups([(0, 0), (9, 9)])[0], provenance, **changes)


# --- Ward


def test_ward_merges_what_adds_least_to_the_variance(provenance):
    # 20 + 20 scenes at 0 and 3, one pair far away: the pair costs less than the two groups.
    points = np.repeat([[0.0], [3.0], [9.0], [9.5]], [20, 20, 1, 1], axis=0).astype(np.float32)
    found = fit("ward", points, provenance, n_clusters=3)[1]
    assert found.clusters.tolist() == [1] * 20 + [2] * 20 + [3] * 2


def grid_of(rows, cols):
    return np.stack(np.indices((rows, cols)), axis=-1).reshape(-1, 2)


def on_grid(clusters, cells):
    made = np.zeros(cells.max(axis=0) + 1, dtype=int)
    made[tuple(cells.T)] = clusters
    return made


def regions_of(clusters, cells):
    """Count the contiguous regions of each cluster."""
    made = on_grid(clusters, cells)
    return [ndimage.label(made == k)[1] for k in range(1, clusters.max() + 1)]


@pytest.mark.parametrize("count", [2, 5, 20, 100])
def test_each_spatial_cluster_is_one_region(provenance, count):
    cells = grid_of(20, 25)
    points = np.random.default_rng(0).normal(size=(500, 3)).astype(np.float32)
    model, found = fit("ward", points, provenance, cells, spatial=True, n_clusters=count)
    assert model.clusters == count
    assert regions_of(found.clusters, cells) == [1] * count
    assert (np.diff(found.counts(count)) <= 0).all()
    assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()
    # without the constraint they are anything but regions
    free = fit("ward", points, provenance, n_clusters=count)[1]
    assert sum(regions_of(free.clusters, cells)) > 2 * count


def test_regions_of_one_land_cover_that_do_not_touch_are_two_clusters(provenance):
    cells = grid_of(9, 12)
    stripe = cells[:, 1] // 4  # A B A
    points = np.where(stripe == 1, 10.0, 0.0)[:, None]
    points = points + np.random.default_rng(0).normal(size=(108, 2)) * 0.1
    for changes in ({"n_clusters": 3}, {}):
        settings = {"spatial": True, "max_clusters": 10, **changes}
        model, found = fit("ward", points.astype(np.float32), provenance, cells, **settings)
        assert model.clusters == 3
        assert adjusted_rand_score(stripe, found.clusters) == 1


def test_the_order_of_the_scenes_makes_no_difference_to_regions(provenance):
    cells = grid_of(12, 12)
    random = np.random.default_rng(1)
    points = random.normal(size=(144, 2)).astype(np.float32)
    order = random.permutation(144)
    settings = {"spatial": True, "n_clusters": 9}
    found = fit("ward", points, provenance, cells, **settings)[1].clusters
    shuffled = fit("ward", points[order], provenance, cells[order], **settings)[1].clusters
    assert adjusted_rand_score(found[order], shuffled) == 1


def test_isolated_parts_grow_as_if_they_were_one_tree(provenance):
    # Two blocks of a mask, a column apart: each has two land covers, one of them much alike.
    cells = grid_of(6, 9)
    cells = cells[cells[:, 1] != 4]
    random = np.random.default_rng(0)
    truth = 2 * (cells[:, 1] > 4) + cells[:, 0] // 3
    points = (
        np.array([[0, 0], [9, 0], [0, 0], [0.5, 0]])[truth]
        + random.normal(size=(len(cells), 2)) * 0.01
    )
    settings = {"spatial": True, "n_clusters": 3}
    found = fit("ward", points.astype(np.float32), provenance, cells, **settings)[1]
    assert adjusted_rand_score(np.minimum(truth, 2), found.clusters) == 1
    settings["n_clusters"] = 4
    found = fit("ward", points.astype(np.float32), provenance, cells, **settings)[1]
    assert adjusted_rand_score(truth, found.clusters) == 1
    with pytest.raises(SceneError, match="lie in 2 parts that do not touch.*at least 2 clusters"):
        fit("ward", points.astype(np.float32), provenance, cells, spatial=True, n_clusters=1)


def test_the_number_of_regions_has_the_best_index_of_calinski_and_harabasz(provenance):
    cells = grid_of(12, 15)
    block = 10 * (cells[:, 0] // 6) + cells[:, 1] // 5
    random = np.random.default_rng(3)
    points = random.normal(size=(22, 2))[block] * 6 + random.normal(size=(180, 2))
    points = points.astype(np.float32)
    chosen = fit("ward", points, provenance, cells, spatial=True, max_clusters=14)[0].clusters
    scores = {}
    for count in range(2, 15):
        settings = {"spatial": True, "n_clusters": count}
        found = fit("ward", points, provenance, cells, **settings)[1]
        scores[count] = calinski_harabasz_score(points, found.clusters)
    assert chosen == max(scores, key=scores.get)


def test_scenes_of_which_none_touch_are_regions_by_themselves(provenance):
    cells = 2 * grid_of(4, 5)
    points = np.random.default_rng(0).normal(size=(20, 2)).astype(np.float32)
    for changes in ({}, {"n_clusters": 20}, {"max_clusters": 3}):
        found = fit("ward", points, provenance, cells, spatial=True, **changes)[1]
        assert sorted(found.clusters) == list(range(1, 21))


def test_too_many_scenes_for_regions_are_refused(provenance, monkeypatch):
    monkeypatch.setattr("rs_deepcluster_plugin.core.clusters.methods.ward._MOST_CELLS", 99)
    points = np.random.default_rng(0).normal(size=(100, 2)).astype(np.float32)
    with pytest.raises(SceneError, match="regions of 100 scenes would take too long; at most 99"):
        fit("ward", points, provenance, grid_of(10, 10), spatial=True)


def test_scenes_without_a_place_are_holes_between_regions(provenance):
    cells = grid_of(10, 10)
    points = np.random.default_rng(0).normal(size=(100, 2)).astype(np.float32)
    gone = cells[:, 1] == 5
    points[gone] = np.nan
    found = fit("ward", points, provenance, cells, spatial=True, n_clusters=7)[1]
    assert (found.clusters[gone] == 0).all()
    assert (found.clusters[~gone] > 0).all()
    assert regions_of(found.clusters, cells) == [1] * 7


def test_all_scenes_are_in_a_region_whatever_is_fitted_else(provenance):
    cells = grid_of(20, 20)
    points = np.random.default_rng(0).normal(size=(400, 2)).astype(np.float32)
    settings = {"spatial": True, "n_clusters": 8, "fit_scenes": 50}
    found = fit("ward", points, provenance, cells, **settings)[1]
    assert regions_of(found.clusters, cells) == [1] * 8


def test_identical_scenes_are_regions_of_the_number_asked_for(provenance):
    cells = grid_of(6, 6)
    points = np.ones((36, 2), np.float32)
    found = fit("ward", points, provenance, cells, spatial=True, n_clusters=4)[1]
    assert regions_of(found.clusters, cells) == [1] * 4
    assert fit("ward", points, provenance, cells, spatial=True)[0].clusters == 1


def test_a_saved_model_of_regions_finds_the_nearest_center(provenance, tmp_path):
    cells = grid_of(9, 12)
    points = np.where(cells[:, 1:] < 4, 10.0, 0.0) + 0.01 * cells
    points = points.astype(np.float32)
    settings = {"spatial": True, "n_clusters": 2}
    model, found = fit("ward", points, provenance, cells, **settings)
    model.save(tmp_path / "model.npz")
    again = ClusterModel.load(tmp_path / "model.npz").assign(points)
    np.testing.assert_array_equal(again.clusters, found.clusters)
    np.testing.assert_array_equal(again.probabilities, found.probabilities)


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"ward"}))
def test_other_methods_make_no_regions(provenance, method):
    cells = grid_of(10, 10)
    points = np.random.default_rng(0).normal(size=(100, 2)).astype(np.float32)
    label = METHODS[method].LABEL
    with pytest.raises(SceneError, match=f"{label} makes no contiguous regions.*Ward"):
        fit(method, points, provenance, cells, spatial=True)


def test_regions_without_a_grid_are_refused(provenance):
    with pytest.raises(SceneError, match="need the rows and columns of the scenes"):
        fit("ward", groups([(0, 0), (9, 9)])[0], provenance, spatial=True)


# --- The grid


def footprints(places, size=1.0):
    import shapely

    x, y = np.asarray(places, dtype=float).T
    return np.asarray(shapely.to_wkb(shapely.box(x, y, x + size, y + size)), dtype=object)


def test_cells_that_share_an_edge_are_linked():
    cells = np.array([[2, 5], [2, 6], [3, 5], [3, 7], [9, 5]])
    links = grid_graph(cells).toarray() > 0
    expected = np.abs(cells[:, None] - cells[None]).sum(axis=2) == 1
    np.testing.assert_array_equal(links, expected)
    # the end of a row does not touch the start of the next
    whole = grid_graph(grid_of(4, 3)).toarray() > 0
    assert whole.sum() == 2 * (4 * 2 + 3 * 3)


@pytest.mark.parametrize("step", [0.4, 1.0, 2.5])
def test_scenes_that_overlap_touch_or_lie_apart_are_on_a_grid(step):
    cells = grid_of(4, 5)[::-1]
    turned = cells @ np.array([[0.6, -0.8], [0.8, 0.6]]) * step
    np.testing.assert_array_equal(grid_cells(*cells.T, footprints(turned)), cells)


def test_polygons_in_some_order_are_on_no_grid():
    places = np.random.default_rng(0).uniform(0, 50, size=(30, 2))
    rows = np.arange(1, 31)
    with pytest.raises(
        SceneError, match="the rows and columns of these do not form one.*Scene grid"
    ):
        grid_cells(rows, np.zeros(30, dtype=int), footprints(places))
    # a regular grid that lost its columns: numbered line by line
    with pytest.raises(SceneError, match="the rows and columns of these do not form one"):
        grid_cells(rows, np.zeros(30, dtype=int), footprints(grid_of(5, 6)))
    with pytest.raises(SceneError, match="several of these have the same row and column"):
        grid_cells(np.zeros(30, dtype=int), np.zeros(30, dtype=int), footprints(places))
    nowhere = np.full(30, None, dtype=object)
    with pytest.raises(SceneError, match="images without a place on the map form none"):
        grid_cells(rows, np.zeros(30, dtype=int), nowhere)


# --- Leiden


def test_leiden_follows_a_chain_of_scenes_where_centers_cannot(provenance):
    # Two rings, one in the other.
    turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], 1)
    points = np.concatenate([ring, 4 * ring]).astype(np.float32)
    labels = np.repeat([0, 1], 200)
    found = fit("leiden", points, provenance, resolution=0.02)[1]
    assert adjusted_rand_score(labels, found.clusters) == 1
    other = fit("kmeans", points, provenance, n_clusters=2)[1]
    assert adjusted_rand_score(labels, other.clusters) < 0.1


def test_a_higher_resolution_gives_more_communities(provenance):
    points = np.random.default_rng(0).uniform(size=(500, 2)).astype(np.float32)
    counts = [
        fit("leiden", points, provenance, resolution=resolution)[0].clusters
        for resolution in (0.05, 0.3, 2.0)
    ]
    assert counts[0] < counts[1] < counts[2]


def test_new_scenes_are_voted_for_and_fitted_ones_keep_their_label():
    scenes = LeidenClusters(
        {
            "points": np.array([[0], [1], [2], [10], [11]], dtype=np.float32),
            "labels": np.array([0, 0, 1, 1, -1]),
            "voters": np.asarray(3),
        }
    )
    new = np.array([[0.4], [2.0], [9.0]], dtype=np.float32)
    # neighbors of 0.4: 0, 1, 2; of the scene at 2: itself, which has half, 1 and 0;
    # of 9: 10, 11 (no label), 2
    expected = [[2 / 3, 1 / 3], [1 / 3, 0.5 + 1 / 6], [0, 2 / 3]]
    np.testing.assert_allclose(scenes.memberships(new), expected)
    turned = scenes.reorder(np.array([1]))
    np.testing.assert_array_equal(turned.arrays["labels"], [-1, -1, 0, 0, -1])
    np.testing.assert_allclose(turned.memberships(new), np.array(expected)[:, 1:])


def test_all_fitted_scenes_keep_their_community(provenance):
    points, _ = groups([(0, 0), (3, 0), (0, 3)], spread=1.2)
    model, found = fit("leiden", points, provenance, resolution=1.0)
    np.testing.assert_array_equal(found.clusters, model.method.arrays["labels"] + 1)
    assert found.probabilities.min() > 0.5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"resolution": 0.0}, "The resolution is 0. Choose one above 0"),
        ({"resolution": float("nan")}, "The resolution is nan. Choose one above 0"),
        ({"neighbors": 0}, "0 neighbors were asked for. Choose at least one"),
    ],
)
def test_leiden_refuses_what_makes_no_graph(provenance, changes, words):
    with pytest.raises(SceneError, match=words):
        fit("leiden", groups([(0, 0), (9, 9)])[0], provenance, **changes)


def test_without_its_packages_leiden_says_what_to_do(provenance, monkeypatch):
    monkeypatch.setitem(sys.modules, "leidenalg", None)
    with pytest.raises(DependencyError, match='leidenalg and igraph.*"Set up the worker", or'):
        fit("leiden", groups([(0, 0), (9, 9)])[0], provenance)


# --- All methods on degenerate data


def checked(found, has):
    """Everything about an assignment that must hold on any data."""
    assert (found.clusters[~has] == 0).all()
    assert (found.probabilities[~has] == 0).all()
    assert np.isfinite(found.probabilities).all()
    assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"hdbscan"}))
def test_two_scenes_can_be_fitted(method):
    points = np.array([[0.0, 1.0], [5.0, 2.0]], dtype=np.float32)
    fitted = METHODS[method].fit(points, ClusterSettings(method, max_clusters=2))
    memberships = fitted.memberships(points)
    assert memberships.shape[0] == 2
    assert 1 <= memberships.shape[1] <= 2
    np.testing.assert_allclose(memberships.sum(axis=1), 1, atol=1e-3)  # dpgmm knows noise


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"hdbscan"}))
@pytest.mark.parametrize("value", [0.0, 1.0, 1e5])
def test_identical_scenes_are_one_cluster(provenance, method, value):
    points = np.full((40, 2), value, np.float32)
    for changes in ({}, {"n_clusters": 3}):
        model, found = fit(method, points, provenance, **changes)
        assert model.clusters == 1
        assert (found.clusters == 1).all()
        checked(found, np.ones(40, dtype=bool))


@pytest.mark.parametrize("count", [2, 40])
def test_where_nothing_is_denser_hdbscan_finds_nothing(count):
    with pytest.raises(SceneError, match="HDBSCAN found no cluster.*or choose"):
        METHODS["hdbscan"].fit(np.ones((count, 2), np.float32), ClusterSettings("hdbscan"))


@pytest.mark.parametrize("method", ["gmm", "isodata", *GIVEN])
def test_fewer_scenes_than_clusters_are_refused(method):
    points = np.arange(6, dtype=np.float32).reshape(3, 2)
    with pytest.raises(SceneError, match="4 clusters were asked for, but only 3 scenes"):
        METHODS[method].fit(points, ClusterSettings(method, n_clusters=4))


@every_method
def test_as_few_scenes_as_are_allowed_are_fewer_than_the_most_clusters(provenance, method):
    points, _ = groups([(0, 0), (30, 0)], 6)
    model, found = fit(method, points, provenance, max_clusters=60, neighbors=3)
    assert 1 <= model.clusters <= 12
    checked(found, np.ones(12, dtype=bool))


@every_method
def test_constant_dimensions_say_nothing(provenance, method):
    points, labels = groups([(0, 0), (30, 0), (0, 30)])
    flat = np.concatenate([points, np.full((len(points), 2), 7, np.float32)], axis=1)
    found = fit(method, flat, provenance)[1]
    has = found.clusters > 0
    assert has.mean() > 0.9
    assert adjusted_rand_score(labels[has], found.clusters[has]) > 0.98


@every_method
def test_scenes_without_a_place_get_no_cluster_and_change_nothing(provenance, method):
    points, _ = groups([(0, 0), (30, 0), (0, 30)])
    gaps = np.full((2 * len(points), 2), np.nan, np.float32)
    gaps[::2] = points
    gaps[1::4, 0] = 3  # half a place is none
    whole, holed = (fit(method, some, provenance)[1] for some in (points, gaps))
    np.testing.assert_array_equal(holed.clusters[::2], whole.clusters)
    checked(holed, np.arange(len(gaps)) % 2 == 0)


@every_method
def test_two_values_in_many_scenes_are_two_clusters(provenance, method):
    points = np.repeat([[0.0, 0.0], [8.0, 1.0]], 30, axis=0).astype(np.float32)
    model, found = fit(method, points, provenance)
    assert model.clusters == 2
    assert len(set(found.clusters[:30])) == len(set(found.clusters[30:])) == 1


@every_method
def test_the_same_seed_gives_the_same_labels_and_a_file_keeps_them(provenance, tmp_path, method):
    points, _ = groups([(0, 0), (4, 0), (0, 4), (5, 5)], 50, spread=1.2)
    model, found = fit(method, points, provenance, seed=5)
    again = fit(method, points, provenance, seed=5)[1]
    np.testing.assert_array_equal(found.clusters, again.clusters)
    model.save(tmp_path / "model.npz")
    loaded = ClusterModel.load(tmp_path / "model.npz")
    assert loaded.settings == model.settings
    applied = loaded.assign(points)
    for name in vars(found):
        np.testing.assert_array_equal(getattr(applied, name), getattr(found, name))
    new = groups([(2, 2), (40, 0)], 20, seed=9)[0]
    checked(loaded.assign(new), np.ones(40, dtype=bool))


@every_method
def test_the_memberships_of_a_model_are_those_of_its_first_clusters(provenance, method):
    points, _ = groups([(0, 0), (30, 0), (0, 30)])
    points[3] = np.nan
    model, found = fit(method, points, provenance)
    assert model.clusters == 3
    shares = model.memberships(points, 100)
    assert shares.shape == (len(points), 3)
    assert np.isnan(shares[3]).all()
    has = found.clusters > 0
    own = shares[has, found.clusters[has] - 1]
    np.testing.assert_allclose(own, found.probabilities[has], rtol=1e-6)
    assert model.memberships(points, 2).shape == (len(points), 2)


def test_methods_have_labels_of_their_own():
    labels = [method.LABEL for method in METHODS.values()]
    assert len(set(labels)) == len(labels)


# --- The interface


def test_settings_have_the_names_and_defaults_that_saved_models_have():
    saved = {
        "method": "dpgmm",
        "max_clusters": 60,
        "detail": "balanced",
        "min_scenes": 10,
        "exemplars": 5,
        "seed": 0,
        "fit_scenes": 20_000,
        "n_clusters": None,
        "fuzziness": 2.0,
        "split_deviation": 0.4,
        "merge_distance": 0.2,
        "merge_pairs": 2,
        "iterations": 20,
        "spatial": False,
        "resolution": 0.3,
        "neighbors": 15,
    }
    assert saved.items() <= vars(ClusterSettings()).items()


def test_a_model_file_of_before_is_read(provenance, tmp_path):
    # What the version without own settings wrote of k-means with two clusters at -1 and 1.
    header = {
        "settings": {
            "method": "kmeans", "max_clusters": 60, "detail": "balanced", "min_scenes": 10,
            "exemplars": 5, "seed": 4, "fit_scenes": 20000, "n_clusters": 2, "fuzziness": 2.0,
            "split_deviation": 0.4, "merge_distance": 0.2, "merge_pairs": 2, "iterations": 20,
            "spatial": False, "resolution": 0.3, "neighbors": 15,
        },
        "clusters": 2,
        "provenance": provenance().to_json(),
    }  # fmt: skip
    arrays = {
        "method.centers": np.array([[-1.0], [1.0]]),
        "method.variances": np.array([1.0, 1.0]),
    }
    write_archive(tmp_path / "old.npz", "rs-deepcluster-clusters", 1, header, arrays)
    model = ClusterModel.load(tmp_path / "old.npz")
    assert model.settings == ClusterSettings("kmeans", n_clusters=2, seed=4)
    points = np.array([[3.0], [-0.2]], dtype=np.float32)
    assert model.assign(points).clusters.tolist() == [2, 1]


@every_method
def test_a_methods_own_settings_are_among_all_settings(method):
    everything = {one.name: one for one in fields(ClusterSettings)}
    for one in METHODS[method].own_settings():
        assert everything[one.name].default == one.default
        about = one.metadata
        assert about["minimum"] <= one.default <= about["maximum"]
        assert about["label"]
        assert about["help"].endswith(".")


def test_no_two_methods_have_a_setting_of_their_own_in_common():
    names = [one.name for kind in METHODS.values() for one in kind.own_settings()]
    assert len(set(names)) == len(names)
    assert set(names) == {one.name for one in fields(ClusterSettings)} - {
        one.name for one in fields(CommonSettings)
    }


@every_method
def test_a_method_can_do_what_its_flags_say(provenance, method):
    kind = METHODS[method]
    points, _ = groups([(0, 0), (30, 0), (0, 30)])
    model, found = fit(method, points, provenance)
    assert model.method.clusters == model.clusters == 3
    assert (model.method.tree() is not None) == kind.HAS_LEVELS
    leaves = model.method.subclusters(points, found.clusters - 1)
    if kind.HAS_LEVELS:
        assert model.method.with_number(2).clusters == 2
        assert model.with_detail("coarse").settings.detail == "coarse"
    else:
        np.testing.assert_array_equal(leaves, found.clusters - 1)
        with pytest.raises(SceneError, match=f"method {kind.LABEL} have one level of detail only"):
            model.with_detail("coarse")


def test_a_method_that_lacks_a_part_of_the_interface_cannot_be_made():
    class Half(ClusterMethod):
        LABEL = "half"

    with pytest.raises(TypeError, match="abstract"):
        Half({})

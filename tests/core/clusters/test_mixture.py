"""The Dirichlet-process mixture, its moves, its merge tree and the method made of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.special import betaln, digamma, gammaln, multigammaln
from scipy.stats import wishart
from sklearn.metrics import adjusted_rand_score, silhouette_score

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

import known

from rs_deepcluster_plugin.core.clusters import mixture
from rs_deepcluster_plugin.core.clusters.divide import divide_components, fit_groups
from rs_deepcluster_plugin.core.clusters.merge_tree import (
    GroupLikeness,
    Levels,
    Valleys,
    cut,
    has_gaps,
    level_silhouettes,
    pairs_apart,
    score_levels,
    ward,
    weigh_by_classes,
)
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.methods.base import FitContext
from rs_deepcluster_plugin.core.clusters.methods.dpgmm import DirichletProcessMixture, _even_out
from rs_deepcluster_plugin.core.clusters.mixture import fit_mixture, lightweight_coreset
from rs_deepcluster_plugin.core.clusters.mixture_model import (
    Posterior,
    Prior,
    component_bounds,
    entropies,
    expected_log_density,
    expected_log_weights,
    noise_bound,
    statistics_of,
    stick_bound,
)
from rs_deepcluster_plugin.core.encoder.settings import ClassLikeness


def blobs(centers, size=80, seed=0, spread=1.0):
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(centers)), size)
    points = np.asarray(centers, dtype=float)[labels]
    return points + spread * random.normal(size=points.shape), labels


def method_of(points, **changes):
    return DirichletProcessMixture.fit(points.astype(np.float32), ClusterSettings(**changes))


def clusters_of(points, **changes):
    return method_of(points, **changes).memberships(points.astype(np.float32)).argmax(axis=1)


def some_state(seed=0, count=3, dims=2):
    """Points, weights, uncertain responsibilities and a prior."""
    random = np.random.default_rng(seed)
    points = random.normal(size=(60, dims)) * 2
    weights = random.uniform(0.5, 1.5, size=60)
    shares = random.dirichlet(np.ones(count), size=60) * weights[:, None]
    psi = np.cov(random.normal(size=(dims, 20)))
    return points, weights, shares, Prior(random.normal(size=dims), 0.3, dims + 3.0, psi, 0.7)


# --- The bound -----------------------------------------------------------------------------------


def test_the_bound_of_one_point_and_component_is_its_marginal_likelihood():
    # A normal-inverse-Wishart's predictive is a Student t (Murphy 2007, eq. 232).
    from scipy.stats import multivariate_t

    _, _, _, prior = some_state()
    point = np.array([[0.4, -1.2]])
    statistics = statistics_of(point, np.ones((1, 1)))
    bound = component_bounds(prior, Posterior.of(prior, statistics), statistics.counts)
    degrees = prior.degrees - 1
    shape = prior.psi * (prior.kappa + 1) / (prior.kappa * degrees)
    assert bound[0] == pytest.approx(multivariate_t(prior.mean, shape, degrees).logpdf(point[0]))


def test_the_parts_of_the_bound_are_the_bound_of_the_textbook():
    """Sum of expectations (Bishop 2006, eq. 10.70 to 10.77), sticks in place of a Dirichlet."""
    points, weights, shares, prior = some_state()
    dims = points.shape[1]
    statistics = statistics_of(points, shares)
    posterior = Posterior.of(prior, statistics)
    counts = statistics.counts
    log = expected_log_density(posterior, points) + expected_log_weights(prior, counts)
    likelihood = (shares * log).sum()
    order = np.argsort(-counts)
    a = 1 + counts[order]
    b = prior.concentration + np.append(np.cumsum(counts[order][::-1])[::-1][1:], 0)
    stick, rest = digamma(a) - digamma(a + b), digamma(b) - digamma(a + b)
    prior_sticks = (prior.concentration - 1) * rest - betaln(1, prior.concentration)
    own_sticks = (a - 1) * stick + (b - 1) * rest - betaln(a, b)
    parameters = 0.0
    for k in range(len(counts)):
        precision = posterior.degrees[k] * np.linalg.inv(posterior.psis[k])
        log_lambda = (
            digamma((posterior.degrees[k] - np.arange(dims)) / 2).sum()
            + dims * np.log(2)
            - np.linalg.slogdet(posterior.psis[k])[1]
        )
        apart = posterior.means[k] - prior.mean
        expected_prior = (
            0.5 * dims * np.log(prior.kappa / (2 * np.pi))
            + 0.5 * log_lambda
            - 0.5 * prior.kappa * (dims / posterior.kappas[k] + apart @ precision @ apart)
            + _log_wishart_constant(prior.psi, prior.degrees)
            + 0.5 * (prior.degrees - dims - 1) * log_lambda
            - 0.5 * np.trace(prior.psi @ precision)
        )
        own = (
            0.5 * log_lambda
            + 0.5 * dims * np.log(posterior.kappas[k] / (2 * np.pi))
            - 0.5 * dims
            - wishart(posterior.degrees[k], np.linalg.inv(posterior.psis[k])).entropy()
        )
        parameters += expected_prior - own
    entropy = entropies(shares, weights).sum()
    expected = likelihood + entropy + parameters + (prior_sticks - own_sticks).sum()
    ours = component_bounds(prior, posterior, counts).sum() + stick_bound(prior, counts) + entropy
    assert ours == pytest.approx(expected)


def _log_wishart_constant(psi, degrees):
    dims = len(psi)
    return (
        0.5 * degrees * np.linalg.slogdet(psi)[1]
        - 0.5 * degrees * dims * np.log(2)
        - multigammaln(degrees / 2, dims)
    )


def test_sticks_of_hard_counts_are_the_process_itself():
    # Chinese restaurant, but for the order of the sticks: three points at two tables.
    prior = some_state()[3]
    alpha = prior.concentration
    got = stick_bound(prior, np.array([1.0, 2.0]))
    first = gammaln(3) + gammaln(alpha + 1) - gammaln(alpha + 4) + gammaln(alpha + 1)
    second = gammaln(2) + gammaln(alpha) - gammaln(alpha + 2) + gammaln(alpha + 1)
    assert got == pytest.approx(first - gammaln(alpha) + second - gammaln(alpha))


def test_the_bound_of_noise_is_that_of_its_chances():
    # Three scenes, the first and the third noise: 1/100 and 2/102, and 99/101 for the other.
    prior = replace(some_state()[3], log_noise=-4.0)
    chances = np.log(1 / 100) + np.log(99 / 101) + np.log(2 / 102)
    assert noise_bound(prior, 2, 3) == pytest.approx(chances - 8)
    assert noise_bound(prior, 0, 0) == 0


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_never_falls(seed):
    case = known.make(300 + seed)
    points = case.points - case.points.mean(axis=0)
    random = np.random.default_rng(seed)
    points[random.permutation(len(points))[: len(points) // 20]] *= random.uniform(-1.5, 1.5)
    weights = random.uniform(0.5, 1.5, len(points))
    fit = fit_mixture(points / points.std(), weights, seed=seed)
    assert len(fit.trace) > 3
    assert np.diff(fit.trace).min() > -1e-6 * abs(fit.bound)
    # and what is returned has the bound that is stated
    statistics = statistics_of(points / points.std(), fit.responsibilities)
    parts = component_bounds(fit.prior, Posterior.of(fit.prior, statistics), statistics.counts)
    again = parts.sum() + stick_bound(fit.prior, statistics.counts)
    again += noise_bound(fit.prior, fit.noise.sum(), weights.sum())
    both = np.concatenate([fit.responsibilities, fit.noise[:, None]], axis=1)
    again += entropies(both, weights).sum()
    assert again == pytest.approx(fit.bound)
    np.testing.assert_allclose(both.sum(axis=1), weights, rtol=1e-6)


@pytest.mark.parametrize("move", ["_split", "_merge", "_delete"])
def test_a_move_is_made_only_where_it_raises_the_bound(move, monkeypatch):
    made = []
    original = getattr(mixture._Fit, move)

    def watched(self):
        before, count = self.state.bound, self.state.responsibilities.shape[1]
        moved = original(self)
        now = self.state
        made.append((moved, now.bound - before, now.responsibilities.shape[1] - count))
        return moved

    monkeypatch.setattr(mixture._Fit, move, watched)
    for seed in range(3):
        case = known.make(40 + seed)
        fit_mixture(case.points / case.points.std(), starts=(1, 60))
    assert any(moved for moved, _, _ in made) or move == "_delete"
    for moved, gain, change in made:
        assert gain > 0 if moved else abs(gain) < 1e-6
        if moved:
            assert change > 0 if move == "_split" else change < 0
        else:
            assert change == 0


def test_an_empty_component_is_deleted():
    points, _ = blobs([[0, 0], [9, 0]])
    fit = mixture._Fit(points, np.ones(len(points)), 10, 0, 1)
    given = np.concatenate([np.eye(2)[(points[:, 0] > 4.5).astype(int)], np.zeros((160, 1))], 1)
    given[:3] = [0.0, 0.0, 1.0]
    fit.state = fit._evaluate(fit.state.prior, given, np.zeros(len(points)))
    assert fit._delete()
    assert fit.state.responsibilities.shape[1] == 2
    np.testing.assert_allclose(fit.state.responsibilities.sum(axis=1) + fit.state.noise, 1)


# --- What is found -------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [5, 20, 40])
def test_the_start_does_not_matter(start):
    centers = np.random.default_rng(3).permutation(
        np.stack(np.meshgrid(np.arange(4), np.arange(3)), -1).reshape(-1, 2) * 9.0
    )
    points, labels = blobs(centers, 50)
    fit = fit_mixture(points, starts=(start,))
    assert fit.components == 12
    assert adjusted_rand_score(labels, fit.responsibilities.argmax(axis=1)) == 1


def test_weights_count_points():
    points, _ = blobs([[0, 0], [7, 1]], 40)
    twice = fit_mixture(np.concatenate([points, points[:40]]), starts=(2,))
    weighted = fit_mixture(points, np.repeat([2.0, 1.0], 40), starts=(2,))
    assert np.sort(weighted.responsibilities.sum(axis=0)) == pytest.approx([40, 80], abs=0.1)
    assert np.sort(twice.responsibilities.sum(axis=0)) == pytest.approx([40, 80], abs=0.1)


def test_a_lightweight_coreset_keeps_what_lies_apart():
    random = np.random.default_rng(0)
    points = np.concatenate([random.normal(size=(50_000, 2)), [[40.0, 0]] * 30])
    rows, weights = lightweight_coreset(points, 2000, 0)
    assert len(rows) == len(np.unique(rows)) == 2000
    assert (rows >= 50_000).sum() > 15  # an even draw would have one
    assert weights.mean() == pytest.approx(1)
    assert np.average(points[rows], axis=0, weights=weights) == pytest.approx(
        points.mean(axis=0), abs=0.1
    )
    everything, ones = lightweight_coreset(points[:10], 2000, 0)
    assert everything.tolist() == list(range(10))
    assert (ones == 1).all()


def test_one_group_is_one_cluster():
    for seed in range(5):
        random = np.random.default_rng(seed)
        method = method_of(random.normal(size=(400, 2)) * [3, 1])
        assert method.clusters == 1
        assert method.notes()[1].startswith("One cluster")


@pytest.mark.parametrize("shape", known.SHAPES)
@pytest.mark.parametrize("size", [200, 600])
def test_one_group_of_any_shape_is_one_cluster(shape, size):
    groups = [known.drawn(shape, size, np.random.default_rng(seed)) for seed in range(10)]
    assert sum(method_of(points).clusters == 1 for points in groups) >= 8


def test_two_groups_are_two_clusters_however_few_scenes_one_of_them_has():
    for size in (12, 200):
        points = np.concatenate([blobs([[0, 0]], size)[0], blobs([[9, 0]], 10, 1)[0]])
        assert method_of(points).clusters == 2


@pytest.mark.parametrize("dims", [1, 3, 10])
def test_groups_are_found_in_any_number_of_dimensions(dims):
    centers = 9 * np.eye(dims)[: min(dims, 3)]
    if dims == 1:
        centers = np.array([[0.0], [9], [18]])
    points, labels = blobs(centers, 60)
    assert adjusted_rand_score(labels, clusters_of(points)) > 0.98
    assert method_of(points[labels == 0]).clusters == 1


@pytest.mark.parametrize("shape", ["bent", "uniform", "gamma", "Student t"])
def test_groups_that_are_no_gaussians_stay_whole(shape):
    random = np.random.default_rng(2)
    centers = [[0, 0], [9, 0], [0, 9]]
    points = np.concatenate([center + known.drawn(shape, 300, random) for center in centers])
    method = method_of(points)
    assert method.clusters == 3
    if shape == "bent":
        assert len(method.arrays["means"]) > 6
    assert adjusted_rand_score(np.arange(900) // 300, clusters_of(points)) > 0.96


def test_the_number_is_right_or_one_off_in_most_cases():
    assert len(CASES) > 9
    wrong = [abs(method_of(case.points).clusters - case.groups) for case in CASES]
    assert np.mean(np.array(wrong) <= 1) > 0.85


CASES = [case for case in map(known.make, range(70_000, 70_030)) if len(case.points) < 1500]


def test_the_number_of_clusters_is_capped():
    points, _ = blobs(np.stack(np.meshgrid(np.arange(4), np.arange(3)), -1).reshape(-1, 2) * 9.0)
    assert method_of(points, max_clusters=5).clusters <= 5
    assert method_of(points, max_clusters=5, detail="fine").clusters <= 5


def test_outliers_have_a_low_probability():
    points, _ = blobs([[0, 0], [12, 0], [0, 12]], 150)
    method = method_of(points)
    inside = method.memberships(points.astype(np.float32))
    assert np.median(inside.max(axis=1)) > 0.95
    far = method.memberships(np.array([[30.0, 30.0], [6.0, 0.0], [25.0, 0.0]]))
    assert (far.max(axis=1) < 0.05).all()
    assert (far.max(axis=1) > 0).all()
    assert far[2].argmax() == inside[150].argmax()  # the nearest one still


@pytest.mark.parametrize("share", [0.02, 0.1])
def test_noise_between_groups_is_no_group_and_joins_none(share):
    centers = np.stack(np.meshgrid(np.arange(4), np.arange(3)), -1).reshape(-1, 2) * 9.0
    points, labels = blobs(centers, 60)
    noisy = known.with_noise(points, share)
    method = method_of(noisy)
    assert method.clusters == 12
    found = method.memberships(noisy)
    assert adjusted_rand_score(labels, found[:720].argmax(axis=1)) > 0.99
    assert found[:720].max(axis=1).mean() > 0.95
    apart = ((noisy[720:, None] - centers[None]) ** 2).sum(axis=2).min(axis=1) > 3.5**2
    assert apart.sum() > 3
    assert np.median(found[720:][apart].max(axis=1)) < 0.1


def test_heavy_tails_are_no_groups():
    random = np.random.default_rng(0)
    centers = np.stack(np.meshgrid(np.arange(5), np.arange(4)), -1).reshape(-1, 2) * 9.0
    points = [center + known.drawn("Student t", 200, random) for center in centers]
    assert abs(method_of(np.concatenate(points)).clusters - 20) <= 1


# --- The tree ------------------------------------------------------------------------------------


def test_the_tree_merges_what_adds_least_to_the_squares_within():
    # By hand: two groups of 100 at distance s add 100 * 100 / 200 * s^2.
    centers = np.array([[place, 0.0] for place in (0, 1.5, 3.0, 20, 28)])
    merges, heights = ward(np.full(5, 100.0), centers)
    np.testing.assert_allclose(heights[0], np.sqrt(50 * 1.5**2))
    np.testing.assert_allclose(heights[1], np.sqrt(200 * 100 / 300 * 2.25**2))
    np.testing.assert_allclose(heights[2], np.sqrt(50 * 8**2))
    assert cut(merges, 3).tolist() == [0, 0, 0, 1, 2]
    assert cut(merges, 2).tolist() == [0, 0, 0, 1, 1]
    assert cut(merges, 5).tolist() == [0, 1, 2, 3, 4]
    assert cut(merges, 1).tolist() == [0] * 5


def test_groups_that_pass_into_each_other_are_no_chain():
    # A band of even density: single links would make one cluster of its left nine tenths.
    random = np.random.default_rng(0)
    points = random.uniform([0, 0], [40, 4], (2000, 2))
    points = np.concatenate([points, random.normal([60, 2], 0.7, (60, 2))])
    method = method_of(points)
    sizes = np.bincount(method.with_number(8).memberships(points.astype(np.float32)).argmax(axis=1))
    assert sizes[0] < 600


def test_a_gap_is_one_that_chance_does_not_make():
    means, factors = np.array([[0.0, 0.0], [4.0, 0.0]]), np.tile(np.eye(2), (2, 1, 1))
    valleys = Valleys.of(np.full(2, 10.0), means, factors)

    def gaps(around_a_mean, between):
        points = np.repeat([*means, [2, 0]], [around_a_mean, around_a_mean, between], axis=0)
        return has_gaps(points, np.ones(len(points)), means, factors, valleys)

    assert gaps(5, 0)  # one of 32
    assert not gaps(4, 0)  # one of 16
    assert gaps(7, 1)  # 9 of 256
    assert not gaps(6, 1)  # 8 of 128
    near = Valleys.of(np.full(2, 10.0), means / 2, factors)  # no valley there
    assert not has_gaps(np.repeat(means / 2, 50, 0), np.ones(100), means / 2, factors, near)


def test_levels_are_compared_by_their_silhouettes():
    points, labels = blobs([[0, 0], [6, 0], [30, 0], [36, 0], [30, 40]], 60)
    means = np.array([points[labels == k].mean(axis=0) for k in range(5)])
    merges, _ = ward(np.full(5, 60.0), means)
    widths = level_silhouettes(merges, labels, cdist(points, points))
    levels = score_levels(widths, None, None)
    assert levels.counts.tolist() == [2, 3, 4, 5]
    for count, width in zip(levels.counts, levels.silhouettes):
        groups = cut(merges, int(count))[labels]
        assert width == pytest.approx(silhouette_score(points, groups))
    np.testing.assert_allclose(levels.weights, widths / widths.sum())


def test_pairs_apart_are_counted():
    merges = np.array([[0, 1], [0, 2]])
    labels = np.repeat([0, 1, 2], [10, 20, 70])
    for count, share in zip((2, 3), pairs_apart(merges, np.array([10.0, 20.0, 70.0]))):
        groups = cut(merges, count)[labels]
        assert share == pytest.approx((groups[:, None] != groups).mean())


def test_a_score_is_the_mean_of_map_and_features():
    on_map, in_features = np.array([0.5, 0.6, 0.4]), np.array([0.1, 0.2, 0.4])
    levels = score_levels(on_map, in_features, None)
    expected = np.sqrt(on_map * in_features)
    np.testing.assert_allclose(levels.weights, expected / expected.sum())
    passing = score_levels(on_map, in_features, np.array([0.25, 0.36, 0.49]))
    expected *= [0.5, 0.6, 0.7]
    np.testing.assert_allclose(passing.weights, expected / expected.sum())
    assert score_levels(np.empty(0), None, None).counts.tolist() == [1]


def held(*widths):
    return score_levels(np.array(widths), None, None)


def test_levels_hold_that_are_peaks_nearly_as_high_as_the_highest():
    #        2    3    4    5    6    7    8    9   10   11   12
    one = held(0.3, 0.4, 0.7, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2)
    assert one.find_held() == [4]
    two = held(0.3, 0.4, 0.5, 0.7, 0.6, 0.5, 0.5, 0.5, 0.6, 0.69, 0.5)
    assert two.find_held() == [5, 11]
    lower = held(0.3, 0.4, 0.5, 0.7, 0.6, 0.5, 0.5, 0.5, 0.6, 0.64, 0.5)
    assert lower.find_held() == [5]  # more than 8 % less
    near = held(0.3, 0.4, 0.5, 0.69, 0.6, 0.7, 0.5)
    assert near.find_held() == [7]  # 5 is less than half as many again away, and 7 is better
    four = held(0.7, 0.1, 0.7, 0.1, 0.1, 0.1, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.7)
    assert len(four.find_held()) == 3
    assert held(0.3, 0.4, 0.5, 0.6, 0.7).find_held() == [6]  # the finest may be a peak
    only = Levels(np.ones(1, dtype=np.int64), np.zeros(1), np.ones(1))
    assert only.find_held() == [1]


def test_details_lie_along_the_tree():
    #             2    3    4    5    6    7    8    9   10   11   12   13   14   15
    levels = held(0.5, 0.52, 0.55, 0.6, 0.66, 0.7, 0.6, 0.5, 0.5, 0.55, 0.69, 0.5, 0.5, 0.4)
    assert levels.choose("balanced", 60) == 7  # the coarsest that holds
    assert levels.choose("fine", 60) == 12  # the next
    assert levels.choose("coarse", 60) == 4  # the best of a third to two thirds as many
    assert levels.choose("fine", 9) == 9
    assert levels.choose("balanced", 5) == 5
    alone = held(0.5, 0.52, 0.55, 0.6, 0.66, 0.7, 0.6, 0.5, 0.5, 0.55, 0.6, 0.5, 0.5, 0.4)
    assert alone.find_held() == [7]
    assert alone.choose("fine", 60) == 12  # the best of half again to three times as many
    only = Levels(np.ones(1, dtype=np.int64), np.zeros(1), np.ones(1))
    assert [only.choose(detail, 60) for detail in ("coarse", "balanced", "fine")] == [1, 1, 1]


def test_features_tell_where_the_map_does_not():
    # Three groups on the map; in the features there are six, two in each.
    random = np.random.default_rng(0)
    labels = np.repeat(np.arange(6), 80)
    near = np.array([[0, 0], [5, 0], [40, 0], [45, 0], [20, 40], [25, 40]], dtype=float)
    points = near[labels] + random.normal(size=(480, 2))
    axes = np.eye(40)[:6] + random.normal(size=(6, 40)) * 0.01
    features = axes[labels] + 0.05 * random.normal(size=(480, 40))
    points, features = points.astype(np.float32), features.astype(np.float32)
    alone = DirichletProcessMixture.fit(points, ClusterSettings())
    both = DirichletProcessMixture.fit(points, ClusterSettings(), FitContext(features=features))
    assert (alone.clusters, both.clusters) == (3, 6)


def classes_on_a_map(classes, each=60, dims=40, moved=0.0, seed=0):
    """Places of groups, three of each class; features as a source whitens them, maybe moved."""
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(3 * classes), each)
    wide = 40 * np.stack(np.divmod(np.arange(classes), 3), axis=1)
    near = wide[np.arange(3 * classes) // 3] + np.tile([[0, 0], [12, 0], [6, 11]], (classes, 1))
    points = near[groups] + random.normal(size=(len(groups), 2))
    axes = np.eye(dims)
    features = axes[groups // 3] + 0.5 * axes[10 + groups]
    features += 0.3 * random.normal(size=features.shape) + moved * axes[-1]
    return points.astype(np.float32), features.astype(np.float32), groups // 3


LIKENESS = ClassLikeness(within=0.35, between=0.0, border=0.15, length=2.3)


def number_of(points, features, likeness=LIKENESS):
    context = FitContext(
        features=features - features.mean(axis=0),
        likeness=likeness,
        originals=features,
    )
    return DirichletProcessMixture.fit(points, ClusterSettings(), context)


@pytest.mark.parametrize("classes", [1, 2, 4])
def test_groups_as_alike_as_scenes_of_a_class_are_one_cluster(classes):
    points, features, labels = classes_on_a_map(classes)
    found = number_of(points, features)
    assert found.clusters == classes
    assert adjusted_rand_score(labels, found.memberships(points).argmax(axis=1)) == 1
    # Without a labeled source a single class is divided: nothing says what one is.
    assert number_of(points, features, likeness=None).clusters > 1


def test_likeness_counts_for_less_among_many_groups():
    points, features, _ = classes_on_a_map(8, dims=60)
    alone = number_of(points, features, likeness=None)
    found = number_of(points, features)
    levels, before = found.levels, alone.levels
    np.testing.assert_array_equal(levels.counts, before.counts)
    cosines = 1 - cdist(features, features, "cosine")
    ratio = np.log(levels.weights / before.weights)
    for place, count in enumerate(levels.counts[:-1]):
        fine = found.with_number(count + 1).memberships(points).argmax(axis=1)
        coarse = found.with_number(count).memberships(points).argmax(axis=1)
        (joined,) = (k for k in range(count) if len(np.unique(fine[coarse == k])) == 2)
        one, other = (fine == k for k in np.unique(fine[coarse == joined]))
        alike = cosines[one][:, other].mean()
        # A tenth of what is over halfway from the border to one class; of few, what is over the
        # border.
        gain = (alike - 0.25) / 10 if count >= 8 else alike - 0.15
        much = 0.5 * 1440 / (1440 + 200)  # a level's score counts beside it
        assert ratio[place] - ratio[place + 1] == pytest.approx(gain / much, abs=1e-6)


def test_of_few_scenes_it_counts_less_how_well_apart_clusters_are():
    """A level that is better apart by a fifth, and whose groups are a little too much alike."""
    likeness = ClassLikeness(within=0.146, between=0.011, border=0.064, length=6.6)
    levels = score_levels(np.array([0.5, 0.6]), None, None)
    between, toward, together = np.array([0.114, 0.01]), np.zeros(2), np.array([1.0, 0.5, 0.3])

    def number(count):
        groups = GroupLikeness(between, toward, 0.05, together, 7.0, count)
        return weigh_by_classes(levels, groups, likeness).choose("balanced", 60)

    assert [number(count) for count in (30, 100, 2000)] == [2, 2, 3]


def many_classes_of_few(classes=48, each=4, runs=5, seed=0):
    """Classes of four scenes; in every run they share twelve places, other ones each time."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), each)
    spots = 40.0 * np.stack(np.divmod(np.arange(12), 4), axis=1)
    maps = [
        spots[random.permutation(classes)[labels] % 12] + random.normal(size=(len(labels), 2))
        for _ in range(runs)
    ]
    features = np.eye(classes + 1)[labels] + 0.1 * random.normal(size=(len(labels), classes + 1))
    points = np.concatenate(maps, axis=1).astype(np.float32)
    return points, features.astype(np.float32), labels


def test_classes_that_no_run_tells_apart_are_told_by_all_of_them():
    points, features, labels = many_classes_of_few()
    context = FitContext(runs=5, features=features)
    found = DirichletProcessMixture.fit(points, ClusterSettings(), context)
    assert found.clusters == 48
    clusters = found.memberships(points).argmax(axis=1)
    assert adjusted_rand_score(labels, clusters) == 1
    found.check()
    again = found.with_detail("coarse").with_detail("balanced")
    np.testing.assert_array_equal(again.memberships(points), found.memberships(points))
    # Scenes that pass into each other are many, and no class has but four.
    passing = DirichletProcessMixture.fit(points, ClusterSettings(), replace(context, passing=True))
    assert passing.clusters <= 12


def test_subclusters_of_divided_components_go_by_all_runs():
    """In the first run four classes are at each place; clusters still consist of whole ones."""
    points, features, labels = many_classes_of_few()
    context = FitContext(runs=5, features=features)
    found = DirichletProcessMixture.fit(points, ClusterSettings(detail="coarse"), context)
    assert found.clusters < 48
    clusters = found.memberships(points).argmax(axis=1)
    groups = found.subclusters(points, clusters)
    assert adjusted_rand_score(labels, groups) == 1
    assert set(groups) == set(range(48))


def test_components_that_suffice_are_not_divided():
    points, features, _ = classes_on_a_map(8, dims=60)
    both = np.concatenate([points, points[:, ::-1]], axis=1)
    context = FitContext(runs=2, features=features)
    found = DirichletProcessMixture.fit(both, ClusterSettings(), context)
    plain = DirichletProcessMixture.fit(both, ClusterSettings(), replace(context, passing=True))
    np.testing.assert_array_equal(found.arrays["means"], plain.arrays["means"])


def test_the_widest_components_are_divided_first():
    random = np.random.default_rng(0)
    points = random.normal(size=(60, 3)) * np.repeat([1.0, 10.0], 30)[:, None]
    components = np.repeat([4, 7], 30)
    for count in (1, 2, 6, 20, 60, 99):
        groups = divide_components(points, components, count)
        assert len(np.unique(groups)) == groups.max() + 1 == min(max(count, 2), 60)
        assert not set(groups[:30]) & set(groups[30:])
    assert len(np.unique(divide_components(points, components, 8)[:30])) == 1


def test_the_prior_of_groups_is_that_of_the_highest_bound():
    points, labels = blobs([[0, 0], [5, 0], [0, 5]], size=6, spread=0.2)
    wide = Prior(points.mean(axis=0), 0.01, 10.0, 50 * np.eye(2))
    prior, statistics, posterior = fit_groups(points, labels, wide)
    assert (statistics.counts == 6).all()

    def bound(scale):
        scaled = replace(prior, psi=scale * prior.psi)
        return component_bounds(scaled, Posterior.of(scaled, statistics), statistics.counts).sum()

    assert bound(1.0) > max(bound(0.9), bound(1.1))
    assert np.trace(posterior.covariances.mean(axis=0)) < 0.5


def test_a_single_cluster_has_finer_levels_still():
    found = number_of(*classes_on_a_map(1)[:2])
    assert found.levels.find_held()[0] == 1
    assert found.with_detail("fine").clusters > 1
    assert found.tree().details["balanced"] == 1


def test_images_of_another_scale_are_compared_among_themselves_where_they_are_of_many_classes():
    # All depart from the source in one way, as scenes of a single class do.
    points, features, _ = classes_on_a_map(4, moved=1.1)
    assert number_of(points, features).clusters == 1
    points, features, _ = classes_on_a_map(12, dims=80, each=40, moved=1.1)
    assert number_of(points, features).clusters > 10


@pytest.mark.parametrize(("alike", "single"), [(0.12, True), (0.14, True), (0.2, False)])
def test_another_zero_is_sought_only_where_scenes_are_more_alike_than_one_class_is(alike, single):
    """Taken out of their common mean, twenty groups of a class are as far apart as many classes.

    Two of them are one.
    """
    likeness = ClassLikeness(within=0.146, between=0.011, border=0.064, length=6.6)
    together = 1 / np.arange(1.0, 22)
    between, toward = np.full(20, alike), np.full(20, 2 * alike)
    levels = score_levels(np.linspace(0.4, 0.5, 20), None, None)

    def number():
        groups = GroupLikeness(between, toward, alike, together, 7.0, 400)
        found = weigh_by_classes(levels, groups, likeness)
        assert (found.counts[0] == 1) == (found.choose("balanced", 60) == 1)
        return found.choose("balanced", 60)

    assert number() == 1  # no two groups are one
    between[0] = 0.9
    assert number() == (1 if single else 20)


def test_a_class_of_very_like_scenes_is_one_cluster_too():
    points, features, _ = classes_on_a_map(1)
    near = features.copy()
    near[:, 0] += 0.6  # more of what the class has
    rows = near / np.linalg.norm(near, axis=1, keepdims=True)
    assert np.mean(rows @ rows.T) > 0.4
    assert number_of(points, near).clusters == 1


def test_other_imagery_than_the_source_is_not_compared_with_it():
    points, features, _ = classes_on_a_map(2, moved=3.0)  # another sensor
    found, apart = number_of(points, features), number_of(points, features, likeness=None)
    np.testing.assert_array_equal(found.arrays["levels"], apart.arrays["levels"])


def test_the_likeness_of_groups_is_that_of_their_pairs():
    random = np.random.default_rng(0)
    leaves, features = np.array([0] * 5 + [1] * 3 + [2] * 4), random.normal(size=(12, 6)) + 0.5
    merges = np.array([[0, 2], [0, 1]])
    found = GroupLikeness.of(merges, leaves, features)
    assert found.length == pytest.approx(np.sqrt((features**2).sum(axis=1).mean()))
    cosines = 1 - cdist(features, features, "cosine")
    pairs = cosines[~np.eye(12, dtype=bool)]
    assert found.overall == pytest.approx(pairs.mean())
    assert found.between[0] == pytest.approx(cosines[:5, 8:].mean())
    assert found.between[1] == pytest.approx(cosines[5:8][:, [*range(5), *range(8, 12)]].mean())
    np.testing.assert_allclose(found.together, [1, (81 + 9) / 144, (25 + 9 + 16) / 144])
    # Nothing is joined at three groups; at one the gains of both merges are summed.
    gains = found.gains(1.0, replace(LIKENESS, border=0.1))
    np.testing.assert_allclose(gains, [found.between.sum() - 0.2, found.between[0] - 0.1, 0])
    # With no share in it the center of all is taken out, by the mean of pairs of two points.
    rows = features / np.linalg.norm(features, axis=1, keepdims=True)
    rows -= rows.mean(axis=0)
    expected = (rows[:5] @ rows[8:].T).mean() - (1 - found.overall) / 12
    assert found.gains(0.0, replace(LIKENESS, border=0.0))[1] == pytest.approx(expected)


def test_no_single_direction_outweighs_all_others():
    random = np.random.default_rng(0)
    values = random.normal(size=(3000, 50)) @ np.diag([20.0, 3.0, *np.ones(48)])
    evened = _even_out(values)
    shares = np.linalg.eigvalsh(np.cov(evened.T))
    before = np.linalg.eigvalsh(np.cov(values.T))
    assert before[-1] / before.sum() > 0.8
    assert shares[-1] / before.sum() == pytest.approx(0.04, abs=1e-3)
    np.testing.assert_allclose(shares[:-1], before[:-1], rtol=1e-6)  # the others stay
    plain = random.normal(size=(3000, 50))
    np.testing.assert_allclose(_even_out(plain), plain - plain.mean(axis=0), atol=1e-6)


def test_another_level_of_detail_needs_no_other_fit(monkeypatch):
    centers = [
        [x + dx, y + dy] for x in (0, 60) for y in (0, 60) for dx, dy in ((0, 0), (11, 0), (0, 11))
    ]
    points, _ = blobs(centers, 40)
    whole = method_of(points)
    fresh = {
        detail: clusters_of(points, detail=detail) for detail in ("coarse", "balanced", "fine")
    }
    monkeypatch.setattr(mixture, "fit_mixture", None)
    counts = []
    for detail, expected in fresh.items():
        level = whole.with_detail(detail)
        found = level.memberships(points.astype(np.float32)).argmax(axis=1)
        assert adjusted_rand_score(expected, found) == 1
        sizes = np.bincount(found)
        assert (np.diff(sizes) <= 0).all()  # numbered by falling size
        counts.append(level.clusters)
    assert counts[0] < counts[1] <= counts[2]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_few_scenes_are_clustered(count):
    points = np.random.default_rng(0).normal(size=(count, 2))
    found = method_of(points).memberships(points.astype(np.float32))
    assert found.shape[0] == count
    assert np.isfinite(found).all()


def test_degenerate_scenes_are_clustered():
    same = np.full((50, 2), 3.0)
    assert method_of(same).clusters == 1
    points, labels = blobs([[0, 0], [20, 0]], 60)
    points[:, 1] = 7.0  # a dimension without spread
    assert adjusted_rand_score(labels, clusters_of(points)) == 1
    two_values = np.repeat([[0.0, 0.0], [1.0, 1.0]], 30, axis=0)
    assert adjusted_rand_score(np.arange(60) // 30, clusters_of(two_values)) == 1


# --- Several runs of the projection


def runs_of_groups(seed=0):
    """Six groups in three maps; in the first, a third of group 5 lies within group 4."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(6), 50)
    maps = []
    for run in range(3):
        centers = 20 * random.permutation([[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1]])
        placed = labels.copy()
        if run == 0:
            placed[250:266] = 4
        maps.append(centers[placed] + random.normal(size=(300, 2)))
    return np.concatenate(maps, axis=1).astype(np.float32), labels


def test_several_runs_outvote_one():
    points, labels = runs_of_groups()
    settings = ClusterSettings()
    alone = DirichletProcessMixture.fit(points[:, :2], settings)
    together = DirichletProcessMixture.fit(points, settings, FitContext(runs=3))
    assert (alone.runs, together.runs, together.clusters) == (1, 3, 6)
    assert adjusted_rand_score(labels, alone.memberships(points[:, :2]).argmax(axis=1)) < 0.95
    shares = together.memberships(points)
    assert adjusted_rand_score(labels, shares.argmax(axis=1)) == 1
    assert (shares.sum(axis=1) <= 1 + 1e-9).all()
    best = shares.max(axis=1)
    assert best[250:266].max() < 0.7 < 0.9 < np.median(best)  # the runs do not agree on these


def test_runs_keep_their_matching_at_another_level_and_order():
    points, labels = runs_of_groups()
    whole = DirichletProcessMixture.fit(points, ClusterSettings(), FitContext(runs=3))
    fewer = whole.with_number(4)
    found = fewer.memberships(points).argmax(axis=1)
    assert fewer.clusters == 4
    assert [len(np.unique(found[labels == k])) for k in (0, 1, 2, 3)] == [1, 1, 1, 1]
    order = np.array([5, 3, 0, 1, 2, 4])
    np.testing.assert_allclose(
        whole.reorder(order).memberships(points), whole.memberships(points)[:, order]
    )
    leaves = whole.subclusters(points, whole.memberships(points).argmax(axis=1))
    assert adjusted_rand_score(labels, leaves) > 0.9

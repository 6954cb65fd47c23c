"""Accuracies against worked examples from the literature, and agreement against scikit-learn."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from sklearn import metrics

from rs_deepcluster_plugin.core.accuracy.agreement import agreement, match_labels
from rs_deepcluster_plugin.core.accuracy.matrix import (
    ConfusionMatrix,
    allocate,
    describe_change,
    draw_stratified,
    interval,
    sample_size,
    sort_labels,
)
from rs_deepcluster_plugin.core.base.errors import SceneError

# Olofsson et al. (2014), table 8, and the mapped areas of section 5 in pixels of 0.09 ha.
OLOFSSON = ConfusionMatrix(
    ("deforestation", "forest gain", "stable forest", "stable non-forest"),
    np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]),
)
HECTARES = 0.09 * np.array([200_000, 150_000, 3_200_000, 6_450_000])
# Congalton (1991), table 1: deciduous, conifer, barren, shrub; rows are the map.
CONGALTON = ConfusionMatrix(
    ("D", "C", "BA", "SB"),
    np.array([[65, 4, 22, 24], [6, 81, 5, 8], [0, 11, 85, 19], [4, 7, 3, 90]]),
)


def halves(estimates):
    """Half the widths of the confidence intervals, which the paper prints after ±."""
    return [1.96 * estimate.error for estimate in estimates]


def test_olofssons_areas_come_out_to_the_last_hectare():
    areas = OLOFSSON.adjusted(HECTARES).areas
    assert [round(a.value) for a in areas] == [21_158, 11_686, 285_770, 581_386]
    assert [round(h) for h in halves(areas)] == [6_158, 3_756, 15_510, 16_282]
    assert (round(areas[0].low), round(areas[0].high)) == (15_000, 27_315)


def test_olofssons_accuracies_come_out_to_the_last_digit():
    found = OLOFSSON.adjusted(HECTARES)
    assert [round(e.value, 2) for e in found.users] == [0.88, 0.73, 0.93, 0.96]
    assert [round(h, 2) for h in halves(found.users)] == [0.07, 0.10, 0.04, 0.02]
    assert [round(e.value, 2) for e in found.producers] == [0.75, 0.85, 0.93, 0.96]
    assert round(found.overall.value, 2) == 0.95
    assert [round(h, 2) for h in halves([found.overall])] == [0.02]
    # The paper prints 0.21, 0.23, 0.03 and 0.01; its equation 7 gives the second and the last so.
    assert [round(h, 3) for h in halves(found.producers)] == [0.213, 0.254, 0.034, 0.018]
    assert (found.unsampled, found.single) == ((), ())


def test_olofssons_sample_size_comes_out():
    pixels = [200_000, 150_000, 3_200_000, 6_450_000]
    assert sample_size(pixels, [0.7, 0.6, 0.9, 0.95], 0.01) == 641
    # Of few scenes fewer are needed, and never more than there are.
    assert sample_size([20, 15, 320, 645], [0.7, 0.6, 0.9, 0.95], 0.01) == 384
    assert sample_size([5, 5], [0.5, 0.5], 1e-6) == 10


def test_congaltons_kappa_comes_out():
    assert round(CONGALTON.overall, 2) == 0.74
    assert round(CONGALTON.kappa.value, 2) == 0.65


def test_kappas_error_is_that_of_the_delta_method():
    counts = CONGALTON.counts
    shares = counts / counts.sum()

    def kappa(p):
        chance = p.sum(axis=1) @ p.sum(axis=0)
        return (np.trace(p) - chance) / (1 - chance)

    steps = 1e-6 * np.eye(16).reshape(16, 4, 4)
    slope = np.array([(kappa(shares + s) - kappa(shares - s)) / 2e-6 for s in steps])
    p = shares.ravel()
    variance = (p @ slope**2 - (p @ slope) ** 2) / counts.sum()
    assert CONGALTON.kappa.error**2 == pytest.approx(variance, rel=1e-6)


def test_congaltons_accuracies_of_classes_come_out():
    assert np.round(CONGALTON.producers, 2).tolist() == [0.87, 0.79, 0.74, 0.64]
    assert np.round(CONGALTON.users, 2).tolist() == [0.57, 0.81, 0.74, 0.87]


def test_measures_of_a_matrix_are_those_of_scikit_learn():
    random = np.random.default_rng(3)
    reference = random.choice(list("abcd"), 200)
    mapped = np.where(random.random(200) < 0.6, reference, random.choice(list("bcde"), 200))
    found = ConfusionMatrix.of(mapped.tolist(), reference.tolist())
    assert found.labels == tuple("abcde")
    expected = metrics.confusion_matrix(reference, mapped)
    assert np.array_equal(found.counts.T, expected)
    assert found.overall == metrics.accuracy_score(reference, mapped)
    assert found.kappa.value == pytest.approx(metrics.cohen_kappa_score(reference, mapped))
    scores = metrics.precision_recall_fscore_support(reference, mapped, zero_division=0)
    assert np.nan_to_num(found.users) == pytest.approx(scores[0])
    assert np.nan_to_num(found.producers) == pytest.approx(scores[1])
    assert found.f1 == pytest.approx(scores[2])


def test_a_mapped_class_without_labels_is_left_out_with_its_area():
    counts = np.zeros((5, 5), dtype=np.int64)
    counts[:4, :4] = OLOFSSON.counts
    more = ConfusionMatrix((*OLOFSSON.labels, "water"), counts).adjusted([*HECTARES, 5_000])
    alone = OLOFSSON.adjusted(HECTARES)
    assert more.unsampled == ("water",)
    assert more.overall == alone.overall
    assert [a[:2] for a in more.areas[:4]] == [a[:2] for a in alone.areas]
    assert math.isnan(more.users[4].value)
    assert math.isnan(more.producers[4].value)


def test_one_label_of_a_class_has_no_standard_error():
    found = ConfusionMatrix(("a", "b"), np.array([[9, 1], [0, 1]])).adjusted([80, 20])
    assert found.single == ("b",)
    assert found.overall.value == pytest.approx(0.92)
    assert math.isnan(found.overall.error)
    assert math.isnan(found.overall.low)
    assert found.users[0].error == pytest.approx(0.1)


def test_a_class_of_the_reference_only_gets_an_area():
    found = ConfusionMatrix(("a", "ice"), np.array([[6, 4], [0, 0]])).adjusted([100, 0])
    assert found.areas[1].value == pytest.approx(40)
    assert found.producers[1].value == 0
    assert found.unsampled == ()


def test_nothing_compared_is_not_known():
    empty = ConfusionMatrix(("a",), np.zeros((1, 1), dtype=np.int64))
    assert math.isnan(empty.overall)
    assert math.isnan(empty.kappa.value)
    assert math.isnan(empty.adjusted([10]).overall.value)
    assert math.isnan(agreement(empty.counts).ari)


def test_labels_are_in_the_order_of_their_numbers():
    assert sort_labels(["b", "112", "23", "a", "nan", "3.5"]) == [
        "nan",
        "3.5",
        "23",
        "112",
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("clusters", "classes", "scenes"),
    [(1, 1, 9), (1, 4, 50), (7, 1, 50), (3, 9, 400), (30, 5, 900)],
)
def test_agreement_is_that_of_scikit_learn(clusters, classes, scenes):
    random = np.random.default_rng(clusters)
    labels = random.integers(0, classes, scenes)
    found = np.where(random.random(scenes) < 0.5, labels, random.integers(0, clusters, scenes))
    found = found % clusters
    table = metrics.cluster.contingency_matrix(found, labels)
    scores = agreement(table)
    assert scores.nmi == pytest.approx(metrics.normalized_mutual_info_score(labels, found))
    assert scores.ami == pytest.approx(metrics.adjusted_mutual_info_score(labels, found), abs=1e-9)
    assert scores.ari == pytest.approx(metrics.adjusted_rand_score(labels, found))
    rows, columns = linear_sum_assignment(-table)
    assert scores.accuracy == pytest.approx(table[rows, columns].sum() / scenes)
    assert scores.purity == pytest.approx(table.max(axis=1).sum() / scenes)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (5, 3), (4, 4), (40, 60), (60, 40)])
def test_the_matching_is_the_best_there_is(shape):
    for seed in range(5):
        table = np.random.default_rng(seed).integers(0, 9, shape)
        found = match_labels(table)
        assert len(found) == min(shape) == len(set(found.values()))
        rows, columns = linear_sum_assignment(-table)
        assert sum(table[r, c] for r, c in found.items()) == table[rows, columns].sum()


def test_a_million_scenes_are_compared_in_seconds():
    table = np.random.default_rng(0).multinomial(1_000_000, np.full(900, 1 / 900)).reshape(30, 30)
    assert abs(agreement(table).ami) < 1e-3


@pytest.mark.parametrize(
    ("allocation", "amounts"),
    [("proportional", [10, 20, 70]), ("balanced", [25, 25, 50]), ("equal", [33, 33, 34])],
)
def test_a_sample_is_divided_among_strata(allocation, amounts):
    found = allocate([100, 200, 700], 100, allocation, 25)
    assert sorted(found.tolist()) == amounts
    assert found.sum() == 100


def test_no_stratum_gives_more_than_it_has():
    assert allocate([3, 10, 1000], 200, "balanced", 50).tolist() == [3, 10, 187]
    assert allocate([3, 10, 1000], 200, "equal").tolist() == [3, 10, 187]
    assert allocate([3, 10], 99, "proportional").tolist() == [3, 10]
    # Too few for the minimum: as many of each.
    assert allocate([100, 200, 700], 60, "balanced", 50).tolist() == [20, 20, 20]
    assert allocate([5, 5000], 10, "proportional").tolist() == [2, 8]
    with pytest.raises(SceneError, match="A sample of 4 scenes is too small for 3 classes"):
        allocate([9, 9, 9], 4, "proportional")


def test_every_division_adds_up():
    for seed, allocation in itertools.product(range(40), ("proportional", "balanced", "equal")):
        random = np.random.default_rng(seed)
        sizes = random.integers(1, 500, random.integers(1, 12))
        total = int(random.integers(2 * len(sizes), 2000))
        found = allocate(sizes.tolist(), total, allocation, 30)
        assert found.sum() == min(total, sizes.sum())
        assert (found <= sizes).all()
        assert (found >= np.minimum(sizes, 2)).all()


def test_a_draw_is_random_and_can_be_repeated():
    strata = np.repeat([0, 1, 2], [50, 30, 20])
    amounts = np.array([10, 10, 20])
    drawn = draw_stratified(strata, amounts, 5)
    assert len(set(drawn.tolist())) == 40
    assert np.bincount(strata[drawn]).tolist() == [10, 10, 20]
    assert np.array_equal(drawn, draw_stratified(strata, amounts, 5))
    assert not np.array_equal(drawn, draw_stratified(strata, amounts, 6))
    # The order tells nothing of the stratum.
    assert len(set(strata[drawn[:12]].tolist())) == 3


def test_where_an_area_is_not_known_nothing_is_estimated():
    for areas in ([math.nan, 1, 2, 3], [math.nan] * 4, [0.0] * 4):
        found = OLOFSSON.adjusted(areas)
        assert found.users == OLOFSSON.adjusted(HECTARES).users  # they need no areas
        for estimate in (found.overall, *found.producers, *found.areas):
            assert all(math.isnan(v) for v in (*estimate[:2], estimate.low, estimate.high))
    assert interval(OLOFSSON.adjusted([math.nan] * 4).overall) == "-"
    assert describe_change(20, (0.5, math.nan)) == "50.0 % of 20 scenes have not changed."
    assert (
        describe_change(20, (0.5, 0.25))
        == "50.0 % of 20 scenes have not changed, 25.0 % of the area."
    )


def test_samples_are_sized_and_divided_by_area():
    # Equation 13 with the weights 0.25 and 0.75, by hand, of scenes without number:
    # (0.25 * 0.3 + 0.75 * 0.5) ** 2 / 0.02 ** 2.
    many = 10**9
    assert sample_size([many, many], [0.9, 0.5], 0.02, [1, 3]) == 507
    assert sample_size([many, many], [0.9, 0.5], 0.02) == 400
    assert allocate([100, 100], 40, "proportional", areas=[1, 3]).tolist() == [10, 30]
    assert allocate([100, 20], 40, "proportional", areas=[1, 3]).tolist() == [20, 20]
    assert allocate([100, 100], 40, "equal", areas=[1, 3]).tolist() == [20, 20]

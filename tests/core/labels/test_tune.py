"""How often classes are on the map, how sure they may be there, and whether neighbors help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rs_deepcluster_plugin.core.clusters.methods.base import softmax
from rs_deepcluster_plugin.core.features.similarity import normalizer_of
from rs_deepcluster_plugin.core.labels.classifier import (
    LabelSettings,
    Linear,
    fit_linear,
    make_folds,
)
from rs_deepcluster_plugin.core.labels.join import LabeledUnits
from rs_deepcluster_plugin.core.labels.label_model import (
    LabelClass,
    LabelModel,
    choose_sample,
    fit_labels,
    take_sample,
)
from rs_deepcluster_plugin.core.labels.live import LiveScenes
from rs_deepcluster_plugin.core.labels.suggest import SuggestSettings, suggest_scenes
from rs_deepcluster_plugin.core.labels.tune import Tuning, estimate_shares, kept_of, tune

TWO = tuple(LabelClass(code, code, "#000000") for code in "ab")


def skewed(frequent, apart=1.6, seed=0):
    """Return features of 1,500 scenes that overlap, and their classes, of which one is frequent."""
    rng = np.random.default_rng(seed)
    kinds = (np.arange(1500) >= frequent * 1500).astype(np.int64)
    values = rng.normal(0, 1, (1500, 12)) + apart * np.eye(2, 12)[kinds]
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return values.astype(np.float32), kinds


def tuned(values, kinds, each=12, method="logistic"):
    """Return labels, as many of each class, and the classifiers by them, as it is and tuned."""
    chosen = np.concatenate(
        [np.random.default_rng(1).permutation(np.flatnonzero(kinds == k))[:each] for k in (0, 1)]
    )
    excluded, settings = np.zeros((len(chosen), 2), dtype=bool), LabelSettings(method)
    folds = make_folds(np.full((len(chosen), 2), np.nan), kinds[chosen], 5, 0)
    given = values[chosen], kinds[chosen], excluded
    return (
        chosen, fit_linear(*given, settings),
        tune(*given, folds, values, settings),
    )  # fmt: skip


def test_shares_are_the_most_likely_ones():
    """As scipy finds them, which is told nothing of expectation and maximization."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(2)
    kinds = rng.choice(3, 4000, p=[0.7, 0.25, 0.05])
    found = softmax(3 * np.eye(3)[kinds] + rng.normal(0, 1, (4000, 3)))
    labeled = np.array([0.4, 0.4, 0.2])

    def cost(logs):
        shares = softmax(logs[None])[0]
        fit = np.log((found * shares / labeled).sum(axis=1)).mean()
        return -fit - 0.1 * (labeled * np.log(shares)).sum()

    expected = softmax(minimize(cost, np.zeros(3), tol=1e-10).x[None])[0]
    shares = estimate_shares(found, labeled)
    assert shares == pytest.approx(expected, abs=2e-3)
    assert shares.sum() == pytest.approx(1)
    assert np.abs(shares - labeled).max() > 0.2


@pytest.mark.parametrize("count", [3, 5, 7, 20])
def test_shares_that_are_drawn_back_are_nearer_to_the_true_ones(count):
    """Than as they were estimated, than not moved, and than drawn back by all their variance."""
    rng, noise = np.random.default_rng(count), 0.05
    true = rng.normal(0, 0.08, (4000, count))
    true -= true.mean(axis=1, keepdims=True)
    error = rng.normal(0, noise, true.shape)
    found = true + error - error.mean(axis=1, keepdims=True)
    variance = noise**2 * (count - 1)
    kept = np.array([kept_of(moved, variance) for moved in found])
    fully = np.maximum(0, 1 - variance / (found**2).sum(axis=1))

    def off(factor):
        return ((factor[:, None] * found - true) ** 2).sum(axis=1).mean()

    assert off(kept) < min(off(fully), off(np.ones(4000)), off(np.zeros(4000)))
    assert ((kept >= 0) & (kept <= 1)).all()


def test_a_frequent_class_gets_what_is_rightly_its():
    values, kinds = skewed(0.92)
    chosen, plain, (model, _, tuning) = tuned(values, kinds)
    rest = np.setdiff1d(np.arange(len(kinds)), chosen)
    before, after = (
        (one.probabilities(values[rest]).argmax(axis=1) == kinds[rest]).mean()
        for one in (plain, model)
    )
    assert after > before + 0.05
    assert tuning.shares[0] > 0.6
    assert tuning.labeled.tolist() == [0.5, 0.5]
    sure = [one.probabilities(values[rest]).max(axis=1).mean() for one in (plain, model)]
    assert abs(sure[1] - after) < abs(sure[0] - before) / 2


def test_shares_stay_where_the_labels_have_them_right():
    values, kinds = skewed(0.5)
    *_, (_, _, tuning) = tuned(values, kinds)
    assert tuning.shares == pytest.approx([0.5, 0.5], abs=0.08)


@pytest.mark.parametrize("method", ["discriminant", "prototypes"])
def test_methods_that_know_nothing_of_shares_are_not_given_any(method):
    values, kinds = skewed(0.92)
    _, plain, (model, _, tuning) = tuned(values, kinds, method=method)
    assert tuning.shares.tolist() == [0.5, 0.5]
    before, after = (one.probabilities(values).argmax(axis=1) for one in (plain, model))
    np.testing.assert_array_equal(before, after)


def test_labels_as_the_map_has_them_are_believed():
    """Drawn at random, they are uneven, and nothing that is estimated knows better."""
    values, kinds = skewed(0.8)
    chosen = np.random.default_rng(3).permutation(1500)[:25]
    counts = np.bincount(kinds[chosen])
    folds = make_folds(np.full((25, 2), np.nan), kinds[chosen], 5, 0)
    excluded = np.zeros((25, 2), dtype=bool)
    tuning = tune(values[chosen], kinds[chosen], excluded, folds, values, LabelSettings())[2]
    assert counts[1] < 0.3 * counts[0]
    assert tuning.shares == pytest.approx(counts / 25)


def test_what_was_found_out_serves_until_there_are_other_classes():
    model = Linear(np.array([0, 2]), np.eye(2, 4, dtype=np.float32), np.zeros(2))
    tuning = Tuning(2.0, np.array([0, 2]), np.array([0.9, 0.1]), np.array([0.5, 0.5]))
    flat = np.zeros((1, 4), dtype=np.float32)
    assert tuning.applied(model).probabilities(flat)[0] == pytest.approx([0.9, 0.1])
    other = Tuning(2.0, np.array([0, 1]), np.array([0.9, 0.1]), np.array([0.5, 0.5]))
    made = other.applied(model)
    assert made.probabilities(flat)[0] == pytest.approx([0.5, 0.5])
    assert made.temperature == 2


@pytest.fixture
def crossed(features_file):
    """Return a file of twelve groups of scenes, and classes that cut through each of them."""
    rng = np.random.default_rng(3)
    group, kinds = np.arange(360) // 30, np.arange(360) % 2
    values = 3 * rng.normal(0, 1, (12, 24))[group] + 0.6 * rng.normal(0, 1, (360, 24))
    values[:, 0] = np.where(kinds, 1.2, -1.2) + 0.15 * rng.normal(0, 1, 360)
    return features_file(values), group, kinds


def labels_of(kinds, each):
    chosen = np.sort(np.concatenate([np.flatnonzero(kinds == k)[::15][:each] for k in set(kinds)]))
    return LabeledUnits(chosen, kinds[chosen], np.zeros((len(chosen), kinds.max() + 1), bool))


def test_neighbors_are_looked_at_only_where_they_help(crossed, tmp_path):
    features, group, kinds = crossed
    units = labels_of(kinds, 12)
    made = fit_labels(features, units, TWO, LabelSettings())
    assert made.model.settings.strength == 0
    found = made.model.apply(features, made.sample)
    assert (found.classes == kinds + 1).mean() > 0.85
    made.model.save(tmp_path / "m.npz")
    again = LabelModel.load(tmp_path / "m.npz").apply(features)
    assert (again.classes == found.classes).all()
    np.testing.assert_allclose(again.probabilities, found.probabilities, atol=1e-6)
    live = LiveScenes(features, LabelSettings())
    model, held, tuning = live.check(units)
    assert not model.diffused
    shown = live.classify(units, live.fit(units, tuning))
    rest = np.setdiff1d(np.arange(len(kinds)), units.places)
    assert (shown.classes[rest] == found.classes[rest]).mean() > 0.99  # half the precision
    assert held.classes.tolist() == made.held.classes.tolist()
    halves = group % 2  # classes that are groups of scenes
    of_groups = fit_labels(features, labels_of(halves, 12), TWO, LabelSettings())
    assert of_groups.model.settings.strength == LabelSettings().strength
    # A learning curve is that of the same classifier.
    for labels, fitted in ((units, made), (labels_of(halves, 12), of_groups)):
        sample = take_sample(features, fitted.model.normalizer, LabelSettings(), labels.places)
        chosen, _ = choose_sample(features, sample, labels, LabelSettings())
        expected = fitted.sample.diffused(labels.places)
        np.testing.assert_array_equal(chosen.diffused(labels.places), expected)


def test_what_to_label_next_is_asked_of_the_features_that_the_classifier_takes(crossed):
    features, group, kinds = crossed
    settings = LabelSettings("prototypes")  # which nothing refines
    centers = np.full((len(kinds), 2), np.nan)

    def suggested(units, by):
        return suggest_scenes(
            sample.values, by.diffused(by.places), centers, units.places, units.classes,
            units.excluded, "ab", asked, SuggestSettings(12),
        )  # fmt: skip

    for truth, diffused in ((kinds, False), (group % 2, True)):
        units = labels_of(truth, 12)
        sample = take_sample(features, normalizer_of(features), settings, units.places)
        asked = settings
        found = suggested(units, sample)
        asked = replace(settings, strength=0.0)  # what is given is what counts
        taken, other = (suggested(units, s) for s in (sample, sample.plain())[:: 2 * diffused - 1])
        assert found == taken
        assert found != other

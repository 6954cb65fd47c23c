"""Scenes without a label say what shape classes have, where labels tell these apart."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.labels.classifier import (
    LabelSettings,
    fit_linear,
    keep_aside,
    make_folds,
)
from rs_deepcluster_plugin.core.labels.refine import Crowd, _fit_groups
from rs_deepcluster_plugin.core.labels.tune import keep_better, tune_better


def long_groups(apart, seed=0, count=900):
    """Return features in three groups that are long in the same direction, and their classes."""
    rng = np.random.default_rng(seed)
    kinds = np.arange(count) % 3
    values = rng.normal(0, 1, (count, 10)) * np.where(np.arange(10) == 0, 6, 0.7)
    values[:, 1] += apart * (kinds - 1)
    values[:, 2] += apart * (kinds == 1)
    return values.astype(np.float32), kinds


def labels_of(kinds, each, seed=1):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.permutation(np.flatnonzero(kinds == k))[:each] for k in range(3)])


def test_groups_of_whole_scenes_are_those_of_the_linear_discriminant():
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    values, kinds = long_groups(2.0)
    slopes, offsets = _fit_groups(values.astype(float), np.eye(3)[kinds], np.ones(len(kinds)))
    found = values @ slopes + offsets
    expected = LinearDiscriminantAnalysis("lsqr", priors=np.full(3, 1 / 3)).fit(values, kinds)
    theirs = expected.decision_function(values)
    centered = [some - some.mean(axis=1, keepdims=True) for some in (found, theirs)]
    # A hundredth of the mean variance is added to each, or else no group could be flat.
    assert np.corrcoef(centered[0].ravel(), centered[1].ravel())[0, 1] > 0.995
    assert (found.argmax(axis=1) == theirs.argmax(axis=1)).mean() > 0.98


def test_scenes_without_labels_make_a_better_classifier():
    values, kinds = long_groups(3.0)
    better = []
    for seed in range(5):
        chosen = labels_of(kinds, 4, seed)
        given = values[chosen], kinds[chosen], np.zeros((12, 3), dtype=bool)
        plain = fit_linear(*given, LabelSettings())
        refined = Crowd(values).refine(plain, *given)
        assert refined.classes.tolist() == plain.classes.tolist()
        rest = np.setdiff1d(np.arange(len(kinds)), chosen)
        right = [(m.scores(values[rest]).argmax(axis=1) == kinds[rest]).mean()
                 for m in (plain, refined)]  # fmt: skip
        better.append(right[1] - right[0])
    assert np.mean(better) > 0.02


def test_what_a_scene_is_not_and_what_is_none_of_them_stay_so():
    values, kinds = long_groups(3.0)
    chosen = np.append(labels_of(kinds, 4), np.flatnonzero(kinds == 2)[-8:])
    classes = np.where(kinds[chosen] == 2, -1, kinds[chosen])
    excluded = np.zeros((len(chosen), 2), dtype=bool)
    excluded[classes < 0] = True  # neither of the two
    excluded[-1] = [True, False]
    model = fit_linear(values[chosen], classes, excluded, LabelSettings())
    refined = Crowd(values).refine(model, values[chosen], classes, excluded)
    assert refined.classes.tolist() == [0, 1, 2]
    found = refined.scores(values).argmax(axis=1)
    assert (found == kinds).mean() > 0.8


def test_scenes_that_are_all_alike_teach_nothing():
    values = np.full((40, 6), 0.5, dtype=np.float32)
    classes = np.array([0] * 9 + [1])
    given = values[:10], classes, np.zeros((10, 2), dtype=bool)
    refined = Crowd(values).refine(fit_linear(*given, LabelSettings()), *given)
    assert refined.probabilities(values).argmax(axis=1).tolist() == [0] * 40


@pytest.mark.parametrize(("apart", "taken"), [(4.0, True), (0.0, False)])
def test_scenes_teach_only_where_labels_tell_classes_apart(apart, taken):
    values, kinds = long_groups(apart)
    chosen = labels_of(kinds, 8)
    own, excluded, settings = kinds[chosen], np.zeros((24, 3), dtype=bool), LabelSettings()
    folds = make_folds(np.full((24, 2), np.nan), own, 5, 0)
    around = Crowd(values), None
    given = (values[chosen], None), own, excluded, folds, around, settings
    held, way = keep_better(*given)
    assert way.refined is taken
    model, _, tuning = tune_better(*given)
    assert tuning.way == way
    assert np.isfinite(model.probabilities(values)).all()
    assert (held.accuracy > 0.7) is taken
    prototypes = LabelSettings("prototypes")
    assert not keep_better(*given[:-1], prototypes)[1].refined


def test_of_many_classes_fewer_labels_have_to_be_right_for_scenes_to_teach():
    """Two of three of 24 classes are far from chance, and of two classes they are not."""
    rng = np.random.default_rng(1)
    kinds, shared = np.arange(1200) % 24, np.arange(30) < 10  # directions all classes are long in
    chosen = np.concatenate(
        [rng.permutation(np.flatnonzero(kinds == kind))[:5] for kind in range(24)]
    )
    noise = rng.normal(0, 1, (1200, 30)) * np.where(shared, 3, 1)
    middles = rng.normal(0, 1, (24, 30)) * ~shared
    folds = make_folds(np.full((120, 2), np.nan), kinds[chosen], 5, 0)
    excluded, found = np.zeros((120, 24), dtype=bool), []
    for apart in np.linspace(1.0, 1.2, 9):
        values = (noise + apart * middles[kinds]).astype(np.float32)
        values /= np.linalg.norm(values, axis=1, keepdims=True)
        given = kinds[chosen], excluded, folds
        known = keep_aside(values[chosen], *given, LabelSettings()).accuracy
        crowds = Crowd(values), None
        way = keep_better((values[chosen], None), *given, crowds, LabelSettings())[1]
        found.append((known, way.refined))
    assert any(refined for known, refined in found if known < 0.7)
    assert not any(refined for known, refined in found if known < 0.65)

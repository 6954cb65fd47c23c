"""Suggested labels cover all groups first, and then go where the doubt is."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.base.nearest import normalize_rows
from rs_deepcluster_plugin.core.labels.classifier import LabelSettings, fit_linear, make_folds
from rs_deepcluster_plugin.core.labels.refine import Crowd
from rs_deepcluster_plugin.core.labels.suggest import (
    SuggestSettings,
    find_density,
    suggest_scenes,
)
from rs_deepcluster_plugin.core.labels.tune import keep_better

NOWHERE = np.full((300, 2), np.nan)
NOTHING = np.empty(0, dtype=np.int64)


def scenes(kinds=6, count=300, apart=1.2, seed=0):
    rng = np.random.default_rng(seed)
    classes = rng.permutation(np.arange(count) % kinds)
    centers = rng.normal(0, 1, (kinds, 20))
    return normalize_rows(apart * centers[classes] + rng.normal(0, 1, (count, 20))), classes


def suggest(values, asked, labeled=NOTHING, classes=NOTHING, kinds=6, centers=NOWHERE, gone=None):
    excluded = np.zeros((len(labeled), kinds), dtype=bool) if gone is None else gone
    names = [f"kind {number}" for number in range(kinds)]
    return suggest_scenes(
        values, values, centers, labeled, classes, excluded, names, LabelSettings(), asked
    )


def test_the_first_suggestions_are_one_of_each_group():
    values, classes = scenes(apart=3)
    found = suggest(values, SuggestSettings(6))
    assert sorted(classes[[one.place for one in found]]) == [0, 1, 2, 3, 4, 5]
    assert all(one.reason == "typical of a group of 50 scenes" for one in found)


def test_what_is_typical_of_a_group_is_not_a_dense_fringe_of_it():
    rng = np.random.default_rng(1)
    centers = 10 * np.eye(20)[:3]
    fringe = centers[0] + np.r_[np.zeros(10), 1.6 * np.ones(10)]
    parts = [center + rng.normal(0, 0.7, (100, 20)) for center in centers]
    values = normalize_rows(np.concatenate([*parts, fringe + rng.normal(0, 0.05, (25, 20))]))
    order = rng.permutation(325)
    values, classes = values[order], np.repeat([0, 1, 2, 3], [100, 100, 100, 25])[order]
    density = find_density(values)
    assert classes[np.argsort(-density)[:25]].tolist() == [3] * 25  # it is the densest of all
    found = suggest(values, SuggestSettings(3), centers=np.full((325, 2), np.nan))
    assert sorted(classes[[one.place for one in found]]) == [0, 1, 2]


def test_groups_that_have_a_label_come_last():
    values, classes = scenes(apart=3)
    labeled = np.flatnonzero(classes == 2)[:1]
    found = suggest(values, SuggestSettings(5), labeled, np.array([2]))
    assert sorted(classes[[one.place for one in found]]) == [0, 1, 3, 4, 5]


def test_later_ones_are_in_doubt_and_differ():
    values, classes = scenes()
    labeled = np.array([np.flatnonzero(classes == k)[0] for k in range(6)])
    own = classes[labeled]
    found = suggest(values, SuggestSettings(12), labeled, own)
    places = [one.place for one in found]
    assert len(set(places)) == 12
    assert not set(places) & set(labeled.tolist())
    model = fit_linear(values[labeled], own, np.zeros((6, 6), dtype=bool), LabelSettings())
    shares = np.sort(model.probabilities(values), axis=1)
    doubt = 1 - shares[:, -1] + shares[:, -2]
    assert doubt[places].mean() > doubt.mean()
    first = found[0]
    likely = np.argsort(-model.probabilities(values)[first.place])[:2]
    assert first.reason == f"kind {likely[0]} or kind {likely[1]}"


def test_they_need_fewer_labels_than_random_ones():
    """Two thirds of the labels are as good where classes are not equally large."""
    rng = np.random.default_rng(0)
    values, classes = scenes(count=600)
    kept = rng.random(600) < np.geomspace(1, 0.1, 6)[classes]
    values, classes = values[kept], classes[kept]
    centers = np.full((len(values), 2), np.nan)

    def accuracy(labeled):
        made = fit_linear(
            values[labeled], classes[labeled], np.zeros((len(labeled), 6), bool), LabelSettings()
        )
        right = made.classes[made.scores(values).argmax(axis=1)] == classes
        return np.delete(right, labeled).mean()

    chosen = NOTHING
    for _ in range(4):
        more = suggest(values, SuggestSettings(6), chosen, classes[chosen], centers=centers)
        chosen = np.append(chosen, [one.place for one in more])
    random = [accuracy(rng.permutation(len(values))[:36]) for _ in range(10)]
    assert accuracy(chosen) > np.mean(random)


def test_no_more_of_a_class_than_asked_for_and_not_too_near():
    values, classes = scenes()
    labeled = np.concatenate([np.flatnonzero(classes == k)[:2] for k in range(6)])
    own, nothing = classes[labeled], np.zeros((12, 6), dtype=bool)
    given = values[labeled], own, nothing
    settings, around = LabelSettings(), Crowd(values)
    folds = make_folds(NOWHERE[labeled], own, settings.folds, settings.seed)
    both = given[0], normalize_rows(values)[labeled]
    way = keep_better(both, own, nothing, folds, (around, around), settings)[1]
    taken_for = way.train(*given, around, settings).scores(values).argmax(axis=1)
    found = suggest(values, SuggestSettings(30, most_of_class=2), labeled, own)
    assert len(found) == 12
    assert np.bincount(taken_for[[one.place for one in found]], minlength=6).tolist() == [2] * 6
    rows, cols = np.divmod(np.arange(300), 20)
    centers = np.stack([cols, rows], axis=1).astype(float)
    for some, theirs in ((NOTHING, NOTHING), (labeled, own)):
        found = suggest(values, SuggestSettings(10, distance=3), some, theirs, centers=centers)
        places = [*some.tolist()] + [one.place for one in found]
        new = centers[places[len(some) :]]
        apart = np.hypot(*(centers[places][:, None] - new[None]).transpose(2, 0, 1))
        apart[np.arange(len(some), len(places)), np.arange(len(new))] = np.inf
        assert apart.min() >= 3


def test_where_all_are_labeled_nothing_is_left():
    values, classes = scenes()
    every = np.arange(300)
    with pytest.raises(SceneError, match="No scene is left to suggest"):
        suggest(values, SuggestSettings(), every, classes)
    assert len(suggest(values, SuggestSettings(999))) == 300
    assert len(suggest(values, SuggestSettings(999), every[:290], classes[:290])) == 10


def test_none_of_the_classes_is_named():
    values, classes = scenes(kinds=2, apart=0.3)
    labeled = np.arange(20)
    own = np.where(classes[labeled] == 0, 0, -1)
    gone = (own < 0)[:, None]
    found = suggest(values, SuggestSettings(5), labeled, own, 1, gone=gone)
    assert any("none of them" in one.reason for one in found)

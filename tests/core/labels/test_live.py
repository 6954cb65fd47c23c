"""Scenes in memory are classified as from the file, and are asked about as often as one likes."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.labels import label_model
from rs_deepcluster_plugin.core.labels.classifier import LabelSettings
from rs_deepcluster_plugin.core.labels.join import LabelRows, join_labels
from rs_deepcluster_plugin.core.labels.label_model import LabelClass, fit_labels, keep_labels
from rs_deepcluster_plugin.core.labels.live import LiveScenes
from rs_deepcluster_plugin.core.labels.suggest import SuggestSettings

CLASSES = tuple(LabelClass(code, code, "#000000") for code in "abc")


@pytest.fixture
def made(features_file):
    """Return a file of three groups of scenes, some without features, and some labels."""
    rng = np.random.default_rng(4)
    kinds = np.arange(240) % 3
    values = rng.normal(0, 1, (3, 24))[kinds] + 0.6 * rng.normal(0, 1, (240, 24))
    values[[5, 100]] = np.nan
    features = features_file(values)
    ids = features.cells()[0]
    places = np.array([0, 1, 2, 3, 4, 7, 0])
    classes = np.array([0, 1, 2, 0, -1, 1, 0])
    denied = np.array([-1, -1, -1, -1, 1, -1, -1])
    nothing = np.full(len(places), None, dtype=object)
    return features, LabelRows(classes, denied, nothing, ids[places]), kinds


def test_it_finds_what_classifying_the_file_finds(made):
    features, rows, kinds = made
    settings = LabelSettings()
    live = LiveScenes(features, settings)
    units, wanted = live.units(rows, 3), join_labels(rows, features, 3)
    assert units.places.tolist() == wanted.places.tolist()
    assert (units.excluded == wanted.excluded).all()
    fitted = fit_labels(features, wanted, CLASSES, settings)
    expected = keep_labels(fitted.model.apply(features, fitted.sample), wanted, settings)
    model, held, tuning = live.check(units)
    assert held.temperature == pytest.approx(fitted.held.temperature)
    assert model.temperature == pytest.approx(fitted.model.linear.temperature)
    found = live.classify(units, live.fit(units, tuning))
    assert (found.classes == expected.classes).all()
    assert np.allclose(found.probabilities, expected.probabilities, atol=1e-5, equal_nan=True)
    assert (found.second_classes == expected.second_classes).all()
    assert found.classes[[5, 100]].tolist() == [0, 0]
    assert (found.classes == kinds + 1).mean() > 0.9


def test_scenes_beyond_the_sample_are_classified_like_those_in_it(made, monkeypatch):
    features, rows, kinds = made
    monkeypatch.setattr(label_model, "FIT_SCENES", 120)
    live = LiveScenes(features, LabelSettings())
    units = live.units(rows, 3)
    found = live.classify(units, live.fit(units))
    assert (found.classes == kinds + 1).mean() > 0.85
    offered = live.suggest(units, live.fit(units), "abc", SuggestSettings(number=15))
    assert len({one.place for one in offered}) == 15
    assert not {one.place for one in offered} & set(units.places.tolist())


def test_suggestions_are_typical_first_and_doubtful_later(made):
    features, rows, kinds = made
    live = LiveScenes(features, LabelSettings())
    one = LabelRows(rows.classes[:1], rows.not_classes[:1], rows.shapes[:1], rows.scene_ids[:1])
    units = live.units(one, 3)
    with pytest.raises(SceneError, match="All labels are of one class"):
        live.fit(units)
    offered = live.suggest(units, None, "abc", SuggestSettings(number=12))
    assert set(kinds[[s.place for s in offered[:6]]].tolist()) == {0, 1, 2}
    assert "typical" in offered[0].reason
    assert 0 not in {s.place for s in offered}
    again = live.suggest(live.units(rows, 3), None, "abc", SuggestSettings(number=12))
    labeled = set(live.units(rows, 3).places.tolist())
    assert [s.place for s in again] == [s.place for s in offered if s.place not in labeled]


def test_labels_of_other_scenes_are_refused(made):
    features, rows, _ = made
    live = LiveScenes(features, LabelSettings())
    away = LabelRows(rows.classes, rows.not_classes, rows.shapes, rows.scene_ids + 10_000)
    with pytest.raises(SceneError, match="None of the 7 labels is of a scene"):
        live.units(away, 3)


def test_it_stops_between_two_folds_when_it_is_told_to(made):
    features, rows, _ = made
    live = LiveScenes(features, LabelSettings())

    class Enough(Exception):  # noqa: N818
        pass

    class Once:
        def __call__(self, fraction):
            raise Enough

        def log(self, text):
            """Say nothing."""

    with pytest.raises(Enough):
        live.check(live.units(rows, 3), Once())


def test_scenes_are_compared_with_examples_and_with_counterexamples(made):
    features, _, kinds = made
    live = LiveScenes(features, LabelSettings())
    near, far = live.compare(live.ids[[0, 3, 5]], live.ids[[1]])
    assert np.isnan(near[[5, 100]]).all()  # they have no features
    assert near[[0, 3]] == pytest.approx(1)
    assert far[1] == pytest.approx(1)
    closest = np.argsort(-np.nan_to_num(near, nan=-1))[:40]
    assert (kinds[closest] == 0).mean() > 0.9
    assert (kinds[np.argsort(-np.nan_to_num(far, nan=-1))[:40]] == 1).mean() > 0.9
    alone, nothing = live.compare(live.ids[[3]])
    assert np.isnan(nothing).all()
    one, _ = live.compare(live.ids[[0]])
    assert near == pytest.approx(np.fmax(alone, one), nan_ok=True)
    with pytest.raises(SceneError, match="None of the scenes chosen has features"):
        live.compare(live.ids[[5]])

"""Learning curves rise as they should, and foretell what was kept from them."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.labels.classifier import LabelSettings
from rs_deepcluster_plugin.core.labels.curve import (
    Curve,
    CurveSettings,
    describe_forecast,
    fit_power,
    learn_by_number,
)
from rs_deepcluster_plugin.core.reports.curve_report import write_curve


def scenes(count=240, apart=0.4, seed=0):
    """Make scenes of three classes, spread over a map."""
    rng = np.random.default_rng(seed)
    centers = rng.normal(0, 1, (3, 16))
    classes = np.arange(count) % 3
    values = (apart * centers[classes] + rng.normal(0, 1, (count, 16))).astype(np.float32)
    return values, classes, rng.uniform(0, 1000, (count, 2))


def test_accuracy_rises_with_the_labels_and_lies_in_its_interval():
    values, classes, places = scenes()
    curve = learn_by_number(values, classes, places, 3, LabelSettings(), CurveSettings(repeats=2))
    sizes = [point.labels for point in curve.points]
    assert (sizes[0], sizes) == (3, sorted(set(sizes)))
    assert 0.6 * 240 < sizes[-1] < 240
    assert curve.points[-1].accuracy > curve.points[0].accuracy + 0.1
    assert all(p.low <= p.accuracy <= p.high for p in curve.points)
    assert curve.blocks
    # All classes have as many scenes, so the whole is the mean of them.
    last = [points[-1].accuracy for points in curve.classes.values()]
    assert np.mean(last) == pytest.approx(curve.points[-1].accuracy)
    assert curve.counts == {0: 80, 1: 80, 2: 80}


def test_the_first_labels_are_one_of_each_class():
    """With one label a class, a fold is classified by what scikit-learn makes of these."""
    values, classes, places = scenes(30, apart=30)
    curve = learn_by_number(values, classes, places, 3, LabelSettings(), CurveSettings(repeats=3))
    assert curve.points[0].labels == 3
    assert curve.points[0].accuracy == 1


def test_a_method_that_takes_two_labels_of_each_class_begins_with_these():
    values, classes, places = scenes(60, apart=30)
    settings = LabelSettings("discriminant")
    curve = learn_by_number(values, classes, places, 3, settings, CurveSettings(repeats=2))
    assert curve.points[0].labels == 6
    assert curve.points[0].accuracy > 0.95
    with pytest.raises(SceneError, match="needs two labels of a class"):
        learn_by_number(values[:6], classes[:6], places[:6], 3, settings, CurveSettings(repeats=2))


@pytest.mark.parametrize("true", [(0.93, 1.1, 0.6), (1.0, 0.5, 0.3), (0.7, 0.0, 1.0)])
def test_a_law_is_found_again(true):
    limit, scale, exponent = true
    sizes = np.array([5, 10, 20, 40, 80, 160])
    found = fit_power(sizes, limit - scale * sizes**-exponent)
    later = [a - b * 1000.0**-c for a, b, c in (true, found)]
    assert later[1] == pytest.approx(later[0], abs=0.005)
    assert found[0] <= 1


def test_what_half_of_the_labels_foretell_comes_true():
    values, classes, places = scenes(600)
    half = np.arange(300)
    settings = LabelSettings()
    small = learn_by_number(
        values[half], classes[half], places[half], 3, settings, CurveSettings(repeats=2)
    )
    large = learn_by_number(values, classes, places, 3, settings, CurveSettings(repeats=1, steps=3))
    told = small.points[-1].accuracy + small.forecast.doubled[0]
    assert told == pytest.approx(large.points[-1].accuracy, abs=0.03)


def test_noise_in_the_labels_is_a_limit_that_no_number_of_them_passes():
    values, classes, places = scenes(300, apart=3)
    rng = np.random.default_rng(1)
    noisy = np.where(rng.random(300) < 0.3, (classes + 1) % 3, classes)
    curve = learn_by_number(
        values, noisy, places, 3, LabelSettings("prototypes"), CurveSettings(repeats=3)
    )
    assert curve.forecast.limit[0] == pytest.approx(0.7, abs=0.05)
    assert np.isinf(curve.forecast.needed[0])
    said = " ".join(describe_forecast(curve, 0.9, 300))
    assert "is not reached by more labels: the curve levels off at" in said


def test_labels_that_are_enough_are_said_to_be():
    values, classes, places = scenes(apart=3)
    curve = learn_by_number(values, classes, places, 3, LabelSettings(), CurveSettings(repeats=2))
    said = " ".join(describe_forecast(curve, 0.9, 240))
    assert "The wanted accuracy of 90.0% is reached with 240 labels." in said
    assert "More labels of this kind hardly help" in said


def test_a_short_curve_foretells_nothing():
    values, classes, places = scenes(9, apart=5)
    curve = learn_by_number(values, classes, places, 3, LabelSettings(), CurveSettings(steps=3))
    assert curve.forecast is None
    assert "too short" in describe_forecast(curve, 0.9, 9)[-1]


@pytest.mark.parametrize("classes", [[0, 0, 0, 0], [0, 1, 2], []])
def test_too_few_labels_are_refused(classes):
    classes = np.array(classes, dtype=np.int64)
    values = np.ones((len(classes), 4), dtype=np.float32)
    places = np.arange(2.0 * len(classes)).reshape(-1, 2)
    with pytest.raises(SceneError, match="takes two classes with two labels each"):
        learn_by_number(values, classes, places, 3, LabelSettings(), CurveSettings(repeats=2))


def test_the_report_names_the_classes_and_what_was_said(tmp_path):
    values, classes, places = scenes(90)
    nowhere = np.full_like(places, np.nan)
    curve = learn_by_number(values, classes, nowhere, 3, LabelSettings(), CurveSettings(repeats=2))
    assert isinstance(curve, Curve)
    assert not curve.blocks
    write_curve(tmp_path / "r.html", curve, ["<sea>", "town", "hill"], ["Said."], [("seed", "0")])
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    for text in ("Said.", "&lt;sea&gt;", "kept aside one by one", "<svg", "points"):
        assert text in page

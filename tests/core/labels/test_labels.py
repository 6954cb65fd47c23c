"""Labels find their scenes, and a few of them classify the others."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.clusters.methods.base import softmax
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import footprint_system
from rs_deepcluster_plugin.core.labels.classifier import (
    LabelSettings,
    calibration_error,
    fit_linear,
    keep_aside,
    make_folds,
)
from rs_deepcluster_plugin.core.labels.diffuse import Diffusion
from rs_deepcluster_plugin.core.labels.join import LabeledUnits, LabelRows, join_labels
from rs_deepcluster_plugin.core.labels.label_model import (
    LabelClass,
    LabelModel,
    describe_held_out,
    fit_labels,
    keep_labels,
)

THREE = tuple(LabelClass(c, c.upper(), "#0088ff") for c in "abc")


def point(x, y):
    import shapely

    return shapely.to_wkb(shapely.Point(x, y))


def points(*places):
    import shapely

    return shapely.to_wkb(shapely.MultiPoint(places))


def box(*bounds):
    import shapely

    return shapely.to_wkb(shapely.box(*bounds))


def rows_of(shapes, classes, not_classes=None, ids=None):
    count = len(shapes)
    held = np.empty(count, dtype=object)
    held[:] = shapes
    nothing = np.full(count, -1)
    return LabelRows(
        np.array(classes),
        nothing if not_classes is None else np.array(not_classes),
        held,
        nothing if ids is None else np.array(ids),
    )


def groups(count=60, dims=24, apart=0.55, kinds=3, seed=0):
    """Make groups of scenes that lie close together; returns features and groups."""
    rng = np.random.default_rng(seed)
    centers = rng.normal(0, 1, (kinds, dims))
    labels = np.arange(count * kinds) % kinds
    values = apart * centers[labels] + rng.normal(0, 1, (count * kinds, dims))
    return values.astype(np.float32), labels


def some(labels, each, seed=0):
    rng = np.random.default_rng(seed)
    chosen = [rng.choice(np.flatnonzero(labels == k), each, False) for k in np.unique(labels)]
    return np.sort(np.concatenate(chosen))


def units_of(places, labels, kinds=3):
    return LabeledUnits(places, labels[places], np.zeros((len(places), kinds), dtype=bool))


# --- Which scenes --------------------------------------------------------------------------------


def test_points_polygons_and_numbers_label_their_scenes(features_file):
    # Scenes are squares of 10 in a row from x = 0, at y from -10 to 0.
    features = features_file(np.ones((6, 3)), block=2)
    rows = rows_of(
        [point(5, -5), point(20, -5), box(28, -20, 37, 5), box(46, -10, 50, 0), None],
        [0, 1, 2, 0, 1],
        ids=[-1, -1, -1, -1, int(features.cells()[0][5])],
    )
    found = join_labels(rows, features, 3)
    # The point on an edge labels the first scene there; 4 of 10 without the center label nothing.
    assert found.places.tolist() == [0, 1, 3, 5]
    assert found.classes.tolist() == [0, 1, 2, 1]


def test_each_of_several_points_in_a_row_labels_its_scene(features_file):
    features = features_file(np.ones((6, 3)), block=2)
    # In the first scene and in the fifth, on the edge of the second and the third, and nowhere.
    collected = points((5, -5), (6, -5), (45, -5), (20, -5), (5, 99))
    found = join_labels(rows_of([collected, point(35, -5)], [0, 1]), features, 2)
    assert found.places.tolist() == [0, 1, 3, 4]
    assert found.classes.tolist() == [0, 0, 1, 0]


def test_a_polygon_labels_what_it_covers_by_half_or_in_the_center(features_file):
    features = features_file(np.ones((4, 3)))
    across = box(5, -10, 14, 0)  # half of the first and nine tenths of the half of the second
    found = join_labels(rows_of([across], [0]), features, 1)
    assert found.places.tolist() == [0]
    narrow = box(14, -10, 16, 0)  # a fifth of the second, with its center
    assert join_labels(rows_of([narrow], [0]), features, 1).places.tolist() == [1]


def test_the_latest_of_several_labels_counts(features_file, recorder):
    features = features_file(np.ones((4, 3)))
    rows = rows_of(
        [point(5, -5), point(6, -5), point(15, -5), point(15, -6), point(25, -5), point(35, -5)],
        [0, 1, 0, -1, -1, 2],
        [-1, -1, -1, 0, 1, -1],
    )
    found = join_labels(rows, features, 3, recorder)
    assert found.classes.tolist() == [1, -1, -1, 2]
    assert np.argwhere(found.excluded).tolist() == [[1, 0], [2, 1]]
    assert recorder.lines == [
        "2 scenes are labeled in several ways: of these labels the latest counts."
    ]


def test_labels_outside_and_of_scenes_without_features_are_said(features_file, recorder):
    values = np.ones((4, 3))
    values[1] = np.nan
    features = features_file(values)
    rows = rows_of([point(5, -5), point(15, -5), point(99, 99)], [0, 1, 1])
    found = join_labels(rows, features, 2, recorder)
    assert found.places.tolist() == [0]
    assert recorder.lines == [
        "1 of 3 labels belong to no scene.",
        "1 labeled scene has no features, for lack of valid data.",
    ]
    with pytest.raises(SceneError, match="None of the 1 labels belongs to a scene"):
        join_labels(rows_of([point(99, 99)], [0]), features, 2)
    with pytest.raises(SceneError, match="None of the labeled scenes has features"):
        join_labels(rows_of([point(15, -5)], [0]), features, 2)


def test_the_system_of_footprints_is_read_without_parquet(features_file, tmp_path):
    wkt = 'LOCAL_CS["somewhere"]' + " " * 300  # longer than one byte of length tells
    assert footprint_system(features_file(np.ones((9, 3)), crs_wkt=wkt).path) == wkt
    other = features_file(np.ones((9, 3)), "other.parquet", crs_wkt="", shapes_wkt="mine")
    assert footprint_system(other.path) == "mine"
    whole = other.path.read_bytes()
    for damaged in (
        b"text",
        whole[:-9],
        whole.replace(b"rs_deepcluster\x18", b"something_else\x18"),
    ):
        (tmp_path / "bad.parquet").write_bytes(damaged)
        with pytest.raises(DataFileError, match="is not a file of features"):
            footprint_system(tmp_path / "bad.parquet")
    with pytest.raises(DataFileError, match="does not exist"):
        footprint_system(tmp_path / "none.parquet")


# --- Diffusion -----------------------------------------------------------------------------------


def test_diffused_features_are_the_solution_of_their_equation():
    values, _ = groups(20)
    values = Normalizer.fit(values, (24,))(values)
    made = Diffusion.fit(values, 4, 0.6)
    # F = s G F + (1 - s) X, with G of the nearest by scikit-learn, in features that are evened out
    # by the root of a matrix of scipy's; those that find each other count six times.
    from scipy.linalg import sqrtm
    from sklearn.neighbors import NearestNeighbors

    close = NearestNeighbors(n_neighbors=5, metric="cosine").fit(values).kneighbors()[1]
    steps = (values[close] - values[:, None]).reshape(-1, 24).astype(np.float64)
    spread = steps.T @ steps
    evened = values @ np.linalg.inv(sqrtm(spread * 24 / np.trace(spread) + 5 * np.eye(24)))
    apart, near = NearestNeighbors(n_neighbors=4, metric="cosine").fit(evened).kneighbors()
    links = np.zeros((60, 60))
    np.put_along_axis(links, near, np.maximum(1 - apart, 0), axis=1)
    links = np.minimum(links, links.T) + 0.2 * np.maximum(links, links.T)
    scale = 1 / np.sqrt(links.sum(axis=1))
    graph = links * scale[:, None] * scale[None]
    solved = np.linalg.solve(np.eye(60) - 0.6 * graph, 0.4 * values)
    np.testing.assert_allclose(made.diffused, solved, atol=1e-4)
    # A scene keeps a quarter of its own beside that.
    whole = solved / np.linalg.norm(solved, axis=1, keepdims=True) + 0.25 * values
    expected = whole / np.linalg.norm(whole, axis=1, keepdims=True)
    np.testing.assert_allclose(
        made.of_reference(values, np.arange(len(values))), expected, atol=1e-3
    )


def test_a_twin_of_a_reference_scene_becomes_nearly_what_that_one_did():
    values, _ = groups(60)
    values = Normalizer.fit(values, (24,))(values)
    made = Diffusion.fit(values, 10, 0.95)
    mine = made.of_reference(values, np.arange(len(values)))
    assert ((made(values) * mine).sum(axis=1) > 0.97).all()
    np.testing.assert_allclose(np.linalg.norm(made(values), axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("values", [np.zeros((5, 4)), np.ones((5, 4)), np.eye(1, 4)])
def test_odd_features_are_diffused_to_numbers(values):
    values = values.astype(np.float32)
    made = Diffusion.fit(values, 10, 0.9)
    assert np.isfinite(made(values)).all()
    assert np.isfinite(made.of_reference(values, np.arange(len(values)))).all()
    plain = Diffusion.fit(values, 10, 0.0)
    lengths = np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12)
    np.testing.assert_allclose(plain(values), values / lengths)


@pytest.mark.parametrize("seed", range(4))
def test_who_is_near_is_told_by_what_neighbors_have_in_common(seed):
    """Eight groups, in which scenes differ in four directions more than the groups do."""
    rng = np.random.default_rng(seed)
    kinds = np.arange(400) % 8
    values = rng.normal(size=(8, 16))[kinds] + rng.normal(scale=0.6, size=(400, 16))
    values[:, :4] += rng.normal(scale=2, size=(400, 4))
    values = Normalizer.fit(values.astype(np.float32), (16,))(values.astype(np.float32))

    def alike(rows):
        near = np.argsort(-(rows @ rows.T), axis=1)[:, 1:6]
        return (kinds[near] == kinds[:, None]).mean()

    assert alike(Diffusion.fit(values, 5, 0.95).reference) > alike(values) + 0.01


# --- Classifiers ---------------------------------------------------------------------------------


def test_few_labels_are_fitted_as_scikit_learn_fits_them_in_all_dimensions():
    from sklearn.linear_model import LogisticRegression

    values, kinds = groups(5)
    wide = np.concatenate([values, values[:, ::-1] ** 2], axis=1).astype(np.float32)
    assert len(wide) < wide.shape[1]
    made = fit_linear(wide, kinds, np.zeros((len(wide), 3), dtype=bool), LabelSettings())
    own = LogisticRegression(C=100, max_iter=1000, tol=1e-8).fit(wide.astype(np.float64), kinds)
    expected = own.decision_function(wide)
    np.testing.assert_allclose(made.probabilities(wide), own.predict_proba(wide), atol=1e-3)
    assert (made.scores(wide).argmax(axis=1) == expected.argmax(axis=1)).all()


@pytest.mark.parametrize("method", ["logistic", "discriminant", "prototypes"])
@pytest.mark.parametrize("kinds", [2, 3])
def test_every_method_finds_groups_that_are_apart(method, kinds):
    values, labels = groups(apart=1.0, kinds=kinds)
    values = Normalizer.fit(values, (24,))(values)
    given = some(labels, 5)
    excluded = np.zeros((len(given), kinds), dtype=bool)
    made = fit_linear(values[given], labels[given], excluded, LabelSettings(method))
    found = made.probabilities(values)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert (made.classes[found.argmax(axis=1)] == labels).mean() > 0.95


def test_probabilities_are_those_of_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    for kinds in (2, 3):
        values, labels = groups(kinds=kinds)
        made = fit_linear(values, labels, np.zeros((len(labels), kinds), bool), LabelSettings())
        known = LogisticRegression(C=100, max_iter=1000).fit(values, labels)
        np.testing.assert_allclose(
            made.probabilities(values), known.predict_proba(values), atol=1e-5
        )


def test_what_scenes_are_not_moves_the_border():
    """Scenes that are only known not to be of two groups are as good as those of the third."""
    values, labels = groups(apart=0.9, kinds=3)
    values = Normalizer.fit(values, (24,))(values)
    given = some(labels, 2)
    more = np.setdiff1d(some(labels, 15, seed=5), given)
    places = np.concatenate([given, more])
    known = np.concatenate([labels[given], np.full(len(more), -1)])
    excluded = np.zeros((len(places), 3), dtype=bool)
    excluded[len(given) :] = labels[more][:, None] != np.arange(3)
    right = [
        (m.classes[m.scores(values).argmax(axis=1)] == labels).mean()
        for m in (
            fit_linear(values[given], labels[given], excluded[: len(given)], LabelSettings()),
            fit_linear(values[places], known, excluded, LabelSettings()),
        )
    ]
    assert right[1] > right[0] + 0.03


def test_scenes_of_no_class_make_a_class_of_their_own():
    values, labels = groups(apart=1.0)
    values = Normalizer.fit(values, (24,))(values)
    given = some(labels, 6)
    known = np.where(labels[given] == 2, -1, labels[given])
    excluded = np.repeat((known < 0)[:, None], 2, axis=1)
    made = fit_linear(values[given], known, excluded, LabelSettings())
    assert made.classes.tolist() == [0, 1, 2]
    assert (made.classes[made.scores(values).argmax(axis=1)] == labels).mean() > 0.95


def test_labels_of_one_class_are_refused():
    values, _ = groups()
    with pytest.raises(SceneError, match="All labels are of one class"):
        fit_linear(
            values, np.zeros(len(values), int), np.zeros((len(values), 2), bool), LabelSettings()
        )


# --- Folds and calibration -----------------------------------------------------------------------


def test_folds_are_of_whole_blocks():
    rows, cols = np.divmod(np.arange(400), 20)
    centers = np.stack([cols, rows], axis=1).astype(float)
    folds = make_folds(centers, np.arange(400) % 3, 5, 0)
    assert set(folds.tolist()) == {0, 1, 2, 3, 4}
    # Squares that are halved from 19, until there are twenty or more: of 4.75, then of 2.375.
    cells = np.floor(cols / 2.3752) * 9 + np.floor(rows / 2.3752)
    assert all(len(set(folds[cells == cell])) == 1 for cell in np.unique(cells))


def test_folds_are_of_single_scenes_where_these_have_no_place():
    nowhere = np.full((30, 2), np.nan)
    classes = np.repeat([0, 1, -1], 10)
    folds = make_folds(nowhere, classes, 5, 0)
    assert (folds[20:] == -1).all()
    assert [np.bincount(folds[classes == k]).tolist() for k in (0, 1)] == [[2] * 5] * 2


def test_the_only_scene_of_a_class_is_never_kept_aside():
    centers = np.random.default_rng(0).uniform(0, 1, (41, 2))
    classes = np.append(np.arange(40) % 2, 2)
    folds = make_folds(centers, classes, 5, 0)
    assert (folds[:40] >= 0).all()
    assert folds[40] == -1


@pytest.mark.parametrize("classes", [[], [-1, -1], [0, 1, 2]])
def test_where_no_class_has_two_scenes_there_are_no_folds(classes):
    classes = np.array(classes, dtype=np.int64)
    folds = make_folds(np.zeros((len(classes), 2)), classes, 5, 0)
    assert (folds == -1).all()


def test_scenes_in_one_place_make_no_folds():
    assert (make_folds(np.zeros((10, 2)), np.arange(10) % 2, 5, 0) == -1).all()


def test_what_is_held_out_is_classified_by_the_others():
    from sklearn.linear_model import LogisticRegression

    values, labels = groups(15)
    folds = np.arange(len(labels)) // 3 % 4
    excluded = np.zeros((len(labels), 3), dtype=bool)
    held = keep_aside(values, labels, excluded, folds, LabelSettings())
    for fold in range(4):
        fit = LogisticRegression(C=100, max_iter=1000).fit(
            values[folds != fold], labels[folds != fold]
        )
        assert held.classes[folds == fold].tolist() == fit.predict(values[folds == fold]).tolist()
    assert held.checked.all()


def test_calibration_makes_overconfident_scores_honest():
    """A classifier that trusts few labels is too sure; where some are kept aside it shows."""
    values, labels = groups(100, apart=0.25)
    given = some(labels, 40)
    excluded = np.zeros((len(given), 3), dtype=bool)
    settings = LabelSettings(regularization=1000)
    made = fit_linear(values[given], labels[given], excluded, settings)
    folds = make_folds(np.full((len(given), 2), np.nan), labels[given], 5, 0)
    held = keep_aside(values[given], labels[given], excluded, folds, settings)
    rest = np.setdiff1d(np.arange(len(labels)), given)
    scores = made.scores(values[rest])
    right = scores.argmax(axis=1) == labels[rest]
    before, after = (
        calibration_error(softmax(scores / t).max(axis=1), right) for t in (1.0, held.temperature)
    )
    assert held.temperature > 1
    assert after < 0.6 * before


def test_the_calibration_error_is_that_of_hand():
    sure = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, False, True, False])
    assert calibration_error(sure, right) == pytest.approx((0.45 + 0.05) / 2)
    assert np.isnan(calibration_error(np.empty(0), np.empty(0, dtype=bool)))


# --- The model -----------------------------------------------------------------------------------


@pytest.fixture
def fitted(features_file):
    values, labels = groups(apart=0.7)
    values[7] = np.nan
    features = features_file(values, block=50)
    given = np.setdiff1d(some(labels, 6), [7])
    units = units_of(given, labels)
    return features, labels, units, fit_labels(features, units, THREE, LabelSettings())


def test_a_few_labels_classify_the_file(fitted):
    features, labels, units, made = fitted
    plain = fit_labels(features, units, THREE, LabelSettings(strength=0.0))
    rest = np.setdiff1d(np.arange(len(labels)), [*units.places, 7])
    right = [
        (one.model.apply(features, one.sample).classes[rest] == labels[rest] + 1).mean()
        for one in (plain, made)
    ]
    assert right[1] > 0.9
    assert right[1] > right[0] + 0.03
    found = keep_labels(made.model.apply(features, made.sample, every=True), units, LabelSettings())
    assert (found.classes[units.places] == units.classes + 1).all()
    assert (found.probabilities[units.places] == 1).all()
    assert found.classes[7] == found.second_classes[7] == 0
    assert np.isnan([found.probabilities[7], found.similarities[7]]).all()
    assert not found.ambiguous[7]
    np.testing.assert_allclose(np.delete(found.shares, 7, axis=0).sum(axis=1), 1, atol=1e-5)


def test_a_saved_model_classifies_as_it_did(fitted, tmp_path):
    features, *_, made = fitted
    made.model.save(tmp_path / "m.npz")
    again = LabelModel.load(tmp_path / "m.npz")
    assert again.classes == THREE
    one, two = made.model.apply(features, made.sample), again.apply(features)
    assert np.array_equal(one.classes, two.classes)
    np.testing.assert_allclose(one.probabilities, two.probabilities, atol=1e-6)
    np.testing.assert_allclose(one.similarities, two.similarities, atol=2e-3)


def test_scenes_beyond_the_sample_are_classified_like_those_in_it(fitted, monkeypatch):
    from rs_deepcluster_plugin.core.labels import label_model

    features, _, units, made = fitted
    whole = made.model.apply(features, made.sample).classes
    monkeypatch.setattr(label_model, "FIT_SCENES", 60)
    few = fit_labels(features, units, THREE, LabelSettings())
    assert len(few.sample.places) < 90
    found = few.model.apply(features, few.sample).classes
    assert (found == whole).mean() > 0.9


def test_features_of_another_model_are_refused(fitted, features_file):
    *_, made = fitted
    other = features_file(np.ones((5, 24)), "other.parquet", identity="another")
    with pytest.raises(DataFileError, match="Extract the features of both with the same model"):
        made.model.apply(other)


def test_damaged_models_get_a_sentence(fitted, tmp_path):
    *_, made = fitted
    path = tmp_path / "m.npz"
    linear = made.model.linear
    bad = [
        {"linear": dataclasses.replace(linear, weights=linear.weights[:, :5])},
        {"linear": dataclasses.replace(linear, weights=linear.weights * np.nan)},
        {"linear": dataclasses.replace(linear, classes=linear.classes[::-1])},
        {"linear": dataclasses.replace(linear, classes=linear.classes + 9)},
        {"linear": dataclasses.replace(linear, temperature=0.0)},
        {"settings": dataclasses.replace(made.model.settings, method="magic")},
        {"settings": dataclasses.replace(made.model.settings, strength=2.0)},
        {"classes": ()},
        {"examples": made.model.examples[:, :3]},
    ]
    for changes in bad:
        dataclasses.replace(made.model, **changes).save(path)
        with pytest.raises(DataFileError, match="is damaged, or it was not made by"):
            LabelModel.load(path)
    made.model.save(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DataFileError):
        LabelModel.load(path)


def test_a_label_rules_classes_out_where_it_names_none(fitted):
    features, *_, made = fitted
    found = made.model.apply(features, made.sample)
    place = int(np.flatnonzero((found.classes > 0) & (found.second_classes > 0))[0])
    gone = np.zeros((1, 3), dtype=bool)
    gone[0, found.classes[place] - 1] = True
    one = LabeledUnits(np.array([place]), np.array([-1]), gone)
    kept = keep_labels(found, one, LabelSettings())
    assert kept.classes[place] == found.second_classes[place]
    nothing = LabeledUnits(np.array([place]), np.array([-1]), np.ones((1, 3), dtype=bool))
    assert keep_labels(found, nothing, LabelSettings()).classes[place] == 0


def test_it_is_said_how_right_the_labels_kept_aside_are(fitted):
    features, _, units, made = fitted
    (said,) = describe_held_out(made.held, units, [*"ABC"], made.blocks)
    right = (made.held.classes == units.classes)[made.held.checked].mean()
    assert f"{right:.1%} of {made.held.checked.sum()} labeled scenes are right" in said
    assert "whole blocks of the map" in said
    single = units.take(np.unique(units.classes, return_index=True)[1])
    few = fit_labels(features, single, THREE, LabelSettings())
    one, said = describe_held_out(few.held, single, [*"ABC"], few.blocks)
    assert one == "Classes with one label, which cannot be checked: A, B, C. Label more of them."
    assert said.startswith("There are too few labels to keep some aside")
    assert json.loads(json.dumps(few.model.linear.temperature)) == 1.0

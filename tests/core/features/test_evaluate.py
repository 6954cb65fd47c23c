from __future__ import annotations

import math

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.features.evaluate import (
    EvaluationSettings,
    cluster_scores,
    confusion_counts,
    evaluate,
    evaluate_block,
    few_shot_accuracy,
    knn_accuracy,
    knn_predictions,
    linear_probe_accuracy,
    linear_probe_predictions,
    proportion_interval,
    shot_name,
)
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.reports.evaluation_report import write_evaluation
from rs_deepcluster_plugin.core.scenes.labeled import read_class_folders


def unit(values):
    return (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)


def blobs(counts, spread, dims=16, seed=0):
    """Classes around directions at right angles to each other."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(counts)), counts)
    values = np.eye(dims)[labels] + random.normal(0, spread, (len(labels), dims))
    order = random.permutation(len(labels))
    return unit(values)[order], labels[order]


@pytest.fixture(scope="module")
def apart():
    return blobs((30, 40, 50), 0.05)


@pytest.fixture(scope="module")
def noise():
    random = np.random.default_rng(1)
    return unit(random.normal(size=(400, 16))), np.arange(400) % 4


@pytest.fixture(scope="module")
def close():
    return blobs((60, 60, 60), 0.45)


# k-NN and linear probe


@pytest.mark.parametrize("accuracy", [knn_accuracy, linear_probe_accuracy])
def test_classes_that_lie_apart_are_told_apart(apart, accuracy):
    assert accuracy(*apart) == 1


@pytest.mark.parametrize("accuracy", [knn_accuracy, linear_probe_accuracy])
def test_features_that_hold_nothing_are_as_good_as_guessing(noise, accuracy):
    assert 0.15 < accuracy(*noise) < 0.35


@pytest.mark.parametrize("accuracy", [knn_accuracy, linear_probe_accuracy])
def test_the_same_seed_gives_the_same_accuracy(close, accuracy):
    assert accuracy(*close) == accuracy(*close)
    assert 0.5 < accuracy(*close) < 1


@pytest.mark.parametrize("predictions", [knn_predictions, linear_probe_predictions])
def test_predictions_are_labels_whatever_their_numbers(apart, predictions):
    values, labels = apart
    odd = np.array([7, 3, 100])[labels]
    assert np.array_equal(predictions(values, odd), odd)


@pytest.mark.parametrize("predictions", [knn_predictions, linear_probe_predictions])
def test_a_scene_is_never_predicted_from_itself(predictions):
    """All scenes of a pair are alike, so each scene's twin of the other class decides."""
    random = np.random.default_rng(0)
    half = unit(random.normal(size=(40, 64)))
    values = np.concatenate([half, half])
    labels = np.repeat([0, 1], 40)
    options = {"neighbors": 1} if predictions is knn_predictions else {}
    assert (predictions(values, labels, folds=40, **options) == labels).mean() < 0.2


def test_the_nearest_neighbors_weigh_most():
    """One neighbor at cosine 0.99 outweighs two of another class at 0.3."""
    angles = np.array([0.0, 0.14, 1.266, -1.266, 0.0, 0.14, 1.266, -1.266])
    labels = np.array([0, 0, 1, 1, 0, 0, 1, 1])
    values = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    predicted = knn_predictions(values, labels, neighbors=20, folds=2)
    assert np.array_equal(predicted[labels == 0], [0, 0, 0, 0])


def test_more_neighbors_than_scenes_are_all_of_them(apart):
    values, labels = apart
    assert knn_predictions(values, labels, neighbors=10_000).shape == labels.shape


@pytest.mark.parametrize("accuracy", [knn_accuracy, linear_probe_accuracy])
def test_a_class_of_two_scenes_makes_two_folds(accuracy):
    values, labels = blobs((2, 30, 30), 0.02)
    options = {"neighbors": 1} if accuracy is knn_accuracy else {}
    assert accuracy(values, labels, **options) == 1


@pytest.mark.parametrize("accuracy", [knn_accuracy, linear_probe_accuracy])
@pytest.mark.parametrize("labels", [[0, 0, 0, 0], [0, 1, 2, 3]])
def test_too_few_scenes_are_refused(accuracy, labels):
    with pytest.raises(SceneError, match="at least two scenes of each of two classes"):
        accuracy(np.eye(4, dtype=np.float32), np.array(labels))


# Few-shot


def test_few_shots_tell_apart_what_lies_apart(apart):
    found = few_shot_accuracy(*apart, shots=1, episodes=20)
    assert found == pytest.approx((1.0, 0.0, 3))


def test_few_shots_of_noise_are_guesses(noise):
    found = few_shot_accuracy(*noise, shots=5, episodes=100)
    assert abs(found.accuracy - 0.25) < 0.03
    assert found.classes == 4


def test_more_shots_are_better(close):
    accuracies = [few_shot_accuracy(*close, shots=k, episodes=100).accuracy for k in (1, 5, 20)]
    assert accuracies[0] + 0.05 < accuracies[1] < accuracies[2]


def test_the_interval_holds_the_mean_of_many_episodes(close):
    truth = few_shot_accuracy(*close, shots=1, episodes=4000, seed=99).accuracy
    runs = [few_shot_accuracy(*close, shots=1, episodes=100, seed=seed) for seed in range(40)]
    inside = sum(abs(run.accuracy - truth) <= run.margin for run in runs)
    assert 34 <= inside <= 40
    assert few_shot_accuracy(*close, shots=1, episodes=400).margin < runs[0].margin


def test_classes_with_too_few_scenes_do_not_take_part():
    values, labels = blobs((5, 6, 7, 40), 0.05)
    assert few_shot_accuracy(values, labels, 5, 10).classes == 3
    assert few_shot_accuracy(values, labels, 20, 10).classes == 1
    assert math.isnan(few_shot_accuracy(values, labels, 20, 10).accuracy)
    assert few_shot_accuracy(values, labels, 50, 10).classes == 0


def test_classes_count_alike_however_many_scenes_they_have():
    """A class of two scenes is always mistaken, a large one always right: the mean is a half."""
    values = np.zeros((42, 4), dtype=np.float32)
    values[:40, 0] = 1
    values[40:, 1:3] = np.eye(2)
    values[40:, 0] = 0.1
    labels = np.repeat([0, 1], (40, 2))
    assert few_shot_accuracy(unit(values), labels, 1, 50).accuracy == pytest.approx(0.5)


# All of it


def test_an_evaluation_has_all_measures_with_their_intervals(close, recorder):
    values, labels = close
    found = evaluate(values, labels, EvaluationSettings(episodes=50), recorder)
    assert [m.name for m in found.measures] == [
        "k-NN", "linear probe", "few-shot, 1 scene per class",
        "few-shot, 5 scenes per class", "few-shot, 20 scenes per class",
    ]  # fmt: skip
    assert found["k-NN"].value == knn_accuracy(values, labels)
    assert found["linear probe"].value == linear_probe_accuracy(values, labels)
    few = few_shot_accuracy(values, labels, 5, 50)
    assert found[shot_name(5)].value == few.accuracy
    assert found[shot_name(5)].high - few.accuracy == pytest.approx(few.margin)
    assert all(m.low < m.value < m.high for m in found.measures)
    assert all((m.classes, m.scenes) == (3, 180) for m in found.measures)
    assert (found.knn == labels).mean() == found["k-NN"].value
    assert recorder.fractions == sorted(recorder.fractions)


def test_a_block_is_measured_as_features_are(close, recorder):
    values, labels = close
    found = evaluate_block(6, values, labels, EvaluationSettings(), recorder)
    assert [m.name for m in found.measures] == ["block 6: k-NN", "block 6: linear probe"]
    assert found.knn.value == knn_accuracy(values, labels)
    assert found.linear_probe.value == linear_probe_accuracy(values, labels)
    right = round(found.knn.value * len(labels))
    assert (found.knn.low, found.knn.high) == proportion_interval(right, len(labels))
    assert recorder.fractions == sorted(recorder.fractions)


def test_what_cannot_be_measured_is_not_a_number():
    values, labels = blobs((4, 5), 0.05)
    found = evaluate(values, labels, EvaluationSettings(episodes=5))
    missing = found[shot_name(20)]
    assert math.isnan(missing.value)
    assert math.isnan(missing.low)
    assert (missing.classes, missing.scenes) == (0, 0)
    assert (found[shot_name(1)].classes, found[shot_name(1)].scenes) == (2, 9)


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_intervals_of_shares_are_wilsons(right, count, low, high):
    """81 of 263 is the example of Newcombe (1998); the ends are 1 - 1 / (1 + n / z2) apart."""
    assert proportion_interval(right, count) == pytest.approx((low, high), abs=1e-4)


def test_confusions_are_counted_by_class_and_guess():
    counts = confusion_counts(np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 0]), 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [2, 0, 0]]


# Clusters


def test_clusters_that_are_the_classes_score_one_whatever_their_numbers():
    labels = np.repeat([0, 1, 2], 10)
    scores = cluster_scores(labels, np.array([5, 9, 1])[labels])
    assert scores.pop("K") == 3
    assert all(score == pytest.approx(1) for score in scores.values())
    assert set(scores) == {"ACC", "purity", "NMI", "AMI", "ARI"}


def test_a_divided_class_costs_accuracy_but_no_purity():
    labels = np.repeat([0, 1], 10)
    clusters = labels.copy()
    clusters[:4] = 2
    scores = cluster_scores(labels, clusters)
    assert scores["K"] == 3
    assert scores["ACC"] == pytest.approx(0.8)
    assert scores["purity"] == 1


def test_merged_classes_cost_purity():
    labels = np.repeat([0, 1, 2], (10, 5, 5))
    scores = cluster_scores(labels, np.repeat([0, 1], 10))
    assert scores["K"] == 2
    assert scores["ACC"] == scores["purity"] == pytest.approx(0.75)


def test_clusters_at_random_hold_no_information():
    random = np.random.default_rng(0)
    scores = cluster_scores(np.arange(300) % 3, random.integers(0, 30, 300))
    assert abs(scores["AMI"]) < 0.05
    assert abs(scores["ARI"]) < 0.05
    assert scores["NMI"] > 0.03


# The report


@pytest.fixture
def scenes(tmp_path):
    """30 images of three classes, told apart by their gray."""
    import rasterio

    for place, name in enumerate(("beach", "forest & <wood>", "river")):
        (tmp_path / "classes" / name).mkdir(parents=True)
        for number in range(10):
            path = tmp_path / "classes" / name / f"{number}.png"
            with rasterio.open(
                path, "w", driver="PNG", width=8, height=8, count=3, dtype="uint8"
            ) as image:
                image.write(np.full((3, 8, 8), 20 + 80 * place + number, dtype=np.uint8))
    return read_class_folders(tmp_path / "classes", settings=ExtractSettings(scaling="type"))


def test_the_report_names_measures_classes_and_confusions(scenes, tmp_path):
    values = np.eye(3, dtype=np.float32)[scenes.labels]
    values[-4:] = np.eye(3)[0]  # four rivers look like beaches
    found = evaluate(values, scenes.labels, EvaluationSettings(neighbors=9, episodes=10))
    write_evaluation(tmp_path / "r.html", found, scenes, [("Seed", 7)], neighbors=9)
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "86.7 % of 30 scenes of 3 classes" in html
    assert "right for 33.3 %" in html
    assert "forest &amp; &lt;wood&gt;" in html
    assert "<wood>" not in html
    assert "river taken for beach: 4 of 10 scenes" in html
    assert html.count("data:image/png") == 5  # four mistaken ones and one to compare with
    assert "river/9.png" in html
    assert "neighbors vote" not in html
    classes = html[html.index("<h2>Classes") : html.index("<h2>Confusion")]
    assert classes.index("river") < classes.index("beach")  # the hardest comes first
    assert "<td>Seed</td>" in html


def test_the_report_has_a_table_and_a_chart_of_blocks_where_they_were_measured(scenes, tmp_path):
    values = np.eye(3, dtype=np.float32)[scenes.labels]
    worse = values.copy()
    worse[-4:] = np.eye(3)[0]
    settings = EvaluationSettings(neighbors=9, episodes=10)
    found = evaluate(values, scenes.labels, settings)
    blocks = [evaluate_block(n, v, scenes.labels, settings) for n, v in enumerate((worse, values))]
    write_evaluation(tmp_path / "r.html", found, scenes, [], 9, blocks, "patch")
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    section = html[html.index("<h2>Blocks") : html.index("<h2>Classes")]
    assert section.count("<polyline") == 2
    assert "86.7 %" in section
    assert "100.0 %" in section
    assert "The linear probe is best at block 1." in section
    assert "are the mean of the patch tokens" in section
    write_evaluation(tmp_path / "plain.html", found, scenes, [], 9)
    assert "Blocks" not in (tmp_path / "plain.html").read_text(encoding="utf-8")


def test_the_report_warns_of_classes_that_cannot_win_a_vote(scenes, tmp_path):
    values = np.eye(3, dtype=np.float32)[scenes.labels]
    found = evaluate(values, scenes.labels, EvaluationSettings(episodes=10))
    write_evaluation(tmp_path / "r.html", found, scenes, [])
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "3 of 3 classes have no more than 20 scenes" in html
    assert "No scene was taken for one of another class." in html

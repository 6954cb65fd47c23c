"""How a user finds out which model suits labeled imagery."""

from __future__ import annotations

import signal

import numpy as np
import pytest
import support

QUICK = {"INPUT_SIZE": 56, "PRECISION": "fp32", "SCALING": "data type range"}
NUMBERS = ("KNN", "LINEAR_PROBE", "FEW_SHOT_1", "FEW_SHOT_5", "FEW_SHOT_20")
MEASURES = [
    "k-NN",
    "linear probe",
    "few-shot, 1 scene per class",
    "few-shot, 5 scenes per class",
    "few-shot, 20 scenes per class",
]


def write_class(folder, name, count, pattern):
    """Write images of one kind of ground, with noise."""
    random = np.random.default_rng(len(name))
    (folder / name).mkdir(parents=True)
    for number in range(count):
        values = pattern[None] + random.normal(0, 12, (3, 56, 56))
        support.write_raster(
            folder / name / f"{number:02}.png", np.clip(values, 0, 255).astype(np.uint8),
            None, None, driver="PNG",
        )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three classes that anybody tells apart, and images that are of no use."""
    root = tmp_path_factory.mktemp("labeled") / "classes"
    rows, columns = np.mgrid[:56, :56]
    write_class(root, "field", 9, 255.0 * (rows // 7 % 2))
    write_class(root, "town", 9, 255.0 * ((rows // 14 + columns // 14) % 2))
    write_class(root, "water & ice", 9, np.full((56, 56), 90.0))
    write_class(root, "cloud", 1, np.full((56, 56), 240.0))
    (root / "town" / "broken.jpg").write_text("no image")
    clear = np.zeros((4, 56, 56), dtype=np.uint8)
    support.write_raster(root / "field" / "clear.png", clear, None, None, alpha=True, driver="PNG")
    (root / "overview.png").write_bytes((root / "town" / "00.png").read_bytes())
    return root


@pytest.fixture(scope="module")
def evaluated(qgis, folder, tmp_path_factory):
    made = tmp_path_factory.mktemp("evaluated")
    answer = qgis.run(
        "evaluatefeatures", FOLDER=folder, OUTPUT_TABLE=made / "table.csv",
        OUTPUT_HTML=made / "report.html", EPISODES=50, **QUICK,
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    return answer, made


def test_the_numbers_say_how_good_the_features_are(evaluated):
    results = evaluated[0].results
    assert results["SCENES"] == 27
    assert results["CLASSES"] == 3
    assert results["UNREADABLE"] == 1
    assert results["LINEAR_PROBE"] == 1
    assert results["FEW_SHOT_20"] is None
    assert 0.7 < results["FEW_SHOT_1"] <= results["FEW_SHOT_5"] <= 1
    assert set(results) == {*NUMBERS, "SCENES", "CLASSES", "UNREADABLE", "OUTPUT_TABLE",
                            "OUTPUT_HTML"}  # fmt: skip


def test_the_table_holds_the_same_numbers(evaluated):
    answer, made = evaluated
    rows = support.table(made / "table.csv")
    assert list(rows[0]) == ["measure", "value", "low", "high", "classes", "scenes"]
    assert [row["measure"] for row in rows] == MEASURES
    for row, name in zip(rows[:4], NUMBERS):
        assert float(row["value"]) == pytest.approx(answer.results[name])
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"])
        assert (int(row["classes"]), int(row["scenes"])) == (3, 27)
    assert not rows[4]["value"]
    assert (int(rows[4]["classes"]), int(rows[4]["scenes"])) == (0, 0)


def test_the_log_names_what_was_left_out_and_what_was_found(evaluated):
    log = evaluated[0].log
    assert "broken.jpg" in log
    assert "cloud (1)" in log
    assert "for lack of valid data: 1 of 28 images" in log
    assert "1 image in" in log
    assert "Features: 27 images of 3 classes in " in log
    assert "linear probe: 100.0%" in log
    assert "few-shot, 20 scenes per class: not measured" in log


def test_the_report_stands_alone(evaluated, folder):
    answer, made = evaluated
    html = (made / "report.html").read_text(encoding="utf-8")
    assert f"{100 * answer.results['KNN']:.1f} % of 27 scenes of 3 classes" in html
    assert "water &amp; ice" in html
    assert str(folder) in html
    assert "<script" not in html
    assert "http" not in html
    assert sorted(path.name for path in made.iterdir()) == ["report.html", "table.csv"]


def test_each_block_is_measured_on_request(qgis, folder, evaluated, tmp_path):
    answer = qgis.run(
        "evaluatefeatures", FOLDER=folder, OUTPUT_TABLE=tmp_path / "table.csv", PER_BLOCK="true",
        OUTPUT_HTML=tmp_path / "report.html", EPISODES=50, **QUICK,
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    rows = support.table(tmp_path / "table.csv")
    of_blocks = [f"block {n}: {name}" for n in range(9) for name in MEASURES[:2]]
    assert [row["measure"] for row in rows] == [*MEASURES, *of_blocks]
    values = [float(row["value"]) for row in rows[5:]]
    assert all(0.9 < value <= 1 for value in values)  # as easy as the classes are
    # What the model's own features are worth does not depend on it.
    for name in NUMBERS[:4]:
        assert answer.results[name] == pytest.approx(evaluated[0].results[name], abs=0.05)
    assert "Block 8: k-NN" in answer.log
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h2>Blocks" in html
    assert "The linear probe is best at block" in html
    assert "<h2>Blocks" not in (evaluated[1] / "report.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_a_cancelled_run_leaves_nothing_and_goes_on_with_the_features(
    qgis, folder, evaluated, tmp_path
):
    process = qgis.start(
        "evaluatefeatures", FOLDER=folder, OUTPUT_TABLE=tmp_path / "table.gpkg",
        OUTPUT_HTML=tmp_path / "report.html", EPISODES=100_000, **QUICK,
    )  # fmt: skip
    (worker,) = support.wait_for(lambda: support.workers_of(process), what="the worker")
    support.wait_for(lambda: list(qgis.home.glob("parts/*/part-*.npz")), what="the features")
    process.send_signal(signal.SIGINT)
    support.wait_for(lambda: not support.is_alive(worker), 30, "the worker's end")
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Canceled." in stderr
    assert list(tmp_path.iterdir()) == []

    answer = qgis.run(
        "evaluatefeatures", FOLDER=folder, OUTPUT_TABLE=tmp_path / "table.gpkg", EPISODES=50,
        **QUICK,
    )  # fmt: skip
    assert "Continuing a run that was stopped: 28 of 28 scenes are done." in answer.log
    assert not list(qgis.home.glob("parts/*"))
    same = ("KNN", "LINEAR_PROBE", "FEW_SHOT_1", "FEW_SHOT_5")
    assert [answer.results[k] for k in same] == [evaluated[0].results[k] for k in same]
    rows = support.table(tmp_path / "table.gpkg")
    assert [row["measure"] for row in rows] == MEASURES
    assert rows[0]["value"] == answer.results["KNN"]
    assert rows[4]["value"] is None


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ({}, "holds 2 images but no folders with images. Choose a folder that holds one folder"),
        ({"town": 2, "Town": 2}, "'Town' and 'town' differ only in spaces or in upper and lower"),
    ],
)
def test_a_folder_that_is_no_folder_of_classes_gets_a_sentence(
    qgis, folder, tmp_path, classes, expected
):
    root = tmp_path / "classes"
    for name, count in classes.items():
        write_class(root, name, count, np.full((56, 56), 90.0))
    root.mkdir(exist_ok=True)
    for number in range(2):
        (root / f"{number}.png").write_bytes((folder / "overview.png").read_bytes())
    answer = qgis.run("evaluatefeatures", FOLDER=root, OUTPUT_HTML=tmp_path / "r.html", **QUICK)
    assert expected in answer.sentence
    assert not (tmp_path / "r.html").exists()

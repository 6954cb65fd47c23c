"""How a user adapts a model to imagery without labels, and what the new model is good for."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing

import numpy as np
import pytest
import support

QUICK = {"INPUT_SIZE": 28, "PRECISION": "fp32", "COPIES": 2, "EPOCHS": 3, "MAPPED": 32}
EXTRACT = {"INPUT_SIZE": 28, "PRECISION": "fp32", "SIZE": support.SIZE}
SCENES = (support.COLUMNS // support.SIZE) * (support.ROWS // support.SIZE)


@pytest.fixture(scope="module")
def refined(qgis, crop, tmp_path_factory):
    made = tmp_path_factory.mktemp("refined")
    answer = qgis.run(
        "refinemodel", INPUT=crop, SIZE=support.SIZE, METHOD="SCAN", CLUSTERS=4,
        OUTPUT_MODEL=made / "model.safetensors", OUTPUT=made / "map.gpkg",
        FEATURES=made / "features.parquet", CLUSTER_MODEL=made / "clusters.npz", **QUICK,
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    return answer, made


def test_a_raster_gives_a_styled_map_a_model_and_numbers(qgis, refined):
    answer, made = refined
    results = answer.results
    assert results["SCENES"] == SCENES
    assert results["SKIPPED"] == 0
    assert 2 <= results["CLUSTERS"] <= 4
    assert results["EPOCHS"] == 3
    assert np.isfinite(results["LOSS"])
    rows = support.table(made / "map.gpkg")
    assert len(rows) == SCENES
    assert {row["cluster"] for row in rows} == set(range(1, results["CLUSTERS"] + 1))
    assert all(0.2 <= row["probability"] <= 1 for row in rows)
    with closing(sqlite3.connect(made / "map.gpkg")) as database:
        ((style,),) = database.execute("select styleQML from layer_styles")
    assert f'label="Cluster {results["CLUSTERS"]} (' in style
    assert f"SCAN (Van Gansbeke et al. 2020), quick: {SCENES} scenes" in answer.log
    assert "Epoch 3 of 3: loss" in answer.log
    assert [p for p in qgis.home.glob("refine/**/*") if p.is_file()] == []


def test_a_folder_gives_a_table_by_another_method(qgis, tmp_path):
    random = np.random.default_rng(0)
    (tmp_path / "images").mkdir()
    for number in range(24):
        wave = 50 * np.sin(2 * np.pi * np.arange(28) / (4 if number % 2 else 14))
        values = 120 + wave + random.normal(0, 6, (3, 28, 28))
        path = tmp_path / "images" / f"{number:02d}.tif"
        support.write_raster(path, np.clip(values, 0, 255).astype(np.uint8), None, None)
    answer = qgis.run(
        "refinemodel", FOLDER=tmp_path / "images", METHOD="DeeperCluster", CLUSTERS=2,
        SCALING="data type range", OUTPUT_MODEL=tmp_path / "m.safetensors",
        OUTPUT=tmp_path / "table.gpkg", **{**QUICK, "EPOCHS": 4, "COPIES": 1},
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    assert answer.results["SCENES"] == 24
    assert "pseudo-labels of" in answer.log
    rows = support.table(tmp_path / "table.gpkg")
    groups = [{row["cluster"] for row in rows if int(row["name"][:2]) % 2 == k} for k in (0, 1)]
    assert [row["name"] for row in rows] == [f"{number:02d}.tif" for number in range(24)]
    assert sorted(groups, key=min) == [{1}, {2}]


@pytest.mark.parametrize(
    ("method", "more", "told"),
    [
        ("TURTLE", {}, "TURTLE in 2 feature spaces: "),
        ("RUC", {}, "Credible labels (hybrid): "),
        ("Contrastive", {"QUEUE": 64}, "Contrastive (Chen, Kornblith et al. 2020), quick"),
    ][: 3 if support.LONG else 1],
)
def test_other_methods_map_a_raster_too(qgis, crop, tmp_path, method, more, told):
    answer = qgis.run(
        "refinemodel", INPUT=crop, SIZE=support.SIZE, METHOD=method, CLUSTERS=4,
        OUTPUT_MODEL=tmp_path / "m.safetensors", OUTPUT=tmp_path / "map.gpkg", **QUICK, **more,
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    assert told in answer.log
    assert answer.results["SCENES"] == SCENES
    assert 2 <= answer.results["CLUSTERS"] <= 4
    assert len(support.table(tmp_path / "map.gpkg")) == SCENES


def test_the_clusters_of_a_layer_are_cleaned(qgis, crop, refined, tmp_path):
    _, made = refined
    given = {"INPUT": crop, "GRID": made / "map.gpkg", "METHOD": "RUC", "CLEAN": "field",
             "OUTPUT_MODEL": tmp_path / "m.safetensors", "OUTPUT": tmp_path / "map.gpkg",
             "CLUSTERS": 0, **QUICK}  # fmt: skip
    answer = qgis.run("refinemodel", CLUSTER_FIELD="cluster", **given)
    assert answer.code == 0, answer.stderr
    assert "SCAN" not in answer.log
    rows, before = (support.table(f / "map.gpkg") for f in (tmp_path, made))
    assert len(rows) == len(before) == SCENES
    assert {row["cluster"] for row in rows} <= set(range(1, 5))
    both = [[sum((a["cluster"], b["cluster"]) == (i, j) for a, b in zip(rows, before))
             for j in range(1, 5)] for i in range(1, 5)]  # fmt: skip
    assert sum(max(row) for row in both) > 0.7 * SCENES  # mostly the same, but for what was cleaned


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"METHOD": "TURTLE", "LEARN": "last blocks of the model"}, "there are no blocks to train"),
        ({"METHOD": "Contrastive", "COPIES": 1}, "Give 2 or more."),
        ({"METHOD": "RUC", "CLEAN": "field"}, "Give a grid layer with a field of clusters"),
        ({"METHOD": "RUC", "CLUSTER_FIELD": "cluster"}, "is of Grid layer (GRID), which"),
    ],
)
def test_what_a_method_cannot_do_gets_a_sentence(qgis, crop, tmp_path, more, sentence):
    answer = qgis.run(
        "refinemodel", INPUT=crop, SIZE=support.SIZE, OUTPUT_MODEL=tmp_path / "m.safetensors",
        OUTPUT=tmp_path / "map.gpkg", **{**QUICK, **more},
    )  # fmt: skip
    assert sentence in answer.sentence
    assert list(tmp_path.iterdir()) == []


def test_extract_features_takes_the_model_and_apply_clusters_the_clusters(
    qgis, crop, refined, tmp_path
):
    _, made = refined
    answer = qgis.run(
        "extractfeatures", INPUT=crop, WEIGHTS=made / "model.safetensors",
        OUTPUT=tmp_path / "f.parquet", **EXTRACT,
    )  # fmt: skip
    assert answer.results["SCENES"] == SCENES
    answer = qgis.run(
        "applyclusters", INPUT=crop, CLUSTER_MODEL=made / "clusters.npz", PRECISION="fp32",
        OUTPUT=tmp_path / "again.gpkg",
    )  # fmt: skip
    assert answer.results["SCENES"] == SCENES
    before, after = (
        np.array([row["cluster"] for row in support.table(path)])
        for path in (made / "map.gpkg", tmp_path / "again.gpkg")
    )
    assert np.mean(before == after) > 0.98  # but for rounding


def test_a_run_that_is_cancelled_leaves_no_result(qgis, crop, tmp_path):
    process = qgis.start(
        "refinemodel", INPUT=crop, SIZE=support.SIZE, CLUSTERS=4,
        OUTPUT_MODEL=tmp_path / "model.safetensors", OUTPUT=tmp_path / "map.gpkg",
        FEATURES=tmp_path / "f.parquet", CLUSTER_MODEL=tmp_path / "c.npz",
        **{**QUICK, "EPOCHS": 9000},
    )  # fmt: skip
    (worker,) = support.wait_for(lambda: support.workers_of(process), what="the worker")
    support.wait_for(lambda: list(qgis.home.glob("refine/*/state.pt")), what="an epoch")
    process.send_signal(signal.SIGINT)
    support.wait_for(lambda: not support.is_alive(worker), 30, "the worker's end")
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_no_target_gets_a_sentence(qgis, tmp_path):
    answer = qgis.run(
        "refinemodel", OUTPUT_MODEL=tmp_path / "m.safetensors", OUTPUT=tmp_path / "map.gpkg"
    )
    assert answer.sentence == ("There is nothing to refine a model for. Give a raster or a folder.")
    assert list(tmp_path.iterdir()) == []

"""How a user teaches a model with labeled scenes, and what the new model is good for."""

from __future__ import annotations

import signal

import numpy as np
import pytest
import support
from osgeo import ogr, osr

QUICK = {
    "INPUT_SIZE": 28,
    "TRAIN_SIZE": 28,
    "TRAIN_BATCH": 8,
    "FROZEN": 10,
    "EPOCHS": 3,
    "VALIDATION": 0.25,
    "PATIENCE": 0,
    "PRECISION": "fp32",
    "SCALING": "data type range",
}
EXTRACT = {"INPUT_SIZE": 28, "PRECISION": "fp32", "SCALING": "data type range"}


def write_class(root, name, count, bands=3, pattern=4):
    random = np.random.default_rng(len(name))
    folder = root / name
    folder.mkdir(parents=True)
    wave = 60 * np.sin(2 * np.pi * np.arange(28) / pattern) if pattern else np.zeros(28)
    for number in range(count):
        values = 120 + wave[None, None] + random.normal(0, 8, (bands, 28, 28))
        support.write_raster(
            folder / f"{number}.tif", np.clip(values, 0, 255).astype(np.uint8), None, None
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("labeled") / "classes"
    for name, pattern in (("sea", 0), ("field", 4), ("town", 14)):
        write_class(root, name, 8, pattern=pattern)
    (root / "town" / "broken.tif").write_text("no image")
    write_class(root, "cloud", 1)
    return root


@pytest.fixture(scope="module")
def tuned(qgis, folder, tmp_path_factory):
    made = tmp_path_factory.mktemp("tuned")
    answer = qgis.run(
        "finetunemodel", FOLDER=folder, OUTPUT=made / "model.safetensors",
        OUTPUT_HTML=made / "report.html", OUTPUT_BACKBONE=made / "plain.pth", **QUICK,
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    return answer, made


def test_a_folder_gives_a_model_a_state_dict_a_report_and_numbers(tuned):
    answer, made = tuned
    assert answer.results["EPOCHS"] == 3
    assert answer.results["SCENES"] == 24
    assert answer.results["CLASSES"] == 3
    assert answer.results["UNREADABLE"] == 1
    assert 0 <= answer.results["VAL_ACCURACY"] <= 1
    assert sorted(p.name for p in made.iterdir()) == ["model.safetensors", "plain.pth",
                                                      "report.html"]  # fmt: skip
    page = (made / "report.html").read_text(encoding="utf-8")
    assert "validation accuracy" in page
    assert "town" in page
    assert "http" not in page


def test_the_log_tells_of_each_epoch_and_of_what_was_left_out(tuned):
    log = tuned[0].log
    assert "broken.tif" in log
    assert "cloud (1)" in log
    for number in (1, 2, 3):
        assert f"Epoch {number} of 3: loss " in log
    assert (
        "The features are whitened as before: to fit a whitening takes at least 1000 scenes" in log
    )


def test_the_new_model_is_taken_by_the_other_algorithms(qgis, tuned, folder, crop, tmp_path):
    _, made = tuned
    evaluated = qgis.run(
        "evaluatefeatures", FOLDER=folder, WEIGHTS=made / "model.safetensors",
        OUTPUT_TABLE=tmp_path / "t.csv", EPISODES=20, **EXTRACT,
    )  # fmt: skip
    assert evaluated.results["KNN"] > 0.8
    for name, weights in (("own", made / "model.safetensors"), ("plain", made / "plain.pth")):
        answer = qgis.run(
            "extractfeatures", INPUT=crop, SIZE=96, WEIGHTS=weights,
            OUTPUT=tmp_path / f"{name}.parquet", **EXTRACT,
        )  # fmt: skip
        assert answer.code == 0, answer.stderr
        assert answer.results["SCENES"] == 20


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_a_run_that_was_cancelled_goes_on_after_its_last_epoch(qgis, folder, tmp_path):
    long = {**QUICK, "EPOCHS": 40, "SEED": 5}
    process = qgis.start(
        "finetunemodel", FOLDER=folder, OUTPUT=tmp_path / "m.safetensors",
        OUTPUT_HTML=tmp_path / "r.html", **long,
    )  # fmt: skip
    (worker,) = support.wait_for(lambda: support.workers_of(process), what="the worker")
    support.wait_for(lambda: list(qgis.home.glob("finetune/*/state.pt")), what="an epoch")
    process.send_signal(signal.SIGINT)
    support.wait_for(lambda: not support.is_alive(worker), 30, "the worker's end")
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert list(tmp_path.iterdir()) == []
    answer = qgis.run(
        "finetunemodel", FOLDER=folder, OUTPUT=tmp_path / "m.safetensors",
        OUTPUT_HTML=tmp_path / "r.html", **long,
    )  # fmt: skip
    assert "Continuing a run that was stopped after epoch " in answer.log
    assert answer.results["EPOCHS"] == 40
    assert not list(qgis.home.glob("finetune/*/*.*"))


@pytest.fixture(scope="module")
def labeled_raster(tmp_path_factory):
    """Fields to the west and sea to the east, five bands; two polygons have no class."""
    folder = tmp_path_factory.mktemp("raster")
    random = np.random.default_rng(1)
    values = 120 + random.normal(0, 8, (5, 168, 168))
    values[:, :, :84] += 60 * np.sin(2 * np.pi * np.arange(84) / 4)
    raster = support.write_raster(folder / "r.tif", np.clip(values, 1, 255).astype(np.uint8))
    x0, step, _, y0, _, _ = support.TRANSFORM
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "p.gpkg"))
    layer = made.CreateLayer("p", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("kind", ogr.OFTString))
    for row in range(6):
        for col in range(6):
            x, y = x0 + col * 28 * step, y0 - row * 28 * step
            feature = ogr.Feature(layer.GetLayerDefn())
            box = support.box(x, y - 28 * step, x + 28 * step, y)
            feature.SetGeometry(ogr.CreateGeometryFromWkt(box))
            if (row, col) not in ((0, 0), (5, 5)):
                feature.SetField("kind", "field" if col < 3 else "sea")
            layer.CreateFeature(feature)
    del layer, made
    return raster, folder / "p.gpkg"


def test_labeled_polygons_give_a_model_of_the_rasters_bands(qgis, labeled_raster, tmp_path):
    raster, polygons = labeled_raster
    answer = qgis.run(
        "finetunemodel", INPUT=raster, POLYGONS=polygons, CLASS_FIELD="kind", BANDS="1;2;3;4;5",
        OUTPUT=tmp_path / "five.safetensors", OUTPUT_HTML=tmp_path / "r.html", **QUICK,
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    assert answer.results["SCENES"] == 34
    assert answer.results["CLASSES"] == 2
    assert "Left out because they have no class: 2 of 36 polygons." in answer.log
    # The model takes the first five bands where none are chosen, and no other number.
    weights = {"WEIGHTS": tmp_path / "five.safetensors", "INPUT": raster, "SIZE": 28, **EXTRACT}
    answer = qgis.run("extractfeatures", OUTPUT=tmp_path / "f.parquet", **weights)
    assert answer.code == 0, answer.stderr
    answer = qgis.run("extractfeatures", OUTPUT=tmp_path / "g.parquet", BANDS="1;2;3", **weights)
    assert "takes 5 bands, and 3 were chosen. Choose 5 bands" in answer.sentence


def test_a_folder_and_a_raster_together(qgis, folder, labeled_raster, tmp_path):
    raster, polygons = labeled_raster
    answer = qgis.run(
        "finetunemodel", FOLDER=folder, INPUT=raster, POLYGONS=polygons, CLASS_FIELD="kind",
        BANDS="1;2;3", OUTPUT=tmp_path / "m.safetensors", OUTPUT_HTML=tmp_path / "r.html",
        **{**QUICK, "EPOCHS": 1, "LORA_RANK": 2, "LOSS": "both"},
    )  # fmt: skip
    assert answer.code == 0, answer.stderr
    assert answer.results["SCENES"] == 24 + 34
    assert answer.results["CLASSES"] == 3


@pytest.mark.parametrize(
    ("made", "given", "expected"),
    [
        ({}, {}, "No labeled scenes were given. Choose a folder of class folders"),
        ({"sea": 4}, {}, "All scenes are of one class, sea. Give at least 2 scenes of each"),
        ({"sea": 4, "Sea": 4}, {}, "differ only in spaces or in upper and lower case"),
        ({"sea": 4, "town": 1}, {}, "too few have town (1)"),
        ({"sea": 4, "town": 4}, {"TRAIN_SIZE": 30}, "multiple of 14 pixels and at least 28"),
        ({"sea": 4, "town": 4}, {"PRECISION": "int8"}, "cannot be trained in int8"),
    ],
)
def test_bad_input_gets_a_sentence(qgis, tmp_path, made, given, expected):
    for name, count in made.items():
        write_class(tmp_path / "classes", name, count)
    source = {"FOLDER": tmp_path / "classes"} if made else {}
    answer = qgis.run(
        "finetunemodel", OUTPUT=tmp_path / "m.safetensors", OUTPUT_HTML=tmp_path / "r.html",
        **{**QUICK, **source, **given},
    )  # fmt: skip
    assert expected in answer.sentence
    assert not (tmp_path / "m.safetensors").exists()


def test_a_field_that_is_not_there_is_named(qgis, labeled_raster, tmp_path):
    raster, polygons = labeled_raster
    answer = qgis.run(
        "finetunemodel", INPUT=raster, POLYGONS=polygons, CLASS_FIELD="sort",
        OUTPUT=tmp_path / "m.safetensors", OUTPUT_HTML=tmp_path / "r.html", **QUICK,
    )  # fmt: skip
    assert "has no field 'sort'. Choose the field that holds the classes: fid, kind." in (
        answer.sentence
    )

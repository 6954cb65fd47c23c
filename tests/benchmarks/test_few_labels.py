from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
pytest.importorskip("sklearn")

import labels


@pytest.fixture
def target(features_at, tmp_path):
    """Three classes of scenes that lie in groups."""
    rng = np.random.default_rng(0)
    kinds = np.repeat([0, 1, 2], 30)
    values = 0.8 * rng.normal(size=(3, 16))[kinds] + rng.normal(size=(90, 16))
    names = [f"{'abc'[kind]}/{number}.png" for number, kind in enumerate(kinds.tolist())]
    features_at(tmp_path / "three.parquet", values, names=names)
    return labels.Labeled(tmp_path / "three.parquet")


def test_as_many_labels_of_each_class_are_drawn_as_asked_for(target):
    assert (target.name, target.count) == ("three", 3)
    chosen = target.draw(5, 0)
    assert np.bincount(target.classes[chosen]).tolist() == [5, 5, 5]
    assert np.bincount(target.classes[target.draw(99, 0)]).tolist() == [29, 29, 29]
    assert (target.draw(5, 0) == chosen).all()


def test_every_method_is_scored_on_what_is_not_labeled(target):
    rows = labels.by_number(target, 2)
    assert len(rows) == len(labels.LABEL_METHODS) + 1
    shown = [[float(cell.split(" ")[0]) for cell in row[1:] if cell != "-"] for row in rows]
    assert all(row[-1] > 0.8 for row in shown)
    assert [row[1] for row in rows].count("-") == 1


def test_suggestions_stand_beside_random_labels(target):
    rows = labels.suggested(target, 2)
    assert [row[0] for row in rows] == ["1", "5", "10", "20"]
    shown = [[float(cell.split(" ")[0]) for cell in row[1:]] for row in rows]
    assert all(0 <= number <= 1 for row in shown for number in row)
    # 15 labels of three classes of groups that lie apart, and 34, half of what is drawn from.
    assert shown[1][0] > 0.7
    assert shown[3][0] > 0.8
    # Of the same scenes the same would be suggested each time, and a mean would be of one draw.
    assert {float(row[1].split(" ")[2]) > 0 for row in rows} == {True}


def test_pixels_of_a_raster_are_scored_by_the_class_of_their_scene(tmp_path, monkeypatch):
    rasterio = pytest.importorskip("rasterio")
    monkeypatch.setattr(labels.accuracy, "CACHE", tmp_path)
    place = {"crs": "EPSG:32633", "transform": rasterio.transform.from_origin(0, 90, 1, 1)}
    raster, truth = tmp_path / "image.tif", tmp_path / "labels.tif"
    size = {"driver": "GTiff", "height": 48, "width": 48, "dtype": "uint8", **place}
    with rasterio.open(raster, "w", count=3, **size) as target:
        target.write(np.random.default_rng(0).integers(0, 255, (3, 48, 48), dtype=np.uint8))
    classes = np.full((48, 48), 1, dtype=np.uint8)
    classes[:, 16:32] = 5
    classes[:12, 16:32] = 1  # of the scene above, three quarters
    classes[:8, :16] = 9  # half of one: no class
    classes[40:, 32:] = 0  # not known
    with rasterio.open(truth, "w", count=1, **size) as target:
        target.write(classes, 1)
    case = labels.maps.Case("made", raster, truth, ())
    mapped = labels.Mapped(case, labels.maps.Unit(16))
    assert mapped.count == 1  # of 5 there are two clear scenes, too few to label and to score
    assert mapped.classes.tolist() == [-1, 0, 0, 0, -1, 0, 0, -1, 0]
    everything = np.arange(9)
    right = 128 + 192 + 256 + 256 + 256 + 256 + 128
    assert mapped.share_right(everything, np.zeros(9, dtype=int)) == right / (48 * 48 - 128)

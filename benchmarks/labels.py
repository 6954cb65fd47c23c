"""How right a map is that a few labels make, and how few of them are needed.

    python benchmarks/labels.py [FOLDER or FILE...] [--draws 10] [--document FILE]

Each folder holds one folder of images per class, and its features are kept in build/accuracy; a
features file of such images is taken as it is. Labels are drawn at random: so many of each class,
or so many in all, beside those that are suggested. What is not labeled is scored. The method and
its settings were chosen on the first of the folders alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import accuracy
import report

from rs_deepcluster_plugin.core.clusters.methods.base import softmax
from rs_deepcluster_plugin.core.clusters.model import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.similarity import normalizer_of
from rs_deepcluster_plugin.core.labels.classifier import (
    LABEL_METHODS,
    LabelSettings,
    calibration_error,
    fit_linear,
    keep_aside,
    make_folds,
)
from rs_deepcluster_plugin.core.labels.label_model import Sample, take_sample
from rs_deepcluster_plugin.core.labels.suggest import SuggestSettings, suggest_scenes

EACH = (1, 5, 10, 20)
ROUNDS = 5  # of suggestions, each of as many as there are classes
PLAIN = "Logistic regression, features as they are"
CLUSTERS = "Clusters, named by the labels"


class Labeled:
    """Scenes with their classes."""

    def __init__(self, path: Path) -> None:
        if path.is_file():
            self.features = accuracy.Features.read(path)
        else:
            self.features = accuracy.extracted(accuracy.Target(path), ModelSettings())
        self.name, self.file = path.stem, self.features.file
        self.classes = accuracy.labels_of(self.features.names)
        self.count = int(self.classes.max()) + 1
        self.centers = np.full((len(self.classes), 2), np.nan)

    def sample(self, settings: LabelSettings) -> Sample:
        """Diffuse all scenes."""
        return take_sample(self.file, normalizer_of(self.file), settings)

    def draw(self, each: int, seed: int) -> np.ndarray:
        """Draw so many scenes of each class, but never all of them."""
        rng = np.random.default_rng(seed)
        kinds = [np.flatnonzero(self.classes == kind) for kind in range(self.count)]
        chosen = [rng.choice(k, min(each, len(k) - 1), replace=False) for k in kinds]
        return np.sort(np.concatenate(chosen))

    def score(
        self, values: np.ndarray, chosen: np.ndarray, settings: LabelSettings
    ) -> tuple[float, float]:
        """Return accuracy and calibration error on what is not labeled."""
        own, excluded = self.classes[chosen], np.zeros((len(chosen), self.count), dtype=bool)
        if len(np.unique(own)) < 2:  # then everything is of that class
            return float((np.delete(self.classes, chosen) == own[0]).mean()), np.nan
        made = fit_linear(values[chosen], own, excluded, settings)
        folds = make_folds(self.centers[chosen], own, settings.folds, settings.seed)
        heat = keep_aside(values[chosen], own, excluded, folds, settings).temperature
        rest = np.setdiff1d(np.arange(len(values)), chosen)
        shares = softmax(made.scores(values[rest]) / heat)
        right = made.classes[shares.argmax(axis=1)] == self.classes[rest]
        return float(right.mean()), calibration_error(shares.max(axis=1), right)


def by_clusters(target: Labeled, draws: int) -> list[str]:
    """Return accuracy where each cluster, with all defaults, is what most of its labels are."""
    places = accuracy.embed(target.features, ProjectionSettings(), accuracy.CACHE)
    clusters = accuracy.clusters_of(target.features, places, ClusterSettings())
    row = [CLUSTERS]
    for each in EACH:
        found = []
        for seed in range(draws):
            chosen = target.draw(each, seed)
            table = np.zeros((clusters.max() + 1, target.count), dtype=np.int64)
            np.add.at(table, (clusters[chosen], target.classes[chosen]), 1)
            named = np.where(table.any(axis=1), table.argmax(axis=1), -1)
            rest = np.setdiff1d(np.arange(len(clusters)), chosen)
            found.append((named[clusters[rest]] == target.classes[rest]).mean())
        row.append(f"{np.mean(found):.3f} ± {np.std(found):.3f}")
    print(target.name, row, flush=True)
    return row


def by_number(target: Labeled, draws: int) -> list[list[str]]:
    """Return accuracy, and calibration error, of each method by labels of each class."""
    rows = []
    settings = [(label, LabelSettings(key)) for key, (label, *_) in LABEL_METHODS.items()]
    for label, one in [*settings, (PLAIN, LabelSettings(strength=0.0))]:
        sample = target.sample(one)
        values = sample.diffused(sample.places)
        row = [label]
        for each in EACH:
            if one.method == "discriminant" and each == 1:
                row.append("-")
                continue
            found = [target.score(values, target.draw(each, seed), one) for seed in range(draws)]
            right, error = np.mean(found, axis=0)
            row.append(f"{right:.3f} ± {np.std([f[0] for f in found]):.3f} ({error:.3f})")
        rows.append(row)
        print(target.name, row, flush=True)
    return rows


def suggested(target: Labeled, draws: int) -> list[list[str]]:
    """Return accuracy by labels in all, suggested and at random."""
    settings = LabelSettings()
    sample = target.sample(settings)
    values = sample.diffused(sample.places)
    names = [str(kind) for kind in range(target.count)]
    rows = []
    chosen = np.empty(0, dtype=np.int64)
    rng = np.random.default_rng(0)
    orders = [rng.permutation(len(values)) for _ in range(draws)]
    for _ in range(ROUNDS):
        excluded = np.zeros((len(chosen), target.count), dtype=bool)
        found = suggest_scenes(
            sample.values, values, target.centers, chosen, target.classes[chosen], excluded, names,
            settings, SuggestSettings(target.count),
        )  # fmt: skip
        chosen = np.append(chosen, [one.place for one in found])
        row = [str(len(chosen)), f"{target.score(values, chosen, settings)[0]:.3f}"]
        for share in (1, 1.5):
            size = round(share * len(chosen))
            scores = [target.score(values, order[:size], settings)[0] for order in orders]
            row.append(f"{np.mean(scores):.3f}")
        rows.append(row)
        print(target.name, row, flush=True)
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the targets and write the section of the document."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("targets", nargs="*", type=Path)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--document", type=Path, default=report.DOCUMENT)
    given = parser.parse_args(arguments)
    targets = given.targets or [accuracy.SHARED / "data" / name for name in accuracy.TARGETS]
    parts = []
    for path in targets:
        target = Labeled(path)
        rows = by_number(target, given.draws)
        rows.append(by_clusters(target, given.draws))
        head = ["method", *(f"{each} of each class" for each in EACH)]
        parts.append(f"### {target.name}\n\n{report.table(head, rows)}")
        head = ["labels", "suggested", "as many at random", "half as many again at random"]
        parts.append(report.table(head, suggested(target, given.draws)))
    text = (
        f"Accuracy on what is not labeled, mean and deviation of {given.draws} draws; in brackets "
        "the expected calibration error.\n\n" + "\n\n".join(parts)
    )
    report.write_section("Labels", "python benchmarks/labels.py", text, given.document)


if __name__ == "__main__":
    main()

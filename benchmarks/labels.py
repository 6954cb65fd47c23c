"""How right a map is that a few labels make, and how few of them are needed.

    python benchmarks/labels.py [FOLDER or FILE...] [--draws 10] [--pixels a,b] [--document FILE]

Each folder holds one folder of images per class, and its features are kept in build/accuracy; a
features file of such images is taken as it is. Rasters with a label for every pixel are looked for
beside the checkout: their scenes and cells are labeled, and their pixels scored. Labels are drawn
at random: so many of each class, or so many in all, beside those that are suggested. What is not
labeled is scored.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import accuracy
import maps
import report

from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters.model import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.features.similarity import normalizer_of
from rs_deepcluster_plugin.core.labels.classifier import (
    LABEL_METHODS,
    LabelSettings,
    calibration_error,
    make_folds,
)
from rs_deepcluster_plugin.core.labels.label_model import Sample, take_sample
from rs_deepcluster_plugin.core.labels.refine import spread_places
from rs_deepcluster_plugin.core.labels.suggest import SuggestSettings, suggest_scenes
from rs_deepcluster_plugin.core.labels.tune import Both, crowds_of, take_both, tune_better
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.worker.contract import RasterInput, SceneInput
from rs_deepcluster_plugin.worker.job.common import extract_to, opened_raster

EACH = (1, 5, 10, 20)
ROUNDS = (1, 3, 5, 10, 15, 20)  # labels of each class that there are after each of suggestions
POOL = 0.75  # of the scenes, from which each draw labels
UNITS = {
    "nc_landsat7": (maps.Unit(16), maps.Unit(16, 128), maps.Unit(8, 64)),
    "neiva_vhr": (maps.Unit(250), maps.Unit(100), maps.Unit(100, 500)),
}
PLAIN = "Logistic regression, features as they are"
CLUSTERS = "Clusters, named by the labels"


class Labeled:
    """Scenes with their classes."""

    def __init__(self, path: Path) -> None:
        if path.is_file():
            self.features = accuracy.Features.read(path)
        else:
            self.features = accuracy.extracted(accuracy.Target(path), accuracy.DEFAULT)
        self.name, self.file = path.stem, self.features.file
        self.classes = accuracy.labels_of(self.features.names)
        self.count = int(self.classes.max()) + 1
        self.centers = np.full((len(self.classes), 2), np.nan)

    def sample(self, settings: LabelSettings) -> Sample:
        """Diffuse all scenes."""
        return take_sample(self.file, normalizer_of(self.file), settings)

    def values(self, sample: Sample, settings: LabelSettings) -> Both:
        """Return all diffused features, and these as they are where the settings leave a choice."""
        plain = sample.plain().diffused(sample.places) if settings.strength > 0 else None
        return sample.diffused(sample.places), plain

    def draw(self, each: int, seed: int) -> np.ndarray:
        """Draw so many scenes of each class, but never all of them."""
        rng = np.random.default_rng(seed)
        kinds = [np.flatnonzero(self.classes == kind) for kind in range(self.count)]
        chosen = [rng.choice(k, min(each, len(k) - 1), replace=False) for k in kinds]
        return np.sort(np.concatenate(chosen))

    def share_right(self, places: np.ndarray, found: np.ndarray) -> float:
        """Return the share that is right where the scenes at places are of the classes found."""
        return float((self.classes[places] == found).mean())

    def score(self, both: Both, chosen: np.ndarray, settings: LabelSettings) -> tuple[float, float]:
        """Return accuracy and calibration error on what is not labeled."""
        own, excluded = self.classes[chosen], np.zeros((len(chosen), self.count), dtype=bool)
        rest = np.setdiff1d(np.arange(len(both[0])), chosen)
        if len(np.unique(own)) < 2:  # then everything is of that class
            return self.share_right(rest, np.full(len(rest), own[0])), np.nan
        folds = make_folds(self.centers[chosen], own, settings.folds, settings.seed)
        labeled = take_both(both, chosen)
        crowds = crowds_of(take_both(both, spread_places(len(both[0]))))
        made = tune_better(labeled, own, excluded, folds, crowds, settings)[0]
        shares = made.probabilities(both[0 if made.diffused else 1][rest])
        found = made.classes[shares.argmax(axis=1)]
        known = self.classes[rest] >= 0
        right = found[known] == self.classes[rest][known]
        return self.share_right(rest, found), calibration_error(shares.max(axis=1)[known], right)


class Mapped(Labeled):
    """Scenes or cells of a raster whose pixels have labels; one is of a class by most of them."""

    def __init__(self, case: maps.Case, unit: maps.Unit) -> None:
        import rasterio

        self.name = f"{case.name}, {unit}"
        accuracy.CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            raster, labels = maps.spread(case, unit, Path(name))
            with rasterio.open(labels) as source:
                truth, wkt = source.read(1).astype(np.int64), source.crs.to_wkt()
            source = SceneInput(
                RasterInput(str(raster), wkt),
                (),
                GridSettings(size=unit.size, context=unit.context),
            )
            with opened_raster(source, ExtractSettings(), silent) as target:
                kept = f"{case.name}-{unit}-{target.encoder.identity[:12]}".replace(" ", "-")
                path = accuracy.CACHE / f"{kept}.parquet"
                if not path.exists():
                    extract_to(str(path), target, silent)
                    forget_parts(finished_parts())
        self.file = SceneFile(path, "features")
        places = self.file.present()
        blocks = [(block.rows, block.cols) for block in self.file.blocks()]
        rows, cols = (np.concatenate(some)[places] for some in zip(*blocks))
        counts = maps.Truth(truth, rows, cols, unit.size).counts[:, 1:]
        total = counts.sum(axis=1)
        classes = np.where(counts.max(axis=1) > total / 2, counts.argmax(axis=1), -1)
        # A class of three clear scenes can be labeled and scored; a rarer one is wrong throughout.
        kinds = [k for k in range(counts.shape[1]) if (classes == k).sum() > 2]
        numbers = np.full(counts.shape[1] + 1, -1)
        numbers[kinds] = np.arange(len(kinds))
        self.classes, self.count, self._total = numbers[classes], len(kinds), total
        self._counts = counts[:, kinds]
        self.centers = np.full((len(places), 2), np.nan)

    def share_right(self, places: np.ndarray, found: np.ndarray) -> float:
        """Return the share of labeled pixels of scenes at places that are of the classes found."""
        return float(self._counts[places, found].sum() / self._total[places].sum())


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
    methods = [(label, LabelSettings(key)) for key, (label, *_) in LABEL_METHODS.items()]
    if isinstance(target, Mapped):  # which method is the best is asked of the folders
        methods = methods[:1]
    for label, one in [*methods, (PLAIN, LabelSettings(strength=0.0))]:
        both = target.values(target.sample(one), one)
        row = [label]
        for each in EACH:
            if one.method == "discriminant" and each == 1:
                row.append("-")
                continue
            found = [target.score(both, target.draw(each, seed), one) for seed in range(draws)]
            right, error = np.mean(found, axis=0)
            row.append(f"{right:.3f} ± {np.std([f[0] for f in found]):.3f} ({error:.3f})")
        rows.append(row)
        print(target.name, row, flush=True)
    return rows


def suggested(target: Labeled, draws: int) -> list[list[str]]:
    """Return accuracy by labels in all, suggested and at random, with the deviation of suggested.

    Who labels passes over a scene that is of no class by most of it. Suggestions for the same
    scenes are nearly the same whatever the seed, so each draw is of a part of them.
    """
    settings = LabelSettings()
    sample = target.sample(settings)
    both = target.values(sample, settings)
    values = both[0]
    names = [str(kind) for kind in range(target.count)]
    clear_ones = np.flatnonzero(target.classes >= 0)
    found: dict[int, list[list[float]]] = {each: [] for each in EACH}
    for seed in range(draws):
        own = replace(settings, seed=seed)
        order = np.random.default_rng(seed).permutation(clear_ones)
        order = order[: round(POOL * len(order))]
        clear = np.sort(order)
        chosen = np.empty(0, dtype=np.int64)
        for each in ROUNDS:
            excluded = np.zeros((len(chosen), target.count), dtype=bool)
            wanted = min(each * target.count, len(clear) // 2) - len(chosen)
            if wanted > 0:
                places = suggest_scenes(
                    sample.values[clear], values[clear], target.centers[clear],
                    np.searchsorted(clear, chosen), target.classes[chosen], excluded, names, own,
                    SuggestSettings(wanted),
                )  # fmt: skip
                chosen = np.sort(np.append(chosen, clear[[one.place for one in places]]))
            if each in EACH:
                sets = (chosen, order[: len(chosen)], order[: round(1.5 * len(chosen))])
                found[each].append([target.score(both, some, own)[0] for some in sets])
    rows = []
    for each, scores in found.items():
        means = np.mean(scores, axis=0)
        rows.append([str(each), *(f"{mean:.3f}" for mean in means)])
        rows[-1][1] += f" ± {np.std([some[0] for some in scores]):.3f}"
        print(target.name, rows[-1], flush=True)
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the targets and write the section of the document."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("targets", nargs="*", type=Path)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--pixels", default=",".join(UNITS), help="rasters, commas between")
    parser.add_argument("--document", type=Path, default=report.DOCUMENT)
    given = parser.parse_args(arguments)
    targets = given.targets or [accuracy.SHARED / "data" / name for name in accuracy.TARGETS]
    labeled: list[Labeled] = [Labeled(path) for path in targets]
    for case in maps.CASES:
        if case.name in given.pixels.split(",") and case.labels and case.labels.exists():
            labeled += [Mapped(case, unit) for unit in UNITS.get(case.name, ())]
    parts = []
    for target in labeled:
        rows = by_number(target, given.draws)
        if not isinstance(target, Mapped):
            rows.append(by_clusters(target, given.draws))
        head = ["method", *(f"{each} of each class" for each in EACH)]
        parts.append(f"### {target.name}\n\n{report.table(head, rows)}")
        head = [
            "labels by class, on average", "suggested", "as many at random",
            "half as many again at random",
        ]  # fmt: skip
        parts.append(report.table(head, suggested(target, given.draws)))
    text = (
        f"Accuracy on what is not labeled, mean and deviation of {given.draws} draws; in brackets "
        "the expected calibration error. Of rasters the share of pixels is given that are right, "
        "each in the class of its scene or cell; those of classes with fewer than three scenes "
        "count as wrong. Suggestions come in six rounds, and nothing is known of how often a class "
        "is: labels are suggested, or drawn at random, among three quarters of the scenes, which "
        "are drawn anew each time. Where half of these is labeled, as of nwpu_mini in the end, "
        "what suggestions leave is the easier half. How "
        "neighbors are looked for was chosen on rsscn7 and nwpu_mini, how much of its own a "
        "scene keeps on these and on 16 px of nc_landsat7, and how scenes without labels refine "
        "the classifier on rsscn7, with nwpu_mini in sight: read their rows as fitted.\n\n"
        + "\n\n".join(parts)
    )
    report.write_section("Labels", "python benchmarks/labels.py", text, given.document)


if __name__ == "__main__":
    main()

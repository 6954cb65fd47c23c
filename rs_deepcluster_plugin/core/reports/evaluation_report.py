"""Report of how well features tell the classes of labeled scenes apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import IntArray
from ..base.values import say_count
from ..features.evaluate import BlockMeasures, Evaluation, confusion_counts
from ..scenes.channels import fill_invalid, to_three_channels
from ..scenes.labeled import LabeledScenes
from ..scenes.sources import read_scene
from . import render as reports

_PAIRS, _EXAMPLES = 8, 5  # of the report's gallery


def write_evaluation(
    path: str | Path,
    evaluation: Evaluation,
    scenes: LabeledScenes,
    settings: Sequence[tuple[str, Any]],
    neighbors: int = 20,
    blocks: Sequence[BlockMeasures] = (),
    pooling: str = "",
) -> None:
    """Write the report of an evaluation.

    Parameters
    ----------
    path
        The HTML file.
    evaluation
        What was measured.
    scenes
        The labeled scenes, in the order of the evaluation's predictions.
    settings
        Names and values that are listed.
    neighbors
        Neighbors that voted in k-NN; the report warns of classes that are too small to win.
    blocks
        What the blocks of the transformer are worth one by one, where that was measured.
    pooling
        Tokens that the blocks were measured on: "cls", "patch" or both.
    """
    classes, labels = scenes.classes, scenes.labels
    counts = confusion_counts(labels, evaluation.knn, len(classes))
    knn = evaluation["k-NN"]
    guess = float(scenes.counts.max() / len(scenes))
    sections = [
        reports.Section(
            "Measures",
            (
                _measures_table(evaluation),
                reports.text(
                    f"Taking every scene for the largest class would be right for "
                    f"{reports.percent(guess)}. k-NN: each scene takes the class of its nearest "
                    "neighbors. Linear probe: logistic regression. Both see other scenes only. "
                    "Few-shot: as many scenes of each class as stated are known, the others take "
                    "the class whose known scenes they are nearest to."
                ),
                *_small_classes(scenes, neighbors),
            ),
        ),
        *([_blocks_section(blocks, pooling)] if blocks else []),
        reports.Section("Classes", (_classes_table(evaluation, scenes, counts),)),
        reports.Section(
            "Confusion matrix",
            (
                reports.confusion_matrix(
                    classes, counts, "Scenes by their class and by what k-NN takes them for."
                ),
            ),
        ),
        reports.Section("Most confused classes", _confused(evaluation.knn, scenes, counts)),
        reports.Section("Settings", (reports.table((), settings),)),
    ]
    summary = (
        f"{reports.percent(knn.value)} of {len(scenes):,} scenes of {len(classes)} classes are "
        "told apart by their nearest neighbors."
    )
    reports.write_report(path, "Evaluation of features", sections, summary)


def _measures_table(evaluation: Evaluation) -> reports.Html:
    rows = [
        (
            m.name,
            reports.percent(m.value),
            reports.percent(m.low),
            reports.percent(m.high),
            m.classes,
            m.scenes,
        )
        for m in evaluation.measures
    ]
    return reports.table(
        ("measure", "accuracy", "low", "high", "classes", "scenes"),
        rows,
        "Share of the scenes that get their class, with its 95 % confidence interval.",
    )


def _blocks_section(blocks: Sequence[BlockMeasures], pooling: str) -> reports.Section:
    """Table and chart of the transformer's blocks."""
    rows = [
        (b.block, *(reports.percent(v) for m in (b.knn, b.linear_probe)
                    for v in (m.value, m.low, m.high)))
        for b in blocks
    ]  # fmt: skip
    best = max(blocks, key=lambda b: b.linear_probe.value)
    tokens = {"cls": "the class token", "patch": "the mean of the patch tokens"}.get(
        pooling, "the class token and the mean of the patch tokens"
    )
    return reports.Section(
        "Blocks",
        (
            reports.table(
                ("block", "k-NN", "low", "high", "linear probe", "low", "high"), rows,
                "Share of the scenes that get their class, by features of one block each.",
            ),
            reports.line_chart(
                {
                    "k-NN": [b.knn.value for b in blocks],
                    "linear probe": [b.linear_probe.value for b in blocks],
                },
                "Block", "Accuracy", [b.block for b in blocks],
            ),
            reports.text(
                f"The features of a block are {tokens}, not whitened. The linear probe is best at "
                f"block {best.block}. Blocks are counted from 0; a model's features may be made "
                "of several, which the measures above are of."
            ),
        ),
    )  # fmt: skip


def _small_classes(scenes: LabeledScenes, neighbors: int) -> tuple[str, ...]:
    """Warn of classes that cannot win a vote."""
    small = int((scenes.counts <= neighbors).sum())
    if not small:
        return ()
    return (
        reports.text(
            f"{small} of {len(scenes.classes)} classes have no more than {neighbors} scenes, while "
            f"{neighbors} neighbors vote: their k-NN accuracy is lower than the features deserve."
        ),
    )


def _classes_table(evaluation: Evaluation, scenes: LabeledScenes, counts: IntArray) -> reports.Html:
    """Classes with their accuracies, the hardest first."""
    probe = confusion_counts(scenes.labels, evaluation.linear_probe, len(scenes.classes))
    totals = np.maximum(counts.sum(axis=1), 1)
    recall, linear = counts.diagonal() / totals, probe.diagonal() / totals
    wrong = counts - np.diag(counts.diagonal())
    rows = [
        (
            scenes.classes[place],
            int(totals[place]),
            reports.percent(recall[place]),
            reports.percent(linear[place]),
            scenes.classes[wrong[place].argmax()] if wrong[place].any() else "",
        )
        for place in np.lexsort((np.arange(len(recall)), recall))
    ]
    return reports.table(("class", "scenes", "k-NN", "linear probe", "mostly taken for"), rows)


def _confused(predicted: IntArray, scenes: LabeledScenes, counts: IntArray) -> tuple[str, ...]:
    """Pairs of classes that k-NN confuses most, with pictures of scenes it took for others."""
    classes, labels = scenes.classes, scenes.labels
    wrong = counts - np.diag(counts.diagonal())
    order = np.argsort(-wrong, axis=None, kind="stable")[:_PAIRS]
    pairs = [divmod(int(place), len(classes)) for place in order if wrong.flat[place]]
    if not pairs:
        return (reports.text("No scene was taken for one of another class."),)
    blocks = []
    for true, guess in pairs:
        mistaken = np.flatnonzero((labels == true) & (predicted == guess))[:_EXAMPLES]
        right = np.flatnonzero((labels == guess) & (predicted == guess))[:1]
        pictures = [scene_picture(scenes, int(place)) for place in mistaken]
        pictures += [scene_picture(scenes, int(place), "To compare: ") for place in right]
        caption = (
            f"{classes[true]} taken for {classes[guess]}: {wrong[true, guess]} of "
            f"{say_count(counts[true].sum(), 'scene')}"
        )
        blocks.append(reports.gallery(pictures, caption))
    return tuple(blocks)


def scene_picture(scenes: LabeledScenes, place: int, before: str = "") -> reports.ReportPicture:
    """Make a picture of a scene for a gallery.

    Parameters
    ----------
    scenes
        The labeled scenes.
    place
        Place of the scene among them.
    before
        What stands before its name in the caption.

    Returns
    -------
    ReportPicture
        A picture with its caption.
    """
    image = to_three_channels(fill_invalid(*read_scene(scenes, place)[:2]))
    return reports.ReportPicture(reports.thumbnail(image), f"{before}{scenes.names[place]}")

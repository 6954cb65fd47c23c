"""Report of a fine-tuned model."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..base.values import say_count
from ..features.evaluate import confusion_counts
from ..features.extract import ExtractSettings
from ..scenes.labeled import LabeledScenes
from ..training.fine_tune import FineTuned, FineTuneSettings
from . import render as reports
from .evaluation_report import scene_picture

_MISTAKES = 24  # of the report's gallery


def write_fine_tuning(
    path: str | Path,
    result: FineTuned,
    scenes: LabeledScenes,
    settings: FineTuneSettings,
    extracting: ExtractSettings,
) -> None:
    """Write the report of a fine-tuning: curves, confusions, the worst mistakes, settings.

    Parameters
    ----------
    path
        The HTML file.
    result
        What came out of the fine-tuning.
    scenes
        The labeled scenes that it was given.
    settings
        How the model was fine-tuned.
    extracting
        How scenes are read, and which model it started from.
    """
    counts = confusion_counts(result.labels, result.predictions, len(scenes.classes))
    totals = counts.sum(axis=1)
    right = counts.diagonal() / np.maximum(totals, 1)
    curves = [
        reports.line_chart(
            {
                "training": [getattr(epoch, name) for epoch in result.history],
                "validation": [getattr(epoch, f"validation_{name}") for epoch in result.history],
            },
            "epoch",
            name,
        )
        for name in ("loss", "accuracy")
    ]
    wrong = np.flatnonzero(result.labels != result.predictions)
    worst = wrong[np.argsort(-result.confidence[wrong])][:_MISTAKES]
    pictures = [
        scene_picture(
            scenes,
            int(result.validation[i]),
            f"{scenes.classes[result.labels[i]]}, taken for "
            f"{scenes.classes[result.predictions[i]]} ({result.confidence[i]:.0%}): ",
        )
        for i in worst
    ]
    order = np.argsort(right, kind="stable")
    classes = [
        (scenes.classes[c], int(scenes.counts[c]), int(totals[c]), reports.percent(right[c], 0))
        for c in order
    ]
    listed = {
        "start": extracting.model.weights or extracting.model.model,
        "feature": ", ".join(f"block {p.block} {p.pool}" for p in result.header.recipe),
        "whitened": result.whitened,
        "bands": len(result.header.mean),
        "scaling": extracting.scaling,
        **{k: v for k, v in asdict(settings).items() if not isinstance(v, dict)},
        **asdict(settings.train),
        **asdict(settings.augment),
    }
    mistakes = [reports.gallery(pictures)] if pictures else [reports.text("There are none.")]
    reports.write_report(
        path,
        f"Fine-tuning of {result.header.name}",
        [
            reports.Section("Learning", (
                *curves,
                reports.table(
                    ("epoch", "loss", "accuracy", "validation loss", "validation accuracy", "s"),
                    [(e.number, e.loss, e.accuracy, e.validation_loss, e.validation_accuracy,
                      round(e.seconds)) for e in result.history],
                ),
            )),
            reports.Section("Classes of the validation scenes", (
                reports.table(("class", "scenes", "of them validation", "right"), classes),
                reports.confusion_matrix(scenes.classes, counts),
            )),
            reports.Section("Worst mistakes", tuple(mistakes)),
            reports.Section("Settings", (
                reports.table((), [(k.replace("_", " "), str(v)) for k, v in listed.items()]),
            )),
        ],
        summary=f"{reports.percent(result.accuracy)} of {len(result.labels)} validation scenes are "
        f"classified right after {say_count(len(result.history), 'epoch')} on {result.images} "
        f"scenes of {len(scenes.classes)} classes. This accuracy is that of the source's own "
        "classes; how well the features transfer to others, Evaluate features tells.",
    )  # fmt: skip

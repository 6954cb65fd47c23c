"""The jobs on labels: from some labeled scenes to all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...core.base.progress import Part, Progress
from ...core.features.scene_file import SceneFile
from ...core.labels.classifier import HeldOut, calibration_error
from ...core.labels.join import LabeledUnits, LabelRows, join_labels
from ...core.labels.label_model import (
    LabelModel,
    ScenesOfClasses,
    describe_held_out,
    fit_labels,
    keep_labels,
)
from .. import array_files
from ..contract import ClassifyScenesJob, ClassifyScenesResult, LabelInput
from .cluster_layer import texts_of
from .common import read_shapes, step
from .registry import does


@does(ClassifyScenesJob)
def classify_scenes(job: ClassifyScenesJob, progress: Progress) -> ClassifyScenesResult:
    """Features, and labels or a model that labels made, to the class of every scene."""
    features = SceneFile(job.features, "features")
    units = held = sample = None
    if job.labels is None:
        model = LabelModel.load(job.known)
        progress.log(f"Model: {len(model.classes)} classes, of labels elsewhere.")
    else:
        units = read_units(job.labels, features, Part(progress, 0, 0.1))
        with step(progress, "Labels") as note:
            fitted = fit_labels(
                features, units, job.labels.classes, job.label, Part(progress, 0.1, 0.7)
            )
            model, sample, held = fitted.model, fitted.sample, fitted.held
            note.append(f"{len(units):,} labeled scenes of {len(model.classes)} classes")
        for line in describe_held_out(held, units, fitted.blocks):
            progress.log(line)
    with step(progress, "Classes") as note:
        share = Part(progress, 0.7 if sample is not None else 0.05, 0.98)
        found = model.apply(features, sample, job.every, share)
        note.append(f"{features.count:,} scenes")
    if units is not None:
        found = keep_labels(found, units, job.label)
    skipped = _write(job, features, found, units, held)
    if held is not None and job.model_file:
        model.save(job.model_file)
    checked = held.checked if held is not None else np.zeros(0, dtype=bool)
    accuracy = error = None
    if units is not None and held is not None and checked.any():
        right = held.classes[checked] == units.classes[checked]
        accuracy = float(right.mean())
        error = calibration_error(held.probabilities[checked], right)
    return ClassifyScenesResult(
        scenes=features.count,
        skipped=skipped,
        classes=model.classes,
        unclassified=int((found.classes == 0).sum()),
        ambiguous=int(found.ambiguous.sum()),
        labeled=0 if units is None else len(units),
        checked=int(checked.sum()),
        accuracy=accuracy,
        calibration_error=error,
        provenance=features.provenance,
    )


def read_units(labels: LabelInput, features: SceneFile, progress: Progress) -> LabeledUnits:
    """Return the scenes that labels mean."""
    arrays = array_files.read(labels.path)
    shapes = read_shapes(arrays)
    shapes[shapes == b""] = None
    rows = LabelRows(arrays["label"], arrays["not_label"], shapes, arrays["scene_id"])
    return join_labels(rows, features, len(labels.classes), progress)


def _write(
    job: ClassifyScenesJob,
    features: SceneFile,
    found: ScenesOfClasses,
    units: LabeledUnits | None,
    held: HeldOut | None,
) -> int:
    """Write the arrays of the layer; returns the number of scenes without features."""
    count = features.count
    label, held_out = (np.zeros(count, dtype=np.int64) for _ in range(2))
    excluded = np.zeros((count, 0 if units is None else units.excluded.shape[1]), dtype=bool)
    if units is not None and held is not None:
        label[units.places] = units.classes + 1
        held_out[units.places] = np.where(held.checked, held.classes + 1, 0)
        excluded[units.places] = units.excluded
    blocks = [replace(block, vectors=block.vectors[:0]) for block in features.blocks()]
    texts: array_files.Arrays = {}
    if blocks[0].names is not None:
        texts |= array_files.pack_texts("name", texts_of(block.names for block in blocks))
    if blocks[0].attributes is not None:
        texts |= array_files.pack_texts("attributes", texts_of(b.attributes for b in blocks))
    present = np.concatenate([block.has_vector for block in blocks])
    array_files.write(
        job.layer,
        scene_id=np.concatenate([block.scene_ids for block in blocks]),
        row=np.concatenate([block.rows for block in blocks]),
        col=np.concatenate([block.cols for block in blocks]),
        valid_fraction=np.concatenate([block.valid_fractions for block in blocks]),
        cluster=found.classes,
        probability=found.probabilities,
        second_cluster=found.second_classes,
        second_probability=found.second_probabilities,
        ambiguous=found.ambiguous,
        similarity=found.similarities,
        exemplar_rank=np.zeros(count, dtype=np.int64),
        present=present,
        label=label,
        held_out=held_out,
        excluded=excluded,
        **{f"member_{k}": column for k, column in enumerate(found.shares.T, start=1)},
        **texts,
        **array_files.pack([wkb for block in blocks for wkb in block.geometries]),
    )
    return int((~present).sum())

"""The jobs on labels: from some labeled scenes to all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

import numpy as np

from ...core.base.arrays import IntArray, Vectors
from ...core.base.errors import SceneError
from ...core.base.progress import Part, Progress
from ...core.base.sampling import draw
from ...core.base.values import say_count
from ...core.clusters.model import Assignment, ClusterModel, fit_clusters
from ...core.clusters.project import fit_projector, place_all
from ...core.features import similarity
from ...core.features.normalize import FIT_SCENES
from ...core.features.scene_file import SceneFile
from ...core.labels.classifier import HeldOut, calibration_error
from ...core.labels.constrain import constrain_clusters
from ...core.labels.constraints import Constraints, ScenePairs, join_constraints
from ...core.labels.curve import describe_forecast, learn_by_number
from ...core.labels.join import LabeledUnits, LabelRows, join_labels
from ...core.labels.label_model import (
    LabelModel,
    ScenesOfClasses,
    choose_sample,
    describe_held_out,
    fit_labels,
    keep_labels,
    take_sample,
)
from ...core.labels.suggest import suggest_scenes
from ...core.machines.extraction import find_scheduler
from ...core.reports.curve_report import write_curve
from .. import array_files
from ..contract import (
    ClassifyScenesJob,
    ClassifyScenesResult,
    ConstrainClustersJob,
    ConstrainClustersResult,
    LabelInput,
    LearningCurveJob,
    LearningCurveResult,
    SuggestLabelsJob,
    SuggestLabelsResult,
)
from .cluster_layer import (
    EmbeddedScenes,
    check_raster_of,
    read_embedding,
    write_cluster_layer,
)
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
        names = [one.name for one in model.classes]
        for line in describe_held_out(held, units, names, fitted.blocks):
            progress.log(line)
    with step(progress, "Classes") as note:
        share = Part(progress, 0.7 if sample is not None else 0.05, 0.98)
        found = model.apply(features, sample, job.every, share)
        note.append(say_count(features.count, "scene", form=","))
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


@does(LearningCurveJob)
def learning_curve(job: LearningCurveJob, progress: Progress) -> LearningCurveResult:
    """Features and labels to accuracy by the number of labels."""
    features = SceneFile(job.features, "features")
    units = read_units(job.labels, features, Part(progress, 0, 0.1))
    units = units.take(units.classes >= 0)
    normalizer = similarity.normalizer_of(features, Part(progress, 0.1, 0.15))
    sample = take_sample(features, normalizer, job.label, units.places, Part(progress, 0.15, 0.35))
    sample, around = choose_sample(features, sample, units, job.label)
    progress(0.4)
    with step(progress, "Learning curve") as note:
        curve = learn_by_number(
            sample.diffused(units.places),
            units.classes,
            features.centers()[units.places],
            len(job.labels.classes),
            job.label,
            job.curve,
            Part(progress, 0.4, 0.97),
            around,
        )
        note.append(f"{len(curve.points)} points of {len(units):,} labeled scenes")
    said = describe_forecast(curve, job.curve.wanted, len(units))
    for line in said:
        progress.log(line)
    groups = [(-1, curve.points), *curve.classes.items()]
    fitted = curve.forecast.fitted if curve.forecast else np.full(len(curve.points), np.nan)
    array_files.write(
        job.table,
        kind=np.array([kind for kind, points in groups for _ in points]),
        labels=np.array([point.labels for _, points in groups for point in points]),
        accuracy=np.array([point.accuracy for _, points in groups for point in points]),
        low=np.array([point.low for _, points in groups for point in points]),
        high=np.array([point.high for _, points in groups for point in points]),
        fitted=np.append(fitted, np.full(len(curve.points) * len(curve.classes), np.nan)),
    )
    if job.report:
        names = [one.name for one in job.labels.classes]
        listed = {**asdict(job.label), **asdict(job.curve), "features": job.features}
        rows = [(key.replace("_", " "), str(value)) for key, value in listed.items()]
        write_curve(job.report, curve, names, said, rows)
    last, found = curve.points[-1], curve.forecast
    needed = found.needed[0] if found is not None else np.inf
    return LearningCurveResult(
        labeled=len(units),
        accuracy=last.accuracy,
        low=last.low,
        high=last.high,
        limit=None if found is None else found.limit[0],
        doubled=None if found is None else found.doubled[0],
        needed=float(needed) if np.isfinite(needed) else None,
    )


@does(SuggestLabelsJob)
def suggest_labels(job: SuggestLabelsJob, progress: Progress) -> SuggestLabelsResult:
    """Features, and the labels that there are, to the scenes to label next."""
    features = SceneFile(job.features, "features")
    units, names = _labels_of(job.labels, features, Part(progress, 0, 0.1))
    normalizer = similarity.normalizer_of(features, Part(progress, 0.1, 0.15))
    sample = take_sample(features, normalizer, job.label, units.places, Part(progress, 0.15, 0.6))
    if len(sample.places) < features.count:
        progress.log(f"{len(sample.places):,} of {features.count:,} scenes are looked at.")
    centers = features.centers()
    with step(progress, "Suggestions") as note:
        found = suggest_scenes(
            sample.values,
            sample.diffused(sample.places),
            centers[sample.places],
            np.searchsorted(sample.places, units.places),
            units.classes,
            units.excluded,
            names,
            job.label,
            job.suggest,
            Part(progress, 0.6, 0.95),
        )
        note.append(say_count(len(found), "scene"))
    places = sample.places[[one.place for one in found]]
    array_files.write(
        job.layer,
        rank=np.arange(1, len(found) + 1),
        gain=np.array([one.gain for one in found]),
        **array_files.pack_texts("reason", [one.reason for one in found]),
        **_scenes_at(features, places),
    )
    return SuggestLabelsResult(
        len(found), len(sample.places), len(units), features.provenance.footprint_wkt
    )


@does(ConstrainClustersJob)
def cluster_under_constraints(
    job: ConstrainClustersJob, progress: Progress
) -> ConstrainClustersResult:
    """Features, labels and pairs of scenes to clusters that keep to these."""
    features = SceneFile(job.features, "features")
    if job.layer.raster:
        check_raster_of(features)
    units, names = _labels_of(job.labels, features, Part(progress, 0, 0.05))
    pairs = _read_pairs(job.pairs, features, progress)
    constraints = join_constraints(units, pairs, features.cells()[0], names)
    most = min(job.projection.fit_scenes, job.clusters.fit_scenes)
    scheduler = find_scheduler(job.machines, features.count, most)
    shares = _shares(job, features, units, Part(progress, 0.05, 0.3))
    with step(progress, "Clusters") as note:
        placing = Part(progress, 0.3, 0.9)
        free, scenes, before = _free_clusters(job, features, scheduler, placing)
        there = np.asarray(np.isfinite(scenes.places).all(axis=1))
        constraints = constraints.of_scenes(there)
        sample = draw(np.flatnonzero(there), FIT_SCENES, job.clusters.seed)
        rows = np.concatenate([sample, constraints.places])
        values = similarity.normalizer_of(features)(_take(features, rows))
        found = constrain_clusters(
            free, scenes.places, sample, values, shares[rows], constraints, scheduler,
            Part(progress, 0.9, 1),
        )  # fmt: skip
        model, assignment = found.model, found.assignment
        model.save(job.model_file)
        note.append(f"{say_count(model.clusters, 'cluster')}, {free.clusters} without constraints")
    broken = constraints.violations(before.clusters)
    progress.log(
        f"{say_count(len(units), 'label', form=',')} and "
        f"{say_count(len(pairs.first), 'pair', form=',')}: without them {broken:,} would be "
        f"broken. {found.moved:,} scenes lie among others that they must not share a cluster with, "
        "and are put where their class is; "
        f"{say_count(found.divided, 'group was', 'groups were')} divided for them."
    )
    written = write_cluster_layer(
        scenes,
        model,
        assignment,
        features.provenance,
        job.layer,
        progress,
        (constraints.places, found.leaves),
    )
    named = sorted(_named(constraints, assignment.clusters))
    return ConstrainClustersResult(written, tuple(named), len(units), len(pairs.first), found.moved)


def _named(constraints: Constraints, clusters: IntArray) -> set[tuple[int, int]]:
    """Return clusters with the class of the labels in them."""
    kinds = constraints.classes[constraints.sets]
    own = clusters[constraints.places]
    return set(zip(own[kinds >= 0].tolist(), kinds[kinds >= 0].tolist()))


def _free_clusters(
    job: ConstrainClustersJob, features: SceneFile, scheduler: str, progress: Progress
) -> tuple[ClusterModel, EmbeddedScenes, Assignment]:
    """Return clusters without constraints, those that are there or new ones, and scenes in them.

    Writes the embedding.

    Raises
    ------
    DataFileError
        Those that are there are of other features.
    """
    if job.known:
        model = ClusterModel.load(job.known)
        if model.projector is not None and model.method.HAS_LEVELS:
            assigned = place_all(
                features, model.projector, job.embedding, progress, scheduler, model.assign_rows
            )
            asked = job.clusters
            settings = replace(
                model.settings,
                detail=asked.detail,
                exemplars=asked.exemplars,
                max_clusters=asked.max_clusters,
            )
            scenes = read_embedding(SceneFile(job.embedding, "embedding"))
            model = replace(model, settings=settings)
            return model, scenes, model.join_assigned(scenes.places, assigned)
        progress.log(
            f"The clusters of {job.known} are of the method {model.method.LABEL} or have no "
            "projection, so new ones are fitted."
        )
    projector = fit_projector(features, job.projection, Part(progress, 0, 0.6))
    place_all(features, projector, job.embedding, Part(progress, 0.6, 0.7), scheduler)
    scenes = read_embedding(SceneFile(job.embedding, "embedding"))
    model, before = fit_clusters(
        scenes.places, job.clusters, features.provenance, projector, Part(progress, 0.7, 1),
        runs=projector.runs, scheduler=scheduler,
    )  # fmt: skip
    return model, scenes, before


def _take(features: SceneFile, rows: IntArray) -> Vectors:
    """Return the features of rows in any order, also of one that is there twice."""
    own, back = np.unique(rows, return_inverse=True)
    return features.take(own)[back]


def _shares(
    job: ConstrainClustersJob, features: SceneFile, units: LabeledUnits, progress: Progress
) -> Vectors:
    """Return the probabilities (n, c) of classes of all scenes; (n, 0) of less than two classes."""
    if job.labels is None or len(np.unique(units.classes[units.classes >= 0])) < 2:
        return np.zeros((features.count, 0), dtype=np.float32)
    with step(progress, "Labels") as note:
        fitted = fit_labels(features, units, job.labels.classes, job.label, Part(progress, 0, 0.7))
        found = fitted.model.apply(features, fitted.sample, True, Part(progress, 0.7, 1))
        note.append(f"{len(units):,} labeled scenes of {len(job.labels.classes)} classes")
    return found.shares


def _read_pairs(path: str, features: SceneFile, progress: Progress) -> ScenePairs:
    """Return pairs by the rows of their scenes, without those of scenes that have no features."""
    nothing = np.empty(0, dtype=np.int64)
    if not path:
        return ScenePairs(nothing, nothing, np.empty(0, dtype=bool))
    arrays = array_files.read(path)
    ids = features.cells()[0]
    order = np.argsort(ids, kind="stable")
    asked = np.stack([arrays["first"], arrays["second"]])
    at = np.searchsorted(ids[order], asked).clip(max=len(ids) - 1)
    there = ids[order][at] == asked
    if not there.all():
        missing = np.unique(asked[~there]).tolist()
        some = ", ".join(map(str, missing[:8])) + (", ..." if len(missing) > 8 else "")
        raise SceneError(
            f"{len(missing)} of the scenes of the pairs are not in {features.path}: {some}. Give "
            "the numbers in its field scene_id."
        )
    rows = order[at]
    seen = np.isin(rows, features.present()).all(axis=0)
    if not seen.all():
        progress.log(
            f"{say_count(int((~seen).sum()), 'pair is', 'pairs are', ',')} left out: a scene of "
            "them has no features, for lack of valid data."
        )
    return ScenePairs(rows[0][seen], rows[1][seen], arrays["together"][seen].astype(bool))


def _scenes_at(features: SceneFile, places: IntArray) -> array_files.Arrays:
    """Return the arrays of scenes at places of a file, in any order."""
    order = np.argsort(places)
    wanted = places[order]
    kept: list[tuple[int, bytes | None, str | None]] = []
    start = 0
    for block in features.blocks():
        inside = wanted[(wanted >= start) & (wanted < start + len(block))] - start
        names = [None] * len(block) if block.names is None else block.names
        kept += [(int(block.scene_ids[i]), block.geometries[i], names[i]) for i in inside.tolist()]
        start += len(block)
    rows = [kept[number] for number in np.argsort(order).tolist()]
    named = array_files.pack_texts("name", [row[2] for row in rows]) if features.with_names else {}
    return {
        "scene_id": np.array([row[0] for row in rows], dtype=np.int64),
        **named,
        **array_files.pack([row[1] for row in rows]),
    }


def read_units(labels: LabelInput, features: SceneFile, progress: Progress) -> LabeledUnits:
    """Return the scenes that labels mean."""
    arrays = array_files.read(labels.path)
    shapes = read_shapes(arrays)
    shapes[shapes == b""] = None
    rows = LabelRows(arrays["label"], arrays["not_label"], shapes, arrays["scene_id"])
    return join_labels(rows, features, len(labels.classes), progress)


def _labels_of(
    labels: LabelInput | None, features: SceneFile, progress: Progress
) -> tuple[LabeledUnits, list[str]]:
    """Return the scenes that labels mean, and the names of classes; none if there are no labels."""
    if labels is not None:
        return read_units(labels, features, progress), [one.name for one in labels.classes]
    nothing = np.empty(0, dtype=np.int64)
    return LabeledUnits(nothing, nothing, np.empty((0, 0), dtype=bool)), []


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
        texts |= array_files.pack_texts("name", _texts_of(block.names for block in blocks))
    if blocks[0].attributes is not None:
        texts |= array_files.pack_texts("attributes", _texts_of(b.attributes for b in blocks))
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


def _texts_of(columns: Iterable[Iterable[str | None] | None]) -> list[str | None]:
    """Return the texts of all blocks as one list."""
    return [text for column in columns if column is not None for text in column]

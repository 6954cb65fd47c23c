"""What deep clustering leaves: features by the adapted model, and clusters of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.arrays import FloatArray
from ..base.files import write_whole
from ..clusters.methods import ClusterSettings
from ..clusters.methods.kmeans import KMeansClusters
from ..clusters.model import Assignment, ClusterModel, number_by_size
from ..clusters.project import ProjectionSettings, Projector, place_all
from ..encoder.whitening import Whitening
from ..features.normalize import Normalizer
from ..features.scene_file import Provenance, SceneFile, SceneWriter
from .base import (
    DeepMethod,
    RefineSettings,
)
from .learn import Learned
from .target import make_features


@dataclass(frozen=True)
class Outputs:
    """Files that `refine` writes."""

    model: Path
    """The adapted model (safetensors)."""

    features: Path
    """The target's features by the adapted model (GeoParquet)."""

    embedding: Path
    """The same, centered, with length 1 and turned to their principal axes (GeoParquet)."""


def write_mapped(
    file: SceneFile, learned: Learned, whitening: Whitening, token_dims: tuple[int, ...] | None,
    provenance: Provenance, output: Path,
) -> None:  # fmt: skip
    """Write the features of the adapted model, which are the mapped ones of the start.

    Parameters
    ----------
    file
        Features of the start.
    learned
        What was learned, with a map of shape (q, d).
    whitening, token_dims
        What makes features of length d of those in the file; see `target.make_features`.
    provenance
        How the adapted model makes features; it goes into the new file.
    output
        The new file.
    """
    header = {"provenance": provenance.to_json()}
    with (
        write_whole(output) as partial,
        SceneWriter(
            partial,
            "features",
            len(learned.map),
            header,
            provenance.footprint_wkt,
            file.with_names,
            file.with_attributes,
        ) as writer,
    ):
        for block in file.blocks():
            features = make_features(block.vectors, whitening, token_dims)
            writer.write(replace(block, vectors=(features @ learned.map.T).astype(np.float32)))


def cluster_target(
    outputs: Outputs, method: DeepMethod, settings: RefineSettings, learned: Learned, folder: Path
) -> tuple[ClusterModel, Assignment]:
    """Cluster the adapted features, and write where they are among their principal axes.

    The classifier becomes a cluster model like any other: cosines of vectors of length 1 differ
    from squared distances by a factor and a constant, so that its softmax is the membership of
    k-means' round Gaussians.

    Parameters
    ----------
    outputs
        Of these files, the features are read, and the embedding is written.
    method
        The method that has learned.
    settings
        Their seed goes into the projection and the clustering.
    learned
        What was learned.
    folder
        Where the normalized features are kept while this lasts.

    Returns
    -------
    model
        The cluster model.
    assignment
        Clusters of all rows of the features file.
    """
    file = SceneFile(outputs.features, "features")
    present = file.present()
    dims = len(learned.map)
    mean = (learned.map @ learned.center).astype(np.float32)
    normalizer = Normalizer(file.provenance.part_dims, mean, np.zeros(dims, dtype=np.float32))
    path = folder / "adapted.npy"
    squares = np.zeros((dims, dims))
    with write_whole(path) as partial:
        rows: Any = np.lib.format.open_memmap(partial, "w+", np.float32, (len(present), dims))
        done = 0
        for block in file.blocks():
            units = normalizer(block.vectors[block.has_vector])
            rows[done : done + len(units)] = units
            squares += units.T.astype(np.float64) @ units
            done += len(units)
        rows.flush()
        total = rows.sum(axis=0, dtype=np.float64) / len(present)
        del rows
    centers, variance = method.final_centers(method.blocks(path), learned.prototypes)
    axes = np.linalg.eigh(squares / len(present) - np.outer(total, total))[1][:, ::-1].T
    axes = np.ascontiguousarray(axes * _signs(axes)[:, None]).astype(np.float32)
    projector = Projector(
        ProjectionSettings("pca", dims, seed=settings.seed), file.provenance.identity, normalizer,
        axes, np.zeros((1, dims), dtype=np.float32),
    )  # fmt: skip
    place_all(file, projector, outputs.embedding)
    places = np.concatenate([b.vectors for b in SceneFile(outputs.embedding, "embedding").blocks()])
    how = ClusterSettings("kmeans", n_clusters=len(centers), seed=settings.seed)
    fitted = KMeansClusters(
        {
            "centers": centers @ axes.T.astype(np.float64),
            "variances": np.full(len(centers), variance),
        }
    )
    return number_by_size(fitted, places, how, file.provenance, projector)


def _signs(axes: FloatArray) -> FloatArray:
    """Signs that make the largest entry of each axis positive: eigenvectors have either."""
    return np.asarray(np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]))

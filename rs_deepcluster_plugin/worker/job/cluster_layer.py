"""From an embedding and its clusters to the arrays of a cluster layer."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...core.base.arrays import IntArray, ObjectArray, Vectors
from ...core.base.errors import RasterError, SceneError
from ...core.base.progress import Progress
from ...core.classes.class_raster import Drawing, drawing_order
from ...core.classes.cluster_raster import all_differ, lay_cells, write_cluster_raster
from ...core.clusters.layer_tree import describe_levels, level_field
from ...core.clusters.model import Assignment, ClusterModel
from ...core.clusters.transitions import (
    describe_transitions,
    find_transitions,
    write_transitions,
)
from ...core.features.change import boxes_of
from ...core.features.join_files import SOURCE_SCENE
from ...core.features.scene_file import Provenance, SceneFile
from ...core.scenes.blocks import area_of
from ...core.scenes.raster import Raster
from .. import array_files
from ..contract import ClusterLayerResult, LayerOutput, SceneInput
from .common import grid_of, open_raster

_MOST_MEMBERSHIPS = 100  # fields of a layer; some formats take no more than 255 in all
_LEAVE_OUT = "Leave the raster of clusters out, or make one of the layer with Class raster."
_SEVERAL = (
    "A raster has one cluster in each place, and a collection of several dates has one for each "
    "date. Leave the raster of clusters out."
)


@dataclass(frozen=True)
class EmbeddedScenes:
    """All scenes of an embedding; what is only written to the layer stays in the file."""

    file: SceneFile
    places: Vectors
    """In the embedding (n, k)."""

    texts: array_files.Arrays
    """Names and attributes as `array_files.pack_texts` has them, where there are any: those of a
    million scenes by themselves take six times the memory."""

    @property
    def attributes(self) -> Collection[bytes]:
        """What else is known of each scene, as JSON; nothing at all where nothing is."""
        if "attributes_data" not in self.texts:
            return ()
        return array_files.Packed(self.texts["attributes_data"], self.texts["attributes_ends"])


def read_embedding(file: SceneFile) -> EmbeddedScenes:
    """Read all scenes of an embedding."""
    count = file.count
    places = np.empty((count, file.dims), dtype=np.float32)
    texts: dict[str, list[array_files.Arrays]] = {"name": [], "attributes": []}
    done = 0
    for block in file.blocks():
        places[done : done + len(block)] = block.vectors
        for name, column in (("name", block.names), ("attributes", block.attributes)):
            if column is not None:
                texts[name].append(array_files.pack_texts(name, column.tolist()))
        done += len(block)
    packed: array_files.Arrays = {}
    for name, parts in texts.items():
        packed |= array_files.join_texts(name, parts)
    return EmbeddedScenes(file, places, packed)


def write_cluster_layer(
    scenes: EmbeddedScenes,
    model: ClusterModel,
    assignment: Assignment,
    made: Provenance,
    output: LayerOutput,
    progress: Progress,
    leaves_of: tuple[IntArray, IntArray] | None = None,
) -> ClusterLayerResult:
    """Write the arrays of the cluster layer for QGIS's side.

    ``leaves_of`` are rows of scenes, and leaves of the tree, from 1, that they are in whatever
    their places say.
    """
    vectors = scenes.places
    present = np.isfinite(vectors).all(axis=1)
    if not present.any():
        raise SceneError(
            "No scene has enough valid data. Check the raster's nodata value, "
            "or lower the minimum of valid data."
        )
    memberships = np.empty((len(vectors), 0), dtype=np.float32)
    if output.memberships:
        memberships = model.memberships(vectors, _MOST_MEMBERSHIPS)
        if model.clusters > _MOST_MEMBERSHIPS:
            progress.log(
                f"Only the {_MOST_MEMBERSHIPS} largest of the {model.clusters} clusters get a "
                "field with memberships. Ask for fewer clusters to have all."
            )
    tree = model.tree(vectors, assignment.clusters)
    subclusters = model.subclusters(vectors, assignment.clusters)
    if subclusters is not None and leaves_of is not None:
        subclusters[leaves_of[0]] = leaves_of[1]
    leaves: array_files.Arrays = {} if subclusters is None else {"subcluster": subclusters}
    held: list[str] = []
    if tree is not None and subclusters is not None:
        shown = tree.details.get(model.settings.detail)
        levels = tree.levels(subclusters, assignment.clusters, shown)
        for line in describe_levels(levels):
            progress.log(line)
        others = {level_field(one.count): one.clusters for one in levels if not one.is_shown}
        held, leaves = list(others), leaves | others
    second_axis = vectors[:, min(1, vectors.shape[1] - 1)]
    array_files.write(
        output.path,
        cluster=assignment.clusters,
        probability=assignment.probabilities,
        second_cluster=assignment.second_clusters,
        second_probability=assignment.second_probabilities,
        ambiguous=assignment.ambiguous,
        exemplar_rank=assignment.exemplar_ranks,
        umap_x=vectors[:, 0],
        umap_y=second_axis,
        present=present,
        **leaves,
        **{f"member_{k}": column for k, column in enumerate(memberships.T, start=1)},
        **scenes.texts,
    )
    _append_scenes(output.path, scenes.file)
    if output.raster:
        _write_raster(output.raster, scenes, assignment, progress)
    _tell_transitions(output.transitions, scenes, assignment, progress)
    return ClusterLayerResult(
        scenes=len(vectors),
        skipped=int((~present).sum()),
        clusters=model.clusters,
        counts=tuple(assignment.counts(model.clusters)),
        unclustered=int((assignment.clusters == 0).sum()),
        memberships=memberships.shape[1],
        subclusters=subclusters is not None,
        levels=tuple(held),
        tree=tree,
        provenance=made,
    )


def _append_scenes(path: str, file: SceneFile) -> None:
    """Add to the arrays of a layer what the file of the scenes says of each, block by block."""
    for name, kind in (
        ("scene_id", np.int64), ("row", np.int32), ("col", np.int32), ("valid_fraction", np.float64)
    ):  # fmt: skip
        array_files.append(path, name, kind, file.count, file.column_of(name))
    length = 0

    def ends() -> Iterator[IntArray]:
        nonlocal length
        for block in file.footprints():
            own = length + np.cumsum([len(wkb or b"") for wkb in block], dtype=np.int64)
            length = int(own[-1])
            yield own

    array_files.append(path, "ends", np.int64, file.count, ends())
    array_files.append_bytes(path, "data", length, _joined_blocks(file.footprints()))


def _tell_transitions(
    path: str, scenes: EmbeddedScenes, assignment: Assignment, progress: Progress
) -> None:
    """Say, and write where asked for, which clusters scenes go to from date to date.

    Scenes of several rasters that have no two dates go from raster to raster, in their order.
    """
    dates: list[str | None] = []
    sources: list[str | None] = []
    joined = bool(scenes.attributes)  # each raster has a grid of its own then
    for text in scenes.attributes:
        own = json.loads(text or "{}")
        dates.append(_text_of(own, "date"))
        sources.append(_text_of(own, "source"))
        joined = joined and SOURCE_SCENE in own
    nothing = np.empty(0, dtype=np.int64)
    _, rows, cols = scenes.file.cells() if dates else (nothing, nothing, nothing)
    found, of_rasters = find_transitions(
        dates, sources, rows, cols, assignment.clusters[: len(dates)],
        (lambda: boxes_of(scenes.file)) if joined else None,
    )  # fmt: skip
    for line in describe_transitions(found):
        progress.log(line)
    if path and not found:
        progress.log(
            f"No scene has a cluster on two {'rasters' if of_rasters else 'dates'}, so the table "
            "of changes is empty."
        )
    if path:
        write_transitions(path, found)


def _text_of(attributes: dict[str, object], name: str) -> str | None:
    value = attributes.get(name)
    # Millions of scenes have a few texts, each of which is kept once.
    return sys.intern(value) if isinstance(value, str) else None


def _joined_blocks(footprints: Iterable[ObjectArray]) -> Iterator[bytes]:
    for block in footprints:
        yield b"".join(wkb or b"" for wkb in block)


# --- The raster beside it -----------------------------------------------------------------------


def check_raster(source: SceneInput | None, folder: str = "") -> None:
    """Refuse a raster of clusters that could not be drawn, before anything is computed.

    Parameters
    ----------
    source
        The scenes of a raster, else None.
    folder
        Images in place of these.

    Raises
    ------
    SceneError
        The scenes are no cells of one lattice, and lie on no raster that is there.
    """
    if source is None:
        _below(folder, (), None)
        return
    if source.raster.collection is not None and source.raster.collection.dates:
        raise SceneError(_SEVERAL)
    with open_raster(source.raster, source.bands) as raster:
        grid = grid_of(raster, source)
    if lay_cells(grid.rows, grid.cols, lambda: [grid.wkb()]) is None:
        _below(source.raster.path, source.bands, grid.own_wkt).__exit__()


def check_raster_of(file: SceneFile) -> None:
    """Refuse what `check_raster` does, of the scenes of a file."""
    _, rows, cols = file.cells()
    made = file.provenance
    if not all_differ(rows, cols):
        if not made.source:  # joined, of rasters that count from their own corners
            raise SceneError(
                "A raster has one cluster in each place, and the scenes are of several rasters. "
                "Leave the raster of clusters out."
            )
        middles = file.centers()
        middles = middles[np.isfinite(middles).all(axis=1)]
        if len(np.unique(middles[:, 0] + 1j * middles[:, 1])) < len(middles):
            raise SceneError(_SEVERAL)
    if lay_cells(rows, cols, file.footprints) is None:
        _below(made.source, made.bands, made.shapes_wkt).__exit__()


def _below(source: str, bands: tuple[int, ...], shapes_wkt: str | None) -> Raster:
    """Open the raster that scenes were made of, whose pixels they can be drawn onto."""
    if shapes_wkt is not None:
        raise SceneError(
            "The scenes are polygons in another reference system than the raster's, so they are "
            f"no pixels of one. {_LEAVE_OUT}"
        )
    if Path(source).is_dir():
        raise SceneError(
            "The scenes are images of a folder, which are no pixels of one raster. "
            "Leave the raster of clusters out."
        )
    try:
        return Raster(source, bands)
    except RasterError as error:
        raise SceneError(
            "The scenes are not the cells of one regular grid, so they would be drawn onto the "
            f"raster they were made of, and that cannot be read ({error}) {_LEAVE_OUT}"
        ) from error


def _write_raster(
    path: str, scenes: EmbeddedScenes, assignment: Assignment, progress: Progress
) -> None:
    """Write the clusters as a raster: of cells with a pixel each, of others on the raster's grid.

    Where scenes overlap, the one of the highest probability counts.
    """
    made = scenes.file.provenance
    bands = assignment.clusters, assignment.probabilities, assignment.second_clusters
    _, rows, cols = scenes.file.cells()
    cells = lay_cells(rows, cols, scenes.file.footprints)
    if cells is not None:
        write_cluster_raster(path, cells.sheet, cells, *bands, made.footprint_wkt, progress)
        return
    with _below(made.source, made.bands, made.shapes_wkt) as raster:
        progress.log(
            "The scenes are not the cells of one regular grid, so the raster of clusters has the "
            "pixels of the raster."
        )
        area = area_of(raster)
        shapes = np.concatenate(list(scenes.file.footprints()))
        order = drawing_order(np.where(assignment.clusters > 0, assignment.probabilities, -1))
        drawing = Drawing(area, shapes, np.arange(len(shapes)), order)
        write_cluster_raster(path, area, drawing, *bands, made.crs_wkt, progress)

"""Several features files as one: those of the dates of a collection, or of several rasters."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..base.files import write_whole
from ..base.progress import Progress, silent
from ..scenes.scene_block import SceneBlock
from .scene_file import Provenance, SceneFile, SceneWriter

SOURCE_SCENE = "source_scene"
"""The attribute that has the number of a scene in the file that it comes from."""


def join_files(paths: Sequence[str | Path], output: str | Path, keep_numbers: bool = False) -> None:
    """Write the scenes of several features files one after the other, numbered anew from 1.

    Parameters
    ----------
    paths
        Features files made in the same way, of which the first says how.
    output
        The file.
    keep_numbers
        Scenes keep the number that they had as an attribute, `SOURCE_SCENE`.

    Raises
    ------
    DataFileError
        One of them is damaged.
    """
    files = [SceneFile(path, "features") for path in paths]
    first = files[0]

    def change(_: int, block: SceneBlock) -> SceneBlock:
        if not keep_numbers:
            return block
        return with_attributes(block, lambda own, number: {**own, SOURCE_SCENE: number})

    attributes = first.with_attributes or keep_numbers
    write_joined(files, output, first.provenance, change, attributes, first.half)


def write_joined(
    files: Sequence[SceneFile],
    output: str | Path,
    provenance: Provenance,
    change: Callable[[int, SceneBlock], SceneBlock],
    attributes: bool,
    half: bool,
    progress: Progress = silent,
) -> None:
    """Write the scenes of several features files one after the other, numbered anew from 1.

    Parameters
    ----------
    files
        Of as many dimensions.
    output
        The file.
    provenance
        Of all of it.
    change
        Makes of a file's place and a block of it what is written.
    attributes, half
        See `SceneWriter`.
    progress
        What is told how far it is.
    """
    total, done = sum(file.count for file in files), 0
    names = any(file.with_names for file in files)
    with (
        write_whole(output) as partial,
        SceneWriter(
            partial, "features", files[0].dims, {"provenance": provenance.to_json()},
            provenance.footprint_wkt, names, attributes, half,
        ) as writer,
    ):  # fmt: skip
        for place, file in enumerate(files):
            for block in file.blocks():
                ids = np.arange(done + 1, done + len(block) + 1, dtype=np.int64)
                writer.write(replace(change(place, block), scene_ids=ids))
                done += len(block)
                progress(done / total)


def with_attributes(
    block: SceneBlock, change: Callable[[dict[str, Any], int], dict[str, Any]]
) -> SceneBlock:
    """Return a block with what is made of each scene's attributes and number."""
    given = [None] * len(block) if block.attributes is None else block.attributes.tolist()
    texts = np.empty(len(block), dtype=object)
    for place, (text, number) in enumerate(zip(given, block.scene_ids.tolist())):
        texts[place] = json.dumps(change(json.loads(text or "{}"), number))
    return replace(block, attributes=texts)

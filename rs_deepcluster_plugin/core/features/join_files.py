"""Several features files as one: those of the dates of a collection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..base.files import write_whole
from ..scenes.scene_block import SceneBlock
from .scene_file import SceneFile, SceneWriter

SOURCE_SCENE = "source_scene"


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
    header = {"provenance": first.provenance.to_json()}
    with (
        write_whole(output) as partial,
        SceneWriter(
            partial, "features", first.dims, header, first.provenance.footprint_wkt,
            first.with_names, first.with_attributes or keep_numbers, first.half,
        ) as writer,
    ):  # fmt: skip
        done = 0
        for file in files:
            for block in file.blocks():
                ids = np.arange(done + 1, done + len(block) + 1, dtype=np.int64)
                if keep_numbers:
                    block = _with_numbers(block)
                writer.write(replace(block, scene_ids=ids))
                done += len(block)


def _with_numbers(block: SceneBlock) -> SceneBlock:
    given = [None] * len(block) if block.attributes is None else block.attributes.tolist()
    texts = np.empty(len(block), dtype=object)
    for place, (text, number) in enumerate(zip(given, block.scene_ids.tolist())):
        texts[place] = json.dumps({**json.loads(text or "{}"), SOURCE_SCENE: number})
    return replace(block, attributes=texts)

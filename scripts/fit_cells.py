"""Fit what makes the features of cells comparable and short, and put it into a model file.

``fit_cells.py SOURCE OUTPUT`` reads a folder of class folders, runs the model over its images as
windows, and writes the model again with three tensors more. ``cells_pattern`` (t, t, d) is what
tokens have from their place in the window alone; the same ground would look different wherever
another window sees it. ``cells_center`` (d,) and ``cells_matrix`` (dims, d) then keep the widest
directions of the tokens' spread, so that a cell is a few numbers on disk. Means over the cells
around one may be taken before or after: all of it is linear. The classes are not used. Run it with
the worker's interpreter.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from rs_deepcluster_plugin.core.encoder.cell_tensors import (
    CELL_DIMS,
    PATTERN_SIDE,
    CellReduction,
    TokenMoments,
    tensors_for_cells,
)
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import (
    find_weights,
    load_cell_encoder,
    patch_size_of,
)
from rs_deepcluster_plugin.core.encoder.settings import CellRecipe, ModelSettings, resolve_cells
from rs_deepcluster_plugin.core.encoder.weights_file import write_weights
from rs_deepcluster_plugin.core.scenes.labeled import read_class_folders
from rs_deepcluster_plugin.core.scenes.sources import SourceSettings
from rs_deepcluster_plugin.core.training.fine_tune import encode_scenes

SEED = 0


def fit(
    source: Path, settings: ModelSettings, dims: int, limit: int
) -> tuple[CellReduction, float]:
    """Run the model over at most ``limit`` images of a folder, drawn by the seed, and fit."""
    encoder = load_cell_encoder(settings, PATTERN_SIDE)
    forward = make_engine(encoder, EngineSettings(device="cpu", precision="fp32"))
    scenes = read_class_folders(source, settings=SourceSettings(scaling="type"))
    drawn = np.random.default_rng(SEED).permutation(len(scenes))[:limit]
    moments = TokenMoments(PATTERN_SIDE**2, sum(encoder.part_dims))
    for tokens in encode_scenes(scenes, drawn, encoder.input_size, forward):
        moments.add(tokens.reshape(len(tokens), PATTERN_SIDE**2, -1))
    return moments.solve(encoder.part_dims, dims)


def write(output: Path, settings: ModelSettings, fitted: CellReduction, kept: float) -> None:
    """Write the model again, with what was fitted as float16."""
    tensors, header = find_weights(settings)
    added = tensors_for_cells(fitted)
    recipe = CellRecipe(resolve_cells(settings, header).blocks)
    write_weights(output, tensors | added, replace(header, cells=recipe), header.quantization)
    print(f"{output}: {output.stat().st_size:,} bytes; {kept:.1%} of the spread is kept")


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--weights", help="a model file; none: the default model")
    parser.add_argument("--blocks", default="", help="such as 4,8; none: those of the recipe")
    parser.add_argument("--dims", type=int, default=CELL_DIMS)
    parser.add_argument("--limit", type=int, default=2000, help="images at most")
    given = parser.parse_args()
    blocks = tuple(int(block) for block in given.blocks.split(",") if block) or None
    settings = ModelSettings(weights=given.weights, blocks=blocks)
    settings = replace(settings, input_size=PATTERN_SIDE * patch_size_of(settings))
    write(given.output, settings, *fit(given.source, settings, given.dims, given.limit))


if __name__ == "__main__":
    main()

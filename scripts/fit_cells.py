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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from rs_deepcluster_plugin.core.base.arrays import FloatArray, Vectors
from rs_deepcluster_plugin.core.encoder.cell_tensors import CELL_NAMES
from rs_deepcluster_plugin.core.encoder.load import find_weights, load_cell_encoder
from rs_deepcluster_plugin.core.encoder.settings import (
    PATCH,
    CellRecipe,
    ModelSettings,
    resolve_cells,
)
from rs_deepcluster_plugin.core.encoder.weights_file import write_weights
from rs_deepcluster_plugin.core.features.extract import resize
from rs_deepcluster_plugin.core.scenes.labeled import read_class_folders
from rs_deepcluster_plugin.core.scenes.sources import SourceSettings

SIDE = 16  # tokens along the side of a window
BATCH = 8
SEED = 0


@dataclass(frozen=True)
class CellTensors:
    """What is fitted, by the names of the tensors in the file."""

    cells_pattern: Vectors
    cells_center: Vectors
    cells_matrix: Vectors
    kept: float
    """Share of the spread that the matrix keeps."""


class Moments:
    """Sums of tokens by their place in the window, and of their products over all places."""

    def __init__(self, places: int, dims: int) -> None:
        self.count = 0
        self.sums = np.zeros((places, dims))
        self.products = np.zeros((dims, dims))

    def add(self, tokens: Vectors) -> None:
        """Take in the tokens (n, places, dims) of some windows."""
        self.count += len(tokens)
        self.sums += tokens.sum(axis=0, dtype=np.float64)
        rows = tokens.reshape(-1, tokens.shape[-1])
        self.products += rows.T @ rows

    def solve(self, widths: tuple[int, ...], dims: int) -> CellTensors:
        """Find the pattern, and the directions of what is left without it.

        Each part of the tokens, of these widths, counts as much as the others.
        """
        means = self.sums / self.count
        center = means.mean(axis=0)
        spread = self.products / (self.count * len(means)) - means.T @ means / len(means)
        edges = np.cumsum((0, *widths))
        parts = [slice(start, stop) for start, stop in zip(edges, edges[1:])]
        scale = np.concatenate(
            [np.full(p.stop - p.start, np.trace(spread[p, p]) ** -0.5) for p in parts]
        )
        variances, directions = np.linalg.eigh(spread * np.outer(scale, scale))
        matrix = directions[:, ::-1][:, :dims].T * scale
        side = round(len(means) ** 0.5)
        return CellTensors(
            _single((means - center).reshape(side, side, -1)),
            _single(center),
            _single(matrix),
            float(variances[::-1][:dims].sum() / variances.sum()),
        )


def fit(source: Path, settings: ModelSettings, dims: int, limit: int) -> CellTensors:
    """Run the model over at most ``limit`` images of a folder, drawn by the seed, and fit."""
    import torch

    encoder = load_cell_encoder(settings, SIDE)
    scenes = read_class_folders(source, settings=SourceSettings(scaling="type"))
    drawn = np.random.default_rng(SEED).permutation(len(scenes))[:limit]
    moments = Moments(SIDE * SIDE, sum(encoder.part_dims))
    for start in range(0, len(drawn), BATCH):
        images = [scenes.read(int(i))[0] for i in drawn[start : start + BATCH]]
        stacked = np.stack([resize(image, encoder.input_size) for image in images])
        with torch.inference_mode():
            tokens = encoder.module(torch.from_numpy(stacked)).numpy()
        moments.add(tokens.reshape(len(stacked), SIDE * SIDE, -1))
        print(f"{min(start + BATCH, len(drawn))} of {len(drawn)} images", end="\r", flush=True)
    print()
    return moments.solve(encoder.part_dims, dims)


def write(output: Path, settings: ModelSettings, fitted: CellTensors) -> None:
    """Write the model again, with what was fitted as float16."""
    import torch

    tensors, header = find_weights(settings)
    added = {n: torch.from_numpy(getattr(fitted, n)).half().contiguous() for n in CELL_NAMES}
    recipe = CellRecipe(resolve_cells(settings, header).blocks)
    write_weights(output, tensors | added, replace(header, cells=recipe), header.quantization)
    print(f"{output}: {output.stat().st_size:,} bytes; {fitted.kept:.1%} of the spread is kept")


def _single(values: npt.NDArray[Any] | FloatArray) -> Vectors:
    return np.ascontiguousarray(values, dtype=np.float32)


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--weights", help="a model file; none: the default model")
    parser.add_argument("--blocks", default="", help="such as 4,8; none: those of the recipe")
    parser.add_argument("--dims", type=int, default=64)
    parser.add_argument("--limit", type=int, default=2000, help="images at most")
    parser.add_argument("--arrays", type=Path, help="an npz file that gets what was fitted")
    given = parser.parse_args()
    blocks = tuple(int(block) for block in given.blocks.split(",") if block) or None
    settings = ModelSettings(weights=given.weights, blocks=blocks, input_size=SIDE * PATCH)
    fitted = fit(given.source, settings, given.dims, given.limit)
    if given.arrays:
        np.savez(
            given.arrays, cells_pattern=fitted.cells_pattern, cells_center=fitted.cells_center,
            cells_matrix=fitted.cells_matrix,
        )  # fmt: skip
    write(given.output, settings, fitted)


if __name__ == "__main__":
    main()

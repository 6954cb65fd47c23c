"""Windows of a raster in which its cells are seen among their neighbors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from ..base.arrays import BoolArray, FloatArray, Image, IntArray
from .grid import CellLattice, SceneGrid
from .raster import Raster
from .scaling import Scaling


class LatticeWindows:
    """Some windows on a lattice of cells."""

    def __init__(
        self, raster: Raster, lattice: CellLattice, scaling: Scaling, starts: IntArray
    ) -> None:
        self.lattice = lattice
        self.starts = starts
        """Row and column (n, 2) of the upper left cell of each window."""

        self._raster, self._scaling = raster, scaling

        self.fetch: Callable[[int], tuple[Image, BoolArray]] = self._read_now
        """Reads a window as it is stored; see `read_ahead.ReadAhead`."""

    def _read_now(self, index: int) -> tuple[Image, BoolArray]:
        return self._raster.read(self.window(index))

    def __len__(self) -> int:
        """Return the number of windows."""
        return len(self.starts)

    def read(self, index: int) -> tuple[Image, BoolArray]:
        """Values scaled to 0..1 and validity, both (bands, height, width), of a window."""
        values, valid = self.fetch(index)
        return self._scaling(values), valid

    def window(self, index: int) -> tuple[int, int, int, int]:
        """Return column, row, width and height of a window in pixels."""
        (left, top), (wide, high) = self.lattice.origin, self.lattice.cell
        row, col = map(int, self.starts[index])
        return left + col * wide, top + row * high, *self.lattice.context

    def cell_fractions(self, index: int, valid: BoolArray) -> FloatArray:
        """Return the share of valid pixels (rows, columns) of the cells of a window.

        Parameters
        ----------
        index
            Of the window.
        valid
            What was read of it, of shape (bands, height, width); a pixel is valid where all bands
            are. Of a cell at the edge, only what lies before the lattice's end counts.
        """
        along, (wide, high) = self.lattice.along, self.lattice.cell
        col, row, width, height = self.window(index)
        right, bottom = self.lattice.end
        if col + width <= right and row + height <= bottom and valid.all():
            return np.ones((along, along))
        cols = np.arange(col, col + width) < right
        rows = np.arange(row, row + height) < bottom
        counted = np.outer(rows, cols)

        def sums(pixels: BoolArray) -> FloatArray:
            return np.asarray(pixels.reshape(along, high, along, wide).sum(axis=(1, 3)), float)

        return sums(valid.all(axis=0) & counted) / np.maximum(sums(counted), 1)


class ContextWindows(LatticeWindows):
    """Windows on a lattice of cells, in reading order.

    They start every ``along - overlap`` cells, and the last ones as late as the lattice lets them.
    """

    def __init__(
        self, raster: Raster, grid: SceneGrid, scaling: Scaling, overlap: int, reach: int
    ) -> None:
        """Lay the windows.

        Parameters
        ----------
        raster
            Open.
        grid
            The scenes that features are wanted of; it has a lattice.
        scaling
            Which values of the bands become 0 and 1.
        overlap
            Cells that neighboring windows have in common, fewer than they have along a side.
        reach
            Cells around a wanted one that its feature is made of, too.
        """
        if grid.lattice is None:
            raise ValueError("the grid has no lattice")
        lattice = grid.lattice
        step = lattice.along - overlap
        n_rows, n_cols = lattice.shape
        row_starts = _starts(n_rows, lattice.along, step)
        col_starts = _starts(n_cols, lattice.along, step)
        rows, cols = (a.ravel() for a in np.meshgrid(row_starts, col_starts, indexing="ij"))
        super().__init__(raster, lattice, scaling, np.stack([rows, cols], axis=1))
        self.grid = grid
        self.starts = self.starts[self._holds(self._wanted(reach))]

    def fingerprint(self) -> str:
        """Hash of the raster's files and of the windows."""
        digest = hashlib.sha256(self._raster.fingerprint().encode())
        digest.update(repr((self.lattice, self._scaling)).encode())
        digest.update(self.starts.tobytes())
        return digest.hexdigest()

    def _wanted(self, reach: int) -> BoolArray:
        """Tell which cells of the lattice are to be seen."""
        from scipy.ndimage import maximum_filter

        n_rows, n_cols = self.lattice.shape
        wanted = np.zeros((n_rows, n_cols), dtype=bool)
        (left, top), (wide, high) = self.lattice.origin, self.lattice.cell
        windows = self.grid.windows
        on_raster = (windows[:, 2] > 0) & (windows[:, 3] > 0)
        first_col = ((windows[:, 0] - left) // wide).clip(0, n_cols - 1)
        first_row = ((windows[:, 1] - top) // high).clip(0, n_rows - 1)
        last_col = ((windows[:, 0] + windows[:, 2] - 1 - left) // wide).clip(0, n_cols - 1)
        last_row = ((windows[:, 1] + windows[:, 3] - 1 - top) // high).clip(0, n_rows - 1)
        single = (first_col == last_col) & (first_row == last_row)
        ones = on_raster & single
        wanted[first_row[ones], first_col[ones]] = True
        for place in np.flatnonzero(on_raster & ~single):
            wanted[
                first_row[place] : last_row[place] + 1, first_col[place] : last_col[place] + 1
            ] = True
        return np.asarray(maximum_filter(wanted, 2 * reach + 1)) if reach else wanted

    def _holds(self, wanted: BoolArray) -> BoolArray:
        """Tell which windows (n,) hold cells that are wanted."""
        n_rows, n_cols = wanted.shape
        sums = np.zeros((n_rows + 1, n_cols + 1), dtype=np.int64)
        sums[1:, 1:] = wanted.cumsum(axis=0).cumsum(axis=1)
        rows, cols = self.starts[:, 0], self.starts[:, 1]
        last_rows = np.minimum(rows + self.lattice.along, n_rows)
        last_cols = np.minimum(cols + self.lattice.along, n_cols)
        held = (
            sums[last_rows, last_cols] - sums[rows, last_cols]
            - sums[last_rows, cols] + sums[rows, cols]
        )  # fmt: skip
        return np.asarray(held > 0)


def find_cells(grid: SceneGrid) -> tuple[IntArray, IntArray] | None:
    """Find the places of scenes on the lattice that they are seen on.

    Parameters
    ----------
    grid
        With a lattice.

    Returns
    -------
    rows, cols
        Of shape (n,), in reading order; None where the scenes are not each a cell, or come in
        another order.
    """
    if grid.lattice is None or grid.shaped is not None:
        return None
    (left, top), (wide, high) = grid.lattice.origin, grid.lattice.cell
    windows, (n_rows, n_cols) = grid.windows, grid.lattice.shape
    cols, rows = (windows[:, 0] - left) // wide, (windows[:, 1] - top) // high
    fits = (windows == np.stack([
        left + cols * wide, top + rows * high, np.full(len(cols), wide), np.full(len(cols), high)
    ], axis=1)).all()  # fmt: skip
    fits &= ((rows >= 0) & (rows < n_rows) & (cols >= 0) & (cols < n_cols)).all()
    places = rows * n_cols + cols
    return (rows, cols) if fits and (np.diff(places) > 0).all() else None


def _starts(count: int, along: int, step: int) -> IntArray:
    """Return the first cell of each window along an axis of ``count`` cells."""
    if count <= along:
        return np.zeros(1, dtype=np.int64)
    return np.append(np.arange(0, count - along, step, dtype=np.int64), count - along)

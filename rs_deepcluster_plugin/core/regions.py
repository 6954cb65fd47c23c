"""Which scenes of a grid touch."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import SceneError
from .grid import IntArray

_NO_GRID = (
    "Contiguous regions need scenes on a regular grid, and {}. Use the scenes of a raster, or a "
    "grid layer made by the algorithm Scene grid with its fields row and col, or cluster without "
    "the spatial constraint."
)


def grid_cells(rows: IntArray, cols: IntArray, geometries: npt.NDArray[np.object_]) -> IntArray:
    """Return rows and columns of scenes as cells (n, 2), if they are those of their grid.

    Polygons of any kind are numbered in their order, which is no place on a grid. So the steps
    from each scene to the next one of its row, and of its column, must be about the same on the
    map; whether scenes overlap, touch or lie apart does not matter.

    Parameters
    ----------
    rows, cols
        Places on the grid (n,).
    geometries
        Footprints (n,) as WKB, None for a scene that has none.

    Raises
    ------
    SceneError
        The scenes are on no grid.
    """
    import shapely

    cells = np.stack([rows, cols], axis=1)
    if any(wkb is None for wkb in geometries):
        raise SceneError(_NO_GRID.format("images without a place on the map have none"))
    if len(np.unique(cells, axis=0)) < len(cells):
        raise SceneError(_NO_GRID.format("several of these have the same row and column"))
    centers = shapely.centroid(shapely.from_wkb(geometries))
    places = np.stack([shapely.get_x(centers), shapely.get_y(centers)], axis=1)
    for one, two in _neighbors(cells):
        steps = places[two] - places[one]
        if len(steps):
            usual = np.median(steps, axis=0)
            off = np.hypot(*(steps - usual).T)
            if not (off <= 0.5 * np.hypot(*usual)).all():
                raise SceneError(_NO_GRID.format("the rows and columns of these are none"))
    return cells


def grid_graph(cells: IntArray) -> Any:
    """Return the graph (n, n) of cells (n, 2) that share an edge, as a SciPy sparse matrix."""
    from scipy.sparse import coo_matrix

    one, two = (np.concatenate(ends) for ends in zip(*_neighbors(cells)))
    links = coo_matrix((np.ones(len(one)), (one, two)), shape=(len(cells), len(cells)))
    return (links + links.T).tocsr()


def _neighbors(cells: IntArray) -> list[tuple[IntArray, IntArray]]:
    """Places of each cell and of the one to its right, then of the one below it."""
    low = cells.min(axis=0)
    width = int(cells[:, 1].max() - low[1]) + 2  # one more, so that no row runs into the next
    keys = (cells[:, 0] - low[0]) * width + cells[:, 1] - low[1]
    order = np.argsort(keys)
    pairs = []
    for step in (1, width):
        places = np.searchsorted(keys[order], keys + step)
        there = order[np.minimum(places, len(keys) - 1)]
        one = np.flatnonzero(keys[there] == keys + step)
        pairs.append((one, there[one]))
    return pairs

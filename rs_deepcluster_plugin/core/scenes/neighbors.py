"""Which scenes of a grid touch."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.arrays import FloatArray, IntArray, ObjectArray
from ..base.errors import SceneError

_NO_GRID = (
    "Contiguous regions need scenes on a regular grid, and {}. Use the scenes of a raster, or a "
    "grid layer made by the algorithm Scene grid with its fields row and col, or cluster without "
    "the spatial constraint."
)


def grid_cells(rows: IntArray, cols: IntArray, geometries: ObjectArray) -> IntArray:
    """Return rows and columns of scenes as cells (n, 2), if they are those of their grid.

    Polygons of any kind are numbered in their order, which says nothing about a grid. So the steps
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

    if any(wkb is None for wkb in geometries):
        raise SceneError(_NO_GRID.format("images without a place on the map form none"))
    centers = shapely.centroid(shapely.from_wkb(geometries))
    places = np.stack([shapely.get_x(centers), shapely.get_y(centers)], axis=1)
    return check_cells(rows, cols, places)


def check_cells(rows: IntArray, cols: IntArray, places: FloatArray) -> IntArray:
    """Return rows and columns of scenes as cells, as `grid_cells` does.

    Parameters
    ----------
    rows, cols
        Places on the grid (n,).
    places
        Centers of the scenes on the map, of shape (n, 2): x and y in map units.

    Returns
    -------
    cells
        Of shape (n, 2): row and column.

    Raises
    ------
    SceneError
        Two scenes have the same row and column, or a step from a scene to the next one is off the
        usual step by more than half of it.
    """
    cells = np.stack([rows, cols], axis=1)
    if len(np.unique(cells, axis=0)) < len(cells):
        raise SceneError(_NO_GRID.format("several of these have the same row and column"))
    for one, two in (pair_neighbors(cells, 0, 1), pair_neighbors(cells, 1, 0)):
        steps = places[two] - places[one]
        if len(steps):
            usual = np.median(steps, axis=0)
            off = np.hypot(*(steps - usual).T)
            if not (off <= 0.5 * np.hypot(*usual)).all():
                raise SceneError(_NO_GRID.format("the rows and columns of these do not form one"))
    return cells


def grid_graph(cells: IntArray) -> Any:
    """Return the graph (n, n) of cells (n, 2) that share an edge, as a SciPy sparse matrix."""
    from scipy.sparse import coo_matrix

    pairs = pair_neighbors(cells, 0, 1), pair_neighbors(cells, 1, 0)
    one, two = (np.concatenate(ends) for ends in zip(*pairs))
    links = coo_matrix((np.ones(len(one)), (one, two)), shape=(len(cells), len(cells)))
    return (links + links.T).tocsr()


def pair_neighbors(cells: IntArray, down: int, right: int) -> tuple[IntArray, IntArray]:
    """Find the pairs of cells that lie a given number of rows and columns apart.

    Parameters
    ----------
    cells
        Of shape (n, 2): row and column; no two cells are the same.
    down, right
        How many rows and columns on; negative numbers are up and left.

    Returns
    -------
    one, other
        Places in ``cells``, both (m,): ``other`` lies ``down`` and ``right`` of ``one``.

    Examples
    --------
    >>> one, other = pair_neighbors(np.array([[0, 0], [0, 1], [1, 0]]), 0, 1)
    >>> one.tolist(), other.tolist()
    ([0], [1])
    """
    low = cells.min(axis=0, initial=0)
    # Wide enough that no row runs into the next.
    width = int(cells[:, 1].max(initial=0) - low[1]) + 1 + 2 * abs(right)
    keys = (cells[:, 0] - low[0]) * width + cells[:, 1] - low[1]
    order = np.argsort(keys)
    wanted = keys + down * width + right
    places = np.searchsorted(keys[order], wanted)
    there = order[np.minimum(places, len(keys) - 1)]
    one = np.flatnonzero(keys[there] == wanted)
    return one, there[one]

"""Scenes: equal windows of a raster on one regular grid, and windows of any polygons."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from ..base.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from ..base.errors import RasterError, SceneError
from ..base.plain import setting

GeoTransform = tuple[float, float, float, float, float, float]
"""Six numbers in GDAL's order: ``x = t[0] + col * t[1] + row * t[2]``, ``y = t[3] + ...``."""


EDGES = ("shift", "keep", "drop")
MAX_SCENES = 20_000_000
MAX_ALONG = 64  # cells along the side of a window
CELLS_ALONG = 8  # of a window, where no size of cells is given
_TOKENS = 16  # along the side of a window that polygons are seen in
_LARGEST = 8192  # pixels, width and height of a scene
_FAR = 1e9  # pixels; beyond this, sizes of windows would overflow
_SNAP = 1e-3  # pixels; a corner that is nearer than this to a pixel edge lies on it


@dataclass(frozen=True)
class GridSettings:
    """How a raster is cut into scenes."""

    size: float | tuple[float, float] | None = setting(None, minimum=0)
    """Width and height of a scene; one number is both. None: that of `CELLS_ALONG` cells along a
    window of the context."""

    stride: float | tuple[float, float] | None = setting(None, minimum=0)
    """Distance between the starts of neighboring scenes; None is the size (no overlap)."""

    units: str = "pixels"
    """``"pixels"`` or ``"map"`` (units of the raster's coordinate reference system)."""

    extent: tuple[float, float, float, float] | None = None
    """xmin, ymin, xmax, ymax in the raster's coordinate reference system; None is all of it."""

    edges: str = "shift"
    """What becomes of scenes that would hang over the right and the lower edge. "shift": they are
    moved inwards, so that all are whole; what they then share with their neighbors belongs to the
    neighbors, and footprints cover each pixel as if nothing was moved. "keep": they hang over,
    "drop": they are left out."""

    mask: bytes | None = None
    """Polygons (WKB, in the raster's coordinate reference system); scenes must touch them."""

    context: float | tuple[float, float] | None = setting(None, minimum=0)
    """Width and height of the windows that the model sees, in which scenes are cells; None: it sees
    each scene by itself. It is rounded to a whole number of cells."""


@dataclass(frozen=True)
class CellLattice:
    """The regular lattice that the cells of a raster lie on, and how many of them are seen at once.

    It may reach beyond the raster's right and lower edge by less than a cell.
    """

    origin: tuple[int, int]
    """Column and row of its upper left pixel."""

    cell: tuple[int, int]
    """Width and height of a cell in pixels."""

    shape: tuple[int, int]
    """Rows and columns of cells."""

    along: int
    """Cells along each side of a window."""

    end: tuple[int, int]
    """Column and row after its last pixel that counts: cells at the edge are cut there."""

    @property
    def context(self) -> tuple[int, int]:
        """Width and height of a window in pixels."""
        return self.along * self.cell[0], self.along * self.cell[1]


@dataclass(frozen=True)
class SceneGrid:
    """Scenes of one raster, in reading order.

    ``windows`` is of shape (n, 4): column and row of the upper left pixel, width and height, in
    pixels. ``rows`` and ``cols`` (n,) are places on the grid. ``geometries`` are n WKB polygons
    where the scenes came as polygons, else None and the footprints follow from the windows.
    """

    transform: GeoTransform
    windows: IntArray
    scene_ids: IntArray
    rows: IntArray
    cols: IntArray
    geometries: ObjectArray | None = None
    stride: tuple[int, int] | None = None
    """Pixels between the starts of neighbors; None where the scenes have no common size."""

    footprints: IntArray | None = None
    """Windows (n, 4) that the scenes stand for, where these are not those that are read."""

    shaped: BoolArray | None = None
    """Whether polygons leave out pixels of their windows (n,); None where all windows are full."""

    own_shapes: ObjectArray | None = None
    """The polygons (n,) as they were given, where that is in another reference system."""

    own_wkt: str | None = None
    """That system."""

    whole_windows: bool = False
    """All of a polygon's window is seen, as in versions that did not look only inside."""

    attributes: ObjectArray | None = None
    """What else the polygons had (n,), each as a JSON object; None for a regular grid."""

    lattice: CellLattice | None = None
    """Scenes are seen among their neighbors, in windows on this; None: each by itself."""

    def __len__(self) -> int:
        return len(self.windows)

    def take(self, places: IntArray | slice) -> SceneGrid:
        """Return some of the scenes."""
        values: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        arrays: dict[str, Any] = {
            name: value[places] for name, value in values.items() if isinstance(value, np.ndarray)
        }
        return replace(self, **arrays)

    def wkb(self, start: int = 0, stop: int | None = None) -> ObjectArray:
        """Footprints of the scenes ``start`` to ``stop`` as WKB polygons, as they were given."""
        if self.own_shapes is not None:
            return self.own_shapes[start:stop]
        if self.geometries is not None:
            return self.geometries[start:stop]
        import shapely

        shown = self.windows if self.footprints is None else self.footprints
        rings = ring_coordinates(self.transform, shown[start:stop])
        return np.asarray(shapely.to_wkb(shapely.polygons(rings)), dtype=object)

    def inside(self, index: int) -> BoolArray | None:
        """Pixels of a scene's window (height, width) that lie in its polygon; None: all do.

        A pixel lies where its center does. A polygon so thin that it holds no center has the pixels
        that it touches.
        """
        shaped = self.shaped is not None and bool(self.shaped[index])
        if self.whole_windows or not shaped or self.geometries is None:
            return None
        import shapely
        from rasterio.features import rasterize
        from rasterio.transform import Affine

        col, row, width, height = map(int, self.windows[index])
        place = Affine.from_gdal(*self.transform) @ Affine.translation(col, row)
        shape = shapely.from_wkb(self.geometries[index])
        for touched in (False, True):
            burnt = rasterize([shape], (height, width), transform=place, all_touched=touched)
            mask: BoolArray = burnt > 0
            if mask.any():
                return mask
        return None


def pixel_to_map(transform: GeoTransform, cols: Any, rows: Any) -> tuple[Any, Any]:
    """Turn pixel coordinates into map coordinates.

    Parameters
    ----------
    transform
        GDAL's geotransform of the raster.
    cols, rows
        Numbers or arrays; the corner of the upper left pixel is 0, 0.

    Returns
    -------
    xs, ys
        In map units.

    Examples
    --------
    >>> pixel_to_map((500_000, 10, 0, 5_000_000, 0, -10), 2, 1)
    (500020, 4999990)
    """
    x0, xc, xr, y0, yc, yr = transform
    return x0 + cols * xc + rows * xr, y0 + cols * yc + rows * yr


def map_to_pixel(transform: GeoTransform, xs: Any, ys: Any) -> tuple[Any, Any]:
    """Turn map coordinates into pixel coordinates; the inverse of `pixel_to_map`.

    Parameters
    ----------
    transform
        GDAL's geotransform of the raster.
    xs, ys
        Numbers or arrays, in map units.

    Returns
    -------
    cols, rows
        In pixels, not rounded; the corner of the upper left pixel is 0, 0.

    Raises
    ------
    RasterError
        The geotransform has no area, or a number that is not finite.

    Examples
    --------
    >>> cols, rows = map_to_pixel((500_000, 10, 0, 5_000_000, 0, -10), 500_020, 4_999_990)
    >>> float(cols), float(rows)
    (2.0, 1.0)
    """
    x0, xc, xr, y0, yc, yr = transform
    determinant = xc * yr - xr * yc
    if determinant == 0 or not all(map(math.isfinite, transform)):
        raise RasterError(
            f"The raster's geotransform {tuple(transform)} has no area. "
            "Georeference the raster first (Raster > Georeferencer)."
        )
    dx, dy = xs - x0, ys - y0
    return (dx * yr - dy * xr) / determinant, (dy * xc - dx * yc) / determinant


def pixel_size(transform: GeoTransform) -> tuple[float, float]:
    """Return width and height of a pixel in map units, along the raster's own axes.

    Examples
    --------
    >>> pixel_size((0, 3, 0, 0, 0, -4))
    (3.0, 4.0)
    """
    return math.hypot(transform[1], transform[4]), math.hypot(transform[2], transform[5])


def ring_coordinates(transform: GeoTransform, windows: IntArray) -> FloatArray:
    """Return the closed rings of windows on the map.

    Parameters
    ----------
    transform
        GDAL's geotransform of the raster.
    windows
        Of shape (n, 4): column, row, width, height in pixels.

    Returns
    -------
    rings
        Of shape (n, 5, 2): x and y in map units of the upper left, upper right, lower right and
        lower left corner, and of the first again.
    """
    col, row, width, height = (windows[:, i].astype(np.float64) for i in range(4))
    cols = np.stack([col, col + width, col + width, col, col], axis=1)
    rows = np.stack([row, row, row + height, row + height, row], axis=1)
    xs, ys = pixel_to_map(transform, cols, rows)
    return np.stack([xs, ys], axis=2)


def window_of_extent(
    transform: GeoTransform,
    extent: tuple[float, float, float, float],
    shape: tuple[int, int],
) -> tuple[int, int, int, int]:
    """Find the whole pixels that an extent covers.

    Parameters
    ----------
    transform
        GDAL's geotransform of the raster.
    extent
        xmin, ymin, xmax, ymax in the raster's coordinate reference system.
    shape
        Height and width of the raster in pixels.

    Returns
    -------
    col, row, width, height
        The window in pixels. It ends where the raster does, and holds each pixel that is covered
        by more than a thousandth of its side.

    Raises
    ------
    SceneError
        The extent does not meet the raster.
    RasterError
        The geotransform has no area.

    Examples
    --------
    >>> transform = (500_000, 10, 0, 5_000_000, 0, -10)
    >>> window_of_extent(transform, (500_020, 4_999_950, 500_055, 5_000_000), (100, 100))
    (2, 0, 4, 5)
    """
    xmin, ymin, xmax, ymax = extent
    xs, ys = np.array([xmin, xmax, xmax, xmin]), np.array([ymin, ymin, ymax, ymax])
    cols, rows = map_to_pixel(transform, xs, ys)
    height, width = shape
    left, right = _whole_pixels(float(cols.min()), float(cols.max()))
    top, bottom = _whole_pixels(float(rows.min()), float(rows.max()))
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    if left >= right or top >= bottom:
        raise SceneError(
            "The extent does not overlap the raster. Choose an extent on the raster, "
            "or leave it empty to use all of it."
        )
    return left, top, right - left, bottom - top


def make_grid(
    transform: GeoTransform, shape: tuple[int, int], settings: GridSettings,
    boxes: IntArray | None = None,
) -> SceneGrid:  # fmt: skip
    """Cut a raster into scenes on one regular grid.

    The grid starts at the upper left pixel of the raster, or of the extent. Scenes cover whole
    pixels, so that their corners lie on pixel corners; sizes in map units are rounded to pixels.

    Parameters
    ----------
    transform
        GDAL's geotransform of the raster.
    shape
        Height and width of the raster in pixels.
    boxes
        Where there is data at all (n, 4): column, row, width and height in pixels; None: anywhere.

    Returns
    -------
    grid
        Scenes in reading order, numbered from 1; with a mask or with boxes, only those that share
        area with it, or with one of them.

    Raises
    ------
    SceneError
        A size or a stride gives no scenes or too many, a scene is too large, the extent does not
        meet the raster, or the mask cannot be read or touches no scene.
    RasterError
        There is an extent, and the geotransform has no area.
    """
    if settings.edges not in EDGES:
        raise SceneError(
            f"There is no '{settings.edges}' for edges; choose one of {', '.join(EDGES)}."
        )
    height, width = shape
    left, top = 0, 0
    place = "raster"
    if settings.extent is not None:
        left, top, width, height = window_of_extent(transform, settings.extent, shape)
        place = "extent"
    size = _scene_size(settings, transform)
    stride = (
        size if settings.stride is None else _pixels(settings.stride, settings, transform, "stride")
    )
    if size[0] > width or size[1] > height:
        raise SceneError(
            f"A scene of {size[0]} x {size[1]} pixels is larger than the {place} "
            f"({width} x {height} pixels). Choose a smaller scene size."
        )
    if size[0] * size[1] > _LARGEST**2:
        raise SceneError(
            f"A scene of {size[0]} x {size[1]} pixels is too large. "
            f"Choose at most {_LARGEST} x {_LARGEST} pixels."
        )
    n_cols = _steps(width, size[0], stride[0], settings.edges != "drop")
    n_rows = _steps(height, size[1], stride[1], settings.edges != "drop")
    lattice = None
    if settings.context is not None:
        if stride != size:
            raise SceneError(
                "Cells that are seen in a context touch and don't overlap. Leave the stride empty, "
                "or the context."
            )
        along = _cells_along(settings, transform, size)
        along = min(along, max(n_cols, n_rows))  # no window is larger than the raster needs
        end = left + width, top + height
        if settings.edges == "keep":
            end = left + n_cols * size[0], top + n_rows * size[1]
        lattice = CellLattice((left, top), size, (n_rows, n_cols), along, end)
    held = None if boxes is None else _scenes_on(boxes, (left, top), size, stride, (n_rows, n_cols))
    count = n_cols * n_rows if held is None else len(held)
    if count > MAX_SCENES:
        raise SceneError(
            f"This would make {count:,} scenes; at most {MAX_SCENES:,} are possible. "
            "Choose a larger scene size or stride, or a smaller extent."
        )
    if count == 0:
        raise SceneError(
            f"No scene of the {place} lies on a raster of the collection. Choose another extent."
        )
    if held is None:
        held = np.arange(count, dtype=np.int64)
    rows, cols = np.divmod(held, n_cols)
    windows = np.empty((len(rows), 4), dtype=np.int64)
    windows[:, 0] = left + cols * stride[0]
    windows[:, 1] = top + rows * stride[1]
    windows[:, 2], windows[:, 3] = size
    footprints = None
    if settings.edges == "shift":
        moved, footprints = _shift_inside(windows, left + width, top + height)
        # What a cell's window has beside the cell is there anyway: none needs to be moved.
        windows = moved if lattice is None else windows
    if settings.mask is not None:
        shown = windows if footprints is None else footprints
        touched = _find_touching(transform, shown, settings.mask)
        if not touched.any():
            raise SceneError(
                "No scene touches the mask polygons. Choose a mask that lies on the raster, "
                "or leave the mask empty."
            )
        windows, rows, cols = windows[touched], rows[touched], cols[touched]
        footprints = None if footprints is None else footprints[touched]
    ids = np.arange(1, len(windows) + 1, dtype=np.int64)
    return SceneGrid(
        transform, windows, ids, rows, cols,
        stride=stride, footprints=footprints, lattice=lattice,
    )  # fmt: skip


def grid_of_polygons(
    transform: GeoTransform,
    shape: tuple[int, int],
    geometries: ObjectArray,
    scene_ids: IntArray,
    rows: IntArray,
    cols: IntArray,
) -> SceneGrid:
    """Make scenes of any polygons.

    The scene of a polygon is the smallest window of whole pixels around it. Polygons of a grid of
    `make_grid` whose last row and column were moved inwards get the windows that these had.

    Parameters
    ----------
    transform
        GDAL's geotransform of the raster.
    shape
        Height and width of the raster in pixels.
    geometries
        Polygons (n,) as WKB, in the raster's coordinate reference system.
    scene_ids
        Their numbers (n,).
    rows, cols
        Their places on a grid (n,).

    Returns
    -------
    grid
        The n scenes in the order given. One whose polygon lies beside the raster has the window
        0, 0, 0, 0.

    Raises
    ------
    SceneError
        There are no polygons, none of them lies on the raster, or one is too large for a scene.
    RasterError
        The geotransform has no area.
    """
    import shapely

    if len(geometries) == 0:
        raise SceneError("The grid layer has no polygons. Choose a layer with polygons.")
    shapes = shapely.from_wkb(geometries, on_invalid="ignore")
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    cols_px, rows_px = map_to_pixel(transform, points[:, 0], points[:, 1])
    windows = np.zeros((len(shapes), 4), dtype=np.int64)
    for axis, values in enumerate((cols_px, rows_px)):
        low = np.full(len(shapes), np.inf)
        high = np.full(len(shapes), -np.inf)
        np.minimum.at(low, owners, values)
        np.maximum.at(high, owners, values)
        # No points, or points that a reprojection put at infinity.
        nowhere = ~(np.isfinite(low) & np.isfinite(high))
        low[nowhere] = high[nowhere] = 0
        low, high = low.clip(-_FAR, _FAR), high.clip(-_FAR, _FAR)
        start = np.floor(low + _SNAP)
        windows[:, axis] = start
        windows[:, axis + 2] = np.maximum(np.ceil(high - _SNAP) - start, 0)
    height, width = shape
    on_raster = (
        (windows[:, 2] > 0)
        & (windows[:, 3] > 0)
        & (windows[:, 0] < width)
        & (windows[:, 1] < height)
        & (windows[:, 0] + windows[:, 2] > 0)
        & (windows[:, 1] + windows[:, 3] > 0)
    )
    if not on_raster.any():
        raise SceneError(
            "None of the grid layer's polygons lies on the raster. "
            "Choose a grid of the same area, or make one with the algorithm Scene grid."
        )
    largest = int((windows[on_raster, 2] * windows[on_raster, 3]).max())
    if largest > _LARGEST**2:
        raise SceneError(
            f"A polygon of the grid layer covers {largest:,} pixels, which is too much for one "
            f"scene. Cut the polygons into scenes of at most {_LARGEST} x {_LARGEST} pixels."
        )
    starts = windows[on_raster, :2]
    # By area: pixels that a polygon leaves out are not seen. Cells of a grid fill their windows.
    pixel = abs(transform[1] * transform[5] - transform[2] * transform[4])
    shaped = on_raster & (
        shapely.area(shapes) < (1 - _SNAP) * pixel * windows[:, 2] * windows[:, 3]
    )
    windows[on_raster] = _undo_shift(windows[on_raster], rows[on_raster], cols[on_raster])
    stride = _regular_stride(windows[on_raster], starts)
    # A polygon beside the raster keeps its row, with an empty window: it has no valid data.
    windows[~on_raster] = 0
    return SceneGrid(
        transform, windows, scene_ids, rows, cols, geometries, stride,
        shaped=shaped if shaped.any() else None,
    )  # fmt: skip


def put_in_context(grid: SceneGrid, shape: tuple[int, int], settings: GridSettings) -> SceneGrid:
    """Have polygons seen in windows around them, and not each by itself.

    Parameters
    ----------
    grid
        Of `grid_of_polygons`.
    shape
        Height and width of the raster in pixels.
    settings
        Their context, with its units.

    Returns
    -------
    grid
        With a lattice: that of the polygons where they are the cells of one, else one whose cells
        are of the size of a token. The same grid where the settings name no context.

    Raises
    ------
    SceneError
        The context is too large or too small.
    """
    if settings.context is None:
        return grid
    on_raster = grid.windows[:, 2] > 0
    if grid.stride is not None and grid.shaped is None:
        cell = grid.stride
        first = np.flatnonzero(on_raster)[0]
        place = np.array([grid.cols[first], grid.rows[first]])
        origin = grid.windows[first, :2] - place * cell
        windows = grid.windows.copy()
        windows[on_raster, :2] = origin + np.stack([grid.cols, grid.rows], axis=1)[on_raster] * cell
        windows[on_raster, 2:] = cell
        # Moved inwards at the edge or not, each lies where its row and column say.
        regular = (
            (abs(windows - grid.windows)[:, :2] < cell).all()
            and (origin + cell > 0).all()
            and (grid.windows[on_raster, 2:] == cell).all()
        )
        if regular:
            rows = -(-(shape[0] - int(origin[1])) // cell[1])
            cols = -(-(shape[1] - int(origin[0])) // cell[0])
            along = min(_cells_along(settings, grid.transform, cell), max(rows, cols))
            start = int(origin[0]), int(origin[1])
            lattice = CellLattice(start, cell, (rows, cols), along, shape[::-1])
            return replace(grid, windows=windows, lattice=lattice)
    context = _pixels(settings.context, settings, grid.transform, "context")
    cell = max(1, round(context[0] / _TOKENS)), max(1, round(context[1] / _TOKENS))
    rows, cols = -(-shape[0] // cell[1]), -(-shape[1] // cell[0])
    along = min(_cells_along(settings, grid.transform, cell), max(rows, cols))
    lattice = CellLattice((0, 0), cell, (rows, cols), along, shape[::-1])
    return replace(grid, lattice=lattice)


def _shift_inside(windows: IntArray, right: int, bottom: int) -> tuple[IntArray, IntArray | None]:
    """Move windows that hang over the end of the area inwards; returns them and their footprints.

    These are what lies in the area of the windows as they were, None where none was moved.
    """
    ends = np.array([right, bottom])
    over = (windows[:, :2] + windows[:, 2:] - ends).clip(min=0)
    if not over.any():
        return windows, None
    moved, footprints = windows.copy(), windows.copy()
    moved[:, :2] -= over
    footprints[:, 2:] -= over
    return moved, footprints


def _undo_shift(windows: IntArray, rows: IntArray, cols: IntArray) -> IntArray:
    """Undo the cut of footprints that `_shift_inside` made.

    Windows of other polygons are as they were. On our grids places follow from rows and columns,
    and only the last of these are smaller.
    """
    whole, size = windows.copy(), windows[:, 2:].max(axis=0)
    if (cols == 0).all() and (rows == np.arange(1, len(rows) + 1)).all():
        return windows  # numbered in their order
    for axis, index in enumerate((cols, rows)):
        missing = size[axis] - windows[:, axis + 2]
        first = index.min()
        apart = index > first
        if not missing.any():
            continue
        if not apart.any() or ((missing > 0) != (index == index.max())).any():
            return windows
        origin = windows[~apart, axis][0]
        strides = (windows[:, axis] - origin) / np.where(apart, index - first, 1)
        if (windows[~apart, axis] != origin).any() or len(np.unique(strides[apart])) > 1:
            return windows
        whole[:, axis] -= missing
        whole[:, axis + 2] += missing
    return whole if (whole[:, :2] >= 0).all() else windows


def _regular_stride(windows: IntArray, starts: IntArray) -> tuple[int, int] | None:
    """Find the stride of windows of one size, None where sizes differ."""
    size = windows[0, 2:]
    if (windows[:, 2:] != size).any():
        return None
    steps = [np.diff(np.unique(starts[:, axis])) for axis in (0, 1)]
    across, down = (int(s.min()) if s.size else int(size[i]) for i, s in enumerate(steps))
    return across, down


def _scene_size(settings: GridSettings, transform: GeoTransform) -> tuple[int, int]:
    """Return width and height of a scene, or of a cell of the context, in pixels."""
    if settings.size is not None:
        return _pixels(settings.size, settings, transform, "size")
    if settings.context is None:
        raise SceneError("There is no scene size. Choose one, or a context.")
    wide, high = _pixels(settings.context, settings, transform, "context")
    return max(1, round(wide / CELLS_ALONG)), max(1, round(high / CELLS_ALONG))


def _pixels(
    length: float | tuple[float, float],
    settings: GridSettings,
    transform: GeoTransform,
    name: str,
) -> tuple[int, int]:
    """Turn a length in the settings' units into whole pixels along both axes."""
    if isinstance(length, tuple):
        across, down = (_pixels(one, settings, transform, name) for one in length)
        return across[0], down[1]
    if not math.isfinite(length) or length <= 0:
        raise SceneError(f"The scene {name} is {length:g}. Choose a {name} greater than zero.")
    if settings.units == "pixels":
        if length != int(length):
            raise SceneError(
                f"The scene {name} is {length:g} pixels. Choose a whole number of pixels."
            )
        return int(min(length, _FAR)), int(min(length, _FAR))
    wide, high = pixel_size(transform)
    pixels = round(min(length / wide, _FAR)), round(min(length / high, _FAR))
    if min(pixels) < 1:
        raise SceneError(
            f"The scene {name} of {length:g} map units is smaller than a pixel "
            f"({wide:g} x {high:g}). Choose a larger {name}."
        )
    return pixels


def _cells_along(settings: GridSettings, transform: GeoTransform, cell: tuple[int, int]) -> int:
    """Return how many cells a window of the settings' context has along each side."""
    context = _pixels(settings.context or 0, settings, transform, "context")
    along = max(1, round((context[0] / cell[0] + context[1] / cell[1]) / 2))
    if along > MAX_ALONG:
        raise SceneError(
            f"A context of {context[0]} x {context[1]} pixels holds {along} cells of "
            f"{cell[0]} x {cell[1]} pixels along its side; at most {MAX_ALONG} are possible. "
            "Choose larger cells or a smaller context."
        )
    if cell[0] * cell[1] * along**2 > _LARGEST**2:
        raise SceneError(
            f"A context of {context[0]} x {context[1]} pixels is too large. "
            f"Choose at most {_LARGEST} x {_LARGEST} pixels."
        )
    return along


def _steps(length: int, size: int, stride: int, keep_edge: bool) -> int:
    """Count the scenes along one axis."""
    if not keep_edge:
        return 1 + (length - size) // stride
    return min(1 + -(-(length - size) // stride), -(-length // stride))


def _scenes_on(
    boxes: IntArray, origin: tuple[int, int], size: tuple[int, int], stride: tuple[int, int],
    shape: tuple[int, int],
) -> IntArray:  # fmt: skip
    """Return the places on the grid, row by row, of scenes that share pixels with a box."""
    spans = []
    for axis, count in ((0, shape[1]), (1, shape[0])):
        start = boxes[:, axis] - origin[axis]
        first = (start - size[axis]) // stride[axis] + 1
        last = (start + boxes[:, axis + 2] - 1) // stride[axis]
        spans.append((first.clip(0, count), (last + 1).clip(0, count)))
    (left, right), (top, bottom) = spans
    found, count = [np.empty(0, dtype=np.int64)], 0
    for a, b, c, d in zip(top.tolist(), bottom.tolist(), left.tolist(), right.tolist()):
        found.append((np.arange(a, b)[:, None] * shape[1] + np.arange(c, d)).ravel())
        count += len(found[-1])
        if count > MAX_SCENES:  # many boxes may hold the same ones
            found, count = [np.unique(np.concatenate(found))], 0
            if len(found[0]) > MAX_SCENES:
                break
    return np.unique(np.concatenate(found))


def _whole_pixels(low: float, high: float) -> tuple[int, int]:
    return math.floor(low + _SNAP), math.ceil(high - _SNAP)


def _find_touching(transform: GeoTransform, windows: IntArray, mask: bytes) -> BoolArray:
    """Tell which windows touch the mask, block by block to bound the memory."""
    import shapely

    try:
        polygons = shapely.from_wkb(mask)
    except shapely.errors.ShapelyError as error:
        raise SceneError("The mask polygons cannot be read. Repair the mask layer.") from error
    if not shapely.is_valid(polygons):
        polygons = shapely.make_valid(polygons)
    shapely.prepare(polygons)
    touched = np.zeros(len(windows), dtype=bool)
    for start in range(0, len(windows), 100_000):
        block = slice(start, start + 100_000)
        cells = shapely.polygons(ring_coordinates(transform, windows[block]))
        # Sharing an edge is not enough: a scene must have area inside the mask.
        inside = shapely.intersects(polygons, cells)
        touched[block] = inside & ~shapely.touches(polygons, cells)
    return touched

"""The report about a cluster layer: one HTML file to look at, to print and to hand on.

Unlike the other reports (`core.reports`) it has a script, which draws the embedding and lets one
look closer. The script is the template's own: names, paths and numbers reach it as data.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .cluster import ClusterModel, exemplar_ranks
from .clustertree import ClusterTree
from .errors import RasterError, SceneError
from .features import written_whole
from .grid import FloatArray, GeoTransform, IntArray, map_to_pixel
from .hierarchy import ward
from .progress import Part, Progress, silent
from .project import draw
from .raster import Raster, Scaling, percentile_scaling
from .reports import Html, render, template_text
from .thumbnails import (
    COLUMNS,
    FolderPictures,
    Pictures,
    Pixels,
    RasterPictures,
    Sheets,
    data_uri,
    read_window,
)

_PALETTE = Path(__file__).parent.parent / "resources" / "styles" / "palette.json"
_THUMBNAILS = 18_000_000  # pixels of all pictures together: 8 MB or so
_SMALLEST = 32  # pixels, the side of a picture
_AMBIGUOUS, _SURE = 24, 0.9  # scenes shown, and the probability from which none is ambiguous
_MAP = 1400  # pixels, the longer side of the map
_STRIP = 256  # rows of the map that are read at once
_FINEST = 3  # a small raster is enlarged so much at most
_NONE = 65535  # no cluster, class or picture, in 16 bits

# The tree's picture, in units of a pixel.
_TREE_WIDTH, _TREE_LABELS = 800, 380
# How the hatches of clusters beyond the palette's end run, one after the other as in QGIS's style:
# rising, falling, crossing diagonals, lines across, down, and both.
_HATCHES = ((), (135,), (45,), (135, 45), (0,), (90,), (0, 90))
_PERIOD = 8  # pixels from line to line


@dataclass(frozen=True)
class ReportScenes:
    """Scenes of a cluster layer; arrays are of shape (n,), NaN where a value is missing."""

    ids: FloatArray
    clusters: FloatArray
    """The current clusters: as edited, else as fitted."""

    fitted: FloatArray
    probabilities: FloatArray
    second_clusters: FloatArray
    """The next likely cluster, in the numbers of ``fitted``."""

    second_probabilities: FloatArray
    ambiguous: FloatArray
    exemplar_ranks: FloatArray
    subclusters: FloatArray
    places: FloatArray
    """Places in the embedding, (n, 2)."""

    areas: FloatArray
    """Square meters."""

    classes: IntArray
    """Places in `About.classes`, -1 for scenes without a class."""

    geometries: Sequence[bytes]
    """Polygons (WKB, in the raster's coordinate reference system), empty where there is none."""

    names: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class About:
    """What the report says besides the scenes; all of it is shown as text."""

    title: str
    subtitle: str = ""
    classes: Sequence[tuple[str, str, str]] = ()
    """Code, name and color (#rrggbb)."""

    settings: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    """Headings, and below each of them names and values."""

    command: str = ""
    """The command line that makes the same clusters again."""

    command_note: str = ""
    history: Sequence[Sequence[str]] = ()
    """Time, algorithm, what was done; of each edit."""

    versions: Sequence[tuple[str, str]] = ()
    picture_note: str = ""
    """Why there are no pictures, where there are none."""

    meters_per_unit: float = 0.0
    """Length of a unit of the raster's coordinate reference system; 0 where not known."""


@dataclass(frozen=True)
class Imagery:
    """Where the pictures come from: a raster, or a folder of images."""

    path: str
    bands: Sequence[int] = ()
    scaling: Scaling | None = None


@dataclass(frozen=True)
class _Clusters:
    """Clusters 0 to K - 1 in the order of their numbers, and the scenes' places among them."""

    numbers: IntArray
    of_scene: IntArray
    """Of shape (n,), -1 for scenes without a cluster."""

    sizes: IntArray

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, clusters: FloatArray) -> _Clusters:
        """Number the clusters that occur."""
        known = np.isfinite(clusters)
        numbers = np.unique(clusters[known]).astype(np.int64)
        of_scene = np.full(len(clusters), -1, dtype=np.int64)
        of_scene[known] = np.searchsorted(numbers, clusters[known])
        return cls(numbers, of_scene, np.bincount(of_scene[known], minlength=len(numbers)))


@dataclass
class _Tiles:
    """Pictures on sheets, and the scenes they show."""

    side: int = 0
    pitch: int = 0
    sheets: list[str] = field(default_factory=list)
    scenes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number = {scene: number for number, scene in enumerate(self.scenes)}

    def of(self, scene: int) -> dict[str, int] | None:
        """Return where a scene's picture is, None where it has none."""
        number = self.number.get(scene)
        if number is None:
            return None
        sheet, place = divmod(number, COLUMNS**2)
        row, column = divmod(place, COLUMNS)
        return {"sheet": sheet, "x": column * self.pitch, "y": row * self.pitch}


def write_cluster_report(
    path: str | Path, scenes: ReportScenes, about: About, imagery: Imagery | None,
    tree: ClusterTree | None = None, exemplars: int = 5, side: int = 96,
    progress: Progress = silent,
) -> int:  # fmt: skip
    """Write the report to one HTML file; returns the number of clusters.

    ``exemplars`` are pictures of each cluster, ``side`` is their width and height in pixels.

    Raises
    ------
    SceneError
        There are no scenes, or none has a cluster.
    RasterError
        The raster cannot be read, or no scene lies on it.
    """
    clusters = _Clusters.of(scenes.clusters)
    if not len(clusters):
        raise SceneError(
            "No scene of the layer has a cluster. Choose a layer that Cluster scenes or another "
            "algorithm of the group Clusters has made."
        )
    seconds = _current_seconds(scenes, clusters)
    typical = _exemplars(scenes, clusters, exemplars)
    doubtful = _ambiguous(scenes, clusters, seconds)
    if imagery is not None and Path(imagery.path).is_dir():
        tiles, drawn = _of_folder(scenes, clusters, imagery, typical, doubtful, side, progress)
    elif imagery is not None:
        with Raster(imagery.path, imagery.bands) as raster:
            scaling = imagery.scaling or percentile_scaling(raster, 2, 98)
            shapes = _Shapes.of(scenes.geometries, raster.transform, raster.shape)
            pictures = RasterPictures(raster, shapes.windows(), scaling)
            rows = shapes.windows()[:, [1, 0]]
            tiles = _make_tiles(
                pictures, rows, scenes, clusters, typical, doubtful, side, Part(progress, 0, 0.7)
            )
            drawn = _draw_map(
                shapes, clusters, scenes, about, (raster, scaling), Part(progress, 0.7, 0.95)
            )
    else:
        tiles = _Tiles()
        shapes = _Shapes.of(scenes.geometries)
        drawn = _draw_map(shapes, clusters, scenes, about, None, Part(progress, 0, 0.95))
    page = _page(scenes, clusters, about, tree, tiles, drawn, typical, doubtful, seconds)
    with written_whole(path) as partial:
        partial.write_text(page, encoding="utf-8", errors="replace")
    progress(1)
    return len(clusters)


def second_probabilities(
    model: ClusterModel, places: FloatArray, clusters: FloatArray, probabilities: FloatArray,
    seconds: FloatArray,
) -> FloatArray:  # fmt: skip
    """Return how likely the second clusters (n,) of scenes at ``places`` (n, 2) are.

    NaN where the model does not say: it sees more than two dimensions, or is not the one that the
    scenes' clusters (n,) and probabilities (n,) are of.
    """
    found = np.full(len(places), np.nan)
    known = np.isfinite(places).all(axis=1) & (seconds >= 1) & (seconds <= model.clusters)
    known &= (clusters >= 1) & (clusters <= model.clusters)
    if model.projector is not None and model.projector.dimensions != 2:
        return found
    rows = np.flatnonzero(known)
    member = model.memberships(places[rows].astype(np.float32), model.clusters)
    at = np.arange(len(rows))
    first = member[at, clusters[rows].astype(np.int64) - 1]
    second = member[at, seconds[rows].astype(np.int64) - 1]
    same = np.abs(first - probabilities[rows]) < 1e-3
    found[rows[same]] = second[same]
    return found


# Which scenes are shown


def _current_seconds(scenes: ReportScenes, clusters: _Clusters) -> IntArray:
    """Return the scenes' second clusters (n,) among the current ones, -1 for none.

    Where clusters were edited, a fitted cluster is the one that most of its scenes are in now.
    """
    found = np.full(len(scenes), -1, dtype=np.int64)
    both = np.isfinite(scenes.fitted) & (clusters.of_scene >= 0)
    for number in np.unique(scenes.second_clusters[np.isfinite(scenes.second_clusters)]):
        members = clusters.of_scene[both & (scenes.fitted == number)]
        if len(members):
            found[scenes.second_clusters == number] = np.bincount(members).argmax()
    found[found == clusters.of_scene] = -1  # merged into one
    return found


def _exemplars(scenes: ReportScenes, clusters: _Clusters, count: int) -> list[IntArray]:
    """Choose the most typical scenes of each cluster: as ranked by the fit, else anew."""
    ranks = np.where(scenes.exemplar_ranks > 0, scenes.exemplar_ranks, np.inf)
    present = np.isfinite(scenes.places).all(axis=1)
    anew = exemplar_ranks(
        scenes.places, np.where(present, clusters.of_scene + 1, 0), len(clusters), count
    )
    order = np.lexsort(
        (
            -np.nan_to_num(scenes.probabilities),
            np.where(anew > 0, anew.astype(np.float64), np.inf),
            ranks,
            clusters.of_scene,
        )
    )
    edges = np.searchsorted(clusters.of_scene[order], np.arange(len(clusters) + 1))
    return [order[start : min(stop, start + count)] for start, stop in zip(edges[:-1], edges[1:])]


def _ambiguous(scenes: ReportScenes, clusters: _Clusters, seconds: IntArray) -> IntArray:
    """Choose the scenes whose second cluster comes nearest to the first."""
    first = scenes.probabilities
    second = np.where(
        np.isfinite(scenes.second_probabilities),
        scenes.second_probabilities,
        np.minimum(first, 1 - first),
    )
    found = np.flatnonzero((clusters.of_scene >= 0) & (seconds >= 0) & (first < _SURE))
    return found[np.argsort((first - second)[found], kind="stable")][:_AMBIGUOUS]


def _sample(clusters: _Clusters, taken: Sequence[int], most: int) -> IntArray:
    """Draw scenes of all clusters beside those taken, the more the larger the cluster is.

    The share of a cluster follows the root of its size, so that small ones are seen too.
    """
    free = clusters.of_scene >= 0
    free[list(taken)] = False
    if int(free.sum()) <= most:
        return np.flatnonzero(free)
    shares = np.sqrt(clusters.sizes)
    quotas = np.floor(most * shares / shares.sum()).astype(np.int64)
    drawn = [
        draw(np.flatnonzero(free & (clusters.of_scene == k)), int(quota), 0)
        for k, quota in enumerate(quotas)
        if quota > 0
    ]
    return np.concatenate([np.empty(0, dtype=np.int64), *drawn])


def _make_tiles(
    pictures: Pictures, order: npt.NDArray[Any] | None, scenes: ReportScenes, clusters: _Clusters,
    typical: list[IntArray], doubtful: IntArray, side: int, progress: Progress,
) -> _Tiles:  # fmt: skip
    """Read the pictures, in ascending ``order`` (n, 2) as that is how they lie in the file."""
    shown = list(dict.fromkeys(int(i) for part in (*typical, doubtful) for i in part))
    side = max(_SMALLEST, min(side, math.isqrt(_THUMBNAILS // max(len(shown), 1))))
    room = max(_THUMBNAILS // side**2 - len(shown), 0)
    wanted = np.concatenate([shown, _sample(clusters, shown, room)]).astype(np.int64)
    if order is not None:
        wanted = wanted[np.lexsort(order[wanted].T[::-1])]
    sheets, found = Sheets(side), []
    for place, scene in enumerate(wanted.tolist()):
        if place % 16 == 0:
            progress(place / len(wanted))
        picture = pictures.read(scene, side)
        if picture is not None:
            sheets.add(picture)
            found.append(scene)
    return _Tiles(side, sheets.pitch, sheets.finish(), found)


def _of_folder(
    scenes: ReportScenes, clusters: _Clusters, imagery: Imagery, typical: list[IntArray],
    doubtful: IntArray, side: int, progress: Progress,
) -> tuple[_Tiles, dict[str, Any] | None]:  # fmt: skip
    """Make the pictures of scenes that are the images of a folder; there is no map."""
    if scenes.names is None or imagery.scaling is None:
        return _Tiles(), None
    pictures = FolderPictures(imagery.path, scenes.names, imagery.bands, imagery.scaling)
    tiles = _make_tiles(
        pictures, None, scenes, clusters, typical, doubtful, side, Part(progress, 0, 0.95)
    )
    return tiles, None


# The map


@dataclass(frozen=True)
class _Shapes:
    """Footprints of scenes in pixel coordinates; ``bounds`` (n, 4) are NaN where there is none."""

    shapes: npt.NDArray[Any]
    bounds: FloatArray
    limits: tuple[int, int] | None
    """Height and width of the raster, None where there is none."""

    @classmethod
    def of(
        cls, geometries: Sequence[bytes], transform: GeoTransform = (0, 1, 0, 0, 0, -1),
        limits: tuple[int, int] | None = None,
    ) -> _Shapes:  # fmt: skip
        """Put polygons (WKB) on the pixels of a raster."""
        import shapely

        wkb = np.array([item or None for item in geometries], dtype=object)
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        shapes[~np.isin(shapely.get_type_id(shapes), (3, 6))] = None
        shapes = shapely.force_2d(shapes)
        points = shapely.get_coordinates(shapes)
        moved = np.stack(map_to_pixel(transform, points[:, 0], points[:, 1]), axis=1)
        shapes = shapely.set_coordinates(shapes, moved)
        bounds = np.asarray(shapely.bounds(shapes), dtype=np.float64).reshape(-1, 4)
        bounds[~np.isfinite(bounds).all(axis=1)] = np.nan
        made = cls(shapes, bounds, limits)
        if limits is not None and len(points) and made.frame() is None:
            raise RasterError(
                "No scene of the layer lies on the raster. Choose the raster that the clusters "
                "were made of."
            )
        return made

    def windows(self) -> IntArray:
        """Return the whole pixels around the scenes (n, 4), empty where there are none."""
        known = np.nan_to_num(self.bounds, nan=0.0).clip(-1e9, 1e9)
        start, stop = np.floor(known[:, :2] + 1e-3), np.ceil(known[:, 2:] - 1e-3)
        return np.concatenate([start, stop - start], axis=1).astype(np.int64)

    def frame(self) -> tuple[float, float, float, float] | None:
        """Return left, top, width and height of all scenes, as far as they lie on the raster."""
        known = self.bounds[np.isfinite(self.bounds).all(axis=1)]
        if not len(known):
            return None
        (left, top), (right, bottom) = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
        if self.limits is not None:
            left, top = max(math.floor(left + 1e-3), 0), max(math.floor(top + 1e-3), 0)
            right = min(math.ceil(right - 1e-3), self.limits[1])
            bottom = min(math.ceil(bottom - 1e-3), self.limits[0])
        if not (left < right and top < bottom):
            return None
        return float(left), float(top), float(right - left), float(bottom - top)

    def draw(self, frame: tuple[float, float, float, float], size: tuple[int, int]) -> IntArray:
        """Draw the scenes into an array (height, width): their places from 1, 0 for none.

        What lies in the hole of another is not covered by it.
        """
        import shapely
        from PIL import Image as Pillow
        from PIL import ImageDraw

        left, top, width, height = frame
        scale = np.array([size[0] / width, size[1] / height])
        canvas = Pillow.new("I", size)
        pen = ImageDraw.Draw(canvas)
        bounds = (self.bounds - (left, top, left, top)) * np.tile(scale, 2)
        areas = np.nan_to_num(shapely.area(self.shapes))
        boxes = np.prod(self.bounds[:, 2:] - self.bounds[:, :2], axis=1)
        full = areas >= 0.999 * boxes
        for scene in np.argsort(-areas, kind="stable").tolist():
            if not areas[scene] > 0:
                break
            if full[scene]:
                x0, y0, x1, y1 = np.round(bounds[scene]).astype(int).tolist()
                pen.rectangle((x0, y0, max(x1 - 1, x0), max(y1 - 1, y0)), fill=scene + 1)
                continue
            for part in shapely.get_parts(self.shapes[scene]):
                for number, ring in enumerate((part.exterior, *part.interiors)):
                    points = (shapely.get_coordinates(ring) - (left, top)) * scale
                    fill = 0 if number else scene + 1
                    pen.polygon([tuple(p) for p in points.tolist()], fill=fill)
        return np.asarray(canvas, dtype=np.int64)


def _draw_map(
    shapes: _Shapes, clusters: _Clusters, scenes: ReportScenes, about: About,
    ground: tuple[Raster, Scaling] | None, progress: Progress,
) -> dict[str, Any] | None:  # fmt: skip
    """Draw scenes by cluster and by class, and the raster below them; None without footprints."""
    from PIL import Image as Pillow

    frame = shapes.frame()
    if frame is None:
        return None
    factor = _MAP / max(frame[2:])
    if ground is not None:
        factor = min(factor, _FINEST)
    size = max(round(frame[2] * factor), 1), max(round(frame[3] * factor), 1)
    drawn = shapes.draw(frame, size)
    layers = [("clusters", _colored(drawn, clusters.of_scene, _cluster_colors(clusters.numbers)))]
    if (scenes.classes >= 0).any():
        colors = [(color, 0) for _, _, color in about.classes]
        layers.append(("classes", _colored(drawn, scenes.classes, colors)))
    made: dict[str, Any] = {
        "width": size[0],
        "height": size[1],
        "layers": [(name, Html(data_uri(Pillow.fromarray(image), "PNG"))) for name, image in layers],
        "ground": "",
        "bar": None,
        # Each row less the one above it: most of it is 0, and packs well.
        "scenes": _base64(zlib.compress(np.diff(drawn, axis=0, prepend=0).astype("<i4"), 9)),
    }
    pixel = 1.0
    if ground is not None:
        raster, scaling = ground
        made["ground"] = Html(_quick_look(raster, scaling, frame, size, progress))
        pixel = math.hypot(raster.transform[1], raster.transform[4])
    length = frame[2] * pixel * about.meters_per_unit
    if length > 0:
        power = 10.0 ** math.floor(math.log10(length / 4))
        nice = max(n * power for n in (1, 2, 5) if n * power <= length / 4)
        text = f"{nice / 1000:g} km" if nice >= 1000 else f"{nice:g} m"
        made["bar"] = {"share": round(100 * nice / length, 2), "text": text}
    return made


def _quick_look(
    raster: Raster, scaling: Scaling, frame: tuple[float, float, float, float],
    size: tuple[int, int], progress: Progress,
) -> str:  # fmt: skip
    """Read the part of a raster that the map shows, strip by strip, as data URI."""
    from PIL import Image as Pillow

    left, top, width, height = (int(v) for v in frame)
    shown = Pillow.new("RGB", size, (209, 214, 219))
    strips = -(-size[1] // _STRIP)
    edges = np.linspace(0, height, strips + 1).astype(int)
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist()):
        progress(start / height)
        window = (left, top + start, width, stop - start)
        picture = read_window(raster, window, max(size), scaling) if stop > start else None
        if picture is not None:
            place = [round(edge * size[1] / height) for edge in (start, stop)]
            strip = Pillow.fromarray(picture).resize((size[0], max(place[1] - place[0], 1)))
            shown.paste(strip, (0, place[0]))
    return data_uri(shown, "JPEG", quality=82)


def _colored(drawn: IntArray, groups: IntArray, colors: Sequence[tuple[str, int]]) -> Pixels:
    """Color drawn scenes by their groups (n,), whose colors are #rrggbb with a hatch."""
    group = np.concatenate([[-1], groups])[drawn]
    table = np.zeros((len(colors) + 1, 4), dtype=np.uint8)  # the last row is for no group
    table[:-1, :3] = [_rgb(color) for color, _ in colors]
    table[:-1, 3] = 255
    image = table[group]
    rows, cols = np.indices(drawn.shape, sparse=True)
    lines = {135: rows + cols, 45: rows - cols, 0: rows + 0 * cols, 90: cols + 0 * rows}
    for number in range(1, len(_HATCHES)):
        of_hatch = np.array([hatch == number for _, hatch in colors] + [False])
        if of_hatch.any():
            inked = np.any([lines[angle] % _PERIOD == 0 for angle in _HATCHES[number]], axis=0)
            inked &= of_hatch[group]
            inks = np.array([_rgb(_ink(color)) for color, _ in colors], dtype=np.uint8)
            image[inked, :3] = inks[group[inked]]
    return image


def _cluster_colors(numbers: IntArray) -> list[tuple[str, int]]:
    """Return color and hatch of clusters, as QGIS's style has them."""
    palette: list[str] = json.loads(_PALETTE.read_text(encoding="utf-8"))
    rounds = [divmod(int(number) - 1, len(palette)) for number in numbers]
    return [(palette[place], turn % len(_HATCHES)) for turn, place in rounds]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _ink(color: str) -> str:
    """Return what is seen on a color: white or black."""
    low, *_, high = sorted(_rgb(color))
    return "#ffffff" if low + high < 255 else "#000000"


def _swatch(color: str, hatch: int) -> str:
    """Return a color with its hatch as CSS background."""
    lines = [
        f"repeating-linear-gradient({angle}deg, {_ink(color)} 0 1px, transparent 1px 4px)"
        for angle in _HATCHES[hatch]
    ]
    return ", ".join([*lines, color])


# The tree


def merges_of(
    scenes: ReportScenes, clusters: _Clusters, tree: ClusterTree | None
) -> list[tuple[int, int, float]]:
    """Merge the clusters two by two: nodes, of which those from K on are earlier merges, heights.

    It follows the tree of the fit where the clusters are as fitted, else Ward's criterion on the
    clusters' mean places. There is none, an empty list, where scenes have no places.
    """
    count = len(clusters)
    member = clusters.of_scene >= 0
    if tree is not None and np.array_equal(scenes.clusters, scenes.fitted, equal_nan=True):
        leaves = scenes.subclusters if tree.field == "subcluster" else scenes.fitted
        known = member & (leaves >= 1) & (leaves <= tree.leaves)
        node = np.full(tree.leaves + 1, -1, dtype=np.int64)
        node[leaves[known].astype(np.int64)] = clusters.of_scene[known]
        merges = _linked(tree.merges, tree.heights, node, count)
        if len(merges) == count - 1:
            return merges
    placed = member & np.isfinite(scenes.places).all(axis=1)
    sizes = np.bincount(clusters.of_scene[placed], minlength=count).astype(np.float64)
    if not sizes.all():
        return []
    sums = [
        np.bincount(clusters.of_scene[placed], axis, minlength=count)
        for axis in scenes.places[placed].T
    ]
    joined, heights = ward(sizes, np.stack(sums, axis=1) / sizes[:, None])
    return _linked(joined, heights, np.arange(count), count)


def _linked(
    merges: IntArray, heights: FloatArray, node: IntArray, count: int
) -> list[tuple[int, int, float]]:
    """Follow merges of which the first group stays; ``node`` is where each is, -1 for nowhere."""
    found: list[tuple[int, int, float]] = []
    node = node.copy()
    for (one, other), height in zip(merges.tolist(), heights.tolist()):
        a, b = int(node[one]), int(node[other])
        if a < 0 or b < 0:
            node[one] = max(a, b)
        elif a != b:
            found.append((a, b, height))
            node[one] = count + len(found) - 1
    return found


def _tree(merges: list[tuple[int, int, float]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Lay the tree out: leaves from top to bottom at the right, the root at the left."""
    count = len(rows)
    step = 24 if count <= 60 else 16
    order: list[int] = []
    waiting = [count + len(merges) - 1]
    while waiting:
        node = waiting.pop()
        if node < count:
            order.append(node)
        else:
            waiting += [merges[node - count][1], merges[node - count][0]]
    ys = np.zeros(count + len(merges))
    ys[order] = step * (np.arange(count) + 0.5)
    tallest = max(height for *_, height in merges) or 1.0
    xs = np.full(count + len(merges), float(_TREE_WIDTH))
    lines = []
    for number, (a, b, height) in enumerate(merges, start=count):
        # By the root, else the many small merges would be on one line.
        xs[number] = 10 + (_TREE_WIDTH - 10) * (1 - math.sqrt(height / tallest))
        ys[number] = (ys[a] + ys[b]) / 2
        at = f"{xs[number]:.1f}"
        lines.append(f"M{xs[a]:.1f},{ys[a]:.1f}H{at}V{ys[b]:.1f}H{xs[b]:.1f}")
    return {
        "width": _TREE_WIDTH + _TREE_LABELS,
        "height": step * count,
        "path": "".join(lines) + f"M{xs[-1]:.1f},{ys[-1]:.1f}h-10",
        "leaves": [{**rows[k], "x": _TREE_WIDTH, "y": float(ys[k])} for k in order],
    }


# The page


def _page(
    scenes: ReportScenes, clusters: _Clusters, about: About, tree: ClusterTree | None,
    tiles: _Tiles, drawn: dict[str, Any] | None, typical: list[IntArray], doubtful: IntArray,
    seconds: IntArray,
) -> str:  # fmt: skip
    """Fill in the template."""
    write_area = _areas_in(float(np.nansum(scenes.areas)))
    rows = _cluster_rows(scenes, clusters, about, tiles, typical, write_area)
    merges = merges_of(scenes, clusters, tree)
    member = clusters.of_scene >= 0
    classes = []
    for index, (code, name, color) in enumerate(about.classes):
        of_class = scenes.classes == index
        classes.append(
            {
                "code": code,
                "name": name or code,
                "swatch": _swatch(color, 0),
                "color": color,
                "scenes": int(of_class.sum()),
                "share": float(of_class.mean()),
                "area": write_area(_total(scenes.areas[of_class])),
            }
        )
    pairs = [
        {
            "picture": tiles.of(scene),
            "scene": _scene_name(scenes, scene),
            "first": rows[int(clusters.of_scene[scene])],
            "second": rows[int(seconds[scene])],
            "probability": _number(scenes.probabilities[scene]),
            "second_probability": _number(scenes.second_probabilities[scene]),
        }
        for scene in doubtful.tolist()
    ]
    script = template_text("clusterreport.js")
    return render(
        "clusterreport.html",
        about=about,
        facts=_facts(scenes, clusters, write_area),
        scenes=len(scenes),
        unclustered=int((~member).sum()),
        clusters=rows,
        biggest=max(row["scenes"] for row in rows),
        classes=[c for c in classes if c["scenes"]],
        unassigned=int((scenes.classes < 0).sum()),
        tiles=tiles,
        sheets=[Html(sheet) for sheet in tiles.sheets],
        map=drawn,
        embedded=bool(np.isfinite(scenes.places).all(axis=1).any()),
        sampled=len(tiles.scenes) < int(member.sum()),
        tree=_tree(merges, rows) if len(merges) == len(rows) - 1 and merges else None,
        pairs=pairs,
        style=Html(template_text("clusterreport.css")),
        script=Html(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Html(script_json(_data(scenes, clusters, rows, classes, tiles, drawn, seconds))),
    )


def _facts(
    scenes: ReportScenes, clusters: _Clusters, write_area: Any
) -> list[tuple[str, str]]:
    """Return the figures that head the report."""
    member = clusters.of_scene >= 0
    facts = [("Scenes", f"{len(scenes):,}"), ("Clusters", f"{len(clusters):,}")]
    if (scenes.classes >= 0).any():
        facts.append(("Classes", f"{len(np.unique(scenes.classes[scenes.classes >= 0])):,}"))
    area = write_area(_total(scenes.areas[member]))
    if area:
        facts.append(("Area", area))
    known = scenes.probabilities[member & np.isfinite(scenes.probabilities)]
    if len(known):
        facts.append(("Mean probability", f"{known.mean():.2f}"))
    told = scenes.ambiguous[member & np.isfinite(scenes.ambiguous)]
    if len(told):
        facts.append(("Ambiguous", f"{100 * told.mean():.1f} %"))
    return facts


def _cluster_rows(
    scenes: ReportScenes, clusters: _Clusters, about: About, tiles: _Tiles,
    typical: list[IntArray], write_area: Any,
) -> list[dict[str, Any]]:  # fmt: skip
    """Gather what is said about each cluster."""
    colors = _cluster_colors(clusters.numbers)
    order = np.argsort(clusters.of_scene, kind="stable")
    edges = np.searchsorted(clusters.of_scene[order], np.arange(len(clusters) + 1))
    rows = []
    for index, (color, hatch) in enumerate(colors):
        members = order[edges[index] : edges[index + 1]]
        known = scenes.probabilities[members]
        known = known[np.isfinite(known)]
        told = scenes.ambiguous[members]
        told = told[np.isfinite(told)]
        named = scenes.classes[members]
        kinds, counts = np.unique(named[named >= 0], return_counts=True)
        rows.append(
            {
                "index": index,
                "number": int(clusters.numbers[index]),
                "color": color,
                "hatch": hatch,
                "swatch": _swatch(color, hatch),
                "scenes": len(members),
                "share": len(members) / len(scenes),
                "area": write_area(_total(scenes.areas[members])),
                "probability": f"{known.mean():.2f}" if len(known) else "",
                "ambiguous": float(told.mean()) if len(told) else None,
                "classes": [
                    {
                        "name": about.classes[kinds[k]][1] or about.classes[kinds[k]][0],
                        "color": about.classes[kinds[k]][2],
                        "share": counts[k] / len(members),
                    }
                    for k in np.argsort(-counts, kind="stable")[:3]
                ],
                "exemplars": [
                    {"scene": _scene_name(scenes, scene), "picture": tiles.of(scene)}
                    for scene in typical[index].tolist()
                    if tiles.of(scene)
                ],
            }
        )
    return rows


def _data(
    scenes: ReportScenes, clusters: _Clusters, rows: list[dict[str, Any]],
    classes: list[dict[str, Any]], tiles: _Tiles, drawn: dict[str, Any] | None, seconds: IntArray,
) -> dict[str, Any]:  # fmt: skip
    """Return what the script draws: numbers of all scenes, packed, and names."""
    present = np.isfinite(scenes.places).all(axis=1)
    places = np.zeros((len(scenes), 2))
    if present.any():
        shown = scenes.places[present]
        span = float(np.ptp(shown, axis=0).max()) or 1.0
        middle = (shown.min(axis=0) + shown.max(axis=0)) / 2
        places[present] = ((shown - middle) / span + 0.5) * 65534
    ids = scenes.ids.astype(np.int64)
    whole = np.nan_to_num(scenes.probabilities, nan=-1.0)
    centers = [
        np.median(places[present & (clusters.of_scene == k)], axis=0).round().tolist()
        if (present & (clusters.of_scene == k)).any()
        else None
        for k in range(len(clusters))
    ]
    return {
        "count": len(scenes),
        "ids": None if np.array_equal(ids, np.arange(1, len(ids) + 1)) else ids.tolist(),
        "names": None if scenes.names is None else list(scenes.names),
        "x": _packed(np.where(present, places[:, 0], _NONE)),
        "y": _packed(np.where(present, 65534 - places[:, 1], _NONE)),
        "cluster": _packed(clusters.of_scene),
        "second": _packed(seconds),
        "class": _packed(scenes.classes),
        "probability": _packed(np.where(whole >= 0, 10_000 * whole, _NONE)),
        "tile": _packed(_nearest_tiles(scenes, clusters, tiles)),
        "tiles": tiles.scenes,
        "pitch": tiles.pitch,
        "side": tiles.side,
        "columns": COLUMNS,
        "clusters": [
            {"number": r["number"], "color": r["color"], "center": c} for r, c in zip(rows, centers)
        ],
        "classes": [{"name": c["name"], "color": c["color"]} for c in classes],
        "map": drawn and {key: drawn[key] for key in ("width", "height", "scenes")},
    }


def _nearest_tiles(scenes: ReportScenes, clusters: _Clusters, tiles: _Tiles) -> IntArray:
    """Return each scene's own picture (n,), else that of the nearest scene of its cluster."""
    from scipy.spatial import KDTree

    found = np.full(len(scenes), -1, dtype=np.int64)
    shown = np.array(tiles.scenes, dtype=np.int64)
    numbers = np.arange(len(shown))
    present = np.isfinite(scenes.places).all(axis=1)
    for k in range(len(clusters)):
        having = present[shown] & (clusters.of_scene[shown] == k)
        lacking = np.flatnonzero(present & (clusters.of_scene == k))
        if having.any():
            nearest = KDTree(scenes.places[shown[having]]).query(scenes.places[lacking])[1]
            found[lacking] = numbers[having][nearest]
    found[shown] = numbers
    return found


def script_json(value: Any) -> str:
    """Write JSON that stays data inside a script element, whatever the texts in it are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _packed(values: npt.NDArray[Any]) -> str:
    """Pack numbers of 0 to 65534 in 16 bits each; what is negative becomes 65535."""
    known = np.where(values < 0, _NONE, np.round(values))
    return _base64(known.clip(0, _NONE).astype("<u2").tobytes())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _areas_in(total: float) -> Any:
    """Return a function that writes areas (square meters) in the unit that suits the whole."""
    unit, size = ("km²", 1e6) if total >= 1e7 else ("ha", 1e4) if total >= 1e5 else ("m²", 1.0)
    digits = 0 if total / size >= 1000 else 1 if total / size >= 100 else 2

    def write(area: float) -> str:
        return f"{area / size:,.{digits}f} {unit}" if math.isfinite(area) else ""

    return write


def _total(areas: FloatArray) -> float:
    """Add areas up; NaN where none is known."""
    known = areas[np.isfinite(areas)]
    return float(known.sum()) if len(known) else math.nan


def _number(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else ""


def _scene_name(scenes: ReportScenes, scene: int) -> str:
    """Return the name of a scene, its number where it has none."""
    return scenes.names[scene] if scenes.names is not None else f"{int(scenes.ids[scene])}"

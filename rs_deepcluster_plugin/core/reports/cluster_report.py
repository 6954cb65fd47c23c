"""The report about a cluster layer: one HTML file to look at, to print and to hand on.

Unlike the other reports (`core.reports`) it has a script, which draws the embedding and lets one
look closer. The script is the template's own: names, paths and numbers reach it as data.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, IntArray
from ..base.errors import SceneError
from ..base.files import written_whole
from ..base.progress import Part, Progress, silent
from ..base.sampling import draw
from ..clusters.layer_tree import ClusterTree
from ..clusters.merge_tree import ward
from ..clusters.model import exemplar_ranks
from ..scenes.raster import Raster, Scaling, percentile_scaling
from .render import Html, render, template_text
from .report_map import Footprints, cluster_colors, draw_map, packed_bytes, swatch
from .thumbnails import COLUMNS, FolderPictures, Pictures, RasterPictures, Sheets

_THUMBNAILS = 18_000_000  # pixels of all pictures together: 8 MB or so
_SMALLEST = 32  # pixels, the side of a picture
_AMBIGUOUS, _SURE = 24, 0.9  # scenes shown, and the probability from which none is ambiguous
_NONE = 65535  # no cluster, class or picture, in 16 bits

# The tree's picture, in units of a pixel.
_TREE_WIDTH, _TREE_LABELS = 800, 380


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

    @property
    def placed(self) -> npt.NDArray[np.bool_]:
        """Tell which scenes (n,) have a place in the embedding."""
        return np.asarray(np.isfinite(self.places).all(axis=1))


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
    stored: bool = False
    """The scaling is one of values as they are stored, without scale and offset."""

    kinds: Mapping[str, Scaling] = field(default_factory=dict)
    """Scalings of images by their data type, where these have several."""


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
        """Take the clusters that occur."""
        known = np.isfinite(clusters)
        numbers = np.unique(clusters[known]).astype(np.int64)
        of_scene = np.full(len(clusters), -1, dtype=np.int64)
        of_scene[known] = np.searchsorted(numbers, clusters[known])
        return cls(numbers, of_scene, np.bincount(of_scene[known], minlength=len(numbers)))


@dataclass(frozen=True)
class _Shown:
    """What the report is about: scenes, their clusters, and which of them it points out."""

    scenes: ReportScenes
    clusters: _Clusters
    seconds: IntArray
    """Second clusters (n,) among the current ones, -1 for none."""

    typical: list[IntArray]
    """Exemplars of each cluster."""

    doubtful: IntArray

    @classmethod
    def of(cls, scenes: ReportScenes, clusters: _Clusters, exemplars: int) -> _Shown:
        """Choose the scenes."""
        seconds = _current_seconds(scenes, clusters)
        typical = _exemplars(scenes, clusters, exemplars)
        return cls(scenes, clusters, seconds, typical, _ambiguous(scenes, clusters, seconds))


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
    shown = _Shown.of(scenes, clusters, exemplars)
    tiles = _Tiles()
    drawing = Part(progress, 0.7, 0.95)
    if imagery is None or Path(imagery.path).is_dir():
        if imagery is not None and imagery.scaling is not None and scenes.names is not None:
            folder = FolderPictures(
                imagery.path, scenes.names, imagery.bands, imagery.scaling, imagery.stored,
                imagery.kinds,
            )  # fmt: skip
            tiles = _make_tiles(shown, folder, None, side, Part(progress, 0, 0.7))
        map_ = _map(shown, about, Footprints.of(scenes.geometries), None, drawing)
    else:
        with Raster(imagery.path, imagery.bands, stored=imagery.stored) as raster:
            scaling = imagery.scaling or percentile_scaling(raster, 2, 98)
            footprints = Footprints.of(scenes.geometries, raster.transform, raster.shape)
            windows = footprints.windows()
            cut = RasterPictures(raster, windows, scaling)
            tiles = _make_tiles(shown, cut, windows, side, Part(progress, 0, 0.7))
            map_ = _map(shown, about, footprints, (raster, scaling), drawing)
    if imagery is not None and not tiles.scenes:
        note = f"There are no pictures, for nothing could be read from {imagery.path}."
        about = replace(about, picture_note=note)
    page = _page(shown, about, tree, tiles, map_)
    with written_whole(path) as partial:
        partial.write_text(page, encoding="utf-8", errors="replace")
    progress(1)
    return len(clusters)


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
    present = scenes.placed
    anew = exemplar_ranks(
        scenes.places.astype(np.float32),
        np.where(present, clusters.of_scene + 1, 0),
        len(clusters),
        count,
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
    shown: _Shown, pictures: Pictures, windows: IntArray | None, side: int, progress: Progress
) -> _Tiles:
    """Read the pictures, in the order in which their ``windows`` (n, 4) lie in the file."""
    chosen = list(dict.fromkeys(int(i) for part in (*shown.typical, shown.doubtful) for i in part))
    side = max(_SMALLEST, min(side, math.isqrt(_THUMBNAILS // max(len(chosen), 1))))
    room = max(_THUMBNAILS // side**2 - len(chosen), 0)
    wanted = np.concatenate([chosen, _sample(shown.clusters, chosen, room)]).astype(np.int64)
    if windows is not None:
        wanted = wanted[np.lexsort((windows[wanted, 0], windows[wanted, 1]))]
    sheets, found = Sheets(side), []
    for place, scene in enumerate(wanted.tolist()):
        if place % 16 == 0:
            progress(place / len(wanted))
        picture = pictures.read(scene, side)
        if picture is not None:
            sheets.add(picture)
            found.append(scene)
    return _Tiles(side, sheets.pitch, sheets.finish(), found)


def _map(
    shown: _Shown, about: About, footprints: Footprints, ground: tuple[Raster, Scaling] | None,
    progress: Progress,
) -> dict[str, Any] | None:  # fmt: skip
    """Draw the clusters, and the classes where there are any."""
    clusters, classes = shown.clusters, shown.scenes.classes
    groups = [("clusters", clusters.of_scene, cluster_colors(clusters.numbers))]
    if (classes >= 0).any():
        groups.append(("classes", classes, [(color, 0) for _, _, color in about.classes]))
    return draw_map(footprints, groups, about.meters_per_unit, ground, progress)


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
    placed = member & scenes.placed
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


def _levels(scenes: ReportScenes, tree: ClusterTree | None) -> list[dict[str, Any]]:
    """Lay the levels that hold out below each other, from coarse to fine, as they were found.

    In each level the parts of a cluster are where the cluster is in the level above.
    """
    if tree is None or tree.leaves < 2 or tree.field != "subcluster":
        return []
    fitted = np.nan_to_num(scenes.fitted).astype(np.int64)
    leaves = np.where(fitted > 0, np.nan_to_num(scenes.subclusters), 0).astype(np.int64)
    if not (leaves[fitted > 0] > 0).all() or leaves.max(initial=0) > tree.leaves:
        return []
    levels = tree.levels(leaves, fitted)
    places: dict[int, int] = {}  # of the clusters of the level above
    rows: list[dict[str, Any]] = []
    for place, level in enumerate(levels):
        shares = dict(level.shares())
        splits = levels[place - 1].splits(level) if place else []
        parent = {part: number for number, parts in splits for part, _ in parts}
        order = sorted(shares)
        if place:
            keys = {k: (places.get(parent.get(k, k), 0), -shares[k]) for k in order}
            order.sort(key=keys.__getitem__)
        places = {number: rank for rank, number in enumerate(order)}
        colors = cluster_colors(np.array(order, dtype=np.int64))
        rows.append(
            {
                "count": level.count,
                "is_shown": level.is_shown,
                "is_held": level.is_held,
                "clusters": [
                    {"number": number, "share": shares[number], "swatch": swatch(*color)}
                    for number, color in zip(order, colors)
                ],
                "splits": [
                    {
                        "number": number,
                        "parts": [{"number": part, "share": share} for part, share in parts],
                    }
                    for number, parts in splits
                ],
            }
        )
    return rows


# The page


def _page(
    shown: _Shown, about: About, tree: ClusterTree | None, tiles: _Tiles,
    map_: dict[str, Any] | None,
) -> str:  # fmt: skip
    """Fill in the template."""
    scenes, clusters = shown.scenes, shown.clusters
    write_area = _areas_in(float(np.nansum(scenes.areas)))
    rows = _cluster_rows(shown, about, tiles, write_area)
    merges = merges_of(scenes, clusters, tree)
    member = clusters.of_scene >= 0
    classes = []
    for index, (code, name, color) in enumerate(about.classes):
        of_class = scenes.classes == index
        classes.append(
            {
                "code": code,
                "name": name or code,
                "swatch": swatch(color, 0),
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
            "second": rows[int(shown.seconds[scene])],
            "probability": _number(scenes.probabilities[scene]),
            "second_probability": _number(scenes.second_probabilities[scene]),
        }
        for scene in shown.doubtful.tolist()
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
        map=map_,
        measured=bool(np.isfinite(scenes.areas).any()),
        embedded=bool(scenes.placed.any()),
        sampled=len(tiles.scenes) < int(member.sum()),
        tree=_tree(merges, rows) if len(merges) == len(rows) - 1 and merges else None,
        levels=_levels(scenes, tree),
        edited=not np.array_equal(scenes.clusters, scenes.fitted, equal_nan=True),
        pairs=pairs,
        style=Html(template_text("clusterreport.css")),
        script=Html(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Html(script_json(_data(shown, rows, classes, tiles, map_))),
    )


def _facts(
    scenes: ReportScenes, clusters: _Clusters, write_area: Callable[[float], str]
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
    shown: _Shown, about: About, tiles: _Tiles, write_area: Callable[[float], str]
) -> list[dict[str, Any]]:
    """Gather what is said about each cluster."""
    scenes, clusters = shown.scenes, shown.clusters
    colors = cluster_colors(clusters.numbers)
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
                "swatch": swatch(color, hatch),
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
                    for scene in shown.typical[index].tolist()
                    if tiles.of(scene)
                ],
            }
        )
    return rows


def _data(
    shown: _Shown, rows: list[dict[str, Any]], classes: list[dict[str, Any]], tiles: _Tiles,
    map_: dict[str, Any] | None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the script draws: numbers of all scenes, packed, and names."""
    scenes, clusters = shown.scenes, shown.clusters
    present = scenes.placed
    places = np.zeros((len(scenes), 2))
    if present.any():
        known = scenes.places[present]
        span = float(np.ptp(known, axis=0).max()) or 1.0
        middle = (known.min(axis=0) + known.max(axis=0)) / 2
        places[present] = ((known - middle) / span + 0.5) * 65534
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
        "second": _packed(shown.seconds),
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
        "map": map_ and {key: map_[key] for key in ("width", "height", "scenes")},
    }


def _nearest_tiles(scenes: ReportScenes, clusters: _Clusters, tiles: _Tiles) -> IntArray:
    """Return each scene's own picture (n,), else that of the nearest scene of its cluster."""
    from scipy.spatial import KDTree

    found = np.full(len(scenes), -1, dtype=np.int64)
    shown = np.array(tiles.scenes, dtype=np.int64)
    numbers = np.arange(len(shown))
    present = scenes.placed
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
    return packed_bytes(known.clip(0, _NONE).astype("<u2").tobytes())


def _areas_in(total: float) -> Callable[[float], str]:
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
    return scenes.names[scene] if scenes.names is not None else f"Scene {int(scenes.ids[scene])}"

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
from ..base.files import write_whole
from ..base.progress import Part, Progress, silent
from ..clusters.layer_tree import ClusterTree
from ..clusters.transitions import Transition
from ..scenes.raster import Raster, percentile_scaling
from ..scenes.scaling import Scaling
from .render import Html, render, template_text
from .report_flows import draw_flows
from .report_map import Footprints, cluster_colors, draw_map, packed_bytes, swatch
from .report_scenes import NONE, ReportClusters, ReportScenes, ShownScenes, sample_scenes
from .report_tree import describe_tree_levels, draw_tree, merges_of
from .thumbnails import SHEET_COLUMNS, FolderPictures, PictureSource, RasterPictures, Sheets

_THUMBNAILS = 18_000_000  # pixels of all pictures together: 8 MB or so
_SMALLEST = 32  # pixels, the side of a picture


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

    hints: Sequence[tuple[int, str, float]] = ()
    """Clusters that have a name suggested, the name and its score; it is no class."""


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

    no_data: tuple[tuple[int, float, float], ...] = ()
    """What counts as no data beside the raster's own: band, lowest and highest value."""

    size: tuple[int, int] | None = None
    """Width and height in pixels of a picture of a cell; None: a scene is a picture by itself."""


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
        sheet, place = divmod(number, SHEET_COLUMNS**2)
        row, column = divmod(place, SHEET_COLUMNS)
        return {"sheet": sheet, "x": column * self.pitch, "y": row * self.pitch}


def write_cluster_report(
    path: str | Path, scenes: ReportScenes, about: About, imagery: Imagery | None,
    tree: ClusterTree | None = None, exemplars: int = 5, side: int = 96,
    progress: Progress = silent, changes: Sequence[Transition] = (),
) -> int:  # fmt: skip
    """Write the report to one HTML file.

    Parameters
    ----------
    path
        The file.
    scenes
        The scenes of the layer.
    about
        What the report says besides the scenes.
    imagery
        Where the pictures come from; None: there are none.
    tree
        The merge tree of the fit, where the layer has one.
    exemplars
        Exemplars of each cluster that are pictured, at most.
    side
        Width and height of the pictures in pixels, at least 32. Where there are many pictures, they
        are made smaller.
    changes
        Where scenes go from date to date.

    Returns
    -------
    int
        Number of clusters.

    Raises
    ------
    SceneError
        There are no scenes, or none has a cluster.
    RasterError
        The raster cannot be read, or no scene lies on it.
    """
    clusters = ReportClusters.of(scenes.clusters)
    if not len(clusters):
        raise SceneError(
            "No scene of the layer has a cluster. Choose a layer that Cluster a raster or another "
            "algorithm of the group Clusters has made."
        )
    shown = ShownScenes.of(scenes, clusters, exemplars)
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
        with Raster(imagery.path, imagery.bands, imagery.no_data, imagery.stored) as raster:
            scaling = imagery.scaling or percentile_scaling(raster, 2, 98)
            footprints = Footprints.of(scenes.geometries, raster.transform, raster.shape)
            windows = footprints.windows()
            cut = RasterPictures(raster, windows, scaling, imagery.size)
            tiles = _make_tiles(shown, cut, windows, side, Part(progress, 0, 0.7))
            map_ = _map(shown, about, footprints, (raster, scaling), drawing)
    if imagery is not None and not tiles.scenes:
        note = f"There are no pictures, for nothing could be read from {imagery.path}."
        about = replace(about, picture_note=note)
    page = _page(shown, about, tree, tiles, map_, changes)
    with write_whole(path) as partial:
        partial.write_text(page, encoding="utf-8", errors="replace")
    progress(1)
    return len(clusters)


def _make_tiles(
    shown: ShownScenes,
    pictures: PictureSource,
    windows: IntArray | None,
    side: int,
    progress: Progress,
) -> _Tiles:
    """Read the pictures, in the order in which their ``windows`` (n, 4) lie in the file."""
    chosen = list(dict.fromkeys(int(i) for part in (*shown.typical, shown.doubtful) for i in part))
    side = max(_SMALLEST, min(side, math.isqrt(_THUMBNAILS // max(len(chosen), 1))))
    room = max(_THUMBNAILS // side**2 - len(chosen), 0)
    wanted = np.concatenate([chosen, sample_scenes(shown.clusters, chosen, room)]).astype(np.int64)
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
    shown: ShownScenes, about: About, footprints: Footprints, ground: tuple[Raster, Scaling] | None,
    progress: Progress,
) -> dict[str, Any] | None:  # fmt: skip
    """Draw the clusters, and the classes where there are any."""
    clusters, classes = shown.clusters, shown.scenes.classes
    groups = [("clusters", clusters.of_scene, cluster_colors(clusters.numbers))]
    if (classes >= 0).any():
        groups.append(("classes", classes, [(color, 0) for _, _, color in about.classes]))
    return draw_map(footprints, groups, about.meters_per_unit, ground, progress)


def _page(
    shown: ShownScenes, about: About, tree: ClusterTree | None, tiles: _Tiles,
    map_: dict[str, Any] | None, changes: Sequence[Transition],
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
        tree=draw_tree(merges, rows) if len(merges) == len(rows) - 1 and merges else None,
        levels=describe_tree_levels(scenes, tree),
        flows=draw_flows(changes, {row["number"]: row["color"] for row in rows}),
        edited=not np.array_equal(scenes.clusters, scenes.fitted, equal_nan=True),
        pairs=pairs,
        style=Html(template_text("clusterreport.css")),
        script=Html(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Html(script_json(_data(shown, rows, classes, tiles, map_))),
    )


def _facts(
    scenes: ReportScenes, clusters: ReportClusters, write_area: Callable[[float], str]
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
    shown: ShownScenes, about: About, tiles: _Tiles, write_area: Callable[[float], str]
) -> list[dict[str, Any]]:
    """Gather what is said about each cluster."""
    scenes, clusters = shown.scenes, shown.clusters
    colors = cluster_colors(clusters.numbers)
    order = np.argsort(clusters.of_scene, kind="stable")
    edges = np.searchsorted(clusters.of_scene[order], np.arange(len(clusters) + 1))
    hints = {number: (name, f"{score:.2f}") for number, name, score in about.hints}
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
                "hint": hints.get(int(clusters.numbers[index])),
                "exemplars": [
                    {"scene": _scene_name(scenes, scene), "picture": tiles.of(scene)}
                    for scene in shown.typical[index].tolist()
                    if tiles.of(scene)
                ],
            }
        )
    return rows


def _data(
    shown: ShownScenes, rows: list[dict[str, Any]], classes: list[dict[str, Any]], tiles: _Tiles,
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
        "x": _packed(np.where(present, places[:, 0], NONE)),
        "y": _packed(np.where(present, 65534 - places[:, 1], NONE)),
        "cluster": _packed(clusters.of_scene),
        "second": _packed(shown.seconds),
        "class": _packed(scenes.classes),
        "probability": _packed(np.where(whole >= 0, 10_000 * whole, NONE)),
        "tile": _packed(_nearest_tiles(scenes, clusters, tiles)),
        "tiles": tiles.scenes,
        "pitch": tiles.pitch,
        "side": tiles.side,
        "columns": SHEET_COLUMNS,
        "clusters": [
            {"number": r["number"], "color": r["color"], "center": c} for r, c in zip(rows, centers)
        ],
        "classes": [{"name": c["name"], "color": c["color"]} for c in classes],
        "map": map_ and {key: map_[key] for key in ("width", "height", "scenes")},
    }


def _nearest_tiles(scenes: ReportScenes, clusters: ReportClusters, tiles: _Tiles) -> IntArray:
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
    """Write JSON that stays data inside a script element, whatever the texts in it are.

    Parameters
    ----------
    value
        Plain values.

    Returns
    -------
    str
        JSON in which ``<``, ``>``, ``&`` and the line separators of Unicode are escaped.

    Raises
    ------
    ValueError
        A number is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _packed(values: npt.NDArray[Any]) -> str:
    """Pack numbers of 0 to 65534 in 16 bits each; what is negative becomes 65535."""
    known = np.where(values < 0, NONE, np.round(values))
    return packed_bytes(known.clip(0, NONE).astype("<u2").tobytes())


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

"""The fields of the layers that are written here, and how they are found again in any format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...core.classes.cluster_table import CLASS_FIELDS, CURRENT, HINTS, RANK
from ...core.clusters.layer_tree import is_level_field

SCENE_ID, VALID = "scene_id", "valid_fraction"
CELL = ("row", "col")
CLUSTER, SUBCLUSTER, SECOND = "cluster", "subcluster", "second_cluster"
PROBABILITY, SECOND_PROBABILITY, AMBIGUOUS = "probability", "second_probability", "ambiguous"
X, Y = "umap_x", "umap_y"
NAME = "name"
CLASS_CODE, CLASS_NAME, CLASS_SOURCE = CLASS_FIELDS
AREA = "area"
LABEL, NOT_LABEL, HELD_OUT, SECOND_CLASS = "label", "not_label", "held_out", "second_class"
"""Of scenes classified by labels: what they were labeled, and taken for when it was kept aside."""

GRID_FIELDS = (
    (SCENE_ID, "int64"),
    *((name, "int") for name in CELL),
    (VALID, "double"),
)
CLUSTER_FIELDS = (
    *GRID_FIELDS,
    (CLUSTER, "int"),
    (PROBABILITY, "double"),
    (SECOND, "int"),
    (SECOND_PROBABILITY, "double"),
    (AMBIGUOUS, "bool"),
    (RANK, "int"),
    (X, "double"),
    (Y, "double"),
)
"""Of every cluster layer; subclusters, levels and memberships follow where there are any."""

HINT_FIELDS = tuple((name, "double" if name == "hint_score" else "string") for name in HINTS)
"""Of suggestions for names."""

SEGMENT_FIELDS = (
    (SCENE_ID, "int64"),
    ("pixels", "int64"),
    (VALID, "double"),
)
MEASURE_FIELDS = (
    ("measure", "string"),
    ("value", "double"),
    ("low", "double"),
    ("high", "double"),
    ("classes", "int"),
    ("scenes", "int"),
)
SCALE_FIELDS = (
    ("size", "int"),
    ("context", "int"),
    ("size_map", "double"),
    ("context_map", "double"),
    ("cells", "int64"),
    ("seconds", "double"),
    ("stability", "double"),
    ("between", "double"),
    ("apart", "double"),
    ("score", "double"),
    ("proposed", "bool"),
)
RESERVED = ("fid", "geom", NAME, CURRENT, *CLASS_FIELDS)
"""Fields that edits add, and those of the table itself."""

_KEPT = 10  # characters of a name that a shapefile keeps


def is_cluster_field(name: str) -> bool:
    """Tell whether a field holds numbers of clusters."""
    return name in (CLUSTER, CURRENT, cut(CURRENT), SUBCLUSTER) or is_level_field(name)


def cut(name: str) -> str:
    """Return what a shapefile keeps of a field's name."""
    return name[:_KEPT]


def place_of(name: str, names: Sequence[str]) -> int:
    """Return the place of a field among ``names`` as a layer has them, -1 where it is not there.

    It may have been cut, as shapefiles do; the first that begins so is meant, for later ones that
    would begin alike have got numbers.
    """
    if name in names:
        return names.index(name)
    return names.index(cut(name)) if cut(name) in names else -1


def full_name(name: str, known: Iterable[str]) -> str:
    """Return which of the ``known`` fields a layer's field is, "" for none of them."""
    known = list(known)
    if name in known:
        return name
    return next((each for each in known if cut(each) == name), "")


def membership_fields(count: int) -> list[tuple[str, str]]:
    """Return the fields of the memberships in clusters 1 to ``count``.

    Short enough for a shapefile, which would number what it cuts off.
    """
    return [(f"member_{number}", "double") for number in range(1, count + 1)]


def names_of(source: Any) -> list[str]:
    """Return the names of the fields of a layer or a source of features."""
    return [field.name() for field in source.fields()]

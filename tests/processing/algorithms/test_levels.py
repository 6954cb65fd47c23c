"""The levels that hold, from the fit to the layer and what is made of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import support

# Nine heaps of 60 scenes in three groups, and a scene without a vector: three clusters hold, and
# nine. The scenes of a group lie in one row of the grid.
FEATURES = """
import sys
import numpy as np
from rs_deepcluster_plugin.core.features.scene_file import Provenance, SceneBlock, SceneWriter
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid

random = np.random.default_rng(5)
heap = np.repeat(np.arange(9), 60)
vectors = np.zeros((540, 12), np.float32)
vectors[range(540), heap // 3] = 1
vectors[range(540), 3 + heap] = 0.2
vectors += random.normal(0, 0.008, vectors.shape)
vectors[7] = np.nan
grid = make_grid((0, 1, 0, 0, 0, -1), (30, 1800), GridSettings(size=10))
has = np.isfinite(vectors).all(axis=1)
made = Provenance(
    identity="one", model="default", weights=None, blocks=(6, 11), pooling="recipe",
    input_size=224, part_dims=(12,), bands=(1, 2, 3), scaling_low=(0.0,) * 3,
    scaling_high=(1.0,) * 3, minimum_valid=0.5, source="images", crs_wkt="",
    scene_size=None, scene_stride=None, pixel_size=None,
)
header = {"provenance": made.to_json()}
with SceneWriter(sys.argv[1], "features", 12, header, "", False) as writer:
    writer.write(
        SceneBlock(
            grid.scene_ids, grid.rows, grid.cols, has.astype(float), grid.wkb(0, len(grid)),
            vectors, has, None,
        )
    )
"""


@pytest.fixture(scope="module")
def nested(run, tmp_path_factory):
    """A layer of which two levels hold, what it was made of, and the log."""
    from qgis.core import QgsProcessingFeedback

    folder = tmp_path_factory.mktemp("nested")
    features, embedding = folder / "features.parquet", folder / "embedding.parquet"
    subprocess.run(
        [support.worker_python(), "-c", FEATURES, str(features)],
        check=True,
        env={"PYTHONPATH": str(support.stage())},
    )
    projector, model = folder / "projector.npz", folder / "model.npz"
    run(
        "projectfeatures", INPUT=features, PROJECTION="PCA", DIMENSIONS=8, OUTPUT=embedding,
        PROJECTOR=projector,
    )  # fmt: skip
    feedback = QgsProcessingFeedback(False)
    made = run(
        "clusterfeatures", feedback=feedback, INPUT=embedding, PROJECTOR=projector,
        CLUSTER_MODEL=model, OUTPUT=folder / "map.gpkg",
    )  # fmt: skip
    return SimpleNamespace(
        path=folder / "map.gpkg", features=features, model=model, log=feedback.textLog(), made=made
    )


def groups(rows, field):
    """Which heaps share a number of a field."""
    numbers = {}
    for place, row in enumerate(rows):
        numbers.setdefault(row[field], set()).add(None if place == 7 else place // 60)
    return sorted(tuple(sorted(heaps, key=str)) for heaps in numbers.values() if heaps != {None})


THREE = [(0, 1, 2), (3, 4, 5), (6, 7, 8)]
NINE = [(k,) for k in range(9)]


def test_the_layer_has_the_other_level_that_holds(nested):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    rows = support.table(nested.path)
    assert [name for name in rows[0] if name.startswith("level_")] == ["level_9"]
    assert list(rows[0])[-2:] == ["subcluster", "level_9"]
    assert groups(rows, "cluster") == THREE
    assert groups(rows, "level_9") == NINE
    assert rows[7]["cluster"] is rows[7]["level_9"] is None
    # The largest part keeps the number, and so the color.
    for number in (1, 2, 3):
        parts = [row["level_9"] for row in rows if row["cluster"] == number]
        assert number in parts
        assert {1, 2, 3} & set(parts) == {number}
    assert {row["level_9"] for row in rows} - {None} == set(range(1, 10))
    assert LayerTable(nested.path).notes["tree"]["held"] == [3, 9]


def test_the_log_shows_the_levels_side_by_side(nested):
    lines = [line for line in nested.log.splitlines() if line.startswith("Level ")]
    assert lines[0].startswith("Level 3 (shown), cluster: share of the scenes: 1: 33%, 2: 33%")
    assert lines[1].startswith("Level 9 (in the field level_9): of level 3, cluster 1 becomes 1, ")
    assert lines[1].count("becomes") == 3
    assert len(lines) == 2


@pytest.mark.parametrize("end", ["shp", "gpkg"])
def test_saved_clusters_are_applied_with_their_levels(run, nested, tmp_path, end):
    made = run(
        "applyclusters", FEATURES_FILE=nested.features, CLUSTER_MODEL=nested.model,
        OUTPUT=tmp_path / f"again.{end}",
    )  # fmt: skip
    rows, first = support.table(made["OUTPUT"].split("|")[0]), support.table(nested.path)
    for name in ("cluster", "level_9"):
        assert [row[name] for row in rows] == [row[name] for row in first]
    fine = run(
        "applyclusters", FEATURES_FILE=nested.features, CLUSTER_MODEL=nested.model,
        DETAIL="fine", OUTPUT=tmp_path / f"fine.{end}",
    )  # fmt: skip
    rows = support.table(fine["OUTPUT"].split("|")[0])
    assert [name for name in rows[0] if name.startswith("level_")] == ["level_3"]
    assert (groups(rows, "cluster"), groups(rows, "level_3")) == (NINE, THREE)


def test_beside_a_coarser_map_all_levels_that_hold_are_in_the_layer(run, nested, tmp_path):
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    made = run(
        "applyclusters", feedback=feedback, FEATURES_FILE=nested.features,
        CLUSTER_MODEL=nested.model, DETAIL="coarse", OUTPUT="memory:",
    )  # fmt: skip
    layer = made["OUTPUT"]
    names = [field.name() for field in layer.fields()]
    assert names[-3:] == ["subcluster", "level_3", "level_9"]
    assert {f.typeName() for f in layer.fields() if f.name().startswith("level_")} == {"integer"}
    rows = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
    assert made["CLUSTERS"] == 2
    assert (groups(rows, "level_3"), groups(rows, "level_9")) == (THREE, NINE)
    lines = [line for line in feedback.textLog().splitlines() if line.startswith("Level ")]
    assert lines[0].startswith("Level 2 (shown, although it is not one of those that hold)")
    assert lines[1].startswith("Level 3 (in the field level_3): of level 2, cluster 1 becomes ")
    assert len(lines) == 3


def test_merging_to_the_level_gives_its_numbers(run, nested, tmp_path):
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(nested.path.read_bytes())
    run("mergeclusters", INPUT=copy, MODE="level of the tree", NUMBER=9)
    rows = support.table(copy)
    assert [row["level_9"] for row in rows] == [
        row["cluster"] if row["edited_cluster"] is None else row["edited_cluster"] for row in rows
    ]


def test_polygons_of_a_level_are_clusters(run, nested, tmp_path):
    from qgis.core import QgsVectorLayer

    out = tmp_path / "nine.gpkg"
    run("dissolveclasses", INPUT=nested.path, FIELD="level_9", OUTPUT=out)
    rows = support.table(out)
    assert [row["name"] for row in rows] == [f"Cluster {k}" for k in range(1, 10)]
    assert sum(row["scenes"] for row in rows) == 539
    layer = QgsVectorLayer(str(nested.path), "map", "ogr")
    alias = layer.attributeAlias(layer.fields().lookupField("level_9"))
    assert alias == "Cluster at level 9"
    color = json.loads((support.ROOT / "resources" / "styles" / "palette.json").read_text())
    assert [row["color"] for row in rows] == color[:9]


@pytest.mark.parametrize("name", ["map.gpkg", "map.shp"])
def test_the_report_shows_the_levels(run, nested, tmp_path, name):
    layer, given = nested.path, {}
    if name.endswith("shp"):  # which notes no tree: the model does
        given = {"CLUSTER_MODEL": nested.model}
        layer = run("applyclusters", FEATURES_FILE=nested.features, CLUSTER_MODEL=nested.model,
                    OUTPUT=tmp_path / name)["OUTPUT"]  # fmt: skip
    run("clusterreport", INPUT=layer, OUTPUT=tmp_path / "report.html", **given)
    page = Path(tmp_path / "report.html").read_text(encoding="utf-8")
    section = page.partition('<section id="levels">')[2].partition("</section>")[0]
    assert "Levels that hold" in section
    assert section.count('title="Cluster ') == 3 + 9
    assert section.count(" into ") == 3

"""Clusters that keep to labels and pairs, through the dialog's parameters and the real worker."""

from __future__ import annotations

import shutil

import pytest
import support
from osgeo import ogr


@pytest.fixture(scope="module")
def base(three, tmp_path_factory):
    """A cluster layer of one's own: 15 x 12 scenes in three clusters."""
    return shutil.copy(three["OUTPUT"], tmp_path_factory.mktemp("constrained") / "map.gpkg")


def table_of(path, rows):
    """Write rows of values as a table without geometry."""
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = made.CreateLayer("rows", None, ogr.wkbNone)
    for name, value in rows[0].items():
        whole = isinstance(value, int)
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger if whole else ogr.OFTString))
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in row.items():
            feature.SetField(name, value)
        layer.CreateFeature(feature)
    del layer, made
    return str(path)


def scenes_by_cluster(path):
    found = {}
    for row in support.table(path):
        found.setdefault(row["cluster"], []).append(row["scene_id"])
    return found


def pair(first, second, kind):
    return {"scene_1": first, "scene_2": second, "pair": kind}


def test_labels_divide_a_cluster_and_name_the_parts(run, base, three, tmp_path):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    first = scenes_by_cluster(base)[1]
    rows = [{"scene_id": n, "kind": "sea"} for n in first[:3]]
    rows += [{"scene_id": n, "kind": "haze"} for n in first[-3:]]
    made = run(
        "constrainclusters", LABELS=table_of(tmp_path / "l.gpkg", rows), CLASS_FIELD="kind",
        INPUT=base, OUTPUT=tmp_path / "map.gpkg", CLUSTER_MODEL=tmp_path / "m.npz",
    )  # fmt: skip
    after = {row["scene_id"]: row for row in support.table(made["OUTPUT"])}
    sea, haze = ({after[n]["cluster"] for n in part} for part in (first[:3], first[-3:]))
    assert not sea & haze
    assert made["CLUSTERS"] >= 4
    assert made["LABELED"] == 6
    for row in after.values():
        wanted = "sea" if row["cluster"] in sea else "haze" if row["cluster"] in haze else None
        assert (row["hint_name"], row["hint_by"]) == (wanted, wanted and "labels")
    assert "class_code" not in next(iter(after.values()))  # a suggestion is no class
    notes = LayerTable(made["OUTPUT"]).notes
    assert notes["features"] == three["FEATURES"]
    assert {one["code"] for one in notes["schema"]["classes"]} == {"sea", "haze"}
    again = run(
        "applyclusters", CLUSTER_MODEL=made["CLUSTER_MODEL"], FEATURES_FILE=three["FEATURES"],
        OUTPUT=tmp_path / "again.gpkg",
    )  # fmt: skip
    assert again["CLUSTERS"] == made["CLUSTERS"]


def test_pairs_join_and_divide_clusters(run, base, tmp_path):
    of = scenes_by_cluster(base)
    rows = [pair(of[1][0], of[2][0], "must-link"), pair(of[3][0], of[3][-1], "Cannot")]
    made = run(
        "constrainclusters", PAIRS=table_of(tmp_path / "p.gpkg", rows), INPUT=base,
        OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    after = {row["scene_id"]: row for row in support.table(made["OUTPUT"])}
    assert after[of[1][0]]["cluster"] == after[of[2][0]]["cluster"]
    assert after[of[3][0]]["cluster"] != after[of[3][-1]]["cluster"]
    assert made["PAIRS_USED"] == 2
    assert "hint_name" not in after[of[1][0]]


def test_features_alone_are_projected_and_clustered(run, base, three, tmp_path):
    of = scenes_by_cluster(base)
    made = run(
        "constrainclusters", FEATURES=three["FEATURES"], SEED=3,
        PAIRS=table_of(tmp_path / "p.gpkg", [pair(of[1][0], of[1][-1], "cannot")]),
        OUTPUT=tmp_path / "map.gpkg",
    )  # fmt: skip
    after = {row["scene_id"]: row["cluster"] for row in support.table(made["OUTPUT"])}
    assert after[of[1][0]] != after[of[1][-1]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([pair(1, 10**6, "must")], "1 of the scenes of the pairs are not in .*: 1000000"),
        ([pair(1, 2, "same")], "scenes 1 and 2 in .* is 'same'. Write must or cannot"),
        ([pair(1, 2, "must"), pair(2, 1, "cannot")], r"Scenes 2 and 1 must not .* \(2 - 1\)"),
        ([{"a": 1, "b": 2}], "has no field 'scene_1'"),
    ],
)
def test_bad_pairs_get_a_sentence_and_leave_nothing(run, base, tmp_path, rows, said):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=said):
        run(
            "constrainclusters", PAIRS=table_of(tmp_path / "p.gpkg", rows), INPUT=base,
            OUTPUT=tmp_path / "map.gpkg", CLUSTER_MODEL=tmp_path / "m.npz",
        )  # fmt: skip
    assert not (tmp_path / "map.gpkg").exists()
    assert not (tmp_path / "m.npz").exists()


def test_there_must_be_something_to_keep_to(run, base, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def reportError(self, text, fatal=False):
            said.append(text)

    said = []
    with pytest.raises(QgsProcessingException):
        run("constrainclusters", feedback=Feedback(False), INPUT=base, OUTPUT=tmp_path / "a.gpkg")
    assert "There is nothing to keep to" in " ".join(said)

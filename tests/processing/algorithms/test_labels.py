"""Labels of some scenes become a class of all, and a map that the tools for classes take."""

from __future__ import annotations

import shutil
from collections import Counter

import numpy as np
import pytest
import support
from osgeo import ogr, osr

CLASSES = {1: "Sea", 2: "Town", 3: "Hill"}


@pytest.fixture(scope="module")
def base(three, tmp_path_factory):
    """A cluster layer of one's own: 15 x 12 scenes in three clusters."""
    return shutil.copy(three["OUTPUT"], tmp_path_factory.mktemp("labels") / "map.gpkg")


def scenes_of(path):
    """Read the scenes of a layer: attributes, with the center of each in degrees."""
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    own = layer.GetSpatialRef()
    own.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move = osr.CoordinateTransformation(own, degrees)
    found = []
    for feature in layer:
        row = feature.items()
        center = feature.GetGeometryRef().Centroid()
        row["box"] = feature.GetGeometryRef().GetEnvelope()
        center.Transform(move)
        row["lon"], row["lat"] = center.GetX(), center.GetY()
        found.append(row)
    return found


def write_labels(path, rows, kind=ogr.wkbPoint, epsg=4326):
    """Write rows of geometry (WKT or None) and values as a layer."""
    system = None
    if epsg:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = made.CreateLayer("labels", system, kind)
    names = list(dict.fromkeys(name for _, values in rows for name in values))
    for name in names:
        whole = all(isinstance(v.get(name, 0), int) for _, v in rows)
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger if whole else ogr.OFTString))
    for shape, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        if shape:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        for name, value in values.items():
            feature.SetField(name, value)
        layer.CreateFeature(feature)
    del layer, made
    return str(path)


def pick(scenes, count):
    """Return some scenes of each cluster, spread over the map."""
    rng = np.random.default_rng(1)
    return [
        scene
        for cluster in CLASSES
        for scene in rng.choice([s for s in scenes if s["cluster"] == cluster], count, False)
    ]


def point(scene):
    return f"POINT({scene['lon']} {scene['lat']})"


@pytest.fixture
def labeled(base, tmp_path):
    """Points in degrees, six of each class."""
    rows = [(point(s), {"kind": CLASSES[s["cluster"]]}) for s in pick(scenes_of(base), 6)]
    return write_labels(tmp_path / "labels.gpkg", rows)


def test_a_few_points_in_degrees_give_every_scene_its_class(run, base, labeled, three, tmp_path):
    from qgis.core import QgsVectorLayer

    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    made = run("classifyscenes", LABELS=labeled, CLASS_FIELD="kind", INPUT=base, MEMBERSHIPS=True,
               OUTPUT=tmp_path / "map.gpkg", OUTPUT_MODEL=tmp_path / "labels.npz")  # fmt: skip
    rows = {row["scene_id"]: row for row in support.table(made["OUTPUT"])}
    truth = {s["scene_id"]: CLASSES[s["cluster"]] for s in scenes_of(base)}
    assert (made["SCENES"], made["CLASSES"], made["LABELED"]) == (180, 3, 18)
    # Clusters are what the features say; labels of them must find them again.
    right = [rows[n]["class_name"] == kind for n, kind in truth.items()]
    assert np.mean(right) > 0.9
    given = [row for row in rows.values() if row["label"]]
    assert len(given) == made["CHECKED"] == 18
    assert all(row["class_code"] == row["label"] for row in given)
    assert {(row["class_source"], row["probability"]) for row in given} == {("label", 1.0)}
    assert made["ACCURACY"] == np.mean([row["held_out"] == row["label"] for row in given])
    others = [row for row in rows.values() if not row["label"]]
    assert {row["class_source"] for row in others} == {"labels"}
    codes = sorted(set(truth.values()))
    for row in others:
        shares = [row[f"member_{k}"] for k in (1, 2, 3)]
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        assert codes[int(np.argmax(shares))] == row["class_code"]
        assert row["probability"] == pytest.approx(max(shares), abs=1e-6)
        assert row["second_probability"] == pytest.approx(sorted(shares)[1], abs=1e-6)
        assert bool(row["ambiguous"]) == (row["second_probability"] >= row["probability"] / 2)
    assert made["AMBIGUOUS"] == sum(bool(row["ambiguous"]) for row in rows.values())
    layer = QgsVectorLayer(made["OUTPUT"], "classes", "ogr")
    assert layer.renderer().classAttribute() == "class_code"
    assert {c.value() for c in layer.renderer().categories()} == set(codes)
    notes = LayerTable(made["OUTPUT"]).notes
    assert notes["features"] == three["FEATURES"]
    assert [c["code"] for c in notes["schema"]["classes"]] == codes


def test_the_tools_for_classes_take_the_layer(run, base, labeled, tmp_path):
    made = run("classifyscenes", LABELS=labeled, CLASS_FIELD="kind", INPUT=base,
               OUTPUT=tmp_path / "map.gpkg")  # fmt: skip
    counts = Counter(row["class_code"] for row in support.table(made["OUTPUT"]))
    fixed = {r["scene_id"] for r in support.table(made["OUTPUT"]) if r["label"]}
    areas = run("dissolveclasses", INPUT=made["OUTPUT"], OUTPUT=tmp_path / "areas.gpkg")
    assert {r["code"]: r["scenes"] for r in support.table(areas["OUTPUT"])} == counts
    raster = run("classraster", INPUT=made["OUTPUT"], OUTPUT=tmp_path / "map.tif")
    assert raster["CLASSES"] == 3
    run("smoothclasses", INPUT=made["OUTPUT"], MIN_SIZE=20)
    after = support.table(made["OUTPUT"])
    assert {r["class_source"] for r in after if r["scene_id"] in fixed} == {"label"}
    run("undo", INPUT=made["OUTPUT"])
    assert Counter(r["class_code"] for r in support.table(made["OUTPUT"])) == counts
    run("assignclasses", INPUT=made["OUTPUT"], MAPPING="1=Rock")
    alike = run("findsimilar", INPUT=made["OUTPUT"], SCENES="5", NUMBER=5,
                OUTPUT=tmp_path / "alike.gpkg")  # fmt: skip
    assert alike["SCENES_FOUND"] == 5
    run("clusterreport", INPUT=made["OUTPUT"], OUTPUT=tmp_path / "report.html")


def test_polygons_and_numbers_label_what_points_do(run, base, tmp_path):
    chosen = pick(scenes_of(base), 6)
    boxes = [(s["box"], s["cluster"]) for s in chosen]
    shapes = [
        (support.box(x0 + 0.2 * (x1 - x0), y0, x1, y1), {"kind": CLASSES[cluster]})
        for (x0, x1, y0, y1), cluster in boxes
    ]
    source = ogr.Open(str(base))
    epsg = int(source.GetLayer(0).GetSpatialRef().GetAuthorityCode(None))
    del source
    inputs = {
        "points": write_labels(
            tmp_path / "p.gpkg", [(point(s), {"kind": CLASSES[s["cluster"]]}) for s in chosen]
        ),
        "polygons": write_labels(tmp_path / "a.gpkg", shapes, ogr.wkbPolygon, epsg),
        "numbers": write_labels(
            tmp_path / "n.gpkg",
            [(None, {"kind": CLASSES[s["cluster"]], "scene_id": s["scene_id"]}) for s in chosen],
            ogr.wkbNone,
            0,
        ),
    }
    found = [
        support.table(
            run("classifyscenes", LABELS=path, CLASS_FIELD="kind", INPUT=base,
                OUTPUT=tmp_path / f"{name}.gpkg")["OUTPUT"]
        )
        for name, path in inputs.items()
    ]  # fmt: skip
    assert sum(bool(row["label"]) for row in found[0]) == 18
    assert found[0] == found[1] == found[2]


def test_a_saved_model_finds_its_classes_in_other_features(run, base, labeled, three, tmp_path):
    first = run("classifyscenes", LABELS=labeled, CLASS_FIELD="kind", INPUT=base,
                OUTPUT=tmp_path / "first.gpkg", OUTPUT_MODEL=tmp_path / "m.npz")  # fmt: skip
    again = run("classifyscenes", LABEL_MODEL=tmp_path / "m.npz", FEATURES=three["FEATURES"],
                OUTPUT=tmp_path / "again.gpkg")  # fmt: skip
    pairs = list(zip(support.table(first["OUTPUT"]), support.table(again["OUTPUT"])))
    assert all(b["label"] is None and b["held_out"] is None for _, b in pairs)
    alike = [(a["class_code"], a["probability"]) for a, _ in pairs if not a["label"]]
    found = [(b["class_code"], b["probability"]) for a, b in pairs if not a["label"]]
    assert [c for c, _ in alike] == [c for c, _ in found]
    assert [p for _, p in alike] == pytest.approx([p for _, p in found], abs=1e-6)
    assert again["ACCURACY"] is None
    other = support.crop_demo(tmp_path / "other.tif", 0, 0, 192, 128)
    made = run("extractfeatures", INPUT=other, SIZE=support.SIZE, INPUT_SIZE=56, PRECISION="fp32",
               OUTPUT=tmp_path / "other.parquet")  # fmt: skip
    there = run("classifyscenes", LABEL_MODEL=tmp_path / "m.npz", FEATURES=made["OUTPUT"],
                OUTPUT=tmp_path / "there.gpkg")  # fmt: skip
    assert there["SCENES"] == 24
    assert {r["class_code"] for r in support.table(there["OUTPUT"])} <= set(CLASSES.values())


def test_what_a_scene_is_not_is_taken_and_what_is_unlike_gets_no_class(run, base, tmp_path):
    scenes = scenes_of(base)
    chosen = pick(scenes, 4)
    rows = [
        (point(s), {"kind": "Sea", "no": ""} if s["cluster"] == 1 else {"kind": "", "no": "Sea"})
        for s in chosen
    ]
    path = write_labels(tmp_path / "labels.gpkg", rows)
    made = run("classifyscenes", LABELS=path, CLASS_FIELD="kind", NOT_FIELD="no", INPUT=base,
               OUTPUT=tmp_path / "sea.gpkg")  # fmt: skip
    found = support.table(made["OUTPUT"])
    is_sea = [(r["class_code"] == "Sea") == (s["cluster"] == 1) for r, s in zip(found, scenes)]
    assert np.mean(is_sea) > 0.9
    assert {r["class_code"] for r in found} == {"Sea", None}
    assert sum(r["not_label"] == "Sea" for r in found) == 8
    kinds = [(point(s), {"kind": CLASSES[s["cluster"]]}) for s in chosen]
    path = write_labels(tmp_path / "kinds.gpkg", kinds)
    every = run("classifyscenes", LABELS=path, CLASS_FIELD="kind", INPUT=base,
                OUTPUT=tmp_path / "every.gpkg")  # fmt: skip
    assert every["UNCLASSIFIED"] == 0
    limit = float(np.median([r["similarity"] for r in support.table(every["OUTPUT"])]))
    made = run("classifyscenes", LABELS=path, CLASS_FIELD="kind", INPUT=base, SIMILARITY=limit,
               OUTPUT=tmp_path / "near.gpkg")  # fmt: skip
    near = support.table(made["OUTPUT"])
    assert made["UNCLASSIFIED"] == sum(r["class_code"] is None for r in near) > 50
    assert all((r["class_code"] is None) == (r["similarity"] < limit) for r in near)


def test_the_latest_label_of_a_scene_counts_and_it_is_said(run, base, tmp_path):
    from qgis.core import QgsProcessingFeedback

    chosen = pick(scenes_of(base), 4)
    rows = [(point(s), {"kind": CLASSES[s["cluster"]], "day": "2026-05-01"}) for s in chosen]
    early = (point(chosen[0]), {"kind": "Hill", "day": "2025-01-31"})
    far = ("POINT(10 10)", {"kind": "Hill", "day": "2026-05-01"})
    path = write_labels(tmp_path / "labels.gpkg", [*rows, early, far])
    for field, kind in (("day", "Sea"), ("", "Hill")):
        feedback = QgsProcessingFeedback(False)
        made = run("classifyscenes", feedback=feedback, LABELS=path, CLASS_FIELD="kind",
                   TIME_FIELD=field, INPUT=base, OUTPUT=tmp_path / "map.gpkg")  # fmt: skip
        (row,) = (r for r in support.table(made["OUTPUT"])
                  if r["scene_id"] == chosen[0]["scene_id"])  # fmt: skip
        assert row["class_code"] == kind
        assert "1 scene is labeled in several ways: of these" in feedback.textLog()
        assert "1 of 14 labels belong to no scene." in feedback.textLog()


KNOWN = {"LABELS": None, "CLASS_FIELD": "", "LABEL_MODEL": "{model}"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"CLASS_FIELD": ""}, "The field of the labels is missing"),
        ({"CLASS_FIELD": "none"}, "has no field 'none'"),
        ({"INPUT": None}, "There are no features"),
        ({"SCHEMA": "WorldCover"}, "has no class 'Hill'. It has: "),
        ({"LABELS": None}, "is of Labels (LABELS), which is missing. Give that, or leave"),
        ({"LABELS": None, "CLASS_FIELD": ""}, "Give either labels or a label model."),
        ({"LABEL_MODEL": "{model}"}, "Give either labels or a label model, and not both."),
        ({**KNOWN, "OUTPUT_MODEL": None}, "Make one with the algo"),
        (KNOWN, "There is no new label model to save where one is given."),
        ({"LABELS": "{one}"}, "All labels are of one class"),
        ({"LABELS": "{far}"}, "None of the 1 labels belongs to a scene"),
        ({"LABELS": "{empty}"}, "has no label. Fill in the field kind"),
        ({"LABELS": "{table}"}, "have neither a place on the map nor the number"),
        ({"LABELS": "{single}", "METHOD": "Linear discriminant"}, "needs two labels of a class"),
        ({"FEATURES": "{text}"}, "is not a file of features"),
    ],
)  # fmt: skip
def test_bad_labels_get_a_sentence_and_leave_nothing(
    run, base, labeled, three, tmp_path, changes, sentence
):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.said = []

        def reportError(self, text, fatal=False):
            self.said.append(text)

    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "text.parquet").write_text("This is a text.")
    chosen = pick(scenes_of(base), 1)
    files = {
        "{model}": three["CLUSTER_MODEL"],
        "{one}": lambda p: write_labels(p, [(point(s), {"kind": "Sea"}) for s in chosen]),
        "{far}": lambda p: write_labels(p, [("POINT(1 1)", {"kind": "Sea"})]),
        "{empty}": lambda p: write_labels(p, [(point(chosen[0]), {"kind": ""})]),
        "{table}": lambda p: write_labels(p, [(None, {"kind": "Sea"})], ogr.wkbNone, 0),
        "{single}": lambda p: write_labels(
            p, [(point(s), {"kind": CLASSES[s["cluster"]]}) for s in chosen]
        ),
        "{text}": str(tmp_path / "text.parquet"),
    }
    given = {
        "LABELS": labeled, "CLASS_FIELD": "kind", "INPUT": base,
        "OUTPUT_MODEL": folder / "a.npz", **changes,
    }  # fmt: skip
    for key, value in given.items():
        made = files.get(value, value) if isinstance(value, str) else value
        given[key] = made(tmp_path / "given.gpkg") if callable(made) else made
    feedback = Feedback()
    with pytest.raises(QgsProcessingException) as raised:
        run("classifyscenes", feedback=feedback, OUTPUT=folder / "a.gpkg", **given)
    assert sentence in " ".join([str(raised.value), *feedback.said])
    assert list(folder.iterdir()) == []


def test_a_learning_curve_goes_into_a_table_and_a_report(run, base, tmp_path):
    rows = [(point(s), {"kind": CLASSES[s["cluster"]]}) for s in pick(scenes_of(base), 12)]
    path = write_labels(tmp_path / "labels.gpkg", rows)
    files = {"OUTPUT": tmp_path / "curve.csv", "OUTPUT_HTML": tmp_path / "r.html"}
    made = run("learningcurve", LABELS=path, CLASS_FIELD="kind", INPUT=base, REPEATS=2,
               WANTED=0.8, **files)  # fmt: skip
    found = support.table(made["OUTPUT"])
    whole = [row for row in found if not row["class"]]
    assert made["LABELED"] == 36
    assert float(whole[-1]["accuracy"]) == pytest.approx(made["ACCURACY"])
    assert made["LOW"] <= made["ACCURACY"] <= made["HIGH"]
    assert {row["class"] for row in found} == {"", *CLASSES.values()}
    assert int(whole[0]["labels"]) == 3
    assert made["ACCURACY"] > 0.8
    assert made["NEEDED"] < 36
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "The wanted accuracy of 80.0% is reached with 36 labels." in text


def test_too_few_labels_make_no_curve(run, base, tmp_path):
    from qgis.core import QgsProcessingException

    chosen = pick(scenes_of(base), 1)
    rows = [(point(s), {"kind": CLASSES[s["cluster"]]}) for s in chosen]
    path = write_labels(tmp_path / "labels.gpkg", rows)
    with pytest.raises(QgsProcessingException, match="takes two classes with two labels each"):
        run("learningcurve", LABELS=path, CLASS_FIELD="kind", INPUT=base,
            OUTPUT=tmp_path / "c.csv", OUTPUT_HTML=tmp_path / "r.html")  # fmt: skip
    assert not (tmp_path / "c.csv").exists()
    assert not (tmp_path / "r.html").exists()


def test_suggestions_are_labeled_by_their_form_and_lead_to_the_next(run, base, tmp_path):
    from qgis.core import QgsVectorLayer

    truth = {s["scene_id"]: CLASSES[s["cluster"]] for s in scenes_of(base)}
    made = run("suggestlabels", INPUT=base, NUMBER=9, OUTPUT=tmp_path / "first.gpkg")
    assert (made["SCENES"], made["LABELED"]) == (9, 0)
    layer = QgsVectorLayer(made["OUTPUT"], "labels", "ogr")
    names = [field.name() for field in layer.fields()]
    rows = support.table(made["OUTPUT"])
    assert [row["rank"] for row in rows] == list(range(1, 10))
    assert all(row["reason"].startswith("typical of a group of ") for row in rows)
    assert {(row["class_code"], row["not_class"], row["labeled_at"]) for row in rows} == {
        (None, None, None)
    }
    shapes = {f["scene_id"]: f.geometry().asWkt() for f in QgsVectorLayer(
        str(base), "scenes", "ogr").getFeatures()}  # fmt: skip
    # Somebody fills in the form: it notes when.
    assert layer.startEditing()
    for feature in layer.getFeatures():
        assert feature.geometry().asWkt() == shapes[feature["scene_id"]]
        kind = truth[feature["scene_id"]]
        layer.changeAttributeValue(feature.id(), names.index("class_code"), kind)
    assert layer.commitChanges()
    definition = layer.defaultValueDefinition(names.index("labeled_at"))
    assert definition.applyOnUpdate()
    assert "now()" in definition.expression()
    labels = {"LABELS": made["OUTPUT"], "CLASS_FIELD": "class_code", "NOT_FIELD": "not_class",
              "TIME_FIELD": "labeled_at"}  # fmt: skip
    mapped = run("classifyscenes", INPUT=base, OUTPUT=tmp_path / "map.gpkg", **labels)
    found = {row["scene_id"]: row["class_code"] for row in support.table(mapped["OUTPUT"])}
    assert np.mean([found[n] == kind for n, kind in truth.items()]) > 0.9
    again = run("suggestlabels", INPUT=base, NUMBER=6, MOST_OF_CLASS=2,
                OUTPUT=tmp_path / "next.gpkg", **labels)  # fmt: skip
    assert (again["SCENES"], again["LABELED"]) == (6, 9)
    new = support.table(again["OUTPUT"])
    assert not {row["scene_id"] for row in new} & {row["scene_id"] for row in rows}
    assert all(
        " or " in row["reason"] or row["reason"].startswith("unlike all that") for row in new
    )


def test_labels_that_a_map_was_made_of_do_not_tell_how_right_it_is(run, base, labeled, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    made = run("classifyscenes", LABELS=labeled, CLASS_FIELD="kind", INPUT=base,
               OUTPUT=tmp_path / "map.gpkg")  # fmt: skip
    rows = support.table(made["OUTPUT"])
    scenes = scenes_of(base)
    others = [s for s, r in zip(scenes, rows) if not r["label"]][::5]
    # Half of the other labels are wrong, which those of the map cannot make up for.
    given = [
        (point(s), {"kind": CLASSES[s["cluster"]] if n % 2 else "Elsewhere"})
        for n, s in enumerate(others)
    ]
    own = [(point(s), {"kind": r["label"]}) for s, r in zip(scenes, rows) if r["label"]]
    both = write_labels(tmp_path / "both.gpkg", [*given, *own])
    feedback = QgsProcessingFeedback(False)
    found = run("assessaccuracy", feedback=feedback, INPUT=made["OUTPUT"], REFERENCE_LAYER=both,
                REFERENCE_FIELD="kind")  # fmt: skip
    assert found["SCENES"] == len(others)
    assert found["OVERALL"] <= 0.5
    assert "18 labeled scenes are left out, for the map was made of labels" in feedback.textLog()
    # Where there are no others, it is what they say of each other.
    for field in ("class_code", "class_name"):
        feedback = QgsProcessingFeedback(False)
        found = run("assessaccuracy", feedback=feedback, INPUT=made["OUTPUT"], MAP_FIELD=field,
                    REFERENCE_LAYER=labeled, REFERENCE_FIELD="kind")  # fmt: skip
        assert found["SCENES"] == 18
        assert found["OVERALL"] == pytest.approx(made["ACCURACY"])
        assert "Cross-validated by blocks: the map was made of labels" in feedback.textLog()
    single = {s["cluster"]: (point(s), {"kind": CLASSES[s["cluster"]]}) for s in others}
    few = write_labels(tmp_path / "few.gpkg", list(single.values()))
    run("classifyscenes", LABELS=few, CLASS_FIELD="kind", INPUT=base,
        OUTPUT=tmp_path / "few_map.gpkg")  # fmt: skip
    with pytest.raises(QgsProcessingException, match="cannot tell how right it is. Label others"):
        run("assessaccuracy", INPUT=tmp_path / "few_map.gpkg", REFERENCE_LAYER=few,
            REFERENCE_FIELD="kind")  # fmt: skip

"""From clusters to classes and products, without QGIS: mappings, lattices, rasters, likeness."""

from __future__ import annotations

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import (
    DataFileError,
    OutputError,
    SceneError,
    SchemaError,
)
from rs_deepcluster_plugin.core.classes import assign as mapping
from rs_deepcluster_plugin.core.classes import legend
from rs_deepcluster_plugin.core.classes.class_raster import (
    Drawing,
    band_statistics,
    drawing_order,
    write_class_map,
)
from rs_deepcluster_plugin.core.classes.schema import Schema, SchemaClass
from rs_deepcluster_plugin.core.classes.schema_files import load_schema
from rs_deepcluster_plugin.core.features import similarity
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.blocks import area_of
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.rectangles import find_rectangles

WOODS = Schema(
    "Woods",
    (
        SchemaClass("3", "Forest", "#00ff00"),
        SchemaClass("31", "Forest", "#00aa00", parent="3"),
        SchemaClass("07", "Water, salt", "#0000ff"),
        SchemaClass("8", "Rock"),
        SchemaClass("9", "rock"),
    ),
)


def columns(clusters, codes=None, names=None, sources=None, edited=None):
    count = len(clusters)

    def texts(values):
        return np.array(values or [""] * count, dtype=object)

    return {
        "fid": np.arange(1, count + 1),
        "cluster": np.array(clusters),
        "edited_cluster": np.array(edited or [0] * count),
        "class_code": texts(codes),
        "class_name": texts(names or codes),
        "class_source": texts(sources),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1=311,2=311,3=112", {1: "311", 2: "311", 3: "112"}),
        (" 1 = a ;2=b\n 3=c,\n4= ", {1: "a", 2: "b", 3: "c", 4: ""}),
        ("1=Roads, rails,2=<b>'\"</b>", {1: "Roads, rails", 2: "<b>'\"</b>"}),
        ("4=", {4: ""}),
        ("4=,5=x", {4: "", 5: "x"}),
    ],
)
def test_a_mapping_is_read(text, found):
    assert mapping.parse_mapping(text) == {n: (code, "") for n, code in found.items()}


@pytest.mark.parametrize("text", ["", "311", "1=311,2", "one=311", "1:311", "1=a;b", "-1=3", "=3"])
def test_what_is_no_mapping_is_shown(text):
    with pytest.raises(SchemaError, match=r"cluster=class\. Write it as 1=311"):
        mapping.parse_mapping(text)


def test_a_cluster_that_is_named_twice_is_refused():
    with pytest.raises(SchemaError, match="Cluster 2 is named twice"):
        mapping.parse_mapping("2=a,1=b,2=a")
    with pytest.raises(SchemaError, match="Cluster 2 is named twice"):
        mapping.mapping_of_rows([("2", "a", None), (2.0, "a", None)])


def test_rows_of_a_table_are_read_as_spreadsheets_leave_them():
    rows = [(1, 311.0, None), ("2.0", None, " Water,  salt"), (3, "", ""), ("4", "'=8", "'-x")]
    assert mapping.mapping_of_rows(rows) == {
        1: ("311", ""),
        2: ("", "Water, salt"),
        4: ("=8", "-x"),
    }
    with pytest.raises(SchemaError, match="Row 2.*'x'.*not a number"):
        mapping.mapping_of_rows([(1, "a", ""), ("x", "b", "")])
    with pytest.raises(SchemaError, match="No row of the table has a class"):
        mapping.mapping_of_rows([(1, None, None)])


def test_classes_are_found_by_code_by_name_and_without_leading_zeros():
    labels = mapping.parse_mapping("1=3,2=forest,3=7,4=WATER, SALT,5=,6=07")
    codes = {n: c and c.code for n, c in mapping.resolve(labels, WOODS).items()}
    # Of a class and its parent with one name, the class is meant.
    assert codes == {1: "3", 2: "31", 3: "07", 4: "07", 5: None, 6: "07"}


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        (("32", ""), r"Woods has no class '32'\. The nearest are: 31 \(Forest\), 3 \("),
        (("Wather", ""), r"The nearest are: 07 \(Water, salt\)"),
        (("zzzz", ""), r"no class 'zzzz'\. It has: 3 \(Forest\), .*\)\. Name one of its"),
        (("Rock", ""), r"name of several classes.*8, 9\. Give the code"),
        (("8", "Forest"), r"Cluster 5 has the class 8 \(Rock.*the name 'Forest'\. Clear"),
    ],
)
def test_a_class_that_is_not_clear_gets_a_sentence(label, sentence):
    with pytest.raises(SchemaError, match=sentence):
        mapping.resolve({5: label}, WOODS)


def test_names_of_corine_are_those_of_its_finest_classes():
    found = mapping.resolve({1: ("Pastures", ""), 2: ("Continuous urban fabric", "")},
                            load_schema("CORINE"))  # fmt: skip
    assert [entry.code for entry in found.values()] == ["231", "111"]


def test_without_a_schema_the_texts_become_classes_which_grow():
    first = mapping.own_schema(mapping.parse_mapping("1=Sea,2=Town,3=sea,4="), None)
    assert [(c.code, c.name) for c in first.classes] == [("Sea", "Sea"), ("Town", "Town")]
    second = mapping.own_schema({5: ("9", "Dunes"), 6: ("", "town"), 7: ("9", "")}, first)
    assert second.classes[:2] == first.classes
    assert (second.classes[2].code, second.classes[2].name) == ("9", "Dunes")
    assert len({c.color for c in second.classes}) == len(second.classes) == 3
    codes = [c.code for c in mapping.resolve({6: ("", "town"), 7: ("9", "")}, second).values()]
    assert codes == ["Town", "9"]
    with pytest.raises(SchemaError, match="9 has two names, 'Dunes' and 'Sand'"):
        mapping.own_schema({1: ("9", "Sand")}, second)


def assigned(found, keep=True, replace=False, **classes):
    given = {int(k[1:]): WOODS.get(v) if v else None for k, v in classes.items()}
    changes = mapping.assign(found, given, keep, replace)
    after = found["class_code"].copy()
    fids, values = changes["class_code"]
    after[fids - 1] = values
    sources = found["class_source"].copy()
    sources[changes["class_source"][0] - 1] = changes["class_source"][1]
    return after.tolist(), sources.tolist()


def test_current_clusters_get_their_classes_and_corrections_stay():
    found = columns([1, 1, 2, 3, 0], ["", "8", "9", "9", ""], None, ["", "scene", "cluster",
                    "smoothed", ""], [0, 0, 1, 0, 0])  # fmt: skip
    labeled = {**found, "class_source": np.where(found["class_source"] == "scene", "label", "")}
    assert assigned(labeled, c1="3")[0][:3] == ["3", "8", "3"]
    codes, sources = assigned(found, c1="3")
    assert codes == ["3", "8", "3", "9", ""]
    assert sources == ["cluster", "scene", "cluster", "smoothed", ""]
    codes, sources = assigned(found, keep=False, c1="3", c3="")
    assert codes == ["3", "3", "3", "", ""]
    assert sources == ["cluster", "cluster", "cluster", "", ""]
    codes, _ = assigned(found, replace=True, c3="3")
    assert codes == ["", "8", "", "3", ""]


def test_another_schema_is_refused_while_classes_of_the_old_one_stay():
    found = columns([1, 2, 3], ["3", "8", "x"], ["Forest", "Stone", "X"])
    changes = mapping.assign(found, {3: WOODS.get("3")}, True, False)
    with pytest.raises(SchemaError, match=r"not those of the schema Woods: 8\. Name all clusters"):
        mapping.keep_replaced_classes(found, changes, Schema("Old", WOODS.classes), WOODS)
    # The same schema with another name for a class changes the names.
    fids, names = mapping.keep_replaced_classes(found, changes, WOODS, WOODS)["class_name"]
    assert dict(zip(fids.tolist(), names.tolist())) == {3: "Forest", 2: "Rock"}


def test_classes_of_a_map_come_in_the_schemas_order_and_keep_their_codes_as_values():
    schema = load_schema("CORINE")
    found = columns([1, 2, 3, 4, 0], ["311", "112", "", "311", ""], ["F", "U", "", "F", ""])
    classes, places = legend.classes_of_scenes(found, schema)
    assert [(c.value, c.code) for c in classes] == [(112, "112"), (311, "311"), (526, "cluster 3")]
    assert classes[1].color == schema.get("311").color
    assert places.tolist() == [1, 0, 2, 1, -1]


def test_clusters_without_any_class_are_their_numbers():
    classes, places = legend.classes_of_scenes(columns([2, 7, 0], edited=[0, 5, 0]), WOODS)
    assert [(c.value, c.code, c.name) for c in classes] == [
        (2, "2", "Cluster 2"),
        (5, "5", "Cluster 5"),
    ]
    assert places.tolist() == [0, 1, -1]


def test_codes_that_are_no_numbers_count_through_the_schema():
    schema = Schema("Letters", (SchemaClass("A1", "a"), SchemaClass("B2", "b")))
    classes, _ = legend.classes_of_scenes(columns([1, 2], ["B2", "odd"], ["b", "Odd one"]), schema)
    assert [(c.value, c.name) for c in classes] == [(2, "b"), (3, "Odd one")]
    classes, places = legend.classes_of_texts(np.array(["10", "", "9"], dtype=object))
    assert [(c.value, c.code) for c in classes] == [(9, "9"), (10, "10")]
    assert places.tolist() == [1, -1, 0]


def test_zero_is_a_class_where_the_schema_has_it():
    made = [legend.MapClass(v, str(v), "", "#000000") for v in (8, 0)]
    ordered, nodata = legend.raster_values(made)
    assert ([c.value for c in ordered], nodata) == ([0, 8], 255)
    assert legend.raster_values([made[0]])[1] == 0
    assert legend.raster_values([made[1], legend.MapClass(255, "", "", "#000000")])[1] == 65_535
    with pytest.raises(OutputError, match="0 classes"):
        legend.raster_values([])


def cells(rows, cols, size=10.0, stride=None, matrix=((1, 0), (0, -1)), at=(1000.0, 2000.0)):
    """WKB of a grid of scenes, in reading order."""
    import shapely

    stride = stride or size
    found = []
    for row in range(rows):
        for col in range(cols):
            x, y = col * stride, row * stride
            ring = np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])
            found.append(shapely.to_wkb(shapely.Polygon(ring @ np.array(matrix).T + at)))
    return found


def area_by_value(lattice, painted):
    sizes = np.outer(np.diff(lattice.ys), np.diff(lattice.xs))
    inside = painted >= 0
    return dict(enumerate(np.bincount(painted[inside], sizes[inside])))


def test_cells_have_the_values_of_their_scenes():
    rng = np.random.default_rng(3)
    values = rng.integers(-1, 3, 12 * 9)
    lattice = find_rectangles(cells(12, 9))
    assert (len(lattice.xs), len(lattice.ys), lattice.frame) == (10, 13, None)
    painted = lattice.paint(values, np.flatnonzero(values >= 0))
    assert area_by_value(lattice, painted) == {
        v: pytest.approx(100 * (values == v).sum()) for v in range(3)
    }
    assert painted[::-1].ravel().tolist() == values.tolist()  # rows from below


def test_where_scenes_overlap_the_last_one_is_on_top():
    lattice = find_rectangles(cells(1, 3, size=10, stride=6))
    painted = lattice.paint(np.array([0, 1, 2]), np.array([1, 0, 2]))
    assert painted.tolist() == [[0, 0, 1, 2, 2]]
    assert area_by_value(lattice, painted) == {0: 100, 1: 20, 2: 100}


def test_a_turned_grid_lies_on_a_lattice_of_its_own():
    turn = ((0.8, 0.6), (0.6, -0.8))
    lattice = find_rectangles(cells(3, 4, size=10, stride=5, matrix=turn))
    assert (len(lattice.xs), len(lattice.ys)) == (6, 5)
    a, b, c, d, e, f = lattice.frame
    x, y = lattice.xs[2], lattice.ys[1]
    place = (a * x + c * y + e, b * x + d * y + f)
    assert place == pytest.approx((1000 + 0.8 * 10 + 0.6 * 5, 2000 + 0.6 * 10 - 0.8 * 5))


def test_scenes_that_are_no_grid_have_no_lattice():
    import shapely

    square, other = cells(1, 2)
    triangle = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 0), (0, 1)]))
    bow = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    for odd in (triangle, bow, b"", cells(1, 1, matrix=((0.8, 0.6), (0.6, -0.8)))[0]):
        assert find_rectangles([square, odd]) is None
    assert find_rectangles([]) is None
    double = shapely.to_wkb(shapely.MultiPolygon([shapely.from_wkb(other)]))
    assert find_rectangles([square, double]).places.tolist() == [[0, 0, 1, 1], [1, 0, 2, 1]]


@pytest.fixture
def raster_of(write_tif):
    def made(values, **options):
        return Raster(write_tif(values, **options), range(1, len(values) + 1))

    return made


def drawing(area, shapes, values, order=None):
    packed = np.empty(len(shapes), dtype=object)
    packed[:] = shapes
    return Drawing(area, packed, np.array(values), np.arange(len(shapes)) if order is None
                   else np.array(order))  # fmt: skip


def on_raster(rows, cols, size, stride=None):
    return cells(rows, cols, 10.0 * size, 10.0 * (stride or size), at=(500_000, 5_000_000))


@pytest.mark.parametrize("block", [7, 1024])
@pytest.mark.parametrize("kind", ["boxes", "polygons"])
def test_scenes_are_drawn_the_same_in_any_blocks(raster_of, block, kind):
    import shapely

    shapes = on_raster(4, 5, 8, 6)
    if kind == "polygons":  # a corner of no pixel
        shapes = [
            shapely.to_wkb(shapely.Polygon([*shapely.from_wkb(s).exterior.coords[:3],
                           *[(x + 1, y) for x, y in shapely.from_wkb(s).exterior.coords[3:4]]]))
            for s in shapes
        ]  # fmt: skip
    values = np.arange(20) % 7
    values[3] = -1
    with raster_of(np.ones((1, 28, 31), np.uint8)) as raster:
        drawn = drawing(area_of(raster), shapes, values)
        whole = drawn((0, 0, 31, 28))
        area = area_of(raster, block=block)
        pieces = np.full((28, 31), -9)
        for col, row, width, height in area.windows():
            pieces[row : row + height, col : col + width] = drawn((col, row, width, height))
    np.testing.assert_array_equal(pieces, whole)
    expected = np.full((28, 31), -1)
    for place, value in enumerate(values):
        row, col = divmod(place, 5)
        if value >= 0:
            expected[6 * row : 6 * row + 8, 6 * col : 6 * col + 8] = value
    if kind == "boxes":
        np.testing.assert_array_equal(whole, expected)
    else:
        assert (whole == expected).mean() > 0.99


def test_scenes_elsewhere_are_refused(raster_of):
    with (
        raster_of(np.ones((1, 8, 8), np.uint8)) as raster,
        pytest.raises(SceneError, match="None of the scenes is on the raster"),
    ):
        drawing(area_of(raster), cells(1, 1), [0])


def test_the_most_probable_scene_is_drawn_last():
    assert drawing_order(np.array([0.9, np.nan, 0.2])).tolist() == [1, 2, 0]


def test_a_class_map_has_colors_names_and_counts(raster_of, tmp_path):
    from xml.etree import ElementTree

    import rasterio

    path = tmp_path / "classes.tif"
    classes = [
        legend.MapClass(311, "311", '<Forest> & "co"', "#00ff00"),
        legend.MapClass(112, "112", "Town", "#ff0000"),
    ]
    with raster_of(np.ones((1, 20, 30), np.uint8)) as raster:
        area = area_of(raster, block=16)
        drawn = drawing(area, on_raster(2, 2, 10), [0, 1, 1, -1])
        found = write_class_map(path, area, drawn, classes)
    assert [(c.value, c.pixels) for c in found] == [(112, 200), (311, 100)]
    with rasterio.open(path) as made:
        band = made.read(1)
        assert (made.nodata, made.dtypes[0], made.profile["tiled"]) == (0, "uint16", True)
        assert made.colormap(1)[112] == (255, 0, 0, 255)
        assert made.transform.to_gdal() == (500_000, 10, 0, 5_000_000, 0, -10)
    assert band[:10, :10].tolist() == [[311] * 10] * 10
    assert not band[10:, 10:].any()
    rows = ElementTree.parse(f"{path}.aux.xml").findall(".//Row")
    cells_of = [[cell.text for cell in row] for row in rows]
    assert cells_of == [
        ["112", "Town", "200", "255", "0", "0"],
        ["311", '<Forest> & "co"', "100", "0", "255", "0"],
    ]


def test_band_statistics_are_those_of_the_valid_pixels_of_a_group(raster_of):
    rng = np.random.default_rng(5)
    values = rng.normal(1e6, 3, (2, 24, 36)).astype(np.float32)
    values[0, 3, 4] = np.nan
    groups = [0, 1, 0, 2, 1, -1]
    with raster_of(values) as raster:
        area = area_of(raster, block=10)
        found = band_statistics(area, drawing(area, on_raster(2, 3, 12), groups), 4)
    for band in range(2):
        for group in range(3):
            parts = [
                values[band, 12 * (i // 3) : 12 * (i // 3) + 12, 12 * (i % 3) : 12 * (i % 3) + 12]
                for i in range(6)
                if groups[i] == group
            ]
            pixels = np.concatenate(parts, axis=None).astype(np.float64)
            pixels = pixels[np.isfinite(pixels)]
            assert found.means[group, band] == pytest.approx(pixels.mean(), rel=1e-12)
            assert found.deviations[group, band] == pytest.approx(pixels.std(), rel=1e-6)
    assert np.isnan(found.means[3]).all()


@pytest.fixture
def vectors():
    return np.random.default_rng(1).normal(size=(3000, 12)).astype(np.float32)


@pytest.mark.parametrize("comparison", similarity.COMPARISONS)
def test_the_most_similar_scenes_are_found_over_all_blocks(features_file, vectors, comparison):
    vectors[70] = np.nan
    file = features_file(vectors, part_dims=(4, 8), block=512)
    normalizer = similarity.normalizer_of(file)
    present = np.isfinite(vectors).all(axis=1)
    expected = Normalizer.fit(vectors[present], (4, 8))
    np.testing.assert_array_equal(normalizer.mean, expected.mean)
    ids = file.cells()[0]
    examples = [int(ids[place]) for place in (5, 900, 2500)]
    found = similarity.find_similar(
        file, similarity.vectors_of(file, examples), normalizer, comparison, 40, -1, examples
    )
    unit = normalizer(vectors)
    scores = unit @ unit[[5, 900, 2500]].T
    scores = scores.mean(axis=1) if comparison == "mean" else scores.max(axis=1)
    scores[[5, 70, 900, 2500]] = -np.inf
    best = np.argsort(-scores, kind="stable")[:40]
    np.testing.assert_allclose(found.similarities, scores[best], atol=1e-6)
    assert set(found.scene_ids.tolist()) == set(ids[best].tolist())
    few = similarity.find_similar(
        file, similarity.vectors_of(file, examples), normalizer, comparison, 40,
        float(scores[best[9]]) - 1e-6, examples,
    )  # fmt: skip
    assert len(few.scene_ids) == 10


def test_scenes_that_are_more_like_a_counterexample_are_left_out(features_file, vectors):
    file = features_file(vectors, part_dims=(4, 8), block=512)
    normalizer = similarity.normalizer_of(file)
    ids = file.cells()[0]
    found = similarity.find_similar(
        file, vectors[[5]], normalizer, "nearest", 3000, -1, unlike=vectors[[900, 2500]]
    )
    unit = normalizer(vectors)
    kept = unit @ unit[5] >= (unit @ unit[[900, 2500]].T).max(axis=1)
    assert set(found.scene_ids.tolist()) == set(ids[kept].tolist())
    assert 300 < kept.sum() < 1700


def test_examples_that_are_not_there_or_empty_are_refused(features_file, vectors):
    vectors[3] = np.nan
    file = features_file(vectors[:50])
    ids = file.cells()[0].tolist()
    with pytest.raises(SceneError, match="1 of the scenes are not in .*: 99999"):
        similarity.vectors_of(file, [ids[0], 99999])
    with pytest.raises(SceneError, match="None of the scenes chosen has features"):
        similarity.vectors_of(file, [ids[3]])


def test_mean_vectors_are_those_of_groups(features_file, vectors):
    file = features_file(vectors, block=700)
    assert isinstance(file, SceneFile)
    groups = np.random.default_rng(2).integers(0, 5, 3000)
    groups[groups == 3] = 5
    means = similarity.mean_vectors(file, file.cells()[0][::-1], groups[::-1])
    unit = similarity.normalizer_of(file)(vectors)
    for group in (0, 1, 2, 4, 5):
        np.testing.assert_allclose(means[group], unit[groups == group].mean(axis=0), atol=1e-6)
    assert np.isnan(means[3]).all()
    nearest, cosines = similarity.nearest_by_cosine(means)
    assert nearest[3] == -1
    assert np.isnan(cosines[3])
    one, other = means[0], means[nearest[0]]
    assert cosines[0] == pytest.approx(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    with pytest.raises(SceneError, match="None of the layer's scenes is in"):
        similarity.mean_vectors(file, np.array([10**9]), np.array([0]))


def test_features_of_other_scenes_with_the_same_numbers_are_refused(features_file, vectors):
    file = features_file(vectors[:50])
    cells = file.cells()
    similarity.refuse_other_scenes(file, *(part[::-1][:20] for part in cells))
    similarity.refuse_other_scenes(
        file, np.append(cells[0], 10**9), *(np.append(c, 7) for c in cells[1:])
    )
    nothing = np.zeros(50, dtype=np.int64)
    similarity.refuse_other_scenes(
        file, cells[0], nothing, nothing
    )  # a layer without rows and columns
    for moved in ((cells[1] + 1, cells[2]), (cells[1], cells[2][::-1])):
        with pytest.raises(DataFileError, match="holds the features of other scenes: 50 of the"):
            similarity.refuse_other_scenes(file, cells[0], *moved)
    # Two maps of grids of one size that were merged: all rows and columns are as they were.
    merged = [np.concatenate([part, part]) for part in cells]
    said = f"Several scenes of the layer have the number {cells[0].min()}"
    with pytest.raises(DataFileError, match=said):
        similarity.refuse_other_scenes(file, *merged)


def test_the_nearest_cluster_by_distance():
    centers = np.array([[0.0, 0], [3, 4], [0, 1], [np.nan, 0]])
    places, distances = similarity.nearest_by_distance(centers)
    assert places.tolist() == [2, 2, 0, -1]
    assert distances[:3].tolist() == pytest.approx([1, np.hypot(3, 3), 1])
    assert similarity.nearest_by_distance(centers[:1])[0].tolist() == [-1]

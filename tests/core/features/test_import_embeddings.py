from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from rasterio.crs import CRS

from rs_deepcluster_plugin.core.base.errors import DataFileError, RasterError, SceneError
from rs_deepcluster_plugin.core.features.embedding_tables import open_table
from rs_deepcluster_plugin.core.features.import_embeddings import (
    ImportSettings,
    import_raster,
    import_table,
    named_model,
)
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.blocks import open_pixels
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, grid_of_polygons, make_grid

COUNT, DIMS = 40, 12
BOXES = shapely.box(*(np.arange(COUNT) * 320.0, np.zeros(COUNT)),
                    *(np.arange(COUNT) * 320.0 + 320, np.full(COUNT, 320.0)))  # fmt: skip
UTM = CRS.from_epsg(32633).to_dict(projjson=True)


def vectors_of_a_model(count=COUNT, dims=DIMS, seed=0):
    return np.random.default_rng(seed).normal(size=(count, dims))


def fixed(values, kind=None):
    flat = pa.array(np.asarray(values).ravel())
    return pa.FixedSizeListArray.from_arrays(flat.cast(kind) if kind else flat, values.shape[1])


@pytest.fixture
def write_table(tmp_path):
    """Write GeoParquet as others do; returns its path."""

    def write(vectors, column="embedding", shapes=BOXES, geometry=None, encoding="WKB", crs=UTM,
              metadata=None, **columns):  # fmt: skip
        names = {column: vectors, **columns}
        if geometry is None:
            geometry = pa.array(list(shapely.to_wkb(shapes)), type=pa.binary())
        table = pa.table({**names, "geometry": geometry})
        about = {"encoding": encoding, "geometry_types": [], "crs": crs}
        if crs == "left out":
            del about["crs"]
        geo = {
            "version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about},
        }  # fmt: skip
        more = {k: json.dumps(v) for k, v in (metadata or {}).items()}
        path = tmp_path / "theirs.parquet"
        pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo), **more}), path)
        return path

    return write


@pytest.fixture
def imported(tmp_path, recorder):
    """Import a table; returns the features, and all vectors (n, d) and geometries (n,) in them."""

    def run(path, crs="", column="", scale_column="", **settings):
        how = ImportSettings(
            **{"model": "theirs 1", "column": column, "scale_column": scale_column, **settings}
        )
        out = tmp_path / "features.parquet"
        with open_table(path, column, scale_column) as table:
            import_table(table, how, crs, out, recorder)
        file = SceneFile(out, "features")
        blocks = list(file.blocks())
        return (
            file,
            np.concatenate([block.vectors for block in blocks]),
            np.concatenate([block.geometries for block in blocks]),
        )

    return run


@pytest.mark.parametrize("kind", ["float16", "float32", "float64", "int8"])
@pytest.mark.parametrize("layout", ["fixed", "list", "large_list"])
def test_vectors_of_any_type_and_layout_arrive(write_table, imported, kind, layout):
    values = (20 * vectors_of_a_model()).round().astype(kind)
    column = fixed(values)
    if layout != "fixed":
        item = pa.from_numpy_dtype(values.dtype)
        column = column.cast(getattr(pa, f"{layout}_" if layout == "list" else layout)(item))
    file, found, shapes = imported(write_table(column))
    np.testing.assert_array_equal(found, values.astype(np.float32))
    assert (file.dims, file.count) == (DIMS, COUNT)
    assert shapely.equals(shapely.from_wkb(shapes), BOXES).all()
    assert CRS.from_wkt(file.provenance.crs_wkt).to_epsg() == 32633
    assert file.provenance.foreign == "table"
    assert file.provenance.model == "theirs 1"


@pytest.mark.parametrize("name", ["embeddings", "feature", "vector"])
def test_usual_names_are_found_among_other_lists(write_table, imported, name):
    values = vectors_of_a_model()
    path = write_table(fixed(values), name, other=fixed(values[:, :3]))
    np.testing.assert_array_equal(imported(path)[1], values.astype(np.float32))


def test_of_several_unknown_lists_one_has_to_be_named(write_table, imported):
    values = vectors_of_a_model()
    path = write_table(fixed(values), "mine", other=fixed(values[:, :3]))
    with pytest.raises(DataFileError, match="several columns .*: mine, other. Name the one"):
        imported(path)
    np.testing.assert_array_equal(imported(path, column="other")[1], values[:, :3].astype("f4"))
    with pytest.raises(DataFileError, match="has no column 'none'. Choose one of: mine, other"):
        imported(path, column="none")
    with pytest.raises(DataFileError, match="'geometry' of .* does not hold vectors"):
        imported(path, column="geometry")


def test_a_column_for_each_number_is_a_vector_in_the_order_of_the_numbers(write_table, imported):
    values = vectors_of_a_model(dims=64)
    names = [f"A{place:02}" for place in range(64)]
    shuffled = np.random.default_rng(1).permutation(64)
    columns = {names[place]: values[:, place] for place in shuffled}
    path = write_table(pa.array([f"id {n}" for n in range(COUNT)]), "id", **columns)
    file, found, _ = imported(path, model="")
    np.testing.assert_array_equal(found, values.astype(np.float32))
    assert "AlphaEarth" in file.provenance.model


def test_other_columns_become_attributes(write_table, imported):
    path = write_table(
        fixed(vectors_of_a_model()),
        id=[f"tile {n}" for n in range(COUNT)],
        date=[datetime.date(2024, 5, 1)] * COUNT,
        cloud=[None, float("nan"), *[0.5] * (COUNT - 2)],
        scene_id=range(COUNT),
        thumbnail=[b"\x00"] * COUNT,
    )
    block = next(imported(path)[0].blocks())
    first = [json.loads(text) for text in block.attributes[:3]]
    assert first == [
        {"id": "tile 0", "date": "2024-05-01", "cloud": None},
        {"id": "tile 1", "date": "2024-05-01", "cloud": None},
        {"id": "tile 2", "date": "2024-05-01", "cloud": 0.5},
    ]
    assert block.scene_ids.tolist() == list(range(1, COUNT + 1))


@pytest.mark.parametrize("interleaved", [False, True])
@pytest.mark.parametrize("kind", ["polygon", "multipolygon"])
def test_geometries_in_geoarrow_are_the_same_polygons(write_table, imported, kind, interleaved):
    holed = [box.difference(box.centroid.buffer(20)) for box in BOXES]
    if kind == "multipolygon":
        holed = [shapely.MultiPolygon([shape, shapely.box(0, 900, 1, 901)]) for shape in holed]
    _, places, offsets = shapely.to_ragged_array(holed)
    level = pa.StructArray.from_arrays([pa.array(c) for c in places.T], ["x", "y"])
    if interleaved:
        level = pa.FixedSizeListArray.from_arrays(pa.array(places.ravel()), 2)
    for own in offsets:
        level = pa.ListArray.from_arrays(pa.array(own, pa.int32()), level)
    # A slice, and a row without a geometry in the middle.
    level = pa.concat_arrays([level[3:10], pa.nulls(1, level.type), level[11:30]])
    path = write_table(fixed(vectors_of_a_model(27)), geometry=level, encoding=kind.lower())
    shapes = shapely.from_wkb(imported(path)[2])
    assert shapes[7] is None
    wanted = [*holed[3:10], None, *holed[11:30]]
    assert all(a is b is None or shapely.equals(a, b) for a, b in zip(shapes, wanted))


@pytest.mark.parametrize("native", [False, True])
def test_points_become_squares_as_wide_as_they_are_apart(write_table, imported, recorder, native):
    points = shapely.centroid(BOXES)
    geometry = None
    if native:
        x, y = shapely.get_coordinates(points).T
        geometry = pa.StructArray.from_arrays([pa.array(x), pa.array(y)], ["x", "y"])
    path = write_table(
        fixed(vectors_of_a_model()), shapes=points, geometry=geometry,
        encoding="point" if native else "WKB",
    )  # fmt: skip
    shapes = shapely.from_wkb(imported(path)[2])
    assert shapely.equals(shapes, BOXES).all()
    assert any("sides of 320 map units" in line for line in recorder.lines)
    smaller = shapely.from_wkb(imported(path, footprint=10.0)[2])
    np.testing.assert_allclose(shapely.area(smaller), 100)


def test_points_at_one_place_have_no_size(write_table, imported):
    path = write_table(fixed(vectors_of_a_model()), shapes=np.full(COUNT, shapely.Point(3, 4)))
    with pytest.raises(DataFileError, match="Give the side of scenes at points"):
        imported(path)


@pytest.mark.parametrize("wkb", [b"nonsense", shapely.to_wkb(shapely.Point(1e300, 0))])
def test_a_geometry_that_is_none_is_refused(write_table, imported, wkb):
    geometry = pa.array([*shapely.to_wkb(BOXES[1:]), wkb], type=pa.binary())
    with pytest.raises(DataFileError, match="A geometry of .* is damaged"):
        imported(write_table(fixed(vectors_of_a_model()), geometry=geometry))


def test_lines_are_no_scenes(write_table, imported):
    path = write_table(fixed(vectors_of_a_model()), shapes=shapely.boundary(BOXES))
    with pytest.raises(DataFileError, match="type LineString, and scenes are polygons or points"):
        imported(path)


def test_each_vector_is_multiplied_by_its_own_scale(write_table, imported):
    vectors = vectors_of_a_model()
    scales = np.abs(vectors).max(axis=1) / 127
    stored = np.round(vectors / scales[:, None]).astype(np.int8)
    path = write_table(fixed(stored), scale=scales)
    found = imported(path, scale_column="scale")[1]
    np.testing.assert_allclose(found, vectors, atol=scales.max())
    with pytest.raises(DataFileError, match="no column 'scales' of numbers to multiply"):
        imported(path, scale_column="scales")


def test_squared_whole_numbers_are_turned_back(write_table, imported):
    """OlmoEarth and AlphaEarth store round(127.5 sqrt|v|) with the sign of v."""
    vectors = vectors_of_a_model()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stored = np.clip(np.sqrt(np.abs(vectors)) * np.sign(vectors) * 127.5, -127, 127).round()
    stored = stored.astype(np.int8)
    stored[5, 3] = -128
    found = imported(write_table(fixed(stored)), quantization="squared")[1]
    assert np.isnan(found[5]).all()
    rest = np.arange(COUNT) != 5
    np.testing.assert_allclose(found[rest], vectors[rest], atol=0.009)
    with pytest.raises(DataFileError, match="real numbers .* not quantized"):
        imported(write_table(fixed(vectors)), quantization="squared")


def test_vectors_of_unequal_length_are_refused_by_their_row(write_table, imported):
    rows = [list(v) for v in vectors_of_a_model()]
    rows[16] = rows[16][:5]
    with pytest.raises(DataFileError, match="Row 17 .* of 5 numbers, and the first one has 12"):
        imported(write_table(pa.array(rows)))


def test_a_vector_that_says_nothing_makes_a_scene_without_features(write_table, imported, recorder):
    values = vectors_of_a_model()
    rows = [list(v) for v in values]
    rows[0], rows[7], rows[9], rows[11] = None, [0.0] * DIMS, [], [*rows[11][:-1], float("nan")]
    rows[13] = [*rows[13][:-1], float("inf")]
    file, found, _ = imported(write_table(pa.array(rows)))
    gone = [0, 7, 9, 11, 13]
    assert np.flatnonzero(np.isnan(found).all(axis=1)).tolist() == gone
    assert file.present().tolist() == [n for n in range(COUNT) if n not in gone]
    assert any(line.startswith("5 rows have no features") for line in recorder.lines)


def test_a_table_without_any_usable_vector_is_refused(write_table, imported, tmp_path):
    with pytest.raises(SceneError, match="None of the 40 vectors"):
        imported(write_table(fixed(np.zeros((COUNT, DIMS)))))
    assert not (tmp_path / "features.parquet").exists()


def test_a_reference_system_that_is_left_out_is_crs84_and_null_is_the_one_given(
    write_table, imported
):
    values = fixed(vectors_of_a_model())
    left_out = imported(write_table(values, crs="left out"))[0].provenance.crs_wkt
    assert "CRS84" in left_out
    own = CRS.from_epsg(25833).to_wkt()
    assert imported(write_table(values, crs=None), crs=own)[0].provenance.crs_wkt == own
    assert imported(write_table(values, crs=None))[0].provenance.crs_wkt == ""


def test_a_table_without_geometries_makes_scenes_without_a_place(tmp_path, imported):
    path = tmp_path / "plain.parquet"
    pq.write_table(pa.table({"embedding": fixed(vectors_of_a_model())}), path)
    assert set(imported(path)[2]) == {None}


def test_the_model_is_that_of_the_file_or_asked_for(write_table, imported):
    values = fixed(vectors_of_a_model())
    with pytest.raises(DataFileError, match="does not say which model .* Name it in Model"):
        imported(write_table(values), model="")
    earth_index = {"emb": {"version": "0.0.1", "model": {"id": "softcon", "version": "2.0.0"}}}
    one = imported(write_table(values, metadata=earth_index), model="")[0].provenance
    assert one.model == "softcon 2.0.0"
    two = imported(write_table(values), model="Softcon 2.0.0")[0].provenance
    assert one.identity == two.identity
    other = imported(write_table(values), model="softcon 2.1")[0].provenance
    assert one.identity != other.identity


def test_what_models_are_called_by_those_who_publish_them():
    assert named_model({"TESSERA_DATASET_VERSION": "v1.1"}) == "TESSERA v1.1"
    link = {"rel": "emb:model", "href": "https://example.org/clay-v1.5.json"}
    assert named_model({"stac": {"links": [link]}}) == link["href"]
    assert named_model({"geoemb:model": "https://example.org/olmo"}) == "https://example.org/olmo"
    assert named_model({"emb": {"model": {"href": "x"}}}) == "x"
    assert named_model({"emb": [1], "geo": {"version": "1.1.0"}}) == ""


@pytest.mark.parametrize(
    "text", ["[1.5, -2, 3e-1]", "(3:1.5,-2,0.3)", b"\0\0\xc0?\0\0\0\xc0\x9a\x99\x99>"]
)
def test_vectors_in_a_geopackage_are_json_or_bytes_or_what_gdal_wrote_before(
    tmp_path, imported, text
):
    """The other ways into a GeoPackage are tested where GDAL can write one."""
    path = tmp_path / "theirs.gpkg"
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        base.execute(
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT)"
        )
        base.execute("INSERT INTO gpkg_contents VALUES ('tiles', 'attributes')")
        base.execute("CREATE TABLE tiles (fid INTEGER PRIMARY KEY, embedding, name TEXT)")
        base.executemany("INSERT INTO tiles VALUES (?, ?, 'a')", [(n, text) for n in range(3)])
        base.execute("INSERT INTO tiles VALUES (9, NULL, 'b')")
    file, found, _ = imported(path)
    np.testing.assert_allclose(found[:3], [[1.5, -2, 0.3]] * 3, rtol=1e-6)
    assert file.present().tolist() == [0, 1, 2]
    block = next(file.blocks())
    assert json.loads(block.attributes[3]) == {"name": "b"}
    with (
        pytest.raises(DataFileError, match="no table 'other'. Choose one of: tiles"),
        open_table(path, table="other"),
    ):
        pass


def test_our_own_file_is_not_imported(features_file, imported):
    with pytest.raises(DataFileError, match="written by RS DeepCluster itself"):
        imported(features_file(vectors_of_a_model()).path)


@pytest.mark.parametrize("content", [b"", b"hello", b"PAR1 and nothing", b"SQLite format 3\0x"])
def test_files_that_are_none_are_refused_in_one_sentence(tmp_path, imported, content):
    path = tmp_path / "odd.parquet"
    path.write_bytes(content)
    with pytest.raises(DataFileError) as caught:
        imported(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(DataFileError, match="cannot be opened"):
        imported(tmp_path / "none.parquet")


def test_a_damaged_table_leaves_nothing_behind(write_table, imported, tmp_path):
    path = write_table(fixed(vectors_of_a_model(), pa.float32()))
    content = bytearray(path.read_bytes())
    content[4:900] = bytes(896)
    path.write_bytes(content)
    with pytest.raises(DataFileError, match="cannot be read to its end"):
        imported(path)
    assert not (tmp_path / "features.parquet").exists()


def test_memory_holds_a_few_blocks_of_a_table_in_one_row_group(tmp_path, imported):
    """As a file of 10 GB would be read."""
    rows, dims = 60_000, 256
    values = np.random.default_rng(0).normal(size=(rows, dims)).astype(np.float32)
    path = tmp_path / "large.parquet"
    table = pa.table({"embedding": fixed(values)})
    pq.write_table(table, path, row_group_size=rows, compression="none", use_dictionary=False)
    del table
    before, most = pa.total_allocated_bytes(), 0
    with open_table(path) as opened:
        for _ in opened.blocks():
            most = max(most, pa.total_allocated_bytes() - before)
    assert 0 < most < 4 * 8192 * dims * 4 < rows * dims * 4 / 1.8


# --- Rasters -------------------------------------------------------------------------------------


@pytest.fixture
def pooled(tmp_path, recorder):
    """Import a raster; returns the features and all their vectors and valid fractions."""

    def run(path, size=4, shapes=None, **settings):
        out = tmp_path / "features.parquet"
        with open_pixels(path) as raster:
            grid = make_grid(raster.transform, raster.shape, GridSettings(size=size))
            if shapes is not None:
                numbers = np.arange(1, len(shapes) + 1)
                grid = grid_of_polygons(
                    raster.transform, raster.shape, np.array(shapely.to_wkb(shapes), dtype=object),
                    numbers, numbers, numbers * 0,
                )  # fmt: skip
            how = ImportSettings(**{"model": "theirs 1", **settings})
            import_raster(raster, grid, how, "EPSG:32633", out, recorder)
        file = SceneFile(out, "features")
        blocks = list(file.blocks())
        return (
            file,
            np.concatenate([block.vectors for block in blocks]),
            np.concatenate([block.valid_fractions for block in blocks]),
        )

    return run


def means_of_cells(values, size):
    bands, height, width = values.shape
    cells = values.reshape(bands, height // size, size, width // size, size).mean(axis=(2, 4))
    return cells.reshape(bands, -1).T


def test_pixels_are_averaged_over_cells(write_tif, pooled):
    values = vectors_of_a_model(24 * 36, 10).T.reshape(10, 24, 36).astype(np.float32)
    file, found, fractions = pooled(write_tif(values))
    np.testing.assert_allclose(found, means_of_cells(values, 4), rtol=1e-5, atol=1e-6)
    assert (fractions == 1).all()
    made = file.provenance
    assert (made.scene_size, made.scene_stride, made.foreign) == ((4, 4), (4, 4), "raster")
    assert shapely.from_wkb(next(file.blocks()).geometries[0]).bounds == (
        500_000, 4_999_960, 500_040, 5_000_000,
    )  # fmt: skip


def test_how_scenes_are_gathered_does_not_change_their_means(write_tif, pooled, monkeypatch):
    from rs_deepcluster_plugin.core.features import import_embeddings

    values = vectors_of_a_model(40 * 64, 5).T.reshape(5, 40, 64).astype(np.float32)
    path = write_tif(values)
    found = pooled(path)[1]
    for limit in (1, 5 * 5 * 200, 5 * 5 * 1000):
        monkeypatch.setattr(import_embeddings, "_POOLED_BYTES", limit)
        np.testing.assert_array_equal(pooled(path)[1], found)


def test_alpha_earth_is_known_by_its_bands_and_turned_back(write_tif, pooled, recorder):
    import rasterio

    vectors = vectors_of_a_model(8 * 8, 64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stored = np.clip(np.sqrt(np.abs(vectors)) * np.sign(vectors) * 127.5, -127, 127).round()
    stored = stored.T.reshape(64, 8, 8).astype(np.int8)
    stored[:, :2, :4] = -128
    path = write_tif(stored, nodata=-128)
    with rasterio.open(path, "r+") as dataset:
        dataset.descriptions = [f"A{place:02}" for place in range(64)]
    file, found, fractions = pooled(path, model="")
    assert "AlphaEarth" in file.provenance.model
    assert fractions.tolist() == [0.5, 1, 1, 1]
    restored = vectors.T.reshape(64, 8, 8)
    np.testing.assert_allclose(found[1:], means_of_cells(restored, 4)[1:], atol=0.006)
    np.testing.assert_allclose(found[0], restored[:, 2:4, :4].mean(axis=(1, 2)), atol=0.006)
    as_stored = pooled(path, quantization="as stored")[0].provenance
    assert as_stored.identity != file.provenance.identity


def test_tessera_is_known_by_its_tags(write_tif, pooled):
    import rasterio

    path = write_tif(vectors_of_a_model(64, 128).T.reshape(128, 8, 8).astype(np.float32))
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(TESSERA_DATASET_VERSION="v1.1", TESSERA_YEAR="2024")
    file = pooled(path, model="")[0]
    assert (file.provenance.model, file.dims) == ("TESSERA v1.1", 128)


def test_polygons_take_the_pixels_inside_them(write_tif, pooled):
    values = vectors_of_a_model(400, 6).T.reshape(6, 20, 20).astype(np.float32)
    triangle = shapely.Polygon([(500_000, 5_000_000), (500_095, 5_000_000), (500_000, 4_999_905)])
    far = shapely.box(500_100, 4_999_800, 500_200, 4_999_850)
    _, found, _ = pooled(write_tif(values), shapes=[triangle, far])
    row, col = np.mgrid[:20, :20] + 0.5
    inside = row + col < 9.5
    np.testing.assert_allclose(found[0], values[:, inside].mean(axis=1), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found[1], values[:, 15:20, 10:20].mean(axis=(1, 2)), rtol=1e-5)


def test_polygons_elsewhere_and_rasters_that_are_no_embeddings_are_refused(write_tif, pooled):
    path = write_tif(np.ones((3, 8, 8), dtype=np.float32))
    with pytest.raises(SceneError):
        pooled(path, shapes=[shapely.box(0, 0, 10, 10)])
    with pytest.raises(RasterError, match="has one band"):
        pooled(write_tif(np.ones((1, 8, 8), dtype=np.float32), "one.tif"))
    with pytest.raises(DataFileError, match="which model"):
        pooled(path, model="")
    with pytest.raises(SceneError, match="None of the 4 scenes"):
        pooled(write_tif(np.zeros((3, 8, 8), dtype=np.float32), "zero.tif"))
    with pytest.raises(RasterError, match="no valid data"):
        pooled(write_tif(np.full((3, 8, 8), np.nan, dtype=np.float32), "nan.tif"))

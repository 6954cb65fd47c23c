from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from rs_deepcluster_plugin.core.base.errors import DataFileError
from rs_deepcluster_plugin.core.base.files import write_whole
from rs_deepcluster_plugin.core.features.scene_file import Provenance, SceneFile, SceneWriter


def some_vectors(count=25, dims=6, missing=(0, 7, 8, 24)):
    vectors = np.random.default_rng(0).normal(size=(count, dims)).astype(np.float32)
    vectors[list(missing)] = np.nan
    return vectors


def test_what_was_written_is_read_again(features_file):
    vectors = some_vectors()
    names = [f"a/ü {i}.tif" for i in range(25)]
    file = features_file(vectors, names=names, block=10)
    assert (file.count, file.dims, file.with_names) == (25, 6, True)
    blocks = list(file.blocks())
    np.testing.assert_array_equal(np.concatenate([b.vectors for b in blocks]), vectors)
    has = np.concatenate([b.has_vector for b in blocks])
    assert np.flatnonzero(~has).tolist() == [0, 7, 8, 24]
    assert [n for b in blocks for n in b.names] == names
    assert np.concatenate([b.scene_ids for b in blocks]).tolist() == list(range(1, 26))
    assert np.concatenate([b.cols for b in blocks]).tolist() == list(range(25))
    assert np.concatenate([b.valid_fractions for b in blocks])[:2].tolist() == [0.25, 1.0]
    first = shapely.from_wkb(blocks[0].geometries[1])
    assert first.bounds == (10, -10, 20, 0)


def test_scenes_without_a_place_keep_an_empty_geometry(tmp_path, features_file, provenance):
    block = next(features_file(some_vectors(3, missing=())).blocks())
    block.geometries.flags.writeable = True
    block.geometries[1] = None
    path = tmp_path / "plain.parquet"
    header = {"provenance": provenance(part_dims=(6,)).to_json()}
    with SceneWriter(path, "features", 6, header, "") as writer:
        writer.write(block)
    again = next(SceneFile(path, "features").blocks())
    assert again.geometries[1] is None
    assert again.geometries[2] == block.geometries[2]


def test_the_provenance_survives(features_file, provenance):
    file = features_file(some_vectors(), part_dims=(2, 4), source="x.tif", scene_size=None)
    assert file.provenance == provenance(part_dims=(2, 4), source="x.tif", scene_size=None)


def test_a_provenance_of_a_later_plugin_with_more_in_it_is_understood(provenance):
    values = json.loads(json.dumps({**provenance().to_json(), "later": [1, 2]}))
    assert Provenance.from_json(values) == provenance()


@pytest.mark.parametrize("size", [1, 7, 10, 1000])
def test_blocks_of_any_size_give_the_same_rows(features_file, size):
    vectors = some_vectors(100, missing=(3, 50, 51, 99))
    blocks = list(features_file(vectors, block=33).blocks(size))
    assert max(len(b) for b in blocks) <= size
    np.testing.assert_array_equal(np.concatenate([b.vectors for b in blocks]), vectors)


def test_take_finds_rows_across_blocks(features_file):
    count = 20_001  # more than two of the reader's own blocks
    vectors = np.arange(count * 2, dtype=np.float32).reshape(count, 2)
    vectors[::5] = np.nan
    file = features_file(vectors, block=6000)
    present = file.present()
    np.testing.assert_array_equal(present, np.flatnonzero(np.arange(count) % 5))
    for places in (present, present[::997], present[-1:], present[:0]):
        np.testing.assert_array_equal(file.take(places), vectors[places])


def test_memory_holds_a_few_blocks_of_a_file_and_not_all_of_it(features_file):
    file = features_file(some_vectors(20_000, 128, missing=()), block=500)
    whole, before = 20_000 * 128 * 4, pa.total_allocated_bytes()
    held = [pa.total_allocated_bytes() - before for _ in file.blocks(500)]
    assert len(held) == 40
    assert max(held) < whole / 4


def test_other_programs_read_it_as_geoparquet(features_file):
    from rasterio.crs import CRS

    wkt = CRS.from_epsg(32633).to_wkt()
    file = features_file(some_vectors(), crs_wkt=wkt)
    table = pq.read_table(file.path)
    assert table.column_names == [
        "scene_id", "row", "col", "valid_fraction", "feature", "geometry", "bbox",
    ]  # fmt: skip
    assert table.schema.field("feature").type == pa.list_(pa.float32(), 6)
    assert table["feature"][0].as_py() is None
    assert len(table["feature"][1].as_py()) == 6
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"].startswith("1.")
    column = geo["columns"][geo["primary_column"]]
    assert column["encoding"] == "WKB"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 32633}
    assert "proj.org/schemas" in column["crs"]["$schema"]


def test_readers_can_skip_parts_by_place_and_no_time_goes_into_ranges_of_vectors(features_file):
    group = pq.ParquetFile(features_file(some_vectors()).path).metadata.row_group(0)
    columns = map(group.column, range(group.num_columns))
    told = {one.path_in_schema: one.is_stats_set for one in columns}
    assert told["bbox.xmin"]
    assert told["scene_id"]
    assert [name for name, known in told.items() if not known] == ["feature.list.element"]


def test_without_a_reference_system_the_geoparquet_says_so(features_file):
    geo = json.loads(pq.read_schema(features_file(some_vectors()).path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["crs"] is None


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataFileError, match="does not exist. Make it with the algorithm Extract"):
        SceneFile(tmp_path / "none.parquet", "features")


@pytest.mark.parametrize("keep", [0, 3, 100, 0.5, -1])
def test_a_truncated_file_is_refused(features_file, keep):
    path = features_file(some_vectors()).path
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep) if isinstance(keep, float) else keep])
    with pytest.raises(DataFileError, match="truncated. Make it again with the algorithm Extract"):
        SceneFile(path, "features")


def test_damage_in_the_middle_is_reported_when_it_is_met(features_file):
    path = features_file(np.random.default_rng(0).normal(size=(3000, 32))).path
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle - 5000 : middle + 5000] = bytes(10_000)
    path.write_bytes(bytes(content))
    with pytest.raises(DataFileError, match="is damaged. Make it again"):
        list(SceneFile(path, "features").blocks())


def test_a_parquet_file_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path)
    with pytest.raises(DataFileError, match="but not one of RS DeepCluster's with features"):
        SceneFile(path, "features")


def with_header(path, header):
    """Write the file again with another header of ours."""
    table = pq.read_table(path)
    metadata = {**table.schema.metadata, b"rs_deepcluster": json.dumps(header).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), path)


def test_a_file_of_a_later_version_is_refused(features_file):
    file = features_file(some_vectors())
    with_header(file.path, {**file.header, "version": 99})
    with pytest.raises(DataFileError, match="version 99, and this plugin reads up to 1. Update"):
        SceneFile(file.path, "features")


@pytest.mark.parametrize("header", [[], 5, {}, {"format": "rs-deepcluster-features"},
                                    {"format": "x", "version": None}])  # fmt: skip
def test_a_header_without_sense_is_refused(features_file, header):
    path = features_file(some_vectors()).path
    with_header(path, header)
    with pytest.raises(DataFileError, match="not one of RS DeepCluster's with features"):
        SceneFile(path, "features")


def test_features_in_place_of_an_embedding_are_refused(features_file):
    path = features_file(some_vectors()).path
    with pytest.raises(DataFileError, match="embedded scenes are needed here"):
        SceneFile(path, "embedding")


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "file.bin"
    with write_whole(path) as partial:
        partial.write_bytes(b"half")
        assert not path.exists()
        assert partial.name == path.name  # which formats may note
        assert partial.parent.parent == path.parent  # so that renaming is atomic
    assert path.read_bytes() == b"half"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_a_failed_write_leaves_nothing_new_and_the_old_file_alone(tmp_path, error):
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")

    def fail():
        with write_whole(path) as partial:
            partial.write_bytes(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_features_file_leaves_nothing(tmp_path, provenance):
    path = tmp_path / "features.parquet"

    def fail():
        header = {"provenance": provenance().to_json()}
        with write_whole(path) as partial, SceneWriter(partial, "features", 4, header, ""):
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        fail()
    assert list(tmp_path.iterdir()) == []

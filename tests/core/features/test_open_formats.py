"""Features files as other programs see them: GeoParquet 1.1, and the STAC extension for embeddings.

Schemas are those of the standards, as far as they concern a file such as ours.
"""

from __future__ import annotations

import json
import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from rasterio.crs import CRS

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.features.scene_file import SceneFile, SceneWriter
from rs_deepcluster_plugin.core.features.stac_item import _degrees, write_stac_item

# https://geoparquet.org/releases/v1.1.0/schema.json without the encodings that are not ours.
GEOPARQUET = {
    "type": "object",
    "required": ["version", "primary_column", "columns"],
    "properties": {
        "version": {"type": "string", "const": "1.1.0"},
        "primary_column": {"type": "string", "minLength": 1},
        "columns": {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {
                ".+": {
                    "type": "object",
                    "required": ["encoding", "geometry_types"],
                    "properties": {
                        "encoding": {"type": "string", "pattern": "^WKB$"},
                        "geometry_types": {
                            "type": "array",
                            "uniqueItems": True,
                            "items": {
                                "type": "string",
                                "pattern": "^(GeometryCollection|(Multi)?"
                                "(Point|LineString|Polygon))( Z)?$",
                            },
                        },
                        "crs": {"type": ["object", "null"]},
                        "bbox": {
                            "type": "array", "items": {"type": "number"},
                            "minItems": 4, "maxItems": 4,
                        },
                        "covering": {
                            "type": "object",
                            "required": ["bbox"],
                            "properties": {
                                "bbox": {
                                    "type": "object",
                                    "required": ["xmin", "xmax", "ymin", "ymax"],
                                    "additionalProperties": False,
                                    "properties": {
                                        end: {
                                            "type": "array", "minItems": 2, "maxItems": 2,
                                            "items": [{"type": "string"}, {"const": end}],
                                        }
                                        for end in ("xmin", "xmax", "ymin", "ymax")
                                    },
                                }
                            },
                        },
                    },
                }
            },
        },
    },
}  # fmt: skip
# Of version 0.0.1: what collections, and what the properties of items may have.
COLLECTION_FIELDS = {
    "emb:type", "emb:dimensions", "emb:chip_layout", "emb:temporal_resolution", "emb:fit_for_use",
    "emb:uncertainty",
}  # fmt: skip
ITEM_FIELDS = {
    "emb:runtime_parameters", "emb:preprocessing", "emb:postprocessing", "emb:uncertainty",
    "emb:quantization",
}  # fmt: skip


def is_valid(value, schema):
    """Tell whether a value follows the few words of JSON Schema that are used above."""
    kinds = {
        "object": dict, "array": list, "string": str, "number": (int, float), "null": type(None),
    }  # fmt: skip
    wanted = schema.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not any(isinstance(value, kinds[name]) for name in names):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and len(value) >= schema.get(
            "minLength", 0
        )
    if isinstance(value, list):
        items = schema.get("items", {})
        each = items if isinstance(items, list) else [items] * len(value)
        return (
            schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1e9)
            and all(is_valid(one, how) for one, how in zip(value, each))
            and (not schema.get("uniqueItems") or len(set(value)) == len(value))
        )
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        other = next(iter(schema.get("patternProperties", {}).values()), {})
        return (
            set(schema.get("required", ())) <= set(value)
            and len(value) >= schema.get("minProperties", 0)
            and (schema.get("additionalProperties", True) or set(value) <= set(properties))
            and all(is_valid(one, properties.get(key, other)) for key, one in value.items())
        )
    return True


def some_features(count=30, dims=8):
    return np.random.default_rng(0).normal(size=(count, dims)).astype(np.float32)


def test_the_schema_above_refuses_what_the_standard_does():
    fine = {
        "version": "1.1.0", "primary_column": "g",
        "columns": {"g": {"encoding": "WKB", "geometry_types": ["MultiPolygon"]}},
    }  # fmt: skip
    assert is_valid(fine, GEOPARQUET)
    for change in (
        {"version": "1.0.0"}, {"primary_column": ""}, {"columns": {}},
        {"columns": {"g": {"encoding": "WKB"}}},
        {"columns": {"g": {"encoding": "WKB", "geometry_types": ["Square"]}}},
        {"columns": {"g": {"encoding": "WKB", "geometry_types": [], "bbox": [1, 2, 3]}}},
        {"columns": {"g": {"encoding": "WKB", "geometry_types": [], "covering": {"bbox": {
            "xmin": ["b", "xmax"], "xmax": ["b", "xmax"], "ymin": ["b", "ymin"],
            "ymax": ["b", "ymax"]}}}}},
    ):  # fmt: skip
        assert not is_valid({**fine, **change}, GEOPARQUET), change


def test_a_features_file_is_valid_geoparquet_with_a_covering(features_file):
    file = features_file(some_features(), crs_wkt=CRS.from_epsg(32633).to_wkt(), block=7)
    table = pq.read_table(file.path)
    for metadata in (table.schema.metadata, pq.read_metadata(file.path).metadata):
        geo = json.loads(metadata[b"geo"])
        assert is_valid(geo, GEOPARQUET)
    column = geo["columns"]["geometry"]
    shapes = shapely.from_wkb(table["geometry"].to_pylist())
    assert column["geometry_types"] == ["Polygon"]
    assert column["bbox"] == shapely.total_bounds(shapes).tolist()
    boxes = [[box[end] for end in ("xmin", "ymin", "xmax", "ymax")] for box in
             table["bbox"].to_pylist()]  # fmt: skip
    np.testing.assert_array_equal(boxes, shapely.bounds(shapes))


def test_scenes_without_a_place_have_no_box(tmp_path, features_file, provenance):
    block = next(features_file(some_features(3)).blocks())
    block.geometries.flags.writeable = True
    block.geometries[:] = [None, shapely.to_wkb(shapely.MultiPolygon([shapely.box(0, 0, 1, 2)])),
                           block.geometries[2]]  # fmt: skip
    path = tmp_path / "f.parquet"
    header = {"provenance": provenance(part_dims=(8,)).to_json()}
    with SceneWriter(path, "features", 8, header, "") as writer:
        writer.write(block)
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert is_valid(geo, GEOPARQUET)
    assert geo["columns"]["geometry"]["geometry_types"] == ["MultiPolygon", "Polygon"]
    assert pq.read_table(path)["bbox"].to_pylist()[0] is None
    assert SceneFile(path, "features").bounds() == tuple(geo["columns"]["geometry"]["bbox"])


def test_footprints_with_heights_say_so(tmp_path, features_file, provenance):
    block = next(features_file(some_features(2)).blocks())
    block.geometries.flags.writeable = True
    block.geometries[0] = shapely.to_wkb(shapely.force_3d(shapely.box(0, 0, 1, 1), 5))
    path = tmp_path / "f.parquet"
    header = {"provenance": provenance(part_dims=(8,)).to_json()}
    with SceneWriter(path, "features", 8, header, "") as writer:
        writer.write(block)
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert is_valid(geo, GEOPARQUET)
    assert geo["columns"]["geometry"]["geometry_types"] == ["Polygon", "Polygon Z"]


def test_a_file_of_an_earlier_version_is_read_without_boxes(features_file, tmp_path):
    vectors = some_features()
    file = features_file(vectors)
    table = pq.read_table(file.path).drop_columns(["bbox"])
    kept = {k: v for k, v in table.schema.metadata.items() if k != b"emb"}
    path = tmp_path / "old.parquet"
    pq.write_table(table.replace_schema_metadata(kept), path)
    again = SceneFile(path, "features")
    np.testing.assert_array_equal(np.concatenate([b.vectors for b in again.blocks()]), vectors)


@pytest.mark.parametrize("half", [False, True])
def test_the_file_describes_its_embedding_in_the_words_of_others(
    tmp_path, features_file, provenance, half
):
    block = next(features_file(some_features()).blocks())
    made = provenance(
        part_dims=(8,), crs_wkt=CRS.from_epsg(2263).to_wkt(), scene_size=(48, 24),
        scene_stride=(12, 24), pixel_size=(10.0, 10.0),
    )  # fmt: skip
    path = tmp_path / "f.parquet"
    with SceneWriter(
        path, "features", 8, {"provenance": made.to_json()}, made.crs_wkt, half=half
    ) as writer:
        writer.write(block)
    found = json.loads(pq.read_schema(path).metadata[b"emb"])
    assert {key for key in found if key.startswith("emb:")} <= COLLECTION_FIELDS
    assert (found["emb:type"], found["emb:dimensions"]) == ("chip", 8)
    assert found["data_type"] == ("float16" if half else "float32")
    assert pq.read_schema(path).field("feature").type.value_type == (
        pa.float16() if half else pa.float32()
    )
    assert found["emb:chip_layout"] == {
        "layout_type": "regular_grid", "chip_size": [24, 48], "stride": [24, 12],
    }  # fmt: skip
    assert found["gsd"] == pytest.approx(480 * 0.3048006096)  # US survey feet
    assert found["model"]["id"] == made.model
    assert found["embedding_dim"] == 8


def test_a_stac_item_says_where_the_features_are_and_of_what(
    tmp_path, features_file, write_tif, recorder
):
    import rasterio

    source = write_tif(np.zeros((3, 8, 8), dtype=np.uint8))
    with rasterio.open(source, "r+") as dataset:
        dataset.update_tags(TIFFTAG_DATETIME="2020:08:31 10:20:30")
    file = features_file(some_features(), crs_wkt=CRS.from_epsg(32633).to_wkt(), source=source)
    path = tmp_path / "features.json"
    write_stac_item(path, file.path, recorder)
    item = json.loads(path.read_text(encoding="utf-8"))
    assert item["type"] == "Feature"
    assert item["stac_version"] == "1.0.0"
    assert (
        "https://stac-extensions.github.io/embeddings/v0.0.1/schema.json"
        in (item["stac_extensions"])
    )
    assert {k for k in item["properties"] if k.startswith("emb:")} <= ITEM_FIELDS
    assert item["properties"]["datetime"] == "2020-08-31T10:20:30Z"
    assert item["assets"]["embeddings"]["href"] == "./features.parquet"
    assert [link["rel"] for link in item["links"]] == ["emb:source-data"]
    from rasterio.warp import transform

    west, south, east, north = file.bounds()
    xs, ys = transform(
        CRS.from_epsg(32633), CRS.from_epsg(4326), [west, west, east, east],
        [south, north, south, north],
    )  # fmt: skip
    wanted = (min(xs), min(ys), max(xs), max(ys))
    assert item["bbox"] == pytest.approx(wanted, abs=1e-5)
    ring = item["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert shapely.Polygon(ring).bounds == pytest.approx(wanted, abs=1e-5)
    assert recorder.lines == []


def test_a_stac_item_across_180_degrees_does_not_go_around_the_earth(tmp_path, features_file):
    west, south, east, north = features_file(some_features()).bounds()
    here = f"+x_0={(west + east) / 2} +y_0={(south + north) / 2}"
    system = CRS.from_proj4(f"+proj=tmerc +lat_0=-17 +lon_0=180 {here} +datum=WGS84")
    file = features_file(some_features(), crs_wkt=system.to_wkt())
    item = write_stac_item(tmp_path / "i.json", file.path)
    outline = shapely.geometry.shape(item["geometry"])
    assert outline.is_valid
    # The area of the box, with the degrees of this latitude (Snyder 1987): within what the edges
    # of a box in meters bend.
    meters = 111_320 * np.cos(np.deg2rad(17)) * 110_650
    assert outline.area * meters == pytest.approx((east - west) * (north - south), rel=0.02)
    assert [part.bounds[::2] for part in outline.geoms] == [
        (item["bbox"][0], 180), (-180, item["bbox"][2]),
    ]  # fmt: skip
    assert item["bbox"][0] == pytest.approx(-item["bbox"][2], abs=1e-6)
    assert _degrees((179, -20, 181, -18), CRS.from_epsg(4326).to_wkt()) == (179, -20, -179, -18)


def test_without_a_date_that_of_the_features_is_taken_and_said(tmp_path, features_file, recorder):
    file = features_file(some_features(), crs_wkt=CRS.from_epsg(32633).to_wkt())
    item = write_stac_item(tmp_path / "i.json", file.path, recorder)
    assert item["properties"]["datetime"] == item["properties"]["processing:datetime"]
    assert "does not say when it was acquired" in recorder.lines[0]


@pytest.mark.parametrize("system", ["", 'LOCAL_CS["site",UNIT["metre",1]]'])
def test_scenes_without_a_place_on_earth_have_no_stac_item(tmp_path, features_file, system):
    file = features_file(some_features(), crs_wkt=system)
    with pytest.raises(SceneError, match="no place on the earth"):
        write_stac_item(tmp_path / "i.json", file.path)
    assert not (tmp_path / "i.json").exists()

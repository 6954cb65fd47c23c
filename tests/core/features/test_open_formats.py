"""Features files as other programs see them: GeoParquet 1.1, and the STAC extension for embeddings.

The first is judged by the validator of those who write that standard, an item by STAC's own
schemas. The extension is a proposal yet, and no package has its schema: its fields are below.

https://github.com/geo-embeddings/embeddings-stac-specification
"""

from __future__ import annotations

import json

import geoparquet_validator
import jsonschema
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pystac
import pytest
import shapely
from pystac.validation import JsonSchemaSTACValidator
from rasterio.crs import CRS

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.features.scene_file import SceneFile, SceneWriter
from rs_deepcluster_plugin.core.features.stac_item import _degrees, write_stac_item

ENDS = ("xmin", "ymin", "xmax", "ymax")
# Of version 0.0.1: what a collection and what the properties of an item may say; neither may say
# anything else that begins with "emb:".
PAIR = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer", "minimum": 1}}
COLLECTION = {
    "required": ["emb:type", "emb:dimensions", "data_type"],
    "properties": {
        "emb:type": {"enum": ["pixel", "chip"]},
        "emb:dimensions": {"type": "integer", "minimum": 1},
        "emb:chip_layout": {
            "required": ["layout_type"],
            "properties": {
                "layout_type": {"enum": ["regular_grid", "variable_grid", "named_grid"]},
                "chip_size": PAIR,
                "stride": PAIR,
            },
        },
        "emb:temporal_resolution": {"type": "string"},
        "emb:fit_for_use": {"type": "array", "items": {"type": "string"}},
        "emb:uncertainty": {"type": "object"},
        "data_type": {"type": "string"},
        "gsd": {"type": "number"},
    },
    "patternProperties": {"^(?!emb:)": {}},
    "additionalProperties": False,
}
ITEM = {
    "required": ["stac_extensions", "properties", "assets"],
    "properties": {
        "stac_extensions": {
            "contains": {"const": "https://stac-extensions.github.io/embeddings/v0.0.1/schema.json"}
        },
        "properties": {
            "properties": {
                f"emb:{name}": {"type": "object"}
                for name in ("runtime_parameters", "preprocessing", "postprocessing",
                             "uncertainty", "quantization", "energy")
            },
            "patternProperties": {"^(?!emb:)": {}},
            "additionalProperties": False,
        },
        "assets": {"required": ["embeddings"]},
    },
}  # fmt: skip


def faults(path):
    """Return what the validator of those who write the standard has against a GeoParquet file."""
    report = geoparquet_validator.check(str(path))
    assert report["version"] == "1.1.0"
    found = {one["id"]: one["message"] for one in report["outcomes"] if one["status"] == "fail"}
    return {name: why for name, why in found.items() if "/distribution/" not in name}


def some_features(count=30, dims=8):
    return np.random.default_rng(0).normal(size=(count, dims)).astype(np.float32)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"geometry_types": ["MultiPolygon"]}, "geometry-types"),
        ({"bbox": [0, 0, 1, 1]}, "bbox-extent"),
        ({"covering": {"bbox": dict.fromkeys(ENDS, ("bbox", "xmin"))}}, "bbox-paths"),
        ({"crs": {"type": "GeographicCRS", "name": "none"}}, "crs-projjson"),
    ],
)  # fmt: skip
def test_the_validator_sees_what_is_wrong(tmp_path, features_file, change, fault):
    file = features_file(some_features(), crs_wkt=CRS.from_epsg(32633).to_wkt())
    table = pq.read_table(file.path)
    geo = json.loads(table.schema.metadata[b"geo"])
    geo["columns"]["geometry"].update(change)
    path = tmp_path / "wrong.parquet"
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo)}), path)
    assert fault in {name.rpartition("/")[2] for name in faults(path)}


def test_a_features_file_is_valid_geoparquet_with_a_covering(features_file):
    file = features_file(some_features(), crs_wkt=CRS.from_epsg(32633).to_wkt(), block=7)
    table = pq.read_table(file.path)
    assert faults(file.path) == {}
    # Arrow takes the metadata from its own schema, all others from beside it.
    kept = [table.schema.metadata, pq.read_metadata(file.path).metadata]
    own, others = (json.loads(metadata[b"geo"]) for metadata in kept)
    assert own == others
    column = own["columns"]["geometry"]
    shapes = shapely.from_wkb(table["geometry"].to_pylist())
    assert column["geometry_types"] == ["Polygon"]
    assert column["bbox"] == shapely.total_bounds(shapes).tolist()
    boxes = [[box[end] for end in ENDS] for box in table["bbox"].to_pylist()]
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
    assert faults(path) == {}
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["geometry_types"] == ["MultiPolygon", "Polygon"]
    assert pq.read_table(path)["bbox"].to_pylist()[0] is None
    assert SceneFile(path, "features").bounds() == tuple(geo["columns"]["geometry"]["bbox"])


@pytest.mark.parametrize("flavor", ["extended", "iso"])
def test_footprints_with_heights_say_so_and_measures_are_left_out(
    tmp_path, features_file, provenance, flavor
):
    block = next(features_file(some_features(5)).blocks())
    block.geometries.flags.writeable = True
    flat = block.geometries.copy()
    ring = "0 0 5 9, 1 0 6 9, 1 1 7 9, 0 0 5 9"
    given = [f"POLYGON ZM (({ring}))", f"POLYGON Z (({ring.replace(' 9', '')}))",
             f"MULTIPOLYGON M ((({ring.replace(' 9', '')})))"]  # fmt: skip
    block.geometries[1:4] = shapely.to_wkb(shapely.from_wkt(given), flavor=flavor)
    path = tmp_path / "f.parquet"
    header = {"provenance": provenance(part_dims=(8,)).to_json()}
    with SceneWriter(path, "features", 8, header, "") as writer:
        writer.write(block)
    assert faults(path) == {}
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["geometry_types"] == ["MultiPolygon", "Polygon", "Polygon Z"]
    found = pq.read_table(path)["geometry"].to_pylist()
    assert [found[0], found[4]] == [flat[0], flat[4]]
    shapes = shapely.from_wkb(found[1:4])
    assert shapely.has_z(shapes).tolist() == [True, True, False]
    assert not shapely.has_m(shapes).any()
    heights = shapely.get_coordinates(shapes[:2], include_z=True)[:, 2]
    assert heights.tolist() == [5, 6, 7, 5] * 2
    assert [s.bounds for s in shapes] == [(0, 0, 1, 1)] * 3


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
    jsonschema.validate(found, COLLECTION)
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
    jsonschema.validate(item, ITEM)
    # What the extension asks for; with the schema of another version this would ask the network.
    assert item["stac_version"] == "1.0.0"
    JsonSchemaSTACValidator().validate_core(item, pystac.STACObjectType.ITEM, "1.0.0")
    assert pystac.Item.from_file(path).assets["embeddings"].get_absolute_href() == str(file.path)
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

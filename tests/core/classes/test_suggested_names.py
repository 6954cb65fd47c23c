"""Names for clusters by the bands of a raster, and by pictures and words."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import box

from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.classes.class_raster import Drawing
from rs_deepcluster_plugin.core.classes.legend import hints_of_groups
from rs_deepcluster_plugin.core.classes.name_rules import (
    RULES,
    NamedScenes,
    class_named,
    describe_colors,
    measure_indices,
)
from rs_deepcluster_plugin.core.classes.name_words import WordSettings, compare_words, windows_of
from rs_deepcluster_plugin.core.classes.schema import Schema, SchemaClass
from rs_deepcluster_plugin.core.classes.schema_files import load_schema
from rs_deepcluster_plugin.core.scenes.band_names import infrared_bands
from rs_deepcluster_plugin.core.scenes.blocks import area_of, open_pixels
from rs_deepcluster_plugin.core.scenes.raster import Raster

COLORS = ("blue", "green", "red", "nir", "swir1", "swir2")
# Reflectance in percent of blue, green, red, near and short-wave infrared (about 1.6 and 2.2
# micrometers), read off spectra of the USGS library (Kokaly et al. 2017), and how much the pixels
# of a scene differ, as a share.
GROUNDS = {
    "Water": ((5, 4, 2, 1, 0.5, 0.4), 0.03),
    "Dense vegetation": ((3, 7, 4, 45, 22, 10), 0.1),
    "Sparse vegetation": ((8, 12, 12, 26, 28, 20), 0.1),
    "Bare soil": ((12, 18, 24, 30, 38, 34), 0.05),
    "Built-up": ((17, 19, 21, 23, 26, 25), 0.55),
    "Snow or cloud": ((92, 91, 90, 88, 10, 8), 0.03),
}
SIDE = 16


def write_raster(path, values):
    """Write an array (bands, height, width) as GeoTIFF of 10 m."""
    import rasterio
    from rasterio.transform import from_origin

    bands, height, width = values.shape
    made = {"driver": "GTiff", "count": bands, "height": height, "width": width}
    place = {"crs": "EPSG:32633", "transform": from_origin(500_000, 5_000_000, 10, 10)}
    with rasterio.open(path, "w", dtype=values.dtype, **made, **place) as target:
        target.write(values)


@pytest.fixture(scope="module")
def grounds(tmp_path_factory):
    """A raster with four scenes of each ground in a row, and their outlines."""
    random = np.random.default_rng(0)
    rows = []
    for means, spread in GROUNDS.values():
        noise = 1 + spread * random.choice([-1.0, 1.0], (1, SIDE, 4 * SIDE))
        rows.append(np.array(means)[:, None, None] * noise)
    values = np.clip(100 * np.concatenate(rows, axis=1), 1, 30_000).astype(np.uint16)
    path = tmp_path_factory.mktemp("grounds") / "grounds.tif"
    write_raster(path, values)
    x, y, side = 500_000, 5_000_000, 10 * SIDE
    shapes = [
        box(x + side * c, y - side * (r + 1), x + side * (c + 1), y - side * r)
        for r in range(len(GROUNDS))
        for c in range(4)
    ]
    return path, np.array([shape.wkb for shape in shapes], dtype=object)


def named(grounds, colors):
    path, shapes = grounds
    with open_pixels(str(path)) as raster:
        area = area_of(raster)
        order = np.arange(len(shapes))
        scenes = NamedScenes.measure(area, Drawing(area, shapes, order, order), len(shapes), colors)
    hints = scenes.of_groups(np.arange(len(shapes)) // 4, len(GROUNDS))
    return [hint and RULES[hint.rule].name for hint in hints], hints, scenes


def test_spectra_of_the_library_get_their_names(grounds):
    names, hints, _ = named(grounds, COLORS)
    assert names == list(GROUNDS)
    assert all(hint.score > 0.5 and hint.score > hint.second_score for hint in hints)


def test_gains_and_haze_that_all_bands_have_change_no_name(grounds, tmp_path):
    path, shapes = grounds
    with open_pixels(str(path)) as raster:
        values, _ = raster.read((0, 0, raster.shape[1], raster.shape[0]))
    write_raster(tmp_path / "hazy.tif", (values * 3 + 4000).astype(np.uint16))
    names, *_ = named((tmp_path / "hazy.tif", shapes), COLORS)
    assert names == list(GROUNDS)


def test_without_short_wave_infrared_names_are_suggested_too(grounds):
    names, *_ = named(grounds, (*COLORS[:4], "", ""))
    assert names == list(GROUNDS)


def test_visible_bands_alone_tell_plants_and_snow(grounds):
    names, *_ = named(grounds, (*COLORS[:3], "", "", ""))
    assert names[1] in ("Dense vegetation", "Sparse vegetation")
    assert names[5] == "Snow or cloud"
    assert "say less" in describe_colors(COLORS[:3], "a.tif")[0]


def test_indices_are_those_of_the_papers():
    means = np.array([[2.0, 4.0, 3.0, 9.0, 6.0]])
    roles = {color: place for place, color in enumerate(COLORS[:5])}
    found = measure_indices(means, means / 4, roles, np.zeros(5), 6.0)
    wanted = {
        "ndvi": (9 - 3) / (9 + 3), "ndwi": (4 - 9) / (4 + 9), "mndwi": (4 - 6) / (4 + 6),
        "ndbi": (6 - 9) / (6 + 9), "exg": (8 - 3 - 2) / 9, "vari": (4 - 3) / (4 + 3 - 2),
        "blueness": (2 - 3) / (2 + 3), "brightness": 3 / 6, "texture": 0.25,
    }  # fmt: skip
    assert {name: values[0] for name, values in found.items()} == pytest.approx(wanted)


def test_unknown_bands_are_asked_for():
    with pytest.raises(SceneError, match="Say it in Colors of the bands"):
        describe_colors(["", "", "red", ""], "a.tif")


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["B02", "B03", "B04", "B08", "B11", "B12"], {"nir": 4, "swir1": 5, "swir2": 6}),
        (["B02", "B03", "B04", "B8A"], {"nir": 4}),
        (["SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"],
         {"nir": 4, "swir1": 5, "swir2": 6}),
        (["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B7"],
         {"nir": 4, "swir1": 5, "swir2": 6}),
        (["band 3 (0.484300 Micrometers)", "band 25 (0.804600 Micrometers)"], {"nir": 2}),
        (["red", "NIR", "swir16", "swir22"], {"nir": 2, "swir1": 3, "swir2": 4}),
        (["red edge", "Near Infrared"], {"nir": 2}),
        (["B1", "B2", "B3", "B4"], {}),
        ([None, ""], {}),
    ],
)  # fmt: skip
def test_infrared_bands_are_told_by_names(names, wanted):
    assert infrared_bands(names) == wanted


def test_classes_of_a_schema_are_found_by_words():
    schema = load_schema("WorldCover")
    found = [class_named(rule, schema) for rule in RULES]
    assert [one and one.code for one in found[:5]] == ["80", "10", "30", "60", "50"]
    assert class_named(RULES[0], None) is None


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Streets", None), ("Rice", None), ("Seasonal fields", None), ("Police", None),
        ("Trees", "Dense vegetation"), ("Ice", "Snow or cloud"), ("open sea", "Water"),
        ("Lakes", "Water"), ("BareSoil", "Bare soil"), ("bare_soil2", "Bare soil"),
        ("URBAN", "Built-up"), ("Built-up", "Built-up"), ("Croplands", "Sparse vegetation"),
        ("Waterbodies", "Water"), ("Forested", "Dense vegetation"), ("WATERBody", "Water"),
    ],
)  # fmt: skip
def test_words_are_no_parts_of_others(name, rule):
    schema = Schema("Mine", (SchemaClass("1", name),))
    assert [own.name for own in RULES if class_named(own, schema)] == [rule] * (rule is not None)


# --- Words --------------------------------------------------------------------------------------


@pytest.fixture
def tiny(tmp_path):
    """Weights of a tiny CLIP whose picture of a color is its word's, in the layout of OpenCLIP."""
    from rs_deepcluster_plugin.core.base.packages import import_timm

    import_timm()
    open_clip = pytest.importorskip("open_clip", reason="open_clip_torch is not installed")
    import torch

    made = {
        "embed_dim": 16,
        "vision_cfg": {"image_size": 16, "layers": 1, "width": 16, "patch_size": 8,
                       "head_width": 8},
        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2,
                     "layers": 1},
    }  # fmt: skip
    (tmp_path / "tiny-words.json").write_text(json.dumps(made))
    open_clip.add_model_config(tmp_path / "tiny-words.json")
    torch.manual_seed(0)
    model = open_clip.create_model("tiny-words", pretrained=None)
    torch.save(model.state_dict(), tmp_path / "tiny.pt")
    return model.eval(), tmp_path / "tiny.pt"


def test_pictures_and_words_are_compared_in_one_space(grounds, tiny):
    import open_clip
    import torch

    model, weights = tiny
    path, shapes = grounds
    words = ("water", "forest", "town")
    settings = WordSettings(str(weights), "tiny-words", "a photo of {}.")
    groups = np.arange(len(shapes)) // 4
    with Raster(str(path), [3, 2, 1]) as raster:
        windows = windows_of(raster, shapes)
        assert windows[5].tolist() == [SIDE, SIDE, SIDE, SIDE]
        hints = compare_words(raster, windows, groups, len(GROUNDS), words, settings)
        values, _ = raster.read(windows[0].tolist())
    assert len(hints) == len(GROUNDS)
    assert all(0 <= hint.second_score <= hint.score <= 1 for hint in hints)
    # The first scene by hand: water is flat, so that it is one color whatever it is resized by.
    from rs_deepcluster_plugin.core.scenes.raster import percentile_scaling

    with Raster(str(path), [3, 2, 1]) as raster:
        scaled = percentile_scaling(raster, 2, 98)(values)
    mean, std = (np.array(v)[:, None, None] for v in
                 (open_clip.OPENAI_DATASET_MEAN, open_clip.OPENAI_DATASET_STD))  # fmt: skip
    with torch.inference_mode():
        picture = torch.from_numpy(((scaled - mean) / std).astype(np.float32))[None]
        seen = torch.nn.functional.normalize(model.encode_image(picture), dim=-1)
        tokens = open_clip.get_tokenizer("tiny-words")([f"a photo of {w}." for w in words])
        said = torch.nn.functional.normalize(model.encode_text(tokens), dim=-1)
        shares = (100 * seen @ said.T).softmax(dim=-1)[0]
    assert hints[0].rule == int(shares.argmax())
    wrong = WordSettings(str(weights))
    with (
        Raster(str(path), [3, 2, 1]) as raster,
        pytest.raises(DataFileError, match="holds no weights of ViT-B-32"),
    ):
        compare_words(raster, windows, groups, 6, words, wrong)


def test_a_prompt_without_a_place_for_the_name_is_refused(grounds):
    path, shapes = grounds
    with Raster(str(path), [3, 2, 1]) as raster:
        windows = windows_of(raster, shapes)
        settings = WordSettings("none.pt", prompt="a photo.")
        with pytest.raises(SceneError, match="needs one {} for the name"):
            compare_words(raster, windows, np.zeros(24, int), 1, ("a", "b"), settings)
        with pytest.raises(SceneError, match="no two names"):
            compare_words(raster, windows, np.zeros(24, int), 1, ("a",), settings)


def test_pictures_for_a_text_encoder_are_made_of_the_bands_that_are_named(
    grounds, tmp_path, recorder
):
    from rs_deepcluster_plugin.core.base.errors import DependencyError
    from rs_deepcluster_plugin.worker import array_files
    from rs_deepcluster_plugin.worker.contract import RasterInput, SuggestNamesJob
    from rs_deepcluster_plugin.worker.job.classes import suggest_names

    path, shapes = grounds
    groups = np.arange(len(shapes)) // 4
    array_files.write(tmp_path / "s.npz", group=groups, **array_files.pack(list(shapes)))
    job = SuggestNamesJob(
        str(tmp_path / "s.npz"), len(GROUNDS), RasterInput(str(path), ""), ("nir", "blue", "red"),
        ("water", "forest"), WordSettings(str(tmp_path / "none.pt")), str(tmp_path / "t.npz"),
    )  # fmt: skip
    with pytest.raises(SceneError, match="do not say which are red, green and blue"):
        suggest_names(job, recorder)
    with pytest.raises((DependencyError, DataFileError)):  # there are no weights
        suggest_names(replace(job, colors=("nir", "blue", "green", "red")), recorder)
    assert re.search(r"bands 4\D*, 3\D*, 2\D*\.$", recorder.lines[0])


def test_a_cluster_has_the_suggestion_that_most_of_its_scenes_have():
    columns = {
        "hint_code": np.array(["8", "8", "", "", "", "", "8"], dtype=object),
        "hint_name": np.array(["Water", "Water", "Trees", "Trees", "", "", "Water"], dtype=object),
        "hint_score": np.array([0.9, 0.5, 0.4, 0.4, np.nan, np.nan, 0.1]),
        "hint_by": np.array(["bands"] * 4 + ["", "", "bands"], dtype=object),
    }
    merged = np.array([0, 0, 0, 1, 1, 1, -1])
    assert hints_of_groups(columns, merged, 3) == [
        ("8", "Water", pytest.approx(0.7), "bands"),
        None,
        None,
    ]

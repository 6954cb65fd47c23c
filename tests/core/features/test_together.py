"""Features of several rasters become one file, another date moved back to the first."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.features.scene_file import SceneFile, SceneWriter
from rs_deepcluster_plugin.core.features.together import join_rasters

COUNT, DIMS = 80, 6


def file_at(features_at, path, vectors, **changes):
    features_at(path, vectors.astype(np.float32), **changes)
    return SceneFile(path, "features")


def joined(files, path, recorder):
    names = join_rasters(files, path, recorder)
    file = SceneFile(path, "features")
    (block,) = list(file.blocks())
    return names, file, block, [json.loads(text) for text in block.attributes]


def test_another_date_is_moved_back_kind_by_kind_and_change_stays(features_at, tmp_path, recorder):
    """Three kinds, each in a light of its own; some of the second have become a new, fourth one."""
    random = np.random.default_rng(0)
    kinds = np.repeat([0, 1, 2], 200)
    centers, light = 8 * np.eye(4, 48), random.normal(size=(4, 48)) / 3
    own = random.normal(size=(600, 48)) / 2
    later = kinds.copy()
    changed = np.arange(200, 220)
    later[changed] = 3
    before = centers[kinds] + own
    after = centers[later] + light[later] + own + random.normal(size=own.shape) / 5
    after[3] = np.nan
    files = [
        file_at(features_at, tmp_path / "a.parquet", before, source="/x/year_2012.tif"),
        file_at(features_at, tmp_path / "b.parquet", after, source="/x/year_2020.tif"),
    ]
    names, file, block, texts = joined(files, tmp_path / "both.parquet", recorder)
    count = len(kinds)
    assert names == ("year_2012", "year_2020")
    assert file.count == 2 * count
    assert block.scene_ids.tolist() == list(range(1, 2 * count + 1))
    assert [one["source"] for one in texts] == ["year_2012"] * count + ["year_2020"] * count
    assert [one["source_scene"] for one in texts[count:]] == files[1].cells()[0].tolist()
    assert file.provenance.identity == files[0].provenance.identity
    assert "is another date of" in " ".join(recorder.lines)
    assert not block.has_vector[count + 3]
    moved = block.vectors[count:] - before
    same = np.setdiff1d(np.arange(count), [3, *changed])
    for kind in range(3):  # whose light has moved it by 2 or so
        assert np.linalg.norm(moved[same[kinds[same] == kind]].mean(axis=0)) < 0.3
    apart = np.linalg.norm(moved[changed] - (centers[3] - centers[1]), axis=1)
    assert apart.max() < 0.6 * np.linalg.norm(centers[3] - centers[1])


def test_a_raster_that_most_lies_elsewhere_is_taken_as_it_is(features_at, tmp_path, recorder):
    values = np.random.default_rng(0).normal(size=(3 * COUNT, DIMS))
    files = [
        file_at(features_at, tmp_path / "a.parquet", values[:COUNT]),
        file_at(features_at, tmp_path / "b.parquet", values + 7),  # a third of it is in a
    ]
    names, _, block, _ = joined(files, tmp_path / "both.parquet", recorder)
    assert names == ("a", "b")  # both rasters have one name
    assert np.abs(block.vectors[COUNT:] - values - 7).max() < 1e-5


def test_scenes_keep_the_sheets_that_they_are_of(tmp_path, features_at, recorder):
    """Features of collections have a source, which is the sheet, and are named by a picture."""
    values = np.random.default_rng(0).normal(size=(4, DIMS)).astype(np.float32)
    files = []
    for name in ("a", "b"):
        plain = features_at(
            tmp_path / f"{name}0.parquet", values, source=f"/x/{name}.sheets.vrt",
            **({"bands": (4, 3, 2), "scene_size": (32, 32)} if name == "b" else {}),
        )  # fmt: skip
        (block,) = list(plain.blocks())
        own = np.array([json.dumps({"source": f"{n}.tif", "date": "2020"}) for n in range(4)])
        path = tmp_path / f"{name}.parquet"
        with SceneWriter(path, "features", DIMS, plain.header, "", False, True) as writer:
            writer.write(replace(block, attributes=own.astype(object)))
        files.append(SceneFile(path, "features"))
    names, _, _, texts = joined(files, tmp_path / "both.parquet", recorder)
    assert names == ("a", "b")
    assert texts[5] == {
        "sheet_source": "1.tif", "date": "2020", "source": "b", "source_scene": 2,
    }  # fmt: skip
    (line,) = [line for line in recorder.lines if "was made with" in line]
    assert "bands 4, 3, 2 in place of 1, 2, 3" in line
    assert "scenes of 32 x 32 pixels of 10 in place of 48 x 48 pixels of 10" in line
    assert "stretch" not in line


def test_other_models_and_single_files_are_refused(features_at, tmp_path):
    values = np.random.default_rng(0).normal(size=(COUNT, DIMS))
    one = file_at(features_at, tmp_path / "a.parquet", values)
    other = file_at(features_at, tmp_path / "b.parquet", values, identity="encoder-2")
    with pytest.raises(DataFileError, match="other settings of it"):
        join_rasters([one, other], tmp_path / "both.parquet")
    with pytest.raises(SceneError, match="one file of features only"):
        join_rasters([one], tmp_path / "both.parquet")
    assert not (tmp_path / "both.parquet").exists()

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_cell_encoder
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features.scale import measure_scales
from rs_deepcluster_plugin.core.reports.scale_report import (
    _find_place,
    _recolor,
    draw_scales,
    write_scales,
)
from rs_deepcluster_plugin.core.scenes.grid import CELLS_ALONG, GridSettings
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.scaling import Scaling

SCALING = Scaling((0.0,) * 3, (255.0,) * 3)


def halves(side=160):
    """Dark and smooth on the left, bright and rough on the right."""
    random = np.random.default_rng(0)
    values = np.full((3, side, side), 60.0)
    values[:, :, side // 2 :] = 180 + random.normal(0, 30, (3, side, side // 2))
    return (values + random.normal(0, 2, values.shape)).clip(1, 254).astype(np.uint8)


def test_clusters_that_cover_the_same_ground_keep_their_number():
    before = np.array([[1, 1, 2, 2], [3, 3, 2, 2]])
    assert (_recolor(np.array([[2, 2, 3, 3], [1, 1, 3, 3]]), before) == before).all()
    # What has no counterpart gets a number of its own, and no cluster stays none.
    split = _recolor(np.array([[2, 2, 3, 3], [1, 1, 0, 4]]), before)
    assert split[0].tolist() == [1, 1, 2, 2]
    assert split[1, :3].tolist() == [3, 3, 0]
    assert split[1, 3] not in (0, 1, 2, 3)


def test_the_place_that_is_shown_holds_what_varies(write_tif):
    values = np.full((3, 300, 400), 50, dtype=np.uint8)
    values[:, 200:260, 300:360] = np.random.default_rng(0).integers(0, 255, (3, 60, 60))
    with Raster(write_tif(values), ()) as raster:
        left, top, width, height = _find_place(raster, (0, 0, 400, 300), 100)
    assert (width, height) == (100, 100)
    assert left <= 310
    assert left + width >= 350
    assert top <= 210
    assert top + height >= 250


@pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
def test_the_report_shows_the_same_place_at_each_scale(write_tif, tmp_path):
    encoder = load_cell_encoder(ModelSettings(input_size=112), CELLS_ALONG)
    engine = make_engine(replace(encoder), EngineSettings(device="cpu", precision="fp32"))
    with Raster(write_tif(halves()), ()) as raster:
        measured = measure_scales(raster, GridSettings(), SCALING, encoder, engine, 0.5)
        pictures = draw_scales(raster, GridSettings(), SCALING, encoder, engine, measured)
        scales = [one for one, _ in measured]
        write_scales(tmp_path / "r.html", scales, pictures, (10.0, 10.0), "m", raster)
    assert len(pictures) == 1 + len(scales)
    assert len({picture.shape for picture in pictures}) == 1
    ground = pictures[0].astype(float)
    for picture in pictures[1:]:
        # Of the color laid over it: the two kinds of ground differ in it, each is alike in itself.
        # (The imagery is dark on the left and bright on the right.)
        color = picture.astype(float) - 0.5 * ground
        dark = ground.mean(axis=2) < 120
        inner = np.zeros(dark.shape, dtype=bool)
        inner[40:-40, 40:-40] = True
        means = [color[inner & side].reshape(-1, 3).mean(axis=0) for side in (dark, ~dark)]
        assert np.abs(means[0] - means[1]).max() > 10
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg") == len(pictures)
    best = next(one for one in scales if one.proposed)
    assert f"SIZE={best.size} CONTEXT={best.context}" in page
    assert "http" not in page.replace("http://www.w3.org", "")

"""What a model that takes bands by their wavelengths is told of a raster."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

rasterio = pytest.importorskip("rasterio")

from rs_deepcluster_plugin.core.base.errors import RasterError
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.worker.contract import RasterInput
from rs_deepcluster_plugin.worker.job.common import bands_for, with_wavelengths

DOFA = ExtractSettings(model=ModelSettings("dofa_vitb16"))


class Said(list):
    log = list.append


@pytest.fixture
def raster(tmp_path):
    path = tmp_path / "bands.tif"
    options = {"driver": "GTiff", "height": 8, "width": 8, "count": 4, "dtype": "uint8"}
    place = rasterio.transform.from_origin(500_000, 5_000_000, 10, 10)
    with rasterio.open(path, "w", crs="EPSG:32633", transform=place, **options) as target:
        target.write(np.arange(256, dtype=np.uint8).reshape(4, 8, 8))
        target.descriptions = ("B02", "B04", "mask", "B8A")
        target.update_tags(2, wavelength="664.6", wavelength_units="nm")
    return RasterInput(str(path), rasterio.crs.CRS.from_epsg(32633).to_wkt())


def test_all_bands_that_have_one_are_taken_where_none_are_chosen(raster):
    said = Said()
    bands, told = with_wavelengths(raster, (), DOFA, said)
    assert bands == (1, 2, 4)
    assert told.model.wavelengths == (0.492, 0.6646, 0.865)
    assert said == ["Wavelengths of the bands 1, 2, 4: 0.492, 0.6646, 0.865 micrometers."]


def test_bands_that_are_chosen_keep_their_order_and_need_one_each(raster):
    bands, told = with_wavelengths(raster, (4, 1), DOFA, Said())
    assert (bands, told.model.wavelengths) == ((4, 1), (0.865, 0.492))
    with pytest.raises(RasterError, match=r"wavelength of band 3, by which the model dofa_vitb16"):
        with_wavelengths(raster, (1, 3), DOFA, Said())


def test_what_was_given_holds_and_other_models_are_told_nothing(raster):
    given = replace(DOFA, model=replace(DOFA.model, wavelengths=(0.5, 0.6)))
    assert with_wavelengths(raster, (1, 3), given, Said()) == ((1, 3), given)
    assert with_wavelengths(raster, (), ExtractSettings(), Said()) == ((), ExtractSettings())


def test_wavelengths_that_were_given_are_those_of_the_first_bands_also_where_they_are_three(raster):
    given = replace(DOFA, model=replace(DOFA.model, wavelengths=(0.49, 0.56, 0.66)))
    # Not () for red, green and blue, whose order would be another one.
    assert with_wavelengths(raster, (), given, Said()) == ((1, 2, 3), given)
    assert bands_for((), given.model) == (1, 2, 3)
    assert bands_for((), ExtractSettings().model) == ()


@pytest.mark.parametrize("bands", [(1, 2, 3, 4), (2,)])
def test_as_many_wavelengths_as_bands_are_needed(raster, bands):
    given = replace(DOFA, model=replace(DOFA.model, wavelengths=(0.49, 0.56, 0.66)))
    with pytest.raises(RasterError, match=f"given are 3, and the bands {len(bands)}"):
        with_wavelengths(raster, bands, given, Said())
    five = replace(DOFA, model=replace(DOFA.model, wavelengths=(0.4, 0.5, 0.6, 0.7, 0.8)))
    with pytest.raises(RasterError, match="given are 5, but .* has 4 bands"):
        with_wavelengths(raster, (), five, Said())

from __future__ import annotations

import numpy as np
import pytest
import shapely
from rasterio.crs import CRS

from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.features.change import (
    ChangeSettings,
    compare_features,
    compare_vectors,
    find_groups,
    pair_units,
    shapes_of,
)

COUNT, DIMS, KINDS = 800, 20, 6


def two_dates(share, seed=0, count=COUNT):
    """Units of six kinds on two dates, and which of them changed from one kind to another.

    The second date is turned and moved, each kind in its own way; what is a unit's own stays in
    part.
    """
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, KINDS, count)
    changed = rng.random(count) < share
    later = np.where(changed, (kinds + rng.integers(1, KINDS, count)) % KINDS, kinds)
    centers = rng.normal(size=(KINDS, DIMS)) * 3
    own = rng.normal(size=(count, DIMS))
    turned = centers @ np.linalg.qr(rng.normal(size=(DIMS, DIMS)))[0]
    turned += rng.normal(size=(KINDS, DIMS))
    before = centers[kinds] + own
    after = turned[later] + 0.7 * own + 0.7 * rng.normal(size=(count, DIMS))
    return before.astype(np.float32), after.astype(np.float32), changed


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("share", [0.03, 0.1, 0.3])
def test_units_that_changed_are_found_though_everything_else_moved(share, seed):
    before, after, changed = two_dates(share, seed)
    found = compare_vectors(before, after, ChangeSettings())
    assert found.groups.are_two
    assert found.changed[changed].mean() > 0.95
    assert found.changed[~changed].mean() < 0.01
    assert found.threshold > 1
    np.testing.assert_array_equal(found.changed, found.scores >= found.threshold)
    # A change of features alone says nothing here: all of them moved.
    moved = np.linalg.norm(after - before, axis=1)
    assert np.median(moved[~changed]) > np.quantile(moved[changed], 0.01)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_where_nothing_changed_no_unit_is_marked(seed):
    before, after, _ = two_dates(0, seed)
    found = compare_vectors(before, after, ChangeSettings())
    assert not found.groups.are_two
    assert found.threshold is None
    assert not found.changed.any()
    assert np.isnan(found.probabilities).all()
    given = compare_vectors(before, after, ChangeSettings(threshold=1.2))
    np.testing.assert_array_equal(given.changed, given.scores > 1.2)


def test_the_dates_may_be_turned_around_and_are_the_same_on_each_run():
    before, after, _ = two_dates(0.1)
    one = compare_vectors(before, after, ChangeSettings())
    np.testing.assert_array_equal(
        one.scores, compare_vectors(before, after, ChangeSettings()).scores
    )
    other = compare_vectors(after, before, ChangeSettings())
    np.testing.assert_allclose(one.scores, other.scores, rtol=1e-6)


def test_units_beyond_the_pool_of_neighbors_are_compared_too(monkeypatch):
    from rs_deepcluster_plugin.core.features import change

    monkeypatch.setattr(change, "FIT_SCENES", 400)
    before, after, changed = two_dates(0.1)
    found = compare_vectors(before, after, ChangeSettings())
    assert found.changed[changed].mean() > 0.95
    assert found.changed[~changed].mean() < 0.01


def test_two_groups_are_those_that_were_mixed():
    rng = np.random.default_rng(0)
    values = np.concatenate([rng.normal(0, 0.2, 900), rng.normal(1.5, 0.3, 100)])
    found = find_groups(values)
    np.testing.assert_allclose(found.means, [0, 1.5], atol=0.1)
    np.testing.assert_allclose(found.deviations, [0.2, 0.3], atol=0.06)
    np.testing.assert_allclose(found.shares, [0.9, 0.1], atol=0.02)
    assert found.separation == pytest.approx(np.sqrt(2) * 1.5 / np.hypot(0.2, 0.3), rel=0.15)
    probability = found.probability(np.array([-5.0, 0, 0.7, 1.5, 5]))
    assert probability[0] == 0
    assert probability[1] < 1e-3
    assert (np.diff(probability) >= 0).all()
    assert probability[3] > 0.99


@pytest.fixture
def dates(features_file):
    """Write two files of units on grids that lie a bit apart."""

    def write(share=0.1, shift=1.0, **more):
        before, after, changed = two_dates(share)
        wkt = CRS.from_epsg(32633).to_wkt()
        options = {"crs_wkt": wkt, "part_dims": (DIMS,)}
        one = features_file(before, name="before.parquet", **options)
        other = features_file(after, name="after.parquet", **{**options, **more})
        return one, other, changed

    return write


def test_files_of_two_dates_are_compared_unit_by_unit(dates):
    before, after, changed = dates()
    pairs = pair_units(before, after)
    np.testing.assert_array_equal(pairs.before, np.arange(COUNT))
    np.testing.assert_array_equal(pairs.after, np.arange(COUNT))
    found = compare_features(before, after, pairs, ChangeSettings())
    assert found.changed[changed].mean() > 0.9
    assert found.changed[~changed].mean() < 0.02
    shapes = shapely.from_wkb(shapes_of(after, pairs.after[:3]))
    assert shapes[2].bounds == (20, -10, 30, 0)


def test_only_files_of_one_model_and_one_reference_system_are_compared(dates):
    before, after, _ = dates(identity="another")
    told = "Extract the features of both with the same model and settings"
    with pytest.raises(DataFileError, match=f"'default'.* or other settings of it. {told}"):
        pair_units(before, after)
    before, after, _ = dates(identity="another", orientations=4)
    seen = r"'default' \(4 orientations\), and .* with 'default' \(1 orientation\)"
    with pytest.raises(DataFileError, match=f"{seen}. {told}"):
        pair_units(before, after)
    before, after, _ = dates(crs_wkt=CRS.from_epsg(32634).to_wkt())
    with pytest.raises(DataFileError, match="different reference systems"):
        pair_units(before, after)


def test_units_of_another_place_have_no_partner(dates, features_file, monkeypatch):
    from rs_deepcluster_plugin.core.features import change

    before, after, _ = dates()
    there = change.boxes_of(after)
    moved = {before: there, after: there + 3}
    monkeypatch.setattr(change, "boxes_of", lambda file: moved[file])
    assert pair_units(before, after).left_out == 0
    moved[after] = there + 1e6
    with pytest.raises(SceneError, match=r"^0 scenes of .* have a partner"):
        pair_units(before, after)


def test_units_without_features_on_one_date_are_left_out(features_file):
    before, after, _ = two_dates(0.1)
    before[:5], after[3:10] = np.nan, np.nan
    options = {"part_dims": (DIMS,), "crs_wkt": CRS.from_epsg(32633).to_wkt()}
    one = features_file(before, name="before.parquet", **options)
    other = features_file(after, name="after.parquet", **options)
    pairs = pair_units(one, other)
    assert pairs.left_out == 10
    assert pairs.after[0] == 10
    assert len(compare_features(one, other, pairs, ChangeSettings()).scores) == COUNT - 10

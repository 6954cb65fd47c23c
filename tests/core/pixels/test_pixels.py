from __future__ import annotations

import json
import math

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine
from sklearn.datasets import make_blobs
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.metrics import adjusted_rand_score

from rs_deepcluster_plugin.core.base.errors import DataFileError, RasterError, SceneError
from rs_deepcluster_plugin.core.base.palette import shade_of
from rs_deepcluster_plugin.core.clusters import centers as clusterers
from rs_deepcluster_plugin.core.clusters.centers import IsodataLimits
from rs_deepcluster_plugin.core.pixels.cluster import PIXEL_METHODS, PixelSettings, cluster_pixels
from rs_deepcluster_plugin.core.pixels.likelihood import (
    Gaussians,
    LikelihoodSettings,
    classify,
    signatures_of_polygons,
)
from rs_deepcluster_plugin.core.pixels.signatures import Moments, Signature, Signatures
from rs_deepcluster_plugin.core.scenes.blocks import area_of, open_pixels, sample_pixels

# The example of Tou & Gonzalez (1974), section 3.3.6.
BOOK = np.array([[0, 0], [1, 1], [2, 2], [4, 3], [5, 3], [4, 4], [5, 4], [6, 5]], dtype=float)


def blobs(count=3000, centers=5, bands=4, seed=1, spread=1.0):
    return make_blobs(count, bands, centers=centers, cluster_std=spread, random_state=seed)


def image(height=90, width=110, bands=3, seed=0, nodata=True):
    """Four kinds of ground in patches, of different size, and a corner without data (0)."""
    random = np.random.default_rng(seed)
    rows, cols = np.mgrid[:height, :width]
    kinds = np.select([cols < 60, (rows < 50) & (cols < 100), rows < 50], [0, 1, 3], 2)
    means = random.permutation(np.linspace(40, 210, 4 * bands)).reshape(4, bands)
    values = random.normal(means[kinds], 4).round().clip(1, 255).astype(np.uint8)
    if nodata:
        values[:12, :9] = 0
        kinds = np.where(values[..., 0] == 0, -1, kinds)
    return np.moveaxis(values, 2, 0), kinds


def opened(path, bands=(), block=1024, extent=None):
    return area_of(open_pixels(path, bands), extent, block)


def read(path):
    with rasterio.open(path) as file:
        return file.read()


def in_any_order(centers):
    return centers[np.lexsort(centers.T.round())]


# --- clusterers


def plain_isodata(values, settings, start):
    """ISODATA once more, written down from the steps of Tou & Gonzalez without any shortcut."""
    centers = list(start)
    for iteration in range(1, settings.iterations + 1):
        last = iteration == settings.iterations

        def groups():
            found = [[] for _ in centers]  # noqa: B023
            for value in values:
                apart = [math.dist(value, c) for c in centers]  # noqa: B023
                found[apart.index(min(apart))].append(value)
            return [np.array(g) for g in found]

        kept = [g for g in groups() if len(g)]
        if any(len(g) >= settings.minimum for g in kept):
            smaller = any(len(g) < settings.minimum for g in kept)
            kept = [g for g in kept if len(g) >= settings.minimum]
            if smaller:
                centers = [g.mean(axis=0) for g in kept]
                kept = [g for g in groups() if len(g)]
        centers = [g.mean(axis=0) for g in kept]
        if last:
            break
        near = [np.mean([math.dist(v, c) for v in g]) for g, c in zip(kept, centers)]
        average = sum(n * len(g) for n, g in zip(near, kept)) / len(values)
        few = len(centers) <= settings.clusters / 2
        split_time = few or (iteration % 2 == 1 and len(centers) < 2 * settings.clusters)
        chosen = [
            k
            for k, (g, n) in enumerate(zip(kept, near))
            if split_time
            and g.std(axis=0).max() > settings.deviation
            and (few or (n > average and len(g) > 2 * (settings.minimum + 1)))
        ]
        chosen.sort(key=lambda k: -kept[k].std(axis=0).max())
        chosen = chosen[: 2 * settings.clusters - len(centers)]
        fresh, split = [], False
        for k, (g, c) in enumerate(zip(kept, centers)):
            wide = g.std(axis=0)
            if k in chosen:
                shift = np.zeros(len(c))
                shift[wide.argmax()] = 0.5 * wide.max()
                fresh += [c + shift, c - shift]
                split = True
            else:
                fresh.append(c)
        if split:
            centers = fresh
            continue
        pairs = sorted(
            (math.dist(centers[a], centers[b]), a, b)
            for a in range(len(centers))
            for b in range(a + 1, len(centers))
        )
        used, gone = set(), set()
        for distance, a, b in pairs[: settings.pairs]:
            if distance < settings.distance and not used & {a, b}:
                used |= {a, b}
                gone.add(b)
                na, nb = len(kept[a]), len(kept[b])
                centers[a] = (na * centers[a] + nb * centers[b]) / (na + nb)
        centers = [c for place, c in enumerate(centers) if place not in gone]
    return np.array(centers)


def test_isodata_solves_the_example_of_the_book():
    settings = IsodataLimits(2, minimum=1, deviation=1, distance=4, pairs=0, iterations=4)
    found = clusterers.isodata(BOOK, settings, start=np.zeros((1, 2)))
    np.testing.assert_allclose(in_any_order(found), [[1, 1], [4.8, 3.8]])


@pytest.mark.parametrize("seed", range(6))
def test_isodata_does_what_a_second_implementation_does(seed):
    values = blobs(240, 5, 2, seed, 1.5)[0]
    settings = IsodataLimits(
        clusters=3 + seed, minimum=5, deviation=1.2, distance=2.5, pairs=2, iterations=12
    )
    start = values[:: 240 // (2 + seed)].copy()
    found = clusterers.isodata(values, settings, start)
    expected = plain_isodata(values, settings, start)
    assert 2 <= len(expected) <= 2 * settings.clusters
    np.testing.assert_allclose(in_any_order(found), in_any_order(expected), atol=1e-9)


@pytest.mark.parametrize("desired", [2, 5, 9])
def test_isodata_makes_half_to_twice_as_many_clusters(desired):
    for values in (np.random.default_rng(0).normal(size=(2000, 3)) ** 3, blobs(2000, 5)[0]):
        found = clusterers.isodata(values, IsodataLimits(desired))
        assert desired / 2 <= len(found) <= 2 * desired


def test_isodata_splits_and_merges_to_the_number_of_groups():
    values, _ = blobs(3000, np.array([[0, 0], [20, 0], [0, 20], [20, 20]]), seed=3)
    for start in (np.zeros((1, 2)), values[:9]):
        settings = IsodataLimits(clusters=4, minimum=20, deviation=3, distance=6)
        found = clusterers.isodata(values, settings, start)
        expected = [[0, 0], [20, 0], [0, 20], [20, 20]]
        np.testing.assert_allclose(in_any_order(found), expected, atol=0.3)


@pytest.mark.parametrize("method", ["isodata", "kmeans", "fuzzy", "migrating"])
def test_every_clusterer_finds_groups_that_lie_apart(method):
    # Along the diagonal, where migrating means start.
    middles = np.array([[0, 0, 0], [10, 11, 9], [20, 21, 23], [35, 30, 33]], dtype=float)
    values, truth = blobs(2000, middles)
    centers = {
        "isodata": lambda: clusterers.isodata(values, IsodataLimits(4)),
        "kmeans": lambda: clusterers.k_means(values, 4),
        "fuzzy": lambda: clusterers.fuzzy_c_means(values, 4),
        "migrating": lambda: clusterers.migrating_means(
            lambda: [values[:700], values[700:]], clusterers.diagonal_means(values, 4), 0
        ),
    }[method]()
    assert adjusted_rand_score(truth, clusterers.find_nearest_centers(values, centers)) == 1
    np.testing.assert_allclose(in_any_order(centers), middles, atol=0.35)


def test_the_nearest_center_is_that_of_all_distances():
    random = np.random.default_rng(0)
    values, centers = random.normal(size=(70_001, 3)).astype(np.float32), random.normal(size=(7, 3))
    apart = ((values[:, None].astype(float) - centers) ** 2).sum(axis=2)
    np.testing.assert_array_equal(
        clusterers.find_nearest_centers(values, centers), apart.argmin(axis=1)
    )
    np.testing.assert_allclose(clusterers.distances(values[:99], centers), apart[:99])


def test_fuzzy_memberships_sum_to_one_also_on_a_center():
    random = np.random.default_rng(0)
    centers = random.normal(size=(4, 3))
    values = np.concatenate([random.normal(size=(500, 3)) * 100, centers])
    found = clusterers.memberships(values, centers, 1.6)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_array_equal(found[500:], np.eye(4))
    twice = clusterers.memberships(centers[:1], centers[[0, 0, 1]])
    np.testing.assert_array_equal(twice, [[0.5, 0.5, 0]])


def test_fuzzy_memberships_by_hand():
    # Squared distances 1 and 9 with m = 2: weights 1 and 1/9.
    found = clusterers.memberships(np.array([[1.0]]), np.array([[0.0], [4.0]]), 2)
    np.testing.assert_allclose(found, [[0.9, 0.1]])
    # m = 3: the square roots, 1 and 1/3.
    found = clusterers.memberships(np.array([[1.0]]), np.array([[0.0], [4.0]]), 3)
    np.testing.assert_allclose(found, [[0.75, 0.25]])


def test_fuzzy_centers_are_a_fixed_point():
    values = blobs(800, 3, 2, spread=2.0)[0]
    centers = clusterers.fuzzy_c_means(values, 3, tolerance=1e-9, iterations=500)
    weights = clusterers.memberships(values, centers) ** 2
    np.testing.assert_allclose(
        weights.T @ values / weights.sum(axis=0)[:, None], centers, atol=1e-6
    )


def test_migrating_means_end_where_few_pixels_change():
    values = np.random.default_rng(0).normal(size=(5000, 2))
    start = clusterers.diagonal_means(values, 6)
    seen = []

    def passes():
        seen.append(1)
        yield values

    soon = clusterers.migrating_means(passes, start, 0.2)
    few = len(seen)
    seen.clear()
    late = clusterers.migrating_means(passes, start, 0, iterations=500)
    assert 2 <= few < len(seen) < 500
    labels = clusterers.find_nearest_centers(values, late)
    means = [values[labels == k].mean(axis=0) for k in range(6)]
    np.testing.assert_allclose(late, means)
    assert not np.allclose(soon, late)


def test_start_means_lie_between_one_deviation_below_and_above():
    values = np.array([[0.0, 10], [2, 30]])
    found = clusterers.diagonal_means(values, 3)
    np.testing.assert_allclose(found, [[0, 10], [1, 20], [2, 30]])
    np.testing.assert_allclose(clusterers.diagonal_means(values, 1), [[1, 20]])


# --- whole rasters


@pytest.mark.parametrize("method", PIXEL_METHODS)
def test_a_raster_becomes_classes_numbered_by_size(write_tif, tmp_path, method):
    values, kinds = image()
    path = write_tif(values, nodata=0)
    settings = PixelSettings(method, 4, iterations=30, deviation=0.6)
    found = cluster_pixels(opened(path), settings, tmp_path / "classes.tif")
    (classes,) = read(tmp_path / "classes.tif")
    valid = kinds >= 0
    assert found.pixels == valid.sum()
    np.testing.assert_array_equal(classes > 0, valid)
    assert adjusted_rand_score(kinds[valid], classes[valid]) == 1
    counts = np.bincount(classes[valid])[1:]
    assert counts.tolist() == sorted(counts, reverse=True)
    signatures = found.signatures.classes
    assert [c.pixels for c in signatures] == counts.tolist()
    for c in signatures:
        own = values[:, classes == c.value].T.astype(float)
        np.testing.assert_allclose(c.mean, own.mean(axis=0))
        np.testing.assert_allclose(c.covariance, np.cov(own.T))
    assert found.signatures.provenance["method"] == method


@pytest.mark.parametrize("method", PIXEL_METHODS)
def test_the_size_of_the_blocks_does_not_change_the_result(write_tif, tmp_path, method):
    values, _ = image(seed=5)
    noise = np.random.default_rng(1).integers(0, 60, values.shape)
    path = write_tif(np.where(values > 0, np.clip(values + noise, 1, 255), 0).astype(np.uint8),
                     nodata=0)  # fmt: skip
    settings = PixelSettings(method, 6, sample=3000)
    made = []
    for block in (1024, 32, 17):
        output = tmp_path / f"{block}.tif"
        found = cluster_pixels(opened(path, block=block), settings, output)
        made.append((read(output), found.signatures))
    for classes, signatures in made[1:]:
        np.testing.assert_array_equal(classes, made[0][0])
        for one, other in zip(signatures.classes, made[0][1].classes):
            np.testing.assert_allclose(one.mean, other.mean)
            np.testing.assert_allclose(one.covariance, other.covariance)


def test_a_sample_is_drawn_evenly_and_whatever_the_blocks(write_tif):
    values = np.arange(1, 6001, dtype=np.uint16).reshape(1, 60, 100)
    values[0, :5] = 0
    path = write_tif(values, nodata=0)
    sample, total = sample_pixels(opened(path), 1000, 3)
    assert (total, sample.shape) == (5500, (1000, 1))
    assert len(np.unique(sample)) == 1000
    assert sample.min() > 500
    for block in (16, 33):
        again, _ = sample_pixels(opened(path, block=block), 1000, 3)
        np.testing.assert_array_equal(again, sample)
    assert not np.array_equal(sample_pixels(opened(path), 1000, 4)[0], sample)
    # Ten parts of 550 pixels: 100 each on average, standard deviation 9.
    parts = np.bincount((sample[:, 0].astype(int) - 501) // 550)
    assert parts.min() > 60
    assert parts.max() < 140
    every, _ = sample_pixels(opened(path), 10_000, 3)
    assert sorted(every[:, 0]) == list(range(501, 6001))


def test_the_file_has_colors_names_nodata_tiles_and_place(write_tif, tmp_path):
    values, _ = image(300, 310)
    path = write_tif(values, nodata=0)
    output = tmp_path / "classes.tif"
    cluster_pixels(opened(path), PixelSettings("kmeans", 4), output)
    with rasterio.open(output) as file, rasterio.open(path) as source:
        assert file.dtypes == ("uint8",)
        assert file.nodata == 0
        assert file.crs == source.crs
        assert file.transform == source.transform
        assert file.block_shapes == [(256, 256)]
        assert file.compression.name == "deflate"
        colors = file.colormap(1)
    assert ["#{:02x}{:02x}{:02x}".format(*colors[k][:3]) for k in (1, 2, 3, 4)] == [
        shade_of(k) for k in (1, 2, 3, 4)
    ]
    beside = (tmp_path / "classes.tif.aux.xml").read_text()
    assert "<Category>Class 4</Category>" in beside
    assert "GDALRasterAttributeTable" in beside
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "classes.tif", "classes.tif.aux.xml", "made.tif",
    ]  # fmt: skip


def test_more_than_255_classes_take_16_bits(write_tif, tmp_path):
    values = np.arange(1, 601, dtype=np.uint16).reshape(1, 20, 30)
    path = write_tif(values)
    output = tmp_path / "classes.tif"
    found = cluster_pixels(opened(path), PixelSettings("kmeans", 300), output)
    with rasterio.open(output) as file:
        assert file.dtypes == ("uint16",)
        assert file.read().max() == len(found.signatures.classes) == 300
    assert len({shade_of(k) for k in range(1, 301)}) == 300


def test_an_extent_gives_its_part_of_the_raster(write_tif, tmp_path):
    values, _ = image()
    path = write_tif(values, nodata=0)
    output = tmp_path / "classes.tif"
    extent = (500_200, 4_999_500, 500_500, 4_999_900)
    found = cluster_pixels(opened(path, extent=extent), PixelSettings("kmeans", 3), output)
    assert found.pixels == 30 * 40
    with rasterio.open(output) as file:
        assert file.shape == (40, 30)
        assert file.transform == Affine(10, 0, 500_200, 0, -10, 4_999_900)


def test_fuzzy_memberships_are_written_for_each_class(write_tif, tmp_path):
    values, kinds = image()
    path = write_tif(values, nodata=0)
    settings = PixelSettings("fuzzy", 4)
    cluster_pixels(
        opened(path, block=40), settings, tmp_path / "c.tif", membership=tmp_path / "m.tif"
    )
    (classes,), shares = read(tmp_path / "c.tif"), read(tmp_path / "m.tif")
    valid = kinds >= 0
    assert (shares[:, ~valid] == 255).all()
    assert abs(shares[:, valid].astype(int).sum(axis=0) - 100).max() <= 2
    np.testing.assert_array_equal(shares[:, valid].argmax(axis=0) + 1, classes[valid])


def test_bands_that_are_constant_do_no_harm(write_tif, tmp_path):
    values, kinds = image(nodata=False)
    values[1] = 77
    path = write_tif(values)
    for method in PIXEL_METHODS:
        cluster_pixels(opened(path), PixelSettings(method, 4), tmp_path / "c.tif")
        (classes,) = read(tmp_path / "c.tif")
        assert adjusted_rand_score(kinds.ravel(), classes.ravel()) > 0.9, method


# Migrating means start within one deviation of the mean, and no mean gets to such a pixel.
@pytest.mark.parametrize("method", ["isodata", "kmeans", "fuzzy"])
def test_a_single_pixel_of_its_own_kind_can_be_a_class(write_tif, tmp_path, method):
    values = np.full((2, 30, 40), 20, dtype=np.uint8)
    values[:, :, 20:] = 60
    values[:, 3, 5] = 250
    path = write_tif(values)
    settings = PixelSettings(method, 3, minimum=0, deviation=0.3, distance=0.1)
    found = cluster_pixels(opened(path), settings, tmp_path / "c.tif")
    assert [c.pixels for c in found.signatures.classes] == [600, 599, 1]
    assert (found.signatures.classes[2].covariance == 0).all()
    with pytest.raises(SceneError, match=r"Class 3 \(1\).*Give them larger"):
        classify(opened(path), found.signatures, LikelihoodSettings(), tmp_path / "m.tif")


def test_a_raster_without_anything_to_divide_is_refused(write_tif, tmp_path):
    settings, output = PixelSettings(), tmp_path / "c.tif"
    flat = write_tif(np.full((2, 20, 30), 7, dtype=np.uint8), "flat.tif")
    with pytest.raises(RasterError, match="the same values.*Choose other bands"):
        cluster_pixels(opened(flat), settings, output)
    empty = write_tif(np.zeros((2, 20, 30), dtype=np.uint8), "empty.tif", nodata=0)
    with pytest.raises(RasterError, match="no valid data.*correct the nodata"):
        cluster_pixels(opened(empty), settings, output)
    with pytest.raises(RasterError, match="chosen twice"):
        opened(flat, (1, 1))
    assert not output.exists()


def test_the_bands_are_all_that_are_no_alpha(write_tif):
    from rasterio.enums import ColorInterp

    values = np.full((5, 20, 30), 7, dtype=np.uint8)
    names = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.undefined,
             ColorInterp.alpha]  # fmt: skip
    path = write_tif(values, colorinterp=names)
    assert open_pixels(path).bands == (1, 2, 3, 4)
    assert open_pixels(path, (4, 2)).bands == (4, 2)


# --- signatures


def test_moments_in_parts_are_those_of_the_whole():
    values = np.random.default_rng(0).normal(1e6, 1, (1000, 3))
    moments = Moments(3)
    for part in np.split(values, [1, 7, 400, 400, 990]):
        moments.add(part)
    made = moments.signature(1, "a", "#000000")
    np.testing.assert_allclose(made.mean, values.mean(axis=0))
    np.testing.assert_allclose(made.covariance, np.cov(values.T), atol=1e-9)


def test_signatures_come_back_from_their_file(write_tif, tmp_path):
    path = write_tif(image()[0], nodata=0)
    found = cluster_pixels(opened(path), PixelSettings("kmeans", 4), tmp_path / "c.tif")
    found.signatures.save(tmp_path / "s.json")
    back = Signatures.load(tmp_path / "s.json")
    assert back.bands == (1, 2, 3)
    assert back.provenance == found.signatures.provenance
    for one, other in zip(back.classes, found.signatures.classes):
        assert (one.value, one.name, one.color, one.pixels) == (
            other.value, other.name, other.color, other.pixels,
        )  # fmt: skip
        np.testing.assert_array_equal(one.covariance, other.covariance)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: c.update(format="x"), "kind 'x'"),
        (lambda c: c.update(version=9), "Update the plugin"),
        (lambda c: c.update(classes=[]), "damaged"),
        (lambda c: c["classes"][0].pop("mean"), "damaged"),
        (lambda c: c["classes"][0].update(mean=[1.0]), "does not have 3 bands"),
        (lambda c: c["classes"][0].update(mean=[1.0, 2.0, float("nan")]), "not numbers"),
        (lambda c: c["classes"][0].update({"class": 0}), "value 0"),
        (lambda c: c["classes"][0].update({"class": 2}), "two of one value"),
        (lambda c: c["classes"][0].update(color="red"), "damaged"),
    ],
)
def test_a_damaged_signatures_file_is_refused(tmp_path, change, sentence):
    classes = tuple(
        Signature(k, f"Class {k}", "#123456", 9, np.zeros(3), np.eye(3)) for k in (1, 2)
    )
    path = tmp_path / "s.json"
    Signatures((1, 2, 3), classes, {}).save(path)
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    with pytest.raises(DataFileError, match=sentence):
        Signatures.load(path)
    path.write_text("{")
    with pytest.raises(DataFileError, match="not a signatures file"):
        Signatures.load(path)
    with pytest.raises(DataFileError, match="does not exist"):
        Signatures.load(tmp_path / "none.json")


# --- maximum likelihood


@pytest.mark.parametrize("priors", [False, True])
def test_maximum_likelihood_is_quadratic_discriminant_analysis(priors):
    random = np.random.default_rng(2)
    values, labels = blobs(1500, 4, 3, seed=8, spread=4.0)
    values = values @ random.normal(size=(3, 3))
    kept = (labels < 2) | (random.random(len(labels)) < 0.3)  # classes of different size
    values, labels = values[kept], labels[kept]
    weights = np.bincount(labels) / len(labels) if priors else np.full(4, 0.25)
    reference = QuadraticDiscriminantAnalysis(priors=weights, store_covariance=True)
    reference.fit(values, labels)
    # Versions of scikit-learn divide by n or by n - 1.
    classes = [
        Signature(k + 1, f"Class {k}", "#123456", int((labels == k).sum()), mean, covariance)
        for k, (mean, covariance) in enumerate(zip(reference.means_, reference.covariance_))
    ]
    found, posterior, squared = Gaussians(classes, priors)(values)
    np.testing.assert_array_equal(found, reference.predict(values))
    np.testing.assert_allclose(posterior, reference.predict_proba(values).max(axis=1), rtol=1e-6)
    own = values[found == 2]
    member = values[labels == 2]
    difference = own - member.mean(axis=0)
    expected = np.einsum(
        "ni,ij,nj->n", difference, np.linalg.inv(classes[2].covariance), difference
    )
    np.testing.assert_allclose(squared[found == 2], expected)


def polygons_of(kinds, transform):
    """One rectangle well inside each kind of ground of `image`."""
    boxes = {"water": (10, 20, 50, 80), "town": (65, 5, 95, 45), "field": (65, 55, 105, 85),
             "road": (102, 5, 108, 45)}  # fmt: skip
    shapes = []
    for left, top, right, bottom in boxes.values():
        x0, y0 = transform @ (left, top)
        x1, y1 = transform @ (right, bottom)
        shapes.append(shapely.to_wkb(shapely.box(x0, y1, x1, y0)))
    return np.array(shapes, dtype=object), list(boxes), list(boxes.values())


def test_labeled_polygons_classify_the_raster(write_tif, tmp_path):
    values, kinds = image()
    path = write_tif(values, nodata=0)
    transform = Affine(10, 0, 500_000, 0, -10, 5_000_000)
    shapes, names, boxes = polygons_of(kinds, transform)
    for block in (1024, 23):
        area = opened(path, block=block)
        found = signatures_of_polygons(area, shapes, names)
        assert [c.name for c in found.classes] == sorted(names)
        for c in found.classes:
            left, top, right, bottom = boxes[names.index(c.name)]
            own = values[:, top:bottom, left:right].reshape(3, -1).T.astype(float)
            assert c.pixels == len(own)
            np.testing.assert_allclose(c.mean, own.mean(axis=0))
            np.testing.assert_allclose(c.covariance, np.cov(own.T))
        output, chance = tmp_path / f"{block}.tif", tmp_path / f"p{block}.tif"
        made = classify(area, found, LikelihoodSettings(), output, chance)
        (classes,), (percent,) = read(output), read(chance)
        valid = kinds >= 0
        np.testing.assert_array_equal(classes > 0, valid)
        assert adjusted_rand_score(kinds[valid], classes[valid]) == 1
        assert (percent[~valid] == 255).all()
        assert percent[valid].min() > 90
        assert percent[valid].max() == 100
        assert {c.name: c.pixels for c in made.classes}["water"] == (classes == 4).sum()
    np.testing.assert_array_equal(read(tmp_path / "1024.tif"), read(tmp_path / "23.tif"))
    assert "<Category>water</Category>" in (tmp_path / "23.tif.aux.xml").read_text()


@pytest.mark.parametrize("own_class", [False, True])
def test_pixels_far_from_their_class_are_rejected(write_tif, tmp_path, own_class):
    random = np.random.default_rng(0)
    values = random.normal(0, 1, (3, 100, 100)).astype(np.float32)
    values[:, :, 50:] += 30
    values[:, 0, 0] = 15
    path = write_tif(values)
    signatures = Signatures(
        (1, 2, 3),
        (
            Signature(1, "low", "#111111", 100, np.zeros(3), np.eye(3)),
            Signature(2, "high", "#222222", 100, np.full(3, 30.0), np.eye(3)),
        ),
        {},
    )
    settings = LikelihoodSettings(reject=0.05, rejected_class=own_class)
    made = classify(opened(path), signatures, settings, tmp_path / "c.tif", tmp_path / "p.tif")
    (classes,), (percent,) = read(tmp_path / "c.tif"), read(tmp_path / "p.tif")
    value = 3 if own_class else 0
    assert classes[0, 0] == value
    assert made.rejected == (classes == value).sum()
    # Binomial: 500 expected of 10,000, standard deviation 22.
    assert 400 < made.rejected < 600
    assert (percent[classes == value] == 255).all()
    assert [c.name for c in made.classes] == ["low", "high"] + ["Rejected"] * own_class
    none = classify(opened(path), signatures, LikelihoodSettings(), tmp_path / "c.tif")
    assert none.rejected == 0


def test_a_singular_covariance_is_mended_and_logged(write_tif, tmp_path, recorder):
    values, kinds = image(nodata=False)
    values[1] = np.where(kinds == 0, 50, values[1])  # constant within one class
    values[2] = np.where(kinds == 2, values[0], values[2])  # one band twice within another
    path = write_tif(values)
    shapes, names, _ = polygons_of(kinds, Affine(10, 0, 500_000, 0, -10, 5_000_000))
    area = opened(path)
    found = signatures_of_polygons(area, shapes, names)
    classify(area, found, LikelihoodSettings(), tmp_path / "c.tif", progress=recorder)
    singular = [line for line in recorder.lines if "singular" in line]
    assert len(singular) == 2
    assert "'water'" in "".join(singular)
    assert "'field'" in "".join(singular)
    (classes,) = read(tmp_path / "c.tif")
    assert adjusted_rand_score(kinds.ravel(), classes.ravel()) > 0.99


def test_names_that_are_codes_are_the_values(write_tif):
    values, kinds = image()
    shapes, _, _ = polygons_of(kinds, Affine(10, 0, 500_000, 0, -10, 5_000_000))
    area = opened(write_tif(values, nodata=0))
    found = signatures_of_polygons(area, shapes, ["40", "7", "200", "7"])
    assert [(c.value, c.name) for c in found.classes] == [(7, "7"), (40, "40"), (200, "200")]
    mixed = signatures_of_polygons(area, shapes, ["40", "7", "b", "7"])
    assert [(c.value, c.name) for c in mixed.classes] == [(1, "40"), (2, "7"), (3, "b")]


def test_polygons_that_give_no_signature_are_refused(write_tif, recorder):
    values, kinds = image()
    transform = Affine(10, 0, 500_000, 0, -10, 5_000_000)
    shapes, _, _ = polygons_of(kinds, transform)
    area = opened(write_tif(values, nodata=0))

    def refused(shapes, names, sentence):
        with pytest.raises(SceneError, match=sentence):
            signatures_of_polygons(area, np.array(shapes, dtype=object), names)

    refused(shapes, [None, "", " ", None], "None of the 4 polygons has a class.*fill it in")
    far = shapely.to_wkb(shapely.box(0, 0, 10, 10))
    refused([far, far], ["a", "b"], "None of the 2 polygons.*covers valid pixels.*same area")
    nodata = shapely.to_wkb(shapely.box(500_000, 4_999_990, 500_050, 5_000_000))
    refused([nodata], ["a"], "covers valid pixels")
    little = shapely.to_wkb(shapely.box(500_300, 4_999_480, 500_330, 4_999_490))
    refused([shapes[0], little], ["a", "b"], r"the 4 pixels that 3 bands need: b \(3\)\. Give")
    refused([shapes[0], far], ["a", "b"], r"b \(0\)")
    refused([shapes[0], shapes[1]], ["a", "A"], "differ only in")
    some = signatures_of_polygons(area, shapes, ["a", None, "b", "b"], progress=recorder)
    assert [c.name for c in some.classes] == ["a", "b"]
    assert "they have no class: 1 of 4" in recorder.lines[0]


def test_bands_other_than_those_of_the_signatures_are_refused(write_tif, tmp_path):
    path = write_tif(image()[0], nodata=0)
    classes = (Signature(1, "a", "#111111", 100, np.zeros(2), np.eye(2)),)
    with pytest.raises(DataFileError, match=r"bands chosen are 3.*of 2.*correspond to \[1, 4\]"):
        classify(
            opened(path), Signatures((1, 4), classes, {}), LikelihoodSettings(), tmp_path / "c.tif"
        )
    assert not (tmp_path / "c.tif").exists()

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from rs_deepcluster_plugin.core.base.errors import DataFileError, SceneError
from rs_deepcluster_plugin.core.base.nearest import (
    find_nearest,
    find_nearest_by_shared,
    normalize_rows,
)
from rs_deepcluster_plugin.core.base.sampling import draw
from rs_deepcluster_plugin.core.clusters.place import find_axes, find_nearest_alone
from rs_deepcluster_plugin.core.clusters.project import (
    ProjectionSettings,
    Projector,
    fit_projector,
    place_all,
    project,
)
from rs_deepcluster_plugin.core.encoder.settings import ClassLikeness
from rs_deepcluster_plugin.core.features.normalize import Normalizer
from rs_deepcluster_plugin.core.features.scene_file import SceneFile

DIMS = 24


def blobs(count=120, groups=4, seed=0, centers=7):
    """Features in well separated groups; returns them and the group of each."""
    middle = np.random.default_rng(centers).normal(size=(groups, DIMS)) * 3
    random = np.random.default_rng(seed)
    labels = np.arange(count) % groups
    values = middle[labels] + random.normal(size=(count, DIMS)) * 0.5
    return values.astype(np.float32), labels


def embedded(path):
    return np.concatenate([b.vectors for b in SceneFile(path, "embedding").blocks()])


@pytest.fixture(scope="module")
def fitted(tmp_path_factory, features_at):
    """One UMAP fit that several tests look at: features, embedding, projector, input."""
    folder = tmp_path_factory.mktemp("fitted")
    vectors, labels = blobs()
    vectors[5] = np.nan
    features = features_at(folder / "f.parquet", vectors, part_dims=(10, 14))
    projector = project(features, ProjectionSettings(neighbors=15), folder / "e.parquet")
    return features, folder / "e.parquet", projector, vectors, labels


# --- Normalizing


def test_normalized_features_have_length_one_and_the_parts_weigh_alike():
    values, _ = blobs(300)
    values[:, 10:] *= 1000  # one block's tokens are much longer than the other's
    normalizer = Normalizer.fit(values, (10, 14))
    rows = normalizer(values)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    shares = (rows[:, :10] ** 2).sum(axis=1)
    assert 0.2 < shares.mean() < 0.8


def test_normalizing_removes_what_all_scenes_have_in_common():
    values, _ = blobs(300)
    offset = np.linspace(-50, 50, DIMS, dtype=np.float32)
    np.testing.assert_allclose(
        Normalizer.fit(values + offset, (DIMS,))(values + offset),
        Normalizer.fit(values, (DIMS,))(values),
        atol=1e-3,
    )


def test_the_scale_of_a_part_makes_no_difference():
    values, _ = blobs(300)
    scaled = values * np.repeat(np.float32([5, 0.01]), [10, 14])
    np.testing.assert_allclose(
        Normalizer.fit(scaled, (10, 14))(scaled),
        Normalizer.fit(values, (10, 14))(values),
        atol=1e-4,
    )


@pytest.mark.parametrize("parts", [(24,), (10, 14)])
def test_what_normalizing_takes_away_can_be_given_back(parts):
    values, _ = blobs(300)
    values[:, 10:] = values[:, 10:] * 5 + 2
    normalizer = Normalizer.fit(values, parts)
    restored = normalizer.restore(normalizer(values), normalizer.measure(values))
    np.testing.assert_allclose(restored, values, atol=2e-4 * np.abs(values).max())


def test_new_scenes_are_normalized_by_the_means_of_the_fitted_ones():
    values, _ = blobs(300)
    normalizer = Normalizer.fit(values, (10, 14))
    np.testing.assert_allclose(normalizer(values[7:9]), normalizer(values)[7:9], atol=1e-6)


def test_a_scene_in_the_middle_of_all_others_gives_no_nan():
    values, _ = blobs(50)
    normalizer = Normalizer.fit(values, (DIMS,))
    assert np.isfinite(normalizer(normalizer.part_mean[None])).all()


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_nearest_neighbors_are_exact(metric):
    from scipy.spatial.distance import cdist

    values = Normalizer.fit(*(blobs(200)[0], (DIMS,)))(blobs(200)[0])
    places, distances = find_nearest(values[:50], values, 7, metric)
    truth = cdist(values[:50].astype(float), values.astype(float), metric)
    np.testing.assert_allclose(distances, np.sort(truth, axis=1)[:, :7], atol=2e-3)
    np.testing.assert_array_equal(places[:, 0], np.arange(50))
    np.testing.assert_array_equal(places[:, 1], np.argsort(truth, axis=1)[:, 1])


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_neighbors_that_are_found_along_a_few_axes_are_the_nearest_in_all(metric):
    from scipy.spatial.distance import cdist

    random = np.random.default_rng(0)
    falling = 1 / np.arange(1, 501)  # as the variances of features along their axes
    mixing = np.linalg.qr(random.normal(size=(500, 500)))[0]
    values = normalize_rows((random.normal(size=(900, 500)) * falling**0.5) @ mixing)
    queries, reference = values[:100], values[100:]
    axes = find_axes(reference)
    np.testing.assert_allclose(axes.directions.T @ axes.directions, np.eye(192), atol=1e-5)
    places, distances = find_nearest_alone(queries, reference, 15, metric, axes)
    truth = cdist(queries.astype(float), reference.astype(float), metric)
    order = np.argsort(truth, axis=1)[:, :15]
    assert np.mean([np.isin(a, b) for a, b in zip(order, places)]) > 0.999
    np.testing.assert_allclose(distances[:, 0], truth.min(axis=1), atol=1e-4)
    assert (np.diff(distances, axis=1) >= 0).all()
    one_by_one = [find_nearest_alone(one[None], reference, 15, metric, axes) for one in queries]
    np.testing.assert_array_equal(np.concatenate([found for found, _ in one_by_one]), places)
    apart = np.concatenate([apart for _, apart in one_by_one])
    np.testing.assert_array_equal(apart, distances)  # to the last bit


def test_few_scenes_and_few_dimensions_need_no_axes():
    random = np.random.default_rng(0)
    assert find_axes(random.normal(size=(300, 1000)).astype(np.float32)) is None
    assert find_axes(random.normal(size=(1000, 300)).astype(np.float32)) is None


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_shared_neighbors_make_scenes_near(metric):
    """Against the definition, scene by scene."""
    vectors = blobs(300)[0]
    values = Normalizer.fit(vectors, (DIMS,))(vectors)
    places, distances = find_nearest_by_shared(values, 6, metric, 0.4)
    own = [set(row) for row in find_nearest(values, values, 6, "cosine")[0].tolist()]
    shared = np.array([[len(a & b) / len(a | b) for b in own] for a in own])
    similarity = 0.4 * shared + 0.6 * (values @ values.T).clip(0)
    np.fill_diagonal(similarity, 1)
    expected = 1 - np.sort(similarity, axis=1)[:, ::-1][:, :6]
    expected = np.sqrt(2 * expected.clip(0)) if metric == "euclidean" else expected
    np.testing.assert_allclose(distances, expected, atol=2e-3)
    np.testing.assert_array_equal(places[:, 0], np.arange(300))
    found = 1 - similarity[np.arange(300)[:, None], places]
    found = np.sqrt(2 * found.clip(0)) if metric == "euclidean" else found
    np.testing.assert_allclose(distances, found, atol=2e-3)


def test_shared_neighbors_are_found_among_many_scenes():
    """Scenes beyond one block, most pairs of which share none."""
    random = np.random.default_rng(4)
    values = random.normal(size=(2300, 6)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    places, distances = find_nearest_by_shared(values, 10, "cosine", 0.5)
    near = find_nearest(values, values, 10, "cosine")[0]
    has = np.zeros((2300, 2300), dtype=np.float32)
    np.put_along_axis(has, near, 1, axis=1)
    common = has @ has.T
    similarity = 0.5 * common / (20 - common) + 0.5 * (values @ values.T).clip(0)
    np.fill_diagonal(similarity, 2)
    expected = (1 - np.sort(similarity, axis=1)[:, ::-1][:, :10]).clip(0)
    np.testing.assert_allclose(distances, expected, atol=1e-5)
    assert (np.sort(places) == np.sort(np.argsort(-similarity, axis=1)[:, :10])).mean() > 0.999


def test_of_many_copies_each_is_nearest_to_itself():
    values = np.repeat(np.eye(DIMS, dtype=np.float32)[:3], 40, axis=0)
    places, distances = find_nearest_by_shared(values, 6, "cosine", 0.5)
    np.testing.assert_array_equal(places[:, 0], np.arange(120))
    np.testing.assert_array_equal(places // 40, np.repeat(np.arange(3), 40)[:, None].repeat(6, 1))
    assert all(len(set(row)) == 6 for row in places.tolist())
    assert distances[:, 0].max() == 0


def test_without_weight_shared_neighbors_do_not_count():
    vectors = blobs(60)[0]
    values = Normalizer.fit(vectors, (DIMS,))(vectors)
    plain, shared = (
        find_nearest(values, values, 5, "cosine"),
        find_nearest_by_shared(values, 5, "cosine", 0),
    )
    for a, b in zip(plain, shared):
        np.testing.assert_array_equal(a, b)


# --- UMAP


def test_plain_umap_can_be_had(features_file):
    """Without shared and mutual neighbors it is what umap-learn gives by itself."""
    import umap

    vectors = blobs(150, centers=3)[0]
    settings = ProjectionSettings(neighbors=8, shared=0, mutual=0, minimum_distance=0.1, runs=1)
    projector = fit_projector(features_file(vectors), settings)
    values = projector.reference.astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    known = find_nearest(values, values, 8, "cosine")
    plain = umap.UMAP(8, metric="cosine", random_state=0, precomputed_knn=known, n_jobs=1)
    np.testing.assert_allclose(projector.positions, plain.fit_transform(values), atol=1e-4)
    ours = fit_projector(features_file(vectors), ProjectionSettings(neighbors=8, runs=1))
    assert not np.allclose(projector.positions, ours.positions, atol=0.1)


@pytest.mark.parametrize("seed", [0, 2])
def test_plain_umap_can_be_had_where_all_scenes_hang_together(features_file, seed):
    """All runs have one start then, found once."""
    import umap
    from scipy.sparse.csgraph import connected_components

    vectors = blobs(150, groups=1)[0]
    settings = ProjectionSettings(neighbors=8, shared=0, mutual=0, runs=2, seed=seed)
    projector = fit_projector(features_file(vectors), settings)
    values = projector.reference.astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    known = find_nearest(values, values, 8, "cosine")
    for run, places in enumerate(np.split(projector.positions, 2, axis=1)):
        plain = umap.UMAP(
            8, metric="cosine", min_dist=0, random_state=2 * seed + run, precomputed_knn=known,
            n_jobs=1,
        )  # fmt: skip
        np.testing.assert_allclose(places, plain.fit_transform(values), atol=1e-4)
        assert connected_components(plain.graph_)[0] == 1


def test_the_number_of_threads_changes_nothing(features_file, monkeypatch):
    file = features_file(blobs(200)[0])
    found = []
    for threads in (1, 3):
        monkeypatch.setattr("os.cpu_count", lambda threads=threads: threads)
        found.append(fit_projector(file, ProjectionSettings(neighbors=15, runs=3)).positions)
    np.testing.assert_array_equal(*found)


def test_runs_lie_side_by_side(features_file, fitted):
    file, _, projector, _, _ = fitted
    assert (projector.runs, projector.dimensions, projector.positions.shape[1]) == (5, 10, 10)
    runs = np.split(projector.positions, 5, axis=1)
    assert not any(np.allclose(runs[0], other) for other in runs[1:])
    for run in (0, 1):
        alone = fit_projector(file, ProjectionSettings(neighbors=15, runs=1, seed=run))
        np.testing.assert_array_equal(alone.positions, runs[run])


def test_a_projector_from_before_there_were_runs_has_one(fitted, tmp_path):
    projector = fitted[2]
    header, arrays = projector.to_header(), projector.to_arrays()
    del header["settings"]["runs"]
    old = Projector.from_file_parts(header, {**arrays, "positions": projector.positions[:, :2]})
    assert (old.runs, old.dimensions) == (1, 2)
    new, _ = blobs(40, seed=99)
    np.testing.assert_allclose(old.place(new), projector.place(new)[:, :2], atol=1e-6)


def test_umap_keeps_groups_apart(fitted):
    _, path, _, _, labels = fitted
    places = embedded(path)
    has = np.isfinite(places).all(axis=1)
    assert np.flatnonzero(~has).tolist() == [5]  # the scene without features has no place
    assert silhouette_score(places[has], labels[has]) > 0.8


def test_fitted_scenes_keep_their_places(fitted):
    _, path, projector, vectors, _ = fitted
    has = np.isfinite(vectors).all(axis=1)
    np.testing.assert_array_equal(projector.place(vectors[has]), projector.positions)
    np.testing.assert_array_equal(embedded(path)[has], projector.positions)


def test_fitted_scenes_of_many_dimensions_keep_their_places_too():
    # Half precision moves a vector of the model's length by more than float32's rounding.
    random = np.random.default_rng(0)
    for dims in (16, 384, 1152):
        features = random.normal(size=(500, dims)).astype(np.float32)
        normalizer = Normalizer.fit(features, (dims,))
        positions = random.normal(size=(500, 2)).astype(np.float32)
        for metric in ("cosine", "euclidean"):
            projector = Projector(
                ProjectionSettings(metric=metric, runs=1),
                "x",
                normalizer,
                normalizer(features).astype(np.float16),
                positions,
            )
            np.testing.assert_array_equal(projector.place(features), positions)


def test_fitted_scenes_are_kept_as_the_model_made_them(features_at, tmp_path):
    vectors, _ = blobs()
    likeness = ClassLikeness(within=0.3, between=0.0, border=0.1, length=5.0)
    made = {"part_dims": (10, 14), "likeness": likeness}
    images = {"scene_size": None, "scene_stride": None, "pixel_size": None}
    features = features_at(tmp_path / "f.parquet", vectors, **made, **images)
    settings = ProjectionSettings(neighbors=15, runs=1)
    projector = fit_projector(features, settings)
    projector.save(tmp_path / "p.npz")
    loaded = Projector.load(tmp_path / "p.npz")
    rows = np.array([7, 3, 99])
    np.testing.assert_allclose(loaded.restore(rows), vectors[rows], atol=0.05)
    assert loaded.key == projector.key
    header, arrays = projector.to_header(), projector.to_arrays()
    with pytest.raises(ValueError, match="lengths"):
        Projector.from_file_parts(header, {**arrays, "lengths": arrays["lengths"][:, :1]})
    del arrays["lengths"]  # as of models that do not know their classes, and of earlier versions
    assert Projector.from_file_parts(header, arrays).restore(rows) is None
    windows = features_at(tmp_path / "w.parquet", vectors, **made)  # of a raster
    assert fit_projector(windows, settings).restore(rows) is None


def test_new_scenes_are_placed_in_their_own_group(fitted):
    _, path, projector, _, labels = fitted
    new, of = blobs(40, seed=99)
    old = embedded(path)
    old, labels = old[np.isfinite(old[:, 0])], labels[np.isfinite(old[:, 0])]
    centers = np.stack([old[labels == g].mean(axis=0) for g in range(4)])
    distance = np.linalg.norm(projector.place(new)[:, None] - centers[None], axis=2)
    np.testing.assert_array_equal(distance.argmin(axis=1), of)


def test_a_new_scenes_place_does_not_depend_on_what_comes_with_it(fitted):
    projector = fitted[2]
    new, _ = blobs(40, seed=99)
    alone = np.concatenate([projector.place(new[i : i + 1]) for i in range(40)])
    np.testing.assert_allclose(alone, projector.place(new), atol=1e-3)


def test_a_saved_projector_places_exactly_alike(fitted, tmp_path):
    projector = fitted[2]
    projector.save(tmp_path / "p.npz")
    loaded = Projector.load(tmp_path / "p.npz")
    new, _ = blobs(40, seed=99)
    np.testing.assert_array_equal(loaded.place(new), projector.place(new))
    assert loaded.key == projector.key
    assert loaded.settings == projector.settings


def test_the_embedding_names_its_projector(fitted):
    _, path, projector, _, _ = fitted
    header = SceneFile(path, "embedding").header
    assert (header["projector"], header["runs"]) == (projector.key, 5)


def test_the_same_seed_gives_the_same_bytes(fitted, tmp_path):
    features, path, _, _, _ = fitted
    again = project(features, ProjectionSettings(neighbors=15), tmp_path / "e.parquet")
    assert (tmp_path / "e.parquet").read_bytes() == path.read_bytes()
    other = project(features, ProjectionSettings(neighbors=15, seed=1), tmp_path / "o.parquet")
    assert other.key != again.key


def test_beyond_the_fitted_number_the_rest_is_placed(features_file, tmp_path):
    vectors, labels = blobs(400)
    settings = ProjectionSettings(neighbors=10, fit_scenes=80)
    projector = project(features_file(vectors), settings, tmp_path / "e.parquet")
    places = embedded(tmp_path / "e.parquet")
    assert projector.reference.shape == (80, DIMS)
    assert np.isfinite(places).all()
    assert silhouette_score(places, labels) > 0.8
    drawn = draw(np.arange(400), 80, 0)
    np.testing.assert_array_equal(places[drawn], projector.positions)


def test_more_dimensions_than_two_can_be_had(features_file, tmp_path):
    settings = ProjectionSettings(dimensions=5, runs=1)
    project(features_file(blobs(60)[0]), settings, tmp_path / "e.parquet")
    assert SceneFile(tmp_path / "e.parquet", "embedding").dims == 5


def test_the_fewest_scenes_can_still_be_embedded(features_file, tmp_path):
    project(features_file(blobs(10)[0]), ProjectionSettings(), tmp_path / "e.parquet")
    assert np.isfinite(embedded(tmp_path / "e.parquet")).all()


def test_progress_never_goes_back_and_ends_whole(features_file, tmp_path, recorder):
    settings = ProjectionSettings(method="pca", fit_scenes=50)
    project(features_file(blobs(100)[0]), settings, tmp_path / "e.parquet", recorder)
    assert recorder.fractions == sorted(recorder.fractions)
    assert recorder.fractions[-1] == 1


# --- PCA


def test_pca_is_the_principal_axes_of_the_normalized_features(features_file, tmp_path):
    vectors, _ = blobs(100)
    settings = ProjectionSettings(method="pca", dimensions=3)
    projector = project(features_file(vectors), settings, tmp_path / "e.parquet")
    rows = Normalizer.fit(vectors, (DIMS,))(vectors)
    left, values, _ = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    expected = left[:, :3] * values[:3]
    places = embedded(tmp_path / "e.parquet")
    signs = np.sign((places * expected).sum(axis=0))
    np.testing.assert_allclose(places, expected * signs, atol=1e-4)
    projector.save(tmp_path / "p.npz")
    loaded = Projector.load(tmp_path / "p.npz")
    np.testing.assert_array_equal(loaded.place(vectors), projector.place(vectors))


# --- What is refused


def test_too_few_scenes_are_refused(features_file):
    vectors, _ = blobs(30)
    vectors[9:] = np.nan
    with pytest.raises(SceneError, match="Only 9 of 30 scenes have enough valid data"):
        fit_projector(features_file(vectors), ProjectionSettings())


def test_more_dimensions_than_the_scenes_hold_are_refused(features_file):
    with pytest.raises(SceneError, match="20 dimensions were asked for, with 12 scenes"):
        fit_projector(features_file(blobs(12)[0]), ProjectionSettings(dimensions=20))


def test_features_of_another_model_are_refused(features_file, fitted, tmp_path):
    other = features_file(blobs(20)[0], identity="encoder-2", model="dinov2_vitb14")
    told = r"another model or recipe, 'dinov2_vitb14' \(1 orientation\), than"
    with pytest.raises(DataFileError, match=told):
        place_all(other, fitted[2], tmp_path / "e.parquet")
    assert not (tmp_path / "e.parquet").exists()


def test_a_damaged_projector_file_is_refused(fitted, tmp_path):
    path = tmp_path / "p.npz"
    fitted[2].save(path)
    content = path.read_bytes()
    random = np.random.default_rng(0)
    digest = hashlib.sha256(content).hexdigest()
    damaged = [content[:n] for n in (0, 5, len(content) // 2, len(content) - 1)]
    damaged += [b"no archive at all", content[len(content) // 3 :]]
    for data in damaged:
        path.write_bytes(data)
        with pytest.raises(DataFileError, match=r"p\.npz is damaged"):
            Projector.load(path)
    # Flipped bytes: a sentence, or the file as it was (where nothing reads the byte).
    for _ in range(150):
        data = bytearray(content)
        data[random.integers(len(data))] ^= int(random.integers(1, 256))
        path.write_bytes(bytes(data))
        try:
            loaded = Projector.load(path)
        except DataFileError:
            continue
        assert loaded.key == fitted[2].key
    path.write_bytes(content)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_other_files_are_no_projectors(tmp_path, fitted):
    np.save(tmp_path / "a.npy", np.zeros(3))
    np.savez(tmp_path / "b.npz", a=np.zeros(3))
    for name in ("a.npy", "b.npz"):
        with pytest.raises(DataFileError, match="is damaged, or it was not made by"):
            Projector.load(tmp_path / name)
    with pytest.raises(DataFileError, match="does not exist"):
        Projector.load(tmp_path / "c.npz")


def test_a_file_with_code_in_it_is_refused_and_not_run(tmp_path):
    import pickle

    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "was_run"), "w"))

    (tmp_path / "p.npz").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(DataFileError, match="damaged"):
        Projector.load(tmp_path / "p.npz")
    np.savez(tmp_path / "p.npz", **{"header.json": np.array([Evil()], dtype=object)})
    with pytest.raises(DataFileError, match="damaged"):
        Projector.load(tmp_path / "p.npz")
    assert not (tmp_path / "was_run").exists()


def test_a_projector_of_a_later_version_is_refused(tmp_path, fitted):
    from rs_deepcluster_plugin.core.base.archive import write_archive

    projector = fitted[2]
    write_archive(
        tmp_path / "p.npz",
        "rs-deepcluster-projector",
        2,
        projector.to_header(),
        projector.to_arrays(),
    )
    with pytest.raises(DataFileError, match="version 2, and this plugin reads up to 1. Update"):
        Projector.load(tmp_path / "p.npz")


def test_a_projector_that_lacks_something_is_refused(tmp_path, fitted):
    from rs_deepcluster_plugin.core.base.archive import write_archive

    projector = fitted[2]
    for header, arrays in (
        ({}, projector.to_arrays()),
        (projector.to_header(), {"mean": projector.normalizer.mean}),
        ({**projector.to_header(), "settings": {"unknown": 1}}, projector.to_arrays()),
    ):
        write_archive(tmp_path / "p.npz", "rs-deepcluster-projector", 1, header, arrays)
        with pytest.raises(DataFileError, match="damaged, or it was not made by this version"):
            Projector.load(tmp_path / "p.npz")


# --- Scenes that say nothing new


def clusters_of(features):
    """All defaults but for the seeds, as the one-step algorithm runs them."""
    from rs_deepcluster_plugin.core.clusters.model import ClusterSettings, fit_clusters

    projector = fit_projector(features, ProjectionSettings())
    places = projector.place(features.take(features.present()))
    return fit_clusters(
        places, ClusterSettings(), features.provenance, projector, runs=projector.runs
    )


def test_copies_of_a_scene_change_no_cluster(features_file):
    vectors, labels = blobs(240, 6)
    alone = clusters_of(features_file(vectors, "alone.parquet"))[1].clusters
    copies = np.concatenate([vectors, np.repeat(vectors[7:8], 240, axis=0)])
    found = clusters_of(features_file(copies, "copies.parquet"))[1].clusters
    assert adjusted_rand_score(labels, alone) == 1
    assert adjusted_rand_score(alone, found[:240]) == 1
    assert set(found[240:]) == {found[7]}  # in the cluster of what they are copies of


@pytest.mark.parametrize("name", ["real400", "dup50"])
def test_four_hundred_copies_among_real_scenes(name):
    folder = Path(__file__).parents[4] / "shared" / "data" / "cases" / "duplicates"
    if not folder.is_dir():
        pytest.skip("the cases are not beside the checkout")
    real = SceneFile(folder / "real400.parquet", "features")
    model, assignment = clusters_of(real)
    copies = SceneFile(folder / f"{name}.parquet", "features")
    again, found = clusters_of(copies)
    assert again.clusters == model.clusters > 2
    assert adjusted_rand_score(assignment.clusters, found.clusters[: real.count]) == 1
    assert len(set(found.clusters[real.count :])) == (name == "dup50")


def test_a_copy_of_a_fitted_scene_gets_its_place(fitted):
    _, path, projector, vectors, _ = fitted
    places = embedded(path)
    assert (projector.place(vectors[[3, 3, 60]]) == places[[3, 3, 60]]).all()


def test_scenes_that_overlap_are_not_each_others_neighbors(features_at, tmp_path):
    # 60 x 60 scenes with a stride of a quarter of their size: what a scene shows is the mean of
    # the ground below it, and the ground is noise, of two kinds.
    random = np.random.default_rng(0)
    kind = np.eye(DIMS)[(np.arange(63) // 32)[:, None] * np.ones(63, dtype=int)] * 2
    ground = kind + random.normal(size=(63, 63, DIMS))
    cells = np.stack(np.divmod(np.arange(3600), 60), axis=1)
    vectors = np.stack([ground[i : i + 4, j : j + 4].mean(axis=(0, 1)) for i, j in cells])
    features = features_at(
        tmp_path / "f.parquet", vectors, cells=cells, scene_size=(40, 40), scene_stride=(10, 10)
    )
    projector = fit_projector(features, ProjectionSettings(runs=1))
    kept = np.flatnonzero((cells % 4 == 0).all(axis=1))
    assert len(projector.reference) == len(kept) == 225
    expected = projector.normalizer(features.take(kept)).astype(np.float16)
    assert (projector.reference == expected).all()
    assert len(projector.place(vectors.astype(np.float32))) == 3600  # the others are placed


@pytest.mark.parametrize(("side", "every"), [(80, 2), (130, 4), (230, 7), (30, 1)])
def test_cells_with_much_around_them_in_common_are_not_fitted_together(
    features_at, tmp_path, side, every
):
    # Features of squares of 7 x 7 cells, and a thousand that are fitted, where there are as many.
    vectors = np.random.default_rng(0).normal(size=(side**2, DIMS))
    cells = np.stack(np.divmod(np.arange(side**2), side), axis=1)
    features = features_at(
        tmp_path / "f.parquet", vectors, cells=cells, scene_size=(4, 4), scene_stride=(4, 4),
        context=(32, 32), supports=(1, 3, 7),
    )  # fmt: skip
    projector = fit_projector(features, ProjectionSettings(method="umap", runs=1))
    kept = np.flatnonzero((cells % every == 0).all(axis=1))
    assert len(projector.reference) == len(kept) == (-(-side // every)) ** 2
    expected = projector.normalizer(features.take(kept)).astype(np.float16)
    assert (projector.reference == expected).all()


def test_few_scenes_have_few_neighbors(features_file):
    # By hand: a twelfth of the scenes, five at least, and what is asked for at most.
    for count, neighbors in ((40, 5), (120, 10), (600, 30)):
        vectors, _ = blobs(count)
        made = fit_projector(features_file(vectors, f"{count}.parquet"), ProjectionSettings(runs=1))
        assert made.settings.neighbors == neighbors


def test_a_new_scene_is_placed_in_a_group_and_not_between(fitted):
    _, _, projector, _, _ = fitted
    centers = np.random.default_rng(7).normal(size=(4, DIMS)) * 3
    between = (0.55 * centers[0] + 0.45 * centers[1]).astype(np.float32)
    place = projector.place(between[None])[:, :2]
    distances = np.linalg.norm(projector.positions[:, :2] - place, axis=1)
    spread = projector.positions[:, :2].std()
    assert distances.min() < 0.2 * spread

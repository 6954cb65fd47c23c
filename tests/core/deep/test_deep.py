from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
rasterio = pytest.importorskip("rasterio")
pytest.importorskip("sklearn")

from conftest import Recorder
from textures import EXTRACT, MODEL, StopError, write_classes

from rs_deepcluster_plugin.core.base.errors import DeviceError, ModelError, SceneError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters.model import ClusterModel
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.deep import kmeans
from rs_deepcluster_plugin.core.deep import target as target_code
from rs_deepcluster_plugin.core.deep.base import Labels, Outlook, RefineSettings
from rs_deepcluster_plugin.core.deep.kmeans import ArrayBlocks, FileBlocks
from rs_deepcluster_plugin.core.deep.learn import Copies, learn, make_student
from rs_deepcluster_plugin.core.deep.methods import DEEP_METHODS
from rs_deepcluster_plugin.core.deep.methods.losses import (
    confident_loss,
    info_nce,
    nt_xent,
    scan_loss,
    soft_cross_entropy,
)
from rs_deepcluster_plugin.core.deep.methods.ruc import find_credible, refine_labels, sharpen
from rs_deepcluster_plugin.core.deep.methods.sinkhorn import estimate_marginals, sinkhorn
from rs_deepcluster_plugin.core.deep.methods.turtle import find_labels, softmax_of
from rs_deepcluster_plugin.core.deep.methods.uic import fill_empty
from rs_deepcluster_plugin.core.deep.outcome import Outputs
from rs_deepcluster_plugin.core.deep.refine import parts_of, refine
from rs_deepcluster_plugin.core.deep.target import Target
from rs_deepcluster_plugin.core.deep.views import AugmentedScenes
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.load import load_backbone, load_encoder, whitening_of
from rs_deepcluster_plugin.core.encoder.save import write_whitened
from rs_deepcluster_plugin.core.encoder.settings import FeaturePart, ModelSettings
from rs_deepcluster_plugin.core.encoder.whitening import Whitening
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features.evaluate import cluster_scores
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.machines.store import find_unseen
from rs_deepcluster_plugin.core.scenes.sources import (
    FolderScenes,
    images_in,
)
from rs_deepcluster_plugin.core.training import loop as training
from rs_deepcluster_plugin.core.training.loop import TrainSettings

FP32 = EngineSettings("cpu", "fp32")


# Sinkhorn-Knopp


def test_the_transport_has_the_marginals_that_are_asked_for():
    random = np.random.default_rng(0)
    logs = np.log(random.dirichlet(np.ones(4), size=60))
    sizes = np.array([0.4, 0.3, 0.2, 0.1])
    plan = sinkhorn(logs, sizes, sharpness=3, iterations=5000, tolerance=1e-10)
    assert np.allclose(plan.sum(axis=1), 1)
    assert np.allclose(plan.sum(axis=0) / 60, sizes, atol=1e-8)


def test_two_scenes_and_two_clusters_by_hand():
    # A symmetric kernel [[a, b], [b, a]] is scaled to rows of a / (a + b), b / (a + b).
    plan = sinkhorn(np.log([[0.8, 0.2], [0.2, 0.8]]), np.array([0.5, 0.5]), sharpness=2)
    assert np.allclose(plan, np.array([[0.64, 0.04], [0.04, 0.64]]) / 0.68)


def test_the_sharp_transport_is_the_linear_programs():
    from scipy.optimize import linprog

    random = np.random.default_rng(1)
    logs = np.log(random.dirichlet(np.ones(3), size=9))
    sizes = np.array([3, 4, 2]) / 9
    rows = np.kron(np.eye(9), np.ones(3))
    columns = np.kron(np.ones(9), np.eye(3))
    best = linprog(
        -logs.ravel(),
        A_eq=np.concatenate([rows, columns]),
        b_eq=np.concatenate([np.ones(9), 9 * sizes]),
    ).x.reshape(9, 3)
    plan = sinkhorn(logs, sizes, sharpness=400, iterations=20_000, tolerance=1e-9)
    assert np.abs(plan - best).max() < 1e-3
    # It is not what each scene would choose by itself.
    assert (plan.argmax(axis=1) != logs.argmax(axis=1)).any()


def test_probabilities_of_nothing_do_not_overflow():
    logs = np.array([[0.0, -1e4], [0.0, -2e4], [0.0, -3e4]])
    plan = sinkhorn(logs, np.array([2 / 3, 1 / 3]), iterations=2000)
    assert plan.argmax(axis=1).tolist() == [1, 0, 0]


def test_estimated_sizes_follow_the_soft_assignments_and_leave_none_out():
    probabilities = np.array([[1.0, 0, 0], [0.5, 0.5, 0], [1.0, 0, 0]])
    assert np.allclose(estimate_marginals(probabilities), np.array([3.5, 1.5, 1]) / 6)


# k-means


def blobs(count=400, groups=4, dims=6, spread=0.6, seed=0):
    random = np.random.default_rng(seed)
    centers = random.normal(0, 3, (groups, dims))
    labels = random.integers(groups, size=count)
    return (centers[labels] + random.normal(0, spread, (count, dims))).astype(np.float32), labels


@pytest.mark.parametrize("size", [37, 100, 1000])
@pytest.mark.parametrize("in_file", [False, True])
def test_distributed_kmeans_is_lloyds_whatever_the_blocks(tmp_path, size, in_file):
    from sklearn.cluster import KMeans

    values, _ = blobs(spread=2.0)
    start = values[:5].astype(np.float64)
    blocks = ArrayBlocks(values, size)
    if in_file:
        np.save(tmp_path / "rows.npy", values)
        blocks = FileBlocks(tmp_path / "rows.npy", len(values), size)
    found = kmeans.lloyd(blocks, start, iterations=300)
    theirs = KMeans(5, init=start, n_init=1, tol=0, max_iter=300).fit(values.astype(np.float64))
    assert np.array_equal(found.labels, theirs.labels_)
    assert np.allclose(found.centers, theirs.cluster_centers_)
    assert found.inertia == pytest.approx(theirs.inertia_)


def test_whitened_features_have_no_spread_left_and_length_one():
    random = np.random.default_rng(0)
    values = (random.normal(size=(3000, 5)) * [9, 3, 1, 2, 0.5] + 7).astype(np.float32)
    whole, split = (kmeans.fit_whitener(ArrayBlocks(values, s), 5) for s in (5000, 111))
    plain = (values - whole.mean) @ whole.matrix.T
    assert np.allclose(np.cov(plain.T, bias=True), np.eye(5), atol=1e-3)
    assert np.allclose(np.linalg.norm(whole(values), axis=1), 1)
    assert np.allclose(np.abs(whole.matrix), np.abs(split.matrix), atol=1e-6)
    assert kmeans.fit_whitener(ArrayBlocks(values), 2).matrix.shape == (2, 5)
    constant = np.ones((20, 5), dtype=np.float32)
    assert np.isfinite(kmeans.fit_whitener(ArrayBlocks(constant), 4)(constant)).all()


def test_an_empty_cluster_takes_half_of_another_one():
    random = np.random.default_rng(0)
    centers = np.array([[1.0, 2.0], [50.0, 50.0], [9.0, 9.0]])
    counts, owners = np.array([10, 0, 1]), np.zeros(3, dtype=np.int64)
    split = kmeans.split_empty(centers, counts, owners, random)
    # The donor can only be the first: the last has a single row.
    assert np.allclose(split[1], [1, 2], rtol=2e-3)
    assert np.allclose((split[0] + split[1]) / 2, [1, 2])
    assert not np.array_equal(split[0], split[1])
    assert np.array_equal(split[2], centers[2])
    # A cluster of another group gives nothing.
    apart = kmeans.split_empty(centers, counts, np.array([0, 1, 1]), random)
    assert np.array_equal(apart, centers)


def test_kmeans_from_a_start_with_empty_clusters_uses_all_of_them():
    values, _ = blobs()
    start = np.concatenate([values[:1], np.full((3, 6), 1e3)]).astype(np.float64)
    found = kmeans.lloyd(ArrayBlocks(values), start, iterations=100)
    assert len(np.unique(found.labels)) == 4


def test_two_levels_of_clusters_do_not_cross_groups():
    values, _ = blobs(count=600, groups=6, spread=0.4)
    found, owners = kmeans.hierarchical_kmeans(ArrayBlocks(values, 100), 3, 12)
    upper = kmeans.kmeans(ArrayBlocks(values), 3, iterations=30)
    assert len(owners) == 12
    assert np.array_equal(owners[found.labels], upper.labels)
    assert set(owners.tolist()) == {0, 1, 2}


def test_clusters_are_shared_out_by_size():
    assert kmeans.share_out(np.array([60, 30, 10]), 10).tolist() == [6, 3, 1]
    assert kmeans.share_out(np.array([98, 1, 1, 0]), 6).tolist() == [4, 1, 1, 0]
    assert kmeans.share_out(np.array([2, 1]), 10).tolist() == [2, 1]


def test_a_scheduler_that_is_not_there_is_named(tmp_path):
    pytest.importorskip("distributed")
    expected, given = "No Dask scheduler answers at nonsense://here", (tmp_path, silent)
    with pytest.raises(DeviceError, match=expected), kmeans.hire_crew("nonsense://here", *given):
        pass


def test_a_worker_without_the_features_says_so(tmp_path):
    (tmp_path / "token").touch()
    assert find_unseen(str(tmp_path), "token") is None
    told = str(find_unseen(str(tmp_path / "elsewhere"), "token"))
    assert str(tmp_path / "elsewhere") in told
    assert "RSDEEPCLUSTER_HOME" in told


def test_a_dask_scheduler_computes_the_same(tmp_path):
    distributed = pytest.importorskip("distributed")
    values, _ = blobs()
    np.save(tmp_path / "rows.npy", values)
    here = kmeans.kmeans(FileBlocks(tmp_path / "rows.npy", len(values), 100), 4)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as cluster,
        kmeans.hire_crew(cluster.scheduler_address, tmp_path, silent) as crew,
    ):
        blocks = FileBlocks(tmp_path / "rows.npy", len(values), 100, crew)
        there = kmeans.kmeans(blocks, 4)
    assert np.array_equal(here.labels, there.labels)
    assert [path.name for path in tmp_path.iterdir()] == ["rows.npy"]


# Losses and labels


def test_scans_loss_is_the_papers():
    anchors, neighbors = torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.zeros(2, 2)
    loss, consistency, entropy = scan_loss(anchors, neighbors, 5.0)
    # The dot product with an even distribution is a half, whatever the other one is.
    assert float(consistency) == pytest.approx(math.log(2))
    p = [math.exp(2) / (math.exp(2) + 1), 1 / (1 + math.e)]
    mean = np.array([sum(p) / 2, 1 - sum(p) / 2])
    assert float(entropy) == pytest.approx(-(mean * np.log(mean)).sum(), rel=1e-5)
    assert float(loss) == pytest.approx(float(consistency) - 5 * float(entropy), rel=1e-5)
    # Sure, even and agreeing is the best there is; all in one cluster is far from it.
    best = scan_loss(30 * torch.eye(2), 30 * torch.eye(2))[0]
    assert float(best) == pytest.approx(-5 * math.log(2), abs=1e-4)
    collapsed = torch.tensor([[30.0, 0.0], [30.0, 0.0]])
    assert float(scan_loss(collapsed, collapsed)[0]) == pytest.approx(0, abs=1e-4)


def test_only_confident_scenes_teach_and_clusters_count_alike():
    weak = torch.tensor([[9.0, 0.0], [9.0, 0.0], [0.0, 9.0], [0.1, 0.0]])
    strong = torch.tensor([[1.0, 0.0], [1.0, 0.0], [3.0, 0.0], [5.0, 0.0]])
    loss, share = confident_loss(weak, strong, 0.99)
    right, wrong = math.log(1 + math.exp(-1)), math.log(1 + math.exp(3))
    assert share == 0.75
    assert float(loss) == pytest.approx((right + wrong) / 2, rel=1e-5)
    assert confident_loss(weak / 100, strong, 0.99)[1] == 0
    assert float(confident_loss(weak / 100, strong, 0.99)[0]) == 0


def units(count, dims, seed):
    values = np.random.default_rng(seed).normal(size=(count, dims))
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def test_nt_xent_is_simclrs_equation():
    first, second, t = units(4, 6, 0), units(4, 6, 1), 0.3
    scenes = np.array([5, 9, 5, 7])  # one scene twice: its views are no negatives of each other
    views, owners = np.concatenate([first, second]), np.tile(scenes, 2)
    losses, nearest = [], []
    for i, view in enumerate(views):
        j = (i + 4) % 8
        weights = {k: math.exp(view @ views[k] / t) for k in range(8)
                   if k == j or owners[k] != owners[i]}  # fmt: skip
        losses.append(-math.log(weights[j] / sum(weights.values())))
        nearest.append(max(weights, key=weights.get) == j)
    loss, share = nt_xent(*map(torch.from_numpy, (first, second, scenes)), t)
    assert float(loss) == pytest.approx(np.mean(losses), rel=1e-5)
    assert share == np.mean(nearest)
    # Views that are alike, of scenes at right angles, are as good as it gets.
    best, share = nt_xent(torch.eye(4), torch.eye(4), torch.arange(4), 0.05)
    assert float(best) == pytest.approx(math.log(1 + 6 * math.exp(-20)), abs=1e-6)
    assert share == 1


def test_info_nce_is_mocos_equation():
    queries, keys, queue, t = units(3, 5, 0), units(3, 5, 1), units(4, 5, 2), 0.2
    known = np.zeros((3, 4), dtype=bool)
    known[1, 2] = True  # an older view of the same scene
    losses = []
    for i in range(3):
        right = math.exp(queries[i] @ keys[i] / t)
        wrong = sum(math.exp(queries[i] @ queue[k] / t) for k in range(4) if not known[i, k])
        losses.append(-math.log(right / (right + wrong)))
    loss, _ = info_nce(*map(torch.from_numpy, (queries, keys, queue, known)), t)
    assert float(loss) == pytest.approx(np.mean(losses), rel=1e-5)


def test_soft_cross_entropy_of_sure_labels_is_the_usual_one():
    logits, labels = torch.randn(6, 3), torch.tensor([0, 1, 2, 2, 1, 0])
    hard = torch.nn.functional.one_hot(labels, 3).float()
    expected = torch.nn.functional.cross_entropy(logits, labels)
    assert float(soft_cross_entropy(logits, hard)) == pytest.approx(float(expected), rel=1e-5)
    assert float(soft_cross_entropy(logits[:0], hard[:0])) == 0


def test_credible_labels_are_probable_and_those_of_the_neighbors():
    clusters = np.array([0, 0, 0, 1, 1, -1])
    probabilities = np.array([0.99, 0.6, 0.99, 0.99, 0.5, 0.0])
    mined = np.array([[1, 2], [0, 2], [3, 4], [4, 5], [0, 1], [0, 1]])
    given = Labels(clusters, probabilities)
    found = {s: find_credible(given, mined, s, 0.9).tolist() for s in
             ("confidence", "neighbors", "hybrid")}  # fmt: skip
    assert found["confidence"] == [True, False, True, True, False, False]
    assert found["neighbors"] == [True, True, False, True, False, False]
    assert found["hybrid"] == [True, False, False, True, False, False]
    # Without probabilities there are neighbors; a cluster without any keeps its most probable.
    unknown = find_credible(Labels(clusters), mined, "hybrid", 0.9)
    assert unknown.tolist() == found["neighbors"]
    doubtful = Labels(clusters, np.array([0.3, 0.4, 0.2, 0.1, 0.3, 0.0]))
    assert np.flatnonzero(find_credible(doubtful, mined, "confidence", 0.9)).tolist() == [1, 4]


def test_labels_are_drawn_to_the_other_network_as_far_as_it_is_sure():
    label, answer = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.2, 0.8]])
    drawn = np.array([0.2 * 1 + 0.8 * 0.2, 0.8 * 0.8])
    assert np.allclose(refine_labels(label, answer), drawn**2 / (drawn**2).sum())
    even = torch.full((2, 4), 0.25)
    assert torch.allclose(sharpen(even), even)
    assert sharpen(torch.tensor([[0.6, 0.4]]))[0, 0] == pytest.approx(0.36 / 0.52)


def test_turtle_finds_what_both_spaces_tell_and_neither_tells_best():
    """Each space has a wider gap of its own; only the narrower one is the same in both."""
    random = np.random.default_rng(0)
    shared, first, second = random.choice([-1, 1], (3, 300))
    spaces = [
        np.stack([1.0 * shared, 2.0 * own, *random.normal(0, 1, (4, 300))], axis=1)
        + random.normal(0, 0.15, (300, 6))
        for own in (first, second)
    ]
    spaces = [s.astype(np.float32) for s in spaces]

    def found(chosen, seed):
        encoders = find_labels(chosen, 2, seed, steps=150, rate=5e-3)
        answers = sum(softmax_of(s, *e) for s, e in zip(chosen, encoders))
        return answers.argmax(axis=1)

    both = [cluster_scores(shared, found(spaces, seed))["ACC"] for seed in range(3)]
    alone = [cluster_scores(shared, found(spaces[:1], seed))["ACC"] for seed in range(3)]
    assert np.mean(both) > 0.95
    assert np.mean(alone) < 0.8
    assert np.array_equal(found(spaces, 5), found(spaces, 5))


def test_features_go_back_to_the_tokens_of_each_block():
    random = np.random.default_rng(0)
    matrix = random.normal(size=(9, 9))
    whitening = Whitening(torch.from_numpy(matrix).float(), torch.zeros(9))
    tokens = random.normal(size=(20, 9))
    parts = (FeaturePart(6, "patch"), FeaturePart(8, "both"))
    found = [tokens @ matrix.T @ part for part in parts_of(whitening, parts)]
    assert [f.shape[1] for f in found] == [3, 6]
    assert np.allclose(np.concatenate(found, axis=1), tokens, atol=1e-3)


def test_the_largest_cluster_is_divided_to_fill_an_empty_one():
    labels = np.repeat([0, 1, 3], [3, 20, 5])
    filled = fill_empty(labels, 5, np.random.default_rng(0))
    assert np.bincount(filled).tolist() == [3, 5, 10, 5, 5]
    assert np.array_equal(filled[labels != 1], labels[labels != 1])
    again = fill_empty(labels, 5, np.random.default_rng(1))
    assert not np.array_equal(filled, again)  # by chance
    two = fill_empty(np.zeros(2, dtype=np.int64), 5, np.random.default_rng(0))
    assert sorted(two.tolist()) == [0, 1]


# Methods on features


def grouped(count=300, groups=5, dims=24, copies=2, noise=1.0, seed=0):
    """Features of groups that differ in a few dimensions, in copies that differ by noise."""
    random = np.random.default_rng(seed)
    centers = np.zeros((groups, dims))
    centers[:, :groups] = 5 * np.eye(groups)
    labels = np.arange(count) % groups
    arrays = [
        (centers[labels] + random.normal(0, noise, (count, dims))).astype(np.float32)
        for _ in range(copies + 1)
    ]
    return arrays, labels


def adapt(method, arrays, clusters, folder, progress=silent, **given):
    """Learn on arrays of copies; returns clusters, and what was learned."""
    settings = DEEP_METHODS[method].resolve(
        RefineSettings(method, clusters=clusters, batch=64, dimensions=12, **given)
    )
    made = DEEP_METHODS[method](settings, clusters, len(arrays[0]))
    train = TrainSettings(
        epochs=settings.epochs, batch=64, together=64, rate=settings.rate, patience=0,
        precision="fp32", device="cpu", seed=settings.seed,
    )  # fmt: skip
    learned = learn(Copies(arrays), arrays[0], made, settings, train, folder, "key", progress)
    embedding = learned.embed(arrays[0])
    np.save(folder / "embedding.npy", embedding)
    centers, _ = made.final_centers(made.blocks(folder / "embedding.npy"), learned.prototypes)
    return ((embedding[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1), learned


@pytest.mark.parametrize("method", DEEP_METHODS)
def test_known_groups_are_recovered(method, tmp_path, recorder):
    arrays, labels = grouped()
    found, learned = adapt(method, arrays, 5, tmp_path, recorder)
    assert cluster_scores(labels, found)["NMI"] > 0.95
    assert np.bincount(found, minlength=5).min() > 30  # nothing collapsed
    assert len(learned.history) == DEEP_METHODS[method].EPOCHS[0]
    told = [line for line in recorder.lines if "pseudo-labels" in line]
    assert bool(told) == bool(DEEP_METHODS[method].INTERVAL)
    if told:
        assert "NMI to those before" in told[-1]


@pytest.mark.parametrize("method", DEEP_METHODS)
def test_what_is_learned_does_not_hang_on_anything_but_the_seed(method, tmp_path):
    arrays, _ = grouped(count=120)
    maps = []
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        (tmp_path / name).mkdir()
        maps.append(adapt(method, arrays, 4, tmp_path / name, epochs=2, seed=seed)[1].map)
    assert np.array_equal(maps[0], maps[1])
    assert not np.array_equal(maps[0], maps[2])


@pytest.mark.parametrize("method", DEEP_METHODS)
def test_features_that_are_all_alike_give_no_error_and_no_nan(method, tmp_path):
    arrays = [np.ones((40, 8), dtype=np.float32)] * 2
    found, learned = adapt(method, arrays, 3, tmp_path, epochs=2)
    assert np.isfinite(learned.map).all()
    assert set(found.tolist()) <= {0, 1, 2}


@pytest.mark.parametrize("method", DEEP_METHODS)
def test_hardly_more_scenes_than_clusters(method, tmp_path):
    arrays, _ = grouped(count=12, groups=5)
    found, learned = adapt(method, arrays, 10, tmp_path, epochs=2)
    assert np.isfinite(learned.map).all()
    assert len(np.unique(found)) > 1


def test_labels_are_of_equal_size_or_nearer_to_the_models_own():
    random = np.random.default_rng(0)
    truth = np.repeat([0, 1, 2], [160, 110, 30])
    logits = (4 * np.eye(3)[truth] + random.normal(0, 1, (300, 3))).astype(np.float32)
    outlook = Outlook(lambda _: logits, lambda: None, lambda _: None)
    sizes = {}
    for partition in ("equal", "estimated"):
        settings = DEEP_METHODS["selflabel"].resolve(
            RefineSettings("selflabel", partition=partition)
        )
        method = DEEP_METHODS["selflabel"](settings, 3, 300)
        method.reassign(1, outlook)
        sizes[partition] = np.bincount(method.labels)
    assert np.abs(sizes["equal"] - 100).max() <= 3
    # Half way between 160, 110, 30 and 100 each, but for what the logits leave open.
    assert np.abs(sizes["estimated"] - [130, 105, 65]).max() <= 8


def test_scan_has_no_labels_whatever_the_interval(tmp_path, recorder):
    arrays, labels = grouped(count=100)
    found, _ = adapt("scan", arrays, 5, tmp_path, recorder, interval=2, epochs=6)
    assert cluster_scores(labels, found)["NMI"] > 0.9
    assert not any("pseudo-labels" in line for line in recorder.lines)


def test_a_cluster_is_compared_with_those_of_its_group_only():
    settings = DEEP_METHODS["deepercluster"].resolve(RefineSettings("deepercluster"))
    method = DEEP_METHODS["deepercluster"](settings, 6, 300)
    assert (method.groups, method.prototypes) == (4, 18 + 4)
    method.labels, method.owners = np.array([0, 1, 2]), np.array([0, 0, 1])
    logits = torch.zeros(3, 1, 4 + 3)
    logits[:, 0, 4:] = torch.tensor([1.0, 2.0, 50.0])  # the large one is of another group
    loss, _ = method.loss(logits, np.arange(3), 1)
    below = [math.log(1 + math.e), math.log(1 + math.exp(-1)), 0]
    assert float(loss) == pytest.approx(math.log(4) + np.mean(below), rel=1e-5)


@pytest.mark.parametrize(
    ("method", "last", "more"),
    [
        ("selflabel", "Epoch 3 of 6", {"interval": 2}),
        ("ruc", "Epoch 3 of 6", {}),
        ("ruc", "Epoch 3 of 12", {}),  # of SCAN, which comes first
        ("contrastive", "Epoch 3 of 6", {}),
        ("contrastive", "Epoch 3 of 6", {"queue": 100}),
        ("turtle", "Epoch 3 of 6", {}),
    ],
)
def test_a_stopped_run_goes_on_with_the_same_labels(tmp_path, method, last, more):
    arrays, _ = grouped(count=200)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    whole.mkdir()
    stopped.mkdir()

    class Dying:
        told = 0

        def __call__(self, fraction):
            if self.told:
                raise StopError

        def log(self, text):
            self.told += text.startswith(last)

    given = {"epochs": 6, **more}
    expected = adapt(method, arrays, 4, whole, **given)[1]
    with pytest.raises(StopError):
        adapt(method, arrays, 4, stopped, Dying(), **given)
    found = adapt(method, arrays, 4, stopped, **given)[1]
    assert np.array_equal(found.map, expected.map)
    assert np.array_equal(found.prototypes, expected.prototypes)


@pytest.mark.parametrize("method", DEEP_METHODS)
def test_progress_never_goes_back(method, tmp_path, recorder):
    arrays, _ = grouped(count=120)
    adapt(method, arrays, 4, tmp_path, recorder, epochs=2)
    assert recorder.fractions == sorted(recorder.fractions)
    assert recorder.fractions[-1] == 1


def test_wrong_labels_are_cleaned_with_no_more_than_the_labels(tmp_path, recorder):
    """A fifth of the labels are wrong; neighbors tell which, and two networks learn the others."""
    arrays, labels = grouped(count=300, noise=1.2)
    random = np.random.default_rng(0)
    noisy = np.where(random.random(300) < 0.2, random.integers(5, size=300), labels)
    noisy[:10] = -1  # and some scenes have none
    settings = DEEP_METHODS["ruc"].resolve(
        RefineSettings("ruc", batch=64, dimensions=12, base="field", epochs=8)
    )
    made = DEEP_METHODS["ruc"](settings, 5, 300, given=Labels(noisy))
    train = TrainSettings(
        epochs=8, batch=64, together=64, rate=settings.rate, patience=0, precision="fp32",
        device="cpu",
    )  # fmt: skip
    learned = learn(Copies(arrays), arrays[0], made, settings, train, tmp_path, "key", recorder)
    found = (learned.embed(arrays[0]) @ learned.prototypes.T).argmax(axis=1)
    assert (noisy == labels).mean() < 0.85
    assert (found == labels).mean() > 0.97  # cluster for cluster the given ones
    assert 0.75 < made.clean.mean() <= 1
    assert (made.labels[made.clean] == labels[made.clean]).mean() > 0.97
    assert not any("of 12: loss" in line for line in recorder.lines)  # no SCAN before it


def test_the_momentum_encoder_follows_and_the_queue_forgets_the_oldest():
    settings = DEEP_METHODS["contrastive"].resolve(RefineSettings("contrastive", queue=5))
    method = DEEP_METHODS["contrastive"](settings, 3, 40)
    student = make_student(np.eye(4), np.zeros(4), 3, settings)
    student.companion = network = method.companion(student)
    with torch.no_grad():
        student.map += 1
    student.train()
    student(torch.randn(6, 2, 4))
    expected = 0.99 * torch.eye(4) + 0.01 * (torch.eye(4) + 1)  # MoCo, eq. 2
    assert torch.allclose(network.slow_map, expected)
    student.eval()
    student(torch.randn(6, 2, 4))
    assert torch.allclose(network.slow_map, expected)  # looking on changes nothing
    for scenes in ([0, 1, 2], [3, 4, 5]):
        network.enqueue(torch.randn(3, 128), torch.tensor(scenes))
    assert network.owners.tolist() == [5, 1, 2, 3, 4]
    network.enqueue(torch.randn(7, 128), torch.arange(10, 17))
    assert sorted(network.owners.tolist()) == [12, 13, 14, 15, 16]
    assert {n for n, p in network.named_parameters() if p.requires_grad} == {
        "head.0.weight", "head.0.bias", "head.2.weight", "head.2.bias",
    }  # fmt: skip


# Whole runs


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_classes(tmp_path_factory.mktemp("target"), each=12)


def opened(root):
    extracting = replace(EXTRACT, model=MODEL, engine=FP32)
    scenes = FolderScenes(images_in(root), root, (), extracting, None, "", silent)
    made = extraction.make_provenance(
        str(root), scenes.bands, load_encoder(MODEL), extracting, scenes.scaling, ""
    )
    return scenes, made, extracting


@pytest.fixture
def target(folder):
    return opened(folder)


def run(target, tmp_path, settings, name="m", progress=silent, model=MODEL, size=28, **more):
    scenes, made, extracting = target
    extracting = replace(extracting, model=model)
    encoder = load_encoder(model)
    made = replace(made, identity=encoder.identity, part_dims=encoder.part_dims)
    ends = (".safetensors", ".parquet", "-e.parquet")
    outputs = Outputs(*(tmp_path / f"{name}{end}" for end in ends))
    train = TrainSettings(frozen_blocks=8, precision="fp32", device="cpu", together=8)
    result = refine(
        Target(scenes, encoder, made, extracting),
        settings,
        train,
        outputs,
        tmp_path / "home",
        size,
        progress,
        **more,
    )
    return result, outputs


def extracted(target, model, tmp_path):
    """Extract the target's features with a model, as every algorithm does."""
    scenes, made, extracting = target
    encoder = load_encoder(model)
    made = replace(made, identity=encoder.identity, part_dims=encoder.part_dims)
    path = tmp_path / "again.parquet"
    extraction.extract(scenes, encoder, made, extracting.engine, path, tmp_path)
    return SceneFile(path, "features")


def cosines(file, other):
    a, b = (f.take(np.arange(f.count)) for f in (file, other))
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


QUICK = RefineSettings("scan", clusters=3, copies=1, batch=16, epochs=3, dimensions=16)


@pytest.fixture(scope="module")
def quick(folder, tmp_path_factory):
    """One whole run: its result, its files, and what it told."""
    recorder = Recorder()
    place = tmp_path_factory.mktemp("quick")
    return (*run(opened(folder), place, QUICK, progress=recorder), recorder, place)


def test_a_map_in_the_file_gives_what_it_gives_afterwards(tmp_path):
    random = np.random.default_rng(0)
    whitening = whitening_of(MODEL)
    matrix = random.normal(size=(10, len(whitening.matrix))).astype(np.float32) / 30
    path = tmp_path / "folded.safetensors"
    both = Whitening(torch.from_numpy(matrix) @ whitening.matrix, whitening.center)
    write_whitened(path, MODEL, both, "folded")
    images = torch.rand(6, 3, 28, 28)
    with torch.inference_mode():
        before = load_encoder(MODEL).module(images).numpy()
        encoder = load_encoder(replace(MODEL, weights=str(path)))
        after = encoder.module(images).numpy()
    assert encoder.name == "folded"
    assert encoder.quantization == load_encoder(MODEL).quantization  # weights stay as stored
    assert np.allclose(after, before @ matrix.T, atol=2e-3 * np.abs(after).max())


def test_weights_that_have_no_whitening_get_one(target, tmp_path):
    """Tokens are whitened by the target itself, then mapped."""
    _, outputs = run(target, tmp_path, QUICK, model=replace(MODEL, blocks=(2, 4)))
    adapted = ModelSettings(weights=str(outputs.model), input_size=28)
    file = extracted(target, adapted, tmp_path)
    assert [part.block for part in load_encoder(adapted).parts] == [2, 4]
    assert cosines(file, SceneFile(outputs.features, "features")).min() > 0.999


def test_a_quick_run_gives_a_model_features_and_clusters_that_belong_together(
    target, tmp_path, quick
):
    result, outputs, recorder, place = quick
    adapted = ModelSettings(weights=str(outputs.model), input_size=28)
    assert load_encoder(adapted).dims == 16
    file, written = extracted(target, adapted, tmp_path), SceneFile(outputs.features, "features")
    assert cosines(file, written).min() > 0.999
    assert file.provenance.identity == written.provenance.identity
    # The cluster model is the classifier: softmax of cosines over the temperature.
    result.model.save(tmp_path / "c.npz")
    loaded = ClusterModel.load(tmp_path / "c.npz")
    vectors, learned = written.take(np.arange(36)), result.learned
    placed = loaded.projector.place(vectors)
    assert np.array_equal(loaded.assign(placed).clusters, result.assignment.clusters)
    mapped = vectors - learned.map @ learned.center
    units = mapped / np.linalg.norm(mapped, axis=1, keepdims=True)
    directions = learned.prototypes / np.linalg.norm(learned.prototypes, axis=1, keepdims=True)
    weights = np.exp(units @ directions.T / DEEP_METHODS["scan"].TEMPERATURE)
    expected = np.sort(weights / weights.sum(axis=1, keepdims=True), axis=1)
    assert loaded.clusters == 3
    assert np.allclose(np.sort(loaded.method.memberships(placed), axis=1), expected, atol=1e-3)
    assert (np.diff(result.assignment.counts(3)) <= 0).all()
    forget_parts(finished_parts())  # when the last result is on disk
    assert [p for p in (place / "home").rglob("*") if p.is_file()] == []
    assert any("SCAN (Van Gansbeke et al. 2020), quick: 36 scenes" in x for x in recorder.lines)
    assert recorder.fractions == sorted(recorder.fractions)


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("deepcluster", {}),
        ("scan", {}),
        ("ruc", {}),
        ("contrastive", {}),
        ("contrastive", {"queue": 20}),
    ],
)
def test_a_full_run_trains_the_last_blocks(target, tmp_path, method, more):
    settings = replace(QUICK, method=method, mode="full", epochs=1, rate=1e-3, **more)
    result, outputs = run(target, tmp_path, settings)
    assert len(result.history) == 1
    adapted = ModelSettings(weights=str(outputs.model), input_size=28)
    start, tuned = (load_backbone(m, 28).weights for m in (MODEL, adapted))
    moved = {
        block: float((tuned[name] - start[name]).norm() / start[name].norm())
        for block in (7, 8)
        for name in [f"blocks.{block}.attn.proj.weight"]
    }
    # All weights are rounded anew, and those of the last block are trained.
    assert moved[8] > 2 * moved[7]
    made = SceneFile(outputs.features, "features").provenance
    assert made.identity == load_encoder(adapted).identity


@pytest.mark.parametrize(
    ("method", "more"),
    [("ruc", {}), ("contrastive", {}), ("contrastive", {"queue": 30}), ("turtle", {})],
)
def test_the_target_is_clustered_by_its_classes(target, tmp_path, recorder, method, more):
    """A real network and images; the classes are the names of the folders."""
    settings = replace(QUICK, method=method, copies=2, epochs=0, **more)
    result, outputs = run(target, tmp_path, settings, progress=recorder)
    file = SceneFile(outputs.features, "features")
    names = np.concatenate([block.names for block in file.blocks()])
    classes = [str(name).split("/")[0] for name in names]
    scores = cluster_scores(np.unique(classes, return_inverse=True)[1], result.assignment.clusters)
    assert scores["NMI"] > 0.9
    assert result.model.clusters == 3
    adapted = ModelSettings(weights=str(outputs.model), input_size=28)
    assert cosines(extracted(target, adapted, tmp_path), file).min() > 0.999
    assert recorder.fractions == sorted(recorder.fractions)
    copies = [line for line in recorder.lines if "TURTLE in 2 feature spaces" in line]
    assert bool(copies) == (method == "turtle")


def test_only_the_method_that_uses_workers_asks_for_some(target, tmp_path):
    settings = replace(QUICK, scheduler="nonsense://here")
    assert settings.method != "deepercluster"
    run(target, tmp_path, settings)
    with pytest.raises(DeviceError, match="No Dask scheduler answers at nonsense://here"):
        run(target, tmp_path, replace(settings, method="deepercluster"))


def test_a_field_of_clusters_is_cleaned(target, folder, tmp_path, recorder):
    names = [path.parent.name for path in images_in(folder)]
    labels = np.unique(names, return_inverse=True)[1].astype(np.int64)
    labels[[0, 13, 30]] = [1, 2, -1]
    settings = replace(
        QUICK, method="ruc", clusters=0, copies=2, epochs=0, base="field", neighbors=4
    )
    result = run(target, tmp_path, settings, progress=recorder, labels=labels)[0]
    truth = np.unique(names, return_inverse=True)[1]
    clusters = result.assignment.clusters
    assert cluster_scores(truth, clusters)["ACC"] > 0.9
    for place in (0, 13, 30):  # what was wrong, or missing
        assert clusters[place] == np.bincount(clusters[truth == truth[place]]).argmax()
    assert not any("SCAN" in line for line in recorder.lines)


def test_the_default_clusters_are_cleaned(target, tmp_path, recorder, monkeypatch):
    def linear(method="pca", dimensions=2, **given):  # UMAP has to be compiled first
        return ProjectionSettings(method, dimensions, **given)

    monkeypatch.setattr(target_code, "ProjectionSettings", linear)
    settings = replace(QUICK, method="ruc", clusters=0, base="default")
    found = run(target, tmp_path, settings, progress=recorder)[0]
    (told,) = (line for line in recorder.lines if "The default clustering finds" in line)
    assert len(found.learned.prototypes) == int(told.split()[4])
    with pytest.raises(SceneError, match="30 clusters were asked for, but the default clustering"):
        run(target, tmp_path, replace(settings, clusters=30))


LABELS = np.arange(36) % 3


@pytest.mark.parametrize(
    ("changes", "labels", "sentence"),
    [
        ({"method": "turtle", "mode": "full"}, None, "Learn a linear map of the features, or"),
        ({"method": "contrastive"}, None, "1 were asked for. Give 2 or more"),
        ({"method": "ruc", "base": "field"}, None, "of a field, but no field was given"),
        ({"method": "scan"}, LABELS, "only RUC cleans"),
        ({"method": "ruc"}, LABELS, "only RUC cleans"),
        (
            {"method": "ruc", "base": "field", "sampling": "confidence"}, LABELS,
            "has no probabilities to tell credible labels by",
        ),
        ({"method": "ruc", "base": "field", "clusters": 5}, LABELS, "but the field has 3"),
        ({"method": "ruc", "base": "field"}, LABELS * 0, "The field has 1 cluster,"),
        ({"method": "ruc", "base": "odd"}, None, "There is no base 'odd'"),
        ({"method": "ruc", "sampling": "odd"}, None, "There is no sampling 'odd'"),
    ],
)  # fmt: skip
def test_what_new_methods_cannot_do_is_said(target, tmp_path, changes, labels, sentence):
    settings = replace(QUICK, **{"clusters": 0, **changes})
    with pytest.raises((ModelError, SceneError), match=sentence):
        run(target, tmp_path, settings, labels=labels)
    assert not (tmp_path / "m.safetensors").exists()


def test_a_run_that_dies_leaves_no_result_and_is_gone_on_with(target, tmp_path, recorder, quick):
    class Dying:
        told = 0

        def __call__(self, fraction):
            if self.told:
                raise StopError

        def log(self, text):
            self.told += text.startswith("Epoch 2 of")

    with pytest.raises(StopError):
        run(target, tmp_path, QUICK, progress=Dying())
    assert not list(tmp_path.glob("m*"))
    _, outputs = run(target, tmp_path, QUICK, progress=recorder)
    assert any("Continuing a run that was stopped after epoch" in x for x in recorder.lines)
    assert not any(x.startswith("Epoch 1 of") for x in recorder.lines)
    assert outputs.model.read_bytes() == quick[1].model.read_bytes()
    forget_parts(folder for folder in finished_parts() if tmp_path in folder.parents)
    assert [p for p in (tmp_path / "home").rglob("*") if p.is_file()] == []  # no parts of copies


@pytest.mark.parametrize(
    ("method", "mode"), [("scan", "quick"), ("ruc", "quick"), ("deepcluster", "full")]
)
def test_a_run_that_was_killed_while_its_results_were_written_learns_nothing_anew(
    target, folder, tmp_path, recorder, method, mode
):
    """All it has learned is there until the last result is on disk, and gives the same files."""
    settings = replace(QUICK, method=method, mode=mode, copies=2, epochs=2)
    first = run(target, tmp_path, settings)
    files = [path.read_bytes() for path in vars(first[1]).values()]
    for path in vars(first[1]).values():
        path.unlink()
    again = run(opened(folder), tmp_path, settings, progress=recorder)
    assert any("Continuing a run that was stopped after epoch 2" in x for x in recorder.lines)
    assert not any(line.startswith("Epoch ") for line in recorder.lines)
    assert [path.read_bytes() for path in vars(again[1]).values()] == files
    for one, other in zip(vars(first[0].assignment).values(), vars(again[0].assignment).values()):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"clusters": 99}, SceneError, "99 clusters were asked for, but only 36 scenes"),
        ({"clusters": 1}, SceneError, "1 cluster was asked for. Give 2 or more"),
        ({"method": "magic"}, ModelError, "There is no method 'magic'; choose one of scan,"),
        ({"mode": "half"}, ModelError, "There is no mode 'half'"),
        ({"partition": "odd"}, ModelError, "There is no partition 'odd'"),
    ],
)
def test_what_cannot_be_is_said(target, tmp_path, changes, error, sentence):
    with pytest.raises(error, match=sentence):
        run(target, tmp_path, replace(QUICK, **changes))
    assert not (tmp_path / "m.safetensors").exists()


def test_the_number_of_clusters_is_inferred(target, tmp_path, recorder, monkeypatch):
    def linear(method="pca", dimensions=2, **given):  # UMAP has to be compiled first
        return ProjectionSettings(method, dimensions, **given)

    monkeypatch.setattr(target_code, "ProjectionSettings", linear)
    found = run(target, tmp_path, replace(QUICK, clusters=0), progress=recorder)[0]
    (told,) = (line for line in recorder.lines if "The default clustering finds" in line)
    clusters = int(told.split()[4])
    assert 2 <= clusters <= 36
    assert len(found.learned.prototypes) == clusters


def test_a_training_size_that_is_not_whole_patches_is_said(target, tmp_path):
    with pytest.raises(ModelError, match="multiple of 14 pixels and at least 28, but it is 30"):
        run(target, tmp_path, QUICK, size=30)


def test_too_few_scenes_are_said(tmp_path):
    few = opened(write_classes(tmp_path / "few", each=2))
    with pytest.raises(SceneError, match="Only 6 scenes have enough valid data"):
        run(few, tmp_path, QUICK)


def test_copies_are_the_same_each_time_and_unlike_each_other(target):
    scenes = target[0]
    one, other = (AugmentedScenes(scenes, view, 28, 0.5) for view in (1, 2))
    images = [source.read(4)[0] for source in (one, one, other)]
    assert np.array_equal(images[0], images[1])
    assert not np.allclose(images[0], images[2], atol=0.05)
    assert images[0].shape == (3, 28, 28)
    assert len({s.fingerprint() for s in (scenes, one, other)}) == 3


def test_the_training_loop_takes_a_module_without_a_transformer():
    module = torch.nn.Linear(3, 2)
    optimizer = training._optimizer(torch, module, None, TrainSettings())
    assert [len(group["params"]) for group in optimizer.param_groups] == [2]

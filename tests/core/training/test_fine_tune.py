from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
rasterio = pytest.importorskip("rasterio")

from textures import EXTRACT, MODEL, StopError, write_classes

from rs_deepcluster_plugin.core.base.errors import (
    DeviceError,
    ModelError,
    RasterError,
    SceneError,
)
from rs_deepcluster_plugin.core.base.packages import import_timm
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.likeness import compare_classes
from rs_deepcluster_plugin.core.encoder.load import (
    bands_of,
    load_backbone,
    load_cell_encoder,
    load_encoder,
)
from rs_deepcluster_plugin.core.encoder.save import write_model
from rs_deepcluster_plugin.core.encoder.settings import (
    INT8,
    FeaturePart,
    ModelHeader,
    ModelSettings,
)
from rs_deepcluster_plugin.core.encoder.weights_file import official_names
from rs_deepcluster_plugin.core.encoder.whitening import Whitening, fit_whitening
from rs_deepcluster_plugin.core.features import extract as extraction
from rs_deepcluster_plugin.core.features.extract import resize
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.reports.fine_tuning_report import write_fine_tuning
from rs_deepcluster_plugin.core.scenes import labeled
from rs_deepcluster_plugin.core.scenes.sources import (
    FolderScenes,
    images_in,
    read_scene,
)
from rs_deepcluster_plugin.core.training import fine_tune as fine_tuning
from rs_deepcluster_plugin.core.training import loop as training
from rs_deepcluster_plugin.core.training.augment import AugmentSettings, augment
from rs_deepcluster_plugin.core.training.fine_tune import FineTuneSettings, fine_tune
from rs_deepcluster_plugin.core.training.loop import TrainSettings
from rs_deepcluster_plugin.core.training.student import contrastive_loss

QUICK = FineTuneSettings(
    train=TrainSettings(epochs=2, batch=8, frozen_blocks=7, patience=0, rate=1e-3),
    size=28,
    validation=0.25,
    tuned_share=1.0,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_classes(tmp_path_factory.mktemp("labeled"))


@pytest.fixture(scope="module")
def scenes(folder):
    return labeled.keep_large_classes(labeled.read_class_folders(folder, (), EXTRACT))


def tune(scenes, tmp_path, settings=QUICK, name="model", progress=silent, model=MODEL):
    output, backbone = tmp_path / f"{name}.safetensors", tmp_path / f"{name}.pth"
    result = fine_tune(
        scenes, model, settings, output, tmp_path / "home", backbone, "test", progress=progress
    )
    return result, output, torch.load(backbone, weights_only=True)


@pytest.fixture(scope="module")
def tuned(scenes, tmp_path_factory):
    return tune(scenes, tmp_path_factory.mktemp("tuned"))


@pytest.fixture(scope="module")
def start():
    return load_backbone(MODEL, 28).weights


def test_the_model_learns_and_every_algorithm_can_load_it(scenes, tmp_path):
    settings = replace(QUICK, train=replace(QUICK.train, epochs=6))
    result, output, _ = tune(scenes, tmp_path, settings)
    assert len(result.history) == 6
    assert result.history[-1].loss < 0.5 * result.history[0].loss
    assert result.accuracy > 0.8
    assert len(result.labels) == len(result.predictions) == len(result.confidence) == 6
    encoder = load_encoder(replace(MODEL, weights=str(output)))
    assert encoder.name == "model"
    assert encoder.quantization == INT8
    assert encoder.parts == load_encoder(MODEL).parts
    assert result.whitened  # as the model it started from: these scenes are too few
    assert encoder.part_dims == load_encoder(MODEL).part_dims


def test_a_tuned_model_keeps_what_it_has_for_cells(tuned):
    own = load_cell_encoder(ModelSettings(weights=str(tuned[1])), 8)
    start = load_cell_encoder(ModelSettings(), 8)
    assert own.cells == start.cells
    np.testing.assert_array_equal(own.reduction.matrix, start.reduction.matrix)


def test_enough_scenes_give_a_tuned_model_its_own_for_cells(scenes, tmp_path, monkeypatch):
    monkeypatch.setattr(fine_tuning, "_ENOUGH", 4)
    settings = replace(QUICK, train=replace(QUICK.train, frozen_blocks=2), dimensions=0)
    path = tune(scenes, tmp_path, settings)[1]
    own = load_cell_encoder(ModelSettings(weights=str(path)), 16)
    assert own.cells.blocks == (4, 6)
    assert own.reduction.pattern.shape == (16, 16, 768)
    # Of the training scenes no place has more of anything than another, once it is subtracted.
    images = [read_scene(scenes, i)[0] for i in range(len(scenes))]
    with torch.inference_mode():
        batch = torch.from_numpy(np.stack([resize(image, 224) for image in images]))
        tokens = own.module(batch).numpy().reshape(-1, 16, 16, 768)
    before = tokens.mean(axis=0).std(axis=(0, 1)).mean()
    after = own.reduction.without_place(tokens).mean(axis=0).std(axis=(0, 1)).mean()
    assert after < 0.3 * before


def test_a_tuned_model_knows_how_alike_the_scenes_of_its_classes_are(
    scenes, tuned, tmp_path, monkeypatch
):
    assert load_encoder(ModelSettings(weights=str(tuned[1]))).likeness is None  # too few scenes
    monkeypatch.setattr(fine_tuning, "_ENOUGH", 4)
    result, path, _ = tune(scenes, tmp_path, replace(QUICK, dimensions=12))
    encoder = load_encoder(replace(MODEL, weights=str(path)))
    assert encoder.likeness == result.header.likeness
    learned = np.setdiff1d(np.arange(len(scenes)), result.validation)
    images = [resize(read_scene(scenes, int(i))[0], encoder.input_size) for i in learned]
    batch = torch.from_numpy(np.stack(images))
    with torch.inference_mode():
        features = encoder.module(batch).numpy()
        turned = [encoder.module(torch.rot90(batch, k, (2, 3))).numpy() for k in (1, 2, 3)]
    expected = compare_classes(features, scenes.labels[learned])
    assert asdict(encoder.likeness) == pytest.approx(asdict(expected), abs=0.03)
    own = (features**2).sum()
    alike = [(features * one).sum() / np.sqrt(own * (one**2).sum()) for one in turned]
    assert result.header.turned == pytest.approx(np.mean(alike), abs=0.03)


def test_nothing_is_left_in_the_cache_of_a_whole_run(tuned):
    """Once its last result is on disk, of which only the caller knows."""
    _, output, _ = tuned
    mine = [folder for folder in finished_parts() if output.parent in folder.parents]
    assert len(mine) == 1
    forget_parts(mine)
    assert [p for p in (output.parent / "home").rglob("*") if p.is_file()] == []


def test_a_run_that_was_killed_while_its_results_were_written_learns_nothing_anew(
    scenes, tuned, tmp_path, recorder
):
    first = tune(scenes, tmp_path)
    first[1].unlink()
    result, output, weights = tune(scenes, tmp_path, progress=recorder)
    assert any("Continuing a run that was stopped after epoch 2" in x for x in recorder.lines)
    assert not any(line.startswith("Epoch ") for line in recorder.lines)
    assert output.read_bytes() == tuned[1].read_bytes()
    assert all(torch.equal(weights[name], tuned[2][name]) for name in weights)
    assert result.history == first[0].history
    assert np.array_equal(result.confidence, first[0].confidence)


def test_frozen_blocks_stay_as_they_are_and_the_others_change(tuned, start):
    _, _, weights = tuned
    same = {n for n, t in start.items() if torch.equal(t, weights[n])}
    changed = set(start) - same
    assert changed
    assert all(n.startswith(("blocks.7.", "blocks.8.", "norm.")) for n in changed)
    assert any(n.startswith("blocks.8.mlp") for n in changed)


def test_blocks_after_the_last_one_that_the_feature_uses_are_left_out(scenes, tmp_path, start):
    """What no feature comes from is neither trained nor stored, nor computed later."""
    chosen = replace(MODEL, blocks=(1, 3))
    settings = replace(QUICK, train=replace(QUICK.train, frozen_blocks=2, epochs=1))
    result, output, weights = tune(scenes, tmp_path, settings, model=chosen)
    assert not result.whitened  # the start's whitening is that of other tokens
    assert {n.split(".")[1] for n in weights if n.startswith("blocks.")} == set("0123")
    changed = {n.split(".")[1] for n, t in start.items() if n in weights and "blocks" in n
               and not torch.equal(t, weights[n])}  # fmt: skip
    assert changed == {"2", "3"}
    images = torch.rand(2, 3, 28, 28)
    ours = load_encoder(replace(MODEL, weights=str(output)))
    assert ours.parts == (FeaturePart(1, "patch"), FeaturePart(3, "both"))
    # Other tools read the state dict, and so do we; the last block's tokens are normed by "norm".
    plain = ModelSettings(weights=str(output.with_suffix(".pth")), blocks=(1, -1), input_size=28)
    with torch.inference_mode():
        a, b = ours.module(images), load_encoder(plain).module(images)
    assert torch.nn.functional.cosine_similarity(a, b).min() > 0.99
    with pytest.raises(ModelError, match="has the blocks 0 to 3, and 11 was asked for"):
        load_encoder(replace(MODEL, weights=str(output), blocks=(11,)))


def test_the_state_dict_has_the_names_of_dinov2(tuned):
    _, _, weights = tuned
    assert weights["mask_token"].shape == (1, 384)
    assert weights["pos_embed"].shape == (1, 1370, 384)
    assert "blocks.0.attn.qkv.weight" in weights


def test_a_state_dict_with_registers_survives_the_way_out_and_in(tmp_path):
    timm = import_timm()
    torch.manual_seed(0)
    vit = timm.create_model("vit_small_patch14_reg4_dinov2", img_size=56, num_classes=0)
    torch.save(official_names(vit.state_dict()), tmp_path / "reg.pth")
    settings = ModelSettings(weights=str(tmp_path / "reg.pth"), input_size=56)
    images = torch.rand(1, 3, 56, 56)
    encoder = load_encoder(settings)
    plain = (images - encoder.module.mean) / encoder.module.std
    with torch.inference_mode():
        expected = vit.eval().forward_features(plain)
        found = encoder.module(images)
    assert torch.allclose(found[:, :384], expected[:, 0], atol=1e-4)
    again = load_backbone(settings, 28).weights
    assert torch.allclose(again["cls_token"], vit.cls_token)
    assert torch.allclose(again["pos_embed"], vit.pos_embed, atol=1e-6)


def test_the_same_seed_gives_the_same_file(scenes, tuned, tmp_path):
    _, output, _ = tuned
    assert tune(scenes, tmp_path)[1].read_bytes() == output.read_bytes()
    other = replace(QUICK, train=replace(QUICK.train, seed=1))
    assert tune(scenes, tmp_path, other)[1].read_bytes() != output.read_bytes()


class Stopping:
    """Progress of a run that dies after its first epoch."""

    def __call__(self, fraction):
        pass

    def log(self, text):
        if text.startswith("Epoch 1 "):
            self.told = True

    told = False


def test_a_stopped_run_goes_on_and_ends_with_the_same_file(scenes, tuned, tmp_path, recorder):
    class Dying(Stopping):
        def __call__(self, fraction):
            if self.told and fraction > 0.6:  # in the second epoch
                raise StopError

    with pytest.raises(StopError):
        tune(scenes, tmp_path, progress=Dying())
    assert not (tmp_path / "model.safetensors").exists()
    _, output, _ = tune(scenes, tmp_path, progress=recorder)
    assert any("Continuing" in line and "epoch 1" in line for line in recorder.lines)
    assert sum(line.startswith("Epoch ") for line in recorder.lines) == 1
    assert output.read_bytes() == tuned[1].read_bytes()


@pytest.mark.parametrize("name", ["state.pt", "images.npy", "usable.npy"])
def test_what_is_damaged_of_a_stopped_run_is_not_gone_on_with(scenes, tuned, tmp_path, name):
    class Dying(Stopping):
        def __call__(self, fraction):
            if self.told:
                raise StopError

    with pytest.raises(StopError):
        tune(scenes, tmp_path, progress=Dying())
    (kept,) = (tmp_path / "home").rglob(name)
    kept.write_bytes(kept.read_bytes()[:130])
    assert tune(scenes, tmp_path)[1].read_bytes() == tuned[1].read_bytes()


def test_weights_are_mixed_with_those_of_the_start(scenes, tuned, start, tmp_path):
    half = tune(scenes, tmp_path, replace(QUICK, tuned_share=0.5), "half")[2]
    whole = tuned[2]
    for name, tensor in start.items():
        assert torch.allclose(half[name], (tensor + whole[name]) / 2, atol=1e-5), name


def test_lora_changes_linear_layers_by_a_low_rank(scenes, start, tmp_path):
    settings = replace(QUICK, train=replace(QUICK.train, lora_rank=2))
    weights = tune(scenes, tmp_path, settings)[2]
    changed = [n for n, t in start.items() if not torch.equal(t, weights[n])]
    assert changed
    assert all(n.endswith(".weight") and ("attn" in n or "mlp" in n) for n in changed)
    name = "blocks.8.mlp.fc1.weight"
    sizes = torch.linalg.svdvals((weights[name] - start[name]).double())
    assert sizes[1] > 1e-6
    assert sizes[2] < 1e-4 * sizes[0]


@pytest.mark.parametrize("loss", ["contrastive", "both"])
def test_other_losses_learn_as_well(scenes, tmp_path, loss):
    settings = replace(QUICK, loss=loss, train=replace(QUICK.train, epochs=4, together=8))
    result, _, _ = tune(scenes, tmp_path, settings)
    assert result.history[-1].loss < result.history[0].loss


def test_the_contrastive_loss_is_that_of_the_paper():
    random = np.random.default_rng(0)
    z = random.standard_normal((7, 5))
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    labels = np.array([0, 0, 1, 1, 1, 0, 2])  # the last one has no other of its class
    terms = []
    for i in range(7):
        others = [a for a in range(7) if a != i]
        total = sum(np.exp(z[i] @ z[a] / 0.1) for a in others)
        same = [p for p in others if labels[p] == labels[i]]
        if same:
            terms.append(-np.mean([np.log(np.exp(z[i] @ z[p] / 0.1) / total) for p in same]))
    found = contrastive_loss(torch.from_numpy(z), torch.from_numpy(labels), 0.1)
    assert float(found) == pytest.approx(np.mean(terms), rel=1e-6)


def test_training_ends_when_nothing_improves(scenes, tmp_path):
    # A rate of nothing: the validation loss of the first epoch is never beaten.
    settings = replace(QUICK, train=replace(QUICK.train, epochs=9, patience=2, rate=1e-12))
    result, _, _ = tune(scenes, tmp_path, settings)
    assert len(result.history) < 9


class _Lesson:
    """A lesson whose module has memory for four images only."""

    def __init__(self):
        class Module(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.weight = torch.nn.Parameter(torch.ones(1))

            def forward(self, images):
                if len(images) > 4:
                    raise RuntimeError("CUDA out of memory. Tried to allocate 20 MiB")
                return images.mean((1, 2, 3))[:, None] * self.weight

        self.module = Module()

    def batch(self, places):
        return torch.arange(len(places), dtype=torch.float32).reshape(-1, 1, 1, 1)

    def loss(self, outputs, places):
        return outputs.mean(), 1.0


def test_less_goes_together_where_memory_is_full(recorder):
    lesson = _Lesson()
    settings = TrainSettings(batch=16, together=16)
    runner = training._Runner(torch, lesson.module, "cpu", settings, recorder)
    optimizer = torch.optim.SGD(lesson.module.parameters(), lr=0.0)
    loss, _ = runner.step(lesson, np.arange(16), optimizer, list(lesson.module.parameters()))
    assert loss == pytest.approx(7.5)
    assert float(lesson.module.weight.grad) == pytest.approx(3.0)  # 7.5, clipped
    assert sum("memory" in line for line in recorder.lines) == 2
    assert len(runner.forward(lesson.batch(np.arange(9)))) == 9


def test_memory_that_holds_no_image_is_said(recorder):
    lesson = _Lesson()
    lesson.module.forward = lambda images: (_ for _ in ()).throw(RuntimeError("out of memory"))
    runner = training._Runner(torch, lesson.module, "cpu", TrainSettings(batch=2), recorder)
    with pytest.raises(DeviceError, match="does not hold one image"):
        runner.step(lesson, np.arange(2), torch.optim.SGD(lesson.module.parameters(), lr=0), [])


def test_balanced_epochs_draw_each_class_equally():
    labels = np.repeat([0, 1, 2], [60, 30, 6])
    drawn = labels[training.shuffle_scenes(labels, True, 0, 1)]
    assert np.bincount(drawn).tolist() == [32, 32, 32]
    plain = training.shuffle_scenes(labels, False, 0, 1)
    assert sorted(plain.tolist()) == list(range(96))
    assert (training.shuffle_scenes(labels, False, 0, 2) != plain).any()


def test_augmentation_turns_crops_and_keeps_the_range():
    torch.manual_seed(0)
    ramp = torch.linspace(0, 255, 32).expand(3, 32, 32).byte()[None]
    still = AugmentSettings(smallest_crop=1.0, brightness=0, contrast=0, color=0)
    kinds = set()
    for _ in range(40):
        image = augment(ramp, 28, still)[0, 0]
        kinds.add((round(float(image[0, 0]), 1), round(float(image[0, -1]), 1)))
    assert kinds == {(0.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1.0, 1.0)}
    many = augment(torch.randint(0, 256, (16, 5, 40, 40), dtype=torch.uint8), 28, AugmentSettings())
    assert many.shape == (16, 5, 28, 28)
    assert 0 <= float(many.min()) < float(many.max()) <= 1


def test_bands_are_dropped_only_where_there_are_many():
    torch.manual_seed(0)
    settings = AugmentSettings(band_drop=0.5)
    for bands, dropped in ((3, False), (6, True)):
        images = torch.randint(0, 256, (32, bands, 28, 28), dtype=torch.uint8)
        flat = augment(images, 28, settings).std((2, 3)) < 1e-6
        assert bool(flat.any()) is dropped


def test_whitening_evens_out_the_spread():
    random = np.random.default_rng(0)
    spread = np.array([9.0, 4, 1, 0.5, 0.2, 0.1])
    tokens = 20 + random.standard_normal((4000, 6)) * spread
    tokens = np.concatenate([tokens, 20 + random.standard_normal((4000, 4))], axis=1)
    found = fit_whitening(tokens, (6, 4), 10, 0.0)

    def units(values):
        parts = np.split(values, [6], axis=1)
        return np.concatenate([p / np.linalg.norm(p, axis=1, keepdims=True) for p in parts], axis=1)

    assert np.allclose(found.center, units(tokens).mean(axis=0))
    white = units(units(tokens) - found.center.numpy()) @ found.matrix.numpy().T
    covariance = np.cov(white.T)
    kept = covariance.diagonal()[:8]
    assert np.allclose(kept, kept[0], rtol=1e-2)
    assert np.abs(covariance - np.diag(covariance.diagonal())).max() < 1e-2 * kept[0]
    assert fit_whitening(tokens, (6, 4), 3, 0.1).matrix.shape == (3, 10)


def test_whitening_is_kept_in_the_file_and_belongs_to_the_recipe(tmp_path, start):
    header = ModelHeader(
        "white", "vit_small_patch14_dinov2", recipe=load_encoder(MODEL).parts, depth=9
    )
    # Transposed, as eigenvectors come.
    random = torch.Generator().manual_seed(0)
    matrix, center = torch.randn(1152, 16, generator=random).T, torch.randn(1152, generator=random)
    center = center / 50
    path = tmp_path / "white.safetensors"
    write_model(path, start, header, INT8, Whitening(matrix, center))
    settings = replace(MODEL, weights=str(path))
    encoder = load_encoder(settings)
    assert encoder.part_dims == (16,)
    plain = load_encoder(replace(settings, pooling="patch"))
    assert plain.part_dims == (384, 384)
    images = np.random.default_rng(0).random((9, 3, 28, 28), dtype=np.float32)
    with torch.inference_mode():
        tokens = load_encoder(replace(settings, blocks=(6, 8), pooling="both")).module(
            torch.from_numpy(images)
        )
    parts = slice(0, 384), slice(384, 1152)
    normalize = torch.nn.functional.normalize
    units = torch.cat([normalize(tokens[:, 384:][:, part]) for part in parts], 1) - center
    units = torch.cat([normalize(units[:, part]) for part in parts], 1)
    expected = (units @ matrix.T).numpy()
    for precision in ("fp32", "int8"):
        forward = make_engine(load_encoder(settings), EngineSettings("cpu", precision))
        found = forward(images)
        cosine = (found * expected).sum(1)
        cosine /= np.linalg.norm(found, axis=1) * np.linalg.norm(expected, axis=1)
        assert cosine.min() > (0.9999 if precision == "fp32" else 0.99)


def test_a_model_of_five_bands(tmp_path, recorder):
    root = write_classes(tmp_path / "bands", bands=5, each=6)
    scenes = labeled.keep_large_classes(labeled.read_class_folders(root, (1, 2, 3, 4, 5), EXTRACT))
    _, output, weights = tune(scenes, tmp_path)
    assert weights["patch_embed.proj.weight"].shape == (384, 5, 14, 14)
    # timm's rule at the start, and the new filters have learned.
    three = load_backbone(MODEL, 28).weights["patch_embed.proj.weight"]
    adapted = load_backbone(MODEL, 28, 5).weights["patch_embed.proj.weight"]
    assert torch.allclose(adapted[:, 3], three[:, 0] * 3 / 5, atol=1e-6)
    assert not torch.equal(adapted, weights["patch_embed.proj.weight"])
    settings = replace(MODEL, weights=str(output))
    assert bands_of(settings) == 5
    assert bands_of(MODEL) == 3
    encoder = load_encoder(settings)
    assert encoder.bands == 5

    def extract(bands):
        paths = images_in(root)
        found = FolderScenes(paths, root, bands, EXTRACT, None, "", recorder)
        made = extraction.make_provenance(
            str(root), found.bands, encoder, replace(EXTRACT, model=settings), found.scaling, ""
        )
        extraction.extract(
            found, encoder, made, EngineSettings(), tmp_path / "f.parquet", tmp_path / "home"
        )

    with pytest.raises(RasterError, match="takes 5 bands, and 3 were chosen"):
        extract((1, 2, 3))
    extract((1, 2, 3, 4, 5))
    assert SceneFile(tmp_path / "f.parquet", "features").dims == encoder.dims
    with pytest.raises(ModelError, match="takes 5 bands, and the scenes have 4"):
        load_backbone(settings, 28, 4)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"size": 100}, ModelError, "multiple of 14.*nearest is 98"),
        ({"loss": "mse"}, ModelError, "no loss 'mse'"),
        ({"tuned_share": 1.5}, ModelError, "choose one from 0 to 1"),
        ({"validation": 1.0}, SceneError, "between 0 and 1"),
        ({"train": replace(QUICK.train, precision="int8")}, DeviceError, "cannot be trained"),
    ],
)
def test_settings_that_make_no_sense(scenes, tmp_path, changes, error, message):
    with pytest.raises(error, match=message):
        tune(scenes, tmp_path, replace(QUICK, **changes))
    assert not (tmp_path / "model.safetensors").exists()


def test_the_report_shows_the_run(scenes, tuned, tmp_path):
    result, _, _ = tuned
    write_fine_tuning(tmp_path / "r.html", result, scenes, QUICK, EXTRACT)
    page = (tmp_path / "r.html").read_text()
    for words in ("validation loss", "broad", "Worst mistakes", "layer decay", "smallest crop"):
        assert words in page
    assert "<script" not in page
    assert json.dumps(len(result.history)) in page

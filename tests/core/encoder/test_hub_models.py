"""Models that a hub has: their layout, with weights that are made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from safetensors.torch import save_file

from rs_deepcluster_plugin.core.base import packages
from rs_deepcluster_plugin.core.base.errors import ModelError
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.hub import download
from rs_deepcluster_plugin.core.encoder.load import (
    load_backbone,
    load_cell_encoder,
    load_encoder,
    patch_size_of,
)
from rs_deepcluster_plugin.core.encoder.save import write_model
from rs_deepcluster_plugin.core.encoder.settings import (
    HUB_MODELS,
    IMAGENET_MEAN,
    IMAGENET_STD,
    INT8,
    MODELS,
    FeaturePart,
    ModelSettings,
    check_model_settings,
)
from rs_deepcluster_plugin.core.encoder.wavelengths import embed_wavelengths
from rs_deepcluster_plugin.core.encoder.weights_file import official_names, read_weights

DEPTH = 3
SIZE = 64


@pytest.fixture(scope="module")
def timm():
    return packages.import_timm()


@pytest.fixture(scope="module")
def dinov3(timm):
    torch.manual_seed(0)
    vit = timm.create_model("vit_small_patch16_dinov3", depth=DEPTH, num_classes=0).eval()
    with torch.no_grad():
        for name, tensor in vit.named_parameters():
            if "gamma" in name:
                tensor.fill_(0.5)  # else the blocks add next to nothing
    return vit


@pytest.fixture(scope="module")
def saved(dinov3, tmp_path_factory):
    path = tmp_path_factory.mktemp("hub") / "model.safetensors"
    save_file(dinov3.state_dict(), str(path))
    return path


@pytest.fixture(scope="module")
def images():
    return torch.rand(2, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(1))


def normalized(images, mean=IMAGENET_MEAN, std=IMAGENET_STD):
    return (images - torch.tensor(mean).reshape(1, -1, 1, 1)) / torch.tensor(std).reshape(
        1, -1, 1, 1
    )


def run(settings, images):
    with torch.inference_mode():
        return load_encoder(settings).module(images)


def test_every_model_is_one_that_timm_has_weights_of_under_the_name_that_is_asked_for(timm):
    known = {name for name in timm.list_models(pretrained=True) if "dino" in name}
    for model in HUB_MODELS.values():
        if model.spectral:
            continue
        assert f"{model.architecture}.{model.data}" in known
        config = timm.get_pretrained_cfg(f"{model.architecture}.{model.data}")
        assert model.place == config.hf_hub_id
        assert model.mean == pytest.approx(config.mean)
        assert model.std == pytest.approx(config.std)


def test_dinov3_gives_the_tokens_that_timm_gives(dinov3, saved, images):
    settings = ModelSettings(weights=str(saved), input_size=SIZE, pooling="both", blocks=(-1,))
    got = run(settings, images)
    with torch.inference_mode():
        tokens = dinov3.forward_features(normalized(images))
    assert dinov3.num_prefix_tokens == 5
    expected = torch.cat([tokens[:, 0], tokens[:, 5:].mean(1)], 1)
    assert torch.allclose(got, expected, atol=1e-4)


def test_places_are_told_apart_by_the_turns_that_are_computed(dinov3, saved, images):
    settings = ModelSettings(weights=str(saved), input_size=SIZE, blocks=(-1,), pooling="cls")
    turned = run(settings, images.flip(3))
    assert (turned - run(settings, images)).abs().max() > 1e-4
    assert torch.isfinite(turned).all()


def test_the_official_names_of_dinov3_are_read_and_written(dinov3, saved, images, tmp_path):
    state = official_names(dinov3.state_dict())
    assert {"storage_tokens", "blocks.0.ls1.gamma", "mask_token"} <= state.keys()
    state["rope_embed.periods"] = torch.ones(16)
    state["blocks.0.attn.qkv.bias"] = torch.zeros(1152)
    state["blocks.0.attn.qkv.bias_mask"] = torch.ones(1152)
    path = tmp_path / "official.pth"
    torch.save(state, path)
    settings = ModelSettings(weights=str(saved), input_size=SIZE)
    assert torch.equal(run(replace(settings, weights=str(path)), images), run(settings, images))
    state["blocks.0.attn.qkv.bias"] = torch.ones(1152)
    torch.save(state, path)
    with pytest.raises(ModelError, match=r"blocks\.0\.attn\.qkv\.bias"):
        run(replace(settings, weights=str(path)), images)


def test_the_satellite_model_has_the_mean_of_satellite_images(timm, tmp_path):
    torch.manual_seed(0)
    vit = timm.create_model("vit_large_patch16_dinov3", depth=1, num_classes=0)
    path = tmp_path / "model.safetensors"
    save_file(vit.state_dict(), str(path))
    settings = ModelSettings("dinov3_vitl16_sat", str(path), input_size=32)
    web = load_encoder(replace(settings, model="dinov3_vitl16"))
    satellite = load_encoder(settings)
    assert satellite.mean == (0.430, 0.411, 0.296)
    assert web.mean == IMAGENET_MEAN
    assert satellite.identity != web.identity
    with pytest.raises(ModelError, match=r"vit_large_patch16_dinov3, but the model 'dinov3_vits1"):
        load_encoder(replace(settings, model="dinov3_vits16"))


def test_the_size_of_images_is_a_multiple_of_the_models_own_patches(saved):
    with pytest.raises(ModelError, match=r"multiple of 16 pixels and at least 32.*nearest is 64"):
        load_encoder(ModelSettings(weights=str(saved), input_size=70))
    with pytest.raises(ModelError, match="multiple of 16"):
        check_model_settings(ModelSettings("dinov3_vits16", input_size=70))
    with pytest.raises(ModelError, match="multiple of 14"):
        check_model_settings(ModelSettings(input_size=64))
    for model in MODELS:  # the usual size suits all of them
        check_model_settings(ModelSettings(model))
    assert patch_size_of(ModelSettings(weights=str(saved))) == 16
    assert patch_size_of(ModelSettings()) == 14
    assert patch_size_of(ModelSettings("dinov3_vitl16_sat")) == 16


def test_cells_have_whole_tokens_of_the_models_own_patches(saved):
    encoder = load_cell_encoder(ModelSettings(weights=str(saved), input_size=100), 3)
    assert (encoder.tokens, encoder.input_size) == (6, 96)
    with torch.inference_mode():
        tokens = encoder.module(torch.rand(1, 3, 96, 96))
    assert tokens.shape == (1, 6 * 6 * sum(encoder.part_dims))


def test_openvino_gives_the_features_of_dinov3(saved, images):
    settings = ModelSettings(weights=str(saved), input_size=SIZE)
    expected = run(settings, images).numpy()
    engine = make_engine(load_encoder(settings), EngineSettings(device="cpu", precision="fp32"))
    assert np.allclose(engine(images.numpy()), expected, atol=1e-3)


def test_a_model_file_of_ours_holds_dinov3(saved, images, tmp_path):
    settings = ModelSettings(weights=str(saved), input_size=SIZE)
    start = load_backbone(settings, 96)
    assert start.vit.patch_embed.patch_size == (16, 16)
    path = tmp_path / "ours.safetensors"
    write_model(path, start.weights, start.header, INT8)
    again = run(ModelSettings(weights=str(path), input_size=SIZE), images)
    own = run(replace(settings, blocks=tuple(p.block for p in start.header.recipe)), images)
    alike = torch.nn.functional.cosine_similarity(again, own)
    assert alike.min() > 0.99


def test_weights_in_the_hubs_cache_are_taken_without_a_connection(saved, tmp_path, monkeypatch):
    hub = pytest.importorskip("huggingface_hub")
    folder = tmp_path / "models--timm--vit_small_patch16_dinov3.lvd1689m"
    commit = "0" * 40
    (folder / "refs").mkdir(parents=True)
    (folder / "refs" / "main").write_text(commit)
    place = folder / "snapshots" / commit / "model.safetensors"
    place.parent.mkdir(parents=True)
    place.write_bytes(saved.read_bytes())
    monkeypatch.setattr(hub.constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.file_download.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert download("dinov3_vits16", None) == place
    encoder = load_encoder(ModelSettings("dinov3_vits16", input_size=SIZE))
    assert encoder.parts == (FeaturePart(DEPTH - 1, "both"),)

    class Said(list):
        log = list.append

    with pytest.raises(ModelError, match=r"vitl16_sat could not be.*timm/vit_large_patch16_dinov3"):
        download("dinov3_vitl16_sat", Said())
    with pytest.raises(ModelError, match=r"dofa_base_patch16_224-a0275954\.pth of torchgeo/dofa"):
        download("dofa_vitb16", Said())


def made_up(shapes):
    """Values that need no generator of random numbers, by the order of the names."""
    return {
        name: (
            torch.sin(torch.arange(int(np.prod(shape)), dtype=torch.float64) * (0.7 + 0.1 * place))
            .reshape(shape)
            .float()
            * 0.5
        )
        for place, (name, shape) in enumerate(sorted(shapes.items()))
    }


def generator_shapes(width, inside, patch, dims):
    """Shapes of the tensors that make the patch embedding."""
    layer = "weight_generator.transformer_encoder.layers.0."
    shapes = {
        "weight_generator.weight_tokens": (128, width),
        "weight_generator.bias_token": (1, width),
        f"{layer}self_attn.in_proj_weight": (3 * width, width),
        f"{layer}self_attn.in_proj_bias": (3 * width,),
        f"{layer}self_attn.out_proj.weight": (width, width),
        f"{layer}self_attn.out_proj.bias": (width,),
        f"{layer}linear1.weight": (inside, width),
        f"{layer}linear1.bias": (inside,),
        f"{layer}linear2.weight": (width, inside),
        f"{layer}linear2.bias": (width,),
        "weight_generator.fc_weight.weight": (patch * patch * dims, width),
        "weight_generator.fc_weight.bias": (patch * patch * dims,),
        "weight_generator.fc_bias.weight": (dims, width),
        "weight_generator.fc_bias.bias": (dims,),
    }
    for name in ("norm1", "norm2"):
        shapes |= {f"{layer}{name}.weight": (width,), f"{layer}{name}.bias": (width,)}
    for name in ("w1", "w2"):
        shapes |= {f"fclayer.{name}.weight": (width, width), f"fclayer.{name}.bias": (width,)}
    return shapes


def test_the_filters_of_wavelengths_are_those_that_torchgeo_makes():
    """Those of its ``DOFAEmbedding(8, 2, 6)``, version 0.8.1, with these weights."""
    own = made_up(generator_shapes(8, 2048, 2, 6))
    tensors = {f"patch_embed.{name}": tensor for name, tensor in own.items()}
    tensors["cls_token"] = torch.zeros(1, 1, 6)
    made = embed_wavelengths(tensors, (0.49, 0.842), 2)
    filters, bias = made["patch_embed.proj.weight"], made["patch_embed.proj.bias"]
    assert filters.shape == (6, 2, 2, 2)
    expected = [
        [0.017392276, 0.018394975],
        [0.011321601, 0.010449782],
        [0.004184932, 0.001710860],
        [0.002339893, -0.000963800],
        [-0.000462458, -0.003564055],
        [-0.009795959, -0.011726856],
    ]
    assert np.allclose(filters[:, :, 0, 1], expected, atol=1e-6)
    assert np.allclose(
        bias, [0.002487603, 0.004654574, 0.000896020, 0.000576955, -0.005629322, -0.003459038],
        atol=1e-6,
    )  # fmt: skip
    assert float(filters.sum()) == pytest.approx(-0.042377789, abs=1e-5)
    assert float(filters.square().sum()) == pytest.approx(0.005372753, abs=1e-6)


@pytest.fixture(scope="module")
def dofa(timm, tmp_path_factory):
    torch.manual_seed(0)
    vit = timm.create_model("vit_base_patch16_224", depth=DEPTH, num_classes=0)
    state = {
        k: v for k, v in vit.state_dict().items() if not k.startswith(("patch_embed.", "norm."))
    }
    shapes = generator_shapes(128, 64, 16, 768)
    state |= {f"patch_embed.{name}": 0.2 * values for name, values in made_up(shapes).items()}
    path = tmp_path_factory.mktemp("hub") / "dofa.pth"
    torch.save(state, path)
    return path


def test_dofa_takes_as_many_bands_as_wavelengths_in_any_order(dofa):
    settings = ModelSettings("dofa_vitb16", str(dofa), input_size=32, wavelengths=(0.5, 0.6, 0.9))
    encoder = load_encoder(settings)
    assert (encoder.bands, encoder.part_dims) == (3, (2 * 768,))
    images = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(2))
    values = run(settings, images)
    turned = run(replace(settings, wavelengths=(0.9, 0.5, 0.6)), images[:, [2, 0, 1]])
    assert torch.allclose(turned, values, atol=1e-4)
    other = replace(settings, wavelengths=(0.5, 0.6, 1.6))
    assert (run(other, images) - values).abs().max() > 1e-3
    assert load_encoder(other).identity != encoder.identity
    assert run(replace(settings, wavelengths=(0.5,)), images[:, :1]).shape == (2, 2 * 768)


def test_dofa_says_what_wavelengths_it_lacks_or_cannot_take(dofa):
    settings = ModelSettings("dofa_vitb16", str(dofa), input_size=32)
    with pytest.raises(ModelError, match=r"Give them in Wavelengths, in micrometers"):
        load_encoder(settings)
    with pytest.raises(ModelError, match=r"490, 560 are not all those of light"):
        load_encoder(replace(settings, wavelengths=(490.0, 560.0)))


def test_a_model_file_of_ours_holds_dofa_for_its_wavelengths(dofa, tmp_path):
    settings = ModelSettings("dofa_vitb16", str(dofa), input_size=32, wavelengths=(0.5, 0.9))
    start = load_backbone(settings, 32, 2)
    path = tmp_path / "ours.safetensors"
    write_model(path, start.weights, start.header, INT8)
    tensors, header = read_weights(path)
    assert header.wavelengths == (0.5, 0.9)
    assert tensors["patch_embed.proj.weight"].shape == (768, 2, 16, 16)
    images = torch.rand(2, 2, 32, 32, generator=torch.Generator().manual_seed(3))
    again = run(ModelSettings(weights=str(path), input_size=32), images)
    blocks = tuple(part.block for part in start.header.recipe)
    alike = torch.nn.functional.cosine_similarity(
        again, run(replace(settings, blocks=blocks), images)
    )
    assert alike.min() > 0.99
